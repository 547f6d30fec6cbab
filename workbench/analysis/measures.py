"""Units of measurement: which can be converted into which, and by what.

A unit is a counting multiple (百, 千, 万, 亿) before a basic unit, or a ratio of two such. Words that count
single things (个, 家, 项 ...) are the same measure, as are those that count people.
"""

from __future__ import annotations

from decimal import Decimal, localcontext
from functools import lru_cache
from typing import Final, NamedTuple

from workbench.patterns import Pattern
from workbench.plan.values import half_width


class Measure(NamedTuple):
    """A unit as so many of a basic unit, which stands for itself."""

    factor: Decimal
    basic: str


_ONE: Final = Decimal(1)
#: Units that are so many of another one.
_KNOWN: Final = {
    "%": ("0.01", "1"),
    "百分比": ("0.01", "1"),
    "百分之": ("0.01", "1"),
    "‰": ("0.001", "1"),
    "千分比": ("0.001", "1"),
    "‱": ("0.0001", "1"),
    "百分点": ("1", "百分点"),
    "个百分点": ("1", "百分点"),
    **dict.fromkeys(
        ("个", "家", "项", "件", "处", "座", "所", "只", "套", "台", "台套", "台(套)"), ("1", "个")
    ),
    **dict.fromkeys(("人", "名", "位"), ("1", "人")),
    **dict.fromkeys(("人次", "次"), ("1", "次")),
    "元": ("1", "元"),
    "人民币元": ("1", "元"),
    **dict.fromkeys(("米", "m"), ("1", "米")),
    **dict.fromkeys(("公里", "千米", "km"), ("1000", "米")),
    **dict.fromkeys(("平方米", "㎡", "m2", "m²"), ("1", "平方米")),
    **dict.fromkeys(("平方公里", "平方千米", "km2", "km²"), ("1000000", "平方米")),
    **dict.fromkeys(("公顷", "hm2", "hm²"), ("10000", "平方米")),
    **dict.fromkeys(("立方米", "m3", "m³"), ("1", "立方米")),
    **dict.fromkeys(("千克", "公斤", "kg"), ("1", "千克")),
    **dict.fromkeys(("吨", "t"), ("1000", "千克")),
    **dict.fromkeys(("吨标准煤", "吨标煤", "tce"), ("1000", "千克标准煤")),
    **dict.fromkeys(("千克标准煤", "公斤标准煤", "kgce"), ("1", "千克标准煤")),
    **dict.fromkeys(("瓦", "w"), ("1", "瓦")),
    **dict.fromkeys(("千瓦", "kw"), ("1000", "瓦")),
    **dict.fromkeys(("兆瓦", "mw"), ("1000000", "瓦")),
    **dict.fromkeys(("千瓦时", "千瓦小时", "kwh", "kw·h", "度"), ("1", "千瓦时")),
    **dict.fromkeys(("kbps", "kb/s", "kbit/s"), ("0.001", "Mbps")),
    **dict.fromkeys(("mbps", "mb/s", "mbit/s", "兆", "兆比特/秒", "兆bps"), ("1", "Mbps")),
    **dict.fromkeys(("gbps", "gb/s", "gbit/s"), ("1000", "Mbps")),
    **dict.fromkeys(("tbps", "tb/s", "tbit/s"), ("1000000", "Mbps")),
    "秒": ("1", "秒"),
    **dict.fromkeys(("分钟", "min"), ("60", "秒")),
    **dict.fromkeys(("小时", "h"), ("3600", "秒")),
    **dict.fromkeys(("天", "日"), ("86400", "秒")),
    **{name: (str(1024**power), "字节") for power, name in enumerate(("b", "kb", "mb", "gb", "tb", "pb"))},
    "": ("1", "1"),
}
_MULTIPLES: Final = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_LEAD: Final = Pattern(r"(?:百万|千万|十万|百亿|千亿|十亿|万亿|十|百|千|万|亿)(?!分)")
_BRACKETED: Final = Pattern(r"[（(\[【](?:单位[:：])?([^）)\]】]*)[）)\]】]")


@lru_cache(1 << 10)
def measure_of(unit: str) -> Measure:
    """What a unit of measurement, as written, measures."""
    plain = "".join(half_width(unit).split())
    wrapped = _BRACKETED.fullmatch(plain)
    if wrapped:
        plain = wrapped[1]
    known = _KNOWN.get(plain) or _KNOWN.get(plain.lower())
    if known is not None:
        return Measure(Decimal(known[0]), known[1])
    over, slash, under = plain.partition("/")
    if not slash and "每" not in plain[1:]:
        return _simple(plain)
    if not slash:
        over, _, under = plain.partition("每")
    top, bottom = _simple(over), _simple(under)
    basic = "1" if top.basic == bottom.basic else f"{top.basic}/{bottom.basic}"
    with localcontext() as context:
        context.prec = 40
        return Measure(top.factor / bottom.factor, basic)


def _simple(plain: str) -> Measure:
    factor = _ONE
    rest = plain
    while True:
        known = _KNOWN.get(rest) or _KNOWN.get(rest.lower())
        if known is not None:
            return Measure(factor * Decimal(known[0]), known[1])
        lead = _LEAD.match(rest)
        if lead is None:
            return Measure(factor, rest.lower())
        for letter in lead.group():
            factor *= _MULTIPLES[letter]
        rest = rest[lead.end() :]


def converted(value: Decimal, unit: str | None, into: str | None) -> Decimal | None:
    """A value of one unit in another; None where they measure different things.

    Two values without a unit are taken to be alike; one with and one without cannot be compared.
    """
    if (unit or "").strip() == (into or "").strip():
        return value
    if not (unit or "").strip() or not (into or "").strip():
        return None
    assert unit is not None
    assert into is not None
    here, there = measure_of(unit), measure_of(into)
    if here.basic != there.basic:
        return None
    if here.factor == there.factor:
        return value
    with localcontext() as context:
        context.prec = 40
        made = value * here.factor / there.factor
    # 40 digits are kept while reckoning only: a third of a unit shall not look like a difference.
    return _trimmed(made.quantize(Decimal(1).scaleb(-12)) if abs(made) < Decimal(10) ** 15 else made)


def _trimmed(value: Decimal) -> Decimal:
    whole = value.to_integral_value()
    return Decimal(f"{whole:f}") if value == whole else value.normalize()


def convertible(unit: str | None, into: str | None) -> bool:
    """Whether values of the two units can be compared."""
    return converted(_ONE, unit, into) is not None
