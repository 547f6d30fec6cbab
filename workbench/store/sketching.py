"""Reading of a large plan what its outline shows at first: a tenth of what opening it takes."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Final

from workbench.errors import Problem
from workbench.plan.elements import KINDS
from workbench.plan.sketch import Sketch
from workbench.store import gate, known, reading
from workbench.store.connection import reading as one_state
from workbench.store.connection import translated
from workbench.store.format import READABLE
from workbench.store.upgrades import UPGRADES

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from workbench.plan.elements import Element
    from workbench.store.connection import Connection

#: Lines of a group that are read: more than the tallest screen shows.
_LINES: Final = 150


def sketch(path: Path, plan_id: str | None, kinds: Collection[str]) -> Sketch | None:
    """A plan of a library with the first elements of some kinds and what stands right below them.

    They have their codes, titles and places, those below no more than their places.
    Without a plan of this id it is the library's only one. None where the file must be looked through before
    it is believed, where there is no such plan, and where it cannot be opened: whoever opens it is told why.
    """
    try:
        real = gate.real_file(path)
        note = known.recall(real)
        if note is None or not note.trusted or not note.is_as_left(real):
            return None
        passed = gate.let_in(real, read_only=True, schemas=UPGRADES.schemas, note=note)
        with closing(passed.connection), translated(real), one_state(passed.connection) as connection:
            found = dict(connection.execute("SELECT id, number FROM registry").fetchall())
            id_ = plan_id if plan_id in found else next(iter(found), "")
            if passed.format not in READABLE or not id_ or (id_ != plan_id and len(found) > 1):
                return None
            return _sketched(connection, id_, found[id_], kinds)
    except (Problem, OSError):
        return None


def _sketched(connection: Connection, id_: str, plan: int, kinds: Collection[str]) -> Sketch | None:
    elements = reading.elements(connection, plan, [], trusted=True, kinds=("plan",))
    if not any(element.id == id_ for element in elements):
        return None
    counts = {}
    for kind in KINDS:
        statement = f'SELECT count(*) FROM "{kind}" WHERE "plan" = ?'  # noqa: S608  # declared names only
        counts[kind] = connection.execute(statement, (plan,)).fetchone()[0]
    for kind in kinds:
        above = KINDS[kind].parent_field
        shown = ("id", "position", "code", "title")
        tops = _first(connection, plan, kind, shown, f'"{above}" IS NULL' if above else "TRUE")
        elements += tops
        if above:
            elements += _below(connection, plan, kind, above, tops)
        for owned, cls in KINDS.items():
            if cls.owner_kind == kind and cls.owner_field:
                elements += _below(connection, plan, owned, cls.owner_field, tops)
    return Sketch(id_, elements, counts)


def _first(
    connection: Connection, plan: int, kind: str, names: Sequence[str], which: str, *values: str
) -> list[Element]:
    """The first elements of a kind, as far as the named fields go."""
    cls = KINDS[kind]
    chosen = [cls.field_of[name] for name in names]
    columns = ", ".join(f'"{declared.key}"' for declared in chosen)
    statement = (
        f'SELECT {columns} FROM "{kind}" WHERE "plan" = ? AND {which} '  # noqa: S608  # declared names only
        f'ORDER BY "position", "id" LIMIT {_LINES}'
    )
    rows = connection.execute(statement, (plan, *values))
    return [cls(**dict(zip(names, cells, strict=True))) for cells in rows]


def _below(
    connection: Connection, plan: int, kind: str, field: str, tops: Sequence[Element]
) -> list[Element]:
    """One element, if there is any, below each of the others: enough to tell that there are some."""
    column = KINDS[kind].field_of[field].key
    above = [one.id for one in tops]
    which = f'"{column}" IN ({", ".join("?" * len(above))}) GROUP BY "{column}"'
    return _first(connection, plan, kind, ("id", "position", field), which, *above)
