"""What is known of a plan beside the plan itself: the other plans of its library in short, and its log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from workbench.plan.change import Action
    from workbench.plan.elements import Indicator


class PlanLine(NamedTuple):
    """Another plan of the library, as far as rules across plans look at it.

    ``indicators`` are those that come from a catalogue or take something up, with their names, units of
    measurement, catalogue items and what they take up; their other fields are not read.
    """

    id: str
    title: str
    level: str | None = None
    region_code: str | None = None
    region_name: str | None = None
    parents: tuple[str, ...] = ()
    indicators: tuple[Indicator, ...] = ()


class LoggedEdit(NamedTuple):
    """An operation of the plan's log that stands (its step has not been taken back).

    ``on`` is the day of the change (UTC), ``reason`` what was given for it; the rest is as in
    change.Operation.
    """

    number: int
    on: date
    reason: str
    action: Action
    kind: str
    id: str
    field: str
    before: Any
    after: Any
