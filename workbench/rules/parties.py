"""I318: who is to act is named, not described as "the departments concerned"."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.i18n import N_
from workbench.patterns import Pattern
from workbench.plan.elements import Milestone, Project, Safeguard, Unit
from workbench.rules.rule import INFO, WARNING, Word, fault, passed_as, rule
from workbench.rules.wording import word_pattern, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from workbench.plan.records import YearGoal
    from workbench.rules.rule import Fault, Outcome
    from workbench.rules.view import View

#: How far before and behind a party its sentence is read.
_NEAR: Final = 80
#: A text is read so far: the longest of real plans are a tenth of it.
_READ: Final = 100_000
#: A list of who does it: 配合单位：市编办、各有关单位.
_ROLE: Final = Pattern(
    r"(?:牵头|配合|责任|协办|主办|承办|参与|支持|实施|协同|主管|协助)(?:单位|部门|方)?[:：][^。；;（）()]{0,80}$"
)
#: Before the party: it does what follows.
_AGENT: Final = Pattern(
    r"(?:由|经|请|交|交由|委托|责成|责令|依靠)(?:市直|省直|区直|市级|省级|区级|县级|市|省|区|县)?$"
)
#: Between what comes before and the party: whose departments they are.
_WHOSE: Final = Pattern(
    r"(?:国家|中央|上级|本级|全市|全省|全区|全县|市直|省直|区直|市级|省级|区级|县级|[国省市区县]|其他|其它|行业内?|各类"
    r"|[、和及与])*$"
)
#: Behind the party: what it is to do; with these there is no doubt.
_SHALL: Final = Pattern(
    r"(?:[、和及与，][^，。；;要应须]{1,12}){0,3}(?:均|都|也)?"
    r"(?:要|应|须|必须|需|可|牵头|负责|配合|协同|按|按照|依据|根据|结合|围绕|分别|共同|分头|分工|各自|各司其职|各负其责"
    r"|联合|认真|切实|积极|主动|高度|严格|及时|定期|每[年季月周]|加强|加快|强化|完善|落实|抓好|做好|对|于|会同|密切)"
)
#: Verbs that may also belong to what the party has: 有关部门出具的证明.
_DOES: Final = Pattern(
    r"(?:[、和及与][^，。；;的]{1,12}){0,3}(?:制定|编制|出具|提供|报送|上报|提交|组织|实施|推进|开展|建立|完成|参与|支持|承担"
    r"|审核|审批|验收|批准|确认|同意|协商|研究|办理|解决|协助|执行|整改|监督|跟进|推动|建设|使用|提出|签字|盖章|受理|更新|归集)(?P<of>[^，。；;]{0,4}的)?"
)
#: A pattern of work that is to be set up, not an assignment: 建立...各司其职的工作格局.
_SET_UP: Final = Pattern(r"(?:建立|健全|构建|形成|完善|打造)[^。；;]{0,80}$")
_FRAME: Final = Pattern(r"[^。；;]{0,80}?的[^，。；;]{0,8}(?:格局|机制|体系|局面|体制)")


class Party(NamedTuple):
    """A vague party that is to act, and where it stands."""

    words: str
    start: int
    end: int


@rule(
    "I318",
    "vague-party",
    WARNING,
    "project milestone safeguard",
    N_("Who is to act is named"),
)
def vague_party(seen: View, element: Project | Milestone | Safeguard) -> Outcome | list[Fault]:
    """Descriptions and annual targets of projects, titles, deliverables and acceptance criteria of
    milestones, and safeguards that name a responsible unit, do not leave what is to be done to a party that
    nobody can point at: 各有关单位, 相关部门, 各级各部门. Only the one who acts counts: the subject, the
    agent (由, 经), or an entry under 责任单位 or 配合单位. A party that is told, asked, served or brought in
    by a named unit is none (会同有关部门, 征求有关部门意见, 各部门数据). Silent where a group of that name
    is among the units and its members are given. A hint in safeguards; those without a responsible unit are
    left to I315.

    Why: Each of the units concerned waits for the others, and in the end nobody was meant. A sentence with
    such a subject cannot be assigned, reported on or assessed.

    How: Name the units, or enter a group under that name with its members. The parties and the words around
    them stand in resources/words and can be extended.

    Good: 市财政局、市统计局于每季度末报送进展.

    Bad: 各有关单位要加强配合，抓好落实.
    """
    severity = INFO if isinstance(element, Safeguard) else WARNING
    if isinstance(element, Safeguard) and element.responsible_unit is None:
        return None
    search = word_pattern("vague_parties").search
    read = False
    found: list[Fault] = []
    for place, text in texts_of(element):
        if not text:
            continue
        read = True
        if search(text) is None:
            continue
        field = place if isinstance(place, str) else year_goal_field(place)
        words = tuple(dict.fromkeys(one.words for one in parties_in(text, groups(seen))))
        if words:
            found.append(
                fault(
                    field,
                    N_("{name} leaves it to {parties} to act: nobody can tell who that is (“{field}”)"),
                    severity=severity,
                    parties=words,
                    field=Word(element.field_of[field.partition("[")[0]].label),
                )
            )
    if found:
        return found
    return passed_as(severity) if read else None


def texts_of(
    element: Project | Milestone | Safeguard,
) -> tuple[tuple[str | YearGoal, str | None], ...]:
    """The texts that say who does what, each with the field or the annual target it stands in."""
    if isinstance(element, Milestone):
        return (
            ("title", element.title),
            ("deliverable", element.deliverable),
            ("acceptance", element.acceptance),
        )
    if isinstance(element, Project):
        yearly = ((goal, goal.text) for goal in element.year_goals or ())
        return (("description", element.description), *yearly)
    return (("text", element.text),)


def year_goal_field(goal: YearGoal) -> str:
    """The annual target as a field of its project: year_goals[2026-Q2]."""
    return f"year_goals[{goal.period}]"


def groups(seen: View) -> tuple[str, ...]:
    """Names of groups that sound vague and whose members are known."""
    known: tuple[str, ...] | None = seen.memo.get("I318")
    if known is None:
        known = tuple(
            name
            for unit in seen.plan.all(Unit)
            if unit.members
            for name in (unit.name, *(unit.aliases or ()))
            if is_vague(name)
        )
        seen.memo["I318"] = known
    return known


def is_vague(name: str | None) -> bool:
    """Whether a name holds a vague party."""
    return bool(name) and word_pattern("vague_parties").search(name or "") is not None


def parties_in(text: str, known: Iterable[str] = ()) -> Iterator[Party]:
    """The vague parties that a text leaves it to; ``known`` are names of groups that stand for somebody."""
    for found in word_pattern("vague_parties").finditer(text, 0, _READ):
        if _is_known(text, found, known):
            continue
        before = text[max(0, found.start() - _NEAR) : found.start()]
        behind = text[found.end() : found.end() + _NEAR]
        if _acts(before, behind):
            yield Party(found.group(), found.start(), found.end())


def _is_known(text: str, found: re.Match[str], known: Iterable[str]) -> bool:
    return any(
        text.startswith(name, max(0, found.start() - name.find(found.group())))
        for name in known
        if found.group() in name
    )


@cache
def _objects() -> re.Pattern[str]:
    return re.compile(rf"(?:{word_pattern('party_objects').pattern})$")


def _acts(before: str, behind: str) -> bool:
    """Whether the party between these is the one to act."""
    if word_pattern("party_belongings").match(behind):
        return False
    if _ROLE.search(before) or _AGENT.search(before):
        return True
    whose = _WHOSE.search(before)
    bare = before[: whose.start()] if whose is not None else before
    # 向, 会同, 组织 ... stand right before the party, or before 市 or 国家, or before the first of several.
    if _objects().search(before) or _objects().search(bare) or _is_listed_object(before):
        return False
    if _SHALL.match(behind) is None:
        does = _DOES.match(behind)
        if does is None or does["of"]:
            return False
    return not (_SET_UP.search(before) and _FRAME.match(behind))


def _is_listed_object(before: str) -> bool:
    """Whether the party ends a list that a preposition opens: 会同市财政局、市统计局和."""
    if before[-1:] not in ("、", "和", "及", "与"):
        return False
    clause = re.split("[，。；,;：:]", before)[-1]
    return any(clause.startswith(word) or f"局{word}" in clause for word in words_of("party_objects"))
