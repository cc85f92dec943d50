"""The lines above a text, where no line reads like the title at first sight: which one has the most to show for it.

A line there is the title, or it says who publishes a text, who speaks, when, and in which column it stands. None of
these signs is enough by itself, so each candidate is weighed: what its last word calls it, whose and of which year it is,
what it says that somebody did, whether it is printed twice, and what stands below it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.language.normalize import search_key
from indexer.parsing.lines import SourceLine
from indexer.parsing.outline import is_salutation, numbering
from indexer.parsing.titles import (
    clean_title,
    is_period,
    is_slogan,
    is_subtitle,
    is_title,
    names_section,
    names_year,
    opens_report,
)
from indexer.parsing.unit_lines import NAMES_UNIT, is_person, is_signed_by, is_unit

#: The zone has at most so many lines; a line that is longer is prose.
_MOST_LINES = 14
_PROSE = 60
_LEAST_SENTENCE = 24
_SHORTEST, _LONGEST = 4, 70
#: What a title with no other sign of one has at least, and less than which says only a column.
_FULL = 8
#: What a candidate must show.
_ENOUGH = 3

_BODY_HABITS = ("part", "big", "cn", "pcn")
_FIRST_ARTICLE = re.compile("第[一1]\\s?[章条节]|[1１]\\s?[、.．]?\\s?总\\s?则|目\\s{0,2}录$")
#: What calls a text something, at the end of a line.
_NAMED = re.compile(
    "(?:公报|公告|通告|通报|通知|决定|决议|意见|批复|请示|复?函|答复|纪要|简报|专报|快报|决算|预算|白皮书|年报|报告书?|说明|汇报|总结|述职|计划书?|规划|纲要|要点|方案"
    "|办法|规定|规则|细则|章程|条例|守则|公约|规程|制度|预案|标准|指南|清单|台账|倡议书?|承诺书?|公开信|一封信|[问谢汇报回贺]信|(?:若干|政策|[条项])措施|(?:工作|活动|学习|教学|培训)安排|记录|讲话|发言|致辞|主持词|演讲[稿词]|讲稿|提纲|材料|事迹|案例|经验|做法"
    "|心得|体会|感悟|感想|观后感|读后感|解读|研究|思考|建议|对策|分析|探析|调查|调研|撰写|写法|启示|实践|探索|纪实|侧记)"
    "(?:[（(《][^（()）《》]{1,14}[）)》])?$"
)
#: What somebody's thoughts are called, before they are said (跟岗心得：慢下来).
_THOUGHTS = re.compile("[^，。：:]{0,14}(?:心得|体会|感悟|感想|随笔|札记|手记|侧记|纪实|有感)[：:][^。；：:]{4,30}$")
#: What somebody learnt, of what he studied or where he went (学习…的几点体会).
_LEARNT = re.compile("(?:学习|读|观看|收看|聆听|参加|参观|赴|到|在)[^，。；：]{4,30}(?:体会|感悟|感想|感受|收获|思考|启示)$")
#: What a first heading may be called as well: below a title such a line is no second half of it.
_OF_HEADINGS = re.compile("(?:经验|做法|体会|感悟|思考|建议|对策|分析|启示|实践|探索)$")
#: How a second half begins that only goes on.
_JOINED = re.compile("[及和与暨并](?!时|格|非|谐)")
#: What a text may be called without a word more.
_BARE = re.compile("(?:紧急)?(?:通知|通告|公告|通报|公示|决定|批复|请示|倡议书?)")
#: What a line says that somebody did: the headline of news.
_DONE = re.compile(
    "(?:召开|举行|举办|开展|组织|启动|开通|建成|获评|荣获|入选|成立|揭牌|发布|公布|出台|印发|走进|深入|赴|创新|推行|打造|探索|聚焦|推动|助力|提升|破解|擦亮|书写|谱写|绘就|激活|筑牢|织密)"
)
#: What stands before a value: no title, however long.
_LABELLED = re.compile(
    "[\u4e00-\u9fff\\s]{1,6}[：:](?!.*[”》]).{0,40}$|[\u4e00-\u9fff]{2,6}[/／][\u4e00-\u9fff、]{2,20}$"
)
_TIME = re.compile(
    "[（(]?\\d{2,4}\\s?[-/.年]\\s?\\d{1,2}\\s?(?:[-/.月:：]|$)[\\d\\s日时分秒:：./\\-—）)]*[\u4e00-\u9fff]{0,12}$|[\\d\\s:：./\\-—]{4,}$"
    "|[\\d〇○零一二三四五六七八九十]{2,4}年[^，。]{1,4}月[^，。]{0,4}日.{0,12}$"
)
_NO_TITLE = re.compile("[。；]|[：:，,、]$|https?:|www\\.|[|｜»>＞]|[！!].{2,8}$|欢迎")
_QUOTES = re.compile("[《》]")
#: The second half of a title has at most so many characters.
_LONGEST_HALF = 16
_TWO_PARTS = re.compile("([^：:，。]{2,24})[：:]\\s?([^：:。；]{6,40})$")


def title_in_zone(lines: Sequence[SourceLine], seen: int | None = None) -> int | None:
    """The line above a text that has the most signs of a title, where one has enough; the first of equals. Where a line was
    ``seen`` that could be one too, the other must have clearly more of them."""
    end = _zone_end(lines)
    if not 0 < end < len(lines):
        return None
    texts = [line.text for line in lines[:end]]
    weighed = [_weight(lines, texts, at) for at in range(end)]
    best = max(range(end), key=lambda at: (weighed[at], -at))
    if best == seen and goes_on(lines[best].text, lines[best + 1].text):
        return best
    least = _ENOUGH if seen is None or seen >= end else weighed[seen] + _ENOUGH
    return best if weighed[best] >= least else None


def _zone_end(lines: Sequence[SourceLine]) -> int:
    """Where the text itself begins: at an address, at a number, at prose."""
    for at, line in enumerate(lines[:_MOST_LINES]):
        text = line.text
        number = numbering(text)
        begins = number is not None and number.habit in _BODY_HABITS
        sentence = len(text) >= _LEAST_SENTENCE and text[-1] == "。"
        if begins or sentence or len(text) > _LONGEST or is_salutation(text) or _FIRST_ARTICLE.match(text):
            return at
    return min(len(lines), _MOST_LINES)


def _weight(lines: Sequence[SourceLine], texts: Sequence[str], at: int) -> int:
    """How much a line has to show for being the title."""
    text = texts[at]
    if not may_be_weighed(text):
        return 0
    own = search_key(clean_title(text))
    again = any(own and own == search_key(clean_title(other)) for i, other in enumerate(texts) if i != at)
    below = lines[at + 1].text
    led = len(below) >= _PROSE or is_subtitle(below) or not may_be_weighed(below)
    alone = len(texts) > 1 and not any(may_be_weighed(other) for i, other in enumerate(texts) if i != at)
    unit = NAMES_UNIT.search(text[: len(text) // 2 + 1]) is not None
    whose = _TWO_PARTS.match(text)
    half = goes_on(text, below)
    signs = (
        (3, names_text(text) or half),
        (2, again),
        (1, names_year(text)),
        (1, unit),
        (1, _DONE.search(text) is not None and len(text) > _FULL),
        (1, bool(whose and NAMES_UNIT.search(whose[1][-4:]))),
        (1, is_slogan(text)),
        (1, lines[at].after_noise),
        (1, alone),
        (1, led and len(text) >= _FULL),
        (-2, len(text) < _FULL and not (half or is_title(text) or _BARE.fullmatch(text))),
        (-2, names_section(text) and not (unit or names_year(text) or _LEARNT.match(text))),
        (-4, is_unit(text) and not half),
    )
    return sum(weight for weight, holds in signs if holds)


def names_text(text: str) -> bool:
    """Whether the last word of a line, or that before its colon, calls a text something."""
    return _THOUGHTS.match(text) is not None or _NAMED.search(_QUOTES.sub("", text)) is not None


def goes_on(text: str, below: str) -> bool:
    """Whether a line is the first half of a title whose second one says what the text is."""
    whole = names_text(text) or names_year(below) or NAMES_UNIT.search(below[: len(below) // 2]) is not None
    halves = may_be_weighed(text) and _SHORTEST <= len(below) <= _LONGEST_HALF
    halves = halves and (_JOINED.match(below) is not None or not _OF_HEADINGS.search(below))
    return halves and not whole and names_text(below) and may_be_weighed(below)


def may_be_weighed(text: str) -> bool:
    """Whether a line could be a title at all: neither a sentence, nor a label with its value, a time, or a person."""
    if _BARE.fullmatch(text):
        return True
    if is_period(text):
        return False
    if not _SHORTEST <= len(text) <= _LONGEST or _NO_TITLE.search(text) or numbering(text) is not None or opens_report(text):
        return False
    labelled = _LABELLED.match(text) is not None and not (NAMES_UNIT.search(re.split("[：:]", text)[0]) or _THOUGHTS.match(text))
    timed = _TIME.match(text) is not None and not names_text(text)
    return not (labelled or timed or is_signed_by(text) or is_person(text))
