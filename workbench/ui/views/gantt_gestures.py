"""What the mouse does in the Gantt chart: bars moved and lengthened, milestones moved, links drawn."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication

from workbench.analysis.schedule import later
from workbench.i18n import plural, tr
from workbench.plan import edits, link_edits
from workbench.plan.elements import Milestone, Project
from workbench.ui.views.gantt_chart import GanttChart, Hit, Preview
from workbench.ui.views.gantt_keys import GanttKeys
from workbench.ui.views.gantt_line import GanttLine
from workbench.ui.views.gantt_milestones import Milestones
from workbench.ui.views.gantt_scale import near_month
from workbench.ui.views.gantt_screen import HANDLE

if TYPE_CHECKING:
    from workbench.analysis.bars import Bar, Tie
    from workbench.ui.bridge import Bridge

_POINTERS: Final = {
    "bar": Qt.CursorShape.OpenHandCursor,
    "first": Qt.CursorShape.SplitHCursor,
    "last": Qt.CursorShape.SplitHCursor,
    "diamond": Qt.CursorShape.OpenHandCursor,
    "from_S": Qt.CursorShape.CrossCursor,
    "from_F": Qt.CursorShape.CrossCursor,
    "link": Qt.CursorShape.PointingHandCursor,
    "mark": Qt.CursorShape.PointingHandCursor,
}


class Gestures(QObject):
    """Edits by hand; everything goes through ``bridge.apply``."""

    #: A link is to be edited: the link.
    link_wanted = Signal(object)
    #: A project is to be opened at a field.
    opened = Signal(str, str)
    #: What the keyboard is about, in words; "" when that is over.
    said = Signal(str)

    def __init__(self, chart: GanttChart, bridge: Bridge) -> None:
        super().__init__(chart)
        self._chart = chart
        self._bridge = bridge
        self.line = GanttLine(chart.viewport(), chart)
        self.milestones = Milestones(chart, bridge, self.line)
        self.milestones.tell = lambda id_: self.opened.emit(id_, "")
        self.snaps = True
        self._hit = Hit("")
        self._from = QPointF()
        self._is_dragging = False
        self.keys = GanttKeys(self, chart, bridge)

    def event(self, event: QEvent) -> bool:
        """Take up a mouse or key event; True when it was ours."""
        if isinstance(event, QMouseEvent):
            return self._mouse(event)
        if isinstance(event, QKeyEvent):
            return self.keys.press(event)
        return super().event(event)

    # -- mouse -----------------------------------------------------------------------------------------

    def _mouse(self, event: QMouseEvent) -> bool:
        kind, at = event.type(), event.position()
        if kind == QEvent.Type.MouseMove:
            return self._move(at, event)
        if event.button() != Qt.MouseButton.LeftButton:
            return False
        if kind == QEvent.Type.MouseButtonPress:
            self._press(at)
        elif kind == QEvent.Type.MouseButtonDblClick:
            self._open(self._chart.hit(at))
        elif kind == QEvent.Type.MouseButtonRelease:
            self._release(at)
        return True

    def _press(self, at: QPointF) -> None:
        chart = self._chart
        self._hit, self._from, self._is_dragging = chart.hit(at), at, False
        chart.setFocus(Qt.FocusReason.MouseFocusReason)
        self.choose(self._hit)
        if self._hit.what == "mark":
            self.opened.emit(self._hit.id, "start")

    def choose(self, hit: Hit) -> None:
        """Choose what is at a place: a link, a milestone, a project."""
        chart = self._chart
        if hit.tie is not chart.tie:
            chart.tie = hit.tie
            chart.viewport().update()
        if hit.id and hit.tie is None:
            chart.chosen.emit(hit.id)
        if hit.milestone or not hit.id:
            self.milestones.choose(hit.milestone)
        elif self._chart.milestone:
            self.milestones.leave()

    def _move(self, at: QPointF, event: QMouseEvent) -> bool:
        chart = self._chart
        if not event.buttons() & Qt.MouseButton.LeftButton:
            hit = chart.hit(at)
            if hit.id != chart.hovered:
                chart.hovered = hit.id
                chart.viewport().update()
            chart.point_with(_POINTERS.get(hit.what, Qt.CursorShape.ArrowCursor))
            return True
        far = (at - self._from).manhattanLength() >= QApplication.startDragDistance()
        if not (self._is_dragging or far):
            return True
        self._is_dragging = True
        what = self._hit.what
        if what in ("", "row", "link"):
            bar = chart.horizontalScrollBar()
            bar.setValue(bar.value() - round(at.x() - self._from.x()))
            self._from = at
        elif not self._bridge.is_writable:
            return True
        elif what in ("from_S", "from_F"):
            self._draw_link(at)
        elif what == "diamond":
            self._show_diamond(self._days(at))
        else:
            self._show(self._days(at), free=bool(event.modifiers() & Qt.KeyboardModifier.AltModifier))
        chart.viewport().update()
        return True

    def _days(self, at: QPointF) -> int:
        return round((at.x() - self._from.x()) / self._chart.scale.step)

    def _release(self, at: QPointF) -> None:
        chart, hit = self._chart, self._hit
        shown, chart.preview = chart.preview, None
        was_dragging, self._is_dragging = self._is_dragging, False
        self._hit = Hit("")
        chart.viewport().update()
        if not was_dragging or shown is None:
            return
        if hit.what in ("from_S", "from_F"):
            there = chart.hit(at)
            end = self._end_at(there, at)
            if end:
                self.link(hit.id, there.id, hit.what[-1] + end)
        elif hit.what == "diamond":
            plan = chart.plan
            if plan is not None and hit.milestone in plan:
                self._bridge.apply(edits.set_field(plan, hit.milestone, "due", date.fromordinal(shown.first)))
        else:
            self.reschedule(hit.id, hit.what, shown.first, shown.last)

    def give_up(self) -> bool:
        """Leave everything as it was before the drag that is going on; False when there is none."""
        if not self._is_dragging:
            return False
        self._hit, self._chart.preview = Hit(""), None
        self._chart.viewport().update()
        return True

    def _open(self, hit: Hit) -> None:
        if hit.tie is not None:
            self.link_wanted.emit(hit.tie)
        elif hit.milestone:
            self.opened.emit(hit.milestone, "due")
        elif hit.id:
            self.opened.emit(hit.id, "start")

    # -- dates -----------------------------------------------------------------------------------------

    def _show(self, days: int, *, free: bool) -> None:
        bar = self._chart.bar(self._hit.id)
        if bar is not None:
            first, last = self.moved(bar, self._hit.what, days, free=free)
            self._chart.preview = Preview(bar.id, first, last, self._in_words(bar, first, last))

    def _show_diamond(self, days: int) -> None:
        plan = self._chart.plan
        one = plan.find(self._hit.milestone, Milestone) if plan is not None else None
        if one is not None and one.due is not None:
            day = later(one.due, days)
            said = f"{one.title}: {day.isoformat()}"
            self._chart.preview = Preview(self._hit.id, day.toordinal(), day.toordinal(), said)

    def moved(
        self, bar: Bar, part: str, days: int, *, free: bool = False, towards: int = 0
    ) -> tuple[int, int]:
        """First and last day when a part of a bar ("bar", "first", "last") is moved by so many days.

        A free day gives way to the next working one ``towards`` later (1) or earlier (-1) days; without
        that a beginning moves later and an end earlier.
        """
        first = later(date.fromordinal(bar.first), days if part != "last" else 0)
        last = later(date.fromordinal(bar.last), days if part != "first" else 0)
        if not free:
            if part != "last":
                first = self.snapped(first, is_end=False, towards=towards or 1)
            if part == "last":
                last = self.snapped(last, is_end=True, towards=towards or -1)
        if part == "bar":
            last = later(first, bar.last - bar.first)
        elif part == "first":
            first = min(first, last)
        else:
            last = max(first, last)
        return first.toordinal(), last.toordinal()

    def snapped(self, day: date, *, is_end: bool, towards: int) -> date:
        """The nearest day that work begins or ends on: of a month at coarse scales, else a working day."""
        if self._chart.scale.step < 1.1:
            return near_month(day, is_end=is_end)
        if not self.snaps:
            return day
        calendar = self._chart.look.calendar
        return calendar.on_or_before(day) if towards < 0 else calendar.on_or_after(day)

    def _in_words(self, bar: Bar, first: int, last: int) -> str:
        one, other = date.fromordinal(first), date.fromordinal(last)
        said = f"{one.isoformat()} – {other.isoformat()}"
        worked = self._chart.look.calendar.working_days(one, other)
        said += "  " + plural("{count} working day", "{count} working days", worked)
        moved = (last - bar.last) or (first - bar.first)
        return f"{said}  ({moved:+d})" if moved else said

    def reschedule(self, id_: str, part: str, first: int, last: int, *, merge_key: str = "") -> None:
        """Give a project the days of its bar; what was not stated stays so unless it was moved."""
        chart = self._chart
        plan, bar = chart.plan, chart.bar(id_)
        project = plan.find(id_, Project) if plan is not None else None
        if plan is None or bar is None or project is None or (first, last) == (bar.first, bar.last):
            return
        start, end = project.start, project.end
        if part != "last" or bar.is_worked_out:
            start = date.fromordinal(first)
        if part == "last" or (part == "bar" and not bar.is_open) or bar.is_worked_out or end is not None:
            end = date.fromordinal(last)
        self._bridge.apply(edits.reschedule(plan, id_, start, end, merge_key=merge_key))

    # -- links -----------------------------------------------------------------------------------------

    def _end_at(self, hit: Hit, at: QPointF) -> str:
        """Which end of the bar at a place is meant: "S", "F", or "" where there is none to link with."""
        chart = self._chart
        bar = chart.bar(hit.id)
        if bar is None or hit.id == self._hit.id or hit.what in ("", "link"):
            return ""
        middle = chart.scale.x(bar.first) + (bar.last + 1 - bar.first) * chart.scale.step / 2
        return "S" if chart.place(at).x() <= middle else "F"

    def _draw_link(self, at: QPointF) -> None:
        chart = self._chart
        bar, y = chart.bar(self._hit.id), chart.y_of(self._hit.id)
        if bar is None or y is None:
            return
        box = chart.measured().box_of(bar, y)
        begin = QPointF(
            box.left() - HANDLE if self._hit.what == "from_S" else box.right() + HANDLE, box.center().y()
        )
        there = chart.hit(at)
        end = self._end_at(there, at)
        said = ""
        plan = chart.plan
        if end and plan is not None and there.id in plan:
            type_ = self._hit.what[-1] + end
            said = f"{tr(_types()[type_])} → {edits.shown_name(plan.elements[there.id])}"
        chart.preview = Preview(
            self._hit.id,
            said=said or tr("Draw to the beginning or the end of another bar"),
            link_from=begin,
            link_to=chart.place(at),
        )

    def link(self, before: str, after: str, type_: str) -> None:
        """Have a project wait for another; the new link is chosen, so that its lag can be set."""
        plan = self._chart.plan
        if plan is None or not self._bridge.is_writable:
            return
        change = self._bridge.attempt(lambda: link_edits.wait_for(plan, after, before, type_))
        if change is not None and self._bridge.apply(change):
            self.wanted_link = (before, after, type_)

    #: The link that is to be chosen once it is there: predecessor, successor, type.
    wanted_link: tuple[str, str, str] | None = None

    def relink(self, tie: Tie, type_: str, lag: int) -> None:
        """Give a link another type and lag (calendar days); it stays chosen."""
        plan, link = self._chart.plan, tie.link
        if plan is None:
            return
        change = self._bridge.attempt(lambda: link_edits.relink(plan, link.successor, tie.row, type_, lag))
        if change is not None and self._bridge.apply(change):
            self.wanted_link = (link.predecessor, link.successor, type_)

    def delete_link(self, tie: Tie) -> None:
        """Take a link away."""
        plan = self._chart.plan
        if plan is not None and self._bridge.is_writable:
            self._bridge.apply(link_edits.unlink_row(plan, tie.link.successor, tie.row))


def _types() -> dict[str, str]:
    from workbench.plan.choices import LINK_TYPE

    return LINK_TYPE
