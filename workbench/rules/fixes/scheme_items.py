"""What mends findings about single scheme items and levels: method, bands, units, figures of others."""

from __future__ import annotations

from decimal import Decimal
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any, Final

from workbench.analysis.item_parameters import bands_of, is_handy, overlaps_and_gaps, parameter, plain
from workbench.analysis.schemes import is_empty, items_of, missing_parameters
from workbench.i18n import N_
from workbench.plan import edits
from workbench.plan.choices import METHOD
from workbench.plan.elements import Indicator, Project, Scheme, SchemeItem, Unit
from workbench.plan.records import ResultLevel
from workbench.plan.values import rounded
from workbench.rules.checkable import is_quantitative
from workbench.rules.fixes import candidates as c
from workbench.rules.fixes.additions import words_of_plan
from workbench.rules.fixes.marks import fit_for_scheme, is_frozen
from workbench.rules.fixes.suppliers import take_figures
from workbench.rules.fixing import fix, way
from workbench.rules.scheme_year import schemes_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.plan.elements import Element
    from workbench.rules.finding import Finding
    from workbench.rules.fixing import Fix
    from workbench.rules.view import View

#: So many units or things are put forward for one place.
_FEW: Final = 6


@fix("A502")
def complete_item(seen: View, item: SchemeItem, finding: Finding) -> Iterator[Fix]:
    """Name what is assessed, whom and how, as far as the indicator says it."""
    if is_frozen(seen, item):
        return
    indicator = seen.plan.find(item.indicator, Indicator)
    if finding.field == "indicator":
        assessed = {seen.plan.elements[one].get("indicator") for one in seen.plan.owned(item.scheme)}
        fitting = (
            one
            for one in seen.plan.all(Indicator)
            if one.id not in assessed
            and one.responsible_unit is not None
            and fit_for_scheme(one)
            and (not item.units or one.responsible_unit in item.units)
        )
        for one in islice(fitting, _FEW):
            yield way(
                N_("Assess {indicator} by {name}"),
                [edits.set_field(seen.plan, item.id, "indicator", one.id)],
                indicator=one,
                name=item,
            )
    elif finding.field == "units":
        thing = indicator or seen.plan.get(item.project) or _project_of(seen, item)
        near = (
            [thing.get(name) for name in ("responsible_unit", "lead_unit") if name in thing.place_of]
            if thing is not None
            else []
        )
        for unit in c.real(seen, near):
            yield way(
                N_("Assess {unit} by {name}"),
                [edits.set_field(seen.plan, item.id, "units", (unit.id,))],
                unit=unit,
                name=item,
            )
    elif finding.field == "method":
        methods = ["completion", "threshold", "yes_no"]
        if indicator is None or not is_quantitative(indicator):
            methods = ["yes_no"]
        elif indicator.nature == "binding":
            methods = ["threshold", "completion", "yes_no"]
        for method in methods:
            yield way(
                N_("Score {name} by “{what}”"),
                [edits.set_field(seen.plan, item.id, "method", method)],
                what=f"@{METHOD[method]}",
                name=item,
            )
    else:
        for given in _parameters_put_forward(seen, item, indicator):
            unusable = missing_parameters(item)
            kept = {
                name: value
                for name, value in (item.parameters or {}).items()
                if not is_empty(value) and name not in unusable
            }
            yield way(
                N_("Fill in the parameters of {name}: {parameters}"),
                [edits.set_field(seen.plan, item.id, "parameters", {**given, **kept})],
                name=item,
                parameters=_told(given),
            )


def _project_of(seen: View, item: SchemeItem) -> Element | None:
    milestone = seen.plan.get(item.milestone)
    return seen.plan.get(milestone.get("project")) if milestone is not None else None


def _told(parameters: dict[str, Any]) -> str:
    """Parameters in figures: "100/6 90/5 80/4"."""
    if "bands" in parameters:
        return " ".join(f"{row['from'] or 0}/{row['score']}" for row in parameters["bands"])
    if "levels" in parameters:
        return " ".join(f"{row['text']}/{row['score']}" for row in parameters["levels"])
    return " ".join(str(value) for value in parameters.values())


