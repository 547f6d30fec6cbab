"""The annexed tables of a plan alone: indicators, projects, tasks, funding, uptake, reserve."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.documents.breakdown import breakdown_table
from workbench.documents.funding_table import funding_table
from workbench.documents.indicator_table import indicator_rows, indicator_table
from workbench.documents.marks import document_mark
from workbench.documents.outline import AnnexMark, AnnexTitle, NewPage, Outline
from workbench.documents.printable import printable
from workbench.documents.project_table import project_rows, project_table
from workbench.documents.reserve_table import reserve_table
from workbench.documents.title_lines import WIDE_TITLE, title_lines
from workbench.documents.uptake_table import uptake_table
from workbench.documents.wording import Wording
from workbench.errors import Problem
from workbench.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.documents.outline import Block, Table
    from workbench.documents.source import Source

_KIND: Final = "annex"
#: Tables as wide as this in mm have room on upright pages.
_UPRIGHT_WIDTH: Final = 170


class Annexed(NamedTuple):
    """A table as plans annex it: the name by which templates ask for it, its title."""

    name: str
    title: str
    table: Table


def outline(source: Source) -> Outline:
    """Every table that has rows, each on pages of its own. A Problem tells of a plan that has none.

    Workbooks go round to be corrected: what somebody changes in them is read back.
    """
    wording = Wording(source.language)
    blocks: list[Block] = []
    tables = list(annexed_tables(source, wording))
    if not tables:
        raise Problem(N_("There is nothing to annex yet: add indicators, projects or tasks first"))
    for number, (_, title, table) in enumerate(tables, 1):
        wide = sum(column.width for column in table.columns) > _UPRIGHT_WIDTH
        blocks += [
            NewPage(landscape=wide),
            AnnexMark(wording.annexed(number, len(tables))),
            AnnexTitle(title_lines(title, WIDE_TITLE)),
            table._replace(name=table.name or title),
        ]
    head = source.plan.head
    name = wording.words(N_("Annexed tables of “{plan}”"), plan=printable(head.title))
    mark = document_mark(_KIND, source) if source.complete else ""
    return Outline(name, source.language, tuple(blocks), printable(head.issuing_body or ""), mark)


def annexed_tables(source: Source, wording: Wording) -> Iterator[Annexed]:
    """Every table that has rows, in the order in which plans annex them."""
    plan, words = source.plan, wording.words
    if indicators := indicator_rows(plan, wording):
        title = words(N_("Table of main indicators"))
        yield Annexed("indicators", title, indicator_table(indicators, wording, returns=source.complete))
    projects = project_rows(plan)
    if projects.projects:
        listed = project_table(plan, projects, wording, returns=source.complete)
        yield Annexed("projects", words(projects.title), listed)
    if (tasks := breakdown_table(source)) is not None:
        columns, rows = tasks.columns, tasks.rows
        if source.complete:
            columns = tuple(column._replace(asked=False) for column in columns)
        else:
            # Annexed to the plan it is read, not filled in.
            columns = tuple(column._replace(field="", choices=()) for column in columns)
            rows = tuple(row._replace(mark="") for row in rows)
        title = words(N_("Table of the breakdown of tasks"))
        yield Annexed("tasks", title, tasks._replace(columns=columns, rows=rows))
    for name, title, table in (
        ("funding", N_("Table of funding"), funding_table(plan, wording)),
        ("uptake", N_("Table of what is taken up from above"), uptake_table(plan, wording)),
        ("reserve", N_("Table of projects in reserve"), reserve_table(plan, wording)),
    ):
        if table is not None:
            yield Annexed(name, words(title), table)
