"""The plan text as a document: the plan's own sections, chapters made from its elements, annexed tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.documents import generated
from workbench.documents.insertions import USUAL_PLACES, Insertions, PageInsertions, generated_table
from workbench.documents.length import pages
from workbench.documents.markdown import HeadingLine, Insertion, ItemLine, Part, parts_of
from workbench.documents.outline import (
    AnnexMark,
    AnnexTitle,
    Block,
    Box,
    Contents,
    Cover,
    Figure,
    Heading,
    NewPage,
    Outline,
    Paragraph,
    Point,
    Run,
    Subtitle,
    Table,
    Title,
)
from workbench.documents.printable import printable
from workbench.documents.title_lines import set_width, title_lines
from workbench.documents.wording import Numbering, Wording, without_number
from workbench.i18n import N_
from workbench.plan.choices import SECTION_KIND
from workbench.plan.elements import Section
from workbench.plan.in_words import language_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from workbench.documents.source import Source
    from workbench.plan.plan import Plan

#: What is printed under the title while the plan is not issued.
_STATUS_MARKS: Final = {
    "draft": N_("Draft for discussion"),
    "comment": N_("Draft for comment"),
    "submission": N_("Draft for approval"),
}
#: Characters of the title's size in a line of the type area (22 pt in 156 mm), one less for optical margins.
_SUBTITLE_CHARACTERS: Final = 27
#: Pages from which on a plan has a cover and contents (practice; the standard says nothing of it).
_LONG: Final = 30
_DEEPEST: Final = 5


def outline(source: Source) -> Outline:
    """The plan text. Cover and contents, where nothing is said of them, are those of a long document."""
    wording = Wording(source.language)
    head = source.plan.head
    blocks = _whole(source, wording, figures=source.figures is True)
    is_long = pages(blocks) >= _LONG
    if is_long and source.figures is None:
        blocks = _whole(source, wording, figures=True)
    title = printable(head.title)
    front: list[Block] = []
    if source.cover or (source.cover is None and is_long):
        front.append(_cover(source.plan, title, wording))
    if source.contents or (source.contents is None and is_long):
        front.append(Contents(wording.words(N_("Table of contents"))))
    subtitles = _subtitles(source.plan, wording)
    return Outline(
        " ".join(title.split()),
        wording.language,
        (*front, Title(title_lines(title)), *subtitles, *blocks),
        printable(head.issuing_body or ""),
    )


def issued_blocks(source: Source) -> list[Block]:
    """The plan text as what a notice issues: its title and text; who issues it when stands in the notice."""
    title = title_lines(printable(source.plan.head.title))
    return [Title(title), *_whole(source, Wording(source.language), figures=source.figures is True)]


def section_blocks(
    plan: Plan, section: Section, lang: str | None = None, made: dict[str, Table | None] | None = None
) -> list[Block]:
    """One section as it stands in the plan text, but without the number of its chapter.

    Generated tables stand where the text asks for them, those too that the document annexes. ``made`` keeps
    them from one call to the next, for as long as the plan's elements are the same.
    """
    wording = Wording(lang or language_of(plan))
    return _SectionText(plan, wording, section, {} if made is None else made).alone()


def tables_asked(text: str) -> list[str]:
    """The names of the generated tables that a section's text asks for, in its order."""
    asked = (part.name for part in parts_of(text) if isinstance(part, Insertion) and part.what == "table")
    return list(dict.fromkeys(asked))


def generated_tables(plan: Plan, names: Iterable[str], lang: str | None = None) -> dict[str, Table | None]:
    """Generated tables by name, for ``made`` of ``section_blocks``; None where nothing would stand in one."""
    wording = Wording(lang or language_of(plan))
    return {name: generated_table(plan, name, wording) for name in names}


def _whole(source: Source, wording: Wording, *, figures: bool) -> list[Block]:
    """All below the head; with ``figures`` also those that no text asks for, in their usual places."""
    plan = source.plan
    sections = _with_parts(plan.all(Section))
    asked = [part for _, parts in sections for part in parts if isinstance(part, Insertion)]
    day = None if source.figures is False else source.day
    insertions = Insertions(plan, wording, asked, day, surroundings=source.surroundings)
    return _PlanText(plan, wording, sections, insertions).blocks(figures=figures)


