"""Values read out of plan text: what is read, what is left alone, and how long it takes."""

from __future__ import annotations

import time
from decimal import Decimal
from typing import Final

import pytest

from workbench.plan.values import half_width
from workbench.rules.readings import Names, readings, table_readings

NAMES: Final = Names(
    {"一站式办理率": "%", "一站式办理": "件", "光纤接入用户": "万户", "无单位指标": ""}, "市"
)


def read(text: str, year: int | None = None) -> list[tuple[str, int, Decimal]]:
    plain = half_width(text)
    found = [*readings(plain, NAMES, 2020, year), *table_readings(plain, NAMES)]
    for one in found:
        assert Decimal(plain[one.start : one.end].replace(",", "")) * one.factor == one.value
    return [(one.name, one.year, one.value) for one in found]


@pytest.mark.parametrize(
    ("text", "year", "value"),
    [
        ("到2020年，一站式办理率达到95%。", 2020, "95"),
        ("2020年底前，全市一站式办理率不低于９５％以上。", 2020, "95"),
        ("一站式办理率到2017年提高到80.5%。", 2017, "80.5"),
        ("力争“十三五”末一站式办理率为95%", 2020, "95"),
        ("规划期末，一站式办理率：95%", 2020, "95"),
        ("2017年，一站式办理率由2013年的62%提高到80%，其他指标不变。", 2017, "80"),
        ("**2020年**，一站式办理率≥95%", 2020, "95"),
    ],
)
def test_a_value_with_its_year_is_read(text: str, year: int, value: str) -> None:
    assert read(text) == [("一站式办理率", year, Decimal(value))]


def test_multiples_of_the_unit_are_reckoned() -> None:
    found = read("2020年光纤接入用户达到6,500,000户，2021年达到0.07亿户。")
    assert [(year, value) for _, year, value in found] == [
        (2020, Decimal(650)),
        (2021, Decimal(700)),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "一站式办理率达到95%。",
        "2020年建成平台。一站式办理率达到95%。",
        "2020年，东区一站式办理率达到95%。",
        "2020年，一站式办理率（区级）达到95%。",
        "2020年，一站式办理率达到95%以上的区有4个。",
        "2020年，一站式办理率提高5个百分点。",
        "2020年，一站式办理率、入口率分别达到95%和98%。",
        "2020年，一站式办理率达到约95%。",
        "2014年至2020年，一站式办理率达到95%。",
        "比2013年，一站式办理率达到95%。",
        "《2020年要点》要求，一站式办理率达到95%。",
        "2020年，无单位指标达到95。",
        "| 一站式办理率 | 2020年 |\n| --- | --- |\n| 一站式办理率 | 95% |",
        "| 指标 | 2014-2020年 |\n| --- | --- |\n| 一站式办理率 | 95% |",
        "| 指标 | 2020年 |\n| --- | --- |\n| 一站式办理率 | 95 |",
        "| 指标 | 2020年 |\n| --- | --- |",
        "",
    ],
)
def test_what_is_in_doubt_is_left_alone(text: str) -> None:
    assert read(text) == []


def test_a_goal_s_title_speaks_of_its_year() -> None:
    assert read("一站式办理率达到95%", 2018) == [("一站式办理率", 2018, Decimal(95))]


def test_a_table_is_read_by_the_years_of_its_head() -> None:
    text = (
        "专栏\n\n| 序号 | 指标 | 单位 | 2013年 | **2020年目标** |\n|-|-|-|-|-|\n"
        "| 1 | **一站式办理率** | % | 62 | ≥95 |\n"
    )
    assert read(text) == [("一站式办理率", 2013, Decimal(62)), ("一站式办理率", 2020, Decimal(95))]


@pytest.mark.parametrize(
    "text",
    [
        ("一站式办理率" + " " * 50) * 18_000,
        "一站式办理率" + "1" * 1_000_000,
        "到2020年，一站式办理率从62%提高到95%，" * 38_000,
        ("一站式办理率 到 2020年 要 " + " \t" * 15) * 20_000,
        "2020年" * 170_000 + "，一站式办理率达到95%",
        "| " * 500_000,
        "| 指标 | 2020年 |\n|---|---|\n" + "| 一站式办理率 | 95% |\n" * 45_000,
    ],
    ids=["blanks", "digits", "sentences", "verbs", "years", "bars", "table"],
)
def test_a_megabyte_of_text_is_read_in_its_time(text: str) -> None:
    began = time.perf_counter()
    read_count = len([*readings(half_width(text), NAMES, 2020), *table_readings(half_width(text), NAMES)])
    assert read_count >= 0
    assert time.perf_counter() - began < 10
