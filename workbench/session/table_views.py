"""How tables are looked at, as it is kept in the settings: columns, saved filters, the user's unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from workbench.analysis.tables import Arrangement, Condition

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workbench.settings import Settings

#: Saved filters of one kind: more would not be found again.
MOST_SAVED: Final = 50


def data_of(arrangement: Arrangement) -> dict[str, Any]:
    """An arrangement as JSON."""
    return {
        "ready": arrangement.ready,
        "search": arrangement.search,
        "conditions": [[one.column, one.how, list(one.texts)] for one in arrangement.conditions],
        "sort": [list(one) for one in arrangement.sort],
        "group": arrangement.group,
    }


def arrangement_of(data: Any) -> Arrangement:
    """An arrangement from JSON; what is not understood is left out."""
    if not isinstance(data, dict):
        return Arrangement()
    conditions = []
    for one in _list(data.get("conditions")):
        match one:
            case [str(column), "has" | "is" | "from" | "empty" | "filled" as how, list(texts)]:
                if all(isinstance(text, str) for text in texts) and (texts or how in ("empty", "filled")):
                    conditions.append(Condition(column, how, tuple(texts)))
    sort = [
        (one[0], one[1])
        for one in _list(data.get("sort"))
        if isinstance(one, list) and len(one) == 2 and isinstance(one[0], str) and isinstance(one[1], bool)
    ]
    return Arrangement(
        _text(data.get("ready")),
        _text(data.get("search")),
        tuple(conditions),
        tuple(sort),
        _text(data.get("group")),
    )


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


class TableMemory:
    """What is remembered of the table of one kind."""

    def __init__(self, settings: Settings, kind: str) -> None:
        self._settings = settings
        self._kind = kind

    def _held(self) -> Mapping[str, Any]:
        held = self._settings.tables.get(self._kind)
        return held if isinstance(held, dict) else {}

    def _keep(self, name: str, value: Any) -> None:
        self._settings.tables[self._kind] = {**self._held(), name: value}

    @property
    def columns(self) -> list[str]:
        """Keys of the columns chosen, in order; none when nobody has chosen."""
        return [one for one in _list(self._held().get("columns")) if isinstance(one, str)]

    @columns.setter
    def columns(self, keys: list[str]) -> None:
        self._keep("columns", list(keys))

    @property
    def widths(self) -> dict[str, int]:
        """Widths of columns in pixels, of those that were set by hand."""
        held = self._held().get("widths")
        items = held.items() if isinstance(held, dict) else ()
        return {key: width for key, width in items if type(width) is int and 0 < width < 5000}

    @widths.setter
    def widths(self, widths: dict[str, int]) -> None:
        self._keep("widths", dict(widths))

    @property
    def saved(self) -> dict[str, Arrangement]:
        """The user's own filters by name, in the order in which they were saved."""
        held = self._held().get("saved")
        return {name: arrangement_of(data) for name, data in held.items()} if isinstance(held, dict) else {}

    def save(self, name: str, arrangement: Arrangement) -> None:
        """Save a filter under a name; one of that name is replaced."""
        held = {one: data_of(known) for one, known in self.saved.items()}
        held[name] = data_of(arrangement)
        self._keep("saved", held)

    def forget(self, name: str) -> None:
        """Save a filter no longer."""
        self._keep("saved", {one: data_of(known) for one, known in self.saved.items() if one != name})
