"""What Whoosh reads through Bigan's codec is what its own codec gives for the same documents, but with exact lengths."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import fields, index, query
from whoosh.filedb.filestore import RamStorage
from whoosh.index import open_dir
from whoosh.qparser import QueryParser
from whoosh.writing import SegmentWriter

from indexer.engines.ranking import FIELD_WEIGHTS
from indexer.engines.records import paragraph_id
from indexer.engines.whoosh import WhooshEngine
from indexer.engines.whoosh.codec import BiganCodec
from indexer.engines.whoosh.schema import make_schema
from indexer.errors import IndexUnavailable
from indexer.language.tokenizer import Tokenizer
from indexer.model.reports import UNKNOWN, Paragraph, Report
from tests.engines.corpus import change, paragraph, report
from tests.profiles import examples

FIELDS = ("heading_words", "id", "section", "title_words", "unit_type", "words", "year")
WORDS = ("党建", "责任", "妇联", "述职", "A", "5g", "𠮷", "党")
SECTIONS = ("work", "problems", "causes", "plans")

_texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map("，".join)
_paragraphs = st.builds(
    lambda text, sections, path: Paragraph(0, text, tuple(sections), (), tuple(path)),
    _texts,
    st.lists(st.sampled_from(SECTIONS), min_size=1, max_size=2, unique=True),
    st.lists(_texts, max_size=2),
)
_reports = st.builds(
    lambda paragraphs, title, year, unit: Report(
        0, title, year, None, unit, tuple(replace(p, ordinal=at) for at, p in enumerate(paragraphs))
    ),
    st.lists(_paragraphs, min_size=1, max_size=4),
    st.none() | _texts,
    st.none() | st.integers(1999, 2030),
    st.sampled_from((None, "妇联", "公安", "其他")),
)
History = list[tuple[dict[str, Report], list[str]]]

#: Several transactions; each adds reports, of which some replace those of the same name, and deletes others.
_histories = st.lists(
    st.tuples(
        st.dictionaries(st.sampled_from([f"r{n}" for n in range(12)]), _reports, min_size=1, max_size=5),
        st.lists(st.sampled_from([f"r{n}" for n in range(12)]), max_size=3),
    ),
    min_size=1,
    max_size=4,
)


@contextmanager
def written(tokenizer: Tokenizer, history: History) -> Iterator[tuple[Path, dict[str, Report]]]:
    """An index with that history, and the reports that are left."""
    with tempfile.TemporaryDirectory() as folder:
        engine = WhooshEngine(Path(folder), tokenizer)
        alive: dict[str, Report] = {}
        for added, deleted in history:
            gone = [rid for rid in deleted if rid not in added]
            change(engine, added, delete=gone)
            for rid in gone:
                alive.pop(rid, None)
            alive.update(added)
        engine.close()
        yield engine.folder, alive


def words_of(tokenizer: Tokenizer, report: Report, paragraph: Paragraph) -> dict[str, list[str]]:
    return {
        "words": tokenizer.words(paragraph.text),
        "heading_words": [word for heading in paragraph.heading_path for word in tokenizer.words(heading)],
        "title_words": tokenizer.words(report.title or ""),
    }


def plain_index(tokenizer: Tokenizer, reports: Mapping[str, Report]) -> index.Index:
    """What Whoosh's own codec makes of the same paragraphs, in one segment."""
    made = RamStorage().create_index(make_schema())
    writer = made.writer()
    for rid, one in reports.items():
        for own in one.paragraphs:
            document: dict[str, Any] = {
                name: " ".join(words) for name, words in words_of(tokenizer, one, own).items() if words
            }
            if one.year is not None:
                document["year"] = one.year
            writer.add_document(
                id=paragraph_id(rid, own.ordinal),
                section=",".join(own.sections),
                unit_type=one.unit_type or UNKNOWN,
                **document,
            )
    writer.commit()
    return made


def postings(reader: Any, field: str) -> dict[bytes, dict[str, float]]:
    """For every term of a field the living documents that hold it, by id, with their weights."""
    found: dict[bytes, dict[str, float]] = {}
    for name, text in reader.all_terms():
        if name == field:
            matcher = reader.postings(field, text)
            own = found.setdefault(text, {})
            while matcher.is_active():
                own[reader.stored_fields(matcher.id())["id"]] = matcher.weight()
                matcher.next()
    return {term: own for term, own in found.items() if own}


