"""What falls to a unit: every element once, in the plan's order, by its own name or through its group."""

from __future__ import annotations

from pathlib import Path

from workbench.documents.unit_work import units_with_work, work_of
from workbench.exchange.json import read_plan
from workbench.plan.elements import Milestone, PlanHead, Project, Unit
from workbench.plan.plan import Plan

SAMPLE = Path(__file__).parents[2] / "plans" / "sample-city.json"


def small() -> Plan:
    return Plan(
        "p",
        [
            PlanHead(id="p", position="a", title="规划"),
            Unit(id="u1", position="a", name="一局"),
            Unit(id="u2", position="b", name="二局"),
            Unit(id="all", position="c", name="各局", members=("u1", "u2")),
            Unit(id="idle", position="d", name="闲局"),
            Project(id="b", position="b", title="乙", lead_unit="u1", support_units=("u2",)),
            Project(id="a", position="a", title="甲", lead_unit="all"),
            Project(
                id="c", position="c", title="丙", lead_unit="u2", co_leads=("u1",), support_units=("u1",)
            ),
            Project(id="x", position="d", title="停", lead_unit="u1", status="cancelled"),
            Milestone(id="m", position="a", project="b", title="立项"),
        ],
    )


def test_roles_are_told_apart_and_groups_dealt_out() -> None:
    plan = small()
    one, two = units_with_work(plan)
    assert (one.unit.id, two.unit.id) == ("u1", "u2")
    assert [each.id for each in one.leads] == ["a", "b"]
    assert [each.id for each in one.shares] == ["c"]
    assert one.supports == []
    assert [each.id for each in one.milestones] == ["m"]
    assert [each.id for each in two.leads] == ["a", "c"]
    assert [each.id for each in two.supports] == ["b"]


def test_a_unit_without_work_has_nothing() -> None:
    plan = small()
    unit = plan.find("idle", Unit)
    assert unit is not None
    assert work_of(plan, unit).is_nothing


def test_every_led_project_of_the_sample_falls_to_somebody() -> None:
    elements = read_plan(SAMPLE.read_bytes(), SAMPLE.name)
    plan = Plan(elements[0].id, elements)
    led = {project.id for work in units_with_work(plan) for project in work.leads}
    wanted = {one.id for one in plan.all(Project) if one.lead_unit is not None and one.status != "cancelled"}
    assert wanted
    assert led == wanted
