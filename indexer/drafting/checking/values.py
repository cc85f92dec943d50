"""What a draft gives two values to: figures that a report has one of, and the same words with two figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from indexer.drafting.checking.draft_text import DraftText, Line
from indexer.drafting.checking.findings import Finding
from indexer.model.reports import Span

#: Figures that a report has one of. Behind each its amount and unit.
_INDICATORS = (
    "地区生产总值", "生产总值", "一般公共预算收入", "公共财政预算收入", "财政总收入", "财政收入", "税收收入", "实现税收",
    "固定资产投资", "社会消费品零售总额", "规模以上工业增加值", "城镇居民人均可支配收入", "农村居民人均可支配收入",
    "营业收入", "利润总额", "净利润", "各项存款余额", "存款余额", "各项贷款余额", "贷款余额", "不良贷款率", "资产总额",
    "现有党员", "共有党员", "现有职工", "在职职工", "现有教师", "在校学生", "户籍人口", "常住人口", "总人口",
)  # fmt: skip
_INDICATOR = re.compile(
    f"(?P<name>{'|'.join(_INDICATORS)})(?:为|达|达到|完成|实现|约|近|共|总计|累计|[：:])?(?P<value>\\d+(?:\\.\\d+)?)"
    "(?P<unit>万亿元|亿元|万元|元|万人|人|名|%|％)"
)
#: What makes two values two things.
_OTHER = re.compile(
    "去年|上年|同期|往年|前年|年初|年末|比上|目标|计划|力争|预计|将|其中|上半年|季度|月份?末|20\\d\\d年|十[二三四五]五"
)

#: Words and a figure: 培训党员32名. Where one thing is counted twice the words are the same to the letter.
_COUNTED = re.compile(
    "(?:^|(?<=[，。；：、！？\n]))(?:全年|今年|本年度?|年内|一年来|[全我本][省市县区镇乡村局行校院]|共计?|累计|总共|一共|已|还|又|并|再|也)*"
    "(?P<name>[\u4e00-\u9fff]{4,14}?)(?:共计?|约|近|达到?|为|了)*(?P<value>\\d+(?:\\.\\d+)?)余?多?"
    "(?P<unit>亿元|万元|元|万人次|人次|万人|万亩|公里|万平方米|平方米|公顷|万吨|万千瓦|[名人户个项件场期次篇份家条亩吨座处所套台])"
    "(?=[，。；、！？）\n]|$)"
)
#: What tells that a like figure is of another time, place or round.
_EACH = re.compile(
    "第[一二三四五六七八九十\\d]|[一二三四下上首前后]批|季度|\\d月|[本上下每]月|半年|分别|其中|依次|先后|[各每另两]|期间|阶段|年度"
    "|增加到|减少到|提高到|调整|由|从|原|较|计划|实际|应|剩|尚|未|去年|上年|同期|往年|前年|年初|年末|目标|力争|预计|将|20\\d\\d年|对|比"
)
#: A sum of a year's work: what these begin is counted once in a report, unless it is said of a place, a project or a part.
_SUM = re.compile(
    "(?:新增|净增|新建|建成|完成|实现|发展|转化|引进|招引|招商|到位|争取|培育|转移|减少|化解|办结|受理|立案|结案)[\u4e00-\u9fff]{2,}"
    "|[\u4e00-\u9fff]{2,}(?:到位资金|总产量|总产值|总收入|总面积)"
)
#: Words that every project has a figure of.
_OF_ANY_PROJECT = re.compile(
    "(?:完成|实现|新增|新建|争取|到位|引进)(?:总?投资额?|资金|项目|任务|面积|产值|收入|工程量|数量|建设|改造)"
)
#: What a sentence is about, other than all that the report is about.
_OF_ONE = re.compile(
    "(?<![全我本])(?:[省县区镇]|市(?!场)|乡(?!村))|(?<![全我本农乡])村|街道|[分支]行|学校|医院|项目|工程|公司|企业|基地|支部"
)


@dataclass(frozen=True, slots=True)
class _Value:
    line: int
    span: Span
    name: str
    value: str
    unit: str


def value_findings(draft: DraftText) -> Iterator[Finding]:
    """At most one finding for each name and unit of a report; a report that follows another has figures of its own."""
    for lines in _reports(draft.lines):
        told: set[tuple[str, str]] = set()
        figures = chain.from_iterable(map(_indicators, lines))
        for one, first in chain(_two_values(figures), _counted_in_one(lines), _counted_apart(lines)):
            if (one.name, one.unit) not in told:
                told.add((one.name, one.unit))
                where = f"（第 {first.line} 段）" if first.line != one.line or one.name in _INDICATORS else ""
                why = f"“{one.name}”前面{where}是 {first.value}{one.unit}，这里是 {one.value}{one.unit}"
                yield Finding("values", one.line, one.span, why, "habit", "同一个数前后应当一致", 1)


def _reports(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """The paragraphs of each report that say what is: what is planned has another figure."""
    own: list[Line] = []
    for line in lines:
        if line.kind == "title":
            if own:
                yield own
            own = []
        elif line.kind == "paragraph" and "plans" not in line.sections:
            own.append(line)
    if own:
        yield own


def _two_values(figures: Iterable[_Value]) -> Iterator[tuple[_Value, _Value]]:
    """Each figure that differs from the first of its name and unit, and that first."""
    seen: dict[tuple[str, str], _Value] = {}
    for one in figures:
        first = seen.setdefault((one.name, one.unit), one)
        if float(first.value) != float(one.value):
            yield one, first


def _indicators(line: Line) -> Iterator[_Value]:
    for found in _INDICATOR.finditer(line.text):
        if not _OTHER.search(line.text, _sentence_start(line.text, found.start()), found.end()):
            yield _Value(line.number, found.span(), found["name"], found["value"], found["unit"].replace("％", "%"))


def _counted(line: Line) -> list[_Value]:
    return [
        _Value(line.number, found.span(), found["name"], found["value"], found["unit"])
        for found in _COUNTED.finditer(line.text)
        if not _INDICATOR.search(found[0])
    ]


def _counted_in_one(lines: Iterable[Line]) -> Iterator[tuple[_Value, _Value]]:
    """Within a paragraph, where nothing from the first figure's sentence to the second tells them apart."""
    for line in lines:
        for one, first in _two_values(_counted(line)):
            if not _EACH.search(line.text, _sentence_start(line.text, first.span[0]), one.span[1]):
                yield one, first


def _counted_apart(lines: list[Line]) -> Iterator[tuple[_Value, _Value]]:
    """Over paragraphs, sums alone. Three values of one name are a list of places, whatever they are called."""
    sums = [one for line in lines for one in _counted(line) if _is_sum(line, one)]
    values: dict[tuple[str, str], set[float]] = {}
    for one in sums:
        values.setdefault((one.name, one.unit), set()).add(float(one.value))
    for one, first in _two_values(sums):
        if one.line != first.line and len(values[one.name, one.unit]) == 2:
            yield one, first


def _is_sum(line: Line, one: _Value) -> bool:
    """Whether a figure is the report's own: no place or project stands before it in its sentence."""
    if not _SUM.fullmatch(one.name) or _OF_ANY_PROJECT.fullmatch(one.name):
        return False
    start = _sentence_start(line.text, one.span[0])
    return not (_EACH.search(line.text, start, one.span[1]) or _OF_ONE.search(line.text, start, one.span[0]))


def _sentence_start(text: str, at: int) -> int:
    return max(text.rfind(sign, 0, at) for sign in "。；！？") + 1
