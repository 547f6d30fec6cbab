"""Who else has a library open on this machine, told without a file beside the library."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.store.libraries import closed, names
from workbench import paths
from workbench.store import presence


def test_others_are_told_from_oneself(tmp_path: Path) -> None:
    path = closed(tmp_path / "a.workbench")
    own = presence.enter(path)
    assert presence.others(path, own) == []
    second = presence.enter(path)
    (other,) = presence.others(path, own)
    assert other.pid == os.getpid()
    assert other.since.endswith("+00:00")
    presence.leave(second)
    presence.leave(second)
    assert presence.others(path, own) == []
    assert names(tmp_path) == ["a.workbench"]


def test_another_process_counts_while_it_lives(tmp_path: Path) -> None:
    path = closed(tmp_path / "a.workbench")
    program = (
        "import sys; from pathlib import Path; from workbench.store import presence\n"
        "presence.enter(Path(sys.argv[1])); print('ready', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        assert [one.pid for one in presence.others(path, Path())] == [process.pid]
        process.kill()
        process.wait()
    assert presence.others(path, Path()) == []
    assert list(paths.presence().iterdir()) == []


def test_links_and_detours_lead_to_the_same_presence(tmp_path: Path) -> None:
    path = closed(tmp_path / "a.workbench")
    (tmp_path / "link").symlink_to(path)
    presence.enter(path)
    assert len(presence.others(tmp_path / "link", Path())) == 1
    assert presence.others(tmp_path / "b.workbench", Path()) == []


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"user": "x"}', '{"user": "x", "since": "", "pid": "many"}']
)
def test_a_spoilt_note_is_nobody(tmp_path: Path, content: str) -> None:
    path = closed(tmp_path / "a.workbench")
    presence.enter(path).write_text(content, encoding="utf-8")
    assert presence.others(path, Path()) == []
