"""What must not be opened is refused in one line, at once, and stays as it was to the byte."""

from __future__ import annotations

import os
import sqlite3
import struct
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.store.libraries import PLAN, adding, closed, filled, patched, setting, strangers, tampered, trace
from workbench.errors import LibraryProblem, Problem
from workbench.plan.change import Change, Label
from workbench.plan.elements import Goal
from workbench.store import gate, known
from workbench.store.connection import Connection
from workbench.store.format import APPLICATION_ID, FORMAT
from workbench.store.library import Library

Spoil = Callable[[Path], object]


def refused(path: Path, *, read_only: bool = False) -> str:
    """The one line that a file is refused with; it and its folder stay as they were."""
    before = trace(path.parent)
    started = time.monotonic()
    with pytest.raises(LibraryProblem) as caught:
        Library.open(path, read_only=read_only).close()
    assert time.monotonic() - started < 5
    assert trace(path.parent) == before
    line = str(caught.value)
    assert "\n" not in line
    assert path.name in line
    return line


def header(place: int, number: int) -> Spoil:
    return lambda path: patched(path, place, struct.pack(">I", number))


def cut(share: float) -> Spoil:
    return lambda path: os.truncate(path, int(path.stat().st_size * share))


def pages(path: Path) -> int:
    return path.stat().st_size // 4096


