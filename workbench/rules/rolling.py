"""A year's scheme rolled forward: what is carried over, what leaves, what is new, whose marks are set anew.

What is finished leaves; what was missed stays for another year. Indicators without a target in the new year
leave too. New are the binding indicators with a target of the new year that the scheme lacks, and milestones
of key projects and livelihood deeds that fall due in it. What has left gives its marks to what is new; where
they do not suffice, or nothing is new, all marks are scaled, in the step that the scheme's own marks have, so
that they add up exactly. Every difference has its reason, in the plan's language, at the item.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.analysis.completion import Wanted, meets, wanted_of
from workbench.analysis.measured import targets_in_figures
from workbench.analysis.progress import latest
from workbench.analysis.schemes import all_by_class, counted, full_mark, items_of
from workbench.analysis.scoring_totals import HUNDREDTH
from workbench.i18n import N_
from workbench.plan import edits, ids
from workbench.plan.elements import Indicator, Milestone, Project, Scheme, SchemeItem
from workbench.plan.values import in_year, period_end, rounded
from workbench.rules.checkable import is_quantitative
from workbench.rules.fixes.additions import words_of_plan
from workbench.rules.fixes.marks import (
    can_be_shared,
    faults_in,
    restated,
    shared_out,
    step_of,
    tables,
    with_marks,
)
from workbench.rules.scheme_beginning import candidates
from workbench.rules.scheme_year import moves
from workbench.rules.sharing import restated_by_unit, shared_by_unit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from datetime import date

    from workbench.plan.change import Change
    from workbench.plan.elements import Element
    from workbench.rules.scheme_rules import Table
    from workbench.rules.view import View

#: What becomes of an item.
OUTCOMES: Final = {
    "carried": N_("Carried over"),
    "unfinished": N_("Carried over: unfinished"),
    "reweighted": N_("Carried over with other marks"),
    "new": N_("Newly assessed"),
    "dropped": N_("Dropped"),
}


class Move(NamedTuple):
    """What becomes of one item (``outcome`` one of OUTCOMES): as it was, as it will be, and why."""

    outcome: str
    before: SchemeItem | None
    after: SchemeItem | None
    reason: str

    @property
    def item(self) -> SchemeItem:
        """The item of the new year, or the one that leaves."""
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def key(self) -> str:
        """What it is known by before it is in the plan: the item of last year, else the thing that comes."""
        if self.before is not None:
            return self.before.id
        return self.item.thing or self.item.id


class Rolled(NamedTuple):
    """A scheme for another year, not yet in the plan; ids are those of last year until it is pasted.

    ``is_exact``: the marks add up. Where units are scored by themselves (``by_unit``), scaling the items that
    they share is left to whoever knows what each unit is to carry.
    """

    scheme: Scheme
    moves: tuple[Move, ...]
    is_exact: bool
    by_unit: bool

    def elements(self) -> list[Element]:
        """The scheme and its items."""
        return [self.scheme, *(one.after for one in self.moves if one.after is not None)]


def rolled(
    seen: View,
    scheme: Scheme,
    year: int,
    *,
    with_new: bool = True,
    without: Collection[str] = (),
    keep: Collection[str] = (),
    by_unit: bool = False,
) -> Rolled:
    """A scheme as it is for another year.

    ``without``: items that are to leave although they could stay, and things (indicators, milestones) that
    are not to come in; ``keep``: items that are to stay although they would leave; by id. ``by_unit``: where
    units are scored by themselves, what each is assessed on alone makes up what its marks lack.
    """
    tell = words_of_plan(seen)
    moved: list[Move] = []
    for item in items_of(seen.plan, scheme):
        outcome, reason = _fate(seen, item, year)
        if outcome == "dropped" and item.id in keep:
            outcome, reason = "carried", ""
        if outcome != "dropped" and item.id in without:
            outcome, reason = "dropped", tell(N_("Not assessed in {year}"), year=str(year))
        if outcome == "dropped":
            moved.append(Move(outcome, item, None, reason))
            continue
        target = _missed_target(seen, item, year) if outcome == "unfinished" else None
        after = item.but(change_reason=None, exempt=None, year_target=target)
        moved.append(Move(outcome, item, after, reason))
    if with_new:
        moved.extend(_new(seen, scheme, moved, year, without))
    return _weighed(seen, scheme, moved, year, by_unit=by_unit)


# -- what stays, what leaves, what comes ---------------------------------------------------------------


def _fate(seen: View, item: SchemeItem, year: int) -> tuple[str, str]:
    """What becomes of an item, and why."""
    tell = words_of_plan(seen)
    milestone = seen.plan.find(item.milestone, Milestone)
    project = seen.plan.find(item.project, Project)
    if project is None and milestone is not None:
        project = seen.plan.find(milestone.project, Project)
    if project is not None and seen.is_cancelled(project):
        return "dropped", tell(N_("Cancelled"))
    if milestone is not None and milestone.done_on is not None:
        return "dropped", tell(N_("Finished on {day}"), day=milestone.done_on.isoformat())
    if project is not None and project.status == "done":
        return "dropped", tell(N_("Finished"))
    if milestone is not None and milestone.due is not None and milestone.due.year < year:
        return "unfinished", tell(N_("Not finished in {year}, carried over"), year=str(milestone.due.year))
    indicator = seen.plan.find(item.indicator, Indicator)
    if indicator is None or not is_quantitative(indicator):
        return "carried", ""
    targets = targets_in_figures(indicator)
    if not targets or item.method in ("bonus", "penalty") or any(one.year >= year for one in targets):
        return "carried", ""
    if _missed_target(seen, item, year) is not None:
        return "unfinished", tell(N_("Target of {year} missed, carried over"), year=str(targets[-1].year))
    return "dropped", tell(N_("No target after {year}"), year=str(targets[-1].year))


def _missed_target(seen: View, item: SchemeItem, year: int) -> Decimal | None:
    """The last target of an indicator that has none for the year, if it was missed or never measured."""
    indicator = seen.plan.find(item.indicator, Indicator)
    targets = targets_in_figures(indicator) if indicator is not None else []
    if indicator is None or not targets or targets[-1].year >= year:
        return None
    actual = latest(indicator, period_end(str(year - 1)))
    wanted = wanted_of(indicator, targets[-1])
    if actual is not None and actual.value is not None and isinstance(wanted, Wanted):
        return None if meets(wanted, actual.value) else targets[-1].value
    return targets[-1].value


def _new(
    seen: View, scheme: Scheme, moved: list[Move], year: int, without: Collection[str]
) -> Iterator[Move]:
    """What the year asks for and the scheme lacks; without marks yet."""
    tell = words_of_plan(seen)
    there = {
        thing
        for one in moved
        for thing in (one.item.indicator, one.item.milestone, one.item.project)
        # What somebody decides to leave out does not come back by itself.
        if thing is not None and (one.after is not None or one.item.id in without)
    } | set(without)
    codes = ids.next_codes(
        SchemeItem.code_prefix, [one.code for one in seen.plan.all(SchemeItem) if one.code]
    )

    for one in candidates(seen, year):
        thing = one.thing
        if thing.id in there:
            continue
        if one.sort == "binding":
            about, said = thing, N_("Binding indicator with a target for {year}")
        elif one.sort == "milestone":
            about, said = seen.plan.elements[thing.get("project")], N_("Due in {year}, of a key project")
            above = [held for held in seen.chain(about) if isinstance(held, Project)]
            if any(held.id in there or not there.isdisjoint(moves(held)) for held in above):
                continue
        else:
            continue
        reason = tell(said, year=str(year))
        item = SchemeItem(
            id=ids.new_id(),
            code=next(codes),
            scheme=scheme.id,
            group=_group(seen, moved, about.get("domains") or ()),
            change_reason=reason,
            **one.fields(),
        )
        yield Move("new", None, item, reason)


def _group(seen: View, moved: list[Move], problems: tuple[str, ...]) -> str | None:
    """The group in which most of what serves the same problem stands; else that of the first item."""
    often: dict[str, int] = {}
    for one in moved:
        if one.after is None or one.after.group is None or not (one.after.marks or one.after.marks_by_class):
            continue
        thing = seen.plan.get(one.after.indicator) or seen.plan.get(one.after.project)
        own = (thing.get("domains") or ()) if isinstance(thing, Indicator | Project) else ()
        often[one.after.group] = often.get(one.after.group, 0) + (problems[:1] == own[:1])
    return max(often, key=lambda name: often[name], default=None)


# -- marks that add up ---------------------------------------------------------------------------------


def _weighed(seen: View, scheme: Scheme, moved: list[Move], year: int, *, by_unit: bool) -> Rolled:
    """Share the full mark out anew where items have left or come in."""
    before = {one.id for one in counted(items_of(seen.plan, scheme))}
    stay = [one.after for one in moved if one.after is not None and one.item.id in before]
    come = [one.after for one in moved if one.outcome == "new" and one.after is not None]
    has_left = any(one.after is None and one.item.id in before for one in moved)
    new: dict[str, SchemeItem] = {}
    is_exact = True
    of_units = scheme.scope == "unit" or (bool(stay) and all_by_class(stay))
    if has_left or come or not _adds_up(seen, scheme):
        if of_units:
            is_exact = False
            if by_unit:
                new, is_exact = shared_by_unit(seen, scheme, [*stay, *come])
        else:
            shares = _shares(full_mark(scheme), stay, come)
            new = {one.id: with_marks(one, "", shares[one.id]) for one in (*stay, *come) if one.id in shares}
            is_exact = bool(shares)
    result = [_reweighed(seen, one, new.get(one.item.id)) for one in moved]
    head = scheme
    if of_units and new:
        head = restated_by_unit(seen, scheme, [one.after for one in result if one.after])
    elif new:
        table: Table = [(it, it.marks or Decimal(0)) for one in result if (it := one.after) and it.id in new]
        head = restated(scheme, table)
    return Rolled(_of_year(seen, head, result, year), tuple(result), is_exact, of_units)


def _reweighed(seen: View, move: Move, new: SchemeItem | None) -> Move:
    """A move with other marks, and why."""
    old = move.after
    if old is None or new is None or (new.marks, new.marks_by_class) == (old.marks, old.marks_by_class):
        return move
    if new.marks == old.marks:
        changed = N_("Marks of its class changed: items have left the scheme or come in")
        reason = move.reason or words_of_plan(seen)(changed)
    else:
        reason = move.reason or words_of_plan(seen)(
            N_("Marks changed from {before} to {after}: items have left the scheme or come in"),
            before=format(old.marks or Decimal(0), "f"),
            after=format(new.marks or Decimal(0), "f"),
        )
    outcome = "reweighted" if move.outcome == "carried" else move.outcome
    return Move(outcome, move.before, new.but(change_reason=reason), reason)


def _adds_up(seen: View, scheme: Scheme) -> bool:
    return not any(faults_in(seen, scheme, subject, table) for subject, table in tables(seen, scheme).items())


def _shares(full: Decimal, stay: list[SchemeItem], come: list[SchemeItem]) -> dict[str, Decimal]:
    """New marks by item; nothing where they cannot be shared out."""
    old = [one.marks or Decimal(0) for one in stay]
    step = step_of((full, *old))
    free = full - sum(old, Decimal(0))
    if come and free >= step * len(come):
        shares = [*old, *shared_out(free, [Decimal(1)] * len(come), step)]
    else:
        average = max(rounded(sum(old, Decimal(0)) / len(old), HUNDREDTH), HUNDREDTH) if old else Decimal(1)
        weights = [*old, *[average] * len(come)]
        if not can_be_shared(full, weights):
            return {}
        shares = shared_out(full, weights, step)
    return {one.id: marks for one, marks in zip([*stay, *come], shares, strict=True)}


# -- the scheme of another year ------------------------------------------------------------------------


def _of_year(seen: View, scheme: Scheme, moved: list[Move], year: int) -> Scheme:
    """Last year's scheme with the dates of the year, open again, without results."""
    later = year - scheme.year
    return scheme.but(
        year=year,
        frozen=None,
        results=None,
        notes=_what_left(seen, moved),
        calendar=tuple(
            step.but(from_=_years_later(step.from_, later), to=_years_later(step.to, later))
            for step in scheme.calendar or ()
        )
        or None,
    )


