"""Pages that are filled from above: pieces of some height, one below the other, none cut in two."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QTextLayout, QTextOption

from workbench.ui import theme
from workbench.ui.paper.printout import Printout, paper_font

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtCore import QSizeF
    from PySide6.QtGui import QPainter

    from workbench.ui.paper.printout import About

#: Pieces between two words of how far it is.
_OFTEN: Final = 200


class Piece(ABC):
    """Something that stands on one page."""

    height: float = 0.0
    #: Whether it must not be the last on a page: what belongs to it comes next.
    keeps: bool = False
    #: Whether a new page begins with it.
    breaks: bool = False
    #: What stands above it again where it begins a page.
    head: Piece | None = None

    @abstractmethod
    def paint(self, painter: QPainter, y: float) -> None:
        """Paint it, its top at ``y``."""


class Placed(NamedTuple):
    """A piece and the height it stands at."""

    y: float
    piece: Piece


class Flow(Printout):
    """A printout made of pieces."""

    def __init__(self, about_: About, total: int = 0) -> None:
        super().__init__(about_)
        #: About how many pieces there will be.
        self.total = total
        self._pages: list[list[Placed]] = []

    @abstractmethod
    def pieces(self, room: QSizeF) -> Iterator[Piece]:
        """The pieces in their order, for pages with that much room."""

    def lay_out(self, room: QSizeF, step: Callable[[int, int], None]) -> int:
        self._pages = []
        page: list[Placed] = []
        y = 0.0
        for at, piece in enumerate(self.pieces(room)):
            if at % _OFTEN == 0:
                step(at, max(self.total, at + 1))
            if page and (piece.breaks or y + piece.height > room.height()):
                page, taken = _cut(page) if not piece.breaks else (page, [])
                self._pages.append(page)
                page, y = [], 0.0
                first = taken[0].piece if taken else piece
                if first.head is not None and first.head is not first:
                    page.append(Placed(0.0, first.head))
                    y = first.head.height
                for one in taken:
                    page.append(Placed(y, one.piece))
                    y += one.piece.height
            page.append(Placed(y, piece))
            y += piece.height
        self._pages.append(page)
        return len(self._pages)

    def paint(self, painter: QPainter, number: int) -> None:
        for y, piece in self._pages[number]:
            piece.paint(painter, y)


def _cut(page: list[Placed]) -> tuple[list[Placed], list[Placed]]:
    """A full page without what must not be last on it, and that."""
    end = len(page)
    while end and page[end - 1].piece.keeps:
        end -= 1
    # A page of nothing else would never end.
    return (page[:end], page[end:]) if end else (page, [])


class Gap(Piece):
    """Empty room."""

    def __init__(self, height: float) -> None:
        self.height = height

    def paint(self, painter: QPainter, y: float) -> None:
        pass


class Words(Piece):
    """One line of text that has been broken to fit."""

    def __init__(self, text: str, font: QFont, tint: str, box: QRectF, align: Qt.AlignmentFlag) -> None:
        self.text, self.font, self.tint, self.box, self.align = text, font, tint, box, align
        self.height = box.height()

    def paint(self, painter: QPainter, y: float) -> None:
        painter.setFont(self.font)
        painter.setPen(theme.on_paper(self.tint))
        painter.drawText(self.box.translated(0, y), self.align, self.text)


def lines_of(text: str, font: QFont, width: float, indent: float = 0.0) -> list[str]:
    """A text broken into lines; ``indent`` is kept free in the first."""
    found: list[str] = []
    for part in text.split("\n"):
        layout = QTextLayout(part, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        line = layout.createLine()
        free = width - indent
        while line.isValid():
            line.setLineWidth(max(free, 8.0))
            found.append(part[line.textStart() : line.textStart() + line.textLength()].rstrip())
            free = width
            line = layout.createLine()
        layout.endLayout()
        indent = 0.0
    return found or [""]


def paragraph(
    text: str,
    width: float,
    *,
    font: QFont | None = None,
    tint: str = "text",
    left: float = 0.0,
    indent: float = 0.0,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    spacing: float = 1.1,
    keeps: bool = False,
) -> Iterator[Piece]:
    """The lines of a paragraph, ``left`` from the edge, the first ``indent`` more."""
    font = font or paper_font()
    high = QFontMetricsF(font).height() * spacing
    free = indent
    for said in lines_of(text, font, width - left, indent):
        box = QRectF(left + free, 0, width - left - free, high)
        piece = Words(said, font, tint, box, align | Qt.AlignmentFlag.AlignVCenter)
        piece.keeps = keeps
        free = 0.0
        yield piece
