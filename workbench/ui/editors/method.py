"""The parameters of a scoring method as a form: which fields there are depends on the method of the item."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from workbench.analysis.method_parameters import PARAMETERS, as_record, with_value
from workbench.i18n import N_, tr
from workbench.ui.editors.editor import Editor

if TYPE_CHECKING:
    from workbench.plan.elements import Element
    from workbench.plan.fields import Field
    from workbench.plan.record import Record
    from workbench.ui.bridge import Bridge
    from workbench.ui.views.fieldrow import FieldRow

#: How each method gives its points.
EXPLAINED: Final = {
    "completion": N_(
        "Marks × completion rate, counted up to 1 unless stated otherwise; nothing below the floor."
    ),
    "threshold": N_("All the marks when the target is met, otherwise none."),
    "ladder": N_("The score of the band that holds the completion rate in %, or the value itself."),
    "deduction": N_("Marks less the points for each step short of the target, not below 0."),
    "interval": N_("From the base score at the one value up to all the marks at the other."),
    "rank": N_("By the place among the units of the same class; equal ones share their places."),
    "improvement": N_("By the progress over last year; a share can go by the completion rate."),
    "yes_no": N_("All the marks when it is done, otherwise none. There is nothing more to state."),
    "rubric": N_("The score of the level that is judged to be reached."),
    "bonus": N_("Points beside the full mark for what goes beyond the target, up to a limit."),
    "penalty": N_("Points taken off beside the full mark for what falls short, up to a limit."),
}


class MethodEditor(Editor):
    """One field for each parameter of the method, and a line that says how the method works."""

    is_wide = True

    def __init__(self, declared: Field, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(declared, bridge, parent)
        self.method: str | None = None
        self.said = QLabel(self, wordWrap=True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setProperty("role", "muted")
        place = QVBoxLayout(self)
        place.setContentsMargins(0, 0, 0, 0)
        place.setSpacing(7)
        place.addWidget(self.said)
        # All at once, so that Tab comes to them where they stand, whichever method is chosen later.
        self._pages: dict[type[Record], QWidget] = {}
        self._rows: dict[type[Record], dict[str, FieldRow]] = {}
        for cls in dict.fromkeys(PARAMETERS.values()):
            page = self._pages[cls] = QWidget(self)
            self._rows[cls] = self._made(cls, page)
            page.hide()
            place.addWidget(page)
        self._say()

    def _made(self, cls: type[Record], page: QWidget) -> dict[str, FieldRow]:
        """The fields of a method, on their page."""
        from workbench.ui.editors.making import editor_for
        from workbench.ui.views.fieldrow import FieldRow

        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(7)
        rows = {}
        for declared in cls.fields:
            editor = editor_for(declared, self.bridge)
            row = rows[declared.name] = FieldRow(declared, self.bridge, editor, may_be_absent=False)
            editor.edited.connect(lambda value, name=declared.name: self._part_edited(name, value))
            editor.fault_changed.connect(lambda _text: self._tell())
            row.show_absent(empty=False, reason=None, note=None, locked=True)
            layout.addWidget(row)
        return rows

    @property
    def rows(self) -> dict[str, FieldRow]:
        """The fields of the method chosen."""
        cls = PARAMETERS.get(self.method or "")
        return self._rows[cls] if cls is not None else {}

    def show_owner(self, element: Element) -> None:
        method = element.get("method")
        if method != self.method:
            self.method = method
            for cls, page in self._pages.items():
                page.setVisible(cls is PARAMETERS.get(method or ""))
            self._say()
            self._show_parts(fresh=True)

    def _say(self) -> None:
        self.said.setText(tr(EXPLAINED.get(self.method or "", N_("Choose the method first."))))

    def _part_edited(self, name: str, value: Any) -> None:
        cls = PARAMETERS[self.method or ""]
        editor = self.rows[name].editor
        if editor is not None:
            self.focus_session = max(self.focus_session, editor.focus_session)
        self._value = with_value(cls, self._value, name, value) or None
        self.edited.emit(self._value)
        self._tell()

    def _tell(self) -> None:
        wrong = (row.editor.fault for row in self.rows.values() if row.editor is not None)
        self.fault = next((one for one in wrong if one), "")

    def display(self, value: Any) -> None:
        self._show_parts(fresh=False)

    def show_value(self, value: Any, *, fresh: bool = False) -> None:
        super().show_value(value, fresh=fresh)
        if fresh:
            self._show_parts(fresh=True)

    def _show_parts(self, *, fresh: bool) -> None:
        cls = PARAMETERS.get(self.method or "")
        if cls is None:
            return
        held = as_record(cls, self._value)
        for name, row in self.rows.items():
            if row.editor is not None:
                row.editor.show_value(held.get(name), fresh=fresh)

    def retranslate(self) -> None:
        self._say()
        for rows in self._rows.values():
            for row in rows.values():
                row.retranslate()

    def flush(self) -> None:
        for row in self.rows.values():
            if row.editor is not None:
                row.editor.flush()

    def focus_place(self, where: str) -> None:
        name = where.removeprefix(".").partition("[")[0]
        row = self.rows.get(name) or next(iter(self.rows.values()), None)
        if row is not None:
            row.widget.setFocus()
