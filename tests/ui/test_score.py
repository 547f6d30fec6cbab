"""The score as a person reads it: the year said plainly, every score laid open, saved and printed."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, QSizeF, Qt, QUrl
from PySide6.QtGui import QFontMetricsF, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from tests.ui.opened import Desk, opened
from tests.ui.windows import settle, trigger
from workbench import i18n
from workbench.plan import edits
from workbench.plan.records import Actual, Baseline, Exemption, IndicatorLink, Target
from workbench.ui import icons, theme
from workbench.ui.mainwindow import MainWindow
from workbench.ui.models.score import About
from workbench.ui.paper.printout import pdf
from workbench.ui.views.ink import VCENTER, Ink
from workbench.ui.views.score import ScoreView
from workbench.ui.views.score_bar import PAGES
from workbench.ui.views.score_lines import GRADES
from workbench.ui.views.score_plot import Curve, Dot, PlotDrawing


def add(desk: Desk, kind: str, **values: object) -> str:
    """Put an element into the plan; its id."""
    before = set(desk.plan.elements)
    assert desk.bridge.apply(edits.add(desk.plan, kind, values))
    (made,) = set(desk.plan.elements) - before
    return made


def item(desk: Desk, scheme: str, code: str, unit: str, marks: int, **about: object) -> None:
    """Put an item into a scheme."""
    method = "yes_no" if "milestone" in about else "completion"
    given = {"code": code, "units": (unit,), "marks": Decimal(marks), "method": method, **about}
    add(desk, "scheme_item", scheme=scheme, **given)


def set_(desk: Desk, id_: str, **values: object) -> None:
    for field, value in values.items():
        assert desk.bridge.apply(edits.set_field(desk.plan, id_, field, value))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Three items of a year that is over, one of them without a value, and one of a year that is running."""
    i18n.speak("en")
    with opened(tmp_path) as made:
        set_(made, "plan", as_of=date(2027, 3, 1))
        set_(
            made,
            "i1",
            direction="higher",
            kind="quantitative",
            baseline=Baseline(value=Decimal(62), year=2024),
            targets=(Target(year=2026, value=Decimal(90)), Target(year=2027, value=Decimal(95))),
            actuals=(
                Actual(period="2025", value=Decimal(70)),
                Actual(period="2026", value=Decimal(83)),
            ),
        )
        set_(made, "p2", indicators=(IndicatorLink(indicator="i1", contribution=Decimal(4)),))
        other = add(made, "indicator", name="宽带普及率", direction="higher")
        last = add(made, "scheme", year=2026)
        item(made, last, "T-1", "u1", 60, indicator="i1")
        item(made, last, "T-2", "u2", 30, indicator=other)
        item(made, last, "T-3", "u1", 10, milestone="m1")
        now = add(made, "scheme", year=2027)
        item(made, now, "T-4", "u1", 100, indicator="i1")
        yield made


@pytest.fixture
def view(qtbot: QtBot, desk: Desk) -> ScoreView:
    made = ScoreView(desk.bridge)
    qtbot.addWidget(made)
    made.resize(1300, 900)
    made.show()
    qtbot.waitExposed(made)
    qtbot.waitUntil(lambda: made.found is not None)
    return made


def texts(view: ScoreView) -> list[list[str]]:
    """The rows of the page."""
    return [[cell.text for cell in row.cells] for row in view.model.lines.rows]


def told(view: ScoreView) -> str:
    """What the panel says."""
    return view.panel.page.toPlainText()


def follow(view: ScoreView, text: str) -> None:
    """Click on a link of the panel."""
    html = view.panel.page.toHtml()
    at = html.index(text)
    link = html.rindex('href="', 0, at) + len('href="')
    view.panel.page.anchorClicked.emit(QUrl(html[link : html.index('"', link)]))


def press(view: ScoreView, key: str) -> None:
    QTest.mouseClick(view.bar.chips[key], Qt.MouseButton.LeftButton)


