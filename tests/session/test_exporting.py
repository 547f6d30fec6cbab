"""Exports: which files, under which names, all or none, and the choices kept for the next time."""

from __future__ import annotations

import io
import json
from pathlib import Path
from threading import Event
from typing import Any

import docx
import pytest

from workbench import paths
from workbench.documents.outline import Table
from workbench.documents.source import KINDS
from workbench.errors import Cancelled, Problem
from workbench.exchange.json import read_plan
from workbench.plan.elements import PlanHead
from workbench.plan.plan import Plan
from workbench.rules.checker import today
from workbench.session.export_choices import Export, chosen_before, last_export, remember
from workbench.session.exporting import (
    Ground,
    Wanted,
    files_of,
    free_name,
    remarks,
    run,
)
from workbench.session.exporting import make as make_of
from workbench.session.jobs import Progress
from workbench.session.writing import Making, make_beside


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


def test_a_long_file_tells_how_far_it_is_and_can_be_cancelled_within(city: Plan, tmp_path: Path) -> None:
    export = Export(("annex",), (".docx",), str(tmp_path))
    (old,) = (one.path for one in files_of(export, city))
    old.write_bytes(b"old")
    told: list[tuple[int, int]] = []

    def within(making: Making) -> None:
        outline = making.through(KINDS["annex"].outline(Ground(city, today()).source(export)))
        table = next(block for block in outline.blocks if isinstance(block, Table))
        for _ in table.rows:
            told.append((round(making.share * 100), len(table.rows)))
        progress.cancel()
        while making.is_wanted:
            pass
        with pytest.raises(Cancelled):
            list(table.rows)
        ended.set()

    progress, ended = Progress(), Event()
    with pytest.raises(Cancelled):
        make_beside(within, progress, 0, 1, "")
    assert ended.wait(10)
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert 30 <= shares[0] < shares[-1] < 100
    assert old.read_bytes() == b"old"


def test_progress_counts_files_and_what_is_made_of_them(city: Plan, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    export = Export(("plan", "annex"), (".docx", ".html"), str(tmp_path))
    run(export, Ground(city, today()), Progress(lambda done, total, _message: told.append((done, total))))
    shares = [done / total for done, total in told]
    assert shares == sorted(shares)
    assert shares[-1] == 1


def test_a_template_of_ones_own_makes_the_word_files_of_its_kind(city: Plan, tmp_path: Path) -> None:
    own = tmp_path / "own.docx"
    document = docx.Document()
    document.add_paragraph("{{ unit.name }}")
    document.save(str(own))
    export = Export(("ledger", "annex"), (".docx",), str(tmp_path), templates=(("ledger", str(own)),))
    progress = Progress()
    made = make_of(files_of(export, city), export, Ground(city, today()), progress)
    ledgers = {path.stem: data for path, data in made.files if "督办台账" in path.name}
    assert len(ledgers) > 5
    for name, data in ledgers.items():
        assert name.endswith(docx.Document(io.BytesIO(data)).paragraphs[0].text)
    assert any(line.startswith("Left out") for line in remarks(made, "en"))
    document.add_paragraph("{{ unit.nmae }}")
    document.save(str(own))
    with pytest.raises(Problem, match="perhaps"):
        run(export, Ground(city, today()), progress)
    assert list(tmp_path.iterdir()) == [own]


def test_one_file_without_a_place_keeps_all_from_being_written(city: Plan, tmp_path: Path) -> None:
    old = tmp_path / "a.docx"
    old.write_bytes(b"old")
    wanted = [Wanted(KINDS["plan"], None, old), Wanted(KINDS["annex"], None, tmp_path / "none" / "b.docx")]
    with pytest.raises(Problem, match="no such folder"):
        make_of(wanted, Export(), Ground(city, today()), Progress())
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
    own = (("ledger", "/own.docx"),)
    export = Export(
        ("ledger",), (".xlsx", ".pdf"), "/somewhere", "en", ("u1",), 2027, cover=False, templates=own
    )
    assert chosen_before(json.loads(json.dumps(export.kept()))) == export
    assert chosen_before({**export.kept(), "templates": [["ledger"]]}) is None
    assert chosen_before({**export.kept(), "kinds": "ledger"}) is None
    assert chosen_before({**export.kept(), "kinds": ["gone"]}) is None
    assert chosen_before({**export.kept(), "year": "2027"}) is None
    assert chosen_before({**export.kept(), "of a later version": []}) == export


def test_each_kind_has_its_own_last_choices() -> None:
    kept: dict[str, dict[str, Any]] = {}
    remember(kept, "p", Export(("plan", "annex"), (".docx",), "/a"))
    remember(kept, "p", Export(("ledger",), (".xlsx",), "/b", "en"))
    kept = json.loads(json.dumps(kept))
    assert last_export(kept, "p") == Export(("ledger",), (".xlsx",), "/b", "en")
    assert last_export(kept, "p", "annex") == Export(("annex",), (".docx",), "/a")
    assert last_export(kept, "p", "notice") is None
    assert last_export(kept, "another") is None
    assert last_export({"p": {"": ["damaged"]}}, "p") is None
    for at in range(40):
        remember(kept, f"plan {at}", Export())
    assert len(kept) == 30
    assert last_export(kept, "p") is None
