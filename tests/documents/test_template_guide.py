"""The guide to templates tells what there is: every name and form in it works and gives what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.documents.conftest import shipped
from tests.documents.test_template import DAY, in_process, template
from workbench import paths
from workbench.documents.source import Source
from workbench.documents.template_data import Asked, Tables, data_of
from workbench.documents.template_guide import FORMS, OF_DOCUMENT, OF_LOOPS
from workbench.documents.template_names import GROUPS
from workbench.documents.template_sandbox import Sandbox
from workbench.i18n import LANGUAGES
from workbench.plan.elements import PlanHead, Project, Unit
from workbench.plan.plan import Plan

ROWS = (
    {
        "number": 1,
        "code": "P1",
        "title": "公共数据平台",
        "due": "2026-06-30",
        "investment": 1200500000,
        "leader": "",
    },
    {"number": 2, "code": "P2", "title": "安全运营中心", "due": "", "investment": "", "leader": ""},
)
DATA: dict[str, object] = {
    "tasks": list(ROWS),
    "row": ROWS[0],
    "document": {"kind": "plan", "title": "示例市智慧城市行动计划", "day": "2026-11-23", "year": 2027},
}


@pytest.mark.parametrize("one", [*OF_DOCUMENT, *FORMS])
def test_a_form_gives_what_the_guide_says(one: object) -> None:
    assert in_process(template(one.written), DATA) == [one.example.strip("`")]  # type: ignore[attr-defined]


def test_a_loop_tells_what_the_guide_says() -> None:
    last = ""
    for one in OF_LOOPS:
        (last,) = in_process(template(f"{{% for row in tasks %}}[{one.written}]{{% endfor %}}"), DATA)
        assert last.startswith(f"[{one.example}]")
    assert last.endswith("[]")


def test_every_form_is_in_the_guide() -> None:
    told = {name for one in FORMS for name in re.findall(r"\|(\w+)", one.written)}
    # Short for others.
    assert set(Sandbox.forms) - {"d", "count"} <= told


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_guides_are_whole_and_tell_every_name(language: str) -> None:
    help_ = paths.resources() / "help" / language / "templates.md"
    beside = paths.resources() / "templates" / "documents" / f"template-guide-{language}.md"
    text = Path(beside).read_text(encoding="utf-8")
    assert text == help_.read_text(encoding="utf-8")
    source = Source(shipped("sample-city"), "zh", DAY)
    data = data_of("plan", source, "", Asked(), Tables(source))
    assert all(f"{{{{ document.{name}" in text for name in data["document"])
    for group in GROUPS:
        owner = "row" if group.is_list else group.name
        assert all(f"`{{{{ {owner}.{name.name} }}}}`" in text for name in group.names)


def test_what_an_office_asks_of_a_task_is_there() -> None:
    project = Project(
        id="t",
        position="b",
        title="平台",
        responsible_units=("u",),
        due_text="年底前",
        notes="按季度调度",
    )
    plan = Plan(
        "p",
        [PlanHead(id="p", position="a", title="规划"), Unit(id="u", position="c", name="市公安局"), project],
    )
    source = Source(plan, "zh", DAY)
    (row,) = data_of("plan", source, "", Asked({"tasks"}), Tables(source))["tasks"]
    assert (row["responsible_units"], row["due_text"], row["notes"], row["progress"]) == (
        "市公安局",
        "年底前",
        "按季度调度",
        "",
    )
