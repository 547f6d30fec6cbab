"""``workbench catalogue``: listing, checking and adding catalogues of indicators."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from workbench.cli.main import main

FAULTY = "体系编号,省2026\n指标编号,指标名称,计量单位,权重\nA-01,网上可办率,%,很高\n"


def call(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    capsys.readouterr()
    code = main([str(one) for one in arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_a_file_is_checked_then_mended_and_added(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, home: Path
) -> None:
    path = tmp_path / "own.csv"
    path.write_text(FAULTY, encoding="gb18030")
    code, out, err = call(capsys, "catalogue", path, "--add")
    assert code == 1
    assert out == "own.csv: Row 3, column D (权重): Error: “很高” is no weight: a number from 0 up\n"
    assert "cannot be added" in err
    assert not (home / "catalogues").exists()
    code, out, _ = call(capsys, "catalogue", path, "--lang", "zh", "--format", "json")
    (fault,) = json.loads(out)["faults"]
    assert (code, fault["row"], fault["column"], fault["severity"]) == (1, 3, "D", "error")
    assert fault["message"] == "“很高”不是权重：应为不小于0的数"
    path.write_text(FAULTY.replace("很高", "10"), encoding="utf-8")
    code, out, err = call(capsys, "catalogue", path, "--add", "--lang", "en")
    assert (code, out) == (0, "省2026  省2026  1 indicator\n")
    assert "Added" in err
    code, out, _ = call(capsys, "catalogue", "--format", "json")
    listed = {one["code"]: one for one in json.loads(out)}
    assert code == 0
    assert listed["省2026"]["own"]
    assert (listed["mohurd-2012"]["items"], listed["mohurd-2012"]["mandatory"]) == (57, 0)
    code, out, _ = call(capsys, "catalogue")
    assert len(out.splitlines()) == 5


def test_what_is_no_catalogue_is_refused_in_one_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, out, err = call(capsys, "catalogue", tmp_path / "gone.csv")
    assert (code, out, err.count("\n")) == (2, "", 1)
