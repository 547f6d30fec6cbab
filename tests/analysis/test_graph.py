"""The chain from needs to units as a graph, and its layers."""

from __future__ import annotations

import random
import time
from itertools import combinations, pairwise

import pytest

from tests.plans import sound_plan
from workbench.analysis.gaps import CHAIN, lacks
from workbench.analysis.graph import LIMIT, Chain, link_between, unlink_between
from workbench.analysis.layers import arrange, count_crossings
from workbench.errors import Problem
from workbench.plan.elements import Element, Goal, Indicator, Need, PlanHead, Project, Unit
from workbench.plan.plan import Plan
from workbench.plan.records import GoalLink, IndicatorLink


def small() -> Plan:
    made: list[Element] = [
        PlanHead(id="plan", position="i", title="示例"),
        Need(id="n1", position="b", title="需求", goals=("g1", "nowhere"), domains=("industry",)),
        Goal(id="g1", position="b", title="总目标", kind="overall"),
        Goal(id="g2", position="d", title="目标", parent="g1", domains=("industry",)),
        Goal(id="g3", position="f", title="另一目标", domains=("capital",)),
        Project(id="p1", position="b", title="工程"),
        Project(
            id="p2",
            position="d",
            title="项目",
            parent="p1",
            goals=(GoalLink(goal="g2"), GoalLink(goal="g2")),
            indicators=(IndicatorLink(indicator="i1"),),
            lead_unit="u1",
        ),
        Indicator(id="i1", position="b", name="指标", goals=("g2",), responsible_unit="u2"),
        Indicator(id="i2", position="d", name="别的", goals=("g3",)),
        Unit(id="u1", position="b", name="甲局"),
        Unit(id="u2", position="d", name="乙局", parent="u1"),
    ]
    return Plan("plan", made)


def test_the_path_leads_up_and_down_but_not_sideways() -> None:
    chain = Chain(small())
    assert chain.path("p2") == {"n1", "g1", "g2", "p1", "p2", "i1", "u1", "u2"}
    assert chain.path("g3") == {"g3", "i2"}
    assert chain.path("n1") == {"n1", "g1", "g2", "p2", "i1", "u1", "u2"}
    assert chain.path("u1") == {"u1", "p2", "p1", "g2", "g1", "n1"}
    assert chain.path("plan") == frozenset()
    # Linked twice is one line.
    assert chain.down["g2"] == ["p2", "i1"]
    assert set(chain.edges({"n1", "g1", "g2", "p2"})) == {("n1", "g1"), ("g2", "p2")}


def test_what_is_shown_follows_the_filters() -> None:
    chain = Chain(small())
    assert len(chain.wanted().ids) == 10
    assert not chain.wanted().is_cut
    assert chain.wanted(problem="capital").ids == {"g3", "i2"}
    assert chain.wanted(problem="industry").ids == {"n1", "g2", "p2", "i1", "u1", "u2"}
    gaps = chain.wanted(gaps=True).ids
    assert {"g3", "i2"} <= gaps
    assert all(
        lacks(chain.plan, chain.plan.elements[id_]) or id_ in {"p2", "g2"} for id_ in gaps if id_[0] in "gp"
    )
    assert chain.wanted(around="g3").ids == {"g3", "i2"}
    few = chain.wanted(limit=4)
    assert few.is_cut
    assert few.around == "g2"
    assert len(few.ids) == 4
    assert few.of == 10


def test_of_a_large_plan_the_surroundings_are_shown_in_bounded_time() -> None:
    plan = sound_plan(20_000)
    chain = Chain(plan)
    shown = chain.wanted()
    assert shown.is_cut
    assert shown.of > 9_000
    assert len(shown.ids) <= LIMIT
    layers = [
        [id_ for id_ in chain.ids if id_ in shown.ids and chain.layer(id_) == at] for at in range(len(CHAIN))
    ]
    arrange(layers, chain.edges(shown.ids))
    narrow = chain.wanted(around="p7-1")
    assert "p7-1" in narrow.ids
    assert narrow.around == "p7-1"
    # A bound that catches what grows with the square of the plan, not a figure of speed.


