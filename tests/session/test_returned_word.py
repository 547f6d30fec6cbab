"""Returned Word files: what offices, Word and WPS do to a table, its marks and its cells."""

from __future__ import annotations

import copy
import io
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.document import Document as Word
from docx.oxml import parse_xml
from docx.table import _Row

from tests.session.test_returned import SAMPLE, Office, send
from tests.word_files import (
    NAMESPACES,
    W,
    cell_of,
    edited_word,
    row_with,
    table_with,
    text_of,
    with_typed,
    with_xml,
)
from workbench.errors import Problem
from workbench.exchange.json import read_plan
from workbench.plan import edits
from workbench.plan.elements import Indicator, Milestone
from workbench.session.returned import Proposal, Returned, accepted
from workbench.session.session import Session

TASK, OTHER = "p-01", "t-02"
REPORT = "p-01/reports[2027-Q2,u-data]"
NAME = "P-A-01 城市公共数据资源平台"
SENT = {"breakdown": None, "ledger": "u-data", "responsibility": "u-data"}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    elements = read_plan(SAMPLE.read_bytes(), SAMPLE.name)
    path = tmp_path_factory.mktemp("returned") / "library.workbench"
    with Session.create(path, author="甲") as session:
        session.import_plan(elements)
        session.open_plan(elements[0].id)
        yield Office(session, send(session, "breakdown", ".docx"))


@pytest.fixture(scope="module")
def letter(office: Office) -> bytes:
    return send(office.session, "responsibility", ".docx", "u-data")


def said(returned: Returned) -> list[tuple[str, str, str, str]]:
    return [(one.row.element, one.field, one.came, one.state) for one in returned.proposals]


def nothing_else(returned: Returned) -> bool:
    return not (returned.added or returned.missing or returned.twice or returned.unread or returned.notes)


def take(office: Office, returned: Returned, proposals: list[Proposal]) -> None:
    assert office.session.plan is not None
    before = office.session.newest
    office.session.apply(accepted(office.session.plan, returned, proposals))
    assert office.session.newest == before + 1


@pytest.mark.parametrize("kind", SENT)
def test_what_nobody_touched_proposes_nothing(office: Office, kind: str) -> None:
    returned = office.read(send(office.session, kind, ".docx", SENT[kind]), "回.docx")
    assert returned.proposals == ()
    assert nothing_else(returned)


def test_a_breakdown_is_taken_in_as_one_step(office: Office) -> None:
    came = with_typed(
        office.sent, TASK, end="2028年6月", status="完成", progress="85％", notes="已验收\n留档"
    )
    returned = office.read(came, "分解表.docx")
    assert said(returned) == [
        (TASK, "end", "2028年6月", "ready"),
        (TASK, "status", "完成", "ready"),
        (TASK, "progress", "85％", "ready"),
        (TASK, "notes", "已验收\n留档", "ready"),
    ]
    assert nothing_else(returned)
    before = office.task(TASK)
    # One by one: the status is left.
    take(office, returned, [one for one in returned.ready if one.field != "status"])
    task = office.task(TASK)
    assert (task.end, task.progress, task.notes) == (date(2028, 6, 30), Decimal(85), "已验收\n留档")
    assert task.status == before.status
    assert [one.state for one in office.read(came).proposals].count("settled") == 3
    office.session.undo()
    assert office.task(TASK) == before


