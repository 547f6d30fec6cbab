"""How tables are looked at, kept in the settings and read back whatever stands there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from workbench import settings
from workbench.analysis.tables import Arrangement, Condition
from workbench.session.table_views import TableMemory, arrangement_of, data_of

ARRANGED = Arrangement(
    ready="overdue",
    search="平台",
    conditions=(
        Condition("title", "has", ("甲",)),
        Condition("start", "from", ("2026", "")),
        Condition("end", "empty"),
    ),
    sort=(("title", True), ("start", False)),
    group="lead_unit",
)


def test_an_arrangement_is_read_back_as_it_was() -> None:
    assert arrangement_of(data_of(ARRANGED)) == ARRANGED


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        "x",
        {"conditions": 3, "sort": "title", "group": 1, "search": None},
        {
            "conditions": [
                ["a", "is"],
                ["a", "like", ["x"]],
                ["a", "has", []],
                [1, "is", ["x"]],
                ["a", "is", [1]],
            ]
        },
        {"sort": [["title"], ["title", 1], 5]},
    ],
)
def test_what_is_not_understood_is_left_out(data: Any) -> None:
    assert arrangement_of(data) == Arrangement()


def test_what_is_kept_of_a_table_survives_the_settings_file(home: Path) -> None:
    held = settings.Settings(own_unit="市数据局")
    memory = TableMemory(held, "project")
    memory.columns = ["code", "title"]
    memory.widths = {"code": 80}
    memory.save("我的重点", ARRANGED)
    memory.save("另一个", Arrangement())
    memory.forget("另一个")
    held.save()
    again = settings.load()
    assert again.own_unit == "市数据局"
    memory = TableMemory(again, "project")
    assert memory.columns == ["code", "title"]
    assert memory.widths == {"code": 80}
    assert memory.saved == {"我的重点": ARRANGED}
    assert TableMemory(again, "goal").saved == {}


def test_junk_in_the_settings_of_a_table_is_no_trouble(home: Path) -> None:
    held = settings.Settings(tables={"project": {"columns": 5, "widths": {"a": "x", "b": -3}, "saved": []}})
    memory = TableMemory(held, "project")
    assert (memory.columns, memory.widths, memory.saved) == ([], {}, {})
