"""What is open in a window, in words and as facts: its title, what the commands ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.i18n import current, tr, words
from workbench.ui.phrases import labelled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.ui.mainwindow import MainWindow


def is_working(window: MainWindow) -> bool:
    """Whether a plan is open and shown."""
    return window.bridge.plan is not None and window.pages.currentWidget() is window.workspace


def title_of(window: MainWindow) -> str:
    """The plan, its library and the program, as they stand in the window's frame."""
    parts = []
    bridge = window.bridge
    plan = bridge.plan
    if plan is not None and plan.exists and is_working(window):
        title = plan.head.title
        is_past = bridge.session.past is not None
        parts.append(tr("{title} (as it was)", title=title) if is_past else title)
    if bridge.has_session:
        parts.append(window.libraries.guest or bridge.session.path.stem)
    return " — ".join([*parts, tr("Top-Level Design Workbench")])


def facts_of(window: MainWindow) -> set[str]:
    """What commands ask for that is so now: "library", "writable", "plan" ..."""
    facts = set()
    bridge = window.bridge
    if bridge.has_session:
        facts.add("library")
        if bridge.is_writable:
            facts.add("writable")
    if is_working(window):
        session = bridge.session
        facts.add("plan")
        facts |= {"past"} if session.past is not None else set()
        if window.workspace.is_complete:
            facts.add("findings")
            facts |= {"undo"} if session.undo_label is not None else set()
            facts |= {"redo"} if session.redo_label is not None else set()
            facts |= {"back"} if window.trail.can_go_back else set()
            facts |= {"forward"} if window.trail.can_go_forward else set()
    return facts


def steps_of(window: MainWindow) -> Iterator[tuple[str, str, str]]:
    """For undo and redo: the command's id, what it would do in words, its plain title."""
    if not is_working(window) or not window.workspace.is_complete:
        return
    session = window.bridge.session
    for id_, label, title in (
        ("edit.undo", session.undo_label, tr("Undo")),
        ("edit.redo", session.redo_label, tr("Redo")),
    ):
        yield id_, labelled(title, label.shown(words(current()))) if label is not None else title, title
