"""The columns of small tables: one for each field of a row, quantities in one column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from workbench.analysis import typed
from workbench.analysis.typed import any_element
from workbench.errors import Problem
from workbench.i18n import LANGUAGES, N_, tr, words
from workbench.plan.edits import checked
from workbench.plan.elements import KINDS
from workbench.plan.in_words import QUANTITY, holds_quantity, quantity_of
from workbench.plan.records import AdjustedField
from workbench.plan.values import parse_quantity
from workbench.ui.models import cells

if TYPE_CHECKING:
    from workbench.plan.elements import Element
    from workbench.plan.fields import Field
    from workbench.plan.plan import Plan
    from workbench.plan.record import Record

#: Types whose texts stand at the right of their column.
_FIGURES: Final = frozenset({"number", "money", "integer"})
#: Types that take the room which is left.
_WORDS: Final = frozenset({"text", "long_text", "texts", "references", "reference"})


class Column:
    """One field of the rows. ``unit`` stands behind the label (money: 万元)."""

    is_quantity = False

    def __init__(self, declared: Field) -> None:
        self.declared = declared
        self.label = declared.label
        self.unit = "万元" if declared.type == "money" else ""
        self.at_right = declared.type in _FIGURES
        self.grows = declared.type in _WORDS
        #: Rows within rows are shown here and edited by themselves.
        self.is_table = declared.type in ("records", "record")

    def show(self, plan: Plan, row: Record) -> str:
        """The text of the cell."""
        return cells.shown(plan, self.declared, row.get(self.declared.name))

    def put(self, plan: Plan, row: Record, text: str) -> Record:
        """The row with what was typed in this cell; a Problem says what is wrong with it."""
        return self.put_value(row, typed.read(plan, self.declared, text))

    def put_value(self, row: Record, value: Any) -> Record:
        """The row with a value in this cell."""
        if value is not None:
            checked(self.declared, value)
        return row.but(**{self.declared.name: value})

    def is_empty(self, row: Record) -> bool:
        """Whether nothing stands in the cell."""
        return row.get(self.declared.name) is None


class QuantityColumn(Column):
    """Value, operator, upper value and words of a target or actual value, typed as offices write them."""

    is_quantity = True

    def __init__(self, cls: type[Record]) -> None:
        super().__init__(cls.field_of["value"])
        self.at_right = True

    def show(self, plan: Plan, row: Record) -> str:
        return quantity_of(row).shown()

    def put(self, plan: Plan, row: Record, text: str) -> Record:
        if not text.strip():
            return row.but(**dict.fromkeys(QUANTITY))
        read = parse_quantity(text)._asdict()
        for name, value in read.items():
            if value is not None:
                checked(type(row).field_of[name], value)
        return row.but(**read)

    def put_value(self, row: Record, value: Any) -> Record:
        raise Problem(N_("{field} cannot be typed here"), field=f"@{self.label}")

    def is_empty(self, row: Record) -> bool:
        return all(row.get(name) is None for name in QUANTITY)


class FieldNameColumn(Column):
    """The exchange key of a field or list of an element, shown by its label."""

    def __init__(self, declared: Field, cls: type[Element]) -> None:
        super().__init__(declared)
        self.labels = {one.key: one.label for one in cls.fields if not one.internal}
        for below in KINDS.values():
            # Lists stand in the plan, or in the element that owns what they hold.
            if below.list_name and (below.owner_kind or "plan") == cls.kind_name:
                self.labels.setdefault(below.list_name, below.plural_label)

    def show(self, plan: Plan, row: Record) -> str:
        key = row.get(self.declared.name)
        return tr(self.labels[key]) if key in self.labels else key or ""

    def put(self, plan: Plan, row: Record, text: str) -> Record:
        wanted = text.strip().casefold()
        for key, label in self.labels.items():
            if wanted in {key, *(words(code)(label).casefold() for code in LANGUAGES)}:
                return self.put_value(row, key)
        if wanted:
            raise Problem(N_("There is no field “{text}”"), text=text.strip())
        return self.put_value(row, None)


def columns_of(cls: type[Record], names: tuple[str, ...] = ()) -> list[Column]:
    """The columns of a record class: of the named fields, or of all that are exchanged."""
    quantity = holds_quantity(cls)
    made: list[Column] = []
    for declared in [cls.field_of[name] for name in names] or [one for one in cls.fields if not one.internal]:
        if quantity and declared.name in QUANTITY:
            continue
        made.append(
            Column(any_element(declared) if cls is AdjustedField and declared.name == "element" else declared)
        )
    if quantity:
        # After what says of when and whose the value is.
        at = next((at for at, one in enumerate(made) if not one.declared.required), len(made))
        made.insert(at, QuantityColumn(cls))
    return made
