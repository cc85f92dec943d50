"""The four tabs over one question: paragraphs folded, line by line, headings, trends."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from indexer.language.equivalents import Equivalents
from indexer.language.tokenizer import Tokenizer
from indexer.model.results import Trend, TrendCell
from indexer.suggest.suggester import Suggester
from tests.engines.corpus import fill as fill_reports
from tests.engines.corpus import report
from tests.reference_engine.engine import MemoryEngine
from tests.webui.reading import links, page, part, text, words
from tests.webui.repeating import fill
from webui import create_app
from webui.presenters.trends import FEW, view_trend
from webui.state.search_state import SearchState

TABS = ("paragraphs", "lines", "headings", "trends")


@pytest.fixture
def water(tokenizer: Tokenizer) -> MemoryEngine:
    made = MemoryEngine(tokenizer)
    fill(made, 2011, 2012, 2013, 2014)
    return made


@pytest.fixture
def repeating(water: MemoryEngine) -> FlaskClient:
    return create_app(water).test_client()


def main(html: str) -> str:
    return part(html, "<main", "</main>")


# --- folding -----------------------------------------------------------------------------------


def test_near_duplicates_are_folded_and_counted(repeating: FlaskClient) -> None:
    """The totals say what they count, and nothing is lost: everything can be shown."""
    folded = page(repeating, "/?q=党建责任")
    assert "8 段，来自 4 份报告 · 其中折叠近似 6 段" in words(folded)
    assert folded.count('<article class="hit"') == 2 and "另有 3 处近似" in words(folded)
    shown = page(repeating, links(folded)["折叠近似"])
    assert shown.count('<article class="hit"') == 8 and "近似 6 段" not in words(shown)
    assert links(shown)["折叠近似"] == "/?q=党建责任"


def test_one_paragraph_of_each_report_and_the_way_to_the_others(repeating: FlaskClient) -> None:
    """The switch says which way it stands, the address keeps it, and nothing counts differently."""
    whole = page(repeating, "/?q=党建责任")
    one_each = page(repeating, links(whole)["每份一段"])
    assert "8 段，来自 4 份报告 · 每份列一段" in words(one_each)
    assert one_each.count('<article class="hit"') == 4 and "近似" not in words(main(one_each))
    more = links(one_each)["本份另有 1 段"]
    assert more.startswith("/reports/") and "per_report=1" in more
    assert "命中 – / 2 段" in words(page(repeating, more.partition("#")[0]))
    assert links(one_each)["每份一段"] == "/?q=党建责任"
    assert part(one_each, 'aria-label="每份报告列几段"', "</nav>").count('aria-current="true"') == 1


def test_unit_types_stand_side_by_side_and_lead_to_their_whole_lists(client: FlaskClient) -> None:
    """The switch says which way it stands; each column counts as its filter does; one at a time with 每份一段."""
    whole = page(client, "/?q=党建")
    html = page(client, links(whole)["按单位并排"])
    switches = part(html, 'aria-label="每份报告列几段"', "</nav>")
    assert switches.count('aria-current="true"') == 1 and links(switches)["按单位并排"] == "/?q=党建"
    assert links(switches)["每份一段"] == "/?q=党建&per_report=1"
    names = re.findall(r'<h2 class="column-name" id="column-([^"]+)-name">', html)
    assert len(names) > 1 and html.count("<article") == html.count('<h3 class="path">') >= len(names)
    for name in names:
        column = part(html, f'id="column-{name}"', "</section>")
        total = re.search(r"(\d+) 段，(\d+) 份报告", words(column).replace(" 段 ，", " 段，"))
        assert total is not None
        of_unit = page(client, links(column)[f"{total[1]} 段"])
        assert f"{total[1]} 段，来自 {total[2]} 份报告" in words(of_unit) and "column-name" not in of_unit


def test_columns_are_no_choice_where_there_is_one(repeating: FlaskClient) -> None:
    """A control that changes nothing is noise; a question that finds nothing has none either."""
    assert "按单位并排" not in page(repeating, "/?q=党建责任")
    assert "column-name" not in page(repeating, "/?q=标题:没有写过的话&group=unit")
    page(repeating, "/?q=党建&group=year", status=400)


def test_one_paragraph_a_report_is_no_choice_where_there_are_no_more(client: FlaskClient) -> None:
    assert "每份一段" not in page(client, "/?q=红榜") and "本份另有" not in page(client, "/?q=党建")


def test_nothing_to_fold_offers_no_switch(client: FlaskClient) -> None:
    """A control that does nothing is noise."""
    assert "近似" not in main(page(client, "/?q=红榜"))


# --- filters -----------------------------------------------------------------------------------


def test_folders_and_placeholders_are_filters_with_chips(repeating: FlaskClient) -> None:
    """Both narrow, both say so, both can be taken away."""
    html = page(repeating, "/?q=党建")
    assert links(html)["水务局/旧 4"] == "/?q=党建&folder=水务局/旧"
    html = page(repeating, "/?q=党建&folder=水务局/旧&placeholders=有")
    assert "2 段，来自 2 份报告" in words(html)
    chips = links(part(html, 'class="chips"', "</p>"))
    assert chips["文件夹：水务局/旧 ✕"] == "/?q=党建&placeholders=yes"
    assert chips["有占位符 ✕"] == "/?q=党建&folder=水务局/旧"
    assert links(html)["无占位符 2"] == "/?q=党建&folder=水务局/旧&placeholders=no"


def test_a_facet_with_one_value_is_left_out(client: FlaskClient, repeating: FlaskClient) -> None:
    """What cannot tell paragraphs apart takes no room, unless it is selected."""
    assert 'aria-label="占位符"' not in page(client, "/?q=党建")
    assert 'aria-label="文件夹"' not in page(repeating, "/?q=第2011号")
    assert 'aria-label="文件夹"' in page(repeating, "/?q=第2011号&folder=水务局/旧")


# --- tabs --------------------------------------------------------------------------------------


def test_tabs_keep_question_and_filters(repeating: FlaskClient) -> None:
    """Another look at the same question starts on its first page with its own order."""
    html = page(repeating, "/?q=责任&phrase=堤坝&year=2012&view=lines&order=left&page=1")
    tabs = links(part(html, 'class="tabs"', "</nav>"))
    assert tabs["段落"] == "/?q=责任&phrase=堤坝&year=2012"
    assert tabs["小标题"] == "/?q=责任&phrase=堤坝&year=2012&view=headings"
    assert 'name="view" value="lines"' in part(html, 'role="search"', "</form>")


@pytest.mark.parametrize("view", TABS)
def test_every_tab_has_facets_and_links_that_stay_on_it(repeating: FlaskClient, view: str) -> None:
    """A filter chosen on a tab shows the same tab."""
    html = page(repeating, f"/?q=责任&view={view}")
    facet = links(part(html, 'class="facets"', "</aside>"))
    year = next(url for label, url in facet.items() if label.startswith("2012年"))
    assert year == "/?q=责任&year=2012" + ("" if view == "paragraphs" else f"&view={view}")


@pytest.mark.parametrize("view", TABS)
@pytest.mark.parametrize(
    "query", ["q=没有的字", "section=problems", "q=责任&page=99", "q=-责任", "q=标题:水务局", "q=&phrase=，", "q=责任&fold=x"]
)
def test_strange_questions_have_a_page_on_every_tab(repeating: FlaskClient, view: str, query: str) -> None:
    """Nothing found, no word, a page too far: a page that says so, never an error of ours."""
    answer = repeating.get(f"/?{query}&view={view}")
    assert answer.status_code == (400 if "phrase" in query else 200)
    assert "<h1" in answer.get_data(as_text=True) or "tally" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("view=zz", "页面“zz”不认识：可用 paragraphs（段落）"),
        ("view=lines&order=count", "各行的排序“count”不认识"),
        ("view=headings&order=left", "排序“left”不认识"),
        ("view=headings&shortest=三", "最短字数（shortest）应是"),
        ("view=headings&clauses=-1", "句数（clauses）应是"),
        ("placeholders=maybe", "占位符筛选“maybe”不认识"),
    ],
)
def test_nonsense_in_a_parameter_is_named(repeating: FlaskClient, query: str, said: str) -> None:
    """A mistyped address says what it may hold, with the box still filled."""
    html = page(repeating, f"/?q=责任&{query}", 400)
    assert said in words(html) and 'value="责任"' in html


def test_an_empty_archive_says_what_to_do_on_every_tab(empty_engine: MemoryEngine) -> None:
    """A newcomer may come in through any door."""
    client = create_app(empty_engine).test_client()
    for view in TABS:
        assert "bigan index" in page(client, f"/?q=责任&view={view}")


# --- line by line ------------------------------------------------------------------------------


def test_lines_stand_one_by_one_and_lead_to_their_place(repeating: FlaskClient) -> None:
    """Left, found, right; cut ends are shown as cut, and only these."""
    html = page(repeating, "/?q=党建责任&view=lines&year=2012")
    assert "2 处，在 2 段里" in words(html)
    lines = re.findall(r"<li [^>]*><a class=\"line\"(.*?)</li>", html, re.S)
    assert len(lines) == 2
    assert "全年开堤坝课堂12期，把党建责任写进每个闸站的值班表，由站长每周对照检查、年底逐…" in text(lines[0])
    assert text(lines[1]).endswith("第2012号渔船换了新缆绳，共2012米，党建责任牌挂上船头。机关2012")
    assert 'href="/reports/water2012?q=' in lines[0] and "#p-0" in lines[0]


def test_an_occurrence_in_a_heading_is_told_apart(repeating: FlaskClient) -> None:
    """It stands above the paragraph, not in it."""
    html = page(repeating, "/?q=守住堤坝&view=lines&year=2012")
    assert "（一）压实责任，守住堤坝小标题机关2012" in text(part(html, 'class="lines"', "</ol>"))


def test_neighbours_narrow_the_question_to_what_they_count(repeating: FlaskClient) -> None:
    """A link beside a count finds as many as it says; other parts of the question stay."""
    html = page(repeating, "/?q=责任 -绳索&view=lines&section=work")
    found = links(part(html, 'class="beside"', "</div>"))
    assert found["党建 4"] == '/?q="党建责任" -绳索&section=work&view=lines'
    assert found["写进 4"] == '/?q="责任写进" -绳索&section=work&view=lines'
    for label, url in found.items():
        count = label.rpartition(" ")[2]
        assert f"{count} 处，在" in words(page(repeating, url))


def test_neighbours_of_several_words_are_no_links(repeating: FlaskClient) -> None:
    """Which of them would be made longer cannot be told."""
    html = page(repeating, "/?q=责任 堤坝&view=lines")
    beside = part(html, 'class="beside"', "</div>")
    assert "chip" in beside and not links(beside)


def test_lines_are_ordered_by_what_follows(repeating: FlaskClient) -> None:
    """牌 is written before 写 in code points' order."""
    html = page(repeating, links(page(repeating, "/?q=党建责任&view=lines"))["按后文"])
    rights = re.findall(r'<span class="right">(.)', html)
    assert rights == sorted(rights) and len(set(rights)) == 2


