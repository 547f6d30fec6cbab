"""The four verdicts, the whole and the execution, at the top of the window; a click filters the findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from workbench.i18n import N_, current, plural, tr, words
from workbench.rules.rule import DIMENSIONS
from workbench.rules.verdict import DIMENSION_LABELS, VERDICTS, Verdict
from workbench.ui import icons, theme
from workbench.ui.bridge import Bridge
from workbench.ui.phrases import counts_in_words, joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QAction

    from workbench.rules.profile import Profile

_EMPTY: Final = Verdict("nothing", None, 0, 0, 0, 0, 0, 0)
_NOT_YET: Final = N_("Checking …")
_TINT: Final = {"fails": "error", "reservations": "warning", "holds": "holds", "nothing": "unknown"}
_PAD: Final = 12


def counts_of(verdict: Verdict) -> dict[str, int]:
    """The counts that a verdict rests on, by their shapes."""
    return {
        "error": verdict.errors,
        "warning": verdict.warnings,
        "info": verdict.infos,
        "unknown": verdict.unknown,
        "waived": verdict.waived,
    }


class VerdictCard(QAbstractButton):
    """One dimension: shape and word of the verdict, pass rate, counts. On while it filters the findings."""

    def __init__(self, dimension: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.dimension = dimension
        self.verdict: Verdict | None = None
        #: Without the line of counts: the window has room for few lines. The tip tells them.
        self.is_low = False
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_verdict(self, verdict: Verdict | None) -> None:
        """Show a verdict; None while it is being worked out."""
        if verdict != self.verdict or not self.accessibleName():
            self.verdict = verdict
            self.say()

    def say(self) -> None:
        """Words in the language now spoken."""
        name = tr(DIMENSION_LABELS[self.dimension])
        if self.verdict is None:
            told = [tr(_NOT_YET)]
        else:
            told = [tr(VERDICTS[self.verdict.verdict])]
            if self.verdict.score is not None:
                told.append(tr("pass rate {rate} %", rate=self.verdict.score))
            told.extend(counts_in_words(counts_of(self.verdict)))
        self.setAccessibleName(tr("{dimension}: {told}", dimension=name, told=joined(told)))
        self.setToolTip("\n".join([name, *told, "", tr("Click to see these findings only")]))
        self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        lines = 2 if self.is_low else 3
        return QSize(metrics.averageCharWidth() * 22, metrics.height() * lines + 14 + 4 * lines)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 14, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.isChecked():
            fill, edge = theme.colour("soft"), theme.colour("accent")
        else:
            fill = theme.colour("hover" if self.underMouse() else "raised")
            edge = theme.colour("accent" if self.hasFocus() else "border")
        painter.setPen(QPen(edge, 2 if self.hasFocus() else 1))
        painter.setBrush(fill)
        painter.drawRoundedRect(box, 7, 7)
        self._paint_words(painter, box.adjusted(_PAD, 8, -_PAD, -8))

    def _paint_words(self, painter: QPainter, box: QRectF) -> None:
        verdict = self.verdict or _EMPTY
        metrics = self.fontMetrics()
        line = float(metrics.height())
        tint = theme.colour(_TINT[verdict.verdict] if self.verdict else "muted")
        # Line 1: the dimension, and the pass rate on the right.
        rate = f"{verdict.score:.1f} %" if verdict.score is not None else ""
        name = tr(DIMENSION_LABELS[self.dimension])
        if metrics.horizontalAdvance(rate) + 8 + metrics.horizontalAdvance(name) > box.width():
            # The card must say what it is about; the rate is in the tip.
            rate = ""
        rate_width = metrics.horizontalAdvance(rate)
        painter.setPen(theme.colour("muted"))
        room = box.width() - rate_width - (8 if rate else 0)
        _text(painter, metrics, QRectF(box.left(), box.top(), room, line), name)
        painter.drawText(
            QRectF(box.right() - rate_width - 1, box.top(), rate_width + 2, line),
            Qt.AlignmentFlag.AlignRight,
            rate,
        )
        # Line 2: shape and word of the verdict.
        top = box.top() + line + 4
        edge = round(line * 0.88)
        ratio = self.devicePixelRatioF()
        mark = icons.shape(verdict.verdict, edge, ratio)
        painter.drawPixmap(QPointF(box.left(), top + (line - edge) / 2), mark)
        font = QFont(self.font())
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(tint)
        word = tr(VERDICTS[verdict.verdict] if self.verdict else _NOT_YET)
        word_box = QRectF(box.left() + edge + 7, top, box.width() - edge - 7, line)
        _text(painter, QFontMetrics(font), word_box, word)
        painter.setFont(self.font())
        # Line 3: counts, each behind its shape.
        if not self.is_low:
            self._paint_counts(painter, verdict, QRectF(box.left(), top + line + 4, box.width(), line))

    def _paint_counts(self, painter: QPainter, verdict: Verdict, box: QRectF) -> None:
        small = QFont(self.font())
        small.setPointSizeF(small.pointSizeF() * 0.92)
        painter.setFont(small)
        metrics = QFontMetrics(small)
        painter.setPen(theme.colour("muted"))
        edge = round(metrics.height() * 0.72)
        left = box.left()
        counts = counts_of(verdict)
        if verdict.applicable and not any(counts.values()):
            told = plural("{count} check, all kept", "{count} checks, all kept", verdict.applicable)
            _text(painter, metrics, box, told)
        for state, count in counts.items():
            if not count:
                continue
            width = metrics.horizontalAdvance(str(count))
            if left + edge + 4 + width > box.right():
                break
            mark = icons.shape(state, edge, self.devicePixelRatioF())
            painter.drawPixmap(QPointF(left, box.top() + (box.height() - edge) / 2), mark)
            painter.drawText(
                QRectF(left + edge + 4, box.top(), width + 2, box.height()),
                Qt.AlignmentFlag.AlignVCenter,
                str(count),
            )
            left += edge + 4 + width + 12


def _text(painter: QPainter, metrics: QFontMetrics, box: QRectF, text: str) -> None:
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()) + 1)
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


def _name_of(profile: Profile) -> str:
    """A profile by its title; one of the plan alone by the title of the one that it extends."""
    from workbench.rules.profile import PLAN, built_in, built_in_names  # after the first painted window

    spoken = words(current())
    if profile.name == PLAN and not profile.title and profile.base in built_in_names():
        return tr("the plan's own, based on {name}", name=built_in(profile.base).shown(spoken))
    return profile.shown(spoken)


class VerdictStrip(QWidget):
    """The cards side by side: the whole, the four dimensions, the execution."""

    #: The dimension whose findings are wanted; "" for all.
    filtered = Signal(str)
    #: The rules of the plan are to be shown.
    rules_wanted = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.setProperty("strip", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._row = row = QHBoxLayout()
        row.setSpacing(8)
        #: Names the rules that the plan is judged by, where they are not the catalogue as it stands.
        self.rules = QPushButton(self)
        self.rules.setProperty("link", True)
        self.rules.clicked.connect(self.rules_wanted)
        self.rules.hide()
        self.rules.setAccessibleName(tr("Rules of this plan"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(10, 8, 10, 8)
        whole.setSpacing(2)
        whole.addLayout(row)
        whole.addWidget(self.rules, 0, Qt.AlignmentFlag.AlignLeft)
        self.cards: dict[str, VerdictCard] = {}
        for dimension in DIMENSIONS:
            card = VerdictCard(dimension, self)
            card.clicked.connect(lambda _on, card=card: self._clicked(card))
            self.cards[dimension] = card
            row.addWidget(card)
        bridge.checked.connect(self.refresh)
        bridge.plan_opened.connect(self.forget)
        bridge.language_changed.connect(self.retranslate)

    def put(self, actions: Sequence[QAction]) -> None:
        """Put commands beside the cards, as small buttons one above the other."""
        column = QVBoxLayout()
        column.setSpacing(0)
        for action in actions:
            button = QToolButton(self, autoRaise=True)
            button.setProperty("small", True)
            button.setIconSize(QSize(icons.large_size(), icons.large_size()))
            button.setDefaultAction(action)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            column.addWidget(button)
        self._row.addLayout(column)

    def make_low(self, *, is_low: bool) -> None:
        """Do with fewer lines, or with all again."""
        for card in self.cards.values():
            if card.is_low != is_low:
                card.is_low = is_low
                card.updateGeometry()
                card.update()

    def forget(self) -> None:
        """Another plan: its verdicts are not known yet."""
        self.rules.hide()
        for card in self.cards.values():
            card.show_verdict(None)

    def refresh(self) -> None:
        """Show the verdicts of the open plan as they are now."""
        plan = self._bridge.plan
        if plan is None or not plan.exists:
            self.forget()
            return
        checker = self._bridge.session.checker
        self._name_rules(checker.profile)
        found = checker.verdicts()
        for dimension, card in self.cards.items():
            card.show_verdict(found[dimension])

    def _name_rules(self, profile: Profile) -> None:
        self.rules.setVisible(not profile.is_default or bool(profile.troubles))
        if not self.rules.isHidden():
            spoken = words(current())
            said = tr("Rules: {name}", name=_name_of(profile))
            self.rules.setText(said.replace("&", "&&"))
            self.rules.setAccessibleName(said)
            self.rules.setIcon(
                icons.state_icon("warning") if profile.troubles else icons.icon("rules", "accent")
            )
            self.rules.setIconSize(QSize(icons.small_size(), icons.small_size()))
            troubles = [spoken(message, **dict(values)) for message, values in profile.troubles]
            self.rules.setToolTip("\n".join([tr("Show the rules of this plan"), *troubles]))

    def mark(self, dimension: str) -> None:
        """Show which dimension the findings are filtered by."""
        for name, card in self.cards.items():
            card.setChecked(name == dimension)

    def retranslate(self) -> None:
        """Words in the language now spoken."""
        for card in self.cards.values():
            card.say()
        self.rules.setAccessibleName(tr("Rules of this plan"))
        if not self.rules.isHidden():
            self.refresh()

    def _clicked(self, card: VerdictCard) -> None:
        wanted = card.dimension if card.isChecked() else ""
        self.mark(wanted)
        self.filtered.emit(wanted)
