"""Plans as JSON documents, exchange format 1: read strictly, written so that reading gives the same back.

Which keys there are, their types, choices and limits are those of the declarations; there is no second
list of them here. The schema for others is resources/plan-exchange.schema.json.
"""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from workbench.errors import Problem
from workbench.exchange.reading import Doubled, Misfit, Unusable, read_row, refuse_unparsed, shape_of
from workbench.exchange.writing import (
    FORMAT,
    OWNED_KINDS,
    TOP_KINDS,
    VERSION,
    element_written,
    laid_out,
    value_written,
    write_plan,
)
from workbench.i18n import N_
from workbench.memory import no_collecting
from workbench.plan import ids
from workbench.plan.elements import KINDS, Element, PlanHead

if TYPE_CHECKING:
    from workbench.plan.fields import Field
    from workbench.plan.record import Record

__all__ = ["SIZE_LIMIT", "element_written", "laid_out", "read_plan", "value_written", "write_plan"]

SIZE_LIMIT: Final = 300_000_000
#: Characters of one number; longer ones cost time without meaning anything.
_NUMBER_LIMIT: Final = 64
#: Decimal places before and after the point that a number may span, as in plan.validity.
_MAGNITUDE: Final = 40


def read_plan(data: bytes, name: str) -> list[Element]:
    """The elements of the plan in a document: the head first, then kind by kind, positions given.

    ``name`` is what the document is called in a Problem, which says where in it (``$.goals[3].title``) and
    what is wrong. Dangling predecessors and units are taken; rules report them.
    """
    with no_collecting():
        try:
            return _Reading().elements(_parse(data, name))
        except Misfit as misfit:
            raise Problem(
                N_("“{file}”, {path}: {fault}"), file=name, path=misfit.path, fault=misfit
            ) from None


# -- the document --------------------------------------------------------------------------------------


def _parse(data: bytes, name: str) -> dict[str, Any]:
    if len(data) > SIZE_LIMIT:
        raise Problem(N_("“{file}” is larger than 300 MB, the limit for an import"), file=name)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Problem(
            N_("“{file}” is not UTF-8 text (byte {place}); save it as UTF-8"),
            file=name,
            place=error.start + 1,
        ) from None
    try:
        document = json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=_int,
            parse_float=_decimal,
            parse_constant=_constant,
        )
    except json.JSONDecodeError as error:
        raise Problem(
            N_("“{file}” is not valid JSON: line {line}, column {column}"),
            file=name,
            line=error.lineno,
            column=error.colno,
        ) from None
    except RecursionError:
        raise Problem(N_("“{file}” is nested too deeply to be a plan"), file=name) from None
    if not isinstance(document, dict) or (type(document) is dict and document.get("format") != FORMAT):
        raise Problem(
            N_('“{file}” is not a plan in the exchange format: it does not say "format": "{format}"'),
            file=name,
            format=FORMAT,
        )
    version = document.get("version")
    if type(document) is dict and type(version) is not int:
        if "version" not in document:
            raise Misfit(N_("“{key}” is missing"), key="version")
        raise Misfit(N_("must be a whole number")).at("version")
    if type(document) is dict and version != VERSION:
        raise Problem(
            N_("“{file}” is in version {found} of the exchange format; this program reads version 1"),
            file=name,
            found=version,
        )
    return document


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                return Doubled(key)
            seen.add(key)
    return made


def _int(written: str) -> int | Unusable:
    return int(written) if len(written) <= _NUMBER_LIMIT else Unusable(N_("has too many digits"))


def _decimal(written: str) -> Decimal | Unusable:
    if len(written) > _NUMBER_LIMIT:
        return Unusable(N_("has too many digits"))
    try:
        number = Decimal(written)
    except InvalidOperation:
        return Unusable(N_("is out of range"))
    return number if abs(number.adjusted()) <= _MAGNITUDE else Unusable(N_("is out of range"))


def _constant(_written: str) -> Unusable:
    return Unusable(N_("must be a number; NaN and Infinity are none"))


# -- elements ------------------------------------------------------------------------------------------


