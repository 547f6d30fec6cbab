"""Full disks, locks, files pulled away: nothing is half done, a clear line, and work goes on afterwards."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.store.libraries import PLAN, adding, closed, every_kind, filled, names, setting, trace
from workbench.errors import ChangedElsewhere, LibraryProblem, Problem
from workbench.plan.elements import Goal
from workbench.store import backups, known
from workbench.store.connection import sqlite
from workbench.store.library import Library


@contextmanager
def another_program(path: Path, program: str) -> Iterator[subprocess.Popen[str]]:
    """A second process that has the library open; it answers each line it is given."""
    lines = (
        "import sys; from pathlib import Path\n"
        "from tests.store.libraries import PLAN, setting\n"
        "from workbench.store.library import Library\n"
        f"library = Library.open(Path(sys.argv[1]))\n{program}\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", lines, path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).resolve().parents[2],
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def say(process: subprocess.Popen[str]) -> str:
    """Give the other program its turn, and hear what came of it."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("\n")
    process.stdin.flush()
    return process.stdout.readline().strip()


def test_a_second_process_reads_and_a_late_writer_is_told(tmp_path: Path) -> None:
    program = (
        "plan = library.read(PLAN); print('ready', flush=True)\n"
        "for line in sys.stdin:\n"
        "    newest = library.newest(PLAN)\n"
        "    library.append(PLAN, setting(library.read(PLAN), 'goal-1', title='other'), newest)\n"
        "    print(library.newest(PLAN), flush=True)\n"
    )
    with filled(tmp_path / "a.workbench") as library:
        plan = library.read(PLAN)
        with another_program(library.path, program) as other:
            assert say(other) == "5"
            assert library.read(PLAN).elements["goal-1"].name_shown == "other"
            with pytest.raises(ChangedElsewhere):
                library.append(PLAN, setting(plan, "goal-1", title="mine"), 4)
            library.append(PLAN, setting(library.read(PLAN), "goal-1", title="mine"), 5)
            assert say(other) == "7"


def test_a_writer_waits_and_then_says_who_is_in_the_way(tmp_path: Path) -> None:
    program = (
        "library._connection.execute('BEGIN IMMEDIATE'); print('ready', flush=True)\n"
        "sys.stdin.readline(); library._connection.execute('COMMIT'); print('done', flush=True)\n"
    )
    with filled(tmp_path / "a.workbench") as library:
        library._connection.execute("PRAGMA busy_timeout=200")
        plan = library.read(PLAN)
        change = setting(plan, "goal-1", title="x")
        with another_program(library.path, program) as other:
            started = time.monotonic()
            with pytest.raises(LibraryProblem, match="another program"):
                library.append(PLAN, change, 4)
            assert 0.15 < time.monotonic() - started < 3
            assert library.read(PLAN).elements["goal-1"].name_shown == "丙"
            assert say(other) == "done"
            assert library.append(PLAN, change, 4).number == 5


def test_every_connection_waits_three_seconds(tmp_path: Path) -> None:
    with filled(tmp_path / "a.workbench") as library:
        told = {
            name: library._connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in (
                "busy_timeout",
                "journal_mode",
                "synchronous",
                "trusted_schema",
                "cell_size_check",
                "mmap_size",
                "secure_delete",
                "temp_store",
            )
        }
        assert told == {
            "busy_timeout": 3000,
            "journal_mode": "truncate",
            "synchronous": 2,
            "trusted_schema": 0,
            "cell_size_check": 1,
            "mmap_size": 0,
            "secure_delete": 1,
            "temp_store": 2,
        }


def test_a_reader_in_the_way_of_the_commit_leaves_nothing_open(tmp_path: Path) -> None:
    with filled(tmp_path / "a.workbench") as library, Library.open(tmp_path / "a.workbench") as reader:
        library._connection.execute("PRAGMA busy_timeout=50")
        reader._connection.execute("BEGIN")
        reader._connection.execute("SELECT * FROM meta").fetchone()
        plan = library.read(PLAN)
        with pytest.raises(LibraryProblem, match="another program"):
            library.append(PLAN, setting(plan, "goal-1", title="x"), 4)
        assert not library._connection.in_transaction
        reader._connection.execute("COMMIT")
        assert library.append(PLAN, setting(plan, "goal-1", title="x"), 4).number == 5


def test_opening_in_the_middle_of_anothers_change_disturbs_nothing(tmp_path: Path) -> None:
    with filled(tmp_path / "a.workbench") as library:
        library._connection.execute("BEGIN IMMEDIATE")
        library._connection.execute("UPDATE goal SET notes = 'half'")
        journal = tmp_path / "a.workbench-journal"
        assert journal.stat().st_size > 0
        for read_only in (False, True):
            with Library.open(tmp_path / "a.workbench", read_only=read_only) as other:
                assert len(other.read(PLAN)) == 52
                assert other.check_digests() == []
            assert journal.stat().st_size > 0
        library._connection.execute("ROLLBACK")
        assert library.check_digests() == []
        library.append(PLAN, setting(library.read(PLAN), "goal-1", title="x"), 4)
    assert names(tmp_path) == ["a.workbench"]


