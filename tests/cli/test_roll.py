"""``workbench roll``: last year's scheme for another year."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.test_commands import Shell, plan_file
from workbench.plan.elements import Scheme, SchemeItem
from workbench.session.session import Session

SAMPLE = Path(__file__).parents[2] / "plans" / "sample-city.json"


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(capsys)


@pytest.fixture
def library(shell: Shell, tmp_path: Path) -> Path:
    path = tmp_path / "office.workbench"
    assert shell("new", path).code == 0
    assert shell("import", SAMPLE, "--into", path).code == 0
    return path


def years(library: Path) -> list[int]:
    with Session.open(library, read_only=True) as session:
        return [one.year for one in session.read("sample-city-2026").all(Scheme)]


def test_a_scheme_is_rolled_forward_and_back_again(shell: Shell, library: Path) -> None:
    before = library.read_bytes()
    dry = shell("roll", library, "--year", "2027", "--dry-run", "--format", "json")
    assert (dry.code, library.read_bytes()) == (0, before)
    told = json.loads(dry.out)
    assert (told["from"], told["to"], told["exact"], told["applied"]) == (2027, 2028, True, False)
    assert told["scheme"]["code"] == "Y-2028"
    answer = shell("roll", library, "--year", "2027", "--format", "json")
    made = json.loads(answer.out)
    assert made["applied"] is True
    assert [one["outcome"] for one in made["items"]] == [one["outcome"] for one in told["items"]]
    counted = [one for one in made["items"] if one["marks"] is not None]
    assert sum(one["marks"] for one in counted) == 100
    assert years(library) == [2026, 2027, 2028]
    with Session.open(library) as session:
        plan = session.open_plan("sample-city-2026")
        assert plan is not None
        new = plan.find(made["scheme"]["id"], Scheme)
        assert new is not None
        assert {one.id for one in plan.all(SchemeItem) if one.scheme == new.id} == {
            one["after"] for one in made["items"] if one["after"]
        }
        session.undo()
    assert years(library) == [2026, 2027]


def test_a_year_without_a_scheme_gets_that_of_the_last(shell: Shell, library: Path) -> None:
    answer = shell("roll", library, "--plan", "sample-city-2026", "--year", "2029")
    assert answer.code == 0
    assert answer.out.splitlines()[-1].startswith("The scheme of 2029 has been made from that of 2027: ")
    assert years(library) == [2026, 2027, 2029]


def test_in_chinese(shell: Shell, library: Path) -> None:
    answer = shell("roll", library, "--year", "2027", "--dry-run", "--lang", "zh")
    assert "2028年方案将由2027年方案滚动形成" in answer.out


def test_what_cannot_be_rolled_is_told_in_a_line(shell: Shell, library: Path, tmp_path: Path) -> None:
    before = library.read_bytes()
    assert "2027 has an assessment scheme already (Y-2027)" in shell.refused(
        "roll", library, "--year", "2026"
    )
    assert "no assessment scheme of 2020" in shell.refused("roll", library, "--year", "2020")
    assert "--year" in shell.refused("roll", library)
    assert library.read_bytes() == before
    empty = tmp_path / "empty.workbench"
    assert shell("new", empty).code == 0
    assert shell("import", plan_file(tmp_path / "p.json"), "--into", empty).code == 0
    assert "no assessment scheme that could be rolled" in shell.refused("roll", empty, "--year", "2026")


@pytest.mark.parametrize("year", ["5000", "9999", "10000", "9" * 30])
def test_a_year_that_no_scheme_can_have_is_refused(shell: Shell, library: Path, year: str) -> None:
    before = library.read_bytes()
    refused = shell.refused("roll", library, "--year", year)
    assert f"A scheme of {year} cannot be made; the last possible year is 2200" in refused
    assert library.read_bytes() == before


def test_of_a_scheme_without_items_nothing_is_rolled(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "bare.workbench"
    assert shell("new", path).code == 0
    given = plan_file(tmp_path / "p.json", schemes=[{"id": "s", "year": 2026}])
    assert shell("import", given, "--into", path).code == 0
    assert "The scheme of 2026 has no items" in shell.refused("roll", path, "--year", "2026")


def test_a_scheme_of_which_nothing_is_left_asks_for_items(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "last.workbench"
    assert shell("new", path).code == 0
    indicator = {
        "id": "i",
        "name": "办理率",
        "direction": "higher",
        "targets": [{"year": 2026, "value": 90}],
        "actuals": [{"period": "2026", "value": 95}],
    }
    scheme = {"id": "s", "year": 2026, "items": [{"id": "t", "indicator": "i", "marks": 100}]}
    given = plan_file(tmp_path / "p.json", indicators=[indicator], schemes=[scheme])
    assert shell("import", given, "--into", path).code == 0
    answer = shell("roll", path, "--year", "2026")
    assert answer.code == 0
    assert answer.err.strip() == "The new scheme has no items: enter what is to be assessed"


def test_marks_of_units_add_up_where_that_is_asked_for(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "units.workbench"
    assert shell("new", path).code == 0
    common = {"direction": "higher", "baseline": {"value": 10, "year": 2025}}
    indicators = [
        {"id": "stays", "name": "办理率", "targets": [{"year": 2027, "value": 90}], **common},
        {"id": "goes", "name": "共享率", "targets": [{"year": 2026, "value": 90}], **common},
    ]
    indicators[1]["actuals"] = [{"period": "2026", "value": 95}]
    items = [
        {"id": "t1", "indicator": "stays", "units": ["u"], "marks": 70, "method": "completion"},
        {"id": "t2", "indicator": "goes", "units": ["u"], "marks": 30, "method": "completion"},
    ]
    given = plan_file(
        tmp_path / "p.json",
        units=[{"id": "u", "name": "市数据局"}],
        indicators=indicators,
        schemes=[{"id": "s", "year": 2026, "scope": "unit", "items": items}],
    )
    assert shell("import", given, "--into", path).code == 0
    plain = shell("roll", path, "--year", "2026", "--dry-run", "--format", "json")
    assert json.loads(plain.out)["exact"] is False
    assert "--share-marks" in plain.err
    shared = shell("roll", path, "--year", "2026", "--share-marks", "--format", "json")
    told = json.loads(shared.out)
    assert told["exact"] is True
    assert [one["marks"] for one in told["items"] if one["after"]] == [100]
    assert "add up" not in shared.err
