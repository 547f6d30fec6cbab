"""What a new plan begins with: nothing, a template, another plan of the library, or an earlier version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from workbench.errors import Problem
from workbench.i18n import N_, tr
from workbench.plan.elements import KINDS
from workbench.session.templates import TEMPLATES, read_template
from workbench.ui.editors.choose import CalmCombo
from workbench.ui.keyboard import hand_on
from workbench.ui.phrases import joined, local_time

if TYPE_CHECKING:
    from workbench.plan.plan import Plan
    from workbench.session.session import Session

EMPTY: Final = "empty"
TEMPLATE: Final = "template"
PLAN: Final = "plan"
VERSION: Final = "version"
_WAYS: Final = {
    EMPTY: N_("Empty sections and an overall goal"),
    TEMPLATE: N_("A template"),
    PLAN: N_("Another plan of the library"),
    VERSION: N_("An earlier version of a plan"),
}


class _OfVersion(NamedTuple):
    plan_id: str
    number: int


class Beginning(QWidget):
    """Two lists, one below the other: the way, and what there is of it."""

    changed = Signal()

    def __init__(self, parent: QWidget, session: Session | None) -> None:
        super().__init__(parent)
        self._session = session
        self._read: dict[tuple[str, object], Plan] = {}
        self.way, self.source = CalmCombo(self), CalmCombo(self)
        self.source.setSizeAdjustPolicy(CalmCombo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.source.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.source.setAccessibleName(tr("Taken from"))
        for name, label in _WAYS.items():
            if session is not None or name in (EMPTY, TEMPLATE):
                self.way.addItem(tr(label), name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.way)
        column.addWidget(self.source)
        hand_on(self, self.way)
        self.way.currentIndexChanged.connect(self._offer)
        self.source.currentIndexChanged.connect(self.changed)
        self._offer()

    def choose(self, way: str, source: object = None) -> None:
        """Choose a way, and what is taken."""
        self.way.setCurrentIndex(self.way.findData(way))
        at = next((at for at in range(self.source.count()) if self.source.itemData(at) == source), -1)
        if at >= 0:
            self.source.setCurrentIndex(at)

    def _offer(self) -> None:
        way = self.way.currentData()
        self.source.blockSignals(True)
        self.source.clear()
        if way == TEMPLATE:
            for template in TEMPLATES:
                self.source.addItem(tr(template.title), template.key)
        elif self._session is not None and way in (PLAN, VERSION):
            for entry in self._session.plans():
                if way == PLAN:
                    self.source.addItem(entry.title, entry.id)
                    continue
                for version in reversed(self._session.versions(entry.id)):
                    shown = f"{version.name} · {local_time(version.time)} · {entry.title}"
                    self.source.addItem(shown, _OfVersion(entry.id, version.number))
        self.source.setVisible(self.source.count() > 0)
        self.source.blockSignals(False)
        self.changed.emit()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is taken over."""
        return bool(self.way.currentData() == EMPTY)

    @property
    def is_template(self) -> bool:
        """Whether what is taken is a template."""
        return bool(self.way.currentData() == TEMPLATE)

    @property
    def is_version(self) -> bool:
        """Whether what is taken is an earlier version."""
        return bool(self.way.currentData() == VERSION)

    def plan(self) -> Plan:
        """The plan that content is taken from; a Problem when there is none."""
        way, chosen = self.way.currentData(), self.source.currentData()
        if chosen is None:
            if way == VERSION:
                raise Problem(
                    N_("No plan of the library has a saved version yet; save one with Plan › Save a version…")
                )
            raise Problem(N_("The library has no plan yet to begin from"))
        # Qt hands named tuples back as plain ones.
        key = (way, tuple(chosen) if way == VERSION else chosen)
        if key not in self._read:
            self._read[key] = self._reading(way, chosen)
        return self._read[key]

    def _reading(self, way: str, chosen: object) -> Plan:
        if way == TEMPLATE:
            return read_template(str(chosen))
        assert self._session is not None
        if way == VERSION:
            assert isinstance(chosen, (tuple, list))
            plan_id, number = chosen
            plan = self._session.plan_as_of(int(number), str(plan_id))
        else:
            plan = self._session.read(str(chosen))
        if not plan.exists:
            raise Problem(N_("The plan was deleted then; there is nothing to begin from"))
        return plan

    def said(self) -> str:
        """What is taken over and what is not; "" for an empty beginning."""
        if self.is_empty:
            return ""
        try:
            counts = _counts(self.plan())
        except Problem as problem:
            return str(problem)
        if self.is_template:
            about = next(one.about for one in TEMPLATES if one.key == self.source.currentData())
            return tr(
                "{about} Laid out: {counts}. All of it is an example, marked 示例, to be rewritten. "
                "Years and dates move to the period chosen.",
                about=tr(about),
                counts=counts,
            )
        said = tr(
            "Taken over: {counts}, with links, targets and amounts. Left behind: approval and document "
            "numbers, progress and reports, actual values, evidence, waivers, comments and adjustments. "
            "Years and dates move to the period chosen; years within texts stay as they are written.",
            counts=counts,
        )
        if self.is_version:
            return f"{said} {tr('Baselines are kept when the period is the same.')}"
        return f"{said} {tr('Baselines are to be stated anew.')}"


def _counts(plan: Plan) -> str:
    return joined(
        f"{tr(cls.plural_label)} {plan.count(kind)}"
        for kind, cls in KINDS.items()
        if kind not in ("plan", "waiver", "comment", "adjustment") and plan.count(kind)
    )
