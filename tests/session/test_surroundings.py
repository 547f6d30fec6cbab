"""What stands beside a plan in its library: read when it is needed, read again when it changes."""

from __future__ import annotations

import json
import random
import threading
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.plans import sound_elements
from tests.rules.test_neighbourhood import random_edit
from workbench.errors import Problem
from workbench.exchange.json import read_plan
from workbench.plan import edits
from workbench.plan.elements import Element, Indicator, PlanHead, SchemeItem
from workbench.plan.plan import Plan
from workbench.plan.records import TakeUp, Target
from workbench.rules.checker import Checker
from workbench.rules.surroundings import Surroundings
from workbench.session.session import Event, Session

BEYOND = ("S113", "S114", "S118", "S119", "C420", "A517", "A520")


def fragment(id_: str, head: dict[str, Any] | None = None, **lists: Any) -> list[Element]:
    document = {
        "format": "top-level-design-plan",
        "version": 1,
        "plan": {"id": id_, "title": f"规划{id_}", **(head or {})},
        **lists,
    }
    return read_plan(json.dumps(document, ensure_ascii=False).encode(), id_)


def above(share: int = 650) -> list[Element]:
    indicator: dict[str, Any] = {"id": "a-i", "name": "光纤用户", "unit": "万户", "direction": "higher"}
    indicator |= {"targets": [{"year": 2030, "value": share}], "catalogue": "gb", "catalogue_item": "L1P1-A1"}
    head = {"level": "cluster", "members": [{"region_code": "990100", "region_name": "生成市"}]}
    return fragment("up", head, goals=[{"id": "a-g", "title": "统一门户"}], indicators=[indicator])


def city() -> list[Element]:
    """A sound plan below ``up``, of which it takes up nothing but an indicator."""
    found: list[Element] = []
    for one in sound_elements(60):
        if isinstance(one, PlanHead):
            found.append(one.but(parents=("up",)))
        elif isinstance(one, Indicator) and one.id == "i1a":
            row = TakeUp(plan="up", element="a-i", mode="support")
            found.append(one.but(takes_up=(row,), catalogue="gb", catalogue_item="L1P1-A1"))
        else:
            found.append(one)
    return found


@pytest.fixture
def session(path: Path) -> Iterator[Session]:
    with Session.create(path) as opened:
        opened.import_plan(above())
        opened.import_plan(city())
        opened.open_plan("plan")
        yield opened


def checked(session: Session) -> set[tuple[str, str]]:
    """(rule, field) of what the rules that look beyond the plan find, checked as the window does it."""
    check = session.whole_check()
    assert session.accept(check, check.run())
    assert_live_is_full(session)
    return {(one.rule, one.field) for one in session.checker.findings() if one.rule in BEYOND}


def around_of(session: Session) -> Surroundings:
    around = session.checker.surroundings
    assert around is not None
    return around


def assert_live_is_full(session: Session) -> None:
    assert session.plan is not None
    plan = session.read(session.plan.id)
    full = Checker(Plan(plan.id, plan.elements.values()), surroundings=session.surroundings_of(plan))
    full.full()
    assert session.checker.findings() == full.findings()
    assert session.checker.verdicts() == full.verdicts()


def apply(session: Session, id_: str, field: str, value: Any, reason: str = "") -> None:
    assert session.plan is not None
    session.apply(edits.set_field(session.plan, id_, field, value, reason=reason))


def test_nothing_is_read_before_the_whole_rules_run(session: Session) -> None:
    checker = session.checker
    check = session.whole_check()
    result = check.run()
    assert getattr(checker, "surroundings") is None  # noqa: B009 - a plain reading would be narrowed
    assert session.accept(check, result)
    around = around_of(session)
    assert [one.id for one in around.parents] == ["up"]
    assert [(one.id, one.level) for one in around.others] == [("up", "cluster")]
    assert [(one.id, one.unit, one.targets) for one in around.others[0].indicators] == [("a-i", "万户", None)]
    assert session.checker.view.surroundings is around


def test_what_is_known_is_not_read_again(session: Session) -> None:
    checked(session)
    around = around_of(session)
    apply(session, "g1", "title", "改名")
    checked(session)
    assert around_of(session).parents is around.parents


def test_rules_look_at_the_plan_above(session: Session) -> None:
    assert ("S113", "takes_up[a-g]") in checked(session)
    apply(session, "g1", "takes_up", (TakeUp(plan="up", element="a-g", mode="same"),))
    assert "S113" not in {rule for rule, _ in checked(session)}
    apply(session, "plan", "parents", None)
    assert session.checker.whole_pending
    checked(session)
    assert around_of(session).parents == ()
    session.undo()
    checked(session)
    assert [one.id for one in around_of(session).parents] == ["up"]


def test_other_plans_that_come_and_go_are_seen(session: Session) -> None:
    checked(session)
    heard: list[Event] = []
    session.watch(heard.append)
    session.import_plan(above(700)[:1] + above()[2:], replace=True)
    assert heard == [Event(around=True)]
    assert session.checker.whole_pending
    assert "S113" not in {rule for rule, _ in checked(session)}
    session.delete_plan("up")
    assert session.checker.whole_pending
    checked(session)
    assert around_of(session).others == ()
    session.restore_plan("up")
    checked(session)
    assert [one.id for one in around_of(session).others] == ["up"]
    session.new_plan(edits.new_plan("又一份"))
    checked(session)
    assert len(around_of(session).others) == 2


