"""What is typed or pasted as one value: the counterpart of in_words, so that what is shown can be typed."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from workbench.analysis.search import find
from workbench.errors import Problem
from workbench.i18n import N_, current, tr, words
from workbench.patterns import Pattern
from workbench.plan import fields
from workbench.plan.edits import checked
from workbench.plan.elements import KINDS
from workbench.plan.in_words import title_of, titled
from workbench.plan.values import (
    NO_SIGNS,
    PERIOD,
    YES_SIGNS,
    half_width,
    parse_date,
    parse_money,
    parse_number,
    period_start,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from workbench.plan.elements import Element
    from workbench.plan.fields import Field
    from workbench.plan.plan import Plan

#: Dates that something begins with.
_BEGINNINGS: Final = frozenset({"start", "from_"})
_SEPARATORS: Final = Pattern(r"[;；、\n]+")
_YEAR: Final = Pattern(r"([0-9]{4})\s*年?")
_PERIOD: Final = Pattern(
    r"([0-9]{4})\s*年?\s*(?:-?([HhQq])([1-4])|第?([一二三四1-4])季度|([上下])半年|[-./年]?([0-9]{1,2})月?)?"
)


class Names:
    """What the elements of a plan are called, looked up again and again while a block is pasted."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._by_kind: dict[str, dict[str, list[str]]] = {}
        self._likely: dict[tuple[tuple[str, ...], str], str] = {}

    def forget(self, kind: str) -> None:
        """Elements of a kind have come or gone."""
        self._by_kind.pop(kind, None)
        self._likely.clear()

    def called(self, wanted: str, kinds: Iterable[str]) -> list[str]:
        """Ids of the elements of some kinds with this code, name, alias, "code name" or id, in lower case."""
        return list(dict.fromkeys(id_ for kind in kinds for id_ in self._of(kind).get(wanted, ())))

    def _of(self, kind: str) -> dict[str, list[str]]:
        if kind not in self._by_kind:
            made: dict[str, list[str]] = {}
            for element in self.plan.of_kind(kind):
                for name in names_of(self.plan, element):
                    made.setdefault(name, []).append(element.id)
            self._by_kind[kind] = made
        return self._by_kind[kind]

    def likely(self, plain: str, kinds: tuple[str, ...]) -> str:
        """The only good match of what was typed; "" for none or several."""
        key = (kinds, plain)
        if key not in self._likely:
            found = find(self.plan, plain, 2, kinds, texts=False)
            self._likely[key] = found[0][0] if len(found) == 1 else ""
        return self._likely[key]


def names_of(plan: Plan, element: Element) -> set[str]:
    """Everything that an element may be called by, in lower case."""
    spoken = words(current())
    aliases = element.get("aliases") or () if element.kind_name == "unit" else ()
    return {
        (element.code or "").casefold(),
        titled(plan, element, spoken).casefold(),
        title_of(plan, element, spoken).casefold(),
        element.id,
        *(alias.casefold() for alias in aliases),
    }


def any_element(declared: Field) -> Field:
    """A text field that holds the id of any element, as the reference that it is."""
    made: Field = fields.reference(declared.label, *KINDS, required=declared.required, loose=True)
    made.name = declared.name
    return made


def read(plan: Plan, declared: Field, text: str, names: Names | None = None) -> Any:
    """The value that a text stands for, None for an empty one; a Problem in one line if it is none."""
    plain = text.strip()
    return checked(declared, _read(names or Names(plan), declared, plain, text)) if plain else None


def _read(names: Names, declared: Field, plain: str, text: str) -> Any:
    match declared.type:
        case "boolean" | "integer" | "year" | "number" | "money" | "period":
            return _READERS[declared.type](plain)
        case "choice":
            return _choice(declared, plain)
        case "date":
            return _date(declared, plain)
        case "reference":
            return _reference(names, declared, plain)
        case "numbers":
            return tuple(_number(part) for part in re.split(r"[;；、,，\s]+", plain) if part)
        case "texts":
            return tuple(part.strip() for part in re.split(r"[;；\n]+", plain) if part.strip())
        case "choices":
            return tuple(dict.fromkeys(_choice(declared, part) for part in _parts(plain)))
        case "references":
            return tuple(dict.fromkeys(_reference(names, declared, part) for part in _parts(plain)))
        case "long_text":
            return text.rstrip()
        case "text":
            return plain
        case _:
            raise Problem(N_("{field} cannot be typed here"), field=f"@{declared.label}")


