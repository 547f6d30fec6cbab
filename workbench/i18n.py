"""Words in the user's language: gettext catalogues for window, command line and documents alike.

Message ids are English. A sentence with figures has named places: ``tr("{count} plans", count=3)``.
"""

from __future__ import annotations

import gettext
import os
import re
from functools import cache
from typing import Final

from workbench import paths

LANGUAGES: Final = ("zh", "en")
#: The language of no people, for looking over the window: every message between marks and drawn out, so that
#: words that are not translated and words without room are seen. ``LANGUAGE=qps-ploc`` speaks it.
PSEUDO: Final = "qps"
#: How much longer a message of the pseudo-language is than the English one.
_DRAWN_OUT: Final = 0.4
#: Places of messages that may be filled with other message ids, marked by "@". In every other place a text is
#: the user's own, whatever it begins with.
WORDED: Final = frozenset({"field", "kind", "fault", "what"})
_PLACE: Final = re.compile(r"\{(\w+)\}")


def N_(message: str) -> str:
    """Mark a literal for translation without translating it now (declarations, constants)."""
    return message


class _Pseudo(gettext.NullTranslations):
    """The words of the pseudo-language."""

    def gettext(self, message: str) -> str:
        room = len(_PLACE.sub("", message)) * _DRAWN_OUT
        # In short words, so that they are broken into lines as others are.
        more = "".join(" " if at % 6 == 0 else "~" for at in range(round(room)))
        kept = message.rstrip()
        return f"«{kept}{more}»{message[len(kept) :]}"

    def ngettext(self, one: str, many: str, count: int) -> str:
        return self.gettext(one if count == 1 else many)


class Words:
    """The words of one language; call it with a message id and the values of its places."""

    def __init__(self, code: str) -> None:
        self.code = code
        self._catalogue: gettext.NullTranslations
        if code == "zh":
            folder = paths.resources() / "translations"
            self._catalogue = gettext.translation("workbench", folder, ["zh_CN"], fallback=True)
        else:
            self._catalogue = _Pseudo() if code == PSEUDO else gettext.NullTranslations()

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
    """The words of language ``zh`` or ``en``, or of the pseudo-language."""
    return Words(code)


class _Current:
    code: str | None = None


def system_language() -> str:
    """``zh`` when the system speaks Chinese, else ``en``; the pseudo-language where that is asked for."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name)
        if value:
            if value.lower().startswith(PSEUDO):
                return PSEUDO
            return "zh" if value.lower().startswith("zh") else "en"
    import locale

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
