"""Protects that a web page reads as a browser shows it, and that its boilerplate is pointed at."""

from __future__ import annotations

import pytest

from indexer.errors import UnreadableFile
from indexer.model.reports import SourceText
from indexer.reading import read

_BODY = "<p>" + "</p><p>".join(f"正文第{n}段，内容充实。" for n in range(12)) + "</p>"


def page(body: str, head: str = "") -> SourceText:
    return read(f"<html><head>{head}</head><body>{body}</body></html>".encode(), "页面.html")


def lines(body: str) -> list[str]:
    return page(body).text.split("\n")


def boilerplate(body: str) -> list[str]:
    source = page(body + _BODY)
    return [source.text[start:end] for start, end in source.boilerplate]


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
    """Cells neither run together nor fall apart, and keep their column where one is empty."""
    body = (
        "<table><tr><th><p>姓名</p></th><th>职务</th></tr>"
        "<tr><td>张某</td><td>书记<br>主任</td></tr></table>后文"
    )
    assert lines(body) == ["姓名 | 职务", "张某 | 书记 主任", "后文"]
    row = "<table><tr><td>{}</td><td>{}</td><td>{}</td><td></td></tr></table>"
    assert lines(row.format("会议", "", "12")) == ["会议 |  | 12"]
    assert lines(row.format("", "2021年", "2022年")) == [" | 2021年 | 2022年"]
    assert lines(row.format("（一）", "抓学习", "")) == ["（一） 抓学习"]


def test_a_layout_table_keeps_the_paragraphs_of_the_article() -> None:
    long = "长" * 201
    body = f"<table><tr><td><p>{long}</p><p>二段</p></td><td>边栏</td></tr></table>"
    assert lines(body) == [long, "二段", "边栏"]
    assert lines("<table><tr><td><p>一段</p><p>二段</p></td></tr></table>") == ["一段", "二段"]
    menu = "".join(f"<p>栏目{n}</p>" for n in range(4))
    assert lines(f"<table><tr><td>{menu}</td><td><p>短文</p></td></tr></table>")[-1] == "短文"


def test_boilerplate_stays_in_the_text_and_is_pointed_at() -> None:
    body = (
        "<nav>首页 栏目</nav><div class='Breadcrumb-wrap'>当前位置：首页</div>"
        "<div id='shareBox'><p>分享到</p><p>微信</p></div>"
        "<footer>版权所有</footer><aside>推荐阅读</aside><div class='related_list'>相关报道</div>"
    )
    found = boilerplate(body)
    assert found[:3] == ["首页 栏目", "当前位置：首页", "分享到\n微信"]
    assert found[3:] == ["版权所有", "推荐阅读", "相关报道"]


def test_boilerplate_inside_boilerplate_is_one_span() -> None:
    assert boilerplate("<footer>关于<div class='share'>分享</div>联系</footer>") == ["关于\n分享\n联系"]


def test_spans_beside_joined_table_rows_still_point_right() -> None:
    """Joining rows makes the text longer; boilerplate before, in and after them must not slip."""
    row = "<tr><td></td><td><p>甲</p></td><td></td><td>乙<span class='share'>分享</span></td></tr>"
    table = f"<table>{row * 3}</table>"
    found = boilerplate(f"<nav>导航</nav>{table}<nav>栏目</nav>")
    assert found == ["导航", "分享", "分享", "分享", "栏目"]


def test_the_article_is_never_boilerplate() -> None:
    sentences = "抓好学习。抓好落实。抓好监督。抓好队伍。"
    assert boilerplate(f"<div class='share-content'>{sentences}</div>") == []
    assert page(f"<div class='sidebar'>{_BODY}</div>").boilerplate == ()
    assert boilerplate("<div class='has-sidebar'>短文</div><body class='nav-open'>") == []


def test_the_title_in_an_article_header_is_no_boilerplate() -> None:
    assert boilerplate("<article><header>述职报告</header></article><header><h1>工作总结</h1></header>") == []
    assert boilerplate("<header>某某网</header>") == ["某某网"]


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


def test_list_numbers_are_written_out() -> None:
    """A browser shows numbers that the markup only implies; without them a report loses its order."""
    body = "<ol><li>甲<li>乙<ol type=a><li>子</li><li>丑</li></ol></li><li>丙</li></ol><ol start=5><li>戊</ol>"
    assert lines(body) == ["1. 甲", "2. 乙", "a. 子", "b. 丑", "3. 丙", "5. 戊"]
    chinese = "<ol style='list-style-type: cjk-ideographic'><li>做法</li><li value=4><p>打算</p></li></ol>"
    assert lines(chinese) == ["一、做法", "四、打算"]


