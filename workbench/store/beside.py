"""Reading what stands beside a plan: the other plans in short, and those edits of its log that count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from workbench.errors import LibraryProblem
from workbench.plan.around import PlanLine
from workbench.plan.elements import Indicator
from workbench.store import log
from workbench.store.cells import UNREADABLE, layout
from workbench.store.reading import lenient
from workbench.store.soundness import is_usable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.plan.change import Operation
    from workbench.store.connection import Connection

_HEAD: Final = ("id", "title", "level", "region_code", "region_name", "parents")
_INDICATOR: Final = ("id", "position", "code", "name", "unit", "catalogue", "catalogue_item", "takes_up")
#: What rules look at in the log: edits of schemes and their items, and of targets. The first change brought
#: the plan as it was; it is no edit.
_EDITS: Final = (
    "SELECT number, action, kind, id, field, before, after FROM operation WHERE plan = ? AND number > ? "
    "AND number > 1 AND (kind IN ('scheme', 'scheme_item') OR (kind = 'indicator' AND field = 'targets')) "
    "ORDER BY number, seq"
)


def lines(connection: Connection, plan_id: str) -> list[PlanLine]:
    """All plans of the library but one, in the order in which they came to it; damaged rows are left out."""
    columns = ", ".join(f'head."{key}"' for key in _HEAD)
    heads = (
        f"SELECT number, {columns} FROM registry "  # noqa: S608  # declared names only
        'JOIN "plan" AS head ON head."plan" = registry.number AND head.id = registry.id '
        "WHERE registry.id <> ? ORDER BY registry.number"
    )
    columns = ", ".join(f'"{key}"' for key in _INDICATOR)
    rows = (
        f'SELECT "plan", {columns} FROM "indicator" '  # noqa: S608  # declared names only
        "WHERE catalogue_item IS NOT NULL OR takes_up IS NOT NULL ORDER BY position, id"
    )
    with lenient(connection):
        found = connection.execute(heads, (plan_id,)).fetchall()
        indicators: dict[int, list[Indicator]] = {}
        for number, *cells in connection.execute(rows):
            values = _values("indicator", _INDICATOR, cells)
            if values is not None:
                indicators.setdefault(number, []).append(Indicator(**values))
    made = []
    for number, *cells in found:
        values = _values("plan", _HEAD, cells)
        if values is not None:
            values["title"] = values["title"] or ""
            values["parents"] = values["parents"] or ()
            made.append(PlanLine(**values, indicators=tuple(indicators.get(number, ()))))
    return made


def _values(kind: str, keys: Sequence[str], cells: Sequence[Any]) -> dict[str, Any] | None:
    """The values of some columns by name; None when one cannot be what its field declares."""
    shape = layout(kind)
    turns = dict(shape.turns)
    values: dict[str, Any] = {}
    try:
        for key, cell in zip(keys, cells, strict=True):
            turn = turns.get(shape.keys.index(key))
            value = cell if cell is None or turn is None else turn(cell)
            if value is not None and not is_usable(shape.field_of_key[key], value):
                return None
            values[key] = value
    except UNREADABLE:
        return None
    return values


def edits(connection: Connection, plan: int, after: int) -> list[tuple[int, Operation]]:
    """(number of the change, operation) above ``after`` in the order of the log, without damaged ones."""
    with lenient(connection):
        rows = connection.execute(_EDITS, (plan, after)).fetchall()
    found = []
    for row in rows:
        try:
            found.append((row[0], log.operation(row)))
        except LibraryProblem:  # the doctor tells of it
            continue
    return found
