"""Title lines: what looks like a report's title, what is only dressing around it."""

from __future__ import annotations

import re
from functools import lru_cache

from indexer.parsing.outline import is_salutation, numbering
from indexer.parsing.unit_lines import NAMES_UNIT, holds_office, is_signed_by, is_unit, without_brackets

_LONGEST_TITLE = 70
_CORE = re.compile(
    "报告|总结|述职|汇报|小结|述廉|自查|点评|工作计划|工作要点|(?:工作|实施|行动|活动|创建|整治|提升|建设|改革|保障|演练|处置|推进|帮扶|培训|评选|竞赛|整改|攻坚|改进)方案|行动计划|对照检查|剖析材料|经验(?:交流)?材料|典型(?:经验|做法)|经验做法|事迹材料|先进集体材料"
    "|[党群政务年度建项划作]工作情况$|[上下]的(?:讲话|发言|致辞|主持词)$|(?:的|情况)(?:调查|调研|思考)$|会议?纪要$|(?:调查|调研|实践)[与和](?:思考|建议|启示)$"
)
_END = re.compile(
    r"(?:报告|总结|述职|述廉|汇报|小结|材料|对照检查|打算|计划|方案|思路|典型经验|典型做法|经验做法|要点|安排|情况|发言|讲话|致辞|主持词|提纲|调查|调研|思考|建议|启示|会议?纪要)"
    r"(?:范文|模板|例子|范例|例文|样本|稿|怎么写|[（(【\[][^）)】\]]*[）)】\]]|[一二三四五六七八九十]{1,2}|\d{1,2}|篇\s*[一二三四五六七八九十\d]{1,3}|\s)*$"
)
_BAD = re.compile(
    r"[。；！？]|^(?:现将|下面|按照|根据|按|一年来|听取|审议|各位|我|请|以上|特此)|如下|[，：:]$|的通知|的意见"
    r"|^向(?:大会|各位|代表|同志|市委|县委|区委|省委|党委|党组|组织|会议|全体|你|您)"
)
_CONTINUED = re.compile("(?:和|及|暨|与|并)[^。；！？：:，]{4,40}")
#: What the second line of a title looks ahead to (…2025年工作总结 ⏎ 2026年工作计划).
_AHEAD = re.compile("((?:19|20)\\d\\d)年度?(?:[^，。；：]{0,4}工作)(?:计划|打算|思路|安排|要点)")
_TAILED = re.compile("^([^：:]{6,50})[：:]([^。；！？：:]{2,30})$")
#: What marks a title as one part of a compilation is no longer than this.
_LONGEST_MARK = 30
#: A first line may be a title up to this length.
_LONGEST_FIRST_LINE = 240
_KIND_WITHIN = 24
_BREAKABLE = re.compile("对照检查|报告|总结|述职|汇报|材料|计划|讲话|小结|要点|思路|政研")
_PART = re.compile(
    r"^[【（(]?(?:第\s*[一二三四五六七八九十\d]{1,3}\s*篇(?![章幅])|(?:范文\s*)?篇\s*[一二三四五六七八九十\d]{1,3}|范文\s*[一二三四五六七八九十\d]{1,3})(?:[】）)]\s*|\s*(?:[：:、，.．\s]|$|(?=\d{4}年)|(?=[\u4e00-\u9fff])))"
)
#: What counts the texts of a compilation where it begins with one, and the sections of a text elsewhere.
_CASE = re.compile(
    "^(?:(?:典型|实践)?案例|(?:交流)?材料|例文?|发言|讲话|经验|之)\\s?[一二三四五六七八九十]{1,2}(?:[：:、，.．\\s]\\s*|$)"
    "|^(?:典型|实践)?案例[一二三四五六七八九十]{1,2}(?=[\u4e00-\u9fff“])|^(?:交流)?材料[一二三四五六七八九十]{1,2}(?![定点些样般直旦致切个份])(?=[\u4e00-\u9fff“])"
)
_PART_SUFFIX = re.compile(
    r"(?:\s*(?:范文|篇)?\s*(?:范文\s*[一二三四五六七八九十\d]{1,3}|[（(【\[](?:篇|第)?\s?[一二三四五六七八九十\d]{1,3}\s?(?:篇)?[）)】\]]|(?<=[告结职报])[一二三四五六七八九十]{1,2}|(?<=[告结职报）)])\d{1,2}|篇\s*[一二三四五六七八九十\d]{1,3}))$"
)
_NUMBERED = re.compile(
    r"^(.{2,}?(?:报告|总结|述职|述廉|汇报|小结|材料)(?:[（(][^（）()]{2,20}[）)])?)\s*(?:范文|范本|模板)?(?:20\d\d)?(?:精选|最新)?\s*"
    r"(?:篇\s*([一二三四五六七八九十\d]{1,3})|[（(【\[](?:篇|第)?\s?([一二三四五六七八九十\d]{1,3})\s?(?:篇)?[）)】\]]|([一二三四五六七八九十]{1,2}|\d{1,2}))$"
)
_DRESSING = re.compile(
    r"(?:【[^】]*】|\[[^\]]*\]|[（(](?:全文|共)?\s*\d+\s*字[^）)]*[）)]|[（(](?:范文|模板|精选|最新|完整版|全文|通用|参考|初稿|定稿|终稿)[^）)]*[）)]|范文(?:大全)?|模板|例子|范例|例文|怎么写|[（(](?:报|送|呈|上报|报送|呈报)[^（）()]{1,12}[）)](?:\d{4,8})?|锦集|集锦|(?:20\d\d)?(?:精选|最新)|\s*[-－—–_|｜].{2,14}(?:网|文库|家园)|\s*(?<![—–])[-－—–_|｜](?![—–]).{2,14}(?:站|平台)|[\s|｜]+)$"
)
_LENGTH = re.compile(r"[（(](?:全文|共)\s*\d+\s*字[^（）()]*[）)]$")
_MASK = re.compile(r"\d+|[〇○零一二三四五六七八九十]+|[（(][^）)]*[）)]|[xX×]+")
_BYLINE = re.compile(
    "书记|主任|主席|局长|院长|检察长|[县区市省镇乡村所站队厂校园行科处社部会]长|董事长|经理|党委|党组|党支部|党总支|"
    "委员会|公司|集团|支行|分行|人民政府|述职人|汇报人|报告人|姓名|单位[：:]|某某|[×xX]{2}"
)
_SUBTITLE = re.compile(
    r"^[（(](?:摘要|全文|节选|草案|书面|(?:审议|送审|讨论|征求意见|代拟|修改)稿)[）)]$|^[—–―━-]{1,4}.{4,60}$|^[（(].{6,60}[）)]$|^[^。，；：]{4,30}(?:材料|发言|案例|经验)之[一二三四五六七八九十]{1,3}$"
)
_MEETING = re.compile(
    r"会议上?$|大会上?$|^.{0,6}(?:19|20)\d\d年\d{1,2}月.{0,40}(?:会议|大会)"
    r"|(?:19|20)\d\d年\d{1,2}月(?:\d{1,2}日)?[）)]?$"
    r"|^(?:19|20)\d\d年\d{1,2}月\d{1,2}日(?:[上下]午|晚上?|夜)?\s?(?:写?于|(?<=[午晚上夜])|(?<=[午晚上夜]\s))[\u4e00-\u9fff]{2,14}$"
)
_OPENING = re.compile(
    "(?:根据|按照|遵照)[^。]{2,60}(?:汇报|报告|述职|总结)|[^。]{0,80}(?:现将|现就|现把)[^。]{2,40}(?:如下|汇报|报告|述职)"
    "|(?:一年来|今年以来|(?:19|20)[\\dxX×]{2}年(?:以来|来|度)?[，,])|各位"
)
_YEAR = re.compile(r"(?:19|20)[\dxX×*]{2}|[二2][〇○零0][一二三四五六七八九〇○零]{2}|[xX×]{2,4}年|年度")
_SECTION_HEADING = re.compile(
    "^(?:主要|基本|工作|总体|存在|下一?步|今后|明年|特色|亮点|一年来|过去)|(?:做法|成效|情况|问题|不足|原因|打算|方向|措施|体会|概况|思路)$"
)
_NEWS = re.compile(r"^[（(【\[](?:两会|权威|受权|图文|最新|重磅|推荐)?(?:发布|播报|实录|快讯|推荐|全文)[）)】\]]\s?")
#: The column of a journal or site that a title is printed in (工作交流|…).
_COLUMN = re.compile("^[\u4e00-\u9fff]{2,6}\\s?[|｜丨]\\s?(?=.{6,})")
#: A keyword of a site in square brackets before the title.
_KEYWORD = re.compile(r"^\[[^\[\]]{2,24}\]\s?(?=.{6,})")
#: A title with itself behind it, in brackets or not.
_TWICE = re.compile(r"^(.{6,}?)(?:[（(]\1[）)]|\1+)$")
#: What sites set before a title.
_PRAISED = re.compile("^(?:最新|精选|热门)\\s?(?=.{6,})")
_SPACED_YEAR = re.compile(r"\d \d \d \d(?: (?=年))?")
_NAME = re.compile("^[\u4e00-\u9fff·]{2,4}$")
#: What says of a title that it is one, and the kind of text in brackets before it.
_LABEL = re.compile(r"^(?:[\u4e00-\u9fff]{0,2}(?:标题|题目|题名|文题|名称)\s?[：:]\s?|【[^【】]{2,8}】\s?)(?=.{6,})")
_CITED = re.compile("《([^《》]{6,})》")
#: A line that only says that a text is an annex, or of what kind the papers of a meeting are.
_ATTACHED = re.compile(
    "附(?:件|录)?\\s?[\\d一二三四五六七八九十]{0,2}\\s?[：:]?|(?:会议|汇报|交流|上会|学习|发言|参阅|讨论)(?:交流)?(?:材料|文件)(?:之?[\\d一二三四五六七八九十]{1,2})?[：:]?"
)
#: The years that a text is about, in brackets below its title.
_PERIOD = re.compile(
    "[（(](?:19|20)\\d\\d年?(?:[./]?\\d{1,2}月?)?\\s?[—–~～至-]{1,2}\\s?(?:19|20)\\d\\d(?:年|[./年]\\d{1,2}月?)?[）)]"
)
#: What letters and speeches of one's own are called: a title, however short.
_LETTER = re.compile(
    "(?:倡议书|一封信|慰问信|感谢信|公开信|邀请函|承诺书|决心书|申请书|祝酒词|答谢词|欢迎词|贺[信词电]|[开闭]幕词|致辞|演讲[稿词]"
    "|心得体会|思想汇报|观后感|读后感|(?:会议|谈话|座谈|谈心)(?:纪要|记录)|请示|批复|随笔|随感|有感|札记"
    "|(?:学习|培训|参观|研修|进修|读书|轮训|考察|挂职|跟班|跟岗|见习|支教|驻村)[^，。、]{0,6}(?:体会|感悟|感想|感受|收获|心得))(?:[（(][^（()）]{1,12}[）)])?$"
)
_SHORTEST_TITLE = 3
#: A line that is nothing but a date.
_DATE = re.compile("[（(]?(?:19|20)\\d\\d年\\d{1,2}月(?:\\d{1,2}日)?[）)]?")
#: Halves of a slogan, each a few words, and the subtitle that may follow them.
_SLOGAN = re.compile(
    "(?:[^，。；：！？、]{3,20}(?:[，、][^，。；：！？、]{3,24}){1,2}|[\u4e00-\u9fff]{1,11}(?:[省市县区镇乡村局院校所站司社街会委队行厂]|街道|中心)：[^，。；：！？、\\d]{6,24}"
    "|[\u4e00-\u9fff]{1,11}(?:[省市县区镇乡村局院校所站司社街会委队行厂]|街道|中心)：[^，。；：！？、\\d“]{1,10}"
    "“[^”。；！？]{4,24}”[^，。；：！？、\\d]{0,8}"
    "|[^，。；：！？、]{3,20}(?:[，、][^，。；：！？、]{3,24}){1,2}：[^，。；：！？、]{6,30}"
    "|[^。；：！？]{4,24}[？！]?(?=[—–―])|[^。；：！？]{4,16}[？！][^。；：！？]{4,16}[？！]?(?=[—–―])|[^，。；：！？、]{3,14}[，、][^，。；：！？、]{3,16}？|[^，。；：！？、]{5,24}？"
    "|[^，。；：！？、]{4,10}：(?!各位|同志|尊敬|大家)[^，。；：！？、]{4,20})(?:[—–―]{1,2}[^。；：！？]{4,40})?"
)


