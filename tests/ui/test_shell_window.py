from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.ui.windows import dialog, notices, press_notice, settle, trigger
from workbench import settings
from workbench.errors import ChangedElsewhere, Problem
from workbench.plan import edits
from workbench.plan.plan import Plan
from workbench.session.session import Session
from workbench.ui import crash, messages, theme
from workbench.ui.dialogs.about import About
from workbench.ui.dialogs.author import Author
from workbench.ui.folders import show_folder
from workbench.ui.mainwindow import MainWindow
from workbench.ui.start import make_window
from workbench.ui.views.manual import Page

Open = Callable[..., MainWindow]


def open_plan(window: MainWindow) -> Plan:
    plan = window.bridge.plan
    assert plan is not None
    return plan


def visions(window: MainWindow, *texts: str) -> None:
    for text in texts:
        plan = open_plan(window)
        assert window.bridge.apply(edits.set_field(plan, plan.id, "vision", text))


# -- opening -----------------------------------------------------------------------------------------------


def test_every_command_is_bound(window: MainWindow) -> None:
    assert window.actions_.unbound == set()


def test_the_sample_opens_with_the_real_plan(open_window: Open, library: Path) -> None:
    window = open_window(sample=True)
    assert open_plan(window).id == "prd-cluster-2014"
    assert open_plan(window).head.title in window.windowTitle()
    assert library.stem in window.windowTitle()
    assert window.workspace.form.id == "prd-cluster-2014"


def test_without_a_library_the_welcome_page_opens_one(qtbot: QtBot, open_window: Open, library: Path) -> None:
    window = open_window()
    assert window.pages.currentWidget() is window.welcome
    assert not window.actions_.by_id["plan.new"].isEnabled()
    QTest.mouseClick(window.welcome.sample, Qt.MouseButton.LeftButton)
    assert window.bridge.plan is not None
    assert window.pages.currentWidget() is window.workspace


def test_the_last_library_and_plan_come_back(open_window: Open, library: Path) -> None:
    first = open_window(library)
    first.plans.open("prd-cluster-2014")
    first.close()
    again = open_window()
    assert open_plan(again).id == "prd-cluster-2014"
    trigger(again, "file.close")
    assert again.pages.currentWidget() is again.welcome
    again.close()
    assert open_window().bridge.plan is None


def test_a_library_that_is_gone_is_told_and_taken_off_the_list(open_window: Open, library: Path) -> None:
    open_window(library).close()
    library.unlink()
    window = open_window()
    assert window.pages.currentWidget() is window.welcome
    assert len(notices(window)) == 1
    assert settings.load().recent_libraries == [str(library)]
    window.close()
    assert settings.load().recent_libraries == []


def test_a_file_that_is_no_library_leaves_the_present_one_open(window: MainWindow, tmp_path: Path) -> None:
    wrong = tmp_path / "letter.workbench"
    wrong.write_text("Dear colleague", encoding="utf-8")
    assert not window.libraries.open_path(wrong)
    assert "letter.workbench" in notices(window)[-1]
    assert open_plan(window).id == "prd-cluster-2014"


def test_nothing_slow_is_loaded_before_the_first_painting(library: Path) -> None:
    script = (
        "import sys\n"
        "from PySide6.QtWidgets import QApplication\n"
        "from workbench.ui.start import make_window\n"
        "app = QApplication([])\n"
        "window = make_window(app)\n"
        "window.begin(None, sample=True)\n"
        "window.show()\n"
        "app.processEvents()\n"
        "assert window.is_painted and window.bridge.plan is not None\n"
        "print(*sys.modules)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).resolve().parents[2],
    )
    loaded = set(ran.stdout.split())
    assert "workbench.ui.mainwindow" in loaded
    slow = {"sqlalchemy", "pandas", "numpy", "pyqtgraph", "docx", "lxml", "pypinyin", "socket", "tomli_w"}
    assert slow & loaded == set()


# -- editing -----------------------------------------------------------------------------------------------


