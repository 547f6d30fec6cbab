"""How long documents take and how much memory: a plan text of 100 pages with 500 projects.

``python -m tests.bench.documents WHAT [PAGES] [PROJECTS]`` measures one in a process of its own and prints
JSON: ``seconds`` (the first time in the process, fonts and libraries loaded meanwhile), ``again``, ``peak``
(MB of the whole process), ``size`` (MB of the file) and ``pages`` where the form has any.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from datetime import date
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from workbench.documents.outline import Outline
    from workbench.plan.plan import Plan

#: What is measured and the seconds that it may take.
AIMS: Final = {".pdf": 5.0}
MEMORY_AIM: Final = 400.0
#: Characters of a page of text that is not filled to the last line.
_PAGE: Final = 560


def long_plan(pages: int, projects: int) -> Plan:
    """A plan whose sections fill so many pages, with so many projects in its annexed table."""
    from tests.analysis.test_tables import many_projects
    from workbench.plan.elements import Section
    from workbench.plan.plan import Plan

    many = many_projects(projects)
    rows = [one.but(key=True) if one.id.startswith("x") else one for one in many.elements.values()]
    paragraph = (
        "到2030年，建成数据互通、服务相随的智慧城市，“一网通办”事项办理时限压缩35％以上（牵头单位：市数据局），"
        "重点领域公共数据共享率达到95%，新增投资12.6亿元，惠及630万常住人口。"
    )
    body = "\n\n".join(f"## 专题{number}\n\n" + paragraph * 3 for number in range(1, 1 + _PAGE * 5 // 300))
    sections = [
        Section(
            id=f"sec{number}", kind="other", title=f"第{number}类任务", text=body, position=f"z{number:03}"
        )
        for number in range(pages // 5)
    ]
    return Plan(many.head.id, [*rows, *sections])


def measure(suffix: str, pages: int, projects: int) -> dict[str, float]:
    """The plan text in the form of this suffix, made twice."""
    from workbench.documents.writers import written

    made = _outline(long_plan(pages, projects))
    before = _peak()
    begun = time.perf_counter()
    data = written(made, suffix)
    first = time.perf_counter()
    written(made, suffix)
    told = {
        "seconds": first - begun,
        "again": time.perf_counter() - first,
        "peak": _peak(),
        "before": before,
        "size": len(data) / 1e6,
    }
    if suffix == ".pdf":
        import pypdfium2

        with pypdfium2.PdfDocument(data) as document:
            told["pages"] = float(len(document))
    return told


def _outline(plan: Plan) -> Outline:
    from workbench.documents.source import KINDS, Source

    return KINDS["plan"].outline(
        Source(plan, "zh", date(2026, 11, 23), cover=True, contents=True, figures=False)
    )


def _peak() -> float:
    """The most memory of this process so far in MB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1e6 if sys.platform == "darwin" else 1e3)


def show(pages: int = 100, projects: int = 500) -> None:
    """Print each figure beside its aim."""
    print(f"\na plan text of about {pages} pages with {projects} projects:")
    for suffix, aim in AIMS.items():
        answer = subprocess.run(
            [sys.executable, "-m", "tests.bench.documents", suffix, str(pages), str(projects)],
            check=True,
            capture_output=True,
            text=True,
        )
        told = json.loads(answer.stdout.splitlines()[-1])
        length = f", {told['pages']:.0f} pages" if "pages" in told else ""
        print(
            f"  {suffix:6} {told['seconds']:6.2f} s (may take {aim:.0f}), again {told['again']:5.2f} s, "
            f"peak {told['peak']:4.0f} MB (may be {MEMORY_AIM:.0f}), {told['size']:.1f} MB{length}"
        )


if __name__ == "__main__":
    what, *counts = sys.argv[1:]
    print(json.dumps(measure(what, *(int(count) for count in counts or (100, 500)))))
