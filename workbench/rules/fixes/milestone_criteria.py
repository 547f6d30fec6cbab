"""What mends findings of checkability (C) about milestones: criteria, milestones that are missing, proof."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from workbench.i18n import N_
from workbench.plan import edits
from workbench.plan.elements import Milestone, Project
from workbench.rules.checkable import months_later
from workbench.rules.fixes.additions import additions, pending, words_of_plan
from workbench.rules.fixing import fix, way

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.rules.finding import Finding
    from workbench.rules.fixing import Fix
    from workbench.rules.view import View

#: By what one recognises that a stage is done: text for the plan, in the plan's language.
_CRITERIA: Final = {
    "proposal": N_("Approval of the project proposal obtained, with its number"),
    "feasibility": N_("Approval of the feasibility study obtained, with its number"),
    "design": N_("Approval of the preliminary design and cost estimate obtained, with its number"),
    "procurement": N_("Notice of the award of contract published"),
    "contract": N_("Contract signed by both sides"),
    "construction": N_("Confirmation of progress signed by the supervisor"),
    "trial_run": N_("Report on the trial operation issued"),
    "preliminary_acceptance": N_("Report on the preliminary acceptance issued, with a list of what is left"),
    "final_acceptance": N_("Report on the final acceptance issued, with the verdict “passed”"),
    "operation": N_("Record of the handover signed by both sides"),
    "evaluation": N_("Report on the performance evaluation issued"),
}
_DELIVERED: Final = N_("“{deliverable}” handed over, with a written statement of acceptance")
_TITLES: Final = {
    "contract": N_("Sign the contract"),
    "construction": N_("Check of progress {year}-{month}"),
    "trial_run": N_("Begin trial operation"),
    "final_acceptance": N_("Final acceptance"),
}


@fix("C411")
def set_criterion(seen: View, milestone: Milestone, _finding: Finding) -> Iterator[Fix]:
    """What is usual for its stage, or the deliverable handed over."""
    say = words_of_plan(seen)
    found = []
    if milestone.stage in _CRITERIA:
        found.append(say(_CRITERIA[milestone.stage]))
    if milestone.deliverable and milestone.deliverable.strip():
        found.append(say(_DELIVERED, deliverable=milestone.deliverable.strip()))
    for text in found:
        yield way(
            N_("Accept {name} by: {text}"),
            [edits.set_field(seen.plan, milestone.id, "acceptance", text)],
            name=milestone,
            text=text,
        )


@fix("C412")
def add_milestones(seen: View, project: Project, _finding: Finding) -> Iterator[Fix]:
    """Contract, trial operation and final acceptance, with checks of progress so that no year passes
    without one; without dates the final acceptance alone, whose day is to be stated.
    """
    start, end = seen.start_of(project), seen.end_of(project)
    say = words_of_plan(seen)
    if start is None or end is None or (end - start).days < 60:
        yield way(
            N_("Add the final acceptance as a milestone of {name}"),
            additions(seen.plan, "milestone", [_row(say, project, "final_acceptance", end)]),
            name=project,
        )
        return
    days = (end - start).days
    stages = [
        ("contract", start + timedelta(days=min(days // 4, 180))),
        ("trial_run", end - timedelta(days=min(days // 4, 90))),
        ("final_acceptance", end),
    ]
    rows: list[tuple[str, date]] = []
    last = start
    for stage, day in stages:
        while months_later(last, 12) < day:
            last = months_later(last, 12)
            rows.append(("construction", last))
        rows.append((stage, day))
        last = day
    yield way(
        N_("Give {name} {count} milestones, from the contract to the final acceptance"),
        additions(seen.plan, "milestone", [_row(say, project, stage, day) for stage, day in rows]),
        name=project,
        count=str(len(rows)),
    )
    yield way(
        N_("Add the final acceptance as a milestone of {name}"),
        additions(seen.plan, "milestone", [_row(say, project, "final_acceptance", end)]),
        name=project,
    )


def _row(say: Any, project: Project, stage: str, day: date | None) -> dict[str, Any]:
    title = say(_TITLES[stage], year=day.year, month=f"{day.month:02d}") if day else say(_TITLES[stage])
    row: dict[str, Any] = {
        "project": project.id,
        "title": title,
        "stage": stage,
        "due": day,
        "deliverable": "、".join(project.deliverables or ()) or title
        if stage == "final_acceptance"
        else None,
        "acceptance": say(_CRITERIA[stage]),
    }
    if day is None:
        row["absent"] = pending(["due"])
    return row


@fix("C419")
def complete_proof(seen: View, milestone: Milestone, finding: Finding) -> Iterator[Fix]:
    """Done on its due date; or proved by the approval whose number is there."""
    due = milestone.due
    if finding.field == "done_on" and due is not None and due <= seen.as_of:
        yield way(
            N_("Enter {name} as done on its due date, {day}"),
            [edits.set_field(seen.plan, milestone.id, "done_on", due)],
            name=milestone,
            day=due.isoformat(),
        )
    if finding.field == "evidence" and milestone.document_number:
        yield way(
            N_("Enter the approval {number} as the evidence of {name}"),
            [edits.set_field(seen.plan, milestone.id, "evidence", (milestone.document_number,))],
            number=milestone.document_number,
            name=milestone,
        )
