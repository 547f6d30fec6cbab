"""Understands the tree of an expression against the declarations: types, names, functions, choices."""

from __future__ import annotations

from typing import Any, Final

from workbench.i18n import N_, words
from workbench.plan.elements import KINDS
from workbench.rules import expression_parts as p
from workbench.rules.expression_lists import FUNCTION_OF, FUNCTIONS, over
from workbench.rules.expression_parts import Part
from workbench.rules.expression_syntax import Node
from workbench.rules.expression_tokens import ExpressionProblem, refused
from workbench.rules.expression_values import (
    DAY,
    NUMBER,
    TEXT,
    TRUTH,
    TYPE_WORDS,
    Frame,
    Type,
    by_word,
)
from workbench.rules.expression_words import IT, PLAN, THIS, TODAY, near, option


def wanted(part: Part, node: Node, type_: Type) -> Part:
    """The part if it is of the type wanted; an ExpressionProblem if not."""
    if part.type.base == type_.base:
        return part
    if type_ is TRUTH:
        raise refused(
            node.at,
            node.end,
            N_("a condition is expected here, this is {field}; compare it, or write given(...)"),
            field=f"@{TYPE_WORDS[part.type.base]}",
        )
    raise refused(
        node.at,
        node.end,
        N_("{kind} is expected here, this is {field}"),
        field=f"@{TYPE_WORDS[part.type.base]}",
        kind=f"@{TYPE_WORDS[type_.base]}",
    )


