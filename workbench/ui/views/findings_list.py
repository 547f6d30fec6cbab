"""The list of findings: a model without a widget for each row, drawn two lines a row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from workbench.i18n import current, tr, words
from workbench.rules.finding import place_in_words, shown
from workbench.rules.verdict import SEVERITY_LABELS
from workbench.ui import icons, theme
from workbench.ui.phrases import counts_in_words, joined
from workbench.ui.views.findings_rows import Row, waivers_of

if TYPE_CHECKING:
    from workbench.rules.finding import Finding
    from workbench.ui.bridge import Bridge

_Index = QModelIndex | QPersistentModelIndex
#: The role that gives the Row itself.
ROW: Final = Qt.ItemDataRole.UserRole


class FindingsModel(QAbstractListModel):
    """Headings and findings, one a row; sentences are made when a row is drawn."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self._bridge = bridge
        self.rows: list[Row] = []
        #: Whether a finding can be mended, as far as somebody has asked since the rows were made.
        self._fixable: dict[Finding, bool] = {}

    def put(self, rows: list[Row]) -> None:
        """Show these rows."""
        self.beginResetModel()
        self.rows = rows
        self._fixable.clear()
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.group.title if row.finding is None else self.sentence(row.finding)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._read_out(row)
        if role == Qt.ItemDataRole.ToolTipRole and row.finding is not None:
            from html import escape

            said = f"{self.sentence(row.finding)}\n{row.finding.rule} · {self.place(row.finding)}"
            if self.is_fixable(row.finding):
                said += "\n" + tr("Can be mended by one change")
            for reason in self._reasons(row.finding):
                said += "\n" + tr("Waived: {reason}", reason=reason)
            return f"<p>{escape(said).replace(chr(10), '<br>')}</p>"
        return None

    def sentence(self, finding: Finding) -> str:
        """The finding in the language now spoken."""
        plan = self._bridge.plan
        return shown(finding, plan, words(current())) if plan is not None else ""

    def is_fixable(self, finding: Finding) -> bool:
        """Whether there is a way to mend it; worked out when its row is first seen."""
        if finding not in self._fixable:
            from workbench.session.mending import has_way

            plan = self._bridge.plan
            self._fixable[finding] = plan is not None and has_way(self._bridge.session, finding)
        return self._fixable[finding]

    def ways(self, finding: Finding) -> list[str]:
        """The ways to mend it, in words."""
        from workbench.session.mending import ways

        return [one.change.label.shown(words(current())) for one in ways(self._bridge.session, finding)]

    def place(self, finding: Finding) -> str:
        """Where it is, in words."""
        plan = self._bridge.plan
        return place_in_words(finding, plan, words(current())) if plan is not None else ""

    def _reasons(self, finding: Finding) -> list[str]:
        plan = self._bridge.plan
        if plan is None or not finding.waived:
            return []
        return [waiver.reason for waiver in waivers_of(finding, plan)]

    def _read_out(self, row: Row) -> str:
        if row.finding is None:
            return f"{row.group.title}: {joined(counts_in_words(row.group.counts))}"
        state = tr("waived") if row.finding.waived else tr(SEVERITY_LABELS[row.finding.severity])
        said = f"{state}: {self.sentence(row.finding)} ({row.finding.rule}, {self.place(row.finding)})"
        return f"{said}, {tr('can be mended by one change')}" if self.is_fixable(row.finding) else said


class FindingsDelegate(QStyledItemDelegate):
    """Two lines a row: mark and sentence, then rule and place; headings with their counts."""

    closed: set[str]

    def __init__(self, view: QListView, closed: set[str]) -> None:
        super().__init__(view)
        self.closed = closed

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(200, QFontMetrics(_font(option)).height() * 2 + 14)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row: Row = index.data(ROW)
        painter.save()
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.colour("soft"))
            painter.fillRect(QRect(box.left(), box.top(), 3, box.height()), theme.colour("accent"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, theme.colour("hover"))
        elif row.finding is None:
            painter.fillRect(box, theme.colour("stripe"))
        painter.setPen(theme.colour("line"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        inner = box.adjusted(12, 6, -10, -6)
        painter.setFont(_font(option))
        if row.finding is None:
            self._paint_heading(painter, inner, row)
        else:
            self._paint_finding(painter, inner, row.finding, index)
        painter.restore()

    def _paint_heading(self, painter: QPainter, box: QRect, row: Row) -> None:
        metrics = painter.fontMetrics()
        edge = metrics.height()
        ratio = painter.device().devicePixelRatio()
        painter.save()
        painter.translate(box.left() + edge / 2 - 2, box.top() + edge / 2)
        if row.group.key in self.closed:
            painter.rotate(-90)
        painter.drawPixmap(QPoint(-edge // 2, -edge // 2), icons.pixmap("chevron", "muted", edge, ratio))
        painter.restore()
        left = box.left() + edge + 4
        font = QFont(painter.font())
        font.setBold(True)
        plain = painter.font()
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        room = QRect(left, box.top(), box.right() - left, edge)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, _cut(painter, row.group.title, room.width()))
        painter.setFont(plain)
        painter.setPen(theme.colour("muted"))
        below = QRect(left, box.bottom() - edge + 1, box.right() - left, edge)
        told = joined(counts_in_words(row.group.counts))
        painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, _cut(painter, told, below.width()))

    def _paint_finding(self, painter: QPainter, box: QRect, finding: Finding, index: _Index) -> None:
        model = index.model()
        assert isinstance(model, FindingsModel)
        metrics = painter.fontMetrics()
        line = metrics.height()
        edge = round(line * 0.86)
        ratio = painter.device().devicePixelRatio()
        mark = icons.shape("waived" if finding.waived else finding.severity, edge, ratio)
        painter.drawPixmap(QPoint(box.left(), box.top() + (line - edge) // 2), mark)
        left = box.left() + edge + 8
        width = box.right() - left
        painter.setPen(theme.colour("muted" if finding.waived else "text"))
        if model.is_fixable(finding):
            sign = icons.pixmap("mend", "accent", edge, ratio)
            painter.drawPixmap(QPoint(box.right() - edge, box.bottom() - line + 1 + (line - edge) // 2), sign)
        sentence = _cut(painter, model.sentence(finding), width)
        painter.drawText(QRect(left, box.top(), width, line), Qt.AlignmentFlag.AlignVCenter, sentence)
        painter.setPen(theme.colour("muted"))
        if model.is_fixable(finding):
            width -= edge + 8
        told = _cut(painter, f"{finding.rule} · {model.place(finding)}", width)
        painter.drawText(
            QRect(left, box.bottom() - line + 1, width, line), Qt.AlignmentFlag.AlignVCenter, told
        )


def _font(option: QStyleOptionViewItem) -> QFont:
    return option.font


def _cut(painter: QPainter, text: str, width: int) -> str:
    # A sentence of many lines would cost time and show one line anyway.
    one_line = text[:300].replace("\n", " ")
    # In the middle: what is wrong stands at the end, behind a name that may be long.
    return painter.fontMetrics().elidedText(one_line, Qt.TextElideMode.ElideMiddle, width)


class FindingsList(QListView):
    """The list; Enter opens, left and right close and open a group."""

    opened = Signal(QModelIndex)
    folded = Signal(QModelIndex, bool)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self.opened.emit(index)
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and index.isValid():
            self.folded.emit(index, event.key() == Qt.Key.Key_Left)
        else:
            super().keyPressEvent(event)
