"""Random values that fit a declaration, for random edits."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from workbench.plan.records import AbsentReason

if TYPE_CHECKING:
    import random

    from workbench.plan.fields import Field
    from workbench.plan.plan import Plan
    from workbench.plan.record import Record

_TEXTS = (
    "加快推进平台建设",
    "2027年底前建成1套系统",
    "a",
    "=1+1",
    "“引号”与〔13.5〕",
    "𠮷〇㎡‰",
    "line\nline",
)


def random_value(declared: Field, chance: random.Random, plan: Plan) -> Any:  # noqa: C901 - one branch a type
    """A value of the declared type; None now and then where the field may be empty."""
    if not declared.required and chance.random() < 0.25:
        return None
    kind = declared.type
    if kind in ("text", "long_text"):
        return chance.choice(_TEXTS)
    if kind == "choice":
        return chance.choice(list(declared.choices))
    if kind == "boolean":
        return chance.random() < 0.5
    if kind in ("integer", "year"):
        low = declared.minimum if declared.minimum is not None else -5
        high = declared.maximum if declared.maximum is not None else low + 20
        return chance.randint(2024, 2032) if kind == "year" else chance.randint(low, min(high, low + 20))
    if kind == "number":
        low, high = declared.minimum or 0, declared.maximum or 200
        return Decimal(chance.choice([str(low), str(high), "12.50", "90", "0.1"]))
    if kind == "money":
        return chance.choice([0, 1, 1_000_000, 123_456_789])
    if kind == "date":
        return date(2025, 1, 1) + timedelta(days=chance.randint(0, 2500))
    if kind == "period":
        return chance.choice(["2026", "2026-H1", "2027-Q3", "2026-02"])
    if kind == "reference":
        return _some_id(declared, chance, plan)
    if kind == "references":
        found = {_some_id(declared, chance, plan) for _ in range(chance.randint(0, 3))}
        return tuple(sorted(one for one in found if one))
    if kind == "choices":
        return tuple(chance.sample(list(declared.choices), chance.randint(0, min(3, len(declared.choices)))))
    if kind == "texts":
        return tuple(chance.choice(_TEXTS) for _ in range(chance.randint(0, 2)))
    if kind == "numbers":
        return (Decimal(1), Decimal("2.5"))
    if kind == "record":
        assert declared.record is not None
        return random_record(declared.record, chance, plan)
    if kind == "records":
        assert declared.record is not None
        rows = [random_record(declared.record, chance, plan) for _ in range(chance.randint(0, 2))]
        return tuple(row for row in rows if row is not None)
    if kind == "absent":
        return (AbsentReason(field=chance.choice(["lead_unit", "baseline", "title"]), reason="not_seen"),)
    return {"rule": Decimal(chance.randint(0, 3)), "on": [True, None, "值"]}


def random_record(cls: type[Record], chance: random.Random, plan: Plan) -> Record | None:
    """A record with random fields; None when a required reference finds nothing to point at."""
    values = {declared.name: random_value(declared, chance, plan) for declared in cls.fields}
    if any(declared.required and values[declared.name] is None for declared in cls.fields):
        return None
    return cls(**values)


def _some_id(declared: Field, chance: random.Random, plan: Plan) -> str | None:
    candidates = [one.id for kind in declared.targets for one in plan.of_kind(kind)]
    if declared.loose and chance.random() < 0.1:
        return "gone"
    return chance.choice(candidates) if candidates else None
