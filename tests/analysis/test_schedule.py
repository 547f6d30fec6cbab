"""The network of projects: circles, earliest days, chains; beside a slow and simple reckoning."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.analysis.schedule import (
    Link,
    Network,
    Slot,
    cancelled,
    cycles,
    duration_of,
    later,
    network_of,
    schedule,
)
from workbench.plan.elements import Milestone, PlanHead, Project
from workbench.plan.plan import Plan
from workbench.plan.records import Predecessor

FIRST = date(2016, 1, 1)
DAYS = st.integers(-40, 40)


def network(projects: dict[str, tuple[int | None, int | None, int | None]], *links: Link) -> Network:
    """Projects by (start, end, duration) in days after FIRST."""
    return Network(
        (
            Project(
                id=id_,
                start=None if start is None else FIRST + timedelta(start),
                end=None if end is None else FIRST + timedelta(end),
                duration_days=duration,
            )
            for id_, (start, end, duration) in projects.items()
        ),
        links,
    )


def day(number: int) -> date:
    return FIRST + timedelta(number)


# -- circles -------------------------------------------------------------------------------------------


@st.composite
def graphs(draw: st.DrawFn) -> Network:
    names = [f"p{n}" for n in range(draw(st.integers(1, 7)))]
    pairs = draw(st.lists(st.tuples(st.sampled_from(names), st.sampled_from(names)), max_size=12))
    return network(dict.fromkeys(names, (None, None, None)), *(Link(a, b, "FS", 0) for a, b in pairs))


def reachable(graph: Network, start: str) -> set[str]:
    found: set[str] = set()
    queue = [start]
    while queue:
        for link in graph.after.get(queue.pop(), ()):
            if link.successor not in found:
                found.add(link.successor)
                queue.append(link.successor)
    return found


@given(graphs())
@settings(max_examples=300, deadline=None)
def test_circles_are_circles_and_name_every_project_on_one(graph: Network) -> None:
    found = cycles(graph)
    rank = list(graph.projects).index
    for circle in found:
        assert len(set(circle)) == len(circle)
        assert min(circle, key=rank) == circle[0]
        for here, there in itertools.pairwise((*circle, circle[0])):
            assert any(link.successor == there for link in graph.after[here])
    assert len(set(found)) == len(found)
    on_one = {id_ for id_ in graph.projects if id_ in reachable(graph, id_)}
    assert {id_ for circle in found for id_ in circle} == on_one


def test_a_deep_circle_needs_no_deep_stack() -> None:
    names = [f"p{n}" for n in range(30_000)]
    links = [Link(a, b, "FS", 0) for a, b in itertools.pairwise([*names, names[0]])]
    assert cycles(network(dict.fromkeys(names, (None, None, None)), *links)) == [tuple(names)]


# -- earliest days -------------------------------------------------------------------------------------


@st.composite
def orders(draw: st.DrawFn) -> Network:
    """Networks without circles: links lead from lower to higher numbers."""
    count = draw(st.integers(1, 6))
    projects: dict[str, tuple[int | None, int | None, int | None]] = {}
    for n in range(count):
        start = draw(st.none() | DAYS)
        end = draw(st.none() | st.integers(start if start is not None else -40, 60))
        projects[f"p{n}"] = (start, end, draw(st.none() | st.integers(1, 30)))
    links = []
    for _ in range(draw(st.integers(0, 8))):
        one, other = draw(st.integers(0, count - 1)), draw(st.integers(0, count - 1))
        if one != other:
            low, high = sorted((one, other))
            kind = draw(st.sampled_from(["FS", "SS", "FF", "SF"]))
            links.append(Link(f"p{low}", f"p{high}", kind, draw(st.integers(-20, 20))))
    return network(projects, *links)


def slowly(graph: Network, plan_start: date | None) -> dict[str, tuple[date | None, date | None]]:
    """The smallest days that satisfy every condition, found by pushing until nothing moves."""
    starts = {id_: one.start or plan_start for id_, one in graph.projects.items()}
    ends = {id_: one.end for id_, one in graph.projects.items()}
    moved = True
    while moved:
        moved = False
        for id_, project in graph.projects.items():
            least_start, least_end, long = starts[id_], ends[id_], duration_of(project)
            for link in graph.before.get(id_, ()):
                theirs = (ends if link.type[0] == "F" else starts)[link.predecessor]
                if theirs is None:
                    continue
                theirs += timedelta(link.lag + (link.type == "FS"))
                if link.type[1] == "S":
                    least_start = max(least_start or theirs, theirs)
                else:
                    least_end = max(least_end or theirs, theirs)
                    if long is not None:
                        begun = theirs - timedelta(long - 1)
                        least_start = max(least_start or begun, begun)
            if least_start is not None and (long is not None or least_end is not None):
                done = least_start + timedelta((long or 1) - 1)
                least_end = max(least_end or done, done)
            if (least_start, least_end) != (starts[id_], ends[id_]):
                starts[id_], ends[id_], moved = least_start, least_end, True
    return {id_: (starts[id_], ends[id_]) for id_ in graph.projects}


@given(orders(), st.none() | st.just(FIRST))
@settings(max_examples=400, deadline=None)
def test_earliest_days_are_the_smallest_that_fit(graph: Network, plan_start: date | None) -> None:
    found = schedule(graph, plan_start).slots
    assert {id_: (slot.start, slot.finish) for id_, slot in found.items()} == slowly(graph, plan_start)


@given(orders())
@settings(max_examples=200, deadline=None)
def test_a_driver_leaves_no_day_to_spare(graph: Network) -> None:
    """Without the links from its driver a project would not be later, and some link from it is tight."""
    slots = schedule(graph, FIRST).slots
    for id_, slot in slots.items():
        if slot.driver is None:
            continue
        tight = []
        for link in graph.before[id_]:
            theirs = slots[link.predecessor]
            from_ = theirs.finish if link.type[0] == "F" else theirs.start
            if link.predecessor != slot.driver or from_ is None:
                continue
            least = from_ + timedelta(link.lag + (link.type == "FS"))
            long = duration_of(graph.projects[id_])
            tight.append(
                least == slot.start
                if link.type[1] == "S"
                else least == slot.finish or (long and least - timedelta(long - 1) == slot.start)
            )
        assert any(tight)


@pytest.mark.parametrize(
    ("type_", "lag", "start", "finish"),
    [
        ("FS", 0, 10, 14),
        ("FS", 5, 15, 19),
        ("FS", -3, 7, 11),
        ("SS", 0, 0, 4),
        ("SS", 2, 2, 6),
        ("FF", 0, 5, 9),
        ("FF", 3, 8, 12),
        ("SF", 10, 6, 10),
    ],
)
def test_four_kinds_of_link(type_: str, lag: int, start: int, finish: int) -> None:
    graph = network({"a": (0, 9, None), "b": (None, None, 5)}, Link("a", "b", type_, lag))
    assert schedule(graph, FIRST).slots["b"] == Slot(day(start), day(finish), "a")


def test_own_dates_bound_from_below() -> None:
    graph = network({"a": (0, 9, None), "b": (30, None, 5), "c": (None, 40, None)}, Link("a", "b", "FS", 0))
    slots = schedule(graph, FIRST).slots
    assert slots["b"] == Slot(day(30), day(34), None)
    assert slots["c"] == Slot(day(0), day(40), None)


def test_without_end_and_duration_the_finish_is_unknown() -> None:
    graph = network({"a": (0, None, None), "b": (None, None, 5)}, Link("a", "b", "FS", 0))
    slots = schedule(graph, None).slots
    assert slots["a"] == Slot(day(0), None, None)
    assert slots["b"] == Slot(None, None, None)


def test_what_waits_for_a_circle_has_no_days() -> None:
    links = [
        Link("a", "b", "FS", 0),
        Link("b", "a", "SS", 0),
        Link("b", "c", "FS", 0),
        Link("d", "c", "FS", 0),
    ]
    graph = network(dict.fromkeys("abcd", (0, 1, None)), *links)
    assert list(schedule(graph, FIRST).slots) == ["d"]


def test_the_critical_chain() -> None:
    graph = network(
        {"a": (0, 9, None), "b": (0, 4, None), "c": (None, None, 10), "d": (None, None, 3)},
        Link("a", "c", "FS", 0),
        Link("b", "c", "FS", 0),
        Link("c", "d", "FS", 0),
        Link("b", "d", "FS", 0),
    )
    days = schedule(graph, FIRST)
    assert days.chain("d") == ("a", "c", "d")
    assert days.chain("d", most=2) == ("c", "d")
    assert days.chain("b") == ("b",)


def test_a_deep_chain_and_days_beyond_the_calendar() -> None:
    names = [f"p{n}" for n in range(30_000)]
    links = [Link(a, b, "FS", 100) for a, b in itertools.pairwise(names)]
    days = schedule(network(dict.fromkeys(names, (None, None, 300)), *links), FIRST)
    assert days.slots[names[1]] == Slot(day(400), day(699), names[0])
    assert days.slots[names[-1]].finish == date.max


def test_later_stays_in_the_calendar() -> None:
    assert later(date(2016, 2, 28), 2) == date(2016, 3, 1)
    assert later(FIRST, 10**12) == date.max
    assert later(FIRST, -(10**12)) == date.min


# -- from a plan ---------------------------------------------------------------------------------------


def test_cancelled_projects_and_loose_links_are_no_part() -> None:
    def after(*ids: str) -> tuple[Predecessor, ...]:
        return tuple(Predecessor(project=id_) for id_ in ids)

    plan = Plan(
        "plan",
        [
            PlanHead(id="plan", position="i", title="p"),
            Project(id="a", position="1", title="a", status="cancelled"),
            Project(id="a1", position="2", title="a1", parent="a", status="cancelled"),
            Project(id="a2", position="3", title="a2", parent="a1"),
            Milestone(id="m", position="1", project="a2", title="m"),
            Project(id="b", position="4", title="b", predecessors=after("a2", "gone")),
            Project(
                id="c",
                position="5",
                title="c",
                predecessors=(Predecessor(project="b"), Predecessor(project="b", type="FF", lag_days=-3)),
            ),
        ],
    )
    assert cancelled(plan) == {"a", "a1", "a2", "m"}
    graph = network_of(plan)
    assert list(graph.projects) == ["b", "c"]
    assert graph.before == {"c": [Link("b", "c", "FS", 0), Link("b", "c", "FF", -3)]}
