"""Natural input is answered: by the gentlest reading that finds something, and the answer says which."""

from __future__ import annotations

import pytest

from indexer.engines import Engine
from indexer.language.tokenizer import Tokenizer
from indexer.model.reports import ResultPage
from indexer.querying.request import build_request
from indexer.suggest.answer_ladder import AnswerLadder
from indexer.suggest.suggester import Suggester
from tests.engines.corpus import fill, paragraph, report
from tests.reference_engine.engine import MemoryEngine


@pytest.fixture(scope="module")
def engine(tokenizer: Tokenizer) -> Engine:
    made = MemoryEngine(tokenizer)
    fill(
        made,
        {
            "a": report("党建与业务融合还不深，抓党建和抓业务两张皮。", "支部书记抓人心是内行，抓经费是外行。"),
            "b": report("党建责任清单逐条销号。", "夜间巡逻由片区民警轮值，群众评价较好。", unit="公安"),
            "d": report(paragraph(0, "看守所的备用线路一断电就跳闸。", ["problems"]), unit="公安"),
            "c": report("党建引领小区治理。", "党建指导员进企业。", "党建联席会每季一次。", "意识形态阵地定期排查。"),
        },
    )
    return made


@pytest.fixture(scope="module")
def ladder(engine: Engine) -> AnswerLadder:
    suggester = Suggester(engine)
    suggester.refresh()
    return AnswerLadder(engine, suggester.by_sound, cut_phrases=True, mended=suggester.mended)


def found(page: ResultPage) -> list[str]:
    return [hit.paragraph.id for hit in page.hits]


@pytest.mark.parametrize(
    ("q", "step", "first"),
    [
        ("党建 业务", "all", "a-0"),
        ("党建业务融合", "segmented", "a-0"),
        ("党建业务的融合", "segmented", "a-0"),
        ('"党建业务融合"', "segmented", "a-0"),
        ("支部书机抓人心外行", "sound", "a-1"),
        ("民警 轮值 巡更", "most", "b-1"),
        ("断电 民警", "most", None),
        ("夜间 断电", "most", None),
        ("内行 两张皮", "reports", "a-1"),
        ("断电清单", "most", None),
        ("轮值责任清单", "most", "b-0"),
        ("内行两张皮", "reports", "a-1"),
        ("dangjian", "sound", "c-0"),
        ("renxin waihang", "sound", "a-1"),
        ("liangzhangpi", "sound", "a-0"),
        ("dang jian", "sound", "c-0"),
        ("yi shi xing tai", "sound", "c-3"),
        ("党建责任青单", "sound", "b-0"),
        ("易师行态", "sound", "c-3"),
        ("yìshíxíngtài", "sound", "c-3"),
        ("ＹＳＸＴ", "sound", "c-3"),
        ("夜间巡罗", "sound", "b-1"),
        ("备用线录", "sound", "d-0"),
        ("公安 存在问题", "filters", "d-0"),
        ("公安 存在问题 2018年 断电", "filters", "d-0"),
        ("断电 公安 2019年", "filters", "d-0"),
        ("断电 公安 下步打算", "filters", "d-0"),
        ("断电 妇联", "filters", "d-0"),
        ("公安存在问题 断电", "filters", "d-0"),
        ("公安断电的问题怎么写", "filters", "d-0"),
        ("党建业务融合/", "segmented", "a-0"),
        ("群众的评价是很好", "segmented", None),
        ("由民警在片区夜里值守巡查", "most", "b-1"),
    ],
)
def test_natural_input_is_answered(ladder: AnswerLadder, q: str, step: str, first: str | None) -> None:
    """Each kind of input ends on its own step; the paragraph meant stands first."""
    page = ladder.answer(build_request(q))
    if first is None:
        assert page.total or page.step in ("all", "similar")
        return
    assert page.step == step
    assert first in found(page)[: 1 if step != "sound" else 5]
    assert page.relaxed is (step != "all")


