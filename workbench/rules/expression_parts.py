"""How each part of an expression is worked out: arithmetic, comparison, texts, functions of one value.

What is empty makes a comparison neither true nor false (None): "and", "or" and "not" carry that on, so that
a rule can say "cannot be judged" instead of blaming what nobody has stated.
"""

from __future__ import annotations

import operator
import re
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from workbench.rules.expression_values import ARITHMETIC, DAY, NUMBER, TRUTH, Type

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from workbench.rules.expression_values import Frame


class Part(NamedTuple):
    """A part of an expression, ready to be worked out.

    ``raw`` gives what is stored, for "is it empty?"; ``size`` is the work of one working out without the
    items of lists; ``links`` says that other elements are looked at; ``loops`` how deep lists are gone
    through; ``fields`` names the fields of the element itself that are looked at; ``raw_links`` says that
    other elements are looked at for ``raw`` already.
    """

    type: Type
    value: Callable[[Frame], Any]
    raw: Callable[[Frame], Any] | None = None
    size: int = 1
    links: bool = False
    loops: int = 0
    fields: tuple[str, ...] = ()
    raw_links: bool = False


def joined(type_: Type, value: Callable[[Frame], Any], *parts: Part, loops: int = 0) -> Part:
    """A part made of others: it costs, links and loops as they do together."""
    return Part(
        type_,
        value,
        None,
        1 + sum(one.size for one in parts),
        any(one.links for one in parts),
        max((one.loops for one in parts), default=0) + loops,
        tuple(dict.fromkeys(name for one in parts for name in one.fields)),
    )


# -- and, or, not ----------------------------------------------------------------------------------------


def all_of(parts: Sequence[Part]) -> Part:
    """True where all are; false where one is not."""
    values = [one.value for one in parts]

    def value(frame: Frame) -> bool | None:
        found: bool | None = True
        for one in values:
            held = one(frame)
            if held is False:
                return False
            if held is None:
                found = None
        return found

    return joined(TRUTH, value, *parts)


def one_of(parts: Sequence[Part]) -> Part:
    """True where one is; false where none is."""
    values = [one.value for one in parts]

    def value(frame: Frame) -> bool | None:
        found: bool | None = False
        for one in values:
            held = one(frame)
            if held:
                return True
            if held is None:
                found = None
        return found

    return joined(TRUTH, value, *parts)


def opposite(part: Part) -> Part:
    """True where it is false."""
    inner = part.value

    def value(frame: Frame) -> bool | None:
        held = inner(frame)
        return None if held is None else not held

    return joined(TRUTH, value, part)


# -- comparing -------------------------------------------------------------------------------------------

_COMPARED: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def compared(sign: str, left: Part, right: Part) -> Part:
    """Two values compared; elements are the same when their ids are."""
    one, other, compare = left.value, right.value, _COMPARED[sign]
    by_id = left.type.base == right.type.base == "element"

    def value(frame: Frame) -> bool | None:
        first, second = one(frame), other(frame)
        if first is None or second is None:
            return None
        return compare(first.id, second.id) if by_id else compare(first, second)

    return joined(TRUTH, value, left, right)


def called_so(sign: str, element: Part, name: Part) -> Part:
    """Whether an element bears a name or code."""
    one, other = element.value, name.value

    def value(frame: Frame) -> bool | None:
        found, wanted = one(frame), other(frame)
        if found is None or wanted is None:
            return None
        return (wanted in (found.name_shown, found.code)) == (sign == "=")

    return joined(TRUTH, value, element, name)._replace(links=True)


def among(left: Part, options: Sequence[Part]) -> Part:
    """Whether a value is one of several."""
    one, others = left.value, [option.value for option in options]

    def value(frame: Frame) -> bool | None:
        found = one(frame)
        return None if found is None else any(found == other(frame) for other in others)

    return joined(TRUTH, value, left, *options)


# -- texts -----------------------------------------------------------------------------------------------


def of_text(doing: str, left: Part, right: Part) -> Part:
    """Whether a text, or one of a list of texts, contains, begins with or ends with another."""
    other, test = right.value, _TESTS[doing]

    def judged(frame: Frame) -> Callable[[str], bool] | None:
        wanted = other(frame)
        return None if wanted is None else lambda text: test(text, wanted)

    return joined(TRUTH, _on_texts(left, judged, 1), left, right)


def like(left: Part, wanted: str) -> Part:
    """Whether a text, or one of a list of texts, is like a pattern.

    That is written out in the expression: made ready once, not for each of thousands of elements.
    """
    pieces = _pieces(wanted)
    # A pattern may be tried at every place of the text.
    return joined(TRUTH, _on_texts(left, lambda _: lambda text: _fits(text, pieces), len(wanted)), left)


