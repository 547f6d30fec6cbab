"""The difference of two plans in words: for the window, the command line and reports alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from workbench.i18n import N_
from workbench.plan.compare import ROW_KEYS, WHATS, What
from workbench.plan.elements import KINDS
from workbench.plan.in_words import QUANTITY, holds_quantity, named, summary, title_of, value_in_words
from workbench.plan.values import show_money

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.i18n import Words
    from workbench.plan.compare import Difference, ElementDifference, FieldDifference, Place, RowDifference
    from workbench.plan.elements import Element
    from workbench.plan.fields import Field
    from workbench.plan.plan import Plan
    from workbench.plan.record import Record

_COUNTS: Final[dict[What, str]] = {
    "added": N_("{count} added"),
    "deleted": N_("{count} deleted"),
    "changed": N_("{count} changed"),
    "moved": N_("{count} moved"),
}
PLACE: Final = N_("Place in the list")


class Line(NamedTuple):
    """One field, or one row of a small table, before and after; "" where there was or is nothing.

    ``field`` is the declared name, "position" for the place in the list.
    """

    field: str
    label: str
    before: str
    after: str


class Paragraph(NamedTuple):
    """What became of one element: ``place`` is what it belongs to, ``name`` how it is called now."""

    what: What
    kind: str
    id: str
    name: str
    place: str
    lines: tuple[Line, ...]

    def said(self, words: Words) -> str:
        """What became of it, with its name: “Changed: G-001 …”."""
        return words(N_("{what}: {name}"), what=f"@{WHATS[self.what]}", name=self.name)


def counts_in_words(difference: Difference, words: Words) -> str:
    """How much differs: “2 added, 1 deleted, 12 changed, 3 moved”."""
    parts = [words(_COUNTS[what], count=many) for what, many in difference.counts.items() if many]
    if not parts:
        return words(N_("The two say the same"))
    return ("，" if words.code == "zh" else ", ").join(parts)


def paragraphs(difference: Difference, words: Words) -> Iterator[Paragraph]:
    """Every element that differs, in the order of the difference."""
    for one in difference.elements:
        yield paragraph(difference, one, words)


def paragraph(difference: Difference, one: ElementDifference, words: Words) -> Paragraph:
    """One element that differs."""
    plan = difference.before if one.what == "deleted" else difference.after
    name = title_of(plan, one.element, words)
    lines = tuple(_lines(difference, one, words))
    return Paragraph(one.what, one.kind, one.id, name, _belongs_to(plan, one.element, words), lines)


def _belongs_to(plan: Plan, element: Element, words: Words) -> str:
    holder = element.owner_field or element.parent_field
    above = element.get(holder) if holder else None
    return named(plan, above, words) if above else ""


def _lines(difference: Difference, one: ElementDifference, words: Words) -> Iterator[Line]:
    if one.before is None or one.after is None:
        yield from _whole(difference, one, words)
        return
    for field in one.fields:
        yield from _of_field(difference, field, words)
    if one.place_before is not None and one.place_after is not None:
        holder = KINDS[one.kind].owner_field is None and one.place_before.holder != one.place_after.holder
        before = _place_in_words(difference.before, one.place_before, words, holder=holder)
        after = _place_in_words(difference.after, one.place_after, words, holder=holder)
        yield Line("position", words(PLACE), before, after)


def _whole(difference: Difference, one: ElementDifference, words: Words) -> Iterator[Line]:
    """What an element says that came or went; its name and place stand in the heading."""
    plan = difference.before if one.after is None else difference.after
    cls = KINDS[one.kind]
    silent = {"id", "position", "code", cls.title_field, cls.parent_field, cls.owner_field}
    for declared, value in zip(cls.fields, one.element, strict=True):
        if value in (None, ()) or declared.name in silent:
            continue
        said = shown(plan, declared, value, words)
        ends = ("", said) if one.before is None else (said, "")
        yield Line(declared.name, words(declared.label), *ends)


def _of_field(difference: Difference, field: FieldDifference, words: Words) -> Iterator[Line]:
    declared = field.declared
    label = words(declared.label)
    before, after = difference.before, difference.after
    if field.rows:
        for row in field.rows:
            yield _of_row(difference, declared, row, words)
        return
    if declared.type in ("texts", "choices", "references") and field.before and field.after:
        gone = tuple(one for one in field.before if one not in field.after)
        come = tuple(one for one in field.after if one not in field.before)
        if gone or come:
            yield Line(
                declared.name,
                label,
                value_in_words(before, declared, gone, words),
                value_in_words(after, declared, come, words),
            )
            return
    was, is_ = shown(before, declared, field.before, words), shown(after, declared, field.after, words)
    yield Line(declared.name, label, was, is_)


def _of_row(difference: Difference, declared: Field, row: RowDifference, words: Words) -> Line:
    """A row of a small table; where it stayed, only what it says anew stands before and after."""
    here = row.before if row.before is not None else row.after
    assert here is not None
    plan = difference.before if row.before is not None else difference.after
    keys = ROW_KEYS.get(type(here), ())
    about = " ".join(
        value_in_words(plan, here.field_of[name], here.get(name), words)
        for name in keys
        if here.get(name) is not None
    )
    label = f"{words(declared.label)} · {about}" if about else words(declared.label)
    if row.before is None or row.after is None:
        # What it is about stands in the label.
        rest = {one.name for one in here.fields if one.name not in keys}
        said = _narrowed(plan, here, rest, words) or summary(plan, here, words)
        return Line(declared.name, label, *(("", said) if row.before is None else (said, "")))
    differing = {
        sub.name
        for sub, was, is_ in zip(here.fields, row.before, row.after, strict=True)
        if was != is_ or repr(was) != repr(is_)
    }
    if holds_quantity(type(here)) and differing & set(QUANTITY):
        differing |= set(QUANTITY)
    return Line(
        declared.name,
        label,
        _narrowed(difference.before, row.before, differing, words),
        _narrowed(difference.after, row.after, differing, words),
    )


def _narrowed(plan: Plan, row: Record, names: set[str], words: Words) -> str:
    """What some fields of a row say."""
    return summary(plan, row.but(**{one.name: None for one in row.fields if one.name not in names}), words)


def _place_in_words(plan: Plan, place: Place, words: Words, *, holder: bool) -> str:
    parts = []
    if place.holder and holder:
        parts.append(words(N_("under {name}"), name=named(plan, place.holder, words)))
    if place.after:
        parts.append(words(N_("after {name}"), name=named(plan, place.after, words)))
    else:
        parts.append(words(N_("at the beginning")))
    return ("，" if words.code == "zh" else ", ").join(parts)


def shown(plan: Plan, declared: Field, value: Any, words: Words) -> str:
    """A value in one line, money with its unit."""
    if declared.type == "money" and value is not None:
        return show_money(value)
    return value_in_words(plan, declared, value, words)


def excerpts(before: str, after: str, around: int = 16) -> tuple[str, str]:
    """Two texts cut down to where they differ, with so many characters of what stands around it."""
    if not before or not after:
        return before, after
    start = 0
    shorter = min(len(before), len(after))
    while start < shorter and before[start] == after[start]:
        start += 1
    end = 0
    while end < shorter - start and before[-1 - end] == after[-1 - end]:
        end += 1

    def cut(text: str) -> str:
        low = max(0, start - around)
        high = min(len(text), len(text) - end + around)
        return ("…" if low else "") + text[low:high] + ("…" if high < len(text) else "")

    return cut(before), cut(after)
