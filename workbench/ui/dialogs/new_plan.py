"""The short wizard that begins a plan."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QWidget

from workbench.errors import Problem
from workbench.i18n import current, tr, words
from workbench.plan.choices import LEVEL, PLAN_KIND
from workbench.session.beginnings import SECTIONS_OF, begin_plan
from workbench.ui.dialogs.form import Form

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workbench.plan.change import Change


class NewPlan(Form):
    """Asks for the title, and for what the plan's head says as far as it is known already."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(
            parent,
            tr("New plan"),
            tr("Only the title is needed now. All of it can be changed later."),
            tr("Begin the plan"),
        )
        #: The change that begins the plan; made when the dialog is accepted.
        self.change: Change | None = None
        self.title = QLineEdit(self)
        self.kind = _choice(self, PLAN_KIND)
        self.level = _choice(self, LEVEL)
        self.region = QLineEdit(self)
        self.issuing_body = QLineEdit(self)
        self.first_year, self.last_year, self.base_year = (_year(self) for _ in range(3))
        self.laid_out = QLabel(self, wordWrap=True)
        self.laid_out.setProperty("role", "muted")
        self.field(tr("Title"), self.title)
        self.field(tr("Kind"), self.kind)
        self.field(tr("Level"), self.level)
        self.field(tr("Region"), self.region)
        self.field(tr("Planning period"), self._period())
        self.field(tr("Base year"), self.base_year)
        self.field(tr("Issuing authority"), self.issuing_body)
        self.rows.addRow("", self.laid_out)
        self.kind.currentIndexChanged.connect(self._say_what_is_laid_out)
        self.kind.setCurrentIndex(self.kind.findData("top_level_design"))
        self.level.setCurrentIndex(self.level.findData("city"))
        years = (self.first_year, self.last_year, self.base_year)
        in_order = (
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
        self.first_year.setPlaceholderText(tr("First year"))
        self.last_year.setPlaceholderText(tr("Last year"))
        row.addWidget(self.first_year)
        row.addWidget(QLabel("–", both))
        row.addWidget(self.last_year)
        both.setFocusProxy(self.first_year)
        return both

    def _say_what_is_laid_out(self) -> None:
        kind = self.kind.currentData()
        count = len(SECTIONS_OF.get(kind, SECTIONS_OF["action_plan"]))
        said = tr("Laid out for you: {count} empty sections and an overall goal", count=count)
        self.laid_out.setText(said)

    def fault(self) -> str:
        self.wanting = self.first_year if self.title.text().strip() else self.title
        given: dict[str, Any] = {
            "level": self.level.currentData(),
            "region_name": self.region.text().strip() or None,
            "issuing_body": self.issuing_body.text().strip() or None,
            "base_year": _number(self.base_year),
        }
        try:
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
