"""Rules of assessability about judging fairly: graded words, another's figures, exemptions with proof."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.analysis.schemes import is_empty
from workbench.i18n import N_
from workbench.plan.elements import Indicator, SchemeItem, Unit
from workbench.rules.checkable import is_heading, is_qualitative
from workbench.rules.rule import ERROR, PASSED, WARNING, Ref, fault, rule
from workbench.rules.scheme_rules import thing_of

if TYPE_CHECKING:
    from workbench.rules.rule import Fault, Outcome
    from workbench.rules.view import View


@rule(
    "A513",
    "qualitative-without-rubric",
    ERROR,
    "indicator",
    N_("Local indicators that are judged in words have a graded rubric"),
)
def qualitative_without_rubric(seen: View, indicator: Indicator) -> Outcome:
    """Looks at every local indicator that is judged in words: it has a rubric of at least two levels, not all
    with the same score. Selected and mandatory indicators follow their catalogue, and headings that only
    group indicators are left out.

    Why: “The mechanism is sound” is true or untrue according to the mood of whoever judges. A rubric says
    beforehand what has to be on the table for full, half and no points.

    How: Write the levels from the best to none, each as something that can be seen: a rule issued, a report
    made, a review passed. Give each its score.

    Good: Data rules assessed and found sound 100; rules for operation issued 75; rules for opening issued 50;
    no rules 0.

    Bad: Level of data governance: target “good”, no levels.
    """
    if indicator.origin != "local" or not is_qualitative(indicator) or is_heading(seen, indicator):
        return None
    rubric = indicator.rubric or ()
    if not rubric:
        return fault("rubric", N_("{name} is judged in words, but no rubric says what earns which score"))
    if len({level.score for level in rubric}) > 1:
        return PASSED
    return fault(
        "rubric",
        N_("The rubric of {name} does not grade: all its levels ({count}) have the score {score}"),
        count=len(rubric),
        score=rubric[0].score,
    )


@rule(
    "A521",
    "exemption-without-proof",
    ERROR,
    "scheme_item",
    N_("Exemptions carry a reason and evidence"),
)
def exemption_without_proof(_seen: View, item: SchemeItem) -> Outcome | list[Fault]:
    """Looks at every scheme item that is exempt from assessment: the exemption states its reason and names at
    least one piece of evidence.

    Why: An exempt item leaves the sum and lifts the score of whoever got it. Without proof it is a favour.

    How: State why the item cannot be assessed this year, and name the document that shows it.

    Good: Stream gauge network: exempt, typhoon of August destroyed 14 stations; evidence: damage report of
    the water bureau.

    Bad: Stream gauge network: exempt, “special circumstances”, no document.
    """
    if item.exempt is None:
        return None
    found: list[Fault] = []
    if is_empty(item.exempt.reason):
        found.append(
            fault("exempt.reason", N_("{name} ({thing}) is exempt without a reason"), thing=thing_of(item))
        )
    if all(is_empty(one) for one in item.exempt.evidence or ()):
        found.append(
            fault("exempt.evidence", N_("{name} ({thing}) is exempt without evidence"), thing=thing_of(item))
        )
    return found or PASSED


def data_unit_of(seen: View, item: SchemeItem) -> str | None:
    """The unit that supplies the figures of an item: its own, else that of its indicator."""
    if item.data_unit is not None:
        return item.data_unit
    indicator = seen.plan.find(item.indicator, Indicator)
    return indicator.data_unit if indicator is not None else None


@rule(
    "A526",
    "own-judge",
    WARNING,
    "scheme_item",
    N_("Nobody is assessed on figures of their own alone"),
)
def own_judge(seen: View, item: SchemeItem) -> Outcome:
    """Looks at every scheme item with units assessed by name and a data unit, its own or that of its
    indicator: the data unit is none of the units assessed, nor a member of a group that is. Items for a whole
    class of units are left out: there the unit that counts is usually one of the class.

    Why: Whoever is marked on a figure should not be the only one who knows it. That protects the honest
    too.

    How: Name another unit that can supply or confirm the figure: the statistics bureau, the data centre, a
    survey by a third party.

    Good: Assessed: services bureau; figures: data centre, from the log of the platform.

    Bad: Assessed: services bureau; figures: services bureau.
    """
    if not item.units:
        return None
    source = data_unit_of(seen, item)
    if source is None:
        return None
    if source in item.units:
        return fault(
            "data_unit",
            N_("{name} ({thing}) assesses {unit} on figures that {unit} alone supplies"),
            related=(source,),
            thing=thing_of(item),
            unit=Ref(source),
        )
    for id_ in item.units:
        group = seen.plan.find(id_, Unit)
        if group is not None and source in (group.members or ()):
            return fault(
                "data_unit",
                N_("{name} ({thing}) assesses {group} on figures that its member {unit} alone supplies"),
                related=(source, id_),
                thing=thing_of(item),
                group=Ref(id_),
                unit=Ref(source),
            )
    return PASSED
