"""Parameters of scoring methods as fields: what a file holds is read, changed and written back."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from workbench.analysis.method_parameters import PARAMETERS, BandRow, as_record, with_value
from workbench.analysis.schemes import REQUIRED
from workbench.exchange.json import read_plan
from workbench.plan.choices import METHOD
from workbench.plan.elements import SchemeItem

SAMPLE = Path(__file__).parents[2] / "plans" / "sample-city.json"


def test_every_method_has_the_fields_that_it_cannot_do_without() -> None:
    assert PARAMETERS.keys() | {"yes_no"} == METHOD.keys()
    for method, names in REQUIRED.items():
        assert {one.key for one in PARAMETERS[method].fields} >= set(names)


def test_all_parameters_of_the_sample_plan_have_a_field_and_survive_being_set() -> None:
    items = [one for one in read_plan(SAMPLE.read_bytes(), "") if isinstance(one, SchemeItem)]
    seen = set()
    for item in items:
        cls = PARAMETERS.get(item.method or "")
        if cls is None or not item.parameters:
            continue
        seen.add(item.method)
        record = as_record(cls, item.parameters)
        for name in item.parameters:
            declared = next(one for one in cls.fields if one.key == name)
            held = record.get(declared.name)
            assert held is not None, (item.id, name)
            assert with_value(cls, item.parameters, declared.name, held) == item.parameters
    assert {"ladder", "rubric", "interval", "deduction", "rank", "improvement", "bonus"} <= seen


def test_what_is_no_number_is_left_open_and_what_none_knows_stays() -> None:
    held = {"floor": "half", "cap": Decimal(1), "points": Decimal(3), "note": "按文件执行"}
    cls = PARAMETERS["completion"]
    assert as_record(cls, held).get("floor") is None
    made = with_value(cls, held, "floor", Decimal("0.6"))
    # Points belong to another method, chosen before.
    assert made == {"floor": Decimal("0.6"), "cap": Decimal(1), "note": "按文件执行"}
    assert with_value(cls, made, "floor", None) == {"cap": Decimal(1), "note": "按文件执行"}


def test_a_band_open_at_an_end_says_so() -> None:
    rows = (BandRow(from_=Decimal(100), score=Decimal(6)), BandRow(to=Decimal(100), score=Decimal(0)))
    assert with_value(PARAMETERS["ladder"], None, "bands", rows) == {
        "bands": [
            {"from": Decimal(100), "to": None, "score": Decimal(6)},
            {"from": None, "to": Decimal(100), "score": Decimal(0)},
        ]
    }