def test_the_year_is_said_plainly(view: ScoreView) -> None:
    assert view.bar.year.currentText() == "2026"
    assert "2026: 55.33 of 100 points so far; as it stands the level would be: Failed." in view.said.text()
    assert "not complete: 1 value is missing and has no points" in view.said.text()
    (heading, first, second, third) = texts(view)
    assert heading == ["Without a group"]
    assert first == [
        "T-1 I-001 一网通办率",
        "Most of the marks",
        "55.33",
        "60",
        "市数据局",
        "90",
        "83",
        "92.2 %",
    ]
    assert second[1:4] == ["Missing", "0.00", "30"]
    assert third[1:4] == ["No points", "0.00", "10"]


def test_a_score_opens_to_its_calculation_and_leads_on(desk: Desk, view: ScoreView) -> None:
    went: list[tuple[str, str]] = []
    desk.bridge.navigate.connect(lambda id_, field: went.append((id_, field)))
    assert "Choose a cell" in told(view)
    view.table.setFocus()
    view.table.setCurrentIndex(view.model.index(0, 0))
    QTest.keyClick(view.table, Qt.Key.Key_Down)
    assert "55.33 of 60 points" in told(view)
    assert "Completion r = A / T = 83 / 90 = 0.9222" in told(view)
    assert "Rounded half up to two places S = 55.33" in told(view)
    follow(view, "Actual values of the indicator")
    follow(view, "Item of the scheme")
    assert [field for _, field in went] == ["actuals", "method"]
    follow(view, "市数据局")
    assert "79.04 points" in told(view)
    assert view.panel.plot.isVisible()
    assert "2026: 79.04 points, place 1 of 2\n2027: 0.00 points, place 1 of 1 (Not complete)" in told(view)
    follow(view, "立项")
    assert "Not done: no points" in told(view)
    QTest.keyClick(view.table, Qt.Key.Key_Return)
    assert view.panel.page.hasFocus()


def test_units_heat_map_and_what_matters_most(view: ScoreView) -> None:
    press(view, "units")
    assert texts(view)[0] == ["Without a class: 2 ranked"]
    assert texts(view)[1][:5] == ["市数据局", "1 / 2", "79.04", "Passed", "55.33 / 70"]
    press(view, "heat")
    assert view.model.lines.headings == ("Unit", "I-001 一网通办率", "I-002 宽带普及率", "M-001 立项")
    assert texts(view) == [
        ["市数据局", "Most 92 %", "", "No points"],
        ["市财政局", "", "Missing", ""],
    ]
    view.table.setCurrentIndex(view.model.index(0, 2))
    assert view.shown == About("item", view.model.lines.rows[0].cells[3].about.id, "u1")  # type: ignore[union-attr]
    assert "立项" in told(view)
    # An empty cell opens nothing: what was shown stays.
    view.table.setCurrentIndex(view.model.index(0, 1))
    assert "立项" in told(view)
    press(view, "gains")
    assert [[row[4], *row[1:3]] for row in texts(view)] == [
        ["30.00", "30.00", "85.33"],
        ["10.00", "10.00", "65.33"],
        ["4.67", "4.67", "60.00"],
    ]
    view.table.setCurrentIndex(view.model.index(0, 0))
    assert "would rise by 30.00 to 85.33, level of result: Good." in told(view)


