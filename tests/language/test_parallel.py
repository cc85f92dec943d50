"""What makes headings parallel, and which say nothing but what kind of division begins."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from indexer.language.headings import clause_lengths, form_of, is_stock
from indexer.language.parallel import NOT_PARALLEL, parallel
from indexer.model.results import Parallel

# --- clauses ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "form"),
    [
        ("强化担当意识，履行主体责任", "6+6"),
        ("抓学习、抓调研，强本领、强担当", "6+6"),
        ("守初心 担使命 创实绩", "3+3+3"),
        ("以“三会一课”为抓手，严管厚爱", "8+4"),
        ("投入1,200万元，建成12个站", "8+6"),
        ("改革创新；服务大局；", "4+4"),
        ("讲政治", "3"),
    ],
)
def test_a_form_counts_characters_of_clauses_without_signs(heading: str, form: str) -> None:
    """、 joins what one clause lists."""
    assert form_of(clause_lengths(heading)) == form


@given(st.lists(st.text("甲乙丙丁", min_size=1, max_size=9), min_size=1, max_size=4), st.sampled_from("，,；; \u3000"))
def test_clauses_put_together_are_found_again(clauses: list[str], sign: str) -> None:
    assert clause_lengths(sign.join(clauses)) == tuple(map(len, clauses))


# --- stock --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "heading",
    [
        *("存在的问题", "存在问题及原因分析", "主要做法和成效", "下一步工作打算", "履职情况", "今后的努力方向"),
        *("“十四五”目标任务", "2018年工作打算", "二○一九年抓了什么", "2018—2020年灯塔守得牢", "党建工作"),
        *("干了哪些事", "一年来的主要工作", "石斛镇", "云岫县工作情况", "望川街道党工委履职情况"),
    ],
)
def test_what_only_names_a_division_a_year_or_a_place_is_stock(heading: str) -> None:
    assert is_stock(heading)


@pytest.mark.parametrize(
    "heading",
    [
        *("抓学习", "强化担当意识，履行主体责任", "把隐患关在场门里", "问题找得准", "主要靠脚板", "建强社区", "服务社区"),
        *("城乡面貌改了新颜", "乡村振兴有了看头", "让弱支部强起来", "全县一盘棋", "工作做到心坎上"),
    ],
)
def test_what_says_something_is_none(heading: str) -> None:
    assert not is_stock(heading)


def test_a_long_heading_of_stock_words_is_read_at_once() -> None:
    """The words can be cut in very many ways (一年, 一年来); none of them is tried twice."""
    assert is_stock("目标任务" * 500) and not is_stock("目标任务" * 500 + "灯塔")


# --- sets ---------------------------------------------------------------------------------------

PAIRS = ("强化担当意识，履行主体责任", "打造过硬队伍，筑牢基层堡垒", "紧盯关键少数，严肃正风肃纪")


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (PAIRS, Parallel((6, 6))),
        (PAIRS[:2], Parallel((6, 6))),
        ((*PAIRS, "守住底线，不松一扣"), NOT_PARALLEL),
        ((*PAIRS, "护航中心工作，助推产业发展", "守住底线，不松一扣"), Parallel((6, 6), but_one=True)),
        (("抓学习，把课堂搬上船", "抓项目，一周碰一次头", "抓作风，让群众说了算"), Parallel((3, 6), "抓")),
        (("抓学习", "抓项目进度不过夜", "抓作风，让群众打分"), Parallel((), "抓")),
        (("抓学习", "抓项目进度不过夜"), NOT_PARALLEL),
        (("坚持党建引领", "坚持一线工作法不动摇"), Parallel((), "坚持")),
        (("进一步压实责任", "进一步改进作风建设"), Parallel((), "进一步")),
        (("改指挥棒", "补创新课", "暖职工心"), Parallel((4,))),
        (("改指挥棒", "补创新课"), NOT_PARALLEL),
        (("学得碎", "管得软", "关爱少"), NOT_PARALLEL),
        (("存在问题", "主要做法", "下步打算"), NOT_PARALLEL),
        (("工作成效", "工作打算"), NOT_PARALLEL),
        (("抓学习", "抓学习", "抓学习"), NOT_PARALLEL),
        (("抓学习",), NOT_PARALLEL),
        ((), NOT_PARALLEL),
    ],
)
def test_parallel_sets(headings: tuple[str, ...], expected: Parallel) -> None:
    assert parallel(headings) == expected


def looked_at(headings: list[str]) -> tuple[str, int, str]:
    """The form, how many differ from it, and the common beginning, by counting letters sign by sign."""
    forms = []
    for heading in headings:
        counts = [0]
        for sign in heading:
            if sign in "，；":
                counts.append(0)
            elif unicodedata.category(sign)[0] in "LN":
                counts[-1] += 1
        forms.append("+".join(str(count) for count in counts if count))
    form = max(forms, key=forms.count)
    common = 0
    while all(len(heading) > common for heading in headings) and len({heading[common] for heading in headings}) == 1:
        common += 1
    return form, len(forms) - forms.count(form), headings[0][:common]


@given(
    st.lists(
        st.lists(st.from_regex("[甲乙丙][甲乙丙、]{2,4}", fullmatch=True), min_size=1, max_size=2).map("，".join),
        min_size=2,
        max_size=6,
        unique=True,
    )
)
def test_parallel_is_what_counting_gives(headings: list[str]) -> None:
    form, others, common = looked_at(headings)
    found = parallel(headings)
    word = common.partition("、")[0].partition("，")[0][:2]
    assert found.first_word == (word if len(word) == 2 or len(headings) >= 3 else "")
    single = "+" not in form
    enough = not single or (int(form) >= 4 and (len(headings) >= 3 or bool(found.first_word)))
    even = others == 0 or (others == 1 and len(headings) >= 5)
    assert (form_of(found.lengths), found.but_one) == ((form, others == 1) if even and enough else ("", False))
    assert bool(found) == bool(found.lengths or found.first_word)


@given(st.permutations(PAIRS))
def test_the_order_of_headings_does_not_matter(headings: list[str]) -> None:
    assume(headings)
    assert parallel(headings) == parallel(PAIRS)
