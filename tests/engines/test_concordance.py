"""Concordances and trends: every occurrence exactly once, in its own words, in every engine alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from indexer.engines import Engine, Source
from indexer.errors import QueryError
from indexer.language.tokenizer import Tokenizer
from indexer.model.orders import ConcordanceOrder
from indexer.model.results import Concordance, KwicLine, TrendCell
from indexer.querying.filters import NO_FILTERS, Filters
from indexer.querying.request import build_request
from indexer.querying.tree import And, ExactPhrase, Not, Query, SearchRequest, Term, terms_of
from tests import oracle
from tests.engines.brute import (
    allowed,
    answers,
    expected_places,
    key_of,
    paragraphs,
    pattern,
    signs_of,
)
from tests.engines.corpus import (
    change,
    exact_phrases,
    fill,
    filters,
    gaps,
    paragraph,
    phrases,
    proximities,
    queries,
    random_reports,
    report,
    terms,
    words,
)
from tests.profiles import examples
from tests.reference_engine.engine import MemoryEngine

REPORTS = random_reports()
ORDERS: tuple[ConcordanceOrder, ...] = get_args(ConcordanceOrder)
quick = settings(max_examples=examples(60))
orders = st.sampled_from(ORDERS)

#: So much context that a line shows its whole field.
WHOLE = 100_000


@pytest.fixture(scope="session")
def reference(tokenizer: Tokenizer) -> MemoryEngine:
    """The brute-force engine over the same reports, written at once."""
    made = MemoryEngine(tokenizer)
    fill(made, REPORTS)
    return made


def all_lines(engine: Engine, request: SearchRequest, order: ConcordanceOrder, width: int) -> list[KwicLine]:
    """Every line in order, page by page."""
    request = replace(request, size=100)
    first = engine.concordance(request, order, width)
    lines = list(first.lines)
    for page in range(2, first.pages + 1):
        lines += engine.concordance(replace(request, page=page), order, width).lines
    assert len(lines) == first.total
    return lines


def fields_of(line: KwicLine) -> tuple[str, ...]:
    """The texts a line may be cut from."""
    return line.paragraph.headings_above if line.in_heading else (line.paragraph.text,)


def own_field(line: KwicLine) -> str:
    """The one that a line with all its context is cut from."""
    return next(f for f in fields_of(line) if f.replace("\n", " ") == line.left + line.match + line.right)


# --- concordances -------------------------------------------------------------------------


@settings(max_examples=examples(150))
@given(queries, filters, orders, st.integers(1, 30), st.integers(1, 4), st.integers(1, 25))
def test_every_engine_gives_the_lines_that_brute_force_gives(
    filled: Engine,
    reference: MemoryEngine,
    query: Query,
    chosen: Filters,
    order: ConcordanceOrder,
    width: int,
    number: int,
    size: int,
) -> None:
    """The same lines in the same order, the same totals and the same neighbours with their counts."""
    assume(terms_of(query))
    request = SearchRequest(query, chosen, "relevance", number, size, "so understood", ("a notice",))
    got, right = (replace(e.concordance(request, order, width), took_ms=0) for e in (filled, reference))
    assert got == right


@quick
@given(words | phrases | exact_phrases, filters)
def test_totals_equal_brute_force(filled: Engine, term: Term, chosen: Filters) -> None:
    """Every occurrence in headings and texts counts, also such as overlap."""
    request = SearchRequest(And((term,)), chosen, size=1)
    found = filled.concordance(request, "place", 5)
    counts = [
        sum(brute_count(term, field) for field in seen.fields)
        for seen in paragraphs(REPORTS)
        if allowed(seen, chosen) and answers(term, seen)
    ]
    assert all(counts)
    assert (found.total, found.paragraph_total) == (sum(counts), len(counts))


def brute_count(term: Term, field: str) -> int:
    if isinstance(term, ExactPhrase):
        return sum(field.startswith(term.text, at) for at in range(len(field)))
    own, key = pattern(term), key_of(field)
    return sum(own.match(key, at) is not None for at in range(len(key)))


@quick
@given(terms, orders, st.integers(1, 40))
def test_a_line_is_the_paragraphs_own_text(filled: Engine, term: Term, order: ConcordanceOrder, width: int) -> None:
    """Left, match and right joined stand there; each side is full unless the field ends; the match is one."""
    lines = all_lines(filled, SearchRequest(And((term,))), order, width)
    assert {(line.paragraph.report_id, line.paragraph.ordinal) for line in lines} == expected_places(
        REPORTS, SearchRequest(term)
    )
    assert all(any(is_cut_from(field, line, term, width) for field in fields_of(line)) for line in lines)


def is_cut_from(field: str, line: KwicLine, term: Term, width: int) -> bool:
    end = line.start + len(line.match)
    begin = max(line.start - width, 0)
    pieces = (field[begin : line.start], field[line.start : end], field[end : end + width])
    exact = pieces[1] == term.text if isinstance(term, ExactPhrase) else pattern(term).fullmatch(key_of(pieces[1]))
    return bool(exact) and tuple(piece.replace("\n", " ") for piece in pieces) == (line.left, line.match, line.right)


@quick
@given(words | phrases | gaps | proximities, st.sampled_from(("left", "right")))
def test_lines_are_sorted_by_what_stands_beside_them_in_their_sentence(
    filled: Engine, term: Term, order: ConcordanceOrder
) -> None:
    """Up to eight characters from the match outwards; a sentence that ends comes first."""
    lines = all_lines(filled, SearchRequest(And((term,))), order, WHOLE)
    contexts = [beside(line)[order == "right"][:8] for line in lines]
    assert contexts == sorted(contexts)


@quick
@given(words | phrases | gaps | proximities)
def test_neighbours_are_counted_over_all_occurrences(filled: Engine, term: Term) -> None:
    lines = all_lines(filled, SearchRequest(And((term,))), "place", WHOLE)
    found = filled.concordance(SearchRequest(And((term,)), size=1), "place", 3)
    contexts = [beside(line) for line in lines]
    for told, own in ((found.before, [left[::-1] for left, _ in contexts]), (found.after, [right for _, right in contexts])):
        ends = str.endswith if told is found.before else str.startswith
        assert list(told) == sorted(told, key=lambda item: (-item[1], item[0])) and len(told) <= 20
        for word, count in told:
            assert count == sum(ends(one, word) for one in own)
            assert len(word) == 1 or filled.words(word) == [word]
        assert bool(told) or not any(own)


def beside(line: KwicLine) -> tuple[str, str]:
    """The search key before a match, read backwards, and after it, both up to where the sentence ends."""
    field = own_field(line)
    signs = signs_of(field)
    # Where the match ends a sentence by itself, further signs behind it are the same end.
    left = "".join(sign for sign, at in signs if at < line.start)
    right = "".join(sign for sign, at in signs if at >= line.start + len(line.match))
    return left.rpartition(oracle.BARRIER)[2][::-1], right.partition(oracle.BARRIER)[0]


@quick
@given(terms, orders, st.integers(1, 30))
def test_pages_of_lines_hold_every_occurrence_once(filled: Engine, term: Term, order: ConcordanceOrder, size: int) -> None:
    request = SearchRequest(term, size=size)
    whole = all_lines(filled, request, order, 4)
    first = filled.concordance(request, order, 4)
    assert first.pages == -(-len(whole) // size)
    pages = [filled.concordance(replace(request, page=n), order, 4).lines for n in range(1, min(first.pages, 5) + 1)]
    assert [line for page in pages for line in page] == whole[: 5 * size]


def shown(found: Concordance) -> list[tuple[str, str, str]]:
    return [(line.left, line.match, line.right) for line in found.lines]


def ask(
    engine: Engine, q: str, order: ConcordanceOrder = "place", width: int = 4, filters: dict[str, list[str]] | None = None
) -> Concordance:
    return engine.concordance(build_request(q, filters=filters), order, width)


def test_lines_stand_newest_first_or_by_their_context(engine: Engine) -> None:
    """A sentence's end sorts before any character, whatever sign it is."""
    tail = "，这样的事情还有很多很多，一时说不完。"
    fill(
        engine,
        {
            "a": report(f"抓党建。促发展{tail}", f"乙抓党建业务，甲抓党建工作{tail}", year=2018),
            "b": report(f"党建强{tail}", year=2020),
        },
    )
    positions = [(line.paragraph.year, line.start) for line in ask(engine, "党建").lines]
    assert positions == [(2020, 0), (2018, 1), (2018, 2), (2018, 9)]
    assert [right for _, _, right in shown(ask(engine, "党建", "right", 2))] == ["。促", "业务", "工作", "强，"]
    assert [left for left, _, _ in shown(ask(engine, "党建", "left", 2))] == ["", "抓", "乙抓", "甲抓"]


