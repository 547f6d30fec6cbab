"""The commands, called as a script calls them: results, talk, exit codes, and what they leave alone."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
import subprocess
import sys
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import docx
import pytest

from workbench import __main__ as program
from workbench import i18n, paths
from workbench.cli.main import COMMANDS, main
from workbench.documents.source import KINDS as DOCUMENTS
from workbench.errors import LibraryProblem
from workbench.exchange.formats import read_source
from workbench.rules.registry import RULES
from workbench.session.session import Session

SAMPLES = sorted(paths.samples().glob("*.json"))
SAMPLE = next(path for path in SAMPLES if path.stem.startswith("pearl"))
CITY = SAMPLE.with_name("sample-city.json")


class Answer(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Shell:
    """Calls commands and catches what they say."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: object) -> Answer:
        self._capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        said = self._capsys.readouterr()
        return Answer(code, said.out, said.err)

    def refused(self, *arguments: object, code: int = 2) -> str:
        """The one line that a call is refused with; nothing on standard output."""
        answer = self(*arguments)
        assert (answer.code, answer.out) == (code, "")
        assert answer.err.startswith("workbench: ")
        assert answer.err.count("\n") == 1
        return answer.err


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(capsys)


@pytest.fixture
def library(shell: Shell, tmp_path: Path) -> Path:
    """An empty library."""
    path = tmp_path / "office.workbench"
    assert shell("new", path).code == 0
    return path


def plan_file(path: Path, id_: str = "p", **lists: Any) -> Path:
    head = {"id": id_, "title": f"规划{id_}", **lists.pop("plan", {})}
    document = {"format": "top-level-design-plan", "version": 1, "plan": head, **lists}
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return path


def exact(text: str) -> Any:
    return json.loads(text, parse_float=Decimal, parse_int=Decimal)


# -- about the program ---------------------------------------------------------------------------------


