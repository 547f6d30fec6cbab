"""What fits a declaration and what does not."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from workbench.plan.elements import KINDS
from workbench.plan.records import AbsentReason, ClassMarks, GoalLink
from workbench.plan.validity import fault

DEEP: list[Any] = []
for _ in range(200):
    DEEP = [DEEP]

ODD: list[tuple[str, str, Any]] = [
    ("project", "duration_days", True),
    ("project", "duration_days", -1),
    ("project", "duration_days", 2**62),
    ("project", "duration_days", Decimal(3)),
    ("project", "total_investment", 1.5),
    ("project", "progress", Decimal("NaN")),
    ("project", "progress", Decimal("Infinity")),
    ("project", "progress", 50),
    ("scheme_item", "marks", Decimal("1E+999999")),
    ("scheme_item", "marks", Decimal("1E-999999")),
    ("scheme_item", "marks", Decimal("0E+999999")),
    ("scheme_item", "marks", Decimal("0." + "1" * 100)),
    ("indicator", "range", (Decimal(1),)),
    ("indicator", "range", (Decimal(1), Decimal("1E+999999"))),
    ("indicator", "range", (Decimal(1), Decimal("NaN"))),
    ("indicator", "range", (Decimal(1), 2)),
    ("indicator", "range", [Decimal(1), Decimal(2)]),
    ("project", "start", datetime(2026, 1, 1)),  # noqa: DTZ001  # a moment is no day, with or without a zone
    ("project", "start", "2026-01-01"),
    ("project", "key", 1),
    ("project", "title", "a\x0bb"),
    ("project", "title", "\ud800"),
    ("project", "title", "x" * 200_001),
    ("project", "kind", "nonsense"),
    ("project", "domains", ("industry", "industry")),
    ("project", "bases", ("b1", "b1")),
    ("project", "bases", "b1"),
    ("project", "lead_unit", 3),
    ("project", "goals", (GoalLink(role="primary"),)),
    ("project", "goals", ("g1",)),
    ("project", "absent", (AbsentReason(field="code", reason="pending"),) * 2),
    ("scheme_item", "marks_by_class", (ClassMarks(unit_class="局", marks=Decimal(1)),) * 2),
    ("scheme_item", "parameters", {"a": Decimal("1E+999999")}),
    ("scheme_item", "parameters", {"a": "\ud800"}),
    ("scheme_item", "parameters", {"\x00": None}),
    ("scheme_item", "parameters", {"a": 1.5}),
    ("scheme_item", "parameters", {3: "a"}),
    ("scheme_item", "parameters", {"a": DEEP}),
    ("plan", "base_year", 1899),
    ("plan", "base_year", 2201),
]

FITTING: list[tuple[str, str, Any]] = [
    ("project", "progress", Decimal("0.00")),
    ("project", "progress", None),
    ("project", "title", "a\n\tb 𠮷"),
    ("project", "deliverables", ()),
    ("indicator", "range", (Decimal(2), Decimal(1))),
    ("scheme_item", "parameters", {"a": [True, None, {"b": Decimal("1.50")}]}),
    ("scheme_item", "marks_by_class", (ClassMarks(unit_class="局", marks=Decimal(1)),)),
    ("project", "start", date(1, 1, 1)),
]


@pytest.mark.parametrize(("kind", "name", "value"), ODD, ids=lambda value: ascii(value)[:30])
def test_what_does_not_fit_is_told(kind: str, name: str, value: Any) -> None:
    assert fault(KINDS[kind].field_of[name], value) is not None


@pytest.mark.parametrize(("kind", "name", "value"), FITTING, ids=lambda value: ascii(value)[:30])
def test_what_fits_is_let_through(kind: str, name: str, value: Any) -> None:
    assert fault(KINDS[kind].field_of[name], value) is None
