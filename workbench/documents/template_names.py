"""The names that templates can use: what each means, an example, and how its value is had."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from workbench.documents.indicator_table import last_target
from workbench.documents.markdown import plain_text
from workbench.documents.project_table import span_of, unit_names
from workbench.i18n import N_
from workbench.plan import choices as c
from workbench.plan.elements import Goal, Indicator, Milestone, Project
from workbench.plan.in_words import quantity_of
from workbench.plan.values import show_number

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from workbench.documents.source import Source
    from workbench.documents.wording import Wording
    from workbench.plan.elements import Need
    from workbench.plan.records import FundingLine

#: What a name stands for: text, a whole number, or an amount of money in fen. Days are texts like 2026-12-31.
Value = str | int


class Name(NamedTuple):
    """A name of a group: what it means (a message id), and how its value is had from an element."""

    name: str
    meaning: str
    example: str
    value: Callable[[Any, Source, Wording], Value]


class Group(NamedTuple):
    """Names that belong together: fields of one thing, or of each row of a list (``row`` says which)."""

    name: str
    meaning: str
    names: tuple[Name, ...]
    is_list: bool = False


class WholeTable(NamedTuple):
    """A table of the built-in documents that a template can take over: its name, its title (a message id)."""

    name: str
    title: str


class Money(NamedTuple):
    """A line of a project's funding."""

    project: Project
    line: FundingLine


def _day(value: date | None) -> str:
    return value.isoformat() if value is not None else ""


def _plain(name: str, meaning: str, example: str) -> Name:
    """A text of the element itself."""
    return Name(name, meaning, example, lambda one, _source, _wording: plain_text(getattr(one, name) or ""))


def _dated(name: str, meaning: str, example: str) -> Name:
    return Name(name, meaning, example, lambda one, _source, _wording: _day(getattr(one, name)))


def _chosen(name: str, meaning: str, example: str, choices: dict[str, str]) -> Name:
    """One of some choices; the example is the key of one."""

    def value(one: Any, _source: Source, wording: Wording) -> str:
        chosen = getattr(one, name)
        return wording.words(choices[chosen]) if chosen else ""

    return Name(name, meaning, choices[example], value)


def _units(name: str, meaning: str, example: str) -> Name:
    def value(one: Any, source: Source, wording: Wording) -> str:
        ids = getattr(one, name) or ()
        return wording.listed(unit_names(source.plan, (ids,) if isinstance(ids, str) else ids))

    return Name(name, meaning, example, value)


def _cell(name: str, meaning: str, example: str) -> Name:
    """What stands in a row of a built-in table, which comes as a dict."""
    return Name(name, meaning, example, lambda one, _source, _wording: str(one[name]))


def _problems(one: Need, _source: Source, wording: Wording) -> str:
    return wording.listed(wording.words(c.DOMAIN[each]) for each in one.domains or ())


def _subjects(one: Need, _source: Source, wording: Wording) -> str:
    return wording.listed(wording.words(c.SUBJECT[each]) for each in one.subjects or ())


def _part_of(one: Goal, source: Source, _wording: Wording) -> str:
    above = source.plan.find(one.parent, Goal)
    return above.title if above is not None else ""


def _answered(one: Need, source: Source, wording: Wording) -> str:
    goals = (source.plan.find(id_, Goal) for id_ in one.goals or ())
    return wording.listed(goal.title for goal in goals if goal is not None)


def _period(one: Any, _source: Source, _wording: Wording) -> str:
    span = one.period
    return f"{span.start.year}–{span.end.year}" if span is not None else ""


def _year_goals(one: Project, source: Source, _wording: Wording) -> str:
    return "\n".join(goal.text for goal in one.year_goals or () if goal.year == source.for_year)


def _progress(one: Project, _source: Source, _wording: Wording) -> str:
    return show_number(one.progress) if one.progress is not None else ""


def _investment(one: Project, _source: Source, _wording: Wording) -> Value:
    return one.total_investment if one.total_investment is not None else ""


def _year_target(one: Indicator, source: Source, _wording: Wording) -> str:
    whose = (None, source.unit) if source.unit else (None,)
    told = [row for row in one.targets or () if row.year == source.for_year and row.unit in whose]
    told.sort(key=lambda row: row.unit is None)
    return quantity_of(told[0]).shown() if told else ""


def _project(one: Milestone, source: Source, _wording: Wording) -> str:
    project = source.plan.find(one.project, Project)
    return project.title if project is not None else ""


_UNIT: Final = (
    _plain("name", N_("Name"), "市数据局"),
    _plain("leader", N_("Leader in charge"), "李明"),
    _plain("contact", N_("Contact"), "王芳"),
)