def _parts(plain: str) -> list[str]:
    return [part.strip() for part in _SEPARATORS.split(plain) if part.strip()]


def _choice(declared: Field, plain: str) -> str:
    wanted = plain.casefold()
    for name, label in declared.choices.items():
        if wanted in {name, label.casefold(), *(words(code)(label).casefold() for code in ("zh", "en"))}:
            return name
    raise Problem(N_("“{text}” is not one of the choices of {field}"), text=plain, field=f"@{declared.label}")


def _boolean(plain: str) -> bool:
    word = half_width(plain).casefold()
    if word in YES_SIGNS or word in NO_SIGNS:
        return word in YES_SIGNS
    raise Problem(N_("“{text}” is neither yes nor no"), text=plain)


def _number(plain: str) -> Decimal:
    value = parse_number(plain)
    if value is None:
        raise Problem(N_("“{text}” is not a number"), text=plain)
    return value


def _whole(plain: str) -> int:
    value = parse_number(plain)
    if value is None or value != value.to_integral_value():
        raise Problem(N_("“{text}” is not a whole number"), text=plain)
    return int(value)


def _date(declared: Field, plain: str) -> date:
    """A day; where something begins, a bare year, quarter or month stands for its first day."""
    day = parse_date(plain)
    if declared.name in _BEGINNINGS and len(re.findall(r"\d+", half_width(plain))) < 3:
        whole = half_width(plain)
        if re.search(r"季|[Qq]", whole):
            return period_start(f"{day.year}-Q{day.month // 3}")
        return date(day.year, 1, 1) if len(re.findall(r"\d+", whole)) == 1 else day.replace(day=1)
    return day


def _year(plain: str) -> int:
    found = _YEAR.fullmatch(half_width(plain))
    if found is None:
        raise Problem(N_("“{text}” is not a year; write it like 2026"), text=plain)
    return int(found[1])


def read_period(text: str) -> str:
    """A reporting period: 2026, 2026年上半年, 2026-Q3, 2026年三季度, 2026年7月 ..."""
    plain = half_width(text).strip()
    found = _PERIOD.fullmatch(plain)
    if found is not None:
        year, letter, part, quarter, half, month = found.groups()
        if letter:
            made = f"{year}-{letter.upper()}{part}"
        elif quarter:
            made = f"{year}-Q{'一二三四'.find(quarter) + 1 or quarter}"
        elif half:
            made = f"{year}-H{1 if half == '上' else 2}"
        elif month:
            made = f"{year}-{int(month):02d}"
        else:
            made = year
        if PERIOD.fullmatch(made):
            return made
    raise Problem(N_("“{text}” is not a period; write it like 2026, 2026-H1, 2026-Q3 or 2026-07"), text=text)


_READERS: Final[dict[str, Callable[[str], Any]]] = {
    "boolean": _boolean,
    "integer": _whole,
    "year": _year,
    "number": _number,
    "money": parse_money,
    "period": read_period,
}


def _reference(names: Names, declared: Field, plain: str) -> str:
    """The element of a fitting kind with this code, name, "code name" or id; else the only good match."""
    named_so = names.called(plain.casefold(), declared.targets)
    if len(named_so) == 1:
        return named_so[0]
    if named_so:
        raise Problem(N_("“{text}” is the name of several; write the code"), text=plain)
    likely = names.likely(plain, declared.targets)
    if likely:
        return likely
    raise Problem(
        N_("Nothing here is called “{text}”; {kinds} are meant"),
        text=plain,
        kinds=kinds_named(declared.targets),
    )


def kinds_named(kinds: Iterable[str]) -> str:
    """Kinds of elements by their plural names, in the language now spoken."""
    return ", ".join(tr(KINDS[kind].plural_label) for kind in kinds)
