"""Choosing from catalogues of indicators, leaving out with a reason, comparing plans, an office's own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from workbench.documents.selections import outline
from workbench.documents.writers import written
from workbench.errors import Problem
from workbench.plan import edits
from workbench.plan.catalogues import Catalogue, CatalogueItem, catalogue, forget_read
from workbench.plan.elements import Indicator, PlanHead
from workbench.plan.plan import Plan
from workbench.rules.catalogue_rules import MANDATORY, Standing, standings
from workbench.session.catalogue_search import NONE, Wanted, found
from workbench.session.catalogues import (
    adoption,
    compare,
    finding_of,
    keep,
    known,
    local_indicator,
    own_version,
    selection,
    similar,
    take_away,
)
from workbench.session.session import Session

OWN = Catalogue(
    code="省2026",
    title="某省指标",
    version="1",
    items=(
        CatalogueItem("A-01", "网上可办率", "%", "政务服务", mandatory=True, direction="higher"),
        CatalogueItem("A-02", "机制健全", "", "政务服务", direction="qualitative"),
        CatalogueItem("B-01", "数据共享率", "%", "数据治理", mandatory=True, direction="higher"),
    ),
    own=True,
)


def national(code: str) -> Catalogue:
    one = catalogue(code)
    assert one is not None
    return one


def plan_of(session: Session) -> Plan:
    assert session.plan is not None
    return session.plan


def indicators_of(session: Session, code: str) -> list[Indicator]:
    return [one for one in plan_of(session).all(Indicator) if one.catalogue == code]


def states(session: Session, source: Catalogue) -> dict[str, str]:
    found = standings(plan_of(session), source, session.checker.as_of)
    return {code: one.state for code, one in found.items()}


def test_many_items_are_selected_as_one_step_that_can_be_taken_back(session: Session) -> None:
    source = national("gbt33356-2016")
    before = len(list(plan_of(session).all(Indicator)))
    wanted = source.items[:3]
    session.apply(selection(plan_of(session), source, wanted))
    made = indicators_of(session, "gbt33356-2016")
    assert [one.catalogue_item for one in made] == [one.code for one in wanted]
    first = made[0]
    assert (first.origin, first.unit, first.value_type, first.direction, first.domains) == (
        "selected",
        "%",
        "percent",
        "higher",
        ("administration",),
    )
    assert first.definition
    assert first.why_absent("baseline") == "pending"
    assert len({one.code for one in plan_of(session).all(Indicator)}) == before + 3
    assert states(session, source)[wanted[0].code] == "adopted"
    session.undo()
    assert not indicators_of(session, "gbt33356-2016")
    assert states(session, source)[wanted[0].code] == "free"


def test_an_item_speaks_the_language_of_the_plan() -> None:
    source = national("u4ssc")
    item = source.items[2]
    chinese = Plan("p", [PlanHead(id="p", position="i", title="规划")])
    (op,) = selection(chinese, source, [item]).operations
    assert (op.after.name, op.after.unit) == ("无线宽带订户", "每10万人")
    head = PlanHead.field_of["settings"].record
    assert head is not None
    english = chinese.elements["p"].but(settings=head(document_language="en"))
    (op,) = selection(Plan("p", [english]), source, [item]).operations
    assert (op.after.name, op.after.unit) == ("Wireless Broadband Subscriptions", "per 100 000 inhabitants")


def test_only_what_an_adopted_catalogue_makes_mandatory_can_be_missing(session: Session) -> None:
    keep(OWN)
    assert set(states(session, OWN).values()) == {"free"}
    session.apply(adoption(plan_of(session), OWN, adopted=True))
    assert states(session, OWN) == {"A-01": "missing", "A-02": "free", "B-01": "missing"}
    session.apply(selection(plan_of(session), OWN, [OWN.items[0]]))
    assert indicators_of(session, OWN.code)[0].origin == "mandatory"
    # What the check finds is what is shown here, and a waiver of it excuses the one item.
    session.check_whole_now()
    said = [one for one in session.checker.findings() if one.rule == MANDATORY]
    assert said == [finding_of(plan_of(session), OWN, OWN.items[2])]
    change = edits.waive(plan_of(session), MANDATORY, "plan", "本市无此业务", field=said[0].field)
    session.apply(change)
    assert states(session, OWN) == {"A-01": "adopted", "A-02": "free", "B-01": "waived"}
    found = standings(plan_of(session), OWN, session.checker.as_of)["B-01"]
    assert found.waiver is not None
    assert found.waiver.reason == "本市无此业务"
    session.apply(adoption(plan_of(session), OWN, adopted=False))
    assert OWN.code not in (plan_of(session).head.catalogues or ())


def test_a_local_indicator_states_what_is_not_given_as_pending(session: Session) -> None:
    with pytest.raises(Problem):
        local_indicator(plan_of(session), {"name": " "})
    session.apply(local_indicator(plan_of(session), {"name": "电梯安全指数", "unit": "分"}))
    made = next(one for one in plan_of(session).all(Indicator) if one.name == "电梯安全指数")
    assert (made.origin, made.unit, made.catalogue) == ("local", "分", None)
    assert made.why_absent("definition") == "pending"
    assert made.why_absent("unit") is None


def test_what_catalogues_have_already_is_named_before_it_is_invented() -> None:
    names = [(source.code, item.name) for source, item in similar("二级医院预约诊疗率")]
    assert names[0] == ("gbt33356-2016", "二级以上医疗机构预约诊疗率")
    assert similar("电梯困人救援时长") == []


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (Wanted(), 3),
        (Wanted(text="可办"), 1),
        (Wanted(text="政务 网上"), 1),
        (Wanted(text="sjgx"), 1),
        (Wanted(text="a-02"), 1),
        (Wanted(kind="mandatory"), 2),
        (Wanted(kind="selected", problem=NONE, subject=NONE, certainty="given"), 1),
        (Wanted(state="missing"), 1),
        (Wanted(problem="capital"), 0),
    ],
)
def test_items_are_found(wanted: Wanted, count: int) -> None:
    here = {"A-01": Standing("missing"), "A-02": Standing("free"), "B-01": Standing("adopted", ("i1",))}
    assert len(found(OWN, here, wanted, "zh")) == count


def test_an_own_catalogue_is_kept_replaced_and_taken_away(home: Path) -> None:
    path = keep(OWN)
    assert known()[0] == OWN._replace(dimensions=("政务服务", "数据治理"))
    keep(OWN._replace(version="2", items=OWN.items[:1]))
    held = own_version("省2026")
    assert held is not None
    assert (held.version, len(held.items)) == ("2", 1)
    earlier = home / "catalogues" / "earlier"
    assert [json.loads(one.read_text("utf-8"))["version"] for one in earlier.iterdir()] == ["1"]
    take_away("省2026")
    assert not path.exists()
    assert catalogue("省2026") is None
    assert len(list(earlier.iterdir())) == 2
    # However its file is called, the one version takes the place of the other.
    keep(OWN).rename(home / "catalogues" / "as-it-came.json")
    forget_read()
    keep(OWN._replace(version="3"))
    assert [one.name for one in (home / "catalogues").glob("*.json")] == [path.name]
    take_away("省2026")
    # A national one comes back once the office's version of it is gone.
    keep(OWN._replace(code="u4ssc"))
    assert national("u4ssc").own
    take_away("u4ssc")
    assert len(national("u4ssc").items) == 91


def test_the_selections_of_all_plans_are_compared(session: Session) -> None:
    source = national("mohurd-2012")
    other = [
        PlanHead(id="other", position="i", title="邻市规划"),
        Indicator(
            id="x", position="b", code="Q-1", name="网络", catalogue="MOHURD_2012", catalogue_item="MC06"
        ),
    ]
    session.import_plan(other)
    session.apply(selection(plan_of(session), source, source.items[5:7]))
    seen = compare(session, source)
    titles = [one.title for one in seen.plans]
    assert titles == [plan_of(session).head.title, "邻市规划"]
    rows = seen.rows(everything=False)
    assert [(item.code, [len(cell) for cell in cells]) for item, cells in rows] == [
        ("MC06", [1, 1]),
        ("MC07", [1, 0]),
    ]
    assert len(seen.rows(everything=True)) == 57
    table = outline(source, titles, rows, "zh")
    lines = written(table, ".csv").decode("utf-8-sig").splitlines()
    assert lines[1].startswith('"指标编号","一级指标","指标名称","计量单位"')
    assert lines[2].endswith('"Q-1"')
    assert lines[-1].startswith('"选用项数"')
    assert lines[-1].endswith('"2","1"')
    assert written(table, ".xlsx")[:2] == b"PK"