def test_every_step_is_said_openly(ladder: AnswerLadder) -> None:
    said = {q: ladder.answer(build_request(q)).notices[-1] for q in ("党建业务融合", "民警 轮值 巡更", "dangjian")}
    assert said["党建业务融合"] == "没有连在一起的“党建业务融合”，以下段落同时包含 党建、业务、融合"
    assert said["民警 轮值 巡更"] == "没有同时包含全部 3 个词的段落，以下包含其中至少 2 个"
    cut = ladder.answer(build_request("支部书记抓党建责任清单")).notices[-1]
    assert cut.startswith("没有同时包含 支部书记、") and "的段落，以下包含其中至少" in cut
    assert said["dangjian"].startswith("没有找到“dangjian”，以下是“党建")


def test_words_in_different_paragraphs_of_a_report_find_both(ladder: AnswerLadder) -> None:
    """No paragraph has both words, one report has: its paragraphs come before all that hold one of the words, and what was asked
    can be typed again."""
    page = ladder.answer(build_request("内行 两张皮"))
    assert set(found(page)) == {"a-0", "a-1"} and page.step == "reports"
    assert page.notices[-1] == "没有同时包含 内行、两张皮 的段落；以下段落所在的报告，在不同段落里写到了全部 2 个词"
    assert page.asked_instead == "(内行 | 两张皮) 同篇:内行 同篇:两张皮"
    assert found(ladder.answer(build_request(page.asked_instead))) == found(page)
    assert ladder.answer(build_request("内行 两张皮 -支部书记")).total == 1
    assert ladder.answer(build_request("断电 两张皮")).step == "most"


def test_names_of_filters_filter_when_no_paragraph_holds_them(ladder: AnswerLadder) -> None:
    """What was asked instead can be typed again and finds the same; quoted words are never taken for filters by a program."""
    page = ladder.answer(build_request("公安 存在问题 断电"))
    assert page.notices[-1] == "没有同时包含这些字的段落，以下把 公安＋存在问题 当作筛选"
    assert page.asked_instead == "单位:公安 章节:存在问题 断电"
    assert found(ladder.answer(build_request(page.asked_instead))) == found(page) == ["d-0"]
    literal = AnswerLadder(ladder.engine).answer(build_request(phrases=["公安", "存在问题"]))
    assert literal.step not in ("all", "filters") or not literal.total


@pytest.mark.parametrize(
    ("q", "asked", "left_out"),
    [
        ("断电 公安 2019年", "单位:公安 断电", "2019年"),
        ("断电 公安 下步打算", "单位:公安 断电", "下步打算"),
        ("断电 妇联", "断电", "妇联"),
        ("断电 2019年", "断电", "2019年"),
        ("公安 存在问题 2019年", "单位:公安 章节:存在问题", "2019年"),
    ],
)
def test_a_filter_too_many_is_left_out_and_said_but_no_word(ladder: AnswerLadder, q: str, asked: str, left_out: str) -> None:
    page = ladder.answer(build_request(q))
    assert (page.step, page.asked_instead, found(page)) == ("filters", asked, ["d-0"])
    assert page.notices[-1].endswith(f"（没有用上 {left_out}）")


def test_the_closest_paragraphs_are_the_last_resort(engine: Engine) -> None:
    """Where no word is left that a paragraph holds as it was typed, likeness decides."""
    page = AnswerLadder(engine, cut_phrases=True).answer(build_request('"意识形态阵地定时排查" | "意识形态阵地排查定期"'))
    assert page.step == "similar" and found(page)[0] == "c-3" and page.total <= 5
    assert page.notices[-1] == f"没有包含这些字的段落，以下 {page.total} 段说法最接近"


def test_a_program_that_asks_for_a_phrase_gets_it_or_nothing(engine: Engine) -> None:
    """Its totals are those of the phrase; two phrases may still be missed by one."""
    literal = AnswerLadder(engine)
    assert literal.answer(build_request(phrases=["党建业务融合"])).total == 0
    assert literal.answer(build_request(phrases=["意识形态阵地", "没有写过"])).step == "most"


