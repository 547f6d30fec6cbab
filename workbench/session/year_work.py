"""The work of an assessment year: its steps from self-assessment to the use of the result, and how far it is.

Dates are those of the scheme's calendar; which of its steps is meant is told from its name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from workbench.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from workbench.plan.elements import Scheme
    from workbench.plan.results import Course

#: The steps, in their order.
STEPS: Final = {
    "self": N_("Self-assessment"),
    "review": N_("Review"),
    "publication": N_("Publication"),
    "appeal": N_("Appeals"),
    "final": N_("Final result"),
    "use": N_("Use of the result"),
}
#: By which words a step of a calendar is known: publication and appeals often are one, as are the final
#: result and its use; a review of self-assessments is none of those.
_WORDS: Final = {
    "self": r"^(?!.*(评审|复核|核查|核验|review)).*(自评|自查|自我评价|self)",
    "review": r"评审|复核|核查|核验|考评|review|verif",
    "publication": r"^(?!.*(方案|scheme)).*(公示|publi)",
    "appeal": r"申诉|申辩|异议|复议|appeal|objection",
    "final": r"审定|定级|通报|最终|final",
    "use": r"运用|应用|奖惩|整改|use of|its use|reward",
}
#: No dates, still to come, under way, over.
When = Literal["", "coming", "now", "over"]


class Step(NamedTuple):
    """A step of the year: one of STEPS, its days as far as the calendar has them, where it stands on the day
    of judgement, and how many results have come through it, of how many.
    """

    name: str
    first: date | None
    last: date | None
    when: When
    done: int
    of: int


def steps_of(scheme: Scheme, day: date, entered: Iterable[Course]) -> list[Step]:
    """The steps of a scheme's year on a day. ``entered`` is what was entered for each item and unit that is
    assessed. Of appeals ``of`` is how many there were, ``done`` how many are decided; a publication counts
    the results that are there to be published; of the use ``done`` says whether the scheme tells of it.
    """
    courses = list(entered)
    many = len(courses)
    results = [one.result for one in courses if one.entries]
    reviewed = sum(one.review is not None or one.final is not None for one in results)
    lodged = sum(one.appeals for one in courses)
    waiting = sum(one.state == "appealed" for one in courses)
    counts = {
        "self": (sum(one.self_ is not None for one in results), many),
        "review": (reviewed, many),
        "publication": (reviewed, many),
        "appeal": (lodged - waiting, lodged),
        "final": (sum(one.state == "final" for one in courses), many),
        "use": (int(bool((scheme.result_use or "").strip())), 1),
    }
    days = _days(scheme)
    return [Step(name, *days[name], _when(*days[name], day), *counts[name]) for name in STEPS]


def _days(scheme: Scheme) -> dict[str, tuple[date | None, date | None]]:
    found: dict[str, tuple[date | None, date | None]] = dict.fromkeys(STEPS, (None, None))
    for step in scheme.calendar or ():
        for name, words in _WORDS.items():
            if re.search(words, step.step, re.IGNORECASE):
                firsts = [one for one in (found[name][0], step.from_ or step.to) if one is not None]
                lasts = [one for one in (found[name][1], step.to or step.from_) if one is not None]
                found[name] = (min(firsts, default=None), max(lasts, default=None))
    return found


def _when(first: date | None, last: date | None, day: date) -> When:
    if first is None or last is None:
        return ""
    return "coming" if day < first else "over" if day > last else "now"
