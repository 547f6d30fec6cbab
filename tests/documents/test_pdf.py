"""The PDF file: the layout of GB/T 9704, read back; every block, every sign, nothing of this machine."""

from __future__ import annotations

import itertools
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from workbench.documents import pdf_fonts
from workbench.documents.font_file import characters
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
    Point,
    Recipients,
    Remark,
    Row,
    Run,
    Signatures,
    Subtitle,
    Table,
    Title,
    plain,
)
from workbench.documents.pdf import fonts_used, missing_glyphs, to_pdf
from workbench.errors import Problem

MM = 72 / 25.4
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="100mm" height="40mm" viewBox="0 0 100 40">'
    '<rect width="100" height="40" fill="#dde"/><text x="5" y="20" font-size="6">图中文字</text></svg>'
)
TABLE = Table(
    (Column("类别", 1), Column("指标", 2), Column("数值", 1, "right")),
    (
        Row(("甲组",), "group"),
        Row(("民生", "覆盖率", "95")),
        Row(("民生", "办理率", "96")),
        Row(("合计", "191"), "total"),
    ),
    caption="主要指标",
    notes=("注：示例数据。",),
    merged=1,
    number=1,
)


class Read:
    """A PDF file read back."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        with pypdfium2.PdfDocument(data) as document:
            self.sizes = [document.get_page_size(page) for page in range(len(document))]
            self.labels = [document.get_page_label(page) for page in range(len(document))]
            self.bookmarks = [
                (one.level, one.get_title(), one.get_dest().get_index()) for one in document.get_toc()
            ]
            self.properties = {k: v for k, v in document.get_metadata_dict().items() if v}
            self.pages: list[str] = []
            self.places: list[list[tuple[str, float, float]]] = []
            for page in document:
                text = page.get_textpage()
                self.pages.append(text.get_text_range().replace("\r\n", "\n"))
                letters = []
                for number in range(text.count_chars()):
                    left, bottom, _, _ = text.get_charbox(number, loose=True)
                    letters.append((text.get_text_range(number, 1), left, page.get_height() - bottom))
                self.places.append(letters)

    @property
    def text(self) -> str:
        """Everything without the breaks of lines and pages."""
        return re.sub(r"\s", "", "".join(self.pages))

    def place(self, page: int, text: str) -> tuple[float, float]:
        """Left edge and base of the first sign of a text, in points from the upper left corner."""
        letters = self.places[page]
        whole = "".join(letter for letter, _, _ in letters)
        at = whole.index(text)
        return letters[at][1:]


def read(*blocks: Block, language: str = "zh", **more: Any) -> Read:
    return Read(to_pdf(Outline("题目", language, blocks, **more)))


def test_a_page_has_22_lines_of_28_characters() -> None:
    """A4 with margins of 37, 35, 28 and 26 mm."""
    whole = read(Paragraph(plain("版" * 26 + "心" * 28 * 43)))
    assert len(whole.pages) == 2
    assert whole.sizes[0] == pytest.approx((210 * MM, 297 * MM), abs=0.5)
    lines = whole.pages[0].split("\n")
    assert [len(line) for line in lines[:-1]] == [26] + [28] * 21
    assert lines[-1] == "— 1 —"
    ys = sorted({round(y, 1) for letter, _, y in whole.places[0] if letter in "版心"})
    pitches = [after - before for before, after in itertools.pairwise(ys)]
    assert pitches == pytest.approx([28.95] * 21, abs=0.2)
    xs = [x for letter, x, _ in whole.places[0] if letter in "版心"]
    assert min(xs) == pytest.approx(28 * MM, abs=0.5)
    assert max(xs) + 16 == pytest.approx(184 * MM, abs=1.5)
    assert whole.place(0, "版")[0] == pytest.approx(28 * MM + 2 * 15.75, abs=0.5)


def test_page_numbers_stand_at_the_outer_side() -> None:
    """Right on odd pages, left on even ones, along the left side of landscape ones; Roman for contents."""
    whole = read(
        Cover(("题目",), ("（草案）",), "某市人民政府", "2026年1月"),
        Contents("目录"),
        Heading(1, "甲", "一、"),
        NewPage(),
        Heading(1, "乙", "二、"),
        NewPage(landscape=True),
        Heading(1, "丙", "三、"),
        NewPage(landscape=True),
        Heading(1, "丁", "四、"),
    )
    assert whole.labels[1:] == ["I", "1", "2", "3", "4"]
    assert "—" not in whole.pages[0]
    assert "— I —" in whole.pages[1]
    for page, number in ((2, 1), (3, 2)):
        x, y = whole.place(page, "—")
        assert y == pytest.approx((297 - 25.5) * MM, abs=6)
        assert f"— {number} —" in whole.pages[page]
        assert (x > 150 * MM) == (number == 1)
    assert whole.sizes[4] == pytest.approx((297 * MM, 210 * MM), abs=0.5)
    for page, number in ((4, 3), (5, 4)):
        x, y = whole.place(page, "—")
        assert x == pytest.approx(25.5 * MM, abs=6)
        assert (y > 105 * MM) == (number == 3)


def test_bookmarks_and_contents() -> None:
    whole = read(
        Contents("目　录", depth=2),
        Title(("题目",)),
        Heading(1, "总体要求", "一、"),
        Heading(2, "指导思想", "（一）"),
        Heading(4, "更深一级", "（1）"),
        NewPage(landscape=True),
        AnnexMark("附表1"),
        AnnexTitle(("重点项目", "汇总表")),
        TABLE,
    )
    assert [(level, page) for level, _, page in whole.bookmarks] == [(0, 1), (1, 1), (2, 1), (0, 2)]
    assert [title for _, title, _ in whole.bookmarks[:3]] == [
        "一、总体要求",
        "（一）指导思想",
        "（1）更深一级",
    ]
    contents = [re.sub(r"\.{3,}", "…", re.sub(r"\s", "", line)) for line in whole.pages[0].split("\n")]
    assert contents[:4] == ["目录", "一、总体要求…1", "（一）指导思想…1", "附表1重点项目汇总表…2"]


def test_a_heading_stays_with_its_text() -> None:
    for lines in range(18, 23):
        whole = read(
            Paragraph(plain("文" * 28 * lines)), Heading(1, "标题", "一、"), Paragraph(plain("正文" * 40))
        )
        page = next(at for at, text in enumerate(whole.pages) if "标题" in text)
        assert "正文正文" in whole.pages[page]


def test_tables_repeat_their_header_and_do_not_split_rows() -> None:
    rows = tuple(Row((str(number // 40), f"第{number}行" + "长" * 30, "值")) for number in range(120))
    whole = read(Table((Column("类", 1), Column("内容", 4), Column("数值", 1)), rows, merged=1))
    assert len(whole.pages) > 3
    for page in whole.pages:
        assert "内容" in page
        for number in re.findall(r"第(\d+)行", page):
            assert page.count(f"第{number}行") == 1
        # As many rows begin on a page as end there.
        assert page.count("第") * 30 == page.count("长")


def test_a_row_higher_than_a_page_is_parted() -> None:
    whole = read(Table((Column("a", 1), Column("b", 9)), (Row(("字" * 3000, "x")), Row(("次行", "y")))))
    assert len(whole.pages) > 1
    assert whole.text.count("字") == 3000
    assert "次行" in whole.text


def test_rows_are_8_mm_high_at_least_however_full_their_cells() -> None:
    full = tuple(Row((f"{number}写满一整行", "满" * 26)) for number in range(1, 4))
    rows = (*full, Row(("4", "")), Row(("5", "首行\n次行")))
    one, two = (read(Table((Column(head, 1), Column("建设内容", 3)), rows)) for head in ("项目", "项\n目"))
    ys = [one.place(0, str(number))[1] for number in range(1, 6)]
    pitches = [after - before for before, after in itertools.pairwise(ys)]
    of_two_lines = 2 * 17 + 3.3
    assert pitches == pytest.approx([8 * MM] * 3 + [(8 * MM + of_two_lines) / 2], abs=0.1)
    assert two.place(0, "1")[1] - ys[0] == pytest.approx(of_two_lines - 8 * MM, abs=0.1), "the header too"


def test_figures_are_of_one_width_and_letters_stand_as_word_sets_them() -> None:
    """No pair of signs is drawn together."""
    whole = read(
        Table((Column("数值", 1, "right"),), (Row(("1111甲",)), Row(("8888乙",)))),
        Paragraph(plain("Taboo Voyage丙")),
    )
    ones, eights = (whole.place(0, text)[0] for text in ("1111", "8888"))
    assert ones == pytest.approx(eights, abs=0.01)
    letters = {letter: at for letter, at, _ in whole.places[0]}
    # T, a, V, o in Times New Roman and every typeface made to its measure; each letter stands 0.25 pt closer.
    assert letters["b"] - letters["T"] == pytest.approx(16 * (0.611 + 0.444) - 0.5, abs=0.05)
    assert letters["y"] - letters["V"] == pytest.approx(16 * (0.722 + 0.5) - 0.5, abs=0.05)


def test_a_table_in_a_box_leaves_room_beside_it_as_in_word_files() -> None:
    table = Table((Column("左", 1, "left"), Column("右", 1, "left")), (Row(("甲", "乙")),))
    whole = read(Box("专栏", (Paragraph(plain("前文")), table, Paragraph(plain("后文")))))
    side = 57 / 20
    assert whole.place(0, "甲")[0] == pytest.approx(28 * MM + 3 * side, abs=0.1)
    assert whole.place(0, "乙")[0] == pytest.approx((28 + 156 / 2) * MM + side, abs=0.2)
    table_bottom = whole.place(0, "甲")[1] + 15
    assert whole.place(0, "后")[1] - table_bottom > 9, "and room below it"


def test_notes_stay_with_the_last_row() -> None:
    for count in range(22, 30):
        rows = tuple(Row((f"行{number}号", "值")) for number in range(count))
        whole = read(Table((Column("a", 1), Column("b", 1)), rows, notes=("注：说明。",)))
        page = next(text for text in whole.pages if "说明" in text)
        assert f"行{count - 1}号" in "".join(page.split())


@pytest.mark.parametrize("notes", [(), ("注：说明。",)])
def test_the_last_rows_of_a_group_and_of_a_merged_cell_stay_together(notes: tuple[str, ...]) -> None:
    columns = (Column("类", 1), Column("项", 1))
    for count in range(20, 28):
        rows = [Row((f"行{number}号", "值")) for number in range(count)]
        grouped = (*rows, Row(("末组",), "group"), Row(("末行", "值")))
        pages = read(Table(columns, grouped, notes=notes)).pages
        assert "末行" in next(page for page in pages if "末组" in page)
        merged = (*rows, Row(("末类", "其一")), Row(("末类", "其二")))
        pages = read(Table(columns, merged, merged=1, notes=notes)).pages
        assert not notes or "其二" in next(page for page in pages if "说明" in page)


def test_long_words_do_not_leave_their_cell() -> None:
    address = "https://example.org/plans/2026/" + "a" * 60
    table = Table((Column("一", 1), Column("二", 1), Column("三", 1)), (Row(("x", address, "右")),))
    whole = read(table, Paragraph(plain(address * 3)))
    assert address in whole.text
    # In the middle one of three columns of 52 mm.
    letters = whole.places[0]
    start = "".join(letter for letter, _, _ in letters).index("https")
    lefts = [x for letter, x, _ in letters[start : start + len(address)] if letter.isalnum()]
    assert min(lefts) > (28 + 52) * MM
    assert max(lefts) < (28 + 103) * MM


def test_merged_cells_groups_and_totals() -> None:
    whole = read(TABLE)
    assert whole.text.count("民生") == 1
    for text in ("表1", "主要指标", "甲组", "覆盖率", "合计", "191", "注：示例数据。"):
        assert text in whole.text


def test_a_merged_cell_is_told_on_every_page_that_it_reaches() -> None:
    """In the middle of its rows there; no page ends elsewhere for it."""
    rows = tuple(Row(("行政" if place < 60 else "民生", f"指标{place}")) for place in range(62))
    columns = (Column("类别", 20), Column("指标", 60))
    whole = read(Table(columns, rows, merged=1))
    assert len(whole.pages) > 2
    for number, page in enumerate(whole.pages):
        assert page.count("行政") == 1, page
        first, *_, last = re.findall(r"指标\d+", page.partition("民生")[0])
        middle = (whole.place(number, first)[1] + whole.place(number, last)[1]) / 2
        if number:
            assert whole.place(number, "行政")[1] == pytest.approx(middle, abs=25)
    apart = tuple(Row((f"{place}类", row.cells[1])) for place, row in enumerate(rows))
    assert len(whole.pages) == len(read(Table(columns, apart, merged=1)).pages)


def test_every_block() -> None:
    blocks: tuple[Block, ...] = (
        Letterhead(
            "某市人民政府文件", "某府〔2026〕1号", "document", "000001", "机密★1年", "特急", ("张三",)
        ),
        Title(("关于印发", "规划的通知")),
        Subtitle("（征求意见稿）"),
        Recipients("各区人民政府："),
        Paragraph((Run("正文", note="脚注文字"), Run("着重", "strong"), Run("（牵头单位：甲）", "aside"))),
        Point("——", plain("要点"), 1),
        Box("专栏1", (Paragraph(plain("盒中")), Point("1．", plain("盒点")), TABLE, Figure(SVG, 100, 40))),
        Figure(SVG, 100, 40, "投资", "逐年投资", 1),
        AttachmentNote("附件", ("规划", "分解表")),
        Closing(("某市人民政府",), "2026年1月15日"),
        Remark("（此件公开发布）"),
        Imprint("抄送：市委办公室。", "某市人民政府办公室", "2026年1月16日印发"),
        NewPage(),
        Letterhead("某市人民政府办公室", "某府办函〔2026〕2号", "letter"),
        Fields(((Field("填报单位", "市数据局"), Field("电话")), (Field("审核人"),))),
        Signatures(
            (Party("甲方：市政府", (Field("签字"),)), Party("乙方：数据局", (Field("日期", "三月"),)))
        ),
        Closing(("市数据局",), "2026年11月15日", sealed=False),
        Imprint("抄送：某局。", "不印", "不印"),
    )
    whole = read(*blocks)
    for text in (
        "某市人民政府文件", "某府〔2026〕1号", "000001", "机密★1年", "特急", "签发人：张三", "关于印发",
        "（征求意见稿）",
        "各区人民政府：", "脚注文字", "着重", "（牵头单位：甲）", "——要点", "专栏1", "盒中", "1．盒点",
        "图1", "投资",
        "图中文字", "附件：1.规划", "2.分解表", "2026年1月15日", "（此件公开发布）", "抄送：市委办公室。",
        "2026年1月16日印发",
        "某府办函〔2026〕2号", "填报单位：市数据局", "电话：", "甲方：市政府", "签字：", "日期：三月",
        "2026年11月15日", "抄送：某局。",
    ):  # fmt: skip
        assert text in whole.text, text
    assert "不印" not in whole.text  # a letter does not say who prints it
    assert b"pdfuaid" in whole.data
    english = Read(to_pdf(Outline("t", "en", blocks)))
    assert "Signatory:张三" in english.text
    assert "Figure1" in english.text
    assert b"pdfuaid" in english.data


def test_the_letterhead_of_a_document_and_of_a_letter() -> None:
    """The name 35 mm below the upper edge of the type area, 30 mm below that of the paper in a letter."""
    document = read(Letterhead("某市人民政府文件", "某府〔2026〕1号"), Paragraph(plain("正文")))
    _, base = document.place(0, "某市")
    assert base == pytest.approx((37 + 35) * MM + 52, abs=8)
    assert document.place(0, "某府")[1] == pytest.approx(base + 3 * 28.95, abs=8)
    letter = read(
        Letterhead("某市人民政府办公室", "某府办函〔2026〕2号", "letter"), Paragraph(plain("正文" * 700))
    )
    _, base = letter.place(0, "某市")
    assert base == pytest.approx(30 * MM + 48, abs=8)
    assert letter.place(0, "某府")[0] > 110 * MM
    assert "— 1 —" not in letter.pages[0]
    assert "— 2 —" in letter.pages[1]


def test_date_and_issuer() -> None:
    """With a seal the date ends four characters in; without one the issuer does two, the date after."""
    sealed = read(Paragraph(plain("正文")), Closing(("市政府",), "2026年1月5日"))
    right = 184 * MM - 4 * 15.75
    x, _ = sealed.place(0, "2026")
    end = sealed.place(0, "日")[0] + 15.75
    assert end == pytest.approx(right, abs=1.5)
    first, last = sealed.place(0, "市政府")[0], sealed.place(0, "府")[0] + 15.75
    assert (first + last) / 2 == pytest.approx((x + end) / 2, abs=1.5)
    unsealed = read(Paragraph(plain("正文")), Closing(("某市人民政府办公室",), "2026年1月5日", sealed=False))
    name, date = unsealed.place(0, "某市")[0], unsealed.place(0, "2026")[0]
    assert date - name == pytest.approx(2 * 15.75, abs=0.5)
    assert name + 9 * 15.75 == pytest.approx(184 * MM - 2 * 15.75, abs=1.5)


def test_the_lines_of_parties_stand_beside_each_other_below_names_that_run_on() -> None:
    lines = (Field("签字"), Field("日期", "三月"))
    whole = read(Signatures((Party("甲方（盖章）：示例市人民政府", lines), Party("乙方：局", lines))))
    letters = [(sign, base) for sign, _, base in whole.places[0]]
    for sign in "签三":
        first, second = [base for one, base in letters if one == sign]
        assert first == pytest.approx(second, abs=0.1)
    assert whole.place(0, "签")[1] == pytest.approx(whole.place(0, "甲")[1] + 28.95 * 7 / 3, abs=0.5)


def test_the_closing_never_stands_alone() -> None:
    for lines in range(15, 23):
        whole = read(
            Paragraph(plain("文" * 28 * lines)),
            Paragraph(plain("末段文字。")),
            Closing(("市政府",), "2026年1月5日"),
        )
        page = next(text for text in whole.pages if "2026年" in text)
        assert "末段" in page


@pytest.mark.parametrize(
    ("lines", "pages", "last"), [(3, 2, "— 2 —"), (30, 2, "— 2 —"), (44, 4, ""), (50, 4, "— 4 —")]
)
def test_the_imprint_stands_at_the_foot_of_an_even_page(lines: int, pages: int, last: str) -> None:
    """Below the text where that ends on one, else on the next; no number after a page without text."""
    imprint = Imprint("抄送：某局。", "办公室", "2026年1月6日印发")
    whole = read(Paragraph(plain("版" * 26 + "心" * 28 * (lines - 1))), imprint)
    assert len(whole.pages) == pages
    assert whole.place(pages - 1, "办公室")[1] == pytest.approx((297 - 35) * MM, abs=8)
    assert whole.pages[-1].endswith(last or "印发")
    assert (whole.pages[-2] == "") == (last == "")


HOSTILE = '#let x = 1 $a^2$ *b* _c_ `d` @e <f> \\ {{ g }} // h /* i */ [j] ~ -- = + - #import "@preview/k"'


def test_hostile_text_comes_out_literally() -> None:
    blocks = (
        Title((HOSTILE,)),
        Heading(1, HOSTILE, "#1 "),
        Paragraph((Run(HOSTILE, "strong", note=HOSTILE),)),
        Table((Column(HOSTILE, 1),), (Row((HOSTILE,)),), caption=HOSTILE, notes=(HOSTILE,)),
        Box(HOSTILE, (Paragraph(plain(HOSTILE)),)),
        Closing((HOSTILE,), "\x00\x1b\u202e日期"),
    )
    whole = Read(to_pdf(Outline(HOSTILE, "zh", blocks, HOSTILE)))
    wanted = re.sub(r"\s", "", HOSTILE)
    # Broken words carry a hyphen sign of the reader's own.
    assert whole.text.replace("\ufffe", "-").count(wanted) == 11
    assert whole.properties["Title"] == HOSTILE
    assert whole.properties["Author"] == HOSTILE
    assert "日期" in whole.text


def test_a_drawing_cannot_reach_out() -> None:
    reaching = SVG.replace("<rect", '<image href="file:///etc/passwd" width="9" height="9"/><rect')
    assert "图中文字" in read(Figure(reaching, 100, 40)).text
    with pytest.raises(Problem, match=r"drawing|图"):
        read(Figure("no drawing", 100, 40))


RARE = "𠮷〇〔〕㎡‰０１２％①★≥“”—…℃Ⅳ㈠"


def test_rare_characters_are_drawn_and_found() -> None:
    """A sign that the packaged fonts lack comes from whatever font has it; one that none has is told."""
    outline = Outline(
        "题", "zh", (Paragraph(plain(RARE)), Paragraph((Run(RARE, "strong"), Run(RARE, "aside"))))
    )
    text = Read(to_pdf(outline)).text
    lacking = missing_glyphs(outline)
    assert set(lacking) <= {"𠮷"}
    for sign in RARE:
        assert sign in lacking or text.count(sign) >= 3, sign


def test_a_sign_that_no_font_has_is_told() -> None:
    outline = Outline("题", "zh", (Paragraph(plain("无字\U0003fffd码 \u200d\ufe0f")),))
    assert missing_glyphs(outline) == "\U0003fffd"
    data = to_pdf(outline)
    assert b"pdfuaid" not in data
    assert "字" in Read(data).text


def test_fonts_that_stand_in_are_told() -> None:
    fonts = {font.wanted: font for font in fonts_used()}
    assert set(fonts) == {"Times New Roman", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体", "方正小标宋简体"}
    assert all(font.stands_in for font in fonts.values() if font.family.startswith(("Noto", "Liberation")))
    known = {font.family for font in (*pdf_fonts.packaged(), *pdf_fonts.installed())}
    assert {font.family for font in fonts.values()} <= known


def test_the_offices_own_fonts_are_preferred() -> None:
    own = [
        ("FangSong", 400),
        ("KaiTi", 400),
        ("SimHei", 400),
        ("FZXiaoBiaoSong-B05S", 400),
        ("Noto Serif SC", 400),
    ]
    taken = pdf_fonts._chosen(tuple(pdf_fonts.Font(name, weight, None) for name, weight in own))
    assert taken["仿宋_GB2312"].family == "FangSong"
    assert not taken["仿宋_GB2312"].stands_in
    assert taken["方正小标宋简体"].family == "FZXiaoBiaoSong-B05S"
    assert not taken["方正小标宋简体"].heavier
    assert taken["宋体"].family == "Noto Serif SC"
    assert taken["宋体"].stands_in


def test_what_a_font_can_draw_is_read_from_it(tmp_path: Path) -> None:
    serif = next(font for font in pdf_fonts.packaged() if font.family == pdf_fonts.SERIF)
    assert serif.path is not None
    known = characters(serif.path)
    assert {ord(sign) for sign in "政府〇〔㎡A1"} <= known
    assert 0x3FFFD not in known
    broken = tmp_path / "broken.ttf"
    for data in (b"", b"ttcf", b"\x00\x01\x00\x00\xff\xff", serif.path.read_bytes()[:3000]):
        broken.write_bytes(data)
        characters.cache_clear()
        assert not characters(broken)


def test_properties_tell_nothing_of_this_machine() -> None:
    whole = Read(to_pdf(Outline("规划", "zh", (Paragraph(plain("正文")),), "某市人民政府")))
    assert whole.properties.pop("Creator").startswith("Typst")
    assert whole.properties == {"Title": "规划", "Author": "某市人民政府"}
    assert str(Path.home()).encode() not in whole.data
    assert b"CreateDate" not in whole.data
    assert b"ModDate" not in whole.data
    assert "Author" not in read(Paragraph(plain("x"))).properties


def test_the_same_outline_makes_the_same_bytes() -> None:
    outline = Outline("题", "zh", (Contents("目录"), Heading(1, "甲"), TABLE, Figure(SVG, 100, 40)))
    assert to_pdf(outline) == to_pdf(outline)


def test_an_empty_document() -> None:
    assert len(Read(to_pdf(Outline("", "en", ()))).pages) == 1
    assert len(read(NewPage(landscape=True), NewPage()).pages) == 1


def test_judged_by_other_readers(tmp_path: Path) -> None:
    """Every font is inside, cut down to what is used, and its text can be had."""
    path = tmp_path / "a.pdf"
    path.write_bytes(read(Title(("题目",)), Paragraph(plain("正文English")), TABLE).data)
    if shutil.which("pdffonts"):
        told = subprocess.run(["pdffonts", str(path)], check=True, capture_output=True, text=True).stdout
        for line in told.splitlines()[2:]:
            assert re.search(r" yes yes yes ", line), line
            assert re.match(r"[A-Z]{6}\+", line), line
    if shutil.which("pdftotext"):
        told = subprocess.run(
            ["pdftotext", str(path), "-"], check=True, capture_output=True, text=True
        ).stdout
        assert "正文English" in told
        assert "覆盖率" in told
