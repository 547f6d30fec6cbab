"""Widths of columns by what stands in them, rows that are parted only where no page holds them."""

from __future__ import annotations

import pytest

from tests.documents.test_docx import found, part, values
from workbench.documents import gbt9704 as g
from workbench.documents.docx import to_docx
from workbench.documents.outline import Column, Outline, Row, Table
from workbench.documents.pdf_table import table_data
from workbench.documents.row_heights import RowHeights
from workbench.documents.wording import Wording

PAGE = (g.TEXT_WIDTH, g.TEXT_HEIGHT)


def heights(table: Table) -> RowHeights:
    return RowHeights(table, PAGE, small=False)


def test_widths_that_suit_are_kept() -> None:
    table = Table((Column("序号", 1), Column("任务", 3), Column("备注", 2)), (Row(("1", "归集", "无")),) * 30)
    assert heights(table).shares == pytest.approx((1 / 6, 1 / 2, 1 / 3))


def test_columns_without_text_give_room_to_those_with_much() -> None:
    columns = (Column("任务", 20), Column("牵头", 20), Column("配合", 20), Column("备注", 10))
    table = Table(columns, (Row(("任务一", "—", "—", "说明" * 60)),) * 3)
    shares = heights(table).shares
    assert sum(shares) == pytest.approx(1)
    assert shares[3] > 0.4
    assert heights(table).height(0, table.rows[0]) < 12


def test_numbers_and_words_are_not_broken() -> None:
    table = Table((Column("任务", 50), Column("日期", 5)), (Row(("任务", "2027-12-31")),))
    assert heights(table).room[1] >= 5
    english = Table((Column("Task", 50), Column("Responsible", 4)), (Row(("a", "b")),))
    assert heights(english).room[1] >= 6
    titles = ("Responsible units", "Supporting units", "Deliverables", "Investment")
    crowded = Table(
        (Column("任务", 20), *(Column(title, 5) for title in titles)), (Row(("任务一", *"————")),)
    )
    assert heights(crowded).room[1] >= 5.1, "in a crowded table a word has what it measures"
    figure = Table((Column("指标", 50), Column("基期", 3)), (Row(("宽带用户", "301.3\n（2013年）")),))
    assert heights(figure).room[1] >= 5.4, (
        "readers that set room between characters and digits need more than 5"
    )


def test_a_short_word_alone_in_its_cell_stays_on_one_line() -> None:
    table = Table(
        (Column("任务", 50), Column("状态", 5)), (Row(("任务一", "进行中")), Row(("任务二", "完成")))
    )
    assert heights(table).room[1] >= 3.05
    longer = Table((Column("任务", 50), Column("状态", 5)), (Row(("任务一", "分管民政的副市长")),))
    assert heights(longer).room[1] < 4


def test_the_first_day_of_a_span_keeps_the_dash_on_its_line() -> None:
    table = Table((Column("任务", 50), Column("起止时间", 4)), (Row(("任务一", "2026.03—2027.12")),))
    assert heights(table).room[1] >= 4.5


def test_what_is_filled_in_keeps_room() -> None:
    columns = (Column("任务", 20), Column("进度", 15, field="progress"), Column("备注", 10))
    table = Table(columns, (Row(("任务一", "", "说明" * 90)),))
    assert heights(table).room[1] >= 5


def test_only_rows_that_no_page_holds_are_parted() -> None:
    table = Table((Column("一", 1), Column("二", 1)), (Row(("短", "短")), Row(("长" * 2000, "短"))))
    assert [heights(table).whole(place, row) for place, row in enumerate(table.rows)] == [True, False]
    document = part(to_docx(Outline("t", "zh", (table,))), "word/document.xml")
    kept = [bool(found(row, "w:trPr/w:cantSplit")) for row in found(document, ".//w:tr")]
    assert kept == [True, True, False]


def test_rows_of_one_merged_cell_stay_with_the_notes_unless_that_empties_the_page() -> None:
    columns = (Column("类别", 1), Column("指标", 3))
    rows = [Row(("民生", f"指标{number}")) for number in range(9)]
    few = Table(
        columns, (*rows, *(Row(("产业", f"指标{number}")) for number in "甲乙丙")), merged=1, notes=("注",)
    )
    many = Table(
        columns, (*rows, *(Row(("产业", f"指标{number}")) for number in range(30))), merged=1, notes=("注",)
    )
    grouped = Table(columns, (*rows, Row(("产业",), "group"), Row(("一", "二"))), notes=("注",))
    assert [heights(table).tail() for table in (few, many, grouped)] == [9, 38, 9]
    document = part(to_docx(Outline("t", "zh", (few,))), "word/document.xml")
    held = [bool(found(row, "w:tc/w:p/w:pPr/w:keepNext")) for row in found(document, ".//w:tr")[1:]]
    assert held == [False] * 9 + [True] * 3, "in Word files as in PDF files"


def test_columns_are_as_wide_in_word_files_as_in_pdf_files() -> None:
    table = Table((Column("一", 3), Column("二", 5), Column("三", 6)), (Row(("甲", "乙", "丙")),))
    assert sum(heights(table).widths) == g.TEXT_WIDTH
    document = part(to_docx(Outline("t", "zh", (table,))), "word/document.xml")
    widths = [int(width) for width in values(document, ".//w:gridCol", "w")]
    assert widths == heights(table).widths == table_data(table, Wording("zh"), PAGE)["columns"]


def test_a_row_has_room_for_the_line_more_that_some_readers_set() -> None:
    """In both forms alike, so that both come to the same pages."""
    columns = (Column("年度目标", 1), Column("备注", 1))
    wide = int(heights(Table(columns, ())).room[0])
    near = f"完成12家，改造30所共40项{'字' * (wide - 12)}"
    table = Table(columns, (Row((near, "无")), Row((near[:-2], "无")), Row(("无", near), "item")))
    measured = heights(table)
    style = next(one for one in g.STYLES if one.id == "TableText")
    two_lines = 2 * style.line + 2 * g.CELL_TOP + g.BORDER_HEIGHT
    least = [measured.least(place, row) for place, row in enumerate(table.rows)]
    assert least == [two_lines, g.ROW_HEIGHT, two_lines]
    document = part(to_docx(Outline("t", "zh", (table,))), "word/document.xml")
    assert values(document, ".//w:trHeight") == [str(height) for height in (measured.least_head(), *least)]
    told = table_data(table, Wording("zh"), PAGE)
    assert [row["cells"][0]["open"] for row in told["rows"]] == [height / 20 for height in least]


def test_a_merged_cell_makes_no_row_of_its_own_higher() -> None:
    columns = (Column("类别", 1), Column("指标", 1))
    wide = int(heights(Table(columns, ())).room[0])
    near = f"完成12家，改造30所共40项{'字' * (wide - 12)}"
    table = Table(columns, (Row((near, "一")), Row((near, "二"))), merged=1)
    measured = heights(table)
    assert [measured.least(place, row) for place, row in enumerate(table.rows)] == [g.ROW_HEIGHT] * 2
