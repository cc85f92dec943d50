"""The part of the score that comes from words is Whoosh's own BM25F, to the last digit that counts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.fields import STORED, TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.index import Index
from whoosh.query import Or, Term
from whoosh.scoring import BM25F

from indexer.engines import Engine
from indexer.engines.ranking import FIELD_WEIGHTS, K1, B, prior
from indexer.engines.whoosh import WhooshEngine
from indexer.language.tokenizer import Tokenizer
from indexer.model.reports import Paragraph, Report
from indexer.querying.tree import And, SearchRequest, Word
from tests.engines.brute import Place, all_hits, place_of
from tests.engines.corpus import fill, fill_in_parts
from tests.reference_engine.engine import MemoryEngine

#: Words that jieba leaves whole whatever stands beside them, with how often each is drawn.
WORDS = {"党建": 9, "述职": 6, "妇联": 4, "群众": 4, "责任": 3, "监督": 2, "扶贫": 1, "档案": 1}


#: Whoosh keeps a length in one byte: of those above ten words only some are exact.
LENGTHS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13, 14, 16, 17, 18, 20, 21, 23)


def _text(random: Random, most: int) -> str:
    length = random.choice([length for length in LENGTHS if length <= most])
    return "，".join(random.choices(list(WORDS), list(WORDS.values()), k=length))


def _reports() -> dict[str, Report]:
    random = Random(20181120)
    reports = {}
    for number in range(25):
        paragraphs = []
        for ordinal in range(random.randint(1, 6)):
            path = tuple(_text(random, 4) for _ in range(random.choice((0, 1, 2))))
            masked = ((0, 1),) if random.random() < 0.3 else ()
            paragraphs.append(Paragraph(ordinal, _text(random, 24), ("work",), (), path, placeholders=masked))
        title = random.choice((None, _text(random, 3)))
        reports[f"r{number:03}-0000"] = Report(0, title, 2018, None, "妇联", tuple(paragraphs))
    return reports


REPORTS = _reports()
LENGTH = {(rid, p.ordinal): (len(p.text), len(p.placeholders)) for rid, r in REPORTS.items() for p in r.paragraphs}


def words_of(tokenizer: Tokenizer, report: Report, paragraph: Paragraph) -> dict[str, list[str]]:
    """The words of each field of a paragraph."""
    return {
        "words": tokenizer.words(paragraph.text),
        "heading_words": [word for heading in paragraph.heading_path for word in tokenizer.words(heading)],
        "title_words": tokenizer.words(report.title or ""),
    }


@pytest.fixture(scope="module")
def plain(tokenizer: Tokenizer) -> Index:
    """What Whoosh makes of the same words: nothing but one document a paragraph."""
    fields = {name: TEXT(analyzer=SpaceSeparatedTokenizer()) for name in FIELD_WEIGHTS}
    index = RamStorage().create_index(Schema(place=STORED(), **fields))
    writer = index.writer()
    for report_id, report in REPORTS.items():
        for paragraph in report.paragraphs:
            words = {name: " ".join(own) for name, own in words_of(tokenizer, report, paragraph).items() if own}
            writer.add_document(place=(report_id, paragraph.ordinal), **words)
    writer.commit()
    return index


@pytest.fixture(params=["memory", "whoosh"])
def engine(request: pytest.FixtureRequest, tmp_path: Path, tokenizer: Tokenizer) -> Iterator[Engine]:
    """Both engines, the second over several segments of which some documents are deleted."""
    made: Engine
    if request.param == "memory":
        made = MemoryEngine(tokenizer)
        fill(made, REPORTS)
    else:
        made = WhooshEngine(tmp_path / "index", tokenizer)
        fill_in_parts(made, REPORTS)
    yield made
    made.close()


def by_whoosh(index: Index, words: tuple[str, ...]) -> dict[Place, float]:
    """Every paragraph that holds one of ``words`` in any field, with Whoosh's score."""
    query = Or([Term(name, word, boost=weight) for name, weight in FIELD_WEIGHTS.items() for word in words])
    with index.searcher(weighting=BM25F(B=B, K1=K1)) as searcher:
        return {hit["place"]: hit.score for hit in searcher.search(query, limit=None)}


@pytest.mark.parametrize("words", [("党建",), ("扶贫",), ("监督", "述职"), ("档案", "群众", "责任"), tuple(WORDS)])
def test_scores_are_those_of_whoosh_itself(engine: Engine, plain: Index, words: tuple[str, ...]) -> None:
    """With our constants for Whoosh's, fields by their weights, times what the paragraph is worth. Sorted by year, so that
    closeness adds nothing."""
    right = by_whoosh(plain, words)
    query = And(tuple(Word(word, word) for word in words))
    hits = all_hits(engine, SearchRequest(query, sort="newest", size=100))
    assert hits
    for hit in hits:
        place = place_of(hit)
        assert hit.score == pytest.approx(right[place] * prior(*LENGTH[place]), abs=1e-8)


def test_every_word_is_found_somewhere(tokenizer: Tokenizer) -> None:
    """Otherwise the scores above would be those of nothing."""
    fields = [words_of(tokenizer, report, paragraph) for report in REPORTS.values() for paragraph in report.paragraphs]
    assert set(fields[0]) == set(FIELD_WEIGHTS)
    assert {word for own in fields for word in own["words"]} == set(WORDS)
    assert all(any(own[name] for own in fields) and not all(own[name] for own in fields) for name in list(fields[0])[1:])
