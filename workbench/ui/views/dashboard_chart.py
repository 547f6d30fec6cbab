"""What the charts of the dashboard have in common: marks that can be pointed at, said and opened."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar, Final

from PySide6.QtCore import QPointF, QRectF

from workbench.ui.models import cells

if TYPE_CHECKING:
    from PySide6.QtGui import QFontMetricsF

    from workbench.analysis.dashboard import Figures
    from workbench.plan.plan import Plan
    from workbench.ui.views.ink import Ink

#: An element and the field of it that a mark stands for.
Target = tuple[str, str]
#: What a mark stands for that is no element: "dimension" or "version", and which.
Asked = tuple[str, str]
#: Height of a row in lines of text.
_ROW: Final = 1.55


class Chart:
    """A chart of the dashboard, apart from the widget that shows it. ``measure`` comes before all else."""

    key: ClassVar[str] = ""
    title: ClassVar[str] = ""
    #: Lines of text that stand above the rows and do not scroll.
    heading_lines: ClassVar[float] = 0.0

    def __init__(self, plan: Plan, figures: Figures) -> None:
        self.plan = plan
        self.figures = figures
        self.width = self.line = self.room = 1.0

    def measure(self, metrics: QFontMetricsF, width: float, room: float) -> None:
        """Lay the chart out in a width; ``room`` is the height there is to see it in."""
        self.line, self.width, self.room = metrics.height(), width, room

    @property
    def heading(self) -> float:
        """Height of what stands above the rows."""
        return self.heading_lines * self.line

    @property
    def tall(self) -> float:
        """Height of a row."""
        return self.line * _ROW

    @property
    def height(self) -> float:
        """Height of all of it."""
        return self.heading + self.tall * self.rows

    @property
    def least(self) -> float:
        """Lines of text that it is to be seen with at the least."""
        return 13.0

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return 0

    @property
    def step(self) -> int:
        """Marks in a row."""
        return 1

    @property
    def count(self) -> int:
        """How many marks there are."""
        return self.rows * self.step

    def box(self, at: int) -> QRectF:
        """Where a mark is."""
        return QRectF(0, self.heading + self.tall * at, self.width, self.tall)

    def at(self, x: float, y: float) -> int:
        """The mark at a place; -1 for none."""
        at = int((y - self.heading) // self.tall)
        return at if y >= self.heading and 0 <= at < self.rows and 0 <= x < self.width else -1

    @abstractmethod
    def said(self, at: int) -> str:
        """A mark in words."""

    @abstractmethod
    def opens(self, at: int) -> list[Target]:
        """What a mark stands for, what matters most first."""

    def asks(self, _at: int) -> Asked | None:
        """What a mark stands for where that is no element."""
        return None

    def caption(self) -> str:
        """A sentence under the title."""
        return ""

    @abstractmethod
    def nothing(self) -> str:
        """What to do when there is nothing to show."""

    def paint(self, ink: Ink, top: float, bottom: float) -> None:
        """Paint the rows between two heights."""
        first = max(0, int((top - self.heading) // self.tall))
        last = min(self.rows, int((bottom - self.heading) // self.tall) + 1)
        for row in range(first, last):
            y = self.heading + self.tall * row
            self.paint_row(ink, row, QRectF(0, y, self.width, self.tall))
            ink.painter.setPen(ink.colour("line"))
            ink.painter.drawLine(QPointF(0, y + self.tall), QPointF(self.width, y + self.tall))

    def paint_row(self, ink: Ink, row: int, box: QRectF) -> None:
        """Paint one row."""

    def paint_heading(self, ink: Ink) -> None:
        """Paint what stands above the rows."""

    @abstractmethod
    def table(self) -> list[list[str]]:
        """The same as numbers, the headings first."""

    def named(self, id_: str) -> str:
        """An element by code and title."""
        return cells.named(self.plan, id_)
