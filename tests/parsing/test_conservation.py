"""Text is conserved: whatever a file holds ends up in a title, a heading, a paragraph or among
what was removed, once, in order, and nothing is made up."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from indexer.ingest.documents import Document
from indexer.language.normalize import clean_text
from indexer.model.reports import SECTIONS, UNIT_TYPES, Report, SourceText, Span
from indexer.parsing import parse
from indexer.parsing.cleaning import clean
from indexer.parsing.rulebook import default_rulebook
from tests.eval.gate import documents_in, text_of
from tests.parsing.builders import PROSE, source
from tests.profiles import examples

ARCHIVE = Path(__file__).resolve().parents[2] / "archive"
SAMPLES = tuple(documents_in(ARCHIVE))

_RULES = default_rulebook()


def shown(text: str, spans: tuple[Span, ...]) -> str:
    """What a piece of these spans must read like: their clean text on one line."""
    return clean_text("".join(text[start:end] for start, end in spans)).replace("\n", "").strip()


def spans_of(report: Report) -> list[tuple[Span, ...]]:
    """The spans of everything a report holds."""
    return [
        report.title_spans,
        *(heading.spans for heading in report.headings),
        *(paragraph.spans for paragraph in report.paragraphs),
        *(piece.spans for piece in report.removed),
    ]


def check_conserved(text: SourceText, reports: tuple[Report, ...]) -> None:
    """Fails where a character is lost, doubled or out of order."""
    if not reports:
        assert clean(text, _RULES).lines == (), "a file without a report may hold nothing but noise"
        return
    taken = sorted(span for report in reports for spans in spans_of(report) for span in spans)
    at = 0
    for start, end in [*taken, (len(text.text), len(text.text))]:
        assert start >= at, f"taken twice: {text.text[start:at]!r}"
        assert not clean_text(text.text[at:start]).strip(), f"lost: {text.text[at:start]!r}"
        assert start < end or start == len(text.text), "an empty span"
        at = end
    assert at == len(text.text), "a span beyond the end"


def check_faithful(text: SourceText, reports: tuple[Report, ...]) -> None:
    """Fails where what is shown is not what stands in the source."""
    assert [report.index_in_file for report in reports] == list(range(len(reports)))
    for report in reports:
        pieces = [(p.text, p.spans) for p in report.paragraphs]
        pieces += [(h.text, h.spans) for h in report.headings]
        pieces += [(r.text, r.spans) for r in report.removed]
        for stands, spans in pieces:
            assert stands == shown(text.text, spans)
        block = "".join(shown(text.text, (span,)) for span in report.title_spans)
        assert "".join("".join(report.title_lines).split()) == "".join(block.split())
        assert report.unit_type is None or report.unit_type in UNIT_TYPES
        assert report.year is None or report.year_estimated is None


def check_ordered(reports: tuple[Report, ...]) -> None:
    """Fails where ordinals, reading order or the places of headings are wrong."""
    begins: list[Span] = []
    for report in reports:
        assert [p.ordinal for p in report.paragraphs] == list(range(len(report.paragraphs)))
        assert all(0 <= h.before < len(report.paragraphs) for h in report.headings)
        own: list[tuple[Span, ...]] = []
        title = report.title_spans
        covers = [p for p in report.paragraphs if title and p.spans < title]
        assert {p.sections for p in covers} <= {("other",)}, "only a notice's cover may precede the title"
        headings = list(report.headings)
        for paragraph in report.paragraphs:
            if title and paragraph.ordinal == len(covers):
                own.append(title)
            above = [h for h in headings if h.before == paragraph.ordinal]
            assert tuple(h.text for h in above) == paragraph.headings_above
            own += [*(h.spans for h in above), paragraph.spans]
        if len(covers) == len(report.paragraphs):
            own.append(title)
        flat = [span for spans in own for span in spans]
        assert flat == sorted(flat), "a report's pieces must stand in reading order"
        begins.append(flat[0])
    assert begins == sorted(begins), "reports must stand in the order of the file"


def check_marked(reports: tuple[Report, ...]) -> None:
    """Fails where a paragraph has no known section, or a path names a heading that isn't there."""
    for report in reports:
        for paragraph in report.paragraphs:
            assert paragraph.text, "an empty paragraph"
            assert paragraph.sections
            assert set(paragraph.sections) <= set(SECTIONS)
            assert len(set(paragraph.sections)) == len(paragraph.sections) <= 3
            path = paragraph.heading_path
            if paragraph.run_in is not None:
                start, end = paragraph.run_in
                assert 0 <= start < end <= len(paragraph.text)
                assert path[-1] == paragraph.text[start:end]
                path = path[:-1]
            stood = {h.text for h in report.headings if h.before <= paragraph.ordinal}
            assert set(path) <= stood, "a heading in the path must stand above its paragraph"


