"""The score in words: the year in a few sentences, and each score opened to its calculation."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from workbench.analysis.forecast import LINES, SEED
from workbench.analysis.scoring import STAGES
from workbench.analysis.scoring_inputs import short
from workbench.analysis.scoring_steps import given, worked_out
from workbench.analysis.scoring_totals import level_shown
from workbench.analysis.year_score import grade, quotas
from workbench.i18n import N_, current, plural, tr, words
from workbench.plan import choices as c
from workbench.plan.elements import Indicator, SchemeItem
from workbench.ui.models import cells
from workbench.ui.models.score import About
from workbench.ui.phrases import beside, joined, labelled, sentences
from workbench.ui.views.course_words import course_in_words
from workbench.ui.views.score_lines import (
    GRADES,
    about_of,
    chance,
    figure,
    item_named,
    points,
    unit_named,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbench.analysis.forecast import Late
    from workbench.analysis.scoring import ItemScore
    from workbench.analysis.year_score import Prospect, UnitYear, YearScore

#: What a link of the panel leads to: another calculation, or an element and the field of it to open.
Target = About | tuple[str, str]


class Telling:
    """A page of the panel while it is written: text as HTML, and what its links lead to."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self.targets: list[Target] = []

    @property
    def html(self) -> str:
        """All that was written."""
        return "".join(self._parts)

    def heading(self, text: str) -> None:
        """The title of the page or of a part of it."""
        tag = "h4" if self._parts else "h3"
        self._parts.append(f"<{tag}>{escape(text)}</{tag}>")

    def say(self, *texts: str) -> None:
        """A paragraph of sentences."""
        said = sentences(text for text in texts if text)
        if said:
            self._parts.append(f"<p>{escape(said)}</p>")

    def bullets(self, texts: Iterable[str], *, numbered: bool = False) -> None:
        """A list of texts, which are shown as they are."""
        tag = "ol" if numbered else "ul"
        inner = "".join(f"<li>{escape(text)}</li>" for text in texts)
        self._parts.append(f"<{tag}>{inner}</{tag}>")

    def links(self, links: Iterable[tuple[str, Target, str]]) -> None:
        """A list of links: text, where it leads, what stands after it."""
        inner = []
        for text, target, after in links:
            inner.append(f"<li>{self._link(text, target)}{escape(after)}</li>")
        if inner:
            self._parts.append(f"<ul>{''.join(inner)}</ul>")

    def _link(self, text: str, target: Target) -> str:
        self.targets.append(target)
        return f'<a href="#{len(self.targets) - 1}">{escape(text)}</a>'


# -- the year ------------------------------------------------------------------------------------------


def year_in_words(found: YearScore, stage: str) -> str:
    """Total, level, vetoes, and whether anything is missing."""
    now, spoken = found.now, words(current())
    year = now.scheme.year
    if now.total is None:
        return tr("{year}: nothing could be scored yet.", year=year)
    level = level_shown(now.scheme, now.level, spoken)
    message = (
        N_("{year}: {total} of {full} points, level of result: {level}.")
        if now.complete
        else N_("{year}: {total} of {full} points so far; as it stands the level would be: {level}.")
    )
    said = [tr(message, year=year, total=points(now.total), full=short(now.full), level=level)]
    if now.by_unit:
        said.append(tr("The total is the mean of the units."))
    if now.veto:
        names = {row.item.id: item_named(found.plan, row) for row in now.rows}
        said.append(tr("Veto holds: {items}.", items=joined(names[one] for one in now.veto)))
    if now.level != now.level_before:
        before = level_shown(now.scheme, now.level_before, spoken)
        said.append(tr("By the points alone it would be {level}.", level=before))
    said += [one.in_words(now.scheme, spoken) for one in quotas(now) if one.is_exceeded]
    missing = sum(row.status == "missing" for row in now.rows)
    if missing:
        said.append(_missing_in_words(missing, now.scheme.missing or "unscored"))
    said.append(
        tr("As of {day}; scores: {stage}.", day=found.as_of.isoformat(), stage=tr(STAGES[stage]).lower())
    )
    return sentences(said)


