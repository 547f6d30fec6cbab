"""What mends findings of checkability (C): links between goals, indicators and projects."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from workbench.i18n import N_
from workbench.plan import edits
from workbench.plan.catalogue_items import indicator_values, still_to_state
from workbench.plan.catalogues import catalogue, catalogue_key, catalogues
from workbench.plan.elements import Goal, Indicator, Project
from workbench.plan.in_words import language_of
from workbench.rules.checkable import is_heading
from workbench.rules.figures import shown_quantity
from workbench.rules.fixes.additions import additions, pending
from workbench.rules.fixes.candidates import real
from workbench.rules.fixes.target_line import target_on_the_line, with_targets
from workbench.rules.fixing import fix, way

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from workbench.plan.catalogues import Catalogue, CatalogueItem
    from workbench.rules.finding import Finding
    from workbench.rules.fixing import Fix
    from workbench.rules.view import View

#: So many ways of one sort are put forward.
_FEW: Final = 4
#: Pairs of characters that stand in names of everything and make nothing alike.
_COMMON: Final = frozenset(
    one + other
    for one, other in zip(
        "智慧城建服情水管信系能程应平推提全提完加实发工",
        "慧城市设务况平理息统力度用台进升市高善强现展作",
        strict=True,
    )
)


def likeness(one: str, other: str) -> int:
    """How many telling pairs of characters two names share."""
    pairs = {one[at : at + 2] for at in range(len(one) - 1)} - _COMMON
    return len(pairs & {other[at : at + 2] for at in range(len(other) - 1)})


def alike(name: str, elements: Iterable[Any]) -> list[Any]:
    """The elements whose names share something telling with a name, the most alike first."""
    ranked = [(likeness(name, one.name_shown), one) for one in elements]
    return [one for rank, one in sorted(ranked, key=lambda pair: -pair[0]) if rank]


def _each(elements: Iterable[Any]) -> list[Any]:
    """Each element once, in their order."""
    return list({one.id: one for one in elements}.values())


# -- C401, C402, C413: links ---------------------------------------------------------------------------


@fix("C401")
def measure_goal(seen: View, goal: Goal, _finding: Finding) -> Iterator[Fix]:
    """An indicator that is there, one of a catalogue, or a new one measures the goal; a stage goal may get
    a target for its year.
    """
    every = [one for one in seen.plan.all(Indicator) if not is_heading(seen, one)]
    moved = [
        one
        for project in seen.projects_of(goal)
        for link in project.indicators or ()
        if (one := seen.plan.find(link.indicator, Indicator)) is not None
    ]
    if goal.kind == "stage" and goal.due is not None:
        yield from _targets_for(seen, goal, every, goal.due.year)
    near = _each(
        [*moved, *alike(goal.title, [one for one in every if not one.goals]), *alike(goal.title, every)]
    )
    for indicator in islice(near, _FEW):
        yield way(
            N_("Measure {goal} by {indicator}"),
            [edits.link(seen.plan, indicator.id, "goals", goal.id)],
            goal=goal,
            indicator=indicator,
        )
    for source, item in _items_for(seen, goal):
        values = indicator_values(source, item, language_of(seen.plan))
        values["domains"] = goal.domains or values["domains"]
        yield way(
            N_("Measure {goal} by “{item}” of {catalogue}, with the values to be stated"),
            _new_indicator(seen, goal, values),
            goal=goal,
            item=values["name"],
            catalogue=source.title,
        )
    yield way(
        N_("Measure {goal} by a new indicator, with all the rest to be stated"),
        _new_indicator(seen, goal, {"name": goal.title, "origin": "local", "kind": "quantitative"}),
        goal=goal,
    )


def _targets_for(seen: View, goal: Goal, every: list[Indicator], year: int) -> Iterator[Fix]:
    first = sorted(every, key=lambda one: (one.nature != "binding", -likeness(goal.title, one.name)))
    found = ((one, target_on_the_line(seen, one, year)) for one in first)
    for indicator, target in islice(((one, it) for one, it in found if it is not None), 3):
        yield way(
            N_("Set the target {value} for {year} of {indicator}, on the line between its neighbours"),
            [edits.set_field(seen.plan, indicator.id, "targets", with_targets(indicator, target))],
            value=shown_quantity(target),
            year=str(year),
            indicator=indicator,
        )


def _new_indicator(seen: View, goal: Goal, values: dict[str, Any]) -> list[Any]:
    unit = next(real(seen, [goal.responsible_unit]), None)
    row = {
        "goals": (goal.id,),
        "domains": goal.domains,
        "nature": "expected",
        "responsible_unit": unit.id if unit is not None else None,
        **values,
    }
    row["absent"] = pending(still_to_state(row))
    return list(additions(seen.plan, "indicator", [row]))


def _items_for(seen: View, goal: Goal) -> list[tuple[Catalogue, CatalogueItem]]:
    """Items of catalogues that a goal's title calls to mind, those of adopted catalogues first."""
    adopted = {catalogue_key(code) for code in seen.head.catalogues or ()}
    taken = {
        (catalogue_key(one.catalogue), one.catalogue_item)
        for one in seen.plan.all(Indicator)
        if one.catalogue and one.catalogue_item
    }
    ranked = []
    for key, source in catalogues().items():
        for item in source.items:
            rank = 2 * likeness(goal.title, item.spoken("zh").name) + likeness(goal.title, item.group)
            if rank >= 2 and (key, item.code) not in taken:
                ranked.append((key not in adopted, -rank, source, item))
    ranked.sort(key=lambda one: one[:2])
    return [(source, item) for _, _, source, item in ranked[:_FEW]]


