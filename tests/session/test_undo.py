"""Steps read off a log of changes, and what an older step would leave loose."""

from __future__ import annotations

from tests.plans import sound_plan
from workbench.plan import edits
from workbench.plan.change import Change, Label, Operation
from workbench.plan.plan import Plan
from workbench.session.undo import Steps, history_rows, loose_ends


def logged(number: int, key: str = "", *, undoes: int = 0, redoes: int = 0) -> Change:
    label = Label(f"Change {number}")
    return Change((), label, merge_key=key, undoes=undoes, redoes=redoes, number=number)


def steps(*log: Change) -> tuple[list[list[int]], list[list[int]]]:
    found = Steps(log)
    return [step.made_by for step in found.done], [step.made_by for step in found.undone]


def test_changes_with_one_key_in_a_row_are_one_step() -> None:
    log = [logged(1), logged(2, "a"), logged(3, "a"), logged(4, "b"), logged(5, "a"), logged(6), logged(7)]
    assert steps(*log) == ([[1], [2, 3], [4], [5], [6], [7]], [])


def test_undo_takes_a_step_and_redo_puts_it_last() -> None:
    log = [logged(1), logged(2, "a"), logged(3, "a"), logged(4), logged(5, undoes=3)]
    assert steps(*log) == ([[1], [4]], [[2, 3]])
    assert steps(*log, logged(6, redoes=3)) == ([[1], [4], [6]], [])
    assert steps(*log, logged(6, redoes=3), logged(7, undoes=3)) == ([[1], [4]], [[6]])
    assert steps(*log, logged(6)) == ([[1], [4], [6]], [])


def test_a_key_does_not_join_across_an_undo() -> None:
    log = [logged(1, "a"), logged(2), logged(3, undoes=2), logged(4, "a")]
    assert steps(*log) == ([[1], [4]], [])


def test_a_step_is_found_by_every_number_it_ever_had() -> None:
    log = [logged(1, "a"), logged(2, "a"), logged(3, undoes=2), logged(4, redoes=2)]
    found = Steps(log)
    assert {found.find(number) for number in (1, 2, 4)} == {found.done[0]}
    assert found.find(3) is None


def test_an_undo_of_what_is_not_known_changes_nothing() -> None:
    assert steps(logged(1), logged(2, undoes=9), logged(3, redoes=9)) == ([[1]], [])


def test_what_typing_comes_to_is_followed() -> None:
    found = Steps([logged(1, "a"), logged(2, "a")])
    step = found.done[0]
    step.net = (Operation("set", "goal", "g", "title", "x", "y"),)
    back = (Operation("set", "goal", "g", "title", "y", "x"),)
    found.add(logged(3, "a")._replace(operations=back))
    assert step.made_by == [1, 2, 3]
    assert len(step.net) == 0


def test_what_typing_comes_to_is_worked_out_anew_after_a_header() -> None:
    found = Steps([logged(1, "a"), logged(2, "a")])
    found.done[0].net = (Operation("set", "goal", "g", "title", "x", "y"),)
    found.add(logged(3, "a"))
    assert found.done[0].net is None


def test_history_tells_which_changes_do_not_stand() -> None:
    log = [logged(1), logged(2, "a"), logged(3, "a"), logged(4, undoes=3), logged(5, redoes=3)]

    def undone(*more: Change) -> list[int]:
        return sorted(row.number for row in history_rows([*log, *more]) if row.undone)

    assert undone() == []
    assert undone(logged(6, undoes=3)) == [3, 5]
    assert undone(logged(6, undoes=3), logged(7)) == [3, 5]
    assert [row.number for row in history_rows(log) if row.is_undo] == [5, 4]
    assert [row.number for row in history_rows(log)] == [5, 4, 3, 1]  # the pauses of one typing are one row


def ends(plan: Plan, change: Change) -> set[str]:
    return loose_ends(plan, change.operations)


def test_a_whole_deletion_leaves_nothing_loose() -> None:
    plan = sound_plan(40)
    deletion = edits.delete(plan, ["p1-1"])
    assert ends(plan, deletion) == set()
    bare = deletion._replace(operations=tuple(op for op in deletion.operations if op.action == "delete"))
    assert ends(plan, bare) == {"p1-1"}
    plan.apply(deletion)
    assert ends(plan, deletion.inverse(Label("Undo"))) == set()


def test_a_link_to_nothing_is_a_loose_end() -> None:
    plan = sound_plan(40)
    assert ends(plan, edits.set_field(plan, "p1-1", "lead_unit", "gone")) == {"gone"}
    assert ends(plan, edits.set_field(plan, "p1-1", "title", "gone")) == set()
