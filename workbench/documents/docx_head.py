"""Cover, head and foot of official documents as XML of a Word file (GB/T 9704-2012 chapter 7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.documents import gbt9704 as g
from workbench.documents.closing import issuer_size
from workbench.documents.docx_place import box_at_foot, box_at_top
from workbench.documents.docx_text import gap, paragraph, run, width_of
from workbench.documents.outline import with_colon
from workbench.documents.printable import printable
from workbench.documents.title_lines import set_width

if TYPE_CHECKING:
    from workbench.documents.docx_text import Writing
    from workbench.documents.outline import AttachmentNote, Closing, Cover, Imprint, Letterhead

RED: Final = "FF0000"
#: By so much a line of size 3 reaches above and below its characters: readers put four fifths of its height
#: above their base, which is 7/8 of them.
_LINE_ABOVE: Final = 4 * g.LINE // 5 - 282
_LINE_BELOW: Final = g.LINE - 320 - _LINE_ABOVE
#: The number stands 7/8 of a character of size 3 below the rule.
_BELOW_RULE: Final = 280 - _LINE_ABOVE
#: Double rules: the thick one of 2.25 pt, the thin one and what is between them of 0.75 pt each.
_DOUBLE_RULE: Final = 75
#: The least height of a line.
_FLAT: Final = 20
#: Rules of the imprint in eighths of a point: 0.35 mm and 0.25 mm.
_OUTER_RULE: Final = 8
_INNER_RULE: Final = 6
#: From the edge of the outer rules to their middle.
_TO_MIDDLE: Final = 10
#: What rules, and the paragraph that closes their box, take beside the rows.
_TO_CLOSE: Final = 60
_NO_INDENT: Final = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
_KEEP: Final = "<w:keepNext/><w:keepLines/>"


def spacer(height: int) -> str:
    """An empty line of this height in twips."""
    return paragraph("TableNote", "", after=f'<w:spacing w:line="{max(20, height)}" w:lineRule="exact"/>')


def cover_xml(cover: Cover) -> list[str]:
    """Title in the upper third, issuer and day at the foot, together as high as the page allows."""
    foot = [text for text in (cover.issuer, cover.day) if text]
    left = g.TEXT_HEIGHT - len(cover.title) * g.TITLE_LINE - (len(cover.lines) + len(foot) + 1) * g.LINE
    ninth = max(0, left) // 9
    xml = [spacer(3 * ninth), paragraph("Title", run("\n".join(cover.title))), spacer(g.LINE)]
    xml += [paragraph("Subtitle", run(line)) for line in cover.lines]
    xml.append(spacer(5 * ninth))
    xml += [paragraph("Subtitle", run(line)) for line in foot]
    return xml if foot else [*xml, gap(0)]


def letterhead_xml(head: Letterhead, writing: Writing) -> list[str]:
    """What stands above the text on the first page."""
    # Not headings, though they look like some: they must not come into the contents.
    asides = [run(head.copy_number)] if head.copy_number else []
    asides += [run(text, "label") for text in (head.secrecy, head.urgency) if text]
    if head.form == "letter":
        return _letterhead_of_letter(head, asides)
    asides = [paragraph("BodyText", one, after=_NO_INDENT) for one in asides]
    xml = [*asides, spacer(g.ABOVE_ISSUER - len(asides) * g.LINE)]
    xml.append(_issuer(head.issuer, g.TEXT_WIDTH))
    xml.append(_number(head, writing))
    return xml


def _below_issuer(name: str, room: int) -> int:
    """By how much the line of the name is higher than its characters."""
    return issuer_size(name, room) * 2


def _issuer(name: str, room: int, *, rule: str = "") -> str:
    """The name in red."""
    size = issuer_size(name, room)
    return paragraph(
        "Issuer",
        run(name, also=f'<w:color w:val="{RED}"/><w:sz w:val="{size * 2}"/><w:szCs w:val="{size * 2}"/>'),
        after=f'{rule}<w:spacing w:line="{size * 22}" w:lineRule="exact"/>',
    )


def _red_rule(kind: str, width: int, below: int) -> str:
    """A rule 4 mm below characters whose line ends so far ``below``; ``width`` in eighths of a point."""
    space = max(0, round((g.ABOVE_RULE - below) / 20))
    return f'<w:pBdr><w:bottom w:val="{kind}" w:sz="{width}" w:space="{space}" w:color="{RED}"/></w:pBdr>'


def _number(head: Letterhead, writing: Writing) -> str:
    """The number, two lines below the issuer, above the red rule; the title is two lines below that."""
    # Two lines between the characters of both, of which their own lines take some.
    above = 2 * g.LINE + (g.LINE - 320) // 2 - _LINE_ABOVE - _below_issuer(head.issuer, g.TEXT_WIDTH)
    # What stands at measured places keeps off the grid.
    space = f'<w:snapToGrid w:val="0"/><w:spacing w:before="{above}" w:after="{2 * g.LINE}"/>'
    rule = _red_rule("single", 12, _LINE_BELOW)
    if not head.signatories:
        return paragraph(
            "BodyText", run(head.number), after=f'{rule}{space}{_NO_INDENT}<w:jc w:val="center"/>'
        )
    names = ("\u3000" if writing.wording.chinese else ", ").join(head.signatories)
    label = writing.wording.labelled("Signatory", "")
    place = g.TEXT_WIDTH - g.ONE_CHARACTER
    # One character in from either side; the rule keeps the full width, so these are no indents.
    tabs = (
        f'<w:tabs><w:tab w:val="left" w:pos="{g.ONE_CHARACTER}"/>'
        f'<w:tab w:val="right" w:pos="{place}"/></w:tabs>'
    )
    return paragraph(
        "BodyText",
        run(f"\t{head.number}\t{label}") + run(names, "aside"),
        after=f'{rule}{tabs}{space}{_NO_INDENT}<w:jc w:val="left"/>',
    )


def _letter_mark(name: str) -> str:
    """A run with the issuer of a letter above a double rule, thick above thin, wider than the text."""
    below = _below_issuer(name, g.LETTER_WIDTH)
    inside = _issuer(name, g.LETTER_WIDTH, rule=_red_rule("thickThinSmallGap", 18, below))
    high = issuer_size(name, g.LETTER_WIDTH) * 22 * len(printable(name).split("\n"))
    high += g.ABOVE_RULE - below + _DOUBLE_RULE
    return box_at_top(inside, g.LETTER_WIDTH, high, g.LETTER_TOP, _BELOW_RULE)


def _letterhead_of_letter(head: Letterhead, asides: list[str]) -> list[str]:
    """Below the rule what stands at the left, beside its first line the number, and two lines of room."""
    mark = _letter_mark(head.issuer)
    first, *others = asides or [""]
    lines = [mark + first + run(f"\t{head.number}"), *others]
    tabs = f'<w:tabs><w:tab w:val="right" w:pos="{g.TEXT_WIDTH}"/></w:tabs><w:snapToGrid w:val="0"/>'
    room = f'<w:spacing w:after="{2 * g.LINE}"/>'
    return [
        paragraph("BodyText", line, after=f"{tabs}{room if line is lines[-1] else ''}{_NO_INDENT}")
        for line in lines
    ]


def letter_foot() -> str:
    """The lower double rule of a letter's first page, thin above thick.

    Below a line of text it is that in every reader; above one, and at a cell, LibreOffice turns it over.
    """
    left, top = (g.PAPER_WIDTH - g.LETTER_WIDTH) // 2, g.PAPER_HEIGHT - g.LETTER_FOOT - _FLAT
    rule = f'<w:pBdr><w:bottom w:val="thinThickSmallGap" w:sz="18" w:space="0" w:color="{RED}"/></w:pBdr>'
    line = paragraph(
        "TableNote", "", after=f'{rule}<w:spacing w:after="0" w:line="{_FLAT}" w:lineRule="exact"/>'
    )
    return _table(
        g.LETTER_WIDTH,
        f'<w:tr><w:tc><w:tcPr><w:tcW w:w="{g.LETTER_WIDTH}" w:type="dxa"/></w:tcPr>{line}</w:tc></w:tr>',
        f'w:vertAnchor="page" w:horzAnchor="page" w:tblpX="{left}" w:tblpY="{top}"',
    )


def _table(width: int, rows: str, place: str = "", *, indent: int = 0) -> str:
    """A table without lines; with ``place`` it stands at its own place on the page."""
    indented = f'<w:tblInd w:w="{indent}" w:type="dxa"/>' if indent else ""
    if place:
        place = f'<w:tblpPr w:leftFromText="0" w:rightFromText="0" {place}/><w:tblOverlap w:val="never"/>'
    return (
        f'<w:tbl><w:tblPr>{place}<w:tblW w:w="{width}" w:type="dxa"/>{indented}'
        '<w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="0" w:type="dxa"/>'
        '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{width}"/></w:tblGrid>{rows}</w:tbl>'
    )


def recipients_xml(text: str) -> str:
    """Whom the document is sent to, flush left."""
    return paragraph("BodyText", run(text), after=_NO_INDENT)


def attachments_xml(note: AttachmentNote) -> list[str]:
    """The list one line below the text; names, and the lines that they run on, stand below each other."""
    label = with_colon(note.label)
    two = 2 * g.ONE_CHARACTER
    from_left = two + width_of(label)
    several = len(note.titles) > 1
    chinese = not label.isascii()
    numbers = [f"{number}." for number in range(1, len(note.titles) + 1)] if several else [""]
    names = from_left + (max(map(width_of, numbers)) + 60 if several else 0)
    if not chinese:
        # Latin letters are not all of one width: the label is given room to spare.
        from_left, names = from_left + 240, names + 240
    xml = []
    for place, (number, title) in enumerate(zip(numbers, note.titles, strict=False)):
        begin = two if place == 0 else from_left
        text = "" if place else label + ("" if chinese or not several else "\t")
        stops = sorted({from_left, names} if not chinese else {names})
        tabs = "".join(f'<w:tab w:val="left" w:pos="{stop}"/>' for stop in stops)
        text += number + ("\t" if several or not chinese else "") + title
        space = f'<w:spacing w:before="{g.LINE}"/>' if place == 0 else ""
        indent = f'<w:ind w:left="{names}" w:hanging="{names - begin}"/>'
        xml.append(
            paragraph(
                "Normal", run(text), after=f'<w:tabs>{tabs}</w:tabs>{space}{indent}<w:jc w:val="left"/>'
            )
        )
    return xml


def closing_xml(closing: Closing, above: int) -> list[str]:
    """Issuers and day at the right, kept together, below ``above`` free lines.

    With a seal the day ends four characters from the right and the names are centred on it; without one the
    longest name ends two characters from the right and the day begins two characters further in than it.
    """
    day, names = width_of(closing.day), [width_of(name) for name in closing.issuers]
    character, room = g.ONE_CHARACTER, g.TEXT_WIDTH
    if closing.sealed:
        of_day = room - 4 * character - day
        of_names = [of_day + (day - name) // 2 for name in names]
    else:
        begin = min(room - 2 * character - max(names, default=0), room - 4 * character - day)
        of_day = begin + 2 * character if names else room - 4 * character - day
        of_names = [begin for _ in names]
    lines = [*zip(closing.issuers, of_names, names, strict=True)]
    if closing.day:
        lines.append((closing.day, of_day, day))
    xml = []
    for place, (text, left, width) in enumerate(lines):
        space = f'<w:spacing w:before="{above * g.LINE}"/>' if place == 0 else ""
        at = max(0, min(left, room - width - 60))
        keep = _KEEP if place < len(lines) - 1 else "<w:keepLines/>"
        xml.append(
            paragraph(
                "Normal",
                run(text),
                before=keep,
                after=f'{space}<w:ind w:left="{at}"/><w:jc w:val="left"/>',
            )
        )
    return xml


def remark_xml(text: str) -> str:
    """A remark below the date, two characters in."""
    return paragraph("BodyText", run(text))


def imprint_xml(imprint: Imprint, *, ruled: bool) -> list[str]:
    """The last lines, at the foot of the type area of their page; a letter has no rules and no printer."""
    side = g.NUMBER_SIZE * 10
    room = g.TEXT_WIDTH - 2 * side
    rows: list[tuple[str, str, int]] = []
    if imprint.copies_to:
        hang = 3 * side
        lines = max(1, -(-(round(set_width(imprint.copies_to) * side) - room) // (room - hang)) + 1)
        rows.append((f'<w:ind w:left="{hang}" w:hanging="{hang}"/>', imprint.copies_to, lines))
    if ruled and (imprint.printer or imprint.day):
        tab = f'<w:tabs><w:tab w:val="right" w:pos="{room}"/></w:tabs>'
        rows.append((tab, f"{imprint.printer}\t{imprint.day}", 1))
    xml = []
    for place, (after, text, lines_high) in enumerate(rows):
        above = _OUTER_RULE if place == 0 else _INNER_RULE
        rules = f'<w:top w:val="single" w:sz="{above}" w:space="0" w:color="auto"/>'
        if place == len(rows) - 1:
            rules += f'<w:bottom w:val="single" w:sz="{_OUTER_RULE}" w:space="0" w:color="auto"/>'
        borders = f"<w:tcBorders>{rules}</w:tcBorders>" if ruled else ""
        # Exact, because the place of the whole is told from its height.
        high = f'<w:trHeight w:val="{lines_high * g.IMPRINT_LINE}" w:hRule="exact"/>'
        xml.append(
            f"<w:tr><w:trPr><w:cantSplit/>{high}</w:trPr><w:tc><w:tcPr>"
            f'<w:tcW w:w="{g.TEXT_WIDTH}" w:type="dxa"/>'
            f'{borders}<w:tcMar><w:left w:w="{side}" w:type="dxa"/><w:right w:w="{side}" w:type="dxa"/>'
            f"</w:tcMar></w:tcPr>{paragraph('Imprint', run(text), after=after)}</w:tc></w:tr>"
        )
    if not xml:
        return []
    tall = sum(lines for _, _, lines in rows) * g.IMPRINT_LINE
    if ruled:
        # On a page of its own, LibreOffice takes the foot for a part of the type area: what has rules to be
        # seen by is measured from the paper's edge. The box is in the middle of the paper, and so as much
        # wider at its left as the left margin is wider than the right one.
        more = g.LEFT - g.RIGHT
        table = _table(g.TEXT_WIDTH, "".join(xml), indent=more) + gap(0)
        top = g.PAPER_HEIGHT - g.BOTTOM - tall - _TO_MIDDLE
        box = box_at_top(table, g.TEXT_WIDTH + more, tall + _TO_CLOSE, top, 0)
    else:
        box = box_at_foot(_table(g.TEXT_WIDTH, "".join(xml)) + gap(0), g.TEXT_WIDTH, tall + _TO_CLOSE)
    return [gap(0).replace("</w:p>", f"{box}</w:p>")]
