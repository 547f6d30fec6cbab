"""How a language writes lists, brackets, dates and the numbers of headings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from workbench.documents.printable import printable
from workbench.i18n import N_, words
from workbench.plan.values import wan_of_fen

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

_DIGITS: Final = "〇一二三四五六七八九"
_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
#: Characters from this one on are as wide as Chinese ones.
_WIDE: Final = "\u2e80"
_FULL_STOPS: Final = "。！？；：.!?;:…"


def chinese_numeral(number: int) -> str:
    """1 to 999 in Chinese numerals: 一, 十二, 二十, 一百零三."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    written = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        written += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        written += "零"
    return written + (_DIGITS[ones] if ones else "")


class Wording:
    """The words and the punctuation of one language (``zh`` or ``en``)."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.chinese = language == "zh"
        self.words = words(language)

    def listed(self, names: Iterable[str]) -> str:
        """A、B、C"""
        return ("、" if self.chinese else ", ").join(names)

    def clauses(self, parts: Iterable[str]) -> str:
        """A；B；C"""
        return ("；" if self.chinese else "; ").join(parts)

    def joined(self, lines: Iterable[str]) -> str:
        """The lines of a title as one; in English a space parts them, but within Chinese words."""
        joined = ""
        for line in lines:
            within = self.chinese or not joined or (joined[-1] >= _WIDE and line[:1] >= _WIDE)
            joined += line if within else f" {line}"
        return joined

    def bracketed(self, text: str) -> str:
        """Text in round brackets."""
        return f"（{text}）" if self.chinese else f"({text})"

    def beside(self, text: str, aside: str) -> str:
        """Text with something in round brackets behind it."""
        return f"{text}{'' if self.chinese else ' '}{self.bracketed(aside)}"

    def labelled(self, label: str, text: str) -> str:
        """“label: text”; the label is a message id."""
        return self.told(self.words(label), text)

    def told(self, name: str, text: str) -> str:
        """“name: text”, both as they stand in the plan."""
        return f"{name}：{text}" if self.chinese else f"{name}: {text}"

    def cited(self, title: str, number: str | None = None) -> str:
        """《title》（number）, “title” (number); printable."""
        bare = printable(title).strip("《》")
        quoted = f"《{bare}》" if self.chinese else f"“{bare}”"
        return self.beside(quoted, printable(number)) if number else quoted

    def annexed(self, number: int, count: int) -> str:
        """附表1, Annexed table 1; without a number where it is the only one."""
        label = self.words(N_("Annexed table"))
        if count < 2:
            return label
        return f"{label}{number}" if self.chinese else f"{label} {number}"

    def annex(self, mark: str, lines: Iterable[str]) -> str:
        """附表1　主要指标表: the title of an annex behind its mark, as contents list it."""
        title = self.joined(lines)
        gap = "\u3000" if self.chinese else "  "
        return f"{mark}{gap}{title}" if mark else title

    def captioned(self, label: str, number: int, caption: str) -> str:
        """表1　主要指标, Table 1  Main indicators; the label is a message id."""
        if self.chinese:
            return f"{self.words(label)}{number}\u3000{caption}"
        return f"{self.words(label)} {number}  {caption}"

    def sentence(self, text: str) -> str:
        """The text with a full stop, unless it ends a sentence already."""
        if not text or text[-1] in _FULL_STOPS:
            return text
        return text + ("。" if self.chinese else ".")

    def notes(self, notes: list[str]) -> tuple[str, ...]:
        """The notes below a table as one paragraph, numbered when there are several."""
        if not notes:
            return ()
        if len(notes) > 1:
            gap = "" if self.chinese else " "
            notes = [f"{number}.{gap}{note}" for number, note in enumerate(notes, 1)]
        return (self.sentence(self.words("Note: {note}", note=self.clauses(notes))),)

    def day(self, day: date) -> str:
        """2014年11月7日, 7 November 2014."""
        if self.chinese:
            return f"{day.year}年{day.month}月{day.day}日"
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"

    def year(self, year: int) -> str:
        """2014年, 2014."""
        return f"{year}年" if self.chinese else str(year)

    def money(self, fen: int) -> str:
        """Exact 万元 (10,000 yuan) without the unit: 1,200.5."""
        return f"{wan_of_fen(fen):,f}"


class Numbering:
    """Numbers headings as they come: 一、（一）1．（1）① in Chinese, 1. 1.1 (1) (a) in English."""

    def __init__(self, language: str) -> None:
        self.chinese = language == "zh"
        self.counts = [0, 0, 0, 0, 0]

    def next(self, level: int) -> str:
        """The number of the next heading of a level (1 to 5)."""
        self.counts[level - 1] += 1
        self.restart(level + 1)
        return self.shown(level, self.counts[level - 1])

    def restart(self, level: int) -> None:
        """Let the numbers of a level and those below it begin again."""
        for below in range(level - 1, 5):
            self.counts[below] = 0

    def shown(self, level: int, number: int) -> str:
        """How a number is written at a level, with the space that follows it in English."""
        if self.chinese:
            if level == 1:
                return f"{chinese_numeral(number)}、"
            if level == 2:
                return f"（{chinese_numeral(number)}）"
            if level == 3:
                return f"{number}．"
            if level == 4:
                return f"（{number}）"
            return _circled(number)
        if level == 1:
            return f"{number}. "
        if level == 2:
            return f"{self.counts[0]}.{number} " if self.counts[0] else f"{number}. "
        if level == 3:
            return f"({number}) "
        return f"({_letters(number)}) "


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if number <= 20 else f"（{number}）"


def _letters(number: int) -> str:
    """1 is a, 26 is z, 27 is aa."""
    written = ""
    while number:
        number, digit = divmod(number - 1, 26)
        written = chr(ord("a") + digit) + written
    return written


_NUMERAL: Final = "〇零一二三四五六七八九十百"
_TYPED_NUMBER: Final = re.compile(
    rf"第[{_NUMERAL}\d]{{1,5}}[章节篇部条]\s*[、：:.．]?\s*"
    rf"|[{_NUMERAL}]{{1,4}}(?:[、．.]\s*|\s+)"
    rf"|[（(][{_NUMERAL}]{{1,4}}[）)]\s*、?\s*"
    r"|[（(]\d{1,2}[）)]\s*、?\s*"
    r"|\d{1,2}(?:\.[1-9]\d?)+(?:[.．、]\s*|\s+)"
    r"|\d{1,2}(?:、|[.．](?!\d))\s*"
    r"|[\u2460-\u2473]\s*"
    r"|Chapter\s+\d+\s*[:.]?\s+",
)


def without_number(heading: str) -> str:
    """A heading without the number that its author typed: “（一）目标” is “目标”.

    What only looks like a number stays: “5G建设”, “2014年安排”, “一网通办”.
    """
    text = heading.strip()
    match = _TYPED_NUMBER.match(text)
    rest = text[match.end() :].strip() if match else ""
    return rest or text
