"""Definition sheets of the indicators (指标释义): what is measured, how, from where, by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.documents.blanks import Blanks
from workbench.documents.outline import Column, Heading, Outline, Row, Table, Title
from workbench.documents.printable import printable
from workbench.documents.project_table import named
from workbench.documents.title_lines import title_lines
from workbench.documents.wording import Numbering, Wording
from workbench.errors import Problem
from workbench.i18n import N_
from workbench.plan.elements import Indicator
from workbench.plan.in_words import quantity_of, value_in_words

if TYPE_CHECKING:
    from workbench.documents.outline import Block
    from workbench.documents.source import Source
    from workbench.plan.plan import Plan

#: What a sheet says, in this order; fields of the declarations, whose labels it bears.
_FIELDS: Final = (
    "goals", "nature", "origin", "catalogue_item", "unit", "direction", "aggregation", "definition",
    "formula", "scope", "data_source", "frequency", "baseline", "targets", "responsible_unit", "data_unit",
    "notes",
)  # fmt: skip
#: Left out where nothing is stated, since most indicators have no use for them.
_OPTIONAL: Final = frozenset({"catalogue_item", "goals", "notes", "origin"})


def outline(source: Source) -> Outline:
    """A sheet for each indicator that is measured. A Problem tells of a plan without indicators."""
    plan, wording = source.plan, Wording(source.language)
    indicators = [
        one for one in plan.all(Indicator) if not plan.children(one.id) or one.targets or one.baseline
    ]
    if not indicators:
        raise Problem(N_("There is no indicator to define yet: add indicators first"))
    title = wording.words(N_("Definitions of the indicators of “{plan}”"), plan=printable(plan.head.title))
    numbering = Numbering(source.language)
    blocks: list[Block] = [Title(title_lines(title))]
    for one in indicators:
        name = named(one.code, one.name)
        blocks += [Heading(1, name, numbering.next(1)), _sheet(plan, one, wording)]
    return Outline(title, source.language, tuple(blocks), printable(plan.head.issuing_body or ""))


def _sheet(plan: Plan, indicator: Indicator, wording: Wording) -> Table:
    blanks = Blanks(wording)
    columns = (
        Column(wording.words(N_("Entry")), 36, "center"),
        Column(wording.words(N_("What it says")), 120),
    )
    rows = []
    for name in _FIELDS:
        told = _told(plan, indicator, name, wording)
        if told or name not in _OPTIONAL:
            label = wording.words(Indicator.field_of[name].label)
            rows.append(Row((label, told or blanks.mark(indicator, name))))
    return Table(
        columns,
        tuple(rows),
        notes=wording.notes(blanks.notes()),
        name=named(indicator.code, indicator.name),
    )


def _told(plan: Plan, indicator: Indicator, name: str, wording: Wording) -> str:
    """What the indicator states in a field, in words."""
    value = indicator.get(name)
    if value is None:
        return ""
    if name == "baseline":
        shown = quantity_of(value).shown()
        return wording.beside(shown, wording.year(value.year)) if shown and value.year else shown
    if name == "targets":
        parts = []
        for target in value:
            unit = plan.get(target.unit)
            whose = f"{getattr(unit, 'name', '')} " if unit is not None else ""
            parts.append(f"{whose}{wording.labelled(wording.year(target.year), quantity_of(target).shown())}")
        return printable(wording.clauses(parts))
    declared = Indicator.field_of[name]
    if isinstance(value, tuple):
        told = (value_in_words(plan, declared, (one,), wording.words) for one in value)
        return printable(wording.clauses(told))
    return printable(value_in_words(plan, declared, value, wording.words))