def is_title(text: str) -> bool:
    """Whether a line reads like the title of a report."""
    # most lines are paragraphs, and that is found out faster
    return len(text) <= _LONGEST_TITLE + _LONGEST_MARK and _is_title(text)


@lru_cache(maxsize=4096)
def _is_title(text: str) -> bool:
    """The same of a short line. Remembered, since every stage of the parser asks it of the same lines."""
    bare = strip_part(text)
    if not 4 <= len(bare) <= _LONGEST_TITLE or _BAD.search(bare):
        return False
    if numbering(bare) is not None and not re.match(r"\d{4}", bare):
        return False
    return bool(_CORE.search(bare) and _END.search(_undressed(bare)))


def is_period(text: str) -> bool:
    """Whether a line is nothing but the years, in brackets, that the text whose title is above it is about (（2023—2025年）)."""
    return text[:1] in "（(" and _PERIOD.fullmatch(text) is not None


def is_tailed_title(text: str) -> bool:
    """Whether a line is a title with a tail after a colon (2022年工作总结：成效与短板)."""
    match = _TAILED.match(text)
    return match is not None and is_title(match[1]) and not is_salutation(f"{match[2]}：")


def is_long_title(text: str) -> bool:
    """Whether a first line of unusual length can only be a title: it names a kind of report at its end and is no
    sentence."""
    if not _LONGEST_TITLE < len(text) <= _LONGEST_FIRST_LINE or _BAD.search(text) or numbering(text) is not None:
        return False
    return bool(_CORE.search(text[-_KIND_WITHIN:]) and _END.search(_undressed(text)))


