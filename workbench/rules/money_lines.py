"""Rules of implementability about the funding lines of a project: years, sources, who may borrow."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from workbench.i18n import N_
from workbench.plan.choices import SOURCE
from workbench.plan.elements import Project, Unit
from workbench.rules.checkable import months_later
from workbench.rules.funding import money_by_source
from workbench.rules.rule import ERROR, INFO, PASSED, UNKNOWN, WARNING, Fen, Ref, Word, fault, rule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from workbench.plan.elements import Element
    from workbench.rules.rule import Outcome
    from workbench.rules.view import View

#: So many projects are named in a message.
_NAMED: Final = 5
#: Kinds of units that are the government or a part of it.
GOVERNMENT: Final = frozenset({"department", "region", "committee"})
_NO_SOURCES: Final[frozenset[str]] = frozenset()


def sources_of(seen: View, project: Project) -> frozenset[str]:
    """The sources that a project's own funding lines name; kept for the next rule about the same project."""
    lines = project.funding
    if not lines:
        return _NO_SOURCES
    kept = seen.memo.get("sources")
    if kept is not None and kept[0] is lines:
        known: frozenset[str] = kept[1]
        return known
    found = frozenset([line.source for line in lines])
    seen.memo["sources"] = (lines, found)
    return found


def years_of_work(seen: View, project: Project) -> tuple[int | None, int | None]:
    """First and last year of a project, as far as they are known; none where its dates contradict.

    Without a start it begins with the plan (unless it was begun before); ongoing work lasts as long as the
    plan does.
    """
    start, end = project.start, project.end
    if end is None:
        end = seen.end_of(project)
        if end is None and project.ongoing:
            end = seen.end
    if start is None:
        if project.nature != "continued":
            start = seen.start_of(project)
        if start is not None and end is not None and end < start:
            start = None
    elif end is not None and end < start:
        return None, None
    return start.year if start is not None else None, end.year if end is not None else None


@rule("I305", "funding-outside-project", INFO, "funding", N_("Money comes in the years of the project"))
def funding_outside_project(seen: View, project: Project) -> list[Outcome] | None:
    """The year of every funding line lies between the first and the last year of its project. Without a
    start the project is taken to begin with the plan (or its date of issue, if that is later); ongoing work
    lasts until the plan ends. Lines without a year are not looked at.

    Why: Money that comes before the project starts lapses at the end of the budget year; money that comes
    after its end pays nobody. Mostly the dates were moved and the money was forgotten.

    How: Move the line to a year in which the project runs, or correct the dates.

    Good: Project from 2026-03-01 to 2027-12-31; city budget 2026 and 2027.

    Bad: The same project with a line of 2029.
    """
    lines = project.funding
    if not lines:
        return None
    first, last = years_of_work(seen, project)
    if first is None and last is None:
        return None
    found: list[Outcome] = []
    outside: dict[tuple[int, str], int] = {}
    for line in lines:
        year = line.year
        if year is None:
            continue
        if (first is not None and year < first) or (last is not None and year > last):
            outside[year, line.source] = outside.get((year, line.source), 0) + line.amount
        else:
            found.append(PASSED)
    for (year, source), amount in outside.items():
        before = first is not None and year < first
        found.append(
            fault(
                f"funding[{year},{source}]",
                N_("{name} starts only in {bound}, but {amount} from “{source}” is planned for {year}")
                if before
                else N_("{name} ends in {bound}, but {amount} from “{source}” is planned for {year}"),
                bound=first if before else last,
                amount=Fen(amount),
                source=Word(SOURCE[source]),
                year=year,
            )
        )
    return found or None


