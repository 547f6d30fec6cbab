"""Own rules: read, run beside the catalogue's, live as wholly, and bounded whatever they ask for."""

from __future__ import annotations

import pickle  # noqa: TID251 -- as processes hand things to one another
import random
from decimal import Decimal
from typing import Any, Final

import pytest

from tests.plans import sound_elements
from tests.rules.test_cases import plan_of
from tests.rules.test_neighbourhood import try_edit
from workbench.errors import Problem
from workbench.i18n import words
from workbench.plan import edits
from workbench.plan.change import Change
from workbench.plan.plan import Plan
from workbench.plan.records import Baseline
from workbench.rules import own
from workbench.rules.checker import Checker
from workbench.rules.expression_values import Frame
from workbench.rules.finding import shown
from workbench.rules.manual import manual
from workbench.rules.profile import Profile, of_plan
from workbench.rules.registry import RULES
from workbench.rules.rule import Fault

#: Looks at its element alone.
COSTLY_PROJECT: Final = {
    "code": "X001",
    "title": "投资一千万元以上的项目有运维费",
    "kind": "项目",
    "applies_if": "总投资 >= 1000万元",
    "holds": "年运维费 > 0",
    "message": "{name} 总投资 {总投资}，{{年运维费}} 为 {年运维费}，占 {总投资 / 3}",
    "severity": "error",
}
#: Looks at others.
BUSY_UNIT: Final = {
    "code": "X002",
    "title": "一个单位牵头的项目不过两个",
    "kind": "unit",
    "holds": "count(projects, lead_unit = this) <= 2",
    "message": "{name} 牵头 {count(projects, lead_unit = this)} 个项目：{projects}",
}
#: Goes through lists within lists.
NESTED: Final = {
    "code": "X003",
    "title": "t",
    "kind": "project",
    "holds": "all(milestones, all(plan.indicators, given(unit)))",
    "message": "m",
    "severity": "info",
}


def only(*entries: dict[str, str]) -> Profile:
    read = {one["code"]: own.read(one) for one in entries}
    return Profile("test", frozenset(RULES), own=read)


def fragment(**project: Any) -> Plan:
    return plan_of({"projects": [{"id": "p", "code": "P-1", "title": "平台", **project}]}, "own")


def findings(plan: Plan, profile: Profile) -> list[Any]:
    checker = Checker(plan, profile=profile)
    checker.full()
    return checker.findings()


def test_a_rule_finds_what_does_not_hold() -> None:
    plan = fragment(total_investment=3000, running_cost_per_year=0)
    (found,) = findings(plan, only(COSTLY_PROJECT))
    assert found[:5] == ("X001", "error", "project", "p", "running_cost_per_year")
    assert found.dimension == "whole"
    sentence = shown(found, plan, words("zh"))
    assert sentence == "P-1 平台 总投资 3,000 万元，{年运维费} 为 0 万元，占 1,000 万元"


def test_figures_of_any_length_are_shown() -> None:
    told = {"code": "X001", "title": "t", "kind": "indicator", "holds": "no", "message": "{baseline.value}"}
    for written, said in (
        ("1" * 30 + ".12345678", "1" * 28 + "00"),
        ("0.123456789", "0.1235"),
        ("90.0", "90.0"),
    ):
        plan = plan_of({"indicators": [{"id": "i", "name": "x"}]}, "own")
        plan.apply(edits.set_field(plan, "i", "baseline", Baseline(value=Decimal(written))))
        (found,) = findings(plan, only(told))
        assert shown(found, plan, words("en")) == said


def test_what_nobody_stated_cannot_be_judged() -> None:
    checker = Checker(fragment(total_investment=3000), profile=only(COSTLY_PROJECT))
    checker.full()
    assert checker.findings() == []
    assert (checker.verdicts()["whole"].unknown, checker.verdicts()["whole"].applicable) == (1, 0)
    assert checker.verdicts()["whole"].verdict == "nothing"


def test_a_rule_that_does_not_apply_counts_nowhere() -> None:
    for plan in (
        fragment(total_investment=5),
        fragment(),
        fragment(total_investment=3000, status="cancelled"),
    ):
        checker = Checker(plan, profile=only(COSTLY_PROJECT))
        checker.full()
        assert checker.verdicts()["whole"][1:] == (None, 0, 0, 0, 0, 0, 0)


