"""Values of indicators in running text and in tables of the plan text: read only where there is no doubt.

A value counts as read when an indicator's full name begins a clause and is followed by a verb or a sign, a
number and the indicator's unit, and when a year is named in the sentence or in the head of the table's
column. Everything else is left alone: a missed value costs less than a false alarm.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.patterns import Pattern
from workbench.plan.values import parse_number

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Mapping


class Reading(NamedTuple):
    """A value that a text gives an indicator for a year, and where its number stands in the text."""

    name: str
    year: int
    value: Decimal
    upper: Decimal | None
    #: The number in the text times this is the value in the indicator's unit.
    factor: Decimal
    start: int
    end: int


# Possessive (``*+``): what a pattern has taken it does not give back, so a long text costs its length.
_NUMBER: Final = r"\d[\d,]*+(?:\.\d+)?"
_YEAR: Final = r"(?:19|20)\d\d"
_LATER: Final = r"年?(?:底|末)?(?:之?前)?[,]?"
_AIM: Final = r"(?:要|应|将|力争|预计|计划|总数|总量|总体)?"
_VERB: Final = (
    rf"(?:(?:由|从)(?:{_YEAR}年的?)?{_NUMBER}[^\d\s。;,至到]{{0,8}})?"
    r"(?:(?:提高|提升|增加|增长|上升|扩大|增|升|降低|下降|减少|压缩|缩短|降)?(?:到|至)"
    r"|达到|达|突破|实现|为|是|:|控制在|保持在|稳定在|维持在)?"
)
_SIGN: Final = r"(?:不低于|不少于|不高于|不超过|至少|至多|高于|超过|低于|≥|≤|>=|<=|>|<)?"
_VALUE: Final = rf"{_VERB}\s*+{_SIGN}\s*+(?P<number>{_NUMBER})(?:\s*+[-~—–至]\s*+(?P<upper>{_NUMBER}))?\s*+"
_AFTER_NAME: Final = Pattern(rf"\s*+{_AIM}(?:[到在于]?(?P<year>{_YEAR}){_LATER}{_AIM})?\s*+{_VALUE}")
#: A further value of the same indicator: "，2030年达到96%".
_AND_THEN: Final = Pattern(
    rf"(?:以上|以下|以内)?\s*+[,、]\s*+[到至]?(?P<year>{_YEAR})年(?:底|末)?(?:之?前)?{_AIM}\s*+{_VALUE}"
)
#: A year as it stands before the name: "到2030年，", "2030年底前", "“十五五”末", "规划期末".
_YEAR_NAMED: Final = Pattern(
    rf"(?<!\d)(?P<year>{_YEAR})年|[“\"]?十(?P<plan>[一二三四五六])五[”\"]?(?:期|时期)?末|(?P<end>规划期末)"
)
_FIVE_YEARS: Final = {"一": 2010, "二": 2015, "三": 2020, "四": 2025, "五": 2030, "六": 2035}
#: Of a year only part: its beginning, months before the last, quarters before the fourth.
_PART_OF_YEAR: Final = (
    rf"{_YEAR}年(?:年?初(?![步级具见期])|年?中(?![心央小])|上半年|[前第]?[一二三1-3]个?季度"
    r"|前?(?:[1-9]|1[01])个?月)"
)
#: Years that are not those of a value: spans, document numbers, titles, what is compared with, parts.
_NO_YEAR: Final = Pattern(
    rf"{_YEAR}年?\s*[-~—–至到]\s*{_YEAR}年?|[〔\[(]{_YEAR}[〕\])]|《[^》]*》|[比较自从由以]{_YEAR}年"
    rf"|{_PART_OF_YEAR}"
)
_SENTENCE_ENDS: Final = "。;！!？?\n"
#: A name that begins here belongs to the sentence and not to a longer name.
_LEAD: Final = Pattern(
    r"(?:^|[\s,、。;:(“\"*_>#—-]|年|底|末|前|使|将|把|实现|确保|力争|其中|以及|和|与|及|提高|提升|推动|促进|指标)$"
)
#: What may stand after a value: the end of the clause, or a word that belongs to it.
_TAIL: Final = Pattern(r"$|[\s,、。;:！!？?)”\"*_|]|(?:及?以上|以下|以内)(?!的)|和|与|及")
_MULTIPLES: Final = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
#: So far before a name its year is looked for, and so far behind it its value.
_FAR: Final = 80
_NEAR: Final = 60
#: Names shorter than this are words like any other.
SHORTEST: Final = 3
_KEY: Final = 2


class Names:
    """The names of indicators, to be found in texts; all half-width."""

    def __init__(self, units: Mapping[str, str], area: str = "") -> None:
        #: Name -> unit of measure.
        self.units = units
        lengths: dict[str, set[int]] = {}
        for name in units:
            lengths.setdefault(name[:_KEY], set()).add(len(name))
        #: First characters of names -> how long such names are, the longest first.
        self._lengths = {key: sorted(found, reverse=True) for key, found in lengths.items()}
        #: Words for the plan's whole area, which may stand before a name: 全市, 我市, 本市.
        self._areas = tuple(f"{word}{area}" for word in ("全", "我", "本")) if area else ()

    def found_in(self, text: str) -> Iterator[tuple[str, int, int]]:
        """Where names begin a clause of the text, the longest at each place, one after another."""
        lengths, units = self._lengths, self.units
        at, last = 0, len(text) - SHORTEST
        while at <= last:
            for length in lengths.get(text[at : at + _KEY], ()):
                name = text[at : at + length]
                if name in units:
                    if self._begins(text, at):
                        yield name, at, at + length
                    at += length - 1
                    break
            at += 1

    def _begins(self, text: str, at: int) -> bool:
        lead = text[max(0, at - 8) : at]
        for area in self._areas:
            lead = lead.removesuffix(area)
        return _LEAD.search(lead) is not None


def readings(text: str, names: Names, final: int | None = None, year: int | None = None) -> Iterator[Reading]:
    """The values that sentences of a half-width text give to the named indicators.

    ``final`` is the plan's last year, ``year`` the one that holds where the sentence names none.
    """
    for name, start, stop in names.found_in(text):
        unit, end = names.units[name], stop
        match = _AFTER_NAME.match(text[end : end + _NEAR]) if unit else None
        if match is None:
            continue
        then = int(match["year"]) if match["year"] else _year_before(text, start, final, year)
        while match is not None:
            read = _read(text, end, match, unit)
            if read is None:
                break
            if then is not None:
                at = end + match.start("number")
                yield Reading(name, then, *read[:3], at, at + len(match["number"]))
            end = read[3]
            match = _AND_THEN.match(text[end : end + _NEAR])
            then = int(match["year"]) if match is not None else None


def _read(
    text: str, base: int, match: re.Match[str], unit: str
) -> tuple[Decimal, Decimal | None, Decimal, int] | None:
    """The value and its upper end in the indicator's unit, the factor, and where the unit ends."""
    value = parse_number(match["number"])
    high = parse_number(match["upper"]) if match["upper"] else None
    read = unit_at(text, base + match.end(), unit)
    if value is None or read is None or _TAIL.match(text[read[1] : read[1] + 4]) is None:
        return None
    factor, stop = read
    return value * factor, high * factor if high is not None else None, factor, stop


