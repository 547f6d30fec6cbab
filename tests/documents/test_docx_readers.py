"""Documents as real readers take them: LibreOffice sets them, python-docx reads them, fonts are looked at.

LibreOffice turns every file into a PDF in one run, with the fonts that our own PDF files are set in. Where
there is none, what the files say themselves is tested all the same.
"""

from __future__ import annotations

import csv
import html
import io
import posixpath
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import docx
import pypdfium2
import pytest
from lxml import etree

from tests.documents.conftest import shipped
from tests.documents.test_docx import SENTENCE, W, found, long_paragraph, values
from tests.documents.test_docx_blocks import WHOLE
from workbench.documents import gbt9704 as g
from workbench.documents import pdf_fonts
from workbench.documents.font_file import characters
from workbench.documents.merged import spans
from workbench.documents.outline import (
    AnnexMark,
    AnnexTitle,
    AttachmentNote,
    Block,
    Box,
    Closing,
    Column,
    Cover,
    Fields,
    Heading,
    Imprint,
    Letterhead,
    Outline,
    Paragraph,
    Point,
    Recipients,
    Remark,
    Row,
    Run,
    Signatures,
    Subtitle,
    Table,
    Title,
)
from workbench.documents.pdf import missing_glyphs
from workbench.documents.printable import printable
from workbench.documents.source import KINDS, Source
from workbench.documents.unit_work import units_with_work
from workbench.documents.writers import written
from workbench.errors import Problem
from workbench.plan.elements import KINDS as ELEMENTS
from workbench.plan.elements import Project
from workbench.plan.plan import Plan

MM: Final = 72 / 25.4
CITY: Final = "sample-city"
DELTA: Final = "pearl-river-delta-2014-2020"
_PAGE_NUMBER: Final = re.compile(r"^— ?(\d+|[IVX]+) ?—\s*$", re.MULTILINE)
RARE: Final = "𠮷〇〔〕㎡‰０１２％"
#: What a title may hold when it was pasted from anywhere; no sign of it is lost but what nobody sees.
HOSTILE: Final = (
    f"规\x00划\x1b\ud800文\x0b本{RARE}",
    "=HYPERLINK(\"http://x\",1)+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "-2+3",
    "<w:p>&amp;]]>\u202e{{ x }}{% y %}＝1 #let x = 1",
    "W" * 400,
    "字" * 1500,
    "https://" + "a/" * 150,
)


class Made(NamedTuple):
    """A document: what it says, and its files by suffix."""

    name: str
    outline: Outline
    files: dict[str, bytes]


class Set(NamedTuple):
    """A PDF file read back: text and number of each page, which pages stand upright, its fonts."""

    data: bytes
    pages: list[str]
    numbers: list[str]
    upright: list[bool]
    fonts: set[str]

    @property
    def text(self) -> str:
        return "".join(self.pages)


