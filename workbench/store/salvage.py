"""Getting out of a damaged file what can be had, into a new library; the damaged file is only read.

Two witnesses are heard: the rows of the elements, each with its digest, and the log, which tells every state
of every element and carries digests of its own. Where the whole log of a plan is sound it is taken at its
word and the plan loses nothing. Elsewhere the rows that fit their digests count, then what the log tells of
the others, then what is left of a damaged row; its history is kept as far as it is sound and closed by one
more change.
"""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from workbench.errors import LibraryProblem
from workbench.i18n import N_, tr
from workbench.plan.change import Label, Operation, differences, now
from workbench.plan.elements import KINDS, PlanHead
from workbench.plan.validity import CONTROL
from workbench.store import attachments, gate, log
from workbench.store import format as file_format
from workbench.store.cells import change_digest, digest, fits, free_text, layout
from workbench.store.connection import (
    clear_away_journal,
    connect,
    prepare_writing,
    sqlite,
    translated,
)
from workbench.store.mending import mended
from workbench.store.placing import placed
from workbench.store.reading import checked_element, lenient
from workbench.store.remains import beyond_reading, private_copy

if TYPE_CHECKING:
    from workbench.plan.elements import Element
    from workbench.store.connection import Connection
    from workbench.store.reading import Damage

#: The columns that say which row of a table is which.
_KEYS: Final[dict[str, tuple[str, ...]]] = {
    **dict.fromkeys(KINDS, ("plan", "id")),
    "registry": ("number",),
    "change": ("plan", "number"),
    "operation": ("plan", "number", "seq"),
    "version": ("plan", "name"),
    "meta": ("key",),
}

#: Columns of keys that hold numbers; the others hold text.
_NUMBERS: Final = frozenset({"plan", "number", "seq"})
#: The largest number of a change that is taken for one: between those read, each is asked for.
_LAST_CHANGE: Final = 1_000_000
#: Stands for what cannot be read, as in printed sources.
_ILLEGIBLE: Final = "□"

Row = tuple[Any, ...]
#: Kind and id of an element.
Key = tuple[str, str]


class Salvage(NamedTuple):
    """What came of it. Elements are named (kind, id).

    ``from_log`` were damaged or missing and are as the log tells; ``damaged`` were taken over with what could
    be read of them; ``lost`` are known by name only. ``histories_lost`` are the plans whose history was not
    sound to its end; ``tables_lost`` could not be read to the end; ``evidence_lost`` are the digests of
    evidence that was not what had been attached.
    """

    target: Path
    plans: int
    elements: int
    from_log: list[Key]
    damaged: list[Key]
    lost: list[Key]
    histories_lost: list[str]
    tables_lost: list[str]
    evidence_lost: list[str]

    @property
    def is_whole(self) -> bool:
        """Whether nothing was lost."""
        # Without both of these there may have been plans that nobody knows of.
        unknown = {"registry", "operation"}.issubset(self.tables_lost)
        return not (self.damaged or self.lost or self.histories_lost or self.evidence_lost or unknown)


def repair(path: Path) -> Salvage:
    """Salvage a library into a new file beside it, ``name-repaired``; the damaged one is kept as it is."""
    for number in range(1, 1000):
        tail = "-repaired" if number == 1 else f"-repaired-{number}"
        target = path.with_name(f"{path.stem}{tail}{file_format.SUFFIX}")
        if not target.exists():
            return salvage(path, target)
    raise LibraryProblem(
        N_("{file} has been repaired too often; remove some of the repaired copies"), file=path.name
    )


def salvage(path: Path, into: Path) -> Salvage:
    """Make a new library of everything readable in a damaged one; ``into`` must not be there yet.

    LibraryProblem when the file is no library of ours or nothing in it can be read.
    """
    real = gate.real_file(path)
    if gate.is_open_here(gate.identity(real)):
        raise LibraryProblem(N_("{file} is open; close it first"), file=path.name)
    with private_copy(real) as connection:
        with lenient(connection):
            found = _Found(connection, path)
        with placed(into) as fresh, translated(into), closing(connect(fresh, "rwc")) as made:
            prepare_writing(made)
            made.execute("BEGIN IMMEDIATE")
            file_format.make(made, os.urandom(8).hex(), now())
            report = found.write(made, into)
            made.commit()
            clear_away_journal(made)
    return report


class _Told(NamedTuple):
    """What the log of a plan tells.

    ``last``: the elements by its last readable word; ``named``: all that it names and does not delete. Up to
    change ``good`` it is what was written, and then the elements were ``then``; ``is_whole``: that is all.
    """

    last: dict[Key, Element]
    named: set[Key]
    good: int
    then: dict[Key, Element]
    is_whole: bool


