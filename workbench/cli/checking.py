"""The checking behind ``workbench check``: plan by plan; of a large library several at once.

Each plan comes to a part of the report in the form asked for. Parts are put together in the order of the
plans, so that the report is the same bytes however it was made.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from workbench.cli import output
from workbench.errors import Problem
from workbench.i18n import N_, current, speak, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from workbench.plan.plan import Plan
    from workbench.rules.checker import Checker
    from workbench.rules.finding import Finding
    from workbench.rules.profile import Profile
    from workbench.rules.surroundings import Surroundings
    from workbench.rules.verdict import Verdict
    from workbench.session.jobs import Progress
    from workbench.session.session import PlanEntry, Session

#: Elements of all plans together from which on processes of their own pay: each takes a while to start.
_WORTH_IT: Final = 30_000
#: Elements from which on a terminal is told how far the checking is.
_WORTH_TELLING: Final = 3_000


class Checked(NamedTuple):
    """A plan and what was found in it, in the order of the report; ``source`` is the file it came from."""

    source: Path
    plan: Plan
    as_of: date
    profile: Profile
    verdicts: dict[str, Verdict]
    findings: list[Finding]
    checker: Checker


class Call(NamedTuple):
    """What is to be checked and told, in values that can be handed to another process."""

    source: Path
    rules: frozenset[str]
    dimensions: frozenset[str]
    as_of: date | None
    profile: Path | None
    format: str
    language: str
    colours: bool

    def read_profile(self) -> Profile | None:
        """The profile that it names."""
        if self.profile is None:
            return None
        from workbench.rules.profile import read_profile

        return read_profile(self.profile)


class Part(NamedTuple):
    """What comes of one plan: its part of the report, the severities found and not waived, what else counts.

    ``lacking`` are rules asked for that neither the catalogue nor the plan's profile has; ``damaged`` the
    elements that could not be read as they were written.
    """

    made: Any
    severities: frozenset[str]
    lacking: frozenset[str]
    plan_id: str
    damaged: tuple[str, ...] = ()


def check(
    source: Path,
    plan: Plan,
    as_of: date | None,
    profile: Profile | None,
    surroundings: Surroundings | None = None,
) -> Checked:
    """Run all rules over a plan; without surroundings those that look beyond it have nothing to check."""
    from workbench.rules.checker import Checker

    checker = Checker(plan, as_of, profile, surroundings)
    checker.full()
    return Checked(
        source, plan, checker.as_of, checker.profile, checker.verdicts(), checker.findings(), checker
    )


def part_of(checked: Checked, call: Call, damaged: tuple[str, ...] = ()) -> Part:
    """The part of the report about one plan, its findings filtered as asked for."""
    from workbench.cli import reports

    kept = [
        finding
        for finding in checked.findings
        if (not call.rules or finding.rule in call.rules)
        and (not call.dimensions or finding.dimension in call.dimensions)
    ]
    checked = checked._replace(findings=kept)
    made = reports.FORMS[call.format](checked, words(current()))
    severities = frozenset(finding.severity for finding in kept if not finding.waived)
    lacking = frozenset(code for code in call.rules if code not in checked.profile.rules)
    return Part(made, severities, lacking, checked.plan.id, damaged)


# -- libraries -----------------------------------------------------------------------------------------


def check_library(session: Session, entries: Sequence[PlanEntry], call: Call) -> list[Part]:
    """The parts of the plans of a library, in their order."""
    size = sum(sum(entry.counts.values()) for entry in entries)
    progress = output.progress() if len(entries) > 1 and size >= _WORTH_TELLING else _silent()
    ids = [entry.id for entry in entries]
    many = min(os.cpu_count() or 1, len(ids))
    if many > 1 and size >= _WORTH_IT and _can_be_begun_again():
        # The largest first: else the last one is waited for by itself.
        order = sorted(range(len(ids)), key=lambda at: -sum(entries[at].counts.values()))
        found = _side_by_side(call, ids, order, many, progress)
    else:
        found = {}
    profile = call.read_profile()
    for at, id_ in enumerate(ids):
        if id_ not in found:
            found[id_] = _check_one(session, id_, call, profile)
            progress.step(max(at + 1, len(found)), len(ids), N_("Plans checked"))
    return [found[id_] for id_ in ids]


def _silent() -> Progress:
    from workbench.session.jobs import Progress

    return Progress()


def _check_one(session: Session, plan_id: str, call: Call, profile: Profile | None) -> Part:
    plan = session.read(plan_id)
    checked = check(call.source, plan, call.as_of, profile, session.surroundings_of(plan))
    return part_of(checked, call, tuple(id_ for _, id_ in session.damaged(plan_id)))


def _can_be_begun_again() -> bool:
    """Whether another process finds the program that runs here: one that is read from a pipe it does not."""
    program = sys.modules["__main__"]
    file = getattr(program, "__file__", None)
    return program.__spec__ is not None or file is None or os.path.exists(file)  # noqa: PTH110 - no Path yet


def _side_by_side(
    call: Call, ids: Sequence[str], order: Sequence[int], many: int, progress: Progress
) -> dict[str, Part]:
    """Parts by plan, as far as other processes could make them; what is missing is made here."""
    from concurrent.futures import ProcessPoolExecutor, as_completed
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    found: dict[str, Part] = {}
    # Spawned, not forked: the same everywhere, and nothing of this process is shared but what is handed over.
    pool = ProcessPoolExecutor(many, get_context("spawn"), _begin, (call,))
    try:
        waiting = {pool.submit(_check_there, ids[at]): ids[at] for at in order}
        for done in as_completed(waiting):
            try:
                found[waiting[done]] = done.result()
            except (Problem, OSError):
                continue  # tried once more here, where it can be told
            progress.step(len(found), len(ids), N_("Plans checked"))
    except (BrokenProcessPool, OSError):
        pass
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    return found


class _There:
    """What a process of its own keeps from plan to plan."""

    session: Session | None = None
    call: Call
    profile: Profile | None = None


def _begin(call: Call) -> None:
    from multiprocessing.util import Finalize

    from workbench.session.session import Session

    _end_with_who_began_it()
    speak(call.language)
    output.be_coloured(call.colours)
    _There.call = call
    # What is wrong is told once, by the process that does the rest.
    with suppress(Problem, OSError):
        _There.profile = call.read_profile()
        _There.session = Session.open(call.source, read_only=True)
        Finalize(None, _There.session.close, exitpriority=10)


def _end_with_who_began_it() -> None:
    """Have this process end when the one that began it is gone: killed, that cannot end it any more."""
    from multiprocessing import parent_process
    from threading import Thread

    above = parent_process()
    if above is not None:

        def wait() -> None:
            above.join()
            os._exit(1)

        Thread(target=wait, daemon=True).start()


def _check_there(plan_id: str) -> Part:
    if _There.session is None:
        raise OSError(plan_id)
    return _check_one(_There.session, plan_id, _There.call, _There.profile)


def codes_lacking(parts: Sequence[Part]) -> Iterator[str]:
    """Rules asked for that no plan has."""
    if parts:
        yield from sorted(frozenset.intersection(*(one.lacking for one in parts)))
