"""Plans as JSON: what is refused and how it is said, and that nothing is lost on the way."""

from __future__ import annotations

import json
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.plans import sound_elements
from workbench import i18n, paths
from workbench.errors import Problem
from workbench.exchange.json import read_plan, write_plan
from workbench.plan import ids
from workbench.plan.change import same
from workbench.plan.elements import KINDS, Element, PlanHead, Project, SchemeItem
from workbench.plan.fields import Field
from workbench.plan.plan import Plan
from workbench.plan.record import Record
from workbench.plan.records import AbsentReason

SAMPLE = next(iter(sorted(paths.samples().glob("*.json"))))
SCHEMA = jsonschema.Draft202012Validator(
    json.loads((paths.resources() / "plan-exchange.schema.json").read_text(encoding="utf-8")),
    format_checker=jsonschema.FormatChecker(),
)


def document(**lists: Any) -> dict[str, Any]:
    head = {"id": "plan", "title": "规划", **lists.pop("plan", {})}
    return {"format": "top-level-design-plan", "version": 1, "plan": head, **lists}


def read(given: dict[str, Any] | str | bytes) -> Plan:
    text = json.dumps(given) if isinstance(given, dict) else given
    elements = read_plan(text.encode() if isinstance(text, str) else text, "plan.json")
    return Plan(elements[0].id, elements)


def refusal(given: dict[str, Any] | str | bytes) -> str:
    with pytest.raises(Problem) as caught:
        read(given)
    said = str(caught.value)
    assert "\n" not in said
    assert "plan.json" in said
    return said


def exact(text: str) -> Any:
    return json.loads(text, parse_float=Decimal, parse_int=Decimal)


# -- there and back ------------------------------------------------------------------------------------

LETTERS = st.characters(
    exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff", include_characters="\n\t"
)
TEXTS = st.text(LETTERS, max_size=8)
NUMBERS = st.decimals(-(10**9), 10**9, allow_nan=False, places=3) | st.integers(-9, 9).map(Decimal)
FREE = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXTS, inner, max_size=2),
    max_leaves=4,
)
#: Ids that elements of a kind may bear in the plans below.
IDS = {kind: [f"{kind}-{n}" for n in range(2)] for kind in KINDS}


PLAIN: dict[str, st.SearchStrategy[Any]] = {
    "text": TEXTS,
    "long_text": TEXTS,
    "boolean": st.booleans(),
    "money": st.integers(-(10**14), 10**14),
    "date": st.dates(),
    "period": st.sampled_from(["2015", "2015-H2", "2016-Q4", "2017-09"]),
    "texts": st.lists(TEXTS, max_size=2).map(tuple),
    "object": st.dictionaries(TEXTS, FREE, max_size=2),
}


def values(declared: Field) -> st.SearchStrategy[Any]:
    """Values that fit a declaration; references to ids of IDS."""
    if declared.type in PLAIN:
        return PLAIN[declared.type]
    low, high = declared.minimum, declared.maximum
    if declared.type in ("integer", "year"):
        return st.integers(-(10**6) if low is None else low, 10**6 if high is None else high)
    if declared.type == "number":
        return NUMBERS if low is None else st.decimals(low, high, allow_nan=False, places=2)
    if declared.type == "numbers":
        return st.lists(NUMBERS, min_size=low or 0, max_size=high or 2).map(tuple)
    if declared.type == "record":
        assert declared.record is not None
        return record(declared.record)
    if declared.type in ("records", "absent"):
        rows = st.lists(record(declared.record or AbsentReason), max_size=2)
        if declared.mapping or declared.type == "absent":
            rows = rows.map(lambda found: list({row[0]: row for row in found}.values()))
        return rows.map(tuple)
    targets = [id_ for kind in declared.targets for id_ in IDS[kind]] + ["nowhere"] * declared.loose
    several = declared.type in ("choices", "references")
    one = st.sampled_from(list(declared.choices) or targets)
    return st.lists(one, max_size=3, unique=True).map(tuple) if several else one


