"""A block of cells as spreadsheets put it on the clipboard: text with tabs, or an HTML table.

Both become one rectangle of texts. Merged cells are told by HTML alone: a heading above several columns is
repeated over each of them, a value beside several rows in each of them.
"""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.errors import Problem
from workbench.i18n import N_
from workbench.patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Cells that a block may have: more could not be looked through, nor be read again at every choice.
MOST_CELLS: Final = 100_000
_MOST_CHARACTERS: Final = 20_000_000
_SPACES: Final = Pattern(r"[ \t\r\n\f\v]+")


class Block(NamedTuple):
    """Rows of equal length. ``heads`` of them at the top were marked as headings or merged across columns."""

    rows: tuple[tuple[str, ...], ...]
    heads: int = 0

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.rows[0]) if self.rows else 0


def of_clipboard(text: str, html: str = "") -> Block:
    """The block on the clipboard: the HTML table where there is one, else the text."""
    if len(text) > _MOST_CHARACTERS or len(html) > _MOST_CHARACTERS:
        raise _too_much()
    if "<table" in html.lower():
        block = of_html(html)
        if block.rows:
            return block
    return of_text(text)


def _too_much() -> Problem:
    return Problem(N_("That is more than {count} cells; paste it in parts"), count=f"{MOST_CELLS:,}")


def of_text(text: str) -> Block:
    """Lines of cells with tabs between them; a cell in quotes may hold tabs, quotes and line breaks."""
    rows: list[list[str]] = [[]]
    at, end, cells = 0, len(text), 0
    while True:
        if at < end and text[at] == '"' and (quoted := _quoted(text, at)) is not None:
            cell, at = quoted
        else:
            stop = at
            while stop < end and text[stop] not in "\t\r\n":
                stop += 1
            cell, at = text[at:stop], stop
        rows[-1].append(cell.replace("\r\n", "\n").replace("\r", "\n"))
        cells += 1
        if cells > MOST_CELLS:
            raise _too_much()
        if at >= end:
            break
        if text[at] == "\t":
            at += 1
            continue
        at += 2 if text[at : at + 2] == "\r\n" else 1
        if at >= end:
            break
        rows.append([])
    return _rectangle(rows)


def _quoted(text: str, at: int) -> tuple[str, int] | None:
    """A cell in quotes and where it ends; None when its quotes do not close a cell and mean themselves."""
    found = []
    here = at + 1
    while True:
        close = text.find('"', here)
        if close < 0:
            return None
        found.append(text[here:close])
        if text[close + 1 : close + 2] != '"':
            break
        found.append('"')
        here = close + 2
    if close + 1 < len(text) and text[close + 1] not in "\t\r\n":
        return None
    return "".join(found), close + 1


def of_html(html: str) -> Block:
    """The first table of an HTML text."""
    reader = _Tables()
    reader.feed(html)
    reader.close()
    return _rectangle(reader.rows, reader.heads())


class _Tables(HTMLParser):
    """Reads the cells of the first table, merged ones repeated."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self._depth = 0
        self._is_over = False
        self._words: list[str] | None = None
        self._span = (1, 1)
        #: Cells of later rows that a merged one above reaches into: (row, column) -> text.
        self._reached: dict[tuple[int, int], str] = {}
        self._cells = 0
        self._hidden = 0
        self._marked: list[bool] = []
        self._merged: list[bool] = []

    def heads(self) -> int:
        """How many rows at the top are headings: marked so, or with a cell merged across columns."""
        count = 0
        for marked, merged in zip(self._marked, self._merged, strict=True):
            if not (marked or merged):
                break
            count += 1
        # Below a heading that is merged across columns stand the headings of each.
        if count and self._merged[count - 1] and count < len(self.rows):
            count += 1
        return count if count < len(self.rows) else 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("style", "script"):
            self._hidden += 1
        if tag == "table":
            self._depth += 1
        if self._is_over or self._depth != 1:
            if tag in ("br", "p", "div", "li") and self._words:
                self._words.append("\n")
            return
        if tag == "tr":
            self._end_cell()
            self.rows.append([])
            self._marked.append(False)
            self._merged.append(False)
            self._fill()
        elif tag in ("td", "th"):
            self._end_cell()
            if not self.rows:
                self.rows.append([])
                self._marked.append(False)
                self._merged.append(False)
            known = dict(attrs)
            self._span = (_span(known.get("colspan")), _span(known.get("rowspan")))
            self._words = []
            self._marked[-1] = self._marked[-1] or tag == "th"
            self._merged[-1] = self._merged[-1] or self._span[0] > 1
        elif tag in ("br", "p", "div", "li") and self._words:
            self._words.append("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("style", "script"):
            self._hidden = max(0, self._hidden - 1)
        if tag == "table":
            if self._depth == 1:
                self._end_cell()
                self._is_over = True
            self._depth = max(0, self._depth - 1)
        elif tag in ("td", "th", "tr") and self._depth == 1:
            self._end_cell()

    def handle_data(self, data: str) -> None:
        if self._words is not None and not self._is_over and not self._hidden:
            # Line breaks of the file are spaces; those that are meant are tags.
            self._words.append(_SPACES.sub(" ", data))

    def _end_cell(self) -> None:
        if self._words is None:
            return
        lines = "".join(self._words).replace("\xa0", " ").split("\n")
        text = "\n".join(line.strip() for line in lines).strip("\n")
        self._words = None
        across, down = self._span
        at, row = len(self.rows) - 1, self.rows[-1]
        for _ in range(across):
            for below in range(1, down):
                self._reached[at + below, len(row)] = text
            row.append(text)
            self._cells += down
            if self._cells > MOST_CELLS:
                raise _too_much()
        self._fill()

    def _fill(self) -> None:
        at, row = len(self.rows) - 1, self.rows[-1]
        while (at, len(row)) in self._reached:
            row.append(self._reached.pop((at, len(row))))


def _span(text: str | None) -> int:
    return min(max(int(text), 1), 1000) if text is not None and text.isascii() and text.isdigit() else 1


def _rectangle(rows: Sequence[Sequence[str]], heads: int = 0) -> Block:
    """Rows of equal length, without the empty ones and empty columns at the end."""
    kept = [list(row) for row in rows]
    while kept and not any(cell.strip() for cell in kept[-1]):
        kept.pop()
    width = max((at + 1 for row in kept for at, cell in enumerate(row) if cell.strip()), default=0)
    return Block(tuple(tuple((*row, *[""] * width)[:width]) for row in kept), min(heads, len(kept)))


# -- putting a block on the clipboard ----------------------------------------------------------------------


def as_text(rows: Sequence[Sequence[str]]) -> str:
    """Cells with tabs between them, as spreadsheets take them."""
    return "".join("\t".join(_as_cell(cell) for cell in row) + "\n" for row in rows)


def _as_cell(cell: str) -> str:
    if any(sign in cell for sign in '\t\n\r"'):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def as_html(rows: Sequence[Sequence[str]], texts: Sequence[bool]) -> str:
    """An HTML table; columns of ``texts`` are marked as text: a spreadsheet leaves 001 and =A1 alone."""
    said = ["<html><body><!--StartFragment--><table>"]
    for row in rows:
        said.append("<tr>")
        for cell, is_text in zip(row, texts, strict=True):
            style = " style='mso-number-format:\"\\@\"'" if is_text else ""
            lines = "<br style='mso-data-placement:same-cell'>".join(
                escape(line) for line in cell.split("\n")
            )
            said.append(f"<td{style}>{lines}</td>")
        said.append("</tr>")
    said.append("</table><!--EndFragment--></body></html>")
    return "".join(said)
