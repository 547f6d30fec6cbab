"""What a check found, in the forms that people and other programs read."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import workbench
from workbench.cli.output import coloured, one_line, padded, table, width
from workbench.i18n import N_, plural, tr
from workbench.plan.choices import DOMAIN, SUBJECT
from workbench.plan.edits import shown_name
from workbench.plan.elements import KINDS
from workbench.rules.coverage import coverage
from workbench.rules.finding import shown
from workbench.rules.fixing import is_fixable
from workbench.rules.verdict import DIMENSION_LABELS, SEVERITY_LABELS, VERDICTS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from workbench.cli.checking import Checked
    from workbench.i18n import Words
    from workbench.plan.plan import Plan
    from workbench.rules.coverage import Cell, Coverage
    from workbench.rules.finding import Finding
    from workbench.rules.rule import Rule
    from workbench.rules.verdict import Verdict

_SEVERAL: Final = {"error": N_("Errors"), "warning": N_("Warnings"), "info": N_("Hints")}
_VERDICT_COLOURS: Final = {"fails": "error", "reservations": "warning", "holds": "bold", "nothing": "dim"}


def exact(checked: Checked, words: Words) -> dict[str, Any]:
    """The report for programs: the JSON object of the contract."""
    plan = checked.plan
    return {
        "plan": {"id": plan.id, "title": plan.head.title},
        "as_of": checked.as_of.isoformat(),
        "profile": checked.profile.name,
        "verdicts": {name: verdict._asdict() for name, verdict in checked.verdicts.items()},
        "findings": [_finding_exact(finding, checked, words) for finding in checked.findings],
        "coverage": _coverage_exact(coverage(checked.checker)),
    }


def _finding_exact(finding: Finding, checked: Checked, words: Words) -> dict[str, Any]:
    plan = checked.plan
    element = plan.get(finding.id)
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "dimension": finding.dimension,
        "kind": finding.kind,
        "id": finding.id,
        "code": element.code if element is not None else None,
        "field": finding.field,
        "message": shown(finding, plan, words),
        "related": list(finding.related),
        "waived": finding.waived,
        "fixable": is_fixable(checked.checker.view, finding),
    }


def _coverage_exact(found: Coverage) -> dict[str, Any]:
    """The matrix of problems and subjects; what is not stated is null, money in fen."""
    return {
        "cells": [
            {
                "domain": cell.domain,
                "subject": cell.subject,
                "goals": len(cell.goals),
                "projects": len(cell.projects),
                "indicators": len(cell.indicators),
                "money_fen": cell.money,
                "score": cell.score,
                "dimensions": {name: part._asdict() for name, part in cell.dimensions.items()},
            }
            for cell in found.cells
        ],
        "weakest": None if found.weakest is None else _place_exact(found.weakest),
        "empty": [_place_exact(cell) for cell in found.empty],
    }


def _place_exact(cell: Cell) -> dict[str, str | None]:
    return {"domain": cell.domain, "subject": cell.subject}


# -- for people ----------------------------------------------------------------------------------------


def totals(checked: Checked, words: Words) -> list[str]:
    """The plan and its verdicts, without the findings."""
    return [_heading(checked, words), "", *_verdict_lines(checked.verdicts, words)]


def text(checked: Checked, words: Words) -> list[str]:
    """The report for people: the plan, its findings element by element, its verdicts."""
    plan = checked.plan
    lines = [_heading(checked, words), ""]
    for id_, findings in _by_element(checked.findings, plan).items():
        element = plan.get(id_)
        if element is None:
            lines.append(coloured(one_line(id_), "bold"))
        else:
            kind = coloured(tr(element.label), "dim")
            lines.append(coloured(one_line(shown_name(element)), "bold") + "  " + kind)
        severities = [_severity(finding) for finding in findings]
        widest = max(map(width, severities))
        for finding, severity in zip(findings, severities, strict=True):
            said = one_line(shown(finding, plan, words))
            field = f"  [{one_line(finding.field)}]" if finding.field else ""
            if finding.waived:
                mark, code = coloured(padded(severity, widest), "dim"), coloured(finding.rule, "dim")
                lines.append(f"  {mark}  {code}  {coloured(said, 'struck')}{coloured(field, 'dim')}")
                lines.extend(_why_waived(finding, checked, widest))
            else:
                mark = coloured(padded(severity, widest), finding.severity)
                lines.append(f"  {mark}  {coloured(finding.rule, 'bold')}  {said}{coloured(field, 'dim')}")
        lines.append("")
    return [
        *lines,
        *_verdict_lines(checked.verdicts, words),
        "",
        _coverage_line(coverage(checked.checker), words),
        _count_line(checked.findings, words),
    ]


def _why_waived(finding: Finding, checked: Checked, widest: int) -> list[str]:
    waiver = checked.checker.waiver_of(finding)
    if waiver is None:
        return []
    by = f" ({waiver.by})" if waiver.by else ""
    indent = " " * (widest + len(finding.rule) + 6)
    return [indent + coloured(one_line(tr("Reason: {reason}", reason=waiver.reason) + by), "dim")]


def _coverage_line(found: Coverage, words: Words) -> str:
    """The matrix of problems and subjects in a sentence."""
    told = [
        tr(
            "Five problems × three subjects: {count} of 15 have goals or projects",
            count=15 - len(found.empty),
        )
    ]
    if found.empty and len(found.empty) < 15:
        named = (_place(cell, words) for cell in found.empty)
        told.append(tr("none for {places}", places=("、" if words.code == "zh" else ", ").join(named)))
    if found.weakest is not None:
        told.append(
            tr(
                "weakest: {place}, pass rate {score}",
                place=_place(found.weakest, words),
                score=f"{found.weakest.score:.1f}",
            )
        )
    return ("；" if words.code == "zh" else "; ").join(told)


def _place(cell: Cell, words: Words) -> str:
    assert cell.domain is not None
    assert cell.subject is not None
    return f"{words(DOMAIN[cell.domain])} × {words(SUBJECT[cell.subject])}"


def _count_line(findings: Sequence[Finding], words: Words) -> str:
    """How many findings there are, of which severities; waived ones beside."""
    many = Counter(one.severity for one in findings if not one.waived)
    waived = sum(one.waived for one in findings)
    if not many:
        line = coloured(tr("No findings"), "bold")
    else:
        parts = [f"{tr(_SEVERAL[name])} {many[name]}" for name in _SEVERAL if many[name]]
        worst = next(name for name in _SEVERAL if many[name])
        told = ("，" if words.code == "zh" else ", ").join(parts)
        said = plural("{count} finding: {parts}", "{count} findings: {parts}", sum(many.values()), parts=told)
        line = coloured(said, worst)
    return line + (f"  {coloured(tr('Waived') + f' {waived}', 'dim')}" if waived else "")


def _heading(checked: Checked, words: Words) -> str:
    about = tr("as of {day}", day=checked.as_of.isoformat())
    if checked.profile.name != "default":
        about += ", " + tr("profile {name}", name=checked.profile.shown(words))
    head = checked.plan.head
    return f"{coloured(one_line(f'{head.title} ({head.id})'), 'bold')}  {coloured(one_line(about), 'dim')}"


def _by_element(findings: Sequence[Finding], plan: Plan) -> dict[str, list[Finding]]:
    """Findings by element, the elements in the order of the plan."""
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding.id, []).append(finding)
    kinds = {one.kind_name for id_ in found if (one := plan.get(id_)) is not None}
    placed = [element.id for kind in KINDS if kind in kinds for element in plan.of_kind(kind)]
    order = {id_: number for number, id_ in enumerate(placed)}
    return dict(sorted(found.items(), key=lambda item: order.get(item[0], len(order))))


def _severity(finding: Finding) -> str:
    severity = tr(SEVERITY_LABELS[finding.severity])
    return f"{severity} ({tr('Waived')})" if finding.waived else severity


def _verdict_lines(verdicts: dict[str, Verdict], words: Words) -> list[str]:
    heads = (
        "",
        "",
        tr("Pass rate"),
        tr("Checks"),
        tr("Errors"),
        tr("Warnings"),
        tr("Hints"),
        tr("Waived"),
        tr("Cannot be judged"),
    )
    rows = [
        (
            words(DIMENSION_LABELS[name]),
            words(VERDICTS[one.verdict]),
            "-" if one.score is None else f"{one.score:.1f}",
            *(
                str(count)
                for count in (one.applicable, one.errors, one.warnings, one.infos, one.waived, one.unknown)
            ),
        )
        for name, one in verdicts.items()
    ]
    lines = table([heads, *rows])
    colours = ["dim", *(_VERDICT_COLOURS[one.verdict] for one in verdicts.values())]
    return [coloured(line, colour) for line, colour in zip(lines, colours, strict=True)]


# -- for other programs --------------------------------------------------------------------------------

_SARIF_LEVELS: Final = {"error": "error", "warning": "warning", "info": "note"}
_GITHUB_COMMANDS: Final = {"error": "error", "warning": "warning", "info": "notice"}


def sarif_part(checked: Checked, words: Words) -> dict[str, Any]:
    """What one plan gives to a SARIF log: the rules found, and results that name theirs by code and title."""
    rules = {}
    for finding in checked.findings:
        rule = checked.profile.rules[finding.rule]
        rules[rule.code, rule.title] = _sarif_rule(rule, words)
    return {
        "plan": checked.plan.id,
        "profile": checked.profile.name,
        "rules": rules,
        "results": [_sarif_result(finding, checked, words) for finding in checked.findings],
    }


def sarif(parts: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """A SARIF 2.1.0 log: one run, elements as logical locations, waivers as suppressions."""
    # Own rules of two plans may bear one code: what they are called tells them apart.
    declared = {key: rule for part in parts for key, rule in part["rules"].items()}
    number = {key: at for at, key in enumerate(sorted(declared))}
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "workbench",
                        "version": workbench.__version__,
                        "rules": [declared[key] for key in number],
                    }
                },
                "properties": {"profiles": {part["plan"]: part["profile"] for part in parts}},
                "results": [
                    {**result, "ruleIndex": number[result["ruleIndex"]]}
                    for part in parts
                    for result in part["results"]
                ],
            }
        ],
    }


def _sarif_rule(rule: Rule, words: Words) -> dict[str, Any]:
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": words(rule.title)},
        "defaultConfiguration": {"level": _SARIF_LEVELS[rule.severity]},
    }


def _sarif_result(finding: Finding, checked: Checked, words: Words) -> dict[str, Any]:
    path = f"{checked.plan.id}/{finding.kind}/{finding.id}"
    made: dict[str, Any] = {
        "ruleId": finding.rule,
        # Its place among the rules of the whole log is known when that is put together.
        "ruleIndex": (finding.rule, checked.profile.rules[finding.rule].title),
        "level": _SARIF_LEVELS[finding.severity],
        "message": {"text": shown(finding, checked.plan, words)},
        "locations": [
            {
                "physicalLocation": {"artifactLocation": {"uri": _uri(checked.source)}},
                "logicalLocations": [
                    {
                        "name": finding.id,
                        "kind": "element",
                        "fullyQualifiedName": f"{path}/{finding.field}" if finding.field else path,
                    }
                ],
            }
        ],
    }
    if finding.waived:
        made["suppressions"] = [{"kind": "external"}]
    return made


def _uri(path: Path) -> str:
    """Relative where the path was given so: the same call gives the same bytes on every machine."""
    from urllib.parse import quote

    return path.as_uri() if path.is_absolute() else quote(os.fsencode(path.as_posix()))


def github(checked: Checked, words: Words) -> list[str]:
    """The report as workflow commands, a line each; waived findings are left out, a profile is named."""
    file = _escaped(checked.source.as_posix(), ",:")
    lines = []
    if checked.profile.name != "default":
        said = _escaped(tr("profile {name}", name=checked.profile.shown(words)))
        lines.append(f"::notice file={file},title={_escaped(checked.plan.id, ',:')}::{said}")
    for finding in checked.findings:
        if not finding.waived:
            title = _escaped(_title(finding, checked), ",:")
            said = _escaped(shown(finding, checked.plan, words))
            lines.append(f"::{_GITHUB_COMMANDS[finding.severity]} file={file},title={title}::{said}")
    return lines


def _title(finding: Finding, checked: Checked) -> str:
    element = checked.plan.get(finding.id)
    return f"{finding.rule} {(element.code if element is not None else None) or finding.id}"


def _escaped(said: str, further: str = "") -> str:
    for letter in "%\r\n" + further:
        said = said.replace(letter, f"%{ord(letter):02X}")
    return said


#: What a part of the report is made with, by format.
FORMS: Final[dict[str, Callable[[Checked, Words], Any]]] = {
    "text": text,
    "json": exact,
    "sarif": sarif_part,
    "github": github,
}
