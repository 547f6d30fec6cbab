"""Numbers of headings, dates, notes; text cleaned; titles broken at meaning."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests.documents.conftest import said_by, shipped
from workbench.documents.outline import Outline, Table, Title
from workbench.documents.printable import printable
from workbench.documents.sheets import sheets_of
from workbench.documents.source import KINDS, Source
from workbench.documents.title_lines import set_width, title_lines
from workbench.documents.wording import Numbering, Wording, chinese_numeral, without_number
from workbench.plan.elements import Unit


@pytest.mark.parametrize(
    ("number", "written"),
    [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (35, "三十五"), (103, "一百零三"), (110, "一百一十")],
)
def test_chinese_numerals(number: int, written: str) -> None:
    assert chinese_numeral(number) == written


def test_levels_are_numbered_as_official_documents_do() -> None:
    numbering = Numbering("zh")
    assert [numbering.next(level) for level in (1, 2, 2, 3, 4, 5, 3, 1, 2)] == [
        "一、", "（一）", "（二）", "1．", "（1）", "①", "2．", "二、", "（一）",
    ]  # fmt: skip


def test_english_numbers() -> None:
    numbering = Numbering("en")
    assert [numbering.next(level) for level in (1, 2, 2, 3, 4, 1, 2)] == [
        "1. ", "1.1 ", "1.2 ", "(1) ", "(a) ", "2. ", "2.1 ",
    ]  # fmt: skip


def test_lines_of_a_title_are_joined_as_they_were_broken() -> None:
    english = Wording("en")
    for title in (
        "Report on the assessment of 2026: 示例市智慧城市顶层设计（2026-2030年）（示例）",
        "Self-assessment of 市人力资源和社会保障局 for 2026",
        "Notice on issuing the breakdown of the tasks of “示例市智慧城市顶层设计”",
    ):
        assert len(title_lines(title, 14)) > 1
        assert english.joined(title_lines(title, 14)) == title
    assert Wording("zh").joined(("《示例市规划》", "2026年工作要点")) == "《示例市规划》2026年工作要点"
    sheet = sheets_of(Outline("t", "en", (Title(("Report on the", "assessment")),)), "Text")[0]
    assert sheet.lines[0].text == "Report on the assessment"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("一、总体要求", "总体要求"),
        ("第三章 主要任务", "主要任务"),
        ("（十二）安全", "安全"),
        ("(3) 数据", "数据"),
        ("1.2 目标", "目标"),
        ("2、目标", "目标"),
        ("1．目标", "目标"),
        ("① 目标", "目标"),
        ("5G网络建设", "5G网络建设"),
        ("2014年安排", "2014年安排"),
        ("一网通办", "一网通办"),
        ("3.0版平台", "3.0版平台"),
        ("（2014-2020年）总目标", "（2014-2020年）总目标"),
        ("一、", "一、"),
    ],
)
def test_typed_numbers_give_way_to_generated_ones(typed: str, kept: str) -> None:
    assert without_number(typed) == kept


def test_dates_money_and_notes() -> None:
    zh, en = Wording("zh"), Wording("en")
    assert zh.day(date(2014, 11, 7)) == "2014年11月7日"
    assert en.day(date(2014, 11, 7)) == "7 November 2014"
    assert zh.money(1_234_567_890_000) == "1,234,567.89"
    assert zh.sentence("完成。") == "完成。"
    assert zh.sentence("完成") == "完成。"
    assert en.notes(["a", "b"]) == ("Note: 1. a; 2. b.",)
    assert en.notes([]) == ()


def test_brackets_stand_behind_text_as_the_language_has_them() -> None:
    assert Wording("zh").beside("指导意见", "国发〔2022〕14号") == "指导意见（国发〔2022〕14号）"
    assert Wording("en").beside("I-12", "25.0%") == "I-12 (25.0%)"


@pytest.mark.parametrize("kind", ["assessment", "responsibility", "comments"])
def test_english_documents_leave_a_space_before_brackets(kind: str) -> None:
    plan = shipped("sample-city")
    source = Source(plan, "en", date(2027, 6, 30), unit=plan.all(Unit)[1].id, year=2026)
    said = "\n".join(said_by(KINDS[kind].outline(source).blocks))
    assert re.search(r"\S \(", said)
    assert re.search(r"[^\s(]\(", said) is None


@pytest.mark.parametrize("kind", ["check-report", "self-assessment", "midterm", "comments"])
def test_english_documents_count_one_of_something_rightly(kind: str) -> None:
    """“1 project” or “projects: 1”, never “1 projects”."""
    plan = shipped("sample-city")
    education = next(unit for unit in plan.all(Unit) if unit.name == "市教育局")
    source = Source(plan, "en", date(2027, 6, 30), unit=education.id, year=2026)
    blocks = KINDS[kind].outline(source).blocks
    cells = (cell for block in blocks if isinstance(block, Table) for row in block.rows for cell in row.cells)
    said = "\n".join((*said_by(blocks), *cells))
    assert re.search(r"(?<![\d.,] )(?<![\d.,])\b1 [a-z]+s\b", said) is None


def test_what_cannot_be_printed_is_dropped() -> None:
    hostile = "规\x00划\x1b\ud800\u202e\ufeff文\x0b本\r\n终\ufffe\U0001ffffe\u0301"
    assert printable(hostile) == "规划文\n本\n终é"
    assert printable("a\tb") == "a\tb"


def test_a_long_title_is_broken_at_meaning() -> None:
    title = "推进珠江三角洲地区智慧城市群建设和信息化一体化行动计划（2014-2020年）"
    assert title_lines(title, 19) == (
        "推进珠江三角洲地区智慧城市群建设",
        "和信息化一体化行动计划（2014-2020年）",
    )


def test_a_name_in_an_english_title_stays_whole() -> None:
    for unit in ("市社情民意调查中心", "省经济和信息化委"):
        lines = title_lines(f"Progress ledger of {unit}, quarter 2 of 2027", 20)
        assert len(lines) == 2
        assert any(unit in line for line in lines)


def test_a_short_title_stays_on_one_line_and_given_breaks_are_kept() -> None:
    assert title_lines("智慧城市顶层设计", 19) == ("智慧城市顶层设计",)
    assert title_lines("Letter of responsibility of 市数据局 for 2027", 19) == (
        "Letter of responsibility",
        "of 市数据局 for 2027",
    )
    assert title_lines("示例市\n智慧城市规划", 19) == ("示例市", "智慧城市规划")


@pytest.mark.parametrize("length", [25, 60, 200])
def test_no_line_of_a_title_is_too_long(length: int) -> None:
    lines = title_lines("市" * length, 19)
    assert "".join(lines) == "市" * length
    assert all(set_width(line) <= 19 for line in lines)
