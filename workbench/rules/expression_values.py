"""What expressions of own rules speak of: types, the members of elements and rows, and the work allowed.

The members are derived from the declarations: a kind's own fields, what belongs to it (milestones of a
project), its children, the elements that point at it, and, for the plan, every list. Each bears its English
name and its Chinese label.
"""

from __future__ import annotations

from decimal import Context, Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from workbench.i18n import N_, words
from workbench.plan.elements import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from workbench.plan.elements import Element
    from workbench.plan.fields import Field
    from workbench.plan.plan import Plan
    from workbench.plan.record import Record
    from workbench.rules.view import View

#: Arithmetic of expressions: nothing in it can grow, and nothing raises; what overflows is not a number.
ARITHMETIC: Final = Context(prec=28, Emax=99, Emin=-99, traps=[])


class TooCostly(Exception):
    """An expression needs more work than it is allowed."""


class Type(NamedTuple):
    """What a part of an expression is: number, text, day, truth, choice, element, row or list.

    ``of`` is the choice's field, the element's kinds, the row's record class, or the type of a list's items.
    """

    base: str
    of: Any = None
    #: A number that is money, in 万元.
    money: bool = False


NUMBER: Final = Type("number")
MONEY: Final = Type("number", None, money=True)
TEXT: Final = Type("text")
DAY: Final = Type("day")
TRUTH: Final = Type("truth")
#: Types in words, as an expression is told about them.
TYPE_WORDS: Final = {
    "number": N_("a number"),
    "text": N_("a text"),
    "day": N_("a day"),
    "truth": N_("a condition"),
    "choice": N_("a choice"),
    "element": N_("an element"),
    "row": N_("a row"),
    "list": N_("a list"),
}


class Frame:
    """One working out: the view, the element, the items of the loops around, and the work that is left."""

    __slots__ = ("elements", "items", "left", "plan", "view")

    def __init__(self, view: View, left: int) -> None:
        self.view = view
        self.plan: Plan = view.plan
        self.elements = view.plan.elements
        self.items: list[Any] = []
        self.left = left

    def spend(self, steps: int) -> None:
        """Account for work; TooCostly when there is none left."""
        self.left -= steps
        if self.left < 0:
            raise TooCostly


class Member(NamedTuple):
    """Something that an element or a row has: how it is called, what it is, how it is read.

    ``read`` is given the frame and the owner; ``raw`` the owner alone and gives the stored value. ``links``
    says that it leaves the element; ``field`` is the name of the field it stands in, for findings.
    """

    name: str
    label: str
    type: Type
    read: Callable[[Frame, Any], Any]
    raw: Callable[[Any], Any] | None = None
    links: bool = False
    field: str = ""


def plain_label(label: str) -> str:
    """A label without what stands in brackets, as it is written in an expression."""
    return label.partition("（")[0].partition("(")[0].strip()


@cache
def members(type_: Type) -> dict[str, Member]:
    """What a value of a type has, by English name."""
    found: dict[str, Member] = {}
    if type_.base == "row":
        for declared in type_.of.fields:
            _add(found, _of_field(type_.of, declared))
        linked = [one for one in type_.of.fields if one.type == "reference" and one.required]
        if len(linked) == 1:
            # A row that says which goal is served has what the goal has, besides its own.
            link = found[linked[0].key]
            for one in members(link.type).values():
                if one.name not in ("id", "code", "notes"):
                    _add(found, _through(link, one))
    elif type_.base == "element":
        ones = [_of_kind(kind) for kind in type_.of]
        for name, one in ones[0].items():
            same = [other[name] for other in ones[1:] if name in other]
            if len(same) == len(ones) - 1 and all(it.type.base == one.type.base for it in same):
                _add(found, one if len(ones) == 1 else _by_name(one))
    return found


@cache
def by_word(type_: Type) -> dict[str, Member]:
    """The same by every word that may be used: English names and Chinese labels; own fields come first."""
    found: dict[str, Member] = dict(members(type_))
    chinese = words("zh")
    for one in members(type_).values():
        found.setdefault(plain_label(chinese(one.label)), one)
    return found