# --- headings ----------------------------------------------------------------------------------


def test_headings_are_results_without_their_numbers(repeating: FlaskClient) -> None:
    """With what stands under them; their counts are what their links find."""
    html = page(repeating, "/?q=责任&view=headings")
    assert "1 个不同的小标题" in words(html)
    head = part(html, 'class="hit head"', "</article>")
    assert 'class="whole">压实<mark>责任</mark>，守住堤坝</h2>' in head
    assert "4 份报告 2011—2014年 做法成效 机关 9 字 2 句" in words(head)
    assert links(head)["4 段"] == '/?q=小标题:"压实责任，守住堤坝"'
    assert "4 段，来自 4 份报告" in words(page(repeating, links(head)["4 段"]))


def test_headings_are_chosen_by_length_and_clauses(repeating: FlaskClient) -> None:
    """The form keeps the question; without words it is the whole collection."""
    assert "2 个不同的小标题" in words(page(repeating, "/?view=headings"))
    two = page(repeating, "/?view=headings&clauses=2&shortest=5&longest=20")
    assert "1 个不同的小标题" in words(two) and "守住堤坝" in two and 'value="2" selected' in two
    none = page(repeating, "/?view=headings&shortest=30")
    assert "没有这样的小标题：至少 30 字" in words(none) and links(none)["去掉：至少 30 字 2 个"] == "/?view=headings"


