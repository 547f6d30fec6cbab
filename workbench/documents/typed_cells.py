"""What a cell of a workbook holds beside its text: the value as Excel keeps it, the format that shows it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from workbench.plan.values import parse_number, rounded, wan_of_fen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbench.documents.outline import Column, Table, Value

#: How days are shown.
DAY: Final = "yyyy-mm-dd"
#: Shows whatever is typed, with the decimals that it has.
_AS_TYPED: Final = "General"
#: A number of more digits is shown otherwise than it is; it stays text.
_EXACT_DIGITS: Final = 15
#: A number of more digits is shown rounded where no format is given.
_DIGITS_AS_TYPED: Final = 11
_SHARE_PLACES: Final = Decimal("1e-10")


def typed(column: Column, text: str, value: Value, decimals: int) -> tuple[float | date | None, str]:
    """The value of a cell as Excel keeps it and the format that shows it; None where it must stay text.

    Money and shares have the ``decimals`` of their column; other numbers each those that they are written
    with, for what stands above each other was measured in different units.
    """
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return None, ""
    if isinstance(value, date):
        return (value, DAY) if value.year >= 1900 else (None, "")
    number = _in_unit(column, value)
    if len(number.as_tuple().digits) > _EXACT_DIGITS:
        return None, ""
    if column.sort == "number":
        decimals = _written_decimals(text, number)
        if column.field and not decimals and len(number.as_tuple().digits) <= _DIGITS_AS_TYPED:
            # Whoever puts 45.5 in the place of 45 sees 45.5.
            return float(number), _AS_TYPED
    places = f".{'0' * decimals}" if decimals > 0 else ""
    if column.sort == "share":
        return float(number), f"0{places}%"
    return float(number), f"{'#,##0' if column.sort == 'money' else '0'}{places}"


def decimals_of(column: Column, place: int, table: Table) -> int:
    """How many decimals the values of a column need, or shares are written with."""
    most = 0
    for row in table.rows:
        if row.kind != "item" or not row.values:
            continue
        value = row.values[place]
        if column.sort == "share":
            most = max(most, len(row.cells[place].rstrip("%").partition(".")[2]))
        elif isinstance(value, int | Decimal) and not isinstance(value, bool):
            most = max(most, _decimals(_in_unit(column, value).normalize()))
    return most


def is_sum(value: Value, parts: Iterable[Value]) -> bool:
    """Whether a value is what these come to; those that are no numbers count nothing."""
    numbers = [one for one in parts if isinstance(one, int | Decimal)]
    return isinstance(value, int | Decimal) and sum(numbers, Decimal(0)) == value


def parts_of_the_last(table: Table) -> range:
    """The columns of money right before the last one, where that adds them up in each row; else none."""
    last = len(table.columns) - 1
    first = last
    while first >= 0 and table.columns[first].sums and table.columns[first].sort == "money":
        first -= 1
    parts = range(first + 1, last)
    items = [row.values for row in table.rows if row.kind == "item"]
    holds = all(values and is_sum(values[last], values[first + 1 : last]) for values in items)
    return parts if items and parts and holds else range(0)


def _written_decimals(text: str, number: Decimal) -> int:
    """The decimals that a number is written with; those that it needs where the text says something else."""
    written = parse_number(text)
    return _decimals(written if written == number else number.normalize())


def _decimals(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return max(0, -exponent if isinstance(exponent, int) else 0)


def _in_unit(column: Column, value: int | Decimal) -> Decimal:
    """Money in 10,000 yuan; shares as exactly as Excel keeps numbers; other numbers as they are."""
    if column.sort == "share":
        return rounded(Decimal(value), _SHARE_PLACES)
    return wan_of_fen(int(value)) if column.sort == "money" else Decimal(value)
