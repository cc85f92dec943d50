"""Found paragraphs for people at a terminal: Chinese text, no logic."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from indexer.model.reports import (
    SECTIONS,
    UNKNOWN_LABEL,
    Explanation,
    Hit,
    ResultPage,
    Span,
)
from indexer.output.text_page import is_beyond, opening_lines, page_label

if TYPE_CHECKING:
    from indexer.model.results import SideBySide

_MARK, _PLAIN = "\x1b[1;31m", "\x1b[0m"


def result_lines(page: ResultPage, colour: bool) -> Iterable[str]:
    """One page of found paragraphs. Matches are coloured, or set in 【】 without colour."""
    yield from opening_lines(page, "段")
    yield from _left_out_lines(page)
    if is_beyond(page):
        return
    folded = f"（折叠近似 {page.folded} 段）" if page.folded else ""
    yield f"{page.total} 段{folded}，来自 {page.report_total} 份报告{page_label(page)}（{page.took_ms:.0f} 毫秒）"
    for report in page.title_hits:
        yield f"标题相符：{marked(report.title, report.highlights, colour)}（{report.report_id}）"
    for number, hit in enumerate(page.hits, (page.page - 1) * page.size + 1):
        yield ""
        yield from _hit_lines(number, hit, colour)
    yield ""
    for facet in page.facets:
        yield f"{facet.label}：" + " · ".join(
            f"{'✓' if v.selected else ''}{v.label} {v.count}" for v in facet.values
        )


def column_lines(found: SideBySide, colour: bool) -> Iterable[str]:
    """One page of columns, one below the other, each under the name of its value."""
    whole = found.whole
    opening = replace(whole, page=found.page, pages=found.pages)
    yield from opening_lines(opening, "段")
    yield from _left_out_lines(whole)
    if is_beyond(opening):
        return
    columns = f"{len(found.values)} 列{page_label(opening)}"
    yield f"{whole.total} 段，来自 {whole.report_total} 份报告，{columns}（{found.took_ms:.0f} 毫秒）"
    yield "，".join(f"{label} {total} 段" for _, label, total in found.values)
    for column in found.columns:
        yield ""
        yield f"── {column.label}：{column.total} 段，来自 {column.report_total} 份报告 ──"
        for number, hit in enumerate(column.hits, 1):
            yield from _hit_lines(number, hit, colour)


def _left_out_lines(page: ResultPage) -> Iterable[str]:
    for facet in page.left_out:
        for value in facet.values:
            yield f"另有 {value.count} 段来自{value.label}（{facet.label}:{value.label} 只看它们）"


def _hit_lines(number: int, hit: Hit, colour: bool) -> Iterable[str]:
    paragraph = hit.paragraph
    facts = [
        paragraph.unit_type or UNKNOWN_LABEL,
        year_label(paragraph.year),
        sections_label(paragraph.sections),
        paragraph.title or "（无标题）",
    ]
    yield f"{number}. {' · '.join(facts)}"
    for heading, spans in zip(paragraph.headings_above, hit.heading_highlights, strict=True):
        yield f"   {marked(heading, spans, colour)}"
    yield f"   {marked(paragraph.text, hit.highlights, colour)}"
    near_duplicates = f" · 另有 {hit.near_duplicates} 处近似" if hit.near_duplicates else ""
    more = f" · 本份另有 {hit.more_in_report} 段" if hit.more_in_report else ""
    yield f"   〔{'、'.join(paragraph.files)}〕 {paragraph.id}{near_duplicates}{more}"
    if hit.explanation:
        yield from _explanation_lines(hit.explanation, hit.score)


def _explanation_lines(explanation: Explanation, score: float) -> Iterable[str]:
    """How a score came about, in numbers."""
    first = "整句相符，排在前面；" if explanation.verbatim else ""
    parts = f"词语 {explanation.bm25f:.3f} × 段落 {explanation.prior:.3f}"
    if explanation.term_coverage is None or explanation.proximity is None or explanation.order is None:
        yield f"   排序：{first}得分 {score:.3f} = {parts}"
    else:
        again = f"成词 {explanation.term_coverage:.0%}、相近 {explanation.proximity:.2f}、词序 {explanation.order:.2f}"
        yield f"   排序：{first}得分 {score:.3f}，由 {parts}、{again} 和篇幅合成"
    fields = {"words": "正文", "heading_words": "小标题", "title_words": "标题"}
    yield "   词语：" + "，".join(
        f"{word}（{fields[name]}）{part:.3f}" for word, name, part in explanation.words
    )


def marked(text: str, spans: Iterable[Span], colour: bool) -> str:
    """``text`` with its spans coloured, or set in 【】."""
    opening, closing = (_MARK, _PLAIN) if colour else ("【", "】")
    parts, at = [], 0
    for start, end in spans:
        parts += [text[at:start], opening, text[start:end], closing]
        at = end
    return "".join([*parts, text[at:]])


def year_label(year: int | None) -> str:
    return UNKNOWN_LABEL if year is None else f"{year}年"


def sections_label(sections: Iterable[str]) -> str:
    return "、".join(SECTIONS[key] for key in sections)


def shortened(text: str, most: int = 60) -> str:
    """The beginning of a text that is longer than ``most`` characters."""
    return text if len(text) <= most else text[:most] + "…"
