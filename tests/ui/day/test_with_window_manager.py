"""The planner's day once more where a window manager gives and takes the keyboard."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
#: What a screen with a window manager takes.
NEEDED = ("xvfb-run", "openbox", "xprop")
#: Where these are not to be had the day is lived through without a screen, in a process of its own too.
SCREENS = ("xcb",) if all(map(shutil.which, NEEDED)) else ("offscreen",)


@pytest.mark.parametrize("platform", SCREENS)
def test_the_day_on_a_screen_with_a_window_manager(platform: str, tmp_path: Path) -> None:
    python = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"]
    files = [str(Path(__file__).with_name(f"test_by_{hand}.py")) for hand in ("keyboard", "mouse")]
    command = [*python, "--basetemp", str(tmp_path / "day"), *files]
    if platform == "xcb":
        # The manager is at work once it owns the screen; it ends with the screen.
        ready = 'xprop -root _NET_SUPPORTING_WM_CHECK | grep -q "#"'
        begin = f'openbox & until {ready}; do sleep 0.1; done; exec "$@"'
        command = ["xvfb-run", "-a", "-s", "-screen 0 1600x1000x24", "sh", "-c", begin, "sh", *command]
    surroundings = {**os.environ, "QT_QPA_PLATFORM": platform, "PYTHONDONTWRITEBYTECODE": "1"}
    surroundings.pop("PYTEST_XDIST_WORKER", None)
    done = subprocess.run(
        command, cwd=ROOT, env=surroundings, capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
