from __future__ import annotations

import ctypes
import io
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from functools import cache

import docx
import pytest
from docx.enum.section import WD_ORIENT
from lxml import etree

from tests.documents import conftest
from workbench import paths
from workbench.documents import template as templates
from workbench.documents import template_making
from workbench.documents.marks import OPENING
from workbench.documents.memory_limit import ExtendedLimits
from workbench.documents.outline import Outline, Paragraph, Run, plain
from workbench.documents.source import KINDS, Source
from workbench.documents.template_data import Asked, Tables, data_of
from workbench.documents.template_filling import filled
from workbench.documents.template_names import GROUPS, TABLES
from workbench.documents.unit_work import work_of
from workbench.documents.writers import written
from workbench.errors import Cancelled, Problem
from workbench.plan.elements import Goal, PlanHead, Section, Unit
from workbench.plan.plan import Plan
from workbench.plan.records import TakeUp
from workbench.rules.rule import RULES

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
T = f"{WORD}t"
P = f"{WORD}p"
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


def render(
    template_: bytes, kind: str, sources: list[Source], tell: Callable[[float], object] | None = None
) -> list[bytes]:
    return templates.render(template_, kind, [(one, KINDS[kind].outline(one)) for one in sources], tell)


def made(template_: bytes, plan: Plan, unit: str | None = None) -> list[str]:
    return lines_of(render(template_, "plan", [Source(plan, "zh", DAY, unit=unit)])[0])


@cache
def shipped(name: str) -> Plan:
    """A plan that comes with the program; none of these tests changes it."""
    return conftest.shipped(name)


@cache
def built() -> bytes:
    """Some built-in document."""
    plan = conftest.placed(*conftest.elements())
    return written(KINDS["notice"].outline(Source(plan, "zh", DAY)), ".docx")


def in_process(template_: bytes, data: dict[str, object]) -> list[str]:
    """Filled in here, without the child: many small mistakes are tried at once."""
    return lines_of(filled(template_, data, built(), "zh"))


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


@pytest.mark.parametrize(
    ("kind", "language"), [*((kind, "zh") for kind in KINDS), ("plan", "en"), ("ledger", "en")]
)
def test_the_shipped_templates_make_the_built_in_documents(kind: str, language: str) -> None:
    plan = shipped("sample-city")
    unit = next(one.id for one in plan.all(Unit) if not work_of(plan, one).is_nothing)
    source = Source(plan, language, DAY, unit=unit if KINDS[kind].by_unit else None, before=plan)
    path = paths.resources() / "templates" / "documents" / f"{kind}-{language}.docx"
    outline = KINDS[kind].outline(source)
    expected = written(outline, ".docx")
    data = data_of(kind, source, outline.title, Asked(), Tables(source))
    out = filled(path.read_bytes(), data, expected, language)
    assert lines_of(out) == lines_of(expected)
    assert docx.Document(io.BytesIO(out)).core_properties.title == outline.title
    if outline.mark:
        assert any(OPENING in line for line in lines_of(out))


def test_the_shipped_templates_and_the_guides_are_up_to_date() -> None:
    for path, content in template_making.made():
        assert path.read_bytes() == content, f"run python -m workbench.documents.template_making: {path.name}"


def test_many_letters_are_made_at_once_and_each_is_the_units_own() -> None:
    plan = shipped("sample-city")
    units = [one for one in plan.all(Unit) if not work_of(plan, one).is_nothing][:3]
    sources = [Source(plan, "zh", DAY, unit=one.id) for one in units]
    letters = render(template("{{ unit.name }}", "{{ body }}"), "responsibility", sources)
    assert [lines_of(letter)[0] for letter in letters] == [one.name for one in units]


def test_the_words_of_a_plan_are_no_template() -> None:
    title = "{{ plan.title }}{% for %}{_{ 7*7 }_} <w:p/> & ]]>\x07\ud800“文”"
    plan = Plan("p", [PlanHead(id="p", position="a", title=title)])
    said = made(template("{{ plan.title }}", "{{ body }}"), plan)
    assert said[0] == "{{ plan.title }}{% for %}{_{ 7*7 }_} <w:p/> & ]]>“文”"


def test_the_same_plan_makes_the_same_bytes_and_it_is_told_how_far_it_is(plan: Plan) -> None:
    shares: list[float] = []
    asked = [Source(plan, "zh", DAY)] * 2
    first, second = render(template("{{ body }}"), "plan", asked, shares.append)
    assert first == second
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)


