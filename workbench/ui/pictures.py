"""Charts as files: pictures (PNG, SVG) in the colours for paper, their numbers as a table (CSV)."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QFileDialog, QMenu, QToolButton, QWidget

from workbench.errors import Problem
from workbench.files import as_csv, atomic_write, fit_name
from workbench.i18n import N_, tr
from workbench.ui import icons, theme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from workbench.ui.bridge import Bridge

#: Pixels of an image for one of the screen, where the image does not become too large.
_SHARP: Final = 2.0
_LONGEST: Final = 30_000
_MOST_PIXELS: Final = 100_000_000
_FILES: Final = {
    ".png": N_("PNG pictures (*.png)"),
    ".svg": N_("SVG drawings (*.svg)"),
    ".csv": N_("CSV tables (*.csv)"),
    ".pdf": N_("PDF documents (*.pdf)"),
}


class Picture(NamedTuple):
    """Something to be drawn: its size in pixels, how, and what it is called."""

    size: QSizeF
    paint: Callable[[QPainter], object]
    title: str
    about: str = ""


def as_svg(picture: Picture) -> bytes:
    """A picture as SVG."""
    from PySide6.QtSvg import QSvgGenerator

    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setTitle(picture.title)
    generator.setDescription(picture.about)
    size = picture.size.toSize()
    generator.setSize(size)
    # A pixel of it is one of the screen: fonts measured in pixels keep their size.
    generator.setResolution(96)
    generator.setViewBox(QRectF(0, 0, size.width(), size.height()))
    _paint(picture, QPainter(generator))
    buffer.close()
    return bytes(data.data())


def as_png(picture: Picture) -> bytes:
    """A picture as PNG, twice as sharp as on the screen; a Problem when it is too long for an image."""
    size = picture.size
    longest = max(size.width(), size.height())
    if longest > _LONGEST:
        raise Problem(N_("The chart is too long for an image; save it as SVG, or its numbers as CSV"))
    area = max(size.width() * size.height(), 1)
    scale = min(_SHARP, _LONGEST / max(longest, 1), (_MOST_PIXELS / area) ** 0.5)
    image = QImage(round(size.width() * scale), round(size.height() * scale), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.scale(scale, scale)
    _paint(picture, painter)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def _paint(picture: Picture, painter: QPainter) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    whole = QRectF(0, 0, picture.size.width() + 1, picture.size.height() + 1)
    painter.fillRect(whole, theme.on_paper("base"))
    picture.paint(painter)
    painter.end()


class SaveButton(QToolButton):
    """Saves a chart: as a picture or as numbers."""

    #: The suffix of the file wanted.
    wanted = Signal(str)

    def __init__(self, parent: QWidget, suffixes: Sequence[str] = (".png", ".svg", ".csv")) -> None:
        super().__init__(parent)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        menu = QMenu(self)
        self.as_file = {suffix: menu.addAction("") for suffix in suffixes}
        for suffix, action in self.as_file.items():
            action.triggered.connect(partial(self._want, suffix))
        self.setMenu(menu)

    def _want(self, suffix: str, _checked: bool = False) -> None:
        self.wanted.emit(suffix)

    def name(self, title: str) -> None:
        """Words in the language now spoken, for the chart of this title."""
        self.setText(tr("Save"))
        self.setIcon(icons.icon("export"))
        self.setIconSize(QSize(icons.small_size(), icons.small_size()))
        self.setToolTip(
            tr("Save this chart as a picture or its numbers as a table")
            if ".csv" in self.as_file
            else tr("Save")
        )
        self.setAccessibleName(f"{tr('Save')}: {title}")
        said = {
            ".png": tr("Picture (PNG)…"),
            ".svg": tr("Drawing (SVG)…"),
            ".csv": tr("Numbers (CSV)…"),
            ".pdf": tr("Pages (PDF)…"),
        }
        for suffix, action in self.as_file.items():
            action.setText(said[suffix])


def ask(parent: QWidget, bridge: Bridge, name: str, suffix: str) -> Path | None:
    """Ask for the name of a file for a chart of the open plan; None when there is none."""
    plan = bridge.plan
    if plan is None:
        return None
    suggested = str(bridge.session.path.parent / f"{fit_name(plan.head.title)}-{fit_name(name)}{suffix}")
    chosen = QFileDialog.getSaveFileName(parent, tr("Save the chart"), suggested, tr(_FILES[suffix]))[0]
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix.lower() == suffix else path.with_name(f"{path.name}{suffix}")


def write(
    bridge: Bridge, path: Path, picture: Callable[[], Picture], table: Callable[[], Iterable[Sequence[str]]]
) -> bool:
    """Write a chart, as PNG, SVG or CSV by the name of the file; False, with the Problem told, if not."""
    from workbench.ui.transfers import write_file

    def made() -> None:
        match path.suffix.lower():
            case ".csv":
                data = as_csv(table())
            case ".svg":
                data = as_svg(picture())
            case _:
                data = as_png(picture())
        atomic_write(path, data)

    return write_file(bridge, path, made)
