"""Looks into a Word file that serves as a template, and into what was made from it: no harm may be in it.

The file is looked through before anything else reads it. Refused are macros, embedded objects, links and
pictures that fetch something from elsewhere, fields that are not known to be harmless, and packages that
would flood a reader.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Final

from lxml import etree

from workbench.documents.template_fetching import fetches, is_elsewhere
from workbench.documents.template_fields import refused_field
from workbench.documents.template_places import place_of, shortened, wrong
from workbench.errors import Problem
from workbench.i18n import N_

_MEGABYTE: Final = 1 << 20
_LARGEST_FILE: Final = 20 * _MEGABYTE
_LARGEST_EXPANDED: Final = 300 * _MEGABYTE
_LARGEST_PART: Final = 100 * _MEGABYTE
_MOST_PARTS: Final = 2_000
#: A part may be so many times as large as it is packed, once it is larger than a megabyte.
_DENSEST: Final = 200
_DOCUMENT: Final = "word/document.xml"
_MAIN_TYPES: Final = frozenset(
    f"application/vnd.openxmlformats-officedocument.wordprocessingml.{form}.main+xml"
    for form in ("document", "template")
)
_HARMFUL_PART: Final = re.compile(
    r"vbaproject|vbadata|/activex/|/embeddings/|/webextensions?/|oleobject|afchunk"
    r"|\.(?:bin|exe|dll|js|vbs|html?|mht|rtf|svgz)$"
)
_HARMFUL_LINK: Final = re.compile(
    r"oleObject|/package|/control|aFChunk|vbaProject|frame|subDocument|mailMerge|externalLink"
)
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MAIL_MERGE: Final = (
    f"{_W}mailMerge",
    f"{_W}altChunk",
    f"{_W}object",
    f"{_W}control",
)
#: Bytes in which a drawing says that it is one, whatever its file is called.
_HEAD: Final = 4_096
_FROM_OUTSIDE: Final = N_("it fetches something from outside the file")
_ATTACHED: Final = N_("it is attached to another template; in Word, attach it to Normal and save it again")


def parts_of(data: bytes) -> dict[str, bytes]:
    """The parts of a harmless Word file by their names; else a Problem that says what is wrong with it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _measured(package, len(data))
            parts = {entry.filename: package.read(entry) for entry in package.infolist()}
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        RuntimeError,
        EOFError,
        ValueError,
        OSError,
    ) as error:
        raise _refused(N_("it is not a Word document (.docx), or it is damaged")) from error
    if _DOCUMENT not in parts or "[Content_Types].xml" not in parts:
        raise _refused(N_("it is not a Word document (.docx), or it is damaged"))
    for name, content in parts.items():
        lowered = name.lower()
        if _HARMFUL_PART.search(lowered):
            raise _refused(N_("it holds macros or embedded objects"))
        if lowered.endswith((".xml", ".rels")):
            _look_into(name, content)
        elif (lowered.endswith(".svg") or b"<svg" in content[:_HEAD]) and fetches(parsed(content)):
            raise _refused(_FROM_OUTSIDE)
    return parts


def parsed(content: bytes) -> etree._Element:
    """XML without entities, document types and anything fetched; a Problem when it is none."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise _refused(N_("it is not a Word document (.docx), or it is damaged")) from error
    if b"<!DOCTYPE" in content or root.getroottree().docinfo.internalDTD is not None:
        raise _refused(N_("it holds a document type, which no office program writes"))
    return root


def _measured(package: zipfile.ZipFile, size: int) -> None:
    entries = package.infolist()
    names = {entry.filename.lower() for entry in entries}
    expanded = sum(entry.file_size for entry in entries)
    if (
        size > _LARGEST_FILE
        or len(entries) > _MOST_PARTS
        or len(names) < len(entries)
        or expanded > _LARGEST_EXPANDED
        or any(_is_odd(entry) for entry in entries)
    ):
        raise _refused(N_("it is too large, or packed in a way that office programs do not use"))


def _is_odd(entry: zipfile.ZipInfo) -> bool:
    dense = entry.file_size > _MEGABYTE and entry.file_size > _DENSEST * max(entry.compress_size, 1)
    outside = entry.filename.startswith(("/", "\\")) or ".." in entry.filename
    return dense or outside or entry.file_size > _LARGEST_PART or bool(entry.flag_bits & 1)


def _look_into(name: str, content: bytes) -> None:
    root = parsed(content)
    if name == "[Content_Types].xml":
        kinds = {str(one.get("PartName")): str(one.get("ContentType")) for one in root}
        if kinds.get(f"/{_DOCUMENT}") not in _MAIN_TYPES:
            raise _refused(N_("it holds macros or embedded objects"))
    elif name.lower().endswith(".rels"):
        for link in root:
            outside = str(link.get("TargetMode", "")).lower() == "external"
            kind, target = str(link.get("Type")), str(link.get("Target"))
            web = kind.endswith("/hyperlink") and target.lower().startswith(("http://", "https://"))
            if kind.endswith("/attachedTemplate"):
                raise _refused(_ATTACHED)
            if _HARMFUL_LINK.search(kind.rpartition("/relationships")[2]) or (
                not web if outside else is_elsewhere(target)
            ):
                raise _refused(_FROM_OUTSIDE)
    elif name == _DOCUMENT and root.find(f"{_W}body") is None:
        raise _refused(N_("it is not a Word document (.docx), or it is damaged"))
    elif any(True for _ in root.iter(f"{_W}attachedTemplate")):
        raise _refused(_ATTACHED)
    elif any(True for _ in root.iter(*_MAIL_MERGE)):
        raise _refused(_FROM_OUTSIDE)
    else:
        field = refused_field(root)
        if field is not None:
            what = place_of(name) or name
            raise wrong(what, shortened(field.text), field.fault, name=field.name)
        if fetches(root):
            raise _refused(_FROM_OUTSIDE)


def _refused(fault: str) -> Problem:
    return Problem(N_("The template is not used: {fault}"), fault=f"@{fault}")
