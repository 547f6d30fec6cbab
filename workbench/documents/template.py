"""Documents from a template that an office edits in Word."""

from __future__ import annotations

import time
from base64 import b64encode
from typing import TYPE_CHECKING, Final

from workbench.documents.template_check import parts_of
from workbench.documents.template_data import Asked, Tables, data_of, table_outline
from workbench.documents.template_filling import lies, texts_of
from workbench.documents.template_process import FillingProcess
from workbench.documents.writers import written
from workbench.errors import Problem
from workbench.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from workbench.documents.outline import Outline
    from workbench.documents.source import Source

#: Seconds that a template may take, and those more for each document.
_PATIENCE: Final = 30.0
_EACH: Final = 1.0
#: Seconds between two looks at how far the process is.
_PAUSE: Final = 0.05


def read_template(path: Path) -> bytes:
    """The file of a template; a Problem when it cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise Problem(
            N_("The template “{file}” is not there any more; choose another one"), file=path.name
        ) from error
    except OSError as error:
        raise Problem(
            N_("The template “{file}” cannot be read: {reason}"), file=path.name, reason=error.strerror
        ) from error


def render(
    template: bytes,
    kind: str,
    documents: Sequence[tuple[Source, Outline]],
    tell: Callable[[float], object] | None = None,
) -> list[bytes]:
    """The Word files that a template makes of documents of one kind, one plan and one language.

    A Problem tells what is wrong with the template and where; then nothing is made. The template is filled in
    by a process of its own, whose time and memory are limited, from copies of the plan's words. ``tell`` is
    told again and again how far it is, from 0 to 1; what it raises ends the process.
    """
    if not documents:
        return []
    first = documents[0][0]
    parts = parts_of(template)
    asked = Asked.by(texts_of(parts))
    tables = Tables(first)
    end = time.monotonic() + _PATIENCE + _EACH * len(documents)
    made: list[bytes] = []

    def look(sent: int, pause: float = 0.0) -> None:
        """Take what is filled in; half of the work is making what is sent."""
        made.extend(process.filled(pause))
        if tell is not None:
            tell((sent + len(made)) / (2 * len(documents)))
        if len(made) < len(documents) and time.monotonic() > end:
            raise Problem(N_("The template takes too much time: look for loops within loops in it"))

    with FillingProcess() as process:
        beside = table_outline(first, asked, tables, lies=lies(parts))
        process.send(
            template=_text(template),
            language=first.language,
            tables=_text(written(beside, ".docx")) if beside.blocks else "",
        )
        for at, (source, outline) in enumerate(documents):
            look(at)
            process.send(
                data=data_of(kind, source, outline.title, asked, tables),
                built=_text(written(outline, ".docx")),
            )
        while len(made) < len(documents):
            look(len(documents), _PAUSE)
    for one in made:
        parts_of(one)
    return made


def _text(data: bytes) -> str:
    return b64encode(data).decode("ascii")
