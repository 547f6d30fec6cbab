"""The command that makes the pictures of the window, on one of them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from PySide6.QtGui import QImage

ROOT = Path(__file__).resolve().parents[2]


def test_a_picture_is_made_of_the_window(tmp_path: Path) -> None:
    only = ["--only", "window", "--languages", "en", "--themes", "dark"]
    command = [sys.executable, str(ROOT / ".ci" / "screenshots.py"), str(tmp_path), *only]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    picture = QImage(str(tmp_path / "window-en-dark.png"))
    assert (picture.width(), picture.height()) == (1440, 900)
    # The dark theme's window, not an empty one: many colours, mostly dark.
    seen = [picture.pixelColor(x, y).lightness() for x in range(0, 1440, 7) for y in range(0, 900, 7)]
    assert sum(one < 60 for one in seen) > len(seen) * 0.8
    assert len(set(seen)) > 20
