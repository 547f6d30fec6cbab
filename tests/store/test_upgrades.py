"""An older file becomes the present format whole or stays what it was, with a backup either way."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.store.libraries import PLAN, closed, names, setting, states, tampered
from workbench.errors import LibraryProblem
from workbench.store import backups, known, upgrades
from workbench.store.connection import Connection
from workbench.store.format import FORMAT, schema, schema_of, statements
from workbench.store.library import Library
from workbench.store.upgrades import Upgrades

#: Format 0 never was: names had no table, a goal's title was called ``name``, and there was no merge key.
OLD_GOAL = next(one for one in statements(1) if one.startswith("CREATE TABLE goal ")).replace(
    "title TEXT", "name TEXT"
)
OLD_CHANGE = next(one for one in statements(1) if one.startswith("CREATE TABLE change ")).replace(
    "  merge_key TEXT NOT NULL,\n", ""
)
OLD = (
    *(one for one in statements(1) if one.split()[2] not in {"goal", "change", "version"}),
    OLD_GOAL,
    OLD_CHANGE,
)


def statement(name: str) -> str:
    return next(one for one in statements(1) if one.startswith(f"CREATE TABLE {name} "))


def columns(made_by: str) -> str:
    lines = made_by.splitlines()[1:-3]
    return ", ".join(line.split()[0] for line in lines if not line.strip().startswith("PRIMARY"))


STEP = (
    statement("version"),
    "ALTER TABLE goal RENAME TO old_goal",
    statement("goal"),
    f"INSERT INTO goal ({columns(statement('goal'))}) SELECT {columns(OLD_GOAL)} FROM old_goal",
    "DROP TABLE old_goal",
    "ALTER TABLE change RENAME TO old_change",
    statement("change"),
    f"INSERT INTO change ({columns(OLD_CHANGE)}, merge_key) SELECT {columns(OLD_CHANGE)}, '' FROM old_change",
    "DROP TABLE old_change",
    "UPDATE operation SET field = 'title' WHERE kind = 'goal' AND field = 'name'",
)


def from_format_0(connection: Connection) -> None:
    for one in STEP:
        connection.execute(one)


UPGRADES = Upgrades({0: from_format_0, **upgrades.UPGRADES.steps}, {0: schema_of(OLD), FORMAT: schema()})


def old_library(path: Path) -> Path:
    """The library of the other tests as format 0 would have had it."""
    closed(path)
    tampered(
        path,
        "DROP TABLE version",
        "DROP TABLE attachment",
        "DROP TABLE attachment_part",
        "ALTER TABLE goal RENAME TO new_goal",
        OLD_GOAL,
        f"INSERT INTO goal ({columns(OLD_GOAL)}) SELECT {columns(statement('goal'))} FROM new_goal",
        "DROP TABLE new_goal",
        "ALTER TABLE change RENAME TO new_change",
        OLD_CHANGE,
        f"INSERT INTO change ({columns(OLD_CHANGE)}) SELECT {columns(OLD_CHANGE)} FROM new_change",
        "DROP TABLE new_change",
        "UPDATE operation SET field = 'name' WHERE kind = 'goal' AND field = 'title'",
        "PRAGMA user_version=0",
    )
    return path


def test_an_old_file_is_brought_up_to_date_after_a_backup(tmp_path: Path) -> None:
    with Library.open(closed(tmp_path / "new.workbench")) as library:
        expected = states(library)
    path = old_library(tmp_path / "a.workbench")
    old = path.read_bytes()
    with Library.open(path, upgrades=UPGRADES) as library:
        assert states(library) == expected
        assert library.check_digests() == []
        library.append(PLAN, setting(library.read(PLAN), "goal-1", title="x"), 4)
    with Library.open(path) as library:
        assert library.read(PLAN).elements["goal-1"].name_shown == "x"
    (backup,) = [one for one in backups.listed(path) if one.reason == "upgrade"]
    shutil.copy(backup.path, tmp_path / "back.workbench")
    with Library.open(tmp_path / "back.workbench", upgrades=UPGRADES) as library:
        assert states(library) == expected
    assert len(backup.path.read_bytes()) == len(old)


def test_for_reading_only_an_old_file_stays_old(tmp_path: Path) -> None:
    path = old_library(tmp_path / "a.workbench")
    before = path.read_bytes()
    with pytest.raises(LibraryProblem, match="older format"):
        Library.open(path, read_only=True, upgrades=UPGRADES)
    assert path.read_bytes() == before
    assert backups.listed(path) == []


def test_a_format_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    path = old_library(tmp_path / "a.workbench")
    before = path.read_bytes()
    with pytest.raises(LibraryProblem, match="altered"):
        Library.open(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("fault", range(len(STEP)))
def test_a_step_that_fails_leaves_the_old_file(tmp_path: Path, fault: int) -> None:
    path = old_library(tmp_path / "a.workbench")

    def broken(connection: Connection) -> None:
        for number, one in enumerate(STEP):
            connection.execute("SELECT broken" if number == fault else one)

    with pytest.raises(LibraryProblem):
        Library.open(path, upgrades=UPGRADES._replace(steps={**UPGRADES.steps, 0: broken}))
    assert names(tmp_path) == ["a.workbench"] or path.with_name("a.workbench-journal").stat().st_size == 0
    with Library.open(path, upgrades=UPGRADES) as library:
        assert len(states(library)) == 5


def test_a_step_that_leads_elsewhere_is_taken_back(tmp_path: Path) -> None:
    path = old_library(tmp_path / "a.workbench")
    short = UPGRADES._replace(steps={**UPGRADES.steps, 0: lambda connection: connection.execute(STEP[0])})
    with pytest.raises(LibraryProblem, match="could not be brought up to date"):
        Library.open(path, upgrades=short)
    with Library.open(path, upgrades=UPGRADES) as library:
        assert len(states(library)) == 5


KILLED = """
import os, signal, sys
from pathlib import Path
from tests.store.test_upgrades import STEP, UPGRADES
from workbench.store.library import Library
at = int(sys.argv[2])
def dying(connection):
    connection.execute("PRAGMA cache_size=1")
    for number, one in enumerate(STEP):
        if number == at:
            os.kill(os.getpid(), signal.SIGKILL)
        connection.execute(one)
    if at == len(STEP):
        os.kill(os.getpid(), signal.SIGKILL)
Library.open(Path(sys.argv[1]), upgrades=UPGRADES._replace(steps={**UPGRADES.steps, 0: dying}))
"""


@pytest.mark.parametrize("at", [0, 4, 8, len(STEP)])
def test_a_kill_in_an_upgrade_leaves_the_old_file(tmp_path: Path, at: int) -> None:
    path = old_library(tmp_path / "a.workbench")
    answer = subprocess.run(
        [sys.executable, "-c", KILLED, path, str(at)],
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == -9, answer.stderr
    note = known.recall(path)
    assert note is not None
    assert note.being_written
    assert len(backups.listed(path)) == 1
    with Library.open(path, upgrades=UPGRADES) as library:
        assert len(states(library)) == 5
        assert library.check_digests() == []
