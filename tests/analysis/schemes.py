"""Plans with one scheme, built from a few entries for the tests of scoring."""

from __future__ import annotations

import json
from typing import Any

from workbench.exchange.json import read_plan
from workbench.plan.elements import Scheme
from workbench.plan.plan import Plan

YEAR = 2016
#: What the indicator of a test is unless it says otherwise: 83 of 90, from 62.
INDICATOR: dict[str, Any] = {
    "direction": "higher",
    "baseline": {"value": 62, "year": 2013},
    "targets": [{"year": YEAR, "value": 90}],
    "actuals": [{"period": str(YEAR), "value": 83}],
}


def plan_of(*items: dict[str, Any], **lists: Any) -> tuple[Plan, Scheme]:
    """A plan with a scheme of some items, each with an indicator of its own unless it names one.

    ``indicators`` by id say what differs from INDICATOR; ``units`` are added to u1, u2 and u3; the rest are
    fields of the scheme.
    """
    given = lists.pop("indicators", {})
    units = [{"id": f"u{at}", "name": f"单位{at}", "class": "局"} for at in (1, 2, 3)]
    wanted = lists.pop("units", [])
    known = {one["id"] for one in wanted}
    units = [one for one in units if one["id"] not in known] + wanted
    made, indicators = [], {}
    for at, item in enumerate(items, 1):
        full = {"id": f"t{at}", "units": ["u1"], "marks": 10, "method": "completion", **item}
        if not {"indicator", "milestone", "project"} & full.keys():
            full["indicator"] = f"i{at}"
        if "indicator" in full:
            id_ = full["indicator"]
            indicators[id_] = _filled({"id": id_, "name": id_, **INDICATOR, **given.get(id_, {})})
        made.append(_filled(full))
    document = {
        "format": "top-level-design-plan",
        "version": 1,
        "plan": {"id": "p", "title": "规划", "base_year": 2013},
        "units": units,
        "projects": lists.pop("projects", []),
        "indicators": list(indicators.values()),
        "schemes": [{"id": "k", "year": YEAR, **lists, "items": made}],
    }
    plan = Plan("p", read_plan(json.dumps(document).encode(), "test"))
    return plan, plan.all(Scheme)[0]


def _filled(entries: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in entries.items() if value is not None}
