"""The plans that come with the program: a sound one, and a real one of which only an excerpt was seen."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from workbench.exchange.json import read_plan
from workbench.i18n import words
from workbench.plan.plan import Plan
from workbench.rules.checker import Checker
from workbench.rules.finding import shown
from workbench.rules.rule import INFO

PLANS: Final = Path(__file__).resolve().parents[2] / "plans"


def checked(name: str) -> Checker:
    path = PLANS / name
    elements = read_plan(path.read_bytes(), path.name)
    checker = Checker(Plan(elements[0].id, elements))
    checker.full()
    return checker


def test_a_sound_plan_gives_no_error_and_no_warning() -> None:
    checker = checked("sample-city.json")
    grave = [one for one in checker.findings() if one.severity != INFO]
    assert not grave, "\n".join(f"{one.rule} {shown(one, checker.plan, words('en'))}" for one in grave)
    assert {one.verdict for one in checker.verdicts().values()} == {"holds"}


def test_what_was_not_seen_of_a_real_plan_is_no_fault() -> None:
    checker = checked("pearl-river-delta-2014-2020.json")
    assert not [one for one in checker.findings() if one.dimension in ("whole", "implementable")]
    assert checker.verdicts()["implementable"].unknown > 0
    assert checker.verdicts()["assessable"].unknown > 0
