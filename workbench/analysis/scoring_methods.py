"""The methods of scoring by name, each with the parameters that an item gives."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Protocol

from workbench.analysis.item_parameters import bands_of, number, parameter, rows
from workbench.analysis.schemes import missing_parameters
from workbench.analysis.scoring_against import Beside, Completion, Deduction, Ladder, Threshold
from workbench.analysis.scoring_otherwise import Improvement, Interval, Rank, Rubric, YesNo

if TYPE_CHECKING:
    from workbench.analysis.scoring_inputs import Inputs, Step
    from workbench.plan.elements import SchemeItem

_ZERO: Final = Decimal(0)
_ONE: Final = Decimal(1)


class Method(Protocol):
    """A way to give points."""

    def points(self, known: Inputs) -> Decimal | str:
        """The points, not rounded, or the name in MISSING of why there are none."""

    def steps(self, known: Inputs) -> list[Step]:
        """How the points come about, the completion aside. Only where there are points."""


def method_of(item: SchemeItem) -> Method | str:
    """The item's method with its parameters; or the name in MISSING of what is wrong with it."""
    name = item.method
    if name is None:
        return "method"
    if missing_parameters(item):
        return "parameters"

    def given(what: str, default: Decimal = _ZERO) -> Decimal:
        value = number(parameter(item, what))
        return default if value is None else value

    match name:
        case "completion":
            return Completion(given("floor"), given("cap", _ONE))
        case "threshold":
            return Threshold()
        case "ladder":
            return _ladder(item)
        case "deduction":
            unit, mode = str(parameter(item, "unit")), parameter(item, "mode")
            return Deduction(given("step"), given("points"), unit, mode == "linear")
        case "interval":
            zero_at, full_at = given("zero_at"), given("full_at")
            return Interval(zero_at, full_at, given("base")) if zero_at != full_at else "parameters"
        case "rank":
            rule = str(parameter(item, "rule"))
            return Rank(rule, given("step")) if rule != "step" or given("step") > 0 else "parameters"
        case "improvement":
            return Improvement(given("best"), given("mix"))
        case "yes_no":
            return YesNo()
        case "rubric":
            table = rows(item, "levels") or []
            scores = ((str(row.get("text") or "").strip(), number(row.get("score"))) for row in table)
            levels = tuple((text, score) for text, score in scores if score is not None)
            return Rubric(levels, parameter(item, "panel_trim") is True)
        case _:
            return Beside(given("per"), given("points"), given("cap"), name == "penalty")


def _ladder(item: SchemeItem) -> Ladder | str:
    bands = bands_of(item)
    if not bands:
        return "parameters"
    over: Any = (item.parameters or {}).get("over")
    on_value = parameter(item, "on") == "value"
    if isinstance(over, dict):
        step, points, cap = (number(over.get(name)) for name in ("step", "points", "cap"))
        if step is not None and step > 0 and points is not None:
            most = cap if cap is not None else Decimal("Infinity")
            return Ladder(tuple(bands), on_value, step, points, most)
    return Ladder(tuple(bands), on_value)
