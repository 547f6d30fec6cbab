"""Making, opening, reading and changing a library."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.store.libraries import (
    PLAN,
    adding,
    closed,
    every_kind,
    filled,
    names,
    setting,
    states,
    strangers,
    trace,
)
from workbench.errors import Cancelled, ChangedElsewhere, LibraryProblem, Problem
from workbench.plan import edits
from workbench.plan.change import Change, Label, Operation, same
from workbench.plan.elements import Element, Goal, PlanHead
from workbench.plan.plan import Plan
from workbench.store.library import Library


def test_what_is_appended_is_read_back(tmp_path: Path) -> None:
    elements = every_kind()
    with Library.create(tmp_path / "a.workbench") as library:
        library.append(PLAN, adding(elements), 0)
    with Library.open(tmp_path / "a.workbench") as library:
        plan = library.read(PLAN)
        assert plan.id == PLAN
        assert same(tuple(sorted(plan.elements.values())), tuple(sorted(elements)))
        assert library.check_digests() == []


def test_a_change_comes_back_with_number_time_and_author(tmp_path: Path) -> None:
    with Library.create(tmp_path / "a.workbench") as library:
        library.author = "王"
        first = library.append(PLAN, adding(every_kind()), 0)
        plan = library.read(PLAN)
        signed = setting(plan, "goal-1", title="b")._replace(
            author="李",
            time="2026-01-01T00:00:00+00:00",
            reason="会议决定",
            undoes=1,
            redoes=1,
            merge_key="k",
        )
        second = library.append(PLAN, signed, 1)
        assert (first.number, first.author, second.number) == (1, "王", 2)
        assert first.time.endswith("+00:00")
        assert second == signed._replace(number=2)
        assert library.changes(PLAN) == [first._replace(operations=()), second._replace(operations=())]
        assert library.changes(PLAN, after=1) == [second._replace(operations=())]
        assert library.changes(PLAN, limit=1) == [first._replace(operations=())]
        assert same(library.operations(PLAN, 2), second.operations)
        assert same(library.operations(PLAN, 1), first.operations)
        assert library.newest(PLAN) == 2


def test_every_past_state_can_be_had_again(tmp_path: Path) -> None:
    def step(number: int) -> Change:
        match number:
            case 0:
                return adding(every_kind(of_each=2))
            case 1:
                return setting(plan, "goal-0", title="新", due=None, domains=())
            case 2:
                return edits.delete(plan, ["project-0"])
            case 3:
                return edits.add(plan, "risk", {"title": "风险"})
            case 4:
                return made[2].inverse(Label("Undo"))
            case _:
                return edits.delete(plan, [PLAN])

    plan = Plan(PLAN)
    made: list[Change] = []
    kept: list[dict[str, Element]] = [{}]
    with Library.create(tmp_path / "a.workbench") as library:
        for number in range(6):
            change = step(number)
            plan.check(change)
            made.append(library.append(PLAN, change, number))
            plan.apply(change)
            kept.append(dict(plan.elements))
        found = states(library)
    assert [state.keys() for state in found] == [state.keys() for state in kept]
    for state, expected in zip(found, kept, strict=True):
        assert all(same(element, expected[id_]) for id_, element in state.items())
    assert kept[5].keys() > kept[3].keys()
    assert kept[6] == {}


def test_fields_set_together_with_adding_and_deleting_others(tmp_path: Path) -> None:
    with filled(tmp_path / "a.workbench") as library:
        plan = library.read(PLAN)
        mixed = Change(
            (
                *setting(plan, "goal-0", title="x", notes="n").operations,
                *setting(plan, "goal-2", title="y").operations,
                Operation("delete", "risk", "risk-0", "", plan.elements["risk-0"], None),
                Operation("add", "goal", "new", "", None, Goal(id="new", position="z", title="neu")),
            ),
            Label("Mixed"),
        )
        plan.apply(library.append(PLAN, mixed, 4))
        again = library.read(PLAN)
        assert again.elements.keys() == plan.elements.keys()
        assert all(same(again.elements[id_], element) for id_, element in plan.elements.items())
        assert library.check_digests() == []


def test_a_late_writer_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    with filled(tmp_path / "a.workbench") as library, Library.open(tmp_path / "a.workbench") as other:
        plan = other.read(PLAN)
        library.append(PLAN, setting(plan, "goal-1", title="mine"), 4)
        with pytest.raises(ChangedElsewhere, match="reload"):
            other.append(PLAN, setting(plan, "goal-1", title="theirs"), 4)
        assert other.newest(PLAN) == 5
        renewed = other.read(PLAN)
        other.append(PLAN, setting(renewed, "goal-1", title="theirs"), 5)
        assert [one.elements["goal-1"].name_shown for one in (library.read(PLAN),)] == ["theirs"]


def test_changes_of_several_plans_are_written_together_or_not_at_all(tmp_path: Path) -> None:
    with filled(tmp_path / "a.workbench") as library:
        added = adding([PlanHead(id="b", position="i", title="乙")], "New plan")
        edit = setting(library.read(PLAN), "goal-1", title="x")
        with pytest.raises(ChangedElsewhere):
            library.append_all([("b", added, 0), (PLAN, edit, 3)])
        assert [entry.id for entry in library.plans()] == [PLAN]
        assert library.newest(PLAN) == 4
        written = library.append_all([("b", added, 0), (PLAN, edit, 4)])
        assert [change.number for change in written] == [1, 5]
        assert [entry.id for entry in library.plans()] == [PLAN, "b"]


def test_a_change_of_what_is_not_there_is_refused_whole(tmp_path: Path) -> None:
    with filled(tmp_path / "a.workbench") as library:
        ghost = Goal(id="ghost", title="a")
        known = library.read(PLAN).elements["goal-0"]
        for operation in (
            Operation("set", "goal", "ghost", "title", "a", "b"),
            Operation("delete", "goal", "ghost", "", ghost, None),
            Operation("add", "goal", "goal-0", "", None, known),
        ):
            change = Change(
                (Operation("add", "goal", "new", "", None, Goal(id="new")), operation), Label("x")
            )
            with pytest.raises(LibraryProblem):
                library.append(PLAN, change, 4)
            assert library.newest(PLAN) == 4
            assert "new" not in library.read(PLAN)


def test_an_empty_change_writes_nothing(tmp_path: Path) -> None:
    with filled(tmp_path / "a.workbench") as library:
        assert library.append(PLAN, Change((), Label("nothing")), 4).number == 0
        assert library.newest(PLAN) == 4


def test_plans_are_listed_with_what_is_in_them(tmp_path: Path) -> None:
    with Library.create(tmp_path / "a.workbench") as library:
        assert library.plans() == []
        library.append(PLAN, adding(every_kind()), 0)
        library.append("plan-b", adding(every_kind(1, of_each=1, plan_id="plan-b")), 0)
        first, second = library.plans()
        head = library.read(PLAN).head
        assert (first.id, first.title, first.newest) == (PLAN, head.title, 1)
        assert (first.level, first.region, first.period, first.status) == (
            head.level,
            head.region_name or "",
            head.period,
            head.status,
        )
        assert first.counts["goal"] == 3
        assert second.counts == dict.fromkeys(second.counts, 1)
        assert library.read("plan-b").elements.keys() != library.read(PLAN).elements.keys()


def test_a_deleted_plan_keeps_its_log_and_can_come_back(tmp_path: Path) -> None:
    with filled(tmp_path / "a.workbench") as library:
        before = library.read(PLAN)
        gone = library.append(PLAN, edits.delete(before, [PLAN]), 4)
        assert library.plans() == []
        assert library.newest(PLAN) == 5
        assert not library.read(PLAN).exists
        library.append(PLAN, gone.inverse(Label("Undo")), 5)
        assert [entry.id for entry in library.plans()] == [PLAN]
        assert library.read(PLAN).elements == before.elements


def test_a_plan_that_was_never_here_is_a_problem(tmp_path: Path) -> None:
    with filled(tmp_path / "a.workbench") as library:
        assert library.newest("other") == 0
        assert library.changes("other") == []
        for call in (lambda: library.read("other"), lambda: library.operations("other", 1)):
            with pytest.raises(Problem, match="has no plan other"):
                call()
        with pytest.raises(Problem, match="no change number 5"):
            library.plan_as_of(PLAN, 5)


def test_versions_name_change_numbers(tmp_path: Path) -> None:
    with filled(tmp_path / "a.workbench") as library:
        made = library.name_version(PLAN, 2, "征求意见稿", "发各部门")
        with pytest.raises(Problem, match="征求意见稿"):
            library.name_version(PLAN, 3, "征求意见稿")
        with pytest.raises(Problem, match="no change number 9"):
            library.name_version(PLAN, 9, "x")
        assert library.versions(PLAN) == [made]
        library.forget_version(PLAN, "征求意见稿")
        assert library.versions(PLAN) == []


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    path = closed(tmp_path / "a.workbench")
    before = trace(tmp_path)
    with pytest.raises(Problem, match="there already"):
        Library.create(path)
    with Library.open(path) as library, pytest.raises(Problem, match="there already"):
        library.copy_to(path)
    assert trace(tmp_path) == before


def test_a_folder_that_is_missing_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="no such folder"):
        Library.create(tmp_path / "none" / "a.workbench")


def test_a_copy_is_a_library_of_its_own(tmp_path: Path) -> None:
    with filled(tmp_path / "a.workbench") as library:
        library.copy_to(tmp_path / "b.workbench")
        with Library.open(tmp_path / "b.workbench") as copy:
            copy.append(PLAN, setting(copy.read(PLAN), "goal-1", title="copy"), 4)
            assert copy.read(PLAN).elements["goal-1"].name_shown == "copy"
        assert library.read(PLAN).elements["goal-1"].name_shown == "丙"


@pytest.mark.parametrize("stranger", [False, True])
@pytest.mark.parametrize("read_only", [False, True])
def test_opening_and_reading_leaves_no_trace(tmp_path: Path, stranger: bool, read_only: bool) -> None:
    path = closed(tmp_path / "a.workbench")
    if stranger:
        path = strangers(path, tmp_path / "stick")
    before = trace(path.parent) if stranger else trace(tmp_path)
    with Library.open(path, read_only=read_only) as library:
        assert library.read_only is read_only
        library.plans()
        library.read(PLAN)
        library.plan_as_of(PLAN, 1)
        library.check_digests()
        assert trace(path.parent) == before
    assert trace(path.parent) == before


def test_writing_leaves_nothing_beside_the_file(tmp_path: Path) -> None:
    closed(tmp_path / "a.workbench")
    assert names(tmp_path) == ["a.workbench"]


ODD = ["a%b%20.workbench", "a#b.workbench", "规 划 😀 ';--.workbench", "长" * 70 + ".workbench"]
if os.name == "posix":
    ODD += ["a?b=1&c.workbench", 'a"b.workbench', "a;b:c\\d", " a.workbench. "]


@pytest.mark.parametrize("name", ODD)
def test_odd_names(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "ordner #1%?"
    folder.mkdir()
    with filled(folder / name) as library:
        backup = library.backup("manual")
    assert names(folder) == [name]
    with Library.open(folder / name, read_only=True) as library:
        assert len(library.read(PLAN)) > 50
    with Library.open(backup, read_only=True) as library:
        assert len(library.read(PLAN)) > 50


def test_a_library_for_reading_refuses_to_be_changed(tmp_path: Path) -> None:
    path = closed(tmp_path / "a.workbench")
    with Library.open(path, read_only=True) as library:
        plan = library.read(PLAN)
        with pytest.raises(LibraryProblem, match="for reading only"):
            library.append(PLAN, setting(plan, "goal-1", title="x"), 4)
        with pytest.raises(LibraryProblem, match="for reading only"):
            library.name_version(PLAN, 1, "x")


def test_progress_is_told_and_a_cancelled_change_leaves_no_trace(tmp_path: Path) -> None:
    goals = [Goal(id=f"g{n}", position=f"{n:05d}", title="a") for n in range(4500)]
    with Library.create(tmp_path / "a.workbench") as library:
        seen: list[tuple[int, int]] = []

        def stop(done: int, total: int) -> None:
            seen.append((done, total))
            if done >= 4000:
                raise Cancelled

        with pytest.raises(Cancelled):
            library.append(PLAN, adding(goals), 0, stop)
        assert seen == [(0, 4500), (2000, 4500), (4000, 4500)]
        assert library.newest(PLAN) == 0
        library.append(PLAN, adding(goals), 0, lambda done, total: seen.append((done, total)))
        assert seen[-1] == (4500, 4500)
        assert len(library.read(PLAN)) == 4500


def test_reading_needs_no_sqlalchemy(tmp_path: Path) -> None:
    path = closed(tmp_path / "a.workbench")
    program = (
        "import sys; from pathlib import Path; from workbench.store.library import Library\n"
        "with Library.open(Path(sys.argv[1])) as library:\n"
        "    entry, = library.plans(); print(len(library.read(entry.id)), len(library.changes(entry.id)))\n"
        "    library.plan_as_of(entry.id, 1)\n"
        "print([name for name in sys.modules if name.startswith('sqlalchemy')])"
    )
    answer = subprocess.run([sys.executable, "-c", program, path], capture_output=True, text=True, check=True)
    assert answer.stdout.splitlines() == ["52 4", "[]"]


def test_a_deleted_remark_is_nowhere_in_the_file(tmp_path: Path) -> None:
    """The log keeps what was deleted, by design; a row that is gone leaves nothing in free pages."""
    path = tmp_path / "a.workbench"
    secret = "geheime-Bemerkung-4711 " * 400
    with Library.create(path) as library:
        library.append(PLAN, adding(every_kind()), 0)
        with pytest.raises(Cancelled):
            library.append(PLAN, setting(library.read(PLAN), "goal-1", notes=secret), 1, _cancel_at_end)
    assert b"geheime" not in path.read_bytes()
    with Library.open(path) as library:
        library.append(PLAN, setting(library.read(PLAN), "goal-1", notes=secret), 1)
        plan = library.read(PLAN)
        library.append(PLAN, setting(plan, "goal-1", notes=None), 2)
        connection = library._connection
        connection.execute("DELETE FROM operation WHERE number >= 2")
    assert b"geheime" not in path.read_bytes()


def _cancel_at_end(done: int, total: int) -> None:
    if done == total:
        raise Cancelled
