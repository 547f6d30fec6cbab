"""What the panel of the score draws: a unit over the years, an indicator with what is likely."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.analysis.measured import targets_in_figures
from workbench.i18n import tr
from workbench.plan.elements import Indicator
from workbench.ui.models import cells
from workbench.ui.phrases import beside, joined
from workbench.ui.views.score_lines import DASH, figure, points, unit_named
from workbench.ui.views.score_plot import Curve, Dot, Fan

if TYPE_CHECKING:
    from workbench.analysis.year_score import Prospect, YearScore


def unit_plot(found: YearScore, unit: str) -> Curve | None:
    """The scores of a unit over the years; None where no year has one."""
    years = found.of_unit(unit)
    dots = [
        Dot(float(year + 1), float(own.score), points(own.score), own.complete)
        for year, own, _ in years
        if own.score is not None
    ]
    if not dots:
        return None
    name = unit_named(found.plan, unit)
    told = []
    for year, own, _ in years:
        said = f"{year} {points(own.score)}"
        told.append(said if own.complete else beside(said, tr("Not complete")))
    table = [[tr("Year"), tr("Score"), tr("Place in its class"), tr("Units ranked")]]
    for year, own, ranked in years:
        place = DASH if own.rank is None else str(own.rank)
        table.append([str(year), points(own.score), place, str(ranked)])
    title = tr("Scores over the years: {unit}", unit=name)
    legend = [("dot", tr("Complete"))]
    if any(not one.is_final for one in dots):
        legend.append(("open", tr("Not complete")))
    return Curve(title, tuple(dots), f"{title}: {joined(told)}", table, legend=tuple(legend))


def forecast_plot(found: YearScore, prospect: Prospect, indicator: str) -> Curve | None:
    """The values of an indicator so far, the fan up to the end of the year, and the targets."""
    from workbench.analysis.forecast import band

    element = found.plan.find(indicator, Indicator)
    one = prospect.outlook.forecasts.get(indicator)
    if element is None or one is None:
        return None
    last = one.line.points[-1]
    between = [year for year in range(int(last.time), one.year) if year + 1 > last.time]
    fan = [Fan(last.time, last.value, last.value, last.value)]
    fan += [
        Fan(float(year + 1), low, middle, high)
        for year, low, middle, high in band(element, one.line, between)
    ]
    # The last of it as simulated, with the projects that come late.
    if last.time < one.year + 1:
        fan.append(Fan(float(one.year + 1), one.low, one.middle, one.high))
    dots = tuple(Dot(point.time, point.value, figure(point.value)) for point in one.line.points)
    targets = tuple(
        Dot(float(target.year + 1), float(target.value))
        for target in targets_in_figures(element)
        if target.value is not None and target.year <= one.year
    )
    title = tr("Forecast: {indicator}", indicator=cells.titled(found.plan, element))
    likely = tr(
        "{year}: {low} to {high}, likely {middle}",
        year=one.year,
        low=figure(one.low),
        high=figure(one.high),
        middle=figure(one.middle),
    )
    told = [*(f"{point.time - 1:.4g} {figure(point.value)}" for point in one.line.points), likely]
    table = [[tr("Year"), tr("Actual value"), tr("Target"), tr("Lower end"), tr("Middle"), tr("Upper end")]]
    for dot in dots:
        table.append([f"{dot.time - 1:.2f}", str(dot.value), "", "", "", ""])
    for target in targets:
        table.append([f"{target.time - 1:.2f}", "", str(target.value), "", "", ""])
    for each in fan[1:]:
        numbers = [f"{value:.6g}" for value in (each.low, each.middle, each.high)]
        table.append([f"{each.time - 1:.2f}", "", "", *numbers])
    legend = (("dot", tr("Measured")), ("fan", tr("Eight draws of ten")), ("target", tr("Target")))
    return Curve(title, dots, f"{title}: {joined(told)}", table, tuple(fan), targets, legend)
