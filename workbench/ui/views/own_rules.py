"""Own rules: a list of them, the form of the one chosen, and what it finds while it is written."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidgetItem,
    QWidget,
)

from workbench.errors import Problem
from workbench.i18n import current, tr, words
from workbench.plan.elements import KINDS
from workbench.rules.finding import shown
from workbench.rules.own import OwnRule, next_code
from workbench.rules.profile import of_plan
from workbench.rules.profile_edits import own_codes, with_own, without_own
from workbench.session.own_rule_drafts import Trial, begun, wrong_with
from workbench.ui import icons, theme
from workbench.ui.views.own_rules_layout import LABELS, OwnRulesLayout

if TYPE_CHECKING:
    from workbench.session.own_rule_drafts import Found, Wrong
    from workbench.ui.bridge import Bridge

#: Milliseconds of quiet before what was typed is judged and tried.
_PAUSE: Final = 300
#: Where the words above the findings stand.
_BEFORE: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class OwnRules(OwnRulesLayout):
    """Drafts of own rules; each edit that makes a sound rule gives a new object of the profile."""

    #: The profile's object after an edit.
    edited = Signal(object)
    #: An element is to be shown.
    opened = Signal(str, str)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._held: dict[str, Any] | None = None
        #: Drafts that are no sound rules yet, by code; they are in no profile.
        self.unsound: dict[str, OwnRule] = {}
        self._wrong: list[Wrong] = []
        self._tried = 0
        self._filling = False
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self.judge)
        self.list.currentItemChanged.connect(lambda *_: self._fill())
        self.add.clicked.connect(self.begin)
        self.delete.clicked.connect(self.remove)
        self.hits.itemActivated.connect(self._open)
        for name in LABELS:
            editor = getattr(self, name)
            (editor.textEdited if isinstance(editor, QLineEdit) else editor.activated).connect(self._typed)

    # -- the list --------------------------------------------------------------------------------------

    def put(self, held: dict[str, Any] | None) -> None:
        """Show the own rules of an object; the one chosen stays chosen."""
        if held is self._held and self.list.count():
            return
        self._held = held
        self._refresh(self.code)

    def forget_shown(self) -> None:
        """Have the next object put be shown even when it is the same."""
        self.list.clear()

    @property
    def code(self) -> str:
        """The code of the rule chosen, "" for none."""
        row = self.list.currentRow()
        return str(self.list.item(row).data(Qt.ItemDataRole.UserRole)) if row >= 0 else ""

    def _drafts(self) -> dict[str, OwnRule]:
        return dict(sorted({**of_plan(self._held).own, **self.unsound}.items()))

    def _refresh(self, chosen: str) -> None:
        drafts = self._drafts()
        self.list.blockSignals(True)
        self.list.clear()
        for code, draft in drafts.items():
            item = QListWidgetItem(f"{code}  {draft.title or tr('(no title yet)')}")
            item.setData(Qt.ItemDataRole.UserRole, code)
            item.setIcon(icons.state_icon("warning" if code in self.unsound else "holds"))
            if code in self.unsound:
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{item.text()}, {tr('not complete')}")
            self.list.addItem(item)
        codes = list(drafts)
        if codes:
            self.list.setCurrentRow(codes.index(chosen) if chosen in codes else 0)
        self.list.blockSignals(False)
        self._fill()

    def begin(self) -> None:
        """Begin a rule with the next free code."""
        try:
            code = next_code([*own_codes(self._held), *self.unsound])
        except Problem as problem:
            self.said.setText(str(problem))
            return
        kind = self._drafts()[self.code].kind if self.code else "project"
        self.unsound[code] = begun(code, kind)
        self._refresh(code)
        self.title.setFocus()

    def remove(self) -> None:
        """Delete the rule chosen."""
        code = self.code
        if not code:
            return
        self._pause.stop()
        kept = code in of_plan(self._held).own
        self.unsound.pop(code, None)
        if kept:
            self._held = without_own(self._held, code)
            self.edited.emit(self._held)
        self._refresh("")

    # -- the form --------------------------------------------------------------------------------------

    def _fill(self) -> None:
        """Show the rule chosen in the form."""
        draft = self._drafts().get(self.code)
        self.form.setVisible(draft is not None)
        # With no rule the room says what one is, beside the button that begins it.
        self._around.setVisible(draft is not None)
        self.hits.setVisible(draft is not None)
        self.said.setAlignment(_BEFORE if draft is not None else Qt.AlignmentFlag.AlignCenter)
        self.delete.setEnabled(draft is not None)
        if draft is None:
            self._show_wrong([])
            self.hits.clear()
            self.said.setText(
                tr(
                    "No own rule yet. An own rule says what must hold of an element, in words of the plan: "
                    "the fields, comparisons, and, or, not, counts and sums."
                )
            )
            return
        self._filling = True
        for name in ("title", "applies_if", "holds", "message", "why", "how"):
            editor: QLineEdit = getattr(self, name)
            if editor.text() != getattr(draft, name):
                editor.setText(getattr(draft, name))
        self.kind.setCurrentIndex(self.kind.findData(draft.kind))
        self.severity.setCurrentIndex(self.severity.findData(draft.severity))
        self._offer_fields(draft.kind, draft.field)
        self._filling = False
        self.judge()

    def _offer_fields(self, kind: str, chosen: str) -> None:
        self.field.clear()
        self.field.addItem(tr("The first that the condition looks at"), "")
        for declared in KINDS[kind].fields:
            if not declared.internal and declared.name not in ("id", "absent"):
                self.field.addItem(tr(declared.label), declared.name)
        self.field.setCurrentIndex(max(self.field.findData(chosen), 0))
        for line in (self.applies_if, self.holds, self.message):
            line.kind = kind

    def _typed(self, *_: object) -> None:
        if not self._filling and self.code:
            self._pause.start()

    @property
    def draft(self) -> OwnRule:
        """The rule as the form has it."""
        return OwnRule(
            code=self.code,
            title=self.title.text(),
            kind=self.kind.currentData(),
            holds=self.holds.text(),
            message=self.message.text(),
            applies_if=self.applies_if.text(),
            severity=self.severity.currentData(),
            field=self.field.currentData() or "",
            why=self.why.text(),
            how=self.how.text(),
        )

    def flush(self) -> None:
        """Take in what is still being typed."""
        if self._pause.isActive():
            self._pause.stop()
            self.judge()

    def judge(self) -> None:
        """Say what is wrong with the draft; keep it when it is sound, and try it on the plan."""
        if not self.code:
            return
        draft = self.draft
        if draft.kind != self.holds.kind:
            self._offer_fields(draft.kind, draft.field)
            draft = self.draft
        wrong = wrong_with(draft)
        self._show_wrong(wrong)
        before = self._drafts().get(draft.code)
        if wrong:
            self.unsound[draft.code] = draft
        else:
            self.unsound.pop(draft.code, None)
            kept = of_plan(self._held).own.get(draft.code)
            if kept != _stripped(draft):
                self._held = with_own(self._held, draft, draft.code)
                self.edited.emit(self._held)
            self._try(draft)
        item = self.list.item(self.list.currentRow())
        if before is None or before.title != draft.title:
            item.setText(f"{draft.code}  {draft.title or tr('(no title yet)')}")
        item.setIcon(icons.state_icon("warning" if wrong else "holds"))

    def _show_wrong(self, wrong: list[Wrong]) -> None:
        self._wrong = wrong
        for label in self.errors.values():
            label.hide()
        for one in wrong:
            label = self.errors.get(one.entry) or self.errors["title"]
            label.setTextFormat(Qt.TextFormat.RichText)
            label.setText(self._marked(one))
            label.show()
        if wrong:
            self._tried += 1
            self.hits.clear()
            self.said.setText(tr("What the rule finds in this plan is shown here once it is complete."))

    def _marked(self, one: Wrong) -> str:
        """What is wrong, with the part of the text that is meant."""
        said = escape(str(one.said))
        if one.start < 0:
            return said
        text = getattr(self, one.entry).text()
        if one.entry == "message":
            # The place is counted within the braces.
            return said
        start, end = one.start, max(one.end, one.start)
        meant = escape(text[start:end]) or "▲"
        colour = theme.colour("error").name()
        before = text[max(0, start - 30) : start]
        return (
            f"{escape(before)}<span style='color:{colour}; text-decoration:underline'><b>{meant}</b></span>"
            f"{escape(text[end : end + 30])}<br>{said}"
        )

    @property
    def fault(self) -> str:
        """What keeps the rules from being kept; "" when nothing does."""
        for code, draft in sorted(self.unsound.items()):
            wrong = wrong_with(draft)
            if wrong:
                return f"{code}: {wrong[0].said}"
        return ""

    def show_fault(self) -> None:
        """Go to the rule that is not complete."""
        if self.unsound:
            self._refresh(min(self.unsound))
            self.title.setFocus()

    # -- trying ----------------------------------------------------------------------------------------

    def _try(self, draft: OwnRule) -> None:
        plan = self._bridge.plan
        if plan is None or not plan.exists:
            return
        self._tried += 1
        mine = self._tried
        self.said.setText(tr("Checking …"))
        trial = Trial(self._bridge.session, draft)

        def done(found: Found) -> None:
            if mine == self._tried:
                self._show_found(trial, draft, found)

        self._bridge.background.run(trial.run, done)

    def leave(self) -> None:
        """What is being tried is not asked for any more."""
        self._tried += 1

    def _show_found(self, trial: Trial, draft: OwnRule, found: Found) -> None:
        self.hits.clear()
        kind = tr(KINDS[draft.kind].plural_label)
        self.said.setText(
            tr(
                "{found} findings; judged: {judged} ({kind})",
                found=len(found.findings),
                judged=found.judged,
                kind=kind,
            )
        )
        for one in found.findings:
            item = QListWidgetItem(icons.state_icon(one.severity), shown(one, trial.plan, words(current())))
            item.setData(Qt.ItemDataRole.UserRole, (one.id, one.field))
            self.hits.addItem(item)

    def _open(self, item: QListWidgetItem) -> None:
        id_, field = item.data(Qt.ItemDataRole.UserRole)
        self.opened.emit(id_, field)


def _stripped(draft: OwnRule) -> OwnRule:
    return OwnRule(*(value.strip() for value in draft))
