"""The drafting note (起草说明) with the table of comments received and what became of them."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from workbench.documents.blanks import DASH
from workbench.documents.outline import (
    AnnexMark,
    AnnexTitle,
    AttachmentNote,
    Closing,
    Column,
    Heading,
    NewPage,
    Outline,
    Paragraph,
    Row,
    Table,
    plain,
)
from workbench.documents.printable import printable
from workbench.documents.report_parts import Report
from workbench.documents.title_lines import WIDE_TITLE, title_lines
from workbench.i18n import N_
from workbench.plan import choices as c
from workbench.plan.edits import shown_name
from workbench.plan.elements import KINDS, Adjustment, Basis, Comment, Goal, Indicator, Project, Unit
from workbench.rules.finding import field_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.documents.outline import Block
    from workbench.documents.source import Source
    from workbench.plan.records import AdjustedField, ProcedureStep


_YEAR: Final = re.compile(r"\[(\d{4})")
_FIGURE: Final = re.compile(r"[-+]?[\d.,]+")


def outline(source: Source) -> Outline:
    """The note; the table stands behind it where comments were received."""
    note = _Note(source)
    blocks = note.head()
    for chapter in (note.background(), note.process(), note.content(), note.comments(), note.adjustments()):
        blocks += note.counted(list(chapter))
    table = note.table()
    title = note.words(N_("Comments received on “{plan}” and what became of them"), plan=note.name)
    if table is not None:
        blocks.append(AttachmentNote(note.words(N_("Annex")), (title,)))
    issuer = printable(source.plan.head.issuing_body or "")
    if issuer:
        blocks.append(Closing((issuer,), "", sealed=False))
    if table is not None:
        blocks += [
            NewPage(landscape=True),
            AnnexMark(note.words(N_("Annex"))),
            AnnexTitle(title_lines(title, WIDE_TITLE)),
            table,
        ]
    return note.outline(blocks)


def comments_table(source: Source) -> Table | None:
    """The table of the comments received and what became of them; None without any."""
    return _Note(source).table()


class _Note(Report):
    def __init__(self, source: Source) -> None:
        super().__init__(source, N_("Drafting note on “{plan}”"))
        self.received = self.plan.all(Comment)

    def counted(self, chapter: list[Block]) -> list[Block]:
        """A chapter with its number; one that says nothing is left out."""
        if len(chapter) < 2 or not isinstance(chapter[0], Heading):
            return []
        return [chapter[0]._replace(number=self.numbering.next(1)), *chapter[1:]]

    def _heading(self, title: str) -> Heading:
        return Heading(1, self.words(title))

    def _said(self, message: str, **values: object) -> Paragraph:
        return self._told(self.words(message, **values))

    def _told(self, text: str) -> Paragraph:
        return Paragraph(plain(self.wording.sentence(printable(text.strip()))))

    # -- chapters --------------------------------------------------------------------------------------

    def background(self) -> Iterator[Block]:
        """What the plan rests on and where it starts."""
        yield self._heading(N_("Background and bases"))
        head = self.plan.head
        if head.description:
            yield self._told(" ".join(head.description.split()))
        bases = [self.wording.cited(one.title, one.document_number) for one in self.plan.all(Basis)]
        if bases:
            yield self._said(
                N_("The plan was drawn up on the basis of: {bases}"), bases=self.wording.listed(bases)
            )
        if head.entry_point:
            yield self._said(N_("Entry point of this place: {text}"), text=" ".join(head.entry_point.split()))

    def process(self) -> Iterator[Block]:
        """The steps of the decision procedure, as far as the plan states them."""
        yield self._heading(N_("Process of drafting"))
        for step in self.plan.head.procedure or ():
            yield self._told(self._step(step))

    def _step(self, step: ProcedureStep) -> str:
        said = self.words(c.PROCEDURE_STEP[step.step])
        day = self.wording.day(step.on) if step.on else ""
        dated = self.wording.beside(said, day) if day else said
        rest = [one for one in (step.result, step.document and self._document(step.document)) if one]
        return self.wording.told(dated, self.wording.clauses(rest)) if rest else dated

    def _document(self, name: str) -> str:
        return self.words(N_("see {document}"), document=self.wording.cited(name))

    def content(self) -> Iterator[Block]:
        """What the plan holds, in numbers, and its goals."""
        yield self._heading(N_("Main content"))
        kinds = ("goal", "project", "indicator", "milestone", "safeguard")
        counts = [(KINDS[kind].plural_label, self.plan.count(kind)) for kind in kinds]
        told = self.wording.listed(
            f"{self.words(label)}{many}项" if self.wording.chinese else f"{many} {self.words(label).lower()}"
            for label, many in counts
            if many
        )
        if told:
            yield self._said(N_("The plan has {counts}"), counts=told)
        overall = [one for one in self.plan.all(Goal) if one.kind == "overall"]
        for goal in overall:
            yield self._said(N_("Overall goal: {goal}"), goal=goal.title.rstrip("。."))
        programmes = [one.title for one in self.plan.all(Project) if one.kind == "programme"]
        if programmes:
            yield self._said(N_("Programmes: {names}"), names=self.wording.listed(programmes))

    def comments(self) -> Iterator[Block]:
        """How many comments were received and what became of them; those of the public apart."""
        yield self._heading(N_("Comments received and adopted"))
        for label, some in (
            (N_("Comments of units: {count}"), [one for one in self.received if not one.public]),
            (N_("Comments of the public: {count}"), [one for one in self.received if one.public]),
        ):
            if some:
                told, became = self.words(label, count=len(some)), list(self._outcomes(some))
                if self.wording.chinese:
                    yield self._told("，".join((told, *became)))
                else:
                    yield self._told(self.wording.beside(told, self.wording.listed(became)))
        if self.received:
            yield self._said(N_("What became of each comment stands in the annex"))

    def _outcomes(self, some: list[Comment]) -> Iterator[str]:
        counted = Counter(one.adopted for one in some)
        for key, label in (*c.ADOPTED.items(), (None, N_("Not decided yet"))):
            if counted[key]:
                many = counted[key]
                said = self.words(label)
                yield f"{said}{many}条" if self.wording.chinese else f"{said.lower()}: {many}"

    def adjustments(self) -> Iterator[Block]:
        """What was changed after the plan was issued."""
        yield self._heading(N_("Adjustments after issue"))
        for one in self.plan.all(Adjustment):
            day = self.wording.day(one.on) if one.on else ""
            named = "，" if self.wording.chinese else ", "
            head = named.join(part for part in (day, one.approver, one.document_number) if part)
            colon = "：" if self.wording.chinese else ": "
            changes = map(self._change, one.changes or ())
            said = [one.reason.strip().rstrip("。.")] if one.reason else []
            told = self.wording.clauses([*said, *changes])
            yield self._told(colon.join(part for part in (head, told) if part))

    def _change(self, change: AdjustedField) -> str:
        """What was changed, as a clause: of which element, from what to what."""
        element = self.plan.get(change.element)
        if element is None:
            name, field = change.element, change.field
        else:
            name = shown_name(element)
            field = field_in_words(element.kind_name, change.field, self.words)
        year = _YEAR.search(change.field)
        if year and self.wording.chinese:
            field = f"{year[1]}年{field.replace(year[1], '').strip()}"
        of_target = change.field.startswith("targets[")
        unit = element.unit or "" if isinstance(element, Indicator) and of_target else ""
        before, after = (
            f"{value}{unit}" if value and _FIGURE.fullmatch(value) else value or DASH
            for value in (change.from_, change.to)
        )
        return self.words(
            N_("{name}, {field}: {before} changed to {after}"),
            name=name,
            field=field,
            before=before,
            after=after,
        )

    # -- the table -------------------------------------------------------------------------------------

    def table(self) -> Table | None:
        """序号 | 提出单位 | 意见内容 | 涉及条目 | 采纳情况 | 理由 | 处理人; None without comments."""
        if not self.received:
            return None
        words = self.words
        columns = (
            Column(words("No."), 12, "center", "number"),
            Column(words(N_("Given by")), 32, "center"),
            Column(words(N_("Comment")), 68),
            Column(words(N_("Concerns")), 40),
            Column(words(N_("Adopted or not")), 22, "center"),
            Column(words("Reason"), 44),
            Column(words(N_("Dealt with by")), 24, "center"),
        )
        rows = []
        number = 0
        for label, some in (
            (N_("Comments of units"), [one for one in self.received if not one.public]),
            (N_("Comments of the public"), [one for one in self.received if one.public]),
        ):
            if some and len(some) < len(self.received):
                rows.append(Row((words(label),), "group"))
            for one in some:
                number += 1
                rows.append(self._row(number, one))
        return Table(columns, tuple(rows), name=words(N_("Comments")))

    def _row(self, number: int, one: Comment) -> Row:
        unit = self.plan.find(one.unit, Unit)
        giver = unit.name if unit is not None else one.unit or ""
        if one.public:
            giver = giver or self.words(N_("The public"))
        element = self.plan.get(one.element)
        cells = (
            str(number),
            giver,
            one.text or "",
            shown_name(element) if element is not None else one.element or self.words(N_("The whole plan")),
            self.words(c.ADOPTED[one.adopted]) if one.adopted else self.words(N_("Not decided yet")),
            one.reason or "",
            one.handled_by or "",
        )
        return Row(tuple(map(printable, cells)), values=(number, *(None,) * 6))
