"""Catalogues of indicators as files of an office: CSV, Excel or JSON, read with every fault named; written.

Above the table may stand what the catalogue is, a line each: a label, and the text in the cell beside it.
"""

from __future__ import annotations

import io
import json
import re
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from workbench.errors import Problem
from workbench.exchange.catalogue_table import (
    COLUMNS,
    HEAD,
    MANDATORY,
    MOST_ITEMS,
    NEEDED,
    Fault,
    ItemCheck,
    head_labels,
    headings,
    letter,
    plain,
)
from workbench.exchange.formats import content_of, read_file
from workbench.exchange.table_files import rows_in
from workbench.files import as_csv
from workbench.i18n import N_
from workbench.plan.catalogues import CERTAINTY, Catalogue, Said, catalogue_key, in_folder, national_folder
from workbench.plan.choices import DIRECTION, DOMAIN, SUBJECT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from workbench.i18n import Words
    from workbench.plan.catalogues import CatalogueItem

_MOST_BYTES: Final = 5_000_000
_LONGEST_CODE: Final = 60
_UNFIT_CODE: Final = re.compile(r'[\[\]:\\*?"<>|\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]')
#: Rows above the table that are looked through for its headings.
_ABOVE: Final = 30
_Severity = Literal["error", "warning"]
_UNKNOWN: Final[tuple[str, _Severity]] = (
    N_("The column “{heading}” is not known here and is left out"),
    "warning",
)
_TWICE: Final[tuple[str, _Severity]] = (N_("The column “{heading}” stands here twice"), "error")
_WIDTHS: Final = {"name": 34, "definition": 50, "formula": 40, "note": 40, "data_source": 24}


class Reading(NamedTuple):
    """A file read: what is wrong in it, and the catalogue unless an error forbids it."""

    catalogue: Catalogue | None
    faults: tuple[Fault, ...]

    @property
    def errors(self) -> int:
        """How many faults keep the catalogue from being added."""
        return sum(one.severity == "error" for one in self.faults)


def read_catalogue_file(path: Path) -> Reading:
    """The catalogue in a CSV, Excel or JSON file; a Problem when the file itself cannot be read."""
    data = read_file(path)
    if len(data) > _MOST_BYTES:
        raise Problem(N_("The catalogue {file} is not a file, or larger than 5 MB"), file=path.name)
    if content_of(data[:512]) == "json":
        return _json(data, path)
    refusal = N_("“{file}” holds no table: a catalogue is a CSV, an Excel (.xlsx) or a JSON file")
    return _table(rows_in(data, path, refusal), path)


# -- a table -----------------------------------------------------------------------------------------------


def _table(rows: Sequence[Sequence[str]], path: Path) -> Reading:
    known = headings()
    at = next(
        (
            place
            for place, row in enumerate(rows[:_ABOVE])
            if {field for cell in row for field in known.get(plain(cell), ())[:1]} >= set(NEEDED)
        ),
        None,
    )
    if at is None:
        said = N_("No row has the headings “{field}” and “{what}”: they begin the table")
        values = (("field", f"@{COLUMNS['code']}"), ("what", f"@{COLUMNS['name']}"))
        return Reading(None, (Fault(0, "", "", "error", said, values),))
    faults: list[Fault] = []
    places: dict[str, int] = {}
    meant = [(place, heading, known.get(plain(heading), [])) for place, heading in enumerate(rows[at])]
    # Those that can mean one thing only come first; the others take what is left.
    for place, heading, fields in sorted(meant, key=lambda one: len(one[2])):
        field = next((one for one in fields if one not in places), None)
        if field is not None:
            places[field] = place
        elif heading:
            said, severity = _UNKNOWN if not fields else _TWICE
            faults.append(Fault(at + 1, letter(place), heading, severity, said, (("heading", heading),)))
    check = ItemCheck({field: (letter(place), rows[at][place]) for field, place in places.items()})
    for number, row in enumerate(rows[at + 1 :], at + 2):
        cells = {field: row[place] for field, place in places.items() if place < len(row)}
        if any(cells.values()):
            check.take(number, cells)
    faults = [*faults, *check.faults]
    return _reading(_head(rows[:at]), check, faults, path)


def _head(rows: Sequence[Sequence[str]]) -> dict[str, str]:
    """What is said above the table, by field."""
    known = head_labels()
    found: dict[str, str] = {}
    for row in rows:
        texts = [cell for cell in row if cell]
        if len(texts) > 1 and (field := known.get(plain(texts[0]))):
            found.setdefault(field, texts[1])
    return found


def _reading(head: dict[str, str], check: ItemCheck, faults: list[Fault], path: Path) -> Reading:
    code = head.get("code", "")
    if not code:
        code = path.stem[:_LONGEST_CODE]
        said = N_("The file does not say the catalogue's code; it gets that of the file's name: {code}")
        faults.append(Fault(0, "", "", "warning", said, (("code", code),)))
    faults += _faults_of(code)
    if not check.items and not any(one.severity == "error" for one in faults):
        faults.append(Fault(0, "", "", "error", N_("The catalogue has no indicator")))
    if len(check.items) > MOST_ITEMS:
        said = N_("The catalogue has more than {count} indicators")
        faults.append(Fault(0, "", "", "error", said, (("count", MOST_ITEMS),)))
    faults.sort(key=lambda one: (one.row, len(one.column), one.column))
    if any(one.severity == "error" for one in faults):
        return Reading(None, tuple(faults))
    made = Catalogue(
        code=code,
        title=head.get("title") or code,
        version=head.get("version", ""),
        source=_twice(head.get("source", "")),
        certainty=_twice(head.get("certainty", "")),
        mapping=_twice(head.get("mapping", "")),
        dimensions=tuple(dict.fromkeys(one.dimension for one in check.items if one.dimension)),
        items=tuple(check.items),
        own=True,
    )
    return Reading(made, tuple(faults))


