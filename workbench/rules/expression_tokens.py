"""The words and signs of an expression, with the place of each."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from workbench.errors import Problem
from workbench.i18n import N_
from workbench.patterns import Pattern
from workbench.plan.values import half_width

if TYPE_CHECKING:
    from collections.abc import Callable

#: Characters of one expression, and of a text and digits of a number in it.
MOST_LETTERS: Final = 2000
_MOST_TEXT: Final = 200
_MOST_DIGITS: Final = 20

#: Words of the grammar, as they may be written -> as they are meant.
KEYWORDS: Final = {
    "and": "and",
    "且": "and",
    "并且": "and",
    "or": "or",
    "或": "or",
    "或者": "or",
    "not": "not",
    "非": "not",
    "contains": "contains",
    "包含": "contains",
    "starts": "starts",
    "开头是": "starts",
    "ends": "ends",
    "结尾是": "ends",
    "matches": "matches",
    "匹配": "matches",
    "in": "in",
    "属于": "in",
    "yes": "yes",
    "true": "yes",
    "是": "yes",
    "no": "no",
    "false": "no",
    "否": "no",
}
#: Signs of comparison, as they may be written -> as they are meant.
COMPARING: Final = {
    "=": "=",
    "==": "=",
    "!=": "!=",
    "<>": "!=",
    "≠": "!=",
    "<": "<",
    "<=": "<=",
    "≤": "<=",
    ">": ">",
    ">=": ">=",
    "≥": ">=",
}
OF_TEXT: Final = frozenset({"contains", "starts", "ends", "matches"})
#: Quotation marks: opening -> closing.
_QUOTES: Final = {'"': '"', "'": "'", "“": "”", "‘": "’", "「": "」", "”": "”"}
#: What may stand right after a number, and how many it makes of one; money is counted in 万元.
_UNITS: Final = {
    "万元": Decimal(1),
    "亿元": Decimal(10000),
    "元": Decimal("0.0001"),
    "%": Decimal(1),
    "天": Decimal(1),
    "年": Decimal(1),
}
_DAY: Final = Pattern(
    r"([0-9]{4})(?:-([0-9]{1,2})-([0-9]{1,2})|/([0-9]{1,2})/([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})日)"
)
_NUMBER: Final = Pattern(r"[0-9]+(?:\.[0-9]+)?")
_UNIT: Final = Pattern("|".join(_UNITS))
_WORD: Final = Pattern(r"[^\W\d]\w*")
_SIGN: Final = Pattern(r"<=|>=|<>|==|!=|[=≠<>≤≥+\-*/(),.、×÷]")


class ExpressionProblem(Problem):
    """An expression that is not understood: where, and what is wrong or was expected."""

    @property
    def position(self) -> int:
        """Where the wrong part begins, from 0."""
        return int(str(self.values["at"])) - 1

    @property
    def length(self) -> int:
        """How many characters are wrong; 0 where something is missing."""
        return int(str(self.values["length"]))


def refused(at: int, end: int, message: str, **values: object) -> ExpressionProblem:
    """What is wrong with the part from ``at`` to ``end``; ``message`` is a message id marked with N_."""
    return ExpressionProblem(
        N_("Character {at}: {what}"), at=at + 1, length=end - at, what=f"@{message}", **values
    )


class Token(NamedTuple):
    """A word, sign or value of an expression. ``kind`` is word, key, sign, number, text, day or end."""

    kind: str
    at: int
    end: int
    value: Any


def tokens(text: str, is_name: Callable[[str], bool], *, strict: bool = True) -> list[Token]:
    """The tokens of an expression. ``is_name`` tells names: Chinese words need no spaces between them.

    Not ``strict``, what is not understood is left out: for what is being typed.
    """
    if len(text) > MOST_LETTERS:
        if strict:
            raise refused(
                MOST_LETTERS,
                len(text),
                N_("an expression has at most {limit} characters"),
                limit=MOST_LETTERS,
            )
        return []
    plain = half_width(text)
    found: list[Token] = []
    at = 0
    while at < len(plain):
        if plain[at].isspace():
            at += 1
            continue
        made = _token(text, plain, at, is_name, strict=strict)
        found += made
        at = made[-1].end if made else at + 1
    found.append(Token("end", len(text), len(text), ""))
    return found


def _token(text: str, plain: str, at: int, is_name: Callable[[str], bool], *, strict: bool) -> list[Token]:
    letter = plain[at]
    if letter in _QUOTES:
        return _quoted(text, plain, at, strict=strict)
    if "0" <= letter <= "9":
        return [_figure(plain, at, strict=strict)]
    if word := _WORD.match(plain[at : at + MOST_LETTERS]):
        return _words(word.group(), at, is_name)
    if sign := _SIGN.match(plain[at : at + 2]):
        meant = {"、": ",", "×": "*", "÷": "/"}.get(sign.group(), sign.group())
        return [Token("sign", at, at + sign.end(), meant)]
    if strict:
        raise refused(at, at + 1, N_("“{said}” has no meaning here"), said=text[at])
    return []


def _quoted(text: str, plain: str, at: int, *, strict: bool) -> list[Token]:
    end = plain.find(_QUOTES[plain[at]], at + 1)
    if end < 0:
        if strict:
            raise refused(at, len(text), N_("the text that begins here has no closing quotation mark"))
        return [Token("text", at, len(text), text[at + 1 :])]
    if end - at > _MOST_TEXT and strict:
        raise refused(at, end, N_("a text in an expression has at most {limit} characters"), limit=_MOST_TEXT)
    return [Token("text", at, end + 1, text[at + 1 : end])]


def _figure(plain: str, at: int, *, strict: bool) -> Token:
    if day := _DAY.match(plain[at : at + 12]):
        end = at + day.end()
        try:
            return Token("day", at, end, date(*(int(part) for part in day.groups() if part is not None)))
        except ValueError:
            if strict:
                raise refused(at, end, N_("“{said}” is no day of the calendar"), said=day.group()) from None
    number = _NUMBER.match(plain[at : at + MOST_LETTERS])
    assert number is not None
    end = at + number.end()
    if number.end() > _MOST_DIGITS:
        if strict:
            raise refused(at, end, N_("a number has at most {limit} digits"), limit=_MOST_DIGITS)
        return Token("number", at, end, Decimal(0))
    value = Decimal(number.group())
    if unit := _UNIT.match(plain[end : end + 2]):
        return Token("number", at, end + unit.end(), value * _UNITS[unit.group()])
    if strict and plain[end : end + 1] in ("e", "E"):
        raise refused(at, end + 1, N_("numbers are written out in full, without exponent"))
    return Token("number", at, end, value)


def _words(word: str, at: int, is_name: Callable[[str], bool]) -> list[Token]:
    """A word, or the words that Chinese written without spaces consists of."""
    parts = [word]
    if not word.isascii() and word not in KEYWORDS and not is_name(word) and len(word) <= _MOST_TEXT:
        parts = _parted(word, is_name) or [word]
    found = []
    for part in parts:
        meant = KEYWORDS.get(part.lower())
        kind, said = ("word", part) if meant is None else ("key", meant)
        found.append(Token(kind, at, at + len(part), said))
        at += len(part)
    return found


def _parted(word: str, is_name: Callable[[str], bool]) -> list[str] | None:
    """The word as known names and words of the grammar one after another, the longest first; else None.

    Looks from the end, so that each place is looked at once.
    """
    best: dict[int, list[str]] = {len(word): []}
    for at in range(len(word) - 1, -1, -1):
        for end in range(min(len(word), at + 20), at, -1):
            if end in best and (word[at:end] in KEYWORDS or is_name(word[at:end])):
                best[at] = [word[at:end], *best[end]]
                break
    found = best.get(0)
    return found if found and any(part in KEYWORDS for part in found) else None