def test_filters_stay_in_force_at_every_step(ladder: AnswerLadder) -> None:
    """A weaker reading never shows what a filter hides."""
    for q in ("党建业务融合", "支部书机抓人心外行", "dangjian", "民警 轮值 巡更"):
        page = ladder.answer(build_request(q, filters={"unit": ["公安"]}))
        assert all(hit.paragraph.unit_type == "公安" for hit in page.hits)


@pytest.mark.parametrize("q", ["", "-党建", "单位:银行", "党建 -党建"])
def test_a_question_without_anything_to_weaken_is_answered_as_it_is(ladder: AnswerLadder, q: str) -> None:
    page = ladder.answer(build_request(q))
    assert page.step == "all" and not page.relaxed


def test_an_exact_phrase_is_never_cut(ladder: AnswerLadder) -> None:
    """strict: asks for the signs as they stand; only likeness may follow."""
    assert ladder.answer(build_request("strict:党建业务融合")).step in ("all", "similar")


def test_exclusions_and_fields_stay_required(ladder: AnswerLadder) -> None:
    """Who rules something out never gets it."""
    assert "a-0" not in found(ladder.answer(build_request("党建业务融合 -两张皮")))
    assert set(found(ladder.answer(build_request("党建业务融合 单位:公安")))) <= {"b-0", "b-1"}


def test_many_words_go_down_until_there_are_enough(tokenizer: Tokenizer) -> None:
    """Twelve words of which one paragraph holds ten and many hold eight: the many are shown, the one first."""
    words = ["灯塔", "渔港", "码头", "船坞", "缆绳", "浮标", "海图", "罗盘", "船长", "水手", "甲板", "舵轮"]
    engine = MemoryEngine(tokenizer)
    fill(
        engine,
        {
            "best": report("，".join(words[:10]) + "。"),
            **{f"r{number}": report("，".join(words[:8]) + f"，第{number}班。") for number in range(12)},
        },
    )
    page = AnswerLadder(engine).answer(build_request(" ".join(words)))
    assert page.total == 13 and found(page)[0] == "best-0"
    assert page.notices[-1] == "没有同时包含全部 12 个词的段落，以下包含其中至少 8 个"


def test_a_wrong_character_in_what_was_run_together_is_put_right_before_words_are_given_up(ladder: AnswerLadder) -> None:
    """支部书记抓人心外行 stands nowhere in a row, its words do in one paragraph: the notice says what was read."""
    page = ladder.answer(build_request("支部书机抓人心外行"))
    assert page.total == 1 and page.relaxed and "支部书记抓人心外行" in page.notices[-1]
    assert "书记" in page.asked_instead and "书机" not in page.asked_instead


def test_a_right_question_is_not_read_by_its_sound(ladder: AnswerLadder) -> None:
    """All its words are words: those that most paragraphs hold are shown, as typed."""
    page = ladder.answer(build_request("支部书记抓党建责任清单"))
    assert page.step == "most"


def test_a_wrong_character_in_a_longer_text_is_put_right_before_the_most_of_its_words_are_shown(ladder: AnswerLadder) -> None:
    """支部书记, 抓, 断电 and 外行 stand together nowhere: the paragraph with three of them is shown, not those with 支部, and
    both is said. What was asked instead finds the same."""
    page = ladder.answer(build_request("支部书机抓断电外行"))
    assert page.step == "sound" and page.relaxed and found(page)[0] == "a-1"
    assert page.notices == (
        "没有找到“支部书机抓断电外行”，以下按“支部书记抓断电外行”查",
        "没有同时包含 支部书记、抓、断电、外行 的段落，以下包含其中至少 2 个",
    )
    assert found(ladder.answer(build_request(page.asked_instead))) == found(page)


def test_the_words_of_a_right_question_are_not_torn_to_make_others(tokenizer: Tokenizer) -> None:
    """的 and 一年 are right, though 第一 sounds like what they begin with and 抓 stands alone."""
    engine = MemoryEngine(tokenizer)
    first = report("第一，抓认真。", "第一年打基础。", "第一名是码头。")
    fill(engine, {"a": first, "b": report("忙碌的一年。", "渔港抓出一年好收成。")})
    suggester = Suggester(engine)
    suggester.refresh()
    assert suggester.mended("码头抓认真的一年") is not None, "the question would otherwise show nothing"
    ladder = AnswerLadder(engine, suggester.by_sound, cut_phrases=True, mended=suggester.mended)
    page = ladder.answer(build_request("码头抓认真的一年"))
    assert page.total and "第一" not in "".join((*page.notices, page.asked_instead, page.understood_as))


