"""Compiles the translations, and checks that no word of the program lacks one.

The Chinese words are written in themed catalogues, resources/translations/zh_CN/*.po (plan.po, rules.po ...),
each entry with the English message as its id. They are merged into the one file that the program reads.

    python .ci/translations.py            compile
    python .ci/translations.py --check    the compiled file is up to date and complete (exit code 1 when not)
    python .ci/translations.py --unused   list entries whose message stands nowhere: not in the program or its
                                          manuals, not in the profiles, not among the words of argparse
"""

from __future__ import annotations

import argparse
import ast
import inspect
import io
import string
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

ROOT: Final = Path(__file__).resolve().parent.parent
LOCALE: Final = "zh_CN"

#: Which arguments of a call are messages.
MESSAGES_OF: Final = {"tr": (0,), "N_": (0,), "plural": (0, 1)}
#: Exceptions whose first argument is a message: this one and whatever derives from it.
PROBLEM: Final = "Problem"


class MergedCatalogue(Catalog):
    """A catalogue whose header tells no date and no tool: the same words, the same bytes."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """The two headers that gettext reads."""
        return [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Plural-Forms", "nplurals=1; plural=0;"),
        ]


@dataclass(frozen=True)
class Use:
    """A message where the program says it."""

    place: str
    #: The message id; of a counted message the form for one and the form for many.
    forms: tuple[str, ...]
    #: Names of the values given with it; None where the call does not tell.
    given: frozenset[str] | None = None


def names_in(text: str) -> set[str] | None:
    """The named places of a message (`{count}`); None when its braces do not pair, so that it has none."""
    try:
        fields = [field for _, field, _, _ in string.Formatter().parse(text) if field is not None]
    except ValueError:
        return None
    return {field.split(".")[0].split("[")[0] for field in fields}


def read_catalogues(folder: Path) -> tuple[MergedCatalogue, list[str]]:
    """All themed catalogues as one, and what is wrong with them."""
    merged = MergedCatalogue(locale=LOCALE)
    faults: list[str] = []
    home: dict[str, str] = {}
    for path in sorted(folder.glob("*.po")):
        try:
            with path.open("rb") as file:
                catalogue = read_po(file, locale=LOCALE, abort_invalid=True)
        except (PoFileError, UnicodeDecodeError) as error:
            faults.append(f"{path.name}: {error}")
            continue
        for entry in catalogue:
            if not entry.id:
                continue
            forms = [entry.id] if isinstance(entry.id, str) else list(entry.id)
            words = [entry.string] if isinstance(entry.string, str) else list(entry.string or ())
            where = f"{path.name}:{entry.lineno}: {forms[0]!r}"
            faults.extend(f"{where} {fault}" for fault in faults_of(forms, words))
            if entry.fuzzy:
                faults.append(f"{where} is marked fuzzy: read it again, then remove the mark")
            if entry.context:
                faults.append(f"{where} has a context, which the program does not ask for")
            earlier = merged.get(forms[0])
            if earlier is None:
                merged.add(entry.id, entry.string)
                home[forms[0]] = path.name
            elif (earlier.id, earlier.string) != (entry.id, entry.string):
                faults.append(f"{where} is translated otherwise in {home[forms[0]]}")
    return merged, faults


def faults_of(forms: list[str], words: list[str]) -> Iterator[str]:
    """What is wrong with one translation."""
    expected = set().union(*(names_in(form) or set() for form in forms))
    if not any(word.strip() for word in words):
        yield "has no translation"
        return
    for word in words:
        found = names_in(word)
        if found is None and all(names_in(form) is not None for form in forms):
            yield f"has unpaired braces in its translation {word!r}"
        elif (found or set()) != expected:
            yield f"has the places {sorted(expected)}, its translation {sorted(found or ())}"
    if forms[0][-1:].isspace() != words[0][-1:].isspace():
        yield "and its translation do not both end with a space or line end"


def literals(node: ast.expr) -> Iterator[str | None]:
    """The strings an expression can be, where written out; None for one put together with values."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.Call(func=ast.Name(id="N_"), args=[marked]):
            yield from literals(marked)
        case ast.IfExp(body=body, orelse=orelse):
            yield from literals(body)
            yield from literals(orelse)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            parts = [*literals(left), *literals(right)]
            whole = [part for part in parts if part is not None]
            yield "".join(whole) if len(whole) == len(parts) == 2 else None
        case ast.JoinedStr():
            yield None
        case _:
            return


def called(node: ast.Call) -> str:
    """The last word of what is called: `tr`, or `plural` of `words.plural`."""
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


