"""Headings in sets: the same on every engine as by walking through every report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.engines import Engine, Source
from indexer.engines.heading_sets import as_in_source, heading_sets
from indexer.engines.headings import bare
from indexer.errors import QueryError
from indexer.language.headings import is_stock
from indexer.language.parallel import parallel
from indexer.language.tokenizer import Tokenizer
from indexer.model.orders import HEADING_ORDERS
from indexer.model.reports import Report
from indexer.model.results import HeadingHit, Parallel
from indexer.querying.filters import NO_FILTERS, Filters
from indexer.querying.heading_request import HeadingRequest, build_heading_request
from tests.engines.conftest import FACTORIES, discard
from tests.engines.corpus import change, fill, fill_in_parts
from tests.engines.test_headings import all_pages, report, under
from tests.profiles import examples

SIX = ("（一）强化担当意识，履行主体责任", "（二）打造过硬队伍，筑牢基层堡垒", "（三）紧盯关键少数，严肃正风肃纪")


# --- what a set is ------------------------------------------------------------------------------


def sets(*paths: Sequence[str]) -> list[list[str]]:
    return [[member.text for member in members] for members in heading_sets(paths)]


def test_siblings_are_below_one_heading_and_numbered_alike() -> None:
    """Text between them, headings below them and another way of numbering do not part them."""
    top, other = "一、做法", "二、问题"
    paths = [(), (top,), (top, "（一）甲"), (top, "（一）甲", "1.子"), (top, "（一）甲", "2.丑"), (top,), (top, "（二）乙")]
    paths += [(top, "结语"), (top, "（三）丙"), (other, "（一）丁"), (other, "（二）戊")]
    assert sets(*paths) == [
        [top, other],
        ["（一）甲", "（二）乙", "（三）丙"],
        ["1.子", "2.丑"],
        ["结语"],
        ["（一）丁", "（二）戊"],
    ]


def test_where_numbers_begin_again_a_new_set_does() -> None:
    """Two annexes, or two reports that were taken for one."""
    assert sets(("一、甲",), ("二、乙",), ("一、丙",), ("二、丁",)) == [["一、甲", "二、乙"], ["一、丙", "二、丁"]]
    assert sets(("抓学习",), ("抓项目",), ("抓作风",)) == [["抓学习", "抓项目", "抓作风"]]


def test_stock_headings_stand_apart_from_those_beside_them() -> None:
    """They close most reports, and are not imitated together with what stands before them."""
    paths = [("一、工作回顾",), ("二、把船修好",), ("三、让灯亮着",), ("四、存在的主要问题及成因",), ("五、2025年主要工作考虑",)]
    assert sets(*paths) == [
        ["二、把船修好", "三、让灯亮着"],
        ["一、工作回顾", "四、存在的主要问题及成因", "五、2025年主要工作考虑"],
    ]


def test_a_heading_of_nothing_but_its_number_is_in_no_set() -> None:
    assert sets(("一、。", "（一）甲"), ("一、。", "（二）乙")) == [["（一）甲", "（二）乙"]]


@pytest.mark.parametrize(
    ("heading", "expected"),
    [("（一）强化担当意识。", "（一）强化担当意识"), ("一是抓学习；", "一是抓学习"), (" 抓学习：", "抓学习")],
)
def test_headings_are_copied_with_their_numbers_and_without_their_closing_signs(heading: str, expected: str) -> None:
    assert as_in_source(heading) == expected


# --- counted by hand ----------------------------------------------------------------------------


@pytest.fixture
def small(engine: Engine) -> Engine:
    """A parallel set in an old report, one of its headings also alone in a newer one; another set that is none."""
    fill(
        engine,
        {
            "old": report(*(under("一、主要做法", heading) for heading in SIX), under("二、存在的问题"), year=2016),
            "new": report(
                under("一、打造过硬队伍，筑牢基层堡垒"),
                under("二、把船修好", "一是缆绳"),
                under("二、把船修好", "二是灯芯不断档"),
                year=2020,
            ),
            "bare": report(under("强化担当意识，履行主体责任"), year=2021, unit="公安"),
        },
    )
    return engine


def hits(engine: Engine, **asked: object) -> dict[str, HeadingHit]:
    return {hit.text: hit for hit in engine.headings(build_heading_request("", NO_FILTERS, **asked)).hits}  # type: ignore[arg-type]


def wholes(hit: HeadingHit) -> list[str]:
    assert hit.siblings is not None
    return [member.whole for member in hit.siblings.members]


def test_a_heading_shows_its_parallel_set_else_the_newest(small: Engine) -> None:
    """A set to imitate is worth more than a newer one that is none; members lead to their paragraphs."""
    found = hits(small)
    team = found["打造过硬队伍，筑牢基层堡垒"]
    assert wholes(team) == list(SIX) and team.siblings is not None and team.siblings.parallel == Parallel((6, 6))
    assert (team.siblings.report_id, team.reports, team.lengths) == ("old", 2, (6, 6))
    assert [member.paragraph_id for member in team.siblings.members] == ["old-0", "old-1", "old-2"]
    assert [member.text for member in team.siblings.members] == [heading[3:] for heading in SIX]
    assert wholes(found["强化担当意识，履行主体责任"]) == list(SIX)
    assert wholes(found["把船修好"]) == ["一、打造过硬队伍，筑牢基层堡垒", "二、把船修好"]
    assert found["存在的问题"].stock and not team.stock


def test_filters_of_sets(small: Engine) -> None:
    """对仗 only, number in the set, form, first word; each counts what stands in such sets."""
    found = hits(small, parallel=True)
    assert set(found) == {heading[3:] for heading in SIX}
    assert {hit.paragraphs for hit in found.values()} == {1}
    assert set(hits(small, members=3)) == set(found)
    assert set(hits(small, members=1)) == {"强化担当意识，履行主体责任"}
    assert set(hits(small, form="6+6")) == set(found) and hits(small, form="6+6")["打造过硬队伍，筑牢基层堡垒"].reports == 2
    assert set(hits(small, form="6 6", parallel=True, members=3)) == set(found)
    assert hits(small, form="6+6", parallel=True, members=4) == {}
    assert hits(small, first_word="抓") == {}


def test_a_shared_first_word_is_a_filter(small: Engine) -> None:
    words = ("抓学习", "抓项目进度不过夜", "抓作风")
    change(small, {"grasp": report(*(under("三、做法", f"{n}.{word}") for n, word in enumerate(words, 1)))})
    found = hits(small, first_word="抓")
    assert set(found) == set(words) and all(hit.siblings and hit.siblings.parallel.first_word == "抓" for hit in found.values())
    assert set(hits(small, parallel=True)) == {*words, *(heading[3:] for heading in SIX)}


COURT = ("一、围绕“公正与效率”，做实审判执行", "二、围绕“如我在诉”，做优司法服务", "三、围绕“刀刃向内”，做强队伍建设")


def test_stock_headings_of_the_same_level_hide_no_parallel_set(small: Engine) -> None:
    """存在问题 and next year's plans stand on the level of the parallel headings: neither judged nor shown with them."""
    stock = ("四、存在的主要问题及成因", "五、2025年主要工作考虑")
    change(small, {"court": report(*map(under, (*COURT, *stock)), year=2024)})
    found = hits(small, parallel=True, members=3, first_word="围绕")
    assert {text for text in found} == {heading[2:] for heading in COURT}
    for hit in found.values():
        assert wholes(hit) == list(COURT) and hit.siblings is not None
        assert hit.siblings.parallel == Parallel((), "围绕")
        assert [member.paragraph_id for member in hit.siblings.members] == ["court-0", "court-1", "court-2"]
    others = hits(small, members=2)
    assert wholes(others["存在的主要问题及成因"]) == list(stock) and not set(others) & set(found)


