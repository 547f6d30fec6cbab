"""In the pseudo-language every word stands between marks and is two fifths longer than in English.

What stands there without the marks is not translated; what finds no room for itself is clipped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QContextMenuEvent, QPainter, QTextDocumentFragment
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QDockWidget,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QMenuBar,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QStyle,
    QStyleOptionComboBox,
    QTabBar,
    QTableView,
    QToolButton,
    QTreeView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.ui.places import SAMPLE, places, seen
from workbench import i18n
from workbench.plan.catalogues import catalogues
from workbench.rules.profile import built_in_names
from workbench.settings import Settings
from workbench.ui.mainwindow import MainWindow

#: What stands between marks, with nothing between marks inside.
_MARKED = re.compile(r"«[^«»]*»")
#: A word; units, codes and keys are shorter or have capitals.
_WORD = re.compile(r"[A-Za-z]?[a-z]{3,}")
#: Names of programs, the same in every language.
_PROGRAM = re.compile(r"\b(?:Word|Excel)\b")
#: Names of keys, which Qt says.
_KEY = re.compile(r"\b(?:Ctrl|Alt|Shift|Meta|Return|Enter|Left|Right|Up|Down|Ins|Del|Esc|Space)\b")
#: Pixels that rounding may take.
_ROUNDING = 2
#: Rows and columns of a table that are looked at.
_ROWS, _COLUMNS = 60, 40


def unmarked(text: str) -> str:
    """What of a text stands outside of all marks; "" when that is no word."""
    if "</" in text or "<br" in text:
        text = QTextDocumentFragment.fromHtml(text).toPlainText()
    while _MARKED.search(text):
        text = _MARKED.sub(" ", text)
    text = _PROGRAM.sub("", _KEY.sub("", text))
    return text.strip(" :·") if _WORD.search(text) else ""


def cells(model: QAbstractItemModel, parent: QModelIndex, depth: int = 0) -> Iterator[str]:
    """What the cells of a model say, shown or told."""
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
    for row in range(min(model.rowCount(parent), _ROWS)):
        for column in range(_COLUMNS):
            # Asked so, as the number of columns of a list is its own.
            at = model.index(row, column, parent)
            if not at.isValid():
                break
            yield from (str(said) for role in roles if (said := at.data(role)) is not None)
            if column == 0 and depth < 2:
                yield from cells(model, at, depth + 1)


def headings(model: QAbstractItemModel) -> Iterator[str]:
    """What the headings of a model say."""
    for way, count in (
        (Qt.Orientation.Horizontal, model.columnCount()),
        (Qt.Orientation.Vertical, model.rowCount()),
    ):
        for at in range(min(count, _ROWS)):
            for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
                said = model.headerData(at, way, role)
                if isinstance(said, str):
                    yield said


def choices(menu: QMenuBar | QMenu) -> Iterator[str]:
    """What a menu offers, and the menus in it."""
    for action in menu.actions():
        yield from (action.text().partition("\t")[0], action.statusTip())
        inner = action.menu()
        if isinstance(inner, QMenu):
            yield from choices(inner)


def menus(root: QWidget, known: set[QWidget]) -> Iterator[QMenu]:
    """The menus that the menu key brings up, on widgets that are not known yet."""
    for widget in set(shown(root)) - known:
        own = any("contextMenuEvent" in vars(kind) for kind in type(widget).__mro__ if is_ours(kind))
        if own or widget.contextMenuPolicy() == Qt.ContextMenuPolicy.CustomContextMenu:
            known.add(widget)
            at = widget.rect().center()
            reason = QContextMenuEvent.Reason.Keyboard
            QApplication.sendEvent(widget, QContextMenuEvent(reason, at, widget.mapToGlobal(at)))
            menu = QApplication.activePopupWidget()
            if isinstance(menu, QMenu):
                yield menu
                menu.close()


def is_ours(kind: type) -> bool:
    """Whether a class is the program's own."""
    return kind.__module__.startswith("workbench.")


def texts(widget: QWidget) -> Iterator[str]:
    """What a widget says in words, in its place, by its tooltip, and to those who hear the window."""
    yield from (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription(), widget.statusTip())
    match widget:
        case QLabel() | QAbstractButton():
            yield widget.text()
        case QLineEdit() | QPlainTextEdit():
            yield widget.placeholderText()
        case QGroupBox():
            yield widget.title()
        case QComboBox():
            yield from (widget.itemText(at) for at in range(widget.count()))
        case QTabBar():
            yield from (widget.tabText(at) for at in range(widget.count()))
            yield from (widget.tabToolTip(at) for at in range(widget.count()))
        case QDockWidget() | QDialog():
            yield widget.windowTitle()
        case QMenuBar() | QMenu():
            yield from choices(widget)
        case QTableView() | QTreeView() | QListView() if widget.model() is not None:
            yield from cells(widget.model(), widget.rootIndex())
            if not isinstance(widget, QListView):
                yield from headings(widget.model())


