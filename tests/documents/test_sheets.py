"""Workbook, CSV and HTML of an outline: types, formulas, marks; texts of any kind stay texts."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import zipfile
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree, html
from python_calamine import CalamineWorkbook

from workbench.documents.csv import to_csv
from workbench.documents.html import to_html
from workbench.documents.outline import (
    AnnexMark,
    AnnexTitle,
    Block,
    Box,
    Column,
    Contents,
    Field,
    Fields,
    Figure,
    Heading,
    Imprint,
    NewPage,
    Outline,
    Paragraph,
    Row,
    Run,
    Table,
    Title,
    plain,
)
from workbench.documents.sheets import sheets_of
from workbench.documents.svg import cleaned
from workbench.documents.xlsx import to_xlsx
from workbench.errors import Problem

if TYPE_CHECKING:
    from pathlib import Path

MAIN = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
RARE = "𠮷〇〔1〕㎡‰１２"
HOSTILE = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    " =1",
    "＝1",
    "＋1",
    "\u200b=1",
    "=HYPERLINK(1)",
]
HARMLESS = ["-5", "3.5%", "-", "—", "－", "+3", "-1,200.50", "一、产业", "a=b"]

COLUMNS = (
    Column("序号", 12, "center", "number"),
    Column("任务", 60),
    Column("投资\n（万元）", 24, "right", "money", sums=True),
    Column("完成时限", 24, "center", "date", field="end"),
    Column("完成比例", 20, "center", "share"),
    Column("状态", 20, "center", field="status", choices=("未开始", "进行中")),
)
ROWS = (
    Row(("一、产业",), "group"),
    Row(
        ("1", RARE, "1,200.5", "2026-12-31", "45%", "进行中"),
        values=(1, None, 1_200_500_000, date(2026, 12, 31), Decimal("0.45"), None),
        mark="p1",
    ),
    Row(
        ("2", "=1+1", "0.000001", "—", "12.5%", ""),
        values=(2, None, 1, None, Decimal("0.125"), None),
        mark="p2",
    ),
    Row(
        ("合计", "1,200.500001", "", "", ""),
        "total",
        values=(None, 1_200_500_001, None, None, None),
    ),
)
LEDGER = Outline(
    "台账",
    "zh",
    (
        Title(("发展和改革局督办台账",)),
        Fields(
            ((Field("填报单位", "发展和改革局"), Field("填报人")), (Field("审核人"), Field("单位", "万元")))
        ),
        Table(COLUMNS, ROWS, notes=("注：按季填报。",), name="台账"),
    ),
    mark="workbench:1:ledger:p:3:u:zh:2026-10-10:2026",
)


def sheet_xml(book: bytes, number: int = 1) -> Any:
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(book)).read(f"xl/worksheets/sheet{number}.xml"))


def styles_of(book: bytes) -> list[str | None]:
    """The number format of each cell format."""
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(book)).read("xl/styles.xml"))
    own = {one.get("numFmtId"): one.get("formatCode") for one in root.findall(".//m:numFmt", MAIN)}
    return [own.get(one.get("numFmtId"), one.get("numFmtId")) for one in root.findall("m:cellXfs/m:xf", MAIN)]


def rows_of(book: bytes, place: int = 0) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(place).to_python()


def with_text(text: str) -> Outline:
    return Outline("表", "zh", (Table((Column("内容", 60),), (Row((text,)),)),))


def cell_at(book: bytes, reference: str) -> Any:
    return sheet_xml(book).find(f".//m:c[@r='{reference}']", MAIN)


# -- workbook ------------------------------------------------------------------------------------------


def test_cells_have_types_and_formats() -> None:
    book = to_xlsx(LEDGER)
    rows = rows_of(book)
    # Title, two labelled lines, hidden marks, header, group: then the first item.
    item = rows[6]
    assert item[1:] == [1.0, RARE, 1200.5, date(2026, 12, 31), 0.45, "进行中"]
    formats = styles_of(book)
    assert formats[int(cell_at(book, "D7").get("s"))] == "#,##0.000000"
    assert formats[int(cell_at(book, "E7").get("s"))] == "yyyy-mm-dd"
    assert formats[int(cell_at(book, "F7").get("s"))] == "0.0%"


def test_a_total_is_a_formula_with_its_value() -> None:
    cell = cell_at(to_xlsx(LEDGER), "D9")
    assert cell.find("m:f", MAIN).text == "SUM(D6:D8)"
    assert cell.find("m:v", MAIN).text == "1200.500001"


def test_a_total_that_is_not_the_sum_stays_a_number() -> None:
    rows = (
        *ROWS[:3],
        Row(("合计", "900", "", "", ""), "total", values=(None, 900_000_000, None, None, None)),
    )
    table = Table(COLUMNS, rows)
    cell = cell_at(to_xlsx(Outline("表", "zh", (table,))), "D6")
    assert cell.find("m:f", MAIN) is None
    assert cell.find("m:v", MAIN).text == "900"


def test_a_last_column_that_adds_up_the_row_is_a_formula() -> None:
    years = (Column(str(year), 20, "right", "money", sums=True) for year in (2026, 2027))
    columns = (Column("项目", 60), *years, Column("合计", 20, "right", "money", sums=True))
    rows = (
        Row(("甲", "1", "2", "3"), values=(None, 1_000_000, 2_000_000, 3_000_000)),
        Row(("乙", "", "4", "4"), values=(None, None, 4_000_000, 4_000_000)),
        Row(("合计", "1", "6", "7"), "total", values=(None, 1_000_000, 6_000_000, 7_000_000)),
        Row(("盘子", "5", "5", "10"), "total", values=(None, 5_000_000, 5_000_000, 10_000_000)),
    )
    book = to_xlsx(Outline("表", "zh", (Table(columns, rows),)))
    formulas = {one.getparent().get("r"): one.text for one in sheet_xml(book).findall(".//m:f", MAIN)}
    assert formulas == {
        "D2": "SUM(B2:C2)", "D3": "SUM(B3:C3)",
        "B4": "SUM(B2:B3)", "C4": "SUM(C2:C3)", "D4": "SUM(D2:D3)",
        "D5": "SUM(B5:C5)",
    }  # fmt: skip
    assert rows_of(book)[1:] == [["甲", 1, 2, 3], ["乙", "", 4, 4], ["合计", 1, 6, 7], ["盘子", 5, 5, 10]]


def test_a_last_column_that_says_more_than_the_row_stays_a_number() -> None:
    columns = (
        Column("项目", 60),
        Column("2026", 20, "right", "money", sums=True),
        Column("总投资", 20, "right", "money", sums=True),
    )
    rows = (Row(("甲", "1", "9"), values=(None, 1_000_000, 9_000_000)),)
    assert cell_at(to_xlsx(Outline("表", "zh", (Table(columns, rows),))), "C2").find("m:f", MAIN) is None


def test_marks_stand_in_a_hidden_row_and_column() -> None:
    book = to_xlsx(LEDGER)
    rows, xml = rows_of(book), sheet_xml(book)
    assert rows[3][0] == "⟦workbench:1:ledger:p:3:u:zh:2026-10-10:2026⟧"
    assert rows[3][4] == "⟦end⟧"
    assert rows[3][6] == "⟦status⟧"
    assert [row[0] for row in rows[6:8]] == ["⟦p1⟧", "⟦p2⟧"]
    assert xml.find("m:cols/m:col", MAIN).get("hidden") == "1"
    assert xml.find(".//m:row[@r='4']", MAIN).get("hidden") == "1"


def test_the_sheet_is_ready_to_print_and_to_fill_in() -> None:
    book = to_xlsx(LEDGER)
    xml = sheet_xml(book)
    pane = xml.find(".//m:pane", MAIN)
    assert (pane.get("topLeftCell"), pane.get("state")) == ("D6", "frozen")
    assert xml.find("m:pageSetup", MAIN).get("paperSize") == "9"
    assert xml.find("m:pageSetup", MAIN).get("fitToHeight") == "0"
    choices = xml.find(".//m:dataValidation", MAIN)
    assert choices.find("m:formula1", MAIN).text == '"未开始,进行中"'
    assert choices.get("sqref") == "G6:G9"
    names = etree.fromstring(zipfile.ZipFile(io.BytesIO(book)).read("xl/workbook.xml"))
    defined = {one.get("name"): one.text for one in names.findall(".//m:definedName", MAIN)}
    assert defined == {"_xlnm.Print_Area": "台账!$B$1:$G$10", "_xlnm.Print_Titles": "台账!$5:$5"}
    assert xml.find("m:autoFilter", MAIN) is None


@pytest.mark.parametrize(
    ("widths", "kept"), [((12, 60, 100), 2), ((12, 60, 30), 0), ((12, 160, 200), 0), ((60,), 0)]
)
def test_names_stay_in_view_where_the_rest_has_room(widths: tuple[int, ...], kept: int) -> None:
    columns = [Column("列", width, "center" if width < 20 else "left") for width in widths]
    pane = sheet_xml(to_xlsx(Outline("表", "zh", (Table(tuple(columns), ()),)))).find(".//m:pane", MAIN)
    assert pane.get("xSplit", "0") == str(kept)


def test_a_table_that_nobody_fills_in_has_a_filter_and_no_marks() -> None:
    xml = sheet_xml(to_xlsx(with_text("甲")))
    assert xml.find("m:autoFilter", MAIN).get("ref") == "A1:A2"
    assert xml.find("m:cols/m:col", MAIN).get("hidden") is None


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_never_computed(text: str) -> None:
    book = to_xlsx(with_text(text))
    cell = cell_at(book, "A2")
    assert cell.get("t") == "s"
    assert cell.find("m:f", MAIN) is None
    styles = etree.fromstring(zipfile.ZipFile(io.BytesIO(book)).read("xl/styles.xml"))
    assert styles.findall("m:cellXfs/m:xf", MAIN)[int(cell.get("s"))].get("quotePrefix") == "1"


@pytest.mark.parametrize(
    "text", ["\x0b\x1b甲\x00", "甲\ud800", "\u202e甲", RARE, "<b>&amp;]]>", "甲" * 40_000]
)
def test_any_text_makes_a_readable_workbook(text: str) -> None:
    (_, (shown,)) = rows_of(to_xlsx(with_text(text)))
    assert shown
    assert not re.search("[\x00-\x08\x0b\x1b\u202e]", shown)
    assert len(shown) <= 32_767


def test_numbers_too_long_for_excel_stay_text() -> None:
    table = Table(
        (Column("值", 60, sort="number"),),
        (Row(("12345678901234567",), values=(Decimal(12345678901234567),)),),
    )
    assert rows_of(to_xlsx(Outline("表", "zh", (table,))))[1] == ["12345678901234567"]


def test_names_of_sheets_are_what_excel_takes() -> None:
    tables = [
        Table((Column("值", 60),), (), name=name)
        for name in ("一/二:三*[四]?", "一 二 三  四", "'甲'", "history", "很" * 40, "很" * 40, "")
    ]
    names = CalamineWorkbook.from_filelike(
        io.BytesIO(to_xlsx(Outline("表", "zh", tuple(tables))))
    ).sheet_names
    assert names == [
        "一 二 三  四",
        "一 二 三 四",
        "甲",
        "history (2)",
        "很" * 31,
        "很" * 27 + " (2)",
        "正文",
    ]


def test_the_sheet_of_an_annex_is_called_as_the_annex_is() -> None:
    table = Table((Column("值", 60),), (), name="任务")
    blocks = (
        AnnexTitle(("重点任务", "分解表")),
        table,
        table,
        AnnexTitle(("很长" * 16,)),
        table._replace(name="短"),
    )
    names = [sheet.name for sheet in sheets_of(Outline("表", "zh", blocks), "正文")]
    assert names == ["重点任务分解表", "任务", "短"]


def test_rare_characters_in_the_name_of_a_sheet_count_twice() -> None:
    tables = [Table((Column("值", 60),), (), name=name) for name in ("𠮷" * 30, "𠮷" * 30, "甲" * 30 + "'乙")]
    book = to_xlsx(Outline("表", "zh", tuple(tables)))
    names = CalamineWorkbook.from_filelike(io.BytesIO(book)).sheet_names
    assert names == ["𠮷" * 15, "𠮷" * 13 + " (2)", "甲" * 30]


def test_shares_keep_their_value_and_show_as_many_places_as_are_written() -> None:
    columns = (Column("名称", 60), Column("完成率", 20, "center", "share"))
    rows = (
        Row(("甲", "33.3%"), values=(None, Decimal(1) / 3)),
        Row(("乙", "25%"), values=(None, Decimal("0.25"))),
    )
    book = to_xlsx(Outline("表", "zh", (Table(columns, rows),)))
    cell = cell_at(book, "B2")
    assert float(cell.findtext("m:v", namespaces=MAIN)) == pytest.approx(1 / 3)
    assert styles_of(book)[int(cell.get("s"))] == "0.0%"
    assert styles_of(book)[int(cell_at(book, "B3").get("s"))] == "0.0%"


def test_numbers_have_the_digits_that_they_were_entered_with() -> None:
    """Counts stand below percentages: each row has decimals of its own."""
    columns = (
        Column("指标", 60),
        Column("基期", 20, "center", "number"),
        Column("目标", 20, "center", "number", field="x"),
    )
    rows = (
        Row(("重大事件数", "2", "0"), values=(None, Decimal(2), Decimal(0))),
        Row(("办结率", "92.50", "98.5"), values=(None, Decimal("92.50"), Decimal("98.5"))),
    )
    book = to_xlsx(Outline("表", "zh", (Table(columns, rows),)))
    formats = styles_of(book)
    shown = [[formats[int(cell_at(book, f"{column}{row}").get("s"))] for column in "BC"] for row in (2, 3)]
    # What may be typed over shows whatever is typed: 0 is Excel's number for that, 1 that for whole numbers.
    assert shown == [["1", "0"], ["0.00", "0.0"]]


def test_lines_of_text_have_the_room_that_they_need() -> None:
    """Not every program makes room on opening."""
    blocks = (Title(("很长的标题" * 10,)), Paragraph(plain("一段正文。" * 40)), Paragraph(plain("短。")))
    sheet = sheet_xml(to_xlsx(Outline("文", "zh", blocks)))
    title, long, short = (float(row.get("ht")) for row in sheet.findall(".//m:row", MAIN))
    assert title >= 2 * 18 * 1.2
    assert long >= 5 * 12 * 1.2
    assert 12 * 1.2 <= short <= 24
    margins = sheet.find("m:pageMargins", MAIN)
    paper = 210 - 25.4 * (float(margins.get("left")) + float(margins.get("right")))
    # The widest typeface that a program takes for a missing one.
    assert float(sheet.find("m:cols/m:col", MAIN).get("width")) * 2.35 <= paper


def test_text_and_tables_are_parted_into_sheets() -> None:
    table = Table((Column("值", 60),), (Row(("1",)),), caption="甲表")
    blocks: tuple[Block, ...] = (
        Heading(1, "说明", "一、"),
        Paragraph((Run("正文。", note="脚注。"),)),
        Box("专栏1", (Paragraph(plain("框内。")), table)),
        NewPage(landscape=True),
        AnnexMark("附表1"),
        AnnexTitle(("主要", "指标表")),
        table._replace(caption=""),
        NewPage(),
        Paragraph(plain("完。")),
    )
    sheets = sheets_of(Outline("表", "zh", blocks), "正文")
    assert [sheet.name for sheet in sheets] == ["正文", "甲表", "主要指标表"]
    assert [line.text for line in sheets[0].lines] == [
        "一、说明",
        "正文。",
        "脚注。",
        "专栏1",
        "框内。",
        "完。",
    ]
    assert [line.text for line in sheets[2].lines] == ["附表1", "主要指标表"]
    assert sheets[2].landscape


def test_the_same_outline_makes_the_same_bytes() -> None:
    assert to_xlsx(LEDGER) == to_xlsx(LEDGER)
    assert zipfile.ZipFile(io.BytesIO(to_xlsx(LEDGER))).testzip() is None


@pytest.mark.parametrize(("mark", "day"), [(LEDGER.mark, "2026-10-10"), ("", "1980-01-01")])
def test_a_workbook_tells_the_day_of_the_document(mark: str, day: str) -> None:
    """Documents that nobody fills in tell none: no two days make different bytes."""
    book = zipfile.ZipFile(io.BytesIO(to_xlsx(LEDGER._replace(mark=mark))))
    told = book.read("docProps/core.xml").decode()
    assert re.findall(r"W3CDTF\">([^<]*)<", told) == [f"{day}T00:00:00Z"] * 2


# -- CSV -----------------------------------------------------------------------------------------------


def csv_rows(outline: Outline) -> list[list[str]]:
    return list(csv.reader(io.StringIO(to_csv(outline).decode("utf-8-sig"), newline="")))


def test_csv_has_all_the_lines() -> None:
    assert to_csv(LEDGER).startswith(b"\xef\xbb\xbf")
    rows = csv_rows(LEDGER)
    assert rows[1] == ["填报单位：发展和改革局", "填报人："]
    assert rows[4] == ["一、产业", "", "", "", "", ""]
    assert rows[5][1] == RARE


def test_csv_is_for_programs() -> None:
    rows = csv_rows(LEDGER)
    assert rows[3] == ["序号", "任务", "投资（万元）", "完成时限", "完成比例", "状态"]
    assert rows[5][2:5] == ["1200.5", "2026-12-31", "45%"]
    assert rows[7] == ["合计", "", "1200.500001", "", "", ""]
    english = Table((Column("Base period\n2025", 60), Column("Text", 60)), (Row(("1,2", "3,4")),))
    assert csv_rows(Outline("t", "en", (english,))) == [["Base period 2025", "Text"], ["1,2", "3,4"]]


@pytest.mark.parametrize("text", HOSTILE)
def test_csv_makes_formulas_inert(text: str) -> None:
    assert csv_rows(with_text(text))[1][0].startswith("'")


@pytest.mark.parametrize("text", HARMLESS)
def test_csv_leaves_numbers_and_dashes(text: str) -> None:
    assert csv_rows(with_text(text))[1] == [text]


# -- HTML ----------------------------------------------------------------------------------------------


def test_html_is_one_inert_page() -> None:
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" onload="x()"><script>alert(1)</script>'
        '<image href="http://a/b.png"/><rect width="5" height="5" fill="url(http://a/b)"/></svg>'
    )
    blocks = (
        *LEDGER.blocks,
        Contents("目录"),
        Heading(1, "<script>alert(1)</script>", "一、"),
        Paragraph((Run("文 & 字", "strong", note="注 <b>"),)),
        Figure(drawing, 9, 9, caption="资金", told="两年的资金", number=2),
    )
    text = to_html(LEDGER._replace(blocks=blocks)).decode()
    page: Any = html.fromstring(text.encode())
    assert page.xpath("//script | //image | //link | //iframe | //@onload") == []
    assert not re.search(r"""(?:href|src)=(?!"#)""", text)
    assert "http://a" not in text
    assert page.xpath("string(//nav//a)") == "一、<script>alert(1)</script>"
    assert page.xpath("string(//section[@class='notes']//li)").startswith("注 <b>")
    assert page.xpath("string(//figcaption)") == "图2\u3000资金"
    assert page.xpath("//figure/@aria-label") == ["两年的资金"]
    assert page.xpath("//tbody/tr/@data-mark") == ["p1", "p2"]
    assert page.xpath("//thead//th/@data-field") == ["end", "status"]
    assert page.get("lang") == "zh-CN"


