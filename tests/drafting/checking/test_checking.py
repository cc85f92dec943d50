"""The draft check: what is found, what is left alone, and what each finding rests on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from indexer.drafting.checking import CheckedDraft, check_draft, draft_of_text, formulations_of, read_stored
from indexer.drafting.checking.draft_text import DraftText, Line
from indexer.drafting.checking.findings import AUTHORITIES, KINDS
from indexer.drafting.checking.shared import beside
from indexer.drafting.checking.values import value_findings
from indexer.drafting.model import Block, Draft
from indexer.engines import Engine
from indexer.errors import ConfigError, QueryError
from indexer.language.tokenizer import Tokenizer
from indexer.model.reports import Paragraph, Report
from indexer.output.text_check import checked_lines
from tests.drafting.making import collected, draft, written
from tests.engines.corpus import fill, paragraph, report
from tests.reference_engine.engine import MemoryEngine

WALKED = "我们坚持每月到青石渡走访一次，帮助群众解决了17件烦心事，又把听到的意见整理成册。"
ORCHARD = "县妇联在云溪县的果园里办起夜校，请老把式教剪枝，三十多名姐妹学会了嫁接，云溪县委还送来一车新苗。"
Check = Callable[..., CheckedDraft]


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory: pytest.TempPathFactory) -> Tokenizer:
    return Tokenizer(tmp_path_factory.mktemp("jieba"))


@pytest.fixture
def engine(tokenizer: Tokenizer) -> Engine:
    made = MemoryEngine(tokenizer)
    fill(
        made,
        {
            "walked": report(WALKED, year=2016, title="青石渡街道2016年工作总结"),
            "orchard": report(
                "云溪县妇联去年做了几件事。", ORCHARD, "2017年，我们还修了一座桥。", year=2017, title="云溪县妇联2017年工作总结"
            ),
        },
    )
    return made


@pytest.fixture
def check(engine: Engine) -> Check:
    def run(*lines: str, year: int = 2024, title: str = "柳河县妇联{}年工作总结") -> CheckedDraft:
        """A draft with a title of its own."""
        text = "\n".join([title.format(year), *lines])
        return check_draft(draft_of_text(text), engine, formulations_of(()))

    return run


def found(checked: CheckedDraft, kind: str) -> list[str]:
    return [finding.why for finding in checked.findings if finding.kind == kind]


def places(checked: CheckedDraft, kind: str) -> list[str]:
    """The text that each finding of a kind is about."""
    return [checked.lines[f.line - 1].text[slice(*f.span)] for f in checked.findings if f.kind == kind]


# --- shared text -----------------------------------------------------------------------------


def test_a_passage_of_the_archive_is_named_with_its_share_and_difference(check: Check) -> None:
    checked = check("今年的事不少。" + WALKED.replace("17", "203"), "群众来信一封一封都回了。")
    (finding,) = [f for f in checked.findings if f.kind == "shared"]
    assert (finding.line, finding.authority, finding.basis) == (2, "archive", "《青石渡街道2016年工作总结》（妇联，2016年）")
    assert finding.paragraph_id == "walked-0" and finding.passage is not None and 0.8 < finding.share < 0.9
    here, there = beside(checked.lines[1].text, finding.passage)
    assert (here, there) == (WALKED.replace("17", "203"), WALKED)
    assert "抄" not in finding.why


def test_what_everybody_writes_is_no_shared_text(engine: Engine, check: Check) -> None:
    usual = "坚持以习近平新时代中国特色社会主义思想为指导，请予审议，并请列席人员提出意见。"
    fill(engine, {"usual": report(usual)})
    assert engine.shared_passages([usual])[0].passages
    assert found(check(usual), "shared") == []


def test_a_draft_that_is_in_the_archive_is_compared_with_all_others(engine: Engine, check: Check) -> None:
    own = ["一年来，我们把账本摊在祠堂门口给人看。", WALKED, "到了冬天，又把漏雨的校舍翻修了一遍，孩子们搬了回去。"]
    own_report = report(*own, title="柳河县妇联2024年工作总结", year=2024)
    fill(engine, {"own": own_report, "walked": report(WALKED, title="旧稿", year=2016)})
    checked = check(*own)
    assert checked.itself == "《柳河县妇联2024年工作总结》（妇联，2024年）"
    assert [f.basis for f in checked.findings if f.kind == "shared"] == ["《旧稿》（妇联，2016年）"]


def test_a_draft_of_one_paragraph_from_elsewhere_is_not_the_report_it_is_from(engine: Engine, check: Check) -> None:
    """All of the draft stands in that report, but little of the report in the draft: taken, and told so."""
    own = ["一年来，我们把账本摊在祠堂门口给人看。", WALKED, "到了冬天，又把漏雨的校舍翻修了一遍，孩子们搬了回去。"]
    fill(engine, {"own": report(*own, title="柳河县妇联2024年工作总结", year=2024)})
    checked = check(WALKED)
    assert checked.itself == ""
    assert [f.basis for f in checked.findings if f.kind == "shared"][:1] == ["《柳河县妇联2024年工作总结》（妇联，2024年）"]


# --- leftovers -------------------------------------------------------------------------------


def test_names_and_years_that_came_along_are_told(check: Check) -> None:
    checked = check("柳河县妇联今年做了几件事。", ORCHARD, "2017年，我们还修了一座桥，桥头立了石碑。")
    assert found(checked, "name") == ["“云溪县”是这段文字来处的名称，稿子别处没有提到"]
    assert places(checked, "name") == ["云溪县"]
    assert places(checked, "year") == ["2017"]


def test_a_place_is_told_without_the_end_of_its_name_too(engine: Engine, check: Check) -> None:
    """云岫绣娘 names 云岫县; the whole name is told once, not twice."""
    told = "云岫绣娘把铺子开到了省城，第一年就接下三百多件订单，二十一名姐妹在家门口有了活干。"
    own = [told, "云岫县还办了夜校。", WALKED, WALKED.replace("17", "到今年")]
    fill(engine, {"silk": report(*own, title="云岫县妇联2023年述职报告", year=2023)})
    assert places(check(told), "name") == ["云岫"]
    assert places(check(told + "云岫县还办了夜校。"), "name") == ["云岫县"]
    assert places(check("今年的云岫绣娘也到我们县来过。", told), "name") == []


def test_a_name_the_draft_has_elsewhere_is_its_own(check: Check) -> None:
    checked = check("今年我们与云溪县结成对子。", ORCHARD, "对方送来了种苗和图纸。")
    assert found(checked, "name") == []


def test_another_place_where_the_drafts_own_should_stand_is_told(check: Check) -> None:
    opening = "柳河县委高度重视妇女工作，柳河县委常委会专题研究。"
    checked = check(opening, "在云溪县委的领导下，夜校办了起来。", "全体干部到云岭县委党校学习考察。")
    assert places(checked, "name") == ["云溪县"]
    assert found(check(opening, "紧扣县委部署，夜校办了起来。"), "name") == []


@pytest.mark.parametrize(
    "whose",
    [
        {"title": "沙洲县{}年工作总结"},
        {"title": "海晏市沙洲县教育局{}年工作总结"},
        {"title": "中共沙洲县委{}年党建工作报告"},
        {"title": "{}年工作总结", "signed": "沙洲县人民政府"},
    ],
)
def test_another_county_is_told_wherever_the_draft_names_it(check: Check, whose: dict[str, str]) -> None:
    """A name that came along twice is no more the draft's own than one that came along once."""
    body = ["全县新建校舍三处。", "云岫县农业增加值增长3%。", "云岫县委还送来一车新苗。", "夜校一直办到年底，人人都来。"]
    checked = check(*body, whose.get("signed", ""), title=whose["title"])
    assert places(checked, "name") == ["云岫县", "云岫县"]
    assert set(found(checked, "name")) == {"这份稿子写的是“沙洲县”，这里却是“云岫县”"}


