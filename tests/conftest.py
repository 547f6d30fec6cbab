"""What every test stands on: no screen, a home folder of its own, one language."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

# Before Qt is imported, and before anything asks for the user's folders: a test that forgets the fixture
# below still never touches the real ones.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["WORKBENCH_HOME"] = tempfile.mkdtemp(prefix="workbench-tests-")

from workbench import i18n, log

HOME = os.environ["WORKBENCH_HOME"]


def pytest_unconfigure() -> None:
    """Nothing of a run stays behind."""
    shutil.rmtree(HOME, ignore_errors=True)


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The user's data folder of this test, empty at first; a log begun in it ends with it."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("WORKBENCH_HOME", str(folder))
    yield folder
    log.stop()


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """English whatever the machine speaks; a test that wants Chinese says ``i18n.speak("zh")``."""
    i18n.speak("en")
    yield
    i18n.speak("en")
