"""How long the window takes to paint the matrix and the graph of a large plan, a frame at a time."""

from __future__ import annotations

import gc
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from tests.plans import sound_elements

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from PySide6.QtWidgets import QApplication, QWidget

    from workbench.plan.elements import Element
    from workbench.ui.bridge import Bridge

T = TypeVar("T")


class Frames(NamedTuple):
    """Milliseconds of a frame: half take less than ``median``, all but one in twenty less than ``late``."""

    name: str
    median: float
    late: float

    def __str__(self) -> str:
        return f"{self.name:52} median {self.median:7.2f} ms   95 % {self.late:7.2f} ms"


def timed(name: str, widget: QWidget, act: Callable[[T], object], values: Iterable[T]) -> Frames:
    """Act on each value, each time with the painting of the whole widget that follows it."""
    from PySide6.QtWidgets import QApplication, QWidget

    parts = [widget, *(one for one in widget.findChildren(QWidget) if one.isVisible())]
    took = []
    for value in values:
        began = time.perf_counter()
        act(value)
        for part in parts:
            part.update()
        QApplication.processEvents()
        took.append((time.perf_counter() - began) * 1000)
    took.sort()
    return Frames(name, statistics.median(took), took[int(len(took) * 0.95)])


def matrix(bridge: Bridge) -> list[Frames]:
    """Scrolling, moving and selecting in the link matrix."""
    from PySide6.QtTest import QTest

    from workbench.analysis.links import PAIRINGS
    from workbench.ui.views.matrix import MatrixView

    view = MatrixView(bridge)
    view.resize(1400, 900)
    view.show()
    QTest.qWaitForWindowExposed(view)
    view.show_pairing(PAIRINGS[2])
    found = view.model.matrix
    assert found is not None
    table = view.table
    said = f"matrix {len(found.rows):,} x {len(found.columns):,}"
    down, across = table.verticalScrollBar(), table.horizontalScrollBar()
    scroll = timed(f"{said}: scrolling down", table, down.setValue, range(0, 7400, 37))

    def go(at: int) -> None:
        down.setValue(at * 37)
        across.setValue(at * 29)

    slant = timed(f"{said}: scrolling slantwise", table, go, range(200))
    ids = [one.id for one in found.plan.of_kind("indicator")][::40]
    choose = timed(f"{said}: selecting an element", table, view.select, ids)

    def narrow(text: str) -> None:
        view.bar.rows_filter.setText(text)
        view.apply_filter()

    filtered = timed(f"{said}: filtering", table, narrow, ["服务", "1期", "P-0", ""] * 4)
    view.close()
    return [scroll, slant, choose, filtered]


def graph(bridge: Bridge) -> list[Frames]:
    """Panning, zooming and selecting in the traceability graph."""
    from PySide6.QtTest import QTest

    from workbench.ui.views.graph import GraphView

    view = GraphView(bridge)
    view.resize(1400, 900)
    view.show()
    QTest.qWaitForWindowExposed(view)
    canvas = view.canvas
    if view.shown.is_cut:
        # As much as is ever shown: what hangs together with the unit that has most.
        view.only_path.setChecked(True)
        view.select("u1")
    said = f"graph, {len(canvas.shown_ids)} of {len(view.chain.ids) if view.chain else 0:,}"
    canvas.fit()
    whole = timed(f"{said}: painting it whole", canvas, lambda _: None, range(60))
    canvas.zoom_to(1.0)
    pan = timed(f"{said}: panning", canvas, lambda step: canvas.pan(0, step), [23] * 150)
    zoom = timed(f"{said}: zooming", canvas, canvas.zoom_by, [1.02] * 45)
    assert view.chain is not None
    view.only_path.setChecked(False)
    ids = [id_ for id_ in view.chain.ids if id_[0] in "gpi"]
    ids = ids[:: max(1, len(ids) // 100)]
    choose = timed(f"{said}: selecting an element", canvas, view.select, ids)
    view.close()
    return [whole, pan, zoom, choose]


def opened(elements: Sequence[Element], path: Path) -> tuple[QApplication, Bridge]:
    """A new library with a plan, which is open; whoever asks closes the bridge and its session."""
    from PySide6.QtWidgets import QApplication

    from workbench.session.session import Session
    from workbench.ui import theme
    from workbench.ui.bridge import Bridge

    app = QApplication.instance() or QApplication(["bench", "-style", "fusion"])
    assert isinstance(app, QApplication)
    theme.start(app, "light", 100)
    with Session.create(path) as made:
        made.import_plan(elements)
    session = Session.open(path)
    session.open_plan("plan")
    gc.freeze()  # as the window does with a plan that is open
    return app, Bridge(session)


def of_views(count: int, *views: Callable[[Bridge], list[Frames]]) -> list[Frames]:
    """The figures of some views, on a plan of about so many elements."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        _, bridge = opened(sound_elements(count), Path(folder) / f"{count}.workbench")
        for view in views:
            found += view(bridge)
        bridge.close()
        bridge.session.close()
    return found


def measure(count: int = 20_000) -> list[Frames]:
    """All figures, on a plan of about so many elements."""
    # The second is as large as one whose graph is still shown whole.
    return of_views(count, matrix, graph) + of_views(1_100, graph)


if __name__ == "__main__":
    for one in measure():
        print(one)
