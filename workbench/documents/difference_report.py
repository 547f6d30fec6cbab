"""The report on differences between two states of a plan, or two plans."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.documents.blanks import DASH
from workbench.documents.outline import Column, Paragraph, Row, Table, plain
from workbench.documents.printable import printable
from workbench.documents.report_parts import Report
from workbench.errors import Problem
from workbench.i18n import N_
from workbench.plan.compare import WHATS, compare
from workbench.plan.differences_in_words import counts_in_words, excerpts, paragraphs
from workbench.plan.elements import KINDS, Adjustment, Indicator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.documents.outline import Block, Outline
    from workbench.documents.source import Source
    from workbench.plan.differences_in_words import Line
    from workbench.plan.differences_in_words import Paragraph as Told
    from workbench.plan.plan import Plan

#: Characters from which on a text is cut down to where it differs, and how many stay around that.
_LONG: Final = 120
_AROUND: Final = 40
#: Names longer than this are cut down on paper: a merged cell must not be higher than a page.
_NAME: Final = 60


def outline(source: Source) -> Outline:
    """The report on what tells the source's plan from ``before``. A Problem asks for what to compare with."""
    if source.before is None:
        raise Problem(N_("Choose the version or plan to compare with"))
    report = _DifferenceReport(source, source.before)
    return report.outline(report.blocks())


class _DifferenceReport(Report):
    def __init__(self, source: Source, before: Plan) -> None:
        super().__init__(source, N_("Report on differences in “{plan}”"))
        self.difference = compare(before, source.plan)
        self._reasons = _reasons(source.plan)

    def blocks(self) -> Iterator[Block]:
        """Title, what is compared, counts, then what differs kind by kind."""
        source, words = self.source, self.words
        named = ""
        if source.before_name or source.after_name:
            named = words(
                N_("{before} compared with {after}"),
                before=source.before_name or DASH,
                after=source.after_name or words(N_("the text of {day}"), day=self.wording.day(source.today)),
            )
        yield from self.head(printable(named))
        counts = self.wording.sentence(counts_in_words(self.difference, words))
        if self.difference.is_empty:
            yield Paragraph(plain(counts))
            return
        yield self.chapter(N_("How much differs"))
        yield Paragraph(plain(counts))
        by_kind: dict[str, list[Told]] = {}
        for told in paragraphs(self.difference, words):
            by_kind.setdefault(told.kind, []).append(told)
        yield self.numbered(self._counts(by_kind))
        yield self.chapter(N_("What differs"))
        for kind, some in by_kind.items():
            label = KINDS[kind].plural_label
            yield self.chapter(label, 2)
            yield self.numbered(self._table(words(label), some))

    def _counts(self, by_kind: dict[str, list[Told]]) -> Table:
        words = self.words
        columns = (
            Column(words(N_("Kind of element")), 56),
            *(Column(words(label), 25, "center", "number", sums=True) for label in WHATS.values()),
        )
        rows = []
        totals = dict.fromkeys(WHATS, 0)
        for kind, some in by_kind.items():
            many = {what: sum(one.what == what for one in some) for what in WHATS}
            for what, count in many.items():
                totals[what] += count
            texts = (words(KINDS[kind].plural_label), *map(str, many.values()))
            rows.append(Row(texts, values=(None, *many.values())))
        if len(rows) > 1:
            rows.append(Row((words("Total"), *map(str, totals.values())), "total"))
        caption = words(N_("Differences by kind of element"))
        return Table(columns, tuple(rows), caption, name=words(N_("Counts")))

    def _table(self, label: str, some: list[Told]) -> Table:
        """要素 | 变化 | 字段 | 调整前 | 调整后, and why, where the plan says it."""
        words = self.words
        columns = [
            Column(words("Element"), 38),
            # English words of what became of it are wider than Chinese ones.
            Column(words("What became of it"), 14 if self.wording.chinese else 22, "center"),
            Column(words("Field"), 22, "center"),
            Column(words("Before"), 36),
            Column(words("After"), 36),
        ]
        reasoned = any((one.id, line.field) in self._reasons for one in some for line in one.lines)
        if reasoned:
            columns.append(Column(words(N_("Reason of the change")), 30))
        rows = []
        for one in some:
            what = words(WHATS[one.what])
            for line in one.lines or (None,):
                cells = [self._short(one.name), what, *self._said(line)]
                if reasoned:
                    cells.append(self._reasons.get((one.id, line.field), "") if line is not None else "")
                rows.append(Row(tuple(map(printable, cells))))
        return Table(tuple(columns), tuple(rows), label, merged=1, name=label)

    def _said(self, line: Line | None) -> tuple[str, str, str]:
        if line is None:
            return DASH, DASH, DASH
        before, after = line.before, line.after
        if not self.source.complete and max(len(before), len(after)) > _LONG:
            before, after = excerpts(before, after, _AROUND)
            before, after = (f"{one[:_LONG]}…" if len(one) > _LONG * 2 else one for one in (before, after))
        return self._short(line.label), before or DASH, after or DASH

    def _short(self, name: str) -> str:
        return name if self.source.complete or len(name) <= _NAME else f"{name[:_NAME]}…"


def _reasons(plan: Plan) -> dict[tuple[str, str], str]:
    """Why fields were changed, by element and field, as adjustments and earlier targets say."""
    found: dict[tuple[str, str], str] = {}
    for adjustment in plan.all(Adjustment):
        said = "\n".join(part for part in (adjustment.document_number, adjustment.reason) if part)
        for change in adjustment.changes or ():
            found[change.element, change.field.partition("[")[0].partition(".")[0]] = said
    for indicator in plan.all(Indicator):
        earlier = [change for target in indicator.targets or () for change in target.changes or ()]
        latest = max((one for one in earlier if one.reason), key=lambda one: one.on, default=None)
        if latest is not None:
            found.setdefault((indicator.id, "targets"), latest.reason or "")
    return found
