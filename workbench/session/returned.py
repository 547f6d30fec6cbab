"""What a unit changed in a document that it sent back, as proposals to accept one by one.

The document is made again as it was sent, from the plan as of the change in its mark: only cells that differ
from it are the unit's. What the plan says today tells a proposal from a conflict.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from workbench.analysis.typed import read
from workbench.documents.marks import (
    DocumentMark,
    RowMark,
    read_document_mark,
    read_field_mark,
    read_row_mark,
)
from workbench.documents.outline import Table
from workbench.documents.source import KINDS, Source
from workbench.errors import Problem
from workbench.exchange.returned import read_returned_file
from workbench.i18n import N_
from workbench.plan.change import Label
from workbench.plan.edits import set_fields, shown_name
from workbench.plan.in_words import QUANTITY, holds_quantity
from workbench.plan.values import parse_date, parse_number, parse_quantity, wan_of_fen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from workbench.documents.outline import Column, Value
    from workbench.exchange.returned import ReturnedFile, ReturnedRow
    from workbench.plan.change import Change
    from workbench.plan.elements import Element
    from workbench.plan.fields import Field
    from workbench.plan.plan import Plan
    from workbench.plan.record import Record
    from workbench.session.session import Session

#: Ready: may be accepted. Conflict: the plan changed there too. Settled: the plan says so already.
State = Literal["ready", "conflict", "settled", "unreadable"]

#: What says which row of a list is meant.
_KEYS: Final = ("period", "year")
_WHOSE: Final = "unit"


class Proposal(NamedTuple):
    """A cell that the unit changed: of which row and field, what was sent, what came back, what holds today.

    ``label`` is the field's (a message id). ``fault`` says why it cannot be read, None unless ``unreadable``.
    """

    row: RowMark
    field: str
    name: str
    label: str
    sent: str
    came: str
    today: str
    state: State
    fault: Problem | None = None


class Returned(NamedTuple):
    """A returned document. ``added``, ``missing`` and ``twice`` name rows without a mark, rows that were sent
    and did not come back, and rows that came back more than once with different content.
    """

    file: str
    mark: DocumentMark
    title: str
    proposals: tuple[Proposal, ...]
    added: tuple[str, ...]
    missing: tuple[str, ...]
    twice: tuple[str, ...]

    @property
    def ready(self) -> list[Proposal]:
        """The proposals that nothing speaks against."""
        return [one for one in self.proposals if one.state == "ready"]


class _Cell(NamedTuple):
    text: str
    exact: str


#: By row and field: what stands in a document that was made from a plan.
_Cells = dict[tuple[RowMark, str], _Cell]


class _Made(NamedTuple):
    title: str
    cells: _Cells
    #: How each row is called, and what its columns hold.
    names: dict[RowMark, str]
    sorts: dict[str, Column]
    #: First texts of rows without a mark: headings, sums, notes.
    unmarked: set[str]


def read_returned(
    session: Session, data: bytes, file: str, stopped: Callable[[], bool] | None = None
) -> Returned:
    """Read a returned document and compare it with what was sent and with the plan of today.

    A Problem when the file is no document sent out from this library.
    """
    found = read_returned_file(data, file, stopped)
    mark = read_document_mark(found.mark)
    if mark is None or mark.kind not in KINDS:
        raise Problem(N_("“{file}” bears a mark that this version does not know"), file=file)
    if mark.plan not in {entry.id for entry in session.plans()}:
        raise Problem(N_("“{file}” answers a document of a plan that this library does not have"), file=file)
    newest = session.newest_of(mark.plan)
    if mark.change > newest:
        raise Problem(N_("“{file}” answers a document made from another copy of this plan"), file=file)
    plan = session.read(mark.plan)
    sent = _made(session.plan_as_of(mark.change, mark.plan), mark)
    today = _made(plan, mark)
    return _compared(plan, found, mark, file, sent, today)


def accepted(plan: Plan, returned: Returned, proposals: Iterable[Proposal]) -> Change:
    """One change that takes these proposals into the plan. A Problem when a value does not fit."""
    values: dict[str, dict[str, Any]] = {}
    for one in proposals:
        _take(plan, one, values)
    return set_fields(plan, values, Label(N_("Take in {file}"), (("file", returned.file),)))


# -- what was sent -----------------------------------------------------------------------------------------


def _made(plan: Plan, mark: DocumentMark) -> _Made:
    """The document as it is made from a plan; empty where it cannot be made any more."""
    source = Source(
        plan, mark.language, date.fromisoformat(mark.day), mark.unit, mark.year, change=mark.change
    )
    made = _Made("", {}, {}, {}, set())
    if not plan.exists:
        return made
    try:
        outline = KINDS[mark.kind].outline(source)
    except Problem:
        return made
    for table in outline.blocks:
        if isinstance(table, Table):
            _note(table, made)
    return made._replace(title=outline.title)


def _note(table: Table, made: _Made) -> None:
    made.sorts.update({column.field: column for column in table.columns if column.field})
    made.unmarked.add(_plain(table.columns[0].title))
    made.unmarked.update(_plain(note) for note in table.notes)
    for row in table.rows:
        mark = read_row_mark(row.mark)
        if mark is None:
            made.unmarked.add(_plain(row.cells[0]))
            continue
        key = _key(mark)
        made.names[key] = " ".join(row.cells[1].split())
        values = row.values or (None,) * len(row.cells)
        for column, text, value in zip(table.columns, row.cells, values, strict=True):
            if column.field:
                made.cells[key, column.field] = _Cell(text, _exact(column, text, value))


def _key(mark: RowMark) -> RowMark:
    """A row by element and key alone: whose value it is may be settled in between."""
    return mark._replace(whose="")


def _plain(text: str) -> str:
    return " ".join(text.split())


def _exact(column: Column | None, text: str, value: Value = None) -> str:
    """A cell so that equal contents are equal texts, however a program writes them."""
    sort = column.sort if column is not None else "text"
    if value is not None and not isinstance(value, str | bool):
        if isinstance(value, date):
            return value.isoformat()
        return _digits(wan_of_fen(int(value)) if sort == "money" else Decimal(value))
    if sort == "date":
        try:
            return parse_date(text).isoformat()
        except Problem:
            return _plain(text)
    number = parse_number(text)
    if number is not None:
        return _digits(number)
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def _digits(number: Decimal) -> str:
    """1,200.50 and 1200.5 are the same."""
    written = f"{number:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


# -- what came back ----------------------------------------------------------------------------------------


def _compared(
    plan: Plan, found: ReturnedFile, mark: DocumentMark, file: str, sent: _Made, today: _Made
) -> Returned:
    proposals: dict[tuple[RowMark, str], Proposal] = {}
    seen: dict[RowMark, ReturnedRow] = {}
    added, twice = [], []
    for row in found.rows:
        full = read_row_mark(row.mark)
        if full is None or _key(full) not in sent.names:
            if row.texts and _plain(row.texts[0]) not in sent.unmarked:
                added.append(" · ".join(map(_plain, row.texts)))
            continue
        key = _key(full)
        if key in seen:
            if seen[key].cells != row.cells:
                twice.append(sent.names[key])
            continue
        seen[key] = row
        for field, came in row.cells.items():
            if read_field_mark(field) is None or (key, field) not in sent.cells:
                continue
            was = sent.cells[key, field]
            if _exact(sent.sorts[field], came) != was.exact:
                now = today.cells.get((key, field))
                proposals[key, field] = _proposal(plan, full, field, came, was, now, sent)
    missing = tuple(name for key, name in sent.names.items() if key not in seen)
    return Returned(
        file, mark, sent.title, tuple(proposals.values()), tuple(added), missing, tuple(dict.fromkeys(twice))
    )


def _proposal(
    plan: Plan, row: RowMark, field: str, came: str, was: _Cell, now: _Cell | None, sent: _Made
) -> Proposal:
    element = plan.get(row.element)
    name = shown_name(element) if element is not None else sent.names[_key(row)]
    declared = None if element is None else _declared(element, row, field)
    made = Proposal(
        row, field, name, declared.label if declared else "", was.text, came, now.text if now else "", "ready"
    )
    if element is None or declared is None:
        gone = Problem(N_("What this row stood for is no longer in the plan"))
        return made._replace(state="unreadable", fault=gone)
    try:
        _take(plan, made, {})
    except Problem as problem:
        return made._replace(state="unreadable", fault=problem)
    if now is not None and now.exact == _exact(sent.sorts[field], came):
        return made._replace(state="settled")
    if now is None or now.exact != was.exact:
        return made._replace(state="conflict")
    return made


def _declared(element: Element, row: RowMark, field: str) -> Field | None:
    """The declaration of what a cell fills in, if there is one."""
    if not field.startswith("."):
        return type(element).field_of.get(field)
    owner = type(element).field_of.get(row.field)
    return None if owner is None or owner.record is None else owner.record.field_of.get(field[1:])


def _take(plan: Plan, one: Proposal, values: dict[str, dict[str, Any]]) -> None:
    """Put what came back among the values to be set; a Problem says why it does not fit."""
    element = plan.get(one.row.element)
    declared = None if element is None else _declared(element, one.row, one.field)
    if element is None or declared is None:
        raise Problem(N_("What this row stood for is no longer in the plan"))
    fields = values.setdefault(element.id, {})
    if not one.field.startswith("."):
        fields[one.field] = read(plan, declared, one.came)
    else:
        rows = fields.get(one.row.field, element.get(one.row.field)) or ()
        fields[one.row.field] = _with_part(plan, element, rows, one, declared)
    # What does not fit its declaration is found before anything is changed.
    set_fields(plan, {element.id: fields})


def _with_part(
    plan: Plan, element: Element, rows: tuple[Record, ...], one: Proposal, declared: Field
) -> tuple[Record, ...] | None:
    """The rows of a list with one part of one of them changed; a row is made where there is none."""
    cls = type(element).field_of[one.row.field].record
    assert cls is not None
    key = next(name for name in _KEYS if name in cls.field_of)
    wanted = int(one.row.key) if key == "year" else one.row.key
    whose = one.row.whose or None
    at = [place for place, row in enumerate(rows) if row.get(key) == wanted]
    own = [place for place in at if rows[place].get(_WHOSE) == whose]
    shared = [place for place in at if rows[place].get(_WHOSE) is None]
    place = next(iter(own or shared), None)
    row = rows[place] if place is not None else cls(**{key: wanted, _WHOSE: whose})
    part = one.field[1:]
    if part == "value" and holds_quantity(cls):
        given = parse_quantity(one.came)._asdict() if one.came.strip() else {}
        row = row.but(**given) if given else row.but(**dict.fromkeys(QUANTITY))
    else:
        row = row.but(**{part: read(plan, declared, one.came)})
    kept = [*rows]
    if place is None:
        kept.append(row)
    else:
        kept[place] = row
    return tuple(one for one in kept if _says_something(one, key)) or None


def _says_something(row: Record, key: str) -> bool:
    return any(row.get(one.name) is not None for one in row.fields if one.name not in (key, _WHOSE))
