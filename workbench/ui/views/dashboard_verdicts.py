"""Charts of the dashboard about how sound the plan is: its verdicts as they came along, and its coverage."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QBrush, QFontMetricsF, QPen

from workbench.i18n import N_, tr
from workbench.plan.choices import DOMAIN, SUBJECT
from workbench.plan.values import show_money
from workbench.rules.verdict import DIMENSION_LABELS, VERDICTS
from workbench.ui.models.coverage import choice_label, counts_of, label_of, rate, told
from workbench.ui.phrases import joined
from workbench.ui.views import coverage_export, trend_chart
from workbench.ui.views.dashboard_chart import Chart
from workbench.ui.views.ink import RIGHT
from workbench.ui.views.trend_chart import SERIES, TrendDrawing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.analysis.dashboard import Figures
    from workbench.plan.plan import Plan
    from workbench.rules.coverage import Cell, Coverage
    from workbench.session.trend import Point
    from workbench.ui.views.dashboard_chart import Asked, Target
    from workbench.ui.views.ink import Ink

_CENTRE: Final = Qt.AlignmentFlag.AlignCenter
_WORST_FIRST: Final = ("fails", "reservations", "holds", "nothing")


class Standing(NamedTuple):
    """How sound a plan is: its coverage (None until worked out), its verdicts from the oldest to now."""

    coverage: Coverage | None = None
    points: Sequence[Point] = ()


class StandingChart(Chart):
    """A chart of what the rules say; its figures are worked out apart from the others."""

    def __init__(self, plan: Plan, figures: Figures, standing: Standing) -> None:
        super().__init__(plan, figures)
        self.standing = standing


class VerdictsChart(StandingChart):
    """A line for each of the four scores over the saved versions; at its end how it stands now."""

    key = "verdicts"
    title = N_("Verdicts and their trend")
    _names: ClassVar = tuple(SERIES)

    def measure(self, metrics: QFontMetricsF, width: float, room: float) -> None:
        super().measure(metrics, width, max(room, metrics.height() * 9))
        self._drawing = TrendDrawing(self.standing.points, -1, metrics, QSizeF(self.width, self.room))

    @property
    def height(self) -> float:
        """As high as there is room."""
        return self.room

    @property
    def step(self) -> int:
        """A mark for each moment of a line."""
        return len(self.standing.points)

    @property
    def count(self) -> int:
        """A mark for each moment of the four lines."""
        return len(self._names) * self.step

    def _of(self, at: int) -> tuple[str, int]:
        line, moment = divmod(at, self.step)
        return self._names[line], moment

    def box(self, at: int) -> QRectF:
        name, moment = self._of(at)
        drawing = self._drawing
        if moment == self.step - 1:
            # Words do not lie on one another, as marks may.
            return drawing.ends[name]
        middle = drawing.place(name, moment)
        edge = self.line * 1.1
        return QRectF(middle.x() - edge / 2, middle.y() - edge / 2, edge, edge)

    def at(self, x: float, y: float) -> int:
        found = self._drawing.mark_at(QPointF(x, y))
        return self._names.index(found[0]) * self.step + found[1] if found is not None else -1

    def said(self, at: int) -> str:
        name, moment = self._of(at)
        return trend_chart.told(self.standing.points[moment], name)

    def opens(self, at: int) -> list[Target]:
        return []

    def asks(self, at: int) -> Asked | None:
        name, moment = self._of(at)
        if moment == self.step - 1:
            return "dimension", name
        return "version", self.standing.points[moment].name

    def caption(self) -> str:
        if not self.step:
            return ""
        now = self.standing.points[-1].verdicts
        said = joined(
            tr(
                "{dimension}: {told}",
                dimension=tr(DIMENSION_LABELS[name]),
                told=tr(VERDICTS[now[name].verdict]),
            )
            for name in self._names
            if name in now
        )
        if self.step > 1:
            return said
        return f"{said}\n{tr('Save versions now and then: their scores are compared here.')}"

    def nothing(self) -> str:
        return tr("The plan is being judged.")

    def paint(self, ink: Ink, top: float, bottom: float) -> None:
        self._drawing.paint(ink)

    def table(self) -> list[list[str]]:
        return trend_chart.table_of(self.standing.points)


class CoverageChart(StandingChart):
    """The five problems down, the three subjects across: what stands in each cell, and how sound it is."""

    key = "coverage"
    title = N_("Coverage: problems by subjects")
    heading_lines = 1.5

    def __init__(self, plan: Plan, figures: Figures, standing: Standing) -> None:
        super().__init__(plan, figures, standing)
        found = standing.coverage.cells if standing.coverage is not None else ()
        # Where everything is stated nothing stands beside the fifteen.
        cells = [one for one in found if None not in one.place or not one.is_empty or one.indicators]
        self._domains = list(dict.fromkeys(one.domain for one in cells))
        self._subjects = list(dict.fromkeys(one.subject for one in cells))

    def measure(self, metrics: QFontMetricsF, width: float, room: float) -> None:
        super().measure(metrics, width, room)
        names = [choice_label(DOMAIN, one) for one in self._domains]
        longest = max((metrics.horizontalAdvance(one) for one in names), default=0) + self.line
        self._names = min(longest, width * 0.25)
        self._each = (width - self._names) / max(len(self._subjects), 1)

    @property
    def tall(self) -> float:
        """Two lines and what is around them."""
        return self.line * 2.4

    @property
    def least(self) -> float:
        return self.heading_lines + 2.4 * self.rows + 0.3

    @property
    def rows(self) -> int:
        """One for each problem."""
        return len(self._domains)

    @property
    def step(self) -> int:
        """A mark for each subject."""
        return max(len(self._subjects), 1)

    def _place(self, at: int) -> tuple[str | None, str | None]:
        row, column = divmod(at, self.step)
        return self._domains[row], self._subjects[column]

    def _cell(self, at: int) -> Cell | None:
        """The cell at a mark; None where nothing stands that names neither problem nor subject."""
        found = self.standing.coverage
        cell = found.cell(*self._place(at)) if found is not None else None
        return cell if cell is not None and not (cell.is_empty and not cell.indicators) else None

    def box(self, at: int) -> QRectF:
        row, column = divmod(at, self.step)
        x = self._names + column * self._each
        return QRectF(x, self.heading + self.tall * row, self._each, self.tall)

    def at(self, x: float, y: float) -> int:
        row = super().at(x, y)
        column = int((x - self._names) // self._each)
        return row * self.step + column if row >= 0 and 0 <= column < self.step else -1

    def said(self, at: int) -> str:
        cell = self._cell(at)
        said = [label_of(*self._place(at))]
        if cell is None:
            return joined([*said, tr("No goal and no project")])
        said += [counts_of(cell), show_money(cell.money) if cell.money else tr("no money")]
        said.append(f"{tr(VERDICTS[_verdict(cell)])} {rate(cell.score)}")
        return joined([*said, tr("weakest")] if self._is_weakest(cell) else said)

    def opens(self, at: int) -> list[Target]:
        cell = self._cell(at)
        if cell is None:
            # Why a problem is left out is stated there.
            return [(self.plan.id, "omitted_domains")] if None not in self._place(at) else []
        field = "subjects" if cell.subject is None and cell.domain is not None else "domains"
        held = [id_ for id_ in (*cell.goals, *cell.projects, *cell.indicators) if id_ in self.plan]
        return [(id_, field if field in self.plan.elements[id_].place_of else "goals") for id_ in held]

    def caption(self) -> str:
        found = self.standing.coverage
        if found is None:
            return ""
        return f"{told(found)}\n{tr('In each cell: goals / projects / indicators, and the pass rate.')}"

    def nothing(self) -> str:
        return tr("The plan is being judged.")

    def _is_weakest(self, cell: Cell) -> bool:
        found = self.standing.coverage
        return found is not None and found.weakest is not None and cell.place == found.weakest.place

    def paint_heading(self, ink: Ink) -> None:
        for column, subject in enumerate(self._subjects):
            head = QRectF(self._names + column * self._each, 0, self._each, self.heading)
            ink.write(head.adjusted(4, 0, -4, 0), choice_label(SUBJECT, subject), "muted", _CENTRE)

    def paint_row(self, ink: Ink, row: int, box: QRectF) -> None:
        label = choice_label(DOMAIN, self._domains[row])
        ink.write(QRectF(2, box.top(), self._names - self.line * 0.6, box.height()), label)
        for column in range(self.step):
            at = row * self.step + column
            cell = self._cell(at)
            # To have stated everything is no gap.
            if cell is not None or None not in self._place(at):
                self._paint_cell(ink, self.box(at).adjusted(2, 2, -2, -2), cell)

    def _paint_cell(self, ink: Ink, box: QRectF, cell: Cell | None) -> None:
        painter, line = ink.painter, self.line
        is_weakest = cell is not None and self._is_weakest(cell)
        if cell is None:
            hatch = ink.colour("warning")
            hatch.setAlpha(60)
            painter.fillRect(box, QBrush(hatch, Qt.BrushStyle.BDiagPattern))
        painter.setPen(QPen(ink.colour("error" if is_weakest else "border"), 2 if is_weakest else 1))
        painter.drawRoundedRect(box, 4, 4)
        inner = box.adjusted(line * 0.4, line * 0.15, -line * 0.4, -line * 0.15)
        if cell is None:
            ink.write(inner, tr("Nothing here"), "muted", _CENTRE)
            return
        upper = QRectF(inner.left(), inner.top(), inner.width(), inner.height() / 2)
        lower = upper.translated(0, inner.height() / 2)
        ink.write(upper, f"{len(cell.goals)} / {len(cell.projects)} / {len(cell.indicators)}")
        edge = line * 0.85
        ink.mark(_verdict(cell), QPointF(lower.left(), lower.center().y() - edge / 2), edge)
        beside = lower.adjusted(line * 1.2, 0, 0, 0)
        ink.write(beside, rate(cell.score))
        if is_weakest:
            figures = ink.metrics.horizontalAdvance("100.0 %  ")
            ink.write(beside.adjusted(figures, 0, 0, 0), tr("weakest"), "error", RIGHT)

    def table(self) -> list[list[str]]:
        found = self.standing.coverage
        return coverage_export.table_of(found) if found is not None else [[]]


def _verdict(cell: Cell) -> str:
    """The worst verdict of the four dimensions."""
    held = {part.verdict for part in cell.dimensions.values()}
    return next((one for one in _WORST_FIRST if one in held), "nothing")
