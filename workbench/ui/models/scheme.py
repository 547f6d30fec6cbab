"""The rows of a scheme's editor: its items, and what units and assessors entered for each of them."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QModelIndex, Qt

from workbench.analysis import typed
from workbench.analysis.item_parameters import plain
from workbench.errors import Problem
from workbench.i18n import N_, current, tr, words
from workbench.plan import fields as f
from workbench.plan.elements import Indicator, Milestone, Project, Scheme, SchemeItem, Unit
from workbench.plan.in_words import named, titled
from workbench.plan.records import Result
from workbench.plan.results import Course, courses
from workbench.plan.values import show_number
from workbench.session.assessing import STATES, enter_results
from workbench.ui.models.columns import Column, columns_of
from workbench.ui.models.owned import OwnedRows
from workbench.ui.models.rows import FAULT_ROLE, HEADING_ROLE, Index, Row, RowsModel
from workbench.ui.phrases import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from workbench.analysis.scoring import ItemScore
    from workbench.plan.change import Change
    from workbench.plan.plan import Plan
    from workbench.plan.record import Record
    from workbench.plan.results import Key

#: Cells of results that change together from which on they are told of as one.
_AT_ONCE: Final = 5_000
_THINGS: Final = ("indicator", "milestone", "project")


def _declared(made: f.Field, name: str) -> f.Field:
    made.name = name
    return made


class ThingColumn(Column):
    """What an item assesses: an indicator, a milestone or a project."""

    def __init__(self, plan: Callable[[], Plan]) -> None:
        super().__init__(_declared(f.reference(N_("What is assessed"), *_THINGS), "thing"))
        self._plan = plan

    def show(self, plan: Plan, row: Record) -> str:
        thing = plan.get(_thing_of(row))
        return titled(plan, thing, words(current())) if thing is not None else _thing_of(row)

    def put(self, plan: Plan, row: Record, text: str) -> Record:
        return self.put_value(row, typed.read(plan, self.declared, text))

    def put_value(self, row: Record, value: Any) -> Record:
        thing = self._plan().get(value)
        held = dict.fromkeys(_THINGS)
        return row.but(**held) if thing is None else row.but(**{**held, thing.kind_name: value})

    def is_empty(self, row: Record) -> bool:
        return not _thing_of(row)


class NamesColumn(Column):
    """Elements by name, without their codes."""

    def show(self, plan: Plan, row: Record) -> str:
        spoken = words(current())
        held = ((id_, plan.get(id_)) for id_ in row.get(self.declared.name) or ())
        return listed(titled(plan, one, spoken) if one is not None else id_ for id_, one in held)


def _thing_of(row: Record) -> str:
    return next((row.get(one) for one in _THINGS if row.get(one)), "")


class SchemeRows(OwnedRows):
    """The items of a scheme. A new one is given the unit that answers for what it assesses."""

    def __init__(self, plan: Callable[[], Plan], apply: Callable[[Change], bool]) -> None:
        super().__init__("scheme_item", plan, apply)
        self.columns = [
            *columns_of(SchemeItem, ("code",)),
            ThingColumn(plan),
            NamesColumn(SchemeItem.field_of["units"]),
            *columns_of(SchemeItem, ("unit_class", "group", "marks", "method", "veto")),
        ]
        #: Elements that findings are about, with the worst severity.
        self.found: dict[str, str] = {}

    def put_row(self, at: int, record: Record) -> None:
        if at >= len(self.rows):
            record = _with_unit(self._plan(), record)
        super().put_row(at, record)

    def row_of(self, id_: str) -> int | None:
        """The row of an element."""
        return next((at for at in range(len(self.rows)) if self.element_at(at) == id_), None)

    def heading_of(self, at: int) -> str:
        """What stands above a row that begins a group: its name and its marks; "" above others."""
        if not 0 <= at < len(self.rows):
            return ""
        group = self.rows[at].record.get("group")
        if at and self.rows[at - 1].record.get("group") == group:
            return ""
        if not any(row.record.get("group") for row in self.rows):
            return ""
        scheme = self._plan().find(self.owner, Scheme)
        groups = scheme.groups or () if scheme is not None else ()
        marks = next((one.marks for one in groups if one.name == group), None)
        if marks is not None:
            return tr("{group}: {marks} marks", group=group, marks=show_number(marks))
        return group or tr("Without a group")

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == HEADING_ROLE and index.isValid():
            return self.heading_of(index.row())
        if role == Qt.ItemDataRole.AccessibleTextRole and index.isValid() and index.column() == 0:
            return ", ".join(filter(None, [self.heading_of(index.row()), str(super().data(index) or "")]))
        if role == Qt.ItemDataRole.DecorationRole and index.isValid() and index.column() == 0:
            severity = self.found.get(self.element_at(index.row()) or "")
            if severity:
                from workbench.ui import icons

                return icons.state_icon(severity)
        return super().data(index, role)


def _with_unit(plan: Plan, record: Record) -> Record:
    thing = plan.get(_thing_of(record))
    values: dict[str, Any] = {}
    if isinstance(thing, Milestone):
        project = plan.find(thing.project, Project)
        values = {"units": _one(project.lead_unit if project is not None else None), "method": "yes_no"}
    elif isinstance(thing, Project):
        values = {"units": _one(thing.lead_unit), "method": "yes_no"}
    elif isinstance(thing, Indicator):
        method = "threshold" if thing.nature == "binding" else "completion"
        values = {
            "units": _one(thing.responsible_unit),
            "data_unit": thing.data_unit,
            "method": method,
            "veto": "cap_level" if thing.nature == "binding" else None,
        }
    return record.but(**{name: one for name, one in values.items() if record.get(name) is None})


def _one(unit: str | None) -> tuple[str, ...] | None:
    return (unit,) if unit else None


# -- the work of a year --------------------------------------------------------------------------------


class _Told(Column):
    """A column that is worked out: it is read, not typed."""

    def __init__(self, label: str, text: Callable[[Plan, ItemScore, Course], str], *, at_right: bool) -> None:
        super().__init__(_declared(f.text(label), ""))
        self.text = text
        self.at_right = at_right
        self.grows = False

    def put(self, plan: Plan, row: Record, text: str) -> Record:
        raise Problem(N_("{field} cannot be typed here"), field=f"@{self.label}")


#: What is entered, in its order.
ENTERED: Final = ("self_", "review", "final", "count", "level", "panel", "remark", "by", "on")


def _item_shown(plan: Plan, score: ItemScore, _entered: Course) -> str:
    thing = plan.get(_thing_of(score.item))
    return (titled(plan, thing, words(current())) if thing is not None else "") or score.item.code or ""


def _unit_shown(plan: Plan, score: ItemScore, _entered: Course) -> str:
    if score.unit is None:
        return score.unit_class or tr("The whole plan")
    unit = plan.find(score.unit, Unit)
    return unit.name if unit is not None else named(plan, score.unit, words(current()))


def _state_shown(_plan: Plan, _score: ItemScore, entered: Course) -> str:
    return tr(STATES[entered.state])


def _computed_shown(_plan: Plan, score: ItemScore, _entered: Course) -> str:
    if score.status == "missing" or score.score is None or score.by_hand:
        return "—"
    return show_number(score.score)


def _gap_shown(_plan: Plan, score: ItemScore, entered: Course) -> str:
    """How far what was entered last is from what is worked out."""
    found = entered.result
    last = next((one for one in (found.final, found.review, found.self_) if one is not None), None)
    if last is None or score.score is None or score.status == "missing" or score.by_hand:
        return ""
    gap = last - score.score
    return "0" if gap == 0 else f"{'+' if gap > 0 else '−'}{show_number(plain(abs(gap)))}"


class ResultRows(RowsModel):
    """A row for each item and unit: who it is about, what was entered, what is worked out beside it."""

    def __init__(self, plan: Callable[[], Plan], apply: Callable[[Change], bool]) -> None:
        entered = {one.declared.name: one for one in columns_of(Result, ENTERED)}
        for name in ("level", "by"):
            entered[name].grows = False
        super().__init__(
            Result,
            [
                _Told(N_("Item"), _item_shown, at_right=False),
                _Told(N_("Unit"), _unit_shown, at_right=False),
                _Told(N_("Marks"), lambda _plan, score, _: show_number(score.weight), at_right=True),
                _Told(N_("Worked out"), _computed_shown, at_right=True),
                entered["self_"],
                entered["review"],
                entered["final"],
                _Told(N_("Difference"), _gap_shown, at_right=True),
                _Told(N_("How far"), _state_shown, at_right=False),
                *(entered[one] for one in ENTERED[3:]),
            ],
            plan,
            "",
        )
        self.columns[0].grows = True
        self.scheme = ""
        self.scores: list[ItemScore] = []
        #: What was entered for each row, one step after another.
        self.courses: list[Course] = []
        #: Rows that are not seen: what is done to many rows leaves them alone.
        self.hidden: set[int] = set()
        self._apply = apply

    def put(self, scheme: str, scores: Sequence[ItemScore], results: Sequence[Result]) -> None:
        """Show these scores, with what was entered for them."""
        held = courses(results)
        keys = [(one.item.id, one.unit) for one in scores]
        if scheme == self.scheme and keys == [one.key for one in self.courses]:
            self._renew(list(scores), held)
            return
        self.beginResetModel()
        self.scheme, self.scores = scheme, list(scores)
        self.courses = [held.get(key) or Course(key) for key in keys]
        self.rows = [Row(one.result) for one in self.courses]
        self.endResetModel()

    def _renew(self, scores: list[ItemScore], held: Mapping[Key, Course]) -> None:
        """The same rows with other content: told cell by cell, so that what is being typed stays; of very
        many, which nobody types in meanwhile, at once.
        """
        before, self.scores = self.scores, scores
        told: list[tuple[int, int]] = []
        for at, (was, now) in enumerate(zip(before, scores, strict=True)):
            course, row = self.courses[at], self.rows[at]
            entered = held.get(course.key) or (Course(course.key) if course.entries else course)
            is_other = entered != course
            if not is_other and was == now:
                continue
            if is_other:
                self.courses[at] = entered
                self.rows[at] = Row(entered.result)
                self.rows[at].bad = row.bad
            record = self.rows[at].record
            for number, column in enumerate(self.columns):
                name = column.declared.name
                if isinstance(column, _Told) or row.record.get(name) != record.get(name):
                    told.append((at, number))
        if len(told) > _AT_ONCE:
            self.dataChanged.emit(self.index(0, 0), self.index(len(scores) - 1, len(self.columns) - 1))
            return
        for at, number in told:
            self.dataChanged.emit(self.index(at, number), self.index(at, number))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if isinstance(self.columns[index.column()], _Told):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        column = self.columns[index.column()] if index.isValid() else None
        if isinstance(column, _Told) and index.row() < len(self.rows):
            if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
                return column.text(self._plan(), self.scores[index.row()], self.courses[index.row()])
            if role in (Qt.ItemDataRole.EditRole, FAULT_ROLE):
                return ""
        return super().data(index, role)

    # -- entering --------------------------------------------------------------------------------------

    def enter(self, entries: Iterable[tuple[int, dict[str, Any]]], *, as_is: bool = False) -> bool:
        """Enter values into rows, as one step; ``as_is`` where nothing new is said with them."""
        wanted = [(self.scores[at].item.id, self.scores[at].unit, values) for at, values in entries if values]
        if not wanted:
            return False
        made = enter_results(self._plan(), self.scheme, wanted, words(current()), as_is=as_is)
        return self._apply(made)

    def put_row(self, at: int, record: Record) -> None:
        before = self.rows[at].record
        self.enter([(at, {one: record.get(one) for one in ENTERED if record.get(one) != before.get(one)})])

    def remove_rows(self, numbers: Iterable[int]) -> None:
        self.enter((at, dict.fromkeys(ENTERED)) for at in numbers if at < len(self.rows))

    def move_row(self, at: int, to: int) -> None:
        """They stand in the order of the scheme."""

    def paste_text(self, at: int, number: int, text: str) -> None:
        """Lines of a spreadsheet as one step; what cannot be understood stays in its cell and is told."""
        entries: list[tuple[int, dict[str, Any]]] = []
        seen = (one for one in range(at, len(self.rows)) if one not in self.hidden)
        for here, line in zip(
            seen, csv.reader(io.StringIO(text.rstrip("\r\n")), delimiter="\t"), strict=False
        ):
            record = self.rows[here].record
            for right, cell in enumerate(line[: len(self.columns) - number]):
                column = self.columns[number + right]
                if isinstance(column, _Told):
                    continue
                try:
                    record = column.put(self._plan(), record, cell)
                except Problem as problem:
                    self._keep_bad(here, number + right, cell, str(problem))
            before = self.rows[here].record
            entries.append(
                (here, {one: record.get(one) for one in ENTERED if record.get(one) != before.get(one)})
            )
        self.enter(entries)

    def taken_over(self, source: str, target: str) -> list[tuple[int, dict[str, Any]]]:
        """What fills the empty cells of one step from another in the rows seen; ``computed`` are the scores
        worked out. Nothing becomes final while an appeal waits to be decided.
        """
        found: list[tuple[int, dict[str, Any]]] = []
        for at in range(len(self.rows)):
            if at in self.hidden or (target == "final" and self.courses[at].state == "appealed"):
                continue
            record, score = self.rows[at].record, self.scores[at]
            if source == "computed":
                usable = score.status != "missing" and not score.by_hand
                value: Decimal | None = score.score if usable else None
            else:
                value = record.get(source)
            if value is not None and record.get(target) is None:
                found.append((at, {target: value}))
        return found
