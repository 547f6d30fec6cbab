"""What this program is: its version, what it is made of, and under which licences."""

from __future__ import annotations

import importlib.metadata
import platform
from html import escape

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QDialogButtonBox, QWidget

from workbench import __version__
from workbench.i18n import tr
from workbench.ui.dialogs.form import Form
from workbench.ui.views.manual import Page

#: The packages that the program is made of, and what to say of one that does not tell its licence.
_PARTS = (
    ("PySide6-Essentials", "LGPL-3.0"),
    ("SQLAlchemy", "MIT"),
    ("pysqlite3", "zlib"),
    ("python-docx", "MIT"),
    ("lxml", "BSD-3-Clause"),
    ("pandas", "BSD-3-Clause"),
    ("numpy", "BSD-3-Clause"),
    ("pyqtgraph", "MIT"),
    ("pypinyin", "MIT"),
    ("pylopdf-fonts-zh-cn", "OFL-1.1"),
    ("tomli-w", "MIT"),
)


class About(Form):
    """Name, version and licences."""

    def __init__(self, parent: QWidget | None) -> None:
        version = tr("Version {version}, Apache License 2.0", version=__version__)
        super().__init__(parent, tr("Top-Level Design Workbench"), version, tr("Close"))
        self.buttons.clear()
        self.buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        self.page = Page(self)
        self.page.setAccessibleName(tr("Parts and licences"))
        self.page.setMinimumHeight(260)
        rows = [f"<tr><td>Python</td><td>{platform.python_version()}</td><td>PSF-2.0</td></tr>"]
        rows.append(f"<tr><td>Qt</td><td>{escape(qVersion())}</td><td>LGPL-3.0</td></tr>")
        for name, licence in _PARTS:
            try:
                found = importlib.metadata.version(name)
            except importlib.metadata.PackageNotFoundError:
                continue
            rows.append(f"<tr><td>{name}</td><td>{escape(found)}</td><td>{licence}</td></tr>")
        said = tr("It works without a network. Your plans stay in the files that you choose.")
        self.page.setHtml(
            f"<p>{escape(said)}</p><table cellpadding='3' cellspacing='0'>{''.join(rows)}</table>"
        )
        self.body.insertWidget(2, self.page)
