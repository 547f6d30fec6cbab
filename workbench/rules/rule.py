"""What a rule is: a code, a severity, what it is about, and a pure function of an element and a plan.

A rule function returns, for the element it is given,

* None: the rule does not apply;
* PASSED, or ``passed_as(severity)`` where the weight of the check depends on the element;
* ``fault(...)``: it does not hold (the reason in words and figures, no prose until shown);
* UNKNOWN: it cannot be judged;
* a list of these, when one element holds several checks (the predecessors of a project).

Whole-plan rules yield (element, outcome) pairs instead. When the faulty field is empty and the element
states why (``absent``), the checker turns the fault into "cannot be judged" or drops it; a rule need not
look at ``absent`` itself.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from workbench.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from decimal import Decimal

ERROR: Final = "error"
WARNING: Final = "warning"
INFO: Final = "info"
SEVERITIES: Final = (ERROR, WARNING, INFO)
#: Weight of a check in the pass rate.
WEIGHT: Final = {ERROR: 5.0, WARNING: 2.0, INFO: 0.5}

DIMENSIONS: Final = ("whole", "executable", "implementable", "checkable", "assessable", "execution")
_BY_LETTER: Final = {
    "S": "whole",
    "E": "executable",
    "I": "implementable",
    "C": "checkable",
    "A": "assessable",
    "X": "whole",
    # Of waivers: no part of the catalogue's planning rules, but said with them.
    "W": "whole",
}


class Ref(str):
    """An element's id among the values of a finding: shown as the element's code and title."""

    __slots__ = ()


class Fen(int):
    """Money among the values of a finding, in fen: shown in 万元 or 亿元."""

    __slots__ = ()


class Days(int):
    """A number of days among the values of a finding: shown with its word, "1 day"."""

    __slots__ = ()


class Word(str):
    """A message id among the values of a finding: shown translated."""

    __slots__ = ()


class Said(NamedTuple):
    """A sentence among the values of a finding: a message id and the values of its places."""

    message: str
    values: tuple[tuple[str, Any], ...] = ()


def said(problem: Problem) -> Said:
    """A problem as a sentence, which is equal to another that says the same."""
    return Said(
        problem.message,
        tuple(
            (name, said(value) if isinstance(value, Problem) else value)
            for name, value in problem.values.items()
        ),
    )


class Passed(NamedTuple):
    """The check holds; its weight is that of ``severity`` (None: the rule's own)."""

    severity: str | None


class Unknown(NamedTuple):
    """The check cannot be judged."""

    severity: str | None


class Fault(NamedTuple):
    """The check does not hold. ``element`` names another element as the faulty one (None: the one given)."""

    field: str
    message: str
    values: tuple[tuple[str, Any], ...]
    severity: str | None
    related: tuple[str, ...]


Outcome = Passed | Unknown | Fault | None
PASSED: Final = Passed(None)
UNKNOWN: Final = Unknown(None)
_PASSED_AS: Final = {severity: Passed(severity) for severity in SEVERITIES}


def passed_as(severity: str) -> Passed:
    """The check holds and weighs as one of the given severity."""
    return _PASSED_AS[severity]


def fault(
    field_: str,
    message: str,
    *,
    severity: str | None = None,
    related: Iterable[str] = (),
    **values: Any,
) -> Fault:
    """The check does not hold, for the reason ``message`` (an English message id with named places).

    ``field_`` is the field to open (``targets[2018]``, ``funding[2015,city]`` name a row). Values may be
    text, numbers, dates, Ref, Fen, Days, Word, or tuples of these (shown as a list).
    """
    return Fault(field_, message, tuple(values.items()), severity, tuple(related))


class Rule(NamedTuple):
    """One rule of the catalogue."""

    code: str
    name: str
    severity: str
    about: str
    title: str
    check: Callable[..., Any]
    whole: bool = False
    execution: bool = False
    cancelled_too: bool = False
    parameters: Mapping[str, int | Decimal | str] = MappingProxyType({})
    manual: str = ""
    beyond: bool = False

    @property
    def dimension(self) -> str:
        """The dimension it counts in."""
        return "execution" if self.execution else _BY_LETTER[self.code[0]]

    @property
    def evaluated_kind(self) -> str:
        """The kind of element the function is called with (a predecessor is a row of its project)."""
        return OWNER_OF_ROW.get(self.about, self.about)


#: Kinds in reports that are rows of an element: findings bear the owner's id.
OWNER_OF_ROW: Final = {
    "predecessor": "project",
    "funding": "project",
    "target": "indicator",
    "actual": "indicator",
}

RULES: Final[dict[str, Rule]] = {}


def dimension_of(code: str) -> str:
    """The dimension in which a rule counts, one of the catalogue or an own one."""
    one = RULES.get(code)
    return one.dimension if one is not None else _BY_LETTER[code[0]]


def rule(
    code: str,
    name: str,
    severity: str,
    about: str,
    title: str,
    *,
    whole: bool = False,
    execution: bool = False,
    cancelled_too: bool = False,
    beyond: bool = False,
    **parameters: int | Decimal | str,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a function as the rule ``code``.

    ``name`` says the bad thing in a few words (as it would be waived); ``title`` is the English message id
    of what holds when the rule is kept; ``about`` the kind of its findings. The docstring is the manual
    (see manual.py for its chapters). ``whole`` rules look further than the neighbourhood of an element:
    they get the view alone, yield (element, outcome) and run on a snapshot in the background.
    ``execution`` marks rules of what has happened since, which apply to plans in force or concluded only.
    ``beyond`` marks rules that look at the library: where only a file is there they have less to check.
    Several kinds are written "goal project": the function is registered for each.
    """

    def register(function: Callable[..., Any]) -> Callable[..., Any]:
        if code in RULES:
            raise ValueError(f"rule {code} is declared twice")
        RULES[code] = Rule(
            code,
            name,
            severity,
            about,
            title,
            function,
            whole,
            execution,
            cancelled_too,
            parameters,
            function.__doc__ or "",
            beyond,
        )
        return function

    return register
