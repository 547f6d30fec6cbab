"""The plan's text on paper: chapters, paragraphs, lists and tables as the document has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from workbench.documents.outline import (
    AnnexMark,
    AnnexTitle,
    Box,
    Heading,
    NewPage,
    Paragraph,
    Point,
    Run,
    Subtitle,
    Table,
    Title,
)
from workbench.documents.wording import Wording
from workbench.i18n import N_, tr
from workbench.ui import theme
from workbench.ui.paper.flow import Flow, Gap, Piece, paragraph
from workbench.ui.paper.printout import about, paper_font
from workbench.ui.paper.rows import Column, Grid, Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from PySide6.QtCore import QSizeF

    from workbench.documents.outline import Block
    from workbench.plan.plan import Plan

#: Height of type of headings by level; the text is set larger than tables, to be read.
_HEADINGS: Final = {1: 19, 2: 17, 3: 15}
_TEXT: Final = 14
_CENTRE: Final = Qt.AlignmentFlag.AlignHCenter
_INSET: Final = 10.0
_Block = TypeVar("_Block", bound="Block")


class TextPrintout(Flow):
    """The plan text."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan.snapshot()
        super().__init__(about(plan, tr("Plan text")))

    def pieces(self, room: QSizeF) -> Iterator[Piece]:
        from workbench.documents.plan_text import outline
        from workbench.documents.source import Source
        from workbench.plan.in_words import language_of
        from workbench.rules.checker import today

        language = language_of(self._plan)
        # Without pictures, which are printed from their views, nor the pages that turn to page numbers.
        source = Source(self._plan, language, today(), cover=False, contents=False, figures=False)
        blocks = [_captioned(one, Wording(language)) for one in outline(source).blocks]
        if not blocks:
            yield from paragraph(tr("The plan is empty."), room.width(), tint="muted")
        self.total = sum(len(one.rows) if isinstance(one, Table) else 3 for one in blocks)
        yield from _pieces(blocks, room.width())


def _pieces(blocks: Iterable[Block], width: float, left: float = 0.0) -> Iterator[Piece]:
    breaks = False
    for block in blocks:
        if isinstance(block, NewPage):
            breaks = True
            continue
        for piece in _block(block, width, left):
            if breaks:
                piece.breaks, breaks = True, False
            yield piece


def _block(block: Block, width: float, left: float) -> Iterator[Piece]:
    text = paper_font(_TEXT)
    line = QFontMetricsF(text).height()
    match block:
        case Title(lines):
            yield Gap(line)
            for said in lines:
                yield from paragraph(
                    said, width, font=paper_font(24, bold=True), align=_CENTRE, spacing=1.3, keeps=True
                )
            yield Gap(line)
        case Subtitle(said):
            yield from paragraph(said, width, font=paper_font(15), align=_CENTRE, spacing=1.3)
        case Heading(level, said, number):
            yield _kept_gap(line * 0.6)
            font = paper_font(_HEADINGS.get(level, _TEXT), bold=True)
            yield from paragraph(number + said, width, font=font, left=left, spacing=1.35, keeps=True)
        case AnnexMark(said):
            yield from paragraph(said, width, font=paper_font(15), spacing=1.5, keeps=True)
        case AnnexTitle(lines):
            font = paper_font(19, bold=True)
            said = "\n".join(lines)
            yield from paragraph(said, width, font=font, align=_CENTRE, spacing=1.6, keeps=True)
        case Paragraph(runs):
            indent = QFontMetricsF(text).horizontalAdvance("中中")
            yield from paragraph(_said(runs), width, font=text, left=left, indent=indent, spacing=1.3)
            yield Gap(line * 0.25)
        case Point():
            inset = left + 20 * (block.depth + 1)
            yield from paragraph(_said(block.marked()), width, font=text, left=inset, spacing=1.3)
            yield Gap(line * 0.15)
        case Table():
            yield from _table(block, width)
        case Box(title, inside):
            yield Gap(line * 0.5)
            yield from paragraph(
                title, width, font=paper_font(_TEXT, bold=True), left=left + _INSET, spacing=1.3, keeps=True
            )
            for piece in _pieces(inside, width, left + _INSET):
                yield _Barred(piece, left)
            yield Gap(line * 0.5)
        case _:
            return


def _captioned(block: _Block, wording: Wording) -> _Block:
    """The block with the numbers of its tables before their captions."""
    if isinstance(block, Table) and block.number:
        return block._replace(caption=wording.captioned(N_("Table"), block.number, block.caption))
    if isinstance(block, Box):
        return block._replace(blocks=tuple(_captioned(one, wording) for one in block.blocks))
    return block


def _kept_gap(height: float) -> Gap:
    made = Gap(height)
    made.keeps = True
    return made


def _said(runs: Iterable[Run]) -> str:
    return "".join(f"{run.text}[{run.note}]" if run.note else run.text for run in runs)


class _Barred(Piece):
    """What stands in a box: with a line at its left, over all pages."""

    def __init__(self, inside: Piece, left: float) -> None:
        self._inside, self._left = inside, left
        self.height, self.keeps = inside.height, inside.keeps

    def paint(self, painter: QPainter, y: float) -> None:
        painter.setPen(QPen(theme.on_paper("muted"), 2))
        painter.drawLine(
            QRectF(self._left, y, 0, self.height).topLeft(),
            QRectF(self._left, y + self.height, 0, 0).topLeft(),
        )
        self._inside.paint(painter, y)


def _table(table: Table, width: float) -> Iterator[Piece]:
    font = paper_font(_TEXT, bold=True)
    yield _kept_gap(8)
    if table.caption:
        yield from paragraph(table.caption, width, font=font, align=_CENTRE, spacing=1.5, keeps=True)
    wide = len(table.columns)
    columns = [Column(one.title, one.align == "right") for one in table.columns]
    rows = []
    for row in table.rows:
        cells = row.cells or ("",)
        if row.kind == "item" or len(cells) > 1:
            # What runs over several columns stands in the first of them.
            missing = wide - len(cells)
            rows.append(Row((cells[0], *("",) * missing, *cells[1:])))
        else:
            rows.append(Row((cells[0],), is_heading=True))
    grid = Grid(columns, rows[:300], width)
    head = grid.head()
    yield head
    for made in rows:
        yield grid.row(made, head)
    for note in table.notes:
        yield from paragraph(note, width, tint="muted", spacing=1.3)
    yield Gap(10)