def unit_at(text: str, at: int, unit: str) -> tuple[Decimal, int] | None:
    """The indicator's unit, or a multiple of it, at a place of the text: the factor, and where it ends."""
    (many, what), said = split_unit(unit), 1
    while text[at : at + 1] in _MULTIPLES and not text.startswith(what, at):
        said *= _MULTIPLES[text[at]]
        at += 1
    if text[at : at + len(what)].casefold() != what.casefold():
        return None
    return Decimal(said) / many, at + len(what)


def split_unit(unit: str) -> tuple[int, str]:
    """A unit as a factor and what is counted: 万户 is 10000 户."""
    many = 1
    while len(unit) > 1 and unit[0] in _MULTIPLES:
        many *= _MULTIPLES[unit[0]]
        unit = unit[1:]
    return many, unit


def _year_before(text: str, at: int, final: int | None, default: int | None) -> int | None:
    """The last year that the sentence names before a place; the default where it names none."""
    begin = max(0, at - _FAR)
    for mark in _SENTENCE_ENDS:
        begin = max(begin, text.rfind(mark, begin, at) + 1)
    before = text[begin:at]
    last = _last(_YEAR_NAMED, before)
    barred = _last(_NO_YEAR, before)
    if barred is not None and (last is None or barred.end() > last.start()):
        return None
    if last is None:
        return default
    if last["year"]:
        return int(last["year"])
    return final if last["end"] else _FIVE_YEARS[last["plan"]]


