"""What is entered over a year for an item and a unit: entry after entry, read as one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from workbench.plan.records import Result
from workbench.plan.results import Course, courses

KEY = ("t1", "u1")
SELF = {"self_": Decimal(10), "remark": "凭证齐全", "by": "教育局", "on": date(2027, 1, 10)}


def test_figures_without_words_are_one_entry() -> None:
    found = Course(KEY).entered({"self_": Decimal(10)}).entered({"review": Decimal(9)})
    found = found.entered({"remark": "复核"}).entered({"count": Decimal(2)})
    (entry,) = found.entries
    assert [entry.self_, entry.review, entry.remark, entry.count] == [10, 9, "复核", 2]
    assert found.state == "reviewed"


def test_a_review_does_not_write_over_what_the_unit_said() -> None:
    found = Course(KEY).entered(SELF).entered({"review": Decimal(8)}).entered({"remark": "少两份凭证"})
    first, second = found.entries
    assert [first.self_, first.remark, first.by] == [10, "凭证齐全", "教育局"]
    assert [second.self_, second.review, second.remark, second.by] == [None, 8, "少两份凭证", None]
    # Read as one: all figures, the words of the last entry.
    assert [found.result.self_, found.result.review, found.result.remark] == [10, 8, "少两份凭证"]
    assert found.result.by is None
    assert found.corrections == (("review", Decimal(10), Decimal(8), "少两份凭证"),)
    # A figure that is put right stays in its entry.
    found = found.entered({"self_": Decimal(11)})
    assert [one.self_ for one in found.entries] == [11, None]


def appealed() -> Course:
    reviewed = (
        Course(KEY).entered(SELF).entered({"review": Decimal(8), "remark": "少两份凭证", "by": "督查室"})
    )
    appeal = Result(item="t1", unit="u1", remark="凭证已补交", by="教育局", on=date(2027, 2, 20))
    return Course(KEY, (*reviewed.entries, appeal))


def test_an_appeal_waits_until_a_figure_decides_it() -> None:
    found = appealed()
    assert [found.state, found.appeals] == ["appealed", 1]
    # It says nothing of the points: those reviewed hold.
    assert [found.result.review, found.result.final] == [8, None]
    decided = found.entered({"final": Decimal(10)}).entered({"remark": "申诉成立"})
    assert (decided.state, decided.appeals, len(decided.entries)) == ("final", 1, 4)
    assert decided.entries[2].remark == "凭证已补交"
    assert decided.corrections[-1] == ("final", Decimal(8), Decimal(10), "申诉成立")
    # Decided by another review, it is not final yet.
    again = found.entered({"review": Decimal(9)})
    assert [again.state, again.result.review, again.appeals] == ["reviewed", 9, 1]


def test_an_appeal_can_follow_the_final_result() -> None:
    final = Course(KEY).entered({"review": Decimal(8)}).entered({"final": Decimal(8)})
    found = Course(KEY, (*final.entries, Result(item="t1", unit="u1", remark="不服")))
    assert found.state == "appealed"
    assert found.entered({"final": Decimal(8)}).state == "final"


def test_a_remark_alone_is_no_appeal() -> None:
    found = Course(KEY).entered({"remark": "材料在途"})
    assert [found.state, found.appeals] == ["open", 0]


def test_a_review_taken_as_final_stays_its_entry() -> None:
    found = Course(KEY).entered(SELF).entered({"review": Decimal(8), "remark": "少两份凭证"})
    assert len(found.entered({"final": Decimal(8)}, as_is=True).entries) == 2
    assert len(found.entered({"final": Decimal(8)}).entries) == 3


def test_what_is_taken_out_is_gone_in_every_entry() -> None:
    found = appealed().entered({"self_": None})
    assert [one.self_ for one in found.entries] == [None, None, None]
    nothing = dict.fromkeys(
        ("self_", "review", "final", "count", "level", "panel", "remark", "by", "on"), None
    )
    assert appealed().entered(nothing).entries == ()


def test_entries_of_a_document_are_read_as_one() -> None:
    rows = (
        Result(item="t1", unit="u1", self_=Decimal(10)),
        Result(item="t2", unit=None, self_=Decimal(1)),
        Result(item="t1", unit="u1", review=Decimal(9), remark="复核"),
    )
    found = courses(rows)
    assert list(found) == [("t1", "u1"), ("t2", None)]
    assert [found["t1", "u1"].result.self_, found["t1", "u1"].result.review] == [10, 9]
    assert courses(None) == {}
