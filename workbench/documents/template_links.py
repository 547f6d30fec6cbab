"""What the blocks put into a template point at: pictures, headers, links and footnotes come along."""

from __future__ import annotations

from copy import deepcopy
from typing import Final

from lxml import etree

from workbench.documents.template_check import parsed

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_LINKS: Final = "word/_rels/document.xml.rels"
_CONTENT: Final = "[Content_Types].xml"
_NOTES: Final = "word/footnotes.xml"
_REFERENCES: Final = (f"{_W}headerReference", f"{_W}footerReference")


def serialised(root: etree._Element) -> bytes:
    """A part of a package as it stands in the file."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


class Target:
    """The package of the template: its relations, kinds of parts and footnotes, to which is added."""

    def __init__(self, parts: dict[str, bytes]) -> None:
        self.parts = parts
        self.links = parsed(parts[_LINKS])
        self.types = parsed(parts[_CONTENT])
        self._notes: etree._Element | None = None
        self._added = 0

    def link(self, link: etree._Element) -> str:
        """Add a relation; the key under which it is to be had."""
        self._added += 1
        key = f"rIdBuilt{self._added}"
        link.set("Id", key)
        self.links.append(link)
        return key

    def declare(self, name: str, like: etree._Element) -> None:
        """Say what a new part is, as another package says it of the like."""
        if like.get("PartName") is not None:
            declared = deepcopy(like)
            declared.set("PartName", f"/{name}")
            self.types.append(declared)
        elif not any(_suffix(own) == _suffix(like) for own in self.types):
            self.types.insert(0, deepcopy(like))

    def add_note(self, note: etree._Element) -> str:
        """Add a footnote beside those of the template; its number."""
        if self._notes is None:
            self._notes = parsed(self.parts[_NOTES])
        taken = [int(str(one.get(f"{_W}id"))) for one in self._notes]
        number = str(max([0, *taken]) + 1)
        added = deepcopy(note)
        added.set(f"{_W}id", number)
        self._notes.append(added)
        return number

    def write(self) -> None:
        """Write what was added into the parts."""
        self.parts[_LINKS] = serialised(self.links)
        self.parts[_CONTENT] = serialised(self.types)
        if self._notes is not None:
            self.parts[_NOTES] = serialised(self._notes)


class Links:
    """The relations and footnotes of a package, taken over into the template as they are needed."""

    def __init__(self, built: dict[str, bytes], target: Target) -> None:
        self._built = built
        self._target = target
        self._links = {str(one.get("Id")): one for one in parsed(built[_LINKS])}
        self._taken: dict[str, str] = {}
        self._notes: dict[str, etree._Element] = {}

    def is_ordinary(self, section: etree._Element) -> bool:
        """Whether pages of the section bear their number."""
        for reference in section.iter(*_REFERENCES):
            link = self._links.get(str(reference.get(f"{_R}id")))
            if link is not None and b"PAGE" in self._built.get(f"word/{link.get('Target')}", b""):
                return True
        return False

    def follow(self, element: etree._Element) -> None:
        """Take over what the element points at."""
        for one in element.iter():
            if one.attrib.pop("kept", ""):
                continue
            for name in list(one.attrib):
                if str(name).startswith(_R) and one.attrib[name] in self._links:
                    one.attrib[name] = self._take(str(one.attrib[name]))
            if one.tag == f"{_W}footnoteReference":
                one.set(f"{_W}id", self._note(str(one.get(f"{_W}id"))))

    def _take(self, key: str) -> str:
        if key not in self._taken:
            link = deepcopy(self._links[key])
            if link.get("TargetMode") is None:
                link.set("Target", self._copied(str(link.get("Target"))))
            self._taken[key] = self._target.link(link)
        return self._taken[key]

    def _copied(self, name: str) -> str:
        """Copy a part under a name that is free, and declare what it is."""
        old, parts = f"word/{name}", self._target.parts
        stem, _, suffix = name.rpartition(".")
        new, number = name, 1
        while f"word/{new}" in parts:
            number += 1
            new = f"{stem}-{number}.{suffix}"
        parts[f"word/{new}"] = self._built[old]
        for one in parsed(self._built[_CONTENT]):
            if one.get("PartName") == f"/{old}" or _suffix(one) == suffix.lower():
                self._target.declare(f"word/{new}", one)
        return new

    def _note(self, number: str) -> str:
        """The number of a footnote of this package in the template."""
        if not self._notes:
            root = parsed(self._built[_NOTES])
            self._notes = {str(one.get(f"{_W}id")): one for one in root}
            if _NOTES not in self._target.parts:
                key = next(key for key, one in self._links.items() if _is_notes(one))
                self._take(key)
                for one in list(root):
                    # The lines between text and notes stay, the notes come one by one.
                    if one.get(f"{_W}type") is None:
                        root.remove(one)
                self._target.parts[_NOTES] = serialised(root)
        return self._target.add_note(self._notes[number])


def _is_notes(link: etree._Element) -> bool:
    return str(link.get("Type")).endswith("/footnotes")


def _suffix(declared: etree._Element) -> str:
    """The suffix that a default kind of parts is declared for; "" for the declaration of one part."""
    return str(declared.get("Extension", "")).lower()
