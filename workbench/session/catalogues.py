"""Catalogues of indicators beside the open plan: choosing from them, waiving, comparing, an office's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from workbench import paths
from workbench.errors import Problem
from workbench.files import atomic_write, fit_name, write_together
from workbench.i18n import N_
from workbench.plan import edits
from workbench.plan.around import PlanLine
from workbench.plan.catalogue_items import (
    indicator_values,
    still_to_state,
    takers,
    takings,
)
from workbench.plan.catalogues import (
    Catalogue,
    catalogue_key,
    catalogues,
    forget_read,
    read_catalogue,
)
from workbench.plan.change import Change, Label, canonical
from workbench.plan.elements import Indicator
from workbench.plan.in_words import language_of
from workbench.rules.catalogue_rules import MANDATORY, missing, name_adopted
from workbench.rules.finding import Finding
from workbench.rules.fixes.additions import additions, pending
from workbench.rules.fixes.measures import likeness
from workbench.rules.rule import WARNING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from workbench.plan.catalogues import CatalogueItem
    from workbench.plan.plan import Plan
    from workbench.session.session import Session


#: So many telling pairs of characters make two names alike.
_ALIKE: Final = 2


def known() -> list[Catalogue]:
    """All catalogues: an office's own first, then those that come with the program."""
    return sorted(catalogues().values(), key=lambda one: not one.own)


# -- into the plan -----------------------------------------------------------------------------------------


def selection(plan: Plan, source: Catalogue, items: Sequence[CatalogueItem]) -> Change:
    """The change that takes items of a catalogue into the plan as indicators, as one step.

    What an item does not give is stated as pending.
    """
    rows = []
    for item in items:
        values = indicator_values(source, item, language_of(plan))
        rows.append({**values, "absent": pending(still_to_state(values))})
    made = additions(plan, "indicator", rows)
    if len(rows) == 1:
        label = Label(N_("Select {name} from a catalogue"), (("name", rows[0]["name"]),))
    else:
        label = Label(N_("Select {count} indicators from a catalogue"), (("count", str(len(rows))),))
    return Change(canonical(op for change in made for op in change.operations), label)


def local_indicator(plan: Plan, values: dict[str, Any]) -> Change:
    """The change that adds an indicator of the place's own (创新); what is not given is stated as pending."""
    name = (values.get("name") or "").strip()
    if not name:
        raise Problem(N_("An indicator needs a name"))
    row = {**values, "name": name, "origin": "local"}
    (change,) = additions(plan, "indicator", [{**row, "absent": pending(still_to_state(row))}])
    return change._replace(label=Label(N_("Add the local indicator {name}"), (("name", name),)))


def similar(name: str, few: int = 3) -> list[tuple[Catalogue, CatalogueItem]]:
    """The items of all catalogues whose names are most like a name: perhaps one of them will do."""
    ranked = [
        (likeness(name, item.spoken("zh").name), source, item) for source in known() for item in source.items
    ]
    ranked.sort(key=lambda one: -one[0])
    return [(source, item) for rank, source, item in ranked[:few] if rank >= _ALIKE]


def adoption(plan: Plan, source: Catalogue, *, adopted: bool) -> Change:
    """The change that has the plan adopt a catalogue, or no longer adopt it."""
    key = catalogue_key(source.code)
    kept = tuple(name for name in plan.head.catalogues or () if catalogue_key(name) != key)
    wanted = (*kept, source.code) if adopted else kept
    message = N_("Adopt the catalogue {name}") if adopted else N_("No longer adopt the catalogue {name}")
    label = Label(message, (("name", source.title or source.code),))
    return edits.set_field(plan, plan.head.id, "catalogues", wanted or None)._replace(label=label)


def finding_of(plan: Plan, source: Catalogue, item: CatalogueItem) -> Finding:
    """What the check says of a mandatory item that the plan does not take up: it is what a waiver excuses."""
    said = missing(name_adopted(plan.head, source) or source.code, source, item)
    return Finding(
        MANDATORY, WARNING, "plan", plan.head.id, said.field, said.message, said.values, said.related
    )


# -- several plans -----------------------------------------------------------------------------------------


class Compared(NamedTuple):
    """Which plans take up which items of a catalogue.

    ``taken`` holds for each plan the indicators that take up an item, by the item's code.
    """

    source: Catalogue
    plans: tuple[PlanLine, ...]
    taken: tuple[dict[str, tuple[Indicator, ...]], ...]

    def rows(self, *, everything: bool) -> list[tuple[CatalogueItem, list[tuple[Indicator, ...]]]]:
        """Each item with what takes it up in each plan; without ``everything`` those that any plan takes."""
        found = []
        for item in self.source.items:
            cells = [one.get(item.code, ()) for one in self.taken]
            if everything or any(cells):
                found.append((item, cells))
        return found


def compare(session: Session, source: Catalogue) -> Compared:
    """The selections of all plans of the library from a catalogue, those of the open plan first."""
    here = session.plan
    lines = list(session.surroundings().others)
    if here is not None:
        lines.insert(0, PlanLine(here.id, here.head.title, indicators=tuple(here.all(Indicator))))
    taken = []
    for line in lines:
        by_id = {one.id: one for one in line.indicators}
        there = takers(source, takings(line.indicators))
        taken.append({code: tuple(by_id[id_] for id_ in ids) for code, ids in there.items()})
    return Compared(source, tuple(lines), tuple(taken))


# -- an office's own ---------------------------------------------------------------------------------------


def _own_files(code: str) -> list[Path]:
    """The files in the user's folder that hold the catalogue with this code."""
    found = []
    folder = paths.own_catalogues()
    for path in sorted(folder.glob("*.json")) if folder.is_dir() else ():
        try:
            if catalogue_key(read_catalogue(path).code) == catalogue_key(code):
                found.append(path)
        except Problem:
            continue
    return found


def own_version(code: str) -> Catalogue | None:
    """The office's own catalogue with this code, if it has one."""
    files = _own_files(code)
    return read_catalogue(files[-1])._replace(own=True) if files else None


def keep(made: Catalogue) -> Path:
    """Put a catalogue into the user's folder; a version that was there goes to the folder ``earlier``."""
    from workbench.exchange.catalogue_files import catalogue_json

    folder = paths.own_catalogues()
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{fit_name(catalogue_key(made.code))}.json"
    before = _copied_aside(made.code)
    atomic_write(target, catalogue_json(made))
    for path in before:
        if path != target:
            path.unlink(missing_ok=True)
    forget_read()
    return target


def take_away(code: str) -> None:
    """Take an own catalogue out of use; its file is kept in the folder ``earlier``."""
    for path in _copied_aside(code):
        path.unlink(missing_ok=True)
    forget_read()


def _copied_aside(code: str) -> list[Path]:
    """The files that hold an own catalogue, once they have copies in the folder ``earlier``."""
    files = _own_files(code)
    earlier = paths.own_catalogues() / "earlier"
    copies = []
    for path in files:
        number = 1
        while (earlier / f"{path.stem}-{number}.json").exists():
            number += 1
        copies.append((earlier / f"{path.stem}-{number}.json", path.read_bytes()))
    if copies:
        earlier.mkdir(exist_ok=True)
        write_together(copies)
    return files
