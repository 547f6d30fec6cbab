"""Links between two kinds as a matrix: lines grouped by the five problems, sparse cells, gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.analysis.gaps import lacks
from workbench.analysis.search import matches
from workbench.i18n import N_
from workbench.plan.choices import DOMAIN
from workbench.plan.elements import KINDS, Goal, Indicator, Project
from workbench.plan.links import references_in

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from workbench.plan.change import Change, Operation
    from workbench.plan.elements import Element
    from workbench.plan.plan import Plan
    from workbench.plan.record import Record


class Pairing(NamedTuple):
    """Which links a matrix shows: kinds of rows and columns, kind and field that hold the links."""

    key: str
    title: str
    rows: str
    columns: str
    holder: str
    field: str

    @property
    def details(self) -> tuple[str, ...]:
        """Names of what can be said of a link: role; contribution and year; nothing."""
        record = KINDS[self.holder].field_of[self.field].record
        return () if record is None else tuple(one.name for one in record.fields if one.type != "reference")

    @property
    def pointing(self) -> str:
        """The field of a link's record that points at the other element; "" where there is no record."""
        record = KINDS[self.holder].field_of[self.field].record
        return "" if record is None else next(one.name for one in record.fields if one.type == "reference")

    def ends(self, row: str, column: str) -> tuple[str, str]:
        """(holder of the link, what it points at) of a cell."""
        return (row, column) if self.holder == self.rows else (column, row)


PAIRINGS: Final = (
    Pairing("goals_projects", N_("Goals × projects"), "goal", "project", "project", "goals"),
    Pairing("goals_indicators", N_("Goals × indicators"), "goal", "indicator", "indicator", "goals"),
    Pairing(
        "projects_indicators", N_("Projects × indicators"), "project", "indicator", "project", "indicators"
    ),
)
#: Stands for elements that state no problem, and take none from what they hang on.
NO_PROBLEM: Final = ""
#: The groups of lines, in their order.
GROUPS: Final = (*DOMAIN, NO_PROBLEM)
#: Operations from which on everything is read afresh.
_MANY: Final = 200
#: Fields that no gap hangs on.
_WORDS_ONLY: Final = frozenset(
    {"title", "name", "code", "description", "notes", "position", "domains", "subjects"}
)
#: What a cell holds where a link is nothing but a link.
_PLAIN: Final[tuple[Record, ...]] = ()


class Line(NamedTuple):
    """A row or a column: an element, or (without an id) the heading of a group of so many."""

    id: str
    group: str
    depth: int = 0
    many: int = 0

    @property
    def is_heading(self) -> bool:
        """Whether it is the heading of a group."""
        return not self.id


class Wanted(NamedTuple):
    """What of a matrix is to be seen: typed filters, one problem (None: all), only lines with gaps."""

    rows: str = ""
    columns: str = ""
    problem: str | None = None
    gaps: bool = False
    closed_rows: frozenset[str] = frozenset()
    closed_columns: frozenset[str] = frozenset()


