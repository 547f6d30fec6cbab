"""Problems by subjects: what stands in each cell, how its checks came out, and which are empty."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.documents.pictures.drawing import (
    INK,
    LARGE,
    NORMAL,
    PAPER,
    QUIET,
    SMALL,
    WIDTH,
    Drawing,
    fitted,
    wrapped,
)
from workbench.i18n import N_
from workbench.plan.choices import DOMAIN, SUBJECT
from workbench.rules.checker import Checker
from workbench.rules.coverage import coverage

if TYPE_CHECKING:
    from datetime import date

    from workbench.documents.outline import Figure
    from workbench.documents.wording import Wording
    from workbench.plan.plan import Plan
    from workbench.rules.coverage import Cell, Coverage
    from workbench.rules.surroundings import Surroundings

_LEFT: Final = 27.0
_TOP: Final = 9.0
_ROW: Final = 17.0
#: The more checks are passed the darker, but never so dark that the words cannot be read.
_SHADES: Final = ((95, "#bcd3e8"), (80, "#d6e4f1"), (0, "#edf3f9"))


def figures(
    plan: Plan, wording: Wording, day: date, surroundings: Surroundings | None = None
) -> list[Figure]:
    """Five rows of problems, three columns of subjects. [] where nothing tells its problem and subject."""
    checker = Checker(plan, day, None, surroundings)
    checker.full()
    found = coverage(checker)
    if not any(one.domain and one.subject and not _is_bare(one) for one in found.cells):
        return []
    omitted = {one.domain for one in plan.head.omitted_domains or ()}
    notes = _notes(found, wording)
    lines = [line for note in notes for line in wrapped(note, WIDTH - 2, SMALL, 3)]
    drawing = Drawing(WIDTH, _TOP + _ROW * len(DOMAIN) + 3 + len(lines) * 4.6, wording)
    wide = (WIDTH - _LEFT) / len(SUBJECT)
    for across, name in enumerate(SUBJECT.values()):
        drawing.text(
            _LEFT + wide * (across + 0.5), 6, wording.words(name), size=LARGE, anchor="middle", strong=True
        )
    for down, (domain, name) in enumerate(DOMAIN.items()):
        y = _TOP + _ROW * down
        foot = y + _ROW / 2 + NORMAL * 0.36
        drawing.text(1, foot, fitted(wording.words(name), _LEFT - 1, NORMAL), size=NORMAL, strong=True)
        for across, subject in enumerate(SUBJECT):
            cell = found.cell(domain, subject)
            if cell is not None:
                _draw(drawing, cell, _LEFT + wide * across, y, wide, wording, is_omitted=domain in omitted)
    bottom = _TOP + _ROW * len(DOMAIN)
    for number, line in enumerate(lines):
        drawing.text(1, bottom + 5 + number * 4.6, line, colour=QUIET)
    caption = wording.words(N_("Coverage of problems and subjects"))
    return [drawing.figure(caption, _told(found, omitted, notes, wording))]


def _is_bare(cell: Cell) -> bool:
    """Whether nothing at all stands in a cell."""
    return cell.is_empty and not cell.indicators and not cell.parts


def _draw(
    drawing: Drawing, cell: Cell, x: float, y: float, wide: float, wording: Wording, *, is_omitted: bool
) -> None:
    words = wording.words
    middle = x + wide / 2
    if cell.is_empty:
        drawing.rect(x, y, wide, _ROW, fill=PAPER, stroke=INK, hatch="/")
        said = words(N_("left out on purpose")) if is_omitted else words(N_("no goal, no project"))
        said = fitted(said, wide - 8, NORMAL)
        # The words stand on a clear ground.
        drawing.rect(x + 3, y + _ROW / 2 - 3, wide - 6, 6, fill=PAPER, thick=0)
        drawing.text(middle, y + _ROW / 2 + NORMAL * 0.36, said, size=NORMAL, anchor="middle")
        return
    shade = PAPER
    if cell.score is not None:
        shade = next(tint for least, tint in _SHADES if cell.score >= least)
    drawing.rect(x, y, wide, _ROW, fill=shade)
    lines = wrapped(_counts(cell, wording), wide - 3, SMALL, 2)
    for number, line in enumerate(lines):
        drawing.text(middle, y + (6.6 if len(lines) == 1 else 5.2) + 4 * number, line, anchor="middle")
    drawing.text(
        middle,
        y + (12.8 if len(lines) == 1 else 14.2),
        fitted(_rate(cell, wording), wide - 2, NORMAL),
        size=NORMAL,
        anchor="middle",
    )


def _counts(cell: Cell, wording: Wording) -> str:
    return wording.words(
        N_("goals: {goals}, projects: {projects}, indicators: {indicators}"),
        goals=len(cell.goals),
        projects=len(cell.projects),
        indicators=len(cell.indicators),
    )


def _rate(cell: Cell, wording: Wording) -> str:
    if cell.score is None:
        return wording.words(N_("not judged"))
    return wording.words(N_("{share} % of checks passed"), share=f"{cell.score:g}")


def _notes(found: Coverage, wording: Wording) -> list[str]:
    notes = [wording.words(N_("What faces several problems or subjects is counted in each of their cells."))]
    unstated = {
        id_
        for one in found.cells
        if one.domain is None or one.subject is None
        for id_ in (*one.goals, *one.projects, *one.indicators)
    }
    if unstated:
        notes.append(
            wording.words(
                N_("Goals, projects and indicators without a problem or a subject: {count}."),
                count=len(unstated),
            )
        )
    return notes


def _told(found: Coverage, omitted: set[str], notes: list[str], wording: Wording) -> str:
    words = wording.words
    filled: list[str] = []
    empty: list[str] = []
    left_out: list[str] = []
    for one in found.cells:
        if one.domain is None or one.subject is None:
            continue
        place = words(
            N_("{problem} × {subject}"),
            problem=words(DOMAIN[one.domain]),
            subject=words(SUBJECT[one.subject]),
        )
        if one.is_empty:
            (left_out if one.domain in omitted else empty).append(place)
        else:
            filled.append(
                words(
                    N_("{place}: {counts}, {rate}"),
                    place=place,
                    counts=_counts(one, wording),
                    rate=_rate(one, wording),
                )
            )
    said = [wording.sentence(wording.clauses(filled))] if filled else []
    if empty:
        said.append(words(N_("Without goal and project: {places}."), places=wording.listed(empty)))
    if left_out:
        said.append(words(N_("Left out on purpose: {places}."), places=wording.listed(left_out)))
    return ("" if wording.chinese else " ").join([*said, *notes])
