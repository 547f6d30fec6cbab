"""The hidden marks by which a document is known when it comes back filled in.

A document bears one mark of its own. A row bears the id of its element, perhaps with the row of one of the
element's lists that it stands for, named as findings name it ("p1", "p1/reports[2026-Q4,u1]",
"i1/actuals[2026]"). A column bears the field that it fills in: a field of the element ("status"), or with a
dot before it a part of that row of the list (".text"), or both at once where columns stand for the rows of a
list ("targets[2030].value"). Ids are written as in addresses, with % for what could
be taken for something else.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import quote, unquote

from workbench.i18n import LANGUAGES

if TYPE_CHECKING:
    from workbench.documents.source import Source

#: Around every mark in a file; a reader finds them by these signs, which no official text uses.
OPENING: Final = "\u27e6"
CLOSING: Final = "\u27e7"
#: Letters of the sign of a change.
SIGN: Final = 12
_BEGINS: Final = "workbench:1"
_DOCUMENT: Final = re.compile(
    _BEGINS
    + r":(?P<kind>[a-z-]{1,30}):(?P<plan>[^:\s]{1,2000}):(?P<change>\d{1,18}):(?P<unit>[^:\s]{1,2000})"
    r":(?P<language>[a-z]{2}):(?P<day>\d{4}-\d{2}-\d{2}):(?P<year>\d{4})"
    rf"(?::(?P<sign>[0-9a-f]{{{SIGN}}}))?"
)
_ROW: Final = re.compile(
    r"(?P<element>[^/\s\[\],]{1,2000})"
    r"(?:/(?P<field>[a-z_]{1,40})\[(?P<key>[^\[\],\s]{1,100})(?:,(?P<whose>[^\[\],\s]{1,2000}))?\])?"
)
_FIELD: Final = re.compile(r"(?:[a-z_]{1,40}\[[^\[\],\s]{1,100}\]\.|\.?)[a-z_]{1,40}")
_NOBODY: Final = "-"
#: Between these years documents can be made for any day.
_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2999


class DocumentMark(NamedTuple):
    """Which document of which plan a file is, as of which change, for whom and for when.

    From these it can be made again as it was sent. ``day`` is the day by which is judged what is due.
    ``sign`` tells the change from the one of the same number in another copy of the plan; older marks have
    none.
    """

    kind: str
    plan: str
    change: int
    unit: str | None
    language: str
    day: str
    year: int
    sign: str = ""


class RowMark(NamedTuple):
    """What a row stands for: an element, or a row of its list ``field``, of this key and unit (``whose``)."""

    element: str
    field: str = ""
    key: str = ""
    whose: str = ""


def document_mark(kind: str, source: Source) -> str:
    """The mark of a document of this kind made from this source."""
    unit = _NOBODY if source.unit is None else _escaped(source.unit)
    return (
        f"{_BEGINS}:{kind}:{_escaped(source.plan.id)}:{source.change}:{unit}:{source.language}"
        f":{source.day.isoformat()}:{source.for_year:04}{f':{source.sign[:SIGN]}' if source.sign else ''}"
    )


def row_mark(element: str, field: str = "", key: object = "", whose: str | None = None) -> str:
    """The mark of a row: of an element, or of a row of one of its lists."""
    if not field:
        return _escaped(element)
    return f"{_escaped(element)}/{field}[{key}{f',{_escaped(whose)}' if whose else ''}]"


def read_document_mark(text: str) -> DocumentMark | None:
    """The mark that was read in a file; None when it is none of ours, or damaged."""
    found = _DOCUMENT.fullmatch(_bare(text))
    if found is None or found["language"] not in LANGUAGES:
        return None
    try:
        days = date.fromisoformat(found["day"]), date(int(found["year"]), 1, 1)
    except ValueError:
        return None
    if not all(_FIRST_YEAR <= day.year <= _LAST_YEAR for day in days):
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
        found["sign"] or "",
    )


def read_row_mark(text: str) -> RowMark | None:
    """What a row stands for; None when the text is no such mark."""
    found = _ROW.fullmatch(_bare(text))
    if found is None:
        return None
    return RowMark(
        unquote(found["element"]), found["field"] or "", found["key"] or "", unquote(found["whose"] or "")
    )


def read_field_mark(text: str) -> str | None:
    """The field that a column fills in; None when the text is no such mark."""
    bare = _bare(text)
    return bare if _FIELD.fullmatch(bare) else None


def _bare(text: str) -> str:
    return text.strip().removeprefix(OPENING).removesuffix(CLOSING)


def _escaped(id_: str) -> str:
    # An id may be the very sign that stands for nobody.
    return "%2D" if id_ == _NOBODY else quote(id_, safe="")
