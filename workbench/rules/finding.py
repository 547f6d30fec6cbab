"""Findings: what a rule found, without prose until it is shown."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from workbench.plan.edits import shown_name
from workbench.plan.values import show_money, show_number
from workbench.rules.rule import RULES, Days, Fen, Ref, Word

if TYPE_CHECKING:
    from workbench.i18n import Words
    from workbench.plan.plan import Plan


class Finding(NamedTuple):
    """One fault of one element, as ``check`` reports it."""

    rule: str
    severity: str
    kind: str
    id: str
    field: str
    message: str
    values: tuple[tuple[str, Any], ...]
    related: tuple[str, ...]
    waived: bool = False

    @property
    def dimension(self) -> str:
        """The dimension it counts in."""
        return RULES[self.rule].dimension


def shown(finding: Finding, plan: Plan, words: Words) -> str:
    """The finding as a sentence of the given language, elements by code and title."""
    values = {name: shown_value(value, plan, words) for name, value in finding.values}
    if "name" not in values:
        element = plan.get(finding.id)
        values["name"] = shown_name(element) if element is not None else finding.id
    # Formatted here: text of the plan that begins with "@" must not be taken for a message id.
    return words(finding.message).format(**values)


def shown_value(value: Any, plan: Plan, words: Words) -> str:
    """One value of a finding in words and figures."""
    if isinstance(value, Ref):
        element = plan.get(value)
        return shown_name(element) if element is not None else str(value)
    if isinstance(value, Word):
        return words(value)
    if isinstance(value, Fen):
        return show_money(value)
    if isinstance(value, Days):
        return words.plural("{count} day", "{count} days", value)
    if isinstance(value, tuple):
        return ("、" if words.code == "zh" else ", ").join(shown_value(one, plan, words) for one in value)
    if isinstance(value, Decimal):
        return show_number(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
