"""Links between two kinds as a matrix, and what a change of some cells does."""

from __future__ import annotations

import random

import pytest

from tests.plans import sound_plan
from workbench.analysis.gaps import lacks
from workbench.analysis.linking import link_cells, say_of_link, unlink_cells
from workbench.analysis.links import (
    NO_PROBLEM,
    PAIRINGS,
    Line,
    Matrix,
    Pairing,
    Wanted,
)
from workbench.plan import edits
from workbench.plan.change import Change
from workbench.plan.elements import Element, Goal, Indicator, Need, PlanHead, Project
from workbench.plan.plan import Plan
from workbench.plan.records import AbsentReason, GoalLink, IndicatorLink

BY_KEY = {one.key: one for one in PAIRINGS}


def small() -> Plan:
    made: list[Element] = [
        PlanHead(id="plan", position="i", title="示例"),
        Need(id="n1", position="b", title="办事少跑腿", goals=("g2",)),
        Goal(
            id="g1", position="b", code="G-1", title="智慧城市", kind="overall", domains=("administration",)
        ),
        Goal(id="g2", position="d", code="G-2", title="一网通办", kind="specific", parent="g1"),
        Goal(id="g3", position="f", code="G-3", title="产业升级", kind="specific", domains=("industry",)),
        Goal(id="g4", position="h", code="G-4", title="没有归类", kind="specific"),
        Project(id="p1", position="b", title="数据平台", goals=(GoalLink(goal="g2", role="primary"),)),
        Project(id="p2", position="d", title="园区", domains=("industry",)),
        Indicator(id="i1", position="b", name="网办率", goals=("g2",)),
        Indicator(id="i2", position="d", name="其中", parent="i1"),
    ]
    return Plan("plan", made)


def applied(plan: Plan, change: Change) -> Change:
    plan.check(change)
    plan.apply(change)
    return change


def shown(lines: list[Line]) -> list[str]:
    return [line.id or f"[{line.group}]" for line in lines]


def test_lines_stand_under_their_problem_and_take_it_from_what_they_hang_on() -> None:
    matrix = Matrix(small(), BY_KEY["goals_projects"])
    assert shown(matrix.rows) == ["[industry]", "g3", "[administration]", "g1", "g2", "[]", "g4"]
    assert [line.depth for line in matrix.rows] == [0, 0, 0, 0, 1, 0, 0]
    assert shown(matrix.columns) == ["[industry]", "p2", "[administration]", "p1"]
    assert matrix.rows[0].many == 1
    assert matrix.at("g2", "p1") == (GoalLink(goal="g2", role="primary"),)
    assert matrix.at("g1", "p1") is None
    indicators = Matrix(small(), BY_KEY["goals_indicators"])
    assert shown(indicators.columns) == ["[administration]", "i1", "i2"]
    assert indicators.at("g2", "i1") == ()


def test_filters_problem_and_gaps() -> None:
    plan = small()
    pairing = BY_KEY["goals_projects"]
    assert shown(Matrix(plan, pairing, Wanted(rows="ywtb")).rows) == ["[administration]", "g2"]
    assert shown(Matrix(plan, pairing, Wanted(rows="G-3")).rows) == ["[industry]", "g3"]
    assert shown(Matrix(plan, pairing, Wanted(columns="园区")).columns) == ["[industry]", "p2"]
    assert shown(Matrix(plan, pairing, Wanted(problem=NO_PROBLEM)).rows) == ["[]", "g4"]
    matrix = Matrix(plan, pairing, Wanted(gaps=True))
    assert shown(matrix.rows) == ["[industry]", "g3", "[]", "g4"]
    assert shown(matrix.columns) == ["[industry]", "p2"]
    assert matrix.gaps_in_sight() == 3
    closed = Matrix(plan, pairing, Wanted(closed_rows=frozenset({"administration"})))
    assert shown(closed.rows) == ["[industry]", "g3", "[administration]", "[]", "g4"]


def test_what_is_lacking_is_what_the_chain_wants() -> None:
    plan = small()

    def of(id_: str) -> tuple[str, ...]:
        return lacks(plan, plan.elements[id_])

    assert of("n1") == ()
    assert of("g1") == ()  # holds by its part
    assert of("g2") == ()
    assert of("g3") == ("need", "project", "indicator")
    assert of("p1") == ("indicator",)
    assert of("p2") == ("goal", "indicator")
    assert of("i1") == ()  # a heading over others
    assert of("i2") == ("unit",)
    applied(
        plan, edits.set_field(plan, "p2", "absent", (AbsentReason(field="indicators", reason="pending"),))
    )
    assert of("p2") == ("goal",)
    applied(plan, edits.set_field(plan, "p1", "status", "cancelled"))
    assert of("p1") == ()
    assert "project" in of("g2")


