"""The columns of the table of a kind, from its declaration: what a cell shows, sorts by, reads."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from workbench.analysis.typed import Names, any_element, read
from workbench.errors import Problem
from workbench.i18n import N_
from workbench.plan import in_words
from workbench.plan.edits import checked
from workbench.plan.elements import KINDS
from workbench.plan.in_words import quantity_of, value_in_words
from workbench.plan.records import Actual, Baseline, FundingLine, Target
from workbench.plan.values import Quantity, parse_quantity, wan_of_fen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from workbench.i18n import Words
    from workbench.plan.elements import Element
    from workbench.plan.fields import Field
    from workbench.plan.plan import Plan
    from workbench.plan.record import Record

#: Types whose texts stand at the right of their column.
_FIGURES: Final = frozenset({"number", "money", "integer"})
#: Types that are more than one line can say; they are edited in their own form.
_MORE: Final = frozenset({"records", "record", "absent", "object"})
#: Types that have an order, so that a filter can have a lower and an upper end.
ORDERED: Final = frozenset({"number", "money", "integer", "year", "date", "period"})
#: Years of a plan that get columns of their own.
_MOST_YEARS: Final = 15


class Column:
    """One field of the elements of a kind. ``key`` is its name in settings.

    ``value`` gives what is compared, filtered and grouped by: it can be hashed; None for an empty cell.
    """

    at_right = False
    #: Whether nothing can be typed: the cell is opened in an editor of its own, or not at all.
    is_closed = False

    def __init__(self, key: str, declared: Field, *, year: int | None = None) -> None:
        self.key = key
        self.declared = declared
        self.year = year
        #: Where the value stands in the elements of the kind; None for one that is put together.
        self.place: int | None = None
        self.unit = "万元" if declared.type == "money" else ""
        self.at_right = declared.type in _FIGURES
        self.is_closed = declared.type in _MORE and self.pointing is None

    @property
    def pointing(self) -> Field | None:
        """For rows that need nothing but the element they point at: their reference. They can be typed."""
        record = self.declared.record
        if self.declared.type != "records" or record is None:
            return None
        required = [one for one in record.fields if one.required]
        return required[0] if len(required) == 1 and required[0].type == "reference" else None

    @property
    def label(self) -> str:
        """The name of the field, a message id."""
        return self.declared.label

    def title(self, words: Words) -> str:
        """The heading, without the unit."""
        return words(self.declared.label)

    def heading(self, words: Words) -> str:
        """The heading, with the unit of its figures."""
        title = self.title(words)
        return f"{title} ({self.unit})" if self.unit else title

    def value(self, element: Element) -> Any:
        """What stands in the cell."""
        held = element.get(self.declared.name)
        return repr(held) if self.declared.type == "object" and held is not None else held

    def show(self, plan: Plan, element: Element, words: Words) -> str:
        """The text of the cell in one line."""
        held = element.get(self.declared.name)
        return value_in_words(plan, self.declared, held, words) if held is not None else ""

    def show_value(self, plan: Plan, value: Any, words: Words) -> str:
        """The text of a value of this column."""
        if self.declared.type == "object":
            return str(value or "")
        return value_in_words(plan, self.declared, value, words) if value is not None else ""

    def read(self, names: Names, element: Element, text: str, words: Words) -> Element:
        """The element with what was typed in this cell; a Problem says what is wrong with it."""
        pointing = self.pointing
        if pointing is not None and text.strip():
            return self.put(element, self._rows(names, pointing, element, text, words))
        return self.put(element, read(names.plan, self.declared, text, names))

    def _rows(
        self, names: Names, pointing: Field, element: Element, text: str, words: Words
    ) -> tuple[Record, ...]:
        """Rows that point at the elements named; what is known of a row that stays is kept."""
        assert self.declared.record is not None
        held: tuple[Record, ...] = element.get(self.declared.name) or ()
        made: dict[str, Record] = {}
        for part in re.split(r"[;；、\n]+", text):
            if not part.strip():
                continue
            same = next(
                (row for row in held if in_words.summary(names.plan, row, words) == part.strip()), None
            )
            if same is not None:
                made[same.get(pointing.name)] = same
                continue
            id_ = read(names.plan, pointing, part, names)
            known = next((row for row in held if row.get(pointing.name) == id_), None)
            made[id_] = known or self.declared.record(**{pointing.name: id_})
        return tuple(made.values())

    def put(self, element: Element, value: Any) -> Element:
        """The element with a value in this cell; a Problem where it cannot stand there."""
        if value == "" and not self.declared.required:
            value = None
        if value is None and self.declared.required and self.declared.type not in ("text", "long_text"):
            raise Problem(N_("{field} must not be empty"), field=f"@{self.declared.label}")
        if value is None and self.declared.required:
            value = ""
        return element.but(**{self.declared.name: checked(self.declared, value)})

    def sort_key(self, plan: Plan, value: Any, words: Words, text_key: Callable[[str], Any]) -> Any:
        """What a value that is not None is sorted by."""
        match self.declared.type:
            case "choice":
                return list(self.declared.choices).index(value) if value in self.declared.choices else 99
            case "choices":
                known = list(self.declared.choices)
                return tuple(known.index(one) if one in known else 99 for one in value)
            case "boolean":
                return not value
            case "integer" | "year" | "number" | "money" | "date":
                return value
            case "period":
                return value
            case "records" | "absent":
                return len(value)
            case _:
                return text_key(self.show_value(plan, value, words))


class _Quantities(Column):
    """A quantity as offices write it, in one cell."""

    at_right = True

    def __init__(self, key: str, declared: Field, cls: type[Record], *, year: int | None = None) -> None:
        super().__init__(key, declared, year=year)
        self.cls = cls
        self.at_right = True
        self.is_closed = False

    def record(self, element: Element) -> Record | None:
        """The record that holds the quantity."""
        raise NotImplementedError

    def with_record(self, element: Element, record: Record | None) -> Element:
        """The element with another record."""
        raise NotImplementedError

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


def columns_of(plan: Plan, kind: str) -> list[Column]:
    """All columns that the table of a kind can have, in the order in which they stand at first."""
    cls = KINDS[kind]
    wanted = [one for one in cls.fields if not one.internal or one.name == cls.owner_field]
    last = ("notes", "absent")
    first = ("code", cls.title_field)
    ordered = sorted(wanted, key=lambda one: (one.name not in first, one.name in last))
    made: list[Column] = []
    for declared in ordered:
        if declared.name == "id":
            continue
        if kind == "indicator" and declared.name in ("baseline", "targets", "actuals"):
            made.extend(_values(plan, declared))
            continue
        is_element = kind in ("comment", "waiver") and declared.name == "element"
        column = Column(declared.name, any_element(declared) if is_element else declared)
        if declared.type != "object":
            column.place = cls.place_of[declared.name]
        made.append(column)
        if kind == "project" and declared.name == "funding":
            made.extend(FundingColumn(declared, year) for year in years_of(plan))
    return made


def _values(plan: Plan, declared: Field) -> Iterator[Column]:
    if declared.name == "baseline":
        yield BaselineColumn("baseline", declared, Baseline)
        return
    yield Column(declared.name, declared)
    for year in years_of(plan):
        cls = Target if declared.name == "targets" else Actual
        yield YearColumn(f"{declared.name}@{year}", declared, cls, year=year)


def years_of(plan: Plan) -> range:
    """The years of the plan's period."""
    period = plan.head.period if plan.exists else None
    if period is None:
        return range(0)
    last = min(period.end.year, period.start.year + _MOST_YEARS - 1)
    return range(period.start.year, last + 1)


