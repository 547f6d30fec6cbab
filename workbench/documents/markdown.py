"""The Markdown of plan texts: headings, paragraphs, lists, simple tables, footnotes and places for what is
generated.

Officials type rather than mark up, so every line is a paragraph, and a short line that begins with 一、 or
（一） is a heading even without "#". A footnote is a sign in a paragraph or list, [^1], and its text on a
line of its own, [^1]: ...; a sign without text and a text without sign stay as they were typed. HTML is text
like any other.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias, cast

from workbench.documents.outline import Column, Paragraph, Row, Run, Table
from workbench.documents.printable import printable
from workbench.documents.wording import without_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Align = Literal["left", "center", "right"]


class HeadingLine(NamedTuple):
    """A heading; ``level`` counts from 1 within the text."""

    level: int
    text: str


class ItemLine(NamedTuple):
    """An item of a list; ``number`` is None in a list without numbers."""

    depth: int
    number: int | None
    runs: tuple[Run, ...]


class Insertion(NamedTuple):
    """A place for a generated table or figure: {{table:name}}, {{figure:name}}."""

    name: str
    what: Literal["table", "figure"] = "table"

    @property
    def typed(self) -> str:
        """The place as it stands in the text."""
        return f"{{{{{self.what}:{self.name}}}}}"


Part: TypeAlias = HeadingLine | Paragraph | ItemLine | Insertion | Table

_HEADING: Final = re.compile(r"(#{1,6})\s*(.+?)\s*#*")
_TYPED_HEADING: Final = re.compile(
    r"(?:([一二三四五六七八九十]{1,3}、)|[（(][一二三四五六七八九十]{1,3}[）)])\s*\S.*"
)
_SENTENCE_SIGNS: Final = re.compile(r"[。；：！？，:;]")
_BULLET: Final = re.compile(r"(\s*)(?:[-*+]\s+|[•●◆·]\s*|——\s*)(\S.*)")
_NUMBERED: Final = re.compile(r"(\s*)(\d{1,2})(?:[.．)）](?!\d)|、)\s*(\S.*)")
_INSERTION: Final = re.compile(r"\{\{\s*(table|figure)\s*[:：]\s*([a-z_]+)\s*\}\}")
_RULE: Final = re.compile(r"([-*_])(?:\s*\1){2,}")
_DELIMITERS: Final = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?")
_CAPTION: Final = re.compile(r"(?:表|Table)\s*\d+(?:[.:：．]|\s)\s*(\S.*)|(?:表|Table)\s*[:：]\s*(\S.*)")
_FOOTNOTE: Final = re.compile(r"\[\^([^\]\s]{1,20})\]\s*[:：]\s*(\S.*)")
_SIGN: Final = re.compile(r"(?<!\\)\[\^([^\]\s]{1,20})\]")
_BAR: Final = re.compile(r"(?<!\\)\|")
_LONGEST_TYPED_HEADING: Final = 40

#: “**目标。** 到2030年”: Markdown wants the space, Chinese does not.
_SPACE_AFTER_MARK: Final = re.compile(r"([\u2e80-\uffef]\*{1,2})[ \t]+(?=[\u2e80-\uffef\d])")

_INLINE: Final = re.compile(
    r"\\(?P<escaped>[\\`*_{}\[\]()#+\-.!|])"
    r"|\*\*(?=\S)(?P<strong>.+?)(?<=\S)\*\*"
    r"|(?<![0-9A-Za-z*])\*(?=[^\s*])(?P<aside>[^*]+?)(?<=\S)\*(?![0-9A-Za-z*])"
    r"|`(?P<code>[^`]+)`"
    r"|\[\^(?P<note>[^\]\s]{1,20})\]"
    r"|!?\[(?P<link>[^\]]*)\]\([^()\s]*\)"
)


def runs_of(text: str, notes: Mapping[str, str] | None = None) -> tuple[Run, ...]:
    """Inline Markdown as runs: **strong**, *aside*; of links and code the text; signs of known footnotes.

    ``notes`` are the texts of footnotes by their signs.
    """
    runs: list[Run] = []
    plain: list[str] = []
    place = 0
    text = _SPACE_AFTER_MARK.sub(r"\1", text)
    for match in _INLINE.finditer(text):
        plain.append(text[place : match.start()])
        place = match.end()
        kind = cast("str", match.lastgroup)
        if kind in ("strong", "aside"):
            if joined := "".join(plain):
                runs.append(Run(joined))
            plain = []
            runs.append(Run(match[kind], "strong" if kind == "strong" else "aside"))
        elif kind == "note":
            note = (notes or {}).get(match[kind])
            if note is None:
                plain.append(match[0])
                continue
            if (joined := "".join(plain)) or not runs or runs[-1].note:
                runs.append(Run(joined, note=note))
            else:
                runs[-1] = runs[-1]._replace(note=note)
            plain = []
        else:
            plain.append(match[kind])
    plain.append(text[place:])
    if joined := "".join(plain):
        runs.append(Run(joined))
    return tuple(runs)


def plain_text(text: str) -> str:
    """Inline Markdown without its marks."""
    return "".join(run.text for run in runs_of(text))


def parts_of(markdown: str) -> list[Part]:
    """The parts of a text in order. Heading levels are made continuous: the highest one present is 1."""
    return list(_parts_of(markdown))


# The page and the count of words want the same text one after the other.
@lru_cache(maxsize=4)
def _parts_of(markdown: str) -> tuple[Part, ...]:
    lines, notes = _footnotes(printable(markdown).split("\n"))
    parts = list(_read(lines, notes))
    levels = sorted({part.level for part in parts if isinstance(part, HeadingLine)})
    rank = {level: place + 1 for place, level in enumerate(levels)}
    return tuple(
        HeadingLine(rank[part.level], part.text) if isinstance(part, HeadingLine) else part for part in parts
    )


def _footnotes(lines: list[str]) -> tuple[list[str], dict[str, str]]:
    """The lines without the texts of footnotes, and those by their signs."""
    if not any("[^" in line for line in lines):
        return lines, {}
    found = {at: match for at, line in enumerate(lines) if (match := _FOOTNOTE.fullmatch(line.strip()))}
    signs = {
        sign
        for at, line in enumerate(lines)
        if at not in found and not _takes_no_notes(line)
        for sign in _SIGN.findall(line)
    }
    notes: dict[str, str] = {}
    kept = []
    for at, line in enumerate(lines):
        match = found.get(at)
        if match is not None and match[1] in signs and match[1] not in notes:
            notes[match[1]] = plain_text(match[2])
        else:
            kept.append(line)
    return kept, notes


def _takes_no_notes(line: str) -> bool:
    """Whether a line is a heading or of a table: what stands there is one plain text."""
    return "|" in line or _HEADING.fullmatch(line.strip()) is not None or _typed_level(line.strip()) > 0


def _read(lines: list[str], notes: Mapping[str, str]) -> Iterator[Part]:
    marked = any(_HEADING.fullmatch(line.strip()) for line in lines)
    place = 0
    counted: dict[int, int] = {}
    while place < len(lines):
        line = lines[place]
        text = line.strip()
        place += 1
        if not text or _RULE.fullmatch(text) or text.startswith("```"):
            continue
        if _is_table(lines, place - 1):
            table, place = _table(lines, place - 1)
            yield table
            continue
        caption = _CAPTION.fullmatch(text)
        following = next((at for at in range(place, len(lines)) if lines[at].strip()), len(lines))
        if caption and _is_table(lines, following):
            table, place = _table(lines, following)
            yield table._replace(caption=plain_text(caption[1] or caption[2]))
            continue
        if heading := _HEADING.fullmatch(text):
            yield HeadingLine(len(heading[1]), without_number(plain_text(heading[2])))
        elif not marked and (level := _typed_level(text)):
            yield HeadingLine(level, without_number(plain_text(text)))
        elif insertion := _INSERTION.fullmatch(text):
            yield Insertion(insertion[2], "figure" if insertion[1] == "figure" else "table")
        elif item := _BULLET.fullmatch(line):
            counted.clear()
            yield ItemLine(_depth(item[1]), None, runs_of(item[2].strip(), notes))
            continue
        elif item := _NUMBERED.fullmatch(line):
            depth = _depth(item[1])
            # "1. 1. 1." is a list that counts itself; a number that goes on after other text is kept.
            counted[depth] = max(int(item[2]), counted.get(depth, 0) + 1)
            yield ItemLine(depth, counted[depth], runs_of(item[3].strip(), notes))
            continue
        else:
            yield Paragraph(runs_of(text.lstrip("> ") or text, notes))
        counted.clear()


def _typed_level(text: str) -> int:
    """Level of a heading typed without "#": 1 for 一、, 2 for （一）; 0 for what is no heading."""
    match = _TYPED_HEADING.fullmatch(text)
    if not match or len(text) > _LONGEST_TYPED_HEADING or _SENTENCE_SIGNS.search(text):
        return 0
    return 1 if match[1] else 2


def _depth(indent: str) -> int:
    """How deep a list item stands: two spaces or a tab a level. A full-width space is a typed indent."""
    return min(2, len(indent.replace("\t", "  ").replace("\u3000", "")) // 2)


def _is_table(lines: list[str], place: int) -> bool:
    return (
        place + 1 < len(lines)
        and "|" in lines[place]
        and "|" in lines[place + 1]
        and _DELIMITERS.fullmatch(lines[place + 1].strip()) is not None
    )


def _table(lines: list[str], place: int) -> tuple[Table, int]:
    """The table that begins at a line, and the line after it."""
    header = _cells(lines[place])
    aligns = [_align(mark) for mark in _cells(lines[place + 1])]
    place += 2
    rows: list[list[str]] = []
    while place < len(lines) and "|" in lines[place]:
        cells = _cells(lines[place])
        rows.append((cells + [""] * len(header))[: len(header)])
        place += 1
    columns = tuple(
        Column(title, _share(title, (row[at] for row in rows)), aligns[at] if at < len(aligns) else "left")
        for at, title in enumerate(header)
    )
    return Table(columns, tuple(Row(tuple(row)) for row in rows)), place


def _cells(line: str) -> list[str]:
    text = line.strip().removeprefix("|")
    if text.endswith("|") and not text.endswith("\\|"):
        text = text[:-1]
    return [plain_text(cell.strip()) for cell in _BAR.split(text)]


def _align(mark: str) -> Align:
    if mark.startswith(":") and mark.endswith(":"):
        return "center"
    return "right" if mark.endswith(":") else "left"


def _share(title: str, texts: Iterable[str]) -> float:
    """A width that follows the longest text, within bounds so that no column starves."""
    return min(20.0, max(4.0, len(title), *(len(text) for text in texts)))
