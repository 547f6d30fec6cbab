"""The file format: one tracked text, which the declarations and the writing tables agree with."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from workbench.plan.elements import KINDS
from workbench.store import format as file_format
from workbench.store.cells import layout
from workbench.store.library import Library
from workbench.store.tables import METADATA, schema_text


def test_the_tracked_text_is_what_the_declarations_give() -> None:
    """A change of the declarations needs a new format: python -m workbench.store.tables shows its tables."""
    assert sorted(file_format.statements()) == sorted(file_format.parted(schema_text()))


def test_a_new_file_has_exactly_this_schema(tmp_path: Path) -> None:
    Library.create(tmp_path / "a.workbench").close()
    with sqlite3.connect(tmp_path / "a.workbench") as connection:
        assert file_format.schema_found(connection, 100) == file_format.schema()
        assert connection.execute("PRAGMA application_id").fetchone() == (file_format.APPLICATION_ID,)
        assert connection.execute("PRAGMA user_version").fetchone() == (file_format.FORMAT,)
        assert connection.execute("PRAGMA encoding").fetchone() == ("UTF-8",)
        assert connection.execute("PRAGMA auto_vacuum").fetchone() == (0,)
    connection.close()


@pytest.mark.parametrize("kind", KINDS)
def test_columns_of_a_kind_are_its_fields(kind: str) -> None:
    columns = [column.name for column in METADATA.tables[kind].columns]
    assert columns == ["plan", *layout(kind).keys, "digest"]
    assert len(set(columns)) == len(columns)


def test_every_table_is_strict_and_refuses_what_does_not_fit(tmp_path: Path) -> None:
    Library.create(tmp_path / "a.workbench").close()
    connection = sqlite3.connect(tmp_path / "a.workbench")
    with pytest.raises(sqlite3.IntegrityError, match="cannot store TEXT value in INTEGER"):
        connection.execute("INSERT INTO envelope (plan, id, digest, year) VALUES (1, 'e', x'00', 'soon')")
    rows = connection.execute("PRAGMA table_list").fetchall()
    connection.close()
    assert {row[1] for row in rows if not row[5] and not row[1].startswith("sqlite_")} == set()
    assert {row[1] for row in rows if not row[4] and not row[1].startswith("sqlite_")} == {"registry"}
