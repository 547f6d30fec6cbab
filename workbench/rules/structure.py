"""Rules of the whole: do needs, goals, projects and chapters of the plan hang together? (S)"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from workbench.i18n import N_
from workbench.plan.choices import DOMAIN, LIFE_STAGE, SECTION_KIND
from workbench.plan.elements import Goal, Need, Project, Section, Service
from workbench.rules.rule import INFO, PASSED, UNKNOWN, WARNING, Ref, Unknown, Word, fault, passed_as, rule
from workbench.rules.whole import OPEN, is_blank, weight_of_breadth
from workbench.rules.wording import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.plan.elements import Element, PlanHead
    from workbench.rules.rule import Fault, Outcome
    from workbench.rules.view import View

#: Elements named in one sentence; the rest is counted.
_MOST_NAMED: Final = 5


@rule(
    "S105",
    "domain-without-project",
    WARNING,
    "plan",
    N_("Each problem that has goals has a project too"),
    whole=True,
)
def domain_without_project(seen: View) -> Iterator[tuple[Element, Outcome]]:
    """For each of the five problems that a goal addresses, a programme, project or task that is not
    cancelled addresses it too. Each problem is a check of its own. A hint only for plans other than
    outlines and top-level designs.

    Why: Goals for the environment and projects for offices make a plan that promises one thing and pays for
    another. It shows only in the whole: each goal and each project looks reasonable alone.

    How: Enter on the projects which problems they address. If none is left for a problem, add a project, or
    take its goals out and say under “problems left out” why.

    Good: Goals for the environment, and the project “pollution sources online” entered under environment.

    Bad: Three goals for the environment, and all twenty projects entered under administration.

    Source: Professional knowledge: in the guide for smart-city top-level design (GB/T 36333-2018) the main
    tasks and key projects are derived from the goals.
    """
    head = seen.head
    goals: dict[str, list[Goal]] = {}
    for goal in seen.plan.all(Goal):
        for domain in goal.domains or ():
            goals.setdefault(domain, []).append(goal)
    covered: set[str] = set()
    open_ = False
    for project in seen.plan.all(Project):
        if project.domains:
            if not covered.issuperset(project.domains) and not seen.is_cancelled(project):
                covered.update(project.domains)
        elif project.absent and project.why_absent("domains") in OPEN and not seen.is_cancelled(project):
            open_ = True
    for domain, label in DOMAIN.items():
        if domain not in goals:
            continue
        if domain in covered:
            yield head, passed_as(weight_of_breadth(head))
        elif open_:
            # A project whose problems are not known may be the one.
            yield head, Unknown(weight_of_breadth(head))
        else:
            yield head, _no_project(head, domain, label, goals[domain])


def _no_project(head: PlanHead, domain: str, label: str, goals: list[Goal]) -> Fault:
    more = len(goals) - _MOST_NAMED
    message = (
        N_("No project addresses {domain}, although these goals do: {goals} and {more} more")
        if more > 0
        else N_("No project addresses {domain}, although these goals do: {goals}")
    )
    return fault(
        f"projects[{domain}]",
        message,
        severity=weight_of_breadth(head),
        related=tuple(goal.id for goal in goals),
        domain=Word(label),
        goals=tuple(Ref(goal.id) for goal in goals[:_MOST_NAMED]),
        more=more,
    )


# -- needs and goals -----------------------------------------------------------------------------------


@rule("S107", "need-unanswered", WARNING, "need", N_("Every need is answered by a goal"))
def need_unanswered(seen: View, need: Need) -> Outcome:
    """Looks at every need: at least one goal of the plan answers it.

    Why: Whoever was asked what is wrong, and finds nothing of it in the plan, was asked for form's sake.
    The needs analysis is worth what becomes a goal.

    How: Link the need with the goal that answers it. If none does, add a goal, or take the need out and say
    in the needs analysis why the plan does not answer it.

    Good: “Records do not follow the patient”, answered by “medical and school information for everybody”.

    Bad: “Old people wait for months for home care”, answered by nothing.

    Source: GB/T 36333-2018 (smart city, guide for top-level design), as the project reads it: the building
    goals are fixed from the problems and needs that the analysis found.
    """
    if any(seen.plan.find(id_, Goal) is not None for id_ in need.goals or ()):
        return PASSED
    return fault("goals", N_("No goal answers the need {name}"))


@rule("S108", "goal-without-need", INFO, "goal", N_("Every goal answers a need"))
def goal_without_need(seen: View, goal: Goal) -> Outcome:
    """Looks at every goal without parts of its own: a need names it, itself and not only a goal above it,
    as what answers it. Cannot be judged where the plan says that its needs were not seen.

    Why: A goal that answers nobody's need comes from a catalogue, a supplier or another city's plan. It may
    be right, but somebody should be able to say for whom.

    How: Link the goal at the need that it answers. If there is none, write down the need, with its
    evidence, or ask whether the goal belongs in this plan.

    Good: “Services handled in one place”, listed by the need “the same papers for every office”.

    Bad: “An internationally leading command centre”, listed by no need.

    Source: GB/T 36333-2018 (smart city, guide for top-level design), as the project reads it: the building
    goals are fixed from the problems and needs that the analysis found.
    """
    if seen.plan.children(goal.id):
        return None
    # A need points at nothing but the goals that answer it.
    elements = seen.plan.elements
    for id_ in seen.plan.referrers(goal.id):
        if isinstance(elements.get(id_), Need):
            return PASSED
    reason = seen.head.why_absent("needs")
    if reason is not None:
        return UNKNOWN if reason in OPEN else None
    return fault("needs", N_("No need names the goal {name} as its answer"))


@rule(
    "S116",
    "no-overall-goal",
    WARNING,
    "plan goal",
    N_("There is an overall goal, and every other goal hangs under one"),
    whole=True,
)
def no_overall_goal(seen: View) -> Iterator[tuple[Element, Outcome]]:
    """The plan has a goal of the kind overall, and every other goal is part of one, itself or through the
    goals above it. Where there is no overall goal it is said once, at the plan.

    Why: The overall goal says in one sentence what the city will be after the plan. What does not
    contribute to it has no place in the plan; what it lacks is found by taking it apart.

    How: Enter the overall goal, and make the stage goals and specific goals parts of it, directly or
    through others.

    Good: “By 2030 a smart city with connected data” (overall); under it the goal for 2027 and seven
    specific goals.

    Bad: Eleven specific goals side by side and no sentence that holds them together.

    Source: GB/T 36333-2018 (smart city, guide for top-level design), as the project reads it: an overall
    goal, stage goals and goals of the fields.
    """
    goals = seen.plan.all(Goal)
    overall = [goal.id for goal in goals if goal.kind == "overall"]
    if not overall:
        yield seen.head, fault("goals", N_("The plan has no overall goal"))
        return
    yield seen.head, PASSED
    under = set(overall)
    queue = list(overall)
    while queue:
        below = [one for one in seen.plan.children(queue.pop()) if one not in under]
        under.update(below)
        queue.extend(below)
    for goal in goals:
        if goal.kind == "overall":
            continue
        if goal.id in under:
            yield goal, PASSED
        else:
            yield goal, fault("parent", N_("{name} is part of no overall goal"))


# -- projects and chapters -----------------------------------------------------------------------------


@rule(
    "S112",
    "technology-without-problem",
    INFO,
    "project",
    N_("Projects name their technology and the problem it solves"),
)
def technology_without_problem(_seen: View, project: Project) -> Outcome | list[Fault]:
    """Looks at every project of kind project (not at programmes and tasks): it names the technologies it
    uses and says which problem it solves with them.

    Why: A plan says how modern technology solves a problem, not that technology will be bought. A project
    that cannot name the problem has no measure of success but the purchase itself.

    How: Enter the technologies, and one sentence on what cannot be done today and will be possible with
    them.

    Good: Technologies: sensors in lifts, data platform. Problem solved: faults are known only after
    somebody is stuck; repairs take four hours.

    Bad: Technologies: big data, artificial intelligence, blockchain. Problem solved: (empty).
    """
    if project.kind != "project":
        return None
    found = []
    names = project.technologies
    if not names or not (names[0].strip() or any(one.strip() for one in names)):
        found.append(fault("technologies", N_("{name} names no technology")))
    if is_blank(project.solves):
        found.append(fault("solves", N_("{name} does not say which problem it solves")))
    return found or PASSED


#: Chapters a plan must have, by its kind; of several kinds in one entry any will do.
_CHAPTERS: Final = {
    "top_level_design": (
        ("needs",),
        ("overall_design",),
        ("architecture",),
        ("implementation_path",),
        ("safeguards",),
    ),
    "": (("general_requirements", "goals"), ("tasks",), ("safeguards",)),
}


def chapters_missing(seen: View) -> list[tuple[str, ...]]:
    """The chapters that the plan's kind requires and that have no text; of kinds in one entry any will do."""
    written = {one.kind for one in seen.plan.all(Section) if not is_blank(one.text)}
    required = _CHAPTERS.get(seen.head.kind or "", _CHAPTERS[""])
    return [kinds for kinds in required if written.isdisjoint(kinds)]