@pytest.mark.parametrize(
    "body",
    [
        ("全年组织干部到云岫县学习考察两次。", "云岫县农业增加值增长3%。"),
        ("与云岫县、青石县一起修了河堤。", "云岫县委还送来一车新苗。"),
        ("云岫县只在这里有一处。",),
        ("近期县妇联来过两回。", "近期县妇联又来了。"),
        ("现将县委班子的事报告如下。", "深化县委巡察。"),
        ("石河镇修了路。", "石河镇又修了桥。"),
    ],
)
def test_places_that_a_county_names_on_purpose_are_left_alone(check: Check, body: tuple[str, ...]) -> None:
    assert found(check(*body, title="沙洲县{}年工作总结"), "name") == []


def test_a_report_on_other_places_is_not_told_their_names(check: Check) -> None:
    body = ("江鹭市重在建得起，船工都进了会。", "江鹭市还办了夜校。")
    assert found(check(*body, title="沙洲市总工会{}年赴江鹭、东墟两市学习考察报告"), "name") == []
    assert places(check(*body, title="沙洲市总工会{}年工作报告"), "name") == ["江鹭市", "江鹭市"]


def test_how_another_kind_of_unit_calls_itself_is_told(check: Check) -> None:
    checked = check("我行坚持把夜校办到渡口，全行员工轮着来。", "我会干部也轮着来，各分公司都有人。")
    assert places(checked, "name") == ["我行", "全行"]
    assert found(checked, "name")[0] == "这份稿子写的是“柳河县妇联”，“我行”却是别处单位的自称"
    assert found(check("我行坚持把夜校办到渡口，全行员工轮着来。", title="柳河农商银行{}年工作总结"), "name") == []
    assert found(check("我行坚持把夜校办到渡口，全行员工轮着来。", title="{}年度述职报告"), "name") == []


