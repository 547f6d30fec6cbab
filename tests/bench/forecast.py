"""Forecast of many indicators by many draws, and the score expected of a scheme that has them all."""

from __future__ import annotations

import random
import sys
import time
from datetime import date
from decimal import Decimal

from workbench.analysis.expected_score import expected_score
from workbench.analysis.forecast import outlook
from workbench.plan.elements import Indicator, PlanHead, Scheme, SchemeItem, Unit
from workbench.plan.plan import Plan
from workbench.plan.records import Actual, Baseline, Target

INDICATORS = 1_000
DRAWS = 10_000


def plan(count: int, units: int = 1) -> Plan:
    """A plan of indicators with a baseline and three values each, all of them items of one scheme for all
    units.
    """
    chance = random.Random(1)
    names = tuple(f"u{at}" for at in range(units))
    elements = [
        PlanHead(id="plan", position="i", title="p", base_year=2025),
        *(Unit(id=name, position="i", name=name) for name in names),
        Scheme(
            id="k", position="i", year=2029, full_mark=Decimal(count), scope="unit" if units > 1 else "plan"
        ),
    ]
    for at in range(count):
        level = chance.randrange(20, 60)
        values = [Decimal(level) + 5 * year + Decimal(chance.randrange(30)) / 10 for year in range(4)]
        elements += [
            Indicator(
                id=f"i{at}",
                position=f"{at:05d}",
                name=f"i{at}",
                direction="higher",
                baseline=Baseline(value=values[0], year=2025),
                actuals=tuple(Actual(period=str(2025 + year), value=values[year]) for year in (1, 2, 3)),
                targets=(Target(year=2029, value=Decimal(level + 22)),),
            ),
            SchemeItem(
                id=f"t{at}",
                position=f"{at:05d}",
                scheme="k",
                indicator=f"i{at}",
                units=names,
                method="completion",
                marks=Decimal(1),
            ),
        ]
    return Plan("plan", elements)


def show() -> None:
    """Measure and print."""
    held = plan(INDICATORS)
    scheme = next(iter(held.all(Scheme)))
    as_of = date(2028, 12, 31)
    outlook(plan(3), as_of, 2029, draws=10)  # loads what is loaded once
    times: list[tuple[float, float]] = []
    for _ in range(3):
        began = time.perf_counter()
        found = outlook(held, as_of, 2029, draws=DRAWS)
        forecast = time.perf_counter()
        expected_score(held, scheme, as_of, found)
        times.append((forecast - began, time.perf_counter() - forecast))
    best, score = min(one[0] for one in times), min(one[1] for one in times)
    sys.stdout.write(f"forecast of {INDICATORS:,} indicators x {DRAWS:,} draws (aim 2): {best:.2f} s\n")
    sys.stdout.write(f"  with the expected score of a scheme that has them all: {best + score:.2f} s\n")
    held = plan(200, 300)
    scheme = next(iter(held.all(Scheme)))
    found = outlook(held, as_of, 2029, draws=DRAWS)
    began = time.perf_counter()
    expected_score(held, scheme, as_of, found)
    took = time.perf_counter() - began
    sys.stdout.write(f"  the expected score of 300 units on 200 items each: {took:.2f} s\n")
