"""What mends findings about needs, goals and projects that do not hang together (S104 to S108, S116)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final, TypeVar

from workbench.i18n import N_
from workbench.plan import edits
from workbench.plan.choices import DOMAIN, SUBJECT
from workbench.plan.elements import Goal, Need, PlanHead, Project
from workbench.plan.records import GoalLink
from workbench.rules.fixes.additions import pending, words_of_plan
from workbench.rules.fixing import MOST_WAYS, fix, way

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from workbench.plan.change import Change
    from workbench.plan.elements import Element
    from workbench.rules.finding import Finding
    from workbench.rules.fixing import Fix
    from workbench.rules.view import View

_Near = TypeVar("_Near", Need, Goal)

#: Whom goals of a problem serve first.
_SERVED: Final = {
    "administration": "government",
    "industry": "enterprise",
    "capital": "enterprise",
    "livelihood": "citizen",
    "environment": "citizen",
}


# -- problems and subjects -----------------------------------------------------------------------------


@fix("S104")
def assign_problem(seen: View, _head: PlanHead, finding: Finding) -> Iterator[Fix]:
    """Assign the missing problem to a goal whose projects address it, first the one with most of them."""
    missing = _named(dict(finding.values).get("domains"), DOMAIN)
    by_domain: dict[str, Counter[str]] = {domain: Counter() for domain in missing}
    for project in seen.plan.all(Project):
        if project.domains and not seen.is_cancelled(project):
            for domain in by_domain.keys() & set(project.domains):
                by_domain[domain].update(goal.id for goal in seen.goals_of(project))
    yield from _assigned(
        seen,
        "domains",
        {domain: [id_ for id_, _ in found.most_common(MOST_WAYS)] for domain, found in by_domain.items()},
        DOMAIN,
    )


@fix("S106")
def assign_subject(seen: View, _head: PlanHead, finding: Finding) -> Iterator[Fix]:
    """Say of goals whose problem concerns the subject, and that name none, that they serve it."""
    missing = _named(dict(finding.values).get("subjects"), SUBJECT)
    yield from _assigned(
        seen,
        "subjects",
        {
            subject: [
                goal.id
                for goal in seen.plan.all(Goal)
                if any(_SERVED[domain] == subject for domain in goal.domains or ())
            ][:MOST_WAYS]
            for subject in missing
        },
        SUBJECT,
    )


def _named(words: Any, labels: dict[str, str]) -> list[str]:
    """The names in a closed list whose labels a finding tells."""
    said = {str(one) for one in words or ()}
    return [name for name, label in labels.items() if label in said]


def _assigned(
    seen: View, field: str, candidates: dict[str, list[str]], labels: dict[str, str]
) -> Iterator[Fix]:
    """Enter at goals what is missing: each candidate for one thing, for several the best of each."""
    if not candidates or not all(candidates.values()):
        return
    choices = (
        [{name: goal} for name, goals in candidates.items() for goal in goals]
        if len(candidates) == 1
        else [{name: goals[0] for name, goals in candidates.items()}]
    )
    say = words_of_plan(seen)
    for choice in choices:
        added: dict[str, tuple[str, ...]] = {}
        for name, id_ in choice.items():
            held = added.get(id_) or seen.plan.elements[id_].get(field) or ()
            added[id_] = (*held, name)
        goals = [seen.plan.elements[id_] for id_ in added]
        yield way(
            N_("Enter {what} at {name}"),
            [edits.set_fields(seen.plan, {id_: {field: value} for id_, value in added.items()})],
            what=f"@{labels[next(iter(choice))]}"
            if len(choice) == 1
            else "、".join(say(labels[name]) for name in choice),
            name="、".join(edits.shown_name(goal) for goal in goals),
        )


@fix("S105")
def address_problem(seen: View, _head: PlanHead, finding: Finding) -> Iterator[Fix]:
    """Enter the problem at a project that serves one of its goals; or add a task for one of them."""
    domain = finding.field.partition("[")[2].rstrip("]")
    if domain not in DOMAIN:
        return
    serving: Counter[str] = Counter()
    goals = [goal for id_ in finding.related if (goal := seen.plan.find(id_, Goal)) is not None]
    for goal in goals:
        # The problem named first is the goal's main one.
        weight = 2 if goal.domains and goal.domains[0] == domain else 1
        for project in seen.projects_of(goal):
            serving[project.id] += weight
    for id_, _ in serving.most_common(MOST_WAYS - 2):
        project_ = seen.plan.elements[id_]
        yield way(
            N_("Enter {what} at {name}"),
            [edits.set_field(seen.plan, id_, "domains", (*(project_.get("domains") or ()), domain))],
            what=f"@{DOMAIN[domain]}",
            name=project_,
        )
    for goal in goals[: MOST_WAYS if not serving else 2]:
        yield way(N_("Add a task for {goal}, to be worked out"), [_task_for(seen, goal, domain)], goal=goal)


def _task_for(seen: View, goal: Goal, domain: str) -> Change:
    """A task that bears the goal's title; who does it, by when, with what result is left to be stated."""
    values: dict[str, Any] = {
        "title": goal.title,
        "kind": "task",
        "domains": (domain,),
        "goals": (GoalLink(goal=goal.id, role="primary"),),
        "absent": pending(("lead_unit", "end", "deliverables", "bases")),
    }
    return edits.add(seen.plan, "project", values)


