"""The filters that are there for everybody: mine, this quarter, overdue, without owner, binding."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from workbench.i18n import N_
from workbench.plan.elements import KINDS, Goal, Indicator, Milestone, Project, Unit

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.plan.elements import Element
    from workbench.plan.plan import Plan

#: The filters by their names in settings.
READY: Final = {
    "mine": N_("Mine"),
    "week": N_("This week"),
    "quarter": N_("This quarter"),
    "overdue": N_("Overdue"),
    "unowned": N_("Without owner"),
    "binding": N_("Binding"),
}
#: What each of them lets through, for tooltips.
EXPLAINED: Final = {
    "mine": N_("What my unit or a unit below it leads, answers for, supports or reports on"),
    "week": N_("What begins, is due or was received in the week of the day on which progress is judged"),
    "quarter": N_(
        "What begins, is due or was received in the quarter of the day on which progress is judged"
    ),
    "overdue": N_("What was due before the day on which progress is judged, and is not done"),
    "unowned": N_("What no unit answers for"),
    "binding": N_("Binding indicators, the goals that they measure and the projects that move them"),
}
#: The fields that name who answers for an element; one of them is enough.
_OWNERS: Final = {
    "goal": ("responsible_unit",),
    "project": ("lead_unit", "co_leads"),
    "indicator": ("responsible_unit",),
    "service": ("unit",),
    "risk": ("owner",),
    "safeguard": ("responsible_unit",),
    "scheme_item": ("units", "unit_class"),
}
#: Dates that place an element in time.
_DATES: Final = {
    "basis": ("date",),
    "goal": ("due",),
    "project": ("start", "end"),
    "milestone": ("due", "done_on"),
    "comment": ("received_on",),
    "adjustment": ("on",),
    "waiver": ("until",),
}
_OVERDUE: Final = ("goal", "project", "milestone")
_BINDING: Final = ("goal", "project", "indicator")
_OVER: Final = ("done", "cancelled")


def ready_for(kind: str) -> list[str]:
    """The filters that make sense for a kind."""
    found = ["mine"] if kind == "milestone" or unit_fields(kind) else []
    if kind in _DATES:
        found += ["week", "quarter"]
    if kind in _OVERDUE:
        found.append("overdue")
    if kind in _OWNERS or kind == "milestone":
        found.append("unowned")
    if kind in _BINDING:
        found.append("binding")
    return found


def unit_fields(kind: str) -> list[str]:
    """The fields of a kind that name units with something to do; none for units themselves."""
    if kind == "unit":
        return []
    return [one.name for one in KINDS[kind].fields if one.targets == ("unit",)]


def unit_called(plan: Plan, name: str) -> Unit | None:
    """The unit of this plan with a name or alias: units are remembered by name, for all plans."""
    wanted = name.strip().casefold()
    for unit in plan.all(Unit):
        if wanted in {unit.name.casefold(), *(one.casefold() for one in unit.aliases or ())}:
            return unit
    return None


def ready_test(plan: Plan, kind: str, name: str, as_of: date, unit: str = "") -> Callable[[Element], bool]:
    """What a ready filter asks of an element of a kind. ``unit`` is the name of the user's unit."""
    match name:
        case "mine":
            return _mine(plan, kind, unit)
        case "week":
            monday = as_of - timedelta(days=as_of.weekday())
            return _within(plan, kind, monday, monday + timedelta(days=6))
        case "quarter":
            first = date(as_of.year, 3 * ((as_of.month - 1) // 3) + 1, 1)
            last = date(as_of.year + first.month // 10, (first.month + 2) % 12 + 1, 1) - timedelta(days=1)
            return _within(plan, kind, first, last)
        case "overdue":
            return _overdue(plan, as_of)
        case "unowned":
            return _unowned(plan, kind)
        case "binding":
            return _binding(plan)
    return lambda _element: True


def _mine(plan: Plan, kind: str, name: str) -> Callable[[Element], bool]:
    unit = unit_called(plan, name)
    if unit is None:
        return lambda _element: False
    mine = set(plan.subtree(unit.id))
    # A group of units that mine is a member of acts for it too.
    mine.update(one.id for one in plan.all(Unit) if not mine.isdisjoint(one.members or ()))
    project_fields = unit_fields("project")
    fields = unit_fields(kind)

    def test(element: Element) -> bool:
        if isinstance(element, Milestone):
            project = plan.find(element.project, Project)
            return project is not None and _names(project, project_fields, mine)
        return _names(element, fields, mine)

    return test


def _names(element: Element, fields: list[str], mine: set[str]) -> bool:
    for name in fields:
        held: Any = element.get(name)
        if held is not None and (held in mine if isinstance(held, str) else not mine.isdisjoint(held)):
            return True
    return False


def _within(plan: Plan, kind: str, first: date, last: date) -> Callable[[Element], bool]:
    fields = _DATES.get(kind, ())
    quarter = (first.month - 1) // 3 + 1 if (last - first).days > 7 else 0

    def falls(element: Element, names: tuple[str, ...]) -> bool:
        for name in names:
            day = element.get(name)
            if day is not None and first <= day <= last:
                return True
        return False

    def test(element: Element) -> bool:
        if falls(element, fields):
            return True
        if not isinstance(element, Project):
            return False
        if quarter and any(
            goal.year == first.year and goal.quarter == quarter for goal in element.year_goals or ()
        ):
            return True
        return any(falls(plan.elements[id_], _DATES["milestone"]) for id_ in plan.owned(element.id))

    return test


def _overdue(plan: Plan, as_of: date) -> Callable[[Element], bool]:
    serving: dict[str, bool] = {}

    def is_reached(goal: Goal) -> bool:
        """A goal has no day of its own on which it is reached: it is when all that serves it is done."""
        if not serving:
            for project in plan.all(Project):
                over = project.status in _OVER
                for link in project.goals or ():
                    serving[link.goal] = serving.get(link.goal, True) and over
        return serving.get(goal.id, False)

    def test(element: Element) -> bool:
        if isinstance(element, Milestone):
            done = element.done_on is not None and element.done_on <= as_of
            return element.due is not None and element.due < as_of and not done
        if isinstance(element, Project):
            return element.end is not None and element.end < as_of and element.status not in _OVER
        if isinstance(element, Goal):
            return element.due is not None and element.due < as_of and not is_reached(element)
        return False

    return test


def _unowned(plan: Plan, kind: str) -> Callable[[Element], bool]:
    def is_unowned(element: Element, fields: tuple[str, ...]) -> bool:
        return not any(element.get(name) for name in fields)

    def test(element: Element) -> bool:
        if isinstance(element, Milestone):
            project = plan.find(element.project, Project)
            return project is None or is_unowned(project, _OWNERS["project"])
        return is_unowned(element, _OWNERS[kind])

    return test


def _binding(plan: Plan) -> Callable[[Element], bool]:
    binding = {one.id: one for one in plan.all(Indicator) if one.nature == "binding"}
    goals = {goal for one in binding.values() for goal in one.goals or ()}

    def test(element: Element) -> bool:
        if isinstance(element, Goal):
            return element.id in goals
        if isinstance(element, Project):
            return any(link.indicator in binding for link in element.indicators or ())
        return element.id in binding

    return test
