"""Twelve rules that SHACL can say too, checked by this program and by pySHACL on the same plan.

``python -m tests.bench.shacl COUNT`` prints seconds and findings of both as JSON. The graph is built before
the clock starts; the plan has faults sown into it, and both must find the same. Most of pySHACL's time goes
into the two rules that need a query for every element, so the others are measured by themselves too.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from tests.plans import sound_elements
from workbench.plan.elements import Goal, Indicator, Milestone, Project
from workbench.plan.plan import Plan
from workbench.rules.checker import Checker
from workbench.rules.profile import Profile
from workbench.rules.registry import RULES

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Set as AbstractSet

    from workbench.plan.elements import Element

#: Code -> what it looks at, and its shape in Turtle: what SHACL's own words can say.
PROPERTIES: Final = {
    "E204": ("Project", "sh:path w:start ; sh:lessThanOrEquals w:end"),
    "E208": ("Project", "sh:path ( w:link w:project ) ; sh:class w:Project"),
    "I301": ("Project", "sh:path ( [ sh:zeroOrMorePath w:parent ] w:lead_unit ) ; sh:minCount 1"),
    "I303": ("Goal", "sh:path w:responsible_unit ; sh:minCount 1"),
    "I304": ("Project", "sh:path ( [ sh:zeroOrMorePath w:parent ] w:funding ) ; sh:minCount 1"),
    "I319": ("SpecificGoal", "sh:path [ sh:inversePath w:serves ] ; sh:minCount 1"),
    "I320": ("Project", "sh:path ( [ sh:zeroOrMorePath w:parent ] w:serves ) ; sh:minCount 1"),
    "C402": ("Indicator", "sh:path w:measures ; sh:minCount 1"),
    "C403": ("Indicator", "sh:path w:unit ; sh:minCount 1"),
    "A501": ("Indicator", "sh:path w:responsible_unit ; sh:minCount 1"),
}
#: Code -> what it looks at, and the query that finds the faults: what needs reckoning with dates.
QUERIES: Final = {
    "E207": (
        "Project",
        """$this w:link ?l ; w:start ?from ; w:end ?to . ?l w:project ?before ; w:lag ?lag .
           ?before w:start ?first ; w:end ?last .
           FILTER (?from < ?last + 1 + ?lag && ?from <= ?to && ?first <= ?last)""",
    ),
    "E212": (
        "Milestone",
        """$this w:of ?project ; w:due ?due ; w:stage ?stage . ?project w:start ?from ; w:end ?to .
           FILTER (?from <= ?to && ((?due < ?from && ?stage != "feasibility") || ?due > ?to))""",
    ),
}
CODES: Final = PROPERTIES.keys() | QUERIES.keys()
_SPACE: Final = "urn:workbench:"
#: One element in so many has a fault.
_SOWN: Final = 25


def sown(count: int) -> list[Element]:
    """A sound plan with faults of the twelve kinds."""
    made: list[Element] = []
    for at, element in enumerate(sound_elements(count)):
        turn = at // _SOWN
        if at % _SOWN:
            made.append(element)
        elif isinstance(element, Project):
            made.append(_faulty_project(element, turn))
        elif isinstance(element, Goal):
            made.append(element.but(responsible_unit=None))
        elif isinstance(element, Indicator):
            field = ("goals", "unit", "responsible_unit")[turn % 3]
            made.append(element.but(**{field: None}))
        elif isinstance(element, Milestone):
            made.append(element.but(due=element.due and element.due.replace(year=element.due.year + 9)))
        else:
            made.append(element)
    return made


def _faulty_project(project: Project, turn: int) -> Project:
    assert project.start is not None
    faults: tuple[dict[str, Any], ...] = (
        {
            "start": project.start - timedelta(days=300)
        },  # before the one it waits for, and its milestones' too
        {"end": project.start - timedelta(days=3)},
        {"lead_unit": None},
        {"funding": None, "total_investment": None},
        {"goals": None},
        {"predecessors": tuple(one.but(project="nowhere") for one in project.predecessors or ())},
    )
    made: Project = project.but(**faults[turn % len(faults)])
    return made


def ours(plan: Plan, codes: AbstractSet[str]) -> tuple[float, Counter[str]]:
    """Seconds and findings by rule of the checker."""
    checker = Checker(plan, profile=Profile(off=frozenset(RULES) - codes))
    gc.collect()
    begun = time.perf_counter()
    checker.full()
    spent = time.perf_counter() - begun
    return spent, Counter(one.rule for one in checker.findings() if one.rule in codes)


def theirs(plan: Plan, codes: AbstractSet[str]) -> tuple[float, Counter[str]]:
    """Seconds and findings by rule of pySHACL."""
    import pyshacl  # type: ignore[import-not-found,unused-ignore]
    import rdflib  # type: ignore[import-not-found,unused-ignore]

    space = rdflib.Namespace(_SPACE)
    shapes = rdflib.Graph()
    head = (
        f"@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix w: <{_SPACE}> .\n"
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
        f'w: sh:declare [ sh:prefix "w" ; sh:namespace "{_SPACE}"^^xsd:anyURI ] .\n'
    )
    turtle = "".join(
        f"w:{code} a sh:NodeShape ; sh:targetClass w:{kind} ; sh:property w:{code}p .\nw:{code}p {shape} .\n"
        for code, (kind, shape) in PROPERTIES.items()
        if code in codes
    ) + "".join(
        f"w:{code}p a sh:NodeShape ; sh:targetClass w:{kind} ; sh:sparql [ a sh:SPARQLConstraint ;"
        f' sh:prefixes w: ; sh:select """SELECT $this WHERE {{ {query} }}""" ] .\n'
        for code, (kind, query) in QUERIES.items()
        if code in codes
    )
    shapes.parse(data=head + turtle, format="turtle")
    data = _graph(plan, rdflib)
    gc.collect()
    begun = time.perf_counter()
    _conforms, report, _text = pyshacl.validate(data, shacl_graph=shapes, advanced=False)
    spent = time.perf_counter() - begun
    of = rdflib.URIRef("http://www.w3.org/ns/shacl#sourceShape")
    found = Counter(str(shape)[len(space) : -1] for shape in report.objects(None, of))
    return spent, found


def _graph(plan: Plan, rdflib: Any) -> Any:
    graph = rdflib.Graph()
    space = rdflib.Namespace(_SPACE)

    def add(id_: str, name: str, value: Any) -> None:
        graph.add((space[id_], space[name], value))

    for element in plan.elements.values():
        if not isinstance(element, Project | Goal | Indicator | Milestone):
            continue
        graph.add((space[element.id], rdflib.RDF.type, space[type(element).__name__]))
        for name in ("start", "end", "due"):
            day = element.get(name) if name in element.place_of else None
            if day is not None:
                add(element.id, name, rdflib.Literal(day.toordinal()))
        for name in ("lead_unit", "responsible_unit"):
            unit = element.get(name) if name in element.place_of else None
            if unit is not None:
                add(element.id, name, space[unit])
        if isinstance(element, Project):
            _add_rows(element, add, rdflib, space)
        elif isinstance(element, Goal) and element.kind == "specific":
            graph.add((space[element.id], rdflib.RDF.type, space.SpecificGoal))
        elif isinstance(element, Indicator):
            for goal in element.goals or ():
                add(element.id, "measures", space[goal])
            if element.unit is not None:
                add(element.id, "unit", rdflib.Literal(element.unit))
        elif isinstance(element, Milestone):
            add(element.id, "of", space[element.project])
            add(element.id, "stage", rdflib.Literal(element.stage))
    return graph


def _add_rows(project: Project, add: Callable[[str, str, Any], None], rdflib: Any, space: Any) -> None:
    for at, _line in enumerate(project.funding or ()):
        add(project.id, "funding", space[f"{project.id}-f{at}"])
    for link in project.goals or ():
        add(project.id, "serves", space[link.goal])
    for at, before in enumerate(project.predecessors or ()):
        node = f"{project.id}-l{at}"
        add(project.id, "link", space[node])
        add(node, "project", space[before.project])
        add(node, "lag", rdflib.Literal(before.lag_days or 0))


def main(count: int) -> None:
    """Measure both, first on the rules that SHACL says without a query, then on all; print as JSON."""
    plan = Plan("plan", sown(count))
    for codes in (PROPERTIES.keys(), CODES):
        our_seconds, our_findings = min((ours(plan, codes) for _ in range(3)), key=lambda one: one[0])
        their_seconds, their_findings = theirs(plan, codes)
        if our_findings != their_findings:
            sys.exit(f"the findings differ: {dict(our_findings)} and {dict(their_findings)}")
        told = {
            "rules": len(codes),
            "found": our_findings.total(),
            "ours": our_seconds,
            "theirs": their_seconds,
        }
        print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