def test_a_check_begun_before_another_plan_came_is_not_taken(session: Session) -> None:
    check = session.whole_check()
    result = check.run()
    session.import_plan(fragment("third"))
    assert not session.accept(check, result)
    assert session.checker.whole_pending
    checked(session)


def test_another_program_changes_the_plan_above(session: Session, path: Path) -> None:
    assert ("S113", "takes_up[a-g]") in checked(session)
    with Session.open(path) as other:
        other.open_plan("up")
        assert other.plan is not None
        other.apply(edits.delete(other.plan, ["a-g"]))
    # Seen with the next whole check, whatever brings it.
    apply(session, "g1", "title", "改名")
    assert "S113" not in {rule for rule, _ in checked(session)}


def test_the_cluster_sees_the_plans_below(session: Session) -> None:
    apply(session, "i1a", "takes_up", (TakeUp(plan="up", element="a-i", mode="share", share=Decimal(600)),))
    apply(session, "i1a", "unit", "%")
    session.open_plan("up")
    found = checked(session)
    assert ("S118", "targets[2030]") in found
    assert ("C420", "unit") in found
    assert "S119" not in {rule for rule, _ in found}
    session.delete_plan("plan")
    assert ("S119", "members[990100]") in checked(session)


def test_edits_of_a_frozen_scheme_are_told_from_the_log(session: Session) -> None:
    assert session.plan is not None
    item = session.plan.all(SchemeItem)[0]
    apply(session, "k1", "frozen", True)
    assert "A517" not in {rule for rule, _ in checked(session)}
    apply(session, item.id, "marks", Decimal(1))
    assert ("A517", f"items[{item.id}].marks") in checked(session)
    session.undo()
    assert "A517" not in {rule for rule, _ in checked(session)}
    session.redo()
    apply(session, "k1", "frozen", False)
    apply(session, "k1", "frozen", True)
    assert ("A517", f"items[{item.id}].marks") in checked(session)


def test_a_freezing_that_was_undone_counts_no_longer(session: Session) -> None:
    assert session.plan is not None
    item = session.plan.all(SchemeItem)[0]
    apply(session, "k1", "frozen", True)
    session.undo()
    apply(session, item.id, "marks", Decimal(1))
    apply(session, "k1", "frozen", True)
    assert "A517" not in {rule for rule, _ in checked(session)}


def test_edits_of_targets_are_told_from_the_log(session: Session) -> None:
    assert session.plan is not None
    indicator = session.plan.all(Indicator)[0]
    targets = indicator.targets
    assert targets is not None
    raised = tuple(one.but(value=(one.value or Decimal(0)) + 1) for one in targets)
    apply(session, indicator.id, "targets", raised)
    assert {rule for rule, _ in checked(session)} >= {"A520"}
    session.undo()
    assert "A520" not in {rule for rule, _ in checked(session)}
    apply(session, indicator.id, "targets", raised, reason="市政府常务会议决定")
    assert "A520" not in {rule for rule, _ in checked(session)}
    apply(session, "plan", "issued_on", date(2099, 1, 1))
    apply(session, indicator.id, "targets", (*raised[:-1], Target(year=2030, value=Decimal(77))))
    assert "A520" not in {rule for rule, _ in checked(session)}


@pytest.mark.parametrize("seed", range(4))
def test_live_is_full_after_any_edits(session: Session, seed: int) -> None:
    assert session.plan is not None
    chance = random.Random(seed)
    apply(session, "k1", "frozen", True)
    for _ in range(12):
        assert session.plan is not None
        doing = chance.random()
        try:
            if doing < 0.3:
                item = chance.choice(session.plan.all(SchemeItem))
                apply(session, item.id, "marks", Decimal(chance.randint(1, 20)))
            elif doing < 0.5:
                indicator = chance.choice(session.plan.all(Indicator))
                apply(
                    session,
                    indicator.id,
                    "targets",
                    (Target(year=2030, value=Decimal(chance.randint(1, 99))),),
                )
            elif doing < 0.7:
                session.undo()
            elif doing < 0.8:
                session.redo()
            else:
                session.apply(random_edit(session.plan, chance))
        except (Problem, IndexError):
            continue
        if not session.plan.exists:
            session.undo()
        session.check_whole_now()
        assert_live_is_full(session)


def test_reading_in_a_thread_beside_edits(session: Session) -> None:
    results: list[Any] = []
    for turn in range(5):
        check = session.whole_check()
        thread = threading.Thread(target=lambda check=check: results.append((check, check.run())))
        thread.start()
        apply(session, "g1", "title", f"改名{turn}")
        thread.join()
        assert not session.accept(*results[-1])
    checked(session)


def test_a_library_that_fails_meanwhile_leaves_the_rest_checked(session: Session) -> None:
    check = session.whole_check()
    session._library.close()
    result = check.run()
    assert result.surroundings is None
    assert session.accept(check, result)


def test_damaged_rows_of_other_plans_are_left_out(session: Session, path: Path) -> None:
    import sqlite3

    session.import_plan(fragment("third", {"title": "第三份"}))
    session.close()
    with sqlite3.connect(path) as file:
        file.execute("UPDATE indicator SET takes_up = '[{\"element\": [1]}]' WHERE id = 'a-i'")
        file.execute("UPDATE plan SET parents = '[[3]]' WHERE id = 'third'")
    file.close()
    with Session.open(path) as again:
        again.open_plan("plan")
        again.check_whole_now()
        around = around_of(again)
        assert [(one.id, one.indicators) for one in around.others] == [("up", ())]
        assert [one.id for one in around.parents] == ["up"]
