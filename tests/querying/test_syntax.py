"""The query language: typed with Chinese or ASCII signs, and never an error."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from indexer.model.reports import UNIT_GROUPS
from indexer.querying import tokens
from indexer.querying.filters import Filters
from indexer.querying.formatting import describe, query_text
from indexer.querying.syntax import DEFAULT_DISTANCE, MOST_DISTANCE, parse_query
from indexer.querying.tokens import closing_quote
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
    Term,
    Unshared,
    Word,
    keys_of,
    terms_of,
)

UNBALANCED = "引号不成对"


def parts(text: str, *phrases: str) -> list[str]:
    """The tree in shorthand: ``词`` ``“短语”`` ``-词`` ``“强化*意识”…`` ``(甲 | 乙)`` ``title:词``."""
    tree = parse_query(text, phrases).tree
    assert isinstance(tree, And)
    return [shorthand(part) for part in tree.parts]


def shorthand(part: Query) -> str:
    match part:
        case Word(text):
            return text
        case Phrase(text):
            return f"“{text}”"
        case ExactPhrase(text):
            return f"={text}"
        case GappedPhrase(text):
            return f"“{text}”…"
        case Proximity(text, _, distance):
            return f"“{text}”~{distance}"
        case FieldTerm(scope, term):
            return f"{scope}:{shorthand(term)}"
        case FilterClause(name, text, _):
            return f"{name}={text}"
        case Unshared():
            return "alone"
        case Not(inner):
            return f"-{shorthand(inner)}"
        case And(inside):
            return f"({' '.join(map(shorthand, inside))})"
        case Or(inside):
            return f"({' | '.join(map(shorthand, inside))})"
        case AtLeast():
            raise AssertionError("nobody can type this")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("党建", ["党建"]),
        ("党建 妇联", ["党建", "妇联"]),
        ("党建　妇联\t工会\u00a0团委\n银行", ["党建", "妇联", "工会", "团委", "银行"]),
        ("  党建  ", ["党建"]),
        ("2018年", ["2018年"]),
        ("党建、妇联", ["党建、妇联"]),
        ("", []),
        ("　 \t", []),
    ],
)
def test_white_space_of_any_width_parts_words(text: str, expected: list[str]) -> None:
    assert parts(text) == expected


@pytest.mark.parametrize(
    "text",
    ['"甲 乙"', "“甲 乙”", '“甲 乙"', '"甲 乙”', "”甲 乙”", "＂甲 乙＂", "「甲 乙」", "『甲 乙』"],
)
def test_every_kind_of_quotes_makes_a_phrase(text: str) -> None:
    """An input method pairs, mixes and turns quotes as it likes."""
    assert parts(text) == ["“甲 乙”"]
    assert parse_query(text).notices == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“党建 带妇建” 工会", ["“党建 带妇建”", "工会"]),
        ("党建“两个维护”工会", ["党建", "“两个维护”", "工会"]),
        ("“甲乙”“丙丁”", ["“甲乙”", "“丙丁”"]),
        ("「增强“四个意识”」", ["“增强“四个意识””"]),
        ("“-党建”", ["“-党建”"]),
        ("“ 党建 ”", ["“党建”"]),
        ("“非 党建”", ["“非 党建”"]),
        ('"讲“党建”的话" 工会', ["“讲“党建”的话”", "工会"]),
        ('"“党建”"', ["““党建””"]),
        ("＂讲“党建”＂", ["“讲“党建””"]),
        ('"甲“ 乙 "丙"', ["“甲”", "乙", "“丙”"]),
    ],
)
def test_quotes_keep_what_stands_between_them(text: str, expected: list[str]) -> None:
    assert parts(text) == expected


def test_a_quoted_phrase_keeps_its_sentence_ends_and_a_word_its_inner_ones() -> None:
    """A pasted sentence with its full stop asks for the stop; a word typed with one does not."""
    tree = parse_query("“党建。” 党建。 党。建").tree
    assert isinstance(tree, And)
    keys = [part.key for part in tree.parts if isinstance(part, Word | Phrase)]
    assert keys == ["党建\n", "党建", "党\n建"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("党建 -妇联", ["党建", "-妇联"]),
        ("党建 －妇联", ["党建", "-妇联"]),
        ("党建 −妇联", ["党建", "-妇联"]),
        ("党建 非 妇联", ["党建", "-妇联"]),
        ("党建 NOT 妇联", ["党建", "-妇联"]),
        ("党建 -“两个 维护”", ["党建", "-“两个 维护”"]),
        ("党建 非 「两个维护」", ["党建", "-“两个维护”"]),
        ('党建 －"两个维护" 工会', ["党建", "-“两个维护”", "工会"]),
        ("党建 -妇联 -工会", ["党建", "-妇联", "-工会"]),
        ("-妇联", ["-妇联"]),
        ("党建 --妇联", ["党建", "-妇联"]),
        ("党建 非 -妇联", ["党建", "-妇联"]),
    ],
)
def test_exclusion_is_typed_with_any_minus_or_with_a_word(text: str, expected: list[str]) -> None:
    assert parts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2018-2021", ["2018-2021"]),
        ("covid-19", ["covid-19"]),
        ("非 公", ["非", "公"]),
        ("党建 非", ["党建", "非"]),
        ("党建 非公经济", ["党建", "非公经济"]),
        ("党建 not 妇联", ["党建", "not", "妇联"]),
        ("党建 NOTE", ["党建", "NOTE"]),
    ],
)
def test_a_minus_or_非_inside_or_alone_is_plain_text(text: str, expected: list[str]) -> None:
    assert parts(text) == expected


@pytest.mark.parametrize(
    "text", ["“两个维护", "两个维护”", "两个维护」", '党建"妇联', "「党建 妇联", "『党建"]
)
def test_unbalanced_quotes_are_read_literally_and_said(text: str) -> None:
    parsed = parse_query(text)
    assert parts(text) == text.split()
    assert len(parsed.notices) == 1 and UNBALANCED in parsed.notices[0]


def test_an_unbalanced_quote_is_said_once() -> None:
    assert len(parse_query("“党建 妇联” “工会 “").notices) <= 2
    assert sum(UNBALANCED in n for n in parse_query("“甲 「乙 『丙").notices) == 1


@pytest.mark.parametrize("text", ["，。", "“”", "……", "“。”", "-。", '"', "\u200b", "—— ·", "''"])
def test_punctuation_alone_asks_for_nothing(text: str) -> None:
    assert parts(text) == []
    assert parse_query(text).understood_as == ""


def test_punctuation_beside_a_word_is_ignored_and_said() -> None:
    parsed = parse_query("党建 ，。 “、”")
    assert parts("党建 ，。 “、”") == ["党建"]
    assert parsed.notices == ("已忽略只有标点的部分：，。 、",)


@pytest.mark.parametrize(
    "phrase",
    ["“两个维护”", "-妇联", "党建 非 妇联", '说"一是', "「", "两个“维护", "党建  带", "NOT 党建", "a | b"],
)
def test_a_phrase_given_apart_is_taken_literally(phrase: str) -> None:
    """``--phrase`` is for text pasted from a report; its signs are not syntax."""
    parsed = parse_query("", (phrase,))
    if phrase == "「":
        assert parsed.tree == And(())
    else:
        assert parts("", phrase) == [f"“{phrase}”"]
    assert not parsed.notices


def test_words_and_given_phrases_are_all_required() -> None:
    assert parts("党建 -妇联", "两个维护", "", "一是 二是") == ["党建", "-妇联", "“两个维护”", "“一是 二是”"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("党建", "词 党建"),
        ("党建 妇联", "全部词 党建 妇联"),
        ("“两个维护”", "短语 “两个维护”"),
        ("党建 妇联 “两个维护” -工会", "全部词 党建 妇联 + 短语 “两个维护” + 不含 工会"),
        ("-工会 -“团委”", "不含 工会 团委"),
    ],
)
def test_what_was_understood_is_said_in_words(text: str, said: str) -> None:
    assert parse_query(text).understood_as == said


def test_a_tree_that_is_no_list_is_described_by_its_words() -> None:
    assert describe(Word("党建", "党建")) == "词 党建"
    assert describe(And(())) == describe(Or(())) == ""


def test_half_characters_and_nul_cannot_reach_page_terminal_or_index() -> None:
    """A command line may hold bytes that are no text; they must not break what is written."""
    parsed = parse_query("党\ud800建 \x00妇\x1b联", ("a\udfffb",))
    assert parts("党\ud800建 \x00妇\x1b联", "a\udfffb") == ["党\ufffd建", "妇联", "“a\ufffdb”"]
    parsed.understood_as.encode("utf-8")


# --- gaps and nearness ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"强化*意识"', ["“强化*意识”…"]),
        ("“强化＊意识”", ["“强化*意识”…"]),
        ("「强化 * 担当*意识」", ["“强化*担当*意识”…"]),
        ("强化*意识", ["“强化*意识”…"]),
        ('-"强化*意识"', ["-“强化*意识”…"]),
        ("“**镇”", ["“**镇”"]),
        ("“某**镇”", ["“某**镇”"]),
        ("“*镇”", ["“*镇”"]),
        ("“，*镇”", ["“，*镇”"]),
        ("“甲*乙*丙*丁*戊*己*庚”", ["“甲*乙*丙*丁*戊*己*庚”"]),
    ],
)
def test_a_single_star_between_texts_is_a_gap(text: str, expected: list[str]) -> None:
    """Several stars, and one at an end, are what masked names are written with."""
    assert parts(text) == expected
    assert parse_query(text).notices == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"党建 业务"~15', ["“党建 业务”~15"]),
        ("“党建　业务”～８", ["“党建 业务”~8"]),
        ("「党建 业务 群众」∼3 工会", ["“党建 业务 群众”~3", "工会"]),
        ("“党建 业务”~", [f"“党建 业务”~{DEFAULT_DISTANCE}"]),
        ("“党建 业务”~0", ["“党建 业务”~0"]),
        ("“党建 业务” ~7", ["“党建 业务”~7"]),
        ("“党建 ， 业务。”~9", ["“党建 ， 业务。”~9"]),
    ],
)
def test_a_tilde_behind_quotes_asks_for_words_near_each_other(text: str, expected: list[str]) -> None:
    assert parts(text) == expected
    assert parse_query(text).notices == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“党建”~5", ["“党建”"]),
        ("“甲 乙 丙 丁 戊”~5", ["“甲 乙 丙 丁 戊”"]),
        ("党建 业务~15", ["党建", "业务~15"]),
        ("“党建 业务”~1234", ["“党建 业务”", "~1234"]),
    ],
)
def test_a_tilde_that_cannot_be_meant_so_is_said(text: str, expected: list[str]) -> None:
    assert parts(text) == expected
    assert len(parse_query(text).notices) == (0 if text.endswith("1234") else 1)


def test_a_range_of_numbers_is_no_nearness() -> None:
    assert parts("3~5个") == ["3~5个"] and parse_query("3~5 3～5个").notices == ()


# --- or, brackets ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("党建 OR 业务", ["(党建 | 业务)"]),
        ("党建 或 业务", ["(党建 | 业务)"]),
        ("党建|业务", ["(党建 | 业务)"]),
        ("党建 ｜ 业务", ["(党建 | 业务)"]),
        ("党建 带 | 业务", ["((党建 带) | 业务)"]),
        ("党建 -带 或 业务 | “甲 乙”", ["((党建 -带) | 业务 | “甲 乙”)"]),
        ("党建 (业务 | 群众)", ["党建", "(业务 | 群众)"]),
        ("党建（业务｜群众）", ["党建", "(业务 | 群众)"]),
        ("(培训|学习)党员", ["(培训 | 学习)", "党员"]),
        ("（一）培训", ["（一）培训"]),
        ("党建 （业务 或 群众） -（工会 | 团委）", ["党建", "(业务 | 群众)", "-(工会 | 团委)"]),
        ("((党建))", ["党建"]),
        ("(党建 业务)", ["党建", "业务"]),
        ("(党建 (业务 | (群众 工会)))", ["党建", "(业务 | (群众 工会))"]),
        ("-(党建 业务)", ["-(党建 业务)"]),
        ("非 （党建 业务）", ["非", "(党建 业务)"]),
        ("工会 非 （党建 业务）", ["工会", "-(党建 业务)"]),
        ("或者 党建", ["或者", "党建"]),
        ("党建 or 业务", ["党建", "or", "业务"]),
        ("（一）强化责任", ["（一）强化责任"]),
        ("党建(试行)", ["党建(试行)"]),
        ("（党建）引领", ["（党建）引领"]),
    ],
)
def test_or_binds_loosest_and_brackets_hold_together(text: str, expected: list[str]) -> None:
    """A bracket glued to text is part of that text."""
    assert parts(text) == expected


@pytest.mark.parametrize("text", ["(党建 业务", "党建 业务)", "（党建", "党建 （业务 （群众）"])
def test_unbalanced_brackets_are_read_literally_and_said(text: str) -> None:
    parsed = parse_query(text)
    assert next(term.text for term in terms_of(parsed.tree)).strip("(（") == "党建"
    assert len(parsed.notices) == 1 and "括号不成对" in parsed.notices[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("党建 |", ["党建"]),
        ("| 党建", ["党建"]),
        ("党建 || 业务", ["(党建 | 业务)"]),
        ("党建 -", ["党建"]),
        ("党建 - 业务", ["党建", "业务"]),
        ("党建 *", ["党建"]),
        ("党建 ~ ：", ["党建"]),
        ("党建 -|业务", ["(党建 | 业务)"]),
    ],
)
def test_a_sign_of_the_language_that_stands_alone_asks_for_nothing_and_is_said(text: str, expected: list[str]) -> None:
    """Looked for literally it would find nothing, and nobody would know why."""
    assert parts(text) == expected
    assert len(parse_query(text).notices) == 1 and "已忽略" in parse_query(text).notices[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("党建 或", ["党建", "或"]),
        ("OR 党建", ["OR", "党建"]),
        ("党建 非", ["党建", "非"]),
        ("标题:", ["标题:"]),
        ("党建 小标题：", ["党建", "小标题："]),
        ("年份:（党建）", ["年份:", "党建"]),
        ("标题: | 党建", ["(标题: | 党建)"]),
    ],
)
def test_a_word_of_the_language_without_what_it_needs_is_a_word(text: str, expected: list[str]) -> None:
    assert parts(text) == expected
    assert len(parse_query(text).notices) <= 1


# --- fields ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("标题:党建", ["title:党建"]),
        ("标题：党建 业务", ["title:党建", "业务"]),
        ("标题: 党建", ["title:党建"]),
        ("小标题:“存在 问题”", ["heading:“存在 问题”"]),
        ('小标题:"存在*问题"', ["heading:“存在*问题”…"]),
        ('标题:"党建 述职"~3', ["title:“党建 述职”~3"]),
        ("文件:2018年/述职", ["file:2018年/述职"]),
        ("-标题:党建", ["-title:党建"]),
        ("党建 非 标题:工会", ["党建", "-title:工会"]),
        ("标题:(党建 | 业务 -“工会”)", ["(title:党建 | (title:业务 -title:“工会”))"]),
        ("标题:(党建 年份:2018)", ["title:党建", "year=2018"]),
        ("关于标题:的说明", ["关于标题:的说明"]),
        ("strict:“甲，乙”", ["=甲，乙"]),
        ("STRICT:App", ["=App"]),
        ("严格：「二○一八」", ["=二○一八"]),
        ("-strict:甲", ["-=甲"]),
    ],
)
def test_a_field_says_where_to_look(text: str, expected: list[str]) -> None:
    assert parts(text) == expected
    assert parse_query(text).notices == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("单位:公安", Filters({"unit": {"公安"}})),
        ("单位：群团、公安", Filters({"unit": {*UNIT_GROUPS["群团"], "公安"}})),
        ("单位:未知", Filters({"unit": {"unknown"}})),
        ("章节:存在问题", Filters({"section": {"problems"}})),
        ("章节：问题,原因", Filters({"section": {"problems", "causes"}})),
        ("章节:plans", Filters({"section": {"plans"}})),
        ("年份:2018", Filters({"year": ["2018"]})),
        ("年度：２０１８—２０２１", Filters({"year": ["2018-2021"]})),
        ("年份:2016、2018-2019、未知", Filters({"year": ["2016", "2018-2019", "unknown"]})),
        ("年份:二〇一八", Filters({"year": ["2018"]})),
        ("年份：2018年度、二零一九—二O二一", Filters({"year": ["2018", "2019-2021"]})),
        ("年份:2018-", Filters({"year": ["2018-"]})),
        ("年份:-2018", Filters({"year": ["-2018"]})),
        ("年份：－２０１８", Filters({"year": ["-2018"]})),
        ("單位:婦聯", Filters({"unit": {"妇联"}})),
        ("章節:問題", Filters({"section": {"problems"}})),
        ("章节:PLANS", Filters({"section": {"plans"}})),
    ],
)
def test_units_sections_and_years_can_be_typed(text: str, expected: Filters) -> None:
    (only,) = parse_query(text).tree.parts
    assert isinstance(only, FilterClause) and only.filters == expected
    assert parse_query(text).notices == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("单位:县公安局", ["title:县公安局"]),
        ("单位:公", ["title:公"]),
        ("章节:天气", ["章节:天气"]),
        ("年份:去年", ["年份:去年"]),
        ("年份:“去 年”", ["“年份:去 年”"]),
        ("年份:2018,x", ["年份:2018,x"]),
    ],
)
def test_a_value_that_is_none_is_looked_for_as_text_and_said(text: str, expected: list[str]) -> None:
    """An office is no unit type but may stand in a title."""
    assert parts(text) == expected
    assert len(parse_query(text).notices) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. 抓学习", ["1. 抓学习"]),
        ("1． 抓学习 强基础", ["1． 抓学习", "强基础"]),
        ("一、 主要做法", ["一、 主要做法"]),
        ("（一） 抓学习", ["（一） 抓学习"]),
        ("(1)\u3000抓学习", ["(1)\u3000抓学习"]),
        ("2） 2018年抓学习", ["2） 2018年抓学习"]),
        ("① 抓学习", ["① 抓学习"]),
        ("第一， 抓学习", ["第一， 抓学习"]),
        ("-1. 抓学习", ["-1. 抓学习"]),
        ("标题:1. 抓学习", ["title:1. 抓学习"]),
        ("党建 （二） 抓学习", ["党建", "（二） 抓学习"]),
        ("2018 抓学习", ["2018", "抓学习"]),
        ("3.5 增长", ["3.5", "增长"]),
        ("1. “抓学习”", ["1.", "“抓学习”"]),
        ("1. 标题:党建", ["1.", "title:党建"]),
        ("（党建） 抓学习", ["党建", "抓学习"]),
    ],
)
def test_a_list_number_and_its_text_are_one_word(text: str, expected: list[str]) -> None:
    """As pasted, with the space that headings have in Word; without it they are one word anyway."""
    assert parts(text) == expected
    assert parts(query_text(parse_query(text).tree)) == expected


# --- any text at all ------------------------------------------------------------------------

SIGNS = [
    *'"“”「」『』＂()（）|｜-－~～*＊:：。，、 \u3000\n\u2028\x00\ud800',
    *("党建", "妇", "a", "15", "标题:", "小标题：", "单位:", "公安", "年份:", "2018-2021", "章节:", "问题", "见于:", "一份"),
    *("文件:", "strict:", " OR ", "或", " 或 ", " NOT ", "非", " 非 ", "**", "”～５"),
]
LINES = st.lists(st.sampled_from(SIGNS), max_size=40).map("".join)


def everything(query: Query) -> list[Term | FilterClause | Unshared]:
    """All that is asked for, wherever."""
    match query:
        case And(inside) | Or(inside) | AtLeast(_, inside):
            return [term for part in inside for term in everything(part)]
        case Not(part) | FieldTerm(_, part):
            return everything(part)
        case _:
            return [query]


@given(st.text() | LINES, st.lists(st.text() | LINES, max_size=2))
@example("(“" * 500, ())
@example("(" * 500 + "党" + ")" * 499, ())
@example("（" * 300 + "“" * 399 + "党" + ")" * 300, ())
@example("”" * 1000, ())
@example("-非 " * 333, ())
@example("标题:" * 300, ())
def test_no_text_at_all_raises(text: str, phrases: list[str]) -> None:
    """Syntax is never an error: any text gives a tree of non-empty keys, said in one line."""
    parsed = parse_query(text, tuple(phrases))
    for term in everything(parsed.tree):
        assert isinstance(term, FilterClause | Unshared) or all(key.strip("\n") for key in keys_of(term))
    assert bool(parsed.understood_as) == bool(parsed.tree.parts)
    for line in (parsed.understood_as, *parsed.notices):
        assert len(line.splitlines()) <= 1
        line.encode("utf-8")
    assert len(parsed.notices) == len(set(parsed.notices))
    assert all(len(notice) < 80 for notice in parsed.notices)


def test_quotes_and_brackets_without_partners_are_read_in_bounded_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each quote is looked for once, however many brackets ask: a thousand signs took eight seconds."""
    looked_for: list[tuple[int, int]] = []

    def counting(text: str, opening: int, last: int) -> int | None:
        looked_for.append((opening, last))
        return closing_quote(text, opening, last)

    monkeypatch.setattr(tokens, "closing_quote", counting)
    parse_query("(“" * 500)
    assert 500 <= len(looked_for) == len(set(looked_for)) < 2 * 500


