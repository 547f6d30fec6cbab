"""The entries of a profile: what is understood is taken over, what is not is told."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from workbench.analysis.progress import Limits
from workbench.errors import Problem
from workbench.i18n import N_
from workbench.rules.registry import RULES
from workbench.rules.rule import SEVERITIES, Said, said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workbench.rules.own import OwnRule

_KNOWN: Final = frozenset(
    {"name", "title", "description", "extends", "off", "on", "severity", "parameters", "own", "progress"}
)
#: The severity that stands for the catalogue's own.
AS_DECLARED: Final = "default"
#: What is wrong with one profile is told up to here; nobody reads more.
_MOST_TROUBLES: Final = 20
#: How far parameters may go, by what their names end with: a plan of a thousand years is nobody's.
_LIMITS: Final = {"months": (0, 1200), "month": (1, 12), "days": (0, 36500)}
_FURTHEST: Final = 1_000_000
_MOST_DECIMALS: Final = 10
_MOST_LETTERS: Final = 200


class Entries:
    """What profiles that extend one another come to, one upon the other, and what is wrong in them."""

    def __init__(self) -> None:
        self.off: set[str] = set()
        self.severities: dict[str, str] = {}
        self.parameters: dict[str, dict[str, Any]] = {}
        self.own: dict[str, OwnRule] = {}
        self.limits = Limits()
        self.troubles: list[Said] = []

    def refuse(self, message: str, **values: Any) -> None:
        """Tell what is left out; ``message`` is a message id marked with N_."""
        if len(self.troubles) < _MOST_TROUBLES:
            self.troubles.append(Said(message, tuple(values.items())))


def read_entries(data: Mapping[str, Any], where: str, into: Entries) -> None:
    """Take over the entries of one profile."""
    for key in data:
        if key not in _KNOWN:
            into.refuse(N_("{file}: unknown entry {entry}"), file=where, entry=str(key)[:40])
    _read_own(_table(data, "own", list, where, into), where, into)
    for name in ("off", "on"):
        for code in _table(data, name, list, where, into):
            if _is_known(code, where, into):
                (into.off.add if name == "off" else into.off.discard)(code)
    for code, severity in _table(data, "severity", dict, where, into).items():
        if not _is_known(code, where, into):
            continue
        if severity == AS_DECLARED:
            into.severities.pop(code, None)
        elif severity in SEVERITIES:
            into.severities[code] = severity
        else:
            into.refuse(
                N_("{file}: {code}: the severity must be error, warning or info"), file=where, code=code
            )
    for code, given in _table(data, "parameters", dict, where, into).items():
        if not _is_known(code, where, into):
            continue
        if not isinstance(given, dict):
            into.refuse(N_("{file}: {code}: parameters are given by name"), file=where, code=code)
            continue
        for name, value in given.items():
            fitting = fitted(code, name, value)
            if fitting is None:
                into.refuse(
                    N_("{file}: {code} has no parameter {name} of that type"),
                    file=where,
                    code=code,
                    name=str(name)[:40],
                )
            else:
                into.parameters.setdefault(code, {})[name] = fitting

    _read_limits(_table(data, "progress", dict, where, into), where, into)


def _read_limits(given: dict[str, Any], where: str, into: Entries) -> None:
    """From which lead or lag on an indicator is called ahead, on track or far behind."""
    limits = into.limits
    for name, value in given.items():
        number = Decimal(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else None
        if name not in Limits._fields or number is None or not number.is_finite() or abs(number) > 1:
            into.refuse(
                N_("{file}: progress has no limit {name} of that value; there are {names}, from -1 to 1"),
                file=where,
                name=str(name)[:40],
                names=", ".join(Limits._fields),
            )
            continue
        limits = limits._replace(**{name: number})
    if not limits.far_behind <= limits.on_track <= limits.ahead:
        into.refuse(N_("{file}: the limits of progress have to rise from far_behind to ahead"), file=where)
        return
    into.limits = limits


def _is_known(code: Any, where: str, into: Entries) -> bool:
    if isinstance(code, str) and (code in RULES or code in into.own):
        return True
    into.refuse(N_("{file}: there is no rule {code}"), file=where, code=str(code)[:40])
    return False


def _table(data: Mapping[str, Any], name: str, type_: type, where: str, into: Entries) -> Any:
    value = data.get(name, type_())
    if isinstance(value, type_):
        return value
    into.refuse(N_("{file}: {entry} has the wrong type"), file=where, entry=name)
    return type_()


def _read_own(entries: list[Any], where: str, into: Entries) -> None:
    if not entries:
        return
    # Only where there are own rules is their language needed.
    from workbench.rules.own import MOST_RULES, read

    mine: set[str] = set()
    for at, entry in enumerate(entries):
        # Counted as they are written: even the reading of wrong ones takes time.
        if at >= MOST_RULES or len(into.own) >= MOST_RULES:
            into.refuse(N_("{file}: a profile has at most {limit} own rules"), file=where, limit=MOST_RULES)
            return
        try:
            made = read(entry)
        except Problem as problem:
            into.refuse(N_("{file}: {reason}"), file=where, reason=said(problem))
            continue
        if made.code in mine:
            into.refuse(N_("{file}: the code {code} is used twice"), file=where, code=made.code)
            continue
        mine.add(made.code)
        into.own[made.code] = made


def fitted(code: str, name: Any, value: Any) -> int | Decimal | str | None:
    """The value as the rule's parameter of this name holds it; None where it does not fit.

    A plan holds every number as a Decimal, a file whole ones as integers: either will do.
    """
    one = RULES.get(code)
    known = one.parameters.get(name) if one is not None and isinstance(name, str) else None
    if known is None or isinstance(value, bool):
        return None
    if isinstance(known, str):
        return value if isinstance(value, str) and len(value) <= _MOST_LETTERS else None
    if not isinstance(value, int | Decimal):
        return None
    number = Decimal(value)
    least, most = next((bounds for end, bounds in _LIMITS.items() if str(name).endswith(end)), (0, _FURTHEST))
    if not number.is_finite() or not least <= number <= most:
        return None
    if isinstance(known, Decimal):
        exponent = number.as_tuple().exponent
        return number if isinstance(exponent, int) and exponent >= -_MOST_DECIMALS else None
    return int(number) if number == number.to_integral_value() else None
