"""A closing has text before it on its page: lines are drawn together, else text moves along."""

from __future__ import annotations

import pytest

from tests.documents.test_docx import found, part, texts, values
from tests.documents.test_pdf import Read
from workbench.documents import gbt9704 as g
from workbench.documents.closing import drawn, kept
from workbench.documents.docx import to_docx
from workbench.documents.outline import (
    AttachmentNote,
    Block,
    Closing,
    Column,
    Field,
    Heading,
    Letterhead,
    NewPage,
    Outline,
    Paragraph,
    Party,
    Recipients,
    Remark,
    Row,
    Signatures,
    Table,
    Title,
    plain,
)
from workbench.documents.pdf import to_pdf


def notice(lines: int) -> tuple[Block, ...]:
    """A document of one page whose body takes so many lines."""
    return (
        Letterhead("河湾市人民政府文件", "河府〔2026〕5号"),
        Title(("关于印发行动计划的通知",)),
        Recipients("各区人民政府："),
        Paragraph(plain("版" * 26 + "心" * 28 * (lines - 1))),
        Closing(("河湾市人民政府",), "2026年3月9日"),
        Remark("（此件公开发布）"),
        NewPage(),
        Heading(1, "附文", "一、"),
    )


@pytest.mark.parametrize("lines", [3, 5, 6, 7, 8, 9, 12])
def test_the_closing_stays_with_the_text(lines: int) -> None:
    """On the first page where lines drawn together make room, else with text on the second."""
    pages = Read(to_pdf(Outline("通知", "zh", notice(lines)))).pages
    page = next(page for page in pages if "2026年3月" in page)
    assert "心" in page
    assert "此件公开发布" in page
    assert "版" in pages[0], "the first page shows some of the text"


def test_lines_are_drawn_together_only_where_they_must_be() -> None:
    assert drawn(notice(2)) == ()
    (tight,) = drawn(notice(6))
    assert tight.above == 1
    assert 19 <= tight.line / 20 < g.LINE / 20
    document = part(to_docx(Outline("通知", "zh", notice(6))), "word/document.xml")
    lines = {}
    for paragraph, text in zip(found(document, ".//w:p"), texts(document), strict=True):
        lines[text[:4]] = values(paragraph, "w:pPr/w:spacing", "line")
    assert lines["版版版版"] == lines["2026"] == lines["各区人民"] == [str(tight.line)]
    assert lines["一、附文"] == [], "what follows the closing keeps its lines"


def test_text_moves_along_with_its_closing() -> None:
    blocks = (
        Paragraph(plain("一")),
        Paragraph(plain("二")),
        AttachmentNote("附件", ("甲", "乙")),
        Closing(("市政府",), "2026年3月9日"),
    )
    assert kept(blocks) == {1, 2}
    assert kept(blocks[1:]) == {1}, "the only paragraph stays on the first page"
    document = part(to_docx(Outline("通知", "zh", blocks)), "word/document.xml")
    held = [bool(found(one, "w:pPr/w:keepNext")) for one in found(document, ".//w:p")]
    assert held == [False, True, True, True, True, False]


def rows(count: int) -> Table:
    return Table((Column("项", 1),), tuple(Row((f"第{place:02}项",)) for place in range(1, count + 1)))


@pytest.mark.parametrize("count", range(24, 29))
def test_a_row_of_the_table_above_moves_along_with_its_closing(count: int) -> None:
    blocks = (Title(("自评",)), rows(count), Closing(("市数据局",), "2026年3月9日", sealed=False))
    assert kept(blocks) == {1}
    pages = Read(to_pdf(Outline("自评", "zh", blocks))).pages
    page = next(page for page in pages if "2026年3月" in page)
    assert f"第{count}项" in page
    assert "市数据局" in page
    document = part(to_docx(Outline("自评", "zh", blocks)), "word/document.xml")
    held = [bool(found(one, "w:pPr/w:keepNext")) for one in found(document, ".//w:p")]
    assert held[-5:] == [False, True, True, True, False], (
        "row, last row, what stands below a table, name, day"
    )


@pytest.mark.parametrize("lines", range(14, 20))
def test_signatures_have_text_before_them(lines: int) -> None:
    signing = (Field("负责人（签字）", ""), Field("日期", ""))
    blocks = (
        Title(("责任书",)),
        Paragraph(plain("版" * 28 * lines)),
        Paragraph(plain("一式两份")),
        Signatures((Party("甲方", signing), Party("乙方", signing))),
    )
    pages = Read(to_pdf(Outline("责任书", "zh", blocks))).pages
    assert "一式两份" in next(page for page in pages if "甲方" in page)
    document = part(to_docx(Outline("责任书", "zh", blocks)), "word/document.xml")
    held = [bool(found(one, "w:pPr/w:keepNext")) for one in found(document, ".//w:p")]
    assert held[:4] == [False, False, True, True], "the last paragraph, and the gap above the signatures"


def test_the_mark_of_a_letter_stands_in_the_text() -> None:
    """Where it is found, copied and read aloud; the heads of the pages are empty."""
    letter = Letterhead("河湾市人民政府办公室", "河府办函〔2026〕5号", "letter", secrecy="机密★1年")
    data = to_docx(Outline("函", "zh", (letter, Title(("关于商请提供数据的函",)))))
    document = part(data, "word/document.xml")
    assert "河湾市人民政府办公室" in "".join(texts(document))
    first = texts(document)[0]
    assert first.endswith("机密★1年河府办函〔2026〕5号"), "the number stands beside what is at the left"
    assert not any("".join(texts(part(data, f"word/header{number}.xml"))) for number in (1, 2, 3))


@pytest.mark.parametrize("name", ["广东省人民政府办公厅", "General Office of Hewan"])
@pytest.mark.parametrize("form", ["document", "letter"])
def test_the_name_of_the_issuer_keeps_to_its_line(form: str, name: str) -> None:
    """In whatever language the document is written."""
    head = Letterhead(name, "粤办函〔2026〕5号", "letter" if form == "letter" else "document")
    for language in ("zh", "en"):
        page = Read(to_pdf(Outline("通知", language, (head, Title(("通知",)))))).pages[0]
        assert name in page.splitlines(), page
