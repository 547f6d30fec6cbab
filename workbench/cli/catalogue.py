"""``workbench catalogue``: the catalogues of indicators there are; checks a file of an office, adds it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.cli import output
from workbench.i18n import current, plural, tr, words

if TYPE_CHECKING:
    import argparse

    from workbench.cli.arguments import Parser
    from workbench.exchange.catalogue_files import Reading
    from workbench.plan.catalogues import Catalogue


def declare(parser: Parser) -> None:
    """Its arguments."""
    parser.add_argument(
        "file",
        type=Path,
        nargs="?",
        metavar="FILE",
        help=tr("a catalogue to check: CSV, .xlsx or JSON; without one the catalogues are listed"),
    )
    parser.add_argument(
        "--add", action="store_true", help=tr("put it into the user's folder, if it has no errors")
    )
    parser.add_format("text", "json")


def run(options: argparse.Namespace) -> int:
    """Tell what is wrong in a file, row by row; or list the catalogues there are."""
    if options.file is None:
        _list(options.format)
        return 0
    from workbench.exchange.catalogue_files import read_catalogue_file

    reading = read_catalogue_file(options.file)
    kept = ""
    if options.add and reading.catalogue is not None:
        from workbench.session.catalogues import keep

        kept = str(keep(reading.catalogue))
    if options.format == "json":
        output.result_json(_exact(reading, kept))
    else:
        _tell(reading, options.file.name, kept)
    return 1 if reading.errors else 0


def _list(form: str) -> None:
    from workbench.session.catalogues import known

    if form == "json":
        output.result_json([_head(one) for one in known()])
        return
    rows = [
        (
            one.code,
            one.title,
            one.version,
            plural("{count} indicator", "{count} indicators", len(one.items)),
            tr("own") if one.own else "",
        )
        for one in known()
    ]
    output.result("\n".join(output.table(rows)))


def _head(one: Catalogue) -> dict[str, Any]:
    return {
        "code": one.code,
        "title": one.title,
        "version": one.version,
        "own": one.own,
        "items": len(one.items),
        "mandatory": sum(item.mandatory for item in one.items),
        "dimensions": list(one.dimensions),
        "source": one.source.shown(current()),
        "certainty": one.certainty.shown(current()),
    }


def _exact(reading: Reading, kept: str) -> dict[str, Any]:
    tell = words(current())
    return {
        "catalogue": None if reading.catalogue is None else _head(reading.catalogue),
        "faults": [
            {
                "row": one.row or None,
                "column": one.column or None,
                "heading": one.heading or None,
                "severity": one.severity,
                "message": one.said(tell),
            }
            for one in reading.faults
        ],
        "added": kept or None,
    }


def _tell(reading: Reading, file: str, kept: str) -> None:
    from workbench.rules.verdict import SEVERITY_LABELS

    tell = words(current())
    for one in reading.faults:
        place = one.place(tell)
        sign = tr(SEVERITY_LABELS[one.severity])
        output.result(": ".join(part for part in (file, place, sign, one.said(tell)) if part))
    made = reading.catalogue
    if made is None:
        output.talk(
            plural(
                "{count} error; the catalogue cannot be added",
                "{count} errors; the catalogue cannot be added",
                reading.errors,
            )
        )
        return
    count = plural("{count} indicator", "{count} indicators", len(made.items))
    output.result(f"{made.code}  {made.title}  {count}")
    if kept:
        output.talk(tr("Added: {file}", file=kept))
