from __future__ import annotations

from pathlib import Path

import pytest

from workbench.errors import Problem
from workbench.session.arrivals import arrival
from workbench.session.session import Session


def test_a_library_is_known_by_its_name_or_its_beginning(tmp_path: Path) -> None:
    made = tmp_path / "plans.workbench"
    Session.create(made).close()
    renamed = tmp_path / "plans.json"
    renamed.write_bytes(made.read_bytes())
    assert arrival([made]) == ("library", made)
    assert arrival([renamed]) == ("library", renamed)


def test_an_exchange_file_is_a_plan(tmp_path: Path) -> None:
    file = tmp_path / "City.JSON"
    file.write_text("{}", encoding="utf-8")
    assert arrival([file]) == ("plan", file)


@pytest.mark.parametrize("name", ["ledger.xlsx", "Letter.DOCX"])
def test_a_word_or_excel_file_came_back_from_a_unit(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"PK")
    assert arrival([tmp_path / name]) == ("returned", tmp_path / name)


@pytest.mark.parametrize("name", ["letter.odt", "folder.workbench", "gone.json"])
def test_anything_else_is_refused_by_its_name(tmp_path: Path, name: str) -> None:
    if name == "letter.odt":
        (tmp_path / name).write_bytes(b"PK")
    elif name == "folder.workbench":
        (tmp_path / name).mkdir()
    with pytest.raises(Problem, match=name):
        arrival([tmp_path / name])


def test_several_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="one file at a time"):
        arrival([tmp_path / "a.json", tmp_path / "b.json"])