def test_a_letter_of_responsibility_is_taken_in(office: Office, letter: bytes) -> None:
    assert office.session.plan is not None
    document = _open(letter)
    actual = next(mark for mark in _marks(document) if "/actuals[" in mark)
    milestone = next(
        mark for mark in _marks(document) if isinstance(office.session.plan.get(mark), Milestone)
    )
    came = with_typed(letter, TASK, status="完成")
    came = with_typed(came, actual, part_value="≥36")
    came = with_typed(came, milestone, done_on="2027年6月3日")
    returned = office.read(came, "责任书.docx")
    assert {one.state for one in returned.proposals} == {"ready"}
    assert {one.field for one in returned.proposals} == {"status", ".value", "done_on"}
    take(office, returned, returned.ready)
    done = office.session.plan.find(milestone, Milestone)
    assert done is not None
    assert done.done_on == date(2027, 6, 3)
    measured = office.session.plan.find(actual.partition("/")[0], Indicator)
    assert measured is not None
    (value,) = (one for one in measured.actuals or () if one.period == "2027")
    assert (value.op, value.value) == ("ge", Decimal(36))
    assert office.task(TASK).status == "done"
    office.session.undo()


def test_a_ledger_in_word_is_read_as_one_in_excel(office: Office) -> None:
    sent = send(office.session, "ledger", ".docx", "u-data")
    came = with_typed(sent, REPORT, part_percent="85", part_invested_to_date="5,200.5", part_text="主体完工")
    assert said(office.read(came)) == [
        (TASK, ".invested_to_date", "5,200.5", "ready"),
        (TASK, ".percent", "85", "ready"),
        (TASK, ".text", "主体完工", "ready"),
    ]


def test_a_plan_judged_by_another_day_meanwhile_is_no_conflict(office: Office) -> None:
    came = with_typed(send(office.session, "ledger", ".docx", "u-data"), REPORT, part_text="主体完工")
    plan = office.session.plan
    assert plan is not None
    office.session.apply(edits.set_field(plan, plan.id, "as_of", date(2027, 10, 8)))
    assert said(office.read(came)) == [(TASK, ".text", "主体完工", "ready")]
    office.session.undo()


def test_a_task_that_the_document_leaves_out_by_now_is_compared_with_the_plan(office: Office) -> None:
    came = with_typed(office.sent, TASK, status="暂停", notes="待定", end="2028-06-30")
    assert office.session.plan is not None
    office.session.apply(edits.set_field(office.session.plan, TASK, "status", "cancelled"))
    returned = office.read(came)
    assert {(one.field, one.state, one.today) for one in returned.proposals} == {
        ("status", "conflict", "取消"),
        ("notes", "ready", ""),
        ("end", "ready", "2027-12-31"),
    }
    office.session.undo()


def test_what_was_changed_where_nothing_is_read_back_is_told(office: Office) -> None:
    def edit(document: Word) -> None:
        row_with(document, TASK).cells[3].text = "市政务服务局"

    returned = office.read(edited_word(office.sent, edit))
    assert returned.proposals == ()
    assert [str(one) for one in returned.unread] == [
        f"{NAME}: “市政务服务局” stands in a column that is not read back"
    ]


def test_a_stroke_in_an_empty_cell_says_nothing(office: Office) -> None:
    sent = send(office.session, "ledger", ".docx", "u-data")
    assert office.read(with_typed(sent, REPORT, part_text="／", part_percent="—")).proposals == ()


# -- rows ----------------------------------------------------------------------------------------------


def test_rows_may_be_moved(office: Office) -> None:
    def edit(document: Word) -> None:
        first, second = row_with(document, TASK)._tr, row_with(document, OTHER)._tr
        second.addnext(first)
        cell_of(document, TASK, "notes").text = "移后"

    returned = office.read(edited_word(office.sent, edit))
    assert said(returned) == [(TASK, "notes", "移后", "ready")]
    assert nothing_else(returned)


def test_rows_lost_new_and_copied_are_told(office: Office) -> None:
    def edit(document: Word) -> None:
        table = table_with(document, TASK)._tbl
        lost, task = row_with(document, OTHER)._tr, row_with(document, TASK)._tr
        table.remove(lost)
        twin = copy.deepcopy(task)
        task.addnext(twin)
        cell_of(document, TASK, "status").text = "完成"
        new = _Row(copy.deepcopy(twin), table_with(document, TASK))
        for cell in new.cells:
            cell.text = ""
        table.append(new._tr)
        new.cells[1].text = "新增工作"
        new.cells[-1].text = "请列入"

    returned = office.read(edited_word(office.sent, edit))
    assert said(returned) == [(TASK, "status", "完成", "ready")]
    assert [len(returned.missing), returned.added, returned.twice] == [1, ("新增工作 · 请列入",), (NAME,)]
    assert returned.unread == ()


