"""The plan text as a document: the plan's own sections, chapters made from its elements, annexed tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.documents import generated
from workbench.documents.docx import to_docx
from workbench.documents.indicator_table import indicator_rows, indicator_table
from workbench.documents.markdown import HeadingLine, Insertion, ItemLine, Part, parts_of
from workbench.documents.outline import (
    AnnexMark,
    AnnexTitle,
    Block,
    Box,
    Heading,
    NewPage,
    Outline,
    Paragraph,
    Point,
    Run,
    Subtitle,
    Table,
    Title,
    plain,
)
from workbench.documents.printable import printable
from workbench.documents.project_table import project_rows, project_table
from workbench.documents.title_lines import set_width, title_lines
from workbench.documents.wording import Numbering, Wording, without_number
from workbench.files import atomic_write
from workbench.i18n import N_
from workbench.plan.choices import SECTION_KIND
from workbench.plan.elements import Section

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from workbench.plan.plan import Plan

#: What is printed under the title while the plan is not issued.
_STATUS_MARKS: Final = {
    "draft": N_("Draft for discussion"),
    "comment": N_("Draft for comment"),
    "submission": N_("Draft for approval"),
}
#: Characters of the title's size in a line of the type area (22 pt in 156 mm), one less for optical margins.
_TITLE_CHARACTERS: Final = 19
_SUBTITLE_CHARACTERS: Final = 27
#: The widest tables that stand on upright pages.
_UPRIGHT_INDICATOR_COLUMNS: Final = 9
_UPRIGHT_PROJECT_COLUMNS: Final = 5
_DEEPEST: Final = 5


def write_plan_text(plan: Plan, path: Path, lang: str | None = None) -> None:
    """Write the plan text as a Word document laid out after GB/T 9704.

    ``lang`` is ``zh`` or ``en``; without it the plan's document language, else Chinese. A Problem says why
    the file cannot be written; the old file then stays.
    """
    atomic_write(path, to_docx(plan_text(plan, lang)))


def plan_text(plan: Plan, lang: str | None = None) -> Outline:
    """The plan text as blocks."""
    settings = plan.head.settings
    language = lang or (settings and settings.document_language) or "zh"
    return _PlanText(plan, Wording(language)).outline()


def section_blocks(
    plan: Plan, section: Section, lang: str | None = None, made: dict[str, Table | None] | None = None
) -> list[Block]:
    """One section as it stands in the plan text, but without the number of its chapter.

    Generated tables stand where the text asks for them, those too that the document annexes. ``made`` keeps
    them from one call to the next, for as long as the plan's elements are the same.
    """
    settings = plan.head.settings
    language = lang or (settings and settings.document_language) or "zh"
    return _SectionText(plan, Wording(language), section, {} if made is None else made).blocks()


class _Annex(NamedTuple):
    """A table that stands after the text."""

    mark: str
    title: str
    table: Table
    landscape: bool


class _PlanText:
    """Puts one plan text together."""

    numbers_chapters = True

    def __init__(self, plan: Plan, wording: Wording, only: Section | None = None) -> None:
        self.plan = plan
        self.wording = wording
        self.numbering = Numbering(wording.language)
        self.tables_numbered = 0
        self.boxes_numbered = 0
        self.sections = [
            (section, parts_of(section.text or ""))
            for section in (plan.all(Section) if only is None else (only,))
            if _says_something(section)
        ]
        self.in_place: dict[str, Table] = {}
        self.annexes: dict[str, _Annex] = {}
        self._place_tables()

    def outline(self) -> Outline:
        """The whole document."""
        head = self.plan.head
        title = printable(head.title)
        blocks: list[Block] = [Title(title_lines(title, _TITLE_CHARACTERS)), *self._subtitles()]
        kinds = {section.kind for section, _ in self.sections}
        if "preface" not in kinds and head.description:
            blocks += self._text_of(parts_of(head.description), 1)
        for chapter in self._chapters(kinds):
            blocks += chapter
        for annex in self.annexes.values():
            lines = title_lines(annex.title, _TITLE_CHARACTERS)
            blocks += [NewPage(annex.landscape), AnnexMark(annex.mark), AnnexTitle(lines), annex.table]
        blocks += self._annex_sections()
        return Outline(
            " ".join(title.split()),
            self.wording.language,
            tuple(blocks),
            printable(head.issuing_body or ""),
        )

    # -- head ------------------------------------------------------------------------------------------

    def _subtitles(self) -> Iterator[Subtitle]:
        head, wording = self.plan.head, self.wording
        if head.status in _STATUS_MARKS:
            yield Subtitle(wording.bracketed(wording.words(_STATUS_MARKS[head.status])))
        known = [printable(text) for text in (head.issuing_body, head.document_number) if text]
        if head.issued_on:
            known.append(wording.day(head.issued_on))
        if known:
            gap = "\u3000" if wording.chinese else ", "
            text = wording.bracketed(gap.join(known))
            if set_width(text) > _SUBTITLE_CHARACTERS and len(known) > 1:
                text = wording.bracketed(f"{known[0]}\n{gap.join(known[1:])}")
            yield Subtitle(text)

    # -- tables ----------------------------------------------------------------------------------------

    def _place_tables(self) -> None:
        """Decide which generated tables stand where the text asks for them, and which are annexed."""
        asked = {part.name for _, parts in self.sections for part in parts if isinstance(part, Insertion)}
        made: dict[str, tuple[str, Table, bool]] = {}
        if indicators := indicator_rows(self.plan, self.wording):
            table = indicator_table(indicators, self.wording)
            upright = len(table.columns) <= _UPRIGHT_INDICATOR_COLUMNS
            made["indicators"] = (N_("Table of main indicators"), table, not upright)
            if upright and "indicators" in asked:
                self.in_place["indicators"] = table
        projects = project_rows(self.plan)
        if projects.projects:
            table = project_table(self.plan, projects, self.wording)
            made["projects"] = (projects.title, table, True)
            short = project_table(self.plan, projects, self.wording, narrow=True)
            if "projects" in asked and len(short.columns) <= _UPRIGHT_PROJECT_COLUMNS:
                self.in_place["projects"] = short
        words = self.wording.words
        annexed = {name: entry for name, entry in made.items() if name not in self.in_place}
        for number, (name, (title, table, landscape)) in enumerate(annexed.items(), 1):
            label = words(N_("Annexed table"))
            gap = "" if self.wording.chinese else " "
            mark = f"{label}{gap}{number}" if len(annexed) > 1 else label
            self.annexes[name] = _Annex(mark, words(title), table, landscape)
        for name in self.in_place:
            self.in_place[name] = self.in_place[name]._replace(caption=words(made[name][0]))

    def _inserted(self, name: str) -> list[Block]:
        """A generated table, or where it is to be found; an unknown name stays as it was typed."""
        if name in self.in_place:
            return [self._captioned(self.in_place.pop(name))]
        if name in self.annexes:
            annex = self.annexes[name]
            text = self.wording.words(
                "The {table} is in {annex}.",
                table=annex.title if self.wording.chinese else annex.title.lower(),
                annex=annex.mark if self.wording.chinese else annex.mark.lower(),
            )
            return [Paragraph(plain(text))]
        return [Paragraph(plain(f"{{{{table:{name}}}}}"))]

    def _captioned(self, table: Table) -> Table:
        """A table with the next number before its caption; one without caption stays without."""
        if not table.caption:
            return table
        self.tables_numbered += 1
        label = self.wording.words(N_("Table"))
        number = self.tables_numbered
        if self.wording.chinese:
            return table._replace(caption=f"{label}{number}\u3000{table.caption}")
        return table._replace(caption=f"{label} {number}  {table.caption}")

    # -- chapters --------------------------------------------------------------------------------------

    def _chapters(self, kinds: set[str | None]) -> Iterator[list[Block]]:
        """The plan's sections in order; what they leave out is generated in its usual place among them."""
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
                    yield self._generated(makers[waiting.pop(0)]())
            yield list(self._section(section, parts))
        for kind in waiting:
            yield self._generated(makers[kind]())

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
        inside: list[Paragraph | Point | Table] = []
        for block in self._text_of(parts, 1):
            if isinstance(block, Heading):
                inside.append(Paragraph((Run(block.number + block.text, "strong"),)))
            elif isinstance(block, (Paragraph, Point, Table)):
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
                blocks += self._inserted(part.name)
            elif isinstance(part, Table):
                blocks.append(self._captioned(part))
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
            yield AnnexTitle(title_lines(title, _TITLE_CHARACTERS))
            self.numbering.restart(1)
            yield from self._text_of(parts, 0)


