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

#: Figures by the names that a text asks for them by, and the modules that draw them.
_DRAWN_IN: Final = {
    "gantt": "gantt",
    "funding": "funding",
    "coverage": "coverage",
    "indicator_paths": "paths",
    "graph": "chain",
}


def figures(name: str, plan: Plan, wording: Wording, day: date) -> list[Figure]:
    """The figures of a name, as of a day; large ones in parts, [] where there is nothing to draw.

    A KeyError tells of an unknown name.
    """
    module = import_module(f"{__name__}.{_DRAWN_IN[name]}")
    draw: Callable[[Plan, Wording, date], list[Figure]] = module.figures
    return draw(plan, wording, day)
