"""The functions of expressions, and how those that go through a list are worked out."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from workbench.i18n import N_
from workbench.rules.expression_parts import Part, finite, joined
from workbench.rules.expression_values import ARITHMETIC, NUMBER, TRUTH

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.rules.expression_values import Frame


def over(name: str, items: Part, inner: Part | None, only: Part | None = None) -> Part:
    """A function over the items of a list: count, any, all, sum, min or max; of those that meet ``only``."""
    look = items.value
    each = inner.value if inner is not None else None
    meets = only.value if only is not None else None
    inside = [one for one in (inner, only) if one is not None]
    cost = sum(one.size for one in inside) or 1
    end = _ENDS[name]

    def value(frame: Frame) -> Any:
        found = look(frame) or ()
        # All of it at once: the cost of a rule then does not hang on where a loop may stop early.
        frame.spend(len(found) * cost)
        if each is None:
            return end(list(found))
        frame.items.append(None)
        values = []
        try:
            for one in found:
                frame.items[-1] = one
                if meets is None or meets(frame):
                    values.append(each(frame))
        finally:
            frame.items.pop()
        return end(values)

    if name in ("any", "all"):
        type_ = TRUTH
    elif name == "count":
        type_ = NUMBER
    else:
        type_ = inner.type if inner is not None else items.type.of
    made = joined(type_, value, items, *inside)
    return made._replace(loops=max(items.loops, 1 + max((one.loops for one in inside), default=0)))


def _any(values: list[Any]) -> bool | None:
    return True if True in values else None if None in values else False


def _all(values: list[Any]) -> bool | None:
    return False if False in values else None if None in values else True


def _sum(values: list[Any]) -> Decimal | None:
    total = Decimal(0)
    for one in values:
        if one is not None:
            total = ARITHMETIC.add(total, one)
    return finite(total)


def _stated(values: list[Any]) -> list[Any]:
    return [one for one in values if one is not None]


_ENDS: Final[dict[str, Callable[[list[Any]], Any]]] = {
    "any": _any,
    "all": _all,
    "sum": _sum,
    "min": lambda values: min(_stated(values), default=None),
    "max": lambda values: max(_stated(values), default=None),
    # Without a condition every item counts; with one those for which it is true.
    "count": lambda values: Decimal(sum(one is not False and one is not None for one in values)),
}

#: What may be called: name -> (Chinese names, how it is written, what it gives).
FUNCTIONS: Final = {
    "count": (
        ("个数", "计数"),
        "count(list, condition)",
        N_("how many items there are, or meet the condition"),
    ),
    "sum": (
        ("合计", "求和"),
        "sum(list, number, condition)",
        N_("the sum over the items, or over those that meet the condition"),
    ),
    "any": (("任一", "存在"), "any(list, condition)", N_("whether an item meets the condition")),
    "all": (("全部", "每个"), "all(list, condition)", N_("whether every item meets the condition")),
    "min": (
        ("最小", "最早"),
        "min(list, number or day, condition)",
        N_("the least or earliest over the items"),
    ),
    "max": (
        ("最大", "最晚"),
        "max(list, number or day, condition)",
        N_("the greatest or latest over the items"),
    ),
    "empty": (("为空", "空缺"), "empty(field)", N_("whether nothing is stated")),
    "given": (("已填", "有"), "given(field)", N_("whether something is stated")),
    "year": (("年份",), "year(day)", N_("the year of a day")),
    "month": (("月份",), "month(day)", N_("the month of a day")),
    "days": (("相隔天数",), "days(from, to)", N_("days from one day to another")),
    "length": (("字数",), "length(text)", N_("how many characters a text has")),
    "today": (("今天",), "today", N_("the day on which the plan is judged")),
}
#: Every name of a function -> its English one.
FUNCTION_OF: Final = {
    **{name: name for name in FUNCTIONS},
    **{alias: name for name, (aliases, _, _) in FUNCTIONS.items() for alias in aliases},
}
