"""Makes pictures of every view and dialog, in both languages and both themes, to be looked at.

    python .ci/screenshots.py                    into a new folder for temporary files, which is printed
    python .ci/screenshots.py FOLDER             into this folder
    python .ci/screenshots.py FOLDER --only graph,matrix --languages zh --themes dark --text-size 200
    python .ci/screenshots.py --readme           the pictures of the README anew, nothing else

Nothing of the user's is touched: the pictures are of the sample plans in a library of their own. One window
is opened for each language and theme, without a screen.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Final

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

if TYPE_CHECKING:
    from types import TracebackType

    from PySide6.QtWidgets import QApplication, QDialog, QWidget

    from workbench.plan.plan import Plan
    from workbench.rules.finding import Finding
    from workbench.ui.mainwindow import MainWindow

#: The window's size in all pictures.
SIZE: Final = (1440, 900)
#: The plan of each picture: the real one as the README shows it, the complete one for views and dialogs.
REAL, COMPLETE = "prd-cluster-2014", "sample-city-2026"
#: The pictures that the README shows.
README: Final = ("window", "gantt")
#: Seconds that one picture may take until everything in it is worked out.
LONGEST: Final = 30


class Camera:
    """A window on the sample plans, and the folder its pictures go to."""

    def __init__(
        self, app: QApplication, window: MainWindow, folder: Path, mark: str, only: set[str]
    ) -> None:
        self.app = app
        self.window = window
        self._folder = folder
        self._mark = mark
        self._only = only

    def wants(self, *names: str) -> bool:
        """Whether one of these pictures is asked for."""
        return not self._only or bool(self._only & set(names))

    def take(self, name: str, of: QWidget | None = None) -> None:
        """Write a picture of the window, or of a widget, once nothing is being worked out any more."""
        if not self.wants(name):
            return
        self.settle()
        path = self._folder / f"{name}-{self._mark}.png"
        if not (of or self.window).grab().save(str(path)):
            raise SystemExit(f"{path} could not be written")

    def settle(self) -> None:
        """Let the window live until it is at rest."""
        from PySide6.QtCore import QEvent

        bridge = self.window.bridge
        end = time.monotonic() + LONGEST
        quiet = 0
        # Longer than the pauses for people who type.
        while quiet < 35 and time.monotonic() < end:
            self.app.processEvents()
            # Outside of the event loop nothing else deletes what is to be deleted.
            self.app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            time.sleep(0.01)
            at_rest = self.window.is_painted and bridge.background.is_idle
            quiet = quiet + 1 if at_rest and (bridge.plan is None or bridge.is_checked) else 0

    @property
    def plan(self) -> Plan:
        """The plan shown."""
        plan = self.window.bridge.plan
        assert plan is not None
        return plan

    def do(self, command: str) -> None:
        """Choose a command of the menu."""
        self.settle()
        action = self.window.actions_.by_id[command]
        if not action.isEnabled():
            raise SystemExit(f"{command} cannot be chosen now")
        action.trigger()

    @contextmanager
    def dialog(self, command: str, name: str = "") -> Iterator[QDialog]:
        """The dialog that a command opens; closed at the end, after its picture when it has a name."""
        from PySide6.QtWidgets import QDialog

        self.do(command)
        self.settle()
        shown = [one for one in self.window.findChildren(QDialog) if one.isVisible()]
        if not shown:
            raise SystemExit(f"{command} has opened no dialog")
        yield shown[-1]
        if name:
            self.take(name, shown[-1])
        shown[-1].close()
        self.settle()


def form(camera: Camera) -> None:
    """The form with the panels around it, as somebody sees it who mends the real plan."""
    window = camera.window
    window.plans.open(REAL)
    camera.settle()
    panel = window.workspace.findings
    rows = [row.finding for row in panel.model.rows]
    at = next(number for number, one in enumerate(rows) if one is not None and one.rule == "C405")
    panel.list.setFocus()
    panel.list.setCurrentIndex(panel.model.index(at))
    panel.step(1)
    panel.step(-1)
    camera.take("window")


def spoil(camera: Camera) -> None:
    """A version of the complete plan, and after it some edits such as a bad day brings."""
    from workbench.plan import edits

    camera.window.plans.open(COMPLETE)
    camera.settle()
    bridge = camera.window.bridge
    if bridge.session.versions():
        return
    bridge.session.name_version("送审稿", "报市政府常务会议")
    dated = [one for one in camera.plan.of_kind("project") if one.get("start") and one.get("end")]
    first, second, third = dated[1:4]
    bridge.apply(edits.set_field(camera.plan, first.id, "duration_days", 10))
    bridge.apply(edits.set_field(camera.plan, second.id, "lead_unit", None))
    bridge.apply(edits.set_field(camera.plan, third.id, "end", third.get("start") - timedelta(days=30)))
    bridge.apply(edits.rename(camera.plan, camera.plan.of_kind("goal")[1].id, "大力推进数字化"))
    bridge.apply(edits.delete(camera.plan, [camera.plan.of_kind("indicator")[-1].id]))
    bridge.apply(edits.add(camera.plan, "risk", {"title": "资金不能按期到位"}))
    camera.settle()
    bridge.session.name_version("修改稿")
    last = camera.plan.of_kind("project")[-1]
    bridge.apply(edits.rename(camera.plan, last.id, "城市运行管理平台二期"))


def views(camera: Camera) -> None:
    """Every view of the middle."""
    from workbench.ui.views.registry import VIEWS
    from workbench.ui.views.score_bar import PAGES

    window = camera.window
    project = camera.plan.of_kind("project")[1].id
    for key in ("form", *(one.key for one in VIEWS)):
        if not camera.wants(key):
            continue
        camera.do(f"view.show.{key}")
        if key in ("graph", "gantt"):
            window.bridge.navigate.emit(project, "")
        if key == "indicator_card":
            # One with values enough for a forecast.
            window.bridge.navigate.emit(camera.plan.of_kind("indicator")[2].id, "")
        camera.take(key)
    if camera.wants("actuals", "actuals-paste"):
        actuals(camera)
    if camera.wants(*(f"score-{page}" for page in PAGES)):
        score(camera)
    if camera.wants(*SCHEME):
        scheme(camera)
    camera.do("view.show.form")
    for kind in ("plan", "unit", "goal", "project", "milestone", "indicator", "scheme", "section"):
        if camera.wants(f"form-{kind}") and camera.plan.of_kind(kind):
            window.bridge.navigate.emit(camera.plan.of_kind(kind)[0].id, "")
            camera.take(f"form-{kind}")
    if camera.wants("history"):
        camera.do("go.history")
        camera.take("history")
        camera.do("go.findings")


def actuals(camera: Camera) -> None:
    """Actual values with marks, and a block of cells before it is taken in."""
    from PySide6.QtGui import QGuiApplication

    from workbench.ui.views.actuals import ActualsView

    camera.do("view.show.actuals")
    camera.settle()
    view = camera.window.workspace.middle.views["actuals"]
    assert isinstance(view, ActualsView)
    number = next(at for at, one in enumerate(view.model.columns) if one.key == "2027")
    for at, text in enumerate(("85", "0.62", "", "860", "国际领先", "—", "91%", "≥40")):
        view.model.put_text(at, number, text)
    view.grid.stand_at(1, number)
    camera.take("actuals")
    rows = ("指标编号\t指标名称\t2027年\t备注", "I-10\t\t50%\t快报数", "I-29\t\t26000台\t", "I-13\t\t不详\t")
    QGuiApplication.clipboard().setText("\n".join(rows))
    view.paste()
    picture_open(camera, "actuals-paste")
    camera.do("view.show.form")


#: Pages and dialogs of the assessment scheme.
SCHEME: Final = ("scheme-rules", "scheme-results", "scheme-compared", "scheme-roll", "scheme-begin")


def scheme(camera: Camera) -> None:
    """The pages of an assessment scheme, and what is asked about a new one."""
    from workbench.ui.views.scheme import SchemeView

    camera.do("view.show.scheme")
    camera.settle()
    view = camera.window.workspace.middle.views["scheme"]
    assert isinstance(view, SchemeView)
    view.show_scheme("y-2026")
    for at, page in enumerate(SCHEME[:3], 1):
        if page == "scheme-compared":
            view.show_scheme("y-2027")
        view.tabs.setCurrentIndex(at)
        camera.take(page)
    view.tabs.setCurrentIndex(0)
    for name, ask in (("scheme-roll", view.ask_to_roll), ("scheme-begin", view.ask_to_begin)):
        dialog = ask()
        if dialog is not None:
            camera.take(name, dialog)
            dialog.reject()
            camera.settle()
    camera.do("view.show.form")


def score(camera: Camera) -> None:
    """The pages of the score, each with something laid open; what is likely of the year that is running."""
    from workbench.ui.views.score import ScoreView
    from workbench.ui.views.score_bar import PAGES

    camera.do("view.show.score")
    camera.settle()
    view = camera.window.workspace.middle.views["score"]
    assert isinstance(view, ScoreView)
    for page in PAGES:
        view.show_page(page)
        at = view.bar.year.findText("2027" if page == "forecast" else "2026")
        view.bar.year.setCurrentIndex(at)
        view.bar.year.activated.emit(at)
        camera.settle()
        view.table.setCurrentIndex(view.model.index(1 if page in ("sheet", "units") else 0, 0))
        camera.take(f"score-{page}")


def dialogs(camera: Camera) -> None:
    """Every dialog that a command opens."""
    from workbench.ui.dialogs.help_page import HelpPage
    from workbench.ui.views.own_rules import OwnRules
    from workbench.ui.views.tables import TablesView

    window = camera.window
    simple = {
        "about": "help.about",
        "author": "file.author",
        "new-plan": "plan.new",
        "version": "plan.version",
        "as-it-was": "plan.as_it_was",
        "restore": "plan.restore",
        "coverage": "check.coverage",
        "trend": "check.trend",
        "mend-all": "check.mend_all",
        "backups": "file.backups",
        "layouts": "view.dock.layouts",
        "help": "help.window",
        "shortcuts": "help.shortcuts",
        "palette": "help.palette",
        "preview": "file.preview",
        "local-indicator": "plan.local_indicator",
    }
    for name, command in simple.items():
        if camera.wants(name):
            with camera.dialog(command, name):
                pass
    if camera.wants("export", "returned"):
        exchange(camera)
    if camera.wants("own-rules", "own-rule"):
        with camera.dialog("check.own_rules", "own-rule") as shown:
            camera.take("own-rules", shown)
            own = shown.findChild(OwnRules)
            assert isinstance(own, OwnRules)
            own.begin()
    if camera.wants("rules", "rules-help"):
        with camera.dialog("check.rules") as shown:
            camera.take("rules", shown)
            help_page = HelpPage(shown, "own-rules")
            help_page.show()
            camera.take("rules-help", help_page)
            help_page.close()
    if camera.wants("mend", "waive"):
        finding = choose_mendable(camera)
        with camera.dialog("check.mend", "mend"):
            pass
        window.plans.waive(finding)
        picture_open(camera, "waive")
    if camera.wants("table-filter", "table-columns"):
        window.bridge.navigate.emit(camera.plan.of_kind("project")[1].id, "")
        camera.do("view.show.tables")
        tables = window.workspace.middle.views["tables"]
        assert isinstance(tables, TablesView)
        tables.choose_columns()
        picture_open(camera, "table-columns")
        tables.filter_by(2)
        picture_open(camera, "table-filter")
        camera.do("view.show.form")
    if camera.wants("catalogues", "catalogues-compare", "catalogue-check", "catalogues-help"):
        catalogues(camera)
    if camera.wants("paste", "replace"):
        previews(camera)
    if camera.wants("find"):
        with camera.dialog("edit.find", "find"):
            window.search.line.setText("平台")


def catalogues(camera: Camera) -> None:
    """The window of catalogues, and the check of a file with faults."""
    from PySide6.QtWidgets import QDialog

    from workbench.ui.dialogs.catalogues import Catalogues

    with camera.dialog("plan.catalogues") as shown:
        assert isinstance(shown, Catalogues)
        shown.items.tree.setFocus()
        camera.take("catalogues", shown)
        shown.tabs.setCurrentWidget(shown.compare)
        camera.take("catalogues-compare", shown)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "省智慧城市指标.csv"
            lines = (
                "体系编号,省2026",
                "指标编号,指标名称,计量单位,必选或自选,权重",
                "A-01,网上可办率,%,必选,10",
                "A-01,群众满意度,,也许,高",
            )
            path.write_text("\n".join(lines), encoding="utf-8")
            shown.add_from(path)
        camera.settle()
        check = next(one for one in shown.findChildren(QDialog) if one.isVisible())
        camera.take("catalogue-check", check)
        check.close()


def exchange(camera: Camera) -> None:
    """Documents on their way out, and a unit's ledger that has come back with three cells filled in."""
    from tests.workbooks import with_cell
    from workbench.documents.ledger import outline
    from workbench.documents.source import Source
    from workbench.documents.xlsx import to_xlsx

    with camera.dialog("file.export", "export"):
        pass
    if not camera.wants("returned"):
        return
    day = camera.plan.head.as_of
    assert day is not None
    source = Source(camera.plan, "zh", day, unit="u-data", change=camera.window.bridge.session.newest)
    book = to_xlsx(outline(source))
    for column, filled in {"I": "大半", "J": "主体完工", "M": "完成"}.items():
        book = with_cell(book, "p-01/reports[2027-Q2,u-data]", column, filled)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "市数据局季度台账.xlsx"
        path.write_bytes(book)
        camera.window.returning.read(path)
        camera.settle()
        picture_open(camera, "returned")


