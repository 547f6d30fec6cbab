"""Rules of assessability about adopted catalogues: what is mandatory, and whether all is covered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from workbench.i18n import N_
from workbench.plan.catalogue_items import takers, takings
from workbench.plan.catalogues import catalogue, catalogue_key
from workbench.plan.elements import Indicator
from workbench.rules.rule import INFO, PASSED, UNKNOWN, WARNING, fault, rule
from workbench.rules.waivers import in_force, waiving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from workbench.plan.catalogues import Catalogue, CatalogueItem
    from workbench.plan.elements import Element, PlanHead, Waiver
    from workbench.plan.plan import Plan
    from workbench.rules.rule import Fault, Outcome
    from workbench.rules.view import View

MANDATORY: Final = "A511"

#: What becomes of an item in a plan. Only what is mandatory in an adopted catalogue can be missing or waived.
State = Literal["adopted", "waived", "missing", "free"]


class Standing(NamedTuple):
    """How an item of a catalogue stands in a plan: the indicators that take it up, or why it is left out."""

    state: State
    indicators: tuple[str, ...] = ()
    waiver: Waiver | None = None


def adopted_catalogues(seen: View) -> dict[str, Catalogue | None]:
    """The catalogues that the plan adopts, as it names them; None for one that is not known here."""
    found: dict[str, Catalogue | None] = {}
    keys: set[str] = set()
    for name in seen.head.catalogues or ():
        if catalogue_key(name) not in keys:
            keys.add(catalogue_key(name))
            found[name] = catalogue(name)
    return found


def name_adopted(head: PlanHead, source: Catalogue) -> str | None:
    """How the plan names a catalogue that it adopts; None when it does not."""
    key = catalogue_key(source.code)
    return next((name for name in head.catalogues or () if catalogue_key(name) == key), None)


def item_field(name: str, code: str) -> str:
    """The field at which an item is found missing: what a waiver of it names."""
    return f"catalogues[{name}:{code}]"


def missing(name: str, source: Catalogue, item: CatalogueItem) -> Fault:
    """What is said of a mandatory item that the plan, which names the catalogue so, does not take up."""
    return fault(
        item_field(name, item.code),
        N_("{catalogue} makes “{item}” ({code}) mandatory, and no indicator takes it up"),
        catalogue=source.title or name,
        item=item.name,
        code=item.code,
    )


def standings(plan: Plan, source: Catalogue, day: date) -> dict[str, Standing]:
    """How every item of a catalogue stands in a plan on a day, by the item's code."""
    waivers = in_force(plan, day)
    there = takers(source, takings(plan.all(Indicator)))
    name = name_adopted(plan.head, source)
    found: dict[str, Standing] = {}
    for item in source.items:
        if item.code in there:
            found[item.code] = Standing("adopted", tuple(there[item.code]))
        elif name is None or not item.mandatory:
            found[item.code] = Standing("free")
        else:
            field = item_field(name, item.code)
            waiver = next(waiving(waivers, MANDATORY, plan.head.id, field), None)
            found[item.code] = Standing("waived" if waiver is not None else "missing", (), waiver)
    return found


def items_adopted(seen: View, adopted: Catalogue) -> set[str]:
    """Codes of the catalogue's items that the plan has an indicator for."""
    by_plan = seen.memo.get("catalogue items")
    if by_plan is None:
        by_plan = seen.memo["catalogue items"] = takings(seen.plan.all(Indicator))
    return set(takers(adopted, by_plan))


@rule(
    MANDATORY,
    "mandatory-item-missing",
    WARNING,
    "plan",
    N_("What an adopted catalogue makes mandatory is adopted"),
    whole=True,
)
def mandatory_item_missing(seen: View) -> Iterator[tuple[Element, list[Outcome]]]:
    """Looks at the items that a catalogue adopted by the plan marks as mandatory: an indicator of the plan
    takes up each of them (by catalogue and item code), or a waiver says why not. Catalogues that are not on
    this computer cannot be judged. In the national catalogues that come with the program every item is for
    selection; mandatory items stand in an office's own catalogues.

    Why: Who adopts a catalogue with a compulsory part is measured by it. To leave an item out is a decision,
    and it needs a reason.

    How: Add the indicator from the catalogue; or waive the item for good reason, naming it in the field:
    catalogues[prov-2026:A-03].

    Good: Province's catalogue adopted, 12 mandatory items: 11 indicators, one waived (“no coast”).

    Bad: Province's catalogue adopted, 12 mandatory items: 9 indicators, and not a word about the other three.

    Source: A place selects from the national framework and adds its own (interview about the Guangdong plan
    of 2014).
    """
    for name, adopted in adopted_catalogues(seen).items():
        if adopted is None:
            yield seen.head, [UNKNOWN]
            continue
        mandatory = [item for item in adopted.items if item.mandatory]
        if not mandatory:
            continue
        there = items_adopted(seen, adopted)
        outcomes: list[Outcome] = [
            PASSED if item.code in there else missing(name, adopted, item) for item in mandatory
        ]
        yield seen.head, outcomes


@rule(
    "A512",
    "catalogue-dimension-empty",
    INFO,
    "plan",
    N_("Each dimension of an adopted catalogue has an indicator"),
    whole=True,
)
def catalogue_dimension_empty(seen: View) -> Iterator[tuple[Element, Outcome]]:
    """Looks at every catalogue that the plan adopts: for each of its first-level dimensions at least one
    indicator of the plan takes up an item. Catalogues that are not on this computer cannot be judged.

    Why: A catalogue's dimensions are its view of the whole city. To take only the four in which one shines
    is to adopt a list, not a catalogue.

    How: Choose an item of the missing dimension, or do not claim to adopt the catalogue.

    Good: Evaluation indicators of 2016 adopted, an indicator in each of the eight dimensions, public
    experience among them.

    Bad: The same, nine indicators, all of them of services for the people.

    Source: GB/T 33356-2016: eight first-level indicators (verified by public reprints).
    """
    for name, adopted in adopted_catalogues(seen).items():
        if adopted is None:
            yield seen.head, UNKNOWN
            continue
        if not adopted.dimensions:
            continue
        there = items_adopted(seen, adopted)
        covered = {item.dimension for item in adopted.items if item.code in there}
        empty = tuple(one for one in adopted.dimensions if one not in covered)
        if not empty:
            yield seen.head, PASSED
            continue
        yield (
            seen.head,
            fault(
                f"catalogues[{name}]",
                N_("Of {catalogue} these dimensions have no indicator: {missing}")
                if len(empty) > 1
                else N_("Of {catalogue} the dimension {missing} has no indicator"),
                catalogue=adopted.title or name,
                missing=empty,
            ),
        )
