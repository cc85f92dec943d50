"""Titles that are printed over three or four lines: whose, of when, what about.

Each line but the last is open: it is nothing but a unit's name or a time, ends or goes on with a word that joins (及,
和), or has a 关于 that no 的报告 closes. What closes the last one names the kind of text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from indexer.parsing.outline import is_salutation, numbering
from indexer.parsing.titles import continues_title, is_broken_title, is_title, names_kind

_FEWEST, _MOST = 3, 4
_LONGEST_LINE = 34
#: No line of a title holds what ends sentences, parts menus or labels.
_NO_PART = re.compile("[。！？；：!?;:<>＜＞|｜»→【】]|^[—–―-]|^[（(].*[）)]$|网站|首页")
#: A line that is nothing but the name of who reports.
_WHOSE = re.compile(
    "(?:中共|国家税务总局|国网)?[\u4e00-\u9fff×xXＸ（()）]{2,24}"
    "(?:书记|主任|主席|[局院校镇乡市县区村站所处]长|局|厅|委|委员会|办|办公室|办事处|政府|党组|党委|支部|总支|院|校|[小中大]学|幼儿园|站|所|队|中心|公司|集团|行|社|馆|部|会|联|科协|乡|镇|街道|村|社区|场|处|科|班子|党)"
)
#: A line that is nothing but the time that is reported on.
_WHEN = re.compile(
    "(?:(?:19|20)[\\dxX×]{2}|二[〇○零0][〇○零0一二三四五六七八九]{2})[^，]{0,8}(?:年度?|学年度?)?"
    "(?:第?[一二三四]季度|[上下]半年|第?[一二]?学期|[春秋]季(?:学期)?|度)?"
)
#: Nothing but the kind of text: the line above it says what it is about.
_KIND_ALONE = re.compile(
    "(?:的)?(?:年终|年度|年中|半年|工作|述职|述廉|述责|个人|专题|自查|自评|调研|整改)*"
    "(?:报告|总结|汇报|小结|材料|计划|要点|方案)"
)
_JOINS = re.compile("(?:[及和与暨、的对在以]|关于|以及)$")
_JOINED = re.compile("[及和与暨的]|以及")


def spread_title(texts: Sequence[str]) -> tuple[str, int]:
    """The title that begins with the first of some lines and is printed over three or more, and how many; an empty one
    where none is."""
    for count in range(min(_MOST, len(texts)), _FEWEST - 1, -1):
        title = "".join(texts[:count])
        if is_title(title) and all(map(_may_be_part, texts[:count])) and _is_open(texts[:count]):
            return title, count
    return "", 0


def _may_be_part(text: str) -> bool:
    return len(text) <= _LONGEST_LINE and _NO_PART.search(text) is None and numbering(text) is None and not is_salutation(text)


def _is_open(texts: Sequence[str]) -> bool:
    """Whether every line but the last wants the one below it."""
    so_far = ""
    for text, below in pairwise(texts):
        so_far += text
        joined = bool(_JOINS.search(text) or _JOINED.match(below)) or continues_title(so_far, below)
        if is_title(so_far) and not joined:
            return False
        joined = joined or _KIND_ALONE.fullmatch(below) is not None
        about = "关于" in so_far and not names_kind(text)
        alone = (_WHOSE.fullmatch(text) is not None or _WHEN.fullmatch(text) is not None) and not below.startswith(so_far)
        if not (joined or about or alone or is_broken_title(text, below)):
            return False
    return True
