"""A library with a sound plan, as most tests of a session begin."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.plans import sound_elements
from workbench.session.session import Session


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the library is."""
    return tmp_path / "library.workbench"


@pytest.fixture
def session(path: Path) -> Iterator[Session]:
    """The library with its plan open."""
    with Session.create(path, author="甲") as opened:
        opened.import_plan(sound_elements(40))
        opened.open_plan("plan")
        yield opened
