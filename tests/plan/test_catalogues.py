"""Catalogues of indicators: those that come with the program, and an office's own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from workbench.errors import Problem
from workbench.plan.catalogues import catalogue, catalogue_key, catalogues, read_catalogue


def put(home: Path, name: str, content: object) -> Path:
    folder = home / "catalogues"
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def test_the_catalogues_of_the_program_are_whole() -> None:
    sizes = {one.code: (len(one.dimensions), len(one.items)) for one in catalogues().values()}
    assert sizes == {
        "gbt33356-2016": (8, 54),
        "gbt33356-2018": (8, 11),
        "mohurd-2012": (4, 57),
        "u4ssc": (3, 91),
    }
    for one in catalogues().values():
        assert one.title
        assert one.source
        assert one.certainty
        assert len({item.code for item in one.items}) == len(one.items)
        assert {item.dimension for item in one.items} == set(one.dimensions)
        assert all(item.name and item.unit and item.certainty for item in one.items)
        assert not any(item.mandatory for item in one.items)


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
