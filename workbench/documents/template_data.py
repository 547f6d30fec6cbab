"""What a template is filled in with: the values of all names for a document, and the tables it asks for."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from workbench.documents.blanks import DASH
from workbench.documents.outline import Heading, NewPage, Outline
from workbench.documents.template_names import GROUPS, TABLES, Money
from workbench.documents.unit_work import work_of
from workbench.documents.wording import Wording
from workbench.plan.elements import Goal, Indicator, Milestone, Need, Project, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbench.documents.outline import Block, Table
    from workbench.documents.source import Source
    from workbench.documents.template_names import Group, Value

#: Lists that are the rows of a built-in table.
_FROM_TABLES: Final = frozenset({"uptake", "comments", "verdicts", "coverage", "findings", "waivers"})
#: Tables whose first column counts their rows.
_COUNTED: Final = frozenset({"uptake", "comments", "findings"})
_OF_REPORT: Final = frozenset({"verdicts", "coverage", "findings", "waivers"})
_TABLE: Final = re.compile(r"\btables\s*\.\s*(\w+)")


class Asked(frozenset[str]):
    """The words of a template: only what may be meant by them is worked out."""

    @classmethod
    def by(cls, texts: Iterable[str]) -> Asked:
        """What these texts ask for; a whole table by ``tables.`` and its name."""
        found: set[str] = set()
        for text in texts:
            found.update(re.findall(r"\w+", text))
            found.update(f"tables.{name}" for name in _TABLE.findall(text))
        return cls(found)


class Tables:
    """The built-in tables of one plan, made when the first document asks for them.

    Documents for the units of a plan share what is worked out of the plan as a whole.
    """

    def __init__(self, source: Source) -> None:
        self._source = source._replace(unit=None, complete=False)

    def named(self, names: Iterable[str]) -> dict[str, Table]:
        """Those of these tables that have rows."""
        found: dict[str, Table] = {}
        for name in names:
            if name in _OF_REPORT:
                table = self._of_report.get(name)
            else:
                table = self._comments if name == "comments" else self._annexed.get(name)
            if table is not None:
                found[name] = table
        return found

    @cached_property
    def _annexed(self) -> dict[str, Table]:
        from workbench.documents.annex import annexed_tables

        made = annexed_tables(self._source, Wording(self._source.language))
        return {one.name: one.table for one in made}

    @cached_property
    def _comments(self) -> Table | None:
        from workbench.documents.comments import comments_table

        return comments_table(self._source)

    @cached_property
    def _of_report(self) -> dict[str, Table]:
        from workbench.documents.check_report import report_tables

        return report_tables(self._source)


def data_of(kind: str, source: Source, title: str, asked: Asked, tables: Tables) -> dict[str, Any]:
    """The values of all names for a document, as plain texts, numbers, lists and dicts; "" is not known.

    ``title`` is the document's. A list that is not ``asked`` for is empty.
    """
    plan, wording = source.plan, Wording(source.language)
    unit = plan.find(source.unit, Unit)
    lists = _lists(source, unit)
    data: dict[str, Any] = {
        "document": {
            "kind": kind,
            "title": title,
            "day": source.today.isoformat(),
            "year": source.for_year,
        },
        # Empty where it has no rows.
        "tables": dict.fromkeys((one.name for one in TABLES), ""),
    }
    for group in GROUPS:
        if not group.is_list:
            data[group.name] = _told(group, plan.head if group.name == "plan" else unit, source, wording)
            continue
        told: Iterable[Any] = ()
        if group.name in asked:
            told = _rows(group, tables) if group.name in _FROM_TABLES else lists[group.name]
        data[group.name] = [
            _told(group, one, source, wording) | {"number": at} for at, one in enumerate(told, 1)
        ]
    return data


def table_outline(source: Source, asked: Asked, tables: Tables, *, lies: bool) -> Outline:
    """The tables asked for, each below a heading that is its name, on pages that lie or stand."""
    blocks: list[Block] = [NewPage(landscape=True)] if lies else []
    wanted = [one.name for one in TABLES if f"tables.{one.name}" in asked]
    for name, table in tables.named(wanted).items():
        blocks += [Heading(1, name), table._replace(caption="")]
    return Outline("", source.language, tuple(blocks))


def _lists(source: Source, unit: Unit | None) -> dict[str, list[Any]]:
    plan = source.plan
    lists: dict[str, list[Any]] = {"units": plan.all(Unit), "needs": plan.all(Need)}
    if unit is None:
        for name, cls in (
            ("tasks", Project),
            ("indicators", Indicator),
            ("milestones", Milestone),
            ("goals", Goal),
        ):
            lists[name] = plan.all(cls)
    else:
        work = work_of(plan, unit)
        lists["tasks"] = [*work.leads, *work.shares, *work.supports]
        lists["indicators"] = work.indicators
        lists["milestones"] = work.milestones
        lists["goals"] = work.goals
    lists["funding"] = [Money(one, line) for one in lists["tasks"] for line in one.funding or ()]
    return lists


def _rows(group: Group, tables: Tables) -> list[dict[str, str]]:
    """The rows of a built-in table, its cells by the names of the group; a dash is not known."""
    table = tables.named([group.name]).get(group.name)
    if table is None:
        return []
    names = [one.name for one in group.names]
    first = 1 if group.name in _COUNTED else 0
    cells = (row.cells[first:] for row in table.rows if row.kind == "item")
    return [
        {name: "" if cell == DASH else cell for name, cell in zip(names, row, strict=True)} for row in cells
    ]


def _told(group: Group, one: Any, source: Source, wording: Wording) -> dict[str, Value]:
    if one is None:
        return {name.name: "" for name in group.names}
    return {name.name: name.value(one, source, wording) for name in group.names}
