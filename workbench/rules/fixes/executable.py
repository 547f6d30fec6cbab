"""What mends findings of executability (E): the dates of projects, milestones and goals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from workbench.analysis.schedule import later
from workbench.errors import Problem
from workbench.i18n import N_
from workbench.patterns import Pattern
from workbench.plan import edits
from workbench.plan.elements import Indicator, Milestone, Project
from workbench.plan.values import parse_date
from workbench.rules.checkable import is_given
from workbench.rules.executable import is_reversed, milestone_outside_project
from workbench.rules.fixes.on_trial import after, order_holds
from workbench.rules.fixing import fix, way
from workbench.rules.rule import Fault
from workbench.rules.steps import span_of_parts, stages_out_of_order

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from workbench.plan.change import Change
    from workbench.plan.elements import Goal
    from workbench.rules.finding import Finding
    from workbench.rules.fixing import Fix
    from workbench.rules.view import View

#: A year, month or quarter that something is to be done before.
_BEFORE_A_SPAN: Final = Pattern(r"(?:^\d{4}(?:[-./]\d{1,2})?|年|年度|月|月份|季度)前$")


def set_dates(seen: View, project: Project, **dates: Any) -> Change:
    """Set start or end of a project; a duration that is given too follows them."""
    changed = project.but(**dates)
    start, end = changed.start, changed.end
    if start is not None and end is not None and project.duration_days is not None and end >= start:
        dates["duration_days"] = (end - start).days + 1
    return edits.set_fields(seen.plan, {project.id: dates})


@fix("E203")
def give_deadline(seen: View, project: Project, finding: Finding) -> Iterator[Fix]:
    """Take the start from end and duration or the day that is counted; the end from what is known."""
    if finding.field == "start":
        yield from _give_start(seen, project)
    elif finding.field == "end":
        yield from _give_end(seen, project)


def _give_start(seen: View, project: Project) -> Iterator[Fix]:
    if project.end is not None and project.duration_days:
        first = later(project.end, 1 - project.duration_days)
        change = edits.set_field(seen.plan, project.id, "start", first)
        if order_holds(seen, [change]):
            yield way(
                N_("Set the start of {name} to {day}, from its end and duration"),
                [change],
                safe=True,
                name=project,
                day=first.isoformat(),
            )
        return
    counted = seen.start_of(project)
    if counted is None or (project.end is not None and project.end < counted):
        return
    change = edits.set_field(seen.plan, project.id, "start", counted)
    if order_holds(seen, [change]):
        yield way(
            N_("Set the start of {name} to {day}, the day that is counted"),
            [change],
            name=project,
            day=counted.isoformat(),
        )


def _give_end(seen: View, project: Project) -> Iterator[Fix]:
    offered: set[date] = set()
    for message, day, safe in _ends_known(seen, project):
        if day in offered or (project.start is not None and day < project.start):
            continue
        offered.add(day)
        change = set_dates(seen, project, end=day)
        if order_holds(seen, [change]):
            yield way(message, [change], safe=safe, name=project, day=day.isoformat())


def _ends_known(seen: View, project: Project) -> Iterator[tuple[str, date, bool]]:
    """Days that could be the end, with what the way says and whether nothing else can be meant."""
    if project.due_text:
        try:
            written = parse_date(project.due_text.strip().removesuffix("完成").removesuffix("前"))
        except Problem:
            pass
        else:
            # 2016年前 may be meant to include the year, or not.
            sure = _BEFORE_A_SPAN.search(project.due_text.strip().removesuffix("完成")) is None
            yield N_("Set the end of {name} to {day}, as its deadline is written"), written, sure
    known = [
        one.due for one in seen.milestones_of(project) if one.due is not None and one.stage != "evaluation"
    ]
    if known:
        yield N_("Set the end of {name} to {day}, its last milestone"), max(known), False
    dues = [goal.due for goal in seen.goals_of(project) if goal.due is not None]
    if dues:
        yield N_("Set the end of {name} to {day}, when its goal is due"), min(dues), False
    if seen.end is not None:
        yield N_("Set the end of {name} to {day}, the plan's last day"), seen.end, False


@fix("E204")
def make_dates_agree(seen: View, project: Project, finding: Finding) -> Iterator[Fix]:
    """Swap start and end; let the duration follow from them, or the end from start and duration."""
    start, end, duration = project.start, project.end, project.duration_days
    if start is None or end is None:
        return
    key = ("E204", project.id, finding.field)
    if end < start:
        change = set_dates(seen, project, start=end, end=start)
        if order_holds(seen, [change], key):
            yield way(N_("Swap start and end of {name}"), [change], name=project)
    else:
        # Both dates stand; the number that contradicts them follows from them.
        change = edits.set_field(seen.plan, project.id, "duration_days", (end - start).days + 1)
        if order_holds(seen, [change], key):
            yield way(
                N_("Set the duration of {name} from its start and end"), [change], safe=True, name=project
            )
    if duration:
        last = later(start, duration - 1)
        change = edits.set_field(seen.plan, project.id, "end", last)
        if order_holds(seen, [change], key):
            yield way(
                N_("Set the end of {name} to {day}, from its start and duration"),
                [change],
                name=project,
                day=last.isoformat(),
            )


@fix("E205")
def keep_inside_period(seen: View, project: Project, finding: Finding) -> Iterator[Fix]:
    """Cut at the plan's last day; mark as continued from before, or begin with the plan."""
    first, last = seen.start, seen.end
    if first is None or last is None:
        return
    if finding.field == "start":
        if project.start is None or project.start > last:
            return
        yield way(
            N_("Mark {name} as continued from before the plan"),
            [edits.set_field(seen.plan, project.id, "nature", "continued")],
            name=project,
        )
        change = set_dates(seen, project, start=first)
        if project.end is None and project.duration_days:
            left = project.duration_days - (first - project.start).days
            change = edits.set_fields(
                seen.plan, {project.id: {"start": first, "duration_days": max(left, 1)}}
            )
        if order_holds(seen, [change]):
            message = N_("Let {name} start with the plan on {day}")
            yield way(message, [change], name=project, day=first.isoformat())
        return
    end = seen.end_of(project)
    if end is None or end <= last or (project.start is not None and project.start > last):
        return
    if finding.field == "end":
        change = set_dates(seen, project, end=last)
    else:
        assert project.start is not None
        length = (last - project.start).days + 1
        change = edits.set_field(seen.plan, project.id, "duration_days", length)
    if order_holds(seen, [change]):
        message = N_("Cut {name} at the plan's last day {day}")
        yield way(message, [change], name=project, day=last.isoformat())


