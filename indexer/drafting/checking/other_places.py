"""Places of the draft's own kind that are not its own: another county in a county's report, however often it is named.

The draft's own place of a level (县, 镇 …) is the one that its writer, its title, its signature or its beginning names. Another
of that level is left alone where the draft speaks of it on purpose: in a sentence about others (learning from them, working with
them), or in a list of several.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from indexer.drafting.checking.draft_text import DraftText, Line
from indexer.drafting.checking.findings import Finding
from indexer.drafting.slots.finding import Tagger
from indexer.drafting.slots.rules import slot_rules
from indexer.drafting.slots.words import names_of
from indexer.model.reports import Span

HAN = "\u4e00-\u9fff"
#: What a name may begin behind: nothing, signs, figures, and words that stand before names.
BEFORE = f"(?:^|(?<=[^{HAN}])|(?<=[年度月日在对到向由与和赴驻任]))[在对到向由与和赴驻]?"
#: What looks like a name and is none.
_GENERIC = re.compile(
    "[全我本各该某每一二两三四五六七八九十几这那所多有个新老大小城农乡上下][县区市镇乡村]|.*(?:人民|中心|实验|第[一二三四五六七八九十])"
    "(?:医院|小学|中学|学院)|(?:农商|商业|农村)|.*(?:基层|试点|示范|先进|贫困|薄弱|重点|周边|所在|相关|辖区|行政|自然|城中|美丽|城市|农村|"
    "各级|下属|所属|直属|全部|部分|有限|子公司|分公司|我们|他们|一个|多个|几个|每个|驻村|包村|帮扶|对口|兄弟|国有|集团公司|公司|党委|支部|党员|书记|"
    "入户|进村|到村|回村|进社区|先行|山水林田|和谐|智慧|平安|文明|卫生|生态|特色|高校|职工|工业园区|园区|景区|片区|城区|校区|库区|灾区|山区|牧区|新区|老区|社区).*"
)
#: Words that are written before 县委 and its like without naming a place.
_VERBS = re.compile(
    "紧扣|围绕|贯彻|落实|服从|根据|按照|经过|通过|报请|提请|争取|配合|协助|服务|紧跟|聚焦|对照|遵照|执行|受到|获得|依托|关于|作为|坚持|拥护|推动|接受|"
    "紧盯|锚定|立足|融入|请示|汇报|报送|报告|上报|参与|组织|协调|督促|指导|支持|建议|联合|并请|中共|民盟|民革|民建|民进|农工|致公|九三|共青团"
)
#: Characters that stand between words, not in names.
_BETWEEN = frozenset("内报的了在和与对为我们你他她个代表年月全向到把被让就也还都不是有由从以及等各某本该每其")

#: Levels of places that report.
_LEVELS = "县市区镇乡旗"
#: A name with what only its own people write behind it.
_OFFICE = re.compile(
    f"{BEFORE}(?P<name>[{HAN}]{{2,3}}(?P<level>[{_LEVELS}]))"
    "(?:委|党委|人民政府|政府|人大|政协|纪委|妇联|总工会|团委|公安局|人民法院|人民检察院)"
)
#: How titles and signatures name a place: from their beginning on, or behind the place above it.
_SIGNED = re.compile(f"(?:^|(?<=[^{HAN}])|(?<=中共)|(?<=[省市州盟]))(?P<name>[{HAN}]{{2,3}}?[{_LEVELS}])")
#: Parts of speech that no name has in it as a word: 回答县委, 近期县妇联.
_NOT_IN_NAMES = ("v", "t", "d", "r", "m", "p", "c", "a", "f", "j")
#: And of what has one character: 2号楼县委, 现将县委, 江鹭、东墟两市.
_NOT_EVEN_ALONE = ("tg", "d", "p", "q", "m", "r", "u")
#: Sentences that speak of others on purpose.
_OF_OTHERS = re.compile(
    "学习|借鉴|考察|赴|邻|对口|帮扶|兄弟|等地|协作|合作|共建|交流|结对|结成|结为|跨|联合|移交|观摩|参观|相比|来自|来访|招商|引进|支援|援助|援建|挂职|调任|外出|务工"
)

#: So often a draft names its own place, and another that is no slip of one sentence.
_OFTEN = 2
#: So many others of a level are what the draft is about: the towns of a county, the cities of a province.
_MOST_OTHERS = 2
#: The shortest and longest name of a place.
_LENGTHS = (3, 5)
#: Lines at the end in which a report is signed, and how long these are at most.
_LAST, _SIGNATURE = 2, 24


@dataclass(frozen=True, slots=True)
class _Named:
    """A place as a line names it; ``official``: by what only its own people write behind it (云岫县委)."""

    line: int
    name: str
    span: Span
    official: bool

    @property
    def level(self) -> str:
        return self.name[-1]


def is_name(text: str) -> bool:
    """Whether what stands before an end is no common word."""
    return _GENERIC.fullmatch(text) is None and _VERBS.match(text) is None and _BETWEEN.isdisjoint(text)


def other_places(draft: DraftText, tagger: Tagger) -> Iterator[Finding]:
    """Places of a level of which the draft has its own."""
    named = [one for line in draft.lines for one in _named_in(line, tagger)]
    own = _own_places(draft, named, tagger)
    others = [one for one in named if one.level in own and one.name != own[one.level]]
    others = [one for one in others if not one.name.endswith(own[one.level]) and one.name not in own[one.level]]
    about = "\n".join(line.text for line in draft.lines if line.kind == "title" and _OF_OTHERS.search(line.text))
    meant = {one.name for one in others if one.name[:-1] in about or _on_purpose(draft.lines[one.line - 1].text, one.span)}
    times = Counter(one.name for one in others)
    levels = Counter(name[-1] for name in times)
    official = {one.name for one in others if one.official}
    for one in others:
        told = one.name in official or times[one.name] >= _OFTEN
        if told and one.name not in meant and levels[one.level] <= _MOST_OTHERS:
            why = f"这份稿子写的是“{own[one.level]}”，这里却是“{one.name}”"
            yield Finding("name", one.line, one.span, why, "habit", "稿子自己的单位名称", 1)


def _named_in(line: Line, tagger: Tagger) -> Iterator[_Named]:
    """The places that a line names, by what stands behind them or by their words."""
    tagged = tagger(line.text)
    official = {found.span("name") for found in _OFFICE.finditer(line.text) if _is_place(found, tagged)}
    by_words = {(start, end) for kind, start, end in names_of(tagged, slot_rules().words) if kind == "place"}
    for start, end in sorted(official | by_words):
        name = line.text[start:end]
        if name[-1] in _LEVELS and _LENGTHS[0] <= len(name) <= _LENGTHS[1] and is_name(name):
            yield _Named(line.number, name, (start, end), (start, end) in official)


def _is_place(found: re.Match[str], tagged: Sequence[tuple[str, str]]) -> bool:
    """Whether what signs alone take for a place has no word in it that names never have."""
    start, end = found.span("name")
    at = 0
    for word, tag in tagged:
        never = _NOT_IN_NAMES if len(word) > 1 else _NOT_EVEN_ALONE
        if at < end - 1 and start < at + len(word) and tag.startswith(never):
            return False
        at += len(word)
    return is_name(found["name"])


def _signed(text: str, tagger: Tagger) -> list[str]:
    """The places by which a title or a signature names who reports."""
    tagged = tagger(text)
    return [found["name"] for found in _SIGNED.finditer(text) if _is_place(found, tagged)]


def _own_places(draft: DraftText, named: Sequence[_Named], tagger: Tagger) -> Mapping[str, str]:
    """The draft's own place of each level: the one that its writer or title names, else its signature, else the one of those in
    its beginning that only its own people call so, if the draft has it more than once. Where two of a level are named alike,
    none is."""
    titles = [line.text for line in draft.lines if line.kind == "title"]
    last = [line.text for line in draft.lines[-_LAST:] if line.kind == "paragraph" and len(line.text) <= _SIGNATURE]
    opening = [line.number for line in draft.paragraphs[:3]]
    times = Counter(one.name for one in named)
    said = [
        _signed(draft.unit, tagger),
        [name for text in titles for name in _signed(text, tagger)],
        [name for text in last for name in _signed(text, tagger)],
        [one.name for one in named if one.line in opening and one.official and times[one.name] >= _OFTEN],
    ]
    own: dict[str, str] = {}
    for names in said:
        for level in {name[-1] for name in names} - own.keys():
            of_level = {name for name in names if name[-1] == level}
            own[level] = of_level.pop() if len(of_level) == 1 else ""
    return {level: name for level, name in own.items() if name}


def _on_purpose(text: str, span: Span) -> bool:
    """Whether a place stands in a list or in a sentence that speaks of others."""
    before, behind = text[: span[0]][-1:], text[span[1] :][:1]
    return before == "、" or behind == "、" or _OF_OTHERS.search(_sentence(text, span[0])) is not None


def _sentence(text: str, at: int) -> str:
    start = max(text.rfind(sign, 0, at) for sign in "。！？；\n") + 1
    ends = [end for sign in "。！？；\n" if (end := text.find(sign, at)) >= 0]
    return text[start : min(ends, default=len(text))]
