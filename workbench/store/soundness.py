"""Whether a stored value is of a kind that the program can work with.

This asks for less than `plan.validity`, which tells what may be entered: a value that was allowed when it was
stored stays, whatever is asked of new ones. What is refused here would have a calculation or a page fail.
"""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from workbench.patterns import Pattern
from workbench.plan.records import AbsentReason
from workbench.plan.validity import CONTROL
from workbench.plan.values import PERIOD

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.plan.fields import Field

#: Decimal places before or after the point beyond which writing a number out would fill the memory.
_MAGNITUDE: Final = 40
#: Whole numbers from here on could not be added up and stored again.
_WHOLE: Final = 2**62
_POSITION: Final = Pattern("[0-9a-z]*")


def is_usable(declared: Field, value: Any) -> bool:
    """Whether a value that is not None can be worked with."""
    check = _CHECKS.get(declared.type)
    if check is not None:
        return check(declared, value)
    if declared.type in {"record", "records", "absent"}:
        cls = declared.record or AbsentReason
        rows = (value,) if declared.type == "record" else value
        return isinstance(rows, tuple) and all(
            isinstance(row, cls) and all(map(_is_usable_part, cls.fields, row)) for row in rows
        )
    item = {"choices": _choice, "numbers": _number}.get(declared.type, _text)
    return isinstance(value, tuple) and all(item(declared, one) for one in value)


def _is_usable_part(declared: Field, value: Any) -> bool:
    return not declared.required if value is None else is_usable(declared, value)


def _text(declared: Field, value: Any) -> bool:
    if not isinstance(value, str) or CONTROL.search(value) is not None:
        return False
    # Keys between others are worked out digit by digit.
    return declared.name != "position" or _POSITION.fullmatch(value) is not None


def _choice(declared: Field, value: Any) -> bool:
    return isinstance(value, str) and value in declared.choices


def _whole(_declared: Field, value: Any) -> bool:
    return type(value) is int and abs(value) < _WHOLE


def _year(_declared: Field, value: Any) -> bool:
    return type(value) is int and MINYEAR <= value <= MAXYEAR


def _number(_declared: Field, value: Any) -> bool:
    return isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) <= _MAGNITUDE


def _period(_declared: Field, value: Any) -> bool:
    return isinstance(value, str) and PERIOD.fullmatch(value) is not None and value[:4] >= "0001"


_CHECKS: Final[dict[str, Callable[[Field, Any], bool]]] = {
    "text": _text,
    "long_text": _text,
    "reference": _text,
    "choice": _choice,
    "boolean": lambda _, value: isinstance(value, bool),
    "integer": _whole,
    "year": _year,
    "money": _whole,
    "number": _number,
    "date": lambda _, value: type(value) is date,
    "period": _period,
    "object": lambda _, value: isinstance(value, dict),
}
