"""Which units can be converted into which, and by what."""

from __future__ import annotations

from decimal import Decimal

import pytest

from workbench.analysis.measures import converted, convertible, measure_of


@pytest.mark.parametrize(
    ("value", "unit", "into", "made"),
    [
        ("6500000", "户", "万户", "650"),
        ("12000", "万元", "亿元", "1.2"),
        ("1.2", "亿元", "元", "120000000"),
        ("3", "百个", "个", "300"),
        ("2", "百万户", "万户", "200"),
        ("5", "家", "个", "5"),
        ("7", "名", "万人", "0.0007"),
        ("90", "%", "‰", "900"),
        ("90", "％", "%", "90"),
        ("0.5", "小时", "分钟", "30"),
        ("1", "Gbps", "Mbps", "1000"),
        ("20", "兆", "Mbps", "20"),
        ("3", "平方公里", "公顷", "300"),
        ("1", "吨标准煤", "kgce", "1000"),
        ("100", "个/万人", "个/百人", "1"),
        ("2", "万元/人", "元/人", "20000"),
        ("650", "（万户）", "户", "6500000"),
        ("650", "单位不详", "单位不详", "650"),
        ("5", "百分点", "个百分点", "5"),
        ("5", None, " ", "5"),
    ],
)
def test_converted(value: str, unit: str | None, into: str | None, made: str) -> None:
    found = converted(Decimal(value), unit, into)
    assert found == Decimal(made)
    assert "E" not in str(found)


@pytest.mark.parametrize(
    ("unit", "into"),
    [
        ("户", "人"),
        ("家", "户"),
        ("%", "个"),
        ("%", "百分点"),
        ("万元", "万户"),
        ("个/万人", "%"),
        (None, "户"),
        ("户", ""),
    ],
)
def test_what_measures_something_else_cannot_be_converted(unit: str | None, into: str | None) -> None:
    assert not convertible(unit, into)
    assert not convertible(into, unit)


def test_a_third_and_back_is_the_same() -> None:
    days = converted(Decimal(1), "小时", "天")
    assert days is not None
    back = converted(days, "天", "小时")
    assert back is not None
    assert abs(back - 1) < Decimal("1e-9")


@pytest.mark.parametrize("strange", ["", "万", "百", "/", "每", "万/亿", "千" * 300, "0", "単位", "%%"])
def test_strange_units_do_no_harm(strange: str) -> None:
    assert measure_of(strange).factor > 0
    assert converted(Decimal("1e30"), strange, "户") is None
