"""The manual of a rule: what it checks, why, how to satisfy it, examples, parameters."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QPushButton, QTextBrowser, QVBoxLayout, QWidget

from workbench.i18n import current, tr, words
from workbench.rules.manual import manual
from workbench.rules.rule import RULES
from workbench.rules.verdict import DIMENSION_LABELS, SEVERITY_LABELS
from workbench.ui import icons, theme
from workbench.ui.keyboard import hand_on

if TYPE_CHECKING:
    from workbench.plan.fields import Field
    from workbench.ui.bridge import Bridge


class Page(QTextBrowser):
    """Shows text that we have marked up ourselves; opens no file and no address, whatever the text names."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.document().setDocumentMargin(14)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        # None would let Qt look for the file by itself.
        return QImage()


class ManualPane(QWidget):
    """The rule of the finding chosen, explained."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.code = ""
        #: The kind and the field that is explained instead of a rule.
        self.field: tuple[str, Field] | None = None
        self.page = Page(self)
        self.page.anchorClicked.connect(lambda link: self.explain(link.toString()))
        self.page.setMinimumHeight(self.fontMetrics().height() * 3)
        self._mended_rule = ""
        self._found_there: tuple[str, ...] = ()
        #: The profile's object as it was when the page was made.
        self._shown: dict[str, Any] | None = None
        self.mend = QPushButton(self)
        self.mend.setProperty("link", True)
        self.mend.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.page)
        whole.addWidget(self.mend, 0, Qt.AlignmentFlag.AlignLeft)
        hand_on(self, self.page)
        bridge.language_changed.connect(self.refresh)
        bridge.theme_changed.connect(self.refresh)
        bridge.checked.connect(self._follow_rules)
        self.refresh()

    def explain(self, code: str) -> None:
        """Show the manual of a rule."""
        if code != self.code or self.field is not None:
            self.code, self.field = code, None
            self.refresh()

    def explain_field(self, kind: str, declared: Field, found: tuple[str, ...]) -> None:
        """Show what a field is for; ``found`` are the rules that have findings there."""
        self.code, self.field, self._found_there = "", (kind, declared), found
        self.refresh()

    def offer_mending(self, code: str) -> None:
        """Show the button while the finding chosen, one of this rule, can be mended ("" for none can)."""
        self._mended_rule = code
        self.mend.setVisible(bool(code) and code == self.code)

    def _held(self) -> dict[str, Any] | None:
        plan = self._bridge.plan
        return plan.head.rule_profile if plan is not None and plan.exists else None

    def _follow_rules(self) -> None:
        if self._held() != self._shown:
            self.refresh()

    def refresh(self) -> None:
        """Show it in the language and the colours of now, as the plan's rules have it."""
        self.mend.setText(tr("Mend this finding…"))
        self.mend.setIcon(icons.icon("mend", "accent"))
        self.mend.setIconSize(QSize(icons.small_size(), icons.small_size()))
        self.mend.setVisible(bool(self.code) and self._mended_rule == self.code)
        self.page.setAccessibleName(tr("Manual of the rule"))
        muted = theme.colour("muted").name()
        held = self._held()
        self._shown = held
        if self.field is not None:
            from workbench.ui.views.field_help import field_page

            self.page.setAccessibleName(tr("Help on the field"))
            self.page.setHtml(field_page(*self.field, held, self._found_there))
            return
        profile = None
        if self.code and (held or self.code not in RULES):
            from workbench.rules.profile import of_plan

            profile = of_plan(held)
        if self.code not in (RULES if profile is None else profile.rules):
            hint = tr("Choose a finding: what its rule asks for, why, and how to satisfy it stands here.")
            self.page.setHtml(f"<p style='color:{muted}'>{escape(hint)}</p>")
            return
        said = manual(self.code, words(current()), profile)
        severity, parameters = said.severity, said.parameters
        if profile is not None and self.code in RULES:
            # As the plan's profile has it: that is what its findings are judged by.
            severity = profile.severity(RULES[self.code])
            set_to = profile.parameters().get(self.code, {})
            parameters = tuple((name, str(set_to.get(name, value))) for name, value in parameters)
        line = " · ".join((said.code, tr(DIMENSION_LABELS[said.dimension]), tr(SEVERITY_LABELS[severity])))
        parts = [
            f"<p style='color:{muted}; margin:0'>{escape(line)}</p>",
            f"<h3 style='margin:4px 0 8px 0'>{escape(said.title)}</h3>",
            f"<p>{escape(said.what)}</p>",
        ]
        for heading, text in said.chapters:
            parts.append(_chapter(heading, text))
        if parameters:
            from workbench.session.rule_choices import parameter_in_words

            spoken = words(current())
            rows = "<br>".join(
                f"{escape(parameter_in_words(name, spoken))}: {escape(value)}" for name, value in parameters
            )
            parts.append(f"<p style='color:{muted}; margin:12px 0 2px 0'>{escape(tr('Parameters'))}</p>")
            parts.append(f"<p style='margin:0'>{rows}</p>")
        self.page.setHtml("".join(parts))


def _chapter(heading: str, text: str) -> str:
    muted = theme.colour("muted").name()
    return (
        f"<p style='color:{muted}; margin:12px 0 2px 0'>{escape(heading)}</p>"
        f"<p style='margin:0'>{escape(text)}</p>"
    )
