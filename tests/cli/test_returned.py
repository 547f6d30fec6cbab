"""``workbench import`` of returned documents: what was taken and what was left, on one line each."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.cli.test_commands import SAMPLE, Shell, library, shell
from tests.workbooks import with_cell
from workbench.documents.ledger import outline
from workbench.documents.source import Source
from workbench.documents.xlsx import to_xlsx
from workbench.plan import edits
from workbench.plan.elements import Project
from workbench.session.session import Session

__all__ = ["library", "shell"]

CITY = SAMPLE.with_name("sample-city.json")
TASK = "p-01/reports[2027-Q2,u-data]"


@pytest.fixture
def filled(library: Path, shell: Shell, tmp_path: Path) -> Path:
    """A ledger that came back: progress told, a value that cannot be read."""
    assert shell("import", CITY, "--into", library).code == 0
    with Session.open(library) as session:
        plan = session.open_plan("sample-city-2026")
        assert plan is not None
        sent = to_xlsx(outline(Source(plan, "zh", date(2026, 11, 23), unit="u-data", change=session.newest)))
    path = tmp_path / "台账.xlsx"
    path.write_bytes(with_cell(with_cell(sent, TASK, "J", "主体完工"), TASK, "I", "大半"))
    return path


def reports(library: Path) -> list[str | None]:
    with Session.open(library, read_only=True) as session:
        task = session.read("sample-city-2026").find("p-01", Project)
        assert task is not None
        return [one.text for one in task.reports or () if one.period == "2027-Q2"]


def test_what_can_be_taken_is_taken_and_the_rest_told(library: Path, filled: Path, shell: Shell) -> None:
    dry = shell("import", filled, "--into", library, "--dry-run", "--lang", "en")
    assert dry.code == 0
    assert dry.out.splitlines()[0] == "台账.xlsx: would take 1 cells"
    assert reports(library) == []
    answer = shell("import", filled, "--into", library, "--lang", "en")
    first, left, taken = answer.out.splitlines()
    assert first == "台账.xlsx: took 1 cells"
    assert left.strip().startswith("left: P-A-01 城市公共数据资源平台, Percent done: 大半: ")
    assert taken.strip() == "P-A-01 城市公共数据资源平台, Physical progress: — -> 主体完工"
    assert reports(library) == ["主体完工"]
    again = shell("import", filled, "--into", library, "--lang", "en")
    assert "the plan says so already" in again.out


def test_a_conflict_is_left_for_somebody_to_decide(library: Path, filled: Path, shell: Shell) -> None:
    with Session.open(library) as session:
        plan = session.open_plan("sample-city-2026")
        assert plan is not None
        task = plan.find("p-01", Project)
        assert task is not None
        reported = type(task).field_of["reports"].record
        assert reported is not None
        here = reported(period="2027-Q2", unit="u-data", text="另有说法")
        session.apply(edits.set_field(plan, "p-01", "reports", (*(task.reports or ()), here)))
    answer = shell("import", filled, "--into", library, "--lang", "zh")
    assert "规划现为另有说法" in answer.out
    assert reports(library) == ["另有说法"]


def test_what_two_files_say_differently_is_left_for_somebody_to_decide(
    library: Path, filled: Path, shell: Shell
) -> None:
    other = filled.with_name("另一份.xlsx")
    other.write_bytes(with_cell(filled.read_bytes(), TASK, "J", "刚刚开工"))
    answer = shell("import", filled, other, "--into", library, "--lang", "zh")
    assert "刚刚开工，但规划现为主体完工" in answer.out
    assert reports(library) == ["主体完工"]


def test_plans_and_returned_documents_come_apart(library: Path, filled: Path, shell: Shell) -> None:
    assert "apart" in shell.refused("import", filled, CITY, "--into", library, "--lang", "en")
    other = shell.refused("import", filled, "--into", library, "--plan", "other", "--lang", "en")
    assert "sample-city-2026" in other


def test_a_file_that_is_none_of_ours_is_refused(library: Path, tmp_path: Path, shell: Shell) -> None:
    path = tmp_path / "x.docx"
    path.write_bytes(b"PK\x03\x04 broken")
    assert "x.docx" in shell.refused("import", path, "--into", library)


@pytest.mark.parametrize("suffix", [".xls", ".doc", ".wps", ".et"])
def test_a_file_in_an_old_form_is_told_how_to_be_saved(
    shell: Shell, library: Path, tmp_path: Path, suffix: str
) -> None:
    came = tmp_path / f"ledger{suffix}"
    came.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
    assert "save it as .docx or .xlsx" in shell.refused("import", came, "--into", library)
