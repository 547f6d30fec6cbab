"""Which elements a table shows, and in which order: filters by column, search, sorting and grouping.

Works on the values of cells, each looked at once: 20,000 rows are filtered and sorted in less than a tenth of
a second.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from workbench.analysis.table_columns import ORDERED
from workbench.analysis.text_keys import TextKeys
from workbench.errors import Problem
from workbench.plan.in_words import named, title_of
from workbench.plan.values import Quantity, half_width, in_any_width

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from workbench.analysis.table_columns import Column
    from workbench.i18n import Words
    from workbench.plan.elements import Element
    from workbench.plan.plan import Plan


class Condition(NamedTuple):
    """What the cells of one column must be.

    ``how`` is "has" (contains ``texts[0]``), "is" (one of the texts), "from" (``texts[0]`` to ``texts[1]``,
    either may be empty), "empty" or "filled".
    """

    column: str
    how: str
    texts: tuple[str, ...] = ()


class Arrangement(NamedTuple):
    """How a table is looked at: saved under a name, or as it was left.

    ``ready`` names a filter of table_filters; ``sort`` holds (column, descending), the first counts most.
    """

    ready: str = ""
    search: str = ""
    conditions: tuple[Condition, ...] = ()
    sort: tuple[tuple[str, bool], ...] = ()
    group: str = ""

    @property
    def filters(self) -> bool:
        """Whether rows may be left out."""
        return bool(self.ready or self.search.strip() or self.conditions)

    def but_condition(self, column: str, new: Condition | None) -> Arrangement:
        """With another condition, or none, on a column."""
        kept = tuple(one for one in self.conditions if one.column != column)
        return self._replace(conditions=(*kept, new) if new is not None else kept)


class Group(NamedTuple):
    """Rows that have the same in the column grouped by: its text ("" for empty cells) and their ids."""

    text: str
    ids: list[str]


class Table:
    """The rows of one kind in an arrangement. Knows columns and keys; holds no rows itself."""

    def __init__(self, columns: Sequence[Column], words: Words, keys: TextKeys | None = None) -> None:
        self.columns = {one.key: one for one in columns}
        self.words = words
        self.keys = keys or TextKeys()
        #: Keys of values by column: sorting again costs half as much.
        self._sort_keys: dict[str, dict[Any, Any]] = {}

    def forget(self) -> None:
        """Names of elements have changed: what was worked out from them is to be worked out again."""
        self._sort_keys.clear()

    # -- filtering -------------------------------------------------------------------------------------

    def chosen(
        self,
        plan: Plan,
        elements: Iterable[Element],
        arrangement: Arrangement,
        shown: Sequence[str],
        ready: Callable[[Element], bool] | None = None,
    ) -> list[str]:
        """Ids of the elements that the filters let through, in the order given.

        ``shown`` are the columns that are searched; ``ready`` is what stands behind ``arrangement.ready``.
        """
        tests = self.tests(plan, arrangement, shown, ready)
        if not tests:
            return [element[0] for element in elements]
        if len(tests) == 1:
            test = tests[0]
            return [element[0] for element in elements if test(element)]
        return [element[0] for element in elements if all(test(element) for test in tests)]

    def tests(
        self,
        plan: Plan,
        arrangement: Arrangement,
        shown: Sequence[str],
        ready: Callable[[Element], bool] | None = None,
    ) -> list[Callable[[Element], bool]]:
        """What every row shown answers to."""
        made = [ready] if ready is not None else []
        for condition in arrangement.conditions:
            column = self.columns.get(condition.column)
            if column is not None:
                made.append(self._condition(plan, column, condition))
        for word in half_width(arrangement.search).casefold().split():
            made.append(self._search(plan, word, [self.columns[key] for key in shown if key in self.columns]))
        return made

    def _condition(self, plan: Plan, column: Column, condition: Condition) -> Callable[[Element], bool]:
        value = column.value
        if condition.how == "empty":
            return lambda element: value(element) in (None, "", ())
        if condition.how == "filled":
            return lambda element: value(element) not in (None, "", ())
        fits = self._fits(plan, column, condition)
        known: dict[Any, bool] = {}

        def test(element: Element) -> bool:
            held = value(element)
            found = known.get(held)
            if found is None:
                found = known[held] = fits(held)
            return found

        return test

    def _fits(self, plan: Plan, column: Column, condition: Condition) -> Callable[[Any], bool]:
        def text(held: Any) -> str:
            return column.show_value(plan, held, self.words)

        if condition.how == "is":
            wanted = set(condition.texts)
            if column.declared.type in _SEVERAL:
                return lambda held: not wanted.isdisjoint(parts(plan, column, held, self.words) or ("",))
            return lambda held: text(held) in wanted
        if condition.how == "has":
            part = half_width(condition.texts[0]).casefold().strip()
            return lambda held: part in half_width(text(held)).casefold()
        low, high = (bound(plan, column, one) for one in (*condition.texts, "", "")[:2])

        def between(held: Any) -> bool:
            if isinstance(held, Quantity):
                held = held.value
            if held is None:
                return False
            return (low is None or held >= low) and (high is None or held <= high)

        return between

    def _search(self, plan: Plan, word: str, columns: Sequence[Column]) -> Callable[[Element], bool]:
        """Whether a word stands in any of the columns; letters may be initials of the title's pinyin."""
        texts: list[int] = []
        others: list[tuple[Callable[[Element], Any], dict[Any, bool], Column]] = []
        for column in columns:
            kind = column.declared.type
            if kind in ("text", "long_text") and column.place is not None:
                texts.append(column.place)
            elif self._may_hold(plan, column, word):
                value = itemgetter(column.place) if column.place is not None else column.value
                others.append((value, {None: False}, column))
        stands_in = in_any_width(word).search
        names: Callable[[str], str] | None = None
        if word.isascii() and word.isalpha():
            names = self.keys.initials

        def test(element: Element) -> bool:
            for place in texts:
                if (text := element[place]) and stands_in(text):
                    return True
            for value, known, column in others:
                held = value(element)
                found = known.get(held)
                if found is None:
                    shown = column.show_value(plan, held, self.words)
                    found = known[held] = word in half_width(shown).casefold()
                if found:
                    return True
            return names is not None and word in names(element.name_shown)

        return test

    def _may_hold(self, plan: Plan, column: Column, word: str) -> bool:
        """Whether a word can stand in a column at all: most words stand in no choice and in no figure."""
        declared = column.declared
        if declared.type in _FIGURES:
            return _SIGNS.issuperset(word)
        if declared.type in ("choice", "choices"):
            return any(word in self.words(label).casefold() for label in declared.choices.values())
        if declared.type in ("reference", "references"):
            targets = [one for kind in declared.targets for one in plan.of_kind(kind)]
            if len(targets) > _FEW_TARGETS:
                return True
            return any(word in half_width(title_of(plan, one, self.words)).casefold() for one in targets)
        return True

    # -- sorting and grouping --------------------------------------------------------------------------

    def sorted(self, plan: Plan, ids: Sequence[str], sort: Sequence[tuple[str, bool]]) -> list[str]:
        """Ids in the wanted order; what is empty comes last, equals stay as they stand."""
        made = list(ids)
        for key, descending in reversed(sort):
            column = self.columns.get(key)
            if column is None:
                continue
            found = self._keys(plan, column, made)
            filled = [id_ for id_ in made if id_ in found]
            filled.sort(key=found.__getitem__, reverse=descending)
            if len(filled) < len(made):
                filled.extend(id_ for id_ in made if id_ not in found)
            made = filled
        return made

    def _keys(self, plan: Plan, column: Column, ids: Sequence[str]) -> dict[str, Any]:
        known = self._sort_keys.setdefault(column.key, {})
        elements, value = plan.elements, column.value
        found: dict[str, Any] = {}
        for id_ in ids:
            held = value(elements[id_])
            if held is None or held in ("", ()):
                continue
            key = known.get(held)
            if key is None:
                key = known[held] = column.sort_key(plan, held, self.words, self.keys)
            found[id_] = key
        return found

    def grouped(self, plan: Plan, ids: Sequence[str], by: str) -> list[Group]:
        """The rows by what stands in a column: dates by year, lists by the first; empty ones last."""
        column = self.columns[by]
        elements = plan.elements
        known: dict[Any, tuple[str, Any]] = {}
        found: dict[str, tuple[Any, list[str]]] = {}
        for id_ in ids:
            held = column.value(elements[id_])
            if held is None or held in ("", ()):
                found.setdefault("", (None, []))[1].append(id_)
                continue
            if held not in known:
                known[held] = self._heading(plan, column, held)
            text, key = known[held]
            found.setdefault(text, (key, []))[1].append(id_)
        empty = found.pop("", None)
        made = [
            Group(text, members) for text, (_, members) in sorted(found.items(), key=lambda one: one[1][0])
        ]
        return [*made, Group("", empty[1])] if empty is not None else made

    def _heading(self, plan: Plan, column: Column, held: Any) -> tuple[str, Any]:
        kind = column.declared.type
        if kind == "date":
            return str(held.year), held.year
        if kind in _SEVERAL:
            held = held[:1]
        known = self._sort_keys.setdefault(f"{column.key}[0]" if kind in _SEVERAL else column.key, {})
        key = known.get(held)
        if key is None:
            key = known[held] = column.sort_key(plan, held, self.words, self.keys)
        return column.show_value(plan, held, self.words), key

    def counted(self, plan: Plan, elements: Iterable[Element], column: Column) -> list[tuple[str, int]]:
        """What stands in a column and how often, sorted: the offers of its filter. Lists by their parts."""
        counts: dict[Any, int] = {}
        for element in elements:
            held = column.value(element)
            counts[held] = counts.get(held, 0) + 1
        found: dict[str, int] = {}
        keys: dict[str, Any] = {}
        for held, count in counts.items():
            if held is None or held in ("", ()):
                found[""] = found.get("", 0) + count
                continue
            single = column.declared.type not in _SEVERAL
            for text in (
                [column.show_value(plan, held, self.words)]
                if single
                else parts(plan, column, held, self.words)
            ):
                found[text] = found.get(text, 0) + count
                keys.setdefault(
                    text, column.sort_key(plan, held, self.words, self.keys) if single else self.keys(text)
                )
        empty = found.pop("", 0)
        ordered = sorted(found.items(), key=lambda one: keys[one[0]])
        return [*ordered, ("", empty)] if empty else ordered


