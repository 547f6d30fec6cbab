"""What mends findings of executability (E)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbench.i18n import N_
from workbench.plan import edits
from workbench.rules.fixing import fix, way

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.plan.elements import Project
    from workbench.rules.finding import Finding
    from workbench.rules.fixing import Fix
    from workbench.rules.view import View


@fix("E204")
def make_dates_agree(seen: View, project: Project, _finding: Finding) -> Iterator[Fix]:
    """Swap start and end; let the duration follow from them."""
    start, end = project.start, project.end
    if start is None or end is None:
        return
    if end < start:
        swapped: dict[str, Any] = {"start": end, "end": start}
        if project.duration_days is not None:
            swapped["duration_days"] = (start - end).days + 1
        yield way(
            N_("Swap start and end of {name}"),
            [edits.set_fields(seen.plan, {project.id: swapped})],
            name=project,
        )
        return
    # Both dates stand; the number that contradicts them follows from them.
    yield way(
        N_("Set the duration of {name} from its start and end"),
        [edits.set_field(seen.plan, project.id, "duration_days", (end - start).days + 1)],
        safe=True,
        name=project,
    )
