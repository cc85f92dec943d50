"""Whether a paragraph is found is decided by its characters, in every engine alike."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings

from indexer.engines import Engine, Source
from indexer.model.reports import Span
from indexer.querying.filters import NO_FILTERS
from indexer.querying.request import build_request
from indexer.querying.tree import (
    EVERYTHING,
    And,
    AtLeast,
    ExactPhrase,
    GappedPhrase,
    Not,
    Or,
    Phrase,
    Proximity,
    Query,
    SearchRequest,
    Term,
    Word,
    terms_of,
)
from tests import oracle
from tests.engines.brute import all_hits, expected_places, found_places, holds, place_of, word_key
from tests.engines.corpus import change, fill, paragraph, queries, random_reports, report
from tests.profiles import examples

REPORTS = random_reports()

#: The oracle tries every stretch of a text to find the places of a term.
_MOST_TRIED = 60


def found(engine: Engine, q: str = "", phrase: str = "") -> list[int]:
    """Ordinals found in the one report of a test."""
    return sorted(o for _, o in found_places(engine, build_request(q, [phrase], size=100)))


@settings(max_examples=examples(120))
@given(queries)
def test_any_tree_finds_what_brute_force_finds(filled: Engine, query: Query) -> None:
    request = SearchRequest(query, size=100)
    page = filled.search(request)
    right = expected_places(REPORTS, request)
    assert found_places(filled, request) == right
    assert page.total == len(right)
    assert page.report_total == len({report_id for report_id, _ in right})


def test_any_fragment_finds_every_paragraph_that_holds_it(filled: Engine) -> None:
    """Cut at random from texts and headings, 1–12 characters, pasted as a literal phrase."""
    random = Random(7)
    texts = [t for r in REPORTS.values() for p in r.paragraphs for t in (p.text, *p.headings_above)]
    asked = 0
    while asked < 150:
        text = random.choice(texts)
        start = random.randrange(len(text))
        # A line end at the edge of what is pasted asks for nothing.
        fragment = text[start : start + random.randint(1, 12)].strip()
        if not oracle.question_key(fragment).strip(oracle.BARRIER):
            continue
        asked += 1
        request = replace(build_request(phrases=[fragment], size=100), filters=NO_FILTERS)
        right = expected_places(REPORTS, SearchRequest(Phrase(fragment, "unused")))
        assert right, fragment
        assert found_places(filled, request) == right, fragment


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("责任", [0, 1, 2, 6]),
        ("任", [0, 1, 2, 6]),
        ("任务", [1]),
        ("责任务", [1]),
        ("党风责任", [2]),
        ("责任 落实", [0, 6]),
        ("“责任落实”", [6]),
        ("责任 -落实", [1, 2]),
        ("-责任", [3, 4, 5]),
        ("责任 -“任务” 非 党风", [0, 6]),
        ("责 任务 党风", []),
        ("落实责任", [0]),
        ("3.5", [3]),
        ("35", [4]),
        ("５%", [3]),
        ("app", [4]),
        ("ＡＰＰ", [4]),
        ("二零一八", [5]),
        ("𠮷", [5]),
        ("不存在的词", []),
        ("责任，责任", []),
    ],
)
def test_words_match_wherever_their_characters_stand_together(
    engine: Engine, q: str, expected: list[int]
) -> None:
    texts = (
        "落实责任。",
        "责任务必到人",
        "党风“责任”清单",
        "增长3.5%",
        "App 3、5 个",
        "二○一八年，𠮷林",
        "责任、落实",
    )
    fill(engine, {"r": report(*texts)})
    assert found(engine, q) == expected


def test_no_match_crosses_the_end_of_a_sentence(engine: Engine) -> None:
    fill(engine, {"r": report("抓党建。带妇建", "抓党建，带妇建", "抓党建！”带妇建", "抓党建\n带妇建")})
    assert found(engine, "党建带妇建") == [1]
    assert found(engine, phrase="党建。带") == [0, 2, 3]
    assert found(engine, phrase="党建！？\n“带") == [0, 2, 3]


def test_words_may_be_spread_over_headings_and_text(engine: Engine) -> None:
    above = ("一、强化担当", "（一）党的建设")
    fill(engine, {"r": report(paragraph(0, "妇联干部下基层", above=above), paragraph(1, "妇联工作"))})
    assert found(engine, "担当 妇联") == [0]
    assert found(engine, "担当 建设 基层") == [0]
    assert found(engine, "“党的建设”") == [0]
    assert found(engine, "妇联 -担当") == [1]
    assert found(engine, "-建设") == [1]


def test_no_match_crosses_from_a_heading_into_the_next_or_into_the_text(engine: Engine) -> None:
    fill(engine, {"r": report(paragraph(0, "丙丁", above=("甲乙", "戊己")))})
    for raw in ("乙戊", "己丙", "乙丙", "戊己丙丁"):
        assert found(engine, raw) == found(engine, phrase=raw) == []
    assert found(engine, "甲乙 戊己 丙丁") == [0]


def test_no_match_crosses_from_one_paragraph_or_report_into_another(engine: Engine) -> None:
    fill(engine, {"a": report("甲乙", "丙丁"), "b": report("戊己")})
    for raw in ("乙丙", "丁戊", "丁丙"):
        assert found_places(engine, build_request(raw)) == set()
    assert found_places(engine, build_request("-甲")) == {("a", 1), ("b", 0)}


def test_everything_nothing_and_double_denial(filled: Engine) -> None:
    total = sum(len(r.paragraphs) for r in REPORTS.values())
    assert filled.search(SearchRequest()).total == total
    assert filled.search(SearchRequest(Not(Not(EVERYTHING)))).total == total
    assert filled.search(SearchRequest(Or(()))).total == 0
    assert filled.search(SearchRequest(Not(And(())))).total == 0


def test_a_very_long_paragraph_is_found_at_both_ends(engine: Engine) -> None:
    fill(engine, {"r": report("开头词" + "工作，" * 20_000 + "末尾词", "工作")})
    assert found(engine, "开头词 末尾词") == [0]
    assert found(engine, phrase="工作" * 400) == [0]


# --- gaps, nearness, strictness, fields -----------------------------------------------------


def test_a_gap_holds_at_most_twenty_characters_of_one_sentence(engine: Engine) -> None:
    """Counted in characters that are compared; headings and text are apart."""
    texts = (
        "强化责任意识",
        "意识强化",
        "强化" + "甲" * 20 + "意识",
        "强化" + "甲" * 21 + "意识",
        "强化" + "、甲" * 20 + "意识",
        "强化责任。意识",
        "强化意识",
        "强化责任，强化担当意识。",
    )
    fill(engine, {"r": report(*texts, paragraph(8, "意识", above=("强化",)))})
    assert found(engine, '"强化*意识"') == [0, 2, 4, 6, 7]
    assert found(engine, "“强化＊担当*意识”") == [7]
    assert found(engine, '-"强化*意识"') == [1, 3, 5, 8]


def test_near_words_stand_in_any_order_none_over_another(engine: Engine) -> None:
    texts = ("党建和业务", "业务和党建", "党建、一二三四五业务", "党建。业务", "党建业务", "责任务", "责任，任务")
    fill(engine, {"r": report(*texts)})
    assert found(engine, '"党建 业务"~4') == [0, 1, 4]
    assert found(engine, '"党建 业务"~5') == [0, 1, 2, 4]
    assert found(engine, "“业务　党建”～５") == [0, 1, 2, 4]
    assert found(engine, '"责任 任务"~9') == [6]


def test_near_words_are_a_chain_of_neighbours(engine: Engine) -> None:
    """The distance counts from each to the next; the same word twice asks for two places."""
    fill(engine, {"r": report("甲一乙二丙", "丙一甲二乙", "甲一二三乙丙", "甲一甲", "甲乙")})
    assert found(engine, '"甲 乙 丙"~1') == [0, 1]
    assert found(engine, '"甲 甲"~1') == [3]


def test_a_strict_phrase_minds_punctuation_and_case(engine: Engine) -> None:
    fill(engine, {"r": report("讲“党建”的App", "讲党建的APP", "讲，党建", paragraph(3, "无", above=("讲“党建”",)))})
    assert found(engine, 'strict:"讲“党建”"') == [0, 3]
    assert found(engine, "严格：App") == [0]
    assert found(engine, "strict:「讲党建的」") == [1]
    assert found(engine, "-strict:APP") == [0, 2, 3]


def test_a_strict_phrase_marks_only_what_stands_as_it_is(engine: Engine) -> None:
    """Not what only has the same search key."""
    fill(engine, {"r": report("app和App，甲乙和“甲”乙")})
    (hit,) = engine.search(build_request("strict:App strict:甲乙")).hits
    assert [hit.paragraph.text[start:end] for start, end in hit.highlights] == ["App", "甲乙"]


def test_fields_look_in_titles_headings_and_file_names(engine: Engine) -> None:
    """A title says it for all paragraphs; all headings above one count, also those it shares."""
    under = replace(paragraph(1, "走访困难群众"), heading_path=("一、主要做法", "（二）关爱妇女儿童"))
    change(
        engine,
        {"a": report("工会", under, title="党建述职报告"), "b": report("党建", "关爱妇女", title=None)},
        sources={"a": Source(("妇联/2018年述职.txt",)), "b": Source(("b.txt", "总工会/新.docx"))},
    )

    def positions(q: str) -> set[tuple[str, int]]:
        return found_places(engine, build_request(q, size=100))

    assert positions("标题:党建") == {("a", 0), ("a", 1)}
    assert positions("小标题：关爱妇女") == {("a", 1)}
    assert positions('小标题:"做法*关爱"') == set()
    assert positions("文件:2018") == {("a", 0), ("a", 1)}
    assert positions("文件:“总工会/新”") == {("b", 0), ("b", 1)}
    assert positions("党建 -标题:党建") == {("b", 0)}
    assert positions("标题:党建 | 关爱") == {("a", 0), ("a", 1), ("b", 1)}


def test_filters_typed_among_the_words_are_parts_like_others(engine: Engine) -> None:
    """They can be excluded and offered as alternatives, which the filters beside the list cannot."""
    fill(
        engine,
        {
            "a": report(paragraph(0, "党建", ["problems"]), "党建", year=2018, unit="妇联"),
            "b": report("党建", year=None, unit="公安"),
        },
    )

    def positions(q: str) -> set[tuple[str, int]]:
        return found_places(engine, build_request(q, size=100))

    assert positions("党建 单位:妇联") == positions("单位：群团") == positions("年份:2017-2019") == {("a", 0), ("a", 1)}
    assert positions("党建 -单位:妇联") == positions("年份:未知") == {("b", 0)}
    assert positions("章节:问题 | 单位:公安") == {("a", 0), ("b", 0)}
    assert positions("党建 -（章节:问题 | 单位:公安）") == {("a", 1)}
    page = engine.search(build_request("党建 单位:妇联"))
    assert {v.value: v.count for v in page.facets[1].values} == {"妇联": 2}


def test_most_of_the_words_may_be_asked_for(engine: Engine) -> None:
    fill(engine, {"r": report("甲乙", "甲丙", "乙", "甲、乙、丙", "丁")})
    parts = tuple(Word(char, char) for char in "甲乙丙")
    found_at = [sorted(o for _, o in found_places(engine, AtLeast(least, parts))) for least in range(5)]
    assert found_at == [[0, 1, 2, 3, 4], [0, 1, 2, 3], [0, 1, 3], [3], []]


# --- highlights ---------------------------------------------------------------------------


def marks(term: Term, text: str) -> list[list[Span]]:
    """Of each list at least one place must be marked: each place of a word or phrase; of a gap or of nearness
    one place of each part, which may stand elsewhere too."""
    if not holds(term, text):
        return []
    if isinstance(term, GappedPhrase | Proximity):
        return [oracle.positions(text, word_key(part)) for part in re.split("[* ]", term.text)]
    if isinstance(term, ExactPhrase):
        starts = [at for at in range(len(text)) if text.startswith(term.text, at)]
        return [[(start, start + len(term.text))] for start in starts]
    key = word_key(term.text) if isinstance(term, Word) else oracle.question_key(term.text)
    return [[place] for place in oracle.positions(text, key)]


def assert_true_spans(text: str, spans: tuple[Span, ...], query: Query) -> None:
    """Spans are in order, apart, inside ``text``, and mark what the oracle finds: all that must be is touched,
    and nothing is marked that belongs to no place."""
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(end < start for (_, end), (start, _) in pairwise(spans))
    wanted = [positions for term in terms_of(query) for positions in marks(term, text)]
    for positions in wanted:
        assert any(start < last and first < end for start, end in spans for first, last in positions)
    term_coverage = {at for positions in wanted for first, last in positions for at in range(first, last)}
    assert {at for start, end in spans for at in range(start, end)} <= term_coverage


@settings(max_examples=examples(40))
@given(queries)
def test_highlights_are_true_spans_of_text_and_headings(filled: Engine, query: Query) -> None:
    for hit in filled.search(SearchRequest(query, size=8)).hits:
        shown = hit.paragraph
        if len(shown.text) > _MOST_TRIED:
            continue
        assert_true_spans(shown.text, hit.highlights, query)
        assert len(hit.heading_highlights) == len(shown.headings_above)
        for heading, spans in zip(shown.headings_above, hit.heading_highlights, strict=True):
            assert_true_spans(heading, spans, query)


def test_highlights_span_the_signs_that_do_not_count(engine: Engine) -> None:
    text = "坚持“党建”带、妇建，𠮷党建"
    fill(engine, {"r": report(paragraph(0, text, above=("一、党 建A",)))})
    (hit,) = engine.search(build_request("党建带妇建 𠮷 -工会", ["党建"])).hits
    assert [text[start:end] for start, end in hit.highlights] == ["党建”带、妇建", "𠮷党建"]
    assert hit.heading_highlights == ((((2, 5)),),)


def test_exclusions_and_bare_lists_mark_nothing(filled: Engine) -> None:
    for request in (build_request(), build_request("-党建")):
        hits = filled.search(request).hits
        assert hits
        assert not any(hit.highlights or any(hit.heading_highlights) for hit in hits)


def test_title_hits_offer_reports_whose_title_matches(engine: Engine) -> None:
    """Offered above the paragraphs, within the filters for unit and year, newest first."""
    fill(
        engine,
        {
            "a": report("甲", title="“党建”述职报告", year=2017),
            "b": report("乙", title="党建工作总结", year=2019),
            "c": report("党建", title=None, year=2020),
            "d": report("丁", title="党建要点", year=None, unit=None),
            "e": report("戊", title="安全总结", year=2020),
        },
    )
    page = engine.search(build_request("党建"))
    assert [h.report_id for h in page.title_hits] == ["b", "a", "d"]
    assert [h.title[s:e] for h in page.title_hits for s, e in h.highlights] == ["党建"] * 3
    assert [place_of(h) for h in page.hits] == [("c", 0)]
    assert [h.report_id for h in engine.search(build_request("党建 -述职", filters={"unit": ["妇联"]})).title_hits] == [
        "b"
    ]
    assert [h.report_id for h in engine.search(build_request("党建", filters={"year": ["unknown"]})).title_hits] == ["d"]
    assert [h.report_id for h in engine.search(build_request("党建 年份:未知")).title_hits] == ["d"]
    assert [h.report_id for h in engine.search(build_request('strict:“党建”述')).title_hits] == ["a"]
    assert engine.search(build_request()).title_hits == ()


def test_a_title_is_offered_for_what_it_says_not_for_what_it_lacks(engine: Engine) -> None:
    """A title that holds no word of the question marks nothing: it is no find, although it answers a 非."""
    fill(engine, {"a": report("甲", title="党建总结"), "b": report("乙", title="工会总结")})
    assert [h.report_id for h in engine.search(build_request("党建 | -妇联")).title_hits] == ["a"]
    assert [h.report_id for h in engine.search(build_request("党建 | 单位:妇联")).title_hits] == ["a"]


def test_a_strict_phrase_is_looked_for_in_the_whole_title_block(engine: Engine) -> None:
    """As its search key is."""
    lined = replace(report("甲", title="党建总结"), title_lines=("党建总结", "——“清风”行动App纪实"))
    fill(engine, {"a": lined})
    for q in ("清风行动", "strict:App", "strict:“清风”行动", "strict:总结"):
        assert [h.report_id for h in engine.search(build_request(q)).title_hits] == ["a"], q
    assert engine.search(build_request("strict:APP")).title_hits == ()


def test_the_question_is_carried_into_the_answer(filled: Engine) -> None:
    page = filled.search(build_request("党建 “", page=2, size=3))
    assert page.understood_as == "词 党建"
    assert page.notices
    assert (page.page, page.size) == (2, 3)
    assert page.took_ms >= 0
    assert len(all_hits(filled, build_request("党建"))) == page.total
