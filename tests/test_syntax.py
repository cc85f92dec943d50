"""The query language: words, phrases and exclusions, typed with Chinese or ASCII signs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.querying.syntax import describe, parse_query
from indexer.querying.tree import And, Not, Or, Phrase, Query, Word, leaves

UNBALANCED = "引号不成对"


def parts(text: str, *phrases: str) -> list[str]:
    """The tree in shorthand: ``词`` ``“短语”`` ``-词``."""
    tree = parse_query(text, phrases).tree
    assert isinstance(tree, And)
    return [shorthand(part) for part in tree.parts]


def shorthand(part: Query) -> str:
    match part:
        case Word(text):
            return text
        case Phrase(text):
            return f"“{text}”"
        case Not(inner):
            return f"-{shorthand(inner)}"
        case _:
            raise AssertionError(part)


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


TYPED = st.text(st.sampled_from('党建 　-－非NOT"“”「」『』＂。，\n\u2028\x00\ud800a'))


@given(st.text() | TYPED, st.lists(st.text() | TYPED, max_size=2))
def test_no_text_at_all_raises(text: str, phrases: list[str]) -> None:
    """Syntax is never an error: any text gives a tree of non-empty keys, said in one line."""
    parsed = parse_query(text, tuple(phrases))
    assert isinstance(parsed.tree, And)
    for part in parsed.tree.parts:
        leaf = part.part if isinstance(part, Not) else part
        assert isinstance(leaf, Word | Phrase)
        assert leaf.key.strip("\n")
    for line in (parsed.understood_as, *parsed.notices):
        assert len(line.splitlines()) <= 1
        line.encode("utf-8")


def test_a_pasted_sentence_with_quotes_of_its_own_is_one_phrase() -> None:
    """A writer copies “…落实“一岗双责”…” with quotes around it: the inner pair does not end it."""
    parsed = parse_query("“把“一岗双责”落到人头”")
    assert [leaf.key for leaf in leaves(parsed.tree)] == ["把一岗双责落到人头"]
    assert not parsed.notices
