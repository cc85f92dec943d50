"""The title block of a report: which lines are its title, and which only surround it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from indexer.language.normalize import search_key
from indexer.parsing.head_zone import goes_on, may_be_weighed, names_text
from indexer.parsing.headlines import headline
from indexer.parsing.lines import SourceLine
from indexer.parsing.outline import is_salutation, numbering
from indexer.parsing.spread_titles import spread_title
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
from indexer.parsing.unit_lines import NAMES_UNIT, is_person, is_signed_by, is_unit

_LINES_OF_BLOCK = 9
_PROSE = 60
#: A slogan above its subtitle has at most so many lines.
_MOST_SLOGANS = 3

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
#: The dash that sets a subtitle off.
_DASH = re.compile("^[—–―━-]{1,4}")
#: What a subtitle says that names no kind of report: whose experience or story a text tells, or what it looked into.
_TOLD = re.compile(
    "记[^，。；：]{4,40}"
    "|[^。；：，]{2,24}(?:举办|召开|举行|开展|组织)[^。；：]{2,40}(?:活动|会议|大会|座谈会|仪式|培训班)"
    "|[^。；：]{4,50}(?:讲稿|党课|综述|述评|访谈|速写|经验|事迹|做法|案例|纪实|侧记|调查|调研|观察|探索|实践|启示|思考)(?:与(?:启示|思考|体会))?(?:[（(][^（）()]{2,16}[）)])?"
)
#: The same below a slogan without a dash: whose experience it is, and that it is one.
_TOLD_OF = re.compile(
    "[\u4e00-\u9fff]{2,16}(?:[省市县区镇乡村局院校所站行社厂会委队]|公司|集团|街道|中心)[\u4e00-\u9fff“”]{2,24}的(?:实践|探索|做法|经验|启示|调查|观察)"
    "(?:[与和](?:启示|思考|体会|实践|探索|做法))?"
)
#: What a survey looked into for its example.
_AS_EXAMPLE = re.compile("[—–―━-]{1,4}(?:以|基于)[^。；：]{2,30}(?:为例|的(?:调查|调研|分析|观察))")
_LONGEST_SLOGAN = 24
#: A subtitle that is no sentence and no list has at most so many characters.
_LONGEST_SUBTITLE = 50
_NO_SUBTITLE = re.compile("[。；！？：]|[，、]$")
#: What else a subtitle calls a text, and of whom it says something.
_CALLED = re.compile(
    "(?:信|安排|打算|思路|部署|回顾|展望|情况|自述|感言|随想|手记|日记|故事|印象|风采|剪影|纪事|访谈|寄语|致辞|演讲|竞聘|祝词|贺词)$"
)
_SAID_OF = re.compile(
    "[\u4e00-\u9fff×xX]{2,16}?(?:[省市县区镇乡村局院校所站行会委队厂]|公司|集团|街道|社区|中心|支部|妇联|工会|团委)"
    "(?:着力|扎实|深入|创新|探索|推行|推进|推动|开展|打造|建设|全力|全面|积极|多措|持续|以|用|把|让|聚焦|坚持|大力|实施|做[优强实好])"
)
#: What a text is called below a slogan that is its title, and a slogan in quotation marks.
_KIND_ONLY = re.compile(
    "(?:倡议|公开信|慰问信|感谢信|承诺|决心|志愿|邀请|建议|一封信|通告|通报|决定|心得体会|学习体会|演讲|讲话|发言)[书稿词函]?"
)
_QUOTED = re.compile("“[^“”。；：]{4,24}”")
#: What says of which kind the papers are that a slogan is the title of (推荐材料（事迹部分）): no half of the slogan.
_LABELLED = re.compile("(?:材料|文件|资料|附件|稿件|讲稿|发言稿|讲话稿|演讲稿)(?:[（(][^（()）]{2,10}[）)])?$")
#: A title that begins with its year goes on from the line that says whose it is.
_OF_YEAR = re.compile("(?:19|20)\\d\\d(?:[—–-]{1,2}(?:19|20)\\d\\d)?年(?!.{0,12}[，。])")
#: The date that a name stands above.
_DATED = re.compile(r"[（(]?(?:19|20)\d\d年\d{1,2}月(?:\d{1,2}日)?[）)]?")
#: Whose account follows in the next line (某县人民医院：).
_WHOSE = re.compile("[\u4e00-\u9fff]{2,16}(?:[省市县区镇乡村局院校所站行社厂会委队]|公司|集团|街道|中心)[：:]")
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
    if at and _is_called_by(lines[at - 1].text, title) and not lines[at].after_noise:
        return lines[at - 1].text + title, end
    if at and _OF_YEAR.match(title) and is_unit(lines[at - 1].text) and not lines[at].after_noise:
        return lines[at - 1].text + title, end
    number = numbering(title)
    return (title[number.length :].strip() if number else title), end


def _is_called_by(slogan: str, kind: str) -> bool:
    """Whether a line says no more than what the slogan above it is (文明养犬 共建家园 ⏎ 倡议书), or what the text is whose
    slogan stands above in quotation marks."""
    if _QUOTED.fullmatch(slogan):
        return names_text(kind)
    plain = may_be_weighed(slogan) and not (is_title(slogan) or names_text(slogan) or is_unit(slogan))
    return plain and _KIND_ONLY.fullmatch(kind) is not None


def slogan_with_subtitle(lines: Sequence[SourceLine], at: int) -> tuple[str, int] | None:
    """A slogan over some lines with the subtitle below it that says what the text is (—…的工作报告)."""
    if at + 1 < len(lines) and _is_told_of(lines[at].text, lines[at + 1].text):
        return f"{lines[at].text}——{lines[at + 1].text}", at + 2
    for below in range(at + 1, min(at + 1 + _MOST_SLOGANS, len(lines))):
        text = lines[below].text
        if is_told_by_dash(text):
            slogans = [line.text for line in lines[at:below]]
            slogans = slogans[1:] if len(slogans) > 1 and _LABELLED.search(slogans[0]) else slogans
            return (" ".join(slogans) + text, below + 1) if not any(map(is_title, slogans)) else None
        if below == at + 1 and _AS_EXAMPLE.fullmatch(text):
            return lines[at].text + text, below + 1
        if is_title(text) or is_salutation(text) or numbering(text) is not None or _SENTENCE.search(text):
            return None
    return None


def _is_told_of(slogan: str, below: str) -> bool:
    """Whether a line is the subtitle, without a dash, of the few words above it."""
    plain = len(slogan) <= _LONGEST_SLOGAN and (is_slogan(slogan) or is_plain_title(slogan))
    return plain and not (is_title(slogan) or is_title(below) or is_unit(slogan)) and _TOLD_OF.fullmatch(below) is not None


def unit_over_slogan(lines: Sequence[SourceLine], at: int) -> bool:
    """Whether a line says whose the slogan is that is set on the next one (某县人民医院： ⏎ 让村医“有靠山”)."""
    if at + 1 >= len(lines) or not _WHOSE.fullmatch(lines[at].text) or is_salutation(lines[at].text):
        return False
    below = lines[at + 1].text
    return len(below) <= _LONGEST_SLOGAN and not is_title(below) and is_slogan(lines[at].text + below)


def is_told_by_dash(text: str) -> bool:
    """Whether a line is the subtitle that says what the text under a slogan is (——…的工作报告, ——…的做法)."""
    if text[:1] not in "—–―━-":
        return False  # asked of most lines, and that is found out faster
    subtitle = _DASH.sub("", text)
    return subtitle != text and (is_title(subtitle) or _TOLD.fullmatch(subtitle) is not None or _says_what(subtitle))


def _says_what(subtitle: str) -> bool:
    """Whether a subtitle says what a text is, or of whom: no sentence, and not only where it was spoken, by whom, or when."""
    if not 6 <= len(subtitle) <= _LONGEST_SUBTITLE or _NO_SUBTITLE.search(subtitle) or is_subtitle(subtitle):
        return False
    if is_unit(subtitle) or is_person(subtitle) or is_signed_by(subtitle):
        return False
    return names_text(subtitle) or _CALLED.search(subtitle) is not None or _SAID_OF.match(subtitle) is not None


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


