"""Entries of evidence: the name of a file, and the mark of the one that the library keeps.

An entry is a text as any other, `名称.pdf (sha256:…)`: it goes through exchange files, tables and forms
unharmed, and whoever has the file can tell by the digest whether it is the one that was meant.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.files import shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from workbench.plan.fields import Field
    from workbench.plan.record import Record

_MARK: Final = re.compile(r"(.*?)\s*\(sha256:([0-9a-f]{64})\)\s*", re.DOTALL)
#: What no name of a file may hold on one system or another, and what would show it in another order.
_UNFIT: Final = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]')
_LONGEST: Final = 120
_LONGEST_SUFFIX: Final = 10


class Evidence(NamedTuple):
    """An entry read: what it is called, and the digest of its bytes ("" where no file is kept)."""

    name: str
    digest: str

    @property
    def text(self) -> str:
        """The entry as it stands in the plan."""
        return f"{self.name} (sha256:{self.digest})" if self.digest else self.name


def evidence(entry: str) -> Evidence:
    """What an entry says."""
    found = _MARK.fullmatch(entry)
    return Evidence(found[1], found[2]) if found else Evidence(entry, "")


def name_of(entry: str) -> str:
    """What an entry is called where people read it."""
    return evidence(entry).name


def with_marks(declared: Field, before: Any, after: Any) -> Any:
    """A new value of a field; bare names in it that stand for entries of the old one have their marks again.

    Cells of tables and documents that come back show names alone.
    """
    if not before or not after:
        return after
    if declared.files and declared.type == "texts":
        return _marked(after, before)
    if declared.type == "record" and type(before) is type(after):
        return _record(before, after)
    if declared.type == "records":
        return tuple(_row(before, at, row) for at, row in enumerate(after))
    return after


def _marked(after: Iterable[str], before: Iterable[str]) -> tuple[str, ...]:
    marks = {name_of(one): one for one in before}
    return tuple(marks.get(one, one) for one in after)


def _row(before: Sequence[Record], at: int, row: Record) -> Record:
    """A row with the marks of the old row that it stands for: about the same, or else at the same place."""
    inner = [declared for declared in row.fields if declared.files and row.get(declared.name)]
    if not inner:
        return row
    about = [declared.name for declared in row.fields if declared.required or declared.whose]
    alike = [one for one in before if all(one.get(name) == row.get(name) for name in about)]
    old = alike[0] if alike else before[at] if at < len(before) else None
    return _record(old, row) if old is not None else row


def _record(before: Record, after: Record) -> Record:
    marked = {
        declared.name: _marked(after.get(declared.name), before.get(declared.name))
        for declared in after.fields
        if declared.files and after.get(declared.name) and before.get(declared.name)
    }
    return after.but(**marked) if marked else after


def file_name(name: str) -> str:
    """The last part of a file's name, fit for every system and for one line."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    clean = " ".join(_UNFIT.sub("_", last).split()).strip(" .")
    stem, dot, suffix = clean.rpartition(".")
    if not dot or len(suffix) >= _LONGEST_SUFFIX:
        stem, suffix = clean, ""
    else:
        suffix = f".{suffix}"
    return shortened(stem, suffix, _LONGEST) or "_"
