"""Showing a folder, or a document of ours, in the system: the only place that hands an address to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def show_folder(folder: Path) -> bool:
    """Show a folder that we have written into; anything but a folder of this machine is refused."""
    from PySide6.QtCore import QUrl
    from PySide6.QtGui import QDesktopServices

    if not folder.is_dir():
        return False
    url = QUrl.fromLocalFile(str(folder.resolve()))
    if url.scheme() != "file" or url.host():
        return False
    return QDesktopServices.openUrl(url)


def show_document(path: Path) -> bool:
    """Show a document or picture that we have written, in the system's program for it."""
    from PySide6.QtCore import QUrl
    from PySide6.QtGui import QDesktopServices

    url = QUrl.fromLocalFile(str(path.resolve()))
    return path.is_file() and QDesktopServices.openUrl(url)
