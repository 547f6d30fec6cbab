"""The card of an indicator as a person has it: the path dragged, moved by keys, typed, filled, explained."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from tests.ui.opened import Desk, opened, type_text
from workbench import i18n
from workbench.plan import edits
from workbench.plan.elements import Adjustment, Indicator
from workbench.plan.records import Actual, Baseline, IndicatorLink, Target, TargetChange
from workbench.rules.checker import today
from workbench.ui.editors.table import TableEditor
from workbench.ui.paper.printout import pdf
from workbench.ui.views.form import FormView
from workbench.ui.views.indicator_card import IndicatorCardView
from workbench.ui.views.indicator_card_words import ACTUAL, COMPLETION, STATUS, TARGET

_Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton
NO_KEY = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    """The small plan with an indicator that has been measured twice, and one without anything."""
    i18n.speak("en")
    with opened(tmp_path) as made:
        values = {
            "unit": "%",
            "direction": "higher",
            "baseline": Baseline(value=Decimal(70), year=2025),
            "targets": tuple(
                Target(year=year, op="ge", value=Decimal(value))
                for year, value in ((2026, 75), (2027, 80), (2028, 85), (2030, 95))
            ),
            "actuals": (
                Actual(period="2025-H1", value=Decimal("68.5")),
                Actual(period="2026-Q1", value=Decimal(72)),
            ),
        }
        made.bridge.apply(edits.set_fields(made.plan, {"i1": values}))
        link = (IndicatorLink(indicator="i1", contribution=Decimal(5), year=2028),)
        made.bridge.apply(edits.set_field(made.plan, "p2", "indicators", link))
        made.bridge.apply(edits.add(made.plan, "indicator", {"id": "i2", "name": "群众满意度"}))
        made.bridge.apply(edits.set_field(made.plan, "plan", "as_of", date(2026, 6, 30)))
        yield made
    forget(made.bridge)


def forget(gone: QObject) -> None:
    """Take apart at once, in this thread: what is worked out next may collect garbage in another."""
    gone.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def card(qtbot: QtBot, desk: Desk) -> Iterator[IndicatorCardView]:
    made = IndicatorCardView(desk.bridge)
    qtbot.addWidget(made)
    made.resize(900, 900)
    made.show()
    qtbot.waitExposed(made)
    qtbot.waitUntil(lambda: made.known is not None)
    yield made
    forget(made)


def targets(desk: Desk, id_: str = "i1") -> dict[int, tuple[str | None, str]]:
    """Operator and value of the targets by year."""
    indicator = desk.plan.find(id_, Indicator)
    assert indicator is not None
    return {one.year: (one.op, str(one.value)) for one in indicator.targets or ()}


def approve(desk: Desk) -> None:
    desk.bridge.apply(edits.set_field(desk.plan, "plan", "status", "in_force"))


def drag(card: IndicatorCardView, year: int, by: int) -> None:
    """Drag the target of a year down by so many pixels."""
    at = card.chart.place_of(year)
    QTest.mousePress(card.chart, LEFT, NO_KEY, at)
    for part in (by // 2, by):
        QTest.mouseMove(card.chart, at + QPoint(0, part))
        QApplication.processEvents()
    QTest.mouseRelease(card.chart, LEFT, NO_KEY, at + QPoint(0, by))


def history(desk: Desk, year: int) -> tuple[TargetChange, ...] | None:
    indicator = desk.plan.find("i1", Indicator)
    assert indicator is not None
    return next(one.changes for one in indicator.targets or () if one.year == year)


def test_a_target_is_dragged_to_another_value(desk: Desk, card: IndicatorCardView) -> None:
    drawing = card.chart.drawing
    assert drawing is not None
    pixels = round(drawing.y(85) - drawing.y(88))
    drag(card, 2028, -pixels)
    # A whole number, as the others are; the operator stays.
    assert targets(desk)[2028] == ("ge", "88")
    assert desk.steps()[0] == "Set targets of {name}"
    desk.session.undo()
    assert targets(desk)[2028] == ("ge", "85")


def test_a_click_that_trembles_moves_nothing(desk: Desk, card: IndicatorCardView) -> None:
    before = desk.steps()
    drag(card, 2027, 2)
    assert desk.steps() == before
    assert card.chart.sight is not None
    assert card.chart.sight.chosen == 2027
    assert card.table.currentIndex().row() == 1


def test_a_target_is_moved_by_keys_and_that_is_one_step(desk: Desk, card: IndicatorCardView) -> None:
    steps = len(desk.steps())
    card.setFocus()
    QTest.keyClick(card.chart, _Key.Key_Home)
    for key in (_Key.Key_Right, _Key.Key_Up, _Key.Key_Up, _Key.Key_PageUp, _Key.Key_Down):
        QTest.keyClick(card.chart, key)
    assert targets(desk)[2027] == ("ge", "91")
    assert len(desk.steps()) == steps + 1
    assert "2027: Target ≥91" in card.chart.accessibleDescription()
    desk.session.undo()
    assert targets(desk)[2027] == ("ge", "80")


def test_a_year_without_a_target_begins_between_its_neighbours(desk: Desk, card: IndicatorCardView) -> None:
    card.setFocus()
    QTest.keyClick(card.chart, _Key.Key_End)
    QTest.keyClick(card.chart, _Key.Key_Left)
    QTest.keyClick(card.chart, _Key.Key_Up)
    assert targets(desk)[2029] == ("ge", "90")
    QTest.keyClick(card.chart, _Key.Key_Delete)
    assert 2029 not in targets(desk)


def test_a_target_is_typed_in_the_chart(desk: Desk, card: IndicatorCardView) -> None:
    card.setFocus()
    QTest.keyClick(card.chart, _Key.Key_End)
    QTest.keyClick(card.chart, _Key.Key_Return)
    assert card.chart.line.text() == "≥95"
    card.chart.line.selectAll()
    type_text(card.chart.line, "不低于９６.５％")
    QTest.keyClick(card.chart.line, _Key.Key_Return)
    assert targets(desk)[2030] == ("ge", "96.5")
    # A digit begins a line of its own; Escape takes it back.
    QTest.keyClicks(card.chart, "9")
    assert card.chart.line.isVisible()
    QTest.keyClick(card.chart.line, _Key.Key_Escape)
    assert not card.chart.line.isVisible()
    assert targets(desk)[2030] == ("ge", "96.5")
    QTest.mouseDClick(card.chart, LEFT, NO_KEY, card.chart.place_of(2028))
    QTest.keyClicks(card.chart.line, "86")
    card.flush()
    assert targets(desk)[2028] == (None, "86")


def test_target_and_actual_value_are_typed_in_the_table(desk: Desk, card: IndicatorCardView) -> None:
    table = card.table
    table.setFocus()
    for column, text in ((TARGET, "77"), (ACTUAL, "78.2%")):
        table.setCurrentIndex(table.years.index(0, column))
        QTest.keyClick(table, _Key.Key_Return)
        # The one before goes away a moment later.
        editor = next(one for one in table.viewport().findChildren(QLineEdit) if one.isVisible())
        editor.selectAll()
        type_text(editor, text)
        # What changes elsewhere leaves alone what is being typed.
        card.refresh()
        QTest.keyClick(editor, _Key.Key_Return)
        QApplication.processEvents()
    assert targets(desk)[2026] == (None, "77")
    indicator = desk.plan.find("i1", Indicator)
    assert indicator is not None
    assert ("2026", Decimal("78.2")) in [(one.period, one.value) for one in indicator.actuals or ()]
    assert table.years.index(0, ACTUAL).data() == "78.2%"
    assert table.years.index(0, COMPLETION).data() == "101.6 %"
    assert table.years.index(0, STATUS).data() in ("Ahead", "On track", "Behind", "Far behind", "Reached")
    table.setCurrentIndex(table.years.index(0, TARGET))
    QTest.keyClick(table, _Key.Key_Delete)
    assert 2026 not in targets(desk)


def test_years_between_are_offered_and_accepted_as_one_step(desk: Desk, card: IndicatorCardView) -> None:
    steps = len(desk.steps())
    before = targets(desk)
    card.strip.offers.ways["linear"].trigger()
    assert card.offer.isVisible()
    assert "2029: ≥90" in card.offer.said.text()
    assert card.table.years.index(3, TARGET).data() == "≥90"
    assert targets(desk) == before
    QTest.keyClick(card.chart, _Key.Key_Escape)
    assert not card.offer.isVisible()
    assert card.table.years.index(3, TARGET).data() == ""
    card.strip.offers.ways["front_loaded"].trigger()
    assert "would be replaced" in card.offer.said.text()
    QTest.mouseClick(card.offer.accept, LEFT)
    assert targets(desk)[2029] != before.get(2029)
    assert targets(desk)[2026][1] > "75"
    assert len(desk.steps()) == steps + 1
    desk.session.undo()
    assert targets(desk) == before


def test_no_offer_says_what_is_missing(desk: Desk, card: IndicatorCardView) -> None:
    desk.bridge.navigate.emit("i2", "")
    card.strip.offers.ways["compound"].trigger()
    assert "baseline is missing" in card.offer.said.text()
    assert not card.offer.accept.isVisible()
    QTest.mouseClick(card.offer.discard, LEFT)
    assert not card.offer.isVisible()


def test_the_baseline_is_told_and_where_it_is_missing_led_to(desk: Desk, card: IndicatorCardView) -> None:
    assert "Baseline\n70 % (2025)" in card.page.toPlainText()
    desk.bridge.navigate.emit("i2", "")
    assert "Baseline\nNot said yet" in card.page.toPlainText()
    assert "/baseline" in card.page.toHtml()


def test_an_approved_plan_keeps_the_old_value_and_asks_why_once(desk: Desk, card: IndicatorCardView) -> None:
    approve(desk)
    card.refresh()
    assert not card.reason.isVisible()
    card.setFocus()
    QTest.keyClick(card.chart, _Key.Key_Home)
    QTest.keyClick(card.chart, _Key.Key_Up)
    assert history(desk, 2026) == (TargetChange(on=today(), from_=Decimal(75), from_text="≥75"),)
    # Asked, not insisted on: the next target can be moved at once.
    assert card.reason.isVisible()
    QTest.keyClick(card.chart, _Key.Key_Right)
    QTest.keyClick(card.chart, _Key.Key_Up)
    type_text(card.reason.line, "上级调整")
    QTest.keyClick(card.reason.line, _Key.Key_Return)
    assert [one.reason for year in (2026, 2027) for one in history(desk, year) or ()] == ["上级调整"] * 2
    QTest.keyClick(card.chart, _Key.Key_Right)
    QTest.keyClick(card.chart, _Key.Key_Up)
    assert [one.reason for one in history(desk, 2028) or ()] == ["上级调整"]
    assert f"≥75 until {today()}: 上级调整" in card.page.toPlainText()


def test_the_adjustment_that_decided_a_change_is_chosen(
    qtbot: QtBot, desk: Desk, card: IndicatorCardView
) -> None:
    approve(desk)
    decided = {"code": "J-07", "document_number": "市政函〔2027〕8号", "on": date(2027, 4, 15)}
    card.setFocus()
    QTest.keyClick(card.chart, _Key.Key_Home)
    QTest.keyClick(card.chart, _Key.Key_Up)
    # There is nothing to choose from before the plan has an adjustment.
    assert card.reason.isVisible()
    assert not card.reason.adjustment.isVisible()
    desk.bridge.apply(edits.add(desk.plan, "adjustment", decided))
    card.refresh()
    box = card.reason.adjustment
    assert box.isVisible()
    assert box.currentText() == "No adjustment named"
    type_text(card.reason.line, "上级调整")
    box.setFocus()
    QTest.keyClick(box, _Key.Key_Down)
    (made,) = desk.plan.all(Adjustment)
    # What was typed before is kept with it.
    (entry,) = history(desk, 2026) or ()
    assert (entry.reason, entry.adjustment) == ("上级调整", made.id)
    assert box.currentText() == "J-07 市政函〔2027〕8号, 2027-04-15"
    said = f"≥75 until {today()}: 上级调整, J-07 市政函〔2027〕8号"
    qtbot.waitUntil(lambda: said in card.page.toPlainText())
    QTest.keyClick(card.chart, _Key.Key_Right)
    QTest.keyClick(card.chart, _Key.Key_Up)
    assert [one.adjustment for one in history(desk, 2027) or ()] == [made.id]
    QTest.keyClick(box, _Key.Key_Up)
    assert [one.adjustment for year in (2026, 2027) for one in history(desk, year) or ()] == [None, None]


def test_the_forecast_is_named_or_said_to_be_none(qtbot: QtBot, desk: Desk, card: IndicatorCardView) -> None:
    assert "Forecast by Robust line" in card.foot.text()
    assert "Chance to reach the target" in card.foot.text()
    card.strip.method.setCurrentIndex(1)
    card.strip.method.activated.emit(1)
    qtbot.waitUntil(lambda: "Least squares" in card.foot.text())
    desk.bridge.navigate.emit("i2", "")
    qtbot.waitUntil(lambda: "Fewer than three points" in card.foot.text())


def test_it_says_all_that_the_plan_says_and_leads_there(desk: Desk, card: IndicatorCardView) -> None:
    found: list[tuple[str, str]] = []
    desk.bridge.navigate.connect(lambda id_, field: found.append((id_, field)))
    text = card.page.toPlainText()
    for word in (
        "一网通办率",
        "政务服务一网通办",
        "公共数据平台",
        "contributes +5 %",
        "Higher is better",
        "Not said yet",
    ):
        assert word in text
    card.page.anchorClicked.emit(QUrl("go:p2/title"))
    card.page.anchorClicked.emit(QUrl("go:gone/title"))
    assert found == [("p2", "title")]
    # What is chosen elsewhere and is no indicator leaves the card as it is.
    assert card.title == "I-001 一网通办率"
    QTest.mouseClick(card.strip.after, LEFT)
    assert card.title.endswith("群众满意度")
    assert found[-1] == ("i2", "")


def test_without_figures_or_indicators_it_says_so(desk: Desk, card: IndicatorCardView) -> None:
    desk.bridge.apply(edits.set_field(desk.plan, "i1", "direction", "qualitative"))
    card.refresh()
    assert "judged in words" in card.chart.nothing
    desk.bridge.apply(edits.delete(desk.plan, ["i1", "i2"]))
    card.refresh()
    assert card.empty.isVisible()
    assert not card.room.isVisible()
    assert card.printout() is None


def test_saved_and_printed(desk: Desk, card: IndicatorCardView, tmp_path: Path) -> None:
    for suffix in (".png", ".svg", ".csv"):
        assert card.write(tmp_path / f"card{suffix}")
    rows = (tmp_path / "card.csv").read_text(encoding="utf-8-sig").splitlines()
    assert rows[0].startswith("Year,Target,Actual value,Completion,Status,")
    assert rows[1].startswith("2026,≥75,72 (2026-Q1),")
    printout = card.printout()
    assert printout is not None
    assert pdf(printout).startswith(b"%PDF")


def test_nothing_is_moved_in_what_cannot_be_changed(desk: Desk, card: IndicatorCardView) -> None:
    before = targets(desk)
    desk.bridge.set_busy(True)
    card.refresh()
    drag(card, 2028, -40)
    card.setFocus()
    QTest.keyClick(card.chart, _Key.Key_Up)
    QTest.keyClick(card.chart, _Key.Key_Return)
    assert not card.chart.line.isVisible()
    assert not card.strip.offers.isEnabled()
    desk.bridge.set_busy(False)
    assert targets(desk) == before


def test_the_form_keeps_old_values_and_asks_why_too(qtbot: QtBot, desk: Desk) -> None:
    approve(desk)
    view = FormView(desk.bridge)
    qtbot.addWidget(view)
    view.show()
    view.show_element("i1")
    form = view.form
    assert form is not None
    form.finish()
    assert form.reason is not None
    assert not form.reason.isVisible()
    editor = form.rows["targets"].editor
    assert isinstance(editor, TableEditor)
    column = next(at for at, one in enumerate(editor.model.columns) if one.is_quantity)
    editor.model.put_text(0, column, "76")
    assert targets(desk)[2026] == (None, "76")
    assert history(desk, 2026) == (TargetChange(on=today(), from_=Decimal(75), from_text="≥75"),)
    # The cells show what has been kept, and go on.
    editor.model.put_text(1, column, "81")
    assert form.reason.isVisible()
    type_text(form.reason.line, "核实数据")
    QTest.keyClick(form.reason.line, _Key.Key_Return)
    assert [one.reason for year in (2026, 2027) for one in history(desk, year) or ()] == ["核实数据"] * 2
