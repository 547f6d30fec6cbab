"""What a unit has to do with a plan: what it leads, supports, answers for and supplies figures for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from workbench.analysis.running import is_cancelled
from workbench.plan.elements import Goal, Indicator, Milestone, Project, SchemeItem, Unit

if TYPE_CHECKING:
    from workbench.plan.plan import Plan


class UnitWork(NamedTuple):
    """The part of a plan that falls to one unit, each list in the plan's order and each element once.

    A project stands in the first of ``leads``, ``shares`` (co-lead, responsible unit or owner) and
    ``supports`` that fits. Cancelled projects and what belongs to them are left out. ``milestones`` are those
    of projects that the unit leads; ``supplies`` the indicators whose figures it gives without answering for
    them.
    """

    unit: Unit
    leads: list[Project]
    shares: list[Project]
    supports: list[Project]
    milestones: list[Milestone]
    goals: list[Goal]
    indicators: list[Indicator]
    supplies: list[Indicator]
    items: list[SchemeItem]

    @property
    def is_nothing(self) -> bool:
        """Whether nothing of the plan falls to the unit."""
        return not any(self[1:])


def work_of(plan: Plan, unit: Unit) -> UnitWork:
    """The part of the plan that falls to this unit, by its own name or as a member of a group of units."""
    names = {unit.id, *(group.id for group in _groups(plan, unit))}
    work = UnitWork(unit, [], [], [], [], [], [], [], [])
    pointing = {id_: plan.elements[id_] for name in names for id_ in plan.referrers(name)}
    for one in sorted(pointing.values(), key=lambda each: (each.position or "", each.id)):
        match one:
            case Project() if not is_cancelled(plan, one):
                if one.lead_unit in names:
                    work.leads.append(one)
                elif not names.isdisjoint(
                    (one.owner_unit, *(one.co_leads or ()), *(one.responsible_units or ()))
                ):
                    work.shares.append(one)
                elif not names.isdisjoint(one.support_units or ()):
                    work.supports.append(one)
            case Goal() if one.responsible_unit in names:
                work.goals.append(one)
            case Indicator() if one.responsible_unit in names:
                work.indicators.append(one)
            case Indicator() if one.data_unit in names:
                work.supplies.append(one)
            case SchemeItem() if not names.isdisjoint(one.units or ()):
                work.items.append(one)
            case _:
                pass
    owned = (plan.find(id_, Milestone) for project in work.leads for id_ in plan.owned(project.id))
    work.milestones.extend(one for one in owned if one is not None)
    return work


def units_with_work(plan: Plan) -> list[UnitWork]:
    """The work of every unit that has any, in the order of the plan's units.

    A group whose members are units of the plan stands for them: they have its work, it has none of its own.
    """
    found = (work_of(plan, unit) for unit in plan.all(Unit) if not _members(plan, unit))
    return [work for work in found if not work.is_nothing]


def _members(plan: Plan, unit: Unit) -> list[str]:
    return [id_ for id_ in unit.members or () if plan.find(id_, Unit) is not None]


def _groups(plan: Plan, unit: Unit) -> list[Unit]:
    """The groups that name the unit as a member."""
    pointing = (plan.find(id_, Unit) for id_ in plan.referrers(unit.id))
    return [one for one in pointing if one is not None and unit.id in (one.members or ())]
