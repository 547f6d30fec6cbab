"""Backups: there before they are needed, whole, and thinned so that the newest is never lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.store.libraries import PLAN, adding, closed, filled, setting, tampered
from workbench import paths
from workbench.errors import LibraryProblem
from workbench.plan.elements import Goal
from workbench.store import backups, known
from workbench.store import library as library_room
from workbench.store.backups import Backup
from workbench.store.connection import connect
from workbench.store.library import Library

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def reasons(path: Path) -> list[str]:
    return [one.reason for one in backups.listed(path)]


def test_a_backup_is_a_whole_library(tmp_path: Path) -> None:
    with filled(tmp_path / "a.workbench") as library:
        path = library.backup("manual")
        elements = library.read(PLAN).elements
    with Library.open(path, read_only=True) as copy:
        assert copy.read(PLAN).elements == elements
        assert copy.check_digests() == []
    assert path.parent.is_relative_to(paths.backups())


def test_one_a_day_at_the_first_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = closed(tmp_path / "a.workbench")
    moment = NOW
    monkeypatch.setattr(library_room, "_utc", lambda: moment)
    for days, expected in ((0, 1), (0, 1), (1, 2), (1, 2), (-400, 3)):
        moment = NOW + timedelta(days=days)
        with Library.open(path) as library:
            library.read(PLAN)
            plan = library.read(PLAN)
            library.append(
                PLAN, setting(plan, "goal-1", title=f"t{library.newest(PLAN)}"), library.newest(PLAN)
            )
            library.append(PLAN, setting(plan, "risk-1", title="t"), library.newest(PLAN))
        assert reasons(path) == ["daily"] * expected
    newest = backups.listed(path)[0]
    assert newest.time == NOW - timedelta(days=400)


def test_before_a_large_change_there_is_a_backup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library_room, "LARGE", 10)
    with Library.create(tmp_path / "a.workbench") as library:
        many = [Goal(id=f"g{number}", position="x") for number in range(11)]
        library.append("empty", adding(many), 0)
        assert reasons(library.path) == []
        library.append("full", adding(many), 0)
        assert reasons(library.path) == ["import"]
        (one,) = backups.listed(library.path)
    with Library.open(one.path, read_only=True) as copy:
        assert copy.newest("empty") == 1
        assert copy.newest("full") == 0


def test_a_copy_that_is_not_sound_is_thrown_away(tmp_path: Path) -> None:
    path = closed(tmp_path / "a.workbench")
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(size // 4096 // 2 * 4096)
        file.write(bytes(4096))
    connection = connect(path, "ro")
    before = reasons(path)
    with pytest.raises(LibraryProblem):
        backups.take(connection, path, "manual", lambda: NOW)
    connection.close()
    assert reasons(path) == before
    assert [one.name for one in backups.folder(path).glob(".*")] == []


def test_files_of_one_name_in_two_folders_have_their_own_backups(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / name).mkdir()
        with filled(tmp_path / name / "x.workbench") as library:
            library.backup("manual")
    folders = {backups.folder(tmp_path / name / "x.workbench") for name in "ab"}
    assert len(folders) == 2
    assert all(len(list(folder.iterdir())) == 1 for folder in folders)


def test_what_is_no_backup_is_not_listed(tmp_path: Path) -> None:
    with filled(tmp_path / "a.workbench") as library:
        path = library.backup("manual")
    for name in (".x.tmp", "notes.txt", "000009-20269999T999999Z-daily.workbench", "copy.workbench"):
        (path.parent / name).write_text("")
    assert [one.path for one in backups.listed(tmp_path / "a.workbench")] == [path]


def history(days: int, step: timedelta = timedelta(hours=6)) -> list[Backup]:
    first = NOW - timedelta(days=days)
    count = int(timedelta(days=days) / step)
    return [
        Backup(Path(str(number)), number, first + number * step, "daily", 1) for number in range(1, count + 1)
    ]


def test_backups_are_thinned_by_age() -> None:
    every = history(400)
    gone = set(backups.superfluous(every, NOW))
    kept = [one for one in every if one.path not in gone]
    recent = [one for one in every if NOW - one.time <= timedelta(days=2)]
    assert [one for one in kept if NOW - one.time <= timedelta(days=2)] == recent
    month = {one.time.date() for one in kept if timedelta(days=2) < NOW - one.time <= timedelta(days=30)}
    assert len(month) in {28, 29}
    assert 45 < len(kept) < 80
    assert every[-1] in kept
    assert kept[0].time.date() <= NOW.date() - timedelta(days=360)
    assert backups.superfluous(kept, NOW) == []


def test_a_clock_set_back_deletes_nothing_new_and_a_clock_far_ahead_keeps_the_newest() -> None:
    every = history(20)
    assert backups.superfluous(every, NOW - timedelta(days=365)) == []
    late = Backup(Path("late"), 999, NOW - timedelta(days=365), "daily", 1)
    assert Path("late") not in backups.superfluous([*every, late], NOW - timedelta(days=365))
    assert Path("late") not in backups.superfluous([*every, late], NOW + timedelta(days=3650))


def test_a_backup_is_no_stranger_for_long(tmp_path: Path) -> None:
    """A backup that was changed by hand shows it when it is opened."""
    with filled(tmp_path / "a.workbench") as library:
        path = library.backup("manual")
    assert known.recall(path) is None
    tampered(path, "CREATE VIEW v AS SELECT 1")
    with pytest.raises(LibraryProblem, match="altered"):
        Library.open(path)