# --- trends ------------------------------------------------------------------------------------


def test_trend_is_a_table_with_words(repeating: FlaskClient) -> None:
    """Absolute and in proportion, by year and unit type; each row leads to its paragraphs."""
    html = page(repeating, "/?q=堤坝&view=trends")
    assert "最早见于 2011年，最近见于 2014年。" in words(html)
    row = part(html, "按年份</caption>", "</table>")
    assert "2012年 10 000 * 2 1 / 2" in words(row).replace("\u202f", " ")
    assert links(row)["2012年"] == "/?q=堤坝&year=2012"
    assert links(html)["机关"] == "/?q=堤坝&unit=机关"


def test_a_rate_over_few_paragraphs_does_not_set_the_scale() -> None:
    """One mention among three paragraphs must not dwarf a year of a thousand, nor be called the most."""
    few = TrendCell(2010, None, 1, 1, 3)
    many = TrendCell(2011, None, 20, 20, 1000)
    most = TrendCell(2012, None, 40, 38, 20 * FEW)
    view = view_trend(Trend((), (few, many, most), (), 61, 59, 2010, 2012), SearchState(q="党建"))
    assert [(row.label, row.rate.replace("\u202f", ""), row.bar, row.few) for row in view.years] == [
        ("2010年", "3333", 0, True),
        ("2011年", "200", 50, False),
        ("2012年", "400", 100, False),
    ]
    assert view.words == "最早见于 2010年，最近见于 2012年；2012年最多，每万段 400 处。"
    nothing = view_trend(Trend((), (replace(few, occurrences=0, paragraphs=0),), (), 0, 0, None, None), SearchState(q="党建"))
    assert nothing.words == "" and nothing.years[0].bar == 0 and nothing.years[0].url is None


