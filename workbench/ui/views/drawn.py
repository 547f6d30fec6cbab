"""A widget that shows a drawing, laid out anew for another size, another font or other content."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QEvent, QSizeF
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

D = TypeVar("D")


class DrawnWidget(QWidget, Generic[D]):
    """Keeps its drawing, a ``D``, as long as it fits."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._laid_out: D | None = None

    @abstractmethod
    def lay_out(self, metrics: QFontMetricsF, size: QSizeF) -> D:
        """Make the drawing in a size."""

    @property
    def laid_out(self) -> D:
        """The drawing as it is laid out now."""
        if self._laid_out is None:
            self._laid_out = self.lay_out(QFontMetricsF(self.font()), QSizeF(self.size()))
        return self._laid_out

    def draw_anew(self) -> None:
        """What is to be seen is another now."""
        self._laid_out = None
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.draw_anew()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange):
            self.updateGeometry()
            self.draw_anew()
