"""The HTML page of a document, with its drawings; it fetches nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from PySide6.QtCore import QUrl
from PySide6.QtGui import QImage

from workbench.i18n import tr
from workbench.ui.views.manual import Page

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_STYLE: Final = re.compile(r"<style>.*?</style>", re.DOTALL)
_DRAWING: Final = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
#: What the text shows of the style of the file; a browser shows all of it.
_DRESS: Final = """<style>
h1, .title, .subtitle, .centred, caption, figcaption, .box-title { text-align: center; }
table { border-collapse: collapse; } th, td { border: 1px solid #777777; padding: 3px; }
th { background-color: #eef2f6; } .issuer { color: #cc0000; }
</style>"""
#: How wide drawings are shown, in mm, and how many dots an inch has.
_WIDTH: Final = 156
_DOTS: Final = 110


class WebText(NamedTuple):
    """The text of a page that names its drawings, and the drawings as PNG."""

    html: str
    drawings: list[bytes]


def web_text(html: str) -> WebText:
    """An HTML file as it is shown here; takes a moment for each drawing in it."""
    from workbench.documents.svg_png import picture_png

    drawings = [picture_png(svg, _WIDTH, _DOTS) for svg in _DRAWING.findall(html)]
    names = iter(range(len(drawings)))
    plain = _DRAWING.sub(lambda _match: f'<img src="drawing:{next(names)}">', html)
    return WebText(_STYLE.sub(lambda _match: _DRESS, plain), drawings)


class WebPage(Page):
    """Shows an HTML document that we have made: its text and tables, and its drawings as pictures."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Preview"))
        self._drawings: list[bytes] = []

    def show_text(self, text: WebText) -> None:
        """Show it in place of another one."""
        self._drawings = text.drawings
        self.setHtml(text.html)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        url = name if isinstance(name, QUrl) else QUrl(name)
        if url.scheme() == "drawing" and url.path().isdigit() and int(url.path()) < len(self._drawings):
            return QImage.fromData(self._drawings[int(url.path())])
        return super().loadResource(kind, name)
