"""Whether a value fits its declaration; used by edits and by exchange, never by reading the library."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from workbench.i18n import N_
from workbench.patterns import Pattern
from workbench.plan.records import AbsentReason
from workbench.plan.values import PERIOD

if TYPE_CHECKING:
    from workbench.plan.fields import Field
    from workbench.plan.record import Record

#: Characters that no document or table can hold: C0 controls but tab and line feed, lone surrogates.
CONTROL: Final = Pattern("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

TEXT_LIMIT: Final = 200_000
DIGITS_LIMIT: Final = 60
#: Groups within groups of a free object.
_DEPTH_LIMIT: Final = 50


def fault(declared: Field, value: Any) -> tuple[str, str] | None:
    """(where inside the field, what is wrong as a message id), or None when the value fits.

    None as a value fits every field that is not required.
    """
    if value is None:
        return ("", N_("must not be empty")) if declared.required else None
    check = _CHECKS.get(declared.type)
    if check is not None:
        wrong = check(declared, value)
        return ("", wrong) if wrong else None
    if declared.type == "record":
        return record_fault(declared.record, value, "")
    if declared.type in ("records", "absent"):
        if not isinstance(value, tuple):
            return "", N_("must be a list")
        for number, row in enumerate(value):
            found = record_fault(declared.record or AbsentReason, row, f"[{number}]")
            if found:
                return found
        # Rows that exchange files write as one object, name -> rest, must have names of their own.
        if (declared.mapping or declared.type == "absent") and len({row[0] for row in value}) < len(value):
            return "", N_("names the same thing twice")
        return None
    if not isinstance(value, tuple):
        return "", N_("must be a list")
    for number, item in enumerate(value):
        wrong = _item_fault(declared, item)
        if wrong:
            return f"[{number}]", wrong
    if declared.type in ("choices", "references") and len(set(value)) < len(value):
        return "", N_("names the same thing twice")
    if declared.type == "numbers" and declared.minimum is not None and len(value) != declared.minimum:
        return "", N_("must have exactly two values")
    return None


def record_fault(cls: type[Record] | None, value: Any, where: str) -> tuple[str, str] | None:
    """As fault, for a record of the given class."""
    if cls is None or not isinstance(value, cls):
        return where, N_("must be a group of fields")
    for declared, item in zip(cls.fields, value, strict=True):
        found = fault(declared, item)
        if found:
            return f"{where}.{declared.key}{found[0]}", found[1]
    return None


def _text(declared: Field, value: Any) -> str | None:
    if not isinstance(value, str):
        return N_("must be text")
    if len(value) > TEXT_LIMIT:
        return N_("is too long")
    if CONTROL.search(value):
        return N_("contains a control character")
    if declared.required and not value and declared.type == "reference":
        return N_("must not be empty")
    return None


def _choice(declared: Field, value: Any) -> str | None:
    return None if isinstance(value, str) and value in declared.choices else N_("is not one of the choices")


def _boolean(_declared: Field, value: Any) -> str | None:
    return None if isinstance(value, bool) else N_("must be true or false")


def _whole(declared: Field, value: Any) -> str | None:
    if not isinstance(value, int) or isinstance(value, bool):
        return N_("must be a whole number")
    if abs(value) >= 2**62:
        return N_("is out of range")
    low, high = declared.minimum, declared.maximum
    if (low is not None and value < low) or (high is not None and value > high):
        return N_("is out of range")
    return None


def _number(declared: Field, value: Any) -> str | None:
    wrong = _decimal(value)
    if wrong:
        return wrong
    low, high = declared.minimum, declared.maximum
    if (low is not None and value < low) or (high is not None and value > high):
        return N_("is out of range")
    return None


def _decimal(value: Any) -> str | None:
    if not isinstance(value, Decimal) or not value.is_finite():
        return N_("must be a number")
    # Written out in full such a number would fill the memory.
    if abs(value.adjusted()) > 40 or len(value.as_tuple().digits) > DIGITS_LIMIT:
        return N_("is out of range")
    return None


def _date(_declared: Field, value: Any) -> str | None:
    return None if type(value) is date else N_("must be a date like 2026-12-31")


def _period(_declared: Field, value: Any) -> str | None:
    if isinstance(value, str) and PERIOD.fullmatch(value) and value[:4] >= "0001":
        return None
    return N_("must be a period like 2026, 2026-H1, 2026-Q3 or 2026-07")


def _object(_declared: Field, value: Any) -> str | None:
    if not isinstance(value, dict):
        return N_("must be a group of fields")
    return None if _is_plain(value, _DEPTH_LIMIT) else N_("holds a value that cannot be stored")


def _is_plain(value: Any, depth: int) -> bool:
    """Whether a free object is made of text, Decimals, booleans, None, lists and objects with text keys."""
    if value is None or isinstance(value, bool):
        return True
    if isinstance(value, str):
        return len(value) <= TEXT_LIMIT and not CONTROL.search(value)
    if isinstance(value, Decimal):
        return _decimal(value) is None
    if not depth:
        return False
    if isinstance(value, list):
        return all(_is_plain(one, depth - 1) for one in value)
    if isinstance(value, dict):
        return all(
            isinstance(key, str) and _is_plain(key, depth) and _is_plain(one, depth - 1)
            for key, one in value.items()
        )
    return False


def _item_fault(declared: Field, item: Any) -> str | None:
    if declared.type == "choices":
        return _choice(declared, item)
    if declared.type == "numbers":
        return _decimal(item)
    return _text(declared, item)


_CHECKS: Final = {
    "text": _text,
    "long_text": _text,
    "reference": _text,
    "choice": _choice,
    "boolean": _boolean,
    "integer": _whole,
    "year": _whole,
    "money": _whole,
    "number": _number,
    "date": _date,
    "period": _period,
    "object": _object,
}
