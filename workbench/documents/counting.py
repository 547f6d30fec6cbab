"""How long a text is, as officials count it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from workbench.documents.markdown import HeadingLine, Insertion, parts_of
from workbench.documents.outline import Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.documents.markdown import Part

_CHINESE: Final = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_LATIN: Final = "0-9A-Za-z\u00c0-\u024f"
#: A Chinese character, or a word or number in Latin characters: 36333-2018 and 1,200.5 are one each.
_WORD: Final = re.compile(f"[{_CHINESE}]|[{_LATIN}]+(?:[.,'’/_:-][{_LATIN}]+)*")


def word_count(markdown: str) -> int:
    """Chinese characters, words and numbers in Latin ones; neither marks nor generated tables count."""
    return sum(len(_WORD.findall(text)) for part in parts_of(markdown) for text in _texts_of(part))


def _texts_of(part: Part) -> Iterator[str]:
    if isinstance(part, HeadingLine):
        yield part.text
    elif isinstance(part, Table):
        yield part.caption
        yield from (column.title for column in part.columns)
        yield from (cell for row in part.rows for cell in row.cells)
    elif not isinstance(part, Insertion):
        yield "".join(run.text for run in part.runs)