def _on_texts(
    left: Part, judged: Callable[[Frame], Callable[[str], bool] | None], cost: int
) -> Callable[[Frame], bool | None]:
    one = left.value
    is_list = left.type.base == "list"

    def value(frame: Frame) -> bool | None:
        found, test = one(frame), judged(frame)
        if test is None or (found is None and not is_list):
            return None
        texts = (found or ()) if is_list else (found,)
        letters = sum(len(text) for text in texts)
        frame.spend(len(texts) + letters * cost // 1000)
        return any(map(test, texts))

    return value


def matches(text: str, wanted: str) -> bool:
    """Whether the whole text is as written, where * stands for any characters and ? for one."""
    return _fits(text, _pieces(wanted))


def _fits(text: str, pieces: _Pieces) -> bool:
    """The pieces between the asterisks are looked for one after another, each once, so that the time is
    bounded however they are written.
    """
    first, *others = pieces
    found = first[0].match(text)
    if found is None:
        return False
    at = found.end()
    if not others:
        return at == len(text)
    for piece, _ in others[:-1]:
        found = piece.search(text, at)
        if found is None:
            return False
        at = found.end()
    last, length = others[-1]
    return len(text) - length >= at and last.match(text, len(text) - length) is not None


_Pieces = tuple[tuple[re.Pattern[str], int], ...]


def _pieces(wanted: str) -> _Pieces:
    """What stands between the asterisks, and how long it is: letters and single free places only, so nothing
    to go back over.
    """
    return tuple(
        (
            re.compile("".join("." if letter == "?" else re.escape(letter) for letter in piece), re.DOTALL),
            len(piece),
        )
        for piece in wanted.split("*")
    )


_TESTS: Final[dict[str, Callable[[str, str], bool]]] = {
    "contains": lambda text, wanted: wanted in text,
    "starts": str.startswith,
    "ends": str.endswith,
}


# -- figures and days ------------------------------------------------------------------------------------


def summed(parts: Sequence[Part], signs: Sequence[str]) -> Part:
    """Numbers added up; days moved by numbers of days; the days between two days."""
    pairs = list(zip(signs, (one.value for one in parts), strict=True))
    days = sum(1 if sign == "+" else -1 for sign, one in zip(signs, parts, strict=True) if one.type is DAY)

    def value(frame: Frame) -> Any:
        total, dated = Decimal(0), Decimal(0)
        for sign, one in pairs:
            found = one(frame)
            if found is None:
                return None
            if isinstance(found, date):
                dated = dated + found.toordinal() if sign == "+" else dated - found.toordinal()
            elif sign == "+":
                total = ARITHMETIC.add(total, found)
            else:
                total = ARITHMETIC.subtract(total, found)
        made = ARITHMETIC.add(total, dated)
        return _day(made) if days else finite(made)

    money = any(one.type.money for one in parts)
    return joined(DAY if days else Type("number", None, money), value, *parts)


def _day(ordinal: Decimal) -> date | None:
    """The day with this number; None outside the calendar or between days."""
    if not ordinal.is_finite() or not 1 <= ordinal <= date.max.toordinal():
        return None
    return date.fromordinal(int(ordinal))


def finite(number: Decimal) -> Decimal | None:
    """The number; None for one that grew beyond measure or was divided by nothing."""
    return number if number.is_finite() else None


def multiplied(parts: Sequence[Part], signs: Sequence[str]) -> Part:
    """Numbers multiplied and divided; nothing where it is divided by zero or grows beyond measure."""
    pairs = list(zip(signs, (one.value for one in parts), strict=True))

    def value(frame: Frame) -> Decimal | None:
        total = Decimal(1)
        for sign, one in pairs:
            found = one(frame)
            if found is None:
                return None
            total = ARITHMETIC.multiply(total, found) if sign == "*" else ARITHMETIC.divide(total, found)
        return finite(total)

    money = parts[0].type.money and not any(one.type.money for one in parts[1:])
    return joined(Type("number", None, money), value, *parts)


def negative(part: Part) -> Part:
    """A number with the other sign."""
    inner = part.value

    def value(frame: Frame) -> Decimal | None:
        found = inner(frame)
        return None if found is None else finite(ARITHMETIC.minus(found))

    return joined(part.type, value, part)


# -- functions of one value ------------------------------------------------------------------------------


def is_empty(part: Part, *, wanted: bool) -> Part:
    """Whether nothing is stated: no value, no row, or a blank text."""
    look = part.raw or part.value

    def value(frame: Frame) -> bool:
        found = look(frame)
        blank = found is None or (isinstance(found, str) and not found.strip()) or found in ((), [])
        return blank == wanted

    # Whether a link is stated is known without following it.
    links = part.raw_links if part.raw is not None else part.links
    return joined(TRUTH, value, part)._replace(links=links)


def of_day(part: Part, name: str) -> Part:
    """The year or month of a day; the year of a reporting period."""
    inner = part.value

    def value(frame: Frame) -> Decimal | None:
        found = inner(frame)
        if isinstance(found, date):
            return Decimal(found.year if name == "year" else found.month)
        if isinstance(found, str) and name == "year" and re.match("[0-9]{4}", found):
            return Decimal(found[:4])
        return None

    return joined(NUMBER, value, part)


def days_between(first: Part, second: Part) -> Part:
    """How many days the second day lies after the first."""
    one, other = first.value, second.value

    def value(frame: Frame) -> Decimal | None:
        start, end = one(frame), other(frame)
        return None if start is None or end is None else Decimal((end - start) // timedelta(days=1))

    return joined(NUMBER, value, first, second)


def length_of(part: Part) -> Part:
    """How many characters a text has, blanks at its ends aside."""
    inner = part.value

    def value(frame: Frame) -> Decimal:
        return Decimal(len((inner(frame) or "").strip()))

    return joined(NUMBER, value, part)