def test_among_equals_those_of_parallel_sets_come_first(small: Engine) -> None:
    """And what only says the kind of a division comes last, however often it is used."""
    change(small, {f"stock{n}": report(under("二、存在的问题")) for n in range(3)})
    order = [hit.text for hit in small.headings(HeadingRequest(size=100)).hits]
    assert order[-2:] == ["存在的问题", "主要做法"]
    assert order.index("紧盯关键少数，严肃正风肃纪") < order.index("缆绳")


def test_only_sets_of_what_the_filters_let_through_count(small: Engine) -> None:
    (hit,) = small.headings(HeadingRequest(filters=Filters({"unit": {"公安"}}))).hits
    assert (hit.text, hit.siblings) == ("强化担当意识，履行主体责任", None)
    assert small.headings(HeadingRequest(filters=Filters({"unit": {"公安"}}), parallel=True)).total == 0


def test_sets_go_with_their_reports(small: Engine) -> None:
    change(small, delete=["old"])
    assert hits(small, parallel=True) == {}
    assert hits(small)["强化担当意识，履行主体责任"].siblings is None


def test_sets_stay_when_files_move_and_texts_get_near_duplicates(small: Engine) -> None:
    """An engine may write a paragraph again without its report."""
    change(
        small,
        {"again": report(under("（一）别的", text="正文。"), year=2001)},
        sources={key: Source((f"搬家/{key}.txt",)) for key in ("old", "new", "bare", "again")},
    )
    team = hits(small, parallel=True)["打造过硬队伍，筑牢基层堡垒"]
    assert wholes(team) == list(SIX) and team.siblings is not None and team.siblings.report_id == "old"
    paragraph = small.paragraph("old-1")
    assert paragraph is not None and paragraph.files == ("搬家/old.txt",)


