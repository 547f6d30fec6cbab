"""What can be printed: pages of a view, each with a head and a foot, painted onto whatever has pages.

Lengths are pixels of which 96 make an inch, whatever the device. Colours are those for paper.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol, runtime_checkable

from PySide6.QtCore import QBuffer, QIODevice, QLineF, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QGuiApplication, QPageLayout, QPageSize, QPainter, QPdfWriter

from workbench.errors import Problem
from workbench.i18n import N_, tr
from workbench.ui import theme
from workbench.ui.phrases import joined

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtGui import QPagedPaintDevice

    from workbench.plan.plan import Plan


DPI: Final = 96.0
#: Height of type in pixels: nine points, and eight where less matters.
TEXT: Final = 12
SMALL: Final = 11
#: Millimetres around the pages.
_MARGIN: Final = 12
#: More pages than that are never meant.
MOST_PAGES: Final = 1500
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class About(NamedTuple):
    """What stands in head and foot: title of the plan, name of the view, the day it stands for."""

    plan: str
    view: str
    as_of: str


def about(plan: Plan, view: str) -> About:
    """Head and foot for a view of a plan; without a day of its own it stands for today."""
    return About(plan.head.title or "", view, plan.head.as_of.isoformat() if plan.head.as_of else today())


def today() -> str:
    """The day on which something is printed."""
    return datetime.now(UTC).astimezone().date().isoformat()


def paper_font(pixels: int = TEXT, *, bold: bool = False) -> QFont:
    """The font on paper: that of the program, its size independent of the size on the screen."""
    font = QFont(QGuiApplication.font().family())
    font.setPixelSize(pixels)
    font.setBold(bold)
    # Widths grow with the size exactly, so that lines end where they were measured to end.
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


class Printout(ABC):
    """The pages of one view. ``lay_out`` comes before ``paint``, anew for every size of page."""

    landscape: bool = False
    size: QPageSize.PageSizeId = QPageSize.PageSizeId.A4
    #: Whether head and foot are drawn around what ``paint`` draws.
    framed: bool = True

    def __init__(self, about_: About) -> None:
        self.about = about_

    @abstractmethod
    def lay_out(self, room: QSizeF, step: Callable[[int, int], None]) -> int:
        """Lay everything out for pages with that much room; how many there are, at least one."""

    @abstractmethod
    def paint(self, painter: QPainter, number: int) -> None:
        """Paint a page, counted from 0, into the room it was laid out for; its corner is at 0, 0."""


@runtime_checkable
class Printable(Protocol):
    """A view that can be printed as it stands."""

    def printout(self) -> Printout | None:
        """Its pages; None where there is no plan."""


def no_step(_done: int, _total: int) -> None:
    """For those who do not want to know how far it is."""


def paint_pages(
    device: QPagedPaintDevice,
    printout: Printout,
    step: Callable[[int, int], None] = no_step,
    wanted: Callable[[int], Iterable[int]] = range,
) -> int:
    """Paint the pages onto a device; how many were painted.

    ``wanted`` gives the numbers, from 0 on, of those asked for out of so many. A Problem says when the device
    cannot be painted on, or when there are too many pages.
    """
    painter = QPainter()
    if not painter.begin(device):
        raise Problem(N_("The printer or file could not be opened for drawing"))
    try:
        ratio = device.logicalDpiX() / DPI
        painter.scale(ratio, ratio)
        size = QSizeF(device.width() / ratio, device.height() / ratio)
        frame = _Frame(printout, size)
        count = printout.lay_out(frame.room, step)
        if count > MOST_PAGES:
            raise Problem(
                N_("That would be {count} pages; fold, filter or choose less before printing"), count=count
            )
        numbers = list(wanted(count))
        for at, number in enumerate(numbers):
            if at:
                device.newPage()
            frame.paint(painter, number, count)
            step(at + 1, len(numbers))
    finally:
        painter.end()
    return len(numbers)


class _Frame:
    """Head and foot around a page."""

    def __init__(self, printout: Printout, size: QSizeF) -> None:
        self._printout = printout
        self._size = size
        self._head, self._foot = (26.0, 24.0) if printout.framed else (0.0, 0.0)
        self.room = QSizeF(size.width(), max(size.height() - self._head - self._foot, 60.0))

    def paint(self, painter: QPainter, number: int, count: int) -> None:
        """Paint one page of so many."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._head:
            self._paint_frame(painter, number, count)
        painter.translate(0, self._head)
        painter.setFont(paper_font())
        self._printout.paint(painter, number)
        painter.restore()

    def _paint_frame(self, painter: QPainter, number: int, count: int) -> None:
        told, wide = self._printout.about, self._size.width()
        bold = paper_font(bold=True)
        head = QRectF(0, 0, wide, self._head - 8)
        metrics = QFontMetricsF(paper_font())
        painter.setFont(paper_font())
        painter.setPen(theme.on_paper("muted"))
        painter.drawText(head, _RIGHT, told.view)
        room = wide - metrics.horizontalAdvance(told.view) - 16
        painter.setFont(bold)
        painter.setPen(theme.on_paper("text"))
        shown = QFontMetricsF(bold).elidedText(told.plan, Qt.TextElideMode.ElideRight, room)
        painter.drawText(head, _LEFT, shown)
        painter.setPen(theme.on_paper("border"))
        painter.drawLine(QLineF(0, self._head - 6, wide, self._head - 6))
        painter.setFont(paper_font(SMALL))
        painter.setPen(theme.on_paper("muted"))
        foot = QRectF(0, self._size.height() - self._foot + 8, wide, self._foot - 8)
        said = [f"{tr('As of')} {told.as_of}", tr("printed on {day}", day=today())]
        painter.drawText(foot, _LEFT, joined(said))
        painter.drawText(foot, _RIGHT, tr("Page {number} of {count}", number=number + 1, count=count))


def layout_of(printout: Printout) -> QPageLayout:
    """The page that a printout is meant for."""
    way = QPageLayout.Orientation
    margins = QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
    return QPageLayout(
        QPageSize(printout.size),
        way.Landscape if printout.landscape else way.Portrait,
        margins,
        QPageLayout.Unit.Millimeter,
    )


def pdf(printout: Printout, step: Callable[[int, int], None] = no_step) -> bytes:
    """The pages as PDF."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(300)
    writer.setTitle(f"{printout.about.plan} {printout.about.view}".strip())
    writer.setCreator("Top-Level Design Workbench")
    writer.setPageLayout(layout_of(printout))
    paint_pages(writer, printout, step)
    return bytes(buffer.data().data())
