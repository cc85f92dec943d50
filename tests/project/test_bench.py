"""The benchmark measures what it says: made-up archives, questions, engines that answer the same, tables."""

from __future__ import annotations

import gc
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from bench import compare
from bench.apart import Failed, in_child
from bench.corpus import AppliedCorrection, Generator
from bench.growth import growth
from bench.known_items import Item, known_items, place_of
from bench.lexis import Lexis
from bench.memory import memory_of, watched
from bench.parsed import reports_in, rows_in
from bench.peers import FACETS, PEERS, Peer, Question, Source, grams, make, missing
from bench.questions import CLASSES, mixed, question_classes, sample
from bench.rows import Row, read_rows, write_rows
from bench.tables import Measured, Timed, tables
from indexer.language.normalize import search_key
from indexer.language.tokenizer import Tokenizer
from indexer.model.reports import Report

ARCHIVE = Path(__file__).resolve().parents[2] / "archive"
PARAGRAPHS = 200
QUESTIONS = 6
#: What Whoosh with jieba is given: it takes its time.
FEW = 40
HAN_WORD = re.compile("[\u4e00-\u9fff]{2,}")


@dataclass(frozen=True)
class Bench:
    """A made-up archive, its paragraphs, and questions about them."""

    place: Path
    source: Source
    made: Sequence[AppliedCorrection]
    rows: Sequence[Row]
    classes: Mapping[str, Sequence[Question]]


@pytest.fixture(scope="module")
def samples() -> Sequence[Report]:
    """A part of the shipped samples is enough to learn from here."""
    return list(reports_in([ARCHIVE / name for name in ("机关", "学校", "医院", "政府")]))