def test_a_companys_bare_words_are_told_where_they_were_taken(engine: Engine, check: Check) -> None:
    told = "各分公司轮流把夜校办到码头和渡口，办出了具有公司特色的学习品牌，三百多名装卸工白天干活晚上听课，没有一个掉队。"
    own = "柳河县的船工都进了夜校，年底还办了一场识字比赛，老少都来。"
    assert places(check(told, own), "name") == []
    fill(engine, {"company": report(told, WALKED, title="湖畔港务集团2019年工作总结", year=2019)})
    assert places(check(told, own), "name") == ["各分公司", "公司"]


def test_years_that_fit_are_left_alone(check: Check) -> None:
    fine = [
        "2024年，夜校办了三期。比2017年多出一倍。",
        "2012年，协会成立，第一任会长是裁缝。",
        "2019年以来，年年有新人来。",
        "下一步打算：2025年，我们将把夜校办到渡口去。",
    ]
    assert found(check(*fine), "year") == []
    wrong = check("一、主要工作", "2021年，夜校办了三期，人人都来。", "二、下一步打算", "2023年，我们将把夜校办到渡口。")
    assert places(wrong, "year") == ["2023"]
    assert places(check("一、主要工作", "2021年，夜校办了三期，人人都来。"), "year") == ["2021"]


def test_a_plan_for_a_year_that_is_over_is_told(check: Check) -> None:
    def years(*lines: str) -> list[str]:
        return places(check("三、下步打算", *lines, year=2026), "year")

    assert years("2023年底前完成村庄整治。") == ["2023"]
    assert years("在2025年6月底前把夜校办到渡口。", "2024年，力争完成渡口改造。") == ["2025", "2024"]
    fine = ["2026年底前完成渡口改造。", "2028年底前完成渡口改造。", "2023年底前已建成的夜校，继续办好。"]
    assert years(*fine) == []
    assert found(check("一、主要做法", "渡口在2023年底前通了车。", year=2026), "year") == []


def test_a_day_that_there_is_not_is_told(check: Check) -> None:
    checked = check("会议2月30日召开，4月31日结束，2月29日、12月31日休息。")
    assert found(checked, "year") == ["没有“2月30日”这一天", "没有“4月31日”这一天"]


def test_placeholders_are_to_be_filled_in(check: Check) -> None:
    (why,) = found(check("慰问困难家庭XX户，某某同志带队。"), "placeholder")
    assert why.startswith("“XX户”") and why.endswith("等 2 处还没有填")


@pytest.mark.parametrize(("line", "said"), [
    ("培训干部（    ）。", "“培训干部（）”还没有填"),
    ("另有（）。培训（ ）名。", "“另有（）”、“培训（）名”等 2 处还没有填"),
])  # fmt: skip
def test_empty_brackets_are_to_be_filled_in(check: Check, line: str, said: str) -> None:
    assert found(check("一、做法", line), "placeholder") == [said]


def test_brackets_of_a_program_are_left_alone(check: Check) -> None:
    assert found(check("一、做法", "台账用表格里的sum()算出来，（含回访）一笔不差。"), "placeholder") == []


# --- numbers ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["一、做法", "走访不断。", "三、打算", "再走一遍。"], "“一、”之后是“三、”，缺“二、”"),
        (["一、做法", "走访不断。", "一、打算", "再走一遍。"], "“一、”用了两次，后一个应是“二、”"),
        (["（一）走访。走访不断。", "（三）办班。办了一期。"], "“（一）”之后是“（三）”，缺“（二）”"),
        (["一、做法", "（二）走访。走访不断。"], "这一级从“（二）”开始，前面没有“（一）”"),
        (["一、做法", "二、问题", "三、打算", "二、体会", "写在后面。"], "“三、”之后又是“二、”，序号倒退了"),
        (["一是走访不断。三是办班不停。"], "“一是”之后是“三是”，缺“二是”"),
        (["一是走访不断。", "三是办班不停。"], "“一是”之后是“三是”，缺“二是”"),
        (["第一，走访。第二，办班。第二，回访。"], "“第二”用了两次"),
        (["一是走访不断。", "一是办班不停。"], "“一是”用了两次"),
    ],
)  # fmt: skip
def test_numbers_left_out_repeated_or_running_back_are_told(check: Check, lines: list[str], said: str) -> None:
    assert found(check(*lines), "numbering") == [said]