@cache
def every_word() -> frozenset[str]:
    """Every name that stands for something somewhere: tells names from words written together."""
    found: set[str] = set()
    for kind in KINDS:
        of_kind = Type("element", (kind,))
        found.update(by_word(of_kind))
        for one in members(of_kind).values():
            if one.type.base == "row":
                found.update(by_word(one.type))
            elif one.type.base == "list" and one.type.of.base == "row":
                found.update(by_word(one.type.of))
    return frozenset(found)


def _add(found: dict[str, Member], member: Member | None) -> None:
    if member is not None:
        found.setdefault(member.name, member)


def _by_name(member: Member) -> Member:
    """The same of whichever kind the element is."""

    def read(frame: Frame, owner: Element) -> Any:
        return _of_kind(owner.kind_name)[member.name].read(frame, owner)

    def raw(owner: Element) -> Any:
        reader = _of_kind(owner.kind_name)[member.name].raw
        return reader(owner) if reader is not None else None

    return member._replace(read=read, raw=raw if member.raw is not None else None)


def _through(link: Member, member: Member) -> Member:
    def read(frame: Frame, owner: Any) -> Any:
        element = link.read(frame, owner)
        return member.read(frame, element) if element is not None else None

    return member._replace(read=read, raw=None, links=True, field="")


# -- the members of a kind -------------------------------------------------------------------------------


@cache
def _of_kind(kind: str) -> dict[str, Member]:
    cls = KINDS[kind]
    found: dict[str, Member] = {}
    for declared in cls.fields:
        if not declared.internal or declared.name == cls.owner_field:
            _add(found, _of_field(cls, declared))
    if kind == "plan":
        for other in KINDS.values():
            if other.list_name:
                _add(found, _everything(other))
        return found
    for other in KINDS.values():
        if other.owner_kind == kind:
            _add(found, _list(other.list_name, other.plural_label, other, _owned(other)))
    if cls.parent_field:
        _add(found, _list("children", N_("Parts below"), cls, _children))
        _add(found, _list("ancestors", N_("All above"), cls, _ancestors))
    for other in KINDS.values():
        if other is not cls and other.owner_kind != kind and _points_at(other, kind):
            _add(found, _list(other.list_name, other.plural_label, other, _pointing(other)))
    if kind == "project":
        _add(found, _list("successors", N_("Projects that wait for it"), cls, _waiting))
    return found


def _points_at(cls: type[Record], kind: str) -> bool:
    return any(
        kind in one.targets if one.record is None else _points_at(one.record, kind) for one in cls.fields
    )


def _of_field(cls: type[Record], declared: Field) -> Member | None:
    """A declared field as a member; None for what expressions have nothing to say about."""
    place = cls.place_of[declared.name]
    made = _READING.get(declared.type)
    if made is None:
        return None
    type_, turn = made(declared)

    def read(frame: Frame, owner: Any) -> Any:
        value = owner[place]
        return value if value is None or turn is None else turn(frame, value)

    # A box that nobody ticked is not ticked.
    def ticked(_frame: Frame, owner: Any) -> Any:
        return bool(owner[place])

    links = declared.type in ("reference", "references")
    return Member(
        declared.key,
        declared.label,
        type_,
        ticked if type_ is TRUTH else read,
        lambda owner: owner[place],
        links,
        declared.name,
    )


def _whole(_frame: Frame, value: int) -> Decimal:
    return Decimal(value)


def _money(_frame: Frame, value: int) -> Decimal:
    return Decimal(value).scaleb(-6)


def _reading_link(declared: Field) -> tuple[Type, Callable[[Frame, Any], Any]]:
    kinds = declared.targets

    def read(frame: Frame, id_: str) -> Element | None:
        element = frame.elements.get(id_)
        return element if element is not None and element.kind_name in kinds else None

    return Type("element", kinds), read


