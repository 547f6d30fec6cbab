"""What a block of cells from a spreadsheet means among the actual values, before anything is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.analysis.actuals import (
    Cell,
    Row,
    cell,
    change_of,
    period_in_words,
    read_entry,
    with_cell,
    with_entry,
    without_value,
)
from workbench.analysis.table_columns import Column
from workbench.analysis.table_edits import REFUSED, SAME, SET, Line, Outcome
from workbench.analysis.table_edits import Cell as Reached
from workbench.analysis.table_paste import BY_NAME, IN_PLACE
from workbench.analysis.typed import Names, read_period
from workbench.errors import Problem
from workbench.i18n import N_, words
from workbench.patterns import Pattern
from workbench.plan.change import Label
from workbench.plan.edits import shown_name
from workbench.plan.elements import Indicator
from workbench.plan.in_words import titled
from workbench.plan.records import Actual
from workbench.plan.values import NONE_SIGNS, half_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from workbench.analysis.actuals import Sheet
    from workbench.analysis.blocks import Block
    from workbench.i18n import Words
    from workbench.plan.plan import Plan

REMARK: Final = "remark"
#: What headings of the columns beside the periods may say, besides the names of their fields.
_HEADINGS: Final = {
    "code": ("编号", "代码", "指标编号", "指标代码", "序号编码"),
    "name": ("指标", "指标名称", "名称", "indicator"),
    "unit": ("区县", "单位名称", "所属单位", "填报单位", "district", "whose"),
    REMARK: ("说明", "备注", "note", "notes"),
}
#: What stands in the sheet sent out where an indicator is not collected.
NOT_ASKED: Final = "×"
_NAMING: Final = frozenset({"code", "name", "unit"})
#: Rows above the table that are looked through for its headings.
_ABOVE: Final = 15
_BEHIND: Final = Pattern(r"\s*(?:\(.*\)|实际值|完成值|完成情况|完成数|数值|值|actual value|actual)$")
_YEAR: Final = Pattern(r"(?:year\s*)?([0-9]{4})")


class Reading(NamedTuple):
    """How a block is read. ``columns`` has for each of its columns "code", "name", "unit" (whose values they
    are), "remark", a period, or "" to leave it out. ``heads`` rows at the top are headings.

    ``converts``: values in another unit are converted, not refused. ``empties``: empty cells empty what is
    there.
    """

    columns: tuple[str, ...]
    heads: int = 0
    match: str = IN_PLACE
    empties: bool = False
    converts: bool = False


class PeriodColumn(Column):
    """The actual values of a period."""

    def __init__(self, period: str) -> None:
        super().__init__(period, Actual.field_of["value"])
        self.at_right = True

    def title(self, words: Words) -> str:
        """The heading."""
        return period_in_words(self.key, words)


def columns_for(periods: Iterable[str]) -> list[Column]:
    """The columns that those of a block may go to."""
    return [
        Column("code", Indicator.field_of["code"]),
        Column("name", Indicator.field_of["name"]),
        Column("unit", Actual.field_of["unit"]),
        *(PeriodColumn(one) for one in periods),
        Column(REMARK, Actual.field_of["remark"]),
    ]


# -- how it is meant ---------------------------------------------------------------------------------------


def guessed(sheet: Sheet, block: Block, at: str) -> Reading:
    """How a block is most likely meant: by its headings, or else from the period ``at`` on to the right."""
    best: tuple[int, int, list[str]] = (0, 0, [])
    year = ""
    for place, row in enumerate(block.rows[:_ABOVE]):
        keys = [_key(sheet, text, year) for text in row]
        keys = [key if key not in keys[:number] else "" for number, key in enumerate(keys)]
        count = sum(1 for key in keys if key)
        if count > best[0] and any(key in sheet.periods for key in keys):
            best = (count, place + 1, keys)
        # A heading of the year alone may stand over those of its quarters.
        alone = {found[1] for text in row if (found := _YEAR.fullmatch(_plain(text).removesuffix("年")))}
        year = alone.pop() if len(alone) == 1 else year
    count, heads, keys = best
    named = {"code", "name"} & set(keys)
    if named or (count and count == block.width and len(block.rows) > heads):
        return Reading(tuple(keys), heads, BY_NAME if named else IN_PLACE)
    first = sheet.periods.index(at) if at in sheet.periods else 0
    placed = [*sheet.periods[first:], *[""] * block.width][: block.width]
    return Reading(tuple(placed))


def _key(sheet: Sheet, text: str, year: str) -> str:
    plain = _plain(text)
    if not plain:
        return ""
    fields = {"code": Indicator, "name": Indicator, "unit": Actual, REMARK: Actual}
    for key, more in _HEADINGS.items():
        label = fields[key].field_of[key].label
        if plain in {label.casefold(), words("zh")(label).casefold(), *more}:
            return key
    years = dict.fromkeys((year, *(one[:4] for one in sheet.periods)) if year else ())
    only = {one[:4] for one in sheet.periods}
    for said in (plain, *(f"{one}年{plain}" for one in years or (only if len(only) == 1 else ()))):
        try:
            period = read_period(said.removeprefix("year").strip())
        except Problem:
            continue
        if period in sheet.periods:
            return period
    return ""


def _plain(text: str) -> str:
    plain = "".join(half_width(text).split()).casefold()
    for _ in range(2):
        plain = _BEHIND.sub("", plain)
    return plain


# -- what it does ------------------------------------------------------------------------------------------


class Entering:
    """Values put into cells while nothing is changed yet; ``outcome`` says what becomes of each."""

    def __init__(self, plan: Plan, sheet: Sheet, spoken: Words, *, converts: bool = False) -> None:
        self.plan = plan
        self.sheet = sheet
        self.words = spoken
        self.converts = converts
        self._after: dict[str, Indicator] = {}
        self._lines: dict[str, Line] = {}

    def name_of(self, row: Row) -> str:
        """What a row is called."""
        indicator = self.plan.find(row.indicator, Indicator)
        name = shown_name(indicator) if indicator is not None else row.indicator
        unit = self.plan.get(row.unit)
        return f"{name} · {titled(self.plan, unit, self.words)}" if unit is not None else name

    def refuse(self, id_: str, name: str, why: str) -> None:
        """Take nothing of a row of the block."""
        self._lines[id_] = Line(id_, name, {}, why=why)

    def knows(self, row: Row) -> bool:
        """Whether something was put into this row already."""
        return row.key in self._lines

    def put(self, row: Row, period: str, text: str) -> bool:
        """Put a text into a cell; whether it is taken."""
        line = self._lines.setdefault(row.key, Line(row.key, self.name_of(row), {}))
        indicator = self._after.get(row.indicator) or self.plan.find(row.indicator, Indicator)
        if indicator is None:
            line.cells[period] = Reached(period, REFUSED, text, why=self.words(_GONE))
            return False
        before = cell(indicator, period, row.unit)
        if text.strip() == before.text:
            line.cells[period] = Reached(period, SAME, text, before.text, before.text)
            return True
        try:
            made, likely = self._made(indicator, row, period, text)
        except Problem as problem:
            why = self.words(problem.message, **problem.values)
            line.cells[period] = Reached(period, REFUSED, text, before.text, why=why)
            return False
        after = cell(made, period, row.unit)
        shown = after.text
        if likely and after.actual is not None:
            shown = f"{shown} = {after.actual.value:f} {indicator.unit}"
        self._after[row.indicator] = made
        line.cells[period] = Reached(period, SET, text, before.text, shown)
        return True

    def _made(self, indicator: Indicator, row: Row, period: str, text: str) -> tuple[Indicator, bool]:
        if period not in self.sheet.periods_by_row.get(row, ()) and text.strip():
            raise Problem(N_("This indicator is not collected for this period"))
        if not text.strip():
            return with_entry(indicator, period, row.unit, None), False
        entry = read_entry(indicator, text)
        if entry is None:
            return without_value(indicator, period, row.unit), False
        if entry.converted is not None and not self.converts:
            raise Problem(
                N_("It is in {said}, the indicator in {unit}: is it to be converted?"),
                said=entry.said,
                unit=indicator.unit,
            )
        quantity = entry.converted or entry.quantity
        return with_entry(indicator, period, row.unit, quantity), entry.converted is not None

    def name(self, row: Row, key: str, text: str) -> None:
        """Tell what a cell beside the values said."""
        line = self._lines.setdefault(row.key, Line(row.key, self.name_of(row), {}))
        line.cells[key] = Reached(key, SAME, text, text, text)

    def remark(self, row: Row, period: str, text: str) -> None:
        """Put a remark beside the value of a cell."""
        indicator = self._after.get(row.indicator) or self.plan.find(row.indicator, Indicator)
        if indicator is None:
            return
        held = cell(indicator, period, row.unit)
        if not text.strip() or text.strip() == held.remark:
            return
        made = with_remark(indicator, row, period, text)
        line = self._lines.setdefault(row.key, Line(row.key, self.name_of(row), {}))
        line.cells[REMARK] = Reached(REMARK, SET, text, held.remark, text.strip())
        self._after[row.indicator] = made

    def outcome(self, label: Label | None = None) -> Outcome:
        """What becomes of each cell, and the change."""
        lines = list(self._lines.values())
        made = Outcome(lines, change_of(self.plan, self._after, Label("")))
        if label is None:
            label = Label(N_("Enter {count} actual values"), (("count", str(made.count(SET))),))
        return made._replace(change=made.change._replace(label=label))


_GONE: Final = N_("What this row stood for is no longer in the plan")


def with_remark(indicator: Indicator, row: Row, period: str, text: str) -> Indicator:
    """The indicator with a remark beside a value, or beside the reason for its lack."""
    held = cell(indicator, period, row.unit)
    said = text.strip() or None
    if held.actual is None and held.reason is not None:
        return with_cell(indicator, period, row.unit, Cell(None, held.reason, said))
    actual = held.actual or Actual(period=period, unit=row.unit)
    return with_cell(indicator, period, row.unit, Cell(actual.but(remark=said)))


def typed(
    plan: Plan,
    sheet: Sheet,
    texts: Mapping[tuple[Row, str], str],
    spoken: Words,
    *,
    converts: bool = False,
    label: Label | None = None,
) -> Outcome:
    """What texts in some cells come to."""
    entering = Entering(plan, sheet, spoken, converts=converts)
    for (row, period), text in texts.items():
        entering.put(row, period, text)
    return entering.outcome(label)


def understood(
    plan: Plan, sheet: Sheet, block: Block, reading: Reading, targets: Sequence[Row], spoken: Words
) -> Outcome:
    """What pasting a block would do. ``targets`` are the rows from the current one on, as they are shown."""
    entering = Entering(plan, sheet, spoken, converts=reading.converts)
    finding = _Rows(plan, sheet, reading)
    for number, texts in enumerate(block.rows[reading.heads :]):
        filled = [at for at, key in enumerate(reading.columns) if key in sheet.periods and texts[at].strip()]
        if reading.match == IN_PLACE:
            row, why = (targets[number], "") if number < len(targets) else (None, "")
        elif any(text.strip() for text in texts):
            row, why = finding.of(texts)
        else:
            continue
        if row is None:
            if filled:
                name = " ".join(text for text in texts[:3] if text.strip())
                entering.refuse(f"?{number}", name, spoken(why or N_("There is no row left for it")))
            continue
        if entering.knows(row):
            name = entering.name_of(row)
            entering.refuse(f"?{number}", name, spoken(N_("Several of the rows pasted mean this one")))
            continue
        last = ""
        for at, key in enumerate(reading.columns):
            text = texts[at].strip()
            if key in _NAMING:
                entering.name(row, key, text)
            if key not in sheet.periods or text == NOT_ASKED or not (text or reading.empties):
                continue
            if not text and key not in sheet.periods_by_row[row]:
                continue
            if entering.put(row, key, text.replace("\n", " ")) and text:
                last = key
        if last and REMARK in reading.columns:
            entering.remark(row, last, texts[reading.columns.index(REMARK)])
    return entering.outcome()


class _Rows:
    """Finds the row that a row of a block means by code, name and unit."""

    def __init__(self, plan: Plan, sheet: Sheet, reading: Reading) -> None:
        self._place = {key: at for at, key in enumerate(reading.columns) if key}
        self._rows = set(sheet.rows)
        self._names = Names(plan)
        self._by: dict[str, dict[str, list[str]]] = {"code": {}, "name": {}}
        for id_ in dict.fromkeys(row.indicator for row in sheet.rows):
            one = plan.elements[id_]
            for key in ("code", "name"):
                self._by[key].setdefault(_said(one.get(key) or ""), []).append(id_)

    def of(self, texts: Sequence[str]) -> tuple[Row | None, str]:
        """The row, or why there is none (a message)."""
        found: list[str] = []
        for key in ("code", "name"):
            text = _said(texts[self._place[key]]) if key in self._place else ""
            found = self._by[key].get(text, []) if text else []
            if found:
                break
        if len(found) != 1:
            return None, N_("Several indicators are called so") if found else N_(
                "No indicator here is called so"
            )
        whose = texts[self._place["unit"]].strip() if "unit" in self._place else ""
        unit = None
        if whose and whose not in NONE_SIGNS:
            units = self._names.called(whose.casefold(), ("unit",))
            unit = units[0] if len(units) == 1 else whose
        row = Row(found[0], unit)
        if (
            row not in self._rows
            and unit is not None
            and Row(found[0]) in self._rows
            and len(self._mine(found[0])) == 1
        ):
            row = Row(found[0])
        return (row, "") if row in self._rows else (None, N_("The indicator has no values for this unit"))

    def _mine(self, id_: str) -> list[Row]:
        return [row for row in self._rows if row.indicator == id_]


def _said(text: str) -> str:
    return "".join(half_width(text).split()).casefold()
