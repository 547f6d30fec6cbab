"""Every block in a Word file: heads, marks, captions, contents, footnotes, in the order that Word wants."""

from __future__ import annotations

import io

import docx
from lxml import etree

from tests.documents.test_docx import W, found, part, texts, values
from workbench.documents.docx import to_docx
from workbench.documents.outline import (
    AnnexMark,
    AnnexTitle,
    AttachmentNote,
    Block,
    Box,
    Closing,
    Column,
    Contents,
    Cover,
    Field,
    Fields,
    Figure,
    Heading,
    Imprint,
    Letterhead,
    NewPage,
    Outline,
    Paragraph,
    Party,
    Recipients,
    Remark,
    Row,
    Run,
    Signatures,
    Table,
    Title,
    plain,
)

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 60" width="120mm" height="60mm">'
    '<rect x="5" y="5" width="60" height="20" fill="#369"/><text x="10" y="45">投资</text></svg>'
)
TABLE = Table(
    (Column("序号", 9, "center"), Column("指标", 40), Column("状态", 20, "center", field="status")),
    (Row(("一、组",), "group"), Row(("1", "互通率", "在建"), mark="i1"), Row(("2", "共享", ""), mark="i2")),
    "主要指标",
    ("注：甲。",),
    number=1,
)
BLOCKS: tuple[Block, ...] = (
    Cover(("行动计划", "（2026—2030年）"), ("（送审稿）",), "河湾市人民政府", "2026年3月"),
    Contents("目　录", 2),
    Letterhead(
        "河湾市人民政府文件", "河府〔2026〕5号", "document", "000001", "机密★1年", "特急", ("张三", "李四")
    ),
    Title(("关于印发行动计划的通知",)),
    Recipients("各区人民政府："),
    Paragraph((Run("数据要素", note="指参与生产的数据。"), Run("价值释放。", "strong", "又注。"))),
    Heading(1, "总体要求", "一、"),
    Paragraph(plain("一段正文。")),
    Heading(2, "指导思想", "（一）"),
    AttachmentNote("附件", ("任务分解表", "指标表")),
    Closing(("河湾市人民政府",), "2026年3月9日"),
    Remark("（此件公开发布）"),
    NewPage(landscape=True),
    AnnexMark("附表1"),
    AnnexTitle(("主要指标表",)),
    Fields(((Field("填报单位", "市数据局"), Field("负责人"), Field("日期")), (Field("单位", "万元"),))),
    TABLE,
    NewPage(landscape=True),
    TABLE._replace(caption="", number=0),
    NewPage(),
    Figure(SVG, 120, 60, "投资构成", "投资“说明”", 1),
    Box("专栏1", (Paragraph(plain("框内。")), Figure(SVG, 120, 60, "又一图", "说明", 2))),
    Signatures((Party("甲方：", (Field("签字"), Field("日期"))), Party("乙方：", (Field("签字"),)))),
    Imprint("抄送：市委各部委。", "办公室", "2026年3月10日印发"),
)
WHOLE = Outline("通知", "zh", BLOCKS, "河湾市人民政府", "workbench:1:x")
LETTER = Outline(
    "函",
    "zh",
    (
        Letterhead("河湾市人民政府办公室", "河府办函〔2026〕5号", "letter"),
        Title(("关于商请提供数据的函",)),
        Paragraph(plain("正文。")),
        Closing(("河湾市人民政府办公室",), "2026年3月9日", sealed=False),
    ),
)

#: The order of children in the schema of Office Open XML, as far as these files use them.
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl pBdr tabs kinsoku overflowPunct "
    "autoSpaceDE autoSpaceDN snapToGrid spacing ind jc textDirection outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b bCs i noProof snapToGrid vanish color spacing sz szCs u vertAlign lang",
    "tcPr": "tcW gridSpan vMerge tcBorders shd tcMar textDirection vAlign",
    "tblPr": "tblStyle tblpPr tblOverlap tblW jc tblInd tblBorders tblLayout tblCellMar",
    "trPr": "cantSplit trHeight tblHeader",
    "sectPr": "headerReference footerReference footnotePr type pgSz pgMar pgNumType cols titlePg docGrid",
    "settings": "zoom bordersDoNotSurroundHeader bordersDoNotSurroundFooter defaultTabStop evenAndOddHeaders "
    "characterSpacingControl footnotePr compat themeFontLang decimalSymbol listSeparator",
}


