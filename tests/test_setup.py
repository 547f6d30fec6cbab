"""What the project's set-up promises: a bare top, locks without hosts, safe versions, enforced boundaries."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
import tomllib
from fnmatch import fnmatch
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from PySide6.QtWidgets import QApplication, QLabel

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.lock", ".ci/bootstrap.lock")
TOP = {
    ".ci",
    ".gitignore",
    "CHANGELOG.md",
    "LICENSE",
    "Makefile",
    "README.md",
    "README.zh-CN.md",
    "plans",
    "pyproject.toml",
    "requirements.lock",
    "resources",
    "tests",
    "workbench",
}


def tool(name: str) -> ModuleType:
    """A script of .ci, loaded as a module."""
    spec = importlib.util.spec_from_file_location(f"ci_{name}", ROOT / ".ci" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def tracked_files() -> list[Path]:
    """What git tracks; in a copy without git, what its ignore file does not pass over."""
    if shutil.which("git") and (ROOT / ".git").exists():
        listing = subprocess.run(
            ["git", "-c", "safe.directory=*", "ls-files", "-z"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        return [Path(name) for name in listing.stdout.split("\0") if name]
    ignored = [line.strip("/") for line in (ROOT / ".gitignore").read_text(encoding="utf-8").split()]
    found = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
    return [
        path
        for path in found
        if path.parts[0] != ".git" and not any(fnmatch(part, mark) for part in path.parts for mark in ignored)
    ]


def locked(lock: str) -> list[Requirement]:
    text = (ROOT / lock).read_text(encoding="utf-8")
    return [Requirement(line.removesuffix("\\").strip()) for line in text.splitlines() if line[:1] != " "]


def test_nothing_but_the_named_entries_stands_at_the_top() -> None:
    assert {path.parts[0] for path in tracked_files()} <= TOP


def test_no_tracked_text_names_a_place_of_one_machine() -> None:
    here = re.compile("/" + r"work/(main|shared|\.library)|/" + r"root/|/" + r"home/\w")
    found = []
    for path in tracked_files():
        if (
            path.suffix in {".md", ".py", ".toml", ".po", ".json", ".lock", ".yml", ".csv", ""}
            and (ROOT / path).is_file()
        ):
            text = (ROOT / path).read_text(encoding="utf-8")
            found += [f"{path}:{text[: hit.start()].count(chr(10)) + 1}" for hit in here.finditer(text)]
    assert found == []


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_has_hashes_and_no_hosts(lock: str) -> None:
    requirement = re.compile(r"[a-z0-9][a-z0-9.-]*==[\w.!+]+( ; [^:/\\]+)? \\")
    digest = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not requirement.fullmatch(line) and not digest.fullmatch(line)] == []
    assert [name for name, after in pairwise(lines) if name[0] != " " != after[0]] == []


def test_lock_fits_the_declared_requirements() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    declared = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    versions: dict[str, list[str]] = {}
    for pin in locked("requirements.lock"):
        versions.setdefault(pin.name, []).append(next(iter(pin.specifier)).version)
    for line in declared:
        wanted = Requirement(line)
        pins = versions[re.sub(r"[-_.]+", "-", wanted.name).lower()]
        assert all(wanted.specifier.contains(pin) for pin in pins), line


def test_lock_leaves_out_nothing_on_windows() -> None:
    windows: dict[str, str] = {
        **{key: str(value) for key, value in default_environment().items()},
        "os_name": "nt",
        "sys_platform": "win32",
        "platform_system": "Windows",
        "platform_machine": "AMD64",
    }
    names = {
        pin.name for pin in locked("requirements.lock") if pin.marker is None or pin.marker.evaluate(windows)
    }
    assert {"pyside6-essentials", "pysqlite3", "numpy", "pandas", "lxml", "sqlalchemy"} <= names


def test_program_is_importable_from_any_folder(tmp_path: Path) -> None:
    answer = subprocess.run(
        [sys.executable, "-P", "-c", "import workbench; print(workbench.__file__)"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(answer.stdout.strip()) == ROOT / "workbench" / "__init__.py"


def test_a_qt_call_leaves_none_alone(qapp: QApplication) -> None:
    """PySide6 6.12.0 loses a reference to None in each such call, until Python 3.11 aborts."""
    label = QLabel()
    before = sys.getrefcount(None)
    for _ in range(1_000):
        label.setText("")
    assert abs(sys.getrefcount(None) - before) < 100


def test_sqlite_is_recent_where_the_program_brings_its_own() -> None:
    wanted = next(pin for pin in locked("requirements.lock") if pin.name == "pysqlite3")
    assert wanted.marker is not None
    if wanted.marker.evaluate():
        module = importlib.import_module("pysqlite3.dbapi2")
        assert module.sqlite_version_info >= (3, 53, 4)
    else:
        assert importlib.util.find_spec("pysqlite3") is None


def test_missing_libraries_are_read_from_the_linkers_answer() -> None:
    libraries = tool("system_libraries")
    answer = (
        "libqxcb.so:\n"
        "\tlinux-vdso.so.1 (0x00007ffc)\n"
        "\tlibxcb-icccm.so.4 => not found\n"
        "\tlibc.so.6 => /lib/libc.so.6 (0x00007f)\n"
        "\tlibglib-2.0.so.0 => not found\n"
    )
    assert libraries.not_found(answer) == {"libxcb-icccm.so.4", "libglib-2.0.so.0"}
    assert libraries.not_found(answer) <= libraries.PACKAGES.keys()


def test_without_a_screen_a_window_needs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    libraries = tool("system_libraries")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert libraries.files_for("window") == ()
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert libraries.files_for("window") == libraries.WAYLAND
    monkeypatch.setenv("DISPLAY", ":0")
    assert libraries.files_for("window") == libraries.X11


#: One forbidden import for each boundary, in the module that must not have it.
TRESPASSES = {
    "layers": ("plan/__init__.py", "import workbench.session"),
    "qt": ("session/__init__.py", "import PySide6.QtCore"),
    "sql": ("analysis/__init__.py", "import sqlite3"),
    "store": ("store/__init__.py", "import workbench.analysis"),
    "doors": ("cli/__init__.py", "import workbench.store"),
    "offline": ("exchange/__init__.py", "import socket"),
}


def test_each_boundary_notices_a_trespass(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "workbench", tmp_path / "workbench", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for place, line in TRESPASSES.values():
        with (tmp_path / "workbench" / place).open("a", encoding="utf-8") as file:
            file.write(f"\n{line}\n")
    # Run by -c, the folder's own copy wins over the project that the environment points at.
    call = (
        "from importlinter.cli import lint_imports_command; lint_imports_command(['--no-cache', '--no-logo'])"
    )
    answer = subprocess.run(
        [sys.executable, "-c", call],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    names = {contract["id"]: contract["name"] for contract in contracts["contracts"]}
    assert names.keys() == TRESPASSES.keys()
    kept = [name for name in names.values() if f"{name} BROKEN" not in answer.stdout]
    assert kept == [], answer.stdout + answer.stderr
    assert answer.returncode == 1


FORBIDDEN_LINES = {
    "TID251": [
        "import pickle",
        "import urllib.request",
        "import xml.etree.ElementTree",
        "from PySide6.QtCore import QSettings",
        "from PySide6.QtCore import QDataStream",
        "from PySide6.QtNetwork import QTcpServer",
    ],
    "TID252": ["from . import values"],
    "TID253": ["import pandas", "import numpy as np", "from docx import Document", "import pyqtgraph"],
    "BLE001": ["try:\n    x = 1\nexcept Exception:\n    x = 2"],
    "T201": ["print(1)"],
}


@pytest.mark.parametrize(
    ("code", "line"), [(code, line) for code, lines in FORBIDDEN_LINES.items() for line in lines]
)
def test_the_linter_refuses_what_the_program_must_not_use(code: str, line: str) -> None:
    place = "--stdin-filename=workbench/plan/x.py"
    answer = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--output-format=concise", place, "-"],
        input=line + "\n",
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert f" {code} " in answer.stdout, answer.stdout + answer.stderr


PROGRAM = """
from workbench.errors import Problem
class Lost(Problem):
    def __init__(self, name):
        super().__init__("{name} is lost", name=name)