@pytest.fixture(scope="module")
def lexis() -> Lexis:
    return Lexis()


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory: pytest.TempPathFactory) -> Tokenizer:
    return Tokenizer(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def bench(
    samples: Sequence[Report], lexis: Lexis, tokenizer: Tokenizer, tmp_path_factory: pytest.TempPathFactory
) -> Bench:
    place = tmp_path_factory.mktemp("bench")
    source = Source(place / "archive", place / "rows.jsonl")
    made = list(Generator(7, samples, lexis).reports(PARAGRAPHS))
    for report in made:
        (source.folder / report.name).parent.mkdir(parents=True, exist_ok=True)
        (source.folder / report.name).write_text(report.text, encoding="utf-8")
    write_rows(rows_in([source.folder], tokenizer), source.rows)
    rows = list(read_rows(source.rows))
    return Bench(place, source, made, rows, question_classes(rows, QUESTIONS, 7))


# --- the archive ------------------------------------------------------------------------------


def test_the_same_seed_makes_the_same_reports(bench: Bench, samples: Sequence[Report], lexis: Lexis) -> None:
    """Figures of two days, or of two machines, must be about the same archive."""
    assert list(Generator(7, samples, lexis).reports(PARAGRAPHS)) == list(bench.made)
    assert list(Generator(8, samples, lexis).reports(PARAGRAPHS)) != list(bench.made)


def test_bigan_finds_as_many_paragraphs_as_were_made(bench: Bench) -> None:
    """Otherwise "100 000 paragraphs" would be another number."""
    assert sum(made.paragraphs for made in bench.made) == PARAGRAPHS
    assert abs(len(bench.rows) - PARAGRAPHS) <= PARAGRAPHS // 50
    assert 220 <= sum(len(row.text) for row in bench.rows) / len(bench.rows) <= 340
    assert len({row.unit for row in bench.rows}) > 4 and {"work", "problems", "plans"} <= {
        section for row in bench.rows for section in row.sections
    }


def test_every_so_many_th_file_can_be_taken(bench: Bench, tokenizer: Tokenizer) -> None:
    """Questions about a large archive come from all of it, not from the files that are read first."""
    rows = list(rows_in([bench.source.folder], tokenizer, 3))
    some, everything = ({row.id.rpartition("-")[0]: None for row in each} for each in (rows, bench.rows))
    assert list(some) == list(everything)[::3] and 1 < len(some) < len(everything)


def test_the_vocabulary_keeps_growing(bench: Bench, tokenizer: Tokenizer) -> None:
    """An archive of few words would flatter every engine."""
    first, second = growth([row.text for row in bench.rows], [len(bench.rows) // 2], tokenizer)
    assert second.distinct > 1.25 * first.distinct


# --- questions --------------------------------------------------------------------------------


def test_no_question_stands_twice_in_its_class(bench: Bench) -> None:
    """A repeated question would be answered from a cache of the system's."""
    assert set(bench.classes) == set(CLASSES)
    for questions in bench.classes.values():
        assert len(questions) == len(set(questions)) == QUESTIONS
    assert bench.classes == question_classes(bench.rows, QUESTIONS, 7)
    assert bench.classes != question_classes(bench.rows, QUESTIONS, 8)
    taken = mixed(bench.classes, len(CLASSES) + 1)
    assert taken == [*(q[0] for q in bench.classes.values()), next(iter(bench.classes.values()))[1]]


def test_a_class_ends_where_nothing_new_can_be_asked(bench: Bench) -> None:
    short = question_classes(bench.rows[:2], 500, 7)
    assert 0 < len(short["filters alone"]) < 500


# --- engines ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def opened(bench: Bench) -> Iterator[Callable[[str], Peer]]:
    """Builds a peer's index when it is first asked for, and opens it; the slow one over few paragraphs."""
    peers: dict[str, Peer] = {}
    few = Source(bench.source.folder, bench.place / "few.jsonl")
    write_rows(bench.rows[:FEW], few.rows)

    def peer(name: str) -> Peer:
        if missing(name):
            pytest.skip(missing(name))
        if name not in peers:
            if PEERS[name].index_of:
                peer(PEERS[name].index_of)
            else:
                built = make(name, bench.place)
                built.build(few if name == "whoosh-naive" else bench.source)
                built.close()
            peers[name] = make(name, bench.place)
            peers[name].open()
        return peers[name]

    yield peer
    for open_peer in peers.values():
        open_peer.close()


@lru_cache(maxsize=PARAGRAPHS * 2)
def key_of(row: Row) -> str:
    return row.key


def truth(rows: Sequence[Row], question: Question) -> tuple[int, dict[str, dict[str, int]]]:
    """Total and facets by looking at every paragraph; the facets ignore their own selection."""
    counts: dict[str, dict[str, int]] = {name: {} for name in FACETS}
    total = 0
    for row in rows:
        found = [term in key_of(row) for term in question.terms]
        if not (any(found) if question.any_word else all(found)):
            continue
        passed = {
            "section": not question.sections or bool({*row.sections} & {*question.sections}),
            "unit": not question.units or row.unit in question.units,
            "year": not question.years or row.year in question.years,
        }
        total += all(passed.values())
        values_of = (row.sections, (row.unit,), (str(row.year),), (row.folder,), (row.placeholders,))
        for name, values in zip(FACETS, values_of, strict=True):
            if all(ok for other, ok in passed.items() if other != name):
                for value in values:
                    counts[name][value] = counts[name].get(value, 0) + 1
    return total, counts


@pytest.mark.parametrize("name", ["bigan", "tantivy-grams", "fts5-grams"])
def test_exact_peers_find_what_is_there(bench: Bench, opened: Callable[[str], Peer], name: str) -> None:
    """Times are only worth comparing between engines that did the same work."""
    peer = opened(name)
    for kind, questions in bench.classes.items():
        for question in questions:
            answer = peer.ask(question)
            facets = {facet: dict(values) for facet, values in answer.facets.items()}
            total, counts = truth(bench.rows, question)
            assert answer.total == total, (kind, question)
            assert facets == {name: counts[name] for name in facets} and len(facets) >= 3, (kind, question)
            assert len(answer.ids) == len(answer.texts) <= min(answer.total, 10)
            assert len(answer.ids) == min(answer.total, 10) or (name == "bigan" and answer.ids)
            assert set(answer.ids) <= {row.id for row in bench.rows}
            for text, spans in answer.texts if name != "bigan" else ():
                assert not question.terms or spans, text


@pytest.mark.parametrize("name", ["tantivy", "fts5"])
def test_peers_on_words_find_a_word_where_it_is_a_token(
    bench: Bench, opened: Callable[[str], Peer], name: str
) -> None:
    """Their own answer to the same question: fewer than the characters give, never others."""
    peer = opened(name)
    for question in bench.classes["common word"]:
        expected = sum(question.words[0] in row.words.split(" ") for row in bench.rows)
        assert peer.ask(question).total == expected > 0


@pytest.mark.parametrize("name", ["whoosh-naive", "whoosh-warm"])
def test_whoosh_counts_what_it_finds(bench: Bench, opened: Callable[[str], Peer], name: str) -> None:
    """``groupedby`` and our own collector must count the same; filters alone are exact for both."""
    peer, naive = opened(name), opened("whoosh-naive")
    for question in bench.classes["filters alone"]:
        assert peer.ask(question).total == truth(bench.rows[:FEW], question)[0]
    for question in bench.classes["common word"]:
        answer, other = peer.ask(question), naive.ask(question)
        assert (answer.total, answer.facets) == (other.total, other.facets)
        assert len(answer.ids) == min(answer.total, 10)
    assert naive.ask(bench.classes["common word"][0]).total > 0


def test_a_barrier_keeps_pairs_apart() -> None:
    assert grams("党建业务") == ["党建", "建业", "业务"]
    assert grams("党建\n业务") == ["党建", "¶", "¶", "业务"]


# --- the comparison -----------------------------------------------------------------------------


def in_this_process(seconds: float, work: Callable[..., Any], *arguments: Any) -> Any:
    return work(*arguments)


def test_the_command_prints_its_tables(
    tmp_path: Path,
    samples: Sequence[Report],
    lexis: Lexis,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """From an empty folder to Markdown; the processes of their own are this one here."""

    def write_few(folder: Path, paragraphs: int, seed: int) -> int:
        for made in Generator(seed, samples, lexis).reports(paragraphs):
            (folder / made.name).parent.mkdir(parents=True, exist_ok=True)
            (folder / made.name).write_text(made.text, encoding="utf-8")
        return paragraphs

    monkeypatch.setattr(compare, "in_child", in_this_process)
    monkeypatch.setattr(compare, "write_archive", write_few)
    monkeypatch.setattr(compare, "first_answer", lambda *_: 0.25)
    file = tmp_path / "figures.json"
    try:
        compare.main(["--sizes", "60", "--peers", "fts5", "fts5-grams", "--questions", "3", "--json", str(file)])
    finally:
        gc.unfreeze()
    printed = capsys.readouterr().out
    assert "| rare word (3) |" in printed and "| fts5-grams | " in printed and "Not measured" not in printed
    assert file.stat().st_size > 1000


def test_different_totals_are_shown_and_not_compared() -> None:
    """A fast wrong answer must not look like a fast right one."""
    answers = {
        "some": {
            "bigan": [Timed(n, 2.0, 1.0, 10) for n in range(8)],
            "exact": [Timed(n, 6.0, 1.0, 10) for n in range(8)],
            "mostly": [Timed(n, 4.0, 1.0, 10 if n < 5 else 9) for n in range(8)],
            "never": [Timed(n, 0.1, 1.0, 3) for n in range(8)],
        },
        "unknown": {"bigan": [], "exact": [Timed(0, 1.0, 1.0, 1)], "mostly": [], "never": []},
    }
    lines = list(tables(Measured(100, answers=answers)))
    assert "| some | 3.00 | ≠ 5 of 8: 2.00 | ≠ 0 of 8 |" in lines
    assert "| some | 1.00 | ≠ 5 of 8: 1.00 | ≠ 0 of 8 |" in list(tables(Measured(100, answers=answers), "processor"))
    assert "| unknown (1) | not understood | 1.00 / 1.00 | not understood | not understood |" in lines


def test_work_in_a_child_comes_back_fails_or_is_given_up() -> None:
    """An engine that hangs must not hang the whole run."""
    assert in_child(30, abs, -3) == 3
    with pytest.raises(Failed, match="ZeroDivisionError"):
        in_child(30, divmod, 1, 0)
    with pytest.raises(Failed, match="not done"):
        in_child(0.5, time.sleep, 60)


@pytest.mark.skipif(memory_of() is None, reason="only Linux tells")
def test_memory_is_the_most_that_was_held() -> None:
    with watched() as peak:
        held = b"1" * 60_000_000
        del held
    before = memory_of()
    assert before is not None and peak.megabytes is not None
    assert peak.megabytes > 60 and before.resident > before.files > 0


# --- known items ----------------------------------------------------------------------------------


def test_remembered_words_follow_the_rule(bench: Bench, tokenizer: Tokenizer) -> None:
    """The rule is part of the result: words of the paragraph itself, neither everywhere nor nowhere else."""
    items = known_items(bench.rows, 20, 7, tokenizer)
    assert items == known_items(bench.rows, 20, 7, tokenizer) and len(items) == 20
    counts = Counter(w for row in bench.rows for w in set(tokenizer.words(row.text[row.begins :])))
    for item in items:
        assert len(item.words) == len(set(item.words)) in (2, 3)
        assert all(word in item.key for word in item.words)
        row = next(row for row in bench.rows if search_key(row.text[row.begins :]) == item.key)
        held = [w for w in dict.fromkeys(tokenizer.words(row.text[row.begins :])) if HAN_WORD.fullmatch(w) and counts[w] > 1]
        held.sort(key=lambda word: (counts[word], word))
        assert set(item.words) <= set(held[len(held) // 4 : len(held) - len(held) // 4])
    assert items != known_items(bench.rows, 20, 8, tokenizer)


def test_an_exact_copy_counts_as_the_target() -> None:
    keys = {"a-1": "别的", "b-1": "这一段", "c-1": "这一段"}
    item = Item("这一段", ("一", "段"))
    assert place_of(item, ["a-1", "c-1", "b-1"], keys) == 2
    assert place_of(item, ["a-1"], keys) == 0
    assert place_of(item, [*["a-1"] * 10, "b-1"], keys) == 0


def test_chance_of_a_paragraph_does_not_depend_on_its_place() -> None:
    """Questions about a large archive must not come from its first files alone."""
    rows = [Row(str(n), "正文", 0, ("work",), "机关", 2020, ".", "no", f"词语{n:05}", "", "") for n in range(30_000)]
    kept = sample(rows, random.Random(7))
    assert len(kept) == 20_000
    assert 12_500 < sum(int(row.id) < 20_000 for row in kept) < 14_200
