"""Own rules: what a planner writes without programming, made into rules like those of the catalogue.

An own rule says which kind of element it is about, when it applies, what must hold, and what is said where
it does not. It is kept in a profile, as an entry ``[[own]]`` of a TOML file or of the plan's own profile:

    code = "X001"                                      X001 to X999
    title = "投资一亿元以上的项目有运维费"
    kind = "project"                                   or its label, 项目
    applies_if = "总投资 >= 1亿元"                      may be left out
    holds = "已填(年运维费)"
    message = "{name} 总投资 {总投资}，没有年运维费"
    severity = "warning"                               error, warning (when left out) or info
    field = "running_cost_per_year"                    the field to open; else the first that "holds" looks at
    why = "..."                                        and how: said in the manual; may be left out

``read`` makes an OwnRule of such an entry, ``written`` an entry of an OwnRule; ``rule_of`` makes the rule
that the checker runs. Each raises a Problem in one line where something does not fit. ``try_out`` shows what
a rule would find in a plan, before it is kept.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import partial
from string import Formatter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from workbench.errors import Problem
from workbench.i18n import N_, words
from workbench.plan.elements import KINDS, Element
from workbench.plan.values import FEN_PER_WAN
from workbench.rules.expression_values import ARITHMETIC, Frame, TooCostly, Type, by_word
from workbench.rules.expressions import Expression, ExpressionProblem, understood
from workbench.rules.rule import PASSED, SEVERITIES, UNKNOWN, WARNING, Fault, Fen, Ref, Rule, Word, fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from workbench.rules.rule import Outcome
    from workbench.rules.view import View

CODE: Final = re.compile(r"X(?!000)[0-9]{3}")
#: Own rules of one profile, characters of a title and of a message, and places of a message.
MOST_RULES: Final = 100
_MOST_TITLE: Final = 200
_MOST_TEXT: Final = 2000
_MOST_PLACES: Final = 20
#: Work of one element, of a rule that looks at its element alone.
STEPS_OF_ELEMENT: Final = 200_000
#: Work of one element by all rules that look at their element alone: what is beyond is done beside.
_STEPS_AT_ONCE: Final = 1500
#: Work of a rule over a whole plan: so much, and so much more for each element of the plan ...
_STEPS_OF_RULE: Final = (1_000_000, 200)
#: ... and of all own rules together, shared out evenly, so that none depends on what the others do.
_STEPS_OF_ALL: Final = (10_000_000, 1000)
#: Characters of a text and items of a list shown in a message.
_SHOWN_LETTERS: Final = 100
_SHOWN_ITEMS: Final = 10

_KEYS: Final = ("code", "title", "kind", "applies_if", "holds", "message", "severity", "field", "why", "how")
_NEEDED: Final = ("code", "title", "kind", "holds", "message")


class OwnRule(NamedTuple):
    """An own rule as it is written; ``kind`` and ``field`` by their English names."""

    code: str
    title: str
    kind: str
    holds: str
    message: str
    applies_if: str = ""
    severity: str = WARNING
    field: str = ""
    why: str = ""
    how: str = ""


class EntryProblem(Problem):
    """An entry of an own rule that does not fit; ``entry`` says which, ``inner`` what is wrong with it."""

    @property
    def entry(self) -> str:
        """The name of the entry: holds, message ..."""
        return str(self.values["entry"])

    @property
    def inner(self) -> ExpressionProblem | None:
        """What is wrong with the expression in it, with its place."""
        found = self.values.get("reason")
        return found if isinstance(found, ExpressionProblem) else None


# -- reading and writing ---------------------------------------------------------------------------------


def read(entry: Any) -> OwnRule:
    """The own rule of an entry; a Problem for what is missing, unknown or not understood."""
    if not isinstance(entry, dict):
        raise Problem(N_("an own rule must be a group of entries"))
    code = entry.get("code")
    if not isinstance(code, str) or not CODE.fullmatch(code):
        raise Problem(N_("an own rule needs a code from X001 to X999, not “{code}”"), code=str(code)[:20])
    for key, value in entry.items():
        if key not in _KEYS:
            raise EntryProblem(N_("{code}: unknown entry {entry}"), code=code, entry=str(key)[:40])
        if not isinstance(value, str) or len(value) > (_MOST_TITLE if key == "title" else _MOST_TEXT):
            raise EntryProblem(N_("{code}: {entry} must be a text, not too long"), code=code, entry=key)
    for key in _NEEDED:
        if not entry.get(key, "").strip():
            raise EntryProblem(N_("{code}: {entry} is missing"), code=code, entry=key)
    kind = _kind(code, entry["kind"].strip())
    own = OwnRule(**{**{key: value.strip() for key, value in entry.items()}, "kind": kind})
    if own.severity not in SEVERITIES:
        raise EntryProblem(
            N_("{code}: the severity must be error, warning or info"), code=code, entry="severity"
        )
    if own.field:
        own = own._replace(field=_field(own))
    rule_of(own)
    return own


def _kind(code: str, said: str) -> str:
    if said in KINDS:
        return said
    chinese = words("zh")
    labels = {chinese(cls.label): kind for kind, cls in KINDS.items()}
    if said in labels:
        return labels[said]
    raise EntryProblem(
        N_("{code}: there is no kind “{said}”; there are {kinds}"),
        code=code,
        entry="kind",
        said=said[:40],
        kinds=", ".join(KINDS),
    )


def _field(own: OwnRule) -> str:
    member = by_word(Type("element", (own.kind,))).get(own.field)
    if member is None or not member.field:
        raise EntryProblem(
            N_("{code}: {kind} has no field “{said}” to open"),
            code=own.code,
            entry="field",
            kind=f"@{KINDS[own.kind].label}",
            said=own.field[:40],
        )
    return member.field


def written(own: OwnRule) -> dict[str, str]:
    """The entry of an own rule, as a profile holds it; what is left at its default is left out."""
    return {
        key: value
        for key in _KEYS
        if (value := getattr(own, key)) and not (key == "severity" and value == WARNING)
    }


def next_code(codes: Iterable[str]) -> str:
    """The first free code of an own rule."""
    taken = set(codes)
    for number in range(1, 1000):
        if (code := f"X{number:03d}") not in taken:
            return code
    raise Problem(N_("All codes of own rules are taken"))


# -- messages --------------------------------------------------------------------------------------------


class Message(NamedTuple):
    """What is said where a rule does not hold: a message with named places, and what fills them."""

    text: str
    places: tuple[tuple[str, Expression], ...]


def message_of(text: str, kind: str) -> Message:
    """The message of a text whose places ``{...}`` hold fields or other expressions.

    ``{name}`` is the element by its code and title, whatever its kind. A brace is written twice.
    """
    made = []
    places: dict[str, Expression] = {}
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        raise Problem(N_("the braces do not pair; a brace that is meant is written twice: {{")) from None
    if len(parts) > _MOST_PLACES:
        raise Problem(N_("a message has at most {limit} places"), limit=_MOST_PLACES)
    for said, place, form, turn in parts:
        made.append(said.replace("{", "{{").replace("}", "}}"))
        if place is None:
            continue
        asked = place + (f"!{turn}" if turn else "") + (f":{form}" if form else "")
        if asked.strip() == "name":
            made.append("{name}")
            continue
        # A simple name stays, so that a message of ours can be translated with its places.
        name = asked.strip() if asked.strip().isidentifier() else f"place{len(places) + 1}"
        places[name] = understood(asked, kind, condition=False)
        made.append(f"{{{name}}}")
    return Message("".join(made), tuple(places.items()))


def _shown(expression: Expression, value: Any) -> Any:
    """A value as a finding bears it; figures that were worked out are rounded for reading."""
    base = expression.type.base
    if value is None:
        return Word(N_("(nothing stated)"))
    if base == "list":
        items = expression.type.of
        inner = expression._replace(type=items)
        found = tuple(_shown(inner, one) for one in list(value)[:_SHOWN_ITEMS])
        return (*found, "…") if len(value) > _SHOWN_ITEMS else found
    if base == "element":
        return Ref(value.id)
    if base == "choice":
        return Word(expression.type.of.choices.get(value, value))
    if base == "truth":
        return Word(N_("yes") if value else N_("no"))
    if base == "number":
        return _figure(value, money=expression.type.money)
    if base == "text" and len(value) > _SHOWN_LETTERS:
        return value[:_SHOWN_LETTERS] + "…"
    if base == "row":
        return "…"
    assert isinstance(value, (str, date))
    return value


def _figure(value: Decimal, *, money: bool) -> Any:
    if money:
        return Fen(round(value * FEN_PER_WAN))
    # A figure of the plan may have more digits than can be rounded.
    value = ARITHMETIC.plus(value)
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -4:
        value = round(value, 4).normalize()
    return value


# -- the rule --------------------------------------------------------------------------------------------


class _Judge:
    """Judges elements by one own rule."""

    def __init__(self, own: OwnRule) -> None:
        self.own = own
        self.applies = _entry(own, "applies_if", understood) if own.applies_if else None
        self.holds = _entry(own, "holds", understood)
        self.message = _entry(own, "message", message_of)
        looked_at = [*self.holds.fields, *(self.applies.fields if self.applies is not None else ())]
        self.field = own.field or next(iter(looked_at), "")

    @property
    def expressions(self) -> list[Expression]:
        """Everything that is worked out for an element."""
        conditions = [one for one in (self.applies, self.holds) if one is not None]
        return [*conditions, *(one for _, one in self.message.places)]

    @property
    def fields(self) -> frozenset[str]:
        """The fields of its element that it looks at or reports."""
        named = (self.field, *(field for one in self.expressions for field in one.fields))
        return frozenset(field.partition("[")[0].partition(".")[0] for field in named if field)

    @property
    def is_local(self) -> bool:
        """Whether it looks at its element alone, and through each of its lists once."""
        return all(not one.links and one.loops <= 1 for one in self.expressions)

    @property
    def size(self) -> int:
        """The work of judging one element, without the items of lists."""
        return sum(one.part.size for one in self.expressions)

    def outcome(self, frame: Frame, element: Element) -> Outcome:
        """What becomes of one element; TooCostly when the frame has no work left."""
        if self.applies is not None and self.applies.work_out(frame, element) is not True:
            return None
        held = self.holds.work_out(frame, element)
        if held is None:
            return UNKNOWN
        if held:
            return PASSED
        values = {name: _shown(one, one.work_out(frame, element)) for name, one in self.message.places}
        related = [one for one in values.values() if isinstance(one, Ref) and one != element.id]
        return Fault(self.field, self.message.text, tuple(values.items()), None, tuple(related))

    def local(self, view: View, element: Element) -> Outcome:
        """The check of a rule that looks at its element alone."""
        try:
            return self.outcome(Frame(view, STEPS_OF_ELEMENT), element)
        except TooCostly:
            return self._too_costly(self.field)

    def whole(self, view: View, share: int = 1) -> Iterator[tuple[Element, Outcome]]:
        """The check of a rule that looks at others; ``share`` rules share the work allowed.

        A rule that needs more is not finished, and one finding about the plan says so.
        """
        found: list[tuple[Element, Outcome]] = []
        size = len(view.plan)
        least, more = _STEPS_OF_RULE
        all_least, all_more = _STEPS_OF_ALL
        frame = Frame(view, min(least + more * size, (all_least + all_more * size) // max(1, share)))
        try:
            for element in view.plan.of_kind(self.own.kind):
                outcome = self.outcome(frame, element)
                if outcome is not None:
                    found.append((element, outcome))
        except TooCostly:
            found = [(view.head, self._too_costly("rule_profile"))]
        yield from found

    def _too_costly(self, field: str) -> Fault:
        return fault(
            field,
            N_("The own rule {rule} “{title}” takes too much working out and was left out; make it simpler"),
            rule=self.own.code,
            title=self.own.title,
        )


def _entry(own: OwnRule, entry: str, turn: Callable[[str, str], Any]) -> Any:
    try:
        return turn(getattr(own, entry), own.kind)
    except Problem as problem:
        raise EntryProblem(
            N_("{code}, {entry}: {reason}"), code=own.code, entry=entry, reason=problem
        ) from None


def rule_of(own: OwnRule) -> Rule:
    """The rule that the checker runs; a Problem where an expression is not understood."""
    judge = _Judge(own)
    return _rule(judge, local=judge.is_local)


def _rule(judge: _Judge, share: int = 1, *, local: bool) -> Rule:
    own = judge.own
    return Rule(
        own.code,
        f"own-{own.code.lower()}",
        own.severity,
        own.kind,
        own.title,
        judge.local if local else partial(judge.whole, share=share),
        whole=not local,
    )


def rules_of(owned: Mapping[str, OwnRule]) -> dict[str, Rule]:
    """The rules of a profile's own rules by code.

    Those that look at their element alone are checked while one types, as far as that stays short; the others
    beside it, where they share the work allowed.
    """
    judges = {code: _Judge(one) for code, one in owned.items()}
    left = _STEPS_AT_ONCE
    at_once = set()
    for code, judge in judges.items():
        if judge.is_local and judge.size <= left:
            left -= judge.size
            at_once.add(code)
    share = len(judges) - len(at_once)
    return {code: _rule(judge, share, local=code in at_once) for code, judge in judges.items()}


def is_local(own: OwnRule) -> bool:
    """Whether a rule is checked at once while one types; others are checked a moment later."""
    return _Judge(own).is_local


def try_out(own: OwnRule, view: View, most: int = 200) -> tuple[list[tuple[Element, Fault]], int]:
    """What the rule would find in a plan: the first ``most`` faults, and how many elements it judges."""
    found: list[tuple[Element, Fault]] = []
    judged = 0
    for element, outcome in _Judge(own).whole(view):
        if view.is_cancelled(element):
            continue
        judged += 1
        if isinstance(outcome, Fault) and len(found) < most:
            found.append((element, outcome))
    return found, judged
