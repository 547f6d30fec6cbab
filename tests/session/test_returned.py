"""Returned ledgers: only what the unit changed is proposed; conflicts, moved and new rows are told."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.workbooks import edited, row_of, with_cell
from workbench.documents.source import KINDS, Source
from workbench.documents.writers import written
from workbench.errors import Problem
from workbench.exchange.json import read_plan
from workbench.exchange.office_files import kind_of
from workbench.exchange.returned import read_returned_file
from workbench.plan import edits
from workbench.plan.elements import Indicator, Project
from workbench.session.export_choices import Export
from workbench.session.exporting import ground_of
from workbench.session.returned import Returned, accepted, read_returned
from workbench.session.session import Session

SAMPLE = Path(__file__).parents[2] / "plans" / "sample-city.json"
DAY = date(2026, 11, 23)


@dataclass
class Office:
    """A library with the sample plan, and a ledger sent to the data bureau."""

    session: Session
    sent: bytes

    def read(self, data: bytes, name: str = "台账.xlsx") -> Returned:
        return read_returned(self.session, data, name)

    def task(self, id_: str) -> Project:
        assert self.session.plan is not None
        found = self.session.plan.find(id_, Project)
        assert found is not None
        return found


def send(session: Session, kind: str, suffix: str, unit: str | None = None) -> bytes:
    assert session.plan is not None
    source = Source(session.plan.snapshot(), "zh", DAY, unit=unit, change=session.newest)
    return written(KINDS[kind].outline(source), suffix)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    elements = read_plan(SAMPLE.read_bytes(), SAMPLE.name)
    with Session.create(tmp_path / "library.workbench", author="甲") as session:
        session.import_plan(elements)
        session.open_plan(elements[0].id)
        yield Office(session, send(session, "ledger", ".xlsx", "u-data"))


TASK = "p-01/reports[2027-Q2,u-data]"
#: The columns of the ledger of tasks: marks stand in A.
INVESTED, PERCENT, PROGRESS, PROBLEM, STATUS = "H", "I", "J", "K", "M"


def test_an_untouched_ledger_proposes_nothing(office: Office) -> None:
    returned = office.read(office.sent)
    assert returned.proposals == ()
    assert (returned.added, returned.missing, returned.twice) == ((), (), ())
    assert returned.title == "市数据局2027年第二季度督办台账"


def test_what_was_filled_in_is_taken_as_one_change(office: Office) -> None:
    book = with_cell(office.sent, TASK, PROGRESS, "主体完工")
    book = with_cell(book, TASK, PERCENT, "85")
    book = with_cell(book, TASK, INVESTED, "5,200.5")
    book = with_cell(book, TASK, STATUS, "完成")
    returned = office.read(book)
    assert [(one.field, one.came, one.state) for one in returned.proposals] == [
        (".invested_to_date", "5,200.5", "ready"),
        (".percent", "85", "ready"),
        (".text", "主体完工", "ready"),
        ("status", "完成", "ready"),
    ]
    assert {one.sent for one in returned.proposals} == {"", "进行中"}
    assert office.session.plan is not None
    before = office.session.newest
    office.session.apply(accepted(office.session.plan, returned, returned.ready))
    assert office.session.newest == before + 1
    task = office.task("p-01")
    (report,) = (one for one in task.reports or () if one.period == "2027-Q2")
    assert (report.unit, report.text, report.percent) == ("u-data", "主体完工", Decimal(85))
    assert report.invested_to_date == 5_200_500_000
    assert task.status == "done"
    # Read once more, the plan says so already.
    assert {one.state for one in office.read(book).proposals} == {"settled"}
    office.session.undo()
    assert office.task("p-01").status == "active"


def test_an_actual_value_is_read_as_it_was_written(office: Office) -> None:
    book = with_cell(office.sent, "i-17/actuals[2027]", "G", "≥36", sheet=2)
    returned = office.read(book)
    (one,) = returned.proposals
    assert office.session.plan is not None
    office.session.apply(accepted(office.session.plan, returned, [one]))
    indicator = office.session.plan.find("i-17", Indicator)
    assert indicator is not None
    (actual,) = (each for each in indicator.actuals or () if each.period == "2027")
    assert (actual.op, actual.value) == ("ge", Decimal(36))


def test_what_cannot_be_read_is_told_and_hurts_nothing(office: Office) -> None:
    book = with_cell(office.sent, TASK, PERCENT, "大半")
    (one,) = office.read(with_cell(book, TASK, PROGRESS, "")).proposals
    assert (one.field, one.state) == (".percent", "unreadable")
    assert one.fault is not None


def test_a_percentage_beyond_all_is_no_value(office: Office) -> None:
    (one,) = office.read(with_cell(office.sent, TASK, STATUS, "胡乱")).proposals
    assert one.state == "unreadable"


def test_what_the_plan_changed_meanwhile_is_a_conflict(office: Office) -> None:
    book = with_cell(office.sent, TASK, STATUS, "完成")
    assert office.session.plan is not None
    office.session.apply(edits.set_field(office.session.plan, "p-01", "status", "paused"))
    office.session.apply(edits.set_field(office.session.plan, "p-01", "title", "改名"))
    (one,) = office.read(book).proposals
    assert (one.state, one.sent, one.came, one.today) == ("conflict", "进行中", "完成", "暂停")


def test_a_row_of_something_deleted_is_told(office: Office) -> None:
    book = with_cell(office.sent, TASK, STATUS, "完成")
    assert office.session.plan is not None
    office.session.apply(edits.delete(office.session.plan, ["p-01"]))
    (one,) = office.read(book).proposals
    assert one.state == "unreadable"


def test_moved_deleted_copied_and_new_rows(office: Office) -> None:
    first, second = row_of(office.sent, TASK), row_of(office.sent, "t-02/reports[2027-Q2,u-data]")

    def number(xml: str, row: int, becomes: int) -> str:
        """A row's XML under another number."""
        found = re.search(rf'<row r="{row}".*?</row>', xml, re.DOTALL)
        assert found is not None
        return re.sub(rf'r="([A-Z]*){row}"', rf'r="\g<1>{becomes}"', found[0])

    def swap(xml: str) -> str:
        one, other = number(xml, first, second), number(xml, second, first)
        xml = re.sub(rf'<row r="{first}".*?</row>', other, xml, flags=re.DOTALL)
        return re.sub(rf'<row r="{second}".*?</row>', one, xml, flags=re.DOTALL)

    assert office.read(edited(office.sent, swap)).proposals == ()

    def cut(xml: str) -> str:
        return re.sub(rf'<row r="{first}".*?</row>', "", xml, flags=re.DOTALL)

    lost = office.read(edited(office.sent, cut))
    assert lost.missing == ("P-A-01 城市公共数据资源平台",)
    assert lost.proposals == ()

    def copy(xml: str) -> str:
        added = number(xml, first, 40).replace("</c></row>", "</c></row>")
        return xml.replace("</sheetData>", f"{added}</sheetData>")

    copied = edited(office.sent, copy)
    assert office.read(copied).twice == ()

    def scribble(xml: str) -> str:
        added = re.sub(
            rf'(<c r="{PROGRESS}40")[^>]*?/>',
            r'\1 t="inlineStr"><is><t>另</t></is></c>',
            number(xml, first, 40),
        )
        return xml.replace("</sheetData>", f"{added}</sheetData>")

    assert office.read(edited(office.sent, scribble)).twice == ("P-A-01 城市公共数据资源平台",)

    def new(xml: str) -> str:
        cell = '<c r="C40" t="inlineStr"><is><t>新增工作</t></is></c>'
        return xml.replace("</sheetData>", f'<row r="40">{cell}</row></sheetData>')

    assert office.read(edited(office.sent, new)).added == ("新增工作",)


