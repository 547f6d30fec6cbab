"""Findings arranged for reading: filtered, grouped, counted. No widgets here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.i18n import N_, Words
from workbench.plan.edits import shown_name
from workbench.plan.elements import Waiver
from workbench.rules.finding import Finding, place_in_words, shown
from workbench.rules.rule import DIMENSIONS, SEVERITIES
from workbench.rules.verdict import DIMENSION_LABELS

if TYPE_CHECKING:
    from workbench.plan.plan import Plan

GROUPINGS: Final = {
    "dimension": N_("By dimension"),
    "rule": N_("By rule"),
    "element": N_("By element"),
    "": N_("In one list"),
}
_RANK: Final = {severity: at for at, severity in enumerate(SEVERITIES)}


class Wanted(NamedTuple):
    """Which findings are to be seen, and how they are grouped."""

    dimension: str = ""
    severities: frozenset[str] = frozenset(SEVERITIES)
    text: str = ""
    waived: bool = False
    grouping: str = "dimension"
    #: Only about these elements; empty for all. ``name`` is what they are called together.
    ids: frozenset[str] = frozenset()
    name: str = ""


class Group(NamedTuple):
    """A heading and what stands below it; counts by severity, without the waived ones."""

    key: str
    title: str
    findings: list[Finding]
    counts: dict[str, int]


class Row(NamedTuple):
    """A line of the panel: a finding, or the heading of a group (finding None)."""

    group: Group
    finding: Finding | None


def in_dimension(finding: Finding, dimension: str) -> bool:
    """Whether a finding counts in the verdict of a dimension; the whole counts all planning rules."""
    own = finding.dimension
    return not dimension or own == dimension or (dimension == "whole" and own != "execution")


def select(findings: list[Finding], wanted: Wanted, plan: Plan, words: Words) -> list[Finding]:
    """The findings to be seen, in the order given."""
    found = [
        one
        for one in findings
        if one.severity in wanted.severities
        and (wanted.waived or not one.waived)
        and in_dimension(one, wanted.dimension)
        and (not wanted.ids or one.id in wanted.ids)
    ]
    needle = wanted.text.strip().casefold()
    if needle:
        found = [
            one
            for one in found
            if needle in f"{one.rule} {shown(one, plan, words)} {place_in_words(one, plan, words)}".casefold()
        ]
    return found


def arrange(findings: list[Finding], wanted: Wanted, plan: Plan, words: Words) -> list[Group]:
    """Findings in groups; worst first within one list and in each group, else in the order given."""
    groups: dict[str, list[Finding]] = {}
    if wanted.grouping == "dimension":
        groups = {name: [] for name in DIMENSIONS}
        for one in findings:
            groups[one.dimension].append(one)
    elif wanted.grouping == "rule":
        for one in sorted(findings, key=lambda one: (_RANK[one.severity], one.rule)):
            groups.setdefault(one.rule, []).append(one)
    elif wanted.grouping == "element":
        for one in findings:
            groups.setdefault(one.id, []).append(one)
    else:
        groups[""] = list(findings)
    made = []
    for key, members in groups.items():
        if not members:
            continue
        if wanted.grouping != "rule":
            members.sort(key=lambda one: _RANK[one.severity])
        made.append(Group(key, _title(wanted.grouping, key, plan, words), members, count(members)))
    return made


def rows_of(groups: list[Group], closed: set[str]) -> list[Row]:
    """The lines to show: groups' headings, and the findings of those that are not closed."""
    rows = []
    for group in groups:
        if group.key:
            rows.append(Row(group, None))
        if group.key not in closed:
            rows.extend(Row(group, one) for one in group.findings)
    return rows


def count(findings: list[Finding]) -> dict[str, int]:
    """How many findings of each severity there are, waived ones by themselves."""
    counted = dict.fromkeys((*SEVERITIES, "waived"), 0)
    for one in findings:
        counted["waived" if one.waived else one.severity] += 1
    return counted


def _title(grouping: str, key: str, plan: Plan, words: Words) -> str:
    if grouping == "dimension":
        return words(DIMENSION_LABELS[key])
    if grouping == "rule":
        from workbench.rules.profile import find_rule  # after the first painted window

        one = find_rule(key, plan)
        return f"{key} {words(one.title)}" if one is not None else key
    if grouping == "element":
        element = plan.get(key)
        return shown_name(element) if element is not None else key
    return ""


def waivers_of(finding: Finding, plan: Plan) -> list[Waiver]:
    """The waivers that cover a finding."""
    return [
        waiver
        for waiver in plan.all(Waiver)
        if (waiver.rule, waiver.element) == (finding.rule, finding.id)
        and (waiver.field is None or finding.field.startswith(waiver.field))
    ]