# --- a better spelling -------------------------------------------------------------------------


def test_a_slip_is_answered_by_what_was_meant(water: MemoryEngine) -> None:
    """堤八 sounds like 堤坝, which is asked for at once and said; filters stay."""
    suggester = Suggester(water)
    suggester.refresh()
    client = create_app(water, suggester=suggester).test_client()
    html = page(client, "/?q=堤八&year=2012")
    assert "没有找到“堤八”，以下是“堤坝”的结果" in words(html) and "1 段，来自" in words(html)
    assert "以下是" not in page(client, "/?q=堤坝")


def test_names_of_filters_among_the_words_are_offered_as_filters(repeating: FlaskClient) -> None:
    """堤坝 机关 may mean paragraphs of 机关: offered with its count, which is what it finds."""
    html = page(repeating, "/?q=堤坝 机关")
    ways = links(part(html, 'class="ways-out"', "</p>"))
    label, url = next((label, url) for label, url in ways.items() if label.startswith("当作筛选：机关"))
    assert url == "/?q=堤坝&unit=机关"
    assert f"{label.split()[1]} 段，来自" in words(page(repeating, url))


def test_other_forms_of_a_word_are_offered(tokenizer: Tokenizer) -> None:
    """The short form finds its own paragraphs and offers those of the full form, never mixed in."""
    engine = MemoryEngine(tokenizer)
    fill_reports(engine, {"a": report("抓党建促发展。"), "b": report("加强党的建设。")})
    client = create_app(engine, equivalents=Equivalents([("党建", "党的建设")])).test_client()
    html = page(client, "/?q=党建")
    assert "1 段，来自 1 份报告" in words(html)
    assert links(part(html, 'class="ways-out"', "</p>")) == {"也查：党的建设 1 段": '/?q="党的建设"'}
    assert 'class="ways-out"' not in page(client, "/?q=发展")
