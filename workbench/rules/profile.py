"""Rule profiles: rules switched off or re-graded, parameters set, own rules added.

A profile is an object of this shape, in a TOML file or kept with the plan (``plan.rule_profile``):

    name, title, description      what it is called; title and description may be {"zh": ..., "en": ...}
    extends                       the built-in profile that it begins from; "default" when left out
    off, on                       codes of rules; ``on`` takes back what the profile it extends switched off
    severity                      {code: "error" | "warning" | "info" | "default"}
    parameters                    {code: {name: value}}
    own                           own rules (see own.py)
    progress                      {"ahead": 0.10, "on_track": -0.05, "far_behind": -0.20}: from which lead or
                                  lag on an indicator is called so

``read_profile`` reads a file or a built-in one and refuses what is wrong in it; ``of_plan`` applies what a
plan holds as far as it can be applied, and ``Profile.troubles`` says what was left out. Editing is in
profile_edits.py.
"""

from __future__ import annotations

import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from workbench import paths
from workbench.analysis.progress import Limits
from workbench.errors import Problem
from workbench.i18n import N_
from workbench.rules.profile_entries import Entries, read_entries
from workbench.rules.registry import RULES
from workbench.rules.rule import Said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workbench.i18n import Words
    from workbench.plan.plan import Plan
    from workbench.rules.own import OwnRule
    from workbench.rules.rule import Rule

_MOST_BYTES: Final = 1_000_000
#: Profiles extending one another; more is a ring.
_MOST_LAYERS: Final = 8
#: The name of what a plan holds itself, where it gives none.
PLAN: Final = "plan"
DEFAULT: Final = "default"
#: The built-in profiles in the order in which they are offered; others follow by name.
_ORDER: Final = (
    DEFAULT,
    "draft",
    "strict",
    "gbt36333",
    "action_plan",
    "cluster_city",
    "community",
    "it_projects",
)


class Profile:
    """How the rules are applied. Without arguments: the catalogue as it stands.

    ``rules`` are all rules by code, own ones too. ``base`` names the profile that this one extends.
    """

    def __init__(
        self,
        name: str = DEFAULT,
        off: frozenset[str] = frozenset(),
        severities: Mapping[str, str] | None = None,
        parameters: Mapping[str, Mapping[str, Any]] | None = None,
        own: Mapping[str, OwnRule] | None = None,
        *,
        title: Mapping[str, str] | str = "",
        base: str = "",
        troubles: tuple[Said, ...] = (),
        limits: Limits = Limits(),  # noqa: B008 - immutable
    ) -> None:
        self.name = name
        self.title = title
        self.base = base
        self.off = off
        self.severities = dict(severities or {})
        #: Parameters that differ from the catalogue's, by rule code.
        self.set_parameters = {code: dict(given) for code, given in (parameters or {}).items()}
        self.own = dict(own or {})
        #: From which lead or lag on an indicator is called what.
        self.limits = limits
        #: What could not be applied.
        self.troubles = troubles
        self._parameters = {
            code: {**one.parameters, **self.set_parameters.get(code, {})} for code, one in RULES.items()
        }
        self.rules: Mapping[str, Rule] = RULES
        if self.own:
            from workbench.rules.own import rules_of

            self.rules = {**RULES, **rules_of(self.own)}

    def __reduce__(self) -> tuple[Any, ...]:
        # Rules of own rules are functions made here: another process makes its own.
        more = {"title": self.title, "base": self.base, "troubles": self.troubles, "limits": self.limits}
        data = (self.name, self.off, self.severities, self.set_parameters, self.own)
        return _again, (data, more)

    def is_on(self, code: str) -> bool:
        """Whether the rule runs."""
        return code not in self.off

    def severity(self, one: Rule, found: str | None = None) -> str:
        """The severity of a rule's check: as re-graded, else as the rule found it, else the rule's own."""
        return self.severities.get(one.code) or found or one.severity

    def parameters(self) -> Mapping[str, Mapping[str, Any]]:
        """Parameters by rule code."""
        return self._parameters

    @property
    def is_default(self) -> bool:
        """Whether the catalogue is applied as it stands."""
        entries = self.off or self.severities or self.set_parameters or self.own
        return not entries and self.limits == Limits()

    def shown(self, words: Words) -> str:
        """How the profile is called in a sentence."""
        if self.name == PLAN and not self.title:
            return words(N_("the plan's own, based on {name}"), name=self.base or DEFAULT)
        title = self.title if isinstance(self.title, str) else self.title.get(words.code, "")
        return title or self.name


def _again(data: tuple[Any, ...], more: dict[str, Any]) -> Profile:
    return Profile(*data, **more)


def find_rule(code: str, plan: Plan | None) -> Rule | None:
    """The rule with a code: one of the catalogue, or an own one that the plan holds; else None."""
    one = RULES.get(code)
    if one is None and plan is not None and plan.exists:
        one = of_plan(plan.head.rule_profile).rules.get(code)
    return one


# -- built-in profiles -----------------------------------------------------------------------------------


