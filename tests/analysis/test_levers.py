"""What would change a year's result most."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from workbench.analysis.levers import levers
from workbench.analysis.scoring import assess
from workbench.analysis.year_score import YearScore
from workbench.plan.elements import Indicator, PlanHead, Scheme, SchemeItem, Unit
from workbench.plan.plan import Plan
from workbench.plan.records import Actual, Target

D = Decimal
DAY = date(2028, 1, 31)


def plan(*items: SchemeItem, actuals: dict[str, int | None], year: int = 2027, **scheme: Any) -> Plan:
    indicators = [
        Indicator(
            id=id_,
            name=id_,
            direction="higher",
            targets=(Target(year=year, value=Decimal(100)),),
            actuals=(Actual(period=str(year), value=Decimal(value)),) if value is not None else None,
        )
        for id_, value in actuals.items()
    ]
    held: list[Any] = [
        Unit(id="u", name="u", class_="局"),
        Unit(id="v", name="v", class_="局"),
        Scheme(id="k", year=year, full_mark=Decimal(100), **scheme),
        *indicators,
        *items,
    ]
    placed = [one.but(position=f"{at:03d}") for at, one in enumerate(held, 1)]
    return Plan("plan", [PlanHead(id="plan", position="i", title="p"), *placed])


def item(id_: str, marks: str | None, **more: Any) -> SchemeItem:
    given: dict[str, Any] = {"indicator": id_, "method": "completion", "units": ("u",), **more}
    return SchemeItem(id=f"t-{id_}", scheme="k", marks=None if marks is None else Decimal(marks), **given)


def test_vetoes_go_before_marks_and_marks_by_what_they_bring() -> None:
    held = plan(
        item("a", "40"),
        item("b", "30"),
        item("c", "20"),
        item("d", "10", method="threshold", veto="fail"),
        item("e", None, method="penalty", parameters={"per": 10, "points": 1, "cap": 5}),
        item("f", None, method="bonus", parameters={"per": 10, "points": 1, "cap": 5}),
        actuals={"a": 90, "b": 80, "c": 100, "d": 99, "e": 70, "f": 100},
    )
    now = assess(held, next(iter(held.all(Scheme))), DAY)
    assert (now.total, now.level) == (Decimal("77.00"), "不合格")
    found = levers(now)
    assert [(one.item, one.gain, one.level) for one in found] == [
        ("t-d", Decimal("10.00"), "良好"),
        ("t-b", Decimal("6.00"), "不合格"),
        ("t-a", Decimal("4.00"), "不合格"),
        ("t-e", Decimal("3.00"), "不合格"),
    ]
    assert [one.lifts_veto for one in found] == [True, False, False, False]
    assert [one.item for one in levers(now, most=1)] == ["t-d"]


def test_what_is_missing_counts_and_what_leaves_does_not() -> None:
    held = plan(
        item("a", "50"),
        item("b", "50", units=("u", "v")),
        actuals={"a": None, "b": 100},
    )
    scheme = next(iter(held.all(Scheme)))
    (one,) = levers(assess(held, scheme, DAY))
    assert (one.item, one.open, one.gain, one.total) == ("t-a", D(50), D(50), D(100))
    rescaled = scheme.but(missing="rescale")
    assert levers(assess(held, rescaled, DAY)) == []


def test_units_scored_by_themselves() -> None:
    held = plan(item("a", "100", units=("u", "v")), actuals={"a": 60}, scope="unit")
    now = assess(held, next(iter(held.all(Scheme))), DAY)
    (one,) = levers(now)
    assert (one.open, one.gain, len(one.rows)) == (D(80), D(40), 2)


def test_the_history_of_a_unit() -> None:
    held = [
        plan(item("a", "100", units=("u", "v")), actuals={"a": value}, year=year, scope="unit")
        for year, value in ((2026, 80), (2027, 60))
    ]
    first, last = (assess(one, next(iter(one.all(Scheme))), DAY) for one in held)
    found = YearScore(held[1], DAY, last, (first, last))
    told = [(one.year, one.own.score, one.own.rank, one.ranked) for one in found.of_unit("v")]
    assert told == [(2026, D(80), 1, 2), (2027, D(60), 1, 2)]
    assert found.of_unit("w") == []
