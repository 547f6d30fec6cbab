"""Values as the library keeps them: one cell a field, and the same values as text in the log.

A cell is text or a whole number. Scalars stand as they are (money in fen, numbers as text with their digits,
days as ISO text, booleans as 0 and 1); lists, records and free objects are JSON text. Inside JSON a number
is a string too, so that no program rounds it; only a free object has numbers proper.

The text of an element (`Layout.text`) is the JSON object of its fields that are not empty, in declared order:
the log keeps it, and digests are worked out from it, so a field added later does not make old digests wrong.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from json import JSONDecoder, JSONEncoder
from json.encoder import encode_basestring as quoted
from typing import TYPE_CHECKING, Any, Final

from workbench.plan.elements import KINDS
from workbench.plan.fields import LISTS
from workbench.plan.records import AbsentReason

if TYPE_CHECKING:
    from workbench.plan.elements import Element
    from workbench.plan.fields import Field
    from workbench.plan.record import Record

Cell = str | int | None
Turn = Callable[[Any], Any]

#: What reading a damaged cell can raise.
UNREADABLE: Final = (ValueError, TypeError, AttributeError, ArithmeticError, RecursionError, LookupError)

#: Types whose cell is a whole number.
WHOLE: Final = frozenset({"boolean", "integer", "year", "money"})
_JSON: Final = LISTS | {"record"}


# A plan says the same few days, figures and short lists again and again: equal cells become one value in
# memory (all values are immutable), which also saves reading them anew. Bounded, so no plan can grow it.
_figure: Final = lru_cache(1 << 15)(Decimal)
_day: Final = lru_cache(1 << 13)(date.fromisoformat)


@lru_cache(1 << 12)
def _shared(text: str) -> str:
    return text


def _refuse(name: str) -> Any:
    raise ValueError(f"{name} is not a number")


_scan: Final = JSONDecoder(parse_constant=_refuse).scan_once  # type: ignore[attr-defined]  # C, without the checks around it
_decode_free: Final = JSONDecoder(parse_float=Decimal, parse_constant=_refuse).decode
_encode: Final = JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


def parsed(text: str) -> Any:
    """The JSON value of a text; ValueError when it is none."""
    try:
        value, end = _scan(text, 0)
    except StopIteration as stop:
        raise ValueError("not JSON") from stop
    if end != len(text):
        raise ValueError("something stands behind the JSON value")
    return value


def free_text(value: Any) -> str:
    """A free JSON object as text, its decimals with their digits."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{quoted(str(key))}:{free_text(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(free_text, value)) + "]"
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise ValueError(f"{value} is not a number")
        digits = str(value)
        # A whole decimal is told from an int by its exponent, which changes neither value nor digits.
        return f"{digits}e0" if digits.lstrip("-").isdigit() else digits
    if value is None or isinstance(value, bool | int | str):
        return _encode(value)
    raise TypeError(f"{type(value).__name__} has no place in a free object")


# -- values <-> JSON forms -----------------------------------------------------------------------------------


def _writer(declared: Field) -> Turn | None:
    """What turns a value into what JSON can hold; None where it is that already."""
    match declared.type:
        case "number":
            return str
        case "date":
            return date.isoformat
        case "numbers":
            return lambda values: list(map(str, values))
        case "record":
            assert declared.record is not None
            return _record_writer(declared.record)
        case "records" | "absent":
            write = _record_writer(declared.record or AbsentReason)
            return lambda rows: list(map(write, rows))
        case "object":
            return free_text
        case _:
            return None


def _reader(declared: Field) -> Turn | None:
    """The way back from JSON; None where nothing is to be done."""
    match declared.type:
        case "choice":
            known = {sys.intern(name): sys.intern(name) for name in declared.choices}
            return lambda name: known.get(name, name)
        case "number":
            return _figure
        case "date":
            return _day
        case "texts" | "references":
            return tuple
        case "choices":
            return lambda names: tuple(map(sys.intern, names))
        case "numbers":
            return lambda texts: tuple(map(_figure, texts))
        case "record":
            assert declared.record is not None
            return _record_reader(declared.record)
        case "records" | "absent":
            read = _record_reader(declared.record or AbsentReason)
            return lambda forms: tuple(map(read, forms))
        case "object":
            return _decode_free
        case _:
            return None


@cache
def _record_writer(cls: type[Record]) -> Turn:
    parts = [(declared.key, place, _writer(declared)) for place, declared in enumerate(cls.fields)]

    def write(record: Record) -> dict[str, Any]:
        form = {}
        for key, place, turn in parts:
            value = record[place]
            if value is not None:
                form[key] = value if turn is None else turn(value)
        return form

    return write


@cache
def _record_reader(cls: type[Record]) -> Turn:
    keys = [declared.key for declared in cls.fields]
    turns = [(place, turn) for place, declared in enumerate(cls.fields) if (turn := _reader(declared))]
    new = tuple.__new__

    def read(form: dict[str, Any]) -> Any:
        row = list(map(form.get, keys))
        for place, turn in turns:
            if row[place] is not None:
                row[place] = turn(row[place])
        return new(cls, row)

    return read