def test_undo_and_redo_say_what_and_outlast_the_window(
    qtbot: QtBot, open_window: Open, library: Path
) -> None:
    window = open_window(library)
    window.plans.open("prd-cluster-2014")
    before = open_plan(window).head.vision
    visions(window, "First", "Second")
    assert "Vision" in window.actions_.by_id["edit.undo"].text()
    window.close()
    again = open_window()
    QTest.keyClick(again, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert open_plan(again).head.vision == "First"
    QTest.keyClick(again, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert open_plan(again).head.vision == before
    QTest.keyClick(again, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert open_plan(again).head.vision == "First"


def test_the_status_line_says_that_an_edit_is_saved(qtbot: QtBot, window: MainWindow) -> None:
    assert window.status.saved.text() == "All edits are saved"
    visions(window, "New")
    assert window.status.saved.text().startswith("Saved at ")
    assert window.status.as_of.text() == "As of 2016-06-30"


def test_the_history_undoes_one_step_or_all_up_to_one(qtbot: QtBot, window: MainWindow) -> None:
    settle(qtbot, window)
    plan = open_plan(window)
    visions(window, "One")
    window.bridge.apply(edits.set_field(plan, plan.id, "entry_point", "Port"))
    visions(window, "Two", "Three")
    trigger(window, "go.history")
    panel = window.workspace.history
    panel.refresh()
    assert [row.undone for row in panel.model.rows[:4]] == [False] * 4
    panel.list.setCurrentIndex(panel.model.index(2))
    QTest.mouseClick(panel.undo_one, Qt.MouseButton.LeftButton)
    assert plan.head.entry_point is None
    assert plan.head.vision == "Three"
    panel.refresh()
    panel.list.setCurrentIndex(panel.model.index(2))
    QTest.mouseClick(panel.undo_to, Qt.MouseButton.LeftButton)
    assert plan.head.vision == "One"
    panel.refresh()
    assert sum(row.undone for row in panel.model.rows) == 3


def test_a_step_that_later_ones_build_on_is_refused_in_words(qtbot: QtBot, window: MainWindow) -> None:
    settle(qtbot, window)
    visions(window, "One", "Two")
    panel = window.workspace.history
    panel.refresh()
    panel.list.setCurrentIndex(panel.model.index(1))
    panel.undo_this()
    assert "stands in the way" in notices(window)[-1]
    assert open_plan(window).head.vision == "Two"


def test_find_opens_what_is_typed(qtbot: QtBot, window: MainWindow) -> None:
    settle(qtbot, window)
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert window.search.isVisible()
    QTest.keyClicks(window.search.line, "gxjr")  # the initials of 光纤接入
    QTest.keyClick(window.search.line, Qt.Key.Key_Return)
    assert not window.search.isVisible()
    assert "光纤接入" in edits.shown_name(open_plan(window).elements[window.trail.here])
    assert window.workspace.form.id == window.trail.here


def test_find_looks_into_the_texts_and_says_when_there_is_nothing(qtbot: QtBot, window: MainWindow) -> None:
    settle(qtbot, window)
    search = window.search
    search.come_up()
    search.line.setText("中国新闻网")
    search.look()
    found = search.found.count()
    search.line.setText("xyzzy")
    search.look()
    assert search.found.count() == 0
    assert search.said.text() == "Nothing found"
    assert found >= 0
    search.close()


def test_edits_bear_the_name_that_the_user_gives(window: MainWindow) -> None:
    trigger(window, "file.author")
    asked = dialog(window)
    assert isinstance(asked, Author)
    asked.name.setText("王小明")
    QTest.keyClick(asked.name, Qt.Key.Key_Return)
    visions(window, "Signed")
    assert window.bridge.session.history()[0].author == "王小明"
    assert window.settings.author == "王小明"


def test_back_and_forward_follow_the_trail(qtbot: QtBot, window: MainWindow) -> None:
    settle(qtbot, window)
    plan = open_plan(window)
    one, two, three = (element.id for element in plan.of_kind("project")[:3])
    for id_ in (one, two, three):
        window.bridge.navigate.emit(id_, "")
    trigger(window, "go.back")
    assert window.trail.here == two
    window.bridge.apply(edits.delete(plan, [one]))
    trigger(window, "go.back")
    assert window.trail.here == plan.id
    trigger(window, "go.forward")
    assert window.trail.here == two
    assert window.workspace.form.id == two


# -- others and mishaps ------------------------------------------------------------------------------------


def test_an_edit_made_elsewhere_is_told_and_reloading_brings_it(qtbot: QtBot, window: MainWindow) -> None:
    plan = open_plan(window)
    with Session.open(window.bridge.session.path) as other:
        theirs = other.open_plan(plan.id)
        assert theirs is not None
        other.apply(edits.set_field(theirs, plan.id, "vision", "Theirs"))
        assert not window.bridge.apply(edits.set_field(plan, plan.id, "entry_point", "Mine"))
        press_notice(window)
        assert open_plan(window).head.vision == "Theirs"
        assert open_plan(window).head.entry_point == "Mine"


def test_who_else_has_the_library_open_is_said_while_it_lasts(window: MainWindow) -> None:
    with Session.open(window.bridge.session.path):
        window.look_round()
        assert any("has this library open too" in text for text in notices(window))
        assert window.status.others.text() == "Also open elsewhere: 1"
        window.notices.dismiss(window.notices.bars[-1])
        window.look_round()
        assert notices(window) == []
    window.look_round()
    assert window.status.others.text() == ""


def test_a_library_for_reading_only_is_said_and_offers_no_editing(open_window: Open, library: Path) -> None:
    library.chmod(0o444)
    window = open_window()
    window.bridge.use(Session.open(library, read_only=True))
    window.libraries.opened.emit()
    assert any("reading only" in text for text in notices(window))
    assert not window.actions_.by_id["plan.new"].isEnabled()
    assert window.status.saved.text() == "For reading only"


def test_errors_stay_until_dismissed_and_are_not_repeated(qtbot: QtBot, window: MainWindow) -> None:
    messages.problem(Problem("The disk is full"))
    messages.problem(Problem("The disk is full"))
    assert notices(window) == ["The disk is full"]
    QTest.mouseClick(window.notices.bars[0].close_button, Qt.MouseButton.LeftButton)
    assert not window.notices.isVisible()


def test_what_is_told_before_the_window_is_there_is_shown_in_it(open_window: Open) -> None:
    messages.info("Early")
    assert "Early" in notices(open_window())


def test_a_stale_change_leaves_the_plan_alone(window: MainWindow) -> None:
    plan = open_plan(window)
    stale = edits.set_field(plan, plan.id, "vision", "Late")
    visions(window, "Sooner")
    assert not window.bridge.apply(stale)
    assert plan.head.vision == "Sooner"
    assert "changed meanwhile" in notices(window)[-1]
    assert not isinstance(Problem("x"), ChangedElsewhere)


def test_a_mistake_of_ours_is_shown_once_with_a_report_to_copy(
    qtbot: QtBot, window: MainWindow, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(number: int) -> None:
        raise ValueError(f"mistake {number}")

    for number in (1, 2):
        try:
            fail(number)
        except ValueError as error:
            crash.handle(ValueError, error, error.__traceback__)
    (shown,) = [one for one in QApplication.topLevelWidgets() if one.windowTitle() == "Something went wrong"]
    copy = next(one for one in shown.findChildren(QAbstractButton) if one.text() == "Copy the report")
    QTest.mouseClick(copy, Qt.MouseButton.LeftButton)
    report = QApplication.clipboard().text()
    assert "ValueError: mistake 1" in report
    assert "in fail" in report
    shown.close()
    from workbench import log, paths

    log.stop()
    written = paths.log_file().read_text(encoding="utf-8")
    assert "ValueError at " in written
    assert "mistake 1" not in written
    assert "mistake 2" in capsys.readouterr().err


def test_a_page_opens_no_file_that_a_text_names(qtbot: QtBot, tmp_path: Path) -> None:
    page = Page()
    qtbot.addWidget(page)
    page.setHtml(f"<img src='{(tmp_path / 'secret.png').as_uri()}'>")
    loaded = page.loadResource(2, (tmp_path / "secret.png").as_uri())
    assert loaded.isNull()
    assert not page.openLinks()


def test_only_folders_are_shown(tmp_path: Path) -> None:
    file = tmp_path / "run.desktop"
    file.write_text("[Desktop Entry]", encoding="utf-8")
    assert not show_folder(file)
    assert not show_folder(tmp_path / "not there")


# -- looks and words ---------------------------------------------------------------------------------------


def test_the_language_changes_while_the_window_is_open(qtbot: QtBot, window: MainWindow) -> None:
    settle(qtbot, window)
    trigger(window, "view.language.zh")
    assert window.actions_.by_id["file.open"].text() == "打开规划库…"
    assert window.workspace.docks["findings"].windowTitle() == "检查结果"
    assert "总体" in window.workspace.verdicts.cards["whole"].accessibleName()
    trigger(window, "view.language.en")
    assert window.workspace.docks["findings"].windowTitle() == "Findings"
    assert QApplication.applicationDisplayName() == "Top-Level Design Workbench"
    assert window.settings.language == "en"


def test_the_theme_changes_while_the_window_is_open(window: MainWindow, qapp: QApplication) -> None:
    trigger(window, "view.theme.dark")
    assert theme.is_dark()
    assert qapp.palette().color(QPalette.ColorRole.Base) == theme.colour("base")
    trigger(window, "view.theme.light")
    assert qapp.palette().color(QPalette.ColorRole.Base) == QColor("white")


@pytest.mark.parametrize("name", ["light", "dark"])
def test_text_is_readable_in_every_theme(name: str, qapp: QApplication) -> None:
    theme.choose(qapp, name)

    def luminance(colour: QColor) -> float:
        parts = [
            part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
            for part in (colour.redF(), colour.greenF(), colour.blueF())
        ]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    def contrast(one: str, other: str) -> float:
        light, dark = sorted((luminance(theme.colour(one)), luminance(theme.colour(other))), reverse=True)
        return (light + 0.05) / (dark + 0.05)

    for paper in ("window", "base", "raised", "stripe", "soft", "hover"):
        for ink in ("text", "muted", "error", "warning", "holds"):
            assert contrast(ink, paper) >= 4.5, f"{ink} on {paper}: {contrast(ink, paper):.2f}"
    theme.choose(qapp, "light")


def test_text_grows_and_shrinks(window: MainWindow, qapp: QApplication) -> None:
    usual = qapp.font().pointSizeF()
    trigger(window, "view.size.larger")
    assert qapp.font().pointSizeF() > usual
    trigger(window, "view.size.normal")
    assert qapp.font().pointSizeF() == usual


def test_panels_are_hidden_shown_and_put_back(qtbot: QtBot, window: MainWindow) -> None:
    settle(qtbot, window)
    docks = window.workspace.docks
    trigger(window, "view.dock.outline")
    assert docks["outline"].isHidden()
    assert not window.actions_.by_id["view.dock.outline"].isChecked()
    trigger(window, "view.dock.reset")
    assert not docks["outline"].isHidden()
    qtbot.waitUntil(window.actions_.by_id["view.dock.outline"].isChecked)


def test_size_and_panels_of_the_window_come_back(open_window: Open, library: Path) -> None:
    first = open_window(library)
    first.workspace.docks["manual"].hide()
    first.resize(760, 640)
    first.close()
    assert settings.load().docks
    again = MainWindow(settings.load())
    assert (again.width(), again.height()) == (760, 640)
    assert again.workspace.docks["manual"].isHidden()
    assert not again.workspace.docks["findings"].isHidden()
    messages.unserve(again.notices.show_notice)
    again.bridge.close()
    # Or it would go on following the system.
    again.deleteLater()


@pytest.mark.parametrize("name", ["outline", "form", "findings", "manual", "history"])
def test_the_keyboard_reaches_every_part(qtbot: QtBot, window: MainWindow, name: str) -> None:
    settle(qtbot, window)
    trigger(window, "view.show.form" if name == "form" else f"go.{name}")
    workspace = window.workspace
    part = workspace.form if name == "form" else workspace.docks[name]
    focus = window.focusWidget()
    assert focus is not None
    assert part.isAncestorOf(focus)


def ancestors(widget: QWidget) -> Iterator[QWidget]:
    above = widget.parentWidget()
    while above is not None:
        yield above
        above = above.parentWidget()


def test_every_control_has_a_name_for_screen_readers(qtbot: QtBot, window: MainWindow) -> None:
    settle(qtbot, window)
    window.show_chooser()
    nameless = []
    for kind in (QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QAbstractItemView):
        for one in window.findChildren(kind):
            own = one.accessibleName() or (one.text() if isinstance(one, QAbstractButton) else "")
            of_combo = any(isinstance(above, QComboBox) for above in ancestors(one))
            if not own and not of_combo and one.focusPolicy() != Qt.FocusPolicy.NoFocus:
                nameless.append(f"{type(one).__name__} in {type(one.parentWidget()).__name__}")
    assert nameless == []


def test_about_names_versions_and_licences(qtbot: QtBot, window: MainWindow) -> None:
    trigger(window, "help.about")
    shown = dialog(window)
    assert isinstance(shown, About)
    text = shown.page.toPlainText()
    assert "PySide6-Essentials" in text
    assert "LGPL-3.0" in text
    shown.reject()


def test_closing_waits_for_nothing_and_asks_nothing(open_window: Open, library: Path) -> None:
    window = open_window(library)
    window.plans.open("prd-cluster-2014")
    visions(window, "Kept")
    assert window.close()
    with Session.open(library) as session:
        kept = session.open_plan("prd-cluster-2014")
        assert kept is not None
        assert kept.head.vision == "Kept"


def test_what_was_typed_while_others_wrote_is_kept(qtbot: QtBot, window: MainWindow, library: Path) -> None:
    plan = open_plan(window)
    goal = plan.of_kind("goal")[0]
    window.bridge.navigate.emit(goal.id, "")
    with Session.open(library, author="Han Mei") as theirs:
        theirs.open_plan(plan.id)
        assert theirs.plan is not None
        theirs.apply(edits.set_field(theirs.plan, plan.id, "vision", "Theirs"))
        theirs.apply(edits.set_field(theirs.plan, goal.id, "notes", "Theirs too"))
    assert not window.bridge.apply(edits.set_field(plan, goal.id, "description", "Mine"))
    assert not window.bridge.apply(edits.set_field(plan, goal.id, "notes", "Mine too"))
    press_notice(window)
    settle(qtbot, window)
    plan = open_plan(window)
    assert (plan.head.vision, plan.elements[goal.id].get("description")) == ("Theirs", "Mine")
    # What both have written stays theirs, and the user is told.
    assert plan.elements[goal.id].get("notes") == "Theirs too"
    assert "changed meanwhile" in notices(window)[-1]
    assert window.workspace.form.id == goal.id


def test_a_window_opened_first_fits_the_screen(qapp: QApplication, home: Path) -> None:
    window = make_window(qapp)
    room = window.screen().availableGeometry()
    assert window.frameGeometry().width() <= room.width()
    assert window.frameGeometry().height() <= room.height()
    window.close()
    window.deleteLater()


def test_a_long_title_does_not_widen_the_menu(window: MainWindow) -> None:
    plan = open_plan(window)
    goal = plan.of_kind("goal")[0].id
    window.bridge.apply(edits.rename(plan, goal, "R&D " * 40))
    window.bridge.apply(edits.set_field(plan, goal, "description", "Longer"))
    action = window.actions_.by_id["edit.undo"]
    assert len(action.text().replace("&&", "&")) < 50
    assert ("R&amp;D " * 40).strip() in action.toolTip()
