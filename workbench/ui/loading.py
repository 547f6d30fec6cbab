"""Loads Qt for Python in half the time: what it does at every start and nothing here needs is left out.

Qt for Python carries the Python sources of its signatures inside a library and compiles them at every start,
and among them one that only writes type stubs, which itself takes as long as the others. From then on it
has a function called by every import statement and reads the source of every module, to find there
``from __feature__ import``, which nothing here uses. A release that does any of this in another way is left
alone.

Python also has the system look up all functions of a library when it is loaded, tens of thousands in Qt's.
"""

from __future__ import annotations

import builtins
import contextlib
import os
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import cache_from_source
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Where Qt for Python says that its sources come from.
_OURS: Final = ("shibokensupport/", "signature_bootstrap.py")
#: Writes type stubs; nothing of it is used by a program that runs.
_UNUSED: Final = "shibokensupport/signature/lib/pyi_generator.py"


def load_qt() -> None:
    """Load Qt for Python, unless that has been done."""
    if "PySide6" in sys.modules:
        return
    with _bound_lazily():
        own = builtins.compile
        builtins.compile = _compiled  # type: ignore[assignment]  # called there with three places alone
        try:
            import PySide6  # noqa: F401
        finally:
            builtins.compile = own
        builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
        from PySide6 import QtWidgets  # noqa: F401 - with QtCore and QtGui


@contextlib.contextmanager
def _bound_lazily() -> Iterator[None]:
    """Libraries loaded inside look a function up when it is first called: few of Qt's are, in a window."""
    if sys.platform == "win32":  # does so anyway
        yield
        return
    flags = sys.getdlopenflags()
    sys.setdlopenflags(os.RTLD_LAZY)
    try:
        yield
    finally:
        sys.setdlopenflags(flags)


def _compiled(source: Any, name: Any, mode: Any, *rest: Any, _own: Any = compile, **more: Any) -> Any:
    """As ``compile``; sources of Qt for Python are taken as Python has compiled them before."""
    if rest or more or not str(name).startswith(_OURS):
        return _own(source, name, mode, *rest, **more)
    if name == _UNUSED:
        return _own("", name, mode)
    raw = source.encode() if isinstance(source, str) else bytes(source)
    # Beside what Python keeps of this module: whoever can change that can change the program.
    kept = Path(cache_from_source(__file__)).with_name("qt") / Path(name).with_suffix(".qt")
    # An installation that cannot be written to has them compiled at every start.
    with contextlib.suppress(OSError, ImportError):
        if _is_kept(kept, raw):
            return SourceFileLoader(name, str(kept)).get_code(name)
    return _own(source, name, mode)


def _is_kept(file: Path, source: bytes) -> bool:
    """Whether a source is there as a file, which it is from the second start on."""
    try:
        if file.read_bytes() == source:
            return True
    except FileNotFoundError:
        pass
    if sys.dont_write_bytecode:
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    # Under another name first: two windows may be opened at once.
    fresh = file.with_name(f"{file.name}.{os.getpid()}")
    fresh.write_bytes(source)
    fresh.replace(file)
    return True
