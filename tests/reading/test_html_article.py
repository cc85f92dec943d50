"""Protects that the article of a page is told from the site, and that no sentence of it is cut."""

from __future__ import annotations

import random
from collections.abc import Callable
from html import escape
from pathlib import Path

import pytest

from indexer.model.reports import SourceText
from indexer.reading import read, read_file
from indexer.reading.html.reader import read_html

_ARCHIVE = Path(__file__).resolve().parents[2] / "archive"
_TEXTS = sorted(path for path in _ARCHIVE.rglob("*.txt") if path.stat().st_size > 3000)

_PROSE = [
    "一年来，我局认真落实上级部署，扎实推进各项工作，取得了一定成效，现将情况报告如下。",
    "（一）抓学习。全年组织集中学习十二次，参加人员三百余人次，形成调研报告五篇。",
    "（二）抓队伍。选派八名干部到村任职，开展业务培训六期，群众满意度明显提升。",
    "工作中还存在一些问题：服务意识有待加强，制度执行不够严格，个别干部能力不足。",
    "下一步，我们将继续加强作风建设，完善工作机制，努力开创新局面。以上报告，请审议。",
]
_BODY = "".join(f"<p>　　{line}</p>" for line in _PROSE)
_LINKS = "".join(f"<li><a href='/{n}.html'>某某镇工作总结之{n}</a><span>2023-01-0{n}</span></li>" for n in range(1, 7))
_MENU = "".join(f"<li><a href='/c{n}'>栏目{n}</a></li>" for n in range(8))


def read_page(body: str, title: str = "") -> SourceText:
    return read(f"<html><head><title>{title}</title></head><body>{body}</body></html>".encode(), "页面.html")


def kept(source: SourceText) -> list[str]:
    """The lines that are left when the boilerplate is taken out."""
    text = list(source.text)
    for start, end in source.boilerplate:
        text[start:end] = ["\0" if char != "\n" else char for char in text[start:end]]
    lines = "".join(text).replace("\0", "").split("\n")
    return [line.strip() for line in lines if line.strip()]


def test_a_government_page_leaves_the_article() -> None:
    """Menu, breadcrumb, tools, neighbours, related list and imprint go; title and signature stay."""
    source = read_page(
        f"<ul>{_MENU}</ul><div class=wz>当前位置：<a href=/>首页</a> &gt; <a href=/a>公开</a> &gt; 正文</div>"
        f"<div class=box><div class=t1>民政局2021年工作总结</div><div class='TRS_Editor'>{_BODY}<p>民政局</p></div>"
        "<div>【<a href='javascript:p()'>打印</a>】</div><p>上一篇：<a href=1>某通知</a></p></div>"
        f"<h3>相关文章</h3><ul>{_LINKS}</ul><div><p>主办单位：某区民政局 邮编：100000</p><p>版权所有 某局</p></div>",
        "民政局2021年工作总结-某某区人民政府",
    )
    assert kept(source) == ["民政局2021年工作总结", *_PROSE, "民政局"]


def test_an_article_in_a_layout_table_and_line_breaks() -> None:
    """Old sites lay pages out with tables and write the article as lines with breaks."""
    links = "<br>".join(f"<a href={n}>热门总结{n}</a>" for n in range(4))
    article = "<b>2020年支部总结</b><br>" + "<br>".join(f"&nbsp;&nbsp;{line}" for line in _PROSE)
    body = f"<table><tr><td>{links}</td><td>{article}<br>某某支部</td></tr></table>"
    assert kept(read_page(body)) == ["2020年支部总结", *_PROSE, "某某支部"]


def test_an_article_in_one_inline_element() -> None:
    """The whole text may stand in a single span on one line."""
    body = f"<div><span>{''.join(_PROSE)}</span></div><p><a href=1>上一页</a> <a href=2>下一页</a></p>"
    assert kept(read_page(body)) == ["".join(_PROSE)]


