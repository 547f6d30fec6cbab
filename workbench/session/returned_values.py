"""What the cells of a returned row stand for in the plan: what it says there, and how a text is taken in."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from workbench.analysis.typed import read
from workbench.errors import Problem
from workbench.i18n import N_, words
from workbench.plan.edits import set_fields
from workbench.plan.in_words import QUANTITY, holds_quantity, quantity_of, value_in_words
from workbench.plan.values import parse_number, parse_quantity
from workbench.session.sent_document import OF_A_HUNDRED, SentCell, exact, without_sign

if TYPE_CHECKING:
    from workbench.documents.marks import RowMark
    from workbench.documents.outline import Column
    from workbench.plan.elements import Element
    from workbench.plan.fields import Field
    from workbench.plan.plan import Plan
    from workbench.plan.record import Record

_KEYS: Final = ("period", "year")
_WHOSE: Final = "unit"
#: From this day spreadsheets count days; these are the days of about 1982 to 2118.
_DAY_ZERO: Final = date(1899, 12, 30)
_COUNTED_DAYS: Final = range(30_000, 80_000)


def standing(plan: Plan, row: RowMark, column: Column, language: str) -> SentCell | None:
    """What the plan says where the document of today has no such row; None when it is gone altogether."""
    element = plan.get(row.element)
    row, field = filled_in(row, column.field)
    declared = None if element is None else declared_of(element, row, field)
    if element is None or declared is None:
        return None
    holder: Element | Record | None = element
    if field.startswith("."):
        rows: tuple[Record, ...] = element.get(row.field) or ()
        place = _place_of(rows, row)
        holder = rows[place] if place is not None else None
        if field == ".value" and holder is not None and holds_quantity(type(rows[0])):
            text = quantity_of(rows[place or 0]).shown()
            return SentCell(text, exact(column, text))
    value = None if holder is None else holder.get(declared.name)
    text = value_in_words(plan, declared, value, words(language))
    if field == "end" and element.get("due_text"):
        return SentCell(element.get("due_text"), exact(column, element.get("due_text")))
    return SentCell(text, exact(column, text, value if isinstance(value, int | Decimal | date) else None))


def doubt_about(column: Column, came: str) -> Problem | None:
    """Why somebody must look whether a text that can be taken in is what the unit meant; None for nothing."""
    if not exact(column, came):
        return Problem(N_("the cell came back empty; take this in only if the value is to be deleted"))
    number = parse_number(came)
    if column.field in OF_A_HUNDRED and number is not None and 0 < number <= 1:
        meant = f"{number * 100:f}"
        meant = meant.rstrip("0").rstrip(".") if "." in meant else meant
        return Problem(N_("this says {came} %; perhaps {meant} % is meant"), came=came, meant=meant)
    return None


def number_for_day(column: Column, came: str) -> Problem | None:
    """What a number in a column of days may stand for: spreadsheets count days so; None for other texts."""
    if column.sort != "date" or not (came.isascii() and came.isdigit() and int(came) in _COUNTED_DAYS):
        return None
    day = (_DAY_ZERO + timedelta(days=int(came))).isoformat()
    return Problem(N_("a number instead of a date; it may be {day}"), day=day)


def filled_in(row: RowMark, column: str) -> tuple[RowMark, str]:
    """The row and field that a cell fills in: a column may itself stand for a row of one of the lists."""
    owner, _, rest = column.partition("[")
    if not rest:
        return row, column
    key, _, part = rest.partition("]")
    return row._replace(field=owner, key=key), part


def declared_of(element: Element, row: RowMark, field: str) -> Field | None:
    """The declaration of what a cell fills in, if there is one."""
    if not field.startswith("."):
        return type(element).field_of.get(field)
    owner = type(element).field_of.get(row.field)
    return None if owner is None or owner.record is None else owner.record.field_of.get(field[1:])


def take(plan: Plan, row: RowMark, field: str, came: str, values: dict[str, dict[str, Any]]) -> None:
    """Put what came back among the values to be set; a Problem says why it does not fit."""
    element = plan.get(row.element)
    declared = None if element is None else declared_of(element, row, field)
    if element is None or declared is None:
        raise Problem(N_("What this row stood for is no longer in the plan"))
    fields = values.setdefault(element.id, {})
    if field in OF_A_HUNDRED:
        came = without_sign(came)
    if not field.startswith("."):
        fields[field] = read(plan, declared, came)
        if field == "end" and element.get("due_text"):
            # The deadline as it was written stands in the cell in place of the day.
            fields["due_text"] = None
    else:
        rows = fields.get(row.field, element.get(row.field)) or ()
        fields[row.field] = _with_part(plan, element, rows, row, field[1:], came)
    # What does not fit its declaration is found before anything is changed.
    set_fields(plan, {element.id: fields})


def _with_part(
    plan: Plan, element: Element, rows: tuple[Record, ...], wanted: RowMark, part: str, came: str
) -> tuple[Record, ...] | None:
    """The rows of a list with one part of one of them changed; a row is made where there is none."""
    cls = type(element).field_of[wanted.field].record
    assert cls is not None
    key = _key_of(cls)
    place = _place_of(rows, wanted)
    made = {key: _wanted(wanted, key), _WHOSE: wanted.whose or None}
    row = rows[place] if place is not None else cls(**made)
    if part == "value" and holds_quantity(cls):
        given = parse_quantity(came)._asdict() if came.strip() else {}
        row = row.but(**given) if given else row.but(**dict.fromkeys(QUANTITY))
    else:
        row = row.but(**{part: read(plan, cls.field_of[part], came)})
    kept = [*rows]
    if place is None:
        kept.append(row)
    else:
        kept[place] = row
    return tuple(one for one in kept if _says_something(one, key)) or None


def _key_of(cls: type[Record]) -> str:
    """What says which row of a list is meant."""
    return next(name for name in _KEYS if name in cls.field_of)


def _wanted(row: RowMark, key: str) -> str | int:
    return int(row.key) if key == "year" else row.key


def _place_of(rows: tuple[Record, ...], wanted: RowMark) -> int | None:
    """Where the row of this key stands in a list: the unit's own, else that of all; None for nowhere."""
    key = _key_of(type(rows[0])) if rows else ""
    at = [place for place, row in enumerate(rows) if row.get(key) == _wanted(wanted, key)]
    own = [place for place in at if rows[place].get(_WHOSE) == (wanted.whose or None)]
    shared = [place for place in at if rows[place].get(_WHOSE) is None]
    return next(iter(own or shared), None)


def _says_something(row: Record, key: str) -> bool:
    return any(row.get(one.name) is not None for one in row.fields if one.name not in (key, _WHOSE))
