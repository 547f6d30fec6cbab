"""What can be done in the outline: choosing, adding, moving, copying, deleting."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QDropEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from workbench.i18n import plural, tr
from workbench.plan import edits
from workbench.plan.elements import KINDS
from workbench.ui import messages
from workbench.ui.models import gestures
from workbench.ui.models.outline import OutlineModel
from workbench.ui.views.outline_tree import Tree

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.plan.change import Change
    from workbench.plan.plan import Plan
    from workbench.ui.bridge import Bridge


class OutlineVerbs(QWidget):
    """The tree, its filter, and what the keys and the menu do with the selection."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bridge = bridge
        #: What is shown of a plan that is still being read.
        self._sketch: Plan | None = None
        self.model = OutlineModel(self._shown, lambda: not bridge.is_writable)
        self.model.setParent(self)
        self.model.dropped = self._dropped
        self.search = QLineEdit()
        self.tree = Tree(self)
        self.tree.setModel(self.model)
        #: The element that was added last, while its title has not been typed.
        self._new = ""
        #: The element that others have been told is the current one.
        self._told = ""

    @abstractmethod
    def apply_filter(self) -> None:
        """Show what answers the filter as it stands."""

    # -- selection -------------------------------------------------------------------------------------

    def _shown(self) -> Plan | None:
        return self.bridge.plan if self.bridge.plan is not None else self._sketch

    @property
    def plan(self) -> Plan:
        """The plan that is open."""
        plan = self.bridge.plan
        assert plan is not None
        return plan

    def current(self) -> tuple[str, str]:
        """(id, kind) of the current line; the id is "" in a group, both are where there is no line."""
        node = self.model.node_at(self.tree.currentIndex())
        if node is None or self.bridge.plan is None:
            return "", ""
        if node.is_group:
            return "", node.key
        element = self.plan.get(node.key)
        return (node.key, element.kind_name) if element is not None else ("", "")

    def selected(self) -> list[str]:
        """Ids of the selected elements, the plan itself left out."""
        plan = self.bridge.plan
        nodes = map(self.model.node_at, self.tree.selectedIndexes())
        ids = [node.key for node in nodes if node is not None and not node.is_group]
        return [id_ for id_ in ids if plan is not None and id_ in plan and id_ != plan.id]

    def select(self, id_: str) -> None:
        """Make an element the current one, its branch opened."""
        if id_ == self.current()[0]:
            return
        at = self.model.index_of(id_)
        if (
            not at.isValid()
            and self.model.is_filtered
            and self.bridge.plan is not None
            and id_ in self.bridge.plan
        ):
            self.search.clear()
            self.apply_filter()
            at = self.model.index_of(id_)
        if at.isValid():
            self._told = id_
            self.tree.selectionModel().setCurrentIndex(at, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.tree.scrollTo(at)

    # -- verbs -----------------------------------------------------------------------------------------

    def verb_of(self, event: QKeyEvent) -> Callable[[], object] | None:
        """What a key means in the outline."""
        if self.bridge.plan is None:
            return None
        key, mods = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        # Before the keys for the clipboard: Ctrl+Insert copies elsewhere.
        own = self._verbs().get((int(key), mods))
        if own is not None:
            return own
        for sequence, verb in (
            (QKeySequence.StandardKey.Copy, self.copy),
            (QKeySequence.StandardKey.Cut, self.cut),
            (QKeySequence.StandardKey.Paste, self.paste),
        ):
            if event.matches(sequence):
                return verb
        return None

    def _verbs(self) -> dict[tuple[int, Any], Callable[[], object]]:
        none, control = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
        alt = Qt.KeyboardModifier.AltModifier
        return {
            (Qt.Key.Key_F2, none): self.rename,
            (Qt.Key.Key_Insert, none): self.add_beside,
            (Qt.Key.Key_Insert, control): self.add_below,
            (Qt.Key.Key_Delete, none): self.delete,
            (Qt.Key.Key_D, control): self.duplicate,
            (Qt.Key.Key_Up, alt): lambda: self.shift(-1),
            (Qt.Key.Key_Down, alt): lambda: self.shift(1),
            (Qt.Key.Key_Left, alt): self.outdent,
            (Qt.Key.Key_Right, alt): self.indent,
        }

    def _attempt(self, work_out: Callable[[], Change | None]) -> Change | None:
        """Work out a change and apply it; None when nothing came of it."""
        change = self.bridge.attempt(work_out)
        return change if change is not None and self.bridge.apply(change) else None

    def rename(self) -> None:
        """Type another title in place."""
        at = self.tree.currentIndex()
        if at.isValid() and at.flags() & Qt.ItemFlag.ItemIsEditable:
            self.tree.edit(at)

    def rename_to(self, id_: str, title: str) -> None:
        """Give an element another title; the first title of a new element is part of adding it."""
        element = self.plan.get(id_)
        if element is not None and element.name_shown != title.strip():
            key = f"new.{id_}" if id_ == self._new else ""
            self._attempt(lambda: edits.rename(self.plan, id_, title.strip(), merge_key=key))
        self._new = ""

    def add_beside(self) -> None:
        """A new element of the same kind after the current one; in a group, the first of it."""
        id_, kind = self.current()
        if not kind:
            return
        if not id_:
            self.add(kind)
        elif kind != "plan":
            self._begin(lambda: gestures.add_beside(self.plan, id_))

    def add_below(self, kind: str = "") -> None:
        """A new element below the current one: a part of it, or a milestone or item that it owns."""
        id_, here = self.current()
        if not here:
            return
        if not id_:
            self.add(here)
            return
        kinds = gestures.child_kinds(here)
        if kinds:
            self._begin(lambda: gestures.add_below(self.plan, id_, kind or kinds[0]))

    def add(self, kind: str) -> None:
        """A new element of a kind, last in its list."""
        self._begin(lambda: gestures.add(self.plan, kind))

    def _begin(self, work_out: Callable[[], Change]) -> None:
        def with_key() -> Change:
            made = work_out()
            return made._replace(merge_key=f"new.{made.operations[0].id}")

        change = self._attempt(with_key)
        if change is None:
            return
        self._new = change.operations[0].id
        at = self.model.index_of(self._new)
        if not at.isValid() and self.model.is_filtered:
            self.search.clear()
            self.apply_filter()
            at = self.model.index_of(self._new)
        self.tree.selectionModel().setCurrentIndex(at, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.tree.scrollTo(at)
        if at.flags() & Qt.ItemFlag.ItemIsEditable:
            self.tree.setFocus()
            self.tree.edit(at)

    def delete(self) -> None:
        """Delete the selected elements and what is below them; undo brings them back."""
        chosen = gestures.tops(self.plan, self.selected()) if self.bridge.plan is not None else []
        if not chosen:
            return
        row = gestures.siblings(self.plan, chosen[0])
        at = row.index(chosen[0])
        rest = [id_ for id_ in row if id_ not in chosen]
        holder = gestures.holder_of(self.plan, chosen[0]) or self.plan.elements[chosen[0]].kind_name
        change = self._attempt(lambda: edits.delete(self.plan, chosen))
        if change is not None:
            gone = sum(op.action == "delete" for op in change.operations)
            messages.info(
                plural(
                    "{count} element deleted; undo brings it back",
                    "{count} elements deleted; undo brings them back",
                    gone,
                )
            )
            self._stand_at(rest[min(at, len(rest) - 1)] if rest else holder)

    def _stand_at(self, key: str) -> None:
        at = self.model.index_of(key)
        if at.isValid():
            self.tree.selectionModel().setCurrentIndex(at, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def duplicate(self) -> None:
        """Copies of the selected elements right after them."""
        chosen = self.selected()
        if chosen:
            change = self._attempt(lambda: edits.duplicate(self.plan, chosen))
            if change is not None:
                self._stand_at(change.operations[0].id)

    def copy(self) -> bool:
        """The selected elements as text on the clipboard."""
        chosen = gestures.tops(self.plan, self.selected()) if self.bridge.plan is not None else []
        if chosen:
            from workbench.exchange.fragment import write_fragment

            QGuiApplication.clipboard().setText(write_fragment(self.plan, chosen))
        return bool(chosen)

    def cut(self) -> None:
        """Copy, then delete."""
        if self.copy():
            self.delete()

    def paste(self) -> None:
        """Elements from the clipboard after the current one or below it; plain lines become titles."""
        text = QGuiApplication.clipboard().text()
        id_, kind = self.current()
        if not text.strip() or self.bridge.plan is None:
            return
        from workbench.exchange.fragment import read_fragment

        elements = read_fragment(text)
        if elements:
            change = self._attempt(lambda: gestures.paste(self.plan, elements, id_ or None))
        else:
            change = self._paste_lines(text, id_, kind)
        if change is not None:
            self._stand_at(change.operations[0].id)

    def _paste_lines(self, text: str, id_: str, kind: str) -> Change | None:
        lines = [line for line in text.splitlines() if line.strip()]
        if kind in ("", "plan", "waiver") or not KINDS[kind].title_field:
            messages.info(tr("Choose first where the lines are to become elements"))
            return None
        holder = gestures.holder_of(self.plan, id_) if id_ else None
        return self._attempt(
            lambda: gestures.add_lines(self.plan, kind, lines, after=id_ or None, holder=holder)
        )

    def shift(self, by: int) -> None:
        """Move the selected elements up or down among their siblings."""
        self._move(lambda plan, ids: gestures.shift(plan, ids, by))

    def indent(self) -> None:
        """Put the selected elements under the one before them."""
        self._move(gestures.indent)

    def outdent(self) -> None:
        """Put the selected elements after their parent."""
        self._move(gestures.outdent)

    def _move(
        self, work_out: Callable[[Plan, list[str]], Change | None], moved: list[str] | None = None
    ) -> None:
        chosen = self.selected() if moved is None else moved
        current = self.current()[0] if moved is None else moved[0]
        if chosen and self._attempt(lambda: work_out(self.plan, chosen)) is not None:
            self._select_again(chosen, current)

    def _select_again(self, chosen: list[str], current: str) -> None:
        selection = self.tree.selectionModel()
        self._stand_at(current)
        for id_ in chosen:
            at = self.model.index_of(id_)
            if at.isValid():
                selection.select(at, QItemSelectionModel.SelectionFlag.Select)
        self.tree.scrollTo(self.tree.currentIndex())

    # -- dragging --------------------------------------------------------------------------------------

    def would_take(self, event: QDropEvent) -> bool:
        """Whether a drop here would mean something."""
        ids = self.model.ids_in(event.mimeData())
        at, on = self.tree.drop_place(event)
        node = self.model.node_at(at)
        if node is None or not ids or self.bridge.plan is None or any(id_ not in self.plan for id_ in ids):
            return False
        kinds = {self.plan.elements[id_].kind_name for id_ in ids}
        if node.is_group:
            return kinds == {node.key}
        here = self.plan.elements[node.key].kind_name
        if kinds == {here} or (len(kinds) == 1 and kinds <= set(gestures.child_kinds(here))):
            return node.key not in ids
        return on and all(gestures.link_field(self.plan, id_, node.key) is not None for id_ in ids)

    def _dropped(self, ids: list[str], key: str, is_group: bool, before: str | None, on: bool) -> None:
        known = [id_ for id_ in ids if id_ in self.plan]
        kinds = {self.plan.elements[id_].kind_name for id_ in known}
        if not known or len(kinds) != 1:
            return
        kind = kinds.pop()
        if is_group:
            if kind == key:
                self._move(lambda plan, ids: gestures.move_to(plan, ids, None, before), known)
            return
        here = self.plan.elements[key].kind_name
        if kind in gestures.child_kinds(here):
            if before is not None and self.plan.elements[before].kind_name != kind:
                before = None
            self._move(lambda plan, ids: gestures.move_to(plan, ids, key, before), known)
        elif on:
            if self._attempt(lambda: gestures.link(self.plan, known, key)) is not None:
                messages.info(tr("Linked with {name}", name=edits.shown_name(self.plan.elements[key])))