@rule("S115", "chapter-missing", WARNING, "plan", N_("The plan has the chapters that its kind requires"))
def chapter_missing(seen: View, _head: PlanHead) -> Outcome:
    """The chapters that the kind of plan requires are there and have text. A top-level design: needs
    analysis, overall design, architecture design, implementation path and safeguards. Every other plan:
    general requirements or goals, main tasks, and safeguards. Cannot be judged where a chapter states that
    its text was not seen or is still to come.

    Why: Tables of goals and projects are read by those who made them. Those who decide, and those who come
    later, need the reasons: what was found, how the parts work together, in which order they come.

    How: Give each chapter its kind and write its text. A chapter may bear any title.

    Good: “2 Needs analysis” of the kind needs, with the survey's findings by government, enterprises and
    citizens.

    Bad: “2 Needs analysis (to be added)” without text, in a design that is submitted for approval.

    Source: GB/T 36333-2018 (smart city, guide for top-level design): needs analysis, overall design,
    architecture design, implementation path. For other plans professional knowledge of how they are built.
    """
    missing = chapters_missing(seen)
    if not missing:
        return PASSED
    promised = {one.kind for one in seen.plan.all(Section) if one.absent and one.why_absent("text") in OPEN}
    missing = [kinds for kinds in missing if promised.isdisjoint(kinds)]
    if not missing:
        return UNKNOWN
    return fault(
        "sections",
        N_("Chapters without text: {chapters}"),
        chapters=tuple(Word(SECTION_KIND[kind]) for kinds in missing for kind in kinds[:1]),
    )


