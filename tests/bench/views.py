"""Every view of a large plan beside what it may take: a frame, choosing an element, filtering, typing.

``python -m tests.bench.views VIEW COUNT`` measures one view in a process of its own and prints JSON.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.bench.frames import Frames

#: Milliseconds: half of the frames, all frames but one in twenty, choosing an element, filtering; and how
#: long after its time a typed key stands there, all but one in twenty.
AIMS: Final = {"frame": 16.0, "late": 33.0, "choose": 50.0, "filter": 100.0, "type": 50.0}

#: Figures of a view by the keys of AIMS, the worst of each; one that the view has not is left out.
Figures = dict[str, float]


def outline(count: int, folder: Path) -> Figures:
    """The tree, in the window with every view made: choosing beside each of them, typing in the form."""
    from tests.bench.window import measure

    told = measure(count, folder)
    return {
        "frame": max(told["scroll"], told["far"]),
        "late": max(told["scroll_95"], told["far_95"]),
        "choose": max(value for name, value in told.items() if name.startswith("choose_") and "_95" in name),
        "filter": told["filter_95"],
        "type": told["typing_95"],
    }


def tables(count: int, folder: Path) -> Figures:
    """Scrolling down, far and across; the slower of choosing and of the two ways to filter."""
    from tests.bench.tables import measure

    told = measure(count, folder)
    moves = ("down", "far", "across")
    return {
        "frame": max(told[f"{one}_median"] for one in moves),
        "late": max(told[f"{one}_95"] for one in moves),
        "choose": told["choose"],
        "filter": max(told["search"], told["condition"]),
    }


def gantt(count: int, folder: Path) -> Figures:
    """Scrolling at three scales and zooming; choosing and filtering."""
    from tests.bench.gantt import measure

    told = measure(count, folder)
    scales = ("years", "months", "days")
    moves = ["zoom", *(f"{way}_{scale}" for way in ("down", "across") for scale in scales)]
    return {
        "frame": max(told[one] for one in moves),
        "late": max(told[f"{one}_95"] for one in moves),
        "choose": told["choose_95"],
        "filter": told["filter_95"],
    }


def worst(found: list[Frames]) -> Figures:
    """What names its steps in words: scrolling, painting, panning and zooming are frames."""
    figures: Figures = {}

    def keep(key: str, value: float) -> None:
        figures[key] = max(figures.get(key, 0.0), value)

    for one in found:
        if "selecting" in one.name or "choose" in one.name:
            keep("choose", one.late)
        elif "filtering" in one.name:
            keep("filter", one.late)
        else:
            keep("frame", one.median)
            keep("late", one.late)
    return figures


def matrix(count: int, folder: Path) -> Figures:
    """The link matrix."""
    from tests.bench import frames

    return worst(frames.of_views(count, frames.matrix))


def graph(count: int, folder: Path) -> Figures:
    """The traceability graph: a large plan's is cut to what is shown at most, a small one's is whole."""
    from tests.bench import frames

    return worst(frames.of_views(count, frames.graph) + frames.of_views(min(count, 1_100), frames.graph))


def versions(count: int, folder: Path) -> Figures:
    """The differences of two versions, every element differing."""
    from tests.bench.versions import measure

    return worst(measure(count))


def narrative(count: int, folder: Path) -> Figures:
    """Typing at the end of a section of 25,000 characters and scrolling it; choosing that section."""
    from tests.bench.narrative import measure

    told = measure(count, folder)
    return {
        "frame": told["scroll_median"],
        "late": told["scroll_95"],
        "choose": max(told["select"], told["select_long"]),
        "type": told["type_95"],
    }


def dashboard(count: int, folder: Path) -> Figures:
    """Scrolling the page and the longest of its charts, and choosing a mark."""
    from tests.bench import frames
    from tests.bench.dashboard import dashboard as measure

    return worst(frames.of_views(count, measure))


VIEWS: Final[dict[str, Callable[[int, Path], Figures]]] = {
    "outline": outline,
    "tables": tables,
    "gantt": gantt,
    "matrix": matrix,
    "graph": graph,
    "narrative": narrative,
    "versions": versions,
    "dashboard": dashboard,
}


def told_of(view: str, count: int) -> Figures | None:
    """The figures of a view, measured in a process of its own; None when it could not be."""
    answer = subprocess.run(
        [sys.executable, "-m", "tests.bench.views", view, str(count)],
        check=False,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")},
    )
    if answer.returncode != 0 or not answer.stdout.strip():
        return None
    figures: Figures = json.loads(answer.stdout.splitlines()[-1])
    return figures


def line(view: str, figures: Figures | None) -> str:
    """A row of the table: each figure, marked where it is over its aim."""
    if figures is None:
        return f"  {view:10}  could not be measured"
    cells = []
    for key, aim in AIMS.items():
        value = figures.get(key)
        cells.append(f"{'-':>13}  " if value is None else f"{value:>10.1f} ms{' !' if value > aim else '  '}")
    return f"  {view:10}" + "".join(cells)


def show(count: int) -> None:
    """Print every view's figures beside the aims."""
    heads = ("frame, median", "frame, 95 %", "choosing", "filtering", "typing")
    rows = []
    for view in VIEWS:
        print(f"measuring the view {view}: {count:,} elements ...", file=sys.stderr)
        rows.append(line(view, told_of(view, count)))
    print(f"\nviews of {count:,} elements, the worst of each (! over its aim):")
    print(f"  {'':10}" + "".join(f"{head:>13}  " for head in heads))
    print(f"  {'aim':10}" + "".join(f"{aim:>10.0f} ms  " for aim in AIMS.values()))
    print("\n".join(rows))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        os.environ["WORKBENCH_HOME"] = name
        print(json.dumps(VIEWS[sys.argv[1]](int(sys.argv[2]), Path(name))), flush=True)
    os._exit(0)