tr("goal")
tr("{n} goals", n=1)
words.plural("{count} row", "{count} rows", 2)
Problem("no " + "plan")
LABEL = N_("unit")
"""
CATALOGUE = """
msgid "goal"
msgstr "目标"

msgid "{n} goals"
msgstr "{n} 个目标"

msgid "{count} row"
msgid_plural "{count} rows"
msgstr[0] "{count} 行"

msgid "no plan"
msgstr "没有规划"

msgid "unit"
msgstr "单位"

msgid "{name} is lost"
msgstr "{name} 不见了"
"""


def project(root: Path, program: str, **catalogues: str) -> Path:
    """A small project with these translations, compiled."""
    folder = root / "resources" / "translations" / "zh_CN"
    folder.mkdir(parents=True)
    (root / "workbench").mkdir()
    (root / "workbench" / "said.py").write_text(program, encoding="utf-8")
    for name, text in catalogues.items():
        (folder / f"{name}.po").write_text(text, encoding="utf-8")
    assert tool("translations").main([], root) == 0
    return root


def test_complete_translations_pass_and_compile_to_the_same_bytes(tmp_path: Path) -> None:
    root = project(tmp_path, PROGRAM, all=CATALOGUE)
    target = root / "resources/translations/zh_CN/LC_MESSAGES/workbench.mo"
    first = target.read_bytes()
    assert tool("translations").faults_in(root) == []
    tool("translations").main([], root)
    assert target.read_bytes() == first


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("{n} 个目标", "{m} 个目标", "has the places"),
        ("{count} 行", "行", "has the places"),
        ("没有规划", "", "has no translation"),
        ('msgid "unit"', '#, fuzzy\nmsgid "unit"', "fuzzy"),
        ('msgid "{name} is lost"', 'msgid "{name} went"', "'{name} is lost' has no entry"),
        ('msgid "no plan"', 'msgid "not a plan"', "'no plan' has no entry"),
        ('msgid "{count} row"', 'msgid "{count} line"', "'{count} row' has no entry"),
        ('"{count} rows"', '"{count} lines"', "lacks the plural '{count} rows'"),
    ],
)
def test_a_faulty_catalogue_is_named(tmp_path: Path, old: str, new: str, fault: str) -> None:
    assert old in CATALOGUE
    faults = tool("translations").faults_in(project(tmp_path, PROGRAM, all=CATALOGUE.replace(old, new)))
    assert any(fault in line for line in faults), faults


def test_two_translations_of_one_message_are_named(tmp_path: Path) -> None:
    other = 'msgid "goal"\nmsgstr "目的"\n'
    faults = tool("translations").faults_in(project(tmp_path, PROGRAM, all=CATALOGUE, more=other))
    assert faults == ["more.po:1: 'goal' is translated otherwise in all.po"]


def test_a_message_put_together_from_values_is_named(tmp_path: Path) -> None:
    said = 'tr(f"{x} goals")\ntr("{n} goals", m=1)\nProblem(N_("{n} goals"))\n'
    faults = tool("translations").faults_in(project(tmp_path, said, all=CATALOGUE))
    assert faults == [
        "workbench/said.py:1: a message put together from values cannot be translated: name its places",
        "workbench/said.py:2: '{n} goals' is said without a value for ['n']",
        "workbench/said.py:3: '{n} goals' is said without a value for ['n']",
    ]


def test_entries_that_nothing_says_are_listed(tmp_path: Path) -> None:
    said = PROGRAM + '\ndef rule():\n    """Looks at all.\n\n    Why: it is\n        of use.\n    """\n'
    more = "".join(
        f'\nmsgid "{one}"\nmsgstr "略"\n' for one in ("it is of use.", "it is of no use", "by profile")
    )
    root = project(tmp_path, said, all=CATALOGUE + more)
    (root / "resources" / "profiles").mkdir()
    (root / "resources" / "profiles" / "one.toml").write_text('title = "by profile"\n', encoding="utf-8")
    assert tool("translations").unused(root) == ["it is of no use"]


def test_stale_compiled_translations_are_named(tmp_path: Path) -> None:
    root = project(tmp_path, PROGRAM, all=CATALOGUE)
    with (root / "resources/translations/zh_CN/all.po").open("a", encoding="utf-8") as file:
        file.write('\nmsgid "late"\nmsgstr "晚"\n')
    assert tool("translations").faults_in(root) == [
        "the compiled translations are not up to date: run `make translations`"
    ]
