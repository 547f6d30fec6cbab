"""What the rules find in a section, and the passages of its text that they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from workbench.i18n import current, tr, words
from workbench.rules.finding import Finding, shown
from workbench.rules.rule import RULES, Ref, Word
from workbench.ui.views.narrative_source import Mark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.plan.plan import Plan
    from workbench.rules.checker import Checker

#: Rules that find fault with an element and name the section whose text says otherwise.
_ELSEWHERE = ("C425",)


class Said(NamedTuple):
    """A finding of a section, in words, with the passages that it is about."""

    finding: Finding
    text: str
    passages: list[tuple[int, int]]

    def marks(self) -> list[Mark]:
        """Its passages as the source underlines them."""
        return [Mark(start, end, self.finding.severity, self.text) for start, end in self.passages]


def said_of(checker: Checker, plan: Plan, id_: str, text: str) -> list[Said]:
    """The findings of a section that are not waived, with their places in the text given."""
    found = list(checker.findings_of(id_))
    for code in _ELSEWHERE:
        found.extend(one for one in checker.findings_by(code) if id_ in one.related)
    spoken = words(current())
    told = []
    for finding in found:
        if finding.waived:
            continue
        title = tr(RULES[finding.rule].title) if finding.rule in RULES else ""
        sentence = shown(finding, plan, spoken)
        line = f"{finding.rule} {title}\n{sentence}" if title else f"{finding.rule}\n{sentence}"
        told.append(Said(finding, line, sorted(set(_passages(finding, plan, id_, text)))))
    return told


def _passages(finding: Finding, plan: Plan, id_: str, text: str) -> Iterator[tuple[int, int]]:
    if finding.id == id_ and finding.field != "text":
        return
    name = ""
    if finding.id != id_:
        element = plan.get(finding.id)
        name = element.name_shown if element is not None else ""
    for quote in _quotes(finding):
        at = text.find(quote)
        while at >= 0:
            if _is_whole(text, at, quote) and (not name or name in _line(text, at)):
                yield at, at + len(quote)
            at = text.find(quote, at + len(quote))


def _quotes(finding: Finding) -> Iterator[str]:
    """What a finding quotes: its plain texts, not names of elements nor what the plan says otherwise."""
    for key, value in finding.values:
        if key in ("own", "name"):
            continue
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, str) and not isinstance(one, (Ref, Word)) and one:
                yield one


def _is_whole(text: str, at: int, quote: str) -> bool:
    """Whether a figure stands by itself: 3 is not what 13 and 3.5 say."""
    before, after = text[max(0, at - 1) : at], text[at + len(quote) : at + len(quote) + 1]
    figures = "0123456789."
    return not (quote[0] in figures and before and before in figures) and not (
        quote[-1] in figures and after and after in figures
    )


def _line(text: str, at: int) -> str:
    end = text.find("\n", at)
    return text[text.rfind("\n", 0, at) + 1 : end if end >= 0 else len(text)]
