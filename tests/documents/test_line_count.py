"""Lines of a text in readers that set room beside numbers, and in those that set none."""

from __future__ import annotations

import re

import pytest

from workbench.documents.line_count import lines


def both(text: str, room: float) -> tuple[int, int]:
    """Lines where signs get as little room as may be, and where they get most."""
    return lines(text, room, strict=False), lines(text, room, strict=True)


@pytest.mark.parametrize(
    ("text", "room", "expected"),
    [
        ("完成接口改造", 6, (1, 1)),
        ("完成接口改造了", 6, (2, 2)),
        # A fifth of a character on either side of the number is more than there is.
        ("完成12家医院", 6, (1, 2)),
        ("完成12家医院", 6.4, (1, 1)),
        ("完成 12 家医", 6.5, (1, 1)),
        ("（12）家医院", 6, (1, 1)),
        # A closing sign is half as wide at the end of a line, and before another one.
        ("接口改造。", 4.5, (1, 2)),
        ("接口（改造）。", 6.1, (1, 2)),
        ("接口改造。\n接口改造。", 5, (2, 2)),
        ("", 5, (1, 1)),
        ("   ", 5, (1, 1)),
    ],
)
def test_lines_of_chinese_with_numbers_and_signs(text: str, room: float, expected: tuple[int, int]) -> None:
    assert both(text, room) == expected


def test_words_are_not_parted_and_begin_lines_without_the_space_before_them() -> None:
    assert both("Total investment of units", 5.5) == (3, 3)
    assert both("Total investment of units", 12) == (1, 1)
    assert both("P-B-01 一网通办平台升级", 6.5) == (2, 2)
    assert both("2027-12-31", 4.7) == (1, 1), "bold figures are no wider"
    assert lines("Total", 2.2, strict=True) < lines("Total", 2.2, strict=True, bold=True)


def test_a_word_longer_than_the_line_is_broken() -> None:
    assert both("a" * 100, 10) == (5, 5)
    assert both("字" + "a" * 30 + "字", 10) == (3, 3)


def test_strict_readers_never_need_fewer_lines() -> None:
    text = "市发展改革委2026年12月31日前完成（一）30个项目；I-02 以100%为准、（二）《GB/T 36333-2018》等。"
    for start in range(len(text)):
        for room in (2.5, 4.0, 6.3, 9.9, 28.0):
            loose, strict = both(text[start:], room)
            assert loose <= strict <= loose + 8
            assert loose >= len(re.sub("[ -~、。，；（）《》]", "", text[start:])) / room
