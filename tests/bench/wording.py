"""How well the rules about wording judge sentences that people have judged: precision and recall.

``tests/data/text_sentences.json`` holds sentences of real plans, and made-up hard cases, each judged by hand
before the rules were written for it. Only half "a" may be looked at when words or patterns are changed; half
"b" tells whether the rules are good or only learnt by heart.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

from workbench.plan.elements import Element, Goal, Indicator, Milestone, PlanHead, Project, Safeguard
from workbench.plan.plan import Plan
from workbench.plan.records import YearGoal
from workbench.rules.registry import RULES
from workbench.rules.rule import Fault
from workbench.rules.view import View

SENTENCES: Final = Path(__file__).resolve().parent.parent / "data" / "text_sentences.json"
CODES: Final = ("C418", "C421", "I318")


class Judged(NamedTuple):
    """How often a rule and people agreed on the sentences of one half."""

    code: str
    half: str
    hits: int
    false_alarms: int
    misses: int
    rightly_silent: int

    @property
    def precision(self) -> float:
        """Of what the rule reports, the share that is a fault."""
        return self.hits / (self.hits + self.false_alarms) if self.hits + self.false_alarms else 1.0

    @property
    def recall(self) -> float:
        """Of the faults, the share that the rule reports."""
        return self.hits / (self.hits + self.misses) if self.hits + self.misses else 1.0


def sentences() -> list[dict[str, Any]]:
    """All sentences with their labels."""
    rows: list[dict[str, Any]] = json.loads(SENTENCES.read_text(encoding="utf-8"))
    return rows


def is_reported(code: str, row: dict[str, Any]) -> bool:
    """Whether the rule reports the sentence where it stands."""
    element, others = _element(row)
    head = PlanHead(id="plan", title="示例市智慧城市顶层设计")
    outcome = RULES[code].check(View(Plan("plan", [head, *others, element]), date(2026, 1, 1)), element)
    parts = outcome if isinstance(outcome, list) else [outcome]
    return any(isinstance(one, Fault) for one in parts)


def _element(row: dict[str, Any]) -> tuple[Element, list[Element]]:
    """The element that holds the sentence, and what must be there beside it."""
    text, title = row["text"], row.get("title", "示例")
    project = Project(id="p", title="示例")
    match row["place"]:
        case "acceptance":
            return Milestone(id="m", project="p", title=title, acceptance=text), [project]
        case "year_goal":
            return project.but(year_goals=(YearGoal(year=2026, text=text),)), []
        case "goal_title":
            return Goal(id="g", title=text), []
        case "task" | "project":
            return project.but(title=title, description=text), []
        case "safeguard":
            return Safeguard(id="s", title=title, text=text, responsible_unit="u"), []
        case "indicator":
            return Indicator(id="i", name=title, definition=text), []
    raise ValueError(row["place"])


def measure(code: str, half: str = "") -> Judged:
    """One rule on one half, or on all."""
    counted = {(True, True): 0, (True, False): 0, (False, True): 0, (False, False): 0}
    for row in sentences():
        if code in row and row["half"].startswith(half):
            counted[is_reported(code, row), row[code]] += 1
    return Judged(
        code,
        half,
        hits=counted[True, True],
        false_alarms=counted[True, False],
        misses=counted[False, True],
        rightly_silent=counted[False, False],
    )


def wrong(code: str, half: str) -> list[str]:
    """The sentences of one half that rule and people judge differently."""
    return [
        f"{'missed' if row[code] else 'false alarm'}: {row.get('title', '')} {row['text']}"
        for row in sentences()
        if code in row and row["half"] == half and is_reported(code, row) != row[code]
    ]


def show() -> None:
    """Print the figures."""
    print(f"\nrules about wording, {len(sentences())} sentences judged by hand:")
    print("              precision  recall   right    (a: tuned on, b: held out)")
    for code in CODES:
        for half in ("a", "b", ""):
            found = measure(code, half)
            right = found.hits + found.rightly_silent
            count = right + found.false_alarms + found.misses
            print(
                f"  {code if half == 'a' else '    '} {half or 'all':>5}  {found.precision:>8.2f}"
                f"  {found.recall:>6.2f}   {right}/{count}"
            )
