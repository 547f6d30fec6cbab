"""What scores come to: totals, missing and exempt items, vetoes, levels, units, ranks."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.analysis.schemes import plan_of
from workbench.analysis.levers import levers
from workbench.analysis.ranking import mean_places, places
from workbench.analysis.scoring import Assessment, assess
from workbench.analysis.scoring_steps import in_one_line
from workbench.i18n import words

NO_VALUE: dict[str, Any] = {"actuals": []}
#: 9.22 of 10, 40 of 60, 30 of 30.
THREE: tuple[dict[str, Any], ...] = (
    {"marks": 10},
    {"marks": 60, "units": ["u2"], "year_target": 124.5},
    {"marks": 30, "method": "threshold", "year_target": 83, "units": ["u2"]},
)


def scored(*items: dict[str, Any], **more: Any) -> Assessment:
    plan, scheme = plan_of(*items, **more)
    return assess(plan, scheme)


def own(**values: Any) -> list[dict[str, Any]]:
    """Values of 2016 of units: u1=3."""
    return [{"period": "2016", "unit": unit, "value": value} for unit, value in values.items()]


def test_the_total_is_the_sum_of_the_rounded_items() -> None:
    found = scored(*THREE)
    assert [row.score for row in found.rows] == [Decimal("9.22"), Decimal("40.00"), Decimal("30.00")]
    assert (found.total, found.level, found.complete) == (Decimal("79.22"), "合格", True)
    by_unit = {one.unit: (one.score, one.items) for one in found.units}
    assert by_unit == {"u1": (Decimal("92.20"), 1), "u2": (Decimal("77.78"), 2)}


@pytest.mark.parametrize(
    ("missing", "total", "complete", "score"),
    [
        (None, "70.00", False, "0"),
        ("unscored", "70.00", False, "0"),
        ("zero", "70.00", True, "0"),
        # 70 of 90 marks.
        ("rescale", "77.78", True, None),
    ],
)
def test_missing_values(missing: str | None, total: str, complete: bool, score: str | None) -> None:
    more = {"missing": missing} if missing else {}
    found = scored(*THREE, indicators={"i1": NO_VALUE}, **more)
    assert (found.total, found.complete) == (Decimal(total), complete)
    assert found.rows[0].status == "missing"
    assert found.rows[0].score == (None if score is None else Decimal(score))
    unit = found.units[0]
    assert unit.score == (None if missing == "rescale" else 0)
    assert unit.rank == (None if missing == "rescale" else 2)


def test_an_exempt_item_leaves_and_the_rest_is_scaled_up() -> None:
    exempt = {**THREE[1], "exempt": {"reason": "台风损毁监测站", "evidence": ["灾损报告.pdf"]}}
    found = scored(THREE[0], exempt, THREE[2])
    # 39.22 of 40 marks.
    assert (found.total, found.complete) == (Decimal("98.05"), True)
    assert (found.rows[1].status, found.rows[1].score) == ("exempt", None)
    assert "灾损报告.pdf" in in_one_line(found.rows[1], words("en"))
    without = {**THREE[1], "exempt": {"reason": "台风"}}
    assert "no evidence" in in_one_line(scored(without).rows[0], words("en"))
    assert scored(without).total is None


def test_bonus_and_penalty_stand_beside_the_full_mark_and_are_not_scaled() -> None:
    beside = {"marks": None, "parameters": {"per": 1, "points": 1, "cap": 5}, "year_target": 80}
    bonus, penalty = {**beside, "method": "bonus"}, {**beside, "method": "penalty", "year_target": 85}
    assert scored(*THREE, bonus, penalty).total == Decimal("80.22")  # + 3 - 2
    exempt = {**THREE[1], "exempt": {"reason": "台风"}}
    assert scored(THREE[0], exempt, THREE[2], bonus).total == Decimal("101.05")
    assert scored({"marks": 2, "year_target": 8300}, penalty).total == Decimal("0.00")


@pytest.mark.parametrize(
    ("veto", "level", "score"),
    [("item", "合格", "0"), ("cap_level", "合格", "9.22"), ("fail", "不合格", "9.22")],
)
def test_a_missed_target_fires_the_veto(veto: str, level: str, score: str) -> None:
    full = {"marks": 75, "method": "threshold", "year_target": 83}
    found = scored({"marks": 10, "veto": veto}, full)
    assert (found.level, found.veto) == (level, ("t1",))
    assert (found.rows[0].status, found.rows[0].score) == ("vetoed", Decimal(score))
    assert found.level_before == ("合格" if veto == "item" else "良好")
    met = scored({"marks": 10, "veto": veto, "year_target": 83}, full)
    assert (met.veto, met.rows[0].status) == ((), "scored")
    unknown = scored({"marks": 10, "veto": veto}, full, indicators={"i1": NO_VALUE})
    assert (unknown.veto, unknown.rows[0].status) == ((), "missing")


def test_a_pure_veto_carries_no_marks_and_two_lower_the_level_once() -> None:
    pure = {"marks": None, "method": "threshold", "veto": "cap_level"}
    full = {"marks": 100, "method": "threshold", "year_target": 83}
    found = scored(full, pure, pure)
    assert (found.total, found.level_before, found.level) == (Decimal("100.00"), "优秀", "良好")
    assert found.veto == ("t2", "t3")
    assert found.rows[1].weight == 0


@pytest.mark.parametrize(
    ("points", "usual", "own_levels"),
    [
        (95, "优秀", "超额完成"),
        (90, "优秀", "完成"),
        (89.99, "良好", "完成"),
        (80, "良好", "完成"),
        (60, "合格", "基本完成"),
        (59.99, "不合格", "未完成"),
    ],
)
def test_levels(points: float, usual: str, own_levels: str) -> None:
    item = {"marks": 100, "year_target": 100}
    indicator = {"i1": {"actuals": [{"period": "2016", "value": points}]}}
    assert scored(item, indicators=indicator).level == usual
    levels = [("超额完成", 95), ("完成", 80), ("基本完成", 60), ("未完成", 0)]
    given = [{"name": name, "from": start} for name, start in levels]
    assert scored(item, indicators=indicator, levels=given).level == own_levels
    # The usual levels are shares of the full mark.
    assert scored({**item, "marks": 1000}, indicators=indicator, full_mark=1000).level == usual


def test_own_levels_without_a_lowest_one_and_failing() -> None:
    given = [{"name": "优", "from": 90}, {"name": "中", "from": 60}]
    assert scored({"marks": 10}, levels=given).level == "不合格"
    veto = {"marks": 100, "year_target": 90, "veto": "fail"}
    assert scored(veto, levels=[*given, {"name": "差", "from": 0}]).level == "差"


def test_rank_three_of_nine() -> None:
    names = [f"u{at}" for at in range(1, 10)]
    units = [{"id": name, "name": name, "class": "区"} for name in names]
    values = {name: 100 - at for at, name in enumerate(names)}
    item = {"method": "rank", "unit_class": "区", "units": None, "parameters": {"rule": "linear"}}
    found = scored(item, units=units, indicators={"i1": {"actuals": own(**values)}})
    assert found.rows[2].score == Decimal("7.78")
    assert [one.rank for one in found.units] == list(range(1, 10))
    assert found.total == Decimal("5.56")  # the mean


@pytest.mark.parametrize(
    ("parameters", "scores"),
    [
        ({"rule": "linear"}, ["10.00", "5.00", "5.00"]),  # second and third share 2.5
        ({"rule": "step", "step": 2}, ["10.00", "7.00", "7.00"]),
        ({"rule": "step", "step": 8}, ["10.00", "0.00", "0.00"]),
        ({"rule": "thirds"}, ["10.00", "8.00", "8.00"]),
    ],
)
def test_ties_share_the_mean_of_their_places(parameters: dict[str, Any], scores: list[str]) -> None:
    item = {"method": "rank", "units": ["u1", "u2", "u3"], "parameters": parameters}
    found = scored(item, indicators={"i1": {"actuals": own(u1=90, u2=80, u3=80)}})
    assert [str(row.score) for row in found.rows] == scores
    assert [one.rank for one in found.units] == [1, 2, 2]


def test_each_class_is_ranked_by_itself_and_lower_may_be_better() -> None:
    units = [{"id": "u3", "name": "单位3", "class": "委"}]
    item = {"method": "rank", "units": ["u1", "u2", "u3"], "parameters": {"rule": "linear"}}
    indicator = {"direction": "lower", "actuals": own(u1=90, u2=80)}
    found = scored(item, units=units, indicators={"i1": indicator})
    assert [str(row.score) for row in found.rows] == ["5.00", "10.00", "0"]
    assert (found.rows[2].status, found.rows[2].lack) == ("missing", "own")


def test_places() -> None:
    values = {"a": Decimal(3), "b": Decimal(5), "c": Decimal(3), "d": Decimal(1)}
    assert places(values) == {"b": 1, "a": 2, "c": 2, "d": 4}
    assert mean_places(values) == {"b": 1, "a": Decimal("2.5"), "c": Decimal("2.5"), "d": 4}


def test_scope_unit_each_has_the_full_mark_and_the_plan_the_mean() -> None:
    items = ({"marks": 100, "units": ["u1", "u2"]}, {"marks": 5, "units": ["u2"], "method": "penalty"})
    items[1]["parameters"] = {"per": 1, "points": 0.5, "cap": 2}
    values = {"i1": {"actuals": own(u1=81, u2=72)}}
    found = scored(*items, scope="unit", indicators=values)
    assert [(one.unit, one.score, one.rank) for one in found.units] == [
        ("u1", Decimal("90.00"), 1),
        ("u2", Decimal("78.00"), 2),
    ]
    assert (found.total, found.level) == (Decimal("84.00"), "良好")


def test_marks_by_class_and_units_of_a_class() -> None:
    units = [
        {"id": "u1", "name": "单位1", "class": "委"},
        {"id": "old", "name": "旧局", "class": "局", "valid_until": 2015},
        {"id": "g", "name": "各局", "kind": "group", "class": "局", "members": ["u2", "u3"]},
    ]
    item = {"marks": None, "units": None, "marks_by_class": {"委": 20, "局": 100}}
    found = scored(item, units=units)
    assert [(row.unit, str(row.weight), str(row.score)) for row in found.rows] == [
        ("u1", "20", "18.44"),
        ("u2", "100", "92.22"),
        ("u3", "100", "92.22"),
    ]
    assert found.by_unit
    of_group = scored({"units": ["g", "u2"]}, units=units)
    assert [row.unit for row in of_group.rows] == ["u2", "u3"]


def test_the_value_of_the_whole_does_not_stand_for_who_lacks_one_of_their_own() -> None:
    item = {"units": ["u1", "u2"]}
    whole = {"period": "2016", "value": 90}
    for_all = scored(item, indicators={"i1": {"actuals": [whole]}})
    assert [str(row.score) for row in for_all.rows] == ["10.00", "10.00"]
    apart = scored(item, indicators={"i1": {"actuals": [whole, *own(u1=45)]}})
    assert [(row.status, str(row.score)) for row in apart.rows] == [("scored", "5.00"), ("missing", "0")]


def test_a_class_without_units_is_one_that_is_assessed() -> None:
    found = scored({"marks": 100, "units": None, "unit_class": "镇街"}, scope="unit")
    assert [(row.unit, row.unit_class) for row in found.rows] == [(None, "镇街")]
    assert [(one.unit, one.score) for one in found.units] == [("镇街", Decimal("92.22"))]


def test_a_veto_of_one_unit_lowers_that_unit_and_not_the_whole() -> None:
    item = {"marks": 100, "units": ["u1", "u2"], "veto": "fail", "year_target": 80}
    found = scored(item, scope="unit", indicators={"i1": {"actuals": own(u1=81, u2=72)}})
    assert [one.level for one in found.units] == ["优秀", "不合格"]
    assert (found.level, found.veto) == ("优秀", ("t1",))
    every = scored(item, scope="unit", indicators={"i1": {"actuals": own(u1=71, u2=72)}})
    assert every.level == "不合格"


def test_milestones_and_projects() -> None:
    projects = [
        {
            "id": "p1",
            "title": "平台",
            "status": "active",
            "milestones": [
                {"id": "m1", "title": "验收", "due": "2016-06-30", "done_on": "2016-07-04"},
                {"id": "m2", "title": "上线", "due": "2016-06-30"},
            ],
            "reports": [{"period": "2016-Q3", "percent": 60}, {"period": "2016-Q4", "percent": 75}],
        }
    ]
    items: tuple[dict[str, Any], ...] = (
        {"milestone": "m1", "method": "yes_no"},
        {"milestone": "m2", "method": "yes_no", "veto": "cap_level"},
        {"project": "p1", "method": "completion"},
    )
    plan, scheme = plan_of(*items, projects=projects)
    found = assess(plan, scheme, date(2017, 1, 1))
    assert [str(row.score) for row in found.rows] == ["10.00", "0.00", "7.50"]
    assert found.veto == ("t2",)
    # Before the year is over, what is not done may still be.
    assert assess(plan, scheme, date(2016, 8, 1)).rows[1].status == "missing"


def test_what_people_entered_stands_beside_and_counts_at_its_stage() -> None:
    results = [{"item": "t1", "unit": "u1", "self": 10, "review": 9, "final": 8.5}]
    plan, scheme = plan_of({"marks": 10}, {"marks": 90, "method": "threshold"}, results=results)
    by_stage = {stage: assess(plan, scheme, stage=stage) for stage in ("computed", "self", "review", "final")}
    assert {stage: str(found.total) for stage, found in by_stage.items()} == {
        "computed": "9.22",
        "self": "10.00",
        "review": "9.00",
        "final": "8.50",
    }
    row = by_stage["computed"].rows[0]
    assert row.result is not None
    assert row.result.self_ == 10
    assert not row.by_hand
    assert by_stage["final"].rows[0].by_hand


def test_what_would_change_the_result_most() -> None:
    found = scored(*THREE, {"marks": None, "method": "threshold", "veto": "fail"})
    assert [(one.item, str(one.gain)) for one in levers(found)][1:] == [("t2", "20.00"), ("t1", "0.78")]
    # Out of 40 marks that count as 100.
    exempt = {**THREE[1], "exempt": {"reason": "台风"}}
    assert [str(one.gain) for one in levers(scored(THREE[0], exempt, THREE[2]))] == ["1.95"]
    item = {"marks": 100, "units": ["u1", "u2"]}
    each = scored(item, scope="unit", indicators={"i1": {"actuals": own(u1=81, u2=90)}})
    assert [str(one.gain) for one in levers(each)] == ["5.00"]


def test_an_empty_scheme_and_items_that_say_nothing() -> None:
    assert scored().total is None
    found = scored({"method": None}, {"method": "ladder"}, {"units": None})
    assert [row.lack for row in found.rows] == ["method", "parameters", ""]
    assert found.rows[2].unit is None
    assert not found.complete
