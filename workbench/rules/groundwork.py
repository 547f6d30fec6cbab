"""Rules about what the work rests on and leads to: deliverables, grounds for it, risks. (E)"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.i18n import N_
from workbench.plan.choices import GRADE
from workbench.plan.elements import Goal, Project
from workbench.rules.rule import INFO, PASSED, WARNING, Word, fault, passed_as, rule

if TYPE_CHECKING:
    from workbench.plan.elements import Risk
    from workbench.rules.rule import Fault, Outcome
    from workbench.rules.view import View


@rule("E216", "no-deliverable", WARNING, "project", N_("Every project leaves something behind"))
def no_deliverable(seen: View, project: Project) -> Outcome:
    """Looks at every programme, project or task without parts of its own: its own list of deliverables is
    not empty, or it has an annual target. Deliverables of milestones do not stand for it: they belong to
    steps on the way.

    Why: Who is to do the work must know what will be handed over at the end; without it the work is
    finished whenever the money is.

    How: Enter what will be there afterwards: a system, a document, a data set, a service. For ongoing work
    an annual target does.

    Good: Deliverables: data platform with 46 departments connected; rules for data sharing.

    Bad: “Push forward the building of the data platform”, deliverables: none.
    """
    if project.year_goals or (project.deliverables and any(one.strip() for one in project.deliverables)):
        return None if seen.plan.children(project.id) else PASSED
    if seen.plan.children(project.id):
        return None
    return fault("deliverables", N_("{name} has neither a deliverable nor an annual target"))


#: Money that is given only for what a document provides for.
_ASKED_FOR: Final = frozenset({"central", "provincial", "special_bond", "special_treasury_bond"})


@rule("E219", "project-without-basis", INFO, "project", N_("Every project says what it is based on"))
def project_without_basis(seen: View, project: Project) -> Outcome:
    """Looks at every programme, project or task without parts of its own: it cites a basis, itself, through
    a project above it or through a goal that these serve, or takes up a clause of a document or a demand of
    a plan above. A hint; a warning for projects with funding lines from the central or provincial budget,
    from special-purpose bonds or special treasury bonds.

    Why: Money from above is given for what a document provides for; the clause is the first thing asked
    for. Other projects, too, stand firmer on a decision than on an idea.

    How: Cite the document at the project or at its goal, or enter the clause that it takes up.

    Good: Provincial budget, 8 million; takes up clause 3.2 of the province's digital government plan.

    Bad: Provincial budget, 8 million; no document, neither at the project nor at its goal.

    Source: Professional knowledge: applications for superior budgets and bonds name the document that
    provides for the project.
    """
    if seen.plan.children(project.id):
        return None
    severity = INFO
    for line in project.funding or ():
        if line.source in _ASKED_FOR:
            severity = WARNING
            break
    if _is_grounded(seen, project):
        return passed_as(severity)
    if project.parent is not None:
        for above in seen.plan.ancestors(project.id):
            if isinstance(above, Project) and _is_grounded(seen, above):
                return passed_as(severity)
    if severity == INFO:
        return fault("bases", N_("{name} cites no basis, and neither does its goal"), severity=INFO)
    return fault(
        "bases",
        N_("{name} asks for money from above or from bonds and cites no basis, and neither does its goal"),
        severity=WARNING,
    )


def _is_grounded(seen: View, project: Project) -> bool:
    if project.bases or project.takes_up:
        return True
    for link in project.goals or ():
        goal = seen.plan.find(link.goal, Goal)
        if goal is not None and (goal.bases or goal.takes_up):
            return True
    return False


@rule("E217", "risk-unattended", WARNING, "risk", N_("Grave risks have a mitigation and an owner"))
def risk_unattended(_seen: View, risk: Risk) -> Outcome | list[Fault]:
    """Looks at every risk whose probability and impact are both high, or one high and the other medium: it
    says what is done about it, and which unit sees to it.

    Why: A grave risk that is only written down happens just the same; with a unit and a measure it costs
    less.

    How: Enter what is done beforehand, what is done when it happens, and the unit that answers for both.

    Good: “Departments do not share data” (high, high): list of data to be shared decided by the mayor's
    office, monthly report; owner: data bureau.

    Bad: “Departments do not share data” (high, high), mitigation: (empty), owner: (empty).
    """
    grades = (risk.probability, risk.impact)
    if "high" not in grades or "low" in grades or None in grades:
        return None
    found = []
    said = {
        "probability": Word(GRADE[risk.probability or "high"]),
        "impact": Word(GRADE[risk.impact or "high"]),
    }
    if not (risk.mitigation and risk.mitigation.strip()):
        found.append(
            fault(
                "mitigation",
                N_("{name} (probability: {probability}, impact: {impact}) has no mitigation"),
                **said,
            )
        )
    if risk.owner is None:
        found.append(
            fault("owner", N_("{name} (probability: {probability}, impact: {impact}) has no owner"), **said)
        )
    return found or PASSED
