"""Which column a heading of a pasted table names: by our own words, and by those that offices use."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from workbench.i18n import LANGUAGES, words
from workbench.patterns import Pattern
from workbench.plan.values import half_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.analysis.table_columns import Column
    from workbench.plan.plan import Plan

#: The texts over a column, from top to bottom.
Heading = tuple[str, ...]

#: What offices call columns besides our own words; the first column of a kind that has the field gets it.
_CALLED: Final = {
    "编码": "code",
    "代码": "code",
    "项目编号": "code",
    "指标编号": "code",
    "项目名称": "title",
    "任务名称": "title",
    "工程名称": "title",
    "重点任务": "title",
    "重点项目": "title",
    "工作任务": "title",
    "目标名称": "title",
    "里程碑": "title",
    "里程碑名称": "title",
    "风险": "title",
    "事项名称": "title",
    "标题": "title",
    "指标": "name",
    "指标名称": "name",
    "单位名称": "name",
    "部门名称": "name",
    "简称": "aliases",
    "别名": "aliases",
    "联系人": "contact",
    "联系方式": "contact",
    "属性": "nature",
    "指标性质": "nature",
    "建设性质": "nature",
    "单位": "unit",
    "指标单位": "unit",
    "现状": "baseline",
    "现状值": "baseline",
    "基准值": "baseline",
    "基期": "baseline",
    "牵头部门": "lead_unit",
    "主要责任单位": "lead_unit",
    "责任部门": "responsible_unit",
    "建设单位": "owner_unit",
    "主管部门": "competent_unit",
    "配合部门": "support_units",
    "协办单位": "support_units",
    "参与单位": "support_units",
    "分管领导": "leader",
    "责任领导": "leader",
    "建设内容": "description",
    "主要内容": "description",
    "建设内容及规模": "description",
    "工作内容": "description",
    "开始时间": "start",
    "开工时间": "start",
    "起始时间": "start",
    "开始日期": "start",
    "结束时间": "end",
    "完成时间": "end",
    "竣工时间": "end",
    "结束日期": "end",
    "完成日期": "end",
    "完成时限": "end",
    "时限": "end",
    "截止日期": "due",
    "到期日": "due",
    "总投资额": "total_investment",
    "投资额": "total_investment",
    "投资估算": "total_investment",
    "投资总额": "total_investment",
    "估算投资": "total_investment",
    "进度": "progress",
    "完成进度": "progress",
    "成果": "deliverables",
    "备注": "notes",
    "文号": "document_number",
    "发文单位": "issuer",
    "发文机关": "issuer",
    "年份": "year",
    "金额": "amount",
    "资金来源": "source",
    "意见": "text",
    "意见内容": "text",
    "采纳情况": "adopted",
}
_IN_BRACKETS: Final = Pattern(r"[(（\[【][^)）\]】]*[)）\]】]")
_MONEY: Final = Pattern(r"(亿元|千万元|百万元|万元|千元|元)")
_YEAR: Final = Pattern(r"(?<!\d)(20\d\d|19\d\d)(?!\d)")
_TARGET: Final = Pattern(r"目标|target")
_ACTUAL: Final = Pattern(r"实际|完成值|actual")
_FUNDS: Final = Pattern(r"投资|资金|经费|funding|金额")


class _Known:
    """The headings of the columns of one table."""

    def __init__(self, plan: Plan, columns: Sequence[Column]) -> None:
        self._plan = plan
        self._keys = {one.key for one in columns}
        self._by_name: dict[str, str] = {}
        for column in columns:
            for name in (column.key, *(column.title(words(code)) for code in LANGUAGES)):
                self._by_name.setdefault(plain(name), column.key)
        for name, key in _CALLED.items():
            wanted = "due" if key == "end" and "end" not in self._keys else key
            wanted = "name" if wanted == "title" and "title" not in self._keys else wanted
            if wanted in self._keys:
                self._by_name.setdefault(plain(name), wanted)

    def key_of(self, heading: Heading) -> str:
        """The key of the column that a heading names; "" for none."""
        whole = plain("".join(heading))
        of_year = self._of_year(whole) if whole not in self._by_name else ""
        if of_year:
            return of_year
        for text in (whole, *(plain(one) for one in reversed(heading))):
            if text in self._by_name:
                return self._by_name[text]
        return ""

    def _of_year(self, whole: str) -> str:
        found = _YEAR.search(whole)
        if found is None:
            return ""
        year = int(found[1])
        rest = whole.replace(found[1], "").strip("年度末底")
        for wanted, lists in ((_ACTUAL, "actuals"), (_TARGET, "targets"), (_FUNDS, "funding")):
            if wanted.search(rest) and f"{lists}@{year}" in self._keys:
                return f"{lists}@{year}"
        if "baseline" in self._keys and plain("基期") in rest:
            return "baseline"
        if not rest and "baseline" in self._keys and year == self._plan.head.base_year:
            return "baseline"
        return f"targets@{year}" if not rest and f"targets@{year}" in self._keys else ""


def headings(plan: Plan, _kind: str, columns: Sequence[Column]) -> _Known:
    """What the columns of a table are called."""
    return _Known(plan, columns)


def plain(text: str) -> str:
    """A heading without brackets, spaces, colons and case."""
    bare = _IN_BRACKETS.sub("", half_width(text))
    return re.sub(r"[\s:：*、]+", "", bare).casefold()


def unit_of(heading: Heading) -> str:
    """The unit of money that a heading names in brackets or at its end; "" for none."""
    for text in reversed(heading):
        whole = half_width(text)
        wrapped = _IN_BRACKETS.search(whole)
        for part in (wrapped[0][1:-1] if wrapped is not None else "", whole):
            found = _MONEY.fullmatch(part.replace("单位", "").strip(" :"))
            if found is not None:
                return found[1]
    return ""
