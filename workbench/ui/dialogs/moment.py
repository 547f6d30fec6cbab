"""Choosing a moment to see the plan as it was, or to restore it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QWidget

from workbench.errors import Problem
from workbench.i18n import current, tr, words
from workbench.session import versions
from workbench.ui.dialogs.form import Form
from workbench.ui.views.moment_choice import MomentChoice

if TYPE_CHECKING:
    from workbench.plan.change import Change
    from workbench.session.session import Session


class _OfMoment(Form):
    """What both dialogs share: the choice, and a line that says what it comes to."""

    def __init__(self, parent: QWidget | None, session: Session, title: str, about: str, yes: str) -> None:
        super().__init__(parent, title, about, yes)
        self._session = session
        self.moment: versions.Moment | None = None
        self.choice = MomentChoice(self, with_now=False)
        saved = session.versions()
        self.choice.fill(saved, versions.days(session))
        self.choice.list.setAccessibleName(tr("Version or date"))
        self.field(tr("Version or date"), self.choice)
        self.said = QLabel(self, wordWrap=True)
        self.said.setProperty("role", "muted")
        self.rows.addRow("", self.said)
        if not saved:
            none_yet = tr("No version has been saved yet; every day of the plan's history can be chosen.")
            self.said.setText(none_yet)
        self.wanting = self.choice
        self.choice.setFocus()

    def choose(self, moment: versions.Moment) -> None:
        """Begin with a moment chosen."""
        self.choice.choose(moment)


class LookBack(_OfMoment):
    """Asks which moment is to be seen."""

    def __init__(self, parent: QWidget | None, session: Session) -> None:
        super().__init__(
            parent,
            session,
            tr("See the plan as it was"),
            tr("The plan is shown as it was then, to be read and exported. Nothing is changed by that."),
            tr("Show it"),
        )

    def fault(self) -> str:
        try:
            self.moment = self.choice.moment(self._session)
            if not versions.state(self._session, self.moment).exists:
                return tr("The plan was deleted then; there is nothing to see")
        except Problem as problem:
            return str(problem)
        return ""


class Restore(_OfMoment):
    """Asks which moment is to be restored, and says what that would change."""

    def __init__(self, parent: QWidget | None, session: Session) -> None:
        super().__init__(
            parent,
            session,
            tr("Restore an earlier state"),
            tr("The plan becomes again what it was. That is one step, which can be undone like any other."),
            tr("Restore"),
        )
        #: The change that restores it; made when the dialog is accepted.
        self.change: Change | None = None
        self.choice.changed.connect(self._say)
        self._say()

    def _say(self) -> None:
        from workbench.plan.compare import compare
        from workbench.plan.differences_in_words import counts_in_words

        try:
            wanted = versions.state(self._session, self.choice.moment(self._session))
            now = self._session.plan
            if now is None or not wanted.exists:
                self.said.clear()
                return
            counts = counts_in_words(compare(now, wanted), words(current()))
            self.said.setText(tr("What that would do: {counts}.", counts=counts))
        except Problem as problem:
            self.said.setText(str(problem))

    def fault(self) -> str:
        try:
            self.moment = self.choice.moment(self._session)
            self.change = versions.restore(self._session, self.moment)
        except Problem as problem:
            return str(problem)
        return (
            tr("The plan says the same now as then; there is nothing to restore")
            if self.change.is_empty
            else ""
        )
