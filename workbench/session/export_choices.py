"""What is chosen to be exported, remembered for each plan and for each kind of its documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from workbench.documents.source import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Plans whose choices are remembered.
_MOST_REMEMBERED: Final = 30
#: What can be had in a document or left out of it, and the documents that know it.
PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "cover": ("plan",),
    "contents": ("plan",),
    "figures": ("plan", "notice", "midterm"),
    "letter": ("notice",),
}
#: The years that a yearly document can be for.
YEARS: Final = (1949, 2199)


class Export(NamedTuple):
    """What is to be exported, as it was chosen: keys of kinds, suffixes of forms, where to.

    ``units`` are ids; () stands for every unit that has work. ``year`` None is the one that today is in.
    ``before`` names the version that a report on differences compares with. A choice that is None is left to
    the document. ``templates`` pairs kinds with the paths of own templates for their Word files; the others
    have the built-in layout.
    """

    kinds: tuple[str, ...] = ("plan",)
    forms: tuple[str, ...] = (".docx",)
    folder: str = ""
    language: str = "zh"
    units: tuple[str, ...] = ()
    year: int | None = None
    before: str = ""
    cover: bool | None = None
    contents: bool | None = None
    figures: bool | None = None
    letter: bool | None = None
    templates: tuple[tuple[str, str], ...] = ()

    def template_of(self, key: str) -> str:
        """The path of the own template for a kind; "" for the built-in layout."""
        return dict(self.templates).get(key, "")

    def kept(self) -> dict[str, Any]:
        """The choices as settings keep them."""
        return {
            name: list(value) if isinstance(value, tuple) else value for name, value in self._asdict().items()
        }


def chosen_before(kept: Mapping[str, Any]) -> Export | None:
    """Choices as settings kept them; None when they are not what they should be."""
    like = Export()
    told: dict[str, Any] = {}
    for name, value in kept.items():
        if name in ("kinds", "forms", "units"):
            if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
                return None
            told[name] = tuple(value)
        elif name == "year":
            if value is not None and type(value) is not int:
                return None
            told[name] = value
        elif name in ("cover", "contents", "figures", "letter"):
            if value not in (None, True, False):
                return None
            told[name] = value
        elif name == "templates":
            if not isinstance(value, list) or not all(_is_pair(one) for one in value):
                return None
            told[name] = tuple((key, path) for key, path in value)
        elif name in like._fields:
            if not isinstance(value, str):
                return None
            told[name] = value
    made = Export(**told)
    kinds = tuple(key for key in made.kinds if key in KINDS)
    return made._replace(kinds=kinds) if kinds and made.forms and made.language in ("zh", "en") else None


def _is_pair(value: object) -> bool:
    return isinstance(value, list | tuple) and len(value) == 2 and all(isinstance(one, str) for one in value)


def last_export(exports: Mapping[str, Any], plan_id: str, key: str = "") -> Export | None:
    """What was last exported of a plan, or of one kind of its documents; None when nothing was yet.

    ``exports`` is what the settings keep.
    """
    kept = exports.get(plan_id)
    last = kept.get(key) if isinstance(kept, dict) else None
    return chosen_before(last) if isinstance(last, dict) else None


def remember(exports: dict[str, dict[str, Any]], plan_id: str, export: Export) -> None:
    """Keep the choices of an export, as the plan's last and for each kind in it."""
    kept = exports.pop(plan_id, {})
    said = export.kept()
    exports[plan_id] = {
        **{key: one for key, one in kept.items() if key in KINDS and isinstance(one, dict)},
        **{key: {**said, "kinds": [key]} for key in export.kinds},
        "": said,
    }
    # Plans come and go; their choices do not stay for ever.
    for old in list(exports)[:-_MOST_REMEMBERED]:
        del exports[old]
