"""What is known of the things that a scheme assesses: figures of the year by unit, and what was entered."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.analysis.completion import Wanted, meets, wanted_of
from workbench.analysis.item_parameters import number, rows
from workbench.analysis.measured import first_value, targets_of_year, values_of_year
from workbench.analysis.scoring_inputs import Inputs, basis_of
from workbench.plan.elements import Indicator, Milestone, Project, Unit
from workbench.plan.records import Target
from workbench.plan.results import courses
from workbench.plan.values import NO_SIGNS, YES_SIGNS, half_width, period_end

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from workbench.plan.elements import Scheme, SchemeItem
    from workbench.plan.plan import Plan
    from workbench.plan.records import Actual, Result
    from workbench.plan.results import Course

_YES: Final = YES_SIGNS | {"有", "已完成", "完成", "达标"}
_NO: Final = NO_SIGNS | {"无", "未完成", "不达标"}
#: Whom an item assesses: a unit by its id and its class ("" for none), or a class without units, or the plan
#: as a whole: (None, "").
Subject = tuple[str | None, str]


class Units:
    """The units of a plan as a scheme of a year sees them: groups taken apart, classes with their units."""

    def __init__(self, plan: Plan, year: int) -> None:
        self._units = {one.id: one for one in plan.all(Unit)}
        self.groups: dict[str, list[str]] = {}
        self._by_class: dict[str, list[str]] = {}
        #: Items often assess the same units: those are looked up once.
        self._assessed: dict[tuple[object, object, object], list[Subject]] = {}
        for id_, unit in self._units.items():
            for member in unit.members or ():
                self.groups.setdefault(member, []).append(id_)
            there = (unit.valid_from or year) <= year <= (unit.valid_until or year)
            if unit.class_ and not unit.members and there:
                self._by_class.setdefault(unit.class_.strip(), []).append(id_)

    def class_of(self, id_: str) -> str:
        """The class that a unit is assessed in; "" for none."""
        unit = self._units.get(id_)
        return (unit.class_ or "").strip() if unit is not None else ""

    def assessed(self, item: SchemeItem) -> list[Subject]:
        """Whom an item assesses: the units named, members for groups of them, and those of its class, or of
        every class that it has marks for. At least one: else the plan as a whole.
        """
        key = (item.units, item.unit_class, item.marks_by_class)
        known = self._assessed.get(key)
        if known is None:
            known = self._assessed[key] = self._looked_up(item)
        return known

    def _looked_up(self, item: SchemeItem) -> list[Subject]:
        found: dict[Subject, None] = {}
        for id_ in item.units or ():
            for one in self._members(id_, set()):
                found[one, self.class_of(one)] = None
        if item.unit_class:
            classes = [item.unit_class.strip()]
        else:
            classes = [] if item.units else [row.unit_class.strip() for row in item.marks_by_class or ()]
        for name in classes:
            for one in self._by_class.get(name, ()):
                found[one, name] = None
            if name not in self._by_class:
                found[None, name] = None
        return list(found) or [(None, "")]

    def _members(self, id_: str, seen: set[str]) -> Iterator[str]:
        unit = self._units.get(id_)
        if unit is None or not unit.members:
            yield id_
            return
        seen.add(id_)
        for one in unit.members:
            if one not in seen:
                yield from self._members(one, seen)


class _OfIndicator(NamedTuple):
    """An indicator in a year: values and targets by unit."""

    values: Mapping[str | None, Actual]
    before: Mapping[str | None, Actual]
    targets: Mapping[str | None, Target]


class Known:
    """Looks up what is known of each item of a scheme for each unit. ``as_of`` is the day of judgement:
    what is not done before the year is over may still be.
    """

    def __init__(self, plan: Plan, scheme: Scheme, units: Units, as_of: date | None) -> None:
        self._plan = plan
        self._year = scheme.year
        self._units = units
        self._is_over = as_of is None or as_of >= date(scheme.year, 12, 31)
        self._indicators: dict[tuple[str, bool], _OfIndicator] = {}
        self._courses = courses(scheme.results)
        self._with_results = {item for item, _ in self._courses}

    def course(self, item: SchemeItem, unit: str | None) -> Course | None:
        """What people entered for an item and a unit; what was entered for no unit stands for all."""
        if item.id not in self._with_results:
            return None
        return self._courses.get((item.id, unit)) or self._courses.get((item.id, None))

    def of(self, item: SchemeItem, subjects: list[Subject]) -> OfItem:
        """What is known of one item for everybody whom it assesses."""
        return OfItem(self, item, subjects)

    def of_indicator(self, indicator: Indicator, *, last_year: bool) -> _OfIndicator:
        """Values and targets of an indicator, looked up once."""
        key = indicator.id, last_year
        found = self._indicators.get(key)
        if found is None:
            year = self._year
            found = self._indicators[key] = _OfIndicator(
                values_of_year(indicator, year),
                values_of_year(indicator, year - 1) if last_year else {},
                targets_of_year(indicator, year),
            )
        return found

    def groups_of(self, unit: str) -> list[str]:
        """The groups that a unit is a member of."""
        return self._units.groups.get(unit, [])

    def is_done(self, item: SchemeItem) -> bool | None:
        """Whether the milestone or project of an item was done in time; None while it still may be."""
        year = self._year
        milestone = self._plan.find(item.milestone, Milestone)
        if milestone is not None:
            done = milestone.done_on
            if done is not None:
                return done <= date(year, 12, 31)
            return True if milestone.evidence else (False if self._is_over else None)
        project = self._plan.find(item.project, Project)
        if project is None:
            return None
        of_year = [one.done for one in project.year_goals or () if one.year == year and one.done is not None]
        if of_year:
            return all(one == "yes" for one in of_year)
        if project.status == "done":
            return True
        return False if self._is_over and project.status is not None else None

    def percent_done(self, item: SchemeItem) -> Decimal | None:
        """The percent done of an item's project, as reported last up to the end of the year."""
        project = self._plan.find(item.project, Project)
        best = None
        for one in (project.reports or ()) if project is not None else ():
            end = period_end(one.period)
            if one.percent is not None and end.year <= self._year and (best is None or end >= best[0]):
                best = end, one.percent
        return best[1] if best is not None else None

    def indicator(self, item: SchemeItem) -> Indicator | None:
        """The indicator of an item."""
        return self._plan.find(item.indicator, Indicator)


