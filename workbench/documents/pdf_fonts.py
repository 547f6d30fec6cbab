"""The typefaces that PDF files are set in: the office's own where installed, else those that come along."""

from __future__ import annotations

import importlib.util
import json
import threading
import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from workbench.documents import gbt9704 as g
from workbench.documents.font_file import characters

if TYPE_CHECKING:
    from collections.abc import Iterable

    import typst

#: The Chinese fonts that come with the program.
SERIF: Final = "Noto Serif SC"
SANS: Final = "Noto Sans SC"
_PACKAGED: Final = {SERIF: "NotoSerifSC-Regular.otf", SANS: "NotoSansSC-Regular.otf"}
#: Latin letters where no Times is installed; part of the typesetter.
_LAST_LATIN: Final = "Libertinus Serif"

#: Further names that installed fonts bear, best first. The names in gbt9704.TYPEFACES come after these.
_ALSO: Final = {
    g.LATIN: ("Liberation Serif", "TeX Gyre Termes", "Nimbus Roman", "FreeSerif"),
    g.FANGSONG: ("FangSong_GB2312", "仿宋", "FangSong"),
    g.KAITI: ("KaiTi_GB2312", "楷体", "KaiTi", "STKaiti", "华文楷体", "Kaiti SC", "LXGW WenKai", "霞鹜文楷"),
    g.HEITI: ("SimHei", "STHeiti", "华文黑体"),
    g.SONGTI: ("SimSun", "NSimSun", "STSong", "华文宋体", "Songti SC"),
    g.XIAOBIAOSONG: ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "CESI小标宋-GB2312"),
}
#: So many documents the typesetter keeps in mind.
_REMEMBERED: Final = 12
_LOCK: Final = threading.Lock()
_LAST: Final = {g.HEITI: SANS, g.LATIN: _LAST_LATIN}
#: Joiners, variation signs and the like need no glyph of their own.
_UNSEEN: Final = ("Cf", "Cc", "Mn", "Zl", "Zp")


class Font(NamedTuple):
    """A font that can be used. ``path`` is None for those of the typesetter, which cannot be looked into.

    ``place`` is that in a file of several fonts.
    """

    family: str
    weight: int
    path: Path | None
    place: int = 0


class Chosen(NamedTuple):
    """The font taken for a typeface. ``bold`` says whether it has a bold cut; else its strokes are widened.

    ``heavier`` is set where a regular font stands in for the heavy typeface of titles.
    """

    wanted: str
    family: str
    bold: bool
    heavier: bool = False

    @property
    def stands_in(self) -> bool:
        """Whether this is another design than the one asked for; 仿宋 for 仿宋_GB2312 is the same."""
        own = _own_names(self.wanted)
        return self.family.casefold() not in own


def _own_names(wanted: str) -> set[str]:
    """What the typeface itself is called on one system or another."""
    named = {
        g.LATIN: (),
        g.FANGSONG: _ALSO[g.FANGSONG],
        g.KAITI: _ALSO[g.KAITI][:3],
        g.HEITI: ("SimHei",),
        g.SONGTI: ("SimSun", "NSimSun"),
        g.XIAOBIAOSONG: ("FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "FZXiaoBiaoSong-B05"),
    }
    return {name.casefold() for name in (wanted, *named[wanted])}


@cache
def packaged() -> tuple[Font, ...]:
    """The fonts that come with the program; none where their package is missing."""
    found = importlib.util.find_spec("pylopdf_fonts_zh_cn")
    if found is None or not found.origin:
        return ()
    files = {family: Path(found.origin).with_name(name) for family, name in _PACKAGED.items()}
    return tuple(Font(family, 400, path) for family, path in files.items() if path.is_file())


@cache
def installed() -> tuple[Font, ...]:
    """Every font of this computer and of the typesetter, in the order of their names."""
    import typst

    found = typst.Fonts(include_system_fonts=True, include_embedded_fonts=True)
    upright = (one for one in found.fonts() if one.style == "normal" and one.stretch == 1)
    fonts = {Font(one.family, one.weight, Path(one.path) if one.path else None, one.index) for one in upright}
    return tuple(sorted(fonts, key=lambda one: (one.family, one.weight, str(one.path))))


def chosen() -> dict[str, Chosen]:
    """The font taken for each typeface of the documents."""
    return _chosen((*packaged(), *installed()))


@cache
def _chosen(fonts: tuple[Font, ...]) -> dict[str, Chosen]:
    weights: dict[str, set[int]] = {}
    names: dict[str, str] = {}
    for font in fonts:
        names.setdefault(font.family.casefold(), font.family)
        weights.setdefault(font.family.casefold(), set()).add(font.weight)
    taken = {}
    for face in g.TYPEFACES:
        candidates = (
            face.name,
            *_ALSO[face.name],
            *face.instead.split(","),
            _LAST.get(face.name, SERIF),
        )
        family = next(
            (names[name.casefold()] for name in candidates if name.casefold() in names), candidates[-1]
        )
        cuts = weights.get(family.casefold(), {400})
        heavy = face.name == g.XIAOBIAOSONG and family == SERIF
        taken[face.name] = Chosen(face.name, family, max(cuts) >= 600 > min(cuts), heavy)
    return taken


def rare(signs: Iterable[str]) -> tuple[tuple[str, ...], str]:
    """The families needed besides for signs that the packaged fonts lack, and the signs that no font has."""
    lacking = {ord(sign) for sign in signs if sign > "~" and unicodedata.category(sign) not in _UNSEEN}
    for font in packaged():
        assert font.path is not None
        lacking -= characters(font.path)
    families: list[str] = []
    if lacking:
        first = {one.family for one in chosen().values()}
        for font in sorted(installed(), key=lambda one: one.family not in first):
            if font.path is None or not (has := lacking & characters(font.path, font.place)):
                continue
            families.append(font.family)
            lacking -= has
            if not lacking:
                break
    return tuple(families), "".join(map(chr, sorted(lacking)))


class Setter(NamedTuple):
    """A typesetter that knows the fonts of some folders."""

    compiler: typst.Compiler

    def set(self, layout: bytes, data: object, form: Literal["pdf", "png"], **options: Any) -> bytes:
        """A document, from its layout and the data in it, as ``pdf`` or ``png``. A TypstError says why not.

        One is set at a time.
        """
        told = json.dumps(data, ensure_ascii=False).encode()
        with _LOCK:
            _forget(self.compiler)
            made, _ = self.compiler.compile_with_warnings(
                input={"main.typ": layout, "data.json": told},
                format=form,
                **options,
            )
        assert isinstance(made, bytes)
        return made


def _forget(compiler: typst.Compiler) -> None:
    """Let the typesetter drop what it remembers of earlier documents: some 100 MB of a long one.

    It drops what the last few documents did not need, so it gets some that need nothing.
    """
    for _ in range(_REMEMBERED):
        compiler.compile_with_warnings(input={"main.typ": b"."}, format="svg")  # type: ignore[type-var]


def setter(families: tuple[str, ...]) -> Setter:
    """The typesetter for these families and those chosen, kept with its fonts for the next document."""
    wanted = {*families, *(one.family for one in chosen().values())}
    folders = {font.path.parent for font in packaged() if font.path}
    known = {font.family for font in packaged()}
    folders |= {
        font.path.parent
        for font in installed()
        if font.path and font.family in wanted and font.family not in known
    }
    return _setter(tuple(sorted(folders)))


@cache
def _setter(folders: tuple[Path, ...]) -> Setter:
    import typst

    compiler = typst.Compiler(font_paths=list(folders), ignore_system_fonts=True)
    return Setter(compiler)
