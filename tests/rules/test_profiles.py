"""Profiles: the built-in ones, those of files and of plans, extending, editing, saving."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pytest

from tests.plans import sound_elements
from tests.rules.test_cases import plan_of
from workbench.analysis.progress import Limits
from workbench.errors import Problem
from workbench.i18n import words
from workbench.plan import edits
from workbench.plan.plan import Plan
from workbench.rules import own, profile_edits
from workbench.rules.checker import Checker
from workbench.rules.profile import (
    DEFAULT,
    PLAN,
    Profile,
    built_in,
    built_in_names,
    built_ins,
    find_rule,
    of_plan,
    read_profile,
)
from workbench.rules.profile_edits import as_object, base_of, based_on, graded, load, save, switched
from workbench.rules.registry import RULES

HAN: Final = re.compile("[一-鿿]")
OWN: Final = {
    "code": "X001",
    "title": "有编号",
    "kind": "project",
    "holds": "given(code)",
    "message": "{name} 没有编号",
}


def plan_with(held: Any) -> Plan:
    plan = Plan("plan", sound_elements(40))
    plan.apply(edits.set_field(plan, "plan", "rule_profile", held))
    return plan


# -- built-in ones -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", built_in_names())
def test_a_built_in_profile_names_rules_that_there_are(name: str) -> None:
    profile = built_in(name)
    assert profile.name == name
    assert profile.troubles == ()
    assert profile.off.isdisjoint(profile.severities)


@pytest.mark.parametrize("one", built_ins(), ids=lambda one: one.name)
def test_a_built_in_profile_is_called_and_explained_in_both_languages(one: Any) -> None:
    for said in (one.title, one.description):
        assert said.keys() == {"zh", "en"}
        assert HAN.search(said["zh"])
        assert not HAN.search(said["en"])
    for rule in built_in(one.name).own.values():
        for text in (rule.title, rule.message, rule.why, rule.how):
            assert HAN.search(words("zh")(text)), text


def test_there_are_the_profiles_that_are_promised() -> None:
    promised = {
        "default",
        "strict",
        "draft",
        "gbt36333",
        "cluster_city",
        "community",
        "it_projects",
        "action_plan",
    }
    assert promised <= set(built_in_names())
    assert built_in_names()[0] == DEFAULT
    assert built_in(DEFAULT).is_default


def test_own_rules_of_built_in_profiles_bear_different_codes() -> None:
    codes = [code for name in built_in_names() for code in built_in(name).own]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("name", built_in_names())
@pytest.mark.parametrize("plan", ["sample-city", "pearl-river-delta-2014-2020"])
def test_built_in_profiles_run_over_the_samples(name: str, plan: str) -> None:
    from workbench.exchange.formats import read_source

    elements = read_source(Path(__file__).parents[2] / "plans" / f"{plan}.json").elements
    checker = Checker(Plan(elements[0].id, elements), profile=built_in(name))
    checker.full()
    assert not [one for one in checker.findings() if one.rule in checker.profile.off]


def action_plan() -> Plan:
    """A few pages: six tasks with a lead, a deadline and a result, two goals with an indicator each."""
    tasks = (
        ("建成区政务服务一体机网络，覆盖12个街道", "u1", "g1"),
        ("开展养老服务一键呼叫试点，覆盖2000户", "u2", "g1"),
        ("完成30项事项的表单精简", "u1", "g1"),
        ("为500家企业提供上云诊断", "u3", "g2"),
        ("举办4场供需对接会", "u3", "g2"),
        ("建立数据共享责任清单", "u1", "g1"),
    )
    names = {"u1": "区数据局", "u2": "区民政局", "u3": "区工业和信息化局"}
    due = {"due": "2027-12-31", "kind": "specific"}
    return plan_of(
        {
            "plan": {
                "kind": "action_plan",
                "title": "示例区智慧城市行动计划（2026-2027年）",
                "level": "district",
                "period": {"start": "2026-01-01", "end": "2027-12-31"},
                "base_year": 2025,
                "as_of": "2026-03-01",
                "status": "in_force",
                "document_number": "示府〔2026〕3号",
                "issued_on": "2026-01-05",
            },
            "units": [{"id": id_, "name": name, "kind": "department"} for id_, name in names.items()],
            "bases": [{"id": "b1", "title": "示例市智慧城市规划"}],
            "goals": [
                {"id": "g1", "title": "2027年底前网上可办率达到95%", "responsible_unit": "u1", **due},
                {"id": "g2", "title": "2027年底前上云企业达到500家", "responsible_unit": "u3", **due},
            ],
            "projects": [
                {
                    "id": f"p{number}",
                    "code": f"T-{number:02d}",
                    "title": title,
                    "kind": "task",
                    "lead_unit": unit,
                    "start": "2026-01-01",
                    "end": "2027-06-30",
                    "goals": [{"goal": goal}],
                    "deliverables": ["验收单"],
                    "needs_no_funding": True,
                }
                for number, (title, unit, goal) in enumerate(tasks, 1)
            ],
            "indicators": [
                {
                    "id": id_,
                    "name": name,
                    "unit": unit,
                    "goals": [goal],
                    "targets": [{"year": 2027, "value": value}],
                    "responsible_unit": "u1",
                }
                for id_, name, unit, goal, value in (
                    ("i1", "事项网上可办率", "%", "g1", 95),
                    ("i2", "上云企业", "家", "g2", 500),
                )
            ],
        },
        "action_plan",
    )


def test_an_action_plan_is_not_buried_in_findings() -> None:
    counts = {}
    for name in (DEFAULT, "action_plan"):
        checker = Checker(action_plan(), profile=built_in(name))
        checker.full()
        counts[name] = len(checker.findings())
        if name == "action_plan":
            assert not [one for one in checker.findings() if one.severity == "error"]
    assert counts["action_plan"] <= 10
    assert counts[DEFAULT] > 2 * counts["action_plan"]


# -- extending ---------------------------------------------------------------------------------------------


def test_a_profile_extends_a_built_in_one() -> None:
    above = built_in("draft")
    code = min(above.off)
    profile = of_plan({"extends": "draft", "on": [code], "off": ["S109"], "severity": {"C402": "default"}})
    assert profile.troubles == ()
    assert profile.off == above.off - {code} | {"S109"}
    assert "C402" in above.severities
    assert "C402" not in profile.severities
    assert (profile.name, profile.base) == (PLAN, "draft")
    assert profile.shown(words("en")) == "the plan's own, based on draft"


def test_a_file_extends_a_file(tmp_path: Path) -> None:
    (tmp_path / "省.toml").write_text('off = ["S109"]\nextends = "strict"\n', encoding="utf-8")
    (tmp_path / "市.toml").write_text('extends = "省.toml"\noff = ["S110"]\n', encoding="utf-8")
    profile = read_profile(tmp_path / "市.toml")
    assert {"S109", "S110"} <= profile.off
    assert built_in("strict").severities.items() <= profile.severities.items()
    (tmp_path / "省.toml").write_text('extends = "市.toml"\n', encoding="utf-8")
    with pytest.raises(Problem, match="市"):
        read_profile(tmp_path / "市.toml")


def test_a_profile_is_found_by_its_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert read_profile(Path("strict")).name == "strict"
    with pytest.raises(Problem, match="strickt"):
        read_profile(Path("strickt"))
    (tmp_path / "strict").write_text('off = ["S110"]', encoding="utf-8")
    assert read_profile(Path("strict")).off == {"S110"}


# -- parameters ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", sorted(code for code, one in RULES.items() if one.parameters))
def test_no_parameter_that_is_taken_stops_a_check(code: str) -> None:
    from workbench.rules.profile_entries import fitted

    for name, default in RULES[code].parameters.items():
        if isinstance(default, str):
            continue
        taken = [fitted(code, name, Decimal(value)) for value in (0, 1, 12, 1200, 36500, 1_000_000)]
        for value in {one for one in taken if one is not None}:
            for day in ("2026-02-15", "2030-12-31"):
                plan = plan_with({"parameters": {code: {name: Decimal(value)}}})
                plan.apply(edits.set_field(plan, "plan", "as_of", _day(day)))
                Checker(plan).full()
        assert fitted(code, name, Decimal("NaN")) is None
        assert fitted(code, name, Decimal(10**9)) is None
        assert fitted(code, name, True) is None


def _day(said: str) -> Any:
    from datetime import date

    return date.fromisoformat(said)


# -- of a plan -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "held",
    [
        {"off": [["1"], {"a": Decimal(1)}, None, True]},
        {"severity": {"C402": ["info"], "S999": "info", "": None}},
        {"parameters": {"C412": {"months": None}, "C414": []}},
        {"own": [{}, None, {"code": ["X001"]}, {"code": "X001", "holds": {}}]},
        {"own": {"X001": {}}},
        {"own": [OWN] * 3},
        {"own": [{**OWN, "code": f"X{n:03d}"} for n in range(1, 300)]},
        {"extends": ["draft"]},
        {"extends": None},
        {"name": {"a": "b"}, "title": ["x"], "description": Decimal(3), "nonsense": {}},
        {"a": {"b": {"c": [None]}}},
        {"progress": {"ahead": None, "behind": Decimal(1), "on_track": "x"}},
        {"progress": [Decimal(1)]},
    ],
)
def test_whatever_a_plan_holds_the_check_runs(held: Any) -> None:
    checker = Checker(plan_with(held))
    checker.full()
    codes = {one.rule for one in checker.findings()}
    assert codes == {"X000"}
    assert checker.profile.shown(words("zh"))


def test_a_plan_without_a_profile_is_checked_by_the_catalogue() -> None:
    empty: dict[str, Any] = {}
    for held in (None, empty):
        assert of_plan(held).is_default
        assert of_plan(held).name == DEFAULT


def test_rules_are_found_for_the_window() -> None:
    plan = plan_with({"own": [OWN]})
    found = find_rule("X001", plan)
    assert found is not None
    assert found.title == "有编号"
    assert find_rule("S101", None) is RULES["S101"]
    assert find_rule("X002", plan) is None


# -- editing -------------------------------------------------------------------------------------------


def test_switching_says_only_what_differs() -> None:
    off = switched(None, "S109", on=False)
    assert off == {"off": ["S109"]}
    assert switched(off, "S109", on=True) is None
    code = min(built_in("draft").off)
    drafted = based_on(None, "draft")
    assert switched(drafted, code, on=False) == drafted
    on = switched(drafted, code, on=True)
    assert on == {"extends": "draft", "on": [code]}
    assert of_plan(on).is_on(code)
    assert switched(on, code, on=False) == drafted


def test_grading_and_setting_say_only_what_differs() -> None:
    held: Any = graded(None, "C402", "info")
    assert held == {"severity": {"C402": "info"}}
    assert graded(held, "C402", None) is None
    drafted = graded(based_on(None, "draft"), "C402", None)
    assert drafted == {"extends": "draft", "severity": {"C402": "default"}}
    assert "C402" not in of_plan(drafted).severities
    held = profile_edits.with_parameter(None, "C412", "months", 18)
    assert held == {"parameters": {"C412": {"months": Decimal(18)}}}
    assert profile_edits.with_parameter(held, "C412", "months", RULES["C412"].parameters["months"]) is None
    assert profile_edits.with_parameter(held, "C412", "months", None) is None
    with pytest.raises(Problem):
        profile_edits.with_parameter(None, "C412", "months", -1)


def test_own_rules_are_added_changed_and_deleted() -> None:
    one = own.read(OWN)
    held = profile_edits.with_own(None, one)
    assert profile_edits.own_codes(held) == ["X001"]
    with pytest.raises(Problem):
        profile_edits.with_own(held, one)
    changed = profile_edits.with_own(held, one._replace(code="X007", severity="error"), instead_of="X001")
    assert changed is not None
    assert [entry["code"] for entry in changed["own"]] == ["X007"]
    graded_too = graded(switched(changed, "X007", on=False), "X007", "info")
    assert of_plan(graded_too).troubles == ()
    assert profile_edits.without_own(graded_too, "X007") is None
    with pytest.raises(Problem):
        profile_edits.with_own(None, one._replace(holds="codde"))
    city = based_on(None, "cluster_city")
    assert profile_edits.without_own(city, "X901") == {"extends": "cluster_city", "off": ["X901"]}


def test_an_edited_profile_is_a_change_of_the_plan() -> None:
    plan = Plan("plan", sound_elements(40))
    change = profile_edits.kept(plan, {"off": ["S109"], "parameters": {"C412": {"months": 18}}})
    plan.check(change)
    plan.apply(change)
    assert not Checker(plan).profile.is_on("S109")
    assert Checker(plan).profile.parameters()["C412"]["months"] == 18
    back = profile_edits.kept(plan, None)
    plan.apply(back)
    assert Checker(plan).profile.is_default


@pytest.mark.parametrize("name", built_in_names())
def test_a_built_in_profile_is_the_same_by_itself(name: str) -> None:
    profile = built_in(name)
    again = of_plan(as_object(profile))
    assert again.troubles == ()
    assert same(again, profile)


def same(one: Profile, other: Profile) -> bool:
    return (one.off, one.severities, one.parameters(), one.own) == (
        other.off,
        other.severities,
        other.parameters(),
        other.own,
    )


HELD: Final = {
    "name": "市级",
    "extends": "draft",
    "off": ["S109"],
    "on": ["S117"],
    "severity": {"C402": "default", "E204": "warning"},
    "parameters": {"C412": {"months": Decimal(18)}, "I307": {"tolerance": Decimal("0.05")}},
    "own": [OWN],
}


def test_a_profile_is_saved_and_loaded(tmp_path: Path) -> None:
    path = tmp_path / "市级.toml"
    save(path, HELD)
    assert same(read_profile(path), of_plan(HELD))
    assert "months = 18\n" in path.read_text(encoding="utf-8")
    loaded = load(path)
    assert loaded == HELD
    assert base_of(loaded).name == "draft"
    (tmp_path / "区级.toml").write_text('extends = "市级.toml"\noff = ["S110"]\n', encoding="utf-8")
    taken_in = load(tmp_path / "区级.toml")
    assert taken_in is not None
    assert "extends" not in taken_in
    assert same(of_plan(taken_in), read_profile(tmp_path / "区级.toml"))
    path.write_text('off = ["S999"]', encoding="utf-8")
    with pytest.raises(Problem, match="S999"):
        load(path)


def test_the_limits_of_progress_are_set_inherited_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "市级.toml"
    path.write_text("[progress]\nahead = 0.2\non_track = 0\n", encoding="utf-8")
    limits = Limits(ahead=Decimal("0.2"), on_track=Decimal(0))
    assert read_profile(path).limits == limits
    assert not read_profile(path).is_default
    (tmp_path / "区级.toml").write_text('extends = "市级.toml"\n[progress]\nahead = 0.3\n', encoding="utf-8")
    held = load(tmp_path / "区级.toml")
    assert of_plan(held).limits == limits._replace(ahead=Decimal("0.3"))
    refused = of_plan({"progress": {"ahead": Decimal("-0.5")}})
    assert (refused.limits, len(refused.troubles)) == (Limits(), 1)
    assert len(of_plan({"progress": {"ahead": Decimal(7), "far": Decimal(0)}}).troubles) == 2


# -- the help pages ------------------------------------------------------------------------------------

HELP: Final = Path(__file__).parents[2] / "resources" / "help"
KINDS_IN_HELP: Final = {"项目": "project", "单位": "unit", "目标": "goal", "指标": "indicator"}


@pytest.mark.parametrize(("language", "dash"), [("zh", "——"), ("en", " - ")])
def test_the_examples_of_the_help_are_understood(language: str, dash: str) -> None:
    text = (HELP / language / "own-rules.md").read_text(encoding="utf-8")
    examples = re.findall(rf"^(.+){dash}(\S+?)[：:]\n\n    (.+)\n", text, re.MULTILINE)
    assert len(examples) == 10
    for heading, kind, holds in examples:
        applies = re.search("`(.+)`", heading)
        entry = OWN | {"kind": kind, "holds": holds, "applies_if": applies[1] if applies else ""}
        read = own.read(entry)
        assert read.kind == KINDS_IN_HELP.get(kind, kind)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_profile_of_the_help_can_be_read(language: str, tmp_path: Path) -> None:
    text = (HELP / language / "profiles.md").read_text(encoding="utf-8")
    (written,) = re.findall(r"```toml\n(.+?)```", text, re.DOTALL)
    path = tmp_path / "profile.toml"
    path.write_text(written, encoding="utf-8")
    assert read_profile(path).own.keys() == {"X001"}
    assert set(re.findall(r"^\| `(\w+)`", text, re.MULTILINE)) == set(built_in_names())
