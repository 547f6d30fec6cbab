"""Looks through the words of a template before they are worked out: braces, and statements not allowed."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Final

from jinja2 import nodes

from workbench.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2 import Environment

_TAG: Final = re.compile(r"<[^>]+>")
#: Braces as the Chinese input method types them, where a placeholder would begin or end.
_FULL_WIDTH: Final = re.compile(r"｛[｛{%％]|\{｛|｝[｝}]|\}｝")
_LONE: Final = re.compile(r"\}\}|%\}")
_OF_FILES: Final = {
    nodes.Include: "include",
    nodes.Import: "import",
    nodes.FromImport: "import",
    nodes.Extends: "extends",
}


class Faulty(Exception):
    """Words that no template may have: on which line, and why (a message id and its values)."""

    def __init__(self, line: int, fault: str, **values: str) -> None:
        super().__init__(fault)
        self.line = line
        self.fault = fault
        self.values = values


def text_of(line: str) -> str:
    """The text of a paragraph that stands on a line of XML."""
    return unescape(_TAG.sub("", line))


def read(source: str, language: Environment) -> nodes.Template:
    """The statements of a template, a paragraph a line; a Faulty tells what it may not have."""
    for at, line in enumerate(source.split("\n"), 1):
        if _FULL_WIDTH.search(text_of(line)):
            raise Faulty(
                at, N_("its braces are full-width; type them half-width, with the Chinese input method off")
            )
    tree = language.parse(source)
    for node in tree.find_all(tuple(_OF_FILES)):
        raise Faulty(
            node.lineno,
            N_("“{name}” is not allowed: a template takes in no other file"),
            name=_OF_FILES[type(node)],
        )
    for at, text in _texts(source, language):
        if _LONE.search(text):
            raise Faulty(
                at, N_("braces stand alone; a placeholder begins with two of them and ends with two")
            )
    return tree


def _texts(source: str, language: Environment) -> Iterator[tuple[int, str]]:
    """What stands outside of placeholders, line by line."""
    is_raw = False
    for start, kind, value in language.lex(source):
        is_raw = kind == "raw_begin" or (is_raw and kind != "raw_end")
        if kind == "data" and not is_raw:
            for at, line in enumerate(value.split("\n"), start):
                yield at, text_of(line)
