"""What a check found, in the forms that people and other programs read."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import workbench
from workbench.cli.output import coloured, one_line, padded, table, width
from workbench.i18n import tr
from workbench.plan.edits import shown_name
from workbench.plan.elements import KINDS
from workbench.rules.finding import shown
from workbench.rules.registry import RULES
from workbench.rules.verdict import DIMENSION_LABELS, SEVERITY_LABELS, VERDICTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.cli.check import Checked
    from workbench.i18n import Words
    from workbench.plan.plan import Plan
    from workbench.rules.finding import Finding
    from workbench.rules.verdict import Verdict

_VERDICT_COLOURS: Final = {"fails": "error", "reservations": "warning", "holds": "bold", "nothing": "dim"}


def exact(checked: Checked, words: Words) -> dict[str, Any]:
    """The report for programs: the JSON object of the contract."""
    plan = checked.plan
    return {
        "plan": {"id": plan.id, "title": plan.head.title},
        "as_of": checked.as_of.isoformat(),
        "verdicts": {name: verdict._asdict() for name, verdict in checked.verdicts.items()},
        "findings": [_finding_exact(finding, plan, words) for finding in checked.findings],
    }


def _finding_exact(finding: Finding, plan: Plan, words: Words) -> dict[str, Any]:
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
        "fixable": False,
    }


# -- for people ----------------------------------------------------------------------------------------


def totals(checked: Checked, words: Words) -> list[str]:
    """The plan and its verdicts, without the findings."""
    return [_heading(checked), "", *_verdict_lines(checked.verdicts, words)]


def text(checked: Checked, words: Words) -> list[str]:
    """The report for people: the plan, its findings element by element, its verdicts."""
    plan = checked.plan
    lines = [_heading(checked), ""]
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
            colour = "dim" if finding.waived else finding.severity
            said = one_line(shown(finding, plan, words))
            field = f"  [{one_line(finding.field)}]" if finding.field else ""
            mark = coloured(padded(severity, widest), colour)
            lines.append(f"  {mark}  {finding.rule}  {said}{coloured(field, 'dim')}")
        lines.append("")
    return [*lines, *_verdict_lines(checked.verdicts, words)]


def _heading(checked: Checked) -> str:
    about = tr("as of {day}", day=checked.as_of.isoformat())
    if checked.profile != "default":
        about += ", " + tr("profile {name}", name=checked.profile)
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


def sarif(report: Sequence[Checked], words: Words) -> dict[str, Any]:
    """The report as a SARIF 2.1.0 log: one run, elements as logical locations, waivers as suppressions."""
    codes = sorted({finding.rule for one in report for finding in one.findings})
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "workbench",
                        "version": workbench.__version__,
                        "rules": [_sarif_rule(code, words) for code in codes],
                    }
                },
                "results": [
                    _sarif_result(finding, checked, codes, words)
                    for checked in report
                    for finding in checked.findings
                ],
            }
        ],
    }


def _sarif_rule(code: str, words: Words) -> dict[str, Any]:
    rule = RULES[code]
    return {
        "id": code,
        "name": rule.name,
        "shortDescription": {"text": words(rule.title)},
        "defaultConfiguration": {"level": _SARIF_LEVELS[rule.severity]},
    }


def _sarif_result(finding: Finding, checked: Checked, codes: Sequence[str], words: Words) -> dict[str, Any]:
    path = f"{checked.plan.id}/{finding.kind}/{finding.id}"
    made: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": codes.index(finding.rule),
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
    """The report as workflow commands, a line each; waived findings are left out."""
    file = _escaped(checked.source.as_posix(), ",:")
    lines = []
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