def test_a_table_in_two_halves_is_still_read(office: Office) -> None:
    def edit(document: Word) -> None:
        table = table_with(document, TASK)._tbl
        second = copy.deepcopy(table)
        for row in list(second.iter(f"{W}tr")):
            second.remove(row)
        rows = list(table.iter(f"{W}tr"))
        at = rows.index(row_with(document, TASK)._tr)
        for row in rows[at:]:
            second.append(row)
        table.addnext(second)
        table.addnext(document.add_paragraph("（续表）")._p)
        document.tables[1].rows[0].cells[-1].text = "下半"

    returned = office.read(edited_word(office.sent, edit))
    assert said(returned) == [(TASK, "notes", "下半", "ready")]
    assert nothing_else(returned._replace(unread=()))
    assert list(map(str, returned.unread)) == ["Text outside the tables: “（续表）” is not read back"]


def test_a_table_without_its_heading_is_told_by_its_rows(office: Office) -> None:
    def edit(document: Word) -> None:
        table = table_with(document, TASK)
        table._tbl.remove(table.rows[0]._tr)

    returned = office.read(edited_word(office.sent, edit))
    assert returned.proposals == ()
    assert "heading of the table is lost" in str(returned.unread[0])
    assert "Table 1, row " in str(returned.unread[0])


def test_a_table_alone_is_still_known(office: Office) -> None:
    def edit(document: Word) -> None:
        for element in list(document.element.body):
            if element.tag == f"{W}p":
                element.getparent().remove(element)
        cell_of(document, TASK, "status").text = "完成"

    returned = office.read(edited_word(office.sent, edit))
    assert said(returned) == [(TASK, "status", "完成", "ready")]
    assert nothing_else(returned)


def test_a_table_of_another_document_is_not_taken(office: Office) -> None:
    other = send(office.session, "ledger", ".docx", "u-data")

    def edit(document: Word) -> None:
        pasted = table_with(_open(other), REPORT)._tbl
        document.tables[-1]._tbl.addnext(pasted)

    returned = office.read(edited_word(office.sent, edit))
    assert returned.proposals == ()
    told = list(map(str, returned.unread))
    assert any("belongs to another document" in one for one in told)
    assert all("belongs to another document" in one or one.endswith("is not read back") for one in told)
    assert returned.unread


def test_a_column_that_did_not_come_back_is_told(office: Office) -> None:
    def edit(document: Word) -> None:
        head = table_with(document, TASK).rows[0].cells
        at = next(at for at, cell in enumerate(head) if "\u27e6progress\u27e7" in text_of(cell._tc))
        for row in table_with(document, TASK).rows:
            if len(row._tr.tc_lst) == len(head):
                row._tr.remove(row._tr.tc_lst[at])
        cell_of(document, TASK, "notes").text = "少一列"

    returned = office.read(edited_word(office.sent, edit))
    assert said(returned) == [(TASK, "notes", "少一列", "ready")]
    (one,) = returned.unread
    assert "did not come back" in str(one)


# -- cells ---------------------------------------------------------------------------------------------


def test_marks_and_texts_in_many_runs_are_one(office: Office) -> None:
    def edit(document: Word) -> None:
        cell_of(document, TASK, "status").text = "完成"
        for node in list(document.element.body.iter(f"{W}t")):
            if "\u27e6" not in (node.text or "") and node.text != "完成":
                continue
            run = node.getparent()
            for letter in reversed(node.text):
                part = copy.deepcopy(run)
                part.find(f"{W}t").text = letter
                run.addnext(part)
                run.addnext(parse_xml(f'<w:proofErr {NAMESPACES} w:type="spellStart"/>'))
            run.getparent().remove(run)

    returned = office.read(edited_word(office.sent, edit))
    assert said(returned) == [(TASK, "status", "完成", "ready")]
    assert nothing_else(returned)


