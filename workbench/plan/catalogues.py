"""Catalogues of indicators: national ones that come with the program, and an office's own.

A catalogue is a JSON file: code, title, version, source, certainty, dimensions (its first level) and items
(code, name, unit, dimension, mandatory and what else is known). They are read when first asked for.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from workbench import paths
from workbench.errors import Problem
from workbench.i18n import N_

_MOST_BYTES: Final = 5_000_000
_TEXTS: Final = ("unit", "dimension", "group", "direction", "definition", "data_source", "certainty", "note")


class CatalogueItem(NamedTuple):
    """One indicator of a catalogue; ``mandatory`` is 必选, all others a place selects freely."""

    code: str
    name: str
    unit: str
    dimension: str
    mandatory: bool
    group: str
    direction: str
    definition: str
    data_source: str
    certainty: str
    note: str


class Catalogue(NamedTuple):
    """A list of indicators under first-level dimensions; ``certainty`` says how sure its content is."""

    code: str
    title: str
    version: str
    source: str
    certainty: str
    dimensions: tuple[str, ...]
    items: tuple[CatalogueItem, ...]

    def item(self, code: str | None) -> CatalogueItem | None:
        """The item with this code, however it is spaced or capitalised."""
        wanted = _plain(code or "")
        return next((one for one in self.items if _plain(one.code) == wanted), None)


def catalogue_key(code: str) -> str:
    """A catalogue's code in one spelling: "GB/T 33356-2016", "gbt33356_2016" and "gbt33356-2016" are one."""
    return "".join(code.casefold().split()).replace("/", "").replace("_", "-")


def catalogue(code: str) -> Catalogue | None:
    """The catalogue with this code, or None when there is no such file."""
    return catalogues().get(catalogue_key(code))


def catalogues() -> dict[str, Catalogue]:
    """All catalogues by their key: the program's own, and those in the folder ``catalogues`` of the user's
    data, which take the place of one with the same code.
    """
    return {**_in_folder(paths.resources() / "catalogues"), **_in_folder(paths.own_catalogues())}


@cache
def _in_folder(folder: Path) -> dict[str, Catalogue]:
    found: dict[str, Catalogue] = {}
    for path in sorted(folder.glob("*.json")) if folder.is_dir() else ():
        try:
            one = read_catalogue(path)
        except Problem as problem:
            # One broken file of an office must not stop the checking of every plan.
            import logging

            logging.getLogger("workbench").warning("%s", problem)
            continue
        found[catalogue_key(one.code)] = one
    return found


def read_catalogue(path: Path) -> Catalogue:
    """A catalogue from its file; a Problem when it is none."""
    try:
        if not path.is_file() or path.stat().st_size > _MOST_BYTES:
            raise Problem(N_("The catalogue {file} is not a file, or larger than 5 MB"), file=path)
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise Problem(
            N_("The catalogue {file} cannot be read: {reason}"), file=path, reason=error.strerror
        ) from None
    except (ValueError, RecursionError) as error:
        raise Problem(
            N_("The catalogue {file} is not valid JSON: {reason}"), file=path, reason=error
        ) from None
    rows = data.get("items") if isinstance(data, dict) else None
    if (
        not isinstance(rows, list)
        or not all(isinstance(row, dict) for row in rows)
        or not _text(data, "code")
    ):
        raise Problem(N_("{file} is no catalogue of indicators: it needs a code and items"), file=path)
    items = tuple(
        CatalogueItem(
            code=_text(row, "code"),
            name=_text(row, "name"),
            mandatory=row.get("mandatory") is True,
            **{name: _text(row, name) for name in _TEXTS},
        )
        for row in rows
        if _text(row, "code")
    )
    given = data.get("dimensions")
    dimensions = [one for one in given if isinstance(one, str)] if isinstance(given, list) else []
    return Catalogue(
        code=_text(data, "code"),
        title=_text(data, "title"),
        version=_text(data, "version"),
        source=_text(data, "source"),
        certainty=_text(data, "certainty"),
        dimensions=tuple(dict.fromkeys((*dimensions, *(one.dimension for one in items if one.dimension)))),
        items=items,
    )


def _text(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    return value.strip() if isinstance(value, str) else ""


def _plain(code: str) -> str:
    return "".join(code.casefold().split())
