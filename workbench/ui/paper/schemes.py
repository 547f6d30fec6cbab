"""The items of an assessment scheme on pages, group by group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.analysis.schemes import items_of
from workbench.i18n import current, tr, words
from workbench.plan.elements import SchemeItem
from workbench.plan.in_words import titled, value_in_words
from workbench.session.schemes import sums
from workbench.ui.paper.printout import about
from workbench.ui.paper.rows import Column, Row, RowsPrintout

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.plan.elements import Scheme
    from workbench.plan.plan import Plan

_FIELDS = ("units", "marks", "method", "assessor_unit", "data_unit", "veto")


def scheme_pages(plan: Plan, scheme: Scheme | None) -> RowsPrintout:
    """A heading for each group with what its marks come to, and a row for each item."""
    snapshot, spoken = plan.snapshot(), words(current())
    items = items_of(snapshot, scheme) if scheme is not None else []
    told: dict[str | None, str] = {}
    for one in sums(snapshot, scheme) if scheme is not None else ():
        told.setdefault(one.group, f"{one.total:f}")
    groups: dict[str | None, list[SchemeItem]] = {}
    for item in items:
        groups.setdefault(item.group, []).append(item)

    def coming() -> Iterator[Row]:
        for group, of_group in groups.items():
            if group is not None:
                yield Row((" ".join(filter(None, [group, told.get(group)])),), is_heading=True)
            for item in of_group:
                shown = (
                    value_in_words(snapshot, SchemeItem.field_of[name], item.get(name), spoken)
                    for name in _FIELDS
                )
                yield Row((item.code or "", titled(snapshot, item, spoken), *shown))

    columns = [Column(tr("Code")), Column(tr("What is assessed"))]
    columns += [Column(tr(SchemeItem.field_of[name].label), name == "marks") for name in _FIELDS]
    title = tr("Assessment scheme of {year}", year=scheme.year) if scheme is not None else ""
    return RowsPrintout(
        about(plan, title or tr("Assessment scheme")),
        columns,
        coming,
        total=len(items),
        nothing=tr("The scheme has no items yet."),
    )
