"""Returned workbooks: annexes that were corrected, and what spreadsheets do to cells."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from tests.session.test_returned import DAY, SAMPLE, TASK, Office, send
from tests.workbooks import column_of, edited, row_of, with_cell
from workbench.documents.source import KINDS, Source
from workbench.documents.writers import written
from workbench.exchange.json import read_plan
from workbench.plan.elements import Indicator
from workbench.rules.checker import today
from workbench.session.returned import Returned, accepted
from workbench.session.session import Session

NAME = "P-A-01 城市公共数据资源平台"
#: The sheets of the annexes.
INDICATORS, PROJECTS, TASKS, FUNDING = 1, 2, 3, 4


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The annexes of the sample plan as a workbook."""
    elements = read_plan(SAMPLE.read_bytes(), SAMPLE.name)
    path = tmp_path_factory.mktemp("returned") / "library.workbench"
    with Session.create(path, author="甲") as session:
        session.import_plan(elements)
        session.open_plan(elements[0].id)
        assert session.plan is not None
        source = Source(session.plan.snapshot(), "zh", DAY, change=session.newest, complete=True)
        yield Office(session, written(KINDS["annex"].outline(source), ".xlsx"))


@pytest.fixture(scope="module")
def ledger(office: Office) -> Office:
    return replace(office, sent=send(office.session, "ledger", ".xlsx", "u-data"))


def said(returned: Returned) -> list[tuple[str, str, str, str]]:
    return [(one.row.element, one.field, one.came, one.state) for one in returned.proposals]


def nothing_else(returned: Returned) -> bool:
    return not (returned.added or returned.missing or returned.twice or returned.unread or returned.notes)


def corrected(book: bytes) -> bytes:
    book = with_cell(
        book, "i-01", column_of(book, "targets[2028].value", INDICATORS), "≥93", sheet=INDICATORS
    )
    money = column_of(book, "total_investment", PROJECTS)
    book = with_cell(book, "p-01", money, "12,600.5", sheet=PROJECTS)
    return with_cell(book, "p-01", column_of(book, "end", TASKS), "2028年6月", sheet=TASKS)


def test_annexes_that_nobody_touched_propose_nothing(office: Office) -> None:
    returned = office.read(office.sent)
    assert returned.proposals == ()
    assert nothing_else(returned)


def test_corrected_annexes_are_taken_in_as_one_step(office: Office) -> None:
    returned = office.read(corrected(office.sent))
    assert said(returned) == [
        ("i-01", ".value", "≥93", "ready"),
        ("p-01", "total_investment", "12,600.5", "ready"),
        ("p-01", "end", "2028年6月", "ready"),
    ]
    assert returned.proposals[0].name.endswith("(2028)")
    assert nothing_else(returned)
    session = office.session
    assert session.plan is not None
    before = session.newest
    session.apply(accepted(session.plan, returned, returned.ready))
    assert session.newest == before + 1
    indicator = session.plan.find("i-01", Indicator)
    assert indicator is not None
    targets = {one.year: (one.op, one.value) for one in indicator.targets or () if one.unit is None}
    assert targets[2028] == ("ge", Decimal(93))
    assert office.task("p-01").total_investment == 12_600_500_000
    session.undo()


def test_what_an_approved_plan_promised_is_kept_beside_the_target_taken_in(office: Office) -> None:
    session = office.session
    assert session.plan is not None
    before = session.plan.find("i-01", Indicator)
    returned = office.read(corrected(office.sent))
    session.apply(accepted(session.plan, returned, returned.ready))
    indicator = session.plan.find("i-01", Indicator)
    assert before is not None
    assert indicator is not None
    (promised,) = [one for one in before.targets or () if (one.year, one.unit) == (2028, None)]
    (target,) = [one for one in indicator.targets or () if (one.year, one.unit) == (2028, None)]
    assert not promised.changes
    assert [(one.on, one.from_) for one in target.changes or ()] == [(today(), promised.value)]
    session.undo()


def test_a_row_lost_in_one_annex_is_told_though_it_stands_in_another(office: Office) -> None:
    number = row_of(office.sent, "p-01", PROJECTS)

    def cut(xml: str) -> str:
        return re.sub(rf'<row r="{number}".*?</row>', "", xml, flags=re.DOTALL)

    returned = office.read(edited(office.sent, cut, PROJECTS))
    assert returned.missing == (NAME,)
    assert (returned.proposals, returned.twice, returned.unread) == ((), (), ())


