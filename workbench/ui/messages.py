"""The only place that tells the user something or asks: status line, notices, questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.errors import Problem

#: Who shows problems; the main window puts itself here. Kept until then.
_listeners: list[Callable[[str, str], None]] = []
_waiting: list[tuple[str, str]] = []


def listen(show: Callable[[str, str], None]) -> None:
    """Give every message (severity "info", "warning" or "error"; text) to ``show``, earlier ones first."""
    _listeners.append(show)
    for severity, text in _waiting:
        show(severity, text)
    _waiting.clear()


def forget(show: Callable[[str, str], None]) -> None:
    """Stop giving messages to ``show``."""
    if show in _listeners:
        _listeners.remove(show)


def problem(what: Problem) -> None:
    """Tell what happened and what to do."""
    _tell("error", str(what))


def info(text: str) -> None:
    """Tell something that needs no answer."""
    _tell("info", text)


def warning(text: str) -> None:
    """Tell something that wants attention."""
    _tell("warning", text)


def _tell(severity: str, text: str) -> None:
    if not _listeners:
        _waiting.append((severity, text))
    for show in _listeners:
        show(severity, text)
