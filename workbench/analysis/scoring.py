"""The assessment of a year: the score of every item for every unit, of the units and of the plan.

``assess`` is a pure function of a plan and one of its schemes. Each ItemScore keeps what it was worked out
from, so that ``steps_of`` can lay the calculation open. What people entered (self-assessment, review, final)
stands beside the score worked out, or in its place where a stage is asked for.
"""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.analysis.completion import EXACT, meets, shortfall
from workbench.analysis.ranking import mean_places
from workbench.analysis.schemes import OUTSIDE, counted, full_mark, items_of, marks_for, scores_units
from workbench.analysis.scoring_known import Known, Units
from workbench.analysis.scoring_methods import method_of
from workbench.analysis.scoring_totals import HUNDREDTH, UnitScore, level_of, plan_total, unit_scores
from workbench.i18n import N_
from workbench.plan.values import rounded

if TYPE_CHECKING:
    from datetime import date

    from workbench.analysis.scoring_inputs import Inputs
    from workbench.analysis.scoring_known import OfItem, Subject
    from workbench.plan.elements import Scheme, SchemeItem
    from workbench.plan.plan import Plan
    from workbench.plan.records import Result
    from workbench.plan.results import Course

#: What may be said of a score.
STATUSES: Final = {
    "scored": N_("Scored"),
    "missing": N_("Missing"),
    "exempt": N_("Exempt"),
    "vetoed": N_("Vetoed"),
}
#: What the scores are: worked out, or as entered at a step of the year, where something was.
STAGES: Final = {
    "computed": N_("Worked out"),
    "self": N_("Self-assessment"),
    "review": N_("Review"),
    "final": N_("Final"),
}
_ZERO: Final = Decimal(0)


class ItemScore(NamedTuple):
    """The score of an item for one unit (None: for the plan as a whole, or for a class without units).

    ``weight`` are its marks, 0 for bonus, penalty and pure veto; ``score`` has two decimals and is None where
    the item leaves the sum; ``lack`` names in MISSING why it is missing; ``vetoed`` says that the item's
    target was missed and its veto holds, ``by_hand`` that the score is one entered by people. ``course`` is
    what they entered over the year, whether it counts or not.
    """

    item: SchemeItem
    unit: str | None
    unit_class: str
    weight: Decimal
    status: str
    score: Decimal | None
    lack: str
    vetoed: bool
    known: Inputs
    course: Course | None
    by_hand: bool = False

    @property
    def result(self) -> Result | None:
        """What people entered, as one."""
        return self.course.result if self.course is not None else None

    @property
    def whom(self) -> str:
        """Whom the score is about: a unit, a class without units, "" for the plan as a whole."""
        return self.unit if self.unit is not None else self.unit_class

    @property
    def leaves(self) -> bool:
        """Whether the item is left out of sum and marks."""
        return self.score is None


class Assessment(NamedTuple):
    """The outcome of a year. ``rows`` are in the order of the items, of each in the order of its units.

    ``total`` is None where nothing could be scored; ``level_before`` is the level by the score alone, before
    vetoes lowered it. ``complete`` is False where missing items were left without points.
    """

    scheme: Scheme
    by_unit: bool
    full: Decimal
    rows: tuple[ItemScore, ...]
    units: tuple[UnitScore, ...]
    total: Decimal | None
    level: str | None
    level_before: str | None
    veto: tuple[str, ...]
    complete: bool


def assess(plan: Plan, scheme: Scheme, as_of: date | None = None, stage: str = "computed") -> Assessment:
    """Score a scheme of a plan. ``as_of`` is the day of judgement: before the year is over, what is not done
    yet counts as missing, not as missed. ``stage`` is one of STAGES.
    """
    with localcontext(EXACT):
        units = Units(plan, scheme.year)
        known = Known(plan, scheme, units, as_of)
        items = items_of(plan, scheme)
        rows: list[ItemScore] = []
        for item in items:
            rows += _scores(item, known, units.assessed(item), scheme.missing or "unscored", stage)
        return outcome(scheme, items, rows)


