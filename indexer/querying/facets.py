"""The registry of facets: one row for each property that narrows an answer.

Filters, counts, URLs, JSON, the options of the command line and the fields of the query language are all made from
these rows, and the index stores what they give for each paragraph: a new facet is a new row.
"""

from __future__ import annotations

from collections.abc import Sequence

from indexer.model.reports import (
    CONFIDENCES,
    GENRES,
    NEWS,
    OUTERMOST,
    OUTERMOST_LABEL,
    SECTIONS,
    UNIT_GROUPS,
    UNIT_TYPES,
    UNKNOWN,
    StoredParagraph,
    StoredReport,
)
from indexer.querying.facet_kinds import FacetDefinition, ListedFacet, Values, YearFacet


def folder_of(file: str) -> str:
    """The folder of a report file as facets name it; ``OUTERMOST`` for none."""
    return file.rpartition("/")[0] or OUTERMOST


def _folders(files: Sequence[str]) -> Values:
    return tuple(dict.fromkeys(map(folder_of, files)))


def _unit(report: StoredReport | StoredParagraph) -> Values:
    return (report.unit_type or UNKNOWN,)


def _year(report: StoredReport | StoredParagraph) -> Values:
    return (UNKNOWN if report.year is None else str(report.year),)


def _genre(report: StoredReport | StoredParagraph) -> Values:
    return (report.genre or UNKNOWN,)


#: Other names of genres that people type.
GENRE_SYNONYMS = {
    "述职": "述职报告",
    "总结": "工作总结",
    "计划": "工作计划",
    "要点": "工作计划",
    "工作要点": "工作计划",
    "对照检查材料": "对照检查",
    "对照材料": "对照检查",
    "讲话稿": "讲话",
    "调研": "调研报告",
    "经验": "经验材料",
    "决议": "通知",
    "新闻稿": "新闻",
}


_ROWS: tuple[FacetDefinition, ...] = (
    ListedFacet(
        name="section",
        label="章节",
        field_names=("章节",),
        help="章节，如 problems 或 存在问题",
        metavar="S",
        labels=SECTIONS,
        by_part=True,
        of_paragraph=lambda paragraph: paragraph.sections,
        always_shown=True,
    ),
    ListedFacet(
        name="unit",
        label="单位类型",
        field_names=("单位",),
        help="单位类型或组，如 公安、政法、unknown",
        metavar="U",
        labels={unit: unit for unit in UNIT_TYPES},
        groups=UNIT_GROUPS,
        in_title_otherwise=True,
        of_report=_unit,
        always_shown=True,
        can_be_unknown=True,
    ),
    YearFacet(
        name="year",
        label="年份",
        field_names=("年份", "年度"),
        help="2018、2018-2021、2018-、-2021 或 unknown",
        metavar="Y",
        of_report=_year,
        always_shown=True,
        can_be_unknown=True,
    ),
    ListedFacet(
        name="genre",
        label="文种",
        field_names=("文种",),
        help="文种，如 述职报告、工作计划、unknown",
        metavar="G",
        labels={genre: genre for genre in GENRES},
        synonyms=GENRE_SYNONYMS,
        in_title_otherwise=True,
        of_report=_genre,
        can_be_unknown=True,
        left_out=(NEWS,),
    ),
    FacetDefinition(
        name="folder",
        label="文件夹",
        help="文件所在的文件夹，. 是最外层",
        metavar="F",
        labels={OUTERMOST: OUTERMOST_LABEL},
        of_files=_folders,
    ),
    ListedFacet(
        name="placeholders",
        label="占位符",
        help="只要有（没有）占位符的段落",
        metavar="yes|no",
        labels={"no": "无占位符", "yes": "有占位符"},
        synonyms={"无": "no", "有": "yes"},
        value_label="占位符筛选",
        of_paragraph=lambda paragraph: ("yes" if paragraph.placeholders else "no",),
        single=True,
    ),
    ListedFacet(
        name="confidence",
        label="章节把握",
        field_names=("确信",),
        help="章节认得有多准：high 有标题或行文为证，low 只凭位置",
        metavar="high|low",
        labels=CONFIDENCES,
        value_label="章节把握",
        of_paragraph=lambda paragraph: (paragraph.section_confidence,),
        single=True,
    ),
)

#: Name → facet, in the order in which facets are shown. Read when it is needed, never copied at import.
FACETS: dict[str, FacetDefinition] = {row.name: row for row in _ROWS}
