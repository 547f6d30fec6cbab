"""Who points at an element, editable from this end: the change is made to the other one."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from workbench.i18n import N_, tr
from workbench.plan import edits
from workbench.plan.elements import KINDS
from workbench.plan.links import references_in
from workbench.ui.editors.reference import ChipRow
from workbench.ui.phrases import labelled
from workbench.ui.views.fieldrow import LABEL_WIDTH

if TYPE_CHECKING:
    from workbench.plan.fields import Field
    from workbench.plan.plan import Plan
    from workbench.ui.bridge import Bridge

#: Links shown even when there is none: (kind pointed at, kind that points, its field).
_ALWAYS = frozenset(
    {
        ("goal", "need", "goals"),
        ("goal", "project", "goals"),
        ("goal", "indicator", "goals"),
        ("goal", "goal", "parent"),
        ("project", "project", "predecessors"),
        ("project", "service", "projects"),
        ("indicator", "project", "indicators"),
        ("unit", "project", "lead_unit"),
        ("unit", "goal", "responsible_unit"),
        ("unit", "indicator", "responsible_unit"),
    }
)
#: Wording of links seen from the end they point at; others read "Projects: Bases".
_LABELS = {
    ("goal", "need", "goals"): N_("Needs answered"),
    ("goal", "project", "goals"): N_("Projects serving it"),
    ("goal", "indicator", "goals"): N_("Indicators measuring it"),
    ("goal", "goal", "parent"): N_("Goals that are part of it"),
    ("project", "project", "parent"): N_("Projects that are part of it"),
    ("indicator", "indicator", "parent"): N_("Indicators that are part of it"),
    ("unit", "unit", "parent"): N_("Units belonging to it"),
    ("project", "project", "predecessors"): N_("Projects waiting for it"),
    ("project", "service", "projects"): N_("Services made simpler"),
    ("indicator", "project", "indicators"): N_("Projects moving it"),
    ("unit", "project", "lead_unit"): N_("Projects led"),
    ("unit", "project", "co_leads"): N_("Projects led jointly"),
    ("unit", "project", "responsible_units"): N_("Projects answered for"),
    ("unit", "project", "support_units"): N_("Projects supported"),
    ("unit", "goal", "responsible_unit"): N_("Goals answered for"),
    ("unit", "indicator", "responsible_unit"): N_("Indicators answered for"),
    ("unit", "indicator", "data_unit"): N_("Indicators it has the data of"),
}


class Pointing(NamedTuple):
    """A field of a kind that can point at another kind. ``free`` links can be made and taken away alone."""

    target: str
    kind: str
    field: Field
    free: bool

    @property
    def label(self) -> str:
        """What the link is called at the end it points at."""
        words = _LABELS.get((self.target, self.kind, self.field.name))
        if words is not None:
            return tr(words)
        return labelled(tr(KINDS[self.kind].plural_label), tr(self.field.label))

    @property
    def always(self) -> bool:
        """Whether it is shown even when there is no such link."""
        return (self.target, self.kind, self.field.name) in _ALWAYS


@cache
def pointing_at(target: str) -> tuple[Pointing, ...]:
    """The fields, of all kinds, that can point at a kind of element."""
    found = []
    for kind, cls in KINDS.items():
        for declared in cls.fields:
            if declared.internal:
                continue
            if declared.type in ("reference", "references"):
                if target in declared.targets:
                    found.append(Pointing(target, kind, declared, free=True))
            elif declared.record is not None:
                subs = [sub for sub in declared.record.fields if target in sub.targets]
                if subs:
                    first = next(
                        sub for sub in declared.record.fields if sub.type in ("reference", "references")
                    )
                    others = [sub for sub in declared.record.fields if sub.required and sub is not first]
                    free = subs[0] is first and not others and declared.type == "records"
                    found.append(Pointing(target, kind, declared, free))
    return tuple(sorted(found, key=lambda one: not one.always))


class BackLinks(QWidget):
    """Chips of the elements that point at this one, grouped by what they say with it."""

    def __init__(self, kind: str, bridge: Bridge) -> None:
        super().__init__()
        self.bridge = bridge
        self.links = pointing_at(kind)
        self.id = ""
        self._asked: set[int] = set()
        self._rows: dict[int, tuple[QLabel, ChipRow]] = {}
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        outer.addLayout(self._grid)
        self.more = QToolButton()
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.more.setAutoRaise(True)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill_menu)
        self.more.setMenu(self._menu)
        outer.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.retranslate()

    def retranslate(self) -> None:
        """Show words in another language."""
        self.more.setText(tr("Other links…"))
        for at, (label, row) in self._rows.items():
            label.setText(self.links[at].label)
            row.name = self.links[at].label
            row.retranslate()

    def show_id(self, id_: str) -> None:
        """Show who points at an element."""
        plan = self.bridge.plan
        assert plan is not None
        if id_ != self.id:
            self._asked.clear()
        self.id = id_
        held: dict[int, list[str]] = {}
        pointing = [plan.elements[one] for one in plan.referrers(id_)]
        for at, link in enumerate(self.links):
            for element in pointing:
                if element.kind_name == link.kind and id_ in references_in(
                    link.field, element.get(link.field.name)
                ):
                    held.setdefault(at, []).append(element.id)
        free = self.bridge.is_writable
        rest = False
        for at, link in enumerate(self.links):
            shown = bool(held.get(at)) or at in self._asked or (link.always and free)
            rest = rest or (not shown and link.free)
            if not shown and at not in self._rows:
                continue
            label, row = self._row(at)
            label.setVisible(shown)
            row.setVisible(shown)
            if shown:
                row.line.setVisible(link.free and free)
                row.show_ids(tuple(held.get(at, ())), fixed=not link.free or not free)
                row.line.left_out.add(id_)
        self.more.setVisible(rest and free)

    def _row(self, at: int) -> tuple[QLabel, ChipRow]:
        made = self._rows.get(at)
        if made is None:
            link = self.links[at]
            label = QLabel(link.label)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setFixedWidth(self.fontMetrics().horizontalAdvance("国") * LABEL_WIDTH)
            label.setContentsMargins(0, 5, 0, 0)
            row = ChipRow((link.kind,), self.bridge, link.label)
            row.opened.connect(lambda id_: self.bridge.navigate.emit(id_, ""))
            row.added.connect(lambda id_, link=link: self._link(link, id_))
            row.removed.connect(lambda id_, link=link: self._unlink(link, id_))
            label.setBuddy(row.line)
            self._grid.addWidget(label, at, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(row, at, 1)
            made = self._rows[at] = (label, row)
        return made

    def _fill_menu(self) -> None:
        self._menu.clear()
        for at, link in enumerate(self.links):
            if link.free and (at not in self._rows or self._rows[at][1].isHidden()):
                action = self._menu.addAction(link.label)
                action.triggered.connect(lambda _checked=False, at=at: self._ask(at))

    def _ask(self, at: int) -> None:
        self._asked.add(at)
        self.show_id(self.id)
        self._rows[at][1].line.setFocus()

    def _link(self, link: Pointing, other: str) -> None:
        change = self.bridge.attempt(lambda: edits.link(self._plan(), other, link.field.name, self.id))
        if change is not None:
            self.bridge.apply(change)

    def _unlink(self, link: Pointing, other: str) -> None:
        change = self.bridge.attempt(lambda: edits.unlink(self._plan(), other, link.field.name, self.id))
        if change is not None:
            self.bridge.apply(change)

    def _plan(self) -> Plan:
        plan = self.bridge.plan
        assert plan is not None
        return plan