def test_tracked_changes_are_read_as_accepted(office: Office) -> None:
    by = 'w:id="900" w:author="乙" w:date="2027-07-01T00:00:00Z"'

    def edit(document: Word) -> None:
        cell = cell_of(document, TASK, "status")
        (run,) = cell.paragraphs[0].runs
        gone = parse_xml(f"<w:del {NAMESPACES} {by}/>")
        run._r.addprevious(gone)
        gone.append(run._r)
        _rename(gone, "t", "delText")
        gone.addnext(parse_xml(f"<w:ins {NAMESPACES} {by}><w:r><w:t>完成</w:t></w:r></w:ins>"))
        # Typed over with the mark in it: Word deletes what nobody sees as well.
        first = row_with(document, TASK).cells[0].paragraphs[0]
        for one in first.runs:
            gone = parse_xml(f"<w:del {NAMESPACES} {by}/>")
            one._r.addprevious(gone)
            gone.append(one._r)
            _rename(gone, "t", "delText")
        # A row that is deleted, and one that was moved away from here.
        row = row_with(document, OTHER)._tr
        row.get_or_add_trPr().append(parse_xml(f"<w:del {NAMESPACES} {by}/>"))

    returned = office.read(edited_word(office.sent, edit))
    assert said(returned) == [(TASK, "status", "完成", "ready")]
    assert len(returned.missing) == 1
    assert returned.added == ()


def test_comments_in_cells_are_told_with_their_row(office: Office) -> None:
    def edit(document: Word) -> None:
        cell = cell_of(document, TASK, "status")
        document.add_comment(cell.paragraphs[0].runs, "改由乙局牵头", "乙")
        first = document.paragraphs[0]
        document.add_comment(first.runs, "请再核", "乙")

    returned = office.read(edited_word(office.sent, edit))
    assert returned.proposals == ()
    assert [one.text for one in returned.notes] == ["请再核", "改由乙局牵头"]
    assert returned.notes[1].row == NAME


