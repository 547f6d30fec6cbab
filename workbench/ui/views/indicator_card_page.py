"""The facts of an indicator on a page to be read, whose names lead on."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from PySide6.QtCore import QEvent, QSize, QUrl, Signal

from workbench.ui import theme
from workbench.ui.views.manual import Page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtWidgets import QWidget

    from workbench.ui.views.indicator_card_facts import Fact, Said

#: Lines of text that it is seen with at the least.
_LINES = 14


class FactsPage(Page):
    """Shows facts; who reads on while they change stays where he is."""

    #: The element and field that a link leads to.
    asked = Signal(str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._shown = self._title = ""
        self.anchorClicked.connect(self._follow)

    def put(self, title: str, known: Iterable[Fact]) -> None:
        """Show the facts of an indicator."""
        page = page_of(title, known)
        if page == self._shown:
            return
        bar = self.verticalScrollBar()
        at = bar.value() if title == self._title else 0
        self._shown, self._title = page, title
        self.setHtml(page)
        bar.setValue(at)

    def _follow(self, link: QUrl) -> None:
        id_, _, field = link.toString().removeprefix("go:").partition("/")
        self.asked.emit(unquote(id_), unquote(field))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 20, self.fontMetrics().height() * _LINES)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()


def page_of(title: str, known: Iterable[Fact]) -> str:
    """The facts as HTML: labels on the left, what they say beside them."""
    muted = theme.colour("muted").name()
    parts = [f"<h3 style='margin:0 0 6px 0'>{escape(title)}</h3><table width='100%' cellpadding='2'>"]
    for fact in known:
        lines = "<br>".join(map(_linked, fact.said))
        if fact.label and fact.said:
            label = f"<td width='28%' style='color:{muted}'>{escape(fact.label)}</td>"
            parts.append(f"<tr>{label}<td>{lines}</td></tr>")
        else:
            text = lines or f"<b>{escape(fact.label)}</b>"
            space = "" if fact.said else " style='padding-top:10px'"
            parts.append(f"<tr><td colspan='2'{space}>{text}</td></tr>")
    return "".join([*parts, "</table>"])


def _linked(said: Said) -> str:
    text = escape(said.text).replace("\n", "<br>")
    if not said.id:
        return text
    colour = theme.colour("accent").name()
    return f"<a style='color:{colour}' href='go:{quote(said.id)}/{quote(said.field)}'>{text}</a>"
