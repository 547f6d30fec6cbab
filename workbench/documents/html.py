"""An outline as one HTML file: no scripts, nothing remote, laid out for the screen and for paper."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from workbench import paths
from workbench.documents.contents import entries_of
from workbench.documents.merged import spans
from workbench.documents.outline import (
    AnnexMark,
    AnnexTitle,
    AttachmentNote,
    Box,
    Closing,
    Contents,
    Cover,
    Fields,
    Figure,
    Heading,
    Imprint,
    Letterhead,
    NewPage,
    Paragraph,
    Point,
    Recipients,
    Remark,
    Signatures,
    Subtitle,
    Table,
    Title,
    with_colon,
)
from workbench.documents.printable import printable
from workbench.documents.svg import cleaned
from workbench.documents.wording import Wording
from workbench.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbench.documents.outline import Block, Field, Outline, Row, Run

#: Nothing is fetched, nothing is run, nothing is sent.
_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
)


def to_html(outline: Outline) -> bytes:
    """The page of an outline in UTF-8. Texts are escaped; drawings keep only what draws."""
    style = (paths.resources() / "typesetting" / "page.css").read_text(encoding="utf-8")
    page = _Page(outline)
    language = "zh-CN" if outline.language == "zh" else outline.language
    author = f'<meta name="author" content="{_text(outline.author)}">\n' if outline.author else ""
    mark = f' data-mark="{_text(outline.mark)}"' if outline.mark else ""
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n{author}'
        f"<title>{_text(outline.title)}</title>\n<style>\n{style}</style>\n</head>\n<body{mark}>\n<main>\n"
        f"{page.body()}\n</main>\n</body>\n</html>\n"
    ).encode()


def _text(text: str) -> str:
    return escape(printable(text))


def _lined(texts: Iterable[str]) -> str:
    return "<br>".join(_text(text) for text in texts)


class _Page:
    """The blocks as HTML, with the footnotes gathered at the end."""

    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        self.wording = Wording(outline.language)
        self.notes: list[str] = []
        self.headings = 0
        self.open = ""

    def body(self) -> str:
        made = [self._block(block) for block in self.outline.blocks]
        if self.notes:
            made.append(f'<section class="notes"><ol>{"".join(self.notes)}</ol></section>')
        return "\n".join((*made, self.open))

    def _block(self, block: Block) -> str:
        match block:
            case Title() | AnnexTitle():
                level = "h1" if isinstance(block, Title) else "h2"
                anchor = self._anchor() if isinstance(block, AnnexTitle) else ""
                return f'<{level} class="title"{anchor}>{_lined(block.lines)}</{level}>'
            case Heading():
                level = f"h{min(block.level + 1, 6)}"
                return f"<{level}{self._anchor()}>{_text(block.number + block.text)}</{level}>"
            case Paragraph():
                return f"<p>{self._runs(block.runs)}</p>"
            case Point():
                indent = f' style="margin-left:{block.depth * 2}em"' if block.depth else ""
                return f'<p class="point"{indent}>{self._runs(block.marked())}</p>'
            case Table():
                return self._table(block)
            case Box():
                inside = "\n".join(self._block(one) for one in block.blocks)
                return (
                    f'<section class="box"><p class="box-title">{_text(block.title)}</p>\n{inside}</section>'
                )
            case Figure():
                return self._figure(block)
            case NewPage():
                before, self.open = self.open, "</section>"
                lies = " landscape" if block.landscape else ""
                return f'{before}<section class="new-page{lies}">'
            case _:
                return self._official(block)

    def _official(self, block: Block) -> str:
        """A block of the head or foot of an official document."""
        match block:
            case Cover():
                lines = "".join(f"<p>{_text(line)}</p>" for line in block.lines)
                foot = f"{_text(block.issuer)}<br>{_text(block.day)}"
                return (
                    f'<header class="cover"><p class="title">{_lined(block.title)}</p>{lines}'
                    f'<p class="foot">{foot}</p></header>'
                )
            case Contents():
                return self._contents(block)
            case Letterhead():
                return self._letterhead(block)
            case Subtitle():
                return f'<p class="subtitle">{_lined(block.text.splitlines())}</p>'
            case AnnexMark():
                return f'<p class="plain"><strong>{_text(block.text)}</strong></p>'
            case Recipients():
                return f'<p class="plain">{_text(block.text)}</p>'
            case Remark():
                return f"<p>{_text(block.text)}</p>"
            case AttachmentNote():
                return f"<p>{_text(block.label)}{_lined(block.titles)}</p>"
            case Closing():
                lines = "".join(f"<p>{_text(one)}</p>" for one in (*block.issuers, block.day))
                return f'<div class="closing">{lines}</div>'
            case Imprint():
                return self._imprint(block)
            case Fields():
                lines = "".join(f"<p>{self._fields(line)}</p>" for line in block.lines)
                return f'<div class="fields">{lines}</div>'
            case Signatures():
                parties = "".join(
                    f"<div><p>{_text(party.name)}</p>"
                    + "".join(f"<p>{self._field(line)}</p>" for line in party.lines)
                    + "</div>"
                    for party in block.parties
                )
                return f'<div class="signatures">{parties}</div>'
            case _:
                return ""

    def _anchor(self) -> str:
        self.headings += 1
        return f' id="part-{self.headings}"'

    def _contents(self, contents: Contents) -> str:
        entries = [
            f'<li class="level-{level}"><a href="#part-{number}">{_text(text)}</a></li>'
            for number, (level, text) in enumerate(entries_of(self.outline.blocks, self.wording), 1)
            if level <= contents.depth
        ]
        return f'<nav><p class="title">{_text(contents.title)}</p><ul>{"".join(entries)}</ul></nav>'

    def _letterhead(self, head: Letterhead) -> str:
        aside = "".join(
            f'<p class="aside">{_text(one)}</p>'
            for one in (head.copy_number, head.secrecy, head.urgency)
            if one
        )
        signed = self.wording.listed(head.signatories)
        names = f"<p>{_text(self.wording.labelled('Signatory', signed))}</p>" if signed else ""
        return (
            f'<header class="letterhead {head.form}">{aside}<p class="issuer">{_text(head.issuer)}</p>'
            f'<p class="number">{_text(head.number)}</p>{names}</header>'
        )

    def _imprint(self, imprint: Imprint) -> str:
        lines = [f"<p>{_text(imprint.copies_to)}</p>"] if imprint.copies_to else []
        if imprint.printer or imprint.day:
            look = "printed ruled" if lines else "printed"
            told = f"<span>{_text(imprint.printer)}</span><span>{_text(imprint.day)}</span>"
            lines.append(f'<p class="{look}">{told}</p>')
        return f'<footer class="imprint">{"".join(lines)}</footer>'

    def _fields(self, line: Iterable[Field]) -> str:
        return "".join(f"<span>{self._field(one)}</span>" for one in line)

    @staticmethod
    def _field(field: Field) -> str:
        if field.value:
            return _text(field.told)
        return f'{_text(with_colon(field.label))}<span class="blank">&nbsp;</span>'

    def _runs(self, runs: Iterable[Run]) -> str:
        made = []
        for run in runs:
            text = _text(run.text).replace("\n", "<br>")
            if run.face == "strong":
                text = f"<strong>{text}</strong>"
            elif run.face == "aside":
                text = f"<em>{text}</em>"
            made.append(text)
            if run.note:
                number = len(self.notes) + 1
                self.notes.append(
                    f'<li id="note-{number}">{_text(run.note)} <a href="#sign-{number}">↩</a></li>'
                )
                made.append(f'<sup id="sign-{number}"><a href="#note-{number}">{number}</a></sup>')
        return "".join(made)

    def _figure(self, figure: Figure) -> str:
        caption = self._caption(N_("Figure"), figure.caption, figure.number)
        below = f"<figcaption>{_text(caption)}</figcaption>" if caption else ""
        return f'<figure role="img" aria-label="{_text(figure.told)}">{cleaned(figure.svg)}{below}</figure>'

    def _caption(self, label: str, caption: str, number: int) -> str:
        return self.wording.captioned(label, number, caption) if number else caption

    # -- tables ----------------------------------------------------------------------------------------

    def _table(self, table: Table) -> str:
        caption = self._caption(N_("Table"), table.caption, table.number)
        told = f"<caption>{_text(caption)}</caption>" if caption else ""
        total = sum(column.width for column in table.columns)
        widths = "".join(f'<col style="width:{column.width / total:.1%}">' for column in table.columns)
        heads = "".join(
            f'<th scope="col"{_field_mark(column.field)}>{_text(column.title)}</th>'
            for column in table.columns
        )
        merged = spans(table)
        rows = "\n".join(self._row(table, place, row, merged) for place, row in enumerate(table.rows))
        notes = "".join(f'<p class="note">{_text(note)}</p>' for note in table.notes)
        return (
            f'<div class="tabled"><table border="1">{told}<colgroup>{widths}</colgroup>'
            f"<thead><tr>{heads}</tr></thead>"
            f"<tbody>\n{rows}\n</tbody></table>{notes}</div>"
        )

    @staticmethod
    def _row(table: Table, place: int, row: Row, merged: dict[tuple[int, int], int]) -> str:
        mark = f' data-mark="{_text(row.mark)}"' if row.mark else ""
        if row.kind == "group":
            columns = len(table.columns)
            return (
                f'<tr class="group"{mark}><th colspan="{columns}" scope="rowgroup" style="text-align:left">'
                f"{_text(row.cells[0])}</th></tr>"
            )
        cells, start = [], 0
        if row.kind == "total":
            start = len(table.columns) - len(row.cells) + 1
            cells.append(f'<th colspan="{start}" scope="row">{_text(row.cells[0])}</th>')
        for at, text in enumerate(row.cells[1:] if start else row.cells, start):
            over = merged.get((place, at), 1) if not start else 1
            if over:
                several = f' rowspan="{over}"' if over > 1 else ""
                align = table.columns[at].align
                cells.append(f'<td style="text-align:{align}"{several}>{_text(text)}</td>')
        return f"<tr{mark}>{''.join(cells)}</tr>"


def _field_mark(field: str) -> str:
    return f' data-field="{_text(field)}"' if field else ""
