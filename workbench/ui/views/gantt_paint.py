"""How the rows of the Gantt chart are drawn, on the screen and on paper: bars, milestones, goals, links."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QPen, QPolygonF

from workbench.i18n import plural, tr
from workbench.plan.elements import Project
from workbench.plan.values import show_number
from workbench.ui.views.gantt_time import Look, Sizes, TimePainter

if TYPE_CHECKING:
    from workbench.analysis.bars import Bar, Diamond, Tie

__all__ = ["GanttPainter", "Look", "Sizes", "goal_days", "later", "link_words"]
_Align = Qt.AlignmentFlag
_ARM: Final = 9.0
_MARKS: Final = {"error": "severity-error", "warning": "severity-warning", "info": "severity-info"}


class GanttPainter(TimePainter):
    """Draws rows over their time."""

    # -- rows ------------------------------------------------------------------------------------------

    def box_of(self, bar: Bar, y: float) -> QRectF:
        """Where a bar is, in the row that begins at y."""
        tall = self.sizes.line * 0.86
        x = self.scale.x(bar.first)
        wide = max(self.scale.x(bar.last + 1) - x, 3.0)
        return QRectF(x, y + (self.sizes.lane - tall) / 2, wide, tall)

    def row(self, id_: str, y: float, left: float, width: float) -> None:
        """One project: what was planned before, its bar, milestones and goals."""
        bar = self.bars.bars.get(id_)
        was = self.look.baseline.get(id_)
        if was is not None:
            self._baseline(was, y, left, width)
        project = self.plan.find(id_, Project)
        if bar is not None:
            box = self.box_of(bar, y)
            if self.look.critical and bar.spare and bar.spare > 0:
                self._float(bar, box)
            if box.right() >= left - 200 and box.left() <= left + width:
                self._bar(bar, box)
                if project is not None:
                    self._beside(project, bar, box)
            else:
                self._arrow_towards(box, y, left, width)
        marks = bar.diamonds if bar is not None else self.bars.loose.get(id_, ())
        for mark in marks:
            self.diamond(mark, y)
        if project is not None and self.look.goals and project.year_goals:
            self._goals(project, y + self.sizes.lane - 3, left, width)

    def _baseline(self, was: tuple[int, int], y: float, left: float, width: float) -> None:
        x, end = self.scale.x(was[0]), self.scale.x(was[1] + 1)
        if end < left or x > left + width:
            return
        tall = 3.0
        box = QRectF(x, y + self.sizes.lane - tall - 0.5, max(end - x, 3), tall)
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(self.colour("faint"))
        self.painter.drawRect(box)
        self.painter.setBrush(Qt.BrushStyle.NoBrush)

    def _float(self, bar: Bar, box: QRectF) -> None:
        """A dotted line as far as the bar may slip, closed by a tick."""
        end = self.scale.x(bar.last + 1 + (bar.spare or 0))
        middle = box.center().y()
        self.painter.setPen(QPen(self.colour("muted"), 1, Qt.PenStyle.DotLine))
        self.painter.drawLine(QLineF(box.right(), middle, end, middle))
        self.painter.setPen(QPen(self.colour("muted"), 1))
        self.painter.drawLine(QLineF(end, middle - 4, end, middle + 4))

    def _bar(self, bar: Bar, box: QRectF) -> None:
        painter = self.painter
        if bar.is_sum:
            self._bracket(box)
            return
        done = bar.status == "done"
        tint = "holds" if done else "accent"
        ground = self.colour("holds_soft" if done else "soft")
        if bar.is_cancelled:
            tint, ground = "faint", self.colour("base")
        critical = self.look.critical and bar.is_critical
        painter.setBrush(ground)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(box, 3, 3)
        if bar.progress and not bar.is_cancelled:
            part = QRectF(box)
            part.setWidth(box.width() * bar.progress)
            part.adjust(0, box.height() * 0.3, 0, -box.height() * 0.3)
            painter.fillRect(part, self.colour(tint))
        if bar.status == "paused" or (critical and not done):
            # Hatched besides the colour, for those who do not see it.
            style = Qt.BrushStyle.BDiagPattern if critical else Qt.BrushStyle.VerPattern
            painter.setBrush(QBrush(self.colour("error" if critical else "faint"), style))
            painter.setOpacity(0.55)
            painter.drawRoundedRect(box, 3, 3)
            painter.setOpacity(1)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pen = QPen(self.colour("error" if critical and not bar.is_cancelled else tint), 2 if critical else 1)
        if bar.is_worked_out or bar.is_cancelled:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawRoundedRect(box, 3, 3)
        if bar.is_cancelled:
            painter.drawLine(QLineF(box.left(), box.center().y(), box.right(), box.center().y()))
        if bar.is_open:
            self._open_end(box)

    def _open_end(self, box: QRectF) -> None:
        """Ongoing work: the bar goes on beyond its end."""
        half = box.height() / 2
        for step in (0.0, half):
            x = box.right() - half - step
            self.painter.drawPolyline(
                QPolygonF(
                    [
                        QPointF(x, box.top() + 2),
                        QPointF(x + half - 2, box.center().y()),
                        QPointF(x, box.bottom() - 2),
                    ]
                )
            )

    def _bracket(self, box: QRectF) -> None:
        """A programme that sums up its parts: a beam with its ends turned down."""
        beam = box.height() * 0.32
        drop = min(box.height() * 0.75, box.width() / 2)
        shape = QPolygonF(
            [
                box.topLeft(),
                box.topRight(),
                QPointF(box.right(), box.top() + beam + drop * 0.6),
                QPointF(box.right() - min(beam, drop), box.top() + beam),
                QPointF(box.left() + min(beam, drop), box.top() + beam),
                QPointF(box.left(), box.top() + beam + drop * 0.6),
            ]
        )
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(self.colour("muted"))
        self.painter.drawPolygon(shape)
        self.painter.setBrush(Qt.BrushStyle.NoBrush)

    def _beside(self, project: Project, bar: Bar, box: QRectF) -> None:
        """To the left of a bar the mark of what is wrong with it, to the right its progress."""
        severity = self.look.severity.get(project.id)
        if severity is not None:
            self.mark(severity, self.mark_box(box))
        said = []
        if project.progress is not None and not bar.is_cancelled:
            said.append(f"{show_number(project.progress)} %")
        if self.look.baseline:
            was = self.look.baseline.get(project.id)
            moved = bar.last - was[1] if was is not None else 0
            if moved:
                said.append(plural("{count} day", "{count} days", moved) if moved < 0 else later(moved))
        if said:
            words = "  ".join(said)
            wide = self.metrics.horizontalAdvance(words)
            at = QRectF(self._free_after(bar, box, wide), box.top(), wide, box.height())
            self.painter.fillRect(at.adjusted(-2, 0, 2, 0), self.colour("base"))
            self.painter.setPen(self.colour("muted"))
            self.painter.drawText(at.adjusted(0, -2, 4, 2), _Align.AlignVCenter | _Align.AlignLeft, words)

    def _free_after(self, bar: Bar, box: QRectF, wide: float) -> float:
        """Where words of a width can begin behind a bar without lying under a milestone."""
        x = box.right() + 15
        reach = self.sizes.line * 0.36 + 4
        for mark in sorted(bar.diamonds, key=lambda one: one.day):
            middle = self.diamond_at(mark, box.top()).x()
            if middle + reach > x and middle - reach < x + wide:
                x = middle + reach
        return x

    def mark_box(self, box: QRectF) -> QRectF:
        """Where the mark of a bar's worst finding is."""
        edge = box.height()
        return QRectF(box.left() - edge - 17, box.top(), edge, edge)

    def mark(self, severity: str, box: QRectF) -> None:
        """The mark of a severity."""
        from workbench.ui import icons

        edge = round(box.width())
        # Drawn finer than the screen needs: on paper the same picture is made larger.
        picture = icons.pixmap(_MARKS[severity], severity, edge, 3.0)
        self.painter.drawPixmap(box, picture, QRectF(picture.rect()))

    def _arrow_towards(self, box: QRectF, y: float, left: float, width: float) -> None:
        """A bar that is out of sight is pointed at."""
        is_left = box.right() < left
        x = left + 4 if is_left else left + width - 4
        turn = 5 if is_left else -5
        middle = y + self.sizes.lane / 2
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(self.colour("faint"))
        self.painter.drawPolygon(
            QPolygonF([QPointF(x, middle), QPointF(x + turn, middle - 4), QPointF(x + turn, middle + 4)])
        )
        self.painter.setBrush(Qt.BrushStyle.NoBrush)

    def diamond_at(self, mark: Diamond, y: float) -> QPointF:
        """The middle of a milestone's mark."""
        return QPointF(self.scale.x(mark.day) + self.scale.step / 2, y + self.sizes.lane / 2)

    def diamond(self, mark: Diamond, y: float) -> None:
        """A milestone: full when it is done, hollow when it is open, with a bar across when it is late."""
        at, size = self.diamond_at(mark, y), self.sizes.line * 0.36
        tint = {"done": "holds", "late": "error"}.get(mark.state, "text")
        self.painter.setBrush(self.colour(tint if mark.state == "done" else "base"))
        self.painter.setPen(QPen(self.colour(tint), 1.5))
        self.painter.drawPolygon(
            QPolygonF(
                [
                    QPointF(at.x(), at.y() - size),
                    QPointF(at.x() + size, at.y()),
                    QPointF(at.x(), at.y() + size),
                    QPointF(at.x() - size, at.y()),
                ]
            )
        )
        if mark.state == "late":
            self.painter.drawLine(QLineF(at.x(), at.y() - size * 0.5, at.x(), at.y() + size * 0.15))
            self.painter.drawPoint(QPointF(at.x(), at.y() + size * 0.5))
        self.painter.setBrush(Qt.BrushStyle.NoBrush)

    def _goals(self, project: Project, y: float, left: float, width: float) -> None:
        """What is to be reached in each year or quarter, under its time."""
        height = self.sizes.row - self.sizes.lane + 2
        edge = height * 0.42
        for goal in project.year_goals or ():
            first, after = goal_days(goal.year, goal.quarter)
            x, end = max(self.scale.x(first), left), min(self.scale.x(after), left + width)
            if end - x < edge + 4:
                continue
            square = QRectF(x + 3, y + (height - edge) / 2, edge, edge)
            tint = {"yes": "holds", "no": "error", "partial": "warning"}.get(goal.done or "", "muted")
            self.painter.setPen(QPen(self.colour(tint), 1))
            self.painter.drawRect(square)
            part = {"yes": 1.0, "partial": 0.5}.get(goal.done or "", 0.0)
            if part:
                self.painter.fillRect(
                    QRectF(square.left(), square.top(), edge * part, edge), self.colour(tint)
                )
            if goal.done == "no":
                self.painter.drawLine(QLineF(square.topLeft(), square.bottomRight()))
            room = end - square.right() - 8
            if room > self.metrics.averageCharWidth() * 4:
                said = self.metrics.elidedText(" ".join(goal.text.split()), Qt.TextElideMode.ElideRight, room)
                self.painter.setPen(self.colour("muted"))
                self.painter.drawText(QRectF(square.right() + 4, y, room, height), _Align.AlignVCenter, said)

    # -- links -----------------------------------------------------------------------------------------

    def route(self, tie: Tie, from_y: float, to_y: float) -> list[QPointF]:
        """The corners of a link's line, from the one bar to the other; rows begin at the given heights."""
        before = self.box_of(self.bars.bars[tie.link.predecessor], from_y)
        after = self.box_of(self.bars.bars[tie.link.successor], to_y)
        out = 1 if tie.link.type[0] == "F" else -1
        into = 1 if tie.link.type[1] == "S" else -1
        start = QPointF(before.right() if out > 0 else before.left(), before.center().y())
        end = QPointF(after.left() if into > 0 else after.right(), after.center().y())
        leave, come = start.x() + _ARM * out, end.x() - _ARM * into
        if out == into and (come - leave) * out >= 0:
            return [start, QPointF(leave, start.y()), QPointF(leave, end.y()), end]
        if out != into:
            beyond = max(leave, come) if out > 0 else min(leave, come)
            return [start, QPointF(beyond, start.y()), QPointF(beyond, end.y()), end]
        between = to_y + 1 if to_y >= from_y else to_y + self.sizes.row - 1
        return [
            start,
            QPointF(leave, start.y()),
            QPointF(leave, between),
            QPointF(come, between),
            QPointF(come, end.y()),
            end,
        ]

    def is_on(self, tie: Tie, from_y: float, to_y: float, spot: QPointF) -> bool:
        """Whether a place is on a link's line, or all but on it."""
        return any(
            QRectF(one, other).normalized().adjusted(-4, -4, 4, 4).contains(spot)
            for one, other in pairwise(self.route(tie, from_y, to_y))
        )

    def tie(self, tie: Tie, from_y: float, to_y: float, *, chosen: bool = False) -> None:
        """A link: thick on the critical chain; dashed, with the days it lacks, where the dates break it."""
        corners = self.route(tie, from_y, to_y)
        critical = self.look.critical and tie.is_critical
        tint = "error" if tie.lacking or critical else "muted"
        if chosen:
            tint = "accent"
        style = Qt.PenStyle.DashLine if tie.lacking else Qt.PenStyle.SolidLine
        self.painter.setPen(QPen(self.colour(tint), 2.4 if chosen else 2 if critical else 1.1, style))
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.drawPolyline(QPolygonF(corners))
        end = corners[-1]
        turn = 6.0 if corners[-2].x() > end.x() else -6.0
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(self.colour(tint))
        self.painter.drawPolygon(
            QPolygonF([end, QPointF(end.x() + turn, end.y() - 3.5), QPointF(end.x() + turn, end.y() + 3.5)])
        )
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        if tie.lacking or chosen:
            self._tie_words(tie, corners, tint)

    def _tie_words(self, tie: Tie, corners: list[QPointF], tint: str) -> None:
        said = link_words(tie)
        wide = self.metrics.horizontalAdvance(said) + 6
        at = corners[1]
        middle = (corners[1].y() + corners[2].y()) / 2
        box = QRectF(at.x() + 3, middle - self.sizes.line * 0.5, wide, self.sizes.line)
        self.painter.fillRect(box, self.colour("base"))
        self.painter.setPen(self.colour(tint))
        self.painter.drawText(box, _Align.AlignCenter, said)


def later(days: int) -> str:
    """So many days later than before, with a sign."""
    return "+" + plural("{count} day", "{count} days", days)


def link_words(tie: Tie) -> str:
    """Type and lag of a link, and what the dates lack."""
    said = tie.link.type
    if tie.link.lag:
        said += f" {tie.link.lag:+d}"
    if tie.lacking:
        said += ": " + tr("{days} too early", days=plural("{count} day", "{count} days", tie.lacking))
    return said


def goal_days(year: int, quarter: int | None) -> tuple[int, int]:
    """First day of a year or quarter, and of what comes after it."""
    if quarter is None:
        return date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal()
    first = date(year, quarter * 3 - 2, 1)
    after = date(year, quarter * 3 + 1, 1) if quarter < 4 else date(year + 1, 1, 1)
    return first.toordinal(), after.toordinal()