@pytest.mark.parametrize("pasted", ["责任\n", "\n责任", "\u3000责任\r\n"])
def test_a_line_end_that_was_pasted_with_a_phrase_asks_for_nothing(pasted: str) -> None:
    """Only inside does it end a sentence; at the edge the phrase would not be found in the middle of one."""
    assert parse_query(f"“{pasted}”").tree == parse_query("", (pasted,)).tree == parse_query("“责任”").tree


@given(LINES)
@example('"|\n"')
def test_what_was_understood_can_be_typed_again(text: str) -> None:
    """For every line that is read without a notice. Words with signs that do not balance are kept as they were
    typed; beside brackets or quotes that Bigan writes itself they may find a partner."""
    parsed = parse_query(text)
    assume(not parsed.notices)
    assert parse_query(query_text(parsed.tree)).tree == parsed.tree


@pytest.mark.parametrize(
    ("text", "again"),
    [
        ("党建 OR 业务 非 工会", "党建 | 业务 -工会"),
        ("党建 （业务｜群众）", "党建 (业务 | 群众)"),
        ("工会 －（党建　业务）", "工会 -(党建 业务)"),
        ("-(-党建)", "-(-党建)"),
        ("“强化＊意识” “党建 业务”～", '"强化*意识" "党建 业务"~15'),
        ("“讲“党建”的话”", '"讲“党建”的话"'),
        ('『他说"好"』', '「他说"好"」'),
        ("严格：App 小标题：问题 年度:2018", 'strict:"App" 小标题:问题 年份:2018'),
        ("标题:(党建 | 业务)", "标题:党建 | 标题:业务"),
    ],
)
def test_a_tree_is_written_in_one_way(text: str, again: str) -> None:
    tree = parse_query(text).tree
    assert query_text(tree) == again
    assert parse_query(again).tree == tree


