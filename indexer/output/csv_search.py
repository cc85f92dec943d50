"""Found paragraphs as a table."""

from __future__ import annotations

from dataclasses import replace

from indexer.engines.side_by_side import in_columns
from indexer.language.csv_text import Cell, csv_bytes
from indexer.model.reports import Hit, ResultPage
from indexer.output.csv_head import MOST_ROWS, listed_line, scope_lines
from indexer.output.text_search import sections_label
from indexer.querying.request import GROUP
from indexer.querying.tree import SearchRequest

HEADER = (
    *("序号", "章节", "文字", "所在小标题", "报告标题", "单位类型", "年份", "文种"),
    *("待填", "近似段数", "文件", "段落编号", "本份另有段数"),
)


def request_for_csv(request: SearchRequest) -> SearchRequest:
    """The question whose answer the table of ``request`` needs: what stands value by value is all put in order before a page is
    cut out of it, so that a part is the beginning of the whole."""
    return replace(request, page=1, size=MOST_ROWS) if request.group else request


def search_to_csv(request: SearchRequest, page: ResultPage) -> bytes:
    """The hits of ``page``, the answer to ``request_for_csv(request)``; those that are shown side by side stand value by value.
    Paragraphs that nearly repeat one above them are counted there."""
    if request.group:
        hits, first = in_columns(request.group, page).hits, (request.page - 1) * request.size
        page = replace(page, hits=hits[first : first + request.size], page=request.page, size=request.size)
    rows = page.report_total if request.per_report else page.total - page.folded
    head = scope_lines("段落", page.understood_as, request.filters, page.notices)
    if page.asked_instead:
        head.append(f"改为查找：{page.asked_instead}")
    folded = f"，其中 {page.folded} 段与列出的某一段近似，收在那一段里" if page.folded else ""
    total = f"共 {page.total} 段，来自 {page.report_total} 份报告{folded}{'，每份列一段' if request.per_report else ''}"
    total += f"，{GROUP.values[request.group]}排在一起" if request.group else ""
    first = (page.page - 1) * page.size + 1
    head.append(listed_line(total, "段", rows, first, len(page.hits)))
    return csv_bytes(head, HEADER, (_row(number, hit) for number, hit in enumerate(page.hits, first)))


def _row(number: int, hit: Hit) -> list[Cell]:
    paragraph = hit.paragraph
    return [
        number,
        sections_label(paragraph.sections),
        paragraph.text,
        " > ".join(paragraph.heading_path),
        paragraph.title,
        paragraph.unit_type,
        paragraph.year,
        paragraph.genre,
        "、".join(paragraph.text[start:end] for start, end in paragraph.placeholders),
        hit.near_duplicates or None,
        paragraph.files[0] if paragraph.files else None,
        paragraph.id,
        hit.more_in_report or None,
    ]
