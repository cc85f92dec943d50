"""Clean text and search key: every clause of their definition, and what follows from it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from indexer.language.normalize import (
    BARRIER,
    DROPPED,
    SENTENCE_ENDS,
    KeyMap,
    clean_text,
    merge_spans,
    query_key,
    search_key,
)
from tests import oracle

#: Everything the definition names, in the neighbourhoods where it matters.
RICH = (
    "党建工作两个维护会0123456789.．..　  \t\n\r\u2028"
    "。！？；!?;，、：,:“”‘’\"'「」『』《》〈〉（）()【】[]〔〕—–·…~"
    "零〇○ABzａＺ０９ＡxX×*%％-－+＋/&#@_｜⼀⼯⾼\u200b\u200c\u200d\ufeff\u2060\u00ad\ufe0f\U000e0100𠮷𪚥éÉЖжΔあア한·・～"
)
#: Any other character whose treatment the definition settles. It is silent about control
#: characters (Cc), halves of characters (Cs), visible format characters such as Arabic number
#: signs (Cf), radicals and ideographs of the compatibility blocks, and letters whose lower case
#: is longer than they are or depends on the word (İ, Σ).
ANY = st.characters(exclude_categories=("Cc", "Cs", "Cf", "Cn")).filter(
    lambda c: (
        not "\u2e80" <= c <= "\u2eff"
        and not "\uf900" <= c <= "\ufaff"
        and not "\U0002f800" <= c <= "\U0002fa1f"
        and c not in "İΣς"
    )
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
    (they are layout, so ours go); both agree on every other character and its place."""
    ours, theirs = clean_text(text), oracle.clean_text(text)
    assert same_but_spaces(ours) == same_but_spaces(theirs)
    assert len(ours) <= len(theirs)


# --- search key ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("clean", "key"),
    [
        ("BiGan ABC", "biganabc"),
        ("二〇一八 二○一八 二零一八", "二〇一八" * 3),
        ("增长3.5%", "增长3.5%"),
        ("3.", "3"),
        (".5", "5"),
        ("1.标题", "1标题"),
        ("a.b", "ab"),
        ("1..5", "15"),
        ("v1.2.3", "v1.2.3"),
        ("3. 5", "35"),
        ("等等...", "等等"),
        ("党建。带妇建", "党建\n带妇建"),
        ("党建！？\n“带”", "党建\n带"),
        ("完了。”\n《新》", "完了\n新"),
        ("。。。", "\n"),
        ("1-2%、3×4", "1-2%3×4"),
        ("X次／某市*", "x次／某市*"),
        ("．％～", "．％～"),
        ("", ""),
    ],
)
def test_search_key_folds_what_does_not_count(clean: str, key: str) -> None:
    assert search_key(clean) == key


@pytest.mark.parametrize(
    "char", [*"，、：,:“”‘’\"'「」『』《》〈〉（）()【】[]〔〕—–·…~", " ", "\t", "\u3000"]
)
def test_search_key_drops_each_sign_of_the_definition(char: str) -> None:
    assert search_key(f"党{char}建") == "党建"


def test_search_key_drops_nothing_else() -> None:
    """The shipped list of dropped signs is the definition's, no longer and no shorter."""
    assert set(DROPPED) == oracle.IGNORED
    assert set(SENTENCE_ENDS) == oracle.SENTENCE_ENDS


@pytest.mark.parametrize("char", list("。！？；!?;\n\r\u2028\u2029\x85"))
def test_search_key_has_one_barrier_for_each_end_of_sentence_or_line(char: str) -> None:
    assert search_key(f"党{char}建") == f"党{BARRIER}建"
    assert search_key(f"党{char}” {char}建") == f"党{BARRIER}建"


@pytest.mark.parametrize("letter", ["İ", "Σ", "ς", "ẞ", "Ǆ"])
def test_search_key_lowers_one_character_to_one(letter: str) -> None:
    """Offsets lead back only while lower-casing keeps the length; its context must not matter."""
    assert len(search_key(letter)) == 1
    assert search_key(f"a{letter}İ") == search_key("a") + search_key(letter) + search_key("İ")


