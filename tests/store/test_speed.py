"""Reading a plan costs little more than fetching its rows."""

from __future__ import annotations

import gc
import time
from contextlib import closing
from pathlib import Path

from tests.store.libraries import large
from workbench.plan.elements import KINDS
from workbench.store.connection import connect
from workbench.store.library import Library
from workbench.store.reading import rows_statement


def test_reading_takes_no_more_than_four_times_the_bare_rows(tmp_path: Path) -> None:
    """Best of several of both, in turn, in this process: what else the machine does cancels out."""
    path = large(tmp_path / "a.workbench", 5_000)
    bare = whole = 9.0
    with Library.open(path) as library, closing(connect(path, "ro")) as connection:
        for _ in range(12):
            gc.collect()
            started = time.perf_counter()
            rows = [connection.execute(rows_statement(kind), (1,)).fetchall() for kind in KINDS]
            bare = min(bare, time.perf_counter() - started)
            assert sum(map(len, rows)) > 4_900
            del rows
            gc.collect()
            started = time.perf_counter()
            plan = library.read("plan")
            whole = min(whole, time.perf_counter() - started)
            assert len(plan) > 4_900
            del plan
            if whole < 4 * bare:
                break
    assert whole < 4 * bare