def out_of_order(root: etree._Element) -> list[str]:
    wrong = []
    for name, order in ORDER.items():
        known = order.split()
        for one in root.iter(W + name):
            # Heads and feet come in any order, before all else.
            names = [etree.QName(child).localname for child in one]
            children = ["headerReference" if child == "footerReference" else child for child in names]
            places = [known.index(child) if child in known else -1 for child in children]
            if -1 in places or places != sorted(places):
                wrong.append(f"{name}: {children}")
    return wrong


def test_properties_stand_in_the_order_of_the_schema() -> None:
    for data in (to_docx(WHOLE), to_docx(LETTER)):
        package = docx.Document(io.BytesIO(data)).part.package
        names = [str(one.partname).lstrip("/") for one in package.iter_parts()]
        for name in names:
            if name.endswith(".xml"):
                assert not out_of_order(part(data, name)), name


def test_sections_count_their_own_pages() -> None:
    """None on the cover, from I in the contents, from 1 after them, whichever way the pages lie."""
    sections = found(part(to_docx(WHOLE), "word/document.xml"), ".//w:sectPr")
    counts = [
        [(one.get(W + "fmt"), one.get(W + "start")) for one in found(section, "w:pgNumType")]
        for section in sections
    ]
    assert counts == [[], [("upperRoman", "1")], [(None, "1")], [], []]
    assert [values(section, "w:type") for section in sections] == [[], ["oddPage"], ["oddPage"], [], []]


def test_the_imprint_stands_at_the_foot_of_an_even_page() -> None:
    """On a page of its own where the text ends on an odd one; without a number after an empty page."""
    imprint = Imprint("抄送：市委各部委。", "办公室", "2026年3月10日印发")
    for lines, begun, numbers in (
        (3, [[], ["evenPage"]], "1"),
        (30, [[]], "1"),
        (44, [[], ["evenPage"]], ""),
    ):
        data = to_docx(
            Outline("通知", "zh", (Paragraph(plain("版" * 26 + "心" * 28 * (lines - 1))), imprint))
        )
        document = part(data, "word/document.xml")
        assert [values(section, "w:type") for section in found(document, ".//w:sectPr")] == begun
        # At the margin, LibreOffice would set it too low on a page of its own.
        assert [box.get("relativeFrom") for box in document.iter("{*}positionV")] == ["page"]
        feet = docx.Document(io.BytesIO(data)).sections[-1].even_page_footer.paragraphs
        assert "".join(foot.text for foot in feet).strip("— ") == numbers


def test_the_lines_of_parties_stand_in_rows() -> None:
    """Names that run on leave what is signed beside each other; a party with fewer lines has empty cells."""
    lines = (Field("签字"), Field("日期"))
    parties = (Party("甲方", lines), Party("乙方", lines[:1]), Party("丙方", lines[1:]))
    document = part(to_docx(Outline("书", "zh", (Signatures(parties),))), "word/document.xml")
    rows = [
        ["".join(t.text or "" for t in found(cell, ".//w:t")) for cell in found(row, "w:tc")]
        for row in found(document, ".//w:tr")
    ]
    assert rows == [["甲方", "乙方"], ["签字：", "签字："], ["日期：", ""], ["丙方", ""], ["日期：", ""]]


def test_captions_are_counted_by_word() -> None:
    document = part(to_docx(WHOLE), "word/document.xml")
    fields = [one.text for one in found(document, ".//w:instrText") if "SEQ" in (one.text or "")]
    assert fields == [r" SEQ 表 \* ARABIC ", r" SEQ 图 \* ARABIC ", r" SEQ 图 \* ARABIC "]
    shown = texts(document)
    assert {"表1\u3000主要指标", "图1\u3000投资构成", "图2\u3000又一图"} <= set(shown)


