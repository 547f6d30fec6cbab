"""Theme, language and size of the text: chosen in the menu, remembered, changed while the window is open."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from workbench import i18n
from workbench.ui import icons, motion, theme

if TYPE_CHECKING:
    from workbench.settings import Settings
    from workbench.ui.actions import Actions
    from workbench.ui.mainwindow import MainWindow

_STEP: Final = 10


class Appearance(QObject):
    """How the window looks and speaks."""

    def __init__(self, window: MainWindow, settings: Settings) -> None:
        super().__init__(window)
        self._window = window
        self._settings = settings
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)

    def bind(self, actions: Actions) -> None:
        """Bind the commands of the view menu but those of the panels."""
        for name in ("system", "light", "dark"):
            actions.bind(f"view.theme.{name}", partial(self.choose_theme, "" if name == "system" else name))
        for name in ("system", "zh", "en"):
            actions.bind(f"view.language.{name}", partial(self.speak, "" if name == "system" else name))
        actions.bind("view.size.larger", lambda: self.resize_text(self._settings.text_size + _STEP))
        actions.bind("view.size.smaller", lambda: self.resize_text(self._settings.text_size - _STEP))
        actions.bind("view.size.normal", lambda: self.resize_text(100))
        actions.bind(
            "view.still", lambda: self.reduce_motion(is_wanted=actions.by_id["view.still"].isChecked())
        )
        actions.by_id["view.still"].setChecked(self._settings.reduced_motion)
        if self._settings.reduced_motion:
            motion.reduce(application(), is_wanted=True)
        for choice, value in (("theme", self._settings.theme), ("language", self._settings.language)):
            actions.by_id[f"view.{choice}.{value or 'system'}"].setChecked(True)

    def choose_theme(self, name: str) -> None:
        """Change to the light or the dark theme, or follow the system ("")."""
        self._settings.theme = name
        theme.choose(application(), name)
        self._dress()

    def _follow_system(self, scheme: Qt.ColorScheme) -> None:
        if theme.follow(application(), scheme):
            self._dress()

    def resize_text(self, percent: int) -> None:
        """Show all text in another size."""
        self._settings.resize_text(percent)
        theme.resize_text(application(), self._settings.text_size)
        self._dress()

    def reduce_motion(self, *, is_wanted: bool) -> None:
        """Have nothing move by itself, or let the system decide."""
        self._settings.reduced_motion = is_wanted
        motion.reduce(application(), is_wanted=is_wanted)

    def speak(self, language: str) -> None:
        """Change the language, or follow the system ("")."""
        self._settings.language = language
        i18n.speak(language or None)
        theme.translate_qt(application())
        # Some systems write it behind the title of every window.
        application().setApplicationDisplayName(i18n.tr("Top-Level Design Workbench"))
        self._window.bridge.language_changed.emit()

    def _dress(self) -> None:
        edge = icons.large_size()
        self._window.toolbar.setIconSize(QSize(edge, edge))
        self._window.actions_.draw()
        self._window.bridge.theme_changed.emit()


def application() -> QApplication:
    """The running application."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app
