"""Blocks of a document as a page on the screen: HTML that QTextBrowser shows."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QFontMetrics, QGuiApplication

from workbench.documents.outline import Box, Heading, Paragraph, Point, Run, Table
from workbench.i18n import plural
from workbench.ui import theme

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbench.documents.outline import Block

#: Rows of a table that the page shows; laying out thousands would stop the typing.
MOST_ROWS: Final = 60


def page_of(blocks: Iterable[Block]) -> str:
    """The blocks as HTML in the colours of the theme."""
    return "".join(map(_block, blocks))


def _block(block: Block) -> str:
    match block:
        case Heading(level, text, number):
            size = {1: "x-large", 2: "large"}.get(level, "medium")
            said = escape(number + text)
            return f"<p style='font-size:{size}; font-weight:600; margin:12px 0 5px 0'>{said}</p>"
        case Paragraph(runs):
            return f"<p style='margin:0 0 6px 0; text-indent:{_indent()}px'>{_runs(runs)}</p>"
        case Point():
            indent = 18 * (block.depth + 1)
            return f"<p style='margin:0 0 4px {indent}px'>{_runs(block.marked())}</p>"
        case Table():
            return _table(block)
        case Box(title, inside):
            line = theme.colour("faint").name()
            return (
                f"<table width='100%' cellspacing='0' cellpadding='8' border='1' style='border-color:{line};"
                f" border-style:solid; border-collapse:collapse; margin:8px 0'><tr><td><b>{escape(title)}</b>"
                f"{page_of(inside)}</td></tr></table>"
            )
        case _:
            return ""


def _indent() -> int:
    """Two characters, in pixels: Qt's HTML knows no em here."""
    return QFontMetrics(QGuiApplication.font()).horizontalAdvance("中中")


def _runs(runs: Iterable[Run]) -> str:
    marks = {"strong": ("<b>", "</b>"), "aside": ("<i>", "</i>"), "plain": ("", "")}
    return "".join(
        f"{marks[run.face][0]}{escape(run.text)}{marks[run.face][1]}"
        + (f"<small> [{escape(run.note)}]</small>" if run.note else "")
        for run in runs
    )


def _table(table: Table) -> str:
    line, muted = theme.colour("faint").name(), theme.colour("muted").name()
    wide = len(table.columns)
    heads = "".join(f"<th>{escape(column.title)}</th>" for column in table.columns)
    rows = []
    for row in table.rows[:MOST_ROWS]:
        span = wide - len(row.cells) + 1 if row.kind != "item" else 1
        first, *rest = row.cells or ("",)
        face = "b" if row.kind != "item" else "span"
        aligns = [column.align for column in table.columns[-len(rest) :]] if rest else []
        start = table.columns[0].align if row.kind == "item" and table.columns else "left"
        cells = f"<td colspan='{span}' align='{start}'><{face}>{escape(first)}</{face}></td>"
        cells += "".join(
            f"<td align='{align}'>{escape(cell)}</td>" for cell, align in zip(rest, aligns, strict=False)
        )
        rows.append(f"<tr>{cells}</tr>")
    notes = list(table.notes)
    hidden = len(table.rows) - MOST_ROWS
    if hidden > 0:
        more = plural("{count} more row in the document", "{count} more rows in the document", hidden)
        notes.insert(0, more)
    caption = f"<p align='center' style='margin:8px 0 3px 0'><b>{escape(table.caption)}</b></p>"
    return (
        (caption if table.caption else "")
        + f"<table width='100%' cellspacing='0' cellpadding='4' border='1' style='border-color:{line};"
        + " border-style:solid; border-collapse:collapse; margin-top:6px; margin-bottom:6px'>"
        + f"<tr>{heads}</tr>{''.join(rows)}</table>"
        + "".join(f"<p style='color:{muted}; margin:3px 0 6px 0'>{escape(note)}</p>" for note in notes)
    )
