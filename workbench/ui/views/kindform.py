"""The form of one kind of element, made once from the declarations and filled with one element after another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QFrame, QLabel, QToolButton, QVBoxLayout, QWidget

from workbench.i18n import N_, tr
from workbench.plan import edits
from workbench.plan import fields as f
from workbench.plan.change import Label
from workbench.plan.elements import KINDS
from workbench.plan.records import AbsentReason
from workbench.ui.editors.table import OwnedTable
from workbench.ui.views.backlinks import BackLinks, pointing_at
from workbench.ui.views.fieldrow import FieldRow, Sentence
from workbench.ui.views.funding import FundingSum
from workbench.ui.views.layouts import LAYOUTS, OWNED

if TYPE_CHECKING:
    from workbench.plan.elements import Element
    from workbench.plan.fields import Field
    from workbench.ui.bridge import Bridge

POINTED_AT = N_("Pointed at by")


class FormSection(QWidget):
    """A heading that folds what stands below it."""

    def __init__(self, label: str) -> None:
        super().__init__()
        self.label = label
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self.heading = QToolButton()
        self.heading.setCheckable(True)
        self.heading.setChecked(True)
        self.heading.setAutoRaise(True)
        self.heading.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        font = QFont(self.heading.font())
        font.setBold(True)
        self.heading.setFont(font)
        self.heading.setProperty("section", True)  # noqa: FBT003
        self.heading.toggled.connect(self._fold)
        layout.addWidget(self.heading, 0, Qt.AlignmentFlag.AlignLeft)
        self.body = QWidget()
        self.rows = QVBoxLayout(self.body)
        self.rows.setContentsMargins(0, 0, 0, 6)
        self.rows.setSpacing(9)
        layout.addWidget(self.body)
        rule = QFrame()
        rule.setFrameShape(QFrame.Shape.HLine)
        rule.setForegroundRole(QPalette.ColorRole.Mid)
        rule.setFrameShadow(QFrame.Shadow.Plain)
        palette = rule.palette()
        palette.setColor(QPalette.ColorRole.WindowText, palette.color(QPalette.ColorRole.Midlight))
        rule.setPalette(palette)
        layout.addWidget(rule)
        self.retranslate()

    def retranslate(self) -> None:
        """Show words in another language."""
        self.heading.setText(tr(self.label))
        self.heading.setArrowType(
            Qt.ArrowType.DownArrow if self.heading.isChecked() else Qt.ArrowType.RightArrow
        )

    def _fold(self, is_open: bool) -> None:  # noqa: FBT001
        self.body.setVisible(is_open)
        self.retranslate()

    def unfold(self) -> None:
        """Show the fields."""
        self.heading.setChecked(True)


class KindForm(QWidget):
    """All fields of a kind, in sections."""

    rule_asked = Signal(str)

    def __init__(self, kind: str, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = kind
        self.bridge = bridge
        self.id = ""
        self.cls = KINDS[kind]
        self.rows: dict[str, FieldRow] = {}
        self.owned: dict[str, OwnedTable] = {}
        self.sections: dict[str, FormSection] = {}
        self.backlinks: BackLinks | None = None
        self._section_of: dict[str, FormSection] = {}
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 8, 16, 24)
        outer.setSpacing(10)
        self.general = QVBoxLayout()
        self.general.setSpacing(3)
        self._general_shown: tuple[Any, ...] = ()
        self._general: list[Sentence] = []
        outer.addLayout(self.general)
        for label, names in LAYOUTS[kind]:
            if label == LAYOUTS[kind][-1][0] and pointing_at(kind):
                self._add_backlinks(outer)
            section = FormSection(label)
            self.sections[label] = section
            outer.addWidget(section)
            for name in names:
                self._add_row(section, name)
        outer.addStretch(1)
        self.funding = FundingSum() if kind == "project" else None
        if self.funding is not None:
            self.sections[self._section_of["funding"].label].rows.addWidget(self.funding)

    def _add_row(self, section: FormSection, name: str) -> None:
        if name in OWNED:
            table = OwnedTable(OWNED[name], self.bridge)
            declared = f.records(KINDS[OWNED[name]].plural_label, AbsentReason)
            declared.name = name
            row = FieldRow(declared, self.bridge, editor=table)
            self.owned[name] = table
        else:
            declared = self.cls.field_of[name]
            row = FieldRow(declared, self.bridge, may_be_absent=self._may_be_absent(declared))
            assert row.editor is not None
            row.editor.edited.connect(lambda value, name=name: self.commit(name, value))
        row.absent_changed.connect(self._absent_changed)
        row.rule_asked.connect(self.rule_asked)
        self.rows[name] = row
        self._section_of[name] = section
        section.rows.addWidget(row)

    def _may_be_absent(self, declared: Field) -> bool:
        return self.kind != "waiver" and declared.name not in {"code", "notes", "absent"}

    def _add_backlinks(self, outer: QVBoxLayout) -> None:
        section = FormSection(POINTED_AT)
        self.sections[POINTED_AT] = section
        self.backlinks = BackLinks(self.kind, self.bridge)
        section.rows.addWidget(self.backlinks)
        outer.addWidget(section)

    # -- showing ---------------------------------------------------------------------------------------

    def show_element(self, element: Element, *, fresh: bool) -> None:
        """Fill the form; ``fresh`` for another element than before."""
        self.id = element.id
        locked = self.bridge.session.read_only
        why = {entry.field: entry for entry in element.absent or ()}
        plan = self.bridge.plan
        assert plan is not None
        for name, row in self.rows.items():
            if row.editor is not None:
                row.editor.show_value(element.get(name), fresh=fresh)
                row.editor.setEnabled(not locked)
                empty = element.get(name) in (None, ())
            else:
                self.owned[name].show_owner(element.id)
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

    def show_findings(self, found: list[tuple[str, str, str, str]]) -> None:
        """Show findings (field, severity, sentence, rule) at their fields, the others at the top."""
        at: dict[str, list[tuple[str, str, str]]] = {}
        for field, severity, text, rule in found:
            name = field.partition("[")[0].partition(".")[0]
            row = next((one for key, one in self.rows.items() if name in {key, one.declared.key}), None)
            at.setdefault(row.declared.name if row is not None else "", []).append((severity, text, rule))
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

    def row_of(self, field: str) -> FieldRow | None:
        """The row of a field path, its section unfolded."""
        name = field.partition("[")[0].partition(".")[0]
        for key, row in self.rows.items():
            if name in {key, row.declared.key}:
                self._section_of[key].unfold()
                return row
        return None

    def retranslate(self) -> None:
        """Show words in another language."""
        for section in self.sections.values():
            section.retranslate()
        for row in self.rows.values():
            row.retranslate()
        for table in self.owned.values():
            table.retranslate()
        if self.backlinks is not None:
            self.backlinks.retranslate()
        self._general_shown = ()

    def flush(self) -> None:
        """Make changes of what has been typed so far."""
        for row in self.rows.values():
            if row.editor is not None:
                row.editor.flush()

    # -- editing ---------------------------------------------------------------------------------------

    def commit(self, name: str, value: Any) -> None:
        """Set a field of the element shown. A reason for its emptiness goes with the emptiness."""
        plan = self.bridge.plan
        element = plan.get(self.id) if plan is not None else None
        row = self.rows[name]
        if plan is None or element is None or row.editor is None:
            return
        key = row.declared.key
        kept = tuple(entry for entry in element.absent or () if entry.field != key)
        session = row.editor.focus_session

        def work_out() -> edits.Change:
            assert plan is not None
            assert element is not None
            change = edits.set_field(plan, self.id, name, value, merge_key=f"{self.id}.{name}.{session}")
            if name != "absent" and value not in (None, ()) and len(kept) < len(element.absent or ()):
                both = edits.set_fields(plan, {self.id: {name: value, "absent": kept or None}}, change.label)
                return both._replace(merge_key=change.merge_key)
            return change

        change = self.bridge.attempt(work_out)
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