def continues_title(title: str, below: str) -> bool:
    """Whether the line below a title goes on with it (…工作总结 ⏎ 和2026年工作思路)."""
    ahead = _AHEAD.fullmatch(below)
    joined = _CONTINUED.fullmatch(below) is not None or (ahead is not None and names_year(title) and ahead[1] not in title)
    return joined and is_title(title + below)


def is_broken_title(first: str, second: str) -> bool:
    """Whether the word that names the kind of report is itself broken over two lines (…对照检 ⏎ 查材料)."""
    joined = first + second
    broken = any(
        match.start() < len(first) < match.end() for pattern in (_CORE, _BREAKABLE) for match in pattern.finditer(joined)
    )
    return broken and is_title(joined)


def has_part_marker(text: str) -> bool:
    """Whether a line is marked as one part of a compilation (篇一：… or 第2篇 …)."""
    return len(text) <= _LONGEST_TITLE and bool(_PART.match(text))


def has_case_marker(text: str) -> bool:
    """Whether a line counts a case, a text or a section (案例一：…, 材料二)."""
    return len(text) <= _LONGEST_TITLE and _CASE.match(text) is not None


def is_bare_marker(text: str) -> bool:
    """Whether a line is a part mark and nothing else (篇一：)."""
    return (has_part_marker(text) or has_case_marker(text)) and not strip_part(text)