def test_the_templates_own_styles_and_header_stay() -> None:
    plan = shipped("sample-city")
    out = render(template("{{ body }}", header="本单位"), "plan", [Source(plan, "zh", DAY, cover=False)])[0]
    document = docx.Document(io.BytesIO(out))
    assert any(section.header.paragraphs[0].text == "本单位" for section in document.sections)
    assert "AnnexTitle" in {style.style_id for style in document.styles}


def test_lists_and_whole_tables_come_from_the_built_in_documents() -> None:
    plan = shipped("sample-city")
    lists = [group.name for group in GROUPS if group.is_list]
    rows = [f"{{%tr for row in {name} %}}\n{name} {{{{ row.number }}}}\n{{%tr endfor %}}" for name in lists]
    out = render(
        template(
            *(f"{{{{ tables.{one.name} }}}}" for one in TABLES),
            "{%p if not tables.reserve %}",
            "无储备项目",
            "{%p endif %}",
            rows=tuple(row for each in rows for row in each.split("\n")),
        ),
        "plan",
        [Source(plan, "zh", DAY)],
    )[0]
    document = docx.Document(io.BytesIO(out))
    expected = Tables(Source(plan, "zh", DAY)).named(one.name for one in TABLES)
    assert set(expected) >= {"indicators", "projects", "funding", "comments", "verdicts", "coverage"}
    heads = [[cell.text for cell in table.rows[0].cells[:2]] for table in document.tables[: len(expected)]]
    assert heads == [[column.title for column in table.columns[:2]] for table in expected.values()]
    told = lines_of(out)
    assert ("无储备项目" in told) == ("reserve" not in expected)
    assert {f"{name} 1" for name in ("needs", "goals", "funding", "comments", "verdicts")} <= set(told)


def test_a_whole_table_is_as_wide_as_the_pages_of_the_template() -> None:
    source = Source(shipped("sample-city"), "zh", DAY)
    widths = []
    for orientation in WD_ORIENT:
        own = docx.Document(io.BytesIO(template("{{ tables.funding }}")))
        own.sections[0].orientation = orientation
        saved = io.BytesIO()
        own.save(saved)
        (table,) = docx.Document(io.BytesIO(render(saved.getvalue(), "plan", [source])[0])).tables
        widths.append(sum(column.width or 0 for column in table.columns))
    upright, lying = widths
    assert lying > upright * 1.2


def test_rows_bear_what_their_names_say() -> None:
    source = Source(shipped("sample-city"), "zh", DAY)
    data = data_of("plan", source, "", Asked({"coverage", "verdicts", "funding"}), Tables(source))
    assert [row["problem"] for row in data["coverage"]] == ["产业", "民生", "环境", "行政", "资本"]
    assert "可执行" in {row["dimension"] for row in data["verdicts"]}
    assert isinstance(data["funding"][0]["amount"], int)
    assert data["goals"] == []
    real = Source(shipped("pearl-river-delta-2014-2020"), "zh", DAY)
    data = data_of("plan", real, "", Asked({"findings"}), Tables(real))
    finding = data["findings"][0]
    assert finding["rule"] in RULES
    assert finding["how"]
    goal = Goal(id="g", position="b", title="网上能办", takes_up=(TakeUp(clause="第三章", mode="share"),))
    taking = Source(Plan("p", [PlanHead(id="p", position="a", title="规划"), goal]), "zh", DAY)
    (row,) = data_of("plan", taking, "", Asked({"uptake"}), Tables(taking))["uptake"]
    assert (row["above"], row["clause"], row["share"], row["taken_up_by"]) == (
        "",
        "第三章",
        "",
        "目标：网上能办",
    )


def test_footnotes_of_the_template_stand_beside_those_of_the_text(plan: Plan) -> None:
    own = Outline(
        "",
        "zh",
        (Paragraph((Run("本办", note="{{ plan.title }}的说明"),)), Paragraph(plain("{{ body }}"))),
    )
    section = Section(id="s", position="z", title="总则", text="目标[^1]已定。\n[^1]: 见纲要。")
    noted = Plan("plan", [*plan.elements.values(), section])
    out = render(written(own, ".docx"), "plan", [Source(noted, "zh", DAY)])[0]
    with zipfile.ZipFile(io.BytesIO(out)) as package:
        notes = etree.fromstring(package.read("word/footnotes.xml"))
        text = etree.fromstring(package.read("word/document.xml"))
    told = {one.get(f"{WORD}id"): "".join(map(str, one.itertext())).strip() for one in notes}
    asked = [one.get(f"{WORD}id") for one in text.iter(f"{WORD}footnoteReference")]
    assert [told[number] for number in asked] == [f"{plan.head.title}的说明", "见纲要。"]


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
def test_no_template_reaches_beyond_the_data(where: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    marker = tmp_path_factory.mktemp("attack") / "marker"
    data: dict[str, object] = {"plan": {"title": "规划"}, "tasks": [{"title": "任务"}]}
    # The other parts go the same way as the text.
    for attack in ATTACKS if where == "text" else ATTACKS[:3]:
        text = attack.replace("MARKER", str(marker))
        hostile = template(text) if where == "text" else template(**{where: text[:255]})  # type: ignore[arg-type]
        with pytest.raises(Problem) as told:
            in_process(hostile, data)
        assert "The template is not used" in told.value.message, attack
    assert not marker.exists()
    assert data == {"plan": {"title": "规划"}, "tasks": [{"title": "任务"}]}


def test_code_cut_into_runs_is_found() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("{{ ''.__cl")
    paragraph.add_run("ass__ }}").bold = True
    saved = io.BytesIO()
    document.save(saved)
    with pytest.raises(Problem):
        in_process(saved.getvalue(), {})


def test_the_plan_stays_as_it_is(plan: Plan) -> None:
    before = dict(plan.elements)
    with pytest.raises(Problem, match="no calls"):
        made(template("{{ tasks.clear() }}"), plan)
    assert plan.elements == before


def test_a_template_that_calls_itself_without_end_is_stopped(plan: Plan) -> None:
    with pytest.raises(Problem, match="calls itself without end"):
        made(template("{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}"), plan)


def test_a_template_that_never_ends_is_stopped(monkeypatch: pytest.MonkeyPatch, plan: Plan) -> None:
    monkeypatch.setattr("workbench.documents.template._PATIENCE", 0.2)
    monkeypatch.setattr("workbench.documents.template._EACH", 0.2)
    loops = "".join(f"{{% for a{at} in tasks %}}" for at in range(15))
    with pytest.raises(Problem, match="too much time"):
        made(template(f"{loops}{'{% endfor %}' * 15}"), plan)


def test_loops_too_deep_for_python_are_told() -> None:
    loops = "".join(f"{{% for a{at} in tasks %}}" for at in range(40))
    with pytest.raises(Problem, match="too deep in one another"):
        in_process(template(f"{loops}{'{% endfor %}' * 40}"), {"tasks": []})


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS limits no memory")
def test_a_template_that_swells_without_end_is_stopped(plan: Plan) -> None:
    doubled = "{% set a = a ~ a %}" * 40
    with pytest.raises(Problem, match="too much memory"):
        made(template(f"{{% set a = plan.title %}}{doubled}"), plan)


def test_the_limit_is_written_as_windows_reads_it() -> None:
    assert ctypes.sizeof(ExtendedLimits) == (144 if ctypes.sizeof(ctypes.c_void_p) == 8 else 112)
    assert (ExtendedLimits.flags.offset, ExtendedLimits.process_memory.offset) == (16, 112)


def test_a_process_that_breaks_off_is_told_as_what_it_is(monkeypatch: pytest.MonkeyPatch, plan: Plan) -> None:
    monkeypatch.setattr("workbench.documents.template_process._CHILD", "workbench.gone")
    with pytest.raises(Problem, match="broke off"):
        made(template("文"), plan)


def test_filling_in_ends_when_it_is_not_wanted_any_more(plan: Plan) -> None:
    def enough(share: float) -> None:
        if share:
            raise Cancelled

    with pytest.raises(Cancelled):
        render(template("{{ body }}"), "notice", [Source(plan, "zh", DAY)] * 2, enough)


MISTAKES = [
    ("{{ plan.titel }}", "“titel” is not known; perhaps “title” is meant"),
    ("{{ plna.title }}", "“plna” is not known; perhaps “plan” is meant"),
    ("{{ wholly_other }}", "the guide to templates lists the names"),
    ("{{ plan.title ", "not closed"),
    ("{% for row in tasks %}", "not closed"),
    ("{% endfor %}", "not closed"),
    ("{{ plan.title|shout }}", "“|shout” is not known; there are day, wan, yi, numeral, default"),
    ("{{ plan.title|map('upper') }}", "“|map” is not known"),
    ("{{ '%9d'|format(1) }}", "“|format” is not known"),
    ("{% if plan.title|dayy %}{% endif %}", "“|dayy” is not known"),
    ("{{ plan.title|day }}", "“|day” is for days such as 2026-12-31, and “规划” is none"),
    ("{{ plan|day }}", "“|day” is for days"),
    ("{{ plan.title|wan }}", "“|wan” is for amounts of money, and “规划” is none"),
    ("{{ plan.title|yi }}", "“|yi” is for amounts of money"),
    ("{{ plan.title|numeral }}", "“|numeral” is for numbers"),
    ("{% include 'x' %}", "“include” is not allowed"),
    ("{% import 'x' as x %}", "“import” is not allowed"),
    ("{% from 'x' import y %}", "“import” is not allowed"),
    ("{% extends 'x' %}", "“extends” is not allowed"),
    ("｛｛ plan.title ｝｝", "full-width"),
    ("{{ plan.title ｝｝", "full-width"),
    ("plan.title }}", "braces stand alone"),
    ("{{ plan.title }} 和 plan.title }}", "braces stand alone"),
    ("if plan.title %}", "braces stand alone"),
    ("{{ ", "not closed"),
    ("{{ plan.title() }}", "no calls"),
]


@pytest.mark.parametrize(("mistake", "reason"), MISTAKES)
def test_a_mistake_is_told_with_its_place_and_reason(mistake: str, reason: str) -> None:
    data: dict[str, object] = {"plan": {"title": "规划"}, "tasks": []}
    with pytest.raises(Problem) as told:
        in_process(template("第一段", f"第二段{mistake}"), data)
    assert reason in str(told.value)
    assert "Text of the document, “" in str(told.value)
    with pytest.raises(Problem, match="Page footer"):
        in_process(template("第一段", footer=mistake), data)


def test_a_mistake_names_its_paragraph() -> None:
    with pytest.raises(Problem, match="第二段"):
        in_process(template("第一段", "第二段{{ plna }}", "第三段"), {"plan": {"title": "规划"}})


def test_a_template_without_a_placeholder_is_told() -> None:
    with pytest.raises(Problem, match="no placeholder stands in it"):
        in_process(template("第一段", title="{{ plan.title }}"), {"plan": {"title": "规划"}})


def test_forms_of_what_is_not_entered_are_empty() -> None:
    line = "[{{ plan.a|day }}{{ plan.a|wan }}{{ plan.a|yi }}{{ plan.a|numeral }}{% raw %}}}{% endraw %}]"
    assert in_process(template(line), {"plan": {"a": ""}}) == ["[}}]"]


def test_blocks_stand_alone_in_the_text() -> None:
    for wrong in (
        template("内容：{{ body }}"),
        template(header="{{ body }}"),
        template(rows=("{{ body }}",)),
    ):
        with pytest.raises(Problem, match="stand alone"):
            in_process(wrong, {})


BEGIN, SEPARATE, END = (
    f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
)


def field(instruction: str) -> str:
    code = f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
    return f"<w:p {W}>{BEGIN}{code}{END}</w:p>"


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


def test_who_wrote_a_template_with_what_is_not_told() -> None:
    own = docx.Document(io.BytesIO(template("文{{ plan.title }}", title="{{ plan.title }}")))
    own.core_properties.author = own.core_properties.last_modified_by = "zhang.san"
    saved = io.BytesIO()
    own.save(saved)
    program = "application/vnd.openxmlformats-officedocument.wordprocessingml."
    dotx = changed(
        saved.getvalue(), "[Content_Types].xml", f"{program}document.main", f"{program}template.main"
    )
    out = filled(dotx, {"plan": {"title": "规划"}}, built(), "zh")
    with zipfile.ZipFile(io.BytesIO(out)) as package:
        assert not any(b"zhang.san" in package.read(name) for name in package.namelist())
        assert f"{program}document.main".encode() in package.read("[Content_Types].xml")
    assert docx.Document(io.BytesIO(out)).core_properties.title == "规划"


def test_links_to_the_web_and_page_numbers_are_no_harm(plan: Plan) -> None:
    ok = changed(template("文", "{{ plan.title }}"), *RELS, link("hyperlink", "https://www.gov.cn"))
    ok = changed(
        ok, "word/document.xml", "<w:sectPr", field("PAGE") + field('HYPERLINK \\l "_Toc1"') + "<w:sectPr"
    )
    assert "文" in made(ok, plan)
