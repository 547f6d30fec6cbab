"""The form of one kind of element: made once from the declarations, filled with one element after another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QToolButton, QVBoxLayout, QWidget

from workbench.i18n import N_, tr
from workbench.plan import edits
from workbench.plan import fields as f
from workbench.plan.change import Label
from workbench.plan.elements import KINDS, Indicator
from workbench.plan.records import AbsentReason
from workbench.plan.settled import is_settled
from workbench.ui.editors.making import editor_for, element_editor
from workbench.ui.editors.table import OwnedTable, TableEditor
from workbench.ui.keyboard import come_before
from workbench.ui.models.columns import FieldNameColumn
from workbench.ui.views.backlinks import BackLinks, pointing_at
from workbench.ui.views.fieldrow import FieldRow, Sentence
from workbench.ui.views.funding import FundingSum
from workbench.ui.views.layouts import LAYOUTS, OWNED, SHORT_TEXTS, SHORT_TYPES

if TYPE_CHECKING:
    from collections.abc import Collection

    from workbench.plan.elements import Element
    from workbench.plan.fields import Field
    from workbench.ui.bridge import Bridge
    from workbench.ui.views.target_reason import TargetReason

#: Chinese characters across that two short fields side by side need.
_ROOM_FOR_TWO: Final = 54
POINTED_AT: Final = N_("Pointed at by")


def _is_short(declared: Field) -> bool:
    """Whether half the width of the form is enough for a field."""
    return declared.type in SHORT_TYPES or (
        declared.name in SHORT_TEXTS and declared.type in ("text", "numbers")
    )


class FormSection(QWidget):
    """A heading that folds what stands below it: rows across the form, short ones two by two."""

    def __init__(self, label: str) -> None:
        super().__init__()
        self.label = label
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        self.heading = QToolButton()
        self.heading.setCheckable(True)
        self.heading.setChecked(True)
        self.heading.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        font = QFont(self.heading.font())
        font.setBold(True)
        self.heading.setFont(font)
        self.heading.setProperty("section", True)
        self.heading.toggled.connect(self._fold)
        layout.addWidget(self.heading, 0, Qt.AlignmentFlag.AlignLeft)
        self.body = QWidget()
        self._grid = QGridLayout(self.body)
        self._grid.setContentsMargins(6, 0, 0, 8)
        self._grid.setHorizontalSpacing(18)
        self._grid.setVerticalSpacing(9)
        self._grid.setColumnStretch(0, 1)
        self._rows: list[tuple[QWidget, bool]] = []
        self._two = False
        #: Lines taken, and whether the last of them has room for another short row.
        self._line, self._half = 0, False
        layout.addWidget(self.body)
        rule = QFrame()
        rule.setProperty("rule", True)
        layout.addWidget(rule)
        self.retranslate()

    def add(self, row: QWidget, *, short: bool = False) -> None:
        """Put a row below the others, or a short one beside another short one."""
        self._rows.append((row, short))
        self._put(row, short=short)
        # At once, so that it can have the focus: Qt would show it only when it next has nothing to do.
        row.show()

    def _arrange(self) -> None:
        """Lay the rows out: where there is room, two short ones side by side."""
        self._line, self._half = 0, False
        for row, short in self._rows:
            self._put(row, short=short)
        self._grid.setColumnStretch(1, int(self._two))

    def _put(self, row: QWidget, *, short: bool) -> None:
        if short and self._half:
            self._grid.addWidget(row, self._line - 1, 1)
            self._half = False
            return
        self._half = short and self._two
        self._grid.addWidget(row, self._line, 0, 1, 1 if self._half or not self._two else 2)
        self._line += 1

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        two = self.width() > self.fontMetrics().horizontalAdvance("国") * _ROOM_FOR_TWO
        if two != self._two:
            self._two = two
            self._arrange()

    def retranslate(self) -> None:
        """Show words in another language."""
        self.heading.setText(tr(self.label))
        is_open = self.heading.isChecked()
        self.heading.setArrowType(Qt.ArrowType.DownArrow if is_open else Qt.ArrowType.RightArrow)

    def _fold(self, is_open: bool) -> None:
        self.body.setVisible(is_open)
        self.retranslate()

    def unfold(self) -> None:
        """Show the fields."""
        self.heading.setChecked(True)


class KindForm(QWidget):
    """All fields of a kind, in sections."""

    rule_asked = Signal(str)

    def __init__(
        self, kind: str, bridge: Bridge, parent: QWidget | None = None, *, without: Collection[str] = ()
    ) -> None:
        super().__init__(parent)
        self.kind = kind
        self.bridge = bridge
        self.id = ""
        self.cls = KINDS[kind]
        self.rows: dict[str, FieldRow] = {}
        self.owned: dict[str, OwnedTable] = {}
        self.sections: list[FormSection] = []
        self.backlinks: BackLinks | None = None
        self._section_of: dict[str, FormSection] = {}
        self.funding: FundingSum | None = None
        self.reason: TargetReason | None = None
        #: Headings that are not there yet, each with its fields; none for what points here.
        self._unfinished: list[tuple[str, tuple[str, ...]]] = [
            (label, tuple(name for name in names if name not in without)) for label, names in LAYOUTS[kind]
        ]
        self._names = [name for _, names in self._unfinished for name in names]
        if pointing_at(kind):
            self._unfinished.insert(-1, (POINTED_AT, ()))
        self._findings: list[tuple[str, str, str, str]] = []
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 8, 16, 24)
        outer.setSpacing(10)
        self.general = QVBoxLayout()
        self.general.setSpacing(3)
        self._general_shown: tuple[Any, ...] = ()
        self._general: list[Sentence] = []
        outer.addLayout(self.general)
        self._place = QVBoxLayout()
        self._place.setSpacing(10)
        outer.addLayout(self._place)
        outer.addStretch(1)
        self._later = QTimer(self)
        self._later.setInterval(0)
        self._later.timeout.connect(self._finish_one)

    def finish(self, enough: int = 10_000) -> None:
        """Make the sections that are not there yet, until there are ``enough`` rows."""
        while self._unfinished and len(self.rows) < enough:
            self._finish_one()

    def _finish_one(self) -> None:
        """Make one more section: those out of sight wait until the window has been painted."""
        if not self._unfinished or self.bridge.plan is None:
            # Without a plan there is nothing to make editors for; the next element begins it again.
            self._later.stop()
            return
        label, names = self._unfinished.pop(0)
        # Only now: Tab goes in the order in which things were made, and comes to a heading before its fields.
        section = FormSection(label)
        self.sections.append(section)
        self._section_of.update(dict.fromkeys(names, section))
        self._place.addWidget(section)
        section.show()
        if not names:
            self.backlinks = BackLinks(self.kind, self.bridge)
            section.add(self.backlinks)
        for name in names:
            self._add_row(section, name)
        if self.id in self.bridge.plan:
            self._fill(self.bridge.plan.elements[self.id], names, fresh=True)
            self.show_findings(self._findings)

    def _add_row(self, section: FormSection, name: str) -> None:
        if name in OWNED:
            table = OwnedTable(OWNED[name], self.bridge)
            declared = f.records(KINDS[OWNED[name]].plural_label, AbsentReason)
            declared.name = name
            row = FieldRow(declared, self.bridge, table)
            self.owned[name] = table
        else:
            declared = self.cls.field_of[name]
            # Comments and waivers name any element by its id.
            is_id = name == "element" and declared.type == "text"
            editor = (element_editor if is_id else editor_for)(declared, self.bridge)
            row = FieldRow(declared, self.bridge, editor, may_be_absent=self._may_be_absent(declared))
            assert row.editor is not None
            if isinstance(editor, TableEditor) and name == "absent":
                editor.model.columns[0] = FieldNameColumn(editor.model.columns[0].declared, self.cls)
            row.editor.edited.connect(lambda value, name=name: self.commit(name, value))
        row.absent_changed.connect(self._absent_changed)
        row.rule_asked.connect(self.rule_asked)
        self.rows[name] = row
        section.add(row, short=_is_short(declared))
        if self.kind == "project" and name == "funding":
            self.funding = FundingSum()
            section.add(self.funding)
        if self.kind == "indicator" and name == "targets":
            from workbench.ui.views.target_reason import TargetReason

            self.reason = TargetReason(self.bridge)
            section.add(self.reason)
            self.reason.show_indicator(None)

    def _may_be_absent(self, declared: Field) -> bool:
        return self.kind != "waiver" and declared.name not in {"code", "notes", "absent"}

    # -- showing ---------------------------------------------------------------------------------------

    def show_element(self, element: Element, *, fresh: bool) -> None:
        """Fill the form; ``fresh`` for another element than before."""
        self.id = element.id
        self._fill(element, tuple(self.rows), fresh=fresh)
        if self._unfinished:
            self.finish(enough=12)
            self._later.start()

    def _fill(self, element: Element, names: tuple[str, ...], *, fresh: bool) -> None:
        why = {entry.field: entry for entry in element.absent or ()}
        plan = self.bridge.plan
        assert plan is not None
        for name in names:
            row = self.rows[name]
            locked = not self.bridge.is_writable or is_settled(plan, element, name)
            if row.editor is not None:
                row.editor.show_owner(element)
                row.editor.show_value(element.get(name), fresh=fresh)
                row.editor.lock(locked)
                empty = element.get(name) in (None, ())
            else:
                self.owned[name].show_owner(element.id, locked=locked)
                empty = not plan.owned(element.id)
            entry = why.get(row.declared.key)
            row.show_absent(
                empty=empty,
                reason=entry.reason if entry else None,
                note=entry.note if entry else None,
                locked=locked,
            )
        if self.backlinks is not None:
            self.backlinks.show_id(element.id)
        if self.funding is not None:
            self.funding.show_project(element)
        if self.reason is not None and isinstance(element, Indicator):
            self.reason.show_indicator(element)

    def show_findings(self, found: list[tuple[str, str, str, str]]) -> None:
        """Show findings (field, severity, sentence, rule) at their fields, the others at the top."""
        self._findings = found
        at: dict[str, list[tuple[str, str, str]]] = {}
        for field, severity, text, rule in found:
            name = field.partition("[")[0].partition(".")[0]
            place = next((one for one in self._names if name in {one, one.rstrip("_")}), "")
            at.setdefault(place, []).append((severity, text, rule))
        for name, row in self.rows.items():
            row.show_findings(tuple(at.get(name, ())))
        general = tuple(at.get("", ()))
        if general != self._general_shown:
            self._general_shown = general
            for old in self._general:
                self.general.removeWidget(old)
                old.hide()
                old.deleteLater()
            self._general = []
            for severity, text, rule in general:
                sentence = Sentence(severity, text, rule)
                sentence.rule_asked.connect(self.rule_asked)
                self.general.addWidget(sentence)
                self._general.append(sentence)
            if self.sections:
                asking = [one.button for one in self._general if one.button is not None]
                come_before(asking, self.sections[0].heading)

    def row_of(self, field: str) -> FieldRow | None:
        """The row of a field path, its section unfolded."""
        name = field.partition("[")[0].partition(".")[0]
        self.finish()
        for key, row in self.rows.items():
            if name in {key, row.declared.key}:
                self._section_of[key].unfold()
                return row
        return None

    def take_focus(self) -> None:
        """Put the focus into the field that names the element."""
        row = self.rows.get(self.cls.title_field) or next(iter(self.rows.values()))
        row.widget.setFocus()

    def retranslate(self) -> None:
        """Show words in another language."""
        for section in self.sections:
            section.retranslate()
        for row in self.rows.values():
            row.retranslate()
        for table in self.owned.values():
            table.retranslate()
        if self.backlinks is not None:
            self.backlinks.retranslate()
        if self.reason is not None:
            self.reason.retranslate()
        self._general_shown = ()

    def flush(self) -> None:
        """Make changes of what has been typed so far; without a plan there is nowhere to make them."""
        if self.bridge.plan is None:
            return
        for row in self.rows.values():
            if row.editor is not None:
                row.editor.flush()
        if self.reason is not None:
            self.reason.flush()

    # -- editing ---------------------------------------------------------------------------------------

    def commit(self, name: str, value: Any) -> None:
        """Set a field of the element shown. A reason for its emptiness goes with the emptiness."""
        plan = self.bridge.plan
        element = plan.get(self.id) if plan is not None else None
        row = self.rows[name]
        if plan is None or element is None or row.editor is None:
            return
        session = row.editor.focus_session
        if self.reason is not None and name == "targets" and isinstance(element, Indicator):
            # What the plan promised before stays on record beside what was typed.
            value = self.reason.recorded(plan, element, value or ()) or None

        merge_key = f"{self.id}.{name}.{session}"
        change = self.bridge.attempt(lambda: edits.fill(plan, self.id, name, value, merge_key=merge_key))
        if change is None or not self.bridge.apply(change):
            row.editor.refused(element.get(name))

    def _absent_changed(self, key: str, reason: str | None, note: str | None) -> None:
        plan = self.bridge.plan
        element = plan.get(self.id) if plan is not None else None
        if plan is None or element is None:
            return
        entries = []
        found = False
        for entry in element.absent or ():
            if entry.field != key:
                entries.append(entry)
            elif reason is not None:
                found = True
                entries.append(entry.but(reason=reason, note=note))
        if reason is not None and not found:
            entries.append(AbsentReason(field=key, reason=reason, note=note))
        label = Label(
            N_("Say why {field} of {name} is empty"),
            (("field", f"@{self._label_of(key)}"), ("name", edits.shown_name(element))),
        )
        change = edits.set_fields(plan, {self.id: {"absent": tuple(entries) or None}}, label)
        self.bridge.apply(change)

    def _label_of(self, key: str) -> str:
        return next((row.declared.label for row in self.rows.values() if row.declared.key == key), key)
