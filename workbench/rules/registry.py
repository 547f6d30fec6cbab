"""All rules, by code; importing this module registers them."""

from __future__ import annotations

from workbench.rules import (
    assessable,
    checkable,
    executable,
    figures,
    funding,
    implementable,
    order,
    scheme_rules,
    unit_validity,
    whole,
    wording,
)
from workbench.rules.rule import RULES

__all__ = [
    "RULES",
    "assessable",
    "checkable",
    "executable",
    "figures",
    "funding",
    "implementable",
    "order",
    "scheme_rules",
    "unit_validity",
    "whole",
    "wording",
]
