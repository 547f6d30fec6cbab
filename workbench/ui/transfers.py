"""Plans in and out: importing an exchange file, exporting documents or an exchange file."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from workbench.files import atomic_write
from workbench.i18n import N_, current, plural, tr
from workbench.ui import messages
from workbench.ui.dialogs import files
from workbench.ui.folders import show_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from workbench.plan.elements import Element
    from workbench.plan.plan import Plan
    from workbench.session.export_choices import Export
    from workbench.session.exporting import Ground, Made
    from workbench.session.jobs import Progress
    from workbench.settings import Settings
    from workbench.ui.bridge import Bridge
    from workbench.ui.libraries import Libraries
    from workbench.ui.views.notices import ProgressBar

T = TypeVar("T")


class Transfers(QObject):
    """Runs imports and exports as jobs beside the window."""

    #: The plan with this id has come into the library.
    imported = Signal(str)
    #: A document or an exchange file was written.
    exported = Signal()

    def __init__(
        self, bridge: Bridge, settings: Settings, libraries: Libraries, bar: ProgressBar, window: QWidget
    ) -> None:
        super().__init__(window)
        self._bridge = bridge
        self._settings = settings
        self._libraries = libraries
        self._bar = bar
        self._window = window

    # -- in --------------------------------------------------------------------------------------------

    def bring_in(self) -> None:
        """Ask for an exchange file, show what it holds, and import it as one change."""
        path = files.plan_to_import(self._window, self._libraries.folder)
        if path is not None:
            self.bring_in_from(path)

    def bring_in_from(self, path: Path) -> None:
        """Read an exchange file and show what it holds; what is wrong with it is told with its place."""
        from workbench.exchange.json import read_plan

        def read(progress: Progress) -> list[Element]:
            progress.step(0, 0, N_("Reading the file"))
            elements = read_plan(path.read_bytes(), path.name)
            progress.step(1, 1)
            return elements

        self._run(tr("Reading the file"), read, lambda elements: self._preview(path, elements))

    def _preview(self, path: Path, elements: list[Element]) -> None:
        from workbench.ui.dialogs.import_plan import ImportPlan

        known = {entry.id for entry in self._bridge.session.plans()}
        dialog = ImportPlan(self._window, path.name, elements, known)
        dialog.accepted.connect(
            lambda: self._import(path.name, elements, replace=dialog.wants_replacing, as_new=dialog.wants_new)
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _import(self, name: str, elements: list[Element], *, replace: bool, as_new: bool) -> None:
        session = self._bridge.session
        if session.plan is not None and session.plan.id == elements[0].id and replace:
            # Applied to an open plan it would tell the views from the worker's thread.
            session.open_plan(None)

        def write(progress: Progress) -> str:
            change = session.import_plan(
                elements, replace=replace, as_new=as_new, source=name, progress=progress
            )
            return change.operations[0].id if as_new else elements[0].id

        done = self._done_importing
        self._run(tr("Importing"), write, done, locks=True, late=done)

    def _done_importing(self, plan_id: str) -> None:
        self.imported.emit(plan_id)
        messages.info(tr("The plan was imported; undo takes it back."))

    # -- out -------------------------------------------------------------------------------------------

    def documents(self, plan: Plan) -> None:
        """Ask which documents of a plan are to be exported, and write them."""
        from workbench.session.export_choices import last_export
        from workbench.ui.dialogs.export import ExportDocuments

        remembered = partial(last_export, self._settings.exports, plan.id)
        before = self._last(plan) or self._first(plan)
        dialog = ExportDocuments(self._window, self._bridge, plan, before, remembered)
        dialog.accepted.connect(lambda: self._write(plan.id, dialog.export, dialog.ground))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def documents_again(self, plan: Plan) -> None:
        """Write what was last exported of a plan anew, without asking; ask when nothing was yet."""
        from workbench.session.exporting import ground_of

        last = self._last(plan)
        if last is None:
            self.documents(plan)
            return
        ground = self._bridge.attempt(lambda: ground_of(self._bridge.session, plan, last))
        if ground is not None:
            self._write(plan.id, last, ground)

    def _last(self, plan: Plan) -> Export | None:
        from workbench.session.export_choices import last_export

        return last_export(self._settings.exports, plan.id)

    def _first(self, plan: Plan) -> Export:
        from workbench.plan.in_words import language_of
        from workbench.session.export_choices import Export

        return Export(folder=self._libraries.folder, language=language_of(plan))

    def _write(self, plan_id: str, export: Export, ground: Ground) -> None:
        from workbench.session import exporting
        from workbench.session.export_choices import remember

        remember(self._settings.exports, plan_id, export)

        def told(made: Made) -> None:
            files_ = [path for path, _ in made.files]
            said = [tr("“{file}” was written", file=files_[0].name)]
            if len(files_) > 1:
                said = [plural("{count} file was written", "{count} files were written", len(files_))]
            said += exporting.remarks(made, current())
            offer_folder("\n".join(said), files_[0])
            self.exported.emit()

        def write(progress: Progress) -> Made:
            return exporting.run(export, ground, progress)

        self._run(tr("Writing the documents"), write, told, late=told)

    def to_json(self, plan: Plan) -> None:
        """Ask for a name and write the plan as an exchange file."""
        path = files.exchange_to_write(self._window, self._libraries.folder, plan.head.title)
        if path is not None:
            snapshot = plan.snapshot()

            def write(progress: Progress) -> Path:
                from workbench.exchange.json import write_plan

                progress.step(0, 1, N_("Writing the document"))
                atomic_write(path, write_plan(snapshot).encode())
                return path

            self._export(path, write)

    def _export(self, path: Path, write: Callable[[Progress], Path]) -> None:
        said = tr("“{file}” was written", file=path.name)

        def told(done: Path) -> None:
            offer_folder(said, done)
            self.exported.emit()

        self._run(tr("Writing the document"), write, told, late=told)

    # -- jobs ------------------------------------------------------------------------------------------

    def _run(
        self,
        title: str,
        call: Callable[[Progress], T],
        done: Callable[[T], object],
        *,
        locks: bool = False,
        late: Callable[[T], object] | None = None,
    ) -> None:
        """Run a job; one that ``locks`` has the library to itself meanwhile."""
        unlock = partial(self._bridge.set_busy, False) if locks else None
        if self._bar.run(self._bridge.background, title, call, done, after=unlock, late=late) and locks:
            self._bridge.set_busy(True)


def write_file(bridge: Bridge, path: Path, write: Callable[[], object]) -> bool:
    """Have a file written and say so; False, with the Problem told, when that cannot be or was cancelled."""

    def is_written() -> bool:
        write()
        return True

    if bridge.attempt(is_written) is None:
        return False
    offer_folder(tr("“{file}” was written", file=path.name), path)
    return True


def offer_folder(said: str, path: Path) -> None:
    """Say that a file was written, with a button that shows its folder."""
    messages.offer("info", said, tr("Show the folder"), lambda: show_folder(path.parent))