def _missing_in_words(count: int, treated: str) -> str:
    if treated == "zero":
        return plural(
            "{count} value is missing and counts as zero.",
            "{count} values are missing and count as zero.",
            count,
        )
    if treated == "rescale":
        return plural(
            "{count} value is missing and the rest is scaled up.",
            "{count} values are missing and the rest is scaled up.",
            count,
        )
    return plural(
        "The total is not complete: {count} value is missing and has no points.",
        "The total is not complete: {count} values are missing and have no points.",
        count,
    )


def prospect_in_words(found: YearScore, prospect: Prospect) -> str:
    """The total to expect with its band, the chance of each level, method, draws and seed."""
    likely, spoken = prospect.expected, words(current())
    said = []
    has_some = likely.held < likely.marks
    if has_some and likely.mean is not None and likely.low is not None and likely.high is not None:
        said.append(
            tr(
                "To be expected at the end of {year}: {mean} points, in eight draws of ten {low} to {high}.",
                year=prospect.outlook.year,
                mean=f"{likely.mean:.2f}",
                low=f"{likely.low:.2f}",
                high=f"{likely.high:.2f}",
            )
        )
        levels = joined(
            f"{level_shown(found.now.scheme, level, spoken)} {chance(share)}"
            for level, share in likely.levels.items()
        )
        said.append(tr("Levels: {levels}.", levels=levels))
    if not has_some:
        said.append(tr("No item of the scheme can be forecast yet, so nothing is said of the total."))
    elif likely.held:
        said.append(
            tr(
                "Items with {held} of {marks} marks have no forecast and stay as they stand.",
                held=short(likely.held),
                marks=short(likely.marks),
            )
        )
    said.append(
        tr(
            "Method: {method}; {draws} draws, seed {seed}.",
            method=tr(LINES[prospect.outlook.method]),
            draws=f"{likely.draws:,}",
            seed=SEED,
        )
    )
    return sentences(said)


# -- one score -----------------------------------------------------------------------------------------


def item_told(found: YearScore, row: ItemScore, prospect: Prospect | None) -> Telling:
    """A score and how it came about."""
    spoken, item = words(current()), row.item
    made = Telling()
    made.heading(item_named(found.plan, row))
    word = tr(GRADES[grade(row)][0])
    if row.weight and row.score is not None:
        of = tr("{points} of {marks} points", points=points(row.score), marks=short(row.weight))
        made.say(f"{of} · {word}")
    else:
        made.say(f"{points(row.score)} · {word}" if row.score is not None else word)
    if item.method in c.METHOD:
        made.say(tr("Method: {method}", method=tr(c.METHOD[item.method])))
    made.heading(tr("What is given"))
    made.bullets(step.shown(spoken) for step in given(row))
    made.heading(tr("How the points come about"))
    made.bullets((step.shown(spoken) for step in worked_out(row)), numbered=True)
    _tell_entered(made, row)
    unit = row.whom
    links: list[tuple[str, Target, str]] = []
    if unit:
        links.append((unit_named(found.plan, unit), About("unit", unit), ""))
    indicator = found.plan.find(item.indicator, Indicator)
    if indicator is not None:
        links.append((tr("Actual values of the indicator"), (indicator.id, "actuals"), ""))
        if prospect is not None and indicator.id in prospect.outlook.forecasts:
            links.append((tr("Forecast of the indicator"), About("forecast", indicator.id), ""))
    elif item.milestone:
        links.append((cells.named(found.plan, item.milestone), (item.milestone, "done_on"), ""))
    elif item.project:
        links.append((cells.named(found.plan, item.project), (item.project, "progress"), ""))
    links.append((tr("Item of the scheme"), (item.id, "method"), ""))
    made.heading(tr("Go to"))
    made.links(links)
    return made


def _tell_entered(made: Telling, row: ItemScore) -> None:
    told = course_in_words(row.course) if row.course is not None else []
    if told:
        made.heading(tr("Entered by people"))
        made.bullets(told)


