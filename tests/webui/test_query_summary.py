"""What was understood of a report is shown with its reasons: evidence, blanks, points."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
from flask.testing import FlaskClient

from indexer.engines import Source
from indexer.language.tokenizer import Tokenizer
from indexer.model.reports import Evidence, Heading, Paragraph, Report
from tests.reference_engine.engine import MemoryEngine
from webui import create_app

POINTS = "做法有三：一是把灯修亮；二是把路修平😀了；三是把树种活。"
BLANKS = "一年来走访XX户，某某村的灯全修好了，开会X次。"


def report() -> Report:
    """One paragraph of points, one with blanks, one of the next heading."""
    return Report(
        index_in_file=0,
        title="2019年度工作总结",
        year=2019,
        year_estimated=None,
        unit_type="银行",
        paragraphs=(
            Paragraph(0, POINTS, ("work",), points=((5, 12), (12, 21), (21, 28))),
            Paragraph(1, BLANKS, ("work",), placeholders=((5, 7), (9, 11), (21, 22))),
            Paragraph(2, "一是路灯还不够亮。", ("problems",), ("二、我行的不足",), ("二、我行的不足",), points=((0, 9),)),
        ),
        headings=(Heading("二、我行的不足", 1, 2, ()),),
        year_evidence=Evidence("2019年度", "title"),
        unit_evidence=Evidence("我行", "paragraph", 1),
    )


def client_of(tokenizer: Tokenizer, made: Report) -> FlaskClient:
    engine = MemoryEngine(tokenizer)
    with engine.writer() as writer:
        writer.add("bank", made)
        writer.commit({}, {"bank": Source(("银行/总结.txt",))})
    return create_app(engine).test_client()


def page(client: FlaskClient, url: str = "/reports/bank") -> str:
    return unescape(client.get(url).get_data(as_text=True))


def reasons(html: str) -> list[str]:
    found = re.search(r'<details class="because">(.*?)</details>', html, re.S)
    return re.findall(r"<li>(.*?)</li>", found[1]) if found else []


def block(html: str, ordinal: int) -> str:
    return html.partition(f'id="p-{ordinal}"')[2].partition("</article>")[0]


def test_each_fact_says_what_decided_it(tokenizer: Tokenizer) -> None:
    """The words and their place; a place in a paragraph is one click away."""
    assert reasons(page(client_of(tokenizer, report()))) == [
        '单位类型 银行：<a href="#p-1">正文第 2 段</a>“我行”',
        "年份 2019年：标题“2019年度”",
    ]


@pytest.mark.parametrize(
    ("evidence", "shown"),
    [
        (Evidence("我行", "heading"), '<a href="#h-1">小标题</a>“我行”'),
        (Evidence("别处", "heading"), "小标题“别处”"),
        (Evidence("（农商行）", "title_block"), "标题下“（农商行）”"),
        (Evidence("银行", "correction"), "人工更正"),
        (Evidence("长" * 40, "title"), "标题“" + "长" * 30 + "…”"),
    ],
)
def test_every_place_is_named(tokenizer: Tokenizer, evidence: Evidence, shown: str) -> None:
    """A person's word needs no quotation; long words are cut."""
    made = replace(report(), unit_evidence=evidence, year_evidence=None)
    assert reasons(page(client_of(tokenizer, made))) == ["单位类型 银行：" + shown]


def test_an_estimate_says_what_it_rests_on(tokenizer: Tokenizer) -> None:
    """A guess shows its ground; a fact without a known ground claims none."""
    made = replace(
        report(), year=None, year_estimated=2016, year_evidence=Evidence("两本账", "paragraph", 0), unit_evidence=None
    )
    html = page(client_of(tokenizer, made))
    assert "约 2016年（估计）" in html
    assert reasons(html) == ['年份约 2016年（估计）：<a href="#p-0">正文第 1 段</a>“两本账”']
    unknown = replace(made, year_estimated=None, year_evidence=None)
    assert reasons(page(client_of(tokenizer, unknown))) == []


def test_what_is_to_be_filled_in_is_marked_and_counted(tokenizer: Tokenizer) -> None:
    """On the report page and in results; a found word and a blank may overlap."""
    client = client_of(tokenizer, report())
    paragraph = block(page(client), 1)
    assert paragraph.count('<span class="blank" title="待填">') == 3
    assert "待填 3 处" in paragraph
    assert "待填" not in block(page(client), 0)
    found = page(client, "/?q=访XX户")
    assert '<mark>访</mark><mark><span class="blank" title="待填">XX</span></mark><mark>户</mark>' in found
    assert "待填 3 处" in found.partition('<p class="meta">')[2].partition("</p>")[0]
    assert "待填" not in page(client, "/?q=把灯修亮")


def test_text_with_blanks_is_printed_unchanged(tokenizer: Tokenizer) -> None:
    """Marks add no character: what is shown is what is copied."""
    whole = re.search(r'<p class="text whole">(.*?)</p>', block(page(client_of(tokenizer, report())), 1), re.S)
    assert whole and re.sub("<[^>]*>", "", whole[1]) == BLANKS


def test_points_can_be_copied_alone_where_there_are_several(tokenizer: Tokenizer) -> None:
    """One button a point, for scripts only; a paragraph that is one point needs none."""
    html = page(client_of(tokenizer, report()))
    buttons = re.findall(
        r'<button[^>]*data-copy="point" data-start="(\d+)" data-end="(\d+)"[^>]*aria-label="(.*?)">(.)<', block(html, 0)
    )
    assert [(POINTS[int(a) : int(b)], label, sign) for a, b, label, sign in buttons] == [
        ("一是把灯修亮；", "只复制第 1 点", "①"),
        ("二是把路修平😀了；", "只复制第 2 点", "②"),
        ("三是把树种活。", "只复制第 3 点", "③"),
    ]
    assert re.search(r'class="copies js-only">(?:(?!</div>).)*class="points"', block(html, 0), re.S)
    assert 'data-copy="point"' not in block(html, 1) + block(html, 2)
