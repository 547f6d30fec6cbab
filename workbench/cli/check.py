"""``workbench check``: findings and verdicts of a plan; reads, never writes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.cli import output
from workbench.cli.explain import known_code
from workbench.cli.library import chosen, tell_damage
from workbench.errors import Problem
from workbench.exchange.formats import content_of_file, read_source
from workbench.i18n import N_, current, tr, words
from workbench.plan.plan import Plan
from workbench.plan.values import parse_date
from workbench.rules.rule import DIMENSIONS

if TYPE_CHECKING:
    import argparse
    from datetime import date

    from workbench.cli.arguments import Parser
    from workbench.rules.finding import Finding
    from workbench.rules.profile import Profile
    from workbench.rules.verdict import Verdict

#: What makes the command fail, and the severities that do.
FAILING: Final = {"error": ("error",), "warning": ("error", "warning"), "never": ()}


class Checked(NamedTuple):
    """A plan and what was found in it, in the order of the report; ``source`` is the file it came from."""

    source: Path
    plan: Plan
    as_of: date
    profile: str
    verdicts: dict[str, Verdict]
    findings: list[Finding]


def declare(parser: Parser) -> None:
    """Its arguments."""
    parser.add_argument(
        "source", type=Path, metavar="SOURCE", help=tr("a library or a plan in the exchange format (JSON)")
    )
    parser.add_plan(tr("only the plan with this id (default: all plans of the library)"))
    parser.add_argument(
        "--rule", action="append", metavar="CODE", help=tr("only findings of this rule; may be repeated")
    )
    parser.add_argument(
        "--dimension",
        action="append",
        choices=DIMENSIONS,
        help=tr("only findings of this dimension; may be repeated"),
    )
    parser.add_argument(
        "--as-of",
        metavar="DATE",
        help=tr("the day to judge progress on (default: the plan's own, else today)"),
    )
    parser.add_argument(
        "--profile", type=Path, metavar="FILE", help=tr("rules switched off or re-graded, a TOML file")
    )
    parser.add_format("text", "json", "sarif", "github")
    parser.add_argument(
        "--fail-on",
        choices=tuple(FAILING),
        default="error",
        help=tr("least severity that makes the exit code 1 (default: error)"),
    )


def run(options: argparse.Namespace) -> int:
    """Check, report, and tell by the exit code whether something was found."""
    rules = {known_code(code) for code in options.rule or ()}
    as_of = parse_date(options.as_of) if options.as_of is not None else None
    profile = None
    if options.profile is not None:
        from workbench.rules.profile import read_profile

        profile = read_profile(options.profile)
    report: list[Checked] = []
    plans, is_library, damage = _plans(options.source, options.plan)
    for plan in plans:
        checked = check(options.source, plan, as_of, profile)
        kept = [
            finding
            for finding in checked.findings
            if (not rules or finding.rule in rules)
            and (not options.dimension or finding.dimension in options.dimension)
        ]
        report.append(checked._replace(findings=kept))
    if is_library and not report:
        output.talk(tr("The library has no plan yet"))
    _print(report, options.format)
    failing = FAILING[options.fail_on]
    return damage or int(
        any(finding.severity in failing and not finding.waived for one in report for finding in one.findings)
    )


def check(source: Path, plan: Plan, as_of: date | None, profile: Profile | None) -> Checked:
    """Run all rules over a plan."""
    from workbench.rules.checker import Checker

    checker = Checker(plan, as_of, profile)
    checker.full()
    return Checked(source, plan, checker.as_of, checker.profile.name, checker.verdicts(), checker.findings())


def _plans(source: Path, wanted: str | None) -> tuple[list[Plan], bool, int]:
    """The plans to check, whether they come from a library, and the exit code when that is damaged."""
    if content_of_file(source) == "library":
        from workbench.session.session import Session

        with Session.open(source, read_only=True) as session:
            entries = session.plans()
            if wanted is not None:
                entries = [chosen(entries, wanted)]
            plans = [session.read(entry.id) for entry in entries]
            return plans, True, max((tell_damage(session, plan.id) for plan in plans), default=0)
    elements = read_source(source).elements
    plan = Plan(elements[0].id, elements)
    if wanted not in (None, plan.id):
        raise Problem(
            N_("“{file}” holds the plan “{there}”, not “{id}”"), file=source.name, there=plan.id, id=wanted
        )
    return [plan], False, 0


def _print(report: list[Checked], format_: str) -> None:
    from workbench.cli import reports

    spoken = words(current())
    if format_ == "json":
        objects = [reports.exact(one, spoken) for one in report]
        output.result_json(objects[0] if len(objects) == 1 else objects)
    elif format_ == "sarif":
        output.result_json(reports.sarif(report, spoken))
    elif format_ == "github":
        for one in report:
            for line in reports.github(one, spoken):
                output.result(line)
    else:
        output.result("\n\n".join("\n".join(reports.text(one, spoken)) for one in report))
