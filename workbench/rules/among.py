"""Rules about plans beside and below: shared targets, members of a cluster, one item, one unit. (S, C)"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from workbench.analysis.measures import convertible
from workbench.i18n import N_
from workbench.plan.edits import shown_name
from workbench.plan.elements import Indicator, Project, Unit
from workbench.rules.above import (
    amount,
    bare_name,
    ends_of,
    final_target,
    same_place,
    shown_value,
    with_members,
)
from workbench.rules.rule import PASSED, UNKNOWN, WARNING, fault, rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from workbench.plan.elements import Element, PlanHead
    from workbench.plan.plan import Plan
    from workbench.rules.rule import Outcome
    from workbench.rules.surroundings import Surroundings
    from workbench.rules.view import View

#: Plans or members named in one finding.
_NAMED: Final = 8


# -- what is shared out among the plans below ----------------------------------------------------------


@rule(
    "S118",
    "shares-fall-short",
    WARNING,
    "indicator",
    N_("The shares of the plans below reach the target"),
    whole=True,
    beyond=True,
)
def shares_fall_short(seen: View) -> Iterator[tuple[Element, Outcome]]:
    """Looks at every indicator that plans in the library take up by shares: the shares together reach its
    final target; where lower is better, they do not exceed it. A share is an amount in this indicator's
    unit. Not judged for a target in words, a range or a level to be kept, nor where a share is still missing
    and the others do not reach the target without it.

    Why: When each city promises a little less than its part, every city plan is met and the cluster's is
    not; nobody notices before the sum is drawn up.

    How: Agree with the members who takes the rest, or lower the target before the plan is issued.

    Good: 650 (10,000 households) for the cluster; nine cities take 130, 150, 40 ... which come to 655.

    Bad: 650 for the cluster; the shares in the library come to 610: 40 short.

    Source: Binding indicators are broken down to regions and departments and assessed there (practice of the
    five-year plans since the 11th, e.g. the task lists of Jiangsu); what is left to the market is not.
    """
    around = seen.surroundings
    if around is None or not around.others:
        return
    shares = _shares(seen.plan, around)
    if not shares:
        return
    members = _members_without_plan(seen.head, around)
    for indicator in seen.plan.all(Indicator):
        if indicator.id in shares:
            yield indicator, _sum_of_shares(indicator, shares[indicator.id], members)


def _shares(plan: Plan, around: Surroundings) -> dict[str, list[tuple[str, Decimal | None]]]:
    """(title of the plan, share) by indicator of this plan."""
    found: dict[str, list[tuple[str, Decimal | None]]] = {}
    for other in around.others:
        for indicator in other.indicators:
            for row in indicator.takes_up or ():
                is_ours = row.plan == plan.id or (row.plan is None and plan.id in other.parents)
                if is_ours and row.mode == "share" and plan.find(row.element, Indicator) is not None:
                    assert row.element is not None
                    found.setdefault(row.element, []).append((other.title, row.share))
    return found


def _members_without_plan(head: PlanHead, around: Surroundings) -> tuple[str, ...]:
    return tuple(
        member.region_name
        for member in head.members or ()
        if not _has_plan(member.region_code, member.region_name, around)
    )


def _has_plan(code: str | None, name: str, around: Surroundings) -> bool:
    return any(
        (code is not None and one.region_code == code) or same_place(one.region_name, name)
        for one in around.others
    )


def _sum_of_shares(
    indicator: Indicator, shares: list[tuple[str, Decimal | None]], members: tuple[str, ...]
) -> Outcome:
    target = final_target(indicator)
    ends = ends_of(target) if target is not None else None
    if target is None or ends is None or indicator.direction in ("range", "keep", "qualitative"):
        return UNKNOWN
    total = sum((share for _, share in shares if share is not None), Decimal(0))
    is_lower = indicator.direction == "lower"
    if is_lower:
        gap = total - ends[1]
    else:
        gap = ends[0] - total
    if gap <= 0:
        return PASSED if not is_lower or all(share is not None for _, share in shares) else UNKNOWN
    if not is_lower and any(share is None for _, share in shares):
        return UNKNOWN
    values: dict[str, Any] = {
        "total": amount(total, indicator.unit),
        "plans": _names(title for title, _ in shares),
        "target": shown_value(target, indicator.unit),
        "year": target.year,
        "gap": amount(gap, indicator.unit),
    }
    field = f"targets[{target.year}]"
    if is_lower:
        return fault(
            field,
            N_(
                "{name}: the shares of {plans} come to {total}, {gap} more than the target {target} ({year}) "
                "allows"
            ),
            **values,
        )
    if members:
        return fault(
            field,
            N_(
                "{name}: the shares of {plans} come to {total}, {gap} short of the target {target} ({year}); "
                "{members} have no plan in the library"
            ),
            members=_names(members),
            **values,
        )
    return fault(
        field,
        N_("{name}: the shares of {plans} come to {total}, {gap} short of the target {target} ({year})"),
        **values,
    )


def _names(names: Iterable[str]) -> tuple[str, ...]:
    """Different names for a message; of many the first few."""
    found = tuple(dict.fromkeys(names))
    return found if len(found) <= _NAMED else (*found[:_NAMED], "…")


# -- the members of a cluster --------------------------------------------------------------------------


@rule(
    "S119",
    "member-left-out",
    WARNING,
    "plan project",
    N_("Every member of the cluster has its part, and joint tasks are co-ordinated"),
    whole=True,
    beyond=True,
)
def member_left_out(seen: View) -> Iterator[tuple[Element, Outcome]]:
    """Looks at the plan of a cluster. Each member has a plan in the library, or a task names it: in its
    words, among those it is addressed to, or by its units, also by a phrase such as "all cities". Not judged
    where it was not seen whom the tasks are addressed to. A task of several members, by its units or those
    it is addressed to, has one co-ordinating unit: a lead that is no group, and no second lead.

    Why: A cluster plan lives from what its members do. A city that nobody gave anything to do has signed
    without being bound; a task of nine cities without a co-ordinator waits for each of the other eight.

    How: Take the member's plan into the library, or name the member in the tasks it has a part in. Name one
    unit that co-ordinates, say a department of the province, and let the others support it.

    Good: "Joint emergency command", addressed to Guangzhou, Foshan and Zhaoqing, led by the provincial
    emergency office.

    Bad: "Joint emergency command", addressed to the same three, led by each for its own part.
    """
    around = seen.surroundings
    head = seen.head
    if around is None or head.level != "cluster":
        return
    members = [(one.region_code, one.region_name) for one in head.members or ()]
    projects = [one for one in seen.plan.all(Project) if not seen.is_cancelled(one)]
    named = _Named(seen.plan, members)
    without = [one for one in members if not _has_plan(*one, around)]
    for code, name in members:
        if (code, name) not in without:
            yield head, PASSED
    if without:
        told = {one for project in projects for one in named.by_words(project)}
        told.update(one for project in projects for one in named.by_part(project))
        unseen = any(one.why_absent("addressed_to") in ("not_seen", "pending") for one in projects)
        for code, name in without:
            if name in told:
                yield head, PASSED
            elif not unseen:
                yield (
                    head,
                    fault(
                        f"members[{code or name}]",
                        N_("{member} has no plan in the library, and no task names it"),
                        member=name,
                    ),
                )
    for project in projects:
        joint = named.by_part(project)
        if len(joint) > 1:
            yield project, _co_ordinated(seen, project, joint)


class _Named:
    """Which members of a cluster a project names."""

    def __init__(self, plan: Plan, members: list[tuple[str | None, str]]) -> None:
        self._plan = plan
        self._members = members
        self._of_unit: dict[str, frozenset[str]] = {}

    def by_words(self, project: Project) -> set[str]:
        """Members that its words name."""
        said = "\n".join(
            one
            for one in (project.title, project.description, project.due_text, *(project.deliverables or ()))
            if one
        )
        said += "\n".join(goal.text for goal in project.year_goals or ())
        return {name for _, name in self._members if _short(name) in said}

    def by_part(self, project: Project) -> set[str]:
        """Members that it is addressed to or whose units have a part in it."""
        found: set[str] = set()
        for entry in project.addressed_to or ():
            found.update(name for code, name in self._members if entry == code or same_place(entry, name))
        units = (
            project.lead_unit,
            *(project.co_leads or ()),
            *(project.responsible_units or ()),
            *(project.support_units or ()),
            *(project.addressed_to or ()),
        )
        for id_ in units:
            if id_ is not None:
                found |= self._members_of(id_)
        return found

    def _members_of(self, id_: str) -> frozenset[str]:
        known = self._of_unit.get(id_)
        if known is None:
            unit = self._plan.find(id_, Unit)
            found: set[str] = set()
            for one in with_members(self._plan, [unit] if unit is not None else []):
                if one.kind in ("group", "generic") and not one.members and one.name.startswith("各"):
                    found.update(name for _, name in self._members)
                for said in (one.name, *(one.aliases or ())):
                    found.update(name for _, name in self._members if said.startswith(_short(name)))
            known = self._of_unit[id_] = frozenset(found)
        return known


def _short(name: str) -> str:
    """A region's name as it stands in a list: 广州 for 广州市."""
    bare = bare_name(name)
    return bare[:-1] if len(bare) > 2 and bare[-1] in "市区县镇乡州" else bare


