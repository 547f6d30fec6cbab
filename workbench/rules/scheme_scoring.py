"""Rule of assessability about a frozen scheme: can every item be scored, and is the figure there?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from workbench.analysis.item_parameters import number, parameter
from workbench.analysis.measured import targets_of_year, values_of_year
from workbench.analysis.schemes import items_of, missing_parameters
from workbench.i18n import N_
from workbench.plan.elements import Indicator, Milestone, Scheme, SchemeItem
from workbench.plan.values import period_end
from workbench.rules.rule import ERROR, PASSED, UNKNOWN, WARNING, Days, Ref, Word, fault, passed_as, rule
from workbench.rules.scheme_rules import thing_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from workbench.plan.elements import Element
    from workbench.rules.rule import Outcome
    from workbench.rules.view import View

#: Methods that compare with the year's target.
_AGAINST_TARGET: Final = frozenset({"completion", "threshold", "bonus", "penalty"})
#: Methods that somebody judges: their result is entered, not worked out from a figure.
_JUDGED: Final = frozenset({"rubric", "yes_no"})
_NOT_KNOWN: Final = frozenset({"not_seen", "pending"})


@rule(
    "A514",
    "item-cannot-be-scored",
    ERROR,
    "scheme",
    N_("Every item of a frozen scheme can be scored"),
    whole=True,
    grace_days=90,
)
def item_cannot_be_scored(seen: View) -> Iterator[tuple[Element, list[Outcome]]]:
    """Looks at the items of frozen schemes. Each has the parameters of its method, a unit that supplies the
    figures (at the item or at the indicator; a milestone or project may have an assessor instead), and, where
    the method compares with it, a target of the year in figures: at the item, or the indicator's own for the
    year. Completion by increment needs the baseline too; a target of 0 cannot be divided by. In a plan in
    force each item also has its figure, as a warning, from 90 days after the end of the year: the actual
    value at the end of the year (that of each unit for a ranking, and where other units have their own), or
    a result entered in the scheme. Exempt items are left out.

    Why: A scheme is frozen so that everybody knows the measure. An item that cannot be scored is decided at
    the end by whoever adds up the points.

    How: Add what the message names before freezing. After freezing, an adjustment records the change; the
    indicator's own targets and data unit can still be completed.

    Good: Share of online items, completion by increment, baseline 72 (2025), target 84 for 2027, figures from
    the data centre.

    Bad: Scheme of 2027 frozen in March; “smart parks” by completion rate, while its indicator has targets for
    2028 and 2030 only.
    """
    for scheme in seen.plan.all(Scheme):
        if not scheme.frozen:
            continue
        late = seen.in_force and (seen.as_of - period_end(str(scheme.year))).days > seen.parameter(
            "A514", "grace_days"
        )
        results: dict[str, set[str | None]] = {}
        for row in scheme.results or ():
            if any(
                one is not None for one in (row.self_, row.review, row.final, row.count, row.level, row.panel)
            ):
                results.setdefault(row.item, set()).add(row.unit)
        outcomes: list[Outcome] = []
        for item in items_of(seen.plan, scheme):
            if item.exempt is not None:
                continue
            outcomes.append(_can_be_scored(seen, scheme, item))
            if late:
                outcomes.append(_has_figure(seen, scheme, item, results.get(item.id, set())))
        if outcomes:
            yield scheme, outcomes


def _can_be_scored(seen: View, scheme: Scheme, item: SchemeItem) -> Outcome:
    indicator = seen.plan.find(item.indicator, Indicator)
    missing = missing_for_scoring(scheme, item, indicator)
    if not missing:
        return PASSED
    reasons = {name: _reason(item, indicator, name) for name in missing}
    faults = [name for name, reason in reasons.items() if reason is None]
    if not faults:
        return UNKNOWN if any(reason in _NOT_KNOWN for reason in reasons.values()) else None
    return fault(
        f"items[{item.id}]",
        N_("{name}: {item} ({thing}) cannot be scored; missing: {missing}"),
        related=(item.id, *((indicator.id,) if indicator is not None else ())),
        item=Ref(item.id),
        thing=thing_of(item),
        missing=tuple(Word(missing[name]) for name in faults),
    )


def missing_for_scoring(scheme: Scheme, item: SchemeItem, indicator: Indicator | None) -> dict[str, str]:
    """What an item lacks to be scored: the field -> its name as a message id."""
    missing: dict[str, str] = {}
    if item.method is None:
        missing["method"] = SchemeItem.field_of["method"].label
    for name, label in missing_parameters(item).items():
        missing[f"parameters.{name}"] = label
    if item.method == "rank" and parameter(item, "rule") == "step":
        step = number(parameter(item, "step"))
        if step is None or step <= 0:
            missing["parameters.step"] = N_("a step above 0")
    if item.method == "interval" and not missing:
        if number(parameter(item, "zero_at")) == number(parameter(item, "full_at")):
            missing["parameters.full_at"] = N_("two different ends of the interval")
    if item.data_unit is None and (indicator is None or indicator.data_unit is None):
        if indicator is not None or item.assessor_unit is None:
            missing["data_unit"] = N_("a unit that supplies the figures")
    if indicator is not None:
        missing.update(_targets_missing(scheme, item, indicator))
    return missing


def needs_target(item: SchemeItem) -> bool:
    """Whether the item's method compares with the year's target."""
    method = item.method
    return (
        method in _AGAINST_TARGET
        or (method == "ladder" and parameter(item, "on") != "value")
        or (method == "deduction" and parameter(item, "unit") != "event")
        or (method == "improvement" and number(parameter(item, "mix")) not in (None, 0))
    )


def _targets_missing(scheme: Scheme, item: SchemeItem, indicator: Indicator) -> dict[str, str]:
    if not needs_target(item):
        return {}
    given = _targets_of_year(scheme, item, indicator)
    if not given:
        return {"targets": N_("the target of the year in figures")}
    if item.method in ("completion", "ladder"):
        if parameter(item, "basis") == "increment":
            baseline = indicator.baseline
            if baseline is None or baseline.value is None:
                return {"baseline": N_("the baseline in figures")}
        elif 0 in given and indicator.direction not in ("range", "keep"):
            return {"targets": N_("a target other than 0, which completion is divided by")}
    if item.method == "deduction" and parameter(item, "unit") == "percent" and 0 in given:
        return {"targets": N_("a target other than 0, which completion is divided by")}
    return {}


def _targets_of_year(scheme: Scheme, item: SchemeItem, indicator: Indicator) -> list[Decimal]:
    """The targets in figures that the item compares with."""
    if item.year_target is not None:
        return [item.year_target]
    if indicator.direction == "range" and indicator.range is not None:
        return list(indicator.range)
    targets = targets_of_year(indicator, scheme.year)
    by_unit = {unit: one.value for unit, one in targets.items() if one.value is not None}
    if None not in by_unit and (not item.units or not by_unit.keys() >= set(item.units)):
        return []
    return [value for unit, value in by_unit.items() if unit is None or unit in (item.units or ())]


def _reason(item: SchemeItem, indicator: Indicator | None, name: str) -> str | None:
    """Why it is missing, as the item or its indicator says."""
    own = {"targets": "year_target"}.get(name, name.partition(".")[0])
    reason = item.why_absent(own)
    if reason is None and indicator is not None and name in ("targets", "data_unit", "baseline"):
        reason = indicator.why_absent(name)
    return reason


def _has_figure(seen: View, scheme: Scheme, item: SchemeItem, results: set[str | None]) -> Outcome:
    """Whether, after the year, there is the figure that the item is scored by."""
    units: list[str | None] = [*(item.units or ())] or [None]
    if None in results or (results and results >= set(units)):
        return passed_as(WARNING)
    indicator = seen.plan.find(item.indicator, Indicator)
    missing: list[Any] = []
    if indicator is None or item.method in _JUDGED:
        if not _is_done(seen, item):
            missing = (
                []
                if indicator is not None and None in values_of_year(indicator, scheme.year)
                else [Word(N_("a result"))]
            )
    elif item.method == "deduction" and parameter(item, "unit") == "event":
        missing = [Word(N_("the number of cases"))]
    else:
        alone = item.method == "rank"
        there = values_of_year(indicator, scheme.year)
        # The value of the whole does not stand for whoever lacks one where others have their own.
        for_all = None in there and not alone and there.keys().isdisjoint(item.units or ())
        lacking = [unit for unit in units if not (for_all or unit in results or unit in there)]
        if lacking:
            missing = [Ref(unit) for unit in lacking if unit] if alone else []
            missing = missing or [Word(N_("the actual value at the end of the year"))]
        elif item.method == "improvement" and not {None, units[0]} & (
            values_of_year(indicator, scheme.year - 1).keys()
        ):
            missing = [Word(N_("the actual value of the year before"))]
    if not missing:
        return passed_as(WARNING)
    reason = item.why_absent("results") or (
        indicator.why_absent("actuals") if indicator is not None else None
    )
    if reason is not None:
        return UNKNOWN._replace(severity=WARNING) if reason in _NOT_KNOWN else None
    return fault(
        f"items[{item.id}].actuals",
        N_("{name}: {year} ended {days} ago, but {item} ({thing}) lacks {missing}"),
        severity=WARNING,
        related=(item.id, *((indicator.id,) if indicator is not None else ())),
        item=Ref(item.id),
        thing=thing_of(item),
        year=scheme.year,
        days=Days((seen.as_of - period_end(str(scheme.year))).days),
        missing=tuple(missing),
    )


def _is_done(seen: View, item: SchemeItem) -> bool:
    milestone = seen.plan.find(item.milestone, Milestone)
    if milestone is not None:
        return milestone.done_on is not None or bool(milestone.evidence)
    project = seen.plan.get(item.project)
    return project is not None and project.get("status") == "done"
