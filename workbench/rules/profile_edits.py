"""Editing a profile: its object with a rule switched, re-graded, a parameter set, an own rule added.

The functions take the object that a plan holds (None: none) and give a new one; nothing is changed in place.
What is as in the profile extended is left out, so that an object says only what differs. ``kept`` makes the
Change that puts an object into the plan, ``save`` and ``load`` write and read TOML. A plan holds numbers as
Decimals; TOML gets whole ones as integers.

    held = switched(plan.head.rule_profile, "S109", on=False)
    session.apply(kept(plan, held))
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from workbench.analysis.progress import Limits
from workbench.errors import Problem
from workbench.files import atomic_write
from workbench.i18n import N_
from workbench.plan import edits
from workbench.plan.change import Label
from workbench.rules import own as own_rules
from workbench.rules.profile import DEFAULT, PLAN, Profile, built_in, built_in_names, of_plan, read_profile
from workbench.rules.profile_entries import AS_DECLARED, fitted

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from workbench.plan.change import Change
    from workbench.plan.plan import Plan
    from workbench.rules.own import OwnRule

Held = dict[str, Any] | None


def base_of(held: Held) -> Profile:
    """The built-in profile that an object begins from."""
    name = (held or {}).get("extends")
    return built_in(name if isinstance(name, str) and name in built_in_names() else DEFAULT)


def based_on(held: Held, name: str) -> dict[str, Any] | None:
    """The object upon another built-in profile; its own entries stay."""
    rest = {key: value for key, value in (held or {}).items() if key != "extends"}
    return _tidied(rest if name == DEFAULT else {"extends": name, **rest})


def named(held: Held, name: str) -> dict[str, Any] | None:
    """The object under a name; an empty one is left out."""
    rest = {key: value for key, value in (held or {}).items() if key != "name"}
    return _tidied({"name": name.strip(), **rest} if name.strip() else rest)


def switched(held: Held, code: str, *, on: bool) -> dict[str, Any] | None:
    """The object with a rule switched on or off."""
    made = dict(held or {})
    default = base_of(held).is_on(code)
    for name, wanted in (("off", default and not on), ("on", on and not default)):
        codes = [one for one in _listed(made, name) if one != code]
        made[name] = [*codes, code] if wanted else codes
    return _tidied(made)


def graded(held: Held, code: str, severity: str | None) -> dict[str, Any] | None:
    """The object with a rule of this severity; None gives it that of the catalogue."""
    inherited = base_of(held).severities.get(code)
    wanted = None if severity == inherited else severity or AS_DECLARED
    return _with(held, "severity", code, wanted)


def with_parameter(
    held: Held, code: str, name: str, value: int | Decimal | str | None
) -> dict[str, Any] | None:
    """The object with a parameter of a rule set; None takes it from the profile extended."""
    given = dict(_table(_table(held or {}, "parameters"), code))
    given.pop(name, None)
    if value is not None:
        fitting = fitted(code, name, value)
        if fitting is None:
            raise Problem(
                N_("{code}: {value} does not fit the parameter {name}"), code=code, value=value, name=name
            )
        if fitting != base_of(held).parameters()[code][name]:
            given[name] = fitting if isinstance(fitting, str) else Decimal(fitting)
    return _with(held, "parameters", code, given or None)


def with_own(held: Held, own: OwnRule, instead_of: str | None = None) -> dict[str, Any] | None:
    """The object with an own rule added, or put in the place of the one with the code ``instead_of``.

    A Problem where the rule is not understood or its code is taken by another.
    """
    entry: dict[str, Any] = dict(own_rules.written(own_rules.read(own_rules.written(own))))
    entries = _listed(held or {}, "own")
    codes = [one.get("code") if isinstance(one, dict) else None for one in entries]
    if own.code in codes and own.code != instead_of:
        raise Problem(N_("There is an own rule {code} already"), code=own.code)
    if instead_of in codes and instead_of is not None:
        entries[codes.index(instead_of)] = entry
    else:
        entries.append(entry)
    return _tidied({**(held or {}), "own": entries})


def without_own(held: Held, code: str) -> dict[str, Any] | None:
    """The object without an own rule; one of the profile extended is switched off instead."""
    entries = [
        one for one in _listed(held or {}, "own") if not (isinstance(one, dict) and one.get("code") == code)
    ]
    made = _tidied({**(held or {}), "own": entries})
    if code in base_of(held).own:
        return switched(made, code, on=False)
    # Nothing may be said about a rule that is no more.
    for name in ("off", "on"):
        made = _tidied({**(made or {}), name: [one for one in _listed(made or {}, name) if one != code]})
    return _with(made, "severity", code, None)


def own_codes(held: Held) -> list[str]:
    """The codes of own rules that are taken, by the object or the profile that it extends."""
    return list(of_plan(held).own)


def kept(plan: Plan, held: Held, label: Label | None = None) -> Change:
    """The change that makes an object the plan's own profile; None takes it away."""
    change = edits.set_field(plan, plan.id, "rule_profile", _for_plan(held) if held else None)
    return change._replace(label=label) if label is not None else change


