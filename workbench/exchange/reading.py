"""From JSON values to elements, by the declarations: every type, choice, limit and reference is theirs.

A value that does not fit raises Misfit, which gathers its JSON path on the way up, so that a document in
order costs nothing for it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from workbench.errors import Problem
from workbench.i18n import N_
from workbench.plan.records import AbsentReason
from workbench.plan.validity import CONTROL, TEXT_LIMIT, fault
from workbench.plan.values import FEN_PER_WAN

if TYPE_CHECKING:
    from workbench.plan.fields import Field
    from workbench.plan.record import Record

ID_LIMIT: Final = 200
DEPTH_LIMIT: Final = 100

Reader = Callable[[Any], Any]


class Misfit(Problem):
    """A value that does not fit its declaration; ``path`` leads to it from the document's root."""

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message, **values)
        self._steps: list[str] = []

    def at(self, *steps: str | int) -> Misfit:
        """The same, seen from further up: the steps from there come before those known."""
        self._steps[:0] = [_step(step) for step in steps]
        return self

    def within(self, where: str) -> Misfit:
        """The same at a place inside the value, already written as a path (``[2]``)."""
        self._steps.append(where)
        return self

    @property
    def path(self) -> str:
        """The JSON path: ``$.goals[3].title``."""
        return "$" + "".join(self._steps)


def _step(step: str | int) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    return f".{step}" if re.fullmatch(r"\w{1,60}", step) else f"[{json.dumps(step)[:80]}]"


class Unusable:
    """Stands in a parsed document for a number that no field can hold; ``why`` says so where it is met."""

    def __init__(self, why: str) -> None:
        self.why = why


class Doubled(dict[str, Any]):
    """An object of a parsed document in which a key stands twice."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key


def refuse_unparsed(value: Any) -> None:
    """Say what is wrong with a value of the parser's own making; nothing for others."""
    if isinstance(value, Doubled):
        raise Misfit(N_("the key stands twice in one object")).at(value.key)
    if isinstance(value, Unusable):
        raise Misfit(value.why)


# -- single values -------------------------------------------------------------------------------------


def _whole(value: Any) -> Any:
    """2015.0 and 2e3 are whole numbers too."""
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return int(value)
    return value


def _number(value: Any) -> Any:
    return Decimal(value) if type(value) is int else value


_SIX_PLACES: Final = Decimal(1).scaleb(-6)


def _money(value: Any) -> Any:
    """Fen of an amount in 万元."""
    if type(value) is int:
        return value * FEN_PER_WAN
    if not isinstance(value, Decimal):
        raise Misfit(N_("must be a number"))
    try:
        exact = value.quantize(_SIX_PLACES)
    except InvalidOperation:
        raise Misfit(N_("is out of range")) from None
    if exact != value:
        raise Misfit(N_("has more than six decimals of 万元; money is kept in whole fen"))
    return int(exact.scaleb(6))


_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _date(value: Any) -> Any:
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    return value


def _listed(value: Any) -> Any:
    return tuple(value) if type(value) is list else value


def _numbers(value: Any) -> Any:
    return tuple(map(_number, value)) if type(value) is list else value


_CONVERTED: Final[dict[str, Reader]] = {
    "integer": _whole,
    "year": _whole,
    "number": _number,
    "money": _money,
    "date": _date,
    "texts": _listed,
    "choices": _listed,
    "references": _listed,
    "numbers": _numbers,
}


def _single(declared: Field) -> Reader:
    convert = _CONVERTED.get(declared.type)

    def read(value: Any) -> Any:
        if value is None:
            raise Misfit(N_("null is not allowed; leave the key out"))
        made = convert(value) if convert else value
        wrong = fault(declared, made)
        if wrong is None:
            return made
        refuse_unparsed(value)
        for number, item in enumerate(value if isinstance(value, list) else ()):
            try:
                refuse_unparsed(item)
            except Misfit as misfit:
                raise misfit.at(number) from None
        if declared.type in ("choice", "choices") and wrong[1] == N_("is not one of the choices"):
            choices = ", ".join(declared.choices)
            raise Misfit(N_("must be one of: {choices}"), choices=choices).within(wrong[0])
        raise Misfit(wrong[1]).within(wrong[0])

    return read


def _is_id(value: str) -> bool:
    return 0 < len(value) <= ID_LIMIT


def _id(read: Reader) -> Reader:
    """Ids and references, one or several: 1 to 200 characters."""

    def read_id(value: Any) -> Any:
        made = read(value)
        if isinstance(made, str):
            if not _is_id(made):
                raise Misfit(N_("an id has 1 to 200 characters"))
        elif not all(map(_is_id, made)):
            wrong = next(number for number, one in enumerate(made) if not _is_id(one))
            raise Misfit(N_("an id has 1 to 200 characters")).at(wrong)
        return made

    return read_id


