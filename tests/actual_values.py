"""A small plan in force with indicators collected by quarter, half-year and year, one for districts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from workbench.plan.elements import Element, Indicator, PlanHead, Unit
from workbench.plan.records import Actual, Baseline, Span, Target


def elements() -> list[Element]:
    """Judged on the last of June 2027."""
    return [
        PlanHead(
            id="plan",
            position="i",
            title="示例",
            status="in_force",
            base_year=2025,
            as_of=date(2027, 6, 30),
            period=Span(start=date(2026, 1, 1), end=date(2028, 12, 31)),
        ),
        Unit(id="u1", position="b", code="U-01", name="市数据局", aliases=("数据局",)),
        Unit(id="u2", position="d", code="U-02", name="市统计局"),
        Unit(id="d1", position="f", code="U-03", name="东区"),
        Unit(id="d2", position="h", code="U-04", name="西区"),
        Indicator(
            id="i1",
            position="b",
            code="I-01",
            name="网上可办率",
            unit="%",
            value_type="percent",
            aggregation="level",
            direction="higher",
            frequency="quarter",
            responsible_unit="u1",
            data_unit="u2",
            baseline=Baseline(value=Decimal(70), year=2025),
            targets=(Target(year=2026, value=Decimal(80)), Target(year=2027, value=Decimal(90))),
            actuals=(
                Actual(period="2026-Q1", value=Decimal(72)),
                Actual(period="2026-Q2", value=Decimal(75)),
                Actual(period="2026-Q3", value=Decimal(77)),
                Actual(period="2026-Q4", value=Decimal(81)),
                Actual(period="2027-Q1", value=Decimal(83), remark="系统导出"),
            ),
        ),
        Indicator(
            id="i2",
            position="d",
            code="I-02",
            name="光纤用户数",
            unit="户",
            value_type="number",
            aggregation="level",
            direction="higher",
            frequency="year",
            responsible_unit="u2",
            baseline=Baseline(value=Decimal(100_000), year=2025),
            targets=(Target(year=2026, value=Decimal(110_000)), Target(year=2027, value=Decimal(125_000))),
        ),
        Indicator(
            id="i3",
            position="f",
            code="I-03",
            name="事件按期处置率",
            unit="%",
            value_type="percent",
            direction="higher",
            frequency="half_year",
            responsible_unit="u1",
            baseline=Baseline(value=Decimal(60), year=2025),
            targets=(
                Target(year=2027, value=Decimal(80), unit="d1"),
                Target(year=2027, value=Decimal(80), unit="d2"),
            ),
            actuals=(Actual(period="2026-H2", value=Decimal(70), unit="d1"),),
        ),
    ]