def check_all(text: SourceText) -> None:
    """Every property of this file, on one source."""
    reports = parse(text)
    check_conserved(text, reports)
    check_faithful(text, reports)
    check_ordered(reports)
    check_marked(reports)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_every_sample_is_conserved(sample: Document) -> None:
    """No character of a shipped sample is lost, doubled or shown where it doesn't stand."""
    check_all(text_of(sample))


# --- generated documents -------------------------------------------------------------------

_TITLES = (
    "2021年度述职报告（妇联）", "区总工会2023年工作总结", "政 府 工 作 报 告", "2018年度党建工作述职报告",
    "篇一：支部书记述职报告", "篇二：年度工作总结", "第2篇 村级工作总结", "述职报告范文(三)", "工作总结【完整版】",
    "2020年度述职报告合集", "年度工作总结范文（精选4篇）", "青崖市民政局", "2021年度工作总结",
    "篇1", "支部的不足1", "支部的不足2", "2022年工作总结:成绩与不足", "守一方水土",
    "——青崖站工会工作报告", "青崖站2021年度对照检", "查材料", "松岭县召开总结会", "2023年工作计划",
    "[站长]在会议上的讲话", "2019年工作回顾", "2020年工作安排",
)  # fmt: skip
_BLOCK = ("——在区四届二次会议上", "（2022年1月6日）", "某某区委书记 ×××", "各位领导、同志们：", "张某某")
_HEADINGS = (
    "一、主要做法和成效", "二、存在的问题及原因分析", "三、下一步打算", "（一）抓学习", "1、建机制", "第一部分 回顾",
    "原因分析：", "一是补短板", "——抓队伍", "一、2014年", "工作情况",
    "三、抓岸线强本领 全年巡岸三百次，查船三十条。", "名词解释", "附件：2019年十件实事", "①先做人", "结语", "十二、", "（二）",
)  # fmt: skip
_POINTS = (
    "（一）抓学习。", "一是学得不深。", "究其原因，是抓得不紧。", "下一步，", "原因分析：一是",
    "也清醒地看到还有不少问题，", "1.",
)  # fmt: skip
_NOISE = (
    "本文系邮箱投稿，仅供学习参考，请勿照搬照抄！", "【字号：大 中 小】", "首页 > 公文 > 正文", "相关报道：", "s0100", "下载",
    "现将《青崖站2024年工作总结》印发给你们，请认真学习。", "网友为大家整理了支部的不足3篇，希望有帮助。", "搜索", "恢",
    "清。", "前半句……此处隐藏612个字……后半句。",
    "下面是小编为大家整理的范文，供大家参考！", "---此处隐藏1444字,下载后查看---", "##paidbegin##", "上一篇：无",
)  # fmt: skip
_ODD = (
    "", " ", "　　", "\t", "\u200b", "\ufeff", "\u00a0", "\u00ad", "\x01", "\x7f", "⼀、⼯作", "２０２３年", "〇", "𠮷", "👍🏽",
    "e\u0301", "\u202e", "\U000e0001", "İ", "ﬁ", "##paidend##", "##paid begin##", "##", "——", "…", "【", "】", "（", "\ud7ff",
)  # fmt: skip

_prose = st.builds(lambda head, body: head + body, st.sampled_from(("", *_POINTS)), st.sampled_from(PROSE))
_scrap = st.one_of(
    st.sampled_from(_ODD),
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=12).map(lambda s: s.replace("\r", "")),
)
_line = st.one_of(
    st.sampled_from(_TITLES), st.sampled_from(_BLOCK), st.sampled_from(_HEADINGS), st.sampled_from(_NOISE),
    _prose, _prose, _scrap,
)  # fmt: skip


@st.composite
def documents(draw: st.DrawFn) -> SourceText:
    """Report-like lines in any order, some doubled, with scraps put into the middle of words and
    spans that the format calls boilerplate."""
    lines = draw(st.lists(_line, max_size=24))
    for at in draw(st.lists(st.integers(0, 40), max_size=3)):
        if at < len(lines):
            lines.insert(draw(st.integers(0, len(lines))), lines[at])
    text = "\n".join(lines)
    for scrap in draw(st.lists(_scrap, max_size=4)):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + scrap + text[at:]
    cuts = draw(st.lists(st.tuples(st.integers(0, len(text)), st.integers(1, 30)), max_size=2))
    boilerplate = tuple((start, min(start + length, len(text))) for start, length in cuts if start < len(text))
    return SourceText(text, "html", "utf-8", boilerplate)


