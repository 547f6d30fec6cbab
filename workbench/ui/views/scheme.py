"""The assessment scheme of a year: its items and rules, the work of the year, what differs from last year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from workbench.errors import Problem
from workbench.i18n import current, tr, words
from workbench.plan.elements import Scheme, SchemeItem
from workbench.rules.finding import shown
from workbench.session import schemes
from workbench.ui import messages
from workbench.ui.editors.choose import CalmCombo
from workbench.ui.editors.flow import FlowBox
from workbench.ui.keyboard import hand_on
from workbench.ui.phrases import beside, listed, sentences
from workbench.ui.views.scheme_compare import SchemeCompare
from workbench.ui.views.scheme_items import SchemeItems
from workbench.ui.views.scheme_results import SchemeResults
from workbench.ui.views.when_seen import WhenSeen

if TYPE_CHECKING:
    from workbench.plan.change import Change
    from workbench.plan.plan import Plan
    from workbench.plan.records import CalendarStep
    from workbench.ui.bridge import Bridge
    from workbench.ui.dialogs.scheme_begin import BeginScheme
    from workbench.ui.dialogs.scheme_open import OpenScheme
    from workbench.ui.dialogs.scheme_roll import RollScheme
    from workbench.ui.paper.printout import Printout
    from workbench.ui.views.kindform import KindForm

#: The dialogs of this view: each has worked out a change when it is accepted.
Asking = TypeVar("Asking", "BeginScheme", "OpenScheme", "RollScheme")
_ITEMS, _RULES, _RESULTS, _COMPARED = range(4)
#: What the form of a scheme leaves to the other pages.
_ELSEWHERE: Final = ("items", "results")


class SchemeView(WhenSeen):
    """A year is chosen above; below are four pages of its scheme."""

    #: The manual of a rule is asked for.
    rule_asked = Signal(str)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self._wanted = ""
        self.year = CalmCombo(self)
        self.year.setSizeAdjustPolicy(CalmCombo.SizeAdjustPolicy.AdjustToContents)
        self.year.activated.connect(self._year_chosen)
        self.begin, self.roll, self.share, self.freeze, self.course = (QPushButton(self) for _ in range(5))
        buttons = (self.share, self.course, self.freeze, self.roll, self.begin)
        acts = (
            self.share_out,
            self.set_calendar,
            self.freeze_or_open,
            self.ask_to_roll,
            self.ask_to_begin,
        )
        above = FlowBox(self, 8)
        above.flow.addWidget(self.year)
        for button, act in zip(buttons, acts, strict=True):
            button.setAutoDefault(False)
            button.clicked.connect(act)
            above.flow.addWidget(button)
        self.help = QPushButton(self)
        self.help.setAutoDefault(False)
        self.help.clicked.connect(self._explain)
        above.flow.addWidget(self.help)
        self.said = QLabel(self, wordWrap=True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setProperty("role", "muted")
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.items = SchemeItems(bridge, self.tabs)
        self.items.rule_asked.connect(self.rule_asked)
        self.rules = QScrollArea(self.tabs)
        self.rules.setWidgetResizable(True)
        self.rules.setFrameShape(QFrame.Shape.NoFrame)
        self.rules.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.form: KindForm | None = None
        self.results = SchemeResults(bridge, self.tabs)
        self.compared = SchemeCompare(bridge, self.tabs)
        for page in (self.items, self.rules, self.results, self.compared):
            self.tabs.addTab(page, "")
        self.tabs.currentChanged.connect(lambda _at: self._show_page())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 10, 16, 10)
        whole.setSpacing(8)
        whole.addWidget(above)
        whole.addWidget(self.said)
        whole.addWidget(self.tabs, 1)
        hand_on(self, self.year)
        bridge.changed.connect(lambda _event: self.refresh_soon())
        bridge.checked.connect(self._show_findings)
        bridge.plan_opened.connect(self._forget)
        bridge.busy_changed.connect(self.refresh_soon)
        bridge.navigate.connect(self._follow)
        bridge.language_changed.connect(self.retranslate)
        bridge.theme_changed.connect(self.refresh_soon)
        self.retranslate()

    def retranslate(self) -> None:
        """Words in the language now spoken."""
        self.year.setAccessibleName(tr("Scheme"))
        self.help.setText(tr("How it works"))
        self.begin.setText(tr("New scheme…"))
        self.roll.setText(tr("Roll forward…"))
        self.roll.setToolTip(tr("This scheme for the next year: what stays, what leaves, what is new"))
        self.course.setText(tr("Usual calendar"))
        self.course.setToolTip(tr("Issue, follow-up, self-assessment, review, publication and result"))
        self.share.setText(tr("Share out the marks"))
        self.share.setToolTip(tr("Items without marks get what is left; otherwise all are scaled to add up"))
        titles = (
            tr("Assessed items"),
            tr("Rules of scoring and calendar"),
            tr("Work of the year"),
            tr("Beside last year"),
        )
        for at, title in enumerate(titles):
            self.tabs.setTabText(at, title)
        self.items.retranslate()
        self.results.retranslate()
        self.compared.retranslate()
        if self.form is not None:
            self.form.retranslate()
        self.refresh_soon()

    # -- content ---------------------------------------------------------------------------------------

    @property
    def scheme(self) -> Scheme | None:
        """The scheme that is shown."""
        plan = self._bridge.plan
        return plan.find(self._wanted, Scheme) if plan is not None else None

    def refresh_soon(self) -> None:
        """Show it anew: at once where it is seen, as the cells of its tables are edited in place."""
        self._stale = True
        self.refresh_if_seen()

    def _forget(self) -> None:
        self._wanted = ""
        self.refresh_soon()

    def refresh(self) -> None:
        """Show the plan as it is now."""
        self._stale = False
        plan = self._bridge.plan
        if plan is None:
            return
        held = schemes.schemes_of(plan)
        if self._wanted not in {one.id for one in held}:
            day = self._bridge.session.checker.as_of
            of_day = next((one for one in held if one.year <= day.year), held[-1] if held else None)
            self._wanted = of_day.id if of_day is not None else ""
        self.year.clear()
        for one in held:
            frozen = (
                tr("{year} · frozen", year=one.year) if one.frozen else tr("{year} · open", year=one.year)
            )
            self.year.addItem(" ".join(filter(None, [one.code, frozen])), one.id)
        self.year.setCurrentIndex(max(self.year.findData(self._wanted), 0))
        self.year.setEnabled(bool(held))
        scheme, writable = self.scheme, self._bridge.is_writable
        self.tabs.setVisible(scheme is not None)
        is_open = scheme is not None and not scheme.frozen
        self.begin.setEnabled(writable)
        self.roll.setEnabled(writable and scheme is not None)
        self.share.setEnabled(writable and is_open)
        self.course.setVisible(writable and scheme is not None and is_open and not scheme.calendar)
        self.freeze.setEnabled(writable and scheme is not None)
        self.freeze.setText(tr("Freeze") if is_open or scheme is None else tr("Open again…"))
        self.said.setText(self._told(scheme))
        if scheme is None:
            self.items.clear()
            self.results.clear()
            self.compared.clear()
        else:
            self._show_page()

    def _told(self, scheme: Scheme | None) -> str:
        """What is due today, and whether the scheme can be changed."""
        if scheme is None:
            return tr(
                "The plan has no assessment scheme yet. Begin one with what the plan wants of a year: its "
                "indicators, milestones and key projects."
            )
        day = self._bridge.session.checker.as_of
        found = schemes.course(scheme, day)
        said = []
        if found.now:
            due = listed(map(_step_in_words, found.now))
            said.append(tr("{day}: now {steps}.", day=day.isoformat(), steps=due))
        if found.next is not None:
            said.append(tr("Next: {step}.", step=_step_in_words(found.next)))
        if found.is_over:
            said.append(tr("{day}: the assessment of {year} is over.", day=day.isoformat(), year=scheme.year))
        if not scheme.calendar:
            said.append(tr("The scheme has no calendar yet."))
        if scheme.frozen:
            said.append(tr("It is frozen: only results are entered."))
        return sentences(said)

    def _show_page(self) -> None:
        scheme = self.scheme
        if scheme is None:
            return
        match self.tabs.currentIndex():
            case 0:
                self.items.put(scheme)
            case 1:
                self._show_form(scheme)
            case 2:
                self.results.put(scheme)
            case _:
                self.compared.put(scheme)
        self._show_findings()

    def _show_form(self, scheme: Scheme) -> None:
        form = self.form
        if form is None:
            from workbench.ui.views.kindform import KindForm

            form = self.form = KindForm("scheme", self._bridge, without=_ELSEWHERE)
            form.rule_asked.connect(self.rule_asked)
            self.rules.setWidget(form)
        is_other = form.id != scheme.id
        if is_other:
            form.flush()
        form.show_element(scheme, fresh=is_other)

    def _show_findings(self) -> None:
        plan, scheme = self._bridge.plan, self.scheme
        if plan is None or scheme is None or not self.isVisible():
            return
        if self.tabs.currentIndex() == _ITEMS:
            self.items.show_findings()
        elif self.tabs.currentIndex() == _RULES and self.form is not None:
            spoken = words(current())
            self.form.show_findings(
                [
                    (one.field, one.severity, shown(one, plan, spoken), one.rule)
                    for one in self._bridge.session.checker.findings_of(scheme.id)
                    if not one.waived
                ]
            )

    def _follow(self, id_: str, _field: str) -> None:
        """An element was gone to: a scheme or an item of one is shown."""
        plan = self._bridge.plan
        element = plan.get(id_) if plan is not None else None
        if isinstance(element, Scheme) and element.id != self._wanted:
            self.show_scheme(element.id)
        elif isinstance(element, SchemeItem):
            if element.scheme != self._wanted:
                self.show_scheme(element.scheme)
            self.items.choose(id_)

    def show_scheme(self, id_: str) -> None:
        """Show a scheme."""
        self.flush()
        self._wanted = id_
        self.refresh_soon()

    def _year_chosen(self, at: int) -> None:
        self.show_scheme(self.year.itemData(at))
        self._bridge.navigate.emit(self._wanted, "")

    def flush(self) -> None:
        """Make a change of what is still being typed."""
        self.items.flush()
        if self.form is not None:
            self.form.flush()

    # -- verbs -----------------------------------------------------------------------------------------

    def _day_year(self) -> int:
        return self._bridge.session.checker.as_of.year

    def ask_to_begin(self) -> BeginScheme | None:
        """Ask what goes into a new scheme."""
        from workbench.ui.dialogs.scheme_begin import BeginScheme

        plan = self._plan_to_change()
        if plan is None:
            return None
        years = [one for one in schemes.free_years(plan, self._day_year()) if one >= self._day_year()]
        return self._ask(BeginScheme(self, plan, years[0] if years else self._day_year()))

    def ask_to_roll(self) -> RollScheme | None:
        """Ask what becomes of the scheme shown in the next year."""
        from workbench.ui.dialogs.scheme_roll import RollScheme

        plan, scheme = self._plan_to_change(), self.scheme
        if plan is None or scheme is None:
            return None
        try:
            return self._ask(RollScheme(self, plan, scheme.year))
        except Problem as problem:
            messages.problem(problem)
            return None

    def share_out(self) -> None:
        """Make the marks add up exactly."""
        plan, scheme = self._plan_to_change(), self.scheme
        if plan is None or scheme is None:
            return
        change = self._bridge.attempt(lambda: schemes.share_out(plan, scheme.id))
        if change is not None and change.is_empty:
            messages.info(tr("The marks add up already"))
        elif change is not None:
            self._bridge.apply(change)

    def set_calendar(self) -> None:
        """Give the scheme the usual course of a year."""
        plan, scheme = self._plan_to_change(), self.scheme
        change = (
            self._bridge.attempt(lambda: schemes.set_calendar(plan, scheme.id))
            if plan is not None and scheme is not None
            else None
        )
        if change is not None and self._bridge.apply(change):
            self.tabs.setCurrentIndex(_RULES)

    def freeze_or_open(self) -> OpenScheme | None:
        """Freeze the scheme; a frozen one is opened again for a reason."""
        plan, scheme = self._plan_to_change(), self.scheme
        if plan is None or scheme is None:
            return None
        if not scheme.frozen:
            change = self._bridge.attempt(lambda: schemes.freeze(plan, scheme.id))
            if change is not None:
                self._bridge.apply(change)
            return None
        from workbench.ui.dialogs.scheme_open import OpenScheme

        return self._ask(OpenScheme(self, plan, scheme, self._bridge.session.checker.as_of))

    def _plan_to_change(self) -> Plan | None:
        """The plan, with what is still being typed in it."""
        self.flush()
        return self._bridge.plan if self._bridge.is_writable else None

    def _ask(self, dialog: Asking) -> Asking:
        def apply() -> None:
            change: Change | None = dialog.change
            if change is not None and self._bridge.apply(change):
                made = next(
                    (op.id for op in change.operations if op.action == "add" and op.kind == "scheme"), ""
                )
                if made:
                    self.show_scheme(made)
                    self._bridge.navigate.emit(made, "")

        dialog.accepted.connect(apply)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def _explain(self) -> None:
        from workbench.ui.dialogs.help_page import HelpPage

        HelpPage(self.window(), "assessment-scheme").come_up()

    # -- on paper --------------------------------------------------------------------------------------

    def printout(self) -> Printout | None:
        """The items of the scheme, or of the plan's first where none has been shown yet."""
        from workbench.ui.paper.schemes import scheme_pages

        plan = self._bridge.plan
        return scheme_pages(plan, self.scheme) if plan is not None else None


def _step_in_words(step: CalendarStep) -> str:
    start = step.from_.isoformat() if step.from_ is not None else ""
    end = step.to.isoformat() if step.to is not None else ""
    when = " – ".join(filter(None, dict.fromkeys((start, end))))
    return beside(step.step, when) if when else step.step
