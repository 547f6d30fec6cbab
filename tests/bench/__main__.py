"""``make bench``: time and memory by plan size, each beside a floor measured in the same run."""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

SIZES = {"S": 100, "M": 2_000, "L": 20_000, "XL": 200_000}
ROWS = (
    ("floor", "rows as tuples (floor)", "s"),
    ("open", "open a plan", "s"),
    ("open_ratio", "  times the floor", "x"),
    ("digests", "content digests, in the background", "s"),
    ("full", "full check", "s"),
    ("full_ratio", "  times the floor", "x"),
    ("local", "  of it rules of the neighbourhood", "s"),
    ("whole", "  of it whole-plan rules", "s"),
    ("snapshot", "snapshot for the background", "ms"),
    ("edit", "one edit with recheck, no disk (median)", "ms"),
    ("edit_worst", "  the slowest of them", "ms"),
    ("edit_disk", "one edit with recheck and disk (median)", "ms"),
    ("undo", "undo of it (median)", "ms"),
    ("export", "export to JSON", "s"),
    ("import", "import from JSON", "s"),
    ("file", "library file", "MB"),
    ("memory", "memory an element, plan open", "KB"),
    ("memory_checked", "memory an element, plan checked", "KB"),
    ("peak", "peak memory of the whole run", "MB"),
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--sizes", default="S,M,L,XL")
    parser.add_argument("--crashes", type=int, default=50)
    parser.add_argument("--starts", type=int, default=15)
    parser.add_argument("--through", type=int, default=200_000)
    parser.add_argument("--shacl", default="2000,20000")
    parser.add_argument("--settling", type=int, default=200_000)
    parser.add_argument("--views", type=int, default=20_000, help="elements; 0 leaves the views out")
    parser.add_argument(
        "--documents", type=int, nargs="?", const=100, default=100, help="pages; 0 leaves the documents out"
    )
    parser.add_argument("--wording", action="store_true", help="only the rules about wording")
    parser.add_argument("--scoring", action="store_true", help="only the scoring of a year")
    parser.add_argument("--forecast", action="store_true", help="only forecasts and the expected score")
    parser.add_argument("--actuals", action="store_true", help="only entering actual values")
    given = parser.parse_args()
    if given.actuals:
        _actuals()
        return
    if given.scoring:
        _scoring()
        return
    if given.forecast:
        _forecast()
        return
    if given.wording:
        _wording()
        return
    with tempfile.TemporaryDirectory() as folder:
        os.environ["WORKBENCH_HOME"] = str(Path(folder) / "home")
        if given.sizes:
            _sizes(given.sizes.split(","), folder)
        for count in filter(None, given.shacl.split(",")):
            _shacl(int(count))
        if given.settling:
            _settling(given.settling)
        if given.views:
            _views(given.views)
        if given.documents:
            _documents(given.documents)
        if given.starts:
            _starts(given.starts, Path(folder))
        if given.through:
            _goes_through(given.through, Path(folder))
        if given.crashes:
            _crashes(given.crashes, Path(folder))
        _wording()
        _actuals()
        _scoring()
        _forecast()


def _sizes(names: list[str], folder: str) -> None:
    figures: dict[str, dict[str, float]] = {}
    for name in names:
        print(f"measuring {name}: {SIZES[name]:,} elements ...", file=sys.stderr)
        figures[name] = {}
        library = str(Path(folder) / f"{name}.workbench")
        for part in ("make", "measure"):
            answer = subprocess.run(
                [sys.executable, "-m", "tests.bench.size", part, str(SIZES[name]), library],
                check=True,
                capture_output=True,
                text=True,
            )
            told = json.loads(answer.stdout)
            told["peak"] = max(told["peak"], figures[name].get("peak", 0.0))
            figures[name] |= told
    width = max(len(label) for _, label, _ in ROWS)
    print(
        f"\n{'':{width}}"
        + "".join(f"{name:>12}" for name in names)
        + ("   XL/L" if "XL" in names and "L" in names else "")
    )
    for key, label, unit in ROWS:
        cells = "".join(f"{figures[name][key]:>9.3f} {unit:2}" for name in names)
        growth = ""
        if "XL" in figures and "L" in figures and figures["L"][key] and unit in ("s", "ms", "MB"):
            growth = f"   {figures['XL'][key] / figures['L'][key]:.1f}"
        print(f"{label:{width}}{cells}{growth}")


def _shacl(count: int) -> None:
    """Twelve rules beside pySHACL, which gets five minutes."""
    if importlib.util.find_spec("pyshacl") is None:
        print("\npySHACL is not installed, so nothing is compared with it; `make compare` installs it")
        return
    print(f"measuring twelve rules beside pySHACL: {count:,} elements ...", file=sys.stderr)
    print(f"\nthe same rules checked by pySHACL, {count:,} elements:")
    command = [sys.executable, "-m", "tests.bench.shacl", str(count)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        late = threading.Timer(300, running.kill)
        late.start()
        for line in running.stdout:
            told = json.loads(line)
            print(
                f"  {told['rules']} rules, {told['found']} findings: {told['ours'] * 1000:.1f} ms here,"
                f" {told['theirs']:.2f} s there: {told['theirs'] / told['ours']:,.0f} times faster"
            )
        late.cancel()
    if running.returncode < 0:
        print("  pySHACL did not end within five minutes")


def _settling(count: int) -> None:
    print(f"measuring the whole-plan rules beside the window: {count:,} elements ...", file=sys.stderr)
    answer = subprocess.run(
        [sys.executable, "-m", "tests.bench.settling", str(count)],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")},
    )
    told = json.loads(answer.stdout.splitlines()[-1])
    print(f"\nwhole-plan rules in the background after an edit, window open, {count:,} elements:")
    print(
        f"  settled after                    {told['settled']:8.2f} s (worst {told['settled_worst']:.2f} s)"
    )
    print(f"  the window's 10 ms timer, 99 %   {told['late']:8.1f} ms (worst {told['late_worst']:.1f} ms)")
    print(f"  first edit of the day, with backup {told['first'] * 1000:6.0f} ms")


def _views(count: int) -> None:
    from tests.bench.views import show

    show(count)


def _documents(pages: int) -> None:
    from tests.bench.documents import show

    show(pages)


def _starts(times: int, folder: Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    # As a user has it: Python keeps its compiled modules.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)

    def run(*words: str) -> float:
        answer = subprocess.run(
            [sys.executable, "-m", "tests.bench.start", *words],
            check=True,
            capture_output=True,
            text=True,
            env={**environment, "BENCH_BEGUN": repr(time.monotonic())},
        )
        return float(answer.stdout.split()[-1])

    library = folder / "start.workbench"
    made = [sys.executable, "-m", "tests.bench.size", "make", str(SIZES["L"]), str(library)]
    subprocess.run(made, check=True, capture_output=True)
    environment["BENCH_LIBRARY"] = str(library)
    run("sample")  # makes the sample library, warms the caches
    seconds: dict[str, list[float]] = {"bare": [], "sample": [], "large": []}
    for _ in range(times):  # in turn, so that a busy moment hits all
        for what, taken in seconds.items():
            taken.append(run(what))
    low, high, highest = (statistics.median(taken) for taken in seconds.values())
    print(f"\nfirst painted window, process start counted (median of {times}):")
    print(f"  a bare Qt window (floor)         {low * 1000:6.0f} ms")
    print(f"  the workbench, sample plan shown {high * 1000:6.0f} ms, {high / low:.2f} times the floor")
    said = f"with {SIZES['L']:,} elements shown"
    print(f"  {said:32} {highest * 1000:6.0f} ms, {highest / low:.2f} times the floor")
    checks = []
    for _ in range(times):
        answer = subprocess.run(
            [sys.executable, "-m", "tests.bench.start", "check"],
            check=True,
            capture_output=True,
            text=True,
            env=environment,
        )
        checks.append(float(answer.stdout.split()[-1]))
    print(f"  `workbench check` of a small plan {statistics.median(checks) * 1000:5.0f} ms")


def _goes_through(count: int, folder: Path) -> None:
    from tests.test_size import goes_through_everything

    begun = time.monotonic()
    size = goes_through_everything(count, folder)
    spent = time.monotonic() - begun
    print(f"\na plan of {size:,} elements exchanged, stored, edited, undone: the same; {spent:.0f} s in all")


def _crashes(rounds: int, folder: Path) -> None:
    from tests.test_crash import crash_rounds

    folder.mkdir(exist_ok=True)
    outcome = crash_rounds(folder, rounds)
    print(
        f"\n{rounds} kills at random moments, {outcome.interrupted} of them within a transaction: "
        f"{outcome.acknowledged} acknowledged edits, none missing, every file sound; "
        f"{outcome.refused} torn copies refused"
    )


def _actuals() -> None:
    from tests.bench.actuals import show

    show()


def _scoring() -> None:
    from tests.bench.scoring import show

    show()


def _forecast() -> None:
    from tests.bench.forecast import show

    show()


def _wording() -> None:
    from tests.bench.wording import show

    show()


if __name__ == "__main__":
    main()
