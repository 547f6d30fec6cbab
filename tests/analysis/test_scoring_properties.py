"""What holds of every score, and scores worked out a second time in another way."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.analysis.scoring import assess
from workbench.analysis.scoring_inputs import MISSING
from workbench.analysis.scoring_steps import in_one_line
from workbench.i18n import words
from workbench.plan.choices import DIRECTION, METHOD
from workbench.plan.elements import Indicator, PlanHead, Scheme, SchemeItem, Unit
from workbench.plan.plan import Plan
from workbench.plan.records import Actual, Baseline, Target

VALUES = st.decimals(Decimal(-50), Decimal(200), places=2)
MARKS = st.decimals(Decimal("0.5"), Decimal(40), places=1)
WAYS: dict[str, Any] = {
    "completion": st.fixed_dictionaries(
        {
            "basis": st.sampled_from(["level", "increment"]),
            "lower_formula": st.sampled_from(["T/A", "2-A/T"]),
            "floor": st.sampled_from([Decimal(0), Decimal("0.6"), Decimal("0.9")]),
            "cap": st.sampled_from([Decimal(1), Decimal("1.2")]),
        }
    ),
    "threshold": st.just({}),
    "ladder": st.just(
        {
            "bands": [
                {"from": 100, "to": None, "score": 10},
                {"from": Decimal("66.6"), "to": 100, "score": 6},
                {"from": None, "to": Decimal("66.6"), "score": 0},
            ],
            "over": {"step": 10, "points": 1, "cap": 3},
        }
    ),
    "deduction": st.fixed_dictionaries(
        {
            "step": st.sampled_from([Decimal("0.3"), Decimal(5)]),
            "points": st.sampled_from([Decimal("0.7"), Decimal(2)]),
            "unit": st.sampled_from(["absolute", "percent"]),
            "mode": st.sampled_from(["step", "linear"]),
        }
    ),
    "interval": st.just({"zero_at": 20, "full_at": 80, "base": Decimal("0.4")}),
    "improvement": st.fixed_dictionaries(
        {"best": st.just(Decimal(7)), "mix": st.sampled_from([Decimal(0), Decimal("0.3"), Decimal(1)])}
    ),
    "bonus": st.just({"per": Decimal("0.7"), "points": Decimal("0.3"), "cap": 4}),
    "penalty": st.just({"per": Decimal("0.7"), "points": Decimal("0.3"), "cap": 4}),
}
#: What over-fulfilment may give beyond the marks.
BEYOND = {"completion": Decimal("0.2"), "ladder": Decimal("0.3")}


@st.composite
def cases(draw: st.DrawFn) -> tuple[str, dict[str, Any], str, list[Decimal]]:
    """A method with parameters, a direction, and T, B, last year's value and two actual values."""
    method = draw(st.sampled_from(sorted(WAYS)))
    direction = draw(st.sampled_from(["higher", "lower"]))
    parameters = draw(WAYS[method])
    if method == "interval" and direction == "lower":
        parameters = {**parameters, "zero_at": 80, "full_at": 20}
    return method, parameters, direction, [draw(VALUES) for _ in range(5)]


def score(
    method: str, parameters: dict[str, Any], direction: str, marks: Decimal, figures: list[Decimal]
) -> Decimal | None:
    """The points of a plan with one item, None where it cannot be scored."""
    target, baseline, before, actual = figures
    plan = Plan(
        "p",
        [
            PlanHead(id="p", position="a", title="规划"),
            Unit(id="u", position="a", name="单位"),
            Indicator(
                id="i",
                position="a",
                name="指标",
                direction=direction,
                baseline=Baseline(value=baseline, year=2014),
                targets=(Target(year=2016, value=target),),
                actuals=(Actual(period="2015", value=before), Actual(period="2016", value=actual)),
            ),
            scheme := Scheme(id="k", position="a", year=2016),
            SchemeItem(
                id="t",
                position="a",
                scheme="k",
                indicator="i",
                units=("u",),
                marks=marks,
                method=method,
                parameters=parameters,
            ),
        ],
    )
    (row,) = assess(plan, scheme).rows
    return row.score if row.status == "scored" else None


