"""What mends findings of the whole (S): the plan's head, codes, bases, safeguards, chapters, services.

Links among needs, goals and projects are in goals.py.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from workbench.i18n import N_
from workbench.patterns import Pattern
from workbench.plan import edits, ids
from workbench.plan.choices import LEVEL, LIFE_STAGE, SAFEGUARD_KIND, SECTION_KIND
from workbench.plan.elements import KINDS, Element, PlanHead, Safeguard, Section, Service
from workbench.plan.records import Span
from workbench.rules.fixes.additions import additions, pending, words_of_plan
from workbench.rules.fixing import fix, way
from workbench.rules.structure import chapters_missing, livelihood_stages_missing, speaks_of_stage
from workbench.rules.whole import SAFEGUARDS, is_blank

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from workbench.plan.change import Change
    from workbench.rules.finding import Finding
    from workbench.rules.fixing import Fix
    from workbench.rules.view import View

# -- the plan's head -----------------------------------------------------------------------------------

_YEARS: Final = Pattern(r"((?:19|20)\d{2})\s*年?\s*(?:[-—–~～至到]|——)\s*((?:19|20)\d{2})")
#: What an issuing authority is called after its region.
_AUTHORITY: Final = Pattern(r"(?:人民政府(?:办公[厅室])?|市政府|管委会|管理委员会)$")
#: Endings of regions -> level, the longest first.
_LEVEL_BY_ENDING: Final = (
    ("自治区", "province"),
    ("街道", "town"),
    ("社区", "community"),
    ("省", "province"),
    ("市", "city"),
    ("州", "city"),
    ("区", "district"),
    ("县", "district"),
    ("旗", "district"),
    ("镇", "town"),
    ("乡", "town"),
    ("村", "community"),
)


@fix("S101")
def fill_in_head(seen: View, head: PlanHead, finding: Finding) -> Iterator[Fix]:
    """Fill in what other entries of the plan's head tell."""
    field = finding.field
    label = f"@{PlanHead.field_of[field].label}"
    value: Any = None
    shown = ""
    if field == "level":
        if (level := _level(head)) is not None:
            yield way(
                N_("Set “{field}” of the plan to {what}"),
                [edits.set_field(seen.plan, head.id, field, level)],
                field=label,
                what=f"@{LEVEL[level]}",
            )
    elif field == "period" and (match := _YEARS.search(head.title or "")):
        first, last = int(match[1]), int(match[2])
        # With a base year inside the period it would not be the plan's.
        if first <= last and (head.base_year is None or head.base_year <= first):
            value = Span(start=date(first, 1, 1), end=date(last, 12, 31))
            shown = f"{value.start.isoformat()} – {value.end.isoformat()}"
    elif field == "base_year" and head.period is not None:
        value = head.period.start.year - 1
    elif field == "issuing_body" and head.region_name and words_of_plan(seen).code == "zh":
        if _level(head) in ("province", "city", "district", "town"):
            value = f"{head.region_name.strip()}人民政府"
    elif field == "region_name" and head.issuing_body:
        named = _AUTHORITY.sub("", head.issuing_body.strip())
        value = named if named and named != head.issuing_body.strip() else None
    if value is None:
        return
    yield way(
        N_("Set “{field}” of the plan to {value}"),
        [edits.set_field(seen.plan, head.id, field, value)],
        field=label,
        value=shown or str(value),
    )


def _level(head: PlanHead) -> str | None:
    """The level that the region's code or name tells."""
    if head.level is not None:
        return head.level
    if head.members:
        return "cluster"
    code = (head.region_code or "").strip()
    if code.isdigit() and len(code) in (6, 9, 12):
        if len(code) > 6:
            return "town" if len(code) == 9 or code.endswith("000") else "community"
        return "province" if code.endswith("0000") else "city" if code.endswith("00") else "district"
    name = (head.region_name or "").strip()
    return next((level for ending, level in _LEVEL_BY_ENDING if name.endswith(ending)), None)


