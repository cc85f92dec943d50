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


def repeat_findings(draft: DraftText) -> Iterator[Finding]:
    """Paragraphs and sentences said twice, then figures with two values."""
    yield from _repeated(draft.paragraphs)
    yield from _two_values(draft.paragraphs)


def _repeated(lines: list[Line]) -> Iterator[Finding]:
    paragraphs: dict[str, int] = {}
    sentences: dict[str, int] = {}
    for line in lines:
        key = search_key(line.text)
        if len(key) >= _PARAGRAPH and key in paragraphs:
            why = f"这一段与第 {paragraphs[key]} 行一字不差"
            yield Finding("repeated", line.number, (0, len(line.text)), why, "habit", "同一段写了两遍", 2)
            continue
        paragraphs[key] = line.number
        for found in _SENTENCES.finditer(line.text):
            own = search_key(found[0])
            if len(own) >= _SENTENCE and own in sentences:
                where = "前面" if sentences[own] == line.number else f"第 {sentences[own]} 行"
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
                why = f"“{one.name}”前面（第 {first.line} 行）是 {first.value}{one.unit}，这里是 {one.value}{one.unit}"
                yield Finding("values", one.line, one.span, why, "habit", "同一个数前后应当一致", 1)


def _values(line: Line) -> Iterator[_Value]:
    for found in _VALUE.finditer(line.text):
        start = max(line.text.rfind(sign, 0, found.start()) for sign in "。；！？") + 1
        if not _OTHER.search(line.text, start, found.end()):
            yield _Value(line.number, found.span(), found["name"], found["value"], found["unit"].replace("％", "%"))
