"""What a score is worked out from, and the steps in which it is."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.analysis.completion import LACKS, Ratio, completion
from workbench.analysis.item_parameters import plain
from workbench.i18n import N_
from workbench.plan.values import rounded, show_number

if TYPE_CHECKING:
    from workbench.analysis.completion import Wanted
    from workbench.i18n import Words
    from workbench.plan.elements import SchemeItem

_PLACES: Final = Decimal("0.0001")
POINTS: Final = N_("Points")
_RATE: Final = N_("Completion")
#: Why an item gives no points, beside what LACKS says of completion.
MISSING: Final = {
    **LACKS,
    "method": N_("the item has no method of scoring"),
    "parameters": N_("the method lacks a parameter"),
    "before": N_("the actual value of the year before is missing"),
    "result": N_("no result has been entered"),
    "count": N_("the number of cases has not been entered"),
    "level": N_("what was entered is none of the levels"),
    "own": N_("the unit has no actual value of its own to be ranked by"),
}


class Inputs(NamedTuple):
    """What is known of an item for one unit: its marks, figures of the year, and what people entered.

    ``lack`` names in MISSING why there is nothing to compare with. ``before`` is the value of last year,
    ``text`` what was measured in words, ``done`` whether what is asked with yes or no is so, ``place`` and
    ``places`` the rank among the units compared, ``entered`` points given by people where a figure could not
    be had.
    """

    marks: Decimal = Decimal(0)
    basis: Basis | None = None
    actual: Decimal | None = None
    wanted: Wanted | None = None
    lack: str = ""
    direction: str | None = None
    baseline: Decimal | None = None
    before: Decimal | None = None
    text: str | None = None
    count: Decimal | None = None  # type: ignore[assignment]  # shadows tuple.count
    level: str | None = None
    panel: tuple[Decimal, ...] = ()
    done: bool | None = None
    place: Decimal | None = None
    places: int = 0
    entered: Decimal | None = None

    @property
    def rate(self) -> Ratio | str:
        """The completion, or the name in MISSING of why there is none."""
        wanted, actual, basis = self.wanted, self.actual, self.basis
        if wanted is None or actual is None or basis is None:
            return self.lack or "target"
        return completion(wanted, actual, self.baseline, basis.basis, basis.lower_formula)


class Step(NamedTuple):
    """A step of a calculation: what is worked out (a message id), its symbol, the formula in symbols, the
    same in numbers, and what comes out. ``value`` may be text of the plan; a formula may be empty.
    """

    words: str
    symbol: str = ""
    formula: str = ""
    filled: str = ""
    value: Decimal | str | None = None

    def shown(self, words: Words) -> str:
        """The step in one line: “Completion r = A / T = 83 / 90 = 0.9222”."""
        value = self.value if isinstance(self.value, str) else short(self.value)
        parts = " = ".join(part for part in (self.formula, self.filled, value) if part)
        name = words(self.words)
        if not parts:
            return name
        if self.symbol:
            return f"{name} {self.symbol} = {parts}"
        return words(N_("{name}: {value}"), name=name, value=parts)


def short(value: Decimal | None) -> str:
    """A number as one reads it in a calculation: four places at most, no zeros behind; "" for None."""
    if value is None:
        return ""
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -4:
        value = rounded(value, _PLACES)
    return show_number(plain(value))


def signed(value: Decimal) -> str:
    """A number within a formula: in brackets where it is below 0."""
    shown = short(value)
    return f"({shown})" if value < 0 else shown


class Basis(NamedTuple):
    """By what completion is measured, as an item's parameters say."""

    basis: str
    lower_formula: str

    def steps(self, known: Inputs) -> list[Step]:
        """How completion comes about; nothing where there is none."""
        wanted, actual, rate = known.wanted, known.actual, known.rate
        if wanted is None or actual is None or isinstance(rate, str):
            return []
        a, b = signed(actual), signed(known.baseline) if known.baseline is not None else ""
        if wanted.direction in ("range", "keep"):
            between = short(wanted.low)
            if wanted.high != wanted.low:
                between += f"-{short(wanted.high)}"
            return [Step(N_("Completion within the range"), "r", "", f"{a} ∈ {between} ?", _of(rate))]
        t = signed(wanted.bound)
        if self.basis == "increment":
            return [Step(_RATE, "r", "(A - B) / (T - B)", f"({a} - {b}) / ({t} - {b})", _of(rate))]
        if wanted.direction == "higher":
            return [Step(_RATE, "r", "A / T", f"{a} / {t}", _of(rate))]
        if self.lower_formula == "2-A/T":
            return [Step(_RATE, "r", "2 - A / T", f"2 - {a} / {t}", _of(rate))]
        return [Step(_RATE, "r", "T / A", f"{t} / {a}", _of(rate))]


def _of(rate: Ratio) -> Decimal | str:
    value = rate.value
    return "∞" if value is None else value


def basis_of(item: SchemeItem) -> Basis:
    """By what an item's completion is measured."""
    given = item.parameters or {}
    return Basis(str(given.get("basis") or "level"), str(given.get("lower_formula") or "T/A"))
