"""The commands of the program: menus, toolbar and shortcuts are readings of this one list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from workbench.i18n import N_

#: Menus in their order: id -> title. A dot makes a submenu of the menu before it.
MENUS: Final = {
    "file": N_("&File"),
    "file.recent": N_("Recent libraries"),
    "edit": N_("&Edit"),
    "plan": N_("&Plan"),
    "check": N_("&Check"),
    "go": N_("&Go"),
    "view": N_("&View"),
    "view.docks": N_("Panels"),
    "view.theme": N_("Theme"),
    "view.language": N_("Language"),
    "view.size": N_("Text size"),
    "help": N_("&Help"),
}


@dataclass(frozen=True, slots=True)
class Command:
    """Something the user can ask for.

    ``title`` is a message id, ``icon`` names a file of resources/icons. ``shortcut`` is in Qt's portable
    notation, alternatives parted by "; ". ``when`` names the facts that must hold, parted by spaces:
    library, plan, writable, undo, redo, back, forward, findings, past. Commands of one ``choice`` exclude
    each other; ``toggle`` ones are on or off. ``apart`` draws a line above it in its menu.
    """

    id: str
    title: str
    menu: str
    icon: str = ""
    shortcut: str = ""
    when: str = ""
    choice: str = ""
    toggle: bool = False
    apart: bool = False


COMMANDS: Final = (
    Command("file.new", N_("New library…"), "file", "library-new", "Ctrl+Shift+N"),
    Command("file.open", N_("Open library…"), "file", "folder", "Ctrl+O"),
    Command("file.sample", N_("Open the sample plans"), "file"),
    Command("file.import", N_("Import a plan…"), "file", "import", "Ctrl+I", "library writable", apart=True),
    Command(
        "file.returned", N_("Read a returned document…"), "file", "import", "Ctrl+Shift+I", "library writable"
    ),
    Command("file.export", N_("Export documents…"), "file", "word", "Ctrl+E", "plan"),
    Command("file.export_again", N_("Export the same documents again"), "file", "", "Ctrl+Alt+E", "plan"),
    Command("file.export_json", N_("Export as exchange file…"), "file", "export", "Ctrl+Shift+E", "plan"),
    Command("file.print", N_("Print…"), "file", "print", "Ctrl+P", "plan", apart=True),
    Command("file.preview", N_("Print preview…"), "file", "", "Ctrl+Alt+P", "plan"),
    Command("file.pdf", N_("Save this view as PDF…"), "file", "", "", "plan"),
    Command(
        "file.copy",
        N_("Save a copy of the library…"),
        "file",
        "copy-file",
        "Ctrl+Shift+S",
        "library",
        apart=True,
    ),
    Command("file.backups", N_("Backups…"), "file"),
    Command("file.author", N_("My name in the history…"), "file", apart=True),
    Command("file.close", N_("Close library"), "file", "", "Ctrl+W", "library", apart=True),
    Command("file.quit", N_("Quit"), "file", "", "Ctrl+Q"),
    Command("edit.undo", N_("Undo"), "edit", "undo", "Ctrl+Z", "plan writable undo"),
    Command("edit.redo", N_("Redo"), "edit", "redo", "Ctrl+Shift+Z; Ctrl+Y", "plan writable redo"),
    Command("edit.cut", N_("Cut"), "edit", "cut", "Ctrl+X", "plan", apart=True),
    Command("edit.copy", N_("Copy"), "edit", "copy", "Ctrl+C", "plan"),
    Command("edit.paste", N_("Paste"), "edit", "paste", "Ctrl+V", "plan writable"),
    Command(
        "edit.duplicate", N_("Duplicate the chosen elements"), "edit", "duplicate", "Ctrl+D", "plan writable"
    ),
    Command("edit.delete", N_("Delete the chosen elements"), "edit", "delete", "", "plan writable"),
    Command("edit.rename", N_("Rename the element"), "edit", "rename", "F2", "plan writable"),
    Command("edit.find", N_("Find in the plan…"), "edit", "search", "Ctrl+F", "plan", apart=True),
    Command("plan.choose", N_("Plans of the library"), "plan", "plans", "Ctrl+L", "library"),
    Command("plan.new", N_("New plan…"), "plan", "plan-new", "Ctrl+N", "library writable"),
    Command(
        "plan.catalogues",
        N_("Catalogues of indicators…"),
        "plan",
        "catalogue",
        "Ctrl+Shift+M",
        "plan",
        apart=True,
    ),
    Command("plan.local_indicator", N_("New local indicator…"), "plan", "", "", "plan writable"),
    Command("plan.version", N_("Save a version…"), "plan", "version", "", "plan writable", apart=True),
    Command("plan.versions", N_("Versions and what they differ in"), "plan", "history", "", "plan"),
    Command("plan.as_it_was", N_("See the plan as it was…"), "plan", "calendar", "", "plan"),
    Command("plan.today", N_("Back to today"), "plan", "", "", "plan past"),
    Command("plan.restore", N_("Restore an earlier state…"), "plan", "", "", "plan writable"),
    Command("plan.delete", N_("Delete this plan"), "plan", "", "", "plan writable", apart=True),
    Command(
        "check.mend",
        N_("Mend the finding…"),
        "check",
        "mend",
        "Alt+Return; Alt+Enter; Ctrl+.",
        "plan writable findings",
    ),
    Command("check.mend_all", N_("Mend what can only be meant so…"), "check", "", "", "plan writable"),
    Command(
        "check.rules",
        N_("Rules of this plan…"),
        "check",
        "rules",
        "Ctrl+Shift+R",
        "plan",
        apart=True,
    ),
    Command("check.own_rules", N_("Own rules…"), "check", "", "", "plan writable"),
    Command("check.coverage", N_("Coverage…"), "check", "coverage", "Ctrl+Shift+K", "plan", apart=True),
    Command("check.trend", N_("Trend of the scores…"), "check", "trend", "Ctrl+Shift+T", "plan"),
    Command("go.next_finding", N_("Next finding"), "go", "next", "F8", "plan findings"),
    Command("go.previous_finding", N_("Previous finding"), "go", "previous", "Shift+F8", "plan findings"),
    Command("go.back", N_("Back"), "go", "back", "Alt+Left", "plan back", apart=True),
    Command("go.forward", N_("Forward"), "go", "forward", "Alt+Right", "plan forward"),
    Command("go.outline", N_("To the outline"), "go", "", "Ctrl+1", "plan", apart=True),
    Command("go.findings", N_("To the findings"), "go", "", "Ctrl+3", "plan"),
    Command("go.manual", N_("To the rule manual"), "go", "", "Ctrl+4", "plan"),
    Command("go.history", N_("To the history"), "go", "", "Ctrl+5", "plan"),
    Command("view.show.form", N_("Form"), "view", "", "Ctrl+2; Alt+1", "plan"),
    Command("view.show.tables", N_("Tables"), "view", "table", "Alt+2", "plan"),
    Command("view.show.gantt", N_("Gantt chart"), "view", "gantt", "Alt+3", "plan"),
    Command("view.show.matrix", N_("Link matrix"), "view", "matrix", "Alt+4", "plan"),
    Command("view.show.graph", N_("Traceability graph"), "view", "graph", "Alt+5", "plan"),
    Command("view.show.narrative", N_("Plan text"), "view", "narrative", "Alt+6", "plan"),
    Command("view.show.versions", N_("Versions"), "view", "version", "Alt+7", "plan"),
    Command("view.show.dashboard", N_("Dashboard"), "view", "dashboard", "Alt+8", "plan"),
    Command("view.show.summary", N_("Leader's summary"), "view", "summary", "Alt+9", "plan"),
    Command("view.show.actuals", N_("Actual values"), "view", "actuals", "Alt+Shift+A", "plan"),
    Command("view.show.indicator_card", N_("Indicator card"), "view", "indicator", "Alt+0", "plan"),
    Command("view.show.scheme", N_("Assessment scheme"), "view", "scheme", "Alt+Shift+K", "plan"),
    Command("view.show.score", N_("Score"), "view", "score", "Alt+Shift+S", "plan"),
    Command("view.dock.outline", N_("Plan outline"), "view.docks", "", "", "plan", toggle=True),
    Command("view.dock.findings", N_("Findings"), "view.docks", "", "", "plan", toggle=True),
    Command("view.dock.manual", N_("Rule manual"), "view.docks", "", "", "plan", toggle=True),
    Command("view.dock.history", N_("History"), "view.docks", "", "", "plan", toggle=True),
    Command(
        "view.dock.float", N_("Panel out of the window, or back"), "view.docks", "", "", "plan", apart=True
    ),
    Command("view.dock.layouts", N_("Layouts of the panels…"), "view.docks", "", "", "plan"),
    Command("view.dock.reset", N_("Panels as at first"), "view.docks", "", "", "plan"),
    Command("view.still", N_("Reduce motion"), "view", toggle=True, apart=True),
    Command("view.full_screen", N_("Full screen"), "view", "", "F11", toggle=True),
    Command("view.theme.system", N_("As the system"), "view.theme", choice="theme"),
    Command("view.theme.light", N_("Light"), "view.theme", choice="theme"),
    Command("view.theme.dark", N_("Dark"), "view.theme", choice="theme"),
    Command("view.language.system", N_("As the system"), "view.language", choice="language"),
    Command("view.language.zh", N_("Chinese"), "view.language", choice="language"),
    Command("view.language.en", N_("English"), "view.language", choice="language"),
    Command("view.size.larger", N_("Larger text"), "view.size", "", "Ctrl++; Ctrl+="),
    Command("view.size.smaller", N_("Smaller text"), "view.size", "", "Ctrl+-"),
    Command("view.size.normal", N_("Normal text"), "view.size", "", "Ctrl+0"),
    Command("help.palette", N_("All commands…"), "help", "search", "Ctrl+Shift+P"),
    Command("help.manual", N_("Help on what has the keyboard"), "help", "manual", "F1"),
    Command("help.window", N_("The window and its views"), "help"),
    Command("help.shortcuts", N_("Keyboard shortcuts"), "help", "", "Shift+F1"),
    Command("help.tour", N_("Tour in five steps"), "help", apart=True),
    Command("help.about", N_("About this program"), "help", apart=True),
)

#: What stands in the toolbar; None is a line.
TOOLBAR: Final = (
    "edit.undo",
    "edit.redo",
    None,
    "go.back",
    "go.forward",
    None,
    "edit.find",
    "go.previous_finding",
    "go.next_finding",
    None,
    "plan.choose",
    "file.export",
)
