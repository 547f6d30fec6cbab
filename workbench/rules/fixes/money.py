"""What mends findings of implementability (I) about money: amounts, years, sources, running cost."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from workbench.i18n import N_
from workbench.plan import edits
from workbench.plan.choices import OPERATION_MODEL, SOURCE
from workbench.plan.elements import Envelope, Project, Unit
from workbench.plan.records import FundingLine
from workbench.plan.values import show_money
from workbench.rules.fixes import candidates as c
from workbench.rules.fixing import fix, way
from workbench.rules.funding import room
from workbench.rules.money_lines import years_of_work

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from workbench.plan.change import Change
    from workbench.rules.finding import Finding
    from workbench.rules.fixing import Fix
    from workbench.rules.view import View

#: Sources that ask nothing further of a project (no revenue, no operation model, no borrower).
_PLAIN: Final = ("city", "district", "provincial", "central", "town", "own")
_FEW: Final = 3
#: Projects tried for an envelope that is too small.
_TRIED: Final = 8


def _source(name: str) -> str:
    return f"@{SOURCE[name]}"


def _usual(seen: View) -> list[str]:
    """Plain sources, those that give most in this plan first, the city's budget before its equals."""
    if "usual sources" not in seen.memo:
        given: Counter[str] = Counter()
        for project in seen.plan.all(Project):
            for line in project.funding or ():
                given[line.source] += line.amount
        seen.memo["usual sources"] = sorted(_PLAIN, key=lambda one: -given[one])
    found: list[str] = seen.memo["usual sources"]
    return found


def _fits(seen: View, year: int | None, source: str, amount: int) -> bool:
    """Whether the envelope of the year and source, if there is one, has room for more."""
    left = room(seen, year, source)
    return left is None or amount <= left


@fix("I304")
def fund_or_free(seen: View, project: Project, _finding: Finding) -> Iterator[Fix]:
    """What the total still lacks comes from a usual source; without a total it may need no money."""
    missing = (project.total_investment or 0) - (project.invested_before or 0)
    if missing <= 0:
        yield way(
            N_("Mark {name} as needing no money"),
            [edits.set_field(seen.plan, project.id, "needs_no_funding", True)],
            name=project,
        )
        return
    year = years_of_work(seen, project)[0]
    for source in [one for one in _usual(seen) if _fits(seen, year, one, missing)][:_FEW]:
        line = FundingLine(year=year, source=source, amount=missing, secured=False)
        yield way(
            N_("Pay {amount} for {name} from “{what}”"),
            [edits.set_field(seen.plan, project.id, "funding", (*(project.funding or ()), line))],
            amount=show_money(missing),
            name=project,
            what=_source(source),
        )


def _key(finding: Finding) -> tuple[int | None, str]:
    """Year and source that a finding names: ``funding[2015,city]``."""
    year, _, source = finding.field.partition("[")[2].removesuffix("]").partition(",")
    return (int(year) if year.isdecimal() else None), source


@fix("I305")
def move_into_project(seen: View, project: Project, finding: Finding) -> Iterator[Fix]:
    """The line moves to the nearest year of the project, or to the other end of it."""
    key = _key(finding)
    first, last = years_of_work(seen, project)
    ends = [year for year in (first, last) if year is not None]
    amount = sum(line.amount for line in project.funding or () if (line.year, line.source) == key)
    for year in sorted(dict.fromkeys(ends), key=lambda one: abs(one - (key[0] or 0))):
        if _fits(seen, year, key[1], amount):
            yield _move(seen, project, key, year)


def _lines(seen: View, project: Project, chosen: Callable[[FundingLine], bool], **values: Any) -> Change:
    """The change that gives the chosen funding lines of a project other values."""
    made = tuple(line.but(**values) if chosen(line) else line for line in project.funding or ())
    return edits.set_field(seen.plan, project.id, "funding", made)


def _move(seen: View, project: Project, key: tuple[int | None, str], year: int) -> Fix:
    """All lines of a year and source move to another year."""
    moved = [line for line in project.funding or () if (line.year, line.source) == key]
    return way(
        N_("Move {amount} from “{what}” of {name} to {year}"),
        [_lines(seen, project, lambda line: line in moved, year=year)],
        amount=show_money(sum(line.amount for line in moved)),
        what=_source(key[1]),
        name=project,
        year=str(year),
    )


