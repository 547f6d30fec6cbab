"""The short wizard that begins a plan."""

from __future__ import annotations

import contextlib
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QWidget

from workbench.errors import Problem
from workbench.i18n import current, tr, words
from workbench.plan.choices import LEVEL, PLAN_KIND
from workbench.session.beginnings import SECTIONS_OF, begin_from, begin_plan
from workbench.ui.dialogs.beginning import Beginning
from workbench.ui.dialogs.form import Form
from workbench.ui.editors.hint import hint
from workbench.ui.keyboard import hand_on

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workbench.plan.change import Change
    from workbench.session.session import Session


class NewPlan(Form):
    """Asks for the title, and for what the plan's head says as far as it is known already."""

    def __init__(self, parent: QWidget | None, session: Session | None = None) -> None:
        super().__init__(
            parent,
            tr("New plan"),
            tr("Only the title is needed now. All of it can be changed later."),
            tr("Begin the plan"),
        )
        self.widen(31)
        #: The change that begins the plan; made when the dialog is accepted.
        self.change: Change | None = None
        self.beginning = Beginning(self, session)
        self.title = QLineEdit(self)
        self.kind = _choice(self, PLAN_KIND)
        self.level = _choice(self, LEVEL)
        self.region = QLineEdit(self)
        self.issuing_body = QLineEdit(self)
        self.first_year, self.last_year, self.base_year = (_year(self) for _ in range(3))
        self.laid_out = QLabel(self, wordWrap=True)
        self.laid_out.setProperty("role", "muted")
        self.field(tr("Begin with"), self.beginning)
        self.beginning.way.setAccessibleName(tr("Begin with"))
        self.field(tr("Title"), self.title)
        self.field(tr("Kind"), self.kind)
        self.field(tr("Level"), self.level)
        self.field(tr("Region"), self.region)
        self.field(tr("Planning period"), self._period())
        self.field(tr("Base year"), self.base_year)
        self.field(tr("Issuing authority"), self.issuing_body)
        self.rows.addRow("", self.laid_out)
        self.kind.currentIndexChanged.connect(self._say_what_is_laid_out)
        self.beginning.changed.connect(self._follow_the_beginning)
        self.kind.setCurrentIndex(self.kind.findData("top_level_design"))
        self.level.setCurrentIndex(self.level.findData("city"))
        years = (self.first_year, self.last_year, self.base_year)
        in_order = (
            self.beginning.way,
            self.beginning.source,
            self.title,
            self.kind,
            self.level,
            self.region,
            *years,
            self.issuing_body,
            self.yes,
            self.no,
        )
        for one, after in pairwise(in_order):
            # As they are seen, not as they were made.
            self.setTabOrder(one, after)
        self.title.setFocus()

    def _period(self) -> QWidget:
        both = QWidget(self)
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        self.first_year.setAccessibleName(tr("First year"))
        self.last_year.setAccessibleName(tr("Last year"))
        hint(self.first_year, tr("First year"))
        hint(self.last_year, tr("Last year"))
        row.addWidget(self.first_year)
        row.addWidget(QLabel("–", both))
        row.addWidget(self.last_year)
        hand_on(both, self.first_year)
        return both

    def _follow_the_beginning(self) -> None:
        """Kind, level and period are those of what is taken over, until others are chosen."""
        if not self.beginning.is_empty:
            with contextlib.suppress(Problem):  # told by what is laid out
                head = self.beginning.plan().head
                self.kind.setCurrentIndex(max(0, self.kind.findData(head.kind)))
                self.level.setCurrentIndex(max(0, self.level.findData(head.level)))
                if head.period is not None:
                    self.first_year.setText(str(head.period.start.year))
                    self.last_year.setText(str(head.period.end.year))
                hint(self.region, head.region_name or "")
                hint(self.issuing_body, head.issuing_body or "")
        else:
            hint(self.region, "")
            hint(self.issuing_body, "")
        self._say_what_is_laid_out()

    def _say_what_is_laid_out(self) -> None:
        if not self.beginning.is_empty:
            self.laid_out.setText(self.beginning.said())
            self.fit()
            return
        kind = self.kind.currentData()
        count = len(SECTIONS_OF.get(kind, SECTIONS_OF["action_plan"]))
        said = tr("Laid out for you: {count} empty sections and an overall goal", count=count)
        self.laid_out.setText(said)
        self.fit()

    def fault(self) -> str:
        self.wanting = self.first_year if self.title.text().strip() else self.title
        given: dict[str, Any] = {
            "level": self.level.currentData(),
            "region_name": self.region.text().strip() or None,
            "issuing_body": self.issuing_body.text().strip() or None,
            "base_year": _number(self.base_year),
        }
        try:
            if not self.beginning.is_empty:
                self.change = begin_from(
                    self.beginning.plan(),
                    self.title.text(),
                    is_template=self.beginning.is_template,
                    is_version=self.beginning.is_version,
                    kind=self.kind.currentData(),
                    first_year=_number(self.first_year),
                    last_year=_number(self.last_year),
                    **given,
                )
                return ""
            self.change = begin_plan(
                words(current()),
                self.title.text(),
                kind=self.kind.currentData(),
                first_year=_number(self.first_year),
                last_year=_number(self.last_year),
                **given,
            )
        except Problem as problem:
            return str(problem)
        return ""


def _choice(parent: QWidget, choices: Mapping[str, str]) -> QComboBox:
    box = QComboBox(parent)
    box.addItem("", None)
    for name, label in choices.items():
        box.addItem(tr(label), name)
    return box


def _year(parent: QWidget) -> QLineEdit:
    edit = QLineEdit(parent)
    edit.setValidator(QIntValidator(1900, 2200, edit))
    edit.setMaxLength(4)
    return edit


def _number(edit: QLineEdit) -> int | None:
    return int(edit.text()) if edit.text().isdigit() else None
