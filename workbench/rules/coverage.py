"""Coverage: the five problems by the three subjects, what stands in each cell and how its checks came out.

An element stands in every cell of its problems and its subjects, so cells do not add up to the plan. What
does not state them has those of

* a project: the goals it serves, else the project it is part of;
* an indicator: the goals it measures, else the indicator it is part of (it states no subjects itself);
* a goal: the goal it is part of;
* a milestone: its project; an item of a scheme: what it assesses.

Where nothing above states them either, the element stands in the row or column "not stated" (None). What
belongs to the plan as a whole - its head, units, envelopes, schemes - stands in no cell.

A cell counts the checks of the four dimensions. Rules of the whole (S), an office's own (X) and those of
execution judge its elements too, but say nothing of executable, implementable, checkable or assessable.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.plan.choices import DOMAIN, SUBJECT
from workbench.plan.elements import Goal, Indicator, Milestone, Project, SchemeItem
from workbench.rules.rule import ERROR, WARNING, WEIGHT, dimension_of
from workbench.rules.verdict import FAILED, HELD, pass_rate, verdict_of

if TYPE_CHECKING:
    from workbench.plan.elements import Element
    from workbench.plan.plan import Plan
    from workbench.rules.checker import Checker

#: The dimensions of a cell.
DIMENSIONS: Final = ("executable", "implementable", "checkable", "assessable")
_KINDS: Final = (Goal, Project, Indicator, Milestone, SchemeItem)

#: A problem and a subject; None where not stated.
Place = tuple[str | None, str | None]
_Marks = tuple[tuple[str, ...], tuple[str, ...]]


class Part(NamedTuple):
    """The checks of one dimension in a cell: how many were judged, how many failed, the pass rate of them.

    ``verdict`` is found as that of the whole plan: an error fails it, a warning is a reservation.
    """

    applicable: int
    failed: int
    score: float | None
    verdict: str


class Cell(NamedTuple):
    """One problem and one subject: the ids that stand there, their money in fen, their checks.

    ``parts`` are the milestones and scheme items whose checks count here too; ``score`` is the pass rate over
    the four dimensions.
    """

    domain: str | None
    subject: str | None
    goals: tuple[str, ...]
    projects: tuple[str, ...]
    indicators: tuple[str, ...]
    parts: tuple[str, ...]
    money: int
    dimensions: dict[str, Part]
    score: float | None

    @property
    def is_empty(self) -> bool:
        """Whether neither a goal nor a project stands there."""
        return not self.goals and not self.projects

    @property
    def place(self) -> Place:
        """Its problem and subject."""
        return self.domain, self.subject


class Coverage(NamedTuple):
    """The fifteen cells in the order of problems and subjects, then those of what is not stated, if any.

    ``weakest`` is the one of the fifteen with the lowest pass rate, of equal ones that with more weight
    failed, then the first; None where nothing failed.
    """

    cells: tuple[Cell, ...]
    weakest: Cell | None

    @property
    def empty(self) -> tuple[Cell, ...]:
        """Those of the fifteen without goal and project."""
        return tuple(one for one in self.cells if one.is_empty and one.domain and one.subject)

    def cell(self, domain: str | None, subject: str | None) -> Cell | None:
        """The cell of a problem and a subject."""
        return next((one for one in self.cells if one.place == (domain, subject)), None)


def coverage(checker: Checker) -> Coverage:
    """The coverage of a plan by the checks as last run; costs a walk over the plan."""
    plan = checker.plan
    marks = _Marked(plan)
    places = {one.id: marks.places(one) for cls in _KINDS for one in plan.all(cls)}
    cells: dict[Place, _Filling] = {(domain, subject): _Filling() for domain in DOMAIN for subject in SUBJECT}
    money = _money(plan)
    for cls in _KINDS:
        for element in plan.all(cls):
            is_left_out = checker.view.is_cancelled(element)
            for place in places[element.id] if not is_left_out else ():
                filling = cells.setdefault(place, _Filling())
                filling.ids.setdefault(cls.kind_name, []).append(element.id)
                filling.money += money.get(element.id, 0)
    checks = Counter((places[id_], made) for id_, made in checker.checks_of_elements() if id_ in places)
    for (here, made), often in checks.items():
        for place in here:
            filling = cells.setdefault(place, _Filling())
            for code, severity, became in made:
                if became in (HELD, FAILED):
                    filling.count(dimension_of(code), severity, became, often)
    order: dict[str | None, int] = {name: at for at, name in enumerate((*DOMAIN, *SUBJECT, None))}
    ordered = sorted(cells.items(), key=lambda one: (None in one[0], order[one[0][0]], order[one[0][1]]))
    filled = tuple(filling.cell(place) for place, filling in ordered)
    failing = [
        (one.score, -cells[one.place].failed_weight, at, one)
        for at, one in enumerate(filled)
        if one.domain and one.subject and one.score is not None and cells[one.place].failed_weight
    ]
    return Coverage(filled, min(failing, key=lambda one: one[:3])[3] if failing else None)


class _Filling:
    """What comes together in a cell."""

    def __init__(self) -> None:
        self.ids: dict[str, list[str]] = {}
        self.money = 0
        #: By dimension: judged, failed, weight that held, weight in all.
        self._counts = {name: [0, 0, 0.0, 0.0] for name in DIMENSIONS}
        self._failed: Counter[tuple[str, str]] = Counter()

    def count(self, dimension: str, severity: str, became: int, often: int) -> None:
        """Take in checks of one sort."""
        into = self._counts.get(dimension)
        if into is None:
            return
        weight = WEIGHT[severity] * often
        into[0] += often
        into[3] += weight
        if became == HELD:
            into[2] += weight
        else:
            into[1] += often
            self._failed[dimension, severity] += often

    @property
    def failed_weight(self) -> float:
        """The weight of what failed."""
        return sum(weight - held for _, _, held, weight in self._counts.values())

    def cell(self, place: Place) -> Cell:
        """The cell, for good."""
        parts = {
            name: Part(
                int(judged),
                int(failed),
                pass_rate(held, weight) if weight else None,
                verdict_of(int(judged), self._failed[name, ERROR], self._failed[name, WARNING]),
            )
            for name, (judged, failed, held, weight) in self._counts.items()
        }
        held = sum(one[2] for one in self._counts.values())
        weight = sum(one[3] for one in self._counts.values())
        ids = {kind: tuple(found) for kind, found in self.ids.items()}
        return Cell(
            *place,
            ids.get("goal", ()),
            ids.get("project", ()),
            ids.get("indicator", ()),
            (*ids.get("milestone", ()), *ids.get("scheme_item", ())),
            self.money,
            parts,
            pass_rate(held, weight) if weight else None,
        )


class _Marked:
    """Problems and subjects of elements, stated by themselves or by what they hang on."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._known: dict[str, _Marks] = {}
        self._same: dict[_Marks, tuple[Place, ...]] = {}
        # From the top down: however deep a tree is, what is asked for next hangs on what is known.
        for kind in ("goal", "project", "indicator"):
            waiting = list(plan.roots(kind))
            while waiting:
                id_ = waiting.pop()
                self._marks(plan.elements[id_])
                waiting.extend(plan.children(id_))

    def places(self, element: Element) -> tuple[Place, ...]:
        """The cells that an element stands in; equal ones are one tuple."""
        marks = self._marks(element)
        found = self._same.get(marks)
        if found is None:
            domains, subjects = (one or (None,) for one in marks)
            found = self._same[marks] = tuple((domain, subject) for domain in domains for subject in subjects)
        return found

    def _marks(self, element: Element) -> _Marks:
        """Problems and subjects, in the order of the closed lists."""
        known = self._known.get(element.id)
        if known is None:
            # While it is being worked out: a circle of links gives nothing.
            self._known[element.id] = ((), ())
            known = self._known[element.id] = (
                self._worked_out(element, "domains", 0),
                self._worked_out(element, "subjects", 1),
            )
        return known

    def _worked_out(self, element: Element, name: str, at: int) -> tuple[str, ...]:
        stated = element.get(name) if name in element.place_of else None
        if not stated:
            for above in self._above(element):
                stated = {mark for one in above for mark in self._marks(one)[at]}
                if stated:
                    break
        return tuple(one for one in (DOMAIN, SUBJECT)[at] if one in (stated or ()))

    def _above(self, element: Element) -> list[list[Element]]:
        """What an element that states nothing takes its marks from, the nearest first."""
        find = self._plan.get
        wanted: list[list[str | None]] = []
        if isinstance(element, Project):
            wanted = [[link.goal for link in element.goals or ()], [element.parent]]
        elif isinstance(element, Indicator):
            wanted = [list(element.goals or ()), [element.parent]]
        elif isinstance(element, Goal):
            wanted = [[element.parent]]
        elif isinstance(element, Milestone):
            wanted = [[element.project]]
        elif isinstance(element, SchemeItem):
            wanted = [[element.indicator, element.milestone, element.project]]
        return [[one for id_ in ids if (one := find(id_)) is not None] for ids in wanted]


def _money(plan: Plan) -> dict[str, int]:
    """Fen by project: its funding lines, without any its total investment.

    Where a programme and its parts both name money, what the parts name is not counted again.
    """
    found: dict[str, int] = {}
    below: dict[str, int] = {}
    order: list[Project] = []
    waiting = list(plan.roots("project"))
    while waiting:
        project = plan.find(waiting.pop(), Project)
        if project is not None and project.status != "cancelled":
            order.append(project)
            waiting.extend(plan.children(project.id))
    for project in reversed(order):
        lines = sum(line.amount for line in project.funding) if project.funding else None
        own = lines if lines is not None else project.total_investment or 0
        parts = below.get(project.id, 0)
        found[project.id] = max(0, own - parts)
        if project.parent is not None:
            below[project.parent] = below.get(project.parent, 0) + max(own, parts)
    return found
