"""What a unit changed in a document that it sent back, as proposals to accept one by one.

The document is made again as it was sent, from the plan as of the change in its mark: only cells that differ
from it are the unit's. What the plan says today tells a proposal from a conflict.
"""

from __future__ import annotations

from collections import Counter
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
from workbench.documents.source import KINDS
from workbench.errors import Problem
from workbench.exchange.returned import read_returned_file
from workbench.i18n import N_, words
from workbench.plan.change import Label
from workbench.plan.edits import set_fields, shown_name
from workbench.plan.in_words import QUANTITY, holds_quantity, quantity_of, value_in_words
from workbench.plan.target_edits import with_old_values
from workbench.plan.values import parse_quantity
from workbench.rules.checker import today
from workbench.session.sent_document import (
    OF_A_HUNDRED,
    SentCell,
    exact,
    is_among,
    made_again,
    plain,
    same_row,
    without_sign,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from workbench.documents.outline import Column
    from workbench.exchange.returned import ReturnedFile, ReturnedRow
    from workbench.plan.change import Change
    from workbench.plan.elements import Element
    from workbench.plan.fields import Field
    from workbench.plan.plan import Plan
    from workbench.plan.record import Record
    from workbench.session.sent_document import SentDocument
    from workbench.session.session import Session

#: Ready: may be accepted. Conflict: the plan changed there too. Settled: the plan says so already.
State = Literal["ready", "conflict", "settled", "unreadable"]

#: Why a row that came back cannot be read, by the words of exchange/returned.py.
_FAULTS: Final = {
    "marks": N_("several rows have become one"),
    "columns": N_("the heading of the table is lost, so nothing tells the columns apart"),
    "ragged": N_("the row has more or fewer cells than the heading of the table"),
    "merged": N_("cells to be filled in have become one; only the others were read"),
    "other": N_("it belongs to another document"),
}
#: Characters of a row's texts by which it is told where it stands.
_NAMED_BY: Final = 60
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


class Note(NamedTuple):
    """A comment that somebody put beside a row, and what the row is called."""

    row: str
    text: str


class Returned(NamedTuple):
    """A returned document. ``added``, ``missing`` and ``twice`` name rows without a mark, rows that were sent
    and did not come back, and rows that came back more than once with different content. ``unread`` says
    where something could not be read, and why; ``notes`` are the comments that somebody put beside rows.
    """

    file: str
    mark: DocumentMark
    title: str
    proposals: tuple[Proposal, ...]
    added: tuple[str, ...]
    missing: tuple[str, ...]
    twice: tuple[str, ...]
    unread: tuple[Problem, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def ready(self) -> list[Proposal]:
        """The proposals that nothing speaks against."""
        return [one for one in self.proposals if one.state == "ready"]


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
    sent = made_again(session.plan_as_of(mark.change, mark.plan), mark)
    today = made_again(plan, mark)
    return _compared(plan, found, mark, file, sent, today)


def accepted(plan: Plan, returned: Returned, proposals: Iterable[Proposal]) -> Change:
    """One change that takes these proposals into the plan. A Problem when a value does not fit.

    What an approved plan promised otherwise is kept in the history of its targets.
    """
    values: dict[str, dict[str, Any]] = {}
    for one in proposals:
        _take(plan, one, values)
    change = set_fields(plan, values, Label(N_("Take in {file}"), (("file", returned.file),)))
    return with_old_values(plan, change, on=today())


# -- what came back ----------------------------------------------------------------------------------------


def _compared(
    plan: Plan, found: ReturnedFile, mark: DocumentMark, file: str, sent: SentDocument, today: SentDocument
) -> Returned:
    proposals: dict[tuple[RowMark, str], Proposal] = {}
    #: What came back of each row, and the rows that are told of otherwise.
    seen: dict[RowMark, dict[str, str]] = {}
    told: set[RowMark] = set()
    added, twice, notes, unread = [], [], list[Note](), list[Problem]()
    for row in found.rows:
        full = read_row_mark(row.mark)
        key = None if full is None else same_row(full)
        notes += [Note(_name(row, key, sent), plain(note)) for note in row.notes]
        if row.fault:
            unread.append(_unread(row))
            told |= {key} if key is not None else set()
            if row.fault != "merged":
                continue
        if full is None or key is None or key not in sent.names:
            if row.texts and plain(row.texts[0]) not in sent.unmarked:
                added.append(" · ".join(map(plain, row.texts)))
            continue
        before = seen.setdefault(key, {})
        if before.keys() & row.cells.keys():
            if any(before.get(field) != came for field, came in row.cells.items()):
                twice.append(sent.names[key])
            continue
        before.update(row.cells)
        unread += _elsewhere(row, sent.names[key], sent.texts[key])
        for field, came in row.cells.items():
            if read_field_mark(field) is None or (key, field) not in sent.cells:
                continue
            was = sent.cells[key, field]
            if exact(sent.columns[field], came) != was.exact:
                now = today.cells.get((key, field))
                now = now or _standing(plan, full, sent.columns[field], mark.language)
                proposals[key, field] = _proposal(plan, full, field, came, was, now, sent)
    missing, lost = _absent(sent, {key: set(cells) for key, cells in seen.items()}, told)
    return Returned(
        file,
        mark,
        sent.title,
        tuple(proposals.values()),
        tuple(added),
        tuple(missing),
        tuple(dict.fromkeys(twice)),
        (*unread, *lost),
        tuple(notes),
    )


def _absent(
    sent: SentDocument, seen: dict[RowMark, set[str]], told: set[RowMark]
) -> tuple[list[str], list[Problem]]:
    """The rows of a table that did not come back, and the columns that the others lack."""
    missing: list[str] = []
    lost = Counter[str]()
    for key, tables in sent.rows.items():
        came = seen.get(key, set())
        for fields in tables if key not in told else ():
            if fields & came:
                lost.update(fields - came)
            else:
                missing.append(sent.names[key])
    return list(dict.fromkeys(missing)), [
        Problem(
            N_("The column “{column}” did not come back; cells not read: {count}"),
            column=plain(sent.columns[field].title),
            count=count,
        )
        for field, count in lost.items()
    ]


def _name(row: ReturnedRow, key: RowMark | None, sent: SentDocument) -> str:
    """What a row is called that a comment stands at: by its element, else by its texts."""
    if key in sent.names:
        return sent.names[key]
    return " · ".join(map(plain, row.texts[:2]))[:_NAMED_BY]


def _elsewhere(row: ReturnedRow, name: str, sent: set[str]) -> list[Problem]:
    """The texts of a row that were changed where nothing is read back."""
    filled = set(row.cells.values())
    return [
        Problem(N_("{row}: “{text}” stands in a column that is not read back"), row=name, text=plain(text))
        for text in row.texts
        if text not in filled and not is_among(text, sent)
    ]


def _unread(row: ReturnedRow) -> Problem:
    """Where a row stands that could not be read, and why."""
    place = N_("Sheet “{sheet}”, row {number}") if row.sheet else N_("Table {table}, row {number}")
    return Problem(
        N_("{place}: {fault} ({text})"),
        place=Problem(place, sheet=row.sheet, table=row.table, number=row.number),
        fault=f"@{_FAULTS[row.fault]}",
        text=" · ".join(map(plain, row.texts))[:_NAMED_BY],
    )


def _proposal(
    plan: Plan, row: RowMark, column: str, came: str, was: SentCell, now: SentCell | None, sent: SentDocument
) -> Proposal:
    element = plan.get(row.element)
    name = sent.names[same_row(row)] if element is None else shown_name(element)
    row, field = _filled_in(row, column)
    if field != column:
        name = f"{name} ({row.key})"
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
    if now is not None and now.exact == exact(sent.columns[column], came):
        return made._replace(state="settled")
    if now is None or now.exact != was.exact:
        return made._replace(state="conflict")
    return made


def _standing(plan: Plan, row: RowMark, column: Column, language: str) -> SentCell | None:
    """What the plan says where the document of today has no such row; None when it is gone altogether."""
    element = plan.get(row.element)
    row, field = _filled_in(row, column.field)
    declared = None if element is None else _declared(element, row, field)
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


def _filled_in(row: RowMark, column: str) -> tuple[RowMark, str]:
    """The row and field that a cell fills in: a column may itself stand for a row of one of the lists."""
    owner, _, rest = column.partition("[")
    if not rest:
        return row, column
    key, _, part = rest.partition("]")
    return row._replace(field=owner, key=key), part


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
    if one.field in OF_A_HUNDRED:
        one = one._replace(came=without_sign(one.came))
    if not one.field.startswith("."):
        fields[one.field] = read(plan, declared, one.came)
        if one.field == "end" and element.get("due_text"):
            # The deadline as it was written stands in the cell in place of the day.
            fields["due_text"] = None
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
    key = _key_of(cls)
    place = _place_of(rows, one.row)
    made = {key: _wanted(one.row, key), _WHOSE: one.row.whose or None}
    row = rows[place] if place is not None else cls(**made)
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