def test_marks_are_hidden_and_stand_where_they_are_looked_for() -> None:
    document = part(to_docx(WHOLE), "word/document.xml")
    hidden = [run for run in found(document, ".//w:r") if found(run, "w:rPr/w:vanish")]
    told = ["".join(one.text or "" for one in found(run, "w:t")) for run in hidden if found(run, "w:t")]
    assert told == ["⟦workbench:1:x⟧", *["⟦workbench:1:x⟧", "⟦status⟧", "⟦i1⟧", "⟦i2⟧"] * 2]
    rows = [
        row for row in found(document, ".//w:tr") if "⟦i2⟧" in str(etree.tostring(row, encoding="unicode"))
    ]
    assert all("⟦i2⟧" in str(etree.tostring(found(row, "w:tc")[0], encoding="unicode")) for row in rows)
    assert set(values(document, ".//w:vanish/../w:rStyle")) == {"RowMark"}


def test_contents_are_there_and_lead_to_the_headings() -> None:
    document = part(to_docx(WHOLE), "word/document.xml")
    anchors = values(document, ".//w:hyperlink", "anchor")
    assert anchors == values(document, ".//w:bookmarkStart", "name")
    lines = [
        "".join(text.text or "" for text in one.iter(W + "t", W + "instrText"))
        for one in found(document, ".//w:p")
        if values(one, "w:pPr/w:pStyle")[0].startswith("TOC")
    ]
    assert len(lines) == 3
    assert lines[2].startswith(r' TOC \o "1-2"') is False
    assert lines[0].endswith("1")
    assert "附表1\u3000主要指标表" in lines[2]
    kinds = values(document, ".//w:fldChar", "fldCharType")
    listed = [one.text for one in found(document, ".//w:instrText") if (one.text or "").startswith(" TC ")]
    assert listed == [' TC "附表1\u3000主要指标表" '], "renewed contents name the annex as these do"
    assert kinds.count("begin") == kinds.count("separate") + len(listed) == kinds.count("end")
    titles = [one for one in found(document, ".//w:p") if values(one, "w:pPr/w:pStyle") == ["AnnexTitle"]]
    assert [values(one, "w:pPr/w:outlineLvl") for one in titles] == [["2"]]
    last = [
        one for one in found(document, ".//w:p") if values(one, ".//w:pgNumType", "fmt") == ["upperRoman"]
    ]
    assert not found(last[0], ".//w:fldChar"), (
        "LibreOffice numbers no page whose contents end with the section"
    )
    assert not found(part(to_docx(WHOLE), "word/settings.xml"), "w:updateFields")


def test_footnotes() -> None:
    data = to_docx(WHOLE)
    assert values(part(data, "word/document.xml"), ".//w:footnoteReference", "id") == ["1", "2"]
    assert [text.strip() for text in texts(part(data, "word/footnotes.xml"))] == [
        "", "", "指参与生产的数据。", "又注。",
    ]  # fmt: skip


def test_drawings_say_what_they_show() -> None:
    data = to_docx(WHOLE)
    document = part(data, "word/document.xml")
    pictures = [one for one in document.iter("{*}docPr") if str(one.get("name")).startswith("Figure")]
    assert [one.get("descr") for one in pictures] == ["投资“说明”", "说明"]
    package = docx.Document(io.BytesIO(data))
    kinds = [one.content_type for one in package.part.package.iter_parts() if "media" in str(one.partname)]
    assert sorted(kinds) == ["image/png", "image/png", "image/svg+xml", "image/svg+xml"]


def test_a_table_without_caption_begins_the_page_asked_for() -> None:
    outline = Outline("t", "zh", (Title(("t",)), NewPage(), TABLE._replace(caption="", number=0)))
    body = found(part(to_docx(outline), "word/document.xml"), "w:body")[0]
    breaking = found(body, "w:p/w:pPr/w:pageBreakBefore")[0].getparent()
    assert breaking is not None
    paragraph = breaking.getparent()
    assert paragraph is not None
    following = paragraph.getnext()
    assert following is not None
    assert following.tag == f"{W}tbl"
