"""The numbers of GB/T 9704-2012 as Word wants them: twips (1/20 pt), half-points and typeface names.

How the page comes to 22 lines of 28 characters: the type area is 156 by 225 mm. With lines of exactly
28.95 pt, 22 of them take 636.9 of 637.8 pt. Size 3 is 16 pt today, so each character is drawn 0.25 pt closer
and 28 of them take 441 of 442.2 pt.
"""

from __future__ import annotations

from typing import Final, NamedTuple

#: A4, 210 by 297 mm.
PAPER_WIDTH: Final = 11906
PAPER_HEIGHT: Final = 16838
#: 37, 26, 35 and 28 mm.
TOP: Final = 2098
RIGHT: Final = 1474
BOTTOM: Final = 1984
LEFT: Final = 1587
#: The type area upright and on its side.
TEXT_WIDTH: Final = PAPER_WIDTH - LEFT - RIGHT
LANDSCAPE_WIDTH: Final = PAPER_HEIGHT - TOP - BOTTOM
TEXT_HEIGHT: Final = PAPER_HEIGHT - TOP - BOTTOM
LANDSCAPE_HEIGHT: Final = PAPER_WIDTH - LEFT - RIGHT

LINE: Final = 579
LINES: Final = 22
CHARACTERS: Final = 28
CLOSER: Final = -5
#: A character as it is set: 15.75 pt.
ONE_CHARACTER: Final = 315

HEADER_FROM_EDGE: Final = 851
#: The upper edge of the dashes is 7 mm below the type area, so the middle of a 14 pt line is 28 mm above the
#: paper's edge and its bottom 25.5 mm.
NUMBER_FROM_EDGE: Final = 1446
NUMBER_SIZE: Final = 28
NUMBER_LINE: Final = 280

#: 35 mm from the type area to the upper edge of the issuer's name, 4 mm from the number to the red rule.
ABOVE_ISSUER: Final = 1984
ABOVE_RULE: Final = 227
#: A letter has its issuer 30 mm below the paper's edge and rules of 170 mm, the lower ones 20 mm above it.
LETTER_TOP: Final = 1701
LETTER_WIDTH: Final = 9638
LETTER_FOOT: Final = 1134
#: Largest size of the issuer's name in points: of one alone and of several.
ISSUER: Final = 52
ISSUERS: Final = 36

#: Sizes in half-points: 2号, 3号, 小3号, 小4号, 5号.
SIZE_2: Final = 44
SIZE_3: Final = 32
SIZE_3_SMALL: Final = 30
SIZE_4_SMALL: Final = 24
SIZE_5: Final = 21

TITLE_LINE: Final = 680
IMPRINT_LINE: Final = 440

LATIN: Final = "Times New Roman"
FANGSONG: Final = "仿宋_GB2312"
KAITI: Final = "楷体_GB2312"
HEITI: Final = "黑体"
SONGTI: Final = "宋体"
XIAOBIAOSONG: Final = "方正小标宋简体"


class Typeface(NamedTuple):
    """A typeface as the font table of a Word file names it, with what to take where it is missing."""

    name: str
    instead: str
    family: str
    panose: str
    charset: str


TYPEFACES: Final = (
    Typeface(LATIN, "", "roman", "02020603050405020304", "00"),
    Typeface(FANGSONG, "仿宋,FangSong,STFangsong,华文仿宋", "modern", "02010609030101010101", "86"),
    Typeface(KAITI, "楷体,KaiTi,STKaiti,华文楷体", "modern", "02010609030101010101", "86"),
    Typeface(HEITI, "SimHei,Noto Sans CJK SC", "modern", "02010609060101010101", "86"),
    Typeface(SONGTI, "SimSun,Noto Serif CJK SC", "auto", "02010600030101010101", "86"),
    Typeface(XIAOBIAOSONG, "方正小标宋_GBK,华文中宋,STZhongsong", "script", "03000509000000000000", "86"),
)


class Style(NamedTuple):
    """A paragraph style. ``line`` is exact; ``indent`` and ``hang`` count characters of the style's size.

    ``closer`` styles set 28 characters of size 3 a line; others are set as the typeface is.
    """

    id: str
    name: str
    face: str
    size: int = SIZE_3
    line: int = LINE
    align: str = "both"
    bold: bool = False
    indent: int = 0
    before: int = 0
    after: int = 0
    outline: int | None = None
    keep_next: bool = False
    closer: bool = True
    latin: str = LATIN
    based_on: str = "Normal"
    next: str = ""

    def is_bold(self, *, chinese: bool) -> bool:
        """Whether letters are bold; in English also where Chinese headings and titles change the typeface."""
        changes_face = self.face in (HEITI, XIAOBIAOSONG, KAITI) and self.id != "Subtitle"
        return self.bold or (changes_face and not chinese)


