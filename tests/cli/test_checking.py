"""What ``workbench check`` says, to people and to programs, of one plan and of a whole library."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import jsonschema
import pytest

from tests.cli.test_commands import SAMPLE, SAMPLES, Shell, library, plan_file, shell
from tests.plans import sound_elements
from workbench.cli import checking, output
from workbench.errors import LibraryProblem
from workbench.exchange.json import write_plan
from workbench.plan.choices import DOMAIN, SUBJECT
from workbench.plan.plan import Plan
from workbench.rules.coverage import DIMENSIONS
from workbench.session.session import Session

__all__ = ["library", "shell"]

#: Published under the MIT licence in the npm package @microsoft/jest-sarif 1.0.0-beta.0.
SARIF: Final = Path(__file__).parents[1] / "data" / "sarif-2.1.0-rtm.5.json"
FORMATS: Final = ("json", "sarif", "github", "text")


def waived_plan(path: Path) -> Path:
    waivers = [{"rule": "E203", "element": "a", "reason": "按年度\n安排", "by": "发改委"}]
    return plan_file(path, projects=[{"id": "a", "title": "a"}, {"id": "b", "title": "b"}], waivers=waivers)


def with_parent(folder: Path, library: Path, shell: Shell) -> None:
    """Several plans of which one stands above others; some are faulty."""
    goals = [{"id": "ga", "title": "统一门户"}]
    up = plan_file(folder / "up.json", "up", goals=goals, plan={"level": "cluster"})
    low = plan_file(folder / "low.json", "low", plan={"parents": ["up"]})
    shell("import", up, *SAMPLES, low, waived_plan(folder / "waived.json"), "--into", library)


# -- SARIF ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_sarif_is_what_its_schema_says(shell: Shell, library: Path, tmp_path: Path, lang: str) -> None:
    schema = json.loads(SARIF.read_text(encoding="utf-8"))
    validator = jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker())
    with_parent(tmp_path, library, shell)
    for source in (*SAMPLES, plan_file(tmp_path / "空 plan.json"), waived_plan(tmp_path / "w.json"), library):
        log = shell("check", source, "--format", "sarif", "--lang", lang).json
        validator.validate(log)
        (run,) = log["runs"]
        rules = run["tool"]["driver"]["rules"]
        for result in run["results"]:
            assert rules[result["ruleIndex"]]["id"] == result["ruleId"]


def test_the_schema_is_one(shell: Shell) -> None:
    schema = json.loads(SARIF.read_text(encoding="utf-8"))
    jsonschema.Draft4Validator.check_schema(schema)
    log = shell("check", SAMPLE, "--format", "sarif").json
    log["runs"][0]["results"][0]["level"] = "hint"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(log, schema)


# -- JSON ----------------------------------------------------------------------------------------------


def test_coverage_stands_in_the_json(shell: Shell, tmp_path: Path) -> None:
    goal = {"id": "g", "title": "目标", "domains": ["capital"], "subjects": ["citizen"], "kind": "specific"}
    path = plan_file(tmp_path / "p.json", goals=[goal], indicators=[{"id": "i", "name": "指标"}])
    found = shell("check", path, "--format", "json").json["coverage"]
    cells = found["cells"]
    assert [(cell["domain"], cell["subject"]) for cell in cells] == [
        *((domain, subject) for domain in DOMAIN for subject in SUBJECT),
        (None, None),
    ]
    keys = ["domain", "subject", "goals", "projects", "indicators", "money_fen", "score", "dimensions"]
    assert all(list(cell) == keys for cell in cells)
    assert all(list(cell["dimensions"]) == list(DIMENSIONS) for cell in cells)
    (there,) = (cell for cell in cells if cell["goals"])
    assert list(there["dimensions"]["checkable"]) == ["applicable", "failed", "score", "verdict"]
    assert found["weakest"] == {"domain": "capital", "subject": "citizen"}
    assert len(found["empty"]) == 14


def test_what_can_be_mended_is_told(shell: Shell, tmp_path: Path) -> None:
    project = {"id": "a", "title": "a", "start": "2016-02-01", "end": "2016-03-01", "duration_days": 3}
    waivers = [{"rule": "E204", "element": "b", "reason": "另行安排"}]
    path = plan_file(tmp_path / "p.json", projects=[project, {**project, "id": "b"}], waivers=waivers)
    found = shell("check", path, "--rule", "E204", "--format", "json").json["findings"]
    assert [(one["id"], one["waived"], one["fixable"]) for one in found] == [
        ("a", False, True),
        ("b", True, False),
    ]


# -- text ----------------------------------------------------------------------------------------------


def test_a_waived_finding_is_told_with_its_reason(shell: Shell, tmp_path: Path) -> None:
    lines = shell("check", waived_plan(tmp_path / "p.json"), "--rule", "E203").out.splitlines()
    at = next(number for number, line in enumerate(lines) if "(Waived)" in line)
    assert lines[at + 1].strip() == "Reason: 按年度\\n安排 (发改委)"
    assert lines[-1] == "1 finding: Errors 1  Waived 1"
    assert not any("\x1b" in line for line in lines)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def on_terminal(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> tuple[str, str]:
    from workbench.cli.main import main

    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    out, err = Terminal(), Terminal()
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", err)
    main([str(argument) for argument in arguments])
    return out.getvalue(), err.getvalue()


def test_on_a_terminal_a_waived_finding_is_struck_out(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = waived_plan(tmp_path / "p.json")
    plain = shell("check", path, "--rule", "E203").out
    out, _ = on_terminal(monkeypatch, "check", path, "--rule", "E203")
    assert re.search("\x1b\\[2;9m[^\x1b]*a[^\x1b]*\x1b\\[0m", out)
    assert "\x1b[31mError" in out
    assert re.sub("\x1b\\[[0-9;]*m", "", out) == plain


def test_the_last_lines_sum_up(shell: Shell, tmp_path: Path) -> None:
    *_, matrix, count = shell("check", SAMPLE).out.splitlines()
    assert matrix.startswith("Five problems × three subjects: 9 of 15")
    assert "weakest: Administration × Enterprises" in matrix
    assert re.match(r"\d+ findings: Warnings \d+", count)
    sound = tmp_path / "sound.json"
    sound.write_text(write_plan(Plan("plan", sound_elements(60))), encoding="utf-8")
    assert shell("check", sound, "--rule", "E204").out.splitlines()[-1] == "No findings"


# -- libraries -----------------------------------------------------------------------------------------


def test_rules_that_look_beyond_a_plan_are_run_in_a_library(
    shell: Shell, library: Path, tmp_path: Path
) -> None:
    with_parent(tmp_path, library, shell)
    reports: list[Any] = shell("check", library, "--rule", "S113", "--format", "json").json
    found = {report["plan"]["id"]: report["findings"] for report in reports}
    assert [(one["field"], one["fixable"]) for one in found["low"]] == [("takes_up[ga]", True)]
    assert [name for name, findings in found.items() if findings] == ["low"]


@pytest.mark.parametrize("format_", FORMATS)
def test_several_processes_say_what_one_says(
    shell: Shell, library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format_: str
) -> None:
    with_parent(tmp_path, library, shell)
    monkeypatch.setattr(checking, "_WORTH_IT", 10**9)
    alone = shell("check", library, "--format", format_, "--lang", "zh")
    monkeypatch.setattr(checking, "_WORTH_IT", 0)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    monkeypatch.setattr(checking, "_check_one", lambda *_: pytest.fail("made in this process"))
    assert shell("check", library, "--format", format_, "--lang", "zh") == alone


def test_without_processes_the_rest_is_done_here(
    shell: Shell, library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_parent(tmp_path, library, shell)
    alone = shell("check", library, "--format", "json")
    monkeypatch.setattr(checking, "_WORTH_IT", 0)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    # Called without a library, it leaves the other process unable to check anything.
    monkeypatch.setattr(checking, "_begin", str)
    assert shell("check", library, "--format", "json") == alone


#: The program with processes of its own for any library, and what else the test has it do.
SEVERAL: Final = """
import os, sys
from workbench.cli import checking, output
from workbench.cli.main import main
checking._WORTH_IT = checking._WORTH_TELLING = 0
os.cpu_count = lambda: 2
{more}
sys.exit(main(sys.argv[1:]))
"""


def test_processes_end_when_who_began_them_is_killed(shell: Shell, library: Path, tmp_path: Path) -> None:
    with_parent(tmp_path, library, shell)
    killed = "output.progress = lambda: checking._silent().__class__(lambda *_: os.kill(os.getpid(), 9))"
    call = [sys.executable, "-P", "-c", SEVERAL.format(more=killed), "check", str(library)]
    # Its output ends when the last process that holds it does.
    done = subprocess.run(call, capture_output=True, check=False, timeout=30)
    assert done.returncode == -9


def test_a_program_that_cannot_be_begun_again_does_without(
    shell: Shell, library: Path, tmp_path: Path
) -> None:
    with_parent(tmp_path, library, shell)
    call = [sys.executable, "-P", "-", "check", str(library), "--format", "json", "--lang", "en"]
    done = subprocess.run(
        call, input=SEVERAL.format(more=""), capture_output=True, encoding="utf-8", check=False
    )
    assert done.stderr == ""
    assert done.stdout == shell("check", library, "--format", "json", "--lang", "en").out


def test_progress_is_told_on_a_terminal(
    shell: Shell, library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_parent(tmp_path, library, shell)
    monkeypatch.setattr(checking, "_WORTH_TELLING", 0)
    _, err = on_terminal(monkeypatch, "check", library)
    assert "Plans checked 5/5" in err
    _, err = on_terminal(monkeypatch, "check", library, "--quiet")
    assert err == ""


def test_a_damaged_library_is_told_from_other_processes_too(
    shell: Shell, library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sqlite3

    with_parent(tmp_path, library, shell)
    with sqlite3.connect(library) as file:
        file.execute("UPDATE goal SET domains = 'x' WHERE id = 'ga'")
    file.close()
    alone = shell("check", library)
    assert alone.code == LibraryProblem.exit_code
    assert "“up” could be read: ga" in alone.err
    monkeypatch.setattr(checking, "_WORTH_IT", 0)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    assert shell("check", library) == alone


def test_nothing_stays_behind_in_this_process(shell: Shell, library: Path) -> None:
    shell("import", SAMPLE, "--into", library)
    shell("check", library)
    assert output._Manner.coloured is None
    with Session.open(library) as session:
        assert not session.others
