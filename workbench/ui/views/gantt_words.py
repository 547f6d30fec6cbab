"""What is said of a bar, a milestone, a link or a day: where the mouse rests, and to screen readers."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from workbench.i18n import current, plural, tr, words
from workbench.plan.choices import DONE, LINK_TYPE, PROJECT_STATUS
from workbench.plan.edits import shown_name
from workbench.plan.elements import Milestone, Project
from workbench.plan.values import show_number
from workbench.ui.phrases import beside, labelled
from workbench.ui.views.gantt_paint import goal_days, later, link_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbench.analysis.bars import Bar, Bars, Tie
    from workbench.plan.plan import Plan
    from workbench.rules.finding import Finding
    from workbench.ui.views.gantt_paint import Look

#: Projects of the critical chain that are named.
_NAMED: Final = 6


def about_project(
    plan: Plan, bars: Bars, look: Look, id_: str, findings: Iterable[Finding] = ()
) -> list[str]:
    """Everything the row of a project shows, a line each; its name first."""
    project = plan.find(id_, Project)
    if project is None:
        return []
    said = [shown_name(project)]
    bar = bars.bars.get(id_)
    if bar is None:
        said.append(tr("No dates are stated and none can be worked out"))
    else:
        said += _about_bar(bar, look)
        was = look.baseline.get(id_)
        if was is not None:
            said.append(_was(bar, was, look.baseline_name))
    if project.status:
        said.append(tr(PROJECT_STATUS[project.status]))
    if project.progress is not None:
        said.append(tr("Progress {percent} %", percent=show_number(project.progress)))
    said += [about_link(plan, tie) for tie in bars.ties_of(id_) if tie.link.successor == id_]
    from workbench.rules.finding import shown

    said += [shown(one, plan, words(current())) for one in findings]
    return said


def _about_bar(bar: Bar, look: Look) -> list[str]:
    first, last = date.fromordinal(bar.first), date.fromordinal(bar.last)
    days = look.calendar.working_days(first, last)
    span = f"{first.isoformat()} – {last.isoformat()}"
    said = [f"{span}, " + plural("{count} working day", "{count} working days", days)]
    unknown = [year for year in range(first.year, last.year + 1) if not look.calendar.knows(year)]
    if unknown and look.working:
        said[0] += " " + tr("(holidays of {years} are not announced yet)", years=_span(unknown))
    if bar.is_worked_out:
        said.append(tr("Worked out from durations and links: not all dates are stated"))
    if bar.is_open:
        said.append(tr("Ongoing: shown until the plan ends"))
    if bar.is_sum:
        said.append(tr("Sums up its parts"))
    elif bar.is_critical:
        said.append(tr("Critical: no day to spare"))
    elif bar.spare is not None:
        spare = plural("{count} day", "{count} days", bar.spare)
        free = plural("{count} day", "{count} days", bar.free)
        said.append(
            tr("{spare} to spare in all, {free} of them without moving others", spare=spare, free=free)
        )
    return said


def _span(years: list[int]) -> str:
    return str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"


def _was(bar: Bar, was: tuple[int, int], name: str) -> str:
    first, last = date.fromordinal(was[0]), date.fromordinal(was[1])
    said = tr(
        "In version {name}: {first} – {last}", name=name, first=first.isoformat(), last=last.isoformat()
    )
    moved = bar.last - was[1]
    if moved:
        days = later(moved) if moved > 0 else plural("{count} day", "{count} days", moved)
        said = beside(said, days)
    return said


def about_chain(plan: Plan | None, bars: Bars | None) -> str:
    """The critical chain in one line, the middle of a long one left out."""
    if plan is None or bars is None or not bars.chain:
        return tr("No project has dates yet: nothing is critical.")
    if len(bars.chain) == 1:
        return tr(
            "{name} ends last; no link leads to it, so there is no critical chain.",
            name=shown_name(plan.elements[bars.chain[0]]) if bars.chain[0] in plan else "",
        )
    names = [shown_name(plan.elements[id_]) for id_ in bars.chain if id_ in plan]
    if len(names) > _NAMED:
        names = [*names[:2], "…", *names[-_NAMED + 2 :]]
    return tr("Critical chain: {chain}", chain=" → ".join(names))


def about_link(plan: Plan, tie: Tie) -> str:
    """A link in words: after what, how, and what is wrong with it."""
    before = plan.get(tie.link.predecessor)
    name = shown_name(before) if before is not None else tie.link.predecessor
    return tr("After {name}", name=name) + f": {tr(LINK_TYPE[tie.link.type])}, {link_words(tie)}"


def about_milestone(plan: Plan, id_: str) -> list[str]:
    """A milestone in words."""
    one = plan.find(id_, Milestone)
    if one is None:
        return []
    said = [shown_name(one)]
    if one.due is not None:
        said.append(tr("Due {day}", day=one.due.isoformat()))
    if one.done_on is not None:
        said.append(tr("Done on {day}", day=one.done_on.isoformat()))
    if one.deliverable:
        said.append(one.deliverable)
    return said


def about_goals(plan: Plan, id_: str, day: int) -> list[str]:
    """The annual targets of a project that a day lies in."""
    project = plan.find(id_, Project)
    said = []
    for goal in (project.year_goals or ()) if project is not None else ():
        first, after = goal_days(goal.year, goal.quarter)
        if first <= day < after:
            when = f"{goal.year}" if goal.quarter is None else f"{goal.year} Q{goal.quarter}"
            text = beside(goal.text, tr(DONE[goal.done])) if goal.done else goal.text
            said.append(labelled(when, text))
    return said


def about_day(look: Look, day: int) -> str:
    """A day, and why it is free."""
    at = date.fromordinal(day)
    said = at.isoformat()
    why = look.calendar.why(at)
    if why:
        return f"{said} {why}"
    if not look.calendar.is_working(at):
        return said + " " + tr("weekend")
    if at in look.calendar.worked:
        return said + " " + tr("worked in place of a holiday")
    return said
