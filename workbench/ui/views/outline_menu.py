"""The context menu of the outline."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from workbench.i18n import N_, tr
from workbench.plan import edits
from workbench.plan.change import Label
from workbench.plan.choices import ABSENT_REASON
from workbench.plan.elements import KINDS
from workbench.plan.records import AbsentReason
from workbench.ui.models import gestures

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.ui.views.outline_verbs import OutlineVerbs


def menu_for(outline: OutlineVerbs) -> QMenu:
    """What can be done with the selection, with its keys."""
    id_, kind = outline.current()
    menu = QMenu(outline)
    free = outline.bridge.is_writable and bool(kind)
    chosen = bool(outline.selected())

    def item(label: str, keys: str, verb: Callable[[], object], *, on: bool = True) -> None:
        action = menu.addAction(f"{label}\t{keys}" if keys else label)
        action.triggered.connect(lambda _checked=False: verb())
        action.setEnabled(on and free)

    if kind and kind not in ("plan", "waiver"):
        item(tr("Add {kind}", kind=tr(KINDS[kind].label)), tr("Ins"), outline.add_beside)
    for at, below in enumerate(gestures.child_kinds(kind) if id_ else ()):
        label = tr("Add {kind} below", kind=tr(KINDS[below].label))
        item(label, tr("Ctrl+Ins") if at == 0 else "", partial(outline.add_below, below))
    if not id_ and free and kind != "waiver" and outline.plan.count(kind) == 0:
        held = outline.plan.head.why_absent(KINDS[kind].list_name)
        reasons = menu.addMenu(tr("Why empty"))
        for name, words in (*ABSENT_REASON.items(), (None, N_("no reason given"))):
            action = reasons.addAction(tr(words))
            action.setCheckable(True)
            action.setChecked(held == name)
            action.triggered.connect(lambda _checked=False, name=name: why_empty(outline, kind, name))
    if menu.actions():
        menu.addSeparator()
    item(
        tr("Rename"),
        "F2",
        outline.rename,
        on=bool(id_) and bool(outline.tree.currentIndex().flags() & Qt.ItemFlag.ItemIsEditable),
    )
    item(tr("Duplicate"), "Ctrl+D", outline.duplicate, on=chosen)
    item(tr("Delete"), tr("Del"), outline.delete, on=chosen)
    menu.addSeparator()
    item(tr("Cut"), "Ctrl+X", outline.cut, on=chosen)
    copy = menu.addAction(f"{tr('Copy')}\tCtrl+C")
    copy.triggered.connect(lambda _checked=False: outline.copy())
    copy.setEnabled(chosen)
    item(tr("Paste"), "Ctrl+V", outline.paste)
    menu.addSeparator()
    item(tr("Move up"), "Alt+↑", lambda: outline.shift(-1), on=chosen)
    item(tr("Move down"), "Alt+↓", lambda: outline.shift(1), on=chosen)
    if kind and KINDS[kind].parent_field:
        item(tr("Move below the one before"), "Alt+→", outline.indent, on=chosen)
        item(tr("Move out one level"), "Alt+←", outline.outdent, on=chosen)
    return menu


def why_empty(outline: OutlineVerbs, kind: str, reason: str | None) -> None:
    """Say why a plan has nothing of a kind, or no longer say it (None)."""
    plan = outline.plan
    key = KINDS[kind].list_name
    kept = [entry for entry in plan.head.absent or () if entry.field != key]
    if reason is not None:
        kept.append(AbsentReason(field=key, reason=reason))
    label = Label(
        N_("Say why {field} of {name} is empty"),
        (("field", f"@{KINDS[kind].plural_label}"), ("name", edits.shown_name(plan.head))),
    )
    outline.bridge.apply(edits.set_fields(plan, {plan.id: {"absent": tuple(kept) or None}}, label))
