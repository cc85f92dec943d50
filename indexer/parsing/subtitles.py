"""Slogans that are titles, and the lines below that say what the texts under them are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.parsing.head_zone import may_be_weighed, names_text
from indexer.parsing.lines import SourceLine
from indexer.parsing.outline import is_salutation, numbering
from indexer.parsing.titles import is_plain_title, is_slogan, is_subtitle, is_title
from indexer.parsing.unit_lines import is_person, is_signed_by, is_unit

#: A slogan above its subtitle has at most so many lines.
_MOST_SLOGANS = 3
_SENTENCE = re.compile("[。！？；：!?;:]")
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
#: Whose account follows in the next line (某县人民医院：).
_WHOSE = re.compile("[\u4e00-\u9fff]{2,16}(?:[省市县区镇乡村局院校所站行社厂会委队]|公司|集团|街道|中心)[：:]")


def is_called_by(slogan: str, kind: str) -> bool:
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
