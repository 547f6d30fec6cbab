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
    FieldMark,
    document_mark,
    read_document_mark,
    read_field_mark,
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


def _with_head(plan_id: str) -> Plan:
    plan = sound_plan(1)
    head = plan.head.but(id=plan_id, as_of=None)
    return Plan(plan_id, [head])


@pytest.mark.parametrize(
    "mark",
    [
        FieldMark("status"),
        FieldMark("reports", "2026-Q4", "", "text"),
        FieldMark("reports", "2026-Q4", "发展和改革局,一处", "text"),
        FieldMark("actuals", "2026", "u 1]", "value"),
    ],
)
def test_a_fields_mark_is_read_again(mark: FieldMark) -> None:
    assert read_field_mark(OPENING + mark.written() + CLOSING) == mark


@pytest.mark.parametrize(
    "text", ["", "status!", "a[b]", "reports[].text", "状态", "workbench:2:ledger:p:1:-:zh"]
)
def test_what_is_no_mark_is_none(text: str) -> None:
    assert read_field_mark(text) is None
    assert read_document_mark(text) is None
