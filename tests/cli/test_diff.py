"""``workbench diff``: files, plans of libraries, versions and dates; text and JSON."""

from __future__ import annotations

import json
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.plans import sound_elements
from workbench.cli.main import main
from workbench.exchange.json import write_plan
from workbench.plan import edits
from workbench.plan.plan import Plan
from workbench.session.session import Session


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A plan with a version and an edit after it; a second plan."""
    path = tmp_path / "office#1.workbench"
    with Session.create(path, author="甲") as session:
        session.import_plan(sound_elements(40))
        session.import_plan(sound_elements(40, 1, "other"))
        session.open_plan("plan")
        session.name_version("送审@稿")
        assert session.plan is not None
        project = session.plan.of_kind("project")[0].id
        session.apply(edits.set_field(session.plan, project, "title", "新平台"))
    return path


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["diff", *arguments, "--lang", "en"])
    out, err = capsys.readouterr()
    return code, out, err


def test_a_version_and_today(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = said(capsys, f"{library}#plan@送审@稿", f"{library}#plan")
    assert (code, err) == (0, "")
    assert "~ Changed:" in out
    assert "→ 新平台" in out
    assert "1 changed" in out


def test_json_says_the_same_in_every_language(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = [f"{library}#plan@送审@稿", f"{library}#plan", "--format", "json"]
    outs = []
    for language in ("en", "zh"):
        assert main(["diff", *given, "--lang", language]) == 0
        outs.append(capsys.readouterr().out)
    assert outs[0] == outs[1]
    document = json.loads(outs[0])
    assert document["counts"]["changed"] == 1
    (element,) = document["elements"]
    assert (element["change"], element["kind"]) == ("changed", "project")
    (field,) = element["fields"]
    assert (field["field"], field["after"]) == ("title", "新平台")


def test_two_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    elements = sound_elements(40)
    one, other = tmp_path / "a.json", tmp_path / "b.json"
    one.write_text(write_plan(Plan("plan", elements)), encoding="utf-8")
    goal = next(at for at, held in enumerate(elements) if held.kind_name == "goal")
    elements[goal] = elements[goal].but(title="另一个目标")
    other.write_text(write_plan(Plan("plan", elements)), encoding="utf-8")
    code, out, _ = said(capsys, str(one), str(other))
    assert code == 0
    assert "另一个目标" in out
    code, out, _ = said(capsys, str(one), str(one))
    assert (code, out.strip()) == (0, "The two say the same")
    document = json.loads(said(capsys, str(one), str(other), "--format", "json")[1])
    assert document["counts"] == {"added": 0, "deleted": 0, "changed": 1, "moved": 0}


def test_a_file_and_a_plan_of_a_library(
    library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = tmp_path / "a.json"
    one.write_text(write_plan(Plan("plan", sound_elements(40))), encoding="utf-8")
    code, out, _ = said(capsys, str(one), f"{library}#plan")
    assert code == 0
    assert "新平台" in out


def test_a_date_means_the_end_of_that_day(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    today = datetime.now(UTC).astimezone().date()
    code, out, _ = said(capsys, f"{library}#plan@{today}", f"{library}#plan")
    assert (code, out.strip()) == (0, "The two say the same")
    code, out, err = said(capsys, f"{library}#plan@{today - timedelta(days=2)}", f"{library}#plan")
    assert (code, out) == (2, "")
    assert "was begun on" in err


@pytest.mark.parametrize(
    ("end", "named"),
    [
        ("#plan@无此版本", "送审@稿"),
        ("#nothing", "plan, other"),
        ("#nothing@v", "plan, other"),
        ("", "plan, other"),
        ("#@v", "plan, other"),
    ],
)
def test_what_is_not_there_is_said_in_one_line(
    library: Path, capsys: pytest.CaptureFixture[str], end: str, named: str
) -> None:
    code, out, err = said(capsys, f"{library}{end}", f"{library}#plan")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert named in err


def test_a_word_document_goes_to_a_file_or_the_output(
    library: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    given = ["diff", f"{library}#plan@送审@稿", f"{library}#plan", "--format", "docx", "--lang", "zh"]
    file = tmp_path / "差异.docx"
    assert main([*given, "--to", str(file)]) == 0
    assert capfdbinary.readouterr().out.decode().strip() == str(file)
    assert main(given) == 0
    document = capfdbinary.readouterr().out
    assert document == file.read_bytes()
    with zipfile.ZipFile(file) as package:
        text = package.read("word/document.xml").decode()
    assert "新平台" in text
    assert "office#1.workbench#plan@送审@稿与office#1.workbench#plan对比" in text
    assert str(tmp_path) not in text


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (["--format", "docx", "--to", "difference.txt"], "suffix .docx"),
        (["--to", "difference.docx"], "--format docx"),
        (["--format", "pdf"], "docx"),
    ],
)
def test_what_does_not_fit_a_word_document_is_said_in_one_line(
    library: Path, capsys: pytest.CaptureFixture[str], more: list[str], told: str
) -> None:
    code, _, err = said(capsys, f"{library}#plan", f"{library}#other", *more)
    assert (code, err.count("\n")) == (2, 1)
    assert told in err


def test_only_libraries_have_plans(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = tmp_path / "a.json"
    one.write_text(write_plan(Plan("plan", sound_elements(40))), encoding="utf-8")
    code, _, err = said(capsys, f"{one}#plan", str(one))
    assert code == 2
    assert "is no library" in err
    code, _, err = said(capsys, str(tmp_path / "missing.json"), str(one))
    assert code == 2
    assert "missing.json" in err
