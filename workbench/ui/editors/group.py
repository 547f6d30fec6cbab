"""The editor of one value made of fields (a period, a baseline): the editors of its parts side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from workbench.i18n import tr
from workbench.plan.in_words import QUANTITY, holds_quantity, quantity_of
from workbench.plan.validity import record_fault
from workbench.ui.editors.editor import Editor
from workbench.ui.editors.line import QuantityEditor

if TYPE_CHECKING:
    from workbench.plan.fields import Field
    from workbench.plan.record import Record
    from workbench.ui.bridge import Bridge

#: Parts side by side; more go below.
_BESIDE = 3
_LONG = frozenset({"text", "long_text", "texts", "reference"})


class GroupEditor(Editor):
    """The parts of one record. A record that lacks a required part waits here until it is whole."""

    def __init__(self, declared: Field, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(declared, bridge, parent)
        from workbench.ui.editors.making import editor_for

        assert declared.record is not None
        self.cls: type[Record] = declared.record
        self._draft: Record = self.cls()
        self.parts: dict[str, Editor] = {}
        self._labels: dict[str, QLabel] = {}
        quantity = holds_quantity(self.cls)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        if quantity:
            self._take("value", QuantityEditor(self.cls.field_of["value"], bridge))
        for sub in self.cls.fields:
            if not (quantity and sub.name in QUANTITY):
                self._take(sub.name, editor_for(sub, bridge))
        for at, (name, part) in enumerate(self.parts.items()):
            down, right = divmod(at, _BESIDE)
            label = QLabel(tr(part.declared.label))
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setProperty("role", "muted")
            self._labels[name] = label
            grid.addWidget(label, down * 2, right)
            grid.addWidget(part, down * 2 + 1, right, Qt.AlignmentFlag.AlignTop)
            if part.declared.type in _LONG:
                grid.setColumnStretch(right, 1)
        if not any(grid.columnStretch(right) for right in range(_BESIDE)):
            grid.setColumnStretch(_BESIDE, 1)
        self.setFocusProxy(next(iter(self.parts.values())))

    def _take(self, name: str, part: Editor) -> None:
        self.parts[name] = part
        part.edited.connect(lambda value, name=name: self._part_edited(name, value))
        part.fault_changed.connect(lambda _text: self._tell())

    def _part_edited(self, name: str, value: Any) -> None:
        self.focus_session = max(self.focus_session, self.parts[name].focus_session)
        if isinstance(self.parts[name], QuantityEditor):
            self._draft = self._draft.but(**value._asdict())
        else:
            self._draft = self._draft.but(**{name: value})
        made = self._draft if any(one is not None for one in self._draft) else None
        if made is None or record_fault(self.cls, made, "") is None:
            self._value, before = made, self._value
            if made != before or repr(made) != repr(before):
                self.edited.emit(made)
        self._tell()

    def _tell(self) -> None:
        for part in self.parts.values():
            if part.fault:
                self.set_fault(part.fault)
                return
        if any(one is not None for one in self._draft):
            for sub in self.cls.fields:
                if sub.required and self._draft.get(sub.name) is None:
                    self.set_fault(tr("{field} must not be empty", field=tr(sub.label)))
                    return
        self.set_fault("")

    def show_value(self, value: Any, *, fresh: bool = False) -> None:
        if fresh:
            self._show_parts(value, fresh=True)
        super().show_value(value, fresh=fresh)

    def display(self, value: Any) -> None:
        self._show_parts(value, fresh=False)

    def _show_parts(self, value: Record | None, *, fresh: bool) -> None:
        self._draft = value if value is not None else self.cls()
        for name, part in self.parts.items():
            held: Any = (
                quantity_of(self._draft) if isinstance(part, QuantityEditor) else self._draft.get(name)
            )
            part.show_value(held, fresh=fresh)

    def refresh(self) -> None:
        for part in self.parts.values():
            part.refresh()

    def retranslate(self) -> None:
        for name, part in self.parts.items():
            self._labels[name].setText(tr(part.declared.label))
            part.retranslate()

    def flush(self) -> None:
        for part in self.parts.values():
            part.flush()

    def refused(self, value: Any) -> None:
        super().refused(value)
        for name, part in self.parts.items():
            if not isinstance(part, QuantityEditor):
                part.refused(value.get(name) if value is not None else None)

    def focus_place(self, where: str) -> None:
        name = where.removeprefix(".")
        part = self.parts.get(name) or next(iter(self.parts.values()))
        part.focus_place("")
