"""Turns the blocks of a document into a file of the form that its suffix names."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.documents.outline import Outline

#: Suffix -> module of documents/ and its function from an Outline to bytes.
WRITERS: Final = {
    ".docx": ("docx", "to_docx"),
    ".pdf": ("pdf", "to_pdf"),
    ".xlsx": ("xlsx", "to_xlsx"),
    ".html": ("html", "to_html"),
    ".csv": ("csv", "to_csv"),
}


def written(outline: Outline, suffix: str) -> bytes:
    """The document as a file of this form. The same outline makes the same bytes."""
    module, name = WRITERS[suffix]
    make: Callable[[Outline], bytes] = getattr(import_module(f"workbench.documents.{module}"), name)
    return make(outline)
