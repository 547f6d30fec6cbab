"""The tree widget of the outline: its keys, and what is dragged over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, Qt
from PySide6.QtGui import QDropEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTreeView

from workbench.ui.models.outline import MIME

if TYPE_CHECKING:
    from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent

    from workbench.ui.views.outline_verbs import OutlineVerbs


class Tree(QTreeView):
    """The tree itself: hands its keys to the outline, and drops to the model."""

    def __init__(self, outline: OutlineVerbs) -> None:
        super().__init__(outline)
        self._outline = outline
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setAutoExpandDelay(600)
        self.setIndentation(16)
        self.setExpandsOnDoubleClick(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def rename_to(self, id_: str, title: str) -> None:
        """The title typed in place."""
        self._outline.rename_to(id_, title)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if self._outline.verb_of(event) is not None:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        verb = self._outline.verb_of(event)
        if verb is not None and self.state() != QAbstractItemView.State.EditingState:
            verb()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(MIME):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        super().dragMoveEvent(event)
        if event.mimeData().hasFormat(MIME) and self._outline.would_take(event):
            event.accept()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        super().dropEvent(event)
        # Whatever Qt was told, no line is taken away behind the model's back.
        event.setDropAction(Qt.DropAction.LinkAction)
        event.accept()

    def drop_place(self, event: QDropEvent) -> tuple[QModelIndex, bool]:
        """The line under the mouse, and whether it is meant itself rather than the gap beside it."""
        at = self.indexAt(event.position().toPoint())
        on = self.dropIndicatorPosition() == QAbstractItemView.DropIndicatorPosition.OnItem
        return at, on
