"""What is known of an item of a catalogue, or of the catalogue itself, on a page to be read."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from workbench.exchange.catalogue_table import MANDATORY
from workbench.i18n import current, plural, tr
from workbench.plan.catalogues import CERTAINTY
from workbench.plan.choices import DIRECTION
from workbench.ui.models.catalogue import mapped
from workbench.ui.phrases import labelled, listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbench.plan.catalogues import Catalogue, CatalogueItem


def page_of_item(source: Catalogue, item: CatalogueItem, state: str, reason: str) -> str:
    """An item (already in the words of the language spoken) with its state in the plan, as HTML."""
    language = current()
    certainty = tr(CERTAINTY[item.certainty])
    rows = [
        (tr("Item code"), item.code),
        (tr("In the plan"), state),
        (tr("Reason"), reason),
        (tr("Mandatory or selected"), tr(MANDATORY[item.mandatory])),
        (tr("Unit of measurement"), item.unit),
        (tr("Direction"), tr(DIRECTION.get(item.direction, ""))),
        (tr("Definition"), item.definition),
        (tr("Formula"), item.formula),
        (tr("Data source"), item.data_source),
        (tr("Weight"), "" if item.weight is None else str(item.weight)),
        (tr("Levels above it"), " › ".join(one for one in (item.dimension, item.group, item.topic) if one)),
        (tr("Problem and subject"), mapped(item)),
        (tr("Whose mapping it is"), source.mapping.shown(language) if mapped(item) else ""),
        (tr("Certainty"), certainty),
        (tr("Note"), item.note.shown(language)),
    ]
    return _page(item.name, rows)


def page_of_catalogue(source: Catalogue) -> str:
    """The catalogue itself: what it is, where it was seen, how sure its content is, as HTML."""
    language = current()
    counts = [(name, sum(one.certainty == name for one in source.items)) for name in CERTAINTY]
    certainties = listed(labelled(tr(CERTAINTY[name]), str(count)) for name, count in counts if count)
    own = tr("The office's own") if source.own else tr("Comes with the program; no official edition")
    rows = [
        (tr("Catalogue code"), source.code),
        (tr("Version of the catalogue"), source.version),
        (tr("Whose it is"), own),
        (tr("Source of the catalogue"), source.source.shown(language)),
        (tr("How sure it is"), source.certainty.shown(language)),
        (tr("Items by certainty"), certainties),
        (tr("Whose mapping it is"), source.mapping.shown(language)),
        (tr("Mandatory items"), str(sum(one.mandatory for one in source.items)) if source.items else ""),
        (tr("Number of indicators"), plural("{count} indicator", "{count} indicators", len(source.items))),
    ]
    return _page(source.title or source.code, rows)


def _page(title: str, rows: Iterable[tuple[str, str]]) -> str:
    lines = "".join(
        f"<p><b>{escape(label)}</b><br>{escape(text)}</p>" for label, text in rows if text.strip()
    )
    return f"<h3>{escape(title)}</h3>{lines}"
