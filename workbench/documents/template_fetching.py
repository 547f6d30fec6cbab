"""Whether a part of a Word file, or a drawing in it, would fetch or run something from elsewhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lxml import etree

_VML: Final = "{urn:schemas-microsoft-com:vml}"
#: Where shapes of the old kind name a picture by its address.
_SOURCES: Final = ("src", "althref", "{urn:schemas-microsoft-com:office:office}href")
_SVG: Final = "{http://www.w3.org/2000/svg}"
_RUNNING: Final = frozenset({"script", "foreignobject", "iframe", "embed", "object", "handler"})
#: A picture that an address holds itself; a drawing within could fetch again.
_HELD: Final = re.compile(r"\s*(?:#|data:image/(?:png|jpe?g|gif|bmp|tiff?)[;,])", re.IGNORECASE)
_ASKED: Final = re.compile(
    r"url\(\s*[\"']?(?!\s*(?:#|data:image/(?:png|jpe?g|gif)[;,]))|@import", re.IGNORECASE
)


def is_elsewhere(target: str) -> bool:
    """Whether the target of a relation within the file leads out of it, to an address or a share."""
    return "\\" in target or re.match(r"\s*(?://|[A-Za-z][A-Za-z0-9+.-]*:)", target) is not None


def fetches(root: etree._Element) -> bool:
    """Whether pictures of the old kind, web videos or drawings in a part point out of it or run anything."""
    for one in root.iter():
        # Remarks and instructions have no name.
        tag = str(one.tag)
        if tag.startswith(_VML) and (any(map(one.get, _SOURCES)) or _leads_out(one.get("href"))):
            return True
        if tag.endswith("}webVideoPr") or (tag.startswith(_SVG) and _draws_from_outside(one)):
            return True
    return _is_styled_from_outside(root)


def _leads_out(address: str | None) -> bool:
    return bool(address) and not str(address).lower().startswith(("#", "http://", "https://"))


def _draws_from_outside(one: etree._Element) -> bool:
    if str(one.tag).removeprefix(_SVG).lower() in _RUNNING or _ASKED.search(str(one.text or "")):
        return True
    for key, value in one.attrib.items():
        name = str(key).rpartition("}")[2].lower()
        if name.startswith("on") or _ASKED.search(str(value)):
            return True
        if name in {"href", "src"} and value and _HELD.match(str(value)) is None:
            return True
    return False


def _is_styled_from_outside(root: etree._Element) -> bool:
    """Whether a style sheet is asked for before the drawing begins."""
    before = root.getprevious()
    while before is not None:
        if getattr(before, "target", "") == "xml-stylesheet":
            return True
        before = before.getprevious()
    return False