def previews(camera: Camera) -> None:
    """What is shown before a block of cells is pasted, and before words are replaced."""
    from PySide6.QtGui import QGuiApplication

    from workbench.ui.views.tables import TablesView

    camera.window.bridge.navigate.emit(camera.plan.of_kind("project")[1].id, "")
    camera.do("view.show.tables")
    camera.settle()
    tables = camera.window.workspace.middle.views["tables"]
    assert isinstance(tables, TablesView)
    rows = (
        "名称\t牵头单位\t开始",
        "城市运行管理平台三期\t市数据局\t2028-01-01",
        "数据交易平台\t无此单位\t后年",
    )
    QGuiApplication.clipboard().setText("\n".join(rows))
    tables.paste()
    picture_open(camera, "paste")
    tables.replace()
    tables.find_line.text.setText("平台")
    tables.find_line.by.setText("系统")
    camera.settle()
    tables.find_line.all.click()
    picture_open(camera, "replace")
    camera.do("view.show.form")


def tour(camera: Camera) -> None:
    """Two steps of the tour, the second after its doing."""
    from workbench.ui.tour import Tour

    if not camera.wants("tour", "tour-mend"):
        return
    camera.do("help.tour")
    camera.take("tour")
    taken = camera.window.findChild(Tour)
    assert isinstance(taken, Tour)
    taken.go(2)
    camera.take("tour-mend")
    taken.leave()
    camera.settle()


