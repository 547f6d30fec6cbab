"""Words that promise nothing, and what makes a sentence checkable all the same.

The word lists are plain text files in resources/words, which an office can extend.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from workbench import paths
from workbench.i18n import N_
from workbench.patterns import Pattern
from workbench.plan.elements import Goal, Milestone, Project
from workbench.plan.values import half_width
from workbench.rules.checkable import is_given
from workbench.rules.rule import INFO, PASSED, WARNING, fault, passed_as, rule

if TYPE_CHECKING:
    from workbench.plan.records import YearGoal
    from workbench.rules.rule import Outcome
    from workbench.rules.view import View

#: Digits and numerals that are part of a name or a phrase and count nothing.
_NOT_COUNTED: Final = Pattern(
    r"[2-6]G(?![A-Za-z])|[248]K(?![A-Za-z])|[23]D(?![A-Za-z])"  # 5G, 4K, 3D
    r"|[A-Za-z]+[-/ ]?\d[\w.-]*"  # IPv6, GB/T 36333-2018
    r"|[“\"]\d+[”\"]"  # “633”
    r"|\d\.0版?(?![\d%个])"  # 2.0版
    r"|“?十[一二三四五六]五(?!”?末)”?|一个新?台阶|一件事|[一两三四五六七八九十]+位一体"
)
_NUMERAL: Final = "[〇零一二两三四五六七八九十百千万亿]"
#: Numbers and dates, after what counts nothing has been taken out.
_COUNTED: Final = Pattern(
    r"\d"
    r"|(?<![一二三四五六七八九十第统唯专])一[个项家座套条处所份期台辆场]"
    rf"|(?:[二两三四五六七八九十百千万]|{_NUMERAL}{{2,}})(?:余|多)?"
    r"(?:个|项|家|名|人次|户|套|座|条|处|所|份|件|张|场|期|辆|台|类|款|亩|吨|公里|平方|立方|米|元|万|亿|天|小时|分钟|倍)"
    r"|百分之|分之|[三四五六七八九]成(?![为立就效果功长])|翻[一两]番|一倍|过半|半数"
    r"|前[二三四五六七八九十百]|不超过一次|零(?:跑动|投诉|差错)"
    r"|[〇○零一二三四五六七八九]{4}年|[年月季][底末]|年[内中初]|季度末|[一二三四]季度|[上下]半年|[今明本当]年|期末|五”?末"
)
_TITLE: Final = Pattern(r"《[^》]+》")
_RUN: Final = Pattern(r"[一-鿿A-Za-z0-9“”·-]*$")
#: After the ending of a name these make another word of it: 系统性, 标准化, 中心城区.
_NO_NOUN: Final = frozenset("化性城镇式")
_NAME_MARK: Final = Pattern(r"“[^”]{2,}”?|[A-Za-z0-9]{2,}")


@cache
def words_of(name: str) -> tuple[str, ...]:
    """The words of one list, longest first; read when first asked for."""
    text = (paths.resources() / "words" / f"{name}.txt").read_text(encoding="utf-8-sig")
    found = {line.strip() for line in text.splitlines()}
    return tuple(sorted((one for one in found if one and one[0] != "#"), key=lambda one: (-len(one), one)))


@cache
def _pattern(*names: str) -> re.Pattern[str]:
    """Any word of the lists, the longest first; ``…`` in a word stands for up to twelve characters."""
    found = sorted({word for name in names for word in words_of(name)}, key=lambda one: (-len(one), one))
    return re.compile("|".join(re.escape(word).replace("…", "[^，。；]{0,12}?") for word in found) or "(?!)")


def vague_words(text: str) -> tuple[str, ...]:
    """The words for which a sentence cannot be checked; none when it says something that can be.

    A number, a date, a title in 《》, and a counted or individually named system, document or facility can
    be checked; a rank or a comparison cannot.
    """
    first = _pattern("vague", "ranks", "weak").search(text)
    if first is None:
        return ()
    plain = half_width(text)
    found = _pattern("vague", "ranks").findall(plain)
    if not found:
        if _pattern("results").search(plain):
            return ()
        found = _pattern("weak").findall(plain)
    if is_checkable(plain):
        return ()
    return tuple(dict.fromkeys(found))


def is_checkable(text: str) -> bool:
    """Whether a sentence (half-width) holds a number, a date or a thing that can be checked."""
    return bool(
        _TITLE.search(text)
        or _COUNTED.search(_NOT_COUNTED.sub("#", text))
        or _pattern("checkable").search(text)
        or names_a_thing(text)
    )


def names_a_thing(text: str) -> bool:
    """Whether a sentence names a system, document or facility that is not just any of its kind."""
    # What is said of it (加快, 一流) is no part of its name.
    bare = _pattern("vague", "ranks").sub("，", text)
    for ending in _pattern("things").finditer(bare):
        if bare[ending.end() : ending.end() + 1] in _NO_NOUN:
            continue
        run = _RUN.search(bare, 0, ending.start())
        name = run.group() if run is not None else ""
        begins = 0
        for cut in _pattern("verbs", "weak", "results").finditer(name):
            begins = cut.end()
        name = _pattern("generic").sub("", name[begins:])
        # Three characters beside the general ones tell one from another: 政务云平台, 社会保障卡系统.
        if len(name) >= 3 or _NAME_MARK.search(name):
            return True
    return False


@rule(
    "C418",
    "vague-wording",
    WARNING,
    "milestone project goal",
    N_("What is to be reached is said so that it can be checked"),
)
def vague_wording(seen: View, element: Milestone | Project | Goal) -> Outcome | list[Outcome]:
    """Reads acceptance criteria, annual targets and titles of goals. Words such as "speed up", "further",
    "vigorously", "basically complete", "markedly" or a rank such as "world-class" are reported where the
    sentence itself holds no number, no date and nothing to check: a title in 《》, or a counted or
    individually named system, document or facility. Other fields do not count, but the title of a goal may
    be general when an indicator with targets measures the goal.

    Why: A sentence that nobody can find untrue cannot be accepted, assessed or claimed; at the end there
    is a quarrel instead of a check.

    How: Say how much, by when, or which document, system or facility will be there. The word lists stand in
    resources/words and can be extended.

    Good: "All 46 departments are linked to the government cloud by the end of June 2016."

    Bad: "Speed up the work, with markedly better results."
    """
    if isinstance(element, Goal):
        found = vague_words(element.title)
        if not found or _is_measured(seen, element):
            return passed_as(INFO)
        return fault(
            "title",
            N_("The title of {name} cannot be checked: {words}; no number, date or thing, and no indicator"),
            severity=INFO,
            words=found,
        )
    if isinstance(element, Milestone):
        if not element.acceptance:
            return None
        found = vague_words(element.acceptance)
        if not found:
            return PASSED
        return fault(
            "acceptance",
            N_("The acceptance criterion of {name} cannot be checked: {words}; no number, date or thing"),
            words=found,
        )
    if not element.year_goals:
        return None
    return [_year_goal(goal) for goal in element.year_goals]


def _year_goal(goal: YearGoal) -> Outcome:
    found = vague_words(goal.text)
    if not found:
        return PASSED
    period = f"{goal.year}-Q{goal.quarter}" if goal.quarter else str(goal.year)
    return fault(
        f"year_goals[{period}]",
        N_("The annual target {period} of {name} cannot be checked: {words}; no number, date or thing"),
        period=period,
        words=found,
    )


def _is_measured(seen: View, goal: Goal) -> bool:
    return any(
        is_given(target) for indicator in seen.indicators_of(goal) for target in indicator.targets or ()
    )
