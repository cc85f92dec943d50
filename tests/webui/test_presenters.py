"""The pure helpers behind the pages: pieces, excerpts, citations, facets, numbers, pages."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from indexer.drafting.report_names import file_stem, whose
from indexer.language.normalize import merge_spans
from indexer.model.reports import Facet, FacetValue, StoredParagraph
from indexer.output.citation import source_line
from indexer.querying.formatting import query_text
from indexer.querying.syntax import parse_query
from webui.presenters.facets import SHOWN, FacetLinks, link_facets
from webui.presenters.formatting import compact, duration, grouped
from webui.presenters.highlighting import (
    IN_A_COLUMN,
    IN_A_LIST,
    LONGEST,
    Piece,
    Room,
    beginning,
    clip,
    cut_excerpt,
    cut_pieces,
)
from webui.presenters.pagination import page_links
from webui.presenters.query_summary import understood_parts
from webui.state.search_state import SearchState

SPANS = st.lists(st.tuples(st.integers(0, 400), st.integers(1, 12)), max_size=12)


def spans_in(text: str, raw: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    return merge_spans([(a, min(a + n, len(text))) for a, n in raw if a < len(text)])


@given(st.text(max_size=400), SPANS, SPANS)
def test_pieces_joined_are_the_text(
    text: str, raw: list[tuple[int, int]], raw_blanks: list[tuple[int, int]]
) -> None:
    """What is copied is the clean text, wherever marks and blanks stand and overlap."""
    marks, blanks = spans_in(text, raw), spans_in(text, raw_blanks)
    pieces = cut_pieces(text, marks, (0, len(text) // 3), blanks)
    assert "".join(p.text for p in pieces) == text
    assert sum(len(p.text) for p in pieces if p.marked) == sum(b - a for a, b in marks)
    assert sum(len(p.text) for p in pieces if p.blank) == sum(b - a for a, b in blanks)
    assert sum(len(p.text) for p in pieces if p.strong) == len(text) // 3


def test_a_blank_may_be_half_found_and_half_heading() -> None:
    """Each run carries everything that is true of it, and nothing else."""
    pieces = cut_pieces("培训某某村XX次", [(0, 3)], (0, 5), [(2, 4), (5, 7)])
    assert pieces == (
        Piece("培训", marked=True, strong=True),
        Piece("某", marked=True, strong=True, blank=True),
        Piece("某", strong=True, blank=True),
        Piece("村", strong=True),
        Piece("XX", blank=True),
        Piece("次"),
    )


def test_blanks_are_clipped_to_the_part_that_is_shown() -> None:
    """One that stands across the end of an excerpt is marked as far as it is shown."""
    window = IN_A_LIST.window
    text = "字" * (window - 1) + "XX" + "字" * (IN_A_LIST.whole - window)
    excerpt = cut_excerpt(text, (), blanks=[(window - 1, window + 1), (window + 5, window + 6)])
    assert excerpt and excerpt.pieces[-1] == Piece("X", blank=True)
    assert sum(p.blank for p in excerpt.pieces) == 1
    assert clip([(0, 4), (6, 9), (12, 14)], 2, 8) == ((0, 2), (4, 6))


@given(
    st.text(alphabet="字，。abc", min_size=IN_A_LIST.whole + 1, max_size=400),
    SPANS,
    st.sampled_from((IN_A_LIST, IN_A_COLUMN)),
)
def test_excerpt_is_a_part_that_shows_a_mark(text: str, raw: list[tuple[int, int]], room: Room) -> None:
    """A folded result always shows why it was found."""
    marks = spans_in(text, raw)
    excerpt = cut_excerpt(text, marks, room=room)
    assert excerpt is not None
    shown = "".join(p.text for p in excerpt.pieces)
    longest = max((b - a for a, b in marks), default=0)
    assert len(shown) <= room.window + longest
    before, after = ("".join(p.text for p in part) for part in (excerpt.before, excerpt.after))
    assert before + shown + after == text == "".join(p.text for p in excerpt.whole)
    assert excerpt.hidden_marks + sum(p.marked for p in excerpt.pieces) == len(marks)
    if marks and longest <= room.window // 2:
        assert any(p.marked for p in excerpt.pieces)


def test_excerpt_prefers_different_words_to_the_same_word_often() -> None:
    """With two words asked for, the place where both stand is shown."""
    text = "甲乙" * 40 + "。" + "丙" * 120 + "。" + "甲乙丁戊" + "丙" * 60
    marks = merge_spans([(n * 2, n * 2 + 1) for n in range(40)] + [(202, 203), (204, 206)])
    excerpt = cut_excerpt(text, marks)
    assert excerpt and {p.text for p in excerpt.pieces if p.marked} == {"甲", "丁戊"}


def stored(
    ordinal: int, *path: str, title: str | None = "总结", files: tuple[str, ...] = ()
) -> StoredParagraph:
    return StoredParagraph(
        f"r-{ordinal}", "r", ordinal, "文", ("work",), (), path, None, title, 2018, "妇联", files, number=1
    )


def test_source_line_nests_quotes_and_leaves_out_what_is_unknown() -> None:
    """A title with a book title in it stays well-formed; no title gives the file's name."""
    quoted = source_line(replace(stored(0, "一、抓“关键”：", title="学《章程》总结"), number=2))
    assert quoted == "〔《学〈章程〉总结》，妇联，2018年，“一、抓‘关键’”第2段〕"
    named = stored(0, title=None, files=("旧稿\\2018.年终.docx",))
    assert source_line(named) == "〔《2018.年终》，妇联，第1段〕"


