"""Libraries for the tests of the store: every kind in them, every type of value, and ways to spoil a file."""

from __future__ import annotations

import random
import shutil
import sqlite3
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from tests.plans import sound_elements
from tests.random_values import random_value
from workbench.plan.change import Change, Label, Operation
from workbench.plan.elements import KINDS, Element
from workbench.plan.plan import Plan
from workbench.store import known
from workbench.store.library import Library

PLAN = "plan-a"


def every_kind(seed: int = 0, of_each: int = 3, plan_id: str = PLAN) -> list[Element]:
    """Elements of every kind with random values of every type; the head first, owners before owned."""
    chance = random.Random(seed)
    plan = Plan(plan_id)
    for kind, cls in KINDS.items():
        for number in range(1 if kind == "plan" else of_each):
            values = {
                declared.name: random_value(declared, chance, plan)
                for declared in cls.fields
                if declared.name not in {"id", "position", cls.parent_field, "empty_lists"}
            }
            id_ = plan_id if kind == "plan" else f"{kind}-{number}"
            element = cls(id=id_, position=f"{number + 1:02d}", **values)
            if cls.title_field in cls.place_of:
                element = element.but(**{cls.title_field: f"{cls.kind_name} {number} 名称"})
            plan.elements[id_] = element
    return list(plan.elements.values())


def adding(elements: Sequence[Element], label: str = "Import {name}") -> Change:
    """The change that adds all these elements."""
    added = tuple(Operation("add", one.kind_name, one.id, "", None, one) for one in elements)
    return Change(added, Label(label, (("name", "x"),) if "{name}" in label else ()))


def setting(plan: Plan, id_: str, **values: object) -> Change:
    """The change that sets fields of one element."""
    here = plan.elements[id_]
    operations = tuple(
        Operation("set", here.kind_name, id_, name, here.get(name), value) for name, value in values.items()
    )
    return Change(operations, Label("Set {name}", (("name", id_),)))


def filled(path: Path, seed: int = 0) -> Library:
    """An open library with one plan of every kind and a few changes."""
    library = Library.create(path)
    elements = every_kind(seed)
    library.append(PLAN, adding(elements), 0)
    plan = library.read(PLAN)
    for number, name in enumerate(("甲", "乙", "丙")):
        written = library.append(PLAN, setting(plan, "goal-1", title=name, notes=None), number + 1)
        plan.apply(written)
    return library


@cache
def _template(seed: int) -> tuple[bytes, str]:
    """The bytes of a library as `filled`, and its id: making it anew costs a dozen flushes of the disk."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder).resolve() / "template.workbench"
        with filled(path, seed) as library:
            id_ = library.id
        return path.read_bytes(), id_


def closed(path: Path, seed: int = 0) -> Path:
    """A library as `filled`, closed here a moment ago."""
    data, id_ = _template(seed)
    path.write_bytes(data)
    known.remember(path.resolve(), id_, being_written=False, trusted=True)
    return path


def large(path: Path, count: int) -> Path:
    """A closed library with a sound plan of about ``count`` elements, whose id is ``plan``."""
    with Library.create(path) as library:
        library.append("plan", adding(sound_elements(count)), 0)
    return path


def strangers(path: Path, folder: Path) -> Path:
    """A copy of the file in a folder where this machine has never seen it."""
    folder.mkdir(exist_ok=True)
    return Path(shutil.copy(path, folder / path.name))


def tampered(path: Path, *statements: str) -> Path:
    """Run statements on the file with a plain SQLite tool."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        for statement in statements:
            connection.execute(statement)
    finally:
        connection.close()
    return path


def patched(path: Path, place: int, data: bytes) -> Path:
    """Overwrite bytes of the file."""
    with path.open("r+b") as file:
        file.seek(place)
        file.write(data)
    return path


def states(library: Library, plan_id: str = PLAN) -> list[dict[str, Element]]:
    """The elements of a plan as of every change number."""
    return [library.plan_as_of(plan_id, number).elements for number in range(library.newest(plan_id) + 1)]


def names(folder: Path) -> list[str]:
    """The names of what is in a folder."""
    return sorted(path.name for path in folder.iterdir())


def trace(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Everything in a folder: contents and times of change."""
    return {
        name: ((folder / name).read_bytes(), (folder / name).stat().st_mtime_ns) for name in names(folder)
    }
