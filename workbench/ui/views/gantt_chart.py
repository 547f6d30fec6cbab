"""The bars of the Gantt chart on the screen: only what is in sight is drawn, however large the plan is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QCursor, QFontMetricsF, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from workbench.ui import theme
from workbench.ui.views.gantt_paint import GanttPainter, Look, Sizes
from workbench.ui.views.gantt_scale import LEAST, MOST, Scale
from workbench.ui.views.gantt_screen import (
    HANDLE,
    paint_ground,
    paint_handles,
    paint_links,
    paint_preview,
    paint_ring,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPaintEvent, QResizeEvent, QWheelEvent

    from workbench.analysis.bars import Bar, Diamond, Tie
    from workbench.plan.plan import Plan
    from workbench.ui.models.gantt_rows import ProjectsModel

#: Pixels around an edge of a bar, a handle or a link that still count as on it.
_NEAR: Final = 6.0
#: Days kept free before and after everything.
_MARGIN: Final = 0.04


class Hit(NamedTuple):
    """What is at a place: "bar", "first", "last" (its edges), "from_S", "from_F" (handles of links),
    "diamond", "mark", "link", "row" or "" (nothing, or the heading).
    """

    what: str
    id: str = ""
    tie: Tie | None = None
    milestone: str = ""


class Preview(NamedTuple):
    """A bar while it is dragged, with what is said beside it; or a link that is drawn to a place."""

    id: str = ""
    first: int = 0
    last: int = 0
    said: str = ""
    link_from: QPointF | None = None
    link_to: QPointF | None = None


class GanttChart(QAbstractScrollArea):
    """The chart. What the mouse and the keys do in it is ``gestures``."""

    #: A project was chosen in the chart.
    chosen = Signal(str)
    #: The scale has changed, or what of the time is in sight.
    scaled = Signal()

    def __init__(self, model: ProjectsModel, plan: Callable[[], Plan | None], parent: QWidget) -> None:
        super().__init__(parent)
        self.model = model
        self._plan = plan
        self.look = Look()
        self.scale = Scale(2.0, 730_000, 731_000)
        self.current = ""
        self.tie: Tie | None = None
        #: The milestone chosen, one of the current project; "" for none.
        self.milestone = ""
        self.hovered = ""
        self.preview: Preview | None = None
        self.gestures: QObject | None = None
        self.describe: Callable[[Hit, int], str] = lambda _hit, _day: ""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.horizontalScrollBar().valueChanged.connect(self.scaled)

    # -- measures --------------------------------------------------------------------------------------

    @property
    def sizes(self) -> Sizes:
        """Heights of heading and rows."""
        return Sizes.of(QFontMetricsF(self.font()), goals=self.look.shows_goals)

    @property
    def plan(self) -> Plan | None:
        """The plan that is shown."""
        plan = self._plan()
        return plan if plan is not None and plan.exists else None

    def set_span(self, first: int, last: int) -> None:
        """Take in a time; the place in sight stays as it is."""
        room = max(20, round((last - first) * _MARGIN))
        kept = self.scale.day(self.horizontalScrollBar().value())
        self.scale = Scale(self.scale.step, first - room, last + room)
        self.measure()
        self.horizontalScrollBar().setValue(round(self.scale.x(kept)))

    def zoom(self, step: float, anchor: float | None = None) -> None:
        """Show a day in so many pixels; what is at ``anchor`` (the middle) stays where it is."""
        step = min(max(step, LEAST), MOST)
        bar = self.horizontalScrollBar()
        at = self.viewport().width() / 2 if anchor is None else anchor
        day = (bar.value() + at) / self.scale.step
        self.scale = self.scale._replace(step=step)
        self.measure()
        bar.setValue(round(day * step - at))
        self.scaled.emit()
        self.viewport().update()

    def fit(self) -> None:
        """Show the whole time."""
        days = self.scale.last - self.scale.first + 1
        self.zoom(max(self.viewport().width(), 50) / days)

    def measure(self) -> None:
        """Take up sizes that have changed."""
        sizes = self.sizes
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setRange(0, max(0, self.scale.width - self.viewport().width()))
        across.setPageStep(self.viewport().width())
        across.setSingleStep(40)
        room = self.viewport().height() - sizes.heading
        down.setRange(0, max(0, len(self.model.visible) * sizes.row - room))
        down.setPageStep(max(room, 1))
        down.setSingleStep(sizes.row)

    def show_row(self, id_: str) -> None:
        """Bring a project's row and, if it is out of sight, its bar into sight."""
        row, sizes = self.model.row_of.get(id_), self.sizes
        if row is None:
            return
        down = self.verticalScrollBar()
        top, room = row * sizes.row, self.viewport().height() - sizes.heading
        if top < down.value():
            down.setValue(top)
        elif top + sizes.row > down.value() + room:
            down.setValue(top + sizes.row - room)
        bar = self.bar(id_)
        across, wide = self.horizontalScrollBar(), self.viewport().width()
        if bar is None:
            return
        if self.scale.x(bar.last + 1) < across.value() or self.scale.x(bar.first) > across.value() + wide:
            self.show_day(bar.first)

    def show_day(self, day: int) -> None:
        """Bring a day into sight, a little from the left."""
        self.horizontalScrollBar().setValue(round(self.scale.x(day) - self.viewport().width() * 0.15))

    def bar(self, id_: str) -> Bar | None:
        """The bar of a project."""
        return self.model.bars.bars.get(id_) if self.model.bars is not None else None

    def diamonds(self, id_: str) -> list[Diamond]:
        """The milestones of a project that have a day, earliest first."""
        bars, bar = self.model.bars, self.bar(id_)
        if bars is None:
            return []
        return sorted(bar.diamonds if bar is not None else bars.loose.get(id_, ()), key=lambda one: one.day)

    def y_of(self, id_: str) -> float | None:
        """Where a project's row begins in the chart (not the viewport); None when it is not shown."""
        row = self.model.row_of.get(id_)
        return row * self.sizes.row if row is not None else None

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.measure()
        self.scaled.emit()

    # -- drawing ---------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        plan, bars = self.plan, self.model.bars
        view = self.viewport().rect()
        painter = QPainter(self.viewport())
        if plan is None or bars is None:
            painter.fillRect(view, theme.colour("base"))
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        drawn = GanttPainter(painter, plan, bars, self.scale, self.look, theme.colour, self.font())
        sizes = drawn.sizes
        left, top = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        wide, high = view.width(), view.height() - sizes.heading
        painter.save()
        painter.setClipRect(0, sizes.heading, wide, high)
        painter.translate(-left, sizes.heading - top)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        drawn.grid(left, wide, top, high)
        first, last = top // sizes.row, min(len(self.model.visible), (top + high) // sizes.row + 1)
        paint_ground(self, drawn, left, wide, first, last)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for row in range(first, last):
            drawn.row(self.model.visible[row], row * sizes.row, left, wide)
        if self.look.links:
            paint_links(self, drawn, first, last)
        drawn.moments(left, wide, top, high)
        if self.current in self.model.row_of:
            paint_handles(self, drawn)
            paint_ring(self, drawn)
        if self.preview is not None:
            paint_preview(self, drawn, self.preview)
        painter.restore()
        painter.save()
        painter.translate(-left, 0)
        painter.setClipRect(left, 0, wide, sizes.heading)
        drawn.heading(left, wide)
        painter.restore()
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
            painter.setPen(QPen(theme.colour("accent"), 1))
            painter.drawRect(view.adjusted(0, 0, -1, -1))

    # -- what is where ---------------------------------------------------------------------------------

    def place(self, at: QPointF) -> QPointF:
        """A place of the viewport as one of the chart."""
        return QPointF(
            at.x() + self.horizontalScrollBar().value(),
            at.y() + self.verticalScrollBar().value() - self.sizes.heading,
        )

    def seen(self, at: QPointF) -> QPointF:
        """A place of the chart as one of the viewport."""
        return QPointF(
            at.x() - self.horizontalScrollBar().value(),
            at.y() - self.verticalScrollBar().value() + self.sizes.heading,
        )

    def hit(self, at: QPointF) -> Hit:
        """What is at a place of the viewport."""
        plan, bars, sizes = self.plan, self.model.bars, self.sizes
        if plan is None or bars is None or at.y() < sizes.heading:
            return Hit("")
        spot = self.place(at)
        row = int(spot.y() // sizes.row)
        if not 0 <= row < len(self.model.visible):
            return Hit("")
        id_ = self.model.visible[row]
        drawn = self.measured()
        bar, y = bars.bars.get(id_), row * sizes.row
        for mark in self.diamonds(id_):
            if (drawn.diamond_at(mark, y) - spot).manhattanLength() <= sizes.line * 0.42:
                return Hit("diamond", id_, milestone=mark.id)
        if bar is not None:
            found = self._hit_bar(drawn, bar, spot, y)
            if found:
                return Hit(found, id_)
        tie = self._hit_tie(drawn, spot)
        return Hit("link", id_, tie) if tie is not None else Hit("row", id_)

    def _hit_bar(self, drawn: GanttPainter, bar: Bar, spot: QPointF, y: float) -> str:
        box = drawn.box_of(bar, y)
        if self.look.severity.get(bar.id) and drawn.mark_box(box).contains(spot):
            return "mark"
        if not box.top() - 2 <= spot.y() <= box.bottom() + 2:
            return ""
        if bar.id in (self.current, self.hovered):
            if abs(spot.x() - (box.left() - HANDLE)) <= _NEAR - 1:
                return "from_S"
            if abs(spot.x() - (box.right() + HANDLE)) <= _NEAR - 1:
                return "from_F"
        edge = min(_NEAR, box.width() / 4)
        if box.left() - 3 <= spot.x() < box.left() + edge:
            return "first"
        if box.right() - edge < spot.x() <= box.right() + 3:
            return "last"
        return "bar" if box.left() <= spot.x() <= box.right() else ""

    def _hit_tie(self, drawn: GanttPainter, spot: QPointF) -> Tie | None:
        if not self.look.links:
            return None
        row_of, high = self.model.row_of, drawn.sizes.row
        top = self.verticalScrollBar().value() // high
        bottom = top + self.viewport().height() // high + 1
        for here in self.model.visible[top:bottom]:
            for tie in drawn.bars.ties_of(here):
                before, after = row_of.get(tie.link.predecessor), row_of.get(tie.link.successor)
                if before is None or after is None:
                    continue
                if drawn.is_on(tie, before * high, after * high, spot):
                    return tie
        return None

    def measured(self) -> GanttPainter:
        """A painter for measuring alone."""
        plan, bars = self.plan, self.model.bars
        assert plan is not None
        assert bars is not None
        return GanttPainter(QPainter(), plan, bars, self.scale, self.look, theme.colour, self.font())

    # -- mouse and keys --------------------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(self.scale.step * 1.2 ** (turned.y() / 120), event.position().x())
            event.accept()
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier or abs(turned.x()) > abs(turned.y()):
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - (turned.x() or turned.y()))
            event.accept()
        else:
            super().wheelEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            at = event.pos().toPointF()
            said = self.describe(self.hit(at), self.scale.day(self.place(at).x()))
            if said:
                QToolTip.showText(event.globalPos(), said, self.viewport())
            else:
                QToolTip.hideText()
            return True
        if isinstance(event, QMouseEvent) and self.gestures is not None:
            return self.gestures.event(event) or super().viewportEvent(event)
        if event.type() == QEvent.Type.Leave and self.hovered:
            self.hovered = ""
            self.viewport().update()
        return super().viewportEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            # While a milestone is chosen, the key that renames means it and not the element of the outline.
            if self.milestone and event.key() == Qt.Key.Key_F2:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.gestures is None or not self.gestures.event(event):
            super().keyPressEvent(event)

    def point_with(self, shape: Qt.CursorShape) -> None:
        """Show another mouse pointer."""
        if self.viewport().cursor().shape() != shape:
            self.viewport().setCursor(QCursor(shape))
