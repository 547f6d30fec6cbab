"""The declaration of a field: its type, label, choices and references, written once.

Storage, exchange, forms, tables, history wording and translations are derived from these declarations
or checked against them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

from workbench.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workbench.plan.record import Record

FieldType = Literal[
    "text",  # one line
    "long_text",  # paragraphs
    "choice",  # one of a closed list, stored by its English name
    "boolean",
    "integer",
    "year",
    "number",  # Decimal that keeps its digits
    "money",  # int, whole fen; exchange and window show 万元
    "date",  # datetime.date
    "period",  # 2015, 2015-H1, 2015-Q3, 2015-07
    "reference",  # id of an element of this plan
    "texts",  # tuple of str
    "choices",  # tuple of choice names; the first is the main one
    "numbers",  # tuple of Decimal
    "references",  # tuple of ids
    "record",  # one Record
    "records",  # tuple of Records
    "absent",  # tuple of (field, reason, note): why fields are empty
    "object",  # free JSON object (rule profile, parameters of a method); never changed in place
]


class Field:
    """One declared field. ``name`` is filled in by the record that owns it.

    ``targets`` are the element kinds that a reference may point at; ``loose`` references may dangle on
    import (a rule reports them).
    ``whose`` references of a row say what the row is about (the unit of a target): a row without it would say
    something else, so it goes when what it points at goes.
    ``mapping`` records are one JSON object in exchange files: first field -> second field.
    ``files`` texts are entries of evidence (see `evidence`): names of files, perhaps kept in the library.
    ``internal`` fields are stored but not part of the exchange format.
    """

    __slots__ = (
        "choices",
        "files",
        "help",
        "internal",
        "item_label",
        "label",
        "loose",
        "mapping",
        "maximum",
        "minimum",
        "name",
        "record",
        "required",
        "targets",
        "type",
        "whose",
    )

    def __init__(
        self,
        type_: FieldType,
        label: str,
        *,
        choices: Mapping[str, str] | None = None,
        targets: tuple[str, ...] = (),
        record: type[Record] | None = None,
        required: bool = False,
        internal: bool = False,
        loose: bool = False,
        whose: bool = False,
        mapping: bool = False,
        files: bool = False,
        minimum: int | None = None,
        maximum: int | None = None,
        item_label: str = "",
        help_: str = "",
    ) -> None:
        self.name = ""
        self.type: FieldType = type_
        self.label = label
        self.choices: Mapping[str, str] = choices or {}
        self.targets = targets
        self.record = record
        self.required = required
        self.internal = internal
        self.loose = loose
        self.whose = whose
        self.mapping = mapping
        self.files = files
        self.minimum = minimum
        self.maximum = maximum
        self.item_label = item_label
        self.help = help_

    @property
    def key(self) -> str:
        """The field's name in exchange files and in the library (``class`` where Python needs ``class_``)."""
        return self.name.rstrip("_")

    def __repr__(self) -> str:
        return f"<Field {self.name}: {self.type}>"


LISTS: Final = frozenset({"texts", "choices", "numbers", "references", "records", "absent"})


def text(label: str, **more: Any) -> Any:
    """One line of text."""
    return Field("text", label, **more)


def long_text(label: str, **more: Any) -> Any:
    """Paragraphs of text."""
    return Field("long_text", label, **more)


def choice(label: str, choices: Mapping[str, str], **more: Any) -> Any:
    """One of a closed list: English name -> label."""
    return Field("choice", label, choices=choices, **more)


def choices(label: str, of: Mapping[str, str], **more: Any) -> Any:
    """Several of a closed list, in rank order."""
    return Field("choices", label, choices=of, **more)


def boolean(label: str, **more: Any) -> Any:
    """Yes, no or not said."""
    return Field("boolean", label, **more)


def integer(label: str, *, minimum: int | None = None, maximum: int | None = None, **more: Any) -> Any:
    """A whole number."""
    return Field("integer", label, minimum=minimum, maximum=maximum, **more)


def year(label: str, **more: Any) -> Any:
    """A calendar year, 1900 to 2200."""
    return Field("year", label, minimum=1900, maximum=2200, **more)


def number(label: str, *, minimum: int | None = None, maximum: int | None = None, **more: Any) -> Any:
    """A decimal that keeps the digits it was entered with."""
    return Field("number", label, minimum=minimum, maximum=maximum, **more)


def numbers(label: str, **more: Any) -> Any:
    """Several decimals."""
    return Field("numbers", label, **more)


def money(label: str, **more: Any) -> Any:
    """Money in whole fen."""
    return Field("money", label, **more)


def date(label: str, **more: Any) -> Any:
    """A day."""
    return Field("date", label, **more)


def period(label: str, **more: Any) -> Any:
    """A reporting period: 2015, 2015-H1, 2015-Q3 or 2015-07."""
    return Field("period", label, **more)


def reference(label: str, *targets: str, **more: Any) -> Any:
    """The id of one element of this plan."""
    return Field("reference", label, targets=targets, **more)


def references(label: str, *targets: str, **more: Any) -> Any:
    """Ids of elements of this plan, in rank order."""
    return Field("references", label, targets=targets, **more)


def texts(label: str, **more: Any) -> Any:
    """Several lines of text."""
    return Field("texts", label, **more)


def record(label: str, of: type[Record], **more: Any) -> Any:
    """One value made of fields."""
    return Field("record", label, record=of, **more)


def records(label: str, of: type[Record], item: str = "", **more: Any) -> Any:
    """A small table: values made of fields, in rank order. ``item`` labels one row."""
    return Field("records", label, record=of, item_label=item, **more)


def absent(**more: Any) -> Any:
    """Why fields of the element are empty."""
    return Field("absent", N_("Why empty"), **more)


def free_object(label: str, **more: Any) -> Any:
    """A free JSON object."""
    return Field("object", label, **more)
