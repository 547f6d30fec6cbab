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
    from pathlib import Path

    from workbench.plan.records import YearGoal
    from workbench.rules.rule import Outcome
    from workbench.rules.view import View

#: Digits and numerals that are part of a name or a phrase and count nothing.
_NOT_COUNTED: Final = Pattern(
    r"[2-6]G(?![A-Za-z])|[248]K(?![A-Za-z])|[23]D(?![A-Za-z])"  # 5G, 4K, 3D
    r"|(?<![A-Za-z])[A-Za-z]{1,20}(?:/[A-Za-z]{1,3})?[- ]?\d[A-Za-z0-9.-]{0,20}"  # IPv6, GB/T 36333-2018
    r"|[“\"]\d{1,12}[”\"]"  # “633”
    r"|\d\.0版?(?![\d%个])"  # 2.0版
    r"|[得扣加减]\d{1,3}(?:\.\d{1,2})?分(?!钟)"  # 得0.5分: what it is worth, not what is to be reached
    r"|“?十[一二三四五六]五(?!”?末)”?|一个新?台阶|一件事|[一两三四五六七八九十]{1,3}位一体"
)
_NUMERAL: Final = "[〇零一二两三四五六七八九十百千万亿]"
#: Numbers and dates, after what counts nothing has been taken out.
_COUNTED: Final = Pattern(
    r"\d"
    r"|(?<![一二三四五六七八九十第统唯专])一[个项家座套条处所份期台辆场]"
    rf"|(?:[二两三四五六七八九十百千万]|{_NUMERAL}{{2,12}})(?:余|多)?"
    r"(?:个|项|家|名|人次|户|套|座|条|处|所|份|件|张|场|期|辆|台|类|款|亩|吨|公里|平方|立方|米|元|万|亿|天|小时|分钟|倍)"
    r"|百分之|分之|[三四五六七八九]成(?![为立就效果功长])|翻[一两]番|一倍|过半|半数"
    r"|前[二三四五六七八九十百]|不超过一次|零(?:跑动|投诉|差错)"
    r"|[〇○零一二三四五六七八九]{4}年|[年月季][底末]|年[内中初]|季度末|[一二三四]季度|[上下]半年|[今明本当]年|期末|五”?末"
)
#: A body or service that will be there under its own name.
_FOUNDED: Final = Pattern(r"(?:设立|成立|组建|开通|上线|启用|推出)[^，。；,;“”]{0,6}“[^”]{2,30}”")
#: Verbs that make a paper of a policy.
_DRAFTING: Final = Pattern("制定|出台|印发|发布|修订|编制|下发")
#: What stands for words taken out of a text: characters that no text has.
_CUT: Final = "\ue000"
_MANY: Final = "\ue001"
_LIKENED: Final = Pattern(r"成为[^，。；]{0,60}$")
#: Titles of a goal that are a heading and state nothing yet: there is nothing in them to be checked.
_HEADINGS: Final = frozenset(
    {"目标", "总目标", "总体目标", "发展目标", "主要目标", "overall goal", "goal", "goals"}
)
#: Any number of them: 建设一批继续教育基地.
_SEVERAL: Final = Pattern("一批|若干|一系列|多个|一些")
_TITLE: Final = Pattern(r"《[^》]{1,200}》")
_RUN: Final = Pattern(r"[一-鿿A-Za-z0-9“”·-]+")
#: How far before its ending a name is looked for.
_LONGEST_NAME: Final = 40
#: After the ending of a name these make another word of it: 系统性, 标准化, 中心城区.
_NO_NOUN: Final = frozenset("化性城镇式")
_NAME_MARK: Final = Pattern(r"“[^”]{2,}”?|[A-Za-z0-9]{2,}")


@cache
def words_of(name: str) -> tuple[str, ...]:
    """The words of one list, longest first; read when first asked for.

    A file of the same name in the user's own folder adds words, or takes them out after a minus sign.
    """
    found = set(_lines(paths.resources() / "words" / f"{name}.txt"))
    for line in _own_lines(f"{name}.txt"):
        if line[0] == "-":
            found.discard(line[1:].strip())
        else:
            found.add(line)
    return tuple(sorted(found, key=lambda one: (-len(one), one)))


def _lines(path: Path) -> list[str]:
    stored = path.read_bytes()
    try:
        text = stored.decode("utf-8-sig")
    except UnicodeDecodeError:  # an own list saved by an old editor
        text = stored.decode("gb18030", "replace")
    lines = (line.strip() for line in text.splitlines())
    return [line for line in lines if line and line[0] != "#"]


