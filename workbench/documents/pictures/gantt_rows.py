"""The projects that a Gantt chart shows, row by row, and how they are shared out to several figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.plan.elements import Project

if TYPE_CHECKING:
    from workbench.analysis.bars import Bar, Bars
    from workbench.plan.plan import Plan

#: Rows of one figure, and figures of one plan: what is beyond is told in a note.
MOST_ROWS: Final = 35
MOST_FIGURES: Final = 4
#: Programmes above a row that are named again where a figure begins with it.
_MOST_ABOVE: Final = 5


class Row(NamedTuple):
    """A project in its place, ``depth`` steps below the top; ``again`` where a figure before shows it too."""

    project: Project
    depth: int
    again: bool = False


def rows_of(plan: Plan, bars: Bars) -> list[Row]:
    """Programmes and what they are made of, in rank order."""
    cancelled = {one.id for one in bars.bars.values() if one.is_cancelled}
    rows: list[Row] = []
    waiting = [(id_, 0) for id_ in reversed(plan.roots("project"))]
    seen: set[str] = set()
    while waiting:
        id_, depth = waiting.pop()
        project = plan.find(id_, Project)
        if project is None or id_ in seen or project.status == "cancelled" or id_ in cancelled:
            continue
        seen.add(id_)
        rows.append(Row(project, depth))
        waiting.extend((below, depth + 1) for below in reversed(plan.children(id_)))
    rows = _with_days(rows, bars)
    # Tasks are many and short: they give way first.
    if len(rows) > MOST_ROWS and any(row.project.kind in (None, "project") for row in rows):
        rows = _with_days([row for row in rows if row.project.kind != "task"], bars)
    return rows


def _with_days(rows: list[Row], bars: Bars) -> list[Row]:
    """The rows with something on them, and what those stand under."""
    kept: list[Row] = []
    depth = -1
    for row in reversed(rows):
        id_ = row.project.id
        if bar_of(bars, row.project) is not None or id_ in bars.loose or row.depth < depth:
            kept.append(row)
            depth = row.depth
    return kept[::-1]


def bar_of(bars: Bars, project: Project) -> Bar | None:
    """The bar of a project of whose time anything is known: not that it merely begins no sooner than the
    plan.
    """
    bar = bars.bars.get(project.id)
    if bar is None:
        return None
    is_stated = project.start is not None or project.end is not None
    return bar if is_stated or bar.diamonds or bar.last > bar.first else None


def parts_of(rows: list[Row]) -> tuple[list[list[Row]], int]:
    """The rows of each figure, about as many in each, and how many are left out.

    A part that begins within a programme begins with the programme's name again.
    """
    count = min(-(-len(rows) // MOST_ROWS), MOST_FIGURES)
    size = min(MOST_ROWS, -(-len(rows) // count))
    parts: list[list[Row]] = []
    begun = 0
    while begun < len(rows) and len(parts) < MOST_FIGURES:
        above = _above(rows, begun)
        taken = rows[begun : begun + min(size, MOST_ROWS - len(above))]
        parts.append([*above, *taken])
        begun += len(taken)
    return parts, len(rows) - begun


def _above(rows: list[Row], begun: int) -> list[Row]:
    """The rows that the row of this place stands under, from the top."""
    found: list[Row] = []
    depth = rows[begun].depth
    for row in reversed(rows[:begun]):
        if row.depth < depth:
            found.append(row._replace(again=True))
            depth = row.depth
    return found[:_MOST_ABOVE][::-1]
