"""Where one report ends and the next begins: at titles, never at a number that starts again."""

from __future__ import annotations

from tests.parsing.builders import PROSE, one, parsed, removed_texts, titles

BANNER = "本文系网友投稿，仅供学习参考，请勿照搬照抄！"


def test_a_repeated_banner_divides_a_compilation() -> None:
    """Titles of different shapes begin reports where a banner stands before them."""
    reports = parsed(
        BANNER, "2021年度述职报告（妇联）", *PROSE[:2], BANNER, "县供销社抓党建工作总结", *PROSE[2:]
    )
    assert titles(reports) == ["2021年度述职报告（妇联）", "县供销社抓党建工作总结"]


def test_a_banner_alone_divides_nothing() -> None:
    """A banner on each page of one report is only noise."""
    report = one("2021年度述职报告", BANNER, *PROSE[:2], BANNER, *PROSE[2:])
    assert [p.text for p in report.paragraphs] == list(PROSE)


def test_part_marks_divide_a_compilation() -> None:
    """篇一：/第2篇 with or without titles after them."""
    reports = parsed(
        "篇一：渡口村支部书记述职报告", *PROSE[:2], "篇二：苗圃工作总结", *PROSE[2:4], "第3篇 茶园工作总结", PROSE[4]
    )
    assert titles(reports) == ["渡口村支部书记述职报告", "苗圃工作总结", "茶园工作总结"]
    assert [len(r.paragraphs) for r in reports] == [2, 2, 1]


def test_a_title_under_a_bare_part_mark_is_the_reports() -> None:
    """范文 篇1 alone on its line says nothing; the line below it does."""
    lines = ("范文 篇1", "渡口村支部书记述职报告", *PROSE[:2], "范文 篇2", "青崖县苗圃2021年工作总结", *PROSE[2:])
    assert titles(parsed(*lines)) == ["渡口村支部书记述职报告", "青崖县苗圃2021年工作总结"]


def test_a_bare_part_mark_leaves_the_title_unknown() -> None:
    """A mark without a title begins a report that has none, rather than one with a guess."""
    assert titles(parsed("篇一：", *PROSE[:2], "篇二：", *PROSE[2:])) == [None, None]


def test_one_part_mark_divides_nothing() -> None:
    """第一篇章 is a heading's flourish; a single mark is no compilation."""
    report = one("2021年度述职报告", PROSE[0], "第一篇章：筑牢根基", *PROSE[1:])
    assert "第一篇章：筑牢根基" in [h.text for h in report.headings] + [p.text for p in report.paragraphs]


def test_the_title_of_the_whole_compilation_is_kept() -> None:
    """What stands above the first part belongs to its title block and isn't lost."""
    first, second = parsed("2022年度述职报告", "（三篇）", "篇一：苗圃工作总结", *PROSE[:2], "篇二：茶园工作总结", *PROSE[2:])
    assert first.title == "苗圃工作总结"
    assert first.title_lines == ("2022年度述职报告", "（三篇）", "篇一：苗圃工作总结")
    assert second.title_lines == ("篇二：茶园工作总结",)


def test_a_title_of_the_same_shape_begins_the_next_report() -> None:
    """The same words with another number or bracket: a compilation without any other sign."""
    reports = parsed(
        "年度述职报告（税务局）", *PROSE[:2], "年度述职报告（粮食局）", *PROSE[2:4], "年度述职报告（水务局）", *PROSE[4:]
    )
    assert titles(reports) == ["年度述职报告（税务局）", "年度述职报告（粮食局）", "年度述职报告（水务局）"]


def test_numbered_titles_of_samples_divide() -> None:
    """工作总结范文(一), (二): the suffix numbers them and isn't part of the title."""
    assert titles(parsed("工作总结范文(一)", *PROSE[:2], "工作总结范文(二)", *PROSE[2:])) == ["工作总结", "工作总结"]


