"""Takes out of a template what is its writers' own: remarks, tracked changes, names, paths, other data.

What it makes goes out as an official document, so that nobody may read in it who wrote the template, what was
crossed out and where it was kept. Tracked changes count as accepted.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Final

from workbench.documents.template_check import parsed
from workbench.documents.template_links import serialised
from workbench.documents.template_whole import make_whole

if TYPE_CHECKING:
    from lxml import etree

_PRIVATE: Final = re.compile(
    r"word/(?:comments\w*|people)\.xml|docprops/(?:custom\.xml|thumbnail\..*)|customxml/.*|docmetadata/.*"
    r"|word/glossary/.*|_xmlsignatures/.*",
    re.IGNORECASE,
)
_RELATIONS: Final = re.compile(r"(?P<folder>.*?)_rels/(?P<part>[^/]*)\.rels")
_PACKAGE: Final = "_rels/.rels"
#: What a package may point at; its properties are written anew.
_KEPT: Final = frozenset({"word/document.xml", "docProps/core.xml", "docProps/app.xml"})
_CONTENT: Final = "[Content_Types].xml"
_PATH: Final = re.compile(
    r"\s*(?:[A-Za-z]:[\\/]|\\\\|//|/(?:home|users|mnt|media|tmp)/|file:)", re.IGNORECASE
)
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _w(*names: str) -> tuple[str, ...]:
    return tuple(f"{_W}{name}" for name in names)


_PROPERTIES: Final = frozenset(_w("rPr", "trPr", "tcPr"))
_REMARKS: Final = _w(
    "commentRangeStart",
    "commentRangeEnd",
    "commentReference",
    "annotationRef",
    "rsids",
    "docVars",
    "trackRevisions",
)
#: What was before a change of form, and where a change begins and ends.
_FORMER: Final = _w(
    *(f"{name}Change" for name in ("rPr", "pPr", "sectPr", "tblPr", "tblGrid", "tblPrEx", "trPr", "tcPr")),
    *("numberingChange", "cellIns", "cellMerge", "dataBinding"),
    *(f"{name}Range{end}" for name in ("moveFrom", "moveTo") for end in ("Start", "End")),
    *(
        f"customXml{name}Range{end}"
        for name in ("Ins", "Del", "MoveFrom", "MoveTo")
        for end in ("Start", "End")
    ),
)


def take_out_private(parts: dict[str, bytes]) -> None:
    """Leave in the parts of a template only what the documents made with it show."""
    gone = {name for name in parts if _PRIVATE.fullmatch(name)}
    gone |= {_target("", one) for one in parsed(parts[_PACKAGE])} - _KEPT
    gone |= {name for name in parts if _of_part(name) in gone}
    for name in gone:
        parts.pop(name, None)
    for name in list(parts):
        if name.lower().endswith(".xml") and (root := parsed(parts[name])).tag.startswith(_W):
            _accept(root)
            _forget(root)
            make_whole(root)
            parts[name] = serialised(root)
        elif gone and name == _CONTENT:
            root = parsed(parts[name])
            for one in list(root):
                if str(one.get("PartName", "")).lstrip("/") in gone:
                    root.remove(one)
            parts[name] = serialised(root)
        elif gone and (relations := _RELATIONS.fullmatch(name)):
            root = parsed(parts[name])
            for one in list(root):
                if one.get("TargetMode") is None and _target(relations["folder"], one) in gone:
                    root.remove(one)
            parts[name] = serialised(root)


def _target(folder: str, relation: etree._Element) -> str:
    """The part that a relation of a part in this folder leads to."""
    return posixpath.normpath(posixpath.join(f"/{folder}", str(relation.get("Target")))).lstrip("/")


def _of_part(name: str) -> str:
    """The part whose relations a part has; "" for any other."""
    found = _RELATIONS.fullmatch(name)
    return f"{found['folder']}{found['part']}" if found else ""


def _accept(root: etree._Element) -> None:
    """Take the tracked changes as accepted: what was put in stays, what was crossed out goes."""
    for one in list(root.iter(*_FORMER)):
        _take_out(one)
    joined: list[etree._Element] = []
    for one in list(root.iter(*_w("del", "moveFrom", "ins", "moveTo", "cellDel"))):
        above = one.getparent()
        if above is None:
            continue
        is_gone = one.tag not in _w("ins", "moveTo")
        if above.tag not in _PROPERTIES:
            if not is_gone:
                for inside in list(one):
                    one.addprevious(inside)
            _take_out(one)
            continue
        _take_out(one)
        if is_gone and above.tag != f"{_W}rPr":
            # A row or a cell.
            _take_out(above.getparent())
        elif is_gone and (paragraph := _marked(above)) is not None:
            joined.append(paragraph)
    for paragraph in reversed(joined):
        _join(paragraph)


def _marked(properties: etree._Element) -> etree._Element | None:
    """The paragraph whose end these properties are of."""
    above = properties.getparent()
    return above.getparent() if above is not None and above.tag == f"{_W}pPr" else None


def _join(paragraph: etree._Element) -> None:
    """The end of the paragraph is crossed out: what is in it begins the next one."""
    content = [one for one in paragraph if one.tag != f"{_W}pPr"]
    following = paragraph.getnext()
    if following is not None and following.tag == f"{_W}p":
        at = 1 if len(following) and following[0].tag == f"{_W}pPr" else 0
        following[at:at] = content
        _take_out(paragraph)
    elif not content and following is not None:
        _take_out(paragraph)


def _forget(root: etree._Element) -> None:
    """Take out remarks, who worked when on what, and paths of pictures."""
    for one in list(root.iter(*_REMARKS)):
        run = one.getparent()
        _take_out(one)
        if run is not None and run.tag == f"{_W}r" and all(each.tag == f"{_W}rPr" for each in run):
            _take_out(run)
    for one in root.iter():
        for key in list(one.attrib):
            name = str(key).rpartition("}")[2]
            if str(key).startswith(f"{_W}rsid"):
                del one.attrib[key]
            elif name in {"descr", "title", "name", "alt"} and _PATH.match(str(one.attrib[key])):
                one.attrib[key] = ""


def _take_out(element: etree._Element | None) -> None:
    """Take out an element, but not the text behind it."""
    above = element.getparent() if element is not None else None
    if element is not None and above is not None:
        above.remove(element)
