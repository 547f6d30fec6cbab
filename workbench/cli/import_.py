"""``workbench import``: plans of other programs into a library."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.cli import output
from workbench.errors import Problem
from workbench.exchange.formats import IMPORTED, Source, read_source
from workbench.exchange.reading import Misfit, shape_of
from workbench.i18n import N_, tr
from workbench.plan.copies import with_fresh_ids
from workbench.plan.elements import PlanHead

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from workbench.cli.arguments import Parser
    from workbench.plan.elements import Element
    from workbench.session.session import Session


def declare(parser: Parser) -> None:
    """Its arguments."""
    parser.add_argument(
        "sources",
        type=Path,
        nargs="+",
        metavar="SOURCE",
        help=tr(
            "a plan in the exchange format (JSON), or a document that a unit has filled in (.docx, .xlsx)"
        ),
    )
    parser.add_argument(
        "--into", dest="library", type=Path, required=True, metavar="LIBRARY", help=tr("the library file")
    )
    parser.add_argument(
        "--as", dest="format_", choices=IMPORTED, help=tr("format of the sources (default: by their content)")
    )
    parser.add_plan(tr("take the plan under this id"))
    known = parser.add_mutually_exclusive_group()
    known.add_argument(
        "--replace", action="store_true", help=tr("a plan that is there already becomes as the source says")
    )
    known.add_argument(
        "--as-new", action="store_true", help=tr("take it beside the one that is there, with fresh ids")
    )
    parser.add_argument("--dry-run", action="store_true", help=tr("only say what would be taken"))


def run(options: argparse.Namespace) -> int:
    """Read all sources, then take them all; a fault in one leaves the library as it was."""
    from workbench.cli.returned import is_returned, take_in
    from workbench.session.session import Session

    if any(map(is_returned, options.sources)):
        return take_in(options.sources, options.library, options.plan, dry_run=options.dry_run)
    sources = given = [read_source(path, options.format_) for path in options.sources]
    if options.as_new:
        sources = [Source(source.path, with_fresh_ids(source.elements)) for source in sources]
    if options.plan is not None:
        sources = [_under(source, options.plan) for source in sources]
    with Session.open(options.library, read_only=options.dry_run) as session:
        there = {entry.id: entry.title for entry in session.plans()}
        _refuse_known(sources, {} if options.replace else there)
        if options.dry_run:
            changed = [0 if _id(one) not in there else _difference(session, one) for one in sources]
            # The fresh ids would be others next time.
            told = sources if options.plan is not None else given
        else:
            changes = session.import_plans(
                [(source.elements, output.one_line(source.path.name)) for source in sources],
                replace=options.replace,
                progress=output.progress(),
            )
            changed = [len(change.operations) for change in changes]
            told = sources
            for notice in session.notices:
                output.talk(str(notice))
    for source, count, shown in zip(sources, changed, told, strict=True):
        output.result(_told(source, _id(shown), _id(source) not in there, count, options.dry_run))
    return 0


def _id(source: Source) -> str:
    return source.elements[0].id


def _under(source: Source, id_: str) -> Source:
    """The same plan with another id; what names it by its id follows."""
    head = source.elements[0]
    _, read_id = shape_of(PlanHead).places["id"]
    try:
        read_id(id_)
    except Misfit as misfit:
        raise Problem(N_("“{id}” cannot be the id of a plan: {fault}"), id=id_, fault=misfit) from None
    if any(element.id == id_ for element in source.elements[1:]):
        name = source.path.name
        raise Problem(N_("“{file}” has an element with the id “{id}”; choose another"), file=name, id=id_)
    renamed: list[Element] = [head.but(id=id_)]
    for element in source.elements[1:]:
        names_plan = element.kind_name in ("waiver", "comment") and element.get("element") == head.id
        renamed.append(element.but(element=id_) if names_plan else element)
    return Source(source.path, renamed)


def _refuse_known(sources: Sequence[Source], there: dict[str, str]) -> None:
    """A plan that the library has already, or that comes twice, is refused before anything is taken."""
    coming: dict[str, Path] = {}
    for source in sources:
        id_ = _id(source)
        if id_ in there:
            raise Problem(
                N_("“{file}”: the library already has the plan “{id}” ({title}); say --replace or --as-new"),
                file=source.path.name,
                id=id_,
                title=there[id_],
            )
        if id_ in coming:
            raise Problem(
                N_("“{file}” holds the same plan “{id}” as “{other}”; import them one by one"),
                file=source.path.name,
                id=id_,
                other=coming[id_].name,
            )
        coming[id_] = source.path


def _difference(session: Session, source: Source) -> int:
    """How many operations would make the plan that is there as the source says."""
    from workbench.plan.change import Label
    from workbench.plan.edits import replace_all

    return len(replace_all(session.read(_id(source)), source.elements, Label("")).operations)


def _told(source: Source, id_: str, is_new: bool, changed: int, dry_run: bool) -> str:
    counts = output.counts_shown(Counter(element.kind_name for element in source.elements))
    plan = output.one_line(f"{id_} {source.elements[0].name_shown}")
    values = {"file": output.one_line(source.path.name), "plan": plan, "counts": counts, "changed": changed}
    if is_new and dry_run:
        return tr("{file}: would take the plan {plan} ({counts}); nothing is left out", **values)
    if is_new:
        return tr("{file}: took the plan {plan} ({counts}); nothing was left out", **values)
    if dry_run:
        return tr("{file}: would replace the plan {plan} ({counts}); differences: {changed}", **values)
    return tr("{file}: replaced the plan {plan} ({counts}); differences: {changed}", **values)