def test_its_checks_are_counted_waived_and_excused() -> None:
    plan = fragment(total_investment=3000, running_cost_per_year=0)
    checker = Checker(plan, profile=only(COSTLY_PROJECT))
    checker.full()
    assert checker.verdicts()["whole"].errors == 1
    change = edits.waive(plan, "X001", "p", "省级统建")
    plan.apply(change)
    checker.update(change)
    checker.run_whole()
    assert (checker.verdicts()["whole"].errors, checker.verdicts()["whole"].waived) == (0, 1)
    held = {"code": "X001", "title": "t", "kind": "project", "holds": "given(operator)", "message": "m"}
    absent = fragment(absent={"operator": {"reason": "pending"}})
    checker = Checker(absent, profile=only(held))
    checker.full()
    assert (checker.findings(), checker.verdicts()["whole"].unknown) == ([], 1)


def test_a_rule_that_looks_at_others_runs_with_the_whole_rules() -> None:
    assert own.is_local(own.read(COSTLY_PROJECT))
    assert own.is_local(own.read(COSTLY_PROJECT | {"holds": "given(lead_unit) and empty(support_units)"}))
    assert not own.is_local(own.read(COSTLY_PROJECT | {"holds": "given(lead_unit.contact)"}))
    assert not own.is_local(own.read(COSTLY_PROJECT | {"holds": "given(milestones)"}))
    assert not own.is_local(own.read(BUSY_UNIT))
    assert not own.is_local(own.read(NESTED))
    plan = plan_of(
        {
            "units": [{"id": "u", "name": "市大数据局"}],
            "projects": [{"id": f"p{n}", "title": f"项目{n}", "lead_unit": "u"} for n in range(3)],
        },
        "own",
    )
    (found,) = findings(plan, only(BUSY_UNIT))
    assert (found.kind, found.id, found.field) == ("unit", "u", "projects")
    assert shown(found, plan, words("zh")) == "市大数据局 牵头 3 个项目：项目0、项目1、项目2"


# -- the plan's own profile, live ------------------------------------------------------------------------


def held(*entries: dict[str, str], **more: Any) -> dict[str, Any]:
    return {"own": [dict(one) for one in entries], **more}


def make(plan: Plan, live: Checker, change: Change) -> None:
    plan.check(change)
    plan.apply(change)
    live.update(change)
    live.run_whole()
    full = Checker(plan)
    full.full()
    assert live.findings() == full.findings()
    assert live.verdicts() == full.verdicts()


def test_a_change_of_the_profile_is_checked_at_once() -> None:
    plan = Plan("plan", sound_elements(60))
    live = Checker(plan)
    live.full()
    assert [one for one in live.findings() if one.rule[0] == "X"] == []
    make(plan, live, edits.set_field(plan, "plan", "rule_profile", held(BUSY_UNIT, NESTED)))
    assert live.profile.own.keys() == {"X002", "X003"}
    loose = BUSY_UNIT | {"holds": "count(projects) < 0"}
    make(plan, live, edits.set_field(plan, "plan", "rule_profile", held(loose)))
    assert {one.rule for one in live.findings()} == {"X002"}
    make(plan, live, edits.set_field(plan, "plan", "rule_profile", held(loose, off=["X002", "S999"])))
    assert {one.rule for one in live.findings()} == {"X000"}
    make(plan, live, edits.set_field(plan, "plan", "rule_profile", None))
    assert live.findings() == []


def test_a_profile_given_goes_before_the_plans_own() -> None:
    plan = fragment(total_investment=3000, running_cost_per_year=0)
    plan.apply(edits.set_field(plan, "plan", "rule_profile", held(COSTLY_PROJECT)))
    given = Checker(plan, profile=Profile())
    given.full()
    assert "X001" not in {one.rule for one in given.findings()}
    without = Checker(plan)
    without.full()
    assert "X001" in {one.rule for one in without.findings()}


