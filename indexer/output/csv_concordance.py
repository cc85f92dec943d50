"""Occurrences line by line, and how often something is said, as tables."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.language.csv_text import Cell, csv_bytes
from indexer.model.reports import UNKNOWN_LABEL
from indexer.model.results import Concordance, KwicLine, Trend, TrendCell
from indexer.output.csv_head import listed_line, scope_lines
from indexer.output.text_search import sections_label
from indexer.querying.tree import SearchRequest

LINES_HEADER = (
    *("序号", "前文", "查到的字", "后文", "在小标题里", "章节"),
    *("单位类型", "年份", "报告标题", "文件", "段落编号"),
)
TREND_HEADER = ("统计", "年份", "单位类型", "处", "段", "全部段", "每万段")
_ALL = "全部"


def concordance_to_csv(request: SearchRequest, found: Concordance) -> bytes:
    """The lines of a page, which may hold all of them."""
    total = f"共 {found.total} 处，在 {found.paragraph_total} 段中"
    first = (found.page - 1) * found.size + 1
    head = [
        *scope_lines("逐行", found.understood_as, request.filters, found.notices),
        listed_line(total, "处", found.total, first, len(found.lines)),
    ]
    return csv_bytes(head, LINES_HEADER, (_line(number, line) for number, line in enumerate(found.lines, first)))


def _line(number: int, line: KwicLine) -> list[Cell]:
    paragraph = line.paragraph
    return [
        number,
        line.left,
        line.match,
        line.right,
        "是" if line.in_heading else None,
        sections_label(paragraph.sections),
        paragraph.unit_type,
        paragraph.year,
        paragraph.title,
        paragraph.files[0] if paragraph.files else None,
        paragraph.id,
    ]


def trend_to_csv(request: SearchRequest, found: Trend) -> bytes:
    """Sums by year, sums by unit type, and each year with each unit type."""
    total = f"共 {found.total} 处，在 {found.paragraph_total} 段中"
    head = [
        *scope_lines("走势", found.understood_as, request.filters, found.notices),
        f"{total}，全部列出",
        "“全部段”是符合筛选的段落，“每万段”是其中平均每一万段有几处；段落少的行，比例只供参考",
    ]
    return csv_bytes(head, TREND_HEADER, _trend_rows(found))


def _trend_rows(found: Trend) -> Iterator[list[Cell]]:
    for cell in found.years:
        yield ["按年份", _year(cell), _ALL, *_counts(cell)]
    for cell in found.units:
        yield ["按单位类型", _ALL, cell.unit_type or UNKNOWN_LABEL, *_counts(cell)]
    for cell in found.cells:
        yield ["按年份和单位类型", _year(cell), cell.unit_type or UNKNOWN_LABEL, *_counts(cell)]


def _year(cell: TrendCell) -> Cell:
    return UNKNOWN_LABEL if cell.year is None else cell.year


def _counts(cell: TrendCell) -> list[Cell]:
    return [cell.occurrences, cell.paragraphs, cell.all_paragraphs, round(cell.per_10000, 1)]
