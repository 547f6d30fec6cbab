"""Opening, making, copying and closing libraries."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from workbench.errors import Problem
from workbench.i18n import tr
from workbench.ui import messages
from workbench.ui.dialogs import files

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.session.jobs import Progress
    from workbench.session.session import Session
    from workbench.settings import Settings
    from workbench.ui.bridge import Bridge
    from workbench.ui.mainwindow import MainWindow


#: Bytes from which on a library is opened beside the window: reading and checking takes longer than a blink.
_LARGE: Final = 4_000_000


class Libraries(QObject):
    """What the user does with libraries. A library that cannot be opened leaves the present one open."""

    #: Another library is open, or none.
    opened = Signal()

    def __init__(self, bridge: Bridge, settings: Settings, window: MainWindow) -> None:
        super().__init__(window)
        self._bridge = bridge
        self._settings = settings
        self._window = window

    @property
    def folder(self) -> str:
        """Where to look for files: beside the open library, else in the user's home."""
        return str(self._bridge.session.path.parent if self._bridge.has_session else Path.home())

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

        self._window.progress.run(self._bridge.background, tr("Opening the library"), read, self._use)

    def open_sample(self) -> bool:
        """Open the library of the sample plans; made on the first run."""
        from workbench.session.samples import ensure_sample_library

        path = self._bridge.attempt(ensure_sample_library)
        return path is not None and self.open_path(path)

    def copy(self) -> None:
        """Ask for a name and write a copy of the library."""
        session = self._bridge.session
        path = files.copy_to_make(self._window, session.path)
        if path is None:
            return

        def write() -> Path:
            session.save_copy(path)
            return path

        if self._bridge.attempt(write) is not None:
            from workbench.ui.transfers import offer_folder

            offer_folder(tr("The library was copied to “{file}”", file=path.name), path)

    def close(self) -> None:
        """Close the library."""
        self._settings.last_library = ""
        self._bridge.use(None)
        self.opened.emit()

    def _take(self, make: Callable[[], Session]) -> bool:
        try:
            self._use(make())
        except Problem as problem:
            messages.problem(problem)
            return False
        return True

    def _use(self, session: Session) -> None:
        self._settings.opened(session.path)
        self._bridge.use(session)
        self.opened.emit()


def _session() -> type[Session]:
    """The session's class; it brings the library's room along, which the welcome page does without."""
    from workbench.session.session import Session

    return Session
