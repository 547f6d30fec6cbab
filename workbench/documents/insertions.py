"""Tables and figures made from the plan: those that stand in its text, and those that are annexed to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.documents import pictures
from workbench.documents.indicator_table import indicator_rows, indicator_table
from workbench.documents.outline import Paragraph, plain
from workbench.documents.project_table import project_rows, project_table
from workbench.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from workbench.documents.markdown import Insertion
    from workbench.documents.outline import Block, Figure, Table
    from workbench.documents.wording import Wording
    from workbench.plan.plan import Plan
    from workbench.rules.surroundings import Surroundings

#: The figures that a text can ask for, by their names in it.
FIGURES: Final = {
    "gantt": N_("Gantt chart of the projects"),
    "funding": N_("Funding by year and source"),
    "coverage": N_("Coverage of problems and subjects"),
    "indicator_paths": N_("Paths of the indicators"),
    "progress": N_("Progress of the indicators"),
    "graph": N_("From goals to projects and indicators"),
}
#: At the end of which kind of chapter a figure stands that no text asks for: of the first one that is there.
USUAL_PLACES: Final = {
    "coverage": ("needs", "overall_design", "goals"),
    "graph": ("overall_design", "goals", "tasks"),
    "indicator_paths": ("goals", "general_requirements"),
    "gantt": ("key_projects", "tasks", "implementation_path"),
    "funding": ("implementation_path", "safeguards", "key_projects", "tasks"),
}
#: The widest tables that stand on upright pages.
_UPRIGHT_INDICATOR_COLUMNS: Final = 9
_UPRIGHT_PROJECT_COLUMNS: Final = 5


class Annex(NamedTuple):
    """A table that stands after the text."""

    mark: str
    title: str
    table: Table
    landscape: bool


class Insertions:
    """What stands where the text asks for it, each once, and what is annexed.

    ``day`` is the one by which figures judge; without it, or with ``figures`` false, none is drawn.
    ``surroundings`` are those of the check that a figure shows.
    """

    def __init__(
        self,
        plan: Plan,
        wording: Wording,
        asked: Iterable[Insertion],
        day: date | None,
        *,
        figures: bool = True,
        surroundings: Surroundings | None = None,
    ) -> None:
        self.plan = plan
        self.wording = wording
        self.annexes: dict[str, Annex] = {}
        self._day = day
        self._figures = figures
        self._surroundings = surroundings
        self._in_place: dict[str, Table] = {}
        self._drawn: set[str] = set()
        self._tables_numbered = 0
        self._figures_numbered = 0
        self._place_tables({one.name for one in asked if one.what == "table"})

    def blocks(self, asked: Insertion) -> list[Block]:
        """A generated table or figure, or where it is to be found; an unknown name stays as it was typed."""
        if asked.what == "figure":
            return self._figure(asked)
        if asked.name in self._in_place:
            return [self.numbered(self._in_place.pop(asked.name))]
        if asked.name in self.annexes:
            annex = self.annexes[asked.name]
            text = self.wording.words(
                "The {table} is in {annex}.",
                table=annex.title if self.wording.chinese else annex.title.lower(),
                annex=annex.mark if self.wording.chinese else annex.mark.lower(),
            )
            return [Paragraph(plain(text))]
        return [Paragraph(plain(asked.typed))]

    def figures(self, name: str) -> list[Figure]:
        """The figures of that name with their numbers; [] when they stand there already or show nothing."""
        if name in self._drawn or self._day is None:
            return []
        self._drawn.add(name)
        made = []
        found = pictures.figures(name, self.plan, self.wording, self._day, self._surroundings)
        for figure in found:
            self._figures_numbered += 1
            made.append(figure._replace(number=self._figures_numbered))
        return made

    def numbered(self, table: Table) -> Table:
        """A table with the next number; one without caption stays without."""
        if not table.caption:
            return table
        self._tables_numbered += 1
        return table._replace(number=self._tables_numbered)

    def _figure(self, asked: Insertion) -> list[Block]:
        if asked.name not in FIGURES:
            return [Paragraph(plain(asked.typed))]
        return [*self.figures(asked.name)] if self._figures else []

    def _place_tables(self, asked: set[str]) -> None:
        """Decide which generated tables stand where the text asks for them, and which are annexed."""
        made: dict[str, tuple[str, Table, bool]] = {}
        if indicators := indicator_rows(self.plan, self.wording):
            table = indicator_table(indicators, self.wording)
            upright = len(table.columns) <= _UPRIGHT_INDICATOR_COLUMNS
            made["indicators"] = (N_("Table of main indicators"), table, not upright)
            if upright and "indicators" in asked:
                self._in_place["indicators"] = table
        projects = project_rows(self.plan)
        if projects.projects:
            table = project_table(self.plan, projects, self.wording)
            made["projects"] = (projects.title, table, True)
            short = project_table(self.plan, projects, self.wording, narrow=True)
            if "projects" in asked and len(short.columns) <= _UPRIGHT_PROJECT_COLUMNS:
                self._in_place["projects"] = short
        words = self.wording.words
        annexed = {name: entry for name, entry in made.items() if name not in self._in_place}
        for number, (name, (title, table, landscape)) in enumerate(annexed.items(), 1):
            mark = self.wording.annexed(number, len(annexed))
            self.annexes[name] = Annex(mark, words(title), table, landscape)
        for name in self._in_place:
            self._in_place[name] = self._in_place[name]._replace(caption=words(made[name][0]))


class PageInsertions(Insertions):
    """What a section shows by itself, beside its source: tables wherever asked for, figures by their names.

    ``made`` keeps the tables from one call to the next.
    """

    def __init__(
        self, plan: Plan, wording: Wording, asked: Iterable[Insertion], made: dict[str, Table | None]
    ) -> None:
        self._made = made
        super().__init__(plan, wording, asked, None)

    def numbered(self, table: Table) -> Table:
        """A table with its number in its caption: the page beside the source shows the caption alone."""
        table = super().numbered(table)
        if not table.number:
            return table
        caption = self.wording.captioned(N_("Table"), table.number, table.caption)
        return table._replace(caption=caption, number=0)

    def _place_tables(self, asked: set[str]) -> None:
        for name in sorted(asked):
            if name not in self._made:
                self._made[name] = generated_table(self.plan, name, self.wording)
            if (table := self._made[name]) is not None:
                self._in_place[name] = table

    def _figure(self, asked: Insertion) -> list[Block]:
        if asked.name not in FIGURES:
            return [Paragraph(plain(asked.typed))]
        words = self.wording.words
        return [Paragraph(plain(self.wording.bracketed(words(FIGURES[asked.name]))))]


def generated_table(plan: Plan, name: str, wording: Wording) -> Table | None:
    """The table of that name; None when there is none, or nothing to stand in it."""
    if name == "indicators" and (indicators := indicator_rows(plan, wording)):
        caption = wording.words(N_("Table of main indicators"))
        return indicator_table(indicators, wording)._replace(caption=caption)
    if name == "projects" and (projects := project_rows(plan)).projects:
        caption = wording.words(projects.title)
        return project_table(plan, projects, wording, narrow=True)._replace(caption=caption)
    return None
