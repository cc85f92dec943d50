"""What commands that change or look after an archive tell people: Chinese text, no logic."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.corrections.model import FIELDS, Correction, CorrectionFile
from indexer.model.reports import (
    EVIDENCE_PLACES,
    SECTIONS,
    UNKNOWN,
    UNKNOWN_LABEL,
    Evidence,
    IndexStats,
    Report,
)
from indexer.model.unread import Unread, total_unread, unread_line
from indexer.output.text_search import sections_label, shortened, year_label

if TYPE_CHECKING:
    from indexer.ingest.changes import IndexReport
    from indexer.ingest.verify import CheckReport
    from indexer.library.folders import Added, Removed

#: The most lines printed of a list of files: more would push the rest of the answer off the screen.
_MOST_LISTED = 20


def index_lines(outcome: IndexReport) -> Iterable[str]:
    """What a run of ``bigan index`` did."""
    if outcome.committed:
        yield (
            f"已更新（{outcome.seconds:.1f} 秒）：新增 {outcome.added}，改动 {outcome.changed}，"
            f"移除 {outcome.removed}，未变 {outcome.unchanged} 个文件"
        )
    elif not (outcome.reports or outcome.unchanged or outcome.failed or outcome.skipped):
        yield "没有读到文件：请用 bigan add 文件夹 添加放报告的文件夹，或写进 config.ini 的 [archive] folders"
    else:
        yield f"没有变化（{outcome.seconds:.1f} 秒）：{outcome.unchanged} 个文件已是最新"
    yield f"索引现有 {outcome.reports} 份报告，{outcome.paragraphs} 段"
    yield from _named("读不了的文件", outcome.failed)
    yield from _named("现在读不了、暂用原有内容的文件", outcome.stale)
    yield from _named("跳过的文件", outcome.skipped)
    yield from unread_lines(list(outcome.unread.values()))
    yield from _first(f"注意：{warning}" for warning in outcome.warnings)
    yield from _first(f"注意：{note}" for note in outcome.notes)


def added_lines(added: Added) -> Iterable[str]:
    """What ``bigan add`` did before it indexes."""
    yield f"已加上 {added.folder}（记在 {added.settings.source}）" if added.changed else added.note


def removed_lines(removed: Removed) -> Iterable[str]:
    """What ``bigan remove`` is about to forget."""
    yield f"去掉 {removed.folder}：索引里它的 {removed.files} 个文件、{removed.reports} 份报告将查不到；原文件不动"


def unread_lines(files: Sequence[Sequence[Unread]]) -> Iterable[str]:
    """What is left unread in the files that could be read, in one line."""
    if files:
        yield f"{len(files)} 个文件没有读全，{unread_line(total_unread(files))}（用 bigan parse 文件 逐个看）"


def serving_lines(url: str, others: Iterable[str]) -> Iterable[str]:
    """Where the pages are; ``others`` are the addresses for other machines."""
    yield f"笔杆已启动：{url}（按 Ctrl+C 停止）"
    for other in others:
        yield f"同一网络里的人都能打开：{other}"


def _named(label: str, files: Mapping[str, str]) -> Iterable[str]:
    if files:
        yield f"{label}（{len(files)} 个）："
        yield from _first(f"  {path}：{reason}" for path, reason in files.items())


def _first(lines: Iterable[str]) -> Iterable[str]:
    """The first of many lines, and how many more there are."""
    whole = list(lines)
    yield from whole[:_MOST_LISTED]
    if len(whole) > _MOST_LISTED:
        yield f"  ……还有 {len(whole) - _MOST_LISTED} 个（用 bigan index --json 看全部）"


def parsed_lines(
    file: str, reports: Iterable[Report], unread: Sequence[Unread] = (), notes: Iterable[str] = ()
) -> Iterable[str]:
    """How a file was understood, and what is left unread in it; ``notes`` say how it was read."""
    yield f"{file}"
    yield from (f"  注意：{note}" for note in notes)
    if unread:
        yield f"  {unread_line(unread)}"
    for report in reports:
        year = year_label(report.year)
        if report.year is None and report.year_estimated:
            year = f"未知（据用语估计 {report.year_estimated}年）"
        yield f"  第 {report.index_in_file + 1} 份：{report.title or '（无标题）'}"
        yield f"    单位类型 {report.unit_type or UNKNOWN_LABEL}{_because(report.unit_evidence)}"
        yield f"    年份 {year}{_because(report.year_evidence)}"
        if report.plan_year is not None:
            yield f"    计划的年份 {report.plan_year}年"
        yield f"    文种 {report.genre or UNKNOWN_LABEL}{_because(report.genre_evidence)}"
        masked = sum(bool(p.placeholders) for p in report.paragraphs)
        yield f"    {len(report.paragraphs)} 段" + (f"，其中 {masked} 段有待填的空" if masked else "")
        for paragraph in report.paragraphs:
            for heading in paragraph.headings_above:
                yield f"    ▌{heading}"
            blanks = f"（待填 {len(paragraph.placeholders)} 处）" if paragraph.placeholders else ""
            kinds = sections_label(paragraph.sections) + ("?" if paragraph.section_confidence == "low" else "")
            yield f"    {paragraph.ordinal:>3} [{kinds}] {shortened(paragraph.text)}{blanks}"
        for piece in report.removed:
            yield f"      ✂ {piece.reason}：{shortened(piece.text)}"


def _because(evidence: Evidence | None) -> str:
    return f"（据{evidence_label(evidence)}）" if evidence else ""


def evidence_label(evidence: Evidence) -> str:
    """Where the deciding words are, and the words (标题“……”、正文第 2 段“……”)."""
    place = EVIDENCE_PLACES[evidence.place]
    where = f"{place}第 {evidence.paragraph + 1} 段" if evidence.paragraph is not None else place
    return f"{where}“{shortened(evidence.words, 30)}”"


def stats_lines(
    stats: IndexStats, index_folder: str, roots: Iterable[str], unread: Sequence[Sequence[Unread]] = ()
) -> Iterable[str]:
    """What the index holds and where it lies; ``unread`` has what is left unread, file by file."""
    yield f"索引：{index_folder}（第 {stats.generation} 版，建于 {stats.built_at or '——'}）"
    for root in roots:
        yield f"文件夹：{root}"
    yield f"{stats.files} 个文件，{stats.reports} 份报告，{stats.paragraphs} 段，{stats.characters} 字"
    yield from unread_lines(unread)
    yield "章节：" + " · ".join(f"{name} {stats.sections[key]}" for key, name in SECTIONS.items() if key in stats.sections)
    yield "单位类型：" + " · ".join(
        f"{UNKNOWN_LABEL if unit == UNKNOWN else unit} {count}"
        for unit, count in sorted(stats.units.items(), key=lambda item: (-item[1], item[0]))
    )
    yield "年份：" + " · ".join(
        f"{UNKNOWN_LABEL if year == UNKNOWN else year} {count}" for year, count in sorted(stats.years.items())
    )


def correction_lines(found: CorrectionFile, idle: Container[Correction], path: Path) -> Iterable[str]:
    """The corrections in force; ``idle`` are those of them whose report is not there now."""
    waiting = sum(correction in idle for correction in found.corrections)
    more = f"，{waiting} 条暂不生效" if waiting else ""
    yield f"更正文件：{path}（{len(found.corrections) - waiting} 条有效{more}）"
    for correction in found.corrections:
        yield f"  {correction}" + ("（暂不生效：没有找到报告）" if correction in idle else "")
    yield from (f"有误：{problem}" for problem in found.problems)


def corrected_lines(made: Iterable[Correction], path: Path) -> Iterable[str]:
    """What has just been corrected."""
    for correction in made:
        yield f"已更正：{correction}" if correction.value else f"已撤销{FIELDS[correction.field]}的更正"
    yield f"记在 {path}，索引已更新"


def check_lines(outcome: CheckReport) -> Iterable[str]:
    """What ``bigan check`` found."""
    yield f"核对了 {outcome.files} 个文件、{outcome.reports} 份报告、{outcome.paragraphs} 段"
    if outcome.ok:
        yield "索引与文件夹一致"
    yield from (f"不一致：{line}" for line in outcome.differences)
    yield from (f"{file}：{unread_line(unread)}" for file, unread in outcome.unread.items())
