"""Protects that a web page reads as a browser shows it, and that its furniture is pointed at."""

from __future__ import annotations

from indexer.models import SourceText
from indexer.reading import read

_BODY = "<p>" + "</p><p>".join(f"正文第{n}段，内容充实。" for n in range(12)) + "</p>"


def page(body: str, head: str = "") -> SourceText:
    return read(f"<html><head>{head}</head><body>{body}</body></html>".encode(), "页面.html")


def lines(body: str) -> list[str]:
    return page(body).text.split("\n")


def furniture(body: str) -> list[str]:
    source = page(body + _BODY)
    return [source.text[start:end] for start, end in source.furniture]


def test_blocks_end_lines_and_inline_elements_do_not() -> None:
    body = "<h1>述职<font>报告</font></h1><p>抓<b>学</b><i>习</i></p><ul><li>甲<li>乙</ul>丙<div>丁</div>戊"
    assert lines(body) == ["述职报告", "抓学习", "甲", "乙", "丙", "丁", "戊"]


def test_br_ends_a_line_and_two_leave_a_blank_one() -> None:
    assert lines("甲<br>乙<br/><br/>丙") == ["甲", "乙", "", "丙"]


def test_white_space_collapses_but_wide_spaces_stay() -> None:
    body = "<p>\n  \u3000\u3000一、 \t\n抓&nbsp;&nbsp;学 <b> 习</b>  </p>"
    assert lines(body) == ["\u3000\u3000一、 抓\u00a0\u00a0学 习"]


def test_preformatted_lines_stay() -> None:
    body = "<pre>甲\r\n  乙</pre><p style='white-space:pre-wrap'>丙\n丁</p>"
    assert lines(body) == ["甲", "  乙", "丙", "丁"]


def test_what_a_browser_does_not_show_is_dropped() -> None:
    body = (
        "<script>代码</script><style>样式</style><template>模板</template><!-- 注释 --><p hidden>藏一</p>"
        "<p style='color:red; display : none'>藏二</p><span style='visibility:hidden'>藏三</span><p>正文</p>"
    )
    assert page(body, "<title>网页标题</title>").text == "正文"


def test_entities_become_characters() -> None:
    assert lines("<p>A&amp;B&lt;C&ldquo;&#20826;&#x5efa;&rdquo;&mdash;&mdash;</p>") == ["A&B<C“党建”——"]


def test_a_data_table_is_one_line_a_row() -> None:
    body = (
        "<table><tr><th><p>姓名</p></th><th>职务</th></tr>"
        "<tr><td>张某</td><td>书记<br>主任</td></tr></table>后文"
    )
    assert lines(body) == ["姓名\t职务", "张某\t书记 主任", "后文"]


def test_a_layout_table_keeps_the_paragraphs_of_the_article() -> None:
    long = "长" * 201
    body = f"<table><tr><td><p>{long}</p><p>二段</p></td><td>边栏</td></tr></table>"
    assert lines(body) == [long, "二段", "边栏"]
    assert lines("<table><tr><td><p>一段</p><p>二段</p></td></tr></table>") == ["一段", "二段"]


def test_furniture_stays_in_the_text_and_is_pointed_at() -> None:
    body = (
        "<nav>首页 栏目</nav><div class='Breadcrumb-wrap'>当前位置：首页</div>"
        "<div id='shareBox'><p>分享到</p><p>微信</p></div>"
        "<footer>版权所有</footer><aside>推荐阅读</aside><div class='related_list'>相关报道</div>"
    )
    found = furniture(body)
    assert found[:3] == ["首页 栏目", "当前位置：首页", "分享到\n微信"]
    assert found[3:] == ["版权所有", "推荐阅读", "相关报道"]


def test_furniture_inside_furniture_is_one_span() -> None:
    assert furniture("<footer>关于<div class='share'>分享</div>联系</footer>") == ["关于\n分享\n联系"]


def test_spans_after_a_joined_table_row_still_point_right() -> None:
    assert furniture("<table><tr><td><p>甲</p></td><td>乙</td></tr></table><nav>导航</nav>") == ["导航"]


def test_the_article_is_never_furniture() -> None:
    sentences = "抓好学习。抓好落实。抓好监督。抓好队伍。"
    assert furniture(f"<div class='share-content'>{sentences}</div>") == []
    assert page(f"<div class='sidebar'>{_BODY}</div>").furniture == ()
    assert furniture("<div class='has-sidebar'>短文</div><body class='nav-open'>") == []


def test_the_title_in_an_article_header_is_no_furniture() -> None:
    assert furniture("<article><header>述职报告</header></article><header><h1>工作总结</h1></header>") == []
    assert furniture("<header>某某网</header>") == ["某某网"]


def test_a_page_declared_gb2312_is_read_by_its_bytes() -> None:
    head = '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'
    markup = f"<html><head>{head}</head><body><p>〇一八年，珺、镕，工作总结。</p></body></html>"
    for codec in ("utf-8", "gb18030"):
        source = read(markup.encode(codec), "a.htm")
        assert (source.text, source.encoding) == ("〇一八年，珺、镕，工作总结。", codec)


def test_xhtml_with_an_xml_declaration_is_read() -> None:
    markup = '<?xml version="1.0" encoding="gb2312"?><!DOCTYPE html><html><body><p>总结</p></body></html>'
    assert read(markup.encode("utf-8"), "a.html").text == "总结"


def test_deep_nesting_loses_no_text() -> None:
    assert "".join(lines("<div>甲" * 3000 + "乙")) == "甲" * 3000 + "乙"


def test_a_text_that_mentions_html_is_no_page() -> None:
    """Its lines are its paragraphs, and its words in angle brackets are its own."""
    source = read("信息科2021年工作总结\n改版后访问<html>格式的页面快了一倍。\n".encode(), "总结.txt")
    assert source.format == "txt" and "<html>" in source.text
