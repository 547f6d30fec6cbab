"""``workbench assess`` and ``workbench progress``: what they tell, and what they refuse."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_commands import Shell, plan_file
from workbench import paths

INDICATORS = [
    {
        "id": "i1",
        "code": "I-01",
        "name": "网上可办率",
        "unit": "%",
        "nature": "binding",
        "direction": "higher",
        "baseline": {"value": 62, "year": 2013},
        "targets": [{"year": 2016, "value": 90}, {"year": 2020, "value": 98}],
        "actuals": [{"period": "2016", "value": 83}],
    },
    {
        "id": "i2",
        "name": "事件数",
        "nature": "expected",
        "direction": "lower",
        "targets": [{"year": 2016, "value": 1}],
        "actuals": [{"period": "2016", "value": 0}],
    },
    {
        "id": "i3",
        "name": "满意度",
        "nature": "expected",
        "direction": "higher",
        "targets": [{"year": 2016, "value": 80}],
    },
]
SCHEME = {
    "id": "k",
    "year": 2016,
    "items": [
        {
            "id": "t1",
            "indicator": "i1",
            "units": ["u1"],
            "marks": 60,
            "method": "completion",
            "veto": "cap_level",
        },
        {"id": "t2", "indicator": "i2", "units": ["u2"], "marks": 30, "method": "threshold"},
        {"id": "t3", "indicator": "i3", "units": ["u2"], "marks": 10, "method": "completion"},
        {
            "id": "t4",
            "indicator": "i1",
            "units": ["u1"],
            "marks": 5,
            "method": "yes_no",
            "exempt": {"reason": "停办"},
        },
    ],
}


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(capsys)


def library_of(shell: Shell, folder: Path, **more: Any) -> Path:
    source = plan_file(
        folder / "city.json",
        plan={"base_year": 2013, "as_of": "2016-12-31", **more.pop("plan", {})},
        units=[
            {"id": "u1", "name": "市数据局", "class": "局"},
            {"id": "u2", "name": "市公安局", "class": "局"},
        ],
        indicators=INDICATORS,
        **{"schemes": [SCHEME], **more},
    )
    path = folder / "office.workbench"
    assert shell("new", path).code == 0
    assert shell("import", source, "--into", path).code == 0
    return path


def test_the_json_of_an_assessment(shell: Shell, tmp_path: Path) -> None:
    library = library_of(shell, tmp_path)
    answer = shell("assess", library, "--plan", "p", "--year", "2016", "--format", "json", "--lang", "en")
    assert (answer.code, answer.err) == (0, "")
    told = json.loads(answer.out)
    assert list(told) == ["year", "total", "level", "items", "units", "veto", "complete"]
    # 55.33 + 30 of 100 marks that stay.
    assert (told["year"], told["total"], told["complete"]) == (2016, 85.33, False)
    assert (told["level"], told["veto"]) == ("合格", ["t1"])
    first, second, third, fourth = told["items"]
    assert list(first) == ["id", "indicator", "unit", "weight", "completion", "raw", "score", "status", "why"]
    assert first["completion"] == pytest.approx(83 / 90)
    assert {
        name: first[name] for name in ("id", "indicator", "unit", "weight", "raw", "score", "status")
    } == {
        "id": "t1",
        "indicator": "i1",
        "unit": "u1",
        "weight": 60,
        "raw": 83,
        "score": 55.33,
        "status": "vetoed",
    }
    assert "A / T = 83 / 90 = 0.9222" in first["why"]
    assert (second["score"], second["status"], second["completion"]) == (30.0, "scored", None)
    assert (third["score"], third["status"], third["raw"]) == (0.0, "missing", None)
    assert (fourth["score"], fourth["status"], fourth["why"]) == (
        None,
        "exempt",
        "Exempt: 停办; The exemption names no evidence",
    )
    assert told["units"] == [
        {"unit": "u1", "score": 92.22, "rank": 1, "items": 2},
        {"unit": "u2", "score": 75.0, "rank": 2, "items": 2},
    ]
    chinese = json.loads(shell("assess", library, "--year", "2016", "--format", "json", "--lang", "zh").out)
    for one in (*told["items"], *chinese["items"]):
        del one["why"]
    assert chinese == told


def test_the_text_of_an_assessment(shell: Shell, tmp_path: Path) -> None:
    library = library_of(shell, tmp_path)
    english = shell("assess", library, "--year", "2016", "--lang", "en").out
    assert "Assessment of 2016, not complete: 85.33 of 100 so far, level as it stands: Passed" in english
    assert "1 score is missing" in english
    assert "Most could still be gained at: 满意度 10.00; I-01 网上可办率 4.67" in english
    chinese = shell("assess", library, "--year", "2016", "--lang", "zh").out
    assert "2016年度考核（尚不完整）：目前85.33分（满分100分），按现有得分等次为：合格" in chinese
    assert "市数据局" in chinese


def test_points_that_people_entered_count_at_their_stage(shell: Shell, tmp_path: Path) -> None:
    results = [{"item": "t3", "unit": "u2", "self": 10, "review": 8}]
    library = library_of(shell, tmp_path, schemes=[{**SCHEME, "results": results}])

    def total(*more: str) -> Any:
        told = json.loads(shell("assess", library, "--year", "2016", "--format", "json", *more).out)
        return told["total"], told["complete"]

    # What cannot be worked out has the points of the review.
    assert total() == (93.33, True)
    assert total("--stage", "self") == (95.33, True)
    assert total("--stage", "final") == (93.33, True)


def test_the_real_command(tmp_path: Path) -> None:
    def run(*arguments: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "workbench", *map(str, arguments), "--lang", "en"]
        return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)

    library = tmp_path / "sample.workbench"
    assert run("new", library).returncode == 0
    assert run("import", paths.samples() / "sample-city.json", "--into", library).returncode == 0
    answer = run("assess", library, "--plan", "sample-city-2026", "--year", "2026", "--format", "json")
    assert answer.returncode == 0
    assert json.loads(answer.stdout)["total"] == 94.88
    refused = run("assess", library, "--year", "2031")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert (
        refused.stderr
        == "workbench: The plan has no assessment scheme for 2031; it has schemes for 2026, 2027\n"
    )


def test_what_cannot_be_assessed_is_refused_in_one_line(shell: Shell, tmp_path: Path) -> None:
    library = library_of(shell, tmp_path)
    assert "no assessment scheme for 2017; it has schemes for 2016" in shell.refused(
        "assess", library, "--year", "2017", "--lang", "en"
    )
    assert "--year" in shell.refused("assess", library, "--lang", "en")
    assert "no plan “q”" in shell.refused("assess", library, "--plan", "q", "--year", "2016", "--lang", "en")
    assert "date" in shell.refused("progress", library, "--as-of", "soon", "--lang", "en")


def test_no_scheme_at_all_and_several_of_one_year(shell: Shell, tmp_path: Path) -> None:
    none, several = tmp_path / "none", tmp_path / "several"
    none.mkdir()
    several.mkdir()
    library = library_of(shell, none, schemes=[])
    assert "has no assessment scheme" in shell.refused("assess", library, "--year", "2016", "--lang", "en")
    library = library_of(shell, several, schemes=[SCHEME, {"id": "other", "code": "Y-2", "year": 2016}])
    refused = shell.refused("assess", library, "--year", "2016", "--lang", "en")
    assert "several assessment schemes for 2016: k, other" in refused
    answer = shell("assess", library, "--year", "2016", "--scheme", "Y-2", "--format", "json")
    assert json.loads(answer.out)["total"] is None


def test_the_json_of_progress(shell: Shell, tmp_path: Path) -> None:
    library = library_of(shell, tmp_path)
    answer = shell("progress", library, "--plan", "p", "--as-of", "2016-12-31", "--format", "json")
    assert (answer.code, answer.err) == (0, "")
    told = json.loads(answer.out)
    assert told["plan"] == {"id": "p", "title": "规划p"}
    assert told["as_of"] == "2016-12-31"
    assert told["limits"] == {"ahead": 0.1, "on_track": -0.05, "far_behind": -0.2}
    first, second, third = told["indicators"]
    # 21 of the 36 points to 98 are gone, 28 are due.
    assert (first["status"], first["actual"], first["expected"]) == ("behind", 83, 90)
    assert first["gone"] == pytest.approx(21 / 36)
    assert first["due"] == pytest.approx(28 / 36)
    assert first["lead"] == pytest.approx(-7 / 36)
    assert (second["status"], third["status"], third["reason"]) == ("reached", "no_data", "actual")
    empty = {"reached": 0, "ahead": 0, "on_track": 0, "behind": 0, "far_behind": 0, "no_data": 0}
    assert told["counts"] == {
        "all": {**empty, "reached": 1, "behind": 1, "no_data": 1},
        "binding": {**empty, "behind": 1},
        "expected": {**empty, "reached": 1, "no_data": 1},
    }


def test_the_profile_sets_the_limits_of_progress(shell: Shell, tmp_path: Path) -> None:
    profile = {"rule_profile": {"progress": {"on_track": -0.19, "far_behind": -0.3}}}
    library = library_of(shell, tmp_path, plan=profile)
    told = json.loads(shell("progress", library, "--format", "json").out)
    assert told["limits"] == {"ahead": 0.1, "on_track": -0.19, "far_behind": -0.3}
    assert told["indicators"][0]["status"] == "behind"  # 7/36 is 0.1944
    text = shell("progress", library, "--as-of", "2015-12-31", "--lang", "en").out
    assert "Progress as of 2015-12-31" in text
    assert "It has no actual value up to this day" in text


def test_the_sample_is_assessed(shell: Shell, tmp_path: Path) -> None:
    library = tmp_path / "sample.workbench"
    assert shell("new", library).code == 0
    assert shell("import", paths.samples() / "sample-city.json", "--into", library).code == 0
    told = json.loads(shell("assess", library, "--year", "2026", "--format", "json").out)
    assert (told["total"], told["level"], told["complete"]) == (94.88, "优秀", True)
    assert [one["score"] for one in told["items"] if one["id"] == "x26-c1"] == [4.0, 8.0, 6.0, 2.0]
