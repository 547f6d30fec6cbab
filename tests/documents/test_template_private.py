"""What an office's template says about those who wrote it stays out of the documents made with it."""

from __future__ import annotations

import io
import zipfile

import docx
from lxml import etree

from tests.documents.test_template import RELS, WORD, P, W, built, changed, lines_of, template
from workbench.documents.template_check import parts_of
from workbench.documents.template_filling import filled

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPE = "application/vnd.openxmlformats-officedocument"
DATA: dict[str, object] = {"plan": {"title": "规划", "vision": ""}, "tasks": []}
BY = 'w:id="1" w:author="zhang.san" w:date="2026-01-01T00:00:00Z"'


def with_(xml: str, data: bytes | None = None) -> bytes:
    whole = template("{{ plan.title }}") if data is None else data
    return changed(whole, "word/document.xml", "<w:sectPr", f"{xml}<w:sectPr")


def run(text: str, name: str = "t") -> str:
    return f"<w:r><w:{name}>{text}</w:{name}></w:r>"


def made(data: bytes) -> bytes:
    out = filled(data, DATA, built(), "zh")
    parts_of(out)
    for one in out_parts(out):
        assert b"zhang.san" not in one
    docx.Document(io.BytesIO(out))
    return out


def out_parts(data: bytes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return [package.read(name) for name in package.namelist()]


def names(data: bytes) -> set[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return set(package.namelist())


def test_tracked_changes_count_as_accepted() -> None:
    table = (
        f"<w:tbl {W}><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid>"
        f"<w:tr><w:trPr><w:ins {BY}/></w:trPr><w:tc><w:tcPr/><w:p>{run('新行')}</w:p></w:tc></w:tr>"
        f"<w:tr><w:trPr><w:del {BY}/></w:trPr><w:tc><w:tcPr/><w:p>{run('旧行')}</w:p></w:tc></w:tr></w:tbl>"
    )
    end = f"<w:pPr><w:rPr><w:del {BY}/></w:rPr></w:pPr>"
    out = made(
        with_(
            f"<w:p {W}><w:del {BY}>{run('{{ plan.titel }}密', 'delText')}</w:del>"
            f"<w:ins {BY}>{run('新文')}</w:ins>"
            f"<w:r><w:rPr><w:b/><w:rPrChange {BY}><w:rPr/></w:rPrChange></w:rPr><w:t>字</w:t></w:r></w:p>"
            f"<w:p {W}><w:del {BY}>{run('{{ plan.titel }}', 't')}</w:del></w:p>"
            f"<w:p {W}>{end}{run('前半')}</w:p><w:p {W}><w:pPr/>{run('后半')}</w:p>"
            f"<w:p {W}>{end}<w:del {BY}>{run('全删', 'delText')}</w:del></w:p>"
            f"<w:p {W}><w:moveFrom {BY}>{run('移走')}</w:moveFrom>"
            f"<w:moveTo {BY}>{run('移来')}</w:moveTo></w:p>{table}"
        )
    )
    assert lines_of(out) == ["规划", "新文字", "", "前半后半", "移来", "新行", ""]


def test_a_placeholder_crossed_out_is_not_worked_out() -> None:
    told = made(with_(f"<w:p {W}><w:del {BY}>{run('{{ wholly_other }}', 'delText')}</w:del></w:p>"))
    assert lines_of(told) == ["规划", ""]


def test_remarks_and_other_data_are_left_out() -> None:
    comments = f"<w:comments {W}><w:comment {BY}><w:p>{run('内部意见')}</w:p></w:comment></w:comments>"
    data = changed(template("{{ plan.title }}"), "word/comments.xml", "", comments)
    data = changed(
        data,
        *RELS,
        f'<Relationship Id="rId97" Type="{R}/comments" Target="comments.xml"/>'
        f'<Relationship Id="rId96" Type="{R}/customXml" Target="../customXml/item9.xml"/></Relationships>',
    )
    data = changed(data, "customXml/item9.xml", "", "<a>zhang.san</a>")
    data = changed(
        data,
        "customXml/_rels/item9.xml.rels",
        "",
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>',
    )
    data = changed(data, "docProps/custom.xml", "", "<a>zhang.san</a>")
    data = changed(data, "private/labels.xml", "", "<a>zhang.san</a>")
    data = changed(
        data,
        "_rels/.rels",
        "</Relationships>",
        f'<Relationship Id="rId95" Type="{R}/custom-properties" Target="docProps/custom.xml"/>'
        f'<Relationship Id="rId94" Type="{R}/labels" Target="/private/labels.xml"/></Relationships>',
    )
    data = changed(
        data,
        "[Content_Types].xml",
        "</Types>",
        f'<Override PartName="/word/comments.xml" ContentType="{TYPE}.wordprocessingml.comments+xml"/>'
        f'<Override PartName="/docProps/custom.xml" ContentType="{TYPE}.custom-properties+xml"/></Types>',
    )
    data = with_(
        f'<w:p {W}><w:commentRangeStart w:id="1"/>{run("正文")}<w:commentRangeEnd w:id="1"/>'
        f'<w:r><w:rPr/><w:commentReference w:id="1"/></w:r></w:p>',
        data,
    )
    out = made(data)
    assert lines_of(out) == ["规划", "正文"]
    assert not any("内部意见".encode() in one or b"comment" in one.lower() for one in out_parts(out))
    assert not {
        one for one in names(out) if one.lower().startswith(("customxml", "private", "docprops/custom"))
    }
    with zipfile.ZipFile(io.BytesIO(out)) as package:
        listed = package.read("[Content_Types].xml") + package.read("_rels/.rels")
    assert b"custom" not in listed


def test_paths_of_pictures_are_left_out() -> None:
    path = "C:\\Users\\zhang.san\\Desktop\\logo.png"
    out = made(with_(f'<w:p {W} w:rsidR="00A1"><w:bookmarkStart w:id="5" w:name="{path}"/></w:p>'))
    assert not any(b"rsidR=" in one for one in out_parts(out))


def test_what_a_condition_leaves_empty_is_whole() -> None:
    row = "<w:tr><w:tc><w:tcPr/><w:p>{}</w:p><w:p>{}</w:p><w:p>{}</w:p></w:tc></w:tr>"
    gone = [run(one) for one in ("{%p if plan.vision %}", "有", "{%p endif %}")]
    empty = f"<w:tbl {W}><w:tblPr/><w:tblGrid/>{row.format(*gone)}</w:tbl>"
    rows = "".join(
        f"<w:tr><w:tc><w:p>{run(one)}</w:p></w:tc></w:tr>"
        for one in ("{%tr for row in tasks %}", "{%tr endfor %}")
    )
    none = f"<w:tbl {W}><w:tblPr/><w:tblGrid/>{rows}</w:tbl>"
    root = text_of(made(with_(empty + none)))
    (cell,) = root.iter(f"{WORD}tc")
    assert [one.tag for one in cell] == [f"{WORD}tcPr", P]
    assert root[0][-2].tag == P
    nested = f"<w:tbl {W}><w:tr><w:tc><w:p/>{empty}</w:tc></w:tr></w:tbl>"
    outer = next(text_of(made(with_(nested))).iter(f"{WORD}tc"))
    assert outer[-1].tag == P


def test_a_header_that_a_condition_leaves_empty_is_whole() -> None:
    own = docx.Document(io.BytesIO(template("{{ plan.title }}")))
    header = own.sections[0].header
    header.paragraphs[0].text = "{%p if plan.vision %}"
    header.add_paragraph("{%p endif %}")
    saved = io.BytesIO()
    own.save(saved)
    out = made(saved.getvalue())
    assert [one.text for one in docx.Document(io.BytesIO(out)).sections[0].header.paragraphs] == [""]


def text_of(data: bytes) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return etree.fromstring(package.read("word/document.xml"))
