"""What a block of cells from a spreadsheet means in the table of a kind, before anything is changed."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from workbench.analysis.table_edits import REFUSED, Draft, Outcome
from workbench.analysis.table_headings import Heading, headings, unit_of
from workbench.analysis.typed import Names, read
from workbench.errors import Problem
from workbench.i18n import N_
from workbench.patterns import Pattern
from workbench.plan import edits, ids
from workbench.plan.change import Change, Label, Operation, canonical
from workbench.plan.edits import place_in_list
from workbench.plan.elements import KINDS
from workbench.plan.values import NONE_SIGNS, half_width, parse_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.analysis.blocks import Block
    from workbench.analysis.table_columns import Column
    from workbench.i18n import Words
    from workbench.plan.elements import Element
    from workbench.plan.plan import Plan

#: How rows of a block find their elements.
IN_PLACE: Final = "place"
BY_NAME: Final = "name"
ALL_NEW: Final = "new"
_WORDS: Final = frozenset({"text", "long_text", "texts"})
_TIME: Final = Pattern(r"\s+\d{1,2}:\d{2}(:\d{2})?(\s*[AaPp][Mm])?$")
_WEEKDAY: Final = Pattern(r"\s*[(（]?(星期|周)[一二三四五六日天][)）]?$")
#: Days of a spreadsheet are counted so; these are 1954 to 2119.
_DAY_ZERO: Final = date(1899, 12, 30)
_FIRST_DAY: Final = 20_000
_LAST_DAY: Final = 80_000
_CHINESE_BREAK: Final = Pattern(r"(?<=[^\x00-\xff])\s*\n\s*(?=[^\x00-\xff])")


class Reading(NamedTuple):
    """How a block is read. ``columns`` has for each of its columns the key of ours, or "" to leave it out.

    ``heads`` rows at the top are headings; ``units`` are the units of money that they name. ``makes``: what
    cells point at and is not there is added. ``empties``: empty cells empty what is there.
    """

    columns: tuple[str, ...]
    heads: int = 0
    match: str = IN_PLACE
    units: tuple[str, ...] = ()
    makes: bool = False
    empties: bool = False


def guessed(
    plan: Plan, kind: str, block: Block, columns: Sequence[Column], shown: Sequence[str], at: str
) -> Reading:
    """How a block is most likely meant: by its headings, or else from the column ``at`` on to the right."""
    known = headings(plan, kind, columns)
    best: tuple[int, int, list[str]] = (0, 0, [])
    for heads in dict.fromkeys((block.heads, *range(1, min(3, len(block.rows)) + 1))):
        if not heads:
            continue
        keys = [known.key_of(heading) for heading in _headings(block, heads)]
        keys = [key if key not in keys[:place] else "" for place, key in enumerate(keys)]
        count = sum(1 for key in keys if key)
        if count > best[0]:
            best = (count, heads, keys)
    count, heads, keys = best
    if count >= 2 or (count == 1 and block.width <= 2 and len(block.rows) > heads):
        units = tuple(unit_of(heading) for heading in _headings(block, heads))
        title = KINDS[kind].title_field
        match = BY_NAME if {"code", title} & set(keys) else IN_PLACE
        return Reading(tuple(keys), heads, match, units)
    first = shown.index(at) if at in shown else 0
    placed = [*shown[first:], *[""] * block.width][: block.width]
    return Reading(tuple(placed), 0, IN_PLACE, ("",) * block.width)


def _headings(block: Block, heads: int) -> list[Heading]:
    """The heading of each column: its texts from top to bottom, without what stands over the whole table."""
    rows = [row for row in block.rows[:heads] if len(set(row)) > 1 or block.width == 1]
    return [
        tuple(dict.fromkeys(row[at].strip() for row in rows if row[at].strip())) for at in range(block.width)
    ]


def understood(
    plan: Plan,
    kind: str,
    block: Block,
    reading: Reading,
    columns: Sequence[Column],
    targets: Sequence[str],
    words: Words,
    owner: str = "",
) -> Outcome:
    """What pasting a block would do. ``targets`` are the rows from the current one on, as they are shown.

    New milestones and scheme items belong to ``owner`` where no cell says otherwise.
    """
    return _Paste(plan, kind, block, reading, columns, targets, words, owner).outcome()


class _Paste:
    def __init__(
        self,
        plan: Plan,
        kind: str,
        block: Block,
        reading: Reading,
        columns: Sequence[Column],
        targets: Sequence[str],
        words: Words,
        owner: str,
    ) -> None:
        self.kind = kind
        self.cls = KINDS[kind]
        self.reading = reading
        by_key = {one.key: one for one in columns}
        #: (place in the block, column, unit of money in the heading).
        units = (*reading.units, *[""] * len(reading.columns))
        self.columns = [
            (at, by_key[key], units[at]) for at, key in enumerate(reading.columns) if key and key in by_key
        ]
        self.rows = block.rows[reading.heads :]
        self.targets = targets
        self.words = words
        self.owner = owner
        self.plan = plan
        # Rows may point at each other, so the new ones are there before any cell is read.
        self.staged = plan.snapshot()
        self.names = Names(self.staged)
        self.draft = Draft(self.staged, kind, words, self.names)
        self.made: list[Operation] = []
        self.made_names: list[str] = []
        self._by: dict[str, dict[str, list[Element]]] = {}
        self._here = Names(plan)

    def outcome(self) -> Outcome:
        elements = self._elements()
        for row, (element, why) in zip(self.rows, elements, strict=True):
            if element is None:
                continue
            is_new = element.id not in self.plan
            if element.id in self.draft.lines:
                self.draft.refuse_line(element.id, self.words(N_("Several of the rows pasted mean this one")))
                continue
            self.draft.begin(element, is_new=is_new)
            if why:
                self.draft.refuse_line(element.id, why)
                continue
            for at, column, unit in self.columns:
                self._put(element.id, column, row[at], unit)
        gone = self._without_incomplete()
        if gone:
            self._let_go(gone)
        lines = self.draft.lines
        taken = sum(1 for line in lines.values() if not line.why)
        label = Label(
            N_("Paste {count} rows into {kind}"),
            (("count", str(taken)), ("kind", f"@{self.cls.plural_label}")),
        )
        # What only refused cells asked for is not made.
        return self.draft.outcome(label, self._wanted(), self.made_names)

    # -- rows ------------------------------------------------------------------------------------------

    def _elements(self) -> list[tuple[Element | None, str]]:
        """For each row its element, one there is or a new one, and why nothing of it can be taken."""
        place = {column.key: at for at, column, _ in self.columns}
        found: list[tuple[Element | None, str]] = []
        fresh: list[tuple[int, Element]] = []
        title = self.cls.title_field if self.cls.title_field in self.cls.place_of else ""
        given = [row[place["code"]].strip() for row in self.rows] if "code" in place else []
        taken = [one.code for one in self.plan.of_kind(self.kind) if one.code]
        codes = ids.next_codes(self.cls.code_prefix, [*taken, *given]) if self.cls.code_prefix else iter(())
        for number, row in enumerate(self.rows):
            if not any(row[at].strip() for at, _, _ in self.columns):
                found.append((None, ""))
                continue
            held, why = self._known(number, row, place, title)
            if held is not None:
                found.append((held, why))
                continue
            values: dict[str, Any] = {"id": ids.new_id()}
            code = row[place["code"]].strip() if "code" in place else ""
            if "code" in self.cls.place_of and self.kind != "waiver":
                values["code"] = code or next(codes, None)
            if title and self.cls.field_of[title].type in ("text", "long_text"):
                values[title] = tidied(row[place[title]], "text") if title in place else ""
            if self.cls.owner_field:
                values[self.cls.owner_field] = self.owner or None
            fresh.append((number, self.cls(**values)))
            found.append((None, why))
        last = self.plan.of_kind(self.kind)
        low = (last[-1].position or "") if last else ""
        positions = (
            ids.several(low, "", len(fresh))
            if low or len(fresh) > 1
            else [place_in_list(self.plan, self.kind)]
        )
        operations = []
        for (number, element), position in zip(fresh, positions, strict=False):
            whole = element.but(position=position)
            found[number] = (whole, found[number][1])
            operations.append(Operation("add", self.kind, whole.id, "", None, whole))
        if operations:
            self.staged.apply(Change(tuple(operations), Label("")))
        return found

    def _known(
        self, number: int, row: tuple[str, ...], place: dict[str, int], title: str
    ) -> tuple[Element | None, str]:
        """The element that a row means, if it is there; None for a new one."""
        if self.reading.match == ALL_NEW:
            return None, ""
        if self.reading.match == IN_PLACE:
            return (
                (self.plan.elements[self.targets[number]], "") if number < len(self.targets) else (None, "")
            )
        for key in [one for one in ("code", title) if one in place]:
            text = tidied(row[place[key]], "text")
            matching = self._named(key).get(text.casefold(), []) if text else []
            if key != "code":
                matching = self._of_owner(matching, row, place)
            if len(matching) == 1:
                return matching[0], ""
            if len(matching) > 1:
                why = self.words(N_("“{text}” is the name of several; write the code"), text=text)
                return matching[0], why
        return None, ""

    def _of_owner(
        self, matching: list[Element], row: tuple[str, ...], place: dict[str, int]
    ) -> list[Element]:
        """Those that belong to what the row says: milestones of many projects have the same names."""
        field = self.cls.owner_field
        if not field or not matching:
            return matching
        owner = self.owner
        if field in place:
            try:
                owner = read(self.plan, self.cls.field_of[field], row[place[field]], self._here) or ""
            except Problem:  # told when the cell is read
                return matching
        return [one for one in matching if one.get(field) == owner] if owner else matching

    def _named(self, key: str) -> dict[str, list[Element]]:
        if key not in self._by:
            made: dict[str, list[Element]] = {}
            for one in self.plan.of_kind(self.kind):
                made.setdefault((one.get(key) or "").strip().casefold(), []).append(one)
            self._by[key] = made
        return self._by[key]

    def _without_incomplete(self) -> set[str]:
        """Refuse new rows that lack something; their ids."""
        gone = set()
        for id_, line in self.draft.lines.items():
            if line.is_new:
                refused = next((cell for cell in line.cells.values() if cell.state == REFUSED), None)
                lack = self.draft.lack(id_)
                if lack and not line.why:
                    self.draft.refuse_line(id_, refused.why if refused is not None else lack)
                if self.draft.lines[id_].why:
                    gone.add(id_)
        return gone

    def _let_go(self, gone: set[str]) -> None:
        """Take back what points at rows that are refused."""
        from workbench.plan.links import references_of, without

        for id_, line in self.draft.lines.items():
            after = self.draft.after[id_]
            if line.why or gone.isdisjoint(references_of(after)):
                continue
            for declared in after.fields:
                kept = without(declared, after.get(declared.name), gone)
                after = after.but(**{declared.name: kept})
            self.draft.after[id_] = after
            if line.is_new and (lack := self.draft.lack(id_)):
                self.draft.refuse_line(id_, lack)
            for key, cell in line.cells.items():
                column = next(one for _, one, _ in self.columns if one.key == key)
                shown = column.show(self.staged, after, self.words)
                if cell.state != REFUSED and shown != cell.after:
                    why = self.words(N_("The row that it points at is not taken"))
                    line.cells[key] = cell._replace(state=REFUSED, after="", why=why)

    # -- cells -----------------------------------------------------------------------------------------

    def _put(self, id_: str, column: Column, told: str, unit: str) -> None:
        text = tidied(told, column.declared.type, unit, percent="%" in column.declared.label)
        if not text and (self.draft.lines[id_].is_new or not self.reading.empties):
            return
        if column.declared.type in ("choices", "references") and re.search("[,，/]", text):
            apart = re.sub(r"\s*[,，/]\s*", "; ", text)
            if not self._is_name(column, text):
                text = apart
        if self.reading.makes:
            self._make(column, text)
        self.draft.put_text(id_, column, text, told=told)

    def _is_name(self, column: Column, text: str) -> bool:
        return column.declared.type == "references" and bool(
            self.names.called(text.casefold(), column.declared.targets)
        )

    def _make(self, column: Column, text: str) -> None:
        """Add the elements that a cell names and that are not there."""
        pointing = column.pointing or column.declared
        if pointing.type not in ("reference", "references") or len(pointing.targets) != 1:
            return
        kind = pointing.targets[0]
        cls = KINDS[kind]
        if not cls.title_field or cls.owner_field:
            return
        parts = re.split(r"[;；、\n]+", text) if column.declared.type != "reference" else [text]
        for name in (part.strip() for part in parts):
            if not name or self.names.called(name.casefold(), (kind,)) or self.names.likely(name, (kind,)):
                continue
            try:
                change = edits.add(self.staged, kind, {cls.title_field: name})
            except Problem:  # no name at all: told when the cell is read
                continue
            self.staged.apply(change)
            self.names.forget(kind)
            self.made.extend(change.operations)
            self.made_names.append(name)

    def _wanted(self) -> list[Operation]:
        """The added elements that a row taken points at."""
        from workbench.plan.links import references_of

        if not self.made:
            return []
        pointed = {
            target
            for id_, line in self.draft.lines.items()
            if not line.why
            for target in references_of(self.draft.after[id_])
        }
        kept = [op for op in canonical(self.made) if op.id in pointed]
        self.made_names = [op.after.name_shown for op in kept]
        return kept


def tidied(text: str, type_: str, unit: str = "", *, percent: bool = False) -> str:
    """A cell as it is typed here: without times of day, signs of money, dashes that mean nothing."""
    plain = text.replace("\xa0", " ").strip()
    if type_ == "text":
        return " ".join(_CHINESE_BREAK.sub("", plain).split("\n")) if "\n" in plain else plain
    if type_ in _WORDS:
        return plain
    if plain in NONE_SIGNS:
        return ""
    if type_ == "date":
        return _day(plain)
    if type_ == "money":
        return _money(plain, unit)
    if type_ == "number" and percent:
        return half_width(plain).removesuffix("%").strip()
    if type_ in ("reference", "references", "choice", "choices"):
        return _CHINESE_BREAK.sub("", plain) if type_ in ("reference", "choice") else plain
    return plain


def _day(plain: str) -> str:
    bare = _WEEKDAY.sub("", _TIME.sub("", half_width(plain))).strip()
    number = parse_number(bare)
    if number is not None and "," not in bare:
        if len(bare) == 8 and bare.isdigit():
            return f"{bare[:4]}-{bare[4:6]}-{bare[6:]}"
        if _FIRST_DAY <= number < _LAST_DAY:
            return (_DAY_ZERO + timedelta(days=int(number))).isoformat()
    return bare


def _money(plain: str, unit: str) -> str:
    bare = half_width(plain).strip().removeprefix("¥").removeprefix("￥").removeprefix("人民币").strip()
    number = parse_number(bare)
    if number is None or not unit:
        return bare
    if unit in ("元", "亿元", "万元"):
        return f"{bare}{unit}"
    return f"{number * _FACTORS[unit]:f}元"


#: Units of money in headings that are read no other way, in 元.
_FACTORS: Final = {"千元": Decimal(1000), "百万元": Decimal(1_000_000), "千万元": Decimal(10_000_000)}
