"""Choosing a moment of the plan: a version by its name, a date, or today."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QSizePolicy, QWidget

from workbench.i18n import tr
from workbench.session import versions
from workbench.ui.editors.choose import CalmCombo
from workbench.ui.keyboard import hand_on
from workbench.ui.phrases import local_time

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.session.session import Session, Version

_NOW: Final = "now"
_DAY: Final = "day"


class MomentChoice(QWidget):
    """A list of versions, the newest first, with "a date" and perhaps "today"; a date is typed beside it."""

    changed = Signal()

    def __init__(self, parent: QWidget, *, with_now: bool) -> None:
        super().__init__(parent)
        self._with_now = with_now
        self.list = CalmCombo(self)
        self.list.setMinimumContentsLength(8)
        self.list.setSizeAdjustPolicy(CalmCombo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.list.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.day = QDateEdit(self)
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("yyyy-MM-dd")
        self.day.setAccessibleName(tr("Date"))
        self.day.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.list, 1)
        row.addWidget(self.day)
        hand_on(self, self.list)
        self.list.currentIndexChanged.connect(self._chosen)
        self.day.dateChanged.connect(self.changed)

    def fill(self, saved: Sequence[Version], days: Sequence[date]) -> None:
        """Offer these versions, and dates within these days; what was chosen stays chosen where it can."""
        before = self.list.currentData()
        self.list.blockSignals(True)
        self.list.clear()
        if self._with_now:
            self.list.addItem(tr("Today (as the plan is now)"), _NOW)
        for version in versions.newest_first(saved):
            self.list.addItem(f"{version.name} · {local_time(version.time)}", version)
        self.list.addItem(tr("On a date…"), _DAY)
        at = next((at for at in range(self.list.count()) if self.list.itemData(at) == before), 0)
        self.list.setCurrentIndex(at)
        self.list.setToolTip(self.list.currentText())
        self.list.blockSignals(False)
        if days:
            self.day.blockSignals(True)
            first, last = days[0], max(days[-1], date.today())  # noqa: DTZ011 - the day here is meant
            self.day.setDateRange(_of(first), _of(last))
            if before is None:
                # The day of work before the last one, if there is one: what changed since is asked most.
                self.day.setDate(_of(days[-2] if len(days) > 1 else days[-1]))
            self.day.blockSignals(False)
        self.day.setVisible(self.list.currentData() == _DAY)

    def _chosen(self) -> None:
        self.day.setVisible(self.list.currentData() == _DAY)
        self.changed.emit()

    def choose(self, moment: versions.Moment) -> None:
        """Choose a moment."""
        if moment.is_now:
            self.list.setCurrentIndex(0)
        elif moment.name:
            for at in range(self.list.count()):
                version = self.list.itemData(at)
                if not isinstance(version, str) and version.name == moment.name:
                    self.list.setCurrentIndex(at)
        elif moment.day is not None:
            self.day.setDate(_of(moment.day))
            self.list.setCurrentIndex(self.list.count() - 1)

    def moment(self, session: Session) -> versions.Moment:
        """The moment chosen; a Problem when the plan had not been begun by then."""
        chosen = self.list.currentData()
        if chosen == _NOW:
            return versions.now_of(session)
        if chosen is None or chosen == _DAY:
            day = self.day.date()
            return versions.on_day(session, date(day.year(), day.month(), day.day()))
        return versions.of_version(chosen)


def _of(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)


def in_words(moment: versions.Moment) -> str:
    """How a moment is called."""
    if moment.name:
        return tr("the version “{name}”", name=moment.name)
    if moment.day is not None:
        return tr("the end of {day}", day=moment.day.isoformat())
    return tr("today")
