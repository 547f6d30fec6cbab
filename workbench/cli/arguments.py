"""The arguments of the commands: argparse in the user's language, its complaints as problems in one line."""

from __future__ import annotations

import argparse
import gettext
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from workbench import paths
from workbench.errors import Problem
from workbench.i18n import LANGUAGES, N_, current, tr

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Parser(argparse.ArgumentParser):
    """A parser that takes no abbreviations and raises a Problem where the call is wrong."""

    def __init__(self, prog: str, description: str) -> None:
        with _spoken():
            super().__init__(prog=prog, description=description, allow_abbrev=False)
        self._page = ""

    def tell_more(self, page: str) -> None:
        """Have ``--help`` end with what a page of the manual says of the command and its JSON."""
        self._page = page

    def format_help(self) -> str:
        """What ``--help`` says."""
        said = super().format_help()
        return f"{said}\n{self._more()}\n" if self._page else said

    def _more(self) -> str:
        text = (paths.resources() / "help" / current() / f"{self._page}.md").read_text(encoding="utf-8")
        about = f"`{self.prog} "
        sections = text.split("\n## ")
        (found,) = [one for one in sections if one.startswith(about)]
        lines = found.split("\n", 1)[1].strip().splitlines()
        return "\n".join(line for line in lines if not line.startswith("```"))

    def error(self, message: str) -> NoReturn:
        """Raise what is wrong with the call."""
        wrong = message.replace("\n", " ")
        raise Problem(N_("{wrong} (see {program} --help)"), wrong=wrong, program=self.prog)

    def add_library(self) -> None:
        """The library that the command is about."""
        self.add_argument("library", type=Path, metavar="LIBRARY", help=tr("the library file"))

    def add_plan(self, help_: str) -> None:
        """``--plan ID``."""
        self.add_argument("--plan", metavar="ID", help=help_)

    def add_format(self, *formats: str) -> None:
        """``--format``; the first is the default."""
        self.add_argument(
            "--format", choices=formats, default=formats[0], help=tr("form of the result (default: text)")
        )

    def add_manner(self) -> None:
        """``--lang`` and ``--quiet``, which every command takes."""
        self.add_argument("--lang", choices=LANGUAGES, help=tr("language (default: the system's)"))
        self.add_argument("--quiet", action="store_true", help=tr("say nothing but results and problems"))


def language_asked(arguments: Sequence[str]) -> str | None:
    """The language that a call asks for, before it is parsed: complaints are in it too."""
    for at, argument in enumerate(arguments):
        name, _, value = argument.partition("=")
        if name == "--lang":
            value = value or (arguments[at + 1] if at + 1 < len(arguments) else "")
            return value if value in LANGUAGES else None
    return None


@contextmanager
def _spoken() -> Iterator[None]:
    """Have argparse's own words looked up in our catalogue, in the language now spoken."""
    domain, environment = gettext.textdomain(), os.environ.get("LANGUAGE")
    gettext.bindtextdomain("workbench", str(paths.resources() / "translations"))
    gettext.textdomain("workbench")
    os.environ["LANGUAGE"] = "zh_CN" if current() == "zh" else "C"
    try:
        yield
    finally:
        gettext.textdomain(domain)
        if environment is None:
            del os.environ["LANGUAGE"]
        else:
            os.environ["LANGUAGE"] = environment


def parse(parser: Parser, arguments: Sequence[str], namespace: Any = None) -> argparse.Namespace:
    """The options of a call; a Problem when it is wrong, SystemExit after ``--help``."""
    with _spoken():
        options = parser.parse_args(arguments, namespace)
    assert isinstance(options, argparse.Namespace)
    return options
