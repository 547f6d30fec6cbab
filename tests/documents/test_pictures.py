"""The drawings of a plan in its documents: what they show, and that they can be read by any program."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import combinations

import pytest
from lxml import etree

from tests.documents.conftest import WAN, placed, shipped
from tests.plans import sound_plan
from workbench.analysis.yearly_money import yearly_money
from workbench.documents.insertions import FIGURES
from workbench.documents.outline import Figure
from workbench.documents.pictures import figures
from workbench.documents.pictures.drawing import TALLEST, WIDTH, fitted, width_of, wrapped
from workbench.documents.pictures.gantt_rows import MOST_FIGURES, MOST_ROWS
from workbench.documents.pictures.scale import ticks
from workbench.documents.svg import cleaned
from workbench.documents.wording import Wording
from workbench.plan import records as r
from workbench.plan.around import PlanLine
from workbench.plan.elements import Envelope, Goal, Indicator, Milestone, PlanHead, Project
from workbench.plan.plan import Plan
from workbench.rules.checker import Checker
from workbench.rules.coverage import coverage
from workbench.rules.surroundings import Surroundings

DAY = date(2026, 11, 23)
_SVG = "{http://www.w3.org/2000/svg}"
_TAGS = {"svg", "g", "path", "rect", "line", "polyline", "circle", "text", "title", "desc"}
_HOSTILE = '<script>alert("1")</script>&amp;\x00\u202e]]>\n'
_PLANS = ("sample-city", "pearl-river-delta-2014-2020")


@cache
def large() -> Plan:
    return sound_plan(14_000)


def drawn(name: str, plan: Plan, language: str = "zh") -> list[Figure]:
    return figures(name, plan, Wording(language), DAY)


def root_of(figure: Figure) -> etree._Element:
    return etree.fromstring(figure.svg.encode(), etree.XMLParser(resolve_entities=False))


def texts_of(figure: Figure) -> list[str]:
    return [one.text or "" for one in root_of(figure).iter(f"{_SVG}text")]


def head(**wanted: object) -> PlanHead:
    return PlanHead(
        id="plan",
        title="规划",
        period=r.Span(start=date(2026, 1, 1), end=date(2030, 12, 31)),
        base_year=2025,
        **wanted,
    )


def boxes(figure: Figure) -> list[tuple[float, float, float, float, str]]:
    """Left, top, right and bottom of every text, as wide as it is reckoned to be."""
    found = []
    for one in root_of(figure).iter(f"{_SVG}text"):
        size, x, y = (float(one.attrib[name]) for name in ("font-size", "x", "y"))
        wide = width_of(one.text or "", size)
        left = x - {"start": 0.0, "middle": 0.5, "end": 1.0}[one.get("text-anchor", "start")] * wide
        found.append((left, y - size * 0.75, left + wide, y + size * 0.1, one.text or ""))
    return found


def bars_of_width(figure: Figure, fill: str) -> list[tuple[float, float, float, float]]:
    """x, y, width and height of the boxes of a colour."""
    return [
        (
            float(one.attrib["x"]),
            float(one.attrib["y"]),
            float(one.attrib["width"]),
            float(one.attrib["height"]),
        )
        for one in root_of(figure).iter(f"{_SVG}rect")
        if one.get("fill") == fill
    ]


# -- all of them ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("plan_name", [*_PLANS, "large"])
@pytest.mark.parametrize("name", FIGURES)
def test_every_drawing_fits_its_page_and_its_labels_keep_apart(
    name: str, plan_name: str, language: str
) -> None:
    plan = large() if plan_name == "large" else shipped(plan_name)
    made = drawn(name, plan, language)
    assert made or (name, plan_name) == ("funding", _PLANS[1])
    for figure in made:
        assert figure.caption
        assert figure.told
        assert figure.width <= WIDTH
        assert figure.height <= TALLEST + 4
        root = root_of(figure)
        assert {one.tag.removeprefix(_SVG) for one in root.iter()} <= _TAGS
        assert cleaned(figure.svg).count("<") == figure.svg.count("<"), "nothing of it is cleaned away"
        for left, top, right, bottom, text in boxes(figure):
            assert left >= -0.3, text
            assert right <= WIDTH + 0.3, text
            assert top >= 0, text
            assert bottom <= figure.height + 0.1, text
        for one, other in combinations(boxes(figure), 2):
            apart = one[2] <= other[0] + 0.2 or other[2] <= one[0] + 0.2
            apart = apart or one[3] <= other[1] + 0.2 or other[3] <= one[1] + 0.2
            assert apart, (one, other)


@pytest.mark.parametrize("name", FIGURES)
def test_the_same_plan_gives_the_same_bytes(name: str) -> None:
    assert drawn(name, shipped("sample-city")) == drawn(name, shipped("sample-city"))


@pytest.mark.parametrize("name", FIGURES)
def test_a_plan_that_holds_nothing_gives_no_drawing(name: str) -> None:
    assert drawn(name, placed(PlanHead(id="plan", title="空"))) == []
    bare = placed(
        head(), Goal(id="g", title="目标"), Project(id="p", title="项目"), Indicator(id="i", name="指标")
    )
    assert drawn(name, bare) == []


@pytest.mark.parametrize("name", FIGURES)
def test_hostile_texts_stay_texts(name: str) -> None:
    plan = placed(
        head(),
        Goal(id="g", title=_HOSTILE, code=_HOSTILE, domains=("industry",), subjects=("government",)),
        Project(
            id="p",
            title=_HOSTILE * 40,
            start=date(2026, 1, 1),
            end=date(9999, 12, 31),
            goals=(r.GoalLink(goal="g", role="primary"),),
            funding=(r.FundingLine(year=2026, source="city", amount=1),),
        ),
        Indicator(
            id="i",
            name=_HOSTILE,
            unit=_HOSTILE,
            direction="higher",
            goals=("g",),
            targets=(
                r.Target(value=Decimal("-1e30"), year=2026),
                r.Target(value=Decimal("1e30"), year=9998),
            ),
        ),
    )
    (figure,) = drawn(name, plan)
    assert {one.tag.removeprefix(_SVG) for one in root_of(figure).iter()} <= _TAGS
    assert "\x00" not in figure.svg + figure.told
    assert "\u202e" not in figure.svg + figure.told


# -- money ---------------------------------------------------------------------------------------------


def test_bars_of_money_are_as_high_as_their_amounts_and_sources_keep_their_colour() -> None:
    plan = placed(
        head(),
        Project(
            id="p",
            title="平台",
            funding=(
                r.FundingLine(year=2026, source="city", amount=300 * WAN),
                r.FundingLine(year=2027, source="city", amount=100 * WAN),
                r.FundingLine(year=2027, source="bank_loan", amount=50 * WAN),
                r.FundingLine(source="own", amount=70 * WAN),
            ),
        ),
        Envelope(id="e", year=2026, source="city", amount=200 * WAN),
    )
    (figure,) = drawn("funding", plan)
    first, second = sorted(bars_of_width(figure, "#1f4e79"))[1:]
    assert first[0] < second[0]
    assert first[3] == pytest.approx(3 * second[3], abs=0.05)
    assert first[1] + first[3] == pytest.approx(second[1] + second[3]), "both stand on the axis"
    assert {"300", "150", "200", "单位：万元", "市级财政", "银行贷款"} <= set(texts_of(figure))
    assert "2026年市级财政超出资金额度100万元" in figure.told
    assert "另有未注明年度的资金 70万元" in figure.told


def test_the_drawing_of_money_tells_the_sums_that_the_plan_has() -> None:
    plan = shipped("sample-city")
    money = yearly_money(plan)
    (figure,) = drawn("funding", plan, "en")
    for year in money.years():
        assert f"{year}: {money.total(year) / WAN / 100:.2f}".rstrip("0").rstrip(".") in figure.told


def test_little_money_is_not_shown_as_none() -> None:
    lines = (
        r.FundingLine(year=2026, source="city", amount=50_000 * WAN),
        r.FundingLine(year=2027, source="city", amount=3 * WAN),
    )
    (figure,) = drawn("funding", placed(head(), Project(id="p", title="平台", funding=lines)))
    assert "<0.01" in texts_of(figure)


# -- time ----------------------------------------------------------------------------------------------


def _timed() -> Plan:
    return placed(
        head(),
        Project(id="a", title="工程", kind="programme"),
        Project(id="b", title="前期", parent="a", start=date(2026, 1, 1), end=date(2027, 12, 31)),
        Project(
            id="c",
            title="后期",
            parent="a",
            start=date(2028, 1, 1),
            end=date(2029, 12, 31),
            predecessors=(r.Predecessor(project="b", type="FS", lag_days=0),),
        ),
        Project(id="x", title="停办", start=date(2026, 1, 1), end=date(2029, 1, 1), status="cancelled"),
        Milestone(id="m1", project="b", title="立项", due=date(2026, 3, 1)),
        Milestone(id="m2", project="b", title="验收", due=date(2026, 2, 1), done_on=date(2026, 2, 1)),
    )


def test_bars_begin_and_end_on_their_days() -> None:
    (figure,) = drawn("gantt", _timed())
    first, second = bars_of_width(figure, "#c9dbec")[:2]
    assert first[0] + first[2] == pytest.approx(second[0], abs=0.02), "one begins when the other has ended"
    assert second[0] + second[2] == pytest.approx(WIDTH, abs=0.02)
    assert first[1] < second[1]
    shown = texts_of(figure)
    assert shown.index("工程") < shown.index("前期") < shown.index("后期")
    assert "停办" not in shown
    assert {"2026年", "2029年", "评判日期 2026年11月23日", "里程碑（已逾期）"} <= set(shown)
    assert "里程碑2个，其中已完成1个、已逾期1个" in figure.told
    assert "没有浮动时间的项目：前期、后期" in figure.told


def test_one_mistyped_year_does_not_squeeze_the_others() -> None:
    plan = placed(
        head(),
        Project(id="a", title="平台", start=date(2026, 1, 1), end=date(2027, 12, 31)),
        Project(id="b", title="笔误", start=date(1026, 1, 1), end=date(2026, 12, 31)),
    )
    (figure,) = drawn("gantt", plan)
    assert max(wide for _, _, wide, _ in bars_of_width(figure, "#c9dbec")) > 10
    assert "2027年" in texts_of(figure)


def test_many_projects_come_in_parts_and_what_is_left_out_is_told() -> None:
    made = drawn("gantt", large(), "en")
    assert len(made) == MOST_FIGURES
    assert [figure.caption[-5:] for figure in made] == ["(1/4)", "(2/4)", "(3/4)", "(4/4)"]
    projects = sum(1 for one in large().all(Project) if one.kind == "project")
    left_out = re.search(r"not shown: (\d+)", made[-1].told)
    assert left_out is not None
    shown = [int(found) for one in made for found in re.findall(r"Projects shown: (\d+)", one.told)]
    assert int(left_out[1]) == projects - sum(shown)
    assert max(shown) <= MOST_ROWS


def test_a_part_that_begins_within_a_programme_names_it_again() -> None:
    span = {"start": date(2026, 1, 1), "end": date(2027, 12, 31)}
    plan = placed(
        head(),
        Project(id="a", title="工程", kind="programme"),
        *(Project(id=f"b{n}", title=f"第{n}项", parent="a", **span) for n in range(50)),
    )
    first, second = drawn("gantt", plan)
    assert "工程" in texts_of(first)
    assert "工程（续）" in texts_of(second)
    assert texts_of(second).index("工程（续）") < texts_of(second).index("第25项")
    assert [re.findall("[0-9]+", one.told)[0] for one in (first, second)] == ["26", "25"]


# -- coverage, indicators, links -----------------------------------------------------------------------


def test_cells_tell_what_stands_there_and_empty_ones_say_so() -> None:
    plan = placed(
        head(omitted_domains=(r.OmittedDomain(domain="capital", reason="另行规划"),)),
        Goal(id="g1", title="办事便利", domains=("livelihood",), subjects=("citizen",)),
        Goal(id="g2", title="还没有归类"),
    )
    (figure,) = drawn("coverage", plan)
    shown = texts_of(figure)
    assert shown.count("目标1个，项目0个，指标0个") == 1
    assert shown.count("无目标、无项目") == 11
    assert shown.count("规划已说明不涉及") == 3
    assert "另有1项目标、项目和指标未注明所对应的问题或主体。" in shown


def test_the_coverage_is_that_of_the_check_with_its_surroundings() -> None:
    item = {"catalogue": "c", "catalogue_item": "A1", "name": "光纤用户"}
    here = placed(
        head(),
        Goal(id="g", title="办事便利", domains=("livelihood",), subjects=("citizen",)),
        Indicator(id="i", unit="%", domains=("livelihood",), goals=("g",), **item),
    )
    # Another plan of the library measures the same item in another unit.
    other = Indicator(id="o", position="i", unit="万户", **item)
    around = Surroundings(others=(PlanLine("up", "他市规划", None, None, None, (), (other,)),))
    checker = Checker(here, DAY, None, around)
    checker.full()
    cell = coverage(checker).cell("livelihood", "citizen")
    assert cell is not None
    (figure,) = figures("coverage", here, Wording("zh"), DAY, around)
    assert f"检查通过率{cell.score:g}%" in texts_of(figure)
    assert figure != figures("coverage", here, Wording("zh"), DAY)[0]


def test_progress_shows_the_way_gone_beside_the_way_due() -> None:
    path = {"direction": "higher", "baseline": r.Baseline(value=Decimal(60), year=2025)}
    targets = tuple(r.Target(value=Decimal(value), year=year) for value, year in ((70, 2026), (100, 2030)))
    plan = placed(
        head(),
        Indicator(
            id="i",
            name="共享率",
            targets=targets,
            actuals=(r.Actual(value=Decimal(62), period="2026-Q2"),),
            **path,
        ),
        Indicator(id="j", name="办理率", targets=targets, **path),
        Indicator(id="k", name="没有目标", direction="higher"),
    )
    (figure,) = drawn("progress", plan)
    shown = texts_of(figure)
    assert {"共享率", "办理率", "62 (64.96)", "滞后", "无数据", "滞后：1", "无数据：1"} <= set(shown)
    assert "没有目标" not in shown
    (gone,) = [one for one in bars_of_width(figure, "#1f4e79") if one[2] > 1]
    (whole,) = [one for one in bars_of_width(figure, "#c9dbec") if one[3] == gone[3]]
    assert gone[2] / whole[2] == pytest.approx(2 / 40, abs=0.002)
    assert "共享率（62，应达64.96" in figure.told


def test_the_path_of_an_indicator_shows_its_first_and_last_values() -> None:
    plan = placed(
        head(),
        Indicator(
            id="i",
            name="共享率",
            unit="%",
            direction="higher",
            baseline=r.Baseline(value=Decimal("68.5"), year=2025),
            targets=(r.Target(value=Decimal(80), year=2027), r.Target(value=Decimal(95), year=2030)),
            actuals=(
                r.Actual(value=Decimal(72), period="2026-Q2"),
                r.Actual(value=Decimal(99), period="2027"),
            ),
        ),
        Indicator(id="j", name="没有数值"),
    )
    (figure,) = drawn("indicator_paths", plan)
    shown = texts_of(figure)
    assert {"共享率（%）", "68.5", "72", "95", "2025", "2030"} <= set(shown)
    assert "99" not in shown, "what is measured after the day is not known on it"
    assert "另有1项指标已知数值不足两个，未列入本图。" in shown
    assert "基期值68.5（2025年）、最终目标值95（2030年）、最近实际值72（2026年）" in figure.told


def test_links_lead_from_goals_over_projects_and_gaps_are_marked() -> None:
    plan = placed(
        head(),
        Goal(id="g1", title="共享", kind="specific"),
        Goal(id="g2", title="没有着落", kind="specific"),
        Project(
            id="p", title="平台", goals=(r.GoalLink(goal="g1"),), indicators=(r.IndicatorLink(indicator="i"),)
        ),
        Indicator(id="i", name="共享率", goals=("g1",)),
        Project(id="x", title="停办", goals=(r.GoalLink(goal="g1"),), status="cancelled"),
    )
    (figure,) = drawn("graph", plan)
    shown = texts_of(figure)
    assert {"目标", "项目", "指标", "共享", "平台", "共享率", "没有着落"} <= set(shown)
    assert "停办" not in shown
    curves = [one for one in root_of(figure).iter(f"{_SVG}path") if " C" in one.attrib["d"]]
    assert len(curves) == 3
    assert "存在缺口：没有着落" in figure.told


# -- setting texts -------------------------------------------------------------------------------------


def test_texts_are_cut_and_broken_to_their_room() -> None:
    assert fitted("城市公共数据平台", 100, 3) == "城市公共数据平台"
    assert fitted("城市公共数据平台", 15, 3) == "城市公共…"
    assert wrapped("城市公共数据（平台）", 18, 3, 2) == ["城市公共数据", "（平台）"]
    assert wrapped("one two three", 14, 3, 3)[0] == "one two"
    assert all(width_of(line, 3) <= 20.01 for line in wrapped("数" * 90, 20, 3, 3))
    assert wrapped("", 20, 3, 2) == []


@pytest.mark.parametrize(("low", "high"), [(0, 7), (0, 31900), (-3, 5), (98, 99), (5, 5)])
def test_an_axis_has_round_numbers_around_all_values(low: int, high: int) -> None:
    found = ticks(Decimal(low), Decimal(high))
    assert found[0] <= low
    assert found[-1] >= high
    assert 2 <= len(found) <= 7


def test_an_axis_has_the_steps_that_are_asked_for_at_most() -> None:
    assert ticks(Decimal(0), Decimal("3.0"), 4) == [0, 1, 2, 3]
    assert ticks(Decimal(0), Decimal(301), 4) == [0, 100, 200, 300, 400]
    assert ticks(Decimal(0), Decimal(0), 4)[0] == 0
    assert ticks(Decimal(0), Decimal(7_800_000), 4)[-1] == 8_000_000
