"""What mends findings of assessability (A) about indicators: who answers, targets, rubrics, catalogues."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from workbench.i18n import N_
from workbench.plan import edits
from workbench.plan.catalogue_items import indicator_values, still_to_state
from workbench.plan.catalogues import catalogue, catalogue_key
from workbench.plan.elements import Adjustment, Goal, Indicator, Project
from workbench.plan.in_words import language_of
from workbench.plan.records import RubricLevel
from workbench.plan.values import rounded
from workbench.rules.catalogue_rules import items_adopted
from workbench.rules.checkable import is_given
from workbench.rules.fixes import candidates as c
from workbench.rules.fixes.additions import additions, pending, words_of_plan
from workbench.rules.fixes.suppliers import take_figures
from workbench.rules.fixes.target_line import targets_on_the_way, told, with_targets
from workbench.rules.fixing import fix, way
from workbench.rules.revision import NEAR_DAYS, field_of, may_cover

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.plan.catalogues import Catalogue, CatalogueItem
    from workbench.plan.elements import PlanHead
    from workbench.rules.finding import Finding
    from workbench.rules.fixing import Fix
    from workbench.rules.view import View

#: So many units are put forward for one place.
_FEW: Final = 6


def _answering(seen: View, indicator: Indicator) -> Iterator[str | None]:
    """Ids of units near an indicator: leads of what moves it, those of its goals and of the one above it."""
    moving = (seen.plan.find(id_, Project) for id_ in seen.plan.referrers(indicator.id))
    leads = Counter(one.lead_unit for one in moving if one is not None and not seen.is_cancelled(one))
    yield from (id_ for id_, _ in leads.most_common())
    for id_ in indicator.goals or ():
        goal = seen.plan.find(id_, Goal)
        yield goal.responsible_unit if goal is not None else None
    for above in seen.plan.ancestors(indicator.id):
        yield above.get("responsible_unit")
    yield from c.named_in(seen, indicator.name, indicator.definition, indicator.scope)
    for id_ in indicator.goals or ():
        goal = seen.plan.find(id_, Goal)
        if goal is not None:
            yield from (one.responsible_unit for one in seen.indicators_of(goal))
    yield from c.busiest(seen)


@fix("A501")
def choose_unit_of_indicator(seen: View, indicator: Indicator, _finding: Finding) -> Iterator[Fix]:
    """A unit whose work moves the indicator answers for it."""
    fitting = (one for one in c.real(seen, _answering(seen, indicator)) if one.id != indicator.data_unit)
    for unit in islice(fitting, _FEW):
        yield way(
            N_("Let {unit} answer for {name}"),
            [edits.set_field(seen.plan, indicator.id, "responsible_unit", unit.id)],
            unit=unit,
            name=indicator,
        )


@fix("A522")
def complete_binding(seen: View, indicator: Indicator, finding: Finding) -> Iterator[Fix]:
    """Targets on the way to the final one; a unit that answers; a unit that supplies the figures."""
    if finding.field == "responsible_unit":
        yield from choose_unit_of_indicator(seen, indicator, finding)
        return
    if finding.field == "data_unit":
        yield from take_figures(seen, indicator, indicator, {indicator.responsible_unit or ""})
        return
    given = {target.year for target in indicator.targets or () if is_given(target)}
    missing = [year for year in seen.years() if year not in given]
    new = targets_on_the_way(seen, indicator, missing)
    if new:
        yield way(
            N_("Set targets of {name} on the way to its last one: {targets}"),
            [edits.set_field(seen.plan, indicator.id, "targets", with_targets(indicator, *new))],
            name=indicator,
            targets=told(new),
        )


@fix("A524")
def cover_or_take_back(seen: View, indicator: Indicator, finding: Finding) -> Iterator[Fix]:
    """Name an adjustment of the approving authority that fits in time; or put the old target back."""
    for target in indicator.targets or ():
        for change in target.changes or ():
            if f"{field_of(target)}.changes[{change.on}]" != finding.field:
                continue
            for one in seen.plan.all(Adjustment):
                if (
                    one.on is not None
                    and abs((one.on - change.on).days) <= NEAR_DAYS
                    and one.id != change.adjustment
                    and may_cover(seen, one)
                ):
                    covered = target.but(
                        changes=tuple(
                            it.but(adjustment=one.id) if it is change else it for it in target.changes or ()
                        )
                    )
                    rows = tuple(covered if it is target else it for it in indicator.targets or ())
                    yield way(
                        N_("State that the target {year} of {name} was changed by {adjustment}"),
                        [edits.set_field(seen.plan, indicator.id, "targets", rows)],
                        year=str(target.year),
                        name=indicator,
                        adjustment=one,
                    )
            if (
                target.op != "range"
                and change.from_ is not None
                and change.on == max(it.on for it in target.changes or ())
            ):
                kept = tuple(it for it in target.changes or () if it is not change)
                back = target.but(value=change.from_, changes=kept or None, written=None, text=None)
                rows = tuple(back if it is target else it for it in indicator.targets or ())
                yield way(
                    N_("Put the target {year} of {name} back to {old}"),
                    [edits.set_field(seen.plan, indicator.id, "targets", rows)],
                    year=str(target.year),
                    name=indicator,
                    old=f"{change.from_:f}",
                )
            return


@fix("A513")
def draft_rubric(seen: View, indicator: Indicator, _finding: Finding) -> Iterator[Fix]:
    """Levels from what the targets say, year by year; or the usual four, to be filled with meaning."""
    targets = sorted(
        (one for one in indicator.targets or () if one.unit is None and one.text), key=lambda one: -one.year
    )
    texts = [one.text or "" for one in targets]
    baseline = indicator.baseline
    if baseline is not None and baseline.text:
        texts.append(baseline.text)
    texts = list(dict.fromkeys(texts))
    if len(texts) > 1:
        lowest = 0 if baseline is not None and baseline.text == texts[-1] else 1
        steps = len(texts) - 1 + lowest
        yield way(
            N_("Make a rubric for {name} of the words of its targets, to be checked: {levels}"),
            [_rubric(seen, indicator, [(text, steps - at, steps) for at, text in enumerate(texts)])],
            name=indicator,
            levels=" > ".join(texts),
        )
    words = words_of_plan(seen)
    usual = [N_("Excellent"), N_("Good"), N_("Passed"), N_("Failed")]
    yield way(
        N_("Make a rubric of four levels for {name}, to be filled with what has to be there"),
        [
            _rubric(
                seen,
                indicator,
                [(words(text), score, 100) for text, score in zip(usual, (100, 80, 60, 0), strict=True)],
            )
        ],
        name=indicator,
    )


def _rubric(seen: View, indicator: Indicator, levels: list[tuple[str, int, int]]) -> Any:
    rows = tuple(
        RubricLevel(text=text, score=rounded(Decimal(100) * part / whole, Decimal(1)))
        for text, part, whole in levels
    )
    return edits.set_field(seen.plan, indicator.id, "rubric", rows)


def _named(finding: Finding) -> tuple[str, str]:
    """The catalogue and the item that a finding's field names."""
    inner = finding.field.partition("[")[2].removesuffix("]")
    name, _, item = inner.partition(":")
    return name, item


