"""Rule profiles: rules switched off or re-graded, parameters set."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from workbench.errors import Problem
from workbench.i18n import N_
from workbench.rules.registry import RULES
from workbench.rules.rule import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from workbench.rules.rule import Rule

_MOST_BYTES: Final = 1_000_000


class Profile:
    """How the rules are applied. Without arguments: the catalogue as it stands."""

    def __init__(
        self,
        name: str = "default",
        off: frozenset[str] = frozenset(),
        severities: Mapping[str, str] | None = None,
        parameters: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        self.name = name
        self._off = off
        self._severities = dict(severities or {})
        self._parameters = {
            code: {**one.parameters, **(parameters or {}).get(code, {})} for code, one in RULES.items()
        }

    def is_on(self, code: str) -> bool:
        """Whether the rule runs."""
        return code not in self._off

    def severity(self, one: Rule, found: str | None = None) -> str:
        """The severity of a rule's check: as re-graded, else as the rule found it, else the rule's own."""
        return self._severities.get(one.code) or found or one.severity

    def parameters(self) -> Mapping[str, Mapping[str, Any]]:
        """Parameters by rule code."""
        return self._parameters


def read_profile(path: Path) -> Profile:
    """A profile from a TOML file.

    ``off = ["S109"]``, ``[severity] C402 = "info"``, ``[parameters.C412] months = 18``.
    """
    # Looked at first: a pipe or a device might never end.
    if path.exists() and (not path.is_file() or path.stat().st_size > _MOST_BYTES):
        raise Problem(N_("The profile {file} is not a file, or larger than 1 MB"), file=path)
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"), parse_float=Decimal)
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise Problem(N_("The profile {file} cannot be read: {reason}"), file=path, reason=reason) from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise Problem(N_("The profile {file} is not valid TOML: {reason}"), file=path, reason=error) from None
    unknown = set(data) - {"name", "off", "severity", "parameters"}
    if unknown:
        raise Problem(N_("{file}: unknown entry {entry}"), file=path, entry=min(unknown))
    off = _table(path, data, "off", list)
    severities = _table(path, data, "severity", dict)
    parameters = _table(path, data, "parameters", dict)
    for code in (*off, *severities, *parameters):
        if not isinstance(code, str) or code not in RULES:
            raise Problem(N_("{file}: there is no rule {code}"), file=path, code=code)
    for code, severity in severities.items():
        if severity not in SEVERITIES:
            raise Problem(
                N_("{file}: {code}: the severity must be error, warning or info"), file=path, code=code
            )
    for code, given in parameters.items():
        known = RULES[code].parameters
        for name, value in given.items() if isinstance(given, dict) else [("", None)]:
            if name not in known or type(value) not in _fitting(known[name]):
                raise Problem(
                    N_("{file}: {code} has no parameter {name} of that type"), file=path, code=code, name=name
                )
    numbers = {
        code: {
            name: Decimal(value) if isinstance(RULES[code].parameters[name], Decimal) else value
            for name, value in given.items()
        }
        for code, given in parameters.items()
    }
    return Profile(str(data.get("name", path.stem)), frozenset(off), severities, numbers)


def _fitting(value: object) -> tuple[type, ...]:
    """The types of TOML values that may stand for a parameter: 1 as well as 0.01 for a Decimal."""
    return (Decimal, int) if isinstance(value, Decimal) else (type(value),)


def _table(path: Path, data: dict[str, Any], name: str, type_: type) -> Any:
    value = data.get(name, type_())
    if not isinstance(value, type_):
        raise Problem(N_("{file}: {entry} has the wrong type"), file=path, entry=name)
    return value