def _parameters_put_forward(
    seen: View, item: SchemeItem, indicator: Indicator | None
) -> Iterator[dict[str, Any]]:
    """Parameters that follow from the marks, the rubric and the targets of the indicator."""
    marks = item.marks if item.marks is not None and is_handy(item.marks) else None
    if item.method == "ladder" and marks is not None and marks > 0:
        steps = ((100, "1"), (90, "0.9"), (80, "0.8"), (70, "0.7"), (60, "0.6"), (None, "0"))
        starts = [Decimal(start) if start is not None else None for start, _ in steps]
        yield {
            "bands": [
                {"from": start, "to": end, "score": plain(marks * Decimal(share))}
                for start, end, (_, share) in zip(starts, [None, *starts[:-1]], steps, strict=True)
            ]
        }
    elif item.method == "rank":
        yield {"rule": "linear"}
        yield {"rule": "thirds"}
    elif item.method == "rubric" and indicator is not None and indicator.rubric and marks:
        best = max(level.score for level in indicator.rubric)
        if best > 0 and all(is_handy(level.score) for level in indicator.rubric):
            scores = [
                marks if level.score == best else plain(rounded(level.score * marks / best, Decimal("0.01")))
                for level in indicator.rubric
            ]
            yield {
                "levels": [
                    {"text": level.text, "score": score}
                    for level, score in zip(indicator.rubric, scores, strict=True)
                ]
            }
    elif indicator is not None and item.method in ("interval", "improvement"):
        scheme = seen.plan.find(item.scheme, Scheme)
        path = {
            one.year: one.value
            for one in indicator.targets or ()
            if one.unit is None and one.value is not None
        }
        baseline = indicator.baseline
        if baseline is not None and baseline.value is not None and baseline.year is not None:
            path.setdefault(baseline.year, baseline.value)
        target = item.year_target or path.get(scheme.year if scheme is not None else 0)
        start = baseline.value if baseline is not None else None
        if item.method == "interval" and target is not None and start is not None and start != target:
            yield {"zero_at": start, "full_at": target}
        steps_up = [
            abs(value - held) / (year - since)
            for (since, held), (year, value) in pairwise(sorted(path.items()))
        ]
        if item.method == "improvement" and any(steps_up) and all(map(is_handy, path.values())):
            yield {"best": plain(rounded(max(steps_up), Decimal("0.01")))}


@fix("A505")
def close_up_bands(seen: View, element: SchemeItem | Scheme, _finding: Finding) -> Iterator[Fix]:
    """Let each band end where the next one begins."""
    if not isinstance(element, SchemeItem) or element.method != "ladder" or is_frozen(seen, element):
        return
    bands = bands_of(element)
    if not bands or any(one.score is None for one in bands):
        return
    lows = [one.low for one in bands]
    if len(set(lows)) < len(lows):
        return
    ends = [*lows[1:], None]
    new = [band._replace(high=end) for band, end in zip(bands, ends, strict=True)]
    downwards = parameter(element, "on") == "value"
    if any(overlaps_and_gaps(new, top_counts=True, bottom_counts=downwards)):
        return
    rows = [{"from": one.low, "to": one.high, "score": one.score} for one in reversed(new)]
    yield way(
        N_("Let each band of {name} end where the next begins: {bands}"),
        [edits.set_field(seen.plan, element.id, "parameters", {**(element.parameters or {}), "bands": rows})],
        name=element,
        bands=", ".join(one.shown() for one in reversed(new)),
    )


@fix("A506")
def enforce_binding(seen: View, indicator: Indicator, _finding: Finding) -> Iterator[Fix]:
    """Give its item a veto or a method without half measures; without an item, a veto item."""
    schemes = [one for one in schemes_of(seen, seen.as_of.year) if not one.frozen]
    items = [
        item for scheme in schemes for item in items_of(seen.plan, scheme) if item.indicator == indicator.id
    ]
    for item in items:
        yield way(
            N_("Let {name} score nothing when the target of {indicator} is missed (veto)"),
            [edits.set_field(seen.plan, item.id, "veto", "item")],
            name=item,
            indicator=indicator,
        )
        if item.method == "completion":
            yield way(
                N_("Score {name} by “{what}”"),
                [edits.set_fields(seen.plan, {item.id: {"method": "threshold", "parameters": None}})],
                name=item,
                what=f"@{METHOD['threshold']}",
            )
    if items or indicator.responsible_unit is None or not fit_for_scheme(indicator):
        return
    for scheme in schemes:
        yield way(
            N_("Put {indicator} into the scheme {name} as a veto item without marks"),
            [
                edits.add(
                    seen.plan,
                    "scheme_item",
                    {
                        "scheme": scheme.id,
                        "indicator": indicator.id,
                        "units": (indicator.responsible_unit,),
                        "data_unit": indicator.data_unit,
                        "method": "threshold",
                        "veto": "cap_level",
                    },
                )
            ],
            indicator=indicator,
            name=scheme,
        )


