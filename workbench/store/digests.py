"""Comparing stored records with their digests: what the page checks of SQLite cannot see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from workbench.plan.elements import KINDS
from workbench.store.cells import Layout, fits, layout
from workbench.store.reading import lenient

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from workbench.store.connection import Connection

#: Rows looked at before others get their turn at the file.
_BATCH: Final = 1000


def damaged(
    connection: Connection,
    lock: AbstractContextManager[object],
    progress: Callable[[int, int], object] | None = None,
) -> list[tuple[str, str]]:
    """(kind, id) of the elements whose stored values are not what was written."""
    with lock:
        total = sum(
            connection.execute(f'SELECT count(*) FROM "{kind}"').fetchone()[0]  # noqa: S608  # declared names
            for kind in KINDS
        )
    done = 0
    found = []
    for kind in KINDS:
        shape = layout(kind)
        for rows in _batches(connection, lock, shape):
            for plan, *cells, kept in rows:
                if not fits(shape, plan, cells, kept):
                    found.append((kind, str(cells[shape.place_of_id])))
            done += len(rows)
            if progress is not None:
                progress(done, max(done, total))
    return found


def _batches(
    connection: Connection, lock: AbstractContextManager[object], shape: Layout
) -> Iterator[list[Any]]:
    columns = ", ".join(f'"{key}"' for key in ("plan", *shape.keys, "digest"))
    # By its bytes: an id that is not UTF-8 is read as another one, before which the way would begin anew.
    statement = (
        f'SELECT CAST(id AS BLOB), {columns} FROM "{shape.kind}" '  # noqa: S608  # declared names
        f'WHERE ("plan", id) > (?, CAST(? AS TEXT)) ORDER BY "plan", id LIMIT {_BATCH}'
    )
    last: tuple[Any, Any] = (-(2**63), b"")
    while True:
        with lock, lenient(connection):
            rows = connection.execute(statement, last).fetchall()
        if not rows:
            return
        yield [row[1:] for row in rows]
        last = (rows[-1][1], rows[-1][0])
