"""The traceability graph as a file: SVG and PNG, in the colours for paper, with the path that is lit."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize
from PySide6.QtGui import QImage, QPainter

from workbench.errors import Problem
from workbench.i18n import N_, tr
from workbench.ui import theme
from workbench.ui.views.graph_drawing import Drawing, Pointed

#: Pixels of an image for one of the screen, as far as the image does not become too large.
_SHARP: Final = 2.0
_MOST_PIXELS: Final = 100_000_000
_LONGEST: Final = 30_000


def as_svg(drawing: Drawing, pointed: Pointed, title: str) -> bytes:
    """The graph as SVG."""
    from PySide6.QtSvg import QSvgGenerator

    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setTitle(title)
    generator.setDescription(tr("Traceability graph"))
    size = QSize(round(drawing.width), round(drawing.height))
    generator.setSize(size)
    generator.setViewBox(QRectF(0, 0, drawing.width, drawing.height))
    _paint(drawing, pointed, QPainter(generator))
    buffer.close()
    return bytes(data.data())


def as_png(drawing: Drawing, pointed: Pointed) -> bytes:
    """The graph as PNG, sharper than on the screen; a Problem when it is too large for an image."""
    scale = min(
        _SHARP,
        _LONGEST / max(drawing.width, drawing.height),
        (_MOST_PIXELS / (drawing.width * drawing.height)) ** 0.5,
    )
    image = QImage(
        max(1, round(drawing.width * scale)),
        max(1, round(drawing.height * scale)),
        QImage.Format.Format_RGB32,
    )
    if image.isNull():
        raise Problem(N_("The graph is too large for an image; show less of it, or export it as SVG"))
    image.fill(theme.colour_on_paper("base"))
    painter = QPainter(image)
    painter.scale(scale, scale)
    _paint(drawing, pointed, painter)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def _paint(drawing: Drawing, pointed: Pointed, painter: QPainter) -> None:
    whole = QRectF(0, 0, drawing.width, drawing.height)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(whole, theme.colour_on_paper("base"))
    drawing.paint(painter, whole, theme.colour_on_paper, pointed, on_paper=True)
    painter.translate(0, drawing.line * 0.4)
    drawing.paint_heads(painter, theme.colour_on_paper, 0, 1.0)
    painter.end()
