"""The pages of the score as tables: items, units, heat map, forecasts, what would change the result most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.analysis.completion import Ratio
from workbench.analysis.scoring import STATUSES
from workbench.analysis.scoring_inputs import short
from workbench.analysis.scoring_totals import level_shown
from workbench.analysis.year_score import grade, heat_map, share
from workbench.i18n import N_, current, tr, words
from workbench.plan.elements import Indicator, Unit
from workbench.plan.values import period_end
from workbench.ui.models import cells
from workbench.ui.models.score import About, Cell, LaterRows, Line, Lines
from workbench.ui.phrases import joined

if TYPE_CHECKING:
    from decimal import Decimal

    from workbench.analysis.forecast import Forecast
    from workbench.analysis.scoring import ItemScore
    from workbench.analysis.scoring_totals import UnitScore
    from workbench.analysis.year_score import Prospect, YearScore
    from workbench.plan.plan import Plan

DASH: Final = "—"
#: Grades of a score: word, mark and ground. None is told by its colour alone.
GRADES: Final = {
    "full": (N_("Full marks"), "holds", "holds_soft"),
    "most": (N_("Most of the marks"), "info", "info_soft"),
    "part": (N_("Part of the marks"), "warning", "warning_soft"),
    "none": (N_("No points"), "error", "error_soft"),
    "apart": (N_("Beside the marks"), "nothing", ""),
    "missing": (STATUSES["missing"], "unknown", "stripe"),
    "exempt": (STATUSES["exempt"], "waived", "stripe"),
    "vetoed": (STATUSES["vetoed"], "error", "error_soft"),
}
#: The same in the narrow cells of the heat map.
_SHORT: Final = {"full": N_("Full"), "most": N_("Most"), "part": N_("Part")}


def item_named(plan: Plan, row: ItemScore) -> str:
    """What an item is about, without its code."""
    return cells.titled(plan, row.item) or row.item.code or row.item.id


def unit_named(plan: Plan, unit: str) -> str:
    """A unit by its name, a class by its own, "" as the whole plan."""
    if not unit:
        return tr("The whole plan")
    found = plan.find(unit, Unit)
    return cells.titled(plan, found) if found is not None else unit


def about_of(row: ItemScore) -> About:
    """What opens the calculation of a score."""
    return About("item", row.item.id, row.whom)


def percent(ratio: Decimal | None) -> str:
    """A ratio as percent with one decimal; a dash for none."""
    return DASH if ratio is None else f"{ratio * 100:.1f} %"


def points(score: Decimal | None) -> str:
    """Points with two decimals; a dash where the item has left the sum."""
    return DASH if score is None else f"{score:.2f}"


def figure(value: float | None, digits: int = 4) -> str:
    """A forecast value as one reads it."""
    return DASH if value is None else f"{value:,.{digits}g}"


def chance(value: float | None) -> str:
    """A chance in whole percent; of what is nearly sure it does not say that it is."""
    if value is None:
        return DASH
    whole = round(value * 100)
    return "> 99 %" if whole == 100 else "< 1 %" if whole == 0 else f"{whole} %"


def target_of(row: ItemScore) -> str:
    """The target of the year in figures; a dash for none."""
    wanted = row.known.wanted
    if wanted is None:
        return short(row.item.year_target) or DASH
    low, high = short(wanted.low), short(wanted.high)
    return low if low == high else f"{low}-{high}"


def actual_of(row: ItemScore) -> str:
    """What was measured; a dash for nothing."""
    known = row.known
    if known.actual is not None:
        return short(known.actual)
    if known.done is not None:
        return tr("Done") if known.done else tr("Not done")
    return short(known.count) or known.level or known.text or DASH


def status_cell(row: ItemScore) -> Cell:
    """The status in shape and word."""
    word, mark, _ = GRADES[grade(row)]
    return Cell(tr(word), mark)


def _names(found: YearScore) -> tuple[dict[str, str], dict[str, str]]:
    """The names of all items and of all units of the year."""
    items: dict[str, str] = {}
    units_: dict[str, str] = {}
    for row in found.now.rows:
        if row.item.id not in items:
            items[row.item.id] = item_named(found.plan, row)
        if row.whom not in units_:
            units_[row.whom] = unit_named(found.plan, row.whom)
    return items, units_


# -- pages ---------------------------------------------------------------------------------------------


def sheet(found: YearScore) -> Lines:
    """Every item for everybody whom it assesses, by groups."""
    headings = (
        N_("Item"),
        N_("Status"),
        N_("Points"),
        N_("Marks"),
        N_("Unit"),
        N_("Target"),
        N_("Actual value"),
        N_("Completion"),
    )
    named, called = _names(found)
    marks = {one.name: one.marks for one in found.now.scheme.groups or ()}
    sources: list[ItemScore | str] = []
    group: str | None = None
    for row in found.now.rows:
        if (row.item.group or "") != group:
            group = row.item.group or ""
            held = marks.get(group)
            said = tr("{group}: {marks} marks", group=group, marks=short(held)) if held else group
            sources.append(said or tr("Without a group"))
        sources.append(row)

    def line(at: int) -> Line:
        source = sources[at]
        if isinstance(source, str):
            return Line((Cell(source),), is_heading=True)
        rate = source.known.rate
        name, code = named[source.item.id], source.item.code
        made = (
            Cell(f"{code} {name}" if code else name),
            status_cell(source),
            Cell(points(source.score)),
            Cell(short(source.weight) if source.weight else DASH),
            Cell(called[source.whom]),
            Cell(target_of(source)),
            Cell(actual_of(source)),
            Cell(percent(rate.value) if isinstance(rate, Ratio) else DASH),
        )
        return Line(made, about_of(source))

    # Of very many scores only those are put into words that somebody looks at.
    abouts = [None if isinstance(one, str) else about_of(one) for one in sources]
    nothing = tr("The scheme has no items yet.")
    return Lines(
        tr("Score sheet"),
        tuple(map(tr, headings)),
        LaterRows(abouts, line),
        frozenset({2, 3, 5, 6, 7}),
        nothing=nothing,
    )


def units(found: YearScore) -> Lines:
    """The units by class and place."""
    headings = (
        N_("Unit"),
        N_("Place in its class"),
        N_("Score"),
        N_("Level of result"),
        N_("Points and marks"),
        N_("Items assessed"),
    )
    spoken = words(current())
    by_class: dict[str, list[UnitScore]] = {}
    for one in found.now.units:
        by_class.setdefault(one.unit_class, []).append(one)
    rows: list[Line] = []
    for name, own in by_class.items():
        ranked = sum(one.rank is not None for one in own)
        title = name or tr("Without a class")
        said = tr("{title}: {count} ranked", title=title, count=ranked)
        rows.append(Line((Cell(said),), is_heading=True))
        for one in sorted(own, key=lambda held: (held.rank is None, held.rank or 0)):
            level = level_shown(found.now.scheme, one.level, spoken) or DASH
            mark = "holds" if one.complete else "unknown"
            made = (
                Cell(unit_named(found.plan, one.unit)),
                Cell(f"{one.rank} / {ranked}" if one.rank is not None else DASH),
                Cell(points(one.score), mark, tip="" if one.complete else tr("Values are still missing")),
                Cell(level),
                Cell(f"{points(one.points)} / {short(one.marks)}"),
                Cell(str(one.items)),
            )
            rows.append(Line(made, About("unit", one.unit)))
    return Lines(
        tr("Units"),
        tuple(map(tr, headings)),
        tuple(rows),
        frozenset({1, 2, 4, 5}),
        nothing=tr("No unit is assessed."),
    )


def heat(found: YearScore) -> Lines:
    """Units down, items across."""
    held = heat_map(found.now)
    named, called = _names(found)
    rows = []
    for unit in held.units:
        title = called[unit]
        made = [Cell(title, about=About("unit", unit) if unit else None)]
        for item in held.items:
            row = held.cells.get((unit, item))
            made.append(Cell("") if row is None else _heat_cell(row, title, named[item]))
        rows.append(Line(tuple(made)))
    headings = (tr("Unit"), *(named[item] for item in held.items))
    nothing = tr("No unit is assessed.")
    return Lines(tr("Heat map"), headings, tuple(rows), beside=True, nothing=nothing)


def widest() -> list[str]:
    """The texts that may stand in a cell of the heat map, as wide as they get."""
    shares = [f"{tr(word)} 100 %" for word in _SHORT.values()]
    return [*shares, *(tr(GRADES[name][0]) for name in ("none", "missing", "exempt", "vetoed"))]


def _heat_cell(row: ItemScore, unit: str, item: str) -> Cell:
    found = grade(row)
    word, mark, ground = GRADES[found]
    got = share(row)
    if found == "apart":
        text = points(row.score)
    elif got is None or found not in _SHORT:
        text = tr(word)
    else:
        text = f"{tr(_SHORT[found])} {got * 100:.0f} %"
    of = tr("{points} of {marks} points", points=points(row.score), marks=short(row.weight))
    tip = f"{unit}\n{item}\n{tr(word)}" + (f": {of}" if row.weight and row.score is not None else "")
    return Cell(text, mark, ground, tip, about_of(row))


def forecasts(found: YearScore, prospect: Prospect | None) -> Lines:
    """Where the indicators are likely to stand at the end of the year."""
    headings = (
        N_("Indicator"),
        N_("Target"),
        N_("Lower end"),
        N_("Middle"),
        N_("Upper end"),
        N_("Chance to reach the target"),
        N_("Late projects"),
    )
    rows = []
    year = found.now.scheme.year
    is_over = found.as_of >= period_end(str(year))
    held = prospect.outlook.forecasts if prospect is not None and not is_over else {}
    # What is least likely to succeed first.
    for one in sorted(held.values(), key=lambda each: (each.chance is None, each.chance or 0)):
        indicator = found.plan.find(one.indicator, Indicator)
        if indicator is not None:
            rows.append(_forecast_line(found, indicator, one))
    return Lines(
        tr("What is likely"),
        tuple(map(tr, headings)),
        tuple(rows),
        frozenset({1, 2, 3, 4, 5, 6}),
        nothing=tr(
            "{year} is over: what was measured stands. Choose a year that is still running.", year=year
        )
        if is_over
        else tr(
            "No indicator has the three values, baseline among them, that a forecast needs. "
            "Enter actual values of the indicators."
        ),
    )


def _forecast_line(found: YearScore, indicator: Indicator, one: Forecast) -> Line:
    from workbench.analysis.measured import targets_of_year
    from workbench.plan.in_words import quantity_of

    target = targets_of_year(indicator, one.year).get(None)
    made = (
        Cell(cells.title_of(found.plan, indicator)),
        Cell(quantity_of(target).shown() if target is not None else DASH),
        Cell(figure(one.low)),
        Cell(figure(one.middle)),
        Cell(figure(one.high)),
        Cell(chance(one.chance), _mark_of(one.chance)),
        Cell(str(len(one.late)) if one.late else DASH),
    )
    return Line(made, About("forecast", indicator.id))


def _mark_of(value: float | None) -> str:
    """A chance as a shape: likely, open, unlikely."""
    if value is None:
        return "nothing"
    return "holds" if value >= 0.8 else "warning" if value >= 0.4 else "error"


def page_of(key: str, found: YearScore, prospect: Prospect | None) -> Lines:
    """A page of PAGES."""
    if key == "forecast":
        return forecasts(found, prospect)
    return {"sheet": sheet, "units": units, "heat": heat, "gains": gains}[key](found)


def gains(found: YearScore) -> Lines:
    """The items that would change the result most."""
    headings = (
        N_("Item"),
        N_("Total would rise by"),
        N_("Total then"),
        N_("Level then"),
        N_("Points still to be had"),
        N_("Units"),
    )
    spoken = words(current())
    rows = []
    for one in found.levers:
        first = one.rows[0]
        name = item_named(found.plan, first)
        level = level_shown(found.now.scheme, one.level, spoken) or DASH
        is_other = one.level != found.now.level
        made = (
            Cell(f"{first.item.code} {name}" if first.item.code else name),
            Cell(points(one.gain)),
            Cell(points(one.total)),
            Cell(level, "holds" if is_other else "", tip=tr("Another level") if is_other else ""),
            Cell(points(one.open)),
            Cell(joined(unit_named(found.plan, row.whom) for row in one.rows)),
        )
        rows.append(Line(made, About("lever", one.item)))
    return Lines(
        tr("What matters most"),
        tuple(map(tr, headings)),
        tuple(rows),
        frozenset({1, 2, 4}),
        nothing=tr("Every item has its full marks: nothing would raise the total."),
    )