def _co_ordinated(seen: View, project: Project, joint: set[str]) -> Outcome:
    count = len(joint)
    if project.co_leads:
        return fault(
            "co_leads",
            N_("{name} is a task of {count} members and has more than one lead; one has to co-ordinate"),
            count=count,
        )
    lead = seen.lead_of(project)
    if lead is None:
        return fault(
            "lead_unit",
            N_("{name} is a task of {count} members and has no unit to co-ordinate it"),
            count=count,
        )
    unit = seen.plan.find(lead, Unit)
    if unit is not None and (unit.kind == "generic" or (unit.kind == "group" and unit.members)):
        return fault(
            "lead_unit",
            N_("{name} is a task of {count} members, led by {unit}, which is not one unit"),
            count=count,
            unit=shown_name(unit),
        )
    return PASSED


# -- one item, one unit --------------------------------------------------------------------------------


@rule(
    "C420",
    "item-measured-differently",
    WARNING,
    "indicator",
    N_("A catalogue's item is measured alike in every plan"),
    whole=True,
    beyond=True,
)
def item_measured_differently(seen: View) -> Iterator[tuple[Element, Outcome]]:
    """Looks at every indicator of a catalogue whose item other indicators in the library bear too, in this
    plan or another: all have the same unit of measurement, or units that can be converted (households and
    10,000 households, % and ‰). Those without a unit are left to C403.

    Why: Figures of the same item are added up and compared. "Per 10,000 people" here and "%" there cannot
    be, and a table of both is wrong without looking wrong.

    How: Take the unit that the catalogue prescribes. If something else is measured, it is an indicator of
    your own: give it a name of its own and take the catalogue's item away.

    Good: L1P1-A1 in households in one city and in 10,000 households in the next.

    Bad: L1P1-A1 in % in one city and in households in the next.
    """
    around = seen.surroundings
    if around is None:
        return
    mine = [one for one in seen.plan.all(Indicator) if one.catalogue_item]
    if not mine:
        return
    bearers: dict[tuple[str, str], list[tuple[str, Indicator]]] = {}
    for other in around.others:
        for one in other.indicators:
            if one.catalogue_item and one.unit:
                bearers.setdefault(_item(one), []).append((other.title, one))
    for one in mine:
        if one.unit:
            bearers.setdefault(_item(one), []).append(("", one))
    for one in mine:
        sharing = bearers.get(_item(one), ())
        if not one.unit or len(sharing) < 2:
            continue
        against = next(
            (
                (title, other)
                for title, other in sharing
                if other is not one and not convertible(one.unit, other.unit)
            ),
            None,
        )
        yield one, PASSED if against is None else _measured_differently(one, *against)


def _item(indicator: Indicator) -> tuple[str, str]:
    return indicator.catalogue or "", indicator.catalogue_item or ""


def _measured_differently(one: Indicator, title: str, other: Indicator) -> Outcome:
    values: dict[str, Any] = {
        "unit": one.unit,
        "item": one.catalogue_item,
        "other": shown_name(other),
        "other_unit": other.unit,
    }
    if not title:
        return fault(
            "unit",
            N_("{name} measures {item} in {unit}, {other} in {other_unit}, which cannot be converted"),
            related=(other.id,),
            **values,
        )
    return fault(
        "unit",
        N_("{name} measures {item} in {unit}, {other} of {plan} in {other_unit}, which cannot be converted"),
        plan=title,
        **values,
    )