@pytest.mark.parametrize("seed", range(8))
def test_own_rules_live_are_own_rules_in_full(seed: int) -> None:
    chance = random.Random(seed)
    plan = Plan("plan", sound_elements(90, seed))
    profile = held(
        COSTLY_PROJECT | {"applies_if": ""},
        {
            "code": "X006",
            "title": "t",
            "kind": "project",
            "holds": "given(lead_unit) or empty(goals)",
            "message": "m",
        },
        {
            "code": "X007",
            "title": "t",
            "kind": "milestone",
            "holds": "due <= today or given(evidence)",
            "message": "m",
        },
        BUSY_UNIT,
        NESTED,
        {
            "code": "X004",
            "title": "t",
            "kind": "goal",
            "holds": "any(projects, 年运维费 > 0)",
            "message": "{title}",
        },
        {
            "code": "X005",
            "title": "t",
            "kind": "plan",
            "holds": "count(projects) > 1000",
            "message": "{vision}",
        },
    )
    plan.apply(edits.set_field(plan, "plan", "rule_profile", profile))
    live = Checker(plan)
    live.full()
    for _ in range(40):
        change = try_edit(plan, chance)
        if change is None:
            continue
        live.update(change)
        live.run_whole()
        full = Checker(plan)
        full.full()
        mine = [one for one in live.findings() if one.rule[0] == "X"]
        assert mine == [one for one in full.findings() if one.rule[0] == "X"], change
        assert live.verdicts()["whole"] == full.verdicts()["whole"], change


# -- bounds ----------------------------------------------------------------------------------------------


def deep(levels: int) -> str:
    inside = 'title contains "zz"'
    for _ in range(levels):
        inside = f"any(plan.projects, {inside})"
    return inside


def test_a_rule_that_costs_too_much_is_said_once_and_stops_nothing() -> None:
    plan = Plan("plan", sound_elements(300))
    hostile = {"code": "X001", "title": "深", "kind": "project", "holds": deep(5), "message": "m"}
    good = BUSY_UNIT | {"holds": "count(projects) < 0"}
    checker = Checker(plan, profile=only(hostile, good))
    checker.full()
    found = checker.findings()
    (said,) = [one for one in found if one.rule == "X001"]
    assert (said.kind, said.id, said.field) == ("plan", "plan", "rule_profile")
    assert "X001" in shown(said, plan, words("en"))
    assert len([one for one in found if one.rule == "X002"]) == plan.count("unit")
    again = Checker(plan, profile=only(hostile, good))
    again.full()
    assert again.findings() == found


def test_what_a_hostile_rule_may_cost_is_bounded_by_the_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = Plan("plan", sound_elements(300))
    frames: list[tuple[Frame, int]] = []

    class Watched(Frame):
        def __init__(self, view: Any, left: int) -> None:
            super().__init__(view, left)
            frames.append((self, left))

    monkeypatch.setattr(own, "Frame", Watched)
    entries = [
        {"code": f"X{n:03d}", "title": "t", "kind": "project", "holds": deep(4 + n % 3), "message": "m"}
        for n in range(1, own.MOST_RULES + 1)
    ]
    Checker(plan, profile=only(*entries)).full()
    spent = sum(given - max(frame.left, 0) for frame, given in frames)
    assert len(frames) == own.MOST_RULES
    assert spent <= 10_000_000 + 1000 * len(plan)


def test_rules_beyond_what_typing_can_bear_are_run_beside_it() -> None:
    long = " or ".join(["title = '甲'"] * 100)
    entries = [
        {"code": f"X{n:03d}", "title": "t", "kind": "project", "holds": long, "message": "m"}
        for n in range(1, own.MOST_RULES + 1)
    ]
    profile = only(*entries)
    at_once = [one for code, one in profile.rules.items() if code[0] == "X" and code in profile.own]
    assert 0 < sum(not one.whole for one in at_once) < 10
    few = only(*(entry | {"holds": "title = '甲' or key"} for entry in entries))
    assert not any(few.rules[code].whole for code in few.own)


def test_no_more_entries_are_read_than_there_may_be_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[Any] = []
    reading = own.read

    def counted(entry: Any) -> own.OwnRule:
        read.append(entry)
        return reading(entry)

    monkeypatch.setattr(own, "read", counted)
    for entry in (BUSY_UNIT, BUSY_UNIT | {"holds": "nonsense"}, 7):
        read.clear()
        troubles = of_plan({"own": [entry] * 100_000}).troubles
        assert len(read) == own.MOST_RULES
        assert troubles


