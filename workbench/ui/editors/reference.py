"""Editors of links to other elements: a line that searches as one types, and chips for several links."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from workbench.analysis import typed
from workbench.i18n import tr
from workbench.ui.editors.editor import Editor
from workbench.ui.editors.flow import FlowLayout
from workbench.ui.editors.hint import hint
from workbench.ui.editors.reference_line import ReferenceLine
from workbench.ui.editors.signs import SignButton
from workbench.ui.keyboard import come_before
from workbench.ui.models import cells

if TYPE_CHECKING:
    from workbench.plan.fields import Field
    from workbench.ui.bridge import Bridge

#: So many links are shown one by one; of more the number is told.
_CHIPS: Final = 60


class ReferenceEditor(Editor):
    """One link: typing searches, the arrow goes there."""

    def __init__(self, declared: Field, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(declared, bridge, parent)
        self.line = ReferenceLine(declared.targets, bridge)
        self.line.setAccessibleName(tr(declared.label))
        self.line.chosen.connect(self._chosen)
        self.line.textEdited.connect(self.typed)
        self.go = SignButton("go-to")
        self.go.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.go.clicked.connect(lambda: self.bridge.navigate.emit(self._value or "", ""))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.line, 1)
        layout.addWidget(self.go)
        self.watch_focus(self.line)
        self._name()

    def _name(self) -> None:
        self.line.setAccessibleName(tr(self.declared.label))
        several = len(self.declared.targets) > 4
        kinds = tr("elements") if several else typed.kinds_named(self.declared.targets)
        hint(self.line, tr("type to search: {kinds}", kinds=kinds))
        self.go.say(tr("Go there"), f"{tr(self.declared.label)}: {tr('Go there')}")

    def retranslate(self) -> None:
        self._name()
        super().retranslate()

    def display(self, value: Any) -> None:
        self.line.setText(cells.named(self.plan, value) if value else "")
        self.line.setCursorPosition(0)
        leads = value is not None and value in self.plan
        self.go.setVisible(leads)
        if value is not None and not leads:
            self.set_fault(tr("“{id}” leads to nothing in this plan", id=value))

    def refresh(self) -> None:
        if not self.line.isModified():
            self.display(self._value)

    def _chosen(self, id_: str) -> None:
        self.commit(id_)
        self.display(self._value)

    def flush(self) -> None:
        self._pause.stop()
        if self.line.is_offering():
            return
        text = self.line.text()
        if text == (cells.named(self.plan, self._value) if self._value else ""):
            return
        if not text.strip():
            self.commit(None)
            if not self.fault:
                self.display(self._value)

    def left(self) -> None:
        text = self.line.text()
        if text.strip() and text != (cells.named(self.plan, self._value) if self._value else ""):
            from workbench.errors import Problem

            try:
                value = typed.read(self.plan, self.declared, text)
            except Problem as problem:
                self.set_fault(str(problem))
                return
            self._chosen(value)
            return
        self.flush()


class Chip(QFrame):
    """One link of several: a press goes there, the cross or Delete takes it away."""

    opened = Signal(str)
    removed = Signal(str)
    #: Id and -1 or 1: towards the beginning or the end.
    moved = Signal(str, int)

    def __init__(self, id_: str, text: str, *, known: bool = True, fixed: bool = False) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setProperty("chip", True)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.button = QToolButton()
        self.button.setAutoRaise(True)
        self.button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.button.clicked.connect(lambda: self.opened.emit(self.id))
        self.button.installEventFilter(self)
        self.cross = SignButton("close", small=True)
        self.cross.clicked.connect(lambda: self.removed.emit(self.id))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.button)
        layout.addWidget(self.cross)
        self.become(id_, text, known=known, fixed=fixed)

    def become(self, id_: str, text: str, *, known: bool, fixed: bool) -> None:
        """Stand for another link, or for the same anew."""
        self.id = id_
        self.fixed = fixed
        # Shown before it has a place it would be a window of its own.
        self.cross.setHidden(fixed)
        self.show_text(text, known=known)

    def show_text(self, text: str, *, known: bool) -> None:
        """Show another name; what leads nowhere says so."""
        shown = text if known else tr("{id} (missing)", id=text)
        metrics = self.fontMetrics()
        self.button.setText(
            metrics.elidedText(
                shown, Qt.TextElideMode.ElideRight, metrics.horizontalAdvance("国") * 22
            ).replace("&", "&&")
        )
        from html import escape

        self.button.setToolTip(escape(shown))
        self.button.setAccessibleName(shown)
        self.cross.say(tr("Remove (Delete)"), tr("Remove {name}", name=shown))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and not self.fixed:
            key, alt = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
                self.removed.emit(self.id)
                return True
            if alt and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
                self.moved.emit(self.id, -1 if key == Qt.Key.Key_Left else 1)
                return True
        return super().eventFilter(watched, event)


class ChipRow(QWidget):
    """Links as chips, and a line at the end that adds one."""

    opened = Signal(str)
    added = Signal(str)
    removed = Signal(str)
    moved = Signal(str, int)

    def __init__(self, kinds: tuple[str, ...], bridge: Bridge, name: str, *, can_add: bool = True) -> None:
        super().__init__()
        self.bridge = bridge
        self.chips: list[Chip] = []
        self.flow = FlowLayout(self, spacing=4)
        self.line = ReferenceLine(kinds, bridge)
        self.line.setMinimumWidth(self.fontMetrics().horizontalAdvance("国") * 9)
        self.line.chosen.connect(self._chosen)
        self._rest = QLabel()
        self._rest.setProperty("role", "muted")
        self.flow.addWidget(self._rest)
        self._rest.hide()
        self.flow.addWidget(self.line)
        self.line.setHidden(not can_add)
        self.name = name
        self.retranslate()

    def retranslate(self) -> None:
        """Show words in another language."""
        # Its chips are told as belonging together, under its name.
        self.setAccessibleName(tr(self.name))
        self.line.setAccessibleName(tr("Add to {field}", field=tr(self.name)))
        hint(self.line, tr("add: {kinds}", kinds=typed.kinds_named(self.line.kinds)))

    def show_ids(self, ids: tuple[str, ...], *, fixed: bool = False) -> None:
        """Show these links; the focus stays on its link, or goes to the line where that is gone."""
        plan = self.bridge.plan_to_read()
        self.line.left_out = set(ids)
        self._rest.setText(tr("and {count} more", count=len(ids) - _CHIPS))
        self._rest.setHidden(len(ids) <= _CHIPS)
        ids = ids[:_CHIPS]
        focused = next((chip.id for chip in self.chips if chip.button.hasFocus()), None)
        # Chips that are there stand for other links: making one takes long.
        for chip, id_ in zip(self.chips, ids, strict=False):
            chip.become(id_, cells.named(plan, id_), known=id_ in plan, fixed=fixed)
        for chip in self.chips[len(ids) :]:
            self.flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        del self.chips[len(ids) :]
        if more := ids[len(self.chips) :]:
            for id_ in more:
                chip = Chip(id_, cells.named(plan, id_), known=id_ in plan, fixed=fixed)
                chip.opened.connect(self.opened)
                chip.removed.connect(self.removed)
                chip.moved.connect(self.moved)
                self.flow.insert(len(self.chips), chip)
                chip.show()
                self.chips.append(chip)
            come_before((chip.button for chip in self.chips), self.line)
        if focused is not None:
            there = next((chip.button for chip in self.chips if chip.id == focused), self.line)
            there.setFocus()
        self.updateGeometry()

    def _chosen(self, id_: str) -> None:
        self.line.clear()
        self.added.emit(id_)


class ReferencesEditor(Editor):
    """Several links in rank order."""

    def __init__(self, declared: Field, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(declared, bridge, parent)
        self.row = ChipRow(declared.targets, bridge, declared.label)
        self.row.opened.connect(lambda id_: bridge.navigate.emit(id_, ""))
        self.row.added.connect(self._add)
        self.row.removed.connect(self._remove)
        self.row.moved.connect(self._move)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.row)
        self.watch_focus(self.row.line)

    def display(self, value: Any) -> None:
        self.row.show_ids(tuple(value or ()))

    def refresh(self) -> None:
        self.display(self._value)

    def retranslate(self) -> None:
        self.row.retranslate()
        super().retranslate()

    def _set(self, ids: list[str]) -> None:
        self.commit(tuple(ids) or None)
        self.display(self._value)

    def _add(self, id_: str) -> None:
        self._set([*(self._value or ()), *(() if id_ in (self._value or ()) else (id_,))])

    def _remove(self, id_: str) -> None:
        self._set([one for one in self._value or () if one != id_])

    def _move(self, id_: str, by: int) -> None:
        ids = list(self._value or ())
        at = ids.index(id_)
        ids.insert(max(at + by, 0), ids.pop(at))
        self._set(ids)

    def left(self) -> None:
        text = self.row.line.text().strip()
        if text and not self.row.line.is_offering():
            from workbench.errors import Problem

            try:
                found = typed.read(self.plan, self.declared, text)
            except Problem as problem:
                self.set_fault(str(problem))
                return
            self.row.line.clear()
            self._set(list(dict.fromkeys([*(self._value or ()), *found])))