def _what_left(seen: View, moved: Iterable[Move]) -> str | None:
    """The note of the new scheme on what is no longer in it, and why."""
    gone = [f"{one.item.code or one.item.id}({one.reason})" for one in moved if one.after is None]
    if not gone:
        return None
    return words_of_plan(seen)(N_("No longer in the scheme: {items}"), items="、".join(gone))


def with_reasons(seen: View, found: Rolled, reasons: Mapping[str, str]) -> Rolled:
    """The same with reasons in the words of whoever decides, by ``Move.key``."""
    moves = []
    for one in found.moves:
        reason = reasons.get(one.key, one.reason)
        if reason != one.reason:
            after = one.after.but(change_reason=reason or None) if one.after is not None else None
            moves.append(Move(one.outcome, one.before, after, reason))
        else:
            moves.append(one)
    return found._replace(scheme=found.scheme.but(notes=_what_left(seen, moves)), moves=tuple(moves))


def _years_later(day: date | None, years: int) -> date | None:
    if day is None or day.year + years > 9999:
        return day
    return in_year(day, day.year + years)


def pasted(seen: View, originals: list[Element], last: int, year: int) -> Change:
    """Copies with ids of their own; a scheme's code that names its year names the new one."""
    change = edits.paste(seen.plan, originals)
    taken = {one.code for one in seen.plan.all(Scheme)}
    operations = []
    for op, original in zip(change.operations, originals, strict=True):
        code = (original.code or "").replace(str(last), str(year))
        if op.kind == "scheme" and code != original.code and code not in taken:
            taken.add(code)
            op = op._replace(after=op.after.but(code=code))  # noqa: PLW2901 - the same operation, renamed
        operations.append(op)
    return change._replace(operations=tuple(operations))
