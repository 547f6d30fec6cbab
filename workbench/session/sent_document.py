"""A document as it was sent out: made again from a plan, with what stands in each cell to be filled in."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.documents.marks import DocumentMark, RowMark, read_row_mark
from workbench.documents.outline import Table
from workbench.documents.printable import printable
from workbench.documents.source import KINDS, Source
from workbench.errors import Problem
from workbench.plan.edits import set_field, shown_name
from workbench.plan.values import parse_date, parse_number, wan_of_fen

if TYPE_CHECKING:
    from workbench.documents.outline import Column, Outline, Value
    from workbench.plan.elements import Element
    from workbench.plan.plan import Plan

#: Fields of 0 to 100, in which a sign of per cent says nothing more.
OF_A_HUNDRED: Final = frozenset({"progress", ".percent"})


class SentCell(NamedTuple):
    """What stands in a cell, and the same so that equal contents are equal texts."""

    text: str
    exact: str


class SentDocument(NamedTuple):
    """A document as it is made from a plan.

    ``cells`` are those to be filled in, by row and the column's field; ``names`` say how each row is called;
    ``rows`` holds the fields of each table in which a row stands, ``texts`` all that stands in it, as it is
    compared; ``columns`` are known by their fields; ``unmarked`` are the first texts of rows without a mark:
    headings, sums, notes. ``called`` holds the cells that name the element of a row, by which people know it;
    ``rows_called`` the rows that such a cell stands in.
    """

    title: str
    cells: dict[tuple[RowMark, str], SentCell]
    names: dict[RowMark, str]
    rows: dict[RowMark, list[set[str]]]
    texts: dict[RowMark, set[str]]
    columns: dict[str, Column]
    unmarked: set[str]
    called: dict[RowMark, set[str]]
    rows_called: dict[str, list[RowMark]]


def made_again(plan: Plan, mark: DocumentMark) -> SentDocument:
    """The document of this mark as it is made from a plan; empty where it cannot be made any more."""
    made = SentDocument("", {}, {}, {}, {}, {}, set(), {}, {})
    outline = outline_again(plan, mark, complete=True)
    if outline is None:
        return made
    for table in outline.blocks:
        if isinstance(table, Table):
            _note(plan, table, made)
    return made._replace(title=outline.title)


def outline_again(plan: Plan, mark: DocumentMark, *, complete: bool) -> Outline | None:
    """The blocks of the document of this mark as it is made from a plan; None where it cannot be made."""
    if not plan.exists:
        return None
    day = date.fromisoformat(mark.day)
    if plan.head.as_of != day:
        # The plan may be judged by another day by now, when other quarters are asked for.
        plan = plan.snapshot()
        plan.apply(set_field(plan, plan.id, "as_of", day))
    source = Source(plan, mark.language, day, mark.unit, mark.year, change=mark.change, complete=complete)
    try:
        return KINDS[mark.kind].outline(source)
    except Problem:
        return None


def _note(plan: Plan, table: Table, made: SentDocument) -> None:
    fields = {column.field for column in table.columns if column.field}
    made.columns.update({column.field: column for column in table.columns if column.field})
    made.unmarked.add(plain(table.columns[0].title))
    made.unmarked.update(plain(note) for note in table.notes)
    for row in table.rows:
        mark = read_row_mark(row.mark)
        if mark is None:
            made.unmarked.add(plain(row.cells[0]))
            continue
        key = same_row(mark)
        element = plan.get(mark.element)
        made.names[key] = shown_name(element) if element is not None else plain(row.cells[1])
        made.rows.setdefault(key, []).append(fields)
        values = row.values or (None,) * len(row.cells)
        texts = made.texts.setdefault(key, set())
        for column, text, value in zip(table.columns, row.cells, values, strict=True):
            cell = SentCell(text, exact(column, text, value))
            texts |= {plain(printable(text)), plain(cell.exact)}
            if column.field:
                made.cells[key, column.field] = cell
            elif element is not None and (name := plain(printable(text))) in _names(element):
                made.called.setdefault(key, set()).add(name)
                made.rows_called.setdefault(name, []).append(key)


def _names(element: Element) -> set[str]:
    """What may name an element in a cell: code, title, or both; a mere number names nothing."""
    names = (element.code or "", element.name_shown, shown_name(element))
    return {plain(printable(name)) for name in names if name and parse_number(name) is None}


def same_row(mark: RowMark) -> RowMark:
    """A row by element and key alone: whose value it is may be settled in between."""
    return mark._replace(whose="")


def plain(text: str) -> str:
    """A text on one line."""
    return " ".join(text.split())


def exact(column: Column, text: str, value: Value = None) -> str:
    """A cell so that equal contents are equal texts, however a program writes them."""
    if _is_filler(text):
        return ""
    if column.field in OF_A_HUNDRED:
        text = without_sign(text)
    if value is not None and not isinstance(value, str | bool):
        if isinstance(value, date):
            return value.isoformat()
        return _digits(wan_of_fen(int(value)) if column.sort == "money" else Decimal(value))
    if column.sort == "date":
        try:
            return parse_date(text).isoformat()
        except Problem:
            return plain(text)
    number = parse_number(text)
    if number is not None:
        return _digits(number)
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def _is_filler(text: str) -> bool:
    """Whether a cell holds nothing but a stroke, as what is empty is crossed out."""
    return bool(text) and not text.strip("-–—－/／\\ \n")


def without_sign(text: str) -> str:
    """A number of 0 to 100 without its sign of per cent."""
    return text.strip().rstrip("%％")


def is_among(text: str, known: set[str]) -> bool:
    """Whether a text stands among others as they are compared; a number however it is written."""
    number = parse_number(text)
    return plain(text) in known or (number is not None and _digits(number) in known)


def _digits(number: Decimal) -> str:
    """1,200.50 and 1200.5 are the same."""
    written = f"{number:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written
