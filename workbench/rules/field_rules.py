"""Which rules look at a field: read off what the rules themselves name, so that no second list goes stale."""

from __future__ import annotations

from functools import cache
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Any, Final

from workbench.rules.rule import OWNER_OF_ROW, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.plan.fields import Field
    from workbench.rules.profile import Profile

#: How far a rule's function is followed into those that it calls.
_DEPTH: Final = 3


def rules_of_field(profile: Profile, kind: str, declared: Field) -> list[Rule]:
    """The rules in force that look at a field of elements of a kind, in the order of their codes."""
    names = {declared.name, declared.key}
    found = [
        one
        for one in profile.rules.values()
        if profile.is_on(one.code) and _is_about(one, kind) and not names.isdisjoint(_named_in(one.check))
    ]
    return sorted(found, key=lambda one: one.code)


def _is_about(one: Rule, kind: str) -> bool:
    return any(OWNER_OF_ROW.get(about, about) in {kind, "any"} for about in one.about.split())


def _named_in(check: Any) -> frozenset[str]:
    if isinstance(check, FunctionType):
        return _named(check)
    # An own rule is judged by an object that knows the fields of its conditions.
    fields = getattr(getattr(getattr(check, "func", check), "__self__", None), "fields", ())
    return frozenset(fields)


@cache
def _named(function: FunctionType) -> frozenset[str]:
    """Attributes that a rule reads, and places where it puts its findings."""
    found: set[str] = set()
    seen = {function}
    now = [function]
    for _ in range(_DEPTH):
        called: list[FunctionType] = []
        for one in now:
            names: set[str] = set()
            for code in _codes(one.__code__):
                names.update(code.co_names)
                found.update(_places(code))
            # What other rooms of the rules read is often of other elements; their places are not.
            if one.__module__ == function.__module__:
                found |= names
            for name in names:
                other = one.__globals__.get(name)
                if isinstance(other, FunctionType) and other.__module__.startswith("workbench.rules."):
                    if other not in seen:
                        seen.add(other)
                        called.append(other)
        now = called
    return frozenset(found)


def _codes(code: CodeType) -> Iterator[CodeType]:
    """A function's code and that of the functions inside it."""
    yield code
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield from _codes(one)


def _places(code: CodeType) -> Iterator[str]:
    for one in code.co_consts:
        for text in one if isinstance(one, tuple | frozenset) else (one,):
            if isinstance(text, str):
                # "targets[2018]" and "period.end" are of the fields before the mark.
                yield text.partition("[")[0].partition(".")[0]
