"""Reports and paragraphs by id: whole, in order, the same after any re-indexing."""

from __future__ import annotations

import pytest

from indexer.engines import Engine, Source
from indexer.model.reports import UNKNOWN, Heading, Paragraph, Removed, Report
from indexer.model.unread import Unread
from indexer.querying.request import build_request
from tests.engines.brute import all_hits
from tests.engines.corpus import change, fill, paragraph, random_reports, report

FULL = Report(
    index_in_file=1,
    title="关于“党建”的报告",
    year=2018,
    year_estimated=None,
    unit_type="妇联",
    paragraphs=(
        Paragraph(
            0,
            "（一）强化担当。正文，𠮷。",
            ("work", "problems"),
            ("一、做法",),
            ("一、做法", "强化担当"),
            (0, 7),
            ((3, 9), (12, 20)),
        ),
        Paragraph(1, "第二段", ("closing",), (), ("一、做法",), None, ((20, 23),)),
    ),
    headings=(Heading("一、做法", 1, 0, ((0, 3),)), Heading("（一）", 2, 1, ((9, 12), (13, 14)))),
    title_lines=("关于“党建”的报告", "——张某某"),
    title_spans=((0, 2),),
    removed=(Removed("扫码\n下载", "banner", ((30, 35),)),),
)
BARE = Report(0, None, None, 2016, None, (paragraph(0, "只有一段"),))


def test_a_report_comes_back_whole(engine: Engine) -> None:
    unread = (Unread("scan", 1, "第 2 页"), Unread("image", 3))
    change(engine, {"full-1": FULL, "bare": BARE}, sources={"full-1": Source(("a.txt",), "读不了", unread)})
    stored = engine.report("full-1")
    assert stored is not None
    assert stored.id == "full-1"
    for name in ("title", "year", "year_estimated", "unit_type", "title_lines", "headings", "removed"):
        assert getattr(stored, name) == getattr(FULL, name), name
    assert (stored.paragraph_count, stored.files, stored.stale_reason) == (2, ("a.txt",), "读不了")
    assert stored.unread == unread
    bare = engine.report("bare")
    assert bare is not None
    assert (bare.title, bare.year, bare.year_estimated, bare.unit_type) == (None, None, 2016, None)
    assert (bare.files, bare.stale_reason, bare.unread, bare.removed) == ((), None, (), ())


def test_paragraphs_come_back_whole_and_in_order(engine: Engine) -> None:
    fill(engine, {"x": BARE, "full-1": FULL})
    shown = engine.paragraphs_of("full-1")
    assert [p.ordinal for p in shown] == [0, 1]
    for given, got in zip(FULL.paragraphs, shown, strict=True):
        for name in ("ordinal", "text", "sections", "headings_above", "heading_path", "run_in"):
            assert getattr(got, name) == getattr(given, name), name
        assert (got.report_id, got.title, got.year, got.unit_type) == ("full-1", FULL.title, 2018, "妇联")
        assert got.files == ("full-1.txt",)


def test_a_hit_is_the_paragraph_that_its_id_names(filled: Engine) -> None:
    hits = all_hits(filled, build_request(size=100))
    assert len({hit.paragraph.id for hit in hits}) == len(hits)
    for hit in hits:
        assert filled.paragraph(hit.paragraph.id) == hit.paragraph
    for report_id, given in random_reports().items():
        shown = filled.paragraphs_of(report_id)
        assert [p.text for p in shown] == [p.text for p in given.paragraphs]


@pytest.fixture(scope="module")
def short(shared: Engine) -> Engine:
    """One report of two paragraphs."""
    fill(shared, {"r": report("甲", "乙")})
    return shared


@pytest.mark.parametrize(
    "unknown",
    [
        "",
        "-",
        "r",
        "r-",
        "-0",
        "r-2",
        "r--1",
        "r-x",
        "r-00",
        "r-٠",
        "r-0 ",
        " r-0",
        "R-0",
        "s-0",
        "r-" + "9" * 5000,
        "r-0\n",
        "r-0\x00",
    ],
)
def test_an_unknown_paragraph_id_is_nothing(short: Engine, unknown: str) -> None:
    """Ids come from addresses anybody can type; a paragraph has one id, not several spellings."""
    assert short.paragraph("r-1") is not None
    assert short.paragraph(unknown) is None


@pytest.mark.parametrize("unknown", ["", "r-0", "R", "r ", "r\x00", "*", "r" * 5000, "\ud800"])
def test_an_unknown_report_id_is_nothing(short: Engine, unknown: str) -> None:
    assert short.report("r") is not None
    assert short.report(unknown) is None
    assert short.paragraphs_of(unknown) == ()


def test_ids_survive_new_neighbours_new_files_and_writing_again(engine: Engine) -> None:
    """Somebody kept the address of a paragraph; re-indexing must not break it."""
    fill(engine, {"m": FULL})
    ids = [p.id for p in engine.paragraphs_of("m")]
    fill(engine, {"a": report("甲"), "z": report("乙")})
    change(engine, {"m": FULL}, delete=["a"], sources={"m": Source(("另一处.txt",))})
    assert [p.id for p in engine.paragraphs_of("m")] == ids
    assert [shown.text for i in ids if (shown := engine.paragraph(i))] == [p.text for p in FULL.paragraphs]


