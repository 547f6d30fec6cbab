"""``workbench diff``: what two plans, or two states of one, differ in."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from workbench.cli import output
from workbench.cli.library import chosen, complain_of_damage
from workbench.errors import Problem
from workbench.i18n import N_, current, tr, words

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from workbench.cli.arguments import Parser
    from workbench.plan.compare import Difference, ElementDifference, FieldDifference
    from workbench.plan.plan import Plan
    from workbench.session.session import PlanEntry


#: Characters from which on a text is cut down to where it differs.
_LONG: Final = 60


class Meant(NamedTuple):
    """What an argument means: a file; of a library perhaps which plan, and as it was when ("" : now)."""

    file: Path
    plan: str | None
    moment: str


class Side(NamedTuple):
    """One of the two plans, as it was named, and the exit code that reading it came to."""

    said: str
    plan: Plan
    code: int


def declare(parser: Parser) -> None:
    """Its arguments."""
    where = tr("exchange file, library, LIBRARY#PLAN or LIBRARY#PLAN@VERSION (a version's name or a date)")
    parser.add_argument("before", metavar="A", help=where)
    parser.add_argument("after", metavar="B", help=tr("the same for the other one"))
    parser.add_format("text", "json", "docx")
    parser.add_argument(
        "--to",
        dest="file",
        type=Path,
        metavar="FILE",
        help=tr("where a Word document is written to (default: standard output)"),
    )


def run(options: argparse.Namespace) -> int:
    """Print every element that differs, and how; or write it as a Word document."""
    from workbench.plan.compare import compare

    if options.format == "docx":
        return _docx(options)
    if options.file is not None:
        raise Problem(N_("--to is for Word documents: add --format docx"))
    before, after = read(options.before), read(options.after)
    difference = compare(before.plan, after.plan)
    if options.format == "json":
        from workbench.exchange.json import laid_out

        output.result(laid_out(_document(before, after, difference)).rstrip("\n"))
    else:
        output.result("\n".join(_text(difference)))
    return before.code or after.code


def _docx(options: argparse.Namespace) -> int:
    from workbench.documents.difference_report import outline
    from workbench.documents.source import Source
    from workbench.documents.writers import written
    from workbench.files import atomic_write, target_of
    from workbench.rules.checker import today

    if options.file is None and sys.stdout.isatty():
        raise Problem(N_("A Word document cannot be shown here: name a file with --to, or redirect it"))
    if options.file is not None:
        if options.file.suffix.lower() != ".docx":
            raise Problem(N_("“{file}”: give the file the suffix .docx"), file=options.file.name)
        target_of(options.file)
    before, after = read(options.before), read(options.after)
    source = Source(
        after.plan,
        current(),
        today(),
        before=before.plan,
        before_name=without_folder(before.said),
        after_name=without_folder(after.said),
    )
    document = written(outline(source), ".docx")
    if options.file is None:
        output.result_bytes(document)
    else:
        atomic_write(options.file, document)
        output.result(output.one_line(str(options.file)))
    return before.code or after.code


def without_folder(said: str) -> str:
    """What was said without the folders of this machine."""
    meant = understood(said)
    return f"{meant.file.name}#{meant.plan}" if meant.plan is not None else meant.file.name


# -- which plans -----------------------------------------------------------------------------------------


def read(said: str) -> Side:
    """The plan that an argument means."""
    from workbench.exchange.formats import content_of_file, read_source
    from workbench.plan.plan import Plan

    meant = understood(said)
    if content_of_file(meant.file) == "library":
        return _of_library(said, meant)
    if meant.plan is not None or meant.moment:
        raise Problem(
            N_("“{file}” is no library; only plans of a library are named with #"), file=meant.file.name
        )
    elements = read_source(meant.file).elements
    return Side(said, Plan(elements[0].id, elements), 0)


def understood(said: str) -> Meant:
    """The parts of FILE, LIBRARY#PLAN, LIBRARY#PLAN@VERSION and LIBRARY#@VERSION; names may hold # and @."""
    if "#" not in said or Path(said).exists():
        return Meant(Path(said), None, "")
    at = said.index("#")
    while "#" in said[at + 1 :] and not Path(said[:at]).exists():
        at = said.index("#", at + 1)
    if not Path(said[:at]).exists():
        at = said.index("#")
    return Meant(Path(said[:at]), said[at + 1 :], "")


