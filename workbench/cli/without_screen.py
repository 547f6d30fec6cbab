"""The samples where no window can be shown: checked, and written as documents beside their library."""

from __future__ import annotations

from workbench.cli import output
from workbench.cli.checking import check
from workbench.cli.export import export_samples
from workbench.cli.reports import totals
from workbench.files import fit_name
from workbench.i18n import current, tr, words


def show_samples() -> int:
    """Check every plan of the sample library and write its document; whatever is found, that is fine."""
    from workbench.session.samples import ensure_sample_library
    from workbench.session.session import Session

    output.talk(
        tr("There is no screen to open a window on: the sample plans are checked and written instead")
    )
    library = ensure_sample_library()
    with Session.open(library, read_only=True) as session:
        for entry in session.plans():
            plan = session.read(entry.id)
            output.result("\n".join(totals(check(library, plan, None, None), words(current()))))
            output.result("")
            export_samples(session, plan, library.parent, fit_name(plan.id))
    output.talk(tr("To see one plan's findings: workbench check {file} --plan ID", file=library))
    return 0