class Reading:
    """Understands nodes; ``scopes`` are the types of the element and of the items of the loops around."""

    def __init__(self, scopes: list[Type]) -> None:
        self.scopes = scopes

    def part(self, node: Node) -> Part:
        """The part that a node stands for; an ExpressionProblem where it does not fit."""
        made: Part = getattr(self, f"_{node.kind}")(node)
        return made

    def condition(self, node: Node) -> Part:
        """The same of a node that must be true or false."""
        return wanted(self.part(node), node, TRUTH)

    # -- what is written out -----------------------------------------------------------------------------

    def _number(self, node: Node) -> Part:
        return _constant(NUMBER, node.value)

    def _day(self, node: Node) -> Part:
        return _constant(DAY, node.value)

    def _quoted(self, node: Node) -> Part:
        return _constant(TEXT, node.value)

    def _truth(self, node: Node) -> Part:
        return _constant(TRUTH, node.value)

    # -- joined --------------------------------------------------------------------------------------------

    def _and(self, node: Node) -> Part:
        return p.all_of([self.condition(one) for one in node.parts])

    def _or(self, node: Node) -> Part:
        return p.one_of([self.condition(one) for one in node.parts])

    def _not(self, node: Node) -> Part:
        return p.opposite(self.condition(node.parts[0]))

    def _minus(self, node: Node) -> Part:
        return p.negative(wanted(self.part(node.parts[0]), node.parts[0], NUMBER))

    def _product(self, node: Node) -> Part:
        return p.multiplied([wanted(self.part(one), one, NUMBER) for one in node.parts], node.value)

    def _sum(self, node: Node) -> Part:
        parts = [self.part(one) for one in node.parts]
        days = 0
        for sign, one, part in zip(node.value, node.parts, parts, strict=True):
            if part.type is DAY:
                days += 1 if sign == "+" else -1
                if days not in (0, 1):
                    raise refused(
                        one.at, one.end, N_("days cannot be added to days; subtract one from the other")
                    )
            else:
                wanted(part, one, NUMBER)
        return p.summed(parts, node.value)

    def _compare(self, node: Node) -> Part:
        left, right = self._pair(*node.parts)
        ends = (left.type.base, right.type.base)
        if ends == ("element", "text") and node.value in ("=", "!="):
            return p.called_so(node.value, left, right)
        if ends == ("text", "element") and node.value in ("=", "!="):
            return p.called_so(node.value, right, left)
        if ends[0] != ends[1] or ends[0] in ("row", "list"):
            if set(ends) == {"day", "number"}:
                raise refused(
                    node.at,
                    node.end,
                    N_("a day and a number cannot be compared; write year(...), or a day like 2016-06-30"),
                )
            raise refused(
                node.at,
                node.end,
                N_("{field} cannot be compared with {kind}"),
                field=f"@{TYPE_WORDS[ends[0]]}",
                kind=f"@{TYPE_WORDS[ends[1]]}",
            )
        if ends[0] not in ("number", "day") and node.value not in ("=", "!="):
            raise refused(
                node.at,
                node.end,
                N_("{field} can only be the same or not: write = or !="),
                field=f"@{TYPE_WORDS[ends[0]]}",
            )
        return p.compared(node.value, left, right)

    def _pair(self, one: Node, other: Node) -> tuple[Part, Part]:
        """Both sides; where one is a choice, the other may be one of its options."""
        if self._is_bare(one) and not self._is_bare(other):
            right = self.part(other)
            return self._beside(one, right), right
        left = self.part(one)
        return left, self._beside(other, left)

    def _is_bare(self, node: Node) -> bool:
        """A single word that is no name here: an option of a choice, perhaps."""
        return node.kind == "name" and len(node.parts) == 1 and not self._knows(node.parts[0].value)

    def _beside(self, node: Node, other: Part) -> Part:
        """The part of a node that stands beside another part."""
        declared = other.type.of if other.type.base == "choice" else None
        if declared is None or not (
            node.kind in ("quoted", "truth") or (node.kind == "name" and len(node.parts) == 1)
        ):
            return self.part(node)
        if node.kind == "truth":
            # Some choices are called yes and no.
            said = "yes" if node.value else "no"
        else:
            said = node.value if node.kind == "quoted" else node.parts[0].value
        name = option(declared, said)
        if name is not None:
            return _constant(other.type, name)
        if node.kind == "name" and self._knows(said):
            return self.part(node)
        chinese = words("zh")
        known = [*declared.choices, *(chinese(label) for label in declared.choices.values())]
        if meant := near(said, known):
            raise refused(
                node.at,
                node.end,
                N_("“{said}” is not one of the choices; did you mean {near}?"),
                said=said,
                near=meant,
            )
        raise refused(
            node.at,
            node.end,
            N_("“{said}” is not one of the choices: {choices}"),
            said=said,
            choices=", ".join(
                known[: len(declared.choices)] if said.isascii() else known[len(declared.choices) :]
            ),
        )

    def _in(self, node: Node) -> Part:
        left = self.part(node.parts[0])
        options = [self._beside(one, left) for one in node.parts[1:]]
        for one, part in zip(node.parts[1:], options, strict=True):
            wanted(part, one, left.type)
        if left.type.base not in ("number", "text", "day", "choice"):
            raise refused(node.at, node.end, N_("“in” is for choices, numbers, texts and days"))
        return p.among(left, options)

    def _text(self, node: Node) -> Part:
        left = self.part(node.parts[0])
        items = left.type.of if left.type.base == "list" else left.type
        if node.value == "contains" and left.type.base == "list" and items.base in ("choice", "number"):
            right = self._beside(node.parts[1], Part(items, left.value))
            wanted(right, node.parts[1], items)
            return _contained(left, right)
        wanted(Part(items, left.value), node.parts[0], TEXT)
        if node.value == "matches":
            pattern = node.parts[1]
            if pattern.kind != "quoted":
                raise refused(
                    pattern.at,
                    pattern.end,
                    N_("a pattern is expected here, written out in quotation marks: “*市”"),
                )
            return p.like(left, pattern.value)
        return p.of_text(node.value, left, wanted(self.part(node.parts[1]), node.parts[1], TEXT))

    # -- names ---------------------------------------------------------------------------------------------

    def _knows(self, word: str) -> bool:
        return (
            word in THIS
            or word in TODAY
            or word in PLAN
            or (word in IT and len(self.scopes) > 1)
            or any(word in by_word(scope) for scope in self.scopes)
        )

    def _name(self, node: Node) -> Part:
        first, *others = node.parts
        part = self._begin(first)
        for step in others:
            part = _member(part, step)
        return part

    def _begin(self, step: Node) -> Part:
        word = step.value
        for depth in range(len(self.scopes) - 1, -1, -1):
            scope = self.scopes[depth]
            if word in by_word(scope):
                return _member(_scope(scope, depth), step)
        if word in THIS:
            return _scope(self.scopes[0], 0)
        if word in IT and len(self.scopes) > 1:
            return _scope(self.scopes[-1], len(self.scopes) - 1)
        if word in TODAY:
            return Part(DAY, lambda frame: frame.view.as_of)
        if word in PLAN:
            return Part(Type("element", ("plan",)), lambda frame: frame.view.head, links=True)
        raise _unknown(step, self.scopes[-1], [word for scope in self.scopes for word in by_word(scope)])

    # -- functions -----------------------------------------------------------------------------------------

    def _call(self, node: Node) -> Part:
        name = FUNCTION_OF.get(node.value.lower())
        if name is None:
            meant = near(node.value, FUNCTION_OF)
            at, end = node.at, node.at + len(node.value)
            if meant:
                raise refused(
                    at,
                    end,
                    N_("there is no function “{said}”; did you mean {near}?"),
                    said=node.value,
                    near=meant,
                )
            raise refused(
                at,
                end,
                N_("there is no function “{said}”; there are {functions}"),
                said=node.value,
                functions=", ".join(FUNCTIONS),
            )
        given = list(node.parts)
        least, most = _GIVEN[name]
        if not least <= len(given) <= most:
            raise refused(node.at, node.end, N_("write {form}"), form=FUNCTIONS[name][1])
        if name in ("count", "sum", "any", "all", "min", "max"):
            return self._over(name, *given)
        if name == "today":
            return Part(DAY, lambda frame: frame.view.as_of)
        if name in ("empty", "given"):
            return p.is_empty(self.part(given[0]), wanted=name == "empty")
        if name == "length":
            return p.length_of(wanted(self.part(given[0]), given[0], TEXT))
        if name == "days":
            one, other = (wanted(self.part(it), it, DAY) for it in given)
            return p.days_between(one, other)
        part = self.part(given[0])
        if not (name == "year" and part.type is TEXT):
            wanted(part, given[0], DAY)
        return p.of_day(part, name)

    def _over(self, name: str, source: Node, body: Node | None = None, only: Node | None = None) -> Part:
        items = self.part(source)
        if items.type.base != "list":
            raise refused(
                source.at,
                source.end,
                N_("a list is expected here, such as funding or milestones; this is {field}"),
                field=f"@{TYPE_WORDS[items.type.base]}",
            )
        self.scopes.append(items.type.of)
        inner = self.part(body)._replace(fields=()) if body is not None else None
        kept = self.condition(only)._replace(fields=()) if only is not None else None
        self.scopes.pop()
        counted, at = (
            (inner.type, body) if inner is not None and body is not None else (items.type.of, source)
        )
        if name == "count":
            if inner is not None:
                wanted(inner, at, TRUTH)
        elif name in ("any", "all"):
            wanted(Part(counted, items.value), at, TRUTH)
        elif name == "sum" or counted is not DAY:
            wanted(Part(counted, items.value), at, NUMBER)
        return over(name, items, inner, kept)