def is_first_part(text: str) -> bool:
    """Whether a part mark counts one (【篇一】, 第1篇)."""
    match = _PART.match(text)
    return bool(match and re.search("[一1](?![十\\d])", match[0]))


def is_full_title(text: str) -> bool:
    """Whether a title names a unit and a year, as no heading inside a report does."""
    return is_title(text) and len(text) >= 10 and bool(NAMES_UNIT.search(text) and _YEAR.search(text))


def names_kind(text: str) -> bool:
    """Whether a line names a kind of report, wherever it does."""
    return _CORE.search(text) is not None


def names_year(title: str) -> bool:
    """Whether a title names a year, masked or not."""
    return bool(_YEAR.search(title.replace("年度", "")))


def is_plain_title(text: str) -> bool:
    """Whether a line could be a title though it names no kind of report (领导讲话, 创先争优的实践):
    short, not numbered, no sentence, no heading of a section."""
    if not _SHORTEST_TITLE <= len(text) <= 40 or numbering(text) is not None or is_salutation(text):
        return False
    if _LETTER.search(text):
        return re.search("[。；！？：:]", text) is None
    section = _SECTION_HEADING.search(text) is not None and not (NAMES_UNIT.search(text) and names_year(text))
    no_title = section or re.search("[。；！？，,：:…]", text) is not None or holds_office(text) or _DATE.fullmatch(text)
    return len(text) > _SHORTEST_TITLE and not no_title