@settings(max_examples=120, deadline=None)
@given(cases(), MARKS)
def test_better_is_never_less_and_all_lies_within_the_marks(
    case: tuple[str, dict[str, Any], str, list[Decimal]], marks: Decimal
) -> None:
    method, parameters, direction, (target, baseline, before, one, other) = case
    marks = Decimal(10) if method == "ladder" else marks
    worse, better = sorted([one, other], reverse=direction == "lower")
    first = score(method, parameters, direction, marks, [target, baseline, before, worse])
    second = score(method, parameters, direction, marks, [target, baseline, before, better])
    if first is not None and second is not None:
        assert first <= second
    for found in (first, second):
        if found is None:
            continue
        if method in ("bonus", "penalty"):
            assert abs(found) <= 4
        else:
            assert 0 <= found <= marks + BEYOND.get(method, Decimal(0)) * marks


@settings(max_examples=150, deadline=None)
@given(cases(), MARKS)
def test_worked_out_a_second_time(
    case: tuple[str, dict[str, Any], str, list[Decimal]], marks: Decimal
) -> None:
    method, parameters, direction, (target, baseline, before, actual, _) = case
    marks = Decimal(10) if method == "ladder" else marks
    figures = [target, baseline, before, actual]
    assert score(method, parameters, direction, marks, figures) == again(
        method, parameters, direction, Fraction(marks), [Fraction(one) for one in figures]
    )


def again(
    method: str, parameters: dict[str, Any], direction: str, marks: Fraction, figures: list[Fraction]
) -> Decimal | None:
    """The same in fractions, straight from the definition."""
    t, b, before, a = figures
    sign = 1 if direction == "higher" else -1
    met = sign * a >= sign * t
    given = {name: Fraction(value) for name, value in parameters.items() if isinstance(value, int | Decimal)}
    rate = rate_of(parameters, direction, t, b, a)
    points: Fraction | None
    match method:
        case "completion":
            points = None
            if rate is not None:
                points = (
                    marks * max(Fraction(0), min(rate, given["cap"])) if rate >= given["floor"] else 0 * t
                )
        case "threshold":
            points = marks if met else Fraction(0)
        case "ladder":
            points = None
            if rate is not None:
                over = min(3, math.floor((rate - 1) * 10)) if rate >= 1 else 0
                points = Fraction(10 + over if rate >= 1 else 6 if rate >= Fraction("0.666") else 0)
        case "deduction":
            gap = max(Fraction(0), sign * (t - a))
            points = None
            if parameters["unit"] == "absolute" or t != 0:
                short = (gap if parameters["unit"] == "absolute" else 100 * gap / abs(t)) / given["step"]
                times = short if parameters["mode"] == "linear" else math.ceil(short)
                points = max(Fraction(0), marks - given["points"] * times)
        case "interval":
            place = (a - given["zero_at"]) / (given["full_at"] - given["zero_at"])
            points = marks * (given["base"] + (1 - given["base"]) * max(Fraction(0), min(Fraction(1), place)))
        case "improvement":
            gain = max(Fraction(0), min(Fraction(1), sign * (a - before) / given["best"]))
            w = given["mix"]
            points = marks * gain
            if w:
                clipped = None if rate is None else max(Fraction(0), min(Fraction(1), rate))
                points = None if clipped is None else marks * (w * clipped + (1 - w) * gain)
        case _:
            over_or_short = sign * (a - t) * (1 if method == "bonus" else -1)
            times = math.floor(max(Fraction(0), over_or_short) / given["per"])
            points = min(given["cap"], given["points"] * times) * (1 if method == "bonus" else -1)
    return None if points is None else half_up(points)


