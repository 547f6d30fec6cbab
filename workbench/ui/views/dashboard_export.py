"""Charts of the dashboard as files: pictures (PNG, SVG) in the colours for paper, numbers (CSV)."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QPainter

from workbench.errors import Problem
from workbench.i18n import N_, tr
from workbench.ui import theme
from workbench.ui.views.dashboard_chart import Ink

if TYPE_CHECKING:
    from workbench.ui.views.dashboard_chart import Chart

#: Pixels of an image for one of the screen, where the image does not become too large.
_SHARP: Final = 2.0
_LONGEST: Final = 30_000
#: A cell that begins so would be reckoned by a spreadsheet.
_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r")


def as_csv(chart: Chart) -> bytes:
    """The numbers of a chart as CSV in UTF-8 with a byte order mark, as Excel and WPS read it."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(
        [_harmless(cell) for cell in row] for row in chart.table()
    )
    return text.getvalue().encode("utf-8-sig", "replace")


def _harmless(cell: str) -> str:
    """A text that a spreadsheet shall not take for a formula; numbers stay numbers."""
    if cell.startswith(_SIGNS) and not cell.lstrip("+-").replace(".", "", 1).isdigit():
        return f"'{cell}"
    return cell


def as_svg(chart: Chart, font: QFont, plan_title: str) -> bytes:
    """A chart as SVG, all of its rows."""
    from PySide6.QtSvg import QSvgGenerator

    size = _lay_out(chart, font)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setTitle(tr(chart.title))
    generator.setDescription(plan_title)
    generator.setSize(size)
    generator.setViewBox(QRectF(0, 0, size.width(), size.height()))
    _paint(chart, QPainter(generator), font, size, plan_title)
    buffer.close()
    return bytes(data.data())


def as_png(chart: Chart, font: QFont, plan_title: str) -> bytes:
    """A chart as PNG, all of its rows; a Problem when they are too many for an image."""
    size = _lay_out(chart, font)
    if size.height() > _LONGEST:
        raise Problem(N_("The chart is too long for an image; save it as SVG, or its numbers as CSV"))
    scale = min(_SHARP, _LONGEST / size.height())
    image = QImage(round(size.width() * scale), round(size.height() * scale), QImage.Format.Format_RGB32)
    image.fill(theme.on_paper("base"))
    painter = QPainter(image)
    painter.scale(scale, scale)
    _paint(chart, painter, font, size, plan_title)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def _lay_out(chart: Chart, font: QFont) -> QSize:
    metrics = QFontMetricsF(font)
    line = metrics.height()
    chart.measure(metrics, metrics.averageCharWidth() * 110, line * 18)
    return QSize(round(chart.width + line * 2), round(chart.height + line * 5))


def _paint(chart: Chart, painter: QPainter, font: QFont, size: QSize, plan_title: str) -> None:
    metrics = QFontMetricsF(font)
    line = metrics.height()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(QRectF(0, 0, size.width(), size.height()), theme.on_paper("base"))
    painter.setFont(font)
    ink = Ink(painter, theme.on_paper, metrics)
    wide = chart.width
    ink.write(QRectF(line, line * 0.6, wide, line * 1.3), f"{tr(chart.title)} · {plan_title}")
    ink.write(QRectF(line, line * 1.9, wide, line * 1.3), chart.caption(), "muted")
    painter.translate(line, line * 3.6)
    if chart.count:
        chart.paint(ink, chart.heading, chart.height)
        chart.paint_heading(ink)
    else:
        ink.write(QRectF(0, 0, wide, line * 2), chart.nothing(), "muted")
    painter.end()
