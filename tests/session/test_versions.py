"""Moments of a plan: found by name, date and number; looked back upon, not edited; restored in one step."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.plans import plan_of, sound_elements
from workbench.errors import Problem
from workbench.i18n import words
from workbench.plan import edits
from workbench.plan.plan import Plan
from workbench.session import versions
from workbench.session.session import Session


def everything(plan: Plan) -> dict[str, str]:
    return {id_: repr(element) for id_, element in plan.elements.items()}


def spoil(session: Session, times: int = 1) -> None:
    """Retitle, move and delete."""
    for number in range(times):
        plan = plan_of(session)
        first, *_, last = plan.of_kind("goal")
        session.apply(edits.set_field(plan, first.id, "title", f"目标{number}"))
        session.apply(edits.move(plan_of(session), last.id, parent=last.get("parent"), before=first.id))
        session.apply(edits.delete(plan_of(session), [plan_of(session).of_kind("project")[-1].id]))


def test_a_version_bears_the_name_of_who_saved_it(session: Session) -> None:
    session.name_version("送审稿")
    session.author = "乙"
    session.name_version("报批稿")
    assert {one.name: one.author for one in session.versions()} == {"送审稿": "甲", "报批稿": "乙"}


def days_ago(session: Session, monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    """Have what follows be done some days ago."""
    then = (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="seconds")
    monkeypatch.setattr("workbench.session.session.now", lambda: then)


def test_restoring_a_version_is_one_step_that_can_be_undone(session: Session) -> None:
    session.name_version("一稿")
    then = everything(plan_of(session))
    spoil(session, 2)
    now, before = everything(plan_of(session)), len(session.history())
    (version,) = session.versions()
    change = session.apply(versions.restore(session, versions.of_version(version)))
    assert everything(plan_of(session)) == then
    assert change.label.shown(words("en")) == "Restore the version “一稿”"
    assert len(session.history()) == before + 1
    session.undo()
    assert everything(plan_of(session)) == now
    session.redo()
    assert everything(plan_of(session)) == then
    assert versions.restore(session, versions.of_version(version)).is_empty


def test_looking_back_shows_the_plan_as_it_was_and_refuses_edits(session: Session) -> None:
    session.name_version("一稿")
    (version,) = session.versions()
    then = everything(plan_of(session))
    spoil(session)
    now, newest = everything(plan_of(session)), session.newest
    told = []
    session.watch(lambda event: told.append(event.opened))
    session.look_back(versions.of_version(version))
    assert told == [True]
    assert everything(plan_of(session)) == then
    assert bool(session.read_only)
    assert session.newest_of_all == newest
    change = edits.set_field(plan_of(session), "plan", "title", "改")
    with pytest.raises(Problem):
        session.apply(change)
    with pytest.raises(Problem):
        session.name_version("二稿")
    assert session.checker.verdicts()
    session.look_at_now()
    assert not session.read_only
    assert everything(plan_of(session)) == now
    assert session.newest == newest


def test_restoring_while_looking_back_returns_to_today_first(session: Session) -> None:
    session.name_version("一稿")
    (version,) = session.versions()
    then = everything(plan_of(session))
    spoil(session)
    session.look_back(versions.of_version(version))
    session.apply(versions.restore(session, versions.of_version(version)))
    assert everything(plan_of(session)) == then


def test_the_plan_on_a_date_is_that_of_the_end_of_the_day(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = datetime.now(UTC).astimezone().date()
    with pytest.raises(Problem) as caught:
        versions.on_day(session, today - timedelta(days=1))
    assert today.isoformat() in str(caught.value)
    spoil(session)
    assert versions.on_day(session, today).number == session.newest
    assert versions.on_day(session, date(2999, 1, 1)).number == session.newest


def test_days_of_the_log_lead_to_the_last_change_of_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Session.create(tmp_path / "a.workbench", author="甲") as session:
        days_ago(session, monkeypatch, 9)
        session.import_plan(sound_elements(40))
        session.open_plan("plan")
        spoil(session)
        last = session.newest
        then = everything(plan_of(session))
        days_ago(session, monkeypatch, 3)
        spoil(session)
        today = datetime.now(UTC).astimezone().date()
        assert versions.days(session) == [today - timedelta(days=9), today - timedelta(days=3)]
        for ago in (9, 8, 4):
            moment = versions.on_day(session, today - timedelta(days=ago))
            assert moment.number == last
            assert everything(versions.state(session, moment)) == then
        assert versions.on_day(session, today).number == session.newest
        label = versions.restore(session, versions.on_day(session, today - timedelta(days=5))).label
        assert (today - timedelta(days=5)).isoformat() in label.shown(words("en"))


def test_moments_are_found_by_what_is_said(session: Session) -> None:
    session.name_version("2026-01-01")
    assert versions.named(session, "2026-01-01").name == "2026-01-01"
    spoil(session)
    assert versions.named(session, "2").number == 2
    for said in ("二稿", "999", "0"):
        with pytest.raises(Problem):
            versions.named(session, said)


def test_opening_another_plan_ends_looking_back(session: Session) -> None:
    session.import_plan(sound_elements(40, 1, "other"))
    spoil(session)
    session.look_back(versions.Moment(1, "1"))
    session.open_plan("other")
    assert session.past is None
    session.open_plan("plan")
    session.look_back(versions.Moment(1, "1"))
    session.reload()
    assert session.past is None
