"""Names that came along from elsewhere: of the unit whose paragraph was reused, or of another place of the draft's own kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from functools import cache

from indexer.drafting.checking.draft_text import DraftText
from indexer.drafting.checking.findings import Finding
from indexer.drafting.checking.shared import SharedLines, source_name
from indexer.drafting.slots.finding import Tagger
from indexer.drafting.slots.rules import slot_rules
from indexer.drafting.slots.words import names_of, stems_of
from indexer.engines import Engine
from indexer.language.finding import find_all

_HAN = "\u4e00-\u9fff"
#: What a name may begin behind: nothing, signs, figures, and words that stand before names.
_BEFORE = f"(?:^|(?<=[^{_HAN}])|(?<=[年度月日在对到向由与和赴驻任]))[在对到向由与和赴驻]?"
_PLACES = "县|区|市|镇|乡|街道|村|社区"
_UNITS = "农商银行|农商行|支行|分行|水务公司|公司|集团|医院|卫生院|中学|小学|学院|派出所|水厂|水泵厂|厂"
_NAME = re.compile(f"{_BEFORE}(?P<name>[{_HAN}]{{2,4}}?(?:{_PLACES}|{_UNITS}))")
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

#: A name with what only its own people write behind it.
_OFFICE = re.compile(
    f"{_BEFORE}(?P<name>[{_HAN}]{{2,3}}(?P<level>[县市区镇乡]))(?:委|党委|人民政府|政府|人大|政协|纪委|妇联|总工会|团委|公安局|人民法院|人民检察院)"
)
#: Sentences that speak of others on purpose.
_OF_OTHERS = re.compile("学习|借鉴|考察|赴|邻|对口|帮扶|兄弟|等地|协作|交流|结对|跨|联合|移交|观摩|参观")

#: So often a report names its own unit.
_OFTEN = 2
#: A name of fewer characters (我市, 林场) tells nobody whose it is.
_SHORTEST = 3
#: Ends that a place is often named without.
_PLACE_ENDS = ("县", "区", "市", "镇", "乡", "旗")


def name_findings(draft: DraftText, shared: SharedLines, engine: Engine) -> Iterator[Finding]:
    """Names of a source's unit in what was taken from it, then other places of the draft's own level."""
    told: set[tuple[int, str]] = set()
    for found in (*_from_sources(draft, shared, engine), *_other_places(draft)):
        name = draft.lines[found.line - 1].text[slice(*found.span)]
        if (found.line, name) not in told:
            told.add((found.line, name))
            yield found


# --- of what was reused ----------------------------------------------------------------------


def _from_sources(draft: DraftText, shared: SharedLines, engine: Engine) -> Iterator[Finding]:
    at_home = {*_names_in(draft.introduction), *_named_in(draft.introduction, engine.tagged)}

    @cache
    def own_names(report_id: str) -> frozenset[str]:
        paragraphs = engine.paragraphs_of(report_id)
        title = paragraphs[0].title if paragraphs else None
        return frozenset(_own_names(title or "", [p.text for p in paragraphs], at_home, engine.tagged))

    taken: dict[str, set[int]] = {}
    for line, passage in shared.passages():
        taken.setdefault(passage.paragraph.report_id, set()).add(line.number)
    for line, passage in shared.passages():
        source = passage.paragraph
        here = [name for name in sorted(own_names(source.report_id)) if name in line.text]
        for name in here:
            if any(name != longer and name in longer for longer in here):
                continue
            if not _is_at_home(name, draft, taken[source.report_id]):
                at = line.text.index(name)
                why = f"“{name}”是这段文字来处的名称，稿子别处没有提到"
                yield Finding(
                    "name", line.number, (at, at + len(name)), why, "archive", source_name(source), 2, source.id
                )


def _own_names(title: str, texts: Iterable[str], at_home: Set[str], tagger: Tagger) -> list[str]:
    """The names by which a report speaks of its unit and places: those in the title, and those it has more than once. A report
    that has none of the names by which another introduces itself (``at_home``) is of another place: all its names count."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(_named_in(text, tagger))
    in_title = set(_named_in(title, tagger))
    least = 1 if at_home and at_home.isdisjoint(counts.keys() | in_title) else _OFTEN
    own = [name for name in dict.fromkeys((*counts, *in_title)) if name in in_title or counts[name] >= least]
    # 云岫县 is also named by what goes before its end: 云岫绣娘.
    return [*own, *sorted(stems_of(filter(_tells_a_place, own), slot_rules().words) - at_home)]


def _tells_a_place(name: str) -> bool:
    """Whether a name ends as those of counties, cities and towns do, whose people use it without that end."""
    return len(name) > _SHORTEST - 1 and name.endswith(_PLACE_ENDS)


def _named_in(text: str, tagger: Tagger) -> Iterator[str]:
    """The names among the words of a text: signs alone would take 合理区 of 合理区域 for one."""
    words = slot_rules().words
    for kind, start, end in names_of(tagger(text), words):
        name = text[start:end]
        if kind in ("place", "unit") and len(name) >= _SHORTEST and name not in words["unit_alone"] and _is_name(name):
            yield name


def _names_in(text: str) -> Iterator[str]:
    for found in _NAME.finditer(text):
        if _is_name(found["name"]):
            yield found["name"]


def _is_name(text: str) -> bool:
    return _GENERIC.fullmatch(text) is None and _VERBS.match(text) is None and _BETWEEN.isdisjoint(text)


def _is_at_home(name: str, draft: DraftText, taken: set[int]) -> bool:
    """Whether the draft has the name where nothing was taken from there, or its writer says so."""
    return name in draft.unit or any(name in line.text for line in draft.lines if line.number not in taken)


# --- of other places -------------------------------------------------------------------------


def _other_places(draft: DraftText) -> Iterator[Finding]:
    own = _own_places(draft)
    for line in draft.lines:
        for found in _OFFICE.finditer(line.text):
            name, level = found["name"], found["level"]
            home = own.get(level)
            if home is None or name == home or not _is_name(name):
                continue
            elsewhere = sum(name in other.text for other in draft.lines if other is not line)
            if not elsewhere and not _OF_OTHERS.search(_sentence(line.text, found.start())):
                why = f"这份稿子写的是“{home}”，这里却是“{name}”"
                yield Finding("name", line.number, found.span("name"), why, "habit", "稿子自己的单位名称", 1)


def _own_places(draft: DraftText) -> Mapping[str, str]:
    """The draft's own place of each level: the one its beginning names, and the draft more than once; if it names another so,
    too, none is."""
    own: dict[str, str] = {}
    names: dict[str, set[str]] = {}
    for found in _OFFICE.finditer(draft.introduction):
        if _is_name(found["name"]):
            names.setdefault(found["level"], set()).add(found["name"])
    for level, named in names.items():
        in_title = [name for name in named if any(name in line.text for line in draft.lines if line.kind == "title")]
        often = [name for name in named if sum(len(list(find_all(name, line.text))) for line in draft.lines) >= _OFTEN]
        if len(in_title) == 1 or (not in_title and len(often) == 1):
            own[level] = (in_title or often)[0]
    return own


def _sentence(text: str, at: int) -> str:
    start = max(text.rfind(sign, 0, at) for sign in "。！？；\n") + 1
    ends = [end for sign in "。！？；\n" if (end := text.find(sign, at)) >= 0]
    return text[start : min(ends, default=len(text))]
