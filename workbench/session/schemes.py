"""The making of a year's assessment scheme: begun, weighed, frozen, opened again, told in sums and steps."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.analysis.method_parameters import PARAMETERS, as_record
from workbench.analysis.schemes import full_mark, items_of
from workbench.errors import Problem
from workbench.i18n import N_, current, words
from workbench.plan import edits
from workbench.plan.change import Change, Label, canonical, same
from workbench.plan.elements import Scheme, SchemeItem
from workbench.plan.in_words import language_of, titled, value_in_words
from workbench.plan.records import CalendarStep
from workbench.plan.settled import require_open
from workbench.rules.rule import Ref
from workbench.rules.scheme_beginning import SORTS, Candidate, begun, candidates
from workbench.rules.scheme_changes import matched
from workbench.rules.scheme_rules import own_class, stated_marks
from workbench.rules.sharing import made_of, rest_shared_out
from workbench.rules.view import View

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.i18n import Words
    from workbench.plan.plan import Plan

__all__ = ["SORTS", "Candidate"]

#: The course of a year where a plan says nothing: step, months of the year (of the next one from 13 on).
_USUAL: Final = (
    (N_("Issue of the scheme"), (2, 1), (3, 15)),
    (N_("Follow-up of the first quarter"), (4, 1), (4, 20)),
    (N_("Follow-up at mid-year"), (7, 1), (7, 31)),
    (N_("Follow-up of the third quarter"), (10, 1), (10, 20)),
    (N_("Self-assessment by the units"), (12, 10), (13, 15)),
    (N_("Review of the self-assessments"), (13, 16), (14, 15)),
    (N_("Publication and appeals"), (14, 16), (15, 5)),
    (N_("Final result and its use"), (15, 6), (15, 31)),
)
#: What is compared between the items of two years; the reason is told beside it.
_COMPARED: Final = (
    "marks",
    "marks_by_class",
    "method",
    "parameters",
    "units",
    "unit_class",
    "group",
    "year_target",
    "veto",
    "assessor_unit",
    "data_unit",
    "exempt",
)
DIFFERENCES: Final = {
    "new": N_("Newly assessed"),
    "gone": N_("No longer assessed"),
    "changed": N_("Assessed otherwise"),
    "same": N_("As last year"),
}


class Sum(NamedTuple):
    """What marks come to: of a subject (the scheme, a unit or class, by name) or of a group in it (``group``
    is None for the whole). ``wanted`` is what they are to come to, None where nothing is stated.
    """

    subject: str
    group: str | None
    total: Decimal
    wanted: Decimal | None

    @property
    def fits(self) -> bool:
        """Whether nothing is too much or too little."""
        return self.wanted is None or self.wanted == self.total


def _seen(plan: Plan, year: int) -> View:
    return View(plan, date(year, 1, 1))


def schemes_of(plan: Plan) -> list[Scheme]:
    """The schemes of a plan, the newest first."""
    return sorted(plan.all(Scheme), key=lambda one: (-one.year, one.code or ""))


def sums(plan: Plan, scheme: Scheme) -> list[Sum]:
    """The sums of a scheme: of each unit or class where each is scored by itself, and of the groups."""
    seen = _seen(plan, scheme.year)
    found = []
    for subject, of_group in made_of(seen, scheme).items():
        own = own_class(seen, subject)
        named = plan.get(subject) if isinstance(subject, Ref) else None
        name = titled(plan, named, words(current())) if named is not None else subject or ""
        found.append(Sum(name, None, sum(of_group.values(), Decimal(0)), full_mark(scheme)))
        stated = stated_marks(scheme, own)
        # A group of nothing but bonus and veto items states no marks.
        for group in dict.fromkeys([*stated, *(one for one in of_group if one)]):
            found.append(Sum(name, group, of_group.get(group, Decimal(0)), stated.get(group)))
    return found


def open_scheme(plan: Plan, id_: str) -> Scheme:
    """A scheme that can be changed; a Problem where it is frozen or gone."""
    scheme = plan.find(id_, Scheme)
    if scheme is None:
        raise Problem(N_("The element {id} is no longer in the plan"), id=id_)
    require_open(scheme)
    return scheme


def share_out(plan: Plan, id_: str) -> Change:
    """The change that makes a scheme's marks add up exactly; a Problem where that cannot be done."""
    scheme = open_scheme(plan, id_)
    return rest_shared_out(_seen(plan, scheme.year), scheme)


def free_years(plan: Plan, around: int) -> list[int]:
    """Years that have no scheme yet: those of the plan and the next few."""
    taken = {one.year for one in plan.all(Scheme)}
    period = plan.head.period
    first = period.start.year if period is not None and period.start is not None else around
    last = period.end.year if period is not None and period.end is not None else around + 5
    return [one for one in range(min(first, around), max(last, around + 1) + 1) if one not in taken]


def to_assess(plan: Plan, year: int) -> list[Candidate]:
    """What a plan wants of a year and a unit answers for."""
    return list(candidates(_seen(plan, year), year))


def beginning(
    plan: Plan, year: int, chosen: Sequence[Candidate], scope: str = "plan", *, calendar: bool = True
) -> Change:
    """The change that begins a scheme with some of what can be assessed, in whole marks where that goes.

    A Problem where the year has a scheme already.
    """
    if any(one.year == year for one in plan.all(Scheme)):
        raise Problem(N_("{year} has an assessment scheme already"), year=str(year))
    made = begun(_seen(plan, year), year, chosen, scope, Decimal(1))
    head, *items = made.operations
    if calendar:
        usual = usual_calendar(year, words(language_of(plan)))
        head = head._replace(after=head.after.but(calendar=usual))
    label = Label(N_("Begin the assessment scheme of {year}"), (("year", str(year)),))
    return Change((head, *items), label)