@fix("S102")
def mend_period(seen: View, head: PlanHead, finding: Finding) -> Iterator[Fix]:
    """Swap first and last day, or let the plan run to the year's end; base it on the year before."""
    period = head.period
    if period is None:
        return
    if finding.field == "base_year":
        year = min(period.start, period.end).year - 1
        yield way(
            N_("Set the base year to {year}, the year before the plan"),
            [edits.set_field(seen.plan, head.id, "base_year", year)],
            year=str(year),
        )
    elif period.end < period.start:
        if head.base_year is not None and period.start.year >= head.base_year > period.end.year:
            # Swapped, the base year would lie inside the period.
            return
        yield way(
            N_("Swap the first and the last day of the plan"),
            [edits.set_field(seen.plan, head.id, "period", Span(start=period.end, end=period.start))],
        )
    elif (period.start.month, period.start.day) != (12, 31):
        last = date(period.start.year, 12, 31)
        yield way(
            N_("Let the plan run until {day}"),
            [edits.set_field(seen.plan, head.id, "period", Span(start=period.start, end=last))],
            day=last.isoformat(),
        )


# -- codes ---------------------------------------------------------------------------------------------


@fix("S103")
def give_free_code(seen: View, element: Element, _finding: Finding) -> Iterator[Fix]:
    """Give the later ones free codes; from approval on codes are cited, and it is the planner's choice."""
    code = (element.code or "").strip()
    sharing = _codes(seen, element.kind_name).bearers.get(code, [])
    others = [one for one in sharing if one.id != element.id]
    if not code or not others:
        return
    is_first = sharing[0].id == element.id
    for recoded in (others, [element]) if is_first else ([element], others):
        changes, codes = _recoded(seen, recoded)
        if recoded is others:
            message = N_("Keep {code} for {name} and give the others the free code {codes}")
        else:
            message = N_("Give {name} the free code {codes} instead of {code}")
        yield way(
            message,
            changes,
            safe=not seen.approved and (recoded is others) == is_first,
            code=code,
            name=element.name_shown or code,
            codes="、".join(codes[:5]) + ("…" if len(codes) > 5 else ""),
        )


def _recoded(seen: View, elements: Iterable[Element]) -> tuple[list[Change], list[str]]:
    changes, codes = [], []
    for at, one in enumerate(elements):
        codes.append(_codes(seen, one.kind_name).free(at))
        changes.append(edits.set_field(seen.plan, one.id, "code", codes[-1]))
    return changes, codes


class _Codes:
    """The codes of a kind: who bears which, and which are free; looked through once for many findings."""

    def __init__(self, seen: View, kind: str) -> None:
        #: Those that share a code; most do not, and a list for each would take long to make.
        self.bearers: dict[str, list[Element]] = {}
        alone: dict[str, Element] = {}
        coded = [one for one in seen.plan.of_kind(kind) if one.code]
        taken = [one.code or "" for one in coded]
        for code, one in zip((code.strip() for code in taken), coded, strict=True):
            first = alone.setdefault(code, one)
            if first is not one:
                self.bearers.setdefault(code, [first]).append(one)
        self._next = ids.next_codes(KINDS[kind].code_prefix, taken)
        self._free: list[str] = []

    def free(self, at: int) -> str:
        """A free code, counted from 0."""
        while len(self._free) <= at:
            self._free.append(next(self._next))
        return self._free[at]


def _codes(seen: View, kind: str) -> _Codes:
    found = seen.memo.get(f"codes of {kind}")
    if found is None:
        found = seen.memo[f"codes of {kind}"] = _Codes(seen, kind)
    assert isinstance(found, _Codes)
    return found


# -- bases, safeguards, chapters, services -------------------------------------------------------------

_CITED: Final = Pattern(r"《([^《》]{4,80})》(?:[（(]([^（()）]{2,20}〔\d{4}〕\d{1,4}号)[)）])?")


