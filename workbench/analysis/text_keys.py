"""Keys by which texts are sorted and found as people expect: Chinese by its sound, numbers by their size."""

from __future__ import annotations

from typing import Any, Final

from workbench.patterns import Pattern
from workbench.plan.values import half_width

_DIGITS: Final = Pattern(r"[0-9]+")
_FIRST_CHINESE: Final = 0x3400
_AFTER: Final = "\x7f"
#: Titles whose initials are remembered.
_MOST_KNOWN: Final = 100_000


class TextKeys:
    """Keys by which texts are sorted as people expect: Chinese by pinyin, numbers by size.

    A character's sound is looked up once; the rest is done by str.translate.
    """

    def __init__(self) -> None:
        self._sounds = _Sounds()
        self._initials = _Initials(self._sounds)
        self._known: dict[str, str] = {}

    def __call__(self, text: str) -> str:
        """The key of a text."""
        plain = half_width(text).casefold() if not text.isascii() else text.casefold()
        return _DIGITS.sub(_padded, plain).translate(self._sounds)

    def initials(self, text: str) -> str:
        """The first letters of the sounds of a text."""
        found = self._known.get(text)
        if found is None:
            if len(self._known) > _MOST_KNOWN:
                self._known.clear()
            found = self._known[text] = half_width(text).casefold().translate(self._initials)
        return found


def _padded(found: Any) -> str:
    return str(found[0].zfill(12))


class _Sounds(dict[int, str]):
    """A table for str.translate, filled as characters are met."""

    def __missing__(self, code: int) -> str:
        made = chr(code)
        if code >= _FIRST_CHINESE:
            from pypinyin import Style, pinyin

            found = pinyin(made, style=Style.TONE3, errors="ignore", v_to_u=False)
            # After all letters; the character itself comes last, so that others of the same sound stay apart.
            made = f"{_AFTER}{found[0][0]}\x1f{made}" if found else made
        self[code] = made
        return made


class _Initials(dict[int, str]):
    def __init__(self, sounds: _Sounds) -> None:
        super().__init__()
        self._sounds = sounds

    def __missing__(self, code: int) -> str:
        sound = self._sounds[code]
        self[code] = initial = sound[1] if sound[0] == _AFTER and len(sound) > 1 else sound[0]
        return initial