@pytest.mark.parametrize(
    ("title", "file", "said"),
    [
        ("政府工作报告", "政府/青石县.txt", "〔《政府工作报告》（青石县），2018年〕"),
        ("2018年度党建工作述职报告", "2018年度党建工作述职报告（公安局）.txt",
         "〔《2018年度党建工作述职报告》（公安局），政府〕"),
        ("2018年度党建工作述职报告", "甲/2018年度党建工作述职报告.docx", "〔《2018年度党建工作述职报告》，政府〕"),
        ("2018年度党建工作述职报告", "2018述职.txt", "〔《2018年度党建工作述职报告》，政府〕"),
        ("在白鹭湖治理推进会上的讲话", "a.txt", "〔《在白鹭湖治理推进会上的讲话》，政府，2018年〕"),
        ("白鹭湖管委会2018年工作总结", "a.txt", "〔《白鹭湖管委会2018年工作总结》，政府〕"),
    ],
)
def test_a_source_line_identifies_its_source_and_repeats_nothing(title: str, file: str, said: str) -> None:
    """A title that many reports share is followed by what its file adds; known things are said once."""
    paragraph = replace(stored(0, title=title), files=(file,), unit_type="政府", year=2018)
    assert source_line(paragraph, whose(title, (), paragraph.files)) == said.replace("〕", "，第1段〕")


def years(selected: frozenset[int] = frozenset()) -> Facet:
    values = tuple(FacetValue(str(y), f"{y}年", y - 2000, y in selected) for y in range(2010, 2024))
    return Facet("year", "年份", (*values, FacetValue("unknown", "未知", 3, False)))


def shown(facet: FacetLinks) -> list[str]:
    return [v.value for g in facet.groups for v in g.values]


def test_long_facet_folds_after_eight_and_shows_what_is_selected_in_its_place() -> None:
    """The newest years stand first; 未知 stands apart. What is selected does not move: the list that holds it is open."""
    (facet,) = link_facets([years()], SearchState())
    assert shown(facet) == [str(y) for y in range(2023, 2023 - SHOWN, -1)]
    assert facet.folded_count == 6 and not facet.is_unfolded
    assert facet.unknown and facet.unknown.url == "/?year=unknown"
    (facet,) = link_facets([years(frozenset({2010}))], SearchState(filters={"year": ("2010",)}))
    assert shown(facet) == [str(y) for y in range(2023, 2023 - SHOWN, -1)]
    assert facet.folded_count == 6 and facet.is_unfolded and facet.folded[0].values[-1].selected


