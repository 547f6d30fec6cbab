"""The chain need - goal - project - indicator - unit as a graph, and what of it to show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.analysis.gaps import CHAIN, lacks
from workbench.analysis.links import Problems
from workbench.errors import Problem
from workbench.i18n import N_
from workbench.plan import edits
from workbench.plan.elements import Goal, Indicator, Need, Project

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from workbench.plan.change import Change
    from workbench.plan.elements import Element
    from workbench.plan.plan import Plan

#: Most elements that are shown at once: with more nobody could follow a line, nor would it be drawn at once.
LIMIT: Final = 600
LAYER_OF: Final = {kind: at for at, kind in enumerate(CHAIN)}

Edge = tuple[str, str]
#: Two kinds of the chain, the upper first -> the kind and the field that hold the link.
HELD_IN: Final = {
    ("need", "goal"): ("need", "goals"),
    ("goal", "project"): ("project", "goals"),
    ("goal", "indicator"): ("indicator", "goals"),
    ("goal", "unit"): ("goal", "responsible_unit"),
    ("project", "indicator"): ("project", "indicators"),
    ("project", "unit"): ("project", "lead_unit"),
    ("indicator", "unit"): ("indicator", "responsible_unit"),
}


def can_link(kind: str, other: str) -> bool:
    """Whether elements of two kinds can be linked in the graph."""
    return (kind, other) in HELD_IN or (other, kind) in HELD_IN


def _ends(plan: Plan, one: str, other: str) -> tuple[str, str, str] | None:
    """(holder, field, target) of the link between two elements; None where their kinds have none."""
    for above, below in ((one, other), (other, one)):
        kinds = plan.elements[above].kind_name, plan.elements[below].kind_name
        if kinds in HELD_IN:
            holder, field = HELD_IN[kinds]
            return (above, field, below) if holder == kinds[0] else (below, field, above)
    return None


def link_between(plan: Plan, one: str, other: str) -> Change:
    """Link two elements, whichever of them holds the link. A unit that answered before is replaced."""
    ends = _ends(plan, one, other)
    if ends is None:
        raise Problem(
            N_("{name} and {other} cannot be linked"),
            name=edits.shown_name(plan.elements[one]),
            other=edits.shown_name(plan.elements[other]),
        )
    return edits.link(plan, *ends)


def unlink_between(plan: Plan, one: str, other: str) -> Change | None:
    """Take the link of two elements away; None where there is none."""
    ends = _ends(plan, one, other)
    if ends is None:
        return None
    change = edits.unlink(plan, *ends)
    return None if change.is_empty else change


class Shown(NamedTuple):
    """What of a graph is shown, and why not all of it.

    ``of`` is how many elements would be shown without the limit; ``around`` is the element whose surroundings
    these are, "" where everything that is wanted is shown.
    """

    ids: frozenset[str]
    of: int
    around: str = ""

    @property
    def is_cut(self) -> bool:
        """Whether something wanted is left out."""
        return len(self.ids) < self.of


class Chain:
    """The elements of the chain and their links, from needs down to units.

    ``down`` and ``up`` hold the ids that an element is linked with; parts of an element are found in the
    plan. Links that lead nowhere are left out.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.ids: list[str] = [one.id for kind in CHAIN for one in plan.of_kind(kind)]
        self.down: dict[str, list[str]] = {}
        self.up: dict[str, list[str]] = {}
        self._problems = Problems(plan)
        #: The path asked for last: it is asked for again and again.
        self._path: tuple[str, frozenset[str]] = ("", frozenset())
        known = set(self.ids)
        for source, target in dict.fromkeys(self._links()):
            if source in known and target in known:
                self.down.setdefault(source, []).append(target)
                self.up.setdefault(target, []).append(source)

    def _links(self) -> Iterator[Edge]:
        plan = self.plan
        for need in plan.all(Need):
            for goal in need.goals or ():
                yield need.id, goal
        for one in plan.all(Goal):
            if one.responsible_unit:
                yield one.id, one.responsible_unit
        for project in plan.all(Project):
            for link in project.goals or ():
                yield link.goal, project.id
            for moved in project.indicators or ():
                yield project.id, moved.indicator
            if project.lead_unit:
                yield project.id, project.lead_unit
        for indicator in plan.all(Indicator):
            for id_ in indicator.goals or ():
                yield id_, indicator.id
            if indicator.responsible_unit:
                yield indicator.id, indicator.responsible_unit

    def layer(self, id_: str) -> int:
        """The layer of an element, 0 for needs."""
        return LAYER_OF[self.plan.elements[id_].kind_name]

    def edges(self, ids: Collection[str]) -> list[Edge]:
        """The links among some elements."""
        return [
            (one, other) for one in self.ids if one in ids for other in self.down.get(one, ()) if other in ids
        ]

    # -- what hangs together ---------------------------------------------------------------------------

    def below(self, id_: str) -> list[str]:
        """What an element leads to: what is linked below it, and its parts."""
        return [*self.down.get(id_, ()), *self._same_kind(id_, down=True)]

    def above(self, id_: str) -> list[str]:
        """What leads to an element: what is linked above it, and what it is part of."""
        return [*self.up.get(id_, ()), *self._same_kind(id_, down=False)]

    def _same_kind(self, id_: str, *, down: bool) -> Iterable[str]:
        element = self.plan.elements.get(id_)
        # Departments of a unit do not answer for what the others do.
        if element is None or element.kind_name == "unit":
            return ()
        if down:
            return self.plan.children(id_)
        above = element.get(element.parent_field) if element.parent_field else None
        return (above,) if above is not None and above in self.plan else ()

    def path(self, id_: str) -> frozenset[str]:
        """All that leads to an element and all that it leads to, itself included."""
        if id_ not in self.plan or self.plan.elements[id_].kind_name not in LAYER_OF:
            return frozenset()
        if self._path[0] == id_:
            return self._path[1]
        found = {id_}
        for step in (self.below, self.above):
            seen, queue = {id_}, [id_]
            while queue:
                for one in step(queue.pop()):
                    if one not in seen:
                        seen.add(one)
                        queue.append(one)
            found |= seen
        self._path = (id_, frozenset(found))
        return self._path[1]

    def around(self, id_: str, limit: int = LIMIT) -> Shown:
        """An element's path, the nearest first, as far as the limit goes."""
        whole = self.path(id_)
        if len(whole) <= limit:
            return Shown(whole, len(whole), id_)
        found = {id_: None}
        ways = [([id_], self.below), ([id_], self.above)]
        while len(found) < limit and any(ring for ring, _ in ways):
            rings = []
            for ring, step in ways:
                wider = list(dict.fromkeys(one for here in ring for one in step(here) if one not in found))
                room = limit - len(found)
                found.update(dict.fromkeys(wider[:room]))
                rings.append((wider[:room], step))
            ways = rings
        return Shown(frozenset(found), len(whole), id_)

    # -- what is to be shown ---------------------------------------------------------------------------

    def wanted(
        self, *, problem: str | None = None, gaps: bool = False, around: str = "", limit: int = LIMIT
    ) -> Shown:
        """What is to be shown: everything, or what is of one problem or has gaps, with its links.

        ``around`` narrows it to the surroundings of one element. Where it would be more than the limit the
        surroundings of the element are shown, or of the first one wanted.
        """
        ids = self._filtered(problem, gaps=gaps)
        if around and around in self.plan and self.plan.elements[around].kind_name in LAYER_OF:
            return self._cut(self.around(around, limit), ids, problem is not None or gaps)
        if len(ids) <= limit:
            return Shown(frozenset(ids), len(ids))
        first = self._first_of(ids)
        found = self._cut(self.around(first, limit), ids, problem is not None or gaps)
        return Shown(found.ids, len(ids), first)

    def _first_of(self, ids: Collection[str]) -> str:
        """An element whose surroundings say something: the first goal without parts that is linked."""
        goals = [one for one in self.ids if one in ids and self.layer(one) == LAYER_OF["goal"]]
        for one in goals:
            if one in self.down and not self.plan.children(one):
                return one
        return goals[0] if goals else next(iter(ids))

    @staticmethod
    def _cut(found: Shown, ids: Collection[str], filtered: bool) -> Shown:
        if not filtered:
            return found
        kept = frozenset(one for one in found.ids if one in ids) | {found.around}
        return Shown(kept, max(found.of - len(found.ids) + len(kept), len(kept)), found.around)

    def _filtered(self, problem: str | None, *, gaps: bool) -> dict[str, None]:
        if problem is None and not gaps:
            return dict.fromkeys(self.ids)
        found: dict[str, None] = {}
        for id_ in self.ids:
            element = self.plan.elements[id_]
            if problem is not None and not self._is_of(element, problem):
                continue
            if gaps and not lacks(self.plan, element):
                continue
            found[id_] = None
        kept = dict(found)
        for id_ in found:
            for one in (*self.down.get(id_, ()), *self.up.get(id_, ())):
                # With what has gaps its links are shown; of a problem only the units that are concerned.
                if gaps or self.plan.elements[one].kind_name == "unit":
                    kept[one] = None
        return kept

    def _is_of(self, element: Element, problem: str) -> bool:
        if element.kind_name == "unit":
            return False
        if element.kind_name == "need":
            return problem in (element.get("domains") or ("",))
        return self._problems.main(element) == problem
