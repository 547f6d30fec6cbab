"""What a unit changed in a document that it sent back, as proposals to accept one by one.

The document is made again as it was sent, from the plan as of the change in its mark: only cells that differ
from it are the unit's. What the plan says today tells a proposal from a conflict.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

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
from workbench.i18n import N_
from workbench.plan.change import Label
from workbench.plan.edits import set_fields, shown_name
from workbench.plan.target_edits import with_old_values
from workbench.rules.checker import today
from workbench.session.returned_rest import not_read, place_of
from workbench.session.returned_values import (
    declared_of,
    doubt_about,
    filled_in,
    number_for_day,
    standing,
    take,
)
from workbench.session.sent_document import exact, is_among, made_again, plain, same_row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from workbench.exchange.returned import ReturnedFile, ReturnedRow
    from workbench.plan.change import Change
    from workbench.plan.plan import Plan
    from workbench.session.sent_document import SentCell, SentDocument
    from workbench.session.session import Session

#: Ready: may be accepted. Doubtful: somebody must look whether this is meant. Conflict: the plan changed
#: there too. Settled: the plan says so already.
State = Literal["ready", "doubtful", "conflict", "settled", "unreadable"]

#: Why a row that came back cannot be read, by the words of exchange/returned.py.
_FAULTS: Final = {
    "marks": N_("several rows have become one"),
    "columns": N_("the heading of the table is lost, so nothing tells the columns apart"),
    "ragged": N_("the row has more or fewer cells than the heading of the table"),
    "merged": N_("cells to be filled in have become one; only the others were read"),
    "other": N_("it belongs to another document"),
    "mark": N_("its hidden mark is damaged or lost"),
    "moved": N_("it names another row than its hidden mark does"),
}
#: Why a cell of a workbook has no value although something is in it, by the words of exchange/returned.py.
_VALUELESS: Final = {
    "formula": N_("a formula without a value; open the file in Excel or WPS, save it and read it again"),
    "error": N_("an error value; the formula or the link that it comes from is broken"),
}
#: Characters of a row's texts by which it is told where it stands.
_NAMED_BY: Final = 60


class Proposal(NamedTuple):
    """A cell that the unit changed: of which row and field, what was sent, what came back, what holds today.

    ``label`` is the field's (a message id). ``fault`` says why it cannot be read or what is doubtful
    about it, None in the other states.
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
        raise Problem(
            N_("“{file}” bears a mark that is damaged, or that this version does not know"), file=file
        )
    if mark.plan not in {entry.id for entry in session.plans()}:
        raise Problem(N_("“{file}” answers a document of a plan that this library does not have"), file=file)
    newest = session.newest_of(mark.plan)
    is_other = not session.sign_of(mark.plan, mark.change).startswith(mark.sign)
    if mark.change > newest or mark.change == 0 or is_other:
        raise Problem(N_("“{file}” answers a document made from another copy of this plan"), file=file)
    plan = session.read(mark.plan)
    before = session.plan_as_of(mark.change, mark.plan)
    sent, today = made_again(before, mark), made_again(plan, mark)
    comparison = _Comparison(plan, mark, sent, today)
    returned = comparison.compare(found, file)
    rest = not_read(found, comparison.passed_over, before, mark, stopped)
    return returned._replace(unread=(*returned.unread, *rest))


def accepted(plan: Plan, returned: Returned, proposals: Iterable[Proposal]) -> Change:
    """One change that takes these proposals into the plan. A Problem when a value does not fit.

    What an approved plan promised otherwise is kept in the history of its targets.
    """
    values: dict[str, dict[str, Any]] = {}
    for one in proposals:
        take(plan, one.row, one.field, one.came, values)
    change = set_fields(plan, values, Label(N_("Take in {file}"), (("file", returned.file),)))
    return with_old_values(plan, change, on=today())


# -- what came back ----------------------------------------------------------------------------------------


