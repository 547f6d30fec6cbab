"""A library with one small plan, open under a bridge: what the tests of outline and forms stand on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from workbench.plan.elements import Basis, Element, Goal, Indicator, Milestone, Need, PlanHead, Project, Unit
from workbench.plan.plan import Plan
from workbench.plan.records import FundingLine, GoalLink, Span
from workbench.session.session import Session
from workbench.ui import messages
from workbench.ui.bridge import Bridge

WAN = 1_000_000


def elements() -> list[Element]:
    """A plan with two trees of goals, a programme with two projects, and what they lean on."""
    return [
        PlanHead(
            id="plan", position="i", title="示例", period=Span(start=date(2026, 1, 1), end=date(2030, 12, 31))
        ),
        Unit(id="u1", position="b", code="U-001", name="市数据局", aliases=("数据局",)),
        Unit(id="u2", position="d", code="U-002", name="市财政局"),
        Unit(id="u3", position="f", code="U-003", name="市发展改革局"),
        Basis(id="b1", position="b", code="B-001", title="上级规划"),
        Need(id="n1", position="b", code="N-001", title="办事少跑腿"),
        Goal(id="g1", position="b", code="G-001", title="建成智慧城市"),
        Goal(id="g2", position="d", code="G-002", title="政务服务一网通办", parent="g1"),
        Goal(id="g3", position="f", code="G-003", title="城市运行一网统管", parent="g1"),
        Goal(id="g4", position="h", code="G-004", title="数字经济"),
        Project(id="p1", position="b", code="P-001", title="数字底座工程", kind="programme"),
        Project(
            id="p2",
            position="d",
            code="P-002",
            title="公共数据平台",
            parent="p1",
            lead_unit="u1",
            start=date(2026, 4, 1),
            end=date(2028, 12, 31),
            total_investment=1200 * WAN,
            funding=(
                FundingLine(year=2026, source="city", amount=500 * WAN),
                FundingLine(year=2027, source="city", amount=600 * WAN),
            ),
            goals=(GoalLink(goal="g2", role="primary"),),
        ),
        Project(id="p3", position="f", code="P-003", title="城市大脑", parent="p1"),
        Milestone(id="m1", position="b", code="M-001", title="立项", project="p2", due=date(2026, 6, 30)),
        Milestone(id="m2", position="d", code="M-002", title="验收", project="p2", due=date(2028, 9, 30)),
        Indicator(id="i1", position="b", code="I-001", name="一网通办率", goals=("g2",)),
    ]


class Desk:
    """The open library, its bridge, and what the user has been told."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.bridge = Bridge(session)
        self.told: list[tuple[str, str]] = []

    @property
    def plan(self) -> Plan:
        assert self.session.plan is not None
        return self.session.plan

    def get(self, id_: str, field: str) -> object:
        """A field of an element as the plan has it now."""
        return self.plan.elements[id_].get(field)

    def steps(self) -> list[str]:
        """The labels of all changes but the import, newest first."""
        return [row.label.message for row in self.session.history()][:-1]


def type_text(widget: QWidget, text: str) -> None:
    """Type any text; QTest.keyClicks knows no Chinese."""
    for char in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            key = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, char)
            QApplication.sendEvent(widget, key)


@contextmanager
def opened(folder: Path, *, read_only: bool = False) -> Iterator[Desk]:
    """Make a library with the plan in it, open it, close it at the end."""
    path = folder / "plans.workbench"
    with Session.create(path) as made:
        made.import_plan(elements())
    session = Session.open(path, author="李雷", read_only=read_only)
    session.open_plan("plan")
    desk = Desk(session)

    def hear(severity: str, text: str) -> None:
        desk.told.append((severity, text))

    messages.listen(hear)
    try:
        yield desk
    finally:
        messages.forget(hear)
        desk.bridge.close()
        session.close()
