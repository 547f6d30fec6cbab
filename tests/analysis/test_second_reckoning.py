"""Sums and places once more, by pandas: another hand that knows nothing of ours."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.plans import sound_plan
from workbench.analysis.dashboard import figures
from workbench.analysis.links import Problems
from workbench.analysis.ranking import mean_places, places
from workbench.analysis.responsible import responsible_unit
from workbench.analysis.running import running_projects
from workbench.analysis.schemes import OUTSIDE
from workbench.analysis.scoring import assess
from workbench.analysis.year_score import heat_map
from workbench.exchange.json import read_plan
from workbench.plan.elements import Scheme
from workbench.plan.plan import Plan

DAY = date(2027, 6, 30)
_ZERO = Decimal(0)


def sample() -> Plan:
    path = Path(__file__).parents[2] / "plans" / "sample-city.json"
    elements = read_plan(path.read_bytes(), path.name)
    return Plan(next(one.id for one in elements if one.kind_name == "plan"), elements)


@given(st.lists(st.decimals(0, 3, places=1), min_size=1, max_size=12))
def test_places(values: list[Decimal]) -> None:
    held = dict(enumerate(values))
    ranks = pd.Series(held, dtype=object)
    assert places(held) == ranks.rank(method="min", ascending=False).to_dict()
    assert mean_places(held) == ranks.rank(method="average", ascending=False).to_dict()


def test_money_by_year_source_problem_and_unit() -> None:
    plan = sound_plan(600)
    found, problems = figures(plan, DAY), Problems(plan)
    projects = list(running_projects(plan))
    # A programme and its parts are counted once by a rule of ours; what is summed here has none.
    assert not any(plan.children(one.id) for one in projects if one.funding)
    lines = pd.DataFrame(
        [
            (line.year, line.source, problems.main(one), responsible_unit(plan, one), line.amount)
            for one in projects
            for line in one.funding or ()
            if line.year is not None
        ],
        columns=["year", "source", "problem", "unit", "amount"],
    )
    assert len(lines) > 100
    assert found.money.asked == lines.groupby(["year", "source"]).amount.sum().to_dict()
    for sums, name in ((found.problems, "problem"), (found.units, "unit")):
        assert {one.key: one.amount for one in sums} == lines.groupby(name).amount.sum().to_dict()
        by_source = lines.groupby([name, "source"]).amount.sum().to_dict()
        assert {(one.key, key): amount for one in sums for key, amount in one.sources.items()} == by_source


@pytest.mark.parametrize("year", [2026, 2027])
def test_points_marks_and_places_of_units_and_the_heat_map(year: int) -> None:
    plan = sample()
    found = assess(plan, next(one for one in plan.all(Scheme) if one.year == year), DAY)
    rows = pd.DataFrame(
        [
            (row.whom, row.item.id, row.score, _ZERO if row.item.method in OUTSIDE else row.weight)
            for row in found.rows
        ],
        columns=["unit", "item", "points", "marks"],
    )
    map_ = heat_map(found)
    wide = rows.pivot(index="unit", columns="item", values="points")
    assert set(wide.index) == set(map_.units)
    assert set(wide.columns) == set(map_.items)
    assert wide.notna().sum().sum() == sum(one.score is not None for one in map_.cells.values())
    stay = rows[rows.points.notna() & (rows.unit != "")]
    summed = stay.groupby("unit")[["points", "marks"]].sum()
    assert {one.unit: (one.points, one.marks) for one in found.units if one.score is not None} == {
        unit: (points, marks) for unit, points, marks in summed.itertuples()
    }
    units = pd.DataFrame(found.units)
    units = units[units.score.notna()].assign(score=lambda held: held.score.map(lambda one: int(one * 100)))
    ranks = units.groupby("unit_class").score.rank(method="min", ascending=False)
    assert list(ranks) == list(units["rank"])
