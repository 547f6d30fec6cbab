"""The check report: the four verdicts, what was found and how to mend it, what was excused or not judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.documents.blanks import DASH
from workbench.documents.outline import Column, Heading, Row, Table
from workbench.documents.printable import printable
from workbench.documents.report_parts import Report
from workbench.i18n import N_
from workbench.plan import choices as c
from workbench.plan.edits import shown_name
from workbench.rules.checker import Checker
from workbench.rules.coverage import coverage
from workbench.rules.finding import place_in_words, shown
from workbench.rules.manual import CHAPTERS, manual
from workbench.rules.profile import DEFAULT, built_ins
from workbench.rules.rule import DIMENSIONS, SEVERITIES, dimension_of
from workbench.rules.verdict import DIMENSION_LABELS, NOT_KNOWN, SEVERITY_LABELS, VERDICTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.documents.outline import Block, Outline, Value
    from workbench.documents.source import Source
    from workbench.rules.coverage import Cell
    from workbench.rules.finding import Finding

#: Findings of one rule that are listed on paper; all of them stand in workbooks, CSV and HTML.
_MOST_OF_A_RULE: Final = 20
#: Elements named one by one where a rule could not be judged.
_MOST_NAMED: Final = 5
_RANK: Final = {severity: at for at, severity in enumerate(SEVERITIES)}


def outline(source: Source) -> Outline:
    """The report on all rules as the plan applies them, judged on the source's day."""
    report = _CheckReport(source)
    return report.outline(report.blocks())


def report_tables(source: Source) -> dict[str, Table]:
    """The tables of the report that have rows, by the names under which templates ask for them.

    All findings stand in one table, each a row of its own.
    """
    report = _CheckReport(source)
    standing = [one for one in report.findings if not one.waived]
    blocks: dict[str, list[Block]] = {
        "verdicts": list(report.verdicts()),
        "coverage": list(report.coverage()),
        "findings": [report.all_findings(standing)] if standing else [],
        "waivers": list(report.waived()),
    }
    tables = {name: [one for one in made if isinstance(one, Table)] for name, made in blocks.items()}
    return {name: found[0]._replace(number=0) for name, found in tables.items() if found}


