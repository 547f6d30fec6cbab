"""Views on paper as a person has them: printed, previewed, saved as PDF; charts as pictures and numbers."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSizeF, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrintPreviewWidget
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.opened import Desk, opened
from tests.ui.windows import dialog, notices, plan_of, settle, trigger
from workbench import i18n
from workbench.errors import Cancelled, Problem
from workbench.plan import edits
from workbench.plan.elements import PlanHead
from workbench.session.session import Session
from workbench.ui.mainwindow import MainWindow
from workbench.ui.paper.flow import Placed
from workbench.ui.paper.printing import Preview, printable_at
from workbench.ui.paper.printout import MOST_PAGES, About, Printable, Printout, layout_of, pdf
from workbench.ui.paper.rows import Column, HeadPiece, Row, RowsPrintout
from workbench.ui.views.gantt import GanttView
from workbench.ui.views.graph import GraphView
from workbench.ui.views.registry import VIEWS

Open = Callable[..., MainWindow]
#: Pages of a PDF of Qt's.
PAGE = b"/Type /Page\n"
PRINTED = ("form", *(one.key for one in VIEWS))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    i18n.speak("en")
    with opened(tmp_path) as made:
        yield made


def pages_of(qtbot: QtBot, window: MainWindow, key: str) -> Printout:
    """The printout of a view of the middle, once it is there."""
    trigger(window, f"view.show.{key}")
    settle(qtbot, window)
    view: object = window.workspace.middle.current
    assert isinstance(view, Printable)
    found: list[Printout] = []

    def there() -> bool:
        found[:] = [one for one in [view.printout()] if one is not None]
        return bool(found)

    qtbot.waitUntil(there)
    return found[0]


def painted(printout: Printout, number: int = 0) -> QImage:
    """A page as it looks on white paper."""
    size = layout_of(printout).fullRectPixels(96).size()
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    count = printout.lay_out(QSizeF(size), lambda _done, _total: None)
    assert number < count
    painter = QPainter(image)
    printout.paint(painter, number)
    painter.end()
    return image


def darkest(image: QImage) -> int:
    """The lightness of the darkest of some dots."""
    return min(
        image.pixelColor(x, y).lightness()
        for x in range(0, image.width(), 2)
        for y in range(0, image.height(), 2)
    )


def share_of_white(image: QImage) -> float:
    """How much of a page is as it came out of the tray, or nearly."""
    dots = [
        image.pixelColor(x, y).lightness()
        for x in range(0, image.width(), 5)
        for y in range(0, image.height(), 5)
    ]
    return sum(one > 200 for one in dots) / len(dots)


def answer_with(path: Path) -> None:
    """Type a name into the file dialog that comes up next, and press Enter."""

    def fill() -> None:
        asked = QApplication.activeModalWidget()
        if not isinstance(asked, QFileDialog):
            QTimer.singleShot(10, fill)
            return
        line = asked.findChild(QLineEdit)
        assert line is not None
        line.setText(str(path))
        QTest.keyClick(line, Qt.Key.Key_Return)

    QTimer.singleShot(0, fill)


def rows(many: int, text: str = "工程") -> RowsPrintout:
    """A table of so many rows."""
    columns = [Column("Code"), Column("Title"), Column("Money", at_right=True)]

    def coming() -> Iterator[Row]:
        return (Row((f"P-{at:05}", text, f"{at:,}")) for at in range(many))

    return RowsPrintout(About("示例", "Table", "2026-01-01"), columns, coming, total=many, nothing="Nothing")


# -- every view --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_view_is_printed_dark_on_white_whatever_the_theme(
    qtbot: QtBot, open_window: Open, library: Path, language: str
) -> None:
    window = open_window(library)
    window.plans.open("sample-city-2026")
    settle(qtbot, window)
    trigger(window, "view.theme.dark")
    trigger(window, f"view.language.{language}")
    # Something for the versions to differ in.
    window.bridge.session.name_version("送审稿")
    window.bridge.apply(edits.rename(plan_of(window), plan_of(window).of_kind("goal")[0].id, "另一目标"))
    for key in PRINTED:
        printout = pages_of(qtbot, window, key)
        data = pdf(printout)
        assert data.startswith(b"%PDF")
        assert data.count(PAGE) >= 1
        page = painted(printout)
        assert share_of_white(page) > 0.6, key
        assert darkest(page) < 90, key
    for panel in (window.workspace.outline, window.workspace.findings):
        printed = panel.printout()
        assert printed is not None
        assert share_of_white(painted(printed)) > 0.6
    trigger(window, "view.theme.light")


def test_print_means_what_has_the_keyboard_else_the_middle(qtbot: QtBot, window: MainWindow) -> None:
    settle(qtbot, window)
    workspace = window.workspace
    middle: object = workspace.middle.current
    assert printable_at(workspace.findings.list, middle, workspace.outline) is workspace.findings
    assert printable_at(workspace.outline.tree, middle, workspace.outline) is workspace.outline
    assert printable_at(workspace.history.list, middle, workspace.outline) is middle
    assert printable_at(None, None, workspace.outline) is workspace.outline


def test_the_preview_shows_the_pages(qtbot: QtBot, window: MainWindow) -> None:
    settle(qtbot, window)
    trigger(window, "view.show.tables")
    trigger(window, "file.preview")
    asked = dialog(window)
    assert isinstance(asked, Preview)
    assert asked.windowTitle() == "Print preview: Table: Projects"
    shown = asked.findChild(QPrintPreviewWidget)
    assert shown is not None
    qtbot.waitUntil(lambda: shown.pageCount() >= 1)
    before = shown.pageCount()
    shown.setPortraitOrientation()
    qtbot.waitUntil(lambda: shown.pageCount() != before)
    QTest.keyClick(asked, Qt.Key.Key_Escape)
    assert not asked.isVisible()


def test_ctrl_p_asks_for_the_printer(qtbot: QtBot, window: MainWindow) -> None:
    settle(qtbot, window)
    window.activateWindow()
    QTest.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    (asked,) = [one for one in window.findChildren(QPrintDialog) if one.isVisible()]
    assert asked.windowTitle().startswith("Print: ")
    asked.reject()


def test_a_view_is_saved_as_pdf(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    settle(qtbot, window)
    trigger(window, "view.show.matrix")
    settle(qtbot, window)
    answer_with(tmp_path / "matrix.pdf")
    trigger(window, "file.pdf")
    assert (tmp_path / "matrix.pdf").read_bytes().startswith(b"%PDF")
    assert "“matrix.pdf” was written" in notices(window)
    answer_with(tmp_path / "no folder" / "matrix.pdf")
    trigger(window, "file.pdf")
    assert "matrix.pdf" in notices(window)[-1]
    assert not (tmp_path / "no folder").exists()


def test_an_empty_plan_has_pages_too(qtbot: QtBot, tmp_path: Path, home: Path, open_window: Open) -> None:
    path = tmp_path / "empty.workbench"
    with Session.create(path) as made:
        made.import_plan([PlanHead(id="plan", position="i", title="空")])
    window = open_window(path)
    window.plans.open("plan")
    settle(qtbot, window)
    for key in PRINTED:
        trigger(window, f"view.show.{key}")
        settle(qtbot, window)
        view: object = window.workspace.middle.current
        assert isinstance(view, Printable)
        printout = view.printout()
        assert printout is None or pdf(printout).count(PAGE) >= 1


# -- rows, heads, limits -----------------------------------------------------------------------------------


def test_headings_stand_on_every_page_and_no_row_is_lost() -> None:
    printout = rows(700)
    count = printout.lay_out(QSizeF(700, 1000), lambda _done, _total: None)
    pages: list[list[Placed]] = printout._pages
    assert len(pages) == count > 10
    assert all(isinstance(page[0].piece, HeadPiece) for page in pages)
    assert sum(len(page) - 1 for page in pages) == 700
    for page in pages:
        last = page[-1]
        assert last.y + last.piece.height <= 1000
        assert [one.y for one in page] == sorted(one.y for one in page)


def test_long_texts_are_broken_and_stay_on_the_page() -> None:
    printout = rows(40, "推进政务服务一网通办与城市运行一网统管，" * 12)
    assert printout.lay_out(QSizeF(700, 1000), lambda _done, _total: None) > 1
    (widest,) = {piece._grid.width for _, piece in printout._pages[0] if isinstance(piece, HeadPiece)}
    assert widest == 700
    grid = next(piece._grid for _, piece in printout._pages[0] if isinstance(piece, HeadPiece))
    assert sum(grid.widths) == pytest.approx(700)


def test_a_heading_is_not_the_last_line_of_a_page() -> None:
    def coming() -> Iterator[Row]:
        for group in range(40):
            yield Row((f"Group {group}",), is_heading=True)
            for at in range(7):
                yield Row((f"P-{at}", "x", "1"))

    columns = [Column("Code"), Column("Title"), Column("Money")]
    printout = RowsPrintout(About("", "", ""), columns, coming, total=320)
    printout.lay_out(QSizeF(700, 500), lambda _done, _total: None)
    assert len(printout._pages) > 5
    assert not any(page[-1].piece.keeps for page in printout._pages)


def test_too_many_pages_are_refused_in_words() -> None:
    printout = rows(MOST_PAGES * 60)
    with pytest.raises(Problem, match="pages"):
        pdf(printout)


def test_it_can_be_cancelled() -> None:
    def step(done: int, _total: int) -> None:
        if done > 400:
            raise Cancelled

    with pytest.raises(Cancelled):
        pdf(rows(2000), step)


# -- charts ------------------------------------------------------------------------------------------------


def table_in(path: Path) -> list[list[str]]:
    """The rows of a CSV file."""
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_coverage_and_trend_are_saved_as_picture_and_numbers(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    settle(qtbot, window)
    trigger(window, "check.coverage")
    overview = window.overview
    qtbot.waitUntil(lambda: overview.coverage.model.coverage is not None)
    trigger(window, "check.trend")
    qtbot.waitUntil(lambda: bool(overview.trend.points))
    for page in (overview.coverage, overview.trend):
        name = type(page).__name__
        for suffix in (".png", ".svg", ".csv"):
            answer_with(tmp_path / f"{name}{suffix}")
            page.as_file.as_file[suffix].trigger()
        assert not QImage(str(tmp_path / f"{name}.png")).isNull()
        assert b"<svg" in (tmp_path / f"{name}.svg").read_bytes()
        found = table_in(tmp_path / f"{name}.csv")
        assert len({len(row) for row in found}) == 1
    coverage = table_in(tmp_path / "CoveragePage.csv")
    assert coverage[0][:2] == ["Problem", "Subject"]
    assert len(coverage) >= 16
    trend = table_in(tmp_path / "TrendPage.csv")
    scores = window.bridge.session.checker.verdicts()
    assert trend[-1][2] == f"{scores['whole'].score:.1f}"
    overview.close()


def test_the_money_of_the_gantt_chart_as_numbers(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    view = GanttView(desk.bridge)
    shown(qtbot, view)
    qtbot.waitUntil(lambda: view.model.bars is not None)
    answer_with(tmp_path / "money.csv")
    view.bar.exports["csv"].trigger()
    assert table_in(tmp_path / "money.csv")[1:] == [
        ["2026", "City budget", "500", "", "0"],
        ["2027", "City budget", "600", "", "0"],
    ]


def test_the_graph_as_numbers_without_formulas(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    desk.bridge.apply(edits.set_field(desk.plan, "p2", "title", "=HYPERLINK(1)"))
    view = GraphView(desk.bridge)
    shown(qtbot, view)
    qtbot.waitUntil(lambda: view.canvas.drawing is not None)
    assert view.write(tmp_path / "graph.csv")
    found = table_in(tmp_path / "graph.csv")
    assert ["Goal", "G-002", "政务服务一网通办", "Project", "P-002", "'=HYPERLINK(1)"] in [
        row[:6] for row in found
    ]
    assert {len(row) for row in found} == {7}
    # What is shown without a link is there, too.
    assert ["Need", "N-001"] in [row[:2] for row in found]


def shown(qtbot: QtBot, view: QWidget) -> None:
    qtbot.addWidget(view)
    view.resize(1200, 800)
    view.show()
    qtbot.waitExposed(view)


def test_the_plan_is_what_it_was(qtbot: QtBot, window: MainWindow) -> None:
    settle(qtbot, window)
    before = window.bridge.session.newest
    for key in PRINTED:
        pdf(pages_of(qtbot, window, key))
    assert window.bridge.session.newest == before
    assert plan_of(window).exists
