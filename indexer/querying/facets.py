"""The registry of facets: one row for each property that narrows an answer.

Filters, counts, URLs, JSON, the options of the command line and the fields of the query language are all made from
these rows, and the index stores what they give for each paragraph: a new facet is a new row.
"""

from __future__ import annotations

from collections.abc import Sequence

from indexer.model.reports import (
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
)

#: Name → facet, in the order in which facets are shown. Read when it is needed, never copied at import.
FACETS: dict[str, FacetDefinition] = {row.name: row for row in _ROWS}