@rule(
    "I308",
    "first-money-not-secured",
    WARNING,
    "project",
    N_("What starts within a year has its first money secured"),
    months=12,
)
def first_money_not_secured(seen: View, project: Project) -> Outcome:
    """In an approved plan, for a project that starts between the day the plan is judged on and 12 months
    later (the months can be set): every funding line of the year in which it starts is marked as secured.

    Why: Tenders can be invited only when the money is in the budget. A project that starts in spring with
    money that is still asked for starts in autumn.

    How: Get the line into the budget, the bond issue or a board's decision, mark it as secured and say by
    what; or let the project start later.

    Good: Start 2027-03-01; 2027, city budget, 500 (10,000 yuan), secured by the city budget of 2027.

    Bad: As of 2026-12-31, start 2027-03-01; 2027, city budget, 500, not secured.
    """
    lines = project.funding
    if not lines or not seen.approved:
        return None
    start = project.start or seen.start_of(project)
    if start is None or start < seen.as_of or start > _horizon(seen):
        return None
    year = start.year
    due = [line for line in lines if line.year == year]
    waiting = [line for line in due if not line.secured]
    if not waiting:
        return PASSED if due else None
    return fault(
        f"funding[{year},{waiting[0].source}]",
        N_(
            "{name} starts on {start}, but {amount} of its {total} for {year} is not marked as secured:"
            " {sources}"
        ),
        start=start,
        year=year,
        amount=Fen(sum(line.amount for line in waiting)),
        total=Fen(sum(line.amount for line in due)),
        sources=tuple(Word(SOURCE[one]) for one in dict.fromkeys(line.source for line in waiting)),
    )


def _horizon(seen: View) -> date:
    """The last day on which a start is near."""
    if "horizon" not in seen.memo:
        last = months_later(seen.as_of, seen.parameter("I308", "months"))
        # A year from 29 February is over on 28 February.
        seen.memo["horizon"] = last if last.day == seen.as_of.day else last - timedelta(1)
    day: date = seen.memo["horizon"]
    return day


@rule(
    "I314",
    "one-source-pays-all",
    INFO,
    "plan",
    N_("No single source pays nearly everything"),
    whole=True,
    share=80,
)
def one_source_pays_all(seen: View) -> Iterator[tuple[Element, Outcome]]:
    """No single source pays more than 80 % (the share can be set) of the money in all funding lines of the
    plan. Cancelled projects are left out; where a programme and its parts both give money of one source,
    the larger of the two counts.

    Why: When that one source fails, in a tight budget year or with a bond quota that is not granted, the
    whole plan stands still. Capital is one of the five problems that a plan has to solve.

    How: See which projects users, enterprises, higher levels or concessions could help to pay. If the one
    source is a decision, waive the finding with the reason.

    Good: City budget 55 %, provincial budget 15 %, enterprises 30 %.

    Bad: City budget 97 %, and a safeguard that speaks of “diverse channels”.
    """
    sums = money_by_source(seen)
    total = sum(sums.values())
    if total <= 0:
        return
    source = max(sums, key=lambda one: sums[one])
    share = seen.parameter("I314", "share")
    if sums[source] * 100 <= total * share:
        yield seen.head, PASSED
        return
    paid = {one.id: _amount(one, source) for one in seen.plan.all(Project) if not seen.is_cancelled(one)}
    largest = sorted(paid, key=lambda id_: -paid[id_])
    projects = tuple(id_ for id_ in largest[:_NAMED] if paid[id_])
    yield (
        seen.head,
        fault(
            "funding",
            N_(
                "“{source}” pays {amount} of {total}, {percent} % of all money (limit {limit} %);"
                " most of it for {projects}"
            ),
            related=projects,
            source=Word(SOURCE[source]),
            amount=Fen(sums[source]),
            total=Fen(total),
            percent=_percent(sums[source], total),
            limit=share,
            projects=tuple(Ref(id_) for id_ in projects),
        ),
    )


