"""Clean text and search key: every clause of their definition, and what follows from it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from indexer.language.folding import fold
from indexer.language.normalize import (
    BARRIER,
    KeyMap,
    clean_text,
    has_numeric_signs,
    merge_spans,
    query_key,
    search_key,
)
from tests import oracle

#: Everything the definition names, in the neighbourhoods where it matters.
RICH = (
    "党建工作两个维护会0123456789.．..　  \t\n\r\u2028"
    "。！？；!?;，、：,:“”‘’\"'「」『』《》〈〉（）()【】[]〔〕—–·…~"
    "零〇○◯oОＯ—―─～~⒈½㎡²Ⅲ①❶㏂學臺專\ue863é\u0301"
    "ABzａＺ０９ＡxX×✕*%％-－+＋/／&#@_｜⼀⼯⾼\u200b\u200c\u200d\ufeff\u2060\u00ad\ufe0f\U000e0100𠮷𪚥éÉЖжΔあア한·・～"
)
#: Any other character whose treatment the definition settles; see ``tests.oracle`` for the others.
ANY = st.characters(exclude_categories=("Cc", "Cs", "Cf", "Cn", "Co")).filter(
    lambda c: not "\u2e80" <= c <= "\u2eff" and not "\uf900" <= c <= "\ufaff" and not "\U0002f800" <= c <= "\U0002fa1f"
)
#: Characters of any kind, most of them such that fold to several, to none, or to a sign between digits.
WILD = st.text(st.sampled_from(RICH) | st.characters(), max_size=40) | st.text(
    st.sampled_from("0123o〇零.．…⒈⒉½--——－~㏂①⑴㎡,: \u200b。\n二年"), max_size=24
)
texts = st.text(st.sampled_from(RICH) | ANY, max_size=60) | st.text(st.sampled_from(RICH), max_size=60)


def same_but_spaces(text: str) -> str:
    return text.replace(" ", "")


# --- clean text ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("２０２３年ＡＢｃ", "2023年ABc"),
        ("⼀⼯⾼⾯", "一工高面"),
        ("党\u200b建\u200c工\ufeff作\u2060", "党建工作"),
        ("葛\U000e0100洲坝\ufe0f", "葛洲坝"),
        ("soft\u00adhyphen", "softhyphen"),
        ("政 府 工 作 报 告", "政府工作报告"),
        ("政　府\u00a0工\u2003作", "政府工作"),
        ("二 〇 二 ○ 年", "二〇二○年"),
        ("　　一、主要做法", "一、主要做法"),
        ("a  b\tc", "a b c"),
        ("共 3 项", "共 3 项"),
        ("第一行  \n  第二行", "第一行\n第二行"),
        ("a\r\nb\rc\u2028d\u2029e\x0bf\x0cg\x85h", "a\nb\nc\nd\ne\nf\ng\nh"),
        ("“两个维护”（一）：《办法》——…·", "“两个维护”（一）：《办法》——…·"),
        ("，。！？；：（）％－．～", "，。！？；：（）％－．～"),
        ("𠮷 野𪚥", "𠮷野𪚥"),
        ("é Ж あ 한", "é Ж あ 한"),
        ("", ""),
    ],
)
def test_clean_text_repairs_unicode_and_keeps_punctuation(raw: str, clean: str) -> None:
    assert clean_text(raw) == clean


@pytest.mark.parametrize("char", list("０９ＡＺａｚ") + [chr(c) for c in range(0x2F00, 0x2FD6)])
def test_clean_text_folds_every_full_width_letter_digit_and_kangxi_radical(char: str) -> None:
    assert clean_text(char) == unicodedata.normalize("NFKC", char)


@pytest.mark.parametrize("char", list("．％＃＋－＂～／＠"))
def test_clean_text_keeps_full_width_signs_that_are_no_letters(char: str) -> None:
    assert clean_text(f"党{char}建") == f"党{char}建"


@given(st.text())
def test_clean_text_is_already_clean(text: str) -> None:
    """What is stored once is never changed by a second pass, whatever it is made of."""
    assert clean_text(clean_text(text)) == clean_text(text)


@given(texts)
def test_clean_text_equals_the_oracle(text: str) -> None:
    """Save for spaces beside full-width punctuation, about which the definition is silent
    (they are layout, so ours go); both agree on every other character and its position."""
    ours, theirs = clean_text(text), oracle.clean_text(text)
    assert same_but_spaces(ours) == same_but_spaces(theirs)
    assert len(ours) <= len(theirs)


# --- search key ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("clean", "key"),
    [
        ("BiGan ABC", "bigan" + "abc"),
        ("二〇一八 二○一八 二零一八 二0一八 二O一八 二◯一八", "二0一八" * 6),
        ("增长3.5%", "增长3.5%"),
        ("3.", "3"),
        (".5", "5"),
        ("1.标题", "1标题"),
        ("a.b", "ab"),
        ("1..5", "15"),
        ("1…5", "15"),
        ("v1.2.3", "v1.2.3"),
        ("3. 5", "3.5"),
        ("1. 2023年 1.2023年 ⒈2023年", "1.2023年" * 3),
        ("3.O 3.0 3.零", "3.03.03.0"),
        ("2019—2021 2019-2021年 2019——2021年 2019 － 2021年", "2019-20212019-2021年2019-2021年2019-2021年"),
        ("1-.5 1.-5", "1-51-5"),
        ("2019-", "2019"),
        ("甲-乙——丙", "甲乙丙"),
        ("等等...", "等等"),
        ("党建。带妇建", "党建\n带妇建"),
        ("党建！？\n“带”", "党建\n带"),
        ("完了。”\n《新》", "完了\n新"),
        ("完。……\n新", "完\n新"),
        ("1。.2", "1\n2"),
        ("。。。", "\n"),
        ("1-2%、3×4", "1-2%3x4"),
        ("X次／某市*", "x次/某市*"),
        ("．％～", "%"),
        ("25㎡ CO₂ Ⅲ类 ½ ①", "25m2c02iii类1/21"),
        ("開展專題學習", "开展专题学习"),
        ("高\ue863山", "高䶮山"),
        ("é e\u0301", "e\u0301e\u0301"),
        ("", ""),
    ],
)
def test_search_key_folds_by_class(clean: str, key: str) -> None:
    assert search_key(clean) == key


@pytest.mark.parametrize("char", list("。！？；!?;｡︒﹖‼\n\r\u2028\u2029\x85"))
def test_search_key_has_one_barrier_for_each_end_of_sentence_or_line(char: str) -> None:
    assert search_key(f"党{char}建") == f"党{BARRIER}建"
    assert search_key(f"党{char}” {char}建") == f"党{BARRIER}建"


def test_every_character_becomes_what_the_oracle_says() -> None:
    """All of Unicode but what neither settles; the radicals beyond the definition are the listed ones."""
    silent = ("Cc", "Cs", "Cf", "Cn")
    chars = [chr(code) for code in (*range(0xE000), *range(0xF900, 0x32400)) if unicodedata.category(chr(code)) not in silent]
    different = [char for char in chars if fold(char) != oracle.character_key(char)]
    assert len(chars) > 100_000
    assert "".join(different) == "⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰"


def test_old_private_use_characters_become_what_the_oracle_says() -> None:
    codes = [0xE5E5, *range(0xE78D, 0xE797), 0xE7C7, 0xE7C8, *range(0xE7E7, 0xE7F4), *range(0xE815, 0xE865)]
    for char in map(chr, codes):
        assert fold(char) == oracle.character_key(char) != char
    others = [chr(code) for code in range(0xE000, 0xF900) if code not in codes]
    assert all(fold(char) == char == oracle.character_key(char) for char in others)


def test_folding_a_folded_character_changes_nothing() -> None:
    chars = map(chr, range(0x32400))
    assert [char for char in chars if any(fold(part) != part for part in fold(char))] == []


@given(texts)
@example("3\u200b.5")
@example("3. 5")
@example("Ａ．Ｂ.１.２")
@example("2019——.2021")
def test_search_key_equals_the_oracle(text: str) -> None:
    assert search_key(clean_text(text)) == oracle.question_key(text)


@given(WILD)
def test_cleaning_changes_no_key(text: str) -> None:
    """What cleaning drops and folds, the key drops and folds too: raw and clean text are found alike."""
    assert search_key(clean_text(text)) == search_key(text)


@given(WILD)
def test_search_key_of_a_key_is_the_key(text: str) -> None:
    """A key copied back into the search box finds the same."""
    key = search_key(clean_text(text))
    assert search_key(key) == key


@given(WILD, st.data())
@example("3.5亿元", None)
@example("2019——2021年", None)
@example("⒈½1…5㏂", None)
@example("二〇-〇二.O三", None)
@example("1.-\u200b2。.\n-3", None)
def test_the_key_of_any_fragment_occurs_in_the_key_of_its_text(text: str, data: st.DataObject | None) -> None:
    """Whatever is cut out of a text is found in it again, from the raw and from the clean text.

    There is no exception. Each character folds alone, and what a cut can change is always at the edge of the
    fragment and only ever shortens its key:

    * a ``.`` or dash, or a run of them, cut from one of its digits is dropped: ``3.`` of ``3.5`` asks for ``3``;
    * of a run of sentence ends a piece is still one barrier, and of ``\\r\\n`` either half is;
    * spaces at the fragment's edges go, and they never counted;
    * a fragment of dropped signs or of barriers alone has no key: it is refused, not answered.

    The converse does not hold: ``35`` also occurs in the key of ``3、5``.
    """
    clean = clean_text(text)
    for cut in (text, clean):
        cuts = [(i, j) for i in range(len(cut)) for j in range(i, len(cut) + 1)] if data is None else []
        if data is not None:
            start = data.draw(st.integers(0, len(cut)))
            cuts = [(start, data.draw(st.integers(start, len(cut))))]
        for start, end in cuts:
            assert query_key(cut[start:end]) in search_key(clean)


@pytest.mark.parametrize(
    "raw", ["", "   ", "，、“”", "。！\n？", "……——", "\u200b", "-", "～", "•", "［］", "\ue5e5", ".", "\x00"]
)
def test_query_key_is_empty_where_nothing_is_left_to_match(raw: str) -> None:
    assert query_key(raw) == ""


@pytest.mark.parametrize(
    ("raw", "key"), [("党建。", "党建\n"), ("。党建", "\n党建"), (" ２０１８ 年 ", "2018年")]
)
def test_query_key_keeps_the_barriers_of_a_pasted_sentence(raw: str, key: str) -> None:
    assert query_key(raw) == key


@given(st.text() | st.text(st.characters(max_codepoint=0x9F)))
def test_no_query_key_holds_a_control_character(text: str) -> None:
    """NUL parts the fields of a paragraph, and engines part paragraphs likewise; a question that
    held such a sign could match across them."""
    assert not [c for c in query_key(text) if unicodedata.category(c) == "Cc" and c != BARRIER]
    assert "\x00" not in search_key(text)


# --- the way back -------------------------------------------------------------------------


@given(WILD | texts)
def test_key_map_has_the_same_key(text: str) -> None:
    """The fast form and the form with offsets never disagree, on raw text either."""
    for mapped in (KeyMap(text), KeyMap(clean_text(text))):
        assert mapped.key == search_key(mapped.clean)
        assert len(mapped.starts) == len(mapped.key) and mapped.starts == sorted(mapped.starts)


@given(WILD.map(clean_text), st.data())
def test_a_found_span_holds_the_needle_and_nothing_more(text: str, data: st.DataObject) -> None:
    """A highlight begins and ends on a character that counts and holds what was asked for, of which its first
    and its last character are both a part."""
    found = KeyMap(text)
    start = data.draw(st.integers(0, len(found.key)))
    needle = query_key(found.key[start : data.draw(st.integers(start, len(found.key)))])
    assume(needle)
    spans = found.find_all(needle)
    assert spans
    for first, last in spans:
        shown = found.clean[first:last]
        assert needle in search_key(shown) and fold(shown[0]) and fold(shown[-1])
        assert len(shown) == 1 or len(search_key(shown[1:-1]).strip(BARRIER)) <= len(needle) - 2


@given(
    st.text(st.sampled_from("党建1.-， 。“”\n"), max_size=14),
    st.text(st.sampled_from("党建1.-"), min_size=1, max_size=3),
)
def test_every_position_of_a_needle_is_found(text: str, raw: str) -> None:
    """Each stretch the oracle finds by trying all of them touches a found span."""
    clean, needle = clean_text(text), query_key(raw)
    assume(needle)
    spans = KeyMap(clean).find_all(needle)
    stretches = oracle.positions(clean, needle)
    assert bool(spans) == bool(stretches)
    for start, end in stretches:
        assert any(first < end and start < last for first, last in spans)


@pytest.mark.parametrize(
    ("clean", "needle", "shown"),
    [
        ("坚持“党建”带、妇建", "党建带妇", ["党建”带、妇"]),
        ("增长3.5%。", "3.5%\n", ["3.5%。"]),
        ("完。”\n新", "完\n新", ["完。”\n新"]),
        ("二○一八年", "二0一八", ["二○一八"]),
        ("ABab", "ab", ["AB", "ab"]),
        ("𠮷党建", "党", ["党"]),
        ("İ党", "党", ["党"]),
        ("绿地25㎡。", "m2", ["㎡"]),
        ("绿地25㎡。", "m", ["㎡"]),
        ("绿地25㎡。", "2", ["2", "㎡"]),
        ("绿地25㎡。", "5m2\n", ["5㎡。"]),
        ("达Ⅲ类、Ⅱ类", "i类", ["Ⅲ类", "Ⅱ类"]),
        ("cafe\u0301馆", "e\u0301馆", ["e\u0301馆"]),
        ("café馆", "e\u0301馆", ["é馆"]),
        ("1——2", "1-2", ["1——2"]),
        ("專題·學習", "专题学习", ["專題·學習"]),
        ("党建", "", []),
        ("党建", "建党", []),
    ],
)
def test_found_spans_show_what_the_reader_expects(clean: str, needle: str, shown: list[str]) -> None:
    assert [clean[start:end] for start, end in KeyMap(clean).find_all(needle)] == shown


@pytest.mark.parametrize(("text", "holds"), [("3.5", True), ("—", True), ("⒈", True), ("党建，1", False), ("", False)])
def test_signs_that_count_between_digits_are_noticed(text: str, holds: bool) -> None:
    assert has_numeric_signs(text) == holds


spans = st.lists(
    st.tuples(st.integers(0, 40), st.integers(1, 8)).map(lambda s: (s[0], s[0] + s[1])), max_size=12
)


@given(spans)
def test_merged_spans_cover_the_same_and_stand_apart(given_spans: list[tuple[int, int]]) -> None:
    merged = merge_spans(given_spans)

    def covered(parts: Iterable[tuple[int, int]]) -> set[int]:
        return {at for start, end in parts for at in range(start, end)}

    assert covered(merged) == covered(given_spans)
    assert all(end < start for (_, end), (start, _) in pairwise(merged))
    assert merge_spans(list(merged)) == merged
    assert merge_spans(given_spans[::-1]) == merged


def test_radicals_that_pdf_programs_write_are_whole_characters() -> None:
    """⻓⻔ look like 长门 and must be found as 长门."""
    assert clean_text("⼈⺠的⻓⻔⻛⻋") == "人民的长门风车"
