"""C424: what the text of the plan says it has is what the plan has.

Only counts of the plan's own things are read, and only where the sentence speaks of all of them: a part
(其中, 新建, 牵头, 2026年), another plan's, the past and progress are left alone. Better silent than wrong.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.i18n import N_
from workbench.patterns import Pattern
from workbench.plan.elements import PlanHead, Section
from workbench.plan.values import show_number
from workbench.rules.amounts import NUMBER, number_of, plain_text
from workbench.rules.own_things import INDICATORS, PROJECTS, Own, own_things
from workbench.rules.rule import PASSED, UNKNOWN, WARNING, fault, rule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from workbench.plan.elements import Element
    from workbench.rules.rule import Outcome
    from workbench.rules.view import View

#: What a plan counts of its own -> under which name its own things are known.
_NOUNS: Final = {
    "约束性指标": "binding",
    "预期性指标": "expected",
    "约束性": "binding",
    "预期性": "expected",
    "指标": "indicators",
    "任务": "tasks",
    "项目": "projects",
    "工程": "programmes",
    "目标": "goals",
    "保障措施": "safeguards",
    "里程碑": "milestones",
}
#: What may stand between the number and the thing and leaves it all of them.
_WHOLE_WORD: Final = (
    r"(?:重点|主要|具体|核心|关键|建设|工作|发展|规划|监测|评价|一体化|信息化|数字化|智慧城市|改革|专项)"
)
_NOUN: Final = "|".join(_NOUNS)
_NOT_THE_THING: Final = (
    r"(?!书|组|清单|单位|经理|部|法人|业主|公司|库|储备|类|管理|资金|体系|值|师|款|中心|量|群体|完成|进度|任务|牵头"
    r"|责任)"
)
_COUNT_FIRST: Final = Pattern(
    rf"(?P<number>{NUMBER})\s?(?:项|个|条)(?P<words>{_WHOLE_WORD}{{0,3}})(?P<noun>{_NOUN}){_NOT_THE_THING}"
)
_COUNT_LAST: Final = Pattern(
    rf"(?P<words>{_WHOLE_WORD}{{0,3}})(?P<noun>{_NOUN})(?:总数|数量)?(?:共计|合计|总计|共有|共|为|有|计){{0,2}}[:：]?"
    rf"(?P<number>{NUMBER})\s?(?:项|个|条)(?=[，。；、,;)）(（]|其中|$)"
)
_MONEY: Final = Pattern(
    r"(?P<noun>总投资额?|投资总额|总投资规模|投资总规模|估算总投资|计划总投资|投资估算总额)"
    r"(?:预计|估算|匡算|合计|共计|共|为|达到|达)?[:：]?(?P<about>约|近|超过|超|不超过|逾)?"
    r"(?P<number>\d{1,12}(?:,\d{3}){0,4}(?:\.\d{1,6})?)\s?(?P<unit>亿元|万元)(?P<tail>左右|以上|以内)?"
)

#: In the clause before the count: a part, another's (＃ is a blanked title or name), the past, progress.
_A_PART: Final = Pattern(
    r"＃|其中|首批|首期|首年|第[一二三四五六七八九十\d]{1,3}批|先行|率先|每|各[区县市]|各部门|各单位|分别|其余|剩余|其他|另"
    r"|新增|增加|新建|续建|在建|改建|扩建|储备|拟建|试点|完成|已|曾|原有|原来|现有|上一|上期|上轮|此前|以往|过去|去年"
    r"|上年|前期|截至|十[一二三四]五|国家|省级|省定|省下达|全省|中央|部委|全国|国务院|党中央|上级|下达|牵头|负责|承担|参与|配合"
    r"|年度|当年|今年|本年|明年|季度|上半年|下半年|近期|中期|远期|不少于|不低于|至少|超过|约|近|余|多|逾"
    r"|(?<![个大各条])(?:领域|方面|板块)|(?<![一二三四五六七八九十\d个大各分])类|[区县镇](?!域)|(?<!布)局|委(?!托)|办(?![理法事])|街道|公司|集团|剔除|取消|调整|未|减少"
)
#: A single year makes it that year's; 到2030年 and 2026-2030年 are the plan's.
_A_YEAR: Final = Pattern(r"(?<![到至\-—~\d])\d{4}年(?![至到\-—~])")
#: Behind it: progress, or a part that follows.
_PROGRESS: Final = Pattern(
    r"[^，。；,;]{0,6}?(?:已|完成|未|滞后|延期|取消|调整|新增|正在|开工|启动|验收|提前|达到|超额)"
)
#: Before or behind it: the sentence speaks of all of them.
_ALL: Final = Pattern(
    r"共|总|合计|上述|以上|含|全部|规划|计划|方案|纲要|意见|提出|列出|确定|部署|明确|安排|设|实施|推进|开展|落实|围绕|聚焦|分解|形成|包括|包含|涵盖|梳理|谋划"
    r"|布局|抓好|组织|统筹|细化|策划|列"
)
_ALL_BEHIND: Final = Pattern(
    r"(?:名称)?(?:如下|见下表|见表|见附|列示|分工|清单|包括|分为|[，,:：（(]\s?(?:其中|分为|包括))"
)
_ONLY_ALL: Final = Pattern(
    r"(?:本|该|全市|我市|上述|以上|规划期内|规划期|期内|规划|行动计划|计划|方案|纲要|重点|建设|工程|项目|任务|全部|各项|各类"
    r"|共|合计|总计|匡算|估算|测算|预计|概算|安排|实施|部署|需|及|和|的|、|个|项|类|大|\d|[一二三四五六七八九十百]|[\s*])*+"
)
_ALL_FIRST: Final = Pattern(
    r"\s*(?:[-*]\s+)?(?:本|该)?(?:规划|方案|行动计划|计划|纲要|重点工程|重点项目|全部|共|实施|安排|部署|项目|工程|规划期|各项)"
)
#: Sections that tell of the past, by kind and by title.
_PAST_KINDS: Final = frozenset({"status_quo"})
_PAST_TITLE: Final = Pattern("基础|现状|回顾|成效|形势")
_SENTENCE: Final = Pattern(r"[。；;！!？?\n]")
_CLAUSE: Final = Pattern(r"[，,:：（(）)]")
_OF_WHICH: Final = Pattern("其中|、")
#: What a line is about: a heading, words in bold or a short first sentence.
_LABEL: Final = Pattern(
    r"\s{0,8}(?:[-*+]\s{1,4}|\d{1,2}[.、)]\s{0,4}|[（(]?[一二三四五六七八九十]{1,3}[)）、.]\s{0,4})?"
    r"(?:\*\*(?P<bold>[^*\n]{1,40})\*\*|(?P<short>[^，。；：,;:\n]{1,20})[。：:])"
)
_LABEL_OF_ALL: Final = Pattern(
    "总|体系|规模|概况|指标|任务|项目|工程|目标|安排|内容|要求|思路|投资|资金|筹措|保障|路径|部署"
)
#: A text is read so far.
_READ: Final = 100_000


class Mention(NamedTuple):
    """A count or sum that the text gives of the plan's own things."""

    thing: str
    said: str
    number: Decimal
    #: Where the number stands, with 亿元 or 万元 of a sum left out.
    start: int
    end: int
    #: Of a sum: 亿元 or 万元, and whether it is about, at least or at most so much.
    unit: str = ""
    about: str = ""


