"""Units that can supply the figures of an indicator."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from workbench.plan.elements import Indicator, SchemeItem, Unit
from workbench.rules.fixes import candidates as c

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from workbench.rules.view import View


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