#: All names but those of the document's own blocks.
GROUPS: Final = (
    Group(
        "plan",
        N_("The plan"),
        (
            _plain("title", N_("Title"), "示例市智慧城市行动计划"),
            _plain("region_name", N_("Region"), "示例市"),
            Name("period", N_("Planning period"), "2026–2030", _period),
            _plain("issuing_body", N_("Issuing authority"), "示例市人民政府"),
            _plain("document_number", N_("Document number"), "示政发〔2026〕1号"),
            _dated("issued_on", N_("Date of issue"), "2026-03-01"),
            _plain("vision", N_("Vision"), "让数据多跑路"),
            _chosen("status", N_("Status"), "comment", c.PLAN_STATUS),
        ),
    ),
    Group("unit", N_("The unit that the document is for; empty where it is for all"), _UNIT),
    Group(
        "tasks",
        N_("Projects and tasks; of a unit those that it leads, shares or supports"),
        (
            _plain("code", N_("Code"), "P1"),
            _plain("title", N_("Title"), "公共数据平台"),
            _plain("description", N_("Description"), "建设归集、治理、共享系统。"),
            _chosen("kind", N_("Kind"), "project", c.PROJECT_KIND),
            _units("lead_unit", N_("Lead unit"), "市数据局"),
            _units("co_leads", N_("Co-lead units"), "市发展改革委"),
            _units("responsible_units", N_("Responsible units"), "市公安局、市教育局"),
            _units("support_units", N_("Supporting units"), "市财政局、各区政府"),
            _plain("leader", N_("Leader in charge"), "李明"),
            _dated("start", N_("Start"), "2026-01-01"),
            _dated("end", N_("End"), "2027-12-31"),
            Name(
                "span",
                N_("From – to"),
                "2026.01—2027.12",
                lambda one, _source, wording: span_of(one, wording),
            ),
            _chosen("status", N_("Status"), "active", c.PROJECT_STATUS),
            _plain("due_text", N_("Deadline as written"), "2027年底前"),
            Name("progress", N_("Progress (%)"), "45", _progress),
            Name("investment", N_("Total investment"), "1200500000", _investment),
            Name("year_goals", N_("Goal of the year"), "平台上线", _year_goals),
            _plain("notes", N_("Notes"), "按季度调度。"),
        ),
        is_list=True,
    ),
    Group(
        "indicators",
        N_("Indicators; of a unit those that it answers for"),
        (
            _plain("code", N_("Code"), "I1"),
            _plain("name", N_("Name"), "数据共享率"),
            _plain("unit", N_("Unit of measurement"), "%"),
            _chosen("nature", N_("Nature of indicator"), "binding", c.NATURE),
            Name("year_target", N_("Target of the year"), "80", _year_target),
            Name(
                "last_target",
                N_("Target of the last year"),
                "2030年95%以上",
                lambda one, _source, wording: last_target(one, wording),
            ),
            _units("responsible_unit", N_("Responsible unit"), "市数据局"),
        ),
        is_list=True,
    ),
    Group(
        "milestones",
        N_("Milestones; of a unit those of the projects that it leads"),
        (
            _plain("code", N_("Code"), "M1"),
            _plain("title", N_("Title"), "初步设计批复"),
            Name("project", N_("Project"), "公共数据平台", _project),
            _dated("due", N_("Due date"), "2026-06-30"),
            _plain("acceptance", N_("Acceptance criterion"), "取得批复文件"),
            _dated("done_on", N_("Done on"), "2026-06-20"),
        ),
        is_list=True,
    ),
    Group("units", N_("All units"), _UNIT, is_list=True),
    Group(
        "needs",
        N_("Needs"),
        (
            _plain("code", N_("Code"), "N1"),
            _plain("title", N_("Title"), "办事少跑路"),
            _plain("description", N_("Description"), "群众反映材料重复提交。"),
            Name("problems", N_("Problems"), "行政", _problems),
            Name("subjects", N_("Subjects"), "民众", _subjects),
            _chosen("priority", N_("Priority"), "high", c.GRADE),
            Name("goals", N_("Answered by goals"), "网上能办", _answered),
        ),
        is_list=True,
    ),
    Group(
        "goals",
        N_("Goals; of a unit those that it answers for"),
        (
            _plain("code", N_("Code"), "G1"),
            _plain("title", N_("Title"), "网上能办"),
            _plain("description", N_("Description"), "政务服务事项全程网办。"),
            _chosen("kind", N_("Kind"), "specific", c.GOAL_KIND),
            Name("part_of", N_("Part of goal"), "服务相随", _part_of),
            _dated("due", N_("Due date"), "2028-06-30"),
            _units("responsible_unit", N_("Responsible unit"), "市政务服务局"),
        ),
        is_list=True,
    ),
    Group(
        "funding",
        N_("Funding lines of those projects"),
        (
            Name("code", N_("Code"), "P1", lambda one, _source, _wording: one.project.code or ""),
            Name("project", N_("Project"), "公共数据平台", lambda one, _source, _wording: one.project.title),
            Name("year", N_("Year"), "2026", lambda one, _source, _wording: one.line.year or ""),
            Name(
                "source",
                N_("Source"),
                "市级财政",
                lambda one, _source, wording: wording.words(c.SOURCE[one.line.source]),
            ),
            Name("amount", N_("Amount"), "1000000000", lambda one, _source, _wording: one.line.amount),
        ),
        is_list=True,
    ),
    Group(
        "uptake",
        N_("What is taken up from above"),
        (
            _cell("above", N_("Plan or document above"), "省数字政府改革建设规划（粤府〔2026〕2号）"),
            _cell("clause", N_("Clause or element"), "第三章第二节"),
            _cell("mode", N_("Mode"), "分担份额"),
            _cell("share", N_("Share"), "20"),
            _cell("taken_up_by", N_("Taken up by"), "目标：G1 网上能办"),
            _cell("unit", N_("Responsible unit"), "市政务服务局"),
        ),
        is_list=True,
    ),
    Group(
        "comments",
        N_("Comments received"),
        (
            _cell("giver", N_("Given by"), "市财政局"),
            _cell("text", N_("Comment"), "建议明确资金来源。"),
            _cell("concerns", N_("Concerns"), "公共数据平台"),
            _cell("adopted", N_("Adopted or not"), "采纳"),
            _cell("reason", N_("Reason"), "已在附表中列明。"),
            _cell("handled_by", N_("Dealt with by"), "王芳"),
        ),
        is_list=True,
    ),
    Group(
        "verdicts",
        N_("Verdicts by dimension"),
        (
            _cell("dimension", N_("Dimension"), "可执行"),
            _cell("verdict", N_("Verdict"), "通过"),
            _cell("rate", N_("Pass rate"), "93.5%"),
            _cell("checks", N_("Checks"), "412"),
            _cell("errors", N_("Errors"), "0"),
            _cell("warnings", N_("Warnings"), "7"),
            _cell("hints", N_("Hints"), "3"),
            _cell("waived", N_("Waived"), "1"),
            _cell("unknown", N_("Cannot be judged"), "2"),
        ),
        is_list=True,
    ),
    Group(
        "coverage",
        N_("Problems and subjects"),
        (
            _cell("problem", N_("Problem"), "民生"),
            _cell("government", N_("Government"), "目标1个，项目2个，指标1个"),
            _cell("enterprises", N_("Enterprises"), "（无）"),
            _cell("citizens", N_("Citizens"), "目标2个，项目3个，指标4个"),
        ),
        is_list=True,
    ),
    Group(
        "findings",
        N_("Findings and how to mend them"),
        (
            _cell("dimension", N_("Dimension"), "可执行"),
            _cell("severity", N_("Severity"), "错误"),
            _cell("rule", N_("Rule"), "E201"),
            _cell("rule_title", N_("What the rule asks for"), "项目有牵头单位"),
            _cell("where", N_("Where"), "P2 安全运营中心"),
            _cell("wrong", N_("What is wrong"), "没有牵头单位"),
            _cell("how", N_("How to mend"), "填写牵头单位"),
        ),
        is_list=True,
    ),
    Group(
        "waivers",
        N_("Waived findings"),
        (
            _cell("rule", N_("Rule"), "E205"),
            _cell("where", N_("Where"), "P3 信息亭"),
            _cell("wrong", N_("What is wrong"), "没有里程碑"),
            _cell("reason", N_("Reason"), "已并入另一项目"),
            _cell("by", N_("By"), "李明"),
            _cell("until", N_("Until"), "2026-12-31"),
        ),
        is_list=True,
    ),
)

#: Tables of the built-in documents. The rows of some are lists too, under the same name.
TABLES: Final = (
    WholeTable("indicators", N_("Table of main indicators")),
    WholeTable("projects", N_("Table of key projects")),
    WholeTable("tasks", N_("Table of the breakdown of tasks")),
    WholeTable("funding", N_("Table of funding")),
    WholeTable("uptake", N_("Table of what is taken up from above")),
    WholeTable("reserve", N_("Table of projects in reserve")),
    WholeTable("comments", N_("Comments received")),
    WholeTable("verdicts", N_("Verdicts by dimension")),
    WholeTable("coverage", N_("Problems and subjects")),
    WholeTable("findings", N_("All findings")),
    WholeTable("waivers", N_("Waived findings")),
)
