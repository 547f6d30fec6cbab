"""``workbench history``: who changed what, when."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from workbench.cli import output
from workbench.cli.library import chosen
from workbench.i18n import current, tr, words

if TYPE_CHECKING:
    import argparse

    from workbench.cli.arguments import Parser


def declare(parser: Parser) -> None:
    """Its arguments."""
    parser.add_library()
    parser.add_plan(tr("id of the plan; not needed when the library has one"))
    parser.add_format("text", "json")


def run(options: argparse.Namespace) -> int:
    """Tell every change, the newest first."""
    from workbench.session.session import Session

    with Session.open(options.library, read_only=True) as session:
        rows = session.history(chosen(session.plans(), options.plan).id)
    spoken = words(current())
    if options.format == "json":
        output.result_json(
            [
                {
                    "number": row.number,
                    "time": row.time,
                    "author": row.author,
                    "what": row.label.shown(spoken),
                    "reason": row.reason or None,
                    "undone": row.undone,
                }
                for row in rows
            ]
        )
        return 0
    output.result(
        "\n".join(
            output.table(
                (
                    str(row.number),
                    _local(row.time),
                    row.author,
                    row.label.shown(spoken) + (f" ({tr('undone')})" if row.undone else ""),
                    row.reason,
                )
                for row in rows
            )
        )
    )
    return 0


def _local(time: str) -> str:
    """A moment of the log in the time of this machine."""
    try:
        return datetime.fromisoformat(time).astimezone().strftime("%Y-%m-%d %H:%M:%S")
    except ValueError:
        return time