@pytest.mark.parametrize(
    "lines",
    [
        ["一、做法", "（一）走访。走访不断。", "（二）办班。办了一期。", "二、问题", "（一）人少。", "（二）路远。"],
        ["一、做法", "（一）走访。走访不断。", "二、问题", "（二）人少。人手不够。"],
        ["一是走访不断；二是办班不停。又，一是人手少；二是路远。"],
        ["一是走访不断。", "二是办班不停。", "三是回访不漏。"],
        ["原因有两个，一是路远，一是人少。"],
        ["3.5亿元投进了渡口。", "20人学会了嫁接。", "第三产业占了一半，一是一、二是二。"],
        ["一、做法", "走访不断。", "附件", "一、项目清单", "二、人员名单"],
    ],
)  # fmt: skip
def test_numbers_in_order_are_left_alone(check: Check, lines: list[str]) -> None:
    assert found(check(*lines), "numbering") == []


def test_a_number_that_stands_alone_is_told(check: Check) -> None:
    """（一） divides nothing where no （二） follows, under this heading or the next."""
    alone = ["一、做法", "（一）走访。渡口走了三回，人人都来。", "二、打算", "再走一遍。"]
    assert found(check(*alone), "numbering") == ["只有“（一）”，后面没有“（二）”"]
    again = ["一、做法", "（一）走访。渡口走了三回。", "二、打算", "（一）再走。", "（二）再办班。"]
    assert found(check(*again), "numbering") == []
    for second in ("（二）办班。夜校办了三期。", "夜校也有两样：（一）识字；（二）剪枝。"):
        assert found(check(*alone[:2], second, *alone[2:]), "numbering") == []
    assert found(check("一、做法", "（一）号水源地修好了围栏，全镇都喝上了。", "二、打算", "再走一遍。"), "numbering") == []
    assert found(check("一、做法", "（一）走访。渡口走了三回。", "二、打算", "（二）再走。"), "numbering") == []
    assert found(check("（一）走访。渡口走了三回，人人都来。", "夜校办了三期。"), "numbering") == []


def test_points_that_are_left_out_in_the_middle_are_all_named(check: Check) -> None:
    line = "一是走访，渡口走了三回；四是办班，夜校办了三期；五是修船。"
    assert found(check(line), "numbering") == ["“一是”之后是“四是”，缺“二是”“三是”"]
    assert found(check("一是走访；二是办班。", "一是修船；二是换灯。"), "numbering") == []


# --- signs -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("开展“书香渡口活动，人人都来。", "引号"),
        ("学习《渡口公约，人人都来。", "书名号"),
        ("走访（含回访，人人都来。", "括号"),
        ("走访含回访），人人都来。", "括号"),
        ("走访了三回,人人都来。", "半角"),
        ("走访(含回访)三回，人人都来。", "半角"),
        ("走访了三回，，人人都来。", "连在一起"),
        ("走访完成率12%.", "半角"),
        ("走访完成率98.5.", "半角"),
        ("全年走访12.", "半角"),
        ("走访增长98.5.人人都来。", "半角"),
        ("走访完成12%,人人都来。", "半角"),
        ("抓学习, 抓落实。", "半角"),
        ("着眼发展战略,  从而把夜校办到渡口。", "半角"),
        ("分三步走: “看、学、做”。", "半角"),
        ("走访完成12%; 人人都来。", "半角"),
        ("人人都来. 夜校也热闹。", "半角"),
        ("走访了三回，。人人都来。", "连在一起"),
    ],
)
def test_faults_of_signs_are_told_by_the_standard(check: Check, line: str, said: str) -> None:
    checked = check(line)
    assert [said in why for why in found(checked, "signs")] == [True]
    (finding,) = [f for f in checked.findings if f.kind == "signs"]
    assert finding.authority == "standard" and "15834" in finding.basis