# -- full disks ----------------------------------------------------------------------------------------------


def test_a_full_disk_loses_nothing_and_work_goes_on(tmp_path: Path) -> None:
    with filled(tmp_path / "a.workbench") as library:
        before = library.read(PLAN)
        pages = library._connection.execute("PRAGMA page_count").fetchone()[0]
        library._connection.execute(f"PRAGMA max_page_count={pages}")
        goals = [Goal(id=f"n{number}", position="x", title="a" * 900) for number in range(200)]
        with pytest.raises(LibraryProblem, match="disk is full"):
            library.append(PLAN, adding(goals), 4)
        assert library.newest(PLAN) == 4
        assert library.read(PLAN).elements == before.elements
        library._connection.execute("PRAGMA max_page_count=1000000")
        assert library.append(PLAN, adding(goals), 4).number == 5
        assert library.check_digests() == []


class Fault:
    """An authorizer that lets ``left`` accesses pass and refuses those after."""

    def __init__(self, left: int) -> None:
        self.left = left

    def __call__(self, action: int, *_: object) -> int:
        if action not in {sqlite.SQLITE_INSERT, sqlite.SQLITE_UPDATE, sqlite.SQLITE_SELECT}:
            return sqlite.SQLITE_OK
        self.left -= 1
        return sqlite.SQLITE_DENY if self.left < 0 else sqlite.SQLITE_OK


def test_a_fault_at_any_statement_leaves_nothing_of_the_change(tmp_path: Path) -> None:
    """The n-th statement fails, for n from 1 on until the change goes through."""
    path = closed(tmp_path / "a.workbench")
    failed = 0
    while True:
        with Library.open(path) as library:
            plan = library.read(PLAN)
            change = setting(plan, "goal-1", title=f"x{failed}")._replace(
                operations=(
                    *setting(plan, "goal-1", title=f"x{failed}").operations,
                    *setting(plan, "risk-1", title="y").operations,
                    *adding([Goal(id="new", title="n")]).operations,
                )
            )
            library._prepared(1)
            fault = Fault(failed)
            library._connection.set_authorizer(fault)
            try:
                library.append(PLAN, change, 4)
                break
            except LibraryProblem:
                fault.left = sys.maxsize
                assert library.newest(PLAN) == 4
                assert library.read(PLAN).elements == plan.elements
                failed += 1
    assert failed >= 8


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of two megabytes; where the system gives none, a folder with a limit on file sizes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = (
        shutil.which("mount") is not None
        and subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder], capture_output=True, check=False
        ).returncode
        == 0
    )
    if not mounted:
        yield from _limited(folder)
        return
    try:
        yield folder
    finally:
        _unmount(folder)


def _unmount(folder: Path) -> None:
    """Take a mount away without asking /proc, which a bare system may lack."""
    import ctypes

    detach = 2
    assert ctypes.CDLL(None, use_errno=True).umount2(str(folder).encode(), detach) == 0


def _limited(folder: Path) -> Iterator[Path]:
    import resource

    earlier = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, earlier[1]))
    try:
        yield folder
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, earlier)
        signal.signal(signal.SIGXFSZ, handler)


def test_a_disk_that_is_really_full(small_disk: Path, tmp_path: Path) -> None:
    path = small_disk / "a.workbench"
    with filled(path) as library:
        goals = [Goal(id=f"n{number}", position="x", title="a" * 3000) for number in range(400)]
        with pytest.raises(LibraryProblem, match=r"disk is full|disk reports an error"):
            library.append(PLAN, adding(goals), 4)
        assert library.newest(PLAN) == 4
        plan = library.read(PLAN)
        assert library.append(PLAN, setting(plan, "goal-1", title="small"), 4).number == 5
        (small_disk / "ballast").write_bytes(bytes(2_000_000 - 4096 - path.stat().st_size))
        with pytest.raises(Problem, match=r"full|error"):
            library.copy_to(small_disk / "copy.workbench")
        assert not [name for name in names(small_disk) if name.startswith(".")]
    with Library.open(path) as library:
        assert library.read(PLAN).elements["goal-1"].name_shown == "small"
        assert library.check_digests() == []


# -- the file itself -----------------------------------------------------------------------------------------


def test_a_file_replaced_while_open_is_noticed_before_anything_is_written(tmp_path: Path) -> None:
    path = tmp_path / "a.workbench"
    closed(tmp_path / "b.workbench", seed=3)
    with filled(path) as library:
        plan = library.read(PLAN)
        (tmp_path / "b.workbench").replace(path)
        before = trace(tmp_path)["a.workbench"]
        with pytest.raises(LibraryProblem, match="was replaced"):
            library.append(PLAN, setting(plan, "goal-1", title="x"), 4)
        assert trace(tmp_path)["a.workbench"] == before
        library.copy_to(tmp_path / "mine.workbench")
    assert trace(tmp_path)["a.workbench"] == before
    with Library.open(tmp_path / "mine.workbench") as mine:
        assert mine.read(PLAN).elements["goal-1"].name_shown == "丙"


