"""Small reports to search in, random ones among them, and questions about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from hypothesis import strategies as st

from indexer.engines import Engine
from indexer.language.normalize import BARRIER, query_key
from indexer.models import SECTIONS, UNIT_TYPES, Filters, Paragraph, Report, YearRange
from indexer.querying.tree import And, Not, Or, Phrase, Query, Word
from tests import oracle

UNITS = (*UNIT_TYPES[:3], "公安", "其他", None)
YEARS = (2016, 2018, 2019, 2021, None)
SECTION_KEYS = tuple(SECTIONS)
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


@dataclass(frozen=True)
class Origin:
    """Where a report came from."""

    files: tuple[str, ...] = ("报告.txt",)
    stale_reason: str | None = None


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
    sources: Mapping[str, Origin] | None = None,
    manifest: Mapping[str, Any] | None = None,
) -> None:
    """One whole transaction."""
    with engine.writer() as writer:
        for report_id in delete:
            writer.delete(report_id)
        for report_id, added in (add or {}).items():
            writer.add(report_id, added)
        writer.commit(manifest or {}, sources or {})


def fill(engine: Engine, reports: Mapping[str, Report]) -> None:
    """Adds ``reports``, each from a file named after it."""
    change(engine, reports, sources={rid: Origin((f"{rid}.txt",)) for rid in reports})


# --- random reports -----------------------------------------------------------------------


def random_text(random: Random, most: int = 14) -> str:
    """Clean text of at least one character."""
    while True:
        text = oracle.clean_text("".join(random.choices(PIECES, k=random.randint(1, most)))).strip()
        if text:
            return text


def random_report(random: Random) -> Report:
    paragraphs = []
    for ordinal in range(random.randint(1, 6)):
        above = tuple(random_text(random, 3) for _ in range(random.choice((0, 0, 1, 2))))
        sections = random.sample(SECTION_KEYS, random.choice((1, 1, 1, 2)))
        paragraphs.append(paragraph(ordinal, random_text(random), sections, above))
    title = random.choice((None, "党建述职报告", "妇联（2018）责任总结"))
    return Report(0, title, random.choice(YEARS), None, random.choice(UNITS), tuple(paragraphs))


def random_reports(count: int = 60, seed: int = 20180601) -> dict[str, Report]:
    """Always the same ones for the same seed."""
    random = Random(seed)
    return {f"r{number:03}-{random.randrange(16**4):04x}": random_report(random) for number in range(count)}


# --- random questions ---------------------------------------------------------------------

snippets = st.lists(st.sampled_from(PIECES), min_size=1, max_size=3).map("".join)


def _leaf(raw: str, quoted: bool) -> Query | None:
    key = query_key(raw)
    key = key if quoted else key.strip(BARRIER)
    return None if not key else Phrase(raw, key) if quoted else Word(raw, key)


_leaves: st.SearchStrategy[Query] = (
    st.builds(_leaf, snippets, st.booleans())
    .filter(lambda leaf: leaf is not None)
    .map(lambda leaf: leaf or And(()))
)


def _branches(inner: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    several = st.lists(inner, max_size=3).map(tuple)
    return several.map(And) | several.map(Or) | inner.map(Not)


queries: st.SearchStrategy[Query] = st.just(And(())) | st.recursive(_leaves, _branches, max_leaves=4)

filters = st.builds(
    Filters,
    sections=st.frozensets(st.sampled_from(SECTION_KEYS), max_size=2),
    units=st.frozensets(st.sampled_from([u or "unknown" for u in UNITS]), max_size=2),
    years=st.lists(
        st.tuples(st.integers(2015, 2022), st.integers(0, 3)).map(lambda r: YearRange(r[0], r[0] + r[1])),
        max_size=2,
    ).map(tuple),
    unknown_year=st.booleans(),
)
