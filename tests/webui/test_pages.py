"""What the pages show in each of their states, without a browser."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from indexer.errors import IndexUnavailable
from indexer.language.tokenizer import Tokenizer
from indexer.model.reports import ResultPage
from indexer.querying.tree import SearchRequest
from tests.reference_engine.engine import MemoryEngine
from tests.webui.invented import LONG, fill
from webui import create_app


def page(client: FlaskClient, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, answer.get_data(as_text=True)
    assert answer.content_type == "text/html; charset=utf-8"
    return answer.get_data(as_text=True)


def words(html: str) -> str:
    """What a reader reads, in one line."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def links(html: str) -> dict[str, str]:
    """Text of each link → its address."""
    found = re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', html, re.S)
    return {words(text): unescape(href) for href, text in found}


def test_start_page_gives_figures_and_ways_in(client: FlaskClient) -> None:
    """An empty search box is not an empty page."""
    html = page(client, "/")
    assert "19 段" in words(html) and "3 份" in words(html)
    assert "2018 — 2021 年" in words(html)
    assert links(html)["存在问题 2"] == "/?section=problems"
    assert links(html)["群团"] == "/?" + "&".join("unit=" + unit for unit in ("妇联", "工会", "团委"))
    heads = re.findall(r'<section class="way[^>]*>\s*<h2>(.*?)</h2>', html)
    assert {"按章节看", "按单位看", "按年份看"} <= {*heads} and all(re.fullmatch("按.+看", head) for head in heads)


def test_examples_on_the_start_page_find_something(client: FlaskClient) -> None:
    """An example that finds nothing would be the worst first impression."""
    tries = page(client, "/").partition('class="tries"')[2].partition("</p>")[0]
    addresses = list(links(tries).values())
    assert len(addresses) >= 2
    for address in addresses:
        assert 'class="hit"' in page(client, address)


def test_first_run_says_what_to_do(empty_engine: MemoryEngine) -> None:
    """A newcomer with no index gets the command, whatever was asked."""
    client = create_app(empty_engine, archive_problems=lambda: ["找不到文件夹 旧稿"]).test_client()
    for url in ("/", "/?q=党建"):
        assert "bigan index" in words(page(client, url))
        assert "找不到文件夹 旧稿" in words(page(client, url))


def test_new_generation_shows_without_restart(empty_engine: MemoryEngine) -> None:
    """A running server asks the engine every time."""
    client = create_app(empty_engine).test_client()
    assert 'class="hit"' not in page(client, "/?q=夜校")
    fill(empty_engine, "women")
    assert 'class="hit"' in page(client, "/?q=夜校")


def test_results_mark_words_and_say_how_the_question_was_read(client: FlaskClient) -> None:
    """Understood as, exact total and marks belong together."""
    html = page(client, '/?q=党建 "夜校" -春联')
    said = words(html)
    assert "理解为： 词 党建 ✕ + 短语 “夜校” ✕ + 不含 春联 ✕" in said
    assert "2 段，来自 2 份报告" in said
    assert "<mark>党建</mark>" in html and "<mark>夜校</mark>" in html
    assert "妇联 2018年 做法成效 2018年度党建工作述职报告（云岫县妇女联合会） 2018述职.docx" in said


def test_text_of_a_report_is_never_markup(client: FlaskClient) -> None:
    """A report may hold angle brackets; they are text."""
    html = page(client, "/?q=姐妹") + page(client, "/reports/women?q=姐妹")
    assert "&lt;b&gt;有的&lt;/b&gt;<mark>姐妹</mark>" in html
    assert "<b>有的</b>" not in html


def test_query_is_escaped_wherever_it_is_shown(client: FlaskClient) -> None:
    """A link with markup in the query must not run it."""
    evil = '"><script>alert(1)</script>'
    for url in ("/?q=", "/?phrase=", "/?year=", "/?section=", "/reports/women?q=", "/reports/"):
        assert "<script>alert" not in client.get(url + quote(evil, safe="")).get_data(as_text=True)


def test_headings_found_by_the_query_are_marked(client: FlaskClient) -> None:
    """A paragraph found through its heading must show why."""
    html = page(client, "/?q=主要做法")
    assert "一、<mark>主要做法</mark>" in html


def test_long_text_is_folded_and_whole_without_script(client: FlaskClient) -> None:
    """The list shows the part that matters; the whole text is in the page and marked too."""
    html = page(client, "/?q=红榜")
    excerpt = re.search(r'<span class="excerpt[^"]*">(.*?)</span>', html, re.S)
    whole = re.search(r'<p class="text whole">(.*?)</p>', html, re.S)
    assert excerpt and whole
    assert "<mark>红榜</mark>" in excerpt[1] and len(re.sub("<[^>]*>", "", excerpt[1])) < 140
    assert unescape(re.sub("<[^>]*>", "", whole[1])) == LONG
    assert 'type="checkbox" class="unfold"' in html


