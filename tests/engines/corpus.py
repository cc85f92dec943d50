"""Small reports to search in, random ones among them, and questions about them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from random import Random
from typing import Any

from hypothesis import strategies as st

from indexer.engines import Engine, Source
from indexer.language.normalize import BARRIER, query_key
from indexer.model.reports import SECTIONS, UNIT_TYPES, Confidence, Paragraph, Report
from indexer.querying.filters import Filters
from indexer.querying.tree import (
    And,
    AtLeast,
    ExactPhrase,
    FieldTerm,
    FilterClause,
    GappedPhrase,
    Not,
    Or,
    Phrase,
    Proximity,
    Query,
    Scope,
    Term,
    Unshared,
    Word,
)
from indexer.querying.years import YearRange
from tests import oracle

#: By the number of a random report's paragraphs.
GENRES = (None, "新闻", "述职报告", None, "工作计划", "新闻", "工作总结")
UNITS = (*UNIT_TYPES[:3], "公安", "其他", None)
YEARS = (2016, 2018, 2019, 2021, None)
SECTION_KEYS = tuple(SECTIONS)
FOLDERS = ("党建", "党建/2018年", "妇联")
#: Pieces that texts are made of: few, so that questions find something.
PIECES = (
    *(
        "党建",
        "带",
        "妇建",
        "妇联",
        "两个维护",
        "责任",
        "责",
        "任务",
        "问题",
        "ABc",
        "3.5",
        "35",
        "2",
        "二〇一八",
    ),
    *("二○一八", "零", "“", "”", "，", "、", "。", "！\n", " ", "（", "）", "-", "%", "𠮷", "X", "×"),
)


def paragraph(
    ordinal: int, text: str, sections: Sequence[str] = ("work",), above: Sequence[str] = ()
) -> Paragraph:
    return Paragraph(ordinal, text, tuple(sections), tuple(above), tuple(above))


def report(
    *texts: str | Paragraph,
    year: int | None = 2018,
    unit: str | None = "妇联",
    title: str | None = "述职报告",
) -> Report:
    """A report of these paragraphs, each a work paragraph unless it is given whole."""
    made = [t if isinstance(t, Paragraph) else paragraph(i, t) for i, t in enumerate(texts)]
    return Report(0, title, year, None, unit, tuple(made))


def change(
    engine: Engine,
    add: Mapping[str, Report] | None = None,
    delete: Sequence[str] = (),
    sources: Mapping[str, Source] | None = None,
    manifest: Mapping[str, Any] | None = None,
) -> None:
    """One whole transaction."""
    with engine.writer() as writer:
        for report_id in delete:
            writer.delete(report_id)
        for report_id, added in (add or {}).items():
            writer.add(report_id, added)
        writer.commit(manifest or {}, sources or {})


@cache
def origin_of(report_id: str) -> Source:
    """Always the same for the same id: a file named after it; random reports lie in a folder, some in two, or
    twice in one."""
    random = Random(report_id)
    folders = random.sample(("", *FOLDERS), random.choice((1, 1, 2))) if _RANDOM_ID.fullmatch(report_id) else [""]
    files = [f"{folder}/{report_id}.txt".lstrip("/") for folder in folders]
    if len(folders) == 2 and random.random() < 0.5:
        files.append(files[1].replace(".txt", "副本.docx"))
    return Source(tuple(files))


def fill(engine: Engine, reports: Mapping[str, Report]) -> None:
    """Adds ``reports``, each from a file named after it."""
    change(engine, reports, sources={rid: origin_of(rid) for rid in reports})


def fill_in_parts(engine: Engine, reports: Mapping[str, Report], parts: int = 4) -> None:
    """Adds ``reports`` in several transactions; some are written twice, so that what they were is deleted."""
    ids = list(reports)
    for part in range(parts):
        own = [*ids[part::parts], *(ids[part - 1 : part] if part else ())]
        known = [rid for number in range(part + 1) for rid in ids[number::parts]]
        change(engine, {rid: reports[rid] for rid in own}, sources={rid: origin_of(rid) for rid in known})


# --- random reports -----------------------------------------------------------------------

_RANDOM_ID = re.compile("r[0-9]{3}-[0-9a-f]{4}")

#: Pieces of a text; now and then so many that it is too long to be taken over.
_LENGTHS = (*range(1, 25), *range(1, 15), 700)


def random_text(random: Random, most: int = 0) -> str:
    """Clean text of at least one character, of up to ``most`` pieces."""
    while True:
        pieces = random.randint(1, most) if most else random.choice(_LENGTHS)
        text = oracle.clean_text("".join(random.choices(PIECES, k=pieces))).strip()
        if text:
            return text


def random_paragraph(random: Random, ordinal: int) -> Paragraph:
    """Some stand under headings that are not theirs alone, some begin with one of their own, some hold
    placeholders."""
    above = tuple(random_text(random, 3) for _ in range(random.choice((0, 0, 1, 2))))
    outer = tuple(random_text(random, 3) for _ in range(random.choice((0, 0, 1))))
    text = random_text(random)
    run_in = (0, min(3, len(text))) if random.random() < 0.2 else None
    own = (text[: run_in[1]].strip(),) if run_in else ()
    masked = tuple((at, at + 1) for at in range(random.choice((0, 0, 1, 2))) if at < len(text))
    sections = tuple(random.sample(SECTION_KEYS, random.choice((1, 1, 1, 2))))
    sure: Confidence = "low" if ordinal % 3 == 1 else "high"
    path = (*outer, *above, *own)
    return Paragraph(ordinal, text, sections, above, path, run_in, placeholders=masked, section_confidence=sure)


def random_report(random: Random) -> Report:
    paragraphs = tuple(random_paragraph(random, ordinal) for ordinal in range(random.randint(1, 6)))
    title = random.choice((None, "党建述职报告", "妇联（2018）责任总结", "ABc问题，责任务"))
    lines = random.choice(((), (), (title,), (title, "（党建带妇建 二〇一八）")))
    return Report(
        0,
        title,
        random.choice(YEARS),
        None,
        random.choice(UNITS),
        paragraphs,
        title_lines=tuple(line for line in lines if line),
        genre=GENRES[len(paragraphs)],
    )


def random_reports(count: int = 60, seed: int = 20180601) -> dict[str, Report]:
    """Always the same ones for the same seed."""
    random = Random(seed)
    return {f"r{number:03}-{random.randrange(16**4):04x}": random_report(random) for number in range(count)}


# --- random questions ---------------------------------------------------------------------

def _word_key(raw: str) -> str:
    return query_key(raw).strip(BARRIER)


snippets = st.lists(st.sampled_from(PIECES), min_size=1, max_size=3).map("".join)
_parts = snippets.map(lambda raw: "".join(raw.split())).filter(_word_key)


def _quoted(raw: str) -> Term:
    return Phrase(raw, query_key(raw))


def _word(raw: str) -> Term:
    return Word(raw, _word_key(raw))


def _gap(parts: list[str]) -> Term:
    return GappedPhrase("*".join(parts), tuple(map(_word_key, parts)))


def _proximity(parts: list[str], distance: int) -> Term:
    return Proximity(" ".join(parts), tuple(map(_word_key, parts)), distance)


words = snippets.filter(_word_key).map(_word)
phrases = snippets.filter(query_key).map(_quoted)
exact_phrases = snippets.filter(_word_key).map(lambda raw: ExactPhrase(oracle.clean_text(raw).strip(), _word_key(raw)))
gaps = st.lists(_parts, min_size=2, max_size=3).map(_gap)
proximities = st.builds(_proximity, st.lists(_parts, min_size=2, max_size=4), st.integers(1, 12))

#: What the query language can put behind 标题: and its like: never a strict phrase.
_scopes: st.SearchStrategy[Scope] = st.sampled_from(("title", "heading", "file", "report"))
field_terms = st.builds(FieldTerm, _scopes, words | phrases | gaps | proximities)

_year_ranges = st.tuples(st.integers(2015, 2022), st.integers(0, 3)).map(lambda r: str(YearRange(r[0], r[0] + r[1])))
_sections = st.sampled_from(SECTION_KEYS)
_units = st.sampled_from([u or "unknown" for u in UNITS])

filter_clauses: st.SearchStrategy[Query] = st.one_of(
    st.frozensets(_sections, min_size=1, max_size=2).map(
        lambda s: FilterClause("section", "、".join(s), Filters({"section": s}))
    ),
    st.frozensets(_units, min_size=1, max_size=2).map(lambda u: FilterClause("unit", "、".join(u), Filters({"unit": u}))),
    _year_ranges.map(lambda years: FilterClause("year", years, Filters({"year": [years]}))),
    st.just(FilterClause("year", "unknown", Filters({"year": ["unknown"]}))),
    st.just(FilterClause("genre", "新闻", Filters({"genre": ["新闻"]}))),
    st.just(FilterClause("confidence", "低", Filters({"confidence": ["low"]}))),
    st.just(Unshared()),
)

terms: st.SearchStrategy[Term] = words | phrases | exact_phrases | gaps | proximities


def _branches(inner: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    several = st.lists(inner, max_size=3).map(tuple)
    at_least = st.builds(AtLeast, st.integers(0, 3), several)
    return several.map(And) | several.map(Or) | inner.map(Not) | at_least


#: What most people type: some words, all or most of them required. Each stands in many paragraphs.
word_lists: st.SearchStrategy[Query] = st.lists(
    st.sampled_from(PIECES).filter(_word_key).map(_word), min_size=2, max_size=4
).flatmap(lambda several: st.sampled_from((And(tuple(several)), AtLeast(1, tuple(several)))))

queries: st.SearchStrategy[Query] = st.one_of(
    st.just(And(())), word_lists, st.recursive(terms | field_terms | filter_clauses, _branches, max_leaves=4)
)

_genres = st.sampled_from([genre or "unknown" for genre in GENRES])

filters = st.builds(
    Filters,
    st.fixed_dictionaries(
    {
        "section": st.frozensets(_sections, max_size=2),
        "unit": st.frozensets(_units, max_size=2),
        "year": st.lists(_year_ranges | st.just("unknown"), max_size=2),
        "folder": st.just(frozenset()) | st.frozensets(st.sampled_from((".", *FOLDERS)), max_size=2),
        "placeholders": st.sampled_from(((), (), ("yes",), ("no",))),
        "genre": st.frozensets(_genres, max_size=2),
        "confidence": st.sampled_from(((), (), ("low",), ("high",))),
    }),
    st.sampled_from(((), ("genre",))),
)