class Program:
    """The modules of the program and the messages in them."""

    def __init__(self, folder: Path) -> None:
        self.modules = {
            path.relative_to(folder.parent).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
            for path in sorted(folder.rglob("*.py"))
        }
        self.problems, self.own_way = self._problem_classes()

    def _problem_classes(self) -> tuple[set[str], set[str]]:
        """Exceptions that are made with a message, and those whose own `__init__` makes it."""
        classes = [
            node
            for tree in self.modules.values()
            for node in ast.walk(tree)
            if isinstance(node, ast.ClassDef)
        ]
        found = {PROBLEM}
        while True:
            more = {
                item.name
                for item in classes
                if any(
                    (isinstance(base, ast.Name) and base.id in found)
                    or (isinstance(base, ast.Attribute) and base.attr in found)
                    for base in item.bases
                )
            }
            if more <= found:
                break
            found |= more
        own = {
            item.name
            for item in classes
            if item.name in found - {PROBLEM}
            and any(isinstance(part, ast.FunctionDef) and part.name == "__init__" for part in item.body)
        }
        return found - own, own

    def uses(self) -> Iterator[Use | str]:
        """Every message the program says; a string where one is said so that it cannot be translated."""
        for place, tree in self.modules.items():
            for node in ast.walk(tree):
                if isinstance(node, ast.Call):
                    yield from self._uses_of(node, place, called(node))
                elif isinstance(node, ast.ClassDef) and node.name in self.own_way:
                    for inner in ast.walk(node):
                        if (
                            isinstance(inner, ast.Call)
                            and called(inner) == "__init__"
                            and isinstance(inner.func, ast.Attribute)
                            and isinstance(inner.func.value, ast.Call)
                            and called(inner.func.value) == "super"
                        ):
                            yield from self._uses_of(inner, place, PROBLEM)

    def _uses_of(self, call: ast.Call, place: str, name: str) -> Iterator[Use | str]:
        indexes = (0,) if name in self.problems else MESSAGES_OF.get(name, ())
        where = f"{place}:{call.lineno}"
        written = [list(literals(call.args[index])) for index in indexes if index < len(call.args)]
        for forms in product(*written) if written else ():
            texts = tuple(text for text in forms if text is not None)
            if len(texts) < len(forms):
                yield f"{where}: a message put together from values cannot be translated: name its places"
            elif any(texts):
                yield Use(where, texts, self._given(call, name))

    def _given(self, call: ast.Call, name: str) -> frozenset[str] | None:
        given = frozenset(word.arg for word in call.keywords if word.arg)
        if name == "N_" or any(word.arg is None for word in call.keywords) or (name == "tr" and not given):
            return None
        return given | {"count"} if name == "plural" else given

    def all_literals(self) -> set[str]:
        """Every string written in the program."""
        return {
            text
            for tree in self.modules.values()
            for node in ast.walk(tree)
            if isinstance(node, ast.expr)
            for text in literals(node)
            if text is not None
        }

    def docstrings(self) -> Iterator[str]:
        """Every docstring: those of the rules are their manuals, whose paragraphs are messages."""
        for tree in self.modules.values():
            for node in ast.walk(tree):
                if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
                    yield ast.get_docstring(node) or ""


def unused(root: Path) -> list[str]:
    """Messages of the catalogues that the program below this folder does not say."""
    catalogue, _ = read_catalogues(root / "resources" / "translations" / LOCALE)
    program = Program(root / "workbench")
    literal = program.all_literals()
    # Said as a part of something longer, where line ends and indentation do not count.
    longer = [*program.docstrings(), inspect.getsource(argparse)]
    longer += [path.read_text(encoding="utf-8") for path in (root / "resources" / "profiles").glob("*.toml")]
    within = "\0".join(" ".join(text.split()) for text in longer)
    messages = [entry.id if isinstance(entry.id, str) else entry.id[0] for entry in catalogue if entry.id]
    return [one for one in messages if one not in literal and " ".join(one.split()) not in within]


def compiled(catalogue: Catalog) -> bytes:
    """The catalogue in the form that gettext reads."""
    output = io.BytesIO()
    write_mo(output, catalogue)
    return output.getvalue()


def faults_in(root: Path) -> list[str]:
    """All that is wrong with the translations of the program below this folder, one line each."""
    folder = root / "resources" / "translations" / LOCALE
    catalogue, faults = read_catalogues(folder)
    missing: dict[str, str] = {}
    for use in Program(root / "workbench").uses():
        if isinstance(use, str):
            faults.append(use)
            continue
        message = use.forms[0]
        entry = catalogue.get(message)
        if entry is None:
            missing.setdefault(message, use.place)
        elif len(use.forms) > 1 and entry.id != use.forms:
            faults.append(f"{use.place}: the entry of {message!r} lacks the plural {use.forms[1]!r}")
        named = set().union(*(names_in(form) or set() for form in use.forms))
        if use.given is not None and not named <= use.given:
            faults.append(f"{use.place}: {message!r} is said without a value for {sorted(named - use.given)}")
    faults += [f"{place}: {message!r} has no entry in any catalogue" for message, place in missing.items()]
    target = folder / "LC_MESSAGES" / "workbench.mo"
    if not target.exists() or target.read_bytes() != compiled(catalogue):
        faults.append("the compiled translations are not up to date: run `make translations`")
    return faults


def main(arguments: list[str], root: Path = ROOT) -> int:
    """Compile, or check."""
    folder = root / "resources" / "translations" / LOCALE
    if arguments == ["--check"]:
        faults = faults_in(root)
        print("\n".join(faults) if faults else "translations: complete and up to date", file=sys.stderr)
        return 1 if faults else 0
    if arguments == ["--unused"]:
        for message in unused(root):
            print(message)
        return 0
    if arguments:
        print(__doc__, file=sys.stderr)
        return 2
    catalogue, faults = read_catalogues(folder)
    print("\n".join(faults), file=sys.stderr, end="\n" if faults else "")
    target = folder / "LC_MESSAGES" / "workbench.mo"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(compiled(catalogue))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
