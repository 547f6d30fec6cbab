from __future__ import annotations

from pathlib import Path

import pytest

from workbench import log, paths, settings
from workbench.settings import Settings


def test_without_a_file_the_defaults_hold() -> None:
    assert settings.load() == Settings()


def test_what_is_saved_comes_back() -> None:
    made = Settings(language="zh", theme="dark", text_size=130, author='王 "小" 明\\')
    made.last_plans["/库/一.workbench"] = "p1"
    made.columns["plans"] = [10, 200]
    made.opened(Path("/库/一.workbench"))
    made.save()
    assert settings.load() == made


@pytest.mark.parametrize(
    "text",
    [
        '{"language": "fr"}',
        '{"theme": 3}',
        '{"text_size": true}',
        '{"recent_libraries": [1, 2]}',
        '{"last_plans": {"a": 1}}',
        '{"columns": {"plans": ["wide"]}}',
        '{"columns": {"plans": [99999999]}}',
        '["theme"]',
        "no json at all",
        "[" * 5000,
        '{"author": "' + "x" * 1_100_000 + '"}',
    ],
)
def test_a_hostile_file_is_put_aside_and_the_defaults_hold(text: str) -> None:
    file = paths.settings_file()
    file.write_text(text, encoding="utf-8")
    assert settings.load() == Settings()
    assert not file.exists()
    assert file.with_name("settings.unreadable.json").read_text(encoding="utf-8") == text


def test_bytes_that_are_no_text_are_put_aside_too() -> None:
    paths.settings_file().write_bytes(b"\xff\xfe\x00broken")
    assert settings.load() == Settings()
    assert not paths.settings_file().exists()


def test_entries_of_a_later_version_do_no_harm() -> None:
    paths.settings_file().write_text('{"theme": "light", "future": 1}', encoding="utf-8")
    assert settings.load() == Settings(theme="light")


def test_text_size_stays_within_reason() -> None:
    made = Settings()
    made.resize_text(10_000)
    assert made.text_size == 200
    made.resize_text(1)
    assert made.text_size == 80


def test_recent_libraries_are_few_and_each_stands_once() -> None:
    made = Settings()
    for number in range(14):
        made.opened(Path(f"/{number}"))
    made.opened(Path("/13"))
    assert made.recent_libraries == [f"/{number}" for number in range(13, 3, -1)]
    made.forget("/13")
    assert made.last_library == ""
    assert "/13" not in made.recent_libraries


def test_the_log_turns_over_and_keeps_five_files() -> None:
    log.stop()
    try:
        writer = log.start()
        assert log.start() is writer
        for _ in range(70):
            writer.info("x" * 100_000)
        files = sorted(path.name for path in paths.log_file().parent.iterdir())
        assert files == ["workbench.log", *(f"workbench.log.{number}" for number in range(1, 5))]
        assert all(path.stat().st_size <= 1_000_000 for path in paths.log_file().parent.iterdir())
    finally:
        log.stop()