#: Columns that a table has at first; ``targets@`` stands for those of all years.
_AT_FIRST: Final = {
    "unit": "code name kind class_ parent leader contact capacity valid_from valid_until",
    "basis": "code title document_number issuer date",
    "need": "code title domains subjects priority evidence goals",
    "goal": "code title kind parent domains subjects due responsible_unit bases",
    "project": "code title kind parent lead_unit support_units start end status progress total_investment"
    " goals indicators",
    "milestone": "code title project stage due done_on deliverable acceptance",
    "indicator": "code name unit nature baseline targets@ responsible_unit data_unit goals",
    "service": "code title life_stage unit steps_before steps_after visits_before visits_after projects",
    "envelope": "code year source amount",
    "risk": "code title probability impact owner mitigation threatens",
    "safeguard": "code title kind responsible_unit text",
    "section": "code title kind text",
    "scheme": "code year frozen full_mark scope missing",
    "scheme_item": "code scheme indicator project milestone units group marks method year_target",
    "comment": "code text round unit received_on element adopted reason handled_by",
    "adjustment": "code document_number on approver reason",
    "waiver": "rule element field reason by until",
}


def shown_at_first(kind: str, columns: list[Column]) -> list[str]:
    """Keys of the columns that a table shows before anybody has chosen."""
    found = []
    for name in _AT_FIRST[kind].split():
        if name.endswith("@"):
            found += [one.key for one in columns if one.key.startswith(name)]
        else:
            found += [one.key for one in columns if one.key == name]
    return found


def is_number(value: Any) -> bool:
    """Whether a value of a cell can be summed."""
    return isinstance(value, int | Decimal) and not isinstance(value, bool)
