"""Everything that the plan says of an indicator, as a page to be read whose names lead on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.i18n import current, tr, words
from workbench.plan.catalogues import CERTAINTY, catalogue
from workbench.plan.choices import METHOD
from workbench.plan.elements import Indicator, Project, Scheme, SchemeItem
from workbench.plan.in_words import quantity_of
from workbench.plan.values import show_number
from workbench.rules.finding import shown
from workbench.rules.verdict import SEVERITY_LABELS
from workbench.ui.models import cells
from workbench.ui.phrases import beside, joined, labelled
from workbench.ui.views.indicator_card_words import earlier_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from workbench.analysis.scoring import ItemScore
    from workbench.plan.plan import Plan
    from workbench.rules.finding import Finding

#: Fields in the order of the page; each is shown by its label. What must be said is offered where it is not.
_WHAT: Final = ("nature", "origin", "parent", "domains", "unit", "direction", "range", "aggregation", "kind")
_HOW: Final = ("definition", "formula", "scope", "data_source", "frequency", "rubric")
_WHO: Final = ("responsible_unit", "data_unit", "addressed_to")
_OWED: Final = frozenset(
    {
        "nature",
        "origin",
        "unit",
        "direction",
        "definition",
        "formula",
        "data_source",
        "frequency",
        "responsible_unit",
        "data_unit",
    }
)
#: Units of one item whose scores are told.
_MOST: Final = 6


class Said(NamedTuple):
    """A text, and the element and field that it leads to ("" for nowhere)."""

    text: str
    id: str = ""
    field: str = ""


class Fact(NamedTuple):
    """A label and what stands beside it; a heading where nothing does."""

    label: str
    said: tuple[Said, ...] = ()


def facts(
    plan: Plan,
    indicator: Indicator,
    findings: Iterable[Finding],
    scores: Mapping[str, Sequence[ItemScore]] | None,
) -> list[Fact]:
    """All that is known. ``scores`` are those of scheme items by their id, None while they are worked out."""
    return [
        *_fields(plan, indicator, _WHAT),
        _baseline(indicator),
        Fact(tr("How it is measured")),
        *_fields(plan, indicator, _HOW),
        Fact(tr("Who")),
        *_fields(plan, indicator, _WHO),
        Fact(tr("Links")),
        *_links(plan, indicator),
        Fact(tr("Assessment")),
        Fact("", tuple(_items(plan, indicator, scores)) or (Said(tr("It is in no assessment scheme.")),)),
        Fact(tr("Earlier values of the targets")),
        Fact(
            "", tuple(_history(plan, indicator)) or (Said(tr("No target has been changed since approval.")),)
        ),
        Fact(tr("Findings")),
        Fact("", tuple(_found(plan, indicator, findings)) or (Said(tr("Nothing was found.")),)),
    ]


def _fields(plan: Plan, indicator: Indicator, names: Sequence[str]) -> Iterator[Fact]:
    for name in names:
        declared = Indicator.field_of[name]
        text = cells.shown(plan, declared, indicator.get(name))
        if text:
            yield Fact(tr(declared.label), (Said(text),))
        elif name in _OWED:
            yield Fact(tr(declared.label), (Said(tr("Not said yet"), indicator.id, declared.key),))


def _baseline(indicator: Indicator) -> Fact:
    """The path begins there, and neither chart nor table take it: it leads to the form."""
    declared, held = Indicator.field_of["baseline"], indicator.baseline
    text = quantity_of(held).shown() if held is not None else ""
    if text and indicator.unit:
        text = f"{text} {indicator.unit}"
    if text and held is not None and held.year is not None:
        text = beside(text, str(held.year))
    return Fact(tr(declared.label), (Said(text or tr("Not said yet"), indicator.id, declared.key),))


def _links(plan: Plan, indicator: Indicator) -> Iterator[Fact]:
    goals = tuple(_element(plan, one) for one in indicator.goals or ())
    yield Fact(tr("Goals it measures"), goals or (Said(tr("None yet"), indicator.id, "goals"),))
    yield Fact(tr("Projects that move it"), tuple(_projects(plan, indicator)) or (Said(tr("None yet")),))
    if indicator.takes_up:
        declared = Indicator.field_of["takes_up"]
        text = cells.shown(plan, declared, indicator.takes_up)
        yield Fact(tr("What it takes up"), (Said(text, indicator.id, declared.key),))
    if indicator.bases:
        yield Fact(tr("Bases"), tuple(_element(plan, one) for one in indicator.bases))
    if indicator.catalogue or indicator.catalogue_item:
        yield Fact(tr("Catalogue item"), (Said(_catalogue_item(indicator)),))


def _element(plan: Plan, id_: str, more: str = "") -> Said:
    element = plan.get(id_)
    text = joined([cells.named(plan, id_), more] if more else [cells.named(plan, id_)])
    return Said(text, id_, element.title_field or "code") if element is not None else Said(text)


def _projects(plan: Plan, indicator: Indicator) -> Iterator[Said]:
    for id_ in plan.referrers(indicator.id):
        project = plan.find(id_, Project)
        for link in (project.indicators or ()) if project is not None else ():
            if link.indicator != indicator.id:
                continue
            parts = []
            if link.contribution is not None:
                amount = f"{link.contribution:+f} {indicator.unit or ''}".strip()
                parts.append(tr("contributes {amount}", amount=amount))
            if link.year is not None:
                parts.append(str(link.year))
            yield _element(plan, id_, joined(parts))


def _catalogue_item(indicator: Indicator) -> str:
    source = catalogue(indicator.catalogue or "")
    item = source.item(indicator.catalogue_item) if source is not None else None
    parts = [
        source.title if source is not None else indicator.catalogue or "",
        indicator.catalogue_item or "",
    ]
    if item is not None:
        parts += [labelled(tr("Certainty"), tr(CERTAINTY[item.certainty]))]
    elif source is None:
        parts.append(tr("this catalogue is not on this computer"))
    return joined(part for part in parts if part)


def _items(
    plan: Plan, indicator: Indicator, scores: Mapping[str, Sequence[ItemScore]] | None
) -> Iterator[Said]:
    found = [one for id_ in plan.referrers(indicator.id) if (one := plan.find(id_, SchemeItem)) is not None]
    for one in found:
        scheme = plan.find(one.scheme, Scheme)
        if scheme is None or one.indicator != indicator.id:
            continue
        parts = [str(scheme.year)]
        if one.marks is not None:
            parts.append(tr("{marks} marks", marks=show_number(one.marks)))
        if one.method is not None:
            parts.append(tr(METHOD[one.method]))
        if scores is None:
            parts.append(tr("score is being worked out"))
        else:
            parts += _scores(plan, scores.get(one.id, ()))
        yield Said(joined(parts), one.id, "indicator")


def _scores(plan: Plan, rows: Sequence[ItemScore]) -> Iterator[str]:
    from workbench.analysis.scoring import STATUSES

    for row in rows[:_MOST]:
        of = f"{cells.named(plan, row.unit)} " if row.unit is not None else ""
        if row.status == "scored" and row.score is not None:
            yield of + tr("score {score}", score=show_number(row.score))
        else:
            yield of + tr(STATUSES[row.status])
    if len(rows) > _MOST:
        yield tr("and {count} more", count=len(rows) - _MOST)


def _history(plan: Plan, indicator: Indicator) -> Iterator[Said]:
    for target in indicator.targets or ():
        for said in earlier_values(target, plan):
            unit = f",{target.unit}" if target.unit else ""
            yield Said(labelled(str(target.year), said), indicator.id, f"targets[{target.year}{unit}]")


def _found(plan: Plan, indicator: Indicator, findings: Iterable[Finding]) -> Iterator[Said]:
    spoken = words(current())
    for one in findings:
        word = tr(SEVERITY_LABELS[one.severity])
        yield Said(
            labelled(f"{word} {one.rule}", shown(one, plan, spoken)), indicator.id, one.field or "name"
        )
