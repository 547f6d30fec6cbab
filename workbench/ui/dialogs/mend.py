"""What a mending would change, before it is made."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QLabel, QListWidget, QWidget

from workbench.i18n import current, plural, tr, words
from workbench.rules.finding import shown
from workbench.rules.rule import RULES
from workbench.session.mending import by_rule, lines
from workbench.ui import theme
from workbench.ui.dialogs.form import Form
from workbench.ui.views.manual import Page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from workbench.plan.change import Change
    from workbench.plan.plan import Plan
    from workbench.rules.finding import Finding
    from workbench.rules.fixing import Fix, Mended
    from workbench.session.mending import Touched

#: Elements of one change that are shown, and fixes of one rule: more would not be read.
_MOST: Final = 60
#: Ways that are seen without scrolling, and the pixels of the frame and padding around them.
_ROWS: Final = 6
_AROUND: Final = 12


class _Ways(QListWidget):
    """Sentences, as high as they need to be read."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # A long sentence takes two lines, which Qt knows only once it has laid them out at this width.
        self.doItemsLayout()
        seen = range(min(self.count(), _ROWS))
        self.setFixedHeight(sum(self.visualItemRect(self.item(row)).height() for row in seen) + _AROUND)


class Mend(Form):
    """The ways to mend one finding, and what the chosen one changes, field by field."""

    def __init__(
        self, parent: QWidget | None, plan: Plan, finding: Finding, found: Sequence[Fix], way: int = 0
    ) -> None:
        sentence = f"{finding.rule}  {shown(finding, plan, words(current()))}"
        super().__init__(parent, tr("Mend a finding"), sentence, tr("Mend"))
        self._plan = plan
        self._found = found
        self.widen(31)
        self.ways = _Ways(self)
        self.ways.setAccessibleName(tr("Ways to mend it"))
        self.ways.setProperty("framed", True)
        self.ways.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.ways.addItems([one.change.label.shown(words(current())) for one in found])
        self.ways.currentRowChanged.connect(self._show)
        self.ways.itemActivated.connect(lambda _item: self.accept())
        self.page = Page(self)
        self.page.setAccessibleName(tr("What changes"))
        self.page.setProperty("framed", True)
        self.page.setMinimumHeight(self.fontMetrics().height() * 9)
        caption = QLabel(tr("What changes"), self)
        caption.setProperty("role", "muted")
        self.body.insertWidget(2, self.ways)
        self.body.insertWidget(3, caption)
        self.body.insertWidget(4, self.page, 1)
        self.ways.setCurrentRow(min(way, len(found) - 1))
        self.ways.setFocus()

    @property
    def change(self) -> Change:
        """The change of the way chosen."""
        return self._found[max(self.ways.currentRow(), 0)].change

    def _show(self, _row: int) -> None:
        self.page.setHtml(difference(lines(self.change, self._plan, words(current()))))


class MendAll(Form):
    """All that would be mended, by rule; one step."""

    def __init__(self, parent: QWidget | None, mended: Mended) -> None:
        about = plural(
            "{count} finding has a fix that can only be meant so. It is one step for undo.",
            "{count} findings have a fix that can only be meant so. Together they are one step for undo.",
            len(mended.labels),
        )
        super().__init__(parent, tr("Mend all"), about, tr("Mend all of these"))
        self.widen(31)
        self.page = Page(self)
        self.page.setAccessibleName(tr("What is mended"))
        self.page.setProperty("framed", True)
        self.page.setMinimumHeight(self.fontMetrics().height() * 16)
        self.page.setHtml(everything(mended))
        self.body.insertWidget(2, self.page, 1)
        self.yes.setFocus()


def difference(touched: Sequence[Touched]) -> str:
    """What becomes of elements, marked up: before struck out, an arrow, after."""
    muted, accent = theme.colour("muted").name(), theme.colour("accent").name()
    said = []
    for one in touched[:_MOST]:
        state = {"add": tr("new"), "delete": tr("is deleted"), "set": ""}[one.action]
        mark = f" <span style='color:{accent}'>{escape(state)}</span>" if state else ""
        said.append(
            f"<p style='margin:8px 0 3px 0'><b>{escape(one.name or one.id)}</b>"
            f" <span style='color:{muted}'>{escape(one.kind)}</span>{mark}</p>"
        )
        if one.parts:
            said.append("<table cellspacing='0' cellpadding='2' style='margin-left:10px'>")
            said.extend(
                f"<tr><td style='color:{muted}; padding-right:14px'>{escape(part.field)}</td>"
                f"<td>{_before(part.before, muted)}{_after(part.after, muted)}</td></tr>"
                for part in one.parts
            )
            said.append("</table>")
    if len(touched) > _MOST:
        said.append(f"<p style='color:{muted}'>{escape(_more(len(touched) - _MOST))}</p>")
    return "".join(said)


def _before(text: str, muted: str) -> str:
    return f"<s style='color:{muted}'>{escape(text)}</s> → " if text else ""


def _after(text: str, muted: str) -> str:
    return escape(text) if text else f"<span style='color:{muted}'>{escape(tr('empty'))}</span>"


def _more(count: int) -> str:
    return tr("and {count} more", count=count)


def everything(mended: Mended) -> str:
    """All fixes, marked up: rule by rule, what is done."""
    muted = theme.colour("muted").name()
    spoken = words(current())
    said = []
    for code, labels in by_rule(mended).items():
        said.append(
            f"<p style='margin:10px 0 3px 0'><b>{escape(code)}</b> {escape(spoken(RULES[code].title))}"
            f" <span style='color:{muted}'>{len(labels)}</span></p>"
        )
        said.extend(
            f"<p style='margin:1px 0 1px 14px'>{escape(label.shown(spoken))}</p>" for label in labels[:_MOST]
        )
        if len(labels) > _MOST:
            said.append(
                f"<p style='margin:1px 0 1px 14px; color:{muted}'>{escape(_more(len(labels) - _MOST))}</p>"
            )
    return "".join(said)
