"""Editing in the cells of a small table: lines, lists of choices, searches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from workbench.i18n import tr
from workbench.plan.in_words import NO, YES
from workbench.ui import icons
from workbench.ui.editors.choose import CalmCombo
from workbench.ui.editors.reference_line import ReferenceLine
from workbench.ui.editors.signs import severity_colour
from workbench.ui.models.rows import FAULT_ROLE, NEW_ROLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.plan.fields import Field
    from workbench.plan.record import Record
    from workbench.ui.bridge import Bridge

Index = QModelIndex | QPersistentModelIndex

_MARK: Final = 12


class CellColumn(Protocol):
    """What is asked of a column."""

    @property
    def declared(self) -> Field:
        """The declaration of what stands in it."""

    @property
    def label(self) -> str:
        """Its name, a message id."""

    @property
    def at_right(self) -> bool:
        """Whether texts stand at its right."""


class Cells(Protocol):
    """The model whose cells are edited: small tables in forms, and the tables of whole kinds."""

    @property
    def columns(self) -> Sequence[CellColumn]:
        """The columns."""

    @property
    def rows(self) -> Sequence[object]:
        """The rows, without the line for a new one."""

    def record_at(self, number: int, /) -> Record:
        """What stands in a row."""

    def put_text(self, at: int, number: int, text: str, /) -> None:
        """Something was typed."""

    def put_value(self, at: int, number: int, value: Any, /) -> None:
        """Something was chosen."""


class CellDelegate(QStyledItemDelegate):
    """Draws cells with what is wrong in them, and gives each column its editor."""

    def __init__(self, model: Cells, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = model
        self._bridge = bridge

    # -- drawing ---------------------------------------------------------------------------------------

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        palette: QPalette = option.palette
        if index.data(NEW_ROLE):
            palette.setColor(QPalette.ColorRole.Text, palette.color(QPalette.ColorRole.PlaceholderText))
        elif index.data(FAULT_ROLE):
            palette.setColor(QPalette.ColorRole.Text, severity_colour("error"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        if index.data(FAULT_ROLE):
            rect: QRect = option.rect
            box = QRect(rect.right() - _MARK - 3, rect.center().y() - _MARK // 2, _MARK, _MARK)
            painter.drawPixmap(box, icons.shape("error", _MARK, painter.device().devicePixelRatioF()))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        size = super().sizeHint(option, index)
        return QSize(size.width() + 8, max(size.height(), option.fontMetrics.height() + 8))

    # -- editing ---------------------------------------------------------------------------------------

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        column = self._rows.columns[index.column()]
        declared = column.declared
        if declared.type in ("choice", "boolean"):
            combo = CalmCombo(parent)
            if declared.type == "choice":
                combo.fill(declared)
            else:
                for word, value in (("—", None), (tr(YES), True), (tr(NO), False)):
                    combo.addItem(word, value)
            combo.activated.connect(lambda _at: self._done(combo))
            made: QWidget = combo
        elif declared.type == "reference":
            line = ReferenceLine(declared.targets, self._bridge, parent)
            line.setFrame(False)
            line.in_cell = True
            line.chosen.connect(lambda id_: self._picked(line, id_))
            made = line
        elif declared.type == "long_text":
            made = QPlainTextEdit(parent)
            made.setTabChangesFocus(True)
        else:
            plain = QLineEdit(parent)
            plain.setFrame(False)
            if column.at_right:
                plain.setAlignment(Qt.AlignmentFlag.AlignRight)
            made = plain
        made.setAccessibleName(tr(column.label))
        made.setAutoFillBackground(True)
        return made

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QComboBox):
            if index.row() < len(self._rows.rows):
                declared = self._rows.columns[index.column()].declared
                value = self._rows.record_at(index.row()).get(declared.name)
                editor.setCurrentIndex(max(editor.findData(value), 0) if value is not None else 0)
            editor.showPopup()
            return
        text = "" if index.data(NEW_ROLE) else str(index.data() or "")
        if isinstance(editor, QPlainTextEdit):
            editor.setPlainText(text)
            editor.selectAll()
        elif isinstance(editor, QLineEdit):
            editor.setText(text)
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        at, number = index.row(), index.column()
        if isinstance(editor, QComboBox):
            self._rows.put_value(at, number, editor.currentData())
        elif isinstance(editor, ReferenceLine):
            picked = editor.property("picked")
            if picked:
                self._rows.put_value(at, number, picked)
            else:
                self._rows.put_text(at, number, editor.text())
        elif isinstance(editor, QPlainTextEdit):
            self._rows.put_text(at, number, editor.toPlainText())
        elif isinstance(editor, QLineEdit):
            self._rows.put_text(at, number, editor.text())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        if isinstance(editor, QPlainTextEdit):
            height = max(rect.height(), editor.fontMetrics().lineSpacing() * 4 + 12)
            room = option.widget.height()
            rect = QRect(rect.x(), max(0, min(rect.y(), room - height)), max(rect.width(), 240), height)
        elif isinstance(editor, QComboBox | ReferenceLine):
            rect = QRect(
                rect.x(), rect.y(), max(rect.width(), editor.minimumSizeHint().width()), rect.height()
            )
        editor.setGeometry(rect)

    def _done(self, editor: QWidget, *, goes_on: bool = False) -> None:
        hint = QStyledItemDelegate.EndEditHint
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, hint.EditNextItem if goes_on else hint.NoHint)

    def _picked(self, line: ReferenceLine, id_: str) -> None:
        line.setProperty("picked", id_)
        self._done(line, goes_on=line.goes_on)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, ReferenceLine) and watched.is_offering():
            if event.type() in (QEvent.Type.FocusOut, QEvent.Type.KeyPress):
                # The list of offers has the keys now.
                return False
        if (
            isinstance(watched, QPlainTextEdit)
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
        ):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if event.modifiers() & (Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.AltModifier):
                    watched.insertPlainText("\n")
                else:
                    self._done(watched)
                return True
        return super().eventFilter(watched, event)