_thorough = settings(max_examples=examples(400))


@_thorough
@example(source("年度材料\n篇一：支部书记述职报告\n" + PROSE[0] + "\n篇二：村委工作总结\n" + PROSE[1]))
@example(source("各科室：\n现将《青崖站2024年工作总结》印发给你们。\n青崖站\n青崖站2024年工作总结\n" + "\n".join(PROSE[:2])))
@example(source(f"一、查船\n（一）白天\n（二）夜里\n二、查岸\n青崖站工作总结\n一、查船勤\n{PROSE[0]}\n二、查岸细\n{PROSE[1]}"))
@example(source("述职报告"))
@example(source("一、\n二、\n三、"))
@example(source("\u200b\n\u200b"))
@example(source("##paidbegin##\n下载\n【字号：大 中 小】"))
@given(documents())
def test_any_mix_of_lines_is_conserved(text: SourceText) -> None:
    """Titles, headings, noise, tags in words and odd characters in any order lose nothing."""
    check_all(text)


def _mutations() -> st.SearchStrategy[Callable[[list[str]], list[str]]]:
    place = st.integers(0, 10_000)
    scrap = st.one_of(_scrap, st.sampled_from(_NOISE), st.sampled_from(_TITLES))

    def dropped(lines: list[str], at: int) -> list[str]:
        return lines[: at % len(lines)] + lines[at % len(lines) + 1 :] if len(lines) > 1 else lines

    def doubled(lines: list[str], at: int, to: int) -> list[str]:
        return [*lines[: to % len(lines)], lines[at % len(lines)], *lines[to % len(lines) :]]

    def joined(lines: list[str], at: int) -> list[str]:
        at %= len(lines)
        return [*lines[:at], "".join(lines[at : at + 2]), *lines[at + 2 :]]

    def broken(lines: list[str], at: int, where: int) -> list[str]:
        at %= len(lines)
        where %= len(lines[at]) + 1
        return [*lines[:at], lines[at][:where], lines[at][where:], *lines[at + 1 :]]

    def stained(lines: list[str], at: int, where: int, what: str) -> list[str]:
        at %= len(lines)
        where %= len(lines[at]) + 1
        return [*lines[:at], lines[at][:where] + what + lines[at][where:], *lines[at + 1 :]]

    return st.one_of(
        st.builds(lambda a: lambda ls: dropped(ls, a), place),
        st.builds(lambda a, b: lambda ls: doubled(ls, a, b), place, place),
        st.builds(lambda a: lambda ls: joined(ls, a), place),
        st.builds(lambda a, b: lambda ls: broken(ls, a, b), place, place),
        st.builds(lambda a, b, s: lambda ls: stained(ls, a, b, s), place, place, scrap),
    )


@cache
def _sample_lines(index: int) -> tuple[str, ...]:
    return tuple(text_of(SAMPLES[index]).text.split("\n"))


@settings(_thorough, max_examples=examples(150))
@given(st.sampled_from(range(len(SAMPLES))), st.lists(_mutations(), min_size=1, max_size=8))
def test_damaged_samples_are_conserved(index: int, mutations: list[Callable[[list[str]], list[str]]]) -> None:
    """A real report with lines lost, doubled, joined, broken or stained loses nothing more."""
    lines = list(_sample_lines(index))
    for mutate in mutations:
        lines = mutate(lines)
    check_all(source("\n".join(lines)))


def test_a_file_of_noise_only_yields_no_report() -> None:
    """Nothing but boilerplate is no report; a single line beside it is one, with the noise shown."""
    noise = "【字号：大 中 小】\n下载"
    assert parse(source(noise)) == ()
    (report,) = parse(source(noise + "\n" + PROSE[0]))
    assert [p.text for p in report.paragraphs] == [PROSE[0]]
    assert [piece.text for piece in report.removed] == ["【字号：大中小】", "下载"]


@pytest.mark.parametrize("empty", ["", "\n\n", "　　\n \t\n", "\u200b"])
def test_an_empty_file_yields_no_report(empty: str) -> None:
    """White space alone is nothing, and nothing fails on it."""
    assert parse(source(empty)) == ()