@fix("I306")
def fit_envelope(seen: View, envelope: Envelope, finding: Finding) -> Iterator[Fix]:
    """One project's money, where that is enough, moves to a year that has room; or the envelope is raised."""
    key = envelope.year, envelope.source
    over = -(room(seen, *key) or 0)
    for id_ in finding.related[:_TRIED]:
        project = seen.plan.find(id_, Project)
        # Parts and wholes are counted against each other: moving one of them may change nothing.
        if project is None or project.parent is not None or seen.plan.children(id_):
            continue
        lines = [line for line in project.funding or () if (line.year, line.source) == key]
        amount = sum(line.amount for line in lines)
        first, last = years_of_work(seen, project)
        if amount < over or first is None or last is None or any(line.spent for line in lines):
            continue
        years = [year for year in range(first, last + 1) if year != key[0]]
        for year in sorted(years, key=lambda one: (abs(one - envelope.year), -one)):
            if _fits(seen, year, key[1], amount):
                yield _move(seen, project, key, year)
                break
    yield way(
        N_("Raise the envelope of “{what}” for {year} by {amount}"),
        [edits.set_field(seen.plan, envelope.id, "amount", envelope.amount + over)],
        what=_source(key[1]),
        year=str(envelope.year),
        amount=show_money(over),
    )


@fix("I307")
def make_sum_agree(seen: View, project: Project, _finding: Finding) -> Iterator[Fix]:
    """The total follows the sum; or the sum is brought up, or down, to the total."""
    total, before = project.total_investment or 0, project.invested_before or 0
    lines = project.funding or ()
    sum_ = before + sum(line.amount for line in lines)
    if not lines:
        yield way(
            N_("Clear the total investment of {name}, which has no funding"),
            [edits.set_field(seen.plan, project.id, "total_investment", None)],
            name=project,
        )
        return
    yield way(
        N_("Set the total investment of {name} to {amount}, the sum of its money"),
        [edits.set_field(seen.plan, project.id, "total_investment", sum_)],
        name=project,
        amount=show_money(sum_),
    )
    short = total - sum_
    last = max(lines, key=lambda line: (line.year or 0, line.amount))
    if short > 0 and _fits(seen, last.year, last.source, short):
        new = FundingLine(year=last.year, source=last.source, amount=short, use=last.use, secured=False)
        yield way(
            N_("Add {amount} from “{what}” to the funding of {name}"),
            [edits.set_field(seen.plan, project.id, "funding", (*lines, new))],
            amount=show_money(short),
            what=_source(last.source),
            name=project,
        )
    if short > 0 and (before or project.nature == "continued"):
        yield way(
            N_("Count {amount} more as invested in {name} before the plan"),
            [edits.set_field(seen.plan, project.id, "invested_before", before + short)],
            amount=show_money(short),
            name=project,
        )
    if short < 0 and last.amount > -short and not last.spent:
        yield way(
            N_("Cut “{what}” of {name} by {amount}"),
            [_lines(seen, project, lambda line: line is last, amount=last.amount + short)],
            what=_source(last.source),
            name=project,
            amount=show_money(-short),
        )


@fix("I308")
def mark_secured(seen: View, project: Project, finding: Finding) -> Iterator[Fix]:
    """All lines of the first year are secured: whoever chooses this knows it."""
    year = _key(finding)[0]
    yield way(
        N_("Mark the money of {name} for {year} as secured"),
        [_lines(seen, project, lambda line: line.year == year, secured=True)],
        name=project,
        year=str(year),
    )


@fix("I309")
def choose_operation_model(seen: View, project: Project, _finding: Finding) -> Iterator[Fix]:
    """The models that go with the money that is counted on."""
    by_concession = any(line.source == "ppp_concession" for line in project.funding or ())
    models = ("concession",) if by_concession else ("enterprise_led", "government_purchase", "concession")
    for model in models:
        yield _model(seen, project, model)


@fix("I326")
def make_concession(seen: View, project: Project, _finding: Finding) -> Iterator[Fix]:
    """The project becomes a concession."""
    yield _model(seen, project, "concession")


def _model(seen: View, project: Project, model: str) -> Fix:
    return way(
        N_("Set the operation model of {name} to “{what}”"),
        [edits.set_field(seen.plan, project.id, "operation_model", model)],
        name=project,
        what=f"@{OPERATION_MODEL[model]}",
    )