def test_content_controls_custom_tags_and_drawings_do_not_hide_a_cell(office: Office) -> None:
    def edit(document: Word) -> None:
        status = cell_of(document, TASK, "status")
        status.text = "完成"
        run = status.paragraphs[0].runs[0]._r
        _wrap(run, "<w:smartTag {0}/>")
        notes = cell_of(document, TASK, "notes")
        notes.text = "已核"
        drawn = (
            "<w:r {0}><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing/></mc:Choice>"
            "<mc:Fallback><w:pict><w:t>已核</w:t></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        )
        notes.paragraphs[0]._p.append(parse_xml(drawn.format(NAMESPACES)))
        progress = cell_of(document, TASK, "progress")
        progress.text = "单击此处输入文字"
        empty = _wrap(progress.paragraphs[0].runs[0]._r, "<w:sdt {0}><w:sdtContent/></w:sdt>")
        empty.insert(0, parse_xml(f"<w:sdtPr {NAMESPACES}><w:showingPlcHdr/></w:sdtPr>"))
        # A control around a cell, one around a row, and what WPS leaves in a row.
        _wrap(notes._tc, "<w:sdt {0}><w:sdtContent/></w:sdt>")
        row = row_with(document, OTHER)._tr
        row.append(
            parse_xml('<wps:customData xmlns:wps="http://www.wps.cn/officeDocument/2013/wpsCustomData"/>')
        )
        _wrap(row, "<w:sdt {0}><w:sdtContent/></w:sdt>")

    returned = office.read(edited_word(office.sent, edit))
    came = {(field, text) for _, field, text, _ in said(returned)}
    assert came >= {("status", "完成"), ("notes", "已核")}
    assert not any("单击" in text for _, text in came)
    assert nothing_else(returned)


def test_merged_cells_are_read_for_each_row_or_told(office: Office) -> None:
    def down(document: Word) -> None:
        first, second = (cell_of(document, mark, "status") for mark in _neighbours(document))
        first.text, second.text = "暂停", ""
        first.merge(second)

    with_both = office.read(edited_word(office.sent, down))
    assert {(field, text) for _, field, text, _ in said(with_both)} == {("status", "暂停")}
    assert len(with_both.proposals) == 2

    def across(document: Word) -> None:
        first, second = cell_of(document, TASK, "status"), cell_of(document, TASK, "progress")
        second.text = ""
        first.merge(second)
        cell_of(document, TASK, "notes").text = "并了"

    returned = office.read(edited_word(office.sent, across))
    assert said(returned) == [(TASK, "notes", "并了", "ready")]
    assert [str(one) for one in returned.unread if NAME in str(one)]

    def rows(document: Word) -> None:
        first, second = (row_with(document, mark).cells[0] for mark in _neighbours(document))
        first.merge(second)

    merged = office.read(edited_word(office.sent, rows))
    assert merged.proposals == ()
    assert "several rows have become one" in str(merged.unread[0])


def test_values_are_never_read_from_the_wrong_column(office: Office) -> None:
    def edit(document: Word) -> None:
        cells = row_with(document, TASK)._tr.tc_lst
        row_with(document, TASK)._tr.remove(cells[1])
        # A cell that says it goes on from above, where nothing stands.
        alone = row_with(document, OTHER)._tr.tc_lst[-2]
        alone.get_or_add_tcPr().append(parse_xml(f"<w:vMerge {NAMESPACES}/>"))

    returned = office.read(edited_word(office.sent, edit))
    assert returned.proposals == ()
    ragged, merged = map(str, returned.unread)
    assert "more or fewer cells" in ragged
    assert "have become one" in merged


def test_a_file_saved_as_strict_is_read(office: Office) -> None:
    def strict(xml: str) -> str:
        return xml.replace(W[1:-1], "http://purl.oclc.org/ooxml/wordprocessingml/main")

    came = with_xml(with_typed(office.sent, TASK, status="完成"), strict)
    assert said(office.read(came)) == [(TASK, "status", "完成", "ready")]


MARKED = "<w:p><w:t>\u27e6{mark}\u27e7</w:t></w:p>"


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("<w:smartTag>" * 300 + MARKED + "</w:smartTag>" * 300, "cannot be read"),
        (MARKED + "<w:tbl><w:tr><w:tc>" * 60 + "</w:tc></w:tr></w:tbl>" * 60, ""),
        (MARKED + "<w:tbl>" + "<w:tr/>" * 30_000 + "</w:tbl>", ""),
        (MARKED + "&unknown;", "cannot be read"),
    ],
    ids=["deep", "nested", "long", "entity"],
)
def test_odd_files_are_read_or_refused_in_words(office: Office, inside: str, said: str) -> None:
    mark = text_of(Document(io.BytesIO(office.sent)).paragraphs[0]._p).partition("\u27e6")[2][:-1]
    body = f"<w:document {NAMESPACES}><w:body>{inside.format(mark=mark)}</w:body></w:document>"
    odd = with_xml(office.sent, lambda _: body)
    if said:
        with pytest.raises(Problem, match=said):
            office.read(odd)
    else:
        assert office.read(odd).proposals == ()