@fix("C402")
def link_to_goal(seen: View, indicator: Indicator, _finding: Finding) -> Iterator[Fix]:
    """The indicator measures a goal of the projects that move it, or one that is called alike."""
    served: list[Goal] = []
    for id_ in seen.plan.referrers(indicator.id):
        project = seen.plan.find(id_, Project)
        if project is not None and not seen.is_cancelled(project):
            served.extend(seen.goals_of(project))
    leaves = [one for one in seen.plan.all(Goal) if seen.is_leaf(one) and one.kind != "overall"]
    near = [one for one in leaves if set(one.domains or ()) & set(indicator.domains or ())]
    for goal in islice(_each([*served, *alike(indicator.name, leaves), *near, *leaves]), 2 * _FEW):
        yield way(
            N_("Let {indicator} measure {goal}"),
            [edits.link(seen.plan, indicator.id, "goals", goal.id)],
            indicator=indicator,
            goal=goal,
        )


@fix("C413")
def move_indicator(seen: View, project: Project, _finding: Finding) -> Iterator[Fix]:
    """The project moves an indicator of a goal that it serves, itself or through a parent."""
    goals = [goal for one in seen.chain(project) if isinstance(one, Project) for goal in seen.goals_of(one)]
    near = [one for goal in goals for one in seen.indicators_of(goal) if not is_heading(seen, one)]
    every = [one for one in seen.plan.all(Indicator) if not is_heading(seen, one)]
    found = _each([*alike(project.title, near), *near, *alike(project.title, every)])
    for indicator in islice(found, 2 * _FEW):
        yield way(
            N_("Expect {project} to move {indicator}"),
            [edits.link(seen.plan, project.id, "indicators", indicator.id)],
            project=project,
            indicator=indicator,
        )


def item_of(indicator: Indicator) -> tuple[Catalogue, CatalogueItem] | None:
    """The catalogue and the item of it that an indicator was chosen from."""
    source = catalogue(indicator.catalogue) if indicator.catalogue else None
    item = source.item(indicator.catalogue_item) if source is not None else None
    return (source, item) if source is not None and item is not None else None
