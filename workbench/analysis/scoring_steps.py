"""A score laid open: the steps from what was measured to the points, as window and documents show them."""

from __future__ import annotations

from decimal import localcontext
from typing import TYPE_CHECKING

from workbench.analysis.completion import EXACT
from workbench.analysis.scoring_inputs import MISSING, Step, basis_of, short
from workbench.analysis.scoring_methods import method_of
from workbench.analysis.scoring_totals import HUNDREDTH
from workbench.i18n import N_
from workbench.plan.evidence import name_of
from workbench.plan.values import rounded

if TYPE_CHECKING:
    from workbench.analysis.scoring import ItemScore
    from workbench.i18n import Words

#: Methods that go by completion, whatever else they look at.
_BY_COMPLETION = frozenset({"completion", "ladder", "improvement"})


def steps_of(row: ItemScore) -> list[Step]:
    """How a score came about, step by step: marks and figures, completion, points, veto."""
    with localcontext(EXACT):
        return [*given(row), *worked_out(row)]


def given(row: ItemScore) -> list[Step]:
    """What the calculation begins from."""
    known, item = row.known, row.item
    found = [Step(N_("Marks"), "M", "", "", row.weight)] if row.weight else []
    if known.actual is not None:
        found.append(Step(N_("Actual value"), "A", "", "", known.actual))
    elif known.text:
        found.append(Step(N_("Actual value"), "A", "", "", known.text))
    wanted = known.wanted
    if wanted is not None and item.method not in ("interval", "rank", "yes_no", "rubric"):
        bounds = short(wanted.low)
        if wanted.high != wanted.low:
            bounds += f"-{short(wanted.high)}"
        found.append(Step(N_("Target of the year"), "T", "", "", bounds))
    if basis_of(item).basis == "increment" and known.baseline is not None:
        found.append(Step(N_("Baseline"), "B", "", "", known.baseline))
    if item.method == "improvement" and known.before is not None:
        found.append(Step(N_("Value of the year before"), "A′", "", "", known.before))
    return found


def worked_out(row: ItemScore) -> list[Step]:
    """The calculation itself, or why there is none."""
    item, known = row.item, row.known
    if row.status == "exempt":
        assert item.exempt is not None
        found = [Step(N_("Exempt"), "", "", "", item.exempt.reason)]
        evidence = [name_of(one) for one in item.exempt.evidence or () if one.strip()]
        if evidence:
            found.append(Step(N_("Evidence"), "", "", "", "; ".join(evidence)))
        else:
            found.append(Step(N_("The exemption names no evidence")))
        return found
    if row.status == "missing":
        return [Step(MISSING[row.lack])]
    method = method_of(item)
    found = []
    if not isinstance(method, str) and not isinstance(points := method.points(known), str):
        found = basis_of(item).steps(known) if _goes_by_completion(row) else []
        found += method.steps(known)
        if not row.by_hand and points != rounded(points, HUNDREDTH):
            found.append(Step(N_("Rounded half up to two places"), "S", "", "", rounded(points, HUNDREDTH)))
    if row.by_hand:
        found.append(Step(N_("Points entered by hand"), "S", "", "", row.score))
    if row.vetoed:
        words = {
            "item": N_("Veto: the target is missed, so the item scores nothing"),
            "cap_level": N_("Veto: the target is missed, so the level is lowered by one"),
            "fail": N_("Veto: the target is missed, so the assessment is failed"),
        }
        found.append(Step(words[item.veto or "item"]))
    return found


def _goes_by_completion(row: ItemScore) -> bool:
    item = row.item
    if item.method == "improvement":
        return bool((item.parameters or {}).get("mix"))
    return item.method in _BY_COMPLETION and (item.parameters or {}).get("on") != "value"


def in_one_line(row: ItemScore, words: Words) -> str:
    """Why the score is what it is, in one line."""
    with localcontext(EXACT):
        between = "；" if words.code == "zh" else "; "
        return between.join(step.shown(words) for step in worked_out(row))