def only_announces(text: str) -> bool:
    """Whether a line says no more than that a text follows (附件2, 会议材料之六)."""
    return _ATTACHED.fullmatch(text) is not None


def is_slogan(text: str) -> bool:
    """Whether a line is a slogan in halves (党建聚合力，网格惠民生), or a unit's name and one, with or without a subtitle."""
    return len(text) <= _LONGEST_TITLE and numbering(text) is None and _SLOGAN.fullmatch(text) is not None


def may_be_declared(text: str) -> bool:
    """Whether a line that its format calls a heading could be the title of a text: no number, no sentence, no heading of a
    section."""
    plain = numbering(text) is None and re.search("[。；]", text) is None and _SECTION_HEADING.search(text) is None
    return plain and 6 <= len(text) <= _LONGEST_TITLE


def is_topic(text: str) -> bool:
    """Whether a line names the topic of a text as a heading might (机关支部存在的不足及原因): no sentence, no number,
    long enough to say of whom."""
    return 8 <= len(text) <= 40 and numbering(text) is None and not re.search("[。；！？，,：:…]", text)


def names_section(text: str) -> bool:
    """Whether a line reads like the heading of a report's section (主要做法, 下一步打算)."""
    return _SECTION_HEADING.search(text) is not None


def opens_report(text: str) -> bool:
    """Whether a paragraph reads like the first one of a report, title or not."""
    return is_salutation(text) or bool(_OPENING.match(text))


def part_number(text: str) -> tuple[str, str] | None:
    """The base and the number of a title that counts itself within a compilation (述职报告篇2,
    述职报告范文(二), 述职报告2); ``None`` where it does not."""
    match = _NUMBERED.match(_LENGTH.sub("", text)) if len(text) <= _LONGEST_TITLE else None
    return (match[1], match[2] or match[3] or match[4]) if match else None


def strip_part(text: str) -> str:
    """A title without the mark that numbers it within a compilation."""
    return _CASE.sub("", _PART.sub("", text, count=1), count=1).strip()


def clean_title(text: str) -> str:
    """The title itself: no part marks, no adverts, no 【完整版】, no (全文…字)."""
    text = _unlisted(_KEYWORD.sub("", _LABEL.sub("", text)))
    text = _COLUMN.sub("", _SPACED_YEAR.sub(lambda m: m[0].replace(" ", ""), text))
    bare = _undressed(_PRAISED.sub("", strip_part(_TWICE.sub(r"\1", _NEWS.sub("", text)))))
    return _undressed(_PART_SUFFIX.sub("", bare)).strip()


def is_listed_title(text: str) -> bool:
    """Whether a line is a title with the number that a list of files gives it (1. 县财政局2023年工作总结)."""
    number = numbering(text)
    return number is not None and number.habit != "dash" and is_full_title(text[number.length :].strip())


def _unlisted(text: str) -> str:
    """A title without the number of a list, and out of the 《》 that it stands in."""
    number = numbering(text) if is_listed_title(text) else None
    bare = text[number.length :].strip() if number else text
    cited = _CITED.fullmatch(bare)
    return cited[1] if cited else bare


def _undressed(text: str) -> str:
    before = None
    while before != text:
        before, text = text, _DRESSING.sub("", text).strip()
    return text


def shape(title: str) -> str:
    """A title with its numbers and brackets masked: titles of one compilation share it."""
    return _MASK.sub("#", _PART_SUFFIX.sub("", strip_part(title)))


def is_subtitle(text: str) -> bool:
    """Whether a line is a subtitle: separated by a dash or brackets, or naming the meeting."""
    return bool(_SUBTITLE.match(text) or (_MEETING.search(text) and "。" not in text)) and len(text) <= 80


def is_title_block(text: str, after_subtitle: bool) -> bool:
    """Whether a line under a title still belongs to it: subtitle, meeting, byline, date."""
    if len(text) > _LONGEST_TITLE + 20 or is_salutation(text):
        return False
    if is_subtitle(text):
        return True
    if len(text) > 36 or re.search("[。；！？：:，]$|。", text) or numbering(text) is not None:
        return False
    signed = is_unit(without_brackets(text)) or is_signed_by(text)
    return bool(_BYLINE.search(text) or signed or (after_subtitle and _NAME.match(text)))