def test_html_has_its_rules_in_word_processors_too() -> None:
    """They draw the lines of a table by its attribute, and take a rule for neighbours for one of all."""
    imprint = Imprint("抄送：市委办公室。", "市政府办公室", "2026年3月9日印发")
    page: Any = html.fromstring(to_html(LEDGER._replace(blocks=(*LEDGER.blocks, imprint))))
    assert set(page.xpath("//table/@border")) == {"1"}
    assert not re.search(r"[+~][^{}]*\{", page.xpath("string(//style)"))
    assert page.xpath("string(//footer/p[@class='printed ruled'])") == "市政府办公室2026年3月9日印发"


def test_the_contents_of_a_web_page_name_annexes_as_those_of_other_forms_do() -> None:
    blocks = (
        Contents("目录"),
        Heading(1, "总则", "一、"),
        AnnexMark("附表1"),
        AnnexTitle(("主要", "指标表")),
        Heading(2, "说明", "（一）"),
    )
    page: Any = html.fromstring(to_html(Outline("题", "zh", blocks)))
    lines = [str(one.text_content()) for one in page.xpath("//nav//a")]
    assert lines == ["一、总则", "附表1\u3000主要指标表", "（一）说明"]
    assert [one.get("href")[1:] for one in page.xpath("//nav//a")] == [
        str(one.get("id")) for one in page.xpath("//main//*[@id]")
    ]


