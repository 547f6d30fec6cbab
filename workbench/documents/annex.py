"""The annexed tables of a plan alone: indicators, projects, tasks, funding, uptake, reserve."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.documents.breakdown import breakdown_table
from workbench.documents.funding_table import funding_table
from workbench.documents.indicator_table import indicator_rows, indicator_table
from workbench.documents.outline import AnnexMark, AnnexTitle, NewPage, Outline
from workbench.documents.printable import printable
from workbench.documents.project_table import project_rows, project_table
from workbench.documents.reserve_table import reserve_table
from workbench.documents.title_lines import title_lines
from workbench.documents.uptake_table import uptake_table
from workbench.documents.wording import Wording
from workbench.errors import Problem
from workbench.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.documents.outline import Block, Table
    from workbench.documents.source import Source

_TITLE_CHARACTERS: Final = 26
#: Tables as wide as this in mm have room on upright pages.
_UPRIGHT_WIDTH: Final = 170


def outline(source: Source) -> Outline:
    """Every table that has rows, each on pages of its own. A Problem tells of a plan that has none."""
    wording = Wording(source.language)
    blocks: list[Block] = []
    tables = list(_tables(source, wording))
    if not tables:
        raise Problem(N_("There is nothing to annex yet: add indicators, projects or tasks first"))
    for number, (title, table) in enumerate(tables, 1):
        label = wording.words(N_("Annexed table"))
        gap = "" if wording.chinese else " "
        wide = sum(column.width for column in table.columns) > _UPRIGHT_WIDTH
        blocks += [
            NewPage(landscape=wide),
            AnnexMark(f"{label}{gap}{number}" if len(tables) > 1 else label),
            AnnexTitle(title_lines(title, _TITLE_CHARACTERS)),
            table._replace(name=table.name or title),
        ]
    head = source.plan.head
    name = wording.words(N_("Annexed tables of “{plan}”"), plan=printable(head.title))
    return Outline(name, source.language, tuple(blocks), printable(head.issuing_body or ""))


def _tables(source: Source, wording: Wording) -> Iterator[tuple[str, Table]]:
    """Title and table, in the order in which plans annex them."""
    plan, words = source.plan, wording.words
    if indicators := indicator_rows(plan, wording):
        yield words(N_("Table of main indicators")), indicator_table(indicators, wording)
    projects = project_rows(plan)
    if projects.projects:
        yield words(projects.title), project_table(plan, projects, wording)
    if (tasks := breakdown_table(source)) is not None:
        # Annexed to the plan it is read, not filled in.
        columns = tuple(column._replace(field="", choices=()) for column in tasks.columns)
        rows = tuple(row._replace(mark="") for row in tasks.rows)
        yield words(N_("Table of the breakdown of tasks")), tasks._replace(columns=columns, rows=rows)
    for title, table in (
        (N_("Table of funding"), funding_table(plan, wording)),
        (N_("Table of what is taken up from above"), uptake_table(plan, wording)),
        (N_("Table of projects in reserve"), reserve_table(plan, wording)),
    ):
        if table is not None:
            yield words(title), table