class _Reading:
    """One document on its way to elements."""

    def __init__(self) -> None:
        self.rows: dict[str, list[list[Any]]] = {kind: [] for kind in KINDS}
        #: id -> the kind it names and the steps to it.
        self.known: dict[str, tuple[str, tuple[str | int, ...]]] = {}

    def elements(self, document: dict[str, Any]) -> list[Element]:
        """All elements, checked each by itself and together."""
        head = self._head(document)
        given_empty = [cls.list_name for cls in TOP_KINDS if self._list(cls, document, (), None) == 0]
        head[PlanHead.place_of["empty_lists"]] = tuple(given_empty) or None
        made: list[Element] = []
        for kind, cls in KINDS.items():
            rows = self.rows[kind]
            at = cls.place_of["position"]
            for row, position in zip(rows, ids.spread(len(rows)), strict=True):
                row[at] = position
                made.append(cls.of(row))
        self._check_references(made)
        for cls in TOP_KINDS:
            if cls.parent_field:
                self._refuse_cycles(cls)
        return made

    def _head(self, document: dict[str, Any]) -> list[Any]:
        keys = {"format", "version", "plan", *(cls.list_name for cls in TOP_KINDS)}
        for key in document:
            if key not in keys:
                raise Misfit(N_("this key is not part of the format")).at(key)
        refuse_unparsed(document)
        if "plan" not in document:
            raise Misfit(N_("“{key}” is missing"), key="plan")
        self._element(PlanHead, document["plan"], ("plan",), None)
        return self.rows["plan"][0]

    def _list(
        self, cls: type[Element], holder: dict[str, Any], steps: tuple[str | int, ...], owner: str | None
    ) -> int | None:
        """Read the elements in a list of ``holder``; how many, None when there is no such list."""
        items = holder.get(cls.list_name)
        if items is None and cls.list_name not in holder:
            return None
        steps = (*steps, cls.list_name)
        if not isinstance(items, list):
            raise Misfit(N_("must be a list")).at(*steps)
        for number, item in enumerate(items):
            self._element(cls, item, (*steps, number), owner)
        return len(items)

    def _element(
        self, cls: type[Element], value: Any, steps: tuple[str | int, ...], owner: str | None
    ) -> None:
        kind = cls.kind_name
        owned = OWNED_KINDS.get(kind)
        try:
            row = read_row(shape_of(cls), value, owned.list_name if owned else "")
        except Misfit as misfit:
            raise misfit.at(*steps) from None
        if cls.field_of["id"].internal:
            row[cls.place_of["id"]] = self._own_id(cls, row)
        if cls.owner_field:
            row[cls.place_of[cls.owner_field]] = owner
        id_ = row[cls.place_of["id"]]
        if id_ in self.known:
            other = Misfit("").at(*self.known[id_][1]).path
            raise Misfit(N_("the id “{id}” is that of {other} already"), id=id_, other=other).at(*steps, "id")
        self.known[id_] = (kind, steps)
        self.rows[kind].append(row)
        if owned and self._list(owned, value, steps, id_) == 0:
            row[cls.place_of["empty_lists"]] = (owned.list_name,)

    def _own_id(self, cls: type[Element], row: list[Any]) -> str:
        """An id for an element that has none in the format: the same document always gives the same one."""
        import hashlib

        said = repr((cls.kind_name, row))
        ordinal = 0
        while True:
            made = "w" + hashlib.sha256(f"{ordinal} {said}".encode()).hexdigest()[:11]
            if made not in self.known:
                return made
            ordinal += 1

    # -- what elements say of each other ---------------------------------------------------------------

    def _check_references(self, elements: list[Element]) -> None:
        for element in elements:
            for place, declared, inner in _pointing(type(element)):
                value = element[place]
                if value is None:
                    continue
                try:
                    self._check_field(declared, inner, value)
                except Misfit as misfit:
                    raise misfit.at(*self.known[element.id][1], declared.key) from None

    def _check_field(self, declared: Field, inner: _Pointing, value: Any) -> None:
        if declared.type == "reference":
            self._check_id(declared, value)
        elif declared.type == "references":
            for number, one in enumerate(value):
                try:
                    self._check_id(declared, one)
                except Misfit as misfit:
                    raise misfit.at(number) from None
        elif declared.type == "record":
            self._check_record(inner, value)
        else:
            for number, row in enumerate(value):
                try:
                    self._check_record(inner, row)
                except Misfit as misfit:
                    raise misfit.at(number) from None

    def _check_record(self, inner: _Pointing, record: Record) -> None:
        for place, declared, further in inner:
            value = record[place]
            if value is None:
                continue
            try:
                self._check_field(declared, further, value)
            except Misfit as misfit:
                raise misfit.at(declared.key) from None

    def _check_id(self, declared: Field, id_: str) -> None:
        known = self.known.get(id_)
        if known is None:
            if not declared.loose:
                raise Misfit(N_("no element of the plan has the id “{id}”"), id=id_)
        elif known[0] not in declared.targets:
            labels = [KINDS[kind].label for kind in (known[0], *declared.targets)]
            raise Misfit(
                N_("“{id}” is the id of another kind of element ({found}), not of: {wanted}"),
                id=id_,
                found=_Label(labels[:1]),
                wanted=_Label(labels[1:]),
            )

    def _refuse_cycles(self, cls: type[Element]) -> None:
        assert cls.parent_field is not None
        place = cls.place_of[cls.parent_field]
        above = {row[0]: row[place] for row in self.rows[cls.kind_name]}
        clear: set[str] = set()
        for start in above:
            here: str | None = start
            chain: dict[str, None] = {}
            while here is not None and here not in clear:
                if here in chain:
                    loop = [*list(chain)[list(chain).index(here) :], here]
                    raise Misfit(N_("the parents run in a circle: {loop}"), loop=" → ".join(loop[:12])).at(
                        *self.known[here][1], cls.parent_field
                    )
                chain[here] = None
                here = above.get(here)
            clear.update(chain)


class _Label:
    """Names of kinds, in the language spoken when they are shown."""

    def __init__(self, labels: list[str]) -> None:
        self._labels = labels

    def __str__(self) -> str:
        from workbench.i18n import tr

        return ", ".join(tr(label) for label in self._labels)


_Pointing = tuple[tuple[int, "Field", Any], ...]


@cache
def _pointing(cls: type[Record]) -> _Pointing:
    """(place, field, the same of its record) of the exchanged fields of a class that hold references."""
    found = []
    for place, declared in enumerate(cls.fields):
        inner = _pointing(declared.record) if declared.record is not None else ()
        if not declared.internal and (declared.type in ("reference", "references") or inner):
            found.append((place, declared, inner))
    return tuple(found)
