"""Drawings of a plan for its documents: where the time, the money and the gaps are."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from workbench.documents.outline import Figure
    from workbench.documents.wording import Wording
    from workbench.plan.plan import Plan
    from workbench.rules.surroundings import Surroundings

#: Figures by the names that a text asks for them by, and the modules that draw them out of the plan alone.
_DRAWN_IN: Final = {
    "gantt": "gantt",
    "funding": "funding",
    "indicator_paths": "paths",
    "graph": "chain",
    "progress": "progress",
}


def figures(
    name: str, plan: Plan, wording: Wording, day: date, surroundings: Surroundings | None = None
) -> list[Figure]:
    """The figures of a name, as of a day; large ones in parts, [] where there is nothing to draw.

    What is checked for a figure is checked with these surroundings, as in the check report. A KeyError tells
    of an unknown name.
    """
    if name == "coverage":
        from workbench.documents.pictures import coverage

        return coverage.figures(plan, wording, day, surroundings)
    module = import_module(f"{__name__}.{_DRAWN_IN[name]}")
    draw: Callable[[Plan, Wording, date], list[Figure]] = module.figures
    return draw(plan, wording, day)
