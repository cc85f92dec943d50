"""One unit's reports of several years, told by what they are called. Pure; a proposal, never a claim.

Reports rarely say in a word of their own whose they are. What is left of a title without the words that all titles share
names the unit (云岫县2018年政府工作报告 → 云岫县), else the file's name does, else the lines below the title. A name with a
place in it is enough; one that any county has (妇联, 公安局) counts within a folder only. Files that are called by their
years alone (2019.txt) are one unit's where they lie in one folder.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from indexer.language.normalize import HAN
from indexer.model.reports import NEWS
from indexer.model.results import ReportHead

#: What titles share, and who speaks in a unit's name.
_SHARED = re.compile(
    "[0-9〇○零一二三四五六七八九十]+|年度?|上半|下半|全年|第.届|人民政府|政府|党建|党风廉政|工作|履职|述[职责廉德法学评]+|报告|总结|汇报|小结|计划|要点"
    "|材料|情况|个人|领导|班子|成员|第一书记|书记|主要负责人|副?[局院校所站队行镇乡村区县市科处部]长|检察长|主任|主席|董事长|经理|抓|落实|履行|主体|责任|基层"
    "|党委|党组|党总?支部?|党员|组织|建设|全面|从严|治党|关于|打算|思路|安全生产|专题教育|群众路线|暨|和|度|版|全文|范文|稿|篇|[（(）)《》“”—–_\\-－·.、，：:\\s]"
)
#: A place of its own, and what stands for any.
_PLACE = re.compile(f"^[{HAN}]{{2,6}}[省市县区镇乡州旗盟]|^[{HAN}]{{2,6}}(?:街道|社区|村)")
_ANY_PLACE = re.compile("^[省市县区镇乡村州旗盟]")
_HAN = re.compile(f"[{HAN}]")
_BARE_YEAR = re.compile("(?:19|20)[0-9]{2}年?度?")
_YEARS = re.compile("[0-9〇○零一二三四五六七八九十]+年?度?")

#: A name of fewer characters names nobody.
_SHORTEST = 2

#: So many reports of a folder are looked into for the lines below their titles.
_MOST_LOOKED_INTO = 60

#: The lines below a report's title.
TitleLines = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class UnitName:
    """By what a report's unit is told, empty for nothing; ``is_own``: no other place's unit is called so."""

    text: str
    is_own: bool


def same_unit(report: ReportHead, heads: Iterable[ReportHead], title_lines: TitleLines) -> tuple[ReportHead, ...]:
    """The reports of the unit that ``report`` is of, one a year in the order of years, itself among them; none where its year is
    not known or no other year's report is found. Of several of a year one of the same genre and title is taken; where any county
    has such a unit, several under one title in one year are of several units, and nothing is proposed."""
    if report.year is None:
        return ()
    name = _name(report, title_lines)
    found: dict[int, list[ReportHead]] = {report.year: [report]}
    for head in _alike(report, name, heads, title_lines):
        found.setdefault(head.year or 0, []).append(head)
    by_title = _masked(report.title)
    crowded = any(sum(_masked(head.title) == by_title for head in of_a_year) > 1 for of_a_year in found.values())
    if len(found) < 2 or (crowded and not name.is_own):
        return ()
    return tuple(min(found[year], key=lambda head: _unlikeness(report, head)) for year in sorted(found))


def _alike(report: ReportHead, name: UnitName, heads: Iterable[ReportHead], title_lines: TitleLines) -> Iterator[ReportHead]:
    """The other reports of known years that are called like a report's unit."""
    looked_into = 0
    for head in heads:
        if not _may_be(report, head) or not (name.is_own or _share_folder(report, head)):
            continue
        if _is_named_by_year(report) and _is_named_by_year(head) and _share_folder(report, head):
            yield head
            continue
        other = _named(head)
        if not other.text and looked_into < _MOST_LOOKED_INTO and _share_folder(report, head):
            looked_into += 1
            other = _name(head, title_lines)
        if other == name and (name.text or _masked(head.title) == _masked(report.title)):
            yield head


def nearest_years(report: ReportHead, years: Sequence[ReportHead], most: int) -> tuple[ReportHead, ...]:
    """Of a unit's years the ``most`` nearest to the report's own, earlier ones before later ones, in order."""
    own = report.year or 0
    near = sorted(years, key=lambda head: (abs((head.year or 0) - own), head.year or 0))[:most]
    return tuple(sorted(near, key=lambda head: head.year or 0))


def _may_be(report: ReportHead, other: ReportHead) -> bool:
    return (
        other.id != report.id
        and other.year is not None
        and other.unit_type == report.unit_type
        and (other.genre == NEWS) == (report.genre == NEWS)
    )


def _unlikeness(report: ReportHead, head: ReportHead) -> tuple[bool, bool, bool, str]:
    return head.id != report.id, head.genre != report.genre, _masked(head.title) != _masked(report.title), head.id


def _name(head: ReportHead, title_lines: TitleLines) -> UnitName:
    """By title and file, else by the lines below the title."""
    named = _named(head)
    return named if named.text else _first(line for line in title_lines(head.id) if line != head.title)


def _named(head: ReportHead) -> UnitName:
    return _named_by(head.title or "", head.files[0] if head.files else "")


@lru_cache(maxsize=65_536)
def _named_by(title: str, file: str) -> UnitName:
    """A report page asks this of every report."""
    return _first((title, file.rpartition("/")[2].rpartition(".")[0]))


def _first(texts: Iterable[str]) -> UnitName:
    left = (_SHARED.sub("", text) for text in texts)
    text = next((text for text in left if len(_HAN.findall(text)) >= _SHORTEST), "")
    return UnitName(text, bool(_PLACE.match(text)) and not _ANY_PLACE.match(text))


def _masked(title: str | None) -> str:
    return _YEARS.sub("", title or "")


def _share_folder(one: ReportHead, other: ReportHead) -> bool:
    return not _folders(one).isdisjoint(_folders(other)) and not set(one.files) & set(other.files)


def _is_named_by_year(head: ReportHead) -> bool:
    """Whether a report's file is called by a year and no more (2019.txt): a folder of such files is one unit's."""
    return any(_BARE_YEAR.fullmatch(file.rpartition("/")[2].rpartition(".")[0]) for file in head.files)


def _folders(head: ReportHead) -> set[str]:
    return {file.rpartition("/")[0] for file in head.files}