def test_a_quadratic_rule_passes_in_a_plan_of_usual_size() -> None:
    plan = Plan("plan", sound_elements(300))
    pairs = {
        "code": "X001",
        "title": "项目名称不重复",
        "kind": "project",
        "holds": "count(plan.projects, title = this.title) = 1",
        "message": "{name} 重名",
    }
    checker = Checker(plan, profile=only(pairs))
    checker.full()
    assert checker.verdicts()["whole"].applicable == plan.count("project")


@pytest.mark.parametrize(
    "holds",
    [
        "(" * 1900 + "key",
        "1e999999 > 0",
        "9" * 1900 + " > 0",
        "not " * 450 + "key",
        "*".join(["9" * 19] * 99) + ">1",
    ],
)
def test_hostile_expressions_are_refused_or_come_to_nothing(holds: str) -> None:
    plan = fragment(key=True)
    plan.apply(
        edits.set_field(
            plan,
            "plan",
            "rule_profile",
            held({"code": "X001", "title": "t", "kind": "project", "holds": holds, "message": "m"}),
        )
    )
    checker = Checker(plan)
    checker.full()
    assert not [one for one in checker.findings() if one.rule == "X001"]


# -- reading -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"code": "X000"}, "from X001 to X999"),
        ({"code": "S101"}, "from X001 to X999"),
        ({"code": 7}, "from X001 to X999"),
        ({"kind": "car"}, "there is no kind “car”"),
        ({"kind": ""}, "kind is missing"),
        ({"holds": None}, "holds must be a text"),
        ({"holds": "x" * 3000}, "holds must be a text"),
        ({"severity": "fatal"}, "the severity must be"),
        ({"colour": "red"}, "unknown entry colour"),
        ({"holds": "ende > 3"}, "X001, holds: Character 1"),
        ({"applies_if": "end"}, "X001, applies_if: Character 1"),
        ({"message": "{ende}"}, "X001, message: Character 1"),
        ({"message": "{"}, "the braces do not pair"),
        ({"message": "{end" + "}{end".join([""] * 30) + "}"}, "at most 20 places"),
        ({"field": "ende"}, "has no field “ende”"),
    ],
)
def test_what_is_wrong_with_an_entry_is_told(changed: dict[str, Any], says: str) -> None:
    from workbench.i18n import speak

    speak("en")
    with pytest.raises(Problem) as told:
        own.read({**COSTLY_PROJECT, "field": "", **changed})
    assert says in str(told.value)
    speak("zh")
    assert says not in str(told.value)
    speak(None)


def test_the_place_of_what_is_wrong_reaches_the_form() -> None:
    with pytest.raises(own.EntryProblem) as told:
        own.read(COSTLY_PROJECT | {"holds": "总投资 > 结束"})
    assert told.value.entry == "holds"
    assert told.value.inner is not None
    assert told.value.inner.position == 0


def test_an_entry_is_written_as_it_was_read() -> None:
    read = own.read(BUSY_UNIT)
    assert own.read(own.written(read)) == read
    assert "severity" not in own.written(read)
    assert own.next_code(["X001", "X003"]) == "X002"


def test_a_rule_is_tried_out_before_it_is_kept() -> None:
    plan = Plan("plan", sound_elements(60))
    view = Checker(plan).view
    found, judged = own.try_out(own.read(BUSY_UNIT | {"holds": "count(projects) < 0"}), view, most=3)
    assert (len(found), judged) == (3, plan.count("unit"))
    assert all(isinstance(fault, Fault) for _, fault in found)


def test_an_own_rule_is_explained() -> None:
    profile = only(COSTLY_PROJECT | {"why": "建得起也要用得起"})
    said = manual("X001", words("zh"), profile)
    assert (said.title, said.severity, said.dimension) == (COSTLY_PROJECT["title"], "error", "whole")
    assert ("为何检查", "建得起也要用得起") in said.chapters


def test_a_profile_with_own_rules_goes_to_another_process() -> None:
    profile = only(COSTLY_PROJECT, BUSY_UNIT)
    again = pickle.loads(pickle.dumps(profile))
    plan = fragment(total_investment=3000, running_cost_per_year=0)
    assert findings(plan, again) == findings(plan, profile)
    assert again.off == profile.off


def test_numbers_of_a_plan_are_numbers_of_a_profile() -> None:
    profile = of_plan({"parameters": {"C412": {"months": Decimal(18)}}})
    assert profile.troubles == ()
    assert profile.parameters()["C412"]["months"] == 18
    assert type(profile.parameters()["C412"]["months"]) is int
