"""What a document is made from, and which documents there are."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from workbench.documents.outline import Outline
    from workbench.plan.plan import Plan
    from workbench.rules.surroundings import Surroundings


class Source(NamedTuple):
    """What a document is made from.

    ``plan`` is not changed meanwhile (a snapshot). ``today`` is the day on which it is made; what is due is
    judged by the plan's own day where it has one. ``unit`` is the id of the unit that a document is for, None
    for all; ``year`` the year of yearly documents, None for the one that today is in. ``change`` is the
    number of the newest change in the plan, by which a document that comes back filled in is compared with
    what was sent; ``sign`` tells that change from the one of the same number in another copy of the plan. A
    report on differences compares with ``before``; both states are named as the reader knows them.
    ``cover``, ``contents`` and ``figures`` are wanted or not; None leaves it to the length of the document.
    ``complete`` lists everything in tables that are cut short to be read on paper (workbooks, CSV, HTML).
    ``surroundings`` are what the library holds beside the plan, for rules that look there.
    ``letter`` asks for a notice in the form of a letter, None goes by the document's number.
    """

    plan: Plan
    language: str
    today: date
    unit: str | None = None
    year: int | None = None
    change: int = 0
    before: Plan | None = None
    before_name: str = ""
    after_name: str = ""
    cover: bool | None = None
    contents: bool | None = None
    figures: bool | None = None
    letter: bool | None = None
    complete: bool = False
    surroundings: Surroundings | None = None
    sign: str = ""

    @property
    def day(self) -> date:
        """The day by which is judged what is due."""
        return self.plan.head.as_of or self.today

    @property
    def for_year(self) -> int:
        """The year of a yearly document."""
        return self.year if self.year is not None else self.day.year


class Kind(NamedTuple):
    """A document that can be had: its key on the command line, its name and the forms it comes in.

    ``maker`` is the module of documents/ whose function ``outline(source)`` makes it. ``by_unit`` documents
    are made for one unit; without a unit they are made for all, a file each. ``yearly`` ones ask for a year.
    """

    key: str
    title: str
    forms: tuple[str, ...]
    maker: str
    by_unit: bool = False
    yearly: bool = False

    def outline(self, source: Source) -> Outline:
        """The document as blocks. A Problem says what is missing in the plan to make it."""
        make: Callable[[Source], Outline] = import_module(f"workbench.documents.{self.maker}").outline
        return make(source)


_TEXT: Final = (".docx", ".pdf", ".html")
_TABLES: Final = (".docx", ".pdf", ".xlsx", ".html", ".csv")

#: The documents in the order in which they are offered.
KINDS: Final = {
    kind.key: kind
    for kind in (
        Kind("plan", N_("The plan itself"), _TEXT, "plan_text"),
        Kind("annex", N_("Annexed tables"), _TABLES, "annex"),
        Kind("definitions", N_("Definition sheets of the indicators"), _TABLES, "definitions"),
        Kind("breakdown", N_("Breakdown of tasks"), _TABLES, "breakdown"),
        Kind("ledger", N_("Quarterly progress ledger"), _TABLES, "ledger", by_unit=True),
        Kind("responsibility", N_("Letter of responsibility"), _TEXT, "responsibility", by_unit=True),
        Kind("work-points", N_("Work points of the year"), _TEXT, "work_points", yearly=True),
        Kind("notice", N_("Notice that issues the plan"), _TEXT, "notice"),
        Kind("comments", N_("Drafting note with the comments received"), _TABLES, "comments"),
        Kind("check-report", N_("Check report"), _TABLES, "check_report"),
        Kind("difference", N_("Report on differences"), _TABLES, "difference_report"),
        Kind("assessment", N_("Report on the year's assessment"), _TABLES, "assessment", yearly=True),
        Kind(
            "self-assessment",
            N_("Self-assessment of a unit"),
            _TABLES,
            "self_assessment",
            by_unit=True,
            yearly=True,
        ),
        Kind("midterm", N_("Report on the mid-term evaluation"), _TABLES, "midterm"),
    )
}
