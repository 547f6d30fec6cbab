"""What an edit of many cells would do, cell by cell, before it is made: one change, or nothing.

Pasting, filling, replacing and setting many cells at once all give an ``Outcome``: what is understood, what
is refused and why, and the change that makes all that is understood.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from workbench.analysis.typed import Names
from workbench.errors import Problem
from workbench.i18n import N_
from workbench.plan.change import Change, Label, Operation, canonical, differences, same
from workbench.plan.edits import shown_name
from workbench.plan.elements import KINDS, Element
from workbench.plan.validity import fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from workbench.analysis.table_columns import Column
    from workbench.i18n import Words
    from workbench.plan.plan import Plan

#: States of a cell: it becomes something else, it already says so, it is refused.
SET: Final = "set"
SAME: Final = "same"
REFUSED: Final = "refused"


class Cell(NamedTuple):
    """One cell that an edit reaches. ``why`` says what is wrong when it is refused.

    ``is_likely``: an element was meant that is called a little differently.
    """

    column: str
    state: str
    text: str = ""
    before: str = ""
    after: str = ""
    why: str = ""
    is_likely: bool = False


class Line(NamedTuple):
    """One row that an edit reaches: its cells by column, and why nothing of it is taken, if so."""

    id: str
    name: str
    cells: dict[str, Cell]
    is_new: bool = False
    why: str = ""


class Outcome(NamedTuple):
    """An edit of many cells: what becomes of each, and the change that makes what is understood.

    ``made`` are the names of elements that are added because cells point at them.
    """

    lines: list[Line]
    change: Change
    made: tuple[str, ...] = ()

    def count(self, state: str) -> int:
        """How many cells of rows that are taken have a state."""
        return sum(
            1 for line in self.lines if not line.why for cell in line.cells.values() if cell.state == state
        )

    @property
    def likely(self) -> int:
        """How many cells are taken for elements that are called a little differently."""
        return sum(1 for line in self.lines if not line.why for cell in line.cells.values() if cell.is_likely)

    @property
    def new_rows(self) -> int:
        """How many rows are added."""
        return sum(1 for line in self.lines if line.is_new and not line.why)

    @property
    def refusals(self) -> list[tuple[Line, Cell | None]]:
        """Rows (without a cell) and cells that are not taken."""
        found: list[tuple[Line, Cell | None]] = []
        for line in self.lines:
            if line.why:
                found.append((line, None))
                continue
            found.extend((line, cell) for cell in line.cells.values() if cell.state == REFUSED)
        return found


class Draft:
    """Elements of one kind while cells are put into them; the plan stays as it is."""

    def __init__(self, plan: Plan, kind: str, words: Words, names: Names | None = None) -> None:
        self.plan = names.plan if names is not None else plan
        self.kind = kind
        self.words = words
        self.names = names or Names(plan)
        self.lines: dict[str, Line] = {}
        #: The elements as they would be.
        self.after: dict[str, Element] = {}
        self._before: dict[str, Element] = {}

    def begin(self, element: Element, *, is_new: bool = False) -> None:
        """Reach a row."""
        if element.id not in self.lines:
            self.lines[element.id] = Line(element.id, shown_name(element), {}, is_new)
            self._before[element.id] = self.after[element.id] = element

    def refuse_line(self, id_: str, why: str) -> None:
        """Take nothing of a row."""
        self.lines[id_] = self.lines[id_]._replace(why=why)

    def put_text(self, id_: str, column: Column, text: str, *, told: str | None = None) -> None:
        """Put what was typed or pasted into a cell; ``told`` is the text before it was tidied."""
        told = text if told is None else told
        before = self.after[id_]
        shown = column.show(self.plan, self._before[id_], self.words)
        if text.strip() == shown.strip() and not self.lines[id_].is_new:
            self._note(id_, Cell(column.key, SAME, told, shown, shown))
            return
        try:
            if column.is_closed:
                raise Problem(_CLOSED, field=f"@{column.declared.label}")
            made = column.read(self.names, before, text, self.words)
        except Problem as problem:
            self._refuse(id_, column, told, shown, problem)
            return
        self._take(id_, column, told, shown, made)

    def put_value(self, id_: str, column: Column, value: Any) -> None:
        """Put a value into a cell."""
        shown = column.show(self.plan, self._before[id_], self.words)
        told = column.show_value(self.plan, value, self.words)
        try:
            if column.is_closed:
                raise Problem(_CLOSED, field=f"@{column.declared.label}")
            made = column.put(self.after[id_], value)
        except Problem as problem:
            self._refuse(id_, column, told, shown, problem)
            return
        self._take(id_, column, told, shown, made)

    def _take(self, id_: str, column: Column, told: str, shown: str, made: Element) -> None:
        name = type(made).parent_field
        if name == column.declared.name and self._makes_a_loop(id_, made.get(name)):
            self._refuse(
                id_, column, told, shown, Problem(N_("“{name}” cannot be moved below itself"), name=told)
            )
            return
        changed = not same(column.value(self._before[id_]), column.value(made))
        after = column.show(self.plan, made, self.words)
        self.after[id_] = made
        self._note(
            id_,
            Cell(
                column.key,
                SET if changed else SAME,
                told,
                shown,
                after,
                is_likely=changed and _is_likely(column, told, after),
            ),
        )

    def _makes_a_loop(self, id_: str, above: str | None) -> bool:
        parent = KINDS[self.kind].parent_field
        assert parent is not None
        seen = {id_}
        while above is not None:
            if above in seen:
                return above == id_
            seen.add(above)
            element = self.after.get(above) or self.plan.get(above)
            above = element.get(parent) if element is not None and element.kind_name == self.kind else None
        return False

    def _refuse(self, id_: str, column: Column, told: str, shown: str, problem: Problem) -> None:
        self._note(id_, Cell(column.key, REFUSED, told, shown, "", _in_words(problem, self.words)))

    def _note(self, id_: str, cell: Cell) -> None:
        self.lines[id_].cells[cell.column] = cell

    def lack(self, id_: str) -> str:
        """What a new row lacks to be whole; "" when nothing is."""
        element = self.after[id_]
        for declared in element.fields:
            if declared.name in ("id", "position"):
                continue
            value = element.get(declared.name)
            found = fault(declared, value)
            if found is None and declared.name == element.title_field and declared.required and value == "":
                found = ("", N_("must not be empty"))
            if found is not None:
                return self.words(
                    N_("{field}{where} {fault}"),
                    field=f"@{declared.label}",
                    where=found[0],
                    fault=f"@{found[1]}",
                )
        return ""

    def operations(self) -> list[Operation]:
        """What the rows that are taken come to."""
        found: list[Operation] = []
        for id_, line in self.lines.items():
            if line.why:
                continue
            before, after = self._before[id_], self.after[id_]
            if line.is_new:
                found.append(Operation("add", self.kind, id_, "", None, after))
            else:
                found.extend(differences(before, after))
        return found

    def outcome(self, label: Label, first: Iterable[Operation] = (), made: Sequence[str] = ()) -> Outcome:
        """All of it as one change. ``first`` are operations that must come before."""
        change = Change(canonical([*first, *self.operations()]), label)
        return Outcome(list(self.lines.values()), change, tuple(made))


_CLOSED: Final = N_("{field} holds more than one line; open the cell to edit it")


def _in_words(problem: Problem, words: Words) -> str:
    return words(problem.message, **problem.values)


def _is_likely(column: Column, told: str, after: str) -> bool:
    if column.declared.type not in ("reference", "references"):
        return False
    plain = after.casefold()
    parts = told.replace("；", ";").replace("、", ";").replace("\n", ";").split(";")
    return any(part.strip().casefold() not in plain for part in parts)


def with_values(
    plan: Plan, kind: str, values: Mapping[tuple[str, str], Any], columns: Mapping[str, Column], words: Words
) -> Outcome:
    """Set cells, (id, column) -> value."""
    draft = Draft(plan, kind, words)
    return _filled(draft, draft.put_value, values, columns)


def with_texts(
    plan: Plan, kind: str, texts: Mapping[tuple[str, str], str], columns: Mapping[str, Column], words: Words
) -> Outcome:
    """Type into cells, (id, column) -> text."""
    draft = Draft(plan, kind, words)
    return _filled(draft, draft.put_text, texts, columns)


def _filled(
    draft: Draft,
    put: Callable[[str, Column, Any], None],
    cells: Mapping[tuple[str, str], Any],
    columns: Mapping[str, Column],
) -> Outcome:
    for (id_, key), what in cells.items():
        draft.begin(draft.plan.elements[id_])
        put(id_, columns[key], what)
    return draft.outcome(_label(draft))


def _label(draft: Draft) -> Label:
    taken = [cell for line in draft.lines.values() for cell in line.cells.values() if cell.state == SET]
    return Label(
        N_("Edit {count} cells of {kind}"),
        (("count", str(len(taken))), ("kind", f"@{KINDS[draft.kind].plural_label}")),
    )


def filled_down(
    plan: Plan,
    kind: str,
    ids: Sequence[str],
    keys: Sequence[str],
    columns: Mapping[str, Column],
    words: Words,
) -> Outcome:
    """The cells of the first row repeated in the rows below it."""
    draft = Draft(plan, kind, words)
    source = plan.elements[ids[0]]
    for id_ in ids[1:]:
        draft.begin(plan.elements[id_])
        for key in keys:
            column = columns[key]
            if key == "code":
                draft.lines[id_].cells[key] = Cell(
                    key,
                    REFUSED,
                    source.code or "",
                    plan.elements[id_].code or "",
                    why=words(N_("Codes are to tell elements apart")),
                )
                continue
            draft.put_value(id_, column, column.value(source))
    label = Label(
        N_("Fill down in {kind}"),
        (("kind", f"@{KINDS[kind].plural_label}"),),
    )
    return draft.outcome(label)


class Sought(NamedTuple):
    """What is looked for in cells. ``whole``: the whole cell must be it."""

    text: str
    match_case: bool = False
    whole: bool = False

    def places(self, text: str) -> list[int]:
        """Where it stands in a text."""
        if not self.text or not text:
            return []
        here, wanted = (text, self.text) if self.match_case else (text.lower(), self.text.lower())
        if len(here) != len(text):  # a letter whose small form is longer: compared as it stands
            here, wanted = text, self.text
        if self.whole:
            return [0] if here.strip() == wanted else []
        found, at = [], here.find(wanted)
        while at >= 0:
            found.append(at)
            at = here.find(wanted, at + len(wanted))
        return found

    def replaced(self, text: str, by: str) -> str:
        """The text with another in all its places."""
        if self.whole:
            return by if self.places(text) else text
        made, end = [], 0
        for at in self.places(text):
            made += [text[end:at], by]
            end = at + len(self.text)
        return "".join([*made, text[end:]])


def found_cells(
    plan: Plan, ids: Iterable[str], columns: Sequence[Column], sought: Sought, words: Words
) -> list[tuple[str, str]]:
    """The cells that hold a text, (id, column), row by row. A text that many cells have is looked at once."""
    if not sought.text:
        return []
    known: list[dict[Any, bool]] = [{None: False} for _ in columns]
    found = []
    for id_ in ids:
        element = plan.elements[id_]
        for column, memory in zip(columns, known, strict=True):
            value = column.value(element)
            holds = memory.get(value)
            if holds is None:
                holds = memory[value] = bool(sought.places(column.show_value(plan, value, words)))
            if holds:
                found.append((id_, column.key))
    return found


def replaced(
    plan: Plan,
    kind: str,
    cells: Iterable[tuple[str, str]],
    columns: Mapping[str, Column],
    sought: Sought,
    by: str,
    words: Words,
) -> Outcome:
    """The cells with another text in place of what was sought; what then is no value any more is refused."""
    draft = Draft(plan, kind, words)
    for id_, key in cells:
        column = columns[key]
        draft.begin(plan.elements[id_])
        text = column.show(plan, plan.elements[id_], words)
        draft.put_text(id_, column, sought.replaced(text, by), told=sought.replaced(text, by))
    label = Label(
        N_("Replace “{old}” by “{new}” in {kind}"),
        (("old", sought.text), ("new", by), ("kind", f"@{KINDS[kind].plural_label}")),
    )
    return draft.outcome(label)