def test_year_bars_fill_gaps_and_keep_to_their_drawing() -> None:
    """A year without paragraphs is a gap in the row, not missing from it."""
    values = (FacetValue("2014", "2014年", 4, False), FacetValue("2017", "2017年", 8, True))
    (linked,) = link_facets([Facet("year", "年份", values)], SearchState(filters={"year": ("2017",)}))
    assert [(b.year, b.count, b.selected) for b in linked.bars] == [
        (2014, 4, False),
        (2015, 0, False),
        (2016, 0, False),
        (2017, 8, True),
    ]
    drawn = [re.fullmatch(r"M(.+) 48v-(.+)h(.+)v\2z", path) for b in linked.bars for path in (b.ground, b.shape) if path]
    assert all(d and float(d[1]) + float(d[3]) <= 240.1 and float(d[2]) <= 48 for d in drawn)
    assert linked.bars[1].ground and not linked.bars[1].shape, "nothing to draw, but something to point at"
    assert linked.bars[3].shape == "M187.2 48v-48h45.6v48z"


def test_a_mistyped_year_does_not_squeeze_the_bars_of_all_others() -> None:
    """It stands in the list; the bars are of the years together that count most, and end where these do."""
    counts = {1901: 3, 1986: 1, 2016: 40, 2025: 90, 2072: 5}
    values = tuple(FacetValue(str(year), f"{year}年", count, False) for year, count in counts.items())
    (linked,) = link_facets([Facet("year", "年份", values)], SearchState())
    assert [bar.year for bar in linked.bars] == list(range(1986, 2026))
    assert "v-48h" in linked.bars[-1].shape, "the year that counts most is as high as the drawing"
    assert "1901" in shown(linked) and "2072" in shown(linked)


def test_unit_groups_are_never_torn_and_stay_where_they_are() -> None:
    """A group heads its own unit types and selects all of them, also those that this question
    finds nothing of: the next one may."""
    values = (
        FacetValue("妇联", "妇联", 5, False, "群团"),
        FacetValue("工会", "工会", 2, False, "群团"),
        FacetValue("公安", "公安", 1, True, "政法"),
        FacetValue("其他", "其他", 0, True, "其他"),
    )
    state = SearchState(filters={"unit": ("公安", "其他")})
    (facet,) = link_facets([Facet("unit", "单位类型", values)], state)
    assert [g.label for g in facet.groups] == ["群团", "政法", "其他"], "a second click on the same spot meets the same value"
    group = facet.groups[0]
    assert not group.selected and group.url == state.with_filter("unit", "妇联", "工会", "团委").url
    assert not facet.groups[1].selected
    whole = SearchState(filters={"unit": ("公安", "检察院", "法院")})
    (facet,) = link_facets([Facet("unit", "单位类型", values)], whole)
    assert facet.groups[1].selected and "公安" not in facet.groups[1].url


@pytest.mark.parametrize(
    "query",
    ["党建 夜校", '"两个 维护" 党建', "党建 -考核", '“他说"好"” 党建', '-"两个 维护" 党建', '"党建 夜校'],
)
def test_query_written_down_again_asks_the_same(query: str) -> None:
    """Links made from parts of a question must not change what is left of it."""
    tree = parse_query(query).tree
    assert parse_query(query_text(tree)).tree == tree


def test_each_understood_part_can_be_taken_away() -> None:
    """The link of a part asks for the others."""
    parts = understood_parts(SearchState(q='党建 "两个 维护" -考核', phrases=("夜校",)))
    assert [(p.kind, p.text) for p in parts] == [
        ("词", "党建"),
        ("短语", "两个 维护"),
        ("不含", "考核"),
        ("短语", "夜校"),
    ]
    assert parts[0].url == SearchState(q='"两个 维护" -考核', phrases=("夜校",)).url
    assert parts[3].url == SearchState(q='党建 "两个 维护" -考核').url


