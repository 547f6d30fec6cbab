"""``workbench fix``: makes the changes that can only be meant so, all as one step that undo takes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.cli import output
from workbench.cli.explain import known_code
from workbench.cli.library import chosen, tell_damage
from workbench.i18n import current, plural, tr, words

if TYPE_CHECKING:
    import argparse

    from workbench.cli.arguments import Parser
    from workbench.i18n import Words
    from workbench.plan.plan import Plan
    from workbench.rules.fixing import Mended
    from workbench.session.mending import Part


def declare(parser: Parser) -> None:
    """Its arguments."""
    parser.add_library()
    parser.add_plan(tr("id of the plan; not needed when the library has one"))
    parser.add_argument(
        "--rule", action="append", metavar="CODE", help=tr("mend findings of this rule only; may be repeated")
    )
    parser.add_argument(
        "--dry-run", action="store_true", help=tr("only say what would be mended, field by field")
    )


def run(options: argparse.Namespace) -> int:
    """Work out all safe fixes, tell them, and make them unless it is a dry run."""
    from workbench.session.mending import preview
    from workbench.session.session import Session

    codes = sorted({known_code(code) for code in options.rule}) if options.rule else None
    spoken = words(current())
    with Session.open(options.library, read_only=options.dry_run) as session:
        plan = session.open_plan(chosen(session.plans(), options.plan).id)
        assert plan is not None
        damage = tell_damage(session, plan.id)
        if damage:
            # What could not be read is not to be judged, and much less mended.
            return damage
        mended = preview(session, codes, output.progress())
        told = _told(mended, plan, spoken, in_detail=options.dry_run)
        if not options.dry_run:
            session.apply(mended.change)
            for notice in session.notices:
                output.talk(str(notice))
    output.result("\n".join([*told, _total(len(mended.labels), options.dry_run)]))
    return 0


def _told(mended: Mended, plan: Plan, spoken: Words, *, in_detail: bool) -> list[str]:
    """What is done, a line for each fix; in detail also what becomes of the fields."""
    from workbench.session.mending import by_rule, lines

    told = [
        f"{code}  {output.one_line(label.shown(spoken))}"
        for code, labels in by_rule(mended).items()
        for label in labels
    ]
    for touched in lines(mended.change, plan, spoken) if in_detail else ():
        sign = {"add": "+", "delete": "-", "set": "~"}[touched.action]
        told.append(output.one_line(f"{sign} {touched.name or touched.id}  {touched.kind}"))
        told.extend(output.one_line(f"    {_shown(part)}") for part in touched.parts)
    return told


def _shown(part: Part) -> str:
    return f"{part.field}: {part.before or '-'} -> {part.after or '-'}"


def _total(count: int, dry_run: bool) -> str:
    if not count:
        return tr("Nothing to mend: no finding has a fix that can only be meant so")
    if dry_run:
        return plural("{count} finding would be mended", "{count} findings would be mended", count)
    return plural(
        "{count} finding mended, as one step that undo takes back",
        "{count} findings mended, as one step that undo takes back",
        count,
    )
