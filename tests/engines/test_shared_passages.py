"""Passages that a text shares with paragraphs: what counts, what does not, and that every engine finds the same."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.engines import Engine
from indexer.engines.shared_passages import (
    FORMULA_REPORTS,
    FORMULA_UNITS,
    GRAM,
    LONGEST,
    MOST_NAMED,
    MaskedText,
)
from indexer.language.tokenizer import Tokenizer
from indexer.model.reports import UNIT_TYPES, Report
from tests.engines.corpus import change, fill, fill_in_parts, random_report, report
from tests.profiles import examples
from tests.reference_engine.engine import MemoryEngine

WALKED = "我们坚持每月到青石渡走访一次，帮助群众解决了17件烦心事，又把听到的意见整理成册。"
LISTENED = "有的同志习惯于坐在办公室里听汇报，到现场看得少，办法也就不够管用。"
GREETED = "以上报告如有不妥之处敬请各位领导和同志们批评指正多提宝贵意见。"


def test_other_figures_and_signs_change_nothing(engine: Engine) -> None:
    fill(engine, {"a": report(WALKED)})
    (found,) = engine.shared_passages(["我们坚持每月到青石渡走访2次,帮助群众解决了203件烦心事;又把听到的意见整理成册"])
    (passage,) = found.passages
    assert (passage.paragraph.report_id, passage.covered, found.others) == ("a", found.length, 0)


def test_spans_are_those_of_the_clean_texts(engine: Engine) -> None:
    fill(engine, {"a": report("（一）" + WALKED)})
    text = "一年来，" + WALKED[:22] + "。此外还办了几件别的事情。"
    ((passage,),) = (found.passages for found in engine.shared_passages([text]))
    (run,) = passage.runs
    assert text[slice(*run.here)] == WALKED[:22]
    assert passage.paragraph.text[slice(*run.there)] == WALKED[:22]


def test_sentences_in_another_order_are_found(engine: Engine) -> None:
    fill(engine, {"a": report(WALKED + LISTENED)})
    (found,) = engine.shared_passages([LISTENED + WALKED])
    assert [run.there[0] for run in found.passages[0].runs] == [len(WALKED), 0]
    assert found.passages[0].covered == found.length


def test_what_unit_types_have_in_common_is_a_formula_and_part_of_a_longer_run_only(engine: Engine) -> None:
    units = UNIT_TYPES[: FORMULA_UNITS - 1]
    fill(engine, {f"r{at}": report(GREETED, unit=unit) for at, unit in enumerate(units)})
    assert engine.shared_passages([GREETED])[0].passages
    change(engine, {"another": report(WALKED + GREETED, unit=UNIT_TYPES[-1])})
    assert not engine.shared_passages([GREETED])[0].passages
    (passage,) = engine.shared_passages([WALKED + GREETED])[0].passages
    assert (passage.paragraph.report_id, len(passage.runs)) == ("another", 1)


def test_what_very_many_reports_of_one_unit_type_say_is_a_formula(engine: Engine) -> None:
    fill(engine, {f"r{at:02}": report(f"{WALKED}{LISTENED[:at]}") for at in range(FORMULA_REPORTS - 1)})
    assert engine.shared_passages([WALKED])[0].passages
    change(engine, {"one more": report(WALKED)})
    assert not engine.shared_passages([WALKED])[0].passages


def test_news_and_the_report_left_out_are_not_compared(engine: Engine) -> None:
    news = Report(0, "走访", 2018, None, "妇联", report(WALKED).paragraphs, genre="新闻")
    fill(engine, {"news": news, "own": report(WALKED)})
    assert [p.paragraph.report_id for p in engine.shared_passages([WALKED])[0].passages] == ["own"]
    assert not engine.shared_passages([WALKED], "own")[0].passages


def test_a_short_run_alone_is_chance_and_several_of_one_paragraph_are_none(engine: Engine) -> None:
    fill(engine, {"a": report(WALKED + LISTENED)})
    short = MaskedText(WALKED).key[: LONGEST - 1]
    assert not engine.shared_passages([f"今年{short}了"])[0].passages
    assert engine.shared_passages([f"今年{short}了，{LISTENED[:12]}的多"])[0].passages


def test_near_duplicates_of_what_is_named_are_only_counted(engine: Engine) -> None:
    fill(engine, {f"y{year}": report(WALKED, year=year) for year in range(2012, 2020)})
    (found,) = engine.shared_passages([WALKED])
    assert [p.paragraph.year for p in found.passages] == [2019]
    assert found.others == 7


def test_headings_above_are_not_the_paragraphs(engine: Engine) -> None:
    from tests.engines.corpus import paragraph

    fill(engine, {"a": report(paragraph(0, LISTENED, above=[WALKED]))})
    assert not engine.shared_passages([WALKED])[0].passages
    assert engine.shared_passages([LISTENED])[0].passages


def test_nothing_is_shared_with_nothing(engine: Engine) -> None:
    assert engine.shared_passages([]) == ()
    assert [found.passages for found in engine.shared_passages(["", "甲", WALKED])] == [(), (), ()]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory, tokenizer: Tokenizer) -> tuple[Engine, Engine, list[str]]:
    """The brute engine and the one of arrays over the same reports, which speak of few things, and their texts."""
    from indexer.engines.whoosh import WhooshEngine

    random = Random(3)
    reports = {f"r{number:03}-{number:04x}": random_report(random) for number in range(40)}
    engines: tuple[Engine, Engine] = (
        MemoryEngine(tokenizer), WhooshEngine(tmp_path_factory.mktemp("shared"), tokenizer)
    )
    for each in engines:
        fill_in_parts(each, reports)
    return *engines, [p.text for r in reports.values() for p in r.paragraphs if len(p.text) > GRAM]


@settings(max_examples=examples(60))
@given(st.data())
def test_all_engines_find_what_comparing_all_with_all_finds(both: tuple[Engine, Engine, list[str]], data: st.DataObject) -> None:
    """Texts are pieces of the archive's, put together anew."""
    memory, whoosh, texts = both
    pieces = st.builds(
        lambda text, at, size: text[at % len(text) :][:size], st.sampled_from(texts), st.integers(0, 900), st.integers(8, 60)
    )
    asked = data.draw(st.lists(st.lists(pieces, min_size=1, max_size=4).map("，".join), max_size=4))
    without = data.draw(st.sampled_from(("", "r003-0003", "none")))
    assert whoosh.shared_passages(asked, without) == memory.shared_passages(asked, without)


