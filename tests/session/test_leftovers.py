"""What a killed program leaves behind is thrown away on a later start; all else stays."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

import pytest

from workbench import paths
from workbench.session.leftovers import sweep
from workbench.session.samples import lend_for_tour
from workbench.store import backups


def age(*places: Path) -> None:
    """As if nobody had touched them for two days."""
    then = time.time() - 2 * 24 * 3600
    for place in places:
        for one in (*place.rglob("*"), place) if place.is_dir() else (place,):
            os.utime(one, (then, then))


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = tmp_path / "temporary"
    made.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(made))
    return made


def test_the_copy_of_a_killed_tour_goes_with_what_was_kept_of_it(temporary: Path) -> None:
    killed, running = lend_for_tour(), lend_for_tour()
    backups.folder(killed.resolve()).mkdir(parents=True)
    age(killed.parent)
    other = temporary / "workbench-tour-notes"
    other.mkdir()
    age(other)
    assert sweep([]) == [killed.parent]
    assert not killed.parent.exists()
    assert not backups.folder(killed.resolve()).exists()
    assert running.exists()
    assert other.exists()


def test_copies_of_evidence_that_nobody_took_away(temporary: Path) -> None:
    old, new = temporary / "workbench-evidence-abcd1234", temporary / "workbench-evidence-efgh5678"
    for folder in (old, new):
        folder.mkdir()
        (folder / "报告.pdf").write_bytes(b"%PDF-")
        (folder / "报告.pdf").chmod(0o400)
    age(old)
    assert sweep([]) == [old]
    assert (old.exists(), new.exists()) == (False, True)


def test_files_half_written_go_when_they_are_old(temporary: Path, tmp_path: Path) -> None:
    beside = tmp_path / "plans"
    beside.mkdir()
    half = [beside / ".0123456789abcdef.tmp", beside / ".0123456789abcdef.tmp-journal"]
    half.append(paths.home() / ".fedcba9876543210.tmp")
    kept = [beside / ".0000000000000000.tmp", beside / ".notes.tmp", beside / "0123456789abcdef.tmp"]
    for one in (*half, *kept):
        one.write_bytes(b"x")
    age(*half, *kept[1:])
    linked = beside / ".aaaaaaaaaaaaaaaa.tmp"
    linked.symlink_to(kept[1])
    salvage = paths.home() / "salvage-abcd1234"
    salvage.mkdir()
    age(salvage)
    assert set(sweep([beside, beside, tmp_path / "nowhere"])) == {*half, salvage}
    assert not any(one.exists() for one in half)
    assert all(one.exists() for one in (*kept, linked))
