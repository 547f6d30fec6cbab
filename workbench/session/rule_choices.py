"""The rules as a profile applies them, line by line: what an editor of profiles shows and sets back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from workbench.i18n import N_
from workbench.rules.profile import of_plan
from workbench.rules.profile_edits import base_of, graded, switched, with_parameter
from workbench.rules.registry import RULES

if TYPE_CHECKING:
    from workbench.i18n import Words
    from workbench.rules.profile import Profile

Held = dict[str, Any] | None


#: What the parameters of rules are called; files of profiles name them as the rules do.
_PARAMETERS: Final = {
    "after": N_("from when on"),
    "from_month": N_("from which month on"),
    "grace_days": N_("days of grace"),
    "months": N_("months"),
    "most_percent": N_("at most, in %"),
    "projects": N_("projects"),
    "share": N_("share, in %"),
    "times": N_("times"),
    "tolerance": N_("tolerance"),
    "years": N_("years"),
}


def parameter_in_words(name: str, words: Words) -> str:
    """What a parameter is called; one that nobody has named is called as the rule calls it."""
    return words(_PARAMETERS[name]) if name in _PARAMETERS else name.replace("_", " ")


class RuleLine(NamedTuple):
    """One rule as it is applied; ``differs`` from what the profile that is extended says of it."""

    code: str
    title: str
    dimension: str
    severity: str
    is_regraded: bool
    is_on: bool
    differs: bool
    parameters: tuple[tuple[str, Any], ...]


def rule_lines(held: Held, words: Words) -> list[RuleLine]:
    """All rules of the catalogue and those that the profile brings along, by their codes."""
    applied, base = of_plan(held), base_of(held)
    found = []
    for code, one in sorted({**RULES, **base.rules}.items()):
        found.append(
            RuleLine(
                code,
                words(one.title),
                one.dimension,
                applied.severity(one),
                code in applied.severities,
                applied.is_on(code),
                _differs(applied, base, code),
                tuple(applied.parameters().get(code, {}).items()),
            )
        )
    return found


def _differs(applied: Profile, base: Profile, code: str) -> bool:
    return (
        applied.is_on(code) != base.is_on(code)
        or applied.severities.get(code) != base.severities.get(code)
        or applied.parameters().get(code) != base.parameters().get(code)
    )


def selected(lines: list[RuleLine], text: str, shown: str) -> list[RuleLine]:
    """The lines that hold a text and are ``shown``: "" for all, "differs", "off", or of one dimension."""
    needle = text.strip().casefold()
    return [
        one
        for one in lines
        if needle in f"{one.code} {one.title}".casefold()
        and (
            not shown
            or (shown == "differs" and one.differs)
            or (shown == "off" and not one.is_on)
            or shown == one.dimension
        )
    ]


def reset(held: Held, code: str) -> Held:
    """The object with a rule as the profile that is extended has it."""
    base = base_of(held)
    made = switched(held, code, on=base.is_on(code))
    made = graded(made, code, base.severities.get(code))
    for name in base.parameters().get(code, {}):
        made = with_parameter(made, code, name, None)
    return made


def reset_all(held: Held) -> Held:
    """The object with every rule as the profile that is extended has it; its name and own rules stay."""
    kept = ("name", "title", "description", "extends", "own")
    return {key: value for key, value in (held or {}).items() if key in kept} or None
