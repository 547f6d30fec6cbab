"""``workbench export``: a plan into files, by their suffix."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from workbench.cli import output
from workbench.cli.library import chosen, tell_damage
from workbench.errors import Problem
from workbench.i18n import N_, tr

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from workbench.cli.arguments import Parser
    from workbench.plan.plan import Plan


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
        help=tr("where to: .docx for Word, .json for the exchange format"),
    )
    parser.add_argument(
        "--document", choices=("plan",), default="plan", help=tr("which document a .docx is (default: plan)")
    )


def run(options: argparse.Namespace) -> int:
    """Write all files or, when one cannot be made, none."""
    from workbench.session.session import Session

    for path in options.files:
        if path.suffix.lower() not in WRITERS:
            raise Problem(
                N_("“{file}”: plans can be written as {suffixes}; give the file one of these suffixes"),
                file=path.name,
                suffixes=", ".join(WRITERS),
            )
    with Session.open(options.library, read_only=True) as session:
        plan = session.read(chosen(session.plans(), options.plan).id)
        export(plan, options.files, options.lang)
        return tell_damage(session, plan.id)


def export(plan: Plan, files: list[Path], language: str | None) -> None:
    """Write a plan to files whose suffixes are known: all made before the first is put in its place."""
    from workbench.files import target_of, write_together

    for path in files:
        target_of(path)
    made = [(path, WRITERS[path.suffix.lower()](plan, language)) for path in files]
    write_together(made)
    for path in files:
        output.result(output.one_line(str(path)))


def _json(plan: Plan, _language: str | None) -> bytes:
    from workbench.exchange.json import write_plan

    return write_plan(plan).encode()


def _docx(plan: Plan, language: str | None) -> bytes:
    from workbench.documents.docx import to_docx
    from workbench.documents.plan_text import plan_text

    return to_docx(plan_text(plan, language))


#: Suffix -> what makes the file's bytes from a plan, in a language where that matters.
WRITERS: Final[dict[str, Callable[[Plan, str | None], bytes]]] = {".docx": _docx, ".json": _json}
