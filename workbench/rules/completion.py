"""Help with the writing of expressions: what could stand at the cursor.

``suggestions(text, cursor, kind, language)`` is pure and bounded, and takes whatever is being typed: it never
raises. Each suggestion says what to insert and which part of the text that replaces.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.i18n import N_, words
from workbench.rules.expression_lists import FUNCTION_OF, FUNCTIONS
from workbench.rules.expression_reading import Reading
from workbench.rules.expression_syntax import Node
from workbench.rules.expression_tokens import MOST_LETTERS, ExpressionProblem, Token, tokens
from workbench.rules.expression_values import TYPE_WORDS, Type, by_word, members, plain_label
from workbench.rules.expression_words import is_word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.rules.expression_values import Member

#: Suggestions given at most: a longer list is not read.
MOST: Final = 60
#: Words that join, in the order in which they are offered: English, Chinese, what they do.
_JOINING: Final = (
    ("and", "且", N_("both must hold")),
    ("or", "或", N_("one of them is enough")),
    ("not", "非", N_("the opposite")),
    ("contains", "包含", N_("the text or list has it in it")),
    ("starts", "开头是", N_("the text begins with it")),
    ("ends", "结尾是", N_("the text ends with it")),
    ("matches", "匹配", N_("the text is like it; * stands for anything, ? for one character")),
    ("in", "属于", N_("is one of those in the brackets")),
)
_LOOPS: Final = frozenset({"count", "sum", "any", "all", "min", "max"})
_AFTER_VALUE: Final = frozenset({"word", "number", "text", "day"})


class Suggestion(NamedTuple):
    """Something that could stand at the cursor.

    ``insert`` replaces the text from ``start`` to ``end``; ``label`` is what it is called in the language
    spoken, ``what`` what it is (a number, a list ...), both to be shown beside it.
    """

    insert: str
    label: str
    what: str
    start: int
    end: int


def suggestions(text: str, cursor: int, kind: str, language: str = "zh") -> list[Suggestion]:
    """What could stand at the cursor, the likeliest first: fields, what they may be, functions, words."""
    before = text[: max(0, cursor)]
    if len(before) > MOST_LETTERS:
        return []
    found = tokens(before, is_word, strict=False)[:-1]
    part = ""
    if found and found[-1].kind in ("word", "key") and found[-1].end == len(before):
        part = before[found[-1].at :]
        found.pop()
    elif found and found[-1].kind == "text" and found[-1].end == len(before):
        return []
    start = len(before) - len(part)
    # Somebody who types Chinese is answered in Chinese.
    chinese = not part.isascii() if part else language == "zh"
    made = []
    known = set()
    for insert, label, what in _candidates(found, kind, language, chinese=chinese):
        if insert not in known and _fits(part, insert, label):
            known.add(insert)
            made.append(Suggestion(insert, label, what, start, len(before)))
    made.sort(key=lambda one: not one.insert.lower().startswith(part.lower()))
    return made[:MOST]


def _fits(part: str, insert: str, label: str) -> bool:
    lowered = part.lower()
    return lowered in insert.lower() or lowered in label.lower()


def _candidates(
    found: list[Token], kind: str, language: str, *, chinese: bool
) -> Iterator[tuple[str, str, str]]:
    spoken = words(language)
    scopes = _scopes(found, kind)
    last = found[-1] if found else None
    if last is not None and last.value == "." and last.kind == "sign":
        owner = _type_before(found[:-1], scopes)
        if owner is not None and owner.base in ("element", "row"):
            for one in members(owner).values():
                yield _of_member(one, language, chinese=chinese)
        return
    declared = _choice_before(found, scopes)
    if declared is not None:
        for name, label in declared.of.choices.items():
            said = words("zh")(label) if chinese else name
            yield said if said.isidentifier() else f"“{said}”", spoken(label), spoken(TYPE_WORDS["choice"])
    if last is not None and (last.kind in _AFTER_VALUE or last.value == ")"):
        for english, han, what in _JOINING:
            yield han if chinese else english, han if language == "zh" else english, spoken(what)
        return
    for scope in reversed(scopes):
        for one in members(scope).values():
            yield _of_member(one, language, chinese=chinese)
    for name, (aliases, form, what) in FUNCTIONS.items():
        label = form if language == "en" else f"{aliases[0]} {form}"
        yield (aliases[0] if chinese else name) + ("" if name == "today" else "("), label, spoken(what)
    yield (
        "本项" if chinese else "this",
        spoken(N_("the element that is judged")),
        spoken(TYPE_WORDS["element"]),
    )
    yield "规划" if chinese else "plan", spoken(N_("the plan")), spoken(TYPE_WORDS["element"])
    yield "非" if chinese else "not", "not", spoken(N_("the opposite"))


def _of_member(member: Member, language: str, *, chinese: bool) -> tuple[str, str, str]:
    name = plain_label(words("zh")(member.label)) if chinese else member.name
    # A Chinese label that means something else here, or holds what is no name, cannot be written.
    if chinese and not name.isidentifier():
        name = member.name
    return name, words(language)(member.label), words(language)(TYPE_WORDS[member.type.base])


def _scopes(found: list[Token], kind: str) -> list[Type]:
    """The types of the element and of the items of the loops that the cursor is in."""
    scopes = [Type("element", (kind,))]
    open_: list[tuple[str, int, bool]] = []
    for at, token in enumerate(found):
        if token.kind != "sign":
            continue
        if token.value == "(":
            name = str(found[at - 1].value).lower() if at and found[at - 1].kind == "word" else ""
            open_.append((FUNCTION_OF.get(name, ""), at, False))
        elif token.value == ")" and open_:
            if open_.pop()[2]:
                scopes.pop()
        elif token.value == "," and open_:
            name, begin, inside = open_[-1]
            if name in _LOOPS and not inside:
                items = _type_before(found[begin + 1 : at], scopes)
                if items is not None and items.base == "list":
                    scopes.append(items.of)
                    open_[-1] = (name, begin, True)
    return scopes


def _type_before(found: list[Token], scopes: list[Type]) -> Type | None:
    """The type of the name, with its points, that the tokens end with."""
    path: list[Token] = []
    for token in reversed(found):
        wanted = ("word", "key") if len(path) % 2 == 0 else ("sign",)
        if token.kind not in wanted or (token.kind == "sign" and token.value != "."):
            break
        path.insert(0, token)
    if not path or path[0].kind == "sign":
        return None
    steps = tuple(Node("step", one.at, one.end, (), str(one.value)) for one in path[::2])
    reading = Reading(scopes)
    try:
        return reading.part(Node("name", steps[0].at, steps[-1].end, steps)).type
    except ExpressionProblem:
        return None


def _choice_before(found: list[Token], scopes: list[Type]) -> Type | None:
    """The choice whose options may stand here: after ``kind =``, ``stage in (`` or ``domains contains``."""
    rest = list(found)
    while rest and (rest[-1].value in (",", "(") or (len(rest) < len(found) and rest[-1].kind == "word")):
        rest.pop()
    if len(rest) < 2:
        return None
    sign = rest[-1]
    compares = sign.kind == "sign" and sign.value in ("=", "==", "!=", "<>", "≠")
    if len(rest) < len(found):
        compares = sign.kind == "key" and sign.value == "in"
    elif sign.kind == "key" and sign.value in ("contains", "in"):
        compares = True
    if not compares:
        return None
    type_ = _type_before(rest[:-1], scopes)
    if type_ is not None and type_.base == "list":
        type_ = type_.of
    return type_ if type_ is not None and type_.base == "choice" else None


def words_of(kind: str) -> dict[str, str]:
    """Every name that an element of a kind has, English and Chinese, with its label: for a list to read."""
    return {word: one.label for word, one in by_word(Type("element", (kind,))).items()}