@rule(
    "C424",
    "text-counts-otherwise",
    WARNING,
    "plan section",
    N_("What the text counts and adds up is what the plan holds"),
    whole=True,
)
def text_counts_otherwise(seen: View) -> Iterator[tuple[Element, list[Outcome]]]:
    """Reads the sections and the description of the plan for counts of its own tasks, projects, programmes,
    goals, indicators (all, binding, expected), safeguards and milestones, and for its total investment, and
    compares them with what the plan holds. A count holds when it is right in one of the ways such things are
    counted: with or without parts, with or without cancelled ones. A sum holds when it is right to the last
    digit given. Left alone are parts of the whole (其中, 新建, a single field or year), what units lead,
    other plans, the past, progress, and the chapter on the present state.

    Why: Numbers in the text are what leaders and newspapers quote. After three rounds of changes the text
    says 32 indicators, the table shows 31, and the first question at the press conference is which one fell.

    How: Correct the number, or enter what is missing. Where the number speaks of a part, say so in the same
    clause.

    Good: 共设31项指标，其中约束性指标5项, and the plan has 31 indicators, 5 of them binding.

    Bad: 提出16项任务, and the plan has 15.
    """
    own: Own | None = None
    for element, field, text in narratives(seen):
        found = list(mentions(text))
        if not found:
            continue
        if own is None:
            own = own_things(seen)
        yield element, [_judged(seen, field, one, own) for one in found]


def narratives(seen: View) -> Iterator[tuple[Element, str, str]]:
    """The texts that speak of the plan: (element, field, text)."""
    if seen.head.description:
        yield seen.head, "description", seen.head.description
    for section in seen.plan.all(Section):
        if not section.text or section.kind in _PAST_KINDS or _PAST_TITLE.search(section.title):
            continue
        yield section, "text", section.text


def is_narrative(element: Element, field: str) -> bool:
    """Whether the field is one that the rule reads."""
    return (isinstance(element, Section) and field == "text") or (
        isinstance(element, PlanHead) and field == "description"
    )


