"""``workbench progress``: how far the indicators of a plan have come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbench.cli import output
from workbench.cli.figures import as_json, as_text
from workbench.cli.library import chosen, tell_damage
from workbench.i18n import tr

if TYPE_CHECKING:
    import argparse
    from datetime import date

    from workbench.analysis.progress_report import Line
    from workbench.cli.arguments import Parser
    from workbench.plan.plan import Plan

#: Groups of indicators that are counted, each of a nature (None: all).
_GROUPS = {"all": None, "binding": "binding", "expected": "expected"}


def declare(parser: Parser) -> None:
    """Its arguments."""
    parser.add_library()
    parser.add_plan(tr("id of the plan; not needed when the library has one"))
    parser.add_argument(
        "--as-of",
        metavar="DATE",
        help=tr("the day to judge progress on (default: the plan's own, else today)"),
    )
    parser.add_format("text", "json")
    parser.tell_more("assessment")


def run(options: argparse.Namespace) -> int:
    """Judge every indicator and tell it."""
    from workbench.plan.values import parse_date
    from workbench.session.assessing import day_of, progress_lines
    from workbench.session.session import Session

    day = parse_date(options.as_of) if options.as_of else None
    with Session.open(options.library, read_only=True) as session:
        plan = session.read(chosen(session.plans(), options.plan).id)
        damage = tell_damage(session, plan.id)
        if damage:
            return damage
    as_of = day_of(plan, day)
    lines = progress_lines(plan, as_of)
    if options.format == "json":
        output.result_json(as_document(plan, as_of, lines))
    else:
        output.result("\n".join(_text(plan, as_of, lines)))
    return 0


def as_document(plan: Plan, as_of: date, lines: list[Line]) -> dict[str, Any]:
    """The progress as JSON, the same in every language."""
    from workbench.analysis.progress_report import counted
    from workbench.rules.profile import of_plan

    limits = of_plan(plan.head.rule_profile).limits
    return {
        "plan": {"id": plan.id, "title": plan.head.title},
        "as_of": as_of.isoformat(),
        "limits": {name: as_json(value) for name, value in limits._asdict().items()},
        "counts": {name: counted(lines, nature) for name, nature in _GROUPS.items()},
        "indicators": [_as_object(line) for line in lines],
    }


def _as_object(line: Line) -> dict[str, Any]:
    one, found = line.indicator, line.progress
    lead = found.gone - found.due if found.gone is not None and found.due is not None else None
    return {
        "id": one.id,
        "code": one.code,
        "indicator": one.name,
        "nature": one.nature,
        "direction": one.direction,
        "unit": one.unit,
        "status": found.status,
        "reason": found.reason or None,
        "baseline": as_json(one.baseline.value if one.baseline is not None else None),
        "target": as_json(line.final.value if line.final is not None else None),
        "target_year": line.final.year if line.final is not None else None,
        "actual": as_json(line.actual.value if line.actual is not None else None),
        "period": line.actual.period if line.actual is not None else None,
        "expected": as_json(found.expected),
        "gone": as_json(found.gone),
        "due": as_json(found.due),
        "lead": as_json(lead),
    }


def _text(plan: Plan, as_of: date, lines: list[Line]) -> list[str]:
    from workbench.analysis.progress import REASONS, STATUSES
    from workbench.analysis.progress_report import counted
    from workbench.plan.edits import shown_name

    made = [f"{plan.head.title}  {tr('Progress as of {day}', day=as_of.isoformat())}", ""]
    headings = [tr("All"), tr("Binding"), tr("Expected")]
    counts = [counted(lines, nature) for nature in _GROUPS.values()]
    table = [["", *headings]]
    table += [[tr(label), *(str(one[name]) for one in counts)] for name, label in STATUSES.items()]
    table.append([tr("Together"), *(str(sum(one.values())) for one in counts)])
    made += [*output.table(table), ""]
    rows = [
        [
            tr("Indicator"),
            tr("Baseline"),
            tr("Actual value"),
            tr("Period"),
            tr("Due by now"),
            tr("Final target"),
            tr("Way gone"),
            tr("Status"),
        ]
    ]
    for line in lines:
        one, found = line.indicator, line.progress
        state = tr(STATUSES[found.status])
        if found.reason:
            state += f" ({tr(REASONS[found.reason])})"
        gone = as_text(100 * found.gone) + " %" if found.gone is not None else "-"
        rows.append(
            [
                shown_name(one),
                as_text(one.baseline.value if one.baseline is not None else None),
                as_text(line.actual.value if line.actual is not None else None),
                line.actual.period if line.actual is not None else "-",
                as_text(found.expected),
                f"{as_text(line.final.value)} ({line.final.year})" if line.final is not None else "-",
                gone,
                state,
            ]
        )
    return [*made, *output.table(rows)]