def outcome(scheme: Scheme, items: list[SchemeItem], rows: list[ItemScore]) -> Assessment:
    """What the scores of a scheme's items come to."""
    with localcontext(EXACT):
        by_unit = scores_units(scheme, counted(items))
        full = full_mark(scheme)
        scored = unit_scores(rows, scheme, full, by_unit=by_unit)
        total = plan_total(rows, scored, full, by_unit=by_unit)
        fired = [row for row in rows if row.vetoed]
        if by_unit:
            # One unit's veto lowers that unit; the whole is lowered by what everybody missed.
            met = {row.item.id for row in rows if not row.vetoed and not row.leaves}
            lowering = [row for row in fired if row.item.id not in met]
        else:
            lowering = fired
        before = level_of(scheme, total, full, ())
        level = level_of(scheme, total, full, [row.item.veto or "" for row in lowering])
        complete = scheme.missing in ("zero", "rescale") or all(row.status != "missing" for row in rows)
        return Assessment(
            scheme,
            by_unit,
            full,
            tuple(rows),
            tuple(scored),
            total,
            level,
            before,
            tuple(dict.fromkeys(row.item.id for row in fired)),
            complete,
        )


def _scores(
    item: SchemeItem, known: Known, subjects: list[Subject], missing: str, stage: str
) -> list[ItemScore]:
    """The scores of one item for everybody whom it assesses."""
    method = method_of(item)
    of = known.of(item, subjects)
    has_veto = item.veto not in (None, "none")
    pure = item.method in OUTSIDE
    found: list[ItemScore] = []
    inputs = [of.inputs(subject, _ZERO if pure else marks_for(item, subject[1])) for subject in subjects]
    if item.method == "rank":
        inputs = _ranked(inputs, subjects)
    for subject, one in zip(subjects, inputs, strict=True):
        unit, unit_class = subject
        weight = one.marks
        course = known.course(item, unit)
        if item.exempt is not None:
            found.append(ItemScore(item, unit, unit_class, weight, "exempt", None, "", False, one, course))
            continue
        points = method if isinstance(method, str) else method.points(one)
        by_hand = False
        if isinstance(points, str) and one.entered is not None:
            points = -abs(one.entered) if item.method == "penalty" else one.entered
            by_hand = True
        if isinstance(points, str):
            score = None if missing == "rescale" else _ZERO
            status, lack, vetoed = "missing", points, False
        else:
            score, status, lack = rounded(points, HUNDREDTH), "scored", ""
            vetoed = has_veto and _is_missed(one, of, points)
            if vetoed:
                status = "vetoed"
                score = _ZERO if item.veto == "item" else score
        if stage != "computed" and course is not None:
            entered = _entered(course.result, stage)
            if entered is not None:
                score, lack, by_hand = rounded(entered, HUNDREDTH), "", True
                status = "vetoed" if vetoed else "scored"
        found.append(
            ItemScore(item, unit, unit_class, weight, status, score, lack, vetoed, one, course, by_hand)
        )
    return found


def _entered(result: Result, stage: str) -> Decimal | None:
    """The points entered up to a stage."""
    if stage == "self":
        return result.self_
    if stage == "final" and result.final is not None:
        return result.final
    return result.review


def _ranked(inputs: list[Inputs], subjects: list[Subject]) -> list[Inputs]:
    """The same with their places, each within its class."""
    made = list(inputs)
    by_class: dict[str, dict[int, Decimal]] = {}
    for at, (one, subject) in enumerate(zip(inputs, subjects, strict=True)):
        if one.actual is None:
            continue
        if one.wanted is not None:
            worth = -shortfall(one.wanted, one.actual)
        else:
            worth = -one.actual if one.direction == "lower" else one.actual
        by_class.setdefault(subject[1], {})[at] = worth
    for values in by_class.values():
        for at, place in mean_places(values).items():
            made[at] = made[at]._replace(place=place, places=len(values))
    return made


def _is_missed(known: Inputs, of: OfItem, points: Decimal) -> bool:
    """Whether the target was missed, as far as that can be told."""
    if known.done is not None:
        return not known.done
    if known.wanted is not None and known.actual is not None:
        return not meets(known.wanted, known.actual)
    if known.count is not None:
        return known.count > 0
    level = known.level or known.text
    if level:
        met = of.level_meets(level)
        return met is False if met is not None else points <= 0
    return False
