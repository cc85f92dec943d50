"""A heading's topic word is one piece of evidence, the paragraphs below it are the other."""

from __future__ import annotations

import pytest

from indexer.parsing.evidence import tense_of
from indexer.parsing.rulebook import default_rulebook
from tests.parsing.builders import PROSE, one, sections_of

RULES = default_rulebook()
TITLE = "2021年度工作总结"
OPENING = "现将一年来的工作情况汇报如下："


@pytest.mark.parametrize(
    ("text", "tense"),
    [
        ("全站修复隐患四十处，清淤八公里。", "done"),
        ("村民满意率达到96%。", "done"),
        ("制定了巡查办法，增强了大家的责任心。", "done"),
        ("明年将修复隐患四十处。", "ahead"),
        ("各村要把责任压到人头。", "ahead"),
        ("健全巡查制度，定期评比。", "ahead"),
        ("力争修渠八公里。年内完成。", "ahead"),
        ("青石桥边的苗圃很好看。", "unclear"),
    ],
)
def test_sentences_show_results_or_intentions(text: str, tense: str) -> None:
    """A figure alone is no result where the sentence announces something."""
    assert tense_of(text, RULES) == tense


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("一、科学谋划，理清茶业发展思路", "三月召开茶农恳谈会，征集建议二十条，建立台账四本。"),
        ("一、锚定目标任务，抓实渠道建设", "全年开工渠段六个，完成投资八十万元。"),
        ("一、狠抓问题整改，提升管护水平", "整改反馈问题十二个，办结率百分之百。"),
        ("一、目标任务完成情况良好", "全年修路四公里，受益三百户。"),
        ("一、围绕中心任务，服务群众", "走访农户九十家，解决难题三十个。"),
    ],
)
def test_a_topic_word_in_another_matter_decides_nothing(heading: str, text: str) -> None:
    """思路, 目标, 任务 and 整改 as objects of work: neither their own division nor the next is plans."""
    report = one(
        TITLE, OPENING, heading, text, "二、优化服务", "走访企业百家，解决问题四十个。", "三、改善环境", "改造小区五个。"
    )
    assert {p.sections for p in report.paragraphs[1:]} == {("work",)}


@pytest.mark.parametrize("heading", ["四、2022年工作思路", "四、下半年主要目标任务", "四、下步工作重点"])
def test_a_heading_of_plans_still_is_one(heading: str) -> None:
    """A year or a time to come outweighs figures below: 新建冷库一座 is planned there."""
    report = one(TITLE, OPENING, "一、主要工作", PROSE[0], heading, "新建冷库一座，培训茶农二百人。", "完善管护制度。")
    assert report.paragraphs[2].sections == ("plans",)


@pytest.mark.parametrize(
    "text",
    [
        "通过讨论，找出了三个方面的问题：一是观念滞后，二是措施不多，三是人才不足。针对以上问题，我站提出了改进课题，增强了紧迫感。",
        "班子会上查摆出两个方面的不足：一是巡渠不够勤，二是台账不规范。围绕这些不足逐条制定了清单，全部落实到人。",
        "开展座谈六场，收集到意见四十条，反映管护力量薄弱、经费短缺。针对这些意见逐条采取措施，建立了包段制度。",
    ],
)
def test_problems_that_were_found_and_dealt_with_are_work(text: str) -> None:
    """Neither the paragraph, nor the next one, nor the next division is 存在问题 or 下步打算."""
    more = "在此基础上，我站公开了账目，完善了制度。"
    report = one(TITLE, OPENING, "（一）抓好队伍建设", text, more, "（二）抓好绿化", "补植行道树三百株。")
    assert {p.sections for p in report.paragraphs[1:]} == {("work",)}


@pytest.mark.parametrize(
    "text",
    [
        "总结过去一年的工作，我们也清醒地看到，发展中还存在不少困难和问题，管护力量不足，经费短缺。",
        "在看到成绩的同时，我们也清醒地认识到，工作中还有不少差距，个别渠段巡查不到位。",
        "不可否认，管护工作还存在一些薄弱环节，台账不规范。",
    ],
)
def test_an_admission_is_problems_wherever_it_stands(text: str) -> None:
    """Before any heading, right under a title, in the opening of a report whose headings name none."""
    report = one("松岭县政府工作报告", "各位代表：", PROSE[0], text, "一、抓好春耕", PROSE[1])
    assert sections_of(report, text[:8]) == ("problems",)


@pytest.mark.parametrize(
    "text",
    [
        "客观地看，同先进县相比还存在一定的差距，诸如底子薄、经费少。究其原因，既有客观因素，也与开拓不够有关。为此，在新的一年里，我县将进一步改进方法。",
        "工作虽有进展，但还存在不少差距，比如渠道老化。究其原因，是投入不足。今后，我站将加大投入，逐段翻修。",
        "对照要求，还有不少差距，台账不够细。主要原因是人手紧。下一步，我们将增配人手，把台账做细。",
    ],
)
def test_one_paragraph_may_hold_problems_causes_and_plans(text: str) -> None:
    """A report that ends with all three in one paragraph."""
    report = one("渡口管理站述职报告", "一年来，渡口平安有序，修船九条，往来旅客十二万人次。", text)
    assert sections_of(report, text[:6]) == ("problems", "causes", "plans")


@pytest.mark.parametrize(
    "first", ["3、加强女工组织建设。举办讲座三次。", "一、学精神。转发材料十二份。", "（一）建好阵地：投入十二万元。"]
)
def test_a_numbered_first_paragraph_is_no_opening(first: str) -> None:
    """A text that was cut out of another, and a run-in heading above stand-alone ones."""
    report = one(first, "二、做好常规工作", "宣讲一百五十场。", "三、开展帮教", "帮教三十名。")
    assert report.paragraphs[0].sections == ("work",)


def test_what_rests_on_position_alone_is_marked_so() -> None:
    """Under a heading that says nothing, a paragraph that says nothing has low confidence; a result has high."""
    report = one(TITLE, OPENING, "一、茶山", "茶山在青石桥的南边，云雾很重。", "二、渠道", "修复渠道十二公里，受益三百户。")
    assert [p.section_confidence for p in report.paragraphs] == ["high", "low", "high"]
    assert {p.sections for p in report.paragraphs[1:]} == {("work",)}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("一、充分肯定成绩。各班组有新气象。", "work"),
        ("二、正视存在问题。一是个别班组活动少。", "problems"),
        ("三、下一步打算。逐段翻修。", "plans"),
    ],
)
def test_a_run_in_heading_says_the_kind_where_none_stands_alone(text: str, kind: str) -> None:
    """A report or speech whose divisions are one paragraph each."""
    report = one("在评议会上的讲话", "同志们：", "今天开会。", text, PROSE[0])
    assert sections_of(report, text[:6]) == (kind,)
