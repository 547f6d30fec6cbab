"""The word lists of C418 and what is read out of a sentence; most sentences stand in cases/C418.json."""

from __future__ import annotations

import pytest

from workbench import paths
from workbench.rules.wording import is_checkable, names_a_thing, vague_words, words_of

FOLDER = paths.resources() / "words"
LISTS = sorted(path.stem for path in FOLDER.glob("*.txt"))


@pytest.mark.parametrize("name", LISTS)
def test_list_is_explained_and_holds_each_word_once(name: str) -> None:
    lines = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    words = [line for line in lines if not line.startswith("#")]
    assert lines[0].startswith("# ")
    assert all(word == word.strip() and word for word in words)
    assert len(set(words)) == len(words) == len(words_of(name))
    assert f"| {name}.txt |" in (FOLDER / "README.md").read_text(encoding="utf-8")


def test_no_word_is_vague_and_a_result_at_once() -> None:
    assert not {*words_of("vague"), *words_of("ranks"), *words_of("weak")} & {*words_of("results")}


@pytest.mark.parametrize("name", ["vague", "ranks", "weak"])
def test_each_word_is_found(name: str) -> None:
    assert [word for word in words_of(name) if not vague_words(f"这项工作要{word}")] == []


def test_full_width_figures_count() -> None:
    assert vague_words("网上办理率进一步提升到９０％以上") == ()


def test_the_words_are_named_once_in_their_order() -> None:
    assert vague_words("大力推进，加快落实，大力宣传") == ("大力", "加快")


@pytest.mark.parametrize(
    "text",
    ["市政务云平台", "社会保障卡管理系统", "“一件事”服务平台", "ETC二期系统", "建设高技能人才实训基地"],
)
def test_things_with_a_name(text: str) -> None:
    assert names_a_thing(text)


@pytest.mark.parametrize(
    "text",
    ["公共服务平台", "建设信息系统", "一流的大数据平台", "系统性改革", "标准化建设", "中心城区", "智慧社区"],
)
def test_things_like_any_other(text: str) -> None:
    assert not names_a_thing(text)


@pytest.mark.parametrize(
    "text", ["三大体系", "5G网络", "“十三五”期间", "一批项目", "七位一体", "上一个新台阶"]
)
def test_figures_that_count_nothing(text: str) -> None:
    assert not is_checkable(text)


@pytest.mark.parametrize(
    "text",
    [
        "两个平台",
        "百名人才",
        "二十余项",
        "百分之九十",
        "九成以上",
        "翻一番",
        "年底前",
        "二〇一六年",
        "前三名",
        "30天",
    ],
)
def test_figures_and_dates_that_count(text: str) -> None:
    assert is_checkable(text)
