"""What is drawn in figures: where it stands, in which colours, on the screen and on finer paper."""

from __future__ import annotations

import gc
import itertools
import math
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPdfWriter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from workbench.ui import theme
from workbench.ui.views.ink import Ink
from workbench.ui.views.plot import Band, Bars, Box, Drawn, Line, Plot, Word

SIZE = QSizeF(400, 240)
ROOM = QRectF(60, 10, 330, 200)
#: An indicator over the years: what was measured, what is likely, what is wanted; and money beside it.
DRAWN = Drawn(
    (2025.5, 2030.5),
    (0, 100),
    tuple((float(year), str(year)) for year in range(2026, 2031)),
    tuple((float(value), str(value)) for value in range(0, 101, 25)),
    bands=(Band(((2028, 60, 60), (2030, 70, 90))),),
    bars=(Bars((Box(2025.6, 0, 2026.4, 40),), "warning"),),
    lines=(
        Line(((2026, 50), (2026.5, math.nan), (2027, 20), (2028, 60)), "accent", "circle"),
        Line(((2030, 80),), "error", "up", 0, radius=0.5),
    ),
    words=(Word(2027, 80, "████"),),
)


@pytest.fixture
def plot(qapp: QApplication) -> Plot:
    return Plot(DRAWN, ROOM, SIZE)


@pytest.fixture
def dark(qapp: QApplication) -> Iterator[None]:
    theme.choose(qapp, "dark")
    yield
    theme.choose(qapp, "light")


def painted(plot: Plot, colour: Callable[[str], QColor] = theme.on_paper, fine: int = 1) -> QImage:
    """What is painted, away from the corner, on something so many times as fine."""
    made = QImage(440 * fine, 280 * fine, QImage.Format.Format_RGB32)
    made.fill(colour("base"))
    painter = QPainter(made)
    font = QFont()
    font.setPixelSize(12)
    painter.setFont(font)
    painter.scale(fine, fine)
    painter.translate(20, 30)
    plot.paint(Ink(painter, colour, QFontMetricsF(font)))
    painter.end()
    return made


def at(image: QImage, place: QPointF, fine: int = 1) -> str:
    return image.pixelColor(round((place.x() + 20) * fine), round((place.y() + 30) * fine)).name()


def test_figures_are_where_they_are_said_to_be(plot: Plot) -> None:
    assert plot.place(2025.5, 0) == ROOM.bottomLeft()
    assert plot.place(2030.5, 100) == ROOM.topRight()
    assert plot.box(Box(2025.5, 0, 2026.5, 50)) == QRectF(60, 110, 66, 100)


@pytest.mark.parametrize("fine", [1, 3])
def test_everything_is_drawn_in_its_place(plot: Plot, fine: int) -> None:
    image = painted(plot, fine=fine)
    base = theme.on_paper("base").name()
    assert at(image, plot.place(2026.2, 20), fine) == theme.on_paper("warning").name()
    assert at(image, plot.place(2027, 20), fine) == theme.on_paper("accent").name()
    assert at(image, plot.place(2027.5, 40), fine) not in (base, theme.on_paper("soft").name())
    assert at(image, plot.place(2029.5, 72), fine) == theme.on_paper("soft").name()
    assert at(image, plot.place(2030, 80), fine) == theme.on_paper("error").name()
    assert at(image, plot.place(2027, 80) - QPointF(0, 8), fine) == theme.on_paper("text").name()
    # No line leads over what is not known.
    assert at(image, plot.place(2026.6, 32), fine) == base
    # The figure at the foot of the axis is whole, though half of it is below.
    foot = image.copy(40 * fine, 30 * fine + 205 * fine, 35 * fine, 10 * fine)
    assert any(
        foot.pixelColor(x, y).name() != base for x in range(foot.width()) for y in range(foot.height())
    )


@pytest.mark.usefixtures("dark")
def test_the_colours_are_those_of_now(plot: Plot) -> None:
    assert at(painted(plot), plot.place(2026.2, 20)) == theme.on_paper("warning").name()
    assert at(painted(plot, theme.colour), plot.place(2026.2, 20)) == theme.colour("warning").name()
    assert theme.colour("warning") != theme.on_paper("warning")


def test_a_pattern_keeps_its_shape_and_an_alarm_its_frame(qapp: QApplication) -> None:
    boxes = (Box(2026, 0, 2030, 80),)
    hatched = Bars(boxes, "warning", Qt.BrushStyle.HorPattern)
    held = Plot(
        DRAWN._replace(bars=(hatched, Bars(boxes, "error", framed=True)), lines=(), rules=False), ROOM, SIZE
    )
    image = painted(held)
    column = [at(image, held.place(2027.5, 10) - QPointF(0, down)) for down in range(32)]
    lines = [down for down, one in enumerate(column) if one != column[0] and down]
    assert len(set(column)) == 2
    assert {after - before for before, after in itertools.pairwise(lines)} <= {1, 7, 8}
    edge = held.place(2026, 10).x()
    assert any(at(image, QPointF(edge, down)) == theme.on_paper("error").name() for down in range(100, 140))


def test_figures_as_large_as_money_in_fen_keep_their_place_in_a_pdf(
    qapp: QApplication, tmp_path: Path
) -> None:
    many = 10**11
    hatched = Bars((Box(2026, 2 * many, 2030, 4 * many),), "accent", Qt.BrushStyle.HorPattern)
    held = Plot(Drawn((2025, 2031), (0, 6 * many), bars=(hatched,)), ROOM, SIZE)
    paper = QPdfWriter(str(tmp_path / "money.pdf"))
    paper.setPageMargins(QMarginsF())
    paper.setResolution(96)
    painter = QPainter(paper)
    painter.translate(20, 30)
    held.paint(Ink(painter, theme.on_paper, QFontMetricsF(QFont())))
    painter.end()
    with pypdfium2.PdfDocument(tmp_path / "money.pdf") as document:
        picture = document[0].render(scale=96 / 72).to_numpy()

    def white_rows(x: float, y: float) -> int:
        """Of ten rows, one below the other, that lie between the lines of the pattern."""
        place = held.place(x, y)
        across, top = round(place.x() + 20), round(place.y() + 30)
        return sum(int(picture[top + down, across].min()) == 255 for down in range(10))

    assert white_rows(2028, 3 * many) == 0
    assert white_rows(2028, many) == 10
    assert white_rows(2028, 5.5 * many) == 10


def test_it_leaves_no_windows_of_its_own(qtbot: QtBot, plot: Plot) -> None:
    painted(plot)
    assert not [one for one in QApplication.topLevelWidgets() if type(one).__module__.startswith("pyqtgraph")]


def test_it_is_taken_apart_in_the_thread_of_the_window_whoever_collects(qapp: QApplication) -> None:
    over = threading.Event()

    def collect() -> None:
        while not over.is_set():
            gc.collect()

    other = threading.Thread(target=collect)
    before = len(qapp.children())
    other.start()
    for _ in range(12):
        painted(Plot(DRAWN, ROOM, SIZE))
    over.set()
    other.join()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert len(qapp.children()) <= before