def _last(pattern: Pattern, text: str) -> re.Match[str] | None:
    return next(reversed(list(pattern.finditer(text))), None)


# -- tables --------------------------------------------------------------------------------------------

_HEAD_YEAR: Final = Pattern(rf"(?<!\d)({_YEAR})(?!\d)")
_HEAD_NAME: Final = Pattern(r"指标(?:名称)?|名称|指标项")
_HEAD_UNIT: Final = Pattern(r"(?:计量)?单位")
_CELL: Final = Pattern(rf"{_SIGN}\s*+({_NUMBER})(?:\s*+[-~—–]\s*+({_NUMBER}))?\s*+(\D{{0,12}})")
_NAME_UNIT: Final = Pattern(r"([^()]+)\(([^()]{1,12})\)")


def table_readings(text: str, names: Names) -> Iterator[Reading]:
    """The values that tables of a half-width text (Markdown) give to the named indicators."""
    if "|" not in text:
        return
    head: list[str] | None = None
    at = 0
    for line in text.splitlines(keepends=True):
        if line.lstrip().startswith("|"):
            cells = _cells(line, at)
            if head is None:
                head = [cell for cell, _ in cells]
            else:
                yield from _row(head, cells, names)
        else:
            head = None
        at += len(line)


def _cells(line: str, at: int) -> list[tuple[str, int]]:
    """The cells of a line of a table, without emphasis, and where each begins in the text."""
    bars = [place for place, char in enumerate(line) if char == "|"]
    stops = bars[1:] if line.rstrip().endswith("|") else [*bars[1:], len(line.rstrip())]
    found: list[tuple[str, int]] = []
    for bar, stop in zip(bars, stops, strict=False):
        inner = line[bar + 1 : stop]
        cell = inner.strip(" *\t")
        found.append((cell, at + bar + 1 + (inner.index(cell) if cell else 0)))
    return found


def _row(head: list[str], cells: list[tuple[str, int]], names: Names) -> Iterator[Reading]:
    years = {at: year for at, cell in enumerate(head) if (year := _only_year(cell)) is not None}
    column = next((at for at, cell in enumerate(head) if _HEAD_NAME.fullmatch(cell)), None)
    if not years or column is None or column >= len(cells):
        return
    name, unit = cells[column][0], None
    if name not in names.units and (split := _NAME_UNIT.fullmatch(name)):
        name, unit = split[1].strip(), split[2]
    own = names.units.get(name)
    if not own:
        return
    if unit is None:
        place = next((at for at, cell in enumerate(head) if _HEAD_UNIT.fullmatch(cell)), len(cells))
        unit = cells[place][0] if place < len(cells) else ""
    for at, year in years.items():
        match = _CELL.fullmatch(cells[at][0]) if at < len(cells) else None
        if match is None:
            continue
        measure = match[3].strip() or unit
        read, value = unit_at(measure, 0, own), parse_number(match[1])
        if read is None or value is None or measure[read[1] :] not in ("", "以上", "以下", "以内"):
            continue
        factor = read[0]
        high = parse_number(match[2]) if match[2] else None
        start = cells[at][1] + match.start(1)
        yield Reading(
            name,
            year,
            value * factor,
            high * factor if high is not None else None,
            factor,
            start,
            start + len(match[1]),
        )


def _only_year(cell: str) -> int | None:
    found = [int(match[1]) for match in _HEAD_YEAR.finditer(cell)]
    return found[0] if len(found) == 1 else None
