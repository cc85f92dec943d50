"""Titles that name no kind of report: of notices, of rules, of news. What is below such a line tells it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.parsing.outline import is_salutation, numbering

_SHORTEST, _LONGEST = 6, 70
#: A line of a title that is printed over several has at most so many characters, and a title at most so many lines.
_LONGEST_LINE = 40
_MOST_LINES = 3
_PROSE = 40

_NOTICE = re.compile(
    "[^，。；：]{0,30}关于[^。；]{4,60}的(?:(?:紧急|补充)?通知|决议|决定|(?:实施|审议|指导|反馈)?意见|通报|公告|通告|命令|情况说明|说明|批复|请示|复?函|公示|答复(?:意见书?)?|回复)(?:[（(][^（）()]{2,8}[）)])?"
)
#: What a congress or a committee's session resolved: its name, and what it is called, often over two lines.
_RESOLUTION = re.compile(
    "[^，。；：！？]{2,40}(?:委员会|代表大会|会议)(?:第[一二三四五六七八九十]{1,3}次(?:全体)?(?:会议|扩大会议))?(?:的)?(?:决议|公报)"
)
_RESOLVED = re.compile(
    "[^，。；：！？]{2,50}(?:委员会|代表大会|会议|大会)[^，。；：！？]{0,20}关于[^，。；：！？]{4,40}的(?:决议|决定)"
)
#: The number of an official document (云政发〔2024〕12号) above its title.
_DOCUMENT_NUMBER = re.compile("[\u4e00-\u9fff]{2,12}\\s?[〔﹝\\[（(【]\\s?(?:19|20)\\d\\d\\s?[〕﹞\\]）)】]\\s?第?\\d{1,4}\\s?号")
#: A document that sets rules, and what its text begins with.
_RULES = re.compile(
    "[^，。；：！？]{2,40}(?:制度|办法|规定|细则|章程|规程|守则|准则|规则|公约|预案)(?:[（(][^（）()]{2,12}[）)])?"
)
_FIRST_ARTICLE = re.compile(r"第[一1]\s?[章条]")
#: What the text of a piece of news begins with.
_LEAD = re.compile(
    r"(?:本报讯|本[报刊台网][^，。]{0,14}[讯电]|本[报刊台网](?:见习)?(?:记者|通讯员)|[^，。\s]{2,10}[讯电][（(\u3000 ]"
    r"|(?:新华|中新|人民)[社网][^，。]{2,12}[电讯]"
    r"|(?:\d{4}年)?\d{1,2}月\d{1,2}日(?:上午|下午|晚)?[，,][^。]{2,40}(?:召开|举行|调研|主持|来到|深入|出席))"
)
#: The first line of a headline whose second says what was said.
_SAYS = re.compile("[^。；！？]{6,50}(?:强调|指出|要求)([：:]?)")
_SENTENCE = re.compile("[。；！？，：:]")


def headline(texts: Sequence[str]) -> tuple[str, int]:
    """The title of news, of a notice or of rules that some lines begin with, and at which line it ends; an empty
    one where they begin with none. Lines with a document's number may precede it."""
    above = next((at for at, text in enumerate(texts[:2]) if not _DOCUMENT_NUMBER.fullmatch(text)), 0)
    first, *below = texts[above : above + _MOST_LINES + 2] or [""]
    if not 4 <= len(first) <= _LONGEST or numbering(first) is not None or is_salutation(first):
        return "", 0
    announced = _notice(first, below) or _resolution(first, below)
    title, lines = announced or _over_two(first, below) or _over_one(first, below) or ("", 0)
    return title, above + lines if lines else 0


def _notice(first: str, below: Sequence[str]) -> tuple[str, int] | None:
    """The title of a notice: the unit, then what about, over up to three lines."""
    title = ""
    for count, text in enumerate([first, *below][:_MOST_LINES], 1):
        if re.search("[。；]", text) or (count > 1 and len(text) > _LONGEST_LINE):
            return None
        title += text
        if _NOTICE.fullmatch(title) and len(title) <= _LONGEST:
            return title, count
        if "关于" not in title and (_SENTENCE.search(text) or not (below and below[0].startswith("关于"))):
            return None
    return None


def _resolution(first: str, below: Sequence[str]) -> tuple[str, int] | None:
    """The title of a resolution, over up to three lines: who met, at which session, what about."""
    title = ""
    for count, text in enumerate([first, *below][:_MOST_LINES], 1):
        if _SENTENCE.search(text) or (count > 1 and len(text) > _LONGEST_LINE):
            return None
        title += text
        if (_RESOLUTION.fullmatch(title) or _RESOLVED.fullmatch(title)) and len(title) <= _LONGEST:
            return title, count
    return None


def _over_two(first: str, below: Sequence[str]) -> tuple[str, int] | None:
    """The title of rules under the unit that sets them, or of news whose second line says what was said."""
    if len(below) < 2 or len(below[0]) > _LONGEST_LINE or "。" in below[0]:
        return None
    if _RULES.fullmatch(below[0]) and any(map(_FIRST_ARTICLE.match, below[1:4])):
        return None if _SENTENCE.search(first) or len(first) > 30 or _RULES.fullmatch(first) else (first + below[0], 2)
    said = _SAYS.fullmatch(first)
    if said and numbering(below[0]) is None and len(below[1]) > _PROSE:
        return first + ("" if said[1] else " ") + below[0], 2
    return None


def _over_one(first: str, below: Sequence[str]) -> tuple[str, int] | None:
    """The headline of news, or the title of rules."""
    if len(first) < _SHORTEST or "。" in first:
        return None
    is_rules = _RULES.fullmatch(first) and any(map(_FIRST_ARTICLE.match, below[:3]))
    return (first, 1) if is_rules or any(map(_LEAD.match, below[:2])) else None