#: How many values a function is given: at least, at most.
_GIVEN: Final = {
    "count": (1, 2),
    "sum": (1, 3),
    "min": (1, 3),
    "max": (1, 3),
    "any": (2, 2),
    "all": (2, 2),
    "days": (2, 2),
    "today": (0, 0),
    **dict.fromkeys(("empty", "given", "year", "month", "length"), (1, 1)),
}


def _constant(type_: Type, value: Any) -> Part:
    return Part(type_, lambda _frame: value)


def _contained(left: Part, right: Part) -> Part:
    many, wanted = left.value, right.value
    return p.joined(TRUTH, lambda frame: wanted(frame) in (many(frame) or ()), left, right)


def _scope(type_: Type, depth: int) -> Part:
    """The element that is judged, or the item of a loop around."""
    return Part(type_, lambda frame: frame.items[depth], fields=() if depth else ("",))


def _member(owner: Part, step: Node) -> Part:
    """What the owner has under a name."""
    if owner.type.base not in ("element", "row"):
        raise refused(
            step.at,
            step.end,
            N_("“{said}” cannot be asked of {field}; use any, all, count or sum for lists"),
            said=step.value,
            field=f"@{TYPE_WORDS[owner.type.base]}",
        )
    member = by_word(owner.type).get(step.value)
    if member is None:
        raise _unknown(step, owner.type, list(by_word(owner.type)))
    look, read, stored = owner.value, member.read, member.raw

    def value(frame: Frame) -> Any:
        held = look(frame)
        return None if held is None else read(frame, held)

    def raw(frame: Frame) -> Any:
        held = look(frame)
        return None if held is None or stored is None else stored(held)

    fields = owner.fields
    if fields == ("",):
        fields = (member.field,) if member.field else ()
    return Part(
        member.type,
        value,
        raw if stored is not None else None,
        owner.size + 1,
        owner.links or member.links,
        owner.loops,
        fields,
        owner.links,
    )


def _unknown(step: Node, type_: Type, known: list[str]) -> ExpressionProblem:
    said = step.value
    label = KINDS[type_.of[0]].label if type_.base == "element" else TYPE_WORDS[type_.base]
    if meant := near(said, [*known, *FUNCTION_OF]):
        return refused(
            step.at,
            step.end,
            N_("{kind} has no “{said}”; did you mean {near}?"),
            kind=f"@{label}",
            said=said,
            near=meant,
        )
    return refused(
        step.at,
        step.end,
        N_("{kind} has no “{said}”; a text is written in quotation marks"),
        kind=f"@{label}",
        said=said,
    )
