"""``workbench list``: the plans of a library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbench.cli import output
from workbench.i18n import tr

if TYPE_CHECKING:
    import argparse

    from workbench.cli.arguments import Parser
    from workbench.session.session import PlanEntry


def declare(parser: Parser) -> None:
    """Its arguments."""
    parser.add_library()
    parser.add_format("text", "json")


def run(options: argparse.Namespace) -> int:
    """Tell id, title, region, period, status and counts of every plan."""
    from workbench.session.session import Session

    with Session.open(options.library, read_only=True) as session:
        entries = session.plans()
    if options.format == "json":
        output.result_json([_exact(entry) for entry in entries])
    elif entries:
        output.result("\n".join(output.table(_row(entry) for entry in entries)))
    else:
        output.talk(tr("The library has no plan yet"))
    return 0


def _exact(entry: PlanEntry) -> dict[str, Any]:
    period = entry.period
    return {
        "id": entry.id,
        "title": entry.title,
        "level": entry.level,
        "region": entry.region or None,
        "period": period and {"start": period.start.isoformat(), "end": period.end.isoformat()},
        "status": entry.status,
        "counts": entry.counts,
    }


def _row(entry: PlanEntry) -> tuple[str, ...]:
    from workbench.plan.choices import PLAN_STATUS

    period = entry.period
    return (
        entry.id,
        entry.title,
        entry.region,
        f"{period.start:%Y}-{period.end:%Y}" if period else "",
        tr(PLAN_STATUS[entry.status]) if entry.status in PLAN_STATUS else entry.status or "",
        output.counts_shown(entry.counts),
    )
