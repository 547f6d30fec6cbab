"""Asking for a file to open or a name to save under."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from workbench.i18n import tr

LIBRARY_SUFFIX = ".workbench"
#: What no file system takes in a name.
_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


def fit_name(text: str) -> str:
    """A text as a file name: without what file systems refuse, not longer than they take."""
    return _UNFIT.sub("_", text).strip(" ._")[:80] or tr("plan")


def library_to_open(parent: QWidget, folder: str) -> Path | None:
    """The library file to open."""
    kinds = tr("Libraries (*.workbench);;All files (*)")
    return _path(QFileDialog.getOpenFileName(parent, tr("Open library"), folder, kinds)[0])


def library_to_make(parent: QWidget, folder: str) -> Path | None:
    """The name of a new library."""
    return _named(
        parent,
        tr("New library"),
        str(Path(folder) / tr("Plans")),
        tr("Libraries (*.workbench)"),
        LIBRARY_SUFFIX,
    )


def copy_to_make(parent: QWidget, library: Path) -> Path | None:
    """The name for a copy of a library."""
    suggested = library.with_name(f"{library.stem}-{tr('copy')}{library.suffix or LIBRARY_SUFFIX}")
    return _named(parent, tr("Save a copy"), str(suggested), tr("Libraries (*.workbench)"), LIBRARY_SUFFIX)


def plan_to_import(parent: QWidget, folder: str) -> Path | None:
    """The exchange file to import."""
    kinds = tr("Exchange files (*.json);;All files (*)")
    return _path(QFileDialog.getOpenFileName(parent, tr("Import a plan"), folder, kinds)[0])


def document_to_write(parent: QWidget, folder: str, title: str) -> Path | None:
    """The name of the Word document."""
    suggested = str(Path(folder) / f"{fit_name(title)}.docx")
    return _named(parent, tr("Export to Word"), suggested, tr("Word documents (*.docx)"), ".docx")


def exchange_to_write(parent: QWidget, folder: str, title: str) -> Path | None:
    """The name of the exchange file."""
    suggested = str(Path(folder) / f"{fit_name(title)}.json")
    return _named(parent, tr("Export as exchange file"), suggested, tr("Exchange files (*.json)"), ".json")


def picture_to_write(parent: QWidget, folder: str, title: str, suffix: str) -> Path | None:
    """The name of a picture to write; ``suffix`` says of which format."""
    suggested = str(Path(folder) / f"{fit_name(title)}{suffix}")
    kinds = tr("SVG drawings (*.svg)") if suffix == ".svg" else tr("PNG images (*.png)")
    return _named(parent, tr("Export as a picture"), suggested, kinds, suffix)


def profile_to_open(parent: QWidget, folder: str) -> Path | None:
    """The file of a rule profile to load."""
    kinds = tr("Rule profiles (*.toml);;All files (*)")
    return _path(QFileDialog.getOpenFileName(parent, tr("Load a rule profile"), folder, kinds)[0])


def profile_to_write(parent: QWidget, folder: str, title: str) -> Path | None:
    """The name of the file of a rule profile."""
    suggested = str(Path(folder) / f"{fit_name(title)}.toml")
    return _named(parent, tr("Save the rule profile"), suggested, tr("Rule profiles (*.toml)"), ".toml")


def _named(parent: QWidget, title: str, suggested: str, kinds: str, suffix: str) -> Path | None:
    path = _path(QFileDialog.getSaveFileName(parent, title, suggested, kinds)[0])
    return path if path is None or path.suffix else path.with_suffix(suffix)


def _path(chosen: str) -> Path | None:
    return Path(chosen) if chosen else None
