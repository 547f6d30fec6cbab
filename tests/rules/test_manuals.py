"""Every rule is explained, in English and in Chinese."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Final

import pytest

from workbench import rules
from workbench.i18n import words
from workbench.rules.manual import CHAPTERS, manual, parts
from workbench.rules.registry import RULES
from workbench.rules.rule import DIMENSIONS, SEVERITIES

HAN: Final = re.compile(r"[一-鿿]")
CODE: Final = re.compile(r"[SEICAWX]\d{3}")


@pytest.mark.parametrize("code", sorted(RULES))
def test_rule_is_declared_wholly(code: str) -> None:
    one = RULES[code]
    assert CODE.fullmatch(code)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", one.name)
    assert one.severity in SEVERITIES
    assert one.dimension in DIMENSIONS


@pytest.mark.parametrize("code", sorted(RULES))
def test_manual_has_every_chapter(code: str) -> None:
    said = parts(RULES[code].manual)
    # Where a rule comes from is told where there is a source.
    assert [name for name in ("", *CHAPTERS) if name in said or name != "Source"] == list(said)
    assert all(len(text) > 10 for text in said.values())


@pytest.mark.parametrize("code", sorted(RULES))
def test_manual_is_there_in_chinese(code: str) -> None:
    english, chinese = manual(code, words("en")), manual(code, words("zh"))
    pairs = [(english.title, chinese.title), (english.what, chinese.what)]
    for (heading, text), (heading_zh, text_zh) in zip(english.chapters, chinese.chapters, strict=True):
        pairs += [(heading, heading_zh), (text, text_zh)]
    for one, other in pairs:
        assert one != other
        assert HAN.search(other)


def test_names_of_rules_are_unique() -> None:
    names = [one.name for one in RULES.values()]
    assert len(set(names)) == len(names)


def test_every_message_of_a_rule_is_there_in_chinese() -> None:
    """Messages stand where the fault arises: second argument of fault(...), or marked by N_()."""
    say = words("zh")
    missing = []
    for path in sorted(Path(rules.__file__).parent.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            at = {"N_": 0, "fault": 1}.get(node.func.id)
            if at is None or len(node.args) <= at:
                continue
            message = node.args[at]
            if isinstance(message, ast.Constant) and say(str(message.value)) == message.value:
                missing.append(f"{path.name}:{node.lineno}: {message.value}")
    assert not missing
