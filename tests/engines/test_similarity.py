"""Like paragraphs: what shares words and wording comes first, copies are left out, every engine agrees."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from math import log, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.engines import Engine
from indexer.language.tokenizer import Tokenizer
from indexer.querying.filters import Filters
from tests import oracle
from tests.engines import corpus
from tests.engines.corpus import fill, fill_in_parts, random_reports, report
from tests.profiles import examples
from tests.reference_engine.engine import MemoryEngine

NIGHT = "白天飞针走线，晚上识字读报，绣坊里的夜校开了三年，姐妹们都说学得进、用得上。"
NIGHT_AGAIN = "白天飞针走线，晚上识字读报，绣坊里的夜校开了五年，姐妹们都说学得进、用得上。"
SCHOOL = "夜校的桌椅还不够，晚上识字的姐妹有的站着听课，绣坊也太小。"
HARBOUR = "渔港码头每月开例会，船老大先说风浪里的难处，再由值班委员当场认领。"
GATES = "闸门检修完毕，水位平稳，值班记录齐全。"


@pytest.fixture(scope="module")
def small(shared: Engine) -> Engine:
    fill(
        shared,
        {
            "a": report(NIGHT, HARBOUR, year=2018),
            "b": report(NIGHT_AGAIN, GATES, year=2019, unit="公安"),
            "c": report(SCHOOL, HARBOUR.replace("每月", "每周"), year=2021),
        },
    )
    return shared


def ids(engine: Engine, text: str, filters: Filters | None = None, size: int = 10, without: str = "") -> list[str]:
    return [hit.paragraph.id for hit in engine.similar(text, filters or Filters(), size, without)]


def test_the_same_text_is_wholly_alike_and_others_follow(small: Engine) -> None:
    hits = small.similar(NIGHT, Filters(), 10)
    assert [hit.paragraph.id for hit in hits][:3] == ["a-0", "b-0", "c-0"]
    assert hits[0].score == 1.0
    assert all(0 < later.score <= earlier.score for earlier, later in pairwise(hits))


def test_a_paragraph_and_its_near_duplicates_are_left_out(small: Engine) -> None:
    """Who asks for others has these already."""
    assert [p.id for p in small.near_duplicates("a-0")] == ["b-0"]
    assert ids(small, NIGHT, without="a-0") == ["c-0"]
    assert ids(small, HARBOUR, without="a-1") == ids(small, HARBOUR, without="c-1") == ["b-1"]


@pytest.mark.parametrize("unknown", ["", "x", "a-9", "zz-0", "a-00"])
def test_an_unknown_paragraph_leaves_out_nothing(small: Engine, unknown: str) -> None:
    assert ids(small, NIGHT, without=unknown)[0] == "a-0"


def test_filters_and_size_bound_the_answer(small: Engine) -> None:
    assert ids(small, NIGHT, Filters({"unit": {"公安"}})) == ["b-0"]
    assert ids(small, NIGHT, Filters({"year": ["2020-2022"]}))[0] == "c-0"
    assert ids(small, NIGHT, size=1) == ["a-0"]


def test_shared_words_are_marked(small: Engine) -> None:
    """Why a paragraph is there can be seen."""
    (hit, *_) = small.similar("绣坊里的夜校", Filters(), 5)
    assert {hit.paragraph.text[a:b] for a, b in hit.highlights} & {"绣坊", "夜校", "绣坊里的夜校"}


@pytest.mark.parametrize("text", ["", "，。！", "火星探测器", "\x00\ud800"])
def test_a_text_without_known_words_is_like_nothing(small: Engine, text: str) -> None:
    assert small.similar(text, Filters(), 10) == ()


def test_an_empty_index_has_nothing_alike(engine: Engine) -> None:
    assert engine.similar(NIGHT, Filters(), 10) == ()


def test_a_long_paste_finds_what_it_was_made_of(small: Engine) -> None:
    pasted = (NIGHT + "\n" + HARBOUR + "\n") * 60
    assert len(pasted) > 4000
    assert set(ids(small, pasted)[:4]) == {"a-0", "a-1", "b-0", "c-1"}


# --- the measure ------------------------------------------------------------------------------


def pairs(text: str) -> set[str]:
    """Neighbouring characters of a key inside a sentence, by the oracle's normaliser."""
    sentences = oracle.search_key(oracle.clean_text(text)).split(oracle.BARRIER)
    return {sentence[at : at + 2] for sentence in sentences for at in range(len(sentence) - 1)}


@pytest.mark.parametrize("text", [NIGHT, "夜校，绣坊", "绣坊里的夜校、码头的例会"])
def test_the_score_is_the_mean_of_shared_words_and_the_cosine_of_pairs(
    small: Engine, tokenizer: Tokenizer, text: str
) -> None:
    """Recomputed from the definition, from nothing but the six texts."""
    texts = [NIGHT, NIGHT_AGAIN, SCHOOL, HARBOUR, HARBOUR.replace("每月", "每周"), GATES]
    cut = [set(tokenizer.words(t)) for t in texts]
    holding = {w: sum(w in own for own in cut) for w in set(tokenizer.words(text)) if len(w) > 1}
    weight = {w: log(6 / (n + 1)) + 1 for w, n in holding.items() if n}
    assert 0 < len(weight) <= 24
    for hit in small.similar(text, Filters(), 10):
        key = oracle.search_key(hit.paragraph.text)
        told = sum(v for w, v in weight.items() if w in key) / sum(weight.values())
        own, others = pairs(text), pairs(hit.paragraph.text)
        assert hit.score == pytest.approx((told + len(own & others) / sqrt(len(own) * len(others))) / 2, abs=1e-8)


# --- engines agree ----------------------------------------------------------------------------

reports_of = lru_cache(maxsize=1)(random_reports)


@pytest.fixture(scope="module")
def plain(tokenizer: Tokenizer) -> MemoryEngine:
    """The brute-force engine over the same reports."""
    made = MemoryEngine(tokenizer)
    fill_in_parts(made, reports_of())
    return made


_every = st.sampled_from([(p.text, f"{rid}-{p.ordinal}") for rid, r in random_reports().items() for p in r.paragraphs])


@given(
    asked=_every | st.tuples(st.lists(corpus.snippets, min_size=1, max_size=6).map("".join), st.just("")),
    filters=st.just(Filters()) | corpus.filters,
    size=st.sampled_from((1, 5, 400)),
)
@settings(max_examples=examples(60))
def test_every_engine_gives_the_same_in_the_same_order(
    filled: Engine, plain: MemoryEngine, asked: tuple[str, str], filters: Filters, size: int
) -> None:
    """Texts, scores and marks, over segments with deletes."""
    text, without = asked
    hits = filled.similar(text, filters, size, without)
    assert hits == plain.similar(text, filters, size, without)
    assert without not in {hit.paragraph.id for hit in hits}
    assert not {hit.paragraph.id for hit in hits} & {p.id for p in filled.near_duplicates(without)}
