"""What a change would do, in words: element by element, field by field."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from tests.ui.opened import WAN, elements
from workbench.i18n import words
from workbench.plan import edits
from workbench.plan.change import Change, Label, Operation, squash
from workbench.plan.elements import Indicator, PlanHead, Project, Scheme, SchemeItem, Unit
from workbench.plan.plan import Plan
from workbench.plan.records import FundingLine, IndicatorLink, Span
from workbench.session.mending import Part, has_way, lines, ways
from workbench.session.session import Session

ENGLISH = words("en")


def plan() -> Plan:
    return Plan("plan", elements())


def parts(change: Change, plan: Plan) -> list[tuple[str, str, str]]:
    (touched,) = lines(change, plan, ENGLISH)
    return [tuple(part) for part in touched.parts]  # type: ignore[misc]


def test_a_field_is_told_before_and_after() -> None:
    here = plan()
    change = edits.set_field(here, "p2", "total_investment", 1300 * WAN)
    (touched,) = lines(change, here, ENGLISH)
    assert (touched.action, touched.kind, touched.name) == ("set", "Project", "P-002 公共数据平台")
    assert touched.parts == (Part("Total investment", "1,200 万元", "1,300 万元"),)
    assert parts(edits.set_field(here, "p2", "lead_unit", None), here) == [
        ("Lead unit", "U-001 市数据局", "")
    ]


def test_of_a_table_only_the_rows_that_change_are_told() -> None:
    here = plan()
    lines_now = (
        FundingLine(year=2026, source="city", amount=500 * WAN),
        FundingLine(year=2028, source="city", amount=600 * WAN),
    )
    change = edits.set_field(here, "p2", "funding", lines_now)
    assert parts(change, here) == [("Funding", "2027 City budget 600 万元", "2028 City budget 600 万元")]
    assert [one[1:] for one in parts(edits.set_field(here, "p2", "funding", lines_now[:1]), here)] == [
        ("2027 City budget 600 万元", "")
    ]


def test_of_a_record_only_the_fields_that_change_are_told() -> None:
    here = plan()
    change = edits.set_field(here, "plan", "period", Span(start=date(2026, 1, 1), end=date(2029, 12, 31)))
    ((field, before, after),) = parts(change, here)
    assert field.endswith(("· End", "· Last day"))
    assert (before, after) == ("2030-12-31", "2029-12-31")


def test_what_is_added_is_told_with_its_fields_and_what_is_deleted_by_name() -> None:
    here = plan()
    added = edits.add(here, "indicator", {"name": "办件时限", "goals": ("g3",)})
    both = squash(added, edits.delete(here, ["m1"]))
    told = {one.action: one for one in lines(both, here, ENGLISH)}
    assert told["add"].name == "I-002 办件时限"
    assert Part("Measures goals", "", "G-003 城市运行一网统管") in told["add"].parts
    assert (told["delete"].name, told["delete"].parts) == ("M-001 立项", ())


def test_a_waiver_is_called_by_what_it_excuses() -> None:
    here = plan()
    change = edits.waive(here, "E201", "p3", "Known")
    (touched,) = lines(change, here, ENGLISH)
    assert touched.name == "E201 P-003 城市大脑"


def test_a_link_to_what_is_added_bears_its_name() -> None:
    here = plan()
    added = edits.add(here, "unit", {"name": "市交通局"})
    link = Operation("set", "project", "p3", "lead_unit", None, added.operations[0].id)
    both = Change((*added.operations, link), Label(""))
    assert lines(both, here, ENGLISH)[1].parts == (Part("Lead unit", "", "U-004 市交通局"),)


def test_a_finding_not_checked_again_yet_has_no_way_instead_of_a_fault(tmp_path: Path) -> None:
    here = [
        PlanHead(id="plan", position="i", title="示例"),
        Unit(id="u1", position="b", code="U-001", name="市政务服务局", kind="department"),
        Indicator(id="i1", position="b", code="I-001", name="网上可办率"),
        Project(
            id="p1", position="b", code="P-001", title="政务平台", indicators=(IndicatorLink(indicator="i1"),)
        ),
        Scheme(id="k1", position="b", code="Y-2016", year=2016),
        SchemeItem(
            id="t1",
            position="b",
            code="T-1",
            scheme="k1",
            indicator="i1",
            units=("u1",),
            method="completion",
            marks=Decimal(10),
        ),
    ]
    path = tmp_path / "plans.workbench"
    with Session.create(path) as session:
        session.import_plan(here)
        session.open_plan("plan")
        session.check_whole_now()
        (finding,) = session.checker.findings_by("A508")
        way = next(one for one in ways(session, finding) if one.change.operations[0].field == "support_units")
        session.apply(way.change)
        assert session.checker.whole_pending
        assert not has_way(session, finding)
        assert ways(session, finding) == []
