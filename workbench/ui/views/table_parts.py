"""Parts of the grid of a table: what cells are typed in, and the headings of its columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from workbench.ui import icons, theme
from workbench.ui.editors.delegate import CellDelegate
from workbench.ui.editors.reference_line import ReferenceLine

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent

    from workbench.ui.bridge import Bridge
    from workbench.ui.models.table import TableModel
    from workbench.ui.models.table_rows import Index
    from workbench.ui.views.table_grid import TableGrid

_PAD: Final = 6
_Key = Qt.Key
_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier


class TablePainter(CellDelegate):
    """Gives the cells their editors; the grid draws them itself."""

    #: Ctrl+Enter in an editor: what was typed is meant for all chosen cells.
    meant_for_all = Signal(str)

    def __init__(self, model: TableModel, bridge: Bridge, grid: TableGrid) -> None:
        super().__init__(cast("Any", model), bridge, grid)
        self.model_ = model
        self.grid = grid
        self.refresh()

    def refresh(self) -> None:
        """Take the colours of the theme."""
        self.colours = {
            name: theme.colour(name)
            for name in (
                "text",
                "muted",
                "faint",
                "base",
                "stripe",
                "soft",
                "hover",
                "line",
                "accent",
                "error",
            )
        }

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        metrics = option.fontMetrics
        return QSize(
            metrics.horizontalAdvance(str(index.data() or "")[:60]) + 2 * _PAD + 2, metrics.height() + 8
        )

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        self.grid.edited = self.model_.id_at(index.row())
        return super().createEditor(parent, option, index)

    def end(self, editor: QWidget) -> None:
        """Take what was typed in an editor, and close it."""
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            is_enter = event.key() in (_Key.Key_Return, _Key.Key_Enter)
            if is_enter and event.modifiers() & _CTRL and isinstance(watched, QLineEdit | QPlainTextEdit):
                if not (isinstance(watched, ReferenceLine) and watched.is_offering()):
                    text = watched.text() if isinstance(watched, QLineEdit) else watched.toPlainText()
                    self.closeEditor.emit(watched, QStyledItemDelegate.EndEditHint.RevertModelCache)
                    self.meant_for_all.emit(text)
                    return True
        return super().eventFilter(watched, event)


class TableHeader(QHeaderView):
    """Headings: a click sorts, Shift and a click sorts further, the sign at the right filters."""

    sort_wanted = Signal(int, bool)
    filter_wanted = Signal(int)

    def __init__(self, model: TableModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._model = model
        self._pressed = -1
        self._moved = False
        self.setSectionsMovable(True)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.sectionMoved.connect(lambda *_: setattr(self, "_moved", True))

    def sign_width(self) -> int:
        """The width of the place of the filter's sign."""
        return self.fontMetrics().height() + 4

    def sectionSizeFromContents(self, section: int) -> QSize:
        size = super().sectionSizeFromContents(section)
        return QSize(size.width() + self.sign_width(), size.height())

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        if not 0 <= section < len(self._model.columns):
            super().paintSection(painter, rect, section)
            return
        aside = self.sign_width()
        super().paintSection(painter, rect.adjusted(0, 0, -aside, 0), section)
        box = QRect(rect.right() - aside + 1, rect.top(), aside, rect.height())
        painter.fillRect(box, theme.colour("window"))
        painter.setPen(theme.colour("border"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        edge = round(self.fontMetrics().height() * 0.8)
        is_on = self._model.is_filtered(self._model.columns[section].key)
        sign = icons.pixmap("filter", "accent" if is_on else "faint", edge, self.devicePixelRatioF())
        painter.drawPixmap(QPoint(box.left() + (aside - edge) // 2, rect.center().y() - edge // 2), sign)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self.logicalIndexAt(event.position().toPoint())
        self._pressed = at if event.button() == Qt.MouseButton.LeftButton else -1
        self._moved = False
        if self.cursor().shape() == Qt.CursorShape.SplitHCursor:
            self._pressed = -1
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        at = self.logicalIndexAt(event.position().toPoint())
        if at < 0 or at != self._pressed or self._moved:
            return
        right = self.sectionViewportPosition(at) + self.sectionSize(at)
        if event.position().x() >= right - self.sign_width():
            self.filter_wanted.emit(at)
        else:
            self.sort_wanted.emit(at, bool(event.modifiers() & _SHIFT))
