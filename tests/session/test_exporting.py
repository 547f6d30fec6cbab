"""Exports: which files, under which names, all or none, and the choices kept for the next time."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench import paths
from workbench.documents.source import KINDS
from workbench.errors import Cancelled, Problem
from workbench.exchange.json import read_plan
from workbench.plan.elements import PlanHead
from workbench.plan.plan import Plan
from workbench.rules.checker import today
from workbench.session.exporting import (
    Export,
    Ground,
    Wanted,
    chosen_before,
    files_of,
    free_name,
    remarks,
    run,
)
from workbench.session.exporting import make as made_of
from workbench.session.jobs import Progress


@pytest.fixture(scope="module")
def city() -> Plan:
    source = paths.samples() / "sample-city.json"
    elements = read_plan(source.read_bytes(), source.name)
    return Plan(elements[0].id, elements)


def test_several_documents_and_forms_come_in_one_go(city: Plan, tmp_path: Path) -> None:
    export = Export(("plan", "annex", "ledger"), (".docx", ".xlsx"), str(tmp_path), "en")
    made = run(export, Ground(city, today()), Progress())
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {path.name for path, _ in made.files}
    assert any(name.endswith("Annexed tables.xlsx") for name in names)
    # The text of a plan is no workbook; a unit that only supports has no ledger to fill in.
    assert sum(name.endswith(".docx") for name in names) == sum(name.endswith(".xlsx") for name in names) + 1
    assert any("Left out: Quarterly progress ledger" in line for line in remarks(made, "en"))


def test_a_cancelled_export_leaves_old_files(city: Plan, tmp_path: Path) -> None:
    export = Export(("plan", "annex"), (".docx",), str(tmp_path))
    (old, _) = (one.path for one in files_of(export, city))
    old.write_bytes(b"old")
    progress = Progress(lambda done, _total, _message: progress.cancel() if done else None)
    progress.cancel()
    with pytest.raises(Cancelled):
        run(export, Ground(city, today()), progress)
    assert old.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [old]


def test_one_file_without_a_place_keeps_all_from_being_written(city: Plan, tmp_path: Path) -> None:
    old = tmp_path / "a.docx"
    old.write_bytes(b"old")
    wanted = [Wanted(KINDS["plan"], None, old), Wanted(KINDS["annex"], None, tmp_path / "none" / "b.docx")]
    with pytest.raises(Problem, match="no such folder"):
        made_of(wanted, Export(), Ground(city, today()), Progress())
    assert old.read_bytes() == b"old"


def test_an_empty_plan_says_why_there_is_nothing_to_export(tmp_path: Path) -> None:
    empty = Ground(Plan("p", [PlanHead(id="p", position="i", title="空")]), today())
    with pytest.raises(Problem, match="no unit anything to do"):
        run(Export(("ledger",), (".xlsx",), str(tmp_path)), empty, Progress())
    with pytest.raises(Problem, match="nothing to annex"):
        run(Export(("annex",), (".xlsx",), str(tmp_path)), empty, Progress())
    with pytest.raises(Problem, match="chosen forms"):
        run(Export(("plan",), (".csv",), str(tmp_path)), empty, Progress())
    assert not list(tmp_path.iterdir())


def test_names_of_files_fit_everywhere_and_none_comes_twice() -> None:
    taken: set[str] = set()
    assert free_name("A/B", ("Ledger", "Unit: one"), taken) == "A_B-Ledger-Unit_ one"
    assert free_name("a/b", ("ledger", "unit: one"), taken) == "a_b-ledger-unit_ one-2"
    long = free_name("长" * 300, ("目标责任书", "单" * 200), taken)
    assert len(long.encode()) + len(".docx") <= 255
    assert long.endswith("单")


def test_choices_are_kept_for_the_next_time() -> None:
    export = Export(("ledger",), (".xlsx", ".pdf"), "/somewhere", "en", ("u1",), 2027, cover=False)
    assert chosen_before(export.kept()) == export
    assert chosen_before({**export.kept(), "kinds": "ledger"}) is None
    assert chosen_before({**export.kept(), "kinds": ["gone"]}) is None
    assert chosen_before({**export.kept(), "year": "2027"}) is None
    assert chosen_before({**export.kept(), "of a later version": []}) == export