def test_what_is_likely_is_said_with_method_and_seed(qtbot: QtBot, desk: Desk, view: ScoreView) -> None:
    press(view, "forecast")
    qtbot.waitUntil(lambda: "2026 is over" in view.said.text())
    # Where nothing can be chosen, nobody is told to choose.
    assert told(view).strip() == ""
    view.bar.year.setFocus()
    QTest.keyClick(view.bar.year, Qt.Key.Key_Down)
    view.bar.year.activated.emit(view.bar.year.currentIndex())
    qtbot.waitUntil(lambda: view.found is not None and view.found.now.scheme.year == 2027)
    qtbot.waitUntil(lambda: bool(texts(view)))
    assert "Robust line (Theil and Sen); 10,000 draws, seed 36333." in view.said.text()
    assert "To be expected at the end of 2027: " in view.said.text()
    assert [row[:2] for row in texts(view)] == [["I-001 一网通办率", "95"]]
    view.table.setCurrentIndex(view.model.index(0, 0))
    assert "Chance to reach the target" in told(view)
    curve = view.panel.plot.curve
    assert curve is not None
    assert [round(one.value) for one in curve.dots] == [62, 70, 83]
    assert curve.fan[-1].low < curve.fan[-1].middle < curve.fan[-1].high
    assert not view.panel.plot.grab().isNull()
    # A project that is late says so, and is opened.
    went: list[tuple[str, str]] = []
    desk.bridge.navigate.connect(lambda id_, field: went.append((id_, field)))
    set_(desk, "p2", end=date(2027, 2, 1), status="cancelled")
    set_(desk, "p2", end=date(2027, 6, 1))
    qtbot.waitUntil(lambda: "cancelled: 4" in told(view))
    follow(view, "公共数据平台")
    assert went == [("p2", "end")]


def test_it_follows_edits_and_undo_and_says_when_there_is_nothing(
    qtbot: QtBot, desk: Desk, view: ScoreView
) -> None:
    row = view.model.lines.rows[1]
    assert row.about is not None
    set_(desk, row.about.id, exempt=None, marks=Decimal(30))
    qtbot.waitUntil(lambda: texts(view)[1][3] == "30")
    desk.session.undo()
    qtbot.waitUntil(lambda: texts(view)[1][3] == "60")
    schemes = [one.id for one in desk.plan.of_kind("scheme")]
    assert desk.bridge.apply(edits.delete(desk.plan, schemes))
    qtbot.waitUntil(lambda: "no assessment scheme yet" in view.said.text())
    assert texts(view) == []
    # What is printed then says so.
    assert view.printout() is not None


def test_vetoes_and_exemptions_are_told(qtbot: QtBot, desk: Desk, view: ScoreView) -> None:
    first, second, third = [row.about.id for row in view.model.lines.rows if row.about is not None]
    reason = Exemption(reason="机构改革，职能划转")
    set_(desk, second, exempt=reason)
    set_(desk, third, exempt=reason)
    set_(desk, first, veto="fail")
    qtbot.waitUntil(lambda: "2026: 92.22 of 100 points, level of result: Failed." in view.said.text())
    assert "Veto holds: I-001 一网通办率." in view.said.text()
    assert "By the points alone it would be Excellent." in view.said.text()
    assert [row[1] for row in texts(view)[1:]] == ["Vetoed", "Exempt", "Exempt"]
    view.table.setCurrentIndex(view.model.index(1, 0))
    assert "Veto: the target is missed, so the assessment is failed" in told(view)
    view.table.setCurrentIndex(view.model.index(2, 0))
    assert "机构改革，职能划转" in told(view)
    set_(desk, desk.plan.of_kind("scheme")[0].id, scope="unit")
    qtbot.waitUntil(lambda: "The total is the mean of the units." in view.said.text())


def test_points_that_people_entered_take_their_place(qtbot: QtBot, desk: Desk, view: ScoreView) -> None:
    from workbench.session.assessing import enter_result

    assert view.found is not None
    row = view.found.now.rows[0]
    change = enter_result(
        desk.plan, row.item.scheme, row.item.id, "u1", i18n.words("en"), final=Decimal(50), remark="补充材料"
    )
    assert desk.bridge.apply(change)
    stages = next(one for one in view.bar.findChildren(QComboBox) if one.findData("final") >= 0)
    stages.setFocus()
    QTest.keyClick(stages, Qt.Key.Key_End)
    stages.activated.emit(stages.currentIndex())
    qtbot.waitUntil(lambda: texts(view)[1][2] == "50.00")
    view.table.setCurrentIndex(view.model.index(1, 0))
    assert "Final: 50.00" in told(view)
    assert "补充材料" in told(view)


