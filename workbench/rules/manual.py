"""The manual of a rule, from its docstring: a first paragraph and chapters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.i18n import N_
from workbench.rules.registry import RULES

if TYPE_CHECKING:
    from workbench.i18n import Words

#: Chapter marks in the docstring, in this order -> heading shown.
CHAPTERS: Final = {
    "Why": N_("Why it matters"),
    "How": N_("How to satisfy it"),
    "Good": N_("An example that holds"),
    "Bad": N_("An example that does not"),
}


class Manual(NamedTuple):
    """A rule explained: its title, what it checks, and (heading, text) chapters."""

    code: str
    title: str
    severity: str
    dimension: str
    what: str
    chapters: tuple[tuple[str, str], ...]
    parameters: tuple[tuple[str, str], ...]


def parts(docstring: str) -> dict[str, str]:
    """The docstring's paragraphs by chapter mark ("" is the first), each on one line: the message ids."""
    found: dict[str, list[str]] = {"": []}
    here = ""
    for line in map(str.strip, docstring.splitlines()):
        mark, colon, rest = line.partition(":")
        if colon and mark in CHAPTERS:
            here = mark
            found[here] = [rest.strip()]
        elif line.strip():
            found[here].append(line.strip())
    return {mark: " ".join(one for one in lines if one) for mark, lines in found.items()}


def manual(code: str, words: Words) -> Manual:
    """The manual of a rule in the given language; KeyError for an unknown code."""
    one = RULES[code]
    said = parts(one.manual)
    return Manual(
        code,
        words(one.title),
        one.severity,
        one.dimension,
        words(said[""]),
        tuple((words(heading), words(said[mark])) for mark, heading in CHAPTERS.items() if said.get(mark)),
        tuple((name, str(value)) for name, value in one.parameters.items()),
    )
