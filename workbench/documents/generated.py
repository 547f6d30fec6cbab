"""Chapters of the plan text made from the plan's elements, where its author wrote no section of that kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.documents.indicator_table import last_target
from workbench.documents.markdown import HeadingLine, ItemLine, parts_of
from workbench.documents.outline import Block, Heading, Paragraph, Point, Run, plain
from workbench.documents.printable import printable
from workbench.documents.project_table import unit_names
from workbench.documents.wording import without_number
from workbench.i18n import N_
from workbench.plan import choices as c
from workbench.plan.elements import Goal, Indicator, Project, Safeguard

if TYPE_CHECKING:
    from workbench.documents.wording import Wording
    from workbench.plan.plan import Plan

#: Headings go down to level 4; what lies deeper in the tree of projects is told at that level.
_DEEPEST: Final = 4


class Chapter(NamedTuple):
    """A chapter: its title and its blocks; headings have no numbers yet."""

    title: str
    blocks: list[Block]


def requirements(plan: Plan, wording: Wording) -> Chapter | None:
    """General requirements: entry point, principles and vision, as far as the plan states them."""
    head, words = plan.head, wording.words
    blocks: list[Block] = []
    if head.entry_point:
        blocks += [Heading(2, words("Entry point")), *_paragraphs(head.entry_point, wording)]
    if head.principles:
        blocks.append(Heading(2, words("Principles")))
        mark = "——" if wording.chinese else "– "
        blocks += [Point(mark, plain(wording.sentence(printable(one)))) for one in head.principles]
    if head.vision:
        blocks += [Heading(2, words("Vision")), *_paragraphs(head.vision, wording)]
    return Chapter(words("General requirements"), blocks) if blocks else None


def goals(plan: Plan, wording: Wording) -> Chapter | None:
    """Goals by kind: overall, stage, specific; each with due date, responsible unit and its indicators."""
    words = wording.words
    by_kind: dict[str | None, list[Goal]] = {kind: [] for kind in (*c.GOAL_KIND, None)}
    for goal in plan.all(Goal):
        by_kind[goal.kind].append(goal)
    groups = [(kind, listed) for kind, listed in by_kind.items() if listed]
    if not groups:
        return None
    blocks: list[Block] = []
    for kind, listed in groups:
        if len(groups) > 1:
            blocks.append(Heading(2, words(c.GOAL_KIND[kind] if kind else N_("Other goals"))))
        alone = len(groups) > 1 and len(listed) == 1
        for goal in listed:
            if alone:
                # The only overall goal needs no number of its own.
                blocks.append(Paragraph(plain(wording.sentence(_title(goal.title)))))
            else:
                blocks.append(Heading(3 if len(groups) > 1 else 2, _title(goal.title)))
            blocks += _paragraphs(goal.description, wording)
            _add_goal_particulars(plan, goal, blocks, wording)
    return Chapter(words(N_("Development goals")), blocks)


def tasks(plan: Plan, wording: Wording) -> Chapter | None:
    """Main tasks: the tree of projects, programme by programme."""
    blocks: list[Block] = []
    seen: set[str] = set()

    def tell(id_: str, level: int) -> None:
        project = plan.find(id_, Project)
        if project is None or id_ in seen:
            return
        seen.add(id_)
        blocks.append(Heading(level, _title(project.title)))
        blocks.extend(_paragraphs(project.description, wording))
        _add_project_particulars(plan, project, blocks, wording)
        for child in plan.children(id_):
            tell(child, min(level + 1, _DEEPEST))

    for root in plan.roots("project"):
        tell(root, 2)
    return Chapter(wording.words("Main tasks"), blocks) if blocks else None


def safeguards(plan: Plan, wording: Wording) -> Chapter | None:
    """Safeguards by kind; a kind with several measures has them under a heading of its own."""
    words = wording.words
    by_kind: dict[str | None, list[Safeguard]] = {kind: [] for kind in (*c.SAFEGUARD_KIND, None)}
    for one in plan.all(Safeguard):
        by_kind[one.kind].append(one)
    blocks: list[Block] = []
    for kind, listed in by_kind.items():
        several = kind is not None and len(listed) > 1
        if kind is not None and several:
            blocks.append(Heading(2, words(c.SAFEGUARD_KIND[kind])))
        for one in listed:
            blocks.append(Heading(3 if several else 2, _title(one.title)))
            blocks += _paragraphs(one.text, wording)
            units = unit_names(plan, [one.responsible_unit])
            _add_aside(
                [wording.labelled("Responsible unit", wording.listed(units))] if units else [],
                blocks,
                wording,
            )
    return Chapter(words("Safeguard measures"), blocks) if blocks else None


def _title(title: str) -> str:
    """A title on one line, without a typed number and without a full stop."""
    return without_number(" ".join(printable(title).split())).rstrip("。.；;")


def _paragraphs(text: str | None, wording: Wording) -> list[Block]:
    """Text of an element: its paragraphs and lists. What looks like a heading in it is a paragraph here."""
    blocks: list[Block] = []
    for part in parts_of(text or ""):
        if isinstance(part, HeadingLine):
            blocks.append(Paragraph((Run(part.text, "strong"),)))
        elif isinstance(part, ItemLine):
            if part.number is None:
                mark = "——" if wording.chinese else "– "
            else:
                mark = f"（{part.number}）" if wording.chinese else f"({part.number}) "
            blocks.append(Point(mark, part.runs, part.depth))
        elif isinstance(part, Paragraph):
            *before, last = part.runs
            blocks.append(Paragraph((*before, last._replace(text=wording.sentence(last.text)))))
    return blocks


def _add_goal_particulars(plan: Plan, goal: Goal, blocks: list[Block], wording: Wording) -> None:
    measured = [
        indicator
        for indicator in plan.all(Indicator)
        if goal.id in (indicator.goals or ()) and not plan.children(indicator.id)
    ]
    if measured:
        names = []
        for indicator in measured:
            target = last_target(indicator, wording)
            names.append(wording.beside(indicator.name, target) if target else indicator.name)
        text = wording.labelled(N_("Measured by"), wording.listed(names))
        blocks.append(Paragraph(plain(wording.sentence(printable(text)))))
    said = []
    if units := unit_names(plan, [goal.responsible_unit]):
        said.append(wording.labelled("Responsible unit", wording.listed(units)))
    if goal.due:
        said.append(wording.labelled("Due date", wording.day(goal.due)))
    _add_aside(said, blocks, wording)


def _add_project_particulars(plan: Plan, project: Project, blocks: list[Block], wording: Wording) -> None:
    if project.deliverables:
        names = wording.listed(printable(name).strip(" 。；;") for name in project.deliverables)
        blocks.append(Paragraph(plain(wording.sentence(wording.labelled("Deliverables", names)))))
    said = []
    for label, ids in (
        (N_("Lead unit"), (project.lead_unit, *(project.co_leads or ()))),
        (N_("Responsible units"), project.responsible_units or ()),
        (N_("Supporting units"), project.support_units or ()),
    ):
        if units := unit_names(plan, ids):
            said.append(wording.labelled(label, wording.listed(units)))
    if project.due_text:
        said.append(wording.labelled("Due date", printable(project.due_text)))
    elif project.end:
        said.append(wording.labelled("Due date", wording.day(project.end)))
    elif project.ongoing:
        said.append(wording.words("Ongoing"))
    _add_aside(said, blocks, wording)


def _add_aside(said: list[str], blocks: list[Block], wording: Wording) -> None:
    """Put what belongs to the text above in brackets at its end: （牵头单位：X；配合单位：Y）."""
    if not said:
        return
    aside = Run(wording.bracketed(printable(wording.clauses(said))), "aside")
    if blocks and isinstance(blocks[-1], Paragraph):
        gap = () if wording.chinese else plain(" ")
        blocks[-1] = Paragraph((*blocks[-1].runs, *gap, aside))
    else:
        blocks.append(Paragraph((aside,)))
