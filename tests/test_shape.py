"""The shape of the program: short modules, telling names, everything public explained, no blind handlers."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel
from PySide6.QtWidgets import QDialog, QLayout, QStyledItemDelegate

PROGRAM = Path(__file__).resolve().parent.parent / "workbench"
WINDOW = PROGRAM / "ui"
QT_NAMES = {*dir(QAbstractItemModel), *dir(QDialog), *dir(QLayout), *dir(QStyledItemDelegate)}
MODULES = sorted(PROGRAM.rglob("*.py"))
MOST_LINES = 600
AIM = 400
MEANINGLESS = {"base", "common", "core", "helper", "helpers", "misc", "tools", "util", "utils"}

Definition = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def name_of(path: Path) -> str:
    return path.relative_to(PROGRAM.parent).as_posix()


def public(body: list[ast.stmt]) -> Iterator[Definition]:
    """The classes and functions that others may use, and the methods of these classes."""
    for node in body:
        if isinstance(node, Definition) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from public(node.body)


def is_explained_elsewhere(node: Definition) -> bool:
    """An overriding method, an overload or a property's setter says what the first one says."""
    marks = {ast.unparse(mark).split(".")[-1] for mark in node.decorator_list}
    return bool(marks & {"override", "overload", "setter"})


def is_qt_override(node: Definition) -> bool:
    """A method that Qt has too (`paintEvent`, `count`) answers to Qt's manual."""
    return not isinstance(node, ast.ClassDef) and (node.name != node.name.lower() or node.name in QT_NAMES)


def said_before(node: Definition, path: Path) -> bool:
    """A method of a widget that a class of the same room explains under the same name."""
    return (
        not isinstance(node, ast.ClassDef)
        and path.is_relative_to(WINDOW)
        and node.name in explained_methods()
    )


@cache
def explained_methods() -> frozenset[str]:
    """Names of the window's methods that some class explains."""
    return frozenset(
        method.name
        for path in WINDOW.rglob("*.py")
        for held in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(held, ast.ClassDef)
        for method in held.body
        if isinstance(method, ast.FunctionDef) and ast.get_docstring(method)
    )


def test_there_is_a_program() -> None:
    assert len(MODULES) > 20


def test_modules_are_short() -> None:
    lengths = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    print("over the aim:", {name: lines for name, lines in lengths.items() if lines > AIM})
    assert {name: lines for name, lines in lengths.items() if lines > MOST_LINES} == {}


def test_names_tell_what_a_module_holds() -> None:
    assert [name_of(path) for path in MODULES if {path.stem, path.parent.name} & MEANINGLESS] == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_everything_public_is_explained(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), f"{name_of(path)} has no docstring"
    bare = [
        f"{name_of(path)}:{node.lineno} {node.name}"
        for node in public(tree.body)
        if not ast.get_docstring(node)
        and not (is_explained_elsewhere(node) or is_qt_override(node) or said_before(node, path))
    ]
    assert bare == []


def catches_all(handler: ast.ExceptHandler) -> bool:
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(
        kind is None or (isinstance(kind, ast.Name) and kind.id in {"Exception", "BaseException"})
        for kind in kinds
    )


def test_a_handler_of_every_exception_says_why() -> None:
    silent = []
    for path in MODULES:
        text = path.read_text(encoding="utf-8")
        lines = text.splitlines()
        for node in ast.walk(ast.parse(text)):
            if not isinstance(node, ast.ExceptHandler) or not catches_all(node):
                continue
            _, mark, comment = lines[node.lineno - 1].partition("#")
            # A mark for the linter alone is not an argument.
            words = comment.replace("noqa: BLE001", "").strip(" #:-")
            if not mark or len(words) < 10:
                silent.append(f"{name_of(path)}:{node.lineno}")
    assert silent == []
