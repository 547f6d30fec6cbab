"""What the bar chart shows of a plan."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from workbench.analysis.bars import Diamond, bars_of
from workbench.plan.elements import Element, Milestone, PlanHead, Project
from workbench.plan.plan import Plan
from workbench.plan.records import Predecessor, Span

START, END = date(2026, 1, 1), date(2030, 12, 31)


def plan_of(*elements: Element) -> Plan:
    head = PlanHead(id="plan", position="i", title="p", period=Span(start=START, end=END))
    placed = [one.but(position=f"{at:04d}", title=one.id) for at, one in enumerate(elements)]
    return Plan("plan", [head, *placed])


def after(*ids: str, type: str = "FS") -> tuple[Predecessor, ...]:  # noqa: A002
    return tuple(Predecessor(project=id_, type=type) for id_ in ids)


def test_stated_dates_are_shown_as_stated_even_where_they_break_a_link() -> None:
    found = bars_of(
        plan_of(
            Project(id="a", start=date(2026, 1, 1), end=date(2026, 12, 31)),
            Project(id="b", start=date(2026, 7, 1), end=date(2027, 6, 30), predecessors=after("a")),
        )
    )
    assert date.fromordinal(found.bars["b"].first) == date(2026, 7, 1)
    (tie,) = found.ties_of("b")
    assert found.ties_of("a") == (tie,)
    assert (tie.lacking, tie.row) == (184, 0)
    assert found.chain == ("a", "b")
    assert found.bars["a"].is_critical
    assert found.bars["b"].is_critical
    assert tie.is_critical


def test_dates_that_are_not_stated_are_worked_out() -> None:
    found = bars_of(
        plan_of(
            Project(id="a", start=date(2026, 3, 1), duration_days=31),
            Project(id="b", duration_days=10, predecessors=after("a")),
            Project(id="c", start=date(2026, 3, 1)),
            Project(id="d", end=date(2026, 12, 31)),
        )
    )
    assert date.fromordinal(found.bars["a"].last) == date(2026, 3, 31)
    assert not found.bars["a"].is_worked_out
    b = found.bars["b"]
    assert (b.first, b.last) == (date(2026, 4, 1).toordinal(), date(2026, 4, 10).toordinal())
    assert b.is_worked_out
    assert found.bars["c"].first == found.bars["c"].last
    assert found.bars["c"].spare is None
    assert date.fromordinal(found.bars["d"].first) == START


def test_without_any_date_there_is_no_bar() -> None:
    head = PlanHead(id="plan", position="i", title="p")
    bare = Plan("plan", [head, Project(id="a", position="1", title="a")])
    found = bars_of(bare)
    assert (found.bars, found.span, found.chain, found.has_goals) == ({}, None, (), False)
    marked = Milestone(id="m", position="1", project="a", title="m", due=date(2027, 1, 1))
    found = bars_of(Plan("plan", [*bare.elements.values(), marked]))
    assert found.loose == {"a": (Diamond("m", date(2027, 1, 1).toordinal(), "open"),)}
    assert found.span == (date(2027, 1, 1).toordinal(),) * 2


def test_ongoing_work_is_shown_until_the_plan_ends() -> None:
    bar = bars_of(plan_of(Project(id="a", start=date(2027, 1, 1), ongoing=True))).bars["a"]
    assert bar.is_open
    assert date.fromordinal(bar.last) == END
    assert bar.spare is None


def test_states_progress_and_milestones() -> None:
    found = bars_of(
        plan_of(
            Project(id="top", start=date(2026, 1, 1), end=date(2030, 1, 1)),
            Project(
                id="a", parent="top", start=date(2026, 1, 1), end=date(2026, 6, 30), progress=Decimal("45.5")
            ),
            Project(id="b", start=date(2026, 1, 1), end=date(2026, 3, 31), status="done"),
            Project(id="c", start=date(2026, 1, 1), end=date(2026, 6, 30), status="cancelled"),
            Milestone(id="m1", project="a", due=date(2026, 2, 1), done_on=date(2026, 2, 9)),
            Milestone(id="m2", project="a", due=date(2026, 2, 1)),
            Milestone(id="m3", project="a", due=date(2026, 4, 1)),
        ),
        date(2026, 3, 1),
    )
    assert found.bars["top"].is_sum
    assert found.bars["top"].spare is None
    assert found.bars["a"].progress == 0.455
    assert found.bars["b"].progress == 1.0
    assert found.bars["a"].spare == 0
    assert not found.bars["a"].is_critical  # it ends last, but nothing leads to it
    assert found.bars["b"].spare == 91
    assert found.bars["c"].is_cancelled
    assert found.bars["c"].spare is None
    assert [mark.state for mark in found.bars["a"].diamonds] == ["done", "late", "open"]


def test_circles_loose_links_and_reversed_dates_are_borne() -> None:
    found = bars_of(
        plan_of(
            Project(id="a", start=date(2026, 1, 1), end=date(2026, 6, 30), predecessors=after("b", "gone")),
            Project(id="b", start=date(2026, 7, 1), end=date(2026, 8, 31), predecessors=after("a", "b")),
            Project(id="c", start=date(2026, 7, 1), end=date(2026, 1, 31)),
        )
    )
    assert set(found.bars) == {"a", "b", "c"}
    assert found.bars["a"].spare is None
    assert len(found.ties_of("a")) == 2
    assert all(bar.first <= bar.last for bar in found.bars.values())