def test_comments_and_recommended_abstracts_are_boilerplate() -> None:
    """Readers' comments and abstracts of other reports are prose too, but under their label."""
    body = (
        f"<div><h1>社区党支部工作总结</h1><div>{_BODY}</div></div>"
        "<div><h3>网友评论（2条）</h3><p>张三：写得真好，我们单位也要这样写，谢谢分享。</p></div>"
        "<div><h4>热门推荐</h4><a href=1>述职一</a><p>本文介绍了述职报告的写作要点，内容详实。</p><a href=2>述职二</a></div>"
    )
    assert kept(read_page(body)) == ["社区党支部工作总结", *_PROSE]


def test_prose_after_the_article_stays_with_its_heading() -> None:
    """A second part outside the densest block is text, and so is the heading that leads up to it."""
    body = (
        f"<div>{_BODY * 4}</div><p><a href=1>关于</a> <a href=2>帮助</a></p>"
        "<div><p>附件</p><p>附表所列数据截至十二月底，由各科室汇总上报。</p></div>"
    )
    assert kept(read_page(body))[-2:] == ["附件", "附表所列数据截至十二月底，由各科室汇总上报。"]


def test_links_in_a_sentence_are_text() -> None:
    """An article with links, even one wrapped into a link that is never closed, is an article."""
    linked = "".join(f"<p><a href='{n}'>{line}{line}</a></p>" for n, line in enumerate(_PROSE))
    assert kept(read_page(linked + _BODY)) == [*(line * 2 for line in _PROSE), *_PROSE]


def test_a_paywall_and_tags_inside_the_article_are_boilerplate() -> None:
    """Boxes of links between two paragraphs go; the data table beside them stays."""
    table = "<table><tr><td>指标</td><td>2022年</td></tr><tr><td>培训</td><td>12</td></tr></table>"
    pay = "<div><a href=1>开通会员</a><a href=2>下载全文</a><a href=3>联系客服</a></div>"
    body = f"<div>{_BODY}{pay}{table}{_BODY}<div>标签：<a href=1>总结</a> <a href=2>报告</a></div></div>"
    assert kept(read_page(body)) == [*_PROSE, "指标 | 2022年", "培训 | 12", *_PROSE]


def test_an_article_that_a_script_was_to_show_is_read() -> None:
    """Saved pages of some sites hide their article; what is hidden and no article stays out."""
    hidden = f"<div id=js_content style='visibility: hidden; opacity: 0'>{_BODY}</div>"
    popup = "<div style='display:none'>用户协议：请您仔细阅读本协议的全部条款。注册即表示您同意本协议，并愿意遵守有关规定。"
    popup += "如对条款有任何疑问，请在注册之前联系客服人员。</div><div style='display:none'>扫一扫关注</div>"
    source = read_page(f"<h1>工作报告材料</h1>{hidden}<p>版权所有：某某网</p>{popup}")
    assert kept(source) == ["工作报告材料", *_PROSE]
    assert "用户协议" in source.text
    assert "扫一扫" not in source.text


def test_the_rest_of_an_article_behind_a_button_is_read() -> None:
    """展开全文 hides half of the article until it is clicked."""
    more = "".join(f"<p>{line}</p>" for line in _PROSE[3:])
    body = "".join(f"<p>{line}</p>" for line in _PROSE[:3])
    body = f"<div>{body}<a href='#'>展开全文</a><div style='display:none'>{more}</div></div>"
    assert kept(read_page(body)) == _PROSE


def test_a_hidden_copy_of_the_article_is_not_read_twice() -> None:
    """A second copy for phones would double every paragraph."""
    source = read_page(f"<div>{_BODY}</div><div style='display:none'>{_BODY}</div>")
    assert kept(source) == _PROSE


def test_the_pages_title_stands_in_where_the_text_has_none() -> None:
    """Without its title a report has no name; the names of site and column are not part of it."""
    for title in ("某局2019年工作总结_党建频道_某某文秘网", "某局2019年工作总结 - 某某文库", "某局2019年工作总结.doc"):
        assert kept(read_page(_BODY, title)) == ["某局2019年工作总结", *_PROSE]


