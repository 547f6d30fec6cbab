"""What tests of rules stand on besides: an office's own catalogue of indicators."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def office_catalogues(home: Path) -> Path:
    """The user's folder of catalogues, with those of tests/rules/catalogues in it."""
    return Path(shutil.copytree(Path(__file__).parent / "catalogues", home / "catalogues"))
