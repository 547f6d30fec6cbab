"""The language of templates: names, loops and conditions on plain data, and nothing else of Python.

No method can be called, no attribute of an object reached, nothing imported. What remains are the fields of
the data, a few filters, and macros of the template's own.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final

from jinja2 import StrictUndefined
from jinja2.exceptions import SecurityError, TemplateRuntimeError, UndefinedError
from jinja2.runtime import LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment

from workbench.documents.wording import Wording, chinese_numeral
from workbench.errors import Problem
from workbench.i18n import N_
from workbench.plan.values import parse_date, wan_of_fen

if TYPE_CHECKING:
    from collections.abc import Callable

_FILTERS: Final = (
    "default",
    "d",
    "join",
    "first",
    "last",
    "length",
    "count",
    "trim",
    "upper",
    "lower",
)
_OWN: Final = ("day", "wan", "yi", "numeral")
_TESTS: Final = ("defined", "undefined", "none", "odd", "even")
_OF_LOOPS: Final = frozenset(
    {"index", "index0", "revindex", "first", "last", "length", "previtem", "nextitem", "depth"}
)
#: Characters of a value that a message tells.
_LONGEST_VALUE: Final = 20
_LARGEST_FACTOR: Final = 10**12


class UnknownName(UndefinedError):
    """A name that the data does not have; ``near`` is the known one most like it, or ""."""

    def __init__(self, name: str, near: str) -> None:
        super().__init__(name)
        self.name = name
        self.near = near


class Unfit(TemplateRuntimeError):
    """A form after a bar that does not go with its value: why (a message id and its values)."""

    def __init__(self, fault: str, **values: str) -> None:
        super().__init__(fault)
        self.fault = fault
        self.values = values


class Sandbox(ImmutableSandboxedEnvironment):
    """Where a template is worked out, in one language (``zh`` or ``en``)."""

    intercepted_binops = frozenset({"*", "**", "%", "//", "/"})

    #: What can follow a bar, most wanted first.
    forms = (*_OWN, *_FILTERS)

    def __init__(self, language: str, names: list[str]) -> None:
        known = tuple(names)

        class Undefined(StrictUndefined):
            def _fail_with_undefined_error(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ARG002
                name = str(self._undefined_name)
                among = tuple(self._undefined_obj) if isinstance(self._undefined_obj, dict) else known
                raise UnknownName(name, next(iter(get_close_matches(name, among, 1, 0.5)), ""))

            # What a strict one refuses, this one refuses with the name that was meant.
            __iter__ = __str__ = __len__ = __eq__ = __ne__ = __bool__ = _fail_with_undefined_error
            __getattr__ = __getitem__ = __call__ = __html__ = _fail_with_undefined_error
            __hash__ = StrictUndefined.__hash__  # type: ignore[assignment]

        super().__init__(autoescape=True, undefined=Undefined)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in _FILTERS} | _filters(language)
        self.tests = {name: self.tests[name] for name in _TESTS}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A field of the data."""
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """A field of the data, or an entry of a list by its place."""
        if isinstance(obj, dict):
            return obj[argument] if argument in obj else self.undefined(obj=obj, name=str(argument))
        if isinstance(obj, LoopContext) and argument in _OF_LOOPS:
            return getattr(obj, argument)
        if isinstance(obj, tuple) and isinstance(argument, int | slice):
            return obj[argument] if isinstance(argument, slice) or -len(obj) <= argument < len(obj) else ""
        if isinstance(obj, self.undefined):
            obj._fail_with_undefined_error()
        raise SecurityError(str(argument))

    def is_safe_callable(self, obj: Any) -> bool:
        """Only what the template itself has defined."""
        return isinstance(obj, Macro)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Arithmetic on numbers of a reasonable size."""
        for value in (left, right):
            if not isinstance(value, int | float) or abs(value) > _LARGEST_FACTOR:
                raise SecurityError(operator)
        if operator == "**" or (operator in {"/", "//", "%"} and right == 0):
            raise SecurityError(operator)
        return super().call_binop(context, operator, left, right)


def _filters(language: str) -> dict[str, Callable[..., str]]:
    wording = Wording(language)

    def day(value: Any) -> str:
        try:
            return wording.day(parse_date(value)) if value else ""
        except (Problem, TypeError, AttributeError):
            raise Unfit(
                N_("“|day” is for days such as 2026-12-31, and “{value}” is none"), value=_short(value)
            ) from None

    def money(form: str, value: Any) -> int | None:
        if isinstance(value, int):
            return value
        if value:
            fault = N_("“|{form}” is for amounts of money, and “{value}” is none")
            raise Unfit(fault, form=form, value=_short(value))
        return None

    def wan(value: Any) -> str:
        amount = money("wan", value)
        return "" if amount is None else wording.money(amount)

    def yi(value: Any) -> str:
        amount = money("yi", value)
        return "" if amount is None else f"{(wan_of_fen(amount) / 10_000).normalize():,f}"

    def numeral(value: Any) -> str:
        if not isinstance(value, int):
            if value:
                raise Unfit(N_("“|numeral” is for numbers, and “{value}” is none"), value=_short(value))
            return ""
        return chinese_numeral(value) if 0 < value < 1_000 else str(value)

    return dict(zip(_OWN, (day, wan, yi, numeral), strict=True))


def _short(value: object) -> str:
    text = str(value) if isinstance(value, str | int) else "…"
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"