def test_equal_neighbours_are_one_cell_in_html() -> None:
    table = Table(
        (Column("类别", 20), Column("指标", 60)),
        (Row(("产业", "甲")), Row(("产业", "乙")), Row(("民生", "丙")), Row(("", "丁")), Row(("", "戊"))),
        merged=1,
    )
    page: Any = html.fromstring(to_html(Outline("表", "zh", (table,))))
    assert [[cell.text or "" for cell in row] for row in page.xpath("//tbody/tr")] == [
        ["产业", "甲"], ["乙"], ["民生", "丙"], ["", "丁"], ["", "戊"],
    ]  # fmt: skip


def test_a_drawing_that_is_no_drawing_is_refused() -> None:
    with pytest.raises(Problem, match="drawing"):
        cleaned("<svg")
    with pytest.raises(Problem, match="drawing"):
        cleaned("<html/>")


# -- other programs ------------------------------------------------------------------------------------


def test_libreoffice_reads_workbook_and_page(tmp_path: Path) -> None:
    book, page = tmp_path / "book.xlsx", tmp_path / "page.html"
    book.write_bytes(to_xlsx(LEDGER))
    page.write_bytes(to_html(LEDGER))
    assert book.stat().st_size > 0
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        return
    home = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    for path, kind in ((book, "csv:Text - txt - csv (StarCalc):44,34,76"), (page, "txt:Text (encoded):UTF8")):
        done = subprocess.run(
            [office, home, "--headless", "--convert-to", kind, "--outdir", str(tmp_path), str(path)],
            check=True, capture_output=True, timeout=110, text=True,
        )  # fmt: skip
        made = path.with_suffix(f".{kind.split(':')[0]}")
        if not made.exists():
            # A LibreOffice without its spreadsheet opens no workbook of anybody's.
            assert "could not be loaded" in done.stderr
            continue
        told = made.read_text(encoding="utf-8")
        assert RARE in told
        assert "1,200.500001" in told
