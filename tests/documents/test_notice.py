"""The notice that issues the plan: form, title, what is left blank, the plan behind it, imprint."""

from __future__ import annotations

from datetime import date

import pytest

from tests.documents.conftest import shipped
from workbench.documents.notice import outline
from workbench.documents.outline import (
    AnnexMark,
    Closing,
    Imprint,
    Letterhead,
    NewPage,
    Recipients,
    Remark,
    Subtitle,
    Title,
)
from workbench.documents.source import Source
from workbench.plan.elements import PlanHead
from workbench.plan.plan import Plan

DAY = date(2026, 11, 23)


def alone(**fields: object) -> Plan:
    return Plan("p", [PlanHead(id="p", position="a", title="规划", **fields)])


def letterhead(plan: Plan, *, letter: bool | None = None) -> Letterhead:
    blocks = outline(Source(plan, "zh", DAY, letter=letter)).blocks
    return next(block for block in blocks if isinstance(block, Letterhead))


def test_a_document_with_the_plan_behind_it() -> None:
    blocks = outline(Source(shipped("sample-city"), "zh", DAY)).blocks
    assert blocks[0] == Letterhead("示例市人民政府文件", "示府〔2026〕1号")
    titles = ["".join(block.lines) for block in blocks if isinstance(block, Title)]
    assert titles == [
        "示例市人民政府关于印发《示例市智慧城市顶层设计（2026-2030年）（示例）》的通知",
        "示例市智慧城市顶层设计（2026-2030年）（示例）",
    ]
    assert Closing(("示例市人民政府",), "2026年1月15日") in blocks
    assert Remark("（此件公开发布）") in blocks
    # What is issued is no annex of the notice, and its head is told by the notice.
    issued = blocks[blocks.index(NewPage()) :]
    assert not [block for block in issued if isinstance(block, Subtitle)]
    assert AnnexMark("附件") not in issued
    assert blocks[-1] == Imprint(
        "抄送：市委办公室，市人大常委会办公室，市政协办公室。", "示例市人民政府", "2026年1月16日印发"
    )
    # The table before it lies on its side; an imprint stands at the foot of an upright page.
    assert blocks[-2] == NewPage()


def test_the_number_of_a_letter_takes_the_form_of_a_letter() -> None:
    plan = shipped("pearl-river-delta-2014-2020")
    assert letterhead(plan) == Letterhead("广东省人民政府办公厅", "粤办函〔2014〕524号", "letter")
    by_number = alone(document_number="粤办函〔2014〕524号", issuing_body="办公厅")
    assert letterhead(by_number).form == "letter"
    assert letterhead(by_number, letter=False).form == "document"
    assert letterhead(alone(document_number="示府〔2026〕1号")).form == "document"
    assert letterhead(alone(document_number="示府〔2026〕1号", letterhead="letter")).form == "letter"


def test_a_letter_has_no_printer_in_its_imprint() -> None:
    plan = alone(letterhead="letter", issuing_body="办公厅", copies_to="市委办", printed_on=DAY)
    assert outline(Source(plan, "zh", DAY)).blocks[-1] == Imprint("抄送：市委办。")


def test_the_day_of_printing_is_left_blank_until_it_is_known() -> None:
    imprint = outline(Source(alone(issuing_body="办公厅"), "zh", DAY)).blocks[-1]
    assert imprint == Imprint("", "办公厅", "\u3000\u3000年\u3000月\u3000日印发")


def test_what_is_not_known_is_left_blank() -> None:
    document = outline(Source(alone(), "zh", DAY))
    assert document.title == "关于印发《规划》的通知"
    assert document.blocks[0] == Letterhead("", "〔\u3000\u3000〕\u3000\u3000号")
    assert Recipients("\u3000" * 6 + "：") in document.blocks
    assert Closing((), "\u3000\u3000年\u3000月\u3000日") in document.blocks
    assert not [block for block in document.blocks if isinstance(block, (Imprint, Remark))]


@pytest.mark.parametrize("name", ["sample-city", "pearl-river-delta-2014-2020"])
def test_english(name: str) -> None:
    document = outline(Source(shipped(name), "en", DAY))
    assert document.title.startswith("Notice on issuing “")
    assert document == outline(Source(shipped(name), "en", DAY))
