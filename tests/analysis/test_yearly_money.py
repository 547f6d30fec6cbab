"""Money by year and source."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.plans import sound_plan
from workbench.analysis.yearly_money import yearly_money
from workbench.exchange.json import read_plan
from workbench.plan.elements import Envelope, PlanHead, Project
from workbench.plan.plan import Plan
from workbench.plan.records import FundingLine
from workbench.rules.funding import room
from workbench.rules.view import View


def money(*lines: tuple[int | None, str, int]) -> tuple[FundingLine, ...]:
    return tuple(FundingLine(year=year, source=source, amount=amount) for year, source, amount in lines)


def test_a_programme_and_its_parts_count_once() -> None:
    plan = Plan(
        "plan",
        [
            PlanHead(id="plan", position="i", title="p"),
            Project(id="a", position="1", title="a", funding=money((2026, "city", 100), (2027, "city", 10))),
            Project(
                id="b",
                position="2",
                title="b",
                parent="a",
                funding=money((2026, "city", 70), (2026, "city", 5), (2027, "own", 9)),
            ),
            Project(id="c", position="3", title="c", parent="a", funding=money((2027, "city", 40))),
            Project(id="d", position="4", title="d", status="cancelled", funding=money((2026, "city", 1000))),
            Project(id="e", position="5", title="e", parent="d", funding=money((2026, "city", 1000))),
            Project(id="f", position="6", title="f", funding=money((None, "city", 7), (2026, "city", 1))),
            Envelope(id="v", position="1", year=2026, source="city", amount=90),
            Envelope(id="w", position="2", year=2026, source="city", amount=6),
        ],
    )
    found = yearly_money(plan)
    assert found.asked == {(2026, "city"): 101, (2027, "city"): 40, (2027, "own"): 9}
    assert found.caps == {(2026, "city"): 96}
    assert found.years() == [2026, 2027]
    assert found.sources() == ["city", "own"]
    assert (found.total(2027), found.cap(2026), found.cap(2027)) == (49, 96, None)
    assert (found.over(2026, "city"), found.over(2027, "city")) == (5, 0)


def test_it_counts_as_the_rules_do() -> None:
    sample = Path(__file__).parents[2] / "plans" / "sample-city.json"
    elements = read_plan(sample.read_bytes(), sample.name)
    head = next(one for one in elements if one.kind_name == "plan")
    for plan in (Plan(head.id, elements), sound_plan(600)):
        found, seen = yearly_money(plan), View(plan, date(2026, 6, 1))
        assert found.caps
        for (year, source), cap in found.caps.items():
            assert room(seen, year, source) == cap - found.asked.get((year, source), 0)