def test_a_workbook_saved_by_another_program_is_still_known(office: Office, tmp_path: Path) -> None:
    program = shutil.which("soffice") or shutil.which("libreoffice")
    sent, saved = tmp_path / "sent.xlsx", tmp_path / "saved"
    sent.write_bytes(with_cell(office.sent, TASK, PROGRESS, "主体完工"))
    returned = office.read(sent.read_bytes())
    if program is not None:
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        subprocess.run(
            [program, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(saved), str(sent)],
            check=True, capture_output=True, timeout=110,
        )  # fmt: skip
        if (saved / "sent.xlsx").exists():
            returned = office.read((saved / "sent.xlsx").read_bytes())
    assert [(one.field, one.came) for one in returned.proposals] == [(".text", "主体完工")]
    assert returned.missing == ()
    assert returned.added == ()


# -- files that are none of ours -----------------------------------------------------------------------


def package(**parts: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr("xl/workbook.xml", b"<workbook/>")
        for name, data in parts.items():
            new.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return made.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"", b"PK", b"{}", b"PK\x03\x04 broken",
        package(xl__worksheets__sheet1_xml=b"0" * 30_000_000),
        package(xl__worksheets__sheet1_xml=b'<sheetData><c r="XFD1048576"/></sheetData>'),
        package(xl__worksheets__sheet1_xml=b'<row r="99999999999"/>'),
        package(xl__worksheets__sheet1_xml=b'<mergeCell ref="A1:XFD1048576"/>'),
        package(xl__worksheets__sheet1_xml=b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'),
        package(xl__x_xml='<!DOCTYPE a>'.encode("utf-16")),
        package(word__document_xml=b'<w:gridSpan w:val="99999999"/>'),
        package(___x_xml=b"<a/>"),
    ],
)  # fmt: skip
def test_a_hostile_file_is_refused_before_it_is_read(data: bytes) -> None:
    with pytest.raises(Problem, match="is not read"):
        kind_of(data, "x.xlsx")


