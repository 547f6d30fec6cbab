from __future__ import annotations

from collections import Counter

from workbench import i18n, paths
from workbench.i18n import words
from workbench.session.commands import COMMANDS, MENUS, TOOLBAR

FACTS = {"library", "plan", "writable", "undo", "redo", "back", "forward", "findings", "past"}


def test_no_two_commands_share_an_id_or_a_shortcut() -> None:
    ids = Counter(command.id for command in COMMANDS)
    keys = Counter(key for command in COMMANDS if command.shortcut for key in command.shortcut.split("; "))
    assert [one for one, often in (ids + keys).items() if often > 1] == []


def test_every_command_and_menu_is_titled_in_chinese() -> None:
    chinese = words("zh")
    titles = {command.title for command in COMMANDS} | set(MENUS.values())
    untitled = {title for title in titles if not any("一" <= char <= "鿿" for char in chinese(title))}
    assert untitled == set()


def test_conditions_menus_and_icons_are_known() -> None:
    icons = {path.stem for path in (paths.resources() / "icons").glob("*.svg")}
    for command in COMMANDS:
        assert set(command.when.split()) <= FACTS, command.id
        assert command.menu in MENUS, command.id
        assert not command.icon or command.icon in icons, command.id
    assert {id_ for id_ in TOOLBAR if id_} <= {command.id for command in COMMANDS if command.icon}


def test_what_changes_the_plan_asks_for_a_library_that_can_be_written() -> None:
    changing = {"edit.paste", "edit.delete", "edit.undo", "plan.new", "plan.delete", "file.import"}
    assert {command.id for command in COMMANDS if "writable" in command.when} >= changing
    assert i18n.current() == "en"