@pytest.mark.parametrize(
    ("query", "parts"),
    [
        (
            '党建 单位:公安 标题:总结 "强化*意识"',
            [
                ("词", "党建", '单位:公安 标题:总结 "强化*意识"'),
                ("单位", "公安", '党建 标题:总结 "强化*意识"'),
                ("", "标题里有 总结", '党建 单位:公安 "强化*意识"'),
                ("", "短语 “强化…意识”（每处空缺不超过20字）", "党建 单位:公安 标题:总结"),
            ],
        ),
        ('(党建 | 业务) "水 电"~5', [("", "党建 或 业务", '"水 电"~5'), ("", "相距不超过5字 “水 电”", "党建 | 业务")]),
        ("党建 | 业务 安全 | 年终", [
            ("任一", "党建", "(业务 安全) | 年终"),
            ("任一", "全部词 业务 安全", "党建 | 年终"),
            ("任一", "年终", "党建 | (业务 安全)"),
        ]),
        ("党建 | 业务", [("任一", "党建", "业务"), ("任一", "业务", "党建")]),
        ("-(党建 业务) 学习", [("", "不含 （全部词 党建 业务）", "学习"), ("词", "学习", "-(党建 业务)")]),
        ('strict:"责任，" 年份:2018-2021', [
            ("", "原样（连标点、大小写）“责任，”", "年份:2018-2021"),
            ("年份", "2018-2021", 'strict:"责任，"'),
        ]),
    ],
)
def test_every_kind_of_part_can_be_taken_away(query: str, parts: list[tuple[str, str, str]]) -> None:
    """What is left is asked as it was, whatever the part was."""
    asked = SearchState(q=query, filters={"year": ("2020",)})
    shown = understood_parts(asked)
    assert [(p.kind, p.text) for p in shown] == [(kind, text) for kind, text, _ in parts]
    for part, (_, _, left) in zip(shown, parts, strict=True):
        assert part.url is not None
        url_asks = SearchState.from_args(MultiDict(parse_qsl(part.url.partition("?")[2])))
        assert url_asks.values("year") == ("2020",)
        assert parse_query(url_asks.q).tree == parse_query(left).tree


def test_numbers_are_written_as_chinese_readers_expect() -> None:
    """Thin grouping, 万 for large ones, milliseconds in words."""
    assert grouped(1234567) == "1\u202f234\u202f567"
    assert [compact(n) for n in (999, 12345, 123456, 2000000)] == ["999", "12\u202f345", "12.3万", "200万"]
    assert [duration(ms) for ms in (0.2, 3.4, 1500)] == ["不到 1 毫秒", "3 毫秒", "1.5 秒"]
    assert file_stem("甲/乙.丙.docx") == file_stem("甲\\乙.丙.docx") == "乙.丙"


def test_pager_shows_the_ends_and_the_neighbours() -> None:
    """Gaps of more than one page are dots; the present page is no link."""
    pages = page_links(SearchState(q="党", page="7"), 7, 20)
    assert [link.label for link in pages.links] == ["1", "2", "…", "5", "6", "7", "8", "9", "…", "20"]
    assert pages.links[5].url is None and pages.links[5].current
    assert [link.label for link in page_links(SearchState(), 1, 4).links] == ["1", "2", "3", "4"]


def test_a_page_of_marks_is_cut_in_time_that_grows_with_its_length() -> None:
    """A whole book on one line, every second character found: seconds, not hours."""
    text = "党建" * 100_000
    marks = [(at, at + 1) for at in range(0, len(text), 2)]
    assert "".join(piece.text for piece in cut_pieces(text, marks, blanks=marks)) == text
    assert cut_excerpt(text, marks) is not None


def test_a_part_far_down_in_a_paragraph_of_megabytes_is_shown_behind_its_beginning() -> None:
    """The page holds the beginning and the part that was found, not all of it."""
    text = "甲乙丙丁" * 10_000 + "戊"
    excerpt = cut_excerpt(text, [(40_000, 40_001)])
    assert excerpt and [p.text for p in excerpt.pieces if p.marked] == ["戊"] and excerpt.after == ()
    assert "".join(p.text for p in excerpt.before) == text[:LONGEST] + "…"
    shown = sum(len(p.text) for p in excerpt.pieces)
    assert excerpt.left_out == len(text) - LONGEST - shown


def test_a_paragraph_of_megabytes_does_not_fill_a_page() -> None:
    """A file may be one long line: the page holds its beginning, with the marks in it, and says how much is left out."""
    text = "甲乙丙丁" * 10_000
    marks = [(0, 2), (LONGEST - 1, LONGEST + 3), (30_000, 30_004)]
    pieces, left_out = beginning(text, marks, (0, 4), [(8, 12), (39_000, 39_004)])
    assert "".join(piece.text for piece in pieces) == text[:LONGEST]
    assert left_out == len(text) - LONGEST
    assert [piece.text for piece in pieces if piece.marked] == ["甲乙", text[LONGEST - 1 : LONGEST]]
    assert beginning("甲乙丙丁", [(0, 2)]) == (cut_pieces("甲乙丙丁", [(0, 2)]), 0)
