"""How long documents take and how much memory, each beside what docxtpl and pandoc need for as much.

``python -m tests.bench.documents`` prints all; with ``WHAT [SIZE]`` it measures one and prints JSON:
``seconds`` (from the plan to the bytes, the first time in the process, fonts and libraries loaded meanwhile),
``peak`` (MB of the whole process), ``size`` (MB of the files) and what else is to be told.
"""

from __future__ import annotations

import io
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from workbench.plan.plan import Plan

MEMORY_AIM: Final = 400.0
DAY: Final = date(2026, 11, 23)
#: Characters of a page of text that is not filled to the last line.
_PAGE: Final = 560
_PROJECTS: Final = 500
_PARAGRAPH: Final = (
    "到2030年，建成数据互通、服务相随的智慧城市，“一网通办”事项办理时限压缩35％以上（牵头单位：市数据局），"
    "重点领域公共数据共享率达到95%，新增投资12.6亿元，惠及630万常住人口。"
)

Figures = dict[str, float]


class Case(NamedTuple):
    """Something that is measured: in words, its size, the seconds it may take (None beside others)."""

    said: str
    size: int
    aim: float | None
    measure: Callable[[int], Figures]


# -- plans -----------------------------------------------------------------------------------------------


def long_plan(pages: int, projects: int = _PROJECTS) -> Plan:
    """A plan whose sections fill so many pages, with so many projects in its annexed table."""
    from tests.analysis.test_tables import many_projects
    from workbench.plan.elements import Section
    from workbench.plan.plan import Plan

    many = many_projects(projects)
    rows = [one.but(key=True) if one.id.startswith("x") else one for one in many.elements.values()]
    sections = [
        Section(id=f"sec{number}", kind="other", title=title, text=text, position=f"z{number:03}")
        for number, (title, text) in enumerate(_chapters(pages))
    ]
    return Plan(many.head.id, [*rows, *sections])


