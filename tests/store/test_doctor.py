"""The doctor names what is wrong, changes nothing, and saves what can be saved."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest

from tests.store.libraries import (
    PLAN,
    closed,
    filled,
    large,
    names,
    patched,
    setting,
    states,
    tampered,
    trace,
)
from tests.store.test_gate import HEADERS, SCHEMAS, become_wal, hot_journal, zero_page
from workbench.errors import LibraryProblem, Problem
from workbench.plan.change import Change, Label, Operation, same
from workbench.plan.elements import Goal, Milestone
from workbench.store.connection import connect, sqlite
from workbench.store.doctor import AREAS, Diagnosis, diagnose
from workbench.store.format import FORMAT
from workbench.store.library import Library
from workbench.store.salvage import Salvage, repair, salvage


def areas(diagnosis: Diagnosis) -> set[str]:
    return {fault.area for fault in diagnosis.faults}


def sound(path: Path) -> Path:
    """A library whose plan has no loose ends, unlike the random ones."""
    return large(path, 60)


# -- diagnosis -----------------------------------------------------------------------------------------------


def test_a_sound_library_has_no_faults(tmp_path: Path) -> None:
    path = sound(tmp_path / "a.workbench")
    before = trace(tmp_path)
    told: list[tuple[int, int]] = []
    diagnosis = diagnose(path, lambda done, total: told.append((done, total)))
    assert diagnosis.is_sound, diagnosis.faults
    assert (diagnosis.plans, diagnosis.changes) == (1, 1)
    assert diagnosis.elements == told[-1][0] == told[-1][1] > 40
    assert trace(tmp_path) == before


def test_an_open_library_can_be_examined(tmp_path: Path) -> None:
    path = sound(tmp_path / "a.workbench")
    with Library.open(path) as library:
        assert diagnose(path).is_sound
        plan = library.read("plan")
        library.append("plan", setting(plan, "g1", title="x"), 1)
        assert diagnose(path).is_sound


@pytest.mark.parametrize("case", HEADERS)
def test_what_the_gate_refuses_is_a_fault_of_the_file(tmp_path: Path, case: str) -> None:
    path = closed(tmp_path / "a.workbench")
    HEADERS[case][0](path)
    before = trace(tmp_path)
    diagnosis = diagnose(path)
    assert areas(diagnosis) <= {"file", "schema"}
    assert not diagnosis.is_sound
    assert all("\n" not in fault.shown() for fault in diagnosis.faults)
    assert trace(tmp_path) == before


@pytest.mark.parametrize("case", SCHEMAS)
def test_an_altered_schema_is_named(tmp_path: Path, case: str) -> None:
    path = closed(tmp_path / "a.workbench")
    tampered(path, *SCHEMAS[case])
    assert areas(diagnose(path)) == {"schema"}


def test_damaged_pages_are_named(tmp_path: Path) -> None:
    path = large(tmp_path / "a.workbench", 400)
    zero_page(path)
    diagnosis = diagnose(path)
    assert "file" in areas(diagnosis)
    assert any("pages" in fault.shown() or "damaged" in fault.shown() for fault in diagnosis.faults)


FAULTS: dict[str, tuple[str, set[str], str]] = {
    "flipped value": ("UPDATE goal SET title = 'x' WHERE id = 'g1'", {"content", "journal"}, "Goal g1"),
    "unreadable value": (
        "UPDATE goal SET due = 'x' WHERE id = 'g1'",
        {"content", "journal"},
        "field “Due date” of Goal g1",
    ),
    "missing row": ("DELETE FROM goal WHERE id = 'g1'", {"references", "journal"}, "points at g1"),
    "missing owner": ("DELETE FROM project WHERE id = 'p1-1'", {"references", "journal"}, "belongs to p1-1"),
    "missing head": ("DELETE FROM plan", {"references", "journal"}, "no head"),
    "loop": (
        "UPDATE goal SET parent = 'g1' WHERE id = 'g1'",
        {"content", "references", "journal"},
        "below itself",
    ),
    "unknown plan": (
        "UPDATE goal SET plan = 7 WHERE id = 'g1'",
        {"content", "references", "journal"},
        "number 7",
    ),
    "edited log": ("UPDATE operation SET after = '{}' WHERE seq = 3", {"journal"}, "number 1"),
    "cut log": ("DELETE FROM operation", {"journal"}, "does not tell"),
    "gap in the log": ("UPDATE change SET number = 2", {"journal"}, "number 1"),
    "edited reason": ("UPDATE change SET reason = 'better'", {"journal"}, "number 1"),
}


@pytest.mark.parametrize("case", FAULTS)
def test_each_fault_is_named(tmp_path: Path, case: str) -> None:
    path = sound(tmp_path / "a.workbench")
    statement, expected, words = FAULTS[case]
    tampered(path, statement)
    diagnosis = diagnose(path)
    assert areas(diagnosis) == expected, [fault.shown() for fault in diagnosis.faults]
    assert any(words in fault.shown() for fault in diagnosis.faults)
    assert expected <= AREAS.keys()


def test_what_is_being_written_to_is_not_called_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = sound(tmp_path / "a.workbench")
    monkeypatch.setattr("workbench.store.connection._RECIPE", ("PRAGMA busy_timeout=10",))
    with closing(sqlite.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(LibraryProblem, match="written to by another program"):
            diagnose(path)


def test_an_id_that_is_no_text_does_not_hold_the_doctor(tmp_path: Path) -> None:
    path = sound(tmp_path / "a.workbench")
    tampered(path, "UPDATE goal SET id = CAST(x'fffe' AS TEXT) WHERE id = (SELECT max(id) FROM goal)")
    assert "content" in areas(diagnose(path))


def test_what_the_gate_refuses_is_never_called_sound(tmp_path: Path) -> None:
    path = sound(tmp_path / "a.workbench")
    tampered(path, "DELETE FROM meta")
    with pytest.raises(LibraryProblem):
        Library.open(path)
    assert not diagnose(path).is_sound


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    for call in (diagnose, repair):
        with pytest.raises(Problem, match="does not exist"):
            call(tmp_path / "none.workbench")


# -- salvage -------------------------------------------------------------------------------------------------


def salvaged(path: Path) -> tuple[Salvage, Path]:
    """Salvage a file that may not change by it; the result is a sound library."""
    before = trace(path.parent)
    into = path.parent.parent / "new.workbench"
    report = salvage(path, into)
    assert trace(path.parent) == before
    assert not [fault for fault in diagnose(into).faults if fault.area != "references"]
    return report, into


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "damaged").mkdir()
    return tmp_path / "damaged" / "a.workbench"


def test_a_sound_library_is_salvaged_whole(place: Path) -> None:
    closed(place)
    with Library.open(place) as library:
        library.name_version(PLAN, 2, "第一稿")
        expected, log = states(library), library.changes(PLAN)
    report, into = salvaged(place)
    assert report.is_whole
    assert (report.from_log, report.tables_lost, report.plans, report.elements) == ([], [], 1, 52)
    with Library.open(into) as library:
        assert states(library) == expected
        assert library.changes(PLAN) == log
        assert [one.name for one in library.versions(PLAN)] == ["第一稿"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE goal SET title = 'flipped' WHERE id = 'goal-1'",
        "DELETE FROM goal",
        "DELETE FROM plan",
        "DELETE FROM registry",
        "UPDATE goal SET due = 'soon', notes = CAST(x'ff' AS TEXT)",
        "CREATE TRIGGER t AFTER INSERT ON change BEGIN DELETE FROM goal; END",
        "DROP TABLE goal",
    ],
)
def test_what_a_sound_log_tells_is_not_lost(place: Path, statement: str) -> None:
    closed(place)
    with Library.open(place) as library:
        expected = states(library)
    tampered(place, statement)
    report, into = salvaged(place)
    assert report.is_whole
    with Library.open(into) as library:
        assert states(library) == expected


def test_without_its_log_a_plan_keeps_its_rows(place: Path) -> None:
    closed(place)
    with Library.open(place) as library:
        expected = library.read(PLAN).elements
    tampered(
        place,
        "DELETE FROM operation WHERE number = 1",
        "UPDATE goal SET title = 'flipped' WHERE id = 'goal-2'",
    )
    report, into = salvaged(place)
    assert report.histories_lost == [PLAN]
    assert report.damaged == [("goal", "goal-2")]
    with Library.open(into) as library:
        found = library.read(PLAN).elements
        assert found.keys() == expected.keys()
        assert found["goal-2"].name_shown == "flipped"
        assert all(same(found[id_], expected[id_]) for id_ in expected if id_ != "goal-2")
        assert [one.label.message for one in library.changes(PLAN)] == ["Salvaged from a damaged library"]


def test_what_is_sound_of_a_history_is_kept(place: Path) -> None:
    closed(place)
    with Library.open(place) as library:
        expected, log = states(library), library.changes(PLAN)
        library.name_version(PLAN, 2, "early")
        library.name_version(PLAN, 4, "late")
    tampered(place, "DELETE FROM operation WHERE number = 4")
    report, into = salvaged(place)
    assert report.histories_lost == [PLAN]
    assert (report.from_log, report.damaged, report.lost) == ([], [], [])
    with Library.open(into) as library:
        assert states(library) == expected
        assert library.changes(PLAN)[:3] == log[:3]
        assert library.changes(PLAN)[3].label.message == "Salvaged from a damaged library"
        assert [one.name for one in library.versions(PLAN)] == ["early"]


def test_without_its_head_and_log_a_plan_gets_another_head(place: Path) -> None:
    closed(place)
    tampered(place, "DELETE FROM operation", "DELETE FROM plan")
    report, into = salvaged(place)
    assert report.lost == [("plan", PLAN)]
    with Library.open(into) as library:
        assert library.read(PLAN).head.title == "Salvaged plan"
        assert len(library.read(PLAN)) == 52


def test_an_element_known_by_name_only_is_listed_as_lost(place: Path) -> None:
    closed(place)
    tampered(place, "DELETE FROM operation WHERE number < 3", "DELETE FROM goal WHERE id = 'goal-1'")
    report, _ = salvaged(place)
    assert report.lost == [("goal", "goal-1")]


def test_deleted_plans_keep_their_history(place: Path) -> None:
    with filled(place) as library:
        plan = library.read(PLAN)
        gone = tuple(
            Operation("delete", one.kind_name, one.id, "", one, None) for one in plan.elements.values()
        )
        library.append(PLAN, Change(gone, Label("Delete")), 4)
    report, into = salvaged(place)
    assert report.is_whole
    assert report.plans == 0
    with Library.open(into) as library:
        assert library.plans() == []
        assert len(library.plan_as_of(PLAN, 4)) == 52


def pages_of(path: Path, table: str) -> list[int]:
    """The leaf pages of a table, found by spoiling a copy page by page."""
    found = []
    for number in range(1, path.stat().st_size // 4096):
        copy = Path(shutil.copy(path, path.with_suffix(".probe")))
        with copy.open("r+b") as file:
            file.seek(number * 4096)
            file.write(bytes(4096))
        with suppress(LibraryProblem), closing(connect(copy, "ro")) as connection:
            try:
                connection.execute(f'SELECT count(*), max("plan") FROM "{table}"').fetchone()
            except sqlite.DatabaseError:
                found.append(number)
        copy.unlink()
    return found


def test_a_page_of_zeros_among_the_elements_costs_nothing(place: Path) -> None:
    large(place, 400)
    with Library.open(place) as library:
        expected = library.read("plan").elements
    pages = pages_of(place, "milestone")
    assert len(pages) > 3
    with place.open("r+b") as file:
        file.seek(pages[2] * 4096)
        file.write(bytes(4096))
    report, into = salvaged(place)
    assert report.is_whole
    assert report.from_log
    assert report.tables_lost == ["milestone"]
    with Library.open(into) as library:
        assert library.read("plan").elements == expected


def test_a_page_of_zeros_in_the_log_costs_the_history_alone(place: Path) -> None:
    large(place, 400)
    with Library.open(place) as library:
        expected = library.read("plan").elements
    pages = pages_of(place, "operation")
    with place.open("r+b") as file:
        file.seek(pages[len(pages) // 2] * 4096)
        file.write(bytes(4096))
    report, into = salvaged(place)
    assert report.histories_lost == ["plan"]
    assert (report.damaged, report.lost) == ([], [])
    with Library.open(into) as library:
        assert library.read("plan").elements == expected


@pytest.mark.parametrize("spoil", [become_wal, hot_journal])
def test_a_file_with_companions_is_put_together(place: Path, spoil: Callable[[Path], object]) -> None:
    closed(place)
    spoil(place)
    assert not diagnose(place).is_sound
    report, into = salvaged(place)
    assert report.is_whole
    with Library.open(into) as library:
        assert len(library.read(PLAN)) == 52


def test_a_journal_that_names_another_file_is_left_alone(place: Path) -> None:
    closed(place)
    victim = place.parent.parent / "victim.txt"
    victim.write_text("keep me")
    hot_journal(place, naming=victim)
    try:
        salvage(place, place.parent.parent / "new.workbench")
    except LibraryProblem:
        assert not (place.parent.parent / "new.workbench").exists()
    assert victim.read_text() == "keep me"


def test_salvage_touches_nothing_that_is_there(place: Path) -> None:
    closed(place)
    other = closed(place.with_name("b.workbench"), seed=2)
    before = trace(place.parent)
    with pytest.raises(Problem, match="there already"):
        salvage(place, other)
    with Library.open(place), pytest.raises(LibraryProblem, match="close it first"):
        salvage(place, place.with_name("c.workbench"))
    assert trace(place.parent) == before


def test_a_file_that_was_cut_off_keeps_what_is_there(place: Path) -> None:
    large(place, 400)
    with Library.open(place) as library:
        expected = library.read("plan").elements
    os.truncate(place, place.stat().st_size - 5000)
    report, into = salvaged(place)
    with Library.open(into) as library:
        assert library.read("plan").elements == expected
    os.truncate(place, place.stat().st_size // 2)
    into.unlink()
    report, into = salvaged(place)
    assert not report.is_whole
    assert 0 < report.elements < len(expected)  # what points at the others is told as dangling


def test_a_row_that_the_cut_went_through_is_told_by_what_can_be_read_of_it(
    place: Path, tmp_path: Path
) -> None:
    source = large(tmp_path / "whole.workbench", 400)
    size = source.stat().st_size
    with Library.open(source) as library:
        whole = len(library.read("plan").elements)
    # Fine steps, so that some cuts go through the id of an element: zeros stand for the rest of it.
    for cut in range(size // 2 - 4096, size // 2 + 4096, 180):
        shutil.copy(source, place)
        os.truncate(place, cut)
        report, into = salvaged(place)
        assert not report.is_whole
        assert 0 < report.elements < whole
        into.unlink()


def test_pages_that_list_the_tables_cost_nothing(place: Path) -> None:
    large(place, 60)
    with Library.open(place) as library:
        expected = library.read("plan").elements
    data = place.read_bytes()
    listing = [n for n in range(len(data) // 4096) if b"CREATE TABLE" in data[n * 4096 : (n + 1) * 4096]]
    assert listing
    with place.open("r+b") as file:
        for number in {0, *listing}:
            start = 0 if number else 100
            file.seek(number * 4096 + start)
            file.write(bytes(4096 - start))
    report, into = salvaged(place)
    assert report.is_whole
    with Library.open(into) as library:
        assert library.read("plan").elements == expected


def test_what_pointed_at_the_lost_is_put_right(place: Path) -> None:
    large(place, 60)
    with Library.open(place) as library:
        plan = library.read("plan")
    goal = next(one.id for one in plan.all(Goal) if plan.referrers(one.id))
    owner = next(one.project for one in plan.all(Milestone))
    tampered(
        place,
        *(f"DELETE FROM {table} WHERE id = '{id_}'" for table, id_ in (("goal", goal), ("project", owner))),
        "DELETE FROM operation",
    )
    report, into = salvaged(place)
    assert not report.is_whole
    assert diagnose(into).is_sound
    with Library.open(into) as library:
        left = library.read("plan")
        assert goal not in left
        assert left.owned(owner) == plan.owned(owner)


def test_nothing_is_made_of_what_cannot_be_read(place: Path) -> None:
    closed(place)
    data = place.read_bytes()
    place.write_bytes(data[:4096] + bytes(len(data) - 4096))
    with pytest.raises(LibraryProblem, match="Nothing can be read in a"):
        repair(place)
    assert names(place.parent) == ["a.workbench"]


def test_a_later_format_is_not_salvaged_with_half_the_knowledge(place: Path) -> None:
    closed(place)
    patched(place, 60, (FORMAT + 1).to_bytes(4, "big"))
    with pytest.raises(LibraryProblem, match="newer version"):
        repair(place)
    assert names(place.parent) == ["a.workbench"]


def test_numbers_that_nothing_can_have_are_no_witnesses(place: Path) -> None:
    large(place, 60)
    with Library.open(place) as library:
        expected = library.read("plan").elements
    largest = 2**63 - 1
    tampered(
        place,
        f"UPDATE operation SET number = -{largest} WHERE seq = 3",
        f"UPDATE change SET number = {largest}",
        "UPDATE registry SET id = 'other'",
    )
    report, into = salvaged(place)
    assert report.histories_lost == ["plan"]
    with Library.open(into) as library:
        assert library.read("plan").elements == expected


def test_what_is_no_library_cannot_be_salvaged(place: Path) -> None:
    place.write_bytes(b"x" * 10_000)
    with pytest.raises(LibraryProblem):
        salvage(place, place.with_name("c.workbench"))
    assert names(place.parent) == ["a.workbench"]


def test_repair_makes_a_library_beside_the_damaged_one(place: Path) -> None:
    closed(place)
    tampered(place, "DELETE FROM goal")
    before = place.read_bytes()
    assert repair(place).target.name == "a-repaired.workbench"
    assert repair(place).target.name == "a-repaired-2.workbench"
    assert place.read_bytes() == before
    with Library.open(place.with_name("a-repaired.workbench")) as library:
        assert library.plans()[0].counts["goal"] == 3


def test_an_owner_that_is_missing_is_no_endless_loop(tmp_path: Path) -> None:
    with filled(tmp_path / "a.workbench") as library:
        strays = [
            Goal(id="x", position="1", title="x", parent="y"),
            Goal(id="y", position="1", title="y", parent="x"),
            Milestone(id="m", position="1", title="m", project="none"),
        ]
        added = tuple(Operation("add", one.kind_name, one.id, "", None, one) for one in strays)
        library.append(PLAN, Change(added, Label("Strays")), 4)
    lines = [fault.shown() for fault in diagnose(tmp_path / "a.workbench").faults]
    assert "Goal x stands below itself" in lines
    assert "Goal y stands below itself" in lines
    assert "Milestone m belongs to none, which is not in the plan" in lines