def _own_lines(name: str) -> list[str]:
    # Where the user has no folder, or may not look into it, the lists shipped are all there is.
    try:
        path = paths.own_words() / name
        return _lines(path) if path.is_file() else []
    except OSError:
        return []


@cache
def word_pattern(*names: str) -> re.Pattern[str]:
    """Any word of the lists, the longest first; ``…`` in a word stands for up to twelve characters."""
    found = sorted({word for name in names for word in words_of(name)}, key=lambda one: (-len(one), one))
    return re.compile("|".join(re.escape(word).replace("…", "[^，。；]{0,12}?") for word in found) or "(?!)")


def vague_words(text: str) -> tuple[str, ...]:
    """The words for which a sentence cannot be checked; none when it says something that can be.

    A number, a date, a title in 《》, and a counted or individually named system, document or facility can
    be checked; a rank or a comparison cannot.
    """
    first = word_pattern("vague", "ranks", "weak").search(text)
    if first is None:
        return ()
    plain = half_width(text)
    found = word_pattern("vague", "ranks").findall(plain)
    if not found:
        if _promises_a_result(plain):
            return ()
        found = word_pattern("weak").findall(plain)
    if is_checkable(plain):
        return ()
    return tuple(dict.fromkeys(found))


def _promises_a_result(text: str) -> bool:
    """Whether the sentence says that something will be there: not a mere 机制, nor what others do."""
    if word_pattern("results").search(text) is None:
        return False
    own = _hedged().sub("，", text)
    return word_pattern("results").search(_unseen().sub("，", own)) is not None


@cache
def _hedged() -> re.Pattern[str]:
    return re.compile(rf"(?:{word_pattern('hedges').pattern})[^，。；,;]{{0,80}}")


@cache
def _unseen() -> re.Pattern[str]:
    objects = word_pattern("abstract").pattern
    return re.compile(rf"(?:{word_pattern('results').pattern})[^，。；,;]{{0,80}}?(?:{objects})(?![一-鿿])")


def is_checkable(text: str) -> bool:
    """Whether a sentence (half-width) holds a number, a date or a thing that can be checked."""
    return bool(
        _TITLE.search(text)
        or _COUNTED.search(_NOT_COUNTED.sub("#", word_pattern("fixed").sub("#", text)))
        or word_pattern("checkable").search(text)
        or _FOUNDED.search(text)
        or names_a_thing(text)
    )


def names_a_thing(text: str) -> bool:
    """Whether a sentence names a system, document or facility that is not just any of its kind."""
    # What is said of it (加快, 一流) is no part of its name.
    bare = word_pattern("vague", "ranks").sub(_CUT, _SEVERAL.sub(_MANY, text))
    things = word_pattern("things", "drafted")
    seen: set[str] = set()
    for run in _RUN.finditer(bare):
        if bare[run.start() - 1 : run.start()] == _MANY:
            continue
        for ending in things.finditer(bare, run.start(), run.end()):
            if bare[ending.end() : ending.end() + 1] in _NO_NOUN:
                continue
            name = bare[max(run.start(), ending.start() - _LONGEST_NAME) : ending.start()]
            if ending.group() in words_of("drafted") and not _DRAFTING.search(name):
                continue
            if name in seen:
                continue
            seen.add(name)
            # 打造成为具有影响力的...平台: what it is to be like, no name.
            if _identifies(name) and not _LIKENED.search(bare, max(0, ending.start() - 60), ending.start()):
                return True
    return False


def _identifies(before: str) -> bool:
    """Whether what stands before 平台, 方案 ... tells it from others of its kind."""
    begins = 0
    for cut in word_pattern("verbs", "weak", "results").finditer(before):
        begins = cut.end()
    name = word_pattern("generic").sub("", before[begins:])
    # Three characters beside the general ones tell one from another: 政务云平台, 社会保障卡系统.
    return len(name) >= 3 or _NAME_MARK.search(name) is not None


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
    be general when an indicator with targets measures the goal. A title that is but a heading, such as
    "Overall goal", states nothing and is not judged.

    Why: A sentence that nobody can find untrue cannot be accepted, assessed or claimed; at the end there
    is a quarrel instead of a check.

    How: Say how much, by when, or which document, system or facility will be there. The word lists stand in
    resources/words and can be extended.

    Good: "All 46 departments are linked to the government cloud by the end of June 2016."

    Bad: "Speed up the work, with markedly better results."
    """
    if isinstance(element, Goal):
        if (element.title or "").strip().lower() in _HEADINGS:
            return None
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
    period = goal.period
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
