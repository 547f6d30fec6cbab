"""How a line of the outline is drawn: mark, code, title; groups with their count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from workbench.i18n import tr
from workbench.ui import icons, theme
from workbench.ui.models.outline import CODE_ROLE, COUNT_ROLE, ID_ROLE, SEVERITY_ROLE, TITLE_ROLE

if TYPE_CHECKING:
    from PySide6.QtCore import QAbstractItemModel

Index = QModelIndex | QPersistentModelIndex

_GAP: Final = 6
#: Where the words of a line stand; put together once, which takes longer than drawing them.
_PLACE: Final = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)


class OutlineLines(QStyledItemDelegate):
    """Draws the lines, and edits a title in place."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        option.text = ""  # the style draws the ground; the words are drawn here

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        rect: QRect = option.rect.adjusted(4, 0, -4, 0)
        painter.save()
        count = index.data(COUNT_ROLE)
        font = QFont(option.font)
        is_head = count is None and not index.parent().isValid()
        font.setBold(count is not None or is_head)
        painter.setFont(font)
        metrics = painter.fontMetrics()
        severity = index.data(SEVERITY_ROLE)
        if severity:
            side = min(metrics.ascent() + 2, rect.height() - 4)
            mark = QRect(rect.right() - side + 1, rect.center().y() - side // 2, side, side)
            painter.drawPixmap(mark, icons.shape(severity, side, painter.device().devicePixelRatioF()))
            rect.setRight(mark.left() - _GAP)
        if count is not None:
            said = str(count)
            is_empty = said.partition(" ")[0] == "0"
            # Where room is short the name stays, and the number; what is said beside it goes first.
            width = metrics.horizontalAdvance(said.partition(" ")[0])
            title = str(index.data(TITLE_ROLE))
            painter.setPen(theme.colour("muted" if is_empty else "text"))
            shown = metrics.elidedText(title, Qt.TextElideMode.ElideRight, rect.width() - width - 2 * _GAP)
            painter.drawText(rect, _PLACE, shown)
            rect.setLeft(rect.left() + metrics.horizontalAdvance(shown) + _GAP + 2)
            font.setBold(False)
            painter.setFont(font)
            painter.setPen(theme.colour("muted"))
            said = painter.fontMetrics().elidedText(said, Qt.TextElideMode.ElideRight, rect.width())
            painter.drawText(rect, _PLACE, said)
            painter.restore()
            return
        code = str(index.data(CODE_ROLE) or "") if not is_head else ""
        if code:
            painter.setPen(theme.colour("muted"))
            width = min(metrics.horizontalAdvance(code) + 2, rect.width() // 2)
            box = QRect(rect.left(), rect.top(), width, rect.height())
            painter.drawText(
                box,
                _PLACE,
                metrics.elidedText(code, Qt.TextElideMode.ElideRight, width),
            )
            rect.setLeft(rect.left() + width + _GAP)
        title = str(index.data(TITLE_ROLE) or "")
        painter.setPen(theme.colour("text" if title else "muted"))
        shown = metrics.elidedText(title or tr("(no title)"), Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, _PLACE, shown)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        height = option.fontMetrics.height() + 9
        return QSize(120, height)

    # -- renaming --------------------------------------------------------------------------------------

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        line = QLineEdit(parent)
        line.setAccessibleName(tr("Title"))
        return line

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QLineEdit):
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QLineEdit):
            view = self.parent()
            rename = getattr(view, "rename_to", None)
            if rename is not None:
                rename(index.data(ID_ROLE), editor.text())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        rect = QRect(option.rect)
        code = str(index.data(CODE_ROLE) or "")
        if code and index.parent().isValid():
            rect.setLeft(rect.left() + option.fontMetrics.horizontalAdvance(code) + _GAP)
        editor.setGeometry(rect)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            # What is typed into the title is no command.
            event.accept()
        return super().eventFilter(watched, event)
