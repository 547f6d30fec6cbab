"""Figures of one plan size, as JSON on standard output.

``python -m tests.bench.size make|measure COUNT LIBRARY``; two processes, so that the memory of one part does
not hide that of the other.
"""

from __future__ import annotations

import gc
import json
import random
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.plans import sound_elements
from workbench.exchange.json import read_plan, write_plan
from workbench.plan import edits
from workbench.plan.change import Change, now
from workbench.plan.elements import KINDS
from workbench.plan.plan import Plan
from workbench.rules.checker import Checker
from workbench.session.session import Session
from workbench.store.connection import connect
from workbench.store.library import Library


def taken(call: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds and result of a call."""
    gc.collect()
    begun = time.perf_counter()
    result = call()
    return time.perf_counter() - begun, result


def resident() -> float:
    """Memory now held, in bytes."""
    with Path("/proc/self/statm").open() as file:
        return int(file.read().split()[1]) * resource.getpagesize()


def floor(path: Path) -> list[list[tuple[Any, ...]]]:
    """The same rows as plain tuples, as the driver gives them."""
    connection = connect(path, "ro")
    try:
        return [connection.execute(f'SELECT * FROM "{kind}" WHERE plan = 1').fetchall() for kind in KINDS]
    finally:
        connection.close()


def peak() -> float:
    """The most memory this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def make(count: int, path: Path) -> dict[str, float]:
    """Generate a plan and import it into a new library."""
    figures: dict[str, float] = {}
    source = write_plan(Plan("plan", sound_elements(count))).encode()

    def bring_in() -> None:
        with Session.create(path) as session:
            session.import_plan(read_plan(source, "bench.json"))

    figures["import"] = taken(bring_in)[0]
    figures["file"] = path.stat().st_size / 1e6
    figures["peak"] = peak()
    return figures


def measure(path: Path) -> dict[str, float]:
    """Open, check, edit and export the plan of a library."""
    figures: dict[str, float] = {}
    Library.open(path).close()  # loads the modules
    gc.collect()
    before = resident()
    library, plan = open_plan(path)
    figures["memory"] = (resident() - before) / len(plan) / 1024
    checker = Checker(plan)
    checker.full()
    figures["memory_checked"] = (resident() - before) / len(plan) / 1024
    library.close()
    figures["floor"] = min(taken(lambda: floor(path))[0] for _ in range(3))

    seconds = []
    for _ in range(3):
        spent, (library, plan) = taken(lambda: open_plan(path))
        seconds.append(spent)
        library.close()
    figures["open"] = min(seconds)
    figures["open_ratio"] = figures["open"] / figures["floor"]

    checker = Checker(plan)
    figures["full"] = min(taken(checker.full)[0] for _ in range(3))
    figures["full_ratio"] = figures["full"] / figures["floor"]
    figures["local"] = taken(checker.check_local)[0]
    figures["whole"] = taken(checker.run_whole)[0]
    figures["snapshot"] = taken(plan.snapshot)[0] * 1000
    figures |= edits_without_disk(plan, checker)
    figures["export"] = taken(lambda: write_plan(plan))[0]
    figures |= edits_with_disk(path)
    library = Library.open(path)
    figures["digests"] = taken(library.check_digests)[0]
    library.close()
    figures["peak"] = peak()
    return figures


def open_plan(path: Path) -> tuple[Library, Plan]:
    """A library and its plan, as a session opens them."""
    library = Library.open(path)
    return library, library.read("plan")


def some_edits(plan: Plan, count: int) -> list[Callable[[], Change]]:
    """Edits as a planner makes them: titles, dates, links, units, targets, moves."""
    chance = random.Random(1)
    projects = [one.id for one in plan.of_kind("project")]
    goals = [one.id for one in plan.of_kind("goal")]
    indicators = [one.id for one in plan.of_kind("indicator")]
    units = [one.id for one in plan.of_kind("unit")]

    def one() -> Change:
        verb = chance.randrange(5)
        project = chance.choice(projects)
        if verb == 0:
            return edits.rename(plan, project, f"改名{chance.random()}")
        if verb == 1:
            held = plan.elements[project]
            return edits.reschedule(
                plan, project, held.get("start"), held.get("end").replace(day=chance.randint(1, 28))
            )
        if verb == 2:
            return edits.link(plan, project, "goals", chance.choice(goals), role="supporting")
        if verb == 3:
            return edits.set_field(plan, project, "lead_unit", chance.choice(units))
        return edits.set_field(plan, chance.choice(indicators), "data_source", f"来源{chance.random()}")

    return [one] * count


def edits_without_disk(plan: Plan, checker: Checker) -> dict[str, float]:
    """The steps of an edit but the writing."""
    seconds = []
    for make in some_edits(plan, 300):
        change = make()
        begun = time.perf_counter()
        plan.check(change)
        plan.apply(change._replace(time=now()))
        checker.update(change)
        seconds.append(time.perf_counter() - begun)
    return {"edit": statistics.median(seconds) * 1000, "edit_worst": max(seconds) * 1000}


def edits_with_disk(path: Path) -> dict[str, float]:
    """Whole edits through the session, and their undoing."""
    with Session.open(path) as session:
        plan = session.open_plan("plan")
        assert plan is not None
        assert session.checker is not None
        done, undone = [], []
        for make in some_edits(plan, 40):
            change = make()
            begun = time.perf_counter()
            session.apply(change)
            done.append(time.perf_counter() - begun)
        for _ in range(30):
            begun = time.perf_counter()
            session.undo()
            undone.append(time.perf_counter() - begun)
    return {"edit_disk": statistics.median(done) * 1000, "undo": statistics.median(undone) * 1000}


if __name__ == "__main__":
    library_path = Path(sys.argv[3])
    print(
        json.dumps(make(int(sys.argv[2]), library_path) if sys.argv[1] == "make" else measure(library_path))
    )