# -- values <-> cells ----------------------------------------------------------------------------------------


def _to_cell(declared: Field) -> Turn | None:
    if declared.type == "boolean":
        return int
    write = _writer(declared)
    if declared.type in _JSON:
        return _encode if write is None else lambda value: _encode(write(value))
    return write


def _from_cell(declared: Field) -> Turn | None:
    if declared.type == "boolean":
        return bool
    read = _reader(declared)
    if declared.type in {"texts", "references", "choices", "absent"}:
        assert read is not None
        return lru_cache(1 << 12)(lambda cell: read(parsed(cell)))
    if declared.type in _JSON:
        return parsed if read is None else lambda cell: read(parsed(cell))
    if read is None and declared.type in {"text", "long_text", "reference"} and declared.name != "id":
        return _shared
    return read


def _truth(cell: int) -> str:
    return "true" if cell else "false"


def _cell_text(declared: Field) -> Callable[[Any], str]:
    """What turns a cell into its JSON text in the log."""
    if declared.type == "boolean":
        return _truth
    return str if declared.type in WHOLE or declared.type in _JSON else quoted


class Layout:
    """How the elements of one kind are laid out in cells, worked out once from the declarations."""

    def __init__(self, kind: str) -> None:
        cls = KINDS[kind]
        self.kind = kind
        self.cls = cls
        self.fields = cls.fields
        self.keys = tuple(declared.key for declared in cls.fields)
        self.field_of_key: dict[str, Field] = {declared.key: declared for declared in cls.fields}
        self.turns = [(n, turn) for n, field in enumerate(cls.fields) if (turn := _from_cell(field))]
        self._to_cells = [_to_cell(field) for field in cls.fields]
        self._encoders = [(n, turn) for n, turn in enumerate(self._to_cells) if turn]
        self._texts = [_cell_text(field) for field in cls.fields]
        self._parts = [(f"{quoted(f.key)}:", text) for f, text in zip(cls.fields, self._texts, strict=True)]
        self.place_of_id = self.keys.index("id")

    def cells(self, element: Element) -> list[Cell]:
        """The cells of an element, in declared order."""
        row: list[Any] = list(element)
        for place, turn in self._encoders:
            if row[place] is not None:
                row[place] = turn(row[place])
        return row

    def cell(self, place: int, value: Any) -> Cell:
        """The cell of one field's value."""
        turn = self._to_cells[place]
        cell: Cell = value if value is None or turn is None else turn(value)
        return cell

    def text(self, cells: Sequence[Any]) -> str:
        """The element as one JSON object of the fields that are not empty."""
        said = [
            prefix + text(cell)
            for cell, (prefix, text) in zip(cells, self._parts, strict=True)
            if cell is not None
        ]
        return "{" + ",".join(said) + "}"

    def value_text(self, place: int, value: Any) -> str | None:
        """One field's value as JSON text for the log; None for an empty one."""
        cell = self.cell(place, value)
        return None if cell is None else self._texts[place](cell)

    def text_of_cell(self, key: str, cells: Sequence[Any]) -> str | None:
        """The JSON text of one of an element's cells, named by its column; None for an empty one."""
        place = self.keys.index(key)
        return None if cells[place] is None else self._texts[place](cells[place])

    def element_of_text(self, text: str) -> Element:
        """The way back from `text`."""
        element: Element = _record_reader(self.cls)(parsed(text))
        return element

    def value_of_text(self, declared: Field, text: str | None) -> Any:
        """The way back from `value_text`."""
        if text is None:
            return None
        form = parsed(text)
        read = _reader_of(self.cls, declared.name)
        return form if read is None else read(form)


@cache
def _reader_of(cls: type[Record], name: str) -> Turn | None:
    return _reader(cls.field_of[name])


@cache
def layout(kind: str) -> Layout:
    """The layout of a kind."""
    return Layout(kind)


def digest(kind: str, plan: int, text: str) -> bytes:
    """16 bytes that tell whether a record is still what was stored.

    BLAKE2b of kind, plan number and the element's text, with NUL between them, in UTF-8.
    """
    from hashlib import blake2b

    return blake2b(f"{kind}\0{plan}\0{text}".encode(), digest_size=16).digest()


def fits(shape: Layout, plan: int, cells: Sequence[Any], kept: Any) -> bool:
    """Whether a row is what its digest was made of."""
    try:
        return bool(digest(shape.kind, plan, shape.text(cells)) == kept)
    except UNREADABLE:
        return False


def change_digest(previous: bytes, header: Sequence[Any], operations: Sequence[Sequence[Any]]) -> bytes:
    """16 bytes that tell whether a change in the log, and every one before it, is what was stored."""
    from hashlib import blake2b

    running = blake2b(previous, digest_size=16)
    running.update(_encode(list(header)).encode())
    for row in operations:
        running.update(b"\n")
        running.update(_encode(list(row)).encode())
    return running.digest()