@pytest.mark.parametrize(
    "line",
    [
        "开展“书香‘渡口’”活动，学习《渡口公约》（试行），人人都来。",
        "1）走访；2）回访；（3）办班。",
        "增长3.5%，达到1,200万元，时间8:30—9:00。",
        "今年做了两件事:1.走访；2.办班。".replace(":", "："),
        "走访情况见附件1.",
        "版本2.1.升级了渡口的账本。",
        "第1, 2组走访，见表3, 4。",
        "夜校用的是 Word, Excel 和 PDF, 都会了。",
        "渡口号 Ferry No. 2 修好了，A, B 两岸都通。",
        "见 http://example.org/a?b=c 和 A.B.C，Word 文档(docx)。",
        "他说：“好！”又说：“……”",
    ],
)
def test_signs_in_order_are_left_alone(check: Check, line: str) -> None:
    assert found(check(line), "signs") == []


# --- said twice ------------------------------------------------------------------------------


def test_a_paragraph_and_a_sentence_said_twice_are_told(check: Check) -> None:
    long = "夜校把课堂搬到渡口的老槐树下，船工靠岸就能听半节课再走"
    short = "船来船往的日子，渡口总有人等着听课。"
    checked = check(short, long + "。", short, f"今年不同，{long}；{long}。")
    assert found(checked, "repeated") == ["这一段与第 2 段一字不差", "“夜校把课堂搬到渡口的老槐…”这一句第 3 段已经写过"]


def test_one_figure_with_two_values_is_told(check: Check) -> None:
    checked = check("全年实现税收3.2亿元。", "回头看，实现税收3.5亿元，不算多。")
    assert found(checked, "values") == ["“实现税收”前面（第 2 段）是 3.2亿元，这里是 3.5亿元"]


@pytest.mark.parametrize(
    "second",
    ["实现税收3.20亿元。", "去年实现税收2.8亿元。", "实现税收同比增长5%。", "力争实现税收4亿元。", "其中，某镇实现税收1亿元。"],
)
def test_figures_of_other_things_are_left_alone(check: Check, second: str) -> None:
    assert found(check("全年实现税收3.2亿元。", second), "values") == []


def test_the_same_words_with_two_figures_in_a_paragraph_are_told(check: Check) -> None:
    for line in ("培训党员32名，培训党员35名。", "全年培训党员32名。夜校热闹，共培训党员35名。"):
        assert found(check("一、做法", line), "values") == ["“培训党员”前面是 32名，这里是 35名"]


@pytest.mark.parametrize(
    "line",
    [
        "培训党员32名，培训干部35名。",
        "培训党员32名，回头看，培训党员32名。",
        "一季度培训党员32名，二季度培训党员35名。",
        "第一期，培训党员32名；第二期，培训党员35名。",
        "上半年，培训党员32名，下半年，培训党员35名。",
        "渡口组培训党员32名，果园组培训党员35名。",
    ],
)
def test_like_figures_of_other_things_are_left_alone(check: Check, line: str) -> None:
    assert found(check("一、做法", line), "values") == []


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ("全年新增就业3200人，办了夜校。", "今年新增就业3500人。", "“新增就业”前面（第 2 段）是 3200人，这里是 3500人"),
        ("全年完成造林3.2万亩。", "回头看，全县完成造林3.5万亩，不算少。", "“完成造林”前面（第 2 段）是 3.2万亩，这里是 3.5万亩"),
        ("发展党员12名。", "夜校热闹，发展党员15名。", "“发展党员”前面（第 2 段）是 12名，这里是 15名"),
        ("招商引资到位资金12亿元。", "招商引资到位资金13亿元。", "“招商引资到位资金”前面（第 2 段）是 12亿元，这里是 13亿元"),
    ],
)
def test_a_sum_with_two_values_in_two_paragraphs_is_told(check: Check, first: str, second: str, told: str) -> None:
    assert found(check(first, second), "values") == [told]


@pytest.mark.parametrize(
    "lines",
    [
        ("全年新增就业3200人。", "新增就业3200人。"),
        ("全年新增就业3200人。", "上半年，新增就业1500人。"),
        ("全年新增就业3200人。", "对比去年，新增就业2900人。"),
        ("新建冷库3座。", "在柳河村，新建冷库1座。"),
        ("渡口工程进展顺利，完成投资3亿元。", "老街改造收尾，完成投资2亿元。"),
        ("新建冷库3座。", "新建冷库2座。", "新建冷库5座。"),
        ("培训党员32名。", "培训党员35名。"),
    ],
    ids=["equal", "half-a-year", "last-year", "a-village", "of-any-project", "three", "no-sum"],
)
def test_sums_of_other_things_are_left_alone(check: Check, lines: tuple[str, ...]) -> None:
    assert found(check(*lines), "values") == []