def _reading_links(declared: Field) -> tuple[Type, Callable[[Frame, Any], Any]]:
    type_, read = _reading_link(declared)

    def read_all(frame: Frame, wanted: tuple[str, ...]) -> list[Any]:
        frame.spend(len(wanted))
        return [element for id_ in wanted if (element := read(frame, id_)) is not None]

    return Type("list", type_), read_all


_Reading = tuple[Type, "Callable[[Frame, Any], Any] | None"]
_READING: Final[dict[str, Callable[[Field], _Reading]]] = {
    "text": lambda _: (TEXT, None),
    "long_text": lambda _: (TEXT, None),
    "period": lambda _: (TEXT, None),
    "choice": lambda declared: (Type("choice", declared), None),
    "boolean": lambda _: (TRUTH, None),
    "integer": lambda _: (NUMBER, _whole),
    "year": lambda _: (NUMBER, _whole),
    "number": lambda _: (NUMBER, None),
    "money": lambda _: (MONEY, _money),
    "date": lambda _: (DAY, None),
    "texts": lambda _: (Type("list", TEXT), None),
    "choices": lambda declared: (Type("list", Type("choice", declared)), None),
    "numbers": lambda _: (Type("list", NUMBER), None),
    "reference": _reading_link,
    "references": _reading_links,
    "record": lambda declared: (Type("row", declared.record), None),
    "records": lambda declared: (Type("list", Type("row", declared.record)), None),
}


# -- lists of elements -----------------------------------------------------------------------------------


def _list(name: str, label: str, of: type[Element], ids: Callable[[Frame, Any], Iterable[str]]) -> Member:
    def read(frame: Frame, owner: Any) -> list[Element]:
        elements = frame.elements
        return [elements[id_] for id_ in ids(frame, owner)]

    type_ = Type("list", Type("element", (of.kind_name,)))
    return Member(name, label, type_, read, None, links=True, field=name)


def _everything(of: type[Element]) -> Member:
    kind = of.kind_name

    def read(frame: Frame, _owner: Any) -> list[Element]:
        frame.spend(frame.plan.count(kind))
        return frame.plan.of_kind(kind)

    type_ = Type("list", Type("element", (kind,)))
    return Member(of.list_name, of.plural_label, type_, read, None, links=True, field=of.list_name)


def _owned(of: type[Element]) -> Callable[[Frame, Any], Iterable[str]]:
    def ids(frame: Frame, owner: Any) -> list[str]:
        found = frame.plan.owned(owner.id)
        frame.spend(len(found))
        return [id_ for id_ in found if frame.elements[id_].kind_name == of.kind_name]

    return ids


def _children(frame: Frame, owner: Any) -> Iterable[str]:
    found = frame.plan.children(owner.id)
    frame.spend(len(found))
    return found


def _ancestors(frame: Frame, owner: Any) -> Iterable[str]:
    found = []
    for above in frame.plan.ancestors(owner.id):
        frame.spend(1)
        found.append(above.id)
    return found


def _pointing(of: type[Element]) -> Callable[[Frame, Any], Iterable[str]]:
    def ids(frame: Frame, owner: Any) -> list[str]:
        found = frame.plan.referrers(owner.id)
        frame.spend(len(found))
        return _in_order(frame, [id_ for id_ in found if frame.elements[id_].kind_name == of.kind_name])

    return ids


def _waiting(frame: Frame, owner: Any) -> list[str]:
    found = frame.plan.referrers(owner.id)
    frame.spend(len(found))
    waiting = []
    for id_ in found:
        element = frame.elements[id_]
        links = element.get("predecessors") if element.kind_name == "project" else None
        if links and any(one.project == owner.id for one in links):
            waiting.append(id_)
    return _in_order(frame, waiting)


def _in_order(frame: Frame, found: list[str]) -> list[str]:
    """As they stand in the plan: the order in which links were made must not show in a finding."""
    return sorted(found, key=lambda id_: (frame.elements[id_].position or "", id_))