def test_a_number_shown_as_per_cent_is_read_as_it_is_shown(ledger: Office) -> None:
    column, number = column_of(ledger.sent, ".percent"), row_of(ledger.sent, TASK)

    def typed(xml: str) -> str:
        # Typed as 85%: a spreadsheet keeps 0.85 and shows it times a hundred.
        kept = f'<c r="{column}{number}" s="{len(found)}"><v>0.85</v></c>'
        made, count = re.subn(rf'<c r="{column}{number}"[^>]*/>', kept, xml)
        assert count == 1
        return made

    def styled(xml: str) -> str:
        found.extend(re.findall("<xf ", xml.partition("<cellXfs")[2].partition("</cellXfs>")[0]))
        return xml.replace("</cellXfs>", '<xf numFmtId="9" applyNumberFormat="1"/></cellXfs>')

    found: list[str] = []
    book = edited(edited(ledger.sent, styled, part="xl/styles.xml"), typed)
    (one,) = ledger.read(book).proposals
    assert (one.field, one.came, one.state) == (".percent", "85%", "ready")
    session = ledger.session
    assert session.plan is not None
    session.apply(accepted(session.plan, ledger.read(book), [one]))
    assert [each.percent for each in ledger.task("p-01").reports or () if each.period == "2027-Q2"] == [85]
    session.undo()


def test_a_number_in_a_cell_for_days_is_not_taken_for_a_day_of_1905(office: Office) -> None:
    column, number = column_of(office.sent, "end", TASKS), row_of(office.sent, "p-01", TASKS)

    def typed(xml: str) -> str:
        made, count = re.subn(rf'(<c r="{column}{number}"[^>]*><v>)[^<]*', r"\g<1>2028.6", xml)
        assert count == 1
        return made

    (one,) = office.read(edited(office.sent, typed, TASKS)).proposals
    assert (one.field, one.came, one.state) == ("end", "2028.6 (1905-07-20)", "unreadable")


def test_cells_merged_over_rows_count_for_each_and_over_columns_are_told(ledger: Office) -> None:
    status, number = column_of(ledger.sent, "status"), row_of(ledger.sent, TASK)
    book = with_cell(ledger.sent, TASK, status, "暂停")

    def over_rows(xml: str) -> str:
        xml = re.sub(rf'<c r="{status}{number + 1}"[^>]*?(?:/>|>.*?</c>)', "", xml)
        return _merging(xml, f"{status}{number}:{status}{number + 1}")

    returned = ledger.read(edited(book, over_rows))
    assert [(one.field, one.came) for one in returned.proposals] == [("status", "暂停")] * 2
    text, problem = column_of(ledger.sent, ".text"), column_of(ledger.sent, ".problem")
    wide = with_cell(ledger.sent, TASK, text, "并了")
    returned = ledger.read(edited(wide, lambda xml: _merging(xml, f"{text}{number}:{problem}{number}")))
    assert [(one.field, one.came) for one in returned.proposals] == [(".text", "并了")]
    (fault,) = returned.unread
    assert f"row {number}: cells to be filled in have become one" in str(fault)


def test_comments_beside_cells_are_told_with_their_row(ledger: Office) -> None:
    column, number = column_of(ledger.sent, "status"), row_of(ledger.sent, TASK)
    comments = (
        '<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors/><commentList>'
        f'<comment ref="{column}{number}" authorId="0"><text><r><t>请改由</t></r>'
        "<r><t>乙局牵头</t></r></text></comment></commentList></comments>"
    )
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
        'Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments" '
        'Target="../comments1.xml"/></Relationships>'
    )
    made = io.BytesIO(ledger.sent)
    with zipfile.ZipFile(made, "a") as package:
        package.writestr("xl/comments1.xml", comments)
        package.writestr("xl/worksheets/_rels/sheet1.xml.rels", relations)
    returned = ledger.read(made.getvalue())
    assert returned.notes == ((NAME, "请改由乙局牵头"),)
    assert returned.proposals == ()


def test_corrected_annexes_survive_another_program(office: Office, tmp_path: Path) -> None:
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        return
    (tmp_path / "附表.xlsx").write_bytes(corrected(office.sent))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [program, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "saved"),
         str(tmp_path / "附表.xlsx")],
        check=True, capture_output=True, timeout=110,
    )  # fmt: skip
    returned = office.read((tmp_path / "saved" / "附表.xlsx").read_bytes())
    assert said(returned) == said(office.read(corrected(office.sent)))
    assert nothing_else(returned)


def _merging(xml: str, area: str) -> str:
    """The sheet with one more merged area."""
    made, count = re.subn(r'<mergeCells count="\d+">', f'<mergeCells><mergeCell ref="{area}"/>', xml)
    assert count == 1
    return made


