"""Entries of evidence, and that a name alone finds its file again."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.i18n import words
from workbench.plan import edits
from workbench.plan.elements import Indicator, Milestone, PlanHead, SchemeItem
from workbench.plan.evidence import Evidence, evidence, file_name, name_of
from workbench.plan.in_words import value_in_words
from workbench.plan.plan import Plan
from workbench.plan.records import Actual, Exemption

MARK = "ab" * 32
ENTRY = f"年度统计表.xlsx (sha256:{MARK})"


def test_an_entry_is_read_and_written() -> None:
    assert evidence(ENTRY) == Evidence("年度统计表.xlsx", MARK)
    assert evidence(ENTRY).text == ENTRY
    assert evidence("佐证/2026/表.xlsx") == Evidence("佐证/2026/表.xlsx", "")
    assert name_of("a (sha256:short)") == "a (sha256:short)"


@given(st.text(max_size=200))
def test_any_name_becomes_one_that_every_system_takes(name: str) -> None:
    made = file_name(name)
    assert made
    assert not set(made) & set('<>:"/\\|?*\n\r\t')
    assert len(made) <= 120
    assert len(made.encode()) <= 240
    assert evidence(Evidence(made, MARK).text) == Evidence(made, MARK)


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ("..\\..\\报告.pdf", "报告.pdf"),
        ("/etc/passwd", "passwd"),
        ("a\u202efdp.exe", "a_fdp.exe"),
        ("..", "_"),
        ("x" * 300 + ".xlsx", "x" * 115 + ".xlsx"),
        ("佐" * 100 + ".pdf", "佐" * 78 + ".pdf"),
        ("con.pdf", "_con.pdf"),
    ],
)
def test_names_that_would_lead_elsewhere_do_not(given: str, made: str) -> None:
    assert file_name(given) == made


def plan() -> Plan:
    actuals = (
        Actual(period="2026", value=Decimal(1), evidence=(ENTRY,)),
        Actual(period="2027", value=Decimal(2), evidence=(ENTRY.replace("ab", "cd"),)),
    )
    return Plan(
        "plan",
        [
            PlanHead(id="plan", position="i", title="p"),
            Indicator(id="i", position="i", name="i", actuals=actuals),
            Milestone(id="m", position="i", project="p", title="m", evidence=(ENTRY, "口头")),
            SchemeItem(id="t", position="i", scheme="k", exempt=Exemption(reason="x", evidence=(ENTRY,))),
        ],
    )


def test_people_read_the_name_alone() -> None:
    shown = value_in_words(plan(), Milestone.field_of["evidence"], (ENTRY, "口头"), words("zh"))
    assert shown == "年度统计表.xlsx; 口头"


def test_a_name_that_comes_back_alone_finds_its_file_again() -> None:
    held = plan()
    held.apply(edits.set_field(held, "m", "evidence", ("新.pdf", "年度统计表.xlsx")))
    assert held.elements["m"].get("evidence") == ("新.pdf", ENTRY)
    held.apply(edits.set_field(held, "t", "exempt", Exemption(reason="y", evidence=("年度统计表.xlsx",))))
    assert held.elements["t"].get("exempt") == Exemption(reason="y", evidence=(ENTRY,))
    rows = tuple(
        Actual(period=period, value=Decimal(3), evidence=("年度统计表.xlsx",))
        for period in ("2027", "2026", "2028")
    )
    held.apply(edits.set_field(held, "i", "actuals", rows))
    found = [one.evidence for one in held.elements["i"].get("actuals")]
    assert found == [(ENTRY.replace("ab", "cd"),), (ENTRY,), ("年度统计表.xlsx",)]


def test_what_is_taken_out_is_out() -> None:
    held = plan()
    held.apply(edits.set_field(held, "m", "evidence", ("口头",)))
    assert held.elements["m"].get("evidence") == ("口头",)
    held.apply(edits.set_field(held, "m", "evidence", None))
    assert held.elements["m"].get("evidence") is None
