"""All rules, by code; importing this module registers them."""

from __future__ import annotations

from workbench.rules import assessable, checkable, executable, implementable, whole
from workbench.rules.rule import RULES

__all__ = ["RULES", "assessable", "checkable", "executable", "implementable", "whole"]
