"""``workbench assess``: the score of a year, of every item, unit and the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbench.cli import output
from workbench.cli.figures import as_json, as_score, as_text, score_as_text
from workbench.cli.library import chosen, tell_damage
from workbench.i18n import N_, current, plural, tr, words

if TYPE_CHECKING:
    import argparse

    from workbench.analysis.scoring import Assessment, ItemScore
    from workbench.cli.arguments import Parser
    from workbench.plan.plan import Plan

#: Items named as those at which most can be gained.
_MOST = 3


def declare(parser: Parser) -> None:
    """Its arguments."""
    parser.add_library()
    parser.add_plan(tr("id of the plan; not needed when the library has one"))
    parser.add_argument("--year", type=int, required=True, metavar="YEAR", help=tr("the year to assess"))
    parser.add_argument(
        "--scheme", metavar="ID", help=tr("id or code of the scheme, where the year has several")
    )
    parser.add_argument(
        "--stage",
        choices=("computed", "self", "review", "final"),
        default="computed",
        help=tr("scores as worked out (default), or as entered in self-assessment, review or finally"),
    )
    parser.add_format("text", "json")
    parser.tell_more("assessment")


def run(options: argparse.Namespace) -> int:
    """Score the year and tell it."""
    from workbench.session.assessing import assessment
    from workbench.session.session import Session

    with Session.open(options.library, read_only=True) as session:
        plan = session.read(chosen(session.plans(), options.plan).id)
        damage = tell_damage(session, plan.id)
        if damage:
            return damage
    found = assessment(plan, options.year, options.scheme, options.stage)
    if options.format == "json":
        output.result_json(as_document(found))
    else:
        output.result("\n".join(_text(found, plan)))
    return 0


def as_document(found: Assessment) -> dict[str, Any]:
    """The assessment as JSON; the same in every language but for “why”."""
    from workbench.analysis.scoring_steps import in_one_line

    spoken = words(current())
    return {
        "year": found.scheme.year,
        "total": as_score(found.total),
        "level": found.level,
        "items": [
            {
                "id": row.item.id,
                "indicator": row.item.indicator,
                "unit": row.whom or None,
                "weight": as_json(row.weight),
                "completion": as_json(_completion(row)),
                "raw": as_json(row.known.actual),
                "score": as_score(row.score),
                "status": row.status,
                "why": in_one_line(row, spoken),
            }
            for row in found.rows
        ],
        "units": [
            {"unit": one.unit, "score": as_score(one.score), "rank": one.rank, "items": one.items}
            for one in found.units
        ],
        "veto": list(found.veto),
        "complete": found.complete,
    }


def _completion(row: ItemScore) -> Any:
    rate = row.known.rate
    return None if isinstance(rate, str) else rate.value


def _text(found: Assessment, plan: Plan) -> list[str]:
    from workbench.analysis.levers import levers
    from workbench.analysis.scoring import STATUSES
    from workbench.analysis.scoring_steps import in_one_line
    from workbench.analysis.scoring_totals import level_shown
    from workbench.analysis.year_score import quotas
    from workbench.plan.in_words import named, title_of

    spoken = words(current())
    level = level_shown(found.scheme, found.level, spoken)
    message = (
        N_("Assessment of {year}: {total} of {full}, level: {level}")
        if found.complete
        else N_("Assessment of {year}, not complete: {total} of {full} so far, level as it stands: {level}")
    )
    total = tr(
        message,
        year=found.scheme.year,
        total=score_as_text(found.total),
        full=as_text(found.full),
        level=level or "-",
    )
    lines = [f"{plan.head.title}  {total}"]
    missing = sum(row.status == "missing" for row in found.rows)
    if missing:
        lines.append(plural("{count} score is missing", "{count} scores are missing", missing))
    if found.veto:
        names = "; ".join(title_of(plan, one, spoken) for id_ in found.veto if (one := plan.get(id_)))
        lines.append(tr("Veto: {names}", names=names))
    lines += [one.in_words(found.scheme, spoken) for one in quotas(found) if one.is_exceeded]
    most = [
        f"{title_of(plan, one.rows[0].item, spoken)} {score_as_text(one.gain)}"
        for one in levers(found, _MOST)
        if one.gain > 0
    ]
    if most:
        lines.append(tr("Most could still be gained at: {items}", items="; ".join(most)))
    rows = [
        [tr("Item"), tr("Unit"), tr("Marks"), tr("Completion"), tr("Score"), tr("Status"), tr("Calculation")]
    ]
    for row in found.rows:
        rows.append(
            [
                title_of(plan, row.item, spoken),
                named(plan, row.unit, spoken) if row.unit is not None else row.unit_class,
                as_text(row.weight),
                as_text(_completion(row)),
                score_as_text(row.score),
                tr(STATUSES[row.status]),
                in_one_line(row, spoken),
            ]
        )
    lines += ["", *output.table(rows)]
    if found.units:
        table = [
            [
                tr("Unit"),
                tr("Class in assessment"),
                tr("Score"),
                tr("Rank"),
                tr("Level of result"),
                tr("Scheme items"),
            ]
        ]
        for unit in sorted(found.units, key=lambda it: (it.unit_class, it.rank is None, it.rank or 0)):
            table.append(
                [
                    named(plan, unit.unit, spoken),
                    unit.unit_class,
                    score_as_text(unit.score),
                    str(unit.rank or "-"),
                    level_shown(found.scheme, unit.level, spoken),
                    str(unit.items),
                ]
            )
        lines += ["", *output.table(table)]
    return lines
