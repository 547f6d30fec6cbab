from __future__ import annotations

import pytest

from tests.plans import sound_elements
from workbench.analysis import search
from workbench.plan import edits
from workbench.plan.elements import KINDS, Element, Goal, PlanHead, Project, Unit
from workbench.plan.plan import Plan


@pytest.mark.parametrize(
    ("query", "text", "rank"),
    [
        ("市数据局", "市数据局", search.EXACT),
        ("市", "市数据局", search.AT_START),
        ("数据", "市数据局", search.INSIDE),
        ("P-01", "p-012", search.AT_START),
        ("Ｐ－０１", "P-01", search.EXACT),
        ("ssjj", "市数据局", search.PINYIN_AT_START),
        ("sjj", "市数据局", search.PINYIN_INSIDE),
        ("shisj", "市数据局", search.PINYIN_AT_START),
        ("shujuju", "市数据局", search.PINYIN_INSIDE),
        ("shuj", "市数据局", search.PINYIN_INSIDE),
        ("shzh", "数字化", search.PINYIN_AT_START),
        ("shzihua", "数字化", search.PINYIN_AT_START),
        ("cq", "重庆", search.PINYIN_AT_START),
        ("changchun", "长春", search.PINYIN_AT_START),
        ("xiamen", "厦门市", search.PINYIN_AT_START),
        ("5gjz", "5G基站", search.PINYIN_AT_START),
        ("jzxf", "建设（新房）", None),
        ("jsxf", "建设（新房）", search.PINYIN_AT_START),
        ("数 局", "市数据局", search.INSIDE),
        ("局 交通", "市数据局", None),
        ("abc", "市数据局", None),
        ("sj", "plain words", None),
        ("", "市数据局", search.EXACT),
    ],
)
def test_matches(query: str, text: str, rank: int | None) -> None:
    assert search.matches(query, text) == rank


def plan() -> Plan:
    return Plan(
        "plan",
        [
            PlanHead(id="plan", position="i", title="示例"),
            Unit(id="u1", position="b", code="U-001", name="市数据局"),
            Unit(id="u2", position="d", code="U-002", name="数据集团"),
            Goal(id="g1", position="b", code="G-001", title="一网通办", description="数据多跑路"),
            Project(id="p1", position="b", code="P-001", title="数据平台"),
        ],
    )


def test_the_best_answers_come_first_then_the_order_of_the_plan() -> None:
    assert search.find(plan(), "数据") == [
        ("u2", search.AT_START),
        ("p1", search.AT_START),
        ("u1", search.INSIDE),
        ("g1", search.ELSEWHERE + search.INSIDE),
    ]


def test_a_search_can_be_narrowed() -> None:
    assert [id_ for id_, _ in search.find(plan(), "数据", kinds=("unit",))] == ["u2", "u1"]
    assert [id_ for id_, _ in search.find(plan(), "数据", 1)] == ["u2"]
    assert [id_ for id_, _ in search.find(plan(), "数据", texts=False)] == ["u2", "p1", "u1"]


def test_code_and_name_can_be_typed_together() -> None:
    assert [id_ for id_, _ in search.find(plan(), "u-001 数据")] == ["u1"]


def test_nothing_typed_finds_nothing_unless_kinds_are_given() -> None:
    assert search.find(plan(), " ") == []
    assert [id_ for id_, _ in search.find(plan(), "", kinds=("unit",))] == ["u1", "u2"]


def test_pinyin_over_a_large_plan() -> None:
    elements = sound_elements(5000)
    large = Plan(elements[0].id, elements)
    found = search.find(large, "cybg", 20)
    assert len(found) == 20
    assert all("初验报告" in large.elements[id_].name_shown for id_, _ in found)


@pytest.mark.parametrize(
    "query", ["平台", "zw", "zhengwuf", "p-0 平", "i00 jdb", "p000zw", "xiangm", "1期", "，", "a"]
)
def test_no_answer_is_left_out(query: str) -> None:
    elements = sound_elements(400)
    whole = Plan(elements[0].id, elements)

    def answers(element: Element) -> bool:
        code, name = element.code or "", element.name_shown
        both = search.matches(query, f"{code} {name}") if " " in query else None
        return any(
            found is not None
            for found in (search.matches(query, name), search.matches(query, code) if code else None, both)
        )

    wanted = {one.id for one in elements if answers(one)}
    assert {id_ for id_, _ in search.find(whole, query, 1000, KINDS, texts=False)} == wanted


def test_a_search_follows_the_plan() -> None:
    held = plan()
    search.prepare(held)()
    assert [id_ for id_, _ in search.find(held, "sj", texts=False)] == ["u2", "p1", "u1"]
    for change in (
        edits.rename(held, "u2", "交通局"),
        edits.add(held, "unit", {"name": "水务局"}),
        edits.delete(held, ["p1"]),
    ):
        held.check(change)
        held.apply(change)
    assert [id_ for id_, _ in search.find(held, "sj", texts=False)] == ["u1"]
    assert [id_ for id_, _ in search.find(held, "jtj", texts=False)] == ["u2"]
    assert len(search.find(held, "swj", texts=False)) == 1
