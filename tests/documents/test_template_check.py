"""What a template may not have in it: fields, links and pictures that reach out of the file."""

from __future__ import annotations

import pytest

from tests.documents.test_template import (
    BEGIN,
    END,
    RELS,
    SEPARATE,
    W,
    built,
    changed,
    field,
    template,
)
from workbench.documents.template_check import parts_of
from workbench.errors import Problem

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
VML = 'xmlns:v="urn:schemas-microsoft-com:vml"'
SVG = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def with_(xml: str) -> bytes:
    """A template with something more at the end of its text."""
    return changed(template("第一段{{ plan.title }}"), "word/document.xml", "<w:sectPr", f"{xml}<w:sectPr")


def code(text: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve">{text}</w:instrText></w:r>'


def shown(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


NESTED = (
    f"<w:p {W}>{shown('见附件')}{BEGIN}{code(' ')}{BEGIN}{code(' QUOTE 68 68 69 65 85 84 79 ')}{SEPARATE}"
    f"{shown('DDEAUTO')}{END}{code(' c:/cmd.exe ')}{SEPARATE}{shown('x')}{END}</w:p>"
)


def test_a_field_within_the_code_of_another_is_refused_with_its_place() -> None:
    with pytest.raises(Problem, match=r"Text of the document, “见附件.*within the code of another"):
        parts_of(with_(NESTED))
    simple = f'<w:p {W}>{BEGIN}{code(" ")}<w:fldSimple w:instr="PAGE"/>{code(" x")}{END}</w:p>'
    with pytest.raises(Problem, match="within the code"):
        parts_of(with_(simple))


@pytest.mark.parametrize(
    ("instruction", "name"),
    [
        ("FILENAME \\p", "FILENAME"),
        ("USERNAME", "USERNAME"),
        ("QUOTE 68 68 69", "QUOTE"),
        ("&quot;DDE&quot; x", '"DDE"'),
        ("DOCPROPERTY Company", "DOCPROPERTY"),
        ("FILLIN x", "FILLIN"),
        ("HYPERLINK &quot;https://x&quot;", "HYPERLINK"),
        ("HYPERLINK &quot;\\\\evil\\share\\a.exe&quot;", "HYPERLINK"),
        ("HYPERLINK &quot;\\\\evil\\a&quot; \\l &quot;b&quot;", "HYPERLINK"),
        ("HYPERLINK \\l &quot;b&quot; &quot;http://x&quot;", "HYPERLINK"),
        ("{{ 'D' }}DEAUTO c:\\cmd.exe", "{{ 'D' }}DEAUTO"),
    ],
)
def test_only_harmless_fields_stand_in_a_template(instruction: str, name: str) -> None:
    for hostile in (
        field(instruction),
        f'<w:p {W}>{shown("页次")}<w:fldSimple w:instr="{instruction}"/></w:p>',
        # One that never ends.
        f"<w:p {W}>{BEGIN}{code(instruction)}</w:p>",
    ):
        with pytest.raises(Problem, match="Text of the document, “") as told:
            parts_of(with_(hostile))
        assert f"the field {name}" in str(told.value)


def test_code_outside_of_a_field_is_refused() -> None:
    with pytest.raises(Problem, match="the field DDEAUTO"):
        parts_of(with_(f"<w:p {W}>{code('DDEAUTO x')}</w:p>"))
    with pytest.raises(Problem, match="the field DDEAUTO"):
        parts_of(with_(f"<w:p {W}>{BEGIN}{code('PAGE')}{SEPARATE}{code('DDEAUTO x')}{END}</w:p>"))


def test_fields_of_offices_and_of_the_built_in_documents_are_no_harm() -> None:
    assert "word/document.xml" in parts_of(built())
    contents, page = code(" TOC \\o &quot;1-2&quot; \\h "), code(" PAGEREF _Toc1 \\h ")
    inside = f"{BEGIN}{page}{SEPARATE}{shown('1')}{END}"
    toc = f"<w:p {W}>{BEGIN}{contents}{SEPARATE}{inside}{END}</w:p>"
    fields = (
        "PAGE \\* MERGEFORMAT",
        "NUMPAGES",
        "SEQ 表 \\* ARABIC",
        "STYLEREF 1",
        "TC &quot;LINK&quot;",
        "=SUM(ABOVE)",
        " SHAPE  \\* MERGEFORMAT ",
        "AUTONUMLGL",
        "eq \\o\\ac(○,1)",
        "HYPERLINK \\l &quot;_Toc1&quot; \\o &quot;见第一章&quot;",
        "",
    )
    parts_of(with_(toc + "".join(field(one) for one in fields)))


def relation(kind: str, target: str, mode: str = "") -> str:
    return f'<Relationship Id="rId98" Type="{R}/{kind}" Target="{target}"{mode}/></Relationships>'


OUTSIDE = {
    "picture by an address": with_(
        f'<w:p {W}><w:r><w:pict><v:shape {VML}><v:imagedata src="http://x/y.png"/></v:shape></w:pict></w:r></w:p>'
    ),
    "picture by the address that it came from": with_(
        f'<w:p {W}><w:r><w:pict><v:shape {VML}><v:imagedata xmlns:o="urn:schemas-microsoft-com:office:office"'
        ' o:href="file:///x/y.png"/></v:shape></w:pict></w:r></w:p>'
    ),
    "shape that links to a share": with_(
        f'<w:p {W}><w:r><w:pict><v:shape {VML} href="\\\\x\\y"/></w:pict></w:r></w:p>'
    ),
    "relation to an address": changed(template("文"), *RELS[:2], relation("image", "http://x/y.png")),
    "relation to a share": changed(template("文"), *RELS[:2], relation("image", "\\\\x\\y.png")),
    "relation to a host": changed(template("文"), *RELS[:2], relation("image", "//x/y.png")),
    "relations by another name": changed(
        template("文"), "word/_rels/header9.xml.RELS", "", f"<Relationships>{relation('image', 'http://x/y')}"
    ),
    "relation to a file": changed(template("文"), *RELS[:2], relation("image", "file:///x/y.png")),
}
DRAWINGS = (
    '<image href="http://x/y.png"/>',
    '<image xlink:href="\\\\x\\y.png"/>',
    '<image href="data:image/svg+xml;base64,PHN2Zy8+"/>',
    "<script>1</script>",
    '<rect onload="1"/>',
    '<rect style="fill:url(http://x/y)"/>',
    "<style>@import 'http://x/y';</style>",
    "<foreignObject/>",
)


@pytest.mark.parametrize("what", list(OUTSIDE))
def test_what_reaches_out_of_the_file_is_refused(what: str) -> None:
    with pytest.raises(Problem, match="from outside the file"):
        parts_of(OUTSIDE[what])


@pytest.mark.parametrize("drawing", DRAWINGS)
def test_a_drawing_that_fetches_or_runs_is_refused(drawing: str) -> None:
    for name in ("word/media/x.svg", "word/media/x.png"):
        with pytest.raises(Problem, match="from outside the file"):
            parts_of(changed(template("文"), name, "", f"<svg {SVG}>{drawing}</svg>"))


def test_plain_drawings_and_shapes_are_no_harm() -> None:
    plain = f'<svg {SVG}><defs><g id="a"/></defs><use href="#a"/><rect style="fill:url(#b)"/></svg>'
    kept = parts_of(changed(template("文"), "word/media/x.svg", "", plain))
    assert kept["word/media/x.svg"] == plain.encode()
    shape = (
        f'<w:p {W}><w:r><w:pict><v:shape {VML} href="https://www.gov.cn">'
        f'<v:imagedata xmlns:r="{R}" r:id="rId1" src=""/></v:shape></w:pict></w:r></w:p>'
    )
    assert b"v:shape" in parts_of(with_(shape))["word/document.xml"]
