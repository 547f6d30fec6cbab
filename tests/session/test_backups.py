"""The backups of a library as a list, looked into, restored beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.plans import sound_elements
from workbench import paths
from workbench.errors import Problem
from workbench.plan import edits
from workbench.session import backups
from workbench.session.session import Session

ELEMENTS = sound_elements(20)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A library with one plan, a backup of it, and two edits after that."""
    path = tmp_path / "own.workbench"
    with Session.create(path) as session:
        session.import_plan(ELEMENTS)
        session.open_plan(ELEMENTS[0].id)
        backups.make(path)
        for title in ("first", "second"):
            assert session.plan is not None
            session.apply(edits.rename(session.plan, session.plan.id, title))
    return path


def test_the_list_says_when_why_and_how_many_changes(library: Path) -> None:
    listed = backups.of_library(library)
    # That of today is the one by hand: no other is due.
    assert [(one.reason, one.changes, one.since) for one in listed] == [(backups.REASONS["manual"], 1, 2)]
    assert all(one.size == one.path.stat().st_size and one.time.tzinfo is not None for one in listed)
    assert all(one.path.is_relative_to(paths.backups()) for one in listed)


def test_a_backup_that_cannot_be_read_is_listed_as_such(library: Path) -> None:
    newest = backups.of_library(library)[0]
    newest.path.write_bytes(b"rubbish")
    listed = backups.of_library(library)
    assert (listed[0].changes, listed[0].since) == (None, None)
    with pytest.raises(Problem):
        backups.restore(newest.path, library.with_name("new.workbench"))
    assert not library.with_name("new.workbench").exists()


def test_of_a_library_that_is_gone_the_backups_are_still_there(library: Path) -> None:
    library.unlink()
    listed = backups.of_library(library)
    assert listed
    assert {(one.changes, one.since) for one in listed} == {(1, None)}
    back = backups.restore(listed[0].path, library)
    with Session.open(back) as session:
        assert [entry.title for entry in session.plans()] == [ELEMENTS[0].get("title")]


def test_restored_beside_it_overwrites_nothing(library: Path) -> None:
    before = library.read_bytes()
    one = backups.of_library(library)[0]
    target = backups.name_beside(library, one)
    assert target.parent == library.parent
    assert backups.restore(one.path, target) == target
    again = backups.name_beside(library, one)
    assert again != target
    with pytest.raises(Problem, match="there already"):
        backups.restore(one.path, target)
    assert library.read_bytes() == before
    with Session.open(target) as session:
        session.open_plan(session.plans()[0].id)
        assert not session.read_only
    assert list(paths.backups().iterdir())