class OfItem:
    """What is known of one item, for one unit after the other."""

    def __init__(self, known: Known, item: SchemeItem, subjects: list[Subject]) -> None:
        self._known = known
        self._item = item
        self._basis = basis_of(item)
        self._wanted: dict[str | None, Wanted | str] = {}
        self._indicator = known.indicator(item)
        self._figures = (
            known.of_indicator(self._indicator, last_year=item.method == "improvement")
            if self._indicator is not None
            else None
        )
        #: Whether any target is one of a unit or group.
        self._by_unit = self._figures is not None and any(one is not None for one in self._figures.targets)
        self._is_rank = item.method == "rank"
        #: Whether units assessed have values of their own.
        self._apart = False
        if self._figures is not None and any(one is not None for one in self._figures.values):
            values = self._figures.values
            self._apart = any(
                unit is not None and (unit in values or self._whose(values, unit) is not None)
                for unit, _ in subjects
            )
        self._asks_yes_no = item.method in ("yes_no", "threshold")
        self._baseline = first_value(self._indicator) if self._indicator is not None else None

    def inputs(self, subject: Subject, marks: Decimal) -> Inputs:
        """What is known for one unit."""
        unit = subject[0]
        course = self._known.course(self._item, unit)
        entered = course.result if course is not None else None
        indicator = self._indicator
        if indicator is None or self._figures is None:
            return self._of_work(marks, entered)
        values, before, targets = self._figures
        actual = self._of_unit(values, unit)
        key = unit if unit in targets else self._whose(targets, unit) if self._by_unit else None
        wanted = self._wanted.get(key)
        if wanted is None:
            wanted = self._wanted[key] = self._asked(indicator, targets.get(key))
        last = self._of_unit(before, unit) if before else None
        value = actual.value if actual is not None else None
        text = (actual.text or actual.written) if actual is not None and value is None else None
        lack = wanted if isinstance(wanted, str) else ""
        if value is None and not lack:
            lack = "words" if text else "actual"
        made = Inputs(
            marks,
            self._basis,
            value,
            None if isinstance(wanted, str) else wanted,
            lack,
            indicator.direction,
            self._baseline,
            last.value if last is not None else None,
            text,
        )
        if self._asks_yes_no and (value is None or isinstance(wanted, str) or self._item.method == "yes_no"):
            made = made._replace(done=self._said(indicator, made, targets.get(key), entered))
        return _with_result(made, entered) if entered is not None else made

    def level_meets(self, level: str) -> bool | None:
        """Whether a level of a judgement is no lower than the one that is the target of the year; None where
        the target names no level.
        """
        if self._figures is None:
            return None
        target = self._figures.targets.get(None)
        scores = {
            str(row.get("text") or "").strip(): row.get("score") for row in rows(self._item, "levels") or ()
        }
        asked = number(scores.get((target.text or "").strip())) if target is not None else None
        reached = number(scores.get(level.strip()))
        return None if asked is None or reached is None else reached >= asked

    def _of_unit(self, values: Mapping[str | None, Actual], unit: str | None) -> Actual | None:
        """The value of the unit itself, or of a group that it is in; the whole plan's only where nobody has
        one of their own: it does not stand for whoever is lacking.
        """
        found = values.get(unit)
        if found is not None or unit is None or self._is_rank:
            return found
        whose = self._whose(values, unit)
        return None if whose is None and self._apart else values.get(whose)

    def _whose(self, values: Mapping[str | None, object], unit: str | None) -> str | None:
        if unit is not None:
            for group in self._known.groups_of(unit):
                if group in values:
                    return group
        return None

    def _asked(self, indicator: Indicator, target: Target | None) -> Wanted | str:
        own = self._item.year_target
        if own is not None:
            if indicator.direction == "range":
                return Wanted("range", own, own)
            return wanted_of(indicator, Target(value=own, year=self._known._year))
        if target is None:
            if indicator.direction != "range" or indicator.range is None:
                return "target" if indicator.direction != "qualitative" else "words"
            target = Target(year=self._known._year)
        return wanted_of(indicator, target)

    def _said(
        self, indicator: Indicator, made: Inputs, target: Target | None, entered: Result | None
    ) -> bool | None:
        """Whether what is asked with yes or no is so."""
        for text in (entered.level if entered is not None else None, made.text):
            if (said := _yes_or_no(text)) is not None:
                return said
        if made.actual is not None:
            if made.wanted is not None and indicator.value_type != "boolean":
                return meets(made.wanted, made.actual)
            return made.actual != 0 if self._item.method == "yes_no" else None
        return words_meet(indicator, made.text, target.text if target is not None else None)

    def _of_work(self, marks: Decimal, entered: Result | None) -> Inputs:
        """What is known of a milestone or project: done or not, or how far."""
        known, item = self._known, self._item
        done = known.is_done(item)
        if item.method == "yes_no" and entered is not None and entered.level is not None:
            said = _yes_or_no(entered.level)
            done = done if said is None else said
        actual = None
        if item.method not in ("yes_no", "threshold", "rubric"):
            share = known.percent_done(item)
            actual = Decimal(100) if done else share
            if actual is None and done is not None:
                actual = Decimal(0)
        target = item.year_target if item.year_target is not None else Decimal(100)
        wanted = Wanted("higher", target, target)
        made = Inputs(
            marks,
            self._basis,
            actual,
            wanted,
            "" if actual is not None else "result",
            "higher",
            Decimal(0),
            done=done,
        )
        return _with_result(made, entered) if entered is not None else made


def _yes_or_no(text: str | None) -> bool | None:
    said = half_width(text or "").strip().casefold()
    return said in _YES if said in _YES or said in _NO else None


def _with_result(made: Inputs, entered: Result) -> Inputs:
    given = entered.final if entered.final is not None else entered.review
    return made._replace(count=entered.count, level=entered.level, panel=entered.panel or (), entered=given)


def words_meet(indicator: Indicator, text: str | None, target: str | None) -> bool | None:
    """Whether a value in words is not worse than a target in words: the same, or no lower a level of the
    indicator's rubric. None where that cannot be told.
    """
    if not text or not target:
        return None
    if text.strip() == target.strip():
        return True
    scores = {one.text.strip(): one.score for one in indicator.rubric or ()}
    reached, asked = scores.get(text.strip()), scores.get(target.strip())
    return None if reached is None or asked is None else reached >= asked
