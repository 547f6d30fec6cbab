"""What is filled in by hand in a Word file: labelled lines, and the place where parties sign."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

from workbench.documents import gbt9704 as g
from workbench.documents.docx_text import gap, kept_with_next, paragraph, run
from workbench.documents.outline import with_colon

if TYPE_CHECKING:
    from workbench.documents.outline import Field, Fields, Signatures

#: Lines of this many entries are set as small as the tables that they stand above.
_SMALL_FROM: Final = 3
_KEEP: Final = "<w:keepNext/><w:keepLines/>"
#: Room between what stands side by side.
_BETWEEN: Final = 240
_PARTIES_A_ROW: Final = 2


def fields_xml(fields: Fields, width: int) -> list[str]:
    """A table without lines; what is not known has a line to write on."""
    lines = [line for line in fields.lines if line]
    if not lines:
        return []
    small = any(len(line) >= _SMALL_FROM for line in lines)
    counts = {len(line) for line in lines}
    edges = sorted({width * place // count for count in counts for place in range(count + 1)})
    rows = []
    for line in lines:
        cells = []
        for place, one in enumerate(line):
            left, right = width * place // len(line), width * (place + 1) // len(line)
            span = edges.index(right) - edges.index(left)
            last = place == len(line) - 1
            align = "right" if last and place and one.value else "left"
            text = _field(one, right - left, align=align, small=small)
            cells.append(_cell(right - left, text, span))
        rows.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>")
    widths = [right - left for left, right in itertools.pairwise(edges)]
    return [_table(widths, "".join(rows), g.CELL_TOP), gap(4)]


def signatures_xml(signatures: Signatures, width: int) -> list[str]:
    """The parties side by side, two a row, on one page together; their lines stand beside each other."""
    parties = signatures.parties
    if not parties:
        return []
    half = width // _PARTIES_A_ROW
    rows = []
    for start in range(0, len(parties), _PARTIES_A_ROW):
        pair = parties[start : start + _PARTIES_A_ROW]
        above = f'<w:spacing w:before="{g.LINE}"/>' if start else ""
        rows.append([_name(party.name, above) for party in pair])
        rows += [
            [_field(one, half, above=g.LINE // 3) if one else "" for one in line]
            for line in itertools.zip_longest(*(party.lines for party in pair))
        ]
    empty = paragraph("Normal", "", before=_KEEP)
    told = ""
    for row in rows:
        beside = (row[place] if place < len(row) else "" for place in range(_PARTIES_A_ROW))
        cells = "".join(_cell(half, text or empty) for text in beside)
        told += f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"
    return [kept_with_next(gap(g.LINE // 20)), _table([half] * _PARTIES_A_ROW, told, 0), gap(4)]


def _name(name: str, above: str) -> str:
    return paragraph("Normal", run(name), before=_KEEP, after=f'{above}<w:jc w:val="left"/>')


def _field(one: Field, width: int, *, align: str = "left", small: bool = False, above: int = 0) -> str:
    style = "TableText" if small else "Normal"
    space = f'<w:spacing w:before="{above}"/>' if above else ""
    if one.value:
        return paragraph(style, run(one.told), before=_KEEP, after=f'{space}<w:jc w:val="{align}"/>')
    # The line is a tab underlined up to its stop: as long as there is room, whatever the label's width.
    stop = width - 2 * g.CELL_SIDE - _BETWEEN
    line = '<w:r><w:rPr><w:u w:val="single"/></w:rPr><w:tab/></w:r>'
    tabs = f'<w:tabs><w:tab w:val="left" w:pos="{stop}"/></w:tabs>'
    return paragraph(
        style, run(with_colon(one.label)) + line, before=_KEEP, after=f'{tabs}{space}<w:jc w:val="left"/>'
    )


def _cell(width: int, content: str, span: int = 1) -> str:
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}</w:tcPr>{content}</w:tc>'


def _table(widths: list[int], rows: str, above: int) -> str:
    """``above`` is the room above and below what stands in a cell; no reader is left to take a usual one."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    room = (("top", above), ("left", g.CELL_SIDE), ("bottom", above), ("right", g.CELL_SIDE))
    margins = "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in room)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )
