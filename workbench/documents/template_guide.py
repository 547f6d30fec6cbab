"""The guide to templates: what is written by hand, then all names with their meanings and examples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.documents.template_names import GROUPS, TABLES
from workbench.i18n import N_, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Explained(NamedTuple):
    """Something that can be written in a template: what it means (a message id), and what becomes of it."""

    written: str
    meaning: str
    example: str


#: Names of the document itself.
OF_DOCUMENT: Final = (
    Explained("{{ document.kind }}", N_("Kind of document, as on the command line"), "`plan`"),
    Explained("{{ document.title }}", N_("Title of the document"), "示例市智慧城市行动计划"),
    Explained("{{ document.day }}", N_("Day on which it is made"), "2026-11-23"),
    Explained("{{ document.year }}", N_("Year that it is for"), "2027"),
)
#: Forms that follow a bar.
FORMS: Final = (
    Explained("{{ row.due|day }}", N_("A day written out"), "2026年6月30日"),
    Explained("{{ row.investment|wan }}", N_("An amount in 10,000 yuan"), "1,200.5"),
    Explained("{{ row.investment|yi }}", N_("An amount in 100 million yuan"), "0.12005"),
    Explained("{{ row.number|numeral }}", N_("A Chinese numeral"), "一"),
    Explained('{{ row.leader|default("待定", true) }}', N_("Other words where nothing is entered"), "待定"),
    Explained("{{ tasks|length }}", N_("How many rows a list has"), "2"),
    Explained("{{ (tasks|first).title }}", N_("Of the first row of a list"), "公共数据平台"),
    Explained("{{ (tasks|last).title }}", N_("Of the last row of a list"), "安全运营中心"),
    Explained(
        '{{ tasks|join("、", attribute="title") }}',
        N_("Of all rows, side by side"),
        "公共数据平台、安全运营中心",
    ),
    Explained("{{ row.title|trim }}", N_("Without spaces at both ends"), "公共数据平台"),
    Explained("{{ row.code|upper }}", N_("In capitals"), "P1"),
    Explained("{{ row.code|lower }}", N_("In small letters"), "p1"),
)
#: What a loop tells of itself.
OF_LOOPS: Final = (
    Explained("{{ loop.index }}", N_("Which pass of the loop it is, from 1"), "1"),
    Explained("{{ loop.length }}", N_("How many passes there are"), "2"),
    Explained("{% if loop.first %}首项{% endif %}", N_("Only in the first pass"), "首项"),
    Explained("{% if not loop.last %}；{% endif %}", N_("In every pass but the last"), "；"),
)


def guide(by_hand: str, language: str) -> str:
    """The whole guide; of the one before stays what is written by hand, up to the first list of names."""
    told = words(language)
    lines = [by_hand.partition("\n### ")[0].rstrip()]
    lines += _table(
        N_("The document"), [(one.written, one.meaning, one.example) for one in OF_DOCUMENT], language
    )
    # No tables: a bar in a cell would have a stroke before it, which somebody would copy.
    for title, explained in ((N_("Forms after a bar"), FORMS), (N_("Within a loop"), OF_LOOPS)):
        lines += ["", f"### {told(title)}", ""]
        lines += [f"- `{one.written}` {told(one.meaning)} → {one.example}" for one in explained]
    for group in GROUPS:
        owner = "row" if group.is_list else group.name
        rows = [(f"{{{{ {owner}.{one.name} }}}}", one.meaning, one.example) for one in group.names]
        intro = ""
        if group.is_list:
            intro = f"`{{%tr for row in {group.name} %}}` … `{{%tr endfor %}}`"
            rows.insert(0, ("{{ row.number }}", N_("No."), "1"))
        lines += _table(group.meaning, rows, language, intro)
    title = told(N_("Whole tables, each alone in a paragraph"))
    lines += ["", f"### {title}", "", *_head(language)]
    for table in TABLES:
        example = f"`{{%p if tables.{table.name} %}}` … `{{%p endif %}}`"
        lines.append(f"| `{{{{ tables.{table.name} }}}}` | {told(table.title)} | {example} |")
    return "\n".join(lines) + "\n"


def _table(title: str, rows: Iterable[tuple[str, str, str]], language: str, intro: str = "") -> Iterator[str]:
    told = words(language)
    yield from ("", f"### {told(title)}", "")
    if intro:
        yield from (intro, "")
    yield from _head(language)
    for written, meaning, example in rows:
        yield f"| `{written}` | {told(meaning)} | {told(example)} |"


def _head(language: str) -> Iterator[str]:
    told = words(language)
    titles = " | ".join(told(one) for one in (N_("Placeholder"), N_("Meaning"), N_("Example")))
    yield f"| {titles} |"
    yield "| --- | --- | --- |"
