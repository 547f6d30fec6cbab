"""The notice that issues the plan: letterhead, what is issued to whom, the plan itself, imprint."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from workbench.documents.outline import (
    Closing,
    Imprint,
    Letterhead,
    NewPage,
    Outline,
    Paragraph,
    Recipients,
    Remark,
    Title,
    plain,
)
from workbench.documents.plan_text import issued_blocks
from workbench.documents.printable import printable
from workbench.documents.title_lines import title_lines
from workbench.documents.wording import Wording
from workbench.i18n import N_

if TYPE_CHECKING:
    from workbench.documents.outline import Block
    from workbench.documents.source import Source

#: 粤办函〔2014〕524号: an agency's short name that ends in 函 numbers letters.
_LETTER_NUMBER: Final = re.compile(r"[^〔\[(（]*函\s*[〔\[(（].*")
#: Room for a number that is not given yet.
_NO_NUMBER: Final = "〔\u3000\u3000〕\u3000\u3000号"
#: And for a day.
_BLANK_DAY: Final = "\u3000\u3000年\u3000月\u3000日"
_OPENNESS: Final = {
    "active": N_("This document is published"),
    "on_request": N_("This document is published on request"),
    "none": N_("This document is not published"),
}


def outline(source: Source) -> Outline:
    """The notice with the plan that it issues; what the plan does not state is left blank."""
    head = source.plan.head
    wording = Wording(source.language)
    words = wording.words
    name = printable(" ".join(head.title.split()))
    issuer = printable(head.issuing_body or "")
    title = words(N_("Notice on issuing “{plan}”"), plan=name)
    if issuer and wording.chinese:
        title = issuer + title
    blocks: list[Block] = [
        _letterhead(source, issuer, wording),
        Title(title_lines(title)),
    ]
    colon = "：" if wording.chinese else ":"
    recipients = printable(head.recipients or "").rstrip("：:")
    blocks.append(Recipients((recipients or "\u3000" * 6) + colon))
    text = words(N_("“{plan}” is issued to you herewith; please carry it out with care."), plan=name)
    blocks.append(Paragraph(plain(text)))
    blocks.append(Closing((issuer,) if issuer else (), _day(source, wording)))
    if head.openness in _OPENNESS:
        blocks.append(Remark(wording.bracketed(words(_OPENNESS[head.openness]))))
    blocks += [NewPage(), *issued_blocks(source)]
    if imprint := _imprint(source, issuer, wording):
        turns = [block.landscape for block in blocks if isinstance(block, NewPage)]
        # An imprint stands at the foot of an upright page.
        blocks += [NewPage(), *imprint] if turns[-1] else imprint
    return Outline(title, source.language, tuple(blocks), issuer)


def is_letter(source: Source) -> bool:
    """Whether the notice takes the form of a letter: as asked for, as the plan states, else by its number."""
    head = source.plan.head
    if source.letter is not None:
        return source.letter
    if head.letterhead is not None:
        return head.letterhead == "letter"
    return bool(_LETTER_NUMBER.fullmatch(head.document_number or ""))


def _letterhead(source: Source, issuer: str, wording: Wording) -> Letterhead:
    head = source.plan.head
    number = printable(head.document_number or "") or _NO_NUMBER
    if is_letter(source):
        return Letterhead(issuer, number, "letter")
    # 文件 belongs to the mark of an issuing body; without one there is nothing that it could follow.
    mark = f"{issuer}文件" if issuer and wording.chinese else issuer
    return Letterhead(mark, number, "document")


def _day(source: Source, wording: Wording) -> str:
    issued_on = source.plan.head.issued_on
    if issued_on is not None:
        return wording.day(issued_on)
    return _BLANK_DAY if wording.chinese else ""


def _imprint(source: Source, issuer: str, wording: Wording) -> list[Block]:
    """Copies, who prints and when; a letter has copies alone."""
    head, words = source.plan.head, wording.words
    copies = printable(head.copies_to or "").rstrip("。.")
    if copies:
        copies = wording.sentence(wording.labelled("Copies to", copies))
    if is_letter(source):
        return [Imprint(copies)] if copies else []
    on = wording.day(head.printed_on) if head.printed_on else _BLANK_DAY if wording.chinese else ""
    day = words(N_("printed and distributed on {day}"), day=on) if on else ""
    return [Imprint(copies, issuer, day)] if copies or issuer or head.printed_on else []
