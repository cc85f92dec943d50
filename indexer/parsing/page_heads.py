"""What a page prints above a text besides its title: its menu, fields whose values stand in lines of their own, and all that
is set between the title of the page and the same title above the text.

A single such line looks like a line of a report; what tells it is the company that it keeps.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import takewhile

from indexer.model.reports import Removed
from indexer.parsing.head_zone import may_be_weighed
from indexer.parsing.lines import SourceLine, removed
from indexer.parsing.outline import is_salutation, numbering
from indexer.parsing.rulebook import Rulebook
from indexer.parsing.titles import has_case_marker, has_part_marker, is_title
from indexer.parsing.unit_lines import is_unit

_SITE_PART = "网页部件"

#: The second title stands in so many first lines, the first one in so few.
_MOST_LINES = 36
_FIRST_LINES = 3
_SHORTEST_TITLE, _LONGEST_TITLE = 8, 70
#: What is set between two titles is shorter than this, or speaks of what pages sell.
_LONGEST_BETWEEN = 40
_SOLD = re.compile(
    "下载|会员|VIP|vip|版权|浏览器|本站|本网|预览|客服|付费|上传|免费|转载|网友|小编|投稿|登录|收藏|侵权|欢迎|文档|整理|导语"
)
_FEWEST_SOLD = 2
#: A line that is left of a frame, or heads such notes.
_LONGEST_SIGN = 4
#: What a page adds to the title of a file.
_FILE = re.compile("\\s?\\.(?:docx?|pdf|wps|txt|rtf)(?:VIP|vip)?$")
#: Words that the title of a page has more than that of its text.
_LONGEST_MORE = 6

#: A menu has so many entries, each with a bullet and this short.
_FEWEST_ENTRIES = 4
_ENTRY = re.compile("[•·●▪◦■□*-]\\s?[^。，；：]{2,12}")

#: An office or a firm, not the place that it is in.
_OFFICE = re.compile(
    "[局院校厂站所处]|公司|集团|社区|街道|妇联|工会|团委|支部|党委|党组|中心|委员会|协会|政府|办公室|办事处"
)

_PUBLISHER = re.compile(
    "[\u4e00-\u9fff]{2,16}(?:人民政府|政府|委员会|局|厅|委|办公室|办事处|学|院|校|公司|集团|中心)(?:门户)?(?:网站?)?"
)

#: A field, and the value below it.
_FIELD = re.compile("[-•·*\\s]*[\u4e00-\u9fff\\s]{2,8}[：:]\\s*")
_FEWEST_FIELDS = 3
_LONGEST_VALUE = 30
_BODY_HABITS = ("part", "big", "cn", "pcn")


def cut_page_head(
    source: str, lines: Sequence[SourceLine], rules: Rulebook
) -> tuple[tuple[SourceLine, ...], tuple[Removed, ...]]:
    """The lines without what a page prints above the text, and these as removed lines."""
    left, told = _without(source, lines, _by_rule(lines, rules))
    taken = _menu(left) or _notes(left) or _publisher(left)
    rest = [at for at in range(len(left[:_MOST_LINES])) if at not in taken]
    kept, seen = _without(source, left, taken | _fields(left, rest) | _between_titles(left, rest))
    return kept, (*told, *seen)


def _without(
    source: str, lines: Sequence[SourceLine], taken: Collection[int]
) -> tuple[tuple[SourceLine, ...], tuple[Removed, ...]]:
    """Lines without those that are ``taken``, but not without any at all."""
    if not taken or len(taken) == len(lines):
        return tuple(lines), ()
    kept = [
        replace(line, after_noise=True) if at - 1 in taken else line for at, line in enumerate(lines) if at not in taken
    ]
    return tuple(kept), tuple(removed(source, lines[at].spans, _SITE_PART) for at in sorted(taken))


def _by_rule(lines: Sequence[SourceLine], rules: Rulebook) -> set[int]:
    """The lines above the text that are a page's by a rule."""
    head = takewhile(lambda line: not _begins_text(line.text), lines[:_MOST_LINES])
    return {at for at, line in enumerate(head) if any(rule.fullmatch(line.text) for rule in rules.noise_above)}


def _menu(lines: Sequence[SourceLine]) -> set[int]:
    """The entries of a menu that a page begins with."""
    entries = list(takewhile(lambda line: _ENTRY.fullmatch(line.text), lines))
    return set(range(len(entries))) if _FEWEST_ENTRIES <= len(entries) < len(lines) else set()


