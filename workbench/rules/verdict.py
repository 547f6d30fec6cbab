"""Verdicts and pass rates of the dimensions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.i18n import N_
from workbench.rules.rule import DIMENSIONS, ERROR, INFO, WARNING, WEIGHT, dimension_of

if TYPE_CHECKING:
    from collections.abc import Iterable

#: What became of a check.
HELD: Final = 0
FAILED: Final = 1
NOT_KNOWN: Final = 2
EXCUSED: Final = 3

#: (rule code, severity, what became of it)
Check = tuple[str, str, int]

VERDICTS: Final = {
    "fails": N_("Fails"),
    "reservations": N_("Holds with reservations"),
    "holds": N_("Holds"),
    "nothing": N_("Nothing to check"),
}
DIMENSION_LABELS: Final = {
    "whole": N_("The whole"),
    "executable": N_("Executable"),
    "implementable": N_("Implementable"),
    "checkable": N_("Checkable"),
    "assessable": N_("Assessable"),
    "execution": N_("Execution"),
}
SEVERITY_LABELS: Final = {"error": N_("Error"), "warning": N_("Warning"), "info": N_("Hint")}


class Verdict(NamedTuple):
    """How a dimension stands.

    ``score`` is the pass rate, 0 to 100 with one decimal (None where nothing applies): the share of judged
    checks that hold, weighted error 5, warning 2, info 0.5. ``applicable`` counts judged checks; waived
    checks and those that cannot be judged are counted beside it.
    """

    verdict: str
    score: float | None
    applicable: int
    errors: int
    warnings: int
    infos: int
    waived: int
    unknown: int


def verdicts(counted: Iterable[tuple[Check, int]]) -> dict[str, Verdict]:
    """The verdict of every dimension from (check, how often) pairs; ``whole`` counts all planning rules."""
    held = dict.fromkeys(DIMENSIONS, 0.0)
    weight = dict.fromkeys(DIMENSIONS, 0.0)
    numbers = {
        name: dict.fromkeys(("applicable", ERROR, WARNING, INFO, "waived", "unknown"), 0)
        for name in DIMENSIONS
    }
    for (code, severity, became), often in counted:
        own = dimension_of(code)
        for name in (own,) if own in ("execution", "whole") else (own, "whole"):
            into = numbers[name]
            if became == EXCUSED:
                into["waived"] += often
            elif became == NOT_KNOWN:
                into["unknown"] += often
            else:
                into["applicable"] += often
                weight[name] += WEIGHT[severity] * often
                if became == HELD:
                    held[name] += WEIGHT[severity] * often
                else:
                    into[severity] += often
    return {name: _verdict(numbers[name], held[name], weight[name]) for name in DIMENSIONS}


def pass_rate(held: float, weight: float) -> float:
    """The share that holds, 0 to 100, rounded half up to one decimal; exact, as weights are whole halves."""
    part, whole = int(held * 2), int(weight * 2)
    return (2000 * part + whole) // (2 * whole) / 10


def verdict_of(checks: int, errors: int, warnings: int) -> str:
    """The verdict in one word by how many checks there were and how many of them failed gravely."""
    if not checks:
        return "nothing"
    return "fails" if errors else "reservations" if warnings else "holds"


def _verdict(into: dict[str, int], held: float, weight: float) -> Verdict:
    # Where everything was waived there was something to check, and nothing speaks against it.
    verdict = verdict_of(into["applicable"] or into["waived"], into[ERROR], into[WARNING])
    score = pass_rate(held, weight) if weight else None
    return Verdict(
        verdict,
        score,
        into["applicable"],
        into[ERROR],
        into[WARNING],
        into[INFO],
        into["waived"],
        into["unknown"],
    )
