"""Headings in sets on the page: the set opens in place, parallel ones first and open where they are asked for."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient

from indexer.language.tokenizer import Tokenizer
from tests.engines.corpus import fill
from tests.engines.test_headings import report, under
from tests.reference_engine.engine import MemoryEngine
from tests.webui.reading import links, page, part, words
from webui import create_app
from webui.presenters.headings import MOST_OF_A_SET

SIX = ("（一）强化担当意识，履行主体责任。", "（二）打造过硬队伍，筑牢基层堡垒。", "（三）紧盯关键少数，严肃正风肃纪。")


@pytest.fixture
def sets(tokenizer: Tokenizer) -> FlaskClient:
    engine = MemoryEngine(tokenizer)
    long = (under("三、清单", f"{n}.修第{n}号船") for n in range(1, 60))
    reports = {
        "six": report(*(under("一、主要做法", heading) for heading in SIX), under("二、存在问题")),
        "plain": report(under("（一）把船修好"), under("（二）灯芯不断档"), year=2020),
        "long": report(*long, year=2019),
    }
    fill(engine, reports)
    return create_app(engine).test_client()


def head(html: str, text: str) -> str:
    """One heading's article."""
    (found,) = [article for article in html.split("<article")[1:] if f">{text}</h2>" in article.partition("</article>")[0]]
    return found.partition("</article>")[0]


def test_the_set_of_a_heading_is_listed_with_it(sets: FlaskClient) -> None:
    """Numbered as in the source, closing signs left out, each leading to its place; closed until it is wanted."""
    shown = head(page(sets, "/?q=队伍&view=headings"), "打造过硬<mark>队伍</mark>，筑牢基层堡垒")
    assert "12 字" not in words(shown) and "13 字 2 句 6+6" in words(shown)
    assert "同组 3 个 对仗 6+6" in words(shown) and '<details class="set">' in shown
    siblings = re.findall(r'class="sibling" href="([^"]+)"[^>]*>([^<]+)<', shown)
    assert [text for _, text in siblings] == [heading.rstrip("。") for heading in SIX]
    assert [href.partition("#")[2] for href, _ in siblings] == ["p-0", "p-1", "p-2"]
    assert shown.count('<li class="this">') == 1


def test_parallel_sets_are_open_once_where_they_are_asked_for(sets: FlaskClient) -> None:
    html = page(sets, "/?view=headings&parallel=1&form=6%2B6")
    assert "3 个不同的小标题" in words(html) and html.count('<details class="set" open>') == 1
    assert 'name="parallel" value="1" checked' in html and 'name="form" size="5" value="6+6"' in html
    assert "把船修好" not in html


def test_numbers_of_a_set_and_first_words_are_asked_for(sets: FlaskClient) -> None:
    assert "把船修好" in page(sets, "/?view=headings&members=2") and "强化" not in page(sets, "/?view=headings&members=2")
    assert "59 个不同的小标题" in words(page(sets, "/?view=headings&first_word=修第"))
    none = page(sets, "/?view=headings&first_word=抓")
    assert "没有这样的小标题：都以“抓”起头" in words(none)


def test_without_headings_the_page_names_what_was_chosen_and_what_is_there_without_each(sets: FlaskClient) -> None:
    """The count of each link is what it leads to; filters beside the form stay."""
    address = "/?year=2020&view=headings&shortest=3&longest=9&clauses=1&form=5&parallel=1&members=2&first_word=把"
    html = page(sets, address)
    named = ("3 到 9 字", "正好 1 句", "每句字数 5", "对仗", "同组 2 个", "都以“把”起头")
    assert f"没有这样的小标题：{'、'.join(named)} " in words(html)
    found = {label: href for label, href in links(html).items() if label.startswith("去掉：")}
    assert [label[3:].rpartition(" ")[0].rpartition(" ")[0] for label in found] == list(named)
    dropped = [set(address[2:].split("&")) - set(href[2:].split("&")) for href in found.values()]
    assert dropped == [
        *({"shortest=3", "longest=9"}, {"clauses=1"}, {"form=5"}, {"parallel=1"}, {"members=2"}, {"first_word=把"}),
    ]
    assert links(html)["全部去掉"] == "/?year=2020&view=headings"
    one = page(sets, "/?year=2020&view=headings&parallel=1")
    assert "没有这样的小标题：对仗 " in words(one) and links(one)["去掉：对仗 2 个"] == "/?year=2020&view=headings"
    assert "2 个不同的小标题" in words(page(sets, "/?year=2020&view=headings")) and "全部去掉" not in one
    assert "没有符合的小标题" in words(page(sets, "/?q=灯塔&view=headings"))


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ("shortest=20&longest=3", "从 20 到 3"),
        ("shortest=x", "shortest"),
        ("clauses=999", "clauses"),
        ("form=六", "6+6"),
        ("form=-6", "“-6”"),
        ("form=6%2B", "“6+”"),
        ("form=%2B", "“+”"),
        ("members=300", "members"),
        ("first_word=抓住了吗啊", "first_word"),
    ],
)
def test_what_cannot_be_chosen_is_said_beside_the_form_as_it_was_filled_in(sets: FlaskClient, asked: str, named: str) -> None:
    html = page(sets, f"/?q=队伍&year=2020&view=headings&parallel=1&{asked}", status=400)
    assert named in words(part(html, 'role="alert"', "</p>")) and "没有符合" not in html
    form = part(html, '<form class="of-form"', "</form>")
    for pair in asked.split("&"):
        name, value = unquote(pair).split("=")
        assert re.search(rf'name="{name}"[^>]* value="{re.escape(value)}"|<option selected>{re.escape(value)}<', form), pair
    assert 'name="q" value="队伍"' in form and 'name="year" value="2020"' in form and 'value="1" checked' in form


def test_other_errors_keep_their_page(sets: FlaskClient) -> None:
    for address in ("/?view=headings&order=random", "/?q=。。&view=headings&form=六", "/csv?view=headings&form=六"):
        assert "这样查不了" in page(sets, address, status=400)


def test_of_a_long_set_the_first_are_listed_and_the_page_says_so(sets: FlaskClient) -> None:
    """A list of hundreds beside each of thirty headings would be megabytes."""
    shown = head(page(sets, "/?q=修第7号&view=headings"), "<mark>修第7号</mark>船")
    assert shown.count("<li") == MOST_OF_A_SET and "复制前 40 个" in words(shown)
    assert "同组共 59 个，这里列出前 40 个" in words(shown)


def test_tables_and_other_views_know_what_was_chosen(sets: FlaskClient) -> None:
    html = page(sets, "/?view=headings&parallel=1&form=6%2B6")
    table = sets.get("/csv?view=headings&parallel=1&form=6%2B6").get_data(as_text=True)
    assert "挑选：每句字数 6+6、只列对仗的" in table and table.count("对仗 6+6") == 3
    assert links(part(html, 'class="tabs"', "</nav>"))["段落"] == "/"
