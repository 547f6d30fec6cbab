"""The views of a plan that share the middle of the window with the form, each made when it is first shown.

A view is a widget made as ``View(bridge, parent)``. It shows the plan of the bridge, follows its signals
(``navigate`` for the element chosen, ``changed``, ``plan_opened``, ``language_changed``, ``theme_changed``),
tells by ``bridge.navigate(id, "")`` what was chosen in it (with a field the form comes up and opens it), and
edits through ``bridge.apply``. One with a method ``flush`` is asked to make a change of what is still being
typed before something else happens.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from workbench.i18n import N_


class ViewEntry(NamedTuple):
    """A view: its name in commands and settings, its title (a message id), icon, module and class."""

    key: str
    title: str
    icon: str
    module: str
    class_name: str


#: In the order of their tabs. Each has a command ``view.show.KEY`` in session/commands.py.
VIEWS: Final[tuple[ViewEntry, ...]] = (
    ViewEntry("tables", N_("Tables"), "table", "workbench.ui.views.tables", "TablesView"),
    ViewEntry("gantt", N_("Gantt chart"), "gantt", "workbench.ui.views.gantt", "GanttView"),
    ViewEntry("matrix", N_("Link matrix"), "matrix", "workbench.ui.views.matrix", "MatrixView"),
    ViewEntry("graph", N_("Traceability graph"), "graph", "workbench.ui.views.graph", "GraphView"),
    ViewEntry("narrative", N_("Plan text"), "narrative", "workbench.ui.views.narrative", "NarrativeView"),
    ViewEntry("versions", N_("Versions"), "version", "workbench.ui.views.versions", "VersionsView"),
    ViewEntry("dashboard", N_("Dashboard"), "dashboard", "workbench.ui.views.dashboard", "DashboardView"),
    ViewEntry("summary", N_("Leader's summary"), "summary", "workbench.ui.views.summary", "SummaryView"),
    ViewEntry("actuals", N_("Actual values"), "actuals", "workbench.ui.views.actuals", "ActualsView"),
    ViewEntry(
        "indicator_card",
        N_("Indicator card"),
        "indicator",
        "workbench.ui.views.indicator_card",
        "IndicatorCardView",
    ),
    ViewEntry("scheme", N_("Assessment scheme"), "scheme", "workbench.ui.views.scheme", "SchemeView"),
    ViewEntry("score", N_("Score"), "score", "workbench.ui.views.score", "ScoreView"),
)