STYLES: Final = (
    Style("BodyText", "Body Text", FANGSONG, indent=2),
    Style(
        "Title",
        "Title",
        XIAOBIAOSONG,
        SIZE_2,
        TITLE_LINE,
        "center",
        closer=False,
        latin=XIAOBIAOSONG,
        next="Subtitle",
    ),
    Style("Subtitle", "Subtitle", KAITI, align="center", next="BodyText"),
    Style("Heading1", "heading 1", HEITI, align="left", indent=2, outline=0, keep_next=True, next="BodyText"),
    Style("Heading2", "heading 2", KAITI, align="left", indent=2, outline=1, keep_next=True, next="BodyText"),
    Style(
        "Heading3",
        "heading 3",
        FANGSONG,
        align="left",
        bold=True,
        indent=2,
        outline=2,
        keep_next=True,
        next="BodyText",
    ),
    Style(
        "Heading4", "heading 4", FANGSONG, align="left", indent=2, outline=3, keep_next=True, next="BodyText"
    ),
    Style(
        "Heading5", "heading 5", FANGSONG, align="left", indent=2, outline=4, keep_next=True, next="BodyText"
    ),
    Style("List", "List", FANGSONG, indent=2),
    Style("AnnexMark", "Annex Mark", HEITI, align="left", keep_next=True, after=LINE, next="AnnexTitle"),
    Style(
        "AnnexTitle",
        "Annex Title",
        XIAOBIAOSONG,
        SIZE_2,
        TITLE_LINE,
        "center",
        outline=0,
        keep_next=True,
        after=LINE // 2,
        closer=False,
        latin=XIAOBIAOSONG,
        next="BodyText",
    ),
    Style("Caption", "caption", HEITI, SIZE_3_SMALL, LINE, "center", keep_next=True, closer=False),
    Style("TableText", "Table Text", FANGSONG, SIZE_4_SMALL, 340, "left", closer=False),
    Style("TableHead", "Table Head", HEITI, SIZE_4_SMALL, 340, "center", closer=False),
    Style("TableTextSmall", "Table Text Small", FANGSONG, SIZE_5, 300, "left", closer=False),
    Style("TableHeadSmall", "Table Head Small", HEITI, SIZE_5, 300, "center", closer=False),
    Style("TableNote", "Table Note", FANGSONG, SIZE_5, 320, "both", closer=False),
    Style("BoxTitle", "Box Title", HEITI, SIZE_4_SMALL, 460, "center", keep_next=True, closer=False),
    Style("BoxText", "Box Text", FANGSONG, SIZE_4_SMALL, 440, "both", indent=2, closer=False),
    Style("Drawing", "Drawing", FANGSONG, align="center", closer=False),
    Style("Issuer", "Issuer", XIAOBIAOSONG, 104, 1144, "center", closer=False, latin=XIAOBIAOSONG),
    Style("Imprint", "Imprint", FANGSONG, NUMBER_SIZE, IMPRINT_LINE, "left", closer=False),
    Style(
        "ContentsTitle",
        "TOC Heading",
        XIAOBIAOSONG,
        SIZE_2,
        TITLE_LINE,
        "center",
        after=LINE // 2,
        closer=False,
        latin=XIAOBIAOSONG,
    ),
    Style("FootnoteText", "footnote text", FANGSONG, 18, 240, "both", closer=False),
    Style("Footer", "footer", SONGTI, NUMBER_SIZE, NUMBER_LINE, "left", closer=False, latin=SONGTI),
    Style("Header", "header", SONGTI, SIZE_5, 300, "left", closer=False),
)

#: Tables of this many columns or more are set in the small size.
SMALL_FROM_COLUMNS: Final = 8
#: Tables of up to this many rows are not parted by the end of a page; longer ones, whose rows may be tall,
#: would leave their caption alone on a page.
TOGETHER_UP_TO_ROWS: Final = 3
#: Borders in eighths of a point: 0.5 pt; readers add that to the height of a row.
BORDER: Final = 4
BORDER_HEIGHT: Final = BORDER * 20 // 8
#: Space beside and above the text of a cell: 1 and 0.5 mm.
CELL_SIDE: Final = 57
CELL_TOP: Final = 28
#: Least height of a row: 8 mm.
ROW_HEIGHT: Final = 454