class BuiltIn(NamedTuple):
    """A profile that comes with the program; title and description by language."""

    name: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    path: Path


@cache
def built_in_names() -> tuple[str, ...]:
    """Names of the built-in profiles, in the order in which they are offered."""
    found = {path.stem for path in (paths.resources() / "profiles").glob("*.toml")}
    return (*(name for name in _ORDER if name in found), *sorted(found - set(_ORDER)))


@cache
def built_ins() -> tuple[BuiltIn, ...]:
    """The built-in profiles with their titles, for a choice."""
    made = []
    for name in built_in_names():
        path = _path_of(name)
        data = _data_of(path)
        made.append(BuiltIn(name, data.get("title", {}), data.get("description", {}), path))
    return tuple(made)


@cache
def built_in(name: str) -> Profile:
    """A built-in profile by its name."""
    return read_profile(_path_of(name))


def _path_of(name: str) -> Path:
    return paths.resources() / "profiles" / f"{name}.toml"


# -- reading ---------------------------------------------------------------------------------------------


def read_profile(path: Path) -> Profile:
    """A profile from a TOML file, or a built-in one by its name; refuses what is wrong in it."""
    if path.name == str(path) and not path.suffix and not path.exists():
        if path.name not in built_in_names():
            raise Problem(
                N_("There is no file “{file}” and no built-in profile of that name; there are {names}"),
                file=path,
                names=", ".join(built_in_names()),
            )
        path = _path_of(path.name)
    data = _data_of(path)
    entries, above = _layers(data, path, str(path))
    if entries.troubles:
        raise _problem(entries.troubles[0])
    name = data.get("name", path.stem)
    return _made(entries, str(name)[:100], data, above)


def _problem(trouble: Said) -> Problem:
    """What is wrong, as a Problem; what is wrong within it too."""
    values = {name: _problem(one) if isinstance(one, Said) else one for name, one in trouble.values}
    return Problem(trouble.message, **values)


def _data_of(path: Path) -> dict[str, Any]:
    # Looked at first: a pipe or a device might never end.
    if path.exists() and (not path.is_file() or path.stat().st_size > _MOST_BYTES):
        raise Problem(N_("The profile {file} is not a file, or larger than 1 MB"), file=path)
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"), parse_float=Decimal)
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise Problem(N_("The profile {file} cannot be read: {reason}"), file=path, reason=reason) from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise Problem(N_("The profile {file} is not valid TOML: {reason}"), file=path, reason=error) from None


class _Latest:
    """The profile of a plan read last: a plan's own is asked for again and again, and seldom changes."""

    held: tuple[Any, Profile] = (None, Profile())


def of_plan(held: dict[str, Any] | None) -> Profile:
    """The profile that a plan holds, as far as it can be applied; the default one where it holds none.

    Whatever the object holds, nothing is raised: ``troubles`` says what was left out.
    """
    latest, made = _Latest.held
    if latest is held:
        return made
    if not held:
        made = Profile()
    else:
        entries, above = _layers(held, None, "rule_profile")
        name = held.get("name")
        made = _made(entries, name[:100] if isinstance(name, str) and name.strip() else PLAN, held, above)
    _Latest.held = (held, made)
    return made


def _made(entries: Entries, name: str, data: Mapping[str, Any], above: str) -> Profile:
    title: Any = data.get("title", "")
    if isinstance(title, dict):
        title = {code: said[:200] for code, said in title.items() if isinstance(said, str)}
    return Profile(
        name,
        frozenset(entries.off),
        entries.severities,
        entries.parameters,
        entries.own,
        title=title[:200] if isinstance(title, str) else title if isinstance(title, dict) else "",
        base=above,
        troubles=tuple(entries.troubles),
        limits=entries.limits,
    )


def _layers(data: Mapping[str, Any], path: Path | None, where: str) -> tuple[Entries, str]:
    """The entries of a profile upon those of the profiles that it extends, and the name of the next one.

    A plan (``path`` None) extends built-in profiles only: it names no files of whoever opens it.
    """
    layers = [(data, where)]
    above = ""
    troubles: list[Said] = []
    while "extends" in layers[-1][0]:
        here, place = layers[-1]
        name = here["extends"]
        known = isinstance(name, str) and (
            name in built_in_names() or (path is not None and name.endswith(".toml"))
        )
        if not known or len(layers) > _MOST_LAYERS:
            entries = Entries()
            entries.refuse(
                N_("{file}: there is no profile “{name}” to extend; there are {names}")
                if not known
                else N_("{file}: “{name}” extends itself in the end, or too many others ({names})"),
                file=place,
                name=str(name)[:40],
                names=", ".join(built_in_names()),
            )
            troubles += entries.troubles
            break
        above = above or name
        if name in built_in_names():
            path = _path_of(name)
        else:
            assert path is not None
            path = path.parent / name
        layers.append((_data_of(path), str(path)))
    entries = Entries()
    entries.troubles += troubles
    for layer, place in reversed(layers):
        read_entries(layer, place, entries)
    return entries, above
