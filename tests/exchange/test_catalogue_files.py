"""Catalogues of an office, read from files with every fault named by row and column."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from workbench.errors import Problem
from workbench.exchange.catalogue_files import (
    Reading,
    catalogue_csv,
    catalogue_json,
    catalogue_xlsx,
    read_catalogue_file,
)
from workbench.i18n import words
from workbench.plan.catalogues import Said, catalogues

SOUND = """体系编号,省2026
体系名称,某省指标（2026年）
版本,1
指标编号,指标名称,单位,是否必选,一级指标,方向,权重,五类问题,主体,可靠程度
A-01,网上可办率,%,必选,政务服务,越高越好,10,行政,民众,已核实
A-02,群众满意度,分,自选,政务服务,higher,５.5,民生,citizen,

B-01,机制健全,,是,数据治理,定性,,,,
"""
ENGLISH = words("en")


def read(folder: Path, text: str | bytes, name: str = "own.csv") -> Reading:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_catalogue_file(path)


def told(reading: Reading) -> list[tuple[str, str]]:
    return [(one.place(ENGLISH), one.said(ENGLISH)) for one in reading.faults]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_sound_table_is_read_in_every_encoding_of_offices(tmp_path: Path, encoding: str) -> None:
    reading = read(tmp_path, SOUND.encode(encoding))
    assert reading.faults == ()
    made = reading.catalogue
    assert made is not None
    assert (made.code, made.title, made.version, made.own) == ("省2026", "某省指标（2026年）", "1", True)
    assert made.dimensions == ("政务服务", "数据治理")
    first, second, third = made.items
    assert (first.mandatory, first.direction, first.problem, first.subject) == (
        True,
        "higher",
        "administration",
        "citizen",
    )
    assert (first.certainty, second.certainty, str(second.weight)) == ("verified", "given", "5.5")
    assert (third.mandatory, third.direction, third.unit) == (True, "qualitative", "")


def test_other_separators_and_headings_in_english(tmp_path: Path) -> None:
    text = "Catalogue code\tx1\nItem code\tName of the indicator\tUnit\tMandatory\nA\tB\t%\tyes\n"
    made = read(tmp_path, text).catalogue
    assert made is not None
    assert made.code == "x1"
    assert made.items[0].mandatory


def test_every_fault_names_its_row_and_column(tmp_path: Path) -> None:
    text = SOUND.replace("10,行政", "很高,教育").replace("A-02,群众满意度,分,自选", "A-01,,分,也许")
    text = text.replace("可靠程度\n", "可靠程度,备用\n")
    reading = read(tmp_path, text)
    assert reading.catalogue is None
    assert reading.errors == 5
    assert told(reading) == [
        ("Row 4, column K (备用)", "The column “备用” is not known here and is left out"),
        ("Row 5, column G (权重)", "“很高” is no weight: a number from 0 up"),
        (
            "Row 5, column H (五类问题)",
            (
                "“教育” is not known here; "
                "write one of: Industry, Livelihood, Environment, Administration, Capital"
            ),
        ),
        ("Row 6, column A (指标编号)", "Row 5 has the code “A-01” already"),
        ("Row 6, column B (指标名称)", "This cell must not be empty"),
        ("Row 6, column D (是否必选)", "“也许” is not known here; write one of: Mandatory, Selected"),
    ]


def test_the_third_level_is_the_name_unless_that_has_a_column_of_its_own(tmp_path: Path) -> None:
    text = "体系编号,a\n编号,三级指标,单位\n1,甲,%\n"
    made = read(tmp_path, text).catalogue
    assert made is not None
    assert (made.items[0].name, made.items[0].topic) == ("甲", "")
    made = read(tmp_path, "体系编号,a\n编号,三级指标,指标名称,单位\n1,甲,乙,%\n").catalogue
    assert made is not None
    assert (made.items[0].name, made.items[0].topic) == ("乙", "甲")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("甲,乙\n1,2\n", "No row has the headings"),
        ("体系编号,a\n编号,名称\n", "has no indicator"),
        ("体系编号,a:b\n编号,名称,单位\n1,甲,%\n", "is no code of a catalogue"),
        ("体系编号,a\n编号,名称,名称,单位\n1,甲,乙,%\n", "stands here twice"),
        ("体系编号,a\n编号,名称,单位\nx],甲,%\n", "must not hold brackets"),
        (f"体系编号,a\n编号,名称,单位\n1,{'长' * 2001},%\n", "more than 2000 characters"),
        ('{"code": "a", "items": [{"code": "1"}]}', "must not be empty"),
    ],
)
def test_what_keeps_a_file_from_being_added(tmp_path: Path, text: str, said: str) -> None:
    reading = read(tmp_path, text)
    assert reading.catalogue is None
    assert any(said in sentence for _, sentence in told(reading))


def test_what_is_only_warned_of(tmp_path: Path) -> None:
    reading = read(tmp_path, "编号,名称\n1,甲\n2,甲\n", "u4ssc.csv")
    assert reading.catalogue is not None
    assert [one.severity for one in reading.faults] == ["warning"] * 5
    said = " ".join(sentence for _, sentence in told(reading))
    for part in ("that of the file's name: u4ssc", "will take its place", "this name already", "no unit"):
        assert part in said


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04 no package", b"SQLite format 3\0", b"<xml/>", b"\xff\x81\x81\xff\x00"]
)
def test_what_is_no_table_is_refused_in_one_line(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(Problem) as refused:
        read(tmp_path, data)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_written_is_read_again(tmp_path: Path, language: str) -> None:
    tell = words(language)
    for one in catalogues().values():
        wanted = [item.spoken(language)._replace(words=(), note=Said()) for item in one.items]
        for name, write in (("a.csv", catalogue_csv), ("a.xlsx", catalogue_xlsx)):
            made = read(tmp_path, write(one, tell), name).catalogue
            assert made is not None
            assert [item._replace(note=Said()) for item in made.items] == wanted
            assert (made.code, made.title, made.dimensions) == (one.code, one.title, one.dimensions)
        assert read(tmp_path, catalogue_json(one), "a.json").catalogue == one._replace(own=True)


@pytest.mark.parametrize("text", ["=1+1", "＝1+1", "\u200b=1+1", "-30 to 0"])
def test_no_text_becomes_a_formula(tmp_path: Path, text: str) -> None:
    made = read(tmp_path, f'体系编号,a\n编号,名称,单位,定义\n1,甲,%,"\'{text}"\n').catalogue
    assert made is not None
    assert made.items[0].definition == text
    assert f"'{text}".encode() in catalogue_csv(made, ENGLISH)
    for name, write in (("a.csv", catalogue_csv), ("a.xlsx", catalogue_xlsx)):
        again = read(tmp_path, write(made, ENGLISH), name).catalogue
        assert again is not None
        assert again.items[0].definition == text


def test_a_json_file_is_as_the_program_keeps_it(tmp_path: Path) -> None:
    text = json.dumps({"code": "a", "items": [{"code": "1", "name": "甲", "unit": "%", "mandatory": True}]})
    made = read(tmp_path, text).catalogue
    assert made is not None
    assert made.items[0].mandatory
