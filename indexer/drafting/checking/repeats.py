"""What a draft says twice: a paragraph, a sentence, or one figure with two values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.drafting.checking.draft_text import DraftText, Line
from indexer.drafting.checking.findings import Finding
from indexer.language.normalize import search_key
from indexer.model.reports import Span

#: Fewest characters of the search key of a paragraph, or of a sentence, that is not repeated by chance.
_PARAGRAPH, _SENTENCE = 15, 25
_SENTENCES = re.compile("[^。！？；\n]+")

#: Figures that a report has one of. Behind each its amount and unit.
_INDICATORS = (
    "地区生产总值", "生产总值", "一般公共预算收入", "公共财政预算收入", "财政总收入", "财政收入", "税收收入", "实现税收",
    "固定资产投资", "社会消费品零售总额", "规模以上工业增加值", "城镇居民人均可支配收入", "农村居民人均可支配收入",
    "营业收入", "利润总额", "净利润", "各项存款余额", "存款余额", "各项贷款余额", "贷款余额", "不良贷款率", "资产总额",
    "现有党员", "共有党员", "现有职工", "在职职工", "现有教师", "在校学生", "户籍人口", "常住人口", "总人口",
)  # fmt: skip
_VALUE = re.compile(
    f"(?P<name>{'|'.join(_INDICATORS)})(?:为|达|达到|完成|实现|约|近|共|总计|累计|[：:])?(?P<value>\\d+(?:\\.\\d+)?)"
    "(?P<unit>万亿元|亿元|万元|元|万人|人|名|%|％)"
)
#: What makes two values two things.
_OTHER = re.compile(
    "去年|上年|同期|往年|前年|年初|年末|比上|目标|计划|力争|预计|将|其中|上半年|季度|月份?末|20\\d\\d年|十[二三四五]五"
)

#: Words and a figure: 培训党员32名. Of one that is counted twice in a paragraph the words are the same to the letter.
_COUNTED = re.compile(
    "(?:^|(?<=[，。；：、！？\n]))(?:全年|今年|本年度?|年内|一年来|共计?|累计|总共|一共|已|还|又|并|再|也)*"
    "(?P<name>[\u4e00-\u9fff]{4,14}?)(?:共计?|约|近|达到?|为|了)*(?P<value>\\d+(?:\\.\\d+)?)余?多?"
    "(?P<unit>亿元|万元|元|万人次|人次|万人|公里|平方米|[名人户个项件场期次篇份家条亩吨座处所])(?=[，。；、！？）\n]|$)"
)
#: What tells that a like figure is of another time, place or round.
_EACH = re.compile(
    "第[一二三四五六七八九十\\d]|[一二三四下上首前后]批|季度|\\d月|[本上下每]月|半年|分别|其中|依次|先后|[各每另两]|期间|阶段|年度"
    "|增加到|减少到|提高到|调整|由|从|原|较|计划|实际|应|剩|尚|未|去年|上年|同期|往年|前年|年初|年末|目标|力争|预计|将|20\\d\\d年|对|比"
)


def repeat_findings(draft: DraftText) -> Iterator[Finding]:
    """Paragraphs and sentences said twice, then figures with two values."""
    yield from _repeated(draft.paragraphs)
    yield from _two_values(draft.paragraphs)
    yield from _counted_twice(draft.paragraphs)


def _repeated(lines: list[Line]) -> Iterator[Finding]:
    paragraphs: dict[str, int] = {}
    sentences: dict[str, int] = {}
    for line in lines:
        key = search_key(line.text)
        if len(key) >= _PARAGRAPH and key in paragraphs:
            why = f"这一段与第 {paragraphs[key]} 段一字不差"
            yield Finding("repeated", line.number, (0, len(line.text)), why, "habit", "同一段写了两遍", 2)
            continue
        paragraphs[key] = line.number
        for found in _SENTENCES.finditer(line.text):
            own = search_key(found[0])
            if len(own) >= _SENTENCE and own in sentences:
                where = "前面" if sentences[own] == line.number else f"第 {sentences[own]} 段"
                why = f"“{found[0][:12]}…”这一句{where}已经写过"
                yield Finding("repeated", line.number, found.span(), why, "habit", "同一句写了两遍", 1)
            sentences.setdefault(own, line.number)


@dataclass(frozen=True, slots=True)
class _Value:
    line: int
    span: Span
    name: str
    value: str
    unit: str


def _two_values(lines: list[Line]) -> Iterator[Finding]:
    seen: dict[tuple[str, str], _Value] = {}
    told: set[tuple[str, str]] = set()
    for line in lines:
        if "plans" in line.sections:
            continue
        for one in _values(line):
            key = one.name, one.unit
            first = seen.setdefault(key, one)
            if float(first.value) != float(one.value) and key not in told:
                told.add(key)
                why = f"“{one.name}”前面（第 {first.line} 段）是 {first.value}{one.unit}，这里是 {one.value}{one.unit}"
                yield Finding("values", one.line, one.span, why, "habit", "同一个数前后应当一致", 1)


def _values(line: Line) -> Iterator[_Value]:
    for found in _VALUE.finditer(line.text):
        if not _OTHER.search(line.text, _sentence_start(line.text, found.start()), found.end()):
            yield _Value(line.number, found.span(), found["name"], found["value"], found["unit"].replace("％", "%"))


def _counted_twice(lines: list[Line]) -> Iterator[Finding]:
    """Within a paragraph the same words with two figures; once each."""
    for line in lines:
        seen: dict[tuple[str, str], re.Match[str]] = {}
        told: set[tuple[str, str]] = set()
        for found in () if "plans" in line.sections else _COUNTED.finditer(line.text):
            key = found["name"], found["unit"]
            first = seen.setdefault(key, found)
            if key in told or float(first["value"]) == float(found["value"]) or _VALUE.search(found[0]):
                continue
            told.add(key)
            if not _EACH.search(line.text, _sentence_start(line.text, first.start()), found.end()):
                why = f"“{key[0]}”前面是 {first['value']}{key[1]}，这里是 {found['value']}{key[1]}"
                yield Finding("values", line.number, found.span(), why, "habit", "同一个数前后应当一致", 1)


def _sentence_start(text: str, at: int) -> int:
    return max(text.rfind(sign, 0, at) for sign in "。；！？") + 1
