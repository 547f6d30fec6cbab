"""Editors of closed lists: one choice, several in rank order, yes or no."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QMenu,
    QRadioButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from workbench.i18n import N_, tr
from workbench.plan.in_words import NO, YES
from workbench.ui.editors.editor import Editor
from workbench.ui.editors.flow import FlowLayout

if TYPE_CHECKING:
    from workbench.plan.fields import Field
    from workbench.ui.bridge import Bridge

#: What stands where nothing was said.
NOT_SAID = N_("Not said")


class CalmCombo(QComboBox):
    """A combo box that the mouse wheel turns only when it has the focus: the form scrolls past it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # What a narrow box cuts its tip says.
        self.currentTextChanged.connect(self.setToolTip)

    def setAccessibleName(self, name: str) -> None:
        """What is chosen here. On Linux Qt tells what stands in the box as its name: this describes it."""
        super().setAccessibleName(name)
        if sys.platform not in ("win32", "darwin"):
            self.setAccessibleDescription(name)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def fill(self, declared: Field) -> None:
        """The choices of a field, after an empty one."""
        self.addItem("—" if not declared.required else "", None)
        for name, label in declared.choices.items():
            self.addItem(tr(label), name)

    def choose(self, name: str | None) -> None:
        """Show a choice; one that is not in the list shows nothing."""
        self.setCurrentIndex(max(self.findData(name), 0) if name is not None else 0)


class ChoiceEditor(Editor):
    """One of a closed list, or nothing."""

    def __init__(self, declared: Field, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(declared, bridge, parent)
        self.combo = CalmCombo()
        self.combo.setAccessibleName(tr(declared.label))
        self.combo.fill(declared)
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.combo.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * 16)
        self.combo.setMaxVisibleItems(20)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.combo)
        layout.addStretch(1)
        self.watch_focus(self.combo)
        self.combo.activated.connect(self._chosen)

    def display(self, value: Any) -> None:
        self.combo.choose(value)

    def retranslate(self) -> None:
        self.combo.setAccessibleName(tr(self.declared.label))
        for at, label in enumerate(self.declared.choices.values(), 1):
            self.combo.setItemText(at, tr(label))

    def _chosen(self, at: int) -> None:
        self.commit(self.combo.itemData(at))


class BooleanEditor(Editor):
    """Yes, no, or nothing said."""

    def __init__(self, declared: Field, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(declared, bridge, parent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 3, 0, 3)
        layout.setSpacing(14)
        self.group = QButtonGroup(self)
        self.buttons = [QRadioButton() for _ in range(3)]
        for at, button in enumerate(self.buttons):
            self.group.addButton(button, at)
            layout.addWidget(button)
            self.watch_focus(button)
        layout.addStretch(1)
        self._name()
        self.group.idClicked.connect(self._clicked)

    def _name(self) -> None:
        for button, word in zip(self.buttons, (YES, NO, NOT_SAID), strict=True):
            button.setText(tr(word))
            button.setAccessibleName(f"{tr(self.declared.label)}: {tr(word)}")

    def retranslate(self) -> None:
        self._name()

    def display(self, value: Any) -> None:
        self.buttons[2 if value is None else int(not value)].setChecked(True)

    def _clicked(self, at: int) -> None:
        self.commit((True, False, None)[at])


class ChoicesEditor(Editor):
    """Several of a closed list as buttons that stay down; the first one chosen is the main one."""

    def __init__(self, declared: Field, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(declared, bridge, parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        holder = QWidget()
        flow = FlowLayout(holder, spacing=6)
        layout.addWidget(holder)
        self.chips: dict[str, QToolButton] = {}
        for name in declared.choices:
            chip = QToolButton()
            chip.setCheckable(True)
            chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            chip.setProperty("chip", True)
            chip.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            chip.customContextMenuRequested.connect(lambda at, name=name: self._menu(name, at))
            chip.clicked.connect(lambda _on, name=name: self._toggle(name))
            flow.addWidget(chip)
            self.chips[name] = chip
            self.watch_focus(chip)
        self._name()

    def _name(self) -> None:
        chosen = list(self._value or ())
        for name, chip in self.chips.items():
            label = tr(self.declared.choices[name])
            is_main = len(chosen) > 1 and chosen[0] == name
            chip.setText(tr("{choice} (main)", choice=label) if is_main else label)
            chip.setToolTip(
                tr("Press M to make it the main one") if name in chosen and len(chosen) > 1 else ""
            )
            chip.setAccessibleName(f"{tr(self.declared.label)}: {chip.text()}")

    def display(self, value: Any) -> None:
        for name, chip in self.chips.items():
            chip.setChecked(name in (value or ()))
        self._name()

    def _toggle(self, name: str) -> None:
        chosen = list(self._value or ())
        if name in chosen:
            chosen.remove(name)
        else:
            chosen.append(name)
        self._choose(chosen)

    def make_main(self, name: str) -> None:
        """Put a choice first."""
        self._choose([name, *(one for one in self._value or () if one != name)])

    def _choose(self, chosen: list[str]) -> None:
        self.commit(tuple(chosen) or None)
        self.display(self._value)

    def _menu(self, name: str, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Make it the main one"), lambda: self.make_main(name))
        menu.popup(self.chips[name].mapToGlobal(at))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_M
        ):
            for name, chip in self.chips.items():
                if chip is watched:
                    self.make_main(name)
                    return True
        return super().eventFilter(watched, event)
