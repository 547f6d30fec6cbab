"""The selections of several plans from a catalogue of indicators, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.documents.outline import Column, Outline, Row, Table, Title
from workbench.documents.printable import printable
from workbench.documents.title_lines import WIDE_TITLE, title_lines
from workbench.i18n import N_, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.plan.catalogues import Catalogue, CatalogueItem
    from workbench.plan.elements import Indicator


def outline(
    source: Catalogue,
    plans: Sequence[str],
    rows: Sequence[tuple[CatalogueItem, Sequence[Sequence[Indicator]]]],
    language: str,
) -> Outline:
    """A row for each item, a column for each plan; a cell names the indicators that take the item up."""
    tell = words(language)
    title = tell(
        N_("Selections from “{catalogue}” in comparison"), catalogue=printable(source.title or source.code)
    )
    columns = (
        Column(tell(N_("Item code")), 24),
        Column(tell(N_("First level")), 24),
        Column(tell(N_("Name of the indicator")), 50),
        Column(tell(N_("Unit of measurement")), 20, "center"),
        *(Column(printable(name), 36, "center") for name in plans),
    )
    made = []
    for item, cells in rows:
        said = item.spoken(language)
        texts = (said.code, said.dimension, said.name, said.unit, *map(cell_text, cells))
        made.append(Row(tuple(map(printable, texts))))
    counts = tuple(str(sum(bool(cells[at]) for _, cells in rows)) for at in range(len(plans)))
    made.append(Row((tell(N_("Items taken up")), *counts), "total"))
    return Outline(title, language, (Title(title_lines(title, WIDE_TITLE)), Table(columns, tuple(made))))


def cell_text(indicators: Sequence[Indicator]) -> str:
    """The indicators of one plan that take up an item: by code, or by name where they have none."""
    return "; ".join(one.code or one.name for one in indicators)
