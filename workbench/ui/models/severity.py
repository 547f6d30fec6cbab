"""The worst finding of every element and of what stands below it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbench.plan.plan import Plan
    from workbench.rules.finding import Finding

#: Severities, the worst last.
ORDER: Final = ("info", "warning", "error")


def worst_of(plan: Plan, findings: Iterable[Finding]) -> dict[str, str]:
    """Id -> severity of the worst finding of the element or below it; waived findings do not count.

    A group of the outline has the name of its kind as the id; what is below the plan's own groups does not
    count for the head.
    """
    own: dict[str, int] = {}
    for finding in findings:
        if not finding.waived:
            rank = ORDER.index(finding.severity)
            if rank > own.get(finding.id, -1):
                own[finding.id] = rank
    worst = dict(own)
    for id_, rank in own.items():
        element = plan.get(id_)
        while element is not None and element.kind_name != "plan":
            holder = element.parent_field or element.owner_field
            above = plan.get(element.get(holder)) if holder else None
            key = above.id if above is not None else element.kind_name
            if worst.get(key, -1) >= rank:
                break
            worst[key] = rank
            element = above
    return {key: ORDER[rank] for key, rank in worst.items()}
