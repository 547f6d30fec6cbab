"""The traceability graph on the screen: moved, enlarged, gone through by keys, linked by dragging."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QPainter
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from workbench.ui import theme
from workbench.ui.views.graph_drawing import Drawing, Pointed

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent, QWheelEvent

_LEAST, _MOST = 0.04, 2.5
#: Smallest scale at which the graph is shown at first: with smaller ones nothing can be read.
_FIRST: Final = 0.6
_STEP: Final = 1.2
#: Pixels that the mouse must go before it drags.
_SLACK: Final = 6


class GraphCanvas(QAbstractScrollArea):
    """Shows a Drawing; what is chosen and linked is said by signals."""

    chosen = Signal(str)
    #: Two elements are to be linked.
    link_wanted = Signal(str, str)
    #: The menu of an element is wanted: its id, where on the screen.
    menu_wanted = Signal(str, QPoint)
    #: Somebody wants to link from this element by keys, or (with "") no longer.
    linking = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.drawing: Drawing | None = None
        self.scale = 1.0
        self.lit: frozenset[str] = frozenset()
        self.current = ""
        #: Whether two elements, by their ids, could be linked.
        self.fits: Callable[[str, str], bool] = lambda _one, _other: False
        #: What is said of an element.
        self.told: Callable[[str], str] = lambda id_: id_
        self._source = self._target = ""
        self._loose_end: QPointF | None = None
        self._by_keys = False
        self._pressed: QPoint | None = None
        self._pressed_on = ""
        self._pans = False
        self._fits_whole = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
            bar.setSingleStep(30)
            bar.valueChanged.connect(self.viewport().update)

    # -- content ---------------------------------------------------------------------------------------

    @property
    def shown_ids(self) -> tuple[str, ...]:
        """What is shown."""
        return tuple(self.drawing.boxes) if self.drawing is not None else ()

    def put(self, drawing: Drawing | None, *, keep: bool) -> None:
        """Show another drawing; with ``keep`` at the same place and size, else as at first."""
        self.drawing = drawing
        self.stop_linking()
        self._measure()
        if not keep:
            self.show_first()
        self.viewport().update()

    def show_first(self) -> None:
        """The whole where it can be read so, else as much as can."""
        self.fit()
        if self.scale < _FIRST:
            self.zoom_to(_FIRST)
            self.reveal(self.current)

    def light(self, current: str, lit: frozenset[str]) -> None:
        """Light the path of the element chosen."""
        self.current, self.lit = current, lit
        self.viewport().update()

    def reveal(self, id_: str) -> None:
        """Scroll so that an element is seen."""
        if self.drawing is None or id_ not in self.drawing.boxes:
            return
        box = self.drawing.boxes[id_].rect
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        port = self.viewport().rect()
        left, right = box.left() * self.scale, box.right() * self.scale
        fixed = self._strip - self.drawing.head * self.scale
        top, bottom = fixed + box.top() * self.scale, fixed + box.bottom() * self.scale
        edge = 24
        if left - edge < across.value() or right + edge > across.value() + port.width():
            across.setValue(round((left + right - port.width()) / 2))
        if top - edge < down.value() + self._strip or bottom + edge > down.value() + port.height():
            down.setValue(round((top + bottom - port.height()) / 2))

    # -- sizes -----------------------------------------------------------------------------------------

    def _measure(self) -> None:
        port = self.viewport().size()
        wide = self.drawing.width * self.scale if self.drawing is not None else 0.0
        tall = 0.0
        if self.drawing is not None:
            tall = self._strip + (self.drawing.height - self.drawing.head) * self.scale
        for bar, size, room in (
            (self.horizontalScrollBar(), wide, port.width()),
            (self.verticalScrollBar(), tall, port.height()),
        ):
            bar.setPageStep(room)
            bar.setRange(0, max(0, round(size - room)))

    def _origin(self) -> QPointF:
        """Where the drawing begins in the viewport; what is smaller than it stands in the middle."""
        if self.drawing is None:
            return QPointF()
        spare = self.viewport().width() - self.drawing.width * self.scale
        left = spare / 2 if spare > 0 else -float(self.horizontalScrollBar().value())
        # The names of the layers keep their height and their place, whatever the scale.
        top = self._strip - self.drawing.head * self.scale
        return QPointF(left, top - self.verticalScrollBar().value())

    @property
    def _strip(self) -> float:
        """Height of the names of the layers."""
        return self.drawing.line * 1.8 if self.drawing is not None else 0.0

    def _scene(self, at: QPointF | QPoint) -> QPointF:
        return (QPointF(at) - self._origin()) / self.scale

    def place_of(self, id_: str) -> QPoint:
        """The middle of an element in the viewport."""
        assert self.drawing is not None
        middle = self.drawing.boxes[id_].rect.center() * self.scale + self._origin()
        return middle.toPoint()

    def fit(self) -> None:
        """The whole in sight."""
        if self.drawing is None or not self.drawing.boxes:
            return
        port = self.viewport().size()
        tall = self.drawing.height - self.drawing.head
        self.zoom_to(min(port.width() / self.drawing.width, (port.height() - self._strip) / tall, 1.0))
        self._fits_whole = True

    def zoom_to(self, scale: float, around: QPointF | None = None) -> None:
        """Show it at a scale; what stands at ``around`` (else in the middle) stays there."""
        at = around if around is not None else QPointF(self.viewport().rect().center())
        fixed = self._scene(at)
        self.scale = min(max(scale, _LEAST), _MOST)
        self._fits_whole = False
        self._measure()
        self.horizontalScrollBar().setValue(round(fixed.x() * self.scale - at.x()))
        head = self.drawing.head * self.scale if self.drawing is not None else 0.0
        self.verticalScrollBar().setValue(round(fixed.y() * self.scale + self._strip - head - at.y()))
        self.viewport().update()

    def zoom_by(self, factor: float, around: QPointF | None = None) -> None:
        """Show it larger or smaller."""
        self.zoom_to(self.scale * factor, around)

    def pan(self, across: int, down: int) -> None:
        """Move what is in sight by so many pixels."""
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() + across)
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + down)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fits_whole:
            self.fit()
        else:
            self._measure()

    # -- painting --------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.colour("window"))
        if self.drawing is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        origin = self._origin()
        painter.save()
        painter.translate(origin)
        painter.scale(self.scale, self.scale)
        exposed = QRectF(self._scene(event.rect().topLeft()), self._scene(event.rect().bottomRight()))
        pointed = Pointed(
            self.lit, self.current, self._source, self._target, self._loose_end, self.hasFocus()
        )
        self.drawing.paint(painter, exposed, theme.colour, pointed, scale=self.scale)
        painter.restore()
        # The names of the layers stay in sight.
        height = round(self._strip)
        painter.fillRect(0, 0, self.viewport().width(), height, theme.colour("window"))
        painter.setPen(theme.colour("line"))
        painter.drawLine(0, height, self.viewport().width(), height)
        self.drawing.paint_heads(painter, theme.colour, origin.x(), self.scale)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(theme.colour("accent"))
            painter.drawRect(self.viewport().rect().adjusted(0, 0, -1, -1))

    def focusInEvent(self, event: object) -> None:
        super().focusInEvent(event)  # type: ignore[arg-type]
        self.viewport().update()

    def focusOutEvent(self, event: object) -> None:
        super().focusOutEvent(event)  # type: ignore[arg-type]
        self.viewport().update()

    # -- mouse -----------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.drawing is None or event.button() not in (
            Qt.MouseButton.LeftButton,
            Qt.MouseButton.MiddleButton,
        ):
            return
        self._pressed = event.position().toPoint()
        self._pans = False
        self._pressed_on = ""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed_on = self.drawing.at(self._scene(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.drawing is None:
            return
        here = event.position().toPoint()
        under = self.drawing.at(self._scene(event.position()))
        if self._pressed is None:
            self.viewport().setCursor(
                Qt.CursorShape.PointingHandCursor if under else Qt.CursorShape.OpenHandCursor
            )
            return
        if not self._pressed_on:
            self._pans = self._pans or (here - self._pressed).manhattanLength() > _SLACK
            if self._pans:
                self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
                self.pan(self._pressed.x() - here.x(), self._pressed.y() - here.y())
                self._pressed = here
            return
        if self._loose_end is None and (here - self._pressed).manhattanLength() <= _SLACK:
            return
        self._source = self._pressed_on
        self._loose_end = self._scene(event.position())
        self._target = under if under and self.fits(self._source, under) else ""
        refused = bool(under) and under != self._source and not self._target
        self.viewport().setCursor(Qt.CursorShape.ForbiddenCursor if refused else Qt.CursorShape.CrossCursor)
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed_on, self._pressed_on = self._pressed_on, ""
        pressed, self._pressed = self._pressed, None
        if self._loose_end is not None:
            source, target = self._source, self._target
            self.stop_linking()
            if target:
                self.link_wanted.emit(source, target)
        elif pressed is not None and pressed_on:
            self.chosen.emit(pressed_on)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.drawing is None:
            return
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        id_ = self.drawing.at(self._scene(event.pos())) if by_mouse else self.current
        if id_ in self.drawing.boxes:
            where = event.globalPos() if by_mouse else self.viewport().mapToGlobal(self.place_of(id_))
            self.menu_wanted.emit(id_, where)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(_STEP ** (event.angleDelta().y() / 120), event.position())
            event.accept()
        else:
            super().wheelEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and self.drawing is not None:
            under = self.drawing.at(self._scene(event.pos()))
            if under:
                QToolTip.showText(
                    event.globalPos(), f"<p>{escape(self.told(under)).replace(chr(10), '<br>')}</p>", self
                )
            else:
                QToolTip.hideText()
            return True
        return super().viewportEvent(event)

    # -- keys ------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.drawing is None or not self.drawing.boxes or event.modifiers() & ~_PLAIN:
            super().keyPressEvent(event)
            return
        key, typed = event.key(), event.text()
        if key in _ARROWS:
            self._go(*_ARROWS[key])
        elif typed in ("+", "="):
            self.zoom_by(_STEP)
        elif typed == "-":
            self.zoom_by(1 / _STEP)
        elif typed == "0" or key == Qt.Key.Key_F:
            self.fit()
        elif key == Qt.Key.Key_L:
            self.begin_linking()
        elif key == Qt.Key.Key_Escape and self._by_keys:
            self.stop_linking()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            source, target = self._source, self._target
            if self._by_keys:
                self.stop_linking()
                if target and self.fits(source, target):
                    self.link_wanted.emit(source, target)
            elif self.current:
                self.chosen.emit(self.current)
        else:
            super().keyPressEvent(event)

    def begin_linking(self) -> None:
        """From here on the arrows choose what the present element is to be linked with; Enter links."""
        if self.drawing is not None and self.current in self.drawing.boxes:
            self._by_keys = True
            self._source = self._target = self.current
            self.linking.emit(self.current)
            self.viewport().update()

    def stop_linking(self) -> None:
        """Forget a link that is being dragged or made by keys."""
        if self._by_keys:
            self.linking.emit("")
        self._by_keys = False
        self._source = self._target = ""
        self._loose_end = None
        self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)
        self.viewport().update()

    @property
    def target(self) -> str:
        """What a link that is being made would lead to."""
        return self._target

    def _go(self, across: int, down: int) -> None:
        """Go to the next box above or below, or to the one of the next layer that stands nearest."""
        assert self.drawing is not None
        here = self._target if self._by_keys else self.current
        if here not in self.drawing.boxes:
            self._arrive(next(iter(self.drawing.boxes)))
            return
        depth = next(at for at, names in enumerate(self.drawing.layers) if here in names)
        names = self.drawing.layers[depth]
        if down:
            at = names.index(here) + down
            if 0 <= at < len(names):
                self._arrive(names[at])
            return
        height = self.drawing.boxes[here].rect.center().y()
        while 0 <= depth + across < len(self.drawing.layers):
            depth += across
            names = self.drawing.layers[depth]
            linked = [one for one in names if not self._by_keys and one in self._neighbours(here)]
            if names:
                boxes = self.drawing.boxes
                self._arrive(min(linked or names, key=lambda one: abs(boxes[one].rect.center().y() - height)))
                return

    def _neighbours(self, id_: str) -> set[str]:
        assert self.drawing is not None
        return {other for edge in self.drawing.edges if id_ in edge for other in edge if other != id_}

    def _arrive(self, id_: str) -> None:
        self.reveal(id_)
        if self._by_keys:
            self._target = id_
            assert self.drawing is not None
            self._loose_end = self.drawing.boxes[id_].rect.center() if id_ != self._source else None
            self.linking.emit(self._source)
            self.viewport().update()
        else:
            self.chosen.emit(id_)


_PLAIN: Final = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
#: By numbers: typed characters are keys too, without a name among Qt's.
_ARROWS: Final[dict[int, tuple[int, int]]] = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