@given(texts)
@example("3\u200b.5")
@example("3. 5")
@example("Ａ．Ｂ.１.２")
def test_search_key_equals_the_oracle(text: str) -> None:
    assert search_key(clean_text(text)) == oracle.question_key(text)


@given(st.text())
def test_search_key_of_a_key_is_the_key(text: str) -> None:
    """A key copied back into the search box finds the same."""
    key = search_key(clean_text(text))
    assert search_key(key) == key


@given(texts, st.data())
@example("3.5亿元", None)
def test_the_key_of_any_fragment_stands_in_the_key_of_its_text(text: str, data: st.DataObject | None) -> None:
    """Whatever is cut out of a text is found in it again, from the raw and from the clean text.

    There is no exception. What a cut can change always stands at the edge of the fragment and
    only ever shortens its key:

    * a ``.`` cut from one of its digits is dropped: ``3.`` of ``3.5`` asks for ``3``;
    * of a run of sentence ends a piece is still one barrier, and of ``\\r\\n`` either half is;
    * spaces at the fragment's edges go, and they never counted;
    * a fragment of dropped signs or of barriers alone has no key: it is refused, not answered.

    The converse does not hold: ``35`` also stands in the key of ``3、5``.
    """
    clean = clean_text(text)
    cuts = [(i, j) for i in range(len(text)) for j in range(i, len(text) + 1)] if data is None else []
    if data is not None:
        start = data.draw(st.integers(0, len(text)))
        cuts = [(start, data.draw(st.integers(start, len(text))))]
    for start, end in cuts:
        assert query_key(text[start:end]) in search_key(clean)
        assert query_key(clean[start:end]) in search_key(clean)


@pytest.mark.parametrize("raw", ["", "   ", "，、“”", "。！\n？", "……——", "\u200b", ".", "\x00"])
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


@given(st.text() | texts)
def test_key_map_has_the_same_key(text: str) -> None:
    """The fast form and the form with offsets never disagree, on raw text either."""
    assert KeyMap(text).key == search_key(text)
    assert KeyMap(clean_text(text)).key == search_key(clean_text(text))


@given(texts, st.data())
def test_a_found_span_has_the_needle_as_its_key(text: str, data: st.DataObject) -> None:
    """A highlight is exactly what was asked for, begins and ends on a character that counts."""
    found = KeyMap(clean_text(text))
    start = data.draw(st.integers(0, len(found.key)))
    needle = query_key(found.key[start : data.draw(st.integers(start, len(found.key)))])
    assume(needle)
    spans = found.find_all(needle)
    assert spans
    for first, last in spans:
        assert search_key(found.clean[first:last]) == needle
        assert search_key(found.clean[first]) or found.clean[first] == "."
        assert search_key(found.clean[last - 1])


@given(
    st.text(st.sampled_from("党建1.， 。“”\n"), max_size=14),
    st.text(st.sampled_from("党建1."), min_size=1, max_size=3),
)
def test_every_place_of_a_needle_is_found(text: str, raw: str) -> None:
    """Each stretch the oracle finds by trying all of them touches a found span."""
    clean, needle = clean_text(text), query_key(raw)
    assume(needle)
    spans = KeyMap(clean).find_all(needle)
    places = oracle.places(clean, needle)
    assert bool(spans) == bool(places)
    for start, end in places:
        assert any(first < end and start < last for first, last in spans)


@pytest.mark.parametrize(
    ("clean", "needle", "shown"),
    [
        ("坚持“党建”带、妇建", "党建带妇", ["党建”带、妇"]),
        ("增长3.5%。", "3.5%\n", ["3.5%。"]),
        ("完。”\n新", "完\n新", ["完。”\n新"]),
        ("二○一八年", "二〇一八", ["二○一八"]),
        ("ABab", "ab", ["AB", "ab"]),
        ("𠮷党建", "党", ["党"]),
        ("İ党", "党", ["党"]),
        ("党建", "", []),
        ("党建", "建党", []),
    ],
)
def test_found_spans_show_what_the_reader_expects(clean: str, needle: str, shown: list[str]) -> None:
    assert [clean[start:end] for start, end in KeyMap(clean).find_all(needle)] == shown


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
