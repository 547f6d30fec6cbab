"""A plan of 20,000 elements goes through everything and comes out the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.plans import sound_elements
from workbench.exchange.json import read_plan, write_plan
from workbench.plan import edits
from workbench.plan.change import same
from workbench.plan.plan import Plan
from workbench.session.session import Session


def test_a_large_plan_goes_through_everything(tmp_path: Path) -> None:
    assert goes_through_everything(20_000, tmp_path) > 19_000


def goes_through_everything(count: int, folder: Path) -> int:
    """Exchange, library, edits, a large deletion and undo: the plan comes out the same. Its size."""
    elements = sound_elements(count)
    original = {one.id: one for one in elements}
    document = write_plan(Plan("plan", elements)).encode()
    taken = read_plan(document, "large.json")
    assert write_plan(Plan("plan", taken)).encode() == document
    path = folder / "large.workbench"
    with Session.create(path, author="planner") as session:
        session.import_plan(elements)
    with Session.open(path, author="planner") as session:
        plan = session.open_plan("plan")
        assert plan is not None
        assert plan.elements == original
        session.check_whole_now()
        assert session.checker.findings() == []
        assert session.checker.verdicts()["whole"].verdict == "holds"

        session.apply(edits.delete(plan, ["g0"]))
        assert plan.count("goal") == 0
        session.check_whole_now()
        assert session.checker.verdicts()["whole"].verdict == "reservations"
        session.undo()
        assert plan.elements == original
        session.check_whole_now()
        assert session.checker.findings() == []

        session.apply(edits.rename(plan, "p7-1", "改名"))
        session.apply(edits.set_field(plan, "p9-2", "lead_unit", None))
        assert [one.rule for one in session.checker.findings_of("p9-2")] == ["I301"]
        newest = session.newest
    with Session.open(path, author="planner") as session:
        plan = session.open_plan("plan")
        assert plan is not None
        assert plan.elements["p7-1"].name_shown == "改名"
        assert session.newest == newest
        session.undo()
        session.undo()
        assert all(same(plan.elements[id_], one) for id_, one in original.items())
    return len(original)


@pytest.mark.parametrize("count", [50, 200])
def test_generated_plans_are_sound(count: int) -> None:
    from workbench.rules.checker import Checker

    for seed in range(3):
        checker = Checker(Plan("plan", sound_elements(count, seed)))
        checker.full()
        assert checker.findings() == []