def _notes(lines: Sequence[SourceLine]) -> set[int]:
    """What a library of files says of downloading one, above a title."""
    notes = list(takewhile(lambda line: _is_sold(line.text) or _heads_notes(line.text), lines))
    below = lines[len(notes)].text if len(notes) < len(lines) else ""
    return set(range(len(notes))) if any(_is_sold(line.text) for line in notes) and may_be_weighed(below) else set()


def _heads_notes(text: str) -> bool:
    return len(text) <= _LONGEST_SIGN and not is_title(text) and not is_unit(text)


def _publisher(lines: Sequence[SourceLine]) -> set[int]:
    """The name of who publishes a page, that the page's own lines part from a title which says itself whose it is."""
    if len(lines) < _FIRST_LINES or not lines[1].after_noise or not _PUBLISHER.fullmatch(lines[0].text):
        return set()
    title = lines[1].text
    named = _OFFICE.search(title[: len(title) // 2]) is not None
    return {0} if named and may_be_weighed(title) and lines[0].text not in title else set()


def _is_sold(text: str) -> bool:
    """Whether a line speaks of what pages sell."""
    return len(set(_SOLD.findall(text))) >= _FEWEST_SOLD


def _fields(lines: Sequence[SourceLine], rest: Sequence[int]) -> set[int]:
    """The fields above a text whose values stand in lines of their own."""
    ends = [at for at in rest if lines[at].text[-1] in "：:"]  # most lines do not, and that is found out faster
    names = [at for at in ends if _FIELD.fullmatch(lines[at].text) and not is_salutation(lines[at].text)]
    names = [at for at in names if not any(_begins_text(line.text) for line in lines[: at + 1])]
    if len(names) < _FEWEST_FIELDS:
        return set()
    values = {at + 1 for at in names if at + 1 < len(lines) and at + 1 not in names}
    return {*names, *(at for at in values if _is_value(lines[at].text))}


def _begins_text(text: str) -> bool:
    number = numbering(text)
    return (number is not None and number.habit in _BODY_HABITS) or (len(text) > _LONGEST_BETWEEN and text[-1] == "。")


def _is_value(text: str) -> bool:
    return len(text) <= _LONGEST_VALUE and not is_title(text) and (not may_be_weighed(text) or len(text) < _SHORTEST_TITLE)


def _between_titles(lines: Sequence[SourceLine], rest: Sequence[int]) -> set[int]:
    """All between the title of a page and the same title above its text, and the first of them where it is a file's name."""
    texts = {at: _FILE.sub("", lines[at].text) if "." in lines[at].text else lines[at].text for at in rest}
    for first in rest[:_FIRST_LINES]:
        title = texts[first]
        if len(title) < _SHORTEST_TITLE or len(title) > _LONGEST_TITLE:
            continue
        again = [at for at in rest if at > first and texts[at][:_SHORTEST_TITLE] == title[:_SHORTEST_TITLE]]
        again = [at for at in again if _is_same(title, texts[at])]
        if not again or not may_be_weighed(title) or is_unit(title):
            continue
        between = range(first + 1, again[-1])
        if all(_is_set_between(lines[at].text, title) for at in between) and _is_page(lines, between):
            return {*between, *([first] if title != lines[first].text else ())}
    return set()


def _is_same(one: str, other: str) -> bool:
    """Whether two lines are the same title, or one has a few words more behind."""
    short, long = sorted((one, other), key=len)
    return long == short or (len(short) >= _SHORTEST_TITLE and long.startswith(short) and len(long) - len(short) <= _LONGEST_MORE)


def _is_set_between(text: str, title: str) -> bool:
    """Whether a line between two titles may be the page's."""
    if _is_sold(text) or _is_same(title, _FILE.sub("", text)):
        return True
    marked = has_part_marker(text) or has_case_marker(text) or is_title(text) or is_salutation(text)
    return len(text) <= _LONGEST_BETWEEN and text[-1] not in "。；" and not (marked or _begins_text(text))


def _is_page(lines: Sequence[SourceLine], between: range) -> bool:
    """Whether what is set between two titles shows that it is a page's: it sells, or is a label or a time."""
    texts = [lines[at].text for at in between]
    return any(_SOLD.search(text) or (not may_be_weighed(text) and numbering(text) is None) for text in texts)
