"""What the cells of one column must be: chosen from what stands there, or said by words, figures, dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QWidget,
)

from workbench.analysis.tables import Condition, bound, has_order
from workbench.errors import Problem
from workbench.i18n import current, tr, words
from workbench.ui.dialogs.form import Form
from workbench.ui.editors.hint import hint
from workbench.ui.phrases import joined, labelled

if TYPE_CHECKING:
    from workbench.analysis.table_columns import Column
    from workbench.plan.plan import Plan

#: Values that are offered: of more, typing narrows.
_OFFERED: Final = 1000
_TEXT: Final = Qt.ItemDataRole.UserRole


class ColumnFilter(Form):
    """The condition on one column; ``condition`` is None when everything is let through."""

    def __init__(
        self,
        parent: QWidget | None,
        plan: Plan,
        column: Column,
        offers: list[tuple[str, int]],
        held: Condition | None,
    ) -> None:
        title = column.heading(words(current()))
        super().__init__(parent, tr("Filter by {column}", column=title), "", tr("Filter"))
        self._plan = plan
        self.column = column
        self.part = QLineEdit(clearButtonEnabled=True)
        self.field(tr("Contains"), self.part)
        self.low = self.high = None
        if has_order(column):
            self.low, self.high = QLineEdit(), QLineEdit()
            both = QWidget(self)
            row = QHBoxLayout(both)
            row.setContentsMargins(0, 0, 0, 0)
            for one, name in ((self.low, tr("From")), (self.high, tr("To"))):
                one.setAccessibleName(name)
                hint(one, name)
                row.addWidget(one)
            self.rows.addRow(QLabel(tr("Within"), self), both)
        self.list = QListWidget(self)
        self.list.setAccessibleName(tr("What stands in the column"))
        self.list.setProperty("framed", True)
        self.list.setMinimumHeight(self.fontMetrics().height() * 7)
        self.every = QCheckBox(tr("All that stands in the column"), self)
        self.every.setTristate(True)
        self.body.insertWidget(self.body.count() - 2, self.every)
        self.body.insertWidget(self.body.count() - 2, self.list, 1)
        self.setTabOrder(self.every, self.list)
        wanted = set(held.texts) if held is not None and held.how == "is" else None
        if held is not None and held.how == "empty":
            wanted = {""}
        for text, count in offers[:_OFFERED]:
            item = QListWidgetItem(f"{text or tr('(empty)')}  ({count})")
            item.setData(_TEXT, text)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            is_on = wanted is None and not (held and held.how == "filled" and not text)
            is_on = is_on or (wanted is not None and text in wanted)
            item.setCheckState(Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        if len(offers) > _OFFERED:
            more = QLabel(tr("and {count} more", count=len(offers) - _OFFERED), self)
            more.setProperty("role", "muted")
            self.body.insertWidget(self.body.count() - 2, more)
        if held is not None and held.how == "has":
            self.part.setText(held.texts[0])
        if held is not None and held.how == "from" and self.low is not None and self.high is not None:
            self.low.setText(held.texts[0])
            self.high.setText(held.texts[1])
        self.none = QPushButton(tr("No filter here"), self)
        self.none.setAutoDefault(False)
        self.buttons.addButton(self.none, self.buttons.ButtonRole.ResetRole)
        self.none.clicked.connect(self._take_away)
        self.every.clicked.connect(self._all_or_none)
        self.list.itemChanged.connect(lambda _item: self._tell())
        self.list.itemActivated.connect(self._toggle)
        self.part.textChanged.connect(self._narrow)
        self._tell()
        self.part.setFocus()

    def _take_away(self) -> None:
        self.part.clear()
        for one in (self.low, self.high):
            if one is not None:
                one.clear()
        self._check(on=True)
        self.accept()

    def _toggle(self, item: QListWidgetItem) -> None:
        is_on = item.checkState() == Qt.CheckState.Checked
        item.setCheckState(Qt.CheckState.Unchecked if is_on else Qt.CheckState.Checked)

    def _all_or_none(self) -> None:
        self._check(on=self.every.checkState() != Qt.CheckState.Unchecked)

    def _check(self, *, on: bool) -> None:
        state = Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
        self.list.blockSignals(True)
        for at in range(self.list.count()):
            item = self.list.item(at)
            if not item.isHidden():
                item.setCheckState(state)
        self.list.blockSignals(False)
        self._tell()

    def _tell(self) -> None:
        checked = len(self._checked())
        state = Qt.CheckState.PartiallyChecked
        if checked == self.list.count():
            state = Qt.CheckState.Checked
        elif not checked:
            state = Qt.CheckState.Unchecked
        self.every.setCheckState(state)

    def _narrow(self, text: str) -> None:
        """Only the offers with the typed words in them are seen."""
        wanted = text.casefold().strip()
        for at in range(self.list.count()):
            item = self.list.item(at)
            item.setHidden(wanted not in str(item.data(_TEXT)).casefold())

    def _checked(self) -> list[str]:
        items = (self.list.item(at) for at in range(self.list.count()))
        return [str(item.data(_TEXT)) for item in items if item.checkState() == Qt.CheckState.Checked]

    @property
    def condition(self) -> Condition | None:
        """What was said; the range counts before the words, these before what is checked."""
        key = self.column.key
        if (
            self.low is not None
            and self.high is not None
            and (self.low.text().strip() or self.high.text().strip())
        ):
            return Condition(key, "from", (self.low.text().strip(), self.high.text().strip()))
        checked = self._checked()
        if len(checked) < self.list.count():
            if not [text for text in checked if text]:
                return Condition(key, "empty") if checked else Condition(key, "is", ("\0",))
            everything = [str(self.list.item(at).data(_TEXT)) for at in range(self.list.count())]
            if checked == [text for text in everything if text]:
                return Condition(key, "filled")
            return Condition(key, "is", tuple(checked))
        if self.part.text().strip():
            return Condition(key, "has", (self.part.text().strip(),))
        return None

    def fault(self) -> str:
        self.wanting = None
        for one in (self.low, self.high):
            if one is None or not one.text().strip():
                continue
            try:
                bound(self._plan, self.column, one.text())
            except Problem as problem:
                self.wanting = one
                return str(problem)
        if not self._checked() and self.list.count():
            self.wanting = self.list
            return tr("Choose at least one")
        return ""


def condition_in_words(column: Column, condition: Condition) -> str:
    """A condition as a few words: "Lead unit: U-001, U-002"."""
    name = column.title(words(current()))
    match condition.how:
        case "has":
            return tr("{column} contains “{text}”", column=name, text=condition.texts[0])
        case "empty":
            return tr("{column} is empty", column=name)
        case "filled":
            return tr("{column} is not empty", column=name)
        case "from":
            low, high = condition.texts
            if not high:
                return tr("{column} from {low}", column=name, low=low)
            if not low:
                return tr("{column} to {high}", column=name, high=high)
            return tr("{column} from {low} to {high}", column=name, low=low, high=high)
    shown = [text or tr("(empty)") for text in condition.texts]
    more = f" +{len(shown) - 2}" if len(shown) > 2 else ""
    return labelled(name, f"{joined(shown[:2])}{more}")
