"""What ``bigan headings``, ``bigan similar`` and ``bigan suggest`` print for people."""

from __future__ import annotations

from collections.abc import Iterable

from indexer.language.headings import form_of
from indexer.model.reports import UNKNOWN_LABEL, Hit
from indexer.model.results import HeadingHit, HeadingPage, HeadingSet, Parallel
from indexer.output.text_page import is_beyond, opening_lines, page_label
from indexer.output.text_search import marked, sections_label, year_label
from indexer.suggest.suggester import Suggestions


def heading_lines(page: HeadingPage) -> Iterable[str]:
    """One page of headings."""
    yield from opening_lines(page, "个小标题")
    if is_beyond(page):
        return
    yield f"{page.total} 个小标题{page_label(page)}（{page.took_ms:.0f} 毫秒）"
    listed: dict[HeadingSet, int] = {}
    for number, hit in enumerate(page.hits, (page.page - 1) * page.size + 1):
        yield from _heading(number, hit)
        if hit.siblings is not None:
            yield f"   {_set_line(hit.siblings, listed.get(hit.siblings))}"
            listed.setdefault(hit.siblings, number)


def _set_line(found: HeadingSet, listed: int | None) -> str:
    """The headings beside one; those ``listed`` with a heading above are not listed again."""
    common = common_label(found.parallel)
    headings = "；".join(member.whole for member in found.members) if listed is None else f"见第 {listed} 个"
    return f"同组 {len(found.members)} 个{f'（{common}）' if common else ''}：{headings}"


def _heading(number: int, hit: HeadingHit) -> Iterable[str]:
    yield f"{number}. {hit.text}"
    years = {year_label(year) for year in (hit.first_year, hit.last_year) if year is not None}
    facts = [
        f"{hit.paragraphs} 段，{hit.reports} 份报告",
        f"{len(hit.text)} 字 {hit.clauses} 句" + (f"（{form_of(hit.lengths)}）" if hit.clauses > 1 else ""),
        "—".join(sorted(years)) or f"年份{UNKNOWN_LABEL}",
        "、".join(hit.unit_types) or f"单位{UNKNOWN_LABEL}",
        sections_label(hit.sections),
        hit.example,
    ]
    yield f"   {' · '.join(facts)}"


def common_label(parallel: Parallel) -> str:
    """What makes a set parallel, in words; empty where nothing does."""
    said = [
        f"对仗 {form_of(parallel.lengths)}{'，一个除外' if parallel.but_one else ''}" if parallel.lengths else "",
        f"都以“{parallel.first_word}”起头" if parallel.first_word else "",
    ]
    return "，".join(filter(None, said))


def similar_lines(hits: Iterable[Hit], took_ms: float, colour: bool) -> Iterable[str]:
    """Like paragraphs with how like they are."""
    shown = list(hits)
    if not shown:
        yield "没有相近的段落：可换一段文字，或放宽筛选"
        return
    yield f"最相近的 {len(shown)} 段（{took_ms:.0f} 毫秒）"
    for number, hit in enumerate(shown, 1):
        paragraph = hit.paragraph
        facts = [
            f"相近 {hit.score:.0%}",
            paragraph.unit_type or UNKNOWN_LABEL,
            year_label(paragraph.year),
            sections_label(paragraph.sections),
            paragraph.title or "（无标题）",
        ]
        yield ""
        yield f"{number}. {' · '.join(facts)}"
        yield f"   {marked(paragraph.text, hit.highlights, colour)}"
        yield f"   〔{'、'.join(paragraph.files)}〕 {paragraph.id}"


def suggestion_lines(found: Suggestions) -> Iterable[str]:
    """Completions, and what was perhaps meant."""
    if found.meant is not None:
        yield f"您是不是要找：{found.meant.text}（{found.meant.count} 段）"
    for suggestion in found.completions:
        yield f"{suggestion.text}（{suggestion.count} 段）"
    if found.meant is None and not found.completions:
        yield "没有可提示的词语：可换个说法，或只输入拼音首字母"
