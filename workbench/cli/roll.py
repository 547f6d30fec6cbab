"""``workbench roll``: a year's assessment scheme rolled forward, as one step that undo takes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbench.cli import output
from workbench.cli.library import chosen, tell_damage
from workbench.i18n import tr
from workbench.plan.values import show_number
from workbench.session.rolling import OUTCOMES, proposal, thing_in_words

if TYPE_CHECKING:
    import argparse

    from workbench.cli.arguments import Parser
    from workbench.plan.elements import SchemeItem
    from workbench.plan.plan import Plan
    from workbench.session.rolling import Proposal


def declare(parser: Parser) -> None:
    """Its arguments."""
    parser.add_library()
    parser.add_plan(tr("id of the plan; not needed when the library has one"))
    parser.add_argument(
        "--year",
        type=int,
        required=True,
        metavar="Y",
        help=tr("year whose scheme is rolled to the next; or, if it has none, the year that gets one"),
    )
    parser.add_argument(
        "--share-marks",
        action="store_true",
        help=tr(
            "where units are scored by themselves: let what each unit has alone make up the marks that have "
            "left, so that they add up for it"
        ),
    )
    parser.add_argument("--dry-run", action="store_true", help=tr("only say what would become of each item"))
    parser.add_format("text", "json")
    parser.tell_more("assessment")


def run(options: argparse.Namespace) -> int:
    """Work the new scheme out, put it into the plan unless it is a dry run, and tell it item by item."""
    from workbench.session.session import Session

    with Session.open(options.library, read_only=options.dry_run) as session:
        plan = session.open_plan(chosen(session.plans(), options.plan).id)
        assert plan is not None
        damage = tell_damage(session, plan.id)
        if damage:
            return damage
        found = proposal(plan, options.year, by_unit=options.share_marks)
        change = found.change()
        made = {one.id: op.id for one, op in zip(found.rolled.elements(), change.operations, strict=True)}
        told = _as_json(plan, found, made, applied=not options.dry_run)
        lines = _lines(plan, found)
        if not options.dry_run:
            session.apply(change)
            for notice in session.notices:
                output.talk(str(notice))
    if options.format == "json":
        output.result_json(told)
    else:
        output.result("\n".join([*lines, _total(found, dry_run=options.dry_run)]))
    if all(one.after is None for one in found.rolled.moves):
        output.talk(tr("The new scheme has no items: enter what is to be assessed"))
    elif not found.rolled.is_exact:
        output.talk(tr("The marks do not add up to the full mark yet: set them unit by unit"))
        if found.rolled.by_unit and not options.share_marks:
            output.talk(tr("With --share-marks, what each unit has alone makes up the rest"))
    return 0


def _as_json(plan: Plan, found: Proposal, made: dict[str, str], *, applied: bool) -> dict[str, Any]:
    return {
        "from": found.last.year,
        "to": found.year,
        "scheme": {"id": made[found.last.id], "code": found.code},
        "exact": found.rolled.is_exact,
        "applied": applied,
        "items": [
            {
                "outcome": one.outcome,
                "before": one.before.id if one.before is not None else None,
                "after": made[one.after.id] if one.after is not None else None,
                "indicator": one.item.indicator,
                "milestone": one.item.milestone,
                "project": one.item.project,
                "name": thing_in_words(plan, one.item),
                "marks_before": _number(one.before),
                "marks": _number(one.after),
                "reason": one.reason,
            }
            for one in found.rolled.moves
        ],
    }


def _number(item: SchemeItem | None) -> float | int | None:
    if item is None or item.marks is None:
        return None
    return int(item.marks) if item.marks == int(item.marks) else float(item.marks)


def _lines(plan: Plan, found: Proposal) -> list[str]:
    """A line for each item that is not simply carried over."""
    told = []
    for one in found.rolled.moves:
        if one.outcome == "carried":
            continue
        marks = [
            show_number(item.marks) if item is not None and item.marks is not None else "-"
            for item in (one.before, one.after)
        ]
        parts = [
            tr(OUTCOMES[one.outcome]),
            thing_in_words(plan, one.item),
            f"{marks[0]} -> {marks[1]}",
            one.reason,
        ]
        told.append(output.one_line("  ".join(part for part in parts if part)))
    return told


def _total(found: Proposal, *, dry_run: bool) -> str:
    often = dict.fromkeys(OUTCOMES, 0)
    for one in found.rolled.moves:
        often[one.outcome] += 1
    counts = ", ".join(f"{tr(OUTCOMES[name])} {count}" for name, count in often.items() if count)
    if dry_run:
        said = tr("The scheme of {year} would be made from that of {before}: {counts}")
    else:
        said = tr("The scheme of {year} has been made from that of {before}: {counts}")
    return said.format(year=found.year, before=found.last.year, counts=counts)