def test_help_lists_every_command(shell: Shell) -> None:
    answer = shell("--help")
    assert answer.code == 0
    assert all(f"workbench {name}" in answer.out for name in COMMANDS)
    assert shell("--version").out.startswith("workbench 0.")


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_explains_itself_in_both_languages(shell: Shell, command: str) -> None:
    english = shell(command, "--help")
    i18n.speak("en")
    chinese = shell(command, "--help", "--lang", "zh")
    assert (english.code, chinese.code) == (0, 0)
    assert "usage: workbench" in english.out
    assert "用法： workbench" in chinese.out
    assert "show this help" not in chinese.out


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (["merge"], "no command “merge”"),
        (["check"], "required: SOURCE"),
        (["check", "a.json", "--nope"], "--nope"),
        (["check", "a.json", "--form", "json"], "--form"),
        (["check", "a.json", "--format", "yaml"], "yaml"),
        (["check", "a.json", "--dimension", "speed"], "speed"),
        (["check", "a.json", "--rule", "Q1"], "no rule “Q1”"),
        (["check", "a.json", "--as-of", "soon"], "“soon” is not a date"),
        (["check", "none.json"], "There is no file “none.json”"),
        (["check", "."], "is a folder"),
        (["check", "/dev/null"], "is not a file"),
        (["explain"], "Name the code"),
        (["explain", "E207", "--all"], "Name the code"),
        (["explain", "Z9"], "no rule “Z9”"),
        (["import", "a.json"], "--into"),
        (["export", "a", "--to", "b.odt"], "can be written as .docx, .pdf"),
        (["export", "a", "--to", "b.xml"], "does not write MSPDI"),
        (["export", "a", "--to", "b.xlsx"], "can be had as .docx, .pdf, .html"),
        (
            ["export", "a", "--to", "b.docx", "--document", "poem"],
            "no document “poem”; there are: plan, annex",
        ),
        (["export", "a", "--to", "b.docx", "--unit", "u1"], "leave --unit out"),
        (
            ["export", "a", "--to", "b.docx", "--document", "ledger", "--unit", "u1", "--unit", "u2"],
            "--unit takes one unit",
        ),
        (
            ["export", "a", "--to", "b.docx", "--document", "work-points", "--year", "99999"],
            "--year 99999: name a year from 1949 to 2199",
        ),
        (["export", "a", "--to", "b.docx", "--document", "ledger", "--year", "-5"], "name a year from 1949"),
        (["export", "a", "--to", "b.docx", "--document", "difference"], "--before VERSION"),
        (["export", "a", "--to", "b.docx", "--letter"], "--letter is for the documents: notice"),
        (
            ["export", "a", "--to", "b.docx", "--document", "ledger", "--no-figures"],
            "--figures is for the documents: plan, notice, midterm",
        ),
    ],
)
def test_a_wrong_call_is_refused_in_one_line(
    shell: Shell, call: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert said in shell.refused(*call)


def test_complaints_speak_the_language_asked_for(shell: Shell) -> None:
    assert "缺少参数：SOURCE" in shell.refused("check", "--lang", "zh")
    assert "无法识别的参数：--nope" in shell.refused("check", "a.json", "--nope", "--lang=zh")


# -- check ---------------------------------------------------------------------------------------------


def test_check_as_json_keeps_the_contract(shell: Shell) -> None:
    answer = shell("check", SAMPLE, "--format", "json")
    report = answer.json
    assert answer.code == 0
    assert list(report) == ["plan", "as_of", "profile", "verdicts", "findings", "coverage"]
    assert report["plan"]["id"] == "prd-cluster-2014"
    assert report["as_of"] == "2016-06-30"
    assert list(report["verdicts"]) == [
        "whole",
        "executable",
        "implementable",
        "checkable",
        "assessable",
        "execution",
    ]
    counts = ["verdict", "score", "applicable", "errors", "warnings", "infos", "waived", "unknown"]
    assert all(list(verdict) == counts for verdict in report["verdicts"].values())
    keys = ["rule", "severity", "dimension", "kind", "id", "code", "field", "message", "related", "waived"]
    assert report["findings"]
    assert all(list(finding) == [*keys, "fixable"] for finding in report["findings"])
    rules = [finding["rule"] for finding in report["findings"]]
    assert rules == sorted(rules)
    assert shell("check", SAMPLE, "--format", "json").out == answer.out


def test_languages_differ_in_messages_only(shell: Shell) -> None:
    english = shell("check", SAMPLE, "--format", "json", "--lang", "en").json
    chinese = shell("check", SAMPLE, "--format", "json", "--lang", "zh").json
    said = [
        (one.pop("message"), other.pop("message"))
        for one, other in zip(english["findings"], chinese["findings"], strict=True)
    ]
    assert english == chinese
    assert any(one != other for one, other in said)


def test_exit_code_follows_the_severity_asked_for(shell: Shell, tmp_path: Path) -> None:
    bare = plan_file(tmp_path / "bare.json")
    assert shell("check", bare).code == 1
    assert shell("check", bare, "--fail-on", "never").code == 0
    assert shell("check", SAMPLE).code == 0
    assert shell("check", SAMPLE, "--fail-on", "warning").code == 1


def test_filters_drop_findings_and_never_verdicts(shell: Shell, tmp_path: Path) -> None:
    bare = plan_file(tmp_path / "bare.json", projects=[{"id": "a", "title": "a"}])
    whole = shell("check", bare, "--format", "json").json
    one = shell("check", bare, "--format", "json", "--rule", "e203").json
    assert {finding["rule"] for finding in one["findings"]} == {"E203"}
    assert one["verdicts"] == whole["verdicts"]
    some = shell("check", bare, "--format", "json", "--dimension", "executable", "--dimension", "whole").json
    assert {finding["dimension"] for finding in some["findings"]} == {"executable", "whole"}
    none = shell("check", bare, "--rule", "A502")
    assert none.code == 0


def test_a_waived_finding_stays_and_does_not_fail(shell: Shell, tmp_path: Path) -> None:
    lists: dict[str, Any] = {"projects": [{"id": "a", "title": "a"}]}
    waiver = {"rule": "E203", "element": "a", "reason": "按年度安排"}
    waived = plan_file(tmp_path / "b.json", **lists, waivers=[waiver])
    answer = shell("check", waived, "--rule", "E203", "--format", "json")
    assert answer.code == 0
    assert [finding["waived"] for finding in answer.json["findings"]] == [True]
    assert "(Waived)" in shell("check", waived, "--rule", "E203").out
    assert shell("check", waived, "--rule", "E203", "--format", "github").out == ""
    result = shell("check", waived, "--rule", "E203", "--format", "sarif").json["runs"][0]["results"][0]
    assert result["suppressions"] == [{"kind": "external"}]


def test_the_day_can_be_given(shell: Shell) -> None:
    assert shell("check", SAMPLE, "--format", "json", "--as-of", "2018-01-31").json["as_of"] == "2018-01-31"


def test_a_profile_switches_rules_off_and_is_named(shell: Shell, tmp_path: Path) -> None:
    bare = plan_file(tmp_path / "bare.json")
    profile = tmp_path / "light.toml"
    profile.write_text('name = "起步"\noff = ["S101"]\n[severity]\nS110 = "info"\n', encoding="utf-8")
    answer = shell("check", bare, "--profile", profile, "--format", "json").json
    severities = {finding["rule"]: finding["severity"] for finding in answer["findings"]}
    assert "S101" not in severities
    assert severities["S110"] == "info"
    assert "profile 起步" in shell("check", bare, "--profile", profile).out
    profile.write_text('off = ["S1"]', encoding="utf-8")
    assert "there is no rule S1" in shell.refused("check", bare, "--profile", profile)
    profile.write_text("off = " + "[" * 100_000, encoding="utf-8")
    assert "is not valid TOML" in shell.refused("check", bare, "--profile", profile)
    assert "is not a file" in shell.refused("check", bare, "--profile", "/dev/zero")


def test_check_for_people_groups_by_element_and_tells_every_dimension(shell: Shell) -> None:
    lines = shell("check", SAMPLE).out.splitlines()
    assert lines[0].endswith("as of 2016-06-30")
    for finding in shell("check", SAMPLE, "--format", "json").json["findings"]:
        assert any(finding["rule"] in line and finding["message"] in line for line in lines)
    assert sum(line.startswith(("The whole", "Executable", "Execution")) for line in lines) == 3


def test_sarif_has_what_its_readers_need(shell: Shell) -> None:
    log = shell("check", SAMPLE, "--format", "sarif").json
    findings = shell("check", SAMPLE, "--format", "json").json["findings"]
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [result["message"]["text"] for result in run["results"]] == [one["message"] for one in findings]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in {"error", "warning", "note"}
        assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].endswith(".json")


