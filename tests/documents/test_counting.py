"""How long a text is."""

from __future__ import annotations

import pytest

from workbench.documents.counting import word_count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("到2030年，建成。", 5),
        ("# 一、目标\n（一）**加快**", 5),
        ("依据GB/T 36333-2018，达到1,200.5万元、98.5%", 10),
        ("- 第一\n1. 第二", 4),
        ("| 列 | 值 |\n| --- | --- |\n| 甲 | 3 |", 4),
        ("{{table:indicators}}", 0),
        ("plan text，two words", 4),
    ],
)
def test_characters_words_and_numbers_count_marks_do_not(text: str, count: int) -> None:
    assert word_count(text) == count