def _of_catalogue(seen: View, adopted: Catalogue, item: CatalogueItem) -> dict[str, Any]:
    """An indicator as the catalogue describes it; the rest is still to be stated."""
    given = indicator_values(adopted, item, language_of(seen.plan))
    return {**given, "absent": pending(still_to_state(given))}


@fix("A511")
def adopt_item(seen: View, _head: PlanHead, finding: Finding) -> Iterator[Fix]:
    """Add the mandatory indicator, its values still to be stated."""
    name, code = _named(finding)
    adopted = catalogue(name)
    item = adopted.item(code) if adopted is not None else None
    if adopted is not None and item is not None:
        yield way(
            N_("Add the indicator “{item}” from the catalogue; its values are still to be stated"),
            additions(seen.plan, "indicator", [_of_catalogue(seen, adopted, item)]),
            item=item.name,
        )


@fix("A512")
def cover_dimensions(seen: View, head: PlanHead, finding: Finding) -> Iterator[Fix]:
    """Add the first indicator of each dimension that has none; or do not claim to adopt the catalogue."""
    name, _ = _named(finding)
    adopted = catalogue(name)
    if adopted is None:
        return
    there = items_adopted(seen, adopted)
    covered = {item.dimension for item in adopted.items if item.code in there}
    first: dict[str, CatalogueItem] = {}
    for item in adopted.items:
        if item.dimension not in covered:
            first.setdefault(item.dimension, item)
    if first.keys() >= set(adopted.dimensions) - covered:
        yield way(
            N_("Add an indicator for each missing dimension: {items}; their values are still to be stated"),
            additions(
                seen.plan, "indicator", [_of_catalogue(seen, adopted, item) for item in first.values()]
            ),
            items=", ".join(item.name for item in first.values()),
        )
    kept = tuple(one for one in head.catalogues or () if catalogue_key(one) != catalogue_key(name))
    yield way(
        N_("Do not adopt {catalogue} as a whole"),
        [edits.set_field(seen.plan, head.id, "catalogues", kept or None)],
        catalogue=adopted.title,
    )
