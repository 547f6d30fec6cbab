"""Columns of the baseline and of one year each: targets and actual values of indicators, project money."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from workbench.analysis.table_columns import Column
from workbench.errors import Problem
from workbench.i18n import N_
from workbench.plan.edits import checked
from workbench.plan.in_words import quantity_of
from workbench.plan.records import Baseline, FundingLine, Target
from workbench.plan.values import Quantity, parse_quantity, wan_of_fen

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.analysis.typed import Names
    from workbench.i18n import Words
    from workbench.plan.elements import Element
    from workbench.plan.fields import Field
    from workbench.plan.plan import Plan
    from workbench.plan.record import Record


class _Quantities(Column, ABC):
    """A quantity as offices write it, in one cell."""

    at_right = True

    def __init__(self, key: str, declared: Field, cls: type[Record], *, year: int | None = None) -> None:
        super().__init__(key, declared, year=year)
        self.cls = cls
        self.at_right = True
        self.is_closed = False

    @abstractmethod
    def record(self, element: Element) -> Record | None:
        """The record that holds the quantity."""

    @abstractmethod
    def with_record(self, element: Element, record: Record | None) -> Element:
        """The element with another record."""

    def value(self, element: Element) -> Any:
        """What stands in the cell."""
        record = self.record(element)
        if record is None:
            return None
        quantity = quantity_of(record)
        return quantity if any(part is not None for part in quantity) else None

    def show(self, plan: Plan, element: Element, words: Words) -> str:  # noqa: ARG002
        """The text of the cell in one line."""
        quantity = self.value(element)
        return quantity.shown() if quantity is not None else ""

    def show_value(self, plan: Plan, value: Any, words: Words) -> str:  # noqa: ARG002
        """The text of a value of this column."""
        return value.shown() if value is not None else ""

    def read(self, names: Names, element: Element, text: str, words: Words) -> Element:  # noqa: ARG002
        """The element with what was typed in this cell."""
        if not text.strip():
            return self.put(element, None)
        return self.put(element, parse_quantity(text))

    def put(self, element: Element, value: Quantity | None) -> Element:
        """The element with a value in this cell; a Problem where it cannot stand there."""
        held = self.record(element)
        if value is None:
            return self.with_record(element, None) if held is not None else element
        for name, part in value._asdict().items():
            if part is not None:
                checked(self.cls.field_of[name], part)
        return self.with_record(element, (held if held is not None else self.cls()).but(**value._asdict()))

    def sort_key(self, plan: Plan, value: Any, words: Words, text_key: Callable[[str], Any]) -> Any:  # noqa: ARG002
        """What a value is sorted by."""
        if value.value is not None:
            return (0, value.value)
        return (1, text_key(value.shown()))


class BaselineColumn(_Quantities):
    """The value that an indicator starts from."""

    def record(self, element: Element) -> Record | None:
        """The record that holds the quantity."""
        found: Baseline | None = element.get("baseline")
        return found

    def with_record(self, element: Element, record: Record | None) -> Element:
        """The element with another record."""
        held = element.get("baseline")
        if record is None and held is not None and held.year is not None:
            record = Baseline(year=held.year)
        return element.but(baseline=record)


class YearColumn(_Quantities):
    """Target or actual value of one year, for the whole plan."""

    def title(self, words: Words) -> str:
        """The heading, without the unit."""
        if self.key.startswith("targets"):
            return words(N_("Target {year}"), year=self.year)
        return words(N_("Actual value {year}"), year=self.year)

    def _is_mine(self, row: Record) -> bool:
        if row.get("unit") is not None:
            return False
        when = row.get("year") if self.cls is Target else row.get("period")
        return str(when) == str(self.year)

    def record(self, element: Element) -> Record | None:
        """The record that holds the quantity."""
        return next((row for row in element.get(self.declared.name) or () if self._is_mine(row)), None)

    def with_record(self, element: Element, record: Record | None) -> Element:
        """The element with another record."""
        name = self.declared.name
        rows = list(element.get(name) or ())
        at = next((at for at, row in enumerate(rows) if self._is_mine(row)), None)
        if record is None:
            if at is not None:
                del rows[at]
        elif at is not None:
            rows[at] = record
        else:
            when = self.year if self.cls is Target else str(self.year)
            whole = record.but(**{"year" if self.cls is Target else "period": when})
            by = "year" if self.cls is Target else "period"
            at = next((at for at, row in enumerate(rows) if row.get(by) > when), len(rows))
            rows.insert(at, whole)
        return element.but(**{name: tuple(rows) or None})


class FundingColumn(Column):
    """The money of a project in one year, from all sources together."""

    def __init__(self, declared: Field, year: int) -> None:
        super().__init__(f"funding@{year}", declared, year=year)
        self.declared = FundingLine.field_of["amount"]
        self.unit = "万元"
        self.at_right = True
        self.is_closed = False

    def title(self, words: Words) -> str:
        """The heading, without the unit."""
        return words(N_("Funding {year}"), year=self.year)

    def value(self, element: Element) -> int | None:
        """What stands in the cell."""
        lines = [
            row.amount
            for row in element.get("funding") or ()
            if row.year == self.year and row.amount is not None
        ]
        return sum(lines) if lines else None

    def show(self, plan: Plan, element: Element, words: Words) -> str:
        """The text of the cell in one line."""
        return self.show_value(plan, self.value(element), words)

    def show_value(self, plan: Plan, value: Any, words: Words) -> str:  # noqa: ARG002
        """The text of a value of this column."""
        return f"{wan_of_fen(value):,f}" if value is not None else ""

    def put(self, element: Element, value: int | None) -> Element:
        """The element with a value in this cell; a Problem where it cannot stand there."""
        rows = list(element.get("funding") or ())
        mine = [at for at, row in enumerate(rows) if row.year == self.year]
        if value is not None:
            checked(self.declared, value)
        if len(mine) > 1:
            raise Problem(
                N_("The money of this year comes from several sources; change their amounts in the form")
            )
        if mine and value is None:
            del rows[mine[0]]
        elif mine:
            rows[mine[0]] = rows[mine[0]].but(amount=value)
        elif value is not None:
            sources = {row.source for row in rows}
            if len(sources) != 1:
                raise Problem(N_("Say in the form where the money of this year comes from"))
            rows.append(FundingLine(year=self.year, source=sources.pop(), amount=value))
            rows.sort(key=lambda row: (row.year is None, row.year or 0))
        return element.but(funding=tuple(rows) or None)
