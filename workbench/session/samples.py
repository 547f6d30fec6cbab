"""The library of sample plans, made on the first run and then the user's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench import paths
from workbench.session.session import Session

if TYPE_CHECKING:
    from pathlib import Path


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
    making.replace(target)
    return target