class _Found:
    """What can be read in a damaged file."""

    def __init__(self, connection: Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._tables_lost: list[str] = []
        try:
            if connection.execute("PRAGMA application_id").fetchone()[0] != file_format.APPLICATION_ID:
                raise LibraryProblem(N_("{file} is not a library of this program"), file=path.name)
            if connection.execute("PRAGMA user_version").fetchone()[0] > file_format.FORMAT:
                raise gate.newer(path)
            schema = file_format.schema()
            there = file_format.schema_found(connection, 10_000)
        except sqlite.Error as error:
            raise beyond_reading(path) from error
        self._readable = {entry.name for entry in schema & there if entry.type == "table"}
        self._tables = {name: self._rows(name) for name in _KEYS}
        self._registry = self._plan_ids()
        if self._tables_lost and not self._registry:
            raise beyond_reading(path)

    def _plan_ids(self) -> dict[int, str]:
        """The id of every plan by its number: what most of registry, head and log say."""
        told: dict[int, list[str]] = {}
        logged = [
            (n, id_) for n, _, _, _, kind, id_, *_ in self._tables["operation"].values() if kind == "plan"
        ]
        for number, id_ in (*self._tables["registry"].values(), *logged, *self._tables["plan"]):
            if isinstance(number, int) and isinstance(id_, str):
                told.setdefault(number, []).append(id_)
        return {number: max(ids, key=ids.count) for number, ids in told.items()}

    def _rows(self, table: str, where: str = "", values: Row = ()) -> dict[Row, Row]:
        """The rows of a table by their keys, read from both ends towards the damage."""
        if table not in self._readable:
            self._tables_lost.append(table)
            return {}
        columns = self._connection.execute("SELECT name FROM pragma_table_info(?)", (table,)).fetchall()
        names = [name for (name,) in columns]
        places = [names.index(key) for key in _KEYS[table]]
        order = [f'"{key}"' for key in _KEYS[table]]
        rows: dict[Row, Row] = {}
        for turn in ("", " DESC"):
            by = ", ".join(f"{key}{turn}" for key in order)
            # Names of declared tables and columns only.
            statement = f'SELECT * FROM "{table}" {where} ORDER BY {by}'  # noqa: S608
            try:
                for row in self._connection.execute(statement, values):
                    key = tuple(row[place] for place in places)
                    if all(
                        isinstance(part, int if name in _NUMBERS else str)
                        for name, part in zip(_KEYS[table], key, strict=True)
                    ):
                        rows[key] = row
            except sqlite.Error:
                continue
            else:
                return rows
        if not where:
            self._tables_lost.append(table)
            self._fill_gaps(table, rows)
        return rows

    def _fill_gaps(self, table: str, rows: dict[Row, Row]) -> None:
        """Ask for what lies between two damaged places by the numbers that must be there."""
        if table in {"change", "operation"}:
            newest: dict[int, int] = {}
            for plan, number, *_ in rows:
                if number <= _LAST_CHANGE:
                    newest[plan] = max(newest.get(plan, 0), number)
            for plan, last in newest.items():
                for number in range(1, last + 1):
                    rows.update(self._rows(table, 'WHERE "plan" = ? AND number = ?', (plan, number)))

    # -- plan by plan --------------------------------------------------------------------------------------

    def write(self, made: Connection, target: Path) -> Salvage:
        """Put everything into the new library, in the transaction that is under way."""
        evidence_lost = self._evidence(made)
        report = Salvage(target, 0, 0, [], [], [], [], sorted(set(self._tables_lost)), evidence_lost)
        plans = elements = 0
        for number, id_ in sorted(self._registry.items()):
            present = self._plan(made, number, id_, report)
            made.execute("INSERT INTO registry (number, id) VALUES (?, ?)", (number, id_))
            plans += bool(present)
            elements += len(present)
        return report._replace(plans=plans, elements=elements)

    def _evidence(self, made: Connection) -> list[str]:
        if not {"attachment", "attachment_part"} <= self._readable:
            return []
        try:
            return attachments.copy_sound(self._connection, made)
        except sqlite.Error:
            self._tables_lost.append("attachment")
            return []

    def _plan(self, made: Connection, number: int, id_: str, report: Salvage) -> dict[str, Element]:
        sound, poor = self._stored(number)
        told = self._told(number)
        texts = {key: layout(key[0]).text(layout(key[0]).cells(one)) for key, one in told.last.items()}
        whole = told.is_whole and all(texts.get(key) == text for key, (text, _) in sound.items())
        if whole:
            present = told.last
            report.from_log.extend(key for key in present if key not in sound)
        else:
            present = {key: element for key, (_, element) in sound.items()}
            missing = {key: _legible(one) for key, one in told.last.items() if key not in present}
            report.from_log.extend(missing)
            present.update(missing)
            spoilt = {key: one for key, one in poor.items() if key not in present}
            report.damaged.extend(spoilt)
            present.update(spoilt)
            report.lost.extend(sorted(told.named - present.keys()))
        if present and ("plan", id_) not in present:
            report.lost.append(("plan", id_))
            present["plan", id_] = PlanHead(id=id_, position="i", title=tr("Salvaged plan"))
        elements = {element.id: element for element in present.values()}
        if not whole:
            elements = mended(id_, elements)
        for element in elements.values():
            self._insert(made, number, element)
        self._copy_log(made, number, told.good)
        if not whole:
            report.histories_lost.append(id_)
            self._close_log(made, number, told, elements)
        return elements

    def _stored(self, number: int) -> tuple[dict[Key, tuple[str, Element]], dict[Key, Element]]:
        """Elements whose rows fit their digests, each with its text, and what is left of the others."""
        sound: dict[Key, tuple[str, Element]] = {}
        poor: dict[Key, Element] = {}
        damage: list[Damage] = []
        for kind in KINDS:
            shape = layout(kind)
            for (plan, id_), (_, *cells, kept) in self._tables[kind].items():
                if plan != number:
                    continue
                element = checked_element(shape, cells, damage)
                if element is None:
                    continue
                if fits(shape, plan, cells, kept):
                    sound[kind, id_] = shape.text(cells), element
                else:
                    element = _legible(element)
                    poor[kind, element.id] = element
        return sound, poor

    def _told(self, number: int) -> _Told:
        changes = [key[1] for key in self._tables["change"] if key[0] == number]
        broken = log.first_break(self._connection, number)
        good = len(changes) if broken is None else broken - 1
        told: dict[Key, Element] = {}
        then: dict[Key, Element] | None = None
        named: set[Key] = set()
        keys = [key for key in self._tables["operation"] if key[0] == number]
        # A number that no change can have is no word of an early one.
        for key in sorted(keys, key=lambda key: (key[1] < 1, key)):
            row = self._tables["operation"][key]
            if then is None and not 1 <= row[1] <= good:
                then = dict(told)
            try:
                op = log.operation((row[1], *row[3:]))
            except LibraryProblem:
                if row[1] <= good:  # digests that fit what cannot be: somebody's work, and not ours
                    good, then = 0, {}
                continue
            element = (op.kind, op.id)
            if op.action == "delete":
                told.pop(element, None)
                named.discard(element)
                continue
            named.add(element)
            if op.action == "add":
                told[element] = op.after
            elif element in told:
                told[element] = told[element].but(**{op.field: op.after})
        return _Told(
            told, named, good, told if then is None else then, broken is None and then is None and good > 0
        )

    def _insert(self, made: Connection, number: int, element: Element) -> None:
        shape = layout(element.kind_name)
        cells = shape.cells(element)
        _insert_row(made, shape.kind, (number, *cells, digest(shape.kind, number, shape.text(cells))))

    def _copy_log(self, made: Connection, number: int, good: int) -> None:
        for table in ("change", "operation", "version"):
            place = 2 if table == "version" else 1
            for key, row in self._tables[table].items():
                if key[0] == number and row[place] <= good:
                    _insert_row(made, table, row)

    def _close_log(self, made: Connection, number: int, told: _Told, elements: dict[str, Element]) -> None:
        """One more change leads from where the sound part of the history ends to what there is now."""
        then = {element.id: element for element in told.then.values()}
        made_by = [
            Operation("delete", one.kind_name, id_, "", one, None)
            for id_, one in then.items()
            if id_ not in elements or elements[id_].kind_name != one.kind_name
        ]
        for id_, element in elements.items():
            before = then.get(id_)
            if before is None or before.kind_name != element.kind_name:
                made_by.append(Operation("add", element.kind_name, id_, "", None, element))
            else:
                made_by.extend(differences(before, element))
        if not made_by:
            return
        previous = self._tables["change"][number, told.good][-1] if told.good else b""
        rows = [log.row_of(op) for op in made_by]
        label = Label(N_("Salvaged from a damaged library"))
        header = (number, told.good + 1, now(), "", label.message, free_text(label.values), "", 0, 0, "")
        _insert_row(made, "change", (*header, change_digest(previous, header, rows)))
        for seq, row in enumerate(rows):
            _insert_row(made, "operation", (number, told.good + 1, seq, *row))


def _legible(element: Element) -> Element:
    """The element with a sign for each character that could not be read, or that no text of ours holds."""
    marked = {
        declared.name: CONTROL.sub(_ILLEGIBLE, value).replace("\ufffd", _ILLEGIBLE)
        for declared, value in zip(element.fields, element, strict=True)
        if isinstance(value, str) and ("\ufffd" in value or CONTROL.search(value))
    }
    return element.but(**marked) if marked else element


def _insert_row(made: Connection, table: str, row: Row) -> None:
    places = ", ".join("?" * len(row))
    made.execute(f'INSERT INTO "{table}" VALUES ({places})', row)  # noqa: S608  # declared names