def check_equal(ours: Any, plain: Any, tokenizer: Tokenizer, reports: Mapping[str, Report]) -> None:
    assert sorted(ours.indexed_field_names()) == list(FIELDS)
    for field in FIELDS:
        assert postings(ours, field) == postings(plain, field), field
    ids = {ours.stored_fields(number)["id"]: number for number in ours.all_doc_ids()}
    assert sorted(ids) == sorted(plain.stored_fields(n)["id"] for n in plain.all_doc_ids())
    for rid, one in reports.items():
        for own in one.paragraphs:
            number = ids[paragraph_id(rid, own.ordinal)]
            for field, words in words_of(tokenizer, one, own).items():
                assert ours.doc_field_length(number, field, 0) == len(words)


@given(history=_histories)
@settings(max_examples=examples(40))
def test_terms_postings_and_lengths_are_those_of_whoosh(
    tokenizer: Tokenizer, history: History
) -> None:
    """Over several segments, with deletions and replacements; lengths are exact where Whoosh rounds them."""
    with written(tokenizer, history) as (folder, alive), open_dir(str(folder)).reader() as ours:
        check_equal(ours, plain_index(tokenizer, alive).reader(), tokenizer, alive)


@given(history=_histories)
@settings(max_examples=examples(15))
def test_whoosh_may_delete_merge_and_optimise(
    tokenizer: Tokenizer, history: History
) -> None:
    """Its own transactions keep every array: afterwards both it and Bigan find the same."""
    with written(tokenizer, history) as (folder, alive):
        opened = open_dir(str(folder))
        writer = opened.writer(codec=BiganCodec())
        if alive:
            rid, gone = next(iter(alive.items()))
            for own in gone.paragraphs:
                assert writer.delete_by_term("id", paragraph_id(rid, own.ordinal)) == 1
            del alive[rid]
        writer.commit(optimize=True)
        with opened.reader() as ours:
            if alive:
                assert len(ours.leaf_readers()) == 1
            check_equal(ours, plain_index(tokenizer, alive).reader(), tokenizer, alive)
        engine = WhooshEngine(folder.parent, tokenizer)
        assert engine.stats().paragraphs == sum(len(one.paragraphs) for one in alive.values())
        assert {p.text for rid in alive for p in engine.paragraphs_of(rid)} == {
            p.text for one in alive.values() for p in one.paragraphs
        }


def test_a_report_without_paragraphs_outlives_whooshs_merges(tmp_path: Path, tokenizer: Tokenizer) -> None:
    """It is a document with an id and no words, which Whoosh copies and deletes like any other."""
    engine = WhooshEngine(tmp_path, tokenizer)
    change(engine, {"a": report(title="只有题目"), "b": report("党建")})
    change(engine, {"c": report(title="又一个"), "d": report("党建")})
    writer = open_dir(str(engine.folder)).writer(codec=BiganCodec())
    assert writer.delete_by_term("id", "c") == 1
    writer.commit(optimize=True)
    kept = engine.report("a")
    assert kept is not None and kept.title == "只有题目"
    assert engine.report("c") is None and engine.stats().reports == 3
    assert found(engine.folder, "党建") == ["b-0", "d-0"]
    engine.close()


