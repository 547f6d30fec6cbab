"""Gaps in the chain are those that the rules report: matrix, graph and findings say the same."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from tests.plans import sound_plan
from workbench.analysis.gaps import lacks
from workbench.exchange.json import read_plan
from workbench.plan import edits
from workbench.plan.plan import Plan
from workbench.rules.checker import Checker

#: Rules about one element that report a gap: kind, what is lacking -> code.
REPORTED = {
    ("need", "goal"): "S107",
    ("goal", "need"): "S108",
    ("goal", "project"): "I319",
    ("project", "goal"): "I320",
    ("project", "indicator"): "C413",
    ("indicator", "goal"): "C402",
    ("indicator", "unit"): "A501",
}
SAMPLES = Path(__file__).resolve().parents[2] / "plans"


def compare(plan: Plan) -> int:
    """Compare every gap with what its rule says; how many gaps there are."""
    checker = Checker(plan)
    checker.full()
    findings = {(one.rule, one.id) for one in checker.findings()}
    found = 0
    for (kind, missing), code in REPORTED.items():
        for element in plan.of_kind(kind):
            reported = (code, element.id) in findings
            assert (missing in lacks(plan, element)) == reported, f"{code} {element.id}"
            found += reported
    return found


@pytest.mark.parametrize("seed", range(4))
def test_random_gaps_are_what_the_rules_report(seed: int) -> None:
    chance = random.Random(seed)
    plan = sound_plan(150)
    found = 0
    for _ in range(25):
        kind, field = chance.choice(
            [
                ("need", "goals"),
                ("project", "goals"),
                ("project", "indicators"),
                ("indicator", "goals"),
                ("indicator", "responsible_unit"),
                ("project", "status"),
            ]
        )
        id_ = chance.choice(plan.of_kind(kind)).id
        value = "cancelled" if field == "status" and chance.random() < 0.5 else None
        plan.apply(edits.set_field(plan, id_, field, value))
        if field != "status":
            found += compare(plan)
    assert found


@pytest.mark.parametrize("name", ["sample-city", "pearl-river-delta-2014-2020"])
def test_the_samples_have_no_gap(name: str) -> None:
    path = SAMPLES / f"{name}.json"
    elements = read_plan(path.read_bytes(), path.name)
    plan = Plan(json.loads(path.read_bytes())["plan"]["id"], elements)
    assert [(one.id, lacks(plan, one)) for one in plan.elements.values() if lacks(plan, one)] == []
