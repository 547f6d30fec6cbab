"""The marks of the link matrix, and the legend that explains them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLine, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QWidget

from workbench.i18n import tr
from workbench.plan.choices import GOAL_ROLE
from workbench.plan.records import GoalLink, IndicatorLink
from workbench.plan.values import show_number
from workbench.ui import theme
from workbench.ui.phrases import listed

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QColor, QPaintEvent

    from workbench.analysis.links import Pairing
    from workbench.plan.record import Record


class Marks:
    """Draws what a link is: shapes, so that colour is not needed; figures where there is one."""

    def __init__(self, painter: QPainter, edge: int, colour: Callable[[str], QColor] = theme.colour) -> None:
        self._painter = painter
        self._accent = colour("accent")
        self._ring = QPen(self._accent, max(2.0, edge * 0.09))
        self._box = colour("soft")
        self._text = colour("text")
        self._font = QFont(painter.font())
        if self._font.pixelSize() > 0:
            self._font.setPixelSize(max(round(self._font.pixelSize() * 0.78), 7))
        else:
            self._font.setPointSizeF(max(self._font.pointSizeF() * 0.78, 5.0))
        self._metrics = QFontMetrics(self._font)

    def paint(self, cell: QRect, records: tuple[Record, ...]) -> None:
        """Draw the mark of one link."""
        painter = self._painter
        record = records[0] if records else None
        role = record.get("role") if record is not None and "role" in record.place_of else None
        said = (
            record.get("contribution") if record is not None and "contribution" in record.place_of else None
        )
        if said is not None:
            painter.setPen(self._ring)
            painter.setBrush(self._box)
            painter.drawRoundedRect(cell.adjusted(3, 3, -4, -4), 4, 4)
            painter.setFont(self._font)
            painter.setPen(self._text)
            text = show_number(said)
            fits = self._metrics.horizontalAdvance(text) <= cell.width() - 8
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, text if fits else "…")
        elif role == "supporting":
            painter.setPen(self._ring)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(disc(cell, 0.24))
        elif role == "primary" or record is None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._accent)
            painter.drawEllipse(disc(cell, 0.28))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._accent)
            painter.drawRect(disc(cell, 0.15))


def disc(cell: QRect, radius: float) -> QRectF:
    """A box around the middle of a cell, its half edge a part of the cell's."""
    half = cell.width() * radius
    middle = QRectF(cell).center()
    return QRectF(middle.x() - half, middle.y() - half, half * 2, half * 2)


def gap_brush(colour: Callable[[str], QColor] = theme.colour) -> QBrush:
    """What lines with a gap are hatched with: they are told from others without their colour."""
    tint = colour("warning")
    tint.setAlpha(60)
    return QBrush(tint, Qt.BrushStyle.BDiagPattern)


def paint_grid(
    painter: QPainter, room: QRect, edge: int, colour: Callable[[str], QColor] = theme.colour
) -> None:
    """The lines between cells."""
    painter.setPen(colour("line"))
    right, bottom = room.right(), room.bottom()
    lines = [QLine(room.left(), y, right, y) for y in range(room.top() + edge - 1, bottom + 1, edge)]
    lines += [QLine(x, room.top(), x, bottom) for x in range(room.left() + edge - 1, right + 1, edge)]
    painter.drawLines(lines)


def meanings(pairing: Pairing | None) -> list[tuple[tuple[Record, ...] | None, str]]:
    """Sample links with what their marks mean; None stands for a gap."""
    details = pairing.details if pairing is not None else ()
    found: list[tuple[tuple[Record, ...] | None, str]]
    if "role" in details:
        found = [((GoalLink(goal="", role=role),), tr(label)) for role, label in GOAL_ROLE.items()]
        found.append(((GoalLink(goal=""),), tr("Role not stated")))
    elif details:
        found = [
            ((IndicatorLink(indicator="", contribution=_SAMPLE),), tr("Contribution stated")),
            ((IndicatorLink(indicator=""),), tr("Contribution not stated")),
        ]
    else:
        found = [((), tr("Linked"))]
    return [*found, (None, tr("Gap"))]


class Legend(QWidget):
    """What the marks mean, in the corner of the matrix."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pairing: Pairing | None = None

    def put(self, pairing: Pairing) -> None:
        """Explain the marks of one kind of matrix."""
        self._pairing = pairing
        told = [said for _, said in self.entries()]
        self.setAccessibleName(listed(told))
        self.setToolTip("\n".join(told))
        self.update()

    def entries(self) -> list[tuple[tuple[Record, ...] | None, str]]:
        """What is explained, in its order."""
        return meanings(self._pairing)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("window"))
        if self._pairing is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = self.fontMetrics()
        edge = round(metrics.height() * 1.35)
        marks = Marks(painter, edge)
        entries = self.entries()
        y = self.height() - edge * len(entries) - 6
        for records, said in entries:
            cell = QRect(6, y, edge, edge)
            if records is None:
                inner = cell.adjusted(3, 3, -3, -3)
                painter.fillRect(inner, theme.colour("warning_soft"))
                painter.fillRect(inner, gap_brush())
            else:
                marks.paint(cell, records)
            painter.setFont(self.font())
            painter.setPen(theme.colour("muted"))
            room = QRect(edge + 12, y, self.width() - edge - 16, edge)
            shown = metrics.elidedText(said, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
            y += edge


_SAMPLE: Final = Decimal(5)
