"""A draft as a table: a row for each block, with where it was collected."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.drafting.export.content import Content, Line, visible
from indexer.language.csv_text import Cell, csv_bytes
from indexer.model.reports import SECTIONS

HEADER = (
    *("序号", "类型", "级别", "章节", "文字", "待填", "出处", "收时的文字"),
    *("报告标题", "单位类型", "年份", "文件", "段落编号", "笔记"),
)
_ROLES = {"title": "标题", "heading": "小标题", "paragraph": "段落"}


def to_csv(content: Content) -> bytes:
    """The blocks in order; what they are together stands before them."""
    return csv_bytes([content.statement], HEADER, _rows(content))


def _rows(content: Content) -> Iterator[list[Cell]]:
    for number, line in enumerate(content.lines, start=1):
        yield [number, _ROLES[line.role], line.level or None, *_block_cells(line)]


def _block_cells(line: Line) -> list[Cell]:
    block = line.block
    source = block.source if block else None
    return [
        SECTIONS.get(block.section, block.section) if block else None,
        line.text,
        "、".join(line.text[start:end] for start, end in line.slots) or None,
        line.citation or None,
        *([None] * 6 if source is None else [
            visible(source.text), source.title, source.unit_type, source.year, source.file, source.paragraph_id,
        ]),
        visible(block.note) if block and block.note else None,
    ]
