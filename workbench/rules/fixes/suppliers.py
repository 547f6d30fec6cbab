"""Units that can supply the figures of an indicator."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, Final

from workbench.i18n import N_
from workbench.plan import edits
from workbench.plan.elements import Indicator, SchemeItem, Unit
from workbench.rules.fixes import candidates as c
from workbench.rules.fixing import way

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from workbench.rules.fixing import Fix
    from workbench.rules.view import View

_FEW: Final = 6


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


def take_figures(
    seen: View, of: Indicator | SchemeItem, indicator: Indicator | None, without: Collection[str]
) -> Iterator[Fix]:
    """Each of the first suppliers of an indicator as the data unit of it, or of an item about it."""
    for unit in islice(suppliers(seen, indicator, without), _FEW):
        yield way(
            N_("Take the figures of {name} from {unit}"),
            [edits.set_field(seen.plan, of.id, "data_unit", unit.id)],
            name=of,
            unit=unit,
        )
