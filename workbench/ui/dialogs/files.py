"""Asking for a file to open or a name to save under."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from workbench.files import fit_name
from workbench.i18n import tr

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

LIBRARY_SUFFIX = ".workbench"


def library_to_open(parent: QWidget, folder: str) -> Path | None:
    """The library file to open."""
    kinds = tr("Libraries (*.workbench);;All files (*)")
    return _there(parent, tr("Open library"), folder, kinds)


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


def restored_to_make(parent: QWidget, suggested: Path) -> Path | None:
    """The name for a backup that becomes a library of its own."""
    kinds = tr("Libraries (*.workbench)")
    return _named(parent, tr("Restore as a new library"), str(suggested), kinds, LIBRARY_SUFFIX)


def plan_to_import(parent: QWidget, folder: str) -> Path | None:
    """The exchange file to import."""
    kinds = tr("Exchange files (*.json);;All files (*)")
    return _there(parent, tr("Import a plan"), folder, kinds)


def exchange_to_write(parent: QWidget, folder: str, title: str) -> Path | None:
    """The name of the exchange file."""
    suggested = str(Path(folder) / f"{fit_name(title)}.json")
    return _named(parent, tr("Export as exchange file"), suggested, tr("Exchange files (*.json)"), ".json")


def returned_to_read(parent: QWidget, folder: str) -> Path | None:
    """The document that a unit has filled in and sent back."""
    kinds = tr("Word and Excel files (*.docx *.xlsx);;All files (*)")
    return _there(parent, tr("Read a returned document"), folder, kinds)


def template_to_use(parent: QWidget, folder: str) -> Path | None:
    """The Word file that documents are to be made of."""
    kinds = tr("Word documents and templates (*.docx *.dotx);;All files (*)")
    return _there(parent, tr("Choose a template"), folder, kinds)


def template_to_write(parent: QWidget, folder: str, name: str) -> Path | None:
    """The name for a copy of a shipped template."""
    kinds = tr("Word documents (*.docx)")
    return _named(parent, tr("Copy the shipped template"), str(Path(folder) / name), kinds, ".docx")


def profile_to_open(parent: QWidget, folder: str) -> Path | None:
    """The file of a rule profile to load."""
    kinds = tr("Rule profiles (*.toml);;All files (*)")
    return _there(parent, tr("Load a rule profile"), folder, kinds)


def profile_to_write(parent: QWidget, folder: str, title: str) -> Path | None:
    """The name of the file of a rule profile."""
    suggested = str(Path(folder) / f"{fit_name(title)}.toml")
    return _named(parent, tr("Save the rule profile"), suggested, tr("Rule profiles (*.toml)"), ".toml")


def catalogue_to_add(parent: QWidget, folder: str) -> Path | None:
    """The file of an office's own catalogue of indicators."""
    kinds = tr("Catalogues of indicators (*.csv *.xlsx *.json);;All files (*)")
    return _there(parent, tr("Add a catalogue"), folder, kinds)


def table_to_read(parent: QWidget, folder: str) -> Path | None:
    """A table that somebody made or filled in in a spreadsheet."""
    kinds = tr("Tables (*.xlsx *.csv);;All files (*)")
    return _there(parent, tr("Take in a table"), folder, kinds)


def table_to_write(parent: QWidget, folder: str, name: str) -> Path | None:
    """The name of a file for a table, which is a workbook unless its suffix says CSV."""
    suggested = str(Path(folder) / f"{fit_name(name)}.xlsx")
    kinds = tr("Workbooks (*.xlsx);;CSV tables (*.csv)")
    return _named(parent, tr("Save the table"), suggested, kinds, ".xlsx")


def evidence_to_attach(parent: QWidget) -> list[Path]:
    """The files that are to be kept as evidence."""
    from PySide6.QtWidgets import QFileDialog

    chosen = QFileDialog.getOpenFileNames(parent, tr("Attach files"), str(Path.home()), tr("All files (*)"))[
        0
    ]
    return [Path(one) for one in chosen]


def evidence_to_save(parent: QWidget, name: str) -> Path | None:
    """The name under which a file kept as evidence is written."""
    return _named(parent, tr("Save as"), str(Path.home() / name), tr("All files (*)"), Path(name).suffix)


def _there(parent: QWidget, title: str, folder: str, kinds: str) -> Path | None:
    from PySide6.QtWidgets import QFileDialog

    return _path(QFileDialog.getOpenFileName(parent, title, folder, kinds)[0])


def _named(parent: QWidget, title: str, suggested: str, kinds: str, suffix: str) -> Path | None:
    from PySide6.QtWidgets import QFileDialog

    path = _path(QFileDialog.getSaveFileName(parent, title, suggested, kinds)[0])
    return path if path is None or path.suffix else path.with_suffix(suffix)


def _path(chosen: str) -> Path | None:
    return Path(chosen) if chosen else None


def folder_to_write_into(parent: QWidget, folder: str) -> Path | None:
    """The folder that documents are written into."""
    from PySide6.QtWidgets import QFileDialog

    return _path(QFileDialog.getExistingDirectory(parent, tr("Folder for the documents"), folder))
