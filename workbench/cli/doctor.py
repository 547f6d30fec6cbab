"""``workbench doctor``: is a library file sound, and what can be had of one that is not?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.cli import output
from workbench.errors import LibraryProblem, some_of
from workbench.i18n import N_, tr

if TYPE_CHECKING:
    import argparse

    from workbench.cli.arguments import Parser
    from workbench.session.doctor import Diagnosis, Salvage

FINE = 0
DAMAGED = LibraryProblem.exit_code
#: Names of elements told of each sort.
_NAMED = 20


def declare(parser: Parser) -> None:
    """Its arguments."""
    parser.add_library()
    parser.add_argument(
        "--repair",
        action="store_true",
        help=tr("put what can be read into a new library beside a damaged one, which stays as it is"),
    )


def run(options: argparse.Namespace) -> int:
    """Tell what is wrong with the file; with ``--repair`` make a sound copy of it."""
    from workbench.session.doctor import diagnose, repair

    progress = output.progress()
    found = diagnose(options.library, lambda done, total: progress.step(done, total, N_("Examining")))
    _tell(found)
    if found.is_sound:
        return FINE
    if not options.repair:
        output.talk(
            tr(
                "workbench doctor {file} --repair puts what can be read into a sound copy",
                file=options.library,
            )
        )
        return DAMAGED
    salvage = repair(options.library)
    _tell_salvage(salvage)
    return FINE if salvage.is_whole else DAMAGED


def _tell(found: Diagnosis) -> None:
    from workbench.session.doctor import AREAS

    if found.is_sound:
        output.result(
            tr(
                "{file} is sound; plans: {plans}, elements: {elements}, changes: {changes}",
                file=output.one_line(found.path.name),
                plans=found.plans,
                elements=found.elements,
                changes=found.changes,
            )
        )
        return
    for fault in found.faults:
        output.result(output.one_line(f"{tr(AREAS[fault.area])}: {fault.shown()}"))


def _tell_salvage(salvage: Salvage) -> None:
    output.result(
        tr(
            "Repaired copy: {file}; plans: {plans}, elements: {elements}",
            file=output.one_line(str(salvage.target)),
            plans=salvage.plans,
            elements=salvage.elements,
        )
    )
    for sentence, named in (
        (N_("as the history tells them"), salvage.from_log),
        (N_("only partly readable"), salvage.damaged),
        (N_("lost"), salvage.lost),
    ):
        if named:
            ids = some_of([f"{kind} {id_}" for kind, id_ in named], _NAMED)
            output.result(output.one_line(f"{tr(sentence)} ({len(named)}): {ids}"))
    if salvage.evidence_lost:
        digests = some_of([one[:12] for one in salvage.evidence_lost], _NAMED)
        output.result(tr("evidence that is lost, by its digest: {digests}", digests=digests))
    if salvage.histories_lost:
        plans = ", ".join(salvage.histories_lost)
        output.result(output.one_line(tr("plans that begin a new history: {plans}", plans=plans)))
