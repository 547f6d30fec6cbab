"""``workbench new``: an empty library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.cli import output
from workbench.i18n import tr

if TYPE_CHECKING:
    import argparse

    from workbench.cli.arguments import Parser


def declare(parser: Parser) -> None:
    """Its arguments."""
    parser.add_library()


def run(options: argparse.Namespace) -> int:
    """Make the library; a file that is there already is a Problem."""
    from workbench.session.session import Session

    Session.create(options.library).close()
    output.talk(tr("Made the library {file}", file=options.library))
    return 0