def test_a_phrase_given_apart_can_mostly_be_typed() -> None:
    """Not one that holds a star or every kind of quotes: for such there is no way to type it literally."""
    for phrase in ("甲 乙", "-甲", "标题:甲", "甲|乙", "（一）甲", '说"好"', "“四个”意识", "甲**镇"):
        tree = parse_query("", (phrase,)).tree
        assert parse_query(query_text(tree)).tree == tree, phrase
    assert query_text(parse_query("", ("甲*乙",)).tree) == '"甲*乙"'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("党建 | “甲 乙”", "党建 或 “甲 乙”"),
        ("党建 -（工会 | 团委）", "词 党建 + 不含 （工会 或 团委）"),
        ("“强化*意识”", "短语 “强化…意识”（每处空缺不超过20字）"),
        ("“党建 业务”~8 工会", "词 工会 + 相距不超过8字 “党建 业务”"),
        ("strict:App", "原样（连标点、大小写）“App”"),
        ("小标题:问题 单位:公安 年份:2018-2021", "小标题里有 问题 + 单位 公安 + 年份 2018-2021"),
        ("章节:问题、原因", "章节 存在问题、原因分析"),
        ("-(党建 业务)", "不含 （全部词 党建 业务）"),
    ],
)
def test_every_construct_is_said_in_words(text: str, said: str) -> None:
    assert parse_query(text).understood_as == said


