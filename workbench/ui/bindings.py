"""What each command does in the window."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from workbench.i18n import N_, tr
from workbench.ui import messages
from workbench.ui.arrivals import Arrivals
from workbench.ui.editing import Editing
from workbench.ui.views.registry import VIEWS

if TYPE_CHECKING:
    from workbench.ui.mainwindow import MainWindow


def bind_commands(window: MainWindow) -> None:
    """Bind every command of session/commands.py."""
    bind = window.actions_.bind
    plans, transfers, libraries = window.plans, window.transfers, window.libraries
    bind("file.new", libraries.new)
    bind("file.open", libraries.open)
    bind("file.sample", libraries.open_sample)
    bind("file.import", transfers.bring_in)
    bind("file.returned", window.returning.ask)
    bind("file.export", lambda: plans.with_plan("", transfers.documents))
    bind("file.export_again", lambda: plans.with_plan("", transfers.documents_again))
    bind("file.export_json", lambda: plans.with_plan("", transfers.to_json))
    for way in ("print", "preview", "pdf"):
        bind(f"file.{way}", partial(_on_paper, window, way))
    bind("file.copy", libraries.copy)
    bind("file.backups", libraries.show_backups)
    bind("file.author", partial(_author, window))
    bind("file.close", libraries.close)
    bind("file.quit", window.close)
    Editing(window.bridge, window.workspace).bind(window.actions_)
    bind("edit.find", partial(_find, window))
    bind("plan.choose", window.show_chooser)
    bind("plan.new", plans.new)
    bind("plan.catalogues", partial(_catalogues, window))
    bind("plan.local_indicator", partial(_local_indicator, window))
    bind("plan.version", plans.save_version)
    bind("plan.versions", partial(window.workspace.show_view, "versions"))
    bind("plan.as_it_was", plans.see_as_it_was)
    bind("plan.today", plans.see_today)
    bind("plan.restore", plans.restore_moment)
    bind("plan.delete", lambda: plans.delete(""))
    bind("check.mend", partial(_mend, window, everything=False))
    bind("check.mend_all", partial(_mend, window, everything=True))
    bind("check.rules", partial(_rules, window, own=False))
    bind("check.own_rules", partial(_rules, window, own=True))
    window.workspace.verdicts.rules_wanted.connect(window.actions_.by_id["check.rules"].trigger)
    bind("check.coverage", partial(_overview, window, "coverage"))
    bind("check.trend", partial(_overview, window, "trend"))
    window.workspace.verdicts.put(
        [window.actions_.by_id["check.coverage"], window.actions_.by_id["check.trend"]]
    )
    bind("go.next_finding", partial(_step, window, 1))
    bind("go.previous_finding", partial(_step, window, -1))
    bind("go.back", window.trail.back)
    bind("go.forward", window.trail.forward)
    for name in ("outline", "findings", "manual", "history"):
        bind(f"go.{name}", partial(window.workspace.go_to, name))
    for key in ("form", *(one.key for one in VIEWS)):
        bind(f"view.show.{key}", partial(window.workspace.show_view, key))
    for name, dock in window.workspace.docks.items():
        bind(f"view.dock.{name}", partial(_toggle_dock, window, name))
        dock.visibilityChanged.connect(partial(_mark_dock, window, name))
    window.workspace.middle.shown.connect(partial(_serve_versions, window))
    bind("view.dock.float", partial(_float_panel, window))
    bind("view.dock.layouts", partial(_choose_layout, window))
    bind("view.dock.reset", window.workspace.arrange)
    window.appearance.bind(window.actions_)
    bind("view.full_screen", partial(_full_screen, window))
    Arrivals(window)
    bind("help.palette", partial(_palette, window))
    bind("help.manual", partial(_open_manual, window))
    bind("help.window", partial(_show_help, window))
    bind("help.shortcuts", partial(_list_shortcuts, window))
    bind("help.tour", partial(_take_tour, window))
    bind("help.about", partial(_about, window))


def _find(window: MainWindow) -> None:
    # Made only now, when it is first asked for.
    window.search.come_up()


def _on_paper(window: MainWindow, way: str) -> None:
    """Print, preview or save as PDF the view that has the keyboard, else that in the middle."""
    from workbench.ui.paper.printing import WAYS, printable_at

    workspace = window.workspace
    workspace.flush()
    view = printable_at(window.focusWidget(), workspace.middle.current, workspace.outline)
    pages = view.printout()
    if pages is None:
        messages.info(tr("There is nothing to print here yet."))
    else:
        WAYS[way](window, window.bridge, pages)


def _palette(window: MainWindow) -> None:
    window.palette_.come_up()


def _full_screen(window: MainWindow) -> None:
    window.setWindowState(window.windowState() ^ Qt.WindowState.WindowFullScreen)


def _step(window: MainWindow, by: int) -> None:
    window.workspace.bring_up("findings")
    window.workspace.findings.step(by)


def _mend(window: MainWindow, *, everything: bool) -> None:
    if everything:
        window.mending.mend_all()
    else:
        window.mending.mend_chosen()


def _rules(window: MainWindow, *, own: bool) -> None:
    from workbench.ui.dialogs.rules import edit_rules

    window.workspace.flush()
    edit_rules(window, own=own)


def _overview(window: MainWindow, page: str) -> None:
    # Made when it is first asked for.
    window.overview.show_page(page)


def _catalogues(window: MainWindow) -> None:
    from workbench.ui.dialogs.catalogues import Catalogues

    window.workspace.flush()
    shown = window.findChild(Catalogues) or Catalogues(window)
    shown.come_up()


def _local_indicator(window: MainWindow) -> None:
    from workbench.ui.dialogs.local_indicator import ask_for_local_indicator

    window.workspace.flush()
    ask_for_local_indicator(window, window.bridge)


def _serve_versions(window: MainWindow, key: str) -> None:
    """The view asks for what only the window can do; it is made when it is first shown."""
    if key != "versions":
        return
    from workbench.ui.views.versions import VersionsView

    view = window.workspace.middle.views[key]
    if isinstance(view, VersionsView) and not view.is_served:
        view.is_served = True
        view.save_wanted.connect(window.plans.save_version)
        view.look_wanted.connect(window.plans.see_as_it_was)
        view.restore_wanted.connect(window.plans.restore_moment)


def _toggle_dock(window: MainWindow, name: str) -> None:
    window.workspace.docks[name].setVisible(window.actions_.by_id[f"view.dock.{name}"].isChecked())


def _mark_dock(window: MainWindow, name: str, _seen: bool) -> None:
    # A panel behind another in the same place is not seen, yet open.
    window.actions_.by_id[f"view.dock.{name}"].setChecked(not window.workspace.docks[name].isHidden())


def _float_panel(window: MainWindow) -> None:
    """The panel that has the keyboard leaves the window, or comes back to its place."""
    place = window.workspace.place_with_keyboard
    dock = window.workspace.docks.get(place)
    if dock is None:
        messages.info(tr("Go into a panel first: it is the one that leaves the window"))
    else:
        dock.setFloating(not dock.isFloating())
        # On the way the keyboard was lost.
        dock.activateWindow()
        window.workspace.go_to(place)


def _choose_layout(window: MainWindow) -> None:
    from workbench.ui.dialogs.layouts import Layouts

    dialog = Layouts(window, window.settings.layouts, window.workspace.arrangement)
    dialog.wanted.connect(window.workspace.arrange)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def _open_manual(window: MainWindow) -> None:
    """Explain the field, the finding's rule or the view that has the keyboard."""
    workspace = window.workspace
    place = workspace.place_with_keyboard
    row = workspace.form.row_with_keyboard() if workspace.is_complete else None
    if row is not None and workspace.form.form is not None:
        found = tuple(sentence.rule for sentence in row.found)
        workspace.manual.explain_field(workspace.form.form.kind, row.declared, found)
        workspace.bring_up("manual")
    elif place in {"findings", "manual"}:
        chosen = workspace.findings.chosen
        workspace.open_manual(chosen.rule if chosen is not None else workspace.manual.code)
    else:
        _show_help(window, place)


def _show_help(window: MainWindow, place: str = "") -> None:
    from workbench.ui.dialogs.help_page import HelpPage
    from workbench.ui.workspace import DOCKS

    titles = {"form": N_("Form"), **DOCKS, **{one.key: one.title for one in VIEWS}}
    page = window.findChild(HelpPage, "window") or HelpPage(window, "window")
    page.come_up(tr(titles[place]) if place else "")


def _list_shortcuts(window: MainWindow) -> None:
    from workbench.ui.dialogs.shortcuts import Shortcuts

    listed = window.findChild(Shortcuts) or Shortcuts(window)
    listed.come_up()


def _take_tour(window: MainWindow) -> None:
    from workbench.ui.tour import Tour

    tour = window.findChild(Tour) or Tour(window)
    tour.begin()


def _author(window: MainWindow) -> None:
    from workbench.ui.dialogs.author import Author

    dialog = Author(window, window.settings, window.bridge)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def _about(window: MainWindow) -> None:
    from workbench.ui.dialogs.about import About

    dialog = About(window)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
