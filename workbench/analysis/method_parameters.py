"""The parameters of each scoring method as declared fields, so that a form can ask for them in words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final, cast

from workbench.analysis.item_parameters import number
from workbench.i18n import N_
from workbench.plan import fields as f
from workbench.plan.record import Record

BASIS: Final = {"level": N_("Actual against target"), "increment": N_("Increase over the baseline")}
LOWER_FORMULA: Final = {"T/A": N_("T / A"), "2-A/T": N_("2 - A / T")}
ON: Final = {"completion": N_("Completion rate in %"), "value": N_("The value itself")}
SHORTFALL_UNIT: Final = {
    "absolute": N_("In the unit of the indicator"),
    "percent": N_("In % of the target"),
    "event": N_("Number of cases"),
}
DEDUCTION_MODE: Final = {"step": N_("For each step begun"), "linear": N_("In proportion")}
RANK_RULE: Final = {
    "linear": N_("Evenly from place to place"),
    "step": N_("So many points less for each place"),
    "thirds": N_("In thirds: 100, 90 and 80 %"),
}


class BandRow(Record):
    """A band of stepped scoring."""

    from_: Decimal | None = f.number(N_("From (inclusive)"), help_=N_("Empty: open downwards"))
    to: Decimal | None = f.number(N_("To (exclusive)"), help_=N_("Empty: open upwards"))
    score: Decimal = f.number(N_("Score"), required=True)


class OverRow(Record):
    """Points for over-fulfilment."""

    step: Decimal = f.number(N_("For each (%)"), required=True)
    points: Decimal = f.number(N_("Points"), required=True)
    cap: Decimal | None = f.number(N_("At most"))


class LevelRow(Record):
    """A level of graded judgement."""

    text: str = f.text(N_("Level"), required=True)
    score: Decimal = f.number(N_("Score"), required=True)


class Completion(Record):
    """Marks times the completion rate."""

    basis: str | None = f.choice(N_("Completion rate of"), BASIS)
    lower_formula: str | None = f.choice(N_("Where lower is better"), LOWER_FORMULA)
    floor: Decimal | None = f.number(N_("No points below (1 = 100 %)"))
    cap: Decimal | None = f.number(N_("Counted up to (1 = 100 %)"))


class Threshold(Record):
    """All the marks or none."""

    basis: str | None = f.choice(N_("Completion rate of"), BASIS)
    lower_formula: str | None = f.choice(N_("Where lower is better"), LOWER_FORMULA)


class Ladder(Record):
    """A score for each band of the completion rate or the value."""

    bands: tuple[BandRow, ...] | None = f.records(N_("Bands"), BandRow, N_("Band"))
    on: str | None = f.choice(N_("The bands are of"), ON)
    basis: str | None = f.choice(N_("Completion rate of"), BASIS)
    lower_formula: str | None = f.choice(N_("Where lower is better"), LOWER_FORMULA)
    over: OverRow | None = f.record(N_("Over 100 %"), OverRow)


class Deduction(Record):
    """Points taken off for what is short of the target."""

    step: Decimal | None = f.number(N_("For each shortfall of"))
    points: Decimal | None = f.number(N_("Points taken off"))
    unit: str | None = f.choice(N_("Shortfall"), SHORTFALL_UNIT)
    mode: str | None = f.choice(N_("Counted"), DEDUCTION_MODE)


class Interval(Record):
    """Points by the place between two values."""

    zero_at: Decimal | None = f.number(N_("Value for no points"))
    full_at: Decimal | None = f.number(N_("Value for full points"))
    base: Decimal | None = f.number(N_("Base score (share of the marks)"))


class Rank(Record):
    """Points by the place within the class."""

    rule: str | None = f.choice(N_("Rule of ranking"), RANK_RULE)
    step: Decimal | None = f.number(N_("Points less for each place"))


class Improvement(Record):
    """Points for progress over last year."""

    best: Decimal | None = f.number(N_("Best improvement (full points)"))
    mix: Decimal | None = f.number(N_("Share of the completion rate (0 to 1)"))
    basis: str | None = f.choice(N_("Completion rate of"), BASIS)


class Rubric(Record):
    """The score of the level judged."""

    levels: tuple[LevelRow, ...] | None = f.records(N_("Levels of judgement"), LevelRow, N_("Level"))
    panel_trim: bool | None = f.boolean(N_("Panel: drop the highest and the lowest"))


class Beside(Record):
    """Points outside the full mark."""

    per: Decimal | None = f.number(N_("For each"))
    points: Decimal | None = f.number(N_("Points"))
    cap: Decimal | None = f.number(N_("At most"))


#: Method -> its parameters; a method that is not named has none.
PARAMETERS: Final[dict[str, type[Record]]] = {
    "completion": Completion,
    "threshold": Threshold,
    "ladder": Ladder,
    "deduction": Deduction,
    "interval": Interval,
    "rank": Rank,
    "improvement": Improvement,
    "rubric": Rubric,
    "bonus": Beside,
    "penalty": Beside,
}


def as_record(cls: type[Record], given: dict[str, Any] | None) -> Record:
    """Parameters as an item holds them, read into fields; what does not fit a field is left empty."""
    held = given or {}
    return cls(**{one.name: _read(one, held.get(one.key)) for one in cls.fields})


def _read(declared: f.Field, value: Any) -> Any:
    match declared.type:
        case "number":
            return number(value)
        case "choice":
            return value if value in declared.choices else None
        case "boolean":
            return value if isinstance(value, bool) else None
        case "text":
            return value if isinstance(value, str) else None
        case "record":
            return as_record(_record(declared), value) if isinstance(value, dict) else None
        case _:
            rows = value if isinstance(value, list | tuple) else ()
            found = tuple(as_record(_record(declared), row) for row in rows if isinstance(row, dict))
            return found or None


def _record(declared: f.Field) -> type[Record]:
    return cast("type[Record]", declared.record)


def with_value(cls: type[Record], given: dict[str, Any] | None, name: str, value: Any) -> dict[str, Any]:
    """The parameters with one of them different. What other methods use goes; what none knows stays."""
    others = {one.key for other in PARAMETERS.values() for one in other.fields}
    own = {one.key for one in cls.fields}
    made = {name: one for name, one in (given or {}).items() if name in own or name not in others}
    declared = cls.field_of[name]
    if value is None:
        made.pop(declared.key, None)
    elif isinstance(value, Record):
        made[declared.key] = _object(value)
    elif isinstance(value, tuple):
        made[declared.key] = [_object(row) for row in value]
    else:
        made[declared.key] = value
    return made


def _object(row: Record) -> dict[str, Any]:
    """A row as files hold it; a band that is open at an end says so."""
    open_ends = ("from", "to") if isinstance(row, BandRow) else ()
    return {
        one.key: row.get(one.name)
        for one in row.fields
        if row.get(one.name) is not None or one.key in open_ends
    }
