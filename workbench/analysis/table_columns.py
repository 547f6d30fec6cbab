"""A column of a table, from the declaration of its field: what a cell shows, sorts by, reads."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from workbench.analysis.typed import Names, read
from workbench.errors import Problem
from workbench.i18n import N_
from workbench.plan import in_words
from workbench.plan.edits import checked
from workbench.plan.in_words import value_in_words

if TYPE_CHECKING:
    from collections.abc import Callable

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


def is_number(value: Any) -> bool:
    """Whether a value of a cell can be summed."""
    return isinstance(value, int | Decimal) and not isinstance(value, bool)
