"""Rules about the steps of projects: spans of parts, milestones, annual targets, due dates of goals. (E)"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.i18n import N_
from workbench.plan.choices import STAGE
from workbench.plan.elements import Milestone, Project
from workbench.plan.values import period_end
from workbench.rules.checkable import months_later
from workbench.rules.executable import is_reversed
from workbench.rules.rule import PASSED, UNKNOWN, WARNING, Days, Ref, Word, fault, rule

if TYPE_CHECKING:
    from datetime import date

    from workbench.plan.elements import Goal
    from workbench.rules.rule import Fault, Outcome
    from workbench.rules.view import View


@rule(
    "E210",
    "parts-outside-parent",
    WARNING,
    "project",
    N_("A programme's dates cover those of its parts"),
)
def parts_outside_parent(seen: View, project: Project) -> Outcome | list[Fault]:
    """Looks at every programme, project or task that has parts and dates of its own: none of its direct
    parts starts before it or ends after it. Cancelled parts do not count. Where only one of its dates is
    given, that one is compared.

    Why: The dates of the whole are what is promised and reported. A part that goes on after it either was
    forgotten or makes the promise untrue.

    How: Widen the dates of the whole to those of its parts, or correct the part.

    Good: Programme 2015-01-01 to 2017-12-31, its parts 2015-03-01 to 2016-06-30 and 2016-01-01 to
    2017-12-31.

    Bad: Programme 2015-01-01 to 2016-12-31, one part until 2017-03-31: 90 days after it.
    """
    children = seen.plan.children(project.id)
    if not children or is_reversed(project):
        return None
    start, end = project.start, seen.end_of(project)
    if start is None and end is None:
        return None
    first, last = span_of_parts(seen, project)
    found = []
    judged = False
    if start is not None and first is not None and first.start is not None:
        judged = True
        if first.start < start:
            found.append(
                fault(
                    "start",
                    N_("{name} starts on {start}, {days} after its part {part} starts on {day}"),
                    related=(first.id,),
                    start=start,
                    days=Days((start - first.start).days),
                    part=Ref(first.id),
                    day=first.start,
                )
            )
    if end is not None and last is not None and (day := seen.end_of(last)) is not None:
        judged = True
        if day > end:
            found.append(
                fault(
                    "end" if project.end is not None else "duration_days",
                    N_("{name} ends on {end}, {days} before its part {part} ends on {day}"),
                    related=(last.id,),
                    end=end,
                    days=Days((day - end).days),
                    part=Ref(last.id),
                    day=day,
                )
            )
    return found or (PASSED if judged else None)


def span_of_parts(seen: View, project: Project) -> tuple[Project | None, Project | None]:
    """The direct part that starts first and the one that ends last, of those with dates that make sense."""
    first = last = None
    first_day = last_day = None
    for id_ in seen.plan.children(project.id):
        part = seen.plan.find(id_, Project)
        if part is None or part.status == "cancelled" or is_reversed(part):
            continue
        start, end = part.start, seen.end_of(part)
        if start is not None and (first_day is None or start < first_day):
            first, first_day = part, start
        if end is not None and (last_day is None or end > last_day):
            last, last_day = part, end
    return first, last


# -- milestones and annual targets ---------------------------------------------------------------------


def stretches_too_long(seen: View, project: Project) -> list[tuple[date, date]]:
    """Stretches between start, milestones, annual targets and end with nothing to look at, in order."""
    months = seen.parameter("E211", "months")
    start, end = project.start, seen.end_of(project)
    if start is not None and end is not None:
        # No month has fewer than 28 days: most projects need no closer look.
        if (end - start).days <= 28 * months or end <= months_later(start, months):
            return []
    days = {one.due for one in seen.milestones_of(project) if one.due is not None}
    for goal in project.year_goals or ():
        days.add(period_end(goal.period))
    begun = seen.start_of(project)
    if begun is not None:
        # An approval of years ago is no step of the work, and no stretch before the start is idle.
        days = {day for day in days if day > begun}
    if start is not None:
        days.add(start)
    if end is not None:
        days = {day for day in days if day < end}
        days.add(end)
    ordered = sorted(days)
    return [(one, next_) for one, next_ in pairwise(ordered) if next_ > months_later(one, months)]


@rule(
    "E211",
    "long-without-step",
    WARNING,
    "project",
    N_("No project goes on for a year without a step that can be seen"),
    months=12,
)
def long_without_step(seen: View, project: Project) -> Outcome:
    """Looks at every project of kind project without parts of its own that has a milestone: between its
    start, its milestones, its annual targets (each stands for the last day of its year or quarter) and its
    end, in order, no stretch is longer than 12 months (the limit can be set). Without a start the first
    step begins it; that the start is missing is E203's. Projects without milestones and annual targets are
    C412's.

    Why: A delay is found at the next step. Two years without a step are two years in which nobody can know.

    How: Add a milestone or an annual target within the stretch that the finding names.

    Good: Project 2015-01-01 to 2016-12-31, annual target for 2015, final acceptance 2016-12-15.

    Bad: Project 2015-01-01 to 2017-12-31, contract 2015-04-15, and nothing until final acceptance on
    2017-12-15: 32 months.
    """
    if project.kind != "project" or is_reversed(project):
        return None
    owned = seen.plan.owned(project.id)
    if not owned or seen.plan.children(project.id):
        return None
    found = stretches_too_long(seen, project)
    if not found:
        return PASSED
    if any(
        one.due is None and one.why_absent("due") in ("not_seen", "pending")
        for one in seen.milestones_of(project)
    ):
        return UNKNOWN
    first, last = max(found, key=lambda one: (one[1] - one[0], one[0]))
    message = (
        N_(
            "{name} has no step between {first} and {last} ({days}), the longest of {count} stretches"
            " of over {months} months"
        )
        if len(found) > 1
        else N_("{name} has no step between {first} and {last} ({days}); at most {months} months are allowed")
    )
    return fault(
        "milestones",
        message,
        first=first,
        last=last,
        days=Days((last - first).days),
        count=len(found),
        months=seen.parameter("E211", "months"),
    )


#: The order of stages; trial operation and preliminary acceptance come in either order.
_RANK: Final = {
    "proposal": 0,
    "feasibility": 1,
    "design": 2,
    "procurement": 3,
    "contract": 4,
    "construction": 5,
    "trial_run": 6,
    "preliminary_acceptance": 6,
    "final_acceptance": 7,
    "operation": 8,
}


class _Step(NamedTuple):
    """A milestone whose stage has a place in the order."""

    rank: int
    due: date
    id: str


@rule("E213", "stages-out-of-order", WARNING, "milestone", N_("The stages of a project follow each other"))
def stages_out_of_order(seen: View, milestone: Milestone) -> Outcome:
    """Looks at the dated milestones of a project that state their stage: their dates ascend in the order
    project proposal, feasibility study, preliminary design, procurement, contract, construction, final
    acceptance, operation, as far as these are given; equal dates are allowed. Trial operation and
    preliminary acceptance come between construction and final acceptance, in either order. Where a stage
    occurs several times (phases of a project), its first and its last date are compared with those of the
    other stages. Reported is the milestone that does not fit in with most of the others.

    Why: A contract before the tender, or an acceptance before the work, is either a slip of the pen or
    against the rules; both come out in the audit.

    How: Correct the due date, or the stage of the milestone.

    Good: Design 2015-06-30, procurement 2015-09-30, contract 2015-10-31, final acceptance 2016-11-30.

    Bad: Design 2015-06-30, contract 2015-04-30.

    Source: Professional knowledge: the usual course of a government information project from approval to
    acceptance.
    """
    if milestone.stage not in _RANK or milestone.due is None:
        return None
    misplaced = _misplaced(seen, milestone.project)
    if misplaced is None:
        return None
    if milestone.id not in misplaced:
        return PASSED
    other = seen.plan.find(misplaced[milestone.id], Milestone)
    if other is None or other.due is None:
        return None
    early = milestone.due < other.due
    return fault(
        "due",
        N_(
            "{name} ({stage}) is due on {due}, {days} before {other} ({other_stage}) on {day},"
            " although that stage comes first"
        )
        if early
        else N_(
            "{name} ({stage}) is due on {due}, {days} after {other} ({other_stage}) on {day},"
            " although that stage comes later"
        ),
        related=(other.id,),
        stage=Word(STAGE[milestone.stage]),
        due=milestone.due,
        days=Days(abs((milestone.due - other.due).days)),
        other=Ref(other.id),
        other_stage=Word(STAGE[other.stage or "other"]),
        day=other.due,
    )


def _misplaced(seen: View, project: str) -> dict[str, str] | None:
    """Milestones of a project out of order -> the one each contradicts; None with fewer than two stages."""
    known: dict[str, dict[str, str] | None] | None = seen.memo.get("E213")
    if known is None:
        known = seen.memo["E213"] = {}
    elif project in known:
        return known[project]
    elements = seen.plan.elements
    steps: list[tuple[int, date, str]] = []
    ascending = True
    for id_ in seen.plan.owned(project):
        one = elements[id_]
        if not isinstance(one, Milestone):
            continue
        rank, due = _RANK.get(one.stage or ""), one.due
        if rank is None or due is None:
            continue
        if steps and (rank < steps[-1][0] or due < steps[-1][1]):
            ascending = False
        steps.append((rank, due, id_))
    if not ascending:
        steps.sort()
    found: dict[str, str] | None = None
    if steps and steps[0][0] != steps[-1][0]:
        found = {}
        if not ascending:
            # Of a stage that occurs several times the first and the last date count.
            for several in (reversed(steps), steps):
                by_rank = {one[0]: _Step(*one) for one in several}
                _add_misplaced(sorted(by_rank.values()), found)
    known[project] = found
    return found


def _add_misplaced(steps: list[_Step], found: dict[str, str]) -> None:
    """Add the steps, one a stage, that stand outside the longest run of ascending dates."""
    if all(one.due <= after.due for one, after in pairwise(steps)):
        return
    # best[n]: the longest run that ends with step n; at most nine steps.
    best: list[list[_Step]] = []
    for at, step in enumerate(steps):
        runs = [best[before] for before in range(at) if steps[before].due <= step.due]
        best.append([*max(runs, key=len, default=[]), step])
    kept = max(best, key=len)
    for step in steps:
        if step in kept:
            continue
        against = min(
            (one for one in kept if one.due != step.due and (one.rank < step.rank) == (one.due > step.due)),
            key=lambda one: abs(one.rank - step.rank),
        )
        found.setdefault(step.id, against.id)


@rule(
    "E220", "no-target-this-year", WARNING, "project", N_("Key projects have an annual target for this year")
)
def no_target_this_year(seen: View, project: Project) -> Outcome:
    """Looks, in a plan in force, at every key project that runs in the year of the day of judgement and is
    not recorded as done: it has an annual target (or a quarterly one) for that year. A project without an
    end counts as running until the plan's last day.

    Why: Key projects are followed up every year. Without a target for the year the follow-up asks how
    things are going, and is told that they are going well.

    How: Enter what is to be reached by the end of the year, with a number or a document that can be
    checked.

    Good: Key project, 2016: “46 departments connected, preliminary acceptance passed”.

    Bad: Key project 2015-03-01 to 2018-12-31, targets for 2015 and 2018, judged in 2016.

    Source: Professional knowledge: plans are broken down into yearly work priorities, as Shenzhen does with
    its government performance assessment.
    """
    if not project.key or not seen.in_force or project.status == "done" or is_reversed(project):
        return None
    year = seen.as_of.year
    start, end = seen.start_of(project), seen.end_of(project) or seen.end
    if (start is not None and start.year > year) or (end is not None and end.year < year):
        return None
    if any(goal.year == year for goal in project.year_goals or ()):
        return PASSED
    return fault("year_goals", N_("The key project {name} has no annual target for {year}"), year=year)


@rule("E218", "goal-after-plan", WARNING, "goal", N_("Goals are due within the planning period"))
def goal_after_plan(seen: View, goal: Goal) -> Outcome:
    """Looks at every goal with a due date: it is not after the plan's last day.

    Why: A goal that falls due after the plan cannot be checked by it: when the plan is concluded the answer
    is “not yet”.

    How: Set the due date within the period, or say in a stage goal how far it is to be by the plan's end
    and leave the distant goal to the text.

    Good: Plan until 2020-12-31, goal due 2020-12-31.

    Bad: Plan until 2020-12-31, goal due 2035-12-31.
    """
    due, last = goal.due, seen.end
    if due is None or last is None or (seen.start is not None and seen.start > last):
        return None
    if due <= last:
        return PASSED
    return fault(
        "due",
        N_("{name} is due on {due}, {days} after the plan's last day {last}"),
        due=due,
        days=Days((due - last).days),
        last=last,
    )
