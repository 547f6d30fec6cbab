"""Evidence: a list of files and references, with the files kept in the library where they were attached."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QToolButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from workbench.errors import Problem
from workbench.i18n import tr
from workbench.plan import edits
from workbench.plan.evidence import Evidence, evidence
from workbench.session import evidence as kept
from workbench.ui import icons, messages
from workbench.ui.editors.editor import Editor
from workbench.ui.editors.flow import FlowBox
from workbench.ui.views.notices import ProgressBar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.plan.elements import Element
    from workbench.plan.fields import Field
    from workbench.session.jobs import Progress
    from workbench.ui.bridge import Bridge

_ENTRY: Final = int(Qt.ItemDataRole.UserRole)
#: Lines that the list has at least and at most.
_LINES: Final = (1, 6)
_ICONS: Final = {"kept": "tick-dark", "missing": "severity-warning", "named": "word"}
_SIZES: Final = ((2**20, "MB"), (2**10, "KB"))


class EvidenceEditor(Editor):
    """Entries of evidence: attach files, name what lies elsewhere, look at them, save them, take them out."""

    def __init__(self, declared: Field, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(declared, bridge, parent)
        self._locked = False
        #: The element whose evidence is shown; "" in a dialog of its own.
        self._owner = ""
        self.list = QListWidget(self)
        self.list.setUniformItemSizes(True)
        self.list.setAlternatingRowColors(True)
        self.list.itemChanged.connect(self._renamed)
        self.list.itemSelectionChanged.connect(self._enable)
        self.watch_focus(self.list)
        self.deeds = FlowBox(self)
        self.buttons: dict[str, QToolButton] = {}
        for name, call in (
            ("attach", self.attach),
            ("name", self._name),
            ("see", self.see),
            ("save", self.save),
            ("remove", self._remove),
        ):
            button = QToolButton(self.deeds)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            button.clicked.connect(call)
            self.deeds.flow.addWidget(button)
            self.buttons[name] = button
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addWidget(self.list)
        box.addWidget(self.deeds)
        self.setAcceptDrops(True)
        self.retranslate()
        self._fit()

    def retranslate(self) -> None:
        self.list.setAccessibleName(tr(self.declared.label))
        for name, words in (
            ("attach", tr("Attach a file…")),
            ("name", tr("Name a document")),
            ("see", tr("Look at it")),
            ("save", tr("Save as…")),
            ("remove", tr("Take out")),
        ):
            self.buttons[name].setText(words)
            # Where there is little room the words may not be seen whole.
            self.buttons[name].setToolTip(words)
        self.buttons["attach"].setToolTip(
            tr("Its bytes are kept in the library; files can also be dropped here")
        )
        self.buttons["name"].setToolTip(tr("A document that lies elsewhere: only its name is recorded"))
        self.display(self._value)

    # -- in and out ------------------------------------------------------------------------------------

    def show_owner(self, element: Element) -> None:
        self._owner = element.id

    def display(self, value: Any) -> None:
        at = self.list.currentRow()
        self.list.blockSignals(True)
        self.list.clear()
        # Out of sight it is still asked when the library has been closed.
        known = kept.states(self.bridge.session, value or ()) if self.bridge.has_session else []
        for one in known:
            said = tr(kept.STATES[one.state])
            size = f", {_size(one.size)}" if one.state == "kept" else ""
            item = QListWidgetItem(one.entry.name, self.list)
            item.setIcon(icons.icon(_ICONS[one.state]))
            item.setData(_ENTRY, one.entry.text)
            item.setToolTip(f"{said}{size}")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{one.entry.name}: {said}{size}")
            if not self._locked:
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
        self.list.setCurrentRow(min(at, self.list.count() - 1))
        self.list.blockSignals(False)
        self._fit()
        self._enable()

    def refresh(self) -> None:
        """What is kept may have become another: the list says it anew."""
        if self._value and self.list.state() != QListWidget.State.EditingState:
            self.display(self._value)

    def lock(self, locked: bool) -> None:
        """What is kept can still be looked at and saved."""
        if locked != self._locked:
            self._locked = locked
            self.display(self._value)

    def flush(self) -> None:
        """Nothing waits here: each deed is a change at once."""

    def _put(self, entries: Sequence[str]) -> None:
        self.commit(tuple(dict.fromkeys(entries)) or None)
        self.display(self._value)

    def _entries(self) -> list[str]:
        return list(self._value or ())

    def _chosen(self) -> Evidence | None:
        at = self.list.currentRow()
        return evidence(self.list.item(at).data(_ENTRY)) if at >= 0 else None

    # -- deeds -----------------------------------------------------------------------------------------

    def attach(self) -> None:
        """Ask for files and keep them in the library."""
        from workbench.ui.dialogs import files

        self.take(files.evidence_to_attach(self))

    def take(self, paths: Sequence[Path]) -> None:
        """Keep files in the library and add them to the list, as one change."""
        if not paths:
            return
        bridge, owner = self.bridge, self._owner
        session, plan_id = bridge.session, self.plan.id

        def work(progress: Progress) -> list[str]:
            return [kept.attach(session, path, progress) for path in paths]

        def done(entries: list[str]) -> None:
            plan = bridge.plan
            if not isValid(self) or plan is None or plan.id != plan_id:
                return
            if owner == self._owner:
                self._put([*self._entries(), *entries])
                self.list.setCurrentRow(self.list.count() - 1)
            elif owner in plan:
                # Another element is shown by now.
                name = self.declared.name
                held = tuple(dict.fromkeys([*(plan.elements[owner].get(name) or ()), *entries]))
                change = bridge.attempt(lambda: edits.fill(plan, owner, name, held))
                if change is not None:
                    bridge.apply(change)

        unlock = partial(bridge.set_busy, False)
        shown = getattr(self.window(), "progress", None)
        if isinstance(shown, ProgressBar):
            said = tr("Taking the file in")
            is_begun = shown.run(bridge.background, said, work, done, after=unlock, late=done)
        else:
            # In a dialog of its own: the deed is short but for the largest files.
            bridge.background.job(work, done, stepped=lambda *_: None, after=unlock, late=done)
            is_begun = True
        if is_begun:
            bridge.set_busy(True)

    def _name(self) -> None:
        """A new entry, to be typed."""
        self.list.blockSignals(True)
        item = QListWidgetItem("", self.list)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
        item.setData(_ENTRY, "")
        self.list.blockSignals(False)
        self._fit()
        self.list.setCurrentItem(item)
        self.list.editItem(item)

    def _renamed(self, item: QListWidgetItem) -> None:
        """What was typed becomes the name; the file that is kept stays the same."""
        typed = " ".join(item.text().split())
        before = evidence(item.data(_ENTRY) or "")
        entries = self._entries()
        if before.text in entries:
            entries[entries.index(before.text)] = before._replace(name=typed).text if typed else before.text
        elif typed:
            entries.append(typed)
        self._put(entries)

    def see(self) -> None:
        """Have the system show a copy of the file."""
        entry = self._chosen()
        if entry is None:
            return
        from workbench.ui.folders import show_document

        try:
            path = kept.viewing_copy(self.bridge.session, entry)
        except Problem as problem:
            messages.problem(problem)
            return
        if not show_document(path):
            messages.warning(tr("The system has no program for {name}; save it instead", name=entry.name))

    def save(self) -> None:
        """Write the file under a name of the user's choice."""
        entry = self._chosen()
        if entry is None:
            return
        from workbench.ui.dialogs import files
        from workbench.ui.folders import show_folder

        target = files.evidence_to_save(self, entry.name)
        if target is None:
            return
        try:
            kept.save(self.bridge.session, entry, target)
        except Problem as problem:
            messages.problem(problem)
        else:
            said = tr("{name} was saved", name=target.name)
            messages.offer("info", said, tr("Open the folder"), partial(show_folder, target.parent))

    def _remove(self) -> None:
        entry = self._chosen()
        if entry is not None:
            self._put([one for one in self._entries() if one != entry.text])

    # -- keys, files dropped, looks --------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.list and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Delete and not self._locked:
                self._remove()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._chosen() is not None:
                self.see()
                return True
        return super().eventFilter(watched, event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._dropped(event) and not self._locked:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.take(self._dropped(event))
        event.acceptProposedAction()

    @staticmethod
    def _dropped(event: QDropEvent) -> list[Path]:
        urls = event.mimeData().urls() if event.mimeData().hasUrls() else []
        return [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]

    def _enable(self) -> None:
        entry = self._chosen()
        can_edit = not self._locked
        has_file = entry is not None and bool(entry.digest)
        self.buttons["attach"].setEnabled(can_edit)
        self.buttons["name"].setEnabled(can_edit)
        self.buttons["remove"].setEnabled(can_edit and entry is not None)
        self.buttons["save"].setEnabled(has_file)
        self.buttons["see"].setEnabled(has_file and entry is not None and kept.can_be_seen(entry))

    def _fit(self) -> None:
        least, most = _LINES
        lines = min(max(self.list.count(), least), most)
        row = max(self.list.sizeHintForRow(0), self.list.fontMetrics().height() + 6)
        self.list.setFixedHeight(lines * row + 2 * self.list.frameWidth())


def _size(count: int) -> str:
    for unit, name in _SIZES:
        if count >= unit:
            return f"{count / unit:.1f} {name}"
    return f"{count} B"