def _with_parts(sections: Iterable[Section]) -> list[tuple[Section, list[Part]]]:
    return [(one, parts_of(one.text or "")) for one in sections if _says_something(one)]


def _status(plan: Plan, wording: Wording) -> str:
    """What is printed under the title of a draft; "" for others."""
    mark = _STATUS_MARKS.get(plan.head.status or "")
    return wording.bracketed(wording.words(mark)) if mark else ""


def _cover(plan: Plan, title: str, wording: Wording) -> Cover:
    head = plan.head
    return Cover(
        title_lines(title),
        tuple(text for text in (_status(plan, wording), printable(head.document_number or "")) if text),
        printable(head.issuing_body or ""),
        wording.day(head.issued_on) if head.issued_on else "",
    )


def _subtitles(plan: Plan, wording: Wording) -> Iterator[Subtitle]:
    head = plan.head
    if status := _status(plan, wording):
        yield Subtitle(status)
    known = [printable(text) for text in (head.issuing_body, head.document_number) if text]
    if head.issued_on:
        known.append(wording.day(head.issued_on))
    if known:
        gap = "\u3000" if wording.chinese else ", "
        text = wording.bracketed(gap.join(known))
        if set_width(text) > _SUBTITLE_CHARACTERS and len(known) > 1:
            text = wording.bracketed(f"{known[0]}\n{gap.join(known[1:])}")
        yield Subtitle(text)