@pytest.mark.parametrize("meta", ["name='ArticleTitle'", "property='og:title'"])
def test_a_title_named_for_other_programs_is_the_title(meta: str) -> None:
    """Government sites and WeChat name the article's title in the head, whatever <title> says."""
    head = f"<meta {meta} content='某局2019年工作总结'><title>信息公开</title>"
    source = read(f"<html><head>{head}</head><body>{_BODY}</body></html>".encode(), "a.html")
    assert kept(source)[0] == "某局2019年工作总结"


@pytest.mark.parametrize("title", ["某某区人民政府门户网站", "无标题文档", "首页", "", "2021年民政局工作总结"])
def test_the_pages_title_is_not_added_where_it_says_nothing_new(title: str) -> None:
    """A page that names only its site, or whose text has a title, keeps its own first line."""
    assert kept(read_page(f"<p align=center>民政局工作总结</p>{_BODY}", title)) == ["民政局工作总结", *_PROSE]
    assert "总结" in title or kept(read_page(_BODY, title)) == _PROSE


def test_spans_after_an_added_title_still_point_right() -> None:
    """The added line moves everything by its length."""
    source = read_page(f"<nav>导航</nav><div>{_BODY}</div><footer>版权</footer>", "某局2019年工作总结_某某网")
    assert [source.text[start:end] for start, end in source.boilerplate] == ["导航", "版权"]


def test_a_page_of_links_only_is_left_alone() -> None:
    """Where nothing is prose, nothing says what is the site's: better too much than nothing."""
    assert kept(read_page(f"<ul>{_MENU}</ul>")) == [f"栏目{n}" for n in range(8)]


# --- whole reports in the frames of sites ---------------------------------------------------


def _in_paragraphs(lines: list[str]) -> str:
    return "<div class=content>" + "".join(f"<p><span>　　{escape(line)}</span></p>" for line in lines) + "</div>"


def _in_breaks(lines: list[str]) -> str:
    return "<div id=zoom>" + "<br>".join(map(escape, lines)) + "</div>"


def _in_a_cell(lines: list[str]) -> str:
    return f"<table><tr><td>{_in_paragraphs(lines)}</td></tr></table>"


def _in_sections(lines: list[str]) -> str:
    return "".join(f"<section><div>{escape(line)}</div></section>" for line in lines)


def _in_parts(lines: list[str]) -> str:
    third = len(lines) // 3 + 1
    return "".join(_in_paragraphs(lines[at : at + third]) for at in range(0, len(lines), third))


def _framed(body: str, chance: random.Random) -> str:
    side = f"<div><h3>{chance.choice(['相关文章', '热门推荐', '猜你喜欢'])}</h3><ul>{_LINKS}</ul></div>"
    foot = "<p>版权所有：某某网</p><p><a href=1>关于</a> <a href=2>联系</a></p>"
    frames = (
        f"<ul>{_MENU}</ul><div>{body}</div>{side}{foot}",
        f"<table><tr><td>{side}</td><td>{body}</td></tr></table>{foot}",
        f"<div><ul>{_MENU}</ul>{body}{side}</div>{foot}",
        f"<ul>{_MENU}</ul>{body}{foot}{side}",
    )
    return f"<!DOCTYPE html><html><head><title>某某网</title></head><body>{chance.choice(frames)}</body></html>"


@pytest.mark.parametrize("shape", [_in_paragraphs, _in_breaks, _in_a_cell, _in_sections, _in_parts])
def test_no_line_of_a_report_is_lost_in_any_frame(shape: Callable[[list[str]], str]) -> None:
    """Every sample of the archive, in every shape of page, comes out whole and without the site."""
    chance = random.Random(20191231)
    for path in _TEXTS:
        lines = [" ".join(line.split()) for line in read_file(path).text.split("\n") if line.strip()]
        found = kept(read_html(_framed(shape(lines), chance), "utf-8"))
        missing = [line for line in lines if line not in found]
        # Sites' own lines stand in the samples too; those may go.
        assert not [line for line in missing if len(line) > 20], path.name
        assert len(missing) <= 3, (path.name, missing)
        assert not any("栏目" in line or "某某镇工作总结之" in line for line in found if len(line) < 40), path.name
