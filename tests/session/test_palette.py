from __future__ import annotations

from workbench.i18n import words
from workbench.session.commands import COMMANDS
from workbench.session.palette import offers

EVERYTHING = {"library", "plan", "writable", "undo", "redo", "back", "forward", "findings", "past"}


def found(
    query: str, language: str = "en", facts: set[str] = EVERYTHING, recent: tuple[str, ...] = ()
) -> list[str]:
    return [one.command.id for one in offers(query, facts, recent, words(language))]


def test_nothing_typed_offers_everything_with_the_last_used_first() -> None:
    assert set(found("")) == {one.id for one in COMMANDS}
    assert found("", recent=("go.back", "edit.undo"))[:2] == ["go.back", "edit.undo"]


def test_words_initials_menus_and_shortcuts_find_a_command() -> None:
    assert found("dark")[0] == "view.theme.dark"
    assert found("theme dark") == ["view.theme.dark"]
    assert "file.export" in found("dc", "zh")
    assert found("ctrl+shift+r") == ["check.rules"]
    assert found("no such thing") == []


def test_a_better_match_comes_before_a_recent_one() -> None:
    assert found("gantt", recent=("view.show.graph",))[0] == "view.show.gantt"


def test_what_keeps_a_command_is_the_first_thing_missing() -> None:
    def why(facts: set[str], id_: str) -> str:
        return next(one.why for one in offers("", facts, (), words("en")) if one.command.id == id_)

    assert why(set(), "edit.undo") == "Open a library first"
    assert why({"library", "writable"}, "edit.undo") == "Open a plan first"
    assert why({"library", "plan"}, "edit.undo") == "What is open can only be read now"
    assert why({"library", "plan", "writable"}, "edit.undo") == "There is nothing to undo"
    assert why({"library", "plan", "writable", "undo"}, "edit.undo") == ""
    assert why(set(), "view.full_screen") == ""


def test_every_condition_has_its_reason() -> None:
    assert all(one.why for one in offers("", set(), (), words("zh")) if one.command.when)


def test_no_mark_for_the_keyboard_is_left_in_words() -> None:
    for language in ("en", "zh"):
        for one in offers("", EVERYTHING, (), words(language)):
            assert "&" not in one.title + one.menu
            assert not one.title.endswith("…")
