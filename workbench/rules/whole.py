"""Rules of the whole: does the plan say what it is, and does it see the city whole?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.i18n import N_
from workbench.plan.choices import DOMAIN, SAFEGUARD_KIND, SUBJECT
from workbench.plan.elements import KINDS, Goal, PlanHead, Project, Safeguard
from workbench.rules.rule import ERROR, INFO, PASSED, WARNING, Ref, Unknown, Word, fault, passed_as, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.plan.elements import Element
    from workbench.rules.rule import Fault, Outcome
    from workbench.rules.view import View

#: Plans that look at the whole city; others may keep to a part of it.
_WHOLE_CITY: Final = frozenset({"outline", "top_level_design"})


#: Reasons for an empty field that leave open what it would hold.
OPEN: Final = frozenset({"not_seen", "pending"})


def weight_of_breadth(head: PlanHead) -> str:
    """How much it weighs that a plan of this kind leaves out a part of the city."""
    return WARNING if head.kind in _WHOLE_CITY else INFO


def is_blank(value: object) -> bool:
    """Nothing, or text that is only space."""
    return value is None or (isinstance(value, str) and not value.strip())


@rule("S101", "plan-head-incomplete", ERROR, "plan", N_("The plan says what it is, where, for when, by whom"))
def plan_head_incomplete(_seen: View, head: PlanHead) -> Outcome | list[Fault]:
    """The plan states its title, level, planning period, base year and issuing authority, and its region
    unless it is the plan of a city cluster.

    Why: Everything else hangs on these entries. Without a period no date can be early or late, without a
    base year no growth can be told, and without an issuing authority nobody answers for the plan.

    How: Fill in the plan's own form. A plan that is still being drafted states the period and the authority
    it is being drafted for; what is truly not known yet is marked as pending, with a note.

    Good: Example City, city level, 2026-01-01 to 2030-12-31, base year 2025, issued by the municipal
    government.

    Bad: A plan called “smart city plan (final draft 3)” that names no period and no authority.
    """
    missing = [
        name for name in ("title", "level", "period", "base_year", "issuing_body") if is_blank(head.get(name))
    ]
    if head.level != "cluster" and is_blank(head.region_name) and is_blank(head.region_code):
        missing.append("region_name" if head.why_absent("region_code") is None else "region_code")
    if not missing:
        return PASSED
    labels = PlanHead.field_of
    return [
        fault(name, N_("The plan has no entry for “{field}”"), field=Word(labels[name].label))
        for name in missing
    ]


@rule("S102", "plan-period-wrong", ERROR, "plan", N_("The planning period and the base year fit together"))
def plan_period_wrong(_seen: View, head: PlanHead) -> Outcome | list[Fault]:
    """The plan ends after it starts, and its base year is not later than its first year.

    Why: The base year is what every increase is measured from. A base that lies inside the period counts
    part of what was achieved as if it had been there before.

    How: Set the first and the last day of the period. The base year is usually the last full year before
    the plan starts; the first year itself is still allowed.

    Good: Period 2026-01-01 to 2030-12-31, base year 2025.

    Bad: Period 2026-01-01 to 2030-12-31, base year 2028.
    """
    period = head.period
    if period is None:
        return None
    found = []
    if period.end <= period.start:
        found.append(
            fault(
                "period",
                N_("The plan ends on {end}, which is not after its start on {start}"),
                start=period.start,
                end=period.end,
            )
        )
    if head.base_year is not None and head.base_year > period.start.year:
        found.append(
            fault(
                "base_year",
                N_("The base year {base} is later than {first}, the first year of the plan"),
                base=head.base_year,
                first=period.start.year,
            )
        )
    return found or PASSED


@rule(
    "S103",
    "code-used-twice",
    ERROR,
    "any",
    N_("Every code stands for one element of its kind"),
    whole=True,
    cancelled_too=True,
)
def code_used_twice(seen: View) -> Iterator[tuple[Element, Outcome]]:
    """No two elements of the same kind in a plan bear the same code.

    Why: Units report, inspectors ask and tables refer by code. Two projects called P-014 get each other's
    progress, money and marks.

    How: Give one of them the next free code. Codes of different kinds do not disturb each other: a goal
    and a project may both be 01.

    Good: P-014 data platform, P-015 sensing network.

    Bad: P-014 data platform, P-014 sensing network, after two districts' tables were put together.
    """
    for kind in KINDS:
        if kind == "waiver":
            continue
        bearers: dict[str, list[Element]] = {}
        for element in seen.plan.of_kind(kind):
            if element.code and (code := element.code.strip()):
                bearers.setdefault(code, []).append(element)
        for code, sharing in bearers.items():
            if len(sharing) == 1:
                yield sharing[0], PASSED
                continue
            for element in sharing:
                # One other is named, not all: a column of equal codes must not make a list of lists.
                other = sharing[1] if element is sharing[0] else sharing[0]
                yield element, _same_code(code, other, len(sharing) - 2)


def _same_code(code: str, other: Element, more: int) -> Fault:
    if more:
        return fault(
            "code",
            N_("{name} shares the code {code} with {other} and {more} more"),
            related=(other.id,),
            code=code,
            other=Ref(other.id),
            more=more,
        )
    return fault(
        "code",
        N_("{name} shares the code {code} with {other}"),
        related=(other.id,),
        code=code,
        other=Ref(other.id),
    )


@rule(
    "S104",
    "domain-without-goal",
    WARNING,
    "plan",
    N_("Each of the five problems has a goal, or a reason why not"),
    whole=True,
)
def domain_without_goal(seen: View) -> Iterator[tuple[Element, Outcome]]:
    """Industry, livelihood, environment, administration and capital each have a goal, or the plan lists the
    problem as left out and says why. Capital also holds when there is a safeguard of the kind funding and
    projects have funding lines. Cannot be judged where a goal states that its problems were not seen or are
    still to come. A hint only for plans other than outlines and top-level designs.

    Why: A plan of the whole city faces all five problems. One that was forgotten comes back as a cost: a
    platform without money to run it, growth without air to breathe.

    How: Assign the goals you have to their problems (the first one named is the main one), add a goal where
    one is missing, or enter the problem under “problems left out” with the reason.

    Good: The environment has no goal of its own; it is entered as left out: “covered by the ecological city
    plan 2026-2030”.

    Bad: Twelve goals, all on industry and administration, and not a word about the other three.
    """
    head = seen.head
    covered: set[str] = set()
    for goal in seen.plan.all(Goal):
        covered.update(goal.domains or ())
    for left_out in head.omitted_domains or ():
        if not is_blank(left_out.reason):
            covered.add(left_out.domain)
    if "capital" not in covered and _is_funded(seen):
        covered.add("capital")
    missing = [Word(label) for domain, label in DOMAIN.items() if domain not in covered]
    if missing and _is_open(seen, "domains", Goal):
        yield head, Unknown(weight_of_breadth(head))
    elif missing:
        # Where the goals as a whole were not seen, their reason speaks for what none of them addresses.
        unseen = head.why_absent("goals") is not None and not seen.plan.count("goal")
        yield (
            head,
            fault(
                "goals" if unseen else "omitted_domains",
                N_("No goal addresses {domains}, and no reason is given for leaving it out"),
                severity=weight_of_breadth(head),
                domains=tuple(missing),
            ),
        )
    else:
        yield head, passed_as(weight_of_breadth(head))


def _is_open(seen: View, field: str, *classes: type[Element]) -> bool:
    """Whether it is not known of some element what a field holds: it may be the one that is missed."""
    return any(
        one.absent and not one.get(field) and one.why_absent(field) in OPEN and not seen.is_cancelled(one)
        for cls in classes
        for one in seen.plan.all(cls)
    )


def _is_funded(seen: View) -> bool:
    """A funding safeguard, and money for a project that is not cancelled."""
    return any(one.kind == "funding" for one in seen.plan.all(Safeguard)) and any(
        one.funding and not seen.is_cancelled(one) for one in seen.plan.all(Project)
    )


@rule(
    "S106",
    "subject-not-served",
    WARNING,
    "plan",
    N_("Government, enterprises and citizens are each served"),
    whole=True,
)
def subject_not_served(seen: View) -> Iterator[tuple[Element, Outcome]]:
    """Each of the three subjects of a smart city, government, enterprises and citizens, is served by a goal
    or by a project that is not cancelled. Cannot be judged where a goal or project states that its subjects
    were not seen or are still to come. A hint only for plans other than outlines and top-level designs.

    Why: A smart city has three builders and three beneficiaries. A plan that serves only the government
    builds systems for offices; enterprises and citizens notice nothing of it.

    How: Enter on goals and projects whom they serve. If a subject remains empty, ask what enterprises or
    citizens would be able to do after the plan that they cannot do now.

    Good: One-stop handling serves citizens and enterprises, the data platform serves the government.

    Bad: All twenty projects serve the government.
    """
    head = seen.head
    served: set[str] = set()
    for goal in seen.plan.all(Goal):
        served.update(goal.subjects or ())
    if len(served) < len(SUBJECT):
        for project in seen.plan.all(Project):
            if project.subjects and not seen.is_cancelled(project):
                served.update(project.subjects)
    missing = [Word(label) for subject, label in SUBJECT.items() if subject not in served]
    if missing and _is_open(seen, "subjects", Goal, Project):
        yield head, Unknown(weight_of_breadth(head))
    elif missing:
        yield (
            head,
            fault(
                "goals",
                N_("No goal and no project serves {subjects}"),
                severity=weight_of_breadth(head),
                subjects=tuple(missing),
            ),
        )
    else:
        yield head, passed_as(weight_of_breadth(head))


@rule("S109", "entry-point-missing", INFO, "plan", N_("The plan states its entry point"))
def entry_point_missing(_seen: View, head: PlanHead) -> Outcome:
    """The plan says where this place begins, after its own conditions.

    Why: No model fits every place. What a place has already, an industry, a river, a port, a problem
    everybody feels, is where money moves first and results show first.

    How: Write in two or three sentences what the place starts with and why there, and let the first
    projects follow from it.

    Good: We begin with the household appliance belt of the southern district: connect machines, testing and
    logistics first, then let credit and energy services follow.

    Bad: We will build comprehensively across all fields at once.
    """
    if is_blank(head.entry_point):
        return fault("entry_point", N_("The plan does not say where this place starts"))
    return PASSED


@rule("S110", "plan-without-basis", WARNING, "plan", N_("The plan rests on at least one basis"))
def plan_without_basis(seen: View, _head: PlanHead) -> Outcome:
    """At least one document that the plan rests on is listed: a law, a plan above, a decision, a standard.

    Why: Who approves a plan asks first what it is based on. Bases also carry the demands that the plan has
    to take up, and the ground on which money can be asked for.

    How: Enter the documents with title, number, issuer and date, and name them at the goals and projects
    that follow from them.

    Good: Development plan of the province for digital government, with number and date, named at the goal
    “one-stop service”.

    Bad: “In accordance with the relevant spirit of the higher authorities”, and an empty list.
    """
    if seen.plan.count("basis"):
        return PASSED
    return fault("bases", N_("The plan names no document that it rests on"))


#: Kinds of safeguard that a plan needs, and kinds that it had better have.
SAFEGUARDS: Final = {
    WARNING: ("organisation", "funding", "security", "supervision"),
    INFO: ("institution", "talent"),
}


@rule("S111", "safeguards-incomplete", WARNING, "plan", N_("The safeguards cover what a plan needs"))
def safeguards_incomplete(seen: View, _head: PlanHead) -> list[Outcome]:
    """There are safeguards for organisation, funding, security and supervision; a hint is given when those
    for rules and institutions or for talent are missing.

    Why: Projects fail less often for want of technology than for want of somebody who decides, money that
    arrives, data that is safe and somebody who looks whether it was done.

    How: Enter each safeguard with its kind and with the unit that answers for it. One text that covers two
    fields becomes two safeguards.

    Good: A leading group chaired by the mayor (organisation), a yearly budget line (funding), graded
    protection before going live (security), a quarterly review (supervision).

    Bad: Three paragraphs on leadership and publicity, nothing on money.
    """
    present = {one.kind for one in seen.plan.all(Safeguard)}
    outcomes: list[Outcome] = []
    for severity, wanted in SAFEGUARDS.items():
        missing = tuple(Word(SAFEGUARD_KIND[kind]) for kind in wanted if kind not in present)
        if missing:
            outcomes.append(
                fault(
                    "safeguards",
                    N_("No safeguard for {kinds}"),
                    severity=severity,
                    kinds=missing,
                )
            )
        else:
            outcomes.append(passed_as(severity))
    return outcomes


@rule("S117", "issued-without-number", WARNING, "plan", N_("An approved plan bears its number and date"))
def issued_without_number(seen: View, head: PlanHead) -> Outcome | list[Fault]:
    """From approval on the plan bears a document number and a date of issue; it is an error for a plan in
    force to have no number.

    Why: Units are held to a document, not to a file on a computer. Without number and date nobody can cite
    the plan, publish it or tell which version is valid.

    How: Enter the number (agency code, year in 〔〕, serial number) and the date of signing as they stand on
    the issued document.

    Good: In force, 示府〔2026〕1号, issued 2026-01-15.

    Bad: In force since spring, number “to follow”, no date.
    """
    if not seen.approved:
        return None
    severity = ERROR if seen.in_force else WARNING
    found = []
    if is_blank(head.document_number):
        found.append(fault("document_number", N_("The plan bears no document number"), severity=severity))
    if head.issued_on is None:
        found.append(fault("issued_on", N_("The plan bears no date of issue"), severity=WARNING))
    return found or passed_as(severity)
