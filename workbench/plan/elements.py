"""The elements of a plan, one class a kind, one declaration a field (exchange format 1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

from workbench.i18n import N_
from workbench.plan import choices as c
from workbench.plan import fields as f
from workbench.plan import records as r
from workbench.plan.record import Record

if TYPE_CHECKING:
    import datetime as dt
    from datetime import date
    from decimal import Decimal


class Element(Record):
    """What every element has: a stable id, a place in its list and a short human code.

    ``position`` is a key whose order is the rank order of the list (see ids.between).
    """

    kind_name: ClassVar[str] = ""
    label: ClassVar[str] = ""
    plural_label: ClassVar[str] = ""
    #: Name of the list in exchange files; "" for the plan itself.
    list_name: ClassVar[str] = ""
    #: The field that gives the element its name.
    title_field: ClassVar[str] = "title"
    #: The field that holds the element's parent of the same kind.
    parent_field: ClassVar[str | None] = None
    #: The field that holds the element that owns this one, and that element's kind.
    owner_field: ClassVar[str | None] = None
    owner_kind: ClassVar[str | None] = None
    #: Letters that new codes begin with.
    code_prefix: ClassVar[str] = ""

    id: str = f.text(N_("Id"), required=True)
    position: str = f.text(N_("Place in the list"), internal=True)
    code: str | None = f.text(N_("Code"))
    notes: str | None = f.long_text(N_("Notes"))
    absent: tuple[r.AbsentReason, ...] | None = f.absent()

    @property
    def name_shown(self) -> str:
        """Title or name; empty when there is none."""
        return self.get(self.title_field) or "" if self.title_field in self.place_of else ""

    def why_absent(self, name: str) -> str | None:
        """The reason given for an empty field, or None."""
        for entry in self.absent or ():
            if entry.field == name:
                return entry.reason
        return None


class PlanHead(Element):
    """A plan: its kind, level, region, period, status and what is printed at its head."""

    kind_name = "plan"
    label = N_("Plan")
    plural_label = N_("Plans")

    title: str = f.text(N_("Title"), required=True)
    description: str | None = f.long_text(N_("Description"))
    kind: str | None = f.choice(N_("Kind"), c.PLAN_KIND)
    level: str | None = f.choice(N_("Level"), c.LEVEL)
    region_code: str | None = f.text(N_("Region code"), help_=N_("6, 9 or 12 digits; none for a cluster"))
    region_name: str | None = f.text(N_("Region"))
    members: tuple[r.Member, ...] | None = f.records(N_("Members of the cluster"), r.Member, N_("Member"))
    period: r.Span | None = f.record(N_("Planning period"), r.Span)
    base_year: int | None = f.year(N_("Base year"))
    as_of: date | None = f.date(N_("As of"), help_=N_("The day on which progress is judged"))
    status: str | None = f.choice(N_("Status"), c.PLAN_STATUS)
    issuing_body: str | None = f.text(N_("Issuing authority"))
    document_number: str | None = f.text(N_("Document number"))
    issued_on: date | None = f.date(N_("Date of issue"))
    letterhead: str | None = f.choice(N_("Letterhead"), c.LETTERHEAD)
    recipients: str | None = f.text(N_("Main recipients"))
    copies_to: str | None = f.text(N_("Copies to"))
    signatory: str | None = f.text(N_("Signatory"))
    printed_on: date | None = f.date(N_("Date of printing"))
    openness: str | None = f.choice(N_("Openness"), c.OPENNESS)
    parents: tuple[str, ...] | None = f.texts(N_("Plans above"))
    vision: str | None = f.long_text(N_("Vision"))
    entry_point: str | None = f.long_text(
        N_("Entry point"), help_=N_("Where this place starts, after its own conditions")
    )
    principles: tuple[str, ...] | None = f.texts(N_("Principles"))
    focus_domains: tuple[str, ...] | None = f.choices(N_("Problems in focus"), c.DOMAIN)
    omitted_domains: tuple[r.OmittedDomain, ...] | None = f.records(
        N_("Problems left out"), r.OmittedDomain, N_("Problem left out")
    )
    pilot: r.Pilot | None = f.record(N_("Pilot programme"), r.Pilot)
    catalogues: tuple[str, ...] | None = f.texts(N_("Catalogues adopted"))
    evaluations: tuple[r.Evaluation, ...] | None = f.records(
        N_("Evaluations"), r.Evaluation, N_("Evaluation")
    )
    procedure: tuple[r.ProcedureStep, ...] | None = f.records(
        N_("Decision procedure"), r.ProcedureStep, N_("Step")
    )
    settings: r.PlanSettings | None = f.record(N_("Plan settings"), r.PlanSettings)
    rule_profile: dict[str, Any] | None = f.free_object(N_("Rule profile"))
    empty_lists: tuple[str, ...] | None = f.texts(N_("Lists given as empty"), internal=True)


class Unit(Element):
    """A department, institution, enterprise or region; roles are given by links."""

    kind_name = "unit"
    label = N_("Unit")
    plural_label = N_("Units")
    list_name = "units"
    title_field = "name"
    parent_field = "parent"
    code_prefix = "U"

    name: str = f.text(N_("Name"), required=True)
    aliases: tuple[str, ...] | None = f.texts(N_("Aliases"))
    kind: str | None = f.choice(N_("Kind"), c.UNIT_KIND)
    class_: str | None = f.text(N_("Class in assessment"))
    parent: str | None = f.reference(N_("Belongs to"), "unit", loose=True)
    members: tuple[str, ...] | None = f.references(N_("Members of the group"), "unit", loose=True)
    successors: tuple[str, ...] | None = f.references(N_("Successors"), "unit", loose=True)
    leader: str | None = f.text(N_("Leader in charge"))
    contact: str | None = f.text(N_("Contact"))
    capacity: int | None = f.integer(N_("Capacity (projects at once)"), minimum=0)
    valid_from: int | None = f.year(N_("Valid from"))
    valid_until: int | None = f.year(N_("Valid until"))


class Basis(Element):
    """A document that the plan rests on."""

    kind_name = "basis"
    label = N_("Basis")
    plural_label = N_("Bases")
    list_name = "bases"
    code_prefix = "B"

    title: str = f.text(N_("Title"), required=True)
    document_number: str | None = f.text(N_("Document number"))
    issuer: str | None = f.text(N_("Issuer"))
    date: dt.date | None = f.date(N_("Date"))


class Need(Element):
    """A need of government, enterprises or citizens."""

    kind_name = "need"
    label = N_("Need")
    plural_label = N_("Needs")
    list_name = "needs"
    code_prefix = "N"

    title: str = f.text(N_("Title"), required=True)
    description: str | None = f.long_text(N_("Description"))
    domains: tuple[str, ...] | None = f.choices(N_("Problems"), c.DOMAIN)
    subjects: tuple[str, ...] | None = f.choices(N_("Subjects"), c.SUBJECT)
    evidence: str | None = f.long_text(N_("Evidence"))
    priority: str | None = f.choice(N_("Priority"), c.GRADE)
    goals: tuple[str, ...] | None = f.references(N_("Answered by goals"), "goal")


class Goal(Element):
    """What is to be reached, by when, answered for by whom."""

    kind_name = "goal"
    label = N_("Goal")
    plural_label = N_("Goals")
    list_name = "goals"
    parent_field = "parent"
    code_prefix = "G"

    title: str = f.text(N_("Title"), required=True)
    description: str | None = f.long_text(N_("Description"))
    parent: str | None = f.reference(N_("Part of goal"), "goal")
    domains: tuple[str, ...] | None = f.choices(N_("Problems"), c.DOMAIN)
    subjects: tuple[str, ...] | None = f.choices(N_("Subjects"), c.SUBJECT)
    kind: str | None = f.choice(N_("Kind"), c.GOAL_KIND)
    due: date | None = f.date(N_("Due date"))
    responsible_unit: str | None = f.reference(N_("Responsible unit"), "unit", loose=True)
    bases: tuple[str, ...] | None = f.references(N_("Bases"), "basis")
    takes_up: tuple[r.TakeUp, ...] | None = f.records(N_("Takes up"), r.TakeUp, N_("Taken up"))
    addressed_to: tuple[str, ...] | None = f.texts(N_("Addressed to"))


class Project(Element):
    """A programme, project or task: content, units, dates, money, links."""

    kind_name = "project"
    label = N_("Project")
    plural_label = N_("Projects")
    list_name = "projects"
    parent_field = "parent"
    code_prefix = "P"

    title: str = f.text(N_("Title"), required=True)
    description: str | None = f.long_text(N_("Description"))
    parent: str | None = f.reference(N_("Part of project"), "project")
    kind: str | None = f.choice(N_("Kind"), c.PROJECT_KIND)
    nature: str | None = f.choice(N_("Nature of project"), c.PROJECT_NATURE)
    key: bool | None = f.boolean(N_("Key project"))
    livelihood_deed: bool | None = f.boolean(N_("Livelihood deed"))
    domains: tuple[str, ...] | None = f.choices(N_("Problems"), c.DOMAIN)
    subjects: tuple[str, ...] | None = f.choices(N_("Subjects"), c.SUBJECT)
    leader: str | None = f.text(N_("Leader in charge"))
    lead_unit: str | None = f.reference(N_("Lead unit"), "unit", loose=True)
    co_leads: tuple[str, ...] | None = f.references(N_("Co-lead units"), "unit", loose=True)
    responsible_units: tuple[str, ...] | None = f.references(N_("Responsible units"), "unit", loose=True)
    support_units: tuple[str, ...] | None = f.references(N_("Supporting units"), "unit", loose=True)
    owner_unit: str | None = f.reference(N_("Project owner"), "unit", loose=True)
    competent_unit: str | None = f.reference(N_("Competent department"), "unit", loose=True)
    start: date | None = f.date(N_("Start"))
    end: date | None = f.date(N_("End"))
    duration_days: int | None = f.integer(
        N_("Duration (days)"), minimum=0, help_=N_("Calendar days from start to end, both included")
    )
    ongoing: bool | None = f.boolean(N_("Ongoing"))
    due_text: str | None = f.text(N_("Deadline as written"))
    year_goals: tuple[r.YearGoal, ...] | None = f.records(
        N_("Annual targets"), r.YearGoal, N_("Annual target")
    )
    predecessors: tuple[r.Predecessor, ...] | None = f.records(
        N_("Predecessors"), r.Predecessor, N_("Predecessor")
    )
    stage: str | None = f.choice(N_("Stage"), c.STAGE)
    status: str | None = f.choice(N_("Status"), c.PROJECT_STATUS)
    progress: Decimal | None = f.number(N_("Progress (%)"), minimum=0, maximum=100)
    total_investment: int | None = f.money(N_("Total investment"))
    invested_before: int | None = f.money(N_("Invested before the plan"))
    needs_no_funding: bool | None = f.boolean(N_("Needs no funding"))
    funding: tuple[r.FundingLine, ...] | None = f.records(N_("Funding"), r.FundingLine, N_("Funding line"))
    revenue: bool | None = f.boolean(N_("Has revenue"))
    running_cost_per_year: int | None = f.money(N_("Running cost per year"))
    running_cost_source: str | None = f.choice(N_("Source of running cost"), c.SOURCE)
    operation_model: str | None = f.choice(N_("Operation model"), c.OPERATION_MODEL)
    operator: str | None = f.reference(N_("Operating unit"), "unit", loose=True)
    technologies: tuple[str, ...] | None = f.texts(N_("Technologies"))
    solves: str | None = f.long_text(N_("Problem solved"))
    deliverables: tuple[str, ...] | None = f.texts(N_("Deliverables"))
    bases: tuple[str, ...] | None = f.references(N_("Bases"), "basis")
    takes_up: tuple[r.TakeUp, ...] | None = f.records(N_("Takes up"), r.TakeUp, N_("Taken up"))
    addressed_to: tuple[str, ...] | None = f.texts(N_("Addressed to"))
    goals: tuple[r.GoalLink, ...] | None = f.records(N_("Goals served"), r.GoalLink, N_("Goal served"))
    indicators: tuple[r.IndicatorLink, ...] | None = f.records(
        N_("Indicators moved"), r.IndicatorLink, N_("Indicator moved")
    )
    reports: tuple[r.Report, ...] | None = f.records(N_("Progress reports"), r.Report, N_("Progress report"))
    empty_lists: tuple[str, ...] | None = f.texts(N_("Lists given as empty"), internal=True)


class Milestone(Element):
    """A checkpoint of a project with a deliverable and evidence."""

    kind_name = "milestone"
    label = N_("Milestone")
    plural_label = N_("Milestones")
    list_name = "milestones"
    owner_field = "project"
    owner_kind = "project"
    code_prefix = "M"

    project: str = f.reference(N_("Project"), "project", internal=True, required=True)
    title: str = f.text(N_("Title"), required=True)
    stage: str | None = f.choice(N_("Stage"), c.STAGE)
    due: date | None = f.date(N_("Due date"))
    deliverable: str | None = f.text(N_("Deliverable"))
    acceptance: str | None = f.long_text(N_("Acceptance criterion"))
    document_number: str | None = f.text(N_("Approval number"))
    done_on: date | None = f.date(N_("Done on"))
    evidence: tuple[str, ...] | None = f.texts(N_("Evidence"), files=True)


class Indicator(Element):
    """A measure: definition, baseline, yearly targets, actuals, who answers for it."""

    kind_name = "indicator"
    label = N_("Indicator")
    plural_label = N_("Indicators")
    list_name = "indicators"
    title_field = "name"
    parent_field = "parent"
    code_prefix = "I"

    name: str = f.text(N_("Name"), required=True)
    parent: str | None = f.reference(N_("Part of indicator"), "indicator")
    goals: tuple[str, ...] | None = f.references(N_("Measures goals"), "goal")
    domains: tuple[str, ...] | None = f.choices(N_("Problems"), c.DOMAIN)
    unit: str | None = f.text(N_("Unit of measurement"))
    kind: str | None = f.choice(N_("Kind"), c.INDICATOR_KIND)
    value_type: str | None = f.choice(N_("Type of value"), c.VALUE_TYPE)
    aggregation: str | None = f.choice(N_("Aggregation"), c.AGGREGATION)
    nature: str | None = f.choice(N_("Nature of indicator"), c.NATURE)
    origin: str | None = f.choice(N_("Origin"), c.ORIGIN)
    catalogue: str | None = f.text(N_("Catalogue"))
    catalogue_item: str | None = f.text(N_("Catalogue item"))
    definition: str | None = f.long_text(N_("Definition"))
    formula: str | None = f.long_text(N_("Formula"))
    scope: str | None = f.long_text(N_("Statistical scope"))
    data_source: str | None = f.text(N_("Data source"))
    frequency: str | None = f.choice(N_("Frequency"), c.FREQUENCY)
    direction: str | None = f.choice(N_("Direction"), c.DIRECTION)
    range: tuple[Decimal, ...] | None = f.numbers(N_("Range (from, to)"), minimum=2, maximum=2)
    rubric: tuple[r.RubricLevel, ...] | None = f.records(N_("Rubric"), r.RubricLevel, N_("Rubric level"))
    baseline: r.Baseline | None = f.record(N_("Baseline"), r.Baseline)
    targets: tuple[r.Target, ...] | None = f.records(N_("Targets"), r.Target, N_("Target"))
    actuals: tuple[r.Actual, ...] | None = f.records(N_("Actual values"), r.Actual, N_("Actual value"))
    responsible_unit: str | None = f.reference(N_("Responsible unit"), "unit", loose=True)
    data_unit: str | None = f.reference(N_("Data unit"), "unit", loose=True)
    bases: tuple[str, ...] | None = f.references(N_("Bases"), "basis")
    takes_up: tuple[r.TakeUp, ...] | None = f.records(N_("Takes up"), r.TakeUp, N_("Taken up"))
    addressed_to: tuple[str, ...] | None = f.texts(N_("Addressed to"))


class Service(Element):
    """A service to citizens or enterprises and what becomes simpler."""

    kind_name = "service"
    label = N_("Service")
    plural_label = N_("Services")
    list_name = "services"
    code_prefix = "V"

    title: str = f.text(N_("Title"), required=True)
    life_stage: str | None = f.choice(N_("Life stage"), c.LIFE_STAGE)
    unit: str | None = f.reference(N_("Unit"), "unit", loose=True)
    steps_before: int | None = f.integer(N_("Steps before"), minimum=0)
    steps_after: int | None = f.integer(N_("Steps after"), minimum=0)
    visits_before: int | None = f.integer(N_("Visits before"), minimum=0)
    visits_after: int | None = f.integer(N_("Visits after"), minimum=0)
    online_level: str | None = f.text(N_("Online level"))
    projects: tuple[str, ...] | None = f.references(N_("Projects"), "project")


class Envelope(Element):
    """The money that a source can give in a year; amount in fen."""

    kind_name = "envelope"
    label = N_("Envelope")
    plural_label = N_("Envelopes")
    list_name = "envelopes"
    title_field = ""
    code_prefix = "E"

    year: int = f.year(N_("Year"), required=True)
    source: str = f.choice(N_("Source"), c.SOURCE, required=True)
    amount: int = f.money(N_("Amount"), required=True)


class Risk(Element):
    """What may go wrong, and who sees to it."""

    kind_name = "risk"
    label = N_("Risk")
    plural_label = N_("Risks")
    list_name = "risks"
    code_prefix = "R"

    title: str = f.text(N_("Title"), required=True)
    probability: str | None = f.choice(N_("Probability"), c.GRADE)
    impact: str | None = f.choice(N_("Impact"), c.GRADE)
    mitigation: str | None = f.long_text(N_("Mitigation"))
    owner: str | None = f.reference(N_("Risk owner"), "unit", loose=True)
    threatens: tuple[str, ...] | None = f.references(N_("Threatens"), "goal", "project", "indicator")


class Safeguard(Element):
    """A measure that supports the plan: organisation, money, people, security, supervision."""

    kind_name = "safeguard"
    label = N_("Safeguard")
    plural_label = N_("Safeguards")
    list_name = "safeguards"
    code_prefix = "A"

    title: str = f.text(N_("Title"), required=True)
    kind: str | None = f.choice(N_("Kind"), c.SAFEGUARD_KIND)
    text: str | None = f.long_text(N_("Text"))
    responsible_unit: str | None = f.reference(N_("Responsible unit"), "unit", loose=True)


class Section(Element):
    """A chapter of the plan text (Markdown)."""

    kind_name = "section"
    label = N_("Section")
    plural_label = N_("Sections")
    list_name = "sections"
    code_prefix = "S"

    kind: str | None = f.choice(N_("Kind"), c.SECTION_KIND)
    title: str = f.text(N_("Title"), required=True)
    text: str | None = f.long_text(N_("Text"))
    box: r.Box | None = f.record(N_("Box"), r.Box)


class Scheme(Element):
    """How a year is assessed."""

    kind_name = "scheme"
    label = N_("Assessment scheme")
    plural_label = N_("Assessment schemes")
    list_name = "schemes"
    title_field = ""
    code_prefix = "K"

    year: int = f.year(N_("Year"), required=True)
    frozen: bool | None = f.boolean(N_("Frozen"))
    full_mark: Decimal | None = f.number(N_("Full mark"))
    scope: str | None = f.choice(N_("Scope"), c.SCHEME_SCOPE)
    unit_classes: tuple[str, ...] | None = f.texts(N_("Unit classes"))
    missing: str | None = f.choice(N_("Missing values"), c.MISSING)
    groups: tuple[r.Group, ...] | None = f.records(N_("Groups"), r.Group, N_("Group"))
    levels: tuple[r.ResultLevel, ...] | None = f.records(N_("Levels"), r.ResultLevel, N_("Level of result"))
    calendar: tuple[r.CalendarStep, ...] | None = f.records(
        N_("Calendar of the year"), r.CalendarStep, N_("Step")
    )
    result_use: str | None = f.long_text(N_("Use of results"))
    results: tuple[r.Result, ...] | None = f.records(N_("Results"), r.Result, N_("Result"))
    empty_lists: tuple[str, ...] | None = f.texts(N_("Lists given as empty"), internal=True)


class SchemeItem(Element):
    """One thing assessed: indicator, milestone or project, units, marks and method."""

    kind_name = "scheme_item"
    label = N_("Scheme item")
    plural_label = N_("Scheme items")
    list_name = "items"
    title_field = ""
    owner_field = "scheme"
    owner_kind = "scheme"
    code_prefix = "T"

    scheme: str = f.reference(N_("Assessment scheme"), "scheme", internal=True, required=True)
    indicator: str | None = f.reference(N_("Indicator"), "indicator")
    milestone: str | None = f.reference(N_("Milestone"), "milestone")
    project: str | None = f.reference(N_("Project"), "project")
    units: tuple[str, ...] | None = f.references(N_("Units assessed"), "unit", loose=True)
    unit_class: str | None = f.text(N_("Unit class"))
    group: str | None = f.text(N_("Group"))
    marks: Decimal | None = f.number(N_("Marks"))
    marks_by_class: tuple[r.ClassMarks, ...] | None = f.records(
        N_("Marks by class"), r.ClassMarks, N_("Marks of a class"), mapping=True
    )
    year_target: Decimal | None = f.number(N_("Target of the year"))
    assessor_unit: str | None = f.reference(N_("Assessor"), "unit", loose=True)
    data_unit: str | None = f.reference(N_("Data unit"), "unit", loose=True)
    veto: str | None = f.choice(N_("Veto"), c.VETO)
    change_reason: str | None = f.text(N_("Reason for the change"))
    exempt: r.Exemption | None = f.record(N_("Exemption"), r.Exemption)
    method: str | None = f.choice(N_("Method"), c.METHOD)
    parameters: dict[str, Any] | None = f.free_object(N_("Parameters of the method"))

    @property
    def thing(self) -> str | None:
        """The id of what it assesses; None where it names nothing."""
        return self.indicator or self.milestone or self.project


class Comment(Element):
    """What somebody said of the draft, and what became of it."""

    kind_name = "comment"
    label = N_("Comment received")
    plural_label = N_("Comments received")
    list_name = "comments"
    title_field = "text"
    code_prefix = "C"

    round: int | None = f.integer(N_("Round"), minimum=0)
    unit: str | None = f.reference(N_("Unit"), "unit", loose=True)
    public: bool | None = f.boolean(N_("From the public"))
    received_on: date | None = f.date(N_("Received on"))
    element: str | None = f.text(N_("Element"))
    text: str | None = f.long_text(N_("Text"))
    adopted: str | None = f.choice(N_("Adopted"), c.ADOPTED)
    reason: str | None = f.long_text(N_("Reason"))
    handled_by: str | None = f.text(N_("Handled by"))


class Adjustment(Element):
    """A formal change of an issued plan."""

    kind_name = "adjustment"
    label = N_("Plan adjustment")
    plural_label = N_("Plan adjustments")
    list_name = "adjustments"
    title_field = "document_number"
    code_prefix = "J"

    on: date | None = f.date(N_("Date"))
    approver: str | None = f.text(N_("Approver"))
    document_number: str | None = f.text(N_("Document number"))
    reason: str | None = f.long_text(N_("Reason"))
    changes: tuple[r.AdjustedField, ...] | None = f.records(
        N_("Fields changed"), r.AdjustedField, N_("Field changed")
    )


class Waiver(Element):
    """A finding that is accepted, with the reason. Its id is the library's own, not exchanged."""

    kind_name = "waiver"
    label = N_("Waiver")
    plural_label = N_("Waivers")
    list_name = "waivers"
    title_field = "rule"

    id: str = f.text(N_("Id"), required=True, internal=True)
    position: str = f.text(N_("Place in the list"), internal=True)
    code: str | None = f.text(N_("Code"), internal=True)
    notes: str | None = f.long_text(N_("Notes"), internal=True)
    absent: tuple[r.AbsentReason, ...] | None = f.absent(internal=True)
    rule: str = f.text(N_("Rule"), required=True)
    element: str = f.text(N_("Element"), required=True)
    field: str | None = f.text(N_("Field"))
    reason: str = f.long_text(N_("Reason"), required=True)
    by: str | None = f.text(N_("By"))
    until: date | None = f.date(N_("Until"))


#: Every kind, in the order of the exchange format; owners before what they own.
KINDS: Final[dict[str, type[Element]]] = {
    cls.kind_name: cls
    for cls in (
        PlanHead,
        Unit,
        Basis,
        Need,
        Goal,
        Project,
        Milestone,
        Indicator,
        Service,
        Envelope,
        Risk,
        Safeguard,
        Section,
        Scheme,
        SchemeItem,
        Comment,
        Adjustment,
        Waiver,
    )
}