def test_github_lines_escape_what_would_end_them(shell: Shell, tmp_path: Path) -> None:
    bare = plan_file(tmp_path / "a,b.json", projects=[{"id": "a", "title": "100%\n::error::", "code": "P:1"}])
    lines = shell("check", bare, "--rule", "E203", "--format", "github").out.splitlines()
    (line,) = lines
    assert line.startswith("::error file=")
    assert "a%2Cb.json,title=E203 P%3A1::" in line
    assert "100%25%0A" in line


def test_a_fault_in_the_file_is_named_with_its_path(shell: Shell, tmp_path: Path) -> None:
    broken = plan_file(tmp_path / "broken.json", goals=[{"id": "g", "titel": "\x1b[31m"}])
    assert "“broken.json”, $.goals[0].titel: this key" in shell.refused("check", broken)
    odd = plan_file(tmp_path / "odd.json", goals=[{"id": "g", "title": "g", "KEY": 1}])
    odd.write_text(odd.read_text(encoding="utf-8").replace("KEY", "\\ud800\\n"), encoding="utf-8")
    assert "\\ud800\\n" in shell.refused("check", odd)


def test_what_is_no_plan_is_refused(shell: Shell, tmp_path: Path) -> None:
    for name, data in {"a": b"", "b": b"PK\x03\x04rest", "c": b"<plan/>", "d": b"\xff\xfe{\x00"}.items():
        path = tmp_path / name
        path.write_bytes(data)
        assert "is not a plan in the exchange format (JSON)" in shell.refused("check", path)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert "is not a file" in shell.refused("check", pipe)


# -- libraries -----------------------------------------------------------------------------------------


def test_a_plan_goes_in_and_comes_out_value_by_value(shell: Shell, library: Path, tmp_path: Path) -> None:
    for sample in SAMPLES:
        assert shell("import", sample, "--into", library).code == 0
    entries = shell("list", library, "--format", "json").json
    for sample, entry in zip(SAMPLES, entries, strict=True):
        out = tmp_path / "out.json"
        answer = shell("export", library, "--plan", entry["id"], "--to", out)
        assert answer.out == f"{out}\n"
        assert exact(out.read_text(encoding="utf-8")) == exact(sample.read_text(encoding="utf-8"))


def test_a_library_and_its_source_are_judged_alike(shell: Shell, library: Path) -> None:
    shell("import", SAMPLE, "--into", library)
    from_file = shell("check", SAMPLE, "--format", "json")
    assert shell("check", library, "--format", "json").out == from_file.out
    shell("import", SAMPLE, "--into", library, "--as-new")
    both = shell("check", library, "--format", "json").json
    assert both[0] == from_file.json
    assert both[1]["verdicts"] == both[0]["verdicts"]
    one = shell("check", library, "--plan", "prd-cluster-2014", "--format", "json")
    assert one.out == from_file.out


