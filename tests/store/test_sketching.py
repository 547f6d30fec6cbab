"""What the outline of a large plan shows before the rest is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.plans import sound_elements
from tests.store.libraries import PLAN, adding, every_kind
from workbench.plan.elements import KINDS
from workbench.store import sketching
from workbench.store.library import Library
from workbench.store.sketching import sketch

OPEN = ("goal", "project")


@pytest.fixture
def made(tmp_path: Path) -> Path:
    path = tmp_path / "a.workbench"
    with Library.create(path) as library:
        library.append("plan", adding(sound_elements(600)), 0)
    return path


def test_a_sketch_has_the_first_lines_of_the_plan_and_what_tells_that_more_stands_below(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sketching, "_LINES", 20)
    with Library.open(made) as library:
        plan = library.read("plan")
    drawn = sketch(made, "plan", OPEN)
    assert drawn is not None
    assert drawn.head == plan.head
    for kind in KINDS:
        assert drawn.count(kind) == plan.count(kind)
    for kind in OPEN:
        lines = drawn.roots(kind)
        assert lines
        assert lines == plan.roots(kind)[:20]
        for id_ in lines:
            assert drawn.elements[id_].name_shown == plan.elements[id_].name_shown
            assert bool(drawn.children(id_)) == bool(plan.children(id_))
            assert bool(drawn.owned(id_)) == bool(plan.owned(id_))


def test_without_its_name_the_only_plan_is_drawn_and_of_several_none(made: Path) -> None:
    only = sketch(made, None, OPEN)
    assert only is not None
    assert only.id == "plan"
    with Library.open(made) as library:
        library.append(PLAN, adding(every_kind()), 0)
    assert sketch(made, None, OPEN) is None
    chosen = sketch(made, PLAN, OPEN)
    assert chosen is not None
    assert chosen.id == PLAN


def test_a_file_that_must_be_looked_through_is_not_drawn(made: Path, tmp_path: Path) -> None:
    stranger = tmp_path / "b.workbench"
    stranger.write_bytes(made.read_bytes())
    assert sketch(stranger, "plan", OPEN) is None
    assert sketch(tmp_path / "gone.workbench", "plan", OPEN) is None
    with Library.open(made) as library:
        library.append("plan", adding([]), 1)
        kept = made.read_bytes()
    made.write_bytes(kept[:-1] + b"\1")
    assert sketch(made, "plan", OPEN) is None


def test_a_drawn_library_can_be_opened_and_changed(made: Path) -> None:
    assert sketch(made, "plan", OPEN) is not None
    with Library.open(made) as library:
        assert sketch(made, "plan", OPEN) is not None
        library.append(PLAN, adding(every_kind()), 0)
        assert {entry.id for entry in library.plans()} == {"plan", PLAN}


def test_a_library_that_is_moved_stays_known(made: Path) -> None:
    target = made.with_name("b.workbench")
    Library.move(made, target)
    assert not made.exists()
    assert sketch(made, "plan", OPEN) is None
    drawn = sketch(target, "plan", OPEN)
    assert drawn is not None
