"""只此一份: paragraphs no sentence of which another report has, told by looking at every sentence."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.engines import Engine
from indexer.model.reports import Report
from indexer.querying.tree import And, Not, Phrase, SearchRequest, Unshared
from tests.engines.brute import expected_places, found_places, paragraphs
from tests.engines.corpus import change, fill, origin_of, paragraph, queries, random_reports, report
from tests.profiles import examples

ALL = "我们一定要把这件事情放在心上抓在手上。"
ONE, TWO, THREE = "码头上的灯换成了带罩的马灯。", "船工们把潮汐表贴在了棚子外墙。", "修船坞的钱是十七户人家凑的。"
ALONE = SearchRequest(Unshared(), size=100)


def become(engine: Engine, reports: Mapping[str, Report]) -> None:
    """Deletes what is not among these reports, and adds what is not yet there or another."""
    gone = [head.id for head in engine.reports() if head.id not in reports]
    change(engine, reports, gone, {name: origin_of(name) for name in reports})


def test_a_paragraph_is_alone_when_no_other_report_has_any_of_its_sentences(engine: Engine) -> None:
    fill(
        engine,
        {
            "a": report(ONE + "好。", ONE + ALL, TWO, "太短。也短。"),
            "b": report(ALL, THREE + THREE, "这一年" + TWO),
        },
    )
    # A sentence twice in one report is alone; one inside a longer sentence is another; short ones say nothing.
    assert found_places(engine, ALONE) == {("a", 0), ("a", 2), ("b", 1), ("b", 2)}
    assert found_places(engine, Not(Unshared())) == {("a", 1), ("a", 3), ("b", 0)}
    assert found_places(engine, And((Unshared(), Phrase("马灯", "马灯")))) == {("a", 0)}


def test_signs_and_width_do_not_tell_sentences_apart_and_figures_do(engine: Engine) -> None:
    fill(
        engine,
        {
            "a": report("修了26座船坞，换了灯芯。修好了！\n石斛镇出工最多，石斛镇管饭。", "开会26次，会会都点了马灯。"),
            "b": report("修了２６座船坞换了灯芯；", "石斛镇出工最多石斛镇管饭？", "开会27次，会会都点了马灯。"),
        },
    )
    assert found_places(engine, ALONE) == {("a", 1), ("b", 2)}


def test_what_stands_in_a_heading_is_no_sentence_of_a_paragraph(engine: Engine) -> None:
    under = Report(0, "总结", 2019, None, "机关", (paragraph(0, ONE, above=(TWO,)),))
    fill(engine, {"a": under, "b": report(TWO)})
    assert found_places(engine, ALONE) == {("a", 0), ("b", 0)}


def test_it_stays_right_when_reports_come_and_go(scratch: Engine) -> None:
    """No sentence is alone for ever: another report may come, and go again."""
    texts: Mapping[str, Report] = {"a": report(ONE, TWO), "b": report(TWO, THREE), "c": report(ONE + THREE)}
    for held in ("a", "ab", "abc", "bc", "b", "abc"):
        become(scratch, {name: texts[name] for name in held})
        assert found_places(scratch, ALONE) == expected_places({name: texts[name] for name in held}, ALONE), held


def test_a_character_beyond_the_first_65536_is_told_from_others(engine: Engine) -> None:
    rare, other = "𠮷字号的船坞修了整整一年。", "𡈽字号的船坞修了整整一年。"
    fill(engine, {"a": report(rare, other), "b": report(other)})
    assert found_places(engine, ALONE) == {("a", 0)}


@settings(max_examples=examples(40))
@given(queries)
def test_it_joins_any_other_question(filled: Engine, query: object) -> None:
    request = SearchRequest(And((Unshared(), query)), size=100)  # type: ignore[arg-type]
    assert found_places(filled, request) == expected_places(random_reports(), request)


def test_the_drawn_reports_have_both_kinds() -> None:
    """Else the comparisons above would compare nothing."""
    alone = [seen.alone for seen in paragraphs(random_reports())]
    assert any(alone) and not all(alone)


_SENTENCES = st.sampled_from([ALL, ONE, TWO, THREE, "短句。", "马灯的事情大家都知道了", "，。"])
_TEXTS = st.lists(_SENTENCES, min_size=1, max_size=3).map("".join)


@settings(max_examples=examples(30))
@given(st.lists(st.lists(_TEXTS, min_size=1, max_size=3), min_size=1, max_size=4))
def test_any_few_reports_are_told_apart(scratch: Engine, drawn: list[list[str]]) -> None:
    made = {f"r{number}": report(*texts) for number, texts in enumerate(drawn)}
    become(scratch, {})
    become(scratch, made)
    assert found_places(scratch, ALONE) == expected_places(made, ALONE)