def usual_calendar(year: int, spoken: Words) -> tuple[CalendarStep, ...]:
    """The course of an assessment year as most offices have it."""

    def day(at: tuple[int, int]) -> date:
        month, number = at
        return date(year + (month - 1) // 12, (month - 1) % 12 + 1, number)

    return tuple(
        CalendarStep(step=spoken(name), from_=day(start), to=day(end)) for name, start, end in _USUAL
    )


def set_calendar(plan: Plan, id_: str) -> Change:
    """The change that gives a scheme the usual course of a year."""
    scheme = open_scheme(plan, id_)
    usual = usual_calendar(scheme.year, words(language_of(plan)))
    return edits.set_field(plan, id_, "calendar", usual)


def freeze(plan: Plan, id_: str) -> Change:
    """The change that freezes a scheme: what it says is then changed only with a reason."""
    scheme = open_scheme(plan, id_)
    label = Label(N_("Freeze the assessment scheme of {year}"), (("year", str(scheme.year)),))
    return edits.set_field(plan, id_, "frozen", value=True)._replace(label=label)


def unfreeze(plan: Plan, id_: str, reason: str, *, on: date | None = None) -> Change:
    """The change that opens a frozen scheme again, for a reason; with a day, an adjustment of that day is
    added to the plan, in which what is changed can be named.
    """
    scheme = plan.find(id_, Scheme)
    if scheme is None:
        raise Problem(N_("The element {id} is no longer in the plan"), id=id_)
    if not reason.strip():
        raise Problem(N_("To open a frozen scheme needs a reason"))
    made = edits.set_field(plan, id_, "frozen", value=False, reason=reason.strip())
    if on is not None:
        also = edits.add(plan, "adjustment", {"on": on, "reason": reason.strip()})
        made = made._replace(operations=canonical([*made.operations, *also.operations]))
    label = Label(N_("Open the frozen assessment scheme of {year}"), (("year", str(scheme.year)),))
    return made._replace(label=label)


class Course(NamedTuple):
    """Where a year's assessment stands on a day: the steps under way, and the next one."""

    now: tuple[CalendarStep, ...]
    next: CalendarStep | None
    is_over: bool


def course(scheme: Scheme, day: date) -> Course:
    """What is due of a scheme's calendar on a day."""
    steps = [one for one in scheme.calendar or () if one.from_ is not None or one.to is not None]
    now = tuple(
        one
        for one in steps
        if (one.from_ is None or one.from_ <= day) and (one.to or one.from_ or day) >= day
    )
    coming = [one for one in steps if one.from_ is not None and one.from_ > day]
    following = min(coming, key=lambda one: one.from_ or day, default=None)
    return Course(now, following, bool(steps) and not now and following is None)


class Difference(NamedTuple):
    """What became of an item from one year to the next: one of DIFFERENCES; the fields that differ."""

    state: str
    before: SchemeItem | None
    after: SchemeItem | None
    fields: tuple[str, ...]

    @property
    def item(self) -> SchemeItem:
        """The item of the later year, or the one that is gone."""
        found = self.after or self.before
        assert found is not None
        return found

    def in_words(self, plan: Plan, spoken: Words) -> str:
        """What differs, field by field."""
        if self.before is None or self.after is None:
            return ""
        said = []
        for name in self.fields:
            declared = SchemeItem.field_of[name]
            label = spoken(declared.label)
            if declared.type == "object":
                said += _parameters_that_differ(plan, self.before, self.after, spoken)
                continue
            was, now = (
                value_in_words(plan, declared, one.get(name), spoken) for one in (self.before, self.after)
            )
            said.append(f"{label} {was or '—'} → {now or '—'}")
        return ("；" if spoken.code == "zh" else "; ").join(said)


def _parameters_that_differ(plan: Plan, before: SchemeItem, after: SchemeItem, spoken: Words) -> list[str]:
    """The parameters that differ, each by its name; of tables the name alone. Nothing where the method is
    another one, which says it all.
    """
    cls = PARAMETERS.get(after.method or "")
    if cls is None or before.method != after.method:
        return []
    old, new = as_record(cls, before.parameters), as_record(cls, after.parameters)
    said = []
    for one in cls.fields:
        was, now = old.get(one.name), new.get(one.name)
        if same(was, now):
            continue
        label = spoken(one.label)
        if one.type == "records":
            said.append(label)
        else:
            shown = [value_in_words(plan, one, value, spoken) or "—" for value in (was, now)]
            said.append(f"{label} {shown[0]} → {shown[1]}")
    return said


def last_scheme(plan: Plan, scheme: Scheme) -> Scheme | None:
    """The newest scheme of an earlier year."""
    before = [one for one in plan.all(Scheme) if one.year < scheme.year]
    return max(before, key=lambda one: one.year, default=None)


def compared(plan: Plan, before: Scheme, after: Scheme) -> list[Difference]:
    """The items of two years side by side, as the rule on changes without a reason pairs them (A510)."""
    old, new = items_of(plan, before), items_of(plan, after)
    twins = matched(new, old)
    found = []
    for item in new:
        twin = twins.get(item.id)
        if twin is None:
            found.append(Difference("new", None, item, ()))
            continue
        fields = tuple(one for one in _COMPARED if twin.get(one) != item.get(one))
        found.append(Difference("changed" if fields else "same", twin, item, fields))
    paired = {one.id for one in twins.values()}
    found.extend(Difference("gone", item, None, ()) for item in old if item.id not in paired)
    return found