def test_list_tells_every_plan(shell: Shell, library: Path) -> None:
    empty = shell("list", library, "--format", "json")
    assert (empty.code, empty.json) == (0, [])
    shell("import", SAMPLE, "--into", library)
    (entry,) = shell("list", library, "--format", "json").json
    assert list(entry) == ["id", "title", "level", "region", "period", "status", "counts"]
    assert entry["period"] == {"start": "2014-01-01", "end": "2020-12-31"}
    assert entry["counts"]["goal"] == 7
    text = shell("list", library).out
    assert "prd-cluster-2014" in text
    assert "Goals 7" in text


def test_new_refuses_to_overwrite(shell: Shell, library: Path) -> None:
    before = library.read_bytes()
    shell.refused("new", library)
    assert library.read_bytes() == before


def test_a_known_plan_is_refused_replaced_or_taken_as_new(
    shell: Shell, library: Path, tmp_path: Path
) -> None:
    source = plan_file(tmp_path / "p.json", goals=[{"id": "g", "title": "目标"}])
    assert shell("import", source, "--into", library).code == 0
    assert "say --replace or --as-new" in shell.refused("import", source, "--into", library)
    goal = {"id": "g", "title": "目标", "due": "2020-12-31"}
    plan_file(source, goals=[goal], risks=[{"id": "r", "title": "新"}])
    assert "differences: 2" in shell("import", source, "--into", library, "--replace", "--dry-run").out
    assert "differences: 2" in shell("import", source, "--into", library, "--replace").out
    assert "differences: 0" in shell("import", source, "--into", library, "--replace").out
    assert len(shell("history", library, "--format", "json").json) == 2
    answer = shell("import", source, "--into", library, "--as-new")
    first, second = shell("list", library, "--format", "json").json
    assert first["id"] == "p"
    assert second["id"] in answer.out
    assert second["counts"] == first["counts"]
    assert "--replace" in shell.refused("import", source, "--into", library, "--replace", "--as-new")


def test_of_several_sources_all_are_taken_or_none(shell: Shell, library: Path, tmp_path: Path) -> None:
    good = plan_file(tmp_path / "good.json", "a")
    other = plan_file(tmp_path / "other.json", "b")
    broken = plan_file(tmp_path / "broken.json", "c", goals=[{"id": "g"}])
    again = plan_file(tmp_path / "again.json", "a")
    assert "“title” is missing" in shell.refused("import", good, broken, "--into", library)
    assert "holds the same plan “a”" in shell.refused("import", good, again, "--into", library)
    assert shell("list", library, "--format", "json").json == []
    assert shell("import", good, other, "--into", library).code == 0
    third = plan_file(tmp_path / "third.json", "d")
    assert "already has the plan “a”" in shell.refused("import", third, good, "--into", library)
    assert [entry["id"] for entry in shell("list", library, "--format", "json").json] == ["a", "b"]


def test_a_dry_run_changes_nothing(shell: Shell, library: Path) -> None:
    before = library.read_bytes()
    answer = shell("import", SAMPLE, "--into", library, "--dry-run")
    assert answer.code == 0
    assert "would take the plan prd-cluster-2014" in answer.out
    assert "Goals 7" in answer.out
    assert library.read_bytes() == before


def test_a_plan_can_be_taken_under_another_id(shell: Shell, library: Path, tmp_path: Path) -> None:
    waiver = {"rule": "S101", "element": "p", "reason": "先行"}
    source = plan_file(tmp_path / "p.json", goals=[{"id": "g", "title": "g"}], waivers=[waiver])
    assert "element with the id “g”" in shell.refused("import", source, "--into", library, "--plan", "g")
    assert shell("import", source, "--into", library, "--plan", "q").code == 0
    out = tmp_path / "out.json"
    shell("export", library, "--to", out)
    exported = json.loads(out.read_text(encoding="utf-8"))
    assert exported["plan"]["id"] == exported["waivers"][0]["element"] == "q"


def test_which_plan_is_asked_for_when_there_are_several(shell: Shell, library: Path, tmp_path: Path) -> None:
    out = tmp_path / "x.json"
    assert "no plan yet" in shell.refused("export", library, "--to", out)
    for id_ in "ab":
        shell("import", plan_file(tmp_path / f"{id_}.json", id_), "--into", library)
    assert "--plan ID; the library has: a, b" in shell.refused("export", library, "--to", out)
    assert "no plan “c”; it has: a, b" in shell.refused("history", library, "--plan", "c")
    assert not out.exists()


def test_a_document_comes_out_whole(shell: Shell, library: Path, tmp_path: Path) -> None:
    shell("import", SAMPLE, "--into", library)
    docx, text = tmp_path / "plan.docx", tmp_path / "plan.JSON"
    docx.write_bytes(b"old")
    answer = shell("export", library, "--to", docx, text, "--lang", "zh")
    assert answer.out.splitlines() == [str(docx), str(text)]
    with zipfile.ZipFile(docx) as parts:
        assert "智慧城市群" in parts.read("word/document.xml").decode()
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix != ".workbench") == [
        "plan.JSON",
        "plan.docx",
    ]


