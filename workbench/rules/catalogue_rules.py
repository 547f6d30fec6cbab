"""Rules of assessability about adopted catalogues: what is mandatory, and whether all is covered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.i18n import N_
from workbench.plan.catalogues import catalogue, catalogue_key
from workbench.plan.elements import Indicator
from workbench.rules.rule import INFO, PASSED, UNKNOWN, WARNING, fault, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.plan.catalogues import Catalogue
    from workbench.plan.elements import Element
    from workbench.rules.rule import Outcome
    from workbench.rules.view import View


def adopted_catalogues(seen: View) -> dict[str, Catalogue | None]:
    """The catalogues that the plan adopts, as it names them; None for one that is not known here."""
    found: dict[str, Catalogue | None] = {}
    keys: set[str] = set()
    for name in seen.head.catalogues or ():
        if catalogue_key(name) not in keys:
            keys.add(catalogue_key(name))
            found[name] = catalogue(name)
    return found


def items_adopted(seen: View, adopted: Catalogue) -> set[str]:
    """Codes of the catalogue's items that the plan has an indicator for."""
    by_plan = seen.memo.get("catalogue items")
    if by_plan is None:
        by_plan = seen.memo["catalogue items"] = [
            (catalogue_key(one.catalogue) if one.catalogue else None, one.catalogue_item)
            for one in seen.plan.all(Indicator)
            if one.catalogue_item
        ]
    wanted = catalogue_key(adopted.code)
    items = (adopted.item(code) for key, code in set(by_plan) if key is None or key == wanted)
    return {item.code for item in items if item is not None}


@rule(
    "A511",
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
            PASSED
            if item.code in there
            else fault(
                f"catalogues[{name}:{item.code}]",
                N_("{catalogue} makes “{item}” ({code}) mandatory, and no indicator takes it up"),
                catalogue=adopted.title or name,
                item=item.name,
                code=item.code,
            )
            for item in mandatory
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
        missing = tuple(one for one in adopted.dimensions if one not in covered)
        if not missing:
            yield seen.head, PASSED
            continue
        yield (
            seen.head,
            fault(
                f"catalogues[{name}]",
                N_("Of {catalogue} these dimensions have no indicator: {missing}")
                if len(missing) > 1
                else N_("Of {catalogue} the dimension {missing} has no indicator"),
                catalogue=adopted.title or name,
                missing=missing,
            ),
        )
