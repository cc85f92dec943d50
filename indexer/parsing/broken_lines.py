"""Whether a line continues what precedes it: halves of words and sentences, headings and the text below them.

Each question looks at the line before (``last``), the end of the text that it ends (``before``, one line or several
joined ones), and the next ``line``.
"""

from __future__ import annotations

import re

from indexer.parsing.lines import SourceLine
from indexer.parsing.outline import LOWEST_HEADING, is_salutation, numbering

#: Half a sentence before a page break has so many characters at least, and a comma.
_LEAST_BROKEN = 30
_CLAUSE = re.compile("[，、；,;]")
#: A short line without any sign after a full stop signs the text.
LONGEST_SIGNATURE = 14
PUNCTUATION = re.compile("[，。、；：！？,.;:!?]")
#: No paragraph begins with these: the line before them was broken off.
_CLOSING = "，。；、：！？,;）”’》】%％‰"
#: A figure or unit that a page prints lower or higher is a line of its own after half a sentence (PM ⏎ 2.5 ⏎ 年均浓度).
_SUBSCRIPT = re.compile(r"[A-Za-z\d][A-Za-z\d.%+-]{0,5}")
#: So may be a word printed bold, up to this length.
_LONGEST_BOLD = 4
#: The rest of a sentence whose last line was broken (清。, 基础。), and what must at least precede it.
_LEFT_OVER = re.compile("[\u4e00-\u9fff]{1,4}[。！]")
_LEAST_BEFORE_REST = 12
#: A clause of so many characters has only begun.
_BARELY_BEGUN = 1
_HAN = re.compile("[\u4e00-\u9fff]+")
#: A heading alone on its line has at most so many characters, and no sentence in it.
_LONGEST_HEADING = 45
_SENTENCES = re.compile("[。！？；;]")
_UNFINISHED = re.compile("(?:\\d{4}年度?|的|和|与|及)$")
#: Words that a sentence begins with, and hardly ever the second line of a heading.
_OPENERS = re.compile(
    "始终|坚持|全面|认真|深入|严格|扎实|切实|紧紧|充分|积极|一是|一年来|今年|(?:19|20)\\d\\d|我|按照|围绕|聚焦|把|将|在|全|持续|牢固|"
    "不断|大力|着力|强化|加强|落实|完善|建立|开展|组织|推进|推动|深化|制定|通过|结合|针对|突出|健全"
)
#: Signs that a numbered line is a sentence already: who, when, how many.
_SENTENCE_WORDS = re.compile("我|全年|今年|先后|累计|共|\\d|年")
SENTENCE_END = "。！？；!?;…”）"


def is_head(text: str) -> bool:
    """Whether a line is numbered as a heading is."""
    number = numbering(text)
    return number is not None and number.rank <= LOWEST_HEADING


def broken_off(last: SourceLine, before: str, line: SourceLine) -> bool:
    """Whether a line can only be the rest of what precedes it."""
    if line.text[0] in _CLOSING or line.text.startswith(("是：", "是:")):
        return True
    if numbering(line.text) is None and (_breaks_a_word(last, before, line) or _breaks_a_list(before, line)):
        return True
    if before[-1] == "的" and not (is_head(last.text) or is_head(line.text)):
        return True
    if before.count("“") > before.count("”") and before[-1] not in SENTENCE_END and _closes_quote(line.text):
        return not is_head(line.text)
    if before[-1] in SENTENCE_END + "：:" or len(before) < _LEAST_BROKEN or _CLAUSE.search(before) is None:
        return False
    if _SUBSCRIPT.fullmatch(last.text) and last.text != before:
        return numbering(line.text) is None
    short = len(before) >= 2 * _LEAST_BROKEN and len(line.text) <= _LONGEST_BOLD and _HAN.fullmatch(line.text)
    return bool(short or _SUBSCRIPT.fullmatch(line.text))


def _breaks_a_word(last: SourceLine, before: str, line: SourceLine) -> bool:
    """Whether a line break splits a word: the rest of it ends the sentence (清。), or the
    clause before has hardly begun (…六口，恢 ⏎ 复…)."""
    heading = last.text == before and is_head(before) and _SENTENCES.search(before) is None
    if heading or before[-1] in SENTENCE_END + "：:，、,）)":
        return False
    if _LEFT_OVER.fullmatch(line.text):
        return len(before) >= _LEAST_BEFORE_REST
    clauses = _CLAUSE.split(before)
    begun = len(clauses) > 1 and len(clauses[-1]) <= _BARELY_BEGUN and _HAN.fullmatch(clauses[-1]) is not None
    return begun and len(before) >= _LEAST_BROKEN // 2 and _HAN.match(line.text) is not None


def _breaks_a_list(before: str, line: SourceLine) -> bool:
    """Whether a paragraph of several sentences is broken after a semicolon; the items of a list, which hold no
    full stop each, are not."""
    return before[-1] in "；;" and "。" in before and not is_salutation(line.text)


def _closes_quote(text: str) -> bool:
    """Whether a line closes a quotation that it does not open, or is a few words of one."""
    close = text.find("”")
    return (close >= 0 and "“" not in text[:close]) or len(text) <= _LONGEST_BOLD


def is_heading_above(last: SourceLine, before: str, line: SourceLine) -> bool:
    """Whether what precedes a line is a numbered heading, and the line the first sentence below it."""
    alone = last.text == before and is_head(before) and len(before) <= _LONGEST_HEADING
    return alone and _SENTENCES.search(before) is None and _SENTENCES.search(line.text) is not None


def completes_heading(last: SourceLine, before: str, line: SourceLine) -> bool:
    """Whether a short line completes a numbered heading that ends with a year or a joining word (一、2014年 ⏎ 工作情况)."""
    if last.text != before or not is_head(before) or _UNFINISHED.search(before) is None:
        return False
    return len(line.text) <= LONGEST_SIGNATURE and numbering(line.text) is None and not PUNCTUATION.search(line.text)


def broken_by_noise(before: str, line: SourceLine) -> bool:
    """Whether noise separates two halves of a sentence."""
    if not line.after_noise or numbering(line.text) is not None or is_salutation(line.text):
        return False
    whole = before[-1] in SENTENCE_END + "：:" or len(before) < _LEAST_BROKEN
    return not whole and _CLAUSE.search(before) is not None


def is_wrapped_heading(last: SourceLine, before: str, line: SourceLine, least: int) -> bool:
    """Whether a numbered line that fills its width is a heading, and the next one, of ``least`` characters or more,
    begins the text below it."""
    number = numbering(before) if last.text == before else None
    if number is None or number.habit not in ("cn", "pcn") or before[-1] in "，、的和与及：:":
        return False
    body = before[number.length :]
    if _SENTENCES.search(body) or len(_CLAUSE.findall(body)) > 1 or _SENTENCE_WORDS.search(body):
        return False
    return _OPENERS.match(line.text) is not None and len(line.text) >= least
