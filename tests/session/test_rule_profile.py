"""The plan's own rule profile in an open library: applied live, undone, kept in the file."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from tests.plans import plan_of, sound_elements
from workbench.rules import own
from workbench.rules.profile_edits import kept, switched, with_own
from workbench.session.session import Session

RULE: Final = own.read(
    {
        "code": "X001",
        "title": "指标名称不超过五个字",
        "kind": "indicator",
        "holds": "字数(名称) <= 5",
        "message": "{name} 共 {字数(名称)} 个字",
    }
)


def codes(session: Session) -> set[str]:
    session.check_whole_now()
    return {one.rule for one in session.checker.findings()}


def test_a_profile_edited_in_the_session_is_live_undone_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "library.workbench"
    with Session.create(path, author="甲") as session:
        session.import_plan(sound_elements(40))
        session.open_plan("plan")
        assert codes(session) == set()
        session.apply(kept(plan_of(session), with_own(None, RULE)))
        assert codes(session) == {"X001"}
        assert session.checker.profile.name == "plan"
        session.apply(kept(plan_of(session), switched(plan_of(session).head.rule_profile, "X001", on=False)))
        assert codes(session) == set()
        session.undo()
        assert codes(session) == {"X001"}
        check = session.whole_check()
        assert session.accept(check, check.run())
    with Session.open(path) as session:
        session.open_plan("plan")
        assert codes(session) == {"X001"}
        held: Any = plan_of(session).head.rule_profile
        assert own.read(held["own"][0]) == RULE
        session.undo()
        assert codes(session) == set()


def test_a_check_begun_before_the_profile_changed_is_not_taken(tmp_path: Path) -> None:
    with Session.create(tmp_path / "library.workbench", author="甲") as session:
        session.import_plan(sound_elements(40))
        session.open_plan("plan")
        check = session.whole_check()
        session.apply(kept(plan_of(session), with_own(None, RULE)))
        assert not session.accept(check, check.run())
