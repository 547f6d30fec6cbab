"""``workbench check``: findings and verdicts of a plan; reads, never writes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from workbench.cli import output
from workbench.cli.checking import Call, Part, check, check_library, codes_lacking, part_of
from workbench.cli.explain import known_code
from workbench.cli.library import chosen, complain_of_damage
from workbench.errors import Problem
from workbench.exchange.formats import content_of_file, read_source
from workbench.i18n import N_, current, tr
from workbench.plan.plan import Plan
from workbench.plan.values import parse_date
from workbench.rules.rule import DIMENSIONS

if TYPE_CHECKING:
    import argparse

    from workbench.cli.arguments import Parser
    from workbench.rules.profile import Profile

#: What makes the command fail, and the severities that do.
FAILING: Final = {"error": ("error",), "warning": ("error", "warning"), "never": ()}


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
        "--profile",
        type=Path,
        metavar="FILE",
        help=tr("how rules are applied: a TOML file, or a built-in profile's name (default: the plan's own)"),
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
    rules = frozenset(known_code(code, own_too=True) for code in options.rule or ())
    as_of = parse_date(options.as_of) if options.as_of is not None else None
    dimensions = frozenset(options.dimension or ())
    call = Call(
        options.source,
        rules,
        dimensions,
        as_of,
        options.profile,
        options.format,
        current(),
        output.on_terminal(sys.stdout),
    )
    profile = call.read_profile()
    parts, damage = _parts(call, profile, options.plan)
    for code in codes_lacking(parts):
        known_code(code)
    _print(parts, options.format)
    failing = FAILING[options.fail_on]
    return damage or int(any(not one.severities.isdisjoint(failing) for one in parts))


def _parts(call: Call, profile: Profile | None, wanted: str | None) -> tuple[list[Part], int]:
    """What comes of the plans to check, and the exit code when their library is damaged."""
    source = call.source
    if content_of_file(source) == "library":
        from workbench.session.session import Session

        with Session.open(source, read_only=True) as session:
            entries = session.plans()
            if wanted is not None:
                entries = [chosen(entries, wanted)]
            parts = check_library(session, entries, call)
            if not parts:
                output.talk(tr("The library has no plan yet"))
            told = (complain_of_damage(source, one.plan_id, one.damaged) for one in parts)
            return parts, max(told, default=0)
    elements = read_source(source).elements
    plan = Plan(elements[0].id, elements)
    if wanted not in (None, plan.id):
        raise Problem(
            N_("“{file}” holds the plan “{there}”, not “{id}”"), file=source.name, there=plan.id, id=wanted
        )
    return [part_of(check(source, plan, call.as_of, profile), call)], 0


def _print(parts: list[Part], format_: str) -> None:
    made = [one.made for one in parts]
    if format_ == "json":
        output.result_json(made[0] if len(made) == 1 else made)
    elif format_ == "sarif":
        from workbench.cli import reports

        output.result_json(reports.sarif(made))
    elif format_ == "github":
        for line in (line for lines in made for line in lines):
            output.result(line)
    else:
        output.result("\n\n".join("\n".join(lines) for lines in made))
