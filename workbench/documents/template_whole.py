"""Makes whole what a loop or condition leaves: Word opens no cell, note or header without a paragraph."""

from __future__ import annotations

from typing import Final

from lxml import etree

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_P: Final = f"{_W}p"
_CONTAINERS: Final = tuple(
    f"{_W}{name}" for name in ("tc", "hdr", "ftr", "txbxContent", "footnote", "endnote", "body")
)
_BLOCKS: Final = frozenset({_P, f"{_W}tbl", f"{_W}sdt", f"{_W}customXml"})


def make_whole(root: etree._Element) -> None:
    """Take out rows without cells and tables without rows; end every container in a paragraph."""
    for row in list(root.iter(f"{_W}tr")):
        if row.find(f".//{_W}tc") is None:
            _take_out(row)
    # Inner tables first: the cell of an outer one stays.
    for table in reversed(list(root.iter(f"{_W}tbl"))):
        if table.find(f".//{_W}tr") is None:
            _take_out(table)
    for container in [*root.iter(*_CONTAINERS)]:
        if not _ends_in_paragraph(container):
            added = etree.Element(_P)
            if len(container) and container[-1].tag == f"{_W}sectPr":
                container[-1].addprevious(added)
            else:
                container.append(added)


def _ends_in_paragraph(container: etree._Element) -> bool:
    """Whether the last block is a paragraph, or a box around one."""
    blocks = [one for one in container if one.tag in _BLOCKS]
    if not blocks:
        return False
    last = blocks[-1]
    if last.tag == f"{_W}sdt":
        inside = last.find(f"{_W}sdtContent")
        return inside is not None and _ends_in_paragraph(inside)
    return last.tag == _P or (last.tag == f"{_W}customXml" and _ends_in_paragraph(last))


def _take_out(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
