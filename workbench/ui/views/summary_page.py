"""The leader's summary as one page: where what stands, and what can be opened from it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from workbench.i18n import plural, tr
from workbench.plan.choices import DOMAIN, PLAN_STATUS, SUBJECT
from workbench.rules.coverage import DIMENSIONS
from workbench.rules.verdict import DIMENSION_LABELS, VERDICTS
from workbench.ui import theme
from workbench.ui.models.coverage import rate
from workbench.ui.paper.flow import lines_of
from workbench.ui.paper.printout import SMALL, paper_font, today
from workbench.ui.paper.rows import paint_mark
from workbench.ui.phrases import counts_in_words, joined
from workbench.ui.views.dashboard_money import YearsChart
from workbench.ui.views.dashboard_state import DueChart, LoadChart
from workbench.ui.views.ink import RIGHT, VCENTER, Ink
from workbench.ui.views.summary_lines import behind_lines, due_lines, obstacle_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QFont

    from workbench.rules.coverage import Cell
    from workbench.rules.summary import Summary
    from workbench.ui.views.summary_lines import Line

#: The page without its margins, in pixels of which 96 make an inch: A4, twelve millimetres around.
PAGE: Final = QSizeF(703, 1030)
_GAP: Final = 12.0
_FOOT: Final = 18.0
#: Lines that each part has in any case; where there is room it has more. What is left out is counted.
FEWEST: Final = {"obstacles": 6, "lines": 5, "units": 6}
_LEAST_BAND: Final = 172.0
_MOST_BAND: Final = 330.0
_WORST: Final = ("fails", "reservations", "holds", "nothing")


def _lines_of(there: int, most: int) -> int:
    """Lines that a list takes: one says how many more there are, or that there is none."""
    return max(min(there, most) + (there > most), 1)


class Mark(NamedTuple):
    """Where something stands on the page, the element and field it is about, and what it says."""

    box: QRectF
    id: str
    field: str
    said: str


class SummaryPage:
    """Paints the page; ``marks`` are those of the painting last made."""

    def __init__(self, summary: Summary) -> None:
        self.summary = summary
        self.plan = summary.plan
        self.marks: list[Mark] = []
        self._found = Counter(one.severity for each in summary.obstacles for one in each.findings)
        self._text, self._bold = paper_font(), paper_font(bold=True)
        self._small = paper_font(SMALL)
        self._row = QFontMetricsF(self._text).height() * 1.28

    # -- all of it -------------------------------------------------------------------------------------

    def paint(self, painter: QPainter) -> None:
        """Paint the page, its corner at 0, 0."""
        self.marks = []
        self._painter = painter
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        try:
            self._paint()
        finally:
            # Kept, it would hold on to what it has painted on.
            del self._painter

    def _paint(self) -> None:
        wide, held = PAGE.width(), self.summary
        title = self._row * 1.15
        y = self._verdicts(self._head(wide) + 6, wide) + _GAP
        most, below = self._share_out(PAGE.height() - y - _FOOT - title - _LEAST_BAND - _GAP, title)
        band = min(PAGE.height() - y - _FOOT - title - _GAP - below, _MOST_BAND)
        self._coverage(QRectF(0, y, wide * 0.47, band + title), title)
        self._money(QRectF(wide * 0.5, y, wide * 0.5, band + title), title)
        y += band + title + _GAP
        nothing = tr("Nothing stands in the way: no error and no warning.")
        heading = tr("What stands in the way first"), joined(counts_in_words(self._found))
        lines = obstacle_lines(held, most["obstacles"])
        y = self._list(QRectF(0, y, wide, title), heading, lines, len(held.obstacles), nothing) + _GAP
        half, few = (wide - _GAP * 1.5) / 2, most["lines"]
        many, late = len(held.figures.due), sum(one.days < 0 for one in held.figures.due)
        beside = tr("{count} due, {late} overdue", count=many - late, late=late) if many else ""
        heading = tr(DueChart.title), beside
        ends = self._list(QRectF(0, y, half, title), heading, due_lines(held, few), many, tr("None."))
        heading = tr("Indicators off their path"), f"{len(held.off_path):,}" if held.off_path else ""
        has_any = bool(held.figures.indicators)
        nothing = tr("None is behind.") if has_any else tr("There are no indicators yet.")
        right = QRectF(half + _GAP * 1.5, y, half, title)
        lines = behind_lines(held, few)
        y = max(ends, self._list(right, heading, lines, len(held.off_path), nothing)) + _GAP
        self._load(QRectF(0, y, wide, PAGE.height() - y - _FOOT), title, most["units"])
        foot = QRectF(0, PAGE.height() - _FOOT + 2, wide, _FOOT - 2)
        self._write(foot, self._foot(), "muted", font=self._small)

    def _share_out(self, room: float, title: float) -> tuple[dict[str, int], float]:
        """How many lines each part has, more than the fewest while there is room; the height of all."""
        summary = self.summary
        there = {
            "obstacles": len(summary.obstacles),
            "lines": max(len(summary.figures.due), len(summary.off_path)),
            "units": len(summary.figures.load),
        }
        small = QFontMetricsF(self._small).height()

        def height(most: dict[str, int]) -> float:
            lines = sum(_lines_of(there[name], most[name]) for name in ("obstacles", "lines"))
            rows = lines * self._row + 2 * (title + _GAP)
            units = min(there["units"], most["units"])
            chart = small * (1.5 + 1.55 * units) if units else self._row
            return rows + title + chart + (self._row if there["units"] > units else 0.0)

        most = dict(FEWEST)
        growing = [name for name in most if there[name] > most[name]]
        while growing:
            name = growing.pop(0)
            wider = most | {name: most[name] + 1}
            if height(wider) <= room:
                most = wider
                if there[name] > most[name]:
                    growing.append(name)
        return most, height(most)

    def _foot(self) -> str:
        return joined(
            [
                tr("Top-Level Design Workbench"),
                tr("printed on {day}", day=today()),
                tr("money is counted once where a programme and its parts both name it"),
            ]
        )

    def _write(
        self,
        box: QRectF,
        said: str,
        tint: str = "text",
        align: Qt.AlignmentFlag = VCENTER,
        font: QFont | None = None,
    ) -> float:
        """A text in one line, cut where it does not fit; its width."""
        font = font or self._text
        metrics = QFontMetricsF(font)
        self._painter.setFont(font)
        self._painter.setPen(theme.on_paper(tint))
        cut = metrics.elidedText(said, Qt.TextElideMode.ElideRight, max(box.width(), 0))
        self._painter.drawText(box, align, cut)
        return metrics.horizontalAdvance(cut)

    def _wrapped(self, box: QRectF, said: str) -> None:
        """A text in as many lines as have room; one at least."""
        lines = lines_of(said, self._text, box.width())
        for at, line in enumerate(lines[: max(int(box.height() // self._row), 1)]):
            self._write(QRectF(box.left(), box.top() + at * self._row, box.width(), self._row), line, "muted")

    def _title(self, box: QRectF, said: str, beside: str = "") -> None:
        self._painter.fillRect(
            QRectF(box.left(), box.top() + 2, 3, box.height() - 6), theme.on_paper("accent")
        )
        wide = self._write(box.adjusted(8, 0, 0, -2), said, font=self._bold)
        left = box.left() + 8 + wide + 10
        self._write(
            QRectF(left, box.top(), box.right() - left, box.height() - 2), beside, "muted", RIGHT, self._small
        )
        self._rule(box.left(), box.right(), box.bottom() - 1, "border")

    def _rule(self, left: float, right: float, y: float, tint: str = "line") -> None:
        self._painter.setPen(QPen(theme.on_paper(tint), 1))
        self._painter.drawLine(QLineF(left, y, right, y))

    # -- head and verdicts -----------------------------------------------------------------------------

    def _head(self, wide: float) -> float:
        head = self.plan.head
        day = f"{tr('As of')} {self.summary.as_of.isoformat()}"
        metrics = QFontMetricsF(self._text)
        room = wide - metrics.horizontalAdvance(day) - 24
        font = paper_font(21, bold=True)
        lines = lines_of(head.title or tr("(no title)"), font, room)
        if len(lines) > 1:
            font = paper_font(17, bold=True)
            lines = lines_of(head.title or "", font, room)
        tall = QFontMetricsF(font).height()
        shown_lines = lines if len(lines) <= 2 else [lines[0], "".join(lines[1:])]
        for at, said in enumerate(shown_lines):
            self._write(QRectF(0, tall * at, room, tall), said, font=font)
        self._write(QRectF(room, 0, wide - room, tall), day, "text", RIGHT)
        y = tall * len(shown_lines) + 2
        self.marks.append(Mark(QRectF(0, 0, wide, y), self.plan.id, "title", f"{head.title}, {day}"))
        self._write(QRectF(0, y, wide, self._row), joined(self.about()), "muted")
        self._rule(0, wide, y + self._row + 3, "text")
        return y + self._row + 4

    def about(self) -> list[str]:
        """What the plan is, in phrases: where, when, how far, how large."""
        head, counts = self.plan.head, self.summary.counts
        said = [head.region_name or "", head.issuing_body or ""]
        if head.period is not None:
            said.append(f"{head.period.start.year}–{head.period.end.year}")
        if head.status is not None:
            said.append(tr(PLAN_STATUS[head.status]))
        said += [
            plural("{count} goal", "{count} goals", counts["goal"]),
            plural("{count} project", "{count} projects", counts["project"]),
            plural("{count} indicator", "{count} indicators", counts["indicator"]),
            plural("{count} unit", "{count} units", counts["unit"]),
        ]
        return [one for one in said if one]

    def _verdicts(self, y: float, wide: float) -> float:
        names = ("whole", *DIMENSIONS)
        each = (wide - 8 * (len(names) - 1)) / len(names)
        tall = self._row * 4
        for at, name in enumerate(names):
            box = QRectF(at * (each + 8), y, each, tall)
            verdict = self.summary.verdicts[name]
            self._painter.setPen(QPen(theme.on_paper("border"), 1))
            self._painter.setBrush(theme.on_paper("stripe" if name != "whole" else "soft"))
            self._painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
            self._painter.setBrush(Qt.BrushStyle.NoBrush)
            inner = box.adjusted(7, 4, -7, -4)
            line = inner.height() / 4.2
            label = tr(DIMENSION_LABELS[name])
            self._write(QRectF(inner.left(), inner.top(), inner.width(), line), label, font=self._bold)
            score = QRectF(inner.left(), inner.top() + line, inner.width(), line * 1.3)
            paint_mark(self._painter, verdict.verdict, score.topLeft() + QPointF(0, line * 0.15), line)
            score.setLeft(score.left() + line + 6)
            self._write(score, rate(verdict.score), font=paper_font(17, bold=True))
            counted = {"error": verdict.errors, "warning": verdict.warnings, "info": verdict.infos}
            word = tr(VERDICTS[verdict.verdict])
            foot = QRectF(inner.left(), inner.top() + line * 2.3, inner.width() + 5, line)
            self._write(foot, word, font=self._small)
            x = inner.left()
            for severity, count in counted.items():
                if count:
                    place = QPointF(x, foot.bottom() + line * 0.05)
                    paint_mark(self._painter, severity, place, line * 0.75)
                    x += line * 0.75 + 3
                    box_of = QRectF(x, foot.bottom() - line * 0.07, inner.right() - x + 5, line)
                    x += self._write(box_of, f"{count:,}", "muted", font=self._small) + 8
            told = [f"{label}: {word}", rate(verdict.score), *counts_in_words(counted)]
            self.marks.append(Mark(box, "", "", joined(told)))
        return y + tall

    # -- coverage and money ----------------------------------------------------------------------------

    def _coverage(self, box: QRectF, title: float) -> None:
        beside = tr("goals/projects/indicators, pass rate")
        self._title(QRectF(box.left(), box.top(), box.width(), title), tr("Coverage"), beside)
        names = max(QFontMetricsF(self._text).horizontalAdvance(tr(one)) for one in DOMAIN.values()) + 10
        names = min(names, box.width() * 0.34)
        each = (box.width() - names) / len(SUBJECT)
        top = box.top() + title
        high = (box.height() - title) / (len(DOMAIN) + 0.75)
        for column, label in enumerate(SUBJECT.values()):
            head = QRectF(box.left() + names + column * each, top, each, high * 0.75)
            self._write(head, tr(label), "muted", Qt.AlignmentFlag.AlignCenter, self._small)
        for row, (domain, label) in enumerate(DOMAIN.items()):
            y = top + high * (row + 0.75)
            self._write(QRectF(box.left(), y, names - 6, high), tr(label))
            for column, subject in enumerate(SUBJECT):
                place = QRectF(box.left() + names + column * each, y, each, high).adjusted(
                    1.5, 1.5, -1.5, -1.5
                )
                self._cell(place, self.summary.coverage.cell(domain, subject))

    def _cell(self, box: QRectF, cell: Cell | None) -> None:
        painter = self._painter
        painter.setPen(QPen(theme.on_paper("border"), 1))
        if cell is None or (cell.is_empty and not cell.indicators):
            painter.setBrush(theme.on_paper("stripe"))
            painter.drawRect(box)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            self._write(box, tr("empty"), "muted", Qt.AlignmentFlag.AlignCenter, self._small)
            return
        painter.drawRect(box)
        worst = min((part.verdict for part in cell.dimensions.values()), key=_WORST.index)
        half = box.height() / 2
        edge = min(half - 1, 14.0)
        upper = QRectF(box.left() + 5, box.top() + 1, box.width() - 10, half)
        paint_mark(painter, worst, QPointF(upper.left(), upper.center().y() - edge / 2), edge)
        self._write(upper, rate(cell.score), "text", RIGHT)
        counts = f"{len(cell.goals)}/{len(cell.projects)}/{len(cell.indicators)}"
        lower = QRectF(upper.left(), box.top() + half - 1, upper.width(), half)
        self._write(lower, counts, "muted", RIGHT, self._small)

    def _money(self, box: QRectF, title: float) -> None:
        chart = YearsChart(self.plan, self.summary.figures)
        self._title(
            QRectF(box.left(), box.top(), box.width(), title), tr("Money by year and source"), chart.caption()
        )
        painter, metrics = self._painter, QFontMetricsF(self._small)
        room = QRectF(box.left(), box.top() + title + 2, box.width(), box.height() - title - 2)
        painter.save()
        painter.translate(room.topLeft())
        painter.setFont(self._small)
        chart.measure(metrics, room.width(), room.height())
        if chart.count:
            chart.paint(Ink(painter, theme.on_paper, metrics), 0, room.height())
        painter.restore()
        if not chart.count:
            self._wrapped(room, chart.nothing())

    # -- lists -----------------------------------------------------------------------------------------

    def _list(
        self, box: QRectF, heading: tuple[str, str], lines: Sequence[Line], there: int, nothing: str
    ) -> float:
        """A heading and the first of so many lines under it; the height at which they end."""
        self._title(box, *heading)
        y = box.bottom()
        if not lines:
            self._wrapped(QRectF(box.left(), y, box.width(), self._row), nothing)
            return y + self._row
        for line in lines:
            place = QRectF(box.left(), y, box.width(), self._row)
            self._line(place, line)
            self.marks.append(Mark(place, line.id, line.field, joined([line.said, line.right])))
            y += self._row
        if there > len(lines):
            rest = tr("and {count} more", count=there - len(lines))
            self._write(QRectF(box.left() + 20, y, box.width() - 20, self._row), rest, "muted")
            y += self._row
        return y

    def _line(self, box: QRectF, line: Line) -> None:
        edge = box.height() * 0.66
        middle = box.center().y()
        if line.mark:
            paint_mark(self._painter, line.mark, QPointF(box.left() + 1, middle - edge / 2), edge)
        else:
            ink = Ink(self._painter, theme.on_paper, QFontMetricsF(self._text))
            # Of two, one below the other, the upper hangs over.
            sinks = edge * 0.13 if line.shape[0] == "twice" else 0.0
            ink.shape(line.shape[0], QPointF(box.left() + 8, middle + sinks), edge * 0.42, line.shape[1])
        metrics = QFontMetricsF(self._text)
        beside = min(metrics.horizontalAdvance(line.right) + 1, box.width() * 0.52)
        self._write(QRectF(box.right() - beside, box.top(), beside, box.height()), line.right, "muted", RIGHT)
        self._write(QRectF(box.left() + 20, box.top(), box.width() - beside - 28, box.height()), line.said)
        self._rule(box.left(), box.right(), box.bottom())

    # -- load ------------------------------------------------------------------------------------------

    def _load(self, box: QRectF, title: float, most: int) -> None:
        held = self.summary.figures.load
        over = sum(any(one.is_over(month) for month in one.months) for one in held)
        beside = plural("{count} unit leads too much", "{count} units lead too much", over) if over else ""
        self._title(
            QRectF(box.left(), box.top(), box.width(), title), tr("Projects led at once, by unit"), beside
        )
        top = box.top() + title
        metrics = QFontMetricsF(self._small)
        chart = LoadChart(self.plan, self.summary.figures._replace(load=held[:most]))
        chart.measure(metrics, box.width(), box.height())
        if not chart.count:
            self._wrapped(QRectF(box.left(), top, box.width(), self._row), chart.nothing())
            return
        ink = Ink(self._painter, theme.on_paper, metrics)
        self._painter.save()
        self._painter.setFont(self._small)
        self._painter.translate(box.left(), top)
        chart.paint(ink, chart.heading, chart.height - 1)
        chart.paint_heading(ink)
        self._painter.restore()
        if len(held) > most:
            said = tr("and {count} more", count=len(held) - most)
            self._write(QRectF(box.left() + 2, top + chart.height, box.width(), self._row), said, "muted")
