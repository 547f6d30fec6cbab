"""A year scored: 300 units by 200 items, each with a value of its own."""

from __future__ import annotations

import time
from decimal import Decimal
from typing import Any, Final

from workbench.analysis.scoring import assess
from workbench.plan.elements import Indicator, PlanHead, Scheme, SchemeItem, Unit
from workbench.plan.plan import Plan
from workbench.plan.records import Actual, Baseline, Target

UNITS: Final = 300
ITEMS: Final = 200
YEAR: Final = 2026
_CLASSES: Final = ("委", "局", "办", "区")
_METHODS: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    ("completion", {"basis": "increment", "floor": Decimal("0.6")}),
    ("threshold", {}),
    (
        "ladder",
        {
            "bands": [
                {"from": 100, "to": None, "score": Decimal("0.5")},
                {"from": 80, "to": 100, "score": Decimal("0.4")},
                {"from": None, "to": 80, "score": 0},
            ]
        },
    ),
    ("deduction", {"step": 1, "points": Decimal("0.1")}),
    ("interval", {"zero_at": 50, "full_at": 100}),
    ("rank", {"rule": "linear"}),
)


def made(units: int = UNITS, items: int = ITEMS) -> tuple[Plan, Scheme]:
    """A plan with a scheme that assesses each unit on every item, by its class."""
    scheme = Scheme(id="k", position="a", year=YEAR, scope="unit", missing="unscored")
    elements: list[Any] = [PlanHead(id="plan", position="a", title="示例"), scheme]
    names = [f"u{at}" for at in range(units)]
    for at, name in enumerate(names):
        elements.append(Unit(id=name, position=f"{at:06}x", name=name, class_=_CLASSES[at % len(_CLASSES)]))
    for at in range(items):
        method, parameters = _METHODS[at % len(_METHODS)]
        place = f"{at:06}x"
        elements.append(
            Indicator(
                id=f"i{at}",
                position=place,
                name=f"指标{at}",
                direction="higher",
                baseline=Baseline(value=Decimal(50), year=YEAR - 1),
                targets=(Target(year=YEAR, value=Decimal(80)),),
                actuals=tuple(
                    Actual(period=str(YEAR), unit=unit, value=Decimal(55 + (at * 7 + number * 13) % 40))
                    for number, unit in enumerate(names)
                ),
            )
        )
        elements.append(
            SchemeItem(
                id=f"t{at}",
                position=place,
                scheme="k",
                indicator=f"i{at}",
                units=tuple(names),
                marks=Decimal("0.5"),
                method=method,
                parameters=parameters,
            )
        )
    return Plan("plan", elements), scheme


def show() -> None:
    """Print the best of five runs."""
    plan, scheme = made()
    plan.of_kind("scheme_item")
    taken = []
    for _ in range(5):
        begun = time.perf_counter()
        found = assess(plan, scheme)
        taken.append(time.perf_counter() - begun)
        assert len(found.rows) == UNITS * ITEMS
        assert found.complete
    print(f"\n{UNITS} units scored and ranked on {ITEMS} items each: {min(taken):.2f} s (aim 0.5)")


if __name__ == "__main__":
    show()
