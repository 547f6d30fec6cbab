"""One open library: the one path of an edit, its undoing, its history, and other writers of the same file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.plans import plan_of, sound_elements
from workbench.errors import ChangedElsewhere, LibraryProblem, Problem, StaleChange
from workbench.plan import edits
from workbench.plan.change import Change, Label
from workbench.plan.elements import PlanHead
from workbench.session.session import Event, Session


def rename(session: Session, id_: str, title: str, key: str = "") -> Change:
    return session.apply(edits.rename(plan_of(session), id_, title, merge_key=key))


def said(label: Label | None) -> str | None:
    from workbench.i18n import words

    return label.shown(words("en")) if label is not None else None


def state(session: Session) -> tuple[Any, ...]:
    labels = session.undo_label, session.redo_label
    return dict(plan_of(session).elements), session.newest, labels, session.history()


def unchanged_by(session: Session, refused: Callable[[], object], error: type[Exception]) -> str:
    before = state(session)
    with pytest.raises(error) as caught:
        refused()
    assert state(session) == before
    return str(caught.value)


# -- editing ---------------------------------------------------------------------------------------------


def test_an_edit_is_in_memory_file_history_and_views(session: Session) -> None:
    heard: list[Event] = []
    stop = session.watch(heard.append)
    written = rename(session, "g1", "新目标")
    assert plan_of(session).elements["g1"].name_shown == "新目标"
    assert session.read("plan").elements == plan_of(session).elements
    assert (written.number, written.author) == (2, "甲")
    assert heard == [Event(written, frozenset({"g1"}))]
    stop()
    stop()
    session.undo()
    assert len(heard) == 1
    assert [(row.number, row.undone, row.is_undo) for row in session.history()] == [
        (3, False, True),
        (2, True, False),
        (1, False, False),
    ]


def test_an_empty_change_is_not_written(session: Session) -> None:
    assert rename(session, "g1", plan_of(session).elements["g1"].name_shown).number == 0
    assert session.newest == 1


def test_undo_and_redo_go_step_by_step_and_survive_a_restart(session: Session, path: Path) -> None:
    states = [dict(plan_of(session).elements)]
    for title in ("一", "二", "三"):
        rename(session, "g1", title)
        states.append(dict(plan_of(session).elements))
    session.undo()
    session.undo()
    assert plan_of(session).elements == states[1]
    session.close()
    with Session.open(path) as again:
        again.open_plan("plan")
        assert said(again.redo_label) == "Rename G-001 一"
        again.redo()
        again.redo()
        assert again.redo() is None
        assert plan_of(again).elements == states[3]
        for expected in reversed(states[:3]):
            again.undo()
            assert plan_of(again).elements == expected


def test_a_new_edit_drops_what_could_be_redone_and_history_still_calls_it_undone(session: Session) -> None:
    first = rename(session, "g1", "一")
    session.undo()
    rename(session, "g2", "二")
    assert session.redo() is None
    undone = {row.number: row.undone for row in session.history()}
    assert undone == {1: False, first.number: True, 3: False, 4: False}


# -- typing ----------------------------------------------------------------------------------------------


def test_typing_is_one_step(session: Session) -> None:
    before = dict(plan_of(session).elements)
    for text in ("平", "平台", "平台建"):
        rename(session, "g1", text, "typing")
    session.undo()
    assert plan_of(session).elements == before
    session.redo()
    assert plan_of(session).elements["g1"].name_shown == "平台建"
    session.undo()
    assert [row.undone for row in session.history() if not row.is_undo] == [True, False]
    session.redo()
    assert session.undo_step(2) is not None  # found by any of the numbers it once had
    assert plan_of(session).elements == before


def test_typing_that_comes_to_nothing_does_not_stop_undo(session: Session) -> None:
    before = dict(plan_of(session).elements)
    rename(session, "g2", "二")
    old = plan_of(session).elements["g1"].name_shown
    rename(session, "g1", "x", "typing")
    idle = rename(session, "g1", old, "typing")
    assert said(session.undo_label) == "Rename G-002 第2类服务网上可办率达到95%"
    unchanged_by(session, lambda: session.undo_step(idle.number), Problem)
    session.undo()
    assert plan_of(session).elements == before


@pytest.mark.parametrize("how", ["restart", "reload", "another edit", "undo"])
def test_typing_is_not_joined_across(session: Session, path: Path, how: str) -> None:
    rename(session, "g1", "一", "g1.title.1")
    if how == "restart":
        session.close()
        session = Session.open(path)
        session.open_plan("plan")
    elif how == "reload":
        session.reload()
    elif how == "another edit":
        rename(session, "g2", "别的")
    else:
        rename(session, "g1", "零", "g1.title.0")
        session.undo()
    rename(session, "g1", "二", "g1.title.1")
    session.undo()
    assert plan_of(session).elements["g1"].name_shown == "一"
    session.close()


# -- older steps -----------------------------------------------------------------------------------------


def test_an_older_step_is_undone_by_itself(session: Session) -> None:
    old = plan_of(session).elements["g1"].name_shown
    first = rename(session, "g1", "一")
    rename(session, "g2", "二")
    session.undo_step(first.number)
    assert plan_of(session).elements["g1"].name_shown == old
    assert plan_of(session).elements["g2"].name_shown == "二"
    with pytest.raises(Problem, match="already undone"):
        session.undo_step(first.number)
    session.redo()
    assert plan_of(session).elements["g1"].name_shown == "一"


def test_a_later_edit_of_the_same_stands_in_the_way(session: Session) -> None:
    first = rename(session, "g1", "{一}")
    rename(session, "g1", "二")
    assert "Rename G-001 {一}" in unchanged_by(session, lambda: session.undo_step(first.number), Problem)


def test_undoing_an_adding_leaves_no_link_to_nothing(session: Session) -> None:
    added = session.apply(edits.add(plan_of(session), "goal", {"title": "新目标"}))
    id_ = added.operations[0].id
    session.apply(edits.link(plan_of(session), "p1-1", "goals", id_))
    assert "Link" in unchanged_by(session, lambda: session.undo_step(added.number), Problem)


def test_undoing_an_adding_leaves_no_orphans(session: Session) -> None:
    added = session.apply(edits.add(plan_of(session), "project", {"title": "新项目"}))
    id_ = added.operations[0].id
    session.apply(edits.add(plan_of(session), "milestone", {"title": "验收", "project": id_}))
    assert "Add Milestone" in unchanged_by(session, lambda: session.undo_step(added.number), Problem)


def test_undoing_an_adding_leaves_no_waiver_of_nothing(session: Session) -> None:
    added = session.apply(edits.add(plan_of(session), "project", {"title": "新项目"}))
    session.apply(edits.waive(plan_of(session), "I301", added.operations[0].id, "由市直接实施"))
    assert "Waive" in unchanged_by(session, lambda: session.undo_step(added.number), Problem)


def test_undoing_a_set_brings_back_no_link_to_what_is_gone(session: Session) -> None:
    unit = session.apply(edits.add(plan_of(session), "unit", {"name": "旧局"})).operations[0].id
    session.apply(edits.set_field(plan_of(session), "p1-1", "lead_unit", unit))
    changed = session.apply(edits.set_field(plan_of(session), "p1-1", "lead_unit", "u1"))
    session.apply(edits.delete(plan_of(session), [unit]))
    assert "Delete" in unchanged_by(session, lambda: session.undo_step(changed.number), Problem)
    session.undo()
    session.undo()
    assert plan_of(session).elements["p1-1"].get("lead_unit") == unit


def test_undoing_a_deletion_needs_its_owner(session: Session) -> None:
    deleted = session.apply(edits.delete(plan_of(session), ["m1-1-1"]))
    session.apply(edits.delete(plan_of(session), ["p1-1"]))
    assert "Delete P-001-1" in unchanged_by(session, lambda: session.undo_step(deleted.number), Problem)


# -- names with marks of our own -------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["@x", "@{y}", "{y}", "{", "}", "@", "{0}", "@Set {field} of {name}"])
def test_a_name_may_look_like_a_message(session: Session, name: str) -> None:
    change = edits.rename(plan_of(session), "g1", name)
    session.apply(change)
    rename(session, "g1", "改名")
    session.undo()
    assert said(session.redo_label) == f"Rename G-001 {name}"
    session.apply(edits.set_field(plan_of(session), "g1", "code", None))
    written = session.apply(edits.set_field(plan_of(session), "g1", "description", "x"))
    assert said(written.label) == f"Set Description of {name}"
    undone = session.undo()
    assert undone is not None
    assert said(undone.label) == f"Undo: Set Description of {name}"
    assert name in str(Problem("“{text}” is not a date", text=name))


# -- import, deletion, restoring -------------------------------------------------------------------------


def test_import_of_a_plan_that_is_there_is_refused(session: Session) -> None:
    refused = unchanged_by(session, lambda: session.import_plan(sound_elements(40)), Problem)
    assert refused.endswith("(id plan); import it as a replacement or as new")


def test_import_over_the_open_plan_is_one_step(session: Session) -> None:
    rename(session, "g1", "改过")
    before = dict(plan_of(session).elements)
    coming = sound_elements(60, seed=3)
    session.import_plan(coming, replace=True)
    assert plan_of(session).elements.keys() == {one.id for one in coming}
    session.undo()
    assert plan_of(session).elements == before
    session.redo()
    assert session.read("plan").elements == plan_of(session).elements
    assert session.import_plan(coming, replace=True).is_empty


def test_import_over_a_plan_that_is_not_open(session: Session) -> None:
    session.open_plan(None)
    session.import_plan([one.but(notes="新") for one in sound_elements(40)], replace=True)
    assert session.read("plan").elements["g1"].get("notes") == "新"


def test_import_as_new_gives_fresh_ids(session: Session) -> None:
    written = session.import_plan(sound_elements(40), as_new=True)
    assert len(session.plans()) == 2
    assert written.elements().isdisjoint(plan_of(session).elements)


def test_an_undone_import_leaves_no_plan_and_can_be_made_again(session: Session) -> None:
    before = dict(plan_of(session).elements)
    session.undo()
    assert session.plans() == []
    assert not plan_of(session).exists
    with pytest.raises(Problem, match="deleted"):
        session.apply(edits.add(plan_of(session), "goal", {"title": "目标"}))
    with pytest.raises(Problem, match="No plan"):
        session.check_whole_now()
    session.redo()
    assert plan_of(session).elements == before
    assert session.checker.verdicts()["executable"].verdict == "holds"


def test_importing_again_after_an_undone_import_shows_the_plan(session: Session) -> None:
    session.undo()
    session.import_plan(sound_elements(40))
    assert plan_of(session).exists
    rename(session, "g1", "改名")
    assert session.read("plan").elements == plan_of(session).elements


def test_deleting_the_open_plan_itself_and_taking_it_back(session: Session) -> None:
    before = dict(plan_of(session).elements)
    session.checker.full()
    session.apply(edits.delete(plan_of(session), ["plan"]))
    assert session.plans() == []
    session.undo()
    assert plan_of(session).elements == before
    assert [entry.id for entry in session.plans()] == ["plan"]


def test_a_deleted_plan_is_restored(session: Session) -> None:
    before_it = plan_of(session).elements["g1"].name_shown
    rename(session, "g1", "改名")
    before = dict(plan_of(session).elements)
    session.delete_plan("plan")
    assert session.plan is None
    with pytest.raises(Problem, match="no plan"):
        session.open_plan("plan")
    session.restore_plan("plan")
    session.open_plan("plan")
    assert plan_of(session).elements == before
    assert said(session.undo_label) == f"Rename G-001 {before_it}"
    with pytest.raises(Problem, match="no deleted plan"):
        session.restore_plan("plan")
    with pytest.raises(Problem, match="no deleted plan"):
        session.restore_plan("never")


def test_a_plan_whose_import_was_undone_is_restored(session: Session) -> None:
    before = dict(plan_of(session).elements)
    session.undo()
    session.open_plan(None)
    session.restore_plan("plan")
    session.open_plan("plan")
    assert plan_of(session).elements == before
    assert said(session.undo_label) == f"Import {plan_of(session).head.title}"
    session.undo()
    assert session.plans() == []


def test_a_new_plan_must_be_new(session: Session) -> None:
    session.new_plan(edits.new_plan("新规划", id="other"))
    session.open_plan("other")
    assert isinstance(plan_of(session).head, PlanHead)
    with pytest.raises(Problem, match="already has"):
        session.new_plan(edits.new_plan("新规划", id="other"))


# -- other writers ---------------------------------------------------------------------------------------


def test_changed_elsewhere_does_nothing_until_a_reload(session: Session, path: Path) -> None:
    mine = rename(session, "g1", "我的")
    with Session.open(path, author="乙") as other:
        other.open_plan("plan")
        rename(other, "g2", "他的")
        history = session.history()
        before = dict(plan_of(session).elements)
        for refused in (
            lambda: rename(session, "g3", "晚了"),
            session.undo,
            lambda: session.undo_step(mine.number),
            lambda: session.import_plan(sound_elements(60), replace=True),
        ):
            with pytest.raises(ChangedElsewhere):
                refused()
        assert plan_of(session).elements == before
        assert session.newest == mine.number
        assert session.history() == history
        session.reload()
        assert plan_of(session).elements == plan_of(other).elements
        rename(session, "g3", "现在")
        with pytest.raises(ChangedElsewhere):
            other.undo()


def test_undo_first_asked_for_after_another_writer(session: Session, path: Path) -> None:
    with Session.open(path, author="乙") as other:
        other.open_plan("plan")
        rename(other, "g2", "他的")
        assert said(session.undo_label) == f"Import {plan_of(session).head.title}"
        with pytest.raises(ChangedElsewhere):
            session.undo()


def test_a_plan_deleted_elsewhere_is_closed_by_a_reload(session: Session, path: Path) -> None:
    heard: list[Event] = []
    session.watch(heard.append)
    with Session.open(path) as other:
        other.delete_plan("plan")
    with pytest.raises(ChangedElsewhere):
        rename(session, "g1", "晚了")
    session.reload()
    assert session.plan is None
    assert heard == [Event(opened=True)]


def test_a_stale_change_does_nothing(session: Session) -> None:
    stale = edits.rename(plan_of(session), "g1", "甲")
    rename(session, "g1", "乙")
    assert (
        unchanged_by(session, lambda: session.apply(stale), StaleChange) == "“乙” has been changed meanwhile"
    )


def test_read_only_does_nothing(session: Session, path: Path) -> None:
    rename(session, "g1", "改名")
    session.close()
    with Session.open(path, read_only=True) as reader:
        reader.open_plan("plan")
        assert reader.read_only
        unchanged_by(reader, lambda: rename(reader, "g2", "不行"), LibraryProblem)
        unchanged_by(reader, reader.undo, LibraryProblem)
        reader.checker.full()
        assert reader.checker.findings() == []


# -- checking --------------------------------------------------------------------------------------------


def test_a_whole_check_of_an_older_state_is_not_taken(session: Session) -> None:
    check = session.whole_check()
    result = check.run()
    rename(session, "g1", "改名")
    assert not session.accept(check, result)
    check = session.whole_check()
    heard: list[Event] = []
    session.watch(heard.append)
    assert session.accept(check, check.run())
    assert heard == [Event(checked=True)]
    assert not session.checker.whole_pending


def test_nothing_can_be_done_without_a_plan(path: Path) -> None:
    with Session.create(path) as empty:
        assert empty.undo_label is None
        assert empty.redo_label is None
        for refused in (empty.undo, empty.redo, empty.history, lambda: empty.plan_as_of(1)):
            with pytest.raises(Problem, match="No plan"):
                refused()