def _judged(seen: View, field: str, one: Mention, own: Own) -> Outcome:
    if own.agrees(one.thing, one.number, one.unit, one.about):
        return PASSED
    figure = own.figure(one.thing, one.unit)
    if figure is None:
        return None
    listed = "indicators" if one.thing in INDICATORS else "projects" if one.thing in PROJECTS else one.thing
    reason = seen.head.why_absent(listed)
    if reason is not None or not own.is_whole(one.thing):
        return UNKNOWN if reason in (None, "not_seen", "pending") else None
    return fault(
        field,
        N_("{name} says “{said}”, but the plan itself comes to {own}"),
        said=one.said,
        own=f"{show_number(figure)}{one.unit}",
    )


def mentions(text: str) -> Iterator[Mention]:
    """The counts and sums that a text gives of the plan's own things, in their order."""
    text = text[:_READ]
    plain = plain_text(text)
    at, under = 0, True
    for line in plain.split("\n"):
        if line.lstrip().startswith("#"):
            under = _LABEL_OF_ALL.search(line) is not None
        elif under and ("项" in line or "个" in line or "条" in line or "投资" in line) and _is_of_all(line):
            found = [*_counts(line, at, text), *_sums(line, at, text)]
            yield from sorted(found, key=lambda one: one.start)
        at += len(line) + 1


def _is_of_all(line: str) -> bool:
    """Whether what a line is about is the whole plan, not one of its fields."""
    label = _LABEL.match(line)
    return label is None or _LABEL_OF_ALL.search(label["bold"] or label["short"]) is not None


def _counts(line: str, at: int, text: str) -> Iterator[Mention]:
    taken = 0
    both = sorted(
        [*_COUNT_FIRST.finditer(line), *_COUNT_LAST.finditer(line)],
        key=lambda one: (one.start(), -one.end()),
    )
    for found in both:
        number = number_of(found["number"])
        if found.start() < taken or number is None or number < 2:
            continue
        begins = _last(_SENTENCE, line, found.start())
        clause = max(begins, _last(_CLAUSE, line, found.start()))
        noun = found["noun"]
        if noun in ("约束性", "预期性", "约束性指标", "预期性指标"):
            # 其中约束性8项 is the whole of the binding ones.
            clause = _last(_OF_WHICH, line, found.start(), clause)
            speaks = "指标" in line[begins : found.end()]
        else:
            speaks = (
                _ALL.search(line, clause, found.end()) is not None
                or _ALL_BEHIND.match(line[found.end() : found.end() + 20]) is not None
            )
            if found.start("noun") < found.start("number"):
                # 新建项目12个: whatever stands before the thing makes it a part.
                speaks = (
                    speaks and _ONLY_ALL.fullmatch(_without_verbs(line[clause : found.start()])) is not None
                )
        before = line[clause : found.start()]
        if not speaks or _A_PART.search(before) or _A_YEAR.search(before):
            continue
        if _PROGRESS.match(line[found.end() : found.end() + 12]):
            continue
        taken = found.end()
        start, end = at + found.start("number"), at + found.end("number")
        said = text[at + found.start() : at + found.end()]
        yield Mention(_NOUNS[noun], said, number, start, end)


def _without_verbs(before: str) -> str:
    return re.sub("提出|列出|列入|纳入|确定|明确|设置|设立|设|列|纳入", "", before)


def _sums(line: str, at: int, text: str) -> Iterator[Mention]:
    for found in _MONEY.finditer(line):
        number = number_of(found["number"])
        begins = _last(_SENTENCE, line, found.start())
        clause = max(begins, _last(_CLAUSE, line, found.start()))
        if number is None or _ONLY_ALL.fullmatch(line[clause : found.start()]) is None:
            continue
        # 总投资6000万元的数据平台: what follows has cost so much.
        if line.startswith("的", found.end()):
            continue
        label = _LABEL.match(line)
        starts = label.end() if label is not None and label.end() > begins else begins
        # The sentence itself may be about one project: 数据平台由市数据局建设，总投资6000万元.
        if line[starts : found.start()].strip(" *") and _ALL_FIRST.match(line, starts) is None:
            continue
        yield Mention(
            "investment",
            text[at + found.start() : at + found.end()],
            number,
            at + found.start("number"),
            at + found.end("number"),
            found["unit"],
            found["about"] or found["tail"] or "",
        )


def _last(marks: Pattern, line: str, end: int, begins: int = 0) -> int:
    """Where the last of the marks before this place ends; a sentence is read back at most 200 characters."""
    begins = max(begins, end - 200)
    for mark in marks.finditer(line, begins, end):
        begins = mark.end()
    return begins
