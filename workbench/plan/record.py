"""Immutable values with declared fields: tuples whose items have names and declarations.

A record is a tuple so that a row of the library becomes an element in one step, reading a field costs no
more than reading a tuple, and nothing can change it in place.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any, ClassVar, Self

from workbench.plan.fields import Field

if TYPE_CHECKING:
    from collections.abc import Sequence


class RecordType(type):
    """Collects the Field declarations of a record class, in order, and gives each a reader."""

    def __new__(cls, name: str, bases: tuple[type, ...], space: dict[str, Any]) -> RecordType:
        """A record class with the fields of its bases and its own; one given anew stands at its new place."""
        fields: list[Field] = []
        for base in bases:
            fields.extend(getattr(base, "fields", ()))
        own = {key: value for key, value in space.items() if isinstance(value, Field)}
        for key, declared in own.items():
            declared.name = key
            fields = [kept for kept in fields if kept.name != key]
            fields.append(declared)
        for place, declared in enumerate(fields):
            space[declared.name] = property(itemgetter(place), doc=declared.label)
        space["__slots__"] = ()
        space["fields"] = tuple(fields)
        space["place_of"] = {declared.name: place for place, declared in enumerate(fields)}
        space["field_of"] = {declared.name: declared for declared in fields}
        return super().__new__(cls, name, bases, space)


class Record(tuple[Any, ...], metaclass=RecordType):
    """A value made of declared fields. Missing fields are None: nothing was said about them."""

    fields: ClassVar[tuple[Field, ...]]
    place_of: ClassVar[dict[str, int]]
    field_of: ClassVar[dict[str, Field]]

    def __new__(cls, **values: Any) -> Self:
        """A record with the given fields; an unknown name is a TypeError."""
        row = [values.pop(declared.name, None) for declared in cls.fields]
        if values:
            raise TypeError(f"{cls.__name__} has no field {next(iter(values))!r}")
        return tuple.__new__(cls, row)

    @classmethod
    def of(cls, row: Sequence[Any]) -> Self:
        """A record of values in the order of its fields."""
        return tuple.__new__(cls, row)

    def but(self, **values: Any) -> Self:
        """The same record with some fields different."""
        row = list(self)
        for name, value in values.items():
            row[self.place_of[name]] = value
        return tuple.__new__(type(self), row)

    def get(self, name: str) -> Any:
        """The value of the field called ``name``."""
        return self[self.place_of[name]]

    def __repr__(self) -> str:
        said = ", ".join(f"{f.name}={v!r}" for f, v in zip(self.fields, self, strict=True) if v is not None)
        return f"{type(self).__name__}({said})"

    def __reduce__(self) -> tuple[Any, ...]:
        return (_remake, (type(self), tuple(self)))


def _remake(cls: type[Record], row: tuple[Any, ...]) -> Record:
    return cls.of(row)