def record(cls: type[Record], *, leaving: frozenset[str] = frozenset()) -> st.SearchStrategy[Any]:
    """Records of a class with some of the fields that may be empty left so."""
    wanted = [one for one in cls.fields if one.name not in leaving and not one.internal]
    row = {one.name: values(one) if one.required else st.none() | values(one) for one in wanted}
    return st.fixed_dictionaries(row).map(lambda given: cls(**given))


LISTS = [cls.list_name for cls in KINDS.values() if cls.list_name and not cls.owner_field]


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Whole plans: any kinds, any fields, any references that a plan may hold."""
    made: list[Element] = []
    for kind, cls in KINDS.items():
        for number, id_ in enumerate(IDS[kind][:1] if cls is PlanHead else IDS[kind]):
            own = frozenset(name for name in ("id", cls.parent_field, cls.owner_field) if name)
            # Only small parts of each plan are filled, so that many differ.
            if draw(st.booleans()):
                element = draw(record(cls, leaving=own))
            else:
                element = cls(
                    **draw(st.fixed_dictionaries({one.name: values(one) for one in required(cls, own)}))
                )
            element = element.but(id=id_)
            if cls.parent_field and number and draw(st.booleans()):
                element = element.but(**{cls.parent_field: IDS[kind][0]})
            if cls.owner_field:
                assert cls.owner_kind
                # Written below its owner: in the owners' order.
                element = element.but(**{cls.owner_field: IDS[cls.owner_kind][number]})
            made.append(element)
    gone = draw(
        st.sets(st.sampled_from([one for one in LISTS if one in ("risks", "waivers", "adjustments")]))
    )
    made = [one for one in made if one.list_name not in gone or is_pointed_at(one, made)]
    left = {one.list_name for one in made}
    empty = tuple(name for name in LISTS if name not in left and draw(st.booleans()))
    made[0] = made[0].but(empty_lists=empty or None)
    return Plan(made[0].id, placed(made))


def required(cls: type[Element], leaving: frozenset[str]) -> list[Field]:
    return [one for one in cls.fields if one.required and not one.internal and one.name not in leaving]


def is_pointed_at(element: Element, elements: list[Element]) -> bool:
    return bool(Plan("", elements).referrers(element.id))


def placed(elements: list[Element]) -> list[Element]:
    keys = {kind: ids.spread(sum(one.kind_name == kind for one in elements)) for kind in KINDS}
    return [one.but(position=keys[one.kind_name].pop(0)) for one in elements]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(plans())
def test_what_is_written_fits_the_schema_and_reads_back_the_same(plan: Plan) -> None:
    text = write_plan(plan)
    assert [error.message for error in SCHEMA.iter_errors(json.loads(text))] == []
    again = read_plan(text.encode(), "plan.json")
    assert len(again) == len(plan.elements)
    for before, after in zip(plan.elements.values(), again, strict=True):
        # The id of a waiver is the library's own.
        own = {"position", "id"} if before.kind_name == "waiver" else {"position"}
        for declared, old, new in zip(before.fields, before, after, strict=True):
            assert same(old, new) or declared.name in own, (declared, old, new)


@pytest.mark.parametrize("path", sorted(paths.samples().glob("*.json")), ids=lambda path: path.stem)
def test_a_sample_comes_back_value_by_value(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    written = write_plan(read(text))
    assert exact(written) == exact(text)
    assert written == write_plan(read(written))
    assert written.endswith("}\n")
    assert "规划" in written


def test_digits_empty_lists_and_no_are_kept() -> None:
    given = (
        '{"format": "top-level-design-plan", "version": 1, "plan": {"id": "p", "title": "", "principles": [],'
        ' "absent": {}, "rule_profile": {"a": [null, 1.50, 0, false, {}]}}, "risks": [],'
        ' "projects": [{"id": "q", "title": "t", "key": false, "progress": 12.50,'
        ' "duration_days": 0, "total_investment": 0.000001, "milestones": [], "description": ""}],'
        ' "indicators": [{"id": "i", "name": "n", "baseline": {},'
        ' "targets": [{"year": 2018, "value": 90.0}, {"year": 2017, "value": 1e3}]}]}'
    )
    written = write_plan(read(given))
    assert exact(written) == exact(given)
    assert "1.50" in written
    assert "12.50" in written
    assert "90.0" in written
    assert '"milestones": []' in written


def test_order_of_lists_is_rank_order() -> None:
    given = document(
        goals=[{"id": name, "title": name} for name in "zxqm"],
        projects=[
            {"id": "b", "title": "b", "milestones": [{"id": "m2", "title": ""}, {"id": "m1", "title": ""}]},
            {"id": "a", "title": "a", "milestones": [{"id": "m0", "title": ""}]},
        ],
    )
    plan = read(given)
    assert [goal.id for goal in plan.of_kind("goal")] == list("zxqm")
    assert [one.id for one in plan.of_kind("milestone")] == ["m2", "m1", "m0"]
    assert plan.owned("b") == ("m2", "m1")


def test_values_become_those_of_the_model() -> None:
    given = document(
        projects=[
            {"id": "a", "title": "a", "total_investment": 1200.5, "end": "2018-12-31", "duration_days": 2e1}
        ],
        schemes=[{"id": "k", "year": 2016, "items": [{"id": "t", "marks_by_class": {"区": 2.5, "局": 3}}]}],
        units=[{"id": "u", "name": "局", "class": "局"}],
    )
    plan = read(given)
    project, item = plan.find("a", Project), plan.find("t", SchemeItem)
    assert project is not None
    assert item is not None
    assert (project.total_investment, str(project.end), project.duration_days) == (
        1_200_500_000,
        "2018-12-31",
        20,
    )
    assert item.scheme == "k"
    assert [tuple(marks) for marks in item.marks_by_class or ()] == [
        ("区", Decimal("2.5")),
        ("局", Decimal(3)),
    ]
    assert plan.elements["u"].get("class_") == "局"


def test_dangling_predecessors_and_units_are_taken() -> None:
    given = document(
        projects=[{"id": "a", "title": "a", "lead_unit": "gone", "predecessors": [{"project": "gone too"}]}]
    )
    assert exact(write_plan(read(given))) == exact(json.dumps(given))


def test_a_mark_of_byte_order_is_no_fault() -> None:
    assert read(b"\xef\xbb\xbf" + json.dumps(document()).encode()).id == "plan"


def test_the_same_document_gives_the_same_ids() -> None:
    waiver = {"rule": "E207", "element": "plan", "reason": "so"}
    given = document(waivers=[waiver, waiver])
    first, second = read(given), read(given)
    assert list(first.elements) == list(second.elements)
    assert first.count("waiver") == 2


def test_twenty_thousand_elements_read_in_about_a_second() -> None:
    elements = sound_elements(20_000)
    data = write_plan(Plan("plan", elements)).encode()
    begin = time.process_time()
    assert len(read_plan(data, "plan.json")) == len(elements)
    assert time.process_time() - begin < 3


# -- what is refused -----------------------------------------------------------------------------------

PROJECT = {"id": "a", "title": "a"}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            document(goals=[{"id": "g", "title": "g"}, {"id": "h", "titel": "h"}]),
            "$.goals[1].titel: this key",
        ),
        (document(goal=[]), "$.goal: this key"),
        (document(plan={"_sa_instance_state": 1}), "$.plan._sa_instance_state: this key"),
        (document(plan={"position": "i"}), "$.plan.position: this key"),
        (document(plan={"a b\n": 1}), '$.plan["a b\\n"]: this key'),
        (document(goals=[{"id": "g"}]), "$.goals[0]: “title” is missing"),
        (document(goals=[{"title": "g"}]), "$.goals[0]: “id” is missing"),
        ({"format": "top-level-design-plan", "version": 1}, "$: “plan” is missing"),
        (document(goals={}), "$.goals: must be a list"),
        (document(goals=[[]]), "$.goals[0]: must be a group of fields"),
        (document(goals=None), "$.goals: must be a list"),
        (document(plan={"title": 1}), "$.plan.title: must be text"),
        (document(plan={"vision": None}), "$.plan.vision: null is not allowed"),
        (document(plan={"level": "planet"}), "$.plan.level: must be one of: national, province"),
        (document(plan={"focus_domains": ["industry", "x"]}), "$.plan.focus_domains[1]: must be one of"),
        (
            document(plan={"focus_domains": ["capital"] * 2}),
            "$.plan.focus_domains: names the same thing twice",
        ),
        (document(plan={"principles": ["a", 1]}), "$.plan.principles[1]: must be text"),
        (document(plan={"base_year": 1899}), "$.plan.base_year: is out of range"),
        (document(plan={"base_year": 2015.5}), "$.plan.base_year: must be a whole number"),
        (document(plan={"base_year": True}), "$.plan.base_year: must be a whole number"),
        (document(plan={"as_of": "20150101"}), "$.plan.as_of: must be a date"),
        (document(plan={"as_of": "2015-02-30"}), "$.plan.as_of: must be a date"),
        (document(plan={"period": {"start": "2015-01-01"}}), "$.plan.period: “end” is missing"),
        (
            document(plan={"absent": {"vision": {"reason": "lost"}}}),
            "$.plan.absent.vision.reason: must be one",
        ),
        (document(plan={"absent": {"vision": {}}}), "$.plan.absent.vision: “reason” is missing"),
        (document(plan={"title": "a\u0001"}), "$.plan.title: contains a control character"),
        (document(plan={"title": "a\r\n"}), "$.plan.title: contains a control character"),
        (document(plan={"title": "a" * 200_001}), "$.plan.title: is too long"),
        (document(plan={"rule_profile": {"a": [{"b": "\u0000"}]}}), "$.plan.rule_profile.a[0].b: contains"),
        (document(plan={"rule_profile": []}), "$.plan.rule_profile: must be a group of fields"),
        (document(projects=[{**PROJECT, "progress": 101}]), "$.projects[0].progress: is out of range"),
        (document(projects=[{**PROJECT, "key": 1}]), "$.projects[0].key: must be true or false"),
        (
            document(projects=[{**PROJECT, "total_investment": 0.0000001}]),
            "total_investment: has more than six",
        ),
        (document(projects=[{**PROJECT, "total_investment": 10**30}]), "total_investment: is out of range"),
        (
            document(projects=[{**PROJECT, "reports": [{"period": "2015-13"}]}]),
            "reports[0].period: must be a period",
        ),
        (
            document(projects=[{**PROJECT, "milestones": [{"id": "m"}]}]),
            "$.projects[0].milestones[0]: “title”",
        ),
        (
            document(projects=[{**PROJECT, "milestones": [{"id": "m", "title": "", "project": "a"}]}]),
            "project: this key",
        ),
        (
            document(projects=[PROJECT, PROJECT]),
            "$.projects[1].id: the id “a” is that of $.projects[0] already",
        ),
        (document(projects=[{**PROJECT, "id": "plan"}]), "$.projects[0].id: the id “plan” is that of $.plan"),
        (document(projects=[{**PROJECT, "id": ""}]), "$.projects[0].id: an id has 1 to 200 characters"),
        (
            document(projects=[{**PROJECT, "id": "x" * 201}]),
            "$.projects[0].id: an id has 1 to 200 characters",
        ),
        (document(projects=[{**PROJECT, "co_leads": ["u", ""]}]), "$.projects[0].co_leads[1]: an id has"),
        (
            document(projects=[{**PROJECT, "goals": [{"goal": "g"}]}]),
            "$.projects[0].goals[0].goal: no element",
        ),
        (document(projects=[{**PROJECT, "bases": ["b"]}]), "$.projects[0].bases[0]: no element"),
        (
            document(projects=[{**PROJECT, "lead_unit": "a"}]),
            "lead_unit: “a” is the id of another kind of element (Project)",
        ),
        (
            document(
                indicators=[
                    {
                        "id": "i",
                        "name": "i",
                        "targets": [{"year": 2016, "changes": [{"on": "2016-01-01", "adjustment": "x"}]}],
                    }
                ]
            ),
            "$.indicators[0].targets[0].changes[0].adjustment: no element",
        ),
        (
            document(indicators=[{"id": "i", "name": "i", "range": [1]}]),
            "$.indicators[0].range: must have exactly two",
        ),
        (
            document(goals=[{"id": "g", "title": "", "parent": "g"}]),
            "$.goals[0].parent: the parents run in a circle: g → g",
        ),
        (
            document(
                units=[
                    {"id": "c", "name": "", "parent": "a"},
                    {"id": "a", "name": "", "parent": "b"},
                    {"id": "b", "name": "", "parent": "a"},
                ]
            ),
            "$.units[1].parent: the parents run in a circle: a → b → a",
        ),
        (
            document(
                schemes=[{"id": "k", "year": 2016, "items": [{"id": "t", "marks_by_class": {"区": "2"}}]}]
            ),
            "items[0].marks_by_class.区: must be a number",
        ),
        ({**document(), "version": 2}, "is in version 2 of the exchange format"),
        ({**document(), "version": True}, "$.version: must be a whole number"),
        ({"format": "top-level-design-plan"}, "$: “version” is missing"),
        ({**document(), "": None}, '$[""]: this key is not part of the format'),
        (document(goals=[{"id": "g", "title": "g", "": 1}]), '$.goals[0][""]: this key is not part'),
        (document(plan={"settings": {"": 1}}), '$.plan.settings[""]: this key is not part'),
        ({**document(), "format": "x"}, "is not a plan in the exchange format"),
        ("[]", "is not a plan in the exchange format"),
        ("", "is not valid JSON: line 1, column 1"),
        ('{"a": 1,\n "b" 2}', "is not valid JSON: line 2, column 6"),
        ("[" * 100_000, "is nested too deeply"),
        (b'{"format": "\xff"}', "is not UTF-8 text (byte 13)"),
        ("规划".encode("gbk"), "is not UTF-8 text (byte 1)"),
        (json.dumps(document()).encode("utf-16"), "is not UTF-8 text (byte 1)"),
    ],
)
def test_a_fault_is_named_with_its_place(given: dict[str, Any] | str | bytes, said: str) -> None:
    assert said in refusal(given)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("NaN", "$.projects[0].progress: must be a number; NaN"),
        ("-Infinity", "$.projects[0].progress: must be a number; NaN"),
        ("1e400", "$.projects[0].progress: is out of range"),
        ("1e99999999999999999999", "$.projects[0].progress: is out of range"),
        ("1" * 1_000_000, "$.projects[0].progress: has too many digits"),
        ("0." + "1" * 1_000_000, "$.projects[0].progress: has too many digits"),
        ('"1"', "$.projects[0].progress: must be a number"),
        ('{"a": 1, "a": 2}', "$.projects[0].progress.a: the key stands twice"),
    ],
)
def test_numbers_that_are_none_are_refused(value: str, said: str) -> None:
    text = json.dumps(document(projects=[{**PROJECT, "progress": "*"}])).replace('"*"', value)
    assert said in refusal(text)
    text = json.dumps(document(plan={"rule_profile": {"x": ["*"]}})).replace('"*"', value)
    if value != '"1"':
        assert "$.plan.rule_profile.x[0]" in refusal(text)
    text = json.dumps(document(indicators=[{"id": "i", "name": "", "range": [1, "*"]}])).replace('"*"', value)
    assert "$.indicators[0].range[1]" in refusal(text)


def test_keys_that_stand_twice_are_refused() -> None:
    whole = json.dumps(document(goals=[{"id": "g", "title": "g"}]))
    assert "$.goals[0].title: the key stands twice" in refusal(
        whole.replace('"title": "g"', '"title": 1, "title": 2')
    )
    assert "$.goals: the key stands twice" in refusal(whole[:-1] + ', "goals": []}')


def test_half_a_character_is_refused_and_named() -> None:
    said = refusal(json.dumps(document(plan={"title": "*"})).replace("*", "\\ud800"))
    assert "$.plan.title: contains a control character" in said
    refusal(json.dumps(document(plan={"*": 1})).replace("*", "\\ud800")).encode()


def test_free_objects_have_a_depth_limit() -> None:
    deep: Any = {}
    for _ in range(90):
        deep = {"a": deep}
    assert read(document(plan={"rule_profile": deep})).head.rule_profile
    for _ in range(20):
        deep = [deep]
    assert "nested too deeply" in refusal(document(plan={"rule_profile": {"a": deep}}))


def test_too_large_a_file_is_refused() -> None:
    assert "larger than 300 MB" in refusal(b" " * 300_000_001)


def test_faults_are_told_in_chinese() -> None:
    i18n.speak("zh")
    assert refusal(document(goals=[{"id": "g"}])) == "“plan.json” 的 $.goals[0]：缺少“title”"