class Problems:
    """The main problem of each goal, project and indicator: stated, or taken from what it hangs on."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._known: dict[str, str] = {}

    def main(self, element: Element) -> str:
        """The first problem of an element; NO_PROBLEM when nothing tells."""
        known = self._known.get(element.id)
        if known is not None:
            return known
        stated = element.get("domains") if "domains" in element.place_of else None
        if stated:
            found = stated[0] if stated[0] in DOMAIN else NO_PROBLEM
        else:
            # While it is being worked out: a circle of links gives nothing.
            self._known[element.id] = NO_PROBLEM
            found = self._of_others(element)
        self._known[element.id] = found
        return found

    def _of_others(self, element: Element) -> str:
        # Parents are gone up in a loop, not by recursion: a tree may be as deep as it has elements.
        for one in (element, *self._plan.ancestors(element.id)):
            if one is not element:
                if one.id in self._known:
                    return self._known[one.id]
                if one.get("domains"):
                    return self.main(one)
            if isinstance(one, Project):
                goals: Iterable[str] = (link.goal for link in one.goals or ())
            elif isinstance(one, Indicator):
                goals = one.goals or ()
            else:
                continue
            for id_ in goals:
                goal = self._plan.find(id_, Goal)
                if goal is not None and (found := self.main(goal)):
                    return found
        return NO_PROBLEM


class Matrix:
    """The links of one pairing, as far as they are wanted.

    ``rows`` and ``columns`` are the lines to be seen; ``at`` gives what a cell holds. ``follow`` brings it up
    to date with a change that has been applied, and says whether lines may have come, gone or moved.
    """

    def __init__(self, plan: Plan, pairing: Pairing, wanted: Wanted = Wanted()) -> None:  # noqa: B008 - immutable
        self.plan = plan
        self.pairing = pairing
        self.wanted = wanted
        self.rows: list[Line] = []
        self.columns: list[Line] = []
        self.row_of: dict[str, int] = {}
        self.column_of: dict[str, int] = {}
        #: Row id -> column id -> records of the link.
        self._cells: dict[str, dict[str, tuple[Record, ...]]] = {}
        self._held: dict[str, tuple[str, ...]] = {}
        self._gaps: dict[str, bool] = {}
        #: Kind -> its elements in the order of the tree with their groups; until the plan changes.
        self._ordered: dict[str, list[tuple[Element, str]]] = {}
        #: Kind and closed groups -> all its lines, none filtered out; until the plan changes, too.
        self._whole: dict[tuple[str, frozenset[str]], list[Line]] = {}
        self._read_cells()
        self.arrange(wanted)

    # -- cells -----------------------------------------------------------------------------------------

    def _read_cells(self) -> None:
        self._cells.clear()
        self._held.clear()
        for element in self.plan.of_kind(self.pairing.holder):
            self._read(element)

    def _read(self, holder: Element) -> None:
        """Take up the links that one element holds."""
        for other in self._held.pop(holder.id, ()):
            row, column = self._place(holder.id, other)
            line = self._cells[row]
            del line[column]
            if not line:
                del self._cells[row]
        links = links_of(holder, self.pairing)
        kind = self.pairing.columns if self.pairing.holder == self.pairing.rows else self.pairing.rows
        kept = []
        for other, records in links.items():
            target = self.plan.elements.get(other)
            if target is not None and target.kind_name == kind:
                row, column = self._place(holder.id, other)
                self._cells.setdefault(row, {})[column] = records
                kept.append(other)
        if kept:
            self._held[holder.id] = tuple(kept)

    def _place(self, holder: str, other: str) -> tuple[str, str]:
        return (holder, other) if self.pairing.holder == self.pairing.rows else (other, holder)

    def at(self, row: str, column: str) -> tuple[Record, ...] | None:
        """The records of the link of two elements (none where it is a mere link); None without a link."""
        line = self._cells.get(row)
        return line.get(column) if line is not None else None

    def of_row(self, row: str) -> dict[str, tuple[Record, ...]]:
        """All links of a row: column id -> records."""
        return self._cells.get(row, {})

    def links_in_sight(self) -> int:
        """How many links there are between the lines to be seen."""
        columns = self.column_of
        return sum(
            1
            for row in self.rows
            for column in self._cells.get(row.id, ())
            if not row.is_heading and column in columns
        )

    def gaps_in_sight(self) -> int:
        """How many of the lines to be seen have a gap."""
        return sum(
            1 for lines in (self.rows, self.columns) for line in lines if line.id and self.has_gap(line.id)
        )

    def has_gap(self, id_: str) -> bool:
        """Whether an element lacks what this matrix links it with."""
        known = self._gaps.get(id_)
        if known is None:
            element = self.plan.elements.get(id_)
            known = False
            if element is not None:
                other = self.pairing.columns if element.kind_name == self.pairing.rows else self.pairing.rows
                known = other in lacks(self.plan, element)
            self._gaps[id_] = known
        return known

    # -- lines -----------------------------------------------------------------------------------------

    def arrange(self, wanted: Wanted) -> None:
        """Show what is wanted."""
        self.wanted = wanted
        if not self._ordered:
            main = Problems(self.plan).main
            for kind in (self.pairing.rows, self.pairing.columns):
                self._ordered[kind] = [(one, main(one)) for one in _in_tree_order(self.plan, kind)]
        self.rows = self._lines(self.pairing.rows, wanted.rows, wanted.closed_rows)
        self.columns = self._lines(self.pairing.columns, wanted.columns, wanted.closed_columns)
        self.row_of = {line.id: at for at, line in enumerate(self.rows) if line.id}
        self.column_of = {line.id: at for at, line in enumerate(self.columns) if line.id}

    def _lines(self, kind: str, typed: str, closed: frozenset[str]) -> list[Line]:
        wanted = self.wanted
        typed = typed.strip()
        if typed or wanted.problem is not None or wanted.gaps:
            return self._lines_left(kind, typed, closed)
        lines = self._whole.get((kind, closed))
        if lines is None:
            lines = self._whole[kind, closed] = self._lines_left(kind, "", closed)
        return lines

    def _lines_left(self, kind: str, typed: str, closed: Collection[str]) -> list[Line]:
        groups: dict[str, list[tuple[Element, int]]] = {name: [] for name in GROUPS}
        depths: dict[tuple[str, str], int] = {}
        wanted = self.wanted
        for element, group in self._ordered[kind]:
            if wanted.problem is not None and group != wanted.problem:
                continue
            if typed and not self._answers(element, typed):
                continue
            if wanted.gaps and not self.has_gap(element.id):
                continue
            above = element.get(element.parent_field) if element.parent_field else None
            depth = depths.get((above, group), -1) + 1 if above is not None else 0
            depths[element.id, group] = depth
            groups[group].append((element, depth))
        lines: list[Line] = []
        for name, members in groups.items():
            if members:
                lines.append(Line("", name, 0, len(members)))
                if name not in closed:
                    lines.extend(Line(element.id, name, depth) for element, depth in members)
        return lines

    def _answers(self, element: Element, typed: str) -> bool:
        return matches(typed, f"{element.code or ''} {element.name_shown}") is not None

    # -- following -------------------------------------------------------------------------------------

    def follow(self, change: Change | None) -> bool:
        """Follow a change that has been applied to the plan; True when the lines may be others now."""
        self._ordered.clear()
        self._whole.clear()
        if change is None or len(change.operations) > _MANY:
            self._gaps.clear()
            self._read_cells()
            return self._arrange_anew()
        pairing = self.pairing
        kinds = {pairing.rows, pairing.columns, "goal"}
        moved = reread = False
        touched: list[Element] = []
        for op in change.operations:
            if op.kind not in kinds and op.kind != "need":
                continue
            if op.action != "set":
                moved = reread = True
                continue
            element = self.plan.elements[op.id]
            self._forget_gaps(op)
            if op.kind == pairing.holder and op.field == pairing.field:
                touched.append(element)
                # What has no problem of its own takes that of what it is linked with.
                moved = moved or self.wanted.gaps or not element.get("domains")
            elif op.kind == "need":
                continue
            elif op.field in ("position", "domains", "goals", KINDS[op.kind].parent_field):
                moved = True
            elif op.field in ("code", KINDS[op.kind].title_field):
                moved = moved or bool(self.wanted.rows or self.wanted.columns)
            else:
                moved = moved or self.wanted.gaps
        if reread:
            self._gaps.clear()
            self._read_cells()
        else:
            for element in touched:
                self._read(element)
        return self._arrange_anew() if moved else False

    def _arrange_anew(self) -> bool:
        before = self.rows, self.columns
        self.arrange(self.wanted)
        return before != (self.rows, self.columns)

    def _forget_gaps(self, op: Operation) -> None:
        """What one operation can have given a gap, or filled one, is looked at again."""
        if op.field in ("goals", "indicators"):
            declared = KINDS[op.kind].field_of[op.field]
            near = [op.id, *references_in(declared, op.before), *references_in(declared, op.after)]
            # Parts hold by what their whole is linked with.
            near += self.plan.subtree(op.id)
            for id_ in near:
                self._gaps.pop(id_, None)
        elif op.field not in _WORDS_ONLY:
            self._gaps.clear()


def _in_tree_order(plan: Plan, kind: str) -> Iterator[Element]:
    """The elements of a tree kind, parents before their parts."""
    elements = plan.elements
    waiting = list(reversed(plan.roots(kind)))
    seen = set()
    while waiting:
        id_ = waiting.pop()
        seen.add(id_)
        yield elements[id_]
        below = plan.children(id_)
        if below:
            waiting.extend(reversed(below))
    if len(seen) < plan.count(kind):
        # Parents in a circle, as a damaged file may hold them: they stand at the end.
        yield from (one for one in plan.of_kind(kind) if one.id not in seen)


def links_of(holder: Element, pairing: Pairing) -> dict[str, tuple[Record, ...]]:
    """What a holder points at, with the records that say more of it."""
    held = holder.get(pairing.field)
    if not held:
        return {}
    if not pairing.pointing:
        return dict.fromkeys(held, _PLAIN)
    found: dict[str, tuple[Record, ...]] = {}
    for record in held:
        other = record.get(pairing.pointing)
        found[other] = (*found.get(other, ()), record)
    return found