#: Elements that a column may point at whose names are looked through before the rows are.
_FEW_TARGETS: Final = 3000
_FIGURES: Final = frozenset({"number", "money", "integer", "numbers", "date", "year"})
#: What figures and dates are written with.
_SIGNS: Final = frozenset("0123456789.,-; ")
_SEVERAL: Final = frozenset({"choices", "references", "texts"})


def parts(plan: Plan, column: Column, held: Any, words: Words) -> list[str]:
    """The texts of what a cell with several holds."""
    match column.declared.type:
        case "references":
            return [named(plan, one, words) for one in held or ()]
        case "choices":
            return [words(column.declared.choices.get(one, one)) for one in held or ()]
        case _:
            return list(held or ())


def bound(plan: Plan, column: Column, text: str) -> Any:
    """One end of a range, typed; None for none. A Problem where it is not understood."""
    from workbench.analysis.typed import read
    from workbench.plan.values import parse_number

    if not text.strip():
        return None
    if column.declared.type in ORDERED:
        return read(plan, column.declared, text)
    from workbench.i18n import N_

    number = parse_number(text)
    if number is None:
        raise Problem(N_("“{text}” is not a number"), text=text)
    return number


def has_order(column: Column) -> bool:
    """Whether a filter of the column can have a lower and an upper end."""
    return column.declared.type in ORDERED or column.at_right
