"""The blocks of the built-in document that a template may take over: all, the head, or a chapter."""

from __future__ import annotations

import re
import secrets
from copy import deepcopy
from typing import Any, Final

from lxml import etree

from workbench.documents.template_check import parsed
from workbench.errors import Problem
from workbench.i18n import N_

_WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W: Final = f"{{{_WORD}}}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_RELATIONS: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TYPES: Final = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_DOCUMENT: Final = "word/document.xml"
_LINKS: Final = "word/_rels/document.xml.rels"
_STYLES: Final = "word/styles.xml"
_CONTENT: Final = "[Content_Types].xml"
_REFERENCES: Final = (f"{_W}headerReference", f"{_W}footerReference")


class Blocks:
    """The built-in document cut at its chapters, and the way of its pieces into a filled-in template.

    A piece stands in the data as a sign that no text can imitate; the paragraph that holds nothing but the
    sign becomes the piece.
    """

    def __init__(self, built: dict[str, bytes]) -> None:
        self.built = built
        body = parsed(built[_DOCUMENT])[0]
        *content, self.last_section = body
        self.end = content[-1] if content else None
        self.sign = f"block-{secrets.token_hex(16)}-"
        self.pieces: list[list[etree._Element]] = [list(content), []]
        self.chapters: list[dict[str, Any]] = []
        for element in content:
            if _style_of(element) == "Heading1":
                text = "".join(str(one.text or "") for one in element.iter(f"{_W}t"))
                at = len(self.pieces)
                self.chapters.append({"title": text, "heading": self._named(at), "body": self._named(at + 1)})
                self.pieces += [[element], []]
            else:
                self.pieces[-1].append(element)

    def _named(self, at: int) -> str:
        return f"{self.sign}{at}."

    def names(self) -> dict[str, Any]:
        """What a template can ask for."""
        return {"body": self._named(0), "head": self._named(1), "chapters": self.chapters}

    def put_into(self, parts: dict[str, bytes]) -> None:
        """Replace the signs in the text by the pieces, with the styles, pictures and notes they need."""
        sign = self.sign.encode()
        if any(sign in content for name, content in parts.items() if name != _DOCUMENT):
            raise _astray()
        if sign not in parts[_DOCUMENT]:
            return
        root = parsed(parts[_DOCUMENT])
        links = _Links(self.built, parts)
        template_section = root[0][-1]
        plain = deepcopy(template_section)
        for paragraph in list(root.iter(f"{_W}p")):
            text = "".join(str(one.text or "") for one in paragraph.iter(f"{_W}t"))
            if self.sign not in text:
                continue
            match = re.fullmatch(rf"{self.sign}(\d+)\.", text.strip())
            if match is None or paragraph.getparent() is not root[0]:
                raise _astray()
            piece = [deepcopy(one) for one in self.pieces[int(match[1])]]
            ends = bool(piece) and self.pieces[int(match[1])][-1] is self.end
            at_end = paragraph.getnext() is template_section
            for element in piece:
                paragraph.addprevious(element)
                for section in list(element.iter(f"{_W}sectPr")):
                    self._fit(section, plain, links)
                links.follow(element)
            root[0].remove(paragraph)
            if ends and at_end:
                last = deepcopy(self.last_section)
                template_section.addprevious(last)
                root[0].remove(template_section)
                self._fit(last, plain, links)
                links.follow(last)
        parts[_DOCUMENT] = _written(root)
        self._add_styles(parts)
        links.write()

    def _fit(self, section: etree._Element, plain: etree._Element, links: _Links) -> None:
        """Give ordinary pages the template's paper, margins, headers and footers; others keep their own."""
        if not links.is_ordinary(section) or _turned(section) != _turned(plain):
            return
        if _titled(section) or _titled(plain):
            return
        own = [deepcopy(one) for one in section if one.tag in {f"{_W}pgNumType", f"{_W}type"}]
        tags = {one.tag for one in own}
        count = next((one for one in own if one.tag == f"{_W}pgNumType"), None)
        kind = next((one for one in own if one.tag == f"{_W}type"), None)
        section[:] = [deepcopy(one) for one in plain if one.tag not in tags]
        if kind is not None:
            after = [one for one in section if one.tag in _REFERENCES]
            section.insert(len(after), kind)
        if count is not None:
            margins = section.find(f"{_W}pgMar")
            if margins is None:
                section.append(count)
            else:
                margins.addnext(count)
        for one in section:
            if one.tag in _REFERENCES:
                # It is the template's already.
                one.set("kept", "1")

    def _add_styles(self, parts: dict[str, bytes]) -> None:
        if _STYLES not in parts:
            parts[_STYLES] = self.built[_STYLES]
            return
        root = parsed(parts[_STYLES])
        known = {str(one.get(f"{_W}styleId")) for one in root.iter(f"{_W}style")}
        for style in parsed(self.built[_STYLES]).iter(f"{_W}style"):
            if style.get(f"{_W}styleId") not in known:
                added = deepcopy(style)
                added.attrib.pop(f"{_W}default", "")
                root.append(added)
        parts[_STYLES] = _written(root)


