"""The sheet that a unit fills in, and the tables that come back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.actual_values import elements
from workbench.analysis.actuals import Row, cell, sheet
from workbench.analysis.actuals_paste import guessed, understood
from workbench.analysis.blocks import Block
from workbench.errors import Problem
from workbench.i18n import words
from workbench.plan.elements import Indicator, Unit
from workbench.plan.plan import Plan
from workbench.session.actuals import read_block, write_sheet

ZH = words("zh")


def filled(block: Block, name: str, whose: str, period: str, text: str) -> Block:
    """The block with a figure typed into a cell."""
    head = next(row for row in block.rows if period in row)
    at = head.index(period)
    return block._replace(
        rows=tuple(
            tuple(
                text if number == at and name in row and whose in row else one
                for number, one in enumerate(row)
            )
            for row in block.rows
        )
    )


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_sheet_comes_back_unchanged_and_filled_in(tmp_path: Path, suffix: str, language: str) -> None:
    plan = Plan("plan", elements())
    shown = sheet(plan, [2027])
    path = tmp_path / f"填报{suffix}"
    write_sheet(path, plan, shown, plan.find("u1", Unit), language)
    block = read_block(path)
    reading = guessed(shown, block, shown.periods[0])
    same = understood(plan, shown, block, reading, (), ZH)
    assert same.change.is_empty
    assert not same.refusals
    heading = {"zh": "2027年上半年", "en": "2027-H1"}[language]
    back = filled(block, "事件按期处置率", "西区", heading, "76.5")
    outcome = understood(plan, shown, back, reading, (), ZH)
    assert not outcome.refusals
    plan.apply(outcome.change)
    made = plan.elements["i3"]
    assert isinstance(made, Indicator)
    assert cell(made, "2027-H1", "d2").text == "76.5"
    assert [line.id for line in outcome.lines if line.id == Row("i3", "d2").key]


def test_a_file_that_is_no_table_is_told(tmp_path: Path) -> None:
    for name, data in (("空.csv", b""), ("别的.json", b"{}"), ("文档.docx", b"PK\x03\x04 no")):
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(Problem):
            read_block(path)
