"""Suggestions say how much they find, and never keep anybody waiting."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from indexer.errors import IndexUnavailable
from indexer.language.tokenizer import Tokenizer
from indexer.model.results import Vocabulary
from indexer.querying.filters import Filters
from indexer.querying.request import build_request
from indexer.suggest.suggester import MOST_SHOWN, Suggester
from tests.engines.corpus import change, fill, paragraph, report
from tests.reference_engine.engine import MemoryEngine


@pytest.fixture
def engine(tokenizer: Tokenizer) -> MemoryEngine:
    made = MemoryEngine(tokenizer)
    fill(
        made,
        {
            "a": report(*[f"党建工作第{n}条" for n in range(30)], unit="公安"),
            "b": report(
                paragraph(0, "妇联与党建", above=("一、党建引领街巷议事",)),
                paragraph(1, "第二段没有提到", above=()),
            ),
        },
    )
    return made


@pytest.fixture
def suggester(engine: MemoryEngine) -> Suggester:
    made = Suggester(engine)
    made.refresh()
    return made


def test_the_number_shown_is_the_number_found(engine: MemoryEngine, suggester: Suggester) -> None:
    """Also of headings, whose paragraphs need not hold their words."""
    found = suggester.suggest("dj").completions
    assert {s.text for s in found} >= {"党建", "党建引领街巷议事"}
    for suggestion in found:
        assert suggestion.count == engine.search(build_request(suggestion.text)).total > 0


def test_what_finds_nothing_is_not_offered(suggester: Suggester) -> None:
    """A word of another unit's reports is no help under this filter."""
    only = suggester.suggest("dj", Filters({"unit": {"公安"}})).completions
    assert [(s.text, s.count) for s in only] == [("党建", 30)]
    assert suggester.suggest("fl", Filters({"unit": {"公安"}})).completions == ()


def test_a_slip_is_corrected_with_its_count(suggester: Suggester) -> None:
    meant = suggester.suggest("党健").meant
    assert meant is not None and (meant.text, meant.count) == ("党建", 31)
    assert suggester.suggest("党建").meant is None


def test_a_question_keeps_what_stands_before_its_last_word(suggester: Suggester) -> None:
    """Counts are then of the whole question."""
    assert [(s.text, s.count) for s in suggester.suggest("妇联 dangj").completions] == [
        ("妇联 党建", 1),
        ("妇联 党建引领街巷议事", 1),
    ]


@pytest.mark.parametrize("typed", ["", " ", "，。", "\x00", "\ud800", "好" * 5000, "((", '"'])
def test_odd_typing_gets_no_answer_and_no_error(suggester: Suggester, typed: str) -> None:
    found = suggester.suggest(typed)
    assert len(found.completions) <= MOST_SHOWN and found.meant is None


def test_without_a_vocabulary_nothing_is_suggested(engine: MemoryEngine) -> None:
    suggester = Suggester(engine)
    found = suggester.suggest("dj")
    assert not suggester.ready() and not found.ready and found.completions == ()


def test_a_new_generation_is_read_once_and_the_old_one_serves_meanwhile(
    engine: MemoryEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A writer's keystrokes never wait for a vocabulary."""
    suggester = Suggester(engine)
    suggester.refresh()
    change(engine, {"c": report("渔港码头")}, delete=["a", "b"])
    began, go_on, made = threading.Event(), threading.Event(), []
    read = engine.vocabulary

    def slowly() -> Vocabulary:
        began.set()
        assert go_on.wait(10)
        made.append(1)
        return read()

    monkeypatch.setattr(engine, "vocabulary", slowly)
    suggester.refresh_later()
    assert began.wait(10)
    suggester.refresh_later()
    assert suggester.ready() and suggester.suggest("yg").completions == ()
    go_on.set()
    suggester.refresh()
    assert [s.text for s in suggester.suggest("yg").completions] == ["渔港"]
    suggester.refresh_later()
    assert made == [1]


def test_an_index_that_is_gone_does_not_end_suggestions(
    engine: MemoryEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Next time it is tried again."""

    def gone() -> Vocabulary:
        raise IndexUnavailable("没有了")

    suggester = Suggester(engine)
    with monkeypatch.context() as damaged:
        damaged.setattr(engine, "vocabulary", gone)
        suggester.refresh_later()
        for thread in _builders():
            thread.join(10)
    assert not suggester.ready()
    suggester.refresh()
    assert suggester.ready()


def _builders() -> Iterator[threading.Thread]:
    return (thread for thread in threading.enumerate() if thread.name == "vocabulary")


def test_the_value_of_a_filter_is_completed(suggester: Suggester) -> None:
    """单位:公 means 单位:公安, not 单位:公开, which is no unit type; what finds nothing is left out."""
    for typed, meant in (("单位:公", "单位:公安"), ("党建 单位：公", "党建 单位：公安"), ("单位:", "单位:公安")):
        found = suggester.suggest(typed)
        assert meant in [offered.text for offered in found.completions] and found.meant is None
        assert all(offered.count for offered in found.completions)
    assert not suggester.suggest("单位:法").completions
