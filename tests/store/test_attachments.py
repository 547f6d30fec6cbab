"""Evidence kept in the library: once, whole, given back unchanged or not at all."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.store.libraries import PLAN, closed, names, setting, states, tampered
from workbench.errors import Cancelled, LibraryProblem, Problem
from workbench.exchange.json import read_plan
from workbench.plan.records import Exemption
from workbench.store import attachments, backups, salvage
from workbench.store.connection import connect
from workbench.store.doctor import diagnose
from workbench.store.library import Library

#: More than one part, that does not get smaller.
LARGE = random.Random(3).randbytes(2_500_000)


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def faults(path: Path) -> list[str]:
    """What is wrong with the stored bytes; the plan in it has random references, which is another matter."""
    return [one.shown() for one in diagnose(path).faults if one.area not in ("references", "journal")]


def of_format_1(path: Path) -> Path:
    """A library as the first format had it."""
    closed(path)
    tampered(path, "DROP TABLE attachment", "DROP TABLE attachment_part", "PRAGMA user_version=1")
    return path


@pytest.mark.parametrize(
    "data", [b"", b"a", b"text " * 1_000_000, LARGE], ids=["empty", "one", "text", "large"]
)
def test_a_file_comes_back_as_it_was(tmp_path: Path, data: bytes) -> None:
    source = written(tmp_path / "统计表.xlsx", data)
    with Library.open(closed(tmp_path / "a.workbench")) as library:
        digest = library.keep(source)
        assert digest == hashlib.sha256(data).hexdigest()
    source.unlink()
    with Library.open(tmp_path / "a.workbench", read_only=True) as library:
        assert library.attachments() == {digest: len(data)}
        assert b"".join(library.attachment(digest, "统计表.xlsx")) == data
    assert faults(tmp_path / "a.workbench") == []


def test_text_is_packed_and_the_same_bytes_are_kept_once(tmp_path: Path) -> None:
    path = closed(tmp_path / "a.workbench")
    before = path.stat().st_size
    with Library.open(path) as library:
        library.keep(written(tmp_path / "a.csv", b"1,2,3\n" * 500_000))
        once = path.stat().st_size
        library.keep(written(tmp_path / "b.csv", b"1,2,3\n" * 500_000))
        assert path.stat().st_size == once < before + 100_000
        assert len(library.attachments()) == 1


def test_plans_are_left_alone(tmp_path: Path) -> None:
    path = closed(tmp_path / "a.workbench")
    with Library.open(path) as library:
        expected = states(library)
        library.keep(written(tmp_path / "a.pdf", LARGE))
        assert states(library) == expected
        library.append(PLAN, setting(library.read(PLAN), "goal-1", title="x"), library.newest(PLAN))


def test_copies_take_the_evidence_along(tmp_path: Path) -> None:
    with Library.open(closed(tmp_path / "a.workbench")) as library:
        digest = library.keep(written(tmp_path / "a.pdf", LARGE))
        library.copy_to(tmp_path / "b.workbench")
    with Library.open(tmp_path / "b.workbench") as library:
        assert b"".join(library.attachment(digest, "a.pdf")) == LARGE


def test_what_is_no_file_is_refused_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = closed(tmp_path / "a.workbench")
    before = path.read_bytes()
    os.mkfifo(tmp_path / "pipe")
    sparse = tmp_path / "sparse.bin"
    with sparse.open("wb") as file:
        file.truncate(attachments.MOST_BYTES + 1)
    with Library.open(path) as library:
        for wrong, said in (
            (tmp_path / "gone.pdf", "gone.pdf"),
            (tmp_path, tmp_path.name),
            (tmp_path / "pipe", "no file that could be attached"),
            (Path("/dev/zero"), "no file that could be attached"),
            (sparse, "larger than 200 MB"),
        ):
            with pytest.raises(Problem, match=said):
                library.keep(wrong)
    assert path.read_bytes() == before


def test_a_file_that_changes_meanwhile_is_not_taken(tmp_path: Path) -> None:
    source = written(tmp_path / "a.bin", LARGE)
    with Library.open(closed(tmp_path / "a.workbench")) as library:

        def meddle(done: int, total: int) -> None:
            if done * 2 == total:
                written(source, LARGE[::-1])

        with pytest.raises(Problem, match="was changed while it was read"):
            library.keep(source, meddle)
        assert library.attachments() == {}
        assert library.keep(source) == hashlib.sha256(LARGE[::-1]).hexdigest()
    assert faults(tmp_path / "a.workbench") == []


def test_cancelled_it_leaves_nothing(tmp_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        if done * 10 > total * 8:
            raise Cancelled

    with Library.open(closed(tmp_path / "a.workbench")) as library:
        with pytest.raises(Cancelled):
            library.keep(written(tmp_path / "a.bin", LARGE), stop)
        assert library.attachments() == {}
    assert faults(tmp_path / "a.workbench") == []


KILLED = """
import os, signal, sys
from pathlib import Path
from workbench.store.library import Library
def dying(done, total):
    if done * 10 > total * int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)
