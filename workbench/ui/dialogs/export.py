"""Exporting documents: which, in which forms, for whom, where to; beside it the pages as they will be."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from workbench.documents.source import KINDS
from workbench.errors import Problem
from workbench.files import target_of
from workbench.i18n import N_, plural, tr
from workbench.plan.elements import Unit
from workbench.session.export_choices import PARTS, YEARS, Export
from workbench.session.exporting import Ground, files_of, ground_of, shows_findings, units_for
from workbench.ui.dialogs import files
from workbench.ui.dialogs.export_fields import ABOUT, FORMS, LEFT, LETTER, Choice, TickList, lacks_version
from workbench.ui.dialogs.export_preview import Preview
from workbench.ui.dialogs.export_template import TemplateField
from workbench.ui.dialogs.form import Form, resize_in_lines
from workbench.ui.dialogs.help_page import HelpPage
from workbench.ui.keyboard import come_before

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QShowEvent

    from workbench.plan.plan import Plan
    from workbench.ui.bridge import Bridge

#: Milliseconds without a further choice until the pages are laid out.
_PAUSE: Final = 250
#: What part of the width the choices have; the pages have the rest.
_CHOICES: Final = 0.42


class ExportDocuments(Form):
    """Asks what is to be exported; ``export`` and ``ground`` are it when the dialog is accepted.

    ``remembered`` gives what was last chosen for a kind of document; that comes back when it is the only one.
    """

    def __init__(
        self,
        parent: QWidget | None,
        bridge: Bridge,
        plan: Plan,
        before: Export,
        remembered: Callable[[str], Export | None],
    ) -> None:
        super().__init__(parent, tr("Export documents"), "", tr("Export"))
        self._session = bridge.session
        self._plan = plan.snapshot()
        self._grounds: dict[tuple[str, bool], Ground] = {}
        self._remembered = remembered
        self._alone = before.kinds[0] if len(before.kinds) == 1 else ""
        #: Whether the documents are exported as soon as their templates have been tried.
        self._waits = False
        self.preview = Preview(self, bridge.background)
        chosen = {key: last.template_of(key) for key in KINDS if (last := remembered(key)) is not None}
        self.template = TemplateField(self, bridge.background, chosen | dict(before.templates))
        self._make_lists(before)
        self._make_fields(before)
        self._lay_out()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._show)
        self.kinds.currentRowChanged.connect(lambda _row: self._changed())
        self.kinds.itemChanged.connect(lambda _item: self._recall())
        self.units.itemChanged.connect(lambda _item: self._changed())
        self.units.currentRowChanged.connect(lambda _row: self._pause.start())
        self.template.changed.connect(self._template_changed)
        self.folder.textChanged.connect(lambda _text: self._count())
        at = next((row for row, key in enumerate(KINDS) if key in before.kinds), 0)
        self.kinds.setCurrentRow(at)
        self._changed()
        self.kinds.setFocus()

    # -- making ----------------------------------------------------------------------------------------

    def _make_lists(self, before: Export) -> None:
        self.kinds = TickList(self, tr("Documents"))
        for kind in KINDS.values():
            self.kinds.offer(tr(kind.title), kind.key, ticked=kind.key in before.kinds)
        self.about = QLabel(self, wordWrap=True)
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self.about.setProperty("role", "muted")
        self.units = TickList(self, tr("Units"))
        ledger = next(kind for kind in KINDS.values() if kind.by_unit)
        for id_ in units_for(self._plan, ledger):
            unit = self._plan.find(id_, Unit)
            if unit is not None:
                ticked = not before.units or unit.id in before.units
                self.units.offer(unit.name, unit.id, ticked=ticked)

    def _make_fields(self, before: Export) -> None:
        self.forms: dict[str, QCheckBox] = {}
        for suffix, name in FORMS.items():
            box = QCheckBox(name, self)
            box.setChecked(suffix in before.forms)
            box.toggled.connect(lambda _on: self._changed())
            self.forms[suffix] = box
        self.language = Choice(self, {"zh": N_("Chinese"), "en": N_("English")}, before.language)
        self.year = QSpinBox(self)
        self.year.setRange(*YEARS)
        self.year.setValue(before.year or self._ground().source(before).for_year)
        self.version = QComboBox(self)
        for version in reversed(self._session.versions(self._plan.id)):
            self.version.addItem(version.name, version.name)
        self.version.setCurrentIndex(max(0, self.version.findData(before.before)))
        self.cover = Choice(self, LEFT, before.cover)
        self.contents = Choice(self, LEFT, before.contents)
        self.figures = Choice(self, LEFT, before.figures)
        self.letter = Choice(self, LETTER, before.letter)
        parts = (self.cover, self.contents, self.figures, self.letter)
        self._parts = dict(zip(PARTS, parts, strict=True))
        for combo in (self.language, self.version, *parts):
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
        self.field(tr("Template for Word"), self.template)
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
        # With large text not all of it has room.
        scrolled = QScrollArea(self, widgetResizable=True)
        scrolled.setFrameShape(QFrame.Shape.NoFrame)
        scrolled.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scrolled.setWidget(left)
        self._scrolled = scrolled
        parts.addWidget(scrolled)
        parts.addWidget(self.preview)
        parts.setStretchFactor(1, 1)
        self.body.insertWidget(1, parts, 1)
        self.body.insertLayout(2, place)
        self.body.insertWidget(3, self.said)
        preview = self.preview
        fields = (self.language, self.year, self.version, self.cover, self.contents, self.figures)
        pages = (preview.back, preview.forward, preview.smaller, preview.larger, preview.paper)
        template = (self.template.choice, self.template.browse, self.template.copy, self.template.guide)
        left_and_right = (
            *(self.kinds, *self.forms.values(), *fields, self.letter, *template, self.units),
            *(preview.view, *pages, preview.sheets, preview.web),
        )
        come_before((*left_and_right, self.folder, self.browse), self.yes)
        help_ = self.buttons.addButton(tr("About the documents"), QDialogButtonBox.ButtonRole.HelpRole)
        help_.clicked.connect(lambda: HelpPage(self, "documents").come_up())
        resize_in_lines(self, 80, 42)
        self.rows.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        needed = left.minimumSizeHint().width() + scrolled.verticalScrollBar().sizeHint().width()
        choices = max(round(self.width() * _CHOICES), min(needed, self.width() // 2))
        scrolled.setMinimumWidth(min(needed, choices))
        parts.setSizes([choices, self.width() - choices])

    # -- what is chosen --------------------------------------------------------------------------------

    @property
    def export(self) -> Export:
        """What is chosen now."""
        units = self.units.ticked
        return Export(
            kinds=self.kinds.ticked,
            forms=tuple(suffix for suffix, box in self.forms.items() if box.isChecked()),
            folder=self.folder.text().strip(),
            language=self.language.key,
            units=() if len(units) == self.units.count() else units,
            year=self.year.value(),
            before=self.version.currentData() or "",
            cover=self.cover.flag,
            contents=self.contents.flag,
            figures=self.figures.flag,
            letter=self.letter.flag,
            templates=tuple(self._own_templates().items()),
        )

    def _own_templates(self) -> dict[str, str]:
        """The templates of one's own that Word files are made of, by kind."""
        keys = self.kinds.ticked if self.forms[".docx"].isChecked() else ()
        return {key: path for key in keys if (path := self.template.path_of(key))}

    @property
    def ground(self) -> Ground:
        """What the documents chosen are made from."""
        return self._ground(self.export)

    def _ground(self, export: Export | None = None) -> Ground:
        """What documents are made from, read once for each version and each need."""
        export = export or Export()
        version = export.before if "difference" in export.kinds else ""
        key = (version, shows_findings(export))
        if key not in self._grounds:
            self._grounds[key] = ground_of(self._session, self._plan, export)
        return self._grounds[key]

    @property
    def _key(self) -> str:
        """The document under the cursor."""
        return self.kinds.current or next(iter(KINDS))

    def _changed(self) -> None:
        key = self._key
        self.about.setText(tr(ABOUT[key]))
        self.wrong.hide()
        kinds = [KINDS[one] for one in self.kinds.ticked]
        shown = [*kinds, KINDS[key]]
        for suffix, box in self.forms.items():
            box.setEnabled(any(suffix in kind.forms for kind in shown))
        keys = {kind.key for kind in shown}
        for part, known in PARTS.items():
            self.rows.setRowVisible(self._parts[part], not keys.isdisjoint(known))
        self.rows.setRowVisible(self.version, "difference" in keys)
        self.rows.setRowVisible(self.year, any(kind.yearly or kind.by_unit for kind in shown))
        self.rows.setRowVisible(self.template, self.forms[".docx"].isChecked())
        self.template.show_kind(key, self.language.key)
        for widget in (self.units, self.units_label):
            widget.setVisible(any(kind.by_unit for kind in shown))
        self._count()
        self._pause.start()

    def _recall(self) -> None:
        """Take up the last choices of a document that is now the only one."""
        kinds = self.kinds.ticked
        alone = kinds[0] if len(kinds) == 1 else ""
        last = self._remembered(alone) if alone and alone != self._alone else None
        self._alone = alone or self._alone
        if last is not None:
            for suffix, box in self.forms.items():
                box.setChecked(suffix in last.forms)
            self.language.choose(last.language)
            for part, choice in self._parts.items():
                choice.choose(getattr(last, part))
            self.units.tick(last.units or units_for(self._plan, KINDS["ledger"]))
            self.folder.setText(last.folder)
            self.template.recall(alone, last.template_of(alone))
        self._changed()

    def _template_changed(self) -> None:
        if self._waits:
            self._waits = False
            self.yes.setEnabled(True)
            self.accept()
        else:
            self._pause.start()

    def _count(self) -> None:
        lacks = lacks_version(self.export)
        wanted = [] if lacks else files_of(self.export, self._plan)
        said = plural("{count} file is written", "{count} files are written", len(wanted))
        there = sum(one.path.exists() for one in wanted)
        if there:
            replaced = plural("{count} of them is replaced", "{count} of them are replaced", there)
            said = f"{said}; {replaced}"
        self.said.setText(said if wanted else lacks)

    def _show(self) -> None:
        """Show the document under the cursor, of the unit under the cursor or else the first one chosen."""
        key = self._key
        export = self.export._replace(kinds=(key,))
        kind = KINDS[key]
        units = units_for(self._plan, kind, export.units) if self.units.ticked else []
        if kind.by_unit and not units:
            self.preview.show_words(tr("No unit is chosen, or the plan gives no unit anything to do"))
            return
        shown = self.units.current if self.units.current in units else next(iter(units), None)
        unit = self._plan.find(shown, Unit) if kind.by_unit else None
        try:
            ground = self._ground(export)
        except Problem as why:
            self.preview.show_words(str(why))
            return
        title = tr(kind.title) if unit is None else f"{tr(kind.title)} · {unit.name}"
        self.preview.show_document(export, ground, key, unit.id if unit is not None else None, title)
        if self.forms[".docx"].isChecked():
            self.template.try_on(key, ground.source(export, unit.id if unit is not None else None))

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
        if not self.units.ticked and all(KINDS[key].by_unit for key in export.kinds):
            self.wanting = self.units
            return tr("No unit is chosen, or the plan gives no unit anything to do")
        if not export.folder or not Path(export.folder).is_dir():
            self.wanting = self.folder
            return tr("There is no such folder; choose another one")
        if lacks := lacks_version(export):
            self.wanting = self.kinds
            return lacks
        wanted = files_of(export, self._plan)
        if not wanted:
            return tr("None of the chosen documents comes in the chosen forms; choose another form")
        try:
            self._ground(export)
            # What is open in another program, say, is told while another folder can be chosen.
            for one in wanted:
                target_of(one.path)
        except Problem as why:
            return str(why)
        for key, _ in export.templates:
            if self.template.wrong_with(key, export.language):
                self.kinds.setCurrentRow(list(KINDS).index(key))
                self.wanting = self.template
                return tr("The template for “{document}” cannot be used", document=tr(KINDS[key].title))
        return ""

    def accept(self) -> None:
        export = self.export
        if not self.fault():
            for key, _ in export.templates:
                if self.template.wrong_with(key, export.language) is None:
                    # Whatever is being tried now, it is looked at again when that is over.
                    units = units_for(self._plan, KINDS[key], export.units)
                    self._waits = True
                    self.yes.setEnabled(False)
                    self.template.try_on(key, self.ground.source(export, units[0] if units else None))
                    return
        super().accept()
        if self.wanting is not None and self._scrolled.isAncestorOf(self.wanting):
            self._scrolled.ensureWidgetVisible(self.wanting)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # Only now is the height of a row with the window's style known.
        for one in (self.kinds, self.units):
            one.scheduleDelayedItemsLayout()

    def done(self, result: int) -> None:
        self._pause.stop()
        self.preview.leave()
        self.template.leave()
        super().done(result)