#: The stages of life that livelihood has to do with in every city; each has its list in resources/words.
LIVELIHOOD_STAGES: Final = ("medical", "education", "elderly", "social_security")


@cache
def _words_of_stage(stage: str) -> re.Pattern[str]:
    """Any word that tells a task or service of this stage of life."""
    return re.compile("|".join(map(re.escape, words_of(stage))) or "(?!)", re.IGNORECASE)


def speaks_of_stage(stage: str, text: str) -> bool:
    """Whether a text speaks of one of LIVELIHOOD_STAGES."""
    return _words_of_stage(stage).search(text) is not None


def livelihood_stages_missing(seen: View) -> list[str]:
    """The stages of life without a service or a task, when a goal addresses livelihood; else none."""
    if not any("livelihood" in (goal.domains or ()) for goal in seen.plan.all(Goal)):
        return []
    served = {service.life_stage for service in seen.plan.all(Service)}
    missing = [stage for stage in LIVELIHOOD_STAGES if stage not in served]
    if not missing:
        return []
    for project in seen.plan.all(Project):
        text = f"{project.title} {project.description}" if project.description else project.title
        found = [stage for stage in missing if speaks_of_stage(stage, text)]
        if found and not seen.is_cancelled(project):
            missing = [stage for stage in missing if stage not in found]
            if not missing:
                break
    return missing


@rule(
    "S120",
    "life-stage-forgotten",
    INFO,
    "plan",
    N_("Livelihood covers medical care, education, elderly care and social security"),
    whole=True,
)
def life_stage_forgotten(seen: View) -> Iterator[tuple[Element, Outcome]]:
    """Looks at plans with a goal for livelihood: medical care, education, elderly care and social security
    each have a service of that life stage, or a task that is not cancelled whose title or description
    speaks of it. The words by which a task is told stand in resources/words and can be extended.

    Why: Services follow people through their whole life. A plan that brings appointments to hospitals and
    forgets the old, who need them most, is noticed by everybody but its authors.

    How: Enter the services with their life stage, or add a task for the field that is missing. What another
    plan covers can be waived, with that plan as the reason.

    Good: Services: school enrolment (education), results recognised by all hospitals (medical care), home
    care for the very old (elderly care), transfer of pension accounts (social security).

    Bad: A goal for livelihood, and one service: parking.

    Source: The interview on Guangdong's smart-city cluster that the workbench goes back to: services for
    the whole life cycle, medical care, education, elderly care, social security.
    """
    if not any("livelihood" in (goal.domains or ()) for goal in seen.plan.all(Goal)):
        return
    missing = livelihood_stages_missing(seen)
    if missing:
        yield (
            seen.head,
            fault(
                "services",
                N_("There is a goal for livelihood, but no service and no task for {stages}"),
                stages=tuple(Word(LIFE_STAGE[stage]) for stage in missing),
            ),
        )
    else:
        yield seen.head, PASSED
