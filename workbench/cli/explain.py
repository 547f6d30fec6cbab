"""``workbench explain``: the manual of a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.cli import output
from workbench.errors import Problem
from workbench.i18n import N_, current, tr, words

if TYPE_CHECKING:
    import argparse

    from workbench.cli.arguments import Parser


def declare(parser: Parser) -> None:
    """Its arguments."""
    parser.add_argument("code", metavar="CODE", nargs="?", help=tr("code of a rule, as E207"))
    parser.add_argument("--all", action="store_true", help=tr("all rules"))


def run(options: argparse.Namespace) -> int:
    """Print one manual or all."""
    from workbench.rules.registry import RULES

    if options.all == (options.code is not None):
        raise Problem(N_("Name the code of one rule, or say --all"))
    codes = sorted(RULES) if options.all else [known_code(options.code)]
    output.result("\n\n".join(_page(code) for code in codes))
    return 0


def known_code(written: str) -> str:
    """The code of a rule as the registry has it; a Problem when there is none."""
    from workbench.rules.registry import RULES

    code = written.strip().upper()
    if code not in RULES:
        raise Problem(N_("There is no rule “{code}”; workbench explain --all tells them all"), code=written)
    return code


def _page(code: str) -> str:
    from workbench.rules.manual import manual
    from workbench.rules.verdict import DIMENSION_LABELS, SEVERITY_LABELS

    page = manual(code, words(current()))
    kind = f"{tr(SEVERITY_LABELS[page.severity])} · {tr(DIMENSION_LABELS[page.dimension])}"
    lines = [output.coloured(f"{page.code} {page.title}", "bold"), kind, "", page.what]
    for heading, text in page.chapters:
        lines += ["", output.coloured(heading, "bold"), f"  {text}"]
    if page.parameters:
        lines += ["", output.coloured(tr("Parameters (a profile can set them)"), "bold")]
        lines += [f"  {name} = {value}" for name, value in page.parameters]
    return "\n".join(lines)