def test_what_stands_beside_is_told_with_its_counts(engine: Engine) -> None:
    """Words of the same sentence; punctuation inside does not count."""
    fill(engine, {"a": report("抓党建工作。抓党建，工作好。党建强。强党建")})
    found = ask(engine, "党建")
    assert (found.total, found.paragraph_total) == (4, 1)
    assert found.before == (("抓", 2), ("强", 1))
    assert found.after == (("工作", 2), ("强", 1))


def test_a_word_is_named_where_it_is_the_word_that_stands_there(engine: Engine) -> None:
    """与生产 has 与 beside it, not 与生; 工作 is counted in 工作者 too, since asking for both together finds it."""
    fill(engine, {"a": report("抓基层党建与生产。管基层党建和业务。党建工作队。党建工作者。党建工作好。党建工作实。")})
    found = ask(engine, "党建")
    assert found.before == (("基层", 2),)
    assert found.after == (("工作", 4), ("与", 1), ("和", 1), ("工作者", 1), ("工作队", 1))
    assert ask(engine, "党建工作").total == 4


def test_occurrences_in_headings_are_lines_of_their_own(engine: Engine) -> None:
    """A match never runs from a heading into the text, nor does its context."""
    fill(engine, {"a": report(paragraph(0, "党建工作很好。", above=("一、党建", "（一）抓党建")))})
    found = ask(engine, "党建")
    assert [(line.left, line.match, line.right, line.start, line.in_heading) for line in found.lines] == [
        ("一、", "党建", "", 2, True),
        ("（一）抓", "党建", "", 4, True),
        ("", "党建", "工作很好", 0, False),
    ]
    assert ask(engine, "“党建抓”").total == 0


