"""A card that says one step of the tour, and the frame around what it speaks of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from workbench.i18n import tr
from workbench.ui import theme
from workbench.ui.views.welcome import Heading

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

#: Pixels between the card and what it speaks of, and between that and its frame.
_APART: Final = 14
_AROUND: Final = 4
_NEXT_KEYS: Final = "Alt+PgDown"
_BACK_KEYS: Final = "Alt+PgUp"


class Frame(QWidget):
    """A line around something; clicks and keys go to what is inside."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("accent"), 3))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5), 7, 7)


class TourCard(QFrame):
    """Stands beside what it speaks of and never keeps it from being used."""

    next_wanted = Signal()
    back_wanted = Signal()
    leave_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("tour", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.frame = Frame(parent)
        self.at = QLabel(self)
        self.at.setProperty("role", "muted")
        self.title = Heading(self, 1.2)
        self.words = QLabel(self, wordWrap=True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.keys = QLabel(self, wordWrap=True)
        self.keys.setProperty("role", "muted")
        self.leave, self.back, self.next = (QPushButton(self) for _ in range(3))
        self.leave.clicked.connect(self.leave_wanted)
        self.back.clicked.connect(self.back_wanted)
        self.next.clicked.connect(self.next_wanted)
        buttons = QHBoxLayout()
        buttons.addWidget(self.leave)
        buttons.addStretch(1)
        buttons.addWidget(self.back)
        buttons.addWidget(self.next)
        self.lines = QVBoxLayout(self)
        self.lines.setContentsMargins(18, 14, 18, 14)
        self.lines.setSpacing(8)
        for line in (self.at, self.title, self.words, self.keys):
            self.lines.addWidget(line)
        self.lines.addLayout(buttons)
        self.hide()

    def say(self, title: str, text: str, at: int, of: int) -> None:
        """Say a step: its title, what to do, and that it is number ``at`` of so many; 0 is past the last."""
        self.at.setText(tr("Tour, step {at} of {of}", at=at, of=of) if at else tr("Tour"))
        self.title.setText(title)
        self.words.setText(text)
        self.leave.setText(tr("Leave the tour"))
        self.back.setText(tr("Step back"))
        self.next.setText(tr("On to the next step") if at else tr("End the tour"))
        # Set last: a new text would take the keys away again.
        self.back.setShortcut(QKeySequence(_BACK_KEYS))
        self.next.setShortcut(QKeySequence(_NEXT_KEYS))
        native = QKeySequence.SequenceFormat.NativeText
        self.keys.setText(
            tr(
                "{next}: next · {back}: back · {leave}: leave",
                next=QKeySequence(_NEXT_KEYS).toString(native),
                back=QKeySequence(_BACK_KEYS).toString(native),
                leave=QKeySequence(Qt.Key.Key_Escape).toString(native),
            )
        )
        self.back.setEnabled(at != 1)
        self.leave.setVisible(bool(at))
        self.setAccessibleName(f"{self.at.text()}: {title}")
        self.setAccessibleDescription(text)

    def point_at(self, target: QRect | None, *, is_low: bool = False) -> None:
        """Put the frame around a place in the window (None: no frame), and the card beside it.

        ``is_low``: low in the middle instead, where what is beside is needed, too.
        """
        room = self.window().rect().adjusted(8, 8, -8, -8)
        self.setFixedWidth(min(self.fontMetrics().averageCharWidth() * 54, room.width()))
        self.setFixedHeight(
            max(self.lines.totalHeightForWidth(self.width()), self.lines.totalMinimumSize().height())
        )
        if target is None:
            self.frame.hide()
        else:
            self.frame.setGeometry(target.adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND))
            self.frame.show()
            self.frame.raise_()
        low = QPoint(room.center().x() - self.width() // 2, room.bottom() - self.height() - _APART)
        self.move(low if target is None or is_low else _beside(target, self.rect(), room))
        self.show()
        self.raise_()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            inside = self.focusWidget()
            if isinstance(inside, QPushButton):
                inside.click()
        else:
            super().keyPressEvent(event)


def _beside(target: QRect, card: QRect, room: QRect) -> QPoint:
    """Where the card goes: below or beside the target, above it, where it fits; else low in the middle.

    What stands on the right goes on below itself, and is left free: the card comes to its left first.
    """
    wide, high = card.width(), card.height()
    left = max(room.left(), min(target.left(), room.right() - wide))
    top = max(room.top(), min(target.top(), room.bottom() - high))
    below, on_left = QPoint(left, target.bottom() + _APART), QPoint(target.left() - wide - _APART, top)
    first = (on_left, below) if target.left() > room.center().x() else (below, on_left)
    for place in (
        *first,
        QPoint(target.right() + _APART, top),
        QPoint(left, target.top() - high - _APART),
    ):
        if room.contains(QRect(place, card.size())):
            return place
    return QPoint(room.center().x() - wide // 2, room.bottom() - high)
