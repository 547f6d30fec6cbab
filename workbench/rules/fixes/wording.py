"""What mends findings about the wording (C421, C424, I318): the words, never what stands behind them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from workbench.i18n import N_
from workbench.plan import edits
from workbench.plan.elements import Milestone, Project, Unit
from workbench.plan.values import rounded, show_number
from workbench.rules.fixing import fix, way
from workbench.rules.narrative import is_narrative, mentions
from workbench.rules.own_things import own_things
from workbench.rules.parties import groups, is_vague, parties_in, texts_of, year_goal_field
from workbench.rules.quantities import conflicts, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from workbench.plan.elements import Element, Safeguard
    from workbench.rules.finding import Finding
    from workbench.rules.fixing import Fix
    from workbench.rules.narrative import Mention
    from workbench.rules.own_things import Own
    from workbench.rules.view import View


def _with(text: str, places: Iterable[tuple[int, int, str]]) -> str:
    """The text with new words at these places."""
    for start, end, new in sorted(places, reverse=True):
        text = text[:start] + new + text[end:]
    return text


@fix("C421")
def make_title_and_text_agree(seen: View, element: Element, _finding: Finding) -> Iterator[Fix]:
    """Take the figure of the text over into the title, or that of the title into the text."""
    found = conflicts(element)[1]
    told = {one.title_at: one for one in found}
    if len(told) == len(found) and all(one.text_at is not None for one in found):
        title = element.name_shown
        places = [
            (*one.title_at, text_of(element, one.field)[slice(*one.text_at)])
            for one in found
            if one.text_at is not None
        ]
        yield way(
            N_("Write the figure of the text into the title of {name}"),
            [edits.set_field(seen.plan, element.id, element.title_field, _with(title, places))],
            name=element,
        )
        texts: dict[str, list[tuple[int, int, str]]] = {}
        for one in found:
            if one.text_at is not None:
                texts.setdefault(one.field, []).append((*one.text_at, one.figure))
        changed: dict[str, object] = {}
        for name, places in texts.items():
            new = _with(text_of(element, name), places)
            changed[name] = tuple(new.split("\n")) if isinstance(element.get(name), tuple) else new
        yield way(
            N_("Write the figure of the title into the text of {name}"),
            [edits.set_fields(seen.plan, {element.id: changed})],
            name=element,
        )


@fix("C424")
def write_own_figures(seen: View, element: Element, finding: Finding) -> Iterator[Fix]:
    """Write what the plan holds where the text says otherwise."""
    text = element.get(finding.field)
    if not is_narrative(element, finding.field) or not isinstance(text, str):
        return
    own = own_things(seen)
    places = [
        (one.start, one.end, new)
        for one in mentions(text)
        if not own.agrees(one.thing, one.number, one.unit, one.about)
        if (new := _own_figure(own, one))
    ]
    yield way(
        N_("Write the plan's own figures into the text of {name}"),
        [edits.set_field(seen.plan, element.id, finding.field, _with(text, places))],
        name=element,
    )


def _own_figure(own: Own, said: Mention) -> str:
    """The plan's figure as it would stand there: sums with the decimals that were given, if that will do."""
    figure = own.figure(said.thing, said.unit)
    if figure is None:
        return ""
    if said.unit:
        short = rounded(figure, Decimal(1).scaleb(int(said.number.as_tuple().exponent)))
        if own.agrees(said.thing, short, said.unit, said.about):
            return show_number(short)
    return show_number(figure)


@fix("I318")
def name_who_acts(seen: View, element: Project | Milestone | Safeguard, finding: Finding) -> Iterator[Fix]:
    """Put the unit in charge, or the supporting units, in the place of the vague party."""
    name, _, period = finding.field.partition("[")
    texts = [text for text in _texts_at(element, finding.field) if text]
    lead, supporting = _units_of(seen, element)
    known = groups(seen)
    for new in (lead if not any(lead in text for text in texts) else "", "、".join(supporting)):
        if not new:
            continue
        if period:
            changed: object = tuple(
                goal.but(text=_naming(goal.text, known, new))
                if year_goal_field(goal) == finding.field
                else goal
                for goal in element.get(name) or ()
            )
        else:
            changed = _naming(element.get(name) or "", known, new)
        yield way(
            N_("Name {unit} as the one to act in {name}"),
            [edits.set_field(seen.plan, element.id, name, changed)],
            name=element,
            unit=new,
        )


def _texts_at(element: Project | Milestone | Safeguard, field: str) -> Iterator[str | None]:
    for place, text in texts_of(element):
        if field == (place if isinstance(place, str) else year_goal_field(place)):
            yield text


def _naming(text: str, known: Iterable[str], new: str) -> str:
    return _with(text, [(one.start, one.end, new) for one in parties_in(text, known)])


def _units_of(seen: View, element: Project | Milestone | Safeguard) -> tuple[str, list[str]]:
    """The unit in charge of the element, and those that support it: names that stand for somebody."""
    if isinstance(element, Milestone):
        project = seen.plan.find(element.project, Project)
        return _units_of(seen, project) if project is not None else ("", [])
    if isinstance(element, Project):
        supporting = [_name_of(seen, id_) for id_ in element.support_units or ()]
        return _name_of(seen, seen.lead_of(element)), [one for one in supporting if one]
    return _name_of(seen, element.responsible_unit), []


def _name_of(seen: View, id_: str | None) -> str:
    unit = seen.plan.find(id_, Unit)
    return unit.name if unit is not None and not is_vague(unit.name) else ""
