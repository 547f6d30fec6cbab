"""What the card of an indicator says: of a year, of how far it has come, of the forecast."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.analysis.completion import LACKS, Ratio
from workbench.analysis.progress import REASONS, STATUSES
from workbench.i18n import N_, current, tr, words
from workbench.plan.in_words import named, quantity_of
from workbench.ui.phrases import beside, joined, labelled, sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.analysis.indicator_path import Path, Year
    from workbench.plan.in_words import Elements
    from workbench.plan.records import Target

#: Columns of the table of years.
HEADINGS: Final = (N_("Year"), N_("Target"), N_("Actual value"), N_("Completion"), N_("Status"))
YEAR, TARGET, ACTUAL, COMPLETION, STATUS = range(5)


class Outlook(NamedTuple):
    """What is forecast of an indicator: the name of the method, year with low, middle and high of the band,
    and what is said of the end of a year. Nothing of it where ``band`` is empty.
    """

    method: str = ""
    band: tuple[tuple[int, float, float, float], ...] = ()
    year: int = 0
    low: float = 0.0
    high: float = 0.0
    chance: float | None = None
    late: tuple[str, ...] = ()


NO_OUTLOOK: Final = Outlook()


def target_text(year: Year) -> str:
    """The target as it stands in a table."""
    return quantity_of(year.target).shown() if year.target is not None else ""


def actual_text(year: Year) -> str:
    """The actual value; of a year without one the last value, with its period."""
    if year.actual is not None:
        return quantity_of(year.actual).shown()
    if year.partly is not None:
        return beside(quantity_of(year.partly).shown(), year.partly.period)
    return ""


def completion_text(year: Year) -> str:
    """The completion in percent."""
    if not isinstance(year.completion, Ratio):
        return ""
    value = year.completion.value
    return "∞" if value is None else f"{value * 100:.1f} %"


def completion_lack(year: Year) -> str:
    """Why there is no completion; "" where there is one, or nothing to compare."""
    found = year.completion
    return tr(LACKS[found]) if isinstance(found, str) and found in LACKS else ""


def status_text(year: Year) -> str:
    """The status as of the last value of the year."""
    return tr(STATUSES[year.progress.status]) if year.progress is not None else ""


def cell(year: Year, column: int) -> str:
    """What stands in the table of years."""
    if column == YEAR:
        return str(year.year)
    texts = {
        TARGET: target_text,
        ACTUAL: actual_text,
        COMPLETION: completion_text,
        STATUS: status_text,
    }
    return texts[column](year)


def said_of(year: Year) -> str:
    """A year in one sentence, for those who do not see the chart."""
    target = target_text(year)
    parts = [tr("Target {value}", value=target) if target else tr("No target")]
    if actual_text(year):
        parts.append(tr("actual value {value}", value=actual_text(year)))
    if completion_text(year):
        parts.append(tr("completion {value}", value=completion_text(year)))
    if status_text(year):
        parts.append(status_text(year))
    return labelled(str(year.year), joined(parts))


def earlier_values(target: Target, known: Elements | None = None) -> list[str]:
    """The history of a target, each value that it had with the day and the reason of its change, and with the
    adjustment that decided it where those of the plan are known.
    """
    found = []
    for one in target.changes or ():
        old = one.from_text or (f"{one.from_:f}" if one.from_ is not None else "—")
        said = tr("{value} until {day}", value=old, day=one.on.isoformat())
        decided = named(known, one.adjustment, words(current())) if known and one.adjustment else ""
        why = joined(filter(None, [one.reason, decided])) or tr("no reason given")
        found.append(labelled(said, why))
    return found


def standing(path: Path) -> str:
    """How far the indicator has come by now, or why that cannot be said."""
    now = path.now
    if now.status == "no_data":
        return joined([tr(STATUSES["no_data"]), tr(REASONS[now.reason])] if now.reason in REASONS else [])
    said = [tr(STATUSES[now.status])]
    if now.gone is not None and now.due is not None and path.expected:
        said.append(
            tr(
                "{gone} of the way gone, {due} due",
                gone=f"{now.gone * 100:.0f} %",
                due=f"{now.due * 100:.0f} %",
            )
        )
    return joined(said)


def forecast_text(outlook: Outlook, unit: str) -> str:
    """The forecast in words; its method is named."""
    from workbench.analysis.forecast import LINES

    if not outlook.band:
        return tr("Fewer than three points (baseline among them): no forecast.")
    low, high = _figures((outlook.low, outlook.high))
    parts = [
        tr(
            "Forecast by {method}: {low} to {high} {unit} at the end of {year} (8 of 10 draws).",
            method=tr(LINES[outlook.method]),
            low=low,
            high=high,
            unit=unit,
            year=outlook.year,
        )
    ]
    if outlook.chance is not None:
        parts.append(tr("Chance to reach the target of that year: {chance}.", chance=f"{outlook.chance:.0%}"))
    if outlook.late:
        parts.append(tr("Late projects reckoned with: {names}.", names=joined(outlook.late)))
    return sentences(parts)


def _figures(values: Sequence[float]) -> list[str]:
    """Values with as many digits as tell them apart."""
    widest = max(abs(one) for one in values)
    digits = 0 if widest >= 1000 else 1 if widest >= 10 else 2
    return [f"{one:.{digits}f}" for one in values]


def nothing_of(path: Path) -> str:
    """Why there is no chart; "" where there is one."""
    if path.indicator.direction == "qualitative":
        return tr("It is judged in words: there is no chart. Targets are typed in the table below.")
    if not path.years:
        return tr("There are no years yet: set the period of the plan, or type a target in the form.")
    return ""


def no_indicator(*, has_plan: bool) -> str:
    """What stands in the place of the card where there is none."""
    if not has_plan:
        return tr("No plan is open")
    return tr(
        "There are no indicators yet. Add one in the outline, select some from a catalogue, or "
        "begin a local one in the menu Plan."
    )
