"""The templates that a plan can begin from: files of the exchange format in ``resources/templates/plans``."""

from __future__ import annotations

from typing import Final, NamedTuple

from workbench import paths
from workbench.i18n import N_
from workbench.plan.plan import Plan


class Template(NamedTuple):
    """A template by the name of its file, with its title and a line about it (message ids)."""

    key: str
    title: str
    about: str


#: In the order in which they are offered: by level, then examples of entry points.
TEMPLATES: Final = (
    Template(
        "city",
        N_("City: top-level design"),
        N_("A chain of need, goal, indicator and work for each of the five problems, with all chapters."),
    ),
    Template(
        "district",
        N_("District: top-level design"),
        N_("As for a city, on the city's platforms: nothing is built twice."),
    ),
    Template(
        "town",
        N_("Town: action plan"),
        N_("Three years, three goals near the people; capital is left out with a reason."),
    ),
    Template(
        "community",
        N_("Community: action plan"),
        N_("Two years, three things residents see; after the fields of a smart community."),
    ),
    Template(
        "cluster",
        N_("City cluster: plan above its cities"),
        N_("Members, tasks of several cities under one co-ordinator, indicators that cities can take up."),
    ),
    Template(
        "entry-furniture-logistics",
        N_("Entry point: furniture logistics (after Lecong)"),
        N_("An industry's waybills first; the other problems are left out with reasons."),
    ),
    Template(
        "entry-digital-home",
        N_("Entry point: digital-home park (after Panyu)"),
        N_("A park makes what homes try out; the other problems are left out with reasons."),
    ),
    Template(
        "entry-eco-city",
        N_("Entry point: eco-city (after Zhuhai)"),
        N_("Rivers and emissions first; the other problems are left out with reasons."),
    ),
    Template(
        "entry-lift-and-water",
        N_("Entry point: lift safety and water quality (after Shunde)"),
        N_("Two daily worries first; the other problems are left out with reasons."),
    ),
)


def read_template(key: str) -> Plan:
    """The plan of a template."""
    from workbench.exchange.json import read_plan

    path = paths.resources() / "templates" / "plans" / f"{key}.json"
    elements = read_plan(path.read_bytes(), path.name)
    return Plan(elements[0].id, elements)
