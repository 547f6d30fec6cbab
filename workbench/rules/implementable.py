"""Rules of implementability: does every goal land on a project, a unit and money?

What compares sums of money is in funding.py, the validity of units in unit_validity.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.i18n import N_
from workbench.patterns import Pattern
from workbench.plan.elements import Project, Unit
from workbench.rules.rule import ERROR, PASSED, UNKNOWN, WARNING, Ref, fault, rule

if TYPE_CHECKING:
    from workbench.plan.elements import Goal, Safeguard
    from workbench.rules.rule import Fault, Outcome
    from workbench.rules.view import View

#: Beginnings of names that stand for nobody in particular.
_NOBODY: Final = ("各", "有关", "相关", "其他")
#: Further such names: 市有关部门, 市直各单位; 市各区协调办公室 is somebody.
_NOBODY_WITHIN: Final = Pattern(
    r"(?:各|有关|相关).{0,8}(?:部门|单位|企业|机构|机关|厅局|委办局|方面|院校|高校|政府|[区县市镇乡]|街道|镇街)$"
    # 行业主管部门, 责任单位: named by a part that anybody could play.
    r"|^(?:全?[国省市区县]级?)?(?:行业|业务|职能|责任|牵头|属地|主管|承办|项目)(?:主管|建设|实施|责任|牵头|承担)?(?:部门|单位|政府)$"
)
#: How such names end.
_ENDINGS: Final = (
    *("部门", "单位", "企业", "机构", "机关", "厅局", "委办局", "方面", "院校", "高校", "政府"),
    *("区", "县", "市", "镇", "乡", "街道", "镇街"),
)


def _unless_said_above(seen: View, project: Project, field: str, found: Fault) -> Outcome:
    """The fault, unless a project above states why it has nothing to hand down."""
    for above in seen.plan.ancestors(project.id):
        reason = above.why_absent(field)
        if reason is not None:
            return UNKNOWN if reason in ("not_seen", "pending") else None
    return found


@rule("I301", "lead-missing", ERROR, "project", N_("Every project has a lead unit"))
def lead_missing(seen: View, project: Project) -> Outcome:
    """A project without parts of its own has a lead unit, itself or through a project above it.

    Why: Work that belongs to everybody is done by nobody. Ownership is what best tells measures that happen
    from measures that do not.

    How: Name one unit as the lead. Where a whole programme is in one hand, it is enough to name the lead at
    the programme.

    Good: City data platform, lead: municipal data bureau; supporting: finance, public security.

    Bad: City data platform, supporting: all departments; lead: empty.
    """
    if seen.plan.children(project.id):
        return None
    if seen.lead_of(project) is not None:
        return PASSED
    found = fault("lead_unit", N_("{name} has no lead unit, neither itself nor through a project above it"))
    return _unless_said_above(seen, project, "lead_unit", found)


@rule("I302", "lead-is-nobody", ERROR, "project", N_("The lead is one real unit"))
def lead_is_nobody(seen: View, project: Project) -> Outcome:
    """The lead is not a phrase such as “the departments concerned” or “all districts”. A group whose members
    are known is a warning: one of them should lead.

    Why: A phrase cannot be rung up, cannot report and cannot be assessed. A group can, but within it each
    member waits for the others.

    How: Name the one unit that answers for the project. Units that each do their share become leads of
    parts, or supporting units.

    Good: Lead: municipal transport bureau; supporting: the four district governments.

    Bad: Lead: 各有关部门.
    """
    unit = seen.plan.find(project.lead_unit, Unit)
    if unit is None:
        return None
    if is_group(unit):
        if unit.members:
            return fault(
                "lead_unit",
                N_("{name} is led by the group {unit}; one of its members should lead"),
                severity=WARNING,
                related=(unit.id,),
                unit=Ref(unit.id),
            )
        return fault(
            "lead_unit",
            N_("{name} is led by {unit}, which is no unit that could be held to it"),
            related=(unit.id,),
            unit=Ref(unit.id),
        )
    return PASSED


def is_nobody(unit: Unit) -> bool:
    """Whether a unit is a phrase, or a group of nobody named, which could not be held to anything."""
    return not unit.members and is_group(unit)


def is_group(unit: Unit) -> bool:
    """Whether a unit is a group or a phrase, and not one real unit."""
    return unit.kind in ("group", "generic") or _is_phrase(unit.name)


def _is_phrase(name: str) -> bool:
    if name.startswith(_NOBODY):
        return True
    # Told by the ending first: the rule looks at every project.
    return name.endswith(_ENDINGS) and _NOBODY_WITHIN.search(name) is not None


@rule("I303", "goal-without-unit", WARNING, "goal", N_("Every goal has a responsible unit"))
def goal_without_unit(_seen: View, goal: Goal) -> Outcome:
    """A unit answers for the goal as a whole.

    Why: Projects can all be finished and the goal be missed. Somebody has to look at the goal itself, and
    to call for another project in time.

    How: Name the unit whose field the goal lies in. For the overall goal it is usually the office of the
    leading group.

    Good: “One-stop service by 2028”, responsible: government services bureau.

    Bad: A goal with five projects, five leads and nobody who adds them up.
    """
    if goal.responsible_unit is not None:
        return PASSED
    return fault("responsible_unit", N_("No unit answers for the goal {name}"))


@rule("I304", "project-without-funding", ERROR, "project", N_("Every project has money, or needs none"))
def project_without_funding(seen: View, project: Project) -> Outcome:
    """A project (not a programme, not a task) without parts has funding lines, itself or through a project
    above it, or is marked as needing no funding.

    Why: A project that no budget knows stays on paper. That it needs no money is a statement too, and can be
    checked; silence cannot.

    How: Enter year, source and amount, even when the amount is still an estimate that is not secured. Mark
    “needs no funding” for rules, agreements and the like.

    Good: 2026, city budget, 2400 (10,000 yuan), secured; 2027, city budget, 2600, not secured.

    Bad: “Funds are co-ordinated from various channels”, and no line.
    """
    if project.kind != "project" or seen.plan.children(project.id):
        return None
    if project.funding or project.needs_no_funding:
        return PASSED
    for above in seen.plan.ancestors(project.id):
        if isinstance(above, Project) and (above.funding or above.needs_no_funding):
            return PASSED
    found = fault("funding", N_("{name} has no funding line and is not marked as needing none"))
    return _unless_said_above(seen, project, "funding", found)


@rule("I315", "safeguard-without-unit", WARNING, "safeguard", N_("Every safeguard has a responsible unit"))
def safeguard_without_unit(_seen: View, safeguard: Safeguard) -> Outcome:
    """A unit answers for every safeguard.

    Why: Safeguards are the part of a plan that is copied most often. What tells a safeguard from a phrase is
    that somebody has to do it.

    How: Name the unit that keeps it up: finance for the money, personnel for the talent, the supervision
    office for the checks.

    Good: “Project money enters the yearly budget by October”, responsible: finance bureau.

    Bad: “Strengthen organisation and leadership”, responsible: empty.

    Source: Professional knowledge: each safeguard should name a unit and an action.
    """
    if safeguard.responsible_unit is not None:
        return PASSED
    return fault("responsible_unit", N_("No unit answers for the safeguard {name}"))


@rule("I319", "goal-without-project", ERROR, "goal", N_("Every specific goal is served by a project"))
def goal_without_project(seen: View, goal: Goal) -> Outcome:
    """A goal of the kind specific, without goals below it, is served by at least one project, task or
    programme that is not cancelled.

    Why: A goal that no work leads to is a wish. When its day comes there is nothing to be late with.

    How: Link the projects that serve it, or add one. If nothing can be done for it, take the goal out.

    Good: “Lift safety known for every lift by 2027”, served by the project “lift sensing network”.

    Bad: “A leading digital creative industry by 2030”, served by nothing.
    """
    if goal.kind != "specific" or seen.plan.children(goal.id):
        return None
    if seen.projects_of(goal):
        return PASSED
    return fault("projects", N_("No project serves the goal {name}"))


@rule("I320", "project-without-goal", WARNING, "project", N_("Every project serves a goal"))
def project_without_goal(seen: View, project: Project) -> Outcome:
    """A project without parts serves a goal, itself or through a project above it, or takes up a task of a
    plan above or a clause of a cited document.

    Why: What serves no goal is what a unit wanted to buy anyway. It takes money and hands from what the plan
    is for.

    How: Link the project with the goal that it serves. If there is none, the plan lacks a goal or has a
    project too many.

    Good: “Shared credit platform” serves “capital reaches small firms”.

    Bad: “Command centre, phase three” with no goal.
    """
    if seen.plan.children(project.id):
        return None
    if project.goals or project.takes_up:
        return PASSED
    for above in seen.plan.ancestors(project.id):
        if isinstance(above, Project) and (above.goals or above.takes_up):
            return PASSED
    found = fault("goals", N_("{name} serves no goal and takes up no task from above"))
    return _unless_said_above(seen, project, "goals", found)
