"""The blocks of the built-in documents that a template may take over: all, the head, a chapter, a table."""

from __future__ import annotations

import re
import secrets
from copy import deepcopy
from typing import Any, Final, NamedTuple

from lxml import etree

from workbench.documents.template_check import parsed
from workbench.documents.template_links import Links, Target, serialised
from workbench.errors import Problem
from workbench.i18n import N_

_WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W: Final = f"{{{_WORD}}}"
_DOCUMENT: Final = "word/document.xml"
_STYLES: Final = "word/styles.xml"
_REFERENCES: Final = (f"{_W}headerReference", f"{_W}footerReference")


class _Piece(NamedTuple):
    """Some elements of a package, and whether they are its last ones."""

    elements: list[etree._Element]
    package: dict[str, bytes]
    ends: bool = False


class Blocks:
    """The built-in document cut at its chapters, tables beside it, and the way of the pieces into a template.

    A piece stands in the data as a sign that no text can imitate; the paragraph that holds nothing but the
    sign becomes the piece. ``tables`` is a document of chapters, each the table that its heading names.
    """

    def __init__(self, built: dict[str, bytes], tables: dict[str, bytes]) -> None:
        self.sign = f"block-{secrets.token_hex(16)}-"
        self._pieces: list[_Piece] = []
        self._built = built
        *content, self._last_section = _body(parsed(built[_DOCUMENT]))
        self._names: dict[str, Any] = {"body": self._named(_Piece(content, built, ends=True))}
        head, chapters = _cut(content)
        self._names["head"] = self._named(_Piece(head, built, ends=not chapters))
        self._names["chapters"] = [
            {
                "title": title,
                "heading": self._named(_Piece([heading], built)),
                "body": self._named(_Piece(inside, built, ends=at == len(chapters))),
            }
            for at, (title, heading, inside) in enumerate(chapters, 1)
        ]
        self._names["tables"] = {}
        if tables:
            *content, _ = _body(parsed(tables[_DOCUMENT]))
            for title, _, inside in _cut(content)[1]:
                self._names["tables"][title] = self._named(_Piece(inside, tables))

    def _named(self, piece: _Piece) -> str:
        self._pieces.append(piece)
        return f"{self.sign}{len(self._pieces) - 1}."

    def names(self) -> dict[str, Any]:
        """What a template can ask for; of the tables those that have rows."""
        return self._names

    def put_into(self, parts: dict[str, bytes]) -> None:
        """Replace the signs in the text by the pieces, with the styles, pictures and notes they need."""
        sign = self.sign.encode()
        if any(sign in content for name, content in parts.items() if name != _DOCUMENT):
            raise _astray()
        if sign not in parts[_DOCUMENT]:
            return
        root = parsed(parts[_DOCUMENT])
        target = Target(parts)
        links: dict[int, Links] = {}
        body = _body(root)
        if len(body) == 0 or body[-1].tag != f"{_W}sectPr":
            etree.SubElement(body, f"{_W}sectPr")
        template_section = body[-1]
        plain = deepcopy(template_section)
        for paragraph in list(root.iter(f"{_W}p")):
            text = "".join(str(one.text or "") for one in paragraph.iter(f"{_W}t"))
            if self.sign not in text:
                continue
            match = re.fullmatch(rf"{self.sign}(\d+)\.", text.strip())
            if match is None or paragraph.getparent() is not body:
                raise _astray()
            piece = self._pieces[int(match[1])]
            link = links.setdefault(id(piece.package), Links(piece.package, target))
            at_end = paragraph.getnext() is template_section
            for element in map(deepcopy, piece.elements):
                paragraph.addprevious(element)
                for section in list(element.iter(f"{_W}sectPr")):
                    _fit(section, plain, link)
                link.follow(element)
            body.remove(paragraph)
            if piece.ends and at_end:
                last = deepcopy(self._last_section)
                template_section.addprevious(last)
                body.remove(template_section)
                _fit(last, plain, link)
                link.follow(last)
        parts[_DOCUMENT] = serialised(root)
        self._add_styles(parts)
        target.write()

    def _add_styles(self, parts: dict[str, bytes]) -> None:
        if _STYLES not in parts:
            parts[_STYLES] = self._built[_STYLES]
            return
        root = parsed(parts[_STYLES])
        known = {str(one.get(f"{_W}styleId")) for one in root.iter(f"{_W}style")}
        for style in parsed(self._built[_STYLES]).iter(f"{_W}style"):
            if style.get(f"{_W}styleId") not in known:
                added = deepcopy(style)
                added.attrib.pop(f"{_W}default", "")
                root.append(added)
        parts[_STYLES] = serialised(root)


def _body(root: etree._Element) -> etree._Element:
    """Where the text of a document stands; what paints its pages may stand before it."""
    body = root.find(f"{_W}body")
    assert body is not None, "looked into by parts_of"
    return body


def _cut(
    content: list[etree._Element],
) -> tuple[list[etree._Element], list[tuple[str, etree._Element, list[etree._Element]]]]:
    """What comes before the first chapter; then of each chapter its title, heading and content."""
    head: list[etree._Element] = []
    chapters: list[tuple[str, etree._Element, list[etree._Element]]] = []
    for element in content:
        if _style_of(element) == "Heading1":
            text = "".join(str(one.text or "") for one in element.iter(f"{_W}t"))
            chapters.append((text, element, []))
        elif chapters:
            chapters[-1][2].append(element)
        else:
            head.append(element)
    return head, chapters


def _fit(section: etree._Element, plain: etree._Element, links: Links) -> None:
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


def _style_of(element: etree._Element) -> str:
    style = element.find(f"{_W}pPr/{_W}pStyle")
    return str(style.get(f"{_W}val")) if style is not None else ""


def _turned(section: etree._Element) -> bool:
    paper = section.find(f"{_W}pgSz")
    return paper is not None and paper.get(f"{_W}orient") == "landscape"


def _titled(section: etree._Element) -> bool:
    return section.find(f"{_W}titlePg") is not None


def _astray() -> Problem:
    return Problem(
        N_(
            "The template is not used: body, head, the heading and body of a chapter, and tables each stand"
            " alone in a paragraph of the text, not in a table, header or footer"
        )
    )