# -- needs and goals -----------------------------------------------------------------------------------


@fix("S107")
def answer_need(seen: View, need: Need, _finding: Finding) -> Iterator[Fix]:
    """Let a goal answer the need, the nearest in problem, subject and words first."""
    goals = [goal for goal in seen.plan.all(Goal) if goal.kind != "overall"] or seen.plan.all(Goal)
    for goal in _nearest(need, goals):
        yield way(
            N_("Let {goal} answer {need}"),
            [edits.link(seen.plan, need.id, "goals", goal.id)],
            goal=goal,
            need=need,
        )


@fix("S108")
def find_need(seen: View, goal: Goal, _finding: Finding) -> Iterator[Fix]:
    """Let the goal answer a need, the nearest in problem, subject and words first."""
    for need in _nearest(goal, seen.plan.all(Need)):
        yield way(
            N_("Let {goal} answer {need}"),
            [edits.link(seen.plan, need.id, "goals", goal.id)],
            goal=goal,
            need=need,
        )


def _nearest(one: Need | Goal, others: Iterable[_Near]) -> Sequence[_Near]:
    return sorted(others, key=_farness(one))[:MOST_WAYS]


def _farness(one: Need | Goal) -> Callable[[Element], int]:
    """How far a need or goal is from another: by problems, subjects and pairs of characters in common."""
    domains, subjects, pairs = set(one.domains or ()), set(one.subjects or ()), _pairs(one.title)

    def far(other: Element) -> int:
        return -(
            4 * len(domains.intersection(other.get("domains") or ()))
            + 2 * len(subjects.intersection(other.get("subjects") or ()))
            + 3 * len(pairs & _pairs(other.name_shown))
        )

    return far


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


@fix("S116")
def hang_under_overall_goal(seen: View, element: PlanHead | Goal, _finding: Finding) -> Iterator[Fix]:
    """Hang the goal, or the branch it belongs to, under the overall goal; or make a goal the overall one."""
    goals = seen.plan.all(Goal)
    if not isinstance(element, Goal):
        yield from _new_overall_goal(seen, element, goals)
        return
    top: Element = element
    for above in seen.plan.ancestors(element.id):
        top = above
    below = set(seen.plan.subtree(top.id))
    overall = [goal for goal in goals if goal.kind == "overall"]
    for goal in overall:
        if goal.id in below:
            left = seen.plan.find(goal.parent, Goal)
            # The goal that it leaves must not come to stand without parts: then it would be measured itself.
            if left is None or len(seen.plan.children(left.id)) > 1 or left.kind not in ("specific", "stage"):
                values: dict[str, dict[str, Any]] = {goal.id: {"parent": None}, top.id: {"parent": goal.id}}
                change = edits.set_fields(seen.plan, values)
                yield way(N_("Put {goal} above {name}"), [change], name=top, goal=goal)
            change = edits.set_field(seen.plan, top.id, "kind", "overall")
            yield way(N_("Make {name} the overall goal"), [change], name=top)
        else:
            yield way(
                N_("Make {name} part of {goal}"),
                [edits.set_field(seen.plan, top.id, "parent", goal.id)],
                safe=len(overall) == 1,
                name=top,
                goal=goal,
            )


def _new_overall_goal(seen: View, head: PlanHead, goals: list[Goal]) -> Iterator[Fix]:
    tops = [goal for id_ in seen.plan.roots("goal") if (goal := seen.plan.find(id_, Goal)) is not None]
    for goal in sorted(tops, key=lambda one: -len(seen.plan.children(one.id))):
        if seen.plan.children(goal.id):
            yield way(
                N_("Make {name} the overall goal"),
                [edits.set_field(seen.plan, goal.id, "kind", "overall")],
                name=goal,
            )
    if not goals:
        return
    vision = (head.vision or "").strip().partition("\n")[0]
    title = vision if 0 < len(vision) <= 80 else words_of_plan(seen)(N_("Overall goal"))
    added = edits.add(
        seen.plan,
        "goal",
        {
            "title": title,
            "kind": "overall",
            "due": seen.end,
            "absent": pending(("responsible_unit",)),
        },
        before=goals[0].id,
    )
    hung = edits.set_fields(seen.plan, {goal.id: {"parent": added.operations[0].id} for goal in tops})
    yield way(N_("Add an overall goal, “{title}”, above all others"), [added, hung], title=title)
