"""Latest days and floats, beside a slow reckoning by longest paths and by trying every delay."""

from __future__ import annotations

import itertools
import random
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analysis.test_schedule import FIRST, day, network, orders
from workbench.analysis.floats import Float, lacking_days, latest, stated_end, summaries
from workbench.analysis.schedule import Link, Network, cycles, duration_of, schedule
from workbench.plan.elements import Project

Node = tuple[str, str]
LONG = 10**6


def conditions(graph: Network, known: set[Node]) -> list[tuple[Node, Node, int]]:
    """Every condition as (from, to, least distance): the second day is so many days after the first."""
    found: list[tuple[Node, Node, int]] = []
    for id_, project in graph.projects.items():
        found.append(((id_, "S"), (id_, "F"), (duration_of(project) or 1) - 1))
    for links in graph.before.values():
        for link in links:
            mine = (link.predecessor, link.type[0])
            gap = link.lag + (link.type == "FS")
            found.append((mine, (link.successor, link.type[1]), gap))
            long = duration_of(graph.projects[link.successor])
            if link.type[1] == "F" and long is not None:
                found.append((mine, (link.successor, "S"), gap - long + 1))
    return [(a, b, gap) for a, b, gap in found if a in known and b in known]


def known_days(graph: Network) -> dict[Node, int]:
    found = {}
    for id_, slot in schedule(graph, FIRST).slots.items():
        for name, at in (("S", slot.start), ("F", slot.finish)):
            if at is not None:
                found[id_, name] = (at - FIRST).days
    return found


def latest_slowly(graph: Network, end: int) -> dict[Node, int]:
    """Bellman-Ford backwards: the largest days that keep every condition and the end."""
    early = known_days(graph)
    late = dict.fromkeys(early, end)
    edges = conditions(graph, set(early))
    for _ in range(len(early) + 1):
        for one, other, gap in edges:
            late[one] = min(late[one], late[other] - gap)
    return late


def without_circles(graph: Network) -> Network:
    """Cut links until no circle is left."""
    links = [link for held in graph.before.values() for link in held]
    while True:
        cut = Network(graph.projects.values(), links)
        found = cycles(cut)
        if not found:
            return cut
        circle = found[0]
        pairs = set(itertools.pairwise((*circle, circle[0])))
        doomed = next(link for link in links if (link.predecessor, link.successor) in pairs)
        links.remove(doomed)


@st.composite
def tangles(draw: st.DrawFn) -> Network:
    """Networks with circles in them."""
    count = draw(st.integers(1, 7))
    projects: dict[str, tuple[int | None, int | None, int | None]] = {}
    for n in range(count):
        start = draw(st.none() | st.integers(-20, 40))
        end = draw(st.none() | st.integers(start if start is not None else -20, 60))
        projects[f"p{n}"] = (start, end, draw(st.none() | st.integers(1, 30)))
    names = st.integers(0, count - 1).map(lambda n: f"p{n}")
    links = draw(
        st.lists(
            st.builds(Link, names, names, st.sampled_from(["FS", "SS", "FF", "SF"]), st.integers(-20, 20)),
            max_size=12,
        )
    )
    return network(projects, *links)


@given(orders() | tangles().map(without_circles), st.none() | st.integers(-60, 200))
@settings(max_examples=600, deadline=None)
def test_latest_days_are_those_of_a_slow_reckoning(graph: Network, given_end: int | None) -> None:
    days = schedule(graph, FIRST)
    early = known_days(graph)
    last = max(early.values(), default=None)
    end = given_end if given_end is not None else last
    found = latest(graph, days, end=day(given_end) if given_end is not None else None)
    if end is None:
        assert found.floats == {}
        return
    late = latest_slowly(graph, end)
    for id_ in graph.projects:
        spare = [late[id_, name] - early[id_, name] for name in "SF" if (id_, name) in early]
        if not spare:
            assert id_ not in found.floats
            continue
        one = found.floats[id_]
        assert (one.start, one.finish) == tuple(
            day(late[id_, name]) if (id_, name) in late else None for name in "SF"
        )
        assert one.total == min(spare)
        if last is not None and end >= last:
            assert 0 <= one.free <= one.total
    if given_end is None:
        assert found.end == day(end)
        assert min(one.total for one in found.floats.values()) == 0
        assert found.chain[-1] in found.critical()


@given(tangles())
@settings(max_examples=200, deadline=None)
def test_a_circle_hinders_only_what_waits_for_it(graph: Network) -> None:
    """What hangs on a circle has no days; the rest is as if that were not there."""
    days = schedule(graph, FIRST)
    found = latest(graph, days)
    held = [one for id_, one in graph.projects.items() if id_ in days.slots]
    rest = Network(
        held,
        [
            link
            for links in graph.before.values()
            for link in links
            if link.successor in days.slots and link.predecessor in days.slots
        ],
    )
    assert found.floats == latest(rest, schedule(rest, FIRST)).floats


