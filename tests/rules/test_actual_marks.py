"""What is to be seen at the cells of actual values."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.actual_values import elements
from workbench.plan.elements import Indicator
from workbench.plan.plan import Plan
from workbench.plan.records import AbsentReason, Actual
from workbench.rules.actual_marks import marks
from workbench.rules.checker import Checker
from workbench.rules.view import View

AS_OF = date(2027, 6, 30)


def found(indicator: Indicator, *, status: str = "in_force") -> dict[str, str]:
    """The kind of mark of each marked cell."""
    plan = Plan("plan", [*elements()[:5], indicator])
    plan.elements["plan"] = plan.head.but(status=status)
    made = marks(View(plan, AS_OF), indicator)
    return {f"{period},{unit}" if unit else period: mark.kind for (unit, period), mark in made.items()}


def sample(id_: str) -> Indicator:
    return next(one for one in elements() if isinstance(one, Indicator) and one.id == id_)


def of_quarters(*values: str, **fields: object) -> Indicator:
    """The first indicator with these values from the first quarter of 2026 on."""
    rows = tuple(
        Actual(period=f"{2026 + at // 4}-Q{at % 4 + 1}", value=Decimal(value))
        for at, value in enumerate(values)
    )
    return sample("i1").but(actuals=rows, **fields)


def test_what_is_over_is_missing_and_after_the_grace_late() -> None:
    assert found(sample("i1")) == {"2027-Q2": "missing"}
    assert found(sample("i2")) == {"2026": "late"}
    assert found(sample("i2"), status="draft") == {"2026": "missing"}
    # Each district owes its own; the half-year that ended today is not late yet.
    assert found(sample("i3")) == {
        "2026-H1,d1": "late",
        "2027-H1,d1": "missing",
        "2026-H1,d2": "late",
        "2026-H2,d2": "late",
        "2027-H1,d2": "missing",
    }


def test_a_reason_stands_for_the_value_and_the_rule_says_so_too() -> None:
    stated = sample("i2").but(absent=(AbsentReason(field="actuals[2026]", reason="confidential"),))
    assert found(stated) == {"2026": "stated"}
    for one, count in ((sample("i2"), 1), (stated, 0)):
        checker = Checker(Plan("plan", [*elements()[:5], one]))
        checker.check_local()
        assert sum(finding.rule == "C414" for finding in checker.findings()) == count


@pytest.mark.parametrize(
    ("values", "fields", "kinds"),
    [
        (("72", "75", "77", "81", "83"), {}, {}),
        (("72", "75", "77", "810", "83"), {}, {"2026-Q4": "impossible"}),
        (("72", "75", "0.77", "81", "83"), {}, {"2026-Q3": "slip"}),
        (("72", "75", "20", "81", "83"), {}, {"2026-Q3": "jump"}),
        (("72", "75", "75", "81", "83"), {}, {"2026-Q3": "same"}),
        (
            ("72", "75", "74", "81", "83"),
            {"name": "累计用户数", "value_type": "number", "unit": "户"},
            {"2026-Q3": "falls"},
        ),
        (
            ("5", "10", "16", "22", "5"),
            {"aggregation": "cumulative", "unit": "户", "value_type": "number"},
            {"2026-Q3": "sum"},
        ),
    ],
)
def test_suspicious_values(values: tuple[str, ...], fields: dict[str, object], kinds: dict[str, str]) -> None:
    made = found(of_quarters(*values, **fields))
    made.pop("2027-Q2")
    assert made == kinds
