"""Opening, making, copying and closing libraries."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from workbench import paths
from workbench.errors import Problem
from workbench.files import fit_name
from workbench.i18n import tr
from workbench.ui import messages
from workbench.ui.dialogs import files

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QMenu

    from workbench.session.backups import Kept
    from workbench.session.jobs import Progress
    from workbench.session.session import Session
    from workbench.settings import Settings
    from workbench.ui.bridge import Bridge
    from workbench.ui.mainwindow import MainWindow


#: Bytes from which on a library is opened beside the window: reading and checking takes longer than a blink.
_LARGE: Final = 4_000_000
#: Milliseconds after the first painting until the window is at rest.
_AT_REST: Final = 15_000


class Libraries(QObject):
    """What the user does with libraries. A library that cannot be opened leaves the present one open."""

    #: Another library is open, or none.
    opened = Signal()

    def __init__(self, bridge: Bridge, settings: Settings, window: MainWindow) -> None:
        super().__init__(window)
        self._bridge = bridge
        self._settings = settings
        self._window = window
        #: What the open library is called while it is not one to be remembered: a backup, a copy to try out.
        self.guest = ""

    def sweep_later(self) -> None:
        """Once the window is at rest, throw away what a killed program left behind."""
        QTimer.singleShot(_AT_REST, self, self.sweep)

    def sweep(self) -> None:
        """Throw away what a killed program left in its own folders and beside the open library."""
        from workbench.session.leftovers import sweep

        folders = [self._bridge.session.path.parent] if self._bridge.has_session else []
        self._bridge.background.run(lambda: sweep(folders), lambda _gone: None)

    @property
    def folder(self) -> str:
        """Where to look for files: beside the open library, else in the user's home.

        The sample lies among the program's own files, where nobody finds again what he has put there.
        """
        if not self._bridge.has_session or self.guest or self._bridge.session.path == paths.sample_library():
            return str(Path.home())
        return str(self._bridge.session.path.parent)

    def new(self) -> None:
        """Ask for a name and make a library."""
        path = files.library_to_make(self._window, self.folder)
        if path is None:
            return
        if path.exists():
            # The dialog has asked whether to overwrite; a library is never overwritten.
            messages.warning(tr("“{file}” is there already; choose another name", file=path.name))
            return
        self._take(lambda: _session().create(path, self._settings.author or None))

    def open(self) -> None:
        """Ask for a library and open it."""
        path = files.library_to_open(self._window, self.folder)
        if path is not None:
            self.open_path(path)

    def offer_recent(self, menu: QMenu) -> None:
        """Fill a menu with the libraries opened last."""
        menu.clear()
        for name in self._settings.recent_libraries:
            path = Path(name)
            menu.addAction(f"{path.stem} — {path.parent}".replace("&", "&&"), partial(self.open_path, path))
        if menu.isEmpty():
            menu.addAction(tr("None yet")).setEnabled(False)

    def open_path(self, path: Path) -> bool:
        """Open a library; False when it cannot be, with the reason shown. A large one opens in a while."""
        if not path.exists():
            self._settings.forget(str(path))
        elif path.stat().st_size > _LARGE:
            self._open_large(path)
            return True
        return self._take(lambda: _session().open(path, self._settings.author or None))

    def _open_large(self, path: Path) -> None:
        """Open, read and check beside the window; until then the present library stays as it is."""
        author, last = self._settings.author or None, self._settings.last_plans.get(str(path))

        def read(progress: Progress) -> Session:
            session = _session().open(path, author)
            try:
                known = [entry.id for entry in session.plans()]
                progress.step(0, 0)
                if last in known or len(known) == 1:
                    session.open_plan(last if last in known else known[0])
                    progress.step(0, 0)
                    session.checker.verdicts()
                progress.step(0, 0)
            except BaseException:  # whatever it was, the library must not stay open; it is raised again
                session.close()
                raise
            return session

        def begin() -> None:
            background, said = self._bridge.background, tr("Opening the library")
            # Another one opened meanwhile, or the window closed, is what was wanted last.
            late = _session().close
            self._window.progress.run(background, said, read, self._use, after=self._after_large, late=late)

        if self._window.is_painted:
            begin()
            return
        # Beside the making of the window it would keep that waiting: what is seen at first is read before.
        outline = self._window.workspace.outline
        outline.show_sketch(_session().sketch(path, last, outline.kinds_open))
        self._window.painted.connect(lambda: QTimer.singleShot(0, self, begin))

    def _after_large(self) -> None:
        # What was read is put to use, or is told of, after this.
        QTimer.singleShot(0, self, self._welcome_without)

    def _welcome_without(self) -> None:
        if not self._bridge.has_session:
            self._window.workspace.outline.show_sketch(None)
            self._window.show_welcome()

    def open_sample(self) -> bool:
        """Open the library of the sample plans; made on the first run."""
        from workbench.session.samples import ensure_sample_library

        path = self._bridge.attempt(ensure_sample_library)
        return path is not None and self.open_path(path)

    def copy(self) -> None:
        """Ask for a name and write a copy of the library."""
        session = self._bridge.session
        name = f"{fit_name(self.guest)}{files.LIBRARY_SUFFIX}" if self.guest else session.path.name
        path = files.copy_to_make(self._window, Path(self.folder) / name)
        if path is None:
            return

        def write() -> Path:
            session.save_copy(path)
            return path

        if self._bridge.attempt(write) is not None:
            from workbench.ui.transfers import offer_folder

            offer_folder(tr("The library was copied to “{file}”", file=path.name), path)

    def show_backups(self) -> None:
        """List the backups of the open library, and of those opened lately."""
        from workbench.ui.dialogs.backups import Backups

        known = [self._bridge.session.path] if self._bridge.has_session and not self.guest else []
        known += [Path(name) for name in self._settings.recent_libraries if Path(name) not in known]
        dialog = Backups(self._window, known, self._bridge.background)
        dialog.look_wanted.connect(self._look_into)
        dialog.restore_wanted.connect(self._restore)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _look_into(self, library: Path, backup: Kept) -> None:
        """Open a backup for reading, with a way back."""
        self._window.workspace.flush()
        time = f"{backup.time:%Y-%m-%d %H:%M}"
        title = tr("{library}, backup of {time}", library=library.stem, time=time)
        if self.visit(lambda: _session().open(backup.path, read_only=True), title):
            said = tr(
                "You see the backup of “{library}” made on {time}. It can be read and exported, not edited.",
                library=library.stem,
                time=time,
            )
            back = tr("Back to the library")
            notice = messages.Notice("warning", said, back, lambda: self.open_path(library))
            self._window.notices.keep("read_only", notice)

    def _restore(self, library: Path, backup: Kept) -> None:
        """Ask for a name and write a backup as a library of its own; offer to open it."""
        from workbench.session import backups

        target = files.restored_to_make(self._window, backups.name_beside(library, backup))
        if target is None:
            return

        def write(progress: Progress) -> Path:
            progress.step(0, 0)
            return backups.restore(backup.path, target)

        def done(path: Path) -> None:
            said = tr("The backup was restored as “{file}”; your library is as it was", file=path.name)
            messages.offer("info", said, tr("Open it"), lambda: self.open_path(path))

        self._window.progress.run(self._bridge.background, tr("Restoring the backup"), write, done, late=done)

    def close(self) -> None:
        """Close the library."""
        self._settings.last_library = ""
        self.guest = ""
        self._bridge.use(None)
        self.opened.emit()

    def visit(self, make: Callable[[], Session], title: str) -> bool:
        """Open a library that is not to be remembered; ``title`` is said in place of its file's name."""
        return self._take(make, title)

    def _take(self, make: Callable[[], Session], guest: str = "") -> bool:
        try:
            self._use(make(), guest)
        except Problem as problem:
            messages.problem(problem)
            return False
        return True

    def _use(self, session: Session, guest: str = "") -> None:
        self.guest = guest
        if not guest:
            self._settings.opened(session.path)
        self._bridge.use(session)
        self.opened.emit()


def _session() -> type[Session]:
    """The session's class; it brings the library's room along, which the welcome page does without."""
    from workbench.session.session import Session

    return Session
