"""``workbench export``: a plan into files, by their suffix."""

from __future__ import annotations

from argparse import BooleanOptionalAction
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from workbench.cli import output
from workbench.cli.library import chosen, tell_damage
from workbench.errors import Cancelled, Problem, some_of
from workbench.i18n import LANGUAGES, N_, current, tr

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from workbench.cli.arguments import Parser
    from workbench.documents.source import Kind
    from workbench.plan.plan import Plan
    from workbench.session.export_choices import Export
    from workbench.session.exporting import Ground, Wanted
    from workbench.session.session import Session

#: Forms of documents and the exchange format.
_SUFFIXES: Final = (".docx", ".pdf", ".xlsx", ".html", ".json", ".csv")
#: What ``--help`` says of the parts of export_choices.py; unsaid, it is left to the document.
_PARTS: Final = {
    "cover": N_("with a cover, or without one (default: by the length of the plan)"),
    "contents": N_("with a contents page, or without one (default: by the length of the plan)"),
    "figures": N_("with pictures, or without them (default: by the length of the document)"),
    "letter": N_("as a letter, or as a document (default: by the document's number)"),
}


def declare(parser: Parser) -> None:
    """Its arguments."""
    parser.add_library()
    parser.add_plan(tr("id of the plan; not needed when the library has one"))
    parser.add_argument(
        "--to",
        dest="files",
        type=Path,
        nargs="+",
        required=True,
        metavar="FILE",
        help=tr("where to: .docx, .pdf, .xlsx, .html, .csv for documents, .json for the exchange format"),
    )
    from workbench.documents.source import KINDS

    parser.add_argument(
        "--document",
        metavar="KEY",
        default="plan",
        help=tr("which document (default: plan): {kinds}", kinds=", ".join(KINDS)),
    )
    parser.add_argument(
        "--unit",
        dest="units",
        action="append",
        default=[],
        metavar="ID|all",
        help=tr("id of the unit it is for; all (the default): a file for each unit, named after it"),
    )
    parser.add_argument(
        "--template", type=Path, metavar="FILE", help=tr("a template of your own (.docx) for the Word files")
    )
    parser.add_argument("--year", type=int, help=tr("year of yearly documents (default: this year)"))
    for name, said in _PARTS.items():
        parser.add_argument(f"--{name}", action=BooleanOptionalAction, help=tr(said))
    parser.add_argument(
        "--before",
        metavar="VERSION",
        help=tr(
            "what a report on differences compares with: a version's name, a date, or LIBRARY#PLAN@VERSION"
        ),
    )


def run(options: argparse.Namespace) -> int:
    """Write all files or, when one cannot be made, none."""
    from workbench.files import write_together
    from workbench.session.session import Session

    for path in options.files:
        _known(path)
    kind = _kind(options)
    with Session.open(options.library, read_only=True) as session:
        with _interruptible():
            plan = session.read(chosen(session.plans(), options.plan).id)
            files = _made(session, plan, kind, options)
        write_together(files)
        for path, _ in files:
            output.result(output.one_line(str(path)))
        return tell_damage(session, plan.id)


@contextmanager
def _interruptible() -> Iterator[None]:
    """Somebody who stops the command is told that every file is as it was."""
    try:
        yield
    except (Cancelled, KeyboardInterrupt):
        output.talk(tr("Stopped; nothing was written"))
        raise


def _known(path: Path) -> None:
    suffix = path.suffix.lower()
    if suffix == ".xml":
        raise Problem(
            N_("“{file}”: this version does not write MSPDI or StratML; choose one of {suffixes}"),
            file=path.name,
            suffixes=", ".join(_SUFFIXES),
        )
    if suffix not in _SUFFIXES:
        raise Problem(
            N_("“{file}”: plans can be written as {suffixes}; give the file one of these suffixes"),
            file=path.name,
            suffixes=", ".join(_SUFFIXES),
        )


def _kind(options: argparse.Namespace) -> Kind:
    """The document asked for; a Problem when it is not known or has not the forms asked for."""
    from workbench.documents.source import KINDS
    from workbench.session.export_choices import PARTS, YEARS

    kind = KINDS.get(options.document)
    if kind is None:
        raise Problem(
            N_("There is no document “{document}”; there are: {kinds}"),
            document=options.document,
            kinds=", ".join(KINDS),
        )
    for path in options.files:
        if path.suffix.lower() not in (*kind.forms, ".json"):
            raise Problem(
                N_("“{file}”: the document “{document}” can be had as {suffixes}"),
                file=path.name,
                document=kind.key,
                suffixes=", ".join(kind.forms),
            )
    if options.units and not kind.by_unit:
        raise Problem(
            N_("The document “{document}” is not made for one unit; leave --unit out"), document=kind.key
        )
    if len(options.units) > 1:
        raise Problem(
            N_("--unit takes one unit; call once for each, or leave it out for a file of every unit")
        )
    first, last = YEARS
    if options.year is not None and not first <= options.year <= last:
        raise Problem(
            N_("--year {year}: name a year from {first} to {last}"), year=options.year, first=first, last=last
        )
    for name, keys in PARTS.items():
        if getattr(options, name) is not None and kind.key not in keys:
            raise Problem(
                N_("--{option} is for the documents: {kinds}; leave it out"),
                option=name,
                kinds=", ".join(keys),
            )
    if (options.before is not None) != (kind.key == "difference"):
        raise Problem(
            N_("--document difference and --before VERSION go together: they say what is compared with what")
        )
    if options.template is not None and all(path.suffix.lower() != ".docx" for path in options.files):
        raise Problem(N_("--template is for Word files; name a .docx after --to"))
    return kind


