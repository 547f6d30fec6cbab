"""How long the list of differences takes to scroll and to filter when 20,000 elements differ."""

from __future__ import annotations

import time

from tests.bench.frames import Frames, timed
from tests.plans import sound_elements


def measure(count: int = 20_000) -> list[Frames]:
    """Comparing, laying out, scrolling and filtering, every element retitled."""
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication, QWidget

    from workbench.i18n import words
    from workbench.plan.compare import compare
    from workbench.plan.differences_in_words import paragraphs
    from workbench.plan.plan import Plan
    from workbench.ui.models.difference import DifferenceModel
    from workbench.ui.views.difference_list import DifferenceList

    app = QApplication.instance() or QApplication(["workbench", "-style", "fusion"])
    assert app is not None
    from workbench.ui import theme

    theme.start(app, "light", 100)  # type: ignore[arg-type]
    one = Plan("plan", sound_elements(count))
    other = Plan(
        "plan",
        [
            held.but(**{held.title_field: f"{held.name_shown}一"}) if held.name_shown else held
            for held in one.elements.values()
        ],
    )
    began = time.perf_counter()
    found = list(paragraphs(compare(one, other), words("zh")))
    print(f"comparing {len(found):,} elements that differ, in words  {time.perf_counter() - began:.2f} s")
    room = QWidget()
    model = DifferenceModel(room)
    view = DifferenceList(model, room)
    model.put(found)
    view.resize(1000, 800)
    room.resize(1000, 800)
    room.show()
    QTest.qWaitForWindowExposed(room)
    bar = view.verticalScrollBar()
    frames = [timed("differences: scrolling", view, bar.setValue, range(0, 12_000, 60))]
    # The first one makes the texts that are searched.
    model.filter("平台", "", "")
    wanted = ["平", "指标 1", "第3局", "", "改", "目标 2"] * 4
    frames.append(timed("differences: filtering", view, lambda text: model.filter(text, "", ""), wanted))
    return frames


if __name__ == "__main__":
    for frame in measure():
        print(frame)