def test_a_second_report_has_figures_of_its_own() -> None:
    lines = [
        Line(1, "柳河县2024年工作总结", "title"),
        Line(2, "全年新增就业3200人，办了夜校。", "paragraph", ("work",)),
        Line(3, "青石镇2024年工作总结", "title"),
        Line(4, "全年新增就业3500人，办了食堂。", "paragraph", ("work",)),
    ]
    assert list(value_findings(DraftText(tuple(lines), ()))) == []
    assert len(list(value_findings(DraftText((*lines[:2], lines[3]), ())))) == 1


# --- nothing below a heading -----------------------------------------------------------------

BODY = "走访不断，事事有人管，办了不少班。"


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (("一、做法", BODY, "二、存在问题", "三、打算", "再走一遍，把夜校办到村里。"), ["二、存在问题"]),
        (("一、主要做法", "（一）抓学习", BODY, "（二）抓队伍", "二、存在的问题", "夜校办得少。"), ["（二）抓队伍"]),
        (("一、主要做法", BODY, "二、存在的问题", "夜校办得少，来的人也少。", "三、下一步打算"), ["三、下一步打算"]),
    ],
    ids=["section", "point", "last"],
)
def test_a_heading_with_nothing_below_is_told(check: Check, lines: tuple[str, ...], told: list[str]) -> None:
    assert found(check(*lines), "missing") == [f"“{one}”下面没有内容：是没有写完，还是序号多了？" for one in told]


@pytest.mark.parametrize(
    "lines",
    [
        ("一、主要做法", BODY, "二、存在的问题", "（一）抓学习", "（二）抓队伍", "（三）抓作风", "三、打算", BODY),
        ("一、主要做法", BODY, "二、打算", "一、修路引水在前。先通一条路。", "二、夜校办到村里。"),
        ("一、主要做法", "（一）抓学习", BODY, "（二）抓队伍。", "二、打算", BODY),
    ],
    ids=["list", "numbered-anew", "sentence"],
)
def test_a_list_and_headings_with_text_are_left_alone(check: Check, lines: tuple[str, ...]) -> None:
    assert found(check(*lines), "missing") == []


# --- formulations and sections ---------------------------------------------------------------


def test_formulations_of_another_time_are_hints_with_their_document(engine: Engine, check: Check) -> None:
    fill(engine, {"old": report("开展“三严三实”专题教育，人人对照检查。", year=2015)})
    checked = check("继续开展“三严三实”专题教育。", "党的二十大以来，人人都来。")
    (finding,) = [f for f in checked.findings if f.kind == "dated"]
    assert finding.why == "“三严三实专题教育”是2015年的提法；资料库里最近见于 2015年，现在是否还这样说，请看看"
    assert (finding.authority, "中办" in finding.basis) == ("table", True)
    early = check("发展新质生产力，人人都来。", year=2016)
    assert "2023年起的" in found(early, "dated")[0] and "2016年的" in found(early, "dated")[0]
    assert found(check("学习两学一做，三严三实专题教育善始善终。", year=2016), "dated") == []


def test_an_own_table_of_another_form_is_refused_in_one_line() -> None:
    assert len(formulations_of(["渡口工程 | 2018 | 2019 | 县里的通知"])) == len(formulations_of(())) + 1
    with pytest.raises(ConfigError, match=r"\[index\] formulations.*应写成"):
        formulations_of(["渡口工程 2018"])


def _whole(year: int, *sections: str) -> Report:
    texts = tuple(paragraph(at, f"{name}，第{at}件事写在这里，渡口边的人都知道。", [name]) for at, name in enumerate(sections))
    return Report(0, f"{year}年工作总结", year, None, "妇联", texts, genre="工作总结")


def test_a_section_that_its_like_usually_has_is_missed(engine: Engine, check: Check) -> None:
    fill(engine, {f"w{year}": _whole(year, "work", "problems", "plans") for year in range(2010, 2020)})
    body = [f"渡口的第{at}件事，船工和裁缝一起办成了。" for at in "甲乙丙丁戊己庚辛"]
    why = found(check("一、主要工作", *body), "missing")
    assert why == [
        "没有看到“存在问题”：资料库里妇联的工作总结 10 份，10 份有这一部分",
        "没有看到“下步打算”：资料库里妇联的工作总结 10 份，10 份有这一部分",
    ]
    assert found(check("一、主要工作", *body, "二、存在的问题", "人手不够。", "三、下一步打算", "再走一遍。"), "missing") == []
    assert found(check("一、主要工作", *body[:3]), "missing") == []


# --- the whole -------------------------------------------------------------------------------


