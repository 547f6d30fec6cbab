"""The score that is likely at the end of a year, beside the scoring itself draw by draw."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.analysis.test_forecast import indicator
from workbench.analysis.expected_score import expected_score
from workbench.analysis.forecast import outlook
from workbench.analysis.scoring import assess
from workbench.plan.elements import Indicator, PlanHead, Scheme, SchemeItem, Unit
from workbench.plan.plan import Plan
from workbench.plan.records import Actual, Exemption, Span
from workbench.plan.values import rounded

AS_OF = date(2028, 12, 31)
LADDER = {
    "bands": [
        {"from": 100, "score": 20},
        {"from": 95, "to": 100, "score": 12},
        {"from": None, "to": 95, "score": 0},
    ]
}


def plan(*more: Any, scope: str = "plan", **scheme: Any) -> Plan:
    head = PlanHead(
        id="plan", position="i", title="p", period=Span(start=date(2026, 1, 1), end=date(2030, 12, 31))
    )
    elements: list[Any] = [
        Unit(id="u", name="u"),
        Unit(id="v", name="v"),
        indicator(50, 62, 70, 81, id_="a", targets={2029: "90"}),
        indicator(9, 7, 6, 4, id_="b", targets={2029: "3"}, direction="lower"),
        indicator(10, 30, 20, 45, id_="c", targets={2029: "40"}),
        indicator(1, 2, id_="few", targets={2029: "3"}),
        Scheme(id="k", year=2029, full_mark=Decimal(100), scope=scope, **scheme),
        *more,
    ]
    placed = [one.but(position=f"{at:03d}") for at, one in enumerate(elements, 1)]
    return Plan("plan", [head, *placed])


def item(id_: str, indicator_: str, marks: str | None, method: str = "completion", **more: Any) -> SchemeItem:
    given: dict[str, Any] = {"units": ("u",), **more}
    return SchemeItem(
        id=id_,
        scheme="k",
        indicator=indicator_,
        method=method,
        marks=None if marks is None else Decimal(marks),
        **given,
    )


ITEMS = (
    item("t1", "a", "40"),
    item("t2", "b", "30", "interval", parameters={"zero_at": 9, "full_at": 3}, veto="cap_level"),
    item("t3", "c", "20", "ladder", parameters=LADDER, veto="item"),
    item("t4", "few", "10", "threshold"),
    item("t5", "a", None, "bonus", parameters={"per": 1, "points": Decimal("0.5"), "cap": 3}),
)


def measured(held: Plan, values: dict[str, float]) -> Plan:
    """The plan with what a draw says as the year's actual values."""
    made = []
    for one in held.elements.values():
        if isinstance(one, Indicator) and one.id in values:
            value = rounded(Decimal(repr(values[one.id])), Decimal("1e-6"))
            one = one.but(actuals=(*(one.actuals or ()), Actual(period="2029", value=value)))  # noqa: PLW2901
        made.append(one)
    return Plan("plan", made)


@pytest.mark.parametrize("missing", ["unscored", "rescale"])
@pytest.mark.parametrize("scope", ["plan", "unit"])
def test_every_draw_is_what_the_scoring_makes_of_it(scope: str, missing: str) -> None:
    items = [one.but(units=("u", "v")) if one.id == "t1" else one for one in ITEMS]
    held = plan(*items, scope=scope, missing=missing)
    scheme = next(iter(held.all(Scheme)))
    # No more draws than values: each draw is scored by itself.
    forecast = outlook(held, AS_OF, 2029, draws=60)
    assert set(forecast.forecasts) == {"a", "b", "c"}
    found = expected_score(held, scheme, AS_OF, forecast)
    totals: list[Decimal] = []
    levels: Counter[str | None] = Counter()
    for at in range(60):
        values = {id_: float(forecast.draws[row][at]) for row, id_ in enumerate(forecast.forecasts)}
        made = assess(measured(held, values), scheme, AS_OF)
        assert made.total is not None
        totals.append(made.total)
        levels[made.level] += 1
    assert found.mean == pytest.approx(float(sum(totals)) / 60, abs=0.01)
    assert found.low is not None
    assert found.high is not None
    assert min(totals) <= found.low <= found.high <= max(totals)
    if scope == "plan":
        assert found.levels == pytest.approx({name: count / 60 for name, count in levels.items()})


def test_many_draws_give_nearly_the_same_as_each_by_itself() -> None:
    held = plan(*ITEMS)
    scheme = next(iter(held.all(Scheme)))
    few = expected_score(held, scheme, AS_OF, outlook(held, AS_OF, 2029, draws=100))
    many = expected_score(held, scheme, AS_OF, outlook(held, AS_OF, 2029))
    assert few.mean is not None
    assert many.mean == pytest.approx(few.mean, abs=3)
    assert sum(many.levels.values()) == pytest.approx(1)
    again = expected_score(held, scheme, AS_OF, outlook(held, AS_OF, 2029))
    assert again == many


@pytest.mark.parametrize("scope", ["plan", "unit"])
def test_marks_are_those_of_the_scheme_however_many_units_an_item_assesses(scope: str) -> None:
    held = plan(*(one.but(units=("u", "v")) if one.marks else one for one in ITEMS), scope=scope)
    scheme = next(iter(held.all(Scheme)))
    found = expected_score(held, scheme, AS_OF, outlook(held, AS_OF, 2029))
    assert len(found.rows) > 5
    assert found.held == 10
    assert found.marks == 100


def test_what_cannot_be_forecast_stays_and_is_told() -> None:
    held = plan(*ITEMS)
    scheme = next(iter(held.all(Scheme)))
    found = expected_score(held, scheme, AS_OF, outlook(held, AS_OF, 2029))
    assert found.held == 10
    assert found.marks == 100
    assert [one.row.item.id for one in found.rows] == ["t1", "t2", "t3", "t5"]
    by_id = {one.row.item.id: one for one in found.rows}
    assert 0 < by_id["t2"].veto < 1
    assert by_id["t1"].veto == 0
    assert by_id["t3"].low <= by_id["t3"].mean <= by_id["t3"].high <= 20


def test_exempt_items_own_values_and_the_year_that_is_over() -> None:
    exempt = ITEMS[0].but(exempt=Exemption(reason="停产", evidence=("x",)))
    held = plan(exempt, *ITEMS[1:])
    scheme = next(iter(held.all(Scheme)))
    found = expected_score(held, scheme, AS_OF, outlook(held, AS_OF, 2029))
    assert "t1" not in [one.row.item.id for one in found.rows]
    done = measured(plan(*ITEMS), {"a": 90.0, "b": 3.0, "c": 40.0})
    scheme = next(iter(done.all(Scheme)))
    over = expected_score(done, scheme, date(2030, 1, 31), outlook(done, date(2030, 1, 31), 2029))
    assert over.rows == ()
    assert over.mean == over.low == over.high == float(assess(done, scheme).total or 0)


def test_a_scheme_without_items_has_no_score() -> None:
    held = plan()
    scheme = next(iter(held.all(Scheme)))
    found = expected_score(held, scheme, AS_OF, outlook(held, AS_OF, 2029))
    assert (found.mean, found.levels, found.rows) == (None, {}, ())
