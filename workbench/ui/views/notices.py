"""Notices at the top of the window, and the progress of long work at its foot."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from workbench.i18n import tr
from workbench.ui import icons, messages
from workbench.ui.messages import Notice
from workbench.ui.motion import go_on

if TYPE_CHECKING:
    from workbench.session.jobs import Progress
    from workbench.ui.background import Background

T = TypeVar("T")

_FADES_AFTER: Final = {"info": 6000, "warning": 20000}
_OFFER_FADES_AFTER: Final = 20000
_MOST: Final = 3
#: Lines that are seen at once; a longer notice is scrolled, and stays until it is dismissed.
_LINES: Final = 6
#: Work that ends sooner than this (milliseconds) is not shown.
_PATIENCE: Final = 600


class NoticeBar(QFrame):
    """One notice: mark, words, a button perhaps, and a way to dismiss it."""

    def __init__(
        self, notice: Notice, dismiss: Callable[[NoticeBar], None], parent: QWidget, *, fades: bool = True
    ) -> None:
        from workbench.rules.verdict import SEVERITY_LABELS

        super().__init__(parent)
        self.notice = notice
        self.setProperty("notice", notice.severity)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 8, 6)
        row.setSpacing(10)
        mark = QLabel(self)
        mark.setPixmap(icons.shape(notice.severity, 18, self.devicePixelRatioF()))
        mark.setAccessibleName(tr(SEVERITY_LABELS[notice.severity]))
        row.addWidget(mark)
        self.words = QLabel(notice.text, self, wordWrap=True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row.addWidget(self._scrolled() if _is_long(notice) else self.words, 1)
        self.button: QPushButton | None = None
        act = notice.act
        if notice.label and act is not None:

            def clicked() -> None:
                dismiss(self)
                act()

            self.button = QPushButton(notice.label, self)
            self.button.clicked.connect(clicked)
            row.addWidget(self.button)
        self.close_button = QToolButton(self)
        self.close_button.setIcon(icons.icon("close", "muted"))
        self.close_button.setToolTip(tr("Dismiss"))
        self.close_button.setAccessibleName(tr("Dismiss"))
        self.close_button.clicked.connect(lambda: dismiss(self))
        row.addWidget(self.close_button)
        self.setAccessibleName(notice.text)
        #: Milliseconds until it goes by itself; 0 when it stays.
        self.lasts = _lasts(notice) if fades else 0
        if self.lasts:
            # Its own, so that it goes with the notice.
            end = QTimer(self, singleShot=True, interval=self.lasts)
            end.timeout.connect(lambda: dismiss(self))
            end.start()

    def _scrolled(self) -> QScrollArea:
        """The words in as much room as a notice has: the work below it is to be seen too."""
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(self.notice.text)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        area.setWidget(self.words)
        area.setFixedHeight(self.words.fontMetrics().lineSpacing() * _LINES)
        area.viewport().setAutoFillBackground(False)
        self.words.setAutoFillBackground(False)
        return area


def _is_long(notice: Notice) -> bool:
    return notice.text.count("\n") >= _LINES


def _lasts(notice: Notice) -> int:
    """How long a notice is to be seen: long enough to read it, and to decide where it offers something."""
    if notice.severity not in _FADES_AFTER or _is_long(notice):
        return 0
    return _OFFER_FADES_AFTER if notice.label else _FADES_AFTER[notice.severity]


class Notices(QWidget):
    """The notices, newest last. Errors stay until they are dismissed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.bars: list[NoticeBar] = []
        self._kept: dict[str, Notice | None] = {}
        self._stack = QVBoxLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.setSpacing(0)
        self.hide()

    def show_notice(self, notice: Notice) -> None:
        """Show a notice; the same one is not shown twice, and not more than a few at once."""
        for bar in tuple(self.bars):
            if bar.notice.text == notice.text:
                self.dismiss(bar)
        self._put(NoticeBar(notice, self.dismiss, self))

    def _put(self, bar: NoticeBar) -> None:
        self._stack.addWidget(bar)
        self.bars.append(bar)
        while len(self.bars) > _MOST:
            self.dismiss(self.bars[0])
        self.show()

    def dismiss(self, bar: NoticeBar) -> None:
        """Take a notice away."""
        if bar in self.bars:
            self.bars.remove(bar)
            self._stack.removeWidget(bar)
            bar.hide()
            bar.deleteLater()
        self.setVisible(bool(self.bars))

    def keep(self, key: str, notice: Notice | None) -> None:
        """Keep a notice up as long as something lasts; None when it is over.

        One that the user has dismissed does not come back until it says something else.
        """
        before = self._kept.get(key)
        if before == notice:
            return
        self._kept[key] = notice
        for bar in tuple(self.bars):
            if before is not None and bar.notice == before:
                self.dismiss(bar)
        if notice is not None:
            self._put(NoticeBar(notice, self.dismiss, self, fades=False))

    def dismiss_all(self) -> None:
        """Take all notices away: they were about a library that is closed."""
        self._kept.clear()
        for bar in tuple(self.bars):
            self.dismiss(bar)


class ProgressBar(QFrame):
    """How far a long job is, with a way to cancel it; shown when it takes longer than a moment."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("notice", "info")
        self.progress: Progress | None = None
        self._late = QTimer(self, singleShot=True, interval=_PATIENCE)
        self._late.timeout.connect(self.show)
        self.hide()

    def _make(self) -> None:
        """Make what is in it, with the first job: the first painting does without."""
        self.title = QLabel(self)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.bar = QProgressBar(self, textVisible=False)
        self.bar.setMaximumWidth(320)
        self.cancel = QPushButton(tr("Cancel"), self)
        self.cancel.clicked.connect(self._cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 8, 6)
        row.setSpacing(12)
        row.addWidget(self.title)
        row.addWidget(self.bar, 1)
        row.addWidget(self.cancel)
        row.addStretch(0)

    def run(
        self,
        background: Background,
        title: str,
        call: Callable[[Progress], T],
        done: Callable[[T], object],
        *,
        after: Callable[[], object] | None = None,
        late: Callable[[T], object] | None = None,
    ) -> bool:
        """Run a job and show how far it is; one at a time, False when another is still going on."""
        if self.progress is not None:
            messages.info(tr("Wait until what is going on is done"))
            return False

        def over() -> None:
            self._end()
            if after is not None:
                after()

        self._begin(title)
        self.progress = background.job(call, done, stepped=self._step, after=over, late=late)
        return True

    def _begin(self, title: str) -> None:
        if self.layout() is None:
            self._make()
        self.title.setText(title)
        self.cancel.setText(tr("Cancel"))
        self.cancel.setEnabled(True)
        go_on(self.bar, 0, 0)
        self.bar.setAccessibleName(title)
        self._late.start()

    def _step(self, done: int, total: int, message: str) -> None:
        go_on(self.bar, done, total)
        if message:
            self.title.setText(tr(message))

    def _end(self) -> None:
        self._late.stop()
        self.progress = None
        self.hide()

    def _cancel(self) -> None:
        if self.progress is not None:
            self.cancel.setEnabled(False)
            self.progress.cancel()
