"""The closed lists of the plan model: English name (as in exchange files) -> label."""

from __future__ import annotations

from typing import Final

from workbench.i18n import N_

PLAN_KIND: Final = {
    "outline": N_("Outline"),
    "top_level_design": N_("Top-level design"),
    "special_plan": N_("Sector-specific plan"),
    "action_plan": N_("Action plan"),
    "implementation_scheme": N_("Implementation scheme"),
    "annual_points": N_("Annual work priorities"),
    "three_year_rolling": N_("Three-year rolling plan"),
}
LEVEL: Final = {
    "national": N_("National"),
    "province": N_("Province"),
    "city": N_("City"),
    "district": N_("District"),
    "town": N_("Town"),
    "community": N_("Community"),
    "cluster": N_("City cluster"),
}
PLAN_STATUS: Final = {
    "draft": N_("Draft"),
    "comment": N_("Draft for comment"),
    "submission": N_("Submitted for approval"),
    "approved": N_("Approved"),
    "in_force": N_("In force"),
    "concluded": N_("Concluded"),
    "repealed": N_("Repealed"),
    "archived": N_("Archived"),
}
LETTERHEAD: Final = {"document": N_("Document form"), "letter": N_("Letter form")}
OPENNESS: Final = {
    "active": N_("Published"),
    "on_request": N_("Published on request"),
    "none": N_("Not published"),
}
DOMAIN: Final = {
    "industry": N_("Industry"),
    "livelihood": N_("Livelihood"),
    "environment": N_("Environment"),
    "administration": N_("Administration"),
    "capital": N_("Capital"),
}
SUBJECT: Final = {
    "government": N_("Government"),
    "enterprise": N_("Enterprises"),
    "citizen": N_("Citizens"),
}
ABSENT_REASON: Final = {
    "not_seen": N_("Not seen in the source"),
    "not_applicable": N_("Not applicable"),
    "new_indicator": N_("New indicator"),
    "confidential": N_("Confidential"),
    "pending": N_("Pending"),
}
EVALUATION_KIND: Final = {
    "annual": N_("Annual evaluation"),
    "midterm": N_("Mid-term evaluation"),
    "final": N_("Final evaluation"),
}
PROCEDURE_STEP: Final = {
    "public": N_("Public participation"),
    "expert": N_("Expert review"),
    "risk": N_("Risk assessment"),
    "legality": N_("Legality review"),
    "collective": N_("Collective decision"),
    "peoples_congress": N_("People's congress"),
}
LANGUAGE: Final = {"zh": N_("Chinese"), "en": N_("English")}
UNIT_KIND: Final = {
    "department": N_("Department"),
    "enterprise": N_("Enterprise"),
    "institution": N_("Public institution"),
    "community": N_("Community"),
    "committee": N_("Committee"),
    "region": N_("Region"),
    "group": N_("Group of units"),
    "generic": N_("Generic phrase"),
}
GRADE: Final = {"high": N_("High"), "medium": N_("Medium"), "low": N_("Low")}
GOAL_KIND: Final = {
    "overall": N_("Overall goal"),
    "stage": N_("Stage goal"),
    "specific": N_("Specific goal"),
}
TAKE_UP_MODE: Final = {
    "same": N_("The whole demand"),
    "share": N_("This plan's share"),
    "support": N_("In support"),
}
PROJECT_KIND: Final = {
    "programme": N_("Programme"),
    "project": N_("Project"),
    "task": N_("Task"),
}
PROJECT_NATURE: Final = {
    "new": N_("New"),
    "continued": N_("Continued"),
    "reserve": N_("Reserve"),
}
#: Statuses of a plan that somebody has approved: what is changed from then on is accounted for.
APPROVED: Final = frozenset({"approved", "in_force", "concluded", "repealed", "archived"})
PROJECT_STATUS: Final = {
    "planned": N_("Planned"),
    "active": N_("Under way"),
    "done": N_("Done"),
    "paused": N_("Paused"),
    "cancelled": N_("Cancelled"),
}
STAGE: Final = {
    "idea": N_("Idea"),
    "proposal": N_("Project proposal"),
    "feasibility": N_("Feasibility study"),
    "design": N_("Preliminary design"),
    "procurement": N_("Tendering and procurement"),
    "contract": N_("Contract"),
    "construction": N_("Construction"),
    "trial_run": N_("Trial operation"),
    "preliminary_acceptance": N_("Preliminary acceptance"),
    "final_acceptance": N_("Final acceptance"),
    "operation": N_("Operation"),
    "evaluation": N_("Performance evaluation"),
    "other": N_("Other"),
}
DONE: Final = {"yes": N_("Done"), "no": N_("Not done"), "partial": N_("Partly done")}
LINK_TYPE: Final = {
    "FS": N_("Finish to start"),
    "SS": N_("Start to start"),
    "FF": N_("Finish to finish"),
    "SF": N_("Start to finish"),
}
SOURCE: Final = {
    "central": N_("Central budget"),
    "provincial": N_("Provincial budget"),
    "city": N_("City budget"),
    "district": N_("District budget"),
    "town": N_("Town budget"),
    "government_fund": N_("Government fund"),
    "special_bond": N_("Special-purpose bond"),
    "special_treasury_bond": N_("Special treasury bond"),
    "policy_finance": N_("Policy finance"),
    "ppp_concession": N_("PPP or concession"),
    "enterprise_investment": N_("Enterprise investment"),
    "bank_loan": N_("Bank loan"),
    "own": N_("Own funds"),
    "other": N_("Other"),
}
FUNDING_USE: Final = {"capital": N_("Capital expenditure"), "operating": N_("Operating expenditure")}
OPERATION_MODEL: Final = {
    "government_run": N_("Run by the government"),
    "government_purchase": N_("Government purchase of services"),
    "ppp": N_("Public-private partnership"),
    "concession": N_("Concession"),
    "enterprise_led": N_("Led by an enterprise"),
}
GOAL_ROLE: Final = {"primary": N_("Primary"), "supporting": N_("Supporting")}
REPORT_STATE: Final = {
    "draft": N_("Draft"),
    "submitted": N_("Submitted"),
    "returned": N_("Returned"),
    "accepted": N_("Accepted"),
}
INDICATOR_KIND: Final = {"quantitative": N_("Quantitative"), "qualitative": N_("Qualitative")}
VALUE_TYPE: Final = {
    "number": N_("Number"),
    "percent": N_("Percentage"),
    "count": N_("Count"),
    "index": N_("Index"),
    "boolean": N_("Yes or no"),
}
AGGREGATION: Final = {
    "level": N_("Level value"),
    "annual": N_("Annual value"),
    "cumulative": N_("Cumulative value"),
    "average_growth": N_("Average growth"),
    "growth": N_("Growth"),
    "multiple": N_("Multiple"),
}
NATURE: Final = {"binding": N_("Binding"), "expected": N_("Expected")}
ORIGIN: Final = {
    "mandatory": N_("Mandatory"),
    "selected": N_("Selected"),
    "local": N_("Local"),
}
FREQUENCY: Final = {
    "month": N_("Monthly"),
    "quarter": N_("Quarterly"),
    "half_year": N_("Half-yearly"),
    "year": N_("Yearly"),
    "two_years": N_("Every two years"),
    "once": N_("Once"),
}
DIRECTION: Final = {
    "higher": N_("Higher is better"),
    "lower": N_("Lower is better"),
    "range": N_("Within a range"),
    "keep": N_("Keep level"),
    "qualitative": N_("Judged in words"),
}
OPERATOR: Final = {
    "eq": N_("equal to"),
    "ge": N_("at least"),
    "le": N_("at most"),
    "gt": N_("more than"),
    "lt": N_("less than"),
    "about": N_("about"),
    "range": N_("from … to …"),
}
LIFE_STAGE: Final = {
    "birth": N_("Birth"),
    "education": N_("Education"),
    "work": N_("Work"),
    "housing": N_("Housing"),
    "medical": N_("Medical care"),
    "elderly": N_("Elderly care"),
    "social_security": N_("Social security"),
    "business": N_("Business"),
    "other": N_("Other"),
}
SAFEGUARD_KIND: Final = {
    "organisation": N_("Organisation"),
    "institution": N_("Rules and institutions"),
    "funding": N_("Funding"),
    "talent": N_("Talent"),
    "security": N_("Security"),
    "standards": N_("Standards"),
    "publicity": N_("Publicity"),
    "supervision": N_("Supervision and assessment"),
    "data_sharing": N_("Data sharing"),
    "operation": N_("Operation and maintenance"),
}
SECTION_KIND: Final = {
    "preface": N_("Preface"),
    "status_quo": N_("Present state"),
    "needs": N_("Needs analysis"),
    "general_requirements": N_("General requirements"),
    "overall_design": N_("Overall design"),
    "goals": N_("Goals"),
    "architecture": N_("Architecture design"),
    "tasks": N_("Main tasks"),
    "key_projects": N_("Key projects"),
    "implementation_path": N_("Implementation path"),
    "safeguards": N_("Safeguard measures"),
    "annex": N_("Annex"),
    "other": N_("Other"),
}
SCHEME_SCOPE: Final = {"plan": N_("The whole plan"), "unit": N_("Each unit or class")}
MISSING: Final = {
    "unscored": N_("Leave unscored"),
    "zero": N_("Count as zero"),
    "rescale": N_("Rescale the rest"),
}
VETO: Final = {
    "none": N_("No veto"),
    "item": N_("Item scores zero"),
    "cap_level": N_("Level lowered by one"),
    "fail": N_("Assessment failed"),
}
METHOD: Final = {
    "completion": N_("Completion rate"),
    "threshold": N_("Target met or nothing"),
    "ladder": N_("Stepped scoring"),
    "deduction": N_("Deduction"),
    "interval": N_("Efficacy interval"),
    "rank": N_("Ranking"),
    "improvement": N_("Improvement"),
    "yes_no": N_("Yes or no"),
    "rubric": N_("Graded judgement"),
    "bonus": N_("Bonus"),
    "penalty": N_("Penalty"),
}
ADOPTED: Final = {
    "yes": N_("Adopted"),
    "partly": N_("Partly adopted"),
    "no": N_("Not adopted"),
    "explained": N_("Explained"),
}
