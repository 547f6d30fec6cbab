"""The Word file: the layout of GB/T 9704, sound XML, nothing of this machine in it."""

from __future__ import annotations

import getpass
import io
import time
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from tests.documents.conftest import elements, placed, plan_text
from workbench.documents import gbt9704 as g
from workbench.documents.docx import to_docx
from workbench.documents.docx_parts import NAMESPACE
from workbench.documents.outline import (
    Box,
    Column,
    Heading,
    NewPage,
    Outline,
    Paragraph,
    Point,
    Row,
    Run,
    Table,
    Title,
    plain,
)
from workbench.errors import Problem
from workbench.files import atomic_write
from workbench.plan.elements import PlanHead, Section
from workbench.plan.plan import Plan

W = f"{{{NAMESPACE}}}"


def part(data: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return etree.fromstring(package.read(name))


def found(root: etree._Element, path: str) -> list[etree._Element]:
    return root.findall(path.replace("w:", W))


def values(root: etree._Element, path: str, attribute: str = "val") -> list[str]:
    return [str(one.get(W + attribute)) for one in found(root, path)]


def texts(root: etree._Element) -> list[str]:
    return ["".join(one.text or "" for one in found(p, ".//w:t")) for p in found(root, ".//w:p")]


@pytest.fixture(scope="module")
def docx() -> bytes:
    return to_docx(plan_text(placed(*elements())))


def test_paper_margins_and_grid(docx: bytes) -> None:
    """A4, margins of 37, 35, 28 and 26 mm, 22 lines of 28 characters; annexes lie on their side."""
    sections = found(part(docx, "word/document.xml"), ".//w:sectPr")
    paper = [(found(one, "w:pgSz")[0].get(W + "w"), found(one, "w:pgSz")[0].get(W + "h")) for one in sections]
    assert paper == [("11906", "16838"), ("16838", "11906")]
    margins = found(sections[0], "w:pgMar")[0]
    millimetres = {
        side: int(margins.get(W + side, 0)) / 1440 * 25.4 for side in ("top", "bottom", "left", "right")
    }
    assert millimetres == pytest.approx({"top": 37, "bottom": 35, "left": 28, "right": 26}, abs=0.05)
    grids = [
        [(one.get(W + "type"), one.get(W + "linePitch")) for one in found(section, "w:docGrid")]
        for section in sections
    ]
    assert grids == [[("lines", "579")], []], "the rows of landscape tables stand on no grid"
    for section in sections:
        page = found(section, "w:pgMar")[0]
        foot = int(page.get(W + "footer", 0)) + g.NUMBER_LINE
        assert foot <= int(page.get(W + "bottom", 0)), (
            "a foot higher than the margin takes room from the text"
        )
    height = g.PAPER_HEIGHT - g.TOP - g.BOTTOM
    assert g.LINES * g.LINE <= height < (g.LINES + 1) * g.LINE
    advance = g.SIZE_3 * 10 + g.CLOSER
    assert g.CHARACTERS * advance <= g.TEXT_WIDTH < (g.CHARACTERS + 1) * advance


def test_styles(docx: bytes) -> None:
    root = part(docx, "word/styles.xml")
    styles = {str(one.get(W + "styleId")): one for one in found(root, "w:style")}
    used = set(values(part(docx, "word/document.xml"), ".//w:pStyle"))
    assert used <= set(styles)
    for fonts in found(root, ".//w:rFonts"):
        assert all(fonts.get(W + slot) for slot in ("ascii", "hAnsi", "eastAsia", "cs"))
        assert not [name for name in fonts.attrib if "heme" in str(name)]
    faces = {name: values(styles[name], "w:rPr/w:rFonts", "eastAsia") for name in styles}
    assert faces["Normal"] == faces["Heading3"] == ["仿宋_GB2312"]
    assert faces["Title"] == ["方正小标宋简体"]
    assert faces["Heading1"] == ["黑体"]
    assert faces["Heading2"] == faces["Subtitle"] == ["楷体_GB2312"]
    assert faces["Footer"] == ["宋体"]
    assert values(styles["Title"], "w:rPr/w:sz") == ["44"]
    assert values(styles["Footer"], "w:rPr/w:sz") == ["28"]
    assert values(styles["BodyText"], "w:pPr/w:ind", "firstLineChars") == ["200"]
    assert values(styles["BodyText"], "w:pPr/w:spacing", "line") == ["579"]
    assert values(styles["Normal"], "w:rPr/w:spacing") == ["-5"]
    for level in range(1, 6):
        heading = styles[f"Heading{level}"]
        assert values(heading, "w:pPr/w:outlineLvl") == [str(level - 1)]
        assert found(heading, "w:pPr/w:keepNext")
    assert found(styles["Caption"], "w:pPr/w:keepNext")
    assert found(styles["Normal"], "w:pPr/w:widowControl")
    assert set(values(root, ".//w:color")) == {"000000"}
    assert not found(root, ".//w:pBdr")


def test_missing_typefaces_have_stand_ins(docx: bytes) -> None:
    fonts = {str(one.get(W + "name")): one for one in found(part(docx, "word/fontTable.xml"), "w:font")}
    assert "FangSong" in values(fonts["仿宋_GB2312"], "w:altName")[0]
    assert set(fonts) == {"Times New Roman", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体", "方正小标宋简体"}


def test_page_numbers(docx: bytes) -> None:
    """— 1 — at the outer side; along the left side of landscape pages."""
    assert found(part(docx, "word/settings.xml"), "w:evenAndOddHeaders")
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        rels = etree.fromstring(package.read("word/_rels/document.xml.rels"))
        targets = {str(one.get("Id")): f"word/{one.get('Target')}" for one in rels}
    relation = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    upright, sideways = found(part(docx, "word/document.xml"), ".//w:sectPr")

    def pieces(section: etree._Element, kind: str) -> dict[str, etree._Element]:
        return {
            str(one.get(W + "type")): part(docx, targets[str(one.get(relation))])
            for one in found(section, f"w:{kind}Reference")
        }

    feet = pieces(upright, "footer")
    assert {name: values(foot, ".//w:jc") for name, foot in feet.items()} == {
        "default": ["right"],
        "even": ["left"],
    }
    assert all(texts(foot) == ["— 1 —"] for foot in feet.values())
    assert values(feet["default"], ".//w:ind", "rightChars") == ["100"]
    heads = pieces(sideways, "header")
    assert all(values(head, ".//w:textDirection") == ["tbRl"] for head in heads.values())
    tops = {name: int(values(head, ".//w:tblpPr", "tblpY")[0]) for name, head in heads.items()}
    assert tops["even"] < g.PAPER_WIDTH / 2 < tops["default"]
    assert all(texts(foot) == [""] for foot in pieces(sideways, "footer").values())


def test_tables(docx: bytes) -> None:
    tables = found(part(docx, "word/document.xml"), ".//w:tbl")
    assert len(tables) == 2
    for table, width in zip(tables, (g.TEXT_WIDTH, g.LANDSCAPE_WIDTH), strict=True):
        assert sum(map(int, values(table, "w:tblGrid/w:gridCol", "w"))) == width
        assert values(table, "w:tblPr/w:tblLayout", "type") == ["fixed"]
        rows = found(table, "w:tr")
        assert found(rows[0], "w:trPr/w:tblHeader")
        assert all(found(row, "w:trPr/w:cantSplit") for row in rows)
        columns = len(found(table, "w:tblGrid/w:gridCol"))
        for row in rows:
            spans = values(row, "w:tc/w:tcPr/w:gridSpan")
            assert len(found(row, "w:tc")) + sum(int(span) - 1 for span in spans) == columns


def test_equal_neighbours_are_merged() -> None:
    table = Table(
        (Column("类别", 1), Column("指标", 3)),
        (Row(("民生", "a")), Row(("民生", "b")), Row(("", "c")), Row(("", "d"))),
        merged=1,
    )
    root = part(to_docx(Outline("t", "zh", (table,))), "word/document.xml")
    merges = [one.get(W + "val") for one in found(root, ".//w:vMerge")]
    assert merges == ["restart", None, "restart", "restart"]


def test_properties_tell_nothing_of_this_machine(docx: bytes) -> None:
    core = part(docx, "docProps/core.xml")
    said = {etree.QName(one).localname: one.text for one in core}
    assert said == {
        "title": "河湾市智慧城市建设行动计划（2026-2030年）",
        "creator": "河湾市人民政府",
        "language": "zh-CN",
    }
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        everything = b"".join(package.read(name) for name in package.namelist())
        assert {entry.date_time[0] for entry in package.infolist()} == {1980}
        names = package.namelist()
    assert not [name for name in names if "customXml" in name or "thumbnail" in name or "app.xml" in name]
    for foreign in ("python-docx", "Microsoft Macintosh", f"{getpass.getuser()}@", str(Path.home())):
        assert foreign.encode() not in everything


def test_the_same_plan_makes_the_same_bytes(docx: bytes) -> None:
    assert to_docx(plan_text(placed(*elements()))) == docx


def test_hostile_text_cannot_break_the_file() -> None:
    hostile = "\x00\x1b\ud800<w:p>&amp;]]>\u202e{{ x }}{% y %}＝1"
    plan = placed(
        PlanHead(id="p", title=f"题{hostile}", issuing_body=hostile),
        Section(
            id="s",
            title=hostile,
            text=f"{hostile}\n| {hostile} | b |\n|--|--|\n| {hostile} | c |\n- {hostile}",
        ),
    )
    document = part(to_docx(plan_text(plan)), "word/document.xml")
    shown = "".join(texts(document))
    assert shown.count("<w:p>&amp;]]>{{ x }}{% y %}＝1") == 7
    assert "\ud800" not in shown


def test_pages_turn_without_empty_ones() -> None:
    """The last paragraph of a section carries its properties; a page of the same kind is asked for once."""
    table = Table((Column("a", 1),), (Row(("1",)),))
    outline = Outline(
        "t",
        "zh",
        (
            Title(("t",)), NewPage(), Heading(1, "a"), NewPage(landscape=True), table,
            NewPage(), Heading(1, "b"), Box("专栏", (Paragraph(plain("x")), table)),
        ),
    )  # fmt: skip
    body = found(part(to_docx(outline), "word/document.xml"), "w:body")[0]
    assert values(body, ".//w:pgSz", "orient") == ["None", "landscape", "None"]
    assert len(found(body, ".//w:pageBreakBefore")) == 1
    for paragraph in found(body, ".//w:p"):
        if found(paragraph, "w:pPr/w:sectPr"):
            following = paragraph.getnext()
            assert following is not None
            assert not found(following, "w:pPr/w:pageBreakBefore")
    cells = found(body, ".//w:tc")
    assert all(cell[-1].tag == f"{W}p" for cell in cells), "Word refuses a cell that ends with a table"


def test_a_thousand_rows_take_less_than_two_seconds() -> None:
    columns = tuple(Column(f"列{number}", 1) for number in range(8))
    table = Table(columns, tuple(Row(tuple(f"第{row}行第{at}格" for at in range(8))) for row in range(1000)))
    started = time.process_time()
    data = to_docx(Outline("t", "zh", (table,)))
    assert time.process_time() - started < 2
    assert len(found(part(data, "word/document.xml"), ".//w:tr")) == 1001


def test_a_file_that_cannot_be_written_is_a_problem(plan: Plan, tmp_path: Path) -> None:
    with pytest.raises(Problem):
        atomic_write(tmp_path / "no such folder" / "plan.docx", to_docx(plan_text(plan)))


SENTENCE = "版" * 26 + "心" * 28 * 65


def test_the_text_of_a_long_paragraph() -> None:
    """What the readers' test sets in pages of 22 lines of 28 characters."""
    body = found(part(to_docx(long_paragraph()), "word/document.xml"), "w:body")[0]
    assert texts(body) == ["测试", "一、章", SENTENCE]


def long_paragraph() -> Outline:
    plan = placed(PlanHead(id="p", title="测试"), Section(id="s", kind="other", title="章", text=SENTENCE))
    return plan_text(plan)


def test_a_text_that_just_fills_its_line_is_kept_on_it() -> None:
    """LibreOffice sets room beside its numbers; told not to, it lets the last sign hang out of the line."""
    date = "2026年7月15日前："
    just, less, more = (Paragraph((Run(f"{date}{'字' * count}。"),)) for count in (16, 13, 20))
    document = part(to_docx(Outline("t", "zh", (just, less, more))), "word/document.xml")
    kept = [values(one, "w:pPr/w:overflowPunct") for one in found(document, "w:body/w:p")]
    assert kept == [["0"], [], []]
    item = Point("——", (Run(f"{date}{'字' * 12}。"),), depth=1)
    document = part(to_docx(Outline("t", "zh", (item,))), "word/document.xml")
    assert values(document, ".//w:overflowPunct") == ["0"], "its indent counts"
