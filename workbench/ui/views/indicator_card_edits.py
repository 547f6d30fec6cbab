"""What is done in the card of an indicator, as changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.analysis.table_years import YearColumn
from workbench.analysis.targets import kept_operator
from workbench.errors import Problem
from workbench.i18n import N_
from workbench.plan import edits
from workbench.plan.change import Label
from workbench.plan.elements import Indicator
from workbench.plan.records import Actual, Target
from workbench.plan.target_edits import set_targets
from workbench.plan.values import parse_quantity
from workbench.rules.checker import today

if TYPE_CHECKING:
    from decimal import Decimal

    from workbench.analysis.indicator_path import Path
    from workbench.analysis.targets import Offer
    from workbench.plan.change import Change
    from workbench.plan.plan import Plan


def move_target(
    plan: Plan, path: Path, year: int, value: Decimal, reason: str, merge_key: str = ""
) -> Change:
    """Give the target of a year another value: its operator stays, a range keeps its width. One that is not
    there yet has the operator of the next.
    """
    held = (here := path.year(year)) and here.target
    if held is not None and held.op == "range" and held.value is not None and held.upper is not None:
        wanted = Target(year=year, op="range", value=value, upper=held.upper + value - held.value)
    elif held is not None:
        wanted = Target(year=year, op=held.op, value=value)
    else:
        others = [one.target for one in path.years if one.target is not None]
        nearest = min(others, key=lambda one: abs(one.year - year), default=None)
        op = kept_operator(nearest.op) if nearest is not None else None
        wanted = Target(year=year, op=op, value=value)
    return set_targets(plan, path.indicator.id, [wanted], on=today(), reason=reason, merge_key=merge_key)


def type_target(plan: Plan, path: Path, year: int, text: str, reason: str, merge_key: str = "") -> Change:
    """Give the target of a year what was typed; nothing takes it away."""
    wanted = Target(year=year)
    if text.strip():
        wanted = wanted.but(**parse_quantity(text)._asdict())
    return set_targets(plan, path.indicator.id, [wanted], on=today(), reason=reason, merge_key=merge_key)


def take_offer(plan: Plan, indicator_id: str, offer: Offer, reason: str) -> Change:
    """Set all targets of an offer."""
    return set_targets(plan, indicator_id, offer.targets, on=today(), reason=reason)


def type_actual(plan: Plan, indicator_id: str, year: int, text: str) -> Change:
    """Give the actual value of a year what was typed; nothing takes it away."""
    indicator = plan.find(indicator_id, Indicator)
    if indicator is None:
        raise Problem(N_("The element {id} is no longer in the plan"), id=indicator_id)
    column = YearColumn(f"actuals@{year}", Indicator.field_of["actuals"], Actual, year=year)
    made = column.put(indicator, parse_quantity(text) if text.strip() else None)
    change = edits.set_field(plan, indicator_id, "actuals", made.get("actuals"))
    label = Label(
        N_("Enter the actual value {year} of {name}"),
        (("year", str(year)), ("name", edits.shown_name(indicator))),
    )
    return change._replace(label=label)