def test_a_place_that_several_words_find_is_one_occurrence(engine: Engine) -> None:
    """The same span counts once; a longer one at the same place is another."""
    fill(engine, {"a": report("党建带妇建")})
    assert ask(engine, '党建 | "党建"').total == 1
    assert [match for _, match, _ in shown(ask(engine, "党建 党建带"))] == ["党建", "党建带"]


def test_occurrences_may_overlap(engine: Engine) -> None:
    fill(engine, {"a": report("人人人")})
    assert [line.start for line in ask(engine, "人人").lines] == [0, 1]


def test_gaps_and_proximity_reach_from_first_to_last_part(engine: Engine) -> None:
    fill(engine, {"a": report("强化党员，的意识。业务与党建")})
    assert shown(ask(engine, '"强化*意识"')) == [("", "强化党员，的意识", "。业务与")]
    assert shown(ask(engine, '"党建 业务"~5')) == [("的意识。", "业务与党建", "")]


def test_strict_phrases_are_listed_where_they_stand_exactly(engine: Engine) -> None:
    """With their outer signs; the same characters written otherwise are no occurrence."""
    fill(engine, {"a": report("“三会一课”制度，三会一课，“三会一课”")})
    assert shown(ask(engine, "strict:「“三会一课”」")) == [
        ("", "“三会一课”", "制度，三"),
        ("会一课，", "“三会一课”", ""),
    ]
    assert ask(engine, "三会一课").total == 3