def _chapters(pages: int) -> list[tuple[str, str]]:
    """Titles and texts of chapters of five pages each, as they are typed."""
    body = "\n\n".join(f"## 专题{number}\n\n" + _PARAGRAPH * 3 for number in range(1, 1 + _PAGE * 5 // 300))
    return [(f"第{number}类任务", body) for number in range(pages // 5)]


def plan_of_units(units: int) -> Plan:
    """A plan in which each unit leads six tasks with two milestones each and answers for four indicators."""
    from workbench.plan.elements import Indicator, Milestone, PlanHead, Project, Unit
    from workbench.plan.plan import Plan
    from workbench.plan.records import Target, YearGoal

    made: list[object] = [PlanHead(id="many", position="i", title="某市“十五五”数字政府规划")]
    for unit in range(units):
        made.append(Unit(id=f"u{unit}", position=f"a{unit:04}", name=f"市第{unit}局"))
        for task in range(6):
            id_ = f"p{unit}-{task}"
            goal = YearGoal(year=2026, text="完成主体工程并投入试运行")
            made.append(
                Project(
                    id=id_, position=f"b{unit:04}{task}", kind="task", title=f"第{unit}-{task}类服务平台",
                    lead_unit=f"u{unit}", support_units=(f"u{(unit + 1) % units}",), status="active",
                    start=date(2026, 1, 1), end=date(2027, 12, 31), year_goals=(goal,),
                )
            )  # fmt: skip
            for step in range(2):
                due = date(2026, 6 * step + 6, 30)
                made.append(
                    Milestone(
                        id=f"{id_}-{step}", position=f"c{unit:04}{task}{step}", title=f"第{step + 1}阶段验收",
                        project=id_, due=due, acceptance="通过验收",
                    )
                )  # fmt: skip
        for place in range(4):
            made.append(
                Indicator(
                    id=f"i{unit}-{place}", position=f"d{unit:04}{place}", name=f"第{unit}-{place}项办理率",
                    unit="%", responsible_unit=f"u{unit}", targets=(Target(year=2026, value=90 + place),),
                )
            )  # fmt: skip
    return Plan("many", made)  # type: ignore[arg-type]  # all are elements


# -- ours --------------------------------------------------------------------------------------------------


def _plan_text(suffix: str, pages: int) -> Figures:
    from workbench.documents.source import KINDS, Source
    from workbench.documents.writers import written

    plan = long_plan(pages)
    before, begun = _peak(), time.perf_counter()
    data = written(KINDS["plan"].outline(Source(plan, "zh", DAY, figures=False)), suffix)
    told = {"seconds": time.perf_counter() - begun, "before": before, "size": len(data) / 1e6}
    if suffix == ".pdf":
        import pypdfium2

        told["peak"] = _peak()
        with pypdfium2.PdfDocument(data) as document:
            told["pages"] = float(len(document))
    return told


def _annexes(rows: int) -> Figures:
    from tests.analysis.test_tables import many_projects
    from workbench.documents.outline import Table
    from workbench.documents.source import KINDS, Source
    from workbench.documents.writers import written

    # A project has a row among the projects, one among the tasks, and two where its money is told.
    plan = many_projects(rows // 4)
    begun = time.perf_counter()
    outline = KINDS["annex"].outline(Source(plan, "zh", DAY, complete=True))
    data = written(outline, ".xlsx")
    spent = time.perf_counter() - begun
    listed = sum(len(one.rows) for one in outline.blocks if isinstance(one, Table))
    return {"seconds": spent, "size": len(data) / 1e6, "rows": float(listed)}


def _letters(units: int) -> Figures:
    """Letters of responsibility by the export that the window and the command line use, files and all."""
    from workbench.session.export_choices import Export
    from workbench.session.exporting import Ground, run
    from workbench.session.jobs import Progress

    plan = plan_of_units(units)
    with tempfile.TemporaryDirectory() as folder:
        export = Export(("responsibility",), (".docx",), folder)
        begun = time.perf_counter()
        made = run(export, Ground(plan, DAY), Progress())
        spent = time.perf_counter() - begun
        sizes = [path.stat().st_size for path in Path(folder).iterdir()]
    assert len(made.files) == len(sizes) == units
    return {"seconds": spent, "size": sum(sizes) / 1e6, "files": float(units)}


# -- beside them -------------------------------------------------------------------------------------------


def _template(table: tuple[str, ...], fields: tuple[str, ...]) -> bytes:
    """A template of docxtpl with chapters and one table, its rows made by a loop."""
    from docx import Document

    document = Document()
    document.add_heading("{{ title }}", 0)
    for line in ("{%p for chapter in chapters %}", "{{ chapter.title }}", "{%p for text in chapter.texts %}"):
        document.add_paragraph(line)
    for line in ("{{ text }}", "{%p endfor %}", "{%p endfor %}"):
        document.add_paragraph(line)
    grid = document.add_table(rows=4, cols=len(table))
    for place, title in enumerate(table):
        grid.rows[0].cells[place].text = title
        grid.rows[2].cells[place].text = "{{ row." + fields[place] + " }}"
    grid.rows[1].cells[0].text = "{%tr for row in rows %}"
    grid.rows[3].cells[0].text = "{%tr endfor %}"
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _docxtpl(pages: int) -> Figures:
    """As many pages and rows by docxtpl alone, all values made before."""
    from docxtpl import DocxTemplate

    chapters = [
        {"title": title, "texts": [part for part in text.split("\n\n") if part]}
        for title, text in _chapters(pages)
    ]
    fields = ("number", "title", "content", "lead", "support", "span", "money", "source")
    rows = [dict.fromkeys(fields, f"第{number}类服务平台") for number in range(_PROJECTS)]
    template = _template(fields, fields)
    begun = time.perf_counter()
    document = DocxTemplate(io.BytesIO(template))
    document.render({"title": "规划", "chapters": chapters, "rows": rows})
    made = io.BytesIO()
    document.save(made)
    return {"seconds": time.perf_counter() - begun, "size": len(made.getvalue()) / 1e6}


def _docxtpl_letters(units: int) -> Figures:
    from docxtpl import DocxTemplate

    fields = ("number", "title", "goal", "span", "status")
    template = _template(fields, fields)
    rows = [dict.fromkeys(fields, f"第{number}类服务平台") for number in range(22)]
    chapters = [{"title": "考核", "texts": ["按年度考核方案执行。"] * 6}]
    size = 0
    begun = time.perf_counter()
    for unit in range(units):
        document = DocxTemplate(io.BytesIO(template))
        document.render({"title": f"市第{unit}局目标责任书", "chapters": chapters, "rows": rows})
        made = io.BytesIO()
        document.save(made)
        size += len(made.getvalue())
    return {"seconds": time.perf_counter() - begun, "size": size / 1e6}


def _pandoc(pages: int) -> Figures:
    """As many pages and rows from Markdown; the memory is pandoc's own."""
    row = " | ".join(["第1类服务平台"] * 8)
    table = [row.replace("第1类服务平台", "列"), " | ".join(["---"] * 8), *[row] * _PROJECTS]
    text = "\n\n".join(f"# {title}\n\n{text}" for title, text in _chapters(pages))
    with tempfile.TemporaryDirectory() as folder:
        source, made = Path(folder) / "plan.md", Path(folder) / "plan.docx"
        source.write_text(text + "\n\n" + "\n".join(f"| {line} |" for line in table), encoding="utf-8")
        begun = time.perf_counter()
        subprocess.run(["pandoc", "-s", str(source), "-o", str(made)], check=True)
        told = {"seconds": time.perf_counter() - begun, "size": made.stat().st_size / 1e6}
    return told | {"peak": _megabytes(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)}


CASES: Final = {
    "docx": Case("plan text of {size} pages, 500 projects, Word", 100, 3.0, partial(_plan_text, ".docx")),
    "pdf": Case("  the same, PDF", 100, 5.0, partial(_plan_text, ".pdf")),
    "docxtpl": Case("  as much by docxtpl alone", 100, None, _docxtpl),
    "pandoc": Case("  as much by pandoc", 100, None, _pandoc),
    "annexes": Case("annexed tables of {size} rows, Excel", 20_000, 3.0, _annexes),
    "letters": Case("{size} letters of responsibility, exported", 200, 20.0, _letters),
    "docxtpl-letters": Case("  as many by docxtpl alone", 200, None, _docxtpl_letters),
}
#: What grows with the pages that are asked for.
_BY_PAGES: Final = frozenset({"docx", "pdf", "docxtpl", "pandoc"})


def _peak() -> float:
    """The most memory of this process so far in MB."""
    return _megabytes(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def _megabytes(most: int) -> float:
    return most / (1e6 if sys.platform == "darwin" else 1e3)


def show(pages: int = 100) -> None:
    """Print each figure beside its aim."""
    print("\ndocuments, each in a process of its own:")
    for name, case in CASES.items():
        if name == "pandoc" and shutil.which("pandoc") is None:
            print("    pandoc is not installed, so nothing is compared with it")
            continue
        size = pages if name in _BY_PAGES else case.size
        answer = subprocess.run(
            [sys.executable, "-m", "tests.bench.documents", name, str(size)],
            check=True,
            capture_output=True,
            text=True,
        )
        told = json.loads(answer.stdout.splitlines()[-1])
        seconds, memory = f"{told['seconds']:6.2f} s", f"peak {told['peak']:4.0f} MB"
        if case.aim is not None:
            seconds += f" (may take {case.aim:2.0f})"
            memory += f" (may be {MEMORY_AIM:.0f})"
        size_told = f"{told['size']:.1f} MB"
        more = "".join(f", {told[key]:,.0f} {key}" for key in ("pages", "rows", "files") if key in told)
        print(f"  {case.said.format(size=f'{size:,}'):52} {seconds:22}  {memory:25}  {size_told}{more}")


if __name__ == "__main__":
    if len(sys.argv) == 1:
        show()
    else:
        what = CASES[sys.argv[1]]
        figures = what.measure(int(sys.argv[2]) if len(sys.argv) > 2 else what.size)
        print(json.dumps({"peak": _peak(), **figures}))