def test_a_report_without_paragraphs_is_kept(engine: Engine) -> None:
    fill(engine, {"e": report(title="只有题目")})
    stored = engine.report("e")
    assert stored is not None and stored.paragraph_count == 0
    assert engine.paragraphs_of("e") == ()
    assert engine.stats().reports == 1
    assert engine.search(build_request()).total == 0
    assert [h.report_id for h in engine.search(build_request("题目")).title_hits] == ["e"]


def test_a_report_without_paragraphs_can_be_replaced_and_deleted(engine: Engine) -> None:
    fill(engine, {"e": report(title="只有题目"), "f": report("甲")})
    fill(engine, {"e": report(title="新的题目")})
    stored = engine.report("e")
    assert stored is not None and stored.title == "新的题目"
    assert engine.stats().reports == 2
    fill(engine, {"e": report("有了正文", title="新的题目")})
    assert [p.text for p in engine.paragraphs_of("e")] == ["有了正文"]
    fill(engine, {"e": report(title="只有题目")})
    change(engine, {}, delete=["e"])
    assert engine.report("e") is None and engine.stats().reports == 1
    assert engine.search(build_request("题目")).title_hits == ()


def test_the_manifest_is_one_object_a_generation(engine: Engine) -> None:
    """Whoever makes something of it can tell whether that is still right."""
    change(engine, {"bare": BARE}, manifest={"files": {"a.txt": ["x"]}})
    first = engine.manifest()
    assert first == {"files": {"a.txt": ["x"]}} and engine.manifest() is first
    change(engine, {"full": FULL}, manifest={"files": {}})
    assert engine.manifest() == {"files": {}}


def test_the_heads_of_all_reports_tell_what_their_paragraphs_hold(engine: Engine) -> None:
    """A list of a whole archive reads no report; it follows what is written."""
    assert engine.reports() == ()
    unread = (Unread("image", 3),)
    sources = {"full-1": Source(("a.txt", "b.txt"), "读不了", unread), "empty": Source(("c.txt",))}
    change(engine, {"full-1": FULL, "bare": BARE, "empty": report(title="只有题目")}, sources=sources)
    bare, empty, full = engine.reports()
    assert [head.id for head in (bare, empty, full)] == ["bare", "empty", "full-1"]
    assert (full.title, full.year, full.unit_type, full.genre) == (FULL.title, 2018, "妇联", None)
    assert (full.paragraphs, full.characters, full.placeholders) == (2, sum(len(p.text) for p in FULL.paragraphs), 0)
    assert full.sections == {"work": 1, "problems": 1, "closing": 1}
    assert (full.files, full.stale_reason, full.unread) == (("a.txt", "b.txt"), "读不了", unread)
    assert (bare.title, bare.year, bare.unit_type, bare.files, bare.unread) == (None, None, None, (), ())
    assert (empty.paragraphs, empty.characters, empty.sections) == (0, 0, {})
    change(engine, {"bare": report("新的一段", "又一段")}, delete=["full-1"])
    assert [(head.id, head.paragraphs) for head in engine.reports()] == [("bare", 2), ("empty", 0)]


def test_heads_agree_with_the_reports_they_stand_for(filled: Engine) -> None:
    given = random_reports()
    heads = filled.reports()
    assert [head.id for head in heads] == sorted(given)
    for head in heads:
        stored, paragraphs = filled.report(head.id), filled.paragraphs_of(head.id)
        assert stored is not None
        for name in ("title", "year", "unit_type", "genre", "files", "stale_reason", "unread"):
            assert getattr(head, name) == getattr(stored, name), name
        assert (head.paragraphs, head.characters) == (len(paragraphs), sum(len(p.text) for p in paragraphs))
        assert head.placeholders == sum(bool(p.placeholders) for p in paragraphs)
        for section, count in head.sections.items():
            assert count == sum(section in p.sections for p in paragraphs) > 0


def test_stats_count_what_the_index_holds(engine: Engine) -> None:
    change(
        engine,
        {"full": FULL, "bare": BARE, "more": report("甲乙丙")},
        sources={"full": Source(("a.txt", "b.txt")), "bare": Source(("a.txt",)), "more": Source(("c.txt",))},
    )
    stats = engine.stats()
    assert (stats.files, stats.reports, stats.paragraphs) == (3, 3, 4)
    assert stats.characters == sum(len(p.text) for r in (FULL, BARE) for p in r.paragraphs) + 3
    assert dict(stats.sections) == {"work": 3, "problems": 1, "closing": 1}
    assert dict(stats.units) == {"妇联": 2, UNKNOWN: 1}
    assert dict(stats.years) == {"2018": 2, UNKNOWN: 1}
    assert stats.built_at is None
