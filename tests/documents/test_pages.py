"""Pages as pictures for the preview, and drawings as dots for Word."""

from __future__ import annotations

import struct

import pytest

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