def test_the_worst_comes_first_and_everything_says_what_it_rests_on(check: Check) -> None:
    checked = check(ORCHARD, "一、做法", "慰问XX户,人人都来。", "三、打算", "继续开展“三严三实”专题教育。")
    kinds = [finding.kind for finding in checked.findings]
    assert kinds == sorted(kinds, key=list(KINDS).index) and len(set(kinds)) >= 5
    assert list(checked.counts) == list(dict.fromkeys(kinds))
    for finding in checked.findings:
        assert finding.authority in AUTHORITIES and finding.basis and "\n" not in finding.why
        assert 0 <= finding.span[0] <= finding.span[1] <= len(checked.lines[finding.line - 1].text)


def test_stock_sentences_are_told_apart_from_findings(engine: Engine, check: Check) -> None:
    stock = "我们一定要把这件事情放在心上抓在手上落实在行动上。"
    tails = ["渡口的灯亮了一整夜，船工们都来听", "果园里嫁接了三十亩梨树，社员们自己学会", "祠堂的账本摊开来晒，谁都能翻上几页",
             "漏雨的校舍翻修过了，孩子们搬回去上课", "集市上的秤一杆一杆校准，买菜的人心里踏实"]  # fmt: skip
    units = ["妇联", "公安", "银行", "妇联", "公安"]
    fill(engine, {f"s{at}": report(stock + tail, unit=unit) for at, (tail, unit) in enumerate(zip(tails, units, strict=True))})
    (one,) = check(stock + "另有别的安排。").stock
    assert (one.line, one.use.reports, one.use.different, one.use.unit_types) == (2, 5, 5, ("妇联", "公安", "银行"))


def test_nothing_and_too_much_are_refused() -> None:
    for text in ("", " \n"):
        with pytest.raises(QueryError, match="没有可查的文字"):
            draft_of_text(text)
    with pytest.raises(QueryError, match="稿子太长"):
        draft_of_text("渡口的事还没有说完。" * 10_001)


def test_places_are_counted_without_blank_lines_everywhere(check: Check) -> None:
    """Word has no blank lines and a text file has: what is said of a place is true of both."""
    tight = check("一、做法", "慰问XX户。", "二、打算。")
    loose = check("", "一、做法", "", "", "慰问XX户。", "", "二、打算。")
    assert [f.line for f in loose.findings] == [f.line for f in tight.findings] == [3]
    said = list(checked_lines(loose))
    assert said[0].startswith("查了 4 段（标题也算，空行不算）") and said[3].startswith("第 3 段　“XX户”还没有填")
    assert not [line for line in said if "行　" in line]


def test_lines_follow_the_draft(check: Check) -> None:
    checked = check("一、做法", "走访不断。", "二、打算", "再走一遍。")
    assert [(line.number, line.kind) for line in checked.lines] == [
        (1, "title"), (2, "heading"), (3, "paragraph"), (4, "heading"), (5, "paragraph"),
    ]  # fmt: skip
    assert isinstance(checked.draft.reports[0].paragraphs[0], Paragraph)


@pytest.mark.slow
def test_planted_passages_are_found(tmp_path: Path, tokenizer: Tokenizer) -> None:
    """The floors of the committed rule (docs/QUALITY.md), so that precision is not bought with what should be found."""
    from bench.planted import KINDS as planted_kinds
    from bench.planted import ON_A_PAGE, SEED, index_of_samples, judge, planted_drafts

    engine = index_of_samples(tmp_path / "index", tokenizer)
    judged = [
        judge(draft, check_draft(draft_of_text("\n".join(draft.lines)), engine, formulations_of(())))
        for draft in planted_drafts(SEED, tokenizer)
    ]
    engine.close()
    for kind in planted_kinds:
        ok = [hit for one in judged for hit, p in zip(one.found, one.draft.planted, strict=True) if p.passage.kind == kind]
        assert len(ok) == 50 and sum(ok) >= (46 if kind == "words" else 49), kind
    pages = sum(len(line) for one in judged for line in one.draft.lines) / ON_A_PAGE
    assert sum(len(one.alarms) for one in judged) <= 0.2 * pages


# --- a stored draft --------------------------------------------------------------------------


def stored(*blocks: Block, **about: Any) -> Draft:
    return replace(draft(*blocks), **{"title": "柳河县妇联2024年工作总结", **about})


