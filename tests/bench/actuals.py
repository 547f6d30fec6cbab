"""Entering actual values: 5,000 cells scrolled, gone about in, edited and filtered in the view of them."""

from __future__ import annotations

import os
import tempfile
import time
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from workbench.plan.elements import Indicator, PlanHead, Unit
from workbench.plan.records import Actual, Baseline, Span, Target

if TYPE_CHECKING:
    from tests.bench.frames import Frames
    from workbench.ui.bridge import Bridge

#: Rows of monthly values: 417 rows of 12 months are 5,004 cells.
ROWS: Final = 417
YEAR: Final = 2027


def made(rows: int = ROWS) -> list[Any]:
    """A plan in force whose indicators are all collected by the month, half of the year entered."""
    from datetime import date

    elements: list[Any] = [
        PlanHead(
            id="plan",
            position="a",
            title="示例",
            status="in_force",
            base_year=YEAR - 1,
            as_of=date(YEAR, 8, 31),
            period=Span(start=date(YEAR, 1, 1), end=date(YEAR + 1, 12, 31)),
        ),
        Unit(id="u", position="a", name="市统计局"),
    ]
    for at in range(rows):
        elements.append(
            Indicator(
                id=f"i{at}",
                position=f"{at:06}x",
                code=f"I-{at:03}",
                name=f"月度指标之第{at}项完成情况",
                unit="%",
                value_type="percent",
                aggregation="level",
                direction="higher",
                frequency="month",
                data_unit="u",
                baseline=Baseline(value=Decimal(50), year=YEAR - 1),
                targets=(Target(year=YEAR, value=Decimal(80)), Target(year=YEAR + 1, value=Decimal(90))),
                actuals=tuple(
                    Actual(period=f"{YEAR}-{month:02}", value=Decimal(50 + (at * 7 + month * 3) % 30))
                    for month in range(1, 7)
                ),
            )
        )
    return elements


def actuals(bridge: Bridge) -> list[Frames]:
    """Opening, scrolling down, going from cell to cell, editing, filtering."""
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from tests.bench.frames import Frames, timed
    from workbench.ui.views.actuals import ActualsView

    view = ActualsView(bridge)
    view.resize(1400, 900)
    began = time.perf_counter()
    view.show()
    QTest.qWaitForWindowExposed(view)
    QApplication.processEvents()
    opening = (time.perf_counter() - began) * 1000
    grid, model = view.grid, view.model
    cells = sum(len(periods) for periods in model.sheet.periods_by_row.values())
    said = f"actual values, {cells:,} cells"
    down = grid.verticalScrollBar()
    texts = iter(range(1_000))
    found = [
        Frames(f"{said}: opening", opening, opening),
        timed(
            f"{said}: scrolling down", grid, down.setValue, range(0, down.maximum(), down.maximum() // 150)
        ),
        timed(f"{said}: going to a cell", grid, lambda at: grid.stand_at(at, 7), range(0, ROWS, 9)),
        timed(
            f"{said}: entering a value",
            view,
            lambda at: model.put_text(at, 7, str(60 + next(texts) % 30)),
            range(40),
        ),
    ]

    def narrow(state: str) -> None:
        view.bar.choose_state(state)
        view.look()

    found.append(timed(f"{said}: filtering", view, narrow, ("late", "", "suspicious", "", "missing", "")))
    view.close()
    return found


def show() -> None:
    """Print the figures."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from tests.bench.frames import opened

    with tempfile.TemporaryDirectory() as folder:
        _, bridge = opened(made(), Path(folder) / "actuals.workbench")
        print("\nactual values:")
        for one in actuals(bridge):
            print(f"  {one}")
        bridge.close()
        bridge.session.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as home:
        os.environ["WORKBENCH_HOME"] = home
        show()
    os._exit(0)