@given(orders())
@settings(max_examples=150, deadline=None)
def test_moving_within_the_free_float_moves_nobody_else(graph: Network) -> None:
    """Each project is moved by its floats and by a day more, and everything is worked out again."""
    days = schedule(graph, FIRST)
    found = latest(graph, days)
    for id_, one in found.floats.items():
        slot = days.slots[id_]
        if slot.start is None or slot.finish is None or slot.finish == date.max:
            continue
        if (slot.finish - slot.start).days + 1 != (duration_of(graph.projects[id_]) or 1):
            continue  # stretched between its own dates: it cannot be moved as a whole

        def others(by: int, id_: str = id_) -> dict[str, tuple[date | None, date | None]]:
            slot = days.slots[id_]
            assert slot.start is not None
            assert slot.finish is not None
            moved = dict(graph.projects)
            moved[id_] = moved[id_].but(
                start=slot.start + timedelta(by), end=slot.finish + timedelta(by), duration_days=None
            )
            links = [link for held in graph.before.values() for link in held]
            after = schedule(Network(moved.values(), links), FIRST).slots
            return {other: (at.start, at.finish) for other, at in after.items() if other != id_}

        still = {other: (at.start, at.finish) for other, at in days.slots.items() if other != id_}
        assert others(one.free) == still
        if one.free < one.total:
            assert others(one.free + 1) != still
        late = [finish for _, finish in others(one.total).values() if finish is not None]
        assert found.end is not None
        assert max(late, default=date.min) <= found.end


@pytest.mark.parametrize(
    ("type_", "lag", "spare"),
    [("FS", 0, 10), ("FS", 4, 6), ("FS", -5, 15), ("SS", 0, 20), ("SS", 7, 13), ("FF", 0, 15), ("SF", 25, 0)],
)
def test_four_kinds_of_link_backwards(type_: str, lag: int, spare: int) -> None:
    """b is held from day 20 to 24 by its own start; a takes ten days from day 0."""
    graph = network({"a": (0, 9, None), "b": (20, 24, None)}, Link("a", "b", type_, lag))
    one = latest(graph, schedule(graph, FIRST)).floats["a"]
    assert one.free == min(spare, 15)
    assert one.total == min(spare, 15)


def test_a_chain_a_branch_and_their_floats() -> None:
    graph = network(
        {"a": (0, None, 10), "b": (None, None, 5), "c": (None, None, 20), "d": (None, None, 2)},
        Link("a", "b", "FS", 0),
        Link("a", "c", "FS", 0),
        Link("b", "d", "FS", 3),
        Link("c", "d", "FS", 0),
    )
    found = latest(graph, schedule(graph, FIRST))
    assert found.chain == ("a", "c", "d")
    assert found.critical() == {"a", "c", "d"}
    assert found.floats["b"] == Float(day(22), day(26), 12, 12)
    assert found.end == day(31)


def test_an_end_that_cannot_be_kept_gives_floats_below_zero() -> None:
    graph = network({"a": (0, None, 10), "b": (None, None, 5)}, Link("a", "b", "FS", 0))
    found = latest(graph, schedule(graph, FIRST), end=day(11))
    assert {id_: one.total for id_, one in found.floats.items()} == {"a": -3, "b": -3}


def test_programmes_that_sum_up_have_no_say() -> None:
    def project(id_: str, start: int, end: int, parent: str | None = None) -> Project:
        return Project(id=id_, start=day(start), end=day(end), parent=parent)

    graph = Network(
        [project("top", 0, 90), project("a", 0, 9, "top"), project("b", 10, 29, "top"), project("x", 0, 19)],
        [Link("a", "b", "FS", 0)],
    )
    assert summaries(graph) == {"top"}
    found = latest(graph, schedule(graph, FIRST), left_out=summaries(graph))
    assert found.end == day(29)
    assert found.critical() == {"a", "b"}
    assert found.floats["x"].total == 10
    assert "top" not in found.floats


def test_a_deep_network_takes_little_time() -> None:
    chance = random.Random(3)
    names = [f"p{n}" for n in range(30_000)]
    links = [Link(a, b, "FS", chance.randint(-3, 3)) for a, b in itertools.pairwise(names)]
    graph = network(dict.fromkeys(names, (0, None, 1)), *links)
    found = latest(graph, schedule(graph, FIRST))
    assert len(found.floats) == 30_000
    assert found.chain[-1] in found.critical()


def test_stated_dates_that_break_a_link() -> None:
    before = Project(id="a", start=day(0), end=day(9))
    after = Project(id="b", start=day(5), end=day(20))
    assert lacking_days(Link("a", "b", "FS", 0), before, after) == 5
    assert lacking_days(Link("a", "b", "FS", -5), before, after) == 0
    assert lacking_days(Link("a", "b", "SS", 7), before, after) == 2
    assert lacking_days(Link("a", "b", "FF", 11), before, after) == 0
    assert lacking_days(Link("a", "b", "SF", 30), before, after) == 10
    assert lacking_days(Link("a", "b", "FS", 0), before, Project(id="b", end=day(4))) == 6
    assert lacking_days(Link("a", "b", "FS", 0), Project(id="a"), after) == 0
    assert stated_end(Project(id="a", start=day(0), duration_days=10)) == day(9)
    assert stated_end(Project(id="a", duration_days=10)) is None