def test_cells_are_linked_and_unlinked_as_one_change() -> None:
    plan = small()
    pairing = BY_KEY["goals_projects"]
    change = applied(
        plan, link_cells(plan, pairing, [("g3", "p1"), ("g3", "p2"), ("g2", "p1")], role="primary")
    )
    assert len(change.operations) == 2
    # The link that was there is not touched.
    assert plan.elements["p1"].get("goals") == (
        GoalLink(goal="g2", role="primary"),
        GoalLink(goal="g3", role="primary"),
    )
    undone = applied(plan, unlink_cells(plan, pairing, [("g3", "p1"), ("g3", "p2")]))
    assert undone.label.values == (("count", "2"),)
    assert plan.elements["p2"].get("goals") is None
    assert link_cells(plan, pairing, [("g2", "p1")]).is_empty
    assert unlink_cells(plan, pairing, [("g4", "p1")]).is_empty
    plain = applied(plan, link_cells(plan, BY_KEY["goals_indicators"], [("g3", "i1"), ("g3", "i2")]))
    assert plan.elements["i1"].get("goals") == ("g2", "g3")
    assert plain.label.message == "Make {count} links"


def test_what_is_said_of_one_of_several_links_to_the_same_indicator() -> None:
    plan = small()
    pairing = BY_KEY["projects_indicators"]
    assert pairing.details == ("contribution", "year")
    links = (IndicatorLink(indicator="i1", year=2026), IndicatorLink(indicator="i1", year=2027))
    applied(plan, edits.set_field(plan, "p1", "indicators", links))
    matrix = Matrix(plan, pairing)
    assert matrix.at("p1", "i1") == links
    applied(plan, say_of_link(plan, pairing, "p1", "i1", 1, year=2028))
    assert [one.year for one in plan.elements["p1"].get("indicators")] == [2026, 2028]
    applied(plan, unlink_cells(plan, pairing, [("p1", "i1")]))
    assert plan.elements["p1"].get("indicators") is None


def state(matrix: Matrix) -> object:
    cells = {
        (row.id, column.id): matrix.at(row.id, column.id) for row in matrix.rows for column in matrix.columns
    }
    gaps = {line.id: matrix.has_gap(line.id) for line in (*matrix.rows, *matrix.columns)}
    return matrix.rows, matrix.columns, cells, gaps, matrix.links_in_sight()


@pytest.mark.parametrize("pairing", PAIRINGS, ids=lambda one: one.key)
@pytest.mark.parametrize("gaps", [False, True])
def test_following_changes_gives_what_a_fresh_look_gives(pairing: Pairing, gaps: bool) -> None:
    plan = sound_plan(120)
    chance = random.Random(pairing.key)
    wanted = Wanted(gaps=gaps)
    matrix = Matrix(plan, pairing, wanted)
    for _ in range(120):
        change = applied(plan, random_change(plan, pairing, chance))
        before = matrix.rows, matrix.columns
        moved = matrix.follow(change)
        assert moved or before == (matrix.rows, matrix.columns)
        assert state(matrix) == state(Matrix(plan, pairing, wanted))
        # What was kept for the next filter is not that of the plan before the change.
        typed = Wanted(rows="1", gaps=gaps)
        matrix.arrange(typed)
        assert state(matrix) == state(Matrix(plan, pairing, typed))
        matrix.arrange(wanted)
        assert state(matrix) == state(Matrix(plan, pairing, wanted))


def test_lines_are_kept_while_only_filters_change() -> None:
    plan = small()
    matrix = Matrix(plan, BY_KEY["goals_projects"])
    rows = matrix.rows
    matrix.arrange(Wanted(rows="G-3"))
    assert shown(matrix.rows) == ["[industry]", "g3"]
    matrix.arrange(Wanted())
    assert matrix.rows is rows
    assert matrix.follow(applied(plan, edits.set_field(plan, "g3", "domains", ("capital",))))
    assert shown(matrix.rows) == ["[administration]", "g1", "g2", "[capital]", "g3", "[]", "g4"]


def random_change(plan: Plan, pairing: Pairing, chance: random.Random) -> Change:
    def one(kind: str) -> str:
        return chance.choice(plan.of_kind(kind)).id

    match chance.randrange(9):
        case 0 | 1 | 2:
            cells = [(one(pairing.rows), one(pairing.columns)) for _ in range(chance.randint(1, 4))]
            return chance.choice((link_cells, unlink_cells))(plan, pairing, cells)
        case 3:
            return edits.unlink(plan, one("indicator"), "goals", one("goal"))
        case 4:
            return edits.set_field(plan, one(chance.choice(("goal", "project"))), "domains", None)
        case 5:
            return edits.set_field(plan, one("project"), "status", chance.choice(("cancelled", "planned")))
        case 6:
            kind = chance.choice((pairing.rows, pairing.columns, "goal"))
            return edits.add(plan, kind, {"name" if kind == "indicator" else "title": "新"})
        case 7:
            return edits.set_field(plan, "n1", "goals", tuple({one("goal") for _ in range(3)}))
        case _:
            if plan.count(pairing.columns) > 5:
                return edits.delete(plan, [one(pairing.columns)])
            return edits.rename(plan, one("project"), "改名")


def test_parents_in_a_circle_are_still_shown() -> None:
    plan = small()
    plan.elements["g3"] = plan.elements["g3"].but(parent="g4", domains=None)
    plan.elements["g4"] = plan.elements["g4"].but(parent="g3")
    assert set(shown(Matrix(Plan("plan", plan.elements.values()), BY_KEY["goals_projects"]).rows)) >= {
        "g3",
        "g4",
    }
