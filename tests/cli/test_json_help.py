"""What ``--help`` shows of the JSON of a command is what the command writes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.test_commands import Shell

SAMPLE = Path(__file__).parents[2] / "plans" / "sample-city.json"
CALLS = {
    "assess": ["--year", "2026"],
    "progress": ["--as-of", "2026-12-31"],
    "roll": ["--year", "2027", "--dry-run"],
}


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(capsys)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("command", CALLS)
def test_the_example_has_the_keys_of_the_result(
    shell: Shell, tmp_path: Path, command: str, language: str
) -> None:
    path = tmp_path / "office.workbench"
    assert shell("new", path).code == 0
    assert shell("import", SAMPLE, "--into", path).code == 0
    told = shell(command, "--help", "--lang", language).out
    example = re.search(r'^\{".*?^ .*?\}$(?=\n\n|\n?\Z)', told, re.MULTILINE | re.DOTALL)
    assert example is not None
    shown = json.loads(example[0])
    made = json.loads(shell(command, path, *CALLS[command], "--format", "json").out)
    assert list(shown) == list(made)
    for key, value in shown.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            assert list(value[0]) == list(made[key][0])
    # Nothing of the manual's own marks is left around it.
    assert "```" not in told