def documents() -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Name, plan, kind and choices: every kind of both plans in both languages."""
    for plan in (CITY, DELTA):
        for kind in KINDS:
            yield f"{kind}-zh", plan, kind, {}
            yield f"{kind}-en", plan, kind, {}
        yield "long-zh", plan, "plan", {"cover": True, "contents": True, "figures": True}
    yield "letter-zh", CITY, "notice", {"letter": True}
    yield "first-year-zh", CITY, "work-points", {"year": 2026}


RARE_OUTLINE: Final = Outline(
    f"题目{RARE}",
    "zh",
    (
        Title((f"题目{RARE}",)),
        Heading(1, f"标题{RARE}", "一、"),
        Paragraph((Run(RARE), Run(RARE, "strong"), Run(RARE, "aside"))),
        Table((Column(f"列{RARE}", 1),), (Row((f"格{RARE}",)),)),
    ),
)


def hostile(plan: Plan) -> Plan:
    """The plan with every kind of hostile text as the title and the notes of some project."""
    projects = plan.all(Project)
    texts = dict(zip((one.id for one in projects), HOSTILE * 2, strict=False))
    changed = {
        one.id: one.but(title=texts[one.id], notes=text)
        for one, text in zip(projects, HOSTILE[1:] + HOSTILE[:1] + HOSTILE, strict=False)
    }
    return Plan(plan.id, [changed.get(one.id, one) for kind in ELEMENTS for one in plan.of_kind(kind)])


def earlier(plan: Plan) -> Plan:
    """The plan before some projects were named anew and others added."""
    projects = plan.all(Project)
    renamed = {one.id: one.but(title=f"{one.title}（原）", end=None) for one in projects[:8]}
    return Plan(
        plan.id,
        [
            renamed.get(one.id, one)
            for kind in ELEMENTS
            for one in plan.of_kind(kind)
            if one not in projects[-4:]
        ],
    )


@pytest.fixture(scope="module")
def made() -> list[Made]:
    plans = {name: shipped(name) for name in (CITY, DELTA)}
    city = plans[CITY]
    odd = Source(hostile(city), "zh", date(2026, 11, 23), before=city, before_name=HOSTILE[0])
    found = [
        Made(name, outline, _files(outline, (".docx", ".pdf", ".xlsx", ".html", ".csv")))
        for name, outline in (("rare", RARE_OUTLINE), ("rare-difference", KINDS["difference"].outline(odd)))
    ]
    for name, outline in (("blocks", WHOLE), ("paragraph", long_paragraph())):
        found.append(Made(name, outline, _files(outline, (".docx", ".pdf"))))
    for name, key, kind, choices in documents():
        plan = plans[key]
        unit = units_with_work(plan)[0].unit.id if KINDS[kind].by_unit else None
        before = earlier(plan) if kind == "difference" else None
        source = Source(plan, name[-2:], date(2026, 11, 23), unit=unit, before=before, **choices)
        try:
            outline = KINDS[kind].outline(source)
        except Problem:
            continue  # nothing in this plan to make it of
        forms = [".docx", ".pdf"]
        if (name, key) in (("plan-zh", CITY), ("annex-zh", CITY), ("ledger-zh", CITY)):
            forms += [form for form in (".html", ".xlsx") if form in KINDS[kind].forms]
        found.append(Made(f"{key}-{name}", outline, _files(outline, forms)))
    return found


def usual(made: list[Made]) -> list[Made]:
    """The documents without signs that the usual fonts lack."""
    return [one for one in made if not one.name.startswith("rare")]


def _files(outline: Outline, forms: list[str] | tuple[str, ...]) -> dict[str, bytes]:
    return {form: written(outline, form) for form in forms}


def same_fonts(folder: Path) -> Path:
    """Settings of fontconfig by which the office takes the fonts that our PDF files are set in."""
    aliases = "".join(
        f'<match target="pattern"><test name="family"><string>{face}</string></test>'
        f'<edit name="family" mode="assign" binding="same"><string>{font.family}</string></edit></match>'
        for face, font in pdf_fonts.chosen().items()
        if face != font.family
    )
    folders = {font.path.parent for font in pdf_fonts.packaged() if font.path}
    path = folder / "fonts.conf"
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"{''.join(f'<dir>{one}</dir>' for one in sorted(folders))}{aliases}"
        '<include ignore_missing="yes">/etc/fonts/fonts.conf</include></fontconfig>',
        encoding="utf-8",
    )
    return path


@pytest.fixture(scope="module")
def read(made: list[Made], tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Set]:
    """What the office makes of the files, by name and suffix; {} where there is no office."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        return {}
    folder = tmp_path_factory.mktemp("office")
    paths = {}
    for one in made:
        for form in one.files.keys() - {".pdf", ".csv"}:
            paths[one.name, form] = folder / f"{one.name}-{form[1:]}{form}"
            paths[one.name, form].write_bytes(one.files[form])
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    environment = {"FONTCONFIG_FILE": str(same_fonts(folder)), "HOME": str(folder), "PATH": "/usr/bin:/bin"}
    subprocess.run(
        [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder),
         *map(str, paths.values())],
        check=True, capture_output=True, timeout=110, env=environment,
    )  # fmt: skip
    return {
        key: pdf(path.with_suffix(".pdf").read_bytes())
        for key, path in paths.items()
        if path.with_suffix(".pdf").exists()
    }


def solid(text: str) -> str:
    """Text without room; a hyphen at the end of a line comes out as a sign of its own."""
    return re.sub(r"[\s\u200b\u00ad]", "", text.replace("\ufffe", "-"))


