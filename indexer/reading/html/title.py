"""The title a page has in its head, and whether its text needs it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.model.reports import Span
from indexer.reading.html.page import PageText, simplified

#: A line above the text that is a title: nothing that ends a sentence, no label, no number.
_HEADING = re.compile(r"(?![（(]?[一二三四五六七八九十\d]{1,3}[、）)．.])[^：:。；;]{4,60}(?<![，、])")
#: Whose the news is, with which the heading of the page begins as its title does (某县税务局：…).
_SAID_BY = re.compile("[\u4e00-\u9fff]{4,20}[：:]")
_SITE_NAME = "网|网站|文库|图书馆|门户|平台|论坛|博客|百科|官网|首页|频道|栏目|在线|之家|人民政府|资料库|\\.com|\\.cn|\\.net"
#: The last part of a title may also name a column.
_SITE_PART = re.compile(f"(?:{_SITE_NAME}|大全|公文|材料|范文|政府|文秘)$", re.IGNORECASE)
_SITE = re.compile(f"(?:{_SITE_NAME})$", re.IGNORECASE)
_LAST_PART = re.compile(
    r"^(?P<rest>.{4,}?)(?P<sign>\s*_+\s*|\s*[|｜]\s*|\s*(?<![-—–])[-—–](?![-—–])\s*)(?P<last>(?!\d)[^_|｜]{1,30})$"
)
_SUFFIX = re.compile(r"\.(?:docx?|wps|txt|html?|rtf|pdf)$", re.IGNORECASE)
_EMPTY = re.compile(
    r"(?:无标题|未命名|新建|untitled|document|new page|microsoft word).*|文档\d*|首页|打印|正文|内容页?"
    r"|详细(?:内容|信息|页面)?|信息公开|.{0,8}网页",
    re.IGNORECASE,
)
_MOST_PARTS = 6
_SHORTEST, _LONGEST = 6, 60
_LOOKED_AT = 300


def page_title(raw: str) -> str:
    """The title without the names of its site and its columns; '' where it says nothing."""
    title = " ".join(raw.split())
    for _ in range(_MOST_PARTS):
        found = _LAST_PART.match(title)
        if found is None or not (_SITE_PART.search(found["last"].strip()) or found["sign"].strip("_|｜ ") == ""):
            break
        title = found["rest"].strip()
    title = _SUFFIX.sub("", title).removeprefix("Microsoft Word - ").strip()
    says_nothing = _EMPTY.fullmatch(title) or _SITE.search(title)
    return "" if says_nothing or not _SHORTEST <= len(title) <= _LONGEST else title


def is_missing(title: str, page: PageText, boilerplate: Sequence[Span]) -> bool:
    """Whether a page's title stands nowhere above its text, nor any other heading does.
    ``boilerplate`` is disjoint and in order."""
    if not title:
        return False
    unit = _SAID_BY.match(title)
    at, seen = 0, ""
    for line in page.lines:
        while at < len(boilerplate) and boilerplate[at][1] <= line.start:
            at += 1
        if at < len(boilerplate) and boilerplate[at][0] < line.end:
            continue
        text = page.stripped(line)
        if not line.prose and (_HEADING.fullmatch(text) or (unit and text.startswith(unit[0]))):
            return False
        seen += simplified(text)
        if line.prose:
            break
    return simplified(title) not in seen[:_LOOKED_AT]