def test_a_formula_without_a_value_and_an_error_are_not_taken_for_emptied_cells(office: Office) -> None:
    """Some programs write formulas without what comes out of them: nobody emptied these cells."""
    book = _holding(office.sent, "p-01", "progress", "<f>40+41</f>", TASKS)
    book = _holding(book, "p-01", "notes", "<f>A1</f><v></v>", TASKS)
    book = _holding(book, "p-01", "end", "<v>#REF!</v>", TASKS, 't="e"')
    returned = office.read(book)
    assert said(returned) == [
        ("p-01", "end", "#REF!", "unreadable"),
        ("p-01", "progress", "=40+41", "unreadable"),
        ("p-01", "notes", "=A1", "unreadable"),
    ]
    faults = [str(one.fault) for one in returned.proposals]
    assert [fault.partition(";")[0] for fault in faults] == [
        "an error value",
        "a formula without a value",
        "a formula without a value",
    ]
    assert nothing_else(returned)


def test_a_formula_with_its_value_is_read_as_the_value(office: Office) -> None:
    book = _holding(office.sent, "p-01", "progress", "<f>40+41</f><v>81</v>", TASKS)
    book = _holding(book, "p-01", "notes", '<f>""</f><v></v>', TASKS, 't="str"')
    assert said(office.read(book)) == [("p-01", "progress", "81", "ready")]


def test_true_is_no_number(office: Office) -> None:
    book = _holding(office.sent, "p-01", "progress", "<v>1</v>", TASKS, 't="b"')
    assert said(office.read(book)) == [("p-01", "progress", "TRUE", "unreadable")]


def _holding(book: bytes, mark: str, field: str, inside: str, sheet: int, sort: str = "") -> bytes:
    """The workbook with a cell that holds this XML."""
    place = f"{column_of(book, field, sheet)}{row_of(book, mark, sheet)}"

    def edit(xml: str) -> str:
        made, count = re.subn(
            rf'<c r="{place}"[^>]*?(?:/>|>.*?</c>)', f'<c r="{place}" {sort}>{inside}</c>', xml
        )
        assert count == 1
        return made

    return edited(book, edit, sheet)


@pytest.mark.parametrize(("came", "meant"), [("0.5", "50"), ("0.125", "12.5"), ("1", "100")])
def test_a_share_of_one_in_a_column_of_per_cent_needs_a_look(ledger: Office, came: str, meant: str) -> None:
    column = column_of(ledger.sent, ".percent")
    (one,) = ledger.read(with_cell(ledger.sent, TASK, column, came)).proposals
    assert (one.field, one.came, one.state) == (".percent", came, "doubtful")
    assert str(one.fault) == f"this says {came} %; perhaps {meant} % is meant"
    (sure,) = ledger.read(with_cell(ledger.sent, TASK, column, f"{came}%")).proposals
    assert sure.state == "ready"


def test_a_day_that_lost_its_format_is_told_as_the_day_it_may_be(office: Office) -> None:
    book = _holding(office.sent, "p-01", "end", "<v>46447</v>", TASKS)
    (one,) = office.read(book).proposals
    assert (one.came, one.state) == ("46447", "unreadable")
    assert str(one.fault) == "a number instead of a date; it may be 2027-03-01"


def test_a_cell_that_came_back_empty_deletes_nothing_by_itself(office: Office) -> None:
    progress = column_of(office.sent, "progress", TASKS)
    returned = office.read(with_cell(office.sent, "p-01", progress, "", sheet=TASKS))
    (one,) = returned.proposals
    assert (one.field, one.came, one.state) == ("progress", "", "doubtful")
    assert returned.ready == []
    session = office.session
    assert session.plan is not None
    session.apply(accepted(session.plan, returned, [one]))
    assert office.task("p-01").progress is None
    session.undo()


def test_what_a_unit_changed_in_sheets_that_are_not_read_is_told(office: Office, ledger: Office) -> None:
    def doubled(xml: str) -> str:
        made, count = re.subn(r'(<c r="\w+" s="\d+"><v>)(\d{3,})(</v>)', r"\g<1>9\g<2>\g<3>", xml, count=1)
        assert count == 1
        return made

    (told,) = map(str, office.read(edited(office.sent, doubled, FUNDING)).unread)
    assert re.fullmatch(r"Sheet “资金筹措表”, row \d+: “9\d+” is not read back", told)

    def signed(xml: str) -> str:
        return xml.replace("填报日期：", "填报日期：2027-07-03")

    (told,) = map(str, ledger.read(edited(ledger.sent, signed, part="xl/sharedStrings.xml")).unread)
    assert re.match(r"Sheet “任务”, row \d+: “", told)
    assert "填报日期：2027-07-03" in told
