"""An outline as a workbook: a sheet for each table, ready to print and to be filled in."""

from __future__ import annotations

import io
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from workbench.documents import gbt9704 as g
from workbench.documents.marks import CLOSING, OPENING, read_document_mark
from workbench.documents.printable import printable
from workbench.documents.sheets import Line, Sheet, sheets_of
from workbench.documents.title_lines import set_width
from workbench.documents.typed_cells import DAY, decimals_of, is_sum, parts_of_the_last, typed
from workbench.files import is_formula_like
from workbench.i18n import N_, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from workbench.documents.outline import Field, Outline, Row, Table, Value

#: The first moment that a ZIP file can name, for what has no day: the same plan makes the same bytes.
_NO_TIME: Final = datetime(1980, 1, 1)  # noqa: DTZ001 -- Excel's times have no zone
_A4: Final = 9
#: What a character of Excel's width measures in mm, and how wide a table upright pages take.
_MM_A_CHARACTER: Final = 1.87
_UPRIGHT_MM: Final = 170
#: How much of a screen's width may stay in view while the rest moves.
_KEPT_MM: Final = 100
_POINTS_A_MM: Final = 72 / 25.4
#: How wide a sheet of text is, in characters: it goes on a page where programs take wider ones, too.
_TEXT_WIDTH: Final = 70
#: The longest text that a cell takes.
_LONGEST_TEXT: Final = 32_767
#: The highest row that Excel takes, in points.
_HIGHEST_ROW: Final = 409.0
_HEAD_FILL: Final = "#E8EDF3"
_TO_FILL_IN: Final = "#FFF9E3"

_LOOKS: Final[dict[str, dict[str, Any]]] = {
    "title": {"font_name": g.XIAOBIAOSONG, "font_size": 18, "align": "center"},
    "centred": {"font_name": g.KAITI, "font_size": 12, "align": "center"},
    "heading": {"font_name": g.HEITI, "font_size": 12},
    "caption": {"font_name": g.HEITI, "font_size": 12, "align": "center"},
    "right": {"font_name": g.FANGSONG, "font_size": 12, "align": "right"},
    "note": {"font_name": g.FANGSONG, "font_size": 10},
    "text": {"font_name": g.FANGSONG, "font_size": 12},
}
_CELL: Final[dict[str, Any]] = {"font_name": g.FANGSONG, "font_size": 11, "border": 1, "text_wrap": True}


def to_xlsx(outline: Outline) -> bytes:
    """The workbook of an outline. Text is never a formula; sums are formulas with their value beside them."""
    from xlsxwriter import Workbook

    made = io.BytesIO()
    book = Workbook(
        made,
        {
            "in_memory": True,
            "strings_to_numbers": False,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "nan_inf_to_errors": False,
        },
    )
    book.set_properties(
        {
            "title": outline.title[:255],
            "author": outline.author[:255],
            "company": "",
            "created": _day_of(outline),
        }
    )
    formats = _Formats(book)
    for sheet in sheets_of(outline, words(outline.language)(N_("Body of the document"))):
        page = book.add_worksheet(sheet.name)
        if sheet.table is None:
            _write_text(page, sheet, formats)
        else:
            _TableSheet(page, sheet, sheet.table, outline, formats).write()
    book.close()
    return made.getvalue()


def _day_of(outline: Outline) -> datetime:
    """When the workbook was made, as its properties tell: the day of the document, where its mark has it."""
    mark = read_document_mark(outline.mark)
    return datetime.fromisoformat(mark.day) if mark is not None else _NO_TIME


class _Formats:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def of(self, **properties: Any) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({"valign": "vcenter", **properties})
        return self._made[key]

    def look(self, look: str) -> Format:
        return self.of(text_wrap=True, **_LOOKS[look])