@settings(max_examples=examples(40))
@given(st.lists(st.text("甲乙丙3，", min_size=8, max_size=60), min_size=1, max_size=8), st.data())
def test_repeats_within_a_paragraph_are_found_alike(scratch: Engine, texts: list[str], data: st.DataObject) -> None:
    """Few characters, so that grams stand in many places: runs cross, overlap and stand on many diagonals."""
    held = data.draw(st.integers(1, len(texts)))
    reports = {f"p{at}": report(text, year=2010 + at) for at, text in enumerate(texts[:held])}
    change(scratch, delete=[f"p{at}" for at in range(8)])
    change(scratch, reports)
    brute = MemoryEngine(Tokenizer(Path("unused")))
    change(brute, reports)
    found = scratch.shared_passages(texts)
    change(scratch, delete=list(reports))
    assert found == brute.shared_passages(texts)
    assert all(len(one.passages) <= MOST_NAMED for one in found)


def test_what_repeats_itself_very_often_is_not_compared_with_itself(engine: Engine) -> None:
    """A line copied again and again on both sides would be millions of pairs; what stands beside it is found with all of it."""
    line, told = "把责任落实到每一个岗位上去，", "雨夜里抢通了河口的便道，把三十户人家接了出来。"
    fill(engine, {"a": report(line * 200 + told + line * 200)})
    (found,) = engine.shared_passages([line * 300])
    assert found.passages == ()
    (found,) = engine.shared_passages([line * 100 + told])
    (run,) = found.passages[0].runs
    assert run.length == len(MaskedText(line * 100 + told).key) and found.others == 0


@pytest.mark.parametrize("times", [64, 65])
def test_so_often_is_too_often(engine: Engine, times: int) -> None:
    fill(engine, {"a": report("把责任落实到每一个岗位上去，" * 10)})
    (found,) = engine.shared_passages(["，".join(f"把责任落实到每一个岗位上去{chr(0x6d00 + at)}" for at in range(times))])
    assert bool(found.passages) is (times == 64)