@pytest.mark.parametrize("form", ["六加六", "0", "6+x", "1+" * 20 + "1", "999", "-6", "6+", "+", "6++6", " "])
def test_a_form_that_is_none_is_told(form: str) -> None:
    with pytest.raises(QueryError, match="form"):
        build_heading_request("", NO_FILTERS, form=form)


@pytest.mark.parametrize("form", ["6+6", "6 6", "6，6", "6， 6", "６＋６", "6、6"])
def test_a_form_is_written_with_any_sign_between_its_lengths(form: str) -> None:
    assert build_heading_request("", NO_FILTERS, form=form).form == (6, 6)


# --- against every report -----------------------------------------------------------------------

ONES = "一二三四五六七八九"


def _numbered(way: str, n: int) -> str:
    """A number as it is written where divisions are numbered so; nothing where they are not."""
    return {"、": f"{ONES[n]}、", "）": f"（{ONES[n]}）", ".": f"{n + 1}."}.get(way, "")


WORDS = (
    *("抓学习", "抓项目", "抓作风建设", "改指挥棒", "补创新课", "暖职工心", "存在问题", "强意识，担责任", "带队伍，筑堡垒"),
    *("坚持引领", "坚持一线工作法", "守底线，不松扣子", "把船修好", "石斛镇2018年打算"),
)


def random_sets(seed: int = 20201101) -> dict[str, Report]:
    """Reports with divisions of up to three levels, numbered, restarted, unnumbered, with text between."""
    random = Random(seed)
    years = (2016, 2018, None)
    return {
        f"s{n:02}": report(*(under(*path) for path in _paths(random, 0)), year=random.choice(years)) for n in range(40)
    }


def _paths(random: Random, depth: int) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = [()] if random.random() < 0.3 or depth == 3 else []
    if depth < 3:
        way = random.choice(("、", "）", ".", ""))
        for n in range(random.choice((0, 2, 3, 3, 5)) if depth else random.choice((1, 3, 6))):
            heading = _numbered(way, n % 4) + random.choice(WORDS) + random.choice(("", "", "。"))
            found += [(heading, *below) for below in _paths(random, depth + 1)]
    return found or [()]


reports_of = lru_cache(maxsize=1)(random_sets)


def walked(paths: Sequence[Sequence[str]], first: int = 0, depth: int = 0) -> Iterator[list[tuple[str, int, int]]]:
    """The sets of a report by going down its divisions one after another: (heading, where it begins, where it ends)."""
    begun: dict[str, list[list[tuple[str, int, int]]]] = {}
    inner: list[tuple[int, int]] = []
    at = 0
    for heading, run in groupby(paths, key=lambda path: path[depth] if len(path) > depth else None):
        length = len(list(run))
        if heading is not None:
            inner.append((at, at + length))
            mark = next((kind for kind in ("、", "）", ".") if kind in heading[:3]), "")
            value = _value_of(heading)
            groups = begun.setdefault(mark, [])
            if not groups or (mark and value <= _value_of(groups[-1][-1][0])):
                groups.append([])
            groups[-1].append((heading, first + at, first + at + length))
        at += length
    for group in (group for groups in begun.values() for group in groups):
        apart = [[one for one in group if is_stock(bare(one[0])) is stock] for stock in (False, True)]
        yield from filter(None, apart)
    for start, end in inner:
        yield from walked(paths[start:end], first + start, depth + 1)