def pdf(data: bytes) -> Set:
    """A PDF file read back, page numbers left out; a page that was only put between is none."""
    pages, upright, numbers = [], [], []
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            read = page.get_textpage()
            told = read.get_text_range()
            numbers.append("".join(_PAGE_NUMBER.findall(told)))
            upright.append(page.get_height() > page.get_width())
            if not upright[-1]:  # its number stands at its side, sign by sign beside the text
                told = read.get_text_bounded(left=g.BOTTOM / 20 - 3)
            pages.append(solid(_PAGE_NUMBER.sub("", told)))
    fonts = set(re.findall(rb"/BaseFont\s*/(?:[A-Z]{6}\+)?([^\s/<>]+)", data))
    return Set(data, pages, numbers, upright, {font.decode() for font in fonts})


def meant(blocks: tuple[Block, ...]) -> Iterator[str]:
    """What a document says outside the cells of its tables, in its order."""
    for block in blocks:
        match block:
            case Title(lines) | AnnexTitle(lines):
                yield from lines
            case Subtitle(text) | Recipients(text) | Remark(text) | AnnexMark(text):
                yield text
            case Heading():
                yield block.number + block.text
            case Paragraph():
                # The sign of a footnote stands behind its run.
                yield from "".join(run.text + "\f" * bool(run.note) for run in block.runs).split("\f")
            case Point():
                yield "".join(run.text for run in block.marked())
            case Table():
                yield block.caption
                yield from (text for row in block.rows for text in row.cells if row.kind != "item")
                yield from block.notes
            case Box():
                yield block.title
                yield from meant(block.blocks)
            case _:
                yield from _official(block)


def _official(block: Block) -> Iterator[str]:
    match block:
        case Cover(title, lines, issuer, day):
            yield from (*title, *lines, issuer, day)
        case Letterhead():
            # The mark of a letter stands in a box, which is painted after the text of its page.
            yield from (block.issuer, block.number) if block.form == "document" else (block.number,)
        case AttachmentNote():
            yield from block.titles
        case Closing():
            yield from (*block.issuers, block.day)
        case Fields():
            yield from (one.value for line in block.lines for one in line)
        case Signatures():
            yield from (party.name for party in block.parties)
        case Imprint():
            yield block.copies_to


def cells(blocks: tuple[Block, ...]) -> Iterator[str]:
    """What stands in the cells of tables; equal ones that are shown as one cell, once."""
    for block in blocks:
        if isinstance(block, Table):
            over = spans(block)
            for place, row in enumerate(block.rows):
                if row.kind == "item":
                    yield from (text for at, text in enumerate(row.cells) if over.get((place, at), 1))
        elif isinstance(block, Box):
            yield from cells(block.blocks)


def lost(told: str, texts: Iterator[str]) -> list[str]:
    """The texts that do not stand there one after the other."""
    at, missing = 0, []
    for text in map(solid, texts):
        place = told.find(text, at)
        if place < 0:
            missing.append(text)
        else:
            at = place + len(text)
    return missing


def test_the_office_makes_as_many_pages_as_we_do(made: list[Made], read: dict[tuple[str, str], Set]) -> None:
    """Within 5 %, all together and each; short ones alike."""
    wrong, counted = [], []
    for one in made if read else ():
        ours = len([page for page in pdf(one.files[".pdf"]).pages if page])
        theirs = len(read[one.name, ".docx"].pages)
        counted.append((ours, theirs))
        if abs(theirs - ours) > 0.05 * ours:
            wrong.append(f"{one.name}: {theirs} pages for {ours}")
    assert not wrong
    ours, theirs = (sum(pages) for pages in zip(*counted or [(0, 0)], strict=True))
    assert abs(theirs - ours) <= 0.05 * ours


def test_both_forms_say_what_was_meant_in_its_order(
    made: list[Made], read: dict[tuple[str, str], Set]
) -> None:
    for one in usual(made):  # readers put signs of another font behind the others
        ours = pdf(one.files[".pdf"])
        for told in (ours, read.get((one.name, ".docx"), ours)):
            assert not lost(told.text, meant(one.outline.blocks)), one.name
            said = Counter(told.text)
            wanted = Counter("".join(map(solid, cells(one.outline.blocks))))
            assert not wanted - said, one.name


