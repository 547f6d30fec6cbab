"""Which projects are expected to end late, and what that is read off."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from workbench.analysis.delays import delays
from workbench.plan.elements import Milestone, PlanHead, Project
from workbench.plan.plan import Plan
from workbench.plan.records import Predecessor, Report, Span

AS_OF = date(2026, 12, 31)


def plan(*elements: Project | Milestone) -> Plan:
    head = PlanHead(
        id="plan", position="i", title="p", period=Span(start=date(2026, 1, 1), end=date(2030, 12, 31))
    )
    return Plan("plan", [head, *(one.but(position=f"{at:03d}") for at, one in enumerate(elements, 1))])


def project(id_: str, start: date, end: date, percent: str | None = None, **more: Any) -> Project:
    reports = (Report(period="2026", percent=Decimal(percent)),) if percent is not None else None
    return Project(id=id_, title=id_, start=start, end=end, reports=reports, **more)


def test_the_pace_so_far_gives_the_end() -> None:
    # 365 days for 40 of 100: 912.5 days in all instead of 730.
    slow = project("slow", date(2026, 1, 1), date(2027, 12, 31), "40")
    quick = project("quick", date(2026, 1, 1), date(2027, 12, 31), "60")
    found = delays(plan(slow, quick), AS_OF)
    assert list(found) == ["slow"]
    assert (found["slow"].sign, found["slow"].cause) == ("pace", "slow")
    assert found["slow"].expected == date(2028, 6, 30)
    assert found["slow"].days == 182


def test_a_year_without_work_comes_on_top() -> None:
    found = delays(plan(project("a", date(2026, 1, 1), date(2027, 12, 31), "0")), AS_OF)
    assert found["a"].days == 365


def test_a_report_after_the_day_is_not_known_yet() -> None:
    assert delays(plan(project("a", date(2026, 1, 1), date(2027, 12, 31), "1")), date(2026, 12, 30)) == {}


def test_milestones_that_are_open_and_due_or_were_reached_late() -> None:
    end = date(2027, 12, 31)
    held = [project(one, date(2026, 1, 1), end) for one in "abc"]
    found = delays(
        plan(
            *held,
            Milestone(id="a1", project="a", title="a1", due=date(2026, 12, 1)),
            Milestone(id="b1", project="b", title="b1", due=date(2026, 5, 1), done_on=date(2026, 9, 1)),
            Milestone(id="b2", project="b", title="b2", due=date(2026, 9, 1), done_on=date(2026, 9, 11)),
            Milestone(id="c1", project="c", title="c1", due=date(2026, 12, 1), done_on=date(2026, 11, 1)),
            Milestone(id="c2", project="c", title="c2", due=date(2027, 2, 1)),
        ),
        AS_OF,
    )
    assert {id_: (one.days, one.sign, one.cause) for id_, one in found.items()} == {
        "a": (30, "milestone", "a1"),
        "b": (10, "milestone", "b2"),
    }


def test_an_end_that_has_passed_unless_the_work_is_done() -> None:
    end = date(2026, 12, 1)
    found = delays(
        plan(
            project("a", date(2026, 1, 1), end),
            project("b", date(2026, 1, 1), end, status="done"),
            project("c", date(2026, 1, 1), end, progress=Decimal(100)),
            project("d", date(2026, 1, 1), end, status="cancelled"),
        ),
        AS_OF,
    )
    assert {id_: (one.days, one.sign) for id_, one in found.items()} == {"a": (30, "overdue")}


def test_what_waits_is_late_too_but_for_its_float() -> None:
    waits = (Predecessor(project="a"),)
    found = delays(
        plan(
            project("a", date(2026, 1, 1), date(2027, 6, 30), status="active"),
            Milestone(id="m", project="a", title="m", due=date(2026, 12, 11)),
            project("next", date(2027, 7, 1), date(2027, 12, 31), predecessors=waits),
            project("roomy", date(2027, 7, 16), date(2027, 12, 31), predecessors=waits),
            project("free", date(2027, 8, 1), date(2027, 12, 31), predecessors=waits),
            # It has begun: it waits for nothing any more.
            project("begun", date(2026, 7, 1), date(2027, 6, 30), "80", predecessors=waits),
        ),
        AS_OF,
    )
    assert {id_: (one.days, one.sign, one.cause) for id_, one in found.items()} == {
        "a": (20, "milestone", "m"),
        "next": (20, "waits", "a"),
        "roomy": (5, "waits", "a"),
    }