def _value_of(heading: str) -> int:
    return (ONES + "123456789").find(heading.lstrip("（")[0]) % 9


#: For each report, ordinal and heading the headings of its set as they stand.
Walked = Mapping[tuple[str, int, str], tuple[str, ...]]


@lru_cache(maxsize=1)
def expected_sets() -> Walked:
    found: dict[tuple[str, int, str], tuple[str, ...]] = {}
    for report_id, made in reports_of().items():
        paths = [paragraph.heading_path for paragraph in made.paragraphs]
        for members in walked(paths):
            for heading, start, end in members:
                for at in range(start, end):
                    found.setdefault((report_id, at, bare(heading)), tuple(text for text, _, _ in members))
    return found


@pytest.fixture(scope="session")
def divided(kind: str, tmp_path_factory: pytest.TempPathFactory, tokenizer: Tokenizer) -> Iterator[Engine]:
    """An engine over ``random_sets()``, written in several transactions, some of them twice."""
    folder: Path = tmp_path_factory.mktemp(f"{kind}-sets")
    made = FACTORIES[kind](folder, tokenizer)
    fill_in_parts(made, reports_of())
    yield made
    made.close()
    discard(kind, folder)


requests = st.builds(
    HeadingRequest,
    q=st.sampled_from(("", "", "抓", "责任", "-抓")),
    filters=st.sampled_from((NO_FILTERS, Filters({"year": ["2018"]}), Filters({"year": ["unknown"]}))),
    form=st.sampled_from(((), (), (), (3,), (4,), (3, 3))),
    parallel=st.booleans(),
    members=st.sampled_from((0, 0, 0, 1, 2, 3)),
    first_word=st.sampled_from(("", "", "", "抓", "坚持")),
    order=st.sampled_from(tuple(HEADING_ORDERS)),
    size=st.just(100),
)


def is_asked_for(members: tuple[str, ...], request: HeadingRequest) -> bool:
    found = parallel([bare(heading) for heading in members])
    return (
        (bool(found) or not request.parallel)
        and request.members in (0, len(members))
        and request.first_word in ("", found.first_word)
    )


@given(request=requests)
@settings(max_examples=examples(30))
def test_sets_equal_what_walking_through_every_report_gives(divided: Engine, request: HeadingRequest) -> None:
    """Headings, counts, the set shown, and filters of sets, over segments with deletes."""
    counted: dict[str, list[tuple[str, int, tuple[str, ...]]]] = {}
    for (report_id, at, heading), members in expected_sets().items():
        year = reports_of()[report_id].year
        wanted = request.filters == NO_FILTERS or (str(year) if year else "unknown") in request.filters.values("year")
        wanted &= (request.q.lstrip("-") in heading) is not request.q.startswith("-")
        lengths = tuple(map(len, heading.split("，")))
        if wanted and request.form in ((), lengths) and is_asked_for(members, request):
            counted.setdefault(heading, []).append((report_id, at, members))
    found = [hit for page in all_pages(divided, request) for hit in page.hits]
    assert {hit.text: hit.paragraphs for hit in found} == {text: len(places) for text, places in counted.items()}
    for hit in found:
        best = min(counted[hit.text], key=lambda place: _worth(place, reports_of()))
        if len(best[2]) == 1:
            assert hit.siblings is None
            continue
        assert hit.siblings is not None and hit.siblings.report_id == best[0]
        assert [member.whole for member in hit.siblings.members] == [heading.rstrip("。") for heading in best[2]]
        assert hit.siblings.parallel == parallel([bare(heading) for heading in best[2]])
        for member in hit.siblings.members:
            paragraph = divided.paragraph(member.paragraph_id)
            assert paragraph is not None and member.text in map(bare, paragraph.heading_path)


def _worth(place: tuple[str, int, tuple[str, ...]], reports: Mapping[str, Report]) -> tuple[int, int, str, int]:
    report_id, at, members = place
    kind = 0 if parallel([bare(heading) for heading in members]) else 1 if len(members) > 1 else 2
    return kind, -(reports[report_id].year or 0), report_id, at