def test_a_file_of_an_old_program_or_with_a_password_says_so() -> None:
    with pytest.raises(Problem, match="password"):
        kind_of(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "台账.xlsx")


def test_a_file_without_a_mark_is_not_ours(office: Office) -> None:
    with pytest.raises(Problem, match="bears no mark"):
        office.read(send(office.session, "annex", ".xlsx"))
    with pytest.raises(Problem, match=r"cannot be read|is not read"):
        read_returned_file(package(xl__worksheets__sheet1_xml=b"<broken"), "x.xlsx")


def test_a_ledger_of_another_library_is_refused(office: Office, tmp_path: Path) -> None:
    other = Session.create(tmp_path / "other.workbench", author="乙")
    with other, pytest.raises(Problem, match="does not have"):
        read_returned(other, office.sent, "台账.xlsx")


def test_visible_cells_that_were_sorted_without_their_marks_give_nothing_to_another_row(
    office: Office,
) -> None:
    first, second = row_of(office.sent, TASK), row_of(office.sent, TASK) + 1
    book = with_cell(office.sent, TASK, PERCENT, "85")

    def sorted_(xml: str) -> str:
        """The cells of two rows change places, all but those of the hidden first column."""

        def there(cell: re.Match[str]) -> str:
            return f'<c r="{cell[1]}{first + second - int(cell[2])}"'

        rows = [re.search(rf'<row r="{at}".*?</row>', xml, re.DOTALL) for at in (first, second)]
        inside = {at: found[0] for at, found in zip((first, second), rows, strict=True) if found}
        parts = {
            at: re.fullmatch(r'(<row [^>]*>(?:<c r="A\d+".*?</c>))(.*)</row>', text, re.DOTALL)
            for at, text in inside.items()
        }
        moved = {at: re.sub(r'<c r="([A-Z]+)(\d+)"', there, part[2]) for at, part in parts.items() if part}
        kept = {at: part[1] for at, part in parts.items() if part}
        made = [f"{kept[at]}{moved[other]}</row>" for at, other in ((first, second), (second, first))]
        return xml.replace(inside[first] + inside[second], "".join(made))

    returned = office.read(edited(book, sorted_))
    assert returned.ready == []
    assert {one.state for one in returned.proposals} == {"unreadable"}
    assert "85" in {one.came for one in returned.proposals}
    assert all("hidden mark did not move along" in str(one.fault) for one in returned.proposals)
    assert (returned.added, returned.missing, returned.unread) == ((), (), ())


def test_a_row_whose_mark_is_damaged_or_lost_is_told_once(office: Office) -> None:
    row = row_of(office.sent, TASK)
    for left in ("⟦garbage", "⟦p-01/../x⟧", "⟦p-99⟧", ""):
        cell = f'<c r="A{row}" t="inlineStr"><is><t>{left}</t></is></c>' if left else ""

        def cut(xml: str, cell: str = cell) -> str:
            return re.sub(rf'<c r="A{row}"[^>]*>.*?</c>', cell, xml, count=1, flags=re.DOTALL)

        returned = office.read(edited(office.sent, cut))
        assert (returned.added, returned.missing, returned.proposals) == ((), (), ())
        (told,) = map(str, returned.unread)
        assert f"row {row}: its hidden mark is damaged or lost (1 · P-A-01" in told
        assert "⟦" not in told


def test_a_document_of_another_copy_of_the_plan_is_refused(office: Office, tmp_path: Path) -> None:
    """Both copies went on by themselves, by as many changes."""
    copy = tmp_path / "copy.workbench"
    office.session.save_copy(copy)
    with Session.open(copy, author="乙") as other:
        plan = other.open_plan(office.session.plan.id if office.session.plan is not None else None)
        assert plan is not None
        other.apply(edits.set_field(plan, "p-01", "status", "paused"))
        ground = ground_of(other, plan, Export())
        theirs = written(KINDS["ledger"].outline(ground.source(Export(), "u-data")), ".xlsx")
        assert other.newest == office.session.newest + 1
        assert read_returned(other, theirs, "台账.xlsx").proposals == ()
    assert office.session.plan is not None
    office.session.apply(edits.set_field(office.session.plan, "p-02", "status", "paused"))
    with pytest.raises(Problem, match="another copy of this plan"):
        office.read(theirs)
