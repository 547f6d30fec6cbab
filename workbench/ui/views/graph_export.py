"""The traceability graph outside of its view: as a picture with the path that is lit, and as numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSizeF

from workbench.i18n import current, tr, words
from workbench.plan.elements import KINDS
from workbench.plan.in_words import titled
from workbench.ui import theme
from workbench.ui.phrases import joined
from workbench.ui.pictures import Picture

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from workbench.analysis.graph import Chain
    from workbench.ui.views.graph_drawing import Drawing, Pointed


def picture_of(drawing: Drawing, pointed: Pointed, plan_title: str) -> Picture:
    """The graph in the colours for paper."""

    def paint(painter: QPainter) -> None:
        whole = QRectF(0, 0, drawing.width, drawing.height)
        drawing.paint(painter, whole, theme.on_paper, pointed, on_paper=True)
        painter.translate(0, drawing.line * 0.4)
        drawing.paint_heads(painter, theme.on_paper, 0, 1.0)

    size = QSizeF(drawing.width, drawing.height)
    return Picture(size, paint, plan_title, tr("Traceability graph"))


def table_of(chain: Chain, drawing: Drawing) -> list[list[str]]:
    """The links shown, one a line, then what is shown without a link; the headings first."""
    plan, spoken = chain.plan, words(current())

    def told(id_: str) -> list[str]:
        element = plan.elements[id_]
        return [tr(KINDS[element.kind_name].label), element.code or "", titled(plan, element, spoken)]

    ends = [tr("Kind"), tr("Code"), tr("Title")]
    made = [[*ends, *(tr("Linked: {what}", what=one) for one in ends), tr("Gaps")]]
    linked: set[str] = set()
    for above, below in drawing.edges:
        linked |= {above, below}
        gaps = joined((*drawing.boxes[above].gaps, *drawing.boxes[below].gaps))
        made.append([*told(above), *told(below), gaps])
    made += [
        [*told(id_), "", "", "", joined(box.gaps)] for id_, box in drawing.boxes.items() if id_ not in linked
    ]
    return made
