"""What taking plans into a library does: one change a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.errors import Problem
from workbench.i18n import N_
from workbench.plan import edits
from workbench.plan.change import Change, Label, Operation
from workbench.plan.copies import with_fresh_ids

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from workbench.plan.elements import Element
    from workbench.plan.plan import Plan
    from workbench.session.jobs import Progress


def importing(
    sources: Sequence[tuple[Sequence[Element], str]],
    present: Callable[[str], tuple[Plan | None, int]],
    *,
    replace: bool,
    as_new: bool,
    progress: Progress | None,
) -> list[tuple[str, Change, int]]:
    """For every plan, given with the name of its source: its id, the change that takes it in, and the number
    of the newest change there is now.

    ``present`` tells the plan of an id that is in the library, if one is, and that number. A plan that is
    there already is refused, unless ``replace`` (the change is the difference) or ``as_new`` (every element
    gets a fresh id).
    """
    found = []
    for number, (given, source) in enumerate(sources):
        if progress is not None:
            progress.step(number, len(sources) + 1, N_("Importing"))
        elements = with_fresh_ids(given) if as_new else given
        there, newest = present(elements[0].id)
        found.append((elements[0].id, _change(elements, there, source, replace=replace), newest))
    return found


def _change(elements: Sequence[Element], there: Plan | None, source: str, *, replace: bool) -> Change:
    head = elements[0]
    label = Label(N_("Import {name}"), (("name", edits.shown_name(head)),))
    if there is None:
        added = tuple(Operation("add", one.kind_name, one.id, "", None, one) for one in elements)
        return Change(added, label, reason=source)
    if not replace:
        raise Problem(
            N_("The library already has the plan “{title}” (id {id}); import it as a replacement or as new"),
            title=head.name_shown,
            id=head.id,
        )
    return edits.replace_all(there, elements, label)._replace(reason=source)
