"""``workbench import`` of documents that units have filled in: says what it took, what it left and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.cli import output
from workbench.errors import Problem
from workbench.i18n import N_, tr

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from workbench.session.returned import Proposal, Returned


#: Suffixes of Word, Excel and WPS, also those of old forms: what to do with these is told when one is read.
_OFFICE: Final = (".docx", ".xlsx", ".doc", ".xls", ".wps", ".et")


def is_returned(path: Path) -> bool:
    """Whether a file is of an office program: by its content or, where that is hidden, by its name."""
    from workbench.exchange.formats import content_of_file

    content = content_of_file(path)
    return content == "zip" or (content == "unknown" and path.suffix.lower() in _OFFICE)


def take_in(sources: Sequence[Path], library: Path, plan_id: str | None, *, dry_run: bool) -> int:
    """Read all documents, then take in what nothing speaks against; a fault in one takes none.

    Conflicts with what the plan says today are left for somebody to decide in the window.
    """
    from workbench.exchange.formats import read_file
    from workbench.session.returned import accepted, read_returned
    from workbench.session.session import Session

    for path in sources:
        if not is_returned(path):
            raise Problem(N_("“{file}” is a plan: import plans and returned documents apart"), file=path.name)
    with Session.open(library, read_only=dry_run) as session:
        files = [(read_file(path), path.name) for path in sources]
        read = [read_returned(session, data, name) for data, name in files]
        for one in read:
            if plan_id is not None and one.mark.plan != plan_id:
                raise Problem(
                    N_("“{file}” answers a document of the plan “{id}”"), file=one.file, id=one.mark.plan
                )
        changed: set[str] = set()
        for one, (data, name) in zip(read, files, strict=True):
            if one.mark.plan in changed:
                # What the files before brought may speak against it.
                one = read_returned(session, data, name)  # noqa: PLW2901 -- the same file, read once more
            if one.ready and not dry_run:
                changed.add(one.mark.plan)
                plan = session.open_plan(one.mark.plan)
                assert plan is not None
                session.apply(accepted(plan, one, one.ready))
            _tell(one, dry_run=dry_run)
    return 0


def _tell(returned: Returned, *, dry_run: bool) -> None:
    name = output.one_line(returned.file)
    said = N_("{file}: would take {count} cells") if dry_run else N_("{file}: took {count} cells")
    output.result(tr(said, file=name, count=len(returned.ready)))
    for one in returned.proposals:
        output.result("  " + _line(one))
    for message, names in (
        (N_("left: new row without a mark: {row}"), returned.added),
        (N_("left: row did not come back, nothing is deleted: {row}"), returned.missing),
        (N_("left: row came back more than once, the first counts: {row}"), returned.twice),
    ):
        for row in names:
            output.result("  " + tr(message, row=output.one_line(row)))
    for fault in returned.unread:
        output.result("  " + tr("not read: {fault}", fault=output.one_line(str(fault))))
    for note in returned.notes:
        name, text = map(output.one_line, note)
        output.result("  " + tr("comment: {name}: {text}", name=name, text=text))


def _line(one: Proposal) -> str:
    values = {
        "name": output.one_line(one.name),
        "label": tr(one.label) if one.label else "",
        "sent": output.one_line(one.sent) or "—",
        "came": output.one_line(one.came) or "—",
    }
    match one.state:
        case "ready":
            return tr("{name}, {label}: {sent} -> {came}", **values)
        case "settled":
            return tr("{name}, {label}: {came} (the plan says so already)", **values)
        case "doubtful":
            values["came"] = output.one_line(one.came) or tr("(empty)")
            return tr("left: {name}, {label}: {sent} -> {came}: {reason}", **values, reason=str(one.fault))
        case "conflict":
            today = output.one_line(one.today) or "—"
            return tr(
                "left: {name}, {label}: {sent} -> {came}, but the plan says {today} today",
                **values,
                today=today,
            )
        case _:
            return tr("left: {name}, {label}: {came}: {reason}", **values, reason=str(one.fault))