@fix("E210")
def widen_to_parts(seen: View, project: Project, _finding: Finding) -> Iterator[Fix]:
    """Widen the dates of the whole to those of its parts."""
    first, last = span_of_parts(seen, project)
    start, end = project.start, seen.end_of(project)
    wanted: dict[str, Any] = {}
    if start is not None and first is not None and first.start is not None and first.start < start:
        wanted["start"] = first.start
    day = seen.end_of(last) if last is not None else None
    if end is not None and day is not None:
        if project.end is not None:
            if day > end:
                wanted["end"] = day
        elif (day > end or "start" in wanted) and project.start is not None:
            wanted["duration_days"] = (max(day, end) - wanted.get("start", project.start)).days + 1
    change = (
        edits.set_fields(seen.plan, {project.id: wanted})
        if "duration_days" in wanted
        else set_dates(seen, project, **wanted)
    )
    if order_holds(seen, [change]):
        # Not safe: what is promised for the whole would be put off; it may be the part that is wrong.
        yield way(N_("Widen the dates of {name} to those of its parts"), [change], name=project)


@fix("E212")
def move_into_project(seen: View, milestone: Milestone, _finding: Finding) -> Iterator[Fix]:
    """Move the milestone to the nearest day of its project; or extend the project."""
    project = seen.plan.find(milestone.project, Project)
    if milestone.due is None or project is None or is_reversed(project):
        return
    start, end = project.start, seen.end_of(project)
    early = start is not None and milestone.due < start
    edge = start if early else end
    if edge is None:
        return
    if not isinstance(milestone_outside_project(seen, milestone.but(due=edge)), Fault):
        yield way(
            N_("Move {name} to {day}, the first day of its project")
            if early
            else N_("Move {name} to {day}, the last day of its project"),
            [edits.set_field(seen.plan, milestone.id, "due", edge)],
            name=milestone,
            day=edge.isoformat(),
        )
    if early:
        extended: dict[str, Any] = {"start": milestone.due}
    else:
        extended = {"end": milestone.due}
    if project.end is None and project.start is not None:
        last = end if early and end is not None else milestone.due
        extended = {
            **({"start": milestone.due} if early else {}),
            "duration_days": (last - (milestone.due if early else project.start)).days + 1,
        }
        change = edits.set_fields(seen.plan, {project.id: extended})
    else:
        change = set_dates(seen, project, **extended)
    if order_holds(seen, [change], ("E212", milestone.id, "due")):
        yield way(
            N_("Let {project} begin on {day}, with {name}")
            if early
            else N_("Let {project} go on until {day}, with {name}"),
            [change],
            project=project,
            name=milestone,
            day=milestone.due.isoformat(),
        )


@fix("E213")
def put_stages_in_order(seen: View, milestone: Milestone, finding: Finding) -> Iterator[Fix]:
    """Swap the dates of the two milestones; or give the misplaced one the date of the other."""
    other = seen.plan.find(finding.related[0], Milestone) if finding.related else None
    if other is None or milestone.due is None or other.due is None:
        return
    swapped = edits.set_fields(
        seen.plan, {milestone.id: {"due": other.due}, other.id: {"due": milestone.due}}
    )
    moved = edits.set_field(seen.plan, milestone.id, "due", other.due)
    for message, change, concerned in (
        (N_("Swap the due dates of {name} and {other}"), swapped, (milestone.id, other.id)),
        (N_("Move {name} to {day}, the day of {other}"), moved, (milestone.id,)),
    ):
        then = after(seen, [change], [milestone.project])
        found = [then.plan.find(id_, Milestone) for id_ in concerned]
        if not any(
            isinstance(check(then, one), Fault)
            for one in found
            if one is not None
            for check in (milestone_outside_project, stages_out_of_order)
        ):
            yield way(message, [change], name=milestone, other=other, day=other.due.isoformat())


@fix("E218")
def bring_into_period(seen: View, goal: Goal, _finding: Finding) -> Iterator[Fix]:
    """Let the goal be due on the plan's last day."""
    if seen.end is None:
        return
    change = edits.set_field(seen.plan, goal.id, "due", seen.end)
    if not order_holds(seen, [change]):
        return
    if goal.kind == "stage" and goal.due is not None:
        # It is measured by what has a target in its year.
        years = {one.year for it in seen.plan.all(Indicator) for one in it.targets or () if is_given(one)}
        if goal.due.year in years and seen.end.year not in years:
            return
    yield way(
        N_("Let {name} be due on the plan's last day {day}"),
        [change],
        name=goal,
        day=seen.end.isoformat(),
    )
