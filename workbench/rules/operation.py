"""Rules of implementability about the time after completion: who runs it, how, and what that costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.i18n import N_
from workbench.plan.choices import OPERATION_MODEL, SOURCE
from workbench.rules.money_lines import sources_of
from workbench.rules.rule import ERROR, INFO, PASSED, WARNING, Fen, Word, fault, passed_as, rule

if TYPE_CHECKING:
    from workbench.plan.elements import Project
    from workbench.rules.rule import Outcome
    from workbench.rules.view import View


@rule(
    "I309",
    "operation-model-missing",
    ERROR,
    "project",
    N_("What enterprises pay for says how it is run"),
)
def operation_model_missing(seen: View, project: Project) -> Outcome:
    """A project with a funding line from a concession (PPP) or from enterprises states its operation model.
    An error for concessions, a warning for enterprise investment.

    Why: An enterprise gives money to earn it back. Who runs the thing, who pays, and for how long is what
    the contract is about; until it is decided the money is a hope.

    How: Choose the operation model: concession, led by an enterprise, purchase of services. A concession
    needs its model before a partner can be sought.

    Good: Charging network, enterprise investment 5200 (10,000 yuan), led by an enterprise.

    Bad: Charging network, concession 5200, and nothing on how it is run.

    Source: GB/T 36333-2018, design of the implementation path: mode of operation of key projects (in our
    words; professional knowledge).
    """
    sources = sources_of(seen, project)
    if "ppp_concession" in sources:
        source, severity = "ppp_concession", ERROR
    elif "enterprise_investment" in sources:
        source, severity = "enterprise_investment", WARNING
    else:
        return None
    if project.operation_model is not None:
        return passed_as(severity)
    return fault(
        "operation_model",
        N_("{name} counts on {amount} from “{source}”, but does not say how it will be run"),
        severity=severity,
        amount=Fen(sum(line.amount for line in project.funding or () if line.source == source)),
        source=Word(SOURCE[source]),
    )


@rule("I310", "operator-missing", INFO, "project", N_("Every project says who runs it afterwards"))
def operator_missing(_seen: View, project: Project) -> Outcome:
    """A project (not a programme, not a task) names the unit that operates what it builds.

    Why: Systems are accepted with applause and switched off two years later, because nobody was to run
    them. The operator should sit at the table when the requirements are written.

    How: Name the unit that operates it after completion: a centre, an enterprise, a district.

    Good: Data platform, operator: municipal big data centre.

    Bad: A platform whose plan ends with the final acceptance.
    """
    if project.kind != "project":
        return None
    if project.operator is not None:
        return PASSED
    return fault("operator", N_("{name} does not say which unit will run it after completion"))


@rule(
    "I326",
    "concession-under-old-rules",
    WARNING,
    "project",
    N_("A new concession follows the rules of 2023"),
    after="2023-11",
)
def concession_under_old_rules(seen: View, project: Project) -> Outcome:
    """A project with a funding line from a concession (PPP) that starts after November 2023 (the month can
    be set) has the operation model “concession”. Where no model is stated at all, I309 speaks.

    Why: Since November 2023 public-private partnerships are limited to concessions of projects that users
    pay for. A partnership in which the government pays is not approved any more.

    How: Turn it into a concession that lives on users' payments, or pay from the budget and purchase the
    service.

    Good: Smart parking, start 2026-05-01, concession, users pay.

    Bad: Street lighting, start 2026-05-01, public-private partnership, the government pays for availability.

    Source: Professional knowledge of current practice: 国办函〔2023〕115号, guiding opinions on the new
    mechanism for co-operation of government and private capital.
    """
    if "ppp_concession" not in sources_of(seen, project) or project.operation_model is None:
        return None
    start = seen.start_of(project)
    if start is None or start.isoformat()[:7] <= str(seen.parameter("I326", "after")):
        return None
    if project.operation_model == "concession":
        return PASSED
    return fault(
        "operation_model",
        N_(
            "{name} starts on {start} with private capital, but its operation model is “{model}”,"
            " not concession"
        ),
        start=start,
        model=Word(OPERATION_MODEL[project.operation_model]),
    )


@rule(
    "I327",
    "running-cost-missing",
    WARNING,
    "project",
    N_("What technology costs each year is stated and paid for"),
)
def running_cost_missing(_seen: View, project: Project) -> Outcome:
    """A project (not a programme, not a task) that names technologies states what running it costs each year
    and from which source that is paid. A running cost of zero needs no source.

    Why: Operation and maintenance of a system cost a good part of its price every year, long after the plan.
    What no budget foresees is switched off.

    How: Enter the yearly running cost, an estimate will do, and its source: whose budget, or the operator's
    own funds.

    Good: Data platform: 360 (10,000 yuan) a year from the city budget.

    Bad: “Hundred thousand sensors, 5G, digital twin”, and no line for electricity, repair and staff.

    Source: Professional knowledge.
    """
    if project.kind != "project" or not project.technologies:
        return None
    cost = project.running_cost_per_year
    if cost is None:
        return fault(
            "running_cost_per_year",
            N_("{name} uses {technologies}, but does not say what running it costs per year"),
            technologies=project.technologies,
        )
    if cost == 0 or project.running_cost_source is not None:
        return PASSED
    return fault(
        "running_cost_source",
        N_("{name} costs {cost} per year to run, but does not say who pays"),
        cost=Fen(cost),
    )
