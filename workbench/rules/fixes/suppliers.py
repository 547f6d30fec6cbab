"""Units that can supply the figures of an indicator, and targets that lie on the way to the final one."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from workbench.plan.elements import Indicator, SchemeItem, Unit
from workbench.plan.records import Target
from workbench.plan.values import rounded
from workbench.rules.checkable import is_given
from workbench.rules.fixes import candidates as c

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from workbench.rules.view import View

_LARGE: Final = Decimal("1e12")
_MOST_DECIMALS: Final = 8


def suppliers(seen: View, indicator: Indicator | None, without: Collection[str]) -> Iterator[Unit]:
    """The indicator's own data unit, those of other indicators and items, the busiest first, then those whose
    names tell of statistics or data; none of ``without``.
    """
    own = indicator.data_unit if indicator is not None else None
    used: Counter[str] = Counter()
    for cls in (Indicator, SchemeItem):
        for one in seen.plan.all(cls):
            source = one.get("data_unit")
            if source is not None:
                used[source] += 1
    named = (one.id for one in seen.plan.all(Unit) if any(word in one.name for word in ("统计", "数据")))
    ids = (own, *(id_ for id_, _ in used.most_common()), *named)
    yield from c.real(seen, (id_ for id_ in ids if id_ not in without))


def is_handy(value: Decimal) -> bool:
    """Whether a number is of a size that can be reckoned with to the last digit."""
    return abs(value) < _LARGE and int(value.as_tuple().exponent) >= -_MOST_DECIMALS


def on_the_way(indicator: Indicator, years: Iterable[int]) -> list[tuple[int, Decimal, str | None]] | None:
    """(year, target, operator) for years without one: on the straight line between the nearest values before
    and after, and as the last one after it. None when there is nothing to draw a line from.
    """
    known: dict[int, tuple[Decimal, str | None]] = {}
    baseline = indicator.baseline
    if baseline is not None and baseline.value is not None and baseline.year is not None:
        known[baseline.year] = (baseline.value, None)
    has_target = False
    for one in indicator.targets or ():
        if one.unit is None and one.value is not None:
            if one.op == "range":
                return None
            has_target = True
            known[one.year] = (one.value, one.op)
    found: list[tuple[int, Decimal, str | None]] = []
    for year in years:
        before = max((one for one in known if one < year), default=None)
        after = min((one for one in known if one > year), default=None)
        if before is None or not has_target:
            return None
        value, op = known[before]
        if after is not None:
            last, op = known[after]
            if not (is_handy(value) and is_handy(last)):
                return None
            value = _between(indicator, value, last, Decimal(year - before) / (after - before))
        found.append((year, value, op))
    return found


def _between(indicator: Indicator, first: Decimal, last: Decimal, share: Decimal) -> Decimal:
    """A value on the line, with the digits of its ends; one digit more where it does not come out even."""
    exponent = min(int(one.as_tuple().exponent) for one in (first, last))
    step = Decimal(1).scaleb(min(exponent, 0))
    exact = first + (last - first) * share
    near = rounded(exact, step)
    if near != exact and indicator.value_type != "count":
        near = rounded(exact, step / 10)
    return near


def with_targets(indicator: Indicator, new: Iterable[tuple[int, Decimal, str | None]]) -> tuple[Target, ...]:
    """The indicator's targets with these besides, in the order of years."""
    rows = list(indicator.targets or ())
    for year, value, op in new:
        empty = next(
            (
                at
                for at, row in enumerate(rows)
                if row.year == year and row.unit is None and not is_given(row)
            ),
            None,
        )
        if empty is not None:
            rows[empty] = rows[empty].but(value=value, op=op)
        else:
            rows.append(Target(year=year, value=value, op=op))
    return tuple(sorted(rows, key=lambda row: row.year))


def told(new: Iterable[tuple[int, Decimal, str | None]]) -> str:
    """Targets in figures: "2027 84, 2028 89"."""
    return ", ".join(f"{year} {value:f}" for year, value, _ in new)