def test_marks_survive_another_program(office: Office, letter: bytes, tmp_path: Path) -> None:
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        return
    sent = {
        "分解表.docx": with_typed(office.sent, TASK, end="2028-06-30", notes="已验收"),
        "责任书.docx": with_typed(letter, TASK, status="完成"),
        "台账.docx": with_typed(
            send(office.session, "ledger", ".docx", "u-data"),
            REPORT,
            part_percent="85",
            part_text="主体\n完工",
        ),
    }
    for name, data in sent.items():
        (tmp_path / name).write_bytes(data)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    saved = tmp_path / "saved"
    subprocess.run(
        [program, profile, "--headless", "--convert-to", "docx", "--outdir", str(saved),
         *(str(tmp_path / name) for name in sent)],
        check=True, capture_output=True, timeout=110,
    )  # fmt: skip
    for name, data in sent.items():
        returned = office.read((saved / name).read_bytes(), name)
        assert said(returned) == said(office.read(data, name))
        assert returned.proposals
        assert nothing_else(returned)


def _open(data: bytes) -> Word:
    return Document(io.BytesIO(data))


def _marks(document: Word) -> list[str]:
    """The marks of all rows in order."""
    found = []
    for table in document.tables:
        for row in table.rows[1:]:
            text = text_of(row.cells[0]._tc)
            if "\u27e6" in text:
                found.append(text.partition("\u27e6")[2].partition("\u27e7")[0])
    return found


def _neighbours(document: Word) -> tuple[str, str]:
    marks = _marks(document)
    at = marks.index(TASK)
    return marks[at], marks[at + 1]


def _rename(element: Any, name: str, becomes: str) -> None:
    for node in list(element.iter(f"{W}{name}")):
        node.tag = f"{W}{becomes}"


def _wrap(element: Any, wrapper: str) -> Any:
    """Put an element into another that is made around it."""
    around = parse_xml(wrapper.format(NAMESPACES))
    element.addprevious(around)
    inside = around.find(f"{W}sdtContent")
    (around if inside is None else inside).append(element)
    return around


def test_a_row_that_names_another_row_gives_nothing_to_the_one_of_its_mark(office: Office) -> None:
    def pasted(document: Word) -> None:
        row_with(document, TASK).cells[1].text = text_of(row_with(document, OTHER).cells[1]._tc)

    came = edited_word(with_typed(office.sent, TASK, progress="85"), pasted)
    returned = office.read(came, "分解表.docx")
    assert said(returned) == [(TASK, "progress", "85", "unreadable")]
    assert "its hidden mark did not move along" in str(returned.proposals[0].fault)
    (untouched,) = office.read(edited_word(office.sent, pasted), "分解表.docx").unread
    assert "it names another row than its hidden mark does" in str(untouched)


def test_what_a_unit_changed_beside_the_rows_is_told_though_not_read(office: Office, letter: bytes) -> None:
    def edit(document: Word) -> None:
        terms = [one for one in document.paragraphs if len(one.text) > 20]
        terms[0].text = f"我单位不同意。{terms[0].text}"
        struck.append(terms[1].text)
        document.element.body.remove(terms[1]._p)
        document.add_paragraph("附言：请求延期")
        document.tables[1].rows[1].cells[2].text = "改配合任务目标"

    struck: list[str] = []
    returned = office.read(edited_word(letter, edit), "责任书.docx")
    assert returned.proposals == ()
    changed, added, table, gone = map(str, returned.unread)
    assert changed.startswith("Text outside the tables: “我单位不同意。")
    assert added == "Text outside the tables: “附言：请求延期” is not read back"
    assert table == "Table 2, row 2: “改配合任务目标” is not read back"
    assert gone.startswith(f"Struck out, not read back: “{struck[0][:30]}")


def test_a_table_inside_a_cell_and_a_new_one_are_told(office: Office) -> None:
    def edit(document: Word) -> None:
        inner = cell_of(document, TASK, "notes").add_table(1, 1)
        inner.rows[0].cells[0].text = "嵌套"
        document.add_table(1, 1).rows[0].cells[0].text = "新增任务"

    told = list(map(str, office.read(edited_word(office.sent, edit)).unread))
    assert told == ["Table 2, row 1: “嵌套” is not read back", "Table 3, row 1: “新增任务” is not read back"]
