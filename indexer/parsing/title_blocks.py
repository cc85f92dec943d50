"""The title block of a report: which lines are its title, and which only surround it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from indexer.language.normalize import search_key
from indexer.parsing.head_zone import goes_on
from indexer.parsing.headlines import headline
from indexer.parsing.lines import SourceLine
from indexer.parsing.outline import is_salutation, numbering
from indexer.parsing.spread_titles import spread_title
from indexer.parsing.subtitles import is_called_by, slogan_with_subtitle, unit_over_slogan
from indexer.parsing.titles import (
    clean_title,
    continues_title,
    has_case_marker,
    has_part_marker,
    is_broken_title,
    is_full_title,
    is_period,
    is_plain_title,
    is_slogan,
    is_subtitle,
    is_tailed_title,
    is_title,
    is_title_block,
    names_kind,
    names_year,
    only_announces,
    strip_part,
)
from indexer.parsing.unit_lines import NAMES_UNIT, is_unit

_LINES_OF_BLOCK = 9
_PROSE = 60

#: A site's or an agency's line above a title: no half of it either.
_SITE = re.compile(
    "(?:网|吧|[网稿库料秘文]站|文库|首页|频道|专题|描述|电|讯|资料|栏目|导航|正文)$|网.{0,4}首页|网站|文库|\\d{1,2}日电|首页"
)
_SENTENCE = re.compile("[。！？；：!?;:]")
#: Signs of menus, and who edits a bulletin.
_NO_HALF = re.compile("[<>＜＞|｜»«→]|(?:主办|编印|编)$")
_HAN = re.compile("[\u4e00-\u9fffxX×]")
#: What a site calls a page of samples: no half of a title.
_COLLECTED = re.compile("范文|大全|模板|合集|汇编|集锦")
#: A title that begins with its year goes on from the line that says whose it is.
_OF_YEAR = re.compile("(?:19|20)\\d\\d(?:[—–-]{1,2}(?:19|20)\\d\\d)?年(?!.{0,12}[，。])")
#: The date that a name stands above.
_DATED = re.compile(r"[（(]?(?:19|20)\d\d年\d{1,2}月(?:\d{1,2}日)?[）)]?")
_REPORTER = re.compile("[\u4e00-\u9fff·]{2,4}")
#: What the title of a record of a meeting ends in.
_RECORD = "记录"
#: One title under another that begins alike names the same report.
_BEGINNING = 5


@dataclass
class Piece:
    """One report's lines. ``title_lines`` is the whole title block; ``cover`` are the lines of a notice that
    the report is printed with, above its title; ``compilation`` is the name of what the report is one part of."""

    title: str | None
    title_lines: list[SourceLine] = field(default_factory=list)
    body: list[SourceLine] = field(default_factory=list)
    cover: list[SourceLine] = field(default_factory=list)
    compilation: str = ""


def make_piece(lines: Sequence[SourceLine], title_from: int | None, named: str = "", is_known: bool = False) -> Piece:
    """The piece of a report's ``lines``. Its title is looked for from the line ``title_from`` on (``None``: it
    has none), and is that line where it ``is_known``; ``named`` is the title without its number, where a compilation
    counts its parts by its own name."""
    if title_from is None:
        end = _block_end(lines, 0, "") if lines and is_subtitle(lines[0].text) else 0
        return Piece(None, list(lines[:end]), list(lines[end:]))
    title, end = _known_title(lines, title_from) if is_known else _title(lines, title_from)
    cleaned = clean_title(title)
    if not cleaned and end < len(lines) and any(fits(lines[end].text) for fits in (is_title, is_slogan, is_plain_title)):
        whole, end = slogan_with_subtitle(lines, end) or (lines[end].text, end + 1)
        cleaned = clean_title(whole)
    if cleaned and end < len(lines) and is_period(lines[end].text):
        cleaned, end = cleaned + lines[end].text, end + 1
    cleaned = named or cleaned
    first = end
    end = _block_end(lines, end, cleaned)
    return Piece(_own_title(cleaned, lines[first:end]) or None, list(lines[:end]), list(lines[end:]))


def _title(lines: Sequence[SourceLine], title_from: int) -> tuple[str, int]:
    """The title at or below the line ``title_from``, whole, and where it ends."""
    title_from += lines_announcing(lines[title_from:])
    if unit_over_slogan(lines, title_from):
        return lines[title_from].text + lines[title_from + 1].text, title_from + 2
    whole, end = headline([line.text for line in lines[title_from : title_from + _LINES_OF_BLOCK]])
    if whole:
        return whole, title_from + end
    spread = _spread(lines, title_from)
    if spread:
        return spread
    likely = (i for i in range(title_from, min(title_from + _LINES_OF_BLOCK, len(lines))) if _may_be_title(lines[i].text))
    at = next(likely, title_from)
    if is_unit(lines[at].text) and at + 1 < len(lines) and (is_slogan(lines[at + 1].text) or is_plain_title(lines[at + 1].text)):
        at += 1  # below whose text it is
    if at + 1 < len(lines) and strip_part(lines[at].text) == lines[at + 1].text and not is_title(lines[at].text):
        at += 1
    title = lines[at].text
    if title_over_two(lines, at) or (not is_title(title) and title_over_two(lines, title_from)):
        at = at if title_over_two(lines, at) else title_from
        return lines[at].text + lines[at + 1].text, at + 2
    continued = at > title_from + 1 and continues_title(lines[at - 1].text, title)
    kind = is_title(title) or not is_unit(lines[at - 1].text) or _OF_YEAR.match(title) is not None
    parted = lines[at].after_noise and not is_unit(lines[at - 1].text)  # by a page's own lines
    if (at == title_from + 1 or continued) and kind and not parted and leads_title(lines[at - 1].text, title):
        return lines[at - 1].text + title, at + 1
    if at + 1 < len(lines) and is_title(title) and continues_title(title, lines[at + 1].text):
        return title + lines[at + 1].text, at + 2
    return slogan_with_subtitle(lines, at) or (title, at + 1)


def lines_announcing(lines: Sequence[SourceLine]) -> int:
    """How many first lines only announce the title that stands below them: at which meeting, which of its papers."""
    texts = [line.text for line in lines[:_LINES_OF_BLOCK]]
    papers = [at for at, text in enumerate(texts[:2]) if only_announces(text)]
    at = papers[-1] + 1 if papers and (papers[0] == 0 or is_subtitle(texts[0])) else 0
    return at if any(is_title(text) or is_slogan(text) or is_plain_title(text) for text in texts[at : at + 2]) else 0


def _spread(lines: Sequence[SourceLine], title_from: int) -> tuple[str, int] | None:
    """The title printed over three or more of the lines down to the first that reads like one."""
    for at in range(title_from, min(title_from + _LINES_OF_BLOCK, len(lines))):
        title, count = spread_title([line.text for line in lines[at : at + _LINES_OF_BLOCK]])
        if title:
            return title, at + count
        if _may_be_title(lines[at].text):
            return None
    return None


def _known_title(lines: Sequence[SourceLine], at: int) -> tuple[str, int]:
    """The title that a list of contents names or that was weighed, without its number, with its subtitle or second half."""
    title, end = slogan_with_subtitle(lines, at) or (lines[at].text, at + 1)
    if end == at + 1 < len(lines) and goes_on(title, lines[end].text):
        title, end = title + lines[end].text, end + 1
    if at and is_called_by(lines[at - 1].text, title) and not lines[at].after_noise:
        return lines[at - 1].text + title, end
    if at and _OF_YEAR.match(title) and is_unit(lines[at - 1].text) and not lines[at].after_noise:
        return lines[at - 1].text + title, end
    number = numbering(title)
    return (title[number.length :].strip() if number else title), end


def title_over_two(lines: Sequence[SourceLine], at: int) -> bool:
    """Whether a title is printed over this line and the next."""
    if at + 1 >= len(lines):
        return False
    first, second = strip_part(lines[at].text), lines[at + 1].text
    if is_title(first) or is_title(second) or len(second) > 20:
        return False
    if is_broken_title(first, second):
        return True
    dresses = is_title_block(first, after_subtitle=False) and not names_kind(first)
    return 4 <= len(first) <= 30 and not dresses and is_title(first + second)


def _own_title(title: str, below: Sequence[SourceLine]) -> str:
    """The title of a text under that of the page it is printed on: the last one, where it names the year as
    the page does not, or follows what the site says."""
    own = [line for line in below if is_title(line.text) and not is_subtitle(line.text)]
    if not own or not title:
        return title
    named = clean_title(own[-1].text)
    return named if own[-1].after_noise or (names_year(named) and not names_year(title)) else title


def _may_be_title(text: str) -> bool:
    return is_title(text) or is_tailed_title(text) or has_part_marker(text)


def _block_end(lines: Sequence[SourceLine], start: int, title: str) -> int:
    """Where the title block that continues at ``start`` ends."""
    if title.endswith(_RECORD):
        return start  # when and where it was is the record's own
    addressed = _lines_before_salutation(lines, start)
    if addressed is not None:
        return addressed
    end, after_subtitle = start, False
    while end < len(lines):
        text = lines[end].text
        own = end == start and is_title(text) and (lines[end].after_noise or _names_more(text, title))
        named = end == start and _names_reporter(lines, end)
        if not (own or named or _same_title(text, title) or is_title_block(text, after_subtitle)):
            break
        after_subtitle = True
        end += 1
    return end


def _names_reporter(lines: Sequence[SourceLine], at: int) -> bool:
    """Whether a line is a name, above those that are addressed (支队党委、考评组的同志：) or above the date."""
    below = lines[at + 1].text if at + 1 < len(lines) else ""
    addressed = below.endswith(("：", ":")) and "、" in below
    return _REPORTER.fullmatch(lines[at].text) is not None and (addressed or _DATED.fullmatch(below) is not None)


def _lines_before_salutation(lines: Sequence[SourceLine], start: int) -> int | None:
    """Where the audience is addressed (各位代表：), when only a few short lines precede it:
    then they all belong to the title block."""
    for at, line in enumerate(lines[start : start + _LINES_OF_BLOCK], start):
        if is_salutation(line.text):
            return at
        numbered = numbering(line.text) is not None and not is_subtitle(line.text)
        if len(line.text) > _PROSE + 20 or numbered or "。" in line.text:
            return None
    return None


def _names_more(text: str, title: str) -> bool:
    """Whether the line under a title names unit and year, and the title, which is a page's, no year."""
    return is_full_title(text) and not names_year(title)


def leads_title(first: str, title: str) -> bool:
    """Whether the line above a title is its first half: a unit's name, then the kind of report."""
    if has_part_marker(title) or has_case_marker(title) or is_title(first):
        return False
    if len(_HAN.findall(first)) < 4 or len(first) > 30:
        return False
    if any(pattern.search(first) for pattern in (_SITE, _SENTENCE, _NO_HALF, _COLLECTED)):
        return False
    if title.startswith(first) or first.startswith(title) or len(title) > 24:
        return False
    if is_full_title(title) and not (names_year(first) or NAMES_UNIT.search(first)):
        return False  # it says itself whose it is and of when
    return first[-1] not in "，。：:>" and (first[-1] not in "）)" or is_unit(first))


def _same_title(text: str, title: str) -> bool:
    if not title:
        return False
    own, key = search_key(clean_title(text)), search_key(title)
    begins = len(own) > _BEGINNING and key.startswith(own) and title[len(clean_title(text)) :][:1] in ("（", "(")
    return own == key or begins or (is_title(text) and (own in key or key in own or own[:_BEGINNING] == key[:_BEGINNING]))