Library.open(Path(sys.argv[1])).keep(Path(sys.argv[2]), dying)
"""


@pytest.mark.parametrize("tenth", [3, 6, 9])
def test_killed_half_way_the_library_is_what_it_was(tmp_path: Path, tenth: int) -> None:
    path = closed(tmp_path / "a.workbench")
    with Library.open(path) as library:
        expected = states(library)
    source = written(tmp_path / "a.bin", LARGE)
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, str(path), str(source), str(tenth)],
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert ended.returncode == -9
    with Library.open(path) as library:
        assert states(library) == expected
        assert library.attachments() == {}
    assert faults(path) == []


def test_bytes_that_were_changed_are_told_and_never_given_out_as_whole(tmp_path: Path) -> None:
    path = closed(tmp_path / "a.workbench")
    with Library.open(path) as library:
        good = library.keep(written(tmp_path / "good.bin", b"good" * 1000))
        digest = library.keep(written(tmp_path / "a.bin", LARGE))
        expected = states(library)
    data = bytearray(path.read_bytes())
    at = data.index(LARGE[1_500_000:1_500_100])
    data[at] ^= 1
    path.write_bytes(data)
    with Library.open(path) as library, pytest.raises(LibraryProblem, match=r"a\.bin is damaged"):
        list(library.attachment(digest, "a.bin"))
    with Library.open(path) as library:
        assert library.check_digests() == [("attachment", digest)]
    (fault,) = faults(path)
    assert digest in fault
    report = salvage.salvage(path, tmp_path / "b.workbench")
    assert (report.evidence_lost, report.is_whole) == ([digest], False)
    with Library.open(tmp_path / "b.workbench") as library:
        assert states(library) == expected
        assert b"".join(library.attachment(good, "good.bin")) == b"good" * 1000
        with pytest.raises(LibraryProblem, match="not kept in this library"):
            list(library.attachment(digest, "a.bin"))


@pytest.mark.parametrize(
    "spoilt",
    [
        "UPDATE attachment_part SET bytes = zeroblob(10)",
        "UPDATE attachment SET size = 3",
        "UPDATE attachment SET packed = 0",
        "DELETE FROM attachment_part",
        "DELETE FROM attachment",
        "UPDATE attachment_part SET number = 7",
    ],
)
def test_meddling_with_the_tables_is_found(tmp_path: Path, spoilt: str) -> None:
    path = closed(tmp_path / "a.workbench")
    with Library.open(path) as library:
        digest = library.keep(written(tmp_path / "a.csv", b"1,2,3\n" * 1000))
    tampered(path, spoilt)
    (fault,) = faults(path)
    assert digest in fault
    with Library.open(path) as library, pytest.raises(LibraryProblem):
        list(library.attachment(digest, "a.csv"))


def test_a_packed_part_cannot_swell(tmp_path: Path) -> None:
    import zlib

    path = closed(tmp_path / "a.workbench")
    with Library.open(path) as library:
        digest = library.keep(written(tmp_path / "a.csv", b"1,2,3\n" * 1000))
    bomb = zlib.compress(bytes(50_000_000), 9).hex()
    tampered(path, f"UPDATE attachment_part SET bytes = X'{bomb}'")
    with Library.open(path) as library, pytest.raises(LibraryProblem, match="damaged"):
        list(library.attachment(digest, "a.csv"))


def test_format_1_is_read_as_it_is_and_brought_up_to_date_for_editing(tmp_path: Path) -> None:
    path = of_format_1(tmp_path / "a.workbench")
    before = path.read_bytes()
    with Library.open(path, read_only=True) as library:
        expected = states(library)
        assert library.attachments() == {}
        with pytest.raises(LibraryProblem, match="not kept"):
            list(library.attachment("0" * 64, "x"))
    assert path.read_bytes() == before
    assert names(tmp_path) == ["a.workbench"]
    with Library.open(path) as library:
        assert states(library) == expected
        digest = library.keep(written(tmp_path / "a.bin", LARGE))
        assert b"".join(library.attachment(digest, "a.bin")) == LARGE
    assert [one.reason for one in backups.listed(path)] == ["upgrade"]
    assert faults(path) == []


def test_a_file_of_format_1_can_be_examined_and_salvaged(tmp_path: Path) -> None:
    path = of_format_1(tmp_path / "a.workbench")
    assert faults(path) == []
    report = salvage.salvage(path, tmp_path / "b.workbench")
    assert (report.is_whole, report.tables_lost) == (True, [])


def test_read_only_nothing_is_taken_in(tmp_path: Path) -> None:
    source = written(tmp_path / "a.bin", b"x")
    path = closed(tmp_path / "a.workbench")
    with Library.open(path, read_only=True) as library, pytest.raises(LibraryProblem, match="reading only"):
        library.keep(source)


def test_the_library_of_the_first_release_opens(tmp_path: Path) -> None:
    plans = Path(__file__).parents[2] / "plans"
    path = tmp_path / "old.workbench"
    path.write_bytes((plans / "format-1.workbench").read_bytes())
    (name,) = [one.stem for one in plans.glob("pearl-river-delta*.json")]
    expected = read_plan((plans / f"{name}.json").read_bytes(), name)
    for read_only in (True, False):
        with Library.open(path, read_only=read_only) as library:
            (entry,) = library.plans()
            assert list(library.read(entry.id).elements) == [one.id for one in expected]
    assert diagnose(path).is_sound


def days_later(library: Library, days: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Something is written some days later."""
    later = datetime.now(UTC) + timedelta(days=days)
    monkeypatch.setattr("workbench.store.library._utc", lambda: later)
    plan = library.read(PLAN)
    library.append(PLAN, setting(plan, "goal-2", title=f"{days} 天以后"), library.newest(PLAN))


