"""What stands in a cell of which nothing is known, and the note that explains it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.i18n import N_
from workbench.plan import choices as c

if TYPE_CHECKING:
    from workbench.documents.wording import Wording
    from workbench.plan.elements import Element

DASH: Final = "—"

#: Reasons that are told by a dash and a note; the others are told by their own word in the cell.
_NOTES: Final = {
    "not_seen": N_("not seen in the source"),
    "not_applicable": N_("does not apply"),
    "not_given": N_("not filled in"),
    "no_target": N_("no target set for that year"),
    "by_unit": N_("set for each unit only"),
}


class Blanks:
    """Marks the empty cells of one table and remembers why they are empty: unknown is not absent."""

    def __init__(self, wording: Wording) -> None:
        self.wording = wording
        self._reasons: set[str] = set()

    def mark(self, element: Element, field: str, otherwise: str = "not_given") -> str:
        """What to print for an empty field of an element. ``otherwise`` is the reason when none is given."""
        reason = element.why_absent(field) or otherwise
        if reason not in _NOTES:
            return self.wording.words(c.ABSENT_REASON[reason])
        self._reasons.add(reason)
        return DASH

    def notes(self) -> list[str]:
        """What the dashes of the table mean; [] when it has none."""
        if not self._reasons:
            return []
        words = self.wording.words
        reasons = [words(text) for reason, text in _NOTES.items() if reason in self._reasons]
        return [words("“—” means: {reasons}", reasons=self.wording.listed(reasons))]