def test_line_breaks_are_shown_as_spaces(engine: Engine) -> None:
    fill(engine, {"a": report("各位代表：\n党建\n好")})
    assert shown(ask(engine, "党建")) == [("代表： ", "党建", " 好")]


def test_only_paragraphs_that_answer_and_pass_the_filters_are_listed(engine: Engine) -> None:
    """Excluded words, words of titles and typed filters narrow, but are not listed themselves."""
    fill(engine, {"a": report("党建强", "党建弱，问题多", paragraph(2, "党建难", ["problems"]), title="妇联总结")})
    assert ask(engine, "党建 -问题 标题:妇联").total == 2
    assert ask(engine, "党建", filters={"section": ["problems"]}).total == 1
    assert ask(engine, "党建 章节:存在问题").total == 1
    assert ask(engine, "党建 标题:公安").total == 0


def test_deleted_and_replaced_reports_have_no_lines(engine: Engine) -> None:
    fill(engine, {"a": report("党建一"), "b": report("党建二"), "c": report("党建三")})
    change(engine, {"b": report("业务")}, delete=["a"], sources={"b": Source(("报告.txt",)), "c": Source(("报告.txt",))})
    assert [right for _, _, right in shown(ask(engine, "党建"))] == ["三"]
    assert engine.trend(build_request("党建")).total == 1


def test_characters_outside_the_basic_plane_sort_and_count(engine: Engine) -> None:
    """𠮷 has a higher code point than any character of one unit, and no half of it stands anywhere."""
    fill(engine, {"a": report("党建𠮷𠮷"), "b": report("党建鿿"), "c": report("党建好")})
    assert [right for _, _, right in shown(ask(engine, "党建", "right"))] == ["好", "鿿", "𠮷𠮷"]
    assert set(ask(engine, "党建").after) == {("𠮷", 1), ("鿿", 1), ("好", 1)}


@pytest.mark.parametrize("q", ["", "-党建", "标题:党建", "年份:2018", "单位:妇联 非 党建"])
def test_without_a_word_to_look_for_there_is_advice(engine: Engine, q: str) -> None:
    """One line that says what to write."""
    fill(engine, {"a": report("党建")})
    with pytest.raises(QueryError, match=r"^没有可逐处查找的词：.*$"):
        engine.concordance(build_request(q), "place", 5)
    with pytest.raises(QueryError, match=r"^没有可逐处查找的词：.*$"):
        engine.trend(build_request(q))


def test_an_empty_index_has_no_lines(engine: Engine) -> None:
    found = ask(engine, "党建", "right")
    assert (found.total, found.paragraph_total, found.pages, found.lines) == (0, 0, 0, ())
    assert (found.before, found.after) == ((), ())
    trend = engine.trend(build_request("党建"))
    assert (trend.cells, trend.years, trend.units, trend.total) == ((), (), (), 0)
    assert (trend.first_year, trend.last_year) == (None, None)


# --- trends -------------------------------------------------------------------------------


@quick
@given(queries, filters)
def test_every_engine_gives_the_trend_that_brute_force_gives(
    filled: Engine, reference: MemoryEngine, query: Query, chosen: Filters
) -> None:
    assume(terms_of(query))
    request = SearchRequest(query, chosen, understood_as="so understood", notices=("a notice",))
    got, right = (replace(e.trend(request), took_ms=0) for e in (filled, reference))
    assert got == right


