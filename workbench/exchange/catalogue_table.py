"""The table of a catalogue of indicators: its headings in both languages, what cells may say, faults."""

from __future__ import annotations

import unicodedata
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from workbench.i18n import N_, words
from workbench.plan.catalogues import CERTAINTY, CatalogueItem, Said
from workbench.plan.choices import DIRECTION, DOMAIN, SUBJECT
from workbench.plan.values import NO_SIGNS, YES_SIGNS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from workbench.i18n import Words

#: What may stand above the table, a line each: a label, and beside it the text.
HEAD: Final = {
    "code": N_("Catalogue code"),
    "title": N_("Catalogue title"),
    "version": N_("Version of the catalogue"),
    "source": N_("Source of the catalogue"),
    "certainty": N_("How sure it is"),
    "mapping": N_("Whose mapping it is"),
}
#: The columns in the order in which they are written.
COLUMNS: Final = {
    "code": N_("Item code"),
    "name": N_("Name of the indicator"),
    "unit": N_("Unit of measurement"),
    "mandatory": N_("Mandatory or selected"),
    "dimension": N_("First level"),
    "group": N_("Second level"),
    "topic": N_("Third level"),
    "direction": N_("Direction"),
    "definition": N_("Definition"),
    "formula": N_("Formula"),
    "data_source": N_("Data source"),
    "weight": N_("Weight"),
    "problem": N_("Main problem"),
    "subject": N_("Main subject"),
    "certainty": N_("Certainty"),
    "note": N_("Note"),
}
NEEDED: Final = ("code", "name")
#: Other labels that offices put above the table.
_HEAD_ALSO: Final = {
    "code": ("目录编号", "编号", "code"),
    "title": ("目录名称", "名称", "标题", "title"),
    "version": ("版本", "版本号", "version"),
    "source": ("来源", "依据", "source"),
}
#: Other headings that offices use.
_ALSO: Final = {
    "code": ("编号", "编码", "代码", "指标代码", "指标编码", "code", "id"),
    "name": ("名称", "指标", "指标名", "三级指标", "name", "indicator"),
    "unit": ("单位", "unit"),
    "mandatory": ("必选", "是否必选", "指标类型", "mandatory", "kind"),
    "dimension": ("一级", "维度", "dimension", "level 1", "level1"),
    "group": ("二级", "group", "level 2", "level2"),
    "topic": ("三级", "三级指标", "topic", "level 3", "level3"),
    "direction": ("方向", "指标方向", "direction"),
    "definition": ("释义", "定义", "指标释义", "指标说明", "definition"),
    "formula": ("公式", "计算方法", "formula"),
    "data_source": ("来源", "source"),
    "weight": ("权值", "weight"),
    "problem": ("问题", "五类问题", "problem"),
    "subject": ("主体", "三类主体", "subject"),
    "certainty": ("可靠性", "certainty"),
    "note": ("说明", "remark"),
}
MANDATORY: Final = {True: N_("Mandatory"), False: N_("Selected")}
_YES: Final = YES_SIGNS | {"必选项"}
_NO: Final = NO_SIGNS | {"自选项", "可选", ""}
_DIRECTIONS: Final = {
    "higher": ("正向", "越高越好", "越大越好"),
    "lower": ("逆向", "负向", "越低越好", "越小越好"),
    "qualitative": ("定性",),
}
#: Longest text of a cell, and most items.
_LONGEST: Final = 2_000
MOST_ITEMS: Final = 5_000


class Fault(NamedTuple):
    """Something wrong in a file: in which row (from 1; 0: of the file as a whole), under which heading.

    ``column`` is the letter that spreadsheets call it by. What is an error keeps the catalogue from being
    added; a warning does not.
    """

    row: int
    column: str
    heading: str
    severity: Literal["error", "warning"]
    message: str
    values: tuple[tuple[str, object], ...] = ()

    def said(self, tell: Words) -> str:
        """What is wrong, in words; values that are several choices are named in words too."""
        between = "、" if tell.code == "zh" else ", "
        values = {
            name: between.join(map(tell, value)) if isinstance(value, tuple) else value
            for name, value in self.values
        }
        return tell(self.message, **values)

    def place(self, tell: Words) -> str:
        """Where it is wrong, in words; "" for the file as a whole."""
        if not self.row:
            return ""
        if not self.column:
            return tell(N_("Row {row}"), row=self.row)
        return tell(
            N_("Row {row}, column {column} ({heading})"),
            row=self.row,
            column=self.column,
            heading=self.heading,
        )


def plain(text: str) -> str:
    """A text without what does not tell words apart: width, capitals, blanks, marks at its end."""
    text = unicodedata.normalize("NFKC", text).casefold()
    return "".join(text.split()).rstrip(":*")


def _both(label: str, *more: str) -> set[str]:
    return {plain(one) for one in (label, words("zh")(label), *more)}


def headings() -> dict[str, list[str]]:
    """The fields that every heading understood here may mean, the likeliest first."""
    found: dict[str, list[str]] = {}
    for field, label in COLUMNS.items():
        for one in _both(label, *_ALSO.get(field, ())):
            found.setdefault(one, []).append(field)
    return found


