"""How the time of the Gantt chart is drawn: its heading, free days, lines, today and as of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from workbench.analysis.working_days import Calendar, weekends_only
from workbench.i18n import tr
from workbench.ui.views.gantt_scale import Scale, Tick, scale_level

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from workbench.analysis.bars import Bars
    from workbench.plan.plan import Plan

_Align = Qt.AlignmentFlag
#: Pixels a day from which on free days are shaded.
_SHADED: Final = 3.5


@dataclass(slots=True)
class Look:
    """What is shown of the bars."""

    links: bool = True
    critical: bool = True
    goals: bool = True
    #: Whether any project has annual targets.
    has_goals: bool = True
    working: bool = True
    #: First and last day by project in the version that is shown behind; its name.
    baseline: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    baseline_name: str = ""
    calendar: Calendar = field(default_factory=weekends_only)
    today: date | None = None
    as_of: date | None = None
    period: tuple[int, int] | None = None
    #: Worst finding by project, of those about its dates and links.
    severity: Mapping[str, str] = field(default_factory=dict)

    @property
    def shows_goals(self) -> bool:
        """Whether rows have room for annual targets."""
        return self.goals and self.has_goals


class Sizes(NamedTuple):
    """Heights, all following the font."""

    line: float
    heading: int
    row: int
    lane: int

    @classmethod
    def of(cls, metrics: QFontMetricsF, *, goals: bool) -> Sizes:
        """The sizes for a font; rows are higher with goals beside the bars."""
        line = metrics.height()
        lane = round(line + 11)
        return cls(line, round(line * 2 + 14), lane + (round(line * 1.05) if goals else 0), lane)


class TimePainter:
    """Draws the time with one painter. Places are of the chart: x by the scale, y from the first row."""

    def __init__(
        self,
        painter: QPainter,
        plan: Plan,
        bars: Bars,
        scale: Scale,
        look: Look,
        colour: Callable[[str], QColor],
        font: QFont,
    ) -> None:
        self.painter = painter
        self.plan = plan
        self.bars = bars
        self.scale = scale
        self.look = look
        self.colour = colour
        self.font = font
        self.metrics = QFontMetricsF(font)
        self.sizes = Sizes.of(self.metrics, goals=look.shows_goals)
        if painter.isActive():
            painter.setFont(font)

    # -- heading and grid ------------------------------------------------------------------------------

    def heading(self, left: float, width: float) -> None:
        """The two lines above the bars, from x ``left`` on; the painter's top is the heading's."""
        painter, height = self.painter, self.sizes.heading
        painter.fillRect(QRectF(left, 0, width, height), self.colour("window"))
        first, last = self.scale.day(left), self.scale.day(left + width)
        above, below = self.scale.rows(first, last, self.sizes.line / 16)
        half = height / 2
        if above:
            self._ticks(above, left, left + width, 0, half, "text")
            self._ticks(below, left, left + width, half, half, "muted")
        else:
            # Years alone stay above the tags of today and of the day of judging.
            room = half if self.look.today is not None or self.look.as_of is not None else height
            self._ticks(below, left, left + width, 0, room, "text")
        painter.setPen(self.colour("border"))
        painter.drawLine(QLineF(left, height - 0.5, left + width, height - 0.5))
        taken: QRectF | None = None
        for day, words, tint, dashed in self._moments():
            x = self.scale.x(day)
            if not left <= x <= left + width:
                continue
            wide = self.metrics.horizontalAdvance(words) + 8
            at = min(max(x - wide / 2, left), left + width - wide)
            box = QRectF(at, height - self.sizes.line - 2, wide, self.sizes.line + 1)
            if taken is not None and box.intersects(taken):
                # Beside the other: above it would hide the years.
                before, after = taken.left() - 2 - wide, taken.right() + 2
                is_before = before >= left and (x < taken.center().x() or after + wide > left + width)
                box.moveLeft(before if is_before else after)
            taken = box
            self._moment_tag(box, words, tint, dashed=dashed)

    def _ticks(
        self, ticks: Sequence[Tick], left: float, right: float, top: float, height: float, tint: str
    ) -> None:
        painter, scale = self.painter, self.scale
        for tick in ticks:
            x, end = scale.x(tick.first), scale.x(tick.after)
            if end < left or x > right:
                continue
            painter.setPen(self.colour("line"))
            painter.drawLine(QLineF(x, top, x, top + height))
            # Words stay in sight while any of their days is.
            low, high = max(x, left) + 4, min(end, right) - 2
            painter.setPen(self.colour(tint))
            words = self._year_words(tick.first, tick.words)
            for said in words:
                if self.metrics.horizontalAdvance(said) <= high - low:
                    painter.drawText(QRectF(low, top, high - low + 4, height), _Align.AlignVCenter, said)
                    break

    def _year_words(self, day: int, words: tuple[str, ...]) -> tuple[str, ...]:
        """Where free days are shaded, months of years whose holidays are not known say so."""
        if not self.is_shaded or len(words) < 2:
            return words
        if self.look.calendar.knows(date.fromordinal(day).year):
            return words
        return (f"{words[0]} {tr('(holidays not announced yet: weekends only)')}", *words)

    @property
    def is_shaded(self) -> bool:
        """Whether free days are told apart at this scale."""
        return self.look.working and self.scale.step >= _SHADED

    def _moments(self) -> Iterable[tuple[int, str, str, bool]]:
        look = self.look
        if look.as_of is not None:
            yield look.as_of.toordinal(), tr("as of"), "text", True
        if look.today is not None:
            yield look.today.toordinal(), tr("Today {day}", day=look.today.strftime("%m-%d")), "accent", False

    def _moment_tag(self, box: QRectF, words: str, tint: str, *, dashed: bool) -> None:
        painter = self.painter
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.colour("base" if dashed else tint))
        if dashed:
            painter.setPen(QPen(self.colour(tint), 1, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(box, 3, 3)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(self.colour(tint if dashed else "accent_text"))
        painter.drawText(box, _Align.AlignCenter, words)

    def grid(self, left: float, width: float, top: float, height: float) -> None:
        """What lies behind the bars: free days, lines of the scale, the plan's period, today, as of."""
        painter, scale = self.painter, self.scale
        first, last = scale.day(left), scale.day(left + width)
        room = QRectF(left, top, width, height)
        painter.fillRect(room, self.colour("base"))
        if self.look.period is not None:
            begin, after = scale.x(self.look.period[0]), scale.x(self.look.period[1] + 1)
            for low, high in ((left, min(begin, left + width)), (max(after, left), left + width)):
                if high > low:
                    painter.fillRect(QRectF(low, top, high - low, height), self.colour("window"))
        if self.is_shaded:
            free, calendar = self.colour("line"), self.look.calendar
            named = self.colour("border")
            for day in range(first, last + 1):
                at = date.fromordinal(day)
                if not calendar.is_working(at):
                    tint = named if calendar.why(at) and scale.step >= 5 else free
                    painter.fillRect(QRectF(scale.x(day), top, max(scale.step, 1), height), tint)
        painter.setPen(QPen(self.colour("line"), 1))
        above, below = scale.rows(first, last, self.sizes.line / 16)
        if scale_level(scale.step) != "days":
            painter.drawLines(
                [QLineF(scale.x(one.first), top, scale.x(one.first), top + height) for one in below]
            )
        painter.setPen(QPen(self.colour("border"), 1))
        painter.drawLines(
            [QLineF(scale.x(one.first), top, scale.x(one.first), top + height) for one in above]
        )

    def moments(self, left: float, width: float, top: float, height: float) -> None:
        """The lines of today and of the day on which progress is judged, over the bars."""
        for day, _, tint, dashed in self._moments():
            x = self.scale.x(day)
            if left <= x <= left + width:
                style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
                self.painter.setPen(QPen(self.colour(tint), 1.4, style))
                self.painter.drawLine(QLineF(x, top, x, top + height))