def choose_mendable(camera: Camera) -> Finding:
    """Put the cursor on the first finding that a change of one field mends."""
    camera.do("go.findings")
    camera.settle()
    panel = camera.window.workspace.findings
    for at, row in enumerate(panel.model.rows):
        panel.list.setCurrentIndex(panel.model.index(at))
        if row.finding is not None and panel.mend.isEnabled():
            return row.finding
    raise SystemExit("nothing can be mended in the plan shown")


def picture_open(camera: Camera, name: str) -> None:
    """Take a picture of the dialog that is open, and close it."""
    from PySide6.QtWidgets import QDialog

    camera.settle()
    shown = [one for one in camera.window.findChildren(QDialog) if one.isVisible()]
    camera.take(name, shown[-1])
    shown[-1].close()
    camera.settle()


def pages(camera: Camera) -> None:
    """The plans of the library, and the page without a library."""
    if camera.wants("chooser"):
        camera.do("plan.choose")
        camera.take("chooser")
        camera.window.show_plan()
    if camera.wants("welcome"):
        camera.do("file.close")
        camera.take("welcome")


PARTS: Final[tuple[Callable[[Camera], None], ...]] = (form, spoil, views, dialogs, tour, pages)


def give_up(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
    """A window in which something went wrong is not worth a picture; Qt itself would go on."""
    sys.__excepthook__(kind, fault, trace)
    sys.stderr.flush()
    os._exit(1)


def shoot(folder: Path, language: str, theme: str, percent: int, only: set[str]) -> None:
    """All pictures of one language and theme, in this process."""
    from workbench.settings import Settings
    from workbench.ui import start

    Settings(language=language, theme=theme, text_size=percent, author="李雷").save()
    app, window = start.first_window(None, sample=True)
    sys.excepthook = give_up
    window.resize(*SIZE)
    window.show()
    mark = f"{language}-{theme}" + (f"-{percent}" if percent != 100 else "")
    camera = Camera(app, window, folder, mark, only)
    camera.settle()
    for part in (form,) if only == {"window"} else PARTS:
        part(camera)
    window.close()


def run(*words: str) -> None:
    """This command once more, with a home of its own and without a screen."""
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "WORKBENCH_HOME": home, "QT_QPA_PLATFORM": "offscreen"}
        ended = subprocess.run([sys.executable, __file__, *words], check=False, env=environment)
        if ended.returncode != 0:
            raise SystemExit(1)


