"""Local rules see no further than they may: checking around a change finds what checking everything would."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.plans import sound_elements
from tests.random_values import random_value
from workbench.errors import Problem
from workbench.plan import edits
from workbench.plan.change import Change, Label, Operation
from workbench.plan.elements import KINDS, Element
from workbench.plan.plan import Plan
from workbench.plan.records import FundingLine
from workbench.rules.checker import Checker
from workbench.rules.neighbourhood import neighbourhood
from workbench.rules.registry import RULES
from workbench.rules.rule import Rule
from workbench.rules.view import View

LOCAL = [one for one in RULES.values() if not one.whole]


#: What most rules are about is edited most.
KINDS_EDITED = ("project", "indicator", "goal", "milestone", "unit", "scheme_item", "scheme", "waiver")


def random_edit(plan: Plan, chance: random.Random) -> Change:
    """A field set, an element added, deleted or moved; may be refused with a Problem."""
    kind = chance.choice(KINDS_EDITED) if chance.random() < 0.8 else chance.choice(list(KINDS))
    element = chance.choice(plan.of_kind(kind) or [plan.head])
    doing = chance.random()
    if doing < 0.8:
        kept = ("id", "position", "empty_lists", element.owner_field)
        choices = [one for one in element.fields if one.name not in kept]
        declared = chance.choice(choices)
        return edits.set_field(plan, element.id, declared.name, random_value(declared, chance, plan))
    if doing < 0.92:
        return edits.add(plan, *_new(plan, chance))
    if doing < 0.95 and element.kind_name != "plan":
        return edits.delete(plan, [element.id])
    holder = chance.choice(plan.of_kind(element.owner_kind or element.kind_name))
    return edits.move(plan, element.id, parent=holder.id if chance.random() < 0.7 else None)


def _new(plan: Plan, chance: random.Random) -> tuple[str, dict[str, Any]]:
    kind = chance.choice(
        KINDS_EDITED if chance.random() < 0.8 else [name for name in KINDS if name != "plan"]
    )
    cls = KINDS[kind]
    values = {
        declared.name: random_value(declared, chance, plan)
        for declared in cls.fields
        if declared.name not in ("id", "position", "code") and (declared.required or chance.random() < 0.5)
    }
    if cls.owner_kind and cls.owner_field:
        owners = plan.of_kind(cls.owner_kind)
        values[cls.owner_field] = chance.choice(owners).id if owners else None
    if kind == "waiver":
        values |= {
            "rule": chance.choice(sorted(RULES)),
            "element": chance.choice(sorted(plan.elements)),
            "field": None,
            "until": None,
        }
    return kind, values


def try_edit(plan: Plan, chance: random.Random) -> Change | None:
    """Make a random edit; None when it was refused."""
    try:
        change = random_edit(plan, chance)
        plan.check(change)
    except Problem:
        return None
    plan.apply(change)
    return change


def unsound_plan(seed: int, edits_made: int = 300) -> Plan:
    """A plan with faults of every sort, links to nowhere and cancelled projects among them."""
    chance = random.Random(seed)
    plan = Plan("plan", sound_elements(90, seed))
    for _ in range(edits_made):
        try_edit(plan, chance)
    return plan


# -- a rule sees the same on the neighbourhood as on the whole plan --------------------------------------


def surroundings(plan: Plan) -> dict[str, set[str]]:
    """For each element the ids whose coming or going makes it be checked again."""
    found: dict[str, set[str]] = {id_: {id_, plan.id} for id_ in plan.elements}
    for id_, element in plan.elements.items():
        came = Operation("add", element.kind_name, id_, "", None, element)
        for touched in neighbourhood(plan, Change((came,), Label(""))):
            if touched in found:
                found[touched].add(id_)
    return found


def rules_about(element: Element) -> list[Rule]:
    return [
        one
        for one in LOCAL
        if element.kind_name == one.evaluated_kind or element.kind_name in one.about.split()
    ]


@pytest.mark.parametrize("seed", range(25))
def test_rules_see_no_further_than_the_neighbourhood(seed: int) -> None:
    plan = unsound_plan(seed)
    near = surroundings(plan)
    as_of = Checker(plan).as_of
    whole_view = View(plan, as_of)
    judged = 0
    for id_, element in plan.elements.items():
        cut = View(Plan(plan.id, [plan.elements[one] for one in near[id_]]), as_of)
        for one in rules_about(element):
            assert one.check(cut, element) == one.check(whole_view, element), (one.code, element)
            judged += 1
    assert judged > 50


def test_random_plans_give_every_rule_something_to_find() -> None:
    found: set[str] = set()
    for seed in range(25):
        checker = Checker(unsound_plan(seed))
        checker.full()
        found |= {one.rule for one in checker.findings()}
    mostly = {one.code for one in LOCAL if not one.execution}
    assert len(found & mostly) > 0.8 * len(mostly), sorted(mostly - found)


# -- live = full ---------------------------------------------------------------------------------------


def assert_live_is_full(live: Checker, plan: Plan, change: Change | None) -> None:
    full = Checker(plan)
    full.full()
    live.run_whole()
    assert live.findings() == full.findings(), change
    assert live.verdicts() == full.verdicts(), change


@given(seed=st.integers(0, 2**32), steps=st.lists(st.integers(0, 2**32), min_size=1, max_size=15))
@settings(max_examples=60, deadline=None)
def test_checking_around_changes_is_checking_everything(seed: int, steps: list[int]) -> None:
    plan = unsound_plan(seed % 50, 40)
    live = Checker(plan)
    live.full()
    for step in steps:
        change = try_edit(plan, random.Random(step))
        if change is not None:
            live.update(change)
            assert_live_is_full(live, plan, change)


def test_a_unit_vouches_for_the_successors_of_its_successors() -> None:
    plan = Plan("plan", sound_elements(40))
    first = plan.head.period.start.year if plan.head.period is not None else 0
    steps = (("u1", "successors", ("u2",)), ("u2", "successors", ("u3",)), ("u2", "valid_from", first + 1))
    live = Checker(plan)
    live.full()
    for id_, name, value in (*steps, ("u3", "valid_from", first + 1), ("u1", "valid_from", first + 1)):
        change = edits.set_field(plan, id_, name, value)
        plan.check(change)
        plan.apply(change)
        live.update(change)
        assert_live_is_full(live, plan, change)
    assert any(one.rule == "I313" and "u3" in one.related for one in live.findings())


@pytest.mark.parametrize("seed", range(6))
def test_a_change_taken_back_leaves_no_trace(seed: int) -> None:
    plan = unsound_plan(seed, 40)
    live = Checker(plan)
    live.full()
    before, verdicts = live.findings(), live.verdicts()
    chance = random.Random(seed)
    made = [change for change in (try_edit(plan, chance) for _ in range(25)) if change is not None]
    for change in made:
        live.update(change)
    for change in reversed(made):
        back = change.inverse(Label(""))
        plan.check(back)
        plan.apply(back)
        live.update(back)
    live.run_whole()
    assert live.findings() == before
    assert live.verdicts() == verdicts


def test_what_a_lead_is_matters_to_all_that_it_leads_from_above() -> None:
    plan = Plan("plan", sound_elements(40))
    first, second = plan.of_kind("project")[:2]
    loan = FundingLine(year=2027, source="bank_loan", amount=100)
    unit = first.get("lead_unit")
    live = Checker(plan)
    live.full()
    steps: tuple[tuple[str, str, Any], ...] = (
        (unit, "kind", "enterprise"),
        (second.id, "parent", first.id),
        (second.id, "lead_unit", None),
        (second.id, "funding", (loan,)),
        (unit, "kind", "department"),
    )
    for id_, name, value in steps:
        assert not any(one.rule == "I325" for one in live.findings())
        change = edits.set_field(plan, id_, name, value)
        plan.check(change)
        plan.apply(change)
        live.update(change)
        assert_live_is_full(live, plan, change)
    assert [one.id for one in live.findings() if one.rule == "I325"] == [second.id]
