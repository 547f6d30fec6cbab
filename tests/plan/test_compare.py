"""What tells two plans apart is found, said in words, and as a change makes the one of the other."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from time import perf_counter

import pytest

from tests.plans import sound_elements
from tests.random_values import random_value
from workbench.errors import Problem
from workbench.exchange.json import read_plan, write_plan
from workbench.i18n import words
from workbench.plan import edits
from workbench.plan.change import Label
from workbench.plan.compare import compare, restoring
from workbench.plan.copies import with_fresh_ids
from workbench.plan.differences_in_words import Line, Paragraph, counts_in_words, excerpts, paragraphs
from workbench.plan.elements import (
    KINDS,
    Element,
    Goal,
    Indicator,
    Milestone,
    PlanHead,
    Project,
    Unit,
    Waiver,
)
from workbench.plan.plan import Plan
from workbench.plan.records import FundingLine, Target

WAN = 1_000_000
ENGLISH, CHINESE = words("en"), words("zh")


def small() -> list[Element]:
    return [
        PlanHead(id="plan", position="i", title="甲市规划"),
        Unit(id="u1", position="b", code="U-001", name="数据局"),
        Unit(id="u2", position="d", code="U-002", name="财政局"),
        Goal(id="g1", position="b", code="G-001", title="总目标", kind="overall"),
        Goal(id="g2", position="d", code="G-002", title="政务", parent="g1"),
        Goal(id="g3", position="f", code="G-003", title="产业", parent="g1"),
        Project(
            id="p1",
            position="b",
            code="P-001",
            title="数据平台",
            lead_unit="u1",
            total_investment=1200 * WAN,
            funding=(
                FundingLine(year=2026, source="city", amount=500 * WAN),
                FundingLine(year=2027, source="city", amount=700 * WAN),
            ),
        ),
        Milestone(id="m1", position="b", code="M-001", title="验收", project="p1", due=date(2027, 6, 30)),
        Indicator(
            id="i1",
            position="b",
            code="I-001",
            name="办理率",
            targets=(Target(year=2026, value=Decimal(80)), Target(year=2027, value=Decimal(90))),
        ),
    ]


def plan(*but: Element) -> Plan:
    """The small plan, some of its elements replaced or added."""
    held = {one.id: one for one in small()}
    held.update({one.id: one for one in but})
    return Plan("plan", held.values())


def get(id_: str) -> Element:
    return next(one for one in small() if one.id == id_)


def said(one: Plan, other: Plan) -> list[Paragraph]:
    return list(paragraphs(compare(one, other), ENGLISH))


def test_a_plan_does_not_differ_from_itself() -> None:
    difference = compare(plan(), plan())
    assert difference.is_empty
    assert difference.as_change().is_empty
    assert counts_in_words(difference, ENGLISH) == "The two say the same"


def test_a_field_is_told_before_and_after() -> None:
    (one,) = said(plan(), plan(get("p1").but(total_investment=15000 * WAN, lead_unit="u2")))
    assert (one.what, one.kind, one.id, one.name) == ("changed", "project", "p1", "P-001 数据平台")
    assert one.lines == (
        Line("lead_unit", "Lead unit", "U-001 数据局", "U-002 财政局"),
        Line("total_investment", "Total investment", "1,200 万元", "1.5 亿元"),
    )


def test_a_small_table_is_told_row_by_row() -> None:
    project = get("p1").but(
        funding=(
            FundingLine(year=2026, source="city", amount=450 * WAN),
            FundingLine(year=2028, source="city", amount=700 * WAN),
        )
    )
    indicator = get("i1").but(
        targets=(Target(year=2026, value=Decimal(80)), Target(year=2027, value=Decimal("92.0"), op="ge"))
    )
    money, target = said(plan(), plan(project, indicator))
    assert money.lines == (
        Line("funding", "Funding · 2026 City budget", "500 万元", "450 万元"),
        Line("funding", "Funding · 2027 City budget", "700 万元", ""),
        Line("funding", "Funding · 2028 City budget", "", "700 万元"),
    )
    assert target.lines == (Line("targets", "Targets · 2027", "90", "≥92.0"),)


def test_more_digits_are_a_difference() -> None:
    rows = get("i1").but(
        targets=(Target(year=2026, value=Decimal("80.0")), Target(year=2027, value=Decimal(90)))
    )
    (one,) = said(plan(), plan(rows))
    assert one.lines == (Line("targets", "Targets · 2026", "80", "80.0"),)


def test_moving_in_the_list_and_under_another_is_told() -> None:
    (one,) = said(plan(), plan(get("g3").but(position="c")))
    assert (one.what, one.lines) == (
        "moved",
        (
            Line(
                "position",
                "Place in the list",
                "after G-002 政务",
                "at the beginning",
            ),
        ),
    )
    (one,) = said(plan(), plan(get("g3").but(parent="g2")))
    assert one.what == "moved"
    assert one.lines == (
        Line("parent", "Part of goal", "G-001 总目标", "G-002 政务"),
        Line(
            "position",
            "Place in the list",
            "under G-001 总目标, after G-002 政务",
            "under G-002 政务, at the beginning",
        ),
    )


def test_other_keys_of_the_same_order_are_no_difference() -> None:
    assert compare(plan(), plan(get("g3").but(position="zz"))).is_empty


def test_what_came_and_went_stands_where_it_stands() -> None:
    before = plan(Goal(id="g9", position="e", code="G-009", title="旧目标", parent="g1"))
    after = plan(
        Goal(id="g8", position="h", code="G-008", title="新目标", kind="specific"),
        Milestone(id="m2", position="c", code="M-002", title="试运行", project="p1"),
    )
    found = said(before, after)
    assert [(one.what, one.id) for one in found] == [("deleted", "g9"), ("added", "g8"), ("added", "m2")]
    assert found[1].lines == (Line("kind", "Kind", "", "Specific goal"),)
    assert found[2].place == "P-001 数据平台"
    assert counts_in_words(compare(before, after), CHINESE) == "新增2项，删除1项"


def test_of_a_long_text_only_what_differs_is_shown() -> None:
    text = "建设" * 100
    one = plan(get("g2").but(description=f"{text}三个平台{text}"))
    other = plan(get("g2").but(description=f"{text}四个平台{text}"))
    ((line,),) = [list(found.lines) for found in said(one, other)]
    assert len(line.before) > 400
    before, after = excerpts(line.before, line.after)
    assert (before[:1], before[-1:]) == ("…", "…")
    assert "三" in before
    assert "四" in after
    assert max(len(before), len(after)) < 50
    assert excerpts("abc", "abd", 1) == ("…bc", "…bd")
    assert excerpts("", "abd") == ("", "abd")
    assert excerpts("aa", "aaa", 0) == ("…", "…a")


def test_a_plan_with_other_ids_is_found_by_its_codes() -> None:
    copy = with_fresh_ids(small())
    other = Plan(copy[0].id, copy)
    assert compare(plan(), other).is_empty
    change = edits.set_field(other, other.of_kind("goal")[1].id, "title", "政务服务")
    other.apply(change)
    difference = compare(plan(), other)
    assert [(one.what, one.id) for one in difference.elements] == [("changed", "g2")]
    here = plan()
    here.apply(difference.as_change())
    assert here.elements["g2"].name_shown == "政务服务"


def test_waivers_of_two_files_are_the_same_by_what_they_waive() -> None:
    one = plan(Waiver(id="w1", position="b", rule="S101", element="plan", reason="待定"))
    other = plan(Waiver(id="w2", position="b", rule="S101", element="plan", reason="已定"))
    (found,) = said(one, other)
    assert found.lines == (Line("reason", "Reason", "待定", "已定"),)


def test_one_id_for_two_kinds_is_told_and_makes_no_change() -> None:
    held = [one for one in small() if one.id != "u2"]
    difference = compare(plan(), Plan("plan", [*held, Goal(id="u2", position="z", title="目标")]))
    assert [(one.what, one.kind) for one in difference.elements] == [("deleted", "unit"), ("added", "goal")]
    with pytest.raises(Problem):
        difference.as_change()


def disturbed(elements: list[Element], seed: int) -> Plan:
    """The plan after some random edits."""
    chance = random.Random(seed)
    made = Plan(elements[0].id, elements)
    for _ in range(chance.randint(1, 25)):
        id_ = chance.choice([one for one in made.elements if one != made.id])
        element = made.elements[id_]
        try:
            match chance.randrange(5):
                case 0:
                    change = edits.delete(made, [id_])
                case 1:
                    siblings = [one.id for one in made.of_kind(element.kind_name)]
                    change = edits.move(
                        made,
                        id_,
                        parent=element.get(element.parent_field) if element.parent_field else None,
                        after=chance.choice(siblings),
                    )
                case 2:
                    change = edits.duplicate(made, [id_])
                case _:
                    usable = [one for one in element.fields if one.name not in ("id", "position")]
                    declared = chance.choice(usable)
                    value = random_value(declared, chance, made)
                    change = edits.set_field(made, id_, declared.name, value)
            made.check(change)
        except (Problem, ValueError):
            continue
        made.apply(change)
    return made


@pytest.mark.parametrize("seed", range(40))
def test_the_difference_of_random_plans_makes_the_one_of_the_other(seed: int) -> None:
    elements = sound_elements(60, seed)
    one, other = disturbed(elements, seed), disturbed(elements, seed + 1000)
    difference = compare(one, other)
    for language in (ENGLISH, CHINESE):
        assert len(list(paragraphs(difference, language))) == len(difference.elements)
    change = difference.as_change()
    one.check(change)
    one.apply(change)
    assert set(one.elements) == set(other.elements)
    for id_, element in other.elements.items():
        assert repr(one.elements[id_].but(position="")) == repr(element.but(position=""))
    for kind in KINDS:
        assert [it.id for it in one.of_kind(kind)] == [it.id for it in other.of_kind(kind)]
    assert write_plan(one) == write_plan(other)
    assert compare(one, other).is_empty


@pytest.mark.parametrize("seed", range(10))
def test_restoring_makes_the_plan_what_it_was_to_its_keys(seed: int) -> None:
    elements = sound_elements(60, seed)
    then, now = Plan("plan", elements), disturbed(elements, seed)
    change = restoring(now, then, Label("Restore"))
    now.check(change)
    now.apply(change)
    assert {id_: repr(one) for id_, one in now.elements.items()} == {
        id_: repr(one) for id_, one in then.elements.items()
    }


def test_through_the_exchange_format_nothing_differs() -> None:
    elements = sound_elements(60, 3)
    one = Plan("plan", elements)
    other = Plan("plan", read_plan(write_plan(one).encode(), "a.json"))
    assert compare(one, other).is_empty


def test_large_plans_are_compared_in_a_moment() -> None:
    elements = sound_elements(20_000)
    one = Plan("plan", elements)
    other = Plan("plan", read_plan(write_plan(one).encode(), "a.json"))
    start = perf_counter()
    compare(one, other)
    assert perf_counter() - start < 4