def test_any_two_neighbours_of_the_chain_are_linked_from_either_end() -> None:
    plan = small()
    for one, other, id_, field, value in (
        ("g3", "n1", "n1", "goals", ("g1", "nowhere", "g3")),
        ("p1", "g3", "p1", "goals", (GoalLink(goal="g3"),)),
        ("g3", "i1", "i1", "goals", ("g2", "g3")),
        ("i2", "p1", "p1", "indicators", (IndicatorLink(indicator="i2"),)),
        ("u1", "i1", "i1", "responsible_unit", "u1"),
        ("p1", "u2", "p1", "lead_unit", "u2"),
        ("u1", "g3", "g3", "responsible_unit", "u1"),
    ):
        before = plan.elements[id_].get(field)
        for first, second in ((one, other), (other, one)):
            assert link_between(plan, first, second).operations[0].after == value
        plan.apply(link_between(plan, one, other))
        gone = unlink_between(plan, other, one)
        assert gone is not None
        assert gone.operations[0].after == (before if field in {"goals", "indicators"} else None)
    with pytest.raises(Problem):
        link_between(plan, "n1", "u1")
    assert unlink_between(plan, "n1", "u1") is None
    assert unlink_between(plan, "n1", "g2") is None


def crossings_by_hand(lines: list[tuple[int, int]]) -> int:
    return sum(1 for (a, b), (c, d) in combinations(lines, 2) if (a - c) * (b - d) < 0)


@pytest.mark.parametrize("seed", range(30))
def test_crossings_are_counted_and_never_more_than_before(seed: int) -> None:
    chance = random.Random(seed)
    layers = [[f"{depth}-{at}" for at in range(chance.randint(0, 12))] for depth in range(5)]
    edges = list(
        {
            (chance.choice(layers[one]), chance.choice(layers[other])): None
            for _ in range(chance.randint(0, 60))
            for one, other in [sorted(chance.sample(range(5), 2))]
            if layers[one] and layers[other]
        }
    )
    places = arrange(layers, edges)
    assert places.crossings <= places.crossings_before
    assert [sorted(layer) for layer in places.layers] == [sorted(layer) for layer in layers]
    lines = [(chance.randrange(9), chance.randrange(9)) for _ in range(40)]
    assert count_crossings(lines) == crossings_by_hand(lines)
    for layer in places.layers:
        heights = [places.heights[one] for one in layer]
        assert all(b - a >= 1 - 1e-6 for a, b in pairwise(heights))
        assert all(0.5 - 1e-6 <= y <= places.height for y in heights)
    for (source, target), way in places.ways.items():
        first, last = way[0], way[-1]
        assert first[1] == places.heights[source]
        assert last[1] == places.heights[target]
        assert [depth for depth, _ in way] == list(range(first[0], last[0] + 1))


def test_a_knot_that_can_be_undone_is_undone() -> None:
    layers = [list("abcdef"), list("uvwxyz")]
    edges = list(zip("abcdef", reversed("uvwxyz"), strict=True))
    places = arrange(layers, edges)
    assert places.crossings_before == 15
    assert places.crossings == 0
    # Every line runs level.
    assert all(abs(way[0][1] - way[1][1]) < 1e-6 for way in places.ways.values())


def test_even_twenty_thousand_elements_are_laid_out_in_bounded_time() -> None:
    chance = random.Random(1)
    layers = [[f"{depth}-{at}" for at in range(4000)] for depth in range(5)]
    edges = list(
        dict.fromkeys(
            (chance.choice(layers[depth]), chance.choice(layers[depth + 1]))
            for depth in range(4)
            for _ in range(8000)
        )
    )
    began = time.perf_counter()
    places = arrange(layers, edges)
    assert places.crossings < places.crossings_before
    assert time.perf_counter() - began < 20
