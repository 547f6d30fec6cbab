"""What the keys do in the Gantt chart: rows gone to, bars and milestones moved, links made and lags typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, Qt

from workbench.errors import Problem
from workbench.i18n import tr
from workbench.plan import edits
from workbench.plan.records import Predecessor

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from workbench.analysis.bars import Tie
    from workbench.ui.bridge import Bridge
    from workbench.ui.views.gantt_chart import GanttChart
    from workbench.ui.views.gantt_gestures import Gestures

_Key = Qt.Key
#: Keys that change a bar: part of it by the modifiers held.
_PARTS: Final = {
    Qt.KeyboardModifier.ControlModifier: "bar",
    Qt.KeyboardModifier.ShiftModifier: "last",
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier: "first",
}
#: Letters that a lag has room for: a figure of four places with its sign.
_LAG_LETTERS: Final = 6
#: The field that says how many days lie between two projects.
_LAG: Final = next(one for one in Predecessor.fields if one.name == "lag_days")


class GanttKeys:
    """Edits by keys; everything goes through the same verbs as those by the mouse."""

    def __init__(self, gestures: Gestures, chart: GanttChart, bridge: Bridge) -> None:
        self._gestures = gestures
        self._chart = chart
        self._bridge = bridge
        #: The project from which a link is being drawn.
        self.linking = ""

    def press(self, event: QKeyEvent) -> bool:
        """What a key does; True when it was one of ours."""
        key, held = _Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held in _PARTS and key in (_Key.Key_Left, _Key.Key_Right):
            self._push(_PARTS[held], 1 if key == _Key.Key_Right else -1)
            return True
        if held & ~Qt.KeyboardModifier.ShiftModifier:
            return False
        if key == _Key.Key_Escape and self._gestures.give_up():
            return True
        if self.linking and key in (_Key.Key_Return, _Key.Key_Enter, _Key.Key_Escape):
            self._end_linking(made=key != _Key.Key_Escape)
            return True
        return (
            self._of_milestone(key, held)
            or self._of_link(key, event.text())
            or self._of_scale(key)
            or self._step(key)
        )

    # -- milestones ------------------------------------------------------------------------------------

    def _of_milestone(self, key: Qt.Key, held: Qt.KeyboardModifier) -> bool:
        """Going to milestones, and what is done to the one chosen."""
        milestones = self._gestures.milestones
        if key == _Key.Key_M:
            milestones.step(-1 if held else 1)
        elif key == _Key.Key_Insert:
            milestones.begin()
        elif not self._chart.milestone:
            return False
        elif key == _Key.Key_F2:
            milestones.rename()
        elif key == _Key.Key_Delete:
            milestones.delete()
        elif key == _Key.Key_Escape:
            milestones.leave()
        elif key in (_Key.Key_Return, _Key.Key_Enter):
            self._gestures.opened.emit(self._chart.milestone, "due")
        else:
            return False
        return True

    # -- links -----------------------------------------------------------------------------------------

    def _of_link(self, key: Qt.Key, typed: str) -> bool:
        """Making links, going to them, and what is done to the one chosen."""
        chart, tie = self._chart, self._chart.tie
        if key == _Key.Key_L:
            self.begin_linking()
        elif key in (_Key.Key_BracketLeft, _Key.Key_BracketRight):
            self._next_link(1 if key == _Key.Key_BracketRight else -1)
        elif tie is None:
            return False
        elif key == _Key.Key_Delete:
            self._gestures.delete_link(tie)
        elif key == _Key.Key_Escape:
            chart.tie = None
            chart.viewport().update()
        elif key in (_Key.Key_Return, _Key.Key_Enter):
            self._gestures.link_wanted.emit(tie)
        elif typed and typed in "0123456789-" and self._bridge.is_writable:
            self._ask_lag(tie, typed)
        else:
            return False
        return True

    def begin_linking(self) -> None:
        """Have the next project gone to wait for the current one, if that is said."""
        plan, id_ = self._chart.plan, self._chart.current
        if plan is not None and id_ in plan and self._chart.bar(id_) is not None and self._bridge.is_writable:
            self.linking = id_
            hint = tr(
                "Link from {name}: go to the project that waits for it and press Enter; Escape gives up.",
                name=edits.shown_name(plan.elements[id_]),
            )
            self._gestures.said.emit(hint)

    def _end_linking(self, *, made: bool) -> None:
        before, self.linking = self.linking, ""
        self._gestures.said.emit("")
        if made and self._chart.current != before:
            self._gestures.link(before, self._chart.current, "FS")

    def _next_link(self, by: int) -> None:
        chart = self._chart
        ties = chart.model.bars.ties_of(chart.current) if chart.model.bars is not None else ()
        if ties:
            at = ties.index(chart.tie) + by if chart.tie in ties else (0 if by > 0 else -1)
            self._gestures.milestones.choose("")
            chart.tie = ties[at % len(ties)]
            chart.viewport().update()

    def _ask_lag(self, tie: Tie, typed: str) -> None:
        """A figure, or its sign, typed while a link is chosen begins its lag in days."""
        chart, link = self._chart, tie.link
        bar, y = chart.bar(link.successor), chart.y_of(link.successor)
        if bar is None or y is None:
            return
        box = chart.measured().box_of(bar, y)
        at = chart.seen(QPointF(box.left() if link.type[1] == "S" else box.right(), y))

        def take(text: str) -> None:
            from workbench.analysis import typed as words

            plan = chart.plan
            if plan is None or link.successor not in plan:
                return
            try:
                days = words.read(plan, _LAG, text) or 0
            except Problem as problem:
                self._gestures.said.emit(str(problem))
                return
            if days != link.lag:
                self._gestures.relink(tie, link.type, days)

        self._gestures.line.ask(
            at, tr("Lag in calendar days"), str(link.lag), _LAG_LETTERS, take, typed=typed
        )

    # -- going and moving ------------------------------------------------------------------------------

    def _of_scale(self, key: Qt.Key) -> bool:
        chart = self._chart
        if key in (_Key.Key_Plus, _Key.Key_Equal, _Key.Key_Minus):
            chart.zoom(chart.scale.step * (1 / 1.4 if key == _Key.Key_Minus else 1.4))
        elif key == _Key.Key_0:
            chart.fit()
        elif key == _Key.Key_T and chart.look.today is not None:
            chart.show_day(chart.look.today.toordinal())
        elif key in (_Key.Key_Return, _Key.Key_Enter):
            if chart.current:
                self._gestures.opened.emit(chart.current, "start")
        else:
            return False
        return True

    def _step(self, key: Qt.Key) -> bool:
        """Going from row to row and along the time; only in the chart, the tree has its own."""
        chart = self._chart
        if not chart.hasFocus():
            return False
        visible, at = chart.model.visible, chart.model.row_of.get(chart.current, -1)
        page = max(1, chart.viewport().height() // chart.sizes.row - 2)
        steps = {_Key.Key_Up: -1, _Key.Key_Down: 1, _Key.Key_PageUp: -page, _Key.Key_PageDown: page}
        if key in steps and visible:
            chart.chosen.emit(visible[min(max(at + steps[key], 0), len(visible) - 1)])
            return True
        bar = chart.bar(chart.current)
        if key in (_Key.Key_Home, _Key.Key_End) and bar is not None:
            chart.show_day(bar.first if key == _Key.Key_Home else bar.last)
            return True
        if key in (_Key.Key_Left, _Key.Key_Right):
            across = chart.horizontalScrollBar()
            across.setValue(across.value() + (60 if key == _Key.Key_Right else -60))
            return True
        return False

    def _push(self, part: str, by: int) -> None:
        """Move what is chosen by a day, a week or a month, as the scale is: a milestone, a bar or its end."""
        chart, gestures = self._chart, self._gestures
        step = chart.scale.step
        days = by * (1 if step >= 14 else 7 if step >= 1.1 else 31)
        day = gestures.milestones.moved(days) if part == "bar" else None
        if day is not None:
            gestures.milestones.move(gestures.snapped(day, is_end=True, towards=by))
            return
        bar = chart.bar(chart.current)
        if bar is None or not self._bridge.is_writable:
            return
        first, last = gestures.moved(bar, part, days, towards=by)
        gestures.reschedule(bar.id, part, first, last, merge_key=f"bar {part} {bar.id}")
