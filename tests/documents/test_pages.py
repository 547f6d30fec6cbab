"""Pages as pictures for the preview, and drawings as dots for Word."""

from __future__ import annotations

import struct

import pytest
from PySide6.QtGui import QImage

from tests.documents.test_pdf import SVG
from workbench.documents.outline import Contents, Heading, NewPage, Outline, Paragraph, plain
from workbench.documents.pages import page_pictures
from workbench.documents.pdf import to_pdf
from workbench.documents.svg_png import picture_png
from workbench.errors import Problem


def test_pages_are_drawn_when_asked_for() -> None:
    outline = Outline(
        "题", "zh", (Contents("目录"), Heading(1, "一"), NewPage(landscape=True), Paragraph(plain("文")))
    )
    with page_pictures(to_pdf(outline), 0.5) as pages:
        assert len(pages) == 3
        assert [pages.label(page) for page in range(3)] == ["I", "1", "2"]
        assert pages.size(0) == pytest.approx((595.3, 841.9), abs=0.1)
        upright, _, sideways = pages
        assert (upright.width, upright.height) == pytest.approx((298, 421), abs=1)
        assert sideways.width > sideways.height
        assert len(upright.dots) == upright.stride * upright.height
        assert upright.stride == 4 * upright.width
        assert upright.dots[:3] == b"\xff\xff\xff"
        assert min(upright.dots) < 100  # something is drawn
    with page_pictures(to_pdf(outline), 1000) as pages:
        assert max(pages.picture(0)[:2]) <= 16_000


def test_a_drawing_as_dots() -> None:
    data = picture_png(SVG, 100, 254)
    assert data.startswith(b"\x89PNG")
    assert struct.unpack(">II", data[16:24]) == pytest.approx((1000, 400), abs=1)
    assert picture_png(SVG, 100, 254) == data
    with pytest.raises(Problem):
        picture_png("<svg", 100)


@pytest.mark.parametrize(("height", "dpi"), [(99.3, 130), (61.7, 200), (156.4, 97), (166.95, 130)])
def test_no_line_of_a_drawing_is_lost_between_the_dots(height: float, dpi: int) -> None:
    """Lines a dot wide are all drawn alike: a column or row of dots left out would be seen."""
    dot = 25.4 / dpi
    for is_across in (True, False):
        room = 150 if is_across else height
        count = round(room / dot / 4)
        places = (room * (number + 0.5) / count for number in range(count))
        lines = " ".join(f"M{at} 0 V{height}" if is_across else f"M0 {at} H150" for at in places)
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="150mm" height="{height}mm" '
            f'viewBox="0 0 150 {height}"><path d="{lines}" stroke="black" stroke-width="{dot}"/></svg>'
        )
        image = QImage.fromData(picture_png(svg, 150, dpi))
        dots = image.width() if is_across else image.height()
        ink = [0] * count
        for at in range(dots):
            colour = image.pixelColor(at, 5) if is_across else image.pixelColor(5, at)
            ink[at * count // dots] += 255 - colour.red()
        assert min(ink) > 200, is_across
