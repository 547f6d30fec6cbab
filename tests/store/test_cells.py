"""Every value comes back from the file as it was, to the digit; digests are the same on every machine."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.random_values import random_value
from tests.store.libraries import every_kind
from workbench.plan.change import same
from workbench.plan.elements import KINDS, Element, Goal, Indicator, PlanHead, Project, SchemeItem
from workbench.plan.plan import Plan
from workbench.plan.records import FundingLine, Span, Target, TargetChange
from workbench.store.cells import change_digest, digest, layout


def through_cells(element: Element) -> Element:
    shape = layout(element.kind_name)
    row: list[Any] = list(shape.cells(element))
    for place, turn in shape.turns:
        if row[place] is not None:
            row[place] = turn(row[place])
    return shape.cls.of(row)


def through_text(element: Element) -> Element:
    shape = layout(element.kind_name)
    return shape.element_of_text(shape.text(shape.cells(element)))


@pytest.mark.parametrize("kind", KINDS)
def test_random_elements_come_back(kind: str) -> None:
    for seed in range(20):
        for element in every_kind(seed, of_each=2):
            if element.kind_name == kind:
                assert same(through_cells(element), element)
                assert same(through_text(element), element)


def test_each_field_comes_back_from_the_log() -> None:
    chance = random.Random(1)
    plan = Plan("p", every_kind(of_each=2))
    for kind in KINDS:
        shape = layout(kind)
        for place, declared in enumerate(shape.fields):
            for _ in range(5):
                value = random_value(declared, chance, plan)
                assert same(shape.value_of_text(declared, shape.value_text(place, value)), value), declared


@pytest.mark.parametrize(
    "digits", ["90", "90.0", "0.10", "-0", "-0.00", "1E+3", "1E-7", "12345678901234567890.5"]
)
def test_decimals_keep_their_digits_everywhere(digits: str) -> None:
    number = Decimal(digits)
    project = Project(id="p", progress=number)
    indicator = Indicator(
        id="i",
        range=(number, number),
        targets=(
            Target(year=2030, value=number, changes=(TargetChange(on=date(2026, 1, 1), from_=number),)),
        ),
    )
    item = SchemeItem(id="t", parameters={"a": number, "b": [number, {"c": number}]})
    for element in (project, indicator, item):
        assert same(through_cells(element), element)
        assert same(through_text(element), element)


def test_free_objects_keep_whole_numbers_apart_from_decimals() -> None:
    item = SchemeItem(
        id="t",
        parameters={
            "int": 3,
            "decimal": Decimal(3),
            "yes": True,
            "no": None,
            "text": '引"号\\\n',
            "list": [],
            "o": {},
        },
    )
    assert same(through_cells(item), item)
    assert same(through_text(item), item)


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity")])
def test_what_is_no_number_is_not_stored_in_a_free_object(value: Decimal) -> None:
    with pytest.raises(ValueError, match="not a number"):
        layout("scheme_item").cells(SchemeItem(id="t", parameters={"a": value}))


def test_a_float_is_not_stored_in_a_free_object() -> None:
    with pytest.raises(TypeError, match="float"):
        layout("scheme_item").cells(SchemeItem(id="t", parameters={"a": 0.1}))


def test_empty_lists_are_told_from_none() -> None:
    empty = Project(id="p", co_leads=(), funding=(), domains=(), absent=(), deliverables=())
    assert through_cells(empty) == empty
    assert through_cells(Project(id="p")) == Project(id="p")
    assert through_text(empty) == empty


def test_texts_of_all_sorts_come_back() -> None:
    for text in (
        "",
        " ",
        '"',
        "\\",
        "\t\n",
        "𠮷〇㎡‰",
        "a\u2028b",
        "é",
        "e\u0301",
        "\u200b",
        "'; DROP TABLE plan; --",
    ):
        head = PlanHead(id="p", title=text, principles=(text, text))
        assert same(through_cells(head), head)
        assert same(through_text(head), head)


def test_cells_are_what_any_sqlite_tool_can_read() -> None:
    project = Project(
        id="p1",
        title="平台",
        key=True,
        ongoing=False,
        start=date(2026, 1, 31),
        progress=Decimal("12.50"),
        total_investment=1_000_000,
        domains=("industry",),
        funding=(FundingLine(year=2026, source="city", amount=5, secured=True),),
    )
    cells = dict(zip(layout("project").keys, layout("project").cells(project), strict=True))
    assert {key: cell for key, cell in cells.items() if cell is not None} == {
        "id": "p1",
        "title": "平台",
        "key": 1,
        "ongoing": 0,
        "start": "2026-01-31",
        "progress": "12.50",
        "total_investment": 1_000_000,
        "domains": '["industry"]',
        "funding": '[{"year":2026,"source":"city","amount":5,"secured":true}]',
    }


def test_digests_are_pinned() -> None:
    """A digest that came out otherwise would have every record of every library look damaged."""
    head = PlanHead(
        id="p",
        position="i",
        title="规划“一”\n",
        period=Span(start=date(2026, 1, 1), end=date(2030, 12, 31)),
        rule_profile={"off": ["S101"], "share": Decimal("0.50")},
    )
    text = layout("plan").text(layout("plan").cells(head))
    assert text == (
        '{"id":"p","position":"i","title":"规划“一”\\n",'
        '"period":{"start":"2026-01-01","end":"2030-12-31"},'
        '"rule_profile":"{\\"off\\":[\\"S101\\"],\\"share\\":0.50}"}'
    )
    assert digest("plan", 1, text).hex() == "92355ba8884d26addce43465909b58c2"
    assert (
        change_digest(b"", [1, 1, "t", "规"], [("set", "goal", None)]).hex()
        == "cd9b8f77975067c28a0361e6f99fdc6d"
    )


def test_digests_tell_kind_plan_and_every_field_apart() -> None:
    goal = Goal(id="g", title="a")
    text = layout("goal").text(layout("goal").cells(goal))
    moved = layout("goal").text(layout("goal").cells(Goal(id="g", code="a")))
    marks = {
        digest("goal", 1, text),
        digest("goal", 2, text),
        digest("risk", 1, text),
        digest("goal", 1, moved),
    }
    assert len(marks) == 4


def test_choices_are_one_object_in_memory() -> None:
    first, second = (through_cells(Goal(id=str(n), kind="overall", domains=("industry",))) for n in range(2))
    assert isinstance(first, Goal)
    assert isinstance(second, Goal)
    assert first.kind is second.kind