def zero_page(path: Path) -> None:
    patched(path, 4096 * (pages(path) // 2), bytes(4096))


def swap_pages(path: Path) -> None:
    data = path.read_bytes()
    low, high = 4096 * (pages(path) // 2), 4096 * (pages(path) // 2 + 3)
    patched(path, low, data[high : high + 4096])
    patched(path, high, data[low : low + 4096])


def become_wal(path: Path) -> None:
    tampered(path, "PRAGMA journal_mode=WAL", "UPDATE meta SET value = value")


def utf16(path: Path) -> None:
    path.unlink()
    tampered(
        path, "PRAGMA encoding='UTF-16'", "CREATE TABLE a (b)", f"PRAGMA application_id={APPLICATION_ID}"
    )


def other_database(path: Path) -> None:
    path.unlink()
    tampered(path, "CREATE TABLE a (b)", "INSERT INTO a VALUES (1)")


def blob_in_text(path: Path) -> None:
    """What a strict table does not take is put in while it is not strict."""
    loosen = (
        "UPDATE sqlite_schema SET sql = replace(sql, ',' || char(10) || ' STRICT', '') WHERE name = 'goal'"
    )
    tighten = "UPDATE sqlite_schema SET sql = sql || ',' || char(10) || ' STRICT' WHERE name = 'goal'"
    tampered(path, "PRAGMA writable_schema=ON", loosen)
    tampered(path, "UPDATE goal SET title = x'00ff' WHERE id = 'goal-1'")
    tampered(path, "PRAGMA writable_schema=ON", tighten)


HEADERS: dict[str, tuple[Spoil, str]] = {
    "0 bytes": (cut(0), "empty"),
    "16 bytes": (lambda path: os.truncate(path, 16), "not a library"),
    "header only": (lambda path: os.truncate(path, 100), "cut off"),
    "text": (lambda path: path.write_text("规划\n" * 100, encoding="utf-8"), "not a library"),
    "zip": (lambda path: path.write_bytes(b"PK\3\4" + bytes(5000)), "not a library"),
    "other database": (other_database, "not a library"),
    "other program's mark": (header(68, 0x47504B47), "not a library"),
    "no mark": (header(68, 0), "not a library"),
    "newer by one": (header(60, FORMAT + 1), "newer version"),
    "newer by 2^31": (header(60, 2**31), "newer version"),
    "no format": (header(60, 0), "altered"),
    "half": (cut(0.5), "cut off"),
    "cut in a page": (lambda path: os.truncate(path, path.stat().st_size - 100), "cut off"),
    "endless page count": (header(28, 0x7FFFFFF0), "cut off"),
    "page size 3": (lambda path: patched(path, 16, b"\0\3"), "damaged"),
    "format 9": (lambda path: patched(path, 18, b"\x09\x09"), "other files"),
    "schema format 9": (header(44, 9), "damaged"),
    "UTF-16": (utf16, "damaged"),
    "WAL": (become_wal, "other files"),
}
ROWS: dict[str, tuple[Spoil, str]] = {
    "zeroed page": (zero_page, "damaged"),
    "swapped pages": (swap_pages, "damaged"),
    "blob in a text": (
        blob_in_text,
        "damaged",
    ),
    "a value without end": (
        lambda path: tampered(
            path, "UPDATE goal SET notes = printf('%.*c', 20000000, 'x') WHERE id = 'goal-1'"
        ),
        "too large",
    ),
    "no library id": (lambda path: tampered(path, "DELETE FROM meta"), "damaged"),
}
ENDLESS = (
    "CREATE VIEW goal AS WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) "
    "SELECT n AS plan FROM r"
)
SCHEMAS: dict[str, tuple[str, ...]] = {
    "trigger": ("CREATE TRIGGER t AFTER INSERT ON change BEGIN DELETE FROM goal; END",),
    "view": ("CREATE VIEW v AS SELECT * FROM goal",),
    "index": ("CREATE INDEX i ON goal (title)",),
    "extra table": ("CREATE TABLE extra (a)",),
    "extra column": ("ALTER TABLE goal ADD COLUMN extra TEXT",),
    "generated column": ("ALTER TABLE goal ADD COLUMN extra TEXT AS (hex(title))",),
    "virtual table": ("CREATE VIRTUAL TABLE f USING fts5(a)",),
    "missing table": ("DROP TABLE version",),
    "looser table": ("DROP TABLE version", "CREATE TABLE version (plan, name, number, time, author, note)"),
    "statistics": ("ANALYZE",),
    "endless view in place of a table": (
        "DROP TABLE goal",
        ENDLESS,
    ),
}


@pytest.mark.parametrize("case", [*HEADERS, *ROWS])
@pytest.mark.parametrize("read_only", [False, True])
def test_spoilt_files_are_refused(tmp_path: Path, case: str, read_only: bool) -> None:
    path = strangers(closed(tmp_path / "a.workbench"), tmp_path / "stick")
    spoil, words = {**HEADERS, **ROWS}[case]
    spoil(path)
    assert words in refused(path, read_only=read_only)


@pytest.mark.parametrize("case", HEADERS)
def test_a_file_known_here_is_refused_as_well(tmp_path: Path, case: str) -> None:
    path = closed(tmp_path / "a.workbench")
    spoil, words = HEADERS[case]
    spoil(path)
    assert words in refused(path)


@pytest.mark.parametrize("case", SCHEMAS)
def test_a_schema_with_anything_else_in_it_is_refused(tmp_path: Path, case: str) -> None:
    path = closed(tmp_path / "a.workbench")
    tampered(path, *SCHEMAS[case])
    assert "altered" in refused(path)
    assert "altered" in refused(strangers(path, tmp_path / "stick"))


def test_thousands_of_tables_are_refused_in_time(tmp_path: Path) -> None:
    path = closed(tmp_path / "a.workbench")
    tampered(path, "BEGIN", *(f"CREATE TABLE t{number} (a)" for number in range(5000)), "COMMIT")
    assert "altered" in refused(path)


def test_what_is_no_file_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.workbench")
    (tmp_path / "folder.workbench").mkdir()
    (tmp_path / "loop.workbench").symlink_to(tmp_path / "loop.workbench")
    (tmp_path / "nowhere.workbench").symlink_to(tmp_path / "nothing")
    for path in (*tmp_path.iterdir(), Path("/dev/zero"), tmp_path / "missing.workbench"):
        with pytest.raises(Problem, match=path.name) as caught:
            Library.open(path)
        assert caught.value.exit_code == 2
    assert len(list(tmp_path.iterdir())) == 4


def test_links_and_detours_lead_to_the_same_library(tmp_path: Path) -> None:
    path = closed(tmp_path / "a.workbench")
    (tmp_path / "link.workbench").symlink_to(path)
    for other in (tmp_path / "link.workbench", tmp_path / "x" / ".." / "a.workbench"):
        (tmp_path / "x").mkdir(exist_ok=True)
        with Library.open(other) as library:
            assert library.path == path
            assert not library._unchecked


# -- companions ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", ["-journal", "-wal", "-shm"])
@pytest.mark.parametrize("read_only", [False, True])
def test_a_strangers_companions_are_refused(tmp_path: Path, suffix: str, read_only: bool) -> None:
    path = strangers(closed(tmp_path / "a.workbench"), tmp_path / "stick")
    companion = path.with_name(path.name + suffix)
    companion.write_bytes(bytes(4096))
    assert companion.name in refused(path, read_only=read_only)
    companion.unlink()
    companion.mkdir()
    with pytest.raises(LibraryProblem, match=suffix):
        Library.open(path, read_only=read_only)


def test_a_file_left_closed_here_has_no_business_with_a_journal(tmp_path: Path) -> None:
    path = closed(tmp_path / "a.workbench")
    path.with_name(path.name + "-journal").write_bytes(b"x" * 4096)
    assert "interrupted elsewhere" in refused(path)


def test_an_empty_journal_is_nothing(tmp_path: Path) -> None:
    path = strangers(closed(tmp_path / "a.workbench"), tmp_path / "stick")
    path.with_name(path.name + "-journal").touch()
    with Library.open(path) as library:
        assert len(library.read(PLAN)) > 50


def hot_journal(path: Path, *, naming: Path | None = None) -> Path:
    """Leave the file in the middle of a change, as a killed program does."""
    with Library.open(path) as library:
        library.append(PLAN, setting(library.read(PLAN), "goal-1", notes="a"), library.newest(PLAN))
        whole = path.read_bytes()
        connection = library._connection
        connection.execute("PRAGMA cache_size=1")
        connection.execute("BEGIN IMMEDIATE")
        for number in range(200):
            connection.execute("UPDATE goal SET notes = ?", (f"never saved {number}" * 200,))
            connection.execute("INSERT INTO meta VALUES (?, 'x')", (f"never saved {number}" * 50,))
        journal = path.with_name(path.name + "-journal")
        torn, record = path.read_bytes(), journal.read_bytes()
        connection.execute("ROLLBACK")
        assert torn != whole
    path.write_bytes(torn)
    if naming is not None:
        name = os.fsencode(naming)
        check = sum(struct.unpack(f"{len(name)}b", name)) & 0xFFFFFFFF
        record += struct.pack(">I", 0x40000000 // 4096 + 1) + name + struct.pack(">II", len(name), check)
        record += bytes.fromhex("d9d505f920a163d7")
    journal.write_bytes(record)
    return journal


def test_our_own_journal_is_rolled_back_after_a_crash(tmp_path: Path) -> None:
    path = closed(tmp_path / "a.workbench")
    hot_journal(path)
    known.remember(path, "unknown", being_written=True, trusted=True)
    assert "left in the middle" in refused(path, read_only=True)
    with Library.open(path) as library:
        assert library.read(PLAN).elements["goal-1"].notes == "a"
        assert library.check_digests() == []


def test_the_same_journal_is_refused_where_nobody_knows_it(tmp_path: Path) -> None:
    path = closed(tmp_path / "a.workbench")
    hot_journal(path)
    assert "interrupted elsewhere" in refused(path)


def test_a_journal_that_names_another_file_is_never_acted_on(tmp_path: Path) -> None:
    path = closed(tmp_path / "a.workbench")
    victim = tmp_path / "victim.txt"
    victim.write_text("keep me")
    hot_journal(path, naming=victim)
    known.remember(path, "unknown", being_written=True, trusted=True)
    assert "interrupted elsewhere" in refused(path)
    assert victim.read_text() == "keep me"


def torn(path: Path, change: Change) -> tuple[bytes, bytes, list[int]]:
    """The file before and after a change, and the pages that the change wrote, in the order of writing."""
    before = path.read_bytes()
    with Library.open(path) as library:
        library.append(PLAN, change, library.newest(PLAN))
    after = path.read_bytes()
    pages = [page for page in range(len(after) // 4096) if page_of(before, page) != page_of(after, page)]
    return before, after, pages


def page_of(data: bytes, page: int) -> bytes:
    return data[page * 4096 : (page + 1) * 4096]


@pytest.mark.parametrize("size", [1, 40])
def test_a_file_carried_away_in_the_middle_of_a_change_is_never_half_believed(
    tmp_path: Path, size: int
) -> None:
    """Without its journal the file has some pages of the change and lacks others."""
    path = closed(tmp_path / "a.workbench")
    with Library.open(path) as library:
        plan = library.read(PLAN)
    goals = [Goal(id=f"n{number}", position="x", title="t" * 500) for number in range(size)]
    change = Change(
        (*setting(plan, "goal-1", title="x").operations, *adding(goals).operations), Label("Both")
    )
    before, after, pages = torn(path, change)
    with Library.open(path) as library:
        states = {4: plan.elements, 5: library.read(PLAN).elements}
    refusals = 0
    for written in range(1, len(pages)):
        data = bytearray(before.ljust(len(after), b"\0"))
        for page in pages[:written]:
            data[page * 4096 : (page + 1) * 4096] = page_of(after, page)
        path.write_bytes(data)
        try:
            with Library.open(path) as library:
                assert library.read(PLAN).elements == states[library.newest(PLAN)]
                assert library.check_digests() == []
        except LibraryProblem:
            refusals += 1
    assert refusals > 0


# -- what a machine knows ------------------------------------------------------------------------------------


def test_a_file_as_we_left_it_is_not_looked_through_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = closed(tmp_path / "a.workbench")
    looked: list[Path] = []
    look = gate.look_at_rows

    def noted(connection: Connection, real: Path, number: int) -> None:
        looked.append(real)
        look(connection, real, number)

    monkeypatch.setattr(gate, "look_at_rows", noted)
    Library.open(path).close()
    assert looked == []
    os.utime(path, ns=(1, 1))
    Library.open(path).close()
    assert looked == [path]
    Library.open(path).close()
    assert looked == [path]


def test_values_of_a_stranger_are_compared_until_all_plans_were_read(tmp_path: Path) -> None:
    path = strangers(closed(tmp_path / "a.workbench"), tmp_path / "stick")
    Library.open(path).close()
    note = known.recall(path)
    assert note is not None
    assert not note.trusted
    with Library.open(path) as library:
        library.read(PLAN)
    note = known.recall(path)
    assert note is not None
    assert note.trusted


@pytest.mark.parametrize("content", ["", "{", "[]", '{"path": 3}', "\0" * 100])
def test_a_spoilt_note_makes_the_file_a_strangers(tmp_path: Path, home: Path, content: str) -> None:
    path = closed(tmp_path / "a.workbench")
    (note,) = (home / "known").iterdir()
    note.write_text(content, encoding="utf-8")
    assert known.recall(path) is None
    with Library.open(path) as library:
        assert len(library.read(PLAN)) > 50
    assert known.recall(path) is not None


def test_reading_while_another_writes_is_no_crash(tmp_path: Path) -> None:
    with filled(tmp_path / "a.workbench") as library:
        note = known.recall(tmp_path / "a.workbench")
        assert note is not None
        assert note.being_written
        seen: list[int] = []

        def read() -> None:
            for _ in range(30):
                with Library.open(tmp_path / "a.workbench", read_only=True) as other:
                    seen.append(other.newest(PLAN))

        reader = threading.Thread(target=read)
        reader.start()
        plan = library.read(PLAN)
        for number in range(60):
            plan.apply(library.append(PLAN, setting(plan, "goal-1", title=f"t{number}"), 4 + number))
        reader.join()
        assert len(seen) == 30
        assert seen == sorted(seen)


# -- damaged values ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "cell"),
    [
        ("domains", "'not JSON'"),
        ("domains", "'{\"a\":1}'"),
        ("domains", "'[1,2]'"),
        ("due", "'soon'"),
        ("kind", "'unheard of'"),
        ("title", "CAST(x'ff41' AS TEXT)"),
        ("title", "'a' || char(0) || 'b'"),
        ("takes_up", '\'[{"share":"half"}]\''),
        ("takes_up", '\'[{"share":"Infinity"}]\''),
        ("takes_up", "'[3]'"),
        ("takes_up", "'" + "[" * 5000 + "'"),
    ],
)
def test_damaged_values_are_left_out_and_named(tmp_path: Path, field: str, cell: str) -> None:
    path = closed(tmp_path / "a.workbench")
    tampered(path, f"UPDATE goal SET {field} = {cell} WHERE id = 'goal-1'")
    with Library.open(path) as library:
        plan = library.read(PLAN)
        assert [(one.kind, one.id, one.field) for one in library.damage[PLAN]] == [("goal", "goal-1", field)]
        # What an element must have is there, with marks for what cannot be read.
        left = plan.elements["goal-1"].get(field)
        assert "\ufffd" in left if field == "title" else left is None
        assert len(plan) == 52
        assert library.check_digests() == [("goal", "goal-1")]
        assert library.plans()[0].id == PLAN
        library.append(PLAN, setting(plan, "goal-1", notes="the damage stays known"), 4)
        assert library.check_digests() == [("goal", "goal-1")]
    with Library.open(path) as library:
        assert library.read(PLAN).elements["goal-1"].notes == "the damage stays known"


@pytest.mark.parametrize("read_only", [False, True])
def test_an_id_in_the_registry_that_is_no_text_costs_its_plan_alone(tmp_path: Path, read_only: bool) -> None:
    path = closed(tmp_path / "a.workbench")
    tampered(path, "UPDATE registry SET id = CAST(x'ff41' AS TEXT)")
    with Library.open(path, read_only=read_only) as library:
        assert library.plans() == []


@pytest.mark.parametrize(
    ("field", "cell", "value"),
    [
        ("title", "'" + "长" * 300_000 + "'", "长" * 300_000),
        ("domains", '\'["industry","industry"]\'', ("industry", "industry")),
        ("code", "''", ""),
    ],
)
def test_what_may_no_longer_be_entered_is_still_read(
    tmp_path: Path, field: str, cell: str, value: object
) -> None:
    path = closed(tmp_path / "a.workbench")
    tampered(path, f"UPDATE goal SET {field} = {cell} WHERE id = 'goal-1'")
    with Library.open(path) as library:
        assert library.read(PLAN).elements["goal-1"].get(field) == value
        # What another program wrote there can be read; that it was another one is told by the digest.
        assert [damage.field for damage in library.damage[PLAN]] == [""]


def test_one_flipped_character_is_found_by_its_digest(tmp_path: Path) -> None:
    path = closed(tmp_path / "a.workbench")
    data = path.read_bytes()
    place = data.index("丙".encode())
    patched(path, place + 2, bytes([data[place + 2] ^ 1]))
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
    with Library.open(path) as library:
        assert library.check_digests() == [("goal", "goal-1")]


def test_a_hostile_label_is_shown_as_it_stands(tmp_path: Path) -> None:
    path = closed(tmp_path / "a.workbench")
    for label in ("{name:999999999}", "{name.__class__}", "{other}", "{", "{name!r}"):
        tampered(path, f"UPDATE change SET label = '{label}' WHERE number = 2")
        with Library.open(path) as library:
            words = library.changes(PLAN)[1].label
        assert words.message.format(**dict(words.values)) == label


@pytest.mark.parametrize(
    "change",
    [
        "after = '{'",
        "after = '[]'",
        "kind = 'none'",
        "action = 'eat'",
        "field = 'none'",
        "after = NULL, action = 'add'",
    ],
)
def test_a_damaged_history_is_told_and_the_plan_is_usable(tmp_path: Path, change: str) -> None:
    path = closed(tmp_path / "a.workbench")
    tampered(path, f"UPDATE operation SET {change} WHERE number = 3")
    with Library.open(path) as library:
        assert len(library.read(PLAN)) == 52
        assert len(library.changes(PLAN)) == 4
        with pytest.raises(LibraryProblem, match="number 3"):
            library.operations(PLAN, 3)
        with pytest.raises(LibraryProblem, match="number 3"):
            library.plan_as_of(PLAN, 1)
        assert library.plan_as_of(PLAN, 3).elements["goal-1"].name_shown == "乙"


def test_random_damage_never_crashes(tmp_path: Path) -> None:
    """Every mutation ends opened, with the damage known or not, or refused: nothing else."""
    import random

    chance = random.Random(7)
    path = closed(tmp_path / "a.workbench")
    whole = path.read_bytes()
    opened = refusals = 0
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 3, 30))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        path.write_bytes(data)
        try:
            with Library.open(path) as library:
                for entry in library.plans():
                    library.read(entry.id)
                    library.changes(entry.id)
                library.check_digests()
            opened += 1
        except LibraryProblem:
            refusals += 1
    assert opened > 10
    assert refusals > 10