def test_numbers_that_start_again_divide_nothing() -> None:
    """Two parts that each count from 一、 are one report."""
    report = one(
        "2021年工作总结", "第一部分 今年", "一、苗圃", PROSE[0], "二、茶园", PROSE[1],
        "第二部分 明年", "一、渡口", PROSE[2], "二、晒场", PROSE[3],
    )  # fmt: skip
    assert [p.text for p in report.paragraphs] == list(PROSE[:4])


def test_an_annex_is_no_report() -> None:
    """Projects and explanations of terms after a report restart the count and stay with it."""
    report = one(
        "2021年政府工作报告", "一、去年工作", *PROSE[:2], "附件：2021年十件民生实事", "一、苗圃改造", PROSE[2],
        "名词解释", "1.“单一窗口”：在一个地方办完的事。",
    )  # fmt: skip
    assert report.paragraphs[-1].sections == ("other",)


def test_a_sentence_about_a_report_divides_nothing() -> None:
    """以上是我的述职报告 and a heading 二、工作总结 aren't titles."""
    assert len(parsed("2021年度述职报告", *PROSE[:2], "以上是我的述职报告。", "二、上半年工作总结", *PROSE[2:])) == 1


def test_an_abstract_that_repeats_the_opening_is_removed() -> None:
    """A page's automatic abstract under the article goes, visibly."""
    report = one("2021年度述职报告（妇联）", *PROSE, "2021年度述职报告（妇联）", PROSE[0])
    assert [p.text for p in report.paragraphs] == list(PROSE)
    assert removed_texts(report) == ["2021年度述职报告（妇联）", PROSE[0]]
    assert {piece.reason for piece in report.removed} == {"重复的摘要"}


def test_two_short_reports_that_differ_are_both_kept() -> None:
    """A second report that merely begins like the first is no abstract of it."""
    assert len(parsed("2021年度述职报告（甲局）", *PROSE[:2], "2021年度述职报告（乙局）", PROSE[0], PROSE[2])) == 2


SIGNED = (
    "“小竹排”撑起“大平安”", "青石村党支部", *PROSE[:2],
    "管住“两只手”，让渡口清爽起来", "云溪镇党委", *PROSE[2:4],
)  # fmt: skip


def test_the_texts_of_a_counted_compilation_are_told_by_who_signs_them() -> None:
    """Slogans above a unit's name, where the file says that it holds two: titles, units and the genre that the
    compilation's name gives."""
    reports = parsed("全县渡口治理典型案例（2篇）", *SIGNED)
    assert titles(reports) == ["“小竹排”撑起“大平安”", "管住“两只手”，让渡口清爽起来"]
    assert [(r.unit_type, r.genre) for r in reports] == [("社区村", "经验材料"), ("街道乡镇", "经验材料")]
    assert [len(r.paragraphs) for r in reports] == [2, 2]


def test_a_signed_line_divides_nothing_that_is_not_counted() -> None:
    """Without a count no border; a signature under 特此报告 or a date is none either."""
    assert len(parsed("全县渡口治理典型案例", *SIGNED)) == 1
    signed = ("特此报告", "云溪镇人民政府", "2024年3月1日", "云溪镇人民政府")
    assert len(parsed("渡口工作总结（2篇）", *PROSE[:2], *signed, *PROSE[2:4], *signed, PROSE[4])) == 1


def test_a_mark_that_only_counts_parts_belongs_to_none() -> None:
    """篇一： alone above a title is no line of the report; without a title it is all the part has for one."""
    first, second = ("篇一：", "青瓦村支部工作总结", *PROSE[:2]), ("篇二：", "竹溪村支部工作总结", *PROSE[2:4])
    reports = parsed(*first, *second, "篇三：", *PROSE[4:6])
    assert titles(reports) == ["青瓦村支部工作总结", "竹溪村支部工作总结", None]
    assert removed_texts(*reports) == ["篇一：", "篇二："]