def test_a_file_overwritten_in_place_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "a.workbench"
    closed(tmp_path / "b.workbench", seed=3)
    with filled(path) as library:
        plan = library.read(PLAN)
        shutil.copyfile(tmp_path / "b.workbench", path)
        before = path.read_bytes()
        with pytest.raises(LibraryProblem, match="was replaced"):
            library.append(PLAN, setting(plan, "goal-1", title="x"), 4)
        assert path.read_bytes() == before


def test_a_deleted_file_is_noticed_and_can_be_saved_elsewhere(tmp_path: Path) -> None:
    path = tmp_path / "a.workbench"
    with filled(path) as library:
        plan = library.read(PLAN)
        path.unlink()
        with pytest.raises(LibraryProblem, match="is gone"):
            library.append(PLAN, setting(plan, "goal-1", title="x"), 4)
        library.copy_to(tmp_path / "rescued.workbench")
    assert names(tmp_path) == ["rescued.workbench"]
    with Library.open(tmp_path / "rescued.workbench") as library:
        assert len(library.read(PLAN)) == 52


@pytest.fixture
def read_only_disk(tmp_path: Path) -> Iterator[Path]:
    """A library where the system lets nobody write; folder and file modes where it cannot be mounted."""
    folder = tmp_path / "stick"
    folder.mkdir()
    closed(folder / "a.workbench")
    bound = (
        shutil.which("mount") is not None
        and subprocess.run(["mount", "--bind", folder, folder], capture_output=True, check=False).returncode
        == 0
    )
    if bound:
        subprocess.run(["mount", "-o", "remount,bind,ro", folder, folder], check=True)
    else:
        (folder / "a.workbench").chmod(0o444)
        folder.chmod(0o555)
    try:
        yield folder / "a.workbench"
    finally:
        if bound:
            _unmount(folder)
        else:
            folder.chmod(0o755)


def test_a_read_only_disk_opens_for_reading_and_says_why(read_only_disk: Path) -> None:
    before = trace(read_only_disk.parent)
    with Library.open(read_only_disk) as library:
        assert library.read_only
        assert "write-protected" in str(library.why_read_only)
        plan = library.read(PLAN)
        assert len(plan) == 52
        with pytest.raises(LibraryProblem, match="write-protected"):
            library.append(PLAN, setting(plan, "goal-1", title="x"), 4)
    assert trace(read_only_disk.parent) == before


def test_a_disk_that_turns_read_only_is_a_problem_and_no_more(tmp_path: Path) -> None:
    with filled(tmp_path / "a.workbench") as library:
        plan = library.read(PLAN)
        library._connection.execute("PRAGMA query_only=ON")
        with pytest.raises(LibraryProblem, match="read-only"):
            library.append(PLAN, setting(plan, "goal-1", title="x"), 4)
        library._connection.execute("PRAGMA query_only=OFF")
        assert library.append(PLAN, setting(plan, "goal-1", title="x"), 4).number == 5


def test_a_full_data_folder_keeps_nobody_from_working(tmp_path: Path, home: Path) -> None:
    path = closed(tmp_path / "a.workbench")
    shutil.rmtree(home / "known")
    (home / "known").write_text("in the way")
    shutil.rmtree(home / "backups", ignore_errors=True)
    (home / "backups").mkdir()
    (home / "backups" / f"a-{known.mark(path)}").write_text("in the way")
    with Library.open(path) as library:
        plan = library.read(PLAN)
        assert library.append(PLAN, setting(plan, "goal-1", title="x"), 4).number == 5
        assert len(library.notices) == 1
    assert backups.listed(path) == []


def test_calls_from_several_threads_are_served_one_at_a_time(tmp_path: Path) -> None:
    seen: list[int] = []
    with filled(tmp_path / "a.workbench") as library:

        def read() -> None:
            for _ in range(20):
                seen.append(len(library.read(PLAN)) + len(library.check_digests()))

        threads = [threading.Thread(target=read) for _ in range(2)]
        for thread in threads:
            thread.start()
        plan = library.read(PLAN)
        for number in range(40):
            plan.apply(library.append(PLAN, setting(plan, "goal-1", title=f"t{number}"), 4 + number))
        for thread in threads:
            thread.join()
    assert seen == [52] * 40


def test_closing_twice_is_closing_once(tmp_path: Path) -> None:
    library = filled(tmp_path / "a.workbench")
    library.close()
    library.close()
    assert names(tmp_path) == ["a.workbench"]


def test_two_plans_are_edited_side_by_side(tmp_path: Path) -> None:
    """Numbers are counted plan by plan: an edit of one does not make the other stale."""
    with filled(tmp_path / "a.workbench") as library:
        library.append("plan-b", adding(every_kind(1, plan_id="plan-b")), 0)
        plan = library.read(PLAN)
        assert library.append(PLAN, setting(plan, "goal-1", title="x"), 4).number == 5
        assert library.newest("plan-b") == 1