def test_whoosh_does_not_publish_the_catalogue_of_a_commit_that_crashed(
    tmp_path: Path, tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise the manifest would name files whose reports are not in the index, and they would never be read."""
    engine = WhooshEngine(tmp_path, tokenizer)
    change(engine, {"a": report("党建")}, manifest={"n": 1})
    change(engine, {"b": report("党建")}, manifest={"n": 2})
    with monkeypatch.context() as patch:
        patch.setattr(SegmentWriter, "_commit_toc", crash)
        with pytest.raises(RuntimeError), engine.writer() as writer:
            writer.add("c", report("党建"))
            writer.commit({"n": 3}, {})
    open_dir(str(engine.folder)).writer(codec=BiganCodec()).commit(optimize=True)
    assert dict(engine.manifest()) == {"n": 2}
    assert found(engine.folder, "党建") == ["a-0", "b-0"]
    engine.close()


def crash(*_: object) -> None:
    raise RuntimeError("the process ends")


@pytest.fixture
def folder(tmp_path: Path, tokenizer: Tokenizer) -> Path:
    engine = WhooshEngine(tmp_path, tokenizer)
    change(
        engine,
        {
            "a": report(
                paragraph(0, "党建责任压实。", ("problems",)), "党建引领党建。", year=2018, unit="公安", title="党建述职"
            ),
            "b": report(paragraph(0, "妇联工作。", ("problems", "causes")), year=2020, unit="妇联", title=None),
            "c": report(paragraph(0, "述职评议。", ("work",)), year=None, unit=None, title="述职"),
        },
    )
    change(engine, {"d": report(paragraph(0, "党建，团建。", ("plans",)), year=2021, unit="团委", title="团委总结")})
    engine.close()
    return engine.folder


def found(folder: Path, asked: query.Query | str) -> list[str]:
    opened = open_dir(str(folder))
    parsed = QueryParser("words", opened.schema).parse(asked) if isinstance(asked, str) else asked
    with opened.searcher() as searcher:
        return sorted(hit["id"] for hit in searcher.search(parsed, limit=None))


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        ("党建", ["a-0", "a-1", "d-0"]),
        ("section:problems AND unit_type:公安", ["a-0"]),
        ("section:causes", ["b-0"]),
        ("title_words:述职", ["a-0", "a-1", "c-0"]),
        ("year:2020", ["b-0"]),
        ("year:[2018 TO 2020]", ["a-0", "a-1", "b-0"]),
        ("year:[2021 TO]", ["d-0"]),
        ("党建 NOT unit_type:团委", ["a-0", "a-1"]),
        ("党* OR 妇联", ["a-0", "a-1", "b-0", "d-0"]),
        ("unit_type:unknown", ["c-0"]),
        ("id:a-1", ["a-1"]),
        ("没有", []),
        (query.Prefix("words", "党"), ["a-0", "a-1", "d-0"]),
        (query.Every("year"), ["a-0", "a-1", "b-0", "d-0"]),
        (query.FuzzyTerm("words", "妇连"), ["b-0"]),
    ],
)
def test_whoosh_searches_the_index(folder: Path, asked: query.Query | str, ids: list[str]) -> None:
    """Words, filters, ranges, prefixes, negation: the query parser and query classes of Whoosh."""
    assert found(folder, asked) == ids


def test_whoosh_sorts_groups_and_corrects(folder: Path) -> None:
    """Its facets and its speller read the same terms and postings."""
    opened = open_dir(str(folder))
    with opened.searcher() as searcher:
        asked = QueryParser("words", opened.schema).parse("党建 OR 妇联")
        by_year = searcher.search(asked, sortedby="year", reverse=True)
        assert [hit["id"] for hit in by_year] == ["d-0", "b-0", "a-1", "a-0"]
        groups = searcher.search(asked, groupedby="unit_type").groups("unit_type")
        assert {unit: len(rows) for unit, rows in groups.items()} == {"公安": 2, "妇联": 1, "团委": 1}
        assert searcher.corrector("words").suggest("党健", limit=1) == ["党建"]


def test_a_cursor_walks_the_terms_of_a_field(folder: Path) -> None:
    with open_dir(str(folder)).reader() as reader:
        leaf, _ = reader.leaf_readers()[0]
        cursor = leaf.cursor("unit_type")
        assert [cursor.text(), cursor.next(), cursor.next()] == ["unknown", "公安", "妇联"]
        assert (cursor.next(), cursor.is_valid(), cursor.term_info()) == (None, False, None)
        assert (cursor.find("公"), cursor.first()) == ("公安", "unknown")


def test_statistics_of_terms_are_exact(folder: Path) -> None:
    with open_dir(str(folder)).reader() as reader:
        info = reader.leaf_readers()[0][0].term_info("words", "党建")
    assert (info.weight(), info.doc_frequency(), info.max_weight()) == (3.0, 2, 2.0)
    assert (info.min_id(), info.max_id()) == (0, 1)


def test_records_are_stored_with_their_documents(folder: Path) -> None:
    with open_dir(str(folder)).searcher() as searcher:
        (hit,) = searcher.search(query.Term("id", "b-0"))
        assert "妇联工作。" in hit["record"]


def test_a_document_that_bigan_has_not_read_is_refused(folder: Path, tokenizer: Tokenizer) -> None:
    """It would have no search key, and so be missed: one line says what to do, and nothing is changed."""
    writer = open_dir(str(folder)).writer(codec=BiganCodec())
    with pytest.raises(IndexUnavailable, match="bigan index"):
        writer.add_document(id="x", words="党建")
    writer.cancel()
    assert WhooshEngine(folder.parent, tokenizer).stats().paragraphs == 5


def test_segments_of_another_codec_are_named(folder: Path, tokenizer: Tokenizer) -> None:
    """Whoosh writes with its own codec unless it is told otherwise: Bigan says so instead of missing paragraphs."""
    with open_dir(str(folder)).writer() as writer:
        writer.add_document(id="x", words="党建")
    with pytest.raises(IndexUnavailable, match="不是笔杆写的"):
        WhooshEngine(folder.parent, tokenizer).stats()


def test_every_inverted_field_belongs_to_the_schema() -> None:
    """And what the schema indexes is inverted."""
    schema = make_schema()
    assert [name for name, kind in schema.items() if kind.indexed] == list(FIELDS)
    assert set(FIELD_WEIGHTS) <= set(FIELDS)
    assert isinstance(schema["year"], fields.NUMERIC) and Counter(FIELDS)["year"] == 1
