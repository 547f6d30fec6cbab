"""Values made of fields: the rows of an element's small tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.i18n import N_
from workbench.plan import choices as c
from workbench.plan import fields as f
from workbench.plan.record import Record

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal


class AbsentReason(Record):
    """Why a field is empty: unknown is not absent."""

    field: str = f.text(N_("Field"), required=True)
    reason: str = f.choice(N_("Reason"), c.ABSENT_REASON, required=True)
    note: str | None = f.text(N_("Note"))


class Member(Record):
    """A member region of a cluster."""

    region_code: str | None = f.text(N_("Region code"))
    region_name: str = f.text(N_("Region"), required=True)


class Span(Record):
    """First and last day of a plan."""

    start: date = f.date(N_("Start"), required=True)
    end: date = f.date(N_("End"), required=True)


class OmittedDomain(Record):
    """A problem that the plan leaves out, and why."""

    domain: str = f.choice(N_("Problem"), c.DOMAIN, required=True)
    reason: str = f.text(N_("Reason"), required=True)


class Pilot(Record):
    """The pilot programme that the plan belongs to."""

    programme: str = f.text(N_("Programme name"), required=True)
    batch: int | None = f.integer(N_("Batch"), minimum=0)
    year: int | None = f.year(N_("Year"))


class Evaluation(Record):
    """An evaluation of the plan that has taken place."""

    kind: str = f.choice(N_("Kind"), c.EVALUATION_KIND, required=True)
    on: date | None = f.date(N_("Date"))
    document: str | None = f.text(N_("Document"))
    conclusion: str | None = f.long_text(N_("Conclusion"))


class ProcedureStep(Record):
    """A step of the decision procedure."""

    step: str = f.choice(N_("Step"), c.PROCEDURE_STEP, required=True)
    on: date | None = f.date(N_("Date"))
    document: str | None = f.text(N_("Document"))
    result: str | None = f.text(N_("Result"))


class PlanSettings(Record):
    """What belongs to the plan rather than to the user."""

    calendar: str | None = f.text(N_("Working calendar"))
    document_language: str | None = f.choice(N_("Document language"), c.LANGUAGE)


class TakeUp(Record):
    """What of a plan above is taken up: an element of it, or a clause of a cited document."""

    plan: str | None = f.text(N_("Plan above"))
    element: str | None = f.text(N_("Element"))
    basis: str | None = f.reference(N_("Basis"), "basis")
    clause: str | None = f.text(N_("Clause"))
    mode: str | None = f.choice(N_("Mode"), c.TAKE_UP_MODE)
    share: Decimal | None = f.number(N_("Share"))


class YearGoal(Record):
    """What a project is to have reached in a year or quarter."""

    year: int = f.year(N_("Year"), required=True)
    quarter: int | None = f.integer(N_("Quarter"), minimum=1, maximum=4)
    text: str = f.long_text(N_("Text"), required=True)
    indicator: str | None = f.reference(N_("Indicator"), "indicator")
    value: Decimal | None = f.number(N_("Value"))
    done: str | None = f.choice(N_("Done"), c.DONE)
    evidence: tuple[str, ...] | None = f.texts(N_("Evidence"), files=True)

    @property
    def period(self) -> str:
        """The year or quarter as periods are written: 2026, 2026-Q2."""
        return f"{self.year}-Q{self.quarter}" if self.quarter else str(self.year)


class Predecessor(Record):
    """A project that this one waits for."""

    project: str = f.reference(N_("Project"), "project", required=True, loose=True)
    type: str | None = f.choice(N_("Link type"), c.LINK_TYPE)
    lag_days: int | None = f.integer(N_("Lag (days)"))


class FundingLine(Record):
    """Money of one year from one source; amounts in fen."""

    year: int | None = f.year(N_("Year"))
    source: str = f.choice(N_("Source"), c.SOURCE, required=True)
    amount: int = f.money(N_("Amount"), required=True)
    use: str | None = f.choice(N_("Use"), c.FUNDING_USE)
    secured: bool | None = f.boolean(N_("Secured"))
    secured_by: str | None = f.text(N_("Secured by"))
    spent: int | None = f.money(N_("Spent"))


class GoalLink(Record):
    """A goal that a project serves."""

    goal: str = f.reference(N_("Goal"), "goal", required=True)
    role: str | None = f.choice(N_("Role"), c.GOAL_ROLE)


class IndicatorLink(Record):
    """An indicator that a project is expected to move."""

    indicator: str = f.reference(N_("Indicator"), "indicator", required=True)
    contribution: Decimal | None = f.number(N_("Contribution"))
    year: int | None = f.year(N_("Year"))


class Report(Record):
    """A progress report of a project; money in fen, percent 0 to 100."""

    period: str = f.period(N_("Period"), required=True)
    unit: str | None = f.reference(N_("Unit"), "unit", loose=True)
    percent: Decimal | None = f.number(N_("Percent done"))
    text: str | None = f.long_text(N_("Physical progress"))
    invested_to_date: int | None = f.money(N_("Invested to date"))
    problem: str | None = f.long_text(N_("Difficulty"))
    next_step: str | None = f.long_text(N_("Next step"))
    state: str | None = f.choice(N_("State"), c.REPORT_STATE)
    by: str | None = f.text(N_("By"))
    on: date | None = f.date(N_("Date"))


class RubricLevel(Record):
    """A level of a graded judgement."""

    text: str = f.text(N_("Text"), required=True)
    score: Decimal = f.number(N_("Score"), required=True)


class Baseline(Record):
    """The value that an indicator starts from (see values.Quantity for its parts)."""

    value: Decimal | None = f.number(N_("Value"))
    op: str | None = f.choice(N_("Operator"), c.OPERATOR)
    upper: Decimal | None = f.number(N_("Upper value"))
    text: str | None = f.text(N_("In words"))
    written: str | None = f.text(N_("As written"))
    year: int | None = f.year(N_("Year"))


class TargetChange(Record):
    """An earlier value of a target."""

    on: date = f.date(N_("Date"), required=True)
    from_: Decimal | None = f.number(N_("Old value"))
    from_text: str | None = f.text(N_("Old value in words"))
    reason: str | None = f.text(N_("Reason"))
    adjustment: str | None = f.reference(N_("Adjustment"), "adjustment")


class Target(Record):
    """What an indicator is to reach in a year, for the whole plan or one unit."""

    value: Decimal | None = f.number(N_("Value"))
    op: str | None = f.choice(N_("Operator"), c.OPERATOR)
    upper: Decimal | None = f.number(N_("Upper value"))
    text: str | None = f.text(N_("In words"))
    written: str | None = f.text(N_("As written"))
    year: int = f.year(N_("Year"), required=True)
    unit: str | None = f.reference(N_("Unit"), "unit", loose=True, whose=True)
    changes: tuple[TargetChange, ...] | None = f.records(
        N_("Earlier values"), TargetChange, N_("Earlier value")
    )


class Actual(Record):
    """What was measured for a period, for the whole plan or one unit."""

    value: Decimal | None = f.number(N_("Value"))
    op: str | None = f.choice(N_("Operator"), c.OPERATOR)
    upper: Decimal | None = f.number(N_("Upper value"))
    text: str | None = f.text(N_("In words"))
    written: str | None = f.text(N_("As written"))
    period: str = f.period(N_("Period"), required=True)
    unit: str | None = f.reference(N_("Unit"), "unit", loose=True, whose=True)
    evidence: tuple[str, ...] | None = f.texts(N_("Evidence"), files=True)
    remark: str | None = f.text(N_("Remark"))


class Box(Record):
    """A framed table in the plan text."""

    no: int | None = f.integer(N_("Number of the box"), minimum=0)
    title: str | None = f.text(N_("Title"))


class Group(Record):
    """A group of scheme items with its marks."""

    name: str = f.text(N_("Name"), required=True)
    marks: Decimal | None = f.number(N_("Marks"))
    unit_class: str | None = f.text(N_("Unit class"))


class ResultLevel(Record):
    """A level of the result, from a score upwards."""

    name: str = f.text(N_("Name"), required=True)
    from_: Decimal = f.number(N_("From"), required=True)
    quota_percent: Decimal | None = f.number(N_("Quota (%)"))


class CalendarStep(Record):
    """A step of the assessment year."""

    step: str = f.text(N_("Step"), required=True)
    from_: date | None = f.date(N_("From"))
    to: date | None = f.date(N_("To"))


class Exemption(Record):
    """Why an item is not assessed."""

    reason: str = f.text(N_("Reason"), required=True)
    evidence: tuple[str, ...] | None = f.texts(N_("Evidence"), files=True)


class ClassMarks(Record):
    """The marks of an item for one class of units."""

    unit_class: str = f.text(N_("Unit class"), required=True)
    marks: Decimal = f.number(N_("Marks"), required=True)


class Result(Record):
    """The assessment of one item for one unit."""

    item: str = f.reference(N_("Item"), "scheme_item", required=True)
    unit: str | None = f.reference(N_("Unit"), "unit", loose=True, whose=True)
    self_: Decimal | None = f.number(N_("Self-assessment"))
    review: Decimal | None = f.number(N_("Review"))
    final: Decimal | None = f.number(N_("Final"))
    count: Decimal | None = f.number(N_("Number of cases"))  # type: ignore[assignment]  # shadows tuple.count
    level: str | None = f.text(N_("Level reached"))
    panel: tuple[Decimal, ...] | None = f.numbers(N_("Panel"))
    remark: str | None = f.text(N_("Remark"))
    by: str | None = f.text(N_("By"))
    on: date | None = f.date(N_("Date"))


class AdjustedField(Record):
    """What an adjustment changed."""

    element: str = f.text(N_("Element"), required=True)
    field: str = f.text(N_("Field"), required=True)
    from_: str | None = f.text(N_("Before"))
    to: str | None = f.text(N_("After"))
