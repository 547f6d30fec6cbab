"""The page that explains a field: what it is for, what it holds, and the rules that look at it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from workbench.i18n import current, tr, words
from workbench.plan.elements import KINDS
from workbench.plan.field_words import kind_of_value
from workbench.rules.field_rules import rules_of_field
from workbench.rules.profile import of_plan
from workbench.ui import theme
from workbench.ui.views.layouts import OWNED

if TYPE_CHECKING:
    from workbench.plan.fields import Field


def field_page(kind: str, declared: Field, held: dict[str, Any] | None, found: tuple[str, ...]) -> str:
    """The page as HTML; a rule is a link named by its code. ``found`` are rules with findings there."""
    spoken = words(current())
    muted, text = theme.colour("muted").name(), theme.colour("text").name()
    parts = [
        f"<p style='color:{muted}; margin:0'>{escape(tr(KINDS[kind].label))}</p>",
        f"<h3 style='margin:4px 0 8px 0'>{escape(tr(declared.label))}</h3>",
    ]
    if declared.help:
        parts.append(f"<p>{escape(tr(declared.help))}</p>")
    holds = kind_of_value(declared, spoken)
    if declared.required:
        holds = tr("{kind}; must be given", kind=holds)
    parts += [_head(tr("What it holds")), f"<p style='margin:0'>{escape(holds)}</p>"]
    columns = _columns(declared)
    if columns:
        parts += [
            f"<p style='margin:2px 0 0 12px'>"
            f"{escape(tr('{label}: {value}', label=tr(one.label), value=kind_of_value(one, spoken)))}</p>"
            for one in columns
        ]
    profile = of_plan(held)
    rules = {one.code: one for one in rules_of_field(profile, kind, declared)}
    rules |= {code: profile.rules[code] for code in found if code in profile.rules}
    parts.append(_head(tr("Rules that look at it")))
    if not rules:
        parts.append(f"<p style='margin:0'>{escape(tr('No rule looks at this field.'))}</p>")
    for code, one in sorted(rules.items()):
        # Own rules are titled in their planner's words, those of the catalogue by message ids.
        title = one.title if code in profile.own else tr(one.title)
        mark = f" <span style='color:{muted}'>({escape(tr('has findings here'))})</span>"
        parts.append(
            f"<p style='margin:0 0 3px 0'><a href='{escape(code)}'>{escape(code)}</a> "
            f"<span style='color:{text}'>{escape(title)}</span>{mark if code in found else ''}</p>"
        )
    return "".join(parts)


def _columns(declared: Field) -> list[Field]:
    """What a field is made up of; none for one that is whole."""
    if declared.name in OWNED:
        # A table of elements that belong to the one shown.
        fields = KINDS[OWNED[declared.name]].fields
    elif declared.record is not None and declared.type in {"record", "records"}:
        fields = declared.record.fields
    else:
        return []
    return [one for one in fields if not one.internal and one.name not in {"id", "absent"}]


def _head(words_: str) -> str:
    return f"<p style='color:{theme.colour('muted').name()}; margin:12px 0 2px 0'>{escape(words_)}</p>"
