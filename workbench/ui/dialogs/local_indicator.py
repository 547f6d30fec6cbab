"""An indicator of the place's own (创新), with its definition sheet to be filled in as far as it is known."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QFrame, QLabel, QScrollArea, QWidget

from workbench.errors import Problem
from workbench.i18n import current, tr
from workbench.plan.elements import Indicator
from workbench.session.catalogues import local_indicator, similar
from workbench.ui import messages
from workbench.ui.dialogs.form import Form, resize_in_lines
from workbench.ui.editors.making import editor_for
from workbench.ui.phrases import beside, listed

if TYPE_CHECKING:
    from workbench.plan.change import Change
    from workbench.ui.bridge import Bridge

#: The entries of a definition sheet, in its order.
SHEET: Final = (
    "name",
    "goals",
    "domains",
    "nature",
    "kind",
    "unit",
    "direction",
    "aggregation",
    "definition",
    "formula",
    "scope",
    "data_source",
    "frequency",
    "responsible_unit",
    "data_unit",
)


#: What most indicators are, until something else is chosen.
_BEGINS: Final = {"kind": "quantitative", "aggregation": "level", "nature": "expected"}


class LocalIndicator(Form):
    """Asks for the definition; ``change`` adds the indicator when the dialog was accepted."""

    def __init__(self, parent: QWidget, bridge: Bridge) -> None:
        super().__init__(
            parent,
            tr("New local indicator"),
            tr("Only the name is needed now; what stays empty is kept as still to be stated."),
            tr("Add the indicator"),
        )
        self._bridge = bridge
        self.change: Change | None = None
        self.values: dict[str, Any] = dict(_BEGINS)
        inside = QWidget(self)
        sheet = QFormLayout(inside)
        sheet.setContentsMargins(0, 0, 12, 0)
        sheet.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        sheet.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        sheet.setVerticalSpacing(10)
        self.editors = {name: editor_for(Indicator.field_of[name], bridge) for name in SHEET}
        for name, editor in self.editors.items():
            label = QLabel(tr(Indicator.field_of[name].label), inside)
            label.setBuddy(editor)
            sheet.addRow(label, editor)
            editor.show_value(self.values.get(name), fresh=True)
            editor.edited.connect(partial(self.values.__setitem__, name))
        self.alike = QLabel(self, wordWrap=True)
        self.alike.setTextFormat(Qt.TextFormat.PlainText)
        self.alike.setProperty("role", "muted")
        self.alike.hide()
        self.editors["name"].edited.connect(self._show_similar)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        self.body.insertWidget(2, self.alike)
        self.body.insertWidget(3, scroll, 1)
        resize_in_lines(self, 40, 36)
        self.editors["name"].focus_place("")

    def _show_similar(self, name: str | None) -> None:
        """Say what catalogues have that is called alike: to select it may be better than to invent."""
        language = current()
        names = [
            beside(item.spoken(language).name, source.title or source.code)
            for source, item in similar(name or "")
        ]
        self.alike.setText(tr("Called alike in catalogues: {names}", names=listed(names)))
        self.alike.setVisible(bool(names))

    def reject(self) -> None:
        """A sheet that has been begun is not thrown away by one key."""
        for editor in self.editors.values():
            editor.flush()
        is_begun = any(value and value != _BEGINS.get(name) for name, value in self.values.items())
        if is_begun:
            said = tr("The indicator has not been added yet; what was filled in would be lost.")
            if not messages.ask(self, tr("New local indicator"), said, tr("Discard it")):
                return
        super().reject()

    def fault(self) -> str:
        plan = self._bridge.plan
        for name, editor in self.editors.items():
            editor.flush()
            if editor.fault and name != "name":
                self.wanting = editor
                return editor.fault
        self.wanting = self.editors["name"]
        if plan is None:
            return tr("No plan is open")
        try:
            self.change = local_indicator(plan, {name: value for name, value in self.values.items() if value})
        except Problem as problem:
            return str(problem)
        return ""


def ask_for_local_indicator(parent: QWidget, bridge: Bridge) -> LocalIndicator:
    """Open the dialog; the indicator is added and shown when it is accepted."""
    dialog = LocalIndicator(parent, bridge)

    def add() -> None:
        change = dialog.change
        if change is not None and bridge.apply(change):
            bridge.navigate.emit(change.operations[0].id, "")

    dialog.accepted.connect(add)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog
