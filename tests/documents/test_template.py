from __future__ import annotations

import io
import zipfile
from datetime import date
from functools import cache

import docx
import pytest

from tests.documents.conftest import elements, placed, shipped
from workbench import paths
from workbench.documents import template_making
from workbench.documents.marks import OPENING
from workbench.documents.source import KINDS, Source
from workbench.documents.template import render
from workbench.documents.template_data import data_of
from workbench.documents.template_filling import filled
from workbench.documents.unit_work import work_of
from workbench.documents.writers import written
from workbench.errors import Problem
from workbench.plan.elements import PlanHead, Unit
from workbench.plan.plan import Plan

T = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"
P = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"
DAY = date(2026, 11, 23)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def template(
    *lines: str, header: str = "", footer: str = "", title: str = "", rows: tuple[str, ...] = ()
) -> bytes:
    """A template as somebody writes it in Word."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    if rows:
        table = document.add_table(0, 1)
        for row in rows:
            table.add_row().cells[0].text = row
    document.sections[0].header.paragraphs[0].text = header
    document.sections[0].footer.paragraphs[0].text = footer
    document.core_properties.title = title
    document.core_properties.comments = ""
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def changed(data: bytes, name: str, old: str, new: str) -> bytes:
    """The package with something else in a part; a part that is not there is added."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as to:
        for one in package.namelist():
            content = package.read(one)
            if one == name:
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode(), 1)
            to.writestr(one, content)
        if name not in package.namelist():
            to.writestr(name, new)
    return made.getvalue()


def lines_of(data: bytes) -> list[str]:
    body = docx.Document(io.BytesIO(data)).element.body
    return ["".join(str(text.text or "") for text in one.iter(T)) for one in body.iter(P)]


def made(template_: bytes, plan: Plan, unit: str | None = None) -> list[str]:
    return lines_of(render(template_, "plan", [Source(plan, "zh", DAY, unit=unit)])[0])


@cache
def built(plan: Plan) -> bytes:
    """Some built-in document."""
    return written(KINDS["notice"].outline(Source(plan, "zh", DAY)), ".docx")


def in_process(template_: bytes, data: dict[str, object], plan: Plan) -> list[str]:
    """Filled in here, without the child: many small mistakes are tried at once."""
    return lines_of(filled(template_, data, built(plan), "zh"))


def test_names_loops_conditions_and_forms_are_filled_in(plan: Plan) -> None:
    said = made(
        template(
            "{{ plan.title }}",
            "{%p if plan.issuing_body %}",
            "由{{ plan.issuing_body }}印发，{{ document.day|day }}",
            "{%p endif %}",
            header="{{ plan.issuing_body }}",
            rows=(
                "{%tr for row in tasks %}",
                "{{ row.number|numeral }}、{{ row.title }}（{{ row.lead_unit|default('无', true) }}）",
                "{{ row.investment|wan }}",
                "{%tr endfor %}",
            ),
        ),
        plan,
    )
    assert "河湾市智慧城市建设行动计划（2026-2030年）" in said
    assert "由河湾市人民政府印发，2026年11月23日" in said
    assert {"二、公共数据平台（市数据局）", "1,200.5"} <= set(said)
    assert "三、安全运营中心（无）" in said
    assert not any("{" in line for line in said)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", list(KINDS))
def test_the_shipped_templates_make_the_built_in_documents(kind: str, language: str) -> None:
    plan = shipped("sample-city")
    unit = next(one.id for one in plan.all(Unit) if not work_of(plan, one).is_nothing)
    source = Source(plan, language, DAY, unit=unit if KINDS[kind].by_unit else None, before=plan)
    path = paths.resources() / "templates" / "documents" / f"{kind}-{language}.docx"
    outline = KINDS[kind].outline(source)
    expected = written(outline, ".docx")
    out = filled(path.read_bytes(), data_of(kind, source, outline), expected, language)
    assert lines_of(out) == lines_of(expected)
    assert docx.Document(io.BytesIO(out)).core_properties.title == outline.title
    if KINDS[kind].returns:
        assert any(OPENING in line for line in lines_of(out))


def test_the_shipped_templates_and_the_guides_are_up_to_date() -> None:
    for path, content in template_making.made():
        assert path.read_bytes() == content, f"run python -m workbench.documents.template_making: {path.name}"


def test_many_letters_are_made_at_once_and_each_is_the_units_own() -> None:
    plan = shipped("sample-city")
    units = [one for one in plan.all(Unit) if not work_of(plan, one).is_nothing]
    sources = [Source(plan, "zh", DAY, unit=one.id) for one in units]
    letters = render(template("{{ unit.name }}", "{{ body }}"), "responsibility", sources)
    assert [lines_of(letter)[0] for letter in letters] == [one.name for one in units]


def test_the_words_of_a_plan_are_no_template() -> None:
    title = "{{ plan.title }}{% for %}{_{ 7*7 }_} <w:p/> & ]]>\x07\ud800“文”"
    plan = Plan("p", [PlanHead(id="p", position="a", title=title)])
    said = made(template("{{ plan.title }}", "{{ body }}"), plan)
    assert said[0] == "{{ plan.title }}{% for %}{_{ 7*7 }_} <w:p/> & ]]>“文”"


def test_the_same_plan_makes_the_same_bytes(plan: Plan) -> None:
    asked = [Source(plan, "zh", DAY)] * 2
    first, second = render(template("{{ body }}"), "plan", asked)
    assert first == second


def test_the_templates_own_styles_and_header_stay() -> None:
    plan = shipped("sample-city")
    out = render(template("{{ body }}", header="本单位"), "plan", [Source(plan, "zh", DAY, cover=False)])[0]
    document = docx.Document(io.BytesIO(out))
    assert any(section.header.paragraphs[0].text == "本单位" for section in document.sections)
    assert "AnnexTitle" in {style.style_id for style in document.styles}


ATTACKS = [
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ plan.__class__ }}",
    "{{ plan.clear() }}",
    "{{ plan.update({'title': 'x'}) }}",
    "{{ tasks.__len__() }}",
    "{{ self.__init__.__globals__ }}",
    "{{ cycler.__init__.__globals__.os.system('touch MARKER') }}",
    "{{ lipsum.__globals__['os'].popen('touch MARKER') }}",
    "{{ namespace }}",
    "{{ range(1000000000) }}",
    "{{ ''|attr('__class__') }}",
    "{{ tasks|map(attribute='__class__')|list }}",
    "{{ '{0.__class__}'.format(plan) }}",
    "{{ plan|xmlattr }}",
    "{{ 'a' * 3000000000 }}",
    "{{ '%2000000000d' % 1 }}",
    "{{ 2 ** 1000000000 }}",
    "{{ 'a'.ljust(3000000000) }}",
    "{{ 'a'|center(3000000000) }}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}",
    "{% extends '/etc/passwd' %}",
    "{% for row in tasks %}{{ loop.__class__ }}{% endfor %}",
    "{% macro again() %}{{ again() }}{% endmacro %}{{ again.__globals__ }}",
    "{% set plan.title = 'x' %}",
    "{{ plan|pprint }}",
]


@pytest.mark.parametrize("where", ["text", "header", "footer", "title"])
def test_no_template_reaches_beyond_the_data(
    where: str, plan: Plan, tmp_path_factory: pytest.TempPathFactory
) -> None:
    marker = tmp_path_factory.mktemp("attack") / "marker"
    data: dict[str, object] = {"plan": {"title": "规划"}, "tasks": [{"title": "任务"}]}
    # The other parts go the same way as the text.
    for attack in ATTACKS if where == "text" else ATTACKS[:9]:
        text = attack.replace("MARKER", str(marker))
        hostile = template(text) if where == "text" else template(**{where: text[:255]})  # type: ignore[arg-type]
        with pytest.raises(Problem) as told:
            in_process(hostile, data, plan)
        assert "The template is not used" in told.value.message, attack
    assert not marker.exists()
    assert data == {"plan": {"title": "规划"}, "tasks": [{"title": "任务"}]}


def test_code_cut_into_runs_is_found(plan: Plan) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("{{ ''.__cl")
    paragraph.add_run("ass__ }}").bold = True
    saved = io.BytesIO()
    document.save(saved)
    with pytest.raises(Problem):
        in_process(saved.getvalue(), {}, plan)


def test_the_plan_stays_as_it_is(plan: Plan) -> None:
    before = dict(plan.elements)
    with pytest.raises(Problem, match="no calls"):
        made(template("{{ tasks.clear() }}"), plan)
    assert plan.elements == before


def test_a_template_that_calls_itself_without_end_is_stopped(plan: Plan) -> None:
    with pytest.raises(Problem, match="time or memory"):
        made(template("{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}"), plan)


def test_a_template_that_swells_without_end_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbench.documents.template._PATIENCE", 1.5)
    plan = placed(*elements())
    loops = "".join(f"{{% for a{at} in tasks %}}" for at in range(40))
    with pytest.raises(Problem, match="time or memory"):
        made(template(f"{loops}x{'{% endfor %}' * 40}"), plan)


MISTAKES = [
    ("{{ plan.titel }}", "“titel” is not known; perhaps “title” is meant"),
    ("{{ plna.title }}", "“plna” is not known; perhaps “plan” is meant"),
    ("{{ wholly_other }}", "the guide to templates lists the names"),
    ("{{ plan.title ", "not closed"),
    ("{% for row in tasks %}", "not closed"),
    ("{% endfor %}", "not closed"),
    ("{{ plan.title|shout }}", "not closed"),
    ("{{ plan.title() }}", "no calls"),
]


@pytest.mark.parametrize(("mistake", "reason"), MISTAKES)
def test_a_mistake_is_told_with_its_place_and_reason(mistake: str, reason: str, plan: Plan) -> None:
    data: dict[str, object] = {"plan": {"title": "规划"}, "tasks": []}
    with pytest.raises(Problem) as told:
        in_process(template("第一段", f"第二段{mistake}"), data, plan)
    assert reason in str(told.value)
    assert "Text of the document, “" in str(told.value)
    with pytest.raises(Problem, match="Page footer"):
        in_process(template("第一段", footer=mistake), data, plan)


def test_a_mistake_names_its_paragraph(plan: Plan) -> None:
    with pytest.raises(Problem, match="第二段"):
        in_process(template("第一段", "第二段{{ plna }}", "第三段"), {"plan": {"title": "规划"}}, plan)


def test_blocks_stand_alone_in_the_text(plan: Plan) -> None:
    for wrong in (
        template("内容：{{ body }}"),
        template(header="{{ body }}"),
        template(rows=("{{ body }}",)),
    ):
        with pytest.raises(Problem, match="stand alone"):
            in_process(wrong, {}, plan)


def field(instruction: str) -> str:
    return f"<w:p {W}><w:r><w:instrText>{instruction}</w:instrText></w:r></w:p>"


def link(kind: str, target: str) -> str:
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    told = f'<Relationship Id="rId99" Type="{base}/{kind}" Target="{target}" TargetMode="External"/>'
    return f"{told}</Relationships>"


RELS = ("word/_rels/document.xml.rels", "</Relationships>")
HARM = {
    "macros": ("word/vbaProject.bin", "", "x"),
    "macro document": (
        "[Content_Types].xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        "application/vnd.ms-word.document.macroEnabled.main+xml",
    ),
    "embedded object": ("word/embeddings/sheet.xlsx", "", "x"),
    "attached template": (*RELS, link("attachedTemplate", "http://10.0.0.1/x.dotm")),
    "picture from elsewhere": (*RELS, link("image", "http://10.0.0.1/x.png")),
    "share": (*RELS, link("hyperlink", "file://server/share")),
    "object": (*RELS, link("oleObject", "x")),
    "DDE": ("word/document.xml", "<w:sectPr", field("DDEAUTO c:\\\\cmd.exe") + "<w:sectPr"),
    "INCLUDETEXT": ("word/document.xml", "<w:sectPr", field("INCLUDETEXT /etc/passwd") + "<w:sectPr"),
    "INCLUDEPICTURE": ("word/document.xml", "<w:sectPr", field("includepicture x") + "<w:sectPr"),
    "LINK": ("word/document.xml", "<w:sectPr", field(" LINK Excel.Sheet x") + "<w:sectPr"),
    "LINK in runs": (
        "word/document.xml",
        "<w:sectPr",
        field("LI</w:instrText></w:r><w:r><w:instrText>NK x") + "<w:sectPr",
    ),
    "document type": (
        "word/styles.xml",
        "<w:styles",
        '<!DOCTYPE x [<!ENTITY e "e">]><w:styles',
    ),
    "bomb": ("word/media/zeros.xml", "", "<a>" + "0" * 9_000_000 + "</a>"),
    "outside": ("../../evil.xml", "", "<a/>"),
}


@pytest.mark.parametrize("harm", list(HARM))
def test_a_harmful_file_is_no_template(harm: str, plan: Plan) -> None:
    name, old, new = HARM[harm]
    with pytest.raises(Problem, match="The template is not used"):
        made(changed(template("文"), name, old, new), plan)


@pytest.mark.parametrize("data", [b"", b"text", b"PK\x03\x04" + b"\0" * 40, template("x")[:3000]])
def test_what_is_no_word_file_is_told(data: bytes, plan: Plan) -> None:
    with pytest.raises(Problem, match="it is not a Word document"):
        made(data, plan)


def test_links_to_the_web_and_page_numbers_are_no_harm(plan: Plan) -> None:
    ok = changed(template("文"), *RELS, link("hyperlink", "https://www.gov.cn"))
    ok = changed(
        ok, "word/document.xml", "<w:sectPr", field("PAGE") + field('HYPERLINK "https://x"') + "<w:sectPr"
    )
    assert "文" in made(ok, plan)
