"""``workbench fix``: what it tells, what it does, and that undo takes it back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.test_commands import Shell, plan_file
from workbench.session.session import Session


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(capsys)


@pytest.fixture
def library(shell: Shell, tmp_path: Path) -> Path:
    """A library with one plan in which two durations contradict their dates, and one is swapped."""
    source = plan_file(
        tmp_path / "city.json",
        plan={"period": {"start": "2014-01-01", "end": "2020-12-31"}},
        projects=[
            {
                "id": "a",
                "code": "P-001",
                "title": "A",
                "start": "2015-01-01",
                "end": "2016-12-31",
                "duration_days": 10,
            },
            {
                "id": "b",
                "code": "P-002",
                "title": "B",
                "start": "2015-01-01",
                "end": "2015-01-31",
                "duration_days": 5,
            },
            {"id": "c", "code": "P-003", "title": "C", "start": "2017-01-01", "end": "2016-12-31"},
        ],
    )
    path = tmp_path / "office.workbench"
    assert shell("new", path).code == 0
    assert shell("import", source, "--into", path).code == 0
    return path


def durations(library: Path) -> list[object]:
    with Session.open(library, read_only=True) as session:
        plan = session.read("p")
        return [plan.elements[id_].get("duration_days") for id_ in ("a", "b", "c")]


def test_what_can_only_be_meant_so_is_mended_as_one_step(shell: Shell, library: Path) -> None:
    answer = shell("fix", library, "--rule", "E204")
    assert answer.code == 0
    assert answer.out.splitlines()[-1] == "2 findings mended, as one step that undo takes back"
    assert "E204  Set the duration of P-001 A from its start and end" in answer.out
    assert durations(library) == [731, 31, None]
    with Session.open(library) as session:
        session.open_plan("p")
        assert session.undo_label is not None
        session.undo()
    assert durations(library) == [10, 5, None]


def test_a_dry_run_tells_field_by_field_and_changes_nothing(shell: Shell, library: Path) -> None:
    before = library.read_bytes()
    answer = shell("fix", library, "--plan", "p", "--rule", "E204", "--dry-run")
    assert answer.code == 0
    assert "~ P-001 A  Project\n    Duration (days): 10 -> 731\n" in answer.out
    assert answer.out.endswith("2 findings would be mended\n")
    assert library.read_bytes() == before


def test_only_the_rules_asked_for_are_mended(shell: Shell, library: Path) -> None:
    answer = shell("fix", library, "--rule", "e204", "--rule", "S101", "--dry-run")
    assert answer.out.count("E204") == 2
    assert shell("fix", library, "--rule", "S101").out.startswith("Nothing to mend")
    assert durations(library) == [10, 5, None]
    assert shell("fix", library, "--rule", "E204", "--lang", "zh").out.endswith("可以撤销\n")
    assert durations(library) == [731, 31, None]


def test_mending_twice_finds_nothing_the_second_time(shell: Shell, library: Path) -> None:
    shell("fix", library)
    with Session.open(library, read_only=True) as session:
        steps = len(session.history("p"))
    assert shell("fix", library).out.startswith("Nothing to mend")
    with Session.open(library, read_only=True) as session:
        assert len(session.history("p")) == steps


def test_wrong_calls_are_refused(shell: Shell, library: Path, tmp_path: Path) -> None:
    assert "no rule" in shell.refused("fix", library, "--rule", "Z999")
    assert "no plan" in shell.refused("fix", library, "--plan", "other")
    text = tmp_path / "text.workbench"
    text.write_text("no library", encoding="utf-8")
    shell.refused("fix", text, code=3)