def test_facets_count_link_and_fold(client: FlaskClient) -> None:
    """What is selected stays in its place and can be taken away; counts of a group are without its own selection."""
    html = page(client, "/?q=党建&section=causes")
    facets = html.partition('class="facets"')[2].partition("</aside>")[0]
    found = links(facets)
    assert list(found).index("做法成效 1") < list(found).index("原因分析 1")
    assert found["原因分析 1"] == "/?q=党建"
    assert found["做法成效 1"].endswith("section=causes&section=work")
    assert found["2018年 1"].endswith("section=causes&year=2018")


def test_chips_take_away_one_thing_each(client: FlaskClient) -> None:
    """What is selected can be undone one by one or all at once."""
    html = page(client, "/?q=党建&section=work&section=plans&year=2018-2021")
    chips = links(html.partition('class="chips"')[2].partition("</p>")[0])
    assert list(chips) == ["做法成效 ✕", "下步打算 ✕", "2018—2021年 ✕", "清除全部"]
    assert "section=work" not in chips["做法成效 ✕"] and "section=plans" in chips["做法成效 ✕"]
    assert chips["清除全部"] == "/?q=党建"


def test_filters_alone_list_paragraphs_page_by_page(client: FlaskClient) -> None:
    """Without words the filters are the question; 12 paragraphs make two pages."""
    first = page(client, "/?unit=unknown")
    assert "12 段，来自 1 份报告" in words(first)
    assert first.count('<article class="hit"') == 10
    second = page(client, links(first)["下一页"])
    assert second.count('<article class="hit"') == 2
    assert "上一页" in links(second) and "下一页" not in links(second)


def test_page_beyond_the_last_says_so(client: FlaskClient) -> None:
    """An old bookmark leads to a hint, not to a crash or a blank."""
    html = page(client, "/?unit=unknown&page=9")
    assert "没有第 9 页" in words(html)
    assert links(html)["去最后一页"] == "/?unit=unknown&page=2"


def test_sorting_links_keep_the_question(client: FlaskClient) -> None:
    """Oldest first puts 2018 before 2021."""
    html = page(client, links(page(client, "/?q=党建"))["旧→新"])
    assert html.index("预算编得太晚") < html.index("巡逻车")
    newest = page(client, "/?q=党建&sort=newest")
    assert newest.index("巡逻车") < newest.index("预算编得太晚")


def test_titles_that_match_are_offered_first(client: FlaskClient) -> None:
    """A report can be found by its name."""
    html = page(client, "/?q=派出所")
    assert "标题相符的报告" in html
    assert links(html)["2021年 派出所 党建工作总结"].startswith("/reports/police?q=")


def test_nothing_found_offers_what_to_loosen_with_true_counts(client: FlaskClient) -> None:
    """Each way out is a link, and its number is what one gets by clicking it."""
    html = page(client, "/?q=巡逻车 -夜校")
    ways = links(html.partition('class="loosen"')[2].partition("</ul>")[0])
    assert ways
    for label, url in ways.items():
        count = re.search(r"(\d+) 段$", label)
        assert count and f"{count[1]} 段，来自" in words(page(client, url))
    filtered = page(client, "/?q=绣坊&section=plans&year=2018")
    ways = links(filtered.partition('class="loosen"')[2].partition("</ul>")[0])
    assert "不限章节（去掉 下步打算） 1 段" in ways


def test_where_nothing_holds_all_the_words_the_most_of_them_are_shown(client: FlaskClient) -> None:
    """And the page says so, before the first hit."""
    shown = words(page(client, "/?q=夜校 巡逻车 绣坊"))
    assert "没有同时包含全部 3 个词的段落，以下包含其中至少 2 个" in shown and "2 段，来自 2 份报告" in shown


def test_words_that_stand_apart_are_found_without_quotes(client: FlaskClient) -> None:
    """A quoted phrase that finds nothing is offered as words."""
    html = page(client, '/?q="绣坊 识字"')
    assert "不要求连在一起：绣坊 识字 1 段" in links(html)


def test_bad_question_is_explained_on_the_search_page(client: FlaskClient) -> None:
    """One clear line, the box still filled, status 400."""
    assert "年份“abc”看不懂" in words(page(client, "/?year=abc&q=党建", 400))
    assert 'value="党建"' in page(client, "/?year=abc&q=党建", 400)
    assert "查询太长" in words(page(client, "/?q=" + "党" * 5000, 400))
    assert "只有标点" in words(page(client, "/?q=，。", 400))
    assert "引号不成对" in words(page(client, '/?q="党建'))


@pytest.mark.parametrize(
    "url", ["/?q=%00%ED%A0%80", "/?q=党建&section=%00", "/?page=%00", "/reports/%00", "/%ED%A0%80"]
)
def test_broken_bytes_in_an_address_do_not_break_the_server(client: FlaskClient, url: str) -> None:
    """Whatever is typed into the address bar, there is a page."""
    assert client.get(url).status_code < 500


