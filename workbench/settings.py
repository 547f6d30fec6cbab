"""What the program remembers of the user's choices: one typed table, kept as JSON."""

from __future__ import annotations

import contextlib
import json
from dataclasses import asdict, dataclass, field, fields
from typing import TYPE_CHECKING, Any, Final

from workbench import paths
from workbench.files import atomic_write

if TYPE_CHECKING:
    from pathlib import Path

THEMES: Final = ("", "light", "dark")
LANGUAGES: Final = ("", "zh", "en")
#: A settings file is a few kilobytes; what is larger is not one.
_LARGEST: Final = 1_000_000
_RECENT: Final = 10
_SMALLEST_TEXT: Final = 80
_LARGEST_TEXT: Final = 200


@dataclass
class Settings:
    """The user's choices. Empty language or theme: the system's; ``text_size`` is in percent.
    ``reduced_motion`` keeps everything from moving by itself.

    ``last_plans`` gives the id of the plan last open by library; ``columns`` the widths in pixels of a
    table's columns by its name. ``geometry`` and ``docks`` are the window's own, as base64 text, ``layouts``
    further places of the panels by the names the user gave them. ``tables``
    holds columns and saved filters by kind (session/table_views.py reads it), ``own_unit`` the name of the
    user's unit, ``recent_commands`` the ids of those chosen last from the list of all commands. ``exports``
    gives what was last exported of a plan by its id (session/export_choices.py reads it). ``matrix_zoom`` is
    the size of the link matrix's cells in percent of the usual, ``hidden_charts`` the keys of the dashboard's
    charts that are left out.
    """

    language: str = ""
    theme: str = ""
    text_size: int = 100
    reduced_motion: bool = False
    author: str = ""
    last_library: str = ""
    recent_libraries: list[str] = field(default_factory=list)
    last_plans: dict[str, str] = field(default_factory=dict)
    geometry: str = ""
    docks: str = ""
    layouts: dict[str, str] = field(default_factory=dict)
    columns: dict[str, list[int]] = field(default_factory=dict)
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)
    own_unit: str = ""
    recent_commands: list[str] = field(default_factory=list)
    exports: dict[str, dict[str, Any]] = field(default_factory=dict)
    matrix_zoom: int = 100
    hidden_charts: list[str] = field(default_factory=list)

    def opened(self, library: Path) -> None:
        """Remember a library as the one opened last."""
        name = str(library)
        self.last_library = name
        self.recent_libraries = [name, *(one for one in self.recent_libraries if one != name)][:_RECENT]

    def forget(self, library: str) -> None:
        """Take a library off the list, when it is no longer there."""
        self.recent_libraries = [one for one in self.recent_libraries if one != library]
        self.last_plans.pop(library, None)
        if self.last_library == library:
            self.last_library = ""

    def used(self, command: str) -> None:
        """Remember a command as the one chosen last from the list of all."""
        self.recent_commands = [command, *(one for one in self.recent_commands if one != command)][:_RECENT]

    def resize_text(self, percent: int) -> None:
        """Set the text size, within reason."""
        self.text_size = max(_SMALLEST_TEXT, min(_LARGEST_TEXT, percent))

    def save(self) -> None:
        """Write the settings; a Problem when that cannot be done."""
        atomic_write(paths.settings_file(), json.dumps(asdict(self), indent=2).encode())


def load() -> Settings:
    """The settings as saved; the defaults when there are none or the file is not what it should be.

    A file that cannot be used is kept beside it under another name, so that nothing in it is lost.
    """
    path = paths.settings_file()
    try:
        if path.stat().st_size > _LARGEST:
            raise ValueError("too large")
        return _read(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError, RecursionError):
        # JSON's error, wrong UTF-8 and our own refusals are all ValueErrors.
        _keep_aside(path)
        return Settings()


def _read(data: Any) -> Settings:
    """Settings from a parsed file. Entries of a later version are left out; a wrong type is a ValueError."""
    if type(data) is not dict:
        raise ValueError("no table")
    made = Settings()
    for declared in fields(made):
        value = data.get(declared.name, getattr(made, declared.name))
        if not _fits(value, getattr(made, declared.name), declared.name):
            raise ValueError(declared.name)
        setattr(made, declared.name, value)
    made.resize_text(made.text_size)
    return made


def _fits(value: Any, like: Any, name: str) -> bool:
    if type(value) is not type(like):
        return False
    if name in {"recent_libraries", "recent_commands", "hidden_charts"}:
        return all(isinstance(one, str) for one in value)
    if name in {"last_plans", "layouts"}:
        return all(isinstance(one, str) for one in value.values())
    if name == "columns":
        return all(
            isinstance(row, list) and all(type(one) is int and 0 <= one < 10_000 for one in row)
            for row in value.values()
        )
    if name in {"tables", "exports"}:
        return all(isinstance(kept, dict) for kept in value.values())
    if name == "theme":
        return value in THEMES
    return name != "language" or value in LANGUAGES


def _keep_aside(path: Path) -> None:
    # When even the renaming is refused the file stays where it is: nothing of it is lost either way.
    with contextlib.suppress(OSError):
        path.replace(path.with_name("settings.unreadable.json"))
