"""Catalogues of indicators: those that come with the program, and an office's own."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from workbench.errors import Problem
from workbench.plan.catalogues import catalogue, catalogue_key, catalogues, read_catalogue
from workbench.plan.choices import DIRECTION, DOMAIN, SUBJECT


def put(home: Path, name: str, content: object) -> Path:
    folder = home / "catalogues"
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


#: Code -> first levels, second levels, items, and how many items are how certain.
SIZES: dict[str, tuple[int, int, int, dict[str, int]]] = {
    "mohurd-2012": (4, 11, 57, {"recalled": 57}),
    "gbt33356-2016": (8, 21, 54, {"verified": 21, "recalled": 28, "doubtful": 5}),
    "gbt33356-2018": (8, 3, 11, {"verified": 11}),
    "u4ssc": (3, 7, 91, {"verified": 85, "partly": 6}),
}


def test_the_catalogues_of_the_program_are_whole() -> None:
    assert {one.code for one in catalogues().values()} == set(SIZES)
    for one in catalogues().values():
        groups = {item.group for item in one.items if item.group}
        certain = dict(Counter(item.certainty for item in one.items))
        assert (len(one.dimensions), len(groups), len(one.items), certain) == SIZES[one.code]
        assert one.title
        assert not one.own
        assert len({item.code for item in one.items}) == len(one.items)
        assert {item.dimension for item in one.items} == set(one.dimensions)
        assert all(item.name and item.unit and item.direction in DIRECTION for item in one.items)
        assert not any(item.mandatory for item in one.items)


def test_what_is_known_of_a_catalogue_is_said_in_both_languages() -> None:
    for one in catalogues().values():
        said = [one.source, one.certainty, one.mapping, *(item.note for item in one.items)]
        assert all(text.zh and text.en and text.zh != text.en for text in said)
        # The mapping to problems and subjects is nobody's standard, and says so.
        assert "本软件建议" in one.mapping.zh
        assert "proposal" in one.mapping.en
        assert all(item.problem in DOMAIN and item.subject in SUBJECT for item in one.items)


def test_weights_are_those_of_the_sources() -> None:
    edition = catalogue("gbt33356-2018")
    assert edition is not None
    first = {item.dimension: item.weight for item in edition.items if not item.group}
    assert sum(one for one in first.values() if one is not None) == 100
    assert first["市民体验"] == 40
    assert first["信息安全"] == 0
    earlier = catalogue("gbt33356-2016")
    assert earlier is not None
    # Of the second level, on each of its items.
    groups = {item.group: item.weight for item in earlier.items}
    assert sum(one for one in groups.values() if one is not None) == 100


def test_an_item_is_told_in_the_language_asked_for() -> None:
    found = catalogue("u4ssc")
    assert found is not None
    item = found.item("EC:ICT:ICT:3C")
    assert item is not None
    assert item.spoken("zh")[:3] == ("EC:ICT:ICT:3C", "无线宽带订户", "每10万人")
    assert item.spoken("en").name == "Wireless Broadband Subscriptions"
    assert not any(one.spoken("zh").definition.isascii() for one in found.items)


@pytest.mark.parametrize("code", ["gbt33356-2016", "GBT33356_2016", "GB/T 33356-2016"])
def test_a_code_is_found_however_it_is_written(code: str) -> None:
    found = catalogue(code)
    assert found is not None
    item = found.item(" l1p1-a2 ")
    assert item is not None
    assert item.name == "一站式办理率"
    assert found.item("nothing") is None
    assert found.item(None) is None


def test_an_unknown_catalogue_is_none() -> None:
    assert catalogue("prov-1999") is None


def test_an_office_adds_its_own_and_replaces_one(home: Path) -> None:
    put(home, "a.json", {"code": "Prov_2026", "items": [{"code": "A-1", "name": "甲", "mandatory": True}]})
    put(home, "b.json", {"code": "u4ssc", "title": "ours", "items": [{"code": "1", "dimension": "D"}]})
    own = catalogue("prov-2026")
    assert own is not None
    assert own.items[0].mandatory
    replaced = catalogue("u4ssc")
    assert replaced is not None
    assert (replaced.title, replaced.dimensions) == ("ours", ("D",))
    assert catalogue_key(replaced.code) in catalogues()


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"code": "x"}',
        '{"code": " ", "items": []}',
        '{"code": "x", "items": [1]}',
        "[" * 9999,
    ],
)
def test_a_broken_file_is_a_problem_and_stops_nothing(home: Path, content: str) -> None:
    path = put(home, "broken.json", content)
    with pytest.raises(Problem):
        read_catalogue(path)
    assert catalogue("gbt33356-2016") is not None


def test_a_folder_is_no_catalogue(home: Path) -> None:
    with pytest.raises(Problem):
        read_catalogue(home)
    with pytest.raises(Problem):
        read_catalogue(home / "gone.json")