def shown(root: QWidget) -> Iterator[QWidget]:
    """All widgets of a window that can be seen, but those that Qt itself puts inside of others."""
    for one in seen(root):
        if not one.objectName().startswith(("qt_", "Scroll")):
            yield one


def called(widget: QWidget) -> str:
    """The widget in words, for what the test says."""
    names = [type(one).__name__ for one in (widget, widget.parentWidget()) if one is not None]
    return " in ".join(names)


def untranslated(root: QWidget, own: str) -> Iterator[str]:
    """Words of the program that are not marked; ``own`` is what the plan says."""
    for widget in shown(root):
        for text in texts(widget):
            rest = unmarked(text)
            if rest and not any(part in own for part in (rest, text, *rest.split(", "), *rest.split(" · "))):
                yield f"{called(widget)}: {rest!r}"


# -- room ----------------------------------------------------------------------------------------------


def room_needed(widget: QWidget) -> tuple[str, int, int, int, int]:
    """The text of a widget, the room that it has, the room that its text needs; no text where it has none."""
    width, height = widget.width(), widget.height()
    match widget:
        case QLabel() if widget.text() and widget.wordWrap():
            return widget.text(), width, height, 0, widget.heightForWidth(width)
        case QLabel() if widget.text():
            need = widget.sizeHint()
            return widget.text(), width, height, need.width(), need.height()
        case QPushButton() | QToolButton() | QCheckBox() | QRadioButton() if widget.text():
            is_bare = isinstance(widget, QToolButton) and (
                widget.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly
                and not widget.icon().isNull()
            )
            need = widget.sizeHint()
            return ("" if is_bare else widget.text()), width, height, need.width(), need.height()
        case QComboBox() if widget.currentText():
            option = QStyleOptionComboBox()
            widget.initStyleOption(option)
            part = QStyle.SubControl.SC_ComboBoxEditField
            field = widget.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, widget)
            said = widget.currentText()
            return said, field.width(), field.height(), widget.fontMetrics().horizontalAdvance(said), 0
        case QLineEdit() if widget.placeholderText() and not widget.text():
            margins = widget.textMargins()
            need_width = widget.fontMetrics().horizontalAdvance(widget.placeholderText())
            return (
                widget.placeholderText(),
                width - margins.left() - margins.right() - 8,
                height,
                need_width,
                0,
            )
    return "", 0, 0, 0, 0


def is_scrolled(widget: QWidget) -> bool:
    """Whether it stands in something that scrolls: then it need not be seen all at once."""
    above = widget.parentWidget()
    while above is not None and not above.isWindow():
        if isinstance(above.parentWidget(), QAbstractScrollArea):
            return True
        above = above.parentWidget()
    return False


def overhang(widget: QWidget) -> int:
    """Pixels by which it stands out of what it scrolls in, where that does not scroll sideways."""
    above = widget.parentWidget()
    while above is not None and not above.isWindow():
        area = above.parentWidget()
        if isinstance(area, QScrollArea) and area.viewport() is above:
            is_fixed = area.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
            right = widget.mapTo(above, QPoint(widget.width(), 0)).x()
            return max(0, right - above.width()) if is_fixed else 0
        above = area
    return 0


def clipped(root: QWidget) -> Iterator[str]:
    """Words that are not seen whole, and whose tooltip does not say them."""
    for widget in shown(root):
        text, width, height, need_width, need_height = room_needed(widget)
        # Qt moves the panels behind others out of the window.
        is_behind = widget.mapTo(root, QPoint(0, 0)).x() < 0
        if text and not widget.toolTip() and not is_behind:
            if need_width > width + _ROUNDING or need_height > height + _ROUNDING:
                had, need = f"{width} x {height}", f"{need_width} x {need_height}"
                yield f"{called(widget)}: {text[:60]!r} has {had}, needs {need}"
            elif overhang(widget) > _ROUNDING:
                yield f"{called(widget)}: {text[:60]!r} stands out by {overhang(widget)}"
            elif not is_scrolled(widget):
                free = widget.visibleRegion().boundingRect()
                if free.width() + _ROUNDING < widget.width() or free.height() + _ROUNDING < widget.height():
                    yield f"{called(widget)}: {text[:60]!r} is covered but for {free.getRect()}"
        if isinstance(widget, QHeaderView) and widget.orientation() == Qt.Orientation.Horizontal:
            yield from clipped_headings(widget)