def test_the_office_opens_workbooks_and_web_pages(made: list[Made], read: dict[tuple[str, str], Set]) -> None:
    """A LibreOffice without its spreadsheet opens no workbook of anybody's."""
    for one in usual(made) if read else ():
        if ".html" in one.files:
            assert not lost(read[one.name, ".html"].text, meant(one.outline.blocks)), one.name
        if book := read.get((one.name, ".xlsx")):
            groups = [text for text in meant(one.outline.blocks) if re.match("[\u4e00-\u9fff]{2,20}$", text)]
            assert groups
            assert not [text for text in groups if solid(text) not in book.text], one.name


def heads(blocks: tuple[Block, ...]) -> Iterator[str]:
    """What needs something below it on its page."""
    for block in blocks:
        match block:
            case Heading():
                yield block.number + block.text
            case AnnexTitle(lines):
                yield "".join(lines)
            case Table() if block.caption:
                yield block.caption


def test_no_page_ends_with_a_heading_and_no_closing_stands_alone(
    made: list[Made], read: dict[tuple[str, str], Set]
) -> None:
    for one in made:
        headings = set(map(solid, heads(one.outline.blocks)))
        closings = [block for block in one.outline.blocks if isinstance(block, Closing) and block.day]
        # A list of attachments, which may end a page, names the annex whose title begins the next.
        listed = {
            solid(block.titles[-1]) for block in one.outline.blocks if isinstance(block, AttachmentNote)
        }
        for told in (pdf(one.files[".pdf"]), read.get((one.name, ".docx"))):
            for page in told.pages if told else ():
                assert not page.endswith(tuple(headings - listed)), f"{one.name}: {page[-40:]}"
                for closing in closings:
                    alone = solid("".join((*closing.issuers, closing.day)))
                    assert not page.startswith(alone), f"{one.name}: {page[:40]}"


def test_fonts_are_those_named_or_their_stand_ins(made: list[Made], read: dict[tuple[str, str], Set]) -> None:
    """No other font is taken for a sign that these lack, and no sign is left without one."""
    allowed = tuple({font.family.replace(" ", "") for font in pdf_fonts.chosen().values()})
    for one in made:
        odd = one not in usual(made)
        assert odd or not missing_glyphs(one.outline), one.name
        for told in (pdf(one.files[".pdf"]), read.get((one.name, ".docx"))):
            others = {font for font in (told.fonts if told else ()) if not font.startswith(allowed)}
            assert odd or not others, one.name


def told_by(form: str, data: bytes) -> str:
    """What a file says, with its marks where it has some."""
    match form:
        case ".pdf":
            return pdf(data).text
        case ".docx" | ".xlsx":
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                return "".join(package.read(name).decode() for name in package.namelist() if "ml" in name)
        case _:
            return data.decode("utf-8-sig")


def test_rare_characters_survive_every_form(made: list[Made], read: dict[tuple[str, str], Set]) -> None:
    for rare, most in zip(made, (5, 1), strict=False):
        for form, data in rare.files.items():
            said = told_by(form, data)
            least = 1 if form in (".xlsx", ".csv") else most
            shown = read.get((rare.name, form))
            for sign in RARE:
                assert said.count(sign) >= least, f"{sign} in {form}"
                assert shown is None or shown.text.count(sign) >= least, (
                    f"{sign} in {form} as the office shows it"
                )


