"""What reports on a plan have in common: numbered chapters and tables, places still to be written."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from workbench.documents.outline import (
    Column,
    Heading,
    Outline,
    Paragraph,
    Row,
    Run,
    Subtitle,
    Title,
    plain,
)
from workbench.documents.printable import printable
from workbench.documents.title_lines import title_lines
from workbench.documents.wording import Numbering, Wording
from workbench.i18n import N_
from workbench.plan.in_words import title_of
from workbench.plan.values import rounded, show_number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbench.documents.outline import Block, Table, Value
    from workbench.documents.source import Source

_TENTH: Final = Decimal("0.1")


class Report:
    """The frame of a report; what it says is made by those who use it."""

    def __init__(self, source: Source, title: str, **values: object) -> None:
        self.source = source
        self.plan = source.plan
        self.wording = Wording(source.language)
        self.words = self.wording.words
        self.numbering = Numbering(source.language)
        self.tables_numbered = 0
        self.name = printable(" ".join(self.plan.head.title.split()))
        self.title = self.words(title, plan=self.name, **values)

    def head(self, subtitle: str = "") -> list[Block]:
        """Title and, where there is one, the line below it."""
        title = Title(title_lines(self.title))
        return [title, Subtitle(self.wording.bracketed(subtitle))] if subtitle else [title]

    def outline(self, blocks: Iterable[Block]) -> Outline:
        """The report as a document."""
        author = printable(self.plan.head.issuing_body or "")
        return Outline(self.title, self.source.language, tuple(blocks), author)

    def chapter(self, title: str, level: int = 1) -> Heading:
        """A numbered heading; the title is a message id."""
        return Heading(level, self.words(title), self.numbering.next(level))

    def said(self, message: str, **values: object) -> Paragraph:
        """A paragraph; the message is a message id."""
        return Paragraph(plain(printable(self.words(message, **values))))

    def text(self, text: str) -> Paragraph:
        """A paragraph of text that the plan has."""
        return Paragraph(plain(printable(text)))

    def to_write(self, what: str) -> Paragraph:
        """A place where whoever issues the report has to write; ``what`` is a message id."""
        left, right = ("【", "】") if self.wording.chinese else ("[", "]")
        told = self.words(N_("To be written: {what}"), what=self.words(what))
        return Paragraph((Run(f"{left}{told}{right}", "strong"),))

    def numbered(self, table: Table) -> Table:
        """A table with its number."""
        self.tables_numbered += 1
        return table._replace(number=self.tables_numbered)

    def no_column(self) -> Column:
        """The column of running numbers."""
        return Column(self.words("No."), 11, "center", "number")

    def row(self, number: int, cells: Iterable[str], values: Iterable[Value] = ()) -> Row:
        """A row behind its number; values stand beside its cells, the number's aside."""
        typed = tuple(values)
        shown = (str(number), *map(printable, cells))
        return Row(shown, values=(number, *typed) if typed else ())

    def unit(self, id_: str | None) -> str:
        """A unit by name, or a class as it is called."""
        found = self.plan.get(id_)
        return printable(found.name_shown if found is not None else id_ or "")

    def thing(self, id_: str | None) -> str:
        """What is assessed, by name."""
        found = self.plan.get(id_)
        return printable(title_of(self.plan, found, self.words)) if found is not None else ""


def share(value: Decimal | None) -> str:
    """A ratio in percent with one place, "" for none."""
    return "" if value is None else f"{show_number(rounded(value * 100, _TENTH))}%"