def test_what_never_got_an_entry_goes_and_what_undo_brings_back_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = closed(tmp_path / "a.workbench")
    with Library.open(path) as library:
        named = library.keep(written(tmp_path / "named.pdf", b"named"))
        undone = library.keep(written(tmp_path / "undone.pdf", b"undone"))
        library.keep(written(tmp_path / "never.pdf", LARGE))
        plan = library.read(PLAN)
        for digest in (undone, named):
            made = setting(plan, "milestone-1", evidence=(f"x.pdf (sha256:{digest})",))
            plan.apply(library.append(PLAN, made, library.newest(PLAN)))
        assert len(library.attachments()) == 3
    with Library.open(path) as library:
        # Within a week it may still get its entry.
        days_later(library, 6, monkeypatch)
        assert len(library.attachments()) == 3
    with Library.open(path) as library:
        days_later(library, 8, monkeypatch)
        assert set(library.attachments()) == {named, undone}
        assert b"".join(library.attachment(undone, "undone.pdf")) == b"undone"
        assert library.notices == []
    assert faults(path) == []


def test_an_entry_without_a_history_keeps_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = closed(tmp_path / "a.workbench")
    with Library.open(path) as library:
        digest = library.keep(written(tmp_path / "a.pdf", b"a"))
        plan = library.read(PLAN)
        exempt = Exemption(reason="停产", evidence=(f"a.pdf (sha256:{digest})",))
        library.append(PLAN, setting(plan, "scheme_item-1", exempt=exempt), library.newest(PLAN))
    # As a library that was put together again begins a new history.
    with closing(connect(path, "rw")) as connection:
        connection.execute("DELETE FROM operation")
        assert attachments.nameless(connection, {digest, "0" * 64}) == {"0" * 64}


def test_a_file_that_is_attached_again_has_its_time_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = closed(tmp_path / "a.workbench")
    source = written(tmp_path / "a.pdf", b"a")
    with Library.open(path) as library:
        digest = library.keep(source)
    tampered(path, "UPDATE attachment SET added = '2020-01-01T00:00:00+00:00'")
    with Library.open(path) as library:
        # Given up years ago, attached again now, named in the next minute.
        assert library.keep(source) == digest
        days_later(library, 1, monkeypatch)
        assert digest in library.attachments()
        assert b"".join(library.attachment(digest, "a.pdf")) == b"a"