def rate_of(
    parameters: dict[str, Any], direction: str, t: Fraction, b: Fraction, a: Fraction
) -> Fraction | None:
    """The completion; None where it is not defined. Endless ones are as good as a million."""
    sign = 1 if direction == "higher" else -1
    met = sign * a >= sign * t
    if parameters.get("basis") == "increment":
        if t != b and (t > b) == (direction == "higher"):
            return (a - b) / (t - b)
        return Fraction(1) if met else None
    if t <= 0:
        return Fraction(1) if t == b and met else None
    if direction == "higher":
        return a / t
    if parameters.get("lower_formula") == "2-A/T":
        return 2 - a / t
    return t / a if a > 0 else Fraction(10**6)


def half_up(value: Fraction) -> Decimal:
    """Two decimals, half away from nothing."""
    cents = math.floor(abs(value) * 100 + Fraction(1, 2))
    return Decimal(cents if value >= 0 else -cents).scaleb(-2)


@settings(max_examples=25, deadline=None)
@given(st.permutations(range(6)), st.lists(VALUES, min_size=6, max_size=6))
def test_the_order_of_units_and_values_does_not_matter(order: list[int], values: list[Decimal]) -> None:
    def made(at_once: list[int]) -> tuple[object, object, object]:
        plan = Plan(
            "p",
            [
                PlanHead(id="p", position="a", title="规划"),
                *(Unit(id=f"u{at}", position="a", name=f"单位{at}", class_="区") for at in at_once),
                Indicator(
                    id="i",
                    position="a",
                    name="指标",
                    direction="higher",
                    targets=(Target(year=2016, value=Decimal(90)),),
                    actuals=tuple(Actual(period="2016", unit=f"u{at}", value=values[at]) for at in at_once),
                ),
                scheme := Scheme(id="k", position="a", year=2016, scope="unit"),
                *(
                    SchemeItem(
                        id=f"t{at}",
                        position="a",
                        scheme="k",
                        indicator="i",
                        units=tuple(f"u{one}" for one in at_once),
                        marks=Decimal(50),
                        method=method,
                        parameters=parameters,
                    )
                    for at, (method, parameters) in enumerate(
                        [("completion", {}), ("rank", {"rule": "linear"})]
                    )
                ),
            ],
        )
        found = assess(plan, scheme)
        return found.total, {one.unit: one[4:] for one in found.units}, found.level

    assert made(list(range(6))) == made(order)


JUNK = st.sampled_from(
    [None, True, "x", "", [], {}, [Decimal(1)], {"a": 1}, 10, Decimal(-2), Decimal("0.3"), Decimal("1e40")]
)
NAMES = ["basis", "lower_formula", "floor", "cap", "bands", "on", "over", "step", "points", "unit", "mode"]
NAMES += ["zero_at", "full_at", "base", "rule", "best", "mix", "levels", "panel_trim", "per"]


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(sorted(METHOD)),
    st.dictionaries(st.sampled_from(NAMES), JUNK),
    st.sampled_from([*sorted(DIRECTION), None]),
    st.lists(st.none() | VALUES, min_size=4, max_size=4),
)
def test_whatever_a_file_holds_is_scored_or_said_to_be_missing(
    method: str, parameters: dict[str, Any], direction: str | None, figures: list[Decimal | None]
) -> None:
    target, baseline, before, actual = figures
    elements = [
        PlanHead(id="p", position="a", title="规划"),
        Indicator(
            id="i",
            position="a",
            name="指标",
            direction=direction,
            baseline=Baseline(value=baseline, year=2014),
            targets=(Target(year=2016, value=target),),
            actuals=(Actual(period="2015", value=before), Actual(period="2016", value=actual, text="优")),
        ),
        scheme := Scheme(id="k", position="a", year=2016),
        SchemeItem(
            id="t",
            position="a",
            scheme="k",
            indicator="i",
            marks=Decimal(5),
            method=method,
            parameters=parameters,
        ),
    ]
    (row,) = assess(Plan("p", elements), scheme).rows
    assert (row.status == "missing") == (row.lack in MISSING)
    assert in_one_line(row, words("zh"))
