"""The traceability graph: needs, goals, projects, indicators and units in layers, a path lit."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QLabel,
    QMenu,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from workbench.analysis.gaps import CHAIN
from workbench.analysis.graph import Chain, Shown, can_link, link_between, unlink_between
from workbench.analysis.links import GROUPS
from workbench.i18n import tr
from workbench.plan.choices import DOMAIN
from workbench.ui import icons, pictures
from workbench.ui.editors.choose import CalmCombo
from workbench.ui.editors.flow import FlowLayout
from workbench.ui.keyboard import hand_on
from workbench.ui.models import cells
from workbench.ui.models.matrix import NO_PROBLEM_LABEL
from workbench.ui.pictures import SaveButton
from workbench.ui.views.graph_canvas import GraphCanvas
from workbench.ui.views.graph_drawing import Drawing, Pointed
from workbench.ui.views.graph_words import element_in_words, linking_in_words, shown_in_words

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QShowEvent

    from workbench.session.session import Event
    from workbench.ui.bridge import Bridge
    from workbench.ui.paper.printout import Printout

#: Milliseconds of quiet after a change before the graph is drawn anew.
_PAUSE: Final = 80
_STEP: Final = 1.25
#: Most links of one element that its menu offers to take away.
_MOST_UNLINKED: Final = 25


class GraphView(QWidget):
    """Filters and zoom above, the graph below."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.chain: Chain | None = None
        self.shown = Shown(frozenset(), 0)
        self.chosen = ""
        self._plan_id = ""
        self._stale = True
        self.canvas = GraphCanvas(self)
        self.canvas.fits = self._fits
        self.canvas.told = self._tell_of
        self.empty = QLabel(self, wordWrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setMargin(30)
        self.empty.setProperty("role", "muted")
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.canvas)
        self.stack.addWidget(self.empty)
        self._compose_bar()
        self.said = QLabel(self, wordWrap=True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setProperty("role", "muted")
        self.said.setContentsMargins(10, 4, 10, 6)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.bar)
        whole.addWidget(self.stack, 1)
        whole.addWidget(self.said)
        hand_on(self, self.canvas)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._refresh_if_seen)
        self._connect()
        self.retranslate()

    def _compose_bar(self) -> None:
        self.bar = QFrame(self)
        self.bar.setProperty("strip", True)
        frame = QVBoxLayout(self.bar)
        frame.setContentsMargins(8, 6, 8, 6)
        row = FlowLayout(None, 6)
        frame.addLayout(row)
        self.problem = CalmCombo(self.bar)
        self.problem.addItem("", None)
        for name in GROUPS:
            self.problem.addItem("", name)
        self.only_gaps = QCheckBox(self.bar)
        self.only_path = QCheckBox(self.bar)
        self.smaller, self.larger, self.fit = (QToolButton(self.bar) for _ in range(3))
        self.export = SaveButton(self.bar)
        self.export.wanted.connect(self.ask_and_write)
        for widget in (
            self.problem,
            self.only_gaps,
            self.only_path,
            self.smaller,
            self.larger,
            self.fit,
            self.export,
        ):
            row.addWidget(widget)

    def _connect(self) -> None:
        self.problem.activated.connect(lambda _at: self.refresh())
        self.only_gaps.toggled.connect(lambda _on: self.refresh())
        self.only_path.toggled.connect(lambda _on: self.refresh())
        self.smaller.clicked.connect(lambda: self.canvas.zoom_by(1 / _STEP))
        self.larger.clicked.connect(lambda: self.canvas.zoom_by(_STEP))
        self.fit.clicked.connect(self.canvas.fit)
        self.canvas.chosen.connect(self._choose)
        self.canvas.link_wanted.connect(self.link)
        self.canvas.menu_wanted.connect(lambda id_, where: self.menu_of(id_).popup(where))
        self.canvas.linking.connect(self._say_linking)
        bridge = self._bridge
        bridge.changed.connect(self._changed)
        bridge.plan_opened.connect(self._plan_opened)
        bridge.navigate.connect(lambda id_, _field: self.select(id_))
        bridge.language_changed.connect(self.retranslate)
        bridge.theme_changed.connect(self._dress)

    # -- words and looks -------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Words in the language now spoken."""
        self.problem.setItemText(0, tr("All problems"))
        for at, name in enumerate(GROUPS, 1):
            self.problem.setItemText(at, tr(DOMAIN.get(name, NO_PROBLEM_LABEL)))
        self.problem.setAccessibleName(tr("Problem"))
        self.only_gaps.setText(tr("Only gaps"))
        self.only_path.setText(tr("Only the path of the chosen element"))
        self.only_path.setToolTip(self.only_path.text())
        for button, icon, said in (
            (self.smaller, "minus", tr("Smaller (-)")),
            (self.larger, "add", tr("Larger (+)")),
            (self.fit, "coverage", tr("Zoom to fit (F)")),
        ):
            button.setIcon(icons.icon(icon))
            button.setToolTip(said)
            button.setAccessibleName(said)
        self.fit.setText(tr("Fit"))
        self.fit.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.export.name(tr("Traceability graph"))
        self.canvas.setAccessibleName(tr("Traceability graph"))
        if self.chain is not None and self._stale:
            self._refresh_if_seen()
        elif self.chain is not None:
            self._draw(keep=True)

    def _dress(self) -> None:
        self.retranslate()
        self.canvas.viewport().update()

    # -- content ---------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh_if_seen()

    def _plan_opened(self) -> None:
        plan = self._bridge.plan
        if plan is None or plan.id != self._plan_id:
            self._plan_id = plan.id if plan is not None else ""
            self.chosen = ""
        self.chain = None
        self.canvas.put(None, keep=False)
        self._stale = True
        self._refresh_if_seen()

    def _changed(self, event: Event) -> None:
        change = event.change
        if change is None or any(op.kind in CHAIN for op in change.operations):
            self._stale = True
            if self.isVisible():
                self._pause.start()

    def _refresh_if_seen(self) -> None:
        if self._stale and self.isVisible():
            self.read()

    def read(self) -> None:
        """Read the links of the plan afresh."""
        self._stale = False
        self._pause.stop()
        plan = self._bridge.plan
        first = self.chain is None
        self.chain = Chain(plan) if plan is not None and plan.exists else None
        self.refresh(keep=not first)

    def refresh(self, *, keep: bool = False) -> None:
        """Work out what is to be shown, and draw it."""
        if self.chain is None:
            self.canvas.put(None, keep=False)
            self.said.setText("")
            return
        before = self.shown.ids
        around = self.chosen if self.only_path.isChecked() else ""
        self.shown = self.chain.wanted(
            problem=self.problem.currentData(), gaps=self.only_gaps.isChecked(), around=around
        )
        if self.shown.is_cut and not around and self._in_chain(self.chosen):
            # Too much for all of it: what is chosen tells which part.
            keep_around = self.chain.wanted(
                problem=self.problem.currentData(), gaps=self.only_gaps.isChecked(), around=self.chosen
            )
            self.shown = keep_around._replace(of=self.shown.of)
        self._draw(keep=keep and len(before ^ self.shown.ids) < max(len(before), 1) / 2)

    def _draw(self, *, keep: bool) -> None:
        assert self.chain is not None
        self.canvas.put(Drawing(self.chain, self.shown.ids, self.canvas.font()), keep=keep)
        self._light()
        if not keep:
            self.canvas.reveal(self.chosen)
        self._say()

    def _say(self) -> None:
        """What is shown, what is left out and why, or what to do when there is nothing."""
        chain = self.chain
        if chain is None:
            return
        self.said.setText(shown_in_words(chain, self.shown))
        if self.shown.ids:
            self.stack.setCurrentWidget(self.canvas)
            return
        self.stack.setCurrentWidget(self.empty)
        if not any(chain.plan.count(kind) for kind in CHAIN):
            self.empty.setText(
                tr(
                    "Nothing to trace yet: the plan has no needs, goals, projects, indicators or units. "
                    "Add them in the outline (Ctrl+1)."
                )
            )
        elif self.only_gaps.isChecked():
            self.empty.setText(tr("No gaps here: everything that is shown has what it needs."))
        else:
            self.empty.setText(tr("Nothing answers the filters. Empty them to see all."))

    # -- choosing --------------------------------------------------------------------------------------

    def _in_chain(self, id_: str) -> bool:
        return (
            self.chain is not None
            and id_ in self.chain.plan
            and self.chain.plan.elements[id_].kind_name in CHAIN
        )

    def select(self, id_: str) -> None:
        """Light the path of an element; of one that is part of another, that of the other."""
        plan = self._bridge.plan
        element = plan.get(id_) if plan is not None else None
        if element is None:
            return
        if element.owner_field:
            id_ = element.get(element.owner_field) or ""
        if id_ == self.chosen or plan is None or id_ not in plan or plan.elements[id_].kind_name not in CHAIN:
            return
        self.chosen = id_
        if self.chain is None or not self.isVisible():
            self._stale = True
        elif self._stale:
            self.read()
        elif self.only_path.isChecked() or (self.shown.is_cut and id_ not in self.shown.ids):
            self.refresh()
        else:
            self._light()
            self.canvas.reveal(id_)

    def _choose(self, id_: str) -> None:
        self.select(id_)
        self._bridge.navigate.emit(id_, "")

    def _light(self) -> None:
        chain = self.chain
        known = chain is not None and self._in_chain(self.chosen)
        self.canvas.light(
            self.chosen if known else "", chain.path(self.chosen) if chain and known else frozenset()
        )
        self.canvas.setAccessibleDescription(self._tell_of(self.chosen) if known else tr("Nothing is chosen"))
        QAccessible.updateAccessibility(QAccessibleEvent(self.canvas, QAccessible.Event.DescriptionChanged))

    def _tell_of(self, id_: str) -> str:
        # What has been read may name elements that are gone since.
        return element_in_words(self.chain, id_) if self.chain is not None and not self._stale else ""

    # -- linking ---------------------------------------------------------------------------------------

    def _fits(self, one: str, other: str) -> bool:
        """Whether two elements could be linked and are not."""
        plan = self._bridge.plan
        if plan is None or one == other or one not in plan or other not in plan:
            return False
        kinds = plan.elements[one].kind_name, plan.elements[other].kind_name
        return self._bridge.is_writable and can_link(*kinds) and not link_between(plan, one, other).is_empty

    def link(self, one: str, other: str) -> None:
        """Link two elements of neighbouring kinds."""
        plan = self._bridge.plan
        if plan is None or not self._bridge.is_writable:
            return
        change = self._bridge.attempt(lambda: link_between(plan, one, other))
        if change is not None and self._bridge.apply(change):
            self.said.setText(
                tr("Linked: {name} — {other}", name=cells.named(plan, one), other=cells.named(plan, other))
            )

    def _say_linking(self, source: str) -> None:
        chain = self.chain
        if chain is None or self._stale:
            return
        if not source:
            self._say()
            return
        said = linking_in_words(
            chain, source, self.canvas.target, fits=self._fits(source, self.canvas.target)
        )
        self.said.setText(said)
        self.canvas.setAccessibleDescription(said)

    def menu_of(self, id_: str) -> QMenu:
        """What can be done with an element: go on from it, link it, take one of its links away."""
        self._choose(id_)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Link with another one (L)"), self.canvas.begin_linking).setEnabled(
            self._bridge.is_writable
        )
        only = menu.addAction(tr("Only the path of the chosen element"))
        only.setCheckable(True)
        only.setChecked(self.only_path.isChecked())
        only.toggled.connect(self.only_path.setChecked)
        chain = self.chain
        if chain is None or id_ not in chain.plan:
            return menu
        menu.addSeparator()
        for other in (*chain.up.get(id_, ()), *chain.down.get(id_, ()))[:_MOST_UNLINKED]:
            said = tr("Unlink from {name}", name=cells.named(chain.plan, other)).replace("&", "&&")
            taken = menu.addAction(said, partial(self.unlink, id_, other))
            taken.setEnabled(self._bridge.is_writable)
        return menu

    def unlink(self, one: str, other: str) -> None:
        """Take the link of two elements away."""
        plan = self._bridge.plan
        if plan is None or not self._bridge.is_writable or one not in plan or other not in plan:
            return
        change = self._bridge.attempt(lambda: unlink_between(plan, one, other))
        if change is not None:
            self._bridge.apply(change)

    # -- export ----------------------------------------------------------------------------------------

    def printout(self) -> Printout | None:
        """The graph shown on pages, its lit path with it."""
        from workbench.ui.paper.tiles import GraphPrintout

        drawing, plan = self.canvas.drawing, self._bridge.plan
        if drawing is None or plan is None or not plan.exists:
            return None
        return GraphPrintout(plan, drawing, Pointed(self.canvas.lit, self.canvas.current))

    def ask_and_write(self, suffix: str) -> None:
        """Ask for the name of a file and write the graph to it."""
        if self.canvas.drawing is None:
            return
        path = pictures.ask(self, self._bridge, tr("Traceability graph"), suffix)
        if path is not None:
            self.write(path)

    def write(self, path: Path) -> bool:
        """Write what is shown to a file, SVG, PNG or CSV by its name; False, the Problem told, if not."""
        from workbench.ui.views.graph_export import picture_of, table_of

        drawing, chain, plan = self.canvas.drawing, self.chain, self._bridge.plan
        if drawing is None or chain is None or plan is None:
            return False
        pointed = Pointed(self.canvas.lit, self.canvas.current)
        return pictures.write(
            self._bridge,
            path,
            lambda: picture_of(drawing, pointed, plan.head.title or ""),
            lambda: table_of(chain, drawing),
        )
