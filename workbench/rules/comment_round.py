"""The rule that a round of comments is complete: everybody who has to do something has answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.i18n import N_
from workbench.plan.elements import Comment, Goal, Indicator, Project, Safeguard, Unit
from workbench.rules.implementable import is_nobody
from workbench.rules.rule import PASSED, WARNING, Ref, fault, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.plan.elements import Element
    from workbench.rules.rule import Outcome
    from workbench.rules.view import View

#: So much of a comment is quoted.
_QUOTED: Final = 30


@rule(
    "I323",
    "comment-round-open",
    WARNING,
    "plan",
    N_("Everybody concerned has commented, and every refusal has a reason"),
    whole=True,
)
def comment_round_open(seen: View) -> Iterator[tuple[Element, Outcome]]:
    """Where comments on the draft have been gathered from units: each unit that leads a project or is
    responsible for a project, goal, indicator or safeguard is among those that answered, and each comment
    that was not adopted has a reason. Comments of the public do not make a round, but their refusal needs a
    reason too. A group has answered when it, or every member, has; a member also when its group has.

    Why: A unit that never saw its task will say so when the task is due. And a refused comment without a
    reason comes back in the council, louder.

    How: Ask the units that are named; enter “no comments” where that is the answer. Write the reason beside
    every comment that was not adopted.

    Good: 18 units asked, 18 answers; “not adopted: private schools follow in 2028 after their networks are
    checked”.

    Bad: The transport bureau leads four projects and is missing from the table of answers.
    """
    comments = seen.plan.all(Comment)
    if not comments:
        return
    for comment in comments:
        if comment.adopted == "no":
            yield seen.head, _refused(comment)
    if not any(comment.unit is not None or not comment.public for comment in comments):
        return
    heard = _heard(seen, {comment.unit for comment in comments if comment.unit is not None})
    for id_, elements in _concerned(seen).items():
        unit = seen.plan.find(id_, Unit)
        if unit is None or is_nobody(unit):
            continue
        if id_ in heard or (unit.members and heard.issuperset(unit.members)):
            yield seen.head, PASSED
            continue
        yield (
            seen.head,
            fault(
                f"comments[{id_}]",
                N_("{unit} leads or is responsible for {element}, but has not answered in the comment round")
                if len(elements) == 1
                else N_(
                    "{unit} leads or is responsible for {element} and {more} more, but has not answered in"
                    " the comment round"
                ),
                related=(id_,),
                unit=Ref(id_),
                element=Ref(elements[0]),
                more=len(elements) - 1,
            ),
        )


def _refused(comment: Comment) -> Outcome:
    if comment.reason and comment.reason.strip():
        return PASSED
    text = (comment.text or "").strip()
    return fault(
        f"comments[{comment.id}]",
        N_("Comment {comment} was not adopted, and no reason is given: “{text}”"),
        related=(comment.id,),
        comment=comment.code or comment.id,
        text=text[:_QUOTED] + "…" if len(text) > _QUOTED else text,
    )


def _heard(seen: View, answered: set[str]) -> set[str]:
    """The units that answered, and the members of groups that did."""
    found = set(answered)
    for id_ in answered:
        unit = seen.plan.find(id_, Unit)
        if unit is not None and unit.kind == "group":
            found.update(unit.members or ())
    return found


def _concerned(seen: View) -> dict[str, list[str]]:
    """Lead and responsible units, and what they lead or are responsible for."""
    found: dict[str, list[str]] = {}
    for project in seen.plan.all(Project):
        units = {project.lead_unit, *(project.responsible_units or ())}
        if units != {None} and not seen.is_cancelled(project):
            for id_ in units:
                if id_ is not None:
                    found.setdefault(id_, []).append(project.id)
    for cls in (Goal, Indicator, Safeguard):
        for element in seen.plan.all(cls):
            id_ = element.responsible_unit  # type: ignore[attr-defined]
            if id_ is not None:
                found.setdefault(id_, []).append(element.id)
    return {id_: found[id_] for id_ in sorted(found)}
