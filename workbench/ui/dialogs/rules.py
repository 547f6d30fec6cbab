"""The rules that the plan is judged by: a profile that comes with the program, what differs, own rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QTabWidget,
)

from workbench.errors import Problem
from workbench.i18n import N_, current, tr, words
from workbench.plan.change import Label
from workbench.rules.profile import DEFAULT, built_ins, of_plan
from workbench.rules.profile_edits import base_of, based_on, kept, load, named, save
from workbench.ui import messages
from workbench.ui.dialogs import files
from workbench.ui.dialogs.form import Form
from workbench.ui.editors.choose import CalmCombo
from workbench.ui.editors.hint import hint
from workbench.ui.views.own_rules import OwnRules
from workbench.ui.views.rules_table import RulesTable

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QKeyEvent

    from workbench.plan.change import Change
    from workbench.rules.own import OwnRule
    from workbench.ui.mainwindow import MainWindow


class Work(NamedTuple):
    """What has been edited so far: the object of the profile, and own rules that are not sound yet."""

    held: dict[str, Any] | None
    unsound: dict[str, OwnRule]


def edit_rules(window: MainWindow, *, own: bool = False, work: Work | None = None) -> None:
    """Open the dialog on the rules or on the own rules, perhaps with work that was left before."""
    dialog = RulesOfPlan(window)
    if work is not None:
        dialog.go_on(work)
    if own:
        dialog.tabs.setCurrentWidget(dialog.own)
        dialog.own.setFocus()
    dialog.accepted.connect(lambda: window.bridge.apply(dialog.change))
    dialog.rejected.connect(lambda: _offer_to_go_on(window, dialog))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def _offer_to_go_on(window: MainWindow, dialog: RulesOfPlan) -> None:
    # Escape is pressed easily, and a rule half written is half an hour's work.
    left = dialog.unfinished
    if left is None or not window.bridge.is_writable:
        return
    plan_id = dialog.plan_id
    own = dialog.tabs.currentWidget() is dialog.own

    def go_on() -> None:
        plan = window.bridge.plan
        if plan is not None and plan.id == plan_id:
            edit_rules(window, own=own, work=left)

    messages.offer("info", tr("The changes to the rules were not applied"), tr("Go on editing them"), go_on)


class RulesOfPlan(Form):
    """Edits the plan's own profile as one change; ``change`` is what to apply when it was accepted."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(
            window,
            tr("Rules of this plan"),
            tr("They are kept with the plan, so that everybody who opens it is told the same."),
            tr("Apply"),
        )
        self._window = window
        plan = window.bridge.plan
        assert plan is not None
        self._plan = plan
        self.plan_id = plan.id
        self._held: dict[str, Any] | None = plan.head.rule_profile
        self.base = CalmCombo(self)
        for one in built_ins():
            self.base.addItem(one.title.get(current(), one.name), one.name)
        self.base.activated.connect(self._rebase)
        self.about = QLabel(self, wordWrap=True)
        self.about.setProperty("role", "muted")
        self.name = QLineEdit(self)
        self.name.setMaxLength(60)
        hint(self.name, tr("Given in reports; the base's when left empty"))
        self.name.editingFinished.connect(self._rename)
        both = QHBoxLayout()
        both.setSpacing(12)
        both.addWidget(self.base)
        both.addWidget(self.about, 1)
        base_label = QLabel(tr("Base"), self)
        base_label.setBuddy(self.base)
        self.base.setAccessibleName(tr("Base"))
        self.rows.addRow(base_label, both)
        self.field(tr("Name"), self.name)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.table = RulesTable(self.tabs)
        self.table.edited.connect(self.put)
        self.own = OwnRules(window.bridge, self.tabs)
        self.own.edited.connect(self.put)
        self.own.opened.connect(window.bridge.navigate)
        self.tabs.addTab(self.table, tr("Rules"))
        self.tabs.addTab(self.own, tr("Own rules"))
        self.body.insertWidget(3, self.tabs, 1)
        self.load = self.buttons.addButton(tr("Load…"), QDialogButtonBox.ButtonRole.ResetRole)
        self.save = self.buttons.addButton(tr("Save as file…"), QDialogButtonBox.ButtonRole.ResetRole)
        self.load.clicked.connect(self._load)
        self.save.clicked.connect(self._save)
        self.help = self.buttons.addButton(tr("Help"), QDialogButtonBox.ButtonRole.HelpRole)
        self.help.setShortcut("F1")
        self.help.clicked.connect(self._help)
        for button in (self.load, self.save, self.help):
            button.setAutoDefault(False)
        self.resize(window.size() * 0.9)
        self.put(self._held)
        self._tell_troubles()
        self._at_first = self._work
        # In a library for reading only the rules can be looked at.
        self.yes.setEnabled(window.bridge.is_writable)
        self.table.setFocus()

    def put(self, held: dict[str, Any] | None) -> None:
        """Show the object of a profile, and keep it when the dialog is accepted."""
        self._held = held
        base = base_of(held)
        self.base.setCurrentIndex(self.base.findData(base.name))
        found = next((one for one in built_ins() if one.name == base.name), None)
        self.about.setText(found.description.get(current(), "") if found is not None else "")
        name = (held or {}).get("name")
        if not self.name.hasFocus():
            self.name.setText(name if isinstance(name, str) else "")
        self.table.put(held)
        self.own.put(held)
        count = len(of_plan(held).own)
        self.tabs.setTabText(1, tr("Own rules ({count})", count=count) if count else tr("Own rules"))

    def _tell_troubles(self) -> None:
        """Say what of the plan's profile could not be applied."""
        spoken = words(current())
        troubles = [spoken(message, **dict(values)) for message, values in of_plan(self._held).troubles]
        self.wrong.setText("\n".join(troubles))
        self.wrong.setVisible(bool(troubles))

    def _rebase(self, _at: int) -> None:
        self.put(based_on(self._held, self.base.currentData() or DEFAULT))

    def _rename(self) -> None:
        self.put(named(self._held, self.name.text()))

    def _help(self) -> None:
        from workbench.ui.dialogs.help_page import HelpPage

        HelpPage(self, "own-rules" if self.tabs.currentWidget() is self.own else "profiles").show()

    # -- what was begun ---------------------------------------------------------------------------------

    @property
    def _work(self) -> Work:
        return Work(self._held, dict(self.own.unsound))

    @property
    def unfinished(self) -> Work | None:
        """What was edited and would be lost; None when there is nothing."""
        self.own.flush()
        return self._work if self._work != self._at_first else None

    def go_on(self, work: Work) -> None:
        """Take up again what was left."""
        self.own.unsound.update(work.unsound)
        self.own.forget_shown()
        self.put(work.held)

    # -- files -----------------------------------------------------------------------------------------

    def _load(self) -> None:
        path = files.profile_to_open(self, self._window.libraries.folder)
        if path is not None:
            self.load_from(path)

    def load_from(self, path: Path) -> None:
        """Take over what a file holds; what is wrong in it is told, and nothing of it taken."""
        try:
            held = load(path)
        except Problem as problem:
            self.wrong.setText(str(problem))
            self.wrong.show()
            return
        self.wrong.hide()
        self.own.unsound.clear()
        self.put(held)

    def _save(self) -> None:
        self.own.flush()
        name = of_plan(self._held).shown(words(current())) if self._held else self._plan.head.title
        path = files.profile_to_write(self, self._window.libraries.folder, name)
        if path is None:
            return
        try:
            save(path, self._held)
        except (Problem, OSError) as problem:
            self.wrong.setText(str(problem))
            self.wrong.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Enter ends the typing in a field; it shall not end the whole with it.
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and not isinstance(self.focusWidget(), QPushButton):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.accept()
            return
        super().keyPressEvent(event)

    # -- the end ---------------------------------------------------------------------------------------

    def done(self, result: int) -> None:
        self.own.leave()
        super().done(result)

    def fault(self) -> str:
        self.own.flush()
        said = self.own.fault
        if said:
            self.tabs.setCurrentWidget(self.own)
            self.own.show_fault()
        self.wanting = None
        return said

    @property
    def change(self) -> Change:
        """The change that keeps the profile with the plan; empty when nothing is different."""
        return kept(self._plan, self._held, Label(N_("Set the rules of the plan")))