class _CheckReport(Report):
    def __init__(self, source: Source) -> None:
        super().__init__(source, N_("Check report on “{plan}”"))
        self.checker = Checker(self.plan, source.day, None, source.surroundings)
        self.checker.full()
        self.findings = self.checker.findings()
        self._hows: dict[str, str] = {}

    def blocks(self) -> list[Block]:
        """The report from its title to what could not be judged."""
        day = self.wording.day(self.source.day)
        profile = self._profile()
        told = self.words(N_("judged on {day} by the rule profile “{profile}”"), day=day, profile=profile)
        made = self.head(printable(told))
        made += self.verdicts()
        made += self.coverage()
        made += self._findings()
        made += self.waived()
        made += self._not_judged()
        return made

    def _profile(self) -> str:
        profile = self.checker.profile
        if profile.name == DEFAULT:
            known = next(one for one in built_ins() if one.name == DEFAULT)
            return known.title[self.source.language]
        return profile.shown(self.words)

    # -- verdicts --------------------------------------------------------------------------------------

    def verdicts(self) -> Iterator[Block]:
        """What the plan is as a whole and by dimension."""
        words = self.words
        verdicts = self.checker.verdicts()
        whole = verdicts["whole"]
        yield self.chapter(N_("Verdicts"))
        yield self.said(
            N_(
                "As a whole: {verdict}. Checks judged: {checks}; errors: {errors}, warnings: {warnings}, "
                "hints: {hints}; findings waived: {waived}; checks that could not be judged: {unknown}."
            ),
            verdict=words(VERDICTS[whole.verdict]),
            checks=whole.applicable,
            errors=whole.errors,
            warnings=whole.warnings,
            hints=whole.infos,
            waived=whole.waived,
            unknown=whole.unknown,
        )
        counts = ("Checks", "Errors", "Warnings", "Hints", "Waived", "Cannot be judged")
        columns = (
            Column(words(N_("Dimension")), 30),
            Column(words(N_("Verdict")), 28, "center"),
            Column(words("Pass rate"), 18, "center", "number"),
            *(Column(words(label), 16, "center", "number") for label in counts),
        )
        rows = []
        for name in DIMENSIONS:
            one = verdicts[name]
            numbers = (one.applicable, one.errors, one.warnings, one.infos, one.waived, one.unknown)
            score = DASH if one.score is None else f"{one.score:.1f}%"
            values: tuple[Value, ...] = (None, None, None, *numbers)
            cells = (words(DIMENSION_LABELS[name]), words(VERDICTS[one.verdict]), score)
            rows.append(Row((*cells, *map(str, numbers)), values=values))
        caption = words(N_("Verdicts by dimension"))
        note = words(N_("the pass rate weighs errors by 5, warnings by 2 and hints by 0.5"))
        table = Table(columns, tuple(rows), caption, self.wording.notes([note]), name=words(N_("Verdicts")))
        yield self.numbered(table)

    # -- coverage --------------------------------------------------------------------------------------

    def coverage(self) -> Iterator[Block]:
        """What stands for each problem and each subject."""
        words = self.words
        found = coverage(self.checker)
        yield self.chapter("Coverage")
        yield self.said(
            N_("There are goals or projects for {count} of the 15 places of problems and subjects."),
            count=15 - len(found.empty),
        )
        if found.empty and len(found.empty) < 15:
            empty = self.wording.listed(self._place(cell) for cell in found.empty)
            yield self.said(N_("There are none for: {places}."), places=empty)
        for omitted in self.plan.head.omitted_domains or ():
            yield self.said(
                N_("The plan leaves out the problem “{problem}”: {reason}"),
                problem=words(c.DOMAIN[omitted.domain]),
                reason=omitted.reason,
            )
        columns = (
            Column(words(N_("Problem")), 30, "center"),
            *(Column(words(label), 42, "center") for label in c.SUBJECT.values()),
        )
        rows = []
        for domain, label in c.DOMAIN.items():
            cells = (found.cell(domain, subject) for subject in c.SUBJECT)
            rows.append(Row((words(label), *(self._cell(cell) for cell in cells))))
        table = Table(
            columns, tuple(rows), words(N_("Problems and subjects")), name=words(N_("Problems and subjects"))
        )
        yield self.numbered(table)

    def _place(self, cell: Cell) -> str:
        assert cell.domain is not None
        assert cell.subject is not None
        times = "×" if self.wording.chinese else " × "
        return f"{self.words(c.DOMAIN[cell.domain])}{times}{self.words(c.SUBJECT[cell.subject])}"

    def _cell(self, cell: Cell | None) -> str:
        if cell is None or cell.is_empty:
            return self.words(N_("(none)"))
        told = self.words(
            N_("Goals: {goals}, projects: {projects}, indicators: {indicators}"),
            goals=len(cell.goals),
            projects=len(cell.projects),
            indicators=len(cell.indicators),
        )
        if cell.score is None:
            return told
        return f"{told}\n{self.wording.labelled('Pass rate', f'{cell.score:.1f}%')}"

    # -- findings --------------------------------------------------------------------------------------

    def _findings(self) -> Iterator[Block]:
        yield self.chapter(N_("Findings and how to mend them"))
        standing = [one for one in self.findings if not one.waived]
        if not standing:
            yield self.said(N_("Nothing was found that would have to be mended."))
            return
        if self.source.complete:
            yield self.numbered(self.all_findings(standing))
            return
        for dimension in DIMENSIONS:
            here = [one for one in standing if one.dimension == dimension]
            if here:
                label = self.words(DIMENSION_LABELS[dimension])
                yield Heading(2, label, self.numbering.next(2))
                yield self.numbered(self._of_dimension(label, here))

    def _of_dimension(self, label: str, findings: list[Finding]) -> Table:
        """Findings by severity and rule; each rule with how it is satisfied."""
        words = self.words
        groups: dict[tuple[str, str], list[Finding]] = {}
        for one in sorted(findings, key=lambda each: (_RANK[each.severity], each.rule)):
            groups.setdefault((one.severity, one.rule), []).append(one)
        rows = []
        for (severity, code), inside in groups.items():
            rows.append(Row((self._rule_heading(severity, code, len(inside)),), "group"))
            listed = inside[:_MOST_OF_A_RULE]
            rows += [self._row(number, one) for number, one in enumerate(listed, 1)]
            if len(inside) > len(listed):
                more = words(
                    N_("and {count} more, listed in the workbook of this report"),
                    count=len(inside) - len(listed),
                )
                rows.append(Row((more,), "group"))
        columns = (
            Column(words("No."), 11, "center"),
            Column(words(N_("Where")), 52),
            Column(words(N_("What is wrong")), 93),
        )
        return Table(columns, tuple(rows), words(N_("Findings: {dimension}"), dimension=label), name=label)

    def _rule_heading(self, severity: str, code: str, count: int) -> str:
        grade = self.words(SEVERITY_LABELS[severity])
        title = self.words(self.checker.profile.rules[code].title)
        said = f"{grade}\u3000{code}\u3000{title}" if self.wording.chinese else f"{grade}  {code}  {title}"
        often = self.words.plural("{count} place", "{count} places", count)
        how = self._how(code)
        told = self.wording.beside(said, often)
        return printable(f"{told}\n{self.wording.labelled(N_('How to mend'), how)}" if how else told)

    def _how(self, code: str) -> str:
        """How the rule is satisfied, from its manual."""
        known = self._hows.get(code)
        if known is None:
            chapters = dict(manual(code, self.words, self.checker.profile).chapters)
            known = self._hows[code] = chapters.get(self.words(CHAPTERS["How"]), "")
        return known

    def _row(self, number: int, finding: Finding) -> Row:
        where = place_in_words(finding, self.plan, self.words)
        cells = (str(number), where, shown(finding, self.plan, self.words))
        return Row(tuple(printable(text) for text in cells))

    def all_findings(self, findings: list[Finding]) -> Table:
        """Every finding a row of its own, to be sorted and filtered."""
        words = self.words
        columns = (
            Column(words("No."), 10, "center", "number"),
            Column(words(N_("Dimension")), 16, "center"),
            Column(words("Severity"), 12, "center"),
            Column(words("Rule"), 12, "center"),
            Column(words(N_("What the rule asks for")), 30),
            Column(words(N_("Where")), 36),
            Column(words(N_("What is wrong")), 60),
            Column(words(N_("How to mend")), 60),
        )
        rows = []
        order = {name: at for at, name in enumerate(DIMENSIONS)}
        findings = sorted(findings, key=lambda one: (order[one.dimension], _RANK[one.severity], one.rule))
        for number, one in enumerate(findings, 1):
            cells = (
                str(number),
                words(DIMENSION_LABELS[one.dimension]),
                words(SEVERITY_LABELS[one.severity]),
                one.rule,
                words(self.checker.profile.rules[one.rule].title),
                place_in_words(one, self.plan, words),
                shown(one, self.plan, words),
                self._how(one.rule),
            )
            rows.append(Row(tuple(map(printable, cells)), values=(number, *(None,) * 7)))
        caption = words(N_("All findings"))
        return Table(columns, tuple(rows), caption, name=words(N_("Findings")))

    # -- what does not count ---------------------------------------------------------------------------

    def waived(self) -> Iterator[Block]:
        """What was excused, by whom and why; nothing when nothing was."""
        words = self.words
        waived = [one for one in self.findings if one.waived]
        if not waived:
            return
        yield self.chapter(N_("Findings that are waived"))
        columns = (
            Column(words("Rule"), 14, "center"),
            Column(words(N_("Where")), 36),
            Column(words(N_("What is wrong")), 44),
            Column(words("Reason"), 32),
            Column(words("By"), 14, "center"),
            Column(words("Until"), 18, "center"),
        )
        rows = []
        for one in waived:
            waiver = self.checker.waiver_of(one)
            cells = (
                one.rule,
                place_in_words(one, self.plan, words),
                shown(one, self.plan, words),
                waiver.reason if waiver is not None else "",
                (waiver.by if waiver is not None else None) or "",
                waiver.until.isoformat() if waiver is not None and waiver.until else "",
            )
            rows.append(Row(tuple(map(printable, cells))))
        yield self.numbered(
            Table(columns, tuple(rows), words(N_("Waived findings")), name=words(N_("Waived findings")))
        )

    def _not_judged(self) -> Iterator[Block]:
        words = self.words
        unknown: dict[str, dict[str, None]] = {}
        for id_, checks in self.checker.checks_of_elements():
            for code, _, became in checks:
                if became == NOT_KNOWN:
                    unknown.setdefault(code, {})[id_] = None
        if not unknown:
            return
        yield self.chapter(N_("What could not be judged"))
        yield self.said(
            N_("What the plan states to be unknown is neither right nor wrong; these rules wait for it.")
        )
        columns = (
            Column(words("Rule"), 14, "center"),
            Column(words(N_("What the rule asks for")), 56),
            Column(words(N_("Dimension")), 26, "center"),
            Column(words(N_("Places")), 14, "center", "number"),
            Column(words("Element"), 46),
        )
        rows = []
        for code, ids in sorted(unknown.items()):
            named = list(ids)[: None if self.source.complete else _MOST_NAMED]
            told = self.wording.listed(self._name(id_) for id_ in named)
            if len(named) < len(ids):
                told += self.words(N_(" and others"))
            title = words(self.checker.profile.rules[code].title)
            cells = (code, title, words(DIMENSION_LABELS[dimension_of(code)]), str(len(ids)), told)
            rows.append(Row(tuple(map(printable, cells)), values=(None, None, None, len(ids), None)))
        caption = words(N_("Rules that could not be judged"))
        yield self.numbered(Table(columns, tuple(rows), caption, name=words(N_("Not judged"))))

    def _name(self, id_: str) -> str:
        element = self.plan.get(id_)
        if element is None:
            return id_
        return self.words(element.label) if element is self.plan.head else element.code or shown_name(element)
