"""What a question finds when what it names is taken for filters: a year, whose it is, which section. Each step is an answer
with the question that it is to; one without hits is no answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from indexer.engines import Engine
from indexer.engines.relaxed_search import at_least
from indexer.model.reports import ResultPage
from indexer.querying.formatting import query_text
from indexer.querying.tree import And, Query, SearchRequest, terms_of
from indexer.suggest.other_readings import FilterReading, less_strict, run_on_reading

Step = tuple[ResultPage, SearchRequest]


def as_filters(
    engine: Engine, request: SearchRequest, reading: FilterReading | None, required: Sequence[Query], but: str = ""
) -> Step:
    """What a reading finds, all of it; nothing without one."""
    if reading is None:
        return nothing(request), request
    query = And((*reading.clauses, *reading.rest.parts))
    asked = replace(request, query=And((*query.parts, *required)))
    filtered = f"以下把 {'＋'.join(reading.names)} 当作筛选" if reading.names else f"以下只查 {names_of(reading.rest.parts)}"
    notice = f"没有同时包含这些字的段落，{filtered}{but}"
    return said(engine.search(asked), "filters", notice, asked_instead=query_text(query)), asked


def with_fewer_filters(
    engine: Engine, request: SearchRequest, reading: FilterReading | None, required: Sequence[Query]
) -> Iterator[Step]:
    """The same with a kind of filters less, what the words say kept: nobody in 妇联 wrote 绣娘 under 存在问题, but they did
    elsewhere."""
    for fewer, left_out in less_strict(reading) if reading else ():
        yield as_filters(engine, request, fewer, required, f"（没有用上 {left_out}）")


def as_it_is_said(engine: Engine, request: SearchRequest, text: str, required: Sequence[Query]) -> Iterator[Step]:
    """What a text typed in one finds when the year, the unit and the section that it names are filters (2018年主体责任), then
    with a kind of them less, then with the most of its words."""
    reading = run_on_reading(text, engine.words)
    yield as_filters(engine, request, reading, required)
    yield from with_fewer_filters(engine, request, reading, required)
    yield from most_of_the_years(engine, request, reading, required)


def most_of_the_years(
    engine: Engine, request: SearchRequest, reading: FilterReading | None, required: Sequence[Query]
) -> Iterator[Step]:
    """The paragraphs of the years that a question names which hold the most of its words, half of them at least: a year is no
    word that may be missing like another."""
    words = reading.rest.parts if reading else ()
    if reading is None or not reading.years or len(words) < 2:
        return
    least, found, asked = at_least(engine, request, words, (*reading.clauses, *required))
    if 2 * least >= len(words):
        filtered = f"以下把 {'＋'.join(reading.names)} 当作筛选，包含 {names_of(words)} 中的至少 {least} 个"
        yield said(found, "most", f"没有同时包含这些字的段落，{filtered}"), asked


def said(page: ResultPage, step: str, notice: str, asked_instead: str = "") -> ResultPage:
    """An answer that tells on which step it stands, and what was asked in place of what was typed."""
    return replace(page, step=step, notices=(*page.notices, notice), asked_instead=asked_instead)


def nothing(request: SearchRequest) -> ResultPage:
    """An answer without hits."""
    return ResultPage(
        total=0,
        report_total=0,
        page=request.page,
        pages=0,
        size=request.size,
        hits=(),
        facets=(),
        understood_as=request.understood_as,
        notices=request.notices,
    )


def names_of(parts: Sequence[Query], between: str = "、") -> str:
    """The words and phrases of a question in a row."""
    return between.join(term.text for part in parts for term in terms_of(part))