def _twice(text: str) -> Said:
    return Said(text, text)


def _faults_of(code: str) -> list[Fault]:
    found = []
    if _UNFIT_CODE.search(code) or len(code) > _LONGEST_CODE or not catalogue_key(code).strip("."):
        said = N_("“{code}” is no code of a catalogue: up to 60 letters, figures, hyphens and points")
        found.append(Fault(0, "", "", "error", said, (("code", code),)))
    elif catalogue_key(code) in in_folder(national_folder()):
        said = N_("“{code}” is a catalogue that comes with the program; yours will take its place")
        found.append(Fault(0, "", "", "warning", said, (("code", code),)))
    return found


# -- JSON --------------------------------------------------------------------------------------------------


def _json(data: bytes, path: Path) -> Reading:
    """A catalogue as the program keeps it; its items are counted from 1 as rows."""
    from workbench.plan.catalogues import read_catalogue

    made = read_catalogue(path)
    rows = json.loads(data.decode("utf-8-sig"))["items"]
    check = ItemCheck({})
    for number, row in enumerate(rows, 1):
        cells = {name: _as_text(row.get(name)) for name in COLUMNS if name != "note"}
        check.take(number, {name: text for name, text in cells.items() if text})
    faults = [*check.faults, *_faults_of(made.code)]
    if any(one.severity == "error" for one in faults):
        return Reading(None, tuple(faults))
    return Reading(made._replace(own=True), tuple(faults))


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value).strip() if isinstance(value, str | int | float) else ""


def catalogue_json(catalogue: Catalogue) -> bytes:
    """A catalogue as the program keeps it."""
    items = []
    for one in catalogue.items:
        row: dict[str, Any] = {
            name: value
            for name, value in one._asdict().items()
            if name not in ("note", "words", "weight", "mandatory") and value
        }
        row["mandatory"] = one.mandatory
        if one.weight is not None:
            row["weight"] = str(one.weight)
        if one.note:
            row["note"] = one.note._asdict()
        if one.words:
            row["words"] = {code: dict(texts) for code, texts in one.words}
        items.append(row)
    data: dict[str, Any] = {"code": catalogue.code, "title": catalogue.title, "version": catalogue.version}
    for name in ("source", "certainty", "mapping"):
        data[name] = getattr(catalogue, name)._asdict()
    data["dimensions"] = list(catalogue.dimensions)
    data["items"] = items
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


# -- writing a table ---------------------------------------------------------------------------------------


def catalogue_rows(catalogue: Catalogue, tell: Words) -> list[list[str]]:
    """The rows of a catalogue's table in a language, with what it is above it."""
    head = {
        "code": catalogue.code,
        "title": catalogue.title,
        "version": catalogue.version,
        **{name: getattr(catalogue, name).shown(tell.code) for name in ("source", "certainty", "mapping")},
    }
    above = [[tell(HEAD[name]), text] for name, text in head.items() if text or name in ("code", "title")]
    return [
        *above,
        [],
        [tell(label) for label in COLUMNS.values()],
        *(_row(one.spoken(tell.code), tell) for one in catalogue.items),
    ]


def _row(one: CatalogueItem, tell: Words) -> list[str]:
    said = {
        "mandatory": tell(MANDATORY[one.mandatory]),
        "weight": "" if one.weight is None else str(one.weight),
        "direction": tell(DIRECTION.get(one.direction, "")),
        "problem": tell(DOMAIN.get(one.problem, "")),
        "subject": tell(SUBJECT.get(one.subject, "")),
        "certainty": tell(CERTAINTY[one.certainty]),
        "note": one.note.shown(tell.code),
    }
    return [said[name] if name in said else getattr(one, name) for name in COLUMNS]


def catalogue_csv(catalogue: Catalogue, tell: Words) -> bytes:
    """The table as CSV in UTF-8 with a byte order mark, as Excel and WPS read it, without formulas."""
    return as_csv(catalogue_rows(catalogue, tell))


def catalogue_xlsx(catalogue: Catalogue, tell: Words) -> bytes:
    """The table as a workbook, its headings in sight, what may be chosen in its cells to be picked."""
    from xlsxwriter import Workbook

    made = io.BytesIO()
    book = Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    page = book.add_worksheet()
    wrapped = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    bold = book.add_format({"bold": True, "text_wrap": True, "border": 1, "bg_color": "#E8EDF3"})
    rows = catalogue_rows(catalogue, tell)
    top = len(rows) - len(catalogue.items) - 1
    for number, row in enumerate(rows):
        look = bold if number == top else wrapped if number > top else None
        for place, cell in enumerate(row):
            page.write_string(number, place, cell, look)
    for place, name in enumerate(COLUMNS):
        page.set_column(place, place, _WIDTHS.get(name, 15))
        choices = _choices(name, tell)
        if choices:
            page.data_validation(
                top + 1, place, top + MOST_ITEMS, place, {"validate": "list", "source": choices}
            )
    page.freeze_panes(top + 1, 2)
    book.close()
    return made.getvalue()


def _choices(name: str, tell: Words) -> list[str]:
    choices: dict[str, Iterable[str]] = {
        "mandatory": MANDATORY.values(),
        "direction": DIRECTION.values(),
        "problem": DOMAIN.values(),
        "subject": SUBJECT.values(),
    }
    return [tell(one) for one in choices.get(name, ())]
