"""Headings as a table."""

from __future__ import annotations

from indexer.language.csv_text import Cell, csv_bytes
from indexer.language.headings import form_of
from indexer.model.results import HeadingHit, HeadingPage
from indexer.output.csv_head import listed_line, scope_lines
from indexer.output.text_headings import common_label
from indexer.output.text_search import sections_label
from indexer.querying.heading_request import HeadingRequest

HEADER = (
    *("序号", "小标题", "段", "报告", "字数", "句数", "章节"),
    *("单位类型", "最早年份", "最晚年份", "其中一段的编号"),
    *("每句字数", "同组几个", "同组的小标题", "同组对仗"),
)


def headings_to_csv(request: HeadingRequest, page: HeadingPage) -> bytes:
    """The headings of a page, which may hold all of them."""
    asked = [
        text
        for text in (
            f"至少 {request.shortest} 字" if request.shortest else "",
            f"至多 {request.longest} 字" if request.longest else "",
            f"正好 {request.clauses} 句" if request.clauses else "",
            f"每句字数 {form_of(request.form)}" if request.form else "",
            "只列对仗的" if request.parallel else "",
            f"一组 {request.members} 个" if request.members else "",
            f"同组都以“{request.first_word}”起头" if request.first_word else "",
        )
        if text
    ]
    first = (page.page - 1) * page.size + 1
    head = [
        *scope_lines("小标题", page.understood_as, request.filters, page.notices),
        *([f"挑选：{'、'.join(asked)}"] if asked else []),
        listed_line(f"共 {page.total} 个不同的小标题", "个", page.total, first, len(page.hits)),
    ]
    return csv_bytes(head, HEADER, (_row(number, hit) for number, hit in enumerate(page.hits, first)))


def _row(number: int, hit: HeadingHit) -> list[Cell]:
    return [
        number,
        hit.text,
        hit.paragraphs,
        hit.reports,
        len(hit.text),
        hit.clauses,
        sections_label(hit.sections),
        "、".join(hit.unit_types),
        hit.first_year,
        hit.last_year,
        hit.example,
        form_of(hit.lengths),
        len(hit.siblings.members) if hit.siblings else None,
        "\n".join(member.whole for member in hit.siblings.members) if hit.siblings else None,
        common_label(hit.siblings.parallel) if hit.siblings else None,
    ]
