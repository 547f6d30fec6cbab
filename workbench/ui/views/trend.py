"""How the scores of the plan have come along: a chart of its versions, and the same as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from workbench.i18n import tr
from workbench.rules.verdict import DIMENSION_LABELS, VERDICTS
from workbench.ui import icons, pictures
from workbench.ui.keyboard import hand_on
from workbench.ui.pictures import SaveButton
from workbench.ui.views.notices import ProgressBar
from workbench.ui.views.trend_chart import SERIES, TrendChart, picture_of, table_of
from workbench.ui.views.when_seen import WhenSeen

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.session.trend import Point
    from workbench.ui.bridge import Bridge

_COLUMNS: Final = ("whole", *SERIES)


class TrendPage(WhenSeen):
    """The four scores and that of the whole, over the versions saved and now."""

    #: The plan as it is now is to become a version.
    version_wanted = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self.points: list[Point] = []
        self.said = QLabel(self, wordWrap=True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setProperty("role", "muted")
        self.save = QPushButton(self)
        self.save.setAutoDefault(False)
        self.save.clicked.connect(self.version_wanted)
        self.as_file = SaveButton(self)
        self.as_file.wanted.connect(self.ask_and_write)
        self.chart = TrendChart(self)
        self.table = QTableWidget(0, len(_COLUMNS) + 2, self)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.table.currentCellChanged.connect(lambda row, *_: self.chart.point_at(row))
        self.chart.chosen.connect(lambda at: self.table.setCurrentCell(at, 0))
        self.bar = ProgressBar(self)
        above = QHBoxLayout()
        above.addWidget(self.said, 1)
        above.addWidget(self.save, 0, Qt.AlignmentFlag.AlignTop)
        above.addWidget(self.as_file, 0, Qt.AlignmentFlag.AlignTop)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 14, 18, 14)
        whole.setSpacing(12)
        whole.addLayout(above)
        whole.addWidget(self.chart, 3)
        whole.addWidget(self.table, 2)
        whole.addWidget(self.bar)
        hand_on(self, self.table)
        bridge.checked.connect(self.set_stale)
        bridge.versions_changed.connect(self.set_stale)
        bridge.plan_opened.connect(self._forget)
        bridge.theme_changed.connect(self.chart.update)
        bridge.language_changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Words in the language now spoken."""
        self.save.setText(tr("Save a version…"))
        self.as_file.name(tr("Trend"))
        self.table.setAccessibleName(tr("Scores of the versions"))
        self.table.setIconSize(QSize(icons.small_size(), icons.small_size()))
        self._put_headings()
        self._put(self.points)

    # -- content ---------------------------------------------------------------------------------------

    def _forget(self) -> None:
        self._put([])
        self.set_stale()

    def refresh(self) -> None:
        """Work the trend out anew; what was judged before is known."""
        if self.bar.progress is not None:
            self._pause.start()
            return
        self._stale = False
        trend = self._bridge.attempt(lambda: self._bridge.trends.of(self._bridge.session))
        if trend is None:
            return

        def done(points: list[Point]) -> None:
            plan = self._bridge.plan
            if plan is not None and plan.id == trend.plan_id:
                self._put(points)

        if trend.is_known:
            from workbench.session.jobs import Progress

            done(trend.run(Progress()))
        else:
            self.bar.run(self._bridge.background, tr("Judging the saved versions"), trend.run, done)

    def _put(self, points: list[Point]) -> None:
        self.points = points
        self.chart.put(points)
        row = self.table.currentRow()
        self.table.setRowCount(len(points))
        for at, point in enumerate(points):
            self._put_row(at, point)
        self.table.setCurrentCell(row if 0 <= row < len(points) else len(points) - 1, 0)
        self.save.setEnabled(self._bridge.is_writable)
        if len(points) < 2:
            self.said.setText(
                tr(
                    "No version has been saved yet. Save one now and then, before a round of comments or a "
                    "submission: the scores of all versions are compared here."
                )
            )
        else:
            self.said.setText(
                tr(
                    "Pass rates of the saved versions and of the plan as it is now, all judged by the same "
                    "rules, those of now, and each on its own day."
                )
            )

    def ask_and_write(self, suffix: str) -> None:
        """Ask for the name of a file and write the chart to it."""
        path = pictures.ask(self, self._bridge, tr("Trend"), suffix) if self.points else None
        if path is not None:
            self.write(path)

    def write(self, path: Path) -> bool:
        """Write the chart, as PNG, SVG or CSV by the name; False, with the Problem told, if not."""
        plan = self._bridge.plan
        if plan is None or not self.points:
            return False
        title = plan.head.title or ""
        return pictures.write(
            self._bridge,
            path,
            lambda: picture_of(self.points, self.font(), title),
            lambda: table_of(self.points),
        )

    def _put_headings(self) -> None:
        for column, text in enumerate(
            [tr("Version"), tr("Judged on"), *(tr(DIMENSION_LABELS[name]) for name in _COLUMNS)]
        ):
            heading = QTableWidgetItem(text)
            if column == 0:
                heading.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            heading.setToolTip(heading.text())
            self.table.setHorizontalHeaderItem(column, heading)

    def _put_row(self, at: int, point: Point) -> None:
        name = QTableWidgetItem(name_of(point))
        name.setToolTip(point.note)
        self.table.setItem(at, 0, name)
        day = QTableWidgetItem(point.as_of.isoformat())
        day.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.table.setItem(at, 1, day)
        for column, dimension in enumerate(_COLUMNS, 2):
            verdict = point.verdicts.get(dimension)
            item = QTableWidgetItem(
                "—" if verdict is None or verdict.score is None else f"{verdict.score:.1f} %"
            )
            item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            if verdict is not None:
                word = tr(VERDICTS[verdict.verdict])
                item.setIcon(icons.state_icon(verdict.verdict))
                item.setToolTip(word)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{item.text()}, {word}")
            self.table.setItem(at, column, item)


def name_of(point: Point) -> str:
    """The name of a version; of the plan as it is, "now"."""
    return point.name or tr("Now")
