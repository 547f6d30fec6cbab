"""What a rule sees: the plan, the day it is judged on, the rule's parameters, and common questions."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from workbench.analysis import running
from workbench.analysis.floats import stated_end
from workbench.plan.choices import APPROVED
from workbench.plan.elements import Goal, Indicator, Milestone, Project
from workbench.rules.rule import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from workbench.plan.elements import Element, PlanHead
    from workbench.plan.plan import Plan
    from workbench.rules.surroundings import Surroundings

_EXECUTED = frozenset({"in_force", "concluded"})


class View:
    """One look at a plan on a day. Nothing in it changes while rules run; ``memo`` holds what they share."""

    __slots__ = (
        "approved",
        "as_of",
        "executed",
        "head",
        "in_force",
        "memo",
        "parameters",
        "plan",
        "surroundings",
    )

    def __init__(
        self,
        plan: Plan,
        as_of: date,
        parameters: Mapping[str, Mapping[str, Any]] | None = None,
        surroundings: Surroundings | None = None,
    ) -> None:
        self.plan = plan
        self.as_of = as_of
        self.head: PlanHead = plan.head
        self.parameters = parameters or {code: one.parameters for code, one in RULES.items()}
        #: What the library holds beside the plan; None where rules about that have nothing to check.
        self.surroundings = surroundings
        self.memo: dict[str, Any] = {}
        status = self.head.status
        #: In force or concluded: rules of execution apply.
        self.executed = status in _EXECUTED
        self.in_force = status == "in_force"
        #: Approved or any later status.
        self.approved = status in APPROVED

    def parameter(self, code: str, name: str) -> Any:
        """A parameter of a rule, as the profile sets it."""
        return self.parameters[code][name]

    # -- the plan --------------------------------------------------------------------------------------

    @property
    def start(self) -> date | None:
        """First day of the plan."""
        return self.head.period.start if self.head.period is not None else None

    @property
    def end(self) -> date | None:
        """Last day of the plan."""
        return self.head.period.end if self.head.period is not None else None

    def years(self) -> range:
        """The years of the plan; empty without a period."""
        period = self.head.period
        return range(period.start.year, period.end.year + 1) if period is not None else range(0)

    # -- elements --------------------------------------------------------------------------------------

    def is_leaf(self, element: Element) -> bool:
        """Without children of its own kind."""
        return not self.plan.children(element.id)

    def chain(self, element: Element) -> Iterator[Element]:
        """The element, its parent, grandparent ..."""
        yield element
        yield from self.plan.ancestors(element.id)

    def is_cancelled(self, element: Element) -> bool:
        """A cancelled project, one below a cancelled project, or a milestone of one."""
        return running.is_cancelled(self.plan, element)

    @property
    def has_cancelled(self) -> bool:
        """Whether any project is cancelled; looked up once while the rules run."""
        known: bool | None = self.memo.get("has_cancelled")
        if known is None:
            known = any(one.status == "cancelled" for one in self.plan.all(Project))
            self.memo["has_cancelled"] = known
        return known

    def lead_of(self, project: Project) -> str | None:
        """The unit named as a project's lead, by itself or else by the nearest project above it."""
        named = (one.lead_unit for one in self.chain(project) if isinstance(one, Project))
        return next((one for one in named if one is not None), None)

    def start_of(self, project: Project) -> date | None:
        """A project's start; without one the later of the plan's start and its date of issue."""
        return running.start_of(self.plan, project)

    def end_of(self, project: Project) -> date | None:
        """A project's last day: its end, or start and duration."""
        return stated_end(project)

    def goals_of(self, project: Project) -> list[Goal]:
        """The goals that the project itself serves and that exist."""
        found = (self.plan.find(link.goal, Goal) for link in project.goals or ())
        return [goal for goal in found if goal is not None]

    def projects_of(self, goal: Goal) -> list[Project]:
        """Projects not cancelled that serve the goal themselves."""
        found = []
        for id_ in self.plan.referrers(goal.id):
            project = self.plan.elements.get(id_)
            if (
                isinstance(project, Project)
                and any(link.goal == goal.id for link in project.goals or ())
                and not self.is_cancelled(project)
            ):
                found.append(project)
        return found

    def indicators_of(self, goal: Goal) -> list[Indicator]:
        """Indicators that measure the goal."""
        found = (self.plan.find(id_, Indicator) for id_ in self.plan.referrers(goal.id))
        return [one for one in found if one is not None and goal.id in (one.goals or ())]

    def milestones_of(self, project: Project) -> list[Milestone]:
        """The project's milestones in rank order."""
        found = (self.plan.find(id_, Milestone) for id_ in self.plan.owned(project.id))
        return [one for one in found if one is not None]
