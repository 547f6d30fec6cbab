"""The grammar of own rules: text into a tree, with the place of every part for what is said about it.

    condition   = part { "or" part }
    part        = test { "and" test }
    test        = "not" test | comparison
    comparison  = sum [ ("=" | "!=" | "<" | "<=" | ">" | ">=") sum
                      | ("contains" | "starts" | "ends" | "matches") sum | "in" "(" sum { "," sum } ")" ]
    sum         = product { ("+" | "-") product }
    product     = factor { ("*" | "/") factor }
    factor      = "-" factor | number | text | day | "(" condition ")" | name { "." name }
                | name "(" [ condition { "," condition } ] ")"

The words of the grammar are there in Chinese too, and full-width signs mean what half-width ones do. Nothing
is ever handed to Python's own evaluation; length and depth are limited before anything is worked out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from workbench.i18n import N_
from workbench.rules.expression_tokens import COMPARING, OF_TEXT, ExpressionProblem, Token, refused, tokens

if TYPE_CHECKING:
    from collections.abc import Callable

#: Parts nested in one another.
MOST_DEPTH: Final = 30


class Node(NamedTuple):
    """A part of the tree: ``kind`` says which, ``parts`` are nodes, ``value`` what it is besides."""

    kind: str
    at: int
    end: int
    parts: tuple[Node, ...] = ()
    value: Any = None


class _Reader:
    """Reads tokens one after another."""

    def __init__(self, found: list[Token]) -> None:
        self._tokens = found
        self._next = 0
        self._depth = 0

    @property
    def here(self) -> Token:
        return self._tokens[self._next]

    def take(self) -> Token:
        token = self._tokens[self._next]
        self._next += 1
        return token

    def is_at(self, kind: str, *values: str) -> bool:
        return self.here.kind == kind and self.here.value in values

    def expect(self, sign: str) -> Token:
        if not self.is_at("sign", sign):
            raise self.unexpected(sign)
        return self.take()

    def unexpected(self, wanted: str = "") -> ExpressionProblem:
        token = self.here
        if token.kind == "end":
            if wanted:
                return refused(token.at, token.end, N_("“{wanted}” is missing at the end"), wanted=wanted)
            return refused(
                token.at, token.end, N_("something is missing at the end: a field, a number or a text")
            )
        said = str(token.value)
        if wanted:
            return refused(
                token.at, token.end, N_("“{wanted}” is expected before “{said}”"), wanted=wanted, said=said
            )
        return refused(
            token.at,
            token.end,
            N_("a field, a number, a text or a day is expected instead of “{said}”"),
            said=said,
        )

    # -- from the loosest to the tightest --------------------------------------------------------------

    def condition(self) -> Node:
        return self._joined("or", lambda: self._joined("and", self.test))

    def _joined(self, word: str, part: Callable[[], Node]) -> Node:
        parts = [part()]
        while self.is_at("key", word):
            self.take()
            parts.append(part())
        return parts[0] if len(parts) == 1 else Node(word, parts[0].at, parts[-1].end, tuple(parts))

    def test(self) -> Node:
        if not self.is_at("key", "not"):
            return self.comparison()
        token = self.take()
        inner = self._deeper(token, self.test)
        return Node("not", token.at, inner.end, (inner,))

    def comparison(self) -> Node:
        left = self.sum()
        token = self.here
        if token.kind == "sign" and token.value in COMPARING:
            self.take()
            right = self.sum()
            if self.here.kind == "sign" and self.here.value in COMPARING:
                raise refused(
                    self.here.at,
                    self.here.end,
                    N_("two comparisons are joined with “and”: a < b and b < c"),
                )
            return Node("compare", left.at, right.end, (left, right), COMPARING[token.value])
        if token.kind == "key" and token.value in OF_TEXT:
            self.take()
            right = self.sum()
            return Node("text", left.at, right.end, (left, right), token.value)
        if self.is_at("key", "in"):
            self.take()
            self.expect("(")
            options = self._list(self.sum)
            return Node("in", left.at, self.expect(")").end, (left, *options))
        return left

    def sum(self) -> Node:
        return self._signed("sum", self.product, "+", "-")

    def product(self) -> Node:
        return self._signed("product", self.factor, "*", "/")

    def _signed(self, kind: str, part: Callable[[], Node], *signs: str) -> Node:
        parts, between = [part()], [signs[0]]
        while self.is_at("sign", *signs):
            between.append(self.take().value)
            parts.append(part())
        if len(parts) == 1:
            return parts[0]
        return Node(kind, parts[0].at, parts[-1].end, tuple(parts), tuple(between))

    def factor(self) -> Node:
        token = self.here
        if token.kind in ("number", "day"):
            self.take()
            return Node(token.kind, token.at, token.end, (), token.value)
        if token.kind == "text":
            self.take()
            return Node("quoted", token.at, token.end, (), token.value)
        if token.kind == "key" and token.value in ("yes", "no"):
            self.take()
            return Node("truth", token.at, token.end, (), token.value == "yes")
        if self.is_at("sign", "-"):
            self.take()
            inner: Node = self._deeper(token, self.factor)
            return Node("minus", token.at, inner.end, (inner,))
        if self.is_at("sign", "("):
            self.take()
            inner = self._deeper(token, self.condition)
            return inner._replace(at=token.at, end=self.expect(")").end)
        if token.kind == "word":
            return self._named()
        raise self.unexpected()

    def _named(self) -> Node:
        first = self.take()
        if self.is_at("sign", "("):
            opening = self.take()
            given: list[Node] = []
            if not self.is_at("sign", ")"):
                given = self._deeper(opening, lambda: self._list(self.condition))
            return Node("call", first.at, self.expect(")").end, tuple(given), first.value)
        path = [first]
        while self.is_at("sign", "."):
            self.take()
            # After a point even a word of the grammar is a name.
            if self.here.kind not in ("word", "key"):
                raise refused(
                    self.here.at, self.here.end, N_("the name of a field is expected after the point")
                )
            path.append(self.take())
        steps = tuple(Node("step", one.at, one.end, (), str(one.value)) for one in path)
        return Node("name", first.at, path[-1].end, steps)

    def _list(self, part: Callable[[], Node]) -> list[Node]:
        parts = [part()]
        while self.is_at("sign", ","):
            self.take()
            parts.append(part())
        return parts

    def _deeper(self, token: Token, part: Callable[[], Any]) -> Any:
        self._depth += 1
        if self._depth > MOST_DEPTH:
            raise refused(
                token.at, token.end, N_("more than {limit} parts are nested in one another"), limit=MOST_DEPTH
            )
        found = part()
        self._depth -= 1
        return found


def tree(text: str, is_name: Callable[[str], bool]) -> Node:
    """The tree of an expression; an ExpressionProblem says what is not understood."""
    if not text.strip():
        raise refused(0, 0, N_("write a condition, such as: end <= 2020-12-31"))
    reader = _Reader(tokens(text, is_name))
    found = reader.condition()
    if reader.here.kind != "end":
        raise refused(
            reader.here.at,
            reader.here.end,
            N_("“{said}” does not fit here; “and”, “or” or a comparison is expected"),
            said=str(reader.here.value),
        )
    return found
