"""The assessment of a year with what is shown around it: other years, levers, heat map, what is likely."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.analysis.completion import EXACT
from workbench.analysis.levers import levers
from workbench.analysis.schemes import OUTSIDE
from workbench.analysis.scoring import assess
from workbench.analysis.scoring_totals import level_shown
from workbench.i18n import N_
from workbench.plan.elements import Scheme
from workbench.plan.values import show_number

if TYPE_CHECKING:
    from datetime import date

    from workbench.analysis.expected_score import Expected
    from workbench.analysis.forecast import Outlook
    from workbench.analysis.levers import Lever
    from workbench.analysis.scoring import Assessment, ItemScore
    from workbench.analysis.scoring_totals import UnitScore
    from workbench.i18n import Words
    from workbench.plan.plan import Plan

#: From which share of its marks a score counts as most of them.
MOST: Final = Decimal("0.8")


@dataclass(frozen=True)
class YearScore:
    """A year and what it is seen beside. ``years`` are all years that the plan has a scheme for, by year;
    of a year with several schemes the first, but of this year its own.
    """

    plan: Plan
    as_of: date
    now: Assessment
    years: tuple[Assessment, ...]

    def of_unit(self, unit: str) -> list[UnitYear]:
        """How a unit came out of each year in which it was assessed."""
        found = []
        for one in self.years:
            own = next((held for held in one.units if held.unit == unit), None)
            if own is not None:
                ranked = sum(
                    held.unit_class == own.unit_class and held.rank is not None for held in one.units
                )
                found.append(UnitYear(one.scheme.year, own, ranked))
        return found

    @cached_property
    def levers(self) -> tuple[Lever, ...]:
        """What would change the result most; worked out once, when it is first asked for."""
        return tuple(levers(self.now))


class UnitYear(NamedTuple):
    """How a unit came out of a year; ``ranked`` is how many units of its class have a place."""

    year: int
    own: UnitScore
    ranked: int


class HeatMap(NamedTuple):
    """Who is assessed by which item: units by rows, items by columns; a cell may be empty."""

    units: tuple[str, ...]
    items: tuple[str, ...]
    cells: dict[tuple[str, str], ItemScore]


class Prospect(NamedTuple):
    """What a year is likely to end with."""

    outlook: Outlook
    expected: Expected


def year_score(plan: Plan, scheme: Scheme, as_of: date, stage: str = "computed") -> YearScore:
    """Score a year of a plan (see ``assess``), and the others for comparison."""
    now = assess(plan, scheme, as_of, stage)
    others: dict[int, Assessment] = {}
    for one in plan.all(Scheme):
        if one.year != scheme.year and one.year not in others:
            others[one.year] = assess(plan, one, as_of, stage)
    years = tuple(sorted((now, *others.values()), key=lambda one: one.scheme.year))
    return YearScore(plan, as_of, now, years)


def prospect(plan: Plan, scheme: Scheme, as_of: date, method: str = "median") -> Prospect:
    """The forecasts for the end of a scheme's year by a method of LINES, and the score to expect."""
    from workbench.analysis.expected_score import expected_score
    from workbench.analysis.forecast import outlook

    found = outlook(plan, as_of, scheme.year, method=method)
    return Prospect(found, expected_score(plan, scheme, as_of, found))


class Quota(NamedTuple):
    """How many units get a level by their points, and how many of those scored may get it at most."""

    level: str
    reached: int
    most: int
    of: int
    percent: Decimal

    @property
    def is_exceeded(self) -> bool:
        """Whether somebody has to decide who gets the level."""
        return self.reached > self.most

    def in_words(self, scheme: Scheme, words: Words) -> str:
        """What has to be decided."""
        return words(
            N_(
                "{reached} of {of} units reach the level {level} by their points, but at most {most} "
                "({percent} %) may get it: who does is to be decided."
            ),
            reached=self.reached,
            of=self.of,
            level=level_shown(scheme, self.level, words),
            most=self.most,
            percent=show_number(self.percent),
        )


def quotas(now: Assessment) -> list[Quota]:
    """The levels of a scheme that only a share of the units may get, best first, whole units at most; none
    before the scores are complete.

    The level of a unit goes by its points; who stays where more reach a level than may get it is for people
    to decide, as units of several classes and units with the same points have no order among them.
    """
    assessed = {row.unit for row in now.rows if row.unit is not None}
    units = [one for one in now.units if one.unit in assessed and one.score is not None]
    found: list[Quota] = []
    if not now.complete:
        return found
    for level in sorted(now.scheme.levels or (), key=lambda one: -one.from_):
        if level.quota_percent is not None and units:
            reached = sum(one.level == level.name for one in units)
            most = int(max(Decimal(0), level.quota_percent) * len(units) // 100)
            found.append(Quota(level.name, reached, most, len(units), level.quota_percent))
    return found


def heat_map(now: Assessment) -> HeatMap:
    """The scores of a year by unit and item. What assesses no unit or class stands in a row named ""."""
    cells = {(row.whom, row.item.id): row for row in now.rows}
    units = dict.fromkeys(unit for unit, _ in cells)
    items = dict.fromkeys(item for _, item in cells)
    return HeatMap(tuple(units), tuple(items), cells)


def grade(row: ItemScore) -> str:
    """How good a score is: "full", "most", "part" or "none" of the marks; "apart" for bonus, penalty and
    pure veto; "missing", "exempt", "vetoed" where that is the status.
    """
    if row.status != "scored":
        return row.status
    got = share(row)
    if got is None:
        return "apart"
    return "full" if got >= 1 else "most" if got >= MOST else "part" if got > 0 else "none"


def share(row: ItemScore) -> Decimal | None:
    """The part of its marks that a score has brought; None where it has no marks or has left the sum."""
    if row.score is None or not row.weight or row.item.method in OUTSIDE:
        return None
    return EXACT.divide(row.score, row.weight)