def test_a_failed_export_leaves_every_file(shell: Shell, library: Path, tmp_path: Path) -> None:
    shell("import", SAMPLE, "--into", library)
    there = tmp_path / "plan.json"
    there.write_text("old", encoding="utf-8")
    assert "can be written as" in shell.refused("export", library, "--to", there, tmp_path / "plan.odt")
    nowhere = tmp_path / "none" / "plan.json"
    assert "no such folder" in shell.refused("export", library, "--to", there, nowhere)
    assert there.read_text(encoding="utf-8") == "old"


def test_a_file_open_in_another_program_is_told_before_anything_is_written(
    shell: Shell, library: Path, tmp_path: Path
) -> None:
    shell("import", CITY, "--into", library)
    out = tmp_path / "out"
    out.mkdir()
    call = ("export", library, "--document", "ledger", "--to", out / "ledger.csv")
    last = Path(shell(*call).out.splitlines()[-1])
    mark = out / f".~lock.{last.name}#"
    for path in out.iterdir():
        path.write_bytes(b"old")
    mark.write_bytes(b"")
    assert f"{last.name}” is open in another program" in shell.refused(*call)
    assert {path.read_bytes() for path in out.iterdir()} == {b"old", b""}
    (tmp_path / "plan.json").write_bytes(b"old")
    (tmp_path / "~$plan.json").write_bytes(b"")
    told = shell.refused("export", library, "--to", tmp_path / "plan.docx", tmp_path / "plan.json")
    assert "plan.json” is open in another program" in told
    assert not (tmp_path / "plan.docx").exists()


