"""The pages of a document as they will be, laid out and drawn beside the window."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QKeyEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QToolButton, QVBoxLayout, QWidget

from workbench.errors import Problem
from workbench.i18n import tr
from workbench.ui import icons

if TYPE_CHECKING:
    from workbench.documents.pages import PagePictures, Picture
    from workbench.session.exporting import Export, Ground
    from workbench.ui.background import Background

#: Sizes in which pages are shown, in dots a point.
_ZOOMS: Final = (0.6, 0.8, 1.0, 1.25, 1.6, 2.0, 3.0)
_FIRST_ZOOM: Final = 2


class _Paper(QScrollArea):
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
    """One page at a time. What is wanted meanwhile is done next; what is not wanted any more is not shown."""

    def __init__(self, parent: QWidget, background: Background) -> None:
        super().__init__(parent)
        self._background = background
        self._wanted: tuple[Export, Ground, str, str | None] | None = None
        self._pictures: PagePictures | None = None
        self._is_busy = False
        self._is_gone = False
        self._draws = False
        self._zoom = _FIRST_ZOOM
        self.page = 0
        self.count = 0
        self.title = QLabel(self)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.number = QLabel(self)
        self.paper = _Paper(self)
        self.back = self._button("back", tr("Page before"), lambda: self.turn(-1))
        self.forward = self._button("forward", tr("Next page"), lambda: self.turn(1))
        self.smaller = self._button("minus", tr("Smaller"), lambda: self.zoom(-1))
        self.larger = self._button("add", tr("Larger"), lambda: self.zoom(1))
        row = QHBoxLayout()
        row.addWidget(self.title, 1)
        for one in (self.back, self.number, self.forward, self.smaller, self.larger):
            row.addWidget(one)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(row)
        whole.addWidget(self.paper, 1)
        self._tell()

    def _button(self, icon: str, name: str, act: object) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icons.icon(icon))
        button.setIconSize(QSize(16, 16))
        button.setToolTip(name)
        button.setAccessibleName(name)
        button.clicked.connect(act)
        return button

    @property
    def is_idle(self) -> bool:
        """Whether what was wanted is shown."""
        return not self._is_busy

    def show_document(self, export: Export, ground: Ground, key: str, unit: str | None, title: str) -> None:
        """Lay a document out anew and show its first page."""
        self.title.setText(title)
        self._wanted = (export, ground, key, unit)
        self._go()

    def show_words(self, text: str) -> None:
        """Show a sentence in place of a page."""
        self._wanted = None
        self._put_away()
        self.title.clear()
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
        self._wanted = None
        self._put_away()

    def _put_away(self) -> None:
        # A page may just be being drawn: the pages are closed when that is over.
        if self._pictures is not None and not self._is_busy:
            self._pictures.close()
            self._pictures = None
        self.page = self.count = 0
        self._draws = False

    def _tell(self) -> None:
        self.number.setText(f"{self.page + 1} / {self.count}" if self.count else "")
        self.back.setEnabled(self.page > 0)
        self.forward.setEnabled(self.page + 1 < self.count)
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
        self._put_away()
        self.paper.sheet.clear()
        self.paper.sheet.setText(tr("The pages are being laid out"))
        self.paper.sheet.resize(self.paper.viewport().size())
        self._tell()

        def make() -> PagePictures | Problem:
            from workbench.documents.pages import page_pictures
            from workbench.documents.pdf import to_pdf
            from workbench.documents.source import KINDS

            try:
                return page_pictures(to_pdf(KINDS[key].outline(ground.source(export, unit))), 1)
            except Problem as why:
                return why

        def done(made: PagePictures | Problem) -> None:
            if self._is_gone or self._wanted is not None:
                if not isinstance(made, Problem):
                    made.close()
                self._over()
            elif isinstance(made, Problem):
                self._over()
                self.show_words(str(made))
            else:
                self._pictures, self.count, self._draws = made, len(made), True
                self._tell()
                self._over()

        self._is_busy = True
        self._background.run(make, done)

    def _draw(self, pictures: PagePictures) -> None:
        page, ratio = self.page, self.devicePixelRatioF()
        pictures.scale = _ZOOMS[self._zoom] * ratio
        self._draws = False

        def done(picture: Picture) -> None:
            self._is_busy = False
            if self._is_gone or not self.count:
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

    def _over(self) -> None:
        self._is_busy = False
        self._go()
