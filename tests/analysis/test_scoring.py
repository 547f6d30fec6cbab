"""Scores against what was worked out by hand, item by item."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.analysis.schemes import INDICATOR, plan_of
from workbench.analysis.scoring import assess
from workbench.analysis.scoring_steps import in_one_line, steps_of
from workbench.i18n import words

CASES = json.loads((Path(__file__).parent / "cases" / "scoring.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[one["name"] for one in CASES])
def test_by_hand(case: dict[str, Any]) -> None:
    item = {"id": "t", "indicator": "i", **case.get("item", {})}
    indicator = case.get("indicator", {})
    if indicator and "targets" not in indicator:
        indicator = dict.fromkeys(INDICATOR) | indicator
    plan, scheme = plan_of(
        item, indicators={"i": indicator}, units=case.get("units", []), results=case.get("results", [])
    )
    (row,) = assess(plan, scheme).rows
    expected = case["expect"]
    assert row.score == Decimal(expected["score"])
    assert str(row.score) == expected["score"] or row.status == "missing"
    assert row.status == expected.get("status", "scored")
    assert row.lack == expected.get("lack", "")
    if "completion" in expected:
        assert not isinstance(row.known.rate, str)
        value = row.known.rate.value
        assert value is not None
        assert round(value, 4) == Decimal(expected["completion"])
    # Every score can be laid open, and what it opens to ends with it.
    last = steps_of(row)[-1]
    if row.status == "scored":
        assert isinstance(last.value, Decimal)
        assert round(last.value, 2) == row.score
    assert in_one_line(row, words("en"))
