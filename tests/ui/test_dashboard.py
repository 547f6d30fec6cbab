"""The dashboard as a person uses it: looking, pointing, opening by mouse and keys, saving."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.plans import sound_elements
from tests.ui.opened import WAN, Desk, opened
from tests.ui.windows import settle, trigger
from workbench import i18n
from workbench.plan import edits
from workbench.plan.elements import PlanHead
from workbench.plan.records import Actual, Baseline, Target
from workbench.session.session import Session
from workbench.ui.bridge import Bridge
from workbench.ui.mainwindow import MainWindow
from workbench.ui.views.dashboard import CHARTS, DashboardView
from workbench.ui.views.dashboard_area import ChartArea


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    i18n.speak("en")
    with opened(tmp_path) as made:
        made.bridge.apply(edits.set_field(made.plan, "plan", "as_of", date(2026, 5, 1)))
        yield made


@pytest.fixture
def view(qtbot: QtBot, desk: Desk) -> DashboardView:
    made = DashboardView(desk.bridge)
    qtbot.addWidget(made)
    made.resize(1200, 900)
    made.show()
    qtbot.waitExposed(made)
    return made


def area(view: DashboardView, key: str) -> ChartArea:
    return view.panels[key].area


def judge(qtbot: QtBot, view: DashboardView) -> None:
    """Wait until the rules have spoken."""
    qtbot.waitUntil(lambda: bool(marks(view, "coverage")) and bool(marks(view, "verdicts")))


def marks(view: DashboardView, key: str) -> list[str]:
    chart = area(view, key).chart
    assert chart is not None
    return [chart.said(at) for at in range(chart.count)]


def click(view: DashboardView, key: str, at: int) -> None:
    one = area(view, key)
    QTest.mouseClick(
        one.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, one.place_of(at)
    )


def went(desk: Desk) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    desk.bridge.navigate.connect(lambda id_, field: found.append((id_, field)))
    return found


def test_what_it_says(view: DashboardView) -> None:
    assert marks(view, "years") == ["2026, City budget: 500 万元", "2027, City budget: 600 万元"]
    assert marks(view, "problems") == ["No problem stated: 1,100 万元 (City budget 1,100 万元)"]
    assert marks(view, "units") == ["U-001 市数据局: 1,100 万元 (City budget 1,100 万元)"]
    assert marks(view, "indicators") == ["I-001 一网通办率: No data, It has no target in figures"]
    assert marks(view, "due") == ["M-001 立项: 2026-06-30, in 60 days, P-002 公共数据平台"]
    assert marks(view, "load")[0].startswith("U-001 市数据局, 2026-01 – 2026-")


def test_it_follows_edits(qtbot: QtBot, desk: Desk, view: DashboardView) -> None:
    plan = desk.plan
    desk.bridge.apply(edits.add(plan, "envelope", {"year": 2026, "source": "city", "amount": 400 * WAN}))
    desk.bridge.apply(edits.set_field(plan, "i1", "direction", "higher"))
    desk.bridge.apply(edits.set_field(plan, "i1", "targets", (Target(year=2030, value=Decimal(90)),)))
    desk.bridge.apply(edits.set_field(plan, "i1", "baseline", Baseline(value=Decimal(50), year=2025)))
    desk.bridge.apply(edits.set_field(plan, "i1", "actuals", (Actual(period="2025", value=Decimal(20)),)))
    desk.bridge.apply(edits.set_field(plan, "u1", "capacity", 0))
    qtbot.waitUntil(lambda: "Far behind" in marks(view, "indicators")[0])
    assert "over by 100 万元" in marks(view, "years")[0]
    assert marks(view, "years")[1] == "2026: 500 万元 asked for, the envelopes hold 400 万元"
    assert any("too many" in one for one in marks(view, "load"))
    assert not view.grab().toImage().isNull()


def test_a_click_opens_what_a_mark_stands_for(desk: Desk, view: DashboardView) -> None:
    found = went(desk)
    click(view, "due", 0)
    click(view, "years", 0)
    click(view, "problems", 0)
    click(view, "indicators", 0)
    assert found == [("m1", "due"), ("p2", "funding"), ("p2", "funding"), ("i1", "targets")]


def test_several_are_offered_to_choose_from(desk: Desk, view: DashboardView) -> None:
    found = went(desk)
    menu = area(view, "units").menu_of(0)
    assert [one.text() for one in menu.actions()] == ["U-001 市数据局", "P-002 公共数据平台"]
    menu.actions()[0].trigger()
    menu.actions()[1].trigger()
    assert found == [("u1", "name"), ("p2", "funding")]
    click(view, "units", 0)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    popup.close()


def test_every_mark_opens_something_that_there_is(qtbot: QtBot, desk: Desk, view: DashboardView) -> None:
    judge(qtbot, view)
    for kind in CHARTS:
        chart = area(view, kind.key).chart
        assert chart is not None
        assert chart.count
        for at in range(chart.count):
            places = chart.opens(at)
            assert places or chart.asks(at) is not None or "Not stated" in chart.said(at)
            for id_, field in places:
                assert field in desk.plan.elements[id_].place_of


def test_by_keys_alone(qtbot: QtBot, desk: Desk, view: DashboardView) -> None:
    found = went(desk)
    view.activateWindow()
    years = area(view, "years")
    years.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(years.hasFocus)
    assert view.panels["years"].foot.text() == "2026, City budget: 500 万元"
    QTest.keyClick(years, Qt.Key.Key_Right)
    assert years.accessibleDescription() == "2027, City budget: 600 万元"
    QTest.keyClick(years, Qt.Key.Key_Return)
    assert found == [("p2", "funding")]
    load = area(view, "load")
    load.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(load, Qt.Key.Key_End)
    assert load.chart is not None
    assert load.current == load.chart.count - 1


def test_verdicts_and_their_trend(qtbot: QtBot, desk: Desk, view: DashboardView) -> None:
    judge(qtbot, view)
    assert len(marks(view, "verdicts")) == 4
    assert marks(view, "verdicts")[1].startswith("Implementable, Now, Fails, pass rate ")
    assert "Save versions" in view.panels["verdicts"].caption.text()
    desk.session.name_version("Draft")
    desk.bridge.versions_changed.emit()
    qtbot.waitUntil(lambda: len(marks(view, "verdicts")) == 8)
    assert marks(view, "verdicts")[0].startswith("Executable, Draft, ")
    asked: list[tuple[str, str]] = []
    desk.bridge.version_asked.connect(lambda name: asked.append(("version", name)))
    desk.bridge.dimension_asked.connect(lambda name: asked.append(("dimension", name)))
    click(view, "verdicts", 0)
    click(view, "verdicts", 3)
    assert asked == [("version", "Draft"), ("dimension", "implementable")]
    # The point itself is its mark as well as the words beside it.
    chart = area(view, "verdicts").chart
    assert chart is not None
    assert {chart.at(*_xy(chart.box(at).center())) for at in range(8)} >= {1, 3, 5, 7}


def _xy(at: QPointF) -> tuple[float, float]:
    return at.x(), at.y()


def test_the_coverage_says_what_stands_in_a_cell_and_opens_it(
    qtbot: QtBot, desk: Desk, view: DashboardView
) -> None:
    desk.bridge.apply(edits.set_field(desk.plan, "g2", "domains", ("administration",)))
    desk.bridge.apply(edits.set_field(desk.plan, "g2", "subjects", ("government",)))
    judge(qtbot, view)
    qtbot.waitUntil(lambda: any(one.startswith("Administration") for one in marks(view, "coverage")))
    told = marks(view, "coverage")
    at = next(at for at, one in enumerate(told) if one.startswith("Administration · Government, Goal 1"))
    assert "Project 1" in told[at]
    assert "Indicator 1" in told[at]
    assert [one.text() for one in area(view, "coverage").menu_of(at).actions()] == [
        "G-002 政务服务一网通办",
        "P-002 公共数据平台",
        "I-001 一网通办率",
    ]
    empty = next(at for at, one in enumerate(told) if one.startswith("Industry · Government"))
    assert "No goal and no project" in told[empty]
    found = went(desk)
    click(view, "coverage", empty)
    assert found == [("plan", "omitted_domains")]
    view.grab()


def test_without_room_there_is_nothing_to_point_at_and_no_error(
    qtbot: QtBot, desk: Desk, view: DashboardView
) -> None:
    judge(qtbot, view)
    for key in ("years", "verdicts"):
        one = area(view, key)
        one.resize(1, 1)
        one.choose(0)
        one.grab()
        assert one.current == 0


def test_charts_are_chosen_and_stay_so(qtbot: QtBot, desk: Desk, view: DashboardView) -> None:
    view.choices["load"].trigger()
    assert not view.panels["load"].isVisible()
    assert desk.bridge.settings.hidden_charts == ["load"]
    again = DashboardView(desk.bridge)
    qtbot.addWidget(again)
    again.show()
    assert not again.panels["load"].isVisible()
    assert again.panels["due"].isVisible()
    for key in [one.key for one in CHARTS if one.key not in ("load", "due")]:
        view.choices[key].trigger()
    assert not view.choices["due"].isEnabled()
    assert [one.key for one in view.shown] == ["due"]
    view.setFocus()
    qtbot.waitUntil(area(view, "due").hasFocus)


def test_saved_as_picture_and_numbers(qtbot: QtBot, desk: Desk, view: DashboardView, tmp_path: Path) -> None:
    judge(qtbot, view)
    for kind in CHARTS:
        for suffix in (".png", ".svg", ".csv"):
            assert view.write(kind.key, tmp_path / f"{kind.key}{suffix}")
        assert not QImage(str(tmp_path / f"{kind.key}.png")).isNull()
        assert b"<svg" in (tmp_path / f"{kind.key}.svg").read_bytes()
        data = (tmp_path / f"{kind.key}.csv").read_bytes()
        assert data.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
        assert len(rows) > 1
        assert {len(row) for row in rows} == {len(rows[0])}
    rows = list(csv.reader(io.StringIO((tmp_path / "years.csv").read_text("utf-8-sig"))))
    assert rows[1] == ["2026", "City budget", "500", "", "0"]
    assert not view.write("years", tmp_path / "nowhere" / "years.csv")
    assert desk.told[-1][0] == "error"


@pytest.mark.parametrize("code", ["=1+1", "＝1+1"])
def test_a_name_is_no_formula_in_the_numbers(
    desk: Desk, view: DashboardView, tmp_path: Path, code: str
) -> None:
    desk.bridge.apply(edits.set_field(desk.plan, "m1", "code", code))
    view.refresh()
    assert view.write("due", tmp_path / "due.csv")
    assert f",'{code} 立项" in (tmp_path / "due.csv").read_text("utf-8-sig")


def test_empty_states_say_what_to_do(qtbot: QtBot, tmp_path: Path) -> None:
    i18n.speak("en")
    with Session.create(tmp_path / "one.workbench") as made:
        made.import_plan([PlanHead(id="plan", position="i", title="x", as_of=date(2026, 1, 1))])
    session = Session.open(tmp_path / "one.workbench", author="x")
    session.open_plan("plan")
    bridge = Bridge(session)
    view = DashboardView(bridge)
    qtbot.addWidget(view)
    view.show()
    for kind in CHARTS:
        chart = area(view, kind.key).chart
        assert chart is not None
        assert chart.count == 0
        assert chart.nothing() in area(view, kind.key).accessibleDescription()
        assert view.write(kind.key, tmp_path / f"{kind.key}.png")
    view.grab()
    bridge.close()
    session.close()


def test_in_chinese_narrow_and_wide(qtbot: QtBot, view: DashboardView) -> None:
    i18n.speak("zh")
    view.retranslate()
    assert view.panels["indicators"].title.text() == "指标进度"
    letter = view.fontMetrics().averageCharWidth()
    view.resize(60 * letter, 700)
    years, indicators = view.panels["years"], view.panels["indicators"]
    qtbot.waitUntil(lambda: years.x() == indicators.x())
    view.resize(140 * letter, 900)
    qtbot.waitUntil(lambda: years.y() == indicators.y())


def test_twenty_thousand_elements(qtbot: QtBot, tmp_path: Path) -> None:
    i18n.speak("en")
    with Session.create(tmp_path / "large.workbench") as made:
        made.import_plan(sound_elements(20_000))
    session = Session.open(tmp_path / "large.workbench", author="x")
    session.open_plan("plan")
    bridge = Bridge(session)
    view = DashboardView(bridge)
    qtbot.addWidget(view)
    view.resize(1400, 900)
    view.show()
    indicators = area(view, "indicators")
    qtbot.waitUntil(lambda: indicators.chart is not None, timeout=20_000)
    assert indicators.chart is not None
    assert indicators.chart.count > 3000
    bar = indicators.verticalScrollBar()
    bar.setValue(bar.maximum())
    view.grab()
    assert bar.value() == bar.maximum() > 0
    bridge.close()
    session.close()


def test_in_the_window(qtbot: QtBot, window: MainWindow) -> None:
    trigger(window, "view.show.dashboard")
    settle(qtbot, window)
    middle = window.workspace.middle
    assert middle.key == "dashboard"
    view = middle.current
    assert isinstance(view, DashboardView)
    assert area(view, "indicators").chart is not None
    click_at = area(view, "indicators").place_of(0)
    assert isinstance(click_at, QPoint)
    QTest.mouseClick(
        area(view, "indicators").viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        click_at,
    )
    settle(qtbot, window)
    assert middle.key == "form"


def test_another_plan_of_the_library(
    qtbot: QtBot, open_window: Callable[..., MainWindow], library: Path
) -> None:
    window = open_window(library)
    trigger(window, "view.show.dashboard")
    for plan in ("prd-cluster-2014", *[one.id for one in window.bridge.session.plans()]):
        window.plans.open(plan)
        settle(qtbot, window)
        assert window.bridge.plan is not None