def head_labels() -> dict[str, str]:
    """The field of every label that may stand above the table."""
    return {one: field for field, label in HEAD.items() for one in _both(label, *_HEAD_ALSO.get(field, ()))}


def _said_by(choices: Mapping[str, str], more: Mapping[str, Sequence[str]] | None = None) -> dict[str, str]:
    """What a choice may be called in a cell -> the choice."""
    return {
        one: name
        for name, label in choices.items()
        for one in _both(label, name, *((more or {}).get(name, ())))
    }


def letter(place: int) -> str:
    """What a spreadsheet calls a column, counted from 0."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name


class ItemCheck:
    """Reads the rows of a table one after another; gathers the items and the faults."""

    def __init__(self, columns: Mapping[str, tuple[str, str]]) -> None:
        #: Letter and heading of each field that has a column.
        self._columns = columns
        self.items: list[CatalogueItem] = []
        self.faults: list[Fault] = []
        self._rows: dict[str, int] = {}
        self._names: dict[str, int] = {}
        self._choices = {
            "direction": _said_by(DIRECTION, _DIRECTIONS),
            "problem": _said_by(DOMAIN),
            "subject": _said_by(SUBJECT),
            "certainty": _said_by(CERTAINTY),
        }
        self._mandatory = dict.fromkeys((*_both(MANDATORY[True]), *map(plain, _YES)), True)
        self._mandatory |= dict.fromkeys((*_both(MANDATORY[False]), *map(plain, _NO)), False)

    def take(self, row: int, cells: Mapping[str, str]) -> None:
        """Read one row; an item is made of it if nothing in it is an error."""
        before = self._errors()
        for field in NEEDED:
            if not cells.get(field):
                self._fault(row, field, N_("This cell must not be empty"))
        for field, text in cells.items():
            if len(text) > _LONGEST:
                self._fault(row, field, N_("The text has more than {count} characters"), count=_LONGEST)
        self._once(row, cells)
        chosen = {field: self._choice(row, field, cells.get(field, "")) for field in self._choices}
        mandatory = self._mandatory.get(plain(cells.get("mandatory", "")))
        if mandatory is None:
            self._fault(
                row,
                "mandatory",
                N_("“{text}” is not known here; write one of: {choices}"),
                text=cells.get("mandatory", ""),
                choices=tuple(MANDATORY.values()),
            )
        weight = self._weight(row, cells.get("weight", ""))
        if not cells.get("unit") and chosen["direction"] != "qualitative":
            self._fault(row, "unit", N_("The indicator has no unit of measurement"), "warning")
        if self._errors() > before:
            return
        note = cells.get("note", "")
        texts = ("unit", "dimension", "group", "topic", "definition", "formula", "data_source")
        self.items.append(
            CatalogueItem(
                code=cells["code"],
                name=cells["name"],
                mandatory=bool(mandatory),
                weight=weight,
                direction=chosen["direction"],
                problem=chosen["problem"],
                subject=chosen["subject"],
                certainty=chosen["certainty"] or "given",
                note=Said(note, note),
                **{name: cells.get(name, "") for name in texts},  # type: ignore[arg-type]
            )
        )

    def _errors(self) -> int:
        return sum(one.severity == "error" for one in self.faults)

    def _fault(
        self,
        row: int,
        field: str,
        message: str,
        severity: Literal["error", "warning"] = "error",
        **values: object,
    ) -> None:
        column, heading = self._columns.get(field, ("", ""))
        self.faults.append(Fault(row, column, heading, severity, message, tuple(values.items())))

    def _once(self, row: int, cells: Mapping[str, str]) -> None:
        code, name = plain(cells.get("code", "")), plain(cells.get("name", ""))
        if "]" in code:
            self._fault(row, "code", N_("A code must not hold brackets"))
        if code and code in self._rows:
            self._fault(
                row,
                "code",
                N_("Row {other} has the code “{code}” already"),
                other=self._rows[code],
                code=cells["code"],
            )
        elif name and name in self._names:
            said = N_("Row {other} has an indicator of this name already")
            self._fault(row, "name", said, "warning", other=self._names[name])
        if code:
            self._rows.setdefault(code, row)
        if name:
            self._names.setdefault(name, row)

    def _choice(self, row: int, field: str, text: str) -> str:
        if not text:
            return ""
        found = self._choices[field].get(plain(text))
        if found is None:
            allowed = {"direction": DIRECTION, "problem": DOMAIN, "subject": SUBJECT, "certainty": CERTAINTY}
            self._fault(
                row,
                field,
                N_("“{text}” is not known here; write one of: {choices}"),
                text=text,
                choices=tuple(allowed[field].values()),
            )
        return found or ""

    def _weight(self, row: int, text: str) -> Decimal | None:
        if not text:
            return None
        try:
            number = Decimal(unicodedata.normalize("NFKC", text).rstrip("%").strip())
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or number < 0:
            self._fault(row, "weight", N_("“{text}” is no weight: a number from 0 up"), text=text)
            return None
        return number
