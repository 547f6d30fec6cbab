"""The five steps of the tour: what each says, what it points at, and what makes the scene ready."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QModelIndex, QRect
from PySide6.QtWidgets import QWidget

from workbench.i18n import N_
from workbench.session.samples import TOUR_PROJECT
from workbench.ui.views.registry import VIEWS

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.ui.mainwindow import MainWindow
    from workbench.ui.tour import Tour


class Step(NamedTuple):
    """What is said, what is pointed at, and what makes the scene ready."""

    title: str
    text: str
    #: Those whose keys stand in the text.
    commands: tuple[str, ...]
    #: The widget, and the part of it that is meant (none: all of it).
    target: Callable[[MainWindow], tuple[QWidget | None, QRect | None]]
    prepare: Callable[[Tour], None]
    #: Whether what is beside the target is needed, too.
    is_low: bool = False


def _card_of_verdict(window: MainWindow) -> tuple[QWidget | None, QRect | None]:
    return window.workspace.verdicts.cards["executable"], None


def _findings(window: MainWindow) -> tuple[QWidget | None, QRect | None]:
    return window.workspace.findings.list, None


def _mend_button(window: MainWindow) -> tuple[QWidget | None, QRect | None]:
    return window.workspace.findings.mend, None


def _gantt_tab(window: MainWindow) -> tuple[QWidget | None, QRect | None]:
    tabs = window.workspace.middle.tabs
    at = 1 + [one.key for one in VIEWS].index("gantt")
    return tabs, tabs.tabRect(at) if tabs is not None else None


def _export_button(window: MainWindow) -> tuple[QWidget | None, QRect | None]:
    return window.toolbar.widgetForAction(window.actions_.by_id["file.export"]), None


def _look_at_verdicts(tour: Tour) -> None:
    tour.spoil()
    tour.window.show_plan()
    tour.window.workspace.show_view("form")
    tour.window.workspace.findings.filter_dimension("")


def _look_at_findings(tour: Tour) -> None:
    tour.spoil()
    tour.window.workspace.show_view("form")
    tour.window.workspace.bring_up("findings")
    # With the cursor before it, "next finding" goes to it.
    tour.window.workspace.findings.list.setCurrentIndex(QModelIndex())


def _look_at_mending(tour: Tour) -> None:
    _look_at_findings(tour)
    tour.choose_finding()


def _look_at_views(tour: Tour) -> None:
    tour.window.workspace.show_view("form")
    tour.window.bridge.navigate.emit(TOUR_PROJECT, "")


def _nothing(_tour: Tour) -> None:
    pass


STEPS: Final = (
    Step(
        N_("The four verdicts"),
        N_(
            "While you write, the plan is judged: can it be executed, put into effect, checked, assessed? In "
            "this copy of the sample somebody has mistyped a date. Press the card “Executable” to see what "
            "it has done."
        ),
        (),
        _card_of_verdict,
        _look_at_verdicts,
    ),
    Step(
        N_("A finding"),
        N_(
            "The finding says what is wrong and where. Click on it, or press {keys}: the form opens at the "
            "field, and the manual below says why the rule is there."
        ),
        ("go.next_finding",),
        _findings,
        _look_at_findings,
    ),
    Step(
        N_("Mending it"),
        N_(
            "Press this button ({keys}): you see what would change before it does, and confirm. Or type the "
            "right date yourself. Every step can be undone, also after a restart."
        ),
        ("check.mend",),
        _mend_button,
        _look_at_mending,
        is_low=True,
    ),
    Step(
        N_("The same plan in other views"),
        N_(
            "Open the Gantt chart or the link matrix ({keys}): the project that you have mended is chosen "
            "there too. All views show the same plan, and in each of them it can be changed."
        ),
        ("view.show.gantt", "view.show.matrix"),
        _gantt_tab,
        _look_at_views,
    ),
    Step(
        N_("A document to hand in"),
        N_(
            "A plan that is sound is handed in. Export its documents ({keys}): choose which and where; the "
            "pages are shown beforehand as they will be."
        ),
        ("file.export",),
        _export_button,
        _nothing,
    ),
)