def _made(session: Session, plan: Plan, kind: Kind, options: argparse.Namespace) -> list[tuple[Path, bytes]]:
    """All files of a call, not yet written, in the order in which they were named."""
    from workbench.files import target_of
    from workbench.session.export_choices import Export
    from workbench.session.exporting import make

    export = Export(
        kinds=(kind.key,),
        language=_spoken(),
        year=options.year,
        before=options.before or "",
        **{name: getattr(options, name) for name in _PARTS},
        templates=((kind.key, str(options.template)),) if options.template else (),
    )
    ground = _ground(session, plan, export)
    wanted = _wanted(plan, kind, options)
    exchange = [path for path in options.files if path.suffix.lower() == ".json"]
    for path in exchange:
        target_of(path)
    files: list[tuple[Path, bytes]] = []
    if wanted or not exchange:
        made = make(wanted, export, ground, output.progress())
        for left in made.left_out:
            output.talk(str(left.why))
        files = made.files
        if made.boxes:
            output.talk(tr("No font of this computer has these signs: {signs}", signs=made.boxes))
    if exchange:
        from workbench.exchange.json import write_plan

        text = write_plan(plan).encode()
        files += [(path, text) for path in exchange]
    places = {path: at for at, path in enumerate(options.files)}
    files.sort(key=lambda file: places.get(file[0], -1))
    return files


def _spoken() -> str:
    """The language of documents: the one asked for, else the system's; of a third one English."""
    return current() if current() in LANGUAGES else "en"


def _ground(session: Session, plan: Plan, export: Export) -> Ground:
    from workbench.session.exporting import ground_of

    said = export.before
    if "#" in said or (said and Path(said).exists()):
        from workbench.cli.diff import read, without_folder

        other = read(said).plan
        ground = ground_of(session, plan, export._replace(before=""))
        return ground._replace(before=other, before_name=without_folder(said))
    return ground_of(session, plan, export)


def _wanted(plan: Plan, kind: Kind, options: argparse.Namespace) -> list[Wanted]:
    """The files of a call; a document for each unit has the unit's name in the name of the file."""
    from workbench.plan.elements import Unit
    from workbench.session.exporting import Wanted, free_name, units_for

    paths = [path for path in options.files if path.suffix.lower() != ".json"]
    if not kind.by_unit:
        return [Wanted(kind, None, path) for path in paths]
    asked = options.units[0] if options.units else "all"
    if asked != "all":
        if plan.find(asked, Unit) is None:
            there = some_of([id_ for id_ in units_for(plan, kind) if id_ is not None])
            raise Problem(N_("The plan has no unit “{id}”; units with work are: {ids}"), id=asked, ids=there)
        return [Wanted(kind, asked, path) for path in paths]
    found: list[Wanted] = []
    taken: set[str] = set()
    for id_ in units_for(plan, kind):
        unit = plan.find(id_, Unit)
        if unit is not None:
            end = free_name(unit.name, (), taken)
            found += [Wanted(kind, id_, path.with_name(f"{path.stem}-{end}{path.suffix}")) for path in paths]
    return found


def export_samples(session: Session, plan: Plan, folder: Path, name: str) -> None:
    """Write the documents that a plan is judged by at first sight; what it has nothing for is left out."""
    from workbench.documents.source import KINDS
    from workbench.session.export_choices import Export
    from workbench.session.exporting import Wanted, ground_of, make

    shown = {
        "plan": (".docx", ".pdf"),
        "annex": (".xlsx",),
        "breakdown": (".pdf",),
        "check-report": (".html",),
    }
    export = Export(kinds=tuple(shown), language=_spoken())
    wanted = [
        Wanted(KINDS[key], None, folder / f"{name}{'' if key == 'plan' else f'-{key}'}{suffix}")
        for key, suffixes in shown.items()
        for suffix in suffixes
    ]
    made = make(wanted, export, ground_of(session, plan, export), output.progress())
    made.write()
    for path, _ in made.files:
        output.result(output.one_line(str(path)))
