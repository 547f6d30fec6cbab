"""New elements that fixes put into a plan: codes and places of their own, and what is still to be stated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbench.i18n import words
from workbench.plan import edits, ids
from workbench.plan.elements import KINDS
from workbench.plan.in_words import language_of
from workbench.plan.records import AbsentReason

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from workbench.i18n import Words
    from workbench.plan.change import Change
    from workbench.plan.plan import Plan
    from workbench.rules.view import View


def additions(plan: Plan, kind: str, rows: Sequence[dict[str, Any]]) -> list[Change]:
    """The changes that add several elements of a kind, last in its list, in the order given."""
    there = plan.of_kind(kind)
    codes = ids.next_codes(KINDS[kind].code_prefix, [one.code for one in there if one.code])
    last = (there[-1].position or "") if there else ""
    return [
        edits.add(plan, kind, {"code": next(codes), "position": position, **row})
        for row, position in zip(rows, ids.several(last, "", len(rows)), strict=True)
    ]


def pending(fields: Iterable[str]) -> tuple[AbsentReason, ...]:
    """The statement that these fields are still to be filled in: a fix must not invent what they hold."""
    return tuple(AbsentReason(field=field, reason="pending") for field in fields)


def words_of_plan(seen: View) -> Words:
    """The words of the language that the plan is written in, for text that goes into it."""
    return words(language_of(seen.plan))
