"""What the contents of a document list: its headings, and its annexes behind their marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.documents.outline import AnnexMark, AnnexTitle, Heading

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbench.documents.outline import Block
    from workbench.documents.wording import Wording


def entries_of(blocks: Iterable[Block], wording: Wording) -> list[tuple[int, str]]:
    """Level from 1 and text of each heading and of each annex, in their order."""
    found: list[tuple[int, str]] = []
    mark = ""
    for block in blocks:
        match block:
            case Heading():
                found.append((block.level, block.number + block.text))
            case AnnexMark():
                mark = block.text
            case AnnexTitle():
                found.append((1, wording.annex(mark, block.lines)))
                mark = ""
    return found
