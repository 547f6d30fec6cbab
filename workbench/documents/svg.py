"""Drawings from outside this module cleaned: only what draws stays."""

from __future__ import annotations

from typing import Any, Final

from workbench.errors import Problem
from workbench.i18n import N_

_NAMESPACE: Final = "{http://www.w3.org/2000/svg}"
#: Elements that draw and name; no script, style sheet, link, image or foreign content.
ELEMENTS: Final = frozenset(
    {
        "svg", "g", "defs", "title", "desc", "path", "rect", "line", "polyline", "polygon", "circle",
        "ellipse", "text", "tspan", "pattern", "clipPath", "marker", "linearGradient", "stop",
    }
)  # fmt: skip
_PREFIXES_NOT_TAKEN: Final = ("on", "href", "{", "style", "src")


def parsed(svg: str) -> Any:
    """The root of the drawing; nothing outside of it is read. A Problem tells of a drawing that is no XML."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(svg.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise Problem(N_("A drawing cannot be read: {reason}"), reason=error) from error


def cleaned(svg: str) -> str:
    """The drawing with elements and attributes of a known kind only, as XML without a declaration.

    A Problem tells of a drawing that is no XML.
    """
    from lxml import etree

    root = parsed(svg)
    for element in list(root.iter()):
        tag = element.tag
        if not isinstance(tag, str) or tag.removeprefix(_NAMESPACE) not in ELEMENTS:
            above = element.getparent()
            if above is None:
                raise Problem(N_("A drawing cannot be read: {reason}"), reason=tag)
            above.remove(element)
            continue
        for name in list(element.attrib):
            value = str(element.attrib[name])
            remote = "url(" in value.lower() and "url(#" not in value.lower()
            if str(name).lower().startswith(_PREFIXES_NOT_TAKEN) or remote:
                del element.attrib[name]
    etree.cleanup_namespaces(root)
    return etree.tostring(root, encoding="unicode")