def _write_text(page: Worksheet, sheet: Sheet, formats: _Formats) -> None:
    page.set_column(0, 0, _TEXT_WIDTH)
    for number, line in enumerate(sheet.lines):
        size = _LOOKS[line.look]["font_size"]
        room = int(_TEXT_WIDTH * _MM_A_CHARACTER * _POINTS_A_MM * 2 / size * 0.95)
        page.set_row(number, min(_HIGHEST_ROW, _lines_of(line.text, room) * size * 1.35 + 3.0))
        page.write_string(number, 0, _clean(line.text), formats.look(line.look))
    page.set_paper(_A4)
    page.set_margins(left=0.8, right=0.8)
    page.center_horizontally()
    page.fit_to_pages(1, 0)
    page.set_footer(_FOOTER)


_FOOTER: Final = f'&C&"{g.SONGTI}"&14— &P —'


class _TableSheet:
    """One table with what stands above and below it. Rows and columns are counted from 0."""

    def __init__(
        self, page: Worksheet, sheet: Sheet, table: Table, outline: Outline, formats: _Formats
    ) -> None:
        self.page = page
        self.sheet = sheet
        self.table = table
        self.outline = outline
        self.formats = formats
        self.asked = any(column.field and column.asked for column in table.columns)
        self.marked = bool(outline.mark) or any(row.mark for row in table.rows)
        #: Where the table begins: a hidden column of marks may stand before it.
        self.left = 1 if self.marked else 0
        self.right = self.left + len(table.columns) - 1
        self.room = [max(1, int(column.width / _MM_A_CHARACTER * 0.92)) for column in table.columns]
        self.decimals = [decimals_of(column, place, table) for place, column in enumerate(table.columns)]
        self.parts = parts_of_the_last(table)
        self.looks: dict[tuple[int, str, bool, bool], Format] = {}
        self.row = 0
        self.summed = False

    def write(self) -> None:
        for place, column in enumerate(self.table.columns, self.left):
            self.page.set_column(place, place, max(3.0, round(column.width / _MM_A_CHARACTER, 1)))
        for line in self.sheet.lines:
            self._line(line)
        if self.sheet.fields is not None:
            for fields in self.sheet.fields.lines:
                self._fields(fields)
        if self.marked:
            self._marks()
        header = self.row
        self._make_room([column.title for column in self.table.columns])
        for place, column in enumerate(self.table.columns, self.left):
            self.page.write_string(header, place, _clean(column.title), self.formats.of(**_HEAD))
        self.row += 1
        first = self.row
        for row in self.table.rows:
            self._row(row, first)
        last = self.row - 1
        self._offer_choices(first, max(first, last))
        for line in self.sheet.below:
            self._line(line)
        self._set_up(header, last)

    # -- around the table ------------------------------------------------------------------------------

    def _line(self, line: Line) -> None:
        self._across(self.left, self.right, line.text, self.formats.look(line.look), line.look == "title")
        self.row += 1

    def _across(self, first: int, last: int, text: str, look: Format, tall: bool = False) -> None:
        """Text over several columns; the row is made as high as the text needs, which Excel does not do."""
        width = sum(self.table.columns[place - self.left].width for place in range(first, last + 1))
        room = max(1, int(width / _MM_A_CHARACTER / (1.6 if tall else 1.1)))
        self.page.set_row(self.row, max(18.0, _lines_of(text, room) * (26.0 if tall else 16.0)))
        if first == last:
            self.page.write_string(self.row, first, _clean(text), look)
        else:
            self.page.merge_range(self.row, first, self.row, last, "", look)
            self.page.write_string(self.row, first, _clean(text), look)

    def _fields(self, fields: tuple[Field, ...]) -> None:
        """Labelled lines share the width; where there are fewer columns they stand in one cell."""
        look = self.formats.of(text_wrap=True, **_LOOKS["text"])
        texts = [one.told if one.value else f"{one.told}        " for one in fields]
        count = self.right - self.left + 1
        if count < len(texts):
            self._across(self.left, self.right, "    ".join(texts), look)
        else:
            edges = self._shares(len(texts))
            for text, first, last in zip(texts, edges, [*edges[1:], self.right + 1], strict=True):
                self._across(first, last - 1, text, look)
        self.row += 1

    def _shares(self, count: int) -> list[int]:
        """The first columns of so many parts of about the same width."""
        widths = [column.width for column in self.table.columns]
        edges, passed, total = [self.left], 0.0, sum(widths)
        for place, width in enumerate(widths):
            passed += width
            parts_left = count - len(edges)
            columns_left = len(widths) - place - 1
            if parts_left and columns_left >= parts_left:
                reached = passed >= total * len(edges) / count
                if reached or columns_left == parts_left:
                    edges.append(self.left + place + 1)
        return edges

    def _marks(self) -> None:
        """A hidden row: the mark of the document, then that of each column."""
        self.page.set_column(0, 0, 2, None, {"hidden": True})
        self.page.set_row(self.row, None, None, {"hidden": True})
        if self.outline.mark:
            self.page.write_string(self.row, 0, f"{OPENING}{self.outline.mark}{CLOSING}")
        for place, column in enumerate(self.table.columns, self.left):
            if column.field:
                self.page.write_string(self.row, place, f"{OPENING}{column.field}{CLOSING}")
        self.row += 1

    def _offer_choices(self, first: int, last: int) -> None:
        for place, column in enumerate(self.table.columns, self.left):
            # Excel takes a list of up to 255 characters, parted by commas.
            listed = ",".join(column.choices)
            if column.choices and len(listed) <= 255 and not any("," in one for one in column.choices):
                self.page.data_validation(
                    first, place, last, place, {"validate": "list", "source": list(column.choices)}
                )

    def _set_up(self, header: int, last: int) -> None:
        page = self.page
        page.freeze_panes(header + 1, self.left + self._kept_in_view())
        if not self.asked and last > header and not any(row.kind == "group" for row in self.table.rows):
            page.autofilter(header, self.left, last, self.right)
        page.set_paper(_A4)
        width = sum(column.width for column in self.table.columns)
        if self.sheet.landscape or width > _UPRIGHT_MM:
            page.set_landscape()
            page.set_margins(left=1.38, right=1.38, top=1.1, bottom=1.02)
        else:
            page.set_margins(left=1.1, right=1.02, top=1.46, bottom=1.38)
        page.center_horizontally()
        page.fit_to_pages(1, 0)
        page.repeat_rows(header)
        page.print_area(0, self.left, max(self.row - 1, header), self.right)
        page.set_footer(_FOOTER)

    def _kept_in_view(self) -> int:
        """How many columns stay where they are: up to the one that names the thing, if the rest has room."""
        width, total = 0.0, sum(column.width for column in self.table.columns)
        for place, column in enumerate(self.table.columns, 1):
            width += column.width
            if column.align == "left":
                return place if width <= min(total / 2, _KEPT_MM) else 0
        return 0

    # -- the table -------------------------------------------------------------------------------------

    def _row(self, row: Row, first: int) -> None:
        if row.mark:
            self.page.write_string(self.row, 0, f"{OPENING}{row.mark}{CLOSING}")
        match row.kind:
            case "group":
                look = self.formats.of(**_CELL | {"font_name": g.HEITI, "align": "left"})
                self._across(self.left, self.right, row.cells[0], look)
            case "total":
                self._total(row, first)
            case _:
                self._make_room(row.cells)
                values = row.values or (None,) * len(row.cells)
                for place, (text, value) in enumerate(zip(row.cells, values, strict=True)):
                    if self._is_last(place):
                        self._formula(place, text, value, self._across_the_row())
                    else:
                        self._cell(place, text, value, fillable=True)
        self.row += 1

    def _make_room(self, texts: Sequence[str]) -> None:
        """Make the row as high as its longest text; not every program does so by itself on opening."""
        lines = max(_lines_of(text, room) for text, room in zip(texts, self.room, strict=True))
        self.page.set_row(self.row, min(_HIGHEST_ROW, lines * 15.0 + 5.0))

    def _cell(self, place: int, text: str, value: Value, *, fillable: bool = False) -> None:
        column = self.table.columns[place]
        at = place + self.left
        number, shown = typed(column, text, value, self.decimals[place])
        if isinstance(number, date):
            self.page.write_datetime(self.row, at, number, self._look(place, shown, fillable=fillable))
        elif number is not None:
            self.page.write_number(self.row, at, number, self._look(place, shown, fillable=fillable))
        elif clean := _clean(text):
            quoted = is_formula_like(clean)
            look = self._look(place, quoted=quoted, fillable=fillable)
            self.page.write_string(self.row, at, clean, look)
        else:
            look = self._look(place, DAY if column.sort == "date" else "", fillable=fillable)
            self.page.write_blank(self.row, at, None, look)

    def _look(self, place: int, shown: str = "", *, fillable: bool, quoted: bool = False) -> Format:
        """The format of a cell of a column; it is asked for so often that each is kept."""
        key = (place, shown, fillable, quoted)
        if key not in self.looks:
            column = self.table.columns[place]
            properties = _CELL | {"align": column.align}
            if column.field and column.asked and fillable:
                properties |= {"bg_color": _TO_FILL_IN, "locked": False}
            if shown:
                properties |= {"num_format": shown}
            if quoted:
                properties |= {"quote_prefix": True}
            self.looks[key] = self.formats.of(**properties)
        return self.looks[key]

    def _total(self, row: Row, first: int) -> None:
        look = self.formats.of(**_CELL | {"font_name": g.HEITI, "align": "center"})
        span = len(self.table.columns) - len(row.cells) + 1
        self._across(self.left, self.left + span - 1, row.cells[0], look)
        values = row.values or (None,) * len(row.cells)
        for place, (text, value) in enumerate(zip(row.cells[1:], values[1:], strict=True), span):
            name = _column_name(place + self.left)
            if not self.summed and self.row > first and self._adds_up(place, value):
                self._formula(place, text, value, f"{name}{first + 1}:{name}{self.row}")
            elif self._is_last(place) and is_sum(value, values[-1 - len(self.parts) : -1]):
                self._formula(place, text, value, self._across_the_row())
            else:
                self._cell(place, text, value)
        # A second total, such as an envelope, is no sum of what stands above it.
        self.summed = True

    def _formula(self, place: int, text: str, value: Value, cells: str) -> None:
        """The sum of a range of cells, with its value beside it for programs that do not calculate."""
        column = self.table.columns[place]
        number, shown = typed(column, text, value, self.decimals[place])
        if number is None:
            self._cell(place, text, value)
            return
        look = self.formats.of(**_CELL | {"align": column.align, "num_format": shown})
        self.page.write_formula(self.row, place + self.left, f"=SUM({cells})", look, number)

    def _is_last(self, place: int) -> bool:
        """Whether this is the last column of a table where that one adds up others."""
        return bool(self.parts) and place == len(self.table.columns) - 1

    def _across_the_row(self) -> str:
        """The cells of a row that its last one adds up."""
        first, last = (_column_name(place + self.left) for place in (self.parts[0], self.parts[-1]))
        return f"{first}{self.row + 1}:{last}{self.row + 1}"

    def _adds_up(self, place: int, value: Value) -> bool:
        """Whether the total is the sum of the rows above it; what is part of another row is not."""
        parts = [row.values[place] for row in self.table.rows if row.kind == "item" and row.values]
        return self.table.columns[place].sums and is_sum(value, parts)


_HEAD: Final = _CELL | {"font_name": g.HEITI, "align": "center", "bg_color": _HEAD_FILL}


@lru_cache(maxsize=4_096)
def _lines_of(text: str, room: int) -> int:
    """How many lines a text takes where so many half-wide characters have room."""
    if len(text) * 2 <= room and "\n" not in text:
        return 1
    return sum(max(1, -(-int(set_width(part) * 2) // room)) for part in text.split("\n"))


def _column_name(place: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(place))


# Names of units, states and the like stand in many rows.
@lru_cache(maxsize=4_096)
def _clean(text: str) -> str:
    return printable(text)[:_LONGEST_TEXT]