@fix("I317")
def divide_over_years(seen: View, project: Project, finding: Finding) -> Iterator[Fix]:
    """An amount neither secured nor spent is divided equally among its year and those that have none."""
    empty = [int(year) for year in dict(finding.values)["years"]]
    lines = project.funding or ()
    open_ = [line for line in lines if not line.secured and not line.spent and line.year is not None]
    for line in sorted(open_, key=lambda one: -one.amount)[:_FEW]:
        part, rest = divmod(line.amount, len(empty) + 1)
        if part == 0 or not all(_fits(seen, year, line.source, part) for year in empty):
            continue
        parts = [line.but(amount=part + rest), *(line.but(year=year, amount=part) for year in empty)]
        made: list[FundingLine] = []
        for one in lines:
            made.extend(sorted(parts, key=lambda it: it.year or 0) if one is line else [one])
        yield way(
            N_("Divide “{what}” of {name} for {year} over {count} years"),
            [edits.set_field(seen.plan, project.id, "funding", tuple(made))],
            what=_source(line.source),
            name=project,
            year=str(line.year),
            count=str(len(parts)),
        )


@fix("I324")
def state_revenue(seen: View, project: Project, _finding: Finding) -> Iterator[Fix]:
    """The project has revenue; or another source pays, from which none is expected."""
    yield way(
        N_("Mark {name} as having revenue"),
        [edits.set_field(seen.plan, project.id, "revenue", True)],
        name=project,
    )
    asked: Counter[int | None] = Counter()
    for line in project.funding or ():
        if _is_bond(line):
            asked[line.year] += line.amount
    for source in ("special_treasury_bond", *_usual(seen)[:1]):
        if all(_fits(seen, year, source, amount) for year, amount in asked.items()):
            yield way(
                N_("Pay for {name} from “{what}” instead of special-purpose bonds"),
                # Another source has to be asked first.
                [_lines(seen, project, _is_bond, source=source, secured=False, secured_by=None)],
                name=project,
                what=_source(source),
            )


def _is_bond(line: FundingLine) -> bool:
    return line.source == "special_bond"


@fix("I325")
def choose_borrower(seen: View, project: Project, _finding: Finding) -> Iterator[Fix]:
    """An enterprise, or else an institution, near the project owns it and borrows."""
    ids = (project.operator, *c.near(seen, project))
    for kind in ("enterprise", "institution"):
        fitting = [one for one in c.real(seen, ids) if one.kind == kind]
        for unit in fitting[:_FEW]:
            yield _owner(seen, project, unit)


def _owner(seen: View, project: Project, unit: Unit) -> Fix:
    return way(
        N_("Make {unit} the owner of {name}, who borrows"),
        [edits.set_field(seen.plan, project.id, "owner_unit", unit.id)],
        unit=unit,
        name=project,
    )


@fix("I327")
def state_running_cost(seen: View, project: Project, finding: Finding) -> Iterator[Fix]:
    """A source for the cost that is stated; or the cost of a year that is already among its money."""
    lines = project.funding or ()
    operating = [line for line in lines if line.use == "operating" and line.amount]
    if finding.field == "running_cost_per_year":
        if operating:
            last = max(operating, key=lambda line: (line.year or 0, line.amount))
            yield way(
                N_("Enter {amount} from “{what}” as the running cost of {name} per year"),
                [
                    edits.set_fields(
                        seen.plan,
                        {
                            project.id: {
                                "running_cost_per_year": last.amount,
                                "running_cost_source": last.source,
                            }
                        },
                    )
                ],
                amount=show_money(last.amount),
                what=_source(last.source),
                name=project,
            )
        return
    operator = seen.plan.find(project.operator, Unit)
    paying = [line.source for line in (*operating, *lines) if line.source in _PLAIN]
    if operator is not None and operator.kind == "enterprise":
        paying.insert(0, "own")
    for source in list(dict.fromkeys((*paying, *_usual(seen), "city")))[:_FEW]:
        yield way(
            N_("Pay the running cost of {name} from “{what}”"),
            [edits.set_field(seen.plan, project.id, "running_cost_source", source)],
            name=project,
            what=_source(source),
        )