class _Comparison:
    """What came back beside what was sent and what the plan says today, row by row."""

    def __init__(self, plan: Plan, mark: DocumentMark, sent: SentDocument, today: SentDocument) -> None:
        self.plan = plan
        self.mark = mark
        self.sent = sent
        self.today = today
        self.proposals: dict[tuple[RowMark, str], Proposal] = {}
        #: What came back of each row, and the rows that are told of otherwise.
        self.seen: dict[RowMark, dict[str, str]] = {}
        self.told: set[RowMark] = set()
        self.added: list[str] = []
        self.twice: list[str] = []
        self.unread: list[Problem] = []
        self.notes: list[Note] = []
        #: Headings, sums and notes between the rows.
        self.passed_over: list[ReturnedRow] = []

    def compare(self, found: ReturnedFile, file: str) -> Returned:
        marks = [read_row_mark(row.mark) for row in found.rows]
        lacking = self.sent.names.keys() - {same_row(mark) for mark in marks if mark is not None}
        for row, mark in zip(found.rows, marks, strict=True):
            key = None if mark is None else same_row(mark)
            self.notes += [Note(_name(row, key, self.sent), plain(note)) for note in row.notes]
            if row.fault:
                self.unread.append(_unread(row, row.fault))
                self.told |= {key} if key is not None else set()
                if row.fault != "merged":
                    continue
            if mark is None or key not in self.sent.names:
                self._unknown(row, lacking)
            elif row.texts or row.faults:
                # Else its content was cut out: what is left is the mark that nobody sees.
                self._known(row, mark)
        missing, lost = _absent(self.sent, {key: set(cells) for key, cells in self.seen.items()}, self.told)
        return Returned(
            file,
            self.mark,
            self.sent.title,
            tuple(self.proposals.values()),
            tuple(self.added),
            tuple(missing),
            tuple(dict.fromkeys(self.twice)),
            (*self.unread, *lost),
            tuple(self.notes),
        )

    def _unknown(self, row: ReturnedRow, lacking: set[RowMark]) -> None:
        """A row whose mark is none of this document: a new one, or one whose mark was lost."""
        if not row.texts or (not row.mark and plain(row.texts[0]) in self.sent.unmarked):
            self.passed_over.append(row)
            return
        meant = _meant(row, self.sent) & lacking
        self.told |= meant
        if row.mark or meant:
            self.unread.append(_unread(row, "mark"))
        else:
            self.added.append(" · ".join(map(plain, row.texts)))

    def _known(self, row: ReturnedRow, mark: RowMark) -> None:
        """A row that was sent: its cells that differ are proposals."""
        key = same_row(mark)
        moved = _moved(row, key, self.sent)
        if moved is not None:
            self.told.add(key)
            if not self._propose(row, mark, moved):
                self.unread.append(_unread(row, "moved"))
            return
        before = self.seen.setdefault(key, {})
        if before.keys() & row.cells.keys():
            if any(before.get(field) != came for field, came in row.cells.items()):
                self.twice.append(self.sent.names[key])
            return
        before.update(row.cells)
        self.unread += _elsewhere(row, self.sent.names[key], self.sent.texts[key])
        self._propose(row, mark, None)

    def _propose(self, row: ReturnedRow, mark: RowMark, fault: Problem | None) -> bool:
        """Propose the cells of a row that differ; whether there are any."""
        key, sent = same_row(mark), self.sent
        differ = [
            field
            for field, came in row.cells.items()
            if read_field_mark(field) is not None
            and (key, field) in sent.cells
            and (field in row.faults or exact(sent.columns[field], came) != sent.cells[key, field].exact)
        ]
        for field in differ:
            now = self.today.cells.get((key, field))
            now = now or standing(self.plan, mark, sent.columns[field], self.mark.language)
            wrong = fault
            if wrong is None and field in row.faults:
                wrong = Problem(_VALUELESS[row.faults[field]])
            self.proposals[key, field] = _proposal(self.plan, mark, field, row.cells[field], now, sent, wrong)
        return bool(differ)


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


def _meant(row: ReturnedRow, sent: SentDocument) -> set[RowMark]:
    """The rows that a row names where its mark does not tell."""
    return {key for text in row.texts for key in sent.rows_called.get(plain(text), ())}


def _moved(row: ReturnedRow, key: RowMark, sent: SentDocument) -> Problem | None:
    """Why the cells of a row are not its own: it has the name of another row, so that the visible cells were
    sorted or pasted while the mark, which nobody sees, stayed.
    """
    came = {plain(text) for text in row.texts if text not in row.cells.values()}
    if sent.called.get(key, set()) <= came:
        return None
    for name in came - sent.texts[key]:
        if any(other.element != key.element for other in sent.rows_called.get(name, ())):
            return Problem(N_("this row names “{name}”: its hidden mark did not move along"), name=name)
    return None


def _elsewhere(row: ReturnedRow, name: str, sent: set[str]) -> list[Problem]:
    """The texts of a row that were changed where nothing is read back."""
    filled = set(row.cells.values())
    return [
        Problem(N_("{row}: “{text}” stands in a column that is not read back"), row=name, text=plain(text))
        for text in row.texts
        if text not in filled and not is_among(text, sent)
    ]


def _unread(row: ReturnedRow, fault: str) -> Problem:
    """Where a row stands that could not be read, and why."""
    return Problem(
        N_("{place}: {fault} ({text})"),
        place=place_of(row),
        fault=f"@{_FAULTS[fault]}",
        text=" · ".join(map(plain, row.texts))[:_NAMED_BY],
    )


def _proposal(
    plan: Plan,
    row: RowMark,
    column: str,
    came: str,
    now: SentCell | None,
    sent: SentDocument,
    fault: Problem | None,
) -> Proposal:
    """The proposal of a cell that differs; unreadable when it is known to have a fault."""
    element, was = plan.get(row.element), sent.cells[same_row(row), column]
    name = sent.names[same_row(row)] if element is None else shown_name(element)
    row, field = filled_in(row, column)
    if field != column:
        name = f"{name} ({row.key})"
    declared = None if element is None else declared_of(element, row, field)
    made = Proposal(
        row, field, name, declared.label if declared else "", was.text, came, now.text if now else "", "ready"
    )
    if element is None or declared is None:
        gone = Problem(N_("What this row stood for is no longer in the plan"))
        return made._replace(state="unreadable", fault=gone)
    if fault is not None:
        return made._replace(state="unreadable", fault=fault)
    try:
        take(plan, made.row, made.field, made.came, {})
    except Problem as problem:
        return made._replace(state="unreadable", fault=number_for_day(sent.columns[column], came) or problem)
    if now is not None and now.exact == exact(sent.columns[column], came):
        return made._replace(state="settled")
    if now is None or now.exact != was.exact:
        return made._replace(state="conflict")
    doubt = doubt_about(sent.columns[column], came)
    return made if doubt is None else made._replace(state="doubtful", fault=doubt)
