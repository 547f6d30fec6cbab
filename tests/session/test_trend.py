"""Versions of a plan have names; their scores are judged by the rules of now, and once only."""

from __future__ import annotations

import pytest

from tests.plans import plan_of
from workbench.errors import Cancelled, Problem
from workbench.plan import edits
from workbench.session.jobs import Progress
from workbench.session.session import Session
from workbench.session.trend import Trends


def spoil(session: Session) -> None:
    """Leave a project without its lead."""
    plan = plan_of(session)
    project = next(one for one in plan.of_kind("project") if one.get("lead_unit"))
    session.apply(edits.set_field(plan, project.id, "lead_unit", None))


def test_a_version_needs_a_name_of_its_own(session: Session) -> None:
    made = session.name_version(" 征求意见稿 ", "报送前")
    assert (made.name, made.note, made.number) == ("征求意见稿", "报送前", session.newest)
    for name in ("", "   ", "征求意见稿"):
        with pytest.raises(Problem):
            session.name_version(name)
    session.forget_version("征求意见稿")
    assert session.versions() == []


def test_the_trend_goes_from_the_versions_to_now(session: Session) -> None:
    session.check_whole_now()
    session.name_version("一稿")
    spoil(session)
    session.name_version("二稿")
    spoil(session)
    session.check_whole_now()
    points = Trends().of(session).run(Progress())
    assert [one.name for one in points] == ["一稿", "二稿", ""]
    scores = [one.verdicts["implementable"].score for one in points]
    assert scores[0] is not None
    assert scores == sorted(scores, reverse=True)  # type: ignore[type-var]
    assert scores[0] > scores[1] > scores[2]  # type: ignore[operator]
    assert points[-1].verdicts == session.checker.verdicts()


def test_what_was_judged_is_not_judged_again(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    session.name_version("一稿")
    known = Trends()
    assert not known.of(session).is_known
    first = known.of(session).run(Progress())
    monkeypatch.setattr(Session, "plan_as_of", lambda *_: pytest.fail("judged again"))
    again = known.of(session)
    assert again.is_known
    assert again.run(Progress()) == first


def test_other_rules_judge_anew(session: Session) -> None:
    session.check_whole_now()
    session.name_version("一稿")
    known = Trends()
    known.of(session).run(Progress())
    plan = plan_of(session)
    session.apply(edits.set_field(plan, plan.id, "rule_profile", {"off": ["E204"]}))
    assert not known.of(session).is_known


def test_a_version_of_a_plan_that_was_not_yet_there_has_no_scores(session: Session) -> None:
    session.name_version("一稿")
    session.undo()
    session.redo()
    session.open_plan("plan")
    assert [one.name for one in Trends().of(session).run(Progress())] == ["一稿", ""]


def test_a_trend_is_stopped_when_asked(session: Session) -> None:
    session.name_version("一稿")
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        Trends().of(session).run(progress)
