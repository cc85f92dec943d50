"""Where a paragraph comes from, in one line to paste under it:
〔《标题》，单位类型，2018年，“二、存在问题”第3段〕. What is unknown is left out, and what the title already says;
a title that many reports share (政府工作报告) is followed by what its file is called.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from indexer.language.normalize import HAN
from indexer.model.reports import StoredParagraph

#: Signs at a heading's end that say nothing in a citation.
_TAIL = "：:。，,；; "
_NESTED_TITLE = str.maketrans("《》", "〈〉")
_NESTED_QUOTES = str.maketrans("“”", "‘’")

#: What titles of work reports have in common; a title of nothing else identifies no report.
_COMMON_WORDS = re.compile(
    r"[0-9〇○零一二三四五六七八九十]+|年度?|上半|下半|全年|第.届|政府|党建|党风廉政|工作|履职|述[职责廉德法学评]+|报告|总结|汇报|计划|要点"
    r"|材料|情况|个人|领导|班子|成员|第一书记|书记|主要负责人|局长|主任|主席|院长|校长|抓|落实|履行|主体|责任|基层|党委|党组|党总?支部?"
    r"|党员|组织|建设|全面|从严|治党|关于|度|版|全文|范文|稿"
)
_HAN = re.compile(f"[{HAN}]")


def identifies(title: str) -> bool:
    """Whether a title tells its report from others: whether anything is left without the words all titles share."""
    return len(_HAN.findall(_COMMON_WORDS.sub("", title))) > 1


def file_name(path: str) -> str:
    """The last part of a path of either system."""
    return re.split(r"[\\/]", path.rstrip("\\/"))[-1]


def file_stem(path: str) -> str:
    """The file's name without its extension."""
    return PurePosixPath(file_name(path)).stem


def _file_beside(title: str, files: Sequence[str]) -> str:
    """What a report's file name adds to a title that does not identify it; nothing where it only repeats it."""
    if not files or identifies(title):
        return ""
    beside = file_stem(files[0]).replace(title, "").strip("（）()-—_ .")
    return beside if identifies(beside) else ""


def display_title(title: str | None, files: Sequence[str]) -> str | None:
    """A report's title, or what its file is called."""
    return title or (file_stem(files[0]) if files else None)


def source_line(paragraph: StoredParagraph) -> str:
    """The citation of a paragraph."""
    return _cited([*_report_parts(paragraph), _place(paragraph)])


def report_line(paragraph: StoredParagraph) -> str:
    """The citation of a paragraph's report alone, for what stands outside its paragraphs."""
    return _cited(_report_parts(paragraph))


def _report_parts(paragraph: StoredParagraph) -> list[str | None]:
    title = display_title(paragraph.title, paragraph.files) or ""
    beside = _file_beside(title, paragraph.files) if paragraph.title else ""
    said = title + beside
    return [
        f"《{title.translate(_NESTED_TITLE)}》" + (f"（{beside}）" if beside else "") if title else None,
        paragraph.unit_type if paragraph.unit_type and paragraph.unit_type not in said else None,
        f"{paragraph.year}年" if paragraph.year and str(paragraph.year) not in said else None,
    ]


def _cited(parts: Sequence[str | None]) -> str:
    return "〔" + "，".join(filter(None, parts)) + "〕"


def _place(paragraph: StoredParagraph) -> str:
    top = paragraph.heading_path[0] if paragraph.heading_path else ""
    heading = top.rstrip(_TAIL).translate(_NESTED_QUOTES)
    return f"“{heading}”第{paragraph.number}段" if heading else f"第{paragraph.number}段"