class _SectionText(_PlanText):
    """Puts one section together."""

    # Which number its chapter has depends on the chapters made before it: too much work while somebody types.
    numbers_chapters = False

    def __init__(self, plan: Plan, wording: Wording, only: Section, made: dict[str, Table | None]) -> None:
        self.made = made
        super().__init__(plan, wording, only)

    def blocks(self) -> list[Block]:
        """What the section says."""
        return [block for section, parts in self.sections for block in self._section(section, parts)]

    def _place_tables(self) -> None:
        for _, parts in self.sections:
            for part in parts:
                if isinstance(part, Insertion):
                    if part.name not in self.made:
                        self.made[part.name] = _generated_table(self.plan, part.name, self.wording)
                    if (table := self.made[part.name]) is not None:
                        self.in_place[part.name] = table


def _generated_table(plan: Plan, name: str, wording: Wording) -> Table | None:
    """The table of that name; None when there is none, or nothing to stand in it."""
    if name == "indicators" and (indicators := indicator_rows(plan, wording)):
        caption = wording.words(N_("Table of main indicators"))
        return indicator_table(indicators, wording)._replace(caption=caption)
    if name == "projects" and (projects := project_rows(plan)).projects:
        caption = wording.words(projects.title)
        return project_table(plan, projects, wording, narrow=True)._replace(caption=caption)
    return None


def _says_something(section: Section) -> bool:
    return bool((section.title or "").strip() or (section.text or "").strip())