def main() -> None:
    """Read what is asked for, and take the pictures, each language and theme in a process of its own."""
    parser = argparse.ArgumentParser(prog="screenshots.py", description="Pictures of every view and dialog.")
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--only", default="", help="names of pictures, parted by commas")
    parser.add_argument("--languages", default="zh,en")
    parser.add_argument("--themes", default="light,dark")
    parser.add_argument("--text-size", type=int, default=100, help="in percent")
    parser.add_argument("--readme", action="store_true", help="the pictures of the README anew")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.readme:
        with tempfile.TemporaryDirectory() as made:
            for language in ("zh", "en"):
                wanted = ",".join(README)
                run(made, "--here", "--only", wanted, "--languages", language, "--themes", "light")
                for name in README:
                    target = ROOT / "resources" / "help" / "images" / f"{name}-{language}.png"
                    target.write_bytes((Path(made) / f"{name}-{language}-light.png").read_bytes())
                    print(target)
        return
    folder = (given.folder or Path(tempfile.mkdtemp(prefix="screenshots-"))).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    for language, theme in product(given.languages.split(","), given.themes.split(",")):
        if given.here:
            only = set(filter(None, given.only.split(",")))
            shoot(folder, language, theme, given.text_size, only)
            # Qt's way out waits for nothing that matters here.
            sys.stdout.flush()
            os._exit(0)
        size = str(given.text_size)
        words = ["--only", given.only, "--languages", language, "--themes", theme, "--text-size", size]
        run(str(folder), "--here", *words)
    print(folder)


if __name__ == "__main__":
    main()
