"""Exports: documents of a plan as files, several kinds, forms and units in one go, all of them or none."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from workbench.documents.source import KINDS, Kind, Source
from workbench.documents.writers import written
from workbench.errors import Problem
from workbench.files import fit_name, target_of, write_together
from workbench.i18n import N_, words
from workbench.plan.elements import Unit
from workbench.session.writing import Making, make_beside

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from workbench.documents.outline import Outline
    from workbench.plan.plan import Plan
    from workbench.rules.surroundings import Surroundings
    from workbench.session.export_choices import Export
    from workbench.session.jobs import Progress
    from workbench.session.session import Session

#: Forms that are calculated with or searched rather than read on paper: nothing in them is cut short.
_COMPLETE = frozenset({".xlsx", ".csv", ".html"})
_WRITING = N_("Writing the documents")
#: How much of the work with a template is done when the documents' blocks are made.
_OUTLINES = 0.2


class Ground(NamedTuple):
    """What documents are made from: a plan that does not change meanwhile, and what is known beside it."""

    plan: Plan
    today: date
    change: int = 0
    before: Plan | None = None
    before_name: str = ""
    surroundings: Surroundings | None = None
    sign: str = ""

    def source(self, export: Export, unit: str | None = None, *, complete: bool = False) -> Source:
        """What one document is made from."""
        return Source(
            self.plan,
            export.language,
            self.today,
            unit=unit,
            year=export.year,
            change=self.change,
            sign=self.sign,
            before=self.before,
            before_name=self.before_name,
            cover=export.cover,
            contents=export.contents,
            figures=export.figures,
            letter=export.letter,
            complete=complete,
            surroundings=self.surroundings,
        )


def shows_findings(export: Export) -> bool:
    """Whether a document of an export tells or draws what the check finds."""
    # A template may ask for the findings in any document.
    draws = "plan" in export.kinds and export.figures is not False
    return draws or "check-report" in export.kinds or bool(export.templates)


def ground_of(session: Session, plan: Plan, export: Export) -> Ground:
    """Read what an export needs; a Problem when it is to compare with a version that is not there."""
    from workbench.rules.checker import today

    before = None
    if "difference" in export.kinds and export.before:
        before = _as_it_was(session, plan.id, export.before)
    surroundings = session.surroundings_of(plan) if shows_findings(export) else None
    change = session.newest_of(plan.id)
    sign = session.sign_of(plan.id, change)
    return Ground(plan.snapshot(), today(), change, before, export.before, surroundings, sign)


def _as_it_was(session: Session, plan_id: str, name: str) -> Plan:
    for version in session.versions(plan_id):
        if version.name == name:
            return session.plan_as_of(version.number, plan_id)
    from workbench.session.versions import named, state

    if session.plan is None or session.plan.id != plan_id:
        session.open_plan(plan_id)
    plan = state(session, named(session, name))
    if not plan.exists:
        raise Problem(N_("“{said}”: the plan was deleted then"), said=name)
    return plan


class Wanted(NamedTuple):
    """A file that is wanted: which document, for which unit (an id), where; its suffix is its form."""

    kind: Kind
    unit: str | None
    path: Path


class LeftOut(NamedTuple):
    """A document that could not be made, and why."""

    kind: Kind
    unit: str | None
    why: Problem


class Made(NamedTuple):
    """What has been made: the files, not yet written, what was left out, and how it turned out.

    ``pages`` counts those of PDF files. ``fonts`` are pairs: the typeface of the layout, the one taken
    instead. ``boxes`` are signs that no font of this computer can draw.
    """

    files: list[tuple[Path, bytes]]
    left_out: list[LeftOut]
    pages: dict[Path, int]
    fonts: list[tuple[str, str]]
    boxes: str

    def leave_out(self, left_out: Iterable[LeftOut]) -> None:
        """Add what could not be made; each document once, in however many forms."""
        known = {(one.kind.key, one.unit) for one in self.left_out}
        self.left_out.extend(one for one in left_out if (one.kind.key, one.unit) not in known)

    def write(self) -> None:
        """Put all files in their places, or none."""
        write_together(self.files)


def units_for(plan: Plan, kind: Kind, chosen: Iterable[str] = ()) -> list[str | None]:
    """The units that a kind is made for: those chosen, else all with work; [None] where it has no unit."""
    if not kind.by_unit:
        return [None]
    from workbench.documents.unit_work import units_with_work

    wanted = set(chosen)
    return [one.unit.id for one in units_with_work(plan) if not wanted or one.unit.id in wanted]


def files_of(export: Export, plan: Plan) -> list[Wanted]:
    """The files that an export writes, with names made of plan, document and unit."""
    said = words(export.language)
    taken: set[str] = set()
    files: list[Wanted] = []
    for key in export.kinds:
        kind = KINDS[key]
        for id_ in units_for(plan, kind, export.units):
            unit = plan.find(id_, Unit)
            parts = [] if key == "plan" else [said(kind.title)]
            name = free_name(plan.head.title, [*parts, *([unit.name] if unit is not None else [])], taken)
            for suffix in export.forms:
                if suffix in kind.forms:
                    files.append(Wanted(kind, id_, Path(export.folder) / f"{name}{suffix}"))
    return files


def free_name(title: str, parts: Iterable[str], taken: set[str]) -> str:
    """A file name without suffix of a title and what tells the file from others; none twice."""
    ends = "".join(f"-{fit_name(part)[:30]}" for part in parts)
    # Room for both within what file systems take: the end is what tells the files apart.
    first = f"{fit_name(title)[: max(12, 70 - len(ends))].rstrip()}{ends}"
    name, count = first, 1
    while name.casefold() in taken:
        count += 1
        name = f"{first}-{count}"
    taken.add(name.casefold())
    return name


def make(files: Iterable[Wanted], export: Export, ground: Ground, progress: Progress) -> Made:
    """Make the files of an export; nothing is written yet.

    What a plan gives nothing for is left out. A Problem when nothing is left, or a file has no place.
    """
    wanted = list(files)
    if not wanted:
        raise _nothing(export)
    for one in wanted:
        target_of(one.path)
    made = Made([], [], {}, [], "")
    boxes: set[str] = set()
    filled: defaultdict[str, list[Wanted]] = defaultdict(list)
    outlines: dict[tuple[str, str | None, bool], Outline | Problem] = {}

    def make_one(one: Wanted, making: Making) -> tuple[Outline | Problem, bytes]:
        suffix = one.path.suffix.lower()
        key = (one.kind.key, one.unit, suffix in _COMPLETE)
        if key not in outlines:
            outlines[key] = _outline(one, export, ground, complete=key[2])
        outline = outlines[key]
        if isinstance(outline, Problem):
            return outline, b""
        return outline, written(making.through(outline), suffix)

    for at, one in enumerate(wanted):
        progress.step(at, len(wanted), _WRITING)
        suffix = one.path.suffix.lower()
        if suffix == ".docx" and export.template_of(one.kind.key):
            filled[one.kind.key].append(one)
            continue
        outline, data = make_beside(partial(make_one, one), progress, len(made.files), len(wanted), _WRITING)
        if isinstance(outline, Problem):
            made.leave_out([LeftOut(one.kind, one.unit, outline)])
            continue
        made.files.append((one.path, data))
        if suffix == ".pdf":
            from workbench.documents.pages import page_pictures
            from workbench.documents.pdf import missing_glyphs

            with page_pictures(data, 1) as pages:
                made.pages[one.path] = len(pages)
            boxes.update(missing_glyphs(outline))
    for alike in filled.values():
        fill = partial(_fill, alike, export, ground)
        done, left_out = make_beside(fill, progress, len(made.files), len(wanted), _WRITING, len(alike))
        made.files.extend(done)
        made.leave_out(left_out)
    if not made.files:
        raise made.left_out[0].why
    if made.pages:
        from workbench.documents.pdf import fonts_used

        made.fonts.extend((font.wanted, font.family) for font in fonts_used() if font.stands_in)
    progress.step(len(wanted), len(wanted))
    return made._replace(boxes="".join(sorted(boxes)))


def _fill(
    files: list[Wanted], export: Export, ground: Ground, making: Making
) -> tuple[list[tuple[Path, bytes]], list[LeftOut]]:
    """Word files of one kind made of an own template, all at once, and what the plan gives nothing for."""
    from workbench.documents.template import read_template, render

    key = files[0].kind.key
    template = read_template(Path(export.template_of(key)))
    paths: list[Path] = []
    documents: list[tuple[Source, Outline]] = []
    left_out: list[LeftOut] = []
    for at, one in enumerate(files):
        making.step(_OUTLINES * at / len(files))
        outline = _outline(one, export, ground, complete=False)
        if isinstance(outline, Problem):
            left_out.append(LeftOut(one.kind, one.unit, outline))
        else:
            paths.append(one.path)
            documents.append((ground.source(export, one.unit), outline))
    made = render(template, key, documents, lambda share: making.step(_OUTLINES + (1 - _OUTLINES) * share))
    return list(zip(paths, made, strict=True)), left_out


def _outline(wanted: Wanted, export: Export, ground: Ground, *, complete: bool) -> Outline | Problem:
    try:
        return wanted.kind.outline(ground.source(export, wanted.unit, complete=complete))
    except Problem as why:
        return why


def _nothing(export: Export) -> Problem:
    if all(KINDS[key].by_unit for key in export.kinds):
        return Problem(
            N_("The plan gives no unit anything to do; name lead units and responsible units in it first")
        )
    return Problem(N_("None of the chosen documents comes in the chosen forms; choose another form"))


def run(export: Export, ground: Ground, progress: Progress) -> Made:
    """Make all files of an export and put them in their places, or none; the job of the window."""
    made = make(files_of(export, ground.plan), export, ground, progress)
    made.write()
    return made


def remarks(made: Made, language: str) -> list[str]:
    """What there is to say of an export afterwards, a line each: pages, what is missing, fonts and signs."""
    said = words(language)
    told = []
    if made.pages:
        told.append(said(N_("Pages of the PDF files: {pages}"), pages=sum(made.pages.values())))
    reasons = dict.fromkeys(
        said(
            N_("Left out: {document}: {reason}"),
            document=said(left.kind.title),
            reason=said(left.why.message, **left.why.values),
        )
        for left in made.left_out
    )
    told.extend(reasons)
    told.extend(
        said(N_("{wanted} is not on this computer; {taken} was taken instead"), wanted=wanted, taken=taken)
        for wanted, taken in made.fonts
    )
    if made.boxes:
        told.append(said(N_("No font of this computer has these signs: {signs}"), signs=made.boxes))
    return told