def test_a_pasted_sentence_with_quotes_of_its_own_is_one_phrase() -> None:
    """A writer copies “…落实“一岗双责”…” with quotes around it: the inner pair does not end it."""
    parsed = parse_query("“把“一岗双责”落到人头”")
    assert [keys_of(term) for term in terms_of(parsed.tree)] == [("把一岗双责落到人头",)]
    assert not parsed.notices


def test_a_spoken_and_changes_nothing_between_words() -> None:
    """All words are required anyway; at an end, and in small letters, it is a word like others."""
    assert parse_query("党建 AND 业务").tree == parse_query("党建 业务").tree
    assert parse_query("党建 and 业务").tree == And((Word("党建", "党建"), Word("and", "and"), Word("业务", "业务")))
    dangling = parse_query("AND 业务")
    assert dangling.tree == And((Word("AND", "and"), Word("业务", "业务")))
    assert len(dangling.notices) == 1


def test_a_distance_is_bounded_and_that_is_said() -> None:
    parsed = parse_query("“党建 业务”~999")
    assert parts("“党建 业务”~999") == [f"“党建 业务”~{MOST_DISTANCE}"]
    assert len(parsed.notices) == 1 and str(MOST_DISTANCE) in parsed.notices[0]


@pytest.mark.parametrize("text", ["党建*", "*党建", "＊党建＊"])
def test_a_star_at_an_edge_of_a_word_is_left_out_and_said(text: str) -> None:
    """Everybody types 党建* somewhere else; looked for literally, it would find nothing."""
    assert parts(text) == ["党建"]
    assert len(parse_query(text).notices) == 1
    assert parts("**镇") == ["**镇"] and not parse_query("**镇").notices