def _percent(part: int, whole: int) -> str:
    """A share with one decimal, cut off: 80.04 % must not read as the limit itself, nor 99.99 % as all."""
    tenths = part * 1000 // whole
    if tenths % 10 == 0 and part * 100 > whole * (tenths // 10):
        return f">{tenths // 10}"
    return f"{tenths // 10}.{tenths % 10}".removesuffix(".0")


@rule("I317", "year-without-money", INFO, "project", N_("No year of a project is without money"))
def year_without_money(seen: View, project: Project) -> Outcome:
    """For a project whose funding lines all name their year: every year from its start to its end has an
    amount. Without a start it is taken to begin with its first money. Years before the plan are covered by
    what was “invested before the plan”.

    Why: Work that has no money in a year stops in that year, the contractor leaves, and starting again costs
    more than the pause saved.

    How: Divide the money over the years of work, or shorten the project to the years that have money. Where
    a year truly costs nothing, waive the finding with the reason.

    Good: 2026-04-01 to 2028-06-30; lines of 2026, 2027 and 2028.

    Bad: 2026-04-01 to 2028-06-30; lines of 2026 and 2028.
    """
    lines = project.funding
    if not lines:
        return None
    paid = {line.year for line in lines if line.amount}
    if None in paid or not paid:
        return None
    first, last = years_of_work(seen, project)
    if first is None or last is None:
        return None
    if project.start is None:
        # That the start is missing is E203's; nobody said that it begins with the plan.
        first = min((year for year in paid if year is not None and year >= first), default=first)
    since = first
    if project.invested_before is not None and seen.start is not None:
        since = max(first, seen.start.year)
    empty = [year for year in range(since, last + 1) if year not in paid]
    if not empty:
        return PASSED
    return fault(
        "funding",
        N_("{name} runs from {first} to {last}, but has no money in {years}")
        if project.start is not None
        else N_("{name} has money from {first} and runs until {last}, but has none in {years}"),
        first=first,
        last=last,
        years=tuple(str(year) for year in empty),
    )


@rule("I324", "bond-without-revenue", ERROR, "project", N_("What a special-purpose bond pays has revenue"))
def bond_without_revenue(seen: View, project: Project) -> Outcome:
    """A project with a funding line from special-purpose bonds is marked as having revenue.

    Why: Special-purpose bonds are paid back, with interest, from what the project earns. Without revenue
    the project is not admitted to the issue, or the budget pays in the end.

    How: State the revenue (fees, rents, sale of data services, land) and mark the project; or choose another
    source.

    Good: Smart parking, 3000 (10,000 yuan) from special-purpose bonds, parking fees.

    Bad: A traffic signal system, 3000 from special-purpose bonds, nobody pays for it.

    Source: Professional knowledge of current practice: special-purpose bonds serve public projects with a
    certain revenue and are repaid from government funds or the project's own income (国发〔2014〕43号).
    """
    if "special_bond" not in sources_of(seen, project):
        return None
    if project.revenue:
        return PASSED
    return fault(
        "revenue",
        N_("{name} is to get {amount} from special-purpose bonds, but is not marked as having revenue"),
        amount=_amount(project, "special_bond"),
    )


@rule("I325", "government-borrows", ERROR, "project", N_("No government department takes a bank loan"))
def government_borrows(seen: View, project: Project) -> Outcome:
    """For a project with a funding line from a bank loan: its owner, who borrows the money, is no government
    department, nor a region's government or a committee. Where no owner is named, the lead unit is looked
    at, its own or that of a project above it. An owner whose kind is not stated cannot be judged.

    Why: Governments may borrow by issuing bonds within their quota only. A loan that a department takes or
    vouches for is a hidden debt, and whoever signs it is called to account.

    How: Name the enterprise that borrows and pays back as the project's owner; or choose another source.

    Good: Pipe network monitoring, bank loan 1000 (10,000 yuan), owner: the city's digital development
    company, lead: housing bureau.

    Bad: The same loan, owner: housing bureau.

    Source: Professional knowledge of current practice: Budget Law (2014 revision), article 35; rules on
    hidden debt of local governments.
    """
    if "bank_loan" not in sources_of(seen, project):
        return None
    by_owner = project.owner_unit is not None
    unit = seen.plan.find(project.owner_unit if by_owner else seen.lead_of(project), Unit)
    if unit is None:
        return None
    if unit.kind is None:
        return UNKNOWN
    if unit.kind not in GOVERNMENT:
        return PASSED
    return fault(
        "owner_unit",
        N_("{name} is to get a bank loan of {amount}, but its owner {unit} belongs to the government")
        if by_owner
        else N_(
            "{name} is to get a bank loan of {amount}, but names no owner, and its lead {unit} belongs to the"
            " government"
        ),
        related=(unit.id,),
        amount=_amount(project, "bank_loan"),
        unit=Ref(unit.id),
    )


def _amount(project: Project, source: str) -> Fen:
    return Fen(sum(line.amount for line in project.funding or () if line.source == source))