def test_the_lines_of_a_stored_draft_know_their_blocks_and_what_the_writer_said_counts(engine: Engine) -> None:
    read = read_stored(
        stored(
            written("h", "work", "一、走访", level=1), collected("a", "work", WALKED, "walked-0"), written("b", "plans", ""),
            written("c", "plans", "把桥修好。"), unit="柳河县妇联", year=2025, genre="工作总结",
        )
    )  # fmt: skip
    assert [(line.number, line.kind, line.block) for line in read.lines] == [
        (1, "title", ""), (2, "heading", "h"), (3, "paragraph", "a"), (4, "paragraph", "c"),
    ]  # fmt: skip
    assert [line.sections for line in read.lines[2:]] == [("work",), ("plans",)]
    first = read.first
    assert first and (first.year, first.unit_type, first.genre) == (2025, "妇联", "工作总结")
    assert read.introduction.startswith("柳河县妇联\n") and len(read.reports) == 1


def test_a_paragraph_still_as_it_was_collected_is_said_to_be_so_and_its_report_is_no_copy_of_the_draft(engine: Engine) -> None:
    """All of the draft stands in one report, and it is compared with that report all the same."""
    checked = check_draft(
        read_stored(stored(collected("a", "work", WALKED, "walked-0"))), engine, formulations_of(())
    )
    (found,) = [one for one in checked.findings if one.kind == "collected"]
    assert checked.itself == "" and found.why.endswith("与收来的那一段相同") and checked.lines[found.line - 1].block == "a"
    again = read_stored(stored(replace(collected("a", "work", "云溪县妇联去年做了几件事。", "orchard-0"), text=WALKED)))
    assert "资料库里的一段" in check_draft(again, engine, formulations_of(())).findings[0].why


def test_what_stands_as_it_was_collected_comes_last_and_is_counted_apart(engine: Engine) -> None:
    """Its writer knows it: what is to be filled in, numbers and signs come before; a copy elsewhere is no second finding."""
    fill(engine, {"copy": report(WALKED, "渡口的老船工也来听课。", title="白石街道2017年工作总结")})
    blocks = [
        replace(collected("a", "work", WALKED, "walked-0"), text="（一）" + WALKED.replace("17", "203")),
        replace(collected("b", "work", ORCHARD, "orchard-1"), text=ORCHARD.replace("云溪县的果园里办起夜校", "柳河边上开了学堂")),
        written("c", "plans", "慰问困难家庭XX户,人人都来。"),
    ]
    checked = check_draft(read_stored(stored(*blocks)), engine, formulations_of(()))
    kinds = [one.kind for one in checked.findings]
    assert kinds[-1] == "collected" and kinds.count("collected") == checked.collected == 1
    assert kinds[0] == "shared" and {"placeholder", "signs"} < set(kinds)
    last = checked.findings[-1]
    assert last.line == 2 and last.others == 1 and last.why.endswith("与收来的那一段相同")
    lines = list(checked_lines(checked))
    assert f"要看的有 {len(kinds) - 1} 处：共同文字 1" in lines[0]
    assert "；另有 1 段收来以后没有改过。" in lines[0] and lines[-2] == "【收来未改】1 处"


def test_a_draft_of_what_was_collected_alone_has_nothing_to_look_at(engine: Engine) -> None:
    checked = check_draft(read_stored(stored(collected("a", "work", WALKED, "walked-0"))), engine, formulations_of(()))
    left = replace(checked, findings=tuple([one for one in checked.findings if one.kind == "collected"]))
    assert "没有发现要看的；另有 1 段收来以后没有改过" in next(checked_lines(left))


def test_a_draft_that_names_no_year_is_measured_by_the_present_one(engine: Engine) -> None:
    """A fresh draft has no year yet, and its formulations may be as old."""
    draft = draft_of_text("扎实开展“三严三实”专题教育，人人都来。")
    kinds = [{one.kind for one in check_draft(draft, engine, formulations_of(()), year).findings} for year in (2026, 2015, None)]
    assert ["dated" in own for own in kinds] == [True, False, False]


def test_the_writers_own_unit_is_not_from_elsewhere(engine: Engine) -> None:
    """The unit that the draft says is the writer's needs no line of the text that says so."""
    block = collected("a", "work", ORCHARD, "orchard-1")
    names = [
        {one.kind for one in check_draft(read_stored(stored(block, **about)), engine, formulations_of(())).findings}
        for about in ({"unit": "云溪县妇联", "title": "总结"}, {"unit": "柳河县妇联", "title": "总结"})
    ]
    assert "name" not in names[0] and "name" in names[1]


@pytest.mark.parametrize("blocks", [(), (written("b", "work", " "),)])
def test_a_stored_draft_without_text_is_refused_with_what_to_do(blocks: tuple[Block, ...]) -> None:
    with pytest.raises(QueryError, match="稿件还是空的"):
        read_stored(stored(*blocks))
