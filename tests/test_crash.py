"""Killed at any moment, the library has every edit that was acknowledged, and nothing half done."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from tests.store.libraries import adding
from workbench.errors import LibraryProblem
from workbench.plan.elements import Goal, PlanHead
from workbench.store import known
from workbench.store.doctor import diagnose
from workbench.store.library import Library

#: Edits without end, each acknowledged by its number; every seventh adds many elements at once.
CHILD = """
import sys
from pathlib import Path
from tests.store.libraries import adding, setting
from workbench.plan.elements import Goal
from workbench.store.library import Library
library = Library.open(Path(sys.argv[1]))
plan = library.read("plan")
number = library.newest("plan")
while True:
    number += 1
    if number % 7:
        change = setting(plan, "goal", title=f"edit {number}", notes="n" * (number % 5000))
    else:
        change = adding([Goal(id=f"g{number}-{n}", position="p", title="t" * 500) for n in range(40)])
    plan.apply(library.append("plan", change, number - 1))
    print(number, flush=True)
"""


class Outcome(NamedTuple):
    """What many kills came to."""

    acknowledged: int
    #: Rounds in which the kill fell into a transaction, so that a journal was left.
    interrupted: int
    #: Rounds in which the file, carried away without its journal, was refused.
    refused: int


def crash_rounds(folder: Path, rounds: int, seed: int = 0) -> Outcome:
    """Kill a program that edits, again and again, and look after each time.

    An assertion fails when an acknowledged edit is not there, or a half one is.
    """
    chance = random.Random(seed)
    path = folder / "a.workbench"
    with Library.create(path) as library:
        library.append(
            "plan", adding([PlanHead(id="plan", title="规划"), Goal(id="goal", title="edit 1")]), 0
        )
    last = 1
    interrupted = refused = 0
    for number in range(rounds):
        acknowledged = max(last, _killed(path, chance))
        hot = _size(path.with_name(path.name + "-journal")) > 0
        interrupted += hot
        away = folder / f"away-{number}"
        away.mkdir()
        shutil.copy(path, away / "b.workbench")
        last = _looked_after(path, acknowledged, thoroughly=hot or number == rounds - 1)
        try:
            _looked_after(away / "b.workbench", acknowledged, thoroughly=hot)
        except LibraryProblem:
            # A file torn in the middle of a transaction is refused, never opened short of an edit.
            assert hot
            refused += 1
        shutil.rmtree(away)
    return Outcome(last, interrupted, refused)


def _killed(path: Path, chance: random.Random) -> int:
    """Let a program edit until a random moment; the number of the last edit that it acknowledged."""
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, path],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).resolve().parent.parent,
    )
    assert child.stdout is not None
    last = 0
    for _ in range(chance.randint(1, 12)):
        last = int(child.stdout.readline())
    until = time.perf_counter() + chance.random() * 0.01
    while time.perf_counter() < until:
        pass
    child.kill()
    rest, _ = child.communicate()
    whole = [line for line in rest.splitlines(keepends=True) if line.endswith("\n")]
    return int(whole[-1]) if whole else last


def _looked_after(path: Path, acknowledged: int, *, thoroughly: bool) -> int:
    """Open the file as a user would; the number of its newest change."""
    with Library.open(path) as library:
        newest = library.newest("plan")
        assert acknowledged <= newest <= acknowledged + 1
        plan = library.read("plan")
        for number in range(max(2, newest - 30), newest + 1):
            operations = library.operations("plan", number)
            if number % 7:
                assert operations[0].after == f"edit {number}"
            else:
                assert all(op.after.id in plan for op in operations)
                assert len(operations) == 40
        assert library.check_digests() == []
    if thoroughly:
        diagnosis = diagnose(path)
        assert diagnosis.is_sound, [fault.shown() for fault in diagnosis.faults]
    return newest


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def test_no_acknowledged_edit_is_lost(tmp_path: Path) -> None:
    outcome = crash_rounds(tmp_path, 10)
    assert outcome.acknowledged > 20
    assert outcome.refused <= outcome.interrupted
    note = known.recall(tmp_path / "a.workbench")
    assert note is not None
    assert not note.being_written