class _PlanText:
    """Puts one plan text together."""

    numbers_chapters = True

    def __init__(
        self,
        plan: Plan,
        wording: Wording,
        sections: list[tuple[Section, list[Part]]],
        insertions: Insertions,
    ) -> None:
        self.plan = plan
        self.wording = wording
        self.sections = sections
        self.insertions = insertions
        self.numbering = Numbering(wording.language)
        self.boxes_numbered = 0

    def blocks(self, *, figures: bool) -> list[Block]:
        """All below the head; with ``figures`` also those that no text asks for, in their usual places."""
        head = self.plan.head
        blocks: list[Block] = []
        kinds = {section.kind for section, _ in self.sections}
        if "preface" not in kinds and head.description:
            blocks += self._text_of(parts_of(head.description), 1)
        chapters = [(kind, made) for kind, made in self._chapters(kinds) if made]
        usual = self._usual_figures([kind for kind, _ in chapters]) if figures else {}
        for at, (_, made) in enumerate(chapters):
            blocks += made
            for name in usual.get(at, ()):
                blocks += self.insertions.figures(name)
        for annex in self.insertions.annexes.values():
            lines = title_lines(annex.title)
            blocks += [NewPage(annex.landscape), AnnexMark(annex.mark), AnnexTitle(lines), annex.table]
        blocks += self._annex_sections()
        return blocks

    def _usual_figures(self, kinds: list[str | None]) -> dict[int, list[str]]:
        """Names of figures by the place of the chapter that they end."""
        asked = {
            part.name
            for _, parts in self.sections
            for part in parts
            if isinstance(part, Insertion) and part.what == "figure"
        }
        found: dict[int, list[str]] = {}
        for name, places in USUAL_PLACES.items():
            there = next((kinds.index(kind) for kind in places if kind in kinds), None)
            if name not in asked and there is not None:
                found.setdefault(there, []).append(name)
        return found

    # -- chapters --------------------------------------------------------------------------------------

    def _chapters(self, kinds: set[str | None]) -> Iterator[tuple[str | None, list[Block]]]:
        """The plan's sections in order, each with its kind; what they leave out is generated in its place."""
        makers: dict[str, Callable[[], generated.Chapter | None]] = {
            "general_requirements": lambda: generated.requirements(self.plan, self.wording),
            "goals": lambda: generated.goals(self.plan, self.wording),
            "tasks": lambda: generated.tasks(self.plan, self.wording),
            "safeguards": lambda: generated.safeguards(self.plan, self.wording),
        }
        waiting = [kind for kind in makers if kind not in kinds]
        if "key_projects" in kinds and "tasks" in waiting:
            waiting.remove("tasks")
        usual = list(SECTION_KIND)
        for section, parts in self.sections:
            if section.kind == "annex":
                continue
            if section.kind and section.kind != "other":
                place = usual.index(section.kind)
                while waiting and usual.index(waiting[0]) < place:
                    kind = waiting.pop(0)
                    yield kind, self._generated(makers[kind]())
            yield section.kind, list(self._section(section, parts))
        for kind in waiting:
            yield kind, self._generated(makers[kind]())

    def _section(self, section: Section, parts: list[Part]) -> Iterator[Block]:
        title = without_number(printable(section.title))
        if section.box is not None:
            yield self._box(section, title, parts)
            return
        if parts and isinstance(parts[0], HeadingLine) and parts[0].text == title:
            parts = parts[1:]
        is_preface = section.kind == "preface"
        number = self.numbering.next(1) if self.numbers_chapters and not is_preface else ""
        if is_preface and self.wording.chinese and len(title) == 2:
            title = "\u3000".join(title)
        yield Heading(1, title, number)
        yield from self._text_of(parts, 1)

    def _box(self, section: Section, title: str, parts: list[Part]) -> Box:
        assert section.box is not None
        self.boxes_numbered = section.box.no or self.boxes_numbered + 1
        label = self.wording.words("Box")
        shown = without_number(printable(section.box.title or "")) or title
        if self.wording.chinese:
            shown = f"{label}{self.boxes_numbered}\u3000{shown}"
        else:
            shown = f"{label} {self.boxes_numbered}  {shown}"
        inside: list[Paragraph | Point | Table | Figure] = []
        for block in self._text_of(parts, 1):
            if isinstance(block, Heading):
                inside.append(Paragraph((Run(block.number + block.text, "strong"),)))
            elif isinstance(block, (Paragraph, Point, Table, Figure)):
                inside.append(block)
        return Box(shown, tuple(inside))

    def _text_of(self, parts: Iterable[Part], above: int) -> list[Block]:
        """Parts of a text below a heading of level ``above``, with their numbers."""
        blocks: list[Block] = []
        level = above
        self.numbering.restart(above + 1)
        for part in parts:
            if isinstance(part, HeadingLine):
                level = min(above + part.level, _DEEPEST)
                blocks.append(Heading(level, part.text, self.numbering.next(level)))
            elif isinstance(part, ItemLine):
                blocks.append(Point(self._mark(part, level), part.runs, part.depth))
            elif isinstance(part, Insertion):
                blocks += self.insertions.blocks(part)
            elif isinstance(part, Table):
                blocks.append(self.insertions.numbered(part))
            else:
                blocks.append(part)
        return blocks

    def _mark(self, item: ItemLine, level: int) -> str:
        """A dash before the points of a list; the number of the next free level before numbered ones."""
        if item.number is None:
            return "——" if self.wording.chinese else "– "
        return self.numbering.shown(min(max(3, level + 1) + item.depth, _DEEPEST), item.number)

    def _generated(self, chapter: generated.Chapter | None) -> list[Block]:
        if chapter is None:
            return []
        blocks: list[Block] = [Heading(1, chapter.title, self.numbering.next(1))]
        for block in chapter.blocks:
            if isinstance(block, Heading):
                blocks.append(block._replace(number=self.numbering.next(block.level)))
            else:
                blocks.append(block)
        return blocks

    def _annex_sections(self) -> Iterator[Block]:
        """Sections that are attachments, each on a page of its own."""
        annexes = [(section, parts) for section, parts in self.sections if section.kind == "annex"]
        for number, (section, parts) in enumerate(annexes, 1):
            label = self.wording.words("Annex")
            gap = "" if self.wording.chinese else " "
            yield NewPage()
            yield AnnexMark(f"{label}{gap}{number}" if len(annexes) > 1 else label)
            title = without_number(printable(section.title))
            yield AnnexTitle(title_lines(title))
            self.numbering.restart(1)
            yield from self._text_of(parts, 0)


class _SectionText(_PlanText):
    """Puts one section together."""

    # Which number its chapter has depends on the chapters made before it: too much work while somebody types.
    numbers_chapters = False

    def __init__(self, plan: Plan, wording: Wording, only: Section, made: dict[str, Table | None]) -> None:
        sections = _with_parts([only])
        asked = [part for _, parts in sections for part in parts if isinstance(part, Insertion)]
        super().__init__(plan, wording, sections, PageInsertions(plan, wording, asked, made))

    def alone(self) -> list[Block]:
        """What the section says."""
        return [block for section, parts in self.sections for block in self._section(section, parts)]


def _says_something(section: Section) -> bool:
    return bool((section.title or "").strip() or (section.text or "").strip())
