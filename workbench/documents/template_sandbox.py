"""The language of templates: names, loops and conditions on plain data, and nothing else of Python.

No method can be called, no attribute of an object reached, nothing imported. What remains are the fields of
the data, a few filters, and macros of the template's own.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final

from jinja2 import StrictUndefined
from jinja2.exceptions import SecurityError, UndefinedError
from jinja2.runtime import LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment

from workbench.documents.wording import Wording, chinese_numeral
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
_TESTS: Final = ("defined", "undefined", "none", "odd", "even")
_OF_LOOPS: Final = frozenset(
    {"index", "index0", "revindex", "first", "last", "length", "previtem", "nextitem", "depth"}
)
_LARGEST_FACTOR: Final = 10**12


class UnknownName(UndefinedError):
    """A name that the data does not have; ``near`` is the known one most like it, or ""."""

    def __init__(self, name: str, near: str) -> None:
        super().__init__(name)
        self.name = name
        self.near = near


class Sandbox(ImmutableSandboxedEnvironment):
    """Where a template is worked out, in one language (``zh`` or ``en``)."""

    intercepted_binops = frozenset({"*", "**", "%", "//", "/"})

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

    def day(value: str) -> str:
        return wording.day(parse_date(value)) if value else ""

    def wan(value: int | str) -> str:
        return wording.money(value) if isinstance(value, int) else ""

    def yi(value: int | str) -> str:
        return f"{(wan_of_fen(value) / 10_000).normalize():,f}" if isinstance(value, int) else ""

    def numeral(value: int) -> str:
        return chinese_numeral(value) if 0 < value < 1_000 else str(value)

    return {"day": day, "wan": wan, "yi": yi, "numeral": numeral}
