"""Exporting documents: which, in which forms, for whom, where to; beside it the pages as they will be."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSpinBox,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from workbench.documents.source import KINDS
from workbench.errors import Problem
from workbench.i18n import N_, plural, tr
from workbench.plan.elements import Unit
from workbench.session.exporting import Export, Ground, files_of, ground_of, units_for
from workbench.ui.dialogs import files
from workbench.ui.dialogs.export_preview import Preview
from workbench.ui.dialogs.form import Form
from workbench.ui.dialogs.help_page import HelpPage

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from workbench.plan.plan import Plan
    from workbench.ui.bridge import Bridge

_FORMS: Final = {".docx": "Word", ".pdf": "PDF", ".xlsx": "Excel", ".html": "HTML", ".csv": "CSV"}
_ABOUT: Final = {
    "plan": N_("The text of the plan with its boxes and tables, and the tables annexed to it."),
    "annex": N_("Indicators, projects, tasks, funding and reserve as tables, without the text."),
    "definitions": N_("A sheet for each indicator: what it means, how it is calculated, who supplies it."),
    "breakdown": N_("Every task with its leader, lead and supporting units and deadlines, with the notice."),
    "ledger": N_("What a unit reports each quarter; it fills the cells in and sends the file back."),
    "responsibility": N_("What a unit undertakes for the year, with the clause on assessment, to be signed."),
    "work-points": N_("What is to be done in one year, goal by goal."),
    "notice": N_("The official document or letter by which the plan is issued."),
    "comments": N_("How the plan came about, and what was made of each comment received."),
    "check-report": N_("The four verdicts, the findings and how to mend them, and what was excused."),
    "difference": N_("What differs from a version saved before, element by element."),
}
#: A choice that may be left to the document.
_LEFT: Final = {None: N_("As suits the document"), True: N_("With"), False: N_("Without")}
_LETTER: Final = {
    None: N_("By the document's number"),
    False: N_("Official document"),
    True: N_("Letter"),
}
#: Milliseconds without a further choice until the pages are laid out.
_PAUSE: Final = 250


class ExportDocuments(Form):
    """Asks what is to be exported; ``export`` and ``ground`` are it when the dialog is accepted."""

    def __init__(self, parent: QWidget | None, bridge: Bridge, plan: Plan, before: Export) -> None:
        super().__init__(parent, tr("Export documents"), "", tr("Export"))
        self._session = bridge.session
        self._plan = plan.snapshot()
        self._grounds: dict[tuple[str, bool], Ground] = {}
        self.preview = Preview(self, bridge.background)
        self._make_lists(before)
        self._make_fields(before)
        self._lay_out()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._show)
        self.kinds.currentRowChanged.connect(lambda _row: self._changed())
        for one in (self.kinds, self.units):
            one.itemChanged.connect(lambda _item: self._changed())
        self.folder.textChanged.connect(lambda _text: self._count())
        at = next((row for row, key in enumerate(KINDS) if key in before.kinds), 0)
        self.kinds.setCurrentRow(at)
        self._changed()
        self.kinds.setFocus()

    # -- making ----------------------------------------------------------------------------------------

    def _make_lists(self, before: Export) -> None:
        self.kinds = _checkable(self, tr("Documents"))
        for kind in KINDS.values():
            _add(self.kinds, tr(kind.title), kind.key, checked=kind.key in before.kinds)
        self.about = QLabel(self, wordWrap=True)
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self.about.setProperty("role", "muted")
        self.units = _checkable(self, tr("Units"))
        ledger = next(kind for kind in KINDS.values() if kind.by_unit)
        for id_ in units_for(self._plan, ledger):
            unit = self._plan.find(id_, Unit)
            if unit is not None:
                checked = not before.units or unit.id in before.units
                _add(self.units, unit.name, unit.id, checked=checked)

    def _make_fields(self, before: Export) -> None:
        self.forms: dict[str, QCheckBox] = {}
        for suffix, name in _FORMS.items():
            box = QCheckBox(name, self)
            box.setChecked(suffix in before.forms)
            box.toggled.connect(lambda _on: self._changed())
            self.forms[suffix] = box
        self.language = _choice(self, {"zh": N_("Chinese"), "en": N_("English")}, before.language)
        self.year = QSpinBox(self)
        self.year.setRange(1949, 2199)
        self.year.setValue(before.year or self._ground().source(before).for_year)
        self.version = QComboBox(self)
        for version in reversed(self._session.versions(self._plan.id)):
            self.version.addItem(version.name, version.name)
        self.version.setCurrentIndex(max(0, self.version.findData(before.before)))
        self.cover = _choice(self, _LEFT, before.cover)
        self.contents = _choice(self, _LEFT, before.contents)
        self.figures = _choice(self, _LEFT, before.figures)
        self.letter = _choice(self, _LETTER, before.letter)
        for combo in (self.language, self.version, self.cover, self.contents, self.figures, self.letter):
            combo.currentIndexChanged.connect(lambda _at: self._changed())
        self.year.valueChanged.connect(lambda _year: self._changed())
        self.folder = QLineEdit(before.folder, self)
        self.browse = QPushButton(tr("Choose…"), self)
        self.browse.setAutoDefault(False)
        self.browse.clicked.connect(self._browse)
        self.said = QLabel(self, wordWrap=True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setProperty("role", "muted")

    def _lay_out(self) -> None:
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 12, 0)
        column.addWidget(self.kinds, 3)
        column.addWidget(self.about)
        forms = QHBoxLayout()
        for box in self.forms.values():
            forms.addWidget(box)
        forms.addStretch(1)
        column.addLayout(forms)
        self.body.removeItem(self.rows)
        self.rows.setParent(None)
        column.addLayout(self.rows)
        self.field(tr("Language"), self.language)
        self.field(tr("Year"), self.year)
        self.field(tr("Compared with"), self.version)
        self.field(tr("Cover"), self.cover)
        self.field(tr("Contents page"), self.contents)
        self.field(tr("Figures"), self.figures)
        self.field(tr("Form of the notice"), self.letter)
        self.units_label = QLabel(tr("Units"), self)
        self.units_label.setBuddy(self.units)
        column.addWidget(self.units_label)
        column.addWidget(self.units, 2)
        place = QHBoxLayout()
        label = QLabel(tr("Folder"), self)
        label.setBuddy(self.folder)
        self.folder.setAccessibleName(tr("Folder"))
        place.addWidget(label)
        place.addWidget(self.folder, 1)
        place.addWidget(self.browse)
        parts = QSplitter(Qt.Orientation.Horizontal, self)
        parts.setChildrenCollapsible(False)
        parts.addWidget(left)
        parts.addWidget(self.preview)
        parts.setStretchFactor(1, 1)
        self.body.insertWidget(1, parts, 1)
        self.body.insertLayout(2, place)
        self.body.insertWidget(3, self.said)
        metrics = self.fontMetrics()
        parts.setSizes([metrics.averageCharWidth() * 44, metrics.averageCharWidth() * 70])
        help_ = self.buttons.addButton(tr("About the documents"), QDialogButtonBox.ButtonRole.HelpRole)
        help_.clicked.connect(lambda: HelpPage(self, "documents").come_up())
        self.resize(metrics.averageCharWidth() * 118, metrics.height() * 40)

    # -- what is chosen --------------------------------------------------------------------------------

    @property
    def export(self) -> Export:
        """What is chosen now."""
        units = _checked(self.units)
        return Export(
            kinds=_checked(self.kinds),
            forms=tuple(suffix for suffix, box in self.forms.items() if box.isChecked()),
            folder=self.folder.text().strip(),
            language=self.language.currentData(),
            units=() if len(units) == self.units.count() else units,
            year=self.year.value(),
            before=self.version.currentData() or "",
            cover=self.cover.currentData(),
            contents=self.contents.currentData(),
            figures=self.figures.currentData(),
            letter=self.letter.currentData(),
        )

    @property
    def ground(self) -> Ground:
        """What the documents chosen are made from."""
        return self._ground(self.export)

    def _ground(self, export: Export | None = None) -> Ground:
        """What documents are made from, read once for each version and each need."""
        export = export or Export()
        version = export.before if "difference" in export.kinds else ""
        key = (version, "check-report" in export.kinds)
        if key not in self._grounds:
            self._grounds[key] = ground_of(self._session, self._plan, export)
        return self._grounds[key]

    @property
    def _key(self) -> str:
        """The document under the cursor."""
        return tuple(KINDS)[max(0, self.kinds.currentRow())]

    def _changed(self) -> None:
        key = self._key
        self.about.setText(tr(_ABOUT[key]))
        kinds = [KINDS[one] for one in _checked(self.kinds)]
        shown = [*kinds, KINDS[key]]
        for suffix, box in self.forms.items():
            box.setEnabled(any(suffix in kind.forms for kind in shown))
        keys = {kind.key for kind in shown}
        for one in (self.cover, self.contents, self.figures):
            self.rows.setRowVisible(one, "plan" in keys)
        self.rows.setRowVisible(self.letter, "notice" in keys)
        self.rows.setRowVisible(self.version, "difference" in keys)
        self.rows.setRowVisible(self.year, any(kind.yearly or kind.by_unit for kind in shown))
        for widget in (self.units, self.units_label):
            widget.setVisible(any(kind.by_unit for kind in shown))
        self._count()
        self._pause.start()

    def _count(self) -> None:
        wanted = files_of(self.export, self._plan)
        said = plural("{count} file is written", "{count} files are written", len(wanted))
        there = sum(one.path.exists() for one in wanted)
        if there:
            replaced = plural("{count} of them is replaced", "{count} of them are replaced", there)
            said = f"{said}; {replaced}"
        self.said.setText(said if wanted else "")

    def _show(self) -> None:
        """Show the document under the cursor, of the first unit chosen."""
        key = self._key
        export = self.export._replace(kinds=(key,))
        kind = KINDS[key]
        units = units_for(self._plan, kind, export.units) if _checked(self.units) else []
        if kind.by_unit and not units:
            self.preview.show_words(tr("No unit is chosen, or the plan gives no unit anything to do"))
            return
        unit = self._plan.find(units[0], Unit) if kind.by_unit else None
        try:
            ground = self._ground(export)
        except Problem as why:
            self.preview.show_words(str(why))
            return
        title = tr(kind.title) if unit is None else f"{tr(kind.title)} · {unit.name}"
        self.preview.show_document(export, ground, key, unit.id if unit is not None else None, title)

    def _browse(self) -> None:
        folder = files.folder_to_write_into(self, self.folder.text())
        if folder is not None:
            self.folder.setText(str(folder))

    # -- ending ----------------------------------------------------------------------------------------

    def fault(self) -> str:
        export = self.export
        self.wanting = None
        if not export.kinds:
            self.wanting = self.kinds
            return tr("Choose a document")
        if not export.forms:
            self.wanting = self.forms[".docx"]
            return tr("Choose a form")
        if not _checked(self.units) and all(KINDS[key].by_unit for key in export.kinds):
            self.wanting = self.units
            return tr("No unit is chosen, or the plan gives no unit anything to do")
        if not export.folder or not Path(export.folder).is_dir():
            self.wanting = self.folder
            return tr("There is no such folder; choose another one")
        if not files_of(export, self._plan):
            return tr("None of the chosen documents comes in the chosen forms; choose another form")
        try:
            self._ground(export)
        except Problem as why:
            return str(why)
        return ""

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # Only now is the height of a row with the window's style known.
        for one in (self.kinds, self.units):
            one.scheduleDelayedItemsLayout()

    def done(self, result: int) -> None:
        self._pause.stop()
        self.preview.leave()
        super().done(result)


def _checkable(parent: QWidget, name: str) -> QListWidget:
    made = QListWidget(parent)
    made.setAccessibleName(name)
    made.setProperty("framed", True)
    return made


def _add(into: QListWidget, text: str, key: str, *, checked: bool) -> None:
    item = QListWidgetItem(text, into)
    item.setData(Qt.ItemDataRole.UserRole, key)
    item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
    item.setCheckState(Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked)


def _checked(of: QListWidget) -> tuple[str, ...]:
    items = (of.item(row) for row in range(of.count()))
    return tuple(
        str(one.data(Qt.ItemDataRole.UserRole)) for one in items if one.checkState() == Qt.CheckState.Checked
    )


def _choice(parent: QWidget, words: dict[str, str] | dict[bool | None, str], now: object) -> QComboBox:
    combo = QComboBox(parent)
    for value, text in words.items():
        combo.addItem(tr(text), value)
    keys: list[object] = list(words)
    combo.setCurrentIndex(keys.index(now) if now in keys else 0)
    return combo