def as_object(profile: Profile) -> dict[str, Any]:
    """A profile as the object that a plan holds, by itself: it extends nothing."""
    made: dict[str, Any] = {} if profile.name in (DEFAULT, PLAN) else {"name": profile.name}
    if profile.title:
        made["title"] = profile.title if isinstance(profile.title, str) else dict(profile.title)
    made |= {
        "off": sorted(profile.off),
        "severity": dict(sorted(profile.severities.items())),
        "parameters": {code: dict(given) for code, given in sorted(profile.set_parameters.items())},
        "own": [own_rules.written(one) for _, one in sorted(profile.own.items())],
        "progress": _limits_beside(profile.limits, Limits()),
    }
    found: dict[str, Any] = _for_plan(_tidied(made) or {})
    return found


def load(path: Path) -> dict[str, Any] | None:
    """The object of a TOML file, for a plan; a Problem where anything in it is wrong.

    A profile that extends a built-in one goes on extending it; one that extends a file takes that in.
    """
    profile = read_profile(path)
    made = as_object(profile)
    made.setdefault("name", profile.name)
    if profile.base not in built_in_names() or profile.base == DEFAULT:
        return _tidied(made)
    base = built_in(profile.base)
    made["extends"] = profile.base
    made["off"] = sorted(profile.off - base.off)
    made["on"] = sorted(base.off - profile.off)
    made["severity"] = {
        code: profile.severities.get(code, AS_DECLARED)
        for code in sorted({*profile.severities, *base.severities})
        if profile.severities.get(code) != base.severities.get(code)
    }
    above = base.parameters()
    made["parameters"] = {
        code: {name: value for name, value in given.items() if value != above[code][name]}
        for code, given in profile.set_parameters.items()
    }
    made["own"] = [
        own_rules.written(one) for code, one in sorted(profile.own.items()) if base.own.get(code) != one
    ]
    made["progress"] = _limits_beside(profile.limits, base.limits)
    return _tidied(_for_plan(made))


def save(path: Path, held: Held, *, title: str = "") -> None:
    """Write an object to a TOML file, whole or not at all."""
    made = dict(held or {})
    if title:
        made["title"] = title
    atomic_write(path, toml(made).encode("utf-8"))


def toml(held: Mapping[str, Any]) -> str:
    """An object as TOML."""
    import tomli_w

    return tomli_w.dumps(_for_toml(held))


# -- parts of objects ------------------------------------------------------------------------------------


def _limits_beside(limits: Limits, base: Limits) -> dict[str, Decimal]:
    """The limits of progress that differ from others."""
    pairs = zip(limits._asdict().items(), base, strict=True)
    return {name: value for (name, value), other in pairs if value != other}


def _listed(held: Mapping[str, Any], name: str) -> list[Any]:
    value = held.get(name)
    return list(value) if isinstance(value, list) else []


def _table(held: Mapping[str, Any], name: str) -> dict[str, Any]:
    value = held.get(name)
    return value if isinstance(value, dict) else {}


def _with(held: Held, name: str, code: str, value: Any) -> dict[str, Any] | None:
    table = {key: one for key, one in _table(held or {}, name).items() if key != code}
    if value is not None:
        table[code] = value
    return _tidied({**(held or {}), name: table})


def _tidied(held: dict[str, Any]) -> dict[str, Any] | None:
    """The object without empty entries; None when nothing is left."""
    made = {key: value for key, value in held.items() if value not in ([], {}, "", None)}
    if isinstance(parameters := made.get("parameters"), dict):
        made["parameters"] = {code: given for code, given in parameters.items() if given != {}}
        if not made["parameters"]:
            del made["parameters"]
    return made or None


def _for_plan(value: Any) -> Any:
    """A value with its whole numbers as Decimals, as plans hold them."""
    if isinstance(value, dict):
        return {key: _for_plan(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_for_plan(one) for one in value]
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _for_toml(value: Any) -> Any:
    """A value with its whole Decimals as integers; TOML knows no null: such entries are left out."""
    if isinstance(value, dict):
        return {key: _for_toml(one) for key, one in value.items() if one is not None}
    if isinstance(value, list):
        return [_for_toml(one) for one in value if one is not None]
    if isinstance(value, Decimal) and value == value.to_integral_value() and value.as_tuple().exponent == 0:
        return int(value)
    return value
