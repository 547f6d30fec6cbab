"""Breaking a long title at meaning into lines of a pleasing shape."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

#: Characters in a line of a title on an upright page, and on one that lies.
TITLE: Final = 19
WIDE_TITLE: Final = 26
#: Words of plan titles that a line break must not cut, and after which one is welcome.
_WORDS: Final = (
    "国民经济和社会发展",
    "征求意见稿",
    "顶层设计",
    "智慧城市群",
    "智慧城市",
    "城市群",
    "电子政务",
    "数字政府",
    "一体化",
    "信息化",
    "现代化",
    "五年规划",
    "行动计划",
    "实施方案",
    "实施意见",
    "工作方案",
    "工作要点",
    "指标体系",
    "专项规划",
    "总体规划",
    "发展规划",
    "人民政府",
    "办公厅",
    "办公室",
    "自治区",
    "三角洲",
    "示范区",
    "开发区",
    "地区",
    "建设",
    "发展",
    "改革",
    "推进",
    "规划",
    "计划",
    "方案",
    "城市",
    "智慧",
    "数字",
    "政府",
    "社区",
    "管理",
    "服务",
    "治理",
    "创新",
    "产业",
    "经济",
    "社会",
    "年度",
    "关于",
    "印发",
    "通知",
    "主要",
    "重点",
    "指标",
    "项目",
    "任务",
    "加快",
    "全面",
)
_NOT_FIRST: Final = "、，。；：！？）》〉】〕”’…—·%的之"
_NOT_LAST: Final = "（《〈【〔“‘"
#: What stands before the number of a standard and stays with it.
_NUMBERED: Final = ("GB ", "GB/T ", "DB ", "DB/T ")
#: An English title; Chinese words in it are names, better left whole.
_ENGLISH: Final = re.compile("[A-Za-z]+ [A-Za-z]")
_WELCOME_BEFORE: Final = "（《和与及暨"
_WELCOME_AFTER: Final = "、，：》”省市县区镇年的）"


def set_width(text: str) -> float:
    """Width in characters; ASCII takes half of one."""
    return sum(0.5 if character < "\u2000" else 1.0 for character in text)


def _costs(title: str) -> list[float]:
    """What a break before each character costs; infinite where none may be."""
    never = float("inf")
    costs = [never] + [6.0] * (len(title) - 1)
    depth = 0
    for place, character in enumerate(title):
        if place and depth:
            costs[place] += 30
        if character in _NOT_LAST:
            depth += 1
        elif character in "）》〉】〕”’":
            depth = max(0, depth - 1)
    english = bool(_ENGLISH.search(title))
    for place in range(1, len(title)):
        before, after = title[place - 1], title[place]
        if english and min(before, after) >= "\u2e80":
            costs[place] += 10
        if before == " " and not title[:place].endswith(_NUMBERED):
            costs[place] -= 8
            continue
        joined = (before.isascii() and after.isascii()) or (before.isascii() and after in "年月日级版")
        if joined or after == " " or after in _NOT_FIRST or before in _NOT_LAST:
            costs[place] = never
        elif after in _WELCOME_BEFORE or before in _WELCOME_AFTER:
            costs[place] -= 5
    place = 0
    while place < len(title):
        word = next((word for word in _WORDS if title.startswith(word, place)), "")
        for inside in range(place + 1, place + len(word)):
            costs[inside] = never
        place += len(word) or 1
        if word and place < len(title):
            costs[place] -= 4
    return costs


def title_lines(title: str, most: int = TITLE) -> tuple[str, ...]:
    """The title in as few lines as fit ``most`` characters each, evenly long and broken at meaning.

    A title that holds line breaks is taken as its author broke it; one that allows no good break is left to
    the program that shows it.
    """
    given = [line.strip() for line in title.split("\n") if line.strip()]
    if len(given) > 1:
        return tuple(given)
    text = given[0] if given else ""
    count = -(-int(set_width(text) * 2) // (most * 2))
    if count < 2:
        return (text,) if text else ()
    costs = _costs(text)
    for lines in (count, count + 1):
        found = _broken(text, lines, most, costs)
        if found:
            return found
    return (text,)


def _broken(text: str, lines: int, most: int, costs: list[float]) -> tuple[str, ...]:
    ideal = set_width(text) / lines

    @cache
    def best(start: int, left: int) -> tuple[float, tuple[str, ...]]:
        """Least cost of setting the text from ``start`` on in ``left`` lines."""
        if left == 1:
            line = text[start:]
            width = set_width(line)
            return ((width - ideal) ** 2 / 4 if width <= most else float("inf")), (line,)
        least: tuple[float, tuple[str, ...]] = (float("inf"), ())
        for stop in range(start + 1, len(text)):
            line = text[start:stop]
            width = set_width(line)
            if width > most:
                break
            here = costs[stop] + (width - ideal) ** 2 / 4
            if here >= least[0]:
                continue
            cost, rest = best(stop, left - 1)
            if here + cost < least[0]:
                least = (here + cost, (line, *rest))
        return least

    return tuple(line.strip() for line in best(0, lines)[1])
