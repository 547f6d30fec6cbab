"""What an element lacks in the chain need - goal - project - indicator - unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.analysis.running import is_cancelled
from workbench.i18n import N_
from workbench.plan.elements import Goal, Indicator, Need, Project

if TYPE_CHECKING:
    from workbench.plan.elements import Element
    from workbench.plan.plan import Plan

#: Kinds that have a place in the chain, in its order.
CHAIN: Final = ("need", "goal", "project", "indicator", "unit")
#: What is said of an element of a kind that lacks one of another: kind, what is lacking -> sentence.
SENTENCES: Final = {
    ("need", "goal"): N_("No goal answers it"),
    ("goal", "need"): N_("It answers no need"),
    ("goal", "project"): N_("No project serves it"),
    ("goal", "indicator"): N_("No indicator measures it"),
    ("project", "goal"): N_("It serves no goal"),
    ("project", "indicator"): N_("It moves no indicator"),
    ("indicator", "goal"): N_("It measures no goal"),
    ("indicator", "unit"): N_("No unit answers for it"),
}
#: The field in whose place a reason may be given for the lack.
_STATED_AT: Final = {
    ("need", "goal"): "goals",
    ("goal", "need"): "needs",
    ("goal", "project"): "projects",
    ("goal", "indicator"): "indicators",
    ("project", "goal"): "goals",
    ("project", "indicator"): "indicators",
    ("indicator", "goal"): "goals",
    ("indicator", "unit"): "responsible_unit",
}
_NOTHING: Final[tuple[str, ...]] = ()


def lacks(plan: Plan, element: Element) -> tuple[str, ...]:
    """The kinds that an element has no link with though it should; usually none.

    Only the ends of the trees are looked at: what groups others holds by its parts. What is stated to be
    unknown or not applicable is no gap, nor is anything about what has been cancelled.
    """
    if isinstance(element, Goal):
        found = _of_goal(plan, element)
    elif isinstance(element, Project):
        found = _of_project(plan, element)
    elif isinstance(element, Indicator):
        found = _of_indicator(plan, element)
    elif isinstance(element, Need):
        found = _NOTHING if any(plan.find(id_, Goal) for id_ in element.goals or ()) else ("goal",)
    else:
        return _NOTHING
    if found and element.absent:
        kind = element.kind_name
        found = tuple(one for one in found if element.why_absent(_STATED_AT[kind, one]) is None)
    return found


def _of_goal(plan: Plan, goal: Goal) -> tuple[str, ...]:
    if plan.children(goal.id):
        return _NOTHING
    answers = served = measured = False
    for id_ in plan.referrers(goal.id):
        one = plan.elements.get(id_)
        if isinstance(one, Need):
            answers = True
        elif isinstance(one, Project):
            served = served or (
                any(link.goal == goal.id for link in one.goals or ()) and not is_cancelled(plan, one)
            )
        elif isinstance(one, Indicator):
            measured = measured or goal.id in (one.goals or ())
    found = []
    if not answers and plan.head.why_absent("needs") is None and plan.count("need"):
        found.append("need")
    # Overall and stage goals need neither a project nor an indicator of their own.
    if goal.kind in (None, "specific"):
        if not served:
            found.append("project")
        if not measured:
            found.append("indicator")
    return tuple(found)


def _of_project(plan: Plan, project: Project) -> tuple[str, ...]:
    if plan.children(project.id) or is_cancelled(plan, project):
        return _NOTHING
    found = []
    if not any(
        isinstance(one, Project) and (one.goals or one.takes_up)
        for one in (project, *plan.ancestors(project.id))
    ):
        found.append("goal")
    if (
        project.kind in (None, "project")
        and not project.indicators
        and all(one.indicator is None for one in project.year_goals or ())
    ):
        found.append("indicator")
    return tuple(found)


def _of_indicator(plan: Plan, indicator: Indicator) -> tuple[str, ...]:
    if (
        plan.children(indicator.id)
        and indicator.unit is None
        and indicator.baseline is None
        and not indicator.targets
        and not indicator.actuals
    ):
        # A heading over others.
        return _NOTHING
    found = []
    if not any(
        isinstance(one, Indicator) and one.goals for one in (indicator, *plan.ancestors(indicator.id))
    ):
        found.append("goal")
    if indicator.responsible_unit is None:
        found.append("unit")
    return tuple(found)
