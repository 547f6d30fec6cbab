"""Money by year and source, as the funding lines of projects ask for it, beside what the envelopes hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from workbench.analysis.running import running_projects
from workbench.plan.choices import SOURCE
from workbench.plan.elements import Envelope

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from workbench.plan.elements import Project
    from workbench.plan.plan import Plan

#: Year and source.
Key = tuple[int, str]
K = TypeVar("K")


class YearlyMoney(NamedTuple):
    """Fen by (year, source): what is asked for, and what the envelopes hold."""

    asked: Mapping[Key, int]
    caps: Mapping[Key, int]

    def years(self) -> list[int]:
        """Years in which there is any money, in order."""
        return sorted({year for year, _ in (*self.asked, *self.caps)})

    def sources(self) -> list[str]:
        """Sources in which there is any money, in the order of the closed list."""
        found = {source for _, source in (*self.asked, *self.caps)}
        return [source for source in SOURCE if source in found]

    def total(self, year: int) -> int:
        """All that is asked for in a year."""
        return sum(amount for (one, _), amount in self.asked.items() if one == year)

    def cap(self, year: int) -> int | None:
        """All that the envelopes of a year hold; None when there are none."""
        held = [amount for (one, _), amount in self.caps.items() if one == year]
        return sum(held) if held else None

    def over(self, year: int, source: str) -> int:
        """By how much a source is asked for more than it holds; 0 without an envelope."""
        cap = self.caps.get((year, source))
        return max(0, self.asked.get((year, source), 0) - cap) if cap is not None else 0


def yearly_money(plan: Plan, asked: Mapping[Key, Mapping[str, int]] | None = None) -> YearlyMoney:
    """The money of a plan by year and source; ``asked`` is what the projects ask for, if it is known."""
    shares = asked_of(plan) if asked is None else asked
    caps: dict[Key, int] = {}
    for envelope in plan.all(Envelope):
        key = envelope.year, envelope.source
        caps[key] = caps.get(key, 0) + envelope.amount
    return YearlyMoney({key: sum(held.values()) for key, held in shares.items()}, caps)


def asked_of(plan: Plan) -> dict[Key, dict[str, int]]:
    """What each project asks for by year and source; lines without a year are left out."""
    asked = []
    for project in running_projects(plan, parts_first=True):
        own: dict[Key, int] = {}
        for line in project.funding or ():
            if line.year is not None:
                key = line.year, line.source
                own[key] = own.get(key, 0) + line.amount
        asked.append((project, own))
    return counted_once(asked)


def counted_once(asked: Iterable[tuple[Project, dict[K, int]]]) -> dict[K, dict[str, int]]:
    """Amounts by what they are for, and by project, so that nothing counts twice: of a programme and its
    parts the larger sum counts, the programme for what it asks beyond its parts. Parts come first.
    """
    shares: dict[K, dict[str, int]] = {}
    below: dict[str, dict[K, int]] = {}
    for project, own in asked:
        parts = below.pop(project.id, {})
        for key, amount in own.items():
            beyond = amount - parts.get(key, 0)
            if beyond > 0:
                shares.setdefault(key, {})[project.id] = beyond
                parts[key] = amount
        if project.parent is not None:
            into = below.setdefault(project.parent, {})
            for key, amount in parts.items():
                into[key] = into.get(key, 0) + amount
    return shares
