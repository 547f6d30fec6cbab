"""Actual values as a table: what may be typed, what a pasted block means."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.actual_values import elements
from workbench.analysis.actuals import (
    Row,
    Sheet,
    cell,
    period_in_words,
    read_entry,
    sheet,
    with_entry,
    without_value,
)
from workbench.analysis.actuals_paste import Reading, guessed, typed, understood
from workbench.analysis.actuals_standing import standing
from workbench.analysis.blocks import of_text
from workbench.analysis.progress import Limits
from workbench.analysis.table_edits import REFUSED, SAME, SET
from workbench.analysis.typed import read_period
from workbench.errors import Problem
from workbench.i18n import words
from workbench.plan.elements import Indicator
from workbench.plan.plan import Plan
from workbench.plan.values import Quantity, parse_quantity

ZH = words("zh")


@pytest.fixture
def plan() -> Plan:
    return Plan("plan", elements())


def indicator(plan: Plan, id_: str) -> Indicator:
    found = plan.elements[id_]
    assert isinstance(found, Indicator)
    return found


@pytest.fixture
def year(plan: Plan) -> Sheet:
    return sheet(plan, [2027])


def test_each_row_has_the_periods_of_its_frequency(plan: Plan, year: Sheet) -> None:
    assert year.rows == [Row("i1"), Row("i2"), Row("i3", "d1"), Row("i3", "d2")]
    assert year.periods == ["2027-Q1", "2027-Q2", "2027-H1", "2027-Q3", "2027-Q4", "2027-H2", "2027"]
    assert year.periods_by_row[Row("i3", "d1")] == {"2027-H1", "2027-H2"}
    assert sheet(plan, [2027], frozenset({"u2"})).rows == [Row("i1"), Row("i2")]
    assert sheet(plan, [2027], frozenset({"d2"})).rows == [Row("i3", "d2")]


def test_headings_of_periods_are_read_back(year: Sheet) -> None:
    for one in (*year.periods, "2027-07"):
        assert read_period(period_in_words(one, ZH)) == one


@pytest.mark.parametrize(
    ("text", "shown", "value"),
    [
        ("９０．５％", "９０．５％", "90.5"),
        ("≥90", "≥90", "90"),
        ("98(80%用户)", "98(80%用户)", "98"),
        ("90%以上", "90%以上", "90"),
        ("约1,234", "约1,234", "1234"),
    ],
)
def test_what_was_written_stays_beside_the_figure(plan: Plan, text: str, shown: str, value: str) -> None:
    entry = read_entry(indicator(plan, "i1"), text)
    assert entry is not None
    assert entry.converted is None
    assert (entry.quantity.shown(), entry.quantity.value) == (shown, Decimal(value))


def test_another_unit_is_a_question_and_another_kind_of_unit_a_refusal(plan: Plan) -> None:
    users = indicator(plan, "i2")
    entry = read_entry(users, "12.3万户")
    assert entry is not None
    assert entry.said == "万户"
    assert entry.converted == Quantity(Decimal(123_000), written="12.3万户")
    for text in ("12亿元", "国际领先"):
        with pytest.raises(Problem):
            read_entry(users, text)
    assert read_entry(users, "—") is None
    judged = users.but(direction="qualitative")
    words_ = read_entry(judged, "国际领先")
    assert words_ is not None
    assert words_.quantity.text == "国际领先"


def test_values_stand_in_the_order_of_time_and_keep_their_remarks(plan: Plan) -> None:
    one = indicator(plan, "i1")
    made = with_entry(
        with_entry(one, "2027-Q2", None, parse_quantity("85")), "2027-Q1", None, Quantity(Decimal(84))
    )
    assert [row.period for row in made.actuals or ()][-2:] == ["2027-Q1", "2027-Q2"]
    assert cell(made, "2027-Q1", None).remark == "系统导出"
    stated = without_value(made, "2027-Q1", None)
    assert cell(stated, "2027-Q1", None).text == "—"
    assert cell(stated, "2027-Q1", None).remark == "系统导出"
    assert stated.why_absent("actuals[2027-Q1]") == "pending"
    again = with_entry(stated, "2027-Q1", None, Quantity(Decimal(84)))
    assert again.why_absent("actuals[2027-Q1]") is None


def test_a_block_finds_its_rows_by_code_or_name_and_its_columns_by_heading(plan: Plan, year: Sheet) -> None:
    block = of_text(
        "示例市指标完成情况\t\t\t\t\n"
        "指标编号\t指标名称\t区县\t2027年二季度（%）\t上半年\t2027年\t备注\n"
        "I-01\t网上可办率\t\t８５%\t\t\t暂估\n"
        "\t光纤用户数\t\t\t\t12.3万户\t\n"
        "\t事件按期处置率\t东区\t\t七成\t\t\n"
        "\t事件按期处置率\t南区\t\t75\t\t\n"
        "\t没有的指标\t\t1\t\t\t\n"
    )
    reading = guessed(year, block, "2027-Q1")
    assert reading.columns == ("code", "name", "unit", "2027-Q2", "2027-H1", "2027", "remark")
    assert (reading.heads, reading.match) == (2, "name")
    outcome = understood(plan, year, block, reading, (), ZH)
    states = {(line.id, key): one.state for line in outcome.lines for key, one in line.cells.items()}
    assert states["i1", "2027-Q2"] == states["i1", "remark"] == SET
    assert states["i2", "2027"] == REFUSED
    assert states["i3,d1", "2027-H1"] == REFUSED
    assert len(outcome.refusals) == 4
    plan.apply(outcome.change)
    held = cell(indicator(plan, "i1"), "2027-Q2", None)
    assert (held.text, held.remark) == ("８５%", "暂估")
    converted = understood(plan, year, block, reading._replace(converts=True), (), ZH)
    users = next(line for line in converted.lines if line.id == "i2").cells["2027"]
    assert users.state == SET
    assert users.after.endswith("123000 户")
    plan.apply(converted.change)
    assert cell(indicator(plan, "i2"), "2027", None).text == "12.3万户"


def test_a_block_without_headings_goes_to_the_cells_from_the_current_one_on(plan: Plan, year: Sheet) -> None:
    block = of_text("84\t85\n1\t2\n")
    reading = guessed(year, block, "2027-Q1")
    assert reading == Reading(("2027-Q1", "2027-Q2"))
    outcome = understood(plan, year, block, reading, year.rows, ZH)
    assert [one.state for one in outcome.lines[0].cells.values()] == [SET, SET]
    # Users are counted once a year.
    assert [one.state for one in outcome.lines[1].cells.values()] == [REFUSED, REFUSED]


def test_the_same_again_changes_nothing(plan: Plan, year: Sheet) -> None:
    outcome = typed(plan, year, {(Row("i1"), "2027-Q1"): "83"}, ZH)
    assert outcome.lines[0].cells["2027-Q1"].state == SAME
    assert outcome.change.is_empty


def test_a_row_is_compared_with_the_target_of_the_year_by_its_last_value(plan: Plan) -> None:
    head = plan.head
    assert head.as_of is not None
    found = standing(indicator(plan, "i1"), None, 2027, head.as_of, 2025, Limits())
    assert (found.target, found.completion, found.period) == ("90", "92.2 %", "2027-Q1")
    assert found.status
    district = standing(indicator(plan, "i3"), "d1", 2027, head.as_of, 2025, Limits())
    assert (district.target, district.completion, district.status) == ("80", "", "")