def test_every_page_is_saved_and_printed(qtbot: QtBot, view: ScoreView, tmp_path: Path) -> None:
    printout = None
    for key in PAGES:
        press(view, key)
        qtbot.waitUntil(lambda: "being worked out" not in view.said.text())
        assert view.write(tmp_path / f"{key}.csv")
        rows = list(csv.reader(io.StringIO((tmp_path / f"{key}.csv").read_text(encoding="utf-8-sig"))))
        assert tuple(rows[0]) == view.model.lines.headings
        assert view.write(tmp_path / f"{key}.png")
        image = QImage(str(tmp_path / f"{key}.png"))
        assert image.pixelColor(2, 2).lightness() == 255
        printout = view.printout()
        assert printout is not None
        assert printout.lay_out(QSizeF(700, 900), lambda _done, _total: None) >= 1
    assert printout is not None
    assert pdf(printout).startswith(b"%PDF")
    view.show_about(About("unit", "u1"))
    assert view.panel.write(tmp_path / "unit.svg")
    assert b"<svg" in (tmp_path / "unit.svg").read_bytes()
    assert view.panel.write(tmp_path / "unit.csv")
    assert "79.04" in (tmp_path / "unit.csv").read_text(encoding="utf-8-sig")


@pytest.mark.usefixtures("qapp")
def test_a_narrow_plot_names_its_marks_in_full() -> None:
    written: list[tuple[str, QRectF]] = []

    class Read(Ink):
        def write(
            self, box: QRectF, text: str, tint: str = "text", align: Qt.AlignmentFlag = VCENTER
        ) -> None:
            if self.metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width()) == text:
                written.append((text, box))
            super().write(box, text, tint, align)

    legend = (("dot", "实际值"), ("fan", "八成模拟结果所在区间"), ("target", "目标值"))
    dots = (Dot(2026.0, 75.0, "75"), Dot(2027.0, 81.0, "81"))
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    metrics = QFontMetricsF(painter.font())
    size = QSizeF(metrics.horizontalAdvance("国") * 16, metrics.height() * 10)
    drawing = PlotDrawing(Curve("", dots, "", [], legend=legend), metrics, size)
    drawing.paint(Read(painter, theme.on_paper, metrics))
    painter.end()
    places = dict(written)
    assert {word for _, word in legend} <= places.keys()
    assert all(drawing.room.bottom() < places[word].top() for _, word in legend)
    assert all(places[word].bottom() <= size.height() for _, word in legend)


def test_no_grade_is_told_by_colour_alone() -> None:
    words = [word for word, _, _ in GRADES.values()]
    assert len(set(words)) == len(words)
    for _, mark, ground in GRADES.values():
        assert mark in icons.SHAPES or not ground


def test_it_is_a_view_of_the_window_in_both_languages(
    qtbot: QtBot, open_window: Callable[..., MainWindow], library: Path
) -> None:
    window = open_window(library)
    window.plans.open("sample-city-2026")
    trigger(window, "view.show.score")
    settle(qtbot, window)
    view = window.workspace.middle.current
    assert isinstance(view, ScoreView)
    qtbot.waitUntil(lambda: view.found is not None)
    assert "94.88" in view.said.text()
    trigger(window, "view.language.zh")
    settle(qtbot, window)
    assert "总分 94.88 分（满分 100 分），等次：优秀" in view.said.text()
    assert view.table.accessibleName() == "计分表"
    # What is gone to elsewhere is laid open here.
    window.bridge.navigate.emit("i-12", "")
    assert "类内名次" in told(view) or "排名" in told(view)
    trigger(window, "view.language.en")
