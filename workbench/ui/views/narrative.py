"""The plan's narrative: its sections, the Markdown of one, the page that comes of it, and what rules find."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QListWidgetItem, QWidget

from workbench.documents.counting import word_count
from workbench.documents.plan_text import generated_tables, section_blocks, tables_asked
from workbench.i18n import tr
from workbench.plan import edits
from workbench.plan.elements import Section
from workbench.ui import icons
from workbench.ui.editors.editor import PAUSE
from workbench.ui.views.narrative_findings import said_of
from workbench.ui.views.narrative_layout import NarrativeLayout
from workbench.ui.views.narrative_page import page_of

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from workbench.documents.outline import Table
    from workbench.plan.plan import Plan
    from workbench.session.session import Event
    from workbench.ui.bridge import Bridge
    from workbench.ui.paper.printout import Printout

#: Milliseconds without a key before the page is made anew.
_PREVIEW: Final = 250
#: Elements whose generated table is made at once; that of more would halt the typing.
_AT_ONCE: Final = 400
_sessions = count(1)


class NarrativeView(NarrativeLayout):
    """What the sections say is typed, drawn as a page and judged."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self.id = ""
        self._value = ""
        self._title = ""
        self._typing = 0
        self._showing = False
        self._stale = True
        #: Generated tables, for as long as the elements they show are the same.
        self._tables: dict[str, Table | None] = {}
        #: Those of before the last change, shown until the new ones are there.
        self._old_tables: dict[str, Table | None] = {}
        self._is_making = False
        self._counts: dict[str, tuple[str, int]] = {}
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self.flush)
        self._preview = QTimer(self, singleShot=True, interval=_PREVIEW)
        self._preview.timeout.connect(self._draw)
        self.list.chosen.connect(self._choose)
        self.list.entered.connect(self.source.setFocus)
        self.title.editingFinished.connect(self._retitle)
        self.source.textChanged.connect(self._typed)
        self.source.entered.connect(self._begin_typing)
        self.source.left.connect(self.flush)
        self.findings.itemClicked.connect(self._to_passage)
        self.findings.itemActivated.connect(self._to_passage)
        bridge.navigate.connect(self._follow)
        bridge.changed.connect(self._changed)
        bridge.checked.connect(self._judge)
        bridge.plan_opened.connect(self._opened)
        bridge.busy_changed.connect(self._allow)
        bridge.language_changed.connect(self.retranslate)
        bridge.theme_changed.connect(self.retranslate)
        self.retranslate()

    def printout(self) -> Printout | None:
        """The whole plan text on pages."""
        from workbench.ui.paper.text import TextPrintout

        plan = self._bridge.plan
        return TextPrintout(plan) if plan is not None and plan.exists else None

    # -- what is shown ---------------------------------------------------------------------------------

    @property
    def section(self) -> Section | None:
        """The section shown."""
        plan = self._bridge.plan
        element = plan.get(self.id) if plan is not None and self.id else None
        return element if isinstance(element, Section) else None

    def refresh(self) -> None:
        """Show the plan as it is now; the same text leaves what is typed alone."""
        if not self.isVisible():
            self._stale = True
            return
        self._stale = False
        self.list.fill(self.id)
        self.id = self.list.current
        section = self.section
        self._rooms.setCurrentWidget(self.pair if section is not None else self.empty)
        if section is None:
            self._put("")
        else:
            if section.title != self._title or not self.title.isModified():
                self._title = section.title
                self.title.setText(section.title)
            if (section.text or "") != self._value:
                self._put(section.text or "")
        self._allow()
        self._draw()

    def _put(self, text: str) -> None:
        """Put another text into the source, the cursor where it was as far as there is that much text."""
        self._pause.stop()
        self._value = text
        self._typing = next(_sessions)
        if self.source.toPlainText() == text:
            return
        cursor = self.source.textCursor()
        at, above = cursor.position(), self.source.verticalScrollBar().value()
        self._showing = True
        self.source.setPlainText(text)
        self._showing = False
        cursor = self.source.textCursor()
        cursor.setPosition(min(at, self.source.document().characterCount() - 1))
        self.source.setTextCursor(cursor)
        self.source.verticalScrollBar().setValue(above)

    def _choose(self, id_: str) -> None:
        self._show_section(id_)
        self._bridge.navigate.emit(id_, "")

    def _follow(self, id_: str, _field: str) -> None:
        plan = self._bridge.plan
        if id_ != self.id and plan is not None and isinstance(plan.get(id_), Section):
            self._show_section(id_)

    def _show_section(self, id_: str) -> None:
        if id_ == self.id and not self._stale:
            return
        self.flush()
        self.id = id_
        self._value, self._title = "", ""
        self._showing = True
        self.source.clear()
        self.title.clear()
        self._showing = False
        self.refresh()
        self.page.verticalScrollBar().setValue(0)

    def _opened(self) -> None:
        self._pause.stop()
        self.id, self._value, self._title = "", "", ""
        self._showing = True
        self.source.clear()
        self._showing = False
        self._tables, self._old_tables = {}, {}
        self._counts.clear()
        self.refresh()

    def _changed(self, event: Event) -> None:
        operations = event.change.operations if event.change is not None else ()
        if not operations or any(op.kind != "section" for op in operations):
            self._old_tables |= self._tables
            # Another dictionary: tables being made are put into the one that they were begun for.
            self._tables = {}
        if operations and all(op.kind != "section" for op in operations) and not self._stale:
            # Nothing but the page can be another one, and its tables cost most: a moment later will do.
            self._preview.start()
        else:
            self.refresh()

    def _allow(self) -> None:
        writable = self._bridge.is_writable and self.section is not None
        self.source.setReadOnly(not writable)
        self.title.setReadOnly(not writable)
        self.bar.setEnabled(writable)
        self.list.allow()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()

    # -- typing ----------------------------------------------------------------------------------------

    def _begin_typing(self) -> None:
        self._typing = next(_sessions)

    def _typed(self) -> None:
        if not self._showing:
            self._pause.start()
            self._preview.start()

    def flush(self) -> None:
        """Make a change of what is still being typed."""
        self._pause.stop()
        self._retitle()
        section, text = self.section, self.source.toPlainText()
        typed = text.rstrip()
        if section is None or self._stale or not self._bridge.is_writable or text == self._value:
            return
        if typed == self._value.rstrip():
            return
        before, self._value = self._value, typed
        plan = self._bridge.plan
        assert plan is not None
        key = f"{section.id}.text.{self._typing}"
        change = self._bridge.attempt(lambda: edits.fill(plan, section.id, "text", typed, merge_key=key))
        if change is None or not self._bridge.apply(change):
            self._value = before

    def _retitle(self) -> None:
        section, plan, title = self.section, self._bridge.plan, self.title.text().strip()
        if section is None or plan is None or not self.title.isModified():
            return
        self.title.setModified(False)
        if not title or title == section.title or not self._bridge.is_writable:
            self.title.setText(section.title)
            return
        change = self._bridge.attempt(lambda: edits.rename(plan, section.id, title))
        if change is not None:
            self._bridge.apply(change)

    # -- page, count and findings ----------------------------------------------------------------------

    def _draw(self) -> None:
        """Make the page of what stands in the source now."""
        self._preview.stop()
        if not self.isVisible():
            self._stale = True
            return
        plan, section = self._bridge.plan, self.section
        if plan is None or section is None:
            self.page.clear()
            self.words.clear()
            self._judge()
            return
        text = self.source.toPlainText()
        blocks = section_blocks(plan, section.but(text=text), made=self._tables_for(plan, text))
        bar = self.page.verticalScrollBar()
        above = bar.value()
        self.page.setHtml(page_of(blocks))
        bar.setValue(above)
        here = word_count(text)
        self._counts[section.id] = (text, here)
        whole = sum(self._count(one) for one in plan.all(Section) if one.id != section.id) + here
        self.words.setText(tr("Words: {here} · all sections: {whole}", here=f"{here:,}", whole=f"{whole:,}"))
        self._judge()

    def _tables_for(self, plan: Plan, text: str) -> dict[str, Table | None]:
        """The generated tables of a text; those of a large plan are made beside the window and come later."""
        lacking = [name for name in tables_asked(text) if name not in self._tables]
        if not lacking or max(plan.count("indicator"), plan.count("project")) <= _AT_ONCE:
            return self._tables
        if not self._is_making:
            self._is_making = True
            snapshot, held = plan.snapshot(), self._tables

            def put(made: dict[str, Table | None]) -> None:
                held.update(made)
                self._stale = self._stale or not self.isVisible()
                if self.isVisible() and not self._preview.isActive():
                    self._draw()

            def end() -> None:
                self._is_making = False

            self._bridge.background.run(lambda: generated_tables(snapshot, lacking), put, after=end)
        return {**dict.fromkeys(lacking), **self._old_tables, **self._tables}

    def _count(self, section: Section) -> int:
        text = section.text or ""
        known = self._counts.get(section.id)
        if known is None or known[0] != text:
            known = self._counts[section.id] = (text, word_count(text))
        return known[1]

    def _judge(self) -> None:
        """Show what the rules found in the section."""
        plan, section = self._bridge.plan, self.section
        if not self.isVisible():
            return
        self.said = []
        if plan is not None and section is not None:
            self.said = said_of(self._bridge.session.checker, plan, section.id, self.source.toPlainText())
        self.source.underline([mark for one in self.said for mark in one.marks()])
        at = self.findings.currentRow()
        self.findings.clear()
        for one in self.said:
            item = QListWidgetItem(icons.state_icon(one.finding.severity), one.text)
            item.setToolTip(one.text)
            self.findings.addItem(item)
        self.findings.setCurrentRow(min(at, self.findings.count() - 1))
        self.findings.setVisible(bool(self.said))
        self._fit()

    def _to_passage(self, item: QListWidgetItem) -> None:
        at = self.findings.row(item)
        one = self.said[at]
        if one.passages:
            self.source.choose(sum(len(before.passages) for before in self.said[:at]))
        elif one.finding.id == self.id and one.finding.field == "title":
            self.title.setFocus()
            self.title.selectAll()
        else:
            self._bridge.navigate.emit(one.finding.id, one.finding.field)

    def retranslate(self) -> None:
        """Words in the language now spoken, colours of the theme."""
        self.dress()
        self.refresh()
