"""Profiles and own rules on the command line: by name and file, of the plan itself, named in every report."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pytest

from tests.cli.test_commands import Shell, plan_file

OWN: Final = {
    "code": "X001",
    "title": "项目有编号",
    "kind": "project",
    "holds": "given(code)",
    "message": "{name} 没有编号：100%",
    "severity": "error",
}


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(capsys)


def with_profile(path: Path, held: dict[str, Any], id_: str = "p") -> Path:
    return plan_file(path, id_, plan={"rule_profile": held}, projects=[{"id": f"{id_}1", "title": "平台"}])


def test_a_built_in_profile_is_chosen_by_its_name(shell: Shell, tmp_path: Path) -> None:
    bare = plan_file(tmp_path / "bare.json")
    answer = shell("check", bare, "--profile", "action_plan", "--format", "json").json
    assert answer["profile"] == "action_plan"
    assert not {"S104", "S109"} & {one["rule"] for one in answer["findings"]}
    assert "profile Action plan" in shell("check", bare, "--profile", "action_plan").out
    said = shell.refused("check", bare, "--profile", "action-plan")
    assert "no built-in profile of that name" in said
    assert "gbt36333" in said


def test_the_plans_own_profile_is_applied_and_named_in_every_report(shell: Shell, tmp_path: Path) -> None:
    plan = with_profile(tmp_path / "plan.json", {"extends": "draft", "off": ["S101"], "own": [OWN]})
    answer = shell("check", plan, "--format", "json")
    assert answer.code == 1
    assert answer.json["profile"] == "plan"
    found = {one["rule"]: one for one in answer.json["findings"]}
    assert "S101" not in found
    assert found["X001"]["dimension"] == "whole"
    assert (found["X001"]["kind"], found["X001"]["field"]) == ("project", "code")
    assert "profile the plan's own, based on draft" in shell("check", plan).out
    run = shell("check", plan, "--format", "sarif").json["runs"][0]
    assert run["properties"] == {"profiles": {"p": "plan"}}
    own = next(rule for rule in run["tool"]["driver"]["rules"] if rule["id"] == "X001")
    assert own["shortDescription"]["text"] == "项目有编号"
    lines = shell("check", plan, "--format", "github").out.splitlines()
    assert lines[0].endswith("::profile the plan's own, based on draft")
    assert any("title=X001 p1::平台 没有编号：100%25" in line for line in lines)


def test_a_profile_given_goes_before_the_plans_own(shell: Shell, tmp_path: Path) -> None:
    plan = with_profile(tmp_path / "plan.json", {"own": [OWN]})
    answer = shell("check", plan, "--profile", "default", "--format", "json").json
    assert answer["profile"] == "default"
    assert "X001" not in {one["rule"] for one in answer["findings"]}


def test_a_broken_profile_of_a_plan_is_one_finding(shell: Shell, tmp_path: Path) -> None:
    plan = with_profile(
        tmp_path / "plan.json", {"off": ["S999"], "own": [OWN, {"code": "X002"}], "extends": 1}
    )
    answer = shell("check", plan, "--format", "json")
    (said,) = [one for one in answer.json["findings"] if one["rule"] == "X000"]
    assert (said["kind"], said["id"], said["field"]) == ("plan", "p", "rule_profile")
    assert all(part in said["message"] for part in ("S999", "X002", "“1”"))
    assert "X001" in {one["rule"] for one in answer.json["findings"]}


def test_findings_of_an_own_rule_are_picked_out(shell: Shell, tmp_path: Path) -> None:
    plan = with_profile(tmp_path / "plan.json", {"own": [OWN]})
    answer = shell("check", plan, "--rule", "x001", "--format", "json")
    assert [one["rule"] for one in answer.json["findings"]] == ["X001"]
    assert "There is no rule “X002”" in shell.refused("check", plan, "--rule", "X002")
    assert shell("check", plan, "--rule", "X001", "--fail-on", "never").code == 0


def test_own_rules_of_two_plans_under_one_code_are_told_apart(shell: Shell, tmp_path: Path) -> None:
    library = tmp_path / "office.workbench"
    shell("new", library)
    for id_, title in (("a", "甲"), ("b", "乙")):
        plan = with_profile(tmp_path / f"{id_}.json", {"own": [OWN | {"title": title}]}, id_)
        assert shell("import", plan, "--into", library).code == 0
    run = shell("check", library, "--rule", "X001", "--format", "sarif").json["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["shortDescription"]["text"] for rule in rules] == ["乙", "甲"]
    titles = [rules[result["ruleIndex"]]["shortDescription"]["text"] for result in run["results"]]
    assert titles == ["甲", "乙"]


def test_an_own_rule_is_explained_from_its_profile(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "office.toml"
    entries = "\n".join(f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in OWN.items())
    path.write_text(f"[[own]]\n{entries}\n", encoding="utf-8")
    page = shell("explain", "X001", "--profile", path).out
    assert page.startswith("X001 项目有编号\n")
    assert "given(code)" in page
    assert "X001 项目有编号" in shell("explain", "--all", "--profile", path).out
    assert "There is no rule" in shell.refused("explain", "X001")
    path.write_text(f"[[own]]\n{entries}\n".replace("given(code)", "given(codde)"), encoding="utf-8")
    said = shell.refused("explain", "X001", "--profile", path)
    assert "X001, holds: Character 7" in said
    assert "did you mean code?" in said
