"""Near-duplicates with what differs, similar paragraphs, and what is like a pasted text."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from indexer.language.tokenizer import Tokenizer
from tests.reference_engine.engine import MemoryEngine
from tests.webui.reading import links, page, part, text, words
from tests.webui.repeating import fill
from tests.webui.repeating import text as sent
from webui import create_app
from webui.state.places import place_in_link

NEAR = "/paragraphs/water2014-0/near"
SIMILAR = "/paragraphs/water2014-0/similar"


@pytest.fixture
def repeating(tokenizer: Tokenizer) -> FlaskClient:
    made = MemoryEngine(tokenizer)
    fill(made, 2011, 2012, 2013, 2014)
    return create_app(made).test_client()


def test_near_page_lists_all_with_what_differs(repeating: FlaskClient) -> None:
    """Every near one, newest first, differences in elements that say more than a colour."""
    html = page(repeating, NEAR + "?q=堤坝&page=2")
    assert "资料库里共有 3 处与这一段近似" in words(html)
    assert re.findall(r">(20\d\d)年水务局工作总结<", part(html, 'class="nears"', "</ol>")) == ["2013", "2012", "2011"]
    assert "<del>负责人</del><ins>站长</ins>" in html and "<del>14</del><ins>12</ins>期" in html
    assert links(html)["← 回到搜索结果"] == "/?q=堤坝&page=2"
    assert links(html)["2012年水务局工作总结"] == f"/reports/water2012?q=堤坝&page=2&at={place_in_link(0, sent(2012))}#p-0"


def test_near_texts_are_copied_whole_and_clean(repeating: FlaskClient) -> None:
    """What differs is marked beside, never in the text that is copied."""
    wholes = re.findall(r'<p class="text whole">(.*?)</p>', page(repeating, NEAR), re.S)
    assert [unescape(re.sub("<[^>]*>", "", whole)) for whole in wholes] == [sent(y) for y in (2014, 2013, 2012, 2011)]


def test_the_part_loaded_in_place_is_no_page(repeating: FlaskClient) -> None:
    """The same list without the page around it, with a link to that page."""
    html = repeating.get(NEAR + "?q=堤坝&part=1").get_data(as_text=True)
    assert "<html" not in html and html.count("near-hit") == 3
    assert links(html)["单独一页看"] == NEAR + "?q=堤坝"


def test_a_paragraph_without_near_ones_says_so(client: FlaskClient) -> None:
    """An old link may lead here after the others have gone."""
    assert "没有近似的段落" in words(page(client, "/paragraphs/women-2/near"))


def test_hits_lead_to_near_and_similar_pages(repeating: FlaskClient) -> None:
    """Without a script too: both are plain links that know the way back. Of near ones the unmasked is shown."""
    html = page(repeating, "/?q=堤坝")
    assert links(html)["另有 3 处近似"] == "/paragraphs/water2012-0/near?q=堤坝"
    assert links(html)["相似"] == "/paragraphs/water2012-0/similar?q=堤坝"


def test_similar_paragraphs_leave_out_near_ones_and_keep_filters(repeating: FlaskClient) -> None:
    """What is nearly the same is shown elsewhere; what narrows is named and can be taken away."""
    html = page(repeating, SIMILAR + "?q=堤坝&year=2013&section=plans")
    assert "只在 下步打算、2013 里找" in words(html)
    assert html.count('<article class="hit"') == 1 and "第2013号渔船" in text(html)
    wider = page(repeating, links(html)["不限"])
    assert wider.count('<article class="hit"') == 4 and "相似 " in words(wider)
    assert links(wider)["← 回到搜索结果"] == "/?q=堤坝"


def pasted(client: FlaskClient, text: str, status: int = 200) -> str:
    """The page that answers a pasted text."""
    answer = client.post("/similar", data={"text": text})
    assert answer.status_code == status
    return answer.get_data(as_text=True)


def test_pasted_text_finds_its_like(repeating: FlaskClient) -> None:
    """The text stays in the box and never stands in an address, which a browser would remember."""
    html = pasted(repeating, "今年堤坝课堂又开了一期，值班表也重写了")
    assert 'action="/similar" method="post"' in html
    assert "最相似的 4 段" in words(html) and ">今年堤坝课堂又开了一期，值班表也重写了</textarea>" in html
    assert "最相似" not in page(repeating, "/similar") and "<textarea" in page(repeating, "/similar")


@pytest.mark.parametrize(
    ("typed", "said"), [("字" * 5001, "文字太长（5001 字，最多 5000 字）"), ("，。", "没有可比较的文字")]
)
def test_pasted_nonsense_is_explained(repeating: FlaskClient, typed: str, said: str) -> None:
    """Nothing is cut off silently, and what was pasted is still there."""
    html = pasted(repeating, typed, 400)
    assert said in words(html) and f">{typed}</textarea>" in html


@pytest.mark.parametrize("url", ["gone-1/near", "gone/similar", "%00/near", "water2014-00/near"])
def test_unknown_paragraphs_are_not_found(repeating: FlaskClient, url: str) -> None:
    """A deleted paragraph explains itself."""
    assert "没有编号为" in words(page(repeating, "/paragraphs/" + url, 404))


def test_strange_state_beside_a_paragraph_is_no_error_of_ours(repeating: FlaskClient) -> None:
    """Filters that mean nothing are named where they matter, and ignored where they do not."""
    assert "年份“abc”看不懂" in words(page(repeating, SIMILAR + "?year=abc", 400))
    assert page(repeating, NEAR + "?year=abc&view=zz")


def test_nothing_here_is_markup_or_inline(repeating: FlaskClient) -> None:
    """The policy forbids inline scripts and styles; what is pasted is text."""
    evil = '</textarea><script>alert(1)</script>'
    urls = (NEAR, SIMILAR, "/?q=堤坝&view=lines", "/?q=堤坝&view=trends", "/?view=headings")
    for html in (pasted(repeating, evil), *(page(repeating, url) for url in urls)):
        assert "<script>" not in html and not re.search(r"<style|\sstyle=|\son\w+=", html)
