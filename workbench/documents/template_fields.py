"""The fields of Word in a template: only those that take nothing from outside the document stand in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.i18n import N_

if TYPE_CHECKING:
    from lxml import etree

#: Page numbers, contents, references, captions, dates, the properties that we write ourselves, characters.
_HARMLESS: Final = re.compile(
    r"PAGE|NUMPAGES|SECTION|SECTIONPAGES|NUMWORDS|NUMCHARS|TOC|TC|INDEX|XE|REF|PAGEREF|NOTEREF|SEQ|STYLEREF"
    r"|LISTNUM|AUTONUM(?:LGL|OUT)?|SHAPE|DATE|TIME|CREATEDATE|SAVEDATE|PRINTDATE|TITLE|SUBJECT|AUTHOR|EQ|SYMBOL|ADVANCE|="
)
#: A link to a bookmark of the document itself, perhaps with the hint that shows on it.
_INSIDE: Final = re.compile(
    r"""\s*HYPERLINK\s+\\l\s*(?:"[^"\\]*"|[^\s"\\]+)(?:\s+\\[oht](?:\s+"[^"\\]*")?)*\s*""", re.IGNORECASE
)
_NAME: Final = re.compile(r"\s*([A-Za-z]+|=)")
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_UNDONE: Final = frozenset({f"{_W}del", f"{_W}moveFrom"})


class Refused(NamedTuple):
    """A field that a template may not have: its name, the text of its paragraph, and why (a message id)."""

    name: str
    text: str
    fault: str


class _Field:
    def __init__(self, paragraph: etree._Element | None) -> None:
        self.paragraph = paragraph
        self.code = ""
        self.is_code = True


def refused_field(root: etree._Element) -> Refused | None:
    """The first field of a part that could fetch, run or tell something; None when all are harmless.

    A field within the code of another could write any code, so that none is looked at and all are refused.
    """
    stack: list[_Field] = []
    paragraph: etree._Element | None = None
    for one in root.iter():
        if one.tag == f"{_W}p":
            paragraph = one
        elif one.tag == f"{_W}fldSimple":
            code = str(one.get(f"{_W}instr") or "")
            if stack and stack[-1].is_code:
                return _refused(stack[-1].code + code, paragraph, nested=True)
            if not _is_harmless(code):
                return _refused(code, paragraph)
        elif one.tag == f"{_W}fldChar":
            kind = one.get(f"{_W}fldCharType")
            if kind == "begin":
                if stack and stack[-1].is_code:
                    return _refused(stack[-1].code, paragraph, nested=True)
                stack.append(_Field(paragraph))
            elif stack and kind == "separate":
                stack[-1].is_code = False
            elif stack:
                field = stack.pop()
                if not _is_harmless(field.code):
                    return _refused(field.code, field.paragraph)
        elif one.tag == f"{_W}instrText" and not any(above.tag in _UNDONE for above in one.iterancestors()):
            if not stack or not stack[-1].is_code:
                return _refused(str(one.text or ""), paragraph)
            stack[-1].code += str(one.text or "")
    return next((_refused(each.code, each.paragraph) for each in stack if not _is_harmless(each.code)), None)


def _is_harmless(code: str) -> bool:
    known = _HARMLESS.fullmatch(_name(code)) or _INSIDE.fullmatch(code)
    return known is not None or not code.strip()


def _refused(code: str, paragraph: etree._Element | None, *, nested: bool = False) -> Refused:
    told = () if paragraph is None else paragraph.iter(f"{_W}t")
    name = _name(code)
    if nested:
        fault = N_("a field stands within the code of another; write what it says as text")
    elif name == "HYPERLINK":
        fault = N_("the field {name} leads out of the document; only links to its own bookmarks are used")
    else:
        fault = N_("the field {name} is not used in templates, because it may fetch, run or tell something")
    return Refused(name, "".join(str(one.text or "") for one in told), fault)


def _name(code: str) -> str:
    found = _NAME.match(code)
    return found[1].upper() if found else code.strip()[:20]
