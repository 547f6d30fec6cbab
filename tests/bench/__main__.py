"""``make bench``: time and memory by plan size, each beside a floor measured in the same run."""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SIZES = {"S": 100, "M": 2_000, "L": 20_000, "XL": 200_000}
ROWS = (
    ("floor", "rows as tuples (floor)", "s"),
    ("open", "open a plan", "s"),
    ("open_ratio", "  times the floor", "x"),
    ("digests", "content digests, in the background", "s"),
    ("full", "full check", "s"),
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
    parser.add_argument("--starts", type=int, default=7)
    parser.add_argument("--through", type=int, default=200_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["WORKBENCH_HOME"] = str(Path(folder) / "home")
        if given.sizes:
            _sizes(given.sizes.split(","), folder)
        if given.starts:
            _starts(given.starts, Path(folder))
        if given.through:
            _goes_through(given.through, Path(folder))
        if given.crashes:
            _crashes(given.crashes, Path(folder))


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

    run("sample")  # makes the sample library, warms the caches
    bare, sample = [], []
    for _ in range(times):  # in turn, so that a busy moment hits both
        bare.append(run("bare"))
        sample.append(run("sample"))
    low, high = statistics.median(bare), statistics.median(sample)
    print(f"\nfirst painted window, process start counted (median of {times}):")
    print(f"  a bare Qt window (floor)         {low * 1000:6.0f} ms")
    print(f"  the workbench, sample plan shown {high * 1000:6.0f} ms, {high / low:.2f} times the floor")
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


if __name__ == "__main__":
    main()
