"""Where the fields stand in the forms: sections of each kind of element, in order."""

from __future__ import annotations

from typing import Final

from workbench.i18n import N_

BASICS: Final = N_("Basics")
ISSUE: Final = N_("Issue and printing")
CONTENT: Final = N_("What it is about")
WHO: Final = N_("Who")
CONTACT: Final = N_("Contact and capacity")
VALIDITY: Final = N_("Validity and succession")
WHEN: Final = N_("When")
MONEY: Final = N_("Money")
OPERATION: Final = N_("Running it")
LINKS: Final = N_("Links")
MEASURE: Final = N_("How it is measured")
VALUES: Final = N_("Values")
PROGRESS: Final = N_("Progress")
PROCEDURE: Final = N_("Procedure and evaluation")
SETTINGS: Final = N_("Settings of the plan")
EFFECT: Final = N_("Before and after")
SCORING: Final = N_("Scoring")
YEAR: Final = N_("Course of the year")
HANDLING: Final = N_("Handling")
EXCEPTIONS: Final = N_("Exceptions")
NOTES: Final = N_("Notes and gaps")

Section = tuple[str, tuple[str, ...]]

_NOTES: Final = (NOTES, ("notes", "absent"))
_DOMAINS: Final = ("domains", "subjects")

#: Sections of the form of each kind: label and fields. Fields that hold owned elements bear the list's name.
LAYOUTS: Final[dict[str, tuple[Section, ...]]] = {
    "plan": (
        (
            BASICS,
            (
                "code",
                "title",
                "kind",
                "level",
                "region_name",
                "region_code",
                "members",
                "period",
                "base_year",
                "as_of",
                "status",
            ),
        ),
        (CONTENT, ("description", "vision", "entry_point", "principles", "focus_domains", "omitted_domains")),
        (LINKS, ("parents", "catalogues", "pilot")),
        (
            ISSUE,
            (
                "issuing_body",
                "document_number",
                "issued_on",
                "letterhead",
                "recipients",
                "copies_to",
                "signatory",
                "printed_on",
                "openness",
            ),
        ),
        (PROCEDURE, ("procedure", "evaluations")),
        (SETTINGS, ("settings", "rule_profile")),
        _NOTES,
    ),
    "unit": (
        (BASICS, ("code", "name", "aliases", "kind", "class_", "parent", "members")),
        (CONTACT, ("leader", "contact", "capacity")),
        (VALIDITY, ("valid_from", "valid_until", "successors")),
        _NOTES,
    ),
    "basis": ((BASICS, ("code", "title", "document_number", "issuer", "date")), _NOTES),
    "need": (
        (BASICS, ("code", "title", *_DOMAINS, "priority")),
        (CONTENT, ("description", "evidence")),
        (LINKS, ("goals",)),
        _NOTES,
    ),
    "goal": (
        (BASICS, ("code", "title", "kind", "parent", *_DOMAINS)),
        (CONTENT, ("description",)),
        (WHO, ("responsible_unit", "addressed_to")),
        (WHEN, ("due",)),
        (LINKS, ("bases", "takes_up")),
        _NOTES,
    ),
    "project": (
        (BASICS, ("code", "title", "kind", "nature", "parent", "key", "livelihood_deed", *_DOMAINS)),
        (CONTENT, ("description", "solves", "technologies", "deliverables")),
        (
            WHO,
            (
                "lead_unit",
                "co_leads",
                "responsible_units",
                "support_units",
                "owner_unit",
                "competent_unit",
                "leader",
                "addressed_to",
            ),
        ),
        (
            WHEN,
            (
                "start",
                "end",
                "duration_days",
                "ongoing",
                "due_text",
                "milestones",
                "year_goals",
                "predecessors",
            ),
        ),
        (MONEY, ("total_investment", "invested_before", "needs_no_funding", "funding")),
        (
            OPERATION,
            ("operation_model", "operator", "revenue", "running_cost_per_year", "running_cost_source"),
        ),
        (LINKS, ("goals", "indicators", "bases", "takes_up")),
        (PROGRESS, ("status", "stage", "progress", "reports")),
        _NOTES,
    ),
    "milestone": (
        (BASICS, ("code", "title", "stage", "due", "deliverable", "acceptance")),
        (PROGRESS, ("done_on", "document_number", "evidence")),
        _NOTES,
    ),
    "indicator": (
        (BASICS, ("code", "name", "parent", "domains", "nature", "origin", "catalogue", "catalogue_item")),
        (VALUES, ("unit", "baseline", "targets", "actuals")),
        (
            MEASURE,
            (
                "kind",
                "value_type",
                "aggregation",
                "direction",
                "range",
                "rubric",
                "definition",
                "formula",
                "scope",
                "data_source",
                "frequency",
            ),
        ),
        (WHO, ("responsible_unit", "data_unit", "addressed_to")),
        (LINKS, ("goals", "bases", "takes_up")),
        _NOTES,
    ),
    "service": (
        (BASICS, ("code", "title", "life_stage", "unit", "online_level")),
        (EFFECT, ("steps_before", "steps_after", "visits_before", "visits_after")),
        (LINKS, ("projects",)),
        _NOTES,
    ),
    "envelope": ((BASICS, ("code", "year", "source", "amount")), _NOTES),
    "risk": (
        (BASICS, ("code", "title", "probability", "impact", "mitigation")),
        (WHO, ("owner",)),
        (LINKS, ("threatens",)),
        _NOTES,
    ),
    "safeguard": ((BASICS, ("code", "title", "kind", "text")), (WHO, ("responsible_unit",)), _NOTES),
    "section": ((BASICS, ("code", "kind", "title", "text", "box")), _NOTES),
    "scheme": (
        (BASICS, ("code", "year", "frozen", "scope", "full_mark", "missing")),
        (SCORING, ("unit_classes", "groups", "levels", "items")),
        (YEAR, ("calendar", "result_use", "results")),
        _NOTES,
    ),
    "scheme_item": (
        (BASICS, ("code", "indicator", "milestone", "project", "year_target")),
        (WHO, ("units", "unit_class", "assessor_unit", "data_unit")),
        (SCORING, ("group", "marks", "marks_by_class", "method", "parameters", "veto")),
        (EXCEPTIONS, ("exempt", "change_reason")),
        _NOTES,
    ),
    "comment": (
        (BASICS, ("code", "round", "unit", "public", "received_on", "element", "text")),
        (HANDLING, ("adopted", "reason", "handled_by")),
        _NOTES,
    ),
    "adjustment": ((BASICS, ("code", "on", "approver", "document_number", "reason", "changes")), _NOTES),
    "waiver": ((BASICS, ("rule", "element", "field", "reason", "by", "until")),),
}

#: Types that half the width of the form is enough for, and texts that are as short.
SHORT_TYPES: Final = frozenset({"choice", "boolean", "integer", "year", "number", "money", "date", "period"})
SHORT_TEXTS: Final = frozenset(
    {
        "approver",
        "by",
        "catalogue",
        "catalogue_item",
        "class_",
        "code",
        "contact",
        "field",
        "group",
        "handled_by",
        "leader",
        "online_level",
        "range",
        "region_code",
        "region_name",
        "rule",
        "signatory",
        "unit",
        "unit_class",
    }
)

#: Lists of owned elements that stand in a form: name -> kind.
OWNED: Final = {"milestones": "milestone", "items": "scheme_item"}