def _of_library(said: str, meant: Meant) -> Side:
    from workbench.session.session import Session

    with Session.open(meant.file, read_only=True) as session:
        plan_id, moment = _plan_and_moment(session.plans(), meant.plan)
        plan = session.open_plan(plan_id)
        assert plan is not None
        if moment:
            from workbench.session.versions import named, state

            plan = state(session, named(session, moment))
            if not plan.exists:
                raise Problem(N_("“{said}”: the plan was deleted then"), said=said)
        damaged = [id_ for _, id_ in session.damaged(plan_id)]
    return Side(said, plan, complain_of_damage(meant.file, plan_id, damaged))


def _plan_and_moment(entries: Sequence[PlanEntry], said: str | None) -> tuple[str, str]:
    """The plan's id and what is said behind "@"; ids with an "@" in them are known by their being there."""
    there = {entry.id for entry in entries}
    if said is None or said in there:
        return chosen(entries, said).id, ""
    for at, letter in enumerate(said):
        if letter == "@" and (said[:at] in there or at == 0):
            return chosen(entries, said[:at] or None).id, said[at + 1 :]
    return chosen(entries, said.partition("@")[0]).id, ""


# -- what is said ----------------------------------------------------------------------------------------


def _text(difference: Difference) -> Iterator[str]:
    from workbench.plan.differences_in_words import counts_in_words, excerpts, paragraphs
    from workbench.plan.elements import KINDS

    spoken = words(current())
    kind = ""
    colours = {"added": "info", "deleted": "error", "changed": "warning", "moved": "dim"}
    signs = {"added": "+", "deleted": "-", "changed": "~", "moved": ">"}
    for one in paragraphs(difference, spoken):
        if one.kind != kind:
            if kind:
                yield ""
            kind = one.kind
            yield output.coloured(spoken(KINDS[kind].plural_label), "bold")
        place = f"  ({one.place})" if one.place else ""
        heading = f"{signs[one.what]} {one.said(spoken)}{place}"
        yield output.coloured(output.one_line(heading), colours[one.what])
        if one.what in ("changed", "moved"):
            for line in one.lines:
                was, now = line.before, line.after
                if max(len(was), len(now)) > _LONG:
                    was, now = excerpts(was, now)
                told = spoken(
                    N_("{label}: {before} → {after}"), label=line.label, before=was or "—", after=now or "—"
                )
                yield output.one_line(f"    {told}")
    if kind:
        yield ""
    yield counts_in_words(difference, spoken)


def _document(before: Side, after: Side, difference: Difference) -> dict[str, Any]:
    return {
        "before": {"source": before.said, "id": before.plan.id, "title": before.plan.head.title},
        "after": {"source": after.said, "id": after.plan.id, "title": after.plan.head.title},
        "counts": dict(difference.counts),
        "elements": [_element(difference, one) for one in difference.elements],
    }


def _element(difference: Difference, one: ElementDifference) -> dict[str, Any]:
    from workbench.exchange.json import element_written

    made: dict[str, Any] = {
        "change": one.what,
        "kind": one.kind,
        "id": one.id,
        "code": one.element.code,
        "title": one.element.name_shown or None,
    }
    if one.what in ("added", "deleted"):
        plan = difference.after if one.before is None else difference.before
        made["element"] = element_written(plan, one.element)
        return made
    made["fields"] = [_field(field) for field in one.fields]
    if one.place_before is not None and one.place_after is not None:
        made["place"] = {
            "before": {"under": one.place_before.holder or None, "after": one.place_before.after or None},
            "after": {"under": one.place_after.holder or None, "after": one.place_after.after or None},
        }
    return made


def _field(field: FieldDifference) -> dict[str, Any]:
    from workbench.exchange.json import value_written

    return {
        "field": field.declared.key,
        "before": value_written(field.declared, field.before),
        "after": value_written(field.declared, field.after),
    }
