"""The coverage matrix outside of its window: as a picture in the colours for paper, and as numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPen

from workbench.i18n import tr
from workbench.plan.choices import DOMAIN, SUBJECT
from workbench.plan.elements import KINDS
from workbench.plan.values import show_money, wan_of_fen
from workbench.rules.coverage import DIMENSIONS
from workbench.rules.verdict import DIMENSION_LABELS, VERDICTS
from workbench.ui import theme
from workbench.ui.models.coverage import choice_label, counts_of, rate
from workbench.ui.paper.rows import paint_mark
from workbench.ui.pictures import Picture
from workbench.ui.views.ink import RIGHT, Ink

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from workbench.rules.coverage import Cell, Coverage

_CENTRE: Final = Qt.AlignmentFlag.AlignCenter


def picture_of(found: Coverage, font: QFont, plan_title: str) -> Picture:
    """The matrix with its title: counts, money and the four dimensions of each cell."""
    metrics = QFontMetricsF(font)
    line = metrics.height()
    domains = list(dict.fromkeys(one.domain for one in found.cells))
    subjects = list(dict.fromkeys(one.subject for one in found.cells))
    names = max(metrics.horizontalAdvance(choice_label(DOMAIN, one)) for one in domains) + line * 1.5
    label = max(metrics.horizontalAdvance(tr(DIMENSION_LABELS[one])) for one in DIMENSIONS)
    counts = max(metrics.horizontalAdvance(counts_of(one)) for one in found.cells)
    wide = max(label + line * 2 + metrics.horizontalAdvance("100.0 %"), counts) + line * 1.6
    tall = line * 8.2
    size = QSizeF(line * 2 + names + wide * len(subjects), line * 6.2 + tall * len(domains))

    def paint(painter: QPainter) -> None:
        painter.setFont(font)
        ink = Ink(painter, theme.on_paper, metrics)
        room = size.width() - 2 * line
        ink.write(QRectF(line, line * 0.8, room, line * 1.3), f"{tr('Coverage')} · {plan_title}")
        for column, subject in enumerate(subjects):
            head = QRectF(line + names + column * wide, line * 2.8, wide, line * 1.5)
            ink.write(head, choice_label(SUBJECT, subject), "muted", _CENTRE)
        for row, domain in enumerate(domains):
            y = line * 4.5 + row * tall
            ink.write(QRectF(line, y, names - line, tall), choice_label(DOMAIN, domain), "text", RIGHT)
            for column, subject in enumerate(subjects):
                box = QRectF(line + names + column * wide, y, wide, tall).adjusted(3, 3, -3, -3)
                _cell(ink, box, found.cell(domain, subject), found)

    return Picture(size, paint, tr("Coverage"), plan_title)


def _cell(ink: Ink, box: QRectF, cell: Cell | None, found: Coverage) -> None:
    painter, line = ink.painter, ink.metrics.height()
    is_weakest = cell is not None and found.weakest is not None and cell.place == found.weakest.place
    painter.setPen(QPen(theme.on_paper("error" if is_weakest else "border"), 2 if is_weakest else 1))
    painter.drawRoundedRect(box, 6, 6)
    if cell is None or (cell.is_empty and not cell.indicators):
        ink.write(box, tr("No goal and no project"), "muted", _CENTRE)
        return
    inner = box.adjusted(line * 0.6, line * 0.4, -line * 0.6, 0)
    place = QRectF(inner.left(), inner.top(), inner.width(), line * 1.15)
    ink.write(place, counts_of(cell))
    place.translate(0, line * 1.15)
    ink.write(place, show_money(cell.money) if cell.money else tr("no money"), "muted")
    if is_weakest:
        ink.write(place, tr("weakest"), "error", RIGHT)
    for name in DIMENSIONS:
        place.translate(0, line * 1.25)
        part = cell.dimensions[name]
        paint_mark(painter, part.verdict, place.topLeft() + QPointF(0, line * 0.15), line * 0.85)
        ink.write(place.adjusted(line * 1.2, 0, 0, 0), tr(DIMENSION_LABELS[name]), "muted")
        ink.write(place, rate(part.score), "text", RIGHT)


def table_of(found: Coverage) -> list[list[str]]:
    """A line for each cell, the headings first."""
    kinds = [tr(KINDS[kind].plural_label) for kind in ("goal", "project", "indicator")]
    made = [[tr("Problem"), tr("Subject"), *kinds, tr("Sum (万元)"), tr("Pass rate (%)")]]
    for name in DIMENSIONS:
        label = tr(DIMENSION_LABELS[name])
        made[0] += [label, tr("{dimension}: pass rate (%)", dimension=label)]
    for cell in found.cells:
        line = [choice_label(DOMAIN, cell.domain), choice_label(SUBJECT, cell.subject)]
        line += [str(len(one)) for one in (cell.goals, cell.projects, cell.indicators)]
        line += [f"{wan_of_fen(cell.money):f}", _figure(cell.score)]
        for name in DIMENSIONS:
            part = cell.dimensions[name]
            line += [tr(VERDICTS[part.verdict]), _figure(part.score)]
        made.append(line)
    return made


def _figure(score: float | None) -> str:
    return "" if score is None else f"{score:.1f}"
