"""Findings: what a rule found, without prose until it is shown."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from workbench.patterns import Pattern
from workbench.plan.edits import shown_name
from workbench.plan.elements import KINDS
from workbench.plan.values import show_money, show_number
from workbench.rules.rule import Days, Fen, Ref, Said, Word, dimension_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from workbench.i18n import Words
    from workbench.plan.fields import Field
    from workbench.plan.plan import Plan

#: name[row].part of a finding's field; the part may have rows and parts of its own.
_PATH: Final = Pattern(r"(\w*)(?:\[([^\]]*)\])?(?:\.(.+))?")


class Finding(NamedTuple):
    """One fault of one element, as ``check`` reports it."""

    rule: str
    severity: str
    kind: str
    id: str
    field: str
    message: str
    values: tuple[tuple[str, Any], ...]
    related: tuple[str, ...]
    waived: bool = False

    @property
    def dimension(self) -> str:
        """The dimension it counts in."""
        return dimension_of(self.rule)


def shown(finding: Finding, plan: Plan, words: Words) -> str:
    """The finding as a sentence of the given language, elements by code and title."""
    values = {name: shown_value(value, plan, words) for name, value in finding.values}
    if "name" not in values:
        element = plan.get(finding.id)
        values["name"] = shown_name(element) if element is not None else finding.id
    # Formatted here: text of the plan that begins with "@" must not be taken for a message id.
    return words(finding.message).format(**values)


def shown_value(value: Any, plan: Plan, words: Words) -> str:
    """One value of a finding in words and figures."""
    if isinstance(value, Ref):
        element = plan.get(value)
        return shown_name(element) if element is not None else str(value)
    if isinstance(value, Word):
        return words(value)
    if isinstance(value, Said):
        return words(value.message, **{name: shown_value(one, plan, words) for name, one in value.values})
    if isinstance(value, Fen):
        return show_money(value)
    if isinstance(value, Days):
        return words.plural("{count} day", "{count} days", value)
    if isinstance(value, tuple):
        return ("、" if words.code == "zh" else ", ").join(shown_value(one, plan, words) for one in value)
    if isinstance(value, Decimal):
        return show_number(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def place_in_words(finding: Finding, plan: Plan, words: Words) -> str:
    """Where a finding is: the element, and the field in words."""
    element = plan.get(finding.id)
    if element is None:
        return finding.id
    field = field_in_words(element.kind_name, finding.field, words)
    name = shown_name(element)
    return f"{name} · {field}" if field else name


def field_in_words(kind: str, path: str, words: Words) -> str:
    """A finding's field in words: ``targets[2018]`` as "Targets 2018"; the path itself if not known."""
    if not path:
        return ""
    match = _PATH.fullmatch(path)
    name, row, part = match.groups() if match else (path, None, None)
    declared = KINDS[kind].field_of.get(name) or KINDS[kind].field_of.get(f"{name}_")
    if declared is None:
        listed = next((cls for cls in KINDS.values() if cls.list_name == name), None)
        return words(listed.plural_label) if listed is not None else path
    return " ".join(_within(declared, row, part, words))


def _within(declared: Field, row: str | None, part: str | None, words: Words) -> Iterator[str]:
    """A field, the keys of its row, and what the row's part is called."""
    yield words(declared.label)
    inner = declared.record.field_of if declared.record is not None else {}
    for key in row.split(",") if row else ():
        known = next((sub.choices[key] for sub in inner.values() if key in sub.choices), None)
        yield words(known) if known is not None else key
    match = _PATH.fullmatch(part or "")
    if match and match[1] in inner:
        yield from _within(inner[match[1]], match[2], match[3], words)


def places(plan: Plan, wanted: Iterable[str]) -> dict[str, tuple[Any, ...]]:
    """Sort keys of elements: kind in the order of the format, then the place in the plan (owner's first)."""
    order = {kind: at for at, kind in enumerate(KINDS)}
    found: dict[str, tuple[Any, ...]] = {}
    for id_ in wanted:
        element = plan.get(id_)
        if element is None:
            continue
        keys: Sequence[Any] = (element.position or "", id_)
        if element.owner_field:
            owner = plan.get(element.get(element.owner_field))
            keys = (
                (owner.position if owner is not None else "") or "",
                element.get(element.owner_field) or "",
                *keys,
            )
        found[id_] = (order[element.kind_name], *keys)
    return found
