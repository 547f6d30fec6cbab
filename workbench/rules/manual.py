"""The manual of a rule, from its docstring: a first paragraph and chapters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.i18n import N_
from workbench.plan.elements import KINDS
from workbench.rules.registry import RULES
from workbench.rules.rule import dimension_of

if TYPE_CHECKING:
    from workbench.i18n import Words
    from workbench.rules.own import OwnRule
    from workbench.rules.profile import Profile

#: Chapter marks in the docstring, in this order -> heading shown.
CHAPTERS: Final = {
    "Why": N_("Why it matters"),
    "How": N_("How to satisfy it"),
    "Good": N_("An example that holds"),
    "Bad": N_("An example that does not"),
    "Source": N_("What it rests on"),
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


def manual(code: str, words: Words, profile: Profile | None = None) -> Manual:
    """The manual of a rule in the given language, or of a profile's own one; KeyError for an unknown code."""
    if profile is not None and code in profile.own:
        return _of_own(profile.own[code], words)
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


def _of_own(own: OwnRule, words: Words) -> Manual:
    """An own rule explained by what was written when it was made."""
    chapters = (
        (N_("Applies where"), own.applies_if),
        (N_("What must hold"), own.holds),
        (N_("What is said otherwise"), own.message),
        (CHAPTERS["Why"], own.why),
        (CHAPTERS["How"], own.how),
    )
    return Manual(
        own.code,
        words(own.title),
        own.severity,
        dimension_of(own.code),
        words(N_("An own rule of the profile about: {kind}"), kind=f"@{KINDS[own.kind].label}"),
        tuple((words(heading), words(text)) for heading, text in chapters if text),
        (),
    )
