"""Protects that nothing a page leaves open swallows the report behind it, and that hidden prose is seen to go."""

from __future__ import annotations

import time

import pytest

from indexer.model.reports import SourceText
from indexer.reading import read
from indexer.reading.html.markup_repair import repaired

_SENTENCE = "一年来，我认真履行职责，推动工作落实。"
_HIDING = [
    *("svg", "math", "canvas", "audio", "video", "noscript", "object", "template", "iframe", "noframes"),
    *("datalist", "xml", "del", "style", "script", "title"),
]


def page(body: str) -> SourceText:
    return read(f"<html><body>{body}</body></html>".encode(), "页面.html")


def lines(body: str) -> list[str]:
    return page(body).text.split("\n")


def boilerplate(body: str) -> list[str]:
    source = page(body)
    return [source.text[start:end] for start, end in source.boilerplate]


@pytest.mark.parametrize("name", [*_HIDING, "embed", "rt"])
def test_text_behind_an_element_left_open_is_read(name: str) -> None:
    """Whatever hides its content hides the rest of the file with it where its end tag is missing."""
    source = page(f"<p>甲</p><{name} title='>'><path d=x><p>{_SENTENCE}</p><p>乙</p>")
    assert source.text.split("\n") == ["甲", _SENTENCE, "乙"]
    assert source.boilerplate == ()


@pytest.mark.parametrize("name", [*_HIDING, "embed"])
def test_text_directly_in_an_element_left_open_is_read(name: str) -> None:
    """There may be no tag behind it at all."""
    assert lines(f"<p>甲</p><{name} id=x>{_SENTENCE}") == ["甲", _SENTENCE]


def test_an_open_comment_is_text_where_it_holds_sentences() -> None:
    """A comment without its end takes the rest of the file; a cut-off remark is no report."""
    assert lines(f"<p>甲</p><!-- 正文<p>{_SENTENCE}</p>乙") == ["甲", "正文", _SENTENCE, "乙"]
    assert lines(f"<p>甲</p><!--[if mso]><p>{_SENTENCE}</p>") == ["甲", _SENTENCE]
    assert lines("<p>甲</p><!-- 页脚开始<p>乙</p>") == ["甲"]
    assert lines(f"<p>甲</p><!-- {_SENTENCE} --><!--><p>乙</p>") == ["甲", "乙"]


def test_code_left_open_without_sentences_is_no_text() -> None:
    """A page cut off in the middle of its last script ends before it."""
    assert lines("<p>甲</p><script>var a = '提示'; b('<div>确定</div>'") == ["甲"]
    assert lines("<p>甲</p><style>p { font-family: '宋体'; }") == ["甲"]


def test_a_title_or_style_left_open_ends_before_the_page() -> None:
    """Also where another end tag stands further down, as in a drawing."""
    body = f"<body><p>{_SENTENCE}</p><svg><title>图标</title><path d=x></svg><p>乙</p></body>"
    source = read(f"<html><head><title>办公室2021年工作总结{body}</html>".encode(), "a.html")
    assert source.text.split("\n") == [_SENTENCE, "乙"]
    source = read(f"<html><head><style>p {{ margin: 0 }}{body}</html>".encode(), "a.html")
    assert source.text.split("\n") == [_SENTENCE, "乙"]


def test_an_element_left_open_before_one_that_is_closed() -> None:
    """The end tag further down is the other one's."""
    assert lines(f"<noscript><p>{_SENTENCE}</p><noscript>图</noscript><p>乙</p>") == [_SENTENCE, "乙"]
    assert lines(f"<object><p>{_SENTENCE}</p><object>图</object><p>乙</p>") == [_SENTENCE, "乙"]


def test_a_script_that_writes_scripts_ends_where_it_does() -> None:
    """Behind <!-- and <script a parser looks for a second end tag, and may find none."""
    assert lines(f"<p>甲</p><script>a = '<!--<script>'</script><p>{_SENTENCE}</p>") == ["甲", _SENTENCE]
    written = "<script><!-- document.write('<script src=a></script>'); //--></script>"
    assert lines(f"<p>甲</p>{written}<p>乙</p>") == ["甲", "乙"]


def test_a_paragraph_ends_a_drawing_as_in_a_browser() -> None:
    """<p> in <svg> is a paragraph of the page; labels of a drawing are none."""
    assert lines(f"<p>甲</p><svg><text>图例</text><p>{_SENTENCE}</p>丙</svg><p>乙</p>") == ["甲", _SENTENCE, "丙", "乙"]
    assert lines(f"<p>甲</p><svg><text>{_SENTENCE}</text></svg><svg/><p>乙</p>") == ["甲", "乙"]


@pytest.mark.parametrize(
    "hidden",
    [
        f"<noscript>{_SENTENCE}</noscript>",
        f"<p hidden>{_SENTENCE}</p>",
        f"<div style='display:none'>{_SENTENCE}</div>",
        f"<video><p>{_SENTENCE}</p></video>",
        f"<object><p>{_SENTENCE}</p></object>",
    ],
)
def test_hidden_prose_is_seen_to_go(hidden: str) -> None:
    """What no reader of the page sees is no part of the report, but sentences never vanish silently."""
    body = f"<div><h1>工作总结</h1><p>{'全年完成任务十二项，受到好评。' * 20}</p>{hidden}<p>乙方资料。</p></div>"
    assert boilerplate(body) == [_SENTENCE]
    assert boilerplate(f"<p>短文</p>{hidden}") == [_SENTENCE]


def test_a_long_notice_without_scripts_is_no_part_of_the_article() -> None:
    """Unlike text that a script was to show, it stays beside it even in the middle."""
    text = f"<p>{'全年完成任务十二项，受到好评。' * 20}</p>"
    assert boilerplate(f"<div>{text}<noscript><p>{_SENTENCE * 5}</p></noscript>{text}</div>") == [_SENTENCE * 5]


def test_hidden_words_inside_a_sentence_are_cut_out() -> None:
    """Sites hide words between the author's own, against copying."""
    assert boilerplate(f"<p>抓<span style='display:none'>{_SENTENCE}</span>学习</p>") == [_SENTENCE]


def test_an_article_shown_only_without_scripts_is_read() -> None:
    """A page that scripts fill may have its whole text in <noscript>."""
    source = page(f"<p>加载中</p><noscript><p>{_SENTENCE * 8}</p><p>{_SENTENCE * 6}</p></noscript>")
    assert source.text.split("\n") == ["加载中", _SENTENCE * 8, _SENTENCE * 6]
    assert source.boilerplate == ()


@pytest.mark.parametrize(
    "markup",
    [
        "<style>" * 20_000 + _SENTENCE,
        "<title>x<p>" * 20_000 + _SENTENCE + "</title>",
        "<svg a='" * 20_000 + _SENTENCE,
        "<script><!--<script></script>" * 20_000 + _SENTENCE,
        "<noscript><object><rt>" * 10_000 + "<p>" * 10_000,
    ],
)
def test_repairing_takes_no_longer_than_reading(markup: str) -> None:
    """Each part of a page is looked at a few times, however much of it is broken. Time of this process, which a busy
    machine does not lengthen; what grows with the square takes minutes of it."""
    begun = time.process_time()
    assert _SENTENCE in repaired(markup) or "<rt>" in markup
    assert time.process_time() - begun < 5
