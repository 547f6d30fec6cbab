"""Where in a template something is wrong, in words that lead there: part and text of the paragraph."""

from __future__ import annotations

import re
from typing import Final

from workbench.errors import Problem
from workbench.i18n import N_

#: Parts in which names are filled in, and what they are called.
_PLACES: Final = (
    (re.compile(r"word/document\.xml"), N_("Text of the document")),
    (re.compile(r"word/header\d*\.xml"), N_("Page header")),
    (re.compile(r"word/footer\d*\.xml"), N_("Page footer")),
    (re.compile(r"word/(?:footnotes|endnotes)\.xml"), N_("Notes")),
    (re.compile(r"docProps/core\.xml"), N_("Properties of the file")),
)
_LONGEST: Final = 60


def place_of(name: str) -> str:
    """What a part is called in which names are filled in (a message id); "" for any other."""
    return next((told for pattern, told in _PLACES if pattern.fullmatch(name)), "")


def shortened(text: str) -> str:
    """The text of a paragraph, as much of it as tells which it is."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def wrong(what: str, text: str, fault: str, **values: str) -> Problem:
    """What is wrong in a paragraph of a part."""
    return Problem(
        N_("The template is not used. {what}, “{text}”: {fault}"),
        what=f"@{what}",
        text=text,
        fault=f"@{fault}",
        **values,
    )