@fix("S110")
def take_bases_from_text(seen: View, head: PlanHead, _finding: Finding) -> Iterator[Fix]:
    """Enter the plans above, and the documents that the text names, as bases."""
    for parent in seen.surroundings.parents if seen.surroundings is not None else ():
        above = parent.head
        values = {
            "title": above.title,
            "document_number": above.document_number,
            "issuer": above.issuing_body,
            "date": above.issued_on,
        }
        yield way(
            N_("Enter the plan above, {title}, as a basis"),
            [edits.add(seen.plan, "basis", values)],
            title=above.title,
        )
    own = head.title.strip()
    cited: dict[str, str | None] = {}
    for section in seen.plan.all(Section):
        for match in _CITED.finditer((section.text or "")[:100_000]):
            if match[1] not in own and own not in match[1]:
                cited[match[1]] = cited.get(match[1]) or match[2]
    if not cited:
        return
    rows = [{"title": title, "document_number": number} for title, number in list(cited.items())[:30]]
    yield way(
        N_("Enter the documents that the text names as bases: {titles}"),
        additions(seen.plan, "basis", rows),
        titles="、".join(str(row["title"]) for row in rows[:5]) + ("…" if len(rows) > 5 else ""),
    )


@fix("S111")
def add_safeguards(seen: View, _head: PlanHead, _finding: Finding) -> Iterator[Fix]:
    """Add a safeguard of each missing kind; its text and unit are left to be stated."""
    present = {one.kind for one in seen.plan.all(Safeguard)}
    missing = [kind for kinds in SAFEGUARDS.values() for kind in kinds if kind not in present]
    if not missing:
        return
    say = words_of_plan(seen)
    rows: list[dict[str, Any]] = [
        {
            "title": say(SAFEGUARD_KIND[kind]),
            "kind": kind,
            "absent": pending(("text", "responsible_unit")),
        }
        for kind in missing
    ]
    yield way(
        N_("Add safeguards, to be worked out: {titles}"),
        additions(seen.plan, "safeguard", rows),
        titles="、".join(row["title"] for row in rows),
    )


@fix("S115")
def name_chapters(seen: View, _head: PlanHead, _finding: Finding) -> Iterator[Fix]:
    """Give chapters the kind that their titles tell, where all that is missing is there under a title."""
    say = words_of_plan(seen)
    sections = [one for one in seen.plan.all(Section) if not is_blank(one.text)]
    told: dict[str, str] = {}
    for kinds in chapters_missing(seen):
        found = next(
            (
                (section, kind)
                for kind in kinds
                for section in sections
                if section.id not in told
                and section.kind in (None, "other")
                and say(SECTION_KIND[kind]) in section.title
            ),
            None,
        )
        if found is None:
            return
        told[found[0].id] = found[1]
    if told:
        yield way(
            N_("Give the chapters the kinds that their titles tell: {titles}"),
            [edits.set_fields(seen.plan, {id_: {"kind": kind} for id_, kind in told.items()})],
            titles="、".join(section.title for section in sections if section.id in told),
        )


@fix("S120")
def add_services(seen: View, _head: PlanHead, _finding: Finding) -> Iterator[Fix]:
    """Give services the stage of life that their titles tell; or add services, to be worked out."""
    missing = livelihood_stages_missing(seen)
    if not missing:
        return
    say = words_of_plan(seen)
    told: dict[str, str] = {}
    for stage in missing:
        for service in seen.plan.all(Service):
            if service.life_stage in (None, "other") and speaks_of_stage(stage, service.title):
                told.setdefault(service.id, stage)
    if set(told.values()) == set(missing):
        yield way(
            N_("Give the services the life stages that their titles tell: {titles}"),
            [edits.set_fields(seen.plan, {id_: {"life_stage": stage} for id_, stage in told.items()})],
            titles="、".join(one.title for one in seen.plan.all(Service) if one.id in told),
        )
    rows: list[dict[str, Any]] = [
        {
            "title": say(LIFE_STAGE[stage]),
            "life_stage": stage,
            "absent": pending(("unit", "projects", "steps_before", "steps_after")),
        }
        for stage in missing
    ]
    yield way(
        N_("Add services, to be worked out: {titles}"),
        additions(seen.plan, "service", rows),
        titles="、".join(row["title"] for row in rows),
    )
