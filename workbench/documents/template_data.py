"""The names that templates can use: what each means, an example, and its value in a document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from workbench.documents.indicator_table import last_target
from workbench.documents.markdown import plain_text
from workbench.documents.project_table import span_of, unit_names
from workbench.documents.unit_work import work_of
from workbench.documents.wording import Wording
from workbench.i18n import N_
from workbench.plan import choices as c
from workbench.plan.elements import Indicator, Milestone, Project, Unit
from workbench.plan.in_words import quantity_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from workbench.documents.outline import Outline
    from workbench.documents.source import Source
    from workbench.plan.plan import Plan

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


def _day(value: date | None) -> str:
    return value.isoformat() if value is not None else ""


def _plain(name: str, meaning: str, example: str) -> Name:
    """A text of the element itself."""
    return Name(name, meaning, example, lambda one, _source, _wording: plain_text(getattr(one, name) or ""))


def _dated(name: str, meaning: str, example: str) -> Name:
    return Name(name, meaning, example, lambda one, _source, _wording: _day(getattr(one, name)))


def _chosen(name: str, meaning: str, example: str, choices: dict[str, str]) -> Name:
    def value(one: Any, _source: Source, wording: Wording) -> str:
        chosen = getattr(one, name)
        return wording.words(choices[chosen]) if chosen else ""

    return Name(name, meaning, example, value)


def _units(name: str, meaning: str, example: str) -> Name:
    def value(one: Any, source: Source, wording: Wording) -> str:
        ids = getattr(one, name) or ()
        return wording.listed(unit_names(source.plan, (ids,) if isinstance(ids, str) else ids))

    return Name(name, meaning, example, value)


def _period(one: Any, _source: Source, _wording: Wording) -> str:
    span = one.period
    return f"{span.start.year}–{span.end.year}" if span is not None else ""


def _year_goals(one: Project, source: Source, _wording: Wording) -> str:
    return "\n".join(goal.text for goal in one.year_goals or () if goal.year == source.for_year)


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
            _chosen("status", N_("Status"), "征求意见稿", c.PLAN_STATUS),
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
            _chosen("kind", N_("Kind"), "项目", c.PROJECT_KIND),
            _units("lead_unit", N_("Lead unit"), "市数据局"),
            _units("support_units", N_("Supporting units"), "市财政局、各区政府"),
            _plain("leader", N_("Leader in charge"), "李明"),
            _dated("start", N_("Start"), "2026-01-01"),
            _dated("end", N_("End"), "2027-12-31"),
            Name("span", N_("From – to"), "2026—2027年", lambda one, _source, wording: span_of(one, wording)),
            _chosen("status", N_("Status"), "在建", c.PROJECT_STATUS),
            Name("investment", N_("Total investment"), "1200500000", _investment),
            Name("year_goals", N_("Goal of the year"), "平台上线", _year_goals),
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
            _chosen("nature", N_("Nature of indicator"), "约束性", c.NATURE),
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
)


def data_of(kind: str, source: Source, outline: Outline) -> dict[str, Any]:
    """The values of all names for a document, as plain texts, numbers, lists and dicts; "" is not known."""
    plan, wording = source.plan, Wording(source.language)
    unit = plan.find(source.unit, Unit)
    elements: dict[str, Any] = {
        "plan": plan.head,
        "unit": unit,
        "units": plan.all(Unit),
        **_lists(plan, unit),
    }
    data: dict[str, Any] = {
        "document": {
            "kind": kind,
            "title": outline.title,
            "day": source.today.isoformat(),
            "year": source.for_year,
        }
    }
    for group in GROUPS:
        told = elements[group.name]
        if group.is_list:
            data[group.name] = [
                _told(group, one, source, wording) | {"number": at} for at, one in enumerate(told, 1)
            ]
        else:
            data[group.name] = _told(group, told, source, wording)
    return data


def _lists(plan: Plan, unit: Unit | None) -> dict[str, Any]:
    if unit is None:
        return {
            name: plan.all(cls)
            for name, cls in (("tasks", Project), ("indicators", Indicator), ("milestones", Milestone))
        }
    work = work_of(plan, unit)
    return {
        "tasks": [*work.leads, *work.shares, *work.supports],
        "indicators": work.indicators,
        "milestones": work.milestones,
    }


def _told(group: Group, one: Any, source: Source, wording: Wording) -> dict[str, Value]:
    if one is None:
        return {name.name: "" for name in group.names}
    return {name.name: name.value(one, source, wording) for name in group.names}