def clipped_headings(header: QHeaderView) -> Iterator[str]:
    """Headings of columns that are not seen whole, and that have no tooltip."""
    model = header.model()
    view = header.parentWidget()
    if not isinstance(view, QTableView | QTreeView):
        return
    for at in range(header.count()):
        said = model.headerData(at, Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole)
        tip = model.headerData(at, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
        if not said or tip or header.isSectionHidden(at):
            continue
        need = header.sectionSizeFromContents(at).width()
        if need > header.sectionSize(at) + _ROUNDING:
            yield f"{called(header)} of {called(view)}: {said!r} has {header.sectionSize(at)}, needs {need}"


# -- what the program draws itself ---------------------------------------------------------------------


class Drawn:
    """Hears what is drawn by the program's own painting, and how wide the box is that it is drawn into."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self._draw = QPainter.drawText

    def hear(self, painter: QPainter, *given: object) -> object:
        """Draw, and keep what was drawn, with what is wrong about its room."""
        text = next((one for one in given if isinstance(one, str)), "")
        box = given[0]
        fault = ""
        if isinstance(box, QRect | QRectF) and "\n" not in text:
            flags = next((int(one) for one in given[1:] if isinstance(one, int | Qt.AlignmentFlag)), 0)
            need = painter.fontMetrics().horizontalAdvance(text)
            if need > box.width() + _ROUNDING and not flags & int(Qt.TextFlag.TextWordWrap):
                fault = f"has {round(box.width())}, needs {need}"
        self.texts[text] = fault
        return self._draw(painter, *given)  # type: ignore[call-overload]

    def faults(self, own: str) -> Iterator[str]:
        """What was drawn since the last time that is not translated, or cut in the middle of a letter."""
        for text, fault in self.texts.items():
            rest = unmarked(text)
            # A text cut with "…" has lost one of its marks.
            is_cut = "…" in text and ("«" in rest or "»" in rest)
            if rest and not is_cut and not any(part in own for part in (rest, *rest.split(" · "))):
                yield f"not translated: drawn: {rest!r}"
            if fault:
                yield f"clipped: drawn: {text!r} {fault}"
        self.texts.clear()


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Drawn:
    """What is drawn from now on."""
    made = Drawn()

    def draw(painter: QPainter, *given: object) -> object:
        return made.hear(painter, *given)

    monkeypatch.setattr(QPainter, "drawText", draw)
    return made


# -- the run -------------------------------------------------------------------------------------------


@pytest.fixture
def speak_english(home: Path) -> Iterator[None]:
    """The pseudo-language, which the system asks for: it is in no list of languages."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LANGUAGE", "qps-ploc")
        Settings(language="", author="Li Na").save()
        yield


def own_words(window: MainWindow) -> str:
    """What is not the program's to say: the plan, the file it is in, who has changed it."""
    plan = window.bridge.plan
    said = [] if plan is None else [repr(element) for element in plan.elements.values()]
    path = window.bridge.session.path
    author = window.bridge.session.history()[0].author
    # The profiles of rules bring their own words, in Chinese and in English.
    files = [str(path), f"{path.stem}    {path.parent}", SAMPLE.name]
    # So do the catalogues of indicators.
    titles = [one.title for one in catalogues().values()]
    return "\n".join([*said, *files, author, *built_in_names(), *titles])


@pytest.mark.parametrize("percent", [100, 200])
def test_every_word_is_translated_and_has_room(
    qtbot: QtBot, open_window: Callable[..., MainWindow], library: Path, drawn: Drawn, percent: int
) -> None:
    window = open_window(library)
    assert i18n.current() == i18n.PSEUDO
    window.appearance.resize_text(percent)
    window.resize(1440, 900)
    found: list[str] = []
    asked: set[QWidget] = set()
    own = ""
    for place, root in places(qtbot, window):
        own = own or own_words(window)
        found += [f"{place}: not translated: {said}" for said in untranslated(root, own)]
        found += [f"{place}: clipped: {said}" for said in clipped(root)]
        if percent == 100:
            for menu in menus(root, asked):
                found += [f"{place}: menu: {said}" for said in untranslated(menu, own)]
        root.grab()
        found += [f"{place}: {said}" for said in drawn.faults(own)]
        if root is window and root.size().toTuple() != (1440, 900):
            found.append(f"{place}: the window has become {root.width()} x {root.height()}")
        if root.width() > 1440 or root.height() > 900:
            found.append(f"{place}: larger than the screen: {root.width()} x {root.height()}")
    assert not found, "\n".join(dict.fromkeys(found))
