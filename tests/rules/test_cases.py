"""Runs the cases of every rule: tests/rules/cases/<CODE>.json.

A file is {"rule": CODE, "cases": [...]}; a case has

* ``name``: what it shows;
* ``plan``: a fragment of an exchange document; ``plan.plan`` overrides the defaults of HEAD below (null
  takes a default away), the other lists are taken as they are;
* ``as_of``: the day to judge on, if not the head's;
* ``finds``: the findings of this rule (none when left out), each {"id", "field", "severity", "related",
  "says"}, of which only ``id`` is needed; ``says`` is what the English sentence contains (text or texts);
* ``beside``: the other plans of the library (fragments as ``plan``, each with an id in its ``plan.plan``);
  ``log``: what was changed, oldest first: {"on": day, "reason": text, "before": {ID: {field: value}}}, where
  ``before`` is how the fields of elements stood before, null for an element that was not there; an element
  that was taken out is given whole, with "in": [ID of its owner or "", list]. With neither there is no
  library, and rules that look beyond one plan have nothing to check;
* ``with``: rules that are on besides (of waivers, to be waived);
* ``applicable``, ``unknown``, ``waived``: how many checks were judged, could not be judged, were waived.
"""

from __future__ import annotations

import copy
import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

from workbench.exchange.json import read_plan
from workbench.i18n import words
from workbench.plan.around import LoggedEdit, PlanLine
from workbench.plan.change import Label
from workbench.plan.edits import replace_all
from workbench.plan.elements import Indicator
from workbench.plan.plan import Plan
from workbench.rules.checker import Checker
from workbench.rules.finding import Finding, shown
from workbench.rules.profile import Profile
from workbench.rules.registry import RULES
from workbench.rules.surroundings import Surroundings

FOLDER: Final = Path(__file__).parent / "cases"

HEAD: Final = {
    "id": "plan",
    "code": "PLAN",
    "title": "示例市智慧城市顶层设计",
    "kind": "top_level_design",
    "level": "city",
    "region_name": "示例市",
    "period": {"start": "2014-01-01", "end": "2020-12-31"},
    "base_year": 2013,
    "as_of": "2016-06-30",
    "status": "draft",
    "issuing_body": "示例市人民政府",
}
KEYS: Final = {"name", "plan", "as_of", "finds", "applicable", "unknown", "waived", "beside", "log", "with"}


@cache
def cases_of(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def all_cases() -> list[Any]:
    return [
        pytest.param(path.stem, case, id=f"{path.stem}: {case['name']}")
        for path in sorted(FOLDER.glob("*.json"))
        for case in cases_of(path)["cases"]
    ]


def plan_of(fragment: dict[str, Any], name: str) -> Plan:
    """The fragment as a plan, read as any exchange file is."""
    head = {key: value for key, value in {**HEAD, **fragment.get("plan", {})}.items() if value is not None}
    document = {"format": "top-level-design-plan", "version": 1, **fragment, "plan": head}
    elements = read_plan(json.dumps(document, ensure_ascii=False).encode("utf-8"), name)
    return Plan(elements[0].id, elements)


def surroundings_of(case: dict[str, Any], name: str) -> Surroundings | None:
    """What the case says of its library; None where it is a mere file."""
    if "beside" not in case and "log" not in case:
        return None
    plan = plan_of(case["plan"], name)
    others = [plan_of(one, name) for one in case.get("beside", ())]
    parents = {one.id: one for one in others}
    return Surroundings(
        tuple(parents[id_] for id_ in plan.head.parents or () if id_ in parents),
        tuple(line_of(one) for one in others),
        tuple(edits_of(case, name)),
    )


def line_of(plan: Plan) -> PlanLine:
    head = plan.head
    return PlanLine(
        head.id,
        head.title,
        head.level,
        head.region_code,
        head.region_name,
        head.parents or (),
        tuple(one for one in plan.all(Indicator) if one.catalogue_item or one.takes_up),
    )


def edits_of(case: dict[str, Any], name: str) -> list[LoggedEdit]:
    document = copy.deepcopy(case["plan"])
    after = plan_of(document, name)
    found: list[LoggedEdit] = []
    log = case.get("log", [])
    for number, entry in reversed(list(enumerate(log, 2))):
        for id_, fields in entry["before"].items():
            _put_back(document, id_, fields)
        before = plan_of(document, name)
        change = replace_all(before, after.elements.values(), Label(""))
        on = date.fromisoformat(entry["on"])
        made = [LoggedEdit(number, on, entry.get("reason", ""), *op) for op in change.operations]
        found = [*made, *found]
        after = before
    return found


def _put_back(document: Any, id_: str, fields: dict[str, Any] | None) -> None:
    if fields is not None and "in" in fields:
        owner, place = fields["in"]
        _element(document, owner)[place].append(
            {"id": id_, **{key: value for key, value in fields.items() if key != "in"}}
        )
        return
    element = _element(document, id_)
    if fields is None:
        for rows in _lists(document):
            if element in rows:
                rows.remove(element)
        return
    for key, value in fields.items():
        if value is None:
            element.pop(key, None)
        else:
            element[key] = value


def _element(document: Any, id_: str) -> Any:
    if not id_:
        return document
    return next(one for rows in _lists(document) for one in rows if one.get("id") == id_)


def _lists(document: Any) -> list[list[Any]]:
    top = [rows for rows in document.values() if isinstance(rows, list)]
    return [*top, *(rows for one in document.get("schemes", ()) for rows in [one.get("items", [])])]


def as_expected(found: Finding, expected: dict[str, Any], sentence: str) -> bool:
    says = expected.get("says", ())
    return (
        found.id == expected["id"]
        and found.field == expected.get("field", found.field)
        and found.severity == expected.get("severity", found.severity)
        and found.related == tuple(expected.get("related", found.related))
        and all(text in sentence for text in ([says] if isinstance(says, str) else says))
    )


@pytest.mark.parametrize(("code", "case"), all_cases())
def test_rule_finds_what_the_case_says(code: str, case: dict[str, Any]) -> None:
    assert set(case) <= KEYS
    plan = plan_of(case["plan"], code)
    as_of = date.fromisoformat(case["as_of"]) if "as_of" in case else None
    kept = {code, *case.get("with", ())}
    checker = Checker(plan, as_of, Profile(off=frozenset(RULES) - kept), surroundings_of(case, code))
    checker.full()

    found = [one for one in checker.findings() if one.rule == code]
    sentences = {one: shown(one, plan, words("en")) for one in found}
    expected = case.get("finds", [])
    matched = [one for one in expected if any(as_expected(it, one, sentences[it]) for it in found)]
    assert len(found) == len(expected) == len(matched), "\n".join(
        ["found:", *(f"{one.id} {one.field} {one.severity} {sentences[one]}" for one in found)]
    )

    verdict = checker.verdicts()[RULES[code].dimension]
    for key in ("applicable", "unknown", "waived"):
        assert getattr(verdict, key) == case.get(key, getattr(verdict, key)), key
    for one in found:
        assert shown(one, plan, words("zh")) != sentences[one]


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda path: path.stem)
def test_file_holds_cases_of_a_known_rule(path: Path) -> None:
    loaded = cases_of(path)
    assert loaded["rule"] == path.stem
    assert path.stem in RULES
    names = [case["name"] for case in loaded["cases"]]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("code", sorted(RULES))
def test_rule_has_cases_that_fail_and_cases_that_pass(code: str) -> None:
    found = [bool(case.get("finds")) for case in cases_of(FOLDER / f"{code}.json")["cases"]]
    assert True in found
    assert False in found