def free_value(value: Any, depth: int = 0) -> Any:
    """A value of a free object: numbers become decimals; null is allowed."""
    if value is None or isinstance(value, bool | Decimal):
        return value
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, str):
        if CONTROL.search(value):
            raise Misfit(N_("contains a control character"))
        if len(value) > TEXT_LIMIT:
            raise Misfit(N_("is too long"))
        return value
    refuse_unparsed(value)
    if depth >= DEPTH_LIMIT:
        raise Misfit(N_("is nested too deeply; {limit} levels are the limit"), limit=DEPTH_LIMIT)
    if isinstance(value, list):
        items: list[Any] = []
        for number, item in enumerate(value):
            try:
                items.append(free_value(item, depth + 1))
            except Misfit as misfit:
                raise misfit.at(number) from None
        return items
    group: dict[str, Any] = {}
    for key, item in value.items():
        try:
            group[free_value(key)] = free_value(item, depth + 1)
        except Misfit as misfit:
            raise misfit.at(key) from None
    return group


def _free_object(value: Any) -> Any:
    if not isinstance(value, dict):
        refuse_unparsed(value)
        raise Misfit(N_("must be a group of fields"))
    return free_value(value)


# -- records -------------------------------------------------------------------------------------------


class Shape(NamedTuple):
    """How objects of one record class are read."""

    size: int
    #: Key in the document -> place in the record and its reader.
    places: dict[str, tuple[int, Reader]]
    required: tuple[tuple[int, str], ...]


@cache
def shape_of(cls: type[Record]) -> Shape:
    """How a record class is read; internal fields are not part of the format."""
    exchanged = [(place, one) for place, one in enumerate(cls.fields) if not one.internal]
    return Shape(
        len(cls.fields),
        {one.key: (place, _reader(one)) for place, one in exchanged},
        tuple((place, one.key) for place, one in exchanged if one.required),
    )


def read_row(shape: Shape, value: Any, skipped: str = "") -> list[Any]:
    """The values of one object in the order of its record's fields; ``skipped`` is a key read elsewhere."""
    if type(value) is not dict:
        refuse_unparsed(value)
        raise Misfit(N_("must be a group of fields"))
    row: list[Any] = [None] * shape.size
    places = shape.places
    for key, item in value.items():
        entry = places.get(key)
        if entry is None:
            if skipped and key == skipped:
                continue
            raise Misfit(N_("this key is not part of the format")).at(key)
        try:
            row[entry[0]] = entry[1](item)
        except Misfit as misfit:
            raise misfit.at(key) from None
    for place, key in shape.required:
        if row[place] is None:
            raise Misfit(N_("“{key}” is missing"), key=key)
    return row


def _reader(declared: Field) -> Reader:
    if declared.type == "object":
        return _free_object
    if declared.type == "absent":
        return _mapping(AbsentReason, "field")
    if declared.record is None:
        read = _single(declared)
        return _id(read) if declared.type in ("reference", "references") or declared.name == "id" else read
    cls = declared.record
    if declared.type == "record":
        shape = shape_of(cls)
        return lambda value: cls.of(read_row(shape, value))
    if declared.mapping:
        return _mapping(cls, cls.fields[0].name)
    return _rows(cls)


def _rows(cls: type[Record]) -> Reader:
    shape = shape_of(cls)

    def read(value: Any) -> Any:
        if type(value) is not list:
            refuse_unparsed(value)
            raise Misfit(N_("must be a list"))
        made = []
        for number, item in enumerate(value):
            try:
                made.append(cls.of(read_row(shape, item)))
            except Misfit as misfit:
                raise misfit.at(number) from None
        return tuple(made)

    return read


def _mapping(cls: type[Record], name: str) -> Reader:
    """An object whose keys are one text field of a record and whose values are the rest of it.

    Of two fields the other is the value itself; of more they make an object.
    """
    read_key = _single(cls.field_of[name])
    place = cls.place_of[name]
    whole = shape_of(cls)
    shape = Shape(
        whole.size,
        {key: entry for key, entry in whole.places.items() if entry[0] != place},
        tuple(entry for entry in whole.required if entry[0] != place),
    )

    def read_rest(item: Any) -> list[Any]:
        if len(shape.places) > 1:
            return read_row(shape, item)
        row: list[Any] = [None] * shape.size
        ((at, read_item),) = shape.places.values()
        row[at] = read_item(item)
        return row

    def read(value: Any) -> Any:
        if type(value) is not dict:
            refuse_unparsed(value)
            raise Misfit(N_("must be a group of fields"))
        made = []
        for key, item in value.items():
            try:
                row = read_rest(item)
                row[place] = read_key(key)
            except Misfit as misfit:
                raise misfit.at(key) from None
            made.append(cls.of(row))
        return tuple(made)

    return read
