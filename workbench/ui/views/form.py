"""The form of the element that is selected."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from workbench.i18n import current, tr, words
from workbench.rules.finding import shown
from workbench.ui.models.cells import titled
from workbench.ui.phrases import frozen_in_words
from workbench.ui.views.fieldrow import FieldRow
from workbench.ui.views.kindform import KindForm

if TYPE_CHECKING:
    from workbench.plan.elements import Element
    from workbench.session.session import Event
    from workbench.ui.bridge import Bridge
    from workbench.ui.paper.printout import Printout


class Headline(QLabel):
    """A title in one line, cut with an ellipsis where the form is narrow; told whole by its tooltip."""

    def __init__(self) -> None:
        super().__init__()
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_title(self, title: str) -> None:
        """Show a title."""
        self._whole = title
        self.setToolTip(escape(title))
        self.setAccessibleName(title)
        self._cut()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width())
        if shown != self.text():
            self.setText(shown)


class FormView(QWidget):
    """Shows and edits one element; follows ``bridge.navigate``."""

    #: The manual of a rule is asked for (its code).
    rule_asked = Signal(str)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bridge = bridge
        self.id = ""
        self._forms: dict[str, tuple[QScrollArea, KindForm]] = {}
        self._field = ""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._make_head())
        #: Why nothing can be typed, where that is so.
        self.settled = QLabel(wordWrap=True)
        self.settled.setTextFormat(Qt.TextFormat.PlainText)
        self.settled.setProperty("role", "muted")
        self.settled.setContentsMargins(16, 0, 16, 6)
        self.settled.hide()
        layout.addWidget(self.settled)
        self.stack = QStackedWidget()
        self.empty = QLabel()
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setProperty("role", "muted")
        self.stack.addWidget(self.empty)
        layout.addWidget(self.stack, 1)
        bridge.changed.connect(self._changed)
        bridge.checked.connect(self._show_findings)
        bridge.plan_opened.connect(self._plan_opened)
        bridge.navigate.connect(self.show_element)
        bridge.language_changed.connect(self.retranslate)
        bridge.busy_changed.connect(self._lock)
        self._plan_opened()

    def _make_head(self) -> QWidget:
        head = QFrame()
        head.setObjectName("formHead")
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 10, 16, 8)
        row.setSpacing(10)
        self.kind = QLabel()
        self.kind.setProperty("role", "muted")
        self.title = Headline()
        font = QFont(self.title.font())
        font.setPointSizeF(font.pointSizeF() * 1.2)
        font.setBold(True)
        self.title.setFont(font)
        row.addWidget(self.kind)
        row.addWidget(self.title, 1)
        return head

    # -- what is shown ---------------------------------------------------------------------------------

    @property
    def form(self) -> KindForm | None:
        """The form of the element shown."""
        element = self._element()
        return self._forms[element.kind_name][1] if element is not None and self.id else None

    def row_with_keyboard(self) -> FieldRow | None:
        """The row of the field that has the keyboard, None when that is elsewhere."""
        widget = QApplication.focusWidget()
        while widget is not None and widget is not self:
            if isinstance(widget, FieldRow):
                return widget if self.isAncestorOf(widget) else None
            widget = widget.parentWidget()
        return None

    def printout(self) -> Printout | None:
        """The fields of the element shown on pages."""
        from workbench.ui.paper.lists import element_pages

        plan, element = self.bridge.plan, self._element()
        return element_pages(plan, element) if plan is not None and element is not None else None

    def _element(self) -> Element | None:
        plan = self.bridge.plan
        return plan.get(self.id) if plan is not None else None

    def show_element(self, id_: str, field: str = "") -> None:
        """Show an element; with a field, bring it into sight and put the focus there."""
        plan = self.bridge.plan
        element = plan.get(id_) if plan is not None else None
        if element is None:
            return
        fresh = id_ != self.id
        if fresh:
            self.flush()
        focused = QApplication.focusWidget()
        had_focus = fresh and focused is not None and self.isAncestorOf(focused)
        area, form = self._form_of(element.kind_name)
        if fresh:
            self.id = id_
            area.verticalScrollBar().setValue(0)
        form.show_element(element, fresh=fresh)
        self._show_head(element)
        self.stack.setCurrentWidget(area)
        self._show_findings()
        if field:
            self._go_to(area, form, field)
        elif had_focus and not area.isAncestorOf(QApplication.focusWidget() or self):
            form.take_focus()

    def _form_of(self, kind: str) -> tuple[QScrollArea, KindForm]:
        made = self._forms.get(kind)
        if made is None:
            form = KindForm(kind, self.bridge)
            form.rule_asked.connect(self.rule_asked)
            area = QScrollArea()
            area.setWidgetResizable(True)
            area.setFrameShape(QFrame.Shape.NoFrame)
            # It follows the fields, which take the keyboard.
            area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            area.setSizeAdjustPolicy(QAbstractScrollArea.SizeAdjustPolicy.AdjustIgnored)
            area.setWidget(form)
            self.stack.addWidget(area)
            made = self._forms[kind] = (area, form)
        return made

    def _go_to(self, area: QScrollArea, form: KindForm, field: str) -> None:
        row = form.row_of(field)
        if row is None:
            # What is found in the whole of it stands at the top.
            area.verticalScrollBar().setValue(0)
            return
        if row.editor is not None:
            row.editor.focus_place(field[len(field.partition("[")[0].partition(".")[0]) :])
        else:
            row.widget.setFocus()

        def scroll() -> None:
            # Once the layout knows the heights of what has just been shown.
            top = row.mapTo(form, QPoint(0, 0)).y()
            area.verticalScrollBar().setValue(max(top - area.viewport().height() // 4, 0))

        form.layout().activate()  # type: ignore[union-attr]  # a form has a layout
        scroll()
        QTimer.singleShot(0, row, scroll)

    def _show_head(self, element: Element) -> None:
        plan = self.bridge.plan
        assert plan is not None
        name = titled(plan, element) or tr("(no title)")
        self.kind.setText(" ".join(part for part in (tr(element.label), element.code) if part))
        self.title.show_title(name)
        self.settled.setText(frozen_in_words(plan, element))
        self.settled.setVisible(bool(self.settled.text()))

    def _show_findings(self) -> None:
        form, plan = self.form, self.bridge.plan
        if form is None or plan is None:
            return
        spoken = words(current())
        form.show_findings(
            [
                (one.field, one.severity, shown(one, plan, spoken), one.rule)
                for one in self.bridge.session.checker.findings_of(self.id)
                if not one.waived
            ]
        )

    # -- what happens elsewhere ------------------------------------------------------------------------

    def _plan_opened(self) -> None:
        self.id = ""
        self.stack.setCurrentWidget(self.empty)
        plan = self.bridge.plan
        self.empty.setText("" if plan is not None else tr("No plan is open"))
        self.kind.clear()
        self.settled.hide()
        self.title.show_title("")

    def _changed(self, event: Event) -> None:
        if not self.id:
            return
        element = self._element()
        if element is None:
            self._plan_opened()
            return
        form = self._forms[element.kind_name][1]
        form.show_element(element, fresh=False)
        self._show_head(element)

    def _lock(self) -> None:
        """The library can be changed, or not for the moment."""
        element = self._element()
        if element is not None:
            self._forms[element.kind_name][1].show_element(element, fresh=False)

    def retranslate(self) -> None:
        """Show words in another language."""
        for _, form in self._forms.values():
            form.retranslate()
        element = self._element()
        if element is None:
            self._plan_opened()
            return
        self._show_head(element)
        self._forms[element.kind_name][1].show_element(element, fresh=False)
        self._show_findings()

    def flush(self) -> None:
        """Make a change of what has been typed so far: before another element comes, or the window closes."""
        if self.form is not None:
            self.form.flush()
