"""How the archive uses a phrase: counted over paragraphs, near-duplicates, reports, unit types and years."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.engines import Engine
from indexer.language.normalize import query_key
from indexer.model.reports import Report
from indexer.model.results import PhraseUse
from tests.engines.brute import key_of, paragraphs
from tests.engines.corpus import fill, random_reports, report, snippets
from tests.profiles import examples

_REPORTS = random_reports()
STOCK = "我们一定要把这件事情放在心上、抓在手上、落实在行动上。"


def test_what_nearly_repeats_is_one_and_news_do_not_count(engine: Engine) -> None:
    fill(
        engine,
        {
            "a": report(STOCK + "去年走访了12户人家。",
                        STOCK + "另外还把村口到码头的那条烂泥路修好了，赶集的人再不用脱鞋蹚水。", year=2015),
            "b": report(STOCK + "去年走访了38户人家。", year=2019, unit="公安"),
            "c": report("心上、手上，都没有。", unit="银行", year=2022),
            "n": Report(0, "新闻", 2023, None, "学校", report(STOCK).paragraphs, genre="新闻"),
        },
    )
    (use,) = engine.phrase_uses(["放在心上，抓在手上"])
    assert use == PhraseUse(3, 2, 2, ("妇联", "公安"), 2015, 2019)
    assert engine.phrase_uses(["没有这样的话", "。", ""]) == (PhraseUse(),) * 3
    assert engine.phrase_uses([]) == ()


def test_an_unknown_year_and_unit_type_are_no_years_and_types(engine: Engine) -> None:
    fill(engine, {"a": report(STOCK, year=None, unit=None)})
    assert engine.phrase_uses(["落实在行动上。"]) == (PhraseUse(1, 1, 1),)


@settings(max_examples=examples(60))
@given(st.lists(snippets, max_size=4))
def test_counts_are_those_of_looking_at_every_paragraph(filled: Engine, texts: list[str]) -> None:
    all_of_them = list(paragraphs(_REPORTS))
    for text, use in zip(texts, filled.phrase_uses(texts), strict=True):
        key = query_key(text).strip("\n")
        having = [
            seen
            for seen in all_of_them
            if key and seen.report.genre != "新闻" and any(key in key_of(field) for field in seen.fields)
        ]
        assert (use.paragraphs, use.reports) == (len(having), len({seen.place[0] for seen in having}))
        assert use.last_year == max((seen.report.year for seen in having if seen.report.year), default=None)
        assert set(use.unit_types) == {seen.report.unit_type for seen in having} - {None}
        assert use.different <= use.paragraphs
