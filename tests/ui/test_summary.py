"""The leader's summary as a person has it: one page, in both languages, for any plan; marks open things."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QFontInfo, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.plans import sound_elements
from tests.ui.opened import Desk, opened
from tests.ui.windows import settle, trigger
from workbench import i18n
from workbench.plan import edits
from workbench.plan.elements import Element, Goal, Indicator, Milestone, PlanHead, Project, Unit
from workbench.plan.plan import Plan
from workbench.rules.checker import Checker
from workbench.rules.summary import summary
from workbench.ui.mainwindow import MainWindow
from workbench.ui.paper.printout import SMALL, paper_font, pdf
from workbench.ui.pictures import Picture, as_svg
from workbench.ui.views.summary import SummaryPrintout, SummaryView
from workbench.ui.views.summary_page import FEWEST, PAGE, SummaryPage


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    i18n.speak("en")
    with opened(tmp_path) as made:
        made.bridge.apply(edits.set_field(made.plan, "plan", "as_of", date(2026, 5, 1)))
        made.session.checker.full()
        yield made


@pytest.fixture
def view(qtbot: QtBot, desk: Desk) -> SummaryView:
    made = SummaryView(desk.bridge)
    qtbot.addWidget(made)
    made.resize(1000, 800)
    made.show()
    qtbot.waitExposed(made)
    qtbot.waitUntil(lambda: made.summary is not None)
    return made


def spoiled(count: int) -> Plan:
    """A plan with many faults of many kinds, late, and with a title of two lines."""

    def spoil(at: int, one: Element) -> Element:
        match one:
            case PlanHead():
                return one.but(
                    title=one.title + "关于加快推进高质量发展的若干重大工程的总体安排" * 3, status="in_force"
                )
            case Project() if at % 3 == 0:
                return one.but(lead_unit=None)
            case Project() if at % 3 == 1:
                return one.but(start=one.end, end=one.start)
            case Milestone() if at % 2:
                return one.but(done_on=None, acceptance=None)
            case Indicator() if at % 2:
                return one.but(baseline=None, definition=None)
            case Goal() if at % 2:
                return one.but(domains=None, title="大力推进")
            case Unit():
                return one.but(capacity=1)
            case _:
                return one

    return Plan("plan", [spoil(at, one) for at, one in enumerate(sound_elements(count))])


def printed(plan: Plan, as_of: date | None = None) -> SummaryPrintout:
    checker = Checker(plan, as_of)
    checker.full()
    return SummaryPrintout(summary(checker))


def said(page: SummaryPage) -> str:
    """The page as text: what an SVG of it holds."""
    from lxml import etree

    root = etree.fromstring(as_svg(Picture(PAGE, page.paint, "")), etree.XMLParser(resolve_entities=False))
    return " ".join("".join(map(str, root.itertext())).split())


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("count", [0, 60, 3000])
def test_it_is_one_page_for_any_plan(qtbot: QtBot, language: str, count: int) -> None:
    i18n.speak(language)
    plan = spoiled(count) if count else Plan("plan", [PlanHead(id="plan", title="")])
    printout = printed(plan, date(2028, 5, 1))
    assert pdf(printout).count(b"/Type /Page\n") == 1
    page = printout.page
    whole = QRectF(0, 0, PAGE.width(), PAGE.height()).adjusted(-1, -1, 1, 1)
    boxes = [mark.box for mark in page.marks]
    assert all(whole.contains(box) for box in boxes)
    for at, box in enumerate(boxes):
        inner = box.adjusted(1, 1, -1, -1)
        assert not any(inner.intersects(other.adjusted(1, 1, -1, -1)) for other in boxes[:at])


def test_what_is_left_out_is_counted(qtbot: QtBot) -> None:
    i18n.speak("en")
    printout = printed(spoiled(3000), date(2028, 5, 1))
    held = printout.page.summary
    text = said(printout.page)
    assert len(held.figures.due) > FEWEST["lines"]
    shown = sum(mark.field == "due" for mark in printout.page.marks)
    assert shown >= FEWEST["lines"]
    assert f"and {len(held.figures.due) - shown} more" in text


def test_its_type_can_be_read(qtbot: QtBot) -> None:
    # Eight points and more, of 72 in an inch; the page is not made smaller on A4.
    assert QFontInfo(paper_font(SMALL)).pixelSize() * 72 / 96 >= 8
    printout = printed(spoiled(60))
    assert printout.lay_out(QSizeF(PAGE), lambda _done, _total: None) == 1


def test_it_tells_how_the_plan_stands(desk: Desk, view: SummaryView) -> None:
    page = view.sheet.page
    assert page is not None
    text = said(page)
    for word in (
        "示例",
        "As of 2026-05-01",
        "4 goals",
        "Executable",
        "Assessable",
        "Coverage",
        "Money by year and source",
        "City budget",
        "What stands in the way first",
        "M-001 立项",
        "U-001 市数据局",
    ):
        assert word in text
    verdict = desk.session.checker.verdicts()["executable"]
    assert f"{verdict.score:.1f} %" in text
    assert "M-001 立项" in view.sheet.accessibleDescription()


def test_it_follows_the_plan(qtbot: QtBot, desk: Desk, view: SummaryView) -> None:
    desk.bridge.apply(edits.set_field(desk.plan, "m1", "title", "项目立项批复"))
    qtbot.waitUntil(lambda: "项目立项批复" in view.sheet.accessibleDescription(), timeout=10_000)


def test_a_click_opens_what_stands_there(desk: Desk, view: SummaryView) -> None:
    found: list[tuple[str, str]] = []
    desk.bridge.navigate.connect(lambda id_, field: found.append((id_, field)))
    page = view.sheet.page
    assert page is not None
    at = next(at for at, mark in enumerate(page.marks) if mark.id == "m1" and mark.field == "due")
    QTest.mouseClick(
        view.sheet,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        view.sheet.place_of(at).center().toPoint(),
    )
    assert found == [("m1", "due")]


def test_by_keys_alone(qtbot: QtBot, desk: Desk, view: SummaryView) -> None:
    found: list[tuple[str, str]] = []
    desk.bridge.navigate.connect(lambda id_, field: found.append((id_, field)))
    page = view.sheet.page
    assert page is not None
    view.sheet.setFocus()
    for at in range(len(page.marks)):
        QTest.keyClick(view.sheet, Qt.Key.Key_Down)
        assert view.sheet.accessibleDescription() == page.marks[at].said
        QTest.keyClick(view.sheet, Qt.Key.Key_Return)
    assert found == [(mark.id, mark.field) for mark in page.marks if mark.id]
    assert {id_ for id_, _ in found} <= set(desk.plan.elements)
    QTest.keyClick(view.sheet, Qt.Key.Key_Home)
    assert view.sheet.current == 0


def test_saved_as_pdf_png_and_svg(desk: Desk, view: SummaryView, tmp_path: Path) -> None:
    for suffix in (".pdf", ".png", ".svg"):
        assert view.write(tmp_path / f"page{suffix}")
    assert (tmp_path / "page.pdf").read_bytes().count(b"/Type /Page\n") == 1
    image = QImage(str(tmp_path / "page.png"))
    # As high as A4 for its width.
    assert image.height() / image.width() == pytest.approx(297 / 210, rel=0.01)
    assert image.pixelColor(2, 2).lightness() == 255
    assert b"<svg" in (tmp_path / "page.svg").read_bytes()
    assert not view.write(tmp_path / "no folder" / "page.png")
    assert desk.told[-1][0] == "error"


def test_it_is_a_view_of_the_window(qtbot: QtBot, window: MainWindow) -> None:
    settle(qtbot, window)
    trigger(window, "view.show.summary")
    settle(qtbot, window)
    view = window.workspace.middle.current
    assert isinstance(view, SummaryView)
    qtbot.waitUntil(lambda: view.summary is not None)
    assert view.printout() is not None
    trigger(window, "view.language.zh")
    settle(qtbot, window)
    assert view.sheet.accessibleName() == "领导一页纸"
    assert view.sheet.page is not None
    assert "亟待解决的问题" in said(view.sheet.page)
    for plan in [one.id for one in window.bridge.session.plans()]:
        window.plans.open(plan)
        settle(qtbot, window)
        qtbot.waitUntil(partial(shows, view, plan))


def shows(view: SummaryView, plan: str) -> bool:
    """Whether the page is that of a plan."""
    return view.summary is not None and view.summary.plan.id == plan
