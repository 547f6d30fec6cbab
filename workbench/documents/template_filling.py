"""Fills in one template with the data of one document, and puts the document's own blocks where it asks."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any, Final

from jinja2.exceptions import SecurityError, TemplateError, TemplateSyntaxError

from workbench.documents.docx_parts import packed
from workbench.documents.printable import printable
from workbench.documents.template_blocks import Blocks
from workbench.documents.template_check import parsed, parts_of
from workbench.documents.template_links import serialised
from workbench.documents.template_places import place_of, shortened, wrong
from workbench.documents.template_private import take_out_private
from workbench.documents.template_sandbox import Sandbox, Unfit, UnknownName
from workbench.documents.template_whole import make_whole
from workbench.documents.template_words import Faulty, read, text_of
from workbench.errors import Problem
from workbench.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Callable

_DOCUMENT: Final = "word/document.xml"
_PROPERTIES: Final = "docProps/core.xml"
_PROGRAM: Final = "docProps/app.xml"
_NO_PROGRAM: Final = (
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)
_CONTENT: Final = "[Content_Types].xml"
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TAG: Final = re.compile(r"<[^>]+>")
#: What is said of a filter or test that does not exist.
_FORM: Final = re.compile(r"No (?:filter|test) named '(\w+)'")
#: Characters beyond which a reader of XML gives up, whatever they are.
_LARGEST_TEXT: Final = 10_000_000


def filled(template: bytes, data: dict[str, Any], built: bytes, language: str, tables: bytes = b"") -> bytes:
    """The Word file that the template makes of the data; a Problem with the place when it cannot.

    ``built`` is the built-in document, whose blocks a template takes over by `{{ body }}` and the like;
    ``tables`` is a document of the tables that it takes over, each below a heading that is its name.
    """
    parts = parts_of(template)
    take_out_private(parts)
    shown = texts_of({name: content for name, content in parts.items() if name != _PROPERTIES})
    has_names = any(sign in text for text in shown for sign in ("{{", "{%"))
    own = parts_of(built)
    blocks = Blocks(own, parts_of(tables) if tables else {})
    names = blocks.names()
    names["tables"] = data.get("tables", {}) | names["tables"]
    known = _frozen(_printable(data) | names)
    sandbox = Sandbox(language, list(known))
    for name, content in list(parts.items()):
        what = place_of(name)
        if not what:
            continue
        if name == _PROPERTIES:
            parts[name] = _properties(content, own[name], sandbox, known, what)
        elif any(sign.encode() in content for sign in "{}｛｝"):
            parts[name] = _part(content, sandbox, known, what)
    if not has_names:
        raise Problem(
            N_(
                "The template is not used: no placeholder stands in it, so that every document would say the"
                " same; begin with a copy of the shipped one"
            )
        )
    blocks.put_into(parts)
    text = parsed(parts[_DOCUMENT])
    make_whole(text)
    parts[_DOCUMENT] = serialised(text)
    if _PROGRAM in parts:
        # It tells of who wrote the template, with what and how long.
        parts[_PROGRAM] = _NO_PROGRAM
    # A template by its suffix makes documents all the same.
    parts[_CONTENT] = parts[_CONTENT].replace(b".template.main+xml", b".document.main+xml")
    return packed(parts)


def texts_of(parts: dict[str, bytes]) -> list[str]:
    """The text of every part in which names are filled in, however it is cut into runs."""
    places = [content.decode("utf-8", "replace") for name, content in parts.items() if place_of(name)]
    # Runs of a paragraph are one text, paragraphs are apart.
    return [unescape(_TAG.sub("", text.replace("</w:p>", "\n"))) for text in places]


def lies(parts: dict[str, bytes]) -> bool:
    """Whether the last pages of a template are landscape."""
    papers = list(parsed(parts[_DOCUMENT]).iter(f"{_W}pgSz"))
    return bool(papers) and "landscape" in papers[-1].values()


def _part(content: bytes, sandbox: Sandbox, data: dict[str, Any], what: str) -> bytes:
    from docxtpl import DocxTemplate
    from lxml import etree

    words = DocxTemplate("")
    source = words.patch_xml(etree.tostring(parsed(content), encoding="unicode"))
    # A line a paragraph, so that the line of a mistake leads to its paragraph.
    source = re.sub(r"<w:p([ >])", r"\n<w:p\1", source)
    text = _worked_out(source, sandbox, data, what)
    text = words.resolve_listing(re.sub(r"\n<w:p([ >])", r"<w:p\1", text))
    try:
        root = etree.fromstring(text)
    except etree.XMLSyntaxError:
        if len(text) > _LARGEST_TEXT:
            raise MemoryError from None
        raise wrong(what, "", N_("a loop or condition does not begin and end in like places")) from None
    make_whole(root)
    return serialised(root)


def _properties(content: bytes, built: bytes, sandbox: Sandbox, data: dict[str, Any], what: str) -> bytes:
    """The properties of the built-in document, and what the template says there by names.

    Who wrote the template and when is none of the reader's business.
    """
    from lxml import etree

    root = parsed(built)
    for one in parsed(content):
        if one.text and "{" in one.text:
            said = unescape(_worked_out(one.text, sandbox, data, what))[:255]
            there = root.find(one.tag)
            if there is None:
                there = etree.SubElement(root, one.tag)
            there.text = said
    return serialised(root)


def _worked_out(source: str, sandbox: Sandbox, data: dict[str, Any], what: str) -> str:
    try:
        return sandbox.from_string(read(source, sandbox)).render(data)
    except Faulty as error:
        raise wrong(what, _paragraph(source, error.line), error.fault, **error.values) from None
    except Unfit as error:
        raise wrong(what, _paragraph(source, _line_of(error)), error.fault, **error.values) from None
    except UnknownName as error:
        text = _paragraph(source, _line_of(error))
        if error.near:
            fault = N_("“{name}” is not known; perhaps “{near}” is meant")
        else:
            fault = N_("“{name}” is not known; the guide to templates lists the names")
        raise wrong(what, text, fault, name=error.name, near=error.near) from None
    except SecurityError as error:
        text = _paragraph(source, _line_of(error))
        raise wrong(what, text, N_("only names, filters and small sums are allowed, no calls")) from None
    except SyntaxError:
        # Python, which a template becomes, goes only so deep.
        raise wrong(what, "", N_("loops and conditions stand too deep in one another")) from None
    except TemplateSyntaxError as error:
        text = _paragraph(source, error.lineno)
        if unknown := _FORM.match(str(error.message)):
            raise _no_form(what, text, unknown[1], sandbox) from None
        fault = N_("it is written wrongly, or a brace, loop or condition is not closed")
        raise wrong(what, text, fault) from None
    except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
        text = _paragraph(source, _line_of(error))
        # Within a condition it is found out only now.
        if unknown := _FORM.match(str(error)):
            raise _no_form(what, text, unknown[1], sandbox) from None
        raise wrong(what, text, N_("it cannot be worked out")) from None


def _no_form(what: str, text: str, name: str, sandbox: Sandbox) -> Problem:
    """What is said of a form after a bar that does not exist."""
    fault = N_("the form “|{name}” is not known; there are {known}")
    return wrong(what, text, fault, name=name, known=", ".join(sandbox.forms))


def _line_of(error: BaseException) -> int:
    """The line of the template on which the error arose."""
    line, step = 0, error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == "<template>":
            line = step.tb_lineno
        step = step.tb_next
    return line


def _paragraph(source: str, line: int) -> str:
    lines = source.split("\n")
    return shortened(text_of(lines[line - 1])) if 0 < line <= len(lines) else ""


def _frozen(value: Any) -> Any:
    """Lists as tuples: nothing in the data can be changed."""
    if isinstance(value, dict):
        return {key: _frozen(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return tuple(_frozen(one) for one in value)
    return value


def _printable(value: Any) -> Any:
    each: Callable[[Any], Any] = _printable
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {key: each(one) for key, one in value.items()}
    if isinstance(value, list):
        return [each(one) for one in value]
    return value
