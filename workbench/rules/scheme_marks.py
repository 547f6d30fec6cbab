"""Rules of assessability about the marks that scheme items can give, and the levels that follow from them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from workbench.analysis.item_parameters import (
    HUNDRED,
    bands_of,
    most_points,
    number,
    overlaps_and_gaps,
    parameter,
    plain,
    rows,
)
from workbench.analysis.schemes import OUTSIDE, all_by_class, full_mark, is_empty, is_pure_veto
from workbench.i18n import N_
from workbench.plan.elements import Indicator, Scheme, SchemeItem
from workbench.rules.rule import ERROR, INFO, PASSED, WARNING, Ref, fault, rule
from workbench.rules.scheme_rules import thing_of

if TYPE_CHECKING:
    from workbench.rules.rule import Fault, Outcome
    from workbench.rules.view import View


@rule(
    "A505",
    "bands-overlap-or-gap",
    ERROR,
    "scheme_item scheme",
    N_("Bands and levels follow each other without overlap or gap"),
)
def bands_overlap_or_gap(seen: View, element: SchemeItem | Scheme) -> Outcome:
    """Looks at the bands of stepped scoring, the levels of graded judgement and the levels of a scheme's
    result. A band holds its lower end and ends before its upper one. Two bands must not hold the same value,
    none may be left out between them, and the best values must lie in a band: completion of 100 % and more,
    or the good end of the values themselves. Below the lowest band there are no points. Two levels must not
    begin at the same score or have the same words, and each has a score.

    Why: A unit that reaches just 90 % must find one line of the table that speaks of it, not two and not
    none.

    How: Let each band begin where the one below it ends, and leave the highest open above. An empty end
    says that the band is open.

    Good: From 100 % 6 marks, 90 % up to 100 % 5 marks, 80 % up to 90 % 4 marks, below 80 % none.

    Bad: 90 % to 100 % 6 marks, 80 % to 89 % 4 marks: 89.5 % lies in no band, and neither does 103 %.

    Source: Stepped scoring as in the assessment of energy-saving targets (after State Council document No. 36
    of 2007).
    """
    if isinstance(element, Scheme):
        return _levels_of_result(element)
    if element.method == "rubric":
        return _levels_of_judgement(element)
    if element.method != "ladder" or is_empty((element.parameters or {}).get("bands")):
        return None
    bands = bands_of(element)
    if not bands:
        return fault(
            "parameters.bands", N_("{name} ({thing}): the bands cannot be read"), thing=thing_of(element)
        )
    top, bottom = _good_ends(seen, element)
    both, none = overlaps_and_gaps(bands, top_counts=top, bottom_counts=bottom)
    if not both and not none:
        return PASSED
    if both and none:
        message = N_("{name} ({thing}): the bands overlap ({both}) and leave out {none}")
    elif both:
        message = N_("{name} ({thing}): the bands overlap: {both}")
    else:
        message = N_("{name} ({thing}): no band gives a score for {none}")
    return fault("parameters.bands", message, thing=thing_of(element), both=tuple(both), none=tuple(none))


def _good_ends(seen: View, item: SchemeItem) -> tuple[bool, bool]:
    """Whether values above the highest band, and below the lowest, are good ones that need a score."""
    if parameter(item, "on") != "value":
        return True, False
    indicator = seen.plan.find(item.indicator, Indicator)
    direction = indicator.direction if indicator is not None else None
    return direction == "higher", direction == "lower"


def _levels_of_judgement(item: SchemeItem) -> Outcome:
    if is_empty((item.parameters or {}).get("levels")):
        return None
    table = rows(item, "levels")
    if table is None:
        return fault(
            "parameters.levels", N_("{name} ({thing}): the levels cannot be read"), thing=thing_of(item)
        )
    texts = [str(row.get("text") or "").strip() for row in table]
    twice = tuple(dict.fromkeys(text for text in texts if text and texts.count(text) > 1))
    if twice:
        return fault(
            "parameters.levels",
            N_("{name} ({thing}): two levels of judgement are called {twice}"),
            thing=thing_of(item),
            twice=twice,
        )
    empty = tuple(
        at
        for at, (row, text) in enumerate(zip(table, texts, strict=True), 1)
        if not text or number(row.get("score")) is None
    )
    if empty:
        return fault(
            "parameters.levels",
            N_("{name} ({thing}): level {places} of the judgement lacks its words or its score"),
            thing=thing_of(item),
            places=empty,
        )
    return PASSED


def _levels_of_result(scheme: Scheme) -> Outcome:
    if not scheme.levels:
        return None
    by_start: dict[Decimal, list[str]] = {}
    for level in scheme.levels:
        by_start.setdefault(level.from_, []).append(level.name)
    for start, names in by_start.items():
        if len(names) > 1:
            return fault(
                "levels",
                N_("{name}: the levels {levels} both begin at {start}"),
                levels=tuple(names),
                start=start,
            )
    return PASSED


@rule(
    "A515",
    "item-outweighs-scheme",
    INFO,
    "scheme",
    N_("No single item decides the result"),
    most_percent=40,
)
def item_outweighs_scheme(seen: View, scheme: Scheme) -> Outcome | list[Fault]:
    """Looks at a scheme that is scored as a whole: no item, bonus, penalty and pure veto aside, carries more
    than 40 % of the full mark.

    Why: Where one item decides the result the others are decoration, and the year's work shrinks to that
    item. (Professional experience; there is no rule that fixes the share.)

    How: Split the item into what it is made of, or move marks to the items beside it.

    Good: Largest item 8 of 100 marks.

    Bad: “Online services” 55 of 100 marks, the other nine items 5 each.
    """
    if scheme.scope == "unit":
        return None
    full = full_mark(scheme)
    if full <= 0:
        return None
    most = full * seen.parameter("A515", "most_percent") / HUNDRED
    found: list[Fault] = []
    items: list[SchemeItem] = []
    for id_ in seen.plan.owned(scheme.id):
        item = seen.plan.find(id_, SchemeItem)
        if item is None or item.method in OUTSIDE or is_pure_veto(item):
            continue
        items.append(item)
        if item.marks is not None and item.marks > most:
            found.append(
                fault(
                    f"items[{item.id}]",
                    N_("{name}: {item} ({thing}) carries {marks} of {full} marks, more than {most} %"),
                    related=(item.id,),
                    item=Ref(item.id),
                    thing=thing_of(item),
                    marks=item.marks,
                    full=full,
                    most=seen.parameter("A515", "most_percent"),
                )
            )
    if not items or (scheme.scope is None and all_by_class(items)):
        return None
    return found or PASSED


@rule(
    "A519",
    "method-misses-marks",
    ERROR,
    "scheme_item",
    N_("The best that an item's method gives is its marks"),
)
def method_misses_marks(_seen: View, item: SchemeItem) -> Outcome | list[Fault]:
    """Works out the most that an item's method can give before over-fulfilment: the highest score of the
    bands that begin at no more than 100 %, the highest level of a judgement, the marks times the cap of a
    completion rate below 1. It equals the item's marks, for each class of units where marks differ by class.
    Bonus, penalty and pure veto items are left out.

    Why: An item of 10 marks whose best band gives 8 takes two marks from everybody; one whose best band
    gives 12 lifts the total above the full mark.

    How: Change the scores of the bands or levels together with the marks. What is given for over-fulfilment
    belongs into a band that begins above 100 %, into “over”, or into a bonus item.

    Good: 6 marks; bands give 6, 5, 4, 3 and 0.

    Bad: Marks lowered from 6 to 5, while the highest band still gives 6.
    """
    if item.method is None or item.method in OUTSIDE or is_pure_veto(item):
        return None
    by_class = [(row.unit_class, row.marks) for row in item.marks_by_class or ()]
    found: list[Fault] = []
    judged = False
    for name, marks in by_class or ([("", item.marks)] if item.marks is not None else []):
        if marks <= 0:
            continue
        most = most_points(item, marks)
        if most is None:
            continue
        judged = True
        if most == marks:
            continue
        found.append(
            fault(
                f"marks_by_class[{name}]" if name else "marks",
                N_(
                    "{name} ({thing}): for {unit_class} the method gives {most} at best, the marks "
                    "are {marks}"
                )
                if name
                else N_("{name} ({thing}): the method gives {most} at best, the marks are {marks}"),
                thing=thing_of(item),
                unit_class=name,
                most=plain(most),
                marks=marks,
            )
        )
    if not judged:
        return None
    return found or PASSED


@rule(
    "A525",
    "result-without-consequence",
    WARNING,
    "scheme",
    N_("Results fall into levels, and something follows from them"),
)
def result_without_consequence(_seen: View, scheme: Scheme) -> Outcome | list[Fault]:
    """Looks at every assessment scheme: where it states levels of its own, the lowest begins at zero and the
    highest can be reached with the full mark; and it says what the result is used for. Without levels of its
    own the usual ones hold: excellent from 90, good from 80, passed from 60, else failed.

    Why: A score for which there is no level cannot be announced, and a result from which nothing follows is
    not read.

    How: Let the lowest level begin at 0. Say what the result serves: the year's appraisal of units and
    leaders, next year's funds, a plan of rectification within so many days.

    Good: Excellent from 90, good from 80, passed from 60, failed from 0; failed units hand in a plan of
    rectification within 30 days.

    Bad: Excellent from 90, passed from 60, and no level for 59; the use of the result is left empty.

    Source: Levels as in public assessment schemes of energy saving (Guangdong, Yunnan); the default levels
    are common practice.
    """
    found: list[Fault] = []
    if scheme.levels:
        full = full_mark(scheme)
        lowest = min(level.from_ for level in scheme.levels)
        highest = max(scheme.levels, key=lambda level: level.from_)
        if lowest > 0:
            found.append(fault("levels", N_("{name}: there is no level below {lowest}"), lowest=lowest))
        if highest.from_ > full:
            found.append(
                fault(
                    f"levels[{highest.name}]",
                    N_("{name}: the highest level begins at {highest}, above the full mark {full}"),
                    highest=highest.from_,
                    full=full,
                )
            )
    if is_empty(scheme.result_use):
        found.append(fault("result_use", N_("{name} does not say what its result is used for")))
    return found or PASSED