def test_fields_may_be_named_in_english() -> None:
    for chinese, english in (("标题", "title"), ("小标题", "heading"), ("文件", "file"), ("同篇", "report")):
        assert parse_query(f"{english}:党建").tree == parse_query(f"{chinese}:党建").tree
    assert parse_query("year:2018 unit:公安 section:problems").tree == parse_query("年份:2018 单位:公安 章节:problems").tree


@pytest.mark.parametrize("typed", ["见于:一份", "见于：1", "見於:只此一份", "uses:one", "见于: １份"])
def test_sentences_of_one_report_alone_are_asked_for_in_several_ways(typed: str) -> None:
    parsed = parse_query(f"党建 {typed}")
    assert parsed.tree.parts[1] == Unshared() and parsed.understood_as == "词 党建 + 只此一份" and parsed.notices == ()
    assert parse_query(query_text(parsed.tree)).tree == parsed.tree
    assert parse_query(f"-{typed}").tree.parts == (Not(Unshared()),)


@pytest.mark.parametrize(("typed", "read"), [("见于:三份", "见于:三份"), ("见于:", "见于:")])
def test_another_number_is_text_and_said_so(typed: str, read: str) -> None:
    parsed = parse_query(typed)
    assert [part.text for part in parsed.tree.parts if isinstance(part, Word)] == [read]
    assert typed != "见于:三份" or "可写 见于:一份" in parsed.notices[0]


def test_a_unit_that_is_begun_is_answered_with_those_that_begin_so() -> None:
    """单位:公 is searched in titles, and the notice names what was meant."""
    assert parse_query("单位:公").notices == ("没有“公”这个单位类型，改为在标题里找；您是不是要找 单位:公安",)
    assert parse_query("单位:县公安局").notices == ("没有“县公安局”这个单位类型，改为在标题里找",)
