"""``workbench explain``: the manual of a rule."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from workbench.cli import output
from workbench.errors import Problem
from workbench.i18n import N_, current, tr, words
from workbench.patterns import Pattern

if TYPE_CHECKING:
    import argparse
    from collections.abc import Container

    from workbench.cli.arguments import Parser
    from workbench.rules.profile import Profile

#: What codes of own rules look like.
_OWN: Final = Pattern(r"X[0-9]{3}")


def declare(parser: Parser) -> None:
    """Its arguments."""
    parser.add_argument("code", metavar="CODE", nargs="?", help=tr("code of a rule, as E207"))
    parser.add_argument("--all", action="store_true", help=tr("all rules"))
    parser.add_argument(
        "--profile", type=Path, metavar="FILE", help=tr("own rules too, of a TOML file or a built-in profile")
    )


def run(options: argparse.Namespace) -> int:
    """Print one manual or all."""
    from workbench.rules.registry import RULES

    if options.all == (options.code is not None):
        raise Problem(N_("Name the code of one rule, or say --all"))
    profile = None
    if options.profile is not None:
        from workbench.rules.profile import read_profile

        profile = read_profile(options.profile)
    known = RULES if profile is None else profile.rules
    codes = sorted(known) if options.all else [known_code(options.code, known)]
    output.result("\n\n".join(_page(code, profile) for code in codes))
    return 0


def known_code(written: str, known: Container[str] = (), *, own_too: bool = False) -> str:
    """The code of a rule as the registry or a profile has it; a Problem when there is none.

    ``own_too`` lets codes of own rules pass: which there are is known when the plan is.
    """
    from workbench.rules.registry import RULES

    code = written.strip().upper()
    if own_too and _OWN.fullmatch(code):
        return code
    if code not in RULES and code not in known:
        raise Problem(N_("There is no rule “{code}”; workbench explain --all tells them all"), code=written)
    return code


def _page(code: str, profile: Profile | None) -> str:
    from workbench.rules.manual import manual
    from workbench.rules.verdict import DIMENSION_LABELS, SEVERITY_LABELS

    page = manual(code, words(current()), profile)
    kind = f"{tr(SEVERITY_LABELS[page.severity])} · {tr(DIMENSION_LABELS[page.dimension])}"
    lines = [output.coloured(f"{page.code} {page.title}", "bold"), kind, "", page.what]
    for heading, text in page.chapters:
        lines += ["", output.coloured(heading, "bold"), f"  {text}"]
    if page.parameters:
        lines += ["", output.coloured(tr("Parameters (a profile can set them)"), "bold")]
        lines += [f"  {name} = {value}" for name, value in page.parameters]
    return "\n".join(lines)
