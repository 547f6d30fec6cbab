"""The path of an indicator: what each year was to bring, what it has brought, where a step leads."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from workbench.analysis.completion import Ratio
from workbench.analysis.indicator_path import Path, on_step, path_of, step_of
from workbench.plan.elements import Indicator, PlanHead
from workbench.plan.records import Actual, Baseline, Span, Target

HEAD = PlanHead(id="p", position="i", title="p", period=Span(start=date(2026, 1, 1), end=date(2030, 12, 31)))


def indicator(**more: Any) -> Indicator:
    given: dict[str, Any] = {
        "direction": "higher",
        "unit": "%",
        "baseline": Baseline(value=Decimal(70), year=2025),
        "targets": (Target(year=2026, value=Decimal(75)), Target(year=2030, value=Decimal(95))),
        "actuals": (
            Actual(period="2026", value=Decimal(78)),
            Actual(period="2027-H1", value=Decimal("78.5")),
        ),
    }
    return Indicator(id="i", position="i", name="网上可办率", **{**given, **more})


def path(**more: Any) -> Path:
    return path_of(indicator(**more), HEAD, date(2027, 9, 30))


def test_each_year_says_what_it_was_to_bring_and_has_brought() -> None:
    found = path()
    assert [one.year for one in found.years] == [2026, 2027, 2028, 2029, 2030]
    first, second, third, *_, last = found.years
    assert first.completion == Ratio(Decimal(78), Decimal(75))
    assert first.progress is not None
    assert first.progress.status == "ahead"
    # A year that is not over has no actual value yet, but a status.
    assert second.actual is None
    assert second.partly is not None
    assert second.partly.period == "2027-H1"
    assert second.progress is not None
    assert (third.actual, third.partly, third.progress, third.completion) == (None, None, None, "")
    assert last.target is not None
    assert [(int(one.time), int(one.value)) for one in found.expected] == [(2025, 70), (2026, 75), (2030, 95)]
    assert [round(one.time, 1) for one in found.actuals] == [2026.0, 2026.5]


def test_a_year_without_a_target_aims_at_the_way_between() -> None:
    found = path()
    assert [found.aim(year) for year in (2026, 2028, 2030, 2031)] == [75, 85, 95, 95]
    assert path(baseline=None, targets=None, actuals=None).aim(2028) is None


def test_what_stands_alone_has_no_way() -> None:
    assert path(aggregation="annual").expected == ()
    assert path(direction="range").expected == ()
    assert path(baseline=None).expected == ()
    words = path(direction="qualitative", targets=(Target(year=2026, text="建成"),))
    assert words.now.reason == "words"
    assert words.years[0].completion == "words"


@pytest.mark.parametrize(
    ("span", "more", "step"),
    [
        ("25", {}, "1"),
        ("25", {"baseline": Baseline(value=Decimal("70.5"), year=2025)}, "0.2"),
        ("2", {"baseline": Baseline(value=Decimal("1.25"), year=2025)}, "0.01"),
        ("3000", {}, "20"),
        ("0", {}, "1"),
        ("0.4", {"value_type": "count", "baseline": Baseline(value=Decimal("1.5"), year=2025)}, "1"),
    ],
)
def test_a_step_is_one_that_a_person_would_make(span: str, more: dict[str, Any], step: str) -> None:
    assert step_of(indicator(**more), Decimal(span)) == Decimal(step)


def test_a_value_on_a_step_has_no_more_digits() -> None:
    assert str(on_step(Decimal("83.4729"), Decimal("0.2"))) == "83.4"
    assert str(on_step(Decimal("1234.5"), Decimal(20))) == "1240"
    assert str(on_step(Decimal("83.5"), Decimal(1))) == "84"
