"""A document as it will be, made beside the window: its pages, its sheets, or its text as a web page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QKeyEvent, QPixmap
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from workbench.errors import Cancelled, Problem
from workbench.i18n import N_, tr, words
from workbench.session.writing import Making
from workbench.ui import icons
from workbench.ui.dialogs.export_sheets import SheetTabs
from workbench.ui.dialogs.export_web import WebPage, WebText, web_text
from workbench.ui.phrases import joined

if TYPE_CHECKING:
    from workbench.documents.pages import PagePictures, Picture
    from workbench.documents.sheets import Sheet
    from workbench.documents.source import Source
    from workbench.session.export_choices import Export
    from workbench.session.exporting import Ground
    from workbench.ui.background import Background

#: Sizes in which pages are shown, in dots a point.
_ZOOMS: Final = (0.6, 0.8, 1.0, 1.25, 1.6, 2.0, 3.0)
_FIRST_ZOOM: Final = 2
#: What forms are shown as, by their suffixes.
_VIEWS: Final = {
    ".docx": N_("Pages"),
    ".pdf": N_("Pages"),
    ".xlsx": N_("Sheets"),
    ".csv": N_("Sheets"),
    ".html": N_("Web page"),
}

#: Room for the longest word in that choice, in letters.
_VIEW_LETTERS: Final = 8


class PageView(QScrollArea):
    """The page; what it does not scroll by itself turns the page."""

    def __init__(self, preview: Preview) -> None:
        super().__init__(preview)
        self._preview = preview
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAccessibleName(tr("Preview"))
        self.sheet = QLabel(self, wordWrap=True)
        self.sheet.setTextFormat(Qt.TextFormat.PlainText)
        self.sheet.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWidget(self.sheet)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        match event.key():
            case Qt.Key.Key_PageDown if bar.value() == bar.maximum():
                self._preview.turn(1)
            case Qt.Key.Key_PageUp if bar.value() == bar.minimum():
                self._preview.turn(-1)
            case Qt.Key.Key_Home:
                self._preview.turn(-self._preview.page)
            case Qt.Key.Key_End:
                self._preview.turn(self._preview.count)
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self._preview.zoom(1)
            case Qt.Key.Key_Minus:
                self._preview.zoom(-1)
            case _:
                super().keyPressEvent(event)


class Preview(QWidget):
    """One page at a time, or all sheets, or the text of the web page.

    What is wanted meanwhile is done next; what is not wanted any more is not shown.
    """

    def __init__(self, parent: QWidget, background: Background) -> None:
        super().__init__(parent)
        self._background = background
        self._wanted: tuple[Export, Ground, str, str | None] | None = None
        self._last: tuple[Export, Ground, str, str | None] | None = None
        self._pictures: PagePictures | None = None
        self._making = Making()
        self._is_busy = False
        self._is_gone = False
        self._draws = False
        self._zoom = _FIRST_ZOOM
        self.page = 0
        self.count = 0
        self.title = QLabel(self, wordWrap=True)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.number = QLabel(self)
        self.paper = PageView(self)
        self.sheets = SheetTabs(self)
        self.web = WebPage(self)
        self.stack = QStackedWidget(self)
        for shown in (self.paper, self.sheets, self.web):
            self.stack.addWidget(shown)
        self.view = QComboBox(self)
        self.view.setAccessibleName(tr("Show as"))
        # Some systems say the choice in place of the name of a box with choices.
        self.view.setAccessibleDescription(tr("Show as"))
        self.view.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.view.setMinimumContentsLength(_VIEW_LETTERS)
        self.view.activated.connect(lambda _at: self._show_again())
        self.back = self._button("back", tr("Page before"), lambda: self.turn(-1))
        self.forward = self._button("forward", tr("Next page"), lambda: self.turn(1))
        self.smaller = self._button("minus", tr("Smaller"), lambda: self.zoom(-1))
        self.larger = self._button("add", tr("Larger"), lambda: self.zoom(1))
        row = QHBoxLayout()
        row.addWidget(self.view)
        row.addStretch(1)
        for one in (self.back, self.number, self.forward, self.smaller, self.larger):
            row.addWidget(one)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.title)
        whole.addLayout(row)
        whole.addWidget(self.stack, 1)
        self._tell()

    def _button(self, icon: str, name: str, act: object) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icons.icon(icon))
        button.setToolTip(name)
        button.setAccessibleName(name)
        button.clicked.connect(act)
        return button

    @property
    def is_idle(self) -> bool:
        """Whether what was wanted is shown."""
        return not self._is_busy

    def show_document(self, export: Export, ground: Ground, key: str, unit: str | None, title: str) -> None:
        """Make a document anew and show it as it was shown before, or in the first of the forms chosen."""
        from workbench.documents.source import KINDS

        self.title.setText(title)
        forms = KINDS[key].forms
        views = list(dict.fromkeys(_VIEWS[suffix] for suffix in forms))
        chosen = dict.fromkeys(_VIEWS[suffix] for suffix in export.forms if suffix in forms)
        before = self.view.currentData()
        self.view.clear()
        for view in views:
            self.view.addItem(tr(view), view)
        self.view.setCurrentIndex(views.index(before if before in chosen else next(iter(chosen), views[0])))
        self._making.is_wanted = False
        self._wanted = self._last = (export, ground, key, unit)
        self._go()

    def _show_again(self) -> None:
        self._making.is_wanted = False
        self._wanted = self._last
        self._go()

    def show_words(self, text: str) -> None:
        """Show a sentence in place of a page."""
        self._making.is_wanted = False
        self._wanted = self._last = None
        self.title.clear()
        self.view.clear()
        self._say(text)

    def _say(self, text: str) -> None:
        self._put_away()
        self.stack.setCurrentWidget(self.paper)
        self.paper.sheet.clear()
        self.paper.sheet.setText(text)
        self.paper.sheet.resize(self.paper.viewport().size())
        self._tell()

    def turn(self, pages: int) -> None:
        """Turn forward, or back by a negative number."""
        page = max(0, min(self.count - 1, self.page + pages))
        if self.count and page != self.page:
            self.page = page
            self._draws = True
            self.paper.verticalScrollBar().setValue(0)
            self._tell()
            self._go()

    def zoom(self, steps: int) -> None:
        """Show pages larger, or smaller by a negative number."""
        self._zoom = max(0, min(len(_ZOOMS) - 1, self._zoom + steps))
        self._draws = True
        self._tell()
        self._go()

    def leave(self) -> None:
        """Nothing is shown any more; what is being made is thrown away when it is done."""
        self._is_gone = True
        self._making.is_wanted = False
        self._wanted = self._last = None
        self._put_away()

    def _put_away(self) -> None:
        # A page may just be being drawn: the pages are closed when that is over.
        if self._pictures is not None and not self._is_busy:
            self._pictures.close()
            self._pictures = None
        self.sheets.forget()
        self.page = self.count = 0
        self._draws = False

    def _tell(self) -> None:
        self.number.setText(f"{self.page + 1} / {self.count}" if self.count else "")
        # A page is a picture: it is told by its number.
        told = tr("Page {number} of {count}", number=self.page + 1, count=self.count)
        self.paper.sheet.setAccessibleName(joined((self.title.text(), told)) if self.count else "")
        self.back.setEnabled(self.page > 0)
        self.forward.setEnabled(self.page + 1 < self.count)
        for one in (self.number, self.back, self.forward, self.smaller, self.larger):
            one.setVisible(self.view.currentData() in {None, _VIEWS[".pdf"]})
        self.view.setVisible(self.view.count() > 1)
        self.smaller.setEnabled(self.count > 0 and self._zoom > 0)
        self.larger.setEnabled(self.count > 0 and self._zoom + 1 < len(_ZOOMS))

    def _go(self) -> None:
        """Begin what is to be done next, unless something is being done."""
        if self._is_busy or self._is_gone:
            return
        if self._wanted is not None:
            self._lay_out(*self._wanted)
            self._wanted = None
        elif self._draws and self._pictures is not None:
            self._draw(self._pictures)

    def _lay_out(self, export: Export, ground: Ground, key: str, unit: str | None) -> None:
        view = self.view.currentData()
        self._say(tr("The pages are being laid out") if view == _VIEWS[".pdf"] else tr("It is being made"))

        making = self._making = Making()

        def make() -> PagePictures | list[Sheet] | WebText | Problem | None:
            try:
                return _made(ground.source(export, unit, complete=view != _VIEWS[".pdf"]), key, view, making)
            except Problem as why:
                return why
            except Cancelled:
                return None

        def done(made: PagePictures | list[Sheet] | WebText | Problem | None) -> None:
            self._is_busy = False
            if made is not None and making.is_wanted:
                self._show(made)
            elif made is not None and not isinstance(made, Problem | list | WebText):
                made.close()
            self._go()

        self._is_busy = True
        self._background.run(make, done)

    def _show(self, made: PagePictures | list[Sheet] | WebText | Problem) -> None:
        match made:
            case Problem():
                self._say(str(made))
            case WebText():
                self.web.show_text(made)
                self.stack.setCurrentWidget(self.web)
            case list():
                self.sheets.show_sheets(made)
                self.stack.setCurrentWidget(self.sheets)
            case _:
                self._pictures, self.count, self._draws = made, len(made), True
                self._tell()

    def _draw(self, pictures: PagePictures) -> None:
        page, ratio = self.page, self.devicePixelRatioF()
        pictures.scale = _ZOOMS[self._zoom] * ratio
        self._draws = False

        def done(picture: Picture) -> None:
            self._is_busy = False
            if self._is_gone:
                pictures.close()
                return
            if not self.count:
                self._put_away()
            else:
                image = QImage(
                    picture.dots, picture.width, picture.height, picture.stride, QImage.Format.Format_RGB32
                )
                pixmap = QPixmap.fromImage(image)
                pixmap.setDevicePixelRatio(ratio)
                self.paper.sheet.setPixmap(pixmap)
                self.paper.sheet.adjustSize()
            self._go()

        self._is_busy = True
        self._background.run(lambda: pictures.picture(page), done)


def _made(source: Source, key: str, view: str, making: Making) -> PagePictures | list[Sheet] | WebText:
    """A document as it is shown: its pages, its sheets, or its HTML; Cancelled when another one is wanted."""
    from workbench.documents.source import KINDS

    outline = making.through(KINDS[key].outline(source))
    if view == _VIEWS[".pdf"]:
        from workbench.documents.pages import page_pictures
        from workbench.documents.pdf import to_pdf

        return page_pictures(to_pdf(outline), 1)
    if view == _VIEWS[".html"]:
        from workbench.documents.html import to_html

        return web_text(to_html(outline).decode())
    from workbench.documents.sheets import sheets_of

    return sheets_of(outline, words(outline.language)(N_("Body of the document")))
