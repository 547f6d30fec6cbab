"""Reads one returned document in a process of its own: bytes in, JSON out.

    python -m workbench.exchange.returned_child docx|xlsx

A file that floods or breaks a reader takes only this process along.
"""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING, Any, Final

from workbench.exchange.returned_word import MARK, Row, word_tables

if TYPE_CHECKING:
    from collections.abc import Iterable

_MEMORY: Final = 1 << 30
_DOCUMENT: Final = "workbench:"
#: A mark that lost its beginning or its end.
_REMAINS: Final = re.compile("⟦[^⟦⟧]*$|^[^⟦⟧]*⟧")
_FIELD: Final = re.compile(r"(?:[a-z_]+\[[^\[\],\s]+\]\.|\.?)[a-z_]+")

#: The hidden fields of columns, by their places from 0.
_Fields = dict[int, str]


def main(kind: str) -> int:
    """Read standard input, tell on standard output."""
    _limit()
    data = sys.stdin.buffer.read()
    if kind == "docx":
        tables = word_tables(data)
    else:
        from workbench.exchange.returned_book import book_tables

        tables = book_tables(data)
    told = _Told()
    for number, table in enumerate(tables):
        told.read(table.rows, {"sheet": table.sheet, "table": number})
    json.dump({"mark": told.document, "rows": told.rows, "rest": told.rest}, sys.stdout, ensure_ascii=True)
    return 0


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit; the parent's patience is
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


class _Told:
    """What is told of the tables: the mark of the document, and the rows that say something."""

    def __init__(self) -> None:
        self.document = ""
        self.rows: list[dict[str, Any]] = []
        #: The texts of what is no row to be filled in.
        self.rest: list[dict[str, Any]] = []
        #: The columns of the table before and how many it has: whoever parts a table leaves its second half
        #: without a head.
        self._before: tuple[_Fields, int] = ({}, 0)

    def read(self, rows: Iterable[Row], place: dict[str, Any]) -> None:
        """Tell the rows of one table apart into heads, marked rows and others."""
        fields: _Fields = {}
        width = 0
        is_other = False
        for number, row in enumerate(rows, 1):
            marks = {at: MARK.findall(cell.text or "") for at, cell in enumerate(row.cells)}
            for mark in (one for found in marks.values() for one in found if one.startswith(_DOCUMENT)):
                self.document = self.document or mark
                is_other = mark != self.document
            marks = {
                at: kept
                for at, found in marks.items()
                if (kept := [one for one in found if not one.startswith(_DOCUMENT)])
            }
            if _is_head(marks, fields):
                fields = {at: found[0] for at, found in marks.items()}
                width = len(row.cells)
                self._before = fields, width
                marks = {}
                self.rest += [{"text": text, **place, "number": number} for text in _texts(row)]
                row = Row([], row.notes)  # noqa: PLW2901 -- of a head, only the comments are told on
                if not row.notes:
                    continue
            fault = "other" if is_other else "ragged" if fields and len(row.cells) != width else ""
            self._row(row, marks, fields, place | {"number": number}, fault)

    def _row(
        self, row: Row, marks: dict[int, list[str]], fields: _Fields, place: dict[str, Any], fault: str
    ) -> None:
        different = list(dict.fromkeys(mark for found in marks.values() for mark in found))
        texts = [None if cell.text is None else _without_marks(cell.text) for cell in row.cells]
        told = _texts(row)
        if not different and not (fields and told):
            self.rest += [{"text": one, **place} for one in told]
            told = []
            if not row.notes:
                return
        if different and not fields:
            before, width = self._before
            fields = before if width == len(texts) else {}
            fault = fault or ("" if fields else "columns")
        filled = {
            field: text for at, field in fields.items() if at < len(texts) and (text := texts[at]) is not None
        }
        faults = {
            field: row.cells[at].fault
            for at, field in fields.items()
            if at < len(row.cells) and row.cells[at].fault
        }
        if not different:
            fault = ""
        elif len(different) > 1:
            fault = fault or "marks"
        elif any(at < len(texts) and texts[at] is None for at in fields):
            fault = fault or "merged"
        self.rows.append(
            {
                "mark": different[0] if different else _remains(row),
                "cells": filled,
                "faults": faults,
                "texts": told,
                "notes": row.notes,
                "fault": fault,
                **place,
            }
        )


def _without_marks(text: str) -> str:
    return _REMAINS.sub("", MARK.sub("", text)).strip()


def _texts(row: Row) -> list[str]:
    """What can be read in a row, without marks."""
    texts = [_without_marks(cell.text) for cell in row.cells if cell.text and not cell.fault]
    return [text for text in texts if text]


def _remains(row: Row) -> str:
    """What is left of a mark that somebody cut: no mark, yet not nothing; "" where there never was one."""
    return next((found[0] for cell in row.cells if (found := _REMAINS.search(cell.text or ""))), "")


def _is_head(marks: dict[int, list[str]], fields: _Fields) -> bool:
    """Whether these are the marks of columns: none of them stands in the first cell, where a row's stands."""
    told = {one for found in marks.values() for one in found}
    if not marks or min(marks) == 0 or not all(map(_FIELD.fullmatch, told)):
        return False
    return not fields or told == set(fields.values())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
