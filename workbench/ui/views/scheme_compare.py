"""A scheme beside that of the year before: what is new, gone or changed, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from workbench.i18n import current, tr, words
from workbench.plan.values import show_number
from workbench.session.rolling import thing_in_words
from workbench.session.schemes import DIFFERENCES, compared, last_scheme
from workbench.ui.keyboard import hand_on
from workbench.ui.models.score import About, Cell, Line, Lines, LinesModel
from workbench.ui.phrases import joined
from workbench.ui.views.scheme_said import Said

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex

    from workbench.plan.elements import Scheme, SchemeItem
    from workbench.session.schemes import Difference
    from workbench.ui.bridge import Bridge

#: Widths of the columns in letters; the last takes the rest.
_WIDTHS: Final = (12, 7, 5, 5, 11, 12)


class SchemeCompare(QWidget):
    """A row for each item of either year."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._scheme: Scheme | None = None
        self.said = Said(self)
        self.everything = QCheckBox(self)
        self.everything.toggled.connect(lambda _on: self._show())
        self.model = LinesModel(self)
        self.table = QTableView(self)
        self.table.setModel(self.model)
        self.table.setProperty("framed", True)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.setWordWrap(True)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.activated.connect(self._go)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 8, 0, 0)
        whole.setSpacing(8)
        whole.addWidget(self.said)
        whole.addWidget(self.everything)
        whole.addWidget(self.table, 1)
        hand_on(self, self.table)
        self.retranslate()

    def retranslate(self) -> None:
        """Words in the language now spoken."""
        self.said.setAccessibleName(tr("What differs from last year"))
        self.table.setAccessibleName(tr("What differs from last year"))
        self.everything.setText(tr("Show what is as last year, too"))
        self._show()

    def put(self, scheme: Scheme) -> None:
        """Compare a scheme with the one before it."""
        self._scheme = scheme
        self._show()

    def clear(self) -> None:
        """There is nothing to show."""
        self._scheme = None
        self._show()

    def _show(self) -> None:
        plan, scheme = self._bridge.plan, self._scheme
        before = last_scheme(plan, scheme) if plan is not None and scheme is not None else None
        rows: list[Line] = []
        if plan is None or scheme is None or before is None:
            self.said.setText(tr("There is no scheme of an earlier year to compare with."))
        else:
            found = compared(plan, before, scheme)
            counts = [
                f"{tr(name)} {many}"
                for key, name in DIFFERENCES.items()
                if (many := sum(one.state == key for one in found))
            ]
            said = joined(counts)
            self.said.setText(
                tr("{year} beside {last}: {counts}", year=scheme.year, last=before.year, counts=said)
            )
            rows = [self._line(one) for one in found if self.everything.isChecked() or one.state != "same"]
        headings = (
            tr("What is assessed"),
            tr("Against last year"),
            tr("Marks before"),
            tr("Marks now"),
            tr("What differs"),
            tr("Reason"),
        )
        self.everything.setVisible(before is not None)
        self.model.put(Lines("", headings, tuple(rows), frozenset({2, 3})))
        letter = self.fontMetrics().horizontalAdvance("国")
        for at, letters in enumerate(_WIDTHS):
            needed = self.table.horizontalHeader().sectionSizeHint(at)
            self.table.setColumnWidth(at, max(letter * letters, needed))

    def _line(self, one: Difference) -> Line:
        plan = self._bridge.plan
        assert plan is not None
        spoken = words(current())
        signs = {"new": "＋", "gone": "－", "changed": "≠", "same": "="}
        about = About("item", one.item.id)
        texts = (
            thing_in_words(plan, one.item, spoken) or one.item.code or "",
            f"{signs[one.state]} {tr(DIFFERENCES[one.state])}",
            _marks(one.before),
            _marks(one.after),
            one.in_words(plan, spoken),
            (one.after.change_reason or "") if one.after is not None else "",
        )
        return Line(tuple(Cell(text) for text in texts), about)

    def _go(self, index: QModelIndex) -> None:
        about, plan = self.model.about(index), self._bridge.plan
        if about is not None and plan is not None and about.id in plan:
            self._bridge.navigate.emit(about.id, "")


def _marks(item: SchemeItem | None) -> str:
    if item is None or item.marks is None:
        return "—"
    return show_number(item.marks)