def test_hostile_texts_come_out_inert_and_whole_in_a_difference_report(
    made: list[Made], read: dict[tuple[str, str], Set]
) -> None:
    odd = made[1]
    short = [solid(line) for text in HOSTILE if len(text) <= 60 for line in printable(text).split("\n")]
    for form, data in odd.files.items():
        said = told_by(form, data)
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\u202e]", said), form
        if form != ".pdf":
            # A field of CSV has its quotation marks twice.
            told = solid(said.replace('""', '"') if form == ".csv" else html.unescape(said))
            assert not [one for one in short if one not in told], form
        # Readers put signs of another font behind the others, and go through cells line by line.
        for shown in (read.get((odd.name, form)), pdf(data) if form == ".pdf" else None):
            assert shown is None or not Counter("".join(short)) - Counter(shown.text), form
    with zipfile.ZipFile(io.BytesIO(odd.files[".xlsx"])) as package:
        sheets = [package.read(name) for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
    formulas = {cell.text for sheet in sheets for cell in etree.fromstring(sheet).iter("{*}f")}
    assert all(re.fullmatch(r"SUM\([A-Z]+\d+:[A-Z]+\d+\)", formula or "") for formula in formulas)
    rows = csv.reader(io.StringIO(odd.files[".csv"].decode("utf-8-sig"), newline=""))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@", "-2+"))]
    with pypdfium2.PdfDocument(odd.files[".pdf"]) as document:
        for page in document:
            text = page.get_textpage()
            boxes = [
                text.get_charbox(at) for at in range(text.count_chars()) if text.get_text_range(at, 1).strip()
            ]
            assert min(box[1] for box in boxes) > 18 * MM
            assert max(box[2] for box in boxes) < page.get_width() - 23 * MM, "nothing leaves its cell"


def test_margins_lines_and_characters(read: dict[tuple[str, str], Set]) -> None:
    """The upright pages of the plan: a type area of 156 by 225 mm with 22 lines of 28 characters."""
    told = read.get((f"{CITY}-plan-zh", ".docx"))
    if told is None:
        assert not read
        return
    most_lines, most_characters = 0, 0
    with pypdfium2.PdfDocument(told.data) as document:
        for number, upright in enumerate(told.upright):
            if not upright:
                continue
            text = document[number].get_textpage()
            signs = [
                (text.get_text_range(at, 1), text.get_charbox(at, loose=True))
                for at in range(text.count_chars())
            ]
            shown = [(sign, box) for sign, box in signs if solid(sign)]
            within = [(sign, box) for sign, box in shown if box[1] > 35 * MM - 3]
            assert min(box[0] for _, box in within) >= 28 * MM - 1
            assert max(box[2] for _, box in within) <= 184 * MM + 9, "punctuation may hang"
            assert max(box[3] for _, box in within) <= (297 - 37) * MM + 6
            bases = sorted(
                {round(box[1]) for sign, box in within if "\u4e00" <= sign <= "\u9fff"}, reverse=True
            )
            lines = [base for at, base in enumerate(bases) if at == 0 or bases[at - 1] - base > 5]
            most_lines = max(most_lines, len(lines))
            for line in lines:
                most_characters = max(most_characters, sum(abs(box[1] - line) < 5 for _, box in within))
    assert most_lines == g.LINES
    assert most_characters >= g.CHARACTERS


def rules(data: bytes, page: int) -> list[tuple[float, float]]:
    """Middle below the paper's edge in mm, and thickness, of the rules from side to side of a page."""
    with pypdfium2.PdfDocument(data) as document:
        sheet = document[page]
        found = {
            (round((sheet.get_height() - (lower + upper) / 2) / MM, 1), upper - lower)
            for left, lower, right, upper in (one.get_bounds() for one in sheet.get_objects(filter=[2]))
            if right - left > 150 * MM and upper - lower < 2 * MM
        }
    return sorted(found)


def test_rules_of_official_documents_stand_alike_in_both_forms(
    made: list[Made], read: dict[tuple[str, str], Set]
) -> None:
    """Red ones, double ones of a letter, those of an imprint, the last at the end of the type area."""
    files = {one.name: one.files for one in made}
    for name, page, expected in (
        (f"{CITY}-notice-zh", 0, (121.7,)),
        (f"{CITY}-notice-zh", -1, (246.5, 254.2, 262.0)),
        (f"{CITY}-notice-en", -1, (246.5, 254.2, 262.0)),
        (f"{CITY}-letter-zh", 0, (52.7, 53.5, 277.1, 277.9)),
    ):
        forms = [files[name][".pdf"]]
        if told := read.get((name, ".docx")):
            forms.append(told.data)
        for data in forms:
            with pypdfium2.PdfDocument(data) as document:
                at = page % len(document)
            drawn = rules(data, at)
            assert [middle for middle, _ in drawn] == pytest.approx(expected, abs=0.5), name
            if name.endswith("letter-zh"):
                thick = [wide for _, wide in drawn]
                assert thick[0] > 2 * thick[1], "the upper rule is thick above thin"
                assert thick[3] > 2 * thick[2], "the lower rule is thin above thick"
                middles = [middle for middle, _ in drawn]
                assert middles[1] - middles[0] == pytest.approx(2.25 / MM, abs=0.11), "a gap is seen"
                assert middles[3] - middles[2] == pytest.approx(2.25 / MM, abs=0.11)


def test_packages_are_whole(made: list[Made]) -> None:
    """Every part has a type, every relation its target, every style and name is there once."""
    for one in made:
        data = one.files[".docx"]
        assert docx.Document(io.BytesIO(data)).paragraphs
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = {name: package.read(name) for name in package.namelist()}
        assert len(parts) == len(set(parts))
        types = etree.fromstring(parts["[Content_Types].xml"])
        endings = {str(entry.get("Extension")).lower() for entry in types if entry.get("Extension")}
        named = {str(entry.get("PartName")).lstrip("/") for entry in types if entry.get("PartName")}
        assert named <= parts.keys(), one.name
        for name, content in parts.items():
            assert name in named or name.rpartition(".")[2].lower() in endings or name.startswith("["), name
            if name.endswith(".rels"):
                base = posixpath.dirname(posixpath.dirname(name))
                for relation in etree.fromstring(content):
                    assert relation.get("TargetMode") != "External", "nothing is fetched"
                    target = str(relation.get("Target"))
                    place = target.lstrip("/") if target.startswith("/") else posixpath.join(base, target)
                    assert posixpath.normpath(place) in parts, f"{one.name}: {name} leads to {target}"
        body = etree.fromstring(parts["word/document.xml"])
        styles = set(values(etree.fromstring(parts["word/styles.xml"]), "w:style", "styleId"))
        for kind in ("pStyle", "rStyle", "tblStyle"):
            assert set(values(body, f".//w:{kind}")) <= styles
        ids = [str(mark.get("id")) for mark in body.iter("{*}docPr")]
        ids += [f"b{mark.get(W + 'id')}" for mark in found(body, ".//w:bookmarkStart")]
        assert len(ids) == len(set(ids)), one.name


def test_every_run_names_a_chinese_font_that_has_its_signs(made: list[Made]) -> None:
    """The East Asian font of each run, as Word works it out, is one of the layout's, and can draw the run."""
    faces = {font.wanted: font.family for font in pdf_fonts.chosen().values()}
    known = {font.family: font for font in (*pdf_fonts.installed(), *pdf_fonts.packaged())}
    for one in usual(made):
        document = docx.Document(io.BytesIO(one.files[".docx"]))
        styles = {style.style_id: style.element for style in document.styles}

        @cache
        def face(style: str, styles: dict[str, etree._Element] = styles) -> str:
            named = values(styles[style], "w:rPr/w:rFonts", "eastAsia")
            above = values(styles[style], "w:basedOn")
            return named[0] if named else face(above[0]) if above else ""

        for paragraph in found(document.element.body, ".//w:p"):
            of_paragraph = values(paragraph, "w:pPr/w:pStyle")[0]
            for run in found(paragraph, ".//w:r"):
                text = "".join(shown.text or "" for shown in found(run, "w:t"))
                own = values(run, "w:rPr/w:rStyle")
                name = (own and face(own[0])) or face(of_paragraph)
                assert name in faces, f"{one.name}: {text}"
                font = known[faces[name]]
                if font.path:
                    chinese = {ord(sign) for sign in text if sign > "\u2fff"}
                    assert chinese <= characters(font.path, font.place), f"{one.name}: {text}"


def test_every_block_and_a_long_paragraph_as_the_office_sets_them(read: dict[tuple[str, str], Set]) -> None:
    if not read:
        return
    whole, long = read["blocks", ".docx"], read["paragraph", ".docx"]
    assert "⟦" not in whole.text, "marks are hidden"
    assert whole.numbers[:3] == ["", "I", "1"]
    assert "抄送" in whole.pages[-1]
    # The title and the space below take 3 lines, the heading 1: 18 lines follow there, then 22, 22 and 4.
    assert [page.count("心") + page.count("版") for page in long.pages] == [502, 616, 616, 112]
    assert SENTENCE in long.text
