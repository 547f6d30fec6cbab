"""The hidden marks by which a document is known when it comes back filled in.

A document bears one mark of its own, a row the id of its element, a column the field that it fills in: a
field of the element ("status"), or a part of a row of one of its lists, named as findings name it
("reports[2026-Q4].text", "reports[2026-Q4,u1].text", "actuals[2026].value"). Ids are written as in addresses,
with % for what could be taken for something else.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import quote, unquote

if TYPE_CHECKING:
    from workbench.documents.source import Source

#: Around every mark in a file; a reader finds them by these signs, which no official text uses.
OPENING: Final = "\u27e6"
CLOSING: Final = "\u27e7"
_BEGINS: Final = "workbench:1"
_DOCUMENT: Final = re.compile(
    _BEGINS
    + r":(?P<kind>[a-z-]{1,30}):(?P<plan>[^:\s]{1,2000}):(?P<change>\d{1,18}):(?P<unit>[^:\s]{1,2000})"
    r":(?P<language>[a-z]{2}):(?P<day>\d{4}-\d{2}-\d{2}):(?P<year>\d{4})"
)
_FIELD: Final = re.compile(
    r"(?P<field>[a-z_]{1,40})(?:\[(?P<key>[^\[\],]{1,40})(?:,(?P<whose>[^\[\],\s]{1,2000}))?\]\.(?P<part>[a-z_]{1,40}))?"
)
_NOBODY: Final = "-"


class DocumentMark(NamedTuple):
    """Which document of which plan a file is, as of which change, for whom and for when.

    From these it can be made again as it was sent.
    """

    kind: str
    plan: str
    change: int
    unit: str | None
    language: str
    day: str
    year: int


class FieldMark(NamedTuple):
    """What a column fills in: a field, or the ``part`` of the row of a list that ``key`` names."""

    field: str
    key: str = ""
    whose: str = ""
    part: str = ""

    def written(self) -> str:
        """The mark as text."""
        if not self.part:
            return self.field
        return f"{self.field}[{self.key}{',' + quote(self.whose, safe='') if self.whose else ''}].{self.part}"


def document_mark(kind: str, source: Source) -> str:
    """The mark of a document of this kind made from this source."""
    unit = _NOBODY if source.unit is None else _escaped(source.unit)
    return (
        f"{_BEGINS}:{kind}:{_escaped(source.plan.id)}:{source.change}:{unit}:{source.language}"
        f":{source.day.isoformat()}:{source.for_year:04}"
    )


def read_document_mark(text: str) -> DocumentMark | None:
    """The mark that was read in a file; None when it is none of ours."""
    found = _DOCUMENT.fullmatch(text.strip().strip(OPENING + CLOSING))
    if found is None:
        return None
    unit = found["unit"]
    return DocumentMark(
        found["kind"],
        unquote(found["plan"]),
        int(found["change"]),
        None if unit == _NOBODY else unquote(unit),
        found["language"],
        found["day"],
        int(found["year"]),
    )


def read_field_mark(text: str) -> FieldMark | None:
    """What a column fills in; None when the text is no such mark."""
    found = _FIELD.fullmatch(text.strip().strip(OPENING + CLOSING))
    if found is None:
        return None
    return FieldMark(found["field"], found["key"] or "", unquote(found["whose"] or ""), found["part"] or "")


def _escaped(id_: str) -> str:
    # An id may be the very sign that stands for nobody.
    return "%2D" if id_ == _NOBODY else quote(id_, safe="")