class _Links:
    """The relations of the built-in document, taken over as they are needed."""

    def __init__(self, built: dict[str, bytes], parts: dict[str, bytes]) -> None:
        self.built = built
        self.parts = parts
        self.old = {str(one.get("Id")): one for one in parsed(built[_LINKS])}
        self.root = parsed(parts[_LINKS])
        self.types = parsed(parts[_CONTENT])
        self.taken: dict[str, str] = {}

    def is_ordinary(self, section: etree._Element) -> bool:
        """Whether pages of the section bear their number."""
        for reference in section.iter(*_REFERENCES):
            link = self.old.get(str(reference.get(f"{_R}id")))
            if link is not None and b"PAGE" in self.built.get(f"word/{link.get('Target')}", b""):
                return True
        return False

    def follow(self, element: etree._Element) -> None:
        """Take over what the element points at."""
        for one in element.iter():
            if one.attrib.pop("kept", ""):
                continue
            for name in list(one.attrib):
                if str(name).startswith(_R) and one.attrib[name] in self.old:
                    one.attrib[name] = self._take(str(one.attrib[name]))
            if one.tag == f"{_W}footnoteReference":
                self._take_notes()

    def _take(self, key: str) -> str:
        if key not in self.taken:
            link = deepcopy(self.old[key])
            target = str(link.get("Target"))
            if link.get("TargetMode") is None:
                link.set("Target", self._copied(target))
            self.taken[key] = f"rIdBuilt{len(self.taken) + 1}"
            link.set("Id", self.taken[key])
            self.root.append(link)
        return self.taken[key]

    def _copied(self, target: str) -> str:
        """Copy a part under a name that is free, and declare what it is."""
        old = f"word/{target}"
        stem, _, suffix = target.rpartition(".")
        new, number = target, 1
        while f"word/{new}" in self.parts:
            number += 1
            new = f"{stem}-{number}.{suffix}"
        self.parts[f"word/{new}"] = self.built[old]
        types = parsed(self.built[_CONTENT])
        for one in types:
            if one.get("PartName") == f"/{old}":
                declared = deepcopy(one)
                declared.set("PartName", f"/word/{new}")
                self.types.append(declared)
            elif str(one.get("Extension", "")).lower() == suffix.lower():
                if not any(str(own.get("Extension", "")).lower() == suffix.lower() for own in self.types):
                    self.types.insert(0, deepcopy(one))
        return new

    def _take_notes(self) -> None:
        if "footnotes" in self.taken:
            return
        if "word/footnotes.xml" in self.parts:
            raise Problem(
                N_("The template is not used: it has footnotes of its own, and so has the text put into it")
            )
        key = next(key for key, one in self.old.items() if str(one.get("Type")).endswith("/footnotes"))
        self.taken["footnotes"] = self._take(key)

    def write(self) -> None:
        """Write the relations and kinds of parts back."""
        self.parts[_LINKS] = _written(self.root)
        self.parts[_CONTENT] = _written(self.types)


def _style_of(element: etree._Element) -> str:
    style = element.find(f"{_W}pPr/{_W}pStyle")
    return str(style.get(f"{_W}val")) if style is not None else ""


def _turned(section: etree._Element) -> bool:
    paper = section.find(f"{_W}pgSz")
    return paper is not None and paper.get(f"{_W}orient") == "landscape"


def _titled(section: etree._Element) -> bool:
    return section.find(f"{_W}titlePg") is not None


def _written(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _astray() -> Problem:
    return Problem(
        N_(
            "The template is not used: body, head, and the heading and body of a chapter each stand alone in"
            " a paragraph of the text, not in a table, header or footer"
        )
    )
