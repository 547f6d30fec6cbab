"""A window beside the main one: the catalogues of indicators, and what the plans select from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QLabel,
    QPushButton,
    QSizePolicy,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from workbench.files import atomic_write
from workbench.i18n import current, plural, tr, words
from workbench.rules.catalogue_rules import name_adopted
from workbench.session.catalogues import adoption, finding_of, keep, known, take_away
from workbench.ui import messages
from workbench.ui.dialogs import files
from workbench.ui.editors.choose import CalmCombo
from workbench.ui.editors.flow import FlowBox
from workbench.ui.views.catalogue import CataloguePage
from workbench.ui.views.catalogue_compare import ComparePage

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.plan.catalogues import Catalogue, CatalogueItem
    from workbench.ui.mainwindow import MainWindow


#: Letters of a title that are seen at least.
_LEAST_TITLE: Final = 24


class Catalogues(QDialog):
    """One catalogue at a time: its items, and the selections of all plans. It follows the open plan."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self._window = window
        self._bridge = window.bridge
        self.which = CalmCombo(self)
        self.which.activated.connect(lambda _at: self._choose())
        self._label = QLabel(self)
        self._label.setBuddy(self.which)
        self.adopted = QCheckBox(self)
        self.adopted.clicked.connect(self._adopt)
        self.which.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        # As wide as there is room beside the others, not as the longest title: that would take a line more.
        self.which.setSizeAdjustPolicy(CalmCombo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.which.setMinimumContentsLength(_LEAST_TITLE)
        above = FlowBox(self, 8)
        for widget in (self._label, self.which, self.adopted):
            above.flow.addWidget(widget)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.items = CataloguePage(self._bridge, self.tabs)
        self.compare = ComparePage(self._bridge, self.tabs)
        self.items.waive_wanted.connect(self._waive)
        self.items.local_wanted.connect(self._local)
        for page in (self.items, self.compare):
            page.went.connect(self.close)
            self.tabs.addTab(page, "")
        # Undone from here, too.
        self.addActions([window.actions_.by_id[name] for name in ("edit.undo", "edit.redo")])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 14, 18, 14)
        whole.setSpacing(8)
        whole.addWidget(above)
        whole.addWidget(self.tabs, 1)
        whole.addWidget(self._buttons())
        self.resize(window.size() * 0.92)
        self._bridge.language_changed.connect(self.retranslate)
        self._bridge.plan_opened.connect(self._follow)
        self._bridge.checked.connect(self._show_adopted)
        self._fill("")
        self.retranslate()

    def _buttons(self) -> QWidget:
        """What is done with whole catalogues, and the way out."""
        below = FlowBox(self, 8)
        self.add, self.save, self.remove, self.help, self.leave = (QPushButton(below) for _ in range(5))
        acts = (self._add, self._save, self._remove, self._help, self.close)
        gap = QWidget(below)
        gap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for button, act in zip((self.add, self.save, self.remove, self.help, self.leave), acts, strict=True):
            button.setAutoDefault(False)
            button.clicked.connect(act)
        for widget in (self.add, self.save, self.remove, gap, self.help, self.leave):
            below.flow.addWidget(widget)
        return below

    def come_up(self) -> None:
        """Come up with the keyboard in the line to search in."""
        self.show()
        self.raise_()
        self.activateWindow()
        self.tabs.currentWidget().setFocus()

    @property
    def source(self) -> Catalogue | None:
        """The catalogue that is shown."""
        code = self.which.currentData()
        return next((one for one in known() if one.code == code), None)

    def _fill(self, code: str) -> None:
        """List the catalogues; the one with this code is shown, else one that the plan adopts."""
        plan = self._bridge.plan
        everything = known()
        adopted = [one for one in everything if plan is not None and name_adopted(plan.head, one)]
        wanted = code or next((one.code for one in [*adopted, *everything]), "")
        self.which.clear()
        for one in everything:
            count = plural("{count} indicator", "{count} indicators", len(one.items))
            title = one.title or one.code
            own = f" · {tr('own')}" if one.own else ""
            self.which.addItem(f"{title}{own} · {count}", one.code)
        self.which.setCurrentIndex(max(self.which.findData(wanted), 0))
        self._choose()

    def _choose(self) -> None:
        source = self.source
        self.items.put(source)
        self.compare.put(source)
        self.remove.setEnabled(source is not None and source.own)
        self.save.setEnabled(source is not None)
        self._show_adopted()

    def _show_adopted(self) -> None:
        plan, source = self._bridge.plan, self.source
        is_there = plan is not None and plan.exists and source is not None
        self.adopted.setEnabled(is_there and self._bridge.is_writable)
        if plan is not None and plan.exists and source is not None:
            self.adopted.setChecked(name_adopted(plan.head, source) is not None)

    def _follow(self) -> None:
        if self._bridge.plan is None:
            self.close()
        else:
            self._choose()

    def retranslate(self) -> None:
        """Words in the language now spoken."""
        self.setWindowTitle(tr("Catalogues of indicators"))
        self._label.setText(tr("Catalogue"))
        self.which.setAccessibleName(tr("Catalogue"))
        self.adopted.setText(tr("The plan adopts it"))
        self.adopted.setToolTip(tr("Then its mandatory items are owed, and its dimensions are to be covered"))
        self.add.setText(tr("Add a catalogue…"))
        self.save.setText(tr("Save as a table…"))
        self.remove.setText(tr("Remove"))
        self.remove.setToolTip(tr("Only catalogues of your own can be removed"))
        self.help.setText(tr("Help"))
        self.leave.setText(tr("Close"))
        # A new text takes the shortcut away.
        self.help.setShortcut("F1")
        for at, title in enumerate((tr("Indicators"), tr("Comparison of the plans"))):
            self.tabs.setTabText(at, title)
        source = self.source
        self._fill(source.code if source is not None else "")

    # -- the plan --------------------------------------------------------------------------------------

    def _adopt(self, adopted: bool) -> None:
        plan, source = self._bridge.plan, self.source
        if plan is not None and source is not None:
            self._bridge.apply(adoption(plan, source, adopted=adopted))
            self.items.refresh()
        self._show_adopted()

    def _waive(self, item: CatalogueItem) -> None:
        from workbench.ui.dialogs.waive import Waive

        plan, source, session = self._bridge.plan, self.source, self._bridge.session
        if plan is None or source is None:
            return
        dialog = Waive(self, plan, finding_of(plan, source, item), session.author, session.checker.as_of)
        # The reason is that of this item; the rule goes on to look at the others.
        dialog.field_only.setChecked(True)
        dialog.field_only.hide()

        def leave_out() -> None:
            if dialog.change is not None:
                self._bridge.apply(dialog.change)
                self.items.refresh()

        dialog.accepted.connect(leave_out)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _local(self) -> None:
        from workbench.ui.dialogs.local_indicator import ask_for_local_indicator

        ask_for_local_indicator(self, self._bridge)

    # -- files -----------------------------------------------------------------------------------------

    def _add(self) -> None:
        path = files.catalogue_to_add(self, self._window.libraries.folder)
        if path is not None:
            self.add_from(path)

    def add_from(self, path: Path) -> None:
        """Check a file, show what was found, and add the catalogue if that is agreed to."""
        from workbench.exchange.catalogue_files import read_catalogue_file
        from workbench.ui.dialogs.catalogue_check import CatalogueCheck

        reading = self._bridge.attempt(lambda: read_catalogue_file(path))
        if reading is None:
            return
        dialog = CatalogueCheck(self, path.name, reading)
        made = reading.catalogue

        def put() -> None:
            if made is not None and self._bridge.attempt(lambda: keep(made)) is not None:
                self._bridge.session.catalogues_changed()
                self._fill(made.code)
                messages.info(tr("The catalogue “{title}” was added", title=made.title))

        dialog.accepted.connect(put)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _remove(self) -> None:
        source = self.source
        if source is None or not source.own:
            return
        said = tr(
            "“{title}” is taken out of use. Indicators selected from it stay in the plans; what adopts it "
            "can no longer be checked against it. Its file is kept in the folder “earlier”.",
            title=source.title or source.code,
        )
        if messages.ask(self, tr("Remove the catalogue"), said, tr("Remove")):
            self._bridge.attempt(lambda: take_away(source.code))
            self._bridge.session.catalogues_changed()
            self._fill("")

    def _save(self) -> None:
        source = self.source
        path = None
        if source is not None:
            path = files.table_to_write(self, self._window.libraries.folder, source.title or source.code)
        if path is not None:
            self.save_to(path)

    def save_to(self, path: Path) -> None:
        """Write the catalogue as a table that can be edited and added again."""
        from workbench.exchange.catalogue_files import catalogue_csv, catalogue_xlsx
        from workbench.ui.transfers import write_file

        source = self.source
        if source is None:
            return
        make = catalogue_csv if path.suffix.lower() == ".csv" else catalogue_xlsx
        write_file(self._bridge, path, lambda: atomic_write(path, make(source, words(current()))))

    def _help(self) -> None:
        from workbench.ui.dialogs.help_page import HelpPage

        HelpPage(self, "catalogues").come_up()
