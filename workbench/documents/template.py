"""Documents from a template that an office edits in Word."""

from __future__ import annotations

import json
import subprocess
import sys
from base64 import b64decode, b64encode
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from workbench.documents.source import KINDS
from workbench.documents.template_check import parts_of
from workbench.documents.template_data import data_of
from workbench.documents.writers import written
from workbench.errors import Problem
from workbench.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.documents.source import Source

#: Seconds that a template may take, and those more for each document.
_PATIENCE: Final = 30.0
_EACH: Final = 0.2
_CHILD: Final = "workbench.documents.template_child"
_FOLDER: Final = Path(__file__).resolve().parents[2]


def render(template: bytes, kind: str, sources: Sequence[Source]) -> list[bytes]:
    """The Word files that a template makes of these sources, which have one language.

    A Problem tells what is wrong with the template and where; then nothing is made. The template is filled in
    by a process of its own, whose time and memory are limited, from copies of the plan's words.
    """
    if not sources:
        return []
    parts_of(template)
    documents = []
    for source in sources:
        outline = KINDS[kind].outline(source)
        built = written(outline, ".docx")
        documents.append({"data": data_of(kind, source, outline), "built": b64encode(built).decode("ascii")})
    asked = {
        "template": b64encode(template).decode("ascii"),
        "language": sources[0].language,
        "documents": documents,
    }
    told = _in_child(json.dumps(asked).encode("ascii"), _PATIENCE + _EACH * len(sources))
    if "message" in told:
        raise Problem(told["message"], **told["values"])
    if "documents" not in told:
        raise _exhausted()
    made = [b64decode(one) for one in told["documents"]]
    for one in made:
        parts_of(one)
    return made


def _in_child(asked: bytes, patience: float) -> dict[str, Any]:
    try:
        done = subprocess.run(  # noqa: S603 -- our own module by the Python that runs
            [sys.executable, "-m", _CHILD],
            input=asked,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_FOLDER,
            timeout=patience,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _exhausted() from None
    if done.returncode != 0:
        raise _exhausted()
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _exhausted() -> Problem:
    return Problem(N_("The template takes too much time or memory: look for loops within loops in it"))
