"""A score sheet of very many scores: only the rows that are looked at are put into words."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.bench.scoring import YEAR, made
from workbench import i18n
from workbench.analysis.year_score import YearScore, year_score
from workbench.plan.records import Group
from workbench.ui.models.score import LaterRows, LinesModel
from workbench.ui.views import score_lines
from workbench.ui.views.score_table import ScoreTable


@pytest.fixture(scope="module")
def found() -> YearScore:
    i18n.speak("en")
    plan, scheme = made(units=40, items=50)
    return year_score(plan, scheme, date(YEAR + 1, 3, 1))


def test_rows_that_nobody_looks_at_are_not_made(qtbot: QtBot, found: YearScore) -> None:
    lines = score_lines.sheet(found)
    assert isinstance(lines.rows, LaterRows)
    assert len(lines.rows) == 1 + 40 * 50
    model = LinesModel()
    table = ScoreTable(model, None)  # type: ignore[arg-type]  # a window of its own
    qtbot.addWidget(table)
    table.resize(900, 400)
    table.show()
    model.put(lines)
    table.take_up()
    QApplication.processEvents()
    seen = len(lines.rows._made)
    assert 0 < seen < 300
    # What the calculation is asked for is found without making what stands before it.
    last = found.now.rows[-1]
    at = model.place(score_lines.about_of(last))
    assert at.row() == 40 * 50
    assert len(lines.rows._made) == seen
    table.setCurrentIndex(at)
    assert model.about(at) == score_lines.about_of(last)


def test_what_is_written_to_a_file_has_every_row(found: YearScore) -> None:
    lines = score_lines.sheet(found)
    table = lines.table()
    assert len(table) == 2 + 40 * 50
    assert [row[4] for row in table[2:42]] == [f"u{at}" for at in range(40)]
    assert lines.rows[-1].about == score_lines.about_of(found.now.rows[-1])
    assert [one.is_heading for one in lines.rows[:2]] == [True, False]


def test_headings_of_groups_run_over_the_row(found: YearScore) -> None:
    scheme = found.now.scheme.but(groups=(Group(name="数据"),))
    half = [
        row._replace(item=row.item.but(group="数据")) if at >= 1000 else row
        for at, row in enumerate(found.now.rows)
    ]
    now = found.now._replace(scheme=scheme, rows=tuple(half))
    lines = score_lines.sheet(YearScore(found.plan, found.as_of, now, (now,)))
    assert lines.heading_rows == [0, 1001]
    assert lines.rows[1001].cells[0].text == "数据"
