"""The language of own rules: understood against the declarations of the plan, worked out within bounds.

``understood(text, kind)`` gives an Expression or raises an ExpressionProblem that names the place and what
was expected; nothing about an expression is wrong any more once it is understood. ``Expression.value``
works it out for one element. completion.py helps with the writing.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from workbench.rules.expression_parts import Part
from workbench.rules.expression_reading import Reading, wanted
from workbench.rules.expression_syntax import tree
from workbench.rules.expression_tokens import ExpressionProblem
from workbench.rules.expression_values import TRUTH, Frame, TooCostly, Type
from workbench.rules.expression_words import is_word

if TYPE_CHECKING:
    from workbench.plan.elements import Element
    from workbench.rules.view import View

__all__ = ["Expression", "ExpressionProblem", "TooCostly", "is_word", "understood"]


class Expression(NamedTuple):
    """An expression that is understood.

    ``links`` says that it looks at other elements, ``loops`` how deep it goes through lists, ``fields`` which
    fields of the element itself it looks at, in order.
    """

    text: str
    kind: str
    type: Type
    part: Part

    @property
    def links(self) -> bool:
        """Whether it looks at other elements."""
        return self.part.links

    @property
    def loops(self) -> int:
        """How deep it goes through lists within lists."""
        return self.part.loops

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of the element itself that it looks at."""
        return tuple(name for name in self.part.fields if name)

    def work_out(self, frame: Frame, element: Element) -> Any:
        """Its value for an element, within the work the frame has left; TooCostly beyond that."""
        frame.items = [element]
        frame.spend(self.part.size)
        return self.part.value(frame)

    def value(self, view: View, element: Element, steps: int = 1_000_000) -> Any:
        """Its value for one element by itself."""
        return self.work_out(Frame(view, steps), element)


# Own rules are read when they are shown, checked and applied; what they mean hangs on the text alone.
@lru_cache(maxsize=512)
def understood(text: str, kind: str, *, condition: bool = True) -> Expression:
    """The expression of a text about a kind of element; an ExpressionProblem where it is not one.

    ``condition`` asks for something true or false; otherwise any value that can be shown will do.
    """
    root = tree(text, is_word)
    part = Reading([Type("element", (kind,))]).part(root)
    if condition:
        wanted(part, root, TRUTH)
    return Expression(text, kind, part.type, part)
