"""Charts of the dashboard about how things stand: load of units, progress of indicators, what is due."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPen

from workbench.analysis.dashboard import AHEAD, MOST_MONTHS, Load
from workbench.analysis.progress import REASONS, STATUSES
from workbench.i18n import N_, plural, tr
from workbench.plan.elements import Indicator
from workbench.plan.values import show_number
from workbench.ui.models import cells
from workbench.ui.phrases import joined, labelled
from workbench.ui.views.dashboard_chart import Chart
from workbench.ui.views.ink import RIGHT

if TYPE_CHECKING:
    from decimal import Decimal

    from PySide6.QtGui import QFontMetricsF

    from workbench.analysis.dashboard import Due, Month
    from workbench.ui.views.dashboard_chart import Target
    from workbench.ui.views.ink import Ink

_CENTRE: Final = Qt.AlignmentFlag.AlignCenter
#: Shape and colour of a status; the word stands beside it.
MARKS: Final = {
    "reached": ("circle", "holds"),
    "ahead": ("up", "holds"),
    "on_track": ("square", "info"),
    "behind": ("down", "warning"),
    "far_behind": ("twice", "error"),
    "no_data": ("ring", "unknown"),
}
#: Months that a cell may stand for, as the width allows.
_SPANS: Final = (1, 3, 6, 12, 24, 60)


class LoadChart(Chart):
    """Cells of how many projects each unit leads at once, by month or, where there is no room, by more."""

    key = "load"
    title = N_("Projects led at once")
    heading_lines = 1.5

    def measure(self, metrics: QFontMetricsF, width: float, room: float) -> None:
        super().measure(metrics, width, room)
        self._names = width * 0.28
        self._capacity = metrics.horizontalAdvance(tr("Capacity")) + self.line * 0.8
        months = self.figures.months
        wide = max(width - self._names - self._capacity, 1)
        # A cell has room for two figures and a mark beside them.
        least = metrics.horizontalAdvance("00!") + 4
        span = next((one for one in _SPANS if len(months) / one * least <= wide), _SPANS[-1])
        self.spans = [months[at : at + span] for at in range(0, len(months), span)]
        self._each = wide / max(len(self.spans), 1)
        self._fullest = max((one.most for one in self.figures.load), default=0)

    @property
    def rows(self) -> int:
        """One for each unit."""
        return len(self.figures.load)

    @property
    def step(self) -> int:
        """A mark for each cell."""
        return max(len(self.spans), 1)

    def _cell(self, at: int) -> tuple[Load, tuple[Month, ...]]:
        row, column = divmod(at, self.step)
        return self.figures.load[row], self.spans[column] if self.spans else ()

    def box(self, at: int) -> QRectF:
        row, column = divmod(at, self.step)
        x = self._names + self._capacity + column * self._each
        return QRectF(x, self.heading + self.tall * row, self._each, self.tall)

    def at(self, x: float, y: float) -> int:
        row = super().at(x, y)
        if row < 0:
            return -1
        column = int((x - self._names - self._capacity) // self._each)
        return row * self.step + min(max(column, 0), self.step - 1)

    def said(self, at: int) -> str:
        load, months = self._cell(at)
        if not months:
            return self.named(load.unit)
        said = f"{self.named(load.unit)}, {_span_in_words(months)}: " + plural(
            "{count} project at once", "{count} projects at once", _most(load, months)
        )
        if load.capacity is not None:
            said = joined([said, tr("capacity {capacity}", capacity=load.capacity)])
        return joined([said, tr("too many")]) if _is_over(load, months) else said

    def opens(self, at: int) -> list[Target]:
        load, months = self._cell(at)
        held = dict.fromkeys(id_ for month in months for id_ in load.projects(month))
        return [(load.unit, "capacity"), *((id_, "lead_unit") for id_ in held)]

    def caption(self) -> str:
        if len(self.figures.months) == MOST_MONTHS:
            return tr("The first thirty years.")
        return tr("Cells marked “!” hold more than the unit can lead.")

    def nothing(self) -> str:
        return tr("No unit leads a project with known dates. Give projects a lead unit, a start and an end.")

    def paint_heading(self, ink: Ink) -> None:
        high, x = self.heading, self._names + self._capacity
        ink.write(QRectF(2, 0, self._names, high), tr("Lead unit"), "muted")
        ink.write(
            QRectF(self._names, 0, self._capacity - self.line * 0.4, high), tr("Capacity"), "muted", RIGHT
        )
        reach = 0.0
        for at, months in enumerate(self.spans):
            left = x + at * self._each
            year, month = months[0]
            # A year where it begins, as far as the name before it leaves room.
            if (month == 1 or at == 0 or len(months) >= 12) and left >= reach:
                wide = ink.metrics.horizontalAdvance(f"{year}  ")
                ink.write(QRectF(left + 2, 0, wide, high), str(year), "muted")
                ink.painter.drawLine(QLineF(left, high * 0.6, left, high))
                reach = left + wide

    def paint_row(self, ink: Ink, row: int, box: QRectF) -> None:
        load = self.figures.load[row]
        ink.write(QRectF(2, box.top(), self._names - 8, box.height()), self.named(load.unit))
        capacity = "—" if load.capacity is None else str(load.capacity)
        ink.write(
            QRectF(self._names, box.top(), self._capacity - self.line * 0.4, box.height()),
            capacity,
            "muted",
            RIGHT,
        )
        fullest = max(load.capacity or self._fullest, load.most, 1)
        painter = ink.painter
        for column, months in enumerate(self.spans):
            count = _most(load, months)
            if not count:
                continue
            cell = self.box(row * self.step + column).adjusted(1, 2, -1, -2)
            is_over = _is_over(load, months)
            tint = ink.colour("error" if is_over else "accent")
            painter.setOpacity(0.1 + 0.3 * min(count / fullest, 1))
            painter.fillRect(cell, tint)
            painter.setOpacity(1)
            if is_over:
                painter.setPen(QPen(tint, 1.5))
                painter.drawRect(cell)
            painter.setPen(ink.colour("text"))
            painter.drawText(cell, _CENTRE, f"{count}!" if is_over else str(count))

    def table(self) -> list[list[str]]:
        months = self.figures.months
        made = [[tr("Lead unit"), tr("Capacity"), *(f"{year}-{month:02}" for year, month in months)]]
        for load in self.figures.load:
            capacity = "" if load.capacity is None else str(load.capacity)
            made.append([self.named(load.unit), capacity, *(str(load.months[one]) for one in months)])
        return made


def _most(load: Load, months: tuple[Month, ...]) -> int:
    return max((load.months.get(one, 0) for one in months), default=0)


def _is_over(load: Load, months: tuple[Month, ...]) -> bool:
    return any(load.is_over(one) for one in months)


def _span_in_words(months: tuple[Month, ...]) -> str:
    (year, month), (to_year, to_month) = months[0], months[-1]
    first = f"{year}-{month:02}"
    return first if len(months) == 1 else f"{first} – {to_year}-{to_month:02}"


class ProgressChart(Chart):
    """Each indicator on its way: how much is gone, how much was due, and the word for it."""

    key = "indicators"
    title = N_("Indicators against their path")

    @property
    def rows(self) -> int:
        """One for each indicator."""
        return len(self.figures.indicators)

    def said(self, at: int) -> str:
        id_, found = self.figures.indicators[at]
        said = [labelled(self.named(id_), tr(STATUSES[found.status]))]
        if found.reason:
            said.append(tr(REASONS[found.reason]))
        if found.actual is not None and found.on is not None:
            said.append(
                tr("{value} on {day}", value=self._value(id_, found.actual), day=found.on.isoformat())
            )
        if found.expected is not None and found.status != "reached":
            said.append(tr("due by then {value}", value=self._value(id_, found.expected)))
        elif found.expected is not None:
            said.append(tr("target {value}", value=self._value(id_, found.expected)))
        return joined(said)

    def _value(self, id_: str, value: Decimal) -> str:
        one = self.plan.find(id_, Indicator)
        return _figure(value) + (one.unit or "" if one is not None else "")

    def opens(self, at: int) -> list[Target]:
        id_, found = self.figures.indicators[at]
        field = {"direction": "direction", "target": "targets", "words": "direction"}
        return [(id_, field.get(found.reason, "actuals"))]

    def caption(self) -> str:
        counts = dict.fromkeys(STATUSES, 0)
        for _, found in self.figures.indicators:
            counts[found.status] += 1
        said = joined(f"{tr(STATUSES[name])} {count}" for name, count in counts.items() if count)
        day = self.figures.as_of.isoformat()
        return tr("As of {day}: {counts}", day=day, counts=said) if said else ""

    def nothing(self) -> str:
        return tr("The plan has no indicators yet. Add them in the outline (Ctrl+1).")

    def paint_row(self, ink: Ink, row: int, box: QRectF) -> None:
        id_, found = self.figures.indicators[row]
        line, middle = self.line, box.center().y()
        word = max(ink.metrics.horizontalAdvance(tr(one)) for one in STATUSES.values()) + line * 0.6
        shape, tint = MARKS[found.status]
        ink.shape(shape, QPointF(line * 0.6, middle), line * 0.28, tint)
        ink.write(QRectF(line * 1.2, box.top(), word, box.height()), tr(STATUSES[found.status]))
        left = line * 1.2 + word
        names = (box.width() - left) * 0.46
        ink.write(QRectF(left, box.top(), names - 8, box.height()), self.named(id_))
        figure = ink.metrics.horizontalAdvance("000 % ")
        track = QRectF(left + names, middle - line * 0.22, box.width() - left - names - figure, line * 0.44)
        if track.width() < line:
            return
        gone = 1.0 if found.status == "reached" else _share(found.gone)
        painter = ink.painter
        painter.setPen(QPen(ink.colour("border"), 1))
        painter.drawRect(track)
        if found.status == "no_data":
            return
        painter.fillRect(
            QRectF(track.left(), track.top(), track.width() * gone, track.height()), ink.colour(tint)
        )
        if found.due is not None:
            x = track.left() + track.width() * _share(found.due)
            painter.setPen(QPen(ink.colour("text"), 2))
            painter.drawLine(QLineF(x, track.top() - line * 0.2, x, track.bottom() + line * 0.2))
        ink.write(
            QRectF(track.right(), box.top(), figure - 2, box.height()),
            f"{100 * (1 if found.gone is None else found.gone):.0f} %" if _is_shown(found.gone) else "",
            "muted",
            RIGHT,
        )

    def table(self) -> list[list[str]]:
        made = [
            [
                tr("Indicator"),
                tr("Unit of measurement"),
                tr("Status"),
                tr("Actual value"),
                tr("On"),
                tr("Due by then"),
                tr("Share gone"),
                tr("Share due"),
                tr("Why nothing can be said"),
            ]
        ]
        for id_, found in self.figures.indicators:
            one = self.plan.find(id_, Indicator)
            made.append(
                [
                    self.named(id_),
                    one.unit or "" if one is not None else "",
                    tr(STATUSES[found.status]),
                    "" if found.actual is None else show_number(found.actual),
                    "" if found.on is None else found.on.isoformat(),
                    "" if found.expected is None else _figure(found.expected),
                    "" if found.gone is None else f"{found.gone:.4f}",
                    "" if found.due is None else f"{found.due:.4f}",
                    tr(REASONS[found.reason]) if found.reason else "",
                ]
            )
        return made


def _share(value: Decimal | None) -> float:
    """A share as part of the track: what lies beyond its ends is at them."""
    return 0.0 if value is None else min(max(float(value), 0.0), 1.0)


def _is_shown(value: Decimal | None) -> bool:
    return value is None or abs(value) < 100


def _figure(value: Decimal) -> str:
    """A value as entered, or what was reckoned, to four digits."""
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -4 and abs(value) >= 1:
        return f"{value:.2f}"
    return show_number(value) if len(value.as_tuple().digits) < 12 else f"{value:.4g}"


class DueChart(Chart):
    """The milestones that come next, and those that are overdue after them."""

    key = "due"
    title = N_("Milestones of the next 90 days")
    assert AHEAD == 90

    def measure(self, metrics: QFontMetricsF, width: float, room: float) -> None:
        super().measure(metrics, width, room)
        # As wide as the longest of them, so that the names stand under one another.
        widths = {one.days: days_in_words(one) for one in self.figures.due}
        longest = max(map(metrics.horizontalAdvance, widths.values()), default=0)
        self._wait = longest + self.line * 0.8

    @property
    def rows(self) -> int:
        """One for each milestone."""
        return len(self.figures.due)

    def said(self, at: int) -> str:
        one = self.figures.due[at]
        return joined(
            [
                labelled(cells.named(self.plan, one.milestone), one.due.isoformat()),
                days_in_words(one),
                self.named(one.project),
            ]
        )

    def opens(self, at: int) -> list[Target]:
        return [(self.figures.due[at].milestone, "due")]

    def caption(self) -> str:
        day: date = self.figures.as_of
        late = sum(one.days < 0 for one in self.figures.due)
        said = tr("From {day} on: {count}", day=day.isoformat(), count=self.rows - late)
        return joined([said, tr("overdue before: {count}", count=late)]) if late else said

    def nothing(self) -> str:
        return tr(
            "No milestone is due in the 90 days from {day} on, and none is overdue.",
            day=self.figures.as_of.isoformat(),
        )

    def paint_row(self, ink: Ink, row: int, box: QRectF) -> None:
        one = self.figures.due[row]
        line = self.line
        is_late = one.days < 0
        ink.shape(
            "twice" if is_late else "ring" if one.days > 30 else "circle",
            QPointF(line * 0.6, box.center().y()),
            line * 0.28,
            "error" if is_late else "accent",
        )
        days = ink.metrics.horizontalAdvance("2026-00-00  ")
        wait = self._wait
        x = line * 1.2
        ink.write(QRectF(x, box.top(), days, box.height()), one.due.isoformat())
        ink.write(
            QRectF(x + days, box.top(), wait, box.height()),
            days_in_words(one),
            "error" if is_late else "muted",
        )
        x += days + wait
        rest = box.width() - x
        ink.write(QRectF(x, box.top(), rest * 0.5 - 8, box.height()), self.named(one.milestone))
        ink.write(
            QRectF(x + rest * 0.5, box.top(), rest * 0.5, box.height()), self.named(one.project), "muted"
        )

    def table(self) -> list[list[str]]:
        made = [[tr("Due date"), tr("Days"), tr("Milestone"), tr("Project")]]
        for one in self.figures.due:
            made.append(
                [one.due.isoformat(), str(one.days), self.named(one.milestone), self.named(one.project)]
            )
        return made


def days_in_words(one: Due) -> str:
    """How long until a milestone is due, or since when it is overdue."""
    if one.days < 0:
        return plural("{count} day overdue", "{count} days overdue", -one.days)
    if one.days == 0:
        return tr("today")
    return plural("in {count} day", "in {count} days", one.days)
