"""The Markdown of plan texts."""

from __future__ import annotations

from workbench.documents.markdown import HeadingLine, Insertion, ItemLine, parts_of, runs_of
from workbench.documents.outline import Paragraph, Run, Table


def test_headings_paragraphs_lists_and_insertions() -> None:
    parts = parts_of(
        "## 二、目标\n第一段。\n　　第二段。\n\n### (1) 细目\n"
        "- 甲\n  - 乙\n1. 丙\n\n{{table:indicators}}\n---"
    )
    assert parts == [
        HeadingLine(1, "目标"),
        Paragraph((Run("第一段。"),)),
        Paragraph((Run("第二段。"),)),
        HeadingLine(2, "细目"),
        ItemLine(0, None, (Run("甲"),)),
        ItemLine(1, None, (Run("乙"),)),
        ItemLine(0, 1, (Run("丙"),)),
        Insertion("indicators"),
    ]


def test_headings_typed_the_chinese_way() -> None:
    parts = parts_of("（一）指导思想\n坚持统筹。\n（二）加强领导，落实责任。\n")
    assert parts[0] == HeadingLine(1, "指导思想")
    assert parts[2] == Paragraph((Run("（二）加强领导，落实责任。"),))


def test_numbers_of_a_list() -> None:
    texts = "1. 甲\n1. 乙\n说明\n3. 丙\n2014年启动\n1.5万户"
    parts = parts_of(texts)
    assert [part.number for part in parts if isinstance(part, ItemLine)] == [1, 2, 3]
    assert parts[-2:] == [Paragraph((Run("2014年启动"),)), Paragraph((Run("1.5万户"),))]


def test_tables_with_a_caption() -> None:
    (table,) = parts_of("表3 分工\n\n| 任务 | 数 |\n|:--|--:|\n| a \\| b | 1 |\n| **c** |\n")
    assert isinstance(table, Table)
    assert table.caption == "分工"
    assert [column.align for column in table.columns] == ["left", "right"]
    assert [row.cells for row in table.rows] == [("a | b", "1"), ("c", "")]


def test_inline_marks() -> None:
    assert runs_of("**目标。** 到2030年建成*全市*平台，见[网页](http://x)和`码`") == (
        Run("目标。", "strong"),
        Run("到2030年建成"),
        Run("全市", "aside"),
        Run("平台，见网页和码"),
    )


def test_what_is_no_markup_stays_as_typed() -> None:
    text = "5*8小时，7*24小时 <b>粗</b> {% x %} a_b_c"
    assert runs_of(text) == (Run(text),)
    assert parts_of("| 不是表格 |") == [Paragraph((Run("| 不是表格 |"),))]
    assert parts_of("") == []


def test_footnotes_stand_behind_their_signs() -> None:
    text = "目标[^1]已定，**重点**[^b]。\n[^1]: 见**规划**纲要。\n- 点[^1]\n[^b]：说明\n再[^x]看。"
    assert parts_of(text) == [
        Paragraph(
            (Run("目标", note="见规划纲要。"), Run("已定，"), Run("重点", "strong", "说明"), Run("。"))
        ),
        ItemLine(0, None, (Run("点", note="见规划纲要。"),)),
        Paragraph((Run("再[^x]看。"),)),
    ]


def test_a_footnote_without_a_sign_in_a_paragraph_stays_as_typed() -> None:
    text = "# 标题[^1]\n| 甲[^1] | 乙 |\n| --- | --- |\n| 丙 | 丁 |\n[^1]: 说明"
    heading, table, note = parts_of(text)
    assert heading == HeadingLine(1, "标题[^1]")
    assert isinstance(table, Table)
    assert table.columns[0].title == "甲[^1]"
    assert note == Paragraph((Run("[^1]: 说明"),))


def test_places_of_figures() -> None:
    assert parts_of("{{figure:gantt}}") == [Insertion("gantt", "figure")]
