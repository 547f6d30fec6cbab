"""The pages of a PDF file as pictures, for a preview: one at a time, when it is looked at."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final, NamedTuple, Self

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The library draws for one thread at a time, whatever document it is.
_LOCK: Final = threading.Lock()
#: No page is drawn larger than this many dots a side.
_MOST_DOTS: Final = 16_000


class Picture(NamedTuple):
    """A page in dots: rows from the top, ``stride`` bytes each; a dot is blue, green, red, nothing."""

    width: int
    height: int
    stride: int
    dots: bytes


class PagePictures:
    """The pages of one PDF file. ``scale`` is dots a point: 1 makes an A4 page 595 dots wide.

    Close it when the preview is gone; a ``with`` statement does.
    """

    def __init__(self, pdf: bytes, scale: float) -> None:
        import pypdfium2

        self.scale = scale
        with _LOCK:
            self._document = pypdfium2.PdfDocument(pdf)

    def __len__(self) -> int:
        with _LOCK:
            return len(self._document)

    def size(self, page: int) -> tuple[float, float]:
        """Width and height of a page (from 0) in points, known without drawing it."""
        with _LOCK:
            width, height = self._document.get_page_size(page)
        return width, height

    def label(self, page: int) -> str:
        """The number that stands on a page (from 0); "" where none does, as on a cover."""
        with _LOCK:
            return self._document.get_page_label(page) or ""

    def picture(self, page: int) -> Picture:
        """A page (from 0), drawn now."""
        with _LOCK:
            drawn = self._document[page]
            scale = min(self.scale, _MOST_DOTS / max(drawn.get_size()))
            bitmap = drawn.render(scale=scale, rev_byteorder=False, prefer_bgrx=True)
            picture = Picture(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
            bitmap.close()
            drawn.close()
        return picture

    def __iter__(self) -> Iterator[Picture]:
        return (self.picture(page) for page in range(len(self)))

    def close(self) -> None:
        """Let go of the file's memory."""
        with _LOCK:
            self._document.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def page_pictures(pdf: bytes, scale: float) -> PagePictures:
    """The pages of a PDF file, drawn one at a time when asked for. ``scale`` is dots a point."""
    return PagePictures(pdf, scale)