def test_report_page_has_outline_anchors_sections_and_what_was_removed(client: FlaskClient) -> None:
    """Everything known of a report is on its page."""
    html = page(client, "/reports/women?q=夜校&section=work")
    found = links(html)
    assert found["← 回到搜索结果"] == "/?q=夜校&section=work"
    assert found["一、主要做法"] == "#h-1" and found["（二）渔港码头开例会"] == "#p-2"
    for anchor in ("h-1", "h-2", "p-0", "p-4"):
        assert f'id="{anchor}"' in html
    assert html.count("<mark>夜校</mark>") == 2
    said = words(html)
    assert "所查的词出现在 2 段： 2 4" in said
    assert found["4"] == "#p-3"
    assert "开头 1 做法成效 2 存在问题 2 原因分析 1" in said
    assert "已去除的内容 1 处" in said and "网站声明 本文由云窗文稿站" in said
    assert "妇联/2018述职.docx" in said and "备份/2018述职.docx" in said


def test_source_line_names_the_place_under_the_top_heading(client: FlaskClient) -> None:
    """The citation is what officials paste; its count starts anew under each top heading."""
    html = unescape(page(client, "/reports/women"))
    assert 'data-source="〔《2018年度党建工作述职报告》（云岫县妇女联合会），妇联，“二、存在问题”第2段〕"' in html
    assert 'data-source="〔《2018年度党建工作述职报告》（云岫县妇女联合会），妇联，第1段〕"' in html
    assert 'data-source="〔《闸门检修》，第3段〕"' in unescape(page(client, "/reports/nameless"))


def test_a_file_name_is_not_passed_off_as_a_title(client: FlaskClient) -> None:
    """Whoever cites the report should know that it has none."""
    assert '<h1>闸门检修<span class="untitled">（无标题，文件名）</span></h1>' in page(client, "/reports/nameless")
    assert "（无标题，文件名）" not in page(client, "/reports/women")


def test_unknown_and_estimated_are_said_apart(client: FlaskClient) -> None:
    """A guess must not look like a fact; a stale file must not look fresh."""
    assert "单位未知 约 2016年（估计）" in words(page(client, "/reports/nameless"))
    assert "文件被别的程序占用" in words(page(client, "/reports/police"))


def test_unknown_report_and_address_are_not_found(client: FlaskClient) -> None:
    """A deleted report explains itself."""
    assert "没有编号为“gone”的报告" in words(page(client, "/reports/gone?q=党建", 404))
    assert "没有这个页面" in words(page(client, "/nowhere", 404))


def test_help_lists_syntax_and_keys(client: FlaskClient) -> None:
    """Help is one page and says both."""
    said = words(page(client, "/help"))
    assert "引号里的字要连在一起" in said and "连出处复制" in said


class BrokenEngine(MemoryEngine):
    def search(self, request: SearchRequest) -> ResultPage:
        raise IndexUnavailable("索引由别的版本写成：请运行 bigan index 重建")


def test_index_that_cannot_be_opened_is_a_page_of_its_own(tokenizer: Tokenizer) -> None:
    """The message of the error says what to run."""
    assert "请运行 bigan index 重建" in words(page(create_app(BrokenEngine(tokenizer)).test_client(), "/", 503))


def test_pages_load_nothing_from_elsewhere(client: FlaskClient) -> None:
    """No network, no inline script or style: the policy forbids them, so none may be written."""
    for url in ("/", "/?q=党建", "/reports/women", "/help", "/nowhere"):
        answer = client.get(url)
        html = answer.get_data(as_text=True)
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert not re.search(r'(?:src|href)="(?:https?:)?//', html)
        assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=", html)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8000", 200),
        ("localhost", 200),
        ("[::1]:8000", 200),
        ("evil.example", 403),
        ("127.0.0.1.evil.example:8000", 403),
        ("192.168.1.5", 403),
    ],
)
def test_foreign_host_names_are_refused(client: FlaskClient, host: str, status: int) -> None:
    """A web page elsewhere must not read the archive by pointing its name here."""
    assert client.get("/", headers={"Host": host}).status_code == status


def test_configured_hosts_are_answered(engine: MemoryEngine) -> None:
    """Whoever listens on a named or on every interface is reachable there, but not by any name."""
    named = create_app(engine, allowed_hosts=["desk.office"]).test_client()
    assert named.get("/", headers={"Host": "desk.office:8000"}).status_code == 200
    everywhere = create_app(engine, allowed_hosts=["0.0.0.0"]).test_client()
    assert everywhere.get("/", headers={"Host": "192.168.1.5:8000"}).status_code == 200
    assert everywhere.get("/", headers={"Host": "evil.example"}).status_code == 403
