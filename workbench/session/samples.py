"""The library of sample plans, made on the first run and then the user's own; and a copy for the tour."""

from __future__ import annotations

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Final

from workbench import paths
from workbench.session.session import Session
from workbench.store.library import Library

#: The plan of the tour, and the project in it whose end was put this long before its start.
TOUR_PLAN: Final = "sample-city-2026"
TOUR_PROJECT: Final = "p-01"
_TOO_EARLY: Final = timedelta(days=10)


def ensure_sample_library() -> Path:
    """The library with the sample plans; made from the exchange files the first time, edits kept after."""
    target = paths.sample_library()
    if target.exists():
        return target
    from workbench.exchange.json import read_plan

    # Made under another name and moved, so that an interrupted first run does not leave half a library.
    making = target.with_name(target.name + ".making")
    for leftover in (making, making.with_name(f"{making.name}-journal")):
        leftover.unlink(missing_ok=True)
    with Session.create(making) as session:
        for source in sorted(paths.samples().glob("*.json")):
            session.import_plan(read_plan(source.read_bytes(), source.name))
    Library.move(making, target)
    return target


def lend_for_tour() -> Path:
    """A library with the complete sample plan, one date in it mistyped; give it back at the end."""
    from workbench.exchange.json import read_plan

    library = Path(tempfile.mkdtemp(prefix="workbench-tour-")) / "tour.workbench"
    for source in sorted(paths.samples().glob("*.json")):
        elements = read_plan(source.read_bytes(), source.name)
        if elements[0].id == TOUR_PLAN:
            with Session.create(library) as session:
                session.import_plan(
                    [
                        one.but(end=one.get("start") - _TOO_EARLY) if one.id == TOUR_PROJECT else one
                        for one in elements
                    ]
                )
    return library


def give_back_from_tour(library: Path) -> None:
    """Throw the tour's library away, once it is closed, and all that was kept of it elsewhere."""
    from workbench.store import backups, known

    real = library.resolve()
    backups.forget(real)
    known.forget(real)
    shutil.rmtree(library.parent, ignore_errors=True)
