"""Every folder the program uses, asked for here. ``WORKBENCH_HOME`` moves all of them (sticks, tests)."""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path


@cache
def resources() -> Path:
    """Icons, themes, translations, profiles, help: shipped with the program, never written."""
    return Path(__file__).resolve().parent.parent / "resources"


def samples() -> Path:
    """The example plans, as exchange JSON."""
    return Path(__file__).resolve().parent.parent / "plans"


def home() -> Path:
    """The user's data folder; made when first asked for."""
    chosen = os.environ.get("WORKBENCH_HOME")
    if chosen:
        folder = Path(chosen).expanduser()
    elif sys.platform == "win32":
        folder = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "TopLevelDesign"
    elif sys.platform == "darwin":
        folder = Path.home() / "Library" / "Application Support" / "TopLevelDesign"
    else:
        base = os.environ.get("XDG_DATA_HOME")
        folder = (Path(base) if base else Path.home() / ".local" / "share") / "top-level-design"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _inside(name: str) -> Path:
    folder = home() / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def backups() -> Path:
    """Copies of libraries, taken before upgrades and large changes and once a day."""
    return _inside("backups")


def own_catalogues() -> Path:
    """Catalogues of indicators that an office adds; read only, and not made for them."""
    return home() / "catalogues"


def own_calendars() -> Path:
    """Working calendars of an office's own, beside those in ``resources/calendars``; read only."""
    return home() / "calendars"


def presence() -> Path:
    """Small notes of which program has which library open."""
    return _inside("open")


def own_words() -> Path:
    """Word lists of an office's own, beside those in ``resources/words``; the folder need not be there."""
    return home() / "words"


def settings_file() -> Path:
    """The user's settings (TOML)."""
    return home() / "settings.json"


def sample_library() -> Path:
    """The library that the sample plans are put into on the first run."""
    return home() / "samples.workbench"


def log_file() -> Path:
    """The program's log: no plan text in it."""
    return _inside("log") / "workbench.log"
