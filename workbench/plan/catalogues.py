"""Catalogues of indicators: national ones that come with the program, and an office's own.

A catalogue is a JSON file: code, title, version, source, certainty, dimensions (its first level) and items
(code, name, unit, dimension, mandatory and what else is known). They are read when first asked for.
resources/catalogues/README.md describes the file.
"""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from workbench import paths
from workbench.errors import Problem
from workbench.i18n import N_
from workbench.plan.choices import DIRECTION, DOMAIN, SUBJECT

_MOST_BYTES: Final = 5_000_000
_TEXTS: Final = ("unit", "dimension", "group", "topic", "definition", "formula", "data_source")
#: Fields of an item that may be given in a language of their own.
_SPOKEN: Final = frozenset({"name", *_TEXTS} - {"dimension"})

#: How sure an item's content is. Items that say nothing of it are an office's own.
CERTAINTY: Final = {
    "verified": N_("Verified"),
    "partly": N_("Verified but for the unit of measurement"),
    "recalled": N_("Recalled, not compared with the original"),
    "doubtful": N_("Recalled, wording in doubt"),
    "given": N_("As the office gives it"),
}


class Said(NamedTuple):
    """A text about a catalogue in both languages; the same in both where only one was given."""

    zh: str = ""
    en: str = ""

    def __bool__(self) -> bool:
        return bool(self.zh or self.en)

    def shown(self, language: str) -> str:
        """The text in a language."""
        return self.zh if language == "zh" else self.en


class CatalogueItem(NamedTuple):
    """One indicator of a catalogue; ``mandatory`` is 必选, all others a place selects freely.

    ``dimension``, ``group`` and ``topic`` are the levels above it. ``direction`` is one of
    choices.DIRECTION, ``problem`` of DOMAIN, ``subject`` of SUBJECT, or "". ``weight`` is as the source gives
    it. ``words`` holds what is called otherwise in a language: its code -> field -> text.
    """

    code: str
    name: str
    unit: str = ""
    dimension: str = ""
    mandatory: bool = False
    group: str = ""
    topic: str = ""
    direction: str = ""
    definition: str = ""
    formula: str = ""
    data_source: str = ""
    weight: Decimal | None = None
    problem: str = ""
    subject: str = ""
    certainty: str = "given"
    note: Said = Said()
    words: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()

    def spoken(self, language: str) -> CatalogueItem:
        """The item with its texts in a language, as far as it has them."""
        for code, texts in self.words:
            if code == language:
                return self._replace(**dict(texts))  # type: ignore[arg-type]
        return self


class Catalogue(NamedTuple):
    """A list of indicators under first-level dimensions; ``certainty`` says how sure its content is.

    ``mapping`` says whose the items' problems and subjects are. ``own`` is true of an office's catalogue.
    """

    code: str
    title: str
    version: str = ""
    source: Said = Said()
    certainty: Said = Said()
    mapping: Said = Said()
    dimensions: tuple[str, ...] = ()
    items: tuple[CatalogueItem, ...] = ()
    own: bool = False

    def item(self, code: str | None) -> CatalogueItem | None:
        """The item with this code, however it is spaced or capitalised."""
        wanted = item_key(code or "")
        return next((one for one in self.items if item_key(one.code) == wanted), None)


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
    return {**in_folder(national_folder()), **in_folder(paths.own_catalogues())}


def national_folder() -> Path:
    """Where the catalogues stand that come with the program."""
    return paths.resources() / "catalogues"


def forget_read() -> None:
    """Have the files read anew when they are next asked for: one was added or taken away."""
    in_folder.cache_clear()


@cache
def in_folder(folder: Path) -> dict[str, Catalogue]:
    """The catalogues in a folder by their key."""
    found: dict[str, Catalogue] = {}
    for path in sorted(folder.glob("*.json")) if folder.is_dir() else ():
        try:
            one = read_catalogue(path)
        except Problem as problem:
            # One broken file of an office must not stop the checking of every plan.
            import logging

            logging.getLogger("workbench").warning("%s", problem)
            continue
        found[catalogue_key(one.code)] = one._replace(own=folder != national_folder())
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
    notes = _notes(data)
    items = tuple(_item(row, notes) for row in rows if _text(row, "code"))
    given = data.get("dimensions")
    dimensions = [one for one in given if isinstance(one, str)] if isinstance(given, list) else []
    return Catalogue(
        code=_text(data, "code"),
        title=_text(data, "title"),
        version=_text(data, "version"),
        source=_said(data.get("source")),
        certainty=_said(data.get("certainty")),
        mapping=_said(data.get("mapping")),
        dimensions=tuple(dict.fromkeys((*dimensions, *(one.dimension for one in items if one.dimension)))),
        items=items,
    )


def _item(row: dict[str, Any], notes: dict[str, Said]) -> CatalogueItem:
    certainty, note = _text(row, "certainty"), row.get("note")
    return CatalogueItem(
        code=_text(row, "code"),
        name=_text(row, "name"),
        mandatory=row.get("mandatory") is True,
        direction=_one_of(DIRECTION, _text(row, "direction")),
        weight=_number(row.get("weight")),
        problem=_one_of(DOMAIN, _text(row, "problem")),
        subject=_one_of(SUBJECT, _text(row, "subject")),
        certainty=certainty if certainty in CERTAINTY else "given",
        note=notes.get(note, _said(note)) if isinstance(note, str) else _said(note),
        words=_words(row.get("words")),
        **{name: _text(row, name) for name in _TEXTS},
    )


def _notes(data: dict[str, Any]) -> dict[str, Said]:
    """Notes that many items share, by the name that an item gives in place of a note of its own."""
    notes = data.get("notes")
    return {key: _said(note) for key, note in notes.items()} if isinstance(notes, dict) else {}


def _words(given: Any) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    if not isinstance(given, dict):
        return ()
    return tuple(
        (code, tuple((name, _text(texts, name)) for name in texts if name in _SPOKEN and _text(texts, name)))
        for code, texts in given.items()
        if isinstance(texts, dict)
    )


def _said(given: Any) -> Said:
    if isinstance(given, dict):
        zh, en = _text(given, "zh"), _text(given, "en")
        return Said(zh or en, en or zh)
    text = given.strip() if isinstance(given, str) else ""
    return Said(text, text)


def _number(given: Any) -> Decimal | None:
    if isinstance(given, bool) or not isinstance(given, int | float | str):
        return None
    try:
        number = Decimal(str(given))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _one_of(choices: dict[str, str], given: str) -> str:
    return given if given in choices else ""


def _text(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    return value.strip() if isinstance(value, str) else ""


def item_key(code: str) -> str:
    """An item's code in one spelling."""
    return "".join(code.casefold().split())
