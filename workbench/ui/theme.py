"""Looks: the colours of the theme, the palette, the stylesheet, the font and its size."""

from __future__ import annotations

import importlib.util
import json
import sys
from functools import cache
from pathlib import Path
from typing import Final

from PySide6.QtCore import QLibraryInfo, Qt, QTranslator
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from workbench import paths
from workbench.i18n import N_, current, tr
from workbench.ui import icons

_BASE_POINTS: Final = 10.0
_FILE_DIALOG: Final = (N_("&Look in:"), N_("Files of &type:"))
#: Kinds of widgets that have fonts of their own from the system.
_OWN_FONTS: Final = (
    "QDockWidget",
    "QDockWidgetTitle",
    "QMenu",
    "QMenuBar",
    "QTipLabel",
    "QToolButton",
    "QHeaderView",
)
#: Which palette roles take which colour of the theme.
_ROLES: Final = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "base",
    QPalette.ColorRole.AlternateBase: "stripe",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.Button: "raised",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "accent_text",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "accent_text",
    QPalette.ColorRole.ToolTipBase: "raised",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.PlaceholderText: "muted",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
    QPalette.ColorRole.Mid: "border",
    QPalette.ColorRole.Midlight: "line",
    QPalette.ColorRole.Dark: "border",
    QPalette.ColorRole.Light: "raised",
}


class _Current:
    name = "light"
    wanted = ""
    percent = 100
    #: The font that the stylesheet was last put on with.
    font = ""


@cache
def _colours(name: str) -> dict[str, str]:
    """The colours of a theme by what they are for."""
    file = paths.resources() / "themes" / f"{name}.json"
    return dict(json.loads(file.read_text(encoding="utf-8")))


def colour(name: str) -> QColor:
    """A colour of the present theme by what it is for: "text", "muted", "error" ..."""
    return QColor(_colours(_Current.name)[name])


def on_paper(name: str) -> QColor:
    """A colour for what is printed or written into a picture: that of the light theme."""
    return QColor(_colours("light")[name])


def is_dark() -> bool:
    """Whether the present theme is the dark one."""
    return _Current.name == "dark"


def named(scheme: Qt.ColorScheme) -> str:
    """The theme that fits a colour scheme of the system."""
    return "dark" if scheme == Qt.ColorScheme.Dark else "light"


def start(app: QApplication, wanted: str, percent: int) -> None:
    """Dress the application: our fonts, the wanted theme ("" for the system's) and text size."""
    _Current.percent = percent
    _set_font(app, percent)
    choose(app, wanted)


def choose(app: QApplication, wanted: str) -> None:
    """Change to a theme: "light", "dark", or "" to follow the system."""
    _Current.wanted = wanted
    _dress(app, wanted or named(QGuiApplication.styleHints().colorScheme()))


def follow(app: QApplication, scheme: Qt.ColorScheme) -> bool:
    """Change with the system's colours; False when another theme was chosen, or it is worn already."""
    if _Current.wanted or named(scheme) == _Current.name:
        return False
    _dress(app, named(scheme))
    return True


def _dress(app: QApplication, name: str) -> None:
    _Current.name = name
    table = _colours(_Current.name)
    sheet, font = _stylesheet(table), app.font().toString()
    if (font, sheet) == (_Current.font, app.styleSheet()):
        # To put the same on again takes every widget that there is as long as something new.
        return
    _Current.font = font
    icons.forget_drawn()
    _undress(app)
    palette = QPalette()
    for role, meaning in _ROLES.items():
        palette.setColor(role, QColor(table[meaning]))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(table["faint"]))
    app.setPalette(palette)
    app.setStyleSheet(sheet)


def _undress(app: QApplication) -> None:
    """Take the stylesheet off: to change it for another takes Qt ten times as long as to put it on anew."""
    if app.styleSheet():
        app.setStyleSheet("")


def resize_text(app: QApplication, percent: int) -> None:
    """Show all text larger or smaller; 100 is the usual size."""
    _Current.percent = percent
    _set_font(app, percent)
    _Current.font = app.font().toString()
    icons.forget_drawn()
    _undress(app)
    # Widgets that a stylesheet dresses take up a new font only when it is set again.
    app.setStyleSheet(_stylesheet(_colours(_Current.name)))


class _Rest(QTranslator):
    """The words of Qt's file dialog that its own translation lacks."""

    def translate(self, context: str, source: str, disambiguation: str = "", n: int = -1) -> str:  # type: ignore[override]
        return tr(source) if context == "QFileDialog" and source in _FILE_DIALOG else ""

    def isEmpty(self) -> bool:
        return False


def translate_qt(app: QApplication) -> None:
    """Have Qt's own words (in the menus of text fields, in file dialogs) in the language now spoken."""
    for old in app.findChildren(QTranslator, "qt"):
        app.removeTranslator(old)
        old.deleteLater()
    if current() == "zh":
        # Qt asks the one installed last first.
        for translator in (_Rest(app), QTranslator(app)):
            translator.setObjectName("qt")
            folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
            if isinstance(translator, _Rest) or translator.load("qtbase_zh_CN", folder):
                app.installTranslator(translator)


def _stylesheet(table: dict[str, str]) -> str:
    text = (paths.resources() / "themes" / "workbench.qss").read_text(encoding="utf-8")
    drawn = paths.resources() / "icons"
    for name in ("chevron", "close", "float"):
        text = text.replace(f"@{name}", (drawn / f"{name}-grey.svg").as_posix())
    for side in ("left", "right"):
        text = text.replace(f"@to_{side}", (drawn / f"to-{side}-grey.svg").as_posix())
    text = text.replace("@icon", f"{icons.small_size()}px")
    text = text.replace("@tick", (drawn / f"tick-{_Current.name}.svg").as_posix())
    # Longer names first: "@accent" begins "@accent_text".
    for name in sorted(table, key=len, reverse=True):
        text = text.replace(f"@{name}", table[name])
    return text


def _set_font(app: QApplication, percent: int) -> None:
    font = _font(percent)
    app.setFont(font)
    # Or they would stay as they are.
    for name in _OWN_FONTS:
        app.setFont(font, name)  # type: ignore[arg-type]  # told to be bytes, taken as text only


def _font(percent: int) -> QFont:
    """The interface font. Where the system may lack Chinese the packaged Noto Sans SC is used throughout."""
    font = QGuiApplication.font() if sys.platform in ("win32", "darwin") else QFont(_packaged_family())
    font.setPointSizeF(_BASE_POINTS * percent / 100)
    return font


@cache
def _packaged_family() -> str:
    """Load the packaged Chinese font; its family, or the system's default when the package is not there."""
    found = importlib.util.find_spec("pylopdf_fonts_zh_cn")
    if found is not None and found.origin:
        file = Path(found.origin).with_name("NotoSansSC-Regular.otf")
        families = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(file)))
        if families:
            return families[0]
    return QGuiApplication.font().family()