@fix("A508")
def lend_a_lever(seen: View, unit: Unit, finding: Finding) -> Iterator[Fix]:
    """Let the unit support a project that moves the indicator; or link a project that it leads."""
    indicator = seen.plan.find(finding.field.partition("[")[2].rstrip("]"), Indicator)
    if indicator is None:
        return
    near = [seen.plan.find(id_, Project) for id_ in seen.plan.referrers(indicator.id)]
    moving = [one for one in near if one is not None and not seen.is_cancelled(one)]
    for project in moving[:_FEW]:
        yield way(
            N_("Let {unit} support {name}, which moves {indicator}"),
            [
                edits.set_field(
                    seen.plan, project.id, "support_units", (*(project.support_units or ()), unit.id)
                )
            ],
            unit=unit,
            name=project,
            indicator=indicator,
        )
    wanted = set(indicator.goals or ())
    led = (seen.plan.find(id_, Project) for id_ in seen.plan.referrers(unit.id))
    for project in islice(
        (
            one
            for one in led
            if one is not None
            and one.lead_unit == unit.id
            and not seen.is_cancelled(one)
            and wanted.intersection(link.goal for link in one.goals or ())
        ),
        _FEW,
    ):
        yield way(
            N_("State that {name} moves {indicator}"),
            [edits.link(seen.plan, project.id, "indicators", indicator.id)],
            name=project,
            indicator=indicator,
        )


@fix("A521")
def take_exemption_back(seen: View, item: SchemeItem, _finding: Finding) -> Iterator[Fix]:
    """Without a reason and proof the item is assessed like any other."""
    if not is_frozen(seen, item):
        yield way(
            N_("Take the exemption of {name} back"),
            [edits.set_field(seen.plan, item.id, "exempt", None)],
            name=item,
        )


@fix("A525")
def complete_levels(seen: View, scheme: Scheme, finding: Finding) -> Iterator[Fix]:
    """A level below the lowest, or the lowest from zero on; the highest within reach."""
    levels = scheme.levels
    if not levels or scheme.frozen:
        return
    lowest = min(levels, key=lambda one: one.from_)
    if finding.field == "levels" and lowest.from_ > 0:
        name = words_of_plan(seen)(N_("Failed"))
        if all(one.name != name for one in levels):
            yield way(
                N_("Add the level “{level}” from 0 to {name}"),
                [
                    edits.set_field(
                        seen.plan, scheme.id, "levels", (*levels, ResultLevel(name=name, from_=Decimal(0)))
                    )
                ],
                level=name,
                name=scheme,
            )
        changed = tuple(one.but(from_=Decimal(0)) if one is lowest else one for one in levels)
        yield way(
            N_("Let the level “{level}” of {name} begin at 0"),
            [edits.set_field(seen.plan, scheme.id, "levels", changed)],
            level=lowest.name,
            name=scheme,
        )
    elif finding.field.startswith("levels[") and len(levels) > 1:
        highest = max(levels, key=lambda one: one.from_)
        yield way(
            N_("Take the level “{level}”, which nobody can reach, out of {name}"),
            [
                edits.set_field(
                    seen.plan, scheme.id, "levels", tuple(one for one in levels if one is not highest)
                )
            ],
            level=highest.name,
            name=scheme,
        )


@fix("A526")
def take_figures_from_another(seen: View, item: SchemeItem, _finding: Finding) -> Iterator[Fix]:
    """One of the units that supply figures for others, the busiest first."""
    if is_frozen(seen, item):
        return
    assessed = set(item.units or ())
    for id_ in item.units or ():
        unit = seen.plan.find(id_, Unit)
        assessed.update((unit.members or ()) if unit is not None else ())
    indicator = seen.plan.find(item.indicator, Indicator)
    yield from take_figures(seen, item, indicator, assessed)
