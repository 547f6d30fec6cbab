"""Hidden marks: what is written is read again, whatever ids an importer brought along."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.plans import sound_plan
from workbench.documents.marks import (
    CLOSING,
    OPENING,
    DocumentMark,
    RowMark,
    document_mark,
    read_document_mark,
    read_field_mark,
    read_row_mark,
    row_mark,
)
from workbench.documents.source import Source
from workbench.plan.plan import Plan

DAY = date(2026, 10, 12)


@given(
    st.text(min_size=1, max_size=200).filter(str.isprintable), st.none() | st.text(min_size=1, max_size=60)
)
def test_a_documents_mark_is_read_again(plan_id: str, unit: str | None) -> None:
    source = Source(Plan(plan_id), "zh", DAY, unit=unit, year=2027, change=41)
    # Without a head the day by which is judged cannot be asked for.
    source = source._replace(plan=_with_head(plan_id))
    written = document_mark("ledger", source)
    read = read_document_mark(f"{OPENING}{written}{CLOSING}")
    assert read == DocumentMark("ledger", plan_id, 41, unit, "zh", "2026-10-12", 2027)


def test_a_mark_tells_its_change_from_that_of_another_copy() -> None:
    source = Source(_with_head("p"), "zh", DAY, change=41, sign="0123456789abcdef")
    read = read_document_mark(document_mark("ledger", source))
    assert read is not None
    assert (read.change, read.sign) == (41, "0123456789ab")
    older = read_document_mark(document_mark("ledger", source._replace(sign="")))
    assert older == read._replace(sign="")


def _with_head(plan_id: str) -> Plan:
    plan = sound_plan(1)
    head = plan.head.but(id=plan_id, as_of=None)
    return Plan(plan_id, [head])


NAMES = st.text(min_size=1, max_size=60).filter(str.isprintable)


@given(
    NAMES,
    st.sampled_from(["", "reports", "actuals"]),
    st.sampled_from(["2026", "2026-Q4"]),
    NAMES | st.none(),
)
def test_a_rows_mark_is_read_again(element: str, field: str, key: str, whose: str | None) -> None:
    read = read_row_mark(OPENING + row_mark(element, field, key, whose) + CLOSING)
    assert read == (RowMark(element, field, key, whose or "") if field else RowMark(element))


@pytest.mark.parametrize("mark", ["status", ".text"])
def test_a_fields_mark_is_read_again(mark: str) -> None:
    assert read_field_mark(OPENING + mark + CLOSING) == mark


@pytest.mark.parametrize("text", ["", "status!", "..a", "a[b]", "状态", "workbench:2:ledger:p:1:-:zh"])
def test_what_is_no_mark_is_none(text: str) -> None:
    assert read_field_mark(text) is None
    assert read_document_mark(text) is None


@pytest.mark.parametrize(
    "ending", ["zh:2027-02-31:2027", "xx:2027-02-01:2027", "zh:2027-02-01:0000", "zh:0001-01-01:2027"]
)
def test_a_damaged_mark_of_a_document_is_none(ending: str) -> None:
    assert read_document_mark("workbench:1:ledger:p:1:-:zh:2027-02-01:2027") is not None
    assert read_document_mark(f"workbench:1:ledger:p:1:-:{ending}") is None


@pytest.mark.parametrize("text", ["", "a b", "a/reports", "a/reports[]", "a/[x]", "a/b[c]d"])
def test_what_is_no_mark_of_a_row_is_none(text: str) -> None:
    assert read_row_mark(text) is None
