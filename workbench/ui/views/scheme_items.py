"""The items of a scheme: a table of them with what their marks come to, and the form of the one chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSplitter, QVBoxLayout, QWidget

from workbench.i18n import current, tr, words
from workbench.plan.values import show_number
from workbench.rules.finding import shown
from workbench.session.schemes import sums
from workbench.ui.editors.table import TableButtons
from workbench.ui.keyboard import hand_on
from workbench.ui.models.scheme import SchemeRows
from workbench.ui.phrases import labelled
from workbench.ui.views.scheme_rows import PageRows
from workbench.ui.views.scheme_said import Said

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from workbench.plan.elements import Scheme
    from workbench.session.schemes import Sum
    from workbench.ui.bridge import Bridge
    from workbench.ui.views.kindform import KindForm

#: Sums told at once; more are counted.
_MOST: Final = 14
#: Lines of text below which only the table is shown.
_LOW: Final = 15
#: The column of the class, which is shown where an item has one.
_CLASS: Final = 3
#: What is told in the table and edited there.
_IN_TABLE: Final = ("code", "indicator", "milestone", "project")
_WORST: Final = ("error", "warning", "info")


class SchemeItems(QWidget):
    """The table and the form below it."""

    #: The manual of a rule is asked for.
    rule_asked = Signal(str)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._scheme = ""
        self.model = SchemeRows(bridge.plan_to_read, bridge.apply)
        self.model.setParent(self)
        self.table = PageRows(self.model, bridge, 1, self)
        self.buttons = TableButtons(self.table, self.model.cls.plural_label)  # type: ignore[attr-defined]  # an element class
        self.sums = Said(self)
        self.short = Said(self)
        self.short.words.setProperty("role", "error")
        told = QVBoxLayout()
        told.setSpacing(2)
        told.addWidget(self.sums)
        told.addWidget(self.short)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addLayout(told, 1)
        head.addWidget(self.buttons, 0, Qt.AlignmentFlag.AlignTop)
        above = QWidget(self)
        upper = QVBoxLayout(above)
        upper.setContentsMargins(0, 0, 0, 0)
        upper.setSpacing(6)
        upper.addLayout(head)
        upper.addWidget(self.table, 1)
        self.form: KindForm | None = None
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        parted = QSplitter(Qt.Orientation.Vertical, self)
        parted.setChildrenCollapsible(False)
        parted.addWidget(above)
        parted.addWidget(self.area)
        parted.setStretchFactor(0, 1)
        parted.setStretchFactor(1, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 8, 0, 0)
        whole.addWidget(parted, 1)
        hand_on(self, self.table)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_item())
        self.table.opened.connect(lambda id_: bridge.navigate.emit(id_, "indicator"))
        self.retranslate()

    @property
    def _is_low(self) -> bool:
        """Whether there is room for the table only; the rest of an item is in its form then."""
        return self.height() < self.fontMetrics().height() * _LOW

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.area.setVisible(bool(self.chosen) and not self._is_low)

    @property
    def chosen(self) -> str:
        """The id of the item under the cursor; "" for none."""
        at = self.table.currentIndex()
        return (self.model.element_at(at.row()) or "") if at.isValid() else ""

    def put(self, scheme: Scheme) -> None:
        """Show the items of a scheme."""
        is_other = scheme.id != self._scheme
        if is_other:
            self.flush()
        self._scheme = scheme.id
        chosen, column = self.chosen, max(self.table.currentIndex().column(), 1)
        self.model.lock(not self._bridge.is_writable or bool(scheme.frozen))
        self.model.show_owner(scheme.id)
        self.table.setColumnHidden(_CLASS, not any(row.record.get("unit_class") for row in self.model.rows))
        self.table.fit()
        if not self.table.currentIndex().isValid() and self.model.rows:
            # It was another scheme's, or went with the rows that have been made anew.
            self.table.stand_at(self.model.row_of(chosen) or 0, column)
        self._show_sums(scheme)
        self._show_item()

    def clear(self) -> None:
        """There is nothing to show."""
        self._scheme = ""
        self.area.hide()

    def choose(self, id_: str) -> None:
        """Put the cursor on an item."""
        at = self.model.row_of(id_)
        if at is not None and id_ != self.chosen:
            self.table.stand_at(at, 1)
            self.table.scrollTo(self.model.index(at, 1))

    def show_findings(self) -> None:
        """Show what is found: marks in the table, sentences in the form."""
        plan = self._bridge.plan
        if plan is None or not self._scheme:
            return
        checker = self._bridge.session.checker
        found: dict[str, str] = {}
        for at in range(len(self.model.rows)):
            id_ = self.model.element_at(at) or ""
            severities = {one.severity for one in checker.findings_of(id_) if not one.waived}
            found[id_] = next((one for one in _WORST if one in severities), "")
        if found != self.model.found:
            self.model.found = found
            self.table.viewport().update()
        if self.form is not None and self.form.id in plan:
            spoken = words(current())
            self.form.show_findings(
                [
                    (one.field, one.severity, shown(one, plan, spoken), one.rule)
                    for one in checker.findings_of(self.form.id)
                    if not one.waived
                ]
            )

    def _show_sums(self, scheme: Scheme) -> None:
        plan = self._bridge.plan
        if plan is None:
            return
        found = sums(plan, scheme)
        wrong = [one for one in found if not one.fits]
        told = found if len(found) <= _MOST else [one for one in found if one.group is None][:_MOST]
        said = " · ".join(map(_in_words, told))
        more = len(found) - len(told)
        if more:
            said = tr("{sums}; {count} more", sums=said, count=more)
        self.sums.setText(said or tr("The scheme has no items yet."))
        lack = " · ".join(_lack(one) for one in wrong[:_MOST])
        self.short.setText(tr("Does not add up: {sums}", sums=lack) if wrong else "")
        self.short.setVisible(bool(wrong))

    def _show_item(self) -> None:
        plan, id_ = self._bridge.plan, self.chosen
        element = plan.get(id_) if plan is not None else None
        self.area.setVisible(element is not None and not self._is_low)
        if plan is None or element is None:
            return
        form = self.form
        if form is None:
            from workbench.ui.views.kindform import KindForm

            form = self.form = KindForm("scheme_item", self._bridge, without=_IN_TABLE)
            form.rule_asked.connect(self.rule_asked)
            self.area.setWidget(form)
        is_other = form.id != id_
        if is_other:
            form.flush()
            element = plan.elements[id_]
        form.show_element(element, fresh=is_other)
        self.show_findings()

    def flush(self) -> None:
        """Make a change of what is still being typed."""
        if self.form is not None:
            self.form.flush()

    def retranslate(self) -> None:
        """Words in the language now spoken."""
        self.buttons.retranslate()
        for one in (self.sums, self.short):
            one.setAccessibleName(tr("What the marks come to"))
        if self.form is not None:
            self.form.retranslate()


def _in_words(one: Sum) -> str:
    name = one.group or one.subject or tr("In all")
    if one.group is not None and one.subject:
        name = labelled(one.subject, one.group)
    total = show_number(one.total)
    return f"{name} {total}" if one.wanted is None else f"{name} {total} / {show_number(one.wanted)}"


def _lack(one: Sum) -> str:
    wanted = one.wanted or one.total
    gap = one.total - wanted
    if gap > 0:
        return tr("{sum} ({count} too many)", sum=_in_words(one), count=show_number(gap))
    return tr("{sum} ({count} missing)", sum=_in_words(one), count=show_number(-gap))
