"""The only place that tells the user something or asks: notices in the window, and questions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from workbench.errors import Problem

Severity = Literal["info", "warning", "error"]


class Notice(NamedTuple):
    """Something told; with ``label`` there is a button beside it that calls ``act``."""

    severity: str
    text: str
    label: str = ""
    act: Callable[[], object] | None = None


#: Who is told. The main window serves notices; tests and logs listen.
_listeners: list[Callable[[str, str], None]] = []
_servers: list[Callable[[Notice], None]] = []
#: What was told before anybody was there.
_waiting: list[Notice] = []


def listen(show: Callable[[str, str], None]) -> None:
    """Give every message (severity "info", "warning" or "error"; text) to ``show``, earlier ones first."""
    _listeners.append(show)
    for notice in _waiting:
        show(notice.severity, notice.text)
    _waiting.clear()


def forget(show: Callable[[str, str], None]) -> None:
    """Stop giving messages to ``show``."""
    if show in _listeners:
        _listeners.remove(show)


def serve(show: Callable[[Notice], None]) -> None:
    """Give every notice, with its button, to ``show``; earlier ones first."""
    _servers.append(show)
    for notice in _waiting:
        show(notice)
    _waiting.clear()


def unserve(show: Callable[[Notice], None]) -> None:
    """Stop giving notices to ``show``."""
    if show in _servers:
        _servers.remove(show)


def problem(what: Problem) -> None:
    """Tell what happened and what to do."""
    _tell(Notice("error", str(what)))


def info(text: str) -> None:
    """Tell something that needs no answer."""
    _tell(Notice("info", text))


def warning(text: str) -> None:
    """Tell something that wants attention."""
    _tell(Notice("warning", text))


def offer(severity: Severity, text: str, label: str, act: Callable[[], object]) -> None:
    """Tell something with a button that does something about it: undo, reload, open the folder."""
    _tell(Notice(severity, text, label, act))


def ask(parent: QWidget, title: str, text: str, yes: str) -> bool:
    """Ask before something that undo cannot answer; False when it is declined."""
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QMessageBox

    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.NoIcon)
    box.setWindowTitle(title)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    agreed = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
    box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(agreed)
    box.exec()
    return box.clickedButton() is agreed


def _tell(notice: Notice) -> None:
    if not _listeners and not _servers:
        _waiting.append(notice)
    for show in tuple(_listeners):
        show(notice.severity, notice.text)
    for serve_it in tuple(_servers):
        serve_it(notice)
