"""A large button with an icon, a title and a line that says what it leads to."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from workbench.ui import icons, theme


class Choice(QAbstractButton):
    """One of a few ways to go on."""

    def __init__(self, icon: str, parent: QWidget | None = None, *, primary: bool = False) -> None:
        super().__init__(parent)
        self._icon = icon
        self._primary = primary
        self.about = ""
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def say(self, title: str, about: str) -> None:
        """The words on it."""
        self.setText(title)
        self.about = about
        self.setAccessibleName(title)
        self.setAccessibleDescription(about)
        self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.averageCharWidth() * 44, metrics.height() * 2 + 30)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        fill = theme.colour("soft" if self._primary else "hover" if self.underMouse() else "raised")
        edge = theme.colour(
            "accent" if self.hasFocus() or (self._primary and self.underMouse()) else "border"
        )
        painter.setPen(QPen(edge, 2 if self.hasFocus() else 1))
        painter.setBrush(fill)
        painter.drawRoundedRect(box, 8, 8)
        line = self.fontMetrics().height()
        size = round(line * 1.5)
        mark = icons.pixmap(self._icon, "accent", size, self.devicePixelRatioF())
        painter.drawPixmap(QPointF(box.left() + 18, box.center().y() - size / 2), mark)
        left = box.left() + 18 + size + 16
        width = box.right() - left - 12
        bold = QFont(self.font())
        bold.setBold(True)
        painter.setFont(bold)
        painter.setPen(theme.colour("text"))
        top = box.center().y() - line - 2
        elide = Qt.TextElideMode.ElideRight
        title = QFontMetrics(bold).elidedText(self.text(), elide, int(width))
        painter.drawText(QRectF(left, top, width, line + 2), Qt.AlignmentFlag.AlignVCenter, title)
        painter.setFont(self.font())
        painter.setPen(theme.colour("muted"))
        about = self.fontMetrics().elidedText(self.about, elide, int(width))
        painter.drawText(QRectF(left, top + line + 4, width, line + 2), Qt.AlignmentFlag.AlignVCenter, about)
