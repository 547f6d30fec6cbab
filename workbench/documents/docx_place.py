"""Text of a Word file that stands at its own place on the page, in a box without lines.

Floating tables and frames with rules are left in the text by LibreOffice; a box stays where it is put.
"""

from __future__ import annotations

from typing import Final

_DRAWING: Final = "http://schemas.openxmlformats.org/drawingml/2006"
_SHAPE: Final = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_COMPATIBLE: Final = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_EMU_OF_TWIP: Final = 635
#: Numbers of boxes begin beyond those of drawings.
_FIRST: Final = 90_001


def box_at_foot(inside: str, width: int, height: int) -> str:
    """A run with a box whose lower edge is the end of the type area; width and height in twips."""
    return _box(
        inside,
        (width, height),
        '<wp:positionH relativeFrom="margin"><wp:align>left</wp:align></wp:positionH>'
        '<wp:positionV relativeFrom="margin"><wp:align>bottom</wp:align></wp:positionV>',
        _FIRST,
        rests="b",
    )


def box_at_top(inside: str, width: int, height: int, top: int, below: int) -> str:
    """A run with a box in the middle of the page, ``top`` twips below the upper edge of the paper.

    The text goes on ``below`` twips below it.
    """
    return _box(
        inside,
        (width, height),
        '<wp:positionH relativeFrom="page"><wp:align>center</wp:align></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{top * _EMU_OF_TWIP}</wp:posOffset></wp:positionV>',
        _FIRST + 1,
        rests="t",
        below=below,
    )


def _box(inside: str, size: tuple[int, int], place: str, number: int, *, rests: str, below: int = 0) -> str:
    wide, high = (side * _EMU_OF_TWIP for side in size)
    return (
        f'<w:r><mc:AlternateContent xmlns:mc="{_COMPATIBLE}"><mc:Choice xmlns:wps="{_SHAPE}" Requires="wps">'
        f'<w:drawing><wp:anchor xmlns:wp="{_DRAWING}/wordprocessingDrawing" distT="0" '
        f'distB="{below * _EMU_OF_TWIP}" distL="0" distR="0" simplePos="0" '
        'relativeHeight="2" behindDoc="0" locked="0" layoutInCell="1" '
        f'allowOverlap="0"><wp:simplePos x="0" y="0"/>{place}<wp:extent cx="{wide}" cy="{high}"/>'
        '<wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapTopAndBottom/>'
        f'<wp:docPr id="{number}" name="Box {number}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic xmlns:a="{_DRAWING}/main"><a:graphicData uri="{_SHAPE}"><wps:wsp>'
        f'<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/>'
        '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln>'
        f"</wps:spPr><wps:txbx><w:txbxContent>{inside}</w:txbxContent></wps:txbx>"
        f'<wps:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="{rests}">'
        "<a:noAutofit/></wps:bodyPr></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r>"
    )
