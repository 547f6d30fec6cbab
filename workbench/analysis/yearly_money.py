"""Money by year and source, as the funding lines of projects ask for it, beside what the envelopes hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from workbench.plan.choices import SOURCE
from workbench.plan.elements import Envelope, Project

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workbench.plan.plan import Plan

Key = tuple[int, str]


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


def yearly_money(plan: Plan) -> YearlyMoney:
    """The money of a plan by year and source. Cancelled projects ask for nothing; lines without a year are
    left out; of a programme and its parts the larger sum of a year and source counts, so that nothing
    counts twice.
    """
    asked: dict[Key, int] = {}
    below: dict[str, dict[Key, int]] = {}
    for project in reversed(_top_down(plan)):
        own: dict[Key, int] = {}
        for line in project.funding or ():
            if line.year is not None:
                own[line.year, line.source] = own.get((line.year, line.source), 0) + line.amount
        parts = below.pop(project.id, None)
        if parts is not None:
            for key, amount in parts.items():
                own[key] = max(own.get(key, 0), amount)
        above = project.parent
        into = below.setdefault(above, {}) if above is not None and above in plan else asked
        for key, amount in own.items():
            into[key] = into.get(key, 0) + amount
    caps: dict[Key, int] = {}
    for envelope in plan.all(Envelope):
        key = envelope.year, envelope.source
        caps[key] = caps.get(key, 0) + envelope.amount
    return YearlyMoney(asked, caps)


def _top_down(plan: Plan) -> list[Project]:
    """Projects that are not cancelled, nor below a cancelled one; a programme before its parts."""
    found: list[Project] = []
    waiting = list(plan.roots("project"))
    while waiting:
        project = plan.find(waiting.pop(), Project)
        if project is not None and project.status != "cancelled":
            found.append(project)
            waiting.extend(plan.children(project.id))
    return found
