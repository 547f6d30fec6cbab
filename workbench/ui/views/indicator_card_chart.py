"""The path of an indicator to be pointed at: targets are dragged up and down, moved by keys, or typed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QToolTip, QWidget

from workbench.analysis.indicator_path import on_step, step_of
from workbench.i18n import tr
from workbench.ui import theme
from workbench.ui.views.drawn import DrawnWidget
from workbench.ui.views.indicator_card_drawing import PathDrawing
from workbench.ui.views.indicator_card_words import said_of, target_text
from workbench.ui.views.ink import Ink

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QMouseEvent, QPaintEvent

    from workbench.ui.views.indicator_card_drawing import Sight

_Key = Qt.Key
#: Steps that a key moves a target by.
_STEPS: Final = {_Key.Key_Up: 1, _Key.Key_Down: -1, _Key.Key_PageUp: 10, _Key.Key_PageDown: -10}
#: Characters that a target may begin with: typing one opens the line.
_BEGINNINGS: Final = "0123456789.-+≥≤><＞＜〔约"
#: Lines of text that it is seen with at the least.
_LINES: Final = 12


class PathChart(DrawnWidget[PathDrawing]):
    """Shows a Sight. What is done in it is told, not made."""

    #: A year was chosen.
    chosen = Signal(int)
    #: The target of a year was moved to a value; the text is the same as long as one target is being moved.
    moved = Signal(int, object, str)
    #: A target was typed; "" takes it away.
    typed = Signal(int, str)
    #: Escape, with nothing here to be given up.
    given_up = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sight: Sight | None = None
        self.is_locked = False
        self.nothing = ""
        self._grabbed: int | None = None
        self._pressed = QPointF()
        self._stays = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.line = QLineEdit(self)
        self.line.hide()
        self.line.installEventFilter(self)
        self._typed_for: int | None = None

    # -- content ---------------------------------------------------------------------------------------

    def put(self, sight: Sight | None) -> None:
        """Show a path; None for nothing."""
        before = self.sight
        is_other = sight is None or before is None or sight.path.indicator.id != before.path.indicator.id
        if not is_other and self._grabbed is not None and sight is not None and before is not None:
            # What is in somebody's hand stays there.
            sight = replace(sight, moving=before.moving, scale=before.scale, chosen=before.chosen)
        self.sight = sight
        if is_other:
            self._stop_typing()
            self._grabbed = None
            self._stays += 1
        self._tell()
        self.draw_anew()

    def _tell(self) -> None:
        """Say what is shown to those who do not see it."""
        sight = self.sight
        if sight is None:
            self.setAccessibleDescription(self.nothing)
            return
        years = {one.year: one for one in sight.path.years}
        chosen = years.get(sight.chosen or 0)
        said = [said_of(chosen)] if chosen is not None else [said_of(one) for one in years.values()]
        self.setAccessibleDescription("\n".join(said))
        if self.hasFocus():
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    @property
    def drawing(self) -> PathDrawing | None:
        """The chart as it is laid out now."""
        if self.sight is None or not self.sight.path.years:
            return None
        return self.laid_out

    def lay_out(self, metrics: QFontMetricsF, size: QSizeF) -> PathDrawing:
        assert self.sight is not None
        return PathDrawing(self.sight, metrics, size)

    def place_of(self, year: int) -> QPoint:
        """Where the target of a year stands, or where one would."""
        drawing, sight = self.drawing, self.sight
        assert drawing is not None
        assert sight is not None
        value = dict(sight.targets()).get(year) or sight.path.aim(year) or Decimal(0)
        return drawing.place(year, value).toPoint()

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 80, self.fontMetrics().height() * 14)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 20, self.fontMetrics().height() * _LINES)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        metrics = QFontMetricsF(self.font())
        drawing = self.drawing
        if drawing is None or self.nothing:
            painter.setPen(theme.colour("muted"))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(20, 0, -20, 0), flags, self.nothing)
        else:
            drawing.paint(Ink(painter, theme.colour, metrics))
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if (
            event.reason() != Qt.FocusReason.MouseFocusReason
            and self.sight is not None
            and self.sight.chosen is None
        ):
            self._choose_by(0)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    # -- by mouse --------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        drawing = self.drawing
        if event.button() != Qt.MouseButton.LeftButton or drawing is None:
            return
        self._stop_typing()
        at = event.position()
        year = drawing.target_at(at)
        if year is not None and not self.is_locked and self.sight is not None:
            self._grabbed, self._pressed = year, at
            self.sight = self.sight.held(drawing.scale)
            self.draw_anew()
        self._choose(year if year is not None else drawing.year_at(at.x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        drawing = self.drawing
        if drawing is None:
            return
        if self._grabbed is None:
            over = drawing.target_at(event.position()) is not None and not self.is_locked
            self.setCursor(Qt.CursorShape.SizeVerCursor if over else Qt.CursorShape.ArrowCursor)
            return
        # A hand that trembles has not moved anything.
        is_moving = self.sight is not None and self.sight.moving is not None
        if is_moving or abs(event.position().y() - self._pressed.y()) >= 3:
            value = on_step(drawing.value_at(event.position().y()), self._step(drawing))
            self._show_moving((self._grabbed, value))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._grabbed is None:
            return
        moving = self.sight.moving if self.sight is not None else None
        self._let_go()
        if moving is not None:
            self.moved.emit(moving[0], moving[1], "")

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        drawing = self.drawing
        if event.button() == Qt.MouseButton.LeftButton and drawing is not None:
            self._let_go()
            year = drawing.target_at(event.position()) or drawing.year_at(event.position().x())
            self._choose(year)
            self.begin_typing()

    def _show_moving(self, moving: tuple[int, Decimal] | None) -> None:
        if self.sight is not None:
            self.sight = replace(self.sight, moving=moving)
            self.draw_anew()

    def _let_go(self) -> None:
        self._grabbed = None
        if self.sight is not None:
            self.sight = replace(self.sight, moving=None, scale=None)
            self.draw_anew()

    def _step(self, drawing: PathDrawing) -> Decimal:
        span = Decimal(repr(drawing.scale.high - drawing.scale.low))
        return step_of(drawing.sight.path.indicator, span)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            drawing = self.drawing
            year = drawing.year_at(event.pos().x()) if drawing is not None else None
            held = drawing.sight.path.year(year) if drawing is not None and year is not None else None
            if held is not None and not self.nothing:
                QToolTip.showText(event.globalPos(), said_of(held), self)
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            own = event.key() in (_Key.Key_Delete, _Key.Key_Backspace, _Key.Key_F2, *_STEPS)
            if own and event.modifiers() == Qt.KeyboardModifier.NoModifier:
                event.accept()
                return True
        return super().event(event)

    # -- by keys ---------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, text = event.key(), event.text()
        sides = {_Key.Key_Left: -1, _Key.Key_Right: 1, _Key.Key_Home: -1000, _Key.Key_End: 1000}
        if self.sight is None or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
        elif key in sides:
            self._choose_by(sides[_Key(key)])
        elif key in _STEPS:
            self._move_by(_STEPS[_Key(key)])
        elif key in (_Key.Key_Return, _Key.Key_Enter, _Key.Key_F2):
            self.begin_typing()
        elif key in (_Key.Key_Delete, _Key.Key_Backspace):
            if self.sight.chosen is not None and not self.is_locked:
                self.typed.emit(self.sight.chosen, "")
        elif key == _Key.Key_Escape:
            if self._grabbed is not None:
                self._let_go()
            else:
                self.given_up.emit()
        elif text and text in _BEGINNINGS:
            self.begin_typing(text)
        else:
            super().keyPressEvent(event)

    def _choose_by(self, by: int) -> None:
        """Choose a neighbouring year; at first the first year with a target."""
        if self.sight is None or not self.sight.path.years:
            return
        years = [one.year for one in self.sight.path.years]
        if self.sight.chosen in years:
            at = years.index(self.sight.chosen) + by
        else:
            targets = self.sight.targets()
            at = years.index(targets[0][0]) if targets else 0
        self._choose(years[min(max(at, 0), len(years) - 1)])

    def _choose(self, year: int | None) -> None:
        if year is None or self.sight is None:
            return
        if year != self.sight.chosen:
            self._stays += 1
        self.sight = replace(self.sight, chosen=year)
        self._tell()
        self.draw_anew()
        self.chosen.emit(year)

    def _move_by(self, steps: int) -> None:
        """Move the target of the year chosen; one that is not there yet begins between its neighbours."""
        sight, drawing = self.sight, self.drawing
        if sight is None or drawing is None or self.is_locked:
            return
        if sight.chosen is None:
            self._choose_by(0)
            return
        step = self._step(drawing)
        held = dict(sight.targets()).get(sight.chosen)
        if held is None:
            aim = sight.path.aim(sight.chosen)
            if aim is None:
                return
            value = on_step(aim, step)
        else:
            value = held + step * steps
        self.moved.emit(sight.chosen, value, f"{sight.chosen}.{self._stays}")

    # -- typing ----------------------------------------------------------------------------------------

    def begin_typing(self, text: str | None = None) -> None:
        """Open a line at the target of the year chosen, with what stands there or what was typed."""
        sight, drawing = self.sight, self.drawing
        if sight is None or drawing is None or sight.chosen is None or self.is_locked:
            return
        held = sight.path.year(sight.chosen)
        if held is None:
            return
        metrics = self.fontMetrics()
        wide = max(metrics.horizontalAdvance("0") * 14, 90)
        tall = self.line.sizeHint().height()
        at = self.place_of(sight.chosen)
        left = min(max(at.x() - wide // 2, 0), max(self.width() - wide, 0))
        top = min(max(at.y() - tall // 2, 0), max(self.height() - tall, 0))
        self.line.setGeometry(left, top, wide, tall)
        self.line.setAccessibleName(tr("Target {year}", year=sight.chosen))
        self.line.setText(target_text(held) if text is None else text)
        self._typed_for = sight.chosen
        self.line.show()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        if text is None:
            self.line.selectAll()

    def _stop_typing(self) -> None:
        self._typed_for = None
        if self.line.isVisible():
            had = self.line.hasFocus()
            self.line.hide()
            if had:
                self.setFocus(Qt.FocusReason.OtherFocusReason)

    def flush(self) -> None:
        """Tell what has been typed so far."""
        year, sight = self._typed_for, self.sight
        held = sight.path.year(year) if sight is not None and year is not None else None
        text = self.line.text()
        self._stop_typing()
        if held is not None and text.strip() != target_text(held):
            self.typed.emit(held.year, text)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if watched is self.line:
            if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                if event.key() == _Key.Key_Escape:
                    self._stop_typing()
                    return True
                if event.key() in (_Key.Key_Return, _Key.Key_Enter):
                    self.flush()
                    return True
            elif event.type() == QEvent.Type.FocusOut and self._typed_for is not None:
                self.flush()
        return super().eventFilter(watched, event)  # type: ignore[arg-type]
