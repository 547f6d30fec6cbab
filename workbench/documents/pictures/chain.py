"""From goals to projects and indicators, in three columns; what lacks a link is marked."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from workbench.analysis.gaps import lacks
from workbench.analysis.graph import Chain
from workbench.analysis.layers import arrange
from workbench.documents.pictures.drawing import (
    ALARM,
    INK,
    LARGE,
    LIGHT,
    MM_OF_POINT,
    PAPER,
    QUIET,
    WIDTH,
    Drawing,
    at,
    wrapped,
)
from workbench.documents.pictures.legend import LINE, Entry, draw_legend
from workbench.i18n import N_
from workbench.plan.elements import KINDS

if TYPE_CHECKING:
    from datetime import date

    from workbench.analysis.layers import Places
    from workbench.documents.outline import Figure
    from workbench.documents.wording import Wording
    from workbench.plan.elements import Element
    from workbench.plan.plan import Plan

_KINDS: Final = ("goal", "project", "indicator")
#: What is lacking between the columns; needs and units are not drawn.
_SHOWN: Final = frozenset(_KINDS)
#: Boxes of a column that can be read on a page.
MOST_BOXES: Final = 22
_BOX: Final = 41.0
_TOP: Final = 8.0
_ROOM: Final = 182.0
_SIZE: Final = 7.5 * MM_OF_POINT


def figures(plan: Plan, wording: Wording, day: date) -> list[Figure]:
    """The links of the first 22 of each column, key projects and what they serve before others. [] without
    links.
    """
    del day
    chain = Chain(plan)
    able = [one for one in chain.ids if plan.elements[one].kind_name in _KINDS and _stands(plan, one)]
    edges = chain.edges(frozenset(able))
    if not edges:
        return []
    linked = {id_ for edge in edges for id_ in edge}
    gaps = {id_ for id_ in able if _gaps(plan, plan.elements[id_])}
    wanted = [id_ for id_ in able if id_ in linked or id_ in gaps]
    layers = _chosen(plan, wanted, edges)
    kept = {id_ for layer in layers for id_ in layer}
    places = arrange(layers, [edge for edge in edges if kept.issuperset(edge)])
    left_out = len(wanted) - len(kept)
    pitch = min(9.0, _ROOM / max(places.height, 1))
    bottom = _TOP + places.height * pitch
    shown_gaps = [id_ for layer in layers for id_ in layer if id_ in gaps]
    drawing = Drawing(WIDTH, bottom + 3 + (bool(shown_gaps) + bool(left_out)) * LINE, wording)
    _draw(drawing, plan, places, pitch, gaps, wording)
    y = bottom + 1.5
    if shown_gaps:
        text = wording.words(N_("Gap: a link to a goal, a project or an indicator is missing"))
        draw_legend(drawing, [Entry(partial(_gap_sign, drawing), text)], 0, y, WIDTH)
        y += LINE
    note = ""
    if left_out:
        note = wording.words(N_("Further elements that are not shown: {count}."), count=left_out)
        drawing.text(1, y + 3.5, note, colour=QUIET)
    told = _told(plan, layers, sum(map(kept.issuperset, edges)), shown_gaps, note, wording)
    return [drawing.figure(wording.words(N_("From goals to projects and indicators")), told)]


def _stands(plan: Plan, id_: str) -> bool:
    """Whether an element, and all it is part of, has not been cancelled."""
    chain = (plan.elements[id_], *plan.ancestors(id_))
    return not any("status" in one.place_of and one.get("status") == "cancelled" for one in chain)


def _gaps(plan: Plan, element: Element) -> list[str]:
    """The kinds of the columns that an element lacks a link with."""
    return [kind for kind in lacks(plan, element) if kind in _SHOWN]


def _chosen(plan: Plan, wanted: list[str], edges: list[tuple[str, str]]) -> list[list[str]]:
    """At most 22 of each kind, in rank order: key projects, what is linked with them, then the others."""
    key = {id_ for id_ in wanted if "key" in plan.elements[id_].place_of and plan.elements[id_].get("key")}
    beside = {id_ for edge in edges if key.intersection(edge) for id_ in edge}
    layers = []
    for kind in _KINDS:
        ids = [id_ for id_ in wanted if plan.elements[id_].kind_name == kind]
        best = sorted(ids, key=lambda id_: (id_ not in key, id_ not in beside))[:MOST_BOXES]
        layers.append([id_ for id_ in ids if id_ in set(best)])
    return layers


def _draw(
    drawing: Drawing, plan: Plan, places: Places, pitch: float, gaps: set[str], wording: Wording
) -> None:
    step = (WIDTH - _BOX) / (len(_KINDS) - 1)
    for number, kind in enumerate(_KINDS):
        text = wording.words(KINDS[kind].plural_label)
        drawing.text(number * step + _BOX / 2, 5, text, size=LARGE, anchor="middle", strong=True)
    for way in places.ways.values():
        drawing.path(_way(way, step, pitch), stroke=QUIET, thick=0.22)
    high = pitch - 1.2
    lines_most = 2 if high > 2 * _SIZE * 1.15 else 1
    for number, layer in enumerate(places.layers):
        x = number * step
        for id_ in layer:
            element = plan.elements[id_]
            middle = _TOP + places.heights[id_] * pitch
            is_gap = id_ in gaps
            drawing.rect(
                x,
                middle - high / 2,
                _BOX,
                high,
                fill=PAPER if is_gap else LIGHT,
                stroke=ALARM if is_gap else INK,
                thick=0.5 if is_gap else 0.18,
                dashed=is_gap,
            )
            code = f"{element.code} " if element.code else ""
            lines = wrapped(code + element.name_shown, _BOX - 2, _SIZE, lines_most)
            foot = middle + _SIZE * 0.36 - (len(lines) - 1) * _SIZE * 0.56
            for at_, line in enumerate(lines):
                drawing.text(x + 1, foot + at_ * _SIZE * 1.12, line, size=_SIZE)


def _way(way: tuple[tuple[int, float], ...], step: float, pitch: float) -> str:
    """A line through the columns, bent between them."""
    y = _TOP + way[0][1] * pitch
    x = way[0][0] * step + _BOX
    steps = f"M{at(x, y)}"
    for layer, height in way[1:]:
        left, lower = layer * step, _TOP + height * pitch
        bend = (left - x) / 2
        steps += f" C{at(x + bend, y)} {at(left - bend, lower)} {at(left, lower)}"
        if (layer, height) != way[-1]:
            steps += f" L{at(left + _BOX, lower)}"
        x, y = left + _BOX, lower
    return steps


def _gap_sign(drawing: Drawing, x: float, y: float) -> None:
    drawing.rect(x - 2.25, y - 1.3, 4.5, 2.6, fill=PAPER, stroke=ALARM, thick=0.5, dashed=True)


def _told(
    plan: Plan, layers: list[list[str]], links: int, gaps: list[str], note: str, wording: Wording
) -> str:
    words = wording.words
    goals, projects, indicators = map(len, layers)
    said = [
        words(
            N_("goals: {goals}, projects: {projects}, indicators: {indicators}"),
            goals=goals,
            projects=projects,
            indicators=indicators,
        ),
        words(N_("links between them: {count}"), count=links),
    ]
    if gaps:
        names = wording.listed(plan.elements[id_].name_shown for id_ in gaps)
        said.append(words(N_("with gaps: {names}"), names=names))
    text = wording.sentence(wording.clauses(said))
    return text + ("" if wording.chinese or not note else " ") + note
