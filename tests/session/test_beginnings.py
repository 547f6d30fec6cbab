from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from workbench.errors import Problem
from workbench.i18n import words
from workbench.plan.choices import PLAN_KIND, SECTION_KIND
from workbench.plan.elements import Goal, Section
from workbench.plan.plan import Plan
from workbench.rules.checker import Checker
from workbench.session.beginnings import SECTIONS_OF, begin_plan
from workbench.session.session import Session


def test_every_kind_of_plan_has_sections_of_known_kinds() -> None:
    assert set(SECTIONS_OF) == set(PLAN_KIND)
    assert {name for names in SECTIONS_OF.values() for name in names} <= set(SECTION_KIND)


def test_a_plan_begins_with_sections_and_an_overall_goal(tmp_path: Path) -> None:
    change = begin_plan(
        words("zh"), " 甲市规划 ", kind="top_level_design", first_year=2026, last_year=2030, level="city"
    )
    with Session.create(tmp_path / "a.workbench") as session:
        session.new_plan(change)
        plan = session.open_plan(change.operations[0].id)
        assert plan is not None
        assert plan.head.title == "甲市规划"
        assert plan.head.status == "draft"
        assert plan.head.period is not None
        assert (plan.head.period.start, plan.head.period.end) == (date(2026, 1, 1), date(2030, 12, 31))
        sections = plan.all(Section)
        assert [one.kind for one in sections] == list(SECTIONS_OF["top_level_design"])
        assert all(one.title and one.code for one in sections)
        (goal,) = plan.all(Goal)
        assert (goal.kind, goal.due) == ("overall", None)


def test_nothing_that_a_plan_begins_with_passes_for_a_good_plan() -> None:
    for language in ("zh", "en"):
        for kind in SECTIONS_OF:
            change = begin_plan(words(language), "甲市规划", kind=kind, first_year=2026, last_year=2030)
            added = [op.after for op in change.operations if op.after is not None]
            checker = Checker(Plan(change.operations[0].id, added), date(2026, 11, 23))
            checker.full()
            found = {name: one.verdict for name, one in checker.verdicts().items()}
            assert "holds" not in found.values(), (kind, found)
            assert found["executable"] == found["checkable"] == found["assessable"] == "nothing"


@pytest.mark.parametrize(
    ("title", "first", "last"), [("  ", None, None), ("A", 2030, 2026), ("A", 2026, None), ("A", None, 2030)]
)
def test_what_cannot_be_is_refused_in_words(title: str, first: int | None, last: int | None) -> None:
    with pytest.raises(Problem):
        begin_plan(words("en"), title, first_year=first, last_year=last)
