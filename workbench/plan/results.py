"""What people enter over a year for an item and a unit: entries one after another, read as one result.

A step of the year (self-assessment, review, final result) that comes after a remark, a name or a day of an
earlier one is an entry of its own, so that what was said stays. An entry without any figure after a review or
a final result is an appeal; the next one that has a figure decides it.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from workbench.plan.records import Result

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal

#: The steps of a year, in their order.
STEPS: Final = ("self_", "review", "final")
#: What else is a figure: it says something about the item, not about a step.
_FACTS: Final = ("count", "level", "panel")
#: Who said what of a step, and when.
SAID: Final = ("remark", "by", "on")

_NOTHING: Final = Result()
#: Of which item and unit: None for the plan as a whole, or for all units alike.
Key = tuple[str, str | None]


class Course:
    """The entries of an item and a unit, the oldest first, and what they come to."""

    def __init__(self, key: Key, entries: tuple[Result, ...] = ()) -> None:
        self.key = key
        self.entries = entries

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Course) and (self.key, self.entries) == (other.key, other.entries)

    def __hash__(self) -> int:
        return hash((self.key, self.entries))

    @cached_property
    def result(self) -> Result:
        """All entries as one: each figure as it was entered last; remark, name and day of the last entry."""
        if len(self.entries) == 1:
            return self.entries[0]
        item, unit = self.key
        if not self.entries:
            return _NOTHING.but(item=item, unit=unit)
        values: dict[str, Any] = {"item": item, "unit": unit}
        for entry in self.entries:
            values.update({one: entry.get(one) for one in SAID})
            values.update({one: held for one in (*STEPS, *_FACTS) if (held := entry.get(one)) is not None})
        return Result(**values)

    @property
    def state(self) -> str:
        """How far it has come: "open", "self", "reviewed", "appealed" or "final"."""
        if not self.entries:
            return "open"
        found = self.result
        if self.is_appeal(len(self.entries) - 1):
            return "appealed"
        if found.final is not None:
            return "final"
        if found.review is not None:
            return "reviewed"
        return "self" if found.self_ is not None else "open"

    def is_appeal(self, at: int) -> bool:
        """Whether an entry is an appeal against what was entered before it."""
        return not _has_figures(self.entries[at]) and any(
            one.review is not None or one.final is not None for one in self.entries[:at]
        )

    @property
    def appeals(self) -> int:
        """How many appeals there were, decided or not."""
        return sum(self.is_appeal(at) for at in range(len(self.entries)))

    @property
    def corrections(self) -> tuple[tuple[str, Decimal, Decimal, str | None], ...]:
        """Where a step says something else than the one before it: the step, from, to, and the remark."""
        found: list[tuple[str, Decimal, Decimal, str | None]] = []
        last: Decimal | None = None
        for entry in self.entries:
            for step in STEPS:
                value = entry.get(step)
                if value is not None and last is not None and value != last:
                    found.append((step, last, value, entry.remark))
                last = value if value is not None else last
        return tuple(found)

    def said_of(self, step: str) -> Result | None:
        """The entry that holds a step; None where nothing was entered for it."""
        return next((one for one in reversed(self.entries) if one.get(step) is not None), None)

    def entered(self, values: Mapping[str, Any], *, as_is: bool = False) -> Course:
        """The course with some values entered; None takes one out again. ``as_is`` says that a final result
        is the review without anything new said of it.
        """
        if all(name in values and values[name] is None for name in (*STEPS, *_FACTS, *SAID)):
            return Course(self.key)
        entries = list(self.entries) or [self.result]
        figures = {one: values[one] for one in (*STEPS, *_FACTS) if one in values}
        begins = self._begins(figures, as_is=as_is)
        if begins:
            item, unit = self.key
            entries.append(Result(item=item, unit=unit))
        for name, value in figures.items():
            holders = [at for at, one in enumerate(entries) if one.get(name) is not None]
            if value is None:
                entries = [one.but(**{name: None}) for one in entries]
            else:
                # Corrected where it stands, unless a step of its own begins with it.
                at = holders[-1] if holders and not begins else -1
                entries[at] = entries[at].but(**{name: value})
        entries[-1] = entries[-1].but(**{one: values[one] for one in SAID if one in values})
        return Course(self.key, tuple(one for one in entries if _says_anything(one)))

    def _begins(self, figures: Mapping[str, Any], *, as_is: bool) -> bool:
        """Whether a figure begins a new entry: the last one is an appeal, or tells of an earlier step."""
        if not self.entries:
            return False
        steps = [at for at, step in enumerate(STEPS) if figures.get(step) is not None]
        if not steps:
            return False
        last = self.entries[-1]
        if self.is_appeal(len(self.entries) - 1):
            return max(steps) > 0
        if as_is and list(figures) == ["final"] and figures["final"] == self.result.review:
            return False
        held = [at for at, step in enumerate(STEPS) if last.get(step) is not None]
        is_told = any(last.get(one) is not None for one in SAID)
        return is_told and bool(held) and max(steps) > max(held)


def courses(results: Iterable[Result] | None) -> dict[Key, Course]:
    """What was entered in a scheme's results, by item and unit."""
    found: dict[Key, list[Result]] = {}
    for row in results or ():
        found.setdefault((row.item, row.unit), []).append(row)
    return {key: Course(key, tuple(rows)) for key, rows in found.items()}


def _has_figures(entry: Result) -> bool:
    return any(entry.get(one) is not None for one in (*STEPS, *_FACTS))


def _says_anything(entry: Result) -> bool:
    return any(entry.get(one) is not None for one in (*STEPS, *_FACTS, *SAID))