@quick
@given(words | phrases, st.none() | terms, filters)
def test_trends_equal_brute_force(filled: Engine, term: Term, excluded: Term | None, chosen: Filters) -> None:
    """Whatever the question excludes stays in the number of all paragraphs."""
    query: Query = And((term, Not(excluded))) if excluded else term
    occurrences: Counter[tuple[int | None, str | None]] = Counter()
    holding, everything = occurrences.copy(), occurrences.copy()
    for seen in paragraphs(REPORTS):
        if not allowed(seen, chosen):
            continue
        cell = (seen.report.year, seen.report.unit_type)
        everything[cell] += 1
        if answers(query, seen):
            holding[cell] += 1
            occurrences[cell] += sum(brute_count(term, field) for field in seen.fields)
    trend = filled.trend(SearchRequest(query, chosen))
    right = {cell: (occurrences[cell], holding[cell], count) for cell, count in everything.items()}
    assert counts(trend.cells, lambda c: (c.year, c.unit_type)) == right
    assert (trend.total, trend.paragraph_total) == (occurrences.total(), holding.total())
    by_year, by_unit = ({cell[part] for cell in right} for part in (0, 1))
    assert counts(trend.years, lambda c: (c.year, None)).keys() == {(year, None) for year in by_year}
    assert counts(trend.units, lambda c: (None, c.unit_type)).keys() == {(None, unit) for unit in by_unit}
    for sums in (trend.years, trend.units):
        assert sum(c.occurrences for c in sums) == trend.total
        assert sum(c.paragraphs for c in sums) == trend.paragraph_total
        assert sum(c.all_paragraphs for c in sums) == everything.total()
    spoken = sorted(year for (year, _), count in occurrences.items() if count and year)
    assert (trend.first_year, trend.last_year) == ((spoken[0], spoken[-1]) if spoken else (None, None))


Name = tuple[int | None, str | None]


def counts(cells: tuple[TrendCell, ...], name: Callable[[TrendCell], Name]) -> dict[Name, tuple[int, int, int]]:
    assert len({name(c) for c in cells}) == len(cells)
    return {name(c): (c.occurrences, c.paragraphs, c.all_paragraphs) for c in cells}


def test_a_trend_counts_by_year_and_unit_with_the_unknown_last(engine: Engine) -> None:
    fill(
        engine,
        {
            "a": report("党建，党建。", "业务", year=2020, unit="公安"),
            "b": report("党建", year=2018, unit="妇联"),
            "c": report("党建", "事", "事", "事", year=None, unit=None),
            "d": report("事", year=2021, unit="妇联"),
        },
    )
    trend = engine.trend(build_request("党建"))
    assert [(c.year, c.unit_type, c.occurrences, c.paragraphs, c.all_paragraphs) for c in trend.cells] == [
        (2018, "妇联", 1, 1, 1),
        (2020, "公安", 2, 1, 2),
        (2021, "妇联", 0, 0, 1),
        (None, None, 1, 1, 4),
    ]
    assert [(c.year, c.unit_type, c.occurrences) for c in trend.years] == [
        (2018, None, 1), (2020, None, 2), (2021, None, 0), (None, None, 1),
    ]  # fmt: skip
    assert [(c.year, c.unit_type, c.all_paragraphs) for c in trend.units] == [
        (None, "妇联", 2), (None, "公安", 2), (None, None, 4),
    ]  # fmt: skip
    assert [c.per_10000 for c in trend.years] == [10_000, 10_000, 0, 2_500]
    assert (trend.first_year, trend.last_year, trend.total, trend.paragraph_total) == (2018, 2020, 4, 3)
    only = engine.trend(build_request("党建", filters={"unit": ["妇联"]}))
    assert [(c.year, c.occurrences, c.all_paragraphs) for c in only.years] == [(2018, 1, 1), (2021, 0, 1)]


def test_the_random_reports_are_worth_listing(reference: MemoryEngine) -> None:
    """Some words stand often, in headings too, and beside sentence ends."""
    lines = all_lines(reference, replace(build_request("党建"), filters=NO_FILTERS), "right", WHOLE)
    assert len(lines) > 200 and {line.in_heading for line in lines} == {True, False}
    assert any(not beside(line)[1] for line in lines)
