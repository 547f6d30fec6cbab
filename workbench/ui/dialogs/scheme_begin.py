"""A new assessment scheme: for which year, for whom, and what goes into it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHeaderView, QLabel, QTreeWidget, QTreeWidgetItem

from workbench.errors import Problem
from workbench.i18n import current, tr, words
from workbench.plan.choices import METHOD, SCHEME_SCOPE
from workbench.plan.in_words import named, titled
from workbench.session.schemes import SORTS, Candidate, beginning, free_years, to_assess
from workbench.ui.dialogs.form import Form, resize_in_lines
from workbench.ui.editors.choose import CalmCombo
from workbench.ui.phrases import beside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QWidget

    from workbench.plan.change import Change
    from workbench.plan.plan import Plan

_CANDIDATE = Qt.ItemDataRole.UserRole
#: Letters of the unit and the method.
_WIDTHS = (9, 9)
_CHECKED, _OPEN = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class BeginScheme(Form):
    """Asks for year, scope and items; ``change`` is what to apply when the dialog was accepted."""

    def __init__(self, parent: QWidget, plan: Plan, year: int) -> None:
        super().__init__(
            parent,
            tr("New assessment scheme"),
            tr(
                "What the plan wants of the year and a unit answers for. The marks are shared out evenly; "
                "weigh them afterwards."
            ),
            tr("Begin the scheme"),
        )
        self._plan = plan
        self.change: Change | None = None
        self.year = CalmCombo(self)
        for one in free_years(plan, year):
            self.year.addItem(str(one), one)
        self.year.setCurrentIndex(max(self.year.findData(year), 0))
        self.scope = CalmCombo(self)
        for name, label in SCHEME_SCOPE.items():
            self.scope.addItem(tr(label), name)
        self.field(tr("Year"), self.year)
        self.field(tr("Scored are"), self.scope)
        self.tree = QTreeWidget(self)
        self.tree.setProperty("framed", True)
        self.tree.setColumnCount(3)
        self.tree.setHeaderLabels([tr("What is assessed"), tr("Unit"), tr("Method")])
        self.tree.setAccessibleName(tr("What goes into the scheme"))
        self.tree.setUniformRowHeights(True)
        self.tree.header().setStretchLastSection(False)
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        letter = self.fontMetrics().horizontalAdvance("国")
        for at, letters in enumerate(_WIDTHS, 1):
            self.tree.header().resizeSection(at, letter * letters)
        self.calendar = QCheckBox(tr("With the usual calendar of a year"), self)
        self.calendar.setChecked(True)
        self.said = QLabel(self)
        self.said.setProperty("role", "muted")
        self.body.insertWidget(3, self.tree, 1)
        self.body.insertWidget(4, self.said)
        self.body.insertWidget(5, self.calendar)
        self.year.activated.connect(self._fill)
        self.tree.itemChanged.connect(lambda *_: self._count())
        self._fill()
        resize_in_lines(self, 44, 36)
        self.year.setFocus()

    def _fill(self) -> None:
        """List what can be assessed in the year; all is chosen but projects whose milestones are."""
        self.tree.blockSignals(True)
        self.tree.clear()
        year = self.year.currentData()
        spoken = words(current())
        by_sort: dict[str, list[Candidate]] = {name: [] for name in SORTS}
        for one in to_assess(self._plan, year) if year is not None else ():
            by_sort[one.sort].append(one)
        for sort, of_sort in by_sort.items():
            if not of_sort:
                continue
            head = QTreeWidgetItem(self.tree, [beside(tr(SORTS[sort]), str(len(of_sort)))])
            head.setFlags(head.flags() | Qt.ItemFlag.ItemIsAutoTristate | Qt.ItemFlag.ItemIsUserCheckable)
            head.setFirstColumnSpanned(True)
            for one in of_sort:
                texts = [
                    titled(self._plan, one.thing, spoken),
                    named(self._plan, one.unit, spoken),
                    tr(METHOD[one.method]),
                ]
                row = QTreeWidgetItem(head, texts)
                row.setData(0, _CANDIDATE, one)
                for at, text in enumerate(texts):
                    row.setToolTip(at, text)
                row.setCheckState(0, _OPEN if sort == "project" else _CHECKED)
        self.tree.expandAll()
        self.tree.blockSignals(False)
        self._count()

    def _rows(self) -> Iterator[QTreeWidgetItem]:
        for at in range(self.tree.topLevelItemCount()):
            head = cast("QTreeWidgetItem", self.tree.topLevelItem(at))
            for below in range(head.childCount()):
                yield cast("QTreeWidgetItem", head.child(below))

    @property
    def chosen(self) -> list[Candidate]:
        """What goes in."""
        return [row.data(0, _CANDIDATE) for row in self._rows() if row.checkState(0) == _CHECKED]

    def _count(self) -> None:
        whole = sum(1 for _ in self._rows())
        self.said.setText(
            tr("{count} of {all} go in", count=len(self.chosen), all=whole)
            if whole
            else tr("The plan has no target or key milestone of this year; the scheme begins empty.")
        )

    def fault(self) -> str:
        self.wanting = self.year
        year = self.year.currentData()
        if year is None:
            return tr("Every year of the plan has a scheme already")
        try:
            self.change = beginning(
                self._plan,
                year,
                [Candidate(*one) for one in self.chosen],
                self.scope.currentData(),
                calendar=self.calendar.isChecked(),
            )
        except Problem as problem:
            return str(problem)
        return ""