def unit_told(found: YearScore, unit: str) -> Telling:
    """A unit: score, place, level, its items, its years."""
    spoken = words(current())
    made = Telling()
    made.heading(unit_named(found.plan, unit))
    years = found.of_unit(unit)
    here = next((one for one in years if one.year == found.now.scheme.year), None)
    if here is not None and here.own.score is not None:
        own = here.own
        level = level_shown(found.now.scheme, own.level, spoken)
        message = (
            N_("{score} points, level of result: {level}.")
            if own.complete
            else N_("{score} points so far; as it stands the level would be: {level}.")
        )
        made.say(tr(message, score=points(own.score), level=level))
        if not found.now.by_unit:
            counted = tr(
                "{points} of {marks} marks of its items, out of a hundred.",
                points=points(own.points),
                marks=short(own.marks),
            )
            made.say(counted)
        if own.rank is not None:
            made.say(
                tr("Place {rank} of {count} in its class.", rank=own.rank, count=here.ranked),
                "" if own.complete else tr("Values are still missing"),
            )
    made.heading(tr("Items"))
    rows = [row for row in found.now.rows if row.whom == unit]
    made.links((item_named(found.plan, row), about_of(row), f" {_points_of(row)}") for row in rows)
    made.heading(tr("Years"))
    made.bullets(map(_year_line, years))
    if unit in found.plan:
        made.links([(tr("Open the unit"), (unit, "name"), "")])
    return made


def _points_of(row: ItemScore) -> str:
    word = tr(GRADES[grade(row)][0])
    return f"{points(row.score)} / {short(row.weight)} · {word}" if row.weight else points(row.score)


def _year_line(one: UnitYear) -> str:
    year, own, ranked = one
    if own.score is None or own.rank is None:
        return tr("{year}: not scored", year=year)
    score = points(own.score)
    said = tr("{score} points, place {rank} of {count}", score=score, rank=own.rank, count=ranked)
    line = labelled(str(year), said)
    return line if own.complete else beside(line, tr("Not complete"))


def lever_told(found: YearScore, item: str) -> Telling:
    """What an item would bring if it had its full marks, and for whom marks are open."""
    made = Telling()
    one = next(held for held in found.levers if held.item == item)
    made.heading(item_named(found.plan, one.rows[0]))
    level = level_shown(found.now.scheme, one.level, words(current()))
    made.say(
        tr(
            "With full marks the total would rise by {gain} to {total}, level of result: {level}.",
            gain=points(one.gain),
            total=points(one.total),
            level=level,
        ),
        tr("Its veto would be lifted.") if one.lifts_veto else "",
    )
    made.heading(tr("Points still to be had"))
    made.links((unit_named(found.plan, row.whom), about_of(row), f" {_points_of(row)}") for row in one.rows)
    if found.plan.find(item, SchemeItem) is not None:
        made.links([(tr("Item of the scheme"), (item, "method"), "")])
    return made


def forecast_told(found: YearScore, prospect: Prospect, indicator: str) -> Telling:
    """What an indicator is likely to come to, by what, and which late projects are in it."""
    one = prospect.outlook.forecasts[indicator]
    made = Telling()
    made.heading(cells.named(found.plan, indicator))
    made.say(
        tr(
            "At the end of {year} likely {middle}; in eight draws of ten {low} to {high}.",
            year=one.year,
            middle=figure(one.middle),
            low=figure(one.low),
            high=figure(one.high),
        ),
        tr("Chance to reach the target: {chance}.", chance=chance(one.chance))
        if one.chance is not None
        else tr("There is no target in figures for that year."),
    )
    made.say(
        tr(
            "Method: {method}, through {count} points; {draws} draws, seed {seed}.",
            method=tr(LINES[prospect.outlook.method]),
            count=len(one.line.points),
            draws=f"{prospect.outlook.draws.shape[1]:,}",
            seed=SEED,
        ),
        tr("It takes the way so far to go on, and knows no decisions still to be taken."),
    )
    made.heading(tr("Late projects"))
    if not one.late:
        made.say(tr("No late project is known to hold it up."))
    made.links(
        (
            cells.named(found.plan, late.project),
            (late.project, "end"),
            " " + _late_line(late),
        )
        for late in one.late
    )
    made.heading(tr("Go to"))
    made.links([(tr("Actual values of the indicator"), (indicator, "actuals"), "")])
    return made


def _late_line(late: Late) -> str:
    amount, due = short(late.contribution), late.due.isoformat()
    if late.expected is None:
        return tr("cancelled: {amount}, due {due}, will not come", amount=amount, due=due)
    expected = late.expected.isoformat()
    return tr("{amount}, due {due}, expected {expected}", amount=amount, due=due, expected=expected)
