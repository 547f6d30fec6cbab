"""Words in the user's language: gettext catalogues for window, command line and documents alike.

Message ids are English. A sentence with figures has named places: ``tr("{count} plans", count=3)``.
"""

from __future__ import annotations

import gettext
import locale
import os
import re
from functools import cache
from typing import Final

from workbench import paths

LANGUAGES: Final = ("zh", "en")
#: Places of messages that may be filled with other message ids, marked by "@". In every other place a text is
#: the user's own, whatever it begins with.
WORDED: Final = frozenset({"field", "kind", "fault", "what"})
_PLACE: Final = re.compile(r"\{(\w+)\}")


def N_(message: str) -> str:
    """Mark a literal for translation without translating it now (declarations, constants)."""
    return message


class Words:
    """The words of one language; call it with a message id and the values of its places."""

    def __init__(self, code: str) -> None:
        self.code = code
        self._catalogue: gettext.NullTranslations
        if code == "zh":
            folder = paths.resources() / "translations"
            self._catalogue = gettext.translation("workbench", folder, ["zh_CN"], fallback=True)
        else:
            self._catalogue = gettext.NullTranslations()

    def __call__(self, message: str, /, **values: object) -> str:
        """The message in this language. An empty message stays empty (gettext would give its header)."""
        text = self._catalogue.gettext(message) if message else ""
        return text.format(**self.values_shown(values)) if values else text

    def values_shown(self, values: dict[str, object]) -> dict[str, object]:
        """Values for the places of a message.

        In the places of WORDED a text beginning with "@" is itself a message id, whose places are filled from
        the other values. A plan's own words may hold "@" and braces anywhere.
        """
        shown = dict(values)
        nested = []
        for name in WORDED & values.keys():
            value = values[name]
            if isinstance(value, str) and value[:1] == "@":
                shown[name] = self(value[1:])
                nested.append(name)
        # Those that have no places themselves are in place by now, so that "what" can be filled with them.
        others = dict(shown)
        for name in nested:
            shown[name] = _PLACE.sub(
                lambda place, own=name: str(others.get(place[1], place[0])) if place[1] != own else "",  # type: ignore[misc]
                str(shown[name]),
            )
        return shown

    def plural(self, one: str, many: str, count: int, **values: object) -> str:
        """The message for ``count`` things; ``{count}`` is filled in."""
        return self._catalogue.ngettext(one, many, count).format(count=count, **values)


@cache
def words(code: str) -> Words:
    """The words of language ``zh`` or ``en``."""
    return Words(code)


class _Current:
    code: str | None = None


def system_language() -> str:
    """``zh`` when the system speaks Chinese, else ``en``."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name)
        if value:
            return "zh" if value.lower().startswith("zh") else "en"
    name = locale.getlocale()[0] or ""
    return "zh" if name.lower().startswith(("zh", "chinese")) else "en"


def current() -> str:
    """The language now spoken."""
    if _Current.code is None:
        _Current.code = system_language()
    return _Current.code


def speak(code: str | None) -> None:
    """Choose the language (``zh``, ``en``; None for the system's)."""
    _Current.code = code


def tr(message: str, /, **values: object) -> str:
    """The message in the language now spoken."""
    return words(current())(message, **values)


def plural(one: str, many: str, count: int, **values: object) -> str:
    """The message for ``count`` things in the language now spoken."""
    return words(current()).plural(one, many, count, **values)
