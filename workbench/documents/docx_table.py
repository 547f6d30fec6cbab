"""Tables and boxes of a Word file as XML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.documents import gbt9704 as g
from workbench.documents.docx_figure import figure_xml
from workbench.documents.docx_text import deeper, gap, hidden, kept_with_next, paragraph, run
from workbench.documents.outline import Figure, Paragraph, Point
from workbench.documents.row_heights import RowHeights
from workbench.i18n import N_

if TYPE_CHECKING:
    from workbench.documents.docx_text import Writing
    from workbench.documents.outline import Box, Row, Table

_KEEP_NEXT = "<w:keepNext/>"


def table_xml(
    table: Table, width: int, writing: Writing, *, small: bool = False, keep: bool = False
) -> list[str]:
    """Caption, table and notes; the last part is a paragraph. ``width`` in twips.

    ``keep`` leaves the last row, with the notes, on the page of what follows.
    """
    small = small or len(table.columns) >= g.SMALL_FROM_COLUMNS
    xml = []
    if table.caption:
        xml.append(paragraph("Caption", writing.caption(N_("Table"), table.number, table.caption)))
    xml.append(_Grid(table, width, "Small" if small else "", writing.mark).xml(keep=keep))
    for number, note in enumerate(table.notes):
        space = (
            f'<w:spacing w:before="{80 if number == 0 else 0}" '
            f'w:after="{160 if number == len(table.notes) - 1 else 0}"/>'
        )
        xml.append(paragraph("TableNote", run(note), after=space))
    if not table.notes:
        xml.append(gap())
    return [kept_with_next(one) if keep and one.startswith("<w:p>") else one for one in xml]


def box_xml(box: Box, width: int, writing: Writing) -> list[str]:
    """A framed table of one column: title row, then the text, which may go over pages."""
    inside = []
    for block in box.blocks:
        match block:
            case Paragraph():
                inside.append(paragraph("BoxText", writing.runs(block.runs)))
            case Point():
                inside.append(paragraph("BoxText", writing.runs(block.marked()), after=deeper(block.depth)))
            case Figure():
                inside += figure_xml(block, width - 4 * g.CELL_SIDE, g.TEXT_HEIGHT - 2 * g.LINE, writing)
            case _:
                inside += table_xml(block, width - 4 * g.CELL_SIDE, writing, small=True)
    text = "".join(inside) or paragraph("BoxText", "")
    rows = (
        "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
        f"{_cell(width, paragraph('BoxTitle', run(box.title)))}</w:tr>"
        f"<w:tr>{_cell(width, text, align='')}</w:tr>"
    )
    return [gap(), f"{_opening([width])}{rows}</w:tbl>", gap()]


def _opening(widths: list[int]) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        '<w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
    )


def _cell(width: int, content: str, *, span: int = 1, merge: str = "", align: str = "center") -> str:
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    aligned = f'<w:vAlign w:val="{align}"/>' if align else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}{merge}{aligned}</w:tcPr>{content}</w:tc>'
    )


def _least(height: int) -> str:
    return f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>'


class _Grid:
    """One table: widths in twips, header, rows. ``mark`` is that of the document."""

    def __init__(self, table: Table, width: int, size: str, mark: str) -> None:
        self.table = table
        # A table to be filled in often comes back alone, without the text that bore the mark.
        self.mark = mark if any(column.field for column in table.columns) else ""
        self.head_style = f"TableHead{size}"
        self.text_style = f"TableText{size}"
        height = g.TEXT_HEIGHT if width <= g.TEXT_WIDTH else g.LANDSCAPE_HEIGHT
        self.heights = RowHeights(table, (width, height), small=bool(size))
        self.widths = self.heights.widths
        self.left = [""] * table.merged

    def xml(self, *, keep: bool) -> str:
        """The whole w:tbl; with ``keep`` its last row stays with what follows, as it does with notes."""
        rows = self.table.rows
        last, tail = len(rows) - 1, self.heights.tail()
        held = keep or bool(self.table.notes)
        parts = [_opening(self.widths), self._header()]
        for place, row in enumerate(rows):
            stays = (held and place >= tail) or (place < last < g.TOGETHER_UP_TO_ROWS)
            parts.append(self._row(place, row, keep=stays))
        parts.append("</w:tbl>")
        return "".join(parts)

    def _header(self) -> str:
        marks = [column.field for column in self.table.columns]
        marks[0] = marks[0] or self.mark
        cells = "".join(
            _cell(width, self._paragraphs(column.title, self.head_style, "center", _KEEP_NEXT, mark))
            for column, width, mark in zip(self.table.columns, self.widths, marks, strict=True)
        )
        height = _least(self.heights.least_head())
        return f"<w:tr><w:trPr><w:cantSplit/>{height}<w:tblHeader/></w:trPr>{cells}</w:tr>"

    def _row(self, place: int, row: Row, *, keep: bool) -> str:
        before = _KEEP_NEXT if keep else ""
        if row.kind == "group":
            self.left = [""] * len(self.left)
            cells = _cell(
                sum(self.widths),
                self._paragraphs(row.cells[0], self.head_style, "left", _KEEP_NEXT, row.mark),
                span=len(self.widths),
            )
        elif row.kind == "total":
            cells = self._total(row, before)
        else:
            cells = "".join(
                self._item(at, text, before, "" if at else row.mark) for at, text in enumerate(row.cells)
            )
        height = _least(self.heights.least(place, row))
        whole = "<w:cantSplit/>" if self.heights.whole(place, row) else ""
        return f"<w:tr><w:trPr>{whole}{height}</w:trPr>{cells}</w:tr>"

    def _item(self, place: int, text: str, before: str, mark: str) -> str:
        column, width, merge = self.table.columns[place], self.widths[place], ""
        if place < len(self.left):
            if text and text == self.left[place]:
                merge, text = "<w:vMerge/>", ""
            else:
                merge = '<w:vMerge w:val="restart"/>'
                self.left[place] = text
        return _cell(width, self._paragraphs(text, self.text_style, column.align, before, mark), merge=merge)

    def _total(self, row: Row, before: str) -> str:
        span = len(self.widths) - len(row.cells) + 1
        label = self._paragraphs(row.cells[0], self.head_style, "center", before, row.mark)
        cells = [_cell(sum(self.widths[:span]), label, span=span)]
        for place, text in enumerate(row.cells[1:], span):
            align = self.table.columns[place].align
            cells.append(_cell(self.widths[place], self._paragraphs(text, self.text_style, align, before)))
        return "".join(cells)

    @staticmethod
    def _paragraphs(text: str, style: str, align: str, before: str = "", mark: str = "") -> str:
        """The lines of a cell; its hidden mark stands after the first."""
        after = f'<w:jc w:val="{align}"/>'
        if not text:
            return paragraph(style, hidden(mark), before=before, after=after)
        first, *others = text.split("\n")
        lines = [run(first) + hidden(mark), *map(run, others)]
        return "".join(paragraph(style, line, before=before, after=after) for line in lines)