def test_documents_are_in_the_language_of_the_system_unless_told(
    shell: Shell, library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell("import", CITY, "--into", library)
    out = tmp_path / "points.html"
    call = ("export", library, "--document", "breakdown", "--to", out)
    monkeypatch.setenv("LANGUAGE", "en")
    i18n.speak(None)
    shell(*call)
    assert "Lead unit" in out.read_text(encoding="utf-8")
    shell(*call, "--lang", "zh")
    assert "牵头单位" in out.read_text(encoding="utf-8")


def test_an_export_that_is_stopped_says_that_nothing_was_written(
    shell: Shell, library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from workbench.session import exporting

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    shell("import", SAMPLE, "--into", library)
    monkeypatch.setattr(exporting, "written", interrupted)
    answer = shell("export", library, "--to", tmp_path / "plan.docx")
    assert (answer.code, answer.err) == (130, "Stopped; nothing was written\n")
    assert not (tmp_path / "plan.docx").exists()


def test_documents_of_units_are_a_file_each_named_after_the_unit(
    shell: Shell, library: Path, tmp_path: Path
) -> None:
    shell("import", CITY, "--into", library)
    call = ("export", library, "--document", "responsibility", "--lang", "zh", "--to")
    written = [
        Path(line) for line in shell(*call, tmp_path / "letter.docx", "--unit", "all").out.splitlines()
    ]
    assert len(written) > 5
    assert all(path.name.startswith("letter-") for path in written)
    assert all(path.read_bytes().startswith(b"PK") for path in written)
    unit = json.loads(CITY.read_text(encoding="utf-8"))["units"][0]["id"]
    one = tmp_path / "one.pdf"
    assert shell(*call, one, "--unit", unit).out.splitlines() == [str(one)]
    assert one.read_bytes().startswith(b"%PDF")
    assert "没有单位“nobody”" in shell.refused(*call, one, "--unit", "nobody")


@pytest.mark.parametrize("key", [key for key in DOCUMENTS if key != "difference"])
def test_every_document_comes_in_all_its_forms(shell: Shell, library: Path, tmp_path: Path, key: str) -> None:
    shell("import", CITY, "--into", library)
    files = [tmp_path / f"{key}{suffix}" for suffix in DOCUMENTS[key].forms]
    answer = shell("export", library, "--document", key, "--to", *files, "--lang", "en")
    assert answer.code == 0
    assert answer.out.splitlines()
    assert all(Path(line).stat().st_size > 100 for line in answer.out.splitlines())


def test_cover_contents_figures_and_the_form_of_a_letter_can_be_asked_for(
    shell: Shell, library: Path, tmp_path: Path
) -> None:
    shell("import", CITY, "--into", library)
    out = tmp_path / "out.html"
    call = ("export", library, "--lang", "en", "--to", out)

    def made(*more: str) -> str:
        assert shell(*call, *more).code == 0
        return out.read_text(encoding="utf-8")

    short = made()
    whole = made("--cover", "--contents", "--figures")
    assert "Table of contents" not in short
    assert "Table of contents" in whole
    assert 'class="cover"' in whole
    assert whole.count("<svg") > short.count("<svg") == 0
    assert made("--no-cover", "--no-contents", "--no-figures") == short
    assert made("--document", "notice", "--letter") != made("--document", "notice", "--no-letter")


def test_a_template_makes_the_word_files_or_is_refused_with_place_and_reason(
    shell: Shell, library: Path, tmp_path: Path
) -> None:
    shell("import", CITY, "--into", library)
    own, out = tmp_path / "own.docx", tmp_path / "out.docx"
    document = docx.Document()
    document.add_paragraph("{{ plan.title }}")
    document.save(str(own))
    call = ("export", library, "--lang", "en", "--to", out, "--template")
    assert shell(*call, own).out.splitlines() == [str(out)]
    title = json.loads(CITY.read_text(encoding="utf-8"))["plan"]["title"]
    assert docx.Document(str(out)).paragraphs[0].text == title
    before = out.read_bytes()
    document = docx.Document()
    document.add_paragraph("{{ plan.titel }}")
    document.save(str(own))
    assert "“{{ plan.titel }}”: “titel” is not known; perhaps “title”" in shell.refused(*call, own)
    assert "“none.docx” is not there" in shell.refused(*call, tmp_path / "none.docx")
    assert "cannot be read" in shell.refused(*call, tmp_path)
    assert out.read_bytes() == before


def test_a_report_on_differences_names_what_it_compares_with(
    shell: Shell, library: Path, tmp_path: Path
) -> None:
    shell("import", CITY, "--into", library)
    out = tmp_path / "differences.html"
    call = ("export", library, "--document", "difference", "--to", out, "--lang", "en", "--before")
    shell(*call, CITY)
    told = out.read_text(encoding="utf-8")
    assert "<html" in told
    assert f"({CITY.name} compared with the text of " in told
    assert "no version of that name" in shell.refused(*call, "draft")


def test_history_tells_who_changed_what_when(shell: Shell, library: Path) -> None:
    shell("import", SAMPLE, "--into", library)
    (row,) = shell("history", library, "--format", "json").json
    assert list(row) == ["number", "time", "author", "what", "reason", "undone"]
    assert (row["number"], row["reason"], row["undone"]) == (1, SAMPLE.name, False)
    assert "Import" in shell("history", library).out


def test_quiet_leaves_results_and_problems(shell: Shell, tmp_path: Path) -> None:
    answer = shell("new", tmp_path / "a.workbench", "--quiet")
    assert answer == (0, "", "")
    assert "Made the library" in shell("new", tmp_path / "b.workbench").err
    assert shell.refused("new", tmp_path / "a.workbench", "--quiet")


def test_what_is_no_library_is_refused_with_code_3(shell: Shell, library: Path, tmp_path: Path) -> None:
    shell("import", SAMPLE, "--into", library)
    damaged = tmp_path / "damaged.workbench"
    damaged.write_bytes(library.read_bytes()[:9000])
    before = damaged.read_bytes()
    for call in (
        ("list", damaged),
        ("check", damaged),
        ("history", damaged),
        ("export", damaged, "--to", "x.json"),
    ):
        shell.refused(*call, code=3)
    shell.refused("import", SAMPLE, "--into", damaged, code=3)
    assert damaged.read_bytes() == before
    shell.refused("list", SAMPLE, code=3)


def test_doctor_finds_a_library_sound_or_says_what_is_wrong(
    shell: Shell, library: Path, tmp_path: Path
) -> None:
    shell("import", SAMPLE, "--into", library)
    sound = shell("doctor", library)
    assert sound.code == 0
    assert "is sound; plans: 1, elements: 72" in sound.out
    data = bytearray(library.read_bytes())
    place = data.find("珠江三角洲地区".encode())
    data[place : place + 3] = "泸".encode()
    damaged = tmp_path / "damaged.workbench"
    damaged.write_bytes(data)
    faults = shell("doctor", damaged)
    assert faults.code == 3
    assert faults.out
    assert "--repair" in faults.err
    repaired = shell("doctor", damaged, "--repair")
    assert "Repaired copy" in repaired.out
    copy = tmp_path / "damaged-repaired.workbench"
    assert shell("doctor", copy).code == 0
    assert damaged.read_bytes() == bytes(data)


def spoilt(library: Path, *statements: str) -> None:
    """Change a library as any SQLite tool could."""
    connection = sqlite3.connect(library, isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()


def test_a_library_is_never_exported_over(shell: Shell, tmp_path: Path) -> None:
    library, other = tmp_path / "plan.json", tmp_path / "other.json"
    shell("new", library)
    shell("import", SAMPLE, "--into", library)
    (tmp_path / "link.json").symlink_to(library)
    before = library.read_bytes()
    for target in (library, tmp_path / "link.json"):
        assert "is a library" in shell.refused("export", library, "--to", other, target)
    assert library.read_bytes() == before
    assert not other.exists()


def test_of_several_exports_all_are_written_or_none(shell: Shell, library: Path, tmp_path: Path) -> None:
    shell("import", SAMPLE, "--into", library)
    there = tmp_path / "plan.json"
    there.write_text("old", encoding="utf-8")
    (tmp_path / "plan.docx").mkdir()
    assert "is a folder" in shell.refused("export", library, "--to", there, tmp_path / "plan.docx")
    assert there.read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize("command", ["list", "check", "history", "doctor"])
def test_what_is_not_there_is_a_wrong_call(shell: Shell, tmp_path: Path, command: str) -> None:
    shell.refused(command, tmp_path / "none.workbench", code=2)
    assert list(tmp_path.iterdir()) == []


def test_damaged_values_are_told_and_the_rest_is_used(shell: Shell, library: Path, tmp_path: Path) -> None:
    shell("import", SAMPLE, "--into", library)
    spoilt(
        library,
        "UPDATE goal SET title = CAST(x'ff41' AS TEXT) WHERE id = 'g1'",
        "UPDATE unit SET name = NULL WHERE id = 'u1'",
        "UPDATE project SET position = ']]' WHERE id = 't01'",
        "UPDATE plan SET status = 'unheard of'",
    )
    assert shell("list", library).code == 0
    out = tmp_path / "out.json"
    for call in (("check", library), ("export", library, "--to", out, tmp_path / "out.docx")):
        answer = shell(*call)
        assert answer.code == 3
        assert answer.out
        assert "is damaged" in answer.err
        assert answer.err.count("\n") == 1
    goals = {goal["id"]: goal["title"] for goal in exact(out.read_text(encoding="utf-8"))["goals"]}
    assert len(goals) == 7
    assert "A" in goals["g1"]
    assert shell("import", SAMPLE, "--into", library, "--replace", "--dry-run").code == 0
    assert "g1" in shell("doctor", library).out


def test_the_id_given_to_a_plan_must_be_one(shell: Shell, library: Path) -> None:
    for id_ in ("", "a\x01b", "x" * 201, "\udcff"):
        said = shell.refused("import", SAMPLE, "--into", library, "--plan", id_)
        assert "cannot be the id of a plan" in said
    assert shell("import", SAMPLE, "--into", library).code == 0
    assert shell("import", SAMPLE, "--into", library, "--as-new", "--plan", "second").code == 0
    assert "already has" in shell.refused("import", SAMPLE, "--into", library, "--as-new", "--plan", "second")
    ids = [entry["id"] for entry in shell("list", library, "--format", "json").json]
    assert ids == ["prd-cluster-2014", "second"]


def test_a_fault_in_the_last_of_several_imports_leaves_nothing_of_the_first(
    shell: Shell, library: Path, tmp_path: Path
) -> None:
    small = plan_file(tmp_path / "small.json", "a")
    with Session.open(library) as session:
        connection = session._library._connection
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages + 10}")
        with pytest.raises(LibraryProblem, match="full"):
            session.import_plans([(read_source(one).elements, one.name) for one in (small, SAMPLE)])
        assert session.plans() == []
        session.import_plan(read_source(small).elements)
        assert [entry.id for entry in session.plans()] == ["a"]


# -- rules ---------------------------------------------------------------------------------------------


def test_every_rule_is_explained_in_both_languages(shell: Shell) -> None:
    for language in i18n.LANGUAGES:
        pages = shell("explain", "--all", "--lang", language).out
        assert all(code in pages for code in RULES)
    page = shell("explain", "e203", "--lang", "en").out
    assert page.startswith("E203 ")
    assert "How to satisfy it" in page


# -- the program as a whole ----------------------------------------------------------------------------


def run(*arguments: object, **environment: str) -> Answer:
    """Call the program as its own process, without a screen."""
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    surroundings = {name: value for name, value in os.environ.items() if name not in hidden}
    done = subprocess.run(
        [sys.executable, "-P", "-m", "workbench", *map(str, arguments)],
        env={**surroundings, **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return Answer(done.returncode, done.stdout, done.stderr)


def test_check_of_a_file_loads_nothing_that_it_does_not_need() -> None:
    call = (
        "import sys; from workbench.cli.main import main; code = main(sys.argv[1:]);"
        "heavy = {'PySide6', 'sqlalchemy', 'sqlite3', 'pandas', 'numpy', 'docx', 'lxml', 'workbench.store'};"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", call, "check", str(SAMPLE)],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stderr == "[]\n"


def test_results_are_utf8_whatever_the_system_speaks() -> None:
    answer = run("check", SAMPLE, "--format", "json", LC_ALL="C", PYTHONIOENCODING="gbk", PYTHONUTF8="0")
    assert "珠江三角洲" in answer.json["plan"]["title"]


def test_a_reader_that_has_seen_enough_is_no_mistake() -> None:
    call = f"{sys.executable} -P -m workbench explain --all | head -n 1"
    done = subprocess.run(["sh", "-c", call], capture_output=True, encoding="utf-8", check=True)
    assert done.stderr == ""
    assert done.stdout.count("\n") == 1


def piped(call: str) -> list[str]:
    """Lines of a shell's pipe in which ``W`` stands for the program."""
    program_called = f"{sys.executable} -P -m workbench"
    surroundings = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    done = subprocess.run(
        ["bash", "-c", call.replace("W ", program_called + " ")],
        env=surroundings,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return [*done.stdout.splitlines(), *done.stderr.splitlines()]


if sys.platform == "linux":

    @pytest.mark.parametrize(
        ("call", "said"),
        [
            ("W explain E203 >/dev/full; echo $?", ["2", "workbench: “-”: No space left on device"]),
            ("W explain --all >/dev/full; echo $?", ["2", "workbench: “-”: No space left on device"]),
            ("W explain E203 >&-; echo $?", ["0"]),
            ("W list none 2>&-; echo $?", ["2"]),
            ("W list none 2>/dev/full; echo $?", ["2"]),
            ("W list none 2>&1 | true; echo ${PIPESTATUS[0]}", ["2"]),
            ("W explain --all | true; echo ${PIPESTATUS[0]}", ["0"]),
        ],
    )
    def test_who_does_not_listen_changes_no_exit_code(call: str, said: list[str]) -> None:
        assert piped(call) == said

    def test_a_name_that_is_no_text_is_a_name(shell: Shell, tmp_path: Path) -> None:
        odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/odd\xff"))
        library, out = odd.with_suffix(".workbench"), odd.with_suffix(".json")
        assert shell("new", library).code == 0
        assert shell("import", SAMPLE, "--into", library).code == 0
        assert shell("export", library, "--to", out, odd.with_suffix(".docx")).code == 0
        assert shell("import", out, "--into", library, "--as-new").code == 0
        for call in (("check", out, "--format", "sarif"), ("check", library), ("doctor", library)):
            assert shell(*call, "--quiet").code == 0


def test_without_a_screen_the_samples_are_checked_and_written(home: Path) -> None:
    answer = run("--sample", WORKBENCH_HOME=str(home), LANGUAGE="en")
    assert answer.code == 0
    assert "no screen" in answer.err
    written = [Path(line) for line in answer.out.splitlines() if line.endswith(".docx")]
    assert len(written) == len(SAMPLES)
    assert all(path.parent == home and zipfile.is_zipfile(path) for path in written)
    others = {Path(line).suffix for line in answer.out.splitlines() if line.startswith(str(home))}
    assert others == {".docx", ".pdf", ".xlsx", ".html"}
    assert answer.out.count("The whole") == len(SAMPLES)
    assert (home / "samples.workbench").exists()


def test_without_a_screen_a_window_is_not_tried() -> None:
    answer = run(LANGUAGE="en")
    assert (answer.code, answer.out) == (2, "")
    assert "There is no screen" in answer.err
    assert answer.err.count("\n") == 1


@pytest.mark.parametrize("call", [["chekc"], ["none.workbench"]])
def test_neither_a_library_nor_a_command(call: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert program.main(call) == 2
    assert f"neither a library nor a command “{call[0]}”" in capsys.readouterr().err


def test_a_command_never_opens_the_window(capsys: pytest.CaptureFixture[str]) -> None:
    assert program.main(["explain", "E203", "--lang", "zh"]) == 0
    assert "E203" in capsys.readouterr().out


def test_written_files_may_be_read_by_others(shell: Shell, library: Path, tmp_path: Path) -> None:
    shell("import", SAMPLE, "--into", library)
    out = tmp_path / "out.json"
    out.write_text("", encoding="utf-8")
    out.chmod(0o640)
    shell("export", library, "--to", out)
    assert stat.S_IMODE(out.stat().st_mode) == 0o640
