"""The assessment as a session asks for it, and results that people enter."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.analysis.schemes import plan_of
from workbench.errors import Problem
from workbench.i18n import words
from workbench.plan.elements import Scheme
from workbench.session.assessing import assessment, enter_result, progress_lines
from workbench.session.session import Session


def test_results_are_entered_corrected_and_taken_out_and_can_be_undone(tmp_path: Path) -> None:
    made, _ = plan_of({"marks": 100})
    with Session.create(tmp_path / "office.workbench", author="甲") as session:
        session.import_plan(list(made.elements.values()))
        plan = session.open_plan("p")
        assert plan is not None
        spoken = words("en")

        def final() -> Decimal | None:
            return assessment(plan, 2016, stage="final").total

        assert final() == Decimal("92.22")
        session.apply(enter_result(plan, "k", "t1", "u1", spoken, self_=Decimal(100)))
        session.apply(enter_result(plan, "k", "t1", "u1", spoken, review=Decimal(90), remark="复核"))
        assert final() == Decimal("90.00")
        (result,) = plan.all(Scheme)[0].results or ()
        assert [result.self_, result.review, result.remark] == [100, 90, "复核"]
        session.undo()
        assert final() == Decimal("92.22")
        session.apply(enter_result(plan, "k", "t1", "u1", spoken, self_=None))
        assert plan.all(Scheme)[0].results is None
        with pytest.raises(Problem):
            enter_result(plan, "k", "u1", None, spoken, final=Decimal(1))


def test_progress_goes_by_the_limits_of_the_plan() -> None:
    plan, _ = plan_of({"marks": 100})
    day = date(2016, 12, 31)
    (line,) = progress_lines(plan, day)
    # Three quarters of the way, where all of it is due.
    assert line.progress.status == "far_behind"
    head = plan.head.but(rule_profile={"progress": {"far_behind": Decimal("-0.3")}})
    plan.elements["p"] = head
    (line,) = progress_lines(plan, day)
    assert line.progress.status == "behind"