@pytest.fixture(scope="module")
def of_years(tokenizer: Tokenizer) -> AnswerLadder:
    """Reports that do not write their own year; 年底 is read like 年的."""
    made = MemoryEngine(tokenizer)
    fill(
        made,
        {
            "r16": report("草原围栏在年底前修好。", "草原管护员逐户签了责任书。", "年底前还清了水井工钱。", year=2016),
            "r17": report("码头装卸平稳，年底盘点无差错。", year=2017),
            "r18": report("草原上的水井已清淤。", "2015年草原补播，年内出苗。", year=2018),
        },
    )
    suggester = Suggester(made)
    suggester.refresh()
    return AnswerLadder(made, suggester.by_sound, cut_phrases=True, mended=suggester.mended)


@pytest.mark.parametrize(
    ("q", "asked", "reports"),
    [
        ("2016年草原", "年份:2016 草原", {"r16"}),
        ("2016年的草原", "年份:2016 草原", {"r16"}),
        ("2016年度的草原", "年份:2016 草原", {"r16"}),
        ("二〇一六年的草原", "年份:2016 草原", {"r16"}),
        ("草原2016年", "年份:2016 草原", {"r16"}),
        ("2016草原", "年份:2016 草原", {"r16"}),
        ("2016年底草原", "年份:2016 年底 草原", {"r16"}),
        ("2016年以来的草原", "年份:2016- 草原", {"r16", "r18"}),
        ("2016年至2017年草原", "年份:2016-2017 草原", {"r16"}),
        ("2016年和2018年的草原", "年份:2016、2018 草原", {"r16", "r18"}),
        ("2016年 2018年 草原", "年份:2016、2018 草原", {"r16", "r18"}),
    ],
)
def test_a_year_in_a_run_on_text_is_a_filter(of_years: AnswerLadder, q: str, asked: str, reports: set[str]) -> None:
    """No paragraph writes the year and the word: the reports of that year do. A right question is no slip for 年底."""
    page = of_years.answer(build_request(q))
    assert (page.step, page.asked_instead) == ("filters", asked)
    assert {name.partition("-")[0] for name in found(page)} == reports
    assert page.notices[-1].startswith("没有同时包含这些字的段落，以下把 20")
    assert found(of_years.answer(build_request(page.asked_instead))) == found(page)


def test_a_year_that_has_none_of_it_is_left_out_and_said(of_years: AnswerLadder) -> None:
    page = of_years.answer(build_request("2017年的草原"))
    assert page.asked_instead == "草原" and page.notices[-1].endswith("（没有用上 2017年）")


def test_a_year_stays_a_filter_where_no_paragraph_has_all_words(of_years: AnswerLadder) -> None:
    """Half of the words of that year are nearer than one word of any year."""
    for q in ("2016年草原码头", "2016年 草原 码头"):
        page = of_years.answer(build_request(q))
        assert page.step == "most" and set(found(page)) == {"r16-0", "r16-1"}
        assert page.notices[-1] == "没有同时包含这些字的段落，以下把 2016年 当作筛选，包含 草原、码头 中的至少 1 个"


def test_a_year_that_stands_beside_the_words_is_read_as_it_is_written(of_years: AnswerLadder) -> None:
    page = of_years.answer(build_request("2015年的草原"))
    assert page.step == "segmented" and found(page) == ["r18-1"]
    assert page.notices[-1] == "没有连在一起的“2015年的草原”，以下段落同时包含 2015年、草原"


@pytest.mark.parametrize("q", ["到2016年草原围栏", "投入2016万元修草原"])
def test_an_aim_or_an_amount_is_no_year_to_filter_by(of_years: AnswerLadder, q: str) -> None:
    page = of_years.answer(build_request(q))
    assert page.total and "当作筛选" not in "".join(page.notices)