def test_list_numbers_are_not_doubled_nor_invented() -> None:
    """Items that bring their own number, bullets, and lists styled without numbers get none."""
    assert lines("<ol><li>1、甲</li><li>（二）乙</li><li>③丙</li></ol>") == ["1、甲", "（二）乙", "③丙"]
    assert lines("<ul><li>甲</li></ul><ol style='list-style:none'><li>乙</li></ol>") == ["甲", "乙"]
    assert lines("<ol><li></li><li>2023年</li></ol><p>后</p>") == ["2. 2023年", "后"]


def test_lines_of_a_page_without_any_block_markup_stay() -> None:
    """Plain text saved as a page would become one line, as in a browser; its author wrote lines."""
    assert page("\n2021年工作总结\n一、抓学习\n<b>二、</b>抓落实\n").text.strip().split("\n") == [
        "2021年工作总结",
        "一、抓学习",
        "二、抓落实",
    ]


def test_lines_inside_one_block_stay_where_they_are_whole_sentences() -> None:
    """A style sheet may show line ends; source code wrapped at some width shows none."""
    whole = "<div>\n" + "\n".join(f"  ({n}) 抓好第{n}项工作。" for n in range(5)) + "\n</div>"
    assert len(lines(whole)) == 5
    pieces = ["抓好第一项工作，抓好第二", "项工作，抓好第三项工作，", "抓好第四项工", "作，抓好第五项"]
    wrapped = "<p>\n" + "\n".join(pieces) + "</p>"
    assert len(lines(wrapped)) == 1


def test_deleted_text_goes_and_struck_text_stays() -> None:
    """<del> is a tracked deletion; a stroke through text is only how it looks."""
    assert lines("<p>抓<del>旧</del><ins>新</ins><s>学习</s></p>") == ["抓新学习"]


def test_readings_over_characters_are_dropped() -> None:
    """Pinyin printed above a character is no text."""
    assert lines("<p><ruby>書<rp>(</rp><rt>shū</rt><rp>)</rp></ruby>记，网<wbr>格</p>") == ["書记，网格"]


def test_note_marks_are_boilerplate_and_exponents_are_not() -> None:
    """A mark such as [1] stays visible as removed; the 2 of m2 is text."""
    assert boilerplate("<p>面积5m<sup>2</sup>，引用<sup>[3]</sup>，又<a href='#n'><sup>4</sup></a>。</p>") == ["[3]", "4"]


def test_a_list_saved_by_word_has_its_number_once() -> None:
    """Word writes numbers as text between conditional comments, and bullets as letters of a symbol font."""
    body = (
        "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span lang=EN-US>"
        "<span style='mso-list:Ignore'>一、<span style='font:7.0pt \"Times New Roman\"'>&nbsp; </span></span></span>"
        "<![endif]>主要做法<o:p></o:p></p>"
        "<p style='mso-list:l1 level1 lfo2'><!--[if !supportLists]--><span style='font-family:Wingdings'>l"
        "<span style='font:7.0pt'>&nbsp; </span></span><!--[endif]-->抓学习<o:p>&nbsp;</o:p></p>"
    )
    assert [line.replace("\u00a0", "").replace(" ", "") for line in lines(body)] == ["一、主要做法", "抓学习"]


def test_contents_and_notes_saved_by_word_are_boilerplate() -> None:
    """Word names the lines of its table of contents, and the marks of its footnotes, by class."""
    body = (
        "<p class=MsoToc1><a href='#a'>一、做法<span style='mso-tab-count:1 dotted'>.... </span>1</a></p>"
        "<p>正文<a href='#_ftn1'><span class=MsoFootnoteReference>[1]</span></a></p>"
    )
    assert boilerplate(body) == ["一、做法.... 1", "[1]"]


def test_a_frameset_has_no_text() -> None:
    """What stands in noframes speaks to browsers of the last century, not to readers."""
    markup = "<html><frameset><frame src=a.html><noframes>您的浏览器不支持框架</noframes></frameset></html>"
    with pytest.raises(UnreadableFile, match="没有文字"):
        read(markup.encode(), "a.html")


def test_angle_brackets_that_are_no_tags_are_text() -> None:
    """Writers put titles and masked names into them, and compare figures with them."""
    text = "按照<关于学习的通知>，<XX局>占比a<b，<5%，见<x@y.example>和<http://a.example>。"
    assert lines(f"<p>{text}</p><p>后</p>") == [text, "后"]
