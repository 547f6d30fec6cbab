"""The samples where no window can be shown: checked, and written as documents beside their library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.cli import output
from workbench.cli.checking import check
from workbench.cli.export import export
from workbench.cli.reports import totals
from workbench.i18n import current, tr, words

if TYPE_CHECKING:
    from pathlib import Path

_UNSAFE: Final = frozenset('\\/:*?"<>|')


def show_samples() -> int:
    """Check every plan of the sample library and write its document; whatever is found, that is fine."""
    from workbench.session.samples import ensure_sample_library
    from workbench.session.session import Session

    output.talk(
        tr("There is no screen to open a window on: the sample plans are checked and written instead")
    )
    library = ensure_sample_library()
    with Session.open(library, read_only=True) as session:
        plans = [session.read(entry.id) for entry in session.plans()]
    written: list[Path] = []
    for plan in plans:
        output.result("\n".join(totals(check(library, plan, None, None), words(current()))))
        output.result("")
        name = "".join("-" if letter in _UNSAFE else letter for letter in plan.id)
        written.append(library.with_name(f"{name}.docx"))
        export(plan, written[-1:], None)
    output.talk(tr("To see one plan's findings: workbench check {file} --plan ID", file=library))
    return 0
